"""Record ids: entry -> entry.record_id. Which entries are one record, as one source describes it.

In: entries, each with its accession or the hash of its normal form, and its marks. Out: the id of the record that
each belongs to. The id is `source:accession`, or `source:hash` where the source gives no id. Where one such id would
cover two publications, they are kept apart and a warning says so: by their titles under one accession; by their marks
(DOI, ISBN, volume …) under one normal form, as with four editorials of one year. Such an id has a tail,
`source:hash~tail`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from .store import Store
from .values.doi import normalise_doi
from .values.identifiers import normalise_isbn, normalise_pmid
from .values.identity import record_hash

# Below this likeness (0-100, rapidfuzz ratio of folded titles) two titles under one accession are two publications. A
# corrected or retranslated title stays far above; two unrelated titles of one field measure 30 to 50.
SAME_ACCESSION_TITLE = 60

Fields = Mapping[str, Sequence[str]]
Marks = dict[str, str]


def normal_form(fields: Fields) -> str:
    """The hash that names a record whose source gives no id: title, authors, year, container, first page.

    Year and first page are cut out in the plainest way, so that nothing improved later can move an id:
    '2018/04//abr-jun2018' -> '2018'; '283-98' -> '283'.
    """
    year = re.search(r"[0-9]{4}", _first(fields, "year") or _first(fields, "date") or "")
    page = re.match(r"\s*([^\s\-\u2010-\u2015,;]*)", _first(fields, "pages") or "")
    return record_hash(
        _first(fields, "title") or _first(fields, "title_original"),
        list(fields.get("authors", ())),
        year.group() if year else None,
        _first(fields, "container"),
        page.group(1) if page else None,
    )


def marks(fields: Fields, extra: Fields) -> Marks:
    """What tells two publications of one normal form apart, strongest first. An entry without a title is only itself.

    {'doi': ['10.1/A'], 'volume': ['05'], 'title': ['Editorial']} -> {'doi': '10.1/a', 'volume': '5'}
    """
    found = {
        "doi": normalise_doi(_first(fields, "doi") or ""),
        "pmid": normalise_pmid(_first(fields, "pmid") or ""),
        "isbn": normalise_isbn(_first(fields, "isbn") or ""),
        "volume": _number(_first(fields, "volume")),
        "issue": _number(_first(fields, "issue")),
        "edition": _number(_first(fields, "edition")),
    }
    if not _first(fields, "title") and not _first(fields, "title_original"):
        found["text"] = _short_hash(json.dumps([fields, extra], sort_keys=True, ensure_ascii=False))
    return {name: value for name, value in found.items() if value}


def _first(fields: Fields, name: str) -> str | None:
    return next(iter(fields.get(name, ())), None)


def _number(text: str | None) -> str | None:
    """'Vol. 05' -> '5': letters, signs and leading zeros tell nothing apart where there is a number."""
    digits = re.findall(r"[0-9]+", text or "")
    return "-".join(number.lstrip("0") or "0" for number in digits) or (text or "").strip().casefold() or None


def give_record_ids(store: Store) -> None:
    """Fill entry.record_id."""
    store.run(
        "update entry set record_id = source || ':' || case when accession is null then normal_form else accession end"
    )
    _part_by_title(store)
    _part_by_marks(store)


def _part_by_title(store: Store) -> None:
    clashes = store.rows(
        "select record_id, title_form from entry where accession is not null "
        "and record_id in (select record_id from entry where accession is not null "
        "group by record_id having count(distinct title_form) > 1) group by all order by all"
    )
    for record_id, rows in groupby(clashes, key=lambda row: str(row[0])):
        for title, leader in _publications_by_title([title for _, title in rows]):
            store.run(
                "update entry set record_id = ?, warnings = list_append(warnings, ?) "
                "where record_id = ? and title_form = ?",
                [f"{record_id}~{_short_hash(leader)}", _warning(record_id, "their titles"), record_id, title],
            )


def _publications_by_title(titles: Sequence[str]) -> list[tuple[str, str]]:
    """(title, the title that stands for its publication) where an accession stands over two or more; else nothing.

    All of them get another id than the plain one: a decision on that says "no record" then, and never comes to mean
    the publication that came later. An entry without a title says nothing against any, and keeps the plain id.
    """
    from rapidfuzz import fuzz

    leaders: list[str] = []
    found = []
    for title in filter(None, titles):
        like = [
            lead
            for lead in leaders
            if title.startswith(lead) or lead.startswith(title) or fuzz.ratio(title, lead) >= SAME_ACCESSION_TITLE
        ]
        if not like:
            leaders.append(title)
        found.append((title, like[0] if like else title))
    return found if len(leaders) > 1 else []


def _part_by_marks(store: Store) -> None:
    clashes = store.rows(
        "select record_id, marks from entry where accession is null and record_id in "
        "(select record_id from entry where accession is null group by record_id having count(distinct marks) > 1) "
        "group by all order by all"
    )
    for record_id, rows in groupby(clashes, key=lambda row: str(row[0])):
        groups = publications([json.loads(marked) for _, marked in rows])
        for group in groups if len(groups) > 1 else ():
            if not group[0]:
                continue
            for member in group[1]:
                store.run(
                    "update entry set record_id = ?, warnings = list_append(warnings, ?) "
                    "where record_id = ? and marks = ?",
                    [f"{record_id}~{_tail(group[0])}", _warning(record_id, "DOI, ISBN, volume or issue"), record_id,
                     marks_text(member)],
                )  # fmt: skip


def publications(entries: Iterable[Marks]) -> list[tuple[Marks, list[Marks]]]:
    """The entries of one normal form as publications: (all marks of it, the marks of its entries).

    Two entries are one publication as long as no mark that both have differs; those that say most come first, so that
    one that says little joins what it fits and never bridges two. The order of `entries` doesn't matter.
    """
    groups: list[tuple[Marks, list[Marks]]] = []
    for entry in sorted(entries, key=lambda one: (-len(one), marks_text(one))):
        fitting = (group for group in groups if all(group[0].get(k, v) == v for k, v in entry.items()))
        group = next(fitting, None)
        if group is None:
            groups.append((dict(entry), [entry]))
        else:
            group[0].update(entry)
            group[1].append(entry)
    return groups


def marks_text(marked: Marks) -> str:
    """Marks as one text, the same for the same marks."""
    return json.dumps(marked, sort_keys=True, ensure_ascii=False)


def _tail(marked: Marks) -> str:
    """Made of the strongest mark alone, so that it stays when a later export adds others; numbers go together."""
    for name in ("doi", "pmid", "isbn", "text"):
        if name in marked:
            return _short_hash(marked[name])
    return _short_hash("|".join(marked.get(name, "") for name in ("volume", "issue", "edition")))


def _warning(record_id: str, by: str) -> str:
    return f"{record_id} names more than one publication: kept apart by {by}"


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
