r"""Records -> BibTeX that reads back as the same fields and `extra`.

In: Founds, of BibTeX or of another format. Out: the text of each entry. The export of the finished corpus is another
thing (`_bibtex_writer`): that one writes cleaned works for a style to print; this one loses nothing and cleans nothing.

- Fields of ours stand under BibTeX's own names, as Unicode with TeX's special characters escaped.
- `extra` of a BibTeX record stands as it was written, under its own names. Only what would break the file changes: a
  brace without its partner is written as a command.
- `extra` of another format is text: it is escaped, and stands under its tag in lower case, with 'x-' before it where
  that is the name of a BibTeX field. So do fields of ours that BibTeX has no name for.
- A field of several values is given more than once, as in the exports that have it so; never in a record of another
  format, where the second value stands under 'x-' and the name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import count, product
from string import ascii_lowercase

from ..model import Found
from ._bibtex_fields import (
    CODES,
    MONTHS,
    ONE,
    PEOPLE,
    PMID_NOTE,
    SAID_FIRST,
    TYPES,
    WITH_ISSUES,
    Fields,
    add_accession,
    listed,
)
from ._bibtex_mend import NAME
from ._bibtex_names import AND_OTHERS, ET_AL, from_family_initials, from_given_first, name_list
from ._bibtex_values import rebalanced
from ._latex_escape import escape_exactly, escape_verbatim

ENTRY_TYPES = {
    "article": "article", "book": "book", "chapter": "incollection", "conference-paper": "inproceedings",
    "dataset": "dataset", "preprint": "preprint", "proceedings": "proceedings", "report": "techreport",
    "thesis": "phdthesis", "webpage": "online", "other": "misc",
}  # fmt: skip

# ours -> theirs, in the order of the entry; None: `_TOLD_APART` says which name
_NAMES = {
    "authors": None, "authors_original": None, "editors": None, "translators": None, "title": "title",
    "title_original": "origtitle", "title_translated": None,
    "container": None, "container_short": "shortjournal", "series": "series", "event": "eventtitle", "publisher": None,
    "place": "address", "edition": "edition", "year": "year", "date": None, "date_online": "early-access-date",
    "volume": "volume", "issue": "number", "pages": "pages", "article_number": "eid", "doi": "doi", "pmid": "pmid",
    "pmcid": "pmcid", "accession": None, "issn": "issn", "isbn": "isbn", "url": "url", "accessed": "urldate",
    "language": "language",
    "publication_types": "type", "abstract": "abstract", "keywords": None, "headings": None, "note": None,
}  # fmt: skip
_NOT_WRITTEN = {
    "type": "the type of the entry",
    "group_authors": "among the authors",
    "name_form": "always 'Family, Given'",
}
_VERBATIM = {"doi", "pmid", "pmcid", "url"}
_LISTS = {"issn", "isbn", "language"}
# the reader takes the second for the first where that is missing: a field without text keeps them apart
_IN_THE_WAY = {"place": "location", "language": "langid", "issue": "issue"}

_NO_ENTRIES = ("comment", "preamble", "string")
_TYPE = re.compile(r"\w[\w-]*")
_KEY = re.compile(r'(?!\s)[^,={}"@]*(?<!\s)')
_OWN_NAME = re.compile(NAME)

Pairs = Iterator[tuple[str, str]]  # field name and value, with its delimiters


def entries(records: Iterable[Found]) -> Iterator[str]:
    r"""The text of each record: '@article{smith2019,\n  author = {Smith, J.},\n…}\n'."""
    taken: set[str] = set()
    for found in records:
        found = found if "entry_type" in found.extra else of_another_format(found, taken)
        taken.update(key.lower() for key in found.extra.get("citekey", ()))
        yield _entry(found)


def _entry(found: Found) -> str:
    extra, key = dict(found.extra), ""
    kind = ENTRY_TYPES[found.fields.get("type", ["other"])[0]]
    own, *more = extra["entry_type"]
    as_read = TYPES.get(own, "other") == TYPES.get(kind, "other")  # a field of this name may have hidden the type
    if not more and as_read and own not in _NO_ENTRIES and own == own.lower() and _TYPE.fullmatch(own):
        kind = extra.pop("entry_type")[0]
    if len(extra.get("citekey", ())) == 1 and _KEY.fullmatch(extra["citekey"][0]):
        key = extra.pop("citekey")[0]
    lines = [f"  {name} = {inner},\n" for name, inner in (*_own_fields(found, key), *_other_fields(extra))]
    return f"@{kind}{{{key},\n{''.join(lines)}}}\n"


def _own_fields(found: Found, key: str) -> Pairs:
    for ours, name in _NAMES.items():
        texts = found.fields.get(ours, [])
        if name is None:
            yield from _TOLD_APART[ours](found, texts, key)
        elif texts:
            texts = [", ".join(texts)] if ours in _LISTS else texts
            escaped = escape_verbatim if ours in _VERBATIM else escape_exactly
            yield from ((name, f"{{{escaped(text)}}}") for text in texts)
        elif _IN_THE_WAY.get(ours) in found.extra and (ours != "issue" or found.fields["type"][0] in WITH_ISSUES):
            yield name, "{{}}"


def _other_fields(extra: Mapping[str, list[str]]) -> Pairs:
    """`extra` as it was written."""
    for name, texts in extra.items():
        name = name if _OWN_NAME.fullmatch(name) else _safe_name(name)
        yield from ((name, f"{{{rebalanced(text)}}}") for text in texts if text)


# ---------------------------------------------------------------- fields whose name depends on what else there is


def _authors(found: Found, texts: list[str], _: str) -> Pairs:
    if names := name_list(texts, found.fields.get("group_authors", [])):
        yield "author", f"{{{names}}}"


def _authors_original(found: Found, texts: list[str], _: str) -> Pairs:
    if names := name_list(texts) if "name_form" in found.fields else name_list([], texts):
        yield "authororiginal", f"{{{names}}}"


def _editors(found: Found, texts: list[str], _: str) -> Pairs:
    if names := name_list(texts) if "name_form" in found.fields else name_list([], texts):
        yield "editor", f"{{{names}}}"


def _translators(found: Found, texts: list[str], _: str) -> Pairs:
    if names := name_list(texts) if "name_form" in found.fields else name_list([], texts):
        yield "translator", f"{{{names}}}"


def _title_translated(_: Found, texts: list[str], __: str) -> Pairs:
    yield from (("titleaddon", f"{{{escape_exactly(f'[{text}]')}}}") for text in texts)


def _container(found: Found, texts: list[str], _: str) -> Pairs:
    """`booktitle` takes a `booksubtitle`, `journal` doesn't."""
    journal = found.fields["type"][0] in ("article", "other") or "booksubtitle" in found.extra
    yield from (("journal" if journal else "booktitle", f"{{{escape_exactly(text)}}}") for text in texts)


