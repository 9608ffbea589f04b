"""Which tag rules are of no use: those that never fire, and those that fire nearly always.

In: the corpus as it was last built (table rule_use), and the rules as they are now. Out: a line for each file with such
rules. Only rules are judged whose files are what they were at that build, and only by works enough: in a small corpus a
rule that never fires says nothing. A rule for words of one language is judged by the works in that language.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ..errors import StoreError
from ..ledger import file_sha256, read_ledger
from ..store import Store, reading
from ..workspace import Workspace
from .ruleset import Rule, RuleSet

FEWEST_WORKS = 300
"""With fewer works, a rule that is right once in a hundred works may well not have fired yet."""

SHOWN_FILES = 5
"""As many files are told one by one; of the rest only the number of rules."""

SHOWN_RULES = 6


class RuleUse(NamedTuple):
    """A line for each file with rules in doubt; and a word on what could not be judged, '' where all could."""

    doubts: tuple[str, ...] = ()
    not_judged: str = ""


def rule_use(workspace: Workspace, ruleset: RuleSet, fewest: int = FEWEST_WORKS) -> RuleUse:
    """Nothing where no corpus is built, or by another version; with fewer works than `fewest` no rule is judged.

    rule_use(…).doubts -> ('burnout.toml: of 2,310 works none made these rules fire: pl, fr',)
    """
    try:
        with reading(workspace.database) as store:
            used = {str(rule): int(works) for rule, works in store.rows("select rule, works from rule_use")}
            works = int(store.value("select count(*) from work"))
            enough = {"*": works, **_works_by_language(store)}
    except StoreError:
        return RuleUse()
    if works < fewest:
        return RuleUse(not_judged=f"whether each is of use shows from {fewest} works on")
    unchanged = _unchanged(workspace, ruleset)
    rules = [rule for rule in ruleset.rules if rule.id in used and _file(rule) in unchanged]
    never = [rule for rule in rules if not used[rule.id] and enough.get(rule.language, 0) >= fewest]
    always = [rule for rule in rules if used[rule.id] > works / 2 and not _asked_for(workspace, rule)]
    return RuleUse(
        doubts=(
            *_lines(never, f"none of {works:,} works made these rules fire"),
            *_lines(always, f"more than half of {works:,} works made these rules fire"),
        ),
        not_judged=f"{changed} changed since the last run" if (changed := len(ruleset.rules) - len(rules)) else "",
    )


def _works_by_language(store: Store) -> dict[str, int]:
    rows = store.rows("select language, count(*) from (select unnest(languages) as language from work) group by all")
    return {str(language): int(works) for language, works in rows}


def _unchanged(workspace: Workspace, ruleset: RuleSet) -> set[str]:
    """The rule files that are what they were when the corpus was built."""
    built = read_ledger(workspace.ledger).steps.get("tag", {})
    paths: Mapping[str, str] = {file.name: workspace.relative(workspace.rules / file.name) for file in ruleset.files}
    return {name for name, shown in paths.items() if built.get(shown) == file_sha256(workspace.rules / name)}


def _asked_for(workspace: Workspace, rule: Rule) -> bool:
    """What the review is about is found in most works of a good search."""
    return rule.facet == "relevance" and rule.value in workspace.settings.relevance


def _file(rule: Rule) -> str:
    return rule.id.partition(":")[0]


def _lines(rules: Sequence[Rule], what: str) -> Iterator[str]:
    by_file: dict[str, list[str]] = {}
    for rule in rules:
        by_file.setdefault(_file(rule), []).append(rule.id.partition(":")[2])
    ranked = sorted(by_file.items(), key=lambda one: (-len(one[1]), one[0]))
    for file, names in ranked[:SHOWN_FILES]:
        more = f" and {len(names) - SHOWN_RULES} more" if len(names) > SHOWN_RULES else ""
        yield f"{file}: {what}: {', '.join(names[:SHOWN_RULES])}{more}"
    if rest := ranked[SHOWN_FILES:]:
        yield f"*.toml: {what}: {sum(len(names) for _, names in rest)} more in {len(rest)} files"
