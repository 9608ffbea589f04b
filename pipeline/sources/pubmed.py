"""MEDLINE and PubMed, of the US National Library of Medicine."""

NAME = "pubmed"
TITLE = "PubMed"
KIND = "database"
EXPORT = """\
Search, then Save: Selection 'All results', Format 'PubMed' (a .txt file in MEDLINE format).
PubMed saves at most 10,000 records at once: split a larger result by year.
Then: bibcorpus add pubmed-*.txt --source pubmed
"""
