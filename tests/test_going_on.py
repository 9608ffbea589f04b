"""A build that goes on from the last one makes what a build from nothing makes: the same tables, the same file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.store import tables
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
        ("undo", {}),
    ]
)
DECISION = st.tuples(WORDS, st.integers(0, 5), st.integers(0, 5), st.sampled_from(["anna", "boris"]))


def state_of(workspace: Workspace) -> dict[str, object]:
    """Every table, its rows in any order, and the export."""
    found: dict[str, object] = {name: ws.rows(workspace, f"from {name} order by all") for name in tables()}
    return {**found, "export": ws.exported(workspace)}


def from_nothing(workspace: Workspace, folder: Path) -> Workspace:
    """The same workspace, as a clone has it."""
    shutil.copytree(workspace.root, folder)
    clone = find_workspace(folder)
    clone.database.unlink()
    clone.ledger.unlink()
    ws.run(clone)
    return clone


@pytest.fixture(scope="module")
def six_records(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = ws.make(tmp_path_factory.mktemp("base"))
    ws.run(workspace)
    return workspace


def test_a_correction_that_was_edited_in_its_place_is_heard(six_records: Workspace, tmp_path: Path):
    """The log only grows, but a person may mend a slip in a line of it: the same id, another value."""
    shutil.copytree(six_records.root, tmp_path / "on")
    workspace = find_workspace(tmp_path / "on")
    ((record,),) = ws.rows(workspace, "select min(record_id) from record")
    for title in ("Corected", "Corrected"):
        ws.decide(workspace, ws.event("set-field", record, id="a", value={"field": "title", "to": title}))
        ws.run(workspace)
    assert ws.rows(workspace, f"select title from bibliography where work_id = '{record}'") == [("Corrected",)]


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.lists(st.lists(DECISION, min_size=1, max_size=3), min_size=1, max_size=3))
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
            if name in ("same", "different", "related"):
                records.append(ids[other % len(ids)])
            if name == "undo":
                records, value = [], {"id": f"d{other}"}
            events.append(ws.event(name, *records, id=f"d{len(events)}", who=who, day=number + 1, value=value))
        ws.decide(workspace, *events)
        ws.run(workspace)
    assert state_of(workspace) == state_of(from_nothing(workspace, folder.with_name("from_nothing")))
