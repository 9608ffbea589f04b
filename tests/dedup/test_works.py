"""From records to works: whole runs over small bibliographies."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.dedup.compare import compare_records
from pipeline.dedup.queue import MAY_BE_ONE
from pipeline.dedup.works import make_works
from pipeline.errors import CountsDontAddUp
from pipeline.parallel import Workers
from pipeline.store import in_memory

from .corpus import decided, row, run, stored, tables, works

WINOKUR = {
    "authors": "Винокур, В. А.; Щербаков, И. Ю.",
    "year": "2012",
    "volume": "84",
    "issue": "10",
    "pages": "45-51",
}
SHORT = {"authors": "Otten, H.", "year": "1998", "container": "Balint-Journal"}
CORPUS = [
    row("elibrary:1", title="Балинтовские группы в подготовке врачей", container="Терапевтический архив", **WINOKUR),
    row("pubmed:1", title="[Balint groups in the training of physicians]", container="Terapevticheskii arkhiv",
        language="rus", pmid="23227566", **{**WINOKUR, "authors": "Vinokur, V. A.; Shcherbakov, I. Yu."}),
    row("scopus:1", title="Balint groups in the training of physicians", container="Terapevticheskii Arkhiv",
        doi="10.26442/ta.1", **{**WINOKUR, "authors": "Vinokur V.A.; Shcherbakov I.Y."}),
    row("hand:1", title="Iranian Balint groups", authors="Ahmadi, K.", year="2012", volume="1", container="Balint J"),
    row("hand:2", title="Iranian Balint groups", authors="Ahmadi, K.", year="2014", volume="3", container="Balint J"),
    row("hand:3", title="Iranian Balint groups", authors="Ahmadi, K.", year="2014", volume="3", container="Balint J"),
    row("book:1", type="book", title="The doctor, his patient and the illness", authors="Balint, M.", year="1957"),
    row("book:2", type="book", title="Doctor, his patient and the illness", authors="Balint, Michael", year="1957"),
    row("part:1", type="chapter", title="The doctor, his patient and the illness", authors="Balint, M.", year="1957"),
]  # fmt: skip
SAME = {
    frozenset({"elibrary:1", "pubmed:1", "scopus:1"}), frozenset({"hand:1"}), frozenset({"hand:2", "hand:3"}),
    frozenset({"book:1", "book:2"}), frozenset({"part:1"}),
}  # fmt: skip


def test_a_small_bibliography_becomes_its_works():
    """Twins in two scripts join, so do copies; volumes, and a chapter and its book, stay apart."""
    assert works(CORPUS) == SAME


@settings(max_examples=4, deadline=None)
@given(st.permutations(CORPUS))
def test_shuffled_records_give_the_same_tables(shuffled):
    """Neither pairs nor works nor the origin of fields depend on the order; a second run gives the same."""
    assert run(shuffled) == run(CORPUS)


@pytest.mark.parametrize("seed", [1, 2])
def test_shuffled_decisions_give_the_same_tables(seed):
    """Decisions come from several people's files."""
    logged = [decided("different", "book:1", "book:2", when=1), decided("same", "hand:1", "hand:2", "hand:3", when=2),
              decided("related", "part:1", "book:1", when=3, kind="part-of"),
              decided("set-field", "hand:1", when=4, field="volume", to="2"),
              decided("set-field", "hand:1", when=5, field="volume", to="3")]  # fmt: skip
    shuffled = random.Random(seed).sample(logged, len(logged))
    ours, theirs = run(CORPUS, shuffled), run(CORPUS, logged)
    assert {name: sorted(ours[name], key=repr) for name in ours} == {n: sorted(theirs[n], key=repr) for n in theirs}


def test_identical_records_join_even_where_little_is_filled_in():
    """The same list loaded twice must not give more works."""
    one, other = row("a:1", title="Balint", **SHORT), row("b:1", title="Balint", **SHORT)
    assert works([one, other]) == {frozenset({"a:1", "b:1"})}
    assert run([one, other])["work_link"][0][3] == "identical"


@pytest.mark.parametrize("fields", [{"title": "Balint"}, {"authors": "Otten, H."}, {"title": "Editorial", **SHORT}])
def test_a_bare_title_a_bare_name_or_a_sections_name_is_no_record_to_join_by(fields):
    """'Editorial' of one journal and year may be that of any issue."""
    assert works([row("a:1", **fields), row("b:1", **fields)]) == {frozenset({"a:1"}), frozenset({"b:1"})}


