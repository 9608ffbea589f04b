"""The report: each number is one query over one build, and together they add up."""

from __future__ import annotations

import pytest

from pipeline.query import load_queries
from pipeline.report import Numbers, combinations, numbers, source_title
from pipeline.store import reading
from pipeline.telling import report_lines
from pipeline.workspace import Workspace

from . import workspaces as ws
from .workspaces import event


def of(workspace: Workspace) -> Numbers:
    with reading(workspace.database) as store:
        return numbers(store)


def test_the_flow_of_records_adds_up(built: Workspace):
    """From the files to the bibliography: nothing appears, nothing disappears."""
    found = of(built)
    assert found["entries"] == sum(source["entries"] for source in found["sources"]) == 7
    assert sum(source["found"] for source in found["sources"]) == found["entries"] + found["set_aside"]
    assert (found["records"], found["works"]) == (7, 6)
    assert sum(found["status"].values()) == found["works"]
    assert sum(found["excluded"].values()) == found["status"]["excluded"]
    assert found["excluded"] == {"not relevant": 1, "outside the window 1990–2020": 1}


def test_a_file_that_was_sent_twice_is_one_file_of_its_source(built: Workspace):
    """The report says how many files a source gave, not how often they were sent."""
    ws.write(built.raw / "hand" / "again.ris", ws.RAW[ws.HAND])
    before = of(built)["sources"]
    ws.run(built)
    assert of(built)["sources"] == before


def test_excluded_works_are_in_no_table_of_contents(built: Workspace):
    """'Four works, one of them empirical' speaks of the bibliography, not of what was thrown out."""
    found = of(built)
    assert sum(found["class"].values()) == found["works"] - found["status"]["excluded"]
    assert found["topics"] == {"burnout": 2}


def test_what_waits_for_a_person_is_counted_and_what_does_not_is_left_out(built: Workspace):
    """A list of noughts is read by nobody."""
    assert of(built)["waiting"] == {
        "works that nothing includes or excludes": 1,
        "works neither empirical nor theoretical for sure": 3,
    }
    ws.decide(built, event("include", "hand:nowhere", id="1"))
    ws.run(built)
    assert of(built)["waiting"]["decisions that need a look"] == 1


BOTH = """
[block.burnout]
title = "Burnout"
words = { en = ["burnout"], ru = ["выгорани*"] }

[combination.both]
title = "Balint groups and burnout"
question = "both together"
blocks = ["balint", "burnout"]
"""


def test_works_of_a_combination_are_counted_once(built: Workspace):
    """The question of the review is one of its combinations."""
    ws.write(built.queries / "balint.toml", ws.QUERY + BOTH)
    ws.run(built)
    with reading(built.database) as store:
        found = combinations(store, load_queries(built.queries))
    assert {(row["combination"], row["works"]) for row in found} == {("alone", 4), ("both", 2)}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("balint", 4),
        ("balint AND burnout", 2),
        ("balint NOT burnout", 2),
        ("balint OR burnout", 4),
        ("burnout NOT (balint OR burnout)", 0),
    ],
)
def test_or_and_not_are_counted_as_the_expression_says(built: Workspace, expression: str, expected: int):
    """Each work once, whatever the brackets; a work that speaks of neither is in none."""
    asked = f'{BOTH}\n[combination.asked]\ntitle = "x"\nquestion = "x"\nexpression = "{expression}"\n'
    ws.write(built.queries / "balint.toml", ws.QUERY + asked)
    ws.run(built)
    with reading(built.database) as store:
        found = combinations(store, load_queries(built.queries))
    assert [(row["asks"], row["works"]) for row in found if row["combination"] == "asked"] == [(expression, expected)]
    shown = "\n".join(report_lines(of(built) | {"combinations": found}))
    assert f"x ({expression.replace(' AND ', ' + ') if 'NOT' not in expression else expression})" in shown


@pytest.mark.parametrize(
    ("source", "kind", "formats", "expected"),
    [
        ("pubmed", "database", ["medline"], "PubMed"),
        ("hand-ris", "hand-collected", ["ris"], "collected by hand, in the format of RIS"),
        ("hand", "hand-collected", ["-"], "collected by hand, in the format of -"),
        ("society", "website", ["ris"], "society"),
    ],
)
def test_a_list_collected_by_hand_never_passes_for_a_database(
    source: str, kind: str, formats: list[str], expected: str
):
    """A report that says 'PubMed 12' of twelve records typed by hand would be untrue."""
    assert source_title(source, kind, formats) == expected


def test_the_table_shows_each_number_with_its_name(built: Workspace):
    """It is the end of every run: eighty columns, the flow from top to bottom."""
    shown = list(report_lines(of(built)))
    assert shown[0] == "entries by source"
    assert any(line.split() == ["works", "6"] for line in shown)
    assert any(line.split() == ["duplicates", "joined", "1"] for line in shown)
    assert any("collected by hand, in the format of RIS" in line and line.endswith("4") for line in shown)
    assert max(len(line) for line in shown) <= 80
    assert shown.index(next(line for line in shown if line.startswith("works"))) < shown.index("waits for a person")


def test_a_bibliography_of_nothing_has_a_report(review: Workspace):
    """The first run of a new workspace ends without a fault."""
    for path in ws.RAW:
        (review.root / path).unlink()
    ws.run(review)
    found = of(review)
    assert (found["entries"], found["works"], found["status"], found["waiting"]) == (0, 0, {}, {})
    assert list(report_lines(found))


def test_what_was_set_aside_is_in_the_report_with_its_place_and_reason(built: Workspace):
    """Whoever publishes the count must be able to say what it was."""
    ws.write(
        built.raw / "hand" / "more.ris", "some words\n" + ws.ris(TI="One") + "TI  - No first line\nPY  - 1999\nER  - \n"
    )
    ws.run(built)
    found = of(built)["no_records"]
    assert [(one["path"], one["line"], one["what"]) for one in found] == [
        ("corpus/raw/hand/more.ris", 1, "no record"),
        ("corpus/raw/hand/more.ris", 6, "set aside"),
    ]
    assert "No first line" in found[1]["text"]
    table = "\n".join(report_lines(of(built) | {"combinations": []}))
    assert "corpus/raw/hand/more.ris, line 6: set aside" in table


def test_hits_are_compared_with_the_files_of_that_search_alone(built: Workspace):
    """A file from a colleague, of the same database, is no part of what the search found."""
    ws.write(built.raw / "scopus" / "search.ris", ws.ris(TI="One") + ws.ris(TI="Two"))
    ws.write(built.raw / "scopus" / "search.ris.toml", 'searched = "2021-01-01"\nhits = 2\n')
    ws.write(built.raw / "scopus" / "other.ris", ws.ris(TI="Three"))
    ws.run(built)
    (scopus,) = (source for source in of(built)["sources"] if source["source"] == "scopus")
    assert (scopus["found"], scopus["found_of_hits"], scopus["hits"]) == (3, 2, 2)
    assert "it said that it found" not in "\n".join(report_lines(of(built) | {"combinations": []}))
