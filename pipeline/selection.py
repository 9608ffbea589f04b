"""Which works an export has: what a person asks for, turned into ids of works.

In: the finished corpus and a `Selection`. Out: the works, and what a person should know of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .export import shown
from .store import Store, selected


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """All that is said holds at once; nothing said: all works that are not excluded.

    `where`: a condition over `bibliography`. `everything`: excluded works too. `hide`: kinds of relation, 'version-of';
    a work that is such of another one in the selection is left out of it.
    """

    where: str | None = None
    everything: bool = False
    hide: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Ids of the works, and lines for the person who asked: a key that is missing, a work that is retracted …"""

    works: list[str]
    notices: tuple[str, ...] = ()


def choose(store: Store, selection: Selection) -> Chosen:
    """The works of a selection. Raises SelectionError where the condition can't be read."""
    works = selected(store, selection.where, selection.everything)
    return Chosen(works=shown(store, works, selection.hide))
