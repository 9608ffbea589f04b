"""Claims about search strings: what a database reads otherwise than it was meant is told before it is asked."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.linting import Problem, lint, lint_string
from pipeline.linting.dialects import DIALECTS
from pipeline.linting.queries import proper_names
from pipeline.linting.signs import mended
from pipeline.linting.years import years_of
from pipeline.query import Query, SourceSearch, Window, load_query
from pipeline.search_record import SearchRecord

OURS = Path(__file__).parent.parent / "queries" / "balint-1990-2020.toml"

QUERY = """
[review]
id = "balint"
title = "Groups for doctors"
question = "What do Balint groups do for doctors?"
asked_by = "a librarian"
why = "a test"
window = { from = 1990, to = 2020, date = "publication year" }

[block.balint]
title = "Groups"
words = { en = ["balint group*"] }

[combination.all]
title = "All"
question = "Everything"
blocks = ["balint"]

[source.pubmed]
title = "PubMed"
status = "draft"
where = "PubMed"
search = '''SEARCH'''

[[seed]]
title = "Essential characteristics of effective Balint group leadership"
pmid = "15057615"
why = "leadership"
"""


@pytest.fixture
def query(tmp_path: Path) -> Query:
    """A query of one source and one seed; its string is sound."""
    path = tmp_path / "balint.toml"
    path.write_text(QUERY.replace("SEARCH", '"balint group*"[tiab]'), encoding="utf-8")
    return load_query(path)


def asking(query: Query, search: str, source: str = "pubmed", **more: object) -> Query:
    """The same query with another string."""
    asked = SourceSearch(source=source, title=source, status="draft", where="there", search=search)
    return replace(query, sources=(replace(asked, **more),))


def told(source: str, text: str) -> str:
    """All problems of a string, a line each: 'error: …'."""
    return "\n".join(f"{problem.severity}: {problem.what} / {problem.hint}" for problem in lint_string(source, text))


# database, a string with the slip, what is told of it, the same put right
SLIPS = [
    # brackets and quotation marks
    ("pubmed", "(balint group*[tiab] OR x[ti]", "error: '(' is opened, never closed", "(balint group*[tiab] OR x[ti])"),
    ("wos", "TS=(balint)) AND TS=(work)", "error: ')' is closed, never opened", "TS=(balint) AND TS=(work)"),
    ("pubmed", '"balint work[tiab] OR "balint way"[ti]', "error: a quotation mark without its", '"balint work"[tiab]'),
    ("scopus", "TITLE({balint group)", "error: '{' is opened", "TITLE({balint group})"),
    ("pubmed", '"a[tiab] OR "balint"[ti] OR "c d"[ti] OR e"[ti]', "doubt: an operator stands inside", '"a b"[ti]'),
    # what a word processor does
    ("wos", "TS=(“balint group”)", "error: typographic signs “ ”", 'TS=("balint group")'),
    ("embase", "‘balint group’:ti,ab", "error: typographic quotation mark", "'balint group':ti,ab"),
    ("pubmed", "balint’s syndrome[tiab]", "doubt: typographic apostrophe", "balint's syndrome[tiab]"),
    ("wos", "TS=(x) AND PY=(1990–2020)", "error: a typographic dash between numbers", "TS=(x) AND PY=(1990-2020)"),
    ("pubmed", "balint—work[tiab]", "doubt: a typographic dash", "balint-work[tiab]"),
    ("pubmed", "balint\u00a0work[tiab]", "doubt: a sign that nobody sees (U+00A0)", "balint work[tiab]"),
    # operators
    ("pubmed", "balint[ti] or work[ti]", "error: or in small letters", "balint[ti] OR work[ti]"),
    ("europepmc", "TITLE:x And TITLE:y", "error: And in small letters", "TITLE:x AND TITLE:y"),
    ("pubmed", "x[ti] OR OR y[ti]", "error: nothing after OR", "x[ti] OR y[ti]"),
    ("wos", "TS=(x OR )", "error: nothing after OR", "TS=(x OR y)"),
    ("pubmed", "(OR x[ti])", "error: nothing before OR", "(x[ti])"),
    ("pubmed", "x[ti] AND ()", "error: nothing in the brackets", "x[ti] AND (y[ti])"),
    ("pubmed", 'x[ti] AND ""[ti]', "error: nothing in the quotation marks", 'x[ti] AND "y"[ti]'),
    ("pubmed", "NOT x[ti]", "doubt: NOT stands first", "y[ti] NOT x[ti]"),
    ("pubmed", "x[ti] OR y[ti] AND z[ti]", "doubt: AND and OR on one level", "(x[ti] OR y[ti]) AND z[ti]"),
    ("wos", "TS=(x OR y NOT z)", "doubt: NOT and OR on one level", "TS=((x OR y) NOT z)"),
    ("scopus", "KEY(x) NOT KEY(y)", "doubt: NOT at", "KEY(x) AND NOT KEY(y)"),
    ("pubmed", "x[ti] AND NOT y[ti]", "doubt: AND NOT at", "x[ti] NOT y[ti]"),
    (
        "scopus",
        "KEY(x) AND NOT KEY(y) AND KEY(z)",
        "doubt: AND after AND NOT",
        "KEY(x) AND KEY(z) AND NOT KEY(y)",
    ),
    ("pubmed", '"a b"[ti] "c d"[ti]', "doubt: no operator between two terms", '"a b"[ti] OR "c d"[ti]'),
    ("pubmed", "x[ti] OR y[ti] OR X[ti]", "doubt: said twice: 'X'", "x[ti] OR y[ti] OR x[tiab]"),
    ("crossref", "balint AND work", "doubt: AND at", "balint work"),
    ("elibrary", "группа Балинта OR метод", "doubt: OR at", "группа Балинта"),
    # operators of other databases
    ("pubmed", "balint NEAR/3 work[tiab]", "error: NEAR/3 at", '"balint work"[tiab:~3]'),
    ("pubmed", "balint adj3 work[tiab]", "error: adj3 at", '"balint work"[tiab:~3]'),
    ("wos", "TS=(balint W/2 work)", "error: W/2 at", "TS=(balint NEAR/2 work)"),
    ("scopus", "TITLE(balint NEAR/2 work)", "error: NEAR/2 at", "TITLE(balint W/2 work)"),
    ("ovid", "(balint NEAR/3 work).ti,ab.", "error: NEAR/3 at", "(balint adj3 work).ti,ab."),
    ("ebsco", "TI (balint ADJ3 work)", "error: ADJ3 at", "TI (balint N3 work)"),
    ("wos", "TS=(balint N3 work)", "doubt: N3 at", "TS=(balint NEAR/3 work)"),
    ("wos", "TS=(balint NEAR work)", "doubt: NEAR without a number", "TS=(balint NEAR/3 work)"),
    ("cochrane", "(balint NEAR work):ti", "doubt: NEAR without a number", "(balint NEAR/3 work):ti"),
    ("wos", "TS=(balint NEAR/2 (a AND b))", "error: AND within the brackets", "TS=(balint NEAR/2 (a OR b))"),
    ("scopus", "KEY(balint W/2 (a AND b))", "error: AND within the brackets", "KEY(balint W/2 (a OR b))"),
    # PubMed's nearness
    ("pubmed", '"balint group*"[tiab:~3]', "error: 'balint group*': PubMed doesn't combine", '"balint group"[tiab:~3]'),
    ("pubmed", '"balint group"[mh:~3]', "error: [mh:~3]: PubMed has nearness in", '"balint group"[ti:~3]'),
    ("pubmed", "balint group[tiab:~3]", "error: 'balint group': nearness", '"balint group"[tiab:~3]'),
    ("pubmed", '"balint group"[tiab:~x]', "error: [tiab:~x]: after ~", '"balint group"[Title/Abstract:~0]'),
    # wildcards
    ("pubmed", "bal*[tiab]", "error: 'bal*': 3 letters before the *", "bali*[tiab]"),
    ("wos", "TS=(ze*)", "error: 'ze*': 2 letters before the *", "TS=(zeo*)"),
    ("wos", "TS=(*ab)", "error: '*ab': Web of Science wants 3 letters after", "TS=(*abc)"),
    ("wos", 'TS=("colo$r blind")', "error: 'colo$r blind': Web of Science reads no $", "TS=(colo$r)"),
    (
        "cochrane",
        '"balint group*":ti',
        "error: 'balint group*': the Cochrane Library reads no *",
        "(balint NEXT group*):ti",
    ),
    ("ebsco", "TI *balint", "error: '*balint': a word can't begin with *", "TI balint*"),
    ("ovid", "*ints.ti.", "error: '*ints': a word can't begin with *", "*Burnout, Professional/"),
    ("pubmed", "organi?ation[tiab]", "doubt: ? is no wildcard in PubMed", "organi*ation[tiab]"),
    ("scopus", "TITLE(colo$r)", "doubt: $ is no wildcard in Scopus", "TITLE(colo?r)"),
    ("crossref", "balint*", "doubt: * is no wildcard in Crossref", "balint"),
    ("scopus", "TITLE({balint group*})", "doubt: {balint group*}: in braces", 'TITLE("balint group*")'),
    # fields
    ("pubmed", "balint work[tiba]", "error: unknown field '[tiba]'", "balint work[tiab]"),
    ("pubmed", "balint work[qx]", "doubt: unknown field '[qx]'", "balint work[tw]"),
    ("scopus", "TITLE-ABS-KYE(balint)", "error: unknown field 'TITLE-ABS-KYE'", "TITLE-ABS-KEY(balint)"),
    ("wos", "TX=(balint)", "doubt: unknown field 'TX='", "TI=(balint)"),
    ("embase", "balint:tiab", "error: unknown field ':tiab'", "balint:ti,ab,kw"),
    ("ovid", "balint.tiab.", "error: unknown field '.tiab.'", "balint.ti,ab."),
    ("cochrane", "balint:tiab", "error: unknown field ':tiab'", "balint:ti,ab,kw"),
    ("europepmc", 'TITEL:"x"', "error: unknown field 'TITEL:'", 'TITLE:"x"'),
    ("wos", "TS=(balint[tiab])", "error: '[tiab]' at", "TS=(balint)"),
    ("pubmed", "TITLE-ABS-KEY(balint)", "error: 'TITLE-ABS-KEY' at", "balint work[tiab]"),
    ("pubmed", "TS=(balint)", "error: 'TS=' at", "balint work[tiab]"),
    ("pubmed", "balint:ti,ab", "error: ':ti,ab' at", "balint work[tiab]"),
    ("scopus", "TITLE(balint).ti,ab.", "error: '.ti,ab.' at", "TITLE(balint)"),
    ("ovid", "'burnout'/exp", "error: '/exp' at", "exp Burnout, Professional/"),
    ("pubmed", "[mh] burnout", "error: [mh] has no term before it", "burnout[mh]"),
    ("pubmed", "(x[ti] OR y)[tiab]", "doubt: [tiab] stands after a bracket", "(x[ti] OR y[tiab])"),
    ("pubmed", "balint work", "doubt: no field at 'balint work'", "balint work[all]"),
    ("europepmc", '"balint work"', "doubt: no field at 'balint work'", 'TITLE_ABS:"balint work"'),
    # names
    ("pubmed", "Balint[all] OR x[ti]", "doubt: 'Balint' (written like a name) is searched", "Balint[tiab] OR x[ti]"),
    ("scopus", "ALL(Balint)", "doubt: 'Balint' (written like a name)", "TITLE(Balint)"),
    ("europepmc", "Balint", "doubt: 'Balint' (written like a name)", "TITLE:Balint"),
]


@pytest.mark.parametrize(("source", "slip", "says", "right"), SLIPS, ids=lambda text: text)
def test_each_slip_is_told_and_what_is_right_is_not(source: str, slip: str, says: str, right: str):
    """A search that finds something else than it was meant for looks like any other."""
    assert any(line.startswith(says) for line in told(source, slip).split("\n")), told(source, slip)
    assert told(source, right) == ""


# strings as they are printed in reviews and in the databases' own guides
SOUND = [
    (
        "pubmed",
        "(randomized controlled trial[pt] OR placebo[tiab] OR drug therapy[sh]) NOT (animals[mh] NOT humans[mh])",
    ),
    ("pubmed", '"vaccin* schedul*"[tiab] OR "breast feed*"[ti] OR colo*r[tw]'),
    ("pubmed", '"Burnout, Professional"[Mesh:NoExp] OR burn-out*[tiab] OR omega N3[tiab]'),
    ("pubmed", '("2000/01/01"[Date - Publication] : "3000"[Date - Publication]) AND free full text[filter]'),
    ("pubmed", '#1 AND 2019:2020[dp] AND 0022-3999[issn] AND "10.1000/x.1(2)"[doi] AND "last 5 years"[dp]'),
    ("scopus", 'TITLE-ABS-KEY ( "balint*" OR ( a W/2 b* ) ) AND PUBYEAR > 1989 AND ( LIMIT-TO ( DOCTYPE , "ar" ) )'),
    ("scopus", "title-abs-key(heart pre/0 attack) and srctitle(family practice) and not indexterms(animal)"),
    ("wos", "ts=(burnout or colo$r) AND PY=1990-2020 AND DT=(Article OR Review) AND AU=(Balint M*)"),
    ("embase", "('burnout'/exp OR 'burn out*':ti,ab OR (burn NEXT/1 out):ti,ab) AND [1990-2020]/py"),
    ("embase", "#1 burnout:ti\n#2 'physician'/exp/mj\n#3 #1 AND #2 AND [english]/lim"),
    ("embase", 'alzheimer\'s:ti OR sul*ur:ab OR "balint group":ti'),
    (
        "ovid",
        '1. trial.pt.\n2. randomi?ed.ab.\n3. or/1-2\n4. exp animals/ not humans.sh.\n5. limit 4 to yr="1990 -Current"',
    ),
    (
        "ovid",
        '(wom#n or rat$3).tw. or exp "Group Processes"/ or exp *Physicians/ or (burn out adj2 work).mp. [mp=title]',
    ),
    ("ebsco", '(MH "Burnout, Professional+") OR TI (balint N3 group*) OR AB colo#r'),
    ("ebsco", "S1 AND S2"),
    ("cochrane", "#1 MeSH descriptor: [Burnout, Professional] explode all trees\n#2 (a NEXT b*):ti\n#3 #1 OR #2"),
    ("cochrane", '[mh "Burnout, Professional"] OR (a NEAR/3 (b* OR c)):ti,ab,kw'),
    ("europepmc", '(TITLE_ABS:"a b" OR AUTH:"Smith J") AND FIRST_PDATE:[1990-01-01 TO 3000-12-31] AND OPEN_ACCESS:y'),
    ("openalex", '("balint group" OR "balint groups") AND (burnout NOT vision)'),
    ("elibrary", "балинтовская группа"),
    ("no source of ours", "anything* goes W/3 [here]"),
]


@pytest.mark.parametrize(("source", "text"), SOUND, ids=lambda text: text[:40])
def test_what_a_database_reads_as_it_was_meant_is_left_in_peace(source: str, text: str):
    """A lint that cries at sound searches is switched off, and then says nothing of the others."""
    assert told(source, text) == ""


def test_a_place_is_shown_with_the_words_around_it():
    """A string of a hundred lines can't be searched for one bracket."""
    words = " OR ".join(f"word{number}[tiab]" for number in range(50))
    (problem,) = lint_string("pubmed", f"{words} OR (here[tiab] OR {words}")
    assert "‹…iab] OR word49[tiab] OR (here[tiab] OR word0[tiab…›" in problem.what


