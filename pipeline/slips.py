"""Slips of the hand in `decide`: a word left out, or two in the wrong order, that would write what nobody meant.

In: the words as typed. Out: the words by their meaning, or DecisionError with the line that was meant.
"""

from __future__ import annotations

from collections.abc import Sequence

from .errors import DecisionError, NotFound
from .explain import works_named
from .store import reading
from .workspace import Workspace


def note_of(workspace: Workspace, words: Sequence[str]) -> tuple[list[str], str]:
    """The works and the text of a note. A last word that is the name of a work is no text: that was forgotten.

    'moonesi2019balint' alone -> DecisionError; 'moonesi2019balint', 'ask the author' -> (['moonesi2019balint'], …)
    """
    *works, text = words
    if _names_work(workspace, text):
        named = " ".join([*works, text])
        raise DecisionError(
            f"{text} is the name of a work, and a note needs a text; nothing was decided",
            hint=f'bibcorpus decide note {named} "TEXT"',
        )
    return works, text


def check_order(workspace: Workspace, work: str, key: str) -> None:
    """`decide key NEW OLD`, where OLD is the work. Raises NotFound with the order that was meant."""
    if not _names_work(workspace, work) and _names_work(workspace, key):
        raise NotFound(
            f"no work {work!r} in the corpus; nothing was decided",
            hint=f"the work comes first: bibcorpus decide key {key} {work}",
        )


def _names_work(workspace: Workspace, word: str) -> bool:
    """Whether a single word is the key, record id, DOI or PMID of a work; before the first run nothing is."""
    if len(word.split()) != 1 or not workspace.database.exists():
        return False
    with reading(workspace.database) as store:
        return bool(works_named(store, word))
