"""A false PubMed: NCBI's E-utilities on the loopback address, as documented, with invented records.

    with FalseEutils(records=50_000, faults=Faults(chances={"429": 0.1, "html": 0.1})) as pubmed:
        ...search by way of pubmed.endpoint...
        assert pubmed.complaints == []

By hand: `python -m tests.servers.false_eutils --records 50000 --fault 429=0.1`.

Sources: NCBI, "Entrez Programming Utilities Help" (NBK25497, NBK25499, NBK25500), and replies of the real service:
retmax over the cap (biopython issue 4189: 9,999 ids come, with a warning), paging a history past its end (pubmedR issue
7), too many ids for esummary (rentrez issue 178). *Assumed*, no reply was seen: the XML form of esearch's errors, a
history holding the first 9,999 ids only, what efetch gives for a PMID that was merged into another (here: nothing).
What it doesn't do: a search string is matched by `matches` (by default every record), after the date limits in it
were taken out; they are all read as ANDed, whatever stands between.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import threading
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from . import SPOILERS, FalseService, Faults, Question, Reply, Spoiler, page

CAP = 9_999  # ids of one search that PubMed gives
LONGEST = 10_000  # documented for retmax
MOST_BY_GET = 200  # ids; more belong into a POST
MOST_SUMMARIES = 500
RATE, RATE_WITH_KEY = 3, 10

PAST_CAP = (
    "Search Backend failed: Exception:\n'retstart' cannot be larger than 9998. "
    "For PubMed, ESearch can only retrieve the first 9,999 records matching the query."
)
NO_HISTORY = "Unable to obtain query #1"

_DATE = r'"?(?P<{}>\d{{4}}(?:/\d{{1,2}}){{0,2}})"?'
_TAG = r"\s*\[(?P<tag>[^\]]+)\]"
_RANGE = re.compile(_DATE.format("first") + r"(?:\s*\[[^\]]+\])?\s*:\s*" + _DATE.format("last") + _TAG)
_DAY = re.compile(_DATE.format("first") + _TAG)
_IDS = re.compile(r"\b(\d+)\s*\[(?:uid|pmid)\]", re.IGNORECASE)
_LEFT_OVER = re.compile(r"\s*\bAND\s*(?=\)|$)|(?<=\()\s*AND\b|^\s*AND\b|\(\s*\)", re.IGNORECASE)
_TAGS = {  # of PubMed's dates, as its help and its own translations write them
    "dp": "pdat", "pdat": "pdat", "date - publication": "pdat", "publication date": "pdat",
    "edat": "edat", "date - entry": "edat", "entry date": "edat", "date - entrez": "edat",
    "crdt": "crdt", "date - create": "crdt", "create date": "crdt",
    "mdat": "mdat", "lr": "mdat", "date - modification": "mdat", "modification date": "mdat",
}  # fmt: skip
_SHOWN_TAGS = {
    "pdat": "Date - Publication", "edat": "Date - Entry", "crdt": "Date - Create", "mdat": "Date - Modification",
}  # fmt: skip
_SORTS: dict[str, Callable[[Record], Any]] = {
    "most recent": lambda record: -record.pmid,
    "relevance": lambda record: record.pmid * 7919 % 100_003,  # any order that isn't that of ids
    "pub_date": lambda record: (-int(max(record.dates("pdat")).replace("/", "")), -record.pmid),
    "author": lambda record: (record.author, record.pmid),
    "journalname": lambda record: (record.journal, record.pmid),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """Days from `first` to `last`, 'YYYY/MM/DD', of one kind of date."""

    kind: str
    first: str
    last: str

    def __str__(self) -> str:
        return f"{self.first}:{self.last}[{_SHOWN_TAGS[self.kind]}]"


def read_term(term: str) -> tuple[str, list[Limit]]:
    """The term without its date limits, and those.

    'balint AND ("2020"[pdat] : "2020/06/30"[pdat])' -> 'balint', [2020/01/01 to 2020/06/30 of pdat]
    """
    limits = []
    for pattern in (_RANGE, _DAY):
        for found in list(pattern.finditer(term)):
            if kind := _TAGS.get(found["tag"].lower().strip()):
                last = found["last"] if pattern is _RANGE else found["first"]
                limits.append(Limit(kind=kind, first=day(found["first"], "01"), last=day(last, "12/31")))
                term = term.replace(found[0], "", 1)
    before = ""
    while before != term:
        before, term = term, _LEFT_OVER.sub("", term).strip()
    return term, limits


@cache
def day(text: str, rest: str) -> str:
    """'2020/3' -> '2020/03/01' with the rest '01', '2020/03/31' with '12/31'. (No month needs to have that day.)"""
    parts = text.split("/")
    parts += {"01": ["01", "01"], "12/31": ["12", "31"]}[rest][len(parts) - 1 :]
    return "/".join(part.zfill(2) for part in parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An invented article. Days are 'YYYY/MM/DD'; `published`, as printed, may be a year or a month only.

    `electronic`: the day that it was online, where that is known apart. `listed`: False where no search finds it.
    """

    pmid: int
    title: str
    journal: str
    author: str
    published: str
    electronic: str | None = None
    entered: str
    created: str
    modified: str
    retracted: bool = False
    corrected: bool = False
    listed: bool = True

    def dates(self, kind: str) -> tuple[str, ...]:
        """The days that a search by this kind of date finds it at: a year alone is its first day."""
        if kind == "pdat":
            printed = day(self.published, "01")
            return (printed, self.electronic) if self.electronic and self.electronic != printed else (printed,)
        return (getattr(self, DATES[kind]),)

    @property
    def citation(self) -> tuple[str, str, str, str, str]:
        """Journal, year, volume, first page, author: as ecitmatch compares them."""
        year = int(self.published[:4])
        return self.journal.lower(), str(year), str(year - 1970), str(self.pmid % 900 + 1), self.author.lower()


