"""What the corpus has already: of a number, and of a record that is about to be taken in.

In: the built corpus (as of the last run), numbers, records as a reader found them. Out: the works that have the number;
the works that a record seems to be, or may be, by the same rules as the run's own comparison.

Only records with a like title, or with the same number, are compared: a translation without a common number is first
seen by the run.
"""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..clean import FIELD_NAMES, clean
from ..model import Bibliographic, Found
from ..parallel import Workers
from ..search_record import NOTE
from ..store import Store
from ..values.names import display_name
from ..values.title import title_key
from ..workspace import Workspace, read_toml
from .numbers import Number

LIKE_TITLE = 80  # 0-100, rapidfuzz token_set_ratio of folded titles: below this no rule of ours joins by the title
MOST_LIKE = 30  # records that one new record is compared with, the likeliest titles first
_NEW = "new:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A work of the corpus. `why`: what makes it seem to be the same, or related ('same DOI', a rule's evidence)."""

    key: str
    title: str
    verdict: str
    why: str

    def __str__(self) -> str:
        return f"{self.verdict} {self.key}: {self.title}" + (f" ({self.why})" if self.why else "")


def works_with(store: Store, number: Number) -> list[Known]:
    """The works with this number. A chapter has its book's ISBN, and is another work: only books count there."""
    condition = {
        "doi": "doi = ?",
        "pmid": "pmid = ?",
        "isbn": "list_contains(isbn, ?) and type in ('book', 'proceedings', 'report', 'thesis', 'other')",
    }[number.kind]
    ids = [row[0] for row in store.rows(f"select record_id from record where {condition}", [number.text])]
    return list(_works(store, dict.fromkeys(ids, ("", ""))))


def waiting_with(workspace: Workspace, number: Number) -> str | None:
    """The raw file that holds what was looked up by this number, whether or not a run has taken it in since."""
    if not workspace.raw.is_dir():
        return None
    for path in sorted(workspace.raw.rglob(f"by-hand-*{NOTE}")):
        note = read_toml(path, workspace.relative(path))
        raw = path.with_name(path.name.removesuffix(NOTE))
        if str(number) in note.get("looked_up", []) and raw.is_file():
            return workspace.relative(raw)
    return None


def cleaned(found: Found) -> Bibliographic:
    """The record as a run will have it."""
    return clean(found.fields)[0]


def record_lines(found: Found) -> Iterator[str]:
    """What would be taken in: title; people, year; where it stands; numbers."""
    record = cleaned(found)
    yield record.title or record.title_original or "(no title)"
    people = [display_name(name) for name in record.authors] or [display_name(name) for name in record.editors]
    shown = "; ".join(people[:3]) + (f" and {len(people) - 3} more" if len(people) > 3 else "")
    yield f"{shown or '(nobody named)'}, {record.date or record.year or 'no year'}, {record.type}"
    place = (record.container, record.volume, record.pages, record.publisher, record.place)
    numbers = (record.doi, f"PMID {record.pmid}" if record.pmid else None, *(f"ISBN {one}" for one in record.isbn))
    for parts in (place, numbers):
        if any(parts):
            yield ", ".join(filter(None, parts))


def look_alikes(store: Store, records: Sequence[Found], but: Collection[str] = ()) -> list[list[Known]]:
    """For each record the works that it seems to be, may be, or is related to. `but`: record ids that don't count."""
    from ..dedup.features import features
    from ..dedup.loose import judged

    rows = [_row(record, n) for n, record in enumerate(records)]
    near = sorted(_near(store, rows) - set(but))
    there = list(store.records("select * from record where record_id in (select unnest(?::varchar[]))", [near]))
    if not there:
        return [[] for _ in records]
    compared = [features(row) for row in (*sorted(there, key=lambda row: str(row["record_id"])), *rows)]
    with Workers() as workers, tempfile.TemporaryDirectory() as folder:
        found = judged(compared, {}, Path(folder), workers, len(there))
    old = {str(row["record_id"]) for row in there}
    return [list(_works(store, _verdicts(found, str(row["record_id"]), old))) for row in rows]


def _row(found: Found, number: int) -> dict[str, Any]:
    record = cleaned(found)
    row: dict[str, Any] = {name: getattr(record, name) for name in FIELD_NAMES}
    return row | {"source": "", "record_id": f"{_NEW}{number}"}


def _near(store: Store, rows: Sequence[Mapping[str, Any]]) -> set[str]:
    """Ids of the records that are worth comparing with any of these."""
    from rapidfuzz import fuzz, process

    titles = dict(
        store.rows("select record.record_id, title_form from record join entry using (entry_id) order by all")
    )
    found: set[str] = set()
    for row in rows:
        same = store.rows(
            "select record_id from record where doi = $doi or pmid = $pmid or list_has_any(isbn, $isbn::varchar[])",
            {"doi": row["doi"], "pmid": row["pmid"], "isbn": list(row["isbn"])},
        )
        found.update(str(record_id) for (record_id,) in same)
        for title in filter(None, (row["title"], row["title_original"])):
            key = title_key(title)
            like = process.extract(key, titles, scorer=fuzz.token_set_ratio, limit=MOST_LIKE, score_cutoff=LIKE_TITLE)
            found.update(record_id for _, _, record_id in like if key)
    return found


_SAME, _MAY_BE, _RELATED = "seems to be", "may be", "is related to"


def _verdicts(found: Any, new: str, old: Collection[str]) -> dict[str, tuple[str, str]]:
    """Record of the corpus -> what the new one is to it, and why; the strongest word counts."""
    told: dict[str, tuple[str, str]] = {}
    for record_id in sorted(old):
        if found.work_of[record_id] == found.work_of[new]:
            told[record_id] = _SAME, ""
    for question in found.questions:
        pair = {question.left_id, question.right_id}
        for other in sorted(pair & set(old)) if new in pair else ():
            told.setdefault(other, (_MAY_BE, question.evidence))
    for one, other, kind, _ in found.relations:
        works = {one, other}
        if found.work_of[new] in works:
            for record_id in sorted(old):
                if found.work_of[record_id] in works:
                    told.setdefault(record_id, (_RELATED, kind))
    return told


def _works(store: Store, told: Mapping[str, tuple[str, str]]) -> Iterator[Known]:
    """The works of these records, each once, with their leading keys."""
    order = (_SAME, "", _MAY_BE, _RELATED)
    seen: set[str] = set()
    for record_id, (verdict, why) in sorted(told.items(), key=lambda item: (order.index(item[1][0]), item[0])):
        rows = store.rows(
            "select work_id, key, coalesce(work.title, work.title_original, '(no title)') from work_record "
            "join work using (work_id) left join citekey using (work_id) where record_id = ? "
            "order by leads desc nulls last, key limit 1",
            [record_id],
        )
        for work_id, key, title in rows:
            if work_id not in seen:
                seen.add(work_id)
                yield Known(key=key or work_id, title=title, verdict=verdict, why=why)
