"""What the claims about the pages share: the pages, their blocks and the commands in them."""

import importlib.util
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import click

from pipeline.cli import cli

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
PAGE_NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]
PLAYED = ("docs/guide.md", "README.md")  # their commands are run, and what they say is put there

spec = importlib.util.spec_from_file_location("write_docs", ROOT / "scripts" / "write_docs.py")
write_docs = importlib.util.module_from_spec(spec)
spec.loader.exec_module(write_docs)


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


def bibcorpus_lines(name: str) -> list[list[str]]:
    shown = [words_of(line) for line in shell_lines(text_of(name))]
    return [words[1:] for words in shown if words and words[0] == "bibcorpus"]


def parse(words: list[str]) -> None:
    """Fail where click refuses these words; nothing is run."""
    command: click.Command = cli
    ctx = cli.make_context("bibcorpus", list(words), resilient_parsing=False)
    rest = [*ctx.protected_args, *ctx.args] if hasattr(ctx, "protected_args") else ctx.args
    while isinstance(command, click.Group):
        _, command, rest = command.resolve_command(ctx, rest)
        ctx = command.make_context(command.name, list(rest), parent=ctx)
        rest = ctx.args
