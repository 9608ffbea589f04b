"""CSL-JSON: what citation processors are told of a work, and what comes back of it."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.clean import clean
from pipeline.exports import ExportedWork, Options
from pipeline.exports._csl_item import csl_item, edition_number
from pipeline.exports.csl_json import fields_of, frame, text
from pipeline.formats import csl_json as reader
from pipeline.formats import detect
from pipeline.model import RECORD_TYPES, Bibliographic, Found, Name

from ..lists.golden_works import works
from ..small_review import bibcorpus, write_review
from .csl_schema import SCHEMA

PETROV = Name(family="Petrov", given="P. P.")


def work(**fields: Any) -> ExportedWork:
    return ExportedWork(key="petrov2019groups", work_id="w1", work=Bibliographic(**{"type": "article", **fields}))


def file_of(works: list[ExportedWork], options: Options | None = None) -> str:
    options = options or Options()
    before, between, after = frame(options)
    return before + between.join(text(each, options) for each in works) + after


def read_back(written: str) -> list[ExportedWork]:
    """As `bibcorpus add` reads the file, under the same keys."""
    found = [each for each in reader.read(io.StringIO(written)) if isinstance(each, Found)]
    return [
        ExportedWork(key=each.extra["id"][0], work_id=f"w{place}", work=clean(each.fields)[0])
        for place, each in enumerate(found, 1)
    ]


FREUD: dict[str, Any] = {
    "type": "book", "title": "The Interpretation of Dreams", "title_original": "Die Traumdeutung", "languages": ("en",),
}  # fmt: skip
TITLES = [
    (FREUD, "The Interpretation of Dreams", "Die Traumdeutung"),
    ({"title": "Толкование сновидений", "title_original": "Die Traumdeutung", "languages": ("ru",)},
     "Толкование сновидений", "Die Traumdeutung"),
    ({"title": "The doctor and his patient", "title_original": "Der Arzt und sein Patient", "languages": ("de",)},
     "Der Arzt und sein Patient", None),
    ({"title": "Der Arzt und sein Patient", "title_original": "The doctor and his patient", "languages": ("de",)},
     "Der Arzt und sein Patient", "The doctor and his patient"),
    ({"title": "Groups", "title_original": "Группы", "languages": ("ru",)}, "Группы", None),
    ({"title": "Groups", "title_original": "Группы"}, "Группы", None),
    ({"title": "Balint groups", "title_original": "Balintgruppen", "languages": ("de",)}, "Balintgruppen", None),
    ({"title": "Ein Traum", "title_original": "A dream", "title_language": "de", "languages": ("de",)},
     "Ein Traum", "A dream"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "title", "original"), TITLES)
def test_the_title_of_an_item_is_the_one_on_the_work(fields: dict[str, Any], title: str, original: str | None):
    """A translated book bears its translated title; what a database translated for its readers stands on nothing."""
    some = csl_item(work(**fields))
    assert (some["title"], some.get("original-title")) == (title, original)
    [back] = read_back(file_of([work(**fields)]))
    assert (back.work.title, back.work.title_original) == (fields["title"], fields["title_original"])


def test_the_number_of_a_report_is_no_issue():
    """'WHO/MSD/20.1' is the report; an issue is a part of a volume. From another program's file it comes back so."""
    report = work(type="report", title="Atlas", issue="WHO/MSD/20.1")
    some = csl_item(report)
    assert (some["number"], "issue" in some) == ("WHO/MSD/20.1", False)
    assert '"custom"' not in text(report, Options()).replace('"custom": {}', "")
    assert read_back(file_of([report]))[0].work.issue == "WHO/MSD/20.1"


