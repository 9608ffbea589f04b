"""Fetch: ask the sources of a query over the network, and keep what they answer.

In: a search of a query file, and what the last search of the same kind listed. Out: corpus/raw/<source>/…, the answers
with records one after the other, packed, and the search record beside it (`search_record`). Nothing of it is there
before all of it is.

Each answer is kept in corpus/.pending as soon as it has come. However a search is interrupted, the next one goes on
where it stopped, and asks for nothing twice; a search that has waited for more than a week begins anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from . import __version__
from .asking import Asker, Kept, Question, Tell, no_telling
from .errors import Incomplete, Refused
from .http import Client
from .ledger import file_sha256, write_whole
from .search_record import NOTE, SearchRecord, note_text, search_records
from .sources import Answered, Asking, Chase, Hits, Wanted, chasing
from .store import only_one
from .workspace import Workspace

LONGEST_PENDING = timedelta(days=7)
BEGUN = "begun.json"
CLOCKS_DIFFER = timedelta(minutes=5)  # of two people's computers


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What would be sent, and how many records there are now; `before`: the last search of this kind.

    `hits` is None for a chase: what cites what can't be counted without fetching it.
    """

    sent: str
    endpoint: str
    hits: Hits | None
    before: SearchRecord | None


def plan(
    workspace: Workspace, question: Question, asker: Asker, today: date, entered_since: date | None = None
) -> Planned:
    """How many records there are now. Nothing is fetched, nothing is kept."""
    import tempfile

    client = asker.client(question)
    hits = None
    if not question.chase:
        wanted = Wanted(string=question.string, today=today, entered_since=entered_since)
        with tempfile.TemporaryDirectory() as folder:
            hits = question.source.count(Kept(Path(folder), client), wanted)
    return Planned(
        sent=_sent(question, today, entered_since),
        endpoint=client.shown,
        hits=hits,
        before=_before(_made(workspace, question)),
    )


def _sent(question: Question, today: date, entered_since: date | None) -> str:
    """What goes to the source; for a chase, what is wanted of it in words."""
    if question.chase:
        return question.string
    return question.source.sent(Wanted(string=question.string, today=today, entered_since=entered_since))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Search:
    """A search on its way. `made`: all of its kind before, oldest first; `before`: the last whole one of them.

    `held`: the ids whose records came with a search whose answer is still there; `known`: of these, those that the last
    whole search listed and got, or a limited one has brought since.
    """

    question: Question
    asker: Asker
    client: Client
    folder: Path
    begun: datetime
    made: Sequence[SearchRecord]
    before: SearchRecord | None
    held: frozenset[str]
    known: frozenset[str]
    entered_since: date | None


def fetch(
    workspace: Workspace,
    question: Question,
    asker: Asker,
    now: datetime,
    tell: Tell = no_telling,
    entered_since: date | None = None,
) -> SearchRecord:
    """Make one search, or go on with the one that was interrupted. Raises SourceError, and nothing is taken in."""
    client = asker.client(question)
    with only_one(workspace.pending):
        _clear_old(workspace, now)
        search = _search(workspace, question, asker, client, now, entered_since)
        try:
            answered = _asked(Kept(search.folder, client, tell), search)
            _check(question, answered)
        except Incomplete:  # answers that don't fit together never will: the next search asks anew
            shutil.rmtree(search.folder, ignore_errors=True)
            raise
        record = _take_in(workspace, _record(workspace, search, answered), search, answered.answers)
        (search.folder / BEGUN).unlink()  # from now on the folder is litter
        shutil.rmtree(search.folder, ignore_errors=True)
    return record


def _search(
    workspace: Workspace, question: Question, asker: Asker, client: Client, now: datetime, entered_since: date | None
) -> _Search:
    made = _made(workspace, question)
    before = _before(made)
    said = [question.source.NAME, question.query, question.run, question.chase, client.shown, question.string]
    last = [before.note if before else None, str(entered_since), question.of, question.directions]
    digest = hashlib.sha256(json.dumps([said, last]).encode()).hexdigest()[:16]
    folder = workspace.pending / f"{question.source.NAME}-{digest}"
    return _Search(
        question=question, asker=asker, client=client, folder=folder, begun=_begun(folder, _after(question, made, now)),
        made=made, before=before, held=(held := _held(made)), known=_known(made, before, held),
        entered_since=entered_since,
    )  # fmt: skip


def _held(made: Sequence[SearchRecord]) -> frozenset[str]:
    return frozenset(one for item in made for one in (item.new if item.update_of else item.ids))


def _known(made: Sequence[SearchRecord], before: SearchRecord | None, held: frozenset[str]) -> frozenset[str]:
    since = [item for item in made if before and item.asked >= before.asked]
    listed = (one for item in since for one in item.ids)
    return held.intersection(listed).difference(*(item.missing for item in since))


def _asked(asking: Asking, search: _Search) -> Answered:
    question, before, today = search.question, search.before, search.begun.date()
    if question.chase:
        source = chasing(question.source)
        if source is None:
            raise Refused(
                f"{question.title}: {question.source.TITLE} doesn't know what cites what", hint='via = "openalex"'
            )
        chase = Chase(of=question.of, directions=question.directions, today=today, known=search.known)
        return source.chase(asking, chase)
    wanted = Wanted(
        string=question.string, today=today, known=search.known, held=search.held,
        since=date.fromisoformat(before.searched) if before else None, entered_since=search.entered_since,
    )  # fmt: skip
    return question.source.search(asking, wanted)


