"""Russian family names behind 'под ред.', which stand in the genitive: the nominative, where the ending tells it.

In: a family name as written behind such a mark. Out: its nominative, the name itself where it has only one form, or
None where two names share the genitive. Source: the declension of family names in Russian grammars; names in -ской
(Трубецкой, Донской, Крамской) and -овой (Луговой, Полевой) are stressed at their end, and have short stems.
"""

from __future__ import annotations

import re

_VOWEL = "аеёиоуыэюя"
# Ending in the genitive -> in the nominative, with an example a row. The first that fits the whole name is taken.
SURE: tuple[tuple[re.Pattern[str], str], ...] = (
    # Карвасарского -> Карвасарский; not 'Донского', 'Луговского', 'Трубецкого', who are Донской, Луговской, Трубецкой
    (re.compile(rf"((?:\w*?[{_VOWEL}]){{3}}\w*[сц]к)ого", re.IGNORECASE), r"\1ий"),
    # Белинского, Новицкого: no name in -инской or -ицкой is a man's
    (re.compile(r"(\w+(?:инс|иц)к)ого", re.IGNORECASE), r"\1ий"),
    # Раевской -> Раевская: the genitive of a man named Донской is 'Донского'
    (re.compile(r"(\w+[сц]к)ой", re.IGNORECASE), r"\1ая"),
    # Краснова, Бехтерева, Ильина: of a woman it would be 'Красновой'
    (re.compile(r"(\w{2,}(?:[оеё]в|[иы]н))а", re.IGNORECASE), r"\1"),
    # Ивановой -> Иванова; not 'Петровой', since 'Полевой' and 'Луговой' have as short a stem, and 'Береговой'
    (re.compile(rf"(?!Берегов)((?:\w*?[{_VOWEL}]){{2}}\w*[оеё]в)ой", re.IGNORECASE), r"\1а"),
    # Никитиной -> Никитина
    (re.compile(r"(\w{2,}[иы]н)ой", re.IGNORECASE), r"\1а"),
)
# 'Шульца', 'Гоголя', 'Щербины', 'Глинки', 'Толстого', 'Петровой': a genitive, or a name that has no other form
DECLINED = re.compile(rf"[аяы]$|(?:[гжикхчшщ]и|[ое]го|[оеё]й)$|(?<=[{_VOWEL}])и$", re.IGNORECASE)
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def nominative(family: str) -> str | None:
    """The nominative of a Russian family name in the genitive; None where the name alone doesn't tell it.

    'Карвасарского' -> 'Карвасарский'; 'Ким', 'Дурново', 'Шевченко' stay; 'Петровой', 'Шульца' -> None.
    """
    for ending, written in SURE:
        if match := ending.fullmatch(family):
            return match.expand(written)
    return None if CYRILLIC.search(family) and DECLINED.search(family) else family
