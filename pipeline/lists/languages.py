"""Whose terms an entry is written with: 'Т. 5, № 2. С. 10' or 'Vol. 5, No. 2. P. 10'.

In: a work, a style, the language of the list. Out: a locale. In most styles the language of the list rules every term
of it. GOST describes a work in the language of the work (GOST R 7.0.100-2018, "Language of the description"; GOST R
7.0.5 takes its rules of description from there), so that a list has as many languages as its works.

A work of which no source tells the language is judged by its title: by its script and letters ('ї' is Ukrainian), else
by the little words in it and in the title of its journal ('der', 'und'). Where that says nothing, the entry has
English words, whatever the language of the list: most works of which nobody tells the language are English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..exports._csl_item import titles_of
from ..model import Bibliographic
from ..values.title_language import CYRILLIC, told_by

# the regions under which CSL keeps its locales
LOCALES: Mapping[str, str] = {
    "af": "af-ZA", "ar": "ar", "bg": "bg-BG", "ca": "ca-AD", "cs": "cs-CZ", "cy": "cy-GB", "da": "da-DK", "de": "de-DE",
    "el": "el-GR", "en": "en-US", "es": "es-ES", "et": "et-EE", "eu": "eu", "fa": "fa-IR", "fi": "fi-FI", "fr": "fr-FR",
    "gl": "gl-ES", "he": "he-IL", "hi": "hi-IN", "hr": "hr-HR", "hu": "hu-HU", "id": "id-ID", "is": "is-IS",
    "it": "it-IT", "ja": "ja-JP", "ko": "ko-KR", "la": "la", "lt": "lt-LT", "lv": "lv-LV", "mn": "mn-MN", "ms": "ms-MY",
    "no": "nb-NO", "nl": "nl-NL", "pl": "pl-PL", "pt": "pt-PT", "ro": "ro-RO", "ru": "ru-RU", "sk": "sk-SK",
    "sl": "sl-SI", "sq": "sq-AL", "sr": "sr-RS", "sv": "sv-SE", "th": "th-TH", "tr": "tr-TR", "uk": "uk-UA",
    "vi": "vi-VN", "zh": "zh-CN",
}  # fmt: skip
OWN_LANGUAGE = re.compile(r"gost-r-7-0-5-2008(?:-.+)?")  # styles in which the language of the work rules its entry


def locale_of(work: Bibliographic, style: str, locale: str) -> str:
    """The locale of this entry in a list of `locale`.

    (a Polish article, 'gost-r-7-0-5-2008', 'ru-RU') -> 'pl-PL'; in 'apa' it is 'ru-RU', as the list is.
    """
    if not OWN_LANGUAGE.fullmatch(style):
        return locale
    if language := language_of(work)[0]:
        return LOCALES.get(language, language)
    return LOCALES["en"]


def in_cyrillic_letters(locale: str) -> bool:
    """Whether a language is written in Cyrillic."""
    return locale.partition("-")[0] in CYRILLIC


def language_of(work: Bibliographic) -> tuple[str | None, str]:
    """The language of the work, and what tells it: 'record', 'letters' or 'words' of its title, or 'unknown'."""
    if work.languages:
        return work.languages[0], "record"
    if work.title_language and not work.title_original:
        return None, "unknown"  # '[Title]': a translation, of a language that nobody told
    return told_by(titles_of(work)[0] or "", around=work.container or "")
