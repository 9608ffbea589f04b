"""WHO ICTRP XML: trials as the World Health Organization's platform of trial registers exports them.

In: <Trial> elements in <Trials_downloaded_from_ICTRP>, their children flat. Out: one segment a trial, with the text
between as Unread. The platform's export may end before its last end tag: that is a broken download, told at the end.

A registered trial is no publication: it has no authors (who sponsors it stays in `extra`), and its date is the day of
its registration, which `Date_registration3` has as 20200322; `Date_registration` has it as each register writes it.
Source: WHO ICTRP search portal, "Export results to XML", 2020 to 2026; the same columns as in its CSV.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import TextIO

from ..model import Found, Reject, Unread
from . import _xml

NAME = "ictrp-xml"
TITLE = "WHO ICTRP XML (registered trials)"

_WRAPPER = "Trials_downloaded_from_ICTRP"
_START = re.compile(r"<(Trial)(?=[\s>])[^>]*>")
_CLOSING = re.compile(rf"</{_WRAPPER}\s*>")
_FRAME = _xml.frame(_WRAPPER)

_FIELDS = {
    "TrialID": "accession",
    "Public_title": "title",
    "web_address": "url",
    "Date_registration3": "date",
}
_IN_PLACE_OF = {"title": "Scientific_title", "date": "Date_registration"}


def sniff(head: str) -> int:
    """3 for the platform's own element around the trials."""
    return 3 if f"<{_WRAPPER}" in head else 0


def database(head: str) -> str:
    """Nobody else writes it."""
    return "WHO ICTRP"


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """One Found or Reject a trial; what stands between is Unread."""
    return _xml.to_its_end(_xml.segments(stream, _START, _CLOSING, _found, _FRAME), _WRAPPER)


def _found(root: ET.Element, warnings: tuple[str, ...], raw: str, line: int) -> Found | Reject:
    fields, extra = _xml.Fields(), _xml.Fields()
    fields.add("type", "other")
    for child in root:
        if child.tag in _FIELDS:
            fields.add(_FIELDS[child.tag], _xml.text(child))
        else:
            extra.add(child.tag, _xml.text(child))
    for field, tag in _IN_PLACE_OF.items():
        if field not in fields.filled and tag in extra.filled:
            fields.filled[field] = extra.filled.pop(tag)
    if not fields.filled.keys() & {"title", "accession"}:
        return Reject(line=line, raw=raw, reason="trial without title and number")
    if "title" not in fields.filled:
        warnings = (*warnings, "record without title")
    return Found(line=line, raw=raw, fields=fields.filled, extra=extra.filled, warnings=warnings)
