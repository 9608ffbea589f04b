"""Files that hold the same records: an export that was taken in before under other bytes.

In: a file that is taken in, and the raw files that are there. Out: a line where every record of one is in the other. A
search that is exported twice differs in its bytes (a day, an order), not in its records.

Records are told by their ids (the source's own number, PMID, DOI); of a file with records that have none, nothing is
said. Most files have nothing in common: whether the first record's ids stand anywhere in the other file is looked at
first, and only where they do is anything read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import PipelineError
from .formats._container import Content, one_export
from .formats._text import load
from .model import Found
from .raw_files import NOTE, raw_paths
from .values.doi import normalise_doi
from .values.identifiers import normalise_pmid
from .workspace import Workspace, read_toml

PLAIN = ("utf-8", "cp1252", "ascii", "latin-1", "cp1251")  # encodings in which an id is written in its own bytes
_BLOCK = 1 << 20
Ids = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """A file with what its note says; `note` may be what a note will say."""

    content: Content
    note: Mapping[str, Any] = field(default_factory=dict)

    def records(self) -> Iterator[Ids]:
        """The ids of each record."""
        loaded = load(self.content, self.note.get("format"), self.note.get("encoding"))
        return (_ids(found.fields) for found in loaded.segments() if isinstance(found, Found))

    def may_hold(self, ids: Ids) -> bool:
        """Whether one of these ids stands in the text; True where that can't be seen without unpacking it."""
        loaded = load(self.content, self.note.get("format"), self.note.get("encoding"))
        if self.content.packing != "none" or loaded.encoding.lower() not in PLAIN:
            return True
        wanted = [each.encode() for each in ids]
        overlap, before = max(map(len, wanted)) - 1, b""
        with self.content.open() as file:
            while block := file.read(_BLOCK):
                text = before + block.lower()
                if any(each in text for each in wanted):
                    return True
                before = text[len(text) - overlap :]
        return False


def _ids(fields: Mapping[str, Sequence[str]]) -> Ids:
    """A record's ids, in small letters, as its file writes them."""
    texts = (
        *(text.strip().lower() for text in fields.get("accession", ())[:1]),
        *(normalise_pmid(text) for text in fields.get("pmid", ())),
        *(normalise_doi(text) for text in fields.get("doi", ())),
    )
    return frozenset(filter(None, texts))


def shared(one: Holding, other: Holding) -> tuple[int | None, int | None]:
    """How many records `one` has, where each is in `other`; and how many `other` has, where each is in `one`.

    None where a record isn't there, or has no id to tell by.
    """
    first, its_first = next(one.records(), None), next(other.records(), None)
    if not first or not its_first or not (other.may_hold(first) or one.may_hold(its_first)):
        return None, None
    ours, theirs = list(one.records()), list(other.records())
    return _all_in(ours, theirs), _all_in(theirs, ours)


def _all_in(records: Sequence[Ids], others: Sequence[Ids]) -> int | None:
    known = frozenset[str]().union(*others)
    return None if any(map(known.isdisjoint, records)) else len(records)


def same_records_line(workspace: Workspace, new: Holding, source: str, target: str) -> str | None:
    """What to know of a file that is taken in as `target`, where a file of its source has the same records.

    'its 138 records are all in corpus/raw/pubmed/pm2.nbib already …'; None where none has, or they answer two queries.
    """
    for path in raw_paths(workspace):
        there = workspace.relative(path)
        try:
            note = _note(path, there)
            two = note.get("query") and new.note.get("query") and note["query"] != new.note["query"]
            if two or there == target or note.get("source", path.relative_to(workspace.raw).parts[0]) != source:
                continue
            if line := _line(new, Holding(content=one_export(path), note=note), there, target):
                return line
        except PipelineError:  # a file out of order is told of by `run` and `check`
            continue
    return None


def _note(path: Path, shown: str) -> dict[str, Any]:
    note = path.with_name(path.name + NOTE)
    return read_toml(note, shown + NOTE) if note.is_file() else {}


def _line(new: Holding, old: Holding, there: str, target: str) -> str | None:
    ours, theirs = shared(new, old)
    if ours:
        more = "has no others: the same search again?" if theirs else "has more."
        return (
            f"its {ours} records are all in {there} already, which {more} PRISMA's figures count them once; if it was "
            f"added by mistake, delete {target} and {target}{NOTE}"
        )
    if theirs:
        return (
            f"it has all {theirs} records of {there}, and more: a newer export of the same search? Both may stay: "
            "PRISMA's figures count each record once, and `bibcorpus diff` tells what is new"
        )
    return None
