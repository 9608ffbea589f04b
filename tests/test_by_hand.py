"""One work by hand: by its number over the network, or by a form without one."""

from __future__ import annotations

import io
import json
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import pipeline.cli.by_hand as command
from pipeline.by_hand import forms
from pipeline.by_hand.forms import is_form, new_id, read_form
from pipeline.by_hand.numbers import Number, guessed, numbers_in
from pipeline.errors import InputError
from pipeline.formats import hand_form, openlibrary_json
from pipeline.formats._hand_form_fields import FORMS, LINES, blank_form
from pipeline.ledger import write_whole
from pipeline.model import RECORD_TYPES, SOURCE_FIELDS
from pipeline.sources._openlibrary import ten_digits
from pipeline.store import reading
from tests.formats.reading import Reading, text_of
from tests.servers.false_crossref import FalseCrossref, make_work
from tests.servers.false_eutils import FalseEutils
from tests.servers.false_openlibrary import FalseOpenLibrary
from tests.small_review import Told, bibcorpus, built, write_review
from tests.sources.test_pubmed import false_pubmed

NOWHERE = "http://127.0.0.1:9/"
OLD_DOI = "10.1002/(sici)1097-4679(199903)55:3<1::aid-jclp1>3.0.co;2-x"
FORM = """\
bibcorpus form: article
id: 20261122-aaaa01
author: Ahlgren, Mia
author: Brandt, Otto
title: Balint groups and burnout in rural general practise
journal: Journal of Invented Medicine
year: 2004
volume: 12
pages: 101-109
"""


