"""A folder of rule files -> a RuleSet, and the check that each file's examples do what they say.

In: `queries/tags/`: facets.toml, and one .toml a value. Out: RuleSet, or RuleError naming file and rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from ..errors import RuleError
from .engine import tag_work
from .model import shipped
from .phrases import Matcher, Phrase
from .reading import Draft, DraftRule, read_facets, read_tag_file
from .ruleset import Rule, RuleSet, TagFile, Texts

FACETS = "facets.toml"

MIN_EXAMPLES = 3
"""Of each kind in each file: fewer show neither what is meant nor what is not."""


def load_rules(folder: Path, models: bool = True) -> RuleSet:
    """All rules of a folder. The order of files doesn't matter, that of facets.toml does.

    `models`: with the tables of weights that facets.toml names; without them the rules decide alone.
    Raises RuleError: 'queries/tags/burnout.toml: rule 'en': words: …', with a hint what to write.
    """
    try:
        ruleset = _load(folder)
    except RuleError as error:  # a query may have a file of the same name: say which
        raise RuleError(f"{folder.parent.name}/{folder.name}/{error.message}", error.hint) from error
    named = {facet.name: facet.model for facet in ruleset.facets.values() if facet.model and models}
    return replace(ruleset, judges={facet: shipped(model) for facet, model in named.items()})


def _load(folder: Path) -> RuleSet:
    if not (folder / FACETS).is_file():
        raise RuleError(
            f"{FACETS} is not there",
            hint="it says which facets and values there are; `bibcorpus init FOLDER` writes one to copy",
        )
    facets = read_facets(folder / FACETS)
    paths = sorted(path for path in folder.glob("*.toml") if path.name != FACETS)
    drafts = [read_tag_file(path, facets) for path in paths]
    _check_one_file_a_value(drafts)
    numbers = _number(rule for draft in drafts for rule in draft.rules)
    rules = tuple(_rule(draft.file, rule, numbers) for draft in drafts for rule in draft.rules)
    return RuleSet(
        facets=facets,
        files=tuple(draft.file for draft in drafts),
        rules=rules,
        matcher=Matcher(list(numbers)),
        by_phrase=_by_phrase(rules),
        derived=tuple(rule for rule in rules if rule.all_of),
        implied={(d.file.facet, d.file.value): d.file.implies for d in drafts if d.file.implies},
    )


def _check_one_file_a_value(drafts: Sequence[Draft]) -> None:
    seen: dict[tuple[str, str], str] = {}
    for file in (draft.file for draft in drafts):
        other = seen.setdefault((file.facet, file.value), file.name)
        if other != file.name:
            raise RuleError(
                f"{file.name}: {file.facet} {file.value!r} has its rules in {other} already",
                hint="one file a value: put the rules into one of them",
            )


def _number(rules: Iterable[DraftRule]) -> dict[Phrase, int]:
    """Every phrase once, however many rules share it."""
    numbers: dict[Phrase, int] = {}
    for rule in rules:
        for phrases in rule.phrases.values():
            for phrase in phrases:
                numbers.setdefault(phrase, len(numbers))
    return numbers


def _rule(file: TagFile, draft: DraftRule, numbers: dict[Phrase, int]) -> Rule:
    places = {key: frozenset(numbers[phrase] for phrase in draft.phrases[key]) for key in draft.phrases}
    return Rule(
        id=f"{file.name}:{draft.name}",
        line=draft.line,
        facet=file.facet,
        value=file.value,
        language=draft.language,
        confidence=draft.confidence,
        words=places["words"],
        unless=places["unless"],
        silent_if=places["silent_if"],
        needs=places["needs"],
        languages=frozenset(draft.languages),
        all_of=draft.all_of,
        all_of_at_least=draft.all_of_at_least,
    )


def _by_phrase(rules: Iterable[Rule]) -> dict[int, tuple[Rule, ...]]:
    leads: dict[int, tuple[Rule, ...]] = {}
    for rule in rules:
        for which in rule.words:
            leads[which] = (*leads.get(which, ()), rule)
    return leads


def check_examples(ruleset: RuleSet) -> list[str]:
    """What is wrong with the examples: one line each, empty when all do what they say.

    'burnout.toml: match example 2 is not tagged topic burnout: "Stress of nurses"'
    """
    return [problem for file in ruleset.files for problem in _problems(ruleset, file)]


def _problems(ruleset: RuleSet, file: TagFile) -> list[str]:
    problems = [
        f"{file.name}: {len(examples)} {kind} examples; write {MIN_EXAMPLES} or more, in several languages"
        for kind, examples in (("match", file.match), ("no_match", file.no_match))
        if len(examples) < MIN_EXAMPLES
    ]
    for kind, examples, wanted in (("match", file.match, True), ("no_match", file.no_match, False)):
        for number, texts in enumerate(examples, 1):
            if _tagged(ruleset, file, texts) is not wanted:
                said = "not tagged" if wanted else "tagged"
                shown = "; ".join(text for values in texts.values() for text in values)
                problems.append(f'{file.name}: {kind} example {number} is {said} {file.facet} {file.value}: "{shown}"')
    return problems


def _tagged(ruleset: RuleSet, file: TagFile, texts: Texts) -> bool:
    tags = tag_work(ruleset, "example", texts)
    return any((tag.facet, tag.value) == (file.facet, file.value) for tag in tags)
