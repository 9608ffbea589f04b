"""The report: each number is one query over one build, and together they add up."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipeline.explain import tell
from pipeline.query import load_queries
from pipeline.report import Numbers, combinations, numbers, source_title
from pipeline.store import reading
from pipeline.telling import lines, report_lines, tag_lines
from pipeline.workspace import Workspace, find_workspace

from . import workspaces as ws
from .small_review import bibcorpus
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


@pytest.fixture(scope="module")
def more_files(built_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The review with more files of several sources, and two more decisions, run; only to be read."""
    workspace = find_workspace(shutil.copytree(built_once, tmp_path_factory.mktemp("more_files") / "review"))
    raw = workspace.raw
    ws.write(raw / "hand" / "again.ris", ws.RAW[ws.HAND])
    ws.write(
        raw / "society" / "more.ris", "some words\n" + ws.ris(TI="One") + "TI  - No first line\nPY  - 1999\nER  - \n"
    )
    ws.write(raw / "scopus" / "search.ris", ws.ris(TI="One") + ws.ris(TI="Two"))
    ws.write(raw / "scopus" / "search.ris.toml", 'searched = "2021-01-01"\nhits = 2\n')
    ws.write(raw / "scopus" / "other.ris", ws.ris(TI="Three"))
    for day, titles, hits in (("2021-01-01", ["One", "Two"], 2), ("2021-06-01", ["One", "Two", "Three"], 5)):
        ws.write(raw / "wos" / f"{day}.ris", "".join(ws.ris(TI=title) for title in titles))
        ws.write(raw / "wos" / f"{day}.ris.toml", f'searched = "{day}"\nhits = {hits}\n')
    ws.decide(
        workspace,
        event("include", "hand:nowhere", id="1"),
        event("tag", "pubmed:11111111", id="2", reason="read it", value={"facet": "topic", "value": "leadership"}),
    )
    ws.run(workspace)
    return workspace


def test_a_file_that_was_sent_twice_is_one_file_of_its_source(built_once: Path, more_files: Workspace):
    """The report says how many files a source gave, not how often they were sent."""
    before, after = (
        [source for source in of(workspace)["sources"] if source["source"] == "hand"]
        for workspace in (find_workspace(built_once), more_files)
    )
    assert before == after
    assert len(before) == 1


def test_excluded_works_are_in_no_table_of_contents(built: Workspace):
    """'Four works, one of them empirical' speaks of the bibliography, not of what was thrown out."""
    found = of(built)
    assert sum(found["class"].values()) == found["works"] - found["status"]["excluded"]
    assert found["topics"] == {"burnout": 2}


def test_what_waits_for_a_person_is_counted_and_what_does_not_is_left_out(built: Workspace, more_files: Workspace):
    """A list of noughts is read by nobody."""
    assert of(built)["waiting"] == {
        "works that nothing includes or excludes": 1,
        "tags that are unsure, disputed or doubted": 3,
    }
    assert of(more_files)["waiting"]["decisions that need a look"] == 1


BOTH = """
[block.burnout]
title = "Burnout"
words = { en = ["burnout"], ru = ["выгорани*"] }

[combination.both]
title = "Balint groups and burnout"
question = "both together"
blocks = ["balint", "burnout"]
"""


EXPRESSIONS = {
    "balint": 4,
    "balint AND burnout": 2,
    "balint NOT burnout": 2,
    "balint OR burnout": 4,
    "burnout NOT (balint OR burnout)": 0,
}


