"""BibTeX read, written and read again says the same; records of other formats become sound entries."""

from __future__ import annotations

import io
from pathlib import Path

import bibtexparser
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pipeline.formats import bibtex
from pipeline.formats._bibtex_names import ET_AL, name_list, people
from pipeline.formats._bibtex_values import rebalanced
from pipeline.formats._latex import decode, decode_verbatim
from pipeline.formats._latex_escape import escape_exactly, escape_verbatim
from pipeline.model import Found

MIXED = (Path(__file__).parent / "fixtures" / "mixed.bib").read_text(encoding="utf-8")


def records(text: str) -> list[Found]:
    return [part for part in bibtex.read(io.StringIO(text, newline="")) if isinstance(part, Found)]


def written(*found: Found) -> str:
    return "".join(bibtex.write(found))


def told(found: Found) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    return dict(found.fields), dict(found.extra)


def test_what_was_read_is_written_so_that_it_reads_the_same():
    """Types that nobody knows, keys of machines, fields with a blank in their name: all stay as they were."""
    before = records(MIXED)
    text = written(*before)
    assert [told(found) for found in records(text)] == [told(found) for found in before]
    assert text == written(*records(text))


def test_an_entry_is_written_with_its_own_type_key_and_fields():
    """Nobody wants to find another bibliography than the one handed in."""
    (found,) = records(
        '@InCollection{berg:x1, author="van der Berg, Jr, Jan and {WHO}", title={On {DNA} \\& M{\\"u}ller},'
        " booktitle={B}, year=2019, month=nov, number={3}, _mine = {a {b} \\c}, keywords={a; b, c}}"
    )
    assert written(found) == (
        "@incollection{berg:x1,\n"
        "  author = {van der Berg, Jan, Jr and {WHO}},\n"
        "  title = {On DNA \\& Müller},\n"
        "  booktitle = {B},\n"
        "  year = {2019},\n"
        "  month = nov,\n"
        "  number = {3},\n"
        "  keywords = {a; b, c},\n"
        "  _mine = {a {b} \\c},\n"
        "}\n"
    )


NAMES = """
    author editor title subtitle titleaddon journal journaltitle journalsubtitle booktitle booksubtitle publisher
    school institution address location city language langid number issue volume year month day date doi url note
    type eprint eprinttype keywords author_keywords keywords-plus source unique-id isbn eissn entry_type citekey mine
"""
FIELDS = st.sampled_from([*NAMES.split(), "funding_text\u00a01"])
PIECES = r"""
    a b é ß ж 7 2019 Nov jan and others et al. PMID: [x] WHO Group Scopus pubmed R\&D &amp; -- ~ $x_1$ 10.1/a\_b {\"u}
    \v{s} , ; % # = \ \textbackslash{} @misc ' {"} \{ \} family=X de J. book
"""
WORDS = st.sampled_from([*PIECES.split(), "{B C}", "\n", "et al.", "PMID: 12", "Study Group"])
TEXTS = st.lists(WORDS, max_size=6).flatmap(lambda words: st.sampled_from([" ".join(words), "".join(words)]))
TYPES = st.sampled_from(["article", "book", "incollection", "misc", "online", "phdthesis", "weird_type", "comments"])
ENTRIES = st.tuples(
    TYPES,
    st.sampled_from(["k", "", "a b", "WOS:1", "PMID:12", "é"]),
    st.lists(st.tuples(FIELDS, TEXTS)),
)


def balanced(text: str) -> bool:
    """Braces in pairs for BibTeX, who counts all, and for those who don't count '\\{'."""
    return rebalanced(text).strip() == text.strip()


@settings(max_examples=300)
@given(ENTRIES)
def test_whatever_stands_in_the_fields_survives_the_way_there_and_back(entry):
    """Which field a text is read into depends on what else the entry has: the writer must know every such case."""
    kind, key, fields = entry
    body = "".join(f"  {name} = {{{text}}},\n" for name, text in fields if balanced(text))
    before = records(f"@{kind}{{{key},\n{body}}}\n")
    assume(all(balanced(text) for found in before for texts in found.extra.values() for text in texts))
    text = written(*before)
    assert [told(found) for found in records(text)] == [told(found) for found in before]
    assert text == written(*records(text))
    assert rebalanced(text) == text


