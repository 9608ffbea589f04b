"""What a record says of a retraction, a correction or a doubt: of itself, or of the work whose notice it is.

In: the relations, publication types and further tags of an entry, as the source wrote them. Out: `Notice`s, and which
of them an older entry hadn't.

Rules from: NLM, "MEDLINE/PubMed Data Element (Field) Descriptions" and "MEDLINE/PubMed XML Element Descriptions"
(CommentsCorrections). A work is retracted where it has the publication type Retracted Publication or a RetractionIn;
the notice itself (RetractionOf) is not retracted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..values.doi import normalise_doi
from ..values.relation import parse_relation
from ..values.title import title_key

RETRACTED = "retracted"
_KINDS = {"retraction-of": RETRACTED, "erratum-of": "corrected"}
_TYPES = {"retracted publication": RETRACTED}
_XML = "CommentsCorrectionsList/CommentsCorrections@"
# what says more than the relation that is made of it: the tags of MEDLINE and of XML, (kind, whether it is of another)
_TAGS = {
    "ECI": ("expression of concern", False),
    "ECF": ("expression of concern", True),
    "PRIN": ("partly retracted", False),
    "PROF": ("partly retracted", True),
    "CRI": ("corrected and republished", False),
    "RRI": ("retracted and republished", False),
    f"{_XML}ExpressionOfConcernIn": ("expression of concern", False),
    f"{_XML}ExpressionOfConcernFor": ("expression of concern", True),
    f"{_XML}PartialRetractionIn": ("partly retracted", False),
    f"{_XML}PartialRetractionOf": ("partly retracted", True),
    f"{_XML}CorrectedandRepublishedIn": ("corrected and republished", False),
    f"{_XML}RetractedandRepublishedIn": ("retracted and republished", False),
}
TAGS = tuple(_TAGS)
_PMID = re.compile(r"\bPMID:? ?(\d{1,8})\b")
_DOI = re.compile(r"\b10\.\d{4,9}/\S*[^\s.;,]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """`kind`: 'retracted' …; `of_other`: of the work that `pmid` or `doi` names, whose notice this record is."""

    kind: str
    text: str
    of_other: bool = False
    pmid: str | None = None
    doi: str | None = None


def notices(
    relations: Iterable[str], publication_types: Iterable[str], extra: Mapping[str, Sequence[str]]
) -> list[Notice]:
    """Each notice once.

    notices(["has-retraction pmid:7 J Ex. 2016;9:1."], ["Journal Article", "Retracted Publication"], {})
    -> retracted, 'Retracted Publication'; retracted, 'J Ex. 2016;9:1. (PMID 7)'
    """
    tagged = list(_of_tags(extra))
    told = {(one.pmid, one.of_other) for one in tagged if one.pmid}
    stated = (one for one in _of_relations(relations) if (one.pmid, one.of_other) not in told)
    typed = (Notice(kind=_TYPES[text.lower()], text=text) for text in publication_types if text.lower() in _TYPES)
    return list(dict.fromkeys((*typed, *stated, *tagged)))


def _of_relations(relations: Iterable[str]) -> Iterator[Notice]:
    for relation in map(parse_relation, relations):
        if relation and relation.kind in _KINDS:
            number = f"PMID {relation.pmid}" if relation.pmid else f"DOI {relation.doi}" if relation.doi else None
            shown = f"{relation.citation} ({number})" if relation.citation and number else relation.citation or number
            yield Notice(
                kind=_KINDS[relation.kind],
                text=shown or relation.kind,
                of_other=not relation.inverse,
                pmid=relation.pmid,
                doi=relation.doi,
            )


def _of_tags(extra: Mapping[str, Sequence[str]]) -> Iterator[Notice]:
    for tag, (kind, of_other) in _TAGS.items():
        for text in extra.get(tag, ()):
            pmid, doi = _PMID.search(text), _DOI.search(text)
            yield Notice(
                kind=kind,
                text=text,
                of_other=of_other,
                pmid=pmid[1] if pmid else None,
                doi=normalise_doi(doi[0]) if doi else None,
            )


def not_yet_in(before: Sequence[Notice], now: Iterable[Notice]) -> list[Notice]:
    """The notices of `now` that `before` hadn't. A work is retracted once; a citation may get its number later."""
    return [one for one in now if not any(_same(one, other) for other in before)]


def _same(one: Notice, other: Notice) -> bool:
    if (one.kind, one.of_other) != (other.kind, other.of_other):
        return False
    if one.kind == RETRACTED and not one.of_other:
        return True
    return (
        bool(one.pmid and one.pmid == other.pmid)
        or bool(one.doi and one.doi == other.doi)
        or _bare(one) == _bare(other)
    )


def _bare(one: Notice) -> str:
    """The citation without its numbers: 'J Ex. 2016;9:1. (PMID 7)' and 'J Ex. 2016;9:1' are one."""
    return title_key(re.sub(r"\((?:PMID|DOI) [^)]*\)|PMID:? ?\d+", " ", one.text))
