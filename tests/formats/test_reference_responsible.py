"""Who wrote, edited and translated, as GOST's statement of responsibility says; and books in Latin letters."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest

from pipeline.formats import references
from pipeline.formats._reference_genitive import nominative
from pipeline.formats._reference_list import parse
from pipeline.values.names import parse_name
from tests.small_review import bibcorpus, write_review

CHAPTER = "Иванов И. И. Глава // Руководство / {}. – СПб. : Питер, 2002. – С. 100–120."


def people(reference: str, role: str) -> list[tuple[str | None, str | None]]:
    """Family and given name of everybody with this role, as the corpus will have them."""
    fields = parse(reference).fields
    form = fields.get("name_form", ["free"])[0]
    names = [parse_name(text, form) for text in fields.get(role, [])]
    return [(name.family, name.given) for name in names if name]


@pytest.mark.parametrize(
    ("statement", "editors"),
    [
        ("под ред. Б. Д. Карвасарского", [("Карвасарский", "Б. Д.")]),
        ("под общ. ред. Т. Б. Дмитриевой", [("Дмитриева", "Т. Б.")]),
        ("под научной редакцией Б.Д. Карвасарского", [("Карвасарский", "Б. Д.")]),
        ("под ред. А. А. Ивановой и С. С. Ким", [("Иванова", "А. А."), ("Ким", "С. С.")]),
        ("отв. ред. В. М. Бехтерев", [("Бехтерев", "В. М.")]),
        ("В. М. Бехтерев (отв. ред.)", [("Бехтерев", "В. М.")]),
        ("под ред. Карвасарского Б. Д.", [("Карвасарский", "Б. Д.")]),
        ("отв. ред. Бехтерев В. М., Ким С. С.", [("Бехтерев", "В. М."), ("Ким", "С. С.")]),
        ("ed. by A. B. Brown", [("Brown", "A. B.")]),
        ("eds. M. Balint, A. B. van der Berg", [("Balint", "M."), ("van der Berg", "A. B.")]),
        ("ed. by Michael Balint and Enid Balint", [("Balint", "Michael"), ("Balint", "Enid")]),
        ("hrsg. von R. Müller", [("Müller", "R.")]),
    ],
)
def test_the_editors_of_a_book_stay_whole_behind_the_author_of_a_chapter(
    statement: str, editors: list[tuple[str | None, str | None]]
):
    """The author is 'Иванов И. И.', the editor 'Б. Д. Карвасарского': one order of names is not the other's."""
    assert people(CHAPTER.format(statement), "editors") == editors
    assert people(CHAPTER.format(statement), "authors") == [("Иванов", "И. И.")]


@pytest.mark.parametrize(
    ("reference", "role", "named"),
    [
        ("Балинт М. Врач / пер. с англ. Р. Р. Роу. М.: Наука, 2001. 300 с.", "translators", ("Роу", "Р. Р.")),
        (
            "Smith J. The group. In: A. B. Brown, editor. Groups. London: Tavistock; 1968. p. 20–35.",
            "editors",
            ("Brown", "A. B."),
        ),
        (
            "Smith J. The group. In: Michael Balint (ed.). Groups. London: Tavistock; 1968. p. 20–35.",
            "editors",
            ("Balint", "Michael"),
        ),
    ],
)
def test_no_style_tears_the_people_behind_the_authors_apart(reference: str, role: str, named: tuple[str, str]):
    assert people(reference, role) == [named]


def test_who_wrote_the_whole_book_is_no_author_of_its_chapter():
    """'// Группы / А. А. Ким, Б. Б. Ли': the chapter is signed by somebody else."""
    reference = CHAPTER.format("А. А. Ким, Б. Б. Ли")
    assert people(reference, "authors") == [("Иванов", "И. И.")]
    assert parse(reference).extra["responsible"] == ["А. А. Ким, Б. Б. Ли"]


def test_editors_that_were_not_read_are_told_and_no_person_is_made_of_them():
    parsed = parse(CHAPTER.format("под ред. кафедры психиатрии"))
    assert "editors" not in parsed.fields
    assert "the editors were not read" in parsed.check


def test_how_many_volumes_a_book_has_is_no_series():
    parsed = parse(
        "Иванов И. И. Глава // Руководство : в 2 т. / под ред. А. А. Ким. – М. : Наука, 2009. – Т. 1. – С. 10–20."
    )
    assert parsed.extra["volumes"] == ["в 2 т."]
    assert parsed.fields["volume"] == ["1"]
    assert "series" not in parsed.fields


