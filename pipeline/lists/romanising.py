"""Cyrillic in Latin letters, for readers and programs that have no others: the titles and names of a reference list.

In: a text and its language. Out: the text in Latin letters; what is not Cyrillic in it stays. A language without a
table here is left as it is. For comparing, never for showing, there is values/fold.

    ru    BS 2979:1958 (British Standards Institution), without diacritics, as Russian journals ask for it ("BSI"):
          й i, ё e, э e, ы y, х kh, ц ts, щ shch, ь ’, ъ ’’
    uk    resolution 55 of the Cabinet of Ministers of Ukraine, 2010: г h, и y, й i, ї i; Ye, Yi, Y, Yu, Ya begin a word
    bg    Transliteration Act of Bulgaria, 2009: ъ a, щ sht, х h; a final ия is ia
    sr    the Latin alphabet of Serbian itself: ж ž, ћ ć, љ lj
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_COMMON = dict(zip("абвгдезиклмнопрстуф", "abvgdeziklmnoprstuf", strict=True))
_EASTERN = _COMMON | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch"}
_TABLES: Mapping[str, Mapping[str, str]] = {
    "ru": _EASTERN | {"ё": "e", "й": "i", "ъ": "’’", "ы": "y", "ь": "’", "э": "e", "ю": "yu", "я": "ya"},
    "uk": _EASTERN
    | {"г": "h", "ґ": "g", "є": "ie", "и": "y", "і": "i", "ї": "i", "й": "i", "ю": "iu", "я": "ia", "ь": ""},
    "bg": _EASTERN | {"х": "h", "й": "y", "щ": "sht", "ъ": "a", "ь": "y", "ю": "yu", "я": "ya"},
    "sr": _COMMON
    | {"ђ": "đ", "ж": "ž", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "ć", "х": "h", "ц": "c", "ч": "č", "џ": "dž", "ш": "š"},
}
# what a letter is at the beginning of a word, where that is another
_FIRST: Mapping[str, Mapping[str, str]] = {"uk": {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}}
_WHOLE: Mapping[str, tuple[tuple[re.Pattern[str], str], ...]] = {  # what stands before the table
    "uk": ((re.compile("зг"), "zgh"), (re.compile("Зг"), "Zgh"), (re.compile("(?<=\\w)['’ʼ](?=\\w)"), "")),
    "bg": ((re.compile(r"ия\b"), "ia"),),
}
_WORD = re.compile(r"[^\W\d_]+")
_GIVEN = re.compile(r"(-?)([^\W\d_])[^\W\d_]*[’']?[^\W\d_]*\.?")
# places of publication that English knows by names of their own (Citing Medicine, ch. 2, "Place": the anglicised form);
# Russian books abbreviate some of them (GOST 7.80), and abroad nobody knows 'M.'
PLACES: Mapping[str, str] = {
    "М.": "Moscow",
    "Москва": "Moscow",
    "Л.": "Leningrad",
    "СПб.": "Saint Petersburg",
    "СПб": "Saint Petersburg",
    "С.-Петербург": "Saint Petersburg",
    "Санкт-Петербург": "Saint Petersburg",
    "Н. Новгород": "Nizhny Novgorod",
    "Нижний Новгород": "Nizhny Novgorod",
    "Великий Новгород": "Veliky Novgorod",
    "Грозный": "Grozny",
    "Ростов н/Д": "Rostov-on-Don",
    "Ростов н/Д.": "Rostov-on-Don",
    "Ростов-на-Дону": "Rostov-on-Don",
}


def can_romanise(language: str) -> bool:
    """Whether there is a table for the language."""
    return language in _TABLES


def romanised(text: str, language: str) -> str:
    """'Щукин, Юрий' -> 'Shchukin, Yurii'; ЩИТ -> SHCHIT. Text of a language without a table stays."""
    table = _TABLES.get(language)
    if table is None:
        return text
    for pattern, written in _WHOLE.get(language, ()):
        text = pattern.sub(written, text)
    first = _FIRST.get(language, {})
    return _WORD.sub(lambda word: _word(word[0], table, first), text)


def romanised_initials(given: str, language: str) -> str:
    """'Юрий Яковлевич', 'Ю.Я.' -> 'Yu. Ya.': the letters of an initial stay together; 'Жан-Жак' -> 'Zh.-Zh.'."""
    if not can_romanise(language):
        return given
    found = (f"{hyphen or ' '}{romanised(first, language)}." for hyphen, first in _GIVEN.findall(given))
    return "".join(found).strip()


def romanised_place(place: str, language: str) -> str:
    """'Казань' -> 'Kazan', 'М.; СПб.' -> 'Moscow; Saint Petersburg': by its English name, else without apostrophes."""
    parts = re.split(r"(\s*[;,]\s*)", place)
    return "".join(PLACES.get(part) or _plain(part, language) for part in parts)


def _plain(text: str, language: str) -> str:
    return text if text.isascii() else romanised(text, language).replace("’", "")


def _word(word: str, table: Mapping[str, str], first: Mapping[str, str]) -> str:
    shouted = len(word) > 1 and word.isupper()
    letters = []
    for place, letter in enumerate(word):
        small = letter.lower()
        written = (first.get(small) if place == 0 else None) or table.get(small)
        if written is None:
            letters.append(letter)
        elif letter == small:
            letters.append(written)
        else:
            letters.append(written.upper() if shouted else written[:1].upper() + written[1:])
    return "".join(letters)