@pytest.fixture
def review(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small review; nobody answers for any service, and a person is named."""
    for name in ("CROSSREF", "PUBMED", "OPENLIBRARY"):
        monkeypatch.setenv(f"BIBCORPUS_{name}_ENDPOINT", NOWHERE)
    monkeypatch.setenv("BIBCORPUS_EMAIL", "review@example.org")
    monkeypatch.setenv("BIBCORPUS_WHO", "Mia")
    monkeypatch.delenv("NCBI_API_KEY", raising=False)
    return write_review(tmp_path / "review")


@pytest.fixture
def crossref(monkeypatch: pytest.MonkeyPatch) -> Iterator[FalseCrossref]:
    """A false Crossref; one of its works has a DOI with the signs of the nineties."""
    with FalseCrossref(works=5) as server:
        server.works[OLD_DOI] = make_work(90, doi=OLD_DOI.upper(), title=["A paper of the nineties"])
        monkeypatch.setenv("BIBCORPUS_CROSSREF_ENDPOINT", server.endpoint)
        yield server
        assert server.complaints == []


@pytest.fixture
def pubmed(monkeypatch: pytest.MonkeyPatch) -> Iterator[FalseEutils]:
    with false_pubmed(records=5) as server:
        monkeypatch.setenv("BIBCORPUS_PUBMED_ENDPOINT", server.endpoint)
        yield server


@pytest.fixture
def openlibrary(monkeypatch: pytest.MonkeyPatch) -> Iterator[FalseOpenLibrary]:
    with FalseOpenLibrary() as server:
        monkeypatch.setenv("BIBCORPUS_OPENLIBRARY_ENDPOINT", server.endpoint)
        yield server
        assert server.complaints == []


def written(folder: Path, text: str = FORM, name: str = "one.txt") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def notes(review: Path, source: str) -> list[dict[str, object]]:
    folder = review / "corpus" / "raw" / source
    return [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("by-hand-*.toml"))]


def records(review: Path, source: str) -> dict[str, dict[str, Any]]:
    """What the run made of the records of a source, by their own ids."""
    with reading(review / "corpus" / "corpus.duckdb") as store:
        rows = list(store.records("select * from record where source = ? order by record_id", [source]))
    return {str(row["record_id"]).removeprefix(f"{source}:"): row for row in rows}


BOOK = "bibcorpus form: book\nid: 20261122-bbbb02\nauthor: Винтер, Анна Борисовна\ntitle: Группы\n  врачей\nyear:\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What was said when each work was taken in, by what it was, and what the services were asked."""

    review: Path
    said: dict[str, Told]
    endpoint: str
    asked_pubmed: list[str]
    pmids: tuple[int, int]


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Taken:
    """A review with works that were taken in by their numbers and by forms, then run; only to be read."""
    review = write_review(tmp_path_factory.mktemp("taken") / "review")
    said: dict[str, Told] = {}
    with (
        pytest.MonkeyPatch.context() as patched,
        FalseCrossref(works=5) as crossref,
        false_pubmed(records=5) as pubmed,
        FalseOpenLibrary() as openlibrary,
    ):
        for name, server in (("CROSSREF", crossref), ("PUBMED", pubmed), ("OPENLIBRARY", openlibrary)):
            patched.setenv(f"BIBCORPUS_{name}_ENDPOINT", server.endpoint)
        patched.setenv("BIBCORPUS_EMAIL", "review@example.org")
        patched.setenv("BIBCORPUS_WHO", "Mia")
        patched.delenv("NCBI_API_KEY", raising=False)
        said["doi"] = bibcorpus(review, "add", "--doi", "https://doi.org/10.1000/WORK.2", "--yes")
        first, second = pubmed.pmids[:2]
        numbers = ("--pmid", str(first), "--pmid", f"PMID: {second}", "--pmid", "99")
        said["pmid"] = bibcorpus(review, "add", *numbers, "--yes")
        said["isbn"] = bibcorpus(review, "add", "--isbn", "978-3-16-148410-0", "--isbn", "978-0-306-40615-7", "--yes")
        said["form"] = bibcorpus(review, "add", written(review, BOOK, "book.txt"), "--yes")
        for encoding in ("utf-8-sig", "utf-16"):
            text = FORM.replace("Ahlgren, Mia", "Винтер, Анна").replace("aaaa01", encoding).replace("\n", "\r\n")
            (review / f"{encoding}.txt").write_bytes(text.encode(encoding))
            said[encoding] = bibcorpus(review, "add", review / f"{encoding}.txt", "--yes")
        corrected = written(review, FORM, "corrected.txt")
        assert bibcorpus(review, "add", corrected, "--yes").code == 0
        corrected.write_text(FORM.replace("practise", "practice"), encoding="utf-8")
        said["corrected"] = bibcorpus(review, "add", corrected, "--yes", "--as", "Otto")
        assert bibcorpus(review, "run").code == 0
    assert crossref.complaints == openlibrary.complaints == []
    asked = [each.question.path for each in pubmed.log]
    return Taken(review=review, said=said, endpoint=crossref.endpoint, asked_pubmed=asked, pmids=(first, second))


# ---------------------------------------------------------------- numbers


def test_a_doi_brings_its_record(taken: Taken):
    """As Crossref gave it, with a note of who asked, for what, and where."""
    assert (taken.said["doi"].code, "Work 2" in taken.said["doi"].out) == (0, True)
    (note,) = notes(taken.review, "crossref")
    assert (note["source"], note["kind"], note["looked_up"]) == ("crossref", "hand-collected", ["DOI 10.1000/work.2"])
    assert (note["added_by"], note["endpoint"]) == ("Mia", taken.endpoint)
    assert [row["title"] for row in records(taken.review, "crossref").values()] == ["Work 2"]


def test_what_was_looked_up_is_no_search_of_the_database(taken: Taken):
    """PRISMA counts a database's hits; a number that somebody had is none of them."""
    sources = json.loads(bibcorpus(taken.review, "report", "--json").out)["sources"]
    assert [(one["kind"], one["found"]) for one in sources if one["source"] == "crossref"] == [("hand-collected", 1)]
    (note,) = notes(taken.review, "crossref")
    assert {"searched", "asked", "query"} & note.keys() == set()


def test_a_work_of_a_reference_list_can_be_counted_as_such(review: Path, crossref: FalseCrossref):
    bibcorpus(review, "add", "--doi", "10.1000/work.1", "--kind", "citation", "--yes")
    assert [note["kind"] for note in notes(review, "crossref")] == ["citation"]


def test_dois_of_the_nineties_are_found(review: Path, crossref: FalseCrossref):
    """Their signs (<, ;, brackets) mean something else in a filter or an address."""
    said = bibcorpus(review, "add", "--doi", OLD_DOI, "--yes")
    assert (said.code, "A paper of the nineties" in said.out) == (0, True)


def test_a_number_that_is_not_known_keeps_no_other_out(review: Path, crossref: FalseCrossref):
    said = bibcorpus(review, "add", "--doi", "10.1000/nowhere", "--doi", "10.1000/work.3", "--yes")
    assert said.code == 1
    assert "Crossref doesn't know the DOI 10.1000/nowhere" in said.err
    (note,) = notes(review, "crossref")
    assert (note["looked_up"], note["not_found"]) == (["DOI 10.1000/work.3"], ["DOI 10.1000/nowhere"])


def test_pmids_are_looked_up_in_one_question(taken: Taken):
    """The record's id is the one that a search gives it, so that both are one record."""
    assert "PubMed doesn't know the PMID 99" in taken.said["pmid"].err
    assert taken.asked_pubmed == ["esearch.fcgi", "efetch.fcgi"]
    assert set(map(str, taken.pmids)) <= records(taken.review, "pubmed").keys()


def test_a_book_is_known_by_either_of_its_isbns(taken: Taken):
    """Books of before 2007 have ten digits on their backs, and some are known by these alone."""
    assert (taken.said["isbn"].code, "Вымышленная книга" in taken.said["isbn"].out) == (0, True)
    found = records(taken.review, "openlibrary")
    assert found["OL90000001M"]["publisher"] == "Made-up Press"
    assert found["OL90000002M"]["isbn"] == ["9780306406157"]


@pytest.mark.parametrize("isbn", ["978-0-306-40615-8", "0-306-40615-3", "12"])
def test_a_mistyped_isbn_is_asked_of_nobody(review: Path, isbn: str):
    """Its last digit doesn't fit the others: another book might have the number."""
    said = bibcorpus(review, "add", "--isbn", isbn)
    assert (said.code, f"--isbn '{isbn}' is no ISBN" in said.err) == (1, True)


@pytest.mark.parametrize(("isbn", "ten"), [("9780306406157", "0306406152"), ("9783161484100", "316148410X"),
                                           ("9791090636071", None)])  # fmt: skip
def test_only_isbns_of_978_have_ten_digits_too(isbn: str, ten: str | None):
    assert ten_digits(isbn) == ten


def test_a_list_of_numbers_is_looked_up_by_kind(review: Path, crossref: FalseCrossref, openlibrary: FalseOpenLibrary):
    """A list has what people wrote down: addresses, labels, remarks."""
    path = written(review, "# from Otto\nhttps://doi.org/10.1000/work.4\n\nISBN 978-3-16-148410-0\n", "list.txt")
    said = bibcorpus(review, "add", "--ids", path, "--yes")
    assert (said.code, len(notes(review, "crossref")), len(notes(review, "openlibrary"))) == (0, 1, 1)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("10.1000/j.1.23", Number("doi", "10.1000/j.1.23")),
        ("doi: 10.1000/J.1.23", Number("doi", "10.1000/j.1.23")),
        ("PMID 12345678", Number("pmid", "12345678")),
        ("12345678", Number("pmid", "12345678")),
        ("0-306-40615-2", Number("isbn", "9780306406157")),
        ("10.1000/a, 10.1000/b", None),
        ("Balint 1957", None),
    ],
)
def test_a_line_tells_which_number_it_has(line: str, expected: Number | None):
    """Two numbers in a line, or none, are not guessed at."""
    assert guessed(line) == expected