WORDS = st.sampled_from(
    [
        "Balint", "groups", "практике", "<i>and</i>", "<script>", "p < 0.05", '=HYPERLINK("x")', "+1", "-omics",
        "@home", r"\input{x}", "$x$", "*stars*", "[sic]", "'quoted'", '"so"', "&", "A,B", "C;D", "лікарів", "a <sup> b",
    ]
)  # fmt: skip
TEXT = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
PEOPLE = st.lists(
    st.sampled_from(
        [
            "Balint, Michael", "van den Bussche, Hendrik", "King, M. L., Jr", "Иванов, И. И.", "O'Neill, S.",
            "Balint Society", "Van Roy, K.", "Plato",
        ]
    ),
    max_size=4,
    unique=True,
)  # fmt: skip
SOURCE = st.fixed_dictionaries(
    {"type": st.sampled_from(RECORD_TYPES).map(lambda kind: [kind])},
    optional={
        "title": st.lists(TEXT, min_size=1, max_size=2),
        "title_translated": TEXT.map(lambda title: [title]),
        "authors": PEOPLE,
        "authors_original": PEOPLE,
        "group_authors": st.just(["The Balint Study, all of it"]),
        "editors": PEOPLE,
        "translators": PEOPLE,
        "accessed": st.sampled_from([["2021-03-05"], ["2021-03"], ["5 March 2021"]]),
        "year": st.sampled_from([["1957"], ["2019"]]),
        "date": st.sampled_from([["2019 Nov-Dec"], ["2019-11-03"], ["1957"]]),
        "date_online": st.just(["2018-12"]),
        "pages": st.sampled_from([["10-15"], ["156 p."], ["e12"], ["S12-5"]]),
        "article_number": st.just(["e1002"]),
        "edition": st.sampled_from([["2nd ed."], ["3"], ["2., überarb. Aufl."]]),
        "doi": st.just(["10.1000/x<i>.1"]),
        "issn": st.just(["0014-8776", "1554-7914"]),
        "isbn": st.just(["9783456852348"]),
        "language": st.sampled_from([["de"], ["ru", "en"]]),
        "keywords": st.lists(TEXT, max_size=3),
        "headings": st.lists(TEXT, max_size=2),
        "publication_types": st.sampled_from([["Dissertation"], ["Journal Article", "Review"]]),
        "note": st.sampled_from([["id: another"], ["{:title: x}"], ["PMID: 12345678"], ["a <i> b"]]),
        **{name: TEXT.map(lambda one: [one]) for name in ("container", "publisher", "abstract", "event")},
    },
)


@settings(max_examples=30, deadline=None)
@given(st.lists(SOURCE, min_size=1, max_size=2))
def test_what_was_exported_and_imported_is_exported_as_the_same_bytes(sources: list[dict[str, list[str]]]):
    """A review may go to another program and come back: nothing may change on the way, in any field."""
    works = [replace(work(), key=f"key{place}", work=clean(one)[0]) for place, one in enumerate(sources)]
    written = file_of(works)
    jsonschema.validate(json.loads(written), SCHEMA)
    back = read_back(written)
    assert [each.work for each in back] == [each.work for each in works]
    assert file_of(back) == written


def test_the_fields_of_a_work_are_cleaned_to_that_work():
    """They are what a source would have had to say, brackets around a translated title included."""
    translated = Bibliographic(type="article", title="Balint groups", title_language="en", languages=("ru",))
    assert fields_of(translated)["title"] == ["[Balint groups]"]
    assert clean(fields_of(translated))[0] == translated


def test_an_export_of_a_review_keeps_to_the_schema_of_csl(tmp_path):
    """Programs that check their input refuse a file for one wrong variable."""
    write_review(tmp_path)
    bibcorpus(tmp_path, "run")
    said = bibcorpus(tmp_path, "export", "csl-json", "--all")
    items = json.loads(said.out)
    jsonschema.validate(items, SCHEMA)
    assert len(items) == len({item["id"] for item in items}) == 4


def test_our_file_is_known_for_csl_json():
    """Whoever adds it again need not say what it is."""
    written = file_of(list(works()))
    assert detect(written) is reader


def test_pandoc_reads_every_work_with_its_fields():
    """An independent reader finds the same keys, titles, DOIs, years and people."""
    pypandoc = pytest.importorskip("pypandoc")
    written = file_of(list(works()))
    jsonschema.validate(json.loads(written), SCHEMA)
    read = json.loads(pypandoc.convert_text(written, "csljson", format="csljson", extra_args=["--sandbox"]))
    items = {item["id"]: item for item in read}
    assert items.keys() == {each.key for each in works()}
    for each in works():
        item, fields = items[each.key], each.work
        assert item.get("DOI") == fields.doi
        assert item.get("issued", {}).get("date-parts", [[None]])[0][0] == fields.year
        assert len(item.get("author", ())) == len(fields.authors) + (not fields.authors_complete)
        assert item.get("container-title", "").partition("<")[0] == (fields.container or "").partition("<")[0]


