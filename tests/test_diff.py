"""The diff: what an update of a search brought, changed or took away, so that living reviews can be kept alive."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.diff import Diff, Group, compared
from pipeline.diff.lines import change_text, diff_lines
from pipeline.diff.notices import not_yet_in, notices
from pipeline.diff.values import FieldChange
from pipeline.errors import InputError, StoreError, WorkspaceError
from pipeline.workspace import Workspace

from . import updates as up
from . import workspaces as ws
from .updates import medline, run, searched, updated
from .workspaces import event


@pytest.fixture
def empty(tmp_path: Path) -> Workspace:
    """A review without any file."""
    return ws.make(tmp_path / "review", raw={}, notes={})


def only(workspace: Workspace, **asked: Any) -> Group:
    """The one group of the diff, after a run."""
    (group,) = compared(run(workspace), **asked).groups
    return group


def shown(found: Diff, everything: bool = False) -> str:
    return "\n".join(diff_lines(found, everything))


def adds_up(group: Group) -> bool:
    return group.entries == (len(group.new) + len(group.changed) + group.only_counters + group.unchanged + group.again)


KNOWN = medline(1, "Balint groups in Lund") + medline(2, "Balint groups in Graz") + medline(3, "Balint groups in Bern")


def test_a_record_that_no_older_file_has_is_new(empty: Workspace):
    """It is what a librarian has to screen."""
    group = only(updated(empty, KNOWN, medline(4, "Balint groups in Cork")))
    assert [(new.record.id, new.record.title, new.record.year, new.joined) for new in group.new] == [
        ("pubmed:4", "Balint groups in Cork", 2010, False)
    ]
    assert (group.source, group.query, group.entries) == ("pubmed", "balint", 1)
    assert group.new[0].record.key
    assert adds_up(group)


def test_a_new_record_of_a_work_that_was_there_is_told_apart_from_new_works(review: Workspace):
    """A colleague's list had it: nobody needs to screen it again."""
    again = ws.MEDLINE.replace("PMID- 11111111", "PMID- 44444444").replace("[Leading a Balint group].", "Other group.")
    one = again.split("\n\n")[0] + "\n\n"
    old = ws.RAW[ws.PUBMED]
    (review.root / ws.PUBMED).unlink()
    (review.root / f"{ws.PUBMED}.toml").unlink()
    group = only(updated(review, old.split("\n\n")[1], one))
    assert [(new.record.id, new.joined) for new in group.new] == [("pubmed:44444444", True)]


def test_what_changed_is_shown_field_by_field_in_the_words_of_the_source(empty: Workspace):
    """Whether a new volume matters is for a person to say; so the values stand as PubMed wrote them."""
    after = medline(2, "Balint groups in Graz and Linz", VI="6")
    group = only(updated(empty, KNOWN, after))
    assert {(change.field, change.before, change.after) for change in group.changed[0].fields} == {
        ("title", ("Balint groups in Graz.",), ("Balint groups in Graz and Linz.",)),
        ("volume", ("5",), ("6",)),
    }
    assert group.changed[0].record.id == "pubmed:2"
    assert adds_up(group)


def test_counters_and_dates_of_the_database_are_counted_but_not_listed(empty: Workspace):
    """PubMed touches a third of its records a year, mostly to give them another date."""
    workspace = updated(
        empty, KNOWN, medline(2, "Balint groups in Graz", LR="20260202") + medline(3, "Balint groups in Bonn")
    )
    group = only(workspace)
    assert (group.only_counters, group.counters, len(group.changed)) == (1, (), 1)
    (every,) = compared(workspace, counters=True).groups
    (listed,) = every.counters
    assert [(change.field, change.before, change.after, change.extra) for change in listed.fields] == [
        ("LR", ("20250101",), ("20260202",), True)
    ]
    assert "LR" not in shown(compared(workspace))
    assert "LR: 20250101 -> 20260202" in shown(compared(workspace, counters=True), everything=True)
    assert adds_up(group)


