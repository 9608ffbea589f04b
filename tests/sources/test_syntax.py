"""Claims about search languages: each string is what the help of its database says, rule by rule.

The blocks are a part of those of queries/balint-1990-2020.toml, one phrase of each kind.
"""

from __future__ import annotations

import pytest

from pipeline.expression import parse_expression
from pipeline.sources import cochrane, ebsco, elibrary, embase, ovid, scopus, wos
from pipeline.sources._syntax import FIELDS, Asked, Concept, Syntax, Written
from pipeline.sources._syntaxes_open import CROSSREF, EUROPEPMC, OPENALEX, PUBMED
from pipeline.sources._terms import BadTerm
from pipeline.sources._writing import write

BALINT = Concept(
    name="balint",
    phrases=(
        "balint group*",
        "balint training",
        "балинтовск* групп*",
        "balintarbeit",
        "grup* balinta",
        "médecin* balint",
    ),
)
PSYCHOSOMATIC = Concept(
    name="psychosomatic",
    phrases=("psychosomatic*", "medically unexplained"),
    headings={"mesh": ("Psychosomatic Medicine",), "emtree": ("psychosomatic medicine",)},
)
VISION = Concept(name="vision", phrases=("balint* syndrome", "optic ataxia"))
CONCEPTS = {concept.name: concept for concept in (BALINT, PSYCHOSOMATIC, VISION)}
WINDOW = Asked(start=1990, end=2020)
OVID, EBSCO, SCOPUS, WOS = ovid.SYNTAX, ebsco.SYNTAX, scopus.SYNTAX, wos.SYNTAX
EMBASE, COCHRANE, ELIBRARY = embase.SYNTAX, cochrane.SYNTAX, elibrary.SYNTAX
ALL = (PUBMED, SCOPUS, WOS, EMBASE, OVID, EBSCO, COCHRANE, EUROPEPMC, OPENALEX, CROSSREF, ELIBRARY)


def asked_of(syntax: Syntax, expression: str, asked: Asked = WINDOW) -> Written:
    return write(syntax, parse_expression(expression), CONCEPTS, asked)


def phrases(syntax: Syntax, *texts: str, asked: Asked | None = None, behind_not: bool = False) -> Written:
    """What becomes of phrases that stand alone in a block."""
    concepts = {"a": Concept(name="a", phrases=texts), "b": Concept(name="b", phrases=("word",))}
    return write(syntax, parse_expression("b NOT a" if behind_not else "a"), concepts, asked or Asked())


def test_the_string_for_pubmed():
    """NLM Technical Bulletin 2024;(458):e5: * anywhere in a phrase, four letters before the first one. PubMed User
    Guide: 'Searching for a phrase' (quotes, with a tag), 'Search field tags' ([tiab], [mh], [dp])."""
    written = asked_of(PUBMED, "balint AND psychosomatic")
    assert written.strings == (
        '("balint group*"[tiab] OR "balint training"[tiab] OR balintarbeit[tiab] OR "grup* balinta"[tiab] '
        'OR "médecin* balint"[tiab]) AND '
        '(psychosomatic*[tiab] OR "medically unexplained"[tiab] OR "Psychosomatic Medicine"[mh]) '
        'AND ("1990"[dp] : "2020"[dp])',
    )
    told = "\n".join(written.remarks)
    assert "which finds more" not in told
    assert "other alphabets find nothing: 'балинтовск* групп*'" in told
    assert "another vocabulary are left out: 'emtree: psychosomatic medicine'" in told
    assert "online in the last year and in an issue of the next comes in too" in told


