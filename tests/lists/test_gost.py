"""GOST R 7.0.5-2008: each entry in the language of its work, and what the styles of the repository had otherwise."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from pipeline.errors import PipelineError
from pipeline.exports import ExportedWork
from pipeline.lists.gost import WHY, arranged, words_of
from pipeline.lists.inlines import text_of
from pipeline.lists.languages import language_of, locale_of
from pipeline.lists.listing import rendered
from pipeline.lists.patches import PATCHES, patched
from pipeline.lists.printed import item_of
from pipeline.lists.style import find_style, folder
from pipeline.model import Bibliographic, Name

STYLES = ("gost-r-7-0-5-2008", "gost-r-7-0-5-2008-numeric", "gost-r-7-0-5-2008-numeric-alphabetical")


def name(family: str, given: str = "A. B.") -> Name:
    return Name(family=family, given=given)


def article(language: str, **fields: Any) -> Bibliographic:
    said: dict[str, Any] = {
        "type": "article", "title": "Title", "authors": (name("Balint"),), "year": 2019, "container": "Journal",
        "volume": "5", "issue": "2", "pages": "10-15", "languages": (language,),
    }  # fmt: skip
    return Bibliographic(**(said | fields))


FOUR = (name("One"), name("Two"), name("Three"), name("Four"))
WORKS: Mapping[str, Bibliographic] = {
    **{f"article in {code}": article(code) for code in ("ru", "en", "de", "pl", "fr", "uk", "zh")},
    "four authors": article("ru", authors=FOUR),
    "three and more": article("en", authors=FOUR[:3], authors_complete=False),
    "a group": article("en", authors=(Name(literal="Balint Society"),)),
    "a person and a group": article("en", authors=(name("Balint"), Name(literal="Balint Society"))),
    "a particle": article("en", authors=(Name(family="van den Bussche", given="H."),)),
    "a hyphen": article("en", authors=(Name(family="Wang", given="S.-B."),)),
    "a supplement": article("en", issue="Suppl 1"),
    "two issues": article("en", issue="3-4"),
    "an issue of the year and of all": article("ru", issue="2(35)"),
    "an issue of all, with a blank": article("ru", issue="2 (35)", volume=None),
    "a part of an issue": article("ru", issue="3, ч. 2"),
    "two issues of all": article("ru", issue="1-2(34-35)"),
    "an issue with its sign": article("ru", issue="№ 3", volume="Т. 5"),
    "a special issue": article("ru", issue="Спецвыпуск"),
    "a season": article("en", issue="Spring", volume=None),
    "a Roman volume": article("ru", volume="XII"),
    "a double volume": article("ru", volume="5-6"),
    "a named volume": article("de", volume="Sonderband", issue=None),
    "a number": article("ru", pages=None, article_number="e12"),
    "a number and pages": article("ru", article_number="e12"),
    "a thesis": article("ru", type="thesis", container=None, volume=None, issue=None, pages="156 с.", place="М."),
    "a known thesis": article(
        "ru", type="thesis", container=None, volume=None, issue=None, pages=None,
        publication_types=("дис. … канд. мед. наук",),
    ),
    "a publisher alone": article("en", type="book", container=None, volume=None, issue=None, publisher="Springer"),
    "a DOI": article("en", doi="10.1000/1", url="https://example.org"),
    "a web page": article("ru", type="webpage", volume=None, issue=None, pages=None, url="https://example.org/1"),
    "a web page, looked at": article(
        "ru", type="webpage", volume=None, issue=None, pages=None, url="https://example.org/1", accessed="2015-03-05"
    ),
    "a page, looked at": article(
        "en", type="webpage", volume=None, issue=None, pages=None, url="https://example.org/1", accessed="2015-03"
    ),
    "a translated book": article(
        "ru", type="book", container=None, volume=None, issue=None, pages=None, editors=(name("Otten"),),
        translators=(name("Roe"), name("Doe")),
    ),
    "a translated chapter": article("de", type="chapter", volume=None, issue=None, editors=(name("Otten"),),
                                    translators=(name("Roe"),)),
    "a series": article("en", type="book", container=None, volume=None, issue=None, series="Series", pages="99 p."),
    "a note": article("en", note="A note that would sort it first"),
    "a translated title": article("ru", title="Groups", title_original="Группы"),
    "an English edition": article("en", type="book", container=None, volume=None, issue=None, edition="3rd ed."),
    "a Polish edition": article("pl", type="book", container=None, volume=None, issue=None, edition="2"),
}  # fmt: skip


@cache
def lines() -> Mapping[str, str]:
    works = [ExportedWork(key=key, work_id=key, work=work) for key, work in WORKS.items()]
    made = rendered(works, find_style("gost"), "ru-RU", twins=False)
    return {entry.key: text_of(entry.paragraphs[0]) for entry in made}


EXPECTED = [
    ("language", "article in ru", "Balint A. B. Title // Journal. 2019. Т. 5, № 2. С. 10–15."),
    ("language", "article in en", "Balint A. B. Title // Journal. 2019. Vol. 5, No. 2. P. 10–15."),
    ("language", "article in de", "Balint A. B. Title // Journal. 2019. Bd. 5, Nr. 2. S. 10–15."),
    ("language", "article in pl", "Balint A. B. Title // Journal. 2019. T. 5, nr 2. S. 10–15."),
    ("language", "article in fr", "Balint A. B. Title // Journal. 2019. Vol. 5, n° 2. P. 10–15."),
    ("language", "article in uk", "Balint A. B. Title // Journal. 2019. Т. 5, № 2. С. 10–15."),
    ("language", "article in zh", "Balint A. B. Title // Journal. 2019. Vol. 5, No. 2. P. 10–15."),
    ("heading", "four authors", "Title / A. B. One [и др.] // Journal. 2019. Т. 5, № 2. С. 10–15."),
    ("responsibility", "three and more", "Title / A. B. One [et al.] // Journal. 2019. Vol. 5, No. 2. P. 10–15."),
    ("group", "a group", "Title / Balint Society // Journal. 2019. Vol. 5, No. 2. P. 10–15."),
    ("group", "a person and a group", "Balint A. B. Title / Balint Society // Journal. 2019. Vol. 5, No. 2. P. 10–15."),
    ("particle", "a particle", "van den Bussche H. Title // Journal. 2019. Vol. 5, No. 2. P. 10–15."),
    ("heading", "a hyphen", "Wang S.-B. Title // Journal. 2019. Vol. 5, No. 2. P. 10–15."),
    ("issue", "a supplement", "Balint A. B. Title // Journal. 2019. Vol. 5, Suppl 1. P. 10–15."),
    ("issue", "two issues", "Balint A. B. Title // Journal. 2019. Vol. 5, No. 3–4. P. 10–15."),
    ("sign", "an issue of the year and of all", "Balint A. B. Title // Journal. 2019. Т. 5, № 2(35). С. 10–15."),
    ("sign", "an issue of all, with a blank", "Balint A. B. Title // Journal. 2019. № 2 (35). С. 10–15."),
    ("sign", "a part of an issue", "Balint A. B. Title // Journal. 2019. Т. 5, № 3, ч. 2. С. 10–15."),
    ("sign", "two issues of all", "Balint A. B. Title // Journal. 2019. Т. 5, № 1–2(34–35). С. 10–15."),
    ("sign", "an issue with its sign", "Balint A. B. Title // Journal. 2019. Т. 5, № 3. С. 10–15."),
    ("sign", "a special issue", "Balint A. B. Title // Journal. 2019. Т. 5, Спецвыпуск. С. 10–15."),
    ("sign", "a season", "Balint A. B. Title // Journal. 2019. Spring. P. 10–15."),
    ("sign", "a Roman volume", "Balint A. B. Title // Journal. 2019. Т. XII, № 2. С. 10–15."),
    ("sign", "a double volume", "Balint A. B. Title // Journal. 2019. Т. 5–6, № 2. С. 10–15."),
    ("sign", "a named volume", "Balint A. B. Title // Journal. 2019. Sonderband. S. 10–15."),
    ("number", "a number", "Balint A. B. Title // Journal. 2019. Т. 5, № 2. Ст. e12."),
    ("number", "a number and pages", "Balint A. B. Title // Journal. 2019. Т. 5, № 2. С. 10–15."),
    ("thesis", "a thesis", "Balint A. B. Title: дис. М., 2019. 156 с."),
    ("thesis", "a known thesis", "Balint A. B. Title: дис. … канд. мед. наук. 2019."),
    ("publisher", "a publisher alone", "Balint A. B. Title. Springer, 2019. P. 10–15."),
    ("doi", "a DOI", "Balint A. B. Title // Journal. 2019. Vol. 5, No. 2. P. 10–15. doi: 10.1000/1."),
    ("online", "a web page", "Balint A. B. Title [Электронный ресурс] // Journal. 2019. URL: https://example.org/1."),
    (
        "accessed",
        "a web page, looked at",
        "Balint A. B. Title [Электронный ресурс] // Journal. 2019. "
        "URL: https://example.org/1 (дата обращения: 05.03.2015).",
    ),
    (
        "accessed",
        "a page, looked at",
        "Balint A. B. Title [Electronic resource] // Journal. 2019. "
        "URL: https://example.org/1 (date of access: 03.2015).",
    ),
    ("translator", "a translated book", "Balint A. B. Title / ред. A. B. Otten; пер. A. B. Roe, A. B. Doe. 2019."),
    (
        "translator",
        "a translated chapter",
        "Balint A. B. Title / übers. von A. B. Roe // Journal / hrsg. von A. B. Otten. 2019. S. 10–15.",
    ),
    ("series", "a series", "Balint A. B. Title. 2019. 99 p. (Series)."),
    ("sort", "a note", "Balint A. B. Title // Journal. 2019. Vol. 5, No. 2. P. 10–15."),
    ("language", "a translated title", "Balint A. B. Группы // Journal. 2019. Т. 5, № 2. С. 10–15."),
    ("language", "an English edition", "Balint A. B. Title. 3rd ed. 2019. P. 10–15."),
    ("language", "a Polish edition", "Balint A. B. Title. Wyd. 2. 2019. S. 10–15."),
]


@pytest.mark.parametrize(("clause", "key", "expected"), EXPECTED)
def test_an_entry_is_built_as_the_standard_has_it(clause: str, key: str, expected: str):
    """The clause says why; see WHY in gost.py."""
    assert lines()[key] == expected, WHY[clause]


def test_every_departure_that_is_put_right_is_shown_by_an_entry():
    """A patch is stated, never silent: each reason has its example."""
    assert {clause for clause, _, _ in EXPECTED} == WHY.keys()


@pytest.mark.parametrize("style", STYLES)
def test_all_three_gost_styles_build_an_entry_alike(style: str):
    """They differ in order and numbers, which are not an entry's own."""
    some = ExportedWork(key="k", work_id="k", work=WORKS["four authors"])
    [entry] = rendered([some], find_style(style), "ru-RU", twins=False)
    assert text_of(entry.paragraphs[0]) == lines()["four authors"]


