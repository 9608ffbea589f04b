"""Twins of Cyrillic entries, and Cyrillic in lists in Latin letters."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.exports import ExportedWork
from pipeline.lists.inlines import text_of
from pipeline.lists.listing import rendered
from pipeline.lists.printed import item_of
from pipeline.lists.romanising import can_romanise, romanised, romanised_initials, romanised_place
from pipeline.lists.style import find_style
from pipeline.lists.twins import english_journals, mark, twin_item
from pipeline.model import Bibliographic, Name

LETTERS = [
    ("ru", "Щукин Юрий, Подъячев, Эйхенбаум, Ёлкин", "Shchukin Yurii, Pod’’yachev, Eikhenbaum, Elkin"),
    ("ru", "Эмоциональное выгорание врачей", "Emotsional’noe vygoranie vrachei"),
    ("ru", "СЭВ и ЩИТ у Balint-групп", "SEV i SHCHIT u Balint-grupp"),
    ("uk", "Згурський, Їжакевич, Юрій, Хрущ’як", "Zghurskyi, Yizhakevych, Yurii, Khrushchiak"),
    ("bg", "София, Щърбанова, Христов", "Sofia, Shtarbanova, Hristov"),
    ("sr", "Ђорђевић, Љубица, Џаја", "Đorđević, Ljubica, Džaja"),
    ("kk", "Қазақ", "Қазақ"),
]


@pytest.mark.parametrize(("language", "text", "expected"), LETTERS)
def test_cyrillic_is_transliterated_by_the_table_of_its_language(language: str, text: str, expected: str):
    """BSI for Russian, the national systems for the others; a language without a table is left alone."""
    assert romanised(text, language) == expected


def test_every_letter_of_the_russian_alphabet_has_a_latin_one():
    """One that is left over would stand in the middle of a name."""
    assert romanised("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "ru").replace("’", "").isascii()
    assert can_romanise("ru")
    assert not can_romanise("kk")


VINOKUR = Name(family="Винокур", given="В. А.")


def work(**fields: Any) -> ExportedWork:
    said: dict[str, Any] = {
        "type": "article", "title": "Балинтовские группы", "authors": (VINOKUR,), "year": 2015, "issue": "53",
        "container": "Вестник психотерапии", "pages": "10-15", "languages": ("ru",), "issn": ("0132-182X",),
    }  # fmt: skip
    return ExportedWork(key="v", work_id="v", work=Bibliographic(**(said | fields)))


OTHER = work(title="Groups", container="Bulletin of Psychotherapy", languages=("en",))
SPELLED = work(title="Groups", container="Vestnik psihoterapii", languages=("en",))
BOTH = work(container="Вестник психотерапии = Bulletin of Psychotherapy", issn=())


def twin(some: ExportedWork, *others: ExportedWork) -> str:
    [entry, *_] = rendered([some, *(one for one in others)], find_style("gost"), "ru-RU", twins=True)
    return text_of(entry.paragraphs[1])


def test_a_twin_without_an_english_title_has_the_transliteration_alone():
    """A translation that nobody has published is made up."""
    assert twin(work()) == (
        "Vinokur V. A. Balintovskie gruppy // Vestnik psikhoterapii. 2015. No. 53. P. 10–15. [In Russ.]"
    )


def test_a_twin_has_the_english_titles_of_the_work_and_of_its_journal():
    """Both are the sources' own: the journal's is known from another work with its ISSN."""
    some = work(title="Balint groups", title_original="Балинтовские группы")
    journals = english_journals([some, OTHER])
    item = twin_item(some, item_of(some, "apa", "ru-RU", twins=True), journals)
    assert item is not None
    assert item["title"] == "Balintovskie gruppy [Balint groups]"
    assert item["container-title"] == "Vestnik psikhoterapii [Bulletin of Psychotherapy]"


def test_another_spelling_in_latin_letters_is_no_english_title():
    """'Vestnik psihoterapii' is the same title by another scheme."""
    assert english_journals([work(), SPELLED]) == {}
    assert english_journals([work()]) == {}


def test_a_journal_that_bears_two_titles_is_known_by_both():
    """'Вестник = Bulletin': then other works of the journal have the English one in their twins too."""
    assert english_journals([BOTH])["vestnik psikhoterapii"] == "Bulletin of Psychotherapy"


def test_a_source_that_has_the_authors_in_latin_letters_goes_before_the_table():
    """'Winokur' is how the author himself writes."""
    some = work(authors=(Name(family="Winokur", given="V. A."),), authors_original=(VINOKUR,))
    item = twin_item(some, item_of(some, "apa", "ru-RU", twins=True), {})
    assert item is not None
    assert item["author"] == [{"family": "Winokur", "given": "V. A."}]


@pytest.mark.parametrize(("fields", "expected"), [
    ({}, "[In Russ.]"),
    ({"languages": ("uk",), "title": "Балінтовські групи"}, "[In Ukr.]"),
    ({"languages": ("kk",), "title": "Қазақ топтары"}, ""),
    ({"languages": ("en",), "title": "Balint groups"}, ""),
])  # fmt: skip
def test_only_works_in_cyrillic_with_a_table_of_letters_have_twins(fields: dict[str, Any], expected: str):
    """The mark tells the reader what language awaits."""
    some = work(**fields)
    assert mark(some) == expected
    assert (twin_item(some, item_of(some, "apa", "ru-RU", twins=True), {}) is not None) == bool(expected)


def test_a_list_in_latin_letters_romanises_and_translates():
    """APA and NLM ask for it; a list in Russian keeps its letters and needs no translation."""
    some = work(title="Balint groups", title_original="Балинтовские группы", place="СПб.")
    english = item_of(some, "apa", "en-US")
    assert english["title"] == "Balintovskie gruppy [Balint groups]"
    assert english["author"] == [{"family": "Vinokur", "given": "V. A."}]
    assert (english["container-title"], english["publisher-place"]) == ("Vestnik psikhoterapii", "Saint Petersburg")
    russian = item_of(some, "apa", "ru-RU")
    assert (russian["title"], russian["author"][0]["family"]) == ("Балинтовские группы", "Винокур")


def test_identifiers_keep_their_letters():
    """A citekey or a DOI in other letters would be another one."""
    some = ExportedWork(key="винокур2015", work_id="v", work=work(doi="10.1000/ж.1").work)
    item = item_of(some, "apa", "en-US")
    assert (item["id"], item["DOI"]) == ("винокур2015", "10.1000/ж.1")


def test_nlm_keeps_both_letters_of_a_romanised_initial_and_no_hyphen():
    """Ю. А. is YuA (Citing Medicine, ch. 1, names in other alphabets); 'S.-B.' is SB."""
    some = work(authors=(Name(family="Яковлев", given="Ю. А."), Name(family="Wang", given="S.-B.")))
    authors = item_of(some, "nlm-citation-sequence", "en-US")["author"]
    assert [person["given"] for person in authors] == ["Yu. A.", "S. B."]


INITIALS = [
    ("ru", "Юрий Яковлевич", "Yu. Ya."),
    ("ru", "Ю.Я.", "Yu. Ya."),
    ("ru", "М. Ю.", "M. Yu."),
    ("ru", "Жан-Жак", "Zh.-Zh."),
    ("uk", "Юрій Наталії", "Yu. N."),
    ("kk", "Юлия", "Юлия"),
]


@pytest.mark.parametrize(("language", "given", "expected"), INITIALS)
def test_the_letters_of_a_romanised_initial_stay_together(language: str, given: str, expected: str):
    """They are one letter in the original; a language without a table is left alone."""
    assert romanised_initials(given, language) == expected


def test_a_style_that_writes_names_out_has_them_in_full():
    """Chicago and MLA print 'Yurii', and nothing is left of that in 'Yu.'."""
    some = work(authors=(Name(family="Яковлев", given="Юрий"),))
    assert item_of(some, "modern-language-association", "en-US")["author"][0]["given"] == "Yurii"


PLACES = [
    ("Казань", "Kazan"), ("М.", "Moscow"), ("Москва", "Moscow"), ("М.; СПб.", "Moscow; Saint Petersburg"),
    ("Ростов н/Д", "Rostov-on-Don"), ("New York", "New York"), ("Нижний Новгород", "Nizhny Novgorod"),
]  # fmt: skip


@pytest.mark.parametrize(("place", "expected"), PLACES)
def test_a_place_has_its_english_name_however_it_is_written(place: str, expected: str):
    """'Moscow' in one entry and 'Moskva' in the next are one city; no English text writes 'Kazan’'."""
    assert romanised_place(place, "ru") == expected