def test_the_string_for_scopus():
    """Scopus Support Center: loose phrases in double quotes take *; field codes stand around a bracket; PUBYEAR takes
    < and >. It has no headings to ask by name."""
    written = asked_of(
        SCOPUS, "balint AND psychosomatic", Asked(within="title-abstract-keywords", start=1990, end=2020)
    )
    assert written.strings == (
        'TITLE-ABS-KEY("balint group*" OR "balint training" OR "балинтовск* групп*" OR balintarbeit OR "grup* balinta" '
        'OR "médecin* balint" OR "medecin* balint") '
        'AND TITLE-ABS-KEY(psychosomatic* OR "medically unexplained") AND PUBYEAR > 1989 AND PUBYEAR < 2021',
    )
    assert "'mesh: Psychosomatic Medicine', 'emtree: psychosomatic medicine'" in written.remarks[0]


def test_the_string_for_web_of_science():
    """Web of Science Help, 'Wildcards' (* also inside quotes), 'Core Collection field tags' (TI, AB, TS, PY with a
    span of years); title and abstract are two fields."""
    balint = (
        '"balint group*" OR "balint training" OR "балинтовск* групп*" OR balintarbeit OR "grup* balinta" OR '
        '"médecin* balint" OR "medecin* balint"'
    )
    other = 'psychosomatic* OR "medically unexplained"'
    assert asked_of(WOS, "balint AND psychosomatic").strings == (
        f"(TI=({balint}) OR AB=({balint})) AND (TI=({other}) OR AB=({other})) AND PY=(1990-2020)",
    )
    topic = Asked(within="title-abstract-keywords", start=1990, end=2020)
    assert asked_of(WOS, "balint", topic).strings == (f"TS=({balint}) AND PY=(1990-2020)",)
    assert "Keywords Plus" in asked_of(WOS, "balint", topic).remarks[-1]


def test_the_string_for_embase():
    """Embase Support: phrases in single quotes; the help pages disagree about * in quotes, so a phrase with * is a
    chain of NEXT/1 (the next word); codes stand after the bracket; 'term'/exp takes in narrower terms; [a-b]/py."""
    assert asked_of(EMBASE, "balint AND psychosomatic").strings == (
        "((balint NEXT/1 group*) OR 'balint training' OR (балинтовск* NEXT/1 групп*) OR balintarbeit OR "
        "(grup* NEXT/1 balinta) OR (médecin* NEXT/1 balint) OR (medecin* NEXT/1 balint)):ti,ab AND "
        "((psychosomatic* OR 'medically unexplained'):ti,ab OR 'psychosomatic medicine'/exp) AND [1990-2020]/py",
    )


def test_the_string_for_ovid():
    """Ovid Help, 'Advanced Searching Techniques' (words side by side are searched in this order, * ends a word) and
    the MEDLINE Database Guide (.ti,ab.; exp Heading/; limit to yr=): one line for each concept, put together by their
    numbers."""
    written = asked_of(OVID, "balint AND psychosomatic")
    assert written.strings == (
        "(balint group* or balint training or balintarbeit or grup* balinta or médecin* balint or medecin* balint)"
        ".ti,ab.\n"
        "(psychosomatic* or medically unexplained).ti,ab. or exp Psychosomatic Medicine/\n"
        "1 and 2\n"
        'limit 3 to yr="1990 -2020"',
    )
    assert "other alphabets find nothing: 'балинтовск* групп*'" in written.remarks[0]


def test_the_string_for_ebscohost():
    """EBSCO Connect, 'Field codes' (TI and AB before a bracket) and 'Quotation marks' (a phrase in quotes takes *).
    Its databases limit years in ways of their own, so the string has none and says so."""
    balint = (
        '"balint group*" OR "balint training" OR "балинтовск* групп*" OR balintarbeit OR "grup* balinta" OR '
        '"médecin* balint" OR "medecin* balint"'
    )
    other = 'psychosomatic* OR "medically unexplained"'
    written = asked_of(EBSCO, "balint AND psychosomatic")
    assert written.strings == (f"(TI ({balint}) OR AB ({balint})) AND (TI ({other}) OR AB ({other}))",)
    assert any("can't hold the years" in remark and "1990–2020" in remark for remark in written.remarks)


