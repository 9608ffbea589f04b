"""Claims about the pages: what they show is what the program says and does."""

import importlib.util
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import duckdb
import pytest

from pipeline import __version__
from pipeline.checking import check_workspace
from pipeline.cli import cli
from pipeline.explain import tell
from pipeline.formats import all_formats
from pipeline.run import build
from pipeline.sources import KINDS, all_sources
from pipeline.store import reading, sql, tables
from pipeline.telling import lines
from pipeline.workspace import find_workspace

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
PAGE_NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]

spec = importlib.util.spec_from_file_location("write_docs", ROOT / "scripts" / "write_docs.py")
write_docs = importlib.util.module_from_spec(spec)
spec.loader.exec_module(write_docs)

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


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text: str, *kinds: str) -> list[str]:
    """The texts of a page's fenced blocks of these kinds."""
    return re.findall(rf"^```(?:{'|'.join(kinds)})\n(.*?)^```$", text, re.M | re.S)


def own_workspace(folder: Path) -> Path:
    """A copy of this repository's workspace, with nothing built in it."""
    shutil.copy(ROOT / "bibcorpus.toml", folder)
    shutil.copytree(ROOT / "queries", folder / "queries")
    for part in ("raw", "decisions"):
        shutil.copytree(ROOT / "corpus" / part, folder / "corpus" / part)
    if (ROOT / "corpus" / "citekeys.csv").is_file():
        shutil.copy(ROOT / "corpus" / "citekeys.csv", folder / "corpus")
    return folder


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


# ------------------------------------------------------------------------------------------ written pages


@pytest.mark.parametrize("name", write_docs.PAGES)
def test_pages_show_what_the_program_says_today(name):
    """Help texts, tables, sources and the guide's output change with the program: `make docs` writes them anew."""
    old = text_of(name)
    assert write_docs.PAGES[name](old) == old, f"{name} is stale: run `make docs`"


def test_a_changed_output_makes_the_guide_stale():
    """Else the page before this could never fail; days and ids of decisions are new each time and don't count."""
    page = "```console\n$ bibcorpus init here\nno such output\n$ cd here\n```\n"
    played = write_docs.played(page)
    assert "no such output" not in played
    assert write_docs.played(played) == played


def test_every_command_stands_in_the_reference():
    """Also those below another, such as `decide same`."""
    text = text_of("docs/reference.md")
    names = [name for name, _ in write_docs.helps()]
    assert "bibcorpus decide undo" in names
    assert re.findall(r"^## (.+)$", text, re.M) == names


def test_every_table_and_column_is_explained():
    """Somebody with a DuckDB client and nothing else must find out what a column means."""
    documented = {name: {column: note for column, _, note in columns} for _, name, _, columns in write_docs.tables()}
    assert {name: set(columns) for name, columns in documented.items()} == {
        name: set(columns) for name, columns in tables().items()
    }
    assert all(note for columns in documented.values() for note in columns.values())
    views = {name: columns for name, _, columns in write_docs.views()}
    assert set(views) == set(re.findall(r"^create or replace view (\w+)", sql("bibliography"), re.M))
    assert [column for columns in views.values() for column, _, note in columns if not note] == []


# ------------------------------------------------------------------------------------------ lists


def test_every_format_is_listed_and_no_other():
    """A format that isn't in the list isn't found by those who have it."""
    rows = re.findall(r"^\| ([^|]+) \| `([^`]+)` \|[^|]+\|[^|]+\|$", text_of("docs/formats.md"), re.M)
    assert {name: title for title, name in rows} == {name: fmt.TITLE for name, fmt in all_formats().items()}
    assert len(rows) == len(all_formats())


def test_every_source_is_listed_with_its_kind_and_how_to_export():
    """PRISMA counts kinds apart, and an export that lacks its abstracts is found out too late."""
    text = text_of("docs/sources.md")
    rows = re.findall(r"^\| ([^|]+) \| `([^`]+)` \| (\S+) \|$", text, re.M)
    assert rows == [(source.TITLE, source.NAME, source.KIND) for source in all_sources().values()]
    assert all(source.EXPORT.strip() in text for source in all_sources().values())
    assert all(kind in text for kind in KINDS)


def test_every_tag_is_in_the_table_of_facets():
    """Who publishes numbers of a tag must be able to look up that it exists."""
    facets = tomllib.loads(text_of("queries/tags/facets.toml"))
    rows = dict(re.findall(r"^\| (\w+) \| ([^|]+) \|", text_of("docs/tagging.md"), re.M))
    for name, facet in facets.items():
        if isinstance(facet, dict) and "values" in facet:
            assert set(rows[name].split(", ")) == set(facet["values"]) - {"unsure"}, name


def test_every_dependency_has_its_reason():
    """Each is something that can break: it needs a line that says why it is worth it."""
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    named = set(re.findall(r"^\| ([\w-]+) \|", text_of("docs/decisions/0002-dependencies.md"), re.M)) - {
        "library",
        "---",
    }
    wanted = [
        *project["dependencies"],
        *(line for extra in project["optional-dependencies"].values() for line in extra),
    ]
    assert named == {re.match(r"[\w-]+", line)[0].lower() for line in wanted}


