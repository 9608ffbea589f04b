"""A false Scopus Search API: entries in two views, a cap on what one search gives, EIDs and years in searches.

Its search finds all records, those that `hidden` names excepted, within the years of PUBYEAR. Rules: dev.elsevier.com,
"Scopus Search API": 25 records a page in view COMPLETE, 200 in STANDARD, none past the cap; an empty list is one entry
with an error.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from . import SPOILERS, FalseService, Question, Reply

SIZES = {"COMPLETE": 25, "STANDARD": 200}
COMPLETE_ONLY = ("author", "author-count", "authkeywords", "dc:description")


def entry(number: int, year: int = 2020, **more: Any) -> dict[str, Any]:
    """A record of that number."""
    return {
        "@_fa": "true",
        "dc:identifier": f"SCOPUS_ID:{number}",
        "eid": f"2-s2.0-{number}",
        "dc:title": f"Balint groups, part {number}",
        "dc:creator": "Smith J.",
        "prism:coverDate": f"{year}-01-01",
        "subtype": "ar",
        "dc:description": "An abstract.",
        **more,
    }


def refusal(status: int, text: str) -> Reply:
    """An error as Elsevier writes it."""
    error = {"service-error": {"status": {"statusCode": "ERROR", "statusText": text}}}
    return Reply(body=json.dumps(error).encode(), status=status, kind="application/json", sound=False)


class FalseScopus(FalseService):
    """`complete`: whether the key may see the view COMPLETE. `cap`: records that one search gives."""

    spoilers = SPOILERS | {
        "429": lambda reply, question, faults: Reply(
            body=b"", status=429, headers=(("Retry-After", "0"),), sound=False
        ),
        "error": lambda reply, question, faults: Reply(body=refusal(200, "A fault").body, sound=False),
    }

    def __init__(
        self, found: Iterable[Mapping[str, Any]], *, cap: int = 5000, complete: bool = True, **more: Any
    ) -> None:
        self.entries = {one["eid"]: dict(one) for one in found}
        self.hidden: set[str] = set()
        self.cap, self.complete, self.key = cap, complete, "key"
        super().__init__(**more)

    def look_at(self, question: Question) -> Reply | None:
        """The key, the size of a page, the cap."""
        if question.headers.get("X-ELS-APIKey") != self.key:
            return refusal(401, "Invalid API Key")
        view, count, start = (question.params[name] for name in ("view", "count", "start"))
        if view == "COMPLETE" and not self.complete:
            return refusal(401, "The requestor is not authorized to access the requested view")
        if int(count) > SIZES[view]:
            return refusal(400, "Exceeds the maximum number allowed for the service level")
        if int(start) + int(count) > self.cap:
            self.complain(question, "past the cap")
            return refusal(400, "Exceeds the number of search results")
        return None

    def answer(self, question: Question) -> Reply:
        """A page."""
        start, count = int(question.params["start"]), int(question.params["count"])
        found = [one for one in self.entries.values() if self._is_found(one, question.params["query"])]
        left_out = COMPLETE_ONLY if question.params["view"] == "STANDARD" else ()
        page = [{name: value for name, value in one.items() if name not in left_out} for one in found[start:][:count]]
        results = {
            "opensearch:totalResults": str(len(found)),
            "entry": page or [{"@_fa": "true", "error": "Result set was empty"}],
        }
        return Reply(body=json.dumps({"search-results": results}).encode(), kind="application/json")

    def _is_found(self, one: Mapping[str, Any], query: str) -> bool:
        if eids := re.findall(r"EID\(([^)]*)\)", query):
            return one["eid"] in eids
        year = int(one["prism:coverDate"][:4])
        after = re.search(r"PUBYEAR AFT (\d+)", query)
        before = re.search(r"PUBYEAR BEF (\d+)", query)
        within = (not after or year > int(after[1])) and (not before or year < int(before[1]))
        return within and one["eid"] not in self.hidden
