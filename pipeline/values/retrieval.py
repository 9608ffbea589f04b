"""Whether a reason says that a full text could not be had: PRISMA counts such works apart ("reports not retrieved").

In: what a person gave as the reason. Source: PRISMA 2020, flow diagram, box "Reports not retrieved".
"""

from __future__ import annotations

import re

from .fold import fold

NOT_RETRIEVED = (
    "not retrieved", "report not retrieved", "reports not retrieved", "full text not retrieved",
    "no full text", "no fulltext", "no full text available", "full text not available", "fulltext not available",
    "full text unavailable", "fulltext unavailable", "full text is not available", "full text not found",
    "full text not obtained", "full text not accessible", "full text could not be had", "full text cannot be had",
    "full text could not be obtained", "full text could not be found", "could not get the full text",
    "нет полного текста", "полного текста нет", "полный текст недоступен", "полный текст не доступен",
    "полный текст не найден", "полный текст не получен", "полный текст отсутствует", "не удалось найти полный текст",
    "не удалось получить полный текст", "недоступен полный текст",
    "kein volltext", "kein volltext verfügbar", "volltext nicht verfügbar", "volltext nicht erhältlich",
    "volltext nicht zugänglich", "volltext nicht gefunden", "volltext nicht beschaffbar",
)  # fmt: skip
"""The wordings we know, in English, Russian and German; what a person adds behind a stop of any kind doesn't matter."""
_KNOWN = frozenset(fold(wording) for wording in NOT_RETRIEVED)
_STOP = re.compile(r"[.:;,!([–—]|\s-\s")


def says_not_retrieved(reason: str) -> bool:
    """Whether it begins with one of these wordings, and goes on, if at all, behind a stop.

    'Нет полного текста', 'Full-text not available (asked the author twice)' -> True
    'no full text of the questionnaire' -> False: it was read. 'full text in Czech' -> False
    """
    return fold(_STOP.split(reason.strip(), maxsplit=1)[0]) in _KNOWN
