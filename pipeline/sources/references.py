"""References cited by the studies that were found."""

NAME = "references"
TITLE = "Reference lists"
KIND = "citation"
EXPORT = """\
Copy the relevant references into a text file, one a line, or export them from your reference manager as RIS or BibTeX.
Then: bibcorpus add cited-by-vanroy-2015.txt --source references
"""
