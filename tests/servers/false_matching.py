"""A false Crossref that is asked for the works that are likest to a reference.

with FalseMatching({"empathy": [make_work(1, title=["Empathy"])]}) as server:
    ...a reference with that word brings these works, in this order; any other brings none...
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from . import SPOILERS, Faults, Question, Reply, Spoiler
from .false_crossref import FalseCrossref


def _too_many(reply: Reply, question: Question, faults: Faults) -> Reply:
    return replace(reply, body=b"", status=429, headers=(("Retry-After", faults.retry_after),), sound=False)


class FalseMatching(FalseCrossref):
    """`likest`: a word of a reference, in small letters, and the works that Crossref finds for it.

    Each of these works is there by its DOI, too.
    """

    spoilers: Mapping[str, Spoiler] = {**SPOILERS, "429": _too_many}

    def __init__(self, likest: Mapping[str, Sequence[dict[str, Any]]], faults: Faults | None = None) -> None:
        super().__init__(works=0, faults=faults)
        self.likest = likest
        self.works = {work["DOI"].lower(): work for works in likest.values() for work in works}

    def answer(self, question: Question) -> Reply:
        """The first works that are like the reference, as many as were asked for."""
        if question.path.startswith("works/"):
            return super().answer(question)
        asked = question.params.get("query.bibliographic")
        if asked is None or "select" not in question.params:
            self.complain(question, "no reference, or whole works with all that they cite")
        found = [work for word, works in self.likest.items() if word in (asked or "").lower() for work in works]
        shown = found[: int(question.params.get("rows", "20"))]
        message = {"facets": {}, "total-results": len(found), "items": shown, "items-per-page": len(shown)}
        said = {"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": message}
        return Reply(body=json.dumps(said).encode(), kind="application/json")
