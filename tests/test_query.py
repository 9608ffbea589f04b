"""Claims about query files: what a librarian writes is asked, and every slip is named where it stands."""

import csv
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import QueryError
from pipeline.expression import shown
from pipeline.query import KNOWN_SOURCES, Query, Window, load_queries, load_query

ROOT = Path(__file__).parent.parent
OURS = ROOT / "queries" / "balint-1990-2020.toml"

SMALL = """
[review]
id = "sleep"
title = "Sleep"
question = "Who sleeps?"
asked_by = "a librarian"
why = "nobody knows"
window = { from = 2000, to = 2010, date = "publication year" }

[block.sleep]
title = "Sleep"
words = { en = ["sleep*"], ru = ["сон", "нарушени* сна"] }

[combination.all]
title = "All"
question = "Everything on sleep"
blocks = ["sleep"]

[source.pubmed]
title = "PubMed"
status = "draft"
combination = "all"
where = "PubMed"
search = "sleep*[tiab]"

[[seed]]
title = "On sleep"
doi = "10.1000/sleep.1"
found_in = ["pubmed"]
why = "the first"
"""


def written(folder: Path, text: str, name: str = "sleep.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def error_of(folder: Path, old: str, new: str) -> str:
    assert old in SMALL
    with pytest.raises(QueryError) as caught:
        load_query(written(folder, SMALL.replace(old, new, 1)))
    return f"{caught.value.message} / {caught.value.hint}"


def ours() -> Query:
    return load_query(OURS)


def test_a_small_query_is_read_as_it_was_written(tmp_path):
    """A query of one block and one source is a whole query."""
    query = load_query(written(tmp_path, SMALL))
    assert (query.id, query.window) == ("sleep", Window(start=2000, end=2010, date="publication year"))
    assert query.blocks[0].words == {"en": ("sleep*",), "ru": ("сон", "нарушени* сна")}
    assert query.source("pubmed").search == "sleep*[tiab]"
    assert query.source("scopus") is None
    assert query.seeds[0].found_in == ("pubmed",)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        (
            'why = "nobody knows"',
            'whay = "x"',
            ["[review] whay", "unknown key", "did you mean why", "asked_by"],
        ),
        ('why = "nobody knows"\n', "", ["[review] has no why", "a text"]),
        ('title = "Sleep"', "title = 7", ["[review] title = 7", "a text"]),
        ('title = "Sleep"', 'title = " "', ["[review] title", "a text"]),
        ('id = "sleep"', 'id = "slep"', ["[review] id", "'slep'", "allowed: sleep"]),
        ("from = 2000", "from = 2011", ["[review.window]", "2011", "2010", "earlier year"]),
        ("from = 2000", 'from = "2000"', ["[review.window] from", "a year", "without quotes"]),
        ("from = 2000", "from = true", ["[review.window] from", "a year"]),
        (
            'date = "publication year"',
            'date = "year"',
            ["[review.window] date", "publication year, electronic"],
        ),
        ('window = { from = 2000, to = 2010, date = "publication year" }', "", ["[review] has no window"]),
        ('en = ["sleep*"]', 'en = "sleep*"', ["[block.sleep.words] en", "a list of texts"]),
        ('en = ["sleep*"]', 'English = ["sleep*"]', ["[block.sleep.words] English", "language code"]),
        ('en = ["sleep*"]', 'en = ["sle*p"]', ["[block.sleep.words] en", "'sle*p'", "word's end"]),
        ('en = ["sleep*"]', 'en = ["*sleep"]', ["'*sleep'", "word's end"]),
        ('en = ["sleep*"]', 'en = ["sleep *"]', ["'sleep *'"]),
        (
            'blocks = ["sleep"]',
            'blocks = ["sleap"]',
            ["[combination.all] blocks", "'sleap'", "did you mean sleep"],
        ),
        ("[source.pubmed]", "[source.pumbed]", ["[source.pumbed]", "did you mean pubmed", "elibrary"]),
        ('status = "draft"', 'status = "done"', ["[source.pubmed] status", "'done'", "draft, run"]),
        ('combination = "all"', 'combination = "some"', ["[source.pubmed] combination", "allowed: all"]),
        (
            'combination = "all"\nwhere = "PubMed"\nsearch = "sleep*[tiab]"',
            'where = "PubMed"',
            [
                "[source.pubmed]",
                "exactly one of search, runs, how, or a combination",
            ],
        ),
        ('search = "sleep*[tiab]"', 'in = "abstract"', ["[source.pubmed] in", "'abstract'", "title-abstract-keywords"]),
        ('search = "sleep*[tiab]"', 'search = "a"\nin = "title"', ["[source.pubmed] in", "beside search"]),
        ('search = "sleep*[tiab]"', 'endpoint = "example.org"', ["[source.pubmed] endpoint", "no address"]),
        (
            'words = { en = ["sleep*"]',
            'headings = { mesh = "Sleep" }\nwords = { en = ["sleep*"]',
            [
                "[block.sleep.headings] mesh",
                "a list of texts",
            ],
        ),
        (
            'words = { en = ["sleep*"]',
            'headings = { mash = ["Sleep"] }\nwords = { en = ["sleep*"]',
            [
                "[block.sleep.headings] mash",
                "did you mean mesh",
                "emtree",
            ],
        ),
        (
            'words = { en = ["sleep*"]',
            'headings = { mesh = ["Sleep[mh]"] }\nwords = { en = ["sleep*"]',
            [
                "[block.sleep.headings] mesh",
                "'Sleep[mh]'",
                "no heading",
            ],
        ),
        ('blocks = ["sleep"]', "", ["[combination.all]", "blocks or an expression"]),
        ('blocks = ["sleep"]', 'blocks = ["sleep"]\nexpression = "sleep"', ["[combination.all]", "not both"]),
        (
            'blocks = ["sleep"]',
            'expression = "sleep"\nnot = ["sleep"]',
            ["[combination.all]", "`not` goes with blocks"],
        ),
        ('blocks = ["sleep"]', 'expression = "sleep AND"', ["[combination.all] expression", "after 'AND'", "brackets"]),
        (
            'blocks = ["sleep"]',
            'expression = "sleap"',
            ["[combination.all] expression", "'sleap'", "did you mean sleep"],
        ),
        ('blocks = ["sleep"]', 'blocks = ["sleep"]\nnot = ["sleap"]', ["[combination.all] not", "'sleap'"]),
        ("[[seed]]", "[chase.c]\nof = []\n[[seed]]", ["[chase.c] has no title"]),
        ('search = "sleep*[tiab]"', 'search = "a"\nruns = ["b"]', ["[source.pubmed]", "exactly one of"]),
        ('search = "sleep*[tiab]"', "runs = []", ["[source.pubmed] runs", "a list of texts"]),
        ('search = "sleep*[tiab]"', 'how = "x"\nform = { a = 1 }', ["[source.pubmed.form] a", "a text"]),
        (
            'search = "sleep*[tiab]"',
            'how = "x"\nlimits = ["y"]',
            ["[source.pubmed] limits", "a list of tables"],
        ),
        (
            'search = "sleep*[tiab]"',
            'how = "x"\nlimits = [{ what = "y" }]',
            ["[source.pubmed.limits] has no why"],
        ),
        (
            'search = "sleep*[tiab]"',
            'how = "x"\nfields = { why = "y" }',
            ["[source.pubmed.fields] has no what"],
        ),
        ('doi = "10.1000/sleep.1"', 'doi = "doi:10.1000/x"', ["[seed 1] doi", "no DOI", "bare"]),
        ('doi = "10.1000/sleep.1"', 'pmid = "PMID1"', ["[seed 1] pmid", "no PMID"]),
        ('found_in = ["pubmed"]', 'found_in = ["scopus"]', ["[seed 1] found_in", "allowed: pubmed"]),
        ("[[seed]]", "[seed]", ["seed", "a list of tables"]),
        ("[[seed]]", "[[sed]]", ["sed", "unknown key", "did you mean seed"]),
        ("[combination.all]", "[combinations.all]", ["combinations", "did you mean combination"]),
    ],
)
def test_an_error_names_file_key_and_what_is_allowed(tmp_path, old, new, named):
    """Who writes the file is no programmer: the message alone must be enough to mend it."""
    text = error_of(tmp_path, old, new)
    for part in ["sleep.toml", *named]:
        assert part in text


