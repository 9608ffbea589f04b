"""Ask PubMed and Crossref which works references mean.

In: references by their keys, what was said of them before, and who asks. Out: the answers, kept as they come; what went
wrong on the way. PubMed comes first, a hundred references in a request: those with journal, year, volume and first
page. Crossref is asked of the rest, one by one, and of what has no DOI at PubMed.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from ..asking import Asker, Question, Tell, no_telling
from ..clean import clean
from ..errors import Refused, SourceError
from ..formats import pubmed_xml
from ..http import Client
from ..model import Bibliographic, Found, Name
from ..sources import Searchable, _eutils, crossref, pubmed
from ..sources import _citation_matching as matching
from ..sources._pages import in_batches
from ..values.fold import fold
from ..values.language import script_of
from ..values.names import initials
from ..values.pages import first_page
from .answers import Answer, Answers
from .outcome import lacks_numbers, outcome

NOT_THIS_ONE = (400, 413, 414)  # statuses that refuse one question, not all
References = Mapping[str, Found]


def ask_all(
    references: References, answers: Answers, asker: Asker, now: str, tell: Tell = no_telling
) -> list[SourceError]:
    """Ask what was not asked before; each answer goes into `answers`. What a service's failing left unasked is told.

    `now`: the time, UTC. References with a DOI or PMID of their own, or without a title, are asked of nobody.
    """
    wanted = {key: found for key, found in references.items() if lacks_numbers(found)}
    troubles: list[SourceError] = []
    for ask in (_ask_pubmed, _ask_crossref):
        try:
            ask(wanted, answers, asker, now, tell)
        except SourceError as error:
            troubles.append(error)
    return troubles


def client_of(source: object, asker: Asker) -> Client:
    """The client of a source's module, with the user's address and key."""
    return asker.client(Question(source=cast(Searchable, source), query="", string=""))


# ---------------------------------------------------------------- PubMed


def _ask_pubmed(wanted: References, answers: Answers, asker: Asker, now: str, tell: Tell) -> None:
    lines = {key: line for key, found in wanted.items() if "pubmed" not in answers.of(key) if (line := citation(found))}
    if not lines:
        return
    client = client_of(pubmed, asker)
    done = 0
    for batch in in_batches(list(lines), matching.AT_ONCE):
        asked = {f"r{number}": key for number, key in enumerate(batch)}
        sent = [f"{lines[key]}{mark}|" for mark, key in asked.items()]
        said = matching.said_of_citations(client.ask(matching.matched_citations(sent)))
        records = records_of(client, [pmid for pmid in said.values() if pmid.isdecimal()])
        answers.add(
            Answer(
                reference=key, service=pubmed.NAME, asked=now, question=lines[key], said=said.get(mark, ""),
                records=records.get(said.get(mark, ""), ""),
            )
            for mark, key in asked.items()
        )  # fmt: skip
        done += len(batch)
        tell("references", done, len(lines))


def records_of(client: Client, pmids: Sequence[str]) -> dict[str, str]:
    """The records' own text by PMID."""
    found: dict[str, str] = {}
    for batch in in_batches(list(dict.fromkeys(pmids)), _eutils.BATCH):
        text = client.ask(matching.records_of(batch)).decode("utf-8")
        records = [one for one in pubmed_xml.read(io.StringIO(text, newline="")) if isinstance(one, Found)]
        found |= {pmid: one.raw.strip() for one in records for pmid in one.fields.get("pmid", ())[:1]}
    return found


def citation(reference: Found) -> str | None:
    """The place of a reference as ecitmatch wants it, without its key; None where a part is missing.

    PubMed knows Russian journals by transliterated names alone: a name in Cyrillic letters is not asked for.

    'Mann BJ. … Proc Natl Acad Sci U S A. 1991;88:3248-52' -> 'Proc Natl Acad Sci U S A|1991|88|3248|mann bj|'
    """
    work = clean(reference.fields)[0]
    journal = work.container or work.container_short
    page = first_page(work.pages or work.article_number or "")
    if not (journal and work.year and work.volume and page) or script_of(journal) != "Latin":
        return None
    cells = (journal, str(work.year), work.volume, page, _first_author(work))
    return matching.citation_line("", *cells).removesuffix("|")


def _first_author(work: Bibliographic) -> str:
    """'mann bj'; '' where it is a group or nobody."""
    first = next(iter(work.authors), Name())
    return fold(f"{first.family} {initials(first.given)}") if first.family else ""


# ---------------------------------------------------------------- Crossref


def _ask_crossref(wanted: References, answers: Answers, asker: Asker, now: str, tell: Tell) -> None:
    left = [key for key, found in wanted.items() if _is_open(found, answers.of(key))]
    if not left:
        return
    client = client_of(crossref, asker)
    for done, key in enumerate(left, 1):
        answers.add([_crossref_answer(client, key, now)])
        tell("references", done, len(left))


def _is_open(found: Found, said: Mapping[str, Answer]) -> bool:
    """Crossref wasn't asked yet, and PubMed hasn't the work, or has it without a DOI."""
    return crossref.NAME not in said and not outcome(found, said).number("doi")


def _crossref_answer(client: Client, key: str, now: str) -> Answer:
    """What Crossref has that is like it; a question that it refuses for itself isn't asked again."""
    request = matching.likest_works(key)
    said = records = ""
    try:
        records = client.ask(request).decode("utf-8")
    except Refused as error:
        if error.status not in NOT_THIS_ONE:
            raise
        said = error.message
    question = request.params["query.bibliographic"]
    return Answer(reference=key, service=crossref.NAME, asked=now, question=question, said=said, records=records)


def unanswered(references: References, answers: Answers) -> Iterator[str]:
    """The keys of references that are worth asking for and were not asked of all who might know."""
    for key, found in references.items():
        said = answers.of(key)
        if lacks_numbers(found) and (
            _is_open(found, said) or (_wants_pubmed(found, said) and not outcome(found, said).by)
        ):
            yield key


def _wants_pubmed(found: Found, said: Mapping[str, Answer]) -> bool:
    return pubmed.NAME not in said and citation(found) is not None
