"""What a reference list's `check` says: where a cut into title and journal is doubtful, and where it is not."""

from __future__ import annotations

import pytest

from pipeline.formats._reference_doubts import doubts
from pipeline.formats._reference_list import segment_of
from pipeline.model import Found

TITLE = "the title may be cut in the wrong place"
JOURNAL = "the journal may be cut in the wrong place"
COMMA = "title and journal were parted at a comma, and there are others"
DOUBTED = [
    # a title that holds the end of a sentence may hold its journal, or the author
    ("Smith J. A view of groups. A second view. Lancet. 1999;12(3):4-5.", TITLE),
    # a shortened word may end a title
    ("Roe R, Poe J. (editors). Group problems: State of the Art. SIAM Publications, 1997.", TITLE),
    # the publisher stands at its end, and nothing parts them
    ("Roe Richard, Digital Group Design Prentice Hall 1987.", TITLE),
    # somebody edited, and nobody wrote
    ("Ghost Stories. Ed. Peter Roe. New York: Knopf, 2008.", TITLE),
    # a name is no title
    ("Roe, A. Hensen, and A. Vermeulen : Air and groups, Atm. Environ., 2008.", TITLE),
    # the quotation marks before the title are those of a nickname
    ("Doe, Mary “Box”. “The story of a group.” Fam Pract 12 (1999): 4-5.", TITLE),
    # an address that a blank broke stands where the journal is sought
    ("Doe, M. (2009). Colleges: a way up. Reserve Bank. development/assets/colleges.pdf", "publisher may be"),
    # a sentence ends within the journal
    ("Doe M. “Groups.” Basic notions for readers. De la Meuse 29 (1999): 117-150.", JOURNAL),
    # numbers stand in the journal
    ("Doe, M. (2016). Play and creativity. Thinking Skills, 19, X 88, 2(1), 3-9.", JOURNAL),
    # the year that stands for a volume
    ("Nelmes, E. 1952. Facts on groups in the tribe. Kew Bull. 1951: 427–436.", JOURNAL),
    # the translator was not taken for one
    ("Roe, Paul, “The scandal of March,” Daphne Ellis (trans.), Wagner, 24 (2003), pp. 3–22.", JOURNAL),
    # a bracket stands open
    ("Doe M. Groups. Fam Pract (Second series. 1999;12(3):4-5.", JOURNAL),
    # the editors were not taken for editors
    ("Doe, M. (2004). Groups at work. In R. Roe & JP. Poe (Ed), A book of groups. Vienna: Deuticke.", JOURNAL),
    # another comma may be the end of the title
    ("Doe, M., Groups in Durban, South Africa, Bauwelt, 12 (1999), 4-5.", COMMA),
    ("Doe, Jane. “Der Arzt und die Gruppe.” 1999. S. 12-15.", "pages were found, but no journal or book that has them"),
    ("Doe, Jane. “Der Arzt und die Gruppe.” Bd. 2, 1999.", "numbers of a journal were found, but no journal"),
]
SURE = [
    "Doe M, Roe R. Balint groups and general practice. Fam Pract. 1999;12(3):4-5.",
    # commas part all, and there is only one that can end the title
    "R. Roe, On the nature of groups, Journal of Group Work 1 (1984) 35-50.",
    # the journal's name tells itself, whatever commas the title has
    "R. Roe, Donors, gifts and groups, Bulletin of Group Work, 66, 1991, 27-42.",
    # quotation marks hold a title of two sentences together
    "Roe, Richard. “Oral archives. A history.” Fam Pract 12 (1999): 4-5.",
    # the number of a part ends no sentence
    "Scott M, Morgan J (1995) Reactions at surfaces. 1. Oxidation in groups. Environ Sci Technol 29(8):1898-1905.",
    # a town behind a journal's name is NLM's, and no part of another name
    "Doe M. Listening. Lung cancer (Amsterdam, Netherlands). 1999;12(3):4-5.",
    "Doe M. Listening. AJR. American journal of roentgenology. 1999;12(3):4-5.",
    # three things that an 'and' joins
    "Doe M. Listening. Infection, Genetics and Evolution. 1999;12(3):4-5.",
    # German marks end as English ones begin
    "Doe M. Der Arzt „als Arznei“ und der Kranke. Z Allg Med. 1999;12(3):4-5.",
    # 'Earth' is a whole title where a publisher shows that it is a book's
    "Brin, David. Earth. New York: Bantam, 1991.",
    # a report has a number of its own
    "Roe R. Analytic approaches in planning. Stanford Institute Planning Report No. 238. Menlo Park: SRI, 1965.",
    # who translated, and where it was printed, are no words left over
    "Rilke, Rainer Maria. The Complete Poems. Translated by A. Poulin Jr. Saint Paul, Minn.: Graywolf Press, 1986.",
]