def _publisher(found: Found, texts: list[str], _: str) -> Pairs:
    name = {"thesis": "school", "report": "institution"}.get(found.fields["type"][0], "publisher")
    yield from ((name, f"{{{escape_exactly(text)}}}") for text in texts)


def _date(found: Found, texts: list[str], _: str) -> Pairs:
    """'2014 Nov' of 2014 is a month, as in classic BibTeX; any other is biblatex's `date`."""
    year = found.fields.get("year", [""])[0]
    date = texts[0] if len(texts) == 1 and not {"month", "day"} & found.extra.keys() else ""
    month = date.removeprefix(year + " ") if year else date
    if month[:1].isalpha() and (month != date or not year) and month == " ".join(month.split()):
        yield "month", month.lower() if month in MONTHS else f"{{{escape_exactly(month)}}}"
    else:
        yield from (("date", f"{{{escape_verbatim(text)}}}") for text in texts)


def _accession(found: Found, texts: list[str], key: str) -> Pairs:
    """Only where key and addresses don't tell it."""
    told: Fields = {"url": found.fields.get("url", [])}
    add_accession(told, key)
    if texts != told.get("accession"):
        yield from (("unique-id", f"{{{escape_verbatim(text)}}}") for text in texts)


def _keywords(found: Found, texts: list[str], _: str) -> Pairs:
    yield from _word_list("author_keywords" if _by_scopus(found) else "keywords", texts)


def _headings(found: Found, texts: list[str], _: str) -> Pairs:
    yield from _word_list("keywords" if _by_scopus(found) else "keywords-plus", texts)


def _by_scopus(found: Found) -> bool:
    return "scopus" in " ".join(found.extra.get("source", ())).lower()


def _word_list(name: str, words: list[str]) -> Pairs:
    """By semicolons; with a blank before where '&D; ' would be taken for an entity."""
    end = ";" if len(words) == 1 and "," in words[0] else ""
    text = "; ".join(words) + end
    if listed(text) != words:
        text = " ; ".join(words) + " " * bool(end) + end
    if words:
        yield name, f"{{{escape_exactly(text)}}}"


def _note(found: Found, texts: list[str], _: str) -> Pairs:
    """The reader takes a PMID from a note, not one that it didn't take before; and 'Retracted.' at its beginning."""
    for text in texts:
        new = set(PMID_NOTE.findall(text)) - set(found.fields.get("pmid", ()))
        escaped = escape_exactly(text)
        escaped = escaped.replace("PMID:", "{}PMID:") if new else escaped
        yield "note", f"{{{'{}' * bool(SAID_FIRST.match(text))}{escaped}}}"