def test_a_note_is_not_taken_for_variables():
    """pandoc and Zotero read 'id: x' in a note as the id of the item: the key would move."""
    pypandoc = pytest.importorskip("pypandoc")
    noted = work(title="Groups", note="id: another")
    written = file_of([noted])
    [item] = json.loads(pypandoc.convert_text(written, "csljson", format="csljson", extra_args=["--sandbox"]))
    assert (item["id"], item["title"]) == (noted.key, "Groups")
    assert read_back(written)[0].work == noted.work


def test_an_export_without_works_is_an_empty_list():
    """Half a list would be no JSON."""
    assert json.loads(file_of([])) == []


TYPES = {
    "article": "article-journal",
    "book": "book",
    "chapter": "chapter",
    "conference-paper": "paper-conference",
    "dataset": "dataset",
    "preprint": "article",
    "proceedings": "book",
    "report": "report",
    "thesis": "thesis",
    "webpage": "webpage",
    "other": "document",
}


@pytest.mark.parametrize("kind", RECORD_TYPES)
def test_each_type_has_its_word_in_csl(kind: str):
    """A style chooses its layout by the type: an article without one is printed as if it were nothing."""
    assert csl_item(work(type=kind))["type"] == TYPES[kind]


def test_the_title_and_the_authors_are_those_that_stand_on_the_work():
    """A Russian paper is cited by its Russian title and authors; the English ones are a database's help."""
    said = csl_item(
        work(
            title="Balint groups",
            title_original="Балинтовские группы",
            authors=(PETROV,),
            authors_original=(Name(family="Петров", given="П. П."),),
            languages=("ru",),
        )
    )
    assert said["title"] == "Балинтовские группы"
    assert said["author"] == [{"family": "Петров", "given": "П. П."}]


def test_authors_in_another_script_are_left_where_one_of_them_would_be_lost():
    """Two lists of unequal length tell who is who of nobody."""
    said = csl_item(
        work(title="Группы", authors=(PETROV, Name(family="Ivanov")), authors_original=(Name(family="Петров"),))
    )
    assert [person["family"] for person in said["author"]] == ["Petrov", "Ivanov"]


def test_a_translated_title_whose_original_is_not_known_stands_in_brackets():
    """So NLM, APA and GOST print it: the work itself bears another title."""
    said = csl_item(work(title="Balint groups", title_language="en", languages=("pl",)))
    assert said["title"] == "[Balint groups]"


def test_particles_suffixes_and_groups_have_their_places():
    """'van den Bussche' sorts and abbreviates by its parts; a society has none."""
    people = (
        Name(family="van den Bussche", given="Hendrik"),
        Name(family="King", given="M. L.", suffix="Jr"),
        Name(literal="Balint Society"),
        Name(family="Van Roy", given="K."),
    )
    assert csl_item(work(authors=people))["author"] == [
        {"non-dropping-particle": "van den", "family": "Bussche", "given": "Hendrik"},
        {"family": "King", "given": "M. L.", "suffix": "Jr"},
        {"literal": "Balint Society"},
        {"family": "Van Roy", "given": "K."},
    ]


def test_a_list_of_authors_that_goes_on_says_so_and_is_read_so():
    """'Das A, et al': with one author alone, the style would print one author."""
    some = work(title="Groups", authors=(PETROV,), authors_complete=False)
    assert csl_item(some)["author"][-1] == {"literal": "others"}
    assert read_back(file_of([some]))[0].work == some.work


def test_others_at_the_end_of_a_list_of_authors_are_read_as_more_people():
    """pandoc and Better BibTeX write BibTeX's 'and others' so; nobody is called Others."""
    item = {"id": "a", "type": "book", "title": "Groups", "author": [{"family": "Das"}, {"literal": "others"}]}
    [found] = read_back(json.dumps([item]))
    assert ([name.family for name in found.work.authors], found.work.authors_complete) == (["Das"], False)


def test_hidden_marks_are_shown_again_however_json_writes_them():
    """Some programs write all that is not ASCII as \\u2060."""
    some = work(publisher="Press of <i>", title="Groups")
    escaped = json.dumps(json.loads(file_of([some])))
    assert r"<\u2060i>" in escaped
    assert read_back(escaped)[0].work == some.work