@given(st.text(alphabet='@{}()=",#\\ \n\rabmisctle1%~$'))
def test_whatever_was_read_is_written_in_balance(tail: str):
    """A brace too many in one entry would swallow the next, here or in the reader of someone else."""
    before = records("@misc{a, title={T}}\n" + tail)
    text = written(*before)
    assert len(records(text)) == len(before)
    assert rebalanced(text) == text


@pytest.mark.parametrize("text", ["one { too many", "one } too many", "} {", "\\{ alone", "ends with \\", "{\\}"])
def test_a_brace_without_its_partner_is_written_as_a_command(text: str):
    """BibTeX counts '\\{' too: such a file would break off there."""
    found = Found(line=1, raw="", fields={"type": ["other"]}, extra={"entry_type": ["misc"], "mine": [text, "x"]})
    (back,) = records(written(found))
    assert back.extra["mine"][1] == "x"
    assert balanced(back.extra["mine"][0])


RIS = Found(
    line=1,
    raw="TY  - JOUR",
    fields={
        "type": ["article"],
        "title": ["50 % of R&D: {a}\ntale", "Another title"],
        "authors": ["Müller JA", "van der Berg B Jr", "et al."],
        "name_form": ["family-initials"],
        "year": ["2019"],
        "container": ["Family Practice"],
        "issue": ["3"],
        "keywords": ["leaders, student", "a; b"],
        "doi": ["10.1000/a_b{c}"],
        "title_original": ["Balintgruppen"],
    },
    extra={"C1": ["Kiel", "Jena"], "Title": ["\\input{x}"], "Autor(en)": ["Ж"], "M1": []},
)


def test_a_record_of_another_format_becomes_a_sound_entry():
    """Its key is made, its tags get names that BibTeX takes, and no field stands twice, which others refuse."""
    text = written(RIS, RIS)
    first, second = records(text)
    assert (first.extra["citekey"], second.extra["citekey"]) == (["muller2019"], ["muller2019a"])
    assert first.fields["authors"] == ["Müller, JA", "van der Berg, B, Jr", ET_AL]
    assert first.fields["title"] == ["50 % of R&D: {a} tale"]
    assert first.fields["keywords"] == ["leaders, student", "a, b"]
    assert first.fields["doi"] == RIS.fields["doi"]
    assert first.extra["x-title"] == [escape_exactly("Another title; \\input{x}")]
    assert first.fields["title_original"] == ["Balintgruppen"]
    assert first.extra["c1"] == ["Kiel; Jena"]
    assert first.extra["autor-en"] == ["Ж"]
    assert not first.warnings
    assert text == written(first, second)


def test_another_reader_finds_the_same_entries():
    """bibtexparser, which refuses an entry with a field that stands twice."""
    library = bibtexparser.parse_string(written(RIS, *records(MIXED)))
    assert not [block for block in library.failed_blocks if type(block).__name__ == "ParsingFailedBlock"]
    assert [entry.key for entry in library.entries][:1] == ["muller2019"]


PARTS = st.text(alphabet="aB .,;-~{}\\&$'éжandet l", min_size=1).map(lambda text: " ".join(text.split())).filter(bool)


@given(st.lists(PARTS, max_size=4), st.lists(PARTS, max_size=3))
def test_a_group_stays_a_group_and_a_person_a_person(given_names: list[str], groups: list[str]):
    """'and', commas and 'et al.' within a name must not part it."""
    persons = [" ".join(f"{name.replace(',', '')}x, J.".split()) for name in given_names]
    assert people(name_list(persons, groups)) == (persons, groups)


@pytest.mark.parametrize("group", ["Cochrane", "WHO", "Priya"])
def test_a_body_of_one_word_stays_a_body_among_persons(group: str):
    """In braces alone it would be read as somebody with a single name."""
    written = name_list(["Berg, Jan", "Alind"], [group])
    assert written.startswith("Berg, Jan and Alind and {")
    assert people(written) == (["Berg, Jan", "Alind"], [group])


@given(st.text())
def test_escaped_text_reads_back_to_the_letter(text: str):
    """Soft hyphens and combining accents too: what the source has is kept until it is cleaned."""
    assert decode(escape_exactly(text)) == text
    text = "".join(char for char in text if not "\U0010f700" <= char <= "\U0010f70a")  # the decoder's own
    assert decode_verbatim(escape_verbatim(text)) == text