def test_the_lost_quotation_mark_is_shown_where_it_was_lost():
    """Counting marks shows the last one; the lost one stands where a phrase holds a tag and an operator."""
    (problem,) = lint_string("pubmed", '"a b"[ti] OR "c d[ti] OR "e f"[ti] OR "g h"[ti]')
    assert '"c d[ti]' in problem.what


def test_a_slip_is_told_once():
    """Curly marks are mended for the other rules: else each phrase would be told as words without a field as well."""
    assert len(lint_string("scopus", "TITLE-ABS-KEY(“balint group” OR “balint work”)")) == 1


def test_a_wildcard_in_the_middle_of_a_phrase_is_no_slip_in_pubmed():
    """PubMed takes it since June 2024 (NLM Technical Bulletin 458:e5), with four letters before the first one."""
    assert told("pubmed", '"vaccin* schedul*"[tiab]') == ""
    assert "3 letters" in told("pubmed", '"vac* schedul*"[tiab]')


# --- whole queries -------------------------------------------------------------------------------------------------


def lines(problems: list[Problem]) -> list[str]:
    """'error queries/balint.toml: …'"""
    return [f"{problem.severity} {problem}" for problem in problems]


def test_a_sound_query_has_no_problems(query: Query):
    """Silence is what one works for."""
    assert lint(query) == []


