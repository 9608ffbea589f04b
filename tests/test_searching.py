"""`bibcorpus search` as a person sees it: what is asked, what came, what to do without a network."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.cli.search_bar import in_words
from tests.servers.false_eutils import FalseEutils
from tests.small_review import bibcorpus, write_review
from tests.sources.test_pubmed import false_pubmed

NOWHERE = "http://127.0.0.1:9/"


@pytest.fixture
def review(tmp_path: Path) -> Path:
    """A small review that asks PubMed."""
    return write_review(tmp_path / "review")


@pytest.fixture(scope="module")
def searched_once(small_once: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """The small review after a search and a run, and what the two said; only to be read, and to be copied."""
    folder = shutil.copytree(small_once, tmp_path_factory.mktemp("searched") / "review")
    with pytest.MonkeyPatch.context() as patched, false_pubmed(records=30) as server:
        patched.setenv("BIBCORPUS_PUBMED_ENDPOINT", server.endpoint)
        patched.setenv("BIBCORPUS_EMAIL", "review@example.org")
        patched.setenv("NCBI_API_KEY", "0123")
        told = [bibcorpus(folder, command) for command in ("search", "run")]
    assert [each.code for each in told] == [0, 0]
    return folder, [each.out for each in told]


@pytest.fixture
def searched(searched_once: tuple[Path, list[str]], tmp_path: Path) -> Path:
    return shutil.copytree(searched_once[0], tmp_path / "searched")


@pytest.fixture
def pubmed(monkeypatch: pytest.MonkeyPatch) -> Iterator[FalseEutils]:
    """A false PubMed with thirty records, of which the query finds all."""
    with false_pubmed(records=30) as server:
        monkeypatch.setenv("BIBCORPUS_PUBMED_ENDPOINT", server.endpoint)
        monkeypatch.setenv("BIBCORPUS_EMAIL", "review@example.org")
        monkeypatch.setenv("NCBI_API_KEY", "0123")
        yield server


def test_a_search_brings_records_that_run_takes_in(searched_once: tuple[Path, list[str]]):
    """Every number that it shows is one that the corpus has."""
    review, (said, built) = searched_once
    assert "30 hits, 30 listed\n  30 records came of 30 asked for" in said
    assert "PubMed" in built
    assert json.loads(bibcorpus(review, "report", "--json").out)["sources"][-1]["found"] >= 30
    assert "last asked pubmed 20" in built


def test_a_second_search_says_what_is_new_and_what_is_gone(searched: Path, pubmed: FalseEutils):
    """In numbers that add up."""
    pubmed.add(2)
    pubmed.withdraw(gone := pubmed.pmids[3])
    said = bibcorpus(searched, "search")
    assert "31 hits, 31 listed" in said.out
    assert "2 new, 0 modified since, 0 no longer found by the search" in said.out
    assert f"1 gone from the database: {gone}" in said.out
    bibcorpus(searched, "run")
    told = bibcorpus(searched, "diff").out
    assert "gone: merged into another record, or withdrawn; ours stay: 1" in told


@pytest.mark.parametrize(
    ("done", "total", "words"), [(1200, 2189, "1 200 of 2 189 records"), (1200, None, "1 200 records")]
)
def test_a_search_tells_how_far_it_is(done: int, total: int | None, words: str):
    """Some services don't say how many records there are before they have given the last one."""
    assert in_words("records", done, total) == words


def test_a_plan_fetches_nothing(review: Path, pubmed: FalseEutils):
    said = bibcorpus(review, "search", "--plan")
    assert "hits     30 (last time: never asked)" in said.out
    assert "read as" in said.out
    assert [asked.question.path for asked in pubmed.log] == ["esearch.fcgi"]
    assert not list((review / "corpus" / "raw").rglob("*.gz"))


def test_a_plan_shows_the_string_that_would_be_sent(review: Path, pubmed: FalseEutils):
    """With the day of entry that is asked for; what PubMed counts is what is shown."""
    said = bibcorpus(review, "search", "--plan", "--entered-since", "2020-01-31")
    (asked,) = pubmed.log
    assert asked.question.params["term"].endswith(' AND ("2020/01/31"[edat] : "3000/12/31"[edat])')
    assert f"  asks     {asked.question.params['term']}\n" in said.out


CHASE = """
[chase.founders]
title = "What cites the founders"
why = "they are cited by every study of groups"
of = ["doi:10.1000/balint"]
directions = ["citers"]
status = "draft"
via = "openalex"
"""


def test_a_plan_names_the_chases_too(review: Path, pubmed: FalseEutils):
    """They are asked by the same command; how many there are is known only when they were fetched."""
    path = review / "queries" / "small.toml"
    path.write_text(path.read_text(encoding="utf-8") + CHASE, encoding="utf-8")
    search, chase = json.loads(bibcorpus(review, "search", "--plan", "--json").out)
    assert search.keys() == chase.keys()
    assert (search["chase"], search["hits"]) == (None, 30)
    assert (chase["source"], chase["chase"], chase["hits"]) == ("openalex", "founders", None)
    assert chase["sent"] == "citers of doi:10.1000/balint"
    assert (
        "hits     known only when they are fetched (last time: never asked)"
        in bibcorpus(review, "search", "--plan").out
    )


