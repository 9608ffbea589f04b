"""CENTRAL and the Cochrane reviews."""

from __future__ import annotations

from ._syntax import Syntax, everywhere

NAME = "cochrane"
TITLE = "Cochrane Library"
KIND = "register"
EXPORT = """\
Search, select all, Export selected citations, format RIS.
Then: bibcorpus add citation-export.ris --source cochrane
"""

SYNTAX = Syntax(
    title=TITLE,
    help=(
        "Cochrane Library, Search manager help: quotes for phrases, which take no *; NEXT for the next word, in order; "
        "NEAR/n for words within n of each other; three letters at least before *",
        "Cochrane Library, Search manager help: labels :ti,ab,kw after a term or bracket; [mh] with a term in double "
        "quotes takes in its narrower ones; limits to dates stand in the form, not in the line",
    ),
    fields={
        "title": "({}):ti",
        "title-abstract": "({}):ti,ab",
        "title-abstract-keywords": "({}):ti,ab,kw",
        "all": "({})",
    },
    stars="chain",
    chain=" NEXT ",
    least_stem=3,
    near=everywhere("({left} NEAR/{n} {right})"),
    near_plus=1,
    headings={"mesh": '[mh "{}"]'},
    notes=("under 'Search limits' reviews have their date in the Library, trials their original publication year",),
    field_notes={
        "title-abstract-keywords": ":kw holds subject headings beside keywords",
        "all": "without a label the whole text of reviews is searched",
    },
)