def test_identical_editorials_with_their_place_join():
    """With volume and page it is one editorial."""
    fields = {"title": "Editorial", "volume": "28", "pages": "1-2", **SHORT}
    assert works([row("a:1", **fields), row("b:1", **fields)]) == {frozenset({"a:1", "b:1"})}


def test_a_doi_over_several_titles_of_one_source_is_no_key():
    """A supplement's DOI stands over all its abstracts."""
    doi = "10.1016/suppl.2001"
    titles = ["Balint work with nurses", "Psychosomatic ward rounds in Ulm", "Somatoform pain in migrants"]
    records = [row(f"embase:{n}", title=title, authors=f"Author{n}, A.", doi=doi) for n, title in enumerate(titles)]
    other = row("wos:1", title=titles[1] + " and Freiburg", authors="Author1, A.", doi=doi)
    assert len(works([*records, other])) == 4
    assert frozenset({"embase:1", "wos:1"}) in works([*records, row("wos:1", title=titles[1], authors="Author1, A.",
                                                                   doi=doi, year="2001")])  # fmt: skip


def test_a_doi_over_a_title_and_its_translation_is_a_key():
    """One source may hold a work twice, in two languages: that makes no supplement of it."""
    one = row("refs:1", title="Балинтовские группы в подготовке врачей", authors="Винокур, В. А.", doi="10.26442/ta.1")
    other = row("refs:2", title="Balint groups in the training of doctors", authors="Vinokur, V.", doi="10.26442/ta.1")
    assert works([one, other]) == {frozenset({"refs:1", "refs:2"})}


def test_a_doi_over_a_title_and_a_longer_one_is_a_key():
    """The subtitle is missing in one of them."""
    short = row("refs:1", title="Balint groups", doi="10.1000/1", authors="Otten, H.")
    full = row("refs:2", title="Balint groups: what they are for, and for whom", doi="10.1000/1", authors="Otten, H.")
    assert works([short, full]) == {frozenset({"refs:1", "refs:2"})}


def test_a_veto_inside_a_group_of_copies_is_found_though_nobody_asked():
    """b = a and b = c by DOI and place, but a and c are Part I and Part II: they never become one."""
    place = {"authors": "Balint, E.", "year": "1975", "container": "Psychiatry in Medicine", "volume": "6"}
    part_1 = row("a:1", title="Listening to the patient. Part I", pages="3-9", **place)
    part_2 = row("c:1", title="Listening to the patient. Part II", pages="3-9", **place)
    whole = row("b:1", title="Listening to the patient", pages="3-9", **place)
    tables_of = run([part_1, part_2, whole])
    assert len({work for work, _ in tables_of["work_record"]}) == 2
    assert [row[3] for row in tables_of["conflict"]] == ["other_number_in_title"]


def test_two_records_that_share_no_key_are_compared_once_a_third_links_them():
    """A reference without a title has the DOI of the one and the PubMed number of the other."""
    part_1 = row("a:1", title="Listening to the patient, part 1", doi="10.1000/1", authors="Balint, E.")
    part_2 = row("c:1", title="Hearing one's physician: part 2", pmid="23227566", authors="Sacks, O.")
    number = row("b:1", doi="10.1000/1", pmid="23227566")
    tables_of = run([part_1, part_2, number])
    assert len({work for work, _ in tables_of["work_record"]}) == 2
    assert [(line[0], line[1], line[3]) for line in tables_of["pair"]] == [
        ("a:1", "b:1", "same_doi"), ("a:1", "c:1", "other_number_in_title"), ("b:1", "c:1", "same_pmid"),
    ]  # fmt: skip


def test_a_doi_over_two_spellings_of_a_title_is_a_key():
    """A slip in the title makes no supplement of the DOI."""
    one, other = (row(f"refs:{n}", title=title, doi="10.1000/1") for n, title in
                  enumerate(["Iranian Balint groups", "Iranian Balnt groups in Tehran"]))  # fmt: skip
    assert len(works([one, other])) == 1


