"""A list of references as people paste it: one a line, or numbered, or parted by blank lines; in any style.

How they are read stands in `_reference_list`, behind which are many long patterns: to compile them takes longer than
to read most exports, so it is only done where a text may be such a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

from ..model import Found, Reject, Unread

NAME = "references"
TITLE = "Reference list"
SUREST = 2
# what is read and not kept, and why: docs/formats.md shows it
SKIPPED = {
    "words that no mark explains": "to put them into a field would be a guess; the reference itself is kept",
    "labels as 'vol.', 'no.', 'hrsg. von', 'pp.'": "they say which field follows",
}
OTHER_FORMATS = ("@", "{", "<", "[{", "TY  -", "PMID", "FN ", "%0", "%A", "%T")
TABLE = re.compile(
    r"^[^\n]*\t[^\n]*\t|^(?:[A-Z][A-Z0-9]{1,3} {0,2}-? )[^\n]*\n(?:[A-Z][A-Z0-9]{1,3} {0,2}-? |   )", re.MULTILINE
)


def sniff(head: str) -> int:
    """2 where most of the text is references beyond doubt; 1 for one or two such; 0 for prose, tables, tagged text."""
    if head.lstrip("\ufeff \r\n").startswith(OTHER_FORMATS) or TABLE.search(head[:5000]):
        return 0
    from ._reference_list import likeness

    return likeness(head)


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """One Found a reference; headings ('Литература') and the letter around a numbered list are Unread."""
    from ._reference_list import segments

    return segments(stream)
