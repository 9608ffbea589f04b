"""Notes that a reference carries besides its fields: when it first appeared, where it is printed again, who cited it.

In: the text of a reference. Out: the text without its notes, which are kept in `extra`: a year or a page within a note
is none of the work's own. They stand in a table with an example a row.
"""

from __future__ import annotations

import re

from ._reference_parts import YEAR, Fields, holds
from ._reference_words import LANGUAGE

# Name in `extra`, texts of which every such note holds one, the note
NOTES: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = (
    # (Original work published 1930)    (Trabajo original publicado en 1930)    (Originalarbeit erschienen 1930)
    ("first_published", ("rigin",), re.compile(rf"\s?[(\[][^()\[\]]*\b[Oo]rigin[^()\[\]]*\b{YEAR}[^()\[\]]*[)\]]\.?")),
    # 2003 [1910]    Macmillan, 1872. [See also: Dover edition 1960].    [And earlier editions]
    ("first_published", ("[",), re.compile(rf"(?<=\d\d\d\d)\s?\[{YEAR}\](?=[.,]|$)")),
    ("editions", ("dition",), re.compile(r"\.?\s\[[^\[\]]*\beditions?\b[^\[\]]*\](?=\.?$)")),
    # Reprinted in Readings in Planning, 1990, 523-530.
    ("reprint", ("eprinted",), re.compile(r"(?<=[.\d)])\s\(?Reprinted\s(?:in|from|by)\s.*$")),
    # Cited 76 times.    IF: 5,895    Published 2014 Oct 14.    *†
    ("cited_times", ("ited",), re.compile(r"(?<=[.\d])\s(?:Cited|Zitiert)\s(?:by\s)?\d+(?:\stimes)?\.?$")),
    ("impact", ("IF",), re.compile(r"(?<=[.\d])\s\(?IF\s?[:=]?\s?\d+[.,]\d+\)?\.?$")),
    (
        "published",
        ("ublished",),
        re.compile(rf"(?<=[.\d])\sPublished(?:\sonline)?:?\s{YEAR}\s[A-Z][a-z]{{2,8}}(?:\s\d{{1,2}})?\.?"),
    ),
    ("sign", ("*", "†", "‡", "§"), re.compile(r"(?<=[.\d)])\s[*†‡§]+$")),
    # 1992. In German.
    ("language", ("In ", "in "), re.compile(rf"(?<=[.\d])\s[Ii]n {LANGUAGE}\.?$")),
    # Applied Optics, to appear.    J Gen Intern Med. Forthcoming 2024.
    (
        "status",
        ("ppear", "ress", "reparation", "orthcoming", "ccepted", "ubmitted", "Druck", "печати", "prensa"),
        re.compile(
            r"(?<=[^\s.,])[.,]?\s[(\[]?(?i:to appear|in press|(?:manuscript )?in preparation|forthcoming"
            r"|(?:accepted|submitted)(?: for publication)?|im Druck|в печати|sous presse|en prensa)[)\]]?"
            rf"(?=[.,]?\s?(?:\(?{YEAR}\)?)?\.?$)"
        ),
    ),
)


def take_notes(text: str, extra: Fields) -> str:
    """`text` without its notes, which are put into `extra`.

    'Howards End. New York: Barnes, 2003 [1910].' -> '… Barnes, 2003.', first_published ['[1910]'].
    """
    for name, signs, pattern in NOTES:
        if holds(text, signs) and (match := pattern.search(text)):
            extra.setdefault(name, []).append(match[0].strip(" .,"))
            text = text[: match.start()] + text[match.end() :]
    return text.rstrip()
