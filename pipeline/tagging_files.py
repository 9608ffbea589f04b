"""Tag: export files -> a table of tags, without a workspace.

In: files in any format we read, archives of exports among them, and a folder of tag rules. Out: a CSV with one row a
tag: id, facet, value, confidence, layer, evidence. Rows stand in the order of the records, then of facets.toml.

Records are cleaned as in a workspace, and each is tagged as it stands: no duplicates are sought, nobody decides.
What rules only suggest is in the table too, by its low confidence; so is `unsure`.
"""

from __future__ import annotations

import csv
import io
import tempfile
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.resources import files
from pathlib import Path

from .clean import clean
from .errors import CountsDontAddUp, InputError, named
from .formats._container import exports_in
from .formats._csv_cells import safe_cell
from .formats._own_ids import own_id, unique_ids
from .formats._text import Loaded, load
from .importing import truncated
from .model import Bibliographic, Found, Reject, Tag
from .parallel import Workers, batches, without_collector
from .tagging.engine import judge_work
from .tagging.packed import Packed
from .tagging.rules import load_rules
from .tagging.ruleset import FIELDS

COLUMNS = ("id", "facet", "value", "confidence", "layer", "evidence")
BATCH = 500  # records sent to a process at a time: with their abstracts about 1 MB
# what rules read, and what a title is made of; the rest of a record isn't sent to other processes
READ = (*(name for name in FIELDS), "title_translated")
NOTHING = "nothing found"
"""The evidence of a record that no rule says anything of, in a folder of rules without defaults."""

FIELD_NAMES = {"title_original": "original title", "publication_types": "publication types", "container": "journal"}
"""Fields whose names say less to a reader than to a program."""

Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One file: its records and rejects as its reader counts them."""

    file: str
    format: str
    records: int
    rejects: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedFiles:
    """What came of it."""

    inputs: tuple[Input, ...]
    tags: int

    @property
    def records(self) -> int:
        """The records of all files: each is in the table."""
        return sum(each.records for each in self.inputs)

    @property
    def rejects(self) -> int:
        """Texts that should be records and can't be read."""
        return sum(each.rejects for each in self.inputs)


def tag_files(
    paths: Sequence[Path],
    out: Path,
    rules: Path,
    format_name: str | None = None,
    encoding: str | None = None,
    accept_truncated: bool = False,
) -> TaggedFiles:
    """Tag all records of `paths` by the rules of the folder `rules`, and write the table `out`.

    Raises NoFile, UnknownFormat, Truncated for an input, RuleError for a rule, InputError where `out` is one of the
    inputs, CountsDontAddUp where a record would be lost. After an error nothing was written.
    """
    loaded = [load(content, format_name, encoding) for path in paths for content in exports_in(path)]
    _check_output(loaded, out)
    tag_batch = partial(_tag_batch, Packed(load_rules(rules)))
    read = _Read(accept_truncated)
    out.parent.mkdir(parents=True, exist_ok=True)
    with without_collector(), Workers() as workers, tempfile.TemporaryDirectory(dir=out.parent, prefix=".new") as new:
        rows, table = Path(new) / "rows", Path(new) / "table"
        _write_rows(rows, workers.map(tag_batch, batches(read.records(loaded), BATCH)))
        tags = _write_table(table, rows, read.ids(loaded))
        table.replace(out)
    return TaggedFiles(
        inputs=tuple(
            Input(file=str(each.content), format=each.fmt.NAME, records=n, rejects=aside, warnings=each.warnings)
            for each, n, aside in zip(loaded, read.counts, read.rejects, strict=True)
        ),
        tags=tags,
    )


def program_rules() -> Path:
    """The tag rules that come with the program: those of its review of Balint groups, `relevance` among them."""
    packaged = Path(str(files("pipeline"))) / "starter" / "tags"
    return packaged if packaged.is_dir() else packaged.parent.parent.parent / "queries" / "tags"


def _check_output(loaded: Sequence[Loaded], out: Path) -> None:
    if out.exists() and any(each.content.path.samefile(out) for each in loaded):
        raise InputError(f"{out} is one of the inputs", hint="choose another file: --out FILE")


