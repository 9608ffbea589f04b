"""A build that goes on from the last one makes what a build from nothing makes: the same tables, the same file."""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.diff.corpora import compare, export_changes
from pipeline.diff.last_run import last_run
from pipeline.diff.update import Update, counted
from pipeline.export import entries_by_key
from pipeline.kept_exports import export_texts
from pipeline.store import reading, tables
from pipeline.workspace import Workspace, find_workspace

from . import workspaces as ws

WORDS = st.sampled_from(
    [
        ("include", {}),
        ("exclude", {}),
        ("tag", {"facet": "topic", "value": "leadership"}),
        ("tag", {"facet": "class", "value": "theoretical"}),
        ("untag", {"facet": "topic", "value": "burnout"}),
        ("set-field", {"field": "year", "to": 2003}),
        ("set-field", {"field": "title", "to": "Балинтовские группы, исправлено"}),
        ("set-field", {"field": "keywords", "to": ["doctors", "врачи"]}),
        ("key", {"key": "mine"}),
        ("same", {}),
        ("different", {}),
        ("related", {"kind": "version-of"}),
        ("related", {"kind": "retraction-of"}),
        ("undo", {}),
        ("settle", {}),
    ]
)
# what a form tells of a work beside its fields: tags, labels, older keys, the book that holds it
LIST = """
title = "Burnout and what is not yet decided"
where = "list_contains(topics, 'burnout') or status = 'undecided'"
[[exports]]
form = "ris"
labels = "rayyan"
tags = true
[[exports]]
form = "biblatex"
crossref = true
[[exports]]
form = "csl-json"
[[exports]]
form = "xlsx"
"""
NOT_LISTED = "select work_id from bibliography where status = 'included' and not list_contains(topics, 'burnout')"
DECISION = st.tuples(WORDS, st.integers(0, 5), st.integers(0, 5), st.sampled_from(["anna", "boris", "edith"]))


def state_of(workspace: Workspace) -> dict[str, object]:
    """Every table, its rows in any order, and the exports."""
    with reading(workspace.database) as store:
        found: dict[str, object] = {name: store.rows(f"from {name} order by all") for name in tables()}
    return {**found, **{path.name: path.read_bytes() for path in workspace.exports.iterdir()}}


def from_nothing(workspace: Workspace, folder: Path) -> Workspace:
    """The same workspace, as a clone has it."""
    shutil.copytree(workspace.root, folder)
    clone = find_workspace(folder)
    clone.database.unlink()
    clone.ledger.unlink()
    shutil.rmtree(clone.build)
    shutil.rmtree(clone.exports)
    ws.run(clone)
    return clone