DATES = {"pdat": "published", "edat": "entered", "crdt": "created", "mdat": "modified"}
FIRST_DAY, LAST_DAY = date(1975, 1, 1), date(2025, 12, 31)
_TOPICS = ("Balint groups", "Burnout & sleep", "Group leaders", "Empathy", "Supervision", "The case presentation")
_PEOPLE = ("young doctors", "nurses", "students", "rural practice", "psychiatrists", "a <i>virtual</i> ward")
_AUTHORS = ("Ahlgren M", "Brandt O", "Cerny I", "Dubois A", "Eklund T", "Farkas L", "Ivanova N", "Öz Ş")
_JOURNALS = ("Journal of Invented Medicine", "Annals of Made-up Practice", "Acta Ficta")


@cache
def make_records(
    count: int, seed: int = 1, first: int = 30_000_001, published: str | None = None, entered: str | None = None
) -> tuple[Record, ...]:
    """Invented records, the same for the same seed, with ascending PMIDs that have gaps.

    One in five is dated by a year only, one in four by a month; four in ten have a day online too, which may be in the
    year before; some are printed after `LAST_DAY`. `published` and `entered`: of all of them, where given.
    """
    drawn = random.Random(seed)
    days = [
        f"{each.year}/{each.month:02}/{each.day:02}"
        for each in map(date.fromordinal, range(FIRST_DAY.toordinal(), LAST_DAY.toordinal() + 200))
    ]
    last = len(days) - 200
    records, pmid = [], first
    for _ in range(count):
        online = int(drawn.triangular(0, last, last * 0.9))
        came = min(last, online + drawn.randrange(30))
        printed = days[online + drawn.choice((0, 0, 30, 90, 190))]
        records.append(
            Record(
                pmid=pmid,
                title=f"{drawn.choice(_TOPICS)} and {drawn.choice(_PEOPLE)}: study {pmid % 1_000_000}.",
                journal=drawn.choice(_JOURNALS),
                author=drawn.choice(_AUTHORS),
                published=published or printed[: drawn.choices((4, 7, 10), (20, 25, 55))[0]],
                electronic=days[online] if published is None and drawn.random() < 0.4 else None,
                entered=entered or days[came],
                created=entered or days[came],
                modified=entered or days[min(last, came + int(drawn.expovariate(1 / 700)))],
            )
        )
        pmid += drawn.randrange(1, 4)
    return tuple(records)


class _History:
    """What a WebEnv stands for: the ids of each query_key, and how often it was used."""

    def __init__(self) -> None:
        self.terms: list[str] = []
        self.ids: list[list[int]] = []
        self.uses, self.expired = 0, False


def _too_many(reply: Reply, question: Question, faults: Faults) -> Reply:
    return replace(
        limit_exceeded(question, RATE + 1, RATE), headers=(("Retry-After", faults.retry_after), *_rate_headers(RATE, 0))
    )


def _failed_inside(reply: Reply, question: Question, faults: Faults) -> Reply:
    return failed(question, "Search Backend failed: Exception: address table is empty")


