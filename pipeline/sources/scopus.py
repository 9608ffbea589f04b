"""Scopus, of Elsevier."""

NAME = "scopus"
TITLE = "Scopus"
KIND = "database"
EXPORT = """\
Search, select All, Export, CSV; tick everything under Citation information, Bibliographical information,
Abstract & keywords. Scopus exports at most 20,000 records at once: split a larger result by year.
Then: bibcorpus add scopus.csv --source scopus
"""
