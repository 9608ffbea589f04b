"""The identity of a record whose source gives it no number.

FROZEN FOR EVER. Record ids are written into people's decisions; a changed byte here would orphan them. So
this module calls nothing of ours, uses its own small folding, and its golden values are pinned in the tests.
A better folding belongs into fold.py, never here.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence


def record_hash(
    title: str | None, authors: Sequence[str], year: str | None, container: str | None, first_page: str | None
) -> str:
    """16 hex digits over the five parts, equal for texts that differ only in case, blanks and punctuation.

    None and a text without letters or digits count as the same nothing. The order of authors counts. Parts
    are separated by characters that folding removes, so that ('ab', 'c') and ('a', 'bc') differ.
    """
    people = "\x1e".join(_letters_and_digits(author) for author in authors)
    parts = [_letters_and_digits(part or "") for part in (title, year, container, first_page)]
    normal_form = "\x1f".join([parts[0], people, *parts[1:]])
    return hashlib.sha256(normal_form.encode("utf-8")).hexdigest()[:16]


def _letters_and_digits(text: str) -> str:
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return "".join(filter(str.isalnum, folded))
