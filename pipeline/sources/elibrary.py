"""eLibrary.ru, the Russian scientific electronic library. It has no export for readers."""

NAME = "elibrary"
TITLE = "eLibrary.ru"
KIND = "database"
EXPORT = """\
Search with the advanced form, put what is relevant into a collection (подборка), and copy the list of references
in GOST form into a text file, one reference a line.
Then: bibcorpus add elibrary.txt --source elibrary
"""
