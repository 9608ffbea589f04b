"""Merging: which record of a work gives which field."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipeline.dedup.merge import fullness, merge

from .corpus import row

GERMAN = "Die Balintgruppe in der Ausbildung von Ärzten"
ENGLISH = "The Balint group in the training of physicians"


def merged(*records: dict[str, Any]) -> dict[str, Any]:
    return merge(records)[0]


def givers(*records: dict[str, Any]) -> dict[str, str]:
    return {field: record for field, record, _ in merge(records)[1]}


def titles(*records: dict[str, Any]) -> tuple[str | None, str | None, str | None]:
    work = merged(*records)
    return work["title"], work["title_original"], work["title_language"]


PUBMED = row("pubmed:1", title=f"[{ENGLISH}]", language="ger", authors="Otten H; Petzold E", year="1998", volume="3")
OWN = row("hand:1", title=GERMAN, authors="Otten, Heide; Petzold, Ernst", year="1998", pages="4-9")


def test_all_authors_come_from_one_record():
    """Two lists mixed would name people twice, or in a wrong order: the longest complete one is taken whole."""
    short = row("a:1", title=GERMAN, authors="Otten, H.; et al.", abstract="word " * 50, doi="10.1000/1")
    full = row("b:1", title=GERMAN, authors="Otten, Heide; Petzold, Ernst R.")
    work = merged(short, full)
    assert [person["family"] for person in work["authors"]] == ["Otten", "Petzold"]
    assert work["authors_complete"]
    assert givers(short, full)["authors"] == "b:1"


def test_a_preprint_server_is_no_publisher_of_the_article():
    """Where a person has joined the two: medRxiv prints no journal. Alone, the preprint is what it is."""
    article = row("a:1", type="article", title=ENGLISH, container="BMJ Open", year="2021")
    preprint = row("b:1", type="preprint", title=ENGLISH, container="medRxiv: the preprint server", publisher="medRxiv")
    work = merged(article, preprint)
    assert (work["container"], work["publisher"]) == ("BMJ Open", None)
    assert merged(preprint)["publisher"] == "medRxiv"
    assert merged(preprint, row("c:1", title=ENGLISH))["publisher"] == "medRxiv"


def test_a_list_that_ends_with_et_al_stays_marked_where_there_is_no_better():
    """Who cites it must know that people are missing."""
    assert not merged(row("a:1", title=GERMAN, authors="Otten, H.; et al."), row("b:1", title=GERMAN))[
        "authors_complete"
    ]


def test_volume_issue_and_pages_come_from_one_record():
    """A volume of one record with the pages of another is a place that doesn't exist."""
    one = row("a:1", title=GERMAN, volume="3", issue="1", pages="4-9", abstract="word " * 50)
    other = row("b:1", title=GERMAN, volume="4", issue="2", pages="1004-1009")
    work = merged(one, other)
    assert (work["volume"], work["issue"], work["pages"]) in {("3", "1", "4-9"), ("4", "2", "1004-1009")}
    assert len({givers(one, other)[name] for name in ("volume", "issue", "pages")}) == 1


def test_the_fullest_place_is_taken_and_completed_by_what_agrees():
    """Ahead of print there are only pages from 1; later records have all, or the number of the article."""
    ahead = row("a:1", title=GERMAN, pages="1-6", doi="10.1000/1", abstract="word " * 50)
    printed = row("b:1", title=GERMAN, volume="03", issue="1", pages="4-9")
    numbered = row("c:1", title=GERMAN, volume="3", article_number="c1804")
    work = merged(ahead, printed, numbered)
    assert [work[name] for name in ("volume", "issue", "pages", "article_number")] == ["03", "1", "4-9", "c1804"]
    assert givers(ahead, printed, numbered)["article_number"] == "c:1"
    assert merged(ahead, printed)["article_number"] is None
    elsewhere = row("d:1", title=GERMAN, volume="9", article_number="e77")
    assert merged(printed, elsewhere)["article_number"] is None  # of another place


