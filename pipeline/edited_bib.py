"""The entries of an edited .bib, and which works they are.

In: a file that another program saved, and the corpus as it is now. Out: entries of works that we know, by key or alias;
those under another key, known by DOI, PMID, or title and year where only one work has these; and those that are new.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .clean import clean
from .errors import UnknownFormat
from .formats import bibtex
from .formats._text import load
from .model import Found, Reject, Unread
from .taking_back import Current, TakenBack, Unusable
from .values.fold import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Edited:
    """An entry of the file, and the work that it is; `new_key` where it goes by another key than ours."""

    found: Found
    key: str
    work_id: str
    new_key: str | None = None


@dataclass(slots=True)
class Entries:
    """The entries of the file: those of works that we know, and those that are new.

    `twice`: under another key, an entry of a work that is there, with that work's key.
    """

    edited: list[Edited] = field(default_factory=list)
    new: list[Found] = field(default_factory=list)
    twice: list[tuple[Found, str]] = field(default_factory=list)


def read_entries(path: Path, taken: TakenBack) -> tuple[list[Found], list[str]]:
    """The entries, and the @string definitions that new ones may need. What can't be read is told."""
    loaded = load(path)
    if loaded.fmt.NAME != bibtex.NAME:
        raise UnknownFormat(
            f"{path}: {loaded.fmt.TITLE}, neither a worksheet nor a .bib",
            hint="what another program exported is taken in with `bibcorpus add`",
        )
    founds, strings = [], []
    for segment in loaded.segments():
        if isinstance(segment, Found):
            founds.append(segment)
        elif isinstance(segment, Reject):
            taken.unusable.append(Unusable(place=f"{path.name} line {segment.line}", why=segment.reason))
        elif isinstance(segment, Unread) and segment.reason == "@string":
            strings.append(segment.raw)
    return founds, strings


def own_key(found: Found) -> str:
    """The key that an entry goes by in its file."""
    return next(iter(found.extra.get("citekey", ())), "")


# ------------------------------------------------------------------------------------------ which work an entry is


def matched(founds: Sequence[Found], current: Current) -> Entries:
    """By key or alias; an entry with an unknown key by DOI, PMID, or title and year, where only one work has these."""
    result = Entries()
    unknown = []
    for found in founds:
        work_id = current.work_by_key.get(own_key(found).lower())
        if work_id:
            result.edited.append(Edited(found=found, key=current.key_of[work_id], work_id=work_id))
        else:
            unknown.append(found)
    there = {one.work_id for one in result.edited}
    find = _finder(current) if unknown else None
    for found in unknown:
        work_id = find(found) if find else None
        if work_id is None:
            result.new.append(found)
        elif work_id in there:
            result.twice.append((found, current.key_of[work_id]))
        else:
            there.add(work_id)
            key = current.key_of[work_id]
            result.edited.append(Edited(found=found, key=key, work_id=work_id, new_key=own_key(found)))
    return result


def each_once(edited: Sequence[Edited]) -> tuple[list[Edited], list[list[Edited]]]:
    """The entries of works that stand there once, or twice with the same words; and those that say two things of one
    work under its key or its older keys, a list for each work: nobody knows which of them was meant.
    """
    of_work: dict[str, list[Edited]] = defaultdict(list)
    for one in edited:
        of_work[one.work_id].append(one)
    once = [same[0] for same in of_work.values() if len({_words(one) for one in same}) == 1]
    return once, [others for others in of_work.values() if len({_words(one) for one in others}) > 1]


def _words(one: Edited) -> str:
    """What an entry says behind its key, however it is broken into lines."""
    return " ".join(one.found.raw.partition(",")[2].split())


def _finder(current: Current) -> Callable[[Found], str | None]:
    """Finds the one work that has an entry's DOI, else its PMID, else its title and year."""
    by: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    doi_of: dict[str, str | None] = {}
    rows = current.store.rows("select work_id, doi, pmid, title, title_original, year from work")
    for work_id, doi, pmid, title, original, year in rows:
        doi_of[work_id] = doi
        for name, value in (("doi", doi), ("pmid", pmid)):
            by[name, value].add(work_id)
        for text in {title, original} - {None}:
            by["title", fold(text), year].add(work_id)

    def find(found: Found) -> str | None:
        work, _, _ = clean(found.fields)
        marks: list[tuple[Any, ...]] = [("doi", work.doi), ("pmid", work.pmid)]
        marks = [mark for mark in marks if mark[1]] + [("title", fold(work.title or ""), work.year)]
        for mark in marks:
            works = [each for each in by.get(mark, ()) if not work.doi or doi_of[each] in (None, work.doi)]
            if len(works) == 1:
                return works[0]
        return None

    return find
