"""The store: a corpus is there as a whole or not at all, and a condition can only choose works."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import SelectionError, StoreError
from pipeline.export import export_pieces
from pipeline.exports import Options
from pipeline.run import STEPS
from pipeline.selection import Selection, choose
from pipeline.store import Store, building, in_memory, only_one, reading, selected, sql, tables, write_rows
from pipeline.workspace import Workspace

from . import workspaces as ws


@pytest.fixture
def corpus(built: Workspace) -> Iterator[Store]:
    with reading(built.database) as store:
        yield store


def titles(store: Store, where: str | None, everything: bool = False) -> list[str]:
    ids = selected(store, where, everything)
    return [store.value("select title from work where work_id = ?", [work]) for work in ids]


def test_without_a_condition_all_is_chosen_that_is_not_excluded(corpus: Store):
    """What waits for a person is still in the bibliography."""
    assert len(titles(corpus, None)) == 4
    assert "Early Balint groups" not in titles(corpus, None)


def test_a_condition_alone_brings_nothing_that_is_excluded(corpus: Store):
    """A list for a manuscript must not hold what somebody threw out; `--all` is the way to see that."""
    assert titles(corpus, "year < 1990") == []
    assert titles(corpus, "year < 1990", everything=True) == ["Early Balint groups"]


def test_everything_is_everything(corpus: Store):
    """`--all` hides nothing."""
    assert len(titles(corpus, None, everything=True)) == 6


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("class = 'empirical' and list_contains(topics, 'burnout')",
         ["Balint groups against burnout: a questionnaire study"]),
        ("year < 1990", ["Early Balint groups"]),
        ("year is null", ["Balint group work in small towns"]),
        ("title ilike '%ВЫГОРАНИЯ%'", ["Балинтовские группы и профилактика выгорания врачей"]),
        ("status = 'excluded' -- with a remark", ["Early Balint groups", "Balint syndrome after a stroke"]),
        ("false", []),
        ("work_id in (select work_id from tag where words ilike '%questionnaire%')",
         ["Balint groups against burnout: a questionnaire study"]),
    ],
)  # fmt: skip
def test_a_condition_chooses_works_by_what_the_view_says(corpus: Store, where: str, expected: list[str]):
    """Anything that SQL can say of the columns of `bibliography`, excluded works too where they are asked for."""
    assert titles(corpus, where, everything=True) == expected


@pytest.mark.parametrize(
    "where",
    [
        "work_id in (select * from read_csv('{file}'))",
        "exists (from '{file}')",
        "exists (from read_text('{file}'))",
        "exists (from glob('{folder}/*'))",
        "true; attach '{file}' as other",
        "true; copy work to '{folder}/stolen.csv'",
        "true; select 1",
        "true); select 'x' as work_id from (select (1) as work_id) where (true",
        "true); copy work to '{folder}/stolen.csv'; select (1",
        "copy work to '{folder}/stolen.csv'",
        "attach '{file}'",
        "true) union all (select 'x'",
        "true) union all select path from source_file where (true",
        "true; set enable_external_access = true",
        "yaer > 2010",
        "year >",
        "title",
        "year > 'soon'",
        ")",
        ";",
        "'",
    ],
)
def test_a_condition_can_not_reach_files_or_say_more_than_a_condition(corpus: Store, tmp_path: Path, where: str):
    """It may come from a page or a colleague: it reads no file, writes none, and what is wrong is said in one line."""
    (tmp_path / "secret.csv").write_text("secret\n")
    with pytest.raises(SelectionError) as caught:
        selected(corpus, where.format(file=tmp_path / "secret.csv", folder=tmp_path))
    assert caught.value.message.startswith("--where ")
    assert "\n" not in caught.value.message
    assert caught.value.hint
    assert not (tmp_path / "stolen.csv").exists()


def test_one_corpus_answers_several_conditions(corpus: Store):
    """A program may ask twice; the first answer must not lock it out."""
    assert len(selected(corpus, "year > 2000", everything=True)) == 4
    assert len(selected(corpus, "year > 2010", everything=True)) == 2
    with pytest.raises(SelectionError):
        selected(corpus, "nothing")
    assert len(selected(corpus, "year > 2010", everything=True)) == 2


@settings(max_examples=40, deadline=None)
@given(where=st.text(alphabet="()';-/*\"=<>, yeartilx10\n", min_size=1, max_size=20))
def test_no_condition_makes_an_error_that_is_not_ours(built_once: Path, where: str):
    """Whatever is typed, the answer is works or one line that says what is wrong."""
    with reading(built_once / "corpus" / "corpus.duckdb") as store:
        try:
            assert set(selected(store, where)) <= {row[0] for row in store.rows("select work_id from work")}
        except SelectionError:
            return


def test_what_is_selected_is_what_is_exported(corpus: Store):
    """One entry for each work."""
    for selection, works in ((Selection(where="year >= 2011"), 2), (Selection(everything=True), 6)):
        chosen = choose(corpus, selection).works
        assert "".join(export_pieces(corpus, "bibtex", chosen, Options())).count("\n}\n") == len(chosen) == works


def test_a_corpus_that_is_not_there_yet_says_what_to_do(tmp_path: Path):
    """`why` before the first `run`."""
    with (
        pytest.raises(StoreError, match=r"corpus\.duckdb is not there yet") as caught,
        reading(tmp_path / "corpus.duckdb"),
    ):
        pass
    assert caught.value.hint == "run `bibcorpus run` first"


def test_a_damaged_corpus_says_what_to_do(tmp_path: Path):
    """A disk fails; nothing is lost, since all of it is derived."""
    path = tmp_path / "corpus.duckdb"
    path.write_bytes(b"damaged" * 1000)
    with pytest.raises(StoreError, match=r"corpus\.duckdb: can't be opened") as caught, reading(path):
        pass
    assert "delete it" in (caught.value.hint or "")


def test_a_reader_can_not_change_the_corpus(corpus: Store):
    """It is derived: what somebody wrote into it would be gone with the next run."""
    with pytest.raises(Exception, match="read-only"):
        corpus.run("delete from work")


def test_an_error_in_a_build_leaves_the_old_corpus(built: Workspace):
    """The swap comes last."""
    before = built.database.read_bytes()

    def fail() -> None:
        with building(built.database, built.build) as store:
            store.run("delete from work")
            raise KeyboardInterrupt

    with only_one(built.build), pytest.raises(KeyboardInterrupt):
        fail()
    assert built.database.read_bytes() == before


def test_tables_of_fresh_steps_are_taken_over(built: Workspace):
    """Only what is stale is made anew."""
    count = "select (select count(*) from entry) + (select count(*) from change)"
    with reading(built.database) as store:
        before = store.value(count)
    with only_one(built.build), building(built.database, built.build, ["entry", "change"]) as store:
        assert store.value(count) == before
        assert store.value("select count(*) from work") == 0


def _hold(path: str, ready: multiprocessing.synchronize.Event, done: multiprocessing.synchronize.Event) -> None:
    import duckdb

    with duckdb.connect(path):
        ready.set()
        done.wait(20)


def test_a_corpus_held_by_another_program_says_so(built: Workspace):
    """Somebody looks at it in a DuckDB client, which opens it for writing, and runs the pipeline beside it."""
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(str(built.database), ready, done))
    other.start()
    try:
        assert ready.wait(20)
        ws.decide(built, ws.event("note", id="1"))
        with pytest.raises(StoreError, match=r"corpus\.duckdb: .*lock") as caught:
            ws.run(built)
        assert "close other programs" in (caught.value.hint or "")
    finally:
        done.set()
        other.join()
    ws.run(built)


def test_texts_of_all_kinds_come_back_as_they_went_in(tmp_path: Path):
    """Zero bytes, line separators, quotes, emoji and four megabytes of abstract stand in real exports."""
    texts = ["", "\x00", "a\u2028b\u0085c", '"\\', "Балинт 🩺", "x" * 4_000_000, "\t\r\n"]
    with in_memory(tmp_path) as store:
        assert store.load("reject", (reject(n, text) for n, text in enumerate(texts))) == len(texts)
        assert [raw for (raw,) in store.rows("select raw from reject order by position")] == texts
    assert list(tmp_path.iterdir()) == []


def reject(position: int, raw: str) -> dict[str, object]:
    return {"file_id": "f", "position": position, "line": 1, "reason": "r", "truncated": False, "raw": raw}


def test_a_column_that_a_row_lacks_is_missing_and_not_empty(tmp_path: Path):
    """Empty text never stands for missing."""
    with in_memory(tmp_path) as store:
        store.load("citekey", [{"key": "a", "work_id": "w", "leads": True}])
        store.load("relation", [])
        store.load("change", [{"record_id": "r", "field": "doi", "before": "x", "rule": "y"}])
        assert store.rows("select after from change") == [(None,)]


def test_rows_are_handed_out_while_others_come_in(tmp_path: Path):
    """Cleaning reads entries and writes records at once."""
    with in_memory(tmp_path) as store:
        store.load("reject", (reject(n, "x") for n in range(30)))
        seen = 0
        for row in store.records("select position from reject order by 1", size=10):
            seen += row["position"]
            store.load("citekey", [{"key": str(seen), "work_id": "w", "leads": True}])
        assert seen == sum(range(30))
        assert store.value("select count(*) from citekey") == 30
        assert store.value("select 1 where false") is None


def test_written_rows_know_their_longest_line(tmp_path: Path):
    """DuckDB must be told how long a line may be, or it refuses a long abstract."""
    longest = write_rows(tmp_path / "a.ndjson", [{"a": "x"}, {"a": "x" * 100}])
    assert longest == max(len(line) for line in (tmp_path / "a.ndjson").read_text().splitlines())


def test_each_table_is_filled_by_one_step_and_documented():
    """A table that no step fills would be lost with each build."""
    assert sorted(table for step in STEPS for table in step.fills) == sorted(tables())
    assert tables()["reject"]["line"] == "bigint"
    assert "view bibliography as" in sql("bibliography")