@pytest.fixture(scope="module")
def asking(built_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A review with all these combinations, run; only to be read."""
    workspace = find_workspace(shutil.copytree(built_once, tmp_path_factory.mktemp("asking") / "review"))
    asked = [
        f'\n[combination.asked{place}]\ntitle = "x"\nquestion = "x"\nexpression = "{expression}"\n'
        for place, expression in enumerate(EXPRESSIONS)
    ]
    ws.write(workspace.queries / "balint.toml", ws.QUERY + BOTH + "".join(asked))
    ws.run(workspace)
    return workspace


def test_works_of_a_combination_are_counted_once(asking: Workspace):
    """The question of the review is one of its combinations."""
    with reading(asking.database) as store:
        found = combinations(store, load_queries(asking.queries))
    named = {(row["combination"], row["works"]) for row in found if not str(row["combination"]).startswith("asked")}
    assert named == {("alone", 4), ("both", 2)}


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_or_and_not_are_counted_as_the_expression_says(asking: Workspace, expression: str):
    """Each work once, whatever the brackets; a work that speaks of neither is in none."""
    with reading(asking.database) as store:
        found = combinations(store, load_queries(asking.queries))
    place = f"asked{list(EXPRESSIONS).index(expression)}"
    assert [(row["asks"], row["works"]) for row in found if row["combination"] == place] == [
        (expression, EXPRESSIONS[expression])
    ]
    shown = "\n".join(report_lines(of(asking) | {"combinations": found}))
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


def test_what_was_set_aside_is_in_the_report_with_its_place_and_reason(more_files: Workspace):
    """Whoever publishes the count must be able to say what it was."""
    found = of(more_files)["no_records"]
    assert [(one["path"], one["line"], one["what"]) for one in found] == [
        ("corpus/raw/society/more.ris", 1, "no record"),
        ("corpus/raw/society/more.ris", 6, "set aside"),
    ]
    assert "No first line" in found[1]["text"]
    table = "\n".join(report_lines(of(more_files) | {"combinations": []}))
    assert "corpus/raw/society/more.ris, line 6: set aside" in table


def test_hits_are_compared_with_the_files_of_that_search_alone(more_files: Workspace):
    """A file from a colleague, of the same database, is no part of what the search found."""
    (scopus,) = (source for source in of(more_files)["sources"] if source["source"] == "scopus")
    assert (scopus["found"], [(one["hits"], one["found"]) for one in scopus["searches"]]) == (3, [(2, 2)])


def test_hits_of_two_days_are_not_added_up(more_files: Workspace):
    """In June the database has what it had in January, and more: 2 + 5 is the number of nothing. Where a search brought
    all its hits, as that of the other source did, nothing is said.
    """
    shown = [line for line in report_lines(of(more_files) | {"combinations": []}) if "it said" in line]
    assert shown == ["    on 2021-06-01 it said that it found 5, the files of that search have 3"]


# ------------------------------------------------------------------------------------------ the split by tags

MORE_FACETS = """
[kind]
title = "Kind of work"
values = ["historical", "report", "review", "meta-analysis", "book", "case-report"]

[method]
title = "Method"
values = ["quantitative", "qualitative"]
single = true
"""


def tagged(workspace: Workspace, tags: dict[str, list[str]]) -> Workspace:
    """Works by a part of their title, with what a person has tagged them as."""
    facets = workspace.queries / "tags" / "facets.toml"
    ws.write(facets, facets.read_text(encoding="utf-8") + MORE_FACETS)
    ws.decide(
        workspace,
        *(
            event(
                "tag", ws.record_id(workspace, title, source), id=f"{title}{tag}", value={"facet": facet, "value": to}
            )
            for (title, source), tag, facet, to in (
                (title.split("@"), tag, *tag.split(":")) for title, all_tags in tags.items() for tag in all_tags
            )
        ),
    )
    ws.run(workspace)
    return workspace


def parts(workspace: Workspace) -> dict[tuple[str, str | None], int]:
    """The rows of the split."""
    return {(row["class"], row["part"]): row["works"] for row in of(workspace)["split"]["parts"]}


def by(workspace: Workspace, facet: str) -> dict[tuple[str | None, bool], int]:
    """Works by the values of one facet; the second: whether it is only suggested."""
    return {
        (row["value"], row["suggested"]): row["works"] for row in of(workspace)["split"]["by"] if row["facet"] == facet
    }


@pytest.fixture(scope="module")
def split(built_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The review in which somebody has tagged four works, and one that is excluded, run; only to be read."""
    return tagged(
        find_workspace(shutil.copytree(built_once, tmp_path_factory.mktemp("split") / "review")),
        {
            "against burnout@hand": ["class:empirical", "method:qualitative"],
            "small towns@hand": ["class:theoretical", "kind:book", "kind:report", "kind:meta-analysis"],
            "Leading@pubmed": ["class:theoretical", "kind:case-report"],
            "Балинтовские@elibrary": ["class:theoretical"],
            "stroke@hand": ["class:empirical", "kind:historical"],
        },
    )


def test_each_work_stands_once_in_the_split_whatever_its_kinds(split: Workspace):
    """'94 articles, 35 of them empirical': a review that is a book and a report too is still one article."""
    assert parts(split) == {
        ("empirical", "qualitative"): 1,
        ("theoretical", "review"): 1,
        ("theoretical", "other"): 1,
        ("theoretical", "unsaid"): 1,
    }
    found = of(split)
    kept = found["works"] - found["status"]["excluded"]
    assert found["split"]["works"] == kept == 4
    assert found["split"]["empirical"] == found["class"]["empirical"] == 1
    assert by(split, "kind") == {
        ("book", False): 1,
        ("report", False): 1,
        ("meta-analysis", False): 1,
        ("case-report", False): 1,
        (None, False): 2,
    }


def test_the_kind_that_leads_is_that_of_the_stated_order(built: Workspace):
    """What a work is about and how it was made goes before the form in which it came out."""
    kinds = {
        "against burnout@hand": ["review", "historical"],
        "small towns@hand": ["meta-analysis", "report"],
        "Leading@pubmed": ["book", "report"],
        "Балинтовские@elibrary": ["case-report", "book"],
    }
    tagged(built, {work: ["class:theoretical", *(f"kind:{kind}" for kind in its)] for work, its in kinds.items()})
    assert parts(built) == {("theoretical", kind): 1 for kind in ("historical", "review", "report", "book")}


def test_an_excluded_work_is_in_no_row_of_the_split(split: Workspace):
    """Whatever somebody has tagged it as."""
    tag = "select count(*) from tag where facet = 'kind' and value = 'historical'"
    assert ws.rows(split, tag) == [(1,)]
    assert sum(parts(split).values()) == 4
    assert ("historical", False) not in by(split, "kind")


def test_years_add_up_and_works_without_a_year_are_told(built: Workspace):
    """A figure by year that lacks works lacks a footnote."""
    assert by(built, "year") == {("2004", False): 1, ("2011", False): 1, ("2015", False): 1, (None, False): 1}


SUGGESTED = """
[topic]
title = "Topic"
values = ["burnout", "leadership"]
threshold = "strong"
suggested = ["burnout"]

[language]
title = "Language"
read_from = "language"
"""


@pytest.fixture(scope="module")
def suggested(built_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The review with a topic that rules only suggest, a facet of languages, and a person's word on each; only to be
    read.
    """
    workspace = find_workspace(shutil.copytree(built_once, tmp_path_factory.mktemp("suggested") / "review"))
    ws.write(workspace.queries / "tags" / "facets.toml", ws.FACETS[: ws.FACETS.index("[topic]")] + SUGGESTED)
    german = "pubmed:22222222"
    ws.decide(
        workspace,
        event("tag", "pubmed:11111111", id="1", value={"facet": "topic", "value": "burnout"}),
        event("untag", german, id="2", value={"facet": "language", "value": "de"}),
        event("tag", german, id="3", value={"facet": "language", "value": "hu"}),
        event("tag", german, id="4", value={"facet": "class", "value": "unsure"}),
    )
    ws.run(workspace)
    return workspace


def test_languages_are_those_of_the_records_until_a_facet_asks_for_them(built: Workspace, suggested: Workspace):
    """A person's word on a language must count; without such a facet the databases' word does."""
    assert by(built, "language")["de", False] == 1
    found = by(suggested, "language")
    assert ("de", False) not in found
    assert found["hu", False] == 1


def test_suggested_topics_stand_apart_from_those_that_are_asserted(suggested: Workspace):
    """A hint is no finding; as soon as a person says it, it is one."""
    assert by(suggested, "topic") == {("burnout", False): 1, ("burnout", True): 1, (None, False): 3}
    assert of(suggested)["topics"] == {"burnout": 1}
    assert any("perhaps about burnout (suggested)" in line for line in report_lines(of(suggested)))


def test_the_report_says_how_many_of_how_many_are_empirical(built: Workspace):
    """It is the sentence that goes into the paper; below it, the parts of which it is made."""
    tagged(built, {"small towns@hand": ["class:theoretical"]})
    shown = [" ".join(line.split()) for line in report_lines(of(built))]
    at = shown.index("1 of the 4 works that are not excluded is empirical")
    assert shown[at + 1 : at + 6] == [
        "empirical 1",
        "method unsaid 1",
        "theoretical 1",
        "kind unsaid 1",
        "neither for sure 2",
    ]


def test_the_table_of_tags_fits_the_terminal_and_has_every_facet(split: Workspace):
    """Also a facet that somebody has added: it needs no line of code."""
    shown = list(tag_lines(of(split)["split"]))
    heads = [line.split()[0] for line in shown if line.endswith("neither")]
    assert heads == ["method", "kind", "topic", "relevance", "language", "year"]
    assert ["case-report", "1", "0", "1", "0"] in [line.split() for line in shown]
    assert max(map(len, shown)) <= 80


def test_report_tags_gives_programs_what_it_shows(built: Workspace):
    """One query a number, wherever it is shown."""
    told = bibcorpus(built.root, "report", "tags", "--json")
    assert (
        json.loads(told.out) == of(built)["split"] == json.loads(bibcorpus(built.root, "report", "--json").out)["split"]
    )
    assert bibcorpus(built.root, "report", "tags").out.splitlines() == list(tag_lines(of(built)["split"]))


# ------------------------------------------------------------------------------------------ tags elsewhere


def test_an_export_carries_tags_only_where_it_is_asked_to(built: Workspace):
    """Keywords are the author's; ours stand behind them, each with its facet, so that nobody takes them for theirs."""
    assert "topic:burnout" not in bibcorpus(built.root, "export", "bibtex").out
    told = bibcorpus(built.root, "export", "bibtex", "--tags", "--where", "citekey = 'doe2011balint'").out
    assert "  keywords = {class:empirical, relevance:relevant, topic:burnout},\n" in told


def test_an_export_does_not_carry_that_nobody_knows(built: Workspace, suggested: Workspace):
    """'unsure' by default is no claim; a person's 'unsure' is one."""
    assert ":unsure" not in bibcorpus(built.root, "export", "bibtex", "--tags").out
    assert bibcorpus(suggested.root, "export", "bibtex", "--tags").out.count(":unsure") == 1


def test_an_export_never_carries_what_is_only_suggested(suggested: Workspace):
    """In a reference manager nobody could tell a hint from a finding. Of two works, a person has said it of one."""
    told = bibcorpus(suggested.root, "export", "bibtex", "--tags").out
    assert "relevance:relevant" in told
    (entry,) = (entry for entry in told.split("\n@") if "topic:burnout" in entry)
    assert "doe2011balint" in entry


def test_why_shows_a_tag_with_who_says_it_how_surely_by_what_words_and_where(more_files: Workspace):
    """File and line of the rule, to mend it; the id of the decision, to take it back."""
    with reading(more_files.database) as store:
        shown = list(lines(tell(store, "doe2011balint")))
    assert "  topic = burnout           0.95  rule: 'burnout' in title (burnout.toml line 6," in shown
    assert "  topic = leadership        1.00  person: anna on 2022-01-01: read it (decision" in shown
    with reading(more_files.database) as store:
        shown = list(lines(tell(store, "22222222")))
    assert "  class = unsure            0.00  default: nothing speaks of it" in shown
    assert max(map(len, shown)) <= 80