def test_when_somebody_looked_again_is_no_change_of_a_record(empty: Workspace):
    """Dimensions writes the day of the download into each record; the record is what it was."""
    looked = "TY  - JOUR\r\nTI  - Balint groups\r\nAN  - pub.1\r\nUR  - https://a.org/1\r\nY2  - {}\r\nER  - \r\n\r\n"
    ris = {"format": "ris"}
    group = only(updated(empty, looked.format("2024/08/09"), looked.format("2026/11/22"), first=ris, **ris))
    assert (group.only_counters, group.changed) == (1, ())


def test_subject_headings_in_another_order_are_no_change(empty: Workspace):
    """They are a set: the order is the database's own."""
    before = medline(1, "Balint groups", MH=["Burnout", "Nurses"])
    group = only(updated(empty, before, medline(1, "Balint groups", MH=["Nurses", "Burnout"])))
    assert (group.unchanged, group.changed) == (1, ())


def test_authors_in_another_order_are_a_change(empty: Workspace):
    """Who is named first is credited, and is in the key."""
    group = only(updated(empty, medline(1, "T", AU=["Doe J", "Roe R"]), medline(1, "T", AU=["Roe R", "Doe J"])))
    assert [change.field for change in group.changed[0].fields] == ["authors"]


def test_every_entry_of_the_update_is_counted_once(empty: Workspace):
    """New, changed, counters, unchanged, and the same record twice: a sum that doesn't add up hides something."""
    after = (
        medline(1, "Balint groups in Lund") + medline(2, "Balint groups in Graz", LR="20260202")
        + medline(3, "Balint groups in Bonn") + medline(4, "New") + medline(4, "New", LR="20260303")
    )  # fmt: skip
    group = only(updated(empty, KNOWN, after))
    counts = (len(group.new), len(group.changed), group.only_counters, group.unchanged, group.again, group.entries)
    assert counts == (1, 1, 1, 1, 1, 5)


def test_what_can_not_be_read_of_an_update_is_counted_apart(empty: Workspace):
    """It was fetched, and is no entry: without the count a record would be lost between the two."""
    group = only(
        updated(empty, KNOWN, "PMID-\nOWN - NLM\nDP  - 2001\n\n" + medline(4, "Balint groups in Cork"), fetched=2)
    )
    assert (group.entries, group.set_aside, group.fetched) == (1, 1, 2)
    assert "records fetched: 2" in shown(compared(empty))


def test_what_the_database_merged_or_no_longer_finds_is_named_with_its_work(empty: Workspace):
    """The record stays in the corpus; the reader must know that its source took it back."""
    ids = {"ids": ("1",), "gone": ("2",), "left": ("3",), "missing": ("9",)}
    group = only(updated(empty, KNOWN, "", **ids))
    assert [(named.id, named.title) for named in (*group.gone, *group.left, *group.missing)] == [
        ("pubmed:2", "Balint groups in Graz"), ("pubmed:3", "Balint groups in Bern"), ("pubmed:9", None)
    ]  # fmt: skip
    text = shown(compared(empty))
    assert "gone: merged into another record, or withdrawn; ours stay: 1" in text
    assert "pubmed:9: not in the corpus" in text


def test_what_left_in_spring_and_came_back_in_summer_has_not_left(empty: Workspace):
    """Databases index anew; only the end of the time asked about counts."""
    updated(empty, KNOWN, "", ids=("1", "2"), left=("3",), gone=())
    searched(empty, "2026-06-01T09:00:00Z", "", ids=("1", "2", "3"), update_of="corpus/raw/pubmed/x.toml")
    (group,) = compared(run(empty), since="2026-02").groups
    assert (group.left, len(group.asked)) == ((), 2)


RETRACTED = medline(
    2, "Balint groups in Graz", PT=["Journal Article", "Retracted Publication"], RIN="J Ex. 2026;9:1. PMID: 77"
)


