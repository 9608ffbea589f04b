"""The order of a list: alphabets, collations, years, keys, manuscripts."""

from __future__ import annotations

import pytest

from pipeline.model import Name

from .invented import keys_in_order, lines, work

NAMES = {
    "pl": ["Lubin", "Lis", "Łada", "Mazur", "Ślusarz", "Sowa", "Żak", "Zając", "Źrebiec"],
    "de": ["Ulrich", "Ülker", "Uexküll", "Öhler", "Ohler", "Straßer", "Strasser", "Zimmer"],
    "ru": ["Ёлкин", "Ежов", "Елкина", "Йорданов", "Иванов", "Яковлев", "Щукин", "Шукин"],
    "cs": ["Chalupa", "Hora", "Cibulka", "Iva", "Čech"],
}
SORTED = {
    "pl": ["Lis", "Lubin", "Łada", "Mazur", "Sowa", "Ślusarz", "Zając", "Źrebiec", "Żak"],
    "de": ["Ohler", "Öhler", "Strasser", "Straßer", "Uexküll", "Ülker", "Ulrich", "Zimmer"],
    "ru": ["Ежов", "Ёлкин", "Елкина", "Иванов", "Йорданов", "Шукин", "Щукин", "Яковлев"],
    "cs": ["Cibulka", "Čech", "Hora", "Chalupa", "Iva"],
}


@pytest.mark.parametrize("language", NAMES)
def test_names_stand_in_the_order_of_the_language_of_the_list(language: str):
    """Ł is a letter of its own in Polish, Ü is none in German (DIN 5007-1), Ё is Е in Russian; Czech Ch follows H."""
    works = [work(name, name) for name in NAMES[language]]
    assert keys_in_order(works, locale=language, order="latin-first") == SORTED[language]


TWO_ALPHABETS = [work(name, name) for name in ("Петров", "Otten", "Balint", "Винокур", "Παππάς", "Zimmer")]


@pytest.mark.parametrize(
    ("locale", "order", "expected"),
    [
        ("ru", None, "Винокур Петров Balint Otten Zimmer Παππάς"),
        ("uk", None, "Винокур Петров Balint Otten Zimmer Παππάς"),
        ("en", None, "Balint Otten Zimmer Винокур Петров Παππάς"),
        ("ru", "latin-first", "Balint Otten Zimmer Винокур Петров Παππάς"),
        ("en", "cyrillic-first", "Винокур Петров Balint Otten Zimmer Παππάς"),
        ("ru", "one-alphabet", "Balint Otten Петров Винокур Zimmer Παππάς"),
    ],
)
def test_which_alphabet_leads(locale: str, order: str | None, expected: str):
    """Russian lists have Cyrillic entries first; as one alphabet, Винокур stands where Vinokur would."""
    assert keys_in_order(TWO_ALPHABETS, "dgps", locale=locale, order=order, twins=True) == expected.split()


def test_an_edited_book_stands_under_its_editor_where_the_style_begins_with_it():
    """APA begins such an entry with 'Otten, H. (Ed.)'; an article by nobody stands under its title."""
    editor = (Name(family="Otten", given="H."),)
    book = work("book", type="book", editors=editor, publisher="Springer", container=None, pages=None)
    works = [work("z", "Zimmer"), book, work("a", "Adler"), work("n", None, title="Notes of n"), work("p", "Peters")]
    assert keys_in_order(works) == ["a", "n", "book", "p", "z"]


def test_a_style_without_titles_is_sorted_by_author_all_the_same():
    """Journals of chemistry save the line."""
    works = [work("z", "Adler", volume="2"), work("a", "Zimmer", volume="1")]
    assert ["Adler" in line for line in lines(works, "elsevier-without-titles", sort="author")] == [True, False]


def test_signs_before_a_title_dont_count():
    """'[Group work]' and '«Group work»' are found under G."""
    titles = ("[Group work] of b", "«Groups» of c", "Fire of a", "Health of d")
    works = [work(title[-1], None, title=title) for title in titles]
    assert keys_in_order(works, "vancouver", sort="author") == ["a", "b", "c", "d"]


def test_within_one_author_years_count_and_then_titles():
    """An author's works are read as they appeared; those with co-authors follow those alone."""
    both = (Name(family="Otten", given="A. B."), Name(family="Adler", given="C."))
    works = [
        work("d", authors=both, year=1990),
        work("c", "Otten", year=2004, title="B of c"),
        work("a", "Otten", year=1999),
        work("b", "Otten", year=2004, title="A of b"),
    ]
    for style in ("apa", "vancouver"):
        assert keys_in_order(works, style, sort="author") == ["a", "b", "c", "d"]


def test_by_year_those_without_one_come_last():
    """Nobody knows where else."""
    works = [work("b", "Adler", year=2001), work("c", "Zimmer", year=None), work("a", "Otten", year=1960)]
    assert keys_in_order(works, sort="year") == ["a", "b", "c"]


def test_by_key():
    """The order of BibTeX's exports, in which capitals don't count."""
    works = [work("b2", "Adler"), work("A1", "Zimmer"), work("c3", "Otten")]
    assert keys_in_order(works, sort="key") == ["A1", "b2", "c3"]


def test_a_style_that_numbers_by_citation_keeps_the_order_it_is_handed():
    """Vancouver's number 1 is what the text cites first."""
    works = [work("b", "Zimmer"), work("a", "Adler")]
    assert keys_in_order(works, "vancouver") == ["b", "a"]
    assert keys_in_order(works, "vancouver", sort="author") == ["a", "b"]


@pytest.mark.parametrize(("style", "expected"), [("mla", "roy vermeer zimmer"), ("harvard", "roy vermeer zimmer")])
def test_a_name_that_begins_with_a_capital_particle_stands_as_it_is_written(style: str, expected: str):
    """'Van Roy' is a family name; where a style keeps particles, 'van Vermeer' stands under V too."""
    works = [work("vermeer", "Vermeer"), work("roy", "Van Roy"), work("zimmer", "Zimmer")]
    assert keys_in_order(works, style) == expected.split()


def test_where_particles_dont_count_a_name_is_found_behind_them():
    """Chicago has 'van Gogh' under G; APA has him under V."""
    works = [work("h", "Hals"), work("g", "van Gogh"), work("a", "Adler")]
    assert keys_in_order(works, "apa") == ["a", "h", "g"]
    assert keys_in_order(works, "harvard") == ["a", "g", "h"]
