"""Single entries that editors would send back: what a standard asks where a work is a little out of the ordinary."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from pipeline.exports import ExportedWork
from pipeline.lists.inlines import text_of
from pipeline.lists.listing import list_locale, rendered
from pipeline.lists.style import find_style
from pipeline.model import Bibliographic, Name

from .invented import lines, work
from .standards import broken

YURIEV = Name(family="Юрьев", given="Юрий Яковлевич")
ZHUKOV = Name(family="Жуков", given="Ж. М. Ю.")
ONE = Name(family="Torppa", given="M. A.")
RUSSIAN: Mapping[str, Any] = {
    "title": "Группы", "title_original": None, "languages": ("ru",), "container": "Врач", "volume": None,
    "issue": "3", "pages": "5-7",
}  # fmt: skip
BOOK: Mapping[str, Any] = {"type": "book", "container": None, "volume": None, "pages": None}
PETROV_BOOK: Mapping[str, Any] = {
    **BOOK, "title": "Психотерапия: учебник", "languages": ("ru",), "authors": (Name(family="Петров", given="П. П."),),
    "publisher": "Наука",
}  # fmt: skip
WORKS: Mapping[str, ExportedWork] = {
    "a translated book": work(
        "a", "Freud", 2010, **BOOK, title="The Interpretation of Dreams", title_original="Die Traumdeutung",
        publisher="Basic Books",
    ),
    "a book that was translated into German": work(
        "a", "Balint", 1957, **BOOK, title="Der Arzt, sein Patient und die Krankheit", languages=("de",),
        title_original="The doctor, his patient and the illness", publisher="Klett",
    ),
    "names of two letters": work("a", authors=(YURIEV, ZHUKOV), **RUSSIAN),
    "no volume": work("a", "Otten", 2017, volume=None, pages=None, article_number="10663"),
    "an issue alone": work("a", "Otten", 2017, volume=None, issue="5", pages="3-4"),
    "one author and others": work("a", authors=(ONE,), authors_complete=False),
    "a page with a letter": work("a", "Otten", pages="OP-143"),
    "pages of a supplement": work("a", "Otten", pages="S12-S18"),
    "an article number with a hyphen": work("a", "Otten", pages="e0195-11", article_number="e0195-11"),
    "a report": work(
        "a", **BOOK | {"type": "report"}, authors=(Name(literal="World Health Organization"),),
        title="Mental health atlas", issue="WHO/MSD/20.1", publisher="WHO", place="Geneva",
    ),
    "a numbered report": work(
        "a", **BOOK | {"type": "report"}, title="Mental health atlas", issue="20", publisher="WHO",
        publication_types=("Technical report",),
    ),
    "two Chinese authors": work(
        "a", authors=(Name(family="熊", given="玮"), Name(family="王", given="芳")), title="巴林特小组",
        languages=("zh",),
    ),
    "a site as the journal": work("a", "Salinsky", container="psy-guide.com", volume=None, pages=None),
    "a PMID of a Russian article": work("a", "Petrov", languages=("ru",), pmid="31234567"),
    "commas at quotes": work("a", "Otten", title='A "plan", the "end"', container="Inner Medicine"),
    "nobody knows the language": work("a", "Otten", title="Balint", container="Psychotherapy", languages=()),
    "Kazan": work("a", **PETROV_BOOK, place="Казань"),
    "Moscow in full": work("a", **PETROV_BOOK, place="Москва"),
    "Moscow and Petersburg": work("a", **PETROV_BOOK, place="М.; СПб."),
    "a revised edition": work("a", **PETROV_BOOK, edition="3-е изд., перераб. и доп."),
    "an edition in small letters": work("a", "Otten", **BOOK, edition="rev. ed.", publisher="Springer"),
    "a supplement of a volume": work("a", "Otten", issue="Suppl 1"),
    "a supplement of an issue": work("a", "Otten", issue="2 Suppl 1"),
    "an issue of the year and of all": work("a", "Otten", issue="2 (35)"),
    "two issues": work("a", "Otten", issue="2-3"),
    "an issue with its sign": work("a", "Otten", issue="No. 3", volume="Vol. 5"),
    "a season": work("a", "Otten", issue="Spring"),
    "a Roman volume": work("a", "Otten", volume="XII"),
    "an abstract in a journal": work("a", "Otten", type="conference-paper", issue="4", event="40th Annual Meeting"),
    "a paper in proceedings": work(
        "a", "Otten", type="conference-paper", volume=None, container="Groups at work", publisher="Springer",
        isbn=("9780443064609",),
    ),
    "a chapter of a book in parts": work(
        "a", "Otten", type="chapter", container="Big book: of things", volume=None, publisher="Springer",
    ),
}  # fmt: skip

EXPECTED = [
    ("gost", "a translated book", "Freud A. B. The Interpretation of Dreams. Basic Books, 2010."),
    ("vancouver", "a translated book", "Freud AB. The Interpretation of Dreams. Basic Books;"),
    ("gost", "a book that was translated into German", "Der Arzt, sein Patient und die Krankheit."),
    ("vancouver", "names of two letters", "Yur’ev YuYa, Zhukov ZhMYu. Gruppy."),
    ("apa", "names of two letters", "Yur’ev, Yu. Ya., & Zhukov, Zh. M. Yu. (2004)"),
    ("vancouver", "no volume", ". 2017:10663."),
    ("vancouver", "an issue alone", ". 2017;(5):3–4."),
    ("vancouver", "one author and others", "Torppa MA, et al. Title"),
    ("apa", "one author and others", "Torppa, M. A., et al. (2004)."),
    ("gost", "a page with a letter", "P. OP-143."),
    ("vancouver", "a page with a letter", ":OP-143."),
    ("apa", "a page with a letter", ", OP-143."),
    ("vancouver", "pages of a supplement", ":S12–8."),
    ("gost", "pages of a supplement", "P. S12–S18."),
    ("gost", "an article number with a hyphen", "Art. e0195-11."),
    ("vancouver", "an article number with a hyphen", ":e0195-11."),
    ("apa", "an article number with a hyphen", "Article e0195-11."),
    ("apa", "a report", "Mental health atlas (Report No. WHO/MSD/20.1). WHO."),
    ("apa", "a numbered report", "Mental health atlas (Technical Report No. 20). (2004). WHO."),
    ("vancouver", "a numbered report", "WHO; 2004. Report No.: 20."),
    ("vancouver", "a report", "Geneva: WHO; 2004. Report No.: WHO/MSD/20.1."),
    ("gost", "a report", "Geneva: WHO, 2004. WHO/MSD/20.1."),
    ("gost", "two Chinese authors", "熊玮, 王芳. 巴林特小组 // "),
    ("vancouver", "a site as the journal", "psy-guide.com. 2004"),
    ("vancouver", "a PMID of a Russian article", ". Russian. PubMed PMID: 31234567."),
    ("gost", "commas at quotes", "A “plan”, the “end” //"),
    ("vancouver", "Kazan", ". Kazan: Nauka;"),
    ("vancouver", "Moscow in full", ". Moscow: Nauka;"),
    ("vancouver", "Moscow and Petersburg", ". Moscow; Saint Petersburg: Nauka;"),
    ("vancouver", "a revised edition", ". 3rd ed. Nauka;"),
    ("apa", "a revised edition", "Psikhoterapiya: Uchebnik (3rd ed.). Nauka."),
    *((style, "an edition in small letters", "Rev. ed.") for style in ("apa", "gost", "harvard", "mla", "vancouver")),
    ("vancouver", "a supplement of a volume", "2004;12 Suppl 1:101–9."),
    ("vancouver", "a supplement of an issue", "2004;12(2 Suppl 1):101–9."),
    ("mla", "a supplement of a volume", ", vol. 12, Suppl 1, 2004"),
    ("mla", "a supplement of an issue", ", vol. 12, no. 2 Suppl 1, 2004"),
    ("mla", "an issue of the year and of all", ", vol. 12, no. 2 (35), 2004"),
    ("ieee", "a season", ", vol. 12, Spring, pp."),
    ("ieee", "a supplement of an issue", ", vol. 12, no. 2 Suppl 1, pp."),
    ("vancouver", "an abstract in a journal", "Journal of Invented Medicine. 2004;12(4):101–9."),
    ("ama", "an abstract in a journal", "Journal of Invented Medicine. 2004;12(4):101-109."),
    ("harvard", "an abstract in a journal", "Journal of Invented Medicine, 12(4), pp. 101–109."),
    ("ieee", "an abstract in a journal", "Journal of Invented Medicine, vol. 12, no. 4, pp. 101–109"),
    ("dgps", "an abstract in a journal", "Journal of Invented Medicine, 12(4), 101–109."),
    ("gost", "an abstract in a journal", "Journal of Invented Medicine. 2004. Vol. 12, No. 4. P. 101–109."),
    ("vancouver", "a paper in proceedings", "In: Groups at work. Springer; 2004. p. 101–9."),
    ("mla", "two issues", ", vol. 12, nos. 2-3, 2004"),
    ("mla", "a season", ", vol. 12, Spring, 2004"),
    ("mla", "a Roman volume", ", vol. XII, 2004"),
    ("mla", "an issue with its sign", ", vol. 5, no. 3, 2004"),
    ("apa", "an issue with its sign", ", 5(3), 101–109."),
    ("apa", "a chapter of a book in parts", "In Big book: Of things"),
]


@cache
def entry(style: str, key: str, locale: str | None = None) -> str:
    """The text of an entry."""
    found = find_style(style)
    [made] = rendered([WORKS[key]], found, list_locale(found, locale), twins=False)
    return text_of(made.paragraphs[0])


@pytest.mark.parametrize(("style", "key", "expected"), EXPECTED)
def test_an_entry_is_as_its_standard_has_it(style: str, key: str, expected: str):
    """Each was wrong in a list that a reader had made."""
    assert expected in entry(style, key)


IN_RULES = ("no volume", "an issue alone", "one author and others", "pages of a supplement", "a report", "Kazan")


@pytest.mark.parametrize("style", ["gost", "nlm", "apa"])
@pytest.mark.parametrize("key", IN_RULES)
def test_an_entry_keeps_the_rules_of_its_standard(style: str, key: str):
    """What is put right in one place may be wrong in another."""
    assert broken(style, WORKS[key], entry(style, key)) == []


def test_a_twin_keeps_both_letters_of_an_initial():
    """Ю. Я. is Yu. Ya.: 'Y. Y.' would be somebody else."""
    found = lines([WORKS["names of two letters"]], "gost", twins=True)
    assert found[1].strip().startswith("Yur’ev Yu. Ya., Zhukov Zh. M. Yu. Gruppy")


@pytest.mark.parametrize("locale", ["pl", "de", "ru"])
def test_a_work_of_which_nobody_knows_the_language_is_described_in_english(locale: str):
    """A list in Polish has many works that are not Polish, and 'T. 12' in front of an English article is wrong."""
    assert "Vol. 12. P. 101–109" in entry("gost", "nobody knows the language", locale)


def test_a_russian_work_with_latin_authors_stands_among_the_russian_ones():
    """PubMed has its authors in Latin letters, and its title is in Cyrillic: it is a Russian article all the same."""
    mixed = work("m", "Petrov", **RUSSIAN)
    russian = work("r", "Яковлев", **RUSSIAN | {"title": "Врачи"})
    english = work("e", "Adams", title="Groups")
    found = lines([english, mixed, russian], "gost")
    assert [line[4:10] for line in found] == ["Яковле", "Petrov", "Adams "]


def test_the_title_on_a_work_is_the_one_in_its_language():
    """A translated book bears the translation; a Russian article that a database has in English bears the Russian."""
    article = Bibliographic(type="article", title="Groups", title_original="Группы", languages=("ru",))
    assert "Группы" in lines([ExportedWork(key="a", work_id="a", work=article)], "gost")[0]


FAULTS = [
    ("nlm", "no volume", "2017:10663", "2017;10663"),
    ("nlm", "one author and others", "MA, et al", "MA et al"),
    ("apa", "one author and others", "A., et al.", "A. et al."),
    ("nlm", "a report", "Report No.: ", "Report "),
    ("apa", "a report", "Report No. ", ""),
]


@pytest.mark.parametrize(("style", "key", "right", "wrong"), FAULTS)
def test_a_fault_in_an_entry_breaks_a_rule(style: str, key: str, right: str, wrong: str):
    """Rules that nothing can break would praise any list."""
    line = entry(style, key)
    assert right in line
    assert broken(style, WORKS[key], line.replace(right, wrong)) != []
