"""A form for one work that a person filled in (`bibcorpus add --new book`): plain text, 'field: value' line by line.

    bibcorpus form: book
    id: 20261122-3f9a2c
    author: Balint, Michael
    title: The doctor, his patient
     and the illness
    year: 1957

In: UTF-8 text of one form or more, each from its first line to the next one's. Out: one Found a form. Its id is the
record's accession, so that a corrected form is the same record. A line that begins with '#' is a remark; one that
begins with a blank goes on with the line before; an empty field is none. A field that no form asks is kept in `extra`.

Source: this format is our own; the fields are described in `_hand_form_fields`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TextIO

from ..model import RECORD_TYPES, Found, Reject, Unread
from ._blocks import Piece, give, read_blocks
from ._hand_form_fields import LINES

NAME = "hand-form"
TITLE = "bibcorpus form"
# what is read and not kept, and why: docs/formats.md shows it
SKIPPED = {
    "what stands behind #": "remarks for whoever fills in the form",
}

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
_FIRST_LINE = re.compile(r"[ \t\ufeff]*bibcorpus form[ \t]*:", re.IGNORECASE)
_REMARK = re.compile("#")
_LABEL = re.compile(r"([^:#\s][^:]*?)[ \t]*:[ \t]*(.*)", re.DOTALL)
_BY_NAME = {label.casefold(): label for label in LINES}
NAME_FORM = "family-comma-given"


def sniff(head: str) -> int:
    """3 where the first line that is no remark opens a form, 0 else."""
    for line in head.splitlines():
        if line.strip() and not line.startswith("#"):
            return 3 if _FIRST_LINE.match(line) else 0
    return 0


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """One Found or Reject a form; see the docstring of this folder."""
    return read_blocks(stream, lambda line, blanks: bool(_FIRST_LINE.match(line)), _record, _REMARK)


def values_of(lines: Sequence[str], start: int = 1) -> Iterator[tuple[int, str | None, str]]:
    """(line number, label, value) for each line that says something; label None: a line that has no place.

    ['title: The doctor,\\n', ' his patient\\n', '# seen\\n'] -> (1, 'title', 'The doctor, his patient')
    """
    pending: tuple[int, str | None, str] | None = None
    for number, line in enumerate(lines, start):
        bare = line.strip()
        if not bare or line.startswith("#"):
            continue
        if line[0] in " \t" and pending and pending[1] is not None:
            pending = (pending[0], pending[1], f"{pending[2]} {bare}".strip())
            continue
        if pending:
            yield pending
        found = _LABEL.fullmatch(bare)
        pending = (number, _known(found[1]), found[2].strip()) if found else (number, None, bare)
    if pending:
        yield pending


def _known(label: str) -> str:
    """The label as our forms spell it, however it is typed: 'isbn', 'Original  Title'."""
    plain = " ".join(label.casefold().split())
    return _BY_NAME.get(plain, plain)


def _record(piece: Piece) -> Found | Reject:
    fields: dict[str, list[str]] = {}
    extra: dict[str, list[str]] = {}
    for _, label, value in values_of(piece.lines, piece.line):
        _take(label or "(no label)", value, fields, extra)
    if "title" not in fields and "title_original" not in fields:
        return Reject(line=piece.line, raw=piece.raw, reason="a form without a title")
    if fields.keys() & {"authors", "editors", "translators"}:
        fields["name_form"] = [NAME_FORM]
    warnings = () if "accession" in fields else ("a form without its id: a corrected one will be another record",)
    return Found(line=piece.line, raw=piece.raw, fields=fields, extra=extra, warnings=warnings)


def _take(label: str, value: str, fields: dict[str, list[str]], extra: dict[str, list[str]]) -> None:
    if not value:
        return
    plain = label.lstrip("\ufeff")
    if plain == "bibcorpus form":
        fields["type"] = [value if value in RECORD_TYPES else "other"]
    elif plain == "id":
        give(fields, "accession", [value])
    elif label in LINES:
        give(fields, LINES[label].field, [value])
    else:
        give(extra, label, [value])
