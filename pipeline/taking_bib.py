"""A .bib that was exported and then edited in another program -> proposed decisions.

In: the file as JabRef, Zotero or an editor saved it, and the corpus as it is now. Out: a correction for each field that
says another thing than our own export of today would, a key where an entry has another one now, and lines on entries
that are new or gone. Both sides are read by the same reader and cleaned by the same rules, so that values are compared
and not bytes: LaTeX, braces, the order of fields, months, dashes in page ranges, the words of a dialect, and fields
that we don't know are no changes.

What is missing says little: programs drop fields that they have no place for. So a field that is gone is cleared only
on demand (`deletions`), a less exact date of the same year is no correction, and an entry that is gone decides nothing.
A value that somebody has corrected since, and that the file has as it was before, is told as such.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

from .clean import NAME_FIELDS, as_row, clean, from_row, with_extent
from .deciding import key_problem
from .decisions import said, seen_hash
from .dedup.works import SETTABLE
from .edited_bib import Edited, each_once, matched, own_key, read_entries
from .errors import InputError
from .field_text import settable_fields, shown, without_missing
from .formats import bibtex
from .formats._bibtex_writer import DIALECTS, entry
from .formats._in_journal import is_in_journal
from .formats._latex_escape import ENCODINGS
from .ledger import write_whole
from .model import Bibliographic, Found
from .store import selected
from .taking_back import Current, Finding, Proposed, Stale, TakenBack, Unusable, sort_out
from .taking_sheets import change
from .values.doi import normalise_doi

LISTED = 20  # entries that are gone, named one by one up to here
MOST_KEYS_CHANGED = 0.5  # a person changes some keys; where more are others, a program made them anew
_LEFT_OUT = ("abstract",)  # by `export --no-abstracts`: where no entry has one, nobody has deleted the only one
_NOT_COMPARED = ("headings", "publication_types", "title_language")  # our .bib doesn't hold them


def take_bib(
    path: Path, current: Current, deletions: bool = False, keys: bool = False, new_to: Path | None = None
) -> TakenBack:
    """What the file says. `new_to`: where entries that are new are written to, for `bibcorpus add`."""
    taken = TakenBack()
    founds, strings = read_entries(path, taken)
    entries = matched(founds, current)
    edited, repeated = each_once(entries.edited)
    taken.unusable += [_repeated(path.name, same) for same in repeated]
    current.load(one.work_id for one in edited)
    comparing = _Comparing(path.name, current, deletions)
    sort_out(taken, comparing.findings(edited), current)
    taken.notices += comparing.notices()
    renamed = [one for one in edited if one.new_key]
    if len(renamed) > MOST_KEYS_CHANGED * len(edited) and not keys:
        taken.notices.append(
            f"{len(renamed)} of {len(edited)} entries go by other keys than ours, as where a program makes "
            "them anew: our keys stay (--keys takes those of the file)"
        )
    else:
        sort_out(taken, (_key(path.name, one, current) for one in renamed), current)
    taken.notices += [
        f"{path.name} line {found.line}: another entry of {key}, which is in the file: not compared"
        for found, key in entries.twice
    ]
    taken.notices += _on_new(path, entries.new, strings, new_to, current)
    taken.notices += _on_gone(entries.edited, current)
    return taken


def _repeated(file: str, same: Sequence[Edited]) -> Unusable:
    """Two entries of one work that say two things: neither is taken."""
    lines = [str(one.found.line) for one in same]
    return Unusable(
        place=f"{file} lines {', '.join(lines[:-1])} and {lines[-1]}",
        why=f"{same[0].key} stands there {'twice' if len(same) == 2 else f'{len(same)} times'}, and not the same: "
        "none of it is taken; keep one of them, and hand it in again",
    )


# ------------------------------------------------------------------------------------------ what differs


class _Comparing:
    """Entries against the works, a field at a time; what is missing is counted by field."""

    def __init__(self, file: str, current: Current, deletions: bool) -> None:
        self.file, self.current, self.deletions = file, current, deletions
        self.missing: dict[str, int] = {}
        self._present: set[str] = set()
        self._gone: list[tuple[str, Finding]] = []

    def findings(self, edited: Sequence[Edited]) -> Iterator[Finding]:
        works = {one.work_id: from_row(self.current.work(one.work_id)) for one in edited}
        changed = [one for one in edited if not _as_written(one, works[one.work_id])]
        as_written = works.keys() - {one.work_id for one in changed}
        self._present = {name for work in as_written for name, value in as_row(works[work]).items() if value}
        works = {one.work_id: works[one.work_id] for one in changed}
        ours = [_as_read(works, dialect, encoding) for encoding in ENCODINGS for dialect in DIALECTS]
        for one in changed:
            theirs, _, _ = clean(with_extent(one.found.fields, one.found.extra)[0])
            self._present |= {name for name, value in as_row(theirs).items() if value}
            yield from self._entry(one, theirs, [read[one.work_id] for read in ours], as_row(works[one.work_id]))
        once = Counter(name for name, _ in self._gone)
        for name, finding in self._gone:  # what no entry has, was never written, or left out by a program
            if name in self._present or (once[name] == 1 and name not in _LEFT_OUT):
                yield finding
            else:
                self.missing[name] = self.missing.get(name, 0) + 1

    def _entry(
        self, one: Edited, theirs: Bibliographic, ours: Sequence[Bibliographic], now: Mapping[str, Any]
    ) -> Iterator[Finding]:
        theirs = _by_our_titles(theirs, ours[0])
        there, exported = as_row(theirs), [as_row(read) for read in ours]
        there["keywords"] = [word for word in there["keywords"] if word in now["keywords"] or not self._is_tag(word)]
        for name in [name for name in settable_fields() if name not in _NOT_COMPARED]:
            if any(_same(name, there[name], value) for value in (*(row[name] for row in exported), now[name])):
                continue
            if _says_less(name, there, exported[0]):
                self._is_gone(one, name, now[name])
            elif not (name == "type" and _is_our_type(there[name], now)) and not _only_the_doi(name, there):
                yield self._changed(one, name, _kept_names(name, there[name], now[name]), now[name])

    def _is_tag(self, word: str) -> bool:
        """'topic:burnout', as `export --tags` puts it behind the author's keywords. A facet that is read from a field
        has no list of values: 'language:en'.
        """
        name, _, value = word.partition(":")
        facet = self.current.facets.get(name)
        return facet is not None and (bool(facet.read_from and value[:1].strip()) or value in facet.values)

    def _is_gone(self, one: Edited, name: str, now: Any) -> None:
        if not self.deletions or name in ("type", "title", "date"):
            self.missing[name] = self.missing.get(name, 0) + 1
        else:
            self._gone.append((name, self._changed(one, name, [] if isinstance(now, list) else None, now)))

    def _changed(self, one: Edited, name: str, value: Any, now: Any) -> Finding:
        place = f"{self.file} line {one.found.line}"
        says = change(one.key, name, shown(now), shown(value))
        if not SETTABLE[name](value):
            return Unusable(place=place, why=f"{says}: that is no value of {name}")
        proposed = _proposed(self.current, one, place, "set-field", {"field": name, "to": value}, says)
        decision = self.current.correction(one.work_id, name)
        if decision is not None and self._was_before(one.work_id, name, value):
            why = f"the file has it as it was before it was corrected by {said(decision)}"
            return Stale(proposed=proposed, why=why)
        return proposed

    def _was_before(self, work_id: str, name: str, value: Any) -> bool:
        """Whether a source, or somebody before the last correction, gave the field this value."""
        rows = self.current.store.rows(
            f'select "{name}" from record join work_record using (record_id) where work_id = ?', [work_id]
        )
        former = [row[0] for row in rows] + self.current.former(work_id, name)
        return any(_same(name, value, was) for was in former)

    def notices(self) -> Iterator[str]:
        """A line on what is missing."""
        if self.missing:
            told = ", ".join(f"{name} {count}" for name, count in sorted(self.missing.items()))
            way = "some program or export left them out" if self.deletions else "--deletions clears them"
            yield f"fields that the entries lack now (nothing is decided; {way}): {told}"


def _proposed(current: Current, one: Edited, place: str, event: str, value: Mapping[str, Any], says: str) -> Proposed:
    work = current.work(one.work_id)
    seen = seen_hash(one.work_id, work["title"], work["abstract"])
    return Proposed(
        place=place, event=event, records=(one.work_id,), value=value, reason=None, seen=seen, says=says
    )  # fmt: skip


def _as_written(one: Edited, work: Bibliographic) -> bool:
    """Whether the entry is ours to the letter, as most are in a file that was edited by hand."""
    return any(one.found.raw.strip() == entry(one.key, work, encoding=encoding).strip() for encoding in ENCODINGS)


def _as_read(works: Mapping[str, Bibliographic], dialect: str, encoding: str) -> dict[str, Bibliographic]:
    """Each work as our own export, read back, gives it; in LaTeX, where some alphabets have no signs, too."""
    pieces = (entry(f"k{place}", work, dialect=dialect, encoding=encoding) for place, work in enumerate(works.values()))
    text = "\n".join(pieces)
    founds = [found for found in bibtex.read(StringIO(text)) if isinstance(found, Found)]
    read = [clean(with_extent(found.fields, found.extra)[0])[0] for found in founds]
    return dict(zip(works, read, strict=True))


def _by_our_titles(theirs: Bibliographic, ours: Bibliographic) -> Bibliographic:
    """A program that knows no `titleaddon` drops the translated title: the one that is left is the original."""
    if ours.title_original and not theirs.title_original and theirs.title != ours.title:
        return replace(theirs, title=ours.title, title_original=theirs.title)
    return theirs


def _same(name: str, one: Any, other: Any) -> bool:
    if name in NAME_FIELDS:
        return [_letters(text) for text in map(_name_text, one)] == [_letters(text) for text in map(_name_text, other)]
    if isinstance(one, list):
        return sorted(one) == sorted(other) if name in ("issn", "isbn", "languages") else list(one) == list(other)
    return bool(one == other)


def _name_text(person: Mapping[str, Any]) -> str:
    return shown([person])


def _letters(text: str) -> str:
    """Letters alone: stops and commas are no change."""
    return "".join(filter(str.isalnum, text))


def _says_less(name: str, there: Mapping[str, Any], ours: Mapping[str, Any]) -> bool:
    if name == "date" and there["date"] and ours["date"]:
        return str(ours["date"]).startswith(str(there["date"]))
    return not there[name]


def _is_our_type(theirs: str, now: Mapping[str, Any]) -> bool:
    """Nothing, or what an abstract printed in a journal is in BibTeX, where a program drops the words that say more."""
    return theirs == "other" or (theirs == "article" and is_in_journal(from_row(now)))


_DOI_ADDRESS = re.compile(r"https?://(?:dx\.)?doi\.org/.+", re.IGNORECASE)


def _only_the_doi(name: str, there: Mapping[str, Any]) -> bool:
    """An address that only resolves the DOI, as some programs add it."""
    url = there[name]
    return name == "url" and bool(_DOI_ADDRESS.fullmatch(url)) and normalise_doi(url) == there["doi"]


def _kept_names(name: str, value: Any, now: Any) -> Any:
    """Persons who stay keep their names as we have them."""
    if name not in NAME_FIELDS:
        return value
    known = {_letters(_name_text(person)): dict(person) for person in now}
    return [without_missing(known.get(_letters(_name_text(person)), person)) for person in value]


# ------------------------------------------------------------------------------------------ keys, new and gone entries


def _key(file: str, one: Edited, current: Current) -> Finding:
    place, new = f"{file} line {one.found.line}", one.new_key or ""
    if why := key_problem(new, one.work_id, current.work_by_key, current.given):
        return Unusable(place=place, why=f"{one.key}: {why}")
    return _proposed(current, one, place, "key", {"key": new}, f"{one.key}: key: {one.key} -> {new}")


def _on_new(
    path: Path, new: Sequence[Found], strings: Sequence[str], new_to: Path | None, current: Current
) -> Iterator[str]:
    """What to know of entries that are new, and how they are taken in; with `new_to` they are written there."""
    from .explaining.answer import quoted

    if not new:
        return
    for found in new:
        work, _, _ = clean(found.fields)
        number = ("doi", work.doi) if work.doi else ("pmid", work.pmid)
        way = f": bibcorpus add --{number[0]} {number[1]}" if number[1] else ""
        yield f"{path.name} line {found.line}: new: {own_key(found)} ({work.title or 'no title'}){way}"
    if new_to is None:
        yield f"to take new entries in: bibcorpus decide --from {quoted(str(path))} --new-to new.bib"
        return
    if new_to.exists():
        raise InputError(f"{new_to} is there already", hint="name another file with --new-to")
    write_whole(new_to, "\n\n".join([*strings, *(found.raw.strip() for found in new), ""]).encode())
    written = "1 new entry is" if len(new) == 1 else f"{len(new)} new entries are"
    yield f"{written} in {new_to}; take in: bibcorpus add {quoted(str(new_to))} --source NAME"
    free = [key for key in map(own_key, new) if not key_problem(key, "", current.work_by_key, current.given)]
    if free:
        named = ", ".join(free[:LISTED]) + (" …" if len(free) > LISTED else "")
        yield (
            f"to keep the keys that they have there ({named}), `bibcorpus run` and then: "
            f"bibcorpus decide --from {quoted(str(new_to))} --keys"
        )


def _on_gone(edited: Iterable[Edited], current: Current) -> Iterator[str]:
    there = {one.work_id for one in edited}
    gone = sorted(current.key_of[work] for work in selected(current.store, None) if work not in there)
    if gone:
        named = f": {', '.join(gone)}" if len(gone) <= LISTED else ""
        works = "1 work of the bibliography is" if len(gone) == 1 else f"{len(gone)} works of the bibliography are"
        yield f"{works} not in the file (nothing is decided){named}"
