"""Columns of a table: which field each fills, and what a row's cells say.

In: the cells of one row. Out: fields of ours and `extra`, all as the source wrote them; first and last page joined;
and warnings where a spreadsheet has made something else of a number.

    Column("Author Keywords", "keywords", ";")   'burnout; Balint' -> keywords ["burnout", "Balint"]
    Column("Affiliations")                       -> extra, under the column's own name
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

COMMA_OUTSIDE_BRACKETS = re.compile(r",(?![^()\[\]]*[)\]])")
LONGEST_MISSING = 8  # letters of a text that stands for an empty cell
NOT_AVAILABLE = re.compile(r"\[No .+ available\]")  # Scopus for an empty cell: '[No abstract available]'
NUMBERS = ("doi", "pmid", "isbn", "accession", "pages")
ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+?\d{1,3}")
AS_DATE = re.compile(r"\d{1,2}[-.]\s?[^\W\d_]{3,4}\.?|[^\W\d_]{3}[-.]\d{2}|\d{4}-\d\d-\d\d(?:[T ].*)?")
_ENTITY = (
    r"&(?:#\d+|#x[\da-fA-F]+|amp|lt|gt|quot|apos|nbsp|szlig"
    r"|[a-zA-Z](?:acute|grave|circ|uml|tilde|cedil|ring|caron|lig));"
)
ENTITY = re.compile(_ENTITY)
BETWEEN_SEMICOLONS = re.compile(rf"(?:{_ENTITY}|[^;])+")
ISBN = re.compile(r"(?:97[89]-?)?(?:\d-?){9}[\dXx]")
SHORT_DATE = re.compile(r"\d{1,2}([/.])\d{1,2}\1(?:\d{2}|\d{4})")


Fields = dict[str, list[str]]


class Column(NamedTuple):
    """A column by its name in the file: the field it fills (None: `extra`), and what parts its values, if any.

    A field that begins with '_' is one of the reader's own, to be joined with others: '_first_page'.
    """

    name: str
    field: str | None = None
    separator: str | None = None


class Columns:
    """The columns of one table, sorted once: without a field; one text for one field; lists, or several for one field.

    Most rows of an export go through here, cell by cell: the two comprehensions are what makes it fast.
    """

    def __init__(self, columns: Sequence[Column], missing: frozenset[str] = frozenset()) -> None:
        """`missing`: texts that stand for an empty cell, but never for a title."""
        self.missing = missing
        fields = [column.field for column in columns]
        names = [column.name for column in columns if column.field is None]
        self.plain: list[tuple[str, int]] = []
        self.lists: list[tuple[str, int, str | None]] = []
        self.others: list[tuple[str, int]] = []
        self.repeated: list[tuple[str, int]] = []
        for at, (name, field, separator) in enumerate(columns):
            if field is None:
                (self.others if names.count(name) == 1 else self.repeated).append((name, at))
            elif separator is None and fields.count(field) == 1:
                self.plain.append((field, at))
            else:
                self.lists.append((field, at, separator))

    def read(self, row: Sequence[str]) -> tuple[Fields, Fields]:
        """Fields and extra of one row; what is in `extra` is verbatim."""
        extra = {name: [cell] for name, at in self.others if (cell := row[at]) and not cell.isspace()}
        for name, at in self.repeated:
            if row[at].strip():
                extra.setdefault(name, []).append(row[at])
        missing = self.missing
        fields = {
            field: [text]
            for field, at in self.plain
            if (cell := row[at])
            and (text := cell.strip())
            and (text[0] != "[" or not NOT_AVAILABLE.fullmatch(text))
            and (len(text) > LONGEST_MISSING or text not in missing or field == "title")
        }
        for field, at, separator in self.lists:
            if (cell := row[at]) and (text := cell.strip()) and not NOT_AVAILABLE.fullmatch(text):
                values = split_list(text, separator) if separator else [text]
                if field in fields:
                    values = fields[field] + [value for value in values if value not in fields[field]]
                if values:
                    fields[field] = values
        if "isbn" in fields:
            fields["isbn"] = whole_isbns(fields["isbn"])
        if missing and self.lists:
            self._leave_out_missing(fields)
        return fields, extra

    def _leave_out_missing(self, fields: Fields) -> None:
        """Texts that stand for an empty cell, among the values of a list."""
        for field in {field for field, _, _ in self.lists}.intersection(fields):
            texts = fields[field]
            if field != "title" and len(texts[0]) <= LONGEST_MISSING and not self.missing.isdisjoint(texts):
                fields[field] = [text for text in texts if text not in self.missing]
                if not fields[field]:
                    del fields[field]


def join_pages(fields: Fields) -> None:
    """Puts '_first_page' and '_last_page' into `pages`: '1472', '1476' -> '1472-1476'; 'S1-1' … -> 'S1-1–S1-9'."""
    if "_first_page" not in fields and "_last_page" not in fields:
        return
    first, last = (fields.pop(name, [""])[0] for name in ("_first_page", "_last_page"))
    if first and last and first != last and "pages" not in fields:
        dash = "–" if "-" in first + last else "-"
        fields["pages"] = [f"{first}{dash}{last}"]
    elif first or last:
        fields.setdefault("pages", [first or last])


def counted_pages(first: str, count: str) -> str:
    """The pages, by the first one and how many there are: '215', '13' -> '215-227'; 'e12', '9' -> 'e12'."""
    if first.isdecimal() and count.isdecimal() and int(count) > 1:
        return f"{first}-{int(first) + int(count) - 1}"
    return first


def join_date(fields: Fields) -> Fields:
    """Puts '_month' and '_day' behind the year, as `date`: '2022', 'Dec' -> '2022 Dec'; 2023, 5, 1 -> '2023-05-01'.

    What fits nowhere is returned: a month without a year, or beside a date of its own.
    """
    month, day = (fields.pop(name, []) for name in ("_month", "_day"))
    parts = [*fields.get("year", [])[:1], *month, *day]
    if not month or "year" not in fields or "date" in fields:
        return {name: texts for name, texts in (("_month", month), ("_day", day)) if texts}
    numbers = all(part.isdecimal() and len(part) <= 4 for part in parts)
    fields["date"] = ["-".join(part.zfill(2) for part in parts) if numbers else " ".join(parts)]
    return {}


def rounded_numbers(fields: Fields) -> tuple[str, ...]:
    """What a spreadsheet has made of numbers and pages, as warnings: '3.9E+07', and '15-Dec' for pages 12-15."""
    warnings: tuple[str, ...] = ()
    for name in NUMBERS:
        if name in fields and "E" in fields[name][0] and ROUNDED.fullmatch(fields[name][0]):
            warnings += (f"{name} {fields[name][0]}: a spreadsheet has rounded this number",)
    if "pages" in fields and AS_DATE.fullmatch(fields["pages"][0]):
        warnings += (f"pages {fields['pages'][0]}: a spreadsheet may have made a date of them",)
    if "date" in fields and SHORT_DATE.fullmatch(fields["date"][0]):
        warnings += (f"date {fields['date'][0]}: a spreadsheet has written it, day and month can't be told apart",)
    return warnings


def split_list(cell: str, separator: str) -> list[str]:
    """The values of a cell that holds several: 'a; b;' parted at ';' -> ['a', 'b'].

    The semicolon of an entity parts nothing: 'statistics &amp; data; trends' -> two.
    """
    if separator == ";" and "&" in cell and ENTITY.search(cell):
        return [value for part in BETWEEN_SEMICOLONS.findall(cell) if (value := part.strip())]
    values = [*map(str.strip, cell.split(separator))]
    return values if all(values) else [*filter(None, values)]


def whole_isbns(texts: list[str]) -> list[str]:
    """Texts that hold several whole ISBNs, parted at the blanks; one whose groups are parted by blanks stays.

    '979-8-3315-3592-6 979-8-3315-3591-9' -> two     '0 306 40615 2' -> one
    """
    return [isbn for text in texts for isbn in (text.split() if all(map(ISBN.fullmatch, text.split())) else [text])]


def split_at_commas(cell: str) -> list[str]:
    """The values of a cell; a comma inside brackets parts nothing: 'cyst (diagnosis, surgery), adult' -> two."""
    return [part for text in COMMA_OUTSIDE_BRACKETS.split(cell) if (part := text.strip())]