EUTILS_SPOILERS: dict[str, Spoiler] = {
    **SPOILERS,
    "429": _too_many,
    "429-in-200": lambda reply, question, faults: replace(limit_exceeded(question, RATE + 1, RATE), status=200),
    "backend": _failed_inside,
    "error-json": lambda reply, question, faults: _json({"error": "error forwarding request"}, sound=False),
    "no-history": lambda reply, question, faults: failed(question, NO_HISTORY),
    "504": page(504),
}


class FalseEutils(FalseService):
    """PubMed with `records`: a number, or the records themselves.

    `matches(words, record)`: does the search string find it; None: everything is found. `unknown`: words that PubMed
    doesn't know, and says so. `keys`: the keys that are right; None: any is. `withheld`: PMIDs that are listed, but
    that efetch never gives; `withheld_once`: not the first time. `history_lasts`: how many requests may use a WebEnv
    before it expires (the first `expiries` of them do). `limited`: who is too fast is answered by 429;
    `per_second`: what is allowed instead of NCBI's rates. `abstract`: stands in each record, to make them as long as
    real ones.
    """

    spoilers = EUTILS_SPOILERS

    def __init__(
        self,
        *,
        records: int | Iterable[Record] = 100,
        faults: Faults | None = None,
        matches: Callable[[str, Record], bool] | None = None,
        unknown: Collection[str] = (),
        keys: Collection[str] | None = None,
        withheld: Collection[int] = (),
        withheld_once: Collection[int] = (),
        history_lasts: int | None = None,
        expiries: int = 2,
        limited: bool = True,
        per_second: int | None = None,
        abstract: str = "",
        changes: Mapping[int, Callable[[Any], None]] | None = None,
        port: int = 0,
    ) -> None:
        super().__init__(faults=faults, changes=changes, port=port)
        made = make_records(records) if isinstance(records, int) else records
        self.records = {record.pmid: record for record in made}
        self.merged: dict[int, int] = {}  # the PMID that is no more: the one that stands for it
        self.withheld, self.withheld_once = set(withheld), set(withheld_once)
        self.limited, self.per_second, self.abstract = limited, per_second, abstract
        self._matches, self._unknown, self._keys = matches, {word.lower() for word in unknown}, keys
        self._history_lasts, self._expiries = history_lasts, expiries
        self._histories: dict[str, _History] = {}
        self._given_history: dict[str, str] = {}  # the question that it came from
        self._days: dict[str, list[tuple[str, int]]] = {}

    # between two searches

    @property
    def pmids(self) -> list[int]:
        """Of all records, those that no search finds among them."""
        return sorted(self.records)

    def add(self, records: int | Iterable[Record], entered: str | None = None) -> list[int]:
        """New records, with PMIDs after the highest there is; entered on that day."""
        if isinstance(records, int):
            records = make_records(records, seed=len(self.records), first=max(self.records) + 1, entered=entered)
        new = {record.pmid: record for record in records}
        self._change({**self.records, **new})
        return list(new)

    def modify(self, pmid: int, on: str, **fields: Any) -> None:
        """The record is changed on that day: modify(31000004, on='2026/02/01', retracted=True)."""
        self._change({**self.records, pmid: replace(self.records[pmid], modified=on, **fields)})

    def withdraw(self, *pmids: int) -> None:
        """The records are there no more."""
        self._change({pmid: record for pmid, record in self.records.items() if pmid not in pmids})

    def merge(self, old: int, into: int) -> None:
        """NLM found the same article twice: one PMID goes."""
        self.merged[old] = into
        self.withdraw(old)

    def unlist(self, *pmids: int) -> None:
        """The records stay, but no search finds them any more (they were indexed anew)."""
        unlisted = {pmid: replace(self.records[pmid], listed=False) for pmid in pmids}
        self._change({**self.records, **unlisted})

    def _change(self, records: dict[int, Record]) -> None:
        with self.lock:
            self.records, self._days = records, {}

    # manners

    def look_at(self, question: Question) -> Reply | None:
        """What NCBI asks of clients: tool, email, a key that is none or right, not too fast."""
        params = question.params
        for name in ("tool", "email"):
            if not params.get(name):
                self.complain(question, f"no {name}")
        if " " in params.get("tool", ""):
            self.complain(question, "a blank in tool")
        if question.path not in _ANSWERS:
            self.complain(question, "no such utility")
            return Reply(body=b"Not Found", status=404, sound=False)
        if question.path != "ecitmatch.cgi" and params.get("db") != "pubmed":
            self.complain(question, f"db={params.get('db')!r}")
        if question.method == "GET" and len(_ids(params)) > MOST_BY_GET:
            self.complain(question, f"{len(_ids(params))} ids by GET: more than {MOST_BY_GET} belong into a POST")
        rate = self._rate(question)
        asked = self.too_fast(question, rate) if self.limited else 0
        key = params.get("api_key")
        if key == "":
            self.complain(question, "an empty api_key")
        if key == "" or (key is not None and self._keys is not None and key not in self._keys):
            wrong = {"error": "API key invalid", "api-key": key, "type": "invalid", "status": "unknown"}
            return _json(wrong, status=400, sound=False)
        return replace(limit_exceeded(question, asked, rate), headers=_busy(rate)) if asked else None

    def _rate(self, question: Question) -> int:
        return self.per_second or (RATE_WITH_KEY if question.params.get("api_key") else RATE)

    def same(self, question: Question) -> str:
        """A history that was renewed is another address for the same."""
        left_out = {"tool", "email", "api_key", "WebEnv", "query_key"}
        params = {name: value for name, value in question.params.items() if name not in left_out}
        if history := self._histories.get(question.params.get("WebEnv", "")):
            params["history"] = " ".join(history.terms[_number(question.params, "query_key", 1) - 1 :][:1])
        return f"{question.path} {sorted(params.items())}"

    def asked_twice(self) -> list[str]:
        """Without the searches that were asked again because their history had expired."""
        renewed = {asked for environment, asked in self._given_history.items() if self._histories[environment].expired}
        return [line for line in super().asked_twice() if line.split(": ", 1)[1] not in renewed]

    # answers

    def answer(self, question: Question) -> Reply:
        """By the name of the utility."""
        reply = _ANSWERS[question.path](self, question)
        rate = self._rate(question)
        return replace(reply, headers=(*reply.headers, *_rate_headers(rate, rate - 1)))

    def esearch(self, question: Question) -> Reply:
        """How many, which, and the history where it is wanted."""
        params = question.params
        if question.params.get("retmode", "xml") not in ("json", "xml"):
            self.complain(question, f"retmode={params['retmode']!r}")
        term, environment = params.get("term", "").strip(), params.get("WebEnv", "")
        if not term and not params.get("query_key"):
            return failed(question, "Empty term and query_key - nothing todo")
        if not term:
            listed = self._from_history(params)
            if listed is None:
                return failed(question, NO_HISTORY)
            return _listing(question, len(listed), listed, "", (), {})
        words, limits = self._read(question)
        unknown = tuple(word for word in re.findall(r"\w+", words) if word.lower() in self._unknown)
        found = [] if unknown and len(unknown) == len(re.findall(r"\w+", words)) else self._found(words, limits)
        order = params.get("sort", "").lower().replace("+", " ") or "most recent"
        if order not in _SORTS:
            self.complain(question, f"sort={order!r}")
        found.sort(key=_SORTS.get(order, _SORTS["most recent"]))
        pmids = [record.pmid for record in found]
        kept = self._keep(question, environment, pmids) if params.get("usehistory") == "y" else {}
        translation = " AND ".join([f'"{words}"[All Fields]'] * bool(words) + [str(limit) for limit in limits])
        return _listing(question, len(pmids), pmids, translation, unknown, kept)

    def _read(self, question: Question) -> tuple[str, list[Limit]]:
        params = question.params
        words, limits = read_term(params["term"])
        first, last = params.get("mindate"), params.get("maxdate")
        if bool(first) != bool(last):
            self.complain(question, "mindate and maxdate are needed both")
        if first and last:
            kind = params.get("datetype", "")
            if kind not in DATES:
                self.complain(question, f"datetype={kind!r}")
            limits.append(
                Limit(kind=kind if kind in DATES else "pdat", first=day(first, "01"), last=day(last, "12/31"))
            )
        if "reldate" in params or "#" in words:
            self.complain(question, "reldate, and #1 in a term, are not known here")
        return words, limits

    def _found(self, words: str, limits: Sequence[Limit]) -> list[Record]:
        pmids: set[int] | None = {int(pmid) for pmid in _IDS.findall(words)} or None
        for limit in limits:
            within = {pmid for _, pmid in self._between(limit)}
            pmids = within if pmids is None else pmids & within
        chosen = self.records if pmids is None else [pmid for pmid in pmids if pmid in self.records]
        records = [record for record in map(self.records.__getitem__, chosen) if record.listed or _IDS.search(words)]
        return [each for each in records if self._matches is None or _IDS.search(words) or self._matches(words, each)]

    def _between(self, limit: Limit) -> list[tuple[str, int]]:
        days = self._days.get(limit.kind)
        if days is None:
            days = sorted((day_, pmid) for pmid, record in self.records.items() for day_ in record.dates(limit.kind))
            self._days[limit.kind] = days
        return days[bisect_left(days, (limit.first, 0)) : bisect_right(days, (limit.last, sys.maxsize))]

    def _keep(self, question: Question, environment: str, pmids: list[int]) -> dict[str, str]:
        history = self._histories.get(environment)
        if history is None or history.expired:
            environment = f"MCID_{len(self._histories) + 1:024x}"
            history = self._histories[environment] = _History()
            self._given_history[environment] = self.same(question)
        history.terms.append(self.same(question))
        history.ids.append(pmids[:CAP])
        return {"querykey": str(len(history.ids)), "webenv": environment}

    def _from_history(self, params: Mapping[str, str]) -> list[int] | None:
        """The ids; None where the history has expired, or never was."""
        history, key = self._histories.get(params.get("WebEnv", "")), _number(params, "query_key", 0)
        if history is None or not 0 < key <= len(history.ids):
            return None
        history.uses += 1
        if self._history_lasts is not None and history.uses > self._history_lasts and not history.expired:
            history.expired = sum(each.expired for each in self._histories.values()) < self._expiries
        return None if history.expired else history.ids[key - 1]

    def _wanted(self, question: Question) -> list[int] | Reply:
        """The PMIDs that are asked for, by list or by history; a Reply where they can't be had."""
        params = question.params
        if "query_key" not in params:
            texts = _ids(params)
            good = [int(text) for text in texts if text.isdecimal() and int(text) > 0]
            if len(good) < len(texts):
                self.complain(question, f"{len(texts) - len(good)} ids are none")
            if good:
                return good[:LONGEST]
            return replace(failed(question, "ID list is empty! Possibly it has no correct IDs."), status=400)
        listed = self._from_history(params)
        if listed is None:
            return failed(question, NO_HISTORY)
        first, most = _number(params, "retstart", 0), min(_number(params, "retmax", LONGEST), LONGEST)
        if first >= len(listed):
            said = (
                f"Cannot retrieve history data: OUT OF RANGE. Parameter retstart={first} + 1 is greater than number of "
                f"records available in history. History includes {len(listed)} IDs."
            )
            return replace(failed(question, said), status=400)
        return listed[first : first + most]

    def efetch(self, question: Question) -> Reply:
        """Records, in the order asked for; what isn't there is left out without a word."""
        wanted = self._wanted(question)
        if isinstance(wanted, Reply):
            return wanted
        later = self.withheld_once & set(wanted)
        self.withheld_once -= later
        left_out = self.withheld | later
        given = [self.records[pmid] for pmid in dict.fromkeys(wanted) if pmid in self.records and pmid not in left_out]
        form = question.params.get("retmode", ""), question.params.get("rettype", "")
        if form[0] == "xml":
            head = (
                '<?xml version="1.0" ?>\n<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle, 1st January '
                '2025//EN" "https://dtd.nlm.nih.gov/ncbi/pubmed/out/pubmed_250101.dtd">\n<PubmedArticleSet>\n'
            )
            text = head + "".join(xml_of(record, self.abstract) for record in given) + "</PubmedArticleSet>"
            return Reply(body=text.encode(), kind="text/xml; charset=UTF-8")
        if form == ("text", "medline"):
            text = "\n" + "\n".join(medline_of(record, self.abstract) for record in given)
            return Reply(body=text.encode(), kind="text/plain; charset=UTF-8")
        self.complain(question, f"retmode={form[0]!r} rettype={form[1]!r}")
        return Reply(body=b"<html><head><title>PmFetch response</title></head><body><pre></pre></body></html>")

    def esummary(self, question: Question) -> Reply:
        """Short records in JSON; of an unknown id it is said that it is unknown."""
        if question.params.get("retmode") != "json":
            self.complain(question, "esummary is known here with retmode=json only")
        wanted = self._wanted(question)
        if isinstance(wanted, Reply):
            return wanted
        if len(wanted) > MOST_SUMMARIES:
            self.complain(question, f"{len(wanted)} ids: at most {MOST_SUMMARIES}")
            return failed(question, "Too many UIDs in request. Maximum number of UIDs is 500 for JSON format output.")
        result: dict[str, Any] = {"uids": [str(pmid) for pmid in wanted]}
        for pmid in wanted:
            known = self.records.get(pmid)
            result[str(pmid)] = (
                summary_of(known) if known else {"uid": str(pmid), "error": "cannot get document summary"}
            )
        return _json({"header": {"type": "esummary", "version": "0.3"}, "result": result})

    def ecitmatch(self, question: Question) -> Reply:
        """PMIDs of citations, 'journal|year|volume|page|author|key|': what is left empty is not compared."""
        lines = []
        for line in re.split(r"[\r\n]+", question.params.get("bdata", "").strip()):
            cells = [cell.strip().lower() for cell in line.split("|")][:5]
            found = [
                pmid
                for pmid, record in self.records.items()
                if all(cell in ("", own) for cell, own in zip(cells, record.citation, strict=False))
            ]
            said = {0: "NOT_FOUND", 1: str(found[0]) if found else ""}.get(
                len(found), f"AMBIGUOUS {len(found)} citations"
            )
            lines.append(line.rstrip("|") + "|" + said)
        return Reply(body=("\n".join(lines) + "\n").encode())

    def einfo(self, question: Question) -> Reply:
        """How many records there are."""
        about = {"dbname": "pubmed", "count": str(len(self.records)), "lastupdate": "2026/01/01 00:00"}
        return _json({"header": {"type": "einfo", "version": "0.3"}, "einforesult": {"dbinfo": [about]}})