def test_a_problem_names_file_and_key(query: Query):
    """Of several strings, the one that is meant is named."""
    asked = replace(asking(query, "").sources[0], search=None, runs=("balint[ti]", "(balint[ti]"))
    (problem,) = lint(replace(query, sources=(asked,)))
    assert problem.place == "queries/balint.toml: [source.pubmed] runs 2"


def test_our_own_searches_have_no_errors():
    """The drafts of this repository are what others copy."""
    problems = lint(ours())
    assert [line for line in lines(problems) if line.startswith("error")] == []


def test_a_surname_is_known_from_the_querys_own_texts(query: Query):
    """'of effective Balint group leadership': a capital in the middle of a sentence is a name's, in English."""
    assert proper_names(query) == {"balint"}
    (problem,) = lint(asking(query, "balint[all] OR x[ti]"))
    assert problem.severity == "error"
    assert "'balint' (a name in the texts of this query file) is searched in all fields" in problem.what


@pytest.mark.parametrize("search", ["balint[tiab]", '"balint group"[all]', "psychotherapy[all]"])
def test_a_name_in_titles_or_in_a_phrase_catches_no_authors(query: Query, search: str):
    """There it is the group that is meant, not the man."""
    assert lint(asking(query, search)) == []


def test_a_name_that_needs_a_neighbour_catches_no_authors(query: Query):
    """Nearness looks within one field: an author stands near no 'group'."""
    assert not [problem for problem in lint(asking(query, "balint NEAR/3 group", "embase")) if "name" in problem.what]


