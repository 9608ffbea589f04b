"""Adding up: what must hold in every build, or it is not put in place.

In: a corpus that was just built. Out: nothing, or CountsDontAddUp: an entry that is in no work, a work without a key,
two records in one work that a rule keeps apart.
"""

from __future__ import annotations

from .errors import CountsDontAddUp
from .store import Store, sql


def check_counts(store: Store) -> None:
    """The sums that must hold in every build. Raises CountsDontAddUp, and nothing is put in place."""
    for claim, left, right in (
        ("found in the files = entries + rejects",
         "select coalesce(sum(found), 0) from source_file",
         "select (select count(*) from entry) + (select count(*) from reject)"),
        ("entries = sum over the records", "select count(*) from entry",
         "select coalesce(sum(entries), 0) from record"),
        ("records = sum over the works", "select count(*) from record", "select coalesce(sum(records), 0) from work"),
        ("each record is in exactly one work", "select count(*) from record",
         "select count(distinct record_id) from work_record"),
        ("no record is in two works", "select count(*) from record", "select count(*) from work_record"),
        ("each work of a record is there", "select count(distinct work_id) from work_record join work using (work_id)",
         "select count(*) from work"),
        ("each work is screened", "select count(*) from work", "select count(*) from screening"),
        ("each work is screened once", "select count(*) from work", "select count(distinct work_id) from screening"),
        ("each work has one key that leads", "select count(*) from work",
         "select count(distinct key) from citekey where leads"),
        ("no work has two keys that lead", "select count(*) from work", "select count(*) from citekey where leads"),
    ):  # fmt: skip
        ours, theirs = store.value(left), store.value(right)
        if ours != theirs:
            raise CountsDontAddUp(
                f"{claim}: {ours} is not {theirs}", hint="the old corpus is untouched; please report this"
            )


def check_vetoes(store: Store) -> None:
    """No rule's veto stands inside a work, unless a person joined something there."""
    from .dedup.rules import RULES

    crossed = store.value(sql("veto_inside_work"), {"vetoes": [rule.name for rule in RULES if rule.veto]})
    if crossed:
        raise CountsDontAddUp(
            f"{crossed} pairs that a rule keeps apart are in one work",
            hint="the old corpus is untouched; please report this",
        )
