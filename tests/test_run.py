"""A run: what is stale and why, the same bytes from the same inputs, and counts that add up."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.adding_up import check_counts
from pipeline.errors import CountsDontAddUp, StoreError
from pipeline.run import STEPS, build, freshness
from pipeline.store import building, in_memory, only_one, reading
from pipeline.workspace import Workspace, find_workspace

from . import workspaces as ws
from .workspaces import event

ALL = [step.name for step in STEPS]


def stale(workspace: Workspace) -> dict[str, tuple[str, ...]]:
    return {state.step.name: state.reasons for state in freshness(find_workspace(workspace.root)) if state.stale}


def test_the_first_run_does_everything_and_says_why(review: Workspace, built_once: Path):
    """A newcomer sees the whole list of steps once, each before it starts: on a slow laptop people want to see what
    takes so long. And two members with the same files hold the same bibliography.
    """
    assert list(stale(review)) == ALL
    told: list[str] = []
    assert build(review, told.append).ran == tuple(ALL)
    assert told == ALL
    assert ws.exported(review) == ws.exported(find_workspace(built_once))


def test_nothing_is_stale_after_a_run(built: Workspace):
    """Otherwise nobody could tell whether the bibliography is up to date."""
    assert stale(built) == {}
    before = ws.exported(built), built.database.stat().st_mtime_ns, built.ledger.read_bytes()
    assert ws.run(built).ran == ()
    assert (ws.exported(built), built.database.stat().st_mtime_ns, built.ledger.read_bytes()) == before


def add_raw(workspace: Workspace) -> None:
    ws.write(workspace.raw / "hand" / "more.ris", ws.ris(TI="Balint groups in Iran", AU="Doe, Jane", PY="2012"))


def append(path: str) -> Callable[[Workspace], None]:
    def change(workspace: Workspace) -> None:
        with (workspace.root / path).open("ab") as out:
            out.write(b"\n# a word more\n")

    return change


def decision(workspace: Workspace) -> None:
    ws.decide(workspace, event("note", id="n1", reason="a note"))


def forget_key(workspace: Workspace) -> None:
    workspace.citekeys.unlink()


def damage(path: str) -> Callable[[Workspace], None]:
    return lambda workspace: (workspace.root / path).write_bytes(b"damaged") and None


def delete(path: str) -> Callable[[Workspace], None]:
    return lambda workspace: (workspace.root / path).unlink()


@pytest.mark.parametrize(
    ("change", "first", "reason"),
    [
        (add_raw, "import", "corpus/raw/hand/more.ris is new"),
        (delete(ws.RUSSIAN_LIST), "import", "corpus/raw/elibrary/list.ris is gone"),
        (append(ws.HAND), "import", "corpus/raw/hand/list.ris changed"),
        (append(ws.HAND + ".toml"), "import", "corpus/raw/hand/list.ris.toml changed"),
        (decision, "work", "corpus/decisions/anna.jsonl is new"),
        (append("bibcorpus.toml"), "work", "bibcorpus.toml changed"),
        (append("queries/balint.toml"), "tag", "queries/balint.toml changed"),
        (append("queries/tags/burnout.toml"), "tag", "queries/tags/burnout.toml changed"),
        (forget_key, "key", "corpus/citekeys.csv is gone"),
        (damage("corpus/corpus.duckdb"), "import", "corpus.duckdb is not the one that the last run wrote"),
        (delete("corpus/corpus.duckdb"), "import", "corpus.duckdb is not there"),
        (damage("corpus/exports/bibliography.bib"), "export", "corpus/exports/bibliography.bib was changed by hand"),
        (delete("corpus/exports/bibliography.bib"), "export", "corpus/exports/bibliography.bib is not there"),
    ],
)
def test_a_change_makes_its_step_and_those_after_it_stale(
    built: Workspace, change: Callable[[Workspace], None], first: str, reason: str
):
    """And no earlier one: a decision must not cost the reading of ten thousand records. The reason names the file."""
    change(built)
    found = stale(built)
    assert list(found) == ALL[ALL.index(first) :]
    assert found[first][0] == reason
    for before, step in zip(found, list(found)[1:], strict=False):
        assert found[step][0] == f"step {before} runs anew"


@pytest.mark.parametrize(("change", "first"), [(decision, "work"), (append("queries/balint.toml"), "tag")])
def test_a_run_does_what_is_stale_and_no_more(built: Workspace, change: Callable[[Workspace], None], first: str):
    """And then nothing is."""
    change(built)
    assert ws.run(built).ran == tuple(ALL[ALL.index(first) :])
    assert stale(built) == {}


def test_a_missing_ledger_means_everything_anew(built: Workspace):
    """Nothing is known of what was built, so nothing is trusted."""
    before = ws.exported(built), built.citekeys.read_bytes()
    built.ledger.unlink()
    assert stale(built)["import"] == ("corpus.duckdb is not the one that the last run wrote", "it never ran here")
    ws.run(built)
    assert (ws.exported(built), built.citekeys.read_bytes()) == before


@pytest.mark.parametrize(
    "lose",
    [
        damage("corpus/corpus.duckdb"),
        delete("corpus/corpus.duckdb"),
        damage("corpus/exports/bibliography.bib"),
        delete("corpus/exports/bibliography.bib"),
        damage("corpus/ledger.json"),
    ],
)
def test_what_is_derived_is_made_again_byte_for_byte(built: Workspace, lose: Callable[[Workspace], None]):
    """A society tracks its export in git: a rebuild must show no difference, and no key may move."""
    before = ws.exported(built), built.citekeys.read_bytes()
    lose(built)
    ws.run(built)
    assert (ws.exported(built), built.citekeys.read_bytes()) == before
    with reading(built.database) as store:
        assert store.value("select count(*) from bibliography") == 6


def test_a_failed_build_leaves_the_old_corpus_alone(built: Workspace):
    """A bad new file must not cost what was there."""
    before = built.database.read_bytes(), ws.exported(built)
    (built.raw / "hand" / "scan.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(Exception, match="is a picture"):
        ws.run(built)
    assert (built.database.read_bytes(), ws.exported(built)) == before
    (built.raw / "hand" / "scan.png").unlink()
    assert stale(built) == {}


def test_two_runs_at_once_do_not_meet(built: Workspace):
    """Two windows, one workspace: the second is told to wait, and finds as much to do as before.

    Half a corpus that a killed build left in the working folder must never be taken for one: it is swept away.
    """
    ws.write(built.build / "corpus.duckdb", "half a file")
    ws.write(built.build / "record.ndjson", "{")
    add_raw(built)
    with only_one(built.build), pytest.raises(StoreError, match="another bibcorpus is at work"):
        ws.run(built)
    assert ws.run(built).ran == tuple(ALL)
    assert stale(built) == {}
    assert {path.name for path in built.build.iterdir()} == {"lock", "written"}


RECORDS = [ws.BURNOUT, ws.OLD, ws.SYNDROME, ws.UNDATED, ws.RUSSIAN]
MORE = ws.ris(TI="Балинтовские группы и профилактика выгорания врачей", AU=["Иванов И.И.", "Петрова А.Б."], PY="2015",
              T2="Вестник примеров", VL="7", IS="1", SP="33-40")  # fmt: skip


def state_of(workspace: Workspace) -> tuple[object, ...]:
    """All that a reader of the bibliography can see, without the names of the files."""
    return (
        ws.exported(workspace),
        ws.rows(workspace, "select work_id, record_id from work_record order by all"),
        ws.rows(workspace, "select work_id, facet, value, layer, words from tag order by all"),
        ws.rows(workspace, "select work_id, status, status_reason from screening order by all"),
        ws.rows(workspace, "select key, work_id, leads from citekey order by all"),
        ws.rows(workspace, "select work_id, field, record_id, rule from work_field order by all"),
        ws.rows(workspace, "select left_id, right_id, verdict, rule, evidence from pair order by all"),
    )


def as_files(records: list[str], cut: int) -> dict[str, str]:
    return {ws.HAND: "".join([*records[:cut], MORE]), "corpus/raw/hand/b.ris": "".join(records[cut:]) + MORE,
            "corpus/raw/elibrary/c.ris": MORE + records[0], ws.PUBMED: ws.MEDLINE}  # fmt: skip


@pytest.fixture(scope="module")
def in_order(tmp_path_factory: pytest.TempPathFactory) -> tuple[object, ...]:
    workspace = ws.make(tmp_path_factory.mktemp("in_order"), as_files(RECORDS, 3))
    ws.run(workspace)
    return state_of(workspace)


@settings(max_examples=3, deadline=None, derandomize=True)
@given(st.permutations(RECORDS[1:]), st.integers(0, 5))
def test_the_order_of_files_and_records_means_nothing(
    tmp_path_factory: pytest.TempPathFactory, in_order: tuple[object, ...], order: list[str], cut: int
):
    """Databases sort as they like, and folders list as they like."""
    shuffled = ws.make(tmp_path_factory.mktemp("shuffled"), as_files([RECORDS[0], *order], cut))
    ws.run(shuffled)
    assert state_of(shuffled) == in_order


def test_the_order_of_decisions_in_their_files_means_nothing(built: Workspace, tmp_path: Path):
    """Git merges lines in an order of its own."""
    one, other = ws.record_id(built, "stroke"), ws.record_id(built, "small towns")
    events = [
        event("include", one, id="a", day=1), event("exclude", one, id="b", day=2),
        event("include", other, id="c", day=3),
        event("tag", other, id="d", day=4, value={"facet": "topic", "value": "leadership"}),
        event("undo", id="e", day=5, value={"id": "b"}), event("same", one, other, id="f", day=6),
        event("undo", id="g", day=7, value={"id": "f"}),
    ]  # fmt: skip
    ws.decide(built, *events)
    ws.run(built)
    before = state_of(built)
    shuffled = list(events)
    random.Random(3).shuffle(shuffled)
    assert shuffled != events
    ws.decide(built, *shuffled)
    assert ws.run(built).ran[0] == "work"
    assert state_of(built) == before


def keys(workspace: Workspace) -> list[tuple[str, bool]]:
    return ws.rows(workspace, "select key, leads from citekey order by all")


def test_a_key_stays_when_works_merge_and_when_they_part_again(built: Workspace):
    """It stands in printed papers: after a merge both keys lead to the work, after an undo each to its own."""
    before = keys(built)
    joined = event("same", ws.record_id(built, "stroke"), ws.record_id(built, "small towns"), id="s1")
    ws.decide(built, joined)
    ws.run(built)
    assert {key for key, _ in keys(built)} == {key for key, _ in before}
    assert ws.rows(built, "select count(*) from citekey group by work_id order by 1 desc limit 1") == [(2,)]
    ws.decide(built, joined, event("undo", id="u1", day=2, value={"id": "s1"}))
    ws.run(built)
    assert keys(built) == before
    assert len(built.citekeys.read_text("utf-8").splitlines()) == 1 + len(before)


def test_a_key_stays_when_a_new_export_brings_a_smaller_record_id(built: Workspace):
    """A work is named after its smallest record; its citekey must not care."""
    before = keys(built)
    ws.write(built.raw / "aaa" / "list.ris", ws.RUSSIAN + "\r\n")
    ws.run(built)
    assert keys(built) == before
    assert ws.rows(built, "select count(*) from work where work_id like 'aaa:%'") == [(1,)]


def test_a_chosen_key_leads_and_the_old_one_still_finds_the_work(built: Workspace):
    """Both may have been cited. And a slip in a chosen key must not vanish without a word."""
    ws.decide(
        built,
        event("key", ws.record_id(built, "stroke"), id="k1", value={"key": "Eye2001"}),
        event("key", ws.record_id(built, "small towns"), id="k2", value={"key": "no key at all"}),
    )
    before = keys(built)
    assert any("'no key at all' can't be a key" in problem for problem in ws.run(built).problems)
    assert set(keys(built)) - set(before) == {("Eye2001", True), ("eye2001balint", False)}


LOSSES = [
    ("delete from entry where position = 1", "found in the files = entries"),
    ("delete from record where record_id = 'pubmed:22222222'", "entries = sum over the records"),
    ("delete from work where work_id = 'pubmed:22222222'", "records = sum over the works"),
    ("delete from work_record where record_id = 'pubmed:22222222'", "each record is in exactly one work"),
    ("delete from screening where work_id = 'pubmed:22222222'", "each work is screened"),
    ("delete from citekey where work_id = 'pubmed:22222222'", "each work has one key that leads"),
]
TABLES = [table for step in STEPS for table in step.fills]


@pytest.mark.parametrize(("loss", "claim"), LOSSES)
def test_a_build_that_loses_something_is_never_put_in_place(built: Workspace, loss: str, claim: str):
    """The figure of a review must add up, from the hits of the databases to the works that are cited."""
    before = built.database.read_bytes()

    def lose_it() -> None:
        with building(built.database, built.build, TABLES) as store:
            check_counts(store)
            store.run(loss)
            check_counts(store)

    with only_one(built.build), pytest.raises(CountsDontAddUp, match=re.escape(claim)):
        lose_it()
    assert built.database.read_bytes() == before


def test_nothing_at_all_adds_up(tmp_path: Path):
    """An empty workspace is a sound one."""
    with in_memory(tmp_path) as store:
        check_counts(store)
    workspace = ws.make(tmp_path / "empty", raw={})
    assert ws.run(workspace).ran == tuple(ALL)
    assert ws.exported(workspace) == b""


def test_the_ledger_holds_no_path_of_this_machine(built: Workspace):
    """Paths are written from the workspace's root, with forward slashes, on every system."""
    ledger = json.loads(built.ledger.read_text("utf-8"))
    assert ws.HAND in ledger["files"]
    assert str(built.root) not in built.ledger.read_text("utf-8")


def test_a_corpus_that_moved_to_another_folder_is_still_fresh(built: Workspace, tmp_path: Path):
    """A synced folder has another path on every laptop."""
    moved = tmp_path / "elsewhere"
    built.root.replace(moved)
    assert stale(find_workspace(moved)) == {}


def test_keys_that_vanished_are_told_of(built: Workspace):
    """citekeys.csv deleted by mistake: keys are given anew, and whoever cited an old one must hear of it."""
    built.citekeys.unlink()
    (problem,) = build(built).problems
    assert "lacks" in problem
    assert "git checkout" in problem
    assert build(built).problems == ()
