"""The rules: for each a pair of records, and why it holds there."""

from __future__ import annotations

import pytest

from pipeline.dedup.rules import BY_NAME, NOTHING, RULES, judge

from .corpus import evidence_of, rule_of

# One article, to be varied.
ARTICLE = {
    "title": "Balint groups and the burnout of general practitioners in rural Sweden",
    "authors": "Kjeldmand, D.; Holmström, I.",
    "year": "2008",
    "container": "Annals of Family Medicine",
    "volume": "6",
    "issue": "2",
    "pages": "138-145",
}
STEEL = {"title": "Sleep of shift workers in a steel plant", "authors": "Berg, O.", "year": "2001"}
RUSSIAN = {
    "title": "Балинтовские группы в подготовке врачей общей практики",
    "authors": "Винокур, В. А.; Щербаков, И. Ю.",
    "year": "2012",
    "container": "Терапевтический архив",
    "volume": "84",
    "issue": "10",
    "pages": "45-51",
}
ENGLISH_OF_RUSSIAN = {
    **RUSSIAN,
    "title": "[Balint groups in the training of general practitioners]",
    "authors": "Vinokur, V. A.; Shcherbakov, I. Yu.",
    "container": "Terapevtičeskij arhiv",
}


def less(record: dict[str, str], *missing: str, **other: str) -> dict[str, str]:
    """The record without some fields, and with others changed."""
    return {**{name: text for name, text in record.items() if name not in missing}, **other}


COCHRANE = {"title": "Balint groups for physicians", "authors": "Van Roy, K.; Vanheule, S.", "year": "2012",
            "container": "Cochrane Database of Systematic Reviews", "pages": "CD001234"}  # fmt: skip
POSTER = {**less(ARTICLE, "issue"), "year": "2007", "container": "European Journal of General Practice", "volume": "13",
          "issue": "Suppl 1", "pages": "S12"}  # fmt: skip
BOOK = {"type": "book", "title": "The doctor, his patient and the illness", "authors": "Balint, M.", "year": "1957"}

