"""How programs for screening say what was decided on a work: their words, out and in.

    program    included             excluded               undecided
    rayyan     {"…"=>"Included"}    {"…"=>"Excluded"}      {"…"=>"Maybe"} for unsure, nothing for not yet seen
    asreview   ASReview_relevant    ASReview_irrelevant    ASReview_not_seen
    covidence  no word              Exclusion reason: …    no word

Rayyan keeps it in the notes, in parts between ' | ', each reviewer by name, reasons and labels between commas:
'RAYYAN-INCLUSION: {"Anna"=>"Excluded"} | RAYYAN-LABELS: Russian | RAYYAN-EXCLUSION-REASONS: wrong population'.
ASReview keeps one word as a note of its own in RIS, and 1, 0 or nothing in a column of a table: 'included' as it reads
it, 'asreview_label' as it writes it, with the person in 'asreview_user_name' and their words in 'asreview_note'.
Covidence takes no decision from a file: who imports it says for the whole file which stage it is of; its exports are
one file a stage too, and the name tells which: 'review_12345_excluded_csv_20240303130126.csv'. The reason why a work
was excluded for its full text stands in the notes.

Sources: ASReview's documentation ("Data format", "Progress and results") and its reader and writer of RIS
(asreview/data/ris.py); Rayyan's reader and writer of CSV and its reader of RIS (rayyan-formats-core,
rayyan-formats-plugins); published exports of Rayyan and Covidence; Covidence's help ("Importing references").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from ..formats._own_note import OURS  # in Rayyan a reviewer, whose word is nobody's decision when it comes back
from . import ExportedWork

PROGRAMS = ("rayyan", "asreview", "covidence")

Verdict = Literal["include", "exclude", "unsure"]

# what a work's status is called there; a status that is missing here has no word
WORDS: Mapping[str, Mapping[str, str]] = {
    "rayyan": {"included": "Included", "excluded": "Excluded"},
    "asreview": {
        "included": "ASReview_relevant",
        "excluded": "ASReview_irrelevant",
        "undecided": "ASReview_not_seen",
    },
    "covidence": {},
}
# the same in a column of a table: its name, and the cell for each status
COLUMNS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "asreview": ("included", {"included": "1", "excluded": "0", "undecided": ""}),
}
# column of notes in each program's own tables, where `label_of` goes where COLUMNS has no column
NOTES_COLUMN: Mapping[str, str] = {"rayyan": "notes", "asreview": "notes", "covidence": "Notes"}

COVIDENCE_COLUMN = "Covidence #"  # in every table that it exports

_SAID: Mapping[str, Mapping[str, Verdict]] = {
    "rayyan": {"included": "include", "excluded": "exclude", "maybe": "unsure"},
    "asreview": {"asreview_relevant": "include", "asreview_irrelevant": "exclude", "1": "include", "0": "exclude"},
}

_PARTS = re.compile(r"(RAYYAN-INCLUSION|RAYYAN-LABELS|RAYYAN-EXCLUSION-REASONS|USER-NOTES)\s*:\s*")
_REVIEWER = re.compile(r'"((?:[^"\\]|\\.)*)"\s*=>\s*"(\w+)"')
_ASREVIEW = re.compile(r"\bASReview_(?:ir)?relevant\b")  # not ASReview_not_seen, which says nothing
_REASON = re.compile(r"Exclusion reason:\s*(.*?)\s*(?:;\s*(?=\Z|[\w ]+:)|\Z)", re.IGNORECASE | re.DOTALL)
_STAGE_IN_NAME = re.compile(r"_(irrelevant|excluded|included|select)_(?:csv|ris|endnote|xml|xlsx|excel)")
# file of Covidence's -> what was decided on all of its works, and what was read
STAGES: Mapping[str, tuple[Verdict, str]] = {
    "irrelevant": ("exclude", "title-abstract"),
    "select": ("include", "title-abstract"),
    "excluded": ("exclude", "full-text"),
    "included": ("include", "full-text"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one reviewer says of a work. `who` by the name they have in that program; None where it tells none."""

    verdict: Verdict
    who: str | None = None
    reasons: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()


