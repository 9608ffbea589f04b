"""Pasted reference lists: GOST, Vancouver, APA, Springer, HAL and what people write between them."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats import references
from pipeline.model import NAME_FORMS, RECORD_TYPES, SOURCE_FIELDS, Found, Reject, Unread

FIXTURES = Path(__file__).parent / "fixtures"
GOST = (FIXTURES / "references_gost.txt").read_bytes().decode("utf-8")
MIXED = (FIXTURES / "references_mixed.txt").read_bytes().decode("utf-8")


def segments(text: str) -> list[Found | Reject | Unread]:
    found = list(references.read(StringIO(text, newline="")))
    assert "".join(segment.raw for segment in found) == text
    return found


def only(reference: str) -> Found:
    (found,) = segments(reference)
    assert isinstance(found, Found)
    assert set(found.fields) <= set(SOURCE_FIELDS)
    return found


def fields(reference: str) -> dict[str, list[str]]:
    return dict(only(reference).fields)


def joined(reference: str, names: dict[str, str | None]) -> dict[str, str | None]:
    """The wanted fields as one text each, with the style among them."""
    found = only(reference)
    told = {**found.fields, "style": found.extra["style"]}
    return {name: "|".join(told[name]) if name in told else None for name in names}


IN_GOST = [
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
        {"title": "Название", "url": "http://a.ru/b.php", "year": "2012", "issue": "1", "accessed": "12.03.2014"},
    ),
    (
        "Балинт М. Врач, его пациент и болезнь / пер. с англ. Р. Р. Роу. М.: Наука, 2001. 300 с.",
        {"title": "Врач, его пациент и болезнь", "translators": "Роу, Р. Р.", "authors": "Балинт М."},
    ),
    (
        "Психология труда / под ред. А. А. Иванова. М.: Наука, 2001. 300 с.",
        {"title": "Психология труда", "editors": "А. А. Иванов", "authors": None, "publisher": "Наука"},
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
        "Карвасарский Б.Д. Психотерапия. — СПб.: Питер; 2002. — 672 с.",
        {"title": "Психотерапия", "place": "СПб.", "publisher": "Питер", "year": "2002", "type": "book"},
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


IN_WESTERN_STYLES: list[tuple[str, dict[str, str | None]]] = [
    (
        "Kelm Z, Womer J, Walter JK, Feudtner C. Interventions to cultivate physician empathy: a systematic review. "
        "BMC Med Educ. 2014;14:219.",
        {"style": "vancouver", "authors": "Kelm Z|Womer J|Walter JK|Feudtner C", "name_form": "family-initials"}
        | {"title": "Interventions to cultivate physician empathy: a systematic review", "container": "BMC Med Educ"}
        | {"year": "2014", "volume": "14", "issue": None, "pages": "219", "type": "article", "language": "en"},
    ),
    (
        "Del Canale S, Louis DZ, Maio V, et al. The relationship between empathy and outcomes. Acad Med. "
        "2012 Sep;87(9):1243–9. PMID: 22836852. doi: 10.1097/ACM.0b013e3182628fbf",
        {"authors": "Del Canale S|Louis DZ|Maio V|et al.", "year": "2012", "volume": "87", "issue": "9"}
        | {"pages": "1243–9", "pmid": "22836852", "doi": "10.1097/ACM.0b013e3182628fbf", "container": "Acad Med"},
    ),
    (
        "Balint, M., Balint, E. Psychotherapeutic techniques in medicine. London: Tavistock; 1961.",
        {"style": "vancouver", "authors": "Balint, M.|Balint, E.", "place": "London", "publisher": "Tavistock"}
        | {"title": "Psychotherapeutic techniques in medicine", "container": None, "year": "1961", "type": "book"},
    ),
    (
        "Kjeldmand, D., & Holmström, I. (2010). Difficulties in Balint groups. British Journal of General Practice, "
        "60(580), 808–814. https://doi.org/10.3399/bjgp10X532585",
        {"style": "apa", "authors": "Kjeldmand, D.|Holmström, I.", "name_form": "family-comma-given", "year": "2010"}
        | {"title": "Difficulties in Balint groups", "container": "British Journal of General Practice"}
        | {"volume": "60", "issue": "580", "pages": "808–814", "doi": "10.3399/bjgp10X532585"},
    ),
    (
        "Balint M (1965) The doctor's therapeutic function. The Lancet I, 1177–1180",
        {"style": "springer", "container": "The Lancet", "volume": "I", "pages": "1177–1180", "year": "1965"},
    ),
    (
        "Sekeres MA, Lynch TJ Jr (2003)The impact of an awareness group. J Clin Oncol 21:3676–3682",
        {"style": "springer", "authors": "Sekeres MA|Lynch TJ Jr", "title": "The impact of an awareness group"}
        | {"container": "J Clin Oncol", "volume": "21", "pages": "3676–3682", "year": "2003"},
    ),
    (
        "L. M. Bellini and J. A. Shea, Mood change persists, Acad Med, vol.80, issue.2, pp.164-171, 2005.",
        {"style": "hal", "authors": "L. M. Bellini|J. A. Shea", "name_form": "given-family", "year": "2005"}
        | {"title": "Mood change persists", "container": "Acad Med", "volume": "80", "issue": "2", "pages": "164-171"},
    ),
    (
        "Liu, Which future for doctors?, Lancet, № 382, с. 937 https://doi.org/10.1016/S0140-6736(13)61929-7",
        {"style": "crossref_short", "authors": "Liu", "title": "Which future for doctors?", "volume": "382"}
        | {"issue": None, "pages": "937", "doi": "10.1016/S0140-6736(13)61929-7", "language": "en"},
    ),
    (
        "Brown, Joan, and Mary Green. “Listening.” Journal of Medicine 27, no. 1 (1994): 85-103.",
        {"style": "chicago", "authors": "Brown, Joan|Mary Green", "title": "Listening", "volume": "27", "issue": "1"}
        | {"container": "Journal of Medicine", "pages": "85-103", "year": "1994"},
    ),
    (
        "[7] J. A. Smith and B. Jones, “On groups,” Proc. Conf. Medicine, vol. 3, no. 2, pp. 10–18, 1999.",
        {"style": "ieee", "title": "On groups", "container": "Proc. Conf. Medicine", "volume": "3", "issue": "2"},
    ),
    (
        "Slobin, D. (1981). Groups. In W. Deutsch (Ed.), The construction of groups (pp. 185–199). London: "
        "Academic Press.",
        {"title": "Groups", "container": "The construction of groups", "editors": "W. Deutsch", "pages": "185–199"}
        | {"place": "London", "publisher": "Academic Press", "type": "chapter", "year": "1981"},
    ),
    (
        "Kutter, Peter: Balint-Gruppen. In: Strauß, B.; Eckert, J. (Hrsg.): Handbuch der Gruppentherapie. Bd. 3. "
        "Göttingen: Hogrefe 2002, S. 112-120.",
        {"title": "Balint-Gruppen", "editors": "Strauß, B.|Eckert, J.", "container": "Handbuch der Gruppentherapie"}
        | {"volume": "3", "pages": "112-120", "publisher": "Hogrefe", "type": "chapter", "language": "de"},
    ),
    (
        "Rosin U. Der Arzt und sein Patient. Psychother Psych Med 45: 12-18, 1995.",
        {"container": "Psychother Psych Med", "volume": "45", "pages": "12-18", "year": "1995", "language": "de"},
    ),
    (
        "Rosin U. Konzeption und Ergebnisse. Der Nervenarzt, 1998.",
        {"title": "Konzeption und Ergebnisse", "container": "Der Nervenarzt", "year": "1998"},
    ),
    (
        "Dörner K (2002) Der gute Arzt. Lehrbuch der Grundhaltung. Schattauer, Stuttgart, S 44–51",
        {"title": "Der gute Arzt. Lehrbuch der Grundhaltung", "container": None, "pages": "44–51", "language": "de"},
    ),
    (
        "Häfner S Hrsg Die Balintgruppe: praktische Anleitung; im Auftrag der Gesellschaft. Köln: Ärzte-Verlag; 2007",
        {"editors": "Häfner S", "title": "Die Balintgruppe: praktische Anleitung", "authors": None, "type": "book"},
    ),
    (
        "Wilk B., Kowalska A.: Grupy Balinta w praktyce lekarza. Przegl. Lek. 2010, 67, 5, 345-349.",
        {"container": "Przegl. Lek", "volume": "67", "issue": "5", "pages": "345-349", "language": "pl"},
    ),
    (
        "Guyard H. Les groupes Balint en France. Rev Prat. 1998;48(12):1340-4.",
        {"container": "Rev Prat", "volume": "48", "issue": "12", "language": "fr"},
    ),
    (
        "Захаров А.А., Иванова Б.Б. (2010). Балинтовские группы. Психологический журнал, 31(2), 45–52.",
        {"authors": "Захаров А.А.|Иванова Б.Б.", "title": "Балинтовские группы", "volume": "31", "language": "ru"},
    ),
    (
        "Kjeldmand D. The doctor, the task and the group [dissertation]. Uppsala: Uppsala University; 2006.",
        {"type": "thesis", "place": "Uppsala", "publisher": "Uppsala University", "year": "2006"}
        | {"title": "The doctor, the task and the group"},
    ),
    (
        "World Health Organization. (2019). Burn-out. Geneva: WHO.",
        {"style": "apa", "group_authors": "World Health Organization", "authors": None, "publisher": "WHO"},
    ),
    (
        "Smith, J. A., & Doe, B. (in press). Empathy in physicians. Patient Education and Counseling. "
        "https://doi.org/10.1016/j.pec.2019.01.001",
        {
            "style": "apa",
            "year": None,
            "title": "Empathy in physicians",
            "container": "Patient Education and Counseling",
        },
    ),
    (
        "Zhang Y, Li W. Empathy of doctors[J]. Chinese Journal of Medicine, 2015, 5(8): 89-92.",
        {"title": "Empathy of doctors", "container": "Chinese Journal of Medicine", "volume": "5", "issue": "8"},
    ),
    (
        "Карвасарский Б.Д. Психотерапия. СПб.: Питер; 2002. 672 с.",
        {"style": "vancouver", "authors": "Карвасарский Б.Д.", "title": "Психотерапия", "place": "СПб."}
        | {"publisher": "Питер", "year": "2002", "type": "book", "language": "ru", "pages": None},
    ),
    (
        "Исурина ГЛ, Карвасарский БД. Групповая психотерапия: теория. М.: Медицина; 1990. 384 с.",
        {"authors": "Исурина ГЛ|Карвасарский БД", "title": "Групповая психотерапия: теория", "place": "М."}
        | {"publisher": "Медицина", "year": "1990"},
    ),
    (
        "Иванов И.И. Врач. Больной. Н. Новгород: НГМА; 2007. 72 с.",
        {"title": "Врач. Больной", "place": "Н. Новгород", "publisher": "НГМА", "year": "2007"},
    ),
    (
        "Salinsky J, Sackin P. What are you feeling, doctor? Abingdon: Radcliffe; 2000. 170 p.",
        {"style": "vancouver", "authors": "Salinsky J|Sackin P", "place": "Abingdon", "publisher": "Radcliffe"}
        | {"year": "2000", "pages": None},
    ),
    (
        "The Balint Movement in America, Johnson, A., 2001 Fam Med (33(3):174-7)",
        {"title": "The Balint Movement in America", "authors": "Johnson, A.", "year": "2001", "container": "Fam Med"}
        | {"volume": "33", "issue": "3", "pages": "174-7", "style": "other"},
    ),
]


@pytest.mark.parametrize(("reference", "expected"), IN_GOST, ids=[text[:30] for text, _ in IN_GOST])
def test_a_gost_reference_gives_what_its_marks_say(reference: str, expected: dict[str, str | None]):
    """One row a form seen in real lists; None where a mark must not be mistaken ('1104 с.' is no page)."""
    assert joined(reference, expected) == expected


def test_googles_gost_is_a_style_of_its_own():
    """It glues '//' to the journal and writes Russian marks into English references."""
    glued = "Moreno M. et al. Manufacturing //Procedia CIRP. – 2017. – Т. 63. – С. 686-691."
    assert [only(text).extra["style"] for text in (glued, IN_GOST[0][0])] == [["gost_scholar"], ["gost"]]


@pytest.mark.parametrize(("reference", "expected"), IN_WESTERN_STYLES, ids=[t[:30] for t, _ in IN_WESTERN_STYLES])
def test_a_reference_is_read_from_both_ends(reference: str, expected: dict[str, str | None]):
    """People from the front, numbers from the back; title and journal are what is between."""
    assert joined(reference, expected) == expected


def test_the_last_mark_of_the_people_is_not_the_last_initial():
    """'Hildebrand, P. A study of doctors': 'A' begins the title, it is no initial."""
    found = fields("Gosling, R., Hildebrand, P. A study of doctors. London: Tavistock; 1966.")
    assert found["authors"] == ["Gosling, R.", "Hildebrand, P."]
    assert found["title"] == ["A study of doctors"]


@pytest.mark.parametrize(
    ("reference", "volume", "issue", "pages"),
    [
        ("A title here. Some Journal 45: 12-18, 1995.", "45", None, "12-18"),
        ("A title here. Some Journal. 1995. 115(6): p. 515-24.", "115", "6", "515-24"),
        ("A title here. Some Journal 1997, 36, 14030–14036.", "36", None, "14030–14036"),
        ("A title here. Some Journal 64 (1988), pp. 433-40.", "64", None, "433-40"),
        ("A title here. Some Journal, 33(9), 2001, pp. 672-677.", "33", "9", "672-677"),
        ("A title here. Some Journal, Vol. 82, No. 3, 1987, pp. 737–793.", "82", "3", "737–793"),
        ("A title here. Some Journal, 14 206-214, 1981.", "14", None, "206-214"),
        ("A title here. Some Journal, 2016(3): 12-15.", None, "3", "12-15"),
        ("A title here. Some Journal, 259(7):1673–1719, 2010.", "259", "7", "1673–1719"),
        ("A title here. Some Journal, n°126, juin 2015, p. 52-63.", None, "126", "52-63"),
        ("A title here, 1990-2000. Some Journal 2001;33(9):672-7.", "33", "9", "672-7"),
    ],
)
def test_numbers_are_told_in_every_order(reference: str, volume: str | None, issue: str | None, pages: str):
    """The years in a title and the years that look like pages are no volume."""
    found = fields(f"Smith J. {reference}")
    told = tuple(found.get(name, [None])[0] for name in ("volume", "issue", "pages"))
    assert told == (volume, issue, pages)
    assert found["container"] == ["Some Journal"]


def test_a_shortened_word_ends_no_title():
    """'Am. J. Anat.' has three full stops, and none of them parts title and journal."""
    found = fields("Montesano, R. (1979). Distribution of complexes. Am. J. Anat. 156, 139–145.")
    assert (found["title"], found["container"]) == (["Distribution of complexes"], ["Am. J. Anat"])


def test_a_title_keeps_its_own_colon():
    """'Banking: Brazil' is no place with its publisher."""
    found = fields("Triner, Gail D. Banking and Development: Brazil, 1889–1930. New York: Palgrave, 2000.")
    assert found["title"] == ["Banking and Development: Brazil, 1889–1930"]
    assert (found["place"], found["publisher"], found["year"]) == (["New York"], ["Palgrave"], ["2000"])


def test_the_town_of_a_meeting_is_not_its_name():
    found = fields("Singh J, Hennessy J. A study. In Proceedings of the Symposium on Groups, Tokyo, Japan, April 1991.")
    assert found["container"] == ["Proceedings of the Symposium on Groups"]
    assert found["type"] == ["conference-paper"]


def test_a_dash_for_the_authors_before_is_said():
    """In a bibliography sorted by author the dash repeats them; who they are, the reference does not say."""
    found = only("———. Experiencing the Past. London: Routledge, 1992.")
    assert found.extra["authors_as_before"] == ["———"]
    assert any("reference before" in warning for warning in found.warnings)
    assert "authors" not in found.fields


def test_a_doi_may_stand_without_a_blank_before_it():
    assert fields("Salinsky J. Balint. J Balint Soc. 2003;31:5–9.doi:10.1000/xyz.1")["doi"] == ["10.1000/xyz.1"]


def test_a_cut_that_is_often_wrong_is_said():
    """A title with a full stop within may hold its journal; a name alone before the year may be one."""
    told = only("Smith J. A view of groups. Phaidra, 1999.").warnings
    assert told == ("the publisher may be a journal",)
    sure = only("Smith J, Doe A. Groups and doctors. Lancet. 1999;12(3):4-5.")
    assert sure.warnings == ()


def test_people_without_a_title_are_read_but_doubted():
    found = only("Захарченко М.П., Петров В.В. Журнал. 2010. Т. 5. С. 3-4.")
    assert found.fields["authors"] == ["Захарченко М.П.", "Петров В.В."]
    (bare,) = segments("Захарченко М.П., Петров В.В.")
    assert isinstance(bare, Found)
    assert "no title was found" in bare.warnings


@pytest.mark.parametrize(("reference", "expected"), UNKNOWN_IMPRINTS, ids=[text[:30] for text, _ in UNKNOWN_IMPRINTS])
def test_a_book_from_nobody_knows_where_is_read(reference: str, expected: dict[str, str | None]):
    """'[S. l.]' and '[Б. м.]' say that the place is unknown: no place, no page 'l', and still a book beyond doubt."""
    found = only(reference)
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
    found = segments(GOST)
    assert [(type(s), s.line) for s in found] == [
        (Unread, 1),
        (Found, 2),
        (Found, 3),
        (Found, 5),
        (Found, 6),
        (Reject, 7),
    ]
    assert references.sniff(GOST) == 2


def test_blank_lines_part_references_that_run_over_lines():
    one, two = "Иванов И. И. Длинное\nназвание // Журнал.\n2019. Т. 5.\n", "Петров П. П. Другое\nназвание. 2020.\n"
    parted = one + "\n" + two
    found = [s for s in segments(parted) if isinstance(s, Found)]
    assert [s.fields["title"] for s in found] == [["Длинное название"], ["Другое название"]]


def test_without_numbers_and_blank_lines_each_line_is_a_reference():
    assert len(segments("\n".join(text for text, _ in IN_GOST))) == len(IN_GOST)


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
        "PT\tAU\tTI\nJ\tSmith, J\tGroups. Lancet. 2001;12:3-4\n",
        "Balint groups began in London. In 1957 Balint published a book (Pitman).\n\nSmith (2001) found that doctors\n"
        "liked them. See also Johnson et al. 2001; 33: 12.\n",
        "Smith J. said in 2001 that groups help.\nJones K. and Brown L. agreed, in 2004, with some of it.\n",
    ],
)
def test_other_texts_are_not_taken_for_a_list(text: str):
    assert references.sniff(text) == 0


def test_a_list_in_any_style_is_known_and_read():
    """Headings and blank lines are between; what has no mark is refused."""
    assert references.sniff(MIXED) == 2
    found = segments(MIXED)
    assert [type(s).__name__ for s in found if not s.raw.isspace()] == ["Unread", *["Found"] * 5, "Reject"]
    styles = [s.extra["style"][0] for s in found if isinstance(s, Found)]
    assert styles == ["vancouver", "apa", "springer", "gost", "hal"]
    assert [s.line for s in found if isinstance(s, Found)] == [3, 6, 9, 11, 13]


@pytest.mark.parametrize("count", ["{}. ", "[{}] ", "({}) ", "{}) "])
def test_numbers_part_a_list_and_belong_to_no_reference(count: str):
    lines = ["Smith J. Groups in\n  practice. Lancet. 2001;12:3-4.\n", "Jones K. Doctors. BMJ. 2002;13:5-6.\n"]
    found = segments("".join(count.format(n) + line for n, line in enumerate(lines, 1)))
    assert [s.fields["title"] for s in found if isinstance(s, Found)] == [["Groups in practice"], ["Doctors"]]
    assert [s.line for s in found] == [1, 3]


def test_a_list_with_few_numbers_is_a_line_each():
    """Pasted from several places: numbers here and there join no references that begin like one."""
    lines = ["[1] Smith J. Groups. Lancet. 2001;12:3-4.", "Jones K. Doctors. BMJ. 2002;13:5-6."]
    lines += ["Brown L. Patients. JAMA. 2003;14:7-8.", "[7] White M. Nurses. BMJ. 2004;15:9-10."]
    assert [s.line for s in segments("\n".join(lines)) if isinstance(s, Found)] == [1, 2, 3, 4]


BOOKS = [
    "Кулаков С.А. Супервизия в психотерапии: учебное пособие. — СПб., 2016. – 300 с.",
    "Карвасарский Б.Д. Психотерапия. — СПб.: Питер, 2002. — 672 с.",
    "Карвасарский Б.Д. Психотерапия. СПб.: Питер; 2002. 672 с.",
    "Психология труда / под ред. А. А. Иванова. М.: Наука, 2001. 300 с.",
    "Смирнов И. И. Балинтовские группы : дис. ... канд. мед. наук. – СПб., 2003. – 180 с.",
    "Otten H. Professionelle Beziehungen. Berlin: Springer; 2012",
    "Luban-Plozza B. Praxis der Balint-Gruppen. München: Lehmanns, 1974. 210 S.",
    "Salinsky J, Sackin P. What are you feeling, doctor? Abingdon: Radcliffe; 2000. 170 pp.",
    "Six minutes for the patient. London: Tavistock; 1973.",
]


@pytest.mark.parametrize("book", BOOKS)
def test_a_book_is_a_reference_beyond_doubt(book: str):
    """Town, publisher and year, or town, year and how thick it is: no journal, no numbers, and often no people."""
    assert references.sniff(book) == 1


def test_a_list_of_books_is_a_list_of_references():
    assert references.sniff("\n".join(BOOKS)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "We met in Berlin: Springer had moved there, and in 2012 it had 300 pages to print.\n",
        "Dear Anna,\nthe seminar moved. London: see below. It began in 1957, with 12 doctors.\nYours, M.\n",
        "# Changes\n\n## 2.1 (2012)\n\n- Berlin: new data, 2012.\n- Paris: new data, 2013.\n",
        "В 2002 г. мы переехали. Москва: новый адрес. На стр. 672 об этом сказано.\n",
    ],
)
def test_a_town_with_a_colon_makes_no_book(text: str):
    assert references.sniff(text) == 0


HEADED = """Источники на русском языке