_ANSWERS: dict[str, Callable[[FalseEutils, Question], Reply]] = {
    "esearch.fcgi": FalseEutils.esearch,
    "efetch.fcgi": FalseEutils.efetch,
    "esummary.fcgi": FalseEutils.esummary,
    "ecitmatch.cgi": FalseEutils.ecitmatch,
    "einfo.fcgi": FalseEutils.einfo,
}


def _listing(
    question: Question,
    count: int,
    pmids: list[int],
    translation: str,
    unknown: tuple[str, ...],
    kept: Mapping[str, str],
) -> Reply:
    """esearch's answer: all numbers are strings; what is over the cap isn't given, with a warning."""
    first, most = _number(question.params, "retstart", 0), _number(question.params, "retmax", 20)
    if first >= CAP:
        return failed(question, PAST_CAP)
    told = ["No items found."] * (not count)
    if first + most > CAP < count:
        most = CAP - first
        told.append(f"Restrictions achieved. start and count adjusted to {first}, {most}")
    shown = [str(pmid) for pmid in pmids[first : first + most]]
    if question.params.get("rettype") == "count":
        shown, kept = [], {}
    if question.params.get("retmode") == "json":
        result: dict[str, Any] = {"count": str(count), "retmax": str(len(shown)), "retstart": str(first), **kept}
        result |= {"idlist": shown, "translationset": [], "querytranslation": translation}
        if unknown:
            result["errorlist"] = {"phrasesnotfound": list(unknown), "fieldsnotfound": []}
        if told:
            result["warninglist"] = {"phrasesignored": [], "quotedphrasesnotfound": [], "outputmessages": told}
        return _json({"header": {"type": "esearch", "version": "0.3"}, "esearchresult": result})
    history = f"<QueryKey>{kept['querykey']}</QueryKey><WebEnv>{kept['webenv']}</WebEnv>" if kept else ""
    errors = "".join(f"<PhraseNotFound>{escape(word)}</PhraseNotFound>" for word in unknown)
    warnings = "".join(f"<OutputMessage>{escape(message)}</OutputMessage>" for message in told)
    return _xml(
        "eSearchResult",
        f"<Count>{count}</Count><RetMax>{len(shown)}</RetMax><RetStart>{first}</RetStart>{history}<IdList>\n"
        + "".join(f"<Id>{pmid}</Id>\n" for pmid in shown)
        + f"</IdList><TranslationSet/><QueryTranslation>{escape(translation)}</QueryTranslation>"
        + (f"<ErrorList>{errors}</ErrorList>" if errors else "")
        + (f"<WarningList>{warnings}</WarningList>" if warnings else ""),
    )