# rule, one record, the other, why
ROWS = [
    ("other_pmid", {**ARTICLE, "pmid": "18332406"}, {**ARTICLE, "pmid": "18332407"},
     "PubMed never gives two numbers to one work"),
    ("erratum_of", ARTICLE, less(ARTICLE, "pages", title="Correction to: " + ARTICLE["title"], issue="4"),
     "the correction ends with the whole title of what it corrects"),
    ("erratum_of", ARTICLE, less(ARTICLE, "pages", title=ARTICLE["title"] + " (vol 6, pg 138, 2008)"),
     "Web of Science marks a correction only by the place of what it corrects"),
    ("erratum_of", ARTICLE, {**ARTICLE, "issue": "5", "pages": "471", "publication_types": "Published Erratum"},
     "PubMed marks it by its publication type"),
    ("comment_on", ARTICLE, less(ARTICLE, title="Comment on: " + ARTICLE["title"], authors="Salinsky, J.", pages="189"),
     "a comment carries the title of the article"),
    ("comment_on", {**BOOK, "publisher": "Pitman"}, {"title": "Book review: " + BOOK["title"], "authors": "Otten, H.",
                                                     "year": "1958", "container": "Lancet", "pages": "12"},
     "a review of a book stands in a journal"),
    ("comment_on_another", ARTICLE, less(ARTICLE, title="Comment on: Balint groups and burnout", authors="Salinsky, J.",
                                         container="Praxis", pages="189"),
     "a comment in another journal, on a title that is only like it"),
    ("erratum_of", less(ARTICLE, pages="138-145"),
     less(ARTICLE, "issue", title=f"Erratum: {ARTICLE['title']} (Annals of Family Medicine (Mar", pages="312",
          authors="Anonymous"), "Embase cites the article behind the title, and exports cut it off"),
    ("erratum_of_another", ARTICLE, less(ARTICLE, "pages", title="Correction to: Balint groups and burnout in Sweden",
                                         container="Praxis"), "whatever it corrects, it isn't this"),
    ("protocol_of", ARTICLE,
     less(ARTICLE, "volume", "issue", "pages", title=ARTICLE["title"] + ": study protocol", year="2005"),
     "the plan of the study, in print before it"),
    ("comment_on_another", ARTICLE,
     less(ARTICLE, "volume", "issue", "pages", title=ARTICLE["title"] + ": study protocol"),
     "of one year and journal: one source may have dropped the subtitle, so no relation is told"),
    ("preprint_of", ARTICLE, less(ARTICLE, "volume", "issue", "pages", type="preprint", container="medRxiv"),
     "the preprint is a version, and both are cited"),
    ("preprint_of_another", ARTICLE,
     less(ARTICLE, "volume", "issue", "pages", type="preprint", container="medRxiv", year="1999"),
     "no preprint waits for nine years"),
    ("version_of_review", {**COCHRANE, "doi": "10.1002/14651858.CD001234"},
     {**COCHRANE, "year": "2013", "doi": "10.1002/14651858.CD001234.pub2"}, "the second version has .pub2"),
    ("later_review_in_series", COCHRANE, {**COCHRANE, "year": "2016", "container": "Cochrane Database Syst Rev"},
     "the same review four years later, without DOIs"),
    ("update_of", ARTICLE, {**ARTICLE, "title": ARTICLE["title"] + ": an update", "year": "2012", "volume": "10",
                            "pages": "12-19"}, "the authors say so"),
    ("congress_abstract_of", POSTER, ARTICLE, "a page of a supplement, and the article a year later"),
    ("congress_abstract_of", {**POSTER, "publication_types": "Meeting Abstract", "pages": "12", "issue": "1"}, ARTICLE,
     "Web of Science names the abstract one"),
    ("abstract_at_two_congresses", POSTER,
     {**POSTER, "container": "Haematologica", "volume": "92", "issue": "Suppl 2", "pages": "239-240"},
     "a talk given twice"),
    ("edition_of", BOOK, {**BOOK, "year": "1964", "edition": "2nd ed."}, "the second edition is revised"),
    ("edition_of", {**BOOK, "edition": "Second edition"}, {**BOOK, "year": "1968", "edition": "3., überarb. Aufl."},
     "in words and in two languages"),
    ("translation_of", {**BOOK, "language": "eng"},
     {**BOOK, "title": "Der Arzt, sein Patient und die Krankheit", "title_original": BOOK["title"], "language": "ger",
      "year": "1966"}, "the title of the original is given beside the translation"),
    ("thesis_of", {**less(ARTICLE, "volume", "issue", "pages", "container"), "type": "thesis", "year": "2006",
                   "authors": "Kjeldmand, D."}, ARTICLE, "the article made of a thesis"),
    ("opposite_words", less(ARTICLE, title="Balint groups and burnout of men in rural Sweden"),
     less(ARTICLE, "pages", title="Balint groups and burnout of women in rural Sweden"), "two studies in one issue"),
    ("other_type", {**BOOK, "title": "Balint groups in practice"},
     {**BOOK, "type": "chapter", "title": "Balint groups in hospital practice"}, "the chapter has a title of its own"),
    ("other_number_in_title", less(ARTICLE, "pages", title="Balint groups in practice. Part I"),
     less(ARTICLE, "pages", title="Balint groups in practice. Part II"), "two parts in one issue"),
    ("other_number_in_title", less(ARTICLE, "pages", title="Balint groups for type 2 diabetes. I"),
     less(ARTICLE, "pages", title="Balint groups for type 2 diabetes. II"),
     "the 2 of the illness is in both, the part isn't"),
    ("part_of_book", {"type": "book", "title": "The doctor, his patient and the illness", "authors": "Balint, M.",
                      "year": "1957"},
     {"type": "chapter", "title": "The doctor, his patient and the illness", "authors": "Balint, M.", "year": "1957"},
     "a chapter may be called as its book"),
    ("other_isbn", {"type": "book", "title": "The doctor, his patient and the illness", "authors": "Balint, M.",
                    "year": "1957", "isbn": "9780443064609"},
     {"type": "book", "title": "The doctor, his patient and the illness", "authors": "Balint, M.", "year": "1964",
      "isbn": "9780823614103"}, "an edition or a binding: only a person can say"),
    ("other_doi_other_place", {**ARTICLE, "doi": "10.1370/afm.1"}, {**ARTICLE, "doi": "10.1080/xyz", "pages": "12-19"},
     "a speech printed twice, each with a DOI"),
    ("other_place", ARTICLE, {**ARTICLE, "volume": "7", "pages": "12-19", "year": "2009"},
     "a column under one title in another volume"),
    ("same_doi", {**ARTICLE, "doi": "10.1370/afm.813"},
     {"title": "Balint groups and burnout of general practitioners", "doi": "10.1370/afm.813"},
     "the title is shortened, the DOI says the rest"),
    ("same_doi", {**RUSSIAN, "doi": "10.26442/ta.1"},
     {**ENGLISH_OF_RUSSIAN, "doi": "10.26442/ta.1"}, "a translated title under the DOI"),
    ("same_pmid", {**ARTICLE, "pmid": "18332406"},
     {"title": "Balint groups and the burnout of practitioners", "pmid": "18332406"}, "the same with PubMed's number"),
    ("same_number_other_title", {**ARTICLE, "doi": "10.1370/afm.813"},
     {**STEEL, "doi": "10.1370/afm.813"},
     "a DOI copied to the wrong reference"),
    ("section_title", less(ARTICLE, title="Editorial", pages="1-2"),
     less(ARTICLE, title="Editorial", pages="1-2", issue="3"), "each issue has one, on the same pages"),
    ("section_title_same_issue", less(ARTICLE, title="Introduction"),
     less(ARTICLE, "pages", title="Introduction"), "one issue may have two introductions"),
    ("shared_doi_other_title", {**ARTICLE, "doi": "10.1000/suppl"},
     {**STEEL, "authors": "Holmström, I.", "doi": "10.1000/suppl"},
     "the DOI of a whole supplement"),
    ("other_authors", less(ARTICLE, "pages"), less(ARTICLE, "pages", authors="Salinsky, J.; Sackin, P."),
     "two groups of people wrote on one subject"),
    ("same_title_same_place", ARTICLE, less(ARTICLE, "authors", pages="138-45"), "the place is as good as the authors"),
    ("same_title_same_place", ARTICLE, {**ARTICLE, "year": "2007"}, "online in one year, printed in the next"),
    ("like_title_same_place", ARTICLE,
     {**ARTICLE, "title": "Balint groups and burnout among general practitioners of rural Sweden"},
     "one source changed some words"),
    ("like_title_same_pages", less(ARTICLE, "authors"),
     less(ARTICLE, "authors", title="Balint groups and the fatigue of GPs in Sweden"),
     "a range of pages belongs to one article"),
    ("translated_title_same_place", ENGLISH_OF_RUSSIAN, RUSSIAN,
     "Cyrillic in one source, translated and transliterated in the other"),
    ("translated_title_same_place", {**RUSSIAN, "year": "2013"}, ENGLISH_OF_RUSSIAN,
     "the same, and the year is off by one"),
    ("translated_title_other_container_name", {**ENGLISH_OF_RUSSIAN, "container": "Therapeutic Archive"}, RUSSIAN,
     "the journal's name is translated as well"),
    ("translated_title_other_container_name", less(ENGLISH_OF_RUSSIAN, "volume", "issue"), RUSSIAN,
     "the volume is missing, the range of pages is there"),
    ("translated_title_same_pages",
     less(ENGLISH_OF_RUSSIAN, "volume", "issue", container="Therapeutic Archive"), RUSSIAN,
     "the journal's name can't be compared, and the volume is missing"),
    ("translated_title_same_pages", {**ENGLISH_OF_RUSSIAN, "container": "Therapeutic Archive", "year": "2013"}, RUSSIAN,
     "the year is off by one, volume, issue and pages agree"),
    ("like_title_same_issue", less(ARTICLE, "pages"), less(ARTICLE, title="Research article: " + ARTICLE["title"]),
     "the section's name stands before the title"),
    ("abstract_of_another_year", {**POSTER, "container": ARTICLE["container"]},
     less(ARTICLE, "volume", "issue", "pages"),
     "nothing is said of the article's place"),
    ("same_title_same_authors", less(ARTICLE, "volume", "issue", "pages"),
     less(ARTICLE, "issue", container="Ann Fam Med"), "nothing is said of the place, and nothing contradicts"),
    ("same_title_other_container_name", less(ARTICLE, "pages"), {**ARTICLE, "container": "Familjemedicinska annaler"},
     "title, all authors, year, volume and issue agree: the journal has two names"),
    ("cut_title_same_authors", less(ARTICLE, "volume", "issue", "pages"),
     less(ARTICLE, "volume", title=ARTICLE["title"] + ": a phenomenological study of what doctors hope for"),
     "one source drops the subtitle"),
    ("same_long_title", ARTICLE, less(ARTICLE, "authors", "volume", "issue", "pages"),
     "a long title in one journal and year needs no authors"),
    ("same_in_all_they_say", ARTICLE, {"title": ARTICLE["title"]}, "a reference that is only a long title"),
    ("same_pages_other_volume", ARTICLE, {**ARTICLE, "volume": "7"}, "a range of pages belongs to one article"),
    ("same_abstract", {"title": "Balint and medicine", "authors": "Otten, H.; Petzold, E.", "abstract": "word " * 60},
     {"title": "Balint and medicine", "authors": "Otten, H.", "abstract": "word " * 60},
     "a short title alone would be too little"),
    ("same_title_one_field_differs", less(ARTICLE, "pages", "volume", "issue"),
     less(ARTICLE, "pages", "volume", "issue", container="Läkartidningen"), "perhaps a reprint: ask"),
    ("same_title_no_authors", less(ARTICLE, "authors", "container", "pages", "volume", "issue", year="1999"), ARTICLE,
     "years apart, and no authors to compare"),
    ("translated_title_no_pages", less(ENGLISH_OF_RUSSIAN, "pages"), RUSSIAN,
     "the same people may write two articles for one issue"),
    ("translated_title_no_pages", less(ENGLISH_OF_RUSSIAN, "pages", container="Therapeutic Archive"), RUSSIAN,
     "the journal's name is translated too: its volume and issue agree"),
    ("translated_title_no_pages", {**ENGLISH_OF_RUSSIAN, "pages": "45-60"}, RUSSIAN,
     "the last page differs: one of the two ranges may be wrong, or it is another article"),
    ("like_title_same_year", less(ARTICLE, "pages", "volume", "issue"),
     less(ARTICLE, "pages", "volume", "issue", title="Balint groups and the burnout of nurses in rural Sweden"),
     "a second study of one group, or a slip: ask"),
    ("nothing_agrees", ARTICLE, {**STEEL, "authors": "Kjeldmand, D."}, "two works of one author"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "one", "other", "why"), ROWS, ids=[f"{row[0]}: {row[3]}" for row in ROWS])
