"""eLibrary.ru, the Russian scientific electronic library. It has no export for readers."""

from __future__ import annotations

from ._syntax import Syntax, everywhere

NAME = "elibrary"
TITLE = "eLibrary.ru"
KIND = "database"
EXPORT = """\
Search with the advanced form, put what is relevant into a collection (подборка), and copy the list of references
in GOST form into a text file, one reference a line.
Then: bibcorpus add elibrary.txt --source elibrary
"""

SYNTAX = Syntax(
    title=TITLE,
    # the form has no public help page that could be quoted; this is how librarians describe it
    help=("eLibrary.ru, Расширенный поиск: one phrase a search, fields and years by the form, with morphology",),
    fields=everywhere("{}"),
    field_around="whole",
    stars="skip",
    one_run_each=True,
    notes=(
        "each phrase is a search of its own in the advanced form (расширенный поиск); note the hits of each",
        "switch on 'учитывать морфологию': it finds the other endings of Russian words",
        "choose 'где искать' and 'годы публикации' in the form, and write them into [source.elibrary.form]",
    ),
)
