"""What a question shows: the records or the work, and what speaks for which answer. No layout, no colour.

In: some questions, and the corpus. Out: for each a `Shown`: rows of text in which the words that matter are marked. The
texts of some questions are read at once, briefly, so that the corpus is never held open while somebody thinks.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..clean import FIELD_NAMES, from_row, shown_value
from ..decisions import seen_hash
from ..dedup.rules import BY_NAME
from ..store import Store
from ..values.fold import fold
from .answers import in_words, on_one_work, voice
from .question import Question

Span = tuple[int, int]
SHORTEST_MARK = 3  # letters; shorter words would mark half of a text
KEPT = 12  # words at each end of a stretch that two texts have in common; what is between is left out
LONG = 400  # characters of a text that is told, and not shown again, where two records have the same


@dataclass(frozen=True, slots=True)
class Text:
    """A text and the places in it that matter."""

    text: str
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a question. With `right` two records are compared: `sign` is '=' same, '!' other, '<' or '>' only in
    the first or second. Without, it is one text, and `label` may be ''.
    """

    label: str
    left: Text
    right: Text | None = None
    sign: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """`name`: the work's key, or both. `told`: what rules and people say, in sentences. `abstract`: shown last, for it
    is long. `texts`: title and abstract as shown, by the records that an answer may name.
    """

    name: str
    rows: tuple[Row, ...]
    told: tuple[str, ...]
    abstract: Row | None
    texts: Mapping[str, tuple[str | None, str | None]]

    def seen(self, records: Sequence[str]) -> str | None:
        """The hash of what was shown of the first of these records: see decisions.seen_hash."""
        return seen_hash(records[0], *self.texts[records[0]]) if records and records[0] in self.texts else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What was read of the corpus for some questions."""

    records: Mapping[str, Mapping[str, Any]]
    works: Mapping[str, Mapping[str, Any]]
    keys: Mapping[str, str]
    sizes: Mapping[str, int]
    words: Mapping[tuple[str, str], Sequence[str]] = field(default_factory=dict)


def show(store: Store, questions: Sequence[Question], blind: bool = False) -> dict[str, Shown]:
    """By the questions' ids; one whose records are gone meanwhile is left out. Blind, nothing is said of other people,
    nor of rules and models: where a person has overruled these, their silence would tell.
    """
    known = _read(store, questions, blind)
    found = ((question, _shown(question, known, blind)) for question in questions)
    return {question.id: shown for question, shown in found if shown}


def _read(store: Store, questions: Sequence[Question], blind: bool) -> _Known:
    records = sorted({record for each in questions if not on_one_work(each) for record in each.records})
    works = sorted({work for each in questions for work in each.works})
    one = [each.works[0] for each in questions if on_one_work(each) and each.works]
    words: dict[tuple[str, str], list[str]] = defaultdict(list)
    # the words of the query's blocks stand for relevance: they are the same for everybody
    for work, facet, found in store.rows(
        "select work_id, facet, words from tag where layer <> 'person' and not ? and list_contains(?, work_id) "
        "union all select work_id, 'relevance', words from work_block where list_contains(?, work_id)",
        [blind, one, one],
    ):
        words[work, facet].append(found)
    return _Known(
        records={row["record_id"]: row for row in store.records(_IN.format("record", "record_id"), [records])},
        works={row["work_id"]: row for row in store.records(_IN.format("work", "work_id"), [works])},
        keys=dict(store.rows("select work_id, key from citekey where leads and list_contains(?, work_id)", [works])),
        sizes=dict(store.rows("select work_id, records from work where list_contains(?, work_id)", [works])),
        words=words,
    )


_IN = "select * from {} where {} in (select unnest(?::varchar[]))"


def _shown(question: Question, known: _Known, blind: bool) -> Shown | None:
    told = tuple(filter(None, _told(question, blind)))
    if on_one_work(question) or (question.kind == "look" and question.works):
        return _one_work(question, known, told) if question.works and question.works[0] in known.works else None
    if len(question.records) == 2:
        left, right = (known.records.get(record) for record in question.records)
        return _two_records(question, known, left, right, told) if left and right else None
    return Shown(name="", rows=(), told=told, abstract=None, texts={})


def _told(question: Question, blind: bool) -> Iterator[str]:
    row = question.row
    if question.kind == "pair":
        yield f"Chance that they are one: {row['chance']:.2f}. The rules say {row['verdict']!r}: {_rule(row['rule'])}."
        yield f"Evidence: {row['evidence']}."
        if row["kind"]:
            other = question.records[0] if row["of_id"] == question.records[1] else question.records[1]
            yield f"By the rules {'AB'[question.records.index(other)]} is {row['kind']} the other."
        if len(row["works"]) > 2:
            yield f"Asked together with {len(row['works']) - 2} more: {', '.join(row['works'])}."
    elif question.kind == "join":
        says = {f"decision:{item.decision.id}": f"{voice(item)} [{item.decision.id}]" for item in question.voices}
        wanted, against = (says.get(name) or _rule(name) for name in (row["wanted"], row["against"]))
        yield f"Wants them one: {wanted}."
        yield f"Stands against it, between {row['left_veto']} and {row['right_veto']}: {against}."
    elif question.kind == "dispute":
        yield from (f"{voice(item)} [{item.decision.id}]" for item in question.voices)
    elif question.kind == "look":
        decision = question.voices[0].decision
        yield f"{decision.who} on {decision.time[:10]}: {in_words(decision)}, of {' '.join(decision.records)}"
        yield decision.reason or ""
        yield f"{row['state']} ({question.voices[0].place})"
    else:
        yield from _told_of_work(question, blind)


def _told_of_work(question: Question, blind: bool) -> Iterator[str]:
    if question.again:
        decision = question.voices[0].decision
        yield f"You said on {decision.time[:10]}: {in_words(decision)}. Since then: {question.again['changed']}."
    if blind:
        return
    row = question.row
    says = "undecided" if question.kind == "screening" else row.get("value") or "nothing for sure"
    yield f"Rules say: {says}" + (f" ({row['why']})" if row.get("why") else "")
    yield f"Proposed: {row['proposed']}" if row.get("proposed") else ""


def _rule(name: str) -> str:
    """'same_doi (one DOI, and nothing else contradicts)'; a decision by its id, a source's word by what it says."""
    rule = BY_NAME.get(name)
    return f"{name} ({rule.says})" if rule else name.replace("decision:", "decision ").replace("stated:", "a source: ")