CHASE = """
[chase.essential]
title = "Who cites it"
status = "draft"
via = "openalex"
of = ["doi:10.1000/sleep.1", "pmid:15057615", "openalex:W2741809807"]
directions = ["references", "citers"]
why = "relevant references in the reference lists"
"""


def test_a_citation_chase_is_a_query_of_its_own(tmp_path):
    """Its works are named so that nobody can mistake them."""
    (chase,) = load_query(written(tmp_path, SMALL + CHASE)).chases
    assert (chase.name, chase.via, chase.directions) == ("essential", "openalex", ("references", "citers"))
    assert chase.of[1] == "pmid:15057615"
    assert load_query(written(tmp_path, SMALL)).chases == ()


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('via = "openalex"', 'via = "scopus"', ["[chase.essential] via", "allowed: openalex"]),
        ('"citers"]', '"cited"]', ["[chase.essential] directions", "'cited'", "references, citers"]),
        ('"pmid:15057615"', '"15057615"', ["[chase.essential] of", "'15057615'", "pmid:15057615"]),
        ("[chase.essential]", '[chase."Who cites"]', ["[chase.Who cites]", "small letters"]),
        ("[chase.essential]", "[chase.pubmed]", ["[chase.pubmed]", "no source's"]),
        ('why = "relevant', 'wy = "relevant', ["[chase.essential] wy", "did you mean why"]),
    ],
)
def test_an_error_in_a_chase_names_what_is_allowed(tmp_path, old, new, named):
    """A number alone may be anything: 'pmid:' says what it is."""
    assert old in CHASE
    with pytest.raises(QueryError) as caught:
        load_query(written(tmp_path, SMALL + CHASE.replace(old, new)))
    for part in ["sleep.toml", *named]:
        assert part in f"{caught.value.message} / {caught.value.hint}"


