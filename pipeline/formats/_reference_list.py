"""A list of references read: each reference by itself, and what stands between them.

In: text. Out: one Found a reference, with what its marks tell, its style in `extra` and warnings that say what to
check. GOST references are cut at their own marks (`_reference_gost`), all others from both ends
(`_reference_western`). What no rule explains stays in the raw text alone; a text without any mark of a reference is a
Reject.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TextIO

from ..model import Found, Reject, Unread
from ._reference_doubts import MARKED, doubts
from ._reference_gost import read_gost
from ._reference_numbers import YEAR_IN_TEXT
from ._reference_parts import UPPER, YEAR, Fields, language_of, take_addresses
from ._reference_people import take_people
from ._reference_responsible import with_comma
from ._reference_split import COUNTED, HEADING_WORDS, NUMBER, is_heading, references
from ._reference_style import AREA, BOOK_AT_END, CONTAINER, NOWHERE, gost_style, western_style, without_area_dash
from ._reference_western import read_western
from ._reference_words import PUBLISHER_WORD

LONGEST = 4000  # letters; the longest reference with 50 names and a thesis statement has half of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """One reference: `style` and `fields` as written, `extra` without a field of ours, `check` what to look at."""

    style: str
    fields: Fields
    extra: Fields
    check: tuple[str, ...]


def parse(text: str) -> Parsed:
    """One reference, without its number in the list, in one line.

    'Balint M (1965) The doctor. The Lancet I, 1177–1180' -> style 'springer', volume ['I'], pages ['1177–1180'] …
    """
    fields: Fields = {}
    extra: Fields = {}
    rest = take_addresses(_tidied(text), fields, extra)
    style = gost_style(rest)
    if style:
        read_gost(rest, fields, extra)
    else:
        people = read_western(without_area_dash(rest), fields, extra)
        style = western_style(rest, people, fields)
    fields |= {role: [with_comma(name) for name in fields[role]] for role in _out_of_order(fields)}
    if language := language_of(fields.get("title", [text])[0], rest):
        fields["language"] = [language]
    return Parsed(style=style, fields=fields, extra=extra, check=doubts(rest, style, fields, extra))


def _out_of_order(fields: Fields) -> tuple[str, ...]:
    """The people besides the authors, where the authors' form of name would tear them apart."""
    others = fields.keys() & {"editors", "translators"}
    return tuple(sorted(others)) if fields.get("name_form") == ["family-initials"] else ()


def _tidied(text: str) -> str:
    """One way of writing accents; no slanted-type tags, no doubled commas; 'ff' where a PDF gave its ligature away.

    'Ku↵ner' -> 'Kuffner': TeX's fonts of old have 'ff' where a reader of PDFs looks for the sign of a new line.
    """
    text = FOOTNOTE_SIGN.sub("", text)
    return DOUBLED.sub(",", TAGS.sub("", LIGATURE.sub("ff", unicodedata.normalize("NFC", text))))


FOOTNOTE_SIGN = re.compile(r"(?<=[A-Z]\.)[*†‡§]+(?=[,;]|\s&|\sand\s)")  # 'Furhmann, T.* & Blikstein, P.'
LIGATURE = re.compile(r"(?<=[^\W\d_])↵(?=[^\W\d_])")
TAGS = re.compile(r"</?(?:italic|bold|i|b|em|strong|sub|sup)>", re.IGNORECASE)
DOUBLED = re.compile(r",(?:\s?,)+")


