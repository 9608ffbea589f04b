"""The twin of a Cyrillic entry: the same work in Latin letters, for readers and indexes outside.

In: a work, its item, and what other works of the list say of its journal. Out: the item of a second paragraph, as
Russian journals ask for it (the entry, then its twin, then '[In Russ.]'):

    Винокур В. А. Балинтовские группы // Вестник психотерапии. 2015. № 53. С. 10–15.
    Vinokur V. A. Balintovskie gruppy [Balint groups] // Vestnik psikhoterapii [Bulletin of Psychotherapy]. 2015.
    No. 53. P. 10–15. [In Russ.]

Letters go by romanising.py. The English title is the one that a source gives, and the journal's is its own: nothing is
translated here. Without them, the twin has the transliteration alone. Names are as a source writes them in Latin
letters, else transliterated.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from ..exports import ExportedWork
from ..exports._csl_item import titles_of
from ..model import Bibliographic
from ..values.container import container_key
from ..values.fold import latin_key
from ..values.language import script_of
from ..values.title import split_parallel
from . import Item
from .languages import language_of
from .printed import in_latin_letters
from .romanising import can_romanise, romanised

MARKS: Mapping[str, str] = {
    "bg": "[In Bulg.]",
    "ru": "[In Russ.]",
    "sr": "[In Serb.]",
    "uk": "[In Ukr.]",
}
_SAME_WORDS = 0.75  # 'Vestnik psihoterapii' and 'Vestnik psikhoterapii': two schemes of letters, no translation


def twin_item(work: ExportedWork, item: Item, journals: Mapping[str, str]) -> Item | None:
    """The item of the twin; None for a work that is not in Cyrillic, or in a language without a table."""
    language = _language(work.work)
    if language is None:
        return None
    made = in_latin_letters(work.work, item)
    title, translation = titles_of(work.work)
    if translation and script_of(translation) == "Latin":
        made["title"] = f"{romanised(title or '', language)} [{translation}]"
    if container := work.work.container:
        made |= {"container-title": _journal(container, language, journals)}
        made.pop("container-title-short", None)
    return made


def mark(work: ExportedWork) -> str:
    """What stands behind the twin: '[In Russ.]'."""
    return MARKS.get(_language(work.work) or "", "")


def english_journals(works: Iterable[ExportedWork]) -> dict[str, str]:
    """Journals' own titles in Latin letters that are no transliteration, by ISSN and by Cyrillic title.

    A journal is known by two titles where one work names both ('Вестник психотерапии = Bulletin of Psychotherapy'), or
    where two works with one ISSN name it differently.
    """
    names: dict[str, dict[str, None]] = {}
    for each in works:
        container = each.work.container
        for key in (*each.work.issn, container_key(container)) if container else ():
            names.setdefault(key, {}).update(dict.fromkeys(split_parallel(container or "")))
    found = {}
    for key, titles in names.items():
        cyrillic = [title for title in titles if script_of(title) == "Cyrillic"]
        latin = [title for title in titles if script_of(title) == "Latin"]
        english = [title for title in latin if cyrillic and not any(_same_words(title, each) for each in cyrillic)]
        for name in (key, *map(container_key, cyrillic)) if english else ():
            found[name] = english[0]
    return found


def _language(work: Bibliographic) -> str | None:
    if script_of(titles_of(work)[0] or "") != "Cyrillic":
        return None
    language = language_of(work)[0]
    return language if language and can_romanise(language) else None


def _journal(container: str, language: str, journals: Mapping[str, str]) -> str:
    own = next((title for title in split_parallel(container) if script_of(title) == "Cyrillic"), None)
    if own is None:
        return container
    english = journals.get(container_key(own))
    return romanised(own, language) + (f" [{english}]" if english else "")


def _same_words(latin: str, cyrillic: str) -> bool:
    return SequenceMatcher(None, latin_key(latin), latin_key(cyrillic)).ratio() > _SAME_WORDS
