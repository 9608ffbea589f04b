"""Names of persons and groups."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import NAME_FORMS, Name
from pipeline.values._groups import is_group
from pipeline.values.names import (
    display_name,
    family_key,
    initials,
    is_editor_mark,
    is_et_al,
    parse_name,
)


def shown(text, form):
    name = parse_name(text, form)
    return name and (name.family, name.given, name.suffix)


@pytest.mark.parametrize(
    ("text", "family", "given_name", "suffix"),
    [
        ("van der Berg, Jan, Jr", "van der Berg", "Jan", "Jr"),
        ("Smith, Jr., John", "Smith", "John", "Jr"),
        ("Smith Junior, John", "Smith", "John", "Jr"),
        ("Smith, John III", "Smith", "John", "III"),
        ("Smith, J. A., III", "Smith", "J. A.", "III"),
        ("Smith, John 3rd", "Smith", "John", "3rd"),
        ("Smith, John, Sr.", "Smith", "John", "Sr"),
        ("Ivanov, II", "Ivanov", "I. I.", None),
        ("Smith, John, MD, PhD", "Smith", "John", None),
        ("Berg, J. van der", "van der Berg", "J.", None),
        ("Berg, van der, Jan", "van der Berg", "Jan", None),
        ("García Márquez, Gabriel", "García Márquez", "Gabriel", None),
        ("IVANOV, IVAN PETROVICH", "Ivanov", "Ivan Petrovich", None),
        ("MCDONALD, J.A.M.", "McDonald", "J. A. M.", None),
        ("VON DER HEIDE, K", "von der Heide", "K.", None),
        ("O’CONNOR-SMITH, F", "O’Connor-Smith", "F.", None),
        ("Bussche, HJM", "Bussche", "H. J. M.", None),
        ("Roux, Jean-Paul A", "Roux", "Jean-Paul A.", None),
        ("Roux, J.-P. A.", "Roux", "J.-P. A.", None),
        ("Roux, J-P", "Roux", "J.-P.", None),
        ("Roux, -P", "Roux", "P.", None),
        ("Roux, St. John", "Roux", "St. John", None),
        ("Иванов, Ю.А.", "Иванов", "Ю. А.", None),
        ("Ivanov, Yu.A.", "Ivanov", "Yu. A.", None),
        ("Smith,", "Smith", None, None),
        ("Platt, SR", "Platt", "S. R.", None),
        ("SELDEN, JOHN, JR", "Selden", "John", "Jr"),
        ("Tom, Ed", "Tom", "Ed", None),
        ("Dr. ,John", "John", None, None),
        ("Balint, Michael, ed.", "Balint", "Michael", None),
        ("Group, Jane A.", "Group", "Jane A.", None),
        (", John", "John", None, None),
        ("Balint, M. (Hrsg.)", "Balint", "M.", None),
        ("Balint, Michael, et al.", "Balint", "Michael", None),
        ("Balint, Michael ,  ET AL.", "Balint", "Michael", None),
        ("Balint, Michael, et al. (eds)", "Balint", "Michael", None),
        ("Balint, Michael [ Hrsg. ]:", "Balint", "Michael", None),
        ("Balint, M.Enid", "Balint", "M. Enid", None),
        ("Balint, J. -P.", "Balint", "J.-P.", None),
        ("Balint, Prof. Michael", "Balint", "Michael", None),
        ("Union, Jane", "Union", "Jane", None),
    ],
)
@pytest.mark.parametrize("form", NAME_FORMS)
def test_a_comma_always_wins(text, family, given_name, suffix, form):
    """What stands before it is the family name, whatever the source promised."""
    assert shown(text, form) == (family, given_name, suffix)


@pytest.mark.parametrize(
    ("text", "family", "given_name", "suffix"),
    [
        ("Müller JA", "Müller", "J. A.", None),
        ("O'Reed Connor C", "O'Reed Connor", "C.", None),
        ("van den Bussche H", "van den Bussche", "H.", None),
        ("Goeij-de Haas RR", "Goeij-de Haas", "R. R.", None),
        ("Wang S-B", "Wang", "S.-B.", None),
        ("Smith JA 3rd", "Smith", "J. A.", "3rd"),
        ("Smith JA Jr", "Smith", "J. A.", "Jr"),
        ("Smith JA JR", "Smith", "J. A.", "Jr"),
        ("de Ruiter JR", "de Ruiter", "J. R.", None),
        ("Smith JA III", "Smith", "J. A.", "III"),
        ("Ivanov II", "Ivanov", "I. I.", None),
        ("Винокур ВА", "Винокур", "В. А.", None),
        ("ИВАНОВ И. И.", "Иванов", "И. И.", None),
        ("LI W", "Li", "W.", None),
        ("Иванов Иван Иванович", "Иванов", "Иван Иванович", None),
        ("van der Berg Jan", "van der Berg", "Jan", None),
        ("van der", "van der", None, None),
        ("Board R", "Board", "R.", None),
        ("Madonna", "Madonna", None, None),
    ],
)
def test_initials_at_the_end_follow_the_family_name(text, family, given_name, suffix):
    """The AU field of MEDLINE; 'II' after a family name is two initials, no suffix."""
    assert shown(text, "family-initials") == (family, given_name, suffix)


@pytest.mark.parametrize(
    ("text", "family", "given_name", "suffix"),
    [
        ("Jan van der Berg", "van der Berg", "Jan", None),
        ("Juan Carlos de la Cruz", "de la Cruz", "Juan Carlos", None),
        ("Robert Van Dyke", "Van Dyke", "Robert", None),
        ("J. A. Müller", "Müller", "J. A.", None),
        ("J P Smith", "Smith", "J. P.", None),
        ("J. -Y. Wang", "Wang", "J.-Y.", None),
        ("John Smith II", "Smith", "John", "II"),
        ("John Smith Jr.", "Smith", "John", "Jr"),
        ("Prof. Dr. med. Hans Müller", "Müller", "Hans", None),
        ("Smith J.", "Smith", "J.", None),
        ("Jean MBA", "Mba", "Jean", None),
    ],
)
def test_without_a_comma_the_last_word_and_its_particles_are_the_family(text, family, given_name, suffix):
    """Publish or Perish and CSV exports; nobody's family name is a single letter."""
    assert shown(text, "given-family") == (family, given_name, suffix)


