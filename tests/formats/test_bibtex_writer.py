"""A BibTeX entry prints the work as it is in classic styles and in biblatex, and reads back without loss."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import bibtexparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.formats import bibtex
from pipeline.formats._bibtex_writer import DIALECTS, document, entry
from pipeline.formats._bibtex_written_names import name_list
from pipeline.formats._latex import decode
from pipeline.formats._latex_escape import escape_url, plain
from pipeline.model import RECORD_TYPES, Bibliographic, Found, Name

ARTICLE = Bibliographic(
    type="article",
    title="Balint groups in Iran: an RCT",
    languages=("en",),
    authors=(Name(family="Smith", given="J. A."), Name(family="van der Berg", given="Jan", suffix="Jr")),
    year=2014,
    date="2014-11-03",
    container="Family Practice & Care",
    container_short="Fam Pract",
    volume="31",
    issue="6",
    pages="283-298",
    doi="10.1000/a_b",
    pmid="123",
    issn=("1234-5678", "2345-6789"),
    url="https://example.org/a",
    keywords=("burnout", "leaders, student"),
)


def fields(text: str) -> dict[str, str]:
    """Field -> value without its outer delimiters, as bibtexparser 2 splits the entry."""
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    assert len(library.entries) == 1
    return {field.key: field.value for field in library.entries[0].fields}


def written(work: Bibliographic, **options: object) -> dict[str, str]:
    return fields(entry("key", work, **options))  # type: ignore[arg-type]


def author(*names: Name, **options: object) -> str:
    return written(Bibliographic(authors=names), **options)["author"]


def kind(work: Bibliographic, dialect: str = "bibtex") -> str:
    return entry("key", work, dialect=dialect).partition("{")[0].removeprefix("@")


# ------------------------------------------------------------------------------------------ the whole


def test_an_article_is_written_field_by_field_in_a_fixed_order():
    """Files are kept in git: the same work gives the same bytes."""
    assert entry("smith2014balint", ARTICLE, ids=["old1", "old2"], extra_fields={"Topic": "a & b"}) == (
        "@article{smith2014balint,\n"
        "  author = {Smith, J. A. and van der Berg, Jr, Jan},\n"
        "  title = {{Balint} groups in {Iran}: an {RCT}},\n"
        "  shorttitle = {{Balint} groups in {Iran}},\n"
        "  journal = {Family Practice \\& Care},\n"
        "  shortjournal = {Fam Pract},\n"
        "  year = {2014},\n"
        "  month = nov,\n"
        "  day = {3},\n"
        "  volume = {31},\n"
        "  number = {6},\n"
        "  pages = {283--298},\n"
        "  doi = {10.1000/a_b},\n"
        "  pmid = {123},\n"
        "  issn = {1234-5678, 2345-6789},\n"
        "  langid = {english},\n"
        "  language = {english},\n"
        "  keywords = {burnout, {leaders, student}},\n"
        "  ids = {old1, old2},\n"
        "  topic = {a \\& b},\n"
        "}\n"
    )


def test_biblatex_has_its_own_names():
    """biber warns of 'journal' and prints no 'address' list without 'location'."""
    got = written(replace(ARTICLE, place="London"), dialect="biblatex")
    assert got["journaltitle"] == r"Family Practice \& Care"
    assert got["date"] == "2014-11-03"
    assert got["location"] == "London"
    assert not {"journal", "year", "month", "day", "address"} & set(got)


def test_a_document_is_a_header_in_comments_and_entries_apart():
    """BibTeX takes any '@' outside an entry for the start of one: an e-mail address would swallow the file."""
    text = "".join(document([entry("a", ARTICLE), entry("b", ARTICLE)], "From x\nanna@example.org"))
    assert text.startswith("% From x\n% anna(at)example.org\n\n@article{a,\n")
    assert "}\n\n@article{b,\n" in text
    library = bibtexparser.parse_string(text)
    assert [found.key for found in library.entries] == ["a", "b"]
    assert list(document([])) == []


@pytest.mark.parametrize("key", ["", "a b", "a,b", "a{b", "a%b", "a#b", "a\\b", "a=b"])
def test_a_key_that_would_break_the_file_is_an_error(key: str):
    """Nothing else in an entry can: all other text is escaped."""
    with pytest.raises(ValueError, match="can't be a BibTeX key"):
        entry(key, ARTICLE)
    with pytest.raises(ValueError, match="can't be a BibTeX key"):
        entry("good", ARTICLE, ids=[key])


def test_an_unknown_encoding_or_dialect_is_an_error():
    """The message names what there is."""
    with pytest.raises(ValueError, match="utf-8, latex"):
        entry("k", ARTICLE, encoding="ascii")
    with pytest.raises(ValueError, match="bibtex, biblatex"):
        entry("k", ARTICLE, dialect="biber")
    with pytest.raises(ValueError, match="can't be a BibTeX key"):
        entry("ключ", ARTICLE, encoding="latex")


# ------------------------------------------------------------------------------------------ types


@pytest.mark.parametrize(
    ("record_type", "classic", "biblatex", "container", "publisher"),
    [
        ("article", "article", "article", "journal", "publisher"),
        ("book", "book", "book", "booktitle", "publisher"),
        ("chapter", "incollection", "incollection", "booktitle", "publisher"),
        ("conference-paper", "inproceedings", "inproceedings", "booktitle", "publisher"),
        ("proceedings", "book", "book", "booktitle", "publisher"),
        ("thesis", "phdthesis", "thesis", "booktitle", "school"),
        ("report", "techreport", "report", "booktitle", "institution"),
        ("preprint", "misc", "online", "howpublished", "publisher"),
        ("dataset", "misc", "dataset", "howpublished", "publisher"),
        ("webpage", "misc", "online", "howpublished", "publisher"),
        ("other", "misc", "misc", "howpublished", "publisher"),
        ("never heard of", "misc", "misc", "howpublished", "publisher"),
    ],
)
def test_each_type_has_its_entry_type_and_required_fields(
    record_type: str, classic: str, biblatex: str, container: str, publisher: str
):
    """BibTeX prints a hole where a required field is missing or stands under another name."""
    work = replace(ARTICLE, type=record_type, issue=None, publisher="House", place="Town", container="Container")
    assert (kind(work), kind(work, "biblatex")) == (classic, biblatex)
    got = written(work)
    assert got[container] == "Container"
    assert got[publisher] == "House"


def test_every_record_type_is_known():
    """A type added to the model must be thought about here."""
    classic = ("preprint", "dataset", "webpage", "other")  # what classic styles have no type for
    assert all(kind(Bibliographic(type=name)) != "misc" for name in set(RECORD_TYPES) - set(classic))
    assert all(kind(Bibliographic(type=name), "biblatex") != "misc" for name in set(RECORD_TYPES) - {"other"})


def test_a_proceedings_volume_with_editors_is_a_proceedings():
    """Classic styles print the editors of @proceedings, and the authors of @book."""
    editors = (Name(family="Otten", given="H."),)
    got = Bibliographic(type="proceedings", title="Congress", editors=editors)
    assert kind(got) == "proceedings"
    assert written(got)["editor"] == "Otten, H."


def test_a_translator_is_named_and_so_is_the_day_of_the_last_look_at_an_address():
    """biblatex prints both, classic styles neither. Beside a DOI there is no address, and so no day."""
    book = Bibliographic(type="book", title="T", translators=(Name(family="Roe", given="R."), Name(literal="Society")))
    assert written(book)["translator"] == "Roe, R. and {Society}"
    page = Bibliographic(type="webpage", title="T", url="https://example.org/", accessed="2015-03-05")
    assert written(page, dialect="biblatex")["urldate"] == "2015-03-05"
    assert "urldate" not in written(replace(page, doi="10.1000/1"))


def test_a_masters_thesis_is_one():
    """@phdthesis prints 'PhD thesis' over it."""
    work = Bibliographic(type="thesis", publication_types=("Master's thesis",))
    assert kind(work) == "mastersthesis"
    assert written(work, dialect="biblatex")["type"] == "mathesis"


def test_a_conference_paper_without_a_container_stands_in_the_conference():
    """booktitle is required, and the name of the congress is what readers look for."""
    work = Bibliographic(type="conference-paper", title="T", event="20th Balint Congress")
    assert written(work)["booktitle"] == "20th Balint Congress"
    assert "eventtitle" not in written(work)
    assert written(replace(work, container="Proceedings"))["eventtitle"] == "20th Balint Congress"


def test_a_house_with_and_in_its_name_is_one_house():
    """biblatex splits publishers at 'and'."""
    assert written(replace(ARTICLE, publisher="Taylor and Francis"))["publisher"] == "{Taylor and Francis}"


def test_a_publisher_is_all_a_web_page_has():
    """@misc prints howpublished only."""
    assert written(Bibliographic(type="webpage", publisher="WHO")) == {"howpublished": "WHO"}


# ------------------------------------------------------------------------------------------ names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (Name(family="Müller", given="J. A."), "Müller, J. A."),
        (Name(family="van der Berg", given="Jan", suffix="Jr"), "van der Berg, Jr, Jan"),
        (Name(family="Lopez da Silva", given="J."), "{Lopez da Silva}, J."),
        (Name(family="García Lorca", given="F."), "García Lorca, F."),
        (Name(family="García Lorca"), "{García Lorca}"),
        (Name(family="Balint"), "Balint"),
        (Name(given="Mother Teresa"), "{Mother Teresa}"),
        (Name(literal="Society of Salt and Pepper"), "{Society of Salt and Pepper}"),
        (Name(family="Others", given="A."), "{Others}, A."),
        (Name(family="Salt And Pepper", given="A, B"), "{Salt And Pepper}, {A, B}"),
        (Name(family="Smith", suffix="Jr"), "{Smith Jr}"),
        (Name(family="Roe, Ann\nDoe", given="B."), "{Roe, Ann Doe}, B."),
        (Name(family="{Smith", given="J~"), r"{\ensuremath{\lbrace}}Smith, J{\textasciitilde}"),
    ],
)
def test_a_name_is_written_so_that_bibtex_takes_it_apart_rightly(name: Name, expected: str):
    """Commas, 'and', lower-case words and blanks are BibTeX's only means of telling names apart."""
    assert author(name) == expected


