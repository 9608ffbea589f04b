"""Web of Science, of Clarivate."""

from __future__ import annotations

from ._syntax import Syntax, Years, everywhere
from ._wos_api import API as API
from ._wos_api import count as count
from ._wos_api import search as search
from ._wos_api import sent as sent

NAME = "wos"
TITLE = "Web of Science"
KIND = "database"
EXPORT = """\
Search, Export, 'Plain text file', Record content 'Full record'; batches of at most 500 or 1,000 records.
Note which collections your library subscribes to: counts depend on it.
Then: bibcorpus add savedrecs*.txt --source wos
"""

SYNTAX = Syntax(
    title=TITLE,
    help=(
        "Web of Science Help, Search rules; Wildcards: three letters at least before *, also inside quotes",
        "Web of Science Help, Search operators: NEAR/n, n words between at most, in either order; NOT",
        "Web of Science Help, Core Collection field tags: TI, AB, TS (with author keywords and Keywords Plus), ALL, PY",
    ),
    fields={
        "title": "TI=({})",
        "title-abstract": "(TI=({}) OR AB=({}))",
        "title-abstract-keywords": "TS=({})",
        "all": "ALL=({})",
    },
    least_stem=3,
    near=everywhere("({left} NEAR/{n} {right})"),
    years={"publication year": Years(both="PY=({start}-{end})")},
    breaks=True,
    notes=("other forms of a single word are found too, where it has no * and is in Latin letters (lemmatization)",),
    field_notes={
        "title-abstract": "the Starter API doesn't know AB: by API ask in = 'title-abstract-keywords'",
        "title-abstract-keywords": "TS also searches Keywords Plus, words from the titles of cited papers",
        "all": "a search in all fields may hold 49 operators at most",
    },
)