# --- reading -----------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Read:
    """What is known of the records while they go by: what each is called, and how many a file has."""

    accept_truncated: bool
    own: list[str] = field(default_factory=list)
    counts: array[int] = field(default_factory=lambda: array("Q"))
    rejects: array[int] = field(default_factory=lambda: array("Q"))

    def records(self, loaded: Sequence[Loaded]) -> Iterator[Fields]:
        """The fields of each record that rules read, file by file."""
        for each in loaded:
            before, aside = len(self.own), 0
            for segment in each.segments():
                if isinstance(segment, Found):
                    self.own.append(own_id(segment))
                    yield {name: segment.fields[name] for name in READ if name in segment.fields}
                elif isinstance(segment, Reject):
                    aside += 1
                    if segment.truncated and not self.accept_truncated:
                        raise truncated(str(each.content), segment.line, segment.reason)
            self.counts.append(len(self.own) - before)
            self.rejects.append(aside)

    def ids(self, loaded: Sequence[Loaded]) -> Sequence[str]:
        """What the table calls each record."""
        return unique_ids(self.own, list(zip(_stems(loaded), self.counts, strict=True)))


def _stems(loaded: Iterable[Loaded]) -> list[str]:
    """The names of the files without their endings; two of one name are numbered."""
    stems: list[str] = []
    for each in loaded:
        stem = name = Path(each.content.name).stem
        number = 1
        while name in stems:
            number += 1
            name = f"{stem}-{number}"
        stems.append(name)
    return stems


# --- tagging -----------------------------------------------------------------------------------------------------


def _tag_batch(rules: Packed, batch: Sequence[Fields]) -> list[str]:
    """The rows of each record as lines of CSV, but for the id, which is only known when all files are read."""
    ruleset = rules.unpacked()
    return [_lines(judge_work(ruleset, "", texts_of(clean(fields)[0])).tags) for fields in batch]


def texts_of(record: Bibliographic) -> dict[str, Sequence[str]]:
    """The texts of a record by the names that rules have for them."""
    texts: dict[str, Sequence[str]] = {}
    for name in FIELDS:
        value = getattr(record, "languages" if name == "language" else name)
        texts[name] = [value] if isinstance(value, str) else value or ()
    return texts


def _lines(tags: Sequence[Tag]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if not tags:
        writer.writerow(("", "", "", "", NOTHING))
    for tag in tags:
        cells = (tag.facet, tag.value, f"{tag.confidence:g}", tag.layer, evidence(tag))
        writer.writerow([safe_cell(cell) for cell in cells])
    return out.getvalue()


def evidence(tag: Tag) -> str:
    """Why a work has a tag, in words: what was found, in which field, and by which rule.

    "'randomised' in title; trial.toml:title line 12"
    """
    place = f" in {FIELD_NAMES.get(tag.field, tag.field)}" if tag.field else ""
    said = f"'{' '.join(tag.words.split())}'{place}" if tag.words else NOTHING
    return f"{said}; {tag.rule}" + (f" line {tag.line}" if tag.line else "")


# --- writing -----------------------------------------------------------------------------------------------------


def _write_rows(path: Path, batches_of_rows: Iterable[Sequence[str]]) -> None:
    """The rows as they come, each with the number of its record where the id will stand."""
    number = 0
    with named(path), path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        for rows in batches_of_rows:
            for lines in rows:
                file.writelines(f"{number},{line}\n" for line in lines.splitlines())
                number += 1


def _write_table(path: Path, rows: Path, ids: Sequence[str]) -> int:
    """The rows again, with ids; how many of them are tags."""
    cells = [_cell(one) for one in ids]
    seen, tags = -1, 0
    with (
        named(path),
        rows.open(encoding="utf-8", newline="") as file,
        path.open("w", encoding="utf-8", errors="replace", newline="") as out,
    ):
        out.write(",".join(COLUMNS) + "\n")
        for line in file:
            number, _, rest = line.partition(",")
            seen, tags = int(number), tags + (rest[0] != ",")
            out.write(f"{cells[seen]},{rest}")
    if seen + 1 != len(cells):
        raise CountsDontAddUp(
            f"{len(cells)} records, but {seen + 1} in the table", hint="please report this; nothing was written"
        )
    return tags


def _cell(text: str) -> str:
    """One cell of CSV on one line."""
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([safe_cell(" ".join(text.split()))])
    return out.getvalue()
