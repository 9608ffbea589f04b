"""The pages that the program can write or check itself.

python scripts/write_docs.py            writes them anew
python scripts/write_docs.py --check    writes nothing; names the pages that are stale, and fails if there is one

docs/reference.md   the --help of every command
docs/schema.md      tables and views of the corpus, from pipeline/sql/
docs/sources.md     what each source is and how to export from it, from pipeline/sources/
README.md           written by hand, but for the output of `make run`, which is that of this repository's own workspace
docs/guide.md       written by hand, but for the output under each `$ command`: the commands are run one after the
                    other in an empty folder, with the files that the page shows, and what they say is put there
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click

from pipeline.cli import cli
from pipeline.sources import KINDS, all_sources
from pipeline.store import building, only_one, reading, sql

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 80  # columns of a --help
TIMEOUT_S = 120  # for one command of the guide


# ------------------------------------------------------------------------------------------ reference


def reference() -> str:
    """docs/reference.md: every command with its --help."""
    parts = [
        "# The commands",
        "What `--help` says, for all commands. Written by `make docs`; don't edit it here.",
        "Results go to stdout, progress and messages to stderr. Exit code: 0 done, 1 failed, 2 wrong usage.",
    ]
    for name, text in helps():
        parts += [f"## {name}", f"```text\n{text}\n```"]
    return "\n\n".join(parts) + "\n"


def helps() -> Iterator[tuple[str, str]]:
    """(name, help) of the program, of each command and of each command below it, in their order."""
    yield from _helps(cli, click.Context(cli, info_name="bibcorpus", terminal_width=WIDTH, **_names()))


def _names() -> dict[str, list[str]]:
    return {"help_option_names": list(cli.context_settings["help_option_names"])}


def _helps(command: click.Command, ctx: click.Context) -> Iterator[tuple[str, str]]:
    yield ctx.command_path, "\n".join(line.rstrip() for line in command.get_help(ctx).splitlines())
    if isinstance(command, click.Group):
        for name in command.list_commands(ctx):
            below = command.get_command(ctx, name)
            assert below is not None
            yield from _helps(below, click.Context(below, info_name=name, parent=ctx, terminal_width=WIDTH))


# ------------------------------------------------------------------------------------------ schema

_TABLE = re.compile(r"^-- (?P<purpose>[^\n]+)\ncreate table (?P<name>\w+) \((?P<body>.*?)^\);", re.M | re.S)
_COLUMN = re.compile(r'^ {2}"?(\w+)"? (.+?)( not null)?,? -- (.+)$', re.M)
_STEP = re.compile(r"^-- (\w+)\n\n", re.M)
_VIEW = re.compile(r"^(?P<head>(?:-- [^\n]+\n)+)create or replace view (?P<name>\w+) as\n(?P<body>.*?);$", re.M | re.S)
_VIEW_COLUMN = re.compile(r"^ {2}.*?(\w+),? -- (.+)$", re.M)


def schema() -> str:
    """docs/schema.md: what stands in corpus.duckdb, views first, since people read these."""
    parts = [
        "# What is in corpus.duckdb",
        "Written by `make docs` from `pipeline/sql/`; don't edit it here. Queries to begin with: [sql.md](sql.md).",
        "Lists end in `[]`; `map(varchar, varchar[])` holds lists by name; `name` is a person or group with `family`, "
        "`given`, `suffix`, or `literal` where the name isn't split. *always* means never null.",
    ]
    for name, purpose, columns in views():
        parts += [f"## {name} (view)", f"{purpose[0].upper()}{purpose[1:]}", _table(columns)]
    step = ""
    for found, name, purpose, columns in tables():
        if found != step:
            step = found
            parts.append(f"## Filled by the step `{step}`")
        parts += [f"### {name}", f"{purpose[0].upper()}{purpose[1:]}.", _table(columns)]
    return "\n\n".join(parts) + "\n"


Columns = list[tuple[str, str, str]]


def tables() -> Iterator[tuple[str, str, str, Columns]]:
    """(step, table, purpose, its columns with type and note) for each table of schema.sql."""
    text = sql("schema")
    steps = [(match.start(), match[1]) for match in _STEP.finditer(text)]
    for match in _TABLE.finditer(text):
        step = [name for start, name in steps if start < match.start()][-1]
        columns = [
            (name, kind + (", always" if always else ""), note)
            for name, kind, always, note in _COLUMN.findall(match["body"])
        ]
        yield step, match["name"], match["purpose"], columns


def views() -> Iterator[tuple[str, str, Columns]]:
    """(view, purpose, its columns with type and note); a view of a table's columns has the table's notes."""
    notes_of = {name: {column: note for column, _, note in columns} for _, name, _, columns in tables()}
    with tempfile.TemporaryDirectory() as folder:
        types = _view_types(Path(folder))
    for match in _VIEW.finditer(sql("bibliography")):
        whole = re.search(r"^select (\w+)\.\*$", match["body"], re.M)
        notes = notes_of[whole[1]] if whole else dict(_VIEW_COLUMN.findall(match["body"]))
        said = [line[3:] for line in match["head"].splitlines() if not line.startswith("-- in:")]
        purpose = " ".join(said).removeprefix("bibliography.sql: ").rstrip(".") + "."
        columns = [(name, kind, notes.get(name, "")) for name, kind in types[match["name"]].items()]
        yield match["name"], purpose, columns


def _view_types(folder: Path) -> Mapping[str, Mapping[str, str]]:
    """The columns of each view with their types, as an empty corpus has them."""
    target = folder / "corpus.duckdb"
    with only_one(folder / ".build"), building(target, folder / ".build"):
        pass
    names = [match["name"] for match in _VIEW.finditer(sql("bibliography"))]
    with reading(target) as store:
        return {name: {row[0]: _short(str(row[1])) for row in store.rows(f"describe {name}")} for name in names}


def _short(kind: str) -> str:
    """A type as people write it."""
    return "name[]" if kind.startswith("STRUCT") else kind.lower()


def _table(columns: Columns) -> str:
    rows = [f"| `{name}` | {kind} | {note.replace('|', chr(92) + '|')} |" for name, kind, note in columns]
    return "\n".join(["| column | type | what it is |", "| --- | --- | --- |", *rows])


# ------------------------------------------------------------------------------------------ sources


def sources() -> str:
    """docs/sources.md: each source with its kind and how records are got out of it."""
    known = all_sources().values()
    rows = [f"| {source.TITLE} | `{source.NAME}` | {source.KIND} |" for source in known]
    parts = [
        "# The sources",
        "Written by `make docs` from `pipeline/sources/`; don't edit it here.",
        "`bibcorpus add FILE --source NAME` says where a file is from. The kind is what the PRISMA figure counts it "
        "as. For a source that isn't listed take a short name of your own, and say its kind: "
        "`--source who-iris --kind website`. The kinds: " + ", ".join(KINDS) + ".",
        "\n".join(["| source | name | kind |", "| --- | --- | --- |", *rows]),
        "With each file say when the database was searched and how many hits it claimed (`--searched`, `--hits`): "
        "nobody can find that out later. `bibcorpus search --show NAME` prints the string of your review to paste.",
    ]
    for source in known:
        parts += [f"## {source.TITLE}", source.EXPORT.strip()]
    return "\n\n".join(parts) + "\n"


# ------------------------------------------------------------------------------------------ guide

_SHOWN_FILE = re.compile(r'^```\w+ title="([^"]+)"\n(.*?)^```$', re.M | re.S)
_CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.M | re.S)
_DECISION_ID = re.compile(r"(?<![:\w])[0-9a-f]{16}\b")  # record ids stand behind 'source:' and never change
_TIME = re.compile(r"\b20\d\d-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?")


def played(text: str) -> str:
    """The page with what its commands say today. Days and decision ids, new each time, stay as the page has them."""
    with tempfile.TemporaryDirectory() as folder:
        play = _Play(Path(folder).resolve())
        for name, body in _SHOWN_FILE.findall(text):
            (play.folder / name).write_text(body, encoding="utf-8", newline="\n")
        return _CONSOLE.sub(lambda match: f"```console\n{play.block(match[1])}```", text)


def console_commands(text: str) -> Iterator[str]:
    """The commands of a page's console blocks."""
    for body in _CONSOLE.findall(text):
        yield from (line[2:] for line in body.splitlines() if line.startswith("$ "))