def _check(question: Question, answered: Answered) -> None:
    """The sums of a search: what is listed twice, or more than was asked for, is a fault."""
    if len(set(answered.ids)) != len(answered.ids):
        raise Incomplete(f"{question.title}: ids are listed twice", hint="please report it; nothing was taken in")
    if len(answered.missing) > answered.wanted:
        raise Incomplete(
            f"{question.title}: {len(answered.missing)} records are missing of {answered.wanted}",
            hint="please report it; nothing was taken in",
        )


def _before(made: Sequence[SearchRecord]) -> SearchRecord | None:
    """The last search that listed all of the same: one limited to what was entered lately doesn't."""
    return next((item for item in reversed(made) if not item.entered_since), None)


def _made(workspace: Workspace, question: Question) -> list[SearchRecord]:
    of = question.source.NAME, question.query, question.run, question.chase
    return [item for item in search_records(workspace) if item.of == of]


def _clear_old(workspace: Workspace, now: datetime) -> None:
    """Folders of searches that are done, or have waited too long; and notes whose answer was not yet in its place
    when the program was killed: that search goes on from its folder, or is made again.
    """
    for folder in sorted(workspace.pending.iterdir()):
        begun = _begun_at(folder)
        if folder.is_dir() and (begun is None or now - begun > LONGEST_PENDING):
            shutil.rmtree(folder, ignore_errors=True)
    for new in sorted(workspace.raw.rglob(".*.gz.new")) if workspace.raw.is_dir() else ():
        new.with_name(new.name[1:].removesuffix(".new") + NOTE).unlink(missing_ok=True)
        new.unlink()


def _after(question: Question, made: list[SearchRecord], now: datetime) -> datetime:
    """`now`, or the second after the last search: no two have one name. Raises Refused where the clock went back."""
    if not made or made[-1].asked < _utc(now):
        return now
    last = datetime.fromisoformat(made[-1].asked)
    if last - now > CLOCKS_DIFFER:
        raise Refused(
            f"{question.title}: the last search was made at {made[-1].asked}, and now it is {_utc(now)}",
            hint="is this computer's clock right? if the last search's was wrong, delete its note and its answer",
        )
    return last + timedelta(seconds=1)


def _begun_at(folder: Path) -> datetime | None:
    try:
        return datetime.fromisoformat(json.loads((folder / BEGUN).read_text(encoding="utf-8"))["asked"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _begun(folder: Path, now: datetime) -> datetime:
    """When this search began: now, unless it was interrupted."""
    begun = _begun_at(folder)
    if begun is None:
        begun = now.astimezone(UTC).replace(microsecond=0)
        write_whole(folder / BEGUN, json.dumps({"asked": begun.isoformat()}).encode())
    return begun


def _record(workspace: Workspace, search: _Search, answered: Answered) -> SearchRecord:
    question, before, begun = search.question, search.before, search.begun
    source = question.source
    more = question.chase or (f"run-{question.run}" if question.run else "")
    name = "_".join(filter(None, (question.query, more, f"{begun:%Y%m%dT%H%M%SZ}")))
    path = workspace.raw / source.NAME / f"{name}{source.API.suffix}.gz"
    return SearchRecord(
        source=source.NAME,
        kind="citation" if question.chase else source.KIND,
        query=question.query,
        searched=begun.date().isoformat(),
        asked=_utc(begun),
        finished=_utc(datetime.now(UTC)),
        asked_by=search.asker.who,
        run=question.run,
        chase=question.chase,
        sent=_sent(question, begun.date(), search.entered_since),
        endpoint=search.client.shown,
        translation=answered.translation,
        hits=answered.hits,
        wanted=answered.wanted,
        fetched=answered.wanted - len(answered.missing),
        update_of=before.note if before else None,
        entered_since=search.entered_since.isoformat() if search.entered_since else None,
        slices=answered.slices,
        warnings=(*_told(search), *answered.warnings),
        requests=len(list(search.folder.glob("*.gz"))),
        format=source.API.format,
        tool=f"bibcorpus {__version__}",
        missing=answered.missing,
        left=answered.left,
        gone=answered.gone,
        modified=answered.modified,
        new=tuple(one for one in answered.ids if one not in search.known) if before else (),
        ids=answered.ids,
        note=workspace.relative(path) + NOTE,
    )


def _told(search: _Search) -> Iterator[str]:
    """What people should know of a search that is compared with earlier ones."""
    there = {item.note for item in search.made}
    if any(item.update_of and item.update_of not in there for item in search.made):
        yield "an answer to an earlier search is gone: its records were fetched again"
    if search.before and search.before.sent != search.question.string and not search.question.chase:
        yield f"the search string is not that of {search.before.searched}: what is new or left may come of that"


def _utc(time: datetime) -> str:
    return f"{time.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def _take_in(workspace: Workspace, record: SearchRecord, search: _Search, names: Sequence[str]) -> SearchRecord:
    """The answers as one file, and its note. What is cut off between the two, `_clear_old` puts right."""
    note = workspace.root / record.note
    target = note.with_name(note.name.removesuffix(NOTE))
    target.parent.mkdir(parents=True, exist_ok=True)
    if not names:
        write_whole(note, note_text(replace(record, format=None)).encode())
        return record
    new = target.with_name(f".{target.name}.new")
    try:
        with new.open("wb") as out:
            for name in names:  # packed texts one after the other are a packed text: RFC 1952
                with (search.folder / f"{name}.gz").open("rb") as kept:
                    shutil.copyfileobj(kept, out, 1 << 20)
            out.flush()
            os.fsync(out.fileno())
        record = replace(record, sha256=file_sha256(new))
        write_whole(note, note_text(record).encode())
        new.replace(target)
    except OSError:
        note.unlink(missing_ok=True)
        new.unlink(missing_ok=True)
        raise
    return record
