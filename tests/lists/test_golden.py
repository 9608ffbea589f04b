"""Sixty-one works of all types and languages: their lists, kept as files, and what the standards ask of each line."""

from __future__ import annotations

import re

import pytest

from pipeline.model import RECORD_TYPES

from .golden_works import FOLDER, LISTS, entries, list_of, works
from .standards import broken

BY_KEY = {work.key: work for work in works()}


def test_the_golden_works_are_of_all_types_and_of_seven_languages():
    """A rule that no work calls for is never checked."""
    assert len(works()) == len(BY_KEY) == 61
    assert {work.work.type for work in works()} == set(RECORD_TYPES)
    assert {language for work in works() for language in work.work.languages} >= {
        "de",
        "en",
        "es",
        "fr",
        "it",
        "pl",
        "ru",
    }


@pytest.mark.parametrize("name", LISTS)
def test_a_golden_list_is_made_as_it_was(name: str):
    """A change in a list is seen, read and meant: `python scripts/golden_lists.py` writes it anew."""
    assert list_of(name).decode() == (FOLDER / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("style", ["gost", "nlm", "apa"])
def test_every_line_of_a_golden_list_keeps_the_rules_of_its_standard(style: str):
    """An editor who knows the standard finds nothing to correct."""
    lines = entries(style)
    assert lines.keys() == BY_KEY.keys()
    assert {key: rules for key, line in lines.items() if (rules := broken(style, BY_KEY[key], line))} == {}


FAULTS = [
    ("gost", "benson2005compassion", "Vol. 34", "Т. 34"),
    ("gost", "benson2005compassion", ", No. 6", ". No. 6"),
    ("gost", "benson2005compassion", "P. 497–498", "P. 497-498"),
    ("gost", "benson2005compassion", "Benson J., Magraith K.", "Benson J. and Magraith K."),
    ("gost", "benson2005compassion", " // ", ". "),
    ("gost", "johnson2004essential", " / A. H. Johnson [et al.]", " / A. H. Johnson [и др.]"),
    ("gost", "berkowitz2001agressiya", "512 с.", "512 p."),
    ("gost", "haefner2007balintgruppe", "hrsg. von", "под ред."),
    ("gost", "mohammed2017metody", ": дис. … канд. техн. наук", ""),
    ("gost", "balint1957arzt", " / übers. von K. Hügel", ""),
    ("gost", "salinsky2015balintovskie", " (дата обращения: 05.03.2016)", ""),
    ("gost", "dornfest-balint", "05.03.2016", "2016-03-05"),
    ("gost", "who2013mental", "Mental health action plan 2013–2020 / ", ""),
    ("gost", "wittenberger2019balint", "doi: ", "https://doi.org/"),
    ("nlm", "benson2005compassion", "34(6):497–8", "34(6):497–498"),
    ("nlm", "huang2020effect", ", et al", ""),
    ("nlm", "haefner2007balintgruppe", "Häfner S, editor", "editorHäfner S"),
    ("nlm", "balint1957arzt", "Hügel K, translator. ", ""),
    ("nlm", "salinsky2015balintovskie", " [cited 2016 Mar 5]", ""),
    ("nlm", "wittenberger2019balint", " German.", ""),
    ("nlm", "wittenberger2019balint", "[", "("),
    ("nlm", "vygotsky1966igra", "Vygotskii", "Выготский"),
    ("apa", "benson2005compassion", ", & Magraith", " and Magraith"),
    ("apa", "benson2005compassion", "(2005)", "2005"),
    ("apa", "benson2005compassion", "burnout: The", "burnout: the"),
    ("apa", "holmes2008balintians", "Article a1549", "a1549"),
    ("apa", "kjeldmand2010difficulties", "https://doi.org/", "doi:"),
    ("apa", "balint1957arzt", " (K. Hügel, Trans.)", ""),
    ("apa", "dornfest-balint", "Retrieved March 5, 2016, from ", ""),
    ("apa", "balint1957doctor", "Pitman", "London: Pitman"),
]


@pytest.mark.parametrize(("style", "key", "right", "wrong"), FAULTS)
def test_a_fault_in_a_line_breaks_a_rule(style: str, key: str, right: str, wrong: str):
    """Rules that nothing can break would praise any list."""
    line = entries(style)[key]
    assert right in line
    assert broken(style, BY_KEY[key], line.replace(right, wrong)) != []


def test_a_list_has_each_entry_once_and_in_its_order():
    """The lines of the file are the entries, numbered from one."""
    numbered = re.findall(r"^(\d+)\. +(.+)$", (FOLDER / "gost.txt").read_text(encoding="utf-8"), re.MULTILINE)
    assert [int(number) for number, _ in numbered] == [*range(1, 62)]
    assert sorted(text for _, text in numbered) == sorted(entries("gost").values())
