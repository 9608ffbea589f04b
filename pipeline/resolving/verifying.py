"""Whether the DOI or PMID that a reference has is of the work that it describes.

In: references with numbers. Out: their answers, kept beside those of `asking`; for each reference what to look at. A
DOI is looked up at Crossref, else a PMID at PubMed. Nothing is filled in here, and no number is taken away: which of
the two is wrong, the number or the words, a person sees.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import shorten

from ..asking import Asker, Tell, no_telling
from ..errors import Refused, SourceError
from ..http import Client
from ..model import Found
from ..sources import _citation_matching as matching
from ..sources import crossref, pubmed
from ..values.doi import normalise_doi
from ..values.identifiers import normalise_pmid
from .answers import Answer, Answers
from .asking import References, client_of, records_of
from .judging import judge
from .outcome import SHOWN_TITLE, has_number, records_in

NOT_FOUND = "NOT_FOUND"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number that a reference has. `service`: under which the answer on it is kept."""

    kind: str
    text: str
    service: str

    def __str__(self) -> str:
        return f"{self.kind} {self.text}"


def number_in(reference: Found) -> Number | None:
    """Its DOI, else its PMID, where there is a title to compare."""
    dois = [doi for text in reference.fields.get("doi", ()) if (doi := normalise_doi(text))]
    pmids = [pmid for text in reference.fields.get("pmid", ()) if (pmid := normalise_pmid(text))]
    if not reference.fields.get("title"):
        return None
    if dois:
        return Number(kind="DOI", text=dois[0], service="crossref-doi")
    return Number(kind="PMID", text=pmids[0], service="pubmed-pmid") if pmids else None


def verify_all(
    references: References, answers: Answers, asker: Asker, now: str, tell: Tell = no_telling
) -> list[SourceError]:
    """Look up each number that was not looked up before. What a service's failing left undone is told."""
    wanted = {key: number for key, found in references.items() if (number := _not_asked(key, found, answers))}
    troubles: list[SourceError] = []
    for service, source, ask in (("pubmed-pmid", pubmed, _ask_pubmed), ("crossref-doi", crossref, _ask_crossref)):
        mine = {key: number for key, number in wanted.items() if number.service == service}
        try:
            if mine:
                ask(client_of(source, asker), mine, answers, now, tell)
        except SourceError as error:
            troubles.append(error)
    return troubles


def _not_asked(key: str, found: Found, answers: Answers) -> Number | None:
    number = number_in(found)
    return number if number and number.service not in answers.of(key) else None


def unverified(references: References, answers: Answers) -> int:
    """How many numbers were not looked up."""
    return sum(_not_asked(key, found, answers) is not None for key, found in references.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """`having`: references with a number; `known`: those of them whose number was looked up, now or before;
    `doubtful`: those that a person should look at."""

    having: int
    known: int
    doubtful: int


def verified(references: References, answers: Answers) -> Verified:
    """What came of the numbers; one without a title beside it can't be compared, and isn't looked up."""
    numbers = {key: number for key, found in references.items() if (number := number_in(found))}
    return Verified(
        having=sum(map(has_number, references.values())),
        known=sum(number.service in answers.of(key) for key, number in numbers.items()),
        doubtful=sum(any(True for _ in doubts(references[key], answers.of(key))) for key in numbers),
    )


def _ask_pubmed(client: Client, wanted: Mapping[str, Number], answers: Answers, now: str, tell: Tell) -> None:
    records = records_of(client, [number.text for number in wanted.values()])
    answers.add(_answer(key, number, now, records.get(number.text, "")) for key, number in wanted.items())
    tell("references", len(wanted), len(wanted))


def _ask_crossref(client: Client, wanted: Mapping[str, Number], answers: Answers, now: str, tell: Tell) -> None:
    for done, (key, number) in enumerate(wanted.items(), 1):
        records = ""
        try:
            records = client.ask(matching.work_of(number.text)).decode("utf-8")
        except Refused as error:
            if error.status != 404:
                raise
        answers.add([_answer(key, number, now, records)])
        tell("references", done, len(wanted))


def _answer(key: str, number: Number, now: str, records: str) -> Answer:
    said = "" if records else NOT_FOUND
    return Answer(reference=key, service=number.service, asked=now, question=number.text, said=said, records=records)


def doubts(reference: Found, answers: Mapping[str, Answer]) -> Iterator[str]:
    """What to look at: a number that is not known, or that is another work's; a field that differs."""
    number = number_in(reference)
    answer = answers.get(number.service) if number else None
    if number is None or answer is None:
        return
    service = "crossref" if number.kind == "DOI" else "pubmed"
    title = "Crossref" if number.kind == "DOI" else "PubMed"
    records = records_in(service, answer)
    if not records:
        elsewhere = ", or of another agency" if number.kind == "DOI" else ""
        yield f"{title} doesn't know the {number}: is it typed right{elsewhere}?"
        return
    known = judge(reference, records[0])
    shown = shorten(known.title, SHOWN_TITLE, placeholder=" …")
    if known.against:
        yield f"the {number} is of another work? {title}: '{shown}': {', '.join(known.against)}"
    elif known.otherwise:
        yield f"{title} says otherwise: {', '.join(known.otherwise)}"