@pytest.mark.parametrize(
    ("genitive", "expected"),
    [
        ("Карвасарского", "Карвасарский"),
        ("Белинского", "Белинский"),
        ("Новицкого", "Новицкий"),
        ("Раевской", "Раевская"),
        ("Краснова", "Краснов"),
        ("Бехтерева", "Бехтерев"),
        ("Ильина", "Ильин"),
        ("Ивановой", "Иванова"),
        ("Дмитриевой", "Дмитриева"),
        ("Никитиной", "Никитина"),
        # one form for all cases
        ("Ким", "Ким"),
        ("Дурново", "Дурново"),
        ("Шевченко", "Шевченко"),
        ("Черных", "Черных"),
        ("Саакашвили", "Саакашвили"),
        ("Brown", "Brown"),
        # Донской or Донский, Трубецкой or Трубецкий, Полева or Полевая, Шульц or Шульца, Римский-Корсаков
        ("Донского", None),
        ("Трубецкого", None),
        ("Луговского", None),
        ("Толстого", None),
        ("Полевой", None),
        ("Береговой", None),
        ("Шульца", None),
        ("Гоголя", None),
        ("Щербины", None),
        ("Глинки", None),
        ("Берии", None),
        ("Римского-Корсакова", None),
    ],
)
def test_a_genitive_is_turned_where_the_name_can_only_be_one(genitive: str, expected: str | None):
    """A citation key is made of the name: one that nobody has is worse than one in the wrong case."""
    assert nominative(genitive) == expected


def test_a_name_that_may_be_in_the_genitive_is_told_and_stays():
    parsed = parse("Группы / под ред. И. К. Шульца, Б. Д. Карвасарского. – М. : Наука, 2010. – 99 с.")
    assert parsed.fields["editors"] == ["И. К. Шульца", "Б. Д. Карвасарский"]
    assert parsed.extra["editors_as_written"] == ["И. К. Шульца", "Б. Д. Карвасарского"]
    assert [said for said in parsed.check if "genitive" in said and "Шульца" in said and "Карвас" not in said]


@pytest.mark.parametrize(
    "statement", ["общ. ред. и предисл. Е. И. Исениной", "за ред. С. Д. Максименка", "ред. Б. Д. Карвасарского"]
)
def test_where_no_word_says_genitive_a_name_that_looks_so_is_told(statement: str):
    """Ukrainian has endings of its own, and 'общ. ред.' may stand before either case."""
    parsed = parse(f"Группы / {statement}. – М. : Наука, 2010. – 99 с.")
    assert parsed.fields["editors"][0] in statement
    assert any("genitive" in said for said in parsed.check)


def test_that_there_are_more_editors_is_kept():
    parsed = parse(CHAPTER.format("редкол.: А. А. Ким (отв. ред.) [и др.]"))
    assert parsed.fields["editors"] == ["Ким, А. А.", "и др."]


def test_only_under_says_that_a_name_is_in_the_genitive():
    """'отв. ред. Н. П. Бехтерева' is a woman in the nominative, and 'ред. Н. П. Бехтерева' may be."""
    for mark in ("отв. ред.", "ред."):
        parsed = parse(f"Мозг / {mark} Н. П. Бехтерева. – Л. : Наука, 1988. – 262 с.")
        assert parsed.fields["editors"] == ["Н. П. Бехтерева"]
        assert not parsed.check