def test_concepts_are_put_together_by_lists_or_by_an_expression(tmp_path):
    """'various combinations of the key words': with OR and NOT, too."""
    block = '[block.dream]\ntitle = "Dreams"\nwords = { en = ["dream*"] }\n[combination.all]'
    text = SMALL.replace("[combination.all]", block)
    for key in ('blocks = ["sleep"]\nnot = ["dream"]', 'expression = "sleep NOT dream"'):
        combination = load_query(written(tmp_path, text.replace('blocks = ["sleep"]', key))).combinations[0]
        assert (combination.blocks, shown(combination.tree)) == (("sleep", "dream"), "sleep NOT dream")


def test_a_source_with_a_combination_alone_has_its_string_made(tmp_path):
    """Nobody should have to write the same concepts eight times."""
    search = 'in = "title"\nendpoint = "http://127.0.0.1:8080/"'
    found = load_query(written(tmp_path, SMALL.replace('search = "sleep*[tiab]"', search))).source("pubmed")
    assert (found.generated, found.within, found.endpoint) == (True, "title", "http://127.0.0.1:8080/")
    other = load_query(written(tmp_path, SMALL.replace('search = "sleep*[tiab]"', 'in = "all"'))).content_hash
    assert other != load_query(written(tmp_path, SMALL.replace('search = "sleep*[tiab]"', ""))).content_hash
    verbatim = load_query(written(tmp_path, SMALL)).source("pubmed")
    assert (verbatim.generated, verbatim.within, verbatim.endpoint) == (False, "title-abstract", None)


def test_subject_headings_stand_by_vocabulary(tmp_path):
    """MeSH for PubMed, Ovid and Cochrane; Emtree for Embase."""
    headings = 'headings = { mesh = ["Sleep Wake Disorders"], emtree = ["sleep disorder"] }\n'
    block = load_query(written(tmp_path, SMALL.replace("words =", headings + "words ="))).blocks[0]
    assert block.headings == {"mesh": ("Sleep Wake Disorders",), "emtree": ("sleep disorder",)}


def test_a_query_without_words_or_concepts_asks_nothing(tmp_path):
    """An empty table is a file that somebody began and did not finish."""
    assert "words is empty" in error_of(
        tmp_path, 'words = { en = ["sleep*"], ru = ["сон", "нарушени* сна"] }', "words = {}"
    )
    assert "[source] is empty" in error_of(tmp_path, SMALL[SMALL.index("[source") :], "[source]\n")


def test_broken_toml_is_reported_with_its_line(tmp_path):
    """A missing quote is the commonest slip, and the line is what helps."""
    assert "line 4" in error_of(tmp_path, '"Sleep"', '"Sleep')


def test_a_file_that_is_no_utf8_is_named(tmp_path):
    """An old editor saves Cyrillic words as cp1251."""
    (tmp_path / "sleep.toml").write_bytes(SMALL.encode("cp1251"))
    with pytest.raises(QueryError, match=r"sleep\.toml: not UTF-8"):
        load_query(tmp_path / "sleep.toml")


def test_a_missing_file_is_named(tmp_path):
    """A query error too: the caller needs to know one kind only."""
    with pytest.raises(QueryError, match=r"none\.toml: can't be read"):
        load_query(tmp_path / "none.toml")


def test_a_byte_order_mark_does_no_harm(tmp_path):
    """Windows editors write one, and the TOML parser would refuse it."""
    (tmp_path / "sleep.toml").write_bytes(b"\xef\xbb\xbf" + SMALL.encode())
    assert load_query(tmp_path / "sleep.toml").id == "sleep"


def test_comments_line_ends_and_order_do_not_make_another_query(tmp_path):
    """A hash that moved with them would call every result stale on another system."""
    same = SMALL.replace(
        'asked_by = "a librarian"\nwhy = "nobody knows"', 'why = "nobody knows"\nasked_by = "a librarian"'
    )
    before = load_query(written(tmp_path, SMALL)).content_hash
    (tmp_path / "sleep.toml").write_bytes(("# why\n" + same).replace("\n", "\r\n").encode())
    assert load_query(tmp_path / "sleep.toml").content_hash == before
    assert load_query(written(tmp_path, SMALL.replace("tiab", "ti"))).content_hash != before