def test_a_person_may_join_and_part():
    """Their word stands above every rule, until it is undone."""
    joined = works(CORPUS, [decided("same", "hand:1", "hand:2")])
    assert frozenset({"hand:1", "hand:2", "hand:3"}) in joined
    parted = works(CORPUS, [decided("different", "elibrary:1", "pubmed:1")])
    assert not any({"elibrary:1", "pubmed:1"} <= group for group in parted)
    assert works(CORPUS, [decided("same", "hand:1", "hand:2", state="undone")]) == SAME
    disputed = works(CORPUS, [decided("same", "hand:2", "hand:3", state="disputed")])
    assert frozenset({"hand:2"}) in disputed


def test_a_decision_on_a_record_that_is_gone_is_kept_and_shown():
    """The record may come back with the next export; the word must not be lost."""
    state = run(CORPUS, [decided("same", "hand:1", "gone:1")])["decision"][0][-1]
    assert state == "needs a look: no record gone:1"


def test_a_correction_changes_one_field_and_says_who():
    """The last word counts; names and unknown fields are not set this way."""
    logged = [decided("set-field", "hand:1", when=1, field="volume", to="2"),
              decided("set-field", "hand:1", when=2, field="volume", to="22"),
              decided("set-field", "hand:1", when=3, field="authors", to="Nobody"),
              decided("set-field", "hand:1", when=4, field="colour", to="red"),
              decided("set-field", "hand:1", when=5, field="year", to={"from": 1})]  # fmt: skip
    tables_of = run(CORPUS, logged)
    assert [line for line in tables_of["work_field"] if line[0] == "hand:1"] == [
        ("hand:1", "volume", "hand:1", "decision:d2")
    ]
    assert any("22" in map(str, work) for work in tables_of["work"])
    listed = run(CORPUS, [decided("set-field", "hand:1", field="keywords", to=["Balint", "Iran"])])["work"]
    assert any("['Balint', 'Iran']" in map(str, work) for work in listed)


def test_relations_are_between_works_and_a_persons_word_replaces_a_rules():
    """A chapter is part of its book; what a person says of the two comes first; a work is not related to itself."""
    by_rule = run(CORPUS)["relation"]
    assert {(left, right, kind, rule) for left, right, kind, rule, _ in by_rule} == {
        ("part:1", "book:1", "part-of", "part_of_book"),
    }
    logged = [decided("related", "book:1", "part:1", when=1, kind="part-of"), decided("related", "hand:1", "hand:2"),
              decided("related", "book:1", "book:2", when=3)]  # fmt: skip
    said = {(left, right): (kind, rule) for left, right, kind, rule, _ in run(CORPUS, logged)["relation"]}
    assert said["book:1", "part:1"] == ("part-of", "decision:d1")
    assert said["hand:1", "hand:2"] == ("same-study-as", "decision:d1")


def test_no_records_give_no_works(tmp_path):
    """An empty workspace is no error."""
    assert works([]) == set()
    with in_memory(tmp_path) as store:
        compare_records(store, Workers(1))
        assert tables(store, "pair") == {"pair": []}


def test_a_record_that_would_be_in_no_work_stops_the_build(tmp_path: Path):
    """Counts are conserved, or the build fails: here a record is there twice."""
    twice = row("a:1", title="Balint groups", authors="Otten, H.")
    with in_memory(tmp_path) as store:
        store.load("record", [stored(twice), stored(twice)])
        with pytest.raises(CountsDontAddUp, match="works: 2 records"):
            make_works(store, [])


