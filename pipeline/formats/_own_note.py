"""Our own note: what a format has no place for, said in a note of the record so that reading it gives it back.

    bibcorpus: {"date_online": ["2010-03-02"], "event": ["WONCA Europe 2010"]}

In: the notes of a record that one of our exports may have written. Out: its fields as they were. The note is one line,
as some programs fold lines; JSON, as values may hold any sign. A field that stands in it is as it says, whatever the
reader made of the rest. 'label' is the note that tells a program for screening what was decided (exports/_labels.py):
it says nothing of the publication, and goes with it.

A retracted work says so in a sentence, for people; reading it gives the type that the NLM has for it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from ..model import SOURCE_FIELDS
from ._tagged import Tags

OURS = "bibcorpus"  # who wrote a record, where its format has a place for that
OPENS = f"{OURS}: {{"
LABEL = "label"
RETRACTED = "This work has been retracted."
RETRACTED_TYPE = "Retracted Publication"
_BEGIN = len(OPENS) - 1


def own_note(values: Mapping[str, Sequence[str]]) -> str:
    """The note that says these values, by the names of SOURCE_FIELDS (or LABEL)."""
    told = {name: list(values[name]) for name in sorted(values)}
    return OPENS[:_BEGIN] + json.dumps(told, ensure_ascii=False)


def parted(text: str) -> tuple[str, dict[str, list[str]]]:
    """A text, as a cell of a table with all the notes of a record, without our own note; and what the note says."""
    at = text.find(OPENS)
    if at < 0:
        return text, {}
    try:
        told, end = json.JSONDecoder().raw_decode(text, at + _BEGIN)
    except ValueError:
        return text, {}
    known = {name: values for name, values in told.items() if _is_ours(name, values)}
    return text[:at] + text[end:], known


def _is_ours(name: str, values: object) -> bool:
    return (name in SOURCE_FIELDS or name == LABEL) and isinstance(values, list) and all(map(_is_text, values))


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def take_own_notes(fields: Tags) -> list[str]:
    """Put what our notes say where it belongs, and hand back these notes; in place, as the last a reader does."""
    notes = fields.get("note", ())
    if not any(OPENS in note or note == RETRACTED for note in notes):
        return []
    said = said_in(notes)
    ours = {RETRACTED, *said.pop(LABEL, ())}
    left = [note for note in notes if note not in ours and not _is_own(note)]
    retracted = RETRACTED in notes
    _set(fields, {"note": left, **said})
    if retracted:
        fields["publication_types"] = with_retraction(fields.get("publication_types", ()))
    return [note for note in notes if note not in left]


def said_in(notes: Iterable[str]) -> dict[str, list[str]]:
    """What our notes among these say."""
    return {name: values for note in notes for name, values in parted(note)[1].items()}


def _is_own(note: str) -> bool:
    rest, said = parted(note)
    return bool(said) and not rest.strip()


def with_retraction(types: Iterable[str]) -> list[str]:
    """Publication types that say that the work is retracted."""
    types = list(types)
    return types if any(map(is_retraction, types)) else [*types, RETRACTED_TYPE]


def is_retraction(publication_type: str) -> bool:
    """As the view `bibliography` has it."""
    return publication_type.lower() in ("retracted publication", "retracted")


def _set(fields: Tags, values: Mapping[str, list[str]]) -> None:
    for name, texts in values.items():
        if texts:
            fields[name] = texts
        else:
            fields.pop(name, None)