def test_of_places_as_full_the_one_that_most_records_give_is_taken():
    """A slip in one source is outvoted; then the fuller range of pages counts."""
    slip = row("a:1", title=GERMAN, volume="30", pages="4-9", abstract="word " * 50)
    one, other = row("b:1", title=GERMAN, volume="3", pages="4"), row("c:1", title=GERMAN, volume="Vol. 3", pages="4-9")
    assert (merged(slip, one, other)["volume"], merged(slip, one, other)["pages"]) == ("Vol. 3", "4-9")


def test_a_date_of_another_year_is_left_out():
    """Online in December 1997, in print in 1998: the most exact date would contradict the year."""
    online, one, other = (row("a:1", title=GERMAN, year="1997", date="1997-12-03"),
                          row("b:1", title=GERMAN, year="1998"), row("c:1", title=GERMAN, date="1998-02"))  # fmt: skip
    work = merged(online, one, other)
    assert (work["year"], work["date"]) == (1998, "1998-02")
    assert merged(row("a:1", title=GERMAN))["date"] is None


def test_a_german_title_and_its_bracketed_translation_are_both_kept():
    """PubMed leads with the translation, a hand-made list with the original: the citation needs both."""
    assert titles(PUBMED, OWN) == (ENGLISH, GERMAN, "en")
    assert givers(PUBMED, OWN)["title"] == "pubmed:1"
    assert givers(PUBMED, OWN)["title_original"] == "hand:1"


def test_a_record_that_gives_both_titles_is_believed():
    """RIS has a place for the translated title; the longer German one of another record doesn't make a third title."""
    both = row("ris:1", title=GERMAN, title_translated=ENGLISH)
    longer = row("hand:1", title=GERMAN + ": ein Rückblick nach zehn Jahren", abstract="word " * 50)
    assert titles(both, longer) == (ENGLISH, GERMAN, None)


def test_an_english_title_without_brackets_is_no_original():
    """Scopus prints the translated title as if it were the title."""
    scopus = row("scopus:1", title="The Balint group in the education of doctors", language="ger")
    assert titles(PUBMED, scopus)[1] is None
    assert titles(PUBMED, row("scopus:2", title=ENGLISH.upper(), language="ger"))[1] is None
    assert titles(PUBMED, scopus, OWN)[:2] == (ENGLISH, GERMAN)


def test_an_english_work_has_no_original_title():
    """Brackets alone, in a record of an English work, are no translation to look for."""
    english = row("pubmed:1", title=f"[{ENGLISH}]", language="eng")
    assert titles(english, row("b:1", title=ENGLISH + ": a review"))[1:] == (None, None)


def test_the_language_goes_with_the_title_that_it_is_of():
    """A German title marked as English would be hyphenated and cited as English."""
    unknown = row("pubmed:1", title=f"[{ENGLISH}]")
    assert titles(unknown, OWN) in {(ENGLISH, None, "en"), (GERMAN, None, None)}


def test_a_title_in_cyrillic_is_the_original_and_a_translation_leads_before_a_transliteration():
    """Who can't read Cyrillic needs the English title more than the sounds of the Russian one."""
    cyrillic = row("elibrary:1", title="Балинтовские группы в подготовке врачей")
    sounds = row("wos:1", title="Balintovskie gruppy v podgotovke vrachey", doi="10.1000/1", abstract="word " * 50)
    english = row("scopus:1", title="Balint groups in the training of physicians")
    assert titles(cyrillic, sounds, english)[:2] == (english["title"], cyrillic["title"])
    assert titles(cyrillic, sounds)[:2] == (sounds["title"], cyrillic["title"])
    assert titles(cyrillic)[:2] == (cyrillic["title"], None)


def test_the_fullest_title_leads_but_capitals_do_not():
    """A subtitle is worth keeping; a title in capitals can't be put back into its case."""
    capitals = row("a:1", title=ENGLISH.upper() + ": A REVIEW")
    assert titles(capitals, row("b:1", title=ENGLISH))[0] == ENGLISH
    assert titles(row("c:1", title=ENGLISH + ": a review"), row("b:1", title=ENGLISH))[0] == ENGLISH + ": a review"
    assert titles(row("a:1", title="Balintgruppen fur Arzte"), row("b:1", title="Balintgruppen für Ärzte"))[0] == (
        "Balintgruppen für Ärzte"
    )


