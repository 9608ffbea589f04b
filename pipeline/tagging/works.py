"""Tag the corpus: work + rules + decisions -> tag, tag_dispute, proposal, rule_use, work_block.

In: the merged works, the rules of queries/tags, the concept blocks of the queries, what people said, and what was
learned from them. Out: one `tag` row a claim, one `proposal` row a guess that a person may be asked about, and one
`work_block` row for each block that a work speaks of. A person's tag replaces a rule's where a facet has one value;
a person's `untag` takes the value away, for good. Where people disagree, nobody's word holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from ..decisions import Logged, said
from ..errors import QueryError
from ..model import Decision, Tag
from ..parallel import Workers, batches
from ..query import Query
from ..screening import STATUS_OF
from ..settling import DISPUTED, Rulings, by_time, rulings_of, subjects
from ..settling import settled as settled_of
from ..store import Store, sql
from .engine import judge_work
from .packed import Packed
from .phrases import BadPhrase, Matcher, Phrase, parse_phrase
from .proposals import load_learned, propose
from .ruleset import DEFAULT_FIELDS, FIELDS, RuleSet
from .text import cut

Row = dict[str, Any]


def tag_corpus(
    store: Store,
    ruleset: RuleSet,
    queries: Sequence[Query],
    logged: Sequence[Logged],
    workers: Workers,
    settle: str = "unresolved",
    learned: Path | None = None,
    go_on: bool = False,
) -> None:
    """Fill tag, tag_dispute, proposal, fired_rule, rule_use and work_block.

    `settle` is that of bibcorpus.toml; `learned` the folder of what `learning` made, which need not be there.
    `go_on`: the tables hold what the same rules said before. Then only works are tagged anew that are others now, or of
    which people say other things; the latter join those in the scratch table `changed_work`, and what was made of them
    before is taken out, their rows of `screening` too.
    """
    works = _changed(store) if go_on else None
    work_of = placed(store, works)
    spoken, disputes = _people(work_of, ruleset, logged, settle)
    store.load("tag_dispute", disputes)
    asked = answered(work_of, logged)
    packed = Packed((ruleset, BlockMatcher(queries), load_learned(learned, ruleset) if learned else ()))
    for tagged in workers.map(partial(_tag_batch, packed), batches(work_texts(store, works))):
        store.load("tag", _rows(ruleset, spoken, tagged.tags))
        store.load("proposal", (row for row in tagged.proposals if (row["work_id"], row["facet"]) not in asked))
        store.load("work_block", tagged.blocks)
        store.load("fired_rule", tagged.fired)
    store.load("rule_use", ({"rule": rule.id, "works": 0} for rule in ruleset.rules))
    store.run(
        "update rule_use set works = n from (select rule, count(*) as n from "
        "(select unnest(rules) as rule from fired_rule) group by rule) as fired where fired.rule = rule_use.rule"
    )


SAID_OF_A_WORK = ("tag", "untag", *STATUS_OF)


def _changed(store: Store) -> list[str]:
    """The works to be tagged anew; they are taken out of this step's tables, as is all that is always made anew."""
    store.run(sql("said_anew"), {"events": list(SAID_OF_A_WORK)})
    for table in ("tag", "tag_dispute", "proposal", "fired_rule", "work_block", "screening", "screened"):
        store.run(
            f"delete from {table} where work_id in (select work_id from changed_work) "
            "or work_id not in (select work_id from work)"
        )
    store.run("truncate rule_use")
    return [work for (work,) in store.rows("select work_id from changed_work order by 1")]


class TaggedBatch(NamedTuple):
    """Some works: the tags of each by rules and models, their blocks, guesses, and which rules fired."""

    tags: list[tuple[str, list[Tag]]]
    blocks: list[Row]
    proposals: list[Row]
    fired: list[Row]


def _tag_batch(packed: Packed, works: Sequence[tuple[str, Mapping[str, Sequence[str]]]]) -> TaggedBatch:
    ruleset, blocks, learned = packed.unpacked()
    batch = TaggedBatch([], [], [], [])
    for work_id, texts in works:
        tagged = judge_work(ruleset, work_id, texts)
        batch.tags.append((work_id, tagged.tags))
        batch.blocks.extend({"work_id": work_id, **found} for found in blocks.find(texts))
        for found in propose(learned, texts, tagged):
            row = {"facet": found.facet, "value": found.value, "chance": found.chance, "words": found.words}
            batch.proposals.append({"work_id": work_id, **row})
        batch.fired.append({"work_id": work_id, "rules": tagged.fired})
    return batch


def _rows(
    ruleset: RuleSet, spoken: Mapping[str, list[Decision]], tagged: Iterable[tuple[str, list[Tag]]]
) -> Iterator[Row]:
    for work_id, tags in tagged:
        for tag in with_people(ruleset, tags, work_id, spoken.get(work_id, ())):
            yield tag_row(tag)


