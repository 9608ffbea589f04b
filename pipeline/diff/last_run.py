"""What the last run changed: noted by the run itself, since the corpus that it replaced is gone afterwards.

In: the corpus before a run (a second name for its file, as long as the run takes)
and the one after it. Out: `LastRun`,
kept in the ledger with the first of each list, and all counts.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..errors import StoreError
from ..ledger import read_ledger
from ..workspace import Workspace
from .corpora import compare
from .lines import wrapped
from .update import ExportChange, Update, from_json, shortened
from .update_lines import update_lines

KEPT = 100  # of each list, so that the ledger stays small whatever changed; a revision in git has the rest
REASONS = 5  # as many are shown


@dataclass(frozen=True, slots=True, kw_only=True)
class LastRun:
    """When it was (UTC), why it was due, and what it changed; None where the corpus before can't be compared."""

    time: str
    because: tuple[str, ...]
    update: Update | None


def keep_before(workspace: Workspace) -> None:
    """Give the corpus as it stands a second name, which costs nothing, until the run is noted.

    The caller holds the lock, and corpus/.build was emptied.
    """
    if workspace.database.is_file():
        same_file(workspace.database, corpus_before(workspace))


def corpus_before(workspace: Workspace) -> Path:
    """The second name; no such file where there was no corpus, or once the run is noted."""
    return workspace.build / "before.duckdb"


def same_file(source: Path, target: Path) -> None:
    """`target` as a second name for a file that is never written in place; a copy where the disk knows none."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def noted(
    workspace: Workspace,
    exports: Sequence[ExportChange],
    because: Sequence[str],
    now: str,
    changed: Collection[str] | None = None,
    keys_given: Collection[str] = (),
) -> dict[str, Any]:
    """What the ledger keeps of a run; nothing of the first one, in which all is new.

    `changed`, `keys_given`: see `compare`; keys that citekeys.csv had before the run were not given by it.
    """
    before = corpus_before(workspace)
    if not before.is_file():
        return {}
    try:
        update = compare(before, workspace.database, exports, keys_given, changed)
    except StoreError:  # another version's, or a damaged one, of which the run has just made a sound one
        return asdict(LastRun(time=now, because=tuple(because), update=None))
    finally:
        before.unlink(missing_ok=True)
    return asdict(LastRun(time=now, because=tuple(because), update=shortened(update, KEPT)))


def last_run(workspace: Workspace) -> LastRun | None:
    """What the last run that had anything to do changed; None where none did, but the first one."""
    kept = read_ledger(workspace.ledger).changes
    found: LastRun | None = from_json(LastRun, kept) if kept else None
    return found


def last_run_lines(last: LastRun, everything: bool = False) -> Iterator[str]:
    """When and why, then what it changed."""
    yield ""
    yield f"What the last run changed: {last.time[:16].replace('T', ' ')} UTC"
    for reason in last.because[:REASONS]:
        yield from wrapped(f"because {reason}", "  ", "    ")
    if len(last.because) > REASONS:
        yield f"  and {len(last.because) - REASONS} more reasons"
    yield ""
    if last.update is None:
        yield "The corpus before it was another version's, or damaged: it can't be compared."
    else:
        yield from update_lines(last.update, everything)
