"""A false Europe PMC on the loopback address, with invented records.

    with FalseEuropePmc(records=1_200) as server:
        ...search by way of server.endpoint...
        assert server.complaints == []

Sources: Europe PMC, "RESTful Web Service", and replies of the real one (resultType=core). *Assumed*: what a record in
an idlist looks like beyond id and source. What it doesn't do: a query is matched by its dates and ids alone; all
other words find every record.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from . import FalseService, Faults, Question, Reply

MOST = 1_000  # records in an answer
LONGEST = 2_000  # characters of a query that are polite in an address
VERSION = {"version": "6.9"}
_RANGE = re.compile(r" AND \((FIRST_IDATE|UPDATE_DATE):\[(\S+) TO (\S+)\]\)")
_ID = re.compile(r'\(EXT_ID:"([^"]+)" AND SRC:(\w+)\)')
_DAYS = {"FIRST_IDATE": "firstIndexDate", "UPDATE_DATE": "dateOfRevision"}


def make_record(number: int, **more: Any) -> dict[str, Any]:
    """An invented article: every ninth is a preprint."""
    source = "PPR" if number % 9 == 0 else "MED"
    own = f"PPR{number}" if source == "PPR" else str(10_000_000 + number)
    return {
        "id": own,
        "source": source,
        "title": f"Work {number}.",
        "authorString": "Day L.",
        "pubYear": "2001",
        "isOpenAccess": "N",
        "firstIndexDate": "2020-01-01",
        "dateOfRevision": "2020-01-01",
    } | more


class FalseEuropePmc(FalseService):
    """`forgets`: numbers of the requests (from 1) at which all cursors are forgotten. `hidden`: ids that are counted,
    but never listed; `withheld`: that are listed, but not given when asked for by id; `unlisted`: that are given by id
    alone, for no words find them any more.
    """

    def __init__(
        self,
        *,
        records: int = 100,
        forgets: Collection[int] = (),
        hidden: Collection[str] = (),
        withheld: Collection[str] = (),
        faults: Faults | None = None,
        changes: Mapping[int, Callable[[Any], None]] | None = None,
    ) -> None:
        super().__init__(faults=faults, changes=changes)
        self.records = {self.id_of(record): record for record in map(make_record, range(1, records + 1))}
        self.forgets, self.hidden, self.withheld = set(forgets), set(hidden), set(withheld)
        self.unlisted: set[str] = set()
        self._cursors: dict[str, int] = {}

    @staticmethod
    def id_of(record: Mapping[str, Any]) -> str:
        """As our reader has it."""
        return f"{record['source']}:{record['id']}"

    @property
    def ids(self) -> list[str]:
        """Of all records."""
        return list(self.records)

    def add(self, number: int, **more: Any) -> str:
        """A new record."""
        record = make_record(number, **more)
        self.records[self.id_of(record)] = record
        return self.id_of(record)

    def look_at(self, question: Question) -> Reply | None:
        """Too many records at once, too long an address, no JSON."""
        params = question.params
        if question.path != ("searchPOST" if question.method == "POST" else "search"):
            return Reply(body=b"<html>Not Found</html>", status=404, sound=False)
        if params.get("format") != "json":
            self.complain(question, "no format=json: the default is XML")
        if int(params.get("pageSize", "25")) > MOST:
            self.complain(question, f"pageSize={params['pageSize']}")
        if question.method == "GET" and len(params.get("query", "")) > LONGEST:
            self.complain(question, "a long query in an address")
        return None

    def answer(self, question: Question) -> Reply:
        """A page; the version alone where the cursor is unknown."""
        params = question.params
        if question.number in self.forgets:
            self._cursors.clear()
        if not params.get("query", "").strip():
            return _json({**VERSION, "errCode": 404, "errMsg": "Invalid query"})
        mark = params.get("cursorMark", "*")
        if mark != "*" and mark not in self._cursors:
            return _json(VERSION)
        found = self._found(params["query"])
        start = self._cursors.get(mark, 0)
        listed = [record for record in found if self.id_of(record) not in self.hidden]
        part = listed[start : start + int(params.get("pageSize", "25"))]
        after = f"AoJ{start + len(part)}=" if part else mark
        self._cursors[after] = start + len(part)
        said = {
            **VERSION,
            "hitCount": len(found),
            "nextCursorMark": after,
            "request": {"queryString": params["query"], "resultType": params.get("resultType"), "cursorMark": mark},
            "resultList": {"result": [_cut(record, params.get("resultType")) for record in part]},
        }
        return _json(said)

    def _found(self, query: str) -> list[dict[str, Any]]:
        if wanted := {f"{source}:{own}" for own, source in _ID.findall(query)}:
            return [record for one, record in self.records.items() if one in wanted - self.withheld]
        found = [record for one, record in self.records.items() if one not in self.unlisted]
        for kind, first, last in _RANGE.findall(query):
            found = [record for record in found if first <= record[_DAYS[kind]] <= last]
        return found


def _cut(record: dict[str, Any], kind: str | None) -> dict[str, Any]:
    return record if kind == "core" else {"id": record["id"], "source": record["source"]}


def _json(said: Any) -> Reply:
    return Reply(body=json.dumps(said).encode(), kind="application/json")