def test_a_newly_retracted_paper_stands_before_all_else(empty: Workspace):
    """A review that rests on a retracted trial must hear of it."""
    found = compared(run(updated(empty, KNOWN, RETRACTED)))
    (told,) = found.groups[0].told
    assert (told.kind, told.record.id) == ("retracted", "pubmed:2")
    assert told.texts == ("Retracted Publication", "J Ex. 2026;9:1. (PMID 77)")
    text = shown(found)
    assert "RETRACTED" in text
    assert text.index("RETRACTED") < text.index("changed: 1")


def test_what_was_retracted_before_is_not_newly_retracted(empty: Workspace):
    """A list that cries at each update is read by nobody."""
    assert only(updated(empty, RETRACTED, RETRACTED.replace("20250101", "20260202"))).told == ()


def test_an_erratum_and_an_expression_of_concern_are_told_by_their_names(empty: Workspace):
    """The field for relations knows neither doubt nor degree; the database's own tag does."""
    after = medline(1, "Balint groups in Lund", EIN="J Ex. 2026;9:2. PMID: 78", ECI="J Ex. 2026;9:3. PMID: 79")
    group = only(updated(empty, KNOWN, after))
    assert [(told.kind, told.texts) for told in group.told] == [
        ("corrected", ("J Ex. 2026;9:2. (PMID 78)",)),
        ("expression of concern", ("J Ex. 2026;9:3. PMID: 79",)),
    ]


def test_a_retraction_notice_that_is_new_tells_of_the_paper_that_it_retracts(empty: Workspace):
    """The notice is found by the search before the paper itself is marked."""
    group = only(updated(empty, KNOWN, medline(80, "Retraction of a study", ROF="J Ex. 2010;5:2. PMID: 2")))
    assert [(told.kind, told.record.id) for told in group.told] == [("retracted", "pubmed:2")]
    assert [new.record.id for new in group.new] == ["pubmed:80"]
    assert group.new[0].says == ()


def test_a_notice_on_a_paper_that_was_retracted_before_is_no_news(empty: Workspace):
    """Its own record said so long ago."""
    group = only(updated(empty, RETRACTED, medline(80, "Retraction", ROF="J Ex. 2010;5:2. PMID: 2")))
    assert group.told == ()


def test_a_new_record_that_is_retracted_from_the_start_says_so(empty: Workspace):
    """Nobody should screen it for inclusion."""
    group = only(updated(empty, KNOWN, RETRACTED.replace("PMID- 2", "PMID- 5").replace("in Graz", "in Metz")))
    assert (group.new[0].says, group.told) == (("retracted",), ())


def test_a_new_record_that_says_that_a_work_of_ours_is_retracted_is_news_of_that_work(review: Workspace):
    """A colleague's list had the paper, and said nothing; PubMed's record does."""
    raw = ws.RAW[ws.PUBMED].split("\n\n")
    (review.root / ws.PUBMED).unlink()
    (review.root / f"{ws.PUBMED}.toml").unlink()
    group = only(updated(review, raw[1], raw[0] + "\nPT  - Retracted Publication\n\n"))
    assert [(new.record.id, new.joined, new.says) for new in group.new] == [("pubmed:11111111", True, ("retracted",))]
    assert [(told.kind, told.record.id) for told in group.told] == [("retracted", "pubmed:11111111")]


def test_an_erratum_that_gets_its_number_later_is_the_same_erratum():
    """PubMed links a citation to its record once that is there."""
    before = notices(["has-erratum J Ex. 2016;9:1."], [], {})
    now = notices(["has-erratum pmid:7 J Ex. 2016;9:1.", "has-erratum pmid:8 J Ex. 2017;1:4."], [], {})
    assert [one.pmid for one in not_yet_in(before, now)] == ["8"]