class _Play:
    """A shell that knows `cd` and `bibcorpus`, nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folder = self.here = folder
        self.real: dict[str, str] = {}  # decision id as the page has it -> of this play

    def block(self, body: str) -> str:
        """A console block, played."""
        said = []
        for part in filter(None, re.split(r"^(?=\$ )", body, flags=re.M)):
            command, _, old = part.partition("\n")
            said.append(f"{command}\n{self._steady(self._say(command.removeprefix('$ ')), old)}")
        return "".join(said)

    def _say(self, command: str) -> str:
        program, *words = [self.real.get(word, word) for word in shlex.split(command)]
        if program == "cd":
            self.here = (self.here / words[0]).resolve()
            return ""
        if program != "bibcorpus":
            raise SystemExit(f"docs/guide.md: `{command}`: console blocks hold only cd and bibcorpus")
        done = subprocess.run(
            [sys.executable, "-c", "from pipeline.cli import main; main()", *words],
            cwd=self.here,
            env={**os.environ, "PYTHONUTF8": "1", "NO_COLOR": "1", "COLUMNS": "80", "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=TIMEOUT_S,
            check=False,
        )
        if "Traceback" in done.stdout:
            raise SystemExit(f"docs/guide.md: `{command}`:\n{done.stdout}")
        return done.stdout.replace(f"{self.folder}{os.sep}", "")

    def _steady(self, new: str, old: str) -> str:
        """`new`, but with the days and decision ids of `old`, where there are as many."""
        for pattern in (_TIME, _DECISION_ID):
            then, now = pattern.findall(old), pattern.findall(new)
            if len(then) != len(now):
                continue
            if pattern is _DECISION_ID:
                self.real |= dict(zip(then, now, strict=True))
            given = iter(then)
            new = pattern.sub(lambda _, given=given: next(given), new)
        return new


# ------------------------------------------------------------------------------------------ readme

_RUN_OUTPUT = re.compile(r"(?<=<!-- output of make run -->\n```text\n).*?(?=```\n<!-- end of output -->)", re.S)


def readme(text: str) -> str:
    """The page with what `bibcorpus run` says of a copy of this repository's own workspace."""
    with tempfile.TemporaryDirectory() as folder:
        shared = ("raw", "decisions", "citekeys.csv", "successors.csv")
        for name in ("bibcorpus.toml", "queries", *(f"corpus/{part}" for part in shared)):
            if (ROOT / name).exists():
                _copy(ROOT / name, Path(folder) / name)
        done = subprocess.run(
            [sys.executable, "-c", "from pipeline.cli import main; main()", "run"],
            cwd=folder,
            env={**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)},
            capture_output=True,
            encoding="utf-8",
            timeout=TIMEOUT_S,
            check=True,
        )
    return _RUN_OUTPUT.sub(lambda _: done.stdout, text)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target)
    elif source.is_file():
        shutil.copyfile(source, target)


# ------------------------------------------------------------------------------------------ all pages

PAGES: Mapping[str, Callable[[str], str]] = {  # page -> its text as it should be, from its text as it is
    "docs/reference.md": lambda old: reference(),
    "docs/schema.md": lambda old: schema(),
    "docs/sources.md": lambda old: sources(),
    "docs/guide.md": played,
    "README.md": readme,
}


def stale_pages(root: Path = ROOT) -> dict[str, str]:
    """The pages that are not what they should be, with their right text."""
    found = {}
    for name, page in PAGES.items():
        path = root / name
        old = path.read_text(encoding="utf-8") if path.is_file() else ""
        if (new := page(old)) != old:
            found[name] = new
    return found


def main() -> int:
    """The command line; the exit code."""
    stale = stale_pages()
    if "--check" in sys.argv[1:]:
        for name in stale:
            print(f"{name} is stale: run `make docs`")
        return 1 if stale else 0
    for name, text in stale.items():
        (ROOT / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{name}: written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
