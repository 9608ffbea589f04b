"""A file that `run` keeps up to date: what stands in it already is taken over where it still holds.

In: the finished corpus, the works that were chosen, and a note of what the file held when it was last written
(corpus/.build/written/NAME.json): each work with its key and the length of its text. Out: the file, whole or not at
all, its hash in the ledger, the note, and what became of the file's works. With 100,000 works one decision changes one
text; to make the others again takes many seconds.

What was written of a work still holds where the file is as we left it, the program and the options are the same, and
neither the work is another nor what stands with it: its key and older keys, the book that holds it, its retraction.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from .diff.update import ExportChange, export_change
from .errors import CountsDontAddUp
from .export import Plan, entries_by_key, framed, planned, texts
from .exports import Options
from .ledger import Ledger, digest_of, program_hash, write_whole
from .parallel import Workers
from .selection import Chosen
from .store import WRITTEN, Store
from .workspace import Workspace

Stands = dict[str, list[Any]]  # key in the file -> work id, key of its book, retracted, older keys
Texts = Mapping[str, bytes | memoryview | None]  # by key; None where the file can't be cut into texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What is known of the time since the last run.

    `corpus`: size and time of change of the corpus that it left. `changed`: the works that may be others than in that
    one; None where all may be.
    """

    corpus: Sequence[int] | None = None
    changed: Collection[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a file held when it was written. `corpus`: that of the time, as in `Since`. `made_by`: a hash of the rest.

    `lengths`: of the text of each of `works`, in bytes; `frame`: of what stands before the first and between two. Both
    are empty where the file isn't made of texts.
    """

    sha256: str
    corpus: Sequence[int]
    made_by: str
    works: Stands
    frame: Sequence[int] = ()
    lengths: Sequence[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """A file and what it is to hold. `extra`: what its form depends on beside works and options, by name."""

    workspace: Workspace
    ledger: Ledger
    path: Path
    since: Since
    chosen: Chosen
    form: str
    options: Options
    extra: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """As the ledger has it: 'corpus/exports/thesis.ris'."""
        return self.workspace.relative(self.path)

    @property
    def made_by(self) -> str:
        """A hash of all that makes the file, beside the corpus."""
        options = {name: str(value) for name, value in asdict(self.options).items()}
        return digest_of({"the program": program_hash(), "form": self.form, **options, **self.extra})

    def as_left(self, note: Note | None) -> bool:
        """Whether the file is as it was when it was noted."""
        return note is not None and self.path.is_file() and self.ledger.sha256(self.path, self.name) == note.sha256

    def still_holding(self, note: Note | None, stands: Stands) -> set[str] | None:
        """The keys of which the file still says the truth; None where none of it can be trusted."""
        changed = self.since.changed
        if note is None or changed is None or (note.corpus, note.made_by) != (self.since.corpus, self.made_by):
            return None
        if not self.as_left(note):
            return None
        return {key for key, its in stands.items() if note.works.get(key) == its and its[0] not in changed}

    def written(self, stands: Stands, frame: Sequence[int] = (), lengths: Sequence[int] = ()) -> None:
        """Note what the file holds now, in the ledger and beside it."""
        digest = self.ledger.sha256(self.path, self.name)
        self.ledger.outputs[self.name] = [digest]
        note = Note(
            sha256=digest,
            corpus=self.ledger.outputs[self.workspace.database.name],
            made_by=self.made_by,
            works=stands,
            frame=frame,
            lengths=lengths,
        )
        shallow = {each.name: getattr(note, each.name) for each in fields(note)}  # asdict would copy all of it
        write_whole(note_path(self.workspace, self.path), json.dumps(shallow).encode())


def note_path(workspace: Workspace, path: Path) -> Path:
    """Where it is noted what the file at `path` holds; derived, as all of corpus/.build."""
    return workspace.build / WRITTEN / f"{path.name}.json"


def write_texts(file: KeptFile, store: Store, workers: Workers) -> ExportChange | None:
    """Write a file of a form whose works are texts; how it differs from what it held."""
    plan = planned(store, file.chosen.works, file.options)
    stands, note = _stands(store, plan, file.chosen), _noted(file)
    still = file.still_holding(note, stands)
    before = _texts_before(file, note)
    if note and note.frame and _nothing_new(note, stands, still):
        file.written(stands, note.frame, note.lengths)
        return None
    holding = {key for key in still or () if before.get(key) is not None}
    missing = [its[0] for key, its in stands.items() if key not in holding]
    frame = tuple(part.encode() for part in framed(file.form, file.options))
    entries = _Entries(wanted=len(file.chosen.works))
    with closing(texts(store, file.form, missing, plan, file.options, workers, file.chosen.cited_as)) as made:
        write_whole(file.path, entries.pieces(frame, stands, before, holding, made))
    file.written(stands, [len(part) for part in frame[:2]], entries.lengths)
    return export_change(file.path.name, before, stands, entries.other)


def write_file(file: KeptFile, store: Store, write: Callable[[], None]) -> ExportChange | None:
    """Let `write` make the file, unless all that it holds is as it was; which works it gained and lost."""
    stands, note = _stands(store, planned(store, file.chosen.works, file.options), file.chosen), _noted(file)
    if not (note and _nothing_new(note, stands, file.still_holding(note, stands))):
        write()
    file.written(stands)
    return export_change(file.path.name, note.works if note else (), stands)


@dataclass(slots=True, kw_only=True)
class _Entries:
    """The entries of a file as they are written. `lengths`: of each, in bytes; `other`: keys that have another text."""

    wanted: int
    lengths: list[int] = field(default_factory=list)
    other: set[str] = field(default_factory=set)

    def pieces(
        self, frame: Sequence[bytes], keys: Iterable[str], before: Texts, holding: Collection[str], made: Iterator[str]
    ) -> Iterator[bytes | memoryview]:
        """All that is written: of the keys that are `holding` what was there `before`, of the others what is `made`."""
        start, between, end = frame
        for key in keys:
            text = before[key] if key in holding else next(made, "").encode(errors="backslashreplace")
            if not text:
                break
            if before.get(key) not in (None, text):
                self.other.add(key)
            yield between if self.lengths else start
            yield text
            self.lengths.append(len(text))
        if len(self.lengths) != self.wanted:
            raise CountsDontAddUp(f"export: {self.wanted} works selected, {len(self.lengths)} written")
        yield end if self.lengths else start + end


def _nothing_new(note: Note, stands: Stands, still: set[str] | None) -> bool:
    """Whether the file is what would be written now. One that holds no work may be another all the same."""
    return still is not None and len(still) == len(stands) and [*stands] == [*note.works]


def _stands(store: Store, plan: Plan, chosen: Chosen) -> Stands:
    """What there is beside each work, by the key that stands in the file, in the order of the file."""
    older: dict[str, list[str]] = {}
    for work, key in store.rows("select work_id, key from citekey where not leads order by key"):
        older.setdefault(work, []).append(key)
    stands = {
        chosen.cited_as.get(key, key): [work, plan.part_of.get(work), work in plan.retracted, key, *older.get(work, ())]
        for key, work in plan.keys
    }
    if len(stands) != len(chosen.works):
        raise CountsDontAddUp(f"export: {len(chosen.works)} works selected, {len(stands)} have a key of their own")
    return stands


def _noted(file: KeptFile) -> Note | None:
    """The note; None where there is none that can be used."""
    try:
        return Note(**json.loads(note_path(file.workspace, file.path).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def _texts_before(file: KeptFile, note: Note | None) -> Texts:
    """What the file held. One that people changed since is cut where that can be done: BibTeX shows its keys."""
    if not file.path.is_file():
        return {}
    if note and note.frame and file.as_left(note):
        return dict(zip(note.works, _cut(memoryview(file.path.read_bytes()), note), strict=True))
    if file.path.suffix == ".bib":
        text = file.path.read_bytes().decode(errors="replace")
        return {key: entry.encode() for key, entry in entries_by_key(text)}
    return dict.fromkeys(note.works) if note else {}


def _cut(data: memoryview, note: Note) -> Iterator[memoryview]:
    """The text of each work, one after the other."""
    place, between = note.frame
    for length in note.lengths:
        yield data[place : place + length]
        place += length + between
