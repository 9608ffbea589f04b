"""Deduplicate: export files -> which records are one work, without a workspace.

In: files in any format we read, archives of exports among them. Out, in a folder: clusters.csv (each record, its work,
and whether it is the one to keep), review.csv (doubtful pairs, best first), relations.csv (works that belong together
but are two), and each input file again without the copies, in its own format.

Cleaning, comparison and rules are those of a workspace; only what is compared is read, so it is quicker. Nothing is
merged: of each work the fullest record is kept as it stands.
"""

from __future__ import annotations

import csv
import hashlib
import logging
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .clean import FIELD_NAMES, clean
from .errors import CountsDontAddUp, InputError, named
from .formats._container import exports_in
from .formats._csv_cells import safe_cell
from .formats._own_ids import unique_ids
from .formats._text import Loaded, load
from .importing import truncated
from .model import Found, Reject
from .parallel import Workers, batches, without_collector
from .values.relation import Relation, parse_relation
from .writing_again import Layout, name_of, write_again

if TYPE_CHECKING:
    from .dedup.features import Features

log = logging.getLogger(__name__)

BATCH = 1_000
ABSTRACT = 400  # characters: an abstract is compared by its beginning
# what is compared; the rest of a record isn't sent to other processes
COMPARED = (
    "type", "title", "title_original", "title_translated", "authors", "authors_original", "name_form", "group_authors",
    "year", "date", "date_online", "container", "container_short", "volume", "issue", "pages", "article_number", "doi",
    "pmid", "issn", "isbn", "edition", "language", "publication_types",
)  # fmt: skip

