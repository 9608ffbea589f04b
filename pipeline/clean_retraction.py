"""A retraction that stands in the title alone: the record's fields with the publication type that says so.

In: the fields of a record. Out: the same with 'Retracted Publication' (the NLM's words), and the change that tells of
it. The title stays as the source has it. See values/retracted_title for the marks.

    title 'RETRACTED: Groups' -> publication_types 'Retracted Publication', by the rule 'retraction.of-the-title'

Not where the record is a notice: Hindawi's notices are called 'Retracted: …' as well, and have the journal for their
author; databases give them a type, or the work that they retract. Nor of a Cochrane review: one that is out of date is
'WITHDRAWN: …', which takes nothing back.

Sources: NLM, Errata, retractions, and other linked citations in PubMed; Cochrane Handbook, IV.
"""

from __future__ import annotations

from typing import Any

from .clean_fields import Fields
from .formats._own_note import RETRACTED_TYPE, is_retraction
from .values.fold import fold
from .values.relation import parse_relation
from .values.retracted_title import retraction_mark

RULE = "retraction.of-the-title"
_TITLES = ("title", "title_original", "title_translated")
_NOTICES = frozenset({"retraction of publication", "retraction notice", "retraction", "erratum", "correction"})
_COCHRANE = "cochrane database"  # 'Cochrane Database Syst Rev', 'The Cochrane database of systematic reviews'


def with_retraction(fields: Fields) -> tuple[Fields, list[dict[str, Any]]]:
    """The fields, with the type where a title bears a mark and nothing says yet that the work is retracted."""
    found = [(text, mark) for name in _TITLES for text in fields.get(name, ()) if (mark := retraction_mark(text))]
    types = fields.get("publication_types", ())
    if not found or any(map(is_retraction, types)) or _is_notice(fields) or _is_outdated(found[0][1], fields):
        return fields, []
    change = {"field": "publication_types", "before": f"title: {found[0][0]}", "after": RETRACTED_TYPE, "rule": RULE}
    return {**fields, "publication_types": [*types, RETRACTED_TYPE]}, [change]


def _is_notice(fields: Fields) -> bool:
    if any(text.strip().lower() in _NOTICES for text in fields.get("publication_types", ())):
        return True
    stated = map(parse_relation, fields.get("relations", ()))
    if any(one and one.kind == "retraction-of" and not one.inverse for one in stated):
        return True
    journals = {fold(text) for text in fields.get("container", ())}
    return any(fold(text) in journals for name in ("authors", "group_authors") for text in fields.get(name, ()))


def _is_outdated(mark: str, fields: Fields) -> bool:
    in_cochrane = any(_COCHRANE in fold(text) for text in fields.get("container", ()))
    return in_cochrane and mark.lower().startswith("withdrawn")
