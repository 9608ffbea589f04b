"""Relations between publications as sources state them: one text, see model.RELATIONS.

'has-retraction pmid:20137807 Lancet. 2010 Feb 6;375(9713):445'
-> Relation(kind='retraction-of', inverse=True, pmid='20137807', citation='Lancet. 2010 Feb 6;375(9713):445')
"""

from __future__ import annotations

from dataclasses import dataclass

from ..model import RELATION_KINDS, RELATIONS
from .doi import normalise_doi
from .identifiers import normalise_pmid

_KIND_OF = {"has-" + kind.rsplit("-", 1)[0]: kind for kind in RELATION_KINDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """`kind` is one of RELATION_KINDS; `inverse`: the other publication is what `kind` says of this one."""

    kind: str
    inverse: bool
    pmid: str | None = None
    doi: str | None = None
    citation: str | None = None


def parse_relation(text: str) -> Relation | None:
    """The relation in `text`; None where its first word is no kind of ours."""
    word, _, rest = text.strip().partition(" ")
    if word not in RELATIONS:
        return None
    pmid = doi = None
    first, _, after = rest.strip().partition(" ")
    label, colon, value = first.partition(":")
    if colon and label == "pmid":
        pmid, rest = normalise_pmid(value), after
    elif colon and label == "doi":
        doi, rest = normalise_doi(value), after
    return Relation(
        kind=_KIND_OF.get(word, word), inverse=word in _KIND_OF, pmid=pmid, doi=doi, citation=rest.strip() or None
    )