# titles and journals of articles that show a wrong cut by themselves
DOUBTED_TITLES = [
    "Handbook of ageing (Seventh",
    "Box",
    "Auvray 2015 “Is there a group?” Conference of groups",
    "and J. Roe. Groups at work",
    "RICHARD; « Military groups »",
    "Groups at work (2009)",
    "Molendi S.",
    "Colleges development/assets/colleges.pdf",
    "The problem of groups, 1",
    "Regulating groups PhD thesis Duke University",
    "Design of groups Technical report",
    "Fukuda & Yata 1999 A new group",
]
DOUBTED_JOURNALS = [
    "Groups (Second series",
    "Journal of Groups, 19, 88 96",
    "Basic notions for readers. De la Meuse",
    "Reserve Bank development/assets/colleges.pdf",
    "Rheumatoid patients who were naive to agents or had none",
    "The Central Crystal, Roe Monograph",
    "K. Brown and S. Ogilvie, Language",
]
SURE_TITLES = [
    "The work of W. R. Bion in groups",
    "Groups vs. teams",
    "Part 2. Balint groups",
    "Gruppen „am Arbeitsplatz“ heute",
]


def told(title: str, journal: str) -> tuple[str, ...]:
    fields = {"authors": ["Doe M"], "title": [title], "container": [journal], "year": ["1999"], "volume": ["1"]}
    return doubts(f"Doe M (1999) {title}. {journal} 1", "springer", fields | {"type": ["article"]}, {})


@pytest.mark.parametrize("title", DOUBTED_TITLES)
def test_a_title_that_holds_more_than_a_title_is_marked(title: str):
    """Names, numbers, a broken address, half a bracket: none of them stands in a title that was cut rightly."""
    assert told(title, "Lancet") == (TITLE,)


@pytest.mark.parametrize("journal", DOUBTED_JOURNALS)
def test_a_journal_that_holds_more_than_its_name_is_marked(journal: str):
    assert told("Groups at work", journal) == (JOURNAL,)


@pytest.mark.parametrize("title", SURE_TITLES)
def test_a_full_stop_that_ends_no_sentence_is_no_sign(title: str):
    assert told(title, "Lancet") == ()


@pytest.mark.parametrize("title", ["Is there a group?” Conference", "Who asks “Is there a group?” Conference"])
def test_quotation_marks_may_end_before_the_title_that_was_found(title: str):
    """'“Is there a group?” Conference': what is behind the question is no more the title's."""
    fields = {"authors": ["Doe M"], "title": [title], "year": ["1999"], "container": ["Lancet"], "volume": ["1"]}
    assert TITLE in doubts(f"Doe M “{title}, Lancet 1, 1999", "chicago", fields, {})


def test_a_translator_is_no_left_over_word():
    """Lists name who translated, played or introduced a work; a row has no column for them."""
    note = "Translated by Anna Maria Roe and John Poe"
    fields = {
        "authors": ["Doe M"],
        "title": ["Groups"],
        "year": ["1999"],
        "publisher": ["Roe Press"],
        "place": ["Bern"],
    }
    assert doubts(f"Doe M. Groups. {note}. Bern: Roe Press, 1999.", "chicago", fields, {}) == ()
    assert doubts("Doe M. Groups. Anna Maria Roe and John Poe. Bern: Roe Press, 1999.", "chicago", fields, {}) != ()


def checks(reference: str) -> tuple[str, ...]:
    found = segment_of(reference)
    assert isinstance(found, Found)
    return tuple(found.warnings)


@pytest.mark.parametrize(("reference", "mark"), DOUBTED, ids=[text[:40] for text, _ in DOUBTED])
def test_a_cut_with_a_sign_of_a_wrong_one_is_marked(reference: str, mark: str):
    """A reader trusts what has no mark, so a sign of a wrong cut must show there."""
    assert any(mark in told for told in checks(reference))


@pytest.mark.parametrize("reference", SURE, ids=[text[:40] for text in SURE])
def test_a_cut_without_such_a_sign_is_not_marked(reference: str):
    """A mark that stands at most references would be read by nobody."""
    assert checks(reference) == ()


def test_words_that_no_field_has_are_told():
    """What is left over may be the journal or the book that was not found; two or three words are a note or a place."""
    told = checks("Roe, R., ‘Youth’ (14-16) in Sondra Matthaei (ed.), Loving neighbours: working with groups, 2008.")
    assert any(mark.startswith("no field has the words 'Sondra Matthaei Loving") for mark in told)


def test_names_that_were_not_read_are_told():
    """The title stands in quotation marks, so it is found; before it are people, in a manner that no rule has."""
    found = segment_of("Feldman Stanley et Roe Marco R., « The foundation of groups », Fam Pract, 45, 2001, p. 6-7.")
    assert isinstance(found, Found)
    assert found.fields["title"] == ["The foundation of groups"]
    assert "some of the authors were not read" in found.warnings
