"""The answers of Crossref's web service, as JSON.

In: one or more answers, one after the other: `{"message": {"items": [{…}, …]}}`, or `{"message": {…}}` for one work.
Out: one Found a work. What has no field of ours is kept in `extra` under the service's own names, verbatim; what is
nested, as JSON. The works that a work cites are no part of the record.

    "title": ["Balint groups"], "subtitle": ["A review"]        title ["Balint groups: A review"]
    "update-to": [{"type": "retraction", "DOI": "10.1/a"}]      relations ["retraction-of doi:10.1/a"]

Sources: Crossref, "REST API format" (github.com/CrossRef/rest-api-doc, api_format.md), the list of types at
api.crossref.org/types; "Crossmark: updates" for the types of update-to; the schema relations.xsd for `relation`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from ..model import Found, Reject, Unread
from ._api_json import Layout, read_records
from ._crossref_fields import read_record

NAME = "crossref-json"
TITLE = "Crossref JSON (API)"
# what is read and not kept, and why: docs/formats.md shows it
SKIPPED = {
    "reference, reference-count": "the works cited are other works; how many there are is kept once",
    "score": "how well the work fits the query",
    "indexed": "when Crossref last touched its index",
    "author/sequence, author/authenticated-orcid": "the order of the list says it; of use to Crossref alone",
}

_MESSAGE = re.compile(r'"message-type"\s*:\s*"work(?:-list)?"')
_WORK = re.compile(r'"(?:is-referenced-by-count|content-domain|reference-count|references-count)"\s*:')


def sniff(head: str) -> int:
    """3 where JSON is a message of works, 2 where it has members that only Crossref's works have."""
    if not head.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
        return 0
    return 3 if _MESSAGE.search(head) else 2 if _WORK.search(head) and '"DOI"' in head else 0


def database(head: str) -> str | None:
    """Always Crossref: nothing else writes this."""
    return "Crossref"


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """One Found a work; see the docstring of this folder."""
    return read_records(stream, LAYOUT, read_record)


def is_record(value: Mapping[str, Any]) -> bool:
    """A work; the works that it cites have a DOI, too, but none of these."""
    return "DOI" in value and ("prefix" in value or "member" in value or "indexed" in value)


LAYOUT = Layout(lists=[("message", "items")], singles=[("message",)], is_record=is_record)
