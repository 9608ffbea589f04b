"""Claims about the pages that run what they show: the program says it, and the commands and queries work."""

import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from pipeline.checking import check_workspace
from pipeline.explain import tell
from pipeline.run import build
from pipeline.store import reading
from pipeline.telling import lines
from pipeline.workspace import find_workspace

from .pages import PLAYED, bibcorpus_lines, blocks, own_workspace, parse, text_of, write_docs

QUERIES = dict(re.findall(r"^## ([^\n]+)\n(?:(?!^## ).)*?^```sql\n(.*?)^```$", text_of("docs/sql.md"), re.M | re.S))

# A list with what the repository's own lists lack: a record without content, a year that differs, a pair to ask about.
EXTRA = """\
TY  - JOUR
AU  - Adams, K. E.
AU  - James, K.
TI  - Effect of Balint training on resident professionalism
JO  - American Journal of Obstetrics and Gynecology
PY  - 2007
VL  - 195
SP  - 1431
EP  - 1437
ER  -
TY  - JOUR
AU  - Brown, R.
TI  - Iranian Balint groups
JO  - Journal of the Balint Society
PY  - 2017
ER  -
TY  - JOUR
ER  -
"""


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """The repository's own bibliography and `EXTRA`, built once; only to be read."""
    folder = own_workspace(tmp_path_factory.mktemp("own"))
    extra = folder / "corpus" / "raw" / "colleague" / "list.ris"
    extra.parent.mkdir()
    extra.write_text(EXTRA, encoding="utf-8", newline="\n")
    build(find_workspace(folder))
    give_a_second_key(folder)
    build(find_workspace(folder))
    return folder


def give_a_second_key(folder: Path) -> None:
    """A line in citekeys.csv as it is there after two works were joined that each had a key."""
    with duckdb.connect(str(folder / "corpus" / "corpus.duckdb"), read_only=True) as corpus:
        record = corpus.execute("select max(record_id) from work_record where record_id <> work_id").fetchone()[0]
    with (folder / "corpus" / "citekeys.csv").open("a", encoding="utf-8", newline="") as keys:
        keys.write(f"joinedlater2020,{record},2020-01-01T00:00:00Z,somebody\n")


@pytest.mark.parametrize("name", PLAYED)
def test_pages_show_what_the_program_says_today(name):
    """What commands say changes with the program: `make docs` writes it anew."""
    old = text_of(name)
    assert write_docs.PAGES[name](old) == old, f"{name} is stale: run `make docs`"


def test_a_changed_output_makes_the_guide_stale():
    """Else the page before this could never fail; days and ids of decisions are new each time and don't count."""
    page = "```console\n$ bibcorpus init here\nno such output\n$ cd here\n```\n"
    played = write_docs.played(page)
    assert "no such output" not in played
    assert write_docs.played(played) == played


@pytest.mark.parametrize("question", QUERIES)
def test_the_queries_of_the_page_answer(built, question):
    """Each runs as it stands there, read-only, and has something to say of a corpus with a bit of everything."""
    with duckdb.connect(str(built / "corpus" / "corpus.duckdb"), read_only=True) as corpus:
        assert corpus.execute(QUERIES[question]).fetchall()


def test_ten_questions_have_their_query():
    """The heading promises ten."""
    assert len(QUERIES) == len(re.findall(r"^## ", text_of("docs/sql.md"), re.M)) == 10


def test_the_prisma_numbers_add_up(built):
    """Identified, less the duplicates, are the works; rules or people on title and abstract have each of them."""
    with duckdb.connect(str(built / "corpus" / "corpus.duckdb"), read_only=True) as corpus:
        rows = corpus.execute(QUERIES["What are the numbers of the PRISMA figure?"]).fetchall()
    found, copies, works, by_rule, first, full = (sum(n for step, _, n in rows if step == at) for at in range(1, 7))
    went_on = sum(n for step, what, n in rows if step == 5 and what.startswith("title-abstract: included"))
    assert found - copies == works == by_rule + first
    assert full in (0, went_on)


def test_the_query_in_the_readme_answers(built):
    """It is the first that people try."""
    with duckdb.connect(str(built / "corpus" / "corpus.duckdb"), read_only=True) as corpus:
        for query in blocks(text_of("README.md"), "sql"):
            assert corpus.execute(query).fetchall()


def test_the_commands_of_the_readme_work(tmp_path):
    """Each is run, one after the other, in a copy of this workspace; what needs a file of the reader is only parsed."""
    own_workspace(tmp_path)
    shown = bibcorpus_lines("README.md")
    assert ["run"] in shown
    for words in shown:
        if is_placeholder(words, tmp_path):
            parse(words)
            continue
        done = subprocess.run(
            [sys.executable, "-c", "from pipeline.cli import main; main()", *words],
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"{words}: {done.stderr}"


def is_placeholder(words: list[str], folder: Path) -> bool:
    """Whether a command names a KEY, or a file that only its reader has."""
    return any(
        re.fullmatch(r"[A-Z…]+(\.\.\.)?", word)
        or (re.search(r"\w\.[a-z]{2,4}$", word) and not (folder / word).exists())
        for word in words
    )


def test_why_shows_the_ids_by_which_decisions_are_undone(built):
    """The guide, a help text and an error message send people there for them."""
    with reading(built / "corpus" / "corpus.duckdb") as store:
        decisions = store.rows("select decision_id, records[1] from decision where len(records) > 0")
        assert decisions
        for decision, record in decisions:
            assert any(decision in line for line in lines(tell(store, record)))


def test_the_first_tag_rule_is_sound(tmp_path):
    """A newcomer copies it letter by letter: its examples must do what they say."""
    own_workspace(tmp_path)
    facets = tmp_path / "queries" / "tags" / "facets.toml"
    text = facets.read_text(encoding="utf-8")
    facets.write_text(text.replace('"burnout"', '"burnout", "hospice"'), encoding="utf-8")
    for page in ("CONTRIBUTING.md", "docs/tagging.md"):
        rule = next(block for block in blocks(text_of(page), "toml") if 'value = "hospice"' in block)
        (tmp_path / "queries" / "tags" / "hospice.toml").write_text(rule, encoding="utf-8")
        assert check_workspace(find_workspace(tmp_path)).problems == (), page
        (tmp_path / "queries" / "tags" / "hospice.toml").write_text(
            rule.replace("Hospitals and hotels", "Hospices and hotels"), encoding="utf-8"
        )
        assert check_workspace(find_workspace(tmp_path)).problems, page
