"""Rules on a whole query file: its strings, and what they say against its window, its seeds and its records.

In: a query, the records of its searches, and strings that were generated for it. Out: problems with their places.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from ..query import Query, Seed, SourceSearch, Window
from ..search_record import SearchRecord
from .notting import Grade, thrown_away
from .problem import Problem, around, doubt, error
from .reading import group
from .signs import mended
from .strings import dialect_of, lint_string
from .years import years_of

GENERATED = "generated string"
MOSTLY_SMALL = 0.34
"""Of the words of a text after the first, how many may have capitals for the text to show which words are names. Above
it, it is German, or a title in capitals throughout."""


def lint(
    query: Query,
    records: Sequence[SearchRecord] = (),
    generated: Mapping[str, Sequence[str]] | None = None,
) -> list[Problem]:
    """What is wrong with the searches of a query, or looks so; in the order of the file.

    `records`: searches that were made, of any query. `generated`: the strings made from the blocks, by source, for
    sources that have no string of their own; of these only errors are told, since whoever makes them says what they
    leave out.
    """
    names = proper_names(query)
    made = [record for record in records if record.chase is None and _same_query(record.query, query.id)]
    found: list[Problem] = [*_blocks(query, names)]
    for search in query.sources:
        strings = list(_strings(search, generated or {}))
        for key, text in strings:
            problems = [
                *lint_string(search.source, text, names),
                *_window(search.source, text, query.window),
                *_seeds_dropped(search.source, text, query.seeds),
            ]
            if key.startswith(GENERATED):
                problems = [problem for problem in problems if problem.severity == "error"]
            found += _placed(problems, query, f"[source.{search.source}] {key}")
        found += _placed(_changed(search, strings, made), query, f"[source.{search.source}] status")
    return [*found, *_seeds(query)]


def _strings(search: SourceSearch, generated: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Each string with its key, as people count: runs 1, runs 2."""
    if search.search is not None:
        yield "search", search.search
    for number, text in enumerate(search.runs, 1):
        yield f"runs {number}", text
    if search.search is None and not search.runs:
        made = generated.get(search.source, ())
        for number, text in enumerate(made, 1):
            yield f"{GENERATED} {number}" if len(made) > 1 else GENERATED, text


def _placed(problems: Iterable[Problem], query: Query, key: str) -> list[Problem]:
    return [replace(problem, place=f"queries/{query.id}.toml: {key}") for problem in problems]


# --- names -------------------------------------------------------------------------------------------------------


def proper_names(query: Query) -> frozenset[str]:
    """Words that the query's own texts write with a capital in the middle of a sentence, in small letters.

    'Essential characteristics of effective Balint group leadership' -> balint. German texts show nothing: all nouns
    have capitals there.
    """
    texts = [query.title, query.question, *(seed.title for seed in query.seeds), *(b.title for b in query.blocks)]
    texts += [combination.question for combination in query.combinations]
    capital: set[str] = set()
    small: set[str] = set()
    for text in texts:
        inner = re.findall(r"(?<=[\w,;)] )[^\W\d_]+", text)
        named = [word for word in inner if word.istitle() and len(word) > 2]
        if inner and len(named) / len(inner) <= MOSTLY_SMALL:
            capital.update(word.lower() for word in named)
            small.update(word for word in inner if word.islower())
    return frozenset(capital - small)


def _blocks(query: Query, names: frozenset[str]) -> Iterator[Problem]:
    """A block's word that is a name and stands alone."""
    for block in query.blocks:
        for language, phrases in block.words.items():
            for phrase in phrases:
                if phrase.strip().casefold() in names:
                    problem = doubt(
                        f"{phrase!r} alone is a name: where a source searches all fields it finds authors so called",
                        f"phrases with that name: '{phrase} group*'",
                    )
                    yield replace(problem, place=f"queries/{query.id}.toml: [block.{block.name}.words] {language}")


# --- the window --------------------------------------------------------------------------------------------------


def _window(source: str, text: str, window: Window) -> list[Problem]:
    """Years in the string that are not those of the review: narrower loses records, wider is for people to judge."""
    years = years_of(source, mended(text))
    if years is None or years == (window.start, window.end):
        return []
    what = f"the string asks for {_span(*years)}, [review.window] for {_span(window.start, window.end)}"
    hint = "make them the same; or leave the years out: the program judges each work by its year"
    narrower = _later(years[0], window.start) or _earlier(years[1], window.end)
    return [error(what, hint) if narrower else doubt(what, hint)]


def _span(first: int | None, last: int | None) -> str:
    return f"{first or '…'} to {last or '…'}"


def _later(first: int | None, wanted: int | None) -> bool:
    return first is not None and (wanted is None or first > wanted)


def _earlier(last: int | None, wanted: int | None) -> bool:
    return last is not None and (wanted is None or last < wanted)


# --- seeds -------------------------------------------------------------------------------------------------------


def _seeds_dropped(source: str, text: str, seeds: Sequence[Seed]) -> list[Problem]:
    """Seeds whose titles have what the string's NOT throws away."""
    text = mended(text)
    tree = group(text, dialect_of(source))
    if tree is None:
        return []
    found = []
    for seed in seeds:
        for item, grade in thrown_away(tree, seed.title):
            sure = grade is Grade.YES
            what = (
                f"NOT {around(text, item.start, item.end)} {'throws' if sure else 'may throw'} away "
                f"the seed {seed.title!r}"
            )
            hint = "make the NOT narrower, or leave it out and screen by hand"
            found.append(error(what, hint) if sure else doubt(what, hint))
    return found


def _seeds(query: Query) -> Iterator[Problem]:
    for number, seed in enumerate(query.seeds, 1):
        if seed.doi is None and seed.pmid is None:
            problem = doubt(
                f"the seed {seed.title!r} has no doi and no pmid: whether it is found is judged by its title alone",
                "add one, if you have seen it yourself",
            )
            yield replace(problem, place=f"queries/{query.id}.toml: [seed {number}]")


# --- what was run ------------------------------------------------------------------------------------------------


def _changed(
    search: SourceSearch, strings: Sequence[tuple[str, str]], records: Sequence[SearchRecord]
) -> Iterator[Problem]:
    """status = "run", but a string is not the one that was sent last; a search for what is newly entered sends more."""
    if search.status != "run":
        return
    mine = [record for record in records if record.source == search.source and not record.entered_since]
    for number, (key, text) in enumerate(strings, 1):
        sent = [record for record in mine if (record.run or 1) == number]
        newest = max(sent, key=lambda record: record.asked, default=None)
        if newest and _plain(text) != _plain(newest.sent):
            yield error(
                f"the {key} was changed since it was run on {newest.searched} (the record: {newest.note})",
                'run it again, or write status = "draft" until then',
            )


def _plain(text: str) -> str:
    """Blanks and line ends don't change a search."""
    return " ".join(text.split())


def _same_query(named: str, query: str) -> bool:
    """A record names the file: 'queries/balint.toml', 'balint.toml' or 'balint'."""
    return named.removeprefix("queries/").removesuffix(".toml") == query
