"""Lists that people collected by hand: members of a society, authors, from pages, books and shelves."""

NAME = "hand-collected"
TITLE = "Collected by hand"
KIND = "hand-collected"
EXPORT = """\
Write or save the records as RIS, BibTeX, CSV or a list of references, one file a list.
Then: bibcorpus add list.ris --source hand-collected
"""
