"""The command line: one thin command a step. Options in, summary out; all else is in the modules that it calls.

Results go to stdout, progress to stderr (silent when that is no terminal). Exit 0 done, 1 failed, 2 wrong usage.
Heavy libraries are imported where a command needs them, so that `--help` is there at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from .. import __version__
from ..errors import PipelineError
from . import changes, corpus, decide, exporting, files, references, reporting, reviewing, searching, tagging, why
from .shared import Group, complain, place_of


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "-C",
    "--workspace",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    help="Work in this folder.",
)
@click.option("--debug", is_flag=True, help="Show where in the program an error came from.")
@click.version_option(__version__, prog_name="bibcorpus")
@click.pass_context
def cli(ctx: click.Context, folder: Path, debug: bool) -> None:
    """Curate a bibliography: take in exports, find duplicates, tag studies, export citation lists.

    Every record is accounted for, every merge and tag can be explained (why) and undone (decide).
    """
    if debug:
        import logging

        logging.basicConfig(level=logging.DEBUG)
    ctx.obj = folder


# in the order in which one meets them
for command in (
    corpus.init,
    corpus.run,
    corpus.add,
    corpus.status,
    why.why,
    files.inspect_files,
    references.references,
    files.convert,
    files.dedup,
    tagging.tag,
    reviewing.review,
    exporting.export,
    reporting.report,
    corpus.check,
    searching.search,
    changes.diff,
    decide.decide,
):
    cli.add_command(command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line (of this process, or `arguments`); every error of ours becomes two lines on stderr."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    debug = "--debug" in arguments
    try:
        cli.main(arguments, prog_name="bibcorpus", standalone_mode=True)
    except PipelineError as error:
        if debug:
            raise
        complain(error.message, error.hint)
        sys.exit(1)
    except BrokenPipeError:  # `bibcorpus … | head`: the reader has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OSError as error:
        if debug:
            raise
        complain(
            f"{place_of(error)}{error.strerror or error}",
            "check free space and permissions; nothing half-written is left",
        )
        sys.exit(1)
    except Exception as error:  # the last handler: a fault of ours is two lines too, not a traceback
        if debug:
            raise
        complain(
            f"a fault of the program: {type(error).__name__}: {error}",
            "please report it, with what `bibcorpus --debug …` shows for the same command; the corpus is as it was",
        )
        sys.exit(1)
