"""Folding: what two texts may differ in and still be compared as one."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values._words import numbered
from pipeline.values.fold import fold, latin_key


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’Œuvre d’O’Neill — Straße", "loeuvre doneill strasse"),
        ("  Müller,\tÅse & Łukasz Ørsted ", "muller ase lukasz orsted"),
        ("Van't Hoff; O'Neill; rock 'n' roll", "vant hoff oneill rock n roll"),
        ("psycho\u00adsomatic\u200b medi\ufeffcine™", "psychosomatic medicine"),
        ("H₂O ½ Ⅳ", "h2o 1 2 iv"),
        ("Ёлка щука объём", "elka shchuka obem"),
        ("Їжак, ўзор, Ђорђе, Љубав", "yizhak uzor djordje ljubav"),
        ("Ψυχή και σώμα", "psychi kai soma"),
        ("北京 (Beijing)", "beijing beijing"),
        ("Jur\u02b9ev, Pod\u02baemov", "jurev podemov"),
        ("O´Neill", "oneill"),
        ("", ""),
        ("—!?", ""),
    ],
)
def test_case_accents_punctuation_and_script_do_not_count(text, expected):
    """Databases dress the same words differently."""
    assert fold(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ёлка й Ї", "елка й ї"),
        ("Во́лга Психе\u0301", "волга психе"),
        ("Ψυχή", "ψυχη"),
        ("北京 大学", "北京 大学"),
        ("हिन्दी", "हिन्दी"),
        ("كِتَاب", "كتاب"),
        ("Æsop и Müller", "aesop и muller"),
        ("№ 5 · ҂", "no 5"),
    ],
)
def test_a_kept_script_loses_only_its_accents(text, expected):
    """Stress marks and ё vary; й and ї are letters of their own."""
    assert fold(text, keep_script=True) == expected


def test_a_composed_and_a_decomposed_letter_are_one():
    """macOS writes file names and some exports decomposed."""
    assert fold(unicodedata.normalize("NFD", "Йод Müller")) == fold("Йод Müller")


@given(st.text(), st.booleans())
def test_folding_twice_changes_nothing(text, keep_script):
    """A stored key may be folded again without harm."""
    once = fold(text, keep_script)
    assert fold(once, keep_script) == once


@given(st.text())
def test_a_folded_text_is_lower_case_ascii_words(text):
    """Whatever the script, the key is searchable from any keyboard."""
    folded = fold(text)
    assert folded.isascii()
    assert folded == folded.lower()
    assert folded == " ".join(folded.split())
    assert all(char.isalnum() or char == " " for char in folded)


@pytest.mark.parametrize(
    "spellings",
    [
        "Щербаков Shcherbakov Ščerbakov Scherbakov Schtscherbakow Ŝerbakov Shherbakov Chtcherbakov",
        "Юрьева Yurieva Jur'eva Iureva Yuryeva Ûr'eva Jurʹeva",
        "Хохлов Khokhlov Hohlov Xoxlov Chochlow",
        "Зайцев Zaitsev Zaytsev Zajcev Zaicev Zaytcev Zajczev",
        "Винокур Vinokur Winokur",
        "Вяземский Vyazemskiy Viazemskii Vjazemskij Vyazemsky Vâzemskij",
        "Чехов Chekhov Tschechow Čehov",
        "Соловьёв Соловьев Solovyov Solovyev Solov'ev Soloviev",
        "Александров Alexandrov Aleksandrov",
        "Горбачёв Gorbachev Gorbachov Gorbatschow Gorbatchev",
        "Пушкин Pushkin Puškin Pouchkine",
        "Жуков Zhukov Žukov Joukov",
        'Подъячев Podyachev Pod"yachev Podʺâčev',
        "Лурия Luria Luriya Lurija",
        "Смирнов Smirnov Smirnoff",
        "Петрович Petrović Petrovic Petrovich",
        "Müller Mueller Muller Müller",
        "Köhler Koehler Kohler",
        "Groß Gross",
        "O'Neill O’Neill ONeill O'NEILL",
    ],
)
def test_the_usual_transliterations_of_a_name_meet(spellings):
    """One author stands in eLibrary in Cyrillic, in PubMed and in a German list in three other ways."""
    assert len({latin_key(spelling) for spelling in spellings.split()}) == 1


@pytest.mark.parametrize("pair", ["Zhou Zhu", "Xu Hu", "Lee Le", "Xue Xu", "Иванов Петров", "Scott Short"])
def test_different_short_names_stay_apart(pair):
    """The rules for long Slavic names would join the commonest Chinese ones."""
    left, right = pair.split()
    assert latin_key(left) != latin_key(right)


@given(st.text())
def test_a_name_key_is_ascii_for_any_text(text):
    """Author fields hold anything."""
    assert latin_key(text).isascii()


def test_rows_of_words_are_numbered_from_one():
    """The tables of months and number words rest on this."""
    assert numbered("one eins", "two") == {"one": 1, "eins": 1, "two": 2}
