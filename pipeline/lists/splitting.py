"""Items -> groups that can be rendered apart, and every entry still comes out as in the whole list.

An entry of a reference list is not touched by the others, but for the letter behind its year (2019a, 2019b). Two works
get letters where their citations in the text would read the same, '(Smith, 2019)', when a processor has done all it may
to tell them apart: more names, then initials. A citation begins with the first author's family name, whatever follows;
so works whose first authors' names differ never get letters for each other's sake. A clash of names with works of other
first authors can bring an initial into a citation, but one work's citation is then changed like the other's: two that
read the same go on reading the same.

So works with the same first family name stay together, without particles and accents, and whatever they are (a group
'Balint' and a person). A work without authors is cited by its editor, or its title, or nothing at all, as the style has
it: it stays with all such works of its year, and with authors that may be called so. A style without letters is split
anywhere.

Why split at all: a processor compares each citation with each, and 5,000 works take it a minute. Source: CSL 1.0.2,
"Disambiguation", "Name Disambiguation"; tests/lists/test_splitting.py compares with the unsplit list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ..values.fold import fold
from . import Item

AT_MOST = 120  # items a run: with fewer, starting pandoc costs more than is won; with more, comparing does
ANYWHERE = 400  # where nothing is compared
TOO_MANY = 600  # items of one group: more are a minute's work, and fall into years

# whose name or what a citation may begin with, where the work has no author
_PEOPLE = ("editor", "translator", "director", "composer", "collection-editor", "container-author", "interviewer")
_TEXTS = ("title-short", "title", "container-title", "container-title-short", "publisher", "collection-title")


def groups(items: Sequence[Item], together: bool) -> list[list[Item]]:
    """The items in runs. `together`: those that may get letters for each other's sake in one run.

    Works of one first author are in one run too, unless they are very many: then those of a year are.
    """
    if not together:
        return [list(items[start : start + ANYWHERE]) for start in range(0, len(items), ANYWHERE)]
    runs: list[list[Item]] = []
    for group in _small(items):
        if runs and len(runs[-1]) + len(group) <= AT_MOST:
            runs[-1] += group
        else:
            runs.append(group)
    return runs


def _small(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Items that must not be parted. Too large a group falls into years: letters stand within one year.

    That is right by the rules; pandoc, though, may give letters where works of other years have the same first names.
    """
    for group in _bound(items, _heads):
        if len(group) <= TOO_MANY:
            yield group
        else:
            yield from _bound(group, _heads_in_year)


def _bound(items: Sequence[Item], heads_of: Callable[[Item], list[str]]) -> list[list[Item]]:
    """Items that share a head, or are joined by others that do; the groups in the order of their first items."""
    leader: dict[str, str] = {}

    def lead(name: str) -> str:
        while leader.setdefault(name, name) != name:
            leader[name] = name = leader[leader[name]]
        return name

    heads = [heads_of(item) for item in items]
    for names in heads:
        for name in names[1:]:
            leader[lead(name)] = lead(names[0])
    bound: dict[str, list[Item]] = {}
    for item, names in zip(items, heads, strict=True):
        bound.setdefault(lead(names[0]), []).append(item)
    return list(bound.values())


def _heads(item: Item) -> list[str]:
    """What holds the works of a first author together in all years: the style has an order for them."""
    author = [_name(item["author"][0])] if item.get("author") else []
    return [*author, *_heads_in_year(item)]


def _heads_in_year(item: Item) -> list[str]:
    """What the work's citation may begin with, and the year."""
    if item.get("author"):
        names = [_name(item["author"][0])]
    else:
        names = ["", *(_name(item[role][0]) for role in _PEOPLE if item.get(role))]
        names += [fold(item[text]) for text in _TEXTS if item.get(text)]
    return [f"{name} {_year(item)}" for name in names]


def _year(item: Item) -> str:
    parts = item.get("issued", {}).get("date-parts") or [[""]]
    return str(parts[0][0])


def _name(person: dict[str, Any]) -> str:
    """'van der Berg' and 'Berg' -> 'berg': items have particles apart, and a style may leave them out."""
    return fold(person.get("family") or person.get("literal") or person.get("given") or "")