@pytest.mark.parametrize(
    ("text", "family", "given_name"),
    [
        ("Müller JA", "Müller", "J. A."),
        ("Müller J.-P.", "Müller", "J.-P."),
        ("ИВАНОВ И.И.", "Иванов", "И. И."),
        ("Ivanov Yu.A.", "Ivanov", "Yu. A."),
        ("JA Müller", "Müller", "J. A."),
        ("J. A. Müller", "Müller", "J. A."),
        ("И.И.Иванов", "Иванов", "И. И."),
        ("Yu.A. Ivanov", "Ivanov", "Yu. A."),
        ("Jan van der Berg", "van der Berg", "Jan"),
        ("van der Berg", "van der Berg", None),
        ("Иванов Иван Иванович", "Иванов", "Иван Иванович"),
        ("Иван Иванович Иванов", "Иванов", "Иван Иванович"),
        ("ИВАНОВ ИВАН ИВАНОВИЧ", "Иванов", "Иван Иванович"),
    ],
)
def test_a_name_without_a_promised_form_tells_by_its_initials(text, family, given_name):
    """References pasted by hand mix all forms."""
    assert shown(text, "free") == (family, given_name, None)


@pytest.mark.parametrize(
    "text",
    [
        "Balint Society",
        "COPERNICUS Study Group",
        "The Clinic Team",
        "Deutsche Balint-Gesellschaft",
        "Российское общество психологов",
        "International Balint Federation, Research Committee",
        "Psychosomatic Team",
        "WHO",
        "Association, Japan Greenhouse Horticultural",
        "Investigators",
        "редколлегия",
        "Writing team for psychosomatics",
    ],
)
def test_a_group_is_kept_whole(text):
    """A society has no initials."""
    assert parse_name(text, "free") == Name(literal=text)


@pytest.mark.parametrize(
    "text", ["Board R", "Union, Jane", "Gruppe, Hans", "Team", "Society, Ann", "Network, John A. B.", "Jane Smith"]
)
def test_a_person_with_the_name_of_a_group_stays_a_person(text):
    """Taken for a group, a person would lose the initials."""
    assert not is_group(text)


@pytest.mark.parametrize(
    "text", ["et al", "et al.", "...", "…", "and others", "others", "и др.", "u. a.", "[et al.]", "с соавт."]
)
def test_et_al_is_nobody(text):
    """It says that the list is cut, which the caller keeps."""
    assert is_et_al(text)
    assert parse_name(text, "free") is None


@pytest.mark.parametrize("text", ["", "  ", ", ", "(ed)", "1.", "., ."])
def test_what_holds_no_letter_is_no_name(text):
    """Empty author fields occur in most formats."""
    assert parse_name(text, "free") is None


def test_a_person_is_not_et_al_and_et_al_behind_a_person_goes():
    """'Al' is also a family name, and 'Smith J et al.' is Smith."""
    assert not is_et_al("Al, B.")
    assert parse_name("Smith J et al.", "free") == Name(family="Smith", given="J.")


@pytest.mark.parametrize("text", ["(ed)", "eds.", "Balint M (Hrsg.)", "Balint, M., eds.", "Иванов И. (ред.)"])
def test_an_editor_mark_is_seen(text):
    """Reference lists mark editors behind the name."""
    assert is_editor_mark(text)


