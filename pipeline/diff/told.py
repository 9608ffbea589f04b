"""Newly retracted, corrected or doubted: what the entries of a diff say that older ones hadn't said.

In: the new records and the changed ones, with their fields. Out: `Told`, one for each work and kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..store import sql
from .named import Corpus, Named, Row
from .notices import Notice, notices
from .values import FieldChange, fresh_notices


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is newly said of a work: `kind` is 'retracted', 'corrected', 'expression of concern' …"""

    record: Named
    kind: str
    texts: tuple[str, ...]


Say = tuple[Named, Notice]


def told(
    corpus: Corpus, since: str, new: Sequence[Row], old: Sequence[tuple[Row, Sequence[FieldChange]]]
) -> tuple[Told, ...]:
    """What is newly said of works: by records that changed, by new ones that joined them, or by notices new here."""
    own: list[Say] = []
    of_others: list[Notice] = []
    for row in new:
        for one in notices(row["relations"] or (), row["publication_types"] or (), {}):
            if one.of_other:
                of_others.append(one)
            elif row["joined"]:
                own.append((corpus.named(row), one))
    joining = _unknown(corpus, since, own)
    changed: list[Say] = []
    for row, found in old:
        fresh = fresh_notices(found)
        changed += [(corpus.named(row), one) for one in fresh if not one.of_other]
        of_others += [one for one in fresh if one.of_other]
    named = list(_of_others(corpus, of_others))
    return _by_work([*changed, *joining, *_unknown(corpus, since, named)])


def _by_work(said: Iterable[Say]) -> tuple[Told, ...]:
    together: dict[tuple[str, str], Told] = {}
    for record, one in said:
        place = (record.work_id or record.id, one.kind)
        texts = (*together[place].texts, one.text) if place in together else (one.text,)
        leader = together[place].record if place in together else record
        together[place] = Told(record=leader, kind=one.kind, texts=tuple(dict.fromkeys(texts)))
    return tuple(sorted(together.values(), key=lambda each: (each.kind, each.record.key or "", each.record.id)))


def _of_others(corpus: Corpus, found: Sequence[Notice]) -> Iterator[Say]:
    """The works of ours that notices name."""
    pmids, dois = [one.pmid for one in found if one.pmid], [one.doi for one in found if one.doi]
    rows = corpus.rows(pmids=pmids, dois=dois) if pmids or dois else []
    for one in found:
        for row in rows:
            if row["pmid"] == one.pmid if one.pmid else one.doi and row["doi"] == one.doi:
                yield corpus.named(row), one


def _unknown(corpus: Corpus, since: str, said: Sequence[Say]) -> list[Say]:
    """Without what an older entry of the work had said of it already."""
    works = sorted({record.work_id for record, _ in said if record.work_id})
    rows = corpus.store.rows(sql("diff_notice"), {"works": works, "since": since}) if works else []
    known = {
        (work_id, one.kind)
        for work_id, relations, types in rows
        for one in notices(relations or (), types or (), {})
        if not one.of_other
    }
    return [(record, one) for record, one in said if (record.work_id, one.kind) not in known]