def test_a_partial_retraction_is_not_called_a_correction_as_well():
    """Both words are of one notice; the more exact one stands."""
    found = notices(["has-erratum pmid:7 J Ex. 2016;9:1."], [], {"PRIN": ["J Ex. 2016;9:1. PMID: 7"]})
    assert [one.kind for one in found] == ["partly retracted"]


def test_decisions_that_a_change_touches_are_named(empty: Workspace):
    """Who included a paper that was now retracted must look again."""
    workspace = updated(empty, KNOWN, RETRACTED, ids=("1", "2"), gone=("3",))
    ws.decide(
        workspace,
        event("include", "pubmed:2", id="in2", reason="a good trial"),
        event("exclude", "pubmed:1", id="out1"),
        event("exclude", "pubmed:3", id="out3", who="boris", day=2),
        event("exclude", "pubmed:2", id="ex2", who="boris"),
        event("undo", id="u", who="boris", day=3, value={"id": "ex2"}),  # taken back: touches nothing
    )
    group = only(workspace)
    (touch,) = group.changed[0].record.touches
    assert (touch.who, touch.event, touch.reason, touch.decision_id) == ("anna", "include", "a good trial", "in2")
    assert group.told[0].record.touches == (touch,)
    assert [touch.decision_id for touch in group.gone[0].touches] == ["out3"]
    assert "touches a decision: 2022-01-01 anna, include: a good trial (in2)" in " ".join(
        shown(compared(workspace)).split()
    )


def test_a_decision_on_another_record_of_the_work_is_touched_too(review: Workspace):
    """People decide on works; the log names the record that they saw."""
    raw = ws.RAW[ws.PUBMED]
    (review.root / ws.PUBMED).unlink()
    (review.root / f"{ws.PUBMED}.toml").unlink()
    workspace = run(updated(review, raw, raw.split("\n\n")[0].replace("2011;5", "2012;6").replace("- 5", "- 6") + "\n"))
    ws.decide(workspace, event("include", ws.record_id(workspace, "against burnout", "hand"), id="in"))
    group = only(workspace)
    assert [touch.decision_id for touch in group.changed[0].record.touches] == ["in"]


def test_only_the_latest_update_of_each_search_is_shown(empty: Workspace):
    """Last year's news is no news; it is there with --since."""
    updated(empty, KNOWN, medline(4, "Spring"))
    searched(empty, "2026-06-01T09:00:00Z", medline(5, "Summer"), update_of="corpus/raw/pubmed/x.toml")
    assert [new.record.title for new in only(empty).new] == ["Summer"]
    (group,) = compared(empty, since="2026-02-01").groups
    assert {new.record.title for new in group.new} == {"Spring", "Summer"}


def test_a_first_search_is_compared_with_nothing(empty: Workspace):
    """All of it is new, and nobody reads a list of all."""
    searched(empty, up.FIRST, KNOWN)
    found = compared(run(empty))
    assert found.groups == ()
    assert "--since" in shown(found)


def test_since_a_day_lists_what_people_added_by_hand_too(review: Workspace):
    """An export that a colleague sent in May is news of May, though it was searched in March."""
    note = 'source = "pubmed"\nquery = "balint"\nsearched = "2021-03-01"\nadded = "2021-05-02T08:00:00Z"\n'
    ws.write(review.root / f"{ws.PUBMED}.toml", note)
    (group,) = compared(run(review), since="2021-05").groups
    assert (group.source, group.query, group.files, len(group.new)) == ("pubmed", "balint", (ws.PUBMED,), 2)
    assert sorted(new.joined for new in group.new) == [False, True]
    assert compared(review, since="2021-06").groups == ()