def test_the_string_for_the_cochrane_library():
    """Cochrane Library, 'Search manager help': a phrase in quotes takes no *, NEXT does; labels stand after a bracket;
    [mh "term"] takes in narrower terms; dates are limits of the form."""
    written = asked_of(COCHRANE, "balint AND psychosomatic")
    assert written.strings == (
        '((balint NEXT group*) OR "balint training" OR (балинтовск* NEXT групп*) OR balintarbeit OR '
        "(grup* NEXT balinta) OR (médecin* NEXT balint) OR (medecin* NEXT balint)):ti,ab AND "
        '((psychosomatic* OR "medically unexplained"):ti,ab OR [mh "Psychosomatic Medicine"])',
    )
    assert any("can't hold the years" in remark for remark in written.remarks)


def test_the_string_for_europe_pmc():
    """Europe PMC, 'Search syntax reference': FIELD:term; nothing is said there of * inside quotes, so such a phrase is
    asked as its words, and that is told."""
    written = asked_of(EUROPEPMC, "psychosomatic")
    assert written.strings == (
        '(TITLE_ABS:psychosomatic* OR TITLE_ABS:"medically unexplained") AND PUB_YEAR:[1990 TO 2020]',
    )
    assert phrases(EUROPEPMC, "balint group*").strings == ("TITLE_ABS:balint AND TITLE_ABS:group*",)


def test_the_string_for_openalex_is_one_filter():
    """developers.openalex.org, 'Searching': * wants the exact (unstemmed) search, and works inside quotes."""
    assert asked_of(OPENALEX, "psychosomatic NOT vision").strings == (
        'filter=title_and_abstract.search.exact:(psychosomatic* OR "medically unexplained") NOT '
        '("balint* syndrome" OR "optic ataxia"),publication_year:1990-2020',
    )


def test_a_string_too_long_for_an_address_is_asked_in_parts_that_are_the_same_together():
    """developers.openalex.org, 'Large Boolean queries': 4,094 bytes; the union of the parts is the whole."""
    many = {"a": Concept(name="a", phrases=tuple(f"балинт{n} групп*" for n in range(100))), "b": VISION}
    written = write(OPENALEX, parse_expression("a NOT b"), many, Asked())
    assert len(written.strings) > 2
    for n in range(100):
        assert sum(f'"балинт{n} групп*"' in string for string in written.strings) == 1
    assert all('NOT ("balint* syndrome"' in string for string in written.strings)
    assert any("several strings" in remark for remark in written.remarks)
    long_drop = write(OPENALEX, parse_expression("b NOT a"), many, Asked())
    assert any("can't be split" in remark for remark in long_drop.remarks), "the parts of a NOT mean something else"


def test_crossref_and_elibrary_have_no_operators():
    """Crossref REST API, query.bibliographic: words, the likeliest first. eLibrary.ru: one phrase a search. Each
    phrase is a search; what must stand beside it, or must not, is said to be left out."""
    written = asked_of(CROSSREF, "psychosomatic AND balint NOT vision")
    years = "&filter=from-pub-date:1990,until-pub-date:2020"
    assert written.strings == (
        f"query.bibliographic=psychosomatic{years}",
        f"query.bibliographic=medically unexplained{years}",
    )
    assert any("only the words of one block" in remark and "balint, vision" in remark for remark in written.remarks)
    assert any("there is no *" in remark and "'psychosomatic*'" in remark for remark in written.remarks)
    russian = phrases(ELIBRARY, "балинтовская (группа|группы)", "балинтовск* групп*")
    assert russian.strings == ("балинтовская группа", "балинтовская группы")
    assert "write whole words" in russian.remarks[0]
    assert "'балинтовск* групп*'" in russian.remarks[0]


