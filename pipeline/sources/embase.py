"""Embase, of Elsevier."""

NAME = "embase"
TITLE = "Embase"
KIND = "database"
EXPORT = """\
Search on embase.com, select all, Export, format RIS, 'Full record'.
Then: bibcorpus add records.ris --source embase
"""