BOOKS = [  # the reference with '{}' for its dash, its title, place, publisher, year
    ("Balint M. The basic fault. {} London : Tavistock, 1968. {} 205 p.", "The basic fault|London|Tavistock|1968"),
    ("Smith J. Is it a group? {} London: Tavistock, 1968. {} 205 p.", "Is it a group?|London|Tavistock|1968"),
    (
        "Balint E., Norell J. S. Six minutes. {} London ; New York : Tavistock, 1973. {} XIII, 182 p.",
        "Six minutes|London ; New York|Tavistock|1973",
    ),
    (
        "Loch W. Zur Theorie. {} Frankfurt a. M. : S. Fischer, 1972. {} 303 S.",
        "Zur Theorie|Frankfurt a. M.|S. Fischer|1972",
    ),
    (
        "Knuth D. E. The art. {} Reading, Mass. : Addison-Wesley, 1988. {} 208 p.",
        "The art|Reading, Mass.|Addison-Wesley|1988",
    ),
    ("Balint M. Love. {} Cambridge (Mass.) : Harvard Press, 1965.", "Love|Cambridge (Mass.)|Harvard Press|1965"),
    ("Yalom I. D. Groups. {} 4th ed. {} New York : Basic Books, 1995. {} 602 p.", "Groups|New York|Basic Books|1995"),
    ("Balint M. Love. {} London [etc.] : Hogarth, cop. 1959. {} 148 p.", "Love|London [etc.]|Hogarth|1959"),
    (
        "Balint M. Focal. {} London : Tavistock ; Philadelphia : Lippincott, 1972. {} 166 p.",
        "Focal|London ; Philadelphia|Tavistock ; Lippincott|1972",
    ),
    ("Kowalski J. Grupa. {} Łódź : Wydawnictwo, 2001. {} 99 s.", "Grupa|Łódź|Wydawnictwo|2001"),
]


@pytest.mark.parametrize("dash", ["–", "—", "-"])
@pytest.mark.parametrize(("pattern", "expected"), BOOKS, ids=[text[:12] for text, _ in BOOKS])
def test_a_dash_before_the_place_is_gosts_in_every_language(pattern: str, expected: str, dash: str):
    """GOST 7.1 and ISBD put '. – ' between the areas of a description, whatever language the book is in."""
    parsed = parse(pattern.replace("{}", dash))
    assert parsed.style == "gost"
    assert "|".join(parsed.fields[name][0] for name in ("title", "place", "publisher", "year")) == expected
    assert (parsed.fields["type"], parsed.check) == (["book"], ())


def test_a_dash_within_a_title_is_no_area():
    """Nor does a dash before the place make GOST of a style that puts the year first."""
    parsed = parse("Doe M, Roe R. Balint groups – London: a view. Fam Pract. 1999;12(3):4-5.")
    assert (parsed.style, parsed.fields["title"]) == ("vancouver", ["Balint groups – London: a view"])
    parsed = parse("Doe M. (1999). Groups. - London: Tavistock, 1999.")
    assert (parsed.style, parsed.fields["title"], parsed.fields["place"]) == ("apa", ["Groups"], ["London"])


@pytest.mark.parametrize(
    ("area", "edition"),
    [
        ("– 2-е изд., перераб. и доп. –", "2-е изд., перераб. и доп."),
        ("– 2-е изд., доп. и перераб. –", "2-е изд., доп. и перераб."),
        ("– Изд. 3-е, испр., перераб. и доп. –", "Изд. 3-е, испр., перераб. и доп."),
        ("— 3-е изд., стер. —", "3-е изд., стер."),
        ("2-е изд.", "2-е изд."),
        ("– 2nd ed., rev. and enl. –", "2nd ed., rev. and enl."),
    ],
)
def test_an_edition_is_kept_with_all_that_was_done_for_it(area: str, edition: str):
    parsed = parse(f"Иванов И. И. Психотерапия. {area} М. : Медицина, 2001. – 320 с.")
    assert parsed.fields["edition"] == [edition]
    assert [parsed.fields[name][0] for name in ("title", "place")] == ["Психотерапия", "М."]


def test_a_file_of_books_in_latin_letters_is_a_list_of_references(tmp_path: Path):
    """Three of them are enough to know it by."""
    text = "".join(pattern.replace("{}", "-") + "\n" for pattern, _ in BOOKS)
    assert references.sniff(text) == 2
    assert all(segment.fields["type"] == ["book"] for segment in references.read(StringIO(text, newline="")))


def test_an_editor_reaches_the_bibliography_whole(tmp_path: Path):
    """From the pasted list to BibTeX: a family name with its initials behind it."""
    workspace = write_review(tmp_path / "review")
    cited = tmp_path / "cited.txt"
    cited.write_text(
        CHAPTER.format("под ред. Б. Д. Карвасарского") + "\n",
        encoding="utf-8",
    )
    assert bibcorpus(workspace, "add", cited, "--source", "references").code == 0
    assert bibcorpus(workspace, "run").code == 0
    assert "editor = {Карвасарский, Б. Д.}" in bibcorpus(workspace, "export", "bibtex").out