Fields = dict[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One file: its records and rejects as its reader counts them, how many records are kept, and where."""

    file: str
    format: str
    records: int
    rejects: int
    kept: int
    written: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deduplicated:
    """What came of it: records = works + duplicates."""

    inputs: tuple[Input, ...]
    records: int
    works: int
    questions: int
    relations: int

    @property
    def duplicates(self) -> int:
        """Copies that are not kept."""
        return self.records - self.works


@dataclass(slots=True)
class Records:
    """All records, in the order of the files; `layouts`: where they lie in each file.

    `own_ids`: what a file calls its record, '' where it doesn't. `stated`: what records say of other publications.
    """

    features: list[Features] = field(default_factory=list)
    fullness: list[int] = field(default_factory=list)
    own_ids: list[str] = field(default_factory=list)
    stated: dict[str, list[Relation]] = field(default_factory=dict)
    layouts: list[Layout] = field(default_factory=list)


def deduplicate(
    paths: Sequence[Path],
    out: Path,
    format_name: str | None = None,
    encoding: str | None = None,
    accept_truncated: bool = False,
    known: Sequence[Path] = (),
) -> Deduplicated:
    """Find the duplicates among all records of `paths`, and write what was found into the folder `out`.

    `known` are files of an earlier search: their records are compared with those of `paths`, and stay what they are.
    Of a work that is in both the known record is kept; nothing is asked of two known ones, nor are they written again.

    Raises NoFile, UnknownFormat, Truncated for an input, InputError where `out` would overwrite one of them,
    CountsDontAddUp where a record would be in no work or in two. After an error nothing was written.
    """
    earlier = [load(content) for path in known for content in exports_in(path)]
    loaded = [load(content, format_name, encoding) for path in paths for content in exports_in(path)]
    names = _names([*earlier, *loaded], out)
    out.mkdir(parents=True, exist_ok=True)
    with without_collector(), Workers() as workers, tempfile.TemporaryDirectory(dir=out, prefix=".new") as folder:
        read, here = _read([*earlier, *loaded], workers, accept_truncated), Path(folder)
        old = sum(layout.records for layout in read.layouts[: len(earlier)])
        kept, questions, relations = _found(read, _ids(read, names), here, workers, old)
        new_names, layouts, keep = names[len(earlier) :], read.layouts[len(earlier) :], iter(kept[old:])
        written = [
            write_again(each, layout, here / name, keep)
            for each, layout, name in zip(loaded, layouts, new_names, strict=True)
        ]
        for path in sorted(here.iterdir()):
            path.replace(out / path.name)
    works = sum(kept)
    return Deduplicated(
        inputs=tuple(
            Input(file=str(each.content), format=each.fmt.NAME, records=layout.records, rejects=layout.rejects, kept=n,
                  written=str(out / name), warnings=each.warnings)
            for each, name, layout, n in zip(loaded, new_names, layouts, written, strict=True)
        ),
        records=len(kept), works=works, questions=questions, relations=relations,
    )  # fmt: skip


def _names(loaded: Sequence[Loaded], out: Path) -> list[str]:
    """What each file is called without its copies; two files of one name are numbered."""
    names: list[str] = []
    for each in loaded:
        name = name_of(each)
        stem, _, rest = name.partition(".")
        number = 1
        while name in names:
            number += 1
            name = f"{stem}-{number}.{rest}"
        if (out / name).exists() and (out / name).samefile(each.content.path):
            raise InputError(f"{out / name} is one of the inputs", hint="choose another folder: --out FOLDER")
        names.append(name)
    return names


Batch = list[tuple[str, Fields]]  # (what the file calls the record, what is compared)
Prepared = list[tuple["Features", int, list[Relation]]]


def _read(loaded: Sequence[Loaded], workers: Workers, accept_truncated: bool) -> Records:
    """Read all files here, and have the records cleaned and made comparable by other processes meanwhile."""
    read = Records()

    def found() -> Iterator[tuple[str, Fields]]:
        for each in loaded:
            layout = Layout()
            for segment in each.segments():
                layout.add(segment)
                if isinstance(segment, Found):
                    own, fields = _compared(segment)
                    read.own_ids.append(own)
                    yield own, fields
                elif isinstance(segment, Reject) and segment.truncated and not accept_truncated:
                    raise truncated(str(each.content), segment.line, segment.reason)
            read.layouts.append(layout)

    for batch in workers.map(_prepared, batches(found(), BATCH)):
        for features, fullness, stated in batch:
            if stated:
                read.stated[features.record_id] = stated
            read.features.append(features)
            read.fullness.append(fullness)
    _make_unique(read)
    return read


def _compared(found: Found) -> tuple[str, Fields]:
    fields: Fields = {name: found.fields[name] for name in COMPARED if name in found.fields}
    if abstract := found.fields.get("abstract"):
        fields["abstract"] = [abstract[0][:ABSTRACT]]
    if relations := found.fields.get("relations"):
        fields["relations"] = relations
    own = found.fields.get("accession")
    return own[0].strip() if own else "", fields


def _prepared(batch: Batch) -> Prepared:
    """Features, how full the record is, and what it states of others."""
    from .dedup.features import features

    prepared: Prepared = []
    for own, fields in batch:
        record = clean(fields)[0]
        row: dict[str, Any] = {name: getattr(record, name) for name in FIELD_NAMES}
        row |= {"source": "", "record_id": own or _mark(fields)}
        stated = [relation for text in fields.get("relations", ()) if (relation := parse_relation(text))]
        prepared.append((features(row), _fullness(row), stated))
    return prepared


def _mark(fields: Fields) -> str:
    """What stands for a record without an id: the same for the same record, in whatever order they come."""
    return hashlib.blake2b(repr(sorted(fields.items())).encode("utf-8", "replace"), digest_size=8).hexdigest()


WEIGHTS = {
    "doi": 4,
    "abstract": 4,
    "pages": 2,
    "volume": 2,
    "container": 2,
    "authors": 2,
    "pmid": 2,
    "title_original": 2,
}


def _fullness(row: Mapping[str, Any]) -> int:
    """How much a record says: the one that says most of a work is kept."""
    return sum(WEIGHTS.get(name, 1) for name, value in row.items() if value)


def _make_unique(read: Records) -> None:
    """Record ids that are equal get a number behind them, in the order of the files."""
    seen: dict[str, int] = {}
    for n, features in enumerate(read.features):
        times = seen[features.record_id] = seen.get(features.record_id, 0) + 1
        if times > 1:
            unique = f"{features.record_id} ({times})"
            if features.record_id in read.stated:
                read.stated[unique] = read.stated[features.record_id]
            read.features[n] = features._replace(record_id=unique)


def _ids(read: Records, names: Sequence[str]) -> Sequence[str]:
    """How the tables name each record: as its file does, where that is unique; with the file's name; or by number."""
    stems = (name.partition(".deduplicated")[0] for name in names)
    return unique_ids(read.own_ids, [(stem, lay.records) for stem, lay in zip(stems, read.layouts, strict=True)])


def _found(
    read: Records, ids: Sequence[str], folder: Path, workers: Workers, known: int
) -> tuple[list[bool], int, int]:
    """Compare, and write the three tables: which records are kept, how many questions and relations there are."""
    from .dedup.loose import judged

    found = judged(read.features, read.stated, folder, workers, known)
    place = {features.record_id: n for n, features in enumerate(read.features)}
    kept = _kept(found.work_of, read, known)
    if not len(found.work_of) == len(ids) == len(kept) == sum(kept) + found.joins:
        raise CountsDontAddUp(
            f"{len(ids)} records, but {len(found.work_of)} are in a work: {sum(kept)} works, {found.joins} copies",
            hint="please report this; nothing was written",
        )
    works = [found.work_of[features.record_id] for features in read.features]
    numbers = {work: n for n, work in enumerate(dict.fromkeys(works), 1)}
    width = len(str(len(numbers)))
    clusters = ((id, f"w{numbers[work]:0{width}}", int(keep)) for id, work, keep in zip(ids, works, kept, strict=True))
    _write_csv(folder / "clusters.csv", ("id", "cluster_id", "keep"), clusters)
    asked = ((ids[place[q.left_id]], ids[place[q.right_id]], n, q.evidence) for n, q in enumerate(found.questions, 1))
    _write_csv(folder / "review.csv", ("id_1", "id_2", "rank", "evidence"), asked)
    lead = {work: id for id, work, keep in zip(ids, works, kept, strict=True) if keep}
    told = ((lead[one], lead[other], kind, evidence) for one, other, kind, evidence in found.relations)
    _write_csv(folder / "relations.csv", ("id_1", "id_2", "kind", "evidence"), told)
    return kept, len(found.questions), len(found.relations)


def _kept(work_of: Mapping[str, str], read: Records, known: int) -> list[bool]:
    """Of each work the fullest record, a known one before all others; the first of equals, by its id."""
    best: dict[str, tuple[bool, int, str]] = {}
    for n, (features, fullness) in enumerate(zip(read.features, read.fullness, strict=True)):
        work, rank = work_of[features.record_id], (n >= known, -fullness, features.record_id)
        best[work] = min(best.get(work, rank), rank)
    return [best[work_of[features.record_id]][2] == features.record_id for features in read.features]


def _write_csv(path: Path, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with named(path), path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows([safe_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
