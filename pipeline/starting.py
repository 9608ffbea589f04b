"""Start: a new workspace, and what an older one lacks to be shared through git.

In: a folder, and the files that a workspace begins with (starter/ of this package, and the tag rules). Out: the files
that were written. Nothing is ever overwritten, and no line taken out.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from .errors import WorkspaceError
from .ledger import write_whole
from .sharing.private import ignore_lines, private_folders
from .workspace import SETTINGS_FILE, Workspace, find_root


def init(folder: Path) -> list[str]:
    """Make a new workspace; the files that were written. Never overwrites. Raises WorkspaceError where one is there."""
    if (folder / SETTINGS_FILE).exists():
        raise WorkspaceError(f"{folder}: is a workspace already", hint="change to it and run `bibcorpus status`")
    written = []
    for name in ("corpus/raw", "corpus/decisions"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    # the settings last: a folder has them once it has all else, so that a power cut needs no more than a second `init`
    for name, data in sorted(starter_files().items(), key=lambda file: (file[0] == SETTINGS_FILE, file)):
        if not (folder / name).exists():
            write_whole(folder / name, data)
            written.append(name)
    return written


def workspace_around(folder: Path) -> Path | None:
    """The workspace that a new one would lie in; each then knows nothing of the other."""
    try:
        return find_root(folder.resolve().parent)
    except WorkspaceError:
        return None


def bring_git_in_step(workspace: Workspace) -> list[str]:
    """Write what sharing through git needs where a workspace lacks it; the files that were written or added to.

    .gitignore and .gitattributes get the lines that they lack, those for private sources among them; no line is ever
    taken out. An example of a workflow or hook is written only where there is none.
    """
    changed = []
    for name, data in sorted(starter_files().items()):
        if name.startswith(".git") or name == ".pre-commit-config.yaml":
            more = ignore_lines(private_folders(workspace)) if name == ".gitignore" else []
            if _complete(workspace.root / name, data.decode(), more, grows="/" not in name and name.startswith(".git")):
                changed.append(name)
    return changed


def _complete(path: Path, text: str, more: Sequence[str], grows: bool) -> bool:
    """Write the file, or add the lines it lacks where it `grows`; whether anything was written."""
    old = path.read_text(encoding="utf-8") if path.is_file() else ""
    if old and not grows:
        return False
    known = old.splitlines()
    if old:
        lacks = [line for line in (*text.splitlines(), *more) if line not in known and not line.startswith("#")]
        new = old + ("" if old.endswith("\n") else "\n") + "".join(f"{line}\n" for line in lacks)
    else:
        new = text + "".join(f"{line}\n" for line in more)
    if new.rstrip("\n") == old.rstrip("\n"):
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, new.encode())
    return True


def starter_files() -> dict[str, bytes]:
    """What a new workspace begins with, by path: starter/ of this package and the tag rules."""
    folder = Path(str(files("pipeline"))) / "starter"
    found = {
        path.relative_to(folder).as_posix().replace("dot.", "."): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != "tags"
    }
    rules = folder / "tags"
    if not rules.is_dir():  # a checkout: the rules of its own workspace
        rules = folder.parent.parent / "queries" / "tags"
    general = (path for path in rules.glob("*.toml") if path.name not in OF_ONE_QUESTION)
    return found | {f"queries/tags/{path.name}": path.read_bytes() for path in general}


# What is relevant depends on the question: each workspace writes these two for itself.
OF_ONE_QUESTION = ("relevant.toml", "not-relevant.toml")