def test_cyrillic_initials_survive_in_latex():
    """A letter in its own braces counts as one letter when a style cuts a name to initials."""
    assert author(Name(family="Юн", given="В."), encoding="latex") == r"{\CYRYU}{\cyrn}, {\CYRV}."


@pytest.mark.parametrize("encoding", ["utf-8", "latex"])
def test_a_name_is_written_among_others_as_it_is_alone(encoding: str):
    """Most lists have nothing to escape and are written at once; one name that has must change no other."""
    usual = [Name(family=family, given="A.-B. C.") for family in ("Roe", "O'Neil", "Žižek", "Иванов-Петров")]
    others = [Name(family="And", given="Ola"), Name(family="Öz, B", given="R&D"), Name(literal="Balint Society")]
    others += [Name(family="van der Berg", given="Jan", suffix="Jr"), Name(family="Wu-and", given="Li")]
    alone = [name_list([name], encoding, complete=True) for name in (*usual, *others)]
    assert name_list([*usual, *others], encoding, complete=True) == " and ".join(alone)
    assert name_list(usual, encoding, complete=False) == " and ".join([*alone[: len(usual)], "others"])
    assert alone[4] == "{And}, Ola"


def test_a_list_of_authors_that_is_cut_ends_with_others():
    """Styles print it as 'et al.'; an invented end of the list would be a false citation."""
    work = Bibliographic(authors=(Name(family="Smith", given="J."),), authors_complete=False)
    assert written(work)["author"] == "Smith, J. and others"
    assert "author" not in written(Bibliographic(title="T", authors=(Name(),), authors_complete=False))


