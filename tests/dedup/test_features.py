"""What records are compared by."""

from __future__ import annotations

import pytest

from pipeline.dedup.evidence import near_name, page_digits, word_replaced
from pipeline.dedup.features import features, number_key, page_key, tongue
from pipeline.values.fold import fold

from .corpus import evidence_of, row


def kinds(title: str, **fields: str) -> frozenset[str]:
    return features(row(title=title, **fields)).kinds


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Correction to: Balint groups in Finland", {"erratum"}),
        ("Erratum", {"erratum"}),
        ("Balint groups in Finland (vol 6, pg 138, 2008)", {"erratum"}),
        ("Исправление: балинтовские группы", {"erratum"}),
        ("Retraction: Balint groups in Finland", {"retraction"}),
        ("Comment on: Balint groups in Finland", {"comment"}),
        ("Balint groups in Finland: a reply to Dr. Otten", {"reply"}),
        ("Buchbesprechung: Der Arzt, sein Patient und die Krankheit", {"review of a book"}),
        ("Balint groups in Finland: study protocol", {"protocol"}),
        ("Error correction in the training of surgeons", set()),
        ("The commentary of the Talmud", set()),
        ("Balint groups in Finland [Erratum appears in J Med. 2009;9(9):2205", set()),
    ],
)
def test_the_kind_of_a_record_is_read_from_its_title(title, expected):
    """What a database notes in brackets is no part of the title: the article itself is no erratum."""
    assert kinds(title) == expected


def test_the_kind_is_read_from_pubmeds_publication_types_too():
    """There the title may not tell."""
    assert kinds("Balint groups", publication_types="Journal Article | Published Erratum") == {"erratum"}


def test_what_follows_a_note_in_brackets_belongs_to_the_title():
    """'cisplatin or carboplatin [corrected], with or without cetuximab' goes on after the note."""
    noted = features(row(title="Cisplatin or carboplatin [corrected], with or without cetuximab"))
    assert noted.title == "cisplatin or carboplatin with or without cetuximab"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Die Balintgruppe in der Praxis", "de"),
        ("Le groupe Balint et la médecine", "fr"),
        ("Балинтовские группы", "ru"),
        ("Balintovskie gruppy i ikh rol v podgotovke vrachey", "ru"),
        ("巴林特小组", "CJK"),
        ("Burnout", None),
        ("", None),
    ],
)
def test_the_language_of_a_title_shows_in_its_script_and_small_words(title, expected):
    """Only a title surely in another language may be a translation."""
    assert tongue(title) == expected


@pytest.mark.parametrize(("text", "key"), [("Vol. 05", "5"), ("5", "5"), ("3-4", "3 4"), ("т. 12", "12"), (None, None),
                                           ("Bd.", None), ("Suppl 1", "suppl 1")])  # fmt: skip
def test_volumes_are_compared_without_their_label(text, key):
    """'Vol. 05' and '5' are one volume."""
    assert number_key(text) == key


@pytest.mark.parametrize(
    ("text", "key"), [("E012", "e12"), ("0012", "12"), ("S12", "s12"), (None, None), ("100", "100")]
)
def test_pages_are_compared_without_leading_zeros(text, key):
    """CD001234 keeps its letters: they are part of it."""
    assert page_key(text) == key


def test_a_count_of_pages_is_no_page():
    """'214 p.' says how long a book is."""
    book = features(row(title="Balint groups", pages="214 p."))
    assert (book.first_page, book.last_page) == (None, None)


def test_an_article_number_keeps_its_digits_without_the_letter():
    """Scopus leaves the letter out."""
    assert page_digits("e15725") == "15725"


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [("kjeldmand", "kjelmand", True), ("otten", "otter", True), ("lee", "lea", False), ("", "otten", False),
     ("peter", "peterson", False), ("shcherbakov", "sherbakow", False), ("holmstrom", "holmstroem", True)],
)  # fmt: skip
def test_long_names_may_differ_by_a_slip(left, right, expected):
    """Of short names nearly each letter makes another name."""
    assert near_name(left, right) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Balint work with adult patients", "Balint work with adolescent patients", True),
        ("Group work in the centre", "Group work in the center", False),
        ("Health care for all", "Healthcare for all", False),
        ("Somatoform pain of men", "Somatoform pain of women", True),
        ("Balint work", "Balint work with patients", False),
    ],
)
def test_a_word_replaced_is_another_study_unless_it_is_spelling(one, other, expected):
    """'adult' and 'adolescent' are one edit of the title, and two papers."""
    assert word_replaced(fold(one), fold(other)) is expected


def test_pages_beside_article_numbers_and_supplements():
    """An article number says nothing of a page; a page of a supplement says that it is another one."""
    cases = [("c1804", "1014", "missing"), ("S12", "12", "differs"), ("S2327", "2327", "same"), ("12", "14", "differs")]
    found = [evidence_of({"title": "A", "pages": one}, {"title": "A", "pages": other}).first_page
             for one, other, _ in cases]  # fmt: skip
    assert found == [expected for _, _, expected in cases]


def test_containers_in_two_scripts_say_nothing_unless_they_are_transliterations():
    """'Therapeutic Archive' may be the English name of 'Терапевтический архив', and no letters can tell."""

    def container(one: str, other: str) -> str:
        return evidence_of({"title": "A", "container": one}, {"title": "A", "container": other}).container

    assert container("Терапевтический архив", "Terapevticheskiĭ arkhiv") == "same"
    assert container("Psihologičeskij žurnal", "Psikhologicheskii zhurnal") == "same"
    assert container("Терапевтический архив", "Ter Arkh") == "same"
    assert container("Терапевтический архив", "Therapeutic Archive") == "missing"
    assert container("Терапевтический архив", "Психологический журнал") == "differs"
    assert container("Terapevticheskii arkhiv", "Therapeutic Archive") == "differs"