def test_a_record_that_two_searches_of_one_update_bring_is_new_once(empty: Workspace):
    """Several strings ask one question: their answers overlap."""
    old = searched(empty, up.FIRST, KNOWN, run=1)
    other = searched(empty, up.FIRST, medline(3, "Balint groups in Bern") + "\n", run=2)
    searched(empty, up.SECOND, medline(4, "Balint groups in Cork"), run=1, update_of=old.note)
    searched(empty, up.SECOND, medline(4, "Balint groups in Cork") + "\n", run=2, update_of=other.note)
    found = compared(run(empty))
    assert [group.run for group in found.groups] == [1, 2]
    assert sum(len(group.new) for group in found.groups) == 1
    assert sum(group.entries for group in found.groups) == 2
    assert all(adds_up(group) for group in found.groups)


XML = """<?xml version="1.0"?>
<PubmedArticleSet><PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">2</PMID>
<Article PubModel="Print"><Journal><JournalIssue CitedMedium="Print"><Volume>{volume}</Volume>
<PubDate><Year>2010</Year></PubDate></JournalIssue><Title>Journal of examples</Title></Journal>
<ArticleTitle>Balint groups in Graz.</ArticleTitle><Pagination><MedlinePgn>2-9</MedlinePgn></Pagination>
<AuthorList CompleteYN="Y"><Author ValidYN="Y"><LastName>Author2</LastName><Initials>A</Initials></Author></AuthorList>
<PublicationTypeList><PublicationType UI="D1">{kind}</PublicationType></PublicationTypeList></Article>
<MedlineJournalInfo><MedlineTA>J Ex</MedlineTA></MedlineJournalInfo></MedlineCitation></PubmedArticle>
</PubmedArticleSet>
"""


def in_xml(workspace: Workspace, volume: str, kind: str = "Journal Article") -> Group:
    return only(updated(workspace, KNOWN, XML.format(volume=volume, kind=kind), format="pubmed-xml"))


def test_the_same_record_in_another_format_is_no_change(empty: Workspace):
    """Exports by hand are in MEDLINE, the interface answers in XML: names and dates only look otherwise there."""
    group = in_xml(empty, "5")
    assert (group.unchanged, group.changed, group.only_counters) == (1, (), 0)


def test_what_differs_in_another_format_is_still_found(empty: Workspace):
    """A new volume is one in any format; what only one format has says nothing."""
    group = in_xml(empty, "6")
    assert [change.field for change in group.changed[0].fields] == ["volume"]
    assert group.changed[0].other_format


def test_a_retraction_is_heard_over_the_change_of_format(empty: Workspace):
    """The old export had no publication types at all."""
    assert [told.kind for told in in_xml(empty, "5", "Retracted Publication").told] == ["retracted"]


def test_a_corpus_that_is_older_than_its_files_is_not_compared(empty: Workspace):
    """It doesn't have what the update brought: 'nothing new' would be untrue."""
    run(updated(empty, KNOWN, medline(4, "Balint groups in Cork")))
    compared(empty)
    searched(empty, "2026-06-01T09:00:00Z", medline(5, "Summer"))
    with pytest.raises(
        WorkspaceError, match="older than what it is made of: corpus/raw/pubmed/balint_20260601"
    ) as told:
        compared(empty)
    assert "bibcorpus run" in str(told.value.hint)


def test_decisions_that_the_corpus_has_not_seen_ask_for_a_run_too(empty: Workspace):
    """What touches them could not be said."""
    run(updated(empty, KNOWN, RETRACTED))
    ws.decide(empty, event("include", "pubmed:2", id="in2"))
    with pytest.raises(WorkspaceError, match=r"corpus/decisions/anna\.jsonl is new"):
        compared(empty)


def test_a_search_that_brought_nothing_makes_no_corpus_old(empty: Workspace):
    """Its note has no file beside it: there is nothing to build from."""
    group = only(updated(empty, KNOWN, "", ids=("1", "2", "3")))
    assert (group.entries, group.files) == (0, ())