def test_a_plan_of_what_entered_since_a_day_leaves_out_the_chases(review: Path, pubmed: FalseEutils):
    """As the search itself does, and says."""
    path = review / "queries" / "small.toml"
    path.write_text(path.read_text(encoding="utf-8") + CHASE, encoding="utf-8")
    said = bibcorpus(review, "search", "--plan", "--json", "--entered-since", "2020-01-31")
    assert [row["chase"] for row in json.loads(said.out)] == [None]
    assert "founders: left out: what cites what has no day of entry" in said.err


def test_what_pubmed_complains_of_is_shown(review: Path, pubmed: FalseEutils):
    """A phrase that it doesn't know is searched as something else."""
    pubmed._unknown = {"balint"}
    said = bibcorpus(review, "search", "--plan")
    assert "not found: balint" in said.err


def test_without_a_network_search_fails_with_one_clear_line(
    small_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """And so does run --refresh; run alone builds from what is there."""
    review = shutil.copytree(small_once, tmp_path / "built")
    export = review / "corpus" / "exports" / "bibliography.bib"
    before = export.read_bytes()
    export.unlink()
    monkeypatch.setenv("BIBCORPUS_PUBMED_ENDPOINT", NOWHERE)
    monkeypatch.setenv("BIBCORPUS_EMAIL", "review@example.org")
    for command in (["search"], ["search", "--plan"], ["run", "--refresh"]):
        said = bibcorpus(review, *command)
        assert said.code == 1
        errors = [line for line in said.err.splitlines() if line.startswith("Error")]
        assert errors == ["Error: PubMed (127.0.0.1:9) can't be reached: no connection"]
    assert not export.exists()
    built = bibcorpus(review, "run")
    assert built.code == 0
    assert export.read_bytes() == before
    assert "last asked pubmed never (small)" in built.out


def test_run_refresh_searches_first(review: Path, pubmed: FalseEutils):
    said = bibcorpus(review, "run", "--refresh", "--json")
    assert sum(source["found"] for source in json.loads(said.out)["sources"] if source["source"] == "pubmed") >= 30


def test_the_results_are_there_as_json(review: Path, pubmed: FalseEutils):
    (record,) = json.loads(bibcorpus(review, "search", "--json").out)
    assert (record["source"], record["hits"], len(record["ids"])) == ("pubmed", 30, 30)


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (["scopus"], "'scopus': no query asks that"),
        (["--query", "other"], "--query 'other': there is no such query"),
        (["--entered-since", "May"], "--entered-since 'May' is no date"),
        (["--show", "nowhere"], "--show 'nowhere': not one of our sources"),
    ],
)
def test_wrong_words_are_told(review: Path, words: list[str], error: str):
    said = bibcorpus(review, "search", *words)
    assert said.code == 1
    assert f"Error: {error}" in said.err


def test_a_source_without_a_key_is_left_out_and_said(
    review: Path, pubmed: FalseEutils, monkeypatch: pytest.MonkeyPatch
):
    """Unless it was asked for by its name: then that is an error."""
    monkeypatch.delenv("SCOPUS_API_KEY", raising=False)
    path = review / "queries" / "small.toml"
    more = '\n[source.scopus]\ntitle = "Scopus"\nstatus = "draft"\nwhere = "Scopus"\nsearch = "TITLE(balint)"\n'
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    said = bibcorpus(review, "search")
    assert said.code == 0
    assert "Scopus, small: left out: SCOPUS_API_KEY is not set; by hand: bibcorpus search --show scopus" in said.err
    named = bibcorpus(review, "search", "scopus")
    assert named.code == 1
    assert "Error: Scopus: can't be asked without a key, and SCOPUS_API_KEY is not set" in named.err


def test_what_came_in_two_searches_before_a_run_is_all_told(searched: Path, pubmed: FalseEutils):
    """Nobody looks after each search: the first one's retraction must not be hidden by the second.

    And a record whose title PubMed changed is still that record: PubMed itself gives the id, keys and decisions stay.
    """
    pmid = pubmed.pmids[5]
    bibcorpus(searched, "decide", "include", f"pubmed:{pmid}", "--as", "anna")
    pubmed.modify(pubmed.pmids[2], "2036/01/01", retracted=True)
    pubmed.modify(pmid, "2036/01/01", title="Quite another title than the one before, in every word.")
    bibcorpus(searched, "search")
    pubmed.add(1)
    bibcorpus(searched, "search")
    built = bibcorpus(searched, "run")
    assert "needs a look" not in built.err
    assert "Quite another title" in bibcorpus(searched, "why", f"pubmed:{pmid}").out
    told = bibcorpus(searched, "diff").out
    assert "RETRACTED" in told
    assert "new: 1" in told
    assert "touches a decision" in told


def test_refresh_builds_from_what_came_where_one_source_fails(
    review: Path, pubmed: FalseEutils, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("BIBCORPUS_EUROPEPMC_ENDPOINT", NOWHERE)
    path = review / "queries" / "small.toml"
    more = '\n[source.europepmc]\ntitle = "Europe PMC"\nstatus = "draft"\nwhere = "x"\nsearch = "TITLE:balint"\n'
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    said = bibcorpus(review, "run", "--refresh")
    assert said.code == 1
    assert "Error: Europe PMC" in said.err
    assert "last asked pubmed 20" in said.out
