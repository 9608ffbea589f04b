"""Where people, title and journal of a pasted reference end, in the cases in which that is not plain."""

from __future__ import annotations

import pytest

from pipeline.formats._reference_list import segment_of
from pipeline.model import Found
from pipeline.references import row_of

# reference, authors|title|year|journal|volume|issue|pages
CUTS = [
    # chemists put the issue into brackets of its own
    (
        "Doe, J.; Roe, R., Groups at work. Fam Pract 2002, 65, (11).",
        "Doe J; Roe R|Groups at work|2002|Fam Pract|65|11|",
    ),
    # the dash of the pages was lost on the way out of a PDF
    (
        "Doe, J. (2016). Groups at work. Thinking Skills, 19, 88 96.",
        "Doe J|Groups at work|2016|Thinking Skills|19||88-96",
    ),
    # the number of a part belongs to the title
    (
        "Lars Doe. Integral groups. I. Acta mathematica, 127(1):79–183, 1971.",
        "Doe L|Integral groups. I|1971|Acta mathematica|127|1|79-183",
    ),
    # years that a title tells are no pages
    ("Roe, Birendra, 1979, Groups in Asia, 1900–1947 (Delhi: Roe Press)", "Roe B|Groups in Asia, 1900–1947|1979||||"),
    # the full stop of 'ed.' ends the title too
    ("Roe, Richard H. The Price of Groups, Rev. ed. New York: Holt, 1960.", "Roe RH|The Price of Groups|1960||||"),
    (
        "Roe, Anna. Groups: The Realities. 1st American ed. New York: Knopf, 1958.",
        "Roe A|Groups: The Realities|1958||||",
    ),
    # another name of the author, in brackets
    ("Roe, Joshua (Jed). Unseasonable Groups. New York: Knopf, 2012.", "Roe J|Unseasonable Groups|2012||||"),
    # families alone, before the year
    (
        "Chiba, Nakanishi, Fukuda & Yata 1991 A new group from Luzon. Tropical Groups, 2(1): 59-64.",
        "Chiba; Nakanishi; Fukuda; Yata|A new group from Luzon|1991|Tropical Groups|2|1|59-64",
    ),
    # a journal that is shortened begins as a person does
    ("E. Roe, J. Opt. Soc. Am. 1982, 72, 899.", "Roe E||1982|J. Opt. Soc. Am|72||899"),
    # astronomers leave the titles out
    (
        "Feretti L., 2008, in Plionis M., Hughes D., eds, ESO Symp., Heating in Groups and Clusters. "
        "Springer-Verlag, Berlin, p. 143",
        "Feretti L||2008|ESO Symp., Heating in Groups and Clusters|||143",
    ),
    # a small 'in' behind a comma is a word of the title where a journal and its numbers follow
    (
        "Doe J. A trial of groups, in Rheumatoid Patients Who Were Naive: a study. Arthritis & Care. 66(7), 1693–1704.",
        "Doe J|A trial of groups, in Rheumatoid Patients Who Were Naive: a study||Arthritis & Care|66|7|1693-1704",
    ),
    # where commas part everything, a title of two sentences ends at a comma
    (
        "Étienne Roe, La gestion des groupes. Notions de base pour des lecteurs, De la Meuse, 29, 1999, 117-150.",
        "Roe É|La gestion des groupes. Notions de base pour des lecteurs|1999|De la Meuse|29||117-150",
    ),
    (
        "R. Roe, A trial of groups. Second Study Group, Journal of Group Work, 12 (1999), 4-5.",
        "Roe R|A trial of groups. Second Study Group|1999|Journal of Group Work|12||4-5",
    ),
    # a title may end with a person, whose name looks shortened
    (
        "Roe R. The groups of W. R. Bion. Balint Journal. 2019;20(3):75-8.",
        "Roe R|The groups of W. R. Bion|2019|Balint Journal|20|3|75-78",
    ),
    # NLM's acronym stands before the name of a journal
    (
        "Roe R. Groups. AJR. American journal of roentgenology. 2019;20(3):75-8.",
        "Roe R|Groups|2019|AJR. American journal of roentgenology|20|3|75-78",
    ),
    # a journal without title and people
    ("(2009) Journal of Group Work, 35 (2), pp. 155-164.", "||2009|Journal of Group Work|35|2|155-164"),
    # a thesis that no stop parts from its title
    ("Roe, Damon B. 2010. Regulating Groups PhD thesis Duke University.", "Roe DB|Regulating Groups|2010||||"),
    # 'ff' that a PDF gave away
    (
        "Roe R, Ku↵ner J. E↵ects of groups. Fam Pract. 2019;20(3):75-8.",
        "Roe R; Kuffner J|Effects of groups|2019|Fam Pract|20|3|75-78",
    ),
]
BESIDE = [
    ("Norton Anthology of Groups 2 vols.", "Norton Anthology of Groups"),
    ("Fam Pract, Special Issue", "Fam Pract"),
    ("Journal of Groups: Special Issue on Doctors", "Journal of Groups"),
    ("Tesla Blog, N.p.,", "Tesla Blog"),
    ("Trans. Nicholas Rand. Critical Inquiry", "Critical Inquiry"),
    ("Poster presented at the Group Conference", "Group Conference"),
]


@pytest.mark.parametrize(("reference", "expected"), CUTS, ids=[text[:40] for text, _ in CUTS])
def test_title_and_journal_end_where_the_list_means_them_to(reference: str, expected: str):
    found = segment_of(reference)
    assert isinstance(found, Found)
    row = row_of("R1", reference, found)
    names = ("authors", "title", "year", "journal", "volume", "issue", "pages")
    assert "|".join(row[name] for name in names) == expected


@pytest.mark.parametrize(("written", "name"), BESIDE)
def test_what_stands_beside_a_journals_name_is_no_part_of_it(written: str, name: str):
    """Volumes of a set, a special issue, a translator and MLA's 'no publisher' say nothing about the journal's name."""
    found = segment_of(f"Roe, Anna. “Groups at work.” {written} 2 Aug. 2006.")
    assert isinstance(found, Found)
    assert found.fields["container"] == [name]