def test_each_rule_holds_where_it_should(rule, one, other, why):
    """`why` says what it is true of; the order of the two records never matters."""
    shared = ["10.1000/suppl"]
    assert (rule_of(one, other, shared).name, rule_of(other, one, shared).name) == (rule, rule), evidence_of(one, other)


def test_every_rule_has_a_row():
    """A rule without an example can't be discussed."""
    assert {row[0] for row in ROWS} == BY_NAME.keys()


def test_every_rule_says_what_it_is_true_of():
    """`bibcorpus why` shows this to people; no two rules bear one name."""
    assert all(rule.says and rule.name.islower() for rule in RULES)
    assert len(BY_NAME) == len(RULES) + 1


def test_what_separates_is_asked_before_what_joins():
    """A wrong join can't be seen later: every veto comes before the first rule that joins."""
    verdicts = [(rule.veto, rule.verdict) for rule in RULES]
    assert max(n for n, (veto, _) in enumerate(verdicts) if veto) < verdicts.index((False, "same"))
    assert all(rule.verdict != "same" for rule in RULES if rule.veto)


def test_two_records_that_share_nothing_are_two_works():
    """Where no rule holds, nothing is joined and nobody is asked."""
    assert judge(evidence_of({"title": STEEL["title"]}, {"title": ARTICLE["title"]})) is NOTHING