def test_without_a_corpus_the_first_thing_to_do_is_said(empty: Workspace):
    """One line, no traceback."""
    with pytest.raises(StoreError) as told:
        compared(empty)
    assert "bibcorpus run" in str(told.value.hint)


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"since": "yesterday"}, "--since 'yesterday'"),
        ({"since": "2026-13"}, "--since '2026-13'"),
        ({"since": "2026-W05-1"}, "--since '2026-W05-1'"),
        ({"source": "pubmd"}, "--source 'pubmd'"),
        ({"query": "ballint"}, "--query 'ballint'"),
    ],
)
def test_a_date_source_or_query_that_is_none_is_named(empty: Workspace, asked: dict[str, Any], named: str):
    """'Nothing new' for a misspelt name would be believed."""
    run(updated(empty, KNOWN, RETRACTED))
    with pytest.raises(InputError) as told:
        compared(empty, **asked)
    assert named in told.value.message
    assert told.value.hint


def test_one_source_or_query_can_be_asked_about(empty: Workspace):
    """A big workspace has many."""
    workspace = run(updated(empty, KNOWN, RETRACTED))
    assert len(compared(workspace, source="pubmed", query="balint").groups) == 1


def test_the_json_holds_everything_and_is_the_same_each_time(empty: Workspace):
    """It is what other programs, and later diffs of diffs, read."""
    workspace = run(updated(empty, KNOWN, RETRACTED + medline(4, "Балинтовские группы")))
    texts = [json.dumps(asdict(compared(workspace)), ensure_ascii=False) for _ in range(2)]
    assert texts[0] == texts[1]
    (group,) = json.loads(texts[0])["groups"]
    assert group["new"][0]["record"]["title"] == "Балинтовские группы"
    assert group["told"][0]["texts"][0] == "Retracted Publication"


def test_the_lines_fit_a_terminal_in_any_script(empty: Workspace):
    """Eighty columns, also for a long Russian title and a word without end."""
    title = "Балинтовские группы и профилактика эмоционального выгорания врачей общей практики " * 3
    after = medline(2, "x" * 200) + medline(4, title.strip())
    text = shown(compared(run(updated(empty, KNOWN, after))))
    assert "Балинтовские" in text
    assert max(map(len, text.split("\n"))) <= 80


def test_a_long_list_is_cut_and_says_how_to_see_the_rest(empty: Workspace):
    """Twelve thousand lines scroll the retraction away."""
    many = "".join(medline(100 + n, f"Balint groups, part {n}") for n in range(60))
    found = compared(run(updated(empty, KNOWN, many)))
    assert "and 10 more: all of them with --all" in shown(found)
    assert "more: all" not in shown(found, everything=True)


@pytest.mark.parametrize(
    ("field", "before", "after", "expected"),
    [
        ("volume", ["5"], ["6"], "volume: 5 -> 6"),
        ("abstract", [], ["A text."], "abstract: (nothing) -> A text."),
        ("keywords", ["a", "b"], ["b", "c", "d"], "keywords: without a; with c | d"),
        ("authors", ["Doe J", "Roe R"], ["Roe R", "Doe J"], "authors: in another order: Roe R | Doe J"),
        (
            "abstract",
            ["one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen old tail of it"],
            ["one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen new tail of it"],
            "abstract: … thirteen fourteen fifteen old tail of it -> … thirteen fourteen fifteen new tail of it",
        ),
    ],
)
def test_a_change_is_shown_by_what_differs(field: str, before: list[str], after: list[str], expected: str):
    """Two abstracts one below the other hide the one word that is new."""
    assert change_text(FieldChange(field=field, before=tuple(before), after=tuple(after))) == expected


@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=300))
def test_what_differs_is_always_seen(same: str, before: str, after: str):
    """A change whose two sides look alike, cut off at one place, is a riddle."""
    change = FieldChange(field="abstract", before=(same + before,), after=(same + after,))
    shown_before, _, shown_after = change_text(change).partition(" -> ")
    if same + before != same + after:
        assert shown_before != f"abstract: {shown_after}"