def test_a_list_with_a_line_that_is_no_number_is_asked_of_nobody(tmp_path: Path):
    """The line is named; half of a list would look like all of it."""
    with pytest.raises(InputError, match=r"list.txt, line 2: 'Balint 1957' is neither"):
        numbers_in(written(tmp_path, "12345678\nBalint 1957\n", "list.txt"))


def test_a_work_that_is_there_is_named_and_not_asked_for_again(
    review: Path, taken: Taken, crossref: FalseCrossref, tmp_path: Path
):
    """Before the run, by the file; after it, by the work. --anyway adds it all the same."""
    bibcorpus(review, "add", "--doi", "10.1000/work.1", "--yes")
    asked = len(crossref.log)
    assert (
        "was taken in already: corpus/raw/crossref/by-hand-" in bibcorpus(review, "add", "--doi", "10.1000/work.1").out
    )
    later = shutil.copytree(taken.review, tmp_path / "later")
    assert "is in the corpus already: " in bibcorpus(later, "add", "--doi", "10.1000/Work.2").out
    assert len(crossref.log) == asked
    assert "Take" not in bibcorpus(later, "add", "--doi", "10.1000/work.2", "--anyway", "--yes").err
    assert len(notes(later, "crossref")) == 2


def test_without_a_network_one_line_says_so_and_how_to_go_on(review: Path):
    before = built(review)
    said = bibcorpus(review, "add", "--doi", "10.1000/work.1", "--isbn", "9783161484100", "--yes")
    assert said.code == 1
    assert said.err.count("Error:") == 1
    assert "can't be reached" in said.err
    assert "bibcorpus add --new article" in said.err
    assert built(review) == before


