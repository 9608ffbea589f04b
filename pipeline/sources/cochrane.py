"""CENTRAL and the Cochrane reviews."""

NAME = "cochrane"
TITLE = "Cochrane Library"
KIND = "register"
EXPORT = """\
Search, select all, Export selected citations, format RIS.
Then: bibcorpus add citation-export.ris --source cochrane
"""