def test_german_titles_make_no_names(query: Query):
    """All German nouns have capitals; they would all be surnames."""
    seed = replace(query.seeds[0], title="Balintarbeit mit Studierenden, ein Weg zur Empathie der Ärzte")
    assert proper_names(replace(query, title="x", question="x", seeds=(seed,))) == frozenset()


def test_a_surname_alone_in_a_block_is_doubted(query: Query):
    """Every string that is made of the block would have it."""
    block = replace(query.blocks[0], words={"en": ("balint", "balint group*")})
    (problem,) = lint(replace(query, blocks=(block,)))
    assert (problem.severity, problem.place) == ("doubt", "queries/balint.toml: [block.balint.words] en")


@pytest.mark.parametrize(
    ("search", "severity"),
    [
        ("x[ti] NOT leadership[ti]", "error"),
        ("x[ti] NOT (vision[ti] OR leader*[tiab])", "error"),
        ('x[ti] NOT "balint group"[tiab]', "error"),
        ('x[ti] NOT "group balint"[tiab:~2]', "doubt"),
        ("x[ti] NOT (leadership[ti] AND vision[ti])", None),
        ("x[ti] NOT (leadership[ti] NOT balint[ti])", None),
        ("x[ti] NOT (leadership[ti] NOT vision[ti])", "error"),
        ('x[ti] NOT "balint syndrome"[tiab]', None),
        ("x[ti] NOT leadership[mh]", None),
        ("x[ti] NOT lead[ti]", None),
    ],
)
def test_a_not_that_throws_away_a_seed_is_told(query: Query, search: str, severity: str | None):
    """A paper that must be found is thrown away by a word of its title; by its headings nobody can tell here."""
    problems = [problem for problem in lint(asking(query, search)) if "the seed" in problem.what]
    assert [problem.severity for problem in problems] == ([severity] if severity else [])


