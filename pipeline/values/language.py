"""Languages and scripts.

In: whatever a source writes for a language: a code of ISO 639-1, -2 or -3, or a name in English or in the
language itself. Out: the code of ISO 639-1. Languages of science only; what isn't listed is None and stays
with the source.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import cache, lru_cache

from .fold import fold

# one language a line: its codes in ISO 639-1, -2 and -3 | its names in English | in itself | in others;
# at the end the names that babel, and so BibTeX's langid, has for spellings
_LANGUAGES = """
af afr | afrikaans
ar ara | arabic | العربية
az aze | azerbaijani | azeri | azərbaycan
be bel | belarusian | belorussian | byelorussian | беларуская | белорусский
bg bul | bulgarian | български | болгарский
bn ben | bengali | bangla | বাংলা
bs bos | bosnian | bosanski
ca cat | catalan | valencian | català
cs cze ces | czech | čeština | česky | český | чешский | tschechisch
cy wel cym | welsh | cymraeg
da dan | danish | dansk | dänisch
de ger deu | german | deutsch | немецкий | allemand | alemán | alemão | tedesco | niemiecki
el gre ell | greek | modern greek | greek, modern | ελληνικά | ελληνική
en eng | english | английский | englisch | anglais | inglés | inglês | inglese | angielski | angol
eo epo | esperanto
es spa | spanish | castilian | spanish; castilian | español | castellano | испанский | spanisch | espagnol
et est | estonian | eesti
eu baq eus | basque | euskara
fa per fas | persian | farsi | فارسی
fi fin | finnish | suomi | finnisch
fr fre fra | french | français | французский | französisch | francés | francês | francese | francuski
ga gle | irish | gaeilge
gl glg | galician | galego
he heb | hebrew | עברית
hi hin | hindi | हिन्दी
hr hrv scr | croatian | hrvatski | kroatisch
hu hun | hungarian | magyar | ungarisch | венгерский | hongrois
hy arm hye | armenian | հայերեն | армянский
id ind | indonesian | bahasa indonesia
is ice isl | icelandic | íslenska
it ita | italian | italiano | итальянский | italienisch | italien
ja jpn | japanese | 日本語 | japanisch | японский
ka geo kat | georgian | ქართული | грузинский
kk kaz | kazakh | қазақ | қазақша | қазақ тілі | казахский
ko kor | korean | 한국어
ky kir | kyrgyz | кыргызча
la lat | latin
lt lit | lithuanian | lietuvių
lv lav | latvian | latviešu
mk mac mkd | macedonian | македонски
mn mon | mongolian | монгол
ms may msa | malay | bahasa melayu
nl dut nld | dutch | flemish | dutch; flemish | nederlands | vlaams | niederländisch | голландский
no nor nob nno nb nn | norwegian | norsk | bokmål | nynorsk | norwegisch
pl pol | polish | polski | польский | polnisch | polonais
pt por | portuguese | português | португальский | portugiesisch | portugais | portugués
ro rum ron | romanian | rumanian | moldavian | moldovan | română | rumänisch
ru rus | russian | русский | рус | russisch | russe | ruso | rosyjski | російська | руски
sk slo slk | slovak | slovenčina | slovensky
sl slv | slovenian | slovene | slovenščina
sq alb sqi | albanian | shqip
sr srp scc | serbian | српски | srpski | serbo-croatian
sv swe | swedish | svenska | schwedisch
sw swa | swahili | kiswahili
th tha | thai | ไทย
tr tur | turkish | türkçe | türkisch
uk ukr | ukrainian | українська | украинский | ukrainisch
ur urd | urdu | اردو
uz uzb | uzbek | oʻzbek | ўзбек
vi vie | vietnamese | tiếng việt
zh chi zho cmn | chinese | mandarin | 中文 | 汉语 | chinesisch | китайский | chinese (simplified)
de | ngerman | naustrian | nswissgerman | swissgerman
en | american | british | usenglish | ukenglish
fr | acadian | canadien
pt | brazilian | portuges
el | polutonikogreek
"""

_SCRIPTS = {
    "LATIN": "Latin", "CYRILLIC": "Cyrillic", "GREEK": "Greek", "CJK": "CJK", "HIRAGANA": "CJK",
    "KATAKANA": "CJK", "HANGUL": "CJK", "BOPOMOFO": "CJK", "IDEOGRAPHIC": "CJK",
}  # fmt: skip


@lru_cache(maxsize=5_000)
def normalise_language(text: str) -> str | None:
    """The two-letter code of a language; None where `text` is none that we know, or several at once.

    'eng', 'English', 'en-GB' -> 'en'; 'русский язык' -> 'ru'; 'ger' -> 'de'; 'mul', 'und' -> None
    """
    names = _names()
    words = fold(text, keep_script=True).removesuffix(" язык").removesuffix(" language")
    if words in names:
        return names[words]
    code, _, region = words.partition(" ")
    tag = len(code) in (2, 3) and ("-" in text or "_" in text) and 2 <= len(region) <= 4
    return names.get(code) if tag else None


@cache
def _names() -> dict[str, str]:
    known: dict[str, str] = {}
    for row in _LANGUAGES.strip().splitlines():
        codes, *names = row.split("|")
        forms = [*codes.split(), *names]
        known.update((fold(form, keep_script=True), codes[:2]) for form in forms)
    return known


def script_of(text: str) -> str:
    """'Latin', 'Cyrillic', 'Greek', 'CJK' or 'Other', by the most letters; 'None' where `text` has no letter.

    'Балинт-группы (Balint)' -> 'Cyrillic'. As many of one as of another: the first in the order above.
    """
    if text.isascii():
        return "Latin" if any(map(str.isalpha, text)) else "None"
    counts = Counter(map(_script, filter(str.isalpha, text)))
    order = ("Latin", "Cyrillic", "Greek", "CJK", "Other")
    return max(order, key=lambda script: counts[script]) if counts else "None"


@lru_cache(maxsize=20_000)
def _script(char: str) -> str:
    first = unicodedata.name(char, "").replace("-", " ").partition(" ")[0]
    return _SCRIPTS.get(first, "Other")
