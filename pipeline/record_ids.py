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
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby

from .store import Store
from .values.doi import normalise_doi
from .values.identifiers import normalise_isbn, normalise_pmid
from .values.identity import record_hash

# Below this likeness (0-100, rapidfuzz ratio of folded titles) two titles under one accession are two publications. A
# corrected or retranslated title stays far above; two unrelated titles of one field measure 30 to 50.
SAME_ACCESSION_TITLE = 60

_YEAR = re.compile(r"[0-9]{4}")
_FIRST_PAGE = re.compile(r"\s*([^\s\-\u2010-\u2015,;]*)")
_DIGITS = re.compile(r"[0-9]+")
_in_order = json.JSONEncoder(sort_keys=True, ensure_ascii=False).encode

Fields = Mapping[str, Sequence[str]]
Marks = dict[str, str]


def normal_form(fields: Fields) -> str:
    """The hash that names a record whose source gives no id: title, authors, year, container, first page.

    Year and first page are cut out in the plainest way, so that nothing improved later can move an id:
    '2018/04//abr-jun2018' -> '2018'; '283-98' -> '283'.
    """
    year = _YEAR.search(_first(fields, "year") or _first(fields, "date") or "")
    page = _FIRST_PAGE.match(_first(fields, "pages") or "")
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
    firsts = ((name, normalise, _first(fields, name)) for name, normalise in MARKS.items())
    found = {name: value for name, normalise, text in firsts if text and (value := normalise(text))}
    if not _first(fields, "title") and not _first(fields, "title_original"):
        found["text"] = _short_hash(_in_order([fields, extra]))
    return found


def _first(fields: Fields, name: str) -> str | None:
    texts = fields.get(name)
    return texts[0] if texts else None


def _number(text: str) -> str | None:
    """'Vol. 05' -> '5': letters, signs and leading zeros tell nothing apart where there is a number."""
    numbers = [number.lstrip("0") or "0" for number in _DIGITS.findall(text)]
    return "-".join(numbers) or text.strip().casefold() or None


MARKS: Mapping[str, Callable[[str], str | None]] = {
    "doi": normalise_doi,
    "pmid": normalise_pmid,
    "isbn": normalise_isbn,
    "volume": _number,
    "issue": _number,
    "edition": _number,
}


def give_record_ids(store: Store) -> None:
    """Fill entry.record_id."""
    store.run(
        "update entry set record_id = source || ':' || case when accession is null then normal_form else accession end"
    )
    _part_by_title(store)
    _part_by_marks(store)


def _part_by_title(store: Store) -> None:
    """What a source itself calls by one id, asked over the network, is one publication, whatever becomes of its title;
    only what people hand in may have an id wrong, or of another list.
    """
    clashes = store.rows(
        "select record_id, title_form, bool_or(id_is_sure) from entry where accession is not null "
        "and record_id in (select record_id from entry where accession is not null "
        "group by record_id having count(distinct title_form) > 1 and not bool_and(id_is_sure)) "
        "group by record_id, title_form order by record_id, title_form"
    )
    for record_id, rows in groupby(clashes, key=lambda row: str(row[0])):
        titles = [(title, sure) for _, title, sure in rows]
        for title, leader in _publications_by_title([t for t, _ in titles], [t for t, sure in titles if sure]):
            store.run(
                "update entry set record_id = ?, warnings = list_append(warnings, ?) "
                "where record_id = ? and title_form = ?",
                [f"{record_id}~{_short_hash(leader)}", _warning(record_id, "their titles"), record_id, title],
            )


def _publications_by_title(titles: Sequence[str], sure: Sequence[str] = ()) -> list[tuple[str, str]]:
    """(title, the title that stands for its publication) where an accession stands over two or more; else nothing.

    All of them get another id than the plain one: a decision on that says "no record" then, and never comes to mean
    the publication that came later. An entry without a title says nothing against any, and keeps the plain id; so do
    those whose id is `sure`, and what is like one of them.
    """
    from rapidfuzz import fuzz

    leaders: list[str] = list(sure)
    found = []
    for title in filter(None, titles):
        if title in sure:
            continue
        like = [
            lead
            for lead in leaders
            if title.startswith(lead) or lead.startswith(title) or fuzz.ratio(title, lead) >= SAME_ACCESSION_TITLE
        ]
        if not like:
            leaders.append(title)
        if not like or like[0] not in sure:
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
    return _in_order(marked)


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
