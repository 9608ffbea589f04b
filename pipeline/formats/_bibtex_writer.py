r"""Works -> BibTeX, in two dialects; the reader is `bibtex`.

In: the cleaned fields of a work and its citekey. Out: the text of an entry, one field a line, in fixed order.

    bibtex    classic styles, natbib: year, month, journal; @phdthesis, @techreport, @misc
    biblatex  biber: date, journaltitle, location; @thesis, @report, @online, @dataset

Conventions, where the formats leave a choice
- Two titles: `title` is the title in the language of the work, `titleaddon` the English one in brackets.
  biblatex prints both; classic styles ignore titleaddon and so print what stands on the work.
- A translated title whose original is not known is printed as '[Title]', as NLM, Vancouver and APA have it:
  the brackets tell that the work bears another title, and no citation style adds them by itself.
- `shorttitle` is the title before its first ': '; not where that only says what it is ('Erratum: …').
- An article number is `eid`. Classic styles print no eid: in 'bibtex' it also takes the place of missing
  pages.
- A url stands only where there is no DOI. Both are verbatim fields: percent-encoded if need be, not escaped.
- `eprint` is the number in arXiv, told by its DOI or address; in biblatex, where there is none, that in PubMed.
- A proceedings volume prints as a book: @proceedings, or @book where it has authors, which @proceedings
  doesn't print.
- `booktitle` of a conference paper without a container is the name of the conference.
- A paper or an abstract of a congress that is printed in a journal is an @article: of @inproceedings classic styles
  print the volume and drop the issue, and biblatex's print the issue without a word. Its `type` is 'Conference paper'.
- What stands in no book or journal (web pages, datasets, preprints) names where it stands, else its
  publisher, in `howpublished`, which is what @misc prints; biblatex calls it `organization`.
- A preprint and a retracted work say so at the beginning of the note: 'Preprint. Retracted. …'.
- A chapter that refers to its book (`crossref`) is written whole all the same: programs that don't know the field
  lose nothing. In biblatex it is `xref`, which hands nothing down. BibTeX hands down every field that is missing,
  the book's DOI too: those that styles print stand empty.
- `translator`, `urldate` (when somebody looked at the url), `authororiginal`, `epubdate`, `shortjournal`, `pmcid`,
  `pmid`, `ids` are printed by no classic style: they are there for biblatex and for reference managers. Subject
  headings and publication types are not written.

Sources: btxdoc (entry types, names), the natbib and biblatex manuals, babel's list of languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from ..model import Bibliographic
from ._bibtex_texts import is_masters, texts, title_language
from ._bibtex_written_names import name_list, part
from ._in_journal import is_in_journal
from ._latex_capitals import protect
from ._latex_escape import ENCODINGS, escape, escape_url, plain

DIALECTS = ("bibtex", "biblatex")

_TYPES = {
    "article": ("article", "article"),
    "book": ("book", "book"),
    "chapter": ("incollection", "incollection"),
    "conference-paper": ("inproceedings", "inproceedings"),
    "dataset": ("misc", "dataset"),
    "preprint": ("misc", "online"),
    "proceedings": ("proceedings", "proceedings"),
    "report": ("techreport", "report"),
    "thesis": ("phdthesis", "thesis"),
    "webpage": ("misc", "online"),
    "other": ("misc", "misc"),
}

_BIBLATEX_FIELD = {
    "journal": "journaltitle",
    "address": "location",
    "school": "institution",
    "howpublished": "organization",
}
_PARTS = ("chapter", "conference-paper")  # what may refer to the book that holds it
_NOT_HANDED_DOWN = ("pages", "doi", "url", "note")  # what plainnat prints of a chapter, and the book has of its own

_VERBATIM = frozenset({"doi", "url", "file", "eprint"})
_WHOLE_LISTS = ("editor", "translator")  # nobody says 'and others' of them
_NOT_IN_A_KEY = re.compile(r"[\s{}()\",#%'=~\\]")
_NOT_IN_A_FIELD_NAME = re.compile(r"[^a-z0-9_-]")
_DASH = "-\u2010-\u2015\u2212"
_PAGE_RANGE = re.compile(rf"([^{_DASH}]*\d[^{_DASH}]*?|[ivxlcdmIVXLCDM]+)\s*[{_DASH}]+\s*([^{_DASH}]+)")


def entry(
    key: str,
    work: Bibliographic,
    *,
    encoding: str = "utf-8",
    dialect: str = "bibtex",
    extra_fields: Mapping[str, str] | None = None,
    ids: Sequence[str] = (),
    refers_to: str | None = None,
    retracted: bool = False,
) -> str:
    r"""One entry, ending with '}\n'. A key or a dialect that would break the file raises ValueError.

    `extra_fields` (name -> plain text) come last, in their order; they win over a field of the work.
    `ids` are the older keys of the work; biblatex cites the entry under them too. `refers_to`: the key of the book that
    a chapter refers to.

    entry('smith2010', Bibliographic(type='article', title='On RCTs', year=2010)) ->
    '@article{smith2010,\n  title = {On {RCTs}},\n  year = {2010},\n}\n'
    """
    _check(key, encoding, dialect, ids)
    fields = _work_fields(work, encoding, dialect, retracted)
    if refers_to and work.type in _PARTS:
        fields |= _reference(refers_to, fields, dialect)
    if ids:
        fields["ids"] = "{" + ", ".join(ids) + "}"
    if extra_fields:
        fields |= _extra(extra_fields, encoding)
    lines = "".join([f"  {name} = {value},\n" for name, value in fields.items()])
    return f"@{_entry_type(work, dialect)}{{{key},\n{lines}}}\n"


def document(entries: Iterable[str], header: str | None = None) -> Iterator[str]:
    """The pieces of a file: `header` as comment lines, then the entries, a blank line between.

    An '@' in the header is written '(at)': BibTeX takes any '@' outside an entry for the start of one.
    """
    apart = ""
    if header and header.strip():
        yield "".join(f"% {line}".rstrip() + "\n" for line in header.replace("@", "(at)").strip().splitlines())
        apart = "\n"
    for text in entries:
        yield apart + text
        apart = "\n"


def _check(key: str, encoding: str, dialect: str, ids: Sequence[str]) -> None:
    if encoding not in ENCODINGS:
        raise ValueError(f"encoding = {encoding!r} is not one of {', '.join(ENCODINGS)}")
    if dialect not in DIALECTS:
        raise ValueError(f"dialect = {dialect!r} is not one of {', '.join(DIALECTS)}")
    for name in (key, *ids):
        if not name or _NOT_IN_A_KEY.search(name) or (encoding == "latex" and not name.isascii()):
            raise ValueError(f"{name!r} can't be a BibTeX key: no blanks, braces, quotes, commas, # % = ~ \\")


def _entry_type(work: Bibliographic, dialect: str) -> str:
    if work.type == "proceedings" and work.authors and not work.editors:
        return "book"
    if work.type == "thesis" and dialect == "bibtex" and is_masters(work):
        return "mastersthesis"
    if is_in_journal(work):
        return "article"
    return _TYPES.get(work.type, _TYPES["other"])[DIALECTS.index(dialect)]


def _reference(key: str, fields: Mapping[str, str], dialect: str) -> dict[str, str]:
    if dialect == "biblatex":
        return {"xref": "{" + key + "}"}
    return {**{name: "{}" for name in _NOT_HANDED_DOWN if name not in fields}, "crossref": "{" + key + "}"}


def _extra(texts: Mapping[str, str], encoding: str) -> dict[str, str]:
    fields = {}
    for name, text in texts.items():
        name = _NOT_IN_A_FIELD_NAME.sub("", name.lower())
        if name and plain(text):
            fields[name] = "{" + (escape_url(text) if name in _VERBATIM else escape(text, encoding)) + "}"
    return fields


# ------------------------------------------------------------------------------------------ fields


def _work_fields(work: Bibliographic, encoding: str, dialect: str, retracted: bool) -> dict[str, str]:
    """Field name and value with its delimiters, in the order of the entry; missing ones left out."""
    fields: dict[str, str] = {}
    people = (
        ("author", work.authors),
        ("authororiginal", work.authors_original),
        ("editor", work.editors),
        ("translator", work.translators),
    )
    for name, names in people:
        if names and (written := name_list(names, encoding, complete=work.authors_complete or name in _WHOLE_LISTS)):
            fields[name] = "{" + written + "}"
    renamed = _BIBLATEX_FIELD if dialect == "biblatex" else {}
    found = texts(work, dialect, retracted)
    for name, text in found.items():
        if name in _WRITTEN:
            inner = _WRITTEN[name](text, work, encoding)
        elif name == "shorttitle":
            inner = _shortened(fields.get("title", "{}")[1:-1])
        else:
            inner = _short(text, encoding)
        if inner:
            fields[renamed.get(name, name)] = "{" + inner + "}"
    if "month" in found:
        fields["month"] = found["month"]  # a macro of the styles, no text
    return fields


def _shortened(title: str) -> str:
    """A written title up to its first ': '; where it stands in braces as a whole, so does this."""
    short = title.partition(": ")[0]
    return short + "}" * (short.count("{") - short.count("}"))


_short = lru_cache(1 << 13)(escape)  # journals, volumes, languages come again and again


def _title(text: str, work: Bibliographic, encoding: str) -> str:
    return protect(text, title_language(work), encoding)


def _long(text: str, _: Bibliographic, encoding: str) -> str:
    return escape(text, encoding)


def _verbatim(text: str, _: Bibliographic, __: str) -> str:
    return escape_url(text) if plain(text) else ""


def _pages(text: str, work: Bibliographic, encoding: str) -> str:
    """Ranges with two dashes; not an article number in the place of pages: 'e0195-11' is no range."""
    if not work.pages or work.pages == work.article_number:
        return escape(text, encoding)
    return ", ".join([_range(piece, encoding) for piece in text.split(",")])


def _place(text: str, _: Bibliographic, encoding: str) -> str:
    return part(text, encoding, also_comma=False)


def _keywords(_: str, work: Bibliographic, encoding: str) -> str:
    """'a, {b, c}'; a comma behind a single word in braces tells that they stand around it, not around a list."""
    written = [word for word in dict.fromkeys([part(word, encoding) for word in work.keywords]) if word]
    return written[0] + "," if len(written) == 1 and written[0][:1] == "{" else ", ".join(written)


_WRITTEN: Mapping[str, Callable[[str, Bibliographic, str], str]] = {
    "title": _title,
    "pages": _pages,
    "keywords": _keywords,
    **dict.fromkeys(("titleaddon", "origtitle", "eid", "pmid", "pmcid", "note", "abstract"), _long),
    **dict.fromkeys(("doi", "url", "eprint"), _verbatim),
    **dict.fromkeys(("publisher", "school", "institution", "address", "howpublished"), _place),
}  # the others: short, and many works have the same


def _range(text: str, encoding: str) -> str:
    """'283-298' -> '283--298'; a label with a hyphen ('A-12') and anything with more than one dash stay."""
    first, _, last = text.partition("-")
    if text.isascii() and first.isdecimal() and last.isdecimal():  # most are so
        return first + "--" + last
    found = _PAGE_RANGE.fullmatch(text.strip())
    if found is None:
        return escape(text, encoding)
    return escape(found[1], encoding) + "--" + escape(found[2], encoding)
