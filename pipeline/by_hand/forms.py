"""Forms: make an empty one, check a filled one, take it in; a corrected one takes the place of the old.

In: the type of a work, or a file that a person filled in. Out: the form; what is wrong with it, by line; the raw file
corpus/raw/hand/<name>.txt with its note. The form's id, made when it was written, is the record's id for ever:
'hand:20261122-3f9a2c'. A corrected form is written over the old one, so that one work by hand is counted once; what it
said before is in git's history. Nobody but who corrected it may have meant another work: that is asked.
"""

from __future__ import annotations

import difflib
import hashlib
import io
import re
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..clean import FIELD_NAMES, shown_value
from ..errors import InputError
from ..formats import hand_form
from ..formats._hand_form_fields import FORMS, LINES, blank_form
from ..formats._text import HEAD, lines, load
from ..ledger import write_whole
from ..model import Found
from ..record_ids import SAME_ACCESSION_TITLE
from ..search_record import NOTE
from ..store import only_one
from ..values.date import parse_date, year_of
from ..values.doi import normalise_doi
from ..values.identifiers import find_issns, normalise_isbn, normalise_pmid
from ..values.title import title_key
from ..workspace import Workspace, read_toml
from .known import cleaned
from .taking_in import KIND, free_name, note_text

SOURCE = "hand"
HEAD_LABELS = ("bibcorpus form", "id")
_LOOKED_AT: Mapping[str, tuple[Callable[[str], object], str]] = {
    "year": (year_of, "no year of four digits"),
    "looked at": (parse_date, "no date: it is written like 2026-11-22"),
    "DOI": (normalise_doi, "no DOI: it begins with 10."),
    "PMID": (normalise_pmid, "no PMID"),
    "ISBN": (normalise_isbn, "no ISBN: its digits don't fit each other; compare it with the book"),
    "ISSN": (lambda text: find_issns(text) or None, "no ISSN: its digits don't fit each other"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A filled form. `problems` must be mended before it is taken in, `doubts` are for people to look at; each with its
    line. `found`: the record as a run will read it; None where there is a problem.
    """

    path: Path
    data: bytes
    form_id: str | None
    found: Found | None
    problems: tuple[str, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class There:
    """The form of this id that was taken in before. `changes`: (field, before, after). `same_file`: byte for byte.

    `another_work`: titles and first authors have nothing in common, as where a filled form was copied for another work.
    """

    path: Path
    changes: tuple[tuple[str, str, str], ...]
    same_file: bool
    another_work: bool


def new_id(today: str) -> str:
    """An id for a new form: the day, and enough chance for many people on one day: '20261122-3f9a2c'."""
    return f"{re.sub('[^0-9]', '', today)[:8]}-{secrets.token_hex(3)}"


def write_form(kind: str, path: Path, form_id: str) -> None:
    """An empty form. Raises InputError where there is a file already, or no such form."""
    if kind not in FORMS:
        near = difflib.get_close_matches(kind, FORMS, n=1)
        raise InputError(
            f"--new {kind!r}: there is no such form" + (f"; did you mean {near[0]}?" if near else ""),
            hint="one of " + ", ".join(FORMS),
        )
    if path.exists():
        raise InputError(f"{path}: is there already", hint="choose another name: --out NAME.txt")
    write_whole(path, blank_form(kind, form_id, path.name).encode())


def is_form(path: Path) -> bool:
    """Whether a file is a form; False also for what can't be read: that is told elsewhere."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD).replace(b"\0", b"").lower()  # UTF-16, as Windows' editor may save it
        return b"bibcorpus form" in head and load(path).fmt.NAME == hand_form.NAME
    except (InputError, OSError):
        return False


def read_form(path: Path) -> Form:
    """The form in a file, checked. Raises InputError where it can't be read."""
    loaded = load(path)
    with loaded.open(loaded.parts[0]) as stream:
        text = stream.read()
    typed = [line for _, line in lines(io.StringIO(text, newline=""))]
    values = list(hand_form.values_of(typed))
    records = [found for found in hand_form.read(io.StringIO(text, newline="")) if isinstance(found, Found)]
    form_id = next((value for _, label, value in values if label == "id" and value), None)
    problems = tuple(f"{path}, {problem}" for problem in _problems(values))
    doubts = tuple(f"{path}, {doubt}" for doubt in (*_doubts(values), *_indented(typed)))
    return Form(
        path=path, data=path.read_bytes(), form_id=form_id, problems=problems, doubts=(*loaded.warnings, *doubts),
        found=records[0] if records and not problems else None,
    )  # fmt: skip


Values = Sequence[tuple[int, str | None, str]]


def _problems(values: Values) -> Iterator[str]:
    filled = {label for _, label, value in values if value}
    heads = [line for line, label, _ in values if label == "bibcorpus form"]
    if len(heads) > 1:
        yield f"line {heads[1]}: a second form begins here: one work a file"
    if not filled & {"title", "original title"}:
        yield f"line {_line_of(values, 'title')}: the title is not filled in"
    ids = [(line, value) for line, label, value in values if label == "id"]
    if len(ids) != 1 or not hand_form.ID.fullmatch(ids[0][1]):
        line = ids[-1][0] if ids else _line_of(values, "bibcorpus form")
        yield f"line {line}: a form needs its one id, 'id: …', as `bibcorpus add --new` wrote it"
    yield from _misplaced(values)


def _misplaced(values: Values) -> Iterator[str]:
    """Lines without a field, of which nobody could say where they belong; a field that is there twice, and can't be."""
    seen: dict[str, int] = {}
    for line, label, value in values:
        if label is None:
            yield f"line {line}: {value[:40]!r} stands in no field: begin it with a blank, if it goes on from above"
        elif value and label in LINES and not LINES[label].many and label in seen:
            yield f"line {line}: {label} is filled in already, in line {seen[label]}"
        elif value and label is not None:
            seen.setdefault(label, line)


def _doubts(values: Values) -> Iterator[str]:
    for line, label, value in values:
        if not value or label is None or label.lstrip("\ufeff") in HEAD_LABELS:
            if label and label.lstrip("\ufeff") == "bibcorpus form" and value not in FORMS:
                yield f"line {line}: {value!r} is no type of ours; taken for 'other'. Ours are {', '.join(FORMS)}"
        elif label not in LINES:
            near = difflib.get_close_matches(label, LINES, n=1)
            meant = f"; did you mean {near[0]!r}?" if near else ""
            yield f"line {line}: {label!r} is no field of ours: kept, but shown nowhere{meant}"
        elif label in _LOOKED_AT and not _LOOKED_AT[label][0](value):
            yield f"line {line}: {label} {value!r} is {_LOOKED_AT[label][1]}"


def _indented(typed: Sequence[str]) -> Iterator[str]:
    """Lines that go on from above, though they look like fields of their own."""
    for number, line in enumerate(typed, 1):
        label = line.partition(":")[0].strip()
        if line[:1] in (" ", "\t") and ":" in line and label in LINES:
            yield f"line {number}: '{label}:' begins with a blank: taken for the rest of the line above"


def _line_of(values: Values, label: str) -> int:
    return next((line for line, here, _ in values if here == label), 1)


# ---------------------------------------------------------------- taking in


def there(workspace: Workspace, form: Form) -> There | None:
    """What was taken in before under the id of this form; None for a new one."""
    folder = workspace.raw / SOURCE
    forms = filter(is_form, sorted(folder.glob("*.txt")) if folder.is_dir() else ())
    for path in forms:
        old = read_form(path)
        if old.form_id == form.form_id:
            if path.samefile(form.path):
                return There(path=path, changes=(), same_file=_is_as_noted(path), another_work=False)
            return _compared(path, old, form)
    return None


def _is_as_noted(path: Path) -> bool:
    """Whether a raw form, changed or not where it lies, is what its note describes."""
    note = path.with_name(path.name + NOTE)
    return note.is_file() and read_toml(note, note.name).get("sha256") == _sha256(path.read_bytes())


def _compared(path: Path, old: Form, new: Form) -> There:
    if old.data == new.data:
        return There(path=path, changes=(), same_file=True, another_work=False)
    if old.found is None or new.found is None:
        return There(path=path, changes=(), same_file=False, another_work=False)
    before, after = cleaned(old.found), cleaned(new.found)
    pairs = [(name, shown_value(getattr(before, name)), shown_value(getattr(after, name))) for name in FIELD_NAMES]
    changes = tuple((name, was, now) for name, was, now in pairs if was != now and name != "authors_complete")
    return There(path=path, changes=changes, same_file=False, another_work=_another(before, after))


def _another(before: Any, after: Any) -> bool:
    from rapidfuzz import fuzz

    titles = [title_key(work.title or work.title_original or "") for work in (before, after)]
    return fuzz.ratio(*titles) < SAME_ACCESSION_TITLE and before.authors[:1] != after.authors[:1]


def take_form(
    workspace: Workspace, form: Form, added: str, who: str | None, old: There | None = None, kind: str | None = None
) -> str:
    """Write the form into corpus/raw/hand, with its note; where it lies. `old`: the one that it corrects."""
    digest = _sha256(form.data)
    with only_one(workspace.build):
        target = old.path if old else _place(workspace.raw / SOURCE / f"{_stem(form.path)}.txt")
        path = target.with_name(target.name + NOTE)
        note: dict[str, Any] = {"source": SOURCE, "kind": kind or KIND, "added": added, "added_by": who}
        if old and path.is_file():
            before = read_toml(path, workspace.relative(path))
            note |= {name: before.get(name) for name in ("kind", "added", "added_by")}
            note |= {"corrected": added, "corrected_by": who}
        note["original_name"] = form.path.name.encode("utf-8", "replace").decode()
        note["format"] = hand_form.NAME
        # three writes, each whole: between them the note vouches for no bytes, so that a power cut leaves no quarrel
        write_whole(path, note_text(note, None).encode())
        try:
            if not (target.exists() and target.samefile(form.path)):
                write_whole(target, form.data)
            write_whole(path, note_text(note, digest).encode())
        except OSError:
            if not target.exists():
                path.unlink(missing_ok=True)
            raise
    return workspace.relative(target)


def _place(wanted: Path) -> Path:
    """Where a new form goes: to its name if that is free, or was left half taken by a program that was killed."""
    note = wanted.with_name(wanted.name + NOTE)
    begun = not wanted.exists() and note.is_file() and "sha256" not in read_toml(note, note.name)
    return wanted if begun else free_name(wanted)


def _stem(path: Path) -> str:
    stem = re.sub(r'[<>:"/\\|?*\x00-\x1f]+', "_", path.stem.encode("utf-8", "replace").decode())
    return stem.strip(". ") or "form"


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
