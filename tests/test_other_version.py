"""A corpus that another version of the program built: tables, views or columns are others than this one reads.

It is derived from files that people keep, so that nothing is at stake; but whoever updates the program in the middle of
a review must hear what to do, whichever command comes first, and must find all keys as they were.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.stamp import stamp

from .small_review import bibcorpus

KEY = "ahlgren2004balint"
READERS = (
    ("status",), ("report",), ("check", "--exports"), ("why", KEY), ("export", "bibtex"),
    ("review", "tags", "--as", "anna"), ("decide", "include", KEY, "--as", "anna"),
    ("tag", "--preview"),
)  # fmt: skip
HURTS = {
    "a view is missing": "drop view open_tag",
    "a table is missing": "drop table rule_use",
    "a table that all read is missing": "drop table citekey",
    "a column is missing": "alter table tag drop column words",
    "a column of a view is missing": "alter table work drop column publisher",
    "there is a table more": "create table by_hand (note varchar)",
    "it is from before there were stamps": "comment on view bibliography is null",
}
WRONG = "corpus.duckdb: was built by another version of bibcorpus"
HINT = "`bibcorpus run` builds it anew from the raw files; keys and decisions stay"


@pytest.fixture(scope="module")
def built(small_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review in which somebody decided, with its corpus; only to be read, and to be copied."""
    folder = Path(shutil.copytree(small_once, tmp_path_factory.mktemp("built") / "review"))
    assert bibcorpus(folder, "decide", "exclude", KEY, "--reason", "off topic", "--as", "anna").code == 0
    assert bibcorpus(folder, "run").code == 0
    return folder


@pytest.fixture
def review(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "review"))


def change(review: Path, statement: str) -> None:
    import duckdb

    with duckdb.connect(str(review / "corpus" / "corpus.duckdb")) as connection:
        connection.execute(statement)


def refused(review: Path, words: tuple[str, ...], why: str) -> None:
    told = bibcorpus(review, *words)
    assert (told.code, told.err.endswith(f"Error: {WRONG}\nTry: {HINT}\n")) == (1, True), (why, words, told.err)


@pytest.mark.parametrize("hurt", ["a table that all read is missing", "a column of a view is missing"])
def test_each_command_that_reads_the_corpus_says_the_same_and_what_to_do(review: Path, hurt: str):
    """Not one of them an error of DuckDB's, and none an answer that lacks what the table had."""
    change(review, HURTS[hurt])
    for words in READERS:
        refused(review, words, hurt)
    assert (review / "corpus" / "decisions" / "anna.jsonl").read_text("utf-8").count("\n") == 1  # none made in the dark


def test_whatever_is_other_about_the_corpus_is_seen(built: Path, review: Path):
    """Each alone: a corpus that is nearly right gives answers that are nearly right."""
    path = Path("corpus/corpus.duckdb")
    for why, hurt in HURTS.items():
        shutil.copyfile(built / path, review / path)
        change(review, hurt)
        refused(review, ("why", KEY), why)
        refused(review, ("decide", "include", KEY, "--as", "anna"), why)


@pytest.mark.parametrize(
    "hurts",
    [
        ["a view is missing", "a table is missing", "a table that all read is missing", "there is a table more"],
        ["a column is missing", "a column of a view is missing"],
        ["it is from before there were stamps"],
    ],
    ids=["tables", "columns", "no stamp"],
)
def test_a_run_heals_it_and_every_key_stays(review: Path, hurts: list[str]):
    """What people cite and decided lies in files of its own."""
    kept = ("corpus/citekeys.csv", "corpus/exports/bibliography.bib")
    before = [(review / name).read_bytes() for name in kept]
    for hurt in hurts:
        change(review, HURTS[hurt])
    told = bibcorpus(review, "run")
    assert (told.code, told.err) == (0, "")
    assert [(review / name).read_bytes() for name in kept] == before
    assert "off topic" in bibcorpus(review, "why", KEY).out


def test_a_check_goes_on_and_tells_it_once(review: Path):
    """Queries, rules and decisions are sound whatever the corpus is; what needs the corpus was not looked at."""
    change(review, "drop table citekey")
    told = bibcorpus(review, "check")
    assert (told.code, told.out.count(WRONG), told.out.count(f"{WRONG} (try: {HINT})")) == (1, 1, 1)
    assert "1 to put right" in told.out


def test_what_it_would_read_is_told_all_the_same(review: Path):
    """`status` says what is stale before it says that it can't count what waits."""
    change(review, "drop view open_tag")
    told = bibcorpus(review, "status")
    assert "import   stale: corpus.duckdb is not the one that the last run wrote" in told.out
    assert told.err.count("\n") == 2


def test_a_remark_or_a_line_break_more_in_the_schema_makes_no_other_version():
    """Whoever edits a note behind a column need not build each corpus anew."""
    schema, there = "create table citekey (\n  key varchar, -- the key\n);", [("citekey", 1)]
    for same in (schema.replace("the key", "its key"), schema.replace(",", ",\n"), f"-- keys\n{schema}\n\n"):
        assert stamp(same, there) == stamp(schema, there)
    assert stamp(schema.replace("varchar", "bigint"), there) != stamp(schema, there)
    assert stamp(schema, [("citekey", 2)]) != stamp(schema, there)


@pytest.mark.parametrize("hurt", ["work_link drop column evidence", "work drop column publisher"])
def test_a_trial_run_over_it_says_so(review: Path, hurt: str):
    """What would change can't be told where the two have nothing to be compared by."""
    change(review, f"alter table {hurt}")
    told = bibcorpus(review, "run", "--dry-run")
    assert told.code == 1
    assert "was built by another version" in told.err
    assert "`bibcorpus run`" in told.err
