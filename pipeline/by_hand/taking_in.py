"""Take in what was looked up: the answers as a raw file, as received, and the note beside it.

In: `LookedUp`, shown and agreed to. Out: corpus/raw/<source>/by-hand-<time>.json (or .xml) and its note. The note says
kind = "hand-collected": nobody's search of the database found these, somebody had their numbers. It has no `searched`
and no `asked`: the database was not searched, and no query was answered.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .. import __version__
from ..ledger import write_whole
from ..search_record import NOTE
from ..store import only_one
from ..workspace import Workspace, toml_value
from .looking_up import LookedUp
from .numbers import Number

KIND = "hand-collected"


def take_in(workspace: Workspace, looked: LookedUp, added: str, who: str | None, kind: str | None = None) -> str:
    """Write the answers and their note; where the file lies. `added`: the time, UTC, '2026-11-22T08:15:00Z'."""
    folder = workspace.raw / looked.source.NAME
    with only_one(workspace.build):
        target = free_name(folder / f"by-hand-{re.sub('[^0-9TZ]', '', added)}{looked.source.API.suffix}")
        note = {
            "source": looked.source.NAME,
            "kind": kind or KIND,
            "looked_up": [str(Number(looked.kind, text)) for text in looked.asked if text not in looked.missing],
            "not_found": [str(Number(looked.kind, text)) for text in looked.missing] or None,
            "endpoint": looked.endpoint,
            "format": looked.source.API.format,
            "added": added,
            "added_by": who,
        }
        write_with_note(target, looked.answers, note)
    return workspace.relative(target)


def write_with_note(target: Path, data: bytes, note: Mapping[str, Any]) -> None:
    """The note first: a raw file without one would say nothing of where it is from."""
    path = target.with_name(target.name + NOTE)
    write_whole(path, note_text(note, hashlib.sha256(data).hexdigest()).encode())
    try:
        write_whole(target, data)
    except OSError:
        path.unlink(missing_ok=True)
        raise


def note_text(values: Mapping[str, Any], sha256: str | None) -> str:
    """The note as TOML; what is None is left out."""
    whole = {**values, "tool": f"bibcorpus {__version__}", "sha256": sha256}
    return "".join(f"{key} = {toml_value(value)}\n" for key, value in whole.items() if value is not None)


def free_name(path: Path) -> Path:
    """`path`, or 'name-2.json' where another file, or another file's note, has the name."""
    number, free = 1, path
    while free.exists() or free.with_name(free.name + NOTE).exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free
