"""One work by hand: looked up by its number (DOI, PMID, ISBN), or written into a form.

`numbers` reads what people typed, `looking_up` asks the services, `forms` makes and checks forms, `known` says what the
corpus has of it already, `taking_in` writes the raw file and its note. Nothing is written before it was shown.
"""
