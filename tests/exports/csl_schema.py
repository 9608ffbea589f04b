"""What CSL 1.0.2 allows an item to have, as a JSON schema: the facts of its csl-data.json, in tables.

Source: Citation Style Language 1.0.2, csl-data.json (types, variables and their kinds) and appendices III and IV.
"""

from __future__ import annotations

from typing import Any

TYPES = """
article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset
document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation
manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical
personal_communication post post-weblog regulation report review review-book software song speech standard thesis treaty
webpage
"""
NAMES = """
author chair collection-editor compiler composer container-author contributor curator director editor
editorial-director executive-producer guest host illustrator interviewer narrator organizer original-author performer
producer recipient reviewed-author script-writer series-creator translator
"""
DATES = "accessed available-date event-date issued original-date submitted"
NUMBERS = """
chapter-number citation-number collection-number edition first-reference-note-number id issue locator number
number-of-pages number-of-volumes page page-first part printing supplement volume
"""
TEXTS = """
abstract annote archive archive_collection archive_location archive-place authority call-number citation-key
citation-label collection-title container-title container-title-short dimensions division DOI event event-place
event-title genre ISBN ISSN journalAbbreviation jurisdiction keyword language medium note original-publisher
original-publisher-place original-title part-title PMCID PMID publisher publisher-place references reviewed-genre
reviewed-title scale section shortTitle source status title title-short URL version volume-title volume-title-short
year-suffix
"""
PARTS_OF_A_NAME = "dropping-particle family given literal non-dropping-particle suffix"
SWITCHES_OF_A_NAME = "comma-suffix parse-names static-ordering"

_TEXT = {"type": "string"}
_TEXT_OR_NUMBER = {"type": ["string", "number"]}
_SWITCH = {"type": ["string", "number", "boolean"]}
_NAME = {
    "type": "object",
    "properties": dict.fromkeys(PARTS_OF_A_NAME.split(), _TEXT) | dict.fromkeys(SWITCHES_OF_A_NAME.split(), _SWITCH),
    "additionalProperties": False,
}
_PARTS_OF_A_DATE = {"type": "array", "items": _TEXT_OR_NUMBER, "minItems": 1, "maxItems": 3}
_DATE = {
    "type": "object",
    "properties": {
        "date-parts": {"type": "array", "items": _PARTS_OF_A_DATE, "minItems": 1, "maxItems": 2},
        "season": _TEXT_OR_NUMBER,
        "circa": _SWITCH,
        "literal": _TEXT,
        "raw": _TEXT,
    },
    "additionalProperties": False,
}
_VARIABLES: dict[str, Any] = {
    "type": {"enum": TYPES.split()},
    "custom": {"type": "object"},
    "categories": {"type": "array", "items": _TEXT},
    **{name: {"type": "array", "items": _NAME} for name in NAMES.split()},
    **dict.fromkeys(DATES.split(), _DATE),
    **dict.fromkeys(NUMBERS.split(), _TEXT_OR_NUMBER),
    **dict.fromkeys(TEXTS.split(), _TEXT),
}
SCHEMA: dict[str, Any] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "array",
    "items": {
        "type": "object",
        "properties": _VARIABLES,
        "required": ["type", "id"],
        "additionalProperties": False,
    },
}