def test_dates_are_as_exact_as_they_are_known():
    """A month that nobody knows would be printed as January."""
    assert csl_item(work(year=2014, date="2014-11"))["issued"] == {"date-parts": [[2014, 11]]}
    assert csl_item(work(year=2014, date="2013-11"))["issued"] == {"date-parts": [[2014]]}
    assert "issued" not in csl_item(work())


EDITIONS = [
    ("2nd ed.", "2"),
    ("2-е изд.", "2"),
    ("3. Auflage", "3"),
    ("wyd. 2", "wyd. 2"),
    ("2., überarb. Aufl.", "2., überarb. Aufl."),
    ("Russian edition", "Russian edition"),
    (None, None),
]


@pytest.mark.parametrize(("edition", "expected"), EDITIONS)
def test_an_edition_is_its_number_where_it_says_no_more(edition: str | None, expected: str | None):
    """The style writes '2nd ed.' or '2-е изд.' by itself, in the language of the list."""
    assert edition_number(edition) == expected


def test_the_pages_of_a_book_are_counted_and_those_of_an_article_are_not():
    """'156 p.' of a book is its size; on an article it would be read as page 156."""
    book = csl_item(work(type="book", pages="156 p."))
    assert (book.get("page"), book["number-of-pages"]) == (None, "156")
    assert csl_item(work(pages="156-160"))["page"] == "156-160"


def test_an_article_number_takes_the_place_of_missing_pages():
    """Few styles print `number`; without either, the reader can't find the article in its volume."""
    said = csl_item(work(article_number="e1549"))
    assert (said["page"], said["number"]) == ("e1549", "e1549")


def test_a_journal_is_called_by_its_abbreviation_where_no_more_is_known():
    """Styles that print full titles would leave the journal out."""
    said = csl_item(work(container_short="Fam Med"))
    assert (said["container-title"], said["container-title-short"]) == ("Fam Med", "Fam Med")


def test_a_thesis_says_what_kind_it_is():
    """'Doctoral dissertation' is printed; 'Thesis' says no more than the type."""
    assert csl_item(work(type="thesis", publication_types=("Doctoral dissertation",)))["genre"] == (
        "Doctoral dissertation"
    )
    assert "genre" not in csl_item(work(type="thesis", publication_types=("Thesis",)))
    assert "genre" not in csl_item(work(publication_types=("Review",)))


def test_a_retracted_work_says_so():
    """CSL has a variable for it, with just this word as an example."""
    assert csl_item(replace(work(), retracted=True))["status"] == "retracted"


def test_tags_and_abstracts_are_options():
    """A licence may forbid abstracts; tags are wanted by some."""
    tagged = replace(work(keywords=("empathy",)), tags=("topic:burnout",))
    assert json.loads(text(tagged, Options(tags=True)))["keyword"] == "empathy; topic:burnout"
    assert json.loads(text(tagged, Options()))["keyword"] == "empathy"


@pytest.mark.parametrize(
    "title",
    [
        "What <b>not</b> to do: <i>, <sup> and <span> in <a href='x'>",
        "<script>alert(1)</script> at p < 0.05",
        '=HYPERLINK("http://x.org")',
        "+1, -omics, @home",
        r"\input{/etc/passwd} \write18{x} $x^2$ *stars* [link](url)",
    ],
)
def test_a_title_leaves_as_plain_text(title: str):
    """pandoc reads '<b>' in CSL-JSON as mark-up; nothing else may be taken for a command either."""
    pypandoc = pytest.importorskip("pypandoc")
    some = file_of([replace(work(), work=Bibliographic(type="article", title=title))])
    plain = pypandoc.convert_text(some, "json", format="csljson", extra_args=["--sandbox"])
    shown = json.loads(plain)["meta"]["references"]["c"][0]["c"]["title"]["c"]
    assert {part["t"] for part in shown} <= {"Str", "Space", "Quoted"}
    assert "".join(_texts(shown)).replace("\u2060", "") == _without_quotes(title)


def _texts(parts: list[dict[str, Any]]) -> list[str]:
    """The text of inlines; quotes are typed by the style, so they are left out."""
    found = []
    for part in parts:
        if part["t"] == "Quoted":
            found += _texts(part["c"][1])
        else:
            found.append(_without_quotes(part.get("c", " ")))
    return found


def _without_quotes(said: str) -> str:
    return "".join(char for char in said if char not in "\"'’‘“”")
