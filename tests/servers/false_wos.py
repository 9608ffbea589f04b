"""A false Web of Science Starter API: documents in numbered pages, by id, and those changed in a span of days.

Its search finds all documents, those that `hidden` names excepted. Rules: developer.clarivate.com/apis/wos-starter.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from . import SPOILERS, FalseService, Question, Reply


def document(number: int, **more: Any) -> dict[str, Any]:
    """A document of that number."""
    return {"uid": f"WOS:{number:015}", "title": f"Balint groups, part {number}", "types": ["Article"], **more}


class FalseWos(FalseService):
    """`allowed`: how many requests it answers before the day's are used up. `changed`: ids that were modified."""

    spoilers = SPOILERS | {
        "429": lambda reply, question, faults: Reply(
            body=b"", status=429, headers=(("Retry-After", "0"),), sound=False
        ),
    }

    def __init__(self, found: Iterable[Mapping[str, Any]], *, allowed: int = 10_000, **more: Any) -> None:
        self.documents = {one["uid"]: dict(one) for one in found}
        self.hidden: set[str] = set()
        self.changed: set[str] = set()
        self.allowed, self.key = allowed, "key"
        super().__init__(**more)

    def look_at(self, question: Question) -> Reply | None:
        """The key, the day's allowance, the size of a page."""
        if question.headers.get("X-ApiKey") != self.key:
            return Reply(body=b'{"message": "Invalid authentication credentials"}', status=401, sound=False)
        if question.number > self.allowed:
            return Reply(body=b'{"message": "API rate limit exceeded"}', status=429, sound=False)
        if int(question.params["limit"]) > 50:
            self.complain(question, "more than 50 records a page")
        return None

    def answer(self, question: Question) -> Reply:
        """A page."""
        page, limit = int(question.params["page"]), int(question.params["limit"])
        found = [one for uid, one in self.documents.items() if self._is_found(uid, question)]
        short = question.params.get("detail") == "short"
        hits = found[(page - 1) * limit : page * limit]
        body = {
            "metadata": {"total": len(found), "page": page, "limit": limit},
            "hits": [{"uid": one["uid"]} if short else one for one in hits],
        }
        return Reply(body=json.dumps(body).encode(), kind="application/json")

    def _is_found(self, uid: str, question: Question) -> bool:
        asked = question.params["q"]
        if asked.startswith("UT="):
            return uid in re.findall(r"WOS:\d+", asked)
        if "modifiedTimeSpan" in question.params and uid not in self.changed:
            return False
        return uid not in self.hidden
