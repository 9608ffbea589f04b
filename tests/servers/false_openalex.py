"""A false OpenAlex: works in pages by cursor, filters by id, by what is cited and by DOI; it behaves as documented.

    with FalseOpenAlex(works(250)) as service:
        ...

Its search finds all works, those that `hidden` names excepted. Without a key (`api_key`), with `needs_key`, a cursor
is refused. Rules: developers.openalex.org, "Page through results", "Filter", "Errors".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from . import SPOILERS, FalseService, Question, Reply

HOME = "https://openalex.org/"


def work(number: int, cites: Iterable[int] = (), **more: Any) -> dict[str, Any]:
    """A work of that number."""
    return {
        "id": f"{HOME}W{number}",
        "doi": f"https://doi.org/10.1000/w{number}",
        "title": f"Balint groups, part {number}",
        "ids": {"openalex": f"{HOME}W{number}", "pmid": f"https://pubmed.ncbi.nlm.nih.gov/{number}"},
        "publication_year": 2000 + number % 20,
        "type": "article",
        "is_retracted": False,
        "referenced_works": [f"{HOME}W{cited}" for cited in cites],
        **more,
    }


def works(how_many: int) -> list[dict[str, Any]]:
    """Works 1 to `how_many`, each of which cites the one before it."""
    return [work(number, [number - 1] if number > 1 else []) for number in range(1, how_many + 1)]


def said(body: Any, status: int = 200) -> Reply:
    """JSON."""
    return Reply(body=json.dumps(body).encode(), kind="application/json", status=status, sound=status == 200)


class FalseOpenAlex(FalseService):
    """`claims`: how many works more it claims to find than it lists. `bad_cursor`: the number of a request whose cursor
    is refused. `plan`: whether it lets ask by date of entry. `deaf`: cursors are given, but not heeded.
    """

    spoilers = SPOILERS | {
        "429": lambda reply, question, faults: Reply(
            body=b'{"error": "Rate limit exceeded", "message": "slow down"}',
            status=429,
            headers=(("Retry-After", faults.retry_after),),
            sound=False,
        ),
        "error": lambda reply, question, faults: Reply(body=b'{"error": "Search failed"}', sound=False),
    }

    def __init__(self, found: Iterable[Mapping[str, Any]], **more: Any) -> None:
        self.works = {one["id"].removeprefix(HOME): dict(one) for one in found}
        self.hidden: set[str] = set()
        self.claims = 0
        self.refused: tuple[int, int] | None = None
        self.bad_cursor = 0
        self.plan = False
        self.deaf = False
        super().__init__(**more)

    def look_at(self, question: Question) -> Reply | None:
        """At most 100 works a page; refusals as told."""
        if int(question.params.get("per_page", 25)) > 100:
            self.complain(question, "more than 100 works a page")
        if len(question.params.get("filter", "").split("|")) > 50:
            self.complain(question, "more than 50 values in a filter")
        if self.refused and question.number >= self.refused[0]:
            return said({"error": "Forbidden", "message": "Rate limit exceeded"}, self.refused[1])
        if "from_created_date" in question.params.get("filter", "") and not self.plan:
            return said({"error": "Forbidden", "message": "from_created_date needs a paid plan"}, 403)
        if question.number == self.bad_cursor:
            return said({"error": "Invalid query parameter", "message": "Cursor value is invalid."}, 400)
        return None

    def answer(self, question: Question) -> Reply:
        """A page, or a work."""
        if question.path.startswith("works/doi:"):
            doi = HOME.replace("openalex.org", "doi.org") + question.path.removeprefix("works/doi:").replace("%2C", ",")
            one = next((one for one in self.works.values() if one["doi"] == doi), None)
            return said(self._selected(one, question)) if one else said({"error": "Not found"}, 404)
        found = list(self._found(question.params.get("filter", "")))
        size = int(question.params.get("per_page", 25))
        cursor = question.params.get("cursor")
        start = int(cursor.removeprefix("c")) if cursor and cursor != "*" and not self.deaf else 0
        page = found[start : start + size]
        meta: dict[str, Any] = {"count": len(found) + self.claims, "db_response_time_ms": 5, "per_page": size}
        if cursor:
            meta["next_cursor"] = f"c{question.number if self.deaf else start + size}" if page else None
        return said({"meta": meta, "results": [self._selected(one, question) for one in page]})

    def _found(self, text: str) -> Iterable[Mapping[str, Any]]:
        name, _, values = text.partition(",")[0].partition(":")  # a comma ends a value, wherever it stands
        wanted = set(values.split("|"))
        looked_up: dict[str, Any] = {
            "openalex": lambda one: one["id"].removeprefix(HOME),
            "doi": lambda one: one["doi"].removeprefix("https://doi.org/"),
            "pmid": lambda one: one["ids"]["pmid"].rpartition("/")[2],
        }
        for key, one in self.works.items():
            if name in looked_up:
                if looked_up[name](one) in wanted:
                    yield one
            elif name == "cites":
                if {cited.removeprefix(HOME) for cited in one["referenced_works"]} & wanted:
                    yield one
            elif key not in self.hidden:
                yield one

    def _selected(self, one: Mapping[str, Any], question: Question) -> Mapping[str, Any]:
        names = question.params.get("select")
        return {name: one.get(name) for name in names.split(",")} if names else one