@pytest.fixture(scope="module")
def six_records(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = ws.make(tmp_path_factory.mktemp("base"))
    ws.write(workspace.root / "queries/lists/burnout.toml", LIST)
    ws.run(workspace)
    return workspace


def run_again(workspace: Workspace, *events: dict[str, object]) -> Update:
    """Run after these decisions. Out: what it changed, by all of both corpora and not by what may have changed."""
    old, exports = workspace.corpus / "old.duckdb", export_texts(workspace)
    shutil.copyfile(workspace.database, old)
    ws.decide(workspace, *events)
    ws.run(workspace)
    changes = export_changes(exports, export_texts(workspace))
    update = compare(old, workspace.database, tuple(changes))
    old.unlink()
    return update


def of_bibliography(update: Update | None) -> Update | None:
    """The same, of the exports only that of the whole bibliography."""
    if update is None:
        return None
    whole = tuple(change for change in update.exports if change.name == "bibliography.bib")
    return counted(replace(update, exports=whole, counts={}))


def noted(workspace: Workspace) -> Update | None:
    """What the last run itself says it changed."""
    last = last_run(workspace)
    return last.update if last else None


@pytest.fixture
def going(six_records: Workspace, tmp_path: Path) -> Workspace:
    """The six records in a folder of their own, built."""
    shutil.copytree(six_records.root, tmp_path / "on")
    workspace = find_workspace(tmp_path / "on")
    ws.run(workspace)
    return workspace


def test_what_changes_the_meaning_of_words_said_before_is_heard(going: Workspace):
    """A word on two works that is settled on one of them: each of the two holds on another work all along, so that
    neither reads otherwise than before; the work does.

    And a correction that was edited in its place: the log only grows, but a person may mend a slip in a line of it.
    """
    one, two, three, four = (work for (work,) in ws.rows(going, "select work_id from work order by 1 limit 4"))
    topic = {"facet": "topic", "value": "leadership"}
    said = [
        ws.event("tag", one, two, id="anna's", who="anna", day=1, value=topic),
        ws.event("untag", one, three, id="boris's", who="boris", day=2, value=topic),
    ]
    ws.decide(
        going, *said, ws.event("set-field", four, id="a", who="celia", value={"field": "title", "to": "Corected"})
    )
    ws.run(going)
    said = [
        ws.event("settle", id="edith's", who="edith", day=3, value={"id": "anna's"}),
        ws.event("set-field", four, id="a", who="celia", value={"field": "title", "to": "Corrected"}),
    ]
    ws.decide(going, *said)
    ws.run(going)
    assert ws.rows(going, f"select value, layer from tag where work_id = '{one}' and value = 'leadership'") == [
        ("leadership", "person")
    ]
    assert ws.rows(going, f"select title from bibliography where work_id = '{four}'") == [("Corrected",)]


def test_two_works_that_exchange_keys_exchange_entries(going: Workspace):
    """Two branches gave one key to two works; once git has merged the lists, the older giving holds: each entry must be
    that of the work which has its key now, though neither work is another than before.
    """
    (kept, keeper), (lost, loser) = ws.rows(
        going,
        "select key, work_id from citekey join screening using (work_id) where leads and status <> 'excluded' "
        "order by key limit 2",
    )
    entry = dict(entries_by_key(ws.exported(going).decode()))[lost]
    lines = going.citekeys.read_text(encoding="utf-8") + f"{kept},{loser},1999-01-01T00:00:00Z,boris\n"
    going.citekeys.write_text(lines, encoding="utf-8")
    ws.decide(going, ws.event("note", keeper, id="a"))
    ws.run(going)
    assert dict(entries_by_key(ws.exported(going).decode()))[kept] == entry.replace(lost, kept)


def test_what_is_wrong_with_keys_is_told_in_every_run(going: Workspace):
    """A run that has nothing to do with them must not make people think that they were put right."""
    ((taken, owner),) = ws.rows(going, "select key, work_id from citekey where leads order by key limit 1")
    ((other,),) = ws.rows(going, f"select max(work_id) from work where work_id <> '{owner}'")
    going.citekeys.write_text(going.citekeys.read_text(encoding="utf-8") + "é\n", encoding="utf-8")
    ws.decide(going, ws.event("key", owner, id="a", who="anna", value={"key": "no key"}))
    ws.decide(going, ws.event("key", other, id="b", who="boris", value={"key": taken}))
    first = ws.run(going).problems
    assert len(first) == 3
    ws.decide(going, ws.event("note", owner, id="c", who="celia"))
    assert ws.run(going).problems == first


def test_a_run_that_goes_on_asks_only_about_works_that_may_have_changed(going: Workspace):
    """The keys of all others are in the corpus: with 100,000 records it is seconds to ask about them again."""
    before = ws.rows(going, "select key, work_id from citekey order by rowid")
    _, work = before[2]
    ws.decide(going, ws.event("include", work, id="a"))
    ws.run(going)
    after = ws.rows(going, "select key, work_id from citekey order by rowid")
    assert after == [*before[:2], *before[3:], before[2]]


def states(folder: Path) -> dict[str, int]:
    """When each export was written."""
    return {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}


def test_a_list_that_is_new_leaves_the_other_exports_alone(going: Workspace):
    """Nothing else has changed."""
    before = states(going.exports)
    ws.write(going.queries / "lists/all.toml", 'title = "All"\nall = true\n[[exports]]\nform = "csv"\n')
    ws.run(going)
    after = states(going.exports)
    assert {name for name in after if after[name] != before.get(name)} == {"all.csv"}


def test_what_is_kept_of_an_export_never_shows_in_it(going: Workspace, tmp_path: Path):
    """What can't be trusted is made anew: a file that somebody changed, a note that is gone or damaged, other options.

    Each is tried on another file, and all of them on files whose works are texts.
    """
    written = going.build / "written"
    by_hand, damaged = going.exports / "burnout.bib", written / "bibliography.bib.json"
    by_hand.write_bytes(by_hand.read_bytes().replace(b"Balint", b"My Balint"))
    damaged.write_text('{"works": 1}', encoding="utf-8")
    for name in ("burnout.json.json", "burnout.xlsx.json"):
        (written / name).unlink()
    ws.write(going.queries / "lists/burnout.toml", LIST.replace("tags = true", "tags = false"))
    ((work,),) = ws.rows(going, NOT_LISTED)
    ws.decide(going, ws.event("tag", work, id="a", value={"facet": "topic", "value": "burnout"}))
    ws.run(going)
    assert state_of(going) == state_of(from_nothing(going, tmp_path / "anew"))


NOBODY = """
title = "Of a year that has not come"
where = "year = 2999"
[[exports]]
form = "csl-json"
[[exports]]
form = "csv"
"""


def test_an_export_that_holds_no_work_is_made_again_like_any_other(going: Workspace):
    """It is empty before and after, and so the same by its works; its file need not be there, or may hold anything.

    And it has the columns that were asked for: screening programs look for theirs, be there a row or none.
    """
    for name in ("nobody", "none"):
        ws.write(going.queries / f"lists/{name}.toml", NOBODY)
    ws.run(going)
    by_hand = [going.exports / "nobody.json", going.exports / "none.csv"]
    deleted = [going.exports / "nobody.csv", going.exports / "none.json"]
    expected = {path: path.read_bytes() for path in by_hand + deleted}
    for path in by_hand:
        path.write_text("mine", encoding="utf-8")
    for path in deleted:
        path.unlink()
    ((work,),) = ws.rows(going, NOT_LISTED)
    ws.decide(going, ws.event("set-field", work, id="a", value={"field": "volume", "to": "99"}))
    ws.run(going)
    assert {path: path.read_bytes() for path in expected} == expected
    ws.write(going.queries / "lists/nobody.toml", NOBODY + 'labels = "asreview"\n')
    ws.run(going)
    assert "included" in (going.exports / "nobody.csv").read_text(encoding="utf-8-sig").strip().split(",")


def test_an_export_whose_works_are_what_they_were_is_not_written_again(going: Workspace):
    """A list of references stands open in Word; a decision on another work is no reason to change the file below it.

    But a form that is no longer a table is written as a whole: what is noted of one tells nothing of places of texts.
    """
    note = going.build / "written" / "burnout.ris.json"
    told = json.loads(note.read_bytes())
    note.write_text(json.dumps({**told, "frame": [], "lengths": []}), encoding="utf-8")
    before, entries = states(going.exports), (going.exports / "burnout.ris").read_bytes()
    ((work,),) = ws.rows(going, NOT_LISTED)
    ws.decide(going, ws.event("set-field", work, id="a", value={"field": "volume", "to": "99"}))
    ws.run(going)
    after = states(going.exports)
    assert {name for name in after if after[name] != before[name]} - {"burnout.ris"} == {"bibliography.bib"}
    assert (going.exports / "burnout.ris").read_bytes() == entries
    now = json.loads(note.read_bytes())
    assert (now["frame"], now["lengths"]) == (told["frame"], told["lengths"])


def test_diff_tells_which_entries_of_a_list_read_otherwise(going: Workspace):
    """Which works came and went is half of it: a corrected title changes the entry."""
    (work, key), *_ = ws.rows(
        going, "select work_id, key from citekey join screening using (work_id) where leads and status = 'undecided'"
    )
    update = run_again(
        going, ws.event("set-field", work, id="a", value={"field": "title", "to": "Corrected"})
    )  # fmt: skip
    assert [change.changed for change in update.exports] == [(key,)]
    told = noted(going)
    assert told is not None
    changed = {change.name: change.changed for change in told.exports}
    assert changed == {"bibliography.bib": (key,), "burnout.bib": (key,), "burnout.json": (key,), "burnout.ris": (key,)}


# every word once, in three rounds: two hold on one work, people differ, and one is taken back and one settled later
ROUNDS = [
    [
        (("include", {}), 0, 1, "anna"),
        (("exclude", {}), 0, 0, "boris"),
        (("tag", {"facet": "topic", "value": "leadership"}), 1, 0, "anna"),
        (("key", {"key": "mine"}), 1, 3, "edith"),
        (("same", {}), 2, 4, "anna"),
        (("related", {"kind": "version-of"}), 0, 5, "boris"),
    ],
    [
        (("settle", {}), 0, 0, "edith"),
        (("set-field", {"field": "year", "to": 2003}), 3, 0, "anna"),
        (("set-field", {"field": "title", "to": "Балинтовские группы, исправлено"}), 4, 0, "boris"),
        (("set-field", {"field": "keywords", "to": ["doctors", "врачи"]}), 5, 0, "anna"),
        (("untag", {"facet": "topic", "value": "burnout"}), 3, 0, "boris"),
        (("different", {}), 2, 4, "boris"),
    ],
    [
        (("undo", {}), 0, 2, "anna"),
        (("tag", {"facet": "class", "value": "theoretical"}), 4, 0, "edith"),
        (("related", {"kind": "retraction-of"}), 1, 5, "boris"),
    ],
]


@settings(max_examples=int(os.environ.get("BIBCORPUS_SEQUENCES", "1")), derandomize=True)
@example(rounds=ROUNDS)
@given(rounds=st.lists(st.lists(DECISION, min_size=1, max_size=3), min_size=1, max_size=3))
def test_a_run_after_new_decisions_makes_what_a_run_from_nothing_makes(
    tmp_path_factory: pytest.TempPathFactory, six_records: Workspace, rounds: list[list[tuple]]
):
    """What is kept from the last run is a matter of speed; nobody may see it in the bibliography."""
    folder = tmp_path_factory.mktemp("going") / "on"
    shutil.copytree(six_records.root, folder)
    workspace = find_workspace(folder)
    ids = [record for (record,) in ws.rows(workspace, "select record_id from record order by 1")]
    events: list[dict[str, object]] = []
    for number, decisions in enumerate(rounds):
        for (name, value), one, other, who in decisions:
            records = [ids[one % len(ids)]]
            if name in ("same", "different", "related") or (name in ("include", "exclude") and one > other):
                records.append(ids[other % len(ids)])
            if name in ("undo", "settle"):
                records, value = [], {"id": f"d{other}"}
            events.append(ws.event(name, *records, id=f"d{len(events)}", who=who, day=number + 1, value=value))
        update = run_again(workspace, *events)
        assert of_bibliography(noted(workspace)) == update
    assert state_of(workspace) == state_of(from_nothing(workspace, folder.with_name("from_nothing")))
