"""Why: one work's whole story, found by any of its names."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pipeline.errors import NotFound
from pipeline.explain import find_work, tell
from pipeline.store import Store, reading
from pipeline.telling import lines
from pipeline.workspace import Workspace

from . import workspaces as ws
from .workspaces import event


@pytest.fixture
def corpus(built: Workspace) -> Iterator[Store]:
    with reading(built.database) as store:
        yield store


def title_of(store: Store, name: str) -> str:
    return str(store.value("select title from work where work_id = ?", [find_work(store, name)]))


@pytest.mark.parametrize(
    "name",
    [
        "doe2011balint",
        "DOE2011Balint",
        " doe2011balint ",
        "pubmed:11111111",
        "11111111",
        "10.1000/burnout.1",
        "https://doi.org/10.1000/BURNOUT.1",
        "doi:10.1000/burnout.1",
    ],
)
def test_a_work_is_found_by_each_of_its_names(corpus: Store, name: str):
    """People paste what they have at hand."""
    assert title_of(corpus, name) == "Balint groups against burnout: a questionnaire study"


def test_a_work_is_found_by_its_id(corpus: Store):
    """As the tables name it."""
    for (work,) in corpus.rows("select work_id from work"):
        assert find_work(corpus, work) == work


@pytest.mark.parametrize(
    ("name", "near"), [("doe2012balint", "doe2011balint"), ("Ivanov2015", "ivanov2015balintovskie"), ("§", None)]
)
def test_a_slip_is_answered_with_the_nearest_keys(corpus: Store, name: str, near: str | None):
    """Nobody remembers a key to the letter."""
    with pytest.raises(NotFound, match="no work") as caught:
        find_work(corpus, name)
    hint = caught.value.hint or ""
    assert ("did you mean" in hint) is (near is not None)
    assert near is None or near in hint


def test_an_older_key_leads_to_the_work_that_has_another_now(built: Workspace):
    """It stands in print."""
    ws.decide(built, event("key", ws.record_id(built, "stroke"), id="1", value={"key": "Eye2001"}))
    ws.run(built)
    with reading(built.database) as store:
        assert find_work(store, "eye2001balint") == find_work(store, "eye2001")
        story = tell(store, "eye2001balint")
        assert (story.key, story.aliases) == ("Eye2001", ("eye2001balint",))


def test_a_name_that_several_works_bear_is_asked_about(built: Workspace):
    """A decision on 'the work with this DOI' must not fall on the wrong one without a word."""
    ws.decide(built, event("different", "pubmed:11111111", ws.record_id(built, "against burnout", "hand"), id="1"))
    ws.run(built)
    with reading(built.database) as store:
        with pytest.raises(NotFound, match=r"'10\.1000/burnout\.1' names 2 works") as caught:
            find_work(store, "10.1000/burnout.1")
        first, second = (caught.value.hint or "").removeprefix("say which: ").split(", ")
        assert find_work(store, first) != find_work(store, second)


def test_a_number_is_a_key_before_it_is_a_pmid(built: Workspace):
    """A key is a work's own name, and it is given once."""
    ws.decide(built, event("key", ws.record_id(built, "stroke"), id="1", value={"key": "22222222"}))
    ws.run(built)
    with reading(built.database) as store:
        assert title_of(store, "22222222") == "Balint syndrome after a stroke"


def test_the_story_has_every_part(built: Workspace):
    """Where each field came from, what joined the records, what was cleaned, which words made the tags, who decided."""
    hand = ws.record_id(built, "against burnout", "hand")
    ws.decide(built, event("include", "pubmed:11111111", id="1", reason="read it"))
    ws.run(built)
    with reading(built.database) as store:
        story = tell(store, "doe2011balint")
        shown = list(lines(story))
    assert {record for record, *_ in story.records} == {hand, "pubmed:11111111"}
    assert {path for _, path, *_ in story.records} == {ws.HAND, ws.PUBMED}
    assert {(field, record) for field, _, record, _ in story.fields} >= {("pmid", "pubmed:11111111")}
    assert ("pubmed:11111111", "pages", "10-9", "10-19", "pages.normalise") in story.changes
    assert [(left, right) for left, right, *_ in story.links] == [(hand, "pubmed:11111111")]
    assert {(tag[0], tag[1], tag[6]) for tag in story.tags} >= {("topic", "burnout", "burnout")}
    assert story.status_reason == "anna on 2022-01-01: read it (by person)"
    assert [row[2] for row in story.decisions] == ["include"]
    text = "\n".join(shown)
    for title in ("records", "joined by", "fields", "cleaned", "tags", "speaks of", "decisions"):
        assert title in shown, title
    assert "corpus/decisions/anna.jsonl line 1" in text
    assert "doe2011balint" in shown[0]