def test_a_not_is_weighed_in_every_databases_way(query: Query):
    """NOT before a field name, AND NOT, NOT with a field after its bracket."""
    for source, search in (
        ("scopus", 'TITLE(x) AND NOT TITLE-ABS-KEY("balint* group")'),
        ("wos", "TS=(x) NOT TI=(leader*)"),
        ("ovid", "x.ti. not (leader* or vision).ti,ab."),
        ("embase", "x:ti NOT (leader* OR vision):ti,ab"),
        ("ebsco", "TI x NOT TI leadership"),
    ):
        assert [p.severity for p in lint(asking(query, search, source)) if "throws away" in p.what] == ["error"], source


@pytest.mark.parametrize(
    ("source", "text", "years"),
    [
        ("pubmed", 'x[ti] AND ("1990"[dp] : "2020"[dp])', (1990, 2020)),
        ("pubmed", "x[ti] AND 1990:3000[pdat]", (1990, None)),
        ("pubmed", 'x[ti] AND ("1990/01/01"[Date - Publication] : "2020/12/31"[Date - Publication])', (1990, 2020)),
        ("pubmed", "x[ti] AND 1990:2020[edat]", None),
        ("scopus", "TITLE(x) AND PUBYEAR > 1989 AND PUBYEAR < 2021", (1990, 2020)),
        ("scopus", "TITLE(x) AND PUBYEAR AFT 1989", (1990, None)),
        ("scopus", "TITLE(x) AND (PUBYEAR = 1990 OR PUBYEAR IS 1991)", (1990, 1991)),
        ("scopus", "TITLE(x) AND (PUBYEAR = 1985 OR PUBYEAR > 1989)", None),
        ("scopus", "TITLE(x)", None),
        ("wos", "TS=(x) AND PY=(1990-2020)", (1990, 2020)),
        ("embase", "x:ti AND [1990-2020]/py", (1990, 2020)),
        ("ovid", 'limit 1 to yr="1990 -Current"', (1990, None)),
        ("ebsco", "TI x AND PY 1990-2020", (1990, 2020)),
        ("europepmc", "TITLE:x AND FIRST_PDATE:[1990-01-01 TO 2020-12-31]", (1990, 2020)),
        ("openalex", "filter=title.search:x,publication_year:1990-2020", (1990, 2020)),
        ("crossref", "x", None),
    ],
)
def test_the_years_of_a_string_are_read_in_its_databases_way(source: str, text: str, years: object):
    """A day of entry is no year of publication: it is not compared with the window."""
    assert years_of(source, text) == years