def test_nothing_is_taken_in_that_nobody_has_agreed_to(review: Path, crossref: FalseCrossref):
    """A script that forgot --yes is told, after it was shown what would come."""
    before = built(review)
    said = bibcorpus(review, "add", "--doi", "10.1000/work.1")
    assert (said.code, "Work 1" in said.out, "--yes" in said.err) == (1, True, True)
    assert built(review) == before


def test_a_person_is_asked_and_may_say_no(review: Path, monkeypatch: pytest.MonkeyPatch):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    path = written(review)
    monkeypatch.setattr("sys.stdin", Terminal("n\n"))
    assert "nothing was taken in" in bibcorpus(review, "add", path).out
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    assert "corpus/raw/hand/one.txt: 1 record" in bibcorpus(review, "add", path).out


# ---------------------------------------------------------------- forms


@pytest.mark.parametrize("kind", sorted(FORMS))
def test_every_form_asks_for_fields_that_records_have(kind: str):
    """Each with an example that its own form would take without a word."""
    assert kind in RECORD_TYPES
    text = blank_form(kind, "20261122-aaaa01", "form.txt")
    for label in FORMS[kind]:
        line = LINES[label]
        assert line.field in SOURCE_FIELDS
        text = text.replace(f"\n{label}:\n", f"\n{label}: {line.example}\n", 1)
    (found,) = Reading(hand_form).records(text)
    assert found.fields["type"] == [kind]
    assert {LINES[label].field for label in FORMS[kind]} <= found.fields.keys()
    assert not found.extra


@pytest.mark.parametrize("kind", sorted(FORMS))
def test_the_examples_of_a_form_hold_its_own_rules(kind: str, tmp_path: Path):
    """An example with a wrong check digit would teach people to pass over warnings."""
    text = blank_form(kind, "20261122-aaaa01", "form.txt")
    for label in FORMS[kind]:
        text = text.replace(f"\n{label}:\n", f"\n{label}: {LINES[label].example}\n", 1)
    form = read_form(written(tmp_path, text))
    assert (form.problems, form.doubts) == ((), ())


def test_a_new_form_waits_to_be_filled_in(review: Path):
    """Without a terminal nobody is asked; an empty form is not taken in, and the line to fill in is named."""
    path = review / "book.txt"
    said = bibcorpus(review, "add", "--new", "book", "--out", path)
    assert f"bibcorpus add {path}" in said.out
    refused = bibcorpus(review, "add", path, "--yes")
    line = path.read_text(encoding="utf-8").splitlines().index("title:") + 1
    assert (refused.code, f"book.txt, line {line}: the title is not filled in" in refused.err) == (1, True)
    assert not (review / "corpus" / "raw" / "hand").exists()


def test_a_form_is_written_where_one_works_and_over_nothing(review: Path):
    assert bibcorpus(review, "add", "--new", "thesis").code == 0
    (path,) = review.glob("thesis-*.txt")
    assert is_form(path)
    assert "is there already" in bibcorpus(review, "add", "--new", "thesis", "--out", path).err


def test_a_form_that_there_is_not_names_those_that_there_are(review: Path):
    said = bibcorpus(review, "add", "--new", "boook")
    assert (said.code, "did you mean book?" in said.err, "chapter" in said.err) == (1, True, True)


def test_two_forms_of_one_day_have_two_ids():
    assert len({new_id("2026-11-22T08:00:00Z") for _ in range(50)}) == 50
    assert new_id("2026-11-22T08:00:00Z").startswith("20261122-")


