"""The answers of Europe PMC's web service, as JSON (`resultType=core`, or `lite`, which says less).

In: one or more answers, one after the other: `{"hitCount": …, "resultList": {"result": [{…}, …]}}`. Out: one Found a
result. What has no field of ours is kept in `extra` under the service's own names, verbatim; what is nested, as JSON.

    "id": "10000001", "source": "MED"       accession ["MED:10000001"]: an id is unique within its source only
    "abstractText": "<h4>Aim</h4>To see."   abstract ["Aim: To see."]; other tags are left to cleaning

Source: Europe PMC, "RESTful Web Service" (reference guide: the fields of a core result; sources MED, PMC, PPR, AGR,
CBA, CTX, ETH, HIR, NBK, PAT).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

from ..model import Found, Reject, Unread
from ._api_json import Layout, read_records
from ._europepmc_fields import read_record

NAME = "europepmc-json"
TITLE = "Europe PMC JSON (API)"
# what is read and not kept, and why: docs/formats.md shows it
SKIPPED = {
    "authorString, authorIdList": "the authors, and their ORCIDs, once more",
    "journalInfo/monthOfPublication": "stands in the date",
}

_SNIFFED = re.compile(r'"resultList"\s*:\s*\{\s*"result"\s*:')
_OWN_FIELDS = re.compile(r'"(?:authorString|firstPublicationDate|nextCursorMark|hitCount|inEPMC|isOpenAccess)"\s*:')


def sniff(head: str) -> int:
    """3 where JSON has the service's list of results and one of its fields."""
    if not head.lstrip("\ufeff \t\r\n").startswith("{"):
        return 0
    return 3 if _SNIFFED.search(head) and _OWN_FIELDS.search(head) else 0


def database(head: str) -> str | None:
    """Always Europe PMC: nothing else writes this."""
    return "Europe PMC"


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """One Found a result; see the docstring of this folder."""
    return read_records(stream, LAYOUT, read_record)


def is_record(value: Mapping[str, Any]) -> bool:
    """A result; the comments, versions and references inside one have id and source, too."""
    return "id" in value and "source" in value and ("authorString" in value or "isOpenAccess" in value)


LAYOUT = Layout(lists=[("resultList", "result")], singles=[("result",)], is_record=is_record)