@pytest.mark.parametrize(
    ("years", "severity"),
    [("1990:2020", None), ("1990:2019", "error"), ("1991:2020", "error"), ("1980:2021", "doubt")],
)
def test_years_that_are_not_those_of_the_review_are_told(query: Query, years: str, severity: str | None):
    """Narrower loses records without a word; wider may be meant, for papers online before their issue."""
    problems = lint(asking(query, f"balint[ti] AND {years}[dp]"))
    assert [problem.severity for problem in problems] == ([severity] if severity else [])


def test_an_open_window_wants_an_open_end(query: Query):
    """A review that goes on must not be cut off by last year's number."""
    going_on = replace(query, window=Window(start=1990, end=None, date="publication year"))
    (problem,) = lint(asking(going_on, "balint[ti] AND 1990:2020[dp]"))
    assert problem.severity == "error"
    assert "for 1990 to …" in problem.what


def test_a_seed_without_an_identifier_is_doubted(query: Query):
    """Titles change between databases: whether it was found would be a guess."""
    (problem,) = lint(replace(query, seeds=(replace(query.seeds[0], pmid=None),)))
    assert (problem.severity, problem.place) == ("doubt", "queries/balint.toml: [seed 1]")


def record(sent: str, **more: object) -> SearchRecord:
    """A search that was made."""
    made = SearchRecord(
        source="pubmed", kind="database", query="balint", searched="2026-01-05", asked="2026-01-05T10:00:00Z",
        finished="2026-01-05T10:01:00Z", sent=sent, endpoint="http://127.0.0.1/", hits=1, wanted=1, fetched=1,
        note="corpus/raw/pubmed/balint.gz.toml",
    )  # fmt: skip
    return replace(made, **more)