def test_a_filled_form_becomes_a_record_with_its_own_id(taken: Taken):
    """Whatever alphabet it is in; what isn't filled in stays missing."""
    assert "hand:20261122-bbbb02" in taken.said["form"].out
    row = records(taken.review, "hand")["20261122-bbbb02"]
    assert (row["title"], row["year"], row["type"]) == ("Группы врачей", None, "book")
    assert [(name["family"], name["given"]) for name in row["authors"]] == [("Винтер", "Анна Борисовна")]


@pytest.fixture
def small(review: Path, small_once: Path, tmp_path: Path) -> Path:
    """The small review after a run, with the settings of `review`."""
    return shutil.copytree(small_once, tmp_path / "small")


def test_a_form_shows_the_work_that_it_seems_to_be(small: Path):
    """By the rules of the run itself; the record is taken in all the same, and the run joins it."""
    said = bibcorpus(small, "add", written(small), "--yes")
    assert "seems to be ahlgren2004balint: Balint groups and burnout in rural general practice" in said.out
    bibcorpus(small, "run")
    with reading(small / "corpus" / "corpus.duckdb") as store:
        key = "select key from citekey join work_record using (work_id) where record_id = 'hand:20261122-aaaa01'"
        assert store.rows(key) == [("ahlgren2004balint",)]


def test_a_work_of_another_title_seems_to_be_nothing_there(small: Path):
    text = FORM.replace("Balint groups and burnout in rural general practise", "The supervision of nurses at night")
    said = bibcorpus(small, "add", written(small, text), "--yes")
    assert "seems to be" not in said.out
    assert "may be" not in said.out


def test_a_corrected_form_is_the_same_record(taken: Taken):
    """Its id doesn't move, its first note stays, and by hand it is still one record: PRISMA counts no correction."""
    said = taken.said["corrected"]
    assert "corrects corpus/raw/hand/corrected.txt" in said.out
    assert "rural general practise -> Balint groups and burnout in rural general practice" in said.out
    note = tomllib.loads((taken.review / "corpus/raw/hand/corrected.txt.toml").read_text(encoding="utf-8"))
    assert (note["added_by"], note["corrected_by"]) == ("Mia", "Otto")
    found = records(taken.review, "hand")
    assert found.keys() == {"20261122-aaaa01", "20261122-bbbb02", "20261122-utf-8-sig", "20261122-utf-16"}
    row = found["20261122-aaaa01"]
    assert (row["entries"], row["title"][-8:]) == (1, "practice")


def test_a_form_may_be_corrected_where_it_lies(review: Path):
    """The raw file is the person's own word; the run wants to know who changed it."""
    bibcorpus(review, "add", written(review), "--yes")
    raw = review / "corpus" / "raw" / "hand" / "one.txt"
    raw.write_text(FORM.replace("101-109", "101-110"), encoding="utf-8")
    assert "another sha256" in bibcorpus(review, "run").err
    assert "the corrected form" in bibcorpus(review, "add", raw, "--yes").out
    assert bibcorpus(review, "run").code == 0
    assert "nothing to do" in bibcorpus(review, "add", raw, "--yes").out


def test_a_renamed_form_is_known_by_its_id(review: Path):
    bibcorpus(review, "add", written(review), "--yes")
    renamed = written(review, FORM.replace("2004", "2005"), "renamed.txt")
    assert "corpus/raw/hand/one.txt: the corrected form" in bibcorpus(review, "add", renamed, "--yes").out
    assert not (review / "corpus/raw/hand/renamed.txt").exists()


def test_a_form_copied_for_another_work_takes_no_work_away(review: Path):
    """People fill in the second form over a copy of the first, and forget its id."""
    bibcorpus(review, "add", written(review), "--yes")
    other = FORM.replace("Balint groups and burnout in rural general practise", "Against sleep").replace(
        "Ahlgren", "Zhou"
    )
    said = bibcorpus(review, "add", written(review, other, "copy.txt"), "--yes")
    assert (said.code, "which is another work" in said.err, "id of its own" in said.err) == (1, True, True)
    assert "Ahlgren" in (review / "corpus/raw/hand/one.txt").read_text(encoding="utf-8")
    assert bibcorpus(review, "add", written(review, other, "copy.txt"), "--yes", "--anyway").code == 0


