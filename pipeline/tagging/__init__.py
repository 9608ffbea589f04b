"""Tags: what a work is and what it is about, by rules that librarians write in `queries/tags/*.toml`.

In: the texts of a work, by field. Out: `model.Tag`, each with the rule and the words that made it so.

    text.py      a text as folded words, with the way back to what is printed
    phrases.py   the pattern language, and one matcher for all phrases of all rules
    ruleset.py   the types: Facet, Rule, TagFile, RuleSet
    reading.py   one TOML table -> one checked value; every complaint names file, rule and what is allowed
    rules.py     `load_rules` a folder, `check_examples` of its files
    hits.py      texts -> hits, each with its words
    engine.py    `tag_work`, `tag_works`: hits -> scores -> tags
    features.py  what a table of weights sees of a work
    model.py     a table of weights, and what it says; weights/ has those that we ship

How to write a rule: docs/tagging.md.
"""

from __future__ import annotations

from .engine import tag_work, tag_works
from .rules import check_examples, load_rules
from .ruleset import Facet, Rule, RuleSet, TagFile

__all__ = [
    "Facet",
    "Rule",
    "RuleSet",
    "TagFile",
    "check_examples",
    "load_rules",
    "tag_work",
    "tag_works",
]