def failed(question: Question, message: str) -> Reply:
    """An error with HTTP 200. In JSON a line break stands raw in the message, as in PubMed's: no strict JSON."""
    utility = question.path.split(".")[0]
    if question.params.get("retmode") != "json":
        root = {"esearch": "eSearchResult", "efetch": "eFetchResult", "esummary": "eSummaryResult"}.get(
            utility, "error"
        )
        return replace(_xml(root, f"\n\t<ERROR>{escape(message)}</ERROR>\n"), sound=False)
    said = {"esearchresult": {"ERROR": message}} if utility == "esearch" else {"error": message}
    reply = _json({"header": {"type": utility, "version": "0.3"}, **said}, sound=False)
    return replace(reply, body=reply.body.replace(b"\\n", b"\n"))


def limit_exceeded(question: Question, asked: int, rate: int) -> Reply:
    """Status 429 in NCBI's words, which hold the key, or who asks."""
    who = question.params.get("api_key") or "127.0.0.1"
    said = {"error": "API rate limit exceeded", "api-key": who, "count": str(asked), "limit": str(rate)}
    reply = _json(said, status=429, sound=False)
    return replace(reply, body=reply.body + b"\n")


def _busy(rate: int) -> tuple[tuple[str, str], ...]:
    return (("Retry-After", "2"), *_rate_headers(rate, 0))