# --- one work ----------------------------------------------------------------------------------------------------


def _one_work(question: Question, known: _Known, told: tuple[str, ...]) -> Shown:
    work_id = question.works[0]
    row = known.works[work_id]
    facet = question.facet if question.kind == "tag" else "relevance"
    phrases = list(_phrases([*known.words.get((work_id, facet), ()), str(question.row.get("why") or "")]))
    work = from_row(row)
    texts = [
        ("", shown_value(work.title) or "(no title)"),
        ("", shown_value(work.title_original)),
        ("", _citation(row, shown_value(work.authors))),
        ("keywords", shown_value(work.keywords)),
        ("headings", shown_value(work.headings)),
        ("types", ", ".join(dict.fromkeys([work.type, *work.publication_types, *work.languages]))),
    ]
    named = {*question.records, *(record for item in question.voices for record in item.decision.records)}
    return Shown(
        name=known.keys.get(work_id, work_id),
        rows=tuple(Row(label, _marked(text, phrases)) for label, text in texts if text),
        told=told,
        abstract=Row("", _marked(shown_value(work.abstract) or "(no abstract)", phrases)),
        texts=dict.fromkeys(named, (row["title"], row["abstract"])),
    )


def _citation(row: Mapping[str, Any], authors: str) -> str:
    """'Doe, Jane; Roe, Richard (2011) Journal of Examples 5(2), 10-19. doi:10.1000/1'"""
    volume = (row["volume"] or "") + (f"({row['issue']})" if row["issue"] else "")
    place = ", ".join(filter(None, [" ".join(filter(None, [row["container"], volume])), row["pages"]]))
    number = f"doi:{row['doi']}" if row["doi"] else f"PMID {row['pmid']}" if row["pmid"] else ""
    return " ".join(filter(None, [authors, f"({row['year'] or 'no year'})", place + "." if place else "", number]))