# ------------------------------------------------------------------------------------------ titles


def test_a_translated_work_prints_its_own_title_and_the_english_one_in_brackets():
    """What stands on the work is what a library finds; the addition helps the reader."""
    work = Bibliographic(
        title="Balint groups", title_original="Балинтовские группы", title_language="en", languages=("ru",)
    )
    got = written(work)
    assert got["title"] == "{Балинтовские группы}"
    assert got["titleaddon"] == "[Balint groups]"
    assert got["langid"] == "russian"


def test_a_translated_title_without_its_original_stands_in_brackets():
    """NLM's convention: the brackets tell that the work bears another title."""
    work = Bibliographic(title="The doctor's cases", title_language="en", languages=("de",))
    assert written(work)["title"] == "[{The} doctor's cases]"
    assert written(replace(work, title="[The doctor's cases]"))["title"] == "[{The} doctor's cases]"
    assert written(work)["langid"] == "ngerman"


def test_the_title_of_the_original_stands_apart_where_the_work_is_in_english():
    """An English book that was German once is cited by its English title; biblatex has a field for the other one."""
    work = Bibliographic(title="The doctor", title_original="Der Arzt", languages=("en",))
    got = written(work, dialect="biblatex")
    assert (got["title"], got["origtitle"]) == ("The doctor", "Der Arzt")
    assert "titleaddon" not in got


