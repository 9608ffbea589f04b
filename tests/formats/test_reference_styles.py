"""References in the styles of many countries: who wrote, what the title is, what holds the work."""

from __future__ import annotations

import pytest

from pipeline.formats._reference_list import segment_of
from pipeline.model import Found
from pipeline.references import row_of

JOURNALS = [
    (
        "Rose PW, Smith JT; European Burnout Study Group. Burnout in family doctors. Fam Pract. 2011;28(4):401-9.",
        "Rose PW; Smith JT; European Burnout Study Group|Burnout in family doctors|2011|Fam Pract|28|4|401-409",
    ),
    (
        "Writing Group for the Balint Investigators. Risks and benefits of groups. JAMA. 2002;288(3):321-33.",
        "Writing Group for the Balint Investigators|Risks and benefits of groups|2002|JAMA|288|3|321-333",
    ),
    (
        "Schaufeli, W. B., & De Witte, H. (2020). Burnout assessment. Public Health, 17(24), Article 9495.",
        "Schaufeli WB; De Witte H|Burnout assessment|2020|Public Health|17|24|9495",
    ),
    (
        "NOVÁK, Jan a Eva SVOBODOVÁ, 2015. Balintovské skupiny. Psychiatrie pro praxi. 16(2), 67–70.",
        "Novák J; Svobodová E|Balintovské skupiny|2015|Psychiatrie pro praxi|16|2|67-70",
    ),
    (
        "Guyard (H.), « Les groupes Balint en France », La Revue du praticien, vol. 48, n° 12, 1998, p. 1340-1344.",
        "Guyard H|Les groupes Balint en France|1998|La Revue du praticien|48|12|1340-1344",
    ),
    (
        "SANTOS, B. S. Para além do pensamento. Novos Estudos, São Paulo, n. 79, p. 71-94, 2007.",
        "Santos BS|Para além do pensamento|2007|Novos Estudos||79|71-94",
    ),
    (
        "Bybee, Joan L. 2006. From usage to grammar. Language 82(4). 711–733.",
        "Bybee JL|From usage to grammar|2006|Language|82|4|711-733",
    ),
    (
        "Clark, J.S., 1990, Fire in northwestern Minnesota: Ecological Monographs, v. 60, p. 135-159.",
        "Clark JS|Fire in northwestern Minnesota|1990|Ecological Monographs|60||135-159",
    ),
    (
        "Conry S., Meyer R. Negotiation, IEEE Transactions on Systems, Man, and Cybernetics, 21(6), 1462-1477, 1991.",
        "Conry S; Meyer R|Negotiation|1991|IEEE Transactions on Systems, Man, and Cybernetics|21|6|1462-1477",
    ),
    (
        "Коваленко О. І., Шевчук В. П. Балінтівські групи. Український медичний часопис. 2018. Т. 2, № 4. С. 33–36.",
        "Коваленко ОІ; Шевчук ВП|Балінтівські групи|2018|Український медичний часопис|2|4|33-36",
    ),
    (
        "Ахметова Г.Қ. Дәрігерлердің күйзелісі // Қазақстан медицинасы. – 2019. – № 3. – Б. 45-49.",
        "Ахметова ГҚ|Дәрігерлердің күйзелісі|2019|Қазақстан медицинасы||3|45-49",
    ),
    (
        "Krugman, Paul. “The Conscience of a Liberal.” New York Times, 12 March 2009, A27.",
        "Krugman P|The Conscience of a Liberal|2009|New York Times|||A27",
    ),
]
HELD = [
    (
        "Salinsky J. Under the microscope. In Otten, H. (ed.) The Balint seminar. Berlin: Springer, 2013, pp. 12–25.",
        "Salinsky J|Under the microscope|2013|The Balint seminar|||12-25",
    ),
    (
        "Sutton R. Planning. In Proceedings of the Fifth Conference on Groups, LNCS 523, Springer, pp. 1-9, 1992.",
        "Sutton R|Planning|1992|Proceedings of the Fifth Conference on Groups|||1-9",
    ),
    (
        "Sutton R. Planning. In Proceedings of the Fifth Conference on Groups, Vienna, 4-6 May 1992, pp. 1-9.",
        "Sutton R|Planning|1992|Proceedings of the Fifth Conference on Groups|||1-9",
    ),
    (
        "Odlyzko A. Enumeration. In Handbook of Combinatorics, R. Graham, L. Lovasz, Eds., vol. 2. Elsevier, 1995.",
        "Odlyzko A|Enumeration|1995|Handbook of Combinatorics|2||",
    ),
    (
        "SANTOS, M. O grupo. In: SMITH, A.; JONES, B. (Orgs.). Manual de grupos. São Paulo: Cortez, 1998. p. 45-67.",
        "Santos M|O grupo|1998|Manual de grupos|||45-67",
    ),
    (
        "Freud, S. (1992). El malestar. En Obras completas (Vol. 21, pp. 57-140). Buenos Aires: Amorrortu. "
        "(Trabajo original publicado en 1930)",
        "Freud S|El malestar|1992|Obras completas|21||57-140",
    ),
    (
        "Gallagher, Catherine. “The Rise of Fictionality.” In The Novel, volume 1. Ed. Franco Moretti. Princeton: "
        "Princeton University Press, 2006. 336-363.",
        "Gallagher C|The Rise of Fictionality|2006|The Novel|1||336-363",
    ),
    (
        "Agamben, G., «Che cos'è il contemporaneo?», in Id., Nudità, Nottetempo, Roma 2009, pp. 19-32.",
        "Agamben G|Che cos'è il contemporaneo?|2009|Nudità|||19-32",
    ),
]
BOOKS = [
    (
        "Balint Michael, Le médecin, son malade et la maladie, Paris, Payot, 1996.",
        "Balint M|Le médecin, son malade et la maladie|1996||||",
    ),
    (
        "Perini M., Dall’interno. Il gruppo nella formazione, Franco Angeli, Milano, 2009.",
        "Perini M|Dall’interno. Il gruppo nella formazione|2009||||",
    ),
    (
        "Coakley, Sarah, Powers: Philosophy and Gender, Oxford: Blackwell, 2002.",
        "Coakley S|Powers: Philosophy and Gender|2002||||",
    ),
    (
        "Randall Packard, White Plague, Black Labour: Tuberculosis in South Africa (1989).",
        "Packard R|White Plague, Black Labour: Tuberculosis in South Africa|1989||||",
    ),
    (
        "K. Li. Shared virtual memory. Technical Report RR-492, Department of Computer Science, Yale University, 1986.",
        "Li K|Shared virtual memory|1986||||",
    ),
    (
        "Kuhn, Thomas. The Structure of Revolutions. 3rd ed. Chicago: U of Chicago P, 1996. Print.",
        "Kuhn T|The Structure of Revolutions|1996||||",
    ),
    ("Forster, E. M. Howards End. New York: Barnes & Noble Classics, 2003 [1910].", "Forster EM|Howards End|2003||||"),
    ("Freeman TR. Device for training. US Patent 6,123,456. 2000 Sep 26.", "Freeman TR|Device for training|2000||||"),
    (
        "SEDLÁK, José Carlos Assis. Planejando empresas. Rio de Janeiro: Campus, 2002.",
        "Sedlák JCA|Planejando empresas|2002||||",
    ),
    ("WHO. Mental health at work. Geneva: World Health Organization, 2022.", "WHO|Mental health at work|2022||||"),
]
FIELDS = ("authors", "title", "year", "journal", "volume", "issue", "pages")