@pytest.mark.parametrize("text", ["Ed Smith", "Smith, Ed B.", "Balint"])
def test_a_man_called_ed_is_no_editor(text):
    """The mark stands alone, in brackets or behind a comma at the end."""
    assert not is_editor_mark(text)


@pytest.mark.parametrize(
    ("text", "family", "given_name"),
    [
        ("ZHANG Wei", "Zhang", "Wei"),
        ("IVANOV Ivan", "Ivanov", "Ivan"),
        ("ИВАНОВ Иван Петрович", "Иванов", "Иван Петрович"),
        ("MÜLLER Hans-Peter", "Müller", "Hans-Peter"),
        ("Wei ZHANG", "Zhang", "Wei"),
        ("WEI ZHANG", "Zhang", "Wei"),
        ("JA Müller", "Müller", "J. A."),
    ],
)
def test_the_one_word_in_capitals_is_the_family(text: str, family: str, given_name: str):
    """So nobody has to know the language: French and Chinese authors write themselves so."""
    assert parse_name(text, "free") == Name(family=family, given=given_name)


@pytest.mark.parametrize("form", NAME_FORMS)
def test_armenian_initials_end_in_a_stop_of_their_own(form: str):
    """Armenian abbreviates with '․' (U+2024), which looks like a full stop; authors and databases mix the two."""
    assert parse_name("Հակոբյան Վ\u2024Ա\u2024", form) == parse_name("Հակոբյան Վ.Ա.", form)


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [("Jean-Paul A.", "JPA"), ("J.A.", "JA"), ("Иван И.", "ИИ"), ("john", "J"), ("", ""), (None, "")],
)
def test_initials_keep_their_script(given_name, expected):
    """They are compared within one script only."""
    assert initials(given_name) == expected


@pytest.mark.parametrize(
    "families",
    [
        ["van der Berg", "Berg", "vanderBerg", "Vanderberg", "Vander Berg", "VAN DER BERG"],
        ["de la Cruz", "Cruz", "De La Cruz"],
        ["Le Roux", "Leroux", "LeRoux"],
        ["De Vries", "DeVries", "de Vries"],
        ["McDonald", "Mc Donald"],
        ["van Ščerbakov", "Shcherbakov"],
        ["Smith-Jones", "Smith Jones"],
        ["Винокур", "Vinokur", "Winokur"],
    ],
)
def test_particles_do_not_part_a_family(families):
    """Each database files 'van der Berg' elsewhere."""
    assert len({family_key(Name(family=family)) for family in families}) == 1


def test_a_family_that_is_only_a_particle_has_a_key():
    """Van and De are also family names; a group has the key of its whole name."""
    assert family_key(Name(family="Van")) == "van"
    assert family_key(Name(literal="Balint Society")) == "balint soceti"
    assert family_key(Name()) == ""
    assert family_key(Name(family="VANCE")) == family_key(Name(family="Vance")) == "vance"
    assert family_key(Name(family="--")) == ""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (Name(family="Müller", given="J. A."), "Müller, J. A."),
        (Name(family="King", given="Martin Luther", suffix="Jr"), "King, Martin Luther, Jr"),
        (Name(literal="Balint Society"), "Balint Society"),
        (Name(family="Madonna"), "Madonna"),
    ],
)
def test_a_name_is_shown_as_a_list_of_references_shows_it(name, expected):
    """Family name first, so that lists sort by it."""
    assert display_name(name) == expected


@given(st.text() | st.text(alphabet="AbИи.,- 'v\u0301", max_size=20), st.sampled_from(NAME_FORMS))
def test_any_text_is_a_name_or_none(text, form):
    """And what is shown of a name says as much as the name."""
    name = parse_name(text, form)
    is_editor_mark(text)
    if name is not None:
        assert display_name(name)
        family_key(name)
        initials(name.given)


@given(
    st.sampled_from(["Müller", "van der Berg", "O'Neill", "Винокур"]),
    st.sampled_from(["J. A.", "J.-P.", "Jan", "В. А."]),
)
def test_a_shown_name_parses_to_itself(family, given_name):
    """Exports are read again."""
    name = Name(family=family, given=given_name)
    assert parse_name(display_name(name), "free") == name


@pytest.mark.parametrize("form", NAME_FORMS)
@pytest.mark.parametrize(
    ("text", "family", "given_name"),
    [
        ("熊 玮", "熊", "玮"),
        ("熊, 玮", "熊", "玮"),
        ("田中 一郎", "田中", "一郎"),
        ("김 철수", "김", "철수"),
        ("朱宏", "朱宏", None),
    ],
)
def test_an_east_asian_name_begins_with_the_family_and_has_no_initials(text, family, given_name, form):
    """A letter of it is a word: 'Wei, X.' it is not, whatever the source promises of its Latin names."""
    assert parse_name(text, form) == Name(family=family, given=given_name)
