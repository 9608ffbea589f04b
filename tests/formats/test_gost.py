"""Reference lists in GOST style: Russian, English, German; from manuscripts, eLibrary and Google Scholar."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import gost
from pipeline.model import SOURCE_FIELDS, Found, Reject, Unread

TEXT = (Path(__file__).parent / "fixtures" / "references_gost.txt").read_bytes().decode("utf-8")


def segments(text: str) -> list[Found | Reject | Unread]:
    found = list(gost.read(StringIO(text, newline="")))
    assert "".join(segment.raw for segment in found) == text
    return found


def fields(reference: str) -> dict[str, list[str]]:
    (found,) = segments(reference)
    assert isinstance(found, Found)
    assert set(found.fields) <= set(SOURCE_FIELDS)
    return dict(found.fields)


REFERENCES = [
    (
        "Иванов И. И., Петров П. П. Название // Журнал. 2019. Т. 5, № 2. С. 10–15. doi: 10.1000/abc.1",
        {"authors": "Иванов И. И.|Петров П. П.", "title": "Название", "container": "Журнал", "year": "2019"}
        | {"volume": "5", "issue": "2", "pages": "10–15", "doi": "10.1000/abc.1", "type": "article", "language": "ru"}
        | {"name_form": "family-initials"},
    ),
    (
        "Иванов, И. И. Название / И. И. Иванов, П. П. Петров. – Текст : непосредственный // Вестник. Серия 1: "
        "Медицина. – 2020. – № 2(35). – С. 25-36. – EDN ABCDEF.",
        {"authors": "И. И. Иванов|П. П. Петров", "name_form": "given-family", "title": "Название", "year": "2020"}
        | {"container": "Вестник. Серия 1: Медицина", "issue": "2(35)", "pages": "25-36"},
    ),
    (
        "Bakar N. A., Rosbi S. A case study: one //Journal of Physics: Conference Series. – 2018. – Т. 4. – №. 12. "
        "– С. 40-51.",
        {"authors": "Bakar N. A.|Rosbi S.", "title": "A case study: one", "year": "2018", "volume": "4", "issue": "12"}
        | {"container": "Journal of Physics: Conference Series", "pages": "40-51", "language": "en"},
    ),
    (
        "Rosin U. Balint-Gruppen: Konzeption und Ergebnisse // Psychotherapeut. 1989. Bd. 20, H. 3. S. 36–43.",
        {"volume": "20", "issue": "3", "pages": "36–43", "language": "de", "year": "1989"},
    ),
    (
        "Филатова Т.В. Применение сетей // Вестник университета. – 2004. – №284. – C. 121–125.",
        {"issue": "284", "pages": "121–125", "year": "2004"},
    ),
    (
        "Пряжников Н.С., Ожогова Е.Г. Выгорание// Вестник университета.- 2014.- №4 -с.33-43.",
        {"container": "Вестник университета", "year": "2014", "issue": "4", "pages": "33-43"},
    ),
    (
        "Хайкин С. Нейронные сети. Полный курс. – М.: Издательский дом «Вильямс». – 2006. – 1104 с.",
        {"title": "Нейронные сети. Полный курс", "place": "М.", "publisher": "Издательский дом «Вильямс»"}
        | {"year": "2006", "type": "book", "pages": None},
    ),
    (
        "Balint M. Der Arzt, sein Patient und die Krankheit. Stuttgart: Klett, 1957. 491 S.",
        {"title": "Der Arzt, sein Patient und die Krankheit", "place": "Stuttgart", "publisher": "Klett"}
        | {"year": "1957", "language": "de", "pages": None},
    ),
    (
        "Иванов И. И. Название работы : автореф. дис. ... канд. мед. наук. М., 2003. 24 с.",
        {"title": "Название работы", "type": "thesis", "place": "М.", "year": "2003"},
    ),
    (
        "Федотов А. Д. Разработка модуля: дис. – Южно-Уральский государственный университет. – 2016.",
        {"title": "Разработка модуля", "type": "thesis", "year": "2016"}
        | {"publisher": "Южно-Уральский государственный университет"},
    ),
    (
        "Петров П. П. Название [Электронный ресурс] // Психология. 2012. № 1. URL: http://a.ru/b.php "
        "(дата обращения: 12.03.2014).",
        {"title": "Название", "url": "http://a.ru/b.php", "year": "2012", "issue": "1"},
    ),
    (
        "Психология труда / под ред. А. А. Иванова. М.: Наука, 2001. 300 с.",
        {"title": "Психология труда", "editors": "А. А. Иванова", "authors": None, "publisher": "Наука"},
    ),
    (
        "Сидоров, А. А. Психика : учебник / А. А. Сидоров, Б. Б. Петров ; под ред. В. В. Ли. – 2-е изд. – Москва : "
        "Медицина, 2010. – 320 с. – ISBN 978-5-225-00000-1.",
        {"authors": "А. А. Сидоров|Б. Б. Петров", "editors": "В. В. Ли", "place": "Москва", "edition": "2-е изд."}
        | {"isbn": "978-5-225-00000-1", "type": "book", "year": "2010"},
    ),
    (
        "Балинт М. Врач и болезнь // В кн.: Психосоматика. – Минск : Харвест, 1999. – С. 12–45.",
        {"container": "Психосоматика", "place": "Минск", "publisher": "Харвест", "pages": "12–45", "type": "chapter"},
    ),
    (
        "Moreno M. et al. Manufacturing //Procedia CIRP. – 2017. – Т. 63. – С. 686-691.",
        {"authors": "Moreno M.|et al.", "title": "Manufacturing", "volume": "63"},
    ),
    (
        "Korchagova V.N. Modelling of flows // AIP Conference Proceedings. 2018. Vol. 2027:1. DOI: 10.1063/1.5065323.",
        {"year": "2018", "volume": "2027", "issue": "1", "doi": "10.1063/1.5065323"},
    ),
    (
        "Van Roy K., Vanheule S. Research // Patient Education. 2015;98(6):685-694.",
        {"authors": "Van Roy K.|Vanheule S.", "year": "2015", "volume": "98", "issue": "6", "pages": "685-694"},
    ),
    (
        "Kowalski J. i in. Grupa Balinta: wstęp // Psychoterapia. 2020. T. 194, nr 3. S. 59–68.",
        {"authors": "Kowalski J.|i in.", "title": "Grupa Balinta: wstęp", "language": "pl", "pages": "59–68"},
    ),
    (
        "Wilson J. Groups for the patient. London: Tavistock, [s. a.].",
        {"title": "Groups for the patient", "place": "London", "publisher": "Tavistock", "year": None},
    ),
    (
        "Martin P. Les groupes Balint : une histoire : thèse. Lyon, 2016.",
        {"title": "Les groupes Balint : une histoire", "place": "Lyon", "year": "2016", "type": "thesis"},
    ),
]

UNKNOWN_IMPRINTS = [
    (
        "Balint group training: theory and application / ed. by B. W. Wasilewski, L. Engel. [S. l.]: Psyllabus.",
        {"title": "Balint group training: theory and application", "editors": "B. W. Wasilewski|L. Engel"}
        | {"authors": None, "publisher": "Psyllabus", "year": None, "language": "en"},
    ),
    (
        "Die Balintgruppe: praktische Anleitung für Teilnehmer / hrsg. von S. Häfner. [S. l.]: Deutscher "
        "Ärzte-Verlag, 2007.",
        {"title": "Die Balintgruppe: praktische Anleitung für Teilnehmer", "editors": "S. Häfner", "year": "2007"}
        | {"publisher": "Deutscher Ärzte-Verlag", "language": "de"},
    ),
    (
        "Rosin U. Balint-Gruppen: Konzeption – Forschung – Ergebnisse. [S. l.]: [s. n.].",
        {"authors": "Rosin U.", "title": "Balint-Gruppen: Konzeption – Forschung – Ergebnisse"}
        | {"publisher": None, "year": None},
    ),
    (
        "Смирнов И. И. Балинтовские группы : учебник. – [Б. м.] : [б. и.], 2001. – 120 с.",
        {"authors": "Смирнов И. И.", "title": "Балинтовские группы : учебник", "publisher": None, "year": "2001"},
    ),
    (
        "Смирнов И. И. Балинтовские группы. [Б. м. : б. и.], 1999.",
        {"title": "Балинтовские группы", "publisher": None, "year": "1999"},
    ),
    (
        "Salinsky J. The Balint method. [S. l.]: American Balint Society / Balint Society, 2003.",
        {"title": "The Balint method", "publisher": "American Balint Society / Balint Society", "year": "2003"},
    ),
]


@pytest.mark.parametrize(("reference", "expected"), REFERENCES, ids=[text[:30] for text, _ in REFERENCES])
def test_a_reference_gives_what_its_marks_say(reference: str, expected: dict[str, str | None]):
    """One row a form seen in real lists; None where a mark must not be mistaken ('1104 с.' is no page)."""
    found = fields(reference)
    assert {name: "|".join(found[name]) if name in found else None for name in expected} == expected


@pytest.mark.parametrize(("reference", "expected"), UNKNOWN_IMPRINTS, ids=[text[:30] for text, _ in UNKNOWN_IMPRINTS])
def test_a_book_from_nobody_knows_where_is_read(reference: str, expected: dict[str, str | None]):
    """'[S. l.]' and '[Б. м.]' say that the place is unknown: no place, no page 'l', and still a book beyond doubt."""
    (found,) = segments(reference)
    assert isinstance(found, Found)
    values = {name: "|".join(texts) for name, texts in found.fields.items()}
    assert {name: values.get(name) for name in expected} == expected
    assert values.keys().isdisjoint({"place", "pages", "container"})
    assert values["type"] == "book"
    assert found.extra["place"][0].startswith("[")
    assert not any("mark" in warning for warning in found.warnings)


@pytest.mark.parametrize("more", ["et al.", "[et al.]", ", et al.", "и др.", "[и др.]", ", [и др.].", "u. a.", "i in."])
def test_and_others_ends_the_authors_and_never_begins_the_title(more: str):
    """With or without brackets it says that names are missing; in a title it would make another work."""
    found = fields(f"Johnson A. H.{'' if more.startswith(',') else ' '}{more} Balint groups // Family Medicine. 2001.")
    assert found["title"] == ["Balint groups"]
    assert found["authors"] == ["Johnson A. H.", more.strip(",[]. ") + "."]


def test_a_dash_is_the_titles_own_where_full_stops_part_the_areas():
    """'. М.: Наука' follows a full stop alone, so ' – ' parts no areas in this reference; after '. – ' it does."""
    assert fields("Иванов И. И. Врач – Больной. М.: Наука, 2001.")["title"] == ["Врач – Больной"]
    assert fields("Иванов И. И. Врач – Больной. – 2-е изд. – М.: Наука, 2001.")["title"] == ["Врач"]


def test_a_numbered_list_may_break_its_references_over_lines():
    found = segments(TEXT)
    assert [(type(s), s.line) for s in found] == [
        (Unread, 1),
        (Found, 2),
        (Found, 3),
        (Found, 5),
        (Found, 6),
        (Reject, 7),
    ]
    assert gost.sniff(TEXT) == 2


def test_blank_lines_part_references_that_run_over_lines():
    one, two = "Иванов И. И. Длинное\nназвание // Журнал.\n2019. Т. 5.\n", "Петров П. П. Другое\nназвание. 2020.\n"
    parted = one + "\n" + two
    found = [s for s in segments(parted) if isinstance(s, Found)]
    assert [s.fields["title"] for s in found] == [["Длинное название"], ["Другое название"]]


def test_without_numbers_and_blank_lines_each_line_is_a_reference():
    assert len(segments("\n".join(text for text, _ in REFERENCES))) == len(REFERENCES)


def test_a_reference_with_one_mark_only_is_read_but_doubted():
    (found,) = segments("Захаров А. А. Что-то без года и места")
    assert isinstance(found, Found)
    assert any("check" in warning for warning in found.warnings)


def test_prose_is_refused_with_a_reason():
    (reject,) = segments("Это просто предложение без всяких знаков")
    assert isinstance(reject, Reject)
    assert "no mark of a reference" in reject.reason


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Просто текст. О чём-то.\nИ ещё строка.\nИ ещё.\n",
        "TY  - JOUR\nTI  - a // b\nPY  - 2001\nER  - \n",
        "@article{a, title = {a // b}, year = 2001}\n",
        "Balint M. The doctor. Lancet. 2001;12:3-4.\nSee http://a.b/2001\nhttps://c.d/2002\n",
        "title,year\na // b,2001\nc,2002\nd,2003\ne,2004\n",
    ],
)
def test_other_texts_are_not_taken_for_gost(text: str):
    assert gost.sniff(text) == 0


@given(st.text(alphabet=st.sampled_from("АбвABc12 .,:;/–-№()\n\r\ufeff"), max_size=120))
def test_no_text_loses_a_character(text: str):
    """Found, refused or unread: the segments joined are the text."""
    segments(text)