def test_containers_types_and_lists_are_the_fullest():
    """'Ann Fam Med' says less than the whole name, 'other' less than 'article'."""
    one = row("a:1", title=ENGLISH, container="Ann Fam Med", type="other", keywords="Balint | burnout")
    other = row("b:1", title=ENGLISH, container="Annals of Family Medicine", keywords="Balint")
    work = merged(one, other)
    assert (work["container"], work["type"], work["keywords"]) == (
        "Annals of Family Medicine", "article", ["Balint", "burnout"],
    )  # fmt: skip


def test_most_records_decide_where_no_value_is_better_in_itself():
    """Two sources against one; of three opinions, the fullest record's."""
    one, two = row("a:1", title=ENGLISH, year="1998"), row("b:1", title=ENGLISH, year="1998")
    odd = row("c:1", title=ENGLISH, year="1999", abstract="word " * 50)
    assert merged(one, two, odd)["year"] == 1998
    assert merged(one, odd)["year"] == 1999
    assert [rule for field, _, rule in merge([one, odd])[1] if field == "year"] == ["fullest record"]


FIELDS = {
    "title": st.sampled_from([f"[{ENGLISH}]", GERMAN, GERMAN.upper(), "Балинтовские группы", ENGLISH, ""]),
    "authors": st.sampled_from(["Otten, H.", "Otten, Heide; Petzold, E.", "Otten, H.; et al.", ""]),
    "year": st.sampled_from(["1998", "1999", ""]),
    "volume": st.sampled_from(["3", "4", ""]),
    "pages": st.sampled_from(["4-9", "4", "100-110", ""]),
    "language": st.sampled_from(["ger", "eng", ""]),
}
bibliographies = st.lists(st.fixed_dictionaries(FIELDS), min_size=1, max_size=4).map(
    lambda all_fields: [row(f"a:{n}", **fields) for n, fields in enumerate(all_fields)]
)


@given(st.data(), bibliographies)
def test_the_order_of_the_records_does_not_matter(data, records):
    """The files of a corpus come in any order."""
    assert merge(data.draw(st.permutations(records))) == merge(records)


@given(bibliographies)
def test_every_value_is_the_value_of_the_record_named_as_its_giver(records):
    """A reader who asks where a field is from finds it there, to the letter; nothing is made up."""
    work, origin = merge(records)
    by_id = {record["record_id"]: record for record in records}
    for field, record_id, rule in origin:
        given_by = by_id[record_id]
        assert rule
        assert work[field] == given_by[field] or (field == "title_original" and work[field] == given_by["title"])
    named = {field for field, _, _ in origin}
    assert all(work[field] in (None, []) for field in work if field not in named and field != "authors_complete")


def test_when_somebody_looked_is_said_of_the_address_that_is_given():
    """The last look at it counts; what another address was like tells nothing of this one."""
    one = row("a:1", title=GERMAN, url="https://a.org/1", accessed="2015-03-05", doi="10.1000/1")
    again = row("b:1", title=GERMAN, url="https://a.org/1", accessed="2019-01-30")
    other = row("c:1", title=GERMAN, url="https://b.org/2", accessed="2021-01-01")
    assert merged(one, again, other)["accessed"] == "2019-01-30"
    assert givers(one, again, other)["accessed"] == "b:1"
    assert merged(row("a:1", title=GERMAN, url="https://a.org/1", doi="10.1000/1"), other)["accessed"] is None


def test_a_date_of_access_makes_no_record_fuller():
    """It says when somebody looked, and nothing of the work: what is taken from which record doesn't hang on it."""
    bare = row("b:1", title=GERMAN, authors="Otten, H.")
    looked = row("a:1", title=GERMAN, authors="Otten, H.", accessed="2015-03-05")
    assert fullness(bare) == fullness(looked) < fullness(row("c:1", title=GERMAN, authors="O, H.", translators="R, R."))
