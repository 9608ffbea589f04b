"""Why: the whole story of anything that has a name here."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from .shared import in_workspace

if TYPE_CHECKING:
    from ..workspace import Workspace


@click.command()
@in_workspace
@click.argument("names", metavar="NAME [OTHER]", nargs=-1, required=True)
@click.option("--all", "everything", is_flag=True, help="Whole lists; else the first 20 of each.")
@click.option("--raw", is_flag=True, help="With the text of each record as it stands in its file.")
@click.option("--json", "as_json", is_flag=True, help="The answer as JSON, with whole lists.")
def why(workspace: Workspace, names: Sequence[str], everything: bool, raw: bool, as_json: bool) -> None:
    """Where something comes from: the records, rules, people and times behind it.

    \b
    NAME may be
      a work       its key (also an older one), DOI, PMID, or words of its title
      a record     its id: pubmed:12345678
      two of them  why they are one work, or two
      a raw file   or a folder in corpus/raw: what it brought, and who searched
      a decision   its id
      a rule       burnout.toml:en, burnout.toml, same_doi
      a number     35: which figures of the report it is
      a figure     as the report calls it: "set aside", empirical, "about burnout"
    """
    from ..explaining import explained
    from ..explaining.lines import answer_lines
    from ..store import reading

    with reading(workspace.database) as store:
        answer = explained(store, workspace, names, raw)
    if as_json:
        click.echo(json.dumps(answer.as_json(), ensure_ascii=False))
        return
    for line in answer_lines(answer, everything):
        click.echo(line)
