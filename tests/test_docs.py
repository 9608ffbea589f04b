"""Claims about the pages: what they list is there, and all of it. What they show is run in test_pages."""

import re
import shlex
import tomllib
from pathlib import Path

import click
import pytest

from pipeline import __version__
from pipeline.cli import cli
from pipeline.formats import all_formats
from pipeline.sources import KINDS, all_sources
from pipeline.store import sql, tables

from .pages import PAGE_NAMES, PLAYED, ROOT, blocks, shell_lines, text_of, words_of, write_docs

# ------------------------------------------------------------------------------------------ written pages


@pytest.mark.parametrize("name", [name for name in write_docs.PAGES if name not in PLAYED])
def test_written_pages_are_as_the_program_writes_them(name):
    """Help texts, tables and sources change with the program: `make docs` writes them anew."""
    assert write_docs.PAGES[name]("") == text_of(name), f"{name} is stale: run `make docs`"


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


# ------------------------------------------------------------------------------------------ commands


def test_every_make_target_on_the_pages_is_in_the_makefile():
    """A README that names a command that isn't there is the end of the first minute."""
    targets = set(re.findall(r"^([\w -]+):", text_of("Makefile"), re.M))
    known = {target for line in targets for target in line.split()}
    for name in PAGE_NAMES:
        text = text_of(name)
        shown = [words_of(line)[1] for line in shell_lines(text) if re.match(r"make \w", line)]
        shown += re.findall(r"`make ([\w-]+)", text)
        assert set(shown) <= known, name


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
