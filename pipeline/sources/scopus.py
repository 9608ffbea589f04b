"""Scopus, of Elsevier."""

from __future__ import annotations

from ._scopus_api import API as API
from ._scopus_api import count as count
from ._scopus_api import search as search
from ._scopus_api import sent as sent
from ._syntax import Syntax, Years, everywhere

NAME = "scopus"
TITLE = "Scopus"
KIND = "database"
EXPORT = """\
Search, select All, Export, CSV; tick everything under Citation information, Bibliographical information,
Abstract & keywords. Scopus exports at most 20,000 records at once: split a larger result by year.
Then: bibcorpus add scopus.csv --source scopus
"""

SYNTAX = Syntax(
    title=TITLE,
    help=(
        "Scopus Support Center, How do I search for a document: loose phrases in double quotes may hold *",
        "Scopus Support Center, Search tips: proximity W/n and PRE/n, n words between at most, terms or phrases only",
        "Scopus Support Center, Boolean operators: OR before AND before AND NOT, which should stand last",
        "Scopus Support Center, Field codes: TITLE, TITLE-ABS, TITLE-ABS-KEY, PUBYEAR",
    ),
    fields={
        "title": "TITLE({})",
        "title-abstract": "TITLE-ABS({})",
        "title-abstract-keywords": "TITLE-ABS-KEY({})",
        "all": "ALL({})",
    },
    operators=("AND", "OR", "AND NOT"),
    near=everywhere("({left} W/{n} {right})"),
    near_ordered=everywhere("({left} PRE/{n} {right})"),
    years={
        "publication year": Years(
            both="PUBYEAR > {before} AND PUBYEAR < {after}", since="PUBYEAR > {before}", until="PUBYEAR < {after}"
        )
    },
    breaks=True,
    notes=("plurals and British or American spellings of a word are found too",),
    field_notes={
        "title-abstract-keywords": "KEY holds index terms of the database beside the keywords of the authors",
        "all": "ALL searches lists of references too",
    },
)
