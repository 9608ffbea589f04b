"""Databases on the platform of EBSCO: CINAHL, APA PsycInfo, MEDLINE and others."""

from __future__ import annotations

from ._syntax import Syntax, everywhere

NAME = "ebsco"
TITLE = "EBSCOhost"
KIND = "database"
EXPORT = """\
Search one database at a time (Choose Databases) with search mode 'Boolean/Phrase' and without 'Apply equivalent
subjects'; set the years as the limiter 'Published Date'. Then Share, 'E-mail a link to download exported results',
format RIS: it holds up to 25,000 records.
Then: bibcorpus add export.ris --source ebsco
"""

SYNTAX = Syntax(
    title=TITLE,
    help=(
        "EBSCO, Top 5 Searching Strategies: *, N5 (either order) and W5 (in order), n words between at most",
        "EBSCO Connect, Field codes: TI, AB, SU before a bracket; MH for CINAHL headings, + with the narrower ones",
        "EBSCO Connect, Quotation marks: a phrase in quotes may hold *",
    ),
    fields={
        "title": "TI ({})",
        "title-abstract": "(TI ({}) OR AB ({}))",
        "title-abstract-keywords": "(TI ({}) OR AB ({}) OR SU ({}))",
        "all": "({})",
    },
    near=everywhere("({left} N{n} {right})"),
    near_ordered=everywhere("({left} W{n} {right})"),
    headings={"cinahl": '(MH "{}+")'},
    notes=("fields and headings differ between its databases: note which one was searched",),
    field_notes={
        "title-abstract-keywords": "SU holds subject headings beside keywords",
        "all": "without a code it searches the fields that the database has chosen, not full texts",
    },
)