@pytest.mark.parametrize(
    ("syntax", "expected"),
    [
        (PUBMED, '("balint group*"[tiab] OR x[tiab]) NOT ("balint* syndrome"[tiab] OR "optic ataxia"[tiab])'),
        (EUROPEPMC, 'NOT TITLE_ABS:"optic ataxia"'),
        (SCOPUS, 'TITLE-ABS("balint group*" OR x) AND NOT TITLE-ABS("balint* syndrome" OR "optic ataxia")'),
        (WOS, 'NOT (TI=("balint* syndrome" OR "optic ataxia") OR AB=('),
        (EMBASE, "NOT ((balint* NEXT/1 syndrome) OR 'optic ataxia'):ti,ab"),
        (OVID, "(balint group* or x).ti,ab.\n(balint* syndrome or optic ataxia).ti,ab.\n1 not 2"),
        (EBSCO, 'NOT (TI ("balint* syndrome" OR "optic ataxia") OR AB ('),
        (COCHRANE, '(balint* NEXT syndrome) OR "optic ataxia"):ti,ab'),
    ],
    ids=lambda value: getattr(value, "title", ""),
)
def test_behind_not_a_phrase_is_exact_or_left_out(syntax: Syntax, expected: str):
    """Words apart behind NOT would drop good records: Europe PMC, which can't say 'balint* syndrome', leaves it out."""
    concepts = {"a": Concept(name="a", phrases=("balint group*", "x")), "vision": VISION}
    written = write(syntax, parse_expression("a NOT vision"), concepts, Asked())
    assert expected in written.strings[0]
    told = any("would drop good records: 'balint* syndrome'" in remark for remark in written.remarks)
    assert told is ("balint* syndrome" not in written.strings[0] and "balint* NE" not in written.strings[0])


@pytest.mark.parametrize(
    ("syntax", "phrase", "expected", "told"),
    [
        (PUBMED, "leader ~3 balint", '"leader balint"[tiab:~3]', ""),
        (PUBMED, "leader* ~3 balint", "leader*[tiab] AND balint[tiab]", "finds more"),
        (PUBMED, "work shop ~3 balint", '"work shop"[tiab] AND balint[tiab]', "finds more"),
        (PUBMED, "leader ..3 balint", '"leader balint"[tiab:~3]', "both orders"),
        (SCOPUS, "leader* ~3 balint", "TITLE-ABS((leader* W/3 balint))", ""),
        (SCOPUS, "leader* ..3 work shop", 'TITLE-ABS((leader* PRE/3 "work shop"))', ""),
        (WOS, "leader* ~3 balint", "TI=((leader* NEAR/3 balint)) OR AB=((leader* NEAR/3 balint))", ""),
        (WOS, "leader* ..3 balint", "TI=((leader* NEAR/3 balint)) OR AB=((leader* NEAR/3 balint))", "both orders"),
        (EMBASE, "leader* ~3 balint", "((leader* NEAR/4 balint)):ti,ab", ""),
        (EMBASE, "leader* ..3 balint", "((leader* NEXT/4 balint)):ti,ab", ""),
        (OVID, "leader* ~3 balint", "((leader* adj4 balint)).ti,ab.", ""),
        (OVID, "leader* ..3 balint", "((leader* adj4 balint)).ti,ab.", "both orders"),
        (EBSCO, "leader* ~3 balint", "(TI ((leader* N3 balint)) OR AB ((leader* N3 balint)))", ""),
        (EBSCO, "leader* ..3 balint", "(TI ((leader* W3 balint)) OR AB ((leader* W3 balint)))", ""),
        (COCHRANE, "leader* ~3 balint", "((leader* NEAR/4 balint)):ti,ab", ""),
        (COCHRANE, "leader* ..3 balint", "((leader* NEAR/4 balint)):ti,ab", "both orders"),
        (EUROPEPMC, "leader ~3 balint", "TITLE_ABS:leader AND TITLE_ABS:balint", "finds more"),
        (OPENALEX, "leader ~3 balint", 'filter=title_and_abstract.search.exact:"leader balint"~5', ""),
    ],
)
def test_near_words_are_counted_as_each_database_counts(syntax: Syntax, phrase: str, expected: str, told: str):
    """'~3' is three words between. Scopus (W/n), Web of Science (NEAR/n), EBSCO (Nn) and PubMed (~n) count the words
    between; Embase (NEXT/1), Ovid (adj1) and Cochrane call the next word 1; OpenAlex counts moves, two for a swap."""
    written = phrases(syntax, phrase)
    assert expected in written.strings[0]
    about = [remark for remark in written.remarks if phrase in remark]
    assert (told in about[0]) if told else about == []


