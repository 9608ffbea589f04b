"""Which volumes and issues are counted, and which have a name."""

from __future__ import annotations

import pytest

from pipeline.lists.numbering import is_number, with_names_apart, with_supplement, without_signs

COUNTED = [
    "2", "2(35)", "(35)", "3, ч. 2", "2/3", "2-3", "10 Pt 2", "2 Suppl 1", "2, спецвып.", "S1", "S-1", "e1", "XII",
    "IV-V", "B",
]  # fmt: skip
NAMED = ["Suppl", "Suppl 1", "Spring", "Jan-Feb", "Спецвыпуск", "Part 3", "ч. 2", "Вып. 4", "Mixed", "WHO/MSD/20.1"]


@pytest.mark.parametrize(
    ("text", "expected"), [*((each, True) for each in COUNTED), *((each, False) for each in NAMED)]
)
def test_an_issue_is_counted_by_a_digit_or_a_letter_and_named_by_a_word(text: str, expected: bool):
    """'№ 2(35)' is an issue; '№ Спецвыпуск' is none, and 'Suppl 1' says by itself what it is."""
    assert is_number(text) is expected


SIGNS = [
    ("issue", "№ 3", "3"), ("issue", "№3(12)", "3(12)"), ("issue", "No. 3", "3"), ("issue", "Nr. 3", "3"),
    ("issue", "n° 3", "3"), ("issue", "Norden", "Norden"), ("issue", "Вып. 4", "Вып. 4"), ("issue", "Nov", "Nov"),
    ("volume", "Vol. 5", "5"), ("volume", "Т. 5", "5"), ("volume", "Bd. XII", "XII"), ("volume", "V", "V"),
    ("volume", "Tomorrow 5", "Tomorrow 5"), ("volume", "VI", "VI"),
]  # fmt: skip


@pytest.mark.parametrize(("variable", "text", "expected"), SIGNS)
def test_a_word_that_the_style_writes_by_itself_is_not_printed_twice(variable: str, text: str, expected: str):
    """Some databases have 'No. 3' as the issue, and 'no. No. 3' is a slip; 'Вып. 4' is a word of its own."""
    assert without_signs({"id": "k", variable: text}) == {"id": "k", variable: expected}


def test_a_name_keeps_its_place_and_its_words():
    """Nothing of an entry is lost where it takes another variable."""
    item = {"id": "k", "volume": "12", "issue": "Spring", "page": "1"}
    assert with_names_apart(item) == {"id": "k", "volume": "12", "supplement-number": "Spring", "page": "1"}


SUPPLEMENTS = [
    ({"volume": "12", "issue": "Suppl 1"}, {"volume": "12 Suppl 1"}),
    ({"volume": "12", "issue": "SUPPL."}, {"volume": "12 Suppl"}),
    ({"volume": "12", "issue": "Supplement 1"}, {"volume": "12 Suppl 1"}),
    ({"volume": "12", "issue": "2 SUPPL.1"}, {"volume": "12", "issue": "2 Suppl 1"}),
    ({"issue": "Suppl 1"}, {"issue": "Suppl 1"}),
    ({"volume": "12", "issue": "2"}, {"volume": "12", "issue": "2"}),
    ({"volume": "12"}, {"volume": "12"}),
]


@pytest.mark.parametrize(("item", "expected"), SUPPLEMENTS)
def test_the_supplement_of_a_volume_stands_behind_it(item: dict[str, str], expected: dict[str, str]):
    """'2002;42 Suppl 2:S93-9' and '2002;58(12 Suppl 7):S6-12' are the samples of the ICMJE."""
    assert with_supplement(item) == expected
