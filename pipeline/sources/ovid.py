"""MEDLINE on the platform of Ovid (Wolters Kluwer)."""

from __future__ import annotations

from ._syntax import Syntax, Years, everywhere

NAME = "ovid"
TITLE = "MEDLINE (Ovid)"
KIND = "database"
EXPORT = """\
Paste the lines one by one into Advanced Search (with 'Map Term to Subject Heading' off), select the last line's
records, Export, format RIS or 'Reprint/Medline', fields 'Complete Reference'.
Ovid exports a limited number at once (often 1,000 to 3,000): take the rest in further files.
Then: bibcorpus add medline*.ris --source ovid
"""

SYNTAX = Syntax(
    title=TITLE,
    help=(
        "Ovid Help, Advanced Searching Techniques: words side by side are searched in order (adj), * for endings",
        "Ovid Help, Adjacency: adjN in either order, adj1 is the next word",
        "Ovid MEDLINE Database Guide: .ti, .ab, .kf (keywords of the authors), exp Heading/, limit to yr=",
    ),
    fields={
        "title": "({}).ti.",
        "title-abstract": "({}).ti,ab.",
        "title-abstract-keywords": "({}).ti,ab,kf.",
        "all": "({}).af.",
    },
    operators=("and", "or", "not"),
    quote="",
    chain=" adj ",
    near=everywhere("({left} adj{n} {right})"),
    near_plus=1,
    headings={"mesh": "exp {}/"},
    years={
        "publication year": Years(
            both='limit LINE to yr="{start} -{end}"', since='limit LINE to yr="{start} -Current"', first=1800
        )
    },
    latin_only=True,
    numbered=True,
    notes=("each line is a search; the numbers hold in a new session, where the first line is line 1",),
    date_notes={"publication year": "yr is the year of publication as printed"},
)