_TOLD_APART: Mapping[str, Callable[[Found, list[str], str], Pairs]] = {
    "authors": _authors,
    "authors_original": _authors_original,
    "editors": _editors,
    "translators": _translators,
    "title_translated": _title_translated,
    "container": _container,
    "publisher": _publisher,
    "date": _date,
    "accession": _accession,
    "keywords": _keywords,
    "headings": _headings,
    "note": _note,
}


# ---------------------------------------------------------------- records of another format

_FROM_FORM = {"given-family": from_given_first, "family-initials": from_family_initials}
_THEIRS = {name for name in _NAMES.values() if name} | ONE.keys() | CODES.keys()
_THEIRS |= {
    *PEOPLE,
    "howpublished",
    "titleaddon",
    "subtitle",
    "booksubtitle",
    "journalsubtitle",
    "date",
    "month",
    "day",
}
_THEIRS |= {"number", "issue", "location", "langid", "eprint", "eprinttype", "source", "entry_type", "citekey"}
_THEIRS |= {"keyword", "keywords", "keywords-plus", "author_keywords", "crossref", "xdata", "ids"}


def of_another_format(found: Found, taken: Container[str]) -> Found:
    """The record as the BibTeX reader would have found it; its key is none of `taken`. No field stands twice."""
    fields = {name: [" ".join(text.split()) for text in texts] for name, texts in found.fields.items()}
    more = {name: fields.pop(name) for name in [*fields] if name not in _NAMES and name not in _NOT_WRITTEN}
    turned = _FROM_FORM.get(fields.pop("name_form", [""])[0], str)
    for name, texts in fields.items():
        if name in PEOPLE.values():
            texts = [ET_AL if text.lower() in AND_OTHERS else turned(text) for text in texts]
        elif name in ("keywords", "headings"):
            texts = [*dict.fromkeys(text.replace(";", ",") for text in texts)]
        elif name in _LISTS:
            texts = [*dict.fromkeys(part.strip() for text in texts for part in re.split("[,;]", text))]
        elif name != "group_authors" and (len(texts) > 1 or (name == "title_translated" and "[" in texts[0])):
            theirs = _NAMES[name] or name
            first = 0 if name == "title_translated" else 1
            texts, more[f"x-{theirs}"] = texts[:first], texts[first:]
        fields[name] = texts
    if any(fields.get(name) for name in PEOPLE.values()):
        fields["name_form"] = ["family-comma-given"]
    fields.setdefault("type", ["other"])
    extra = {"entry_type": [ENTRY_TYPES[fields["type"][0]]], "citekey": [_new_key(fields, taken)]}
    extra |= _safe_extra([*more.items(), *found.extra.items()])
    return replace(found, fields={name: texts for name, texts in fields.items() if texts}, extra=extra)


def _safe_extra(pairs: Iterable[tuple[str, list[str]]]) -> Fields:
    """Under safe names, escaped; what several texts a tag has are one, parted by semicolons."""
    safe: Fields = {}
    for name, texts in pairs:
        safe.setdefault(_safe_name(name), []).extend(" ".join(text.split()) for text in texts)
    return {name: [escape_exactly("; ".join(texts))] for name, texts in safe.items() if any(texts)}


def _safe_name(tag: str) -> str:
    """'C1' -> 'c1'; 'Título (ES)' -> 'titulo-es'; 'Title' -> 'x-title', since that is BibTeX's."""
    name = re.sub(r"[^a-z0-9]+", "-", _ascii(tag).lower()).strip("-")
    return name if name[:1].isalpha() and name not in _THEIRS else f"x-{name or 'unnamed'}"


def _new_key(fields: Mapping[str, list[str]], taken: Container[str]) -> str:
    """'vanderberg2019', and 'vanderberg2019a' for the next."""
    names = (fields.get(name, ()) for name in ("authors", "group_authors", "editors", "title"))
    first = next((texts[0] for texts in names if texts), "")
    family = re.sub(r"[^a-z0-9]", "", _ascii(first.partition(",")[0]).lower())[:30]
    year = re.search(r"\d{4}", " ".join((*fields.get("year", ()), *fields.get("date", ()))))
    key = (family or "anonymous") + (year[0] if year else "")
    endings = ("".join(letters) for size in count(0) for letters in product(ascii_lowercase, repeat=size))
    return next(key + ending for ending in endings if key + ending not in taken)


def _ascii(text: str) -> str:
    from anyascii import anyascii

    return text if text.isascii() else anyascii(text)