def test_two_forms_of_one_name_are_two_files(review: Path):
    bibcorpus(review, "add", written(review), "--yes")
    (review / "elsewhere").mkdir()
    bibcorpus(review, "add", written(review / "elsewhere", FORM.replace("aaaa01", "cccc03")), "--yes")
    assert sorted(path.name for path in (review / "corpus/raw/hand").glob("*.txt")) == ["one-2.txt", "one.txt"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("stray words", "line 10: 'stray words' stands in no field"),
        ("year: 2005", "line 10: year is filled in already, in line 7"),
        ("id: 20261122-bbbb02", "line 10: a form needs its one id"),
        ("bibcorpus form: book", "line 10: a second form begins here"),
    ],
)
def test_a_form_that_can_be_read_in_two_ways_is_not_taken_in(review: Path, line: str, said: str):
    """The file and the line are named, and nothing is written."""
    told = bibcorpus(review, "add", written(review, FORM + line + "\n"), "--yes")
    assert (told.code, f"one.txt, {said}" in told.err) == (1, True)
    assert not (review / "corpus" / "raw" / "hand").exists()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ISBN: 978-0-306-40615-8", "ISBN '978-0-306-40615-8' is no ISBN"),
        ("DOI: see the web page", "is no DOI"),
        ("looked at: soon", "looked at 'soon' is no date: it is written like 2026-11-22"),
        ("yaer: 2005", "'yaer' is no field of ours: kept, but shown nowhere; did you mean 'year'?"),
    ],
)
def test_a_form_with_a_doubtful_line_is_taken_in_with_a_warning(review: Path, line: str, said: str):
    """A book may have a wrong ISBN printed on it; what stands in the form is kept as it is."""
    told = bibcorpus(review, "add", written(review, FORM + line + "\n"), "--yes")
    assert (told.code, said in told.err) == (0, True)
    assert line in (review / "corpus/raw/hand/one.txt").read_text(encoding="utf-8")


def test_a_form_without_an_id_is_told_so(review: Path):
    told = bibcorpus(review, "add", written(review, FORM.replace("id: 20261122-aaaa01\n", "")), "--yes")
    assert (told.code, "line 1: a form needs its one id" in told.err) == (1, True)


def test_an_export_beside_a_form_is_taken_in_as_ever(review: Path):
    """Both are files; their text tells them apart."""
    ris = written(review, "TY  - JOUR\nTI  - One more work\nER  -\n", "more.ris")
    told = bibcorpus(review, "add", written(review), ris, "--source", "hand-list", "--yes")
    assert (told.code, "1 record, hand:" in told.out, "more.ris: ris, 1 records" in told.out) == (0, True, True)


def test_a_kind_that_prisma_has_not_is_refused_before_anything_is_written(review: Path):
    """A note with it would stop every later run."""
    told = bibcorpus(review, "add", written(review), "--kind", "shelf", "--yes")
    assert (told.code, "--kind 'shelf' is unknown" in told.err) == (1, True)
    assert not (review / "corpus" / "raw" / "hand").exists()


def test_what_is_said_of_an_export_is_refused_without_one(review: Path):
    told = bibcorpus(review, "add", "--doi", "10.1000/work.1", "--searched", "2026-11-21")
    assert (told.code, "--searched says something of a FILE" in told.err) == (2, True)


def test_add_without_anything_says_what_it_can_add(review: Path):
    told = bibcorpus(review, "add")
    assert (told.code, "a FILE, a number" in told.err) == (2, True)


def test_an_editor_that_was_chosen_opens_the_form(review: Path, monkeypatch: pytest.MonkeyPatch):
    """What is saved is checked, and the form is opened again until it can be taken in."""
    opened: list[str] = []

    def edit(filename: str) -> None:
        opened.append(filename)
        if len(opened) == 2:
            path = Path(filename)
            path.write_text(path.read_text(encoding="utf-8").replace("title:\n", "title: A report\n"), encoding="utf-8")

    monkeypatch.setattr(command, "_has_editor", lambda: True)
    monkeypatch.setattr(command.click, "edit", edit)
    monkeypatch.setattr(command.click, "confirm", lambda *words, **more: True)
    said: Told = bibcorpus(review, "add", "--new", "report", "--yes")
    assert len(opened) == 2
    assert "A report" in said.out
    assert len(list((review / "corpus/raw/hand").glob("report-*.txt"))) == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_form_may_be_saved_as_windows_saves_texts(taken: Taken, encoding: str):
    """Its editor offers both, and people don't know which they took."""
    assert taken.said[encoding].code == 0
    assert records(taken.review, "hand")[f"20261122-{encoding}"]["authors"][0]["family"] == "Винтер"