def _rate_headers(rate: int, remaining: int) -> tuple[tuple[str, str], ...]:
    return (("X-RateLimit-Limit", str(rate)), ("X-RateLimit-Remaining", str(remaining)))


def _json(value: Any, status: int = 200, sound: bool = True) -> Reply:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Reply(body=text.encode(), status=status, kind="application/json; charset=UTF-8", sound=sound)


def _xml(root: str, inside: str) -> Reply:
    utility, day_ = root.removesuffix("Result").lower(), "20060628" if root == "eSearchResult" else "20131226"
    doctype = "eEfetchResult" if utility == "efetch" else root
    name = f"{utility} {day_}"
    head = (
        f'<?xml version="1.0" encoding="UTF-8" ?>\n<!DOCTYPE {doctype} PUBLIC "-//NLM//DTD {name}//EN" '
        f'"https://eutils.ncbi.nlm.nih.gov/eutils/dtd/{day_}/{utility}.dtd">\n'
    )
    return Reply(body=f"{head}<{root}>{inside}</{root}>\n".encode(), kind="text/xml; charset=UTF-8")


def _ids(params: Mapping[str, str]) -> list[str]:
    return [text.strip() for text in params["id"].split(",") if text.strip()] if params.get("id") else []


def _number(params: Mapping[str, str], name: str, default: int) -> int:
    text = params.get(name, "")
    return int(text) if text.isdecimal() else default


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@cache
def _day_xml(text: str, month_name: bool = False) -> str:
    parts = text.split("/")
    if month_name and len(parts) > 1:
        parts[1] = _MONTHS[int(parts[1]) - 1]
    return "".join(f"<{name}>{part}</{name}>" for name, part in zip(("Year", "Month", "Day"), parts, strict=False))


