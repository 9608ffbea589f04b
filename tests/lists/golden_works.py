"""The works of the golden lists: golden/works.json, cleaned as a source's records are.

Bibliographic facts of the literature on Balint groups and around it: all types, seven languages, two scripts, works
without authors, with one and with nine, editors, groups, article numbers, addresses. The fields are those of
model.SOURCE_FIELDS; several people stand in one text, parted by ';'.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from pipeline.clean import clean
from pipeline.exports import ExportedWork

FOLDER = Path(__file__).parent / "golden"
PEOPLE = frozenset({"authors", "authors_original", "editors"})


@cache
def works() -> tuple[ExportedWork, ...]:
    """All of them, in the order of the file."""
    rows = json.loads((FOLDER / "works.json").read_text(encoding="utf-8"))
    return tuple(_work(row.pop("key"), row) for row in rows)


def _work(key: str, row: Mapping[str, str]) -> ExportedWork:
    fields = {name: text.split("; ") if name in PEOPLE else [text] for name, text in row.items()}
    return ExportedWork(key=key, work_id=key, work=clean({**fields, "name_form": ["family-comma-given"]})[0])
