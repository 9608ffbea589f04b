"""`bibcorpus export list`: a formatted reference list."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..lists import ORDERS, SORTS, TARGETS
from ..values.number import thousands
from .shared import in_workspace

if TYPE_CHECKING:
    from ..lists.listing import Made
    from ..workspace import Workspace

OF_SUFFIX = {
    ".docx": "docx",
    ".odt": "odt",
    ".html": "html",
    ".htm": "html",
    ".md": "md",
    ".txt": "txt",
    ".tex": "latex",
}
FILES = ("docx", "odt")  # never to stdout
SHOWN = 5  # keys that a notice names

OPTIONS = (
    click.option(
        "--style",
        default="vancouver",
        show_default=True,
        metavar="NAME|FILE.csl",
        help="gost, gost-numeric, vancouver (nlm), apa, chicago, dgps, ama, ieee, harvard, mla, nature, any style of "
        "the Zotero repository by its name there, or a CSL file.",
    ),
    click.option("--to", type=click.Choice(TARGETS), help="What it is written as; else as --out ends, else txt."),
    click.option("--lang", metavar="CODE", help="Language of the list: ru, de, en-GB … Else that of the style."),
    click.option("--sort", type=click.Choice(SORTS), help="Order of the entries; else as the style has it."),
    click.option(
        "--order",
        type=click.Choice(ORDERS),
        help="Which alphabet leads, or all as one; else Cyrillic in Russian lists and Latin in others.",
    ),
    click.option("--group-by", metavar="FACET", help="Headings: year, language, type, or a facet of tags."),
    click.option("--numbered/--no-numbered", default=None, help="Number the entries; else as the style has it."),
    click.option("--links/--no-links", default=True, show_default=True, help="Make DOIs and addresses links."),
    click.option(
        "--twins", is_flag=True, help="Behind each Cyrillic entry, the same in Latin letters with its English title."
    ),
)


def formatted(
    workspace: Workspace,
    out: Path | None,
    style: str,
    lang: str | None,
    to: str | None,
    **said: Any,
) -> None:
    """A reference list in a citation style, for a manuscript.

    As a Word or OpenDocument file, a web page, Markdown, plain text, or LaTeX (a part of a document, to \\input). Needs
    `pip install 'bibcorpus[lists]'`, and no network. Sorted as the style wants it, by author in the alphabet of the
    list's language, or as a manuscript cites them (--keys-from). In a GOST list each entry has the words of its own
    language: Т. and С., Vol. and P.
    """
    from ..ledger import write_whole
    from ..lists import Choices
    from ..lists.asked import chosen_list
    from ..selection import choose_in
    from ..store import reading
    from .exporting import doubts_line, left_out_of, selection_of, tell, to_stdout

    selection = selection_of(workspace, said)
    choices = Choices(to=_target(to, out), locale=lang, **said)
    with reading(workspace.database) as store:
        chosen = choose_in(workspace, store, selection)
        with _progress() as progress:
            made = chosen_list(store, workspace.rules, chosen, style, choices, progress)
        left_out = left_out_of(store, chosen.works, selection, out)
        doubts = doubts_line(store, chosen.works)
    if out is None:
        to_stdout([made.data])
    else:
        write_whole(out, made.data)
    tell(chosen.works, chosen.notices, out, selection.everything or selection.by_key)
    for line in filter(None, (left_out, *_notices(made), doubts)):
        click.echo(line, err=True)


def _notices(made: Made) -> Iterator[str]:
    if made.entries > made.works:
        yield f"{made.entries} entries: a work stands under each of its headings"
    if made.bare:
        shown = ", ".join(made.bare[:SHOWN]) + (" …" if len(made.bare) > SHOWN else "")
        yield f"Warning: the style prints nothing of {len(made.bare)} works, which stand by title or key alone: {shown}"


def list_command(selection: Callable[[Any], Any], out: Callable[[Any], Any]) -> click.Command:
    """The command, with the options that say which works and where to."""
    command: Any = in_workspace(formatted)
    for option in reversed(OPTIONS):
        command = option(command)
    return click.command("list", help=formatted.__doc__, short_help="Formatted list")(selection(out(command)))


def _target(to: str | None, out: Path | None) -> str:
    """What is asked for; else what the name of the file says."""
    if to is None and out is not None and out.suffix:
        to = OF_SUFFIX.get(out.suffix.lower())
        if to is None:
            known = ", ".join(OF_SUFFIX)
            raise click.UsageError(f"a list can't be written as {out.suffix}: a name that ends in {known}, or --to")
    if out is None and to in FILES:
        raise click.UsageError(f"{to} is a file: --out NAME.{to}")
    return to or "txt"


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """How many entries are formatted, on stderr, where that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from .shared import progress

    with progress() as tell:
        yield lambda done, of: tell(f"list: {thousands(done)} of {thousands(of)} entries")