def test_a_group_too_big_to_be_one_work_is_not_compared_through():
    """In a small group every pair is judged; in a big one only those that share a key, or it would take for ever."""
    title = "Iranian Balint groups in the training of doctors"
    records = [row(f"a:{n:02}", title=title, authors="Ahmadi, K.", year=str(2001 + n // 35), issue=str(n + 1),
                   pmid="23227566" if n in (0, 35) else "") for n in range(70)]  # fmt: skip
    tables_of = run(records)
    assert len({work for work, _ in tables_of["work_record"]}) == 1
    assert len(tables_of["pair"]) == 2 * (35 * 34 // 2) + 1


@pytest.mark.parametrize("ids", [("a:1", "b:2"), ("b:2", "a:1")])
@pytest.mark.parametrize(("mark", "kind"), [("Correction to: ", "erratum-of"), ("Retraction of: ", "retraction-of")])
def test_a_correction_is_of_its_article_and_never_the_other_way(ids: tuple[str, str], mark: str, kind: str):
    """Ids say nothing of which of the two corrects the other."""
    title = "Balint groups and burnout among family physicians"
    place = {"authors": "Smith, J.", "container": "Family Medicine", "year": "2010", "volume": "42"}
    article = row(ids[0], title=title, pages="10-19", issue="1", **place)
    notice = row(ids[1], title=mark + title, pages="300", issue="4", **place)
    assert [line[:3] for line in run([article, notice])["relation"]] == [(ids[1], ids[0], kind)]


STUDY = {"title": "Balint groups and burnout among family physicians", "authors": "Smith, J.; Otten, H.",
         "year": "2010", "container": "Family Medicine", "volume": "42", "issue": "1", "pages": "10-19"}  # fmt: skip
TALK = {**STUDY, "year": "2008", "container": "European Journal of General Practice", "volume": "14",
        "issue": "Suppl 1", "pages": "S12"}  # fmt: skip
REVIEW = {**STUDY, "volume": "", "issue": "", "pages": "CD001234",
          "container": "Cochrane Database of Systematic Reviews"}  # fmt: skip
HANDBOOK = {"type": "book", "title": "Handbook of Balint groups", "authors": "Otten, H.", "year": "1998"}


@pytest.mark.parametrize("ids", [("a:1", "b:2"), ("b:2", "a:1")])
@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        (TALK, STUDY, "version-of"),
        ({**STUDY, "type": "preprint", "container": "medRxiv", "volume": "", "issue": "", "pages": ""}, STUDY,
         "version-of"),
        ({**TALK, "year": "2009", "container": "Haematologica", "volume": "90"}, TALK, "same-study-as"),
        ({**STUDY, "title": STUDY["title"] + ": study protocol", "year": "2007", "volume": "39"}, STUDY,
         "same-study-as"),
        ({**STUDY, "type": "thesis", "year": "2008", "authors": "Smith, J.", "container": "", "volume": "",
          "issue": "", "pages": ""}, STUDY, "same-study-as"),
        ({**REVIEW, "doi": "10.1002/14651858.CD001234.pub3"}, {**REVIEW, "doi": "10.1002/14651858.CD001234.pub2"},
         "update-of"),
        ({**REVIEW, "year": "2014"}, REVIEW, "update-of"),
        ({**STUDY, "title": STUDY["title"] + ": an update", "year": "2015", "volume": "47", "pages": "3-9"}, STUDY,
         "update-of"),
        ({**HANDBOOK, "edition": "2nd ed.", "year": "2006"}, HANDBOOK, "edition-of"),
        ({**HANDBOOK, "title": "Manual de grupos Balint", "title_original": HANDBOOK["title"], "year": "2001",
          "language": "spa"}, {**HANDBOOK, "language": "eng"}, "translation-of"),
        ({**HANDBOOK, "type": "chapter", "title": "How to lead", "container": HANDBOOK["title"]}, HANDBOOK, "part-of"),
    ],
)  # fmt: skip
def test_what_is_made_of_a_work_is_another_work_and_says_of_which(
    ids: tuple[str, str], one: dict[str, str], other: dict[str, str], kind: str
):
    """Both are kept, and the relation points from the later or lesser one; ids say nothing of that."""
    made = run([row(ids[0], **one), row(ids[1], **other)])
    assert len(made["work"]) == 2
    assert [line[:3] for line in made["relation"]] == [(ids[0], ids[1], kind)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({**TALK, "year": "2011"}, STUDY),
        ({**TALK, "authors": "Muller, K.; Otten, H."}, STUDY),
        ({**STUDY, "title": "Update on Balint groups", "year": "2015"}, {**STUDY, "title": "Balint groups"}),
        ({**STUDY, "title": "Correction to: Balint groups", "authors": "", "container": "Praxis", "pages": "99"},
         {**STUDY, "title": "Balint groups"}),
        ({**STUDY, "title": "Reply", "pages": "99"}, STUDY),
        ({**STUDY, "title": "Book review", "pages": "99"}, {**STUDY, "title": "Book reviews", "pages": "88"}),
        ({**HANDBOOK, "type": "chapter", "title": "How to lead", "container": HANDBOOK["title"], "year": "2006"},
         HANDBOOK),
    ],
)  # fmt: skip
def test_where_it_is_not_sure_no_relation_is_stated(one: dict[str, str], other: dict[str, str]):
    """A talk after the article, other people, a title of two words, a bare 'Reply', a chapter of another edition."""
    made = run([row("a:1", **one), row("b:2", **other)])
    assert (len(made["work"]), made["relation"]) == (2, [])