@pytest.mark.parametrize(
    ("syntax", "enough", "too_few"),
    [(PUBMED, "nurs*", "nur*"), (WOS, "nur*", "nu*"), (EMBASE, "nur*", "nu*"), (COCHRANE, "nur*", "nu*")],
    ids=lambda value: getattr(value, "title", value),
)
def test_a_stem_that_is_too_short_is_told(syntax: Syntax, enough: str, too_few: str):
    """PubMed wants four letters before *, Web of Science, Embase and Cochrane three (the help page on wildcards of
    each); with fewer PubMed answers with an error, or nothing."""
    assert enough in phrases(syntax, enough).strings[0]
    written = phrases(syntax, too_few)
    assert too_few not in written.strings[0]
    assert any(f"letters before *; asked without *, which finds less: write the words out: {too_few!r}" in remark
               for remark in written.remarks)  # fmt: skip


@pytest.mark.parametrize(
    ("syntax", "start", "end", "expected"),
    [
        (PUBMED, 1990, None, '("1990"[dp] : "3000"[dp])'),
        (PUBMED, None, 2020, '("1000"[dp] : "2020"[dp])'),
        (SCOPUS, 1990, None, "PUBYEAR > 1989"),
        (SCOPUS, None, 2020, "PUBYEAR < 2021"),
        (WOS, 1990, None, "PY=(1990-2100)"),
        (EMBASE, None, 2020, "[1800-2020]/py"),
        (OVID, 1990, None, 'limit 1 to yr="1990 -Current"'),
        (EUROPEPMC, 1990, None, "PUB_YEAR:[1990 TO 3000]"),
        (OPENALEX, None, 2020, "publication_year:1000-2020"),
        (CROSSREF, 1990, None, "&filter=from-pub-date:1990"),
    ],
)
def test_an_open_window_is_open(syntax: Syntax, start: int | None, end: int | None, expected: str):
    """PubMed User Guide, 'Searching by date': 3000 stands for no end; Ovid: 'Current'."""
    written = asked_of(syntax, "psychosomatic", Asked(start=start, end=end))
    assert written.strings[0].endswith(expected)
    assert expected not in asked_of(syntax, "psychosomatic", Asked()).strings[0]


@pytest.mark.parametrize(
    ("syntax", "date", "expected", "told"),
    [
        (PUBMED, "electronic publication", '("1990"[epdat] : "2020"[epdat])', "no electronic date"),
        (PUBMED, "either", '("1990"[dp] : "2020"[dp])', ""),
        (EUROPEPMC, "either", "FIRST_PDATE:[1990-01-01 TO 2020-12-31]", "the earlier one"),
        (EUROPEPMC, "electronic publication", "E_PDATE:[1990-01-01 TO 2020-12-31]", ""),
        (SCOPUS, "electronic publication", "PUBYEAR > 1989 AND PUBYEAR < 2021", "only the year of publication"),
        (WOS, "either", "PY=(1990-2020)", "only the year of publication"),
        (OPENALEX, "electronic publication", "publication_year:1990-2020", "earliest date"),
    ],
)
def test_the_date_that_the_window_means_is_asked_or_told(syntax: Syntax, date: str, expected: str, told: str):
    """A paper may be online in 2020 and in an issue of 2021: which of them counts is for the query to say."""
    written = asked_of(syntax, "psychosomatic", Asked(start=1990, end=2020, date=date))
    assert expected in written.strings[0]
    assert told in "\n".join(written.remarks)