@pytest.mark.parametrize(
    ("title", "language", "expected"),
    [
        ("Balint groups: a review: more", "en", "{Balint} groups"),
        ("Die Arbeit: eine Studie", "de", "{Die Arbeit}"),
        ("Reply: on groups", "en", None),
        ("On groups", "en", None),
    ],
)
def test_a_title_with_a_subtitle_has_a_short_form(title: str, language: str, expected: str | None):
    """Styles that cite again by short titles need it; 'Reply' is no title. Its capitals stay as in the whole one."""
    assert written(Bibliographic(title=title, languages=(language,))).get("shorttitle") == expected


def test_a_title_in_its_own_language_has_no_brackets():
    """Neither has one of a work in two languages, nor one that the source gives twice."""
    assert written(Bibliographic(title="Die Arbeit", languages=("de",)))["title"] == "{Die Arbeit}"
    both = Bibliographic(title="The case", title_language="en", languages=("fr", "en"))
    assert written(both)["title"] == "The case"
    twice = Bibliographic(title="Die Arbeit", title_original="Die Arbeit", languages=("de",))
    assert "titleaddon" not in written(twice)


@pytest.mark.parametrize(
    ("code", "name"), [("en", "english"), ("de", "ngerman"), ("ru", "russian"), ("pl", "polish"), ("fr", "french")]
)
def test_langid_is_babels_name(code: str, name: str):
    """babel knows no 'de'."""
    assert written(Bibliographic(languages=(code,)))["langid"] == name


def test_a_language_that_babel_does_not_know_is_still_told():
    """langid must be a name of babel's; the code stands in `language`."""
    got = written(Bibliographic(languages=("xx", "en")))
    assert got == {"language": "xx, english"}


# ------------------------------------------------------------------------------------------ dates, pages, addresses


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (Bibliographic(year=2014, date="2014-11"), {"year": "2014", "month": "nov"}),
        (Bibliographic(year=2014, date="2015-01"), {"year": "2014"}),
        (Bibliographic(date="2014-02-09"), {"year": "2014", "month": "feb", "day": "9"}),
        (Bibliographic(date_online="2013-05"), {"year": "2013", "epubdate": "2013-05"}),
        (Bibliographic(year=2014, date="2014-13"), {"year": "2014"}),
    ],
)
def test_year_and_month_say_no_more_than_is_known(work: Bibliographic, expected: dict[str, str]):
    """The month of another year would be a false date."""
    assert written(work) == expected


def test_a_month_is_a_macro_without_braces():
    """So that each style words it in its own language."""
    assert "  month = nov,\n" in entry("k", ARTICLE)


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ("283-298", "283--298"),
        ("283 – 98", "283--98"),
        ("S12-S15", "S12--S15"),
        ("xi-xx", "xi--xx"),
        ("12-15, 20-22", "12--15, 20--22"),
        ("e12", "e12"),
        ("A-12", "A-12"),
        ("1-12-1-15", "1-12-1-15"),
    ],
)
def test_page_ranges_have_two_hyphens(pages: str, expected: str):
    """One hyphen prints as a hyphen; a page label keeps it."""
    assert written(Bibliographic(pages=pages))["pages"] == expected


def test_an_article_number_takes_the_place_of_missing_pages_in_classic_styles():
    """They print no eid; with pages, or in biblatex, the number stands in its own field only."""
    work = Bibliographic(article_number="CD-1")
    assert written(work) == {"pages": "CD-1", "eid": "CD-1"}
    assert written(work, dialect="biblatex") == {"eid": "CD-1"}
    assert written(replace(work, pages="1-9")) == {"pages": "1--9", "eid": "CD-1"}


