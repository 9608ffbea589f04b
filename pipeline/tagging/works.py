"""Tag the corpus: work + rules + decisions -> tag, work_block.

In: the merged works, the rules of queries/tags, the concept blocks of the queries, and what people said. Out: one `tag`
row a claim, and one `work_block` row for each block that a work speaks of. A person's tag replaces a rule's where a
facet has one value; a person's `untag` takes the value away, for good.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from ..decisions import Logged, in_force, said
from ..errors import QueryError
from ..model import Decision, Tag
from ..parallel import Workers, batches
from ..query import Query
from ..store import Store, sql
from .engine import tag_work
from .phrases import BadPhrase, Matcher, Phrase, parse_phrase
from .rules import load_rules
from .ruleset import DEFAULT_FIELDS, FIELDS, RuleSet
from .text import cut

Row = dict[str, Any]


def tag_corpus(store: Store, rules: Path, queries: Sequence[Query], logged: Sequence[Logged], workers: Workers) -> None:
    """Fill tag and work_block."""
    ruleset = load_rules(rules)
    spoken = _spoken(store, logged)
    tag_batch = partial(_tag_batch, ruleset, BlockMatcher(queries))
    for tagged in workers.map(tag_batch, batches(work_texts(store))):
        store.load("tag", _rows(ruleset, spoken, tagged))
        store.load("work_block", (row for _, _, found in tagged for row in found))


Tagged = list[tuple[str, list[Tag], list[Row]]]


def _tag_batch(
    ruleset: RuleSet, blocks: BlockMatcher, works: Sequence[tuple[str, Mapping[str, Sequence[str]]]]
) -> Tagged:
    """(work id, tags by rules, blocks) for each work."""
    return [
        (work_id, tag_work(ruleset, work_id, texts), [{"work_id": work_id, **found} for found in blocks.find(texts)])
        for work_id, texts in works
    ]


def _rows(ruleset: RuleSet, spoken: Mapping[str, list[Decision]], tagged: Tagged) -> Iterator[Row]:
    for work_id, tags, _ in tagged:
        for tag in with_people(ruleset, tags, work_id, spoken.get(work_id, ())):
            yield tag_row(tag)


def work_texts(store: Store) -> Iterator[tuple[str, Mapping[str, Sequence[str]]]]:
    """(work id, texts by field) for every work, in the order of ids."""
    for row in store.records(sql("work_text")):
        yield row["work_id"], {field: _texts(row[field]) for field in FIELDS}


def _texts(value: Any) -> list[str]:
    return list(value) if isinstance(value, list) else [value] if value else []


def tag_row(tag: Tag) -> Row:
    """A tag as a row of the table."""
    return {name: getattr(tag, name) for name in Tag.__slots__}


def _spoken(store: Store, logged: Iterable[Logged]) -> Mapping[str, list[Decision]]:
    work_of = dict(store.rows("select record_id, work_id from work_record"))
    spoken: dict[str, list[Decision]] = {}
    for decision in in_force(logged, "tag", "untag"):
        for work_id in {work_of[record] for record in decision.records if record in work_of}:
            spoken.setdefault(work_id, []).append(decision)
    return spoken


def with_people(ruleset: RuleSet, tags: Sequence[Tag], work_id: str, decisions: Sequence[Decision]) -> list[Tag]:
    """The rules' tags with people's words on top, oldest first."""
    kept = list(tags)
    for decision in sorted(decisions, key=lambda decision: (decision.time, decision.id)):
        facet, value = str(decision.value.get("facet")), str(decision.value.get("value"))
        single = facet in ruleset.facets and ruleset.facets[facet].single
        kept = [
            tag
            for tag in kept
            if tag.facet != facet or not (tag.value == value or (single and decision.event == "tag"))
        ]
        if decision.event == "tag":
            kept.append(
                Tag(work_id=work_id, facet=facet, value=value, by="person", rule=f"decision:{decision.id}", field="",
                    words=said(decision), confidence=1.0)
            )  # fmt: skip
    return kept


def _phrase(block: tuple[str, str], phrase: str) -> Phrase:
    try:
        return parse_phrase(phrase)
    except BadPhrase as error:
        raise QueryError(
            f"queries/{block[0]}.toml: [block.{block[1]}.words]: {phrase!r}: {error}",
            hint="docs/tagging.md says how phrases are written",
        ) from error


class BlockMatcher:
    """All phrases of all blocks of all queries in one matcher."""

    def __init__(self, queries: Sequence[Query]) -> None:
        named = [
            ((query.id, block.name), phrase)
            for query in queries
            for block in query.blocks
            for words in block.words.values()
            for phrase in words
        ]
        self._block_of = [block for block, _ in named]
        self._matcher = Matcher([_phrase(block, phrase) for block, phrase in named])

    def find(self, texts: Mapping[str, Sequence[str]]) -> list[Row]:
        """One row for each block that the texts speak of: query, block, field, the words as printed."""
        found: dict[tuple[str, str], Row] = {}
        for field in DEFAULT_FIELDS:
            for source in texts.get(field, ()):
                text = cut(source)
                for which, start, end in self._matcher.find(text):
                    query, block = self._block_of[which]
                    row = {"query": query, "block": block, "field": field, "words": text.printed(start, end)}
                    found.setdefault((query, block), row)
        return [found[key] for key in sorted(found)]
