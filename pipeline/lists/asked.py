"""A list as a person or a list file asks for it: the chosen works of a corpus -> the document.

In: the corpus, the works that were chosen, the name of a style, `Choices`. Out: the document. This is the door for
`bibcorpus export list` and for the lists that a workspace keeps.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from ..errors import SelectionError
from ..export import exported_works
from ..exports import ExportedWork, Options
from ..selection import Chosen
from ..store import Store
from . import Choices
from .grouping import BY
from .listing import Made, Progress, facets_of, formatted_list
from .style import find_style


def chosen_list(
    store: Store, rules: Path, chosen: Chosen, style: str, choices: Choices, progress: Progress | None = None
) -> Made:
    """The document. `rules`: the folder of the tag rules, which names the tags for headings.

    Works stand in the order of citation where a manuscript cites them, those that it doesn't behind them; without one,
    a style that numbers by citation has nothing to go by, and they stand by author.
    """
    found = find_style(style)
    works = as_cited(exported_works(store, chosen.works, Options(abstracts=False), chosen.cited_as), chosen.cited)
    _check_facet(works, choices.group_by)
    if not chosen.cited and choices.sort is None:
        choices = replace(choices, sort="author")
    return formatted_list(works, store, found, choices, _headings(rules, choices.group_by), progress)


def as_cited(works: Iterable[ExportedWork], cited: Sequence[str]) -> list[ExportedWork]:
    """Works in the order of citation; those that nobody cites behind, in the order they have."""
    places = {work: place for place, work in enumerate(cited)}
    return sorted(works, key=lambda work: places.get(work.work_id, len(places)))


def _check_facet(works: Sequence[ExportedWork], by: str | None) -> None:
    known = facets_of(works)
    if by is not None and works and by not in known:
        raise SelectionError(
            f"--group-by {by}: no work of the list has a tag of such a facet", hint="one of: " + ", ".join(known)
        )


def _headings(rules: Path, by: str | None) -> list[tuple[str, str]]:
    """(value, title) of each tag of the facet, in the order of facets.toml."""
    from ..tagging.reading import read_facets
    from ..tagging.rules import FACETS, load_rules

    if by is None or by in BY or not (rules / FACETS).is_file():
        return []
    facet = read_facets(rules / FACETS).get(by)
    titles = {each.value: each.title for each in load_rules(rules, models=False).files if each.facet == by}
    return [(value, titles.get(value, value)) for value in facet.values] if facet else []