def row(reference: str) -> dict[str, str]:
    return row_of("R1", reference, segment_of(reference))


@pytest.mark.parametrize(("reference", "expected"), JOURNALS, ids=[text[:30] for text, _ in JOURNALS])
def test_an_article_is_read_in_the_style_of_its_country(reference: str, expected: str):
    """Authors, title, year, journal, volume, issue and pages, as the command puts them into its table."""
    assert "|".join(row(reference)[name] for name in FIELDS) == expected


@pytest.mark.parametrize(("reference", "expected"), HELD, ids=[text[:30] for text, _ in HELD])
def test_what_stands_beside_a_book_or_a_meeting_is_none_of_its_name(reference: str, expected: str):
    """Editors, series, towns, days and reprints: a name with them matches no record."""
    assert "|".join(row(reference)[name] for name in FIELDS) == expected


@pytest.mark.parametrize(("reference", "expected"), BOOKS, ids=[text[:30] for text, _ in BOOKS])
def test_a_book_has_no_journal_and_its_title_no_imprint(reference: str, expected: str):
    """A town between commas shows an imprint; reports, patents and notes end a title as an imprint does."""
    assert "|".join(row(reference)[name] for name in FIELDS) == expected


PEOPLE = [
    ("Sutton, R., Jones, B., Brown, C., … Green, D. (1998). ", "Sutton R; Jones B; Brown C; Green D; …"),
    ("X. Li, Y. Wu, and Z. Xu. ", "Li X; Wu Y; Xu Z"),
    ("RS Sutton, BC Jones, ", "Sutton RS; Jones BC"),
    ("Martin Luther King Jr. ", "King ML"),
    ("Accordino, M. P. & Guerney, Jr., B. G. (2001). ", "Accordino MP; Guerney BG"),
    ("Thomas von Eicken, David E. Culler, and Karl Schauser. ", "von Eicken T; Culler DE; Schauser K"),
    ("Capirci, Olga; Caselli, M. Cristina; & Volterra, Virginia. 2005. ", "Capirci O; Caselli MC; Volterra V"),
    ("Heinrichs, SC. Koob, GF. (2004). ", "Heinrichs SC; Koob GF"),
    ("Witten, I. H., Neal R. M., and Cleary J. G. (1987). ", "Witten IH; Neal RM; Cleary JG"),
    ("Robert Sutton, Brian Jones, ", "Sutton R; Jones B"),
    ("Sutton Robert, Jones Brian, ", "Sutton R; Jones B"),
    ("Royal College of General Practitioners. ", "Royal College of General Practitioners"),
    ("García Márquez, Gabriel. ", "García Márquez G"),
]


