"""A file that came back from a program for screening -> proposed decisions.

In: what Rayyan, ASReview or Covidence exported, in any format that we read (RIS, CSV …), and the corpus as it is now.
Out: include, exclude or unsure for each work that somebody decided on there, with the reason they gave. A record is
known by its citekey, where the program kept it, else by DOI, PMID, or title and year. Where the program names its
reviewers, one person's decisions are taken, by their name there. What an export of ours said itself is no decision,
and what can't be used is told by line. The words of each program: exports/_labels.py.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from .decisions import seen_hash
from .edited_bib import Edited, matched
from .errors import InputError
from .exports._labels import COVIDENCE_COLUMN, Said, said_by, stage_of_file
from .formats._own_note import LABEL, OURS, parted
from .formats._text import Loaded, load
from .model import Found, Reject
from .settling import TITLE_ABSTRACT
from .taking_back import Current, Finding, Proposed, TakenBack, Unusable, sort_out
from .values.fold import fold

_NOTE_TAGS = ("N1", "notes", "GN", "Notes")  # where readers leave notes that they don't take for the work's own
_KEY_TAGS = ("ID", "citekey", "key", "label", "id")
_KEY_IN_M2 = re.compile(r"Citation Key: (\S+)")
# ASReview's columns; in RIS each is a note, its value in JSON: 'asreview_note: "good"'
_ASREVIEW_NOTE = re.compile(r"^(asreview_\w+): (.+)$", re.MULTILINE)
_RANKING = "asreview_ranking"
_OUR_COLUMNS = frozenset({"status", "status_reason", "work_id"})  # of every table that we export, by no other program
_OUR_WORD = re.compile(rf'RAYYAN-INCLUSION:[^|]*"{OURS}"=>')  # the reviewer that our export names in Rayyan's notes
_STATUS = {"include": "included", "exclude": "excluded"}
_DIGITS = re.compile(r"\d{4,8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Screened:
    """A record of the file with what is said of it. `ours`: it has what an export of ours said of decisions."""

    found: Found
    said: tuple[Said, ...]
    ours: bool


def take_screened(path: Path, current: Current, stage: str | None = None) -> TakenBack:
    """What the file says. `stage`: what was read there; else as Covidence's name of the file tells, else the abstract.

    Raises InputError where no program's decision stands in it, or those of several people and not of this one.
    """
    taken = TakenBack()
    screened = list(_screened(load(path), path, taken))
    decided = [one for one in screened if one.said]
    if not decided and any(one.ours for one in screened):
        taken.notices.append(f"{path.name}: nothing was decided since we exported it")
        return taken
    if not decided:
        raise InputError(
            f"{path}: neither a worksheet nor a .bib, and no decision of Rayyan, ASReview or Covidence stands in it",
            hint="export it from there with its decisions; what another program exported is taken in with `bibcorpus "
            "add`",
        )
    whose = _whose(decided, path, current.who, taken)
    of_file = stage_of_file(path.name)
    stage = stage or (of_file[1] if of_file else TITLE_ABSTRACT)
    worksheet = f"{path.suffix.lstrip('.')}:{hashlib.sha256(path.read_bytes()).hexdigest()[:16]}"
    proposals = _Proposals(path.name, current, stage, worksheet)
    entries = matched([_with_key(one.found, current) for one in decided], current)
    said_of = {one.found.line: said for one in decided if (said := _said_of(one.said, whose))}
    current.load(one.work_id for one in entries.edited)
    sort_out(taken, proposals.of(entries.edited, said_of), current)
    unknown = [found for found in entries.new if found.line in said_of]
    taken.unusable += [Unusable(place=f"{path.name} line {found.line}", why=_no_work(found)) for found in unknown]
    taken.unusable += [
        Unusable(place=f"{path.name} line {found.line}", why=f"another record of {key}, which is in the file")
        for found, key in entries.twice
    ]
    taken.notices += _notices(path.name, screened, len(decided))
    return taken


# ------------------------------------------------------------------------------------------ what a record says


def _screened(loaded: Loaded, path: Path, taken: TakenBack) -> Iterator[_Screened]:
    for segment in loaded.segments():
        if isinstance(segment, Found):
            notes, columns, ours = _notes_and_columns(segment)
            yield _Screened(found=segment, said=tuple(_said(segment, notes, columns, path.name)), ours=ours)
        elif isinstance(segment, Reject):
            taken.unusable.append(Unusable(place=f"{path.name} line {segment.line}", why=segment.reason))


def _said(found: Found, notes: str, columns: Mapping[str, str], file: str) -> Iterator[Said]:
    """What the program says of a record, without what our own export said."""
    if said := said_by("rayyan", notes):
        yield from said
    elif said := said_by("asreview", columns.get("asreview_label") or _label_of_old(columns) or notes):
        if not _handed_in(columns):
            who, why = columns.get("asreview_user_name"), columns.get("asreview_note")
            yield replace(said[0], who=who or None, reasons=(why,) if why else ())
    elif of_file := stage_of_file(file):
        reasons = [reason for each in said_by("covidence", notes) for reason in each.reasons]
        yield Said(verdict=of_file[0], reasons=tuple(reasons) if of_file[0] == "exclude" else ())
    elif COVIDENCE_COLUMN in found.extra:
        yield from said_by("covidence", notes)


def _notes_and_columns(found: Found) -> tuple[str, dict[str, str], bool]:
    """All notes as one text, without what an export of ours said in them; ASReview's columns; whether ours said any."""
    texts = [*found.fields.get("note", ()), *(text for tag in _NOTE_TAGS for text in found.extra.get(tag, ()))]
    notes, ours = parted("\n".join(texts))
    for label in ours.get(LABEL, ()):
        notes = notes.replace(label, "", 1)
    columns = {name: values[0] for name, values in found.extra.items() if values and name.islower()}
    columns |= {name: _plain(value) for name, value in _ASREVIEW_NOTE.findall(notes)}
    return notes, columns, LABEL in ours or bool(_OUR_WORD.search(notes)) or found.extra.keys() >= _OUR_COLUMNS