def test_every_decision_page_is_in_their_list_and_says_what_was_not_taken():
    """A choice without its alternatives is asked about again."""
    pages = sorted(path.name for path in (ROOT / "docs" / "decisions").glob("[0-9]*.md"))
    assert re.findall(r"\((\d{4}-[\w-]+\.md)\)", text_of("docs/decisions/README.md")) == pages
    assert [name for name in pages if "**Not taken.**" not in text_of(f"docs/decisions/{name}")] == []


def test_the_newest_changes_are_of_this_version():
    """Else a release comes out without a word of what is new."""
    assert re.search(r"^## (\S+)", text_of("CHANGELOG.md"), re.M)[1] == __version__


# ------------------------------------------------------------------------------------------ links


@pytest.mark.parametrize("name", PAGE_NAMES)
def test_every_link_leads_somewhere(name):
    """Links to files of this repository, and to headings in them."""
    text = re.sub(r"^```.*?^```$", "", text_of(name), flags=re.M | re.S)
    dead = []
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"https?:|mailto:", link):
            continue
        path, _, heading = link.partition("#")
        target = (ROOT / name).parent / path if path else ROOT / name
        if not target.exists() or (heading and heading not in headings(target)):
            dead.append(link)
    assert dead == []


def headings(page: Path) -> set[str]:
    """The anchors of a page's headings."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


# ------------------------------------------------------------------------------------------ SQL

QUERIES = dict(re.findall(r"^## ([^\n]+)\n(?:(?!^## ).)*?^```sql\n(.*?)^```$", text_of("docs/sql.md"), re.M | re.S))


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


# ------------------------------------------------------------------------------------------ commands


def shell_lines(text: str) -> Iterator[str]:
    """The commands of a page's shell blocks: lines after `$ ` in console blocks, all lines in others."""
    for block in blocks(text, "console", "shell-session"):
        yield from (line[2:] for line in block.splitlines() if line.startswith("$ "))
    for block in blocks(text, "sh", "bash", "shell"):
        yield from (line for line in block.splitlines() if line.strip() and not line.startswith("#"))


def words_of(command: str) -> list[str]:
    """A command's words, up to a pipe, a redirection, a comment or a second command."""
    lexer = shlex.shlex(command, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    words = []
    for word in lexer:
        if set(word) <= set("|<>;&"):
            break
        words.append(word)
    return words


def test_every_make_target_on_the_pages_is_in_the_makefile():
    """A README that names a command that isn't there is the end of the first minute."""
    targets = set(re.findall(r"^([\w -]+):", text_of("Makefile"), re.M))
    known = {target for line in targets for target in line.split()}
    for name in PAGE_NAMES:
        text = text_of(name)
        shown = [words_of(line)[1] for line in shell_lines(text) if re.match(r"make \w", line)]
        shown += re.findall(r"`make ([\w-]+)", text)
        assert set(shown) <= known, name


def bibcorpus_lines(name: str) -> list[list[str]]:
    shown = [words_of(line) for line in shell_lines(text_of(name))]
    return [words[1:] for words in shown if words and words[0] == "bibcorpus"]


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


def test_the_guide_ends_well_but_for_the_download_that_breaks_off():
    """The guide's commands are run when its page is compared; here: what they said was no complaint."""
    text = text_of("docs/guide.md")
    commands = list(write_docs.console_commands(text))
    assert {"init", "check", "search", "inspect", "add", "run", "status", "why", "decide", "export"} <= {
        shlex.split(command)[1] for command in commands
    }
    errors = [line for block in blocks(text, "console") for line in block.splitlines() if line.startswith("Error:")]
    assert len(errors) == 1
    assert "broken.ris" in errors[0]


def test_why_shows_the_ids_by_which_decisions_are_undone(built):
    """The guide, a help text and an error message send people there for them."""
    with reading(built / "corpus" / "corpus.duckdb") as store:
        decisions = store.rows("select decision_id, records[1] from decision where len(records) > 0")
        assert decisions
        for decision, record in decisions:
            assert any(decision in line for line in lines(tell(store, record)))


def parse(words: list[str]) -> None:
    """Fail where click refuses these words; nothing is run."""
    command: click.Command = cli
    ctx = cli.make_context("bibcorpus", list(words), resilient_parsing=False)
    rest = [*ctx.protected_args, *ctx.args] if hasattr(ctx, "protected_args") else ctx.args
    while isinstance(command, click.Group):
        _, command, rest = command.resolve_command(ctx, rest)
        ctx = command.make_context(command.name, list(rest), parent=ctx)
        rest = ctx.args


MENTIONED = [
    (name, words[1:])
    for name in PAGE_NAMES
    for text in re.findall(r"`(bibcorpus(?: [^`\n]+)?)`", text_of(name))
    if (words := words_of(text))
]


def test_every_command_mentioned_exists_with_its_options():
    """`bibcorpus decide same`, said in passing, must be a command, and `--out` one of its options."""
    assert MENTIONED
    for name, words in MENTIONED:
        command: click.Command = cli
        options = set()
        for word in words:
            if isinstance(command, click.Group) and not word.startswith("-") and not re.match(r"[A-Z…]", word):
                below = command.get_command(click.Context(command), word)
                assert below is not None, (name, words)
                command = below
            elif word.startswith("--"):
                options.add(word)
        known = {opt for param in (*cli.params, *command.params) for opt in param.opts} | {"--help"}
        assert options <= known, (name, words)


# ------------------------------------------------------------------------------------------ contributing


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
