"""Who wrote a file, and whose it is said to be: a slip that PRISMA's boxes would carry on.

In: the database whose marks a file has (`Loaded.database`), and the source that a person named. Out: the source that
wrote it; a doubt, where that is another.

    'PubMed' taken in as scopus     -> a doubt: its records would be counted as Scopus'
    'PubMed' taken in as hand-list  -> nothing: what a name of one's own stands for only its owner knows
    'Zotero' taken in as scopus     -> nothing: a reference manager writes what came from anywhere
    'Ovid' taken in as embase       -> nothing: a platform carries many databases
"""

from __future__ import annotations

from collections.abc import Mapping

from .sources import all_sources

DOUBTED = "written by "  # how the doubt begins

# Who writes the records of one database and of no other, and which of our sources its files may be said to be of; none
# where it is no source of ours: it has a name of the person's own. Web of Science carries MEDLINE and the Russian index
# of eLibrary.ru too, EBSCO carries ERIC. Not here: platforms (Ovid, EBSCO, ProQuest) and reference managers.
SOURCES_OF: Mapping[str, tuple[str, ...]] = {
    "PubMed": ("pubmed",),
    "PubMed, before 2020": ("pubmed",),
    "Embase": ("embase",),
    "Scopus": ("scopus",),
    "Cochrane": ("cochrane",),
    "Cochrane CENTRAL": ("cochrane",),
    "eLibrary.ru": ("elibrary",),
    "Europe PMC": ("europepmc",),
    "OpenAlex": ("openalex",),
    "Web of Science": ("wos", "pubmed", "elibrary"),
    "ERIC": ("ebsco",),
    "ClinicalTrials.gov": (),
    "Dimensions": (),
    "IEEE Xplore": (),
    "LILACS": (),
    "The Lens": (),
}
THEIRS = {"PubMed, before 2020": "pubmed", "Cochrane": "cochrane", "Cochrane CENTRAL": "cochrane"}  # other names
SEARCHED = ("database", "register")  # kinds of source whose records all come from there; a person picks from anywhere


def source_that_wrote(database: str | None) -> str | None:
    """'PubMed' -> 'pubmed': the source of ours that wrote a file, where its text shows it."""
    if database in THEIRS:
        return THEIRS[database]
    return next((source.NAME for source in all_sources().values() if database == source.TITLE), None)


def other_writer(database: str | None, source: str, kind: str) -> str | None:
    """What to doubt in a file that one database wrote and that is said to be another's; None where nothing is.

    `kind` is what PRISMA counts the file as: what a person collected may well be written by a database.
    """
    known, may_be = all_sources().get(source), SOURCES_OF.get(database or "")
    if may_be is None or known is None or source in may_be or kind not in SEARCHED:
        return None
    return f'{DOUBTED}{database}, but counted as {known.TITLE} (source = "{source}")'
