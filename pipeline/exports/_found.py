"""A work in the words of a source: what a format can hold goes into its own places, the rest into a note of ours.

In: an exported work. Out: its fields by the names of SOURCE_FIELDS, as the writers of formats take them. `lost` tells
which of them the reader of a format doesn't give back as they were: these are said in our own note (formats/_own_note).
What is left out of every such form: subject headings stand among the keywords, and `title_language` is told by
brackets alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter

from ..clean import FIELD_NAMES, NAME_FIELDS, clean
from ..formats._own_note import LABEL, RETRACTED, is_retraction, own_note, with_retraction
from ..model import Bibliographic, Name
from ..values.names import display_name, parse_name
from . import ExportedWork, Options
from ._fields import with_tags
from ._labels import label_of

Fields = dict[str, list[str]]

# where the field of a work has another name as a source's field
_RENAMED = {"languages": "language"}
_NOT_SAID = ("title_language", "authors_complete")
ET_AL = "et al."
_MONTHS = ("", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_values_of = attrgetter(*FIELD_NAMES)


def to_write(work: ExportedWork, options: Options) -> Bibliographic:
    """Its fields as these forms have them: tags and headings behind the keywords, each once; retraction as a type; no
    short title of a journal that is the title.
    """
    fields = with_tags(work, options)
    keywords = tuple(dict.fromkeys((*fields.keywords, *fields.headings)))
    types, note = fields.publication_types, fields.note
    if work.retracted or note == RETRACTED:
        types, note = tuple(with_retraction(types)), None if note == RETRACTED else note
    short = fields.container_short if fields.container_short != fields.container else None
    return replace(fields, keywords=keywords, headings=(), publication_types=types, container_short=short, note=note)


def source_fields(work: Bibliographic) -> Fields:
    """Its fields as a source would give them, missing ones left out. A list of authors cut short ends in 'et al.'"""
    fields: Fields = {}
    for name, value in zip(FIELD_NAMES, _values_of(work), strict=True):
        if not value or name in _NOT_SAID:
            continue
        if name in NAME_FIELDS:
            fields[name] = [name_text(person) for person in value]
        else:
            fields[_RENAMED.get(name, name)] = [*value] if isinstance(value, tuple) else [str(value)]
    if work.title:
        fields["title"] = [bracketed(work)]
    if not work.authors_complete:
        fields["authors"] = [*fields.get("authors", ()), ET_AL]
    return fields


def bracketed(work: Bibliographic) -> str:
    """The title; in brackets, as the NLM writes it, where the work has another one that nobody knows."""
    title = work.title or ""
    translated = work.title_language == "en" and work.languages and "en" not in work.languages
    return f"[{title}]" if translated and not work.title_original and not title.startswith("[") else title


def month_and_day(date: str | None) -> str:
    """'2014-11-03' -> 'Nov 3', '2014-11' -> 'Nov', '2014' -> ''"""
    _, _, rest = (date or "").partition("-")
    month, _, day = rest.partition("-")
    return " ".join(filter(None, (_MONTHS[int(month)] if month else "", day.removeprefix("0"))))


def name_text(name: Name) -> str:
    """'Müller, J. A.'; 'Balint Society,' with EndNote's mark of a name that is not to be parted: a comma at its end."""
    shown = display_name(name)
    return f"{shown.rstrip(',')}," if is_whole(name) else shown


def is_whole(name: Name) -> bool:
    """Whether a program must be told not to part the name: a group, or a person whose one name has blanks in it."""
    if name.family and name.given:
        return False
    return name.literal is not None or parse_name(display_name(name), "free") != name


def lost(work: Bibliographic, read: Mapping[str, Sequence[str]], besides: Iterable[str] = ()) -> list[str]:
    """The names of those source fields that come back otherwise than they were, but for `besides`."""
    again, _, _ = clean(read)
    if again == work:
        return []
    passed_over = {"title_language", *besides}
    pairs = zip(FIELD_NAMES, _values_of(again), _values_of(work), strict=True)
    names = [name for name, one, two in pairs if one != two and name not in passed_over]
    return list(dict.fromkeys("authors" if name == "authors_complete" else _RENAMED.get(name, name) for name in names))


def notes_of(
    work: ExportedWork, fields: Bibliographic, options: Options, said: Mapping[str, Sequence[str]]
) -> list[str]:
    """The notes of a work: its own, its retraction, what was decided on it, and what the format has no place for."""
    label = label_of(work, options.labels) if options.labels else None
    told = {**said, **({LABEL: [label]} if label else {})}
    retracted = any(map(is_retraction, fields.publication_types))
    notes = (fields.note, RETRACTED if retracted else None, label, own_note(told) if told else None)
    return [note for note in notes if note]


def written(
    fields: Bibliographic,
    write: Callable[[Mapping[str, Sequence[str]]], str],
    read: Callable[[str], Mapping[str, Sequence[str]]],
    besides: Iterable[str] = (),
) -> str:
    """The text of a work, `write(said)`, where `said` is what `read` does not give back of it by itself."""
    text = write({})
    names = lost(fields, read(text), besides)
    if not names:
        return text
    values = source_fields(fields)
    said = {name: values.get(name, []) for name in names}
    if "authors" in said:
        said |= _authors_said(fields, said["authors"])
    return write(said)


def _authors_said(work: Bibliographic, authors: Sequence[str]) -> Fields:
    """Authors, and apart from them those groups whose names alone would be taken for a person's."""
    groups = [display_name(name) for name in work.authors if is_whole(name) and not _known_group(name)]
    unknown = {f"{name}," for name in groups}
    apart = {"group_authors": groups} if any(map(is_whole, work.authors)) else {}
    return {"authors": [text.rstrip(",") for text in authors if text not in unknown], **apart}


def _known_group(name: Name) -> bool:
    return parse_name(display_name(name), "free") == name