def test_a_string_changed_since_it_was_run_is_told(query: Query):
    """status = "run" says that somebody ran it just so."""
    asked = asking(query, "balint[ti]", status="run")
    (problem,) = lint(asked, [record("balint[tiab]")])
    assert problem.severity == "error"
    assert problem.place == "queries/balint.toml: [source.pubmed] status"
    assert "2026-01-05 (the record: corpus/raw/pubmed/balint.gz.toml)" in problem.what


@pytest.mark.parametrize(
    "records",
    [
        [],
        [record(" balint[ti]\n")],
        [record("old[ti]"), record("balint[ti]", asked="2026-02-01T10:00:00Z")],
        [record("x[ti]", source="scopus")],
        [record("x[ti]", query="another")],
        [record("references of pmid:1", chase="back")],
        [record("(balint[ti]) AND 2026/01/01:3000[edat]", entered_since="2026-01-01")],
    ],
    ids=[
        "never run",
        "blanks apart",
        "run again since",
        "another source",
        "another query",
        "a chase",
        "only newly entered",
    ],
)
def test_a_string_that_was_run_so_is_not_told(query: Query, records: list[SearchRecord]):
    """The newest search of this source for this query counts; blanks and line ends are no change."""
    assert lint(asking(query, "balint[ti]", status="run"), records) == []


def test_a_draft_may_change(query: Query):
    """That is what a draft is for."""
    assert lint(asking(query, "balint[ti]"), [record("balint[tiab]")]) == []


def test_of_generated_strings_only_errors_are_told(query: Query):
    """What a generated string leaves out is said where it is made; years and brackets it must have right."""
    asked = replace(asking(query, "").sources[0], search=None)
    plain = replace(query, sources=(asked,))
    assert lint(plain, generated={"pubmed": ["balint work"]}) == []
    (problem,) = lint(plain, generated={"pubmed": ["(balint work"]})
    assert problem.place == "queries/balint.toml: [source.pubmed] generated string"


# --- any text ------------------------------------------------------------------------------------------------------

SCRAPS = st.sampled_from(
    [*"()[]{}\"'*?$#/.,:;=~^ \n", " AND ", " OR ", " NOT ", " or ", "NEAR/3", " W/2 ", "adj3", " N3 ", "[tiab]", "[dp]",
     ":~3", "TS=", "PY=(1990-2020)", "TITLE(", "PUBYEAR > 1989", ":ti,ab", "/exp", ".ti,ab.", "TI ", "TITLE:", "balint",
     "group*", "“", "’", "–", "\u00a0", "балинт", "小组", "1990", "#1 ", "limit 1 to yr=", "[mh ", "exp "]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(SCRAPS, max_size=25).map("".join))


@given(source=st.sampled_from([*sorted(DIALECTS), "another"]), text=TEXTS)
def test_any_text_whatever_is_looked_at(source: str, text: str):
    """What people paste is never an exception: problems come out, each with something to try."""
    for problem in lint_string(source, text, {"balint"}):
        assert problem.what
        assert problem.hint
        assert problem.severity in ("error", "doubt")


@given(source=st.sampled_from(sorted(DIALECTS)), text=TEXTS)
def test_any_text_may_stand_in_a_query(source: str, text: str):
    """Seeds, years and records are weighed against anything that is in quotation marks in a TOML file."""
    lint(asking(ours(), text, source), [])


@cache
def ours() -> Query:
    """This repository's query, read once."""
    return load_query(OURS)


@given(TEXTS)
def test_mending_twice_is_mending_once(text: str):
    """The rules see a string as it will be after it was put right."""
    assert mended(mended(text)) == mended(text)


def test_what_is_not_looked_at_is_said(query: Query):
    """A machine may nest brackets as no person would; silence would pass for 'sound'."""
    deep = "(" * 3000 + "balint[ti]" + ")" * 3000
    (problem,) = lint(asking(query, deep))
    assert (problem.severity, "only its single signs and words were looked at" in problem.what) == ("doubt", True)
