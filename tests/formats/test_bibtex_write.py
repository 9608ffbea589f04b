"""BibTeX read, written and read again says the same; records of other formats become sound entries."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import bibtexparser
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from pipeline.formats import bibtex
from pipeline.formats._bibtex_name_list import name_list
from pipeline.formats._bibtex_names import ET_AL, people
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
        "  author = {van der Berg, Jr, Jan and {WHO}},\n"
        '  title = {On {DNA} \\& M{\\"u}ller},\n'
        "  booktitle = {B},\n"
        "  year = {2019},\n"
        "  month = nov,\n"
        "  number = {3},\n"
        "  keywords = {a; b, c},\n"
        "  _mine = {a {b} \\c},\n"
        "}\n"
    )


@pytest.mark.parametrize(
    ("field", "latex"),
    [
        ("title", r"A {Balint} trial of {DNA} at $10^{-6}$ M in {U}kraine: CO$_2$"),
        ("title", r"{The} {DNA} of \textit{E.~coli} \& {\"o} --- 50\% of it"),
        ("title", r"H\textsubscript{2}O and $\alpha$-waves, $5 to $10"),
        ("title", r"{\"U}ber {B}{\'a}lint"),
        ("booktitle", r"Proceedings of the {ACM} $\mu$-conference"),
        ("abstract", r"At $10^{-6}$ mol they grew."),
        ("publisher", r"{Barnes and Noble}"),
        ("titleaddon", r"[The {Balint} group]"),
    ],
)
def test_the_latex_of_a_text_stays_as_it_was_where_it_says_more_than_the_text(field: str, latex: str):
    """Styles set a title without braces in lower case; 10-6 is another number than ten to the power of minus six."""
    (found,) = records(
        f"@incollection{{k, title = {{Other}}, {field} = {{{latex}}}}}".replace("title = {Other}, title", "title")
    )
    text = written(found)
    assert f"  {field} = {{{latex}}},\n" in text
    assert told(records(text)[0]) == told(found)
    assert written(*records(text)) == text


def test_a_subtitle_joins_its_title_with_its_braces():
    """They are one title to us, as the printed list has them."""
    (found,) = records("@book{k, title = {On {DNA}}, subtitle = {A {Balint} trial}}")
    assert "  title = {On {DNA}: A {Balint} trial},\n" in written(found)


def test_signs_that_would_break_the_latex_off_are_still_escaped():
    """Many exports write 'R & D' and '50%': TeX stops at the one, and takes the rest of the line away at the other."""
    (found,) = records("@book{k, title = {{R} & D: 50% of #1, a_b, $x_2$ \\& more}}")
    assert r"  title = {{R} \& D: 50\% of \#1, a\_b, $x_2$ \& more}," in written(found)


def test_letters_in_latex_become_letters_but_in_titles():
    """An abstract is to be read and searched; accents need no LaTeX in a file in UTF-8."""
    (found,) = records("@book{k, title = {A}, abstract = {M{\\\"u}ller \\& {\\o}re}, publisher = {K\\'arolyi}}")
    text = written(found)
    assert "abstract = {Müller \\& øre}" in text
    assert "publisher = {Károlyi}" in text


def test_latex_that_stands_in_a_title_by_a_name_stays_too():
    """Who names words that come again ('@string') has given their braces there, for all entries."""
    strings = '@string{dna = "On {DNA}"}\n@string{at = {A {Balint} trial at }}\n'
    found = records(
        strings
        + '@book{k, title = dna # " in \\emph{mice}", subtitle = at # {$10^{-6}$ M}, publisher = {AT}, series = dna}'
    )
    text = written(*found)
    assert r"  title = {On {DNA} in \emph{mice}: A {Balint} trial at $10^{-6}$ M}," in text
    assert "  series = {On {DNA}},\n  publisher = {AT},\n" in text
    assert [told(each) for each in records(text)] == [told(each) for each in found]


def test_a_text_that_is_not_what_was_read_is_written_as_text():
    """Where a person has changed the record, the LaTeX of its raw text says something else."""
    (found,) = records(r"@book{k, title = {On {DNA} in \emph{mice}}}")
    changed = replace(found, fields={**found.fields, "title": ["On RNA in mice"]})
    assert "  title = {On RNA in mice},\n" in written(changed)


@pytest.mark.parametrize(
    ("title", "language", "latex"),
    [
        (
            "CO<sub>2</sub> & <i>E. coli</i> at 10<sup>-6</sup> M",
            "en",
            r"{CO}\textsubscript{2} \& \emph{{E}. coli} at 10\textsuperscript{-6} {M}",
        ),
        (
            '<span style="font-variant:small-caps;">d</span>-xylose <span class="nocase">in vitro</span>',
            "en",
            r"\textsc{d}-xylose {in vitro}",
        ),
        ("<jats:italic>In vivo</jats:italic> <b>and</b> <em>x</em>", "en", r"\emph{{In} vivo} \textbf{and} \emph{x}"),
        ("<i>Drosophila</i>, die Fliege", "de", r"{{}\emph{Drosophila}, die Fliege}"),
        ("The <i> tag, a < b", "en", r"The {\ensuremath{<}}i{\ensuremath{>}} tag, a {\ensuremath{<}} b"),
        ("A</i> of <i>B", "en", r"A{\ensuremath{<}}/i{\ensuremath{>}} of {\ensuremath{<}}i{\ensuremath{>}}{B}"),
    ],
)
def test_marks_of_a_title_from_elsewhere_become_commands(title: str, language: str, latex: str):
    """Tags would stand in print; a tag without its partner is a text like any other."""
    found = Found(line=1, raw="{}", fields={"type": ["book"], "title": [title], "language": [language]})
    assert f"  title = {{{latex}}},\n" in written(found)


def test_the_key_of_a_work_without_people_is_of_words():
    """'invivo2001' is a key, 'iinvivoi2001' a riddle."""
    found = Found(line=1, raw="{}", fields={"type": ["book"], "title": ["<i>In vivo</i>"], "year": ["2001"]})
    assert written(found).startswith("@book{invivo2001,")


def test_marks_in_other_texts_from_elsewhere_become_commands_too():
    """Journals have species in their names, abstracts formulae."""
    fields = {"type": ["article"], "container": ["Acta <i>in vitro</i>"], "abstract": ["At 10<sup>-6</sup> M & more."]}
    text = written(Found(line=1, raw="{}", fields=fields))
    assert r"  journal = {Acta \emph{in vitro}}," in text
    assert r"  abstract = {At 10\textsuperscript{-6} M \& more.}," in text


@pytest.mark.parametrize(
    ("title", "language", "latex"),
    [
        ("Effect of DNA on Balint groups in Ukraine", None, "Effect of {DNA} on {Balint} groups in {Ukraine}"),
        ("Effect of mRNA", "eng", "Effect of {mRNA}"),
        ("Die Arbeit mit dem Patienten", "German", "{Die Arbeit mit dem Patienten}"),
        ("Балинтовские группы", None, "{Балинтовские группы}"),
        (
            "The work of a Balint group in Kiev for the students",
            "rus",
            "The work of a {Balint} group in {Kiev} for the students",
        ),
        ("Groups", None, "Groups"),
    ],
)
def test_capitals_of_a_title_from_elsewhere_are_protected(title: str, language: str | None, latex: str):
    """As in the export of the corpus: a style lowers every capital of an English title that has no braces."""
    fields = {"type": ["article"], "title": [title]} | ({"language": [language]} if language else {})
    text = written(Found(line=1, raw="TY  - JOUR", fields=fields))
    assert f"  title = {{{latex}}},\n" in text
    (again,) = records(text)
    assert again.fields["title"] == [title]
    assert written(again) == text


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
@example(("article", "k", [("author", "a , , ,")]))
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


@pytest.mark.parametrize(
    "names",
    [
        "{World Health Organization} and Smith, John",
        "Smith, John and {World Health Organization} and Doe, Jane",
        "van der Berg, Jr, Jan and {Balint Society} and {WHO} and others",
        "{World Health Organization}",
        "{World Health Organization} and others",
    ],
)
@pytest.mark.parametrize("field", ["author", "editor", "translator"])
def test_bodies_and_suffixes_stand_as_bibtex_has_them(field: str, names: str):
    """Nobody is named '{World Health O{}rganization}{}', and in 'van der Berg, Jan, Jr' the given name is 'Jr'."""
    (found,) = records(f"@book{{k, {field} = {{{names}}}}}")
    text = written(found)
    assert f"  {field} = {{{names}}},\n" in text
    assert told(records(text)[0]) == told(found)


@pytest.mark.parametrize(
    ("names", "latex"),
    [
        (["World Health Organization", "Doe, J"], "{World Health Organization} and Doe, J"),
        (["Doe, J", "World Health Organization", "WHO"], "Doe, J and {World Health Organization} and {WHO}"),
        (["Doe, J", "Balint Society", "et al."], "Doe, J and {Balint Society} and others"),
        (["Balint Society"], "{Balint Society}"),
    ],
)
@pytest.mark.parametrize(("field", "theirs"), [("authors", "author"), ("editors", "editor")])
def test_a_body_among_the_names_of_another_format_is_one(names: list[str], latex: str, field: str, theirs: str):
    """RIS has one tag for both: the name alone tells."""
    text = written(Found(line=1, raw="TY  - BOOK", fields={"type": ["book"], "title": ["A"], field: names}))
    assert f"  {theirs} = {{{latex}}},\n" in text
    assert written(*records(text)) == text


def test_a_body_is_not_turned_round_with_the_persons():
    """'Society, Balint' would be somebody of that name."""
    fields = {"type": ["book"], "authors": ["Jan van der Berg", "Balint Society"], "name_form": ["given-family"]}
    assert "author = {van der Berg, Jan and {Balint Society}}" in written(Found(line=1, raw="", fields=fields))


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


@pytest.mark.parametrize(
    "entry",
    [
        "@article{a, journal = {CoRR}, volume = {abs/2001.08317}, eprinttype = {arXiv}, eprint = {2001.08317}}",
        "@article{a, eprint = {2001.08317}, archiveprefix = {arXiv}}",
        "@article{a, journal = {arXiv preprint arXiv:2001.08317}, journalsubtitle = {x}, booksubtitle = {y}}",
        "@article{a, journaltitle = {CoRR}, journalsubtitle = {x}, eprint = {1}}",
        "@article{a, journal = {Math. Comp.}, fjournal = {Mathematics of Computation}, fseries = {S}, series = {T}}",
        "@article{a, journal = {\\aap}, volume = {0}, number = {0}, pages = {null}, year = {0}}",
        "@misc{a, hal_id = {hal-01234567}, url = {https://hal.science/hal-01234567}}",
    ],
)
def test_what_one_source_writes_in_its_own_way_reads_the_same_again(entry: str):
    """The writer writes plain names; an article that only arXiv holds stays an article that is read as a preprint."""
    (found,) = records(entry)
    (again,) = records(written(found))
    assert told(again) == told(found)


def test_an_article_of_arxiv_is_written_as_one():
    """'@preprint' and 'booktitle' are no words of the classic styles."""
    (found,) = records("@article{a, journal = {CoRR}, volume = {abs/2001.08317}}")
    text = written(found)
    assert "@article{a," in text
    assert "journal = {CoRR}" in text
