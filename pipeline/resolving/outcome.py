"""What comes of the answers on a reference: its numbers, or what a person should look at.

In: a reference as the reader found it, and what services said of it. Out: `Outcome`. Nothing is asked here, nothing
written, and no field of the reference is changed: what a service says otherwise is a text for people.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten

from ..formats import all_formats
from ..model import Found
from ..values.doi import normalise_doi
from ..values.identifiers import normalise_pmid
from .answers import Answer
from .judging import Known, judge

SERVICES: Mapping[str, tuple[str, str]] = {  # in the order in which they count: its title, the format it answers in
    "pubmed": ("PubMed", "pubmed-xml"),
    "crossref": ("Crossref", "crossref-json"),
}
SHOWN_TITLE = 80  # letters


@dataclass(frozen=True, slots=True)
class Number:
    """A DOI or PMID (`field`), who knows it, and why the work is the one that is meant."""

    field: str
    text: str
    by: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`numbers`: one of each kind at most, none where no work fits. `check`: what to look at."""

    numbers: tuple[Number, ...] = ()
    check: tuple[str, ...] = ()

    def number(self, field: str) -> str:
        """The DOI, or the PMID; '' where there is none."""
        return next((one.text for one in self.numbers if one.field == field), "")

    @property
    def by(self) -> tuple[str, ...]:
        """The services whose numbers these are: 'pubmed' and, where its record has no DOI, perhaps 'crossref'."""
        return tuple(dict.fromkeys(one.by for one in self.numbers))


def lacks_numbers(reference: Found) -> bool:
    """Whether it is worth asking: a title to compare, and neither DOI nor PMID."""
    return bool(reference.fields.get("title")) and not has_number(reference)


def has_number(reference: Found) -> bool:
    """Whether it has a DOI or PMID of its own."""
    numbers = [normalise_doi(text) for text in reference.fields.get("doi", ())]
    numbers += [normalise_pmid(text) for text in reference.fields.get("pmid", ())]
    return any(numbers)


def outcome(reference: Found, answers: Mapping[str, Answer]) -> Outcome:
    """The numbers of the work that is meant, each by the first service that has it; else what each has that is like it.

    Two works that both fit (a paper with two DOIs, its translation) are none: a person has to choose.
    """
    numbers: dict[str, Number] = {}
    otherwise: list[str] = []
    check: list[str] = []
    for service, (title, _) in SERVICES.items():
        if answer := answers.get(service):
            known = [judge(reference, record) for record in records_in(service, answer)]
            fits = _each_once(one for one in known if not one.against)
            if len(fits) == 1:
                numbers = {**_numbers(fits[0], service, title), **numbers}
                otherwise += _otherwise(fits[0], title)
            else:
                check += _to_look_at(title, answer, fits or known, bool(fits))
    told = otherwise[:1] if numbers else check
    return Outcome(numbers=tuple(numbers[field] for field in sorted(numbers)), check=tuple(told))


def records_in(service: str, answer: Answer) -> list[Found]:
    """The records that a service gave."""
    text, format_name = answer.records, SERVICES[service][1]
    if format_name == "pubmed-xml" and text:  # one record of many, cut out of its set
        text = f"<PubmedArticleSet>{text}</PubmedArticleSet>"
    stream = io.StringIO(text, newline="")
    return [found for found in all_formats()[format_name].read(stream) if isinstance(found, Found)] if text else []


def _each_once(known: Iterator[Known]) -> list[Known]:
    return list({one.doi or one.pmid: one for one in known if one.doi or one.pmid}.values())


def _numbers(known: Known, service: str, title: str) -> dict[str, Number]:
    why = f"{', '.join(('title', *known.agrees))} agree with {title}'s"
    found = {"doi": known.doi, "pmid": known.pmid}
    return {field: Number(field, text, service, why) for field, text in found.items() if text}


def _otherwise(known: Known, title: str) -> list[str]:
    return [f"{title} says otherwise: {', '.join(known.otherwise)}"] if known.otherwise else []


def _to_look_at(title: str, answer: Answer, known: Sequence[Known], fit: bool) -> Iterator[str]:
    """A proposal that is not taken, and why; what PubMed has in the very place is told, however unlike it is."""
    if fit:
        which = ", ".join(map(_shown, known))
        yield f"{title} has {len(known)} works that fit: {which}: which is meant?"
        return
    likest = [one for one in known if one.is_like or answer.service == "pubmed"][:1]
    for one in likest:
        shown = shorten(one.title, SHOWN_TITLE, placeholder=" …")
        yield f"may be {_shown(one)} ({title}: '{shown}'), not taken: {', '.join(one.against)}"
    if answer.said.startswith("AMBIGUOUS"):
        yield f"{title} has several works in this place"


def _shown(known: Known) -> str:
    return f"PMID {known.pmid}" if known.pmid else f"doi:{known.doi}"