def label_of(work: ExportedWork, program: str) -> str | None:
    """The note that tells `program` what was decided on the work; None where it has no word for that.

    An excluded work: 'RAYYAN-INCLUSION: {"bibcorpus"=>"Excluded"} | RAYYAN-EXCLUSION-REASONS: not a study',
    'ASReview_irrelevant', 'Exclusion reason: not a study;'. A comma parts reasons in Rayyan, so those within one go.
    """
    word = WORDS[program].get(work.status)
    reason = " ".join((work.status_reason or "").split()) if work.status == "excluded" else ""
    if program == "rayyan" and word:
        why = reason.replace(",", ";").replace("|", "/")
        inclusion = f'RAYYAN-INCLUSION: {{"{OURS}"=>"{word}"}}'
        return f"{inclusion} | RAYYAN-EXCLUSION-REASONS: {why}" if why else inclusion
    if program == "covidence" and reason:
        return f"Exclusion reason: {reason.rstrip(';')};"
    return word


def said_by(program: str, text: str) -> tuple[Said, ...]:
    """What the notes of a record, or the cell of a table, say in the words of `program`; one for each reviewer.

    said_by("rayyan", 'RAYYAN-INCLUSION: {"Anna"=>"Maybe", "Ben"=>"Included"}') -> unsure of Anna, include of Ben
    said_by("asreview", "ASReview_irrelevant") -> exclude;  "ASReview_not_seen" -> nothing
    said_by("covidence", "Exclusion reason: Wrong population;") -> exclude, for that reason
    """
    return tuple(_READERS[program](text))


def stage_of_file(name: str) -> tuple[Verdict, str] | None:
    """What Covidence has in a file of this name: verdict and stage; None where its name doesn't tell.

    'review_12345_irrelevant_csv_20240303130126.csv' -> ('exclude', 'title-abstract')
    """
    found = _STAGE_IN_NAME.search(name.lower())
    return STAGES[found[1]] if found else None


def _rayyan(text: str) -> Iterator[Said]:
    pieces = _PARTS.split(text)
    parts: dict[str, list[str]] = {}
    for name, value in zip(pieces[1::2], pieces[2::2], strict=True):
        parts.setdefault(name, []).append(value.strip().rstrip("|").strip())
    reasons, labels = (_listed(parts.get(name, ())) for name in ("RAYYAN-EXCLUSION-REASONS", "RAYYAN-LABELS"))
    words = _SAID["rayyan"]
    for who, word in dict(_REVIEWER.findall(" ".join(parts.get("RAYYAN-INCLUSION", ())))).items():
        if who != OURS and (verdict := words.get(word.lower())):
            yield Said(verdict=verdict, who=who, reasons=reasons if verdict == "exclude" else (), labels=labels)


def _listed(texts: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    """Between commas, each once; '__EXR__' is Rayyan's own mark of a reason."""
    words = (word.strip().removeprefix("__EXR__").strip() for text in texts for word in text.split(","))
    return tuple(dict.fromkeys(filter(None, words)))


def _asreview(text: str) -> Iterator[Said]:
    """One word among notes, or the 1 or 0 of a column. Two that contradict each other say nothing."""
    bare = text.strip().lower()
    words = {word.lower() for word in _ASREVIEW.findall(text)} or {bare.removesuffix(".0")}
    verdicts = {verdict for word in words if (verdict := _SAID["asreview"].get(word))}
    if len(verdicts) == 1:
        yield Said(verdict=verdicts.pop())


def _covidence(text: str) -> Iterator[Said]:
    if reasons := tuple(dict.fromkeys(filter(None, _REASON.findall(text)))):
        yield Said(verdict="exclude", reasons=reasons)


_READERS = {"rayyan": _rayyan, "asreview": _asreview, "covidence": _covidence}
