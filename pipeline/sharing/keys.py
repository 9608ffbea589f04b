"""Keys of works that are partly private: the same for those who have the private files and for those who don't.

In: the lines of citekeys.csv, and which records are private or not here. Out: the lines as they count here, and lines
to append.

A key belongs to the record that it was first given for. Where that record is private, somebody without its file would
see the other records of the work without a key, and give them another one. So whoever has the file writes the same
giving once more, for a record that everybody has: the same key, time and giver, another record. Where both records are,
such a line changes nothing, since they are one work; where the private one is missing, the other stands in for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from ..citekey import Given

Giving = tuple[str, str, str]


def giving(row: Given) -> Giving:
    """What tells one giving of a key from another: key, time and giver."""
    return row.key.casefold(), row.given_at, row.who


def as_seen_here(given: Sequence[Given], absent: Callable[[str], bool]) -> list[Given]:
    """The lines without those of absent records for which another record stands in."""
    stand_in = {giving(row) for row in given if not absent(row.record_id)}
    return [row for row in given if not absent(row.record_id) or giving(row) not in stand_in]


def to_stand_in(given: Sequence[Given], works: Mapping[str, Sequence[str]], private: Collection[str]) -> list[Given]:
    """The lines to append: for each key of a private record, one for the first public record of its work.

    `works`: the record ids of each work; `private`: the sources that are, which are the heads of their records' ids.
    """
    if not private:
        return []
    work_of = {record: work for work, records in works.items() for record in records}
    public = {work: _first_public(records, private) for work, records in works.items()}
    known = {giving(row) for row in given if not _is_of(row.record_id, private)}
    found = []
    for row in sorted(given, key=lambda row: (row.key, row.record_id)):
        other = public.get(work_of.get(row.record_id, ""))
        if _is_of(row.record_id, private) and other and giving(row) not in known:
            known.add(giving(row))
            found.append(Given(row.key, other, row.given_at, row.who))
    return found


def _first_public(records: Sequence[str], private: Collection[str]) -> str | None:
    return next((record for record in sorted(records) if not _is_of(record, private)), None)


def _is_of(record: str, sources: Collection[str]) -> bool:
    return record.partition(":")[0] in sources