{0}
{1}

Иностранные источники

{5}
Books
{6}
Monographs:
{7}
Статьи в журналах
Винокур В.А. Балинтовские группы // Вестник МАПО. – 2002. – Т. XI, № 5(41). – C. 12–15.
""".format(*BOOKS)


def test_headings_within_a_list_are_no_records():
    """They part languages or kinds; a person sees them, and no count of records has them."""
    found = segments(HEADED)
    headings = [s.raw.strip() for s in found if isinstance(s, Unread) and not s.expected]
    assert headings == [
        *("Источники на русском языке", "Иностранные источники", "Books", "Monographs:", "Статьи в журналах"),
    ]
    assert sum(isinstance(s, Found) for s in found) == 6
    assert not any(isinstance(s, Reject) for s in found)
    assert references.sniff(HEADED) == 2


def test_a_short_line_is_a_heading_only_before_a_reference():
    """'Общая психология' parts a list; behind the last reference, and among lines alike, it may be a lost title."""
    headed = segments(f"Общая психология\n{BOOKS[0]}\nОбщая психология\n")
    assert [type(s) for s in headed] == [Unread, Found, Reject]
    assert [type(s) for s in segments("Общая психология\nЛичность и группа\n")] == [Reject, Reject]


def test_a_heading_is_no_part_of_the_numbered_reference_above():
    found = segments(f"Книги\n1. {BOOKS[1]}\n2. {BOOKS[0]}\nЭлектронные ресурсы\n3. {BOOKS[2]}\n")
    assert [type(s) for s in found] == [Unread, Found, Found, Unread, Found]


def test_the_last_word_of_a_title_is_no_heading():
    """A line broken before 'literature.' begins with a word that may head a list, but with a small letter."""
    first = "Smith J. Groups in the medical\nliterature.\nLancet. 2001;12:3-4.\n"
    found = segments(f"{first}\nJones K. Groups of nurses\nand patients. Lancet. 2002;12:5-6.\n")
    titles = [s.fields["title"] for s in found if isinstance(s, Found)]
    assert titles == [["Groups in the medical literature"], ["Groups of nurses and patients"]]


@pytest.mark.parametrize("last", ["Karnac Books", "Karnac Books."])
def test_the_name_of_a_publisher_is_no_heading(last: str):
    """'… London: / Karnac Books' is broken before two words that may head a list."""
    first = f"Balint M. (2004) The doctor, his\npatient and the illness. London:\n{last}\n"
    found = [s for s in segments(f"{first}\n{first}") if not s.raw.isspace()]
    assert [s.fields["publisher"] for s in found if isinstance(s, Found)] == [["Karnac Books"]] * 2
    assert len(found) == 2


LETTER = """Dear colleague,

