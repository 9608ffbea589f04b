"""What the standards ask of an entry, as regular expressions over its text; written from the standards, not from lists.

`broken(style, work, line)` names the rules that a line breaks, as 'rule (source)'. A rule applies where the work has
what it speaks of: a work without pages breaks no rule on pages. Typographic quotes count as straight ones.

    gost    GOST R 7.0.5-2008, sections 4, 7 and 10; GOST 7.80-2000; GOST R 7.0.12-2011 and 7.11-2004 (ISO 832)
    nlm     Citing Medicine, 2nd edition (National Library of Medicine), citation sequence: Vancouver
    apa     Publication Manual of the American Psychological Association, 7th edition, chapters 9 and 10
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.exports import ExportedWork
from pipeline.model import Bibliographic

from .apa import apa
from .entry import MARKS, Rule
from .gost import gost
from .nlm import nlm

RULES: dict[str, Callable[[Bibliographic, str], Iterator[Rule]]] = {"gost": gost, "nlm": nlm, "apa": apa}


def broken(style: str, work: ExportedWork, line: str) -> list[str]:
    """The rules that the line breaks."""
    plain = line.translate(MARKS)
    return [f"{what} ({where})" for what, where, kept in RULES[style](work.work, plain) if not kept]
