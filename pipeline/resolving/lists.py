"""The references of a list that was taken in: ask who may know their numbers, keep the answers beside the raw file.

In: a raw file of corpus/raw, read as a list of references. Out: its answers ('list.txt.answers.jsonl'), and what came
of them. The raw file and its note stay as they are; the next run reads the answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ..asking import Asker, Tell, no_telling
from ..errors import SourceError
from ..formats import references
from ..formats._text import load
from ..model import Found
from ..raw_files import NOTE, answers_beside, answers_near
from ..workspace import read_toml
from .answers import Answers, reference_key
from .asking import ask_all, unanswered
from .outcome import lacks_numbers
from .taken import Counts, counted, outcomes


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What came of a list. `to_look_at`: (reference, what to look at) of those without a number; `asked`: whether
    anybody was to be asked; `unasked`: for how many that failed, and `troubles` why; `kept`: the file with the answers,
    None where there is none."""

    counts: Counts
    asked: bool
    kept: Path | None
    to_look_at: Sequence[tuple[str, str]]
    unasked: int
    troubles: Sequence[SourceError]


def resolve_list(raw: Path, handed_in: Path, asker: Asker, now: str, tell: Tell = no_telling) -> Resolved | None:
    """Ask for the numbers of the references in a raw file; None where it is no list of references.

    Answers that lie beside the file as it was handed in (`bibcorpus references FILE --resolve`) are taken over.
    """
    note = raw.with_name(raw.name + NOTE)
    said = read_toml(note, note.name) if note.is_file() else {}
    loaded = load(raw, said.get("format"), said.get("encoding"))
    if loaded.fmt.NAME != references.NAME:
        return None
    found = {reference_key(one.raw): one for one in loaded.segments() if isinstance(one, Found)}
    wanted = {key: one for key, one in found.items() if lacks_numbers(one)}
    answers = Answers(answers_beside(raw), answers_near(raw))
    brought = Answers(answers_beside(handed_in))
    answers.add(one for key in wanted for service, one in brought.of(key).items() if service not in answers.of(key))
    asked = any(unanswered(wanted, answers))
    troubles = ask_all(wanted, answers, asker, now, tell)
    came = outcomes(wanted, answers)
    return Resolved(
        counts=counted(found, came),
        asked=asked,
        kept=answers.kept(),
        to_look_at=[(key, "; ".join(one.check)) for key, one in came.items() if one.check and not one.by],
        unasked=len(list(unanswered(wanted, answers))),
        troubles=troubles,
    )
