"""The small bibliography of workspaces.py, fresh for each test: `review` as people wrote it, `built` after a run."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.workspace import Workspace, find_workspace

from . import workspaces


@pytest.fixture
def review(tmp_path: Path) -> Workspace:
    return workspaces.make(tmp_path / "review")


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = workspaces.make(tmp_path_factory.mktemp("once") / "review")
    workspaces.run(made)
    return made.root


@pytest.fixture
def built(built_once: Path, tmp_path: Path) -> Workspace:
    return find_workspace(shutil.copytree(built_once, tmp_path / "built"))
