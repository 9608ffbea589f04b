"""A search of PubMed that was made twice, for the tests of what an update brings: two raw answers with their notes."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from typing import Any

from pipeline.search_record import SearchRecord, note_text
from pipeline.workspace import Workspace, find_workspace

from . import workspaces as ws

FIRST = "2026-01-10T09:00:00Z"
SECOND = "2026-03-01T09:00:00Z"


def medline(pmid: int, title: str, **tags: str | list[str]) -> str:
    """One record of MEDLINE: `medline(7, "Balint groups", LR="20260101", MH=["Burnout"])`."""
    given = {"LR": "20250101", "TI": f"{title}.", "AU": f"Author{pmid} A", "DP": "2010", "TA": "J Ex",
             "JT": "Journal of examples", "VI": "5", "PG": f"{pmid}-9", **tags}  # fmt: skip
    rows = [(tag, text) for tag, texts in given.items() for text in ([texts] if isinstance(texts, str) else texts)]
    return "".join([f"PMID- {pmid}\n", *(f"{tag:<4}- {text}\n" for tag, text in rows), "\n"])


def searched(workspace: Workspace, asked: str, text: str, **more: Any) -> SearchRecord:
    """Write the answer of a search, compressed, and its note; without `text` the note alone."""
    source = more.get("source", "pubmed")
    stamp = asked.replace(":", "").replace("-", "")
    run = f"_{more['run']}" if "run" in more else ""
    note = f"corpus/raw/{source}/{more.get('query', 'balint')}{run}_{stamp}.nbib.gz.toml"
    values: dict[str, Any] = {
        "source": source, "kind": "database", "query": "balint", "searched": asked[:10], "asked": asked,
        "finished": asked, "sent": "balint group*", "endpoint": "http://127.0.0.1/", "hits": 3, "wanted": 3,
        "fetched": 3, "format": "medline", "tool": "bibcorpus", **more,
    }  # fmt: skip
    if text:
        import hashlib

        data = gzip.compress(text.encode(), mtime=0)
        path = workspace.root / note.removesuffix(".toml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        values["sha256"] = hashlib.sha256(data).hexdigest()
    record = SearchRecord(note=note, **values)
    ws.write(workspace.root / note, note_text(record))
    return record


def updated(
    workspace: Workspace, before: str, after: str, first: Mapping[str, Any] | None = None, **second: Any
) -> Workspace:
    """A workspace with two searches of one string: what it had `before`, and what an update brought `after`."""
    old = searched(workspace, FIRST, before, **(first or {}))
    searched(workspace, SECOND, after, **{"update_of": old.note, **second})
    return find_workspace(workspace.root)


def run(workspace: Workspace) -> Workspace:
    """Build it."""
    ws.run(workspace)
    return workspace