def test_other_styles_have_the_language_of_the_list():
    """In Vancouver and APA the list's language rules every term of it."""
    assert locale_of(article("pl"), "apa", "ru-RU") == "ru-RU"
    assert locale_of(article("pl"), STYLES[0], "ru-RU") == "pl-PL"


LANGUAGES = [
    ("Балінтовські групи: досвід їх проведення", ("uk", "letters")),
    ("Эмоциональное выгорание", ("ru", "letters")),
    ("Групи", ("ru", "letters")),
    ("Die Balintgruppe und der Arzt", ("de", "words")),
    ("The doctor and the patient", ("en", "words")),
    ("Grupy dla lekarzy oraz pacjentów", ("pl", "words")),
    ("Balint", (None, "unknown")),
]


@pytest.mark.parametrize(("title", "expected"), LANGUAGES)
def test_a_work_without_a_language_is_judged_by_its_title(title: str, expected: tuple[str | None, str]):
    """By letters that one language has alone, then by little words; else the list's language stands."""
    assert language_of(Bibliographic(title=title)) == expected


def test_what_a_record_says_of_its_language_goes_before_its_title():
    """A German article may have a Latin title, and a Russian one an English title alone."""
    assert language_of(Bibliographic(title="The doctor", languages=("ru",))) == ("ru", "record")
    assert language_of(Bibliographic(title="The doctor", title_language="en")) == (None, "unknown")


