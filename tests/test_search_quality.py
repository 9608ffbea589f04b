"""Is the search any good? Seed papers, the yield of terms, and drift, told without a network."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from pipeline.errors import InputError
from pipeline.search_quality import QueryQuality, judged
from pipeline.search_quality.drift import drifts
from pipeline.search_quality.lines import quality_lines
from pipeline.search_quality.seeds import SeedInSource
from pipeline.search_quality.terms import BlockYield
from pipeline.search_record import SearchRecord
from pipeline.workspace import Workspace

from . import updates as up
from . import workspaces as ws
from .small_review import bibcorpus
from .updates import medline, run, searched, updated

QUERY = (
    ws.QUERY.replace('status = "draft"', 'status = "run"\ncombination = "alone"')
    + """
[source.scopus]
title = "Scopus"
status = "draft"
where = "Scopus"
search = "TITLE(balint)"

[source.hand-collected]
title = "Lists"
status = "run"
where = "members"
how = "ask them"
"""
)


def seed(title: str, **keys: str) -> str:
    lines = "".join(f"{key} = {value}\n" for key, value in keys.items())
    return f'\n[[seed]]\ntitle = "{title}"\nwhy = "a test"\n{lines}'


def review(folder: Path, *seeds: str, query: str = QUERY) -> Workspace:
    """A review without files, whose query has these seeds."""
    made = ws.make(folder / "review", raw={}, notes={})
    ws.write(made.queries / "balint.toml", query + "".join(seeds))
    return made


def judge(workspace: Workspace) -> QueryQuality:
    (found,) = judged(run(workspace), "balint").queries
    return found


def in_source(found: QueryQuality, source: str = "pubmed", which: int = 0) -> SeedInSource:
    return next(each for each in found.seeds[which].sources if each.source == source)


KNOWN = medline(1, "Balint groups in Lund") + medline(2, "Balint groups in Graz", LID="10.1000/graz [doi]")


# --- seeds -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "by"),
    [
        (seed("Another title altogether", pmid='"1"'), "PMID"),
        (seed("Another title altogether", doi='"10.1000/GRAZ"'), "DOI"),
        (seed("BALINT GROUPS, in Graz"), "title"),
    ],
)
def test_a_seed_is_found_by_its_number_or_else_by_its_title(tmp_path: Path, wanted: str, by: str):
    """Titles are written in many ways, numbers in one."""
    made = review(tmp_path, wanted)
    searched(made, up.FIRST, KNOWN)
    state = in_source(judge(made))
    assert (state.found, state.by, state.reason) == (True, by, None)


def test_a_paper_of_the_same_title_with_another_number_is_not_the_seed(tmp_path: Path):
    """'Editorial', or a study and its erratum: the number decides."""
    made = review(tmp_path, seed("Balint groups in Graz", pmid='"77"'))
    searched(made, up.FIRST, KNOWN)
    state = in_source(judge(made))
    assert (state.found, state.reason) == (
        False, "found nowhere: the strings miss it, or its number or title here is wrong"
    )  # fmt: skip


def test_a_seed_is_found_by_its_title_in_the_language_of_the_work(tmp_path: Path):
    """PubMed leads with the English translation."""
    made = review(tmp_path, seed("Balintgruppen in Graz und anderswo"))
    searched(
        made, up.FIRST, medline(5, "[Balint groups elsewhere]", TT="Balintgruppen in Graz und anderswo.", LA="ger")
    )
    assert in_source(judge(made)).by == "title"


def test_a_source_that_was_not_searched_yet_says_nothing_against_the_string(tmp_path: Path):
    """Half of the sources wait for somebody with a licence."""
    made = review(tmp_path, seed("Balint groups in Graz", found_in='["scopus"]'))
    searched(made, up.FIRST, KNOWN)
    found = judge(made)
    state = in_source(found, "scopus")
    assert (state.searched, state.expected, state.reason) == (False, True, "not searched yet")
    assert "  scopus: not searched yet" in list(quality_lines(judged(made)))


def test_a_seed_outside_the_window_can_not_be_found_and_says_so(tmp_path: Path):
    """The seed is wrong then, not the string."""
    made = review(tmp_path, seed("Early Balint groups"))
    ws.write(made.root / ws.HAND, ws.OLD)
    ws.write(made.root / f"{ws.HAND}.toml", ws.NOTES[ws.HAND])
    searched(made, up.FIRST, KNOWN)
    found = judge(made)
    assert in_source(found).reason == "published in 1970, outside the window 1990–2020"
    assert in_source(found, "hand-collected").found


def test_what_another_source_has_was_missed_or_is_not_there(tmp_path: Path):
    """Which of the two, only a look into the source can tell."""
    made = review(tmp_path, seed("Balint group work in small towns"))
    ws.write(made.root / ws.HAND, ws.UNDATED)
    ws.write(made.root / f"{ws.HAND}.toml", ws.NOTES[ws.HAND])
    searched(made, up.FIRST, KNOWN)
    reason = in_source(judge(made)).reason
    assert reason == "hand-collected has it: either the source doesn't, or the string misses it"


def test_what_only_another_query_or_a_chase_brought_was_missed_by_the_string(tmp_path: Path):
    """Then the source has it for sure."""
    made = review(tmp_path, seed("Balint groups in Cork"), seed("Balint groups in Metz"))
    searched(made, up.FIRST, KNOWN)
    searched(made, up.FIRST, medline(4, "Balint groups in Cork"), query="other")
    searched(made, up.SECOND, medline(6, "Balint groups in Metz"), chase="reviews")
    found = judge(made)
    assert in_source(found).reason == "only the query other brought it: the string misses it"
    assert in_source(found, which=1).reason == "only the chase reviews brought it: the string misses it"
    assert found.yields[0].records == 2, "a chase's records are no yield of terms"


def test_a_seed_that_the_source_lists_but_does_not_give_is_told_apart(tmp_path: Path):
    """The string is good; the service failed."""
    made = review(tmp_path, seed("Balint groups in Cork", pmid='"9"'))
    searched(made, up.FIRST, KNOWN, ids=("1", "2", "9"), missing=("9",))
    assert in_source(judge(made)).reason == "the source lists it, but didn't give it when asked"


def test_a_seed_that_the_last_search_lost_is_found_with_a_warning(tmp_path: Path):
    """It is in the corpus, but a rerun today would not find it."""
    made = review(tmp_path, seed("Balint groups in Graz", pmid='"2"'))
    state = in_source(judge(updated(made, KNOWN, "", ids=("1",), left=("2",))))
    assert (state.found, state.reason) == (True, "the last search no longer found it")


def test_a_seed_is_found_through_the_record_that_it_was_joined_to(tmp_path: Path):
    """A source may print another title; that they are one work was found out by other means."""
    made = review(tmp_path, seed("Balint groups against burnout: a questionnaire study", doi='"10.1000/burnout.1"'))
    ws.write(made.root / ws.HAND, ws.BURNOUT)
    ws.write(made.root / f"{ws.HAND}.toml", ws.NOTES[ws.HAND])
    text = (
        ws.MEDLINE.split("\n\n")[0]
        .replace("LID - 10.1000/burnout.1 [doi]\n", "")
        .replace("groups against", "group against")
    )
    searched(made, up.FIRST, text + "\n\n")
    state = in_source(judge(made))
    assert (state.found, state.by) == (True, "joined to it as one work")


# --- yield -------------------------------------------------------------------------------------------------------

TERMS = QUERY.replace('en = ["balint group*"]', 'en = ["balint group*", "balint training", "balint style"]')


def block_of(workspace: Workspace, source: str = "pubmed") -> BlockYield:
    (found,) = (each for each in judge(workspace).yields if each.source == source)
    return found.blocks[0]


def test_each_term_is_counted_with_the_records_that_only_it_brought(tmp_path: Path):
    """A term that brings nothing of its own can go; one that brings much must stay."""
    made = review(tmp_path, query=TERMS)
    searched(
        made, up.FIRST,
        medline(1, "Balint groups and Balint training") + medline(2, "A Balint group")
        + medline(3, "What we do", AB="Balint training, and more Balint training.")
        + medline(4, "Something", OT="балинтовские группы") + medline(5, "Other", MH="Balint Group Therapy")
        + medline(6, "Found by the full text"),
    )  # fmt: skip
    block = block_of(made)
    assert {(term.phrase, term.records, term.alone) for term in block.terms} == {
        ("balint group*", 2, 1), ("balint training", 2, 1), ("balint style", 0, 0), ("балинтовск* групп*", 1, 1)
    }  # fmt: skip
    assert (block.records, block.by_headings, block.nowhere) == (4, 1, 1)
    (source,) = judged(made).queries[0].yields
    assert (source.records, source.with_abstract) == (6, 1)


def test_a_block_is_counted_with_the_records_that_only_it_brought(tmp_path: Path):
    """Of two blocks put together with OR, one may bring what the other has already."""
    query = QUERY.replace(
        "[combination.alone]",
        '[block.burnout]\ntitle = "Burnout"\nwords = { en = ["burnout"] }\n\n[combination.alone]',
    ).replace('blocks = ["balint"]', 'expression = "balint OR burnout"')
    made = review(tmp_path, query=query)
    searched(made, up.FIRST, medline(1, "Balint groups against burnout") + medline(2, "Balint groups"))
    (source,) = judge(made).yields
    assert [(block.block, block.records, block.alone) for block in source.blocks] == [
        ("balint", 2, 1), ("burnout", 1, 0)
    ]  # fmt: skip


def test_a_term_without_any_yield_is_named_once_for_all_sources(tmp_path: Path):
    """A list of forty idle terms below each source is read by nobody."""
    made = review(tmp_path, query=TERMS)
    searched(made, up.FIRST, KNOWN)
    lines = list(quality_lines(judged(run(made))))
    assert "  balint, en: balint training, balint style" in lines
    assert "  balint, ru: балинтовск* групп*" in lines
    assert "\n".join(lines).count("balint style") == 1


def test_lists_that_people_collected_are_one_source(tmp_path: Path):
    """The query file knows them as one; how many terms would find what colleagues know is worth knowing."""
    made = review(tmp_path)
    for name, text in (("hand-a", ws.BURNOUT), ("hand-b", ws.UNDATED + ws.SYNDROME)):
        ws.write(made.raw / name / "list.ris", text)
        ws.write(made.raw / name / "list.ris.toml", f'source = "{name}"\nkind = "hand-collected"\n')
    (source,) = judge(made).yields
    assert (source.source, source.records, source.blocks[0].records) == ("hand-collected", 3, 2)


def test_a_block_behind_not_is_not_blamed_for_having_no_yield(tmp_path: Path):
    """It is there to keep records out."""
    query = QUERY.replace('blocks = ["balint"]', 'blocks = ["balint"]\nnot = ["eye"]').replace(
        "[combination.alone]",
        '[block.eye]\ntitle = "Vision"\nwords = { en = ["balint syndrome"] }\n\n[combination.alone]',
    )
    made = review(tmp_path, query=query)
    searched(made, up.FIRST, KNOWN)
    (source,) = judge(made).yields
    assert [(block.block, block.behind_not) for block in source.blocks] == [("balint", False), ("eye", True)]
    assert any("behind NOT" in line for line in quality_lines(judged(made)))


# --- drift -------------------------------------------------------------------------------------------------------


def record(asked: str, hits: int, **more: str) -> SearchRecord:
    values = {"sent": "balint", "endpoint": "http://127.0.0.1/", **more}
    return SearchRecord(
        source="pubmed", kind="database", query="balint", searched=asked[:10], asked=asked, finished=asked, hits=hits,
        wanted=hits, fetched=hits, note=asked, **values,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("hits", "more", "expected"),
    [
        (110, {}, []),
        (100, {}, []),
        (90, {}, ["the hits fell: 100 -> 90"]),
        (134, {}, ["the hits changed by more than a third: 100 -> 134"]),
        (133, {}, []),
        (60, {}, ["the hits changed by more than a third: 100 -> 60"]),
        (100, {"sent": "balint OR x"}, ["another string was sent: the hits are of another search"]),
        (100, {"sent": "balint \n"}, []),
        (100, {"endpoint": "http://127.0.0.1/b"}, [
            "another address was asked: http://127.0.0.1/b, before: http://127.0.0.1/"]),
    ],
)  # fmt: skip
def test_hits_that_fall_or_leap_ask_for_a_look(hits: int, more: dict[str, str], expected: list[str]):
    """Databases grow slowly; anything else is a change of the string, the index, or a fault."""
    (drift,) = drifts([record("2026-01-01", 100), record("2026-02-01", hits, **more)])
    first, second = drift.searches
    assert (first.change, first.warnings) == (None, ())
    assert (second.change, list(second.warnings)) == (hits - 100, expected)


def test_another_reading_of_the_same_string_asks_for_a_look():
    """PubMed maps words to headings by tables that change each year."""
    first = record("2026-01-01", 100, translation='"balint"[All Fields]')
    (drift,) = drifts([first, record("2026-02-01", 101, translation='"balint"[MeSH Terms]')])
    assert "understood the same string in another way" in drift.searches[1].warnings[0]


def test_a_search_of_what_was_entered_lately_is_compared_with_nothing():
    """It has few hits by its nature, and the next whole one is compared with the last whole one."""
    limited = record("2026-02-01", 3, entered_since="2026-01-01")
    (drift,) = drifts([record("2026-01-01", 100), limited, record("2026-03-01", 104)])
    assert [(made.change, made.warnings) for made in drift.searches] == [(None, ()), (None, ()), (4, ())]


def test_each_string_drifts_by_itself():
    """Two runs of one query have nothing to do with each other."""
    one, other = record("2026-01-01", 100), record("2026-01-02", 5, sent="x")
    both = drifts([one, SearchRecord(**{**asdict(other), "run": 2})])
    assert [(drift.run, len(drift.searches)) for drift in both] == [(None, 1), (2, 1)]


# --- all of it ---------------------------------------------------------------------------------------------------


def test_an_old_corpus_is_said_to_be_old(tmp_path: Path):
    """The numbers are still worth something, but not the last word."""
    made = run(updated(review(tmp_path), KNOWN, ""))
    assert judged(made).outdated == ()
    searched(made, "2026-06-01T09:00:00Z", medline(5, "Summer"))
    found = judged(made)
    assert found.outdated[0].endswith("is new")
    assert " ".join(quality_lines(found)).startswith("The corpus is older than what it is made of")


def test_a_query_that_is_none_is_named(tmp_path: Path):
    """With what there is."""
    with pytest.raises(InputError) as told:
        judged(review(tmp_path), "ballint")
    assert told.value.hint == "one of balint"


def test_the_lines_fit_a_terminal_and_the_json_is_the_same_each_time(tmp_path: Path):
    """Eighty columns with Cyrillic; a stable order for other programs."""
    long = "Балинтовские группы и профилактика эмоционального выгорания врачей общей практики в городе"
    made = run(updated(review(tmp_path, seed(long), seed("x" * 120)), KNOWN, "", hits=1))
    lines = list(quality_lines(judged(made)))
    assert max(map(len, lines)) <= 80
    assert any("look: the hits changed by more than a third: 3 -> 1" in line for line in lines)
    texts = [json.dumps(asdict(judged(made)), ensure_ascii=False) for _ in range(2)]
    assert texts[0] == texts[1]
    assert long in texts[0]


def test_the_commands_show_lines_or_json(tmp_path: Path):
    """For people and for programs."""
    made = run(updated(review(tmp_path), KNOWN, medline(4, "Balint groups in Cork")))
    assert "new records" in bibcorpus(made.root, "diff").out
    told = json.loads(bibcorpus(made.root, "diff", "--json").out)
    assert told["groups"][0]["new"][0]["record"]["id"] == "pubmed:4"
    assert "hits over time" in bibcorpus(made.root, "search", "--quality").out
    quality = json.loads(bibcorpus(made.root, "search", "--quality", "--json", "--query", "balint").out)
    assert quality["queries"][0]["query"] == "balint"
    ws.write(made.raw / "pubmed" / "more.nbib", medline(5, "Summer"))
    stale = bibcorpus(made.root, "diff")
    assert stale.code == 1
    assert "older" in stale.err
