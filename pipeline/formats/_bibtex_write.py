r"""Records -> BibTeX that reads back as the same fields and `extra`.

In: Founds, of BibTeX or of another format. Out: the text of each entry. The export of the finished corpus is another
thing (`_bibtex_writer`): that one writes cleaned works for a style to print; this one loses nothing and cleans nothing.

- Fields of ours (`_bibtex_own_fields`) stand under BibTeX's own names, as Unicode with TeX's special characters
  escaped. What LaTeX says beyond the text stays in an entry that was BibTeX, and all LaTeX of its titles; a title of
  another format gets braces around the capitals that a style must leave (`_bibtex_latex`).
- A record of another format keeps its key, if that can be one and no record before has it; else it gets one.
- `extra` of a BibTeX record stands as it was written, under its own names. Only what would break the file changes: a
  brace without its partner is written as a command.
- `extra` of another format is text: it is escaped, and stands under its tag in lower case, with 'x-' before it where
  that is the name of a BibTeX field. So do fields of ours that BibTeX has no name for.
- A field of several values is given more than once, as in the exports that have it so; never in a record of another
  format, where the second value stands under 'x-' and the name.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace

from ..model import Found
from ._bibtex_fields import CODES, ONE, PEOPLE, TYPES, Fields
from ._bibtex_latex import Latex, as_it_stood, was_bibtex, with_capitals
from ._bibtex_mend import NAME
from ._bibtex_name_list import bodies_apart, from_family_initials, from_given_first
from ._bibtex_names import AND_OTHERS, ET_AL, is_person_else
from ._bibtex_own_fields import BETWEEN_SEVERAL, LISTS, NAMES, Pairs, is_article_of_arxiv, own_fields
from ._bibtex_values import characters, rebalanced
from ._keys import free_key
from ._latex_escape import escape_exactly
from ._latex_marks import without_marks

ENTRY_TYPES = {
    "article": "article", "book": "book", "chapter": "incollection", "conference-paper": "inproceedings",
    "dataset": "dataset", "preprint": "preprint", "proceedings": "proceedings", "report": "techreport",
    "thesis": "phdthesis", "webpage": "online", "other": "misc",
}  # fmt: skip

_NOT_WRITTEN = {
    "type": "the type of the entry",
    "group_authors": "among the authors",
    "name_form": "always 'Family, Given'",
}
_NO_ENTRIES = ("comment", "preamble", "string")
_TYPE = re.compile(r"\w[\w-]*")
_KEY = re.compile(r'(?!\s)[^,={}"@]*(?<!\s)')
_NOT_IN_A_KEY = re.compile(r"[\s{}()\",#%'=~\\@]+")
_OWN_NAME = re.compile(NAME)


def entries(records: Iterable[Found]) -> Iterator[str]:
    r"""The text of each record: '@article{smith2019,\n  author = {Smith, J.},\n…}\n'."""
    taken: set[str] = set()
    for found in records:
        if "entry_type" not in found.extra:
            found = of_another_format(found, taken)
        latex = as_it_stood(found) if was_bibtex(found) else with_capitals(found)
        taken.update(key.lower() for key in found.extra.get("citekey", ()))
        yield _entry(found, latex)


def _entry(found: Found, latex: Latex) -> str:
    extra, key = dict(found.extra), ""
    kind = ENTRY_TYPES[found.fields.get("type", ["other"])[0]]
    own, *more = extra["entry_type"]
    # a field of this name may have hidden the type
    as_read = TYPES.get(own, "other") == TYPES.get(kind, "other") or is_article_of_arxiv(found)
    if not more and as_read and own not in _NO_ENTRIES and own == own.lower() and _TYPE.fullmatch(own):
        kind = extra.pop("entry_type")[0]
    if len(extra.get("citekey", ())) == 1 and _KEY.fullmatch(extra["citekey"][0]):
        key = extra.pop("citekey")[0]
    fields = (*own_fields(found, latex, key), *_other_fields(extra))
    lines = [f"  {name} = {inner},\n" for name, inner in fields]
    return f"@{kind}{{{key},\n{''.join(lines)}}}\n"


def _other_fields(extra: Mapping[str, list[str]]) -> Pairs:
    """`extra` as it was written."""
    for name, texts in extra.items():
        name = name if _OWN_NAME.fullmatch(name) else _safe_name(name)
        yield from ((name, f"{{{rebalanced(text)}}}") for text in texts if text)


# ---------------------------------------------------------------- records of another format

_PEOPLE = {*PEOPLE.values(), "group_authors", "name_form"}
_FROM_FORM = {"given-family": from_given_first, "family-initials": from_family_initials}
_THEIRS = {name for name in NAMES.values() if name} | ONE.keys() | CODES.keys()
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
    fields = {name: [" ".join(characters(text).split()) for text in texts] for name, texts in found.fields.items()}
    more = {name: fields.pop(name) for name in [*fields] if name not in NAMES and name not in _NOT_WRITTEN}
    fields |= _people(fields)
    for name, texts in fields.items():
        if name in ("keywords", "headings"):
            texts = [*dict.fromkeys(text.replace(";", ",") for text in texts)]
        elif name in LISTS:
            texts = [*dict.fromkeys(part.strip() for text in texts for part in BETWEEN_SEVERAL.split(text))]
        elif name not in _PEOPLE and (len(texts) > 1 or (name == "title_translated" and "[" in texts[0])):
            theirs = NAMES[name] or name
            first = 0 if name == "title_translated" else 1
            texts, more[f"x-{theirs}"] = texts[:first], texts[first:]
        fields[name] = texts
    fields.setdefault("type", ["other"])
    said = found.extra.get("citekey", [])
    key = free_key(_safe_key(said) or _new_key(fields), taken)
    extra = {"entry_type": [ENTRY_TYPES[fields["type"][0]]], "citekey": [key]}
    others = [(name, texts) for name, texts in found.extra.items() if name != "citekey" or texts != [key]]
    extra |= _safe_extra([*more.items(), *others])
    return replace(found, fields={name: texts for name, texts in fields.items() if texts}, extra=extra)


def _people(fields: Mapping[str, list[str]]) -> Fields:
    """The names in BibTeX's form, with bodies behind the last person as the reader has them."""
    turned = _FROM_FORM.get(fields.get("name_form", [""])[0], str)
    people: Fields = {"name_form": []}
    for name in PEOPLE.values():
        names = [ET_AL if text.lower() in AND_OTHERS else text for text in fields.get(name, ())]
        persons, bodies = bodies_apart([turned(text) if is_person_else(text) else text for text in names])
        people[name] = persons if name == "authors" else [*persons, *bodies]
        if name == "authors":
            people["group_authors"] = bodies + fields.get("group_authors", [])
        if persons:
            people["name_form"] = ["family-comma-given"]
    return people


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


def _safe_key(said: list[str]) -> str:
    """The key of the record in its own format, without what no key of BibTeX has: 'Smith, 2001' -> 'Smith-2001'."""
    return _NOT_IN_A_KEY.sub("-", said[0]).strip("-") if len(said) == 1 else ""


def _new_key(fields: Mapping[str, list[str]]) -> str:
    """'vanderberg2019'"""
    names = (fields.get(name, ()) for name in ("authors", "group_authors", "editors", "title"))
    first = next((without_marks(texts[0]) for texts in names if texts), "")
    family = re.sub(r"[^a-z0-9]", "", _ascii(first.partition(",")[0]).lower())[:30]
    year = re.search(r"\d{4}", " ".join((*fields.get("year", ()), *fields.get("date", ()))))
    return (family or "anonymous") + (year[0] if year else "")


def _ascii(text: str) -> str:
    from anyascii import anyascii

    return text if text.isascii() else anyascii(text)
