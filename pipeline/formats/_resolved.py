"""Numbers of a work that its source doesn't have, and that a service found for it: DOI and PMID of a pasted reference.

They stand in `extra`, under the names here, since they are no words of the source; the record's id hangs on those. They
take their place when records are cleaned, and never the place of a number that is there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

TAGS = {"doi": "resolved_doi", "pmid": "resolved_pmid"}  # each with the number, by whom it was found, and why

Fields = Mapping[str, Sequence[str]]


def with_resolved(fields: Fields, extra: Fields) -> tuple[Fields, list[dict[str, Any]]]:
    """The fields with the numbers that were found, where the source has none; and the changes, which say by whom.

    ({}, {'resolved_doi': ['10.1/a', 'crossref', 'title agrees']}) -> ({'doi': ['10.1/a']}, [doi.found-by-crossref])
    """
    whole, changes = dict(fields), []
    for field, tag in TAGS.items():
        if len(extra.get(tag, ())) == 3 and not fields.get(field):
            number, by, why = extra[tag]
            whole[field] = [number]
            change = {"field": field, "before": f"(none; {why})", "after": number, "rule": f"{field}.found-by-{by}"}
            changes.append(change)
    return whole if changes else fields, changes
