"""Issue XML of eLibrary.ru / RSCI, as the program Articulus and the site Metafora write it.

In: <journal> with one <issue> of <article> elements, UTF-16 or UTF-8; several such files in a row too. Out: one segment
an article, with the text between as Unread. What is said of the journal and the issue, before or after the articles,
is in the fields of each of them; so an issue is held in memory, but no more than one.

Most things stand there twice, in Russian and in English. A title in English leads, with the one in the language of
the work as `title_original`, as in other databases; the names of people follow the title. The work's language is that
of <langPubl>, else of its full text, else of its first title. The full text and the reference list belong to no
field: they stay in the raw text, and DOIs in them are other works'.

Source: eLibrary.ru, journal.xsd (RSCI) and journal3.xsd (Metafora), and their lists of codes.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TextIO

from ..model import Found, Reject, Unread
from . import _xml
from ._xml import Fields, text

NAME = "articulus"
TITLE = "eLibrary.ru / RSCI issue XML (Articulus)"
# what is read and not kept, and why: docs/formats.md shows it
SKIPPED = {
    "text": "the full text of an article",
    "references": "the works that it cites",
}

_START = re.compile(r"<(article)(?=[\s/>])[^>]*>")
_CLOSING = re.compile(r"</(?:articles|issue|journal)\s*>")
_JOURNAL = re.compile(r"<journal(?=[\s/>])")
_JOURNAL_END = re.compile(r"</journal\s*>")
_MARKS = re.compile(r"<(?:artTitles|individInfo|journalInfo|artType|titleid|dateUni)(?=[\s/>])")
_LEAVES = (
    "titleid|issn|eissn|codeNEB|operCard|journalInfo|volume|number|altNumber|part|dateUni|issTitle|pages|codes|files"
    "|section"
)
_LEAF = re.compile(rf"<({_LEAVES})(?:\s[^>]*)?>.*?</\1\s*>", re.DOTALL)
_WRAPPERS = "journal|issue|articles"
_FRAME = _xml.frame(f"{_WRAPPERS}|{_LEAVES}")
_SECTION = re.compile(r"<section(?:\s[^>]*)?>(.*?)</section\s*>", re.DOTALL)
_SECTION_TITLE = re.compile(r"<secTitle(?:\s[^>]*)?>(.*?)</secTitle\s*>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")

# the codes of <artType>, in the words of the list of codes; UNK says that nobody knows
_ARTICLE_TYPES = {
    "ABS": "Abstract",
    "BRV": "Review (of a book)",
    "CNF": "Conference Report / Theses",
    "COR": "Correspondence",
    "EDI": "Editorial",
    "MIS": "Miscellaneous",
    "PER": "Personal",
    "RAR": "Research Article",
    "REP": "Scientific Report",
    "REV": "Review Article",
    "RPR": "Reprint",
    "SCO": "Short Communication",
}
_EDITORS = ("0", "1", "2", "48")  # codes of <role>; without one a person is an author
_NO_LANGUAGE = ("ANY", "UNK", "")
# Left out of fields and extra on purpose: text (the full text), references (other works; only their number is kept),
# author@num, author@id ("not loaded into the database", says the schema), lang attributes of what is mapped
_TAKEN = {"artTitles", "authors", "abstracts", "keywords", "langPubl", "pages", "text", "references", "codes", "dates"}
_LISTS = ("codes", "files", "rubrics", "fundings")
_TAKEN_ISSUE = {"articles", "dateUni", "volume", "number"}


def sniff(head: str) -> int:
    """3 for an issue of eLibrary's; 0 for other XML with articles (JATS, PubMed)."""
    return 3 if _MARKS.search(head) and (_JOURNAL.search(head) or _START.search(head)) else 0


def database(head: str) -> str | None:
    """eLibrary.ru, for which the format was made."""
    return "eLibrary.ru" if sniff(head) else None


@dataclass(slots=True)
class _Issue:
    """What has been read of one journal file: its text without the articles, and the segments that wait for it."""

    frame: list[str] = field(default_factory=list)
    section: list[str] = field(default_factory=list)
    waiting: list[_Waiting | Reject | Unread] = field(default_factory=list)


@dataclass(slots=True)
class _Waiting:
    """An article whose issue isn't read to its end."""

    root: ET.Element
    raw: str
    line: int
    section: list[str]
    warnings: tuple[str, ...]


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """One Found or Reject an article element; what stands between is Unread."""
    return _xml.to_its_end(_segments(stream), _WRAPPERS)


