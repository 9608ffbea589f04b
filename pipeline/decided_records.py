"""Are the records that decisions name in the corpus? And do the logs stand apart on every computer?

In: the decisions with their states, and the records of the last build. Out: one line a finding, for `check`.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from .citekey import read_citekeys
from .ledger import read_ledger
from .log_names import same_but_for_case
from .raw_files import raw_notes, raw_paths
from .settling import UNDONE, Logged
from .sharing.private import speaks_of_absent
from .successors import doubts, read_successors
from .workspace import Workspace


def records_not_here(
    workspace: Workspace, logged: Sequence[Logged], known: Container[str]
) -> Iterator[tuple[bool, str]]:
    """(whether it is wrong, the line) for each record that a decision names and the corpus lacks.

    Nothing hangs on a decision that was taken back, so it may name what it likes. Records that are private may be in
    somebody else's corpus: that is told once, and is no fault.
    """
    absent = speaks_of_absent(workspace)
    keys = {row.record_id: row.key for row in read_citekeys(workspace.citekeys)[0]}
    lost = [
        (item.place, record)
        for item in logged
        if item.state != UNDONE
        for record in item.decision.records
        if record not in known
    ]
    if waiting := list(dict.fromkeys(place for place, record in lost if absent(record))):
        more = f" (and {len(waiting) - 1} decisions more)" if len(waiting) > 1 else ""
        yield False, f"{waiting[0]}: speaks of a record that is private and not here{more}: heeded where it is"
    may_be = doubts(read_successors(workspace.successors)[0])
    for place, record in lost:
        if not absent(record):
            had = f" (it had the key {keys[record]})" if record in keys else ""
            doubt = f" {may_be[record]};" if record in may_be else ""
            yield (
                True,
                f"{place}: no record {record!r}{had} in the corpus;{doubt} if it is another record now, say which: "
                f"`bibcorpus decide successor {record} WORK`; if it is misspelt, put it right; if its file is "
                "still to come, leave it; if it is gone for good, `bibcorpus decide undo` takes the decision back",
            )


def older_than_files(workspace: Workspace) -> bool:
    """Whether raw files or their notes came, went or changed since the corpus was built: what it lacks may be there."""
    ledger = read_ledger(workspace.ledger)
    built_of = {name: sha for name, sha in ledger.steps.get("import", {}).items() if name.startswith("corpus/raw/")}
    paths = [*raw_paths(workspace), *raw_notes(workspace)]
    return built_of != {shown: ledger.sha256(path, shown) for path in paths for shown in [workspace.relative(path)]}


def logs_that_clash(workspace: Workspace) -> Iterator[str]:
    """A line for each group of logs that are one file on some computers."""
    for paths in same_but_for_case(workspace.decisions):
        shown = " and ".join(map(workspace.relative, paths))
        yield (
            f"{shown}: their names differ only in case, and on macOS and Windows they are one file: bring all lines "
            'into one of them, with "who" spelt one way if they are one person\'s, and delete the other'
        )
