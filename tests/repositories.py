"""Workspaces in real git repositories, for the tests of what people share."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.starting import bring_git_in_step
from pipeline.workspace import Workspace, find_workspace

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed here")

NOBODY = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "GIT_TERMINAL_PROMPT": "0"}
SETTINGS = ("-c", "user.name=anna", "-c", "user.email=anna@example.org", "-c", "init.defaultBranch=main")


def git(folder: Path, *arguments: str) -> str:
    """Run git there, with nobody's settings but ours; what it said. A failure is told with git's own words."""
    done = subprocess.run(
        ["git", *SETTINGS, "-C", str(folder), *arguments],
        env={**os.environ, **NOBODY},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"git {' '.join(arguments)}: {done.stdout}{done.stderr}"
    return done.stdout


def shared(workspace: Workspace) -> Workspace:
    """The workspace as a repository with one commit of all that is shared."""
    bring_git_in_step(workspace)
    git(workspace.root, "init", "--quiet")
    commit(workspace, "begin")
    return workspace


def commit(workspace: Workspace, why: str) -> None:
    """Everything that .gitignore lets through."""
    git(workspace.root, "add", "--all")
    git(workspace.root, "commit", "--quiet", "--message", why)


def clone(workspace: Workspace, folder: Path) -> Workspace:
    """What somebody else gets."""
    git(workspace.root, "clone", "--quiet", str(workspace.root), str(folder))
    return find_workspace(folder)


def tracked(workspace: Workspace) -> set[str]:
    """The files of the last commit."""
    return set(git(workspace.root, "ls-files", "-z").split("\0")) - {""}