@pytest.mark.parametrize(("people", "expected"), PEOPLE)
def test_people_end_before_the_title(people: str, expected: str):
    """However they are written, the same title and journal stand behind them."""
    read = row(f"{people}Group work with family doctors. Family Practice, 12(3), 45-67.")
    assert read["authors"] == expected
    assert (read["title"], read["journal"]) == ("Group work with family doctors", "Family Practice")


@pytest.mark.parametrize("word", ["Marketing", "Decision", "Novel", "Marine", "Augmentation"])
def test_a_word_that_begins_like_a_month_is_no_month(word: str):
    """'Journal of Group Decision, 1998' is not the Journal of Group of December."""
    read = row(f"Sutton R. On groups of doctors. Journal of Group {word}, 1998, 12, 3-4.")
    assert read["journal"] == f"Journal of Group {word}"


def test_a_title_that_begins_with_a_word_and_an_and_is_no_given_name():
    """'Fitzgerald, F. Scott and …' goes on with a person, 'Sutton, R. Planning and acting' with a title."""
    read = row("Sutton, R. Planning and acting, Lancet, 12(3), 45-67, 1992.")
    assert (read["authors"], read["title"], read["journal"]) == ("Sutton R", "Planning and acting", "Lancet")


def test_a_publisher_behind_a_meeting_is_no_journal():
    read = row("Sutton, R. (1992). Planning. Proceedings of the Fifth Conference on Groups. ACM Press, 1992, pp. 1-9.")
    assert (read["title"], read["journal"]) == ("Planning", "Proceedings of the Fifth Conference on Groups")


def test_a_day_is_no_volume():
    read = row("Bawer, Bruce. “Bad Company.” New York Times, June 21, 1998, 11.")
    assert (read["journal"], read["volume"], read["pages"]) == ("New York Times", "", "11")


@pytest.mark.parametrize(
    ("reference", "name", "note"),
    [
        ("Lee K. Empathy decline. J Gen Intern Med. Forthcoming 2024.", "status", "Forthcoming"),
        ("Lee K. Groups. Lancet. 2012;40(2):497-500. IF: 5,895", "impact", "IF: 5,895"),
        ("Lee K. Groups. London: Sage, 1990. Reprinted in Readings in Groups, 1995, 523-530.", "reprint", "1995"),
    ],
)
def test_a_note_is_kept_and_is_no_field(reference: str, name: str, note: str):
    """A year of reprint or a number of citations is none of the work's own; a person finds it all the same."""
    found = segment_of(reference)
    assert isinstance(found, Found)
    assert note in found.extra[name][0]
    assert found.fields["year"] != ["1995"]


def test_many_particles_take_no_time():
    """'Van den Van den …' can be parted into names in more ways than there is time to try."""
    assert segment_of("Van den " * 480 + "Berg A. Groups. Lancet. 2012;40:1-2.").line == 1