def xml_of(record: Record, abstract: str = "") -> str:
    """The record as efetch gives it with retmode=xml; the order is that of NLM's DTD."""
    _, _, volume, first_page, _ = record.citation
    family, _, initials = record.author.partition(" ")
    online, model = "", "Print"
    if record.electronic:
        online = f'<ArticleDate DateType="Electronic">{_day_xml(record.electronic)}</ArticleDate>'
        model = "Print-Electronic"
    kinds = ["Journal Article", *["Retracted Publication"] * record.retracted]
    notes = [("RetractionIn", record.retracted), ("ErratumIn", record.corrected)]
    noted = "".join(
        f'<CommentsCorrections RefType="{kind}"><RefSource>{escape(record.journal)}. 2026</RefSource>'
        f'<PMID Version="1">{record.pmid + 50_000_000}</PMID></CommentsCorrections>'
        for kind, there in notes
        if there
    )
    text = f"<Abstract><AbstractText>{escape(abstract)}</AbstractText></Abstract>" if abstract else ""
    return (
        f'<PubmedArticle><MedlineCitation Status="MEDLINE" Owner="NLM"><PMID Version="1">{record.pmid}</PMID>'
        f'<DateRevised>{_day_xml(record.modified)}</DateRevised><Article PubModel="{model}"><Journal>'
        f'<JournalIssue CitedMedium="Internet"><Volume>{volume}</Volume>'
        f"<PubDate>{_day_xml(record.published, month_name=True)}</PubDate></JournalIssue>"
        f"<Title>{escape(record.journal)}</Title></Journal>"
        # in a title, <i> is an element of its own
        f"<ArticleTitle>{record.title.replace('&', '&amp;')}</ArticleTitle>"
        f"<Pagination><MedlinePgn>{first_page}</MedlinePgn></Pagination>{text}"
        f'<AuthorList CompleteYN="Y"><Author ValidYN="Y"><LastName>{family}</LastName><Initials>{initials}</Initials>'
        "</Author></AuthorList><Language>eng</Language><PublicationTypeList>"
        + "".join(f'<PublicationType UI="">{kind}</PublicationType>' for kind in kinds)
        + f"</PublicationTypeList>{online}</Article>"
        + (f"<CommentsCorrectionsList>{noted}</CommentsCorrectionsList>" if noted else "")
        + "</MedlineCitation><PubmedData><History>"
        f'<PubMedPubDate PubStatus="entrez">{_day_xml(record.entered)}<Hour>6</Hour><Minute>0</Minute></PubMedPubDate>'
        "</History><PublicationStatus>ppublish</PublicationStatus><ArticleIdList>"
        f'<ArticleId IdType="pubmed">{record.pmid}</ArticleId></ArticleIdList></PubmedData></PubmedArticle>\n'
    )


