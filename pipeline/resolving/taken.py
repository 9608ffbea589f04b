"""The numbers of references, handed on: into the rows of a table, and into the entries of a list that is taken in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..formats._reference_list import segment_of
from ..formats._resolved import TAGS
from ..model import Found, Reject, Unread
from ..values.identifiers import normalise_pmid
from .answers import Answers, reference_key
from .outcome import Outcome, has_number, lacks_numbers, outcome
from .verifying import doubts

Row = dict[str, str]
COLUMNS = ("pmid", "resolved")  # behind those of the table without --resolve


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """`lacking`: references without a number of their own; `untitled`: those of them that nobody can be asked for;
    `found`: those that have one now; `by`: how many each service knew (some both); `to_look_at`: those of which there
    is only a proposal."""

    lacking: int
    untitled: int
    found: int
    by: Mapping[str, int]
    to_look_at: int


def found_in(raws: Iterable[str]) -> dict[str, Found]:
    """The references that a reader understands, by their keys."""
    read = ((reference_key(raw), segment_of(raw)) for raw in raws)
    return {key: segment for key, segment in read if isinstance(segment, Found)}


def outcomes(found: Mapping[str, Found], answers: Answers) -> dict[str, Outcome]:
    """What came of each reference that lacks numbers."""
    return {key: outcome(one, answers.of(key)) for key, one in found.items() if lacks_numbers(one)}


def counted(references: Mapping[str, Found], came: Mapping[str, Outcome]) -> Counts:
    """What came of the references, in numbers."""
    by = Counter(service for one in came.values() for service in one.by)
    found = sum(bool(one.by) for one in came.values())
    lacking = sum(not has_number(one) for one in references.values())
    to_look_at = sum(bool(one.check) for one in came.values() if not one.by)
    return Counts(lacking=lacking, untitled=lacking - len(came), found=found, by=by, to_look_at=to_look_at)


def with_columns(rows: Sequence[Mapping[str, str]], found: Mapping[str, Found], answers: Answers) -> list[Row]:
    """The rows with DOI, PMID and by whom they were found; a field that the reference has stays as it is."""
    came = outcomes(found, answers)
    return [_with_columns(row, found, came) for row in rows]


def _with_columns(row: Mapping[str, str], found: Mapping[str, Found], came: Mapping[str, Outcome]) -> Row:
    key = reference_key(row["raw"])
    own = [pmid for one in [found.get(key)] if one for text in one.fields.get("pmid", ())
           if (pmid := normalise_pmid(text))]  # fmt: skip
    one = came.get(key, Outcome())
    check = "; ".join(filter(None, (row["check"], *one.check)))
    return {
        **row, "doi": row["doi"] or one.number("doi"), "check": check, "pmid": own[0] if own else one.number("pmid"),
        "resolved": ", ".join(one.by),
    }  # fmt: skip


def with_doubts(rows: Sequence[Mapping[str, str]], found: Mapping[str, Found], answers: Answers) -> list[Row]:
    """The rows with what speaks against the numbers that they have."""
    told: list[Row] = []
    for row in rows:
        key = reference_key(row["raw"])
        more = doubts(found[key], answers.of(key)) if key in found else ()
        told.append({**row, "check": "; ".join(filter(None, (row["check"], *more)))})
    return told


def with_numbers(
    segments: Iterable[Found | Reject | Unread], answers_files: Sequence[Path]
) -> Iterator[Found | Reject | Unread]:
    """What a reader found, with the numbers of each reference in its `extra` (see `formats._resolved`).

    Not in its fields: these are its own words, and its id is made of them.
    """
    answers = Answers(answers_files[-1], answers_files[:-1])
    for segment in segments:
        if isinstance(segment, Found) and lacks_numbers(segment):
            came = outcome(segment, answers.of(reference_key(segment.raw)))
            told = {TAGS[one.field]: [one.text, one.by, one.why] for one in came.numbers}
            yield replace(segment, extra={**segment.extra, **told}) if told else segment
        else:
            yield segment
