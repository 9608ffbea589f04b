"""The small bibliography of workspaces.py, fresh for each test: `review` as people wrote it, `built` after a run.

A run takes far longer than a copy of what it made: what tests start from is run once, and each has its own copy.

Properties are tried on 20 examples, other ones in each run; `BIBCORPUS_EXAMPLES=1000 pytest` for as many as one has
time for. No example has a time limit: how fast the machine is at the moment says nothing of a bibliography.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from pipeline.workspace import Workspace, find_workspace

from . import workspaces
from .small_review import bibcorpus, write_review

settings.register_profile("ours", max_examples=int(os.environ.get("BIBCORPUS_EXAMPLES", "20")), deadline=None)
settings.load_profile("ours")


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


@pytest.fixture(scope="session")
def small_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The review of small_review.py after a run; only to be read, and to be copied."""
    folder = write_review(tmp_path_factory.mktemp("small") / "review")
    assert bibcorpus(folder, "run").code == 0
    return folder