def test_an_indented_field_is_told(review: Path):
    """It goes on from the line above, which is seldom what was meant."""
    told = bibcorpus(review, "add", written(review, FORM + "ISSN:\n  note: seen\n"), "--yes")
    assert "line 11: 'note:' begins with a blank: taken for the rest of the line above" in told.err


@pytest.mark.parametrize("writes", [0, 1, 2])
def test_a_disk_that_fills_up_leaves_a_form_old_or_new(review: Path, monkeypatch: pytest.MonkeyPatch, writes: int):
    """Between the writes of a correction, too, the corpus can be built."""
    path = written(review)
    bibcorpus(review, "add", path, "--yes")
    path.write_text(FORM.replace("101-109", "101-110"), encoding="utf-8")
    left = [writes]

    def full(target: Path, data: bytes) -> None:
        if not left[0]:
            raise OSError(28, "No space left on device", str(target))
        left[0] -= 1
        write_whole(target, data)

    with monkeypatch.context() as patched:
        patched.setattr(forms, "write_whole", full)
        said = bibcorpus(review, "add", path, "--yes")
    assert (said.code, "No space left on device" in said.err) == (1, True)
    raw = (review / "corpus/raw/hand/one.txt").read_text(encoding="utf-8")
    assert raw in (FORM, path.read_text(encoding="utf-8"))
    assert bibcorpus(review, "run").code == 0
    assert bibcorpus(review, "add", path, "--yes").code == 0
    assert "pages: 101-110" in (review / "corpus/raw/hand/one.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("writes", [0, 1, 2])
def test_a_disk_that_fills_up_leaves_no_half_of_a_new_form(review: Path, monkeypatch: pytest.MonkeyPatch, writes: int):
    path = written(review)
    left = [writes]

    def full(target: Path, data: bytes) -> None:
        if not left[0]:
            raise OSError(28, "No space left on device", str(target))
        left[0] -= 1
        write_whole(target, data)

    with monkeypatch.context() as patched:
        patched.setattr(forms, "write_whole", full)
        assert bibcorpus(review, "add", path, "--yes").code == 1
    assert bibcorpus(review, "check").code == 0
    assert bibcorpus(review, "add", path, "--yes").code == 0


# ---------------------------------------------------------------- what the readers make of it


def test_a_form_is_read_in_the_words_of_its_lines():
    """A chapter's book is its container; a field that nobody asks is kept, but in no field of ours."""
    book, chapter = Reading(hand_form).records(text_of("hand_form_book.txt"))
    assert book.fields["title"] == ["Balint groups in rural practice: a guide for leaders"]
    assert book.fields["authors"] == ["Ahlgren, Mia", "Винтер, Анна Борисовна"]
    assert book.extra == {"shelf": ["B 12"]}
    assert chapter.fields["container"] == ["Balint groups in rural practice"]
    assert chapter.fields["accession"] == ["20261122-7d01be"]


def test_an_edition_of_open_library_is_read_as_a_book():
    """Title and subtitle are one title; an author without a name is no author."""
    first, second = Reading(openlibrary_json).records(text_of("openlibrary_books.json"))
    assert first.fields["title"] == ["Balint groups in rural practice: a guide for leaders"]
    assert (first.fields["authors"], first.fields["year"]) == (["Mia Ahlgren"], ["2004"])
    assert (first.fields["accession"], first.fields["language"]) == (["OL90000001M"], ["eng"])
    assert "authors" not in second.fields


def test_an_answer_about_two_books_is_not_taken_for_one():
    """Nor is an answer about none; both are shown to people as text that was not read."""
    two = '{"ISBN:1": {"details": {"key": "/books/OL1M", "title": "A"}}, "ISBN:2": {"details": {"title": "B"}}}'
    for text in (two, "{}"):
        (segment,) = Reading(openlibrary_json).segments(text)
        assert not getattr(segment, "expected", True)
