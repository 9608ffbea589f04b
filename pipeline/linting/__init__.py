"""Lint of searches: what a database would read otherwise than it was meant, found before anybody asks it.

    problem.py    Problem: place, what, hint, error or doubt
    dialects.py   one table for each database: operators, wildcards, fields, and where the rule is from
    reading.py    a string as terms, operators and brackets
    signs.py      rules on single signs: quotes, brackets, dashes
    terms.py      rules on terms: wildcards, fields, proximity, names
    structure.py  rules on brackets and operators: AND beside OR, empty branches, terms said twice
    queries.py    rules on a whole query file: seeds, years, strings changed since they were run

A string that can't be read is never an exception here: whatever is handed in, problems come out.
"""

from .problem import Problem
from .queries import lint
from .strings import lint_string

__all__ = ["Problem", "lint", "lint_string"]
