"""Who wrote a RIS record, and what the types of RIS are called here.

In: the tags of one record; a file may be a library with records from everywhere. Out: the name of the dialect.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ._own_note import OURS
from ._tagged import Tags
from .embase_lines import TYPES as EMBASE_TYPES

_TYPES = {
    "article": "JOUR EJOUR JFULL MGZN NEWS ABST INPR MAGAZINE ARTICLE JOURNAL JOURNALARTICLE REVIEW",
    "book": "BOOK EDBOOK EBOOK CLSWK SER",
    "chapter": "CHAP ECHAP ENCYC DICT BOOKCHAPTER BOOKSECTION",
    "conference-paper": "CONF CPAPER CONFERENCE CONFERENCEPAPER CONFERENCEPROCEEDINGS",
    "dataset": "DATA DBASE AGGR DATASET",
    "preprint": "PREPRINT",
    "report": "RPRT GOVDOC STAND STD REPORT",
    "thesis": "THES THESIS DISSERTATION",
    "webpage": "ELEC WEB ICOMM BLOG WEBPAGE",
}
TYPES = {tag: name for name, tags in _TYPES.items() for tag in tags.split()}

# who wrote a record: by its addresses, then by what it says itself (DP, DB)
_HOSTS = (
    ("scopus.com", "scopus"),
    ("embase.com", "embase"),
    ("ebscohost.com", "ebsco"),
    ("ovidsp.", "ovid"),
    ("proquest.com", "proquest"),
    ("dimensions.ai", "dimensions"),
    ("lens.org", "lens"),
    ("bvsalud.org", "bvs"),
    ("cochranelibrary.com", "cochrane"),
)
_SAID = (
    ("ebsco", "ebsco"),
    ("ovid", "ovid"),
    ("proquest", "proquest"),
    ("scopus", "scopus"),
    ("embase", "embase"),
    ("eric", "eric"),
    ("pubmed", "pubmed"),
    ("medline", "pubmed"),
    ("national library of medicine", "pubmed"),
    ("lilacs", "bvs"),
    ("web of science", "wos"),
)
_VAGUE = frozenset(("JOUR", "GEN", "UNPB"))
_UT = re.compile(r"[A-Z]{3,9}:[\w.-]+\Z")  # 'WOS:000…', 'MEDLINE:123', 'RSCI:456'; colon and no blank


def says_more(word: str, dialect: str | None) -> bool:
    """Whether M3 (`genres`) may say what this TY leaves open: Embase has JOUR and GEN for all it has."""
    return word in _VAGUE and (word != "JOUR" or dialect == "embase")


def type_of(word: str, genres: Sequence[str] = (), dialect: str | None = None) -> str:
    """What TY says, as one of RECORD_TYPES: 'JOUR', 'jour' and 'Journal Article' are articles.

    What TY has no word for, M3 (`genres`) may say: a preprint is UNPB or GEN.
    """
    said = TYPES.get(word) or TYPES.get("".join(word.upper().split()), "other")
    if not genres or not says_more(word, dialect):
        return said
    own = [genre.casefold() for genre in genres]
    if dialect == "embase" and word != "UNPB":
        return next((kind for genre, kind in EMBASE_TYPES if any(genre in word for word in own)), "article")
    return "preprint" if "preprint" in own else said


def dialect_of(tags: Tags) -> str | None:
    """Who wrote this record: 'wos', 'scopus' …; None where it doesn't show.

    The addresses of a record tell more than DB, which may name the database that its database took it from. What we
    wrote ourselves is ours wherever its addresses lead.
    """
    if "DP" in tags and OURS in tags["DP"]:
        return OURS
    if "AN" in tags:
        for value in tags["AN"]:
            if _UT.match(value):
                return "wos"
            if value.startswith("pub."):
                return "dimensions"
    if "UR" in tags:
        addresses = tags["UR"][0] if len(tags["UR"]) == 1 else " ".join(tags["UR"])
        for host, name in _HOSTS:
            if host in addresses:
                return name
    if "L2" in tags:
        for value in tags["L2"]:
            if "ovidsp." in value:
                return "ovid"
    if "DP" in tags or "DB" in tags:
        return _who_says(" ".join([*tags.get("DP", ()), *tags.get("DB", ())]))
    return None


@lru_cache(1024)
def _who_says(said: str) -> str | None:
    words = " " + said.lower()  # 'Database Provider' is not from Ovid
    return next((name for word, name in _SAID if " " + word in words), None)
