"""An export is the same bytes however it was made, and each book stands behind the chapters that refer to it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline import export
from pipeline.errors import CountsDontAddUp
from pipeline.export import entries_by_key, export_pieces, exported_works, shown
from pipeline.exports import Options
from pipeline.parallel import Workers
from pipeline.store import Store, in_memory
from tests.small_review import bibcorpus, write_review

WORKS = 25


def fill(store: Store, works: int = WORKS) -> list[str]:
    """A corpus of invented works, w00 … by their ids, with keys in another order; w03 and w04 are chapters of w20."""
    ids = [f"w{number:02}" for number in range(works)]
    blank = {"authors": [], "authors_original": [], "editors": [], "issn": [], "isbn": [], "languages": []}
    blank |= {"keywords": [], "headings": [], "publication_types": [], "authors_complete": True}
    store.load(
        "work",
        (
            {**blank, "work_id": work, "records": 1, "title": f"Title of {work}", "abstract": "On groups. " * 9,
             "type": "chapter" if work in ("w03", "w04") else "book", "languages": ["en"]}
            for work in ids
        ),
    )  # fmt: skip
    store.load("citekey", ({"key": key_of(work), "work_id": work, "leads": True} for work in ids))
    store.load("citekey", [{"key": "older", "work_id": "w07", "leads": False}])
    store.load("work_record", ({"work_id": work, "record_id": work} for work in ids))
    store.load("record", ({**blank, **RECORD, "record_id": work} for work in ids))
    store.load(
        "screening", ({"work_id": work, "status": "included", "status_reason": None, **SCREENING} for work in ids)
    )  # fmt: skip
    parts = [("w03", "w20", "part-of"), ("w04", "w20", "part-of"), ("w20", "w01", "part-of"), ("w09", "w08", "retraction-of")]
    store.load("relation", ({"left_id": left, "right_id": right, "kind": kind, **RELATION} for left, right, kind in parts))
    store.run(SQL_VIEW)
    return ids


def key_of(work: str) -> str:
    """Keys run the other way than ids."""
    return f"k{99 - int(work[1:])}"
