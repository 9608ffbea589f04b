"""Claims about the lists of this repository: they say what the facts say, in each format's own way."""

import hashlib
import importlib.util
import json
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).parent.parent
RAW = ROOT / "corpus" / "raw"

spec = importlib.util.spec_from_file_location("make_raw", ROOT / "scripts" / "make_raw.py")
make_raw = importlib.util.module_from_spec(spec)
spec.loader.exec_module(make_raw)

WORKS = make_raw.facts()
LISTS = list(make_raw.LISTS)


def list_file(name: str) -> Path:
    return RAW / f"hand-{name}" / make_raw.LISTS[name][0]


def text_of(name: str) -> str:
    return list_file(name).read_text(encoding="utf-8-sig")


def in_list(name: str) -> list[dict[str, str]]:
    return [work for work in WORKS if name in make_raw.lists_of(work)]


def test_the_tracked_lists_are_what_the_facts_give(tmp_path):
    """A list that was corrected by hand would be lost with the next run: correct the facts."""
    make_raw.write_lists(tmp_path, WORKS)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    kept = {path.relative_to(RAW): path.read_bytes() for path in RAW.glob("hand-*/*") if path.is_file()}
    assert made == kept


def test_the_order_of_the_facts_changes_nothing(tmp_path):
    """Where a work stands depends on the work, not on its neighbours."""
    make_raw.write_lists(tmp_path / "a", WORKS)
    rows = make_raw.FACTS.read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "facts.csv").write_text("".join([rows[0], *reversed(rows[1:])]), encoding="utf-8")
    assert make_raw.facts(tmp_path / "facts.csv") == WORKS


def test_every_work_stands_in_two_or_three_lists():
    """Each has a duplicate to be found, and none is lost."""
    assert {len(make_raw.lists_of(work)) for work in WORKS} == {2, 3}


@pytest.mark.parametrize("name", LISTS)
def test_a_note_tells_what_is_known_and_no_more(name):
    """No search was run for these lists: a query, a date or a count of hits would be made up."""
    path = list_file(name)
    note = tomllib.loads(path.with_name(path.name + ".toml").read_text(encoding="utf-8"))
    assert set(note) == {"kind", "source", "file", "format", "title", "sha256"}
    assert (note["kind"], note["source"]) == ("hand-collected", f"hand-{name}")
    assert note["sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("name", LISTS)
def test_no_doi_stands_in_a_list_that_the_facts_do_not_know(name):
    """An identifier that nobody saw is worse than none."""
    text = text_of(name)
    known = sorted((work["doi"] for work in WORKS if work["doi"]), key=len, reverse=True)
    for doi in known:
        text = text.replace(doi, "")
    assert not re.search(r"10\.\d{4,}/", text)


def test_only_works_with_a_pubmed_id_stand_in_medline():
    """A MEDLINE record without PMID would be an invention."""
    found = re.findall(r"^PMID- (\d+)$", text_of("medline"), re.MULTILINE)
    assert sorted(found) == sorted(work["pmid"] for work in WORKS if work["pmid"])


def test_no_accession_number_is_made_up():
    """The lists are no exports of Web of Science or Scopus, so they have no UT and no EID."""
    assert not re.search(r"^UT ", text_of("wos"), re.MULTILINE)
    assert "EID" not in text_of("scopus-csv").split("\n")[0]


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("ris", r"^TY  - "),
        ("bibtex", r"^@\w+\{"),
        ("wos", r"^PT "),
        ("medline", r"^PMID- "),
        ("gost", r"^\d+\. "),
        ("scopus-csv", r'^"(?!Authors")'),
    ],
)
def test_a_list_has_one_record_for_each_of_its_works(name, mark):
    """What is given out is what was asked for."""
    assert len(re.findall(mark, text_of(name), re.MULTILINE)) == len(in_list(name)) > 0


def test_no_two_bibtex_entries_have_one_key():
    """BibTeX would print the first for both."""
    keys = re.findall(r"^@\w+\{(.+),$", text_of("bibtex"), re.MULTILINE)
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("672", "677", "672-7"),
        ("382", "386", "382-6"),
        ("5", "11", "5-11"),
        ("269", "", "269"),
        ("96", "108", "96-108"),
        ("283", "298", "283-98"),
        ("17", "17", "17-7"),
        ("", "", ""),
    ],
)
def test_medline_leaves_out_the_digits_that_pages_share(first, last, expected):
    """'672-7' is 672 to 677."""
    assert make_raw.short_range(first, last) == expected


@given(st.integers(1, 99999), st.integers(0, 500))
def test_a_short_range_can_be_made_whole_again(first, more):
    """The last page takes the digits that it lacks from the first."""
    start, end = make_raw.short_range(str(first), str(first + more)).split("-")
    assert start[: len(str(first + more)) - len(end)] + end == str(first + more)


@pytest.mark.parametrize(
    ("initials", "gap", "expected"),
    [("AH", " ", "A. H."), ("S-B", " ", "S.-B."), ("AH", "", "A.H."), ("МЮ", " ", "М. Ю."), ("É", " ", "É.")],
)
def test_initials_get_dots_and_keep_hyphens(initials, gap, expected):
    """Formats differ in dots and blanks, never in the letters."""
    assert make_raw.dots(initials, gap) == expected


def test_names_that_are_missing_are_said_to_be_missing():
    """A list of one author that has more would pass for a single author."""
    johnson = next(work for work in WORKS if work["pmid"] == "11665905")
    assert make_raw.gost([johnson]).startswith("1. Johnson A. H. [et al.] The current status")
    assert "AU  - et al." in make_raw.ris([johnson])
    assert "author = {Johnson, A. H. and others}" in make_raw.bibtex([johnson])


def test_each_example_decision_names_records_that_the_lists_have():
    """A decision on a record that nobody has would hang in the air: its record changed its id."""
    from pipeline.formats import all_formats
    from pipeline.importing import normal_form
    from pipeline.model import Found

    have = set()
    for name, (_, reader, _, _) in make_raw.LISTS.items():
        with list_file(name).open(encoding="utf-8-sig", newline="") as stream:
            found = [part for part in all_formats()[reader].read(stream) if isinstance(part, Found)]
        assert len(found) == len(in_list(name))
        have |= {f"hand-{name}:{next(iter(r.fields.get('accession', ())), normal_form(r.fields))}" for r in found}
    decisions = (ROOT / "corpus" / "decisions" / "example.jsonl").read_text(encoding="utf-8").split("\n")
    assert {record for line in decisions if line for record in json.loads(line)["records"]} <= have
