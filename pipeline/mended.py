"""One field mended: a gone record and a new one that say the same but for year, container, volume, issue or pages.

Side by side, two such records may be two publications, and the duplicate finder says so: two letters of one author in
one volume have two first pages. Where the one is gone from a source at the moment when the other comes, and no other
record bears that title before or after, a person has put the field right.

In: what the two say. Out: which field was mended, and whether the title is the only one of its kind.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from .dedup.compare import TELLING_WORDS
from .store import Store

if TYPE_CHECKING:
    from .dedup.features import Features

MENDABLE: Mapping[str, tuple[str, ...]] = {
    "year": ("year",),
    "container": ("container_key",),
    "volume": ("volume",),
    "issue": ("issue",),
    "pages": ("first_page", "last_page"),
}
_TITLE = r"regexp_replace(lower(title), '[^\p{L}\p{N}]+', ' ', 'g')"


def mended_field(old: Features, new: Features) -> str | None:
    """The one field in which the two differ, where title and people are the same and the title is a telling one.

    None where more differs, also a DOI, PMID or ISBN that both have; where one lacks a value, nothing differs.
    """
    if old.source != new.source or old.title != new.title or not old.families or old.families != new.families:
        return None
    if old.names_section or old.title.count(" ") < TELLING_WORDS or _other_number(old, new):
        return None
    differ = [name for name, parts in MENDABLE.items() if any(_differs(old, new, part) for part in parts)]
    return differ[0] if len(differ) == 1 else None


def _other_number(old: Features, new: Features) -> bool:
    other_isbn = bool(old.isbn and new.isbn and old.isbn.isdisjoint(new.isbn))
    return other_isbn or _differs(old, new, "doi") or _differs(old, new, "pmid")


def _differs(old: Features, new: Features, name: str) -> bool:
    one, other = getattr(old, name), getattr(new, name)
    return bool(one and other and one != other)


def shown_change(field: str, old: Features, new: Features) -> str:
    """'pages 128 -> 182'"""
    name = MENDABLE[field][0]
    return f"{field} {getattr(old, name)} -> {getattr(new, name)}"


def alone_by_title(store: Store, records: Collection[str]) -> set[str]:
    """Those of these records whose title no other has, but for copies that the rules call the same."""
    rows = store.rows(
        f"with named as (select record_id, {_TITLE} as title from record where title is not null), "
        "asked as (from named where record_id in (select unnest(?::varchar[]))) "
        "select asked.record_id from asked join named other using (title) "
        "where other.record_id <> asked.record_id and not exists (from pair where verdict = 'same' and "
        "left_id = least(asked.record_id, other.record_id) and right_id = greatest(asked.record_id, other.record_id))",
        [sorted(records)],
    )
    return {*records} - {record for (record,) in rows}
