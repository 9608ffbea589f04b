"""A saved web page of one article: the tags that journals, libraries and indexes put into its head for machines.

In: HTML, as a browser or a download saved it. Out: one record a page. Of several sets of tags the first fills a field,
the next ones only its gaps: Highwire (citation_title), JSON-LD (schema.org), Dublin Core, PRISM, EPrints, Open Graph.
The page's visible text is not read, nor are the works it cites.

A page without such tags (a log-in page, a list of results) is not known here: `sniff` says 0.

Source: Google Scholar, "Inclusion Guidelines for Webmasters"; schema.org; DCMI, "Expressing Dublin Core metadata
using HTML/XHTML meta and link elements"; WHATWG, "HTML", for where tags begin and end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

from ..model import Found, Reject, Unread
from ._text import line_ends
from ._web_fields import fields_of, is_work
from ._web_tags import Page, page_of

NAME = "web-page"
TITLE = "Saved article web page"
# what is read and not kept, and why: docs/formats.md shows it
SKIPPED = {
    "what is to be seen on the page, and its title": "menus, adverts, other works, and the text itself",
    "viewport, robots, twitter:…, fb:… and other tags of no set for works": "how the page is shown and shared",
    "publisher, date, language, copyright without a prefix": "speak of the page, not of the work",
    "link (but for the canonical address), http-equiv": "where the parts of the page are",
    "citation, about, mentions and what has objects in JSON-LD": "other works and things",
}

_PAGE = re.compile(
    r"(?:<\?xml[^>]*>|<!--.*?-->|[\s\ufeff])*+<(?:!doctype\s+html|html|head)(?=[\s>])", re.IGNORECASE | re.DOTALL
)
_NEXT_PAGE = re.compile(r"</html\s*>\s*(?=<!doctype\s+html|<html[\s>])", re.IGNORECASE)
_HEAD = 60_000  # a text of this length may go on behind what `sniff` sees


def sniff(head: str) -> int:
    """3 for an HTML page with the tags of a work, 1 for one whose head goes on behind what is seen, 0 else."""
    if not _PAGE.match(head):
        return 0
    page = page_of(head)
    if is_work(page):
        return 3
    return 1 if len(head) > _HEAD and not page.head_ended else 0


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """One Found or Reject a page; a file may hold several, one behind the other."""
    text, line = stream.read(), 1
    for raw in _pages(text):
        yield _segment(raw, line)
        line += line_ends(raw)


def _pages(text: str) -> Iterator[str]:
    at = 0
    for end in _NEXT_PAGE.finditer(text):
        yield text[at : end.end()]
        at = end.end()
    if text[at:]:
        yield text[at:]


def _segment(raw: str, line: int) -> Found | Reject | Unread:
    if not _PAGE.match(raw):
        blank = not raw.strip(" \t\r\n\ufeff")
        return Unread(line=line, raw=raw, reason="blank" if blank else "text that is no web page", expected=blank)
    page = page_of(raw)
    if not page.head_ended:
        reason = "the page breaks off inside its head: save it again"
        return Reject(line=line, raw=raw, reason=reason, truncated=True)
    return _record(page, raw, line)


def _record(page: Page, raw: str, line: int) -> Found | Reject:
    if not is_work(page):
        reason = "a web page without the tags of an article: a log-in page, or a list? Save the article's own page"
        return Reject(line=line, raw=raw, reason=reason)
    fields, extra, warnings = fields_of(page)
    if not fields.get("title"):
        return Reject(line=line, raw=raw, reason="the tags of this page give no title")
    return Found(line=line, raw=raw, fields=fields, extra=extra, warnings=warnings)
