"""Web of Science, of Clarivate."""

NAME = "wos"
TITLE = "Web of Science"
KIND = "database"
EXPORT = """\
Search, Export, 'Plain text file', Record content 'Full record'; batches of at most 500 or 1,000 records.
Note which collections your library subscribes to: counts depend on it.
Then: bibcorpus add savedrecs*.txt --source wos
"""
