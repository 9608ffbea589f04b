"""A pasted list of references, cut into its references.

In: a stream of text. Out: each reference with its first line. How a list parts its references is judged by its first
lines: by numbers ('1.', '[1]'), by blank lines, or a line each. A list is read in a stream once that is known.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain, islice, pairwise
from typing import TextIO

from ._reference_parts import UPPER, YEAR

JUDGED_BY = 2000  # lines
ENDS_REFERENCE = frozenset(".)]>/0123456789")  # 'London: / Karnac Books' is broken before no heading
LONGEST_HEADING = 60  # letters
SHORTEST_BOOK = 40  # letters of a line; the last line of a book that fills two may have only its imprint
_NO_YEAR = rf"(?!{YEAR}\b)"  # '1984. A study' begins with a title or a year
_COUNT = rf"\[(?:\d{{1,4}}|[A-Z][A-Za-z+]{{1,8}}\d{{2}}[a-z]?)\]|\({_NO_YEAR}\d{{1,4}}\)|{_NO_YEAR}\d{{1,4}}[.)]"
NUMBER = re.compile(  # '4 Ritala, M.': a bare number only before a name
    rf"^\s{{0,6}}(?:{_COUNT}|\d{{1,4}}(?=\s[A-ZÀ-ÞА-Я][\w'’-]+,? [A-ZА-Я][. ,A-Z])|[•*–-](?=\s))\s*"
)
COUNTED = re.compile(rf"^\s{{0,6}}(?:{_COUNT})\s+")
_COUNTED_AS = re.compile(rf"^\s{{0,6}}(?=(?:{_COUNT})\s)[\[(]?(\d+)")
HEADING_WORDS = re.compile(
    r"(?:[IVX\d.]+\s)?(?:список\s)?(?:использованн\w+\s|cited\s)?(?:литератур[аы]|источник\w*|references?(?:\slist|\scited)?"
    r"|bibliography|bibliographie|works cited|literatur(?:verzeichnis|hinweise)?|piśmiennictwo|références)[:.]?",
    re.IGNORECASE,
)
# A heading within a list: 'Books', 'Monographs:', 'Иностранные источники', 'Статьи на английском языке'
_KIND = (
    r"(?:книг[аи]|стать[ия]|монографи[ия]|сборники|учебники|пособия|диссертации|авторефераты|источники|литература|ресурсы|books?"
    r"|(?:book\s)?chapters|(?:journal\s)?articles|journals|monographs?|textbooks|theses|dissertations|papers|reports"
    r"|sources|literature|web\s?sites|further reading|bücher|aufsätze|zeitschriften(?:artikel)?|monographien|quellen"
    r"|dissertationen|internetquellen|livres|thèses|ouvrages|książki|artykuły)"
)
SECTION = re.compile(
    rf"(?:[IVX\d.]+\s)?(?:[^\W\d_]+(?:-[^\W\d_]+)?\s){{0,2}}{_KIND}(?:\s(?:и|and|und|et|i|&)\s(?:[^\W\d_]+\s)?{_KIND})?"
    r"(?:\s(?:на|в|из|in|auf|en)\s[^\W\d_]+(?:\s(?:языке|языках|language))?)?\s?:?",
    re.IGNORECASE,
)
CLOSING = re.compile(  # the end of a letter, directly under the last reference of its numbered list
    r"(?-i:(?=[A-ZА-Я]))(?:(?:(?:with )?(?:best|kind|warm)(?:est)? )?(?:wishes|regards)|yours|sincerely|thank(?:s| you)"
    r"|с уважением|спасибо|mit (?:\w+ )?grüßen|(?:viele|beste|liebe|herzliche) grüße"
    r"|cordialement|bien à vous|pozdrawiam)\b[^\d]{0,60}$",
    re.IGNORECASE,
)
_YEAR = re.compile(rf"(?<!\d){YEAR}(?!\d)")
_BOOK_END = re.compile(rf"[,;.]\s?(?:[–—-]\s?)?{YEAR}\.?(?:\s?(?:[–—-]\s?)?\d+\s?(?:с|c|S|p|pp|s)\b\.?)?$")
_PEOPLE = re.compile(rf"^[{UPPER}][\w'’-]+(?:\s[\w'’-]+)?,?\s(?:[{UPPER}]|et al|и др)")


def references(stream: TextIO) -> Iterator[tuple[int, str]]:
    """Each reference with its first line; in a list with numbers or blank lines one may fill several."""
    first = list(islice(stream, JUDGED_BY))
    begins = _beginning_of(first)
    line, start, held, before = 0, 1, list[str](), ""
    for line, text in enumerate(chain(first, stream), 1):
        if held and begins(text, before):
            yield start, "".join(held)
            held, start = [], line
        held.append(text)
        before = text
    if held:
        yield start, "".join(held)


def _beginning_of(lines: list[str]) -> Callable[[str, str], bool]:
    """How this list shows that a line begins a reference: by number, by a blank line before it, or every line does."""
    filled = [line for line in lines if line.strip() and not is_heading(line)]
    numbers = [int(number[1]) for line in filled if (number := _COUNTED_AS.match(line))]
    dated = sum(_is_dated(line) for line in filled)  # none of them is numbered
    books = sum(_is_book(line) and not _is_dated(line) for line in filled)
    in_turn = sum(after == before + 1 for before, after in pairwise(numbers)) * 2 >= len(numbers) > 1
    if len(numbers) >= 2 and (in_turn or COUNTED.match(filled[0])) and dated * 2 <= len(numbers):
        return lambda text, before: bool(COUNTED.match(text) or CLOSING.match(text)) or _is_apart(text, before)
    if (dated + books + len(numbers)) * 2 <= len(filled) and any(not line.strip() for line in lines[1:-1]):
        return _is_apart
    return lambda text, before: True


def _is_apart(text: str, before: str) -> bool:
    """Whether a blank line or a heading stands between a line and the line before it."""
    if not (text.strip() and before.strip()) or _opens_part(before):
        return True
    return _opens_part(text) and before.rstrip()[-1] in ENDS_REFERENCE


def _opens_part(line: str) -> bool:
    """A heading within a list has a capital; 'of the / literature' is the end of a title."""
    return is_heading(line) and not line.lstrip()[:1].islower()


def is_heading(line: str) -> bool:
    """Whether a line is nothing but the heading of a list or of a part of it: 'References', 'Книги и статьи:'."""
    text = line.removeprefix("\ufeff").strip()
    return len(text) < LONGEST_HEADING and bool(HEADING_WORDS.fullmatch(text) or SECTION.fullmatch(text))


def _is_dated(line: str) -> bool:
    """Whether a line has people in front and a year behind: the second line of a reference rarely has."""
    return bool(_YEAR.search(line) and _PEOPLE.match(line))


def _is_book(line: str) -> bool:
    """Whether a line begins and ends as a book does: 'Психология / под ред. А. А. Ли. М.: Наука, 2001. 300 с.'."""
    text = line.strip()
    return len(text) > SHORTEST_BOOK and text[0].isupper() and _BOOK_END.search(text) is not None
