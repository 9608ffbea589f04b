"""What records are compared by."""

from __future__ import annotations

import pytest

from pipeline.dedup.agreement import near_name, page_digits
from pipeline.dedup.evidence import word_replaced
from pipeline.dedup.features import edition_number, features, number_key, page_key, tongue
from pipeline.dedup.kinds import version_of_review, without_citation, without_marks
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
        ("Re: Balint groups in Finland", {"comment"}),
        ("Commentary: Balint groups in Finland", {"comment"}),
        ("Re-learning to listen", set()),
    ],
)
def test_a_label_before_the_title_tells_its_kind(title, expected):
    """Only with its colon: 're' and 'reply' are words like any other."""
    assert kinds(title) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Response to comment on: Balint groups in Finland", "balint groups in finland"),
        ("Corrigendum to: Balint groups in Finland", "balint groups in finland"),
        ("Balint groups in Finland: an updated systematic review", "balint groups in finland"),
        ("Balint groups in Finland: 2019 update", "balint groups in finland"),
        ("Balint groups in Finland - Reply to Dr. Otten", "balint groups in finland"),
        ("Update on Balint groups", "update on balint groups"),
        ("Reply", "reply"),
    ],
)
def test_a_title_without_what_makes_it_a_correction_or_comment_names_the_other_work(title, expected):
    """So is it compared with the work that it speaks of."""
    assert without_marks(fold(title)) == expected


def test_a_citation_that_an_export_cut_off_is_no_part_of_a_title():
    """Embase cites the article behind the erratum's title; a bracket of the title itself stays."""
    cut = "Erratum: Activity of a protease (ADAMTS 13) in children (The Journal of Pediatrics (M,"
    assert without_citation(cut) == "Erratum: Activity of a protease (ADAMTS 13) in children"
    assert without_citation("Activity of a protease (ADAMTS 13") == "Activity of a protease (ADAMTS 13"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"issue": "Suppl 1", "pages": "S12"}, True),
        ({"issue": "Suppl 1", "pages": "239-240"}, True),
        ({"issue": "Suppl 1", "pages": "239-248"}, False),
        ({"issue": "Suppl 1"}, False),
        ({"pages": "S359"}, True),
        ({"pages": "12"}, False),
        ({"publication_types": "Meeting Abstract", "pages": "12-19"}, True),
        ({"container": "Pediatric Nephrology.Conference: 44th Annual Meeting"}, True),
        ({"type": "conference-paper"}, True),
    ],
)
def test_a_page_or_two_of_a_supplement_are_a_congress_abstract(fields, expected):
    """Articles stand in supplements too: these have more pages."""
    assert features(row(title="Balint groups", **fields)).is_abstract is expected


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2nd ed.", "2"),
        ("Second edition", "2"),
        ("Third", "3"),
        ("3., überarb. Aufl.", "3"),
        ("Rev. ed.", "rev ed"),
        (None, None),
    ],
)
def test_an_edition_is_its_number(text, number):
    """In words, in figures, in other languages; what has no number stays."""
    assert edition_number(text) == number


def test_one_review_in_two_versions_by_its_doi():
    """The first version of a Cochrane review has no number; other DOIs say nothing."""
    dois = ["10.1002/14651858.cd001234", "10.1002/14651858.cd001234.pub3", "10.1000/x.pub2", None]
    assert [version_of_review(doi) for doi in dois] == [("cd001234", 1), ("cd001234", 3), None, None]


def test_a_page_of_a_supplement_has_an_s_or_none():
    """Where both records are of the supplement; else S12 is another page than 12."""
    for issue, expected in (("Suppl 2", "same"), ("2", "differs")):
        one, other = ({"title": "A", "volume": "61", "issue": issue, "pages": page} for page in ("S419", "419"))
        assert evidence_of(one, other).first_page == expected


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


@pytest.mark.parametrize(
    ("field", "fields", "expected"),
    [
        ("first_page", {"pages": "01-Sep"}, "1"),
        ("last_page", {"pages": "01-Sep"}, "9"),
        ("first_page", {"pages": "2-98.v1", "volume": "2"}, "98"),
        ("volume", {"container": "Nature Reviews", "volume": "Drug Discovery. 9"}, "9"),
    ],
)
def test_what_tables_and_databases_do_to_a_place_is_put_right(field, fields, expected):
    """A spreadsheet reads '1-9' as a date; F1000Research writes the volume before the article; Ovid cuts a name."""
    assert getattr(features(row(title="Balint groups", **fields)), field) == expected


def test_a_place_that_slipped_by_one_column_is_the_place():
    """No volume, the volume as issue, the issue as page: the other record bears it out."""
    slipped = {"title": "Balint groups", "issue": "26", "pages": "9"}
    found = evidence_of(slipped, {"title": "Balint groups", "volume": "26", "issue": "9", "pages": "1746"})
    assert (found.volume, found.issue, found.first_page) == ("same", "same", "missing")


def test_a_particle_belongs_to_the_name_or_not():
    """'de Jong' and 'Jong' are one."""
    assert near_name("dejong", "jong")


def test_the_evidence_says_that_two_groups_of_people_were_studied():
    """So that `why` can tell it."""
    one, other = ({"title": f"Balint groups and burnout of {who} in rural Sweden"} for who in ("men", "women"))
    assert "one is of women" in evidence_of(one, other).in_words()