def test_the_folder_of_tag_rules_holds_no_queries(tmp_path):
    """queries/tags/*.toml are rules; a folder that is not there has no queries."""
    (tmp_path / "tags").mkdir()
    written(tmp_path / "tags", "facet = 'topic'")
    written(tmp_path, SMALL)
    assert [query.id for query in load_queries(tmp_path)] == ["sleep"]
    assert load_queries(tmp_path / "nowhere") == []


def test_a_new_source_needs_no_change_here(tmp_path):
    """Sources are a folder of their own; their names are handed in."""
    path = written(tmp_path, SMALL.replace("pubmed", "lilacs"))
    assert load_query(path, [*KNOWN_SOURCES, "lilacs"]).sources[0].source == "lilacs"
    with pytest.raises(QueryError, match="lilacs"):
        load_query(path)


def test_lists_collected_by_hand_are_a_source_without_a_module():
    """They have no search language and no address: nothing to register."""
    assert load_query(OURS, ["pubmed", "scopus", "wos", "elibrary", "references"]).source("hand-collected")


@pytest.mark.parametrize(
    ("start", "end", "year", "expected"),
    [
        (1990, 2020, 1990, True),
        (1990, 2020, 2020, True),
        (1990, 2020, 2021, False),
        (1990, 2020, 1989, False),
        (1990, None, 2099, True),
        (None, 2020, 1600, True),
    ],
)
def test_both_years_of_the_window_belong_to_it(start, end, year, expected):
    """'1990-2020' means both; a window may be open at one end."""
    assert Window(start=start, end=end, date="publication year").holds(year) is expected


@given(st.text())
def test_any_text_is_a_query_or_a_query_error(tmp_path_factory, text):
    """Nothing that people save may end in a traceback."""
    path = tmp_path_factory.mktemp("any") / "any.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(QueryError):
        load_query(path)


@given(
    st.sampled_from(["review", "block", "combination", "source", "seed"]),
    st.integers() | st.text() | st.none(),
)
def test_a_section_of_the_wrong_kind_is_a_query_error(tmp_path_factory, section, value):
    """'review = 3' is a slip like any other."""
    path = tmp_path_factory.mktemp("kind") / "kind.toml"
    shown = "[]" if value is None else json.dumps(value)
    path.write_text(f"{section} = {shown}\n", encoding="utf-8")
    with pytest.raises(QueryError, match=r"kind\.toml"):
        load_query(path)


def test_our_search_strings_are_marked_as_drafts():
    """Nobody has run them; a string that pretends to have been run is a false report."""
    query = ours()
    asked = [search for search in query.sources if search.search or search.runs]
    assert [search.source for search in asked] == ["pubmed", "scopus", "wos", "elibrary"]
    assert {search.status for search in asked} == {"draft"}
    assert "DRAFT" in OURS.read_text(encoding="utf-8")


def test_our_two_questions_stand_on_the_same_first_block():
    """The bibliography is of Balint groups; the review narrows it to psychosomatic medicine."""
    assert {c.name: c.blocks for c in ours().combinations} == {
        "bibliography": ("balint",),
        "review-2022": ("balint", "psychosomatic"),
    }


def test_no_word_of_ours_is_the_bare_name():
    """'balint' alone finds authors of that name and Rezső Bálint's syndrome."""
    balint = ours().blocks[0]
    assert not {"balint", "balint*", "балинт*"} & {word for words in balint.words.values() for word in words}


def facts_rows() -> list[dict[str, str]]:
    with (ROOT / "scripts" / "balint_facts.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("seed", ours().seeds, ids=lambda seed: seed.title[:40])
def test_each_seed_is_a_fact_of_ours_inside_the_window(seed):
    """A seed with a wrong identifier would condemn a sound search."""
    [row] = [row for row in facts_rows() if seed.title in (row["title"], row["title_original"])]
    assert (seed.doi or row["doi"], seed.pmid or row["pmid"]) == (row["doi"], row["pmid"])
    assert ours().window.holds(int(row["year"]))


@pytest.mark.parametrize("seed", ours().seeds, ids=lambda seed: seed.title[:40])
def test_each_seed_has_words_of_the_balint_block(seed):
    """A search of these words in titles alone must find it again."""
    title = " " + re.sub(r"[^\w]+", " ", seed.title.lower())
    phrases = [phrase for words in ours().blocks[0].words.values() for phrase in words]
    assert any(re.search(" " + re.escape(p).replace(r"\*", r"\w*").replace(r"\ ", " ") + r"\b", title) for p in phrases)