def test_addresses_stay_as_they_are_and_yield_to_the_doi():
    """An escaped underscore breaks the link; two links to one paper are one too many."""
    work = Bibliographic(url="https://example.org/a_b%20c~d", pmid="1")
    assert written(work)["url"] == "https://example.org/a_b%20c~d"
    assert "url" not in written(replace(work, doi="10.1000/x_(1)<2>"))
    assert written(replace(work, doi="10.1000/x_(1)<2>"))["doi"] == "10.1000/x_(1)<2>"


def test_a_number_in_arxiv_or_pubmed_is_an_eprint():
    """Styles print 'arXiv:2301.00001'; biblatex prints PubMed's numbers the same way, classic styles don't."""
    paper = Bibliographic(type="preprint", doi="10.48550/arxiv.2301.00001", pmid="123")
    got = written(paper)
    assert (got["eprint"], got["archiveprefix"], got["pmid"]) == ("2301.00001", "arXiv", "123")
    got = written(paper, dialect="biblatex")
    assert (got["eprint"], got["eprinttype"], got["pmid"]) == ("2301.00001", "arxiv", "123")
    got = written(Bibliographic(pmid="123"), dialect="biblatex")
    assert got == {"eprint": "123", "eprinttype": "pubmed"}
    assert written(Bibliographic(url="https://arxiv.org/abs/math.GT/0309136v2"))["eprint"] == "math.GT/0309136"


def test_preprints_and_retracted_works_say_so_in_the_note():
    """The note is what every style prints."""
    assert written(Bibliographic(type="preprint", note="Second version"))["note"] == "Preprint. Second version"
    assert written(ARTICLE, retracted=True)["note"] == "Retracted"
    assert "note" not in written(ARTICLE)


def test_a_chapter_that_refers_to_its_book_takes_nothing_false_from_it():
    """BibTeX gives a chapter every field that it lacks, the DOI of the book too; biblatex has a field that doesn't."""
    chapter = Bibliographic(type="chapter", title="T", container="Book", pages="1-9")
    got = written(chapter, refers_to="book1999")
    assert (got["crossref"], got["booktitle"], got["pages"]) == ("book1999", "Book", "1--9")
    assert (got["doi"], got["url"], got["note"]) == ("", "", "")
    got = written(chapter, refers_to="book1999", dialect="biblatex")
    assert got["xref"] == "book1999"
    assert not {"crossref", "doi", "url"} & set(got)
    assert "crossref" not in written(ARTICLE, refers_to="book1999")


def test_keywords_with_separators_of_their_own_are_braced():
    """'leaders, student' is one keyword; a single one in braces has a comma behind, else they would be the list's."""
    assert written(Bibliographic(keywords=("a", "b; c", "d, e")))["keywords"] == "a, {b; c}, {d, e}"
    assert written(Bibliographic(keywords=("d, e",)))["keywords"] == "{d, e},"


def test_extra_fields_win_and_can_not_break_the_entry():
    """A caller's field name is cut to what BibTeX allows; empty ones are left out."""
    got = written(ARTICLE, extra_fields={"Note!": "50 %", "journal": "Other", "  ": "x", "empty": " ", "url": "a_b"})
    assert got["note"] == r"50 \%"
    assert got["journal"] == "Other"
    assert got["url"] == "a_b"
    assert "empty" not in got


# ------------------------------------------------------------------------------------------ round trips

TEXT = st.text(max_size=40)
WORKS = st.builds(
    Bibliographic,
    type=st.sampled_from(RECORD_TYPES),
    title=TEXT,
    title_original=st.none() | TEXT,
    languages=st.sampled_from([(), ("en",), ("de",), ("ru", "en")]),
    title_language=st.sampled_from([None, "en"]),
    authors=st.lists(st.builds(Name, family=TEXT, given=TEXT, suffix=st.none() | TEXT), max_size=3).map(tuple),
    container=TEXT,
    publisher=TEXT,
    pages=TEXT,
    note=TEXT,
    abstract=TEXT,
    doi=TEXT,
    url=TEXT,
    keywords=st.lists(TEXT, max_size=3).map(tuple),
)