def test_a_wrong_year_in_one_record_does_not_turn_a_relation_round():
    """Three records of the update bear it out; one is dated before the review."""
    review = row("a:1", **REVIEW)
    updates = [row(f"b:{n}", **{**REVIEW, "year": year, "pmid": "23227566", "volume": "6"})
               for n, year in enumerate(["2014", "2015", "2007"])]  # fmt: skip
    made = run([review, *updates])
    assert [line[:3] for line in made["relation"]] == [("b:0", "a:1", "update-of")]


def test_of_two_editions_a_chapter_is_given_to_none_unless_the_isbn_says_which():
    """Both bear the title and the year of the chapter's container; the ISBN is of one."""
    books = [row(f"book:{n}", **{**HANDBOOK, "edition": f"{n}.", "isbn": isbn, "authors": f"Editor{n}, A."})
             for n, isbn in [(2, "9780443064609"), (3, "9780823614103")]]  # fmt: skip
    chapter = {"type": "chapter", "title": "How to lead", "container": HANDBOOK["title"], "year": "1998"}
    assert run([*books, row("part:1", **chapter)])["relation"] == []
    told = run([*books, row("part:1", **chapter, isbn="9780823614103")])["relation"]
    assert [line[:3] for line in told] == [("part:1", "book:3", "part-of")]


def test_an_abstract_on_two_pages_of_one_volume_is_asked_about_and_not_joined_meanwhile():
    """One of the two page numbers may be wrong; no third record joins them until a person has said so."""
    abstracts = [row(f"{source}:1", **{**STUDY, "pages": page})
                 for source, page in [("a", "52"), ("b", "22"), ("c", "")]]  # fmt: skip
    asked = {tuple(line[:2]) for line in run(abstracts)["pair"] if line[-1] >= MAY_BE_ONE}
    assert ("a:1", "b:1") in asked
    assert not any({"a:1", "b:1"} <= group for group in works(abstracts))


RETRACTED = row("pubmed:1", title="Balint groups and burnout", pmid="11111111", authors="Smith, J.", year="2010",
                container="Family Medicine", volume="42", pages="10-19")  # fmt: skip
ELSEWHERE = row("scopus:1", title="Balint groups and burnout", pmid="11111111", authors="Smith, J.", year="2010",
                container="Family Medicine", volume="42", pages="10-19")  # fmt: skip
NOTICE = row("pubmed:2", title="Balint groups and burnout", pmid="22222222", authors="Smith, J.", year="2010",
             container="Family Medicine", volume="42", pages="10-19", doi="10.1000/fm.2")  # fmt: skip


@pytest.mark.parametrize(
    ("record", "text"),
    [
        ("pubmed:1", "has-retraction pmid:22222222 Fam Med. 2010;42:300"),
        ("pubmed:1", "has-retraction doi:10.1000/FM.2"),
        ("pubmed:2", "retraction-of pmid:11111111"),
    ],
)
def test_what_a_source_says_of_two_publications_makes_them_two_and_a_relation(record: str, text: str):
    """Whichever of the two says it; and however alike they are."""
    made = run([RETRACTED, ELSEWHERE, NOTICE], stated=[(record, text)])
    assert {frozenset(r for w, r in made["work_record"] if w == work) for work, _ in made["work_record"]} == {
        frozenset({"pubmed:1", "scopus:1"}),
        frozenset({"pubmed:2"}),
    }
    assert [line[:4] for line in made["relation"]] == [
        ("pubmed:2", "pubmed:1", "retraction-of", "stated:retraction-of")
    ]
    assert record in made["relation"][0][4]


def test_a_relation_to_what_is_not_in_the_corpus_is_none_between_works():
    """It is kept with the record all the same."""
    assert run([RETRACTED], stated=[("pubmed:1", "has-retraction pmid:22222222")])["relation"] == []
    assert run([RETRACTED], stated=[("pubmed:1", "has-retraction Fam Med. 2010;42:300")])["relation"] == []
