"""Embase, of Elsevier."""

from __future__ import annotations

from ._syntax import Syntax, Years, everywhere

NAME = "embase"
TITLE = "Embase"
KIND = "database"
EXPORT = """\
Search on embase.com, select all, Export, format RIS, 'Full record'.
Then: bibcorpus add records.ris --source embase
"""

SYNTAX = Syntax(
    title=TITLE,
    help=(
        "Embase Support, Can I use Boolean operators, wildcards and proximity operators: NEAR/n and NEXT/n, where "
        "NEXT/1 is the next word; three letters at least before *; no operator goes before another",
        "Embase Support, What field codes can I use: :ti, :ab, :kw, after the bracket of a group",
        "Embase Support, How do I search: quotes for phrases, 'term'/exp with its narrower terms; [1990-2020]/py",
    ),
    fields={
        "title": "({}):ti",
        "title-abstract": "({}):ti,ab",
        "title-abstract-keywords": "({}):ti,ab,kw",
        "all": "({})",
    },
    # the help pages disagree about * inside quotes: a chain of words says the same in both readings
    stars="chain",
    chain=" NEXT/1 ",
    quote="'",
    least_stem=3,
    near=everywhere("({left} NEAR/{n} {right})"),
    near_ordered=everywhere("({left} NEXT/{n} {right})"),
    near_plus=1,
    headings={"emtree": "'{}'/exp"},
    years={"publication year": Years(both="[{start}-{end}]/py")},
    notes=("the years are those of publication",),
)