def work_texts(store: Store, works: Sequence[str] | None = None) -> Iterator[tuple[str, Mapping[str, Sequence[str]]]]:
    """(work id, texts by field) for these works, or for every work, in the order of ids."""
    for row in store.records(sql("work_text"), {"works": works}):
        yield row["work_id"], {field: _texts(row[field]) for field in FIELDS}


def _texts(value: Any) -> list[str]:
    return list(value) if isinstance(value, list) else [value] if value else []


def tag_row(tag: Tag) -> Row:
    """A tag as a row of the table."""
    return {name: getattr(tag, name) for name in Tag.__slots__}


def people(
    store: Store, ruleset: RuleSet, logged: Iterable[Logged], settle: str
) -> tuple[dict[str, list[Decision]], list[Row]]:
    """What people say of the tags of each work, and a row of `tag_dispute` for each facet on which they disagree."""
    return _people(placed(store), ruleset, logged, settle)


def placed(store: Store, works: Sequence[str] | None = None) -> dict[str, str]:
    """Record -> its work, of these works or of all."""
    which = "where $works is null or work_id in (select unnest($works::varchar[]))"
    return dict(store.rows(f"select record_id, work_id from work_record {which}", {"works": works}))


def _people(
    work_of: Mapping[str, str], ruleset: RuleSet, logged: Iterable[Logged], settle: str
) -> tuple[dict[str, list[Decision]], list[Row]]:
    spoken: dict[str, list[Decision]] = {}
    disputes: list[Row] = []
    rulings = rulings_of(logged)
    for work_id, decisions in on_works(work_of, logged, "tag", "untag").items():
        spoken[work_id], disagree = settled(ruleset, decisions, settle, rulings)
        disputes += [{"work_id": work_id, "facet": facet, "who": who} for facet, who in sorted(disagree.items())]
    return spoken, disputes


def on_works(work_of: Mapping[str, str], logged: Iterable[Logged], *events: str) -> dict[str, list[Decision]]:
    """For each work the decisions on it that hold or are disputed, oldest first. `work_of`: record -> its work."""
    words = (
        item.decision
        for item in logged
        if item.decision.event in events and item.state in ("in force", "disputed")
        and not work_of.keys().isdisjoint(item.decision.records)
    )  # fmt: skip
    found: dict[str, list[Decision]] = {}
    for decision in sorted(words, key=by_time):
        for work_id in sorted({work_of[record] for record in decision.records if record in work_of}):
            found.setdefault(work_id, []).append(decision)
    return found


def answered(work_of: Mapping[str, str], logged: Iterable[Logged]) -> set[tuple[str, str]]:
    """The works and facets that somebody has spoken of: nobody is asked about them, and no guess gives them away."""
    return {
        (work_id, "status" if decision.event in STATUS_OF else str(decision.value.get("facet")))
        for work_id, decisions in on_works(work_of, logged, "tag", "untag", *STATUS_OF).items()
        for decision in decisions
    }


def settled(
    ruleset: RuleSet, decisions: Sequence[Decision], settle: str, rulings: Rulings | None = None
) -> tuple[list[Decision], dict[str, list[str]]]:
    """Of one work's tags and untags, oldest first, those that hold; and who disagrees, by facet.

    Two decisions may name two records of one work, so they meet here first. People disagree where one tags what another
    takes away, in a facet with one value also where they tag different ones: see `settling`.
    """
    if len(decisions) < 2:
        return [*decisions], {}
    single = {name for name, facet in ruleset.facets.items() if facet.single}
    lost = settled_of(decisions, lambda each: subjects(each, single), settle, rulings or {})
    disagree: dict[str, set[str]] = {}
    for decision in decisions:
        if lost.get(decision.id) == DISPUTED:
            disagree.setdefault(str(decision.value.get("facet")), set()).add(decision.who)
    held = [each for each in decisions if each.id not in lost]
    return held, {facet: sorted(who) for facet, who in disagree.items()}


def with_people(ruleset: RuleSet, tags: Sequence[Tag], work_id: str, decisions: Sequence[Decision]) -> list[Tag]:
    """The rules' tags with people's words on top, oldest first."""
    kept = list(tags)
    for decision in sorted(decisions, key=by_time):
        facet, value = str(decision.value.get("facet")), str(decision.value.get("value"))
        single = facet in ruleset.facets and ruleset.facets[facet].single
        kept = [
            tag
            for tag in kept
            if tag.facet != facet or not (tag.value == value or (single and decision.event == "tag"))
        ]
        if decision.event == "tag":
            kept.append(
                Tag(work_id=work_id, facet=facet, value=value, layer="person", rule=f"decision:{decision.id}", field="",
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