def segments(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """One Found a reference; headings ('Литература') and the letter around a numbered list are Unread."""
    waiting: list[Found | Reject | Unread] = []  # what only the next reference shows to be a heading or a letter
    before: Found | None = None
    for line, raw in references(stream):
        segment = _segment(line, raw)
        if isinstance(segment, Found) and (COUNTED.match(raw) or DATED_OR_MARKED.search(raw)):
            yield from _between(before, waiting, segment)
            yield segment
            waiting, before = [], segment
        elif len(waiting) < LONGEST_LETTER:
            waiting.append(segment)
        else:
            yield from (*waiting, segment)
            waiting = []
    yield from _between(before, waiting, None)


def _segment(line: int, raw: str) -> Found | Reject | Unread:
    text = raw.removeprefix("\ufeff").strip()
    if not text:
        return Unread(line=line, raw=raw, reason="a blank line")
    if is_heading(text):
        whole = HEADING_WORDS.fullmatch(text) is not None
        return Unread(line=line, raw=raw, reason=f"the heading of {'the list' if whole else 'a part'}", expected=whole)
    return segment_of(raw, line)


def _between(
    before: Found | None, segments: Sequence[Found | Reject | Unread], after: Found | None
) -> Iterator[Found | Reject | Unread]:
    """What stands between two references, or before the first or behind the last, told once both are known.

    A numbered list needs no rule for letters in front of it and greetings behind: they have no number and no mark.
    """
    around = (before is None) != (after is None)
    in_letter = around and all(COUNTED.match(found.raw) for found in (before, after) if found)
    for segment in segments:
        if isinstance(segment, Unread) or COUNTED.match(segment.raw):
            yield segment
        elif in_letter:
            yield _set_apart(segment, "text around the numbered references, without any mark of one")
        elif after and isinstance(segment, Reject) and HEADING_SHAPE.fullmatch(segment.raw.strip()):
            yield _set_apart(segment, MAYBE_A_HEADING)
        else:
            yield segment


def _set_apart(segment: Found | Reject, reason: str) -> Unread:
    return Unread(line=segment.line, raw=segment.raw, reason=reason, expected=False)


DATED_OR_MARKED = re.compile(rf"{YEAR}|//|\d\s?[(:;,–-]\s?\d|\b10\.\d{{4}}")
MAYBE_A_HEADING = "a short line before a reference, without any mark of one: a heading, or a title alone"
LONGEST_LETTER = 1000  # segments without a reference; a text that has more is held no longer
# 'Источники на русском языке', 'Groups and their leaders:': a few words, a capital first, no mark within
HEADING_SHAPE = re.compile(rf"(?=.{{2,60}}$)[{UPPER}][^\W\d_]*(?:[\s-][^\W\d_]+){{0,6}}\s?:?")


def segment_of(raw: str, line: int = 1) -> Found | Reject:
    """One reference as a segment; a text without any mark of a reference is a Reject that says so."""
    text = " ".join(NUMBER.sub("", raw.removeprefix("\ufeff"), count=1).split())
    if len(text) > LONGEST:
        return Reject(line=line, raw=raw, reason=f"too long for a reference: {len(text)} letters")
    parsed = parse(text)
    marks = parsed.fields.keys() & MARKED | parsed.extra.keys() & MARKED
    if marks <= {"publisher"} and not PUBLISHER_WORD.search(text):
        marks = set()  # 'Best wishes, Anna': a publisher alone is a guess at what stands behind a comma
    told = parsed.fields.keys() & {"title", "authors"} or {"container", "volume", "year"} <= parsed.fields.keys()
    if not marks or not told:
        return Reject(line=line, raw=raw, reason="no mark of a reference: no '//', year, number, pages, place or DOI")
    extra = {"style": [parsed.style], **parsed.extra}
    return Found(line=line, raw=raw, fields=parsed.fields, extra=extra, warnings=parsed.check)


def likeness(head: str) -> int:
    """2 where most of the text is references beyond doubt; 1 for one or two such; 0 for prose.

    A reference beyond doubt has a year, and '//' before its container, or people in front and numbers or a place and
    publisher behind, or a whole imprint at its end: a sentence has not.
    """
    lines = [" ".join(raw.split()) for _, raw in islice(references(io.StringIO(head, newline="")), MOST_SNIFFED)]
    texts = [text for text in lines if text and not is_heading(text)]
    sure = sum(_is_beyond_doubt(NUMBER.sub("", text, count=1)) for text in texts)
    if sure == 0 or sure * 2 < len(texts):
        return 0
    return 2 if sure >= FEWEST_SURE else 1


MOST_SNIFFED = 80  # references; enough to tell, and quick
FEWEST_SURE = 3


def _is_beyond_doubt(text: str) -> bool:
    plain = ADDRESS.sub("", text[:LONGEST])
    if len(text) > LONGEST or not YEAR_IN_TEXT.search(plain):
        return False
    if not _is_marked(plain):
        return False
    parsed = parse(text)
    fields = parsed.fields
    holder = len(fields.get("container", [""])[0]) < LONGEST_NAME and len(fields.get("title", [""])[0]) < LONGEST_NAME
    book = "place" in fields and bool(parsed.extra.keys() & {"extent", "thesis"})
    return (
        "title" in fields and holder and (book or bool(fields.keys() & {"container", "volume", "pages", "publisher"}))
    )


def _is_marked(plain: str) -> bool:
    """Whether a text has GOST's marks, people in front, or a book's imprint at its end."""
    if BOOK_AT_END.search(plain):
        return True
    if gost_style(plain):
        return any(mark.search(plain) for mark in (CONTAINER, AREA, NOWHERE))
    people = take_people(plain)
    return len(people.names) + bool(people.more) > (people.manner in ("full", "inverted"))


LONGEST_NAME = 250  # letters of a title or a journal; a paragraph of prose has more
ADDRESS = re.compile(r"\w+://\S*")
