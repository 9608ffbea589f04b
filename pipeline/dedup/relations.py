"""Relations between works: what sources state, what rules say of two records, what people said.

In: pairs judged 'related', stated relations, works, decisions. Out: rows of `relation`, each with its direction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ..decisions import Logged, in_force, said
from ..store import Store, sql
from ..values.title import title_key
from .features import Features

Relation = tuple[str, str, str]  # a work, another, and what the first is of the second
Guess = tuple[str, str, str, str, str]  # a relation (of two records, or works), the rule that says so, the evidence

# what a rule's "related" says of two works, in the words of the table `relation`
RELATION_KINDS = {
    "erratum_of": "erratum-of",
    "comment_on": "comment-on",
    "part_of_book": "part-of",
    "preprint_of": "version-of",
    "congress_abstract_of": "version-of",
    "abstract_at_two_congresses": "same-study-as",
    "protocol_of": "same-study-as",
    "thesis_of": "same-study-as",
    "version_of_review": "update-of",
    "later_review_in_series": "update-of",
    "update_of": "update-of",
    "edition_of": "edition-of",
    "translation_of": "translation-of",
}
STATED = "stated:"  # before the kind: a source says it of its own record


def relation_rows(store: Store, work_of: Mapping[str, str], logged: Sequence[Logged]) -> Iterator[dict[str, Any]]:
    """Rows of `relation`: what sources state, what rules say where no source does, and what people said above all."""
    found: dict[Relation, tuple[str, str]] = {}
    for left, right, kind, evidence in store.rows(sql("stated_pair")):
        found.setdefault((work_of[left], work_of[right], kind), (STATED + kind, evidence))
    told = {frozenset(works) for *works, _ in found}  # what a source says, needs no guess
    guessed = [*_by_rules(store, work_of), *_chapters(store)]
    for one, other, kind, rule, evidence in guessed:
        if {one, other} not in told:
            found[one, other, kind] = rule, evidence
    for decision in in_force(logged, "related"):
        kind = str(decision.value.get("kind", "same-study-as"))
        left, right = (work_of[record] for record in decision.records[:2])
        found[left, right, kind] = (f"decision:{decision.id}", said(decision))
    ordered: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for (left, right, kind), (rule, evidence) in sorted(found.items()):
        if left != right:
            ordered[left].append({"left_id": left, "right_id": right, "kind": kind, "rule": rule, "evidence": evidence})
    return (row for rows in ordered.values() for row in rows)


def _by_rules(store: Store, work_of: Mapping[str, str]) -> Iterator[Guess]:
    pairs = store.rows(
        "select if(of_id = left_id, right_id, left_id), of_id, kind, rule, evidence from pair "
        "where verdict = 'related' order by left_id, right_id, rule, evidence"
    )
    return voted(pairs, work_of)


def voted(pairs: Iterable[Guess], work_of: Mapping[str, str]) -> Iterator[Guess]:
    """For two works the relation that most pairs of records bear out.

    One record with a wrong year would turn an update round, or make two kinds of one.
    """
    votes: dict[frozenset[str], dict[Relation, list[tuple[str, str]]]] = defaultdict(lambda: defaultdict(list))
    for one, other, kind, rule, evidence in pairs:
        works = work_of[one], work_of[other]
        votes[frozenset(works)][*works, kind].append((rule, evidence))
    for relations in votes.values():
        (one, other, kind), reasons = min(relations.items(), key=lambda item: (-len(item[1]), item[0]))
        yield one, other, kind, *reasons[0]


def _chapters(store: Store) -> Iterator[Guess]:
    books = store.records("select work_id, title, year, isbn from work where type in ('book', 'proceedings')")
    parts = store.records(
        "select work_id, container, year, isbn from work where type in ('chapter', 'conference-paper') "
        "and container is not null order by all"
    )
    yield from chapters(
        [(row["work_id"], title_key(row["title"] or ""), row["year"], frozenset(row["isbn"])) for row in books],
        [(row["work_id"], title_key(row["container"]), row["year"], frozenset(row["isbn"])) for row in parts],
    )


Named = tuple[str, str, int | None, frozenset[str]]  # work, key of its title or of its container's, year, ISBNs


def chapters(books: Iterable[Named], parts: Iterable[Named]) -> Iterator[Guess]:
    """A chapter says in which book it is, and the book is in the corpus: by one ISBN, or by a title of some length and
    the year. Where two books fit, editions perhaps, none is named.
    """
    wholes: dict[str, list[Named]] = defaultdict(list)
    for book in books:
        wholes[book[1]].append(book)
    for work, name, year, isbn in parts:
        named = wholes.get(name, [])
        found = [book for book in named if book[3] & isbn]
        by_isbn = bool(found)
        if not by_isbn and name.count(" ") >= 2:
            found = [book for book in named if book[2] and book[2] == year]
        if len(found) == 1:
            evidence = f"its container is this book, {'ISBN' if by_isbn else 'year'} same"
            yield work, found[0][0], "part-of", "part_of_book", evidence


def related(one: Features, other: Features, rule: str) -> tuple[str, str, str]:
    """(the record that is the correction, comment, preprint or part; the one that it is of; the kind of relation)."""
    weigh = MADE_OF_THE_OTHER.get(rule, _more_marks)
    first, second = (one, other) if weigh(one, other) >= weigh(other, one) else (other, one)
    retracts = rule == "erratum_of" and "retraction" in first.kinds - second.kinds
    return first.record_id, second.record_id, "retraction-of" if retracts else RELATION_KINDS[rule]


def _more_marks(one: Features, other: Features) -> int:
    return len(one.kinds - other.kinds)


def _later(one: Features, other: Features) -> int:
    return (one.year or 0) - (other.year or 0)


def _version(record: Features) -> int:
    return record.review_version[1] if record.review_version else 0


# for a rule, how much speaks for the first record being what the rule says of the second
MADE_OF_THE_OTHER: Mapping[str, Callable[[Features, Features], int]] = {
    "preprint_of": lambda one, other: one.is_preprint,
    "congress_abstract_of": lambda one, other: one.is_abstract,
    "abstract_at_two_congresses": _later,
    "part_of_book": lambda one, other: one.type == "chapter",
    "thesis_of": lambda one, other: one.type == "thesis",
    "version_of_review": lambda one, other: _version(one),
    "later_review_in_series": _later,
    "update_of": lambda one, other: one.says_update,
    "edition_of": _later,
    "translation_of": _later,
}