def _plain(value: str) -> str:
    """'"good"' -> 'good', '1' -> '1', 'null' -> ''"""
    try:
        read = json.loads(value)
    except ValueError:
        return value
    return "" if read is None else str(read)


def _label_of_old(columns: Mapping[str, str]) -> str:
    """Up to version 1, ASReview had its labels in `included`, and `asreview_ranking` beside it."""
    return columns.get("included", "") if _RANKING in columns else ""


def _handed_in(columns: Mapping[str, str]) -> bool:
    """Whether the label is the one that the file had when ASReview read it: knowledge from before, no decision."""
    before = None if _RANKING in columns else columns.get("included")
    return before is not None and before.removesuffix(".0") == columns.get("asreview_label", "").removesuffix(".0")


# ------------------------------------------------------------------------------------------ whose word it is


def _whose(decided: Sequence[_Screened], path: Path, who: str, taken: TakenBack) -> str | None:
    """The name under which this person screened there; None where the program names nobody."""
    names = Counter(said.who for one in decided for said in one.said if said.who)
    if not names:
        return None
    own = next((name for name in names if fold(name, keep_script=True) == fold(who, keep_script=True)), None)
    if own is None and len(names) > 1:
        told = ", ".join(f"{name} ({count})" for name, count in sorted(names.items()))
        raise InputError(
            f"{path}: decisions of several people stand in it, and none of them is {who}: {told}",
            hint="take back one person's at a time, by their name there: --as NAME",
        )
    if own is None:
        own = next(iter(names))
        taken.notices.append(f"{own}, as they are called there, is {who} here")
    if others := [f"{name} ({count})" for name, count in sorted(names.items()) if name != own]:
        taken.notices.append(f"decisions of others are left out; take them with --as: {', '.join(others)}")
    return own


def _said_of(said: Iterable[Said], whose: str | None) -> Said | None:
    return next((each for each in said if each.who in (None, whose)), None)


# ------------------------------------------------------------------------------------------ which work it is


def _with_key(found: Found, current: Current) -> Found:
    """The record with its citekey where `matched` looks for it; and a bare accession number tried as a PMID."""
    candidates = [text for tag in _KEY_TAGS for text in found.extra.get(tag, ())]
    candidates += [key for text in found.extra.get("M2", ()) for key in _KEY_IN_M2.findall(text)]
    candidates += found.fields.get("accession", ())
    key = next((text for text in candidates if text.lower() in current.work_by_key), "")
    fields = dict(found.fields)
    numbers = [text for text in fields.get("accession", ()) if _DIGITS.fullmatch(text)]
    if "pmid" not in fields and numbers:
        fields["pmid"] = numbers
    return replace(found, fields=fields, extra={**found.extra, "citekey": [key]})


def _no_work(found: Found) -> str:
    title = next(iter(found.fields.get("title", ())), "no title")
    return f"no work of the bibliography has its key, DOI, PMID, or title and year: {title}"


# ------------------------------------------------------------------------------------------ what is proposed


class _Proposals:
    """The decisions of one file."""

    def __init__(self, file: str, current: Current, stage: str, worksheet: str) -> None:
        self.file, self.current, self.stage, self.worksheet = file, current, stage, worksheet

    def of(self, edited: Iterable[Edited], said_of: dict[int, Said]) -> Iterator[Finding]:
        """One for each record on which something is said."""
        for one in edited:
            said = said_of.get(one.found.line)
            if said and _RANKING in one.found.extra and self._is_so(one, said):
                yield None  # perhaps nobody decided it there: `included` holds what it was given, too
            elif said:
                yield self._one(one, said)

    def _is_so(self, one: Edited, said: Said) -> bool:
        return bool(self.current.work(one.work_id)["status"] == _STATUS.get(said.verdict))

    def _one(self, one: Edited, said: Said) -> Proposed:
        work = self.current.work(one.work_id)
        reason = "; ".join(said.reasons) or None
        return Proposed(
            place=f"{self.file} line {one.found.line}",
            event=said.verdict,
            records=(one.work_id,),
            value={"stage": self.stage},
            reason=reason,
            seen=seen_hash(one.work_id, work["title"], work["abstract"]),
            says=f"{one.key}: {said.verdict} at {self.stage}" + (f": {reason}" if reason else ""),
            worksheet=self.worksheet,
        )


def _notices(file: str, screened: Sequence[_Screened], decided: int) -> Iterator[str]:
    """What is passed over."""
    if left := len(screened) - decided:
        yield f"{file}: on {left} of {len(screened)} records nothing is decided there"
    labels = Counter(label for one in screened for label in {label for said in one.said for label in said.labels})
    if labels:
        told = ", ".join(f"{label} ({count})" for label, count in sorted(labels.items()))
        yield f"labels are not taken (tags are given here, or in a worksheet): {told}"
