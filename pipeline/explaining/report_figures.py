"""The figures of the report, part by part.

In: the finished corpus and the queries. Out: `Figure` values. A number comes from report.py and screening.py, as it is
printed; what is counted comes from the tables, one row each, and a test holds the two together for every figure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..doubts import DOUBT_ITEMS
from ..expression import holds, shown
from ..query import Query
from ..raw_files import ABSENT
from ..report import ITEMS, Numbers, combinations, numbers
from ..screening_flow import INCLUDED_BY, NO_REASON, STAGE_TITLES, flow
from ..store import Store
from .counted import (
    AGAIN,
    CLAIMED,
    ENTRIES,
    FOUND,
    IDENTIFIED,
    INCLUDED_WHERE,
    JOINED,
    NOT_HERE,
    RECORDS,
    REJECTS,
    REMOVED,
    screened_where,
    works_where,
)
from .figures import REPORT, SCREENING, TAGS, Figure

CLASSES = {"empirical": "empirical", "theoretical": "theoretical", "unsure": "neither for sure"}
COLUMNS = {
    "empirical": "class = 'empirical'",
    "theoretical": "class = 'theoretical'",
    "neither": "class not in ('empirical', 'theoretical')",
}


def figures(store: Store, queries: Sequence[Query] = ()) -> list[Figure]:
    """Every number of the report, in its order, then those of `report tags`. No two have one name."""
    said = numbers(store)
    found = [
        *_sources(said),
        *_flow(said),
        *_status(said),
        *_split(said["split"]),
        *_combinations(store, queries),
        *_screening(store),
        *_waiting(said),
        *_by(said["split"]["by"]),
    ]
    return list({figure.name: figure for figure in reversed(found)}.values())[::-1]


def _sources(said: Numbers) -> Iterator[Figure]:
    titles = [source["title"] for source in said["sources"]]
    for source in said["sources"]:
        title, of = source["title"], {"source": source["source"], "kind": source["kind"]}
        name = title if titles.count(title) == 1 else f"{title} ({source['source']})"
        yield Figure(
            name=name, number=source["entries"], counts="entries", parameters=of,
            statement=ENTRIES.format(condition="source_file.source = $source and source_file.kind = $kind"),
            says="places in its files where a record stands", aliases=(title, source["source"]),
        )  # fmt: skip
        yield from _claims(name, of, [each for each in source["searches"] if each["hits"] != each["found"]])
    for absent in said["not_here"]:
        of = {"source": absent["source"], "format": ABSENT}
        yield Figure(
            name=f"{absent['source']}: not here", number=absent["files"], counts="private raw files",
            statement=NOT_HERE.format(n=""), parameters=of, says="by the notes, which are here",
        )  # fmt: skip
        if absent["records"] is not None:
            yield Figure(
                name=f"{absent['source']}: records not here", number=absent["records"], counts="records", sums=True,
                statement=NOT_HERE.format(n=", hits"), parameters=of, says="as the notes beside private files say",
            )  # fmt: skip


def _claims(name: str, of: Mapping[str, Any], searches: Sequence[Mapping[str, Any]]) -> Iterator[Figure]:
    """Of each search: what the source said that it found, and what its files have. One search alone needs no name."""
    for search in searches:
        which = ", ".join(filter(None, (search["query"], search["searched"]))) if len(searches) > 1 else ""
        label = f"{name} ({which})" if which else name
        asked = {**of, "query": search["query"], "searched": search["searched"]}
        yield Figure(
            name=f"{label}: hits", number=search["hits"], counts="hits", statement=CLAIMED, parameters=asked, sums=True,
            says="what the source said that it found, by the notes beside its files",
        )  # fmt: skip
        yield Figure(
            name=f"{label}: in the files", number=search["found"], counts="entries and texts set aside",
            statement=FOUND, parameters=asked, says="in the files of that search",
        )  # fmt: skip


def _flow(said: Numbers) -> Iterator[Figure]:
    entries, records, works = said["entries"], said["records"], said["works"]
    yield Figure(
        name="all entries", number=entries, counts="entries", statement=ENTRIES.format(condition="true"),
        says="places in the files where a record stands", aliases=("entries",),
    )  # fmt: skip
    yield Figure(
        name="set aside", number=said["set_aside"], counts="texts", statement=REJECTS, parameters={"prefix": ""},
        says="texts that should be records and can't be read; they are in no other count",
        aliases=("set aside (not readable)",),
    )  # fmt: skip
    yield Figure(
        name="the same record again", number=entries - records, counts="entries", statement=AGAIN,
        says="entries of a record that a newer file has too",
    )  # fmt: skip
    yield Figure(
        name="records", number=records, counts="records", statement=RECORDS,
        says="publications as one source describes them; only in `report --json`",
    )  # fmt: skip
    yield Figure(
        name="duplicates joined", number=records - works, counts="records", statement=JOINED,
        says="records that were joined to a work which has another one", aliases=("duplicates",),
    )  # fmt: skip
    yield Figure(
        name="works",
        number=works,
        counts="works",
        statement=works_where("true"),
    )


def _status(said: Numbers) -> Iterator[Figure]:
    for status in ("included", "undecided", "excluded"):
        yield Figure(
            name=status, number=said["status"].get(status, 0), counts="works", aliases=(f"{status} in all",),
            statement=works_where("status = $status", reason=True), parameters={"status": status},
        )  # fmt: skip
    for reason, n in said["excluded"].items():
        yield Figure(
            name=f"excluded: {reason}", number=n, counts="works", aliases=(reason,), parameters={"reason": reason},
            statement=works_where(
                "status = 'excluded' and $reason = case (select \"by\" from screening where screening.work_id = "
                "bibliography.work_id) when 'person' then 'a person said so' else status_reason end", reason=True),
        )  # fmt: skip


def _split(split: Numbers) -> Iterator[Figure]:
    yield Figure(
        name="not excluded", number=split["works"], counts="works", statement=works_where("status <> 'excluded'"),
        says="the works that the split and all tables of tags speak of", aliases=("works that are not excluded",),
    )  # fmt: skip
    for name in dict.fromkeys((*CLASSES, *(row["class"] for row in split["parts"]))):
        parts = [row for row in split["parts"] if row["class"] == name]
        label = CLASSES.get(name, name)
        yield Figure(
            name=label, number=sum(row["works"] for row in parts), counts="works", statement=_in_split("class = $name"),
            parameters={"name": name}, says="of the works that are not excluded", aliases=(name, f"class:{name}"),
        )  # fmt: skip
        for row in parts:
            if row["part"]:
                part = part_label(name, row["part"])
                yield Figure(
                    name=f"{label}: {part}", number=row["works"], counts="works", aliases=(part, row["part"]),
                    statement=_in_split("class = $name and part = $part"),
                    parameters={"name": name, "part": row["part"]},
                    says="each work once: by its method, or by the kind that leads where it has several",
                )  # fmt: skip


def part_label(name: str, part: str) -> str:
    """'method unsaid' of an empirical work, 'kind unsaid' of a theoretical one."""
    asked = "method" if name == "empirical" else "kind"
    return {"unsaid": f"{asked} unsaid", "unsure": f"{asked} unsure", "other": f"another {asked}"}.get(part, part)


def _in_split(condition: str) -> str:
    return works_where(f"work_id in (select work_id from split_work where {condition})")


def _combinations(store: Store, queries: Sequence[Query]) -> Iterator[Figure]:
    spoken = store.rows(
        "select query, work_id, list_sort(list_distinct(list(block))) from work_block "
        "join screening using (work_id) where status <> 'excluded' group by query, work_id"
    )
    trees = {(query.id, one.name): one.tree for query in queries for one in query.combinations}
    for row in combinations(store, queries):
        tree = trees[row["query"], row["combination"]]
        works = [work for query, work, blocks in spoken if query == row["query"] and holds(tree, blocks)]
        yield Figure(
            name=f"{row['query']}: {row['combination']}", number=row["works"], counts="works",
            statement=works_where("work_id in (select unnest($works::varchar[]))"), parameters={"works": works},
            says=f"not excluded, and they speak of {shown(tree)}: {row['title']}",
            aliases=(row["combination"], row["title"], f"{row['title']} ({asked(row)})"),
        )  # fmt: skip


def asked(combination: Mapping[str, Any]) -> str:
    """'balint + psychosomatic'; with OR or NOT the whole expression."""
    joined = " + ".join(combination["blocks"])
    return joined if combination["asks"].replace(" AND ", " + ") == joined else str(combination["asks"])


def _screening(store: Store) -> Iterator[Figure]:
    """The boxes of the PRISMA diagram: each stage, what came out of it, and for which reason."""
    found = flow(store)
    yield from _identified(found)
    boxes = found["boxes"]
    for depth in (("stage",), ("stage", "outcome"), ("stage", "outcome", "reason")):
        for values in dict.fromkeys(tuple(box[name] for name in depth) for box in boxes):
            of = dict(zip(depth, values, strict=True))
            title = [STAGE_TITLES.get(of["stage"], str(of["stage"]))]
            title += [str(each or NO_REASON) for each in values[1:]]
            yield Figure(
                name="screening: " + ": ".join(title),
                number=sum(box["works"] for box in boxes if all(box[name] == of[name] for name in depth)),
                counts="works", parameters=of, where=SCREENING, aliases=(": ".join(title),),
                statement=works_where(f"work_id in ({screened_where(depth)})", reason=True),
            )  # fmt: skip
    for stage, n in found["included_by"].items():
        yield Figure(
            name=f"included in all: {INCLUDED_BY[stage]}", number=n, counts="works", where=SCREENING,
            aliases=(INCLUDED_BY[stage],), statement=works_where(INCLUDED_WHERE, reason=True),
            parameters={"stage": stage},
        )  # fmt: skip


def _identified(found: Mapping[str, Any]) -> Iterator[Figure]:
    """The first boxes: what each source found, and what of it were duplicates."""
    says = "records, each once however many files of one source have it; twice where one file lists it twice"
    for name, number, of in (
        ("records identified", found["identified"], {"source": None, "kind": None}),
        *(
            (f"records identified: {each['title']}", each["records"], {name: each[name] for name in ("source", "kind")})
            for each in found["sources"]
        ),
    ):
        yield Figure(
            name=name, number=number, counts="records", says=says, where=SCREENING, statement=IDENTIFIED,
            parameters=of, sums=True,
        )  # fmt: skip
    yield Figure(
        name="duplicates removed", number=found["duplicates"], counts="records", where=SCREENING, statement=REMOVED,
        says="records identified, less the works; here each work with how many were removed", sums=True,
    )  # fmt: skip


def _waiting(said: Numbers) -> Iterator[Figure]:
    for name, n in said["waiting"].items():
        yield Figure(
            name=name, number=n, counts="questions", statement=ITEMS[name],
            says="they wait for a person: `bibcorpus check` says what to do" if name in DOUBT_ITEMS
            else "they wait for a person: `bibcorpus review` asks one by one",
        )  # fmt: skip


def _by(rows: Sequence[Mapping[str, Any]]) -> Iterator[Figure]:
    """The tables of `report tags`: each value, then its works by class; the report shows the topics."""
    for row in rows:
        value = "(none)" if row["value"] is None else row["value"]
        name = f"{row['facet']}: {value}" + (" (suggested)" if row["suggested"] else "")
        of = {"facet": row["facet"], "value": row["value"], "suggested": row["suggested"]}
        topic = row["facet"] == "topic" and row["value"] is not None
        about = f"perhaps about {value} (suggested)" if row["suggested"] else f"about {value}"
        yield Figure(
            name=name, number=row["works"], counts="works", statement=_by_work(), parameters=of,
            says="a hint only, until a person has looked" if row["suggested"] else "of the works that are not excluded",
            aliases=(about, value) if topic else (value,), where=REPORT if topic else TAGS,
        )  # fmt: skip
        for column, condition in COLUMNS.items():
            yield Figure(
                name=f"{name}, {column}", number=row[column], counts="works", statement=_by_work(condition),
                parameters=of, says="of the works that are not excluded", where=TAGS,
            )  # fmt: skip


def _by_work(condition: str = "true") -> str:
    return works_where(
        "work_id in (select work_id from split_by_work where facet = $facet and value is not distinct from $value "
        f"and suggested = $suggested and {condition})"
    )