def test_a_foreign_work_of_no_known_language_has_no_russian_terms():
    """'International Journal … Т. 32, № 7' is what people take over from other programs."""
    nobody_knows = article("", title="Fatigue damage modelling", container="Fatigue", languages=())
    assert locale_of(nobody_knows, STYLES[0], "ru-RU") == "en-US"
    assert locale_of(nobody_knows, STYLES[0], "de-DE") == "en-US"
    told_by_the_journal = article("", title="Fatigue damage modelling", container="Journal of Fatigue", languages=())
    assert language_of(told_by_the_journal) == ("en", "words")


def test_a_region_of_a_language_has_its_words():
    """Austrian works are described in German."""
    assert words_of("de-AT") == words_of("de-DE")


def test_a_style_that_has_changed_is_reported_and_not_half_patched():
    """Else a list would be wrong in silence."""
    with pytest.raises(PipelineError, match="has no macro 'author'"):
        patched('<style xmlns="http://purl.org/net/xbiblio/csl"/>', "nlm-citation-sequence", "en-US")


def test_an_edition_is_neuter_in_russian():
    """'2-я изд.' would be feminine; a style that says how it counts is left alone."""
    plain = '<style xmlns="http://purl.org/net/xbiblio/csl"><info/></style>'
    assert '<term name="ordinal">-е</term>' in patched(plain, "some-journal", "ru-RU")
    assert patched(plain, "some-journal", "en-US") == plain