@pytest.mark.parametrize("syntax", ALL, ids=lambda syntax: syntax.title)
@pytest.mark.parametrize("within", FIELDS)
def test_every_field_has_a_form_in_every_language(syntax: Syntax, within: str):
    """`in` of a query file may be any of the four."""
    written = phrases(syntax, "balint training", asked=Asked(within=within))
    assert "balint training" in written.strings[0]
    assert syntax.help, "whoever doubts a rule wants to read it"


@pytest.mark.parametrize(
    ("syntax", "expected"),
    [
        (PUBMED, '"balint\'s work"[tiab]'),
        (EMBASE, '("balint\'s work"):ti,ab'),
        (OVID, '("balint\'s work").ti,ab.'),
        (COCHRANE, '("balint\'s work"):ti,ab'),
    ],
)
def test_an_apostrophe_ends_no_quote(syntax: Syntax, expected: str):
    """Embase quotes with apostrophes; a phrase that has one stands in double quotes, which it takes as well."""
    assert phrases(syntax, "balint’s work").strings == (expected,)


@pytest.mark.parametrize("syntax", [EMBASE, OVID, COCHRANE])
def test_a_word_that_is_an_operator_elsewhere_is_quoted(syntax: Syntax):
    """'not otherwise specif*' is a phrase, and no NOT."""
    for word in ("not", "Not"):
        assert f'"{word}"' in phrases(syntax, f"{word} otherwise specif*").strings[0].replace("'", '"')


@pytest.mark.parametrize(
    "phrase", ["n # students", "^ balint", "review $", "(a|b", "a ~ b", "a ~3", "a ~3 b ~3 c", "…"]
)
def test_what_no_string_can_hold_is_refused_by_name(phrase: str):
    """The tag rules know signs for numbers and for the ends of a text; no database does."""
    with pytest.raises(BadTerm, match=r"\[block\.a\.words\]"):
        phrases(SCOPUS, "balint", phrase)


def test_a_block_of_which_nothing_can_be_asked_is_an_error():
    """Russian words alone, in PubMed: to leave them out would find everything that the other block finds."""
    concepts = {"a": Concept(name="a", phrases=("балинт",)), "b": Concept(name="b", phrases=("burnout",))}
    with pytest.raises(BadTerm, match="nothing of 'a' can be asked of PubMed"):
        write(PUBMED, parse_expression("a AND b"), concepts, Asked())
    assert write(PUBMED, parse_expression("a OR b"), concepts, Asked()).strings == ("burnout[tiab]",)
    assert write(PUBMED, parse_expression("b NOT a"), concepts, Asked()).strings == ("burnout[tiab]",)
    both = write(PUBMED, parse_expression("b NOT (a AND b)"), concepts, Asked())
    assert both.strings == ("burnout[tiab]",)
    assert any("'балинт', 'burnout'" in remark for remark in both.remarks)


def test_capitals_are_told_to_count_for_nothing():
    """'MBI' is found only in capitals by our rules; a database finds 'mbi' too."""
    assert "capitals don't count; small letters are found too: 'MBI'" in phrases(PUBMED, "MBI").remarks[0]


def test_cinahl_headings_are_for_ebscohost_alone():
    """EBSCO Connect: (MH "term+") takes in narrower headings."""
    burnout = {"a": Concept(name="a", phrases=("burnout",), headings={"cinahl": ("Burnout, Professional",)})}
    assert '(MH "Burnout, Professional+")' in write(EBSCO, parse_expression("a"), burnout, Asked()).strings[0]
    assert "'cinahl: Burnout, Professional'" in write(PUBMED, parse_expression("a"), burnout, Asked()).remarks[0]