@settings(max_examples=200)
@given(WORKS, st.sampled_from(["utf-8", "latex"]), st.sampled_from(DIALECTS))
def test_any_work_makes_one_sound_entry(work: Bibliographic, encoding: str, dialect: str):
    """Whatever stands in a field, the file stays readable, line by line, with balanced braces."""
    text = entry("key", work, encoding=encoding, dialect=dialect)
    fields(text)
    assert text.count("{") == text.count("}")
    assert all(re.match(r"@\w+\{key,$|  [a-z]+ = |\}$", line) for line in text.rstrip("\n").split("\n"))
    assert encoding == "utf-8" or text.isascii()


@settings(max_examples=200)
@given(WORKS)
def test_any_text_reads_back_as_it_was(work: Bibliographic):
    """Titles, notes and abstracts come back letter by letter; addresses percent-encoded at most."""
    got = written(work)
    for name in ("note", "abstract"):
        if work.type != "preprint" or name != "note":  # that begins with 'Preprint'
            assert decode(got.get(name, "")) == plain(getattr(work, name))
    assert got.get("doi", "") == (escape_url(work.doi or "") if plain(work.doi or "") else "")
    if not work.title_original and work.title_language is None:
        assert decode(got.get("title", "")) == plain(work.title or "")


WORDS = st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=10).filter(plain)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4))
def test_any_names_come_back_one_by_one(people: list[tuple[str, str]]):
    """Two authors never become three, whatever their names hold ('and', commas, braces)."""
    text = author(*[Name(family=family, given=given) for family, given in people])
    assert len(top_level(text, " and ")) == len(people)
    parts = [[decode(part) for part in top_level(one, ", ")] for one in top_level(text, " and ")]
    assert parts == [[plain(family), plain(given)] for family, given in people]


def top_level(text: str, separator: str) -> list[str]:
    """`text` split where BibTeX splits it: outside of braces."""
    pieces, depth, start = [], 0, 0
    for place, char in enumerate(text):
        depth += (char == "{") - (char == "}")
        if depth == 0 and text.startswith(separator, place):
            pieces.append(text[start:place])
            start = place + len(separator)
    return [*pieces, text[start:]]


@pytest.mark.parametrize("encoding", ["utf-8", "latex"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_our_own_reader_takes_in_what_we_wrote(encoding: str, dialect: str):
    """A bibliography that we exported can be imported again."""
    work = replace(ARTICLE, authors=(Name(family="Винокур", given="В. А."), Name(literal="Balint Society")))
    text = entry("vinokur2014", work, encoding=encoding, dialect=dialect)
    (found,) = [piece for piece in bibtex.read(io.StringIO(text)) if isinstance(piece, Found)]
    assert found.fields["title"] == ["Balint groups in Iran: an RCT"]
    assert found.fields["authors"] == ["Винокур, В. А."]
    assert found.fields["group_authors"] == ["Balint Society"]
    assert found.fields["container"] == ["Family Practice & Care"]
    assert found.fields["doi"] == ["10.1000/a_b"]
    assert found.fields["type"] == ["article"]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_thesis_is_written_with_what_it_is_and_how_thick(dialect: str):
    """Classic styles print `type` in place of 'PhD thesis', which a candidate's dissertation is not."""
    thesis = Bibliographic(type="thesis", title="A", pages="128 с", publication_types=("дис. ... канд. психол. наук",))
    entry_of = written(thesis, dialect=dialect)
    assert entry_of["type"] == "дис. ... канд. психол. наук"
    assert entry_of["pagetotal"] == "128"
    assert "pages" not in entry_of


def test_a_type_that_says_no_more_than_the_entry_is_not_written():
    """'PhD thesis' is what @phdthesis prints by itself; biblatex is told so by its own name."""
    thesis = Bibliographic(type="thesis", title="A", publication_types=("PhD thesis",))
    assert "type" not in written(thesis)
    assert written(thesis, dialect="biblatex")["type"] == "phdthesis"


def test_the_hyphen_of_an_article_number_is_no_range():
    """'e0195-11' is one number, also where it stands as pages: two hyphens would print a dash."""
    article = Bibliographic(type="article", title="A", pages="e0195-11", article_number="e0195-11")
    assert written(article)["pages"] == "e0195-11"
    assert written(replace(article, pages="283-298"))["pages"] == "283--298"