def test_arranging_an_item_leaves_the_rest_of_it_alone():
    """Only authors, article number and ranges have another place."""
    item = {"id": "k", "type": "book", "title": "Title", "editor": [{"family": "Balint"}]}
    assert arranged(item) == item


def test_a_name_in_chinese_letters_has_no_initials():
    """'熊玮.' with a stop is nobody's name."""
    chinese = article("zh", authors=(Name(family="熊", given="玮"),))
    assert item_of(ExportedWork(key="k", work_id="k", work=chinese), "apa", "en-US")["author"] == [{"literal": "熊玮"}]


def test_a_note_of_a_database_is_printed_nowhere():
    """Processors read 'title: x' in it as the title of the work; and nobody wants 'Copyright 2019' in a list."""
    noted = ExportedWork(key="k", work_id="k", work=article("en", note="title: Another one"))
    assert "note" not in item_of(noted, "apa", "en-US")
    assert "note" not in item_of(noted, STYLES[0], "ru-RU")


ADDRESSES = [
    (article("en", url="https://example.org"), False),
    (article("en", url="https://example.org", volume=None, issue=None, pages=None), True),
    (article("en", type="webpage", url="https://example.org"), True),
    (article("en", type="thesis", url="https://example.org", publisher="University"), True),
    (article("en", type="thesis", url="https://example.org", doi="10.1000/1"), False),
]


@pytest.mark.parametrize(("work", "expected"), ADDRESSES)
def test_an_address_stands_where_a_work_is_not_found_otherwise(work: Bibliographic, expected: bool):
    """Most addresses in databases lead to the database; of a printed article nobody wants them."""
    item = item_of(ExportedWork(key="k", work_id="k", work=work), "apa", "en-US")
    assert ("URL" in item) is expected


@pytest.mark.parametrize("locale", ["en-US", "ru-RU"])
def test_every_style_that_is_put_right_can_be(locale: str):
    """The repository has a dozen variants of NLM's style: each has what is put right, and is well-formed after it."""
    found = [path for path in folder().glob("*.csl") if any(re.fullmatch(name, path.stem) for name in PATCHES)]
    assert len(found) > 10
    for path in found:
        text = patched(path.read_text(encoding="utf-8"), path.stem, locale)
        assert ET.fromstring(text).find("{http://purl.org/net/xbiblio/csl}bibliography") is not None
