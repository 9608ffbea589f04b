"""Checks before an export leaves the house: what is missing, what looks wrong, and how to put it right.

    table.py     what is asked of one work: required fields by type, suspicious values (SQL, one row a check)
    works.py     the table asked of works
    together.py  what is asked of works together, and of keys: duplicate DOIs and PMIDs, dead keys, keys that are cited

In: the finished corpus, and the works of an export. Out: `Finding`s, by work. A finding is a doubt, and fails nothing,
where the value may be right (a book may have no year) or the work may be meant (a retracted one, in a paper on
retractions). Two things fail the command, since a document with them is wrong whatever is meant: a key that a
manuscript of a named list cites and no work has, and one PMID on two works, for a PMID names one publication. A DOI may
stand for a volume of abstracts, so that two works may have it.

What a person has set or cleared, and what a person has said of two works, is not asked again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is not as it should be: of the work or key `key`; `fix`: what to run, or to do."""

    check: str
    key: str
    says: str
    fix: str
    fails: bool = False


def line_of(finding: Finding) -> str:
    """'winter2004: no year (book: BibTeX and BibLaTeX require it) (try: bibcorpus decide set winter2004 year YEAR)'"""
    return f"{finding.key}: {finding.says} (try: {finding.fix})"


def summary(findings: Sequence[Finding]) -> str:
    """'1 to put right, 3 doubts: no-year 2, same-pmid 1, retracted 1'; 'nothing to put right'."""
    wrong = sum(each.fails for each in findings)
    doubts = len(findings) - wrong
    counts = Counter(each.check for each in findings)
    said = [f"{wrong} to put right"] * (wrong > 0) + [f"{doubts} doubt{'s' if doubts > 1 else ''}"] * (doubts > 0)
    parts = ", ".join(f"{name} {count}" for name, count in counts.most_common())
    return f"{', '.join(said)}: {parts}" if said else "nothing to put right"


def as_data(findings: Sequence[Finding]) -> dict[str, Any]:
    """For JSON: {'problems': [{'check', 'key', 'says', 'fix'}], 'doubts': […], 'summary'}."""
    told = [(each.fails, {name: value for name, value in asdict(each).items() if name != "fails"}) for each in findings]
    return {
        "problems": [each for fails, each in told if fails],
        "doubts": [each for fails, each in told if not fails],
        "summary": summary(findings),
    }