def medline_of(record: Record, abstract: str = "") -> str:
    """The record as efetch gives it with rettype=medline, retmode=text."""
    parts = record.published.split("/")
    printed = " ".join([parts[0], *(_MONTHS[int(month) - 1] for month in parts[1:2]), *parts[2:]])
    _, _, volume, first_page, _ = record.citation
    lines = [
        ("PMID", str(record.pmid)), ("OWN", "NLM"), ("STAT", "MEDLINE"), ("LR", record.modified.replace("/", "")),
        ("VI", volume), ("DP", printed), ("TI", re.sub("</?i>", "", record.title)), ("PG", first_page),
        *[("AB", abstract)] * bool(abstract), ("AU", record.author), ("LA", "eng"), ("PT", "Journal Article"),
        *[("PT", "Retracted Publication")] * record.retracted,
        *[("DEP", (record.electronic or "").replace("/", ""))] * bool(record.electronic),
        ("JT", record.journal), ("EDAT", f"{record.entered} 06:00"), ("CRDT", f"{record.created} 06:00"),
    ]  # fmt: skip
    return "".join(f"{tag:<4}- {value}\n" for tag, value in lines)


def summary_of(record: Record) -> dict[str, Any]:
    """The record as esummary gives it with retmode=json; the fields that a client is likely to look at."""
    return {
        "uid": str(record.pmid),
        "pubdate": record.published.replace("/", " "),
        "epubdate": (record.electronic or "").replace("/", " "),
        "source": record.journal,
        "authors": [{"name": record.author, "authtype": "Author", "clusterid": ""}],
        "title": record.title,
        "pubtype": ["Journal Article", *["Retracted Publication"] * record.retracted],
        "articleids": [{"idtype": "pubmed", "idtypen": 1, "value": str(record.pmid)}],
        "history": [{"pubstatus": "entrez", "date": f"{record.entered} 06:00"}],
        "fulljournalname": record.journal,
        "sortpubdate": f"{record.dates('pdat')[0]} 00:00",
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Say the endpoint, and serve until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m tests.servers.false_eutils", description="A false PubMed.")
    parser.add_argument("--records", type=int, default=1_000)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--fault", action="append", default=[], metavar="NAME=CHANCE", help=", ".join(EUTILS_SPOILERS))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--withheld", type=int, default=0, metavar="N", help="records that efetch never gives")
    parser.add_argument("--history-lasts", type=int, metavar="N", help="requests")
    parser.add_argument("--grow", metavar="REQUEST:N", help="N new records before that request")
    parser.add_argument("--key", action="append", help="a right key; without: any is")
    parser.add_argument("--unlimited", action="store_true", help="however fast")
    parser.add_argument("--abstract", type=int, default=0, metavar="CHARACTERS", help="of each record")
    chosen = parser.parse_args(arguments)
    chances = {name: float(chance) for name, chance in (fault.split("=") for fault in chosen.fault)}
    when, _, more = (chosen.grow or "0:0").partition(":")
    pubmed = FalseEutils(
        records=chosen.records,
        faults=Faults(chances=chances, seed=chosen.seed),
        keys=chosen.key,
        history_lasts=chosen.history_lasts,
        limited=not chosen.unlimited,
        abstract=("An invented abstract. " * (chosen.abstract // 22 + 1))[: chosen.abstract],
        changes={int(when): lambda service: service.add(int(more))} if chosen.grow else {},
        port=chosen.port,
    )
    pubmed.withheld = set(pubmed.pmids[:: max(1, chosen.records // max(1, chosen.withheld))][: chosen.withheld])
    with pubmed:
        sys.stdout.write(f"{pubmed.endpoint}\n")
        sys.stdout.flush()
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            sys.stdout.write("".join(f"{line}\n" for line in (*pubmed.complaints, *pubmed.asked_twice())))


if __name__ == "__main__":
    main()
