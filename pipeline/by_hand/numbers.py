"""Numbers of works as people type them, or keep them in a list: which kind each is, in its normal form.

In: texts, or a file with one number a line. Out: `Number`, each once. What is none is an error that names it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import InputError
from ..formats._text import lines, open_text
from ..values.doi import find_dois, normalise_doi
from ..values.identifiers import normalise_isbn, normalise_pmid

TITLES: Mapping[str, str] = {"doi": "DOI", "pmid": "PMID", "isbn": "ISBN"}
NORMAL: Mapping[str, Callable[[str], str | None]] = {
    "doi": normalise_doi,
    "pmid": normalise_pmid,
    "isbn": normalise_isbn,
}
_EXAMPLES: Mapping[str, str] = {
    "doi": "a DOI begins with 10., as 10.1000/182",
    "pmid": "a PMID is PubMed's number of up to 8 digits, as 12345678",
    "isbn": "an ISBN has 10 or 13 digits, of which the last one must fit the others: compare it with the book",
}


@dataclass(frozen=True, slots=True, order=True)
class Number:
    """A work's number: `kind` is a key of TITLES, `text` the normal form."""

    kind: str
    text: str

    def __str__(self) -> str:
        return f"{TITLES[self.kind]} {self.text}"


def number_of(kind: str, text: str) -> Number:
    """What was typed behind --doi, --pmid or --isbn. Raises InputError where it is none."""
    found = NORMAL[kind](text)
    if found is None:
        raise InputError(f"--{kind} {text!r} is no {TITLES[kind]}", hint=_EXAMPLES[kind])
    return Number(kind, found)


def numbers_in(path: Path) -> list[Number]:
    """The numbers in a list, one a line, with or without a label; blank lines and those with '#' are passed over.

    'https://doi.org/10.1000/x' -> DOI   'PMID 12345678', '12345678' -> PMID   '978-3-16-148410-0' -> ISBN
    Raises InputError where a line has none: nothing is asked then.
    """
    stream, _, _ = open_text(path)
    with stream:
        found = list(_numbers(path, [(number, line.strip()) for number, line in lines(stream)]))
    if not found:
        raise InputError(f"{path}: no number is in it", hint="one DOI, PMID or ISBN a line")
    return list(dict.fromkeys(found))


def _numbers(path: Path, typed: Sequence[tuple[int, str]]) -> Iterator[Number]:
    for line, text in typed:
        if text and not text.startswith("#"):
            found = guessed(text)
            if found is None:
                raise InputError(
                    f"{path}, line {line}: {text!r} is neither a DOI, nor a PMID, nor an ISBN",
                    hint="one number a line; put # before a line that is a remark",
                )
            yield found


def guessed(text: str) -> Number | None:
    """Which number a line holds; None where there is none, or two DOIs. An ISBN comes before a PMID: it is longer."""
    if dois := find_dois(text):
        return Number("doi", dois[0]) if len(dois) == 1 else None
    for kind in ("isbn", "pmid"):
        if found := NORMAL[kind](text):
            return Number(kind, found)
    return None
