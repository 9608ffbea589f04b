"""What to paste into a database, and how its records come back: `bibcorpus search --show SOURCE`.

In: queries and a source. Out: lines; what begins with '#' is said to people (80 columns), all else is to be pasted.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence

from .query import Query, SourceSearch
from .sources import Source
from .strings import Sending, syntax_of, to_send

WIDTH = 80
STRING_WIDTH = 110  # of a line of a string that may be broken before OR
_BEFORE_OR = re.compile(r' (?=OR (?:[^"]*"[^"]*")*[^"]*$)')  # not inside quotes
_HAND_IN = re.compile(r"^Then: (bibcorpus add .*)$", re.M)


def search_lines(queries: Sequence[Query], source: Source) -> Iterator[str]:
    """What to ask of a source, for each query that asks it, how to get the records out, and how to hand them in."""
    for query in queries:
        search = query.source(source.NAME)
        yield from _one(query, search, to_send(query, search)) if search else _not_asked(query, source)
        yield ""
    yield from _said("How to get the records out:")
    commands = _HAND_IN.findall(source.EXPORT)
    yield from _said(" ".join(_HAND_IN.sub("", source.EXPORT).split()), indent=2)
    if queries and commands:
        yield from _said("Then, with the day of the search and the number of hits that the database showed:")
        for query in queries:
            yield from (f"{command} --query {query.id} --searched YYYY-MM-DD --hits N" for command in commands)


def _not_asked(query: Query, source: Source) -> Iterator[str]:
    """What could be asked of a source that the query doesn't name: a string for each of its combinations."""
    yield from _said(f"{query.id} doesn't ask {source.TITLE}: it has no [source.{source.NAME}]")
    if syntax_of(source) is None:
        return
    yield from _said("What could be asked, made of its blocks; write such a table into the file to keep it:")
    for combination in query.combinations:
        search = SourceSearch(
            source=source.NAME, title=source.TITLE, status="draft", where=source.TITLE, combination=combination.name
        )
        yield ""
        yield from _said(f'[source.{source.NAME}] with combination = "{combination.name}" ({combination.title}):')
        sending = to_send(query, search)
        yield from _strings(sending)
        for remark in sending.remarks:
            yield from _said(remark)


def _one(query: Query, search: SourceSearch, sending: Sending) -> Iterator[str]:
    yield from _said(f"{query.id}: {search.title} ({search.where})")
    if search.status == "draft":
        yield from _said("status: a draft that nobody has run yet: check it before you rely on its hits")
    else:
        yield from _said("status: somebody has run it just so")
    if sending.generated:
        yield from _said(f"made of [combination.{search.combination}], for {_fields(search)}")
    yield from _strings(sending)
    for remark in sending.remarks:
        yield from _said(remark)
    if search.how:
        yield search.how.strip()
    for key, value in search.form.items():
        yield from _said(f"in the form: {key}: {value}")
    for limit in search.limits:
        beside = ": set it by hand, unless the string says it" if sending.generated else ""
        yield from _said(f"limit: {limit.what} ({limit.why}){beside}")
    if search.fields:
        yield from _said(f"fields: {search.fields.what} ({search.fields.why})")
    if search.note:
        yield from _said(f"note: {search.note}")


def _fields(search: SourceSearch) -> str:
    return {"all": "all fields"}.get(search.within, search.within.replace("-", ", "))


def _strings(sending: Sending) -> Iterator[str]:
    """The strings, apart from what is said of them; several with the word that each is a search of its own."""
    if len(sending.strings) > 1:
        yield from _said(f"{len(sending.strings)} searches, each by itself; write down the hits of each:")
    if sending.strings:
        yield ""
        for string in sending.strings:
            yield from _broken(string) if sending.breaks else string.split("\n")
        yield ""


def _broken(string: str) -> Iterator[str]:
    """The string, with new lines before OR."""
    line = ""
    for part in _BEFORE_OR.split(string):
        if line and len(line) + len(part) >= STRING_WIDTH:
            yield line
            line = part
        else:
            line = f"{line} {part}" if line else part
    yield line


def _said(text: str, indent: int = 0) -> Iterator[str]:
    first = "# " + " " * indent
    yield from textwrap.wrap(
        text,
        WIDTH,
        initial_indent=first,
        subsequent_indent=first + "  ",
        break_long_words=False,
        break_on_hyphens=False,
    ) or ["#"]