def test_the_story_of_a_work_of_one_record_names_that_record(corpus: Store):
    """Each field is its own."""
    story = tell(corpus, "fuhrer2004leading")
    assert {record for _, _, record, _ in story.fields} == {"pubmed:22222222"}
    assert {why for *_, why in story.fields} == {"its only record"}


def test_what_was_kept_apart_is_told(built: Workspace):
    """And what people said against a join."""
    hand = ws.record_id(built, "against burnout", "hand")
    ws.decide(built, event("different", "pubmed:11111111", hand, id="1", reason="two papers"))
    ws.run(built)
    with reading(built.database) as store:
        story = tell(store, hand)
    assert [row[:2] for row in story.apart] == [(hand, "pubmed:11111111")]
    assert [row[2] for row in story.decisions] == ["different"]
    assert story.links == []


def test_a_join_that_was_not_made_is_told(built):
    """Anna parts two records, and later joins both with a third: not all of it can be, and `why` says so."""
    from pipeline.run import build

    ids = [f"pubmed:{number}" for number in ("11111111", "22222222")]
    known = {record for record, *_ in rows_of(built)}
    left, right, third = [*(one for one in ids if one in known), *sorted(known - set(ids))][:3]
    ws.decide(
        built,
        ws.event("different", left, right, id="apart", day=1),
        ws.event("same", left, right, third, id="together", day=2),
    )
    build(built)
    with reading(built.database) as store:
        conflicts = [row for record in (left, right) for row in tell(store, record).conflicts]
    assert any(row[2:4] == ("decision:together", "decision:apart") for row in conflicts)


def rows_of(workspace):
    with reading(workspace.database) as store:
        return store.rows("select record_id from record order by 1")


RETRACTED = """\
PMID- 33333333
TI  - Balint groups and the sleep of residents.
DP  - 2003 Feb
TA  - J Examples
VI  - 3
PG  - 63-70
RIN - J Examples. 2010 Feb 6;10:44. {pmid}

"""
NOTICE = """\
PMID- 44444444
TI  - Retraction: Balint groups and the sleep of residents.
DP  - 2010 Feb
TA  - J Examples
VI  - 10
PG  - 44

"""


@pytest.mark.parametrize("notice", ["", NOTICE])
def test_a_retracted_article_is_told_whether_its_notice_is_there_or_not(built: Workspace, notice: str):
    """Nobody must cite it unawares."""
    ws.write(built.root / "corpus/raw/pubmed/more.nbib", RETRACTED.format(pmid="PMID: 44444444") + notice)
    ws.run(built)
    with reading(built.database) as store:
        told = "\n".join(lines(tell(store, "33333333")))
        assert store.rows("select pmid from bibliography where retracted") == [("33333333",)]
    assert "retracted:" in told
    assert "its retraction: PMID 44444444" in told
    assert ("is retraction-of" in told) == bool(notice)


MARKED = """\
PMID- 33333333
TI  - RETRACTED: Balint groups and the sleep of residents.
DP  - 2003 Feb
TA  - J Examples
VI  - 3
PG  - 63-70

"""


def test_an_article_whose_title_says_that_it_is_retracted_is_told(built: Workspace):
    """Publishers write it there, and many databases say it nowhere else; the title stays as it is."""
    ws.write(built.root / "corpus/raw/pubmed/more.nbib", MARKED)
    ws.run(built)
    with reading(built.database) as store:
        told = "\n".join(lines(tell(store, "33333333")))
        found = store.rows("select title from bibliography where retracted")
    assert found == [("RETRACTED: Balint groups and the sleep of residents",)]
    assert "retracted:" in told
    assert "retraction.of-the-title" in told