please find below the references that we spoke of.

1. Balint M. The doctor, his patient and the illness. Lancet. 1955;265(6866):683-8.
2. Kjeldmand D, Holmström I. Balint groups. Ann Fam Med. 2008;6(2):138-45.
"""


@pytest.mark.parametrize("closing", ["\nBest wishes, Anna\n", "Best wishes,\nAnna Müller\n", "\nС уважением,\nП. Ли\n"])
def test_a_letter_around_a_numbered_list_is_no_record(closing: str):
    """Two numbers that follow each other show what a reference is, whatever blank lines the letter has."""
    found = segments(LETTER + closing)
    references_found = [s for s in found if isinstance(s, Found)]
    assert [s.fields["pages"] for s in references_found] == [["683-8"], ["138-45"]]
    assert [s.line for s in references_found] == [5, 6]
    letter = [s.raw.split()[0] for s in found if isinstance(s, Unread) and not s.expected]
    assert letter == ["Dear", "please", closing.split()[0]]
    assert not any(isinstance(s, Reject) for s in found)


def test_a_broken_title_closes_no_letter():
    """'… which he / regards as …': a closing begins with a capital."""
    found = segments(
        "1. Smith J. The groups which he\nregards as a drug. Lancet. 2001.\n2. Lee K. A note. BMJ. 2002.\n"
    )
    assert [s.line for s in found] == [1, 3]
    again = segments("1. Smith J. The groups he\nregards as\na drug. Lancet. 2001.\n2. Lee K. A note. BMJ. 2002.\n")
    assert [s.line for s in again] == [1, 4]


def test_a_number_without_a_reference_is_refused_also_in_a_letter():
    """What the sender counted is a record that a person must look at."""
    found = segments(LETTER + "3. the one that you know\n\nBest wishes, Anna\n")
    assert [s.raw[:2] for s in found if isinstance(s, Reject)] == ["3."]


def test_a_name_behind_a_comma_is_no_mark():
    (reject,) = segments("Best wishes, Anna")
    assert isinstance(reject, Reject)


WORDS = (FIXTURES / "references_mixed.txt").read_text(encoding="utf-8").split()
MARKS = ("и др.", "//", " / ", "[S. l.]", "http://a.b", "“", "”", "«", "In:", "London: Press", "Bd. 3", "(Hrsg.)", "\n")
PIECES = st.sampled_from([*WORDS, *MARKS])


@given(st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=25).map(" ".join), st.lists(PIECES).map("".join)))
def test_any_text_is_accounted_for(text: str):
    """Found, refused or unread: the segments joined are the text, and nothing is raised."""
    for segment in segments(text):
        if isinstance(segment, Found):
            assert set(segment.fields) <= set(SOURCE_FIELDS)
            assert all(value for values in segment.fields.values() for value in values)
            assert segment.fields["type"][0] in RECORD_TYPES
            assert segment.fields.get("name_form", ["free"])[0] in NAME_FORMS
    assert 0 <= references.sniff(text) <= 2


def test_a_thesis_keeps_what_it_is():
    """A GOST list prints it whole (7.0.5): for which degree, in which science."""
    fields = only("Мохаммед А. А. Методы: дис. ... канд. техн. наук. М., 2017. 128 с.").fields
    assert fields["publication_types"] == ["дис. ... канд. техн. наук"]
