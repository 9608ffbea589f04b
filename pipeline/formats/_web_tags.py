"""The tags of an HTML page that speak to machines: meta, link, and JSON-LD.

In: HTML, however damaged. Out: what these tags hold, entities decoded, in the order of the page. Only these tags are
handed to the HTML parser, each alone: nothing in a page can make it slow or stop it. Comments, scripts and styles are
passed over, so tags in them are text.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

# Attributes: after '=' a quote opens a value, elsewhere it is a letter, as HTML has it (content="5" disk">)
_ATTRIBUTES = r"""(?:=\s*+(?:"[^"]*"|'[^']*')|[^<>=]++|[<=]){0,200}+"""
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<hiding>script|style|title|textarea)(?=[\s>/])(?P<attributes>[^>]*+)>(?P<content>.*?)(?:</(?P=hiding)\s*>|\Z)"
    rf"|<(?P<name>meta|link|html)(?=[\s/>]){_ATTRIBUTES}>"
    r"|(?P<end></head\s*>|<body(?=[\s>])|</html\s*>)",
    re.IGNORECASE | re.DOTALL,
)
_JSON_LD = re.compile(r"ld\+json", re.IGNORECASE)
_JSON_DRESS = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$")


@dataclass(frozen=True, slots=True)
class Meta:
    """One meta tag: its name in small letters and as written, its content, its language ('' where none is said)."""

    name: str
    written: str
    content: str
    language: str = ""


@dataclass(slots=True)
class Page:
    """What a page says of itself. `head_ended` is False where the text breaks off before the head does."""

    metas: list[Meta] = field(default_factory=list)
    documents: list[Any] = field(default_factory=list)
    damaged_documents: int = 0
    address: str = ""
    language: str = ""
    head_ended: bool = False


def page_of(text: str) -> Page:
    """The tags of a page; those in the body too, as some servers and browsers put them there."""
    page = Page()
    for tag in _TAG.finditer(text):
        if tag["end"]:
            page.head_ended = True
        elif tag["name"]:
            _add(page, tag["name"].lower(), _attributes(tag[0]))
        elif tag["hiding"] and _JSON_LD.search(tag["attributes"]):
            _add_document(page, tag["content"])
    return page


class _Tag(HTMLParser):
    """The attributes of one tag."""

    found: dict[str, str]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in reversed(attrs):  # of two attributes of one name, HTML takes the first
            self.found[name] = value or ""


def _attributes(tag: str) -> dict[str, str]:
    parser = _Tag()
    parser.found = {}
    parser.feed(tag)
    return parser.found


def _add(page: Page, name: str, attributes: dict[str, str]) -> None:
    if name == "html":
        page.language = page.language or attributes.get("lang") or attributes.get("xml:lang") or ""
    elif name == "link":
        if attributes.get("rel", "").lower() == "canonical":
            page.address = page.address or attributes.get("href", "").strip()
    else:
        content = attributes.get("content", "").strip()
        language = attributes.get("xml:lang") or attributes.get("lang") or ""
        for written in dict.fromkeys((attributes.get("name", ""), attributes.get("property", ""))):
            if written.strip() and content:
                page.metas.append(Meta(written.strip().lower(), written.strip(), content, language))


def _add_document(page: Page, content: str) -> None:
    try:
        page.documents.append(json.loads(_JSON_DRESS.sub("", content), strict=False))
    except (ValueError, RecursionError):
        page.damaged_documents += 1