def _segments(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    issue = _Issue()
    for name, raw, line in _xml.slices(stream, _START):
        if name:
            issue.waiting.append(_article(name, raw, line, issue.section))
            continue
        end = _JOURNAL_END.search(raw)
        if end is None and _JOURNAL.search(raw) and any(_JOURNAL.search(piece) for piece in issue.frame):
            yield from _given(issue)  # the end of the one before is lost
            issue = _Issue()
        issue.frame.append(raw[: end.end()] if end else raw)
        issue.waiting.append(_between(raw, line))
        issue.section = _section(raw) or issue.section
        if end:
            yield from _given(issue)
            issue = _Issue(frame=[raw[end.end() :]], section=_section(raw[end.end() :]))
    yield from _given(issue)


def _article(name: str, raw: str, line: int, section: list[str]) -> _Waiting | Reject:
    read = _xml.element(name, raw, line, _CLOSING)
    return read if isinstance(read, Reject) else _Waiting(read[0], raw, line, section, read[1])


def _between(raw: str, line: int) -> Unread:
    if len(raw) < _xml.LONGEST_FRAME and not _FRAME.sub("", _LEAF.sub("", raw)).strip(" \t\r\n\ufeff"):
        return Unread(line=line, raw=raw, reason="what is said of the journal, the issue and its sections")
    return Unread(line=line, raw=raw, reason="text outside of articles", expected=False)


def _section(raw: str) -> list[str]:
    """The titles of the last section that begins in `raw`."""
    sections = _SECTION.findall(raw)
    titles = _SECTION_TITLE.findall(sections[-1]) if sections else []
    return [squeezed for title in titles if (squeezed := " ".join(html.unescape(_TAG.sub("", title)).split()))]


def _given(issue: _Issue) -> Iterator[Found | Reject | Unread]:
    """The segments of an issue, its articles with what is said of the issue."""
    frame = "".join(issue.frame)
    start = _JOURNAL.search(frame)
    journal = _xml.begun(frame[start.start() :]) if start else None
    journal = ET.Element("journal") if journal is None else journal
    for segment in issue.waiting:
        yield _found(segment, journal) if isinstance(segment, _Waiting) else segment


# ---------------------------------------------------------------- one article


def _found(article: _Waiting, journal: ET.Element) -> Found | Reject:
    fields, extra = Fields(), Fields()
    root, warnings = article.root, list(article.warnings)
    own, lead = _languages(root)
    _titles(fields, root, own, lead)
    _people(fields, extra, root, own, lead)
    _journal(fields, extra, journal, lead)
    _codes(fields, extra, root)
    fields.add("pages", text(root.find("pages")))
    fields.add("abstract", *_by_language(root.iterfind("abstracts/abstract"), lead))
    groups = sorted(root.iterfind("keywords/kwdGroup"), key=lambda group: group.get("lang") != lead)
    fields.add("keywords", *(text(word) for group in groups for word in group.iter("keyword")))
    fields.add("language", _said_language(root))
    extra.add("secTitle", *article.section)
    if references := root.findall("references/reference"):
        extra.add("references", str(len(references)))
    _leftovers(extra, root, _TAKEN)
    if not fields.filled.get("title"):
        if not fields.filled.get("authors") and not fields.filled.get("doi"):
            return Reject(line=article.line, raw=article.raw, reason="article without title, authors and DOI")
        warnings.append("record without title")
    return Found(line=article.line, raw=article.raw, fields=fields.filled, extra=extra.filled, warnings=tuple(warnings))


def _said_language(root: ET.Element) -> str | None:
    """The language of the work as the article itself says it."""
    said = [text(root.find("langPubl")), *(part.get("lang", "") for part in root.findall("text"))]
    return next((code for code in said if code not in _NO_LANGUAGE), None)


def _languages(root: ET.Element) -> tuple[str, str]:
    """The language of the work, and the one whose title leads: English where there is an English title."""
    titles = [title.get("lang", "") for title in root.iterfind("artTitles/artTitle") if text(title)]
    own = _said_language(root) or next((code for code in titles if code not in _NO_LANGUAGE), "")
    if "ENG" in titles:
        return own, "ENG"
    return own, own if own in titles or not titles else titles[0]


def _by_language(elements: Iterable[ET.Element], lead: str) -> list[str]:
    """Their texts, those in the leading language first."""
    return [text(element) for element in sorted(elements, key=lambda element: element.get("lang") != lead)]


def _titles(fields: Fields, root: ET.Element, own: str, lead: str) -> None:
    titles = {title.get("lang", ""): text(title) for title in root.iterfind("artTitles/artTitle") if text(title)}
    fields.add("title", titles.get(lead))
    if len(titles) > 1:
        fields.add("title_original", titles.get(own))
    fields.add("title_translated", *(title for code, title in titles.items() if code not in (own, lead)))


def _people(fields: Fields, extra: Fields, root: ET.Element, own: str, lead: str) -> None:
    """Authors in the language of the leading title, and once more as the work's own language writes them."""
    authors: list[tuple[str, str]] = []
    for author in root.iterfind("authors/author"):
        spellings = {info.get("lang", ""): _name(info) for info in author.findall("individInfo") if _name(info)}
        if not spellings:
            continue
        name = spellings.get(lead) or next(iter(spellings.values()))
        other = spellings.get(own) if own != lead else next((s for s in spellings.values() if s != name), None)
        role = text(author.find("role"))
        if not role:
            authors.append((name, other or name))
        elif role in _EDITORS:
            fields.add_all("editors", name)
        else:
            extra.add_all(f"authors/author@role={role}", name)
        _about(extra, author, name)
    fields.add_all("authors", *(name for name, _ in authors))
    if any(name != other for name, other in authors):
        fields.add_all("authors_original", *(other for _, other in authors))
    if fields.filled.get("authors") or fields.filled.get("editors"):
        fields.add("name_form", "family-comma-given")


def _name(info: ET.Element) -> str:
    return ", ".join(filter(None, (text(info.find("surname")), text(info.find("initials")))))


def _about(extra: Fields, author: ET.Element, name: str) -> None:
    """Codes, organisations, addresses, each with whose it is."""
    for info in author.findall("individInfo"):
        for child in info:
            if child.tag not in ("surname", "initials") and (value := text(child)):
                extra.add(f"authors/author/{child.tag}", f"{name}: {value}")
    for code in author.iterfind("authorCodes/*"):
        if value := text(code):
            extra.add(f"authors/author/{code.tag}", f"{name}: {value}")
    if text(author.find("correspondent")) == "1":
        extra.add("authors/author/correspondent", name)


def _journal(fields: Fields, extra: Fields, journal: ET.Element, lead: str) -> None:
    """What is said of journal and issue."""
    infos = sorted(journal.findall("journalInfo"), key=lambda info: info.get("lang") != lead)
    for name, tags in (
        ("container", ("title", "Title")),
        ("container_short", ("abbrTitle",)),
        ("publisher", ("publ",)),
        ("place", ("placePubl",)),
    ):
        fields.add(name, *(text(info.find(tag)) for info in infos for tag in tags))
    fields.add("issn", text(journal.find("issn")), text(journal.find("eissn")))
    extra.add("journal/titleid", text(journal.find("titleid")))
    issue = journal.find("issue")
    if issue is None:
        return
    fields.add("volume", text(issue.find("volume")))
    fields.add("issue", text(issue.find("number")))
    date = text(issue.find("dateUni"))
    year = re.match(r"\d{4}", date)
    fields.add("year", year[0] if year else date)
    fields.add("date", date if year and date != year[0] else None)
    extra.add("issue@type", issue.get("type"))
    _leftovers(extra, issue, _TAKEN_ISSUE, "issue/")


def _codes(fields: Fields, extra: Fields, root: ET.Element) -> None:
    kind = text(root.find("artType"))
    fields.add("type", "conference-paper" if kind == "CNF" else "article")
    fields.add("publication_types", _ARTICLE_TYPES.get(kind))
    for code in root.iterfind("codes/*"):
        if code.tag == "doi":
            fields.add("doi", text(code))
        else:
            extra.add("EDN" if code.tag == "edn" else f"codes/{code.tag}", text(code))
    for date in root.iterfind("dates/*"):
        if date.tag == "datePublication":
            fields.add("date_online", text(date))
        else:
            extra.add(f"dates/{date.tag}", text(date))
    fields.add("url", *map(text, filter(_is_address, root.iterfind("files/furl"))))


def _is_address(element: ET.Element) -> bool:
    return element.tag == "furl" and text(element).startswith("http")


def _leftovers(extra: Fields, parent: ET.Element, taken: set[str], path: str = "") -> None:
    """Each element that is not taken, as text under its path; lists are gone through."""
    for child in parent:
        if child.tag in taken:
            continue
        in_list = child.tag in _LISTS and len(child) > 0
        for part in child if in_list else [child]:
            if not _is_address(part):
                extra.add(f"{path}{child.tag}/{part.tag}" if in_list else path + child.tag, text(part))
