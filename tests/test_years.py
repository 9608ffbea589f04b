"""Whatever people do in whatever order: no record, decision or key is lost, and a build from nothing says the same.

Random sequences of imports, decisions, undos, changed rules, runs, and of two branches that git merges. Four in each
test run; `BIBCORPUS_SEQUENCES=1000 pytest tests/test_years.py` for as many as one has time for.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.store import reading, tables
from pipeline.workspace import Workspace, find_workspace

from . import workspaces as ws

SEQUENCES = int(os.environ.get("BIBCORPUS_SEQUENCES", "4"))

FILES = {
    "corpus/raw/scopus/a.ris": ws.ris(TI="Balint groups against burnout: a questionnaire study", AU="Doe, J.",
                                      PY="2011", T2="Journal of Examples", VL="5", SP="10", EP="19"),
    "corpus/raw/elibrary/b.ris": ws.ris(TI="Балинтовские группы: опыт", AU="Сидоров, С. С.", PY="2012",
                                        T2="Вестник примеров", VL="4", SP="1", EP="9"),
    "corpus/raw/hand/c.ris": ws.ris(TI="Early Balint groups", AU="Old, Ann", PY="1970", T2="Journal of Examples",
                                    VL="1", SP="1", EP="9") + ws.ris(TI="Balint group work", PY="2003"),
}  # fmt: skip
LEADERSHIP = ws.rule("topic", "leadership", ["leading", "small towns"], ["Leading", "In small towns", "Leading groups"])

DECIDE = st.tuples(
    st.just("decide"),
    st.sampled_from(
        [
            ("include", {}), ("exclude", {}), ("unsure", {}), ("same", {}), ("different", {}), ("note", {}),
            ("related", {"kind": "translation-of"}), ("tag", {"facet": "topic", "value": "burnout"}),
            ("untag", {"facet": "topic", "value": "burnout"}), ("tag", {"facet": "class", "value": "theoretical"}),
            ("set-field", {"field": "title", "to": "Corrected"}), ("key", {"key": "ours"}), ("undo", {}),
        ]
    ),
    st.integers(0, 9),
    st.integers(0, 9),
    st.sampled_from(["anna", "boris"]),
)  # fmt: skip
STEP = st.one_of(
    DECIDE,
    DECIDE,
    st.tuples(st.just("import"), st.sampled_from(sorted(FILES))),
    st.tuples(st.just("rule")),
    st.tuples(st.just("run")),
)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    workspace = ws.make(tmp_path_factory.mktemp("begun"))
    ws.run(workspace)
    return workspace


class Society:
    """A workspace, and what must never be lost from it."""

    def __init__(self, workspace: Workspace, name: str, first: int = 0) -> None:
        self.workspace, self.name, self.made = workspace, name, first
        self.keys: dict[str, str] = {}
        self.note_keys()

    def take(self, step: tuple[Any, ...]) -> None:
        """One step of the story."""
        match step:
            case ("decide", (event, value), one, other, who):
                self.decide(event, value, one, other, who)
            case ("import", path):
                ws.write(self.workspace.root / path, FILES[path])
            case ("rule",):
                path = self.workspace.rules / "leadership.toml"
                path.unlink() if path.exists() else ws.write(path, LEADERSHIP)
            case ("run",):
                self.run()

    def decide(self, event: str, value: dict[str, str], one: int, other: int, who: str) -> None:
        ids = [record for (record,) in ws.rows(self.workspace, "select record_id from record order by 1")]
        records = [ids[one % len(ids)]]
        if event in ("same", "different", "related"):
            records.append(ids[other % len(ids)])
        if event == "undo":
            records, value = [], {"id": f"{self.name}{other}"}
        line = ws.event(event, *records, id=f"{self.name}{self.made}", who=who, day=1 + self.made % 28, value=value)
        self.made += 1
        append(self.workspace.decisions / f"{who}.jsonl", line)

    def run(self) -> None:
        """Build, and look whether anything was lost."""
        ws.run(self.workspace)
        logs = [path.read_text(encoding="utf-8") for path in self.workspace.decisions.glob("*.jsonl")]
        lines = [line for log in logs for line in log.splitlines()]
        ((kept,),) = ws.rows(self.workspace, "select count(*) from decision")
        assert kept == len({line.split('"id": "')[1].split('"')[0] for line in lines})
        with reading(self.workspace.database) as store:
            now = dict(store.rows("select key, work_id from citekey"))
            work_of = dict(store.rows("select record_id, work_id from work_record"))
        for key, record in self.keys.items():
            assert now[key] == work_of[record], f"{key} was given for {record}"
        self.note_keys()

    def note_keys(self) -> None:
        """The record that each key was given for."""
        for line in self.workspace.citekeys.read_text(encoding="utf-8").splitlines()[1:]:
            key, record = line.split(",")[:2]
            self.keys.setdefault(key, record)


def append(path: Path, line: dict[str, Any]) -> None:
    import json

    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as log:
        log.write(json.dumps(line, ensure_ascii=False) + "\n")


def everything(workspace: Workspace) -> dict[str, object]:
    """Every table but where things stand in which file, and the export."""
    places = {"source_file", "entry", "reject", "unread"}
    said = "select decision_id, who, event, records, value, state from decision order by all"
    asked = {name: f"from {name} order by all" for name in tables().keys() - places} | {"decision": said}
    with reading(workspace.database) as store:  # opening it takes longer than the questions
        found: dict[str, object] = {name: store.rows(statement) for name, statement in asked.items()}
    return {**found, "export": ws.exported(workspace)}


def copied(workspace: Workspace, folder: Path) -> Workspace:
    shutil.copytree(workspace.root, folder)
    return find_workspace(folder)


def from_nothing(workspace: Workspace, folder: Path) -> Workspace:
    """A clone, in which the lines of the logs stand in another order."""
    clone = copied(workspace, folder)
    clone.database.unlink()
    clone.ledger.unlink()
    for path in clone.decisions.glob("*.jsonl"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        random.Random(1).shuffle(lines)
        path.write_text("".join(lines), encoding="utf-8")
    ws.run(clone)
    return clone


def merged(ours: Workspace, theirs: Workspace) -> None:
    """What `merge=union` does with the files that only grow, and git with new ones."""
    for path in theirs.root.rglob("*"):
        mine = ours.root / path.relative_to(theirs.root)
        if path.suffix == ".jsonl" or path.name == "citekeys.csv":
            have = mine.read_text(encoding="utf-8").splitlines() if mine.exists() else []
            new = [line for line in path.read_text(encoding="utf-8").splitlines() if line not in have]
            mine.parent.mkdir(exist_ok=True)
            mine.write_text("".join(f"{line}\n" for line in [*have, *new]), encoding="utf-8")
        elif path.is_file() and path.suffix in (".ris", ".toml") and not mine.exists():
            mine.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, mine)


@settings(
    max_examples=SEQUENCES, derandomize="BIBCORPUS_SEQUENCES" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip
@given(st.lists(STEP, max_size=5), st.lists(STEP, max_size=4), st.lists(STEP, max_size=4))
def test_nothing_is_lost_whatever_people_do(
    tmp_path_factory: pytest.TempPathFactory,
    begun: Workspace,
    together: Sequence[tuple[Any, ...]],
    at_home: Sequence[tuple[Any, ...]],
    away: Sequence[tuple[Any, ...]],
):
    """Years of work stand in these files: a lost line, or a key that means another work, can't be made good."""
    folder = tmp_path_factory.mktemp("years")
    home = Society(copied(begun, folder / "home"), "h")
    for step in together:
        home.take(step)
    branch = Society(copied(home.workspace, folder / "away"), "b")
    for society, steps in ((home, at_home), (branch, away)):
        for step in steps:
            society.take(step)
        society.run()
    merged(home.workspace, branch.workspace)
    home.note_keys()
    home.keys = {key: home.keys[key] for key in home.keys if home.keys[key] == branch.keys.get(key, home.keys[key])}
    home.run()
    assert everything(home.workspace) == everything(from_nothing(home.workspace, folder / "clone"))
