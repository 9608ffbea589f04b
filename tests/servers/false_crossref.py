"""A false Crossref on the loopback address, with invented works.

    with FalseCrossref(works=500) as server:
        ...search by way of server.endpoint...
        assert server.complaints == []

Sources: Crossref, "REST API", and replies of the real one. What it doesn't do: words find every work, in the order
of their numbers; of the filters it knows doi, from-created-date and from-index-date.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from typing import Any
from urllib.parse import unquote

from . import FalseService, Faults, Question, Reply

MOST = 1_000  # works in an answer
_DAYS = {"from-created-date": "created", "from-index-date": "indexed"}


def make_work(number: int, doi: str | None = None, created: str = "2020-01-01", **more: Any) -> dict[str, Any]:
    """An invented article; Crossref keeps DOIs as they were deposited."""
    return {
        "DOI": doi or f"10.1000/Work.{number}",
        "type": "journal-article",
        "title": [f"Work {number}"],
        "prefix": "10.1000",
        "created": {"date-time": f"{created}T00:00:00Z"},
        "indexed": {"date-time": f"{created}T00:00:00Z"},
    } | more


class FalseCrossref(FalseService):
    """`forgets`: numbers of the requests (from 1) at which all cursors expire. `hidden`: DOIs, in small letters, that
    are counted, but never listed; `withheld`: that are listed, but not given when asked for by DOI.
    """

    def __init__(
        self,
        *,
        works: int = 100,
        forgets: Collection[int] = (),
        hidden: Collection[str] = (),
        withheld: Collection[str] = (),
        faults: Faults | None = None,
        changes: Mapping[int, Callable[[Any], None]] | None = None,
    ) -> None:
        super().__init__(faults=faults, changes=changes)
        self.works = {work["DOI"].lower(): work for work in map(make_work, range(1, works + 1))}
        self.forgets, self.hidden, self.withheld = set(forgets), set(hidden), set(withheld)
        self._cursors: dict[str, int] = {}

    @property
    def ids(self) -> list[str]:
        """The DOIs of all works, as our reader has them."""
        return list(self.works)

    def add(self, number: int, **more: Any) -> str:
        """A new work."""
        work = make_work(number, **more)
        self.works[work["DOI"].lower()] = work
        return str(work["DOI"].lower())

    def look_at(self, question: Question) -> Reply | None:
        """Nobody to write to; too many works at once."""
        if "@" not in question.params.get("mailto", ""):
            self.complain(question, "no mailto")
        if int(question.params.get("rows", "20")) > MOST:
            self.complain(question, f"rows={question.params['rows']}")
        return None

    def answer(self, question: Question) -> Reply:
        """A page of works, one work, or what is wrong."""
        if question.number in self.forgets:
            self._cursors.clear()
        if question.path.startswith("works/"):
            return self._single(unquote(question.path.removeprefix("works/")).lower())
        if question.path != "works":
            return _json({"status": "failed", "message-type": "route-not-found"}, status=404)
        mark = question.params.get("cursor")
        if mark not in (None, "*") and mark not in self._cursors:
            return _failed("resource-failure", "cursor", 404)
        try:
            found = self._found(question.params.get("filter", ""))
        except KeyError as unknown:
            return _failed("validation-failure", f"Filter {unknown} specified but there is no such filter", 400)
        return _json(self._page(question.params, found, mark))

    def _page(self, params: Mapping[str, str], found: list[dict[str, Any]], mark: str | None) -> dict[str, Any]:
        start, rows = self._cursors.get(mark or "", 0), int(params.get("rows", "20"))
        part = [work for work in found if work["DOI"].lower() not in self.hidden][start : start + rows]
        if select := params.get("select"):
            part = [{name: work[name] for name in select.split(",") if name in work} for work in part]
        message: dict[str, Any] = {"facets": {}, "total-results": len(found), "items": part, "items-per-page": rows}
        if mark:
            message["next-cursor"] = f"DnF1{start + len(part)}=="
            self._cursors[message["next-cursor"]] = start + len(part)
        return {"status": "ok", "message-type": "work-list", "message-version": "1.0.0", "message": message}

    def _single(self, doi: str) -> Reply:
        if doi not in self.works or doi in self.withheld:
            return Reply(body=b"Resource not found.", status=404, sound=False)
        return _json({"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": self.works[doi]})

    def _found(self, filters: str) -> list[dict[str, Any]]:
        """Filters of one name are alternatives, those of several names all hold."""
        found = list(self.works.values())
        parts = [part.split(":", 1) for part in filters.split(",") if part]
        if dois := {value.lower() for name, value in parts if name == "doi"}:
            found = [work for work in found if work["DOI"].lower() in dois - self.withheld]
        for name, value in parts:
            if name not in ("doi", "from-pub-date", "until-pub-date"):
                found = [work for work in found if work[_DAYS[name]]["date-time"] >= value]
        return found


def _failed(kind: str, message: str, status: int) -> Reply:
    said = {"status": "failed", "message-type": kind, "message": [{"type": kind, "message": message}]}
    return _json(said, status=status)


def _json(said: Any, status: int = 200) -> Reply:
    return Reply(body=json.dumps(said).encode(), kind="application/json", status=status, sound=status == 200)