def _phrases(words: Iterable[str]) -> Iterator[str]:
    """The printed words in the evidence of tags: 'survey; forty doctors', 'empirical: survey | theoretical: past'."""
    for text in words:
        for part in re.split(r"; | \| ", text):
            phrase = re.sub(r"^[a-z-]+: ", "", part).strip(" '\"")
            if len(phrase) >= SHORTEST_MARK:
                yield phrase


def _marked(text: str, phrases: Sequence[str]) -> Text:
    clean = printable(text)
    if not phrases:
        return Text(clean)
    longest = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    wanted = r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)"
    return Text(clean, tuple(match.span() for match in re.finditer(wanted, clean, re.IGNORECASE)))


def printable(text: str) -> str:
    """On one line, without what a terminal would obey: a record may hold escape sequences."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


# --- two records -------------------------------------------------------------------------------------------------

COMPARED = tuple(name for name in FIELD_NAMES if name not in (
    "authors_complete", "authors_original", "title_language", "date", "date_online", "container_short", "url",
    "accessed", "abstract", "keywords", "headings", "note",
))  # fmt: skip
"""What a person compares, in the order of a citation; the abstract comes last, since it is long."""

NAMES = {"publication_types": "types", "title_original": "original", "article_number": "article"}


def _two_records(
    question: Question, known: _Known, left: Mapping[str, Any], right: Mapping[str, Any], told: tuple[str, ...]
) -> Shown:
    ids = tuple(_named(record, work, known) for record, work in zip(question.records, question.works, strict=False))
    one, other = from_row(left), from_row(right)
    pairs = ((name, shown_value(getattr(one, name)), shown_value(getattr(other, name))) for name in COMPARED)
    rows = [compared(name, ours, theirs) for name, ours, theirs in pairs if ours or theirs]
    abstracts = shown_value(one.abstract), shown_value(other.abstract)
    keys = dict.fromkeys(known.keys.get(work, work) for work in question.works)
    heads = ids if len(ids) == 2 else question.records
    return Shown(
        name=" / ".join(keys),
        rows=(Row("", Text(f"A  {heads[0]}"), Text(f"B  {heads[1]}")), *rows),
        told=told,
        abstract=compared("abstract", *abstracts) if any(abstracts) else None,
        texts={row["record_id"]: (row["title"], row["abstract"]) for row in (left, right)},
    )


def _named(record: str, work: str, known: _Known) -> str:
    size = known.sizes.get(work, 1)
    return printable(record) + (f" (and {size - 1} more of its work)" if size > 1 else "")


def compared(label: str, left: str, right: str) -> Row:
    """One field of two records. Case, accents, dots and dashes make no difference; of others the words are marked."""
    ours, theirs = printable(left), printable(right)
    label = NAMES.get(label, label.replace("_", " "))
    if ours and theirs and fold(ours) == fold(theirs):
        told = ours if len(ours) < LONG else f"the same, {len(ours)} characters"
        return Row(label, Text(told), None, "=")
    if not ours or not theirs:
        return Row(label, Text(ours), Text(theirs), "<" if ours else ">")
    return Row(label, *_differences(ours, theirs), "!")


def _differences(left: str, right: str) -> tuple[Text, Text]:
    """Both texts, with the words marked that only one of them has; of a long stretch that both have, its ends."""
    ours, theirs = left.split(), right.split()
    one, other = ([fold(word, keep_script=True) or word for word in words] for words in (ours, theirs))
    found: tuple[list[tuple[str, bool]], list[tuple[str, bool]]] = ([], [])
    for kind, a, b, c, d in difflib.SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        for words, parts in ((ours[a:b], found[0]), (theirs[c:d], found[1])):
            if words:
                same = kind == "equal"
                parts.append((_ends(words) if same else " ".join(words), not same))
    return _joined(found[0]), _joined(found[1])


def _ends(words: Sequence[str]) -> str:
    """'BACKGROUND: The role of … were asked twice.'"""
    if len(words) <= 2 * KEPT + 1:
        return " ".join(words)
    return " ".join([*words[:KEPT], "…", *words[-KEPT:]])


def _joined(parts: Iterable[tuple[str, bool]]) -> Text:
    text, marks = "", []
    for part, marked in parts:
        text += " " if text else ""
        if marked:
            marks.append((len(text), len(text) + len(part)))
        text += part
    return Text(text, tuple(marks))
