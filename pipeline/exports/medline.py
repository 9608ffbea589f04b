"""MEDLINE text, with the tags that PubMed writes (nbib).

\b
- Each record begins with its PMID, and one without with OWN: programs know such a file by the PMID of its first record.
- Full names (FAU), and the short ones of MEDLINE (AU); groups (CN) come behind the persons.
- '[Title]' is a translation; TT is the title in the language of the work.
- Keywords in OT, subject headings in MH, the DOI in LID and AID, languages as the NLM's codes, an article number in PG.
- The type of the work stands among the publication types (PT), and so does its retraction.
- What MEDLINE has no tag for stands in one general note (GN), 'bibcorpus: …', from which `bibcorpus add` gets it back;
  addresses, and when somebody looked at them, are not written where there is a DOI.

The citekey stands in no tag: MEDLINE has none for it.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from io import StringIO

from ..formats import medline
from ..formats._medline_fields import type_said
from ..formats._own_note import OURS
from ..model import Bibliographic, Found, Name
from ..values.names import initials
from . import ExportedWork, Frame, Options
from ._fields import with_tags
from ._found import is_whole, month_and_day, notes_of, source_fields, to_write, written

NAME = "medline"
TITLE = "MEDLINE"
SUFFIX = ".nbib"
OPTIONS = ("abstracts", "tags")

_WIDTH = 80
_INDENT = " " * 6
_FOLDED = ("TI", "TT", "AB", "JT")

# the NLM's word for each type of ours; 'Speeches/Meeting Papers' is ERIC's, the NLM having none for a single paper
_TYPE_WORDS = {
    "article": "Journal Article",
    "book": "Book",
    "chapter": "Book Chapter",
    "conference-paper": "Speeches/Meeting Papers",
    "dataset": "Dataset",
    "preprint": "Preprint",
    "proceedings": "Congress",
    "report": "Technical Report",
    "thesis": "Academic Dissertation",
}

# tag <- field, in PubMed's order; a rule of its own: TI TT BTI JT PL FAU AU CN FED ED DP DEP LID AID PG PT GN
_TAGS = {
    "issn": "IS",
    "isbn": "ISBN",
    "volume": "VI",
    "issue": "IP",
    "edition": "EN",
    "series": "CTI",
    "publisher": "PB",
    "container_short": "TA",
    "pmcid": "PMC",
    "abstract": "AB",
    "keywords": "OT",
    "headings": "MH",
}
_ORDER = (
    "PMID", "OWN", "IS", "ISBN", "VI", "IP", "DP", "TI", "TT", "BTI", "CTI", "PG", "LID", "AB", "CN", "FAU", "AU",
    "FED", "ED", "EN", "LA", "PT", "DEP", "PL", "PB", "TA", "JT", "MH", "OT", "PMC", "AID", "GN",
)  # fmt: skip
_PLACE = {tag: place for place, tag in enumerate(_ORDER)}
_PLACE |= {short: _PLACE[full] for full, short in (("FAU", "AU"), ("FED", "ED"))}  # in step: Müller, Jan; Müller J

# the codes of the NLM, which are the MARC list's
_LANGUAGES = {
    "af": "afr", "ar": "ara", "be": "bel", "bg": "bul", "bs": "bos", "ca": "cat", "cs": "cze", "cy": "wel",
    "da": "dan", "de": "ger", "el": "gre", "en": "eng", "eo": "epo", "es": "spa", "et": "est", "eu": "baq",
    "fa": "per", "fi": "fin", "fr": "fre", "ga": "gle", "gl": "glg", "he": "heb", "hi": "hin", "hr": "hrv",
    "hu": "hun", "hy": "arm", "id": "ind", "is": "ice", "it": "ita", "ja": "jpn", "ka": "geo", "kk": "kaz",
    "ko": "kor", "la": "lat", "lt": "lit", "lv": "lav", "mk": "mac", "ms": "may", "nl": "dut", "no": "nor",
    "pl": "pol", "pt": "por", "ro": "rum", "ru": "rus", "sk": "slo", "sl": "slv", "sq": "alb", "sr": "srp",
    "sv": "swe", "th": "tha", "tr": "tur", "uk": "ukr", "ur": "urd", "uz": "uzb", "vi": "vie", "zh": "chi",
}  # fmt: skip

Pairs = Iterator[tuple[str, Iterable[str]]]


def text(work: ExportedWork, options: Options) -> str:
    """One record."""
    fields = _as_medline_has_it(work, options)
    besides = {"url", "accessed"} if fields.doi else set()
    return written(fields, partial(_text, work, fields, options), _read, besides)


def frame(options: Options) -> Frame:
    """A blank line between two records."""
    return "", "\n", ""


def _as_medline_has_it(work: ExportedWork, options: Options) -> Bibliographic:
    """Headings have a tag of their own; the type is one of the publication types; an article number is a page."""
    fields = replace(to_write(work, options), headings=work.work.headings)
    types, word = fields.publication_types, _TYPE_WORDS.get(fields.type)
    if word and type_said(types) != fields.type:
        types = tuple(dict.fromkeys((word, *types)))
    if not fields.pages:
        fields = replace(fields, pages=fields.article_number, article_number=None)
    keywords = tuple(dict.fromkeys(with_tags(work, options).keywords))
    return replace(fields, publication_types=types, keywords=keywords)


def _read(text: str) -> Mapping[str, Sequence[str]]:
    found = next(iter(medline.read(StringIO(text, newline=""))))
    return found.fields if isinstance(found, Found) else {}


def _text(work: ExportedWork, fields: Bibliographic, options: Options, said: Mapping[str, Sequence[str]]) -> str:
    pairs = (*_tags(fields), ("OWN", [OURS]), ("GN", notes_of(work, fields, options, said)))
    lines = [
        _folded(tag, bare)
        for tag, values in sorted(pairs, key=lambda pair: _PLACE[pair[0]])
        for value in values
        if (bare := " ".join(value.split()))
    ]
    return "".join(lines)


def _folded(tag: str, value: str) -> str:
    """Long texts in lines as PubMed has them. Values of lists stay whole: Biopython takes each line for one of them."""
    line = f"{tag:<4}- {value}\n"
    if len(line) <= _WIDTH or tag not in _FOLDED:
        return line
    lines = textwrap.wrap(
        value,
        _WIDTH,
        initial_indent=line[: len(_INDENT)],
        subsequent_indent=_INDENT,
        break_long_words=False,
        break_on_hyphens=False,
        expand_tabs=False,
    )
    return "\n".join(lines) + "\n"


def _tags(work: Bibliographic) -> Pairs:
    values = source_fields(work)
    yield "PMID", values.get("pmid", ())
    yield from ((tag, values.get(field, ())) for field, tag in _TAGS.items())
    yield from _titles(work)
    yield from _people(work)
    yield "DP", [_issued(work)]
    yield "DEP", [(work.date_online or "").replace("-", "")]
    yield "PG", values.get("pages", ())
    yield "LID", [f"{work.doi} [doi]"] if work.doi else ()
    yield "AID", [f"{work.doi} [doi]"] if work.doi else ()
    yield "LA", [_LANGUAGES.get(code, code) for code in work.languages]
    yield "PT", work.publication_types


def _titles(work: Bibliographic) -> Pairs:
    """A book has its title in BTI, a chapter that of its book; others have a journal, or what holds them, in JT."""
    in_english = work.title_language == "en" and (
        work.title_original or (work.languages and "en" not in work.languages)
    )
    title = f"[{work.title}]" if in_english else work.title or ""
    yield "BTI" if work.type == "book" else "TI", [title]
    yield "TT", [work.title_original or ""]
    yield "BTI" if work.type == "chapter" else "JT", [work.container or ""]
    yield "PL", [work.place or ""]


def _people(work: Bibliographic) -> Pairs:
    persons = [name for name in work.authors if not is_whole(name)]
    for full, short, names in (("FAU", "AU", persons), ("FED", "ED", work.editors)):
        for name in names:
            yield full, [_in_full(name)]
            yield short, [_in_short(name)]
    yield "CN", [_in_full(name) for name in work.authors if is_whole(name)]


def _in_full(name: Name) -> str:
    return name.literal or ", ".join(filter(None, (name.family, name.given, name.suffix)))


def _in_short(name: Name) -> str:
    """'Müller JA', 'King ML Jr'."""
    return name.literal or " ".join(filter(None, (name.family, initials(name.given), name.suffix)))


def _issued(work: Bibliographic) -> str:
    """'2014 Nov 3'"""
    date = work.date or str(work.year or "")
    return f"{date[:4]} {month_and_day(date)}".strip()
