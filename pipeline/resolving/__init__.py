"""Which works pasted references mean: DOI and PMID, asked of PubMed and Crossref, taken only where they are the same.

`answers` keeps what the services said, beside the list, so that each is asked once; `asking` asks; `judging` says
whether a work is the one that a reference means; `outcome` makes of both the numbers, and what a person should look at;
`verifying` looks up the numbers that references have already;
`taken` hands all of it to the table of `bibcorpus references --resolve` and to the import of a list.

What is kept are the answers, not what came of them: a rebuild judges them anew, by the rules as they are then, and asks
nobody.
"""
