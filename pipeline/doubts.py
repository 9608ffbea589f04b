"""Doubts of the readers: what a reader marked for a person to check, until a person has looked.

In: the finished corpus. Out: the records and the files with an open doubt, each with what to do about it. What a reader
noticed of a record stands in `entry.warnings`, of a file in `source_file.warnings`.

A doubt on a record speaks of the fields that its words name ('no year was found': the year), of the whole record where
they name none. It is settled

- where a person has set one of these fields in the work, to what it was, too: then they have looked;
- where the work has all of them from other records: what the reader was not sure of is shown nowhere;
- where a person has excluded the work.

A doubt on a file is settled by its note: `encoding = "cp1251"` says what had to be guessed, and
`accept_warnings = true` takes the file as it is, with what its reader noticed of its records. That another database
wrote it than the one that it is counted as is such a doubt too: see `written_by`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from .raw_files import ABSENT, ACCEPTED, NOTE
from .store import Store
from .written_by import DOUBTED

REFERENCES = "references to check"
RECORDS = "records whose reading is doubtful"
FILES = "files whose reading is doubtful"

# how a word of a warning begins -> the field it speaks of
ABOUT: Mapping[str, str] = {
    "title": "title", "year": "year", "author": "authors", "name": "authors", "journal": "container",
    "publisher": "publisher", "abstract": "abstract", "pages": "pages", "date": "date", "doi": "doi", "pmid": "pmid",
}  # fmt: skip
# What a reader tells and doesn't doubt: columns that were kept, which sheets were read; and what was accepted.
NO_DOUBT = f"^({ACCEPTED}|columns that have no field here|[0-9]+ sheets are read)"

_OF_RECORDS = f"""
    with about(word, field) as (values {", ".join(f"('{word}', '{field}')" for word, field in ABOUT.items())}),
    noted as (  -- of the entry that gives the record its fields; an older one only fills gaps
      select record.record_id, work_id, path, entry.line, format, unnest(entry.warnings) as doubt
      from entry join record on record.entry_id = entry.entry_id
      join source_file on source_file.file_id = entry.file_id and same_as is null
      join work_record on work_record.record_id = record.record_id
      where len(entry.warnings) > 0
    ),
    doubt as (
      select noted.*, list_sort(list_distinct(coalesce(list(field) filter (field is not null), []))) as fields
      from noted left join about on regexp_matches(lower(doubt), '\\b' || word)
      where not regexp_matches(doubt, '{NO_DOUBT}') group by all
    ),
    given as (
      select work_id, field, record_id, regexp_matches(rule, '^(with )?decision:') as by_person
      from work_field where work_id in (select work_id from doubt)
    ),
    settled as (
      select doubt.record_id, doubt.doubt from doubt join given using (work_id)
      group by doubt.record_id, doubt.doubt, fields
      having bool_or(by_person and (len(fields) = 0 or list_contains(fields, field)))
        or count(*) filter (given.record_id <> doubt.record_id
             and list_contains(if(len(fields) = 0, ['title'], fields), field)) >= greatest(len(fields), 1)
      union all
      select record_id, doubt from doubt join screening using (work_id) where status = 'excluded' and "by" = 'person'
    ),
    open_doubt as (
      select if(format = 'references', '{REFERENCES}', '{RECORDS}') as kind, path, line, record_id,
        coalesce(any_value(key), record_id) as name, coalesce(any_value(title), '(no title)') as title,
        list_sort(list_distinct(flatten(list(fields)))) as fields, list(doubt order by doubt) as says
      from doubt anti join settled using (record_id, doubt)
      join work using (work_id) left join citekey on citekey.work_id = doubt.work_id and leads
      group by record_id, format, path, line
    )"""
_OF_FILES = f"""
    select path, list_filter(warnings, lambda warning: not regexp_matches(warning, '{NO_DOUBT}')) as says
    from source_file where same_as is null and format <> '{ABSENT}'"""


def _items(kind: str) -> str:
    return f"""{_OF_RECORDS}
    select name, title || ': ' || array_to_string(says, '; ') || ' (' || path || ' line ' || line || ')'
    from open_doubt where kind = '{kind}' order by path, line, record_id"""


# As `report.ITEMS`: what to name in `decide`, or the file; and what is known of it.
DOUBT_ITEMS: Mapping[str, str] = {
    REFERENCES: _items(REFERENCES),
    RECORDS: _items(RECORDS),
    FILES: f"select path, array_to_string(says, '; ') from ({_OF_FILES}) where len(says) > 0 order by path",
}
COUNT_DOUBTS = (  # as `report.WAITING`
    (
        (REFERENCES, RECORDS),
        f"{_OF_RECORDS} select count(*) filter (kind = '{REFERENCES}'), count(*) filter (kind = '{RECORDS}') "
        "from open_doubt",
    ),
    ((FILES,), f"select count(*) from ({_OF_FILES}) where len(says) > 0"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What is open of one record or file. A file has neither `line` nor `name` (of its work) nor `fields`."""

    kind: str
    path: str
    line: int | None = None
    name: str | None = None
    title: str | None = None
    fields: Sequence[str] = ()
    says: Sequence[str] = ()

    def as_json(self) -> dict[str, Any]:
        """All of it, by name, for `report --json`."""
        return asdict(self)

    @property
    def place(self) -> str:
        """'corpus/raw/references/list.txt line 8'"""
        return self.path if self.line is None else f"{self.path} line {self.line}"

    @property
    def advice(self) -> str:
        """How to settle it."""
        if self.line is None:
            note = f"{self.path}{NOTE}"
            if self.says and all(said.startswith(DOUBTED) for said in self.says):
                return f"write the right source into {note}, or accept_warnings = true if it is from there after all"
            return f"get a sound file, or write accept_warnings = true into {note} (or encoding = …, if it is another)"
        field = self.fields[0] if len(self.fields) == 1 else "FIELD"
        each = f" for {' and '.join(self.fields)}" if len(self.fields) > 1 else ""
        return f"look at the source, then `bibcorpus decide set {self.name} {field} …`{each}, also where it is right"


def open_doubts(store: Store) -> list[Doubt]:
    """Every open doubt: files first, then records, by path and line."""
    files = (Doubt(kind=FILES, path=path, says=says) for path, says in store.rows(_OF_FILES + " order by path") if says)
    statement = _OF_RECORDS + (
        "select kind, path, line, name, title, fields, says from open_doubt order by path, line, record_id"
    )
    return [*files, *(Doubt(**row) for row in store.records(statement))]


SHOWN = 5  # records of one file that `check` tells of one by one


def doubt_lines(doubts: Sequence[Doubt]) -> Iterator[str]:
    """A line for each doubt, for `check`; of a file with many doubtful records the first few, and how many more."""
    seen: dict[str, int] = {}
    for doubt in doubts:
        if doubt.line is not None:
            seen[doubt.path] = seen.get(doubt.path, 0) + 1
        if seen.get(doubt.path, 0) <= SHOWN:
            about = f"{doubt.name}: " if doubt.name else ""
            yield f"{doubt.place}: {about}{'; '.join(doubt.says)}: {doubt.advice}"
    for path, n in seen.items():
        if n > SHOWN:
            yield f"{path}: {n - SHOWN} more records to check: `bibcorpus status --list` has them all"
