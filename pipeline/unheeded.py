"""What a run tells people: lines of their files that can't be used, and what holds nothing.

In: the files that people write, and the finished corpus. Out: one line each; none of them stops a run.
"""

from __future__ import annotations

from collections.abc import Sequence

from .citekey import read_citekeys
from .raw_files import files_not_here, lost_files, not_here_lines
from .report import changed_since
from .search_record import search_records
from .sharing.private import speaks_of_absent
from .store import Store
from .successors import read_successors
from .workspace import Workspace

NO_RECORD = ": put the id right, add the file that has it, or say what it is now (`bibcorpus decide successor`)"


def unusable(workspace: Workspace, decisions: Sequence[str]) -> tuple[str, ...]:
    """Lines of people's files that can't be used, `decisions` among them; they stop nothing but themselves."""
    successors = read_successors(workspace.successors)[1]
    return (*decisions, *successors, *lost_files(workspace), *not_here_lines(files_not_here(workspace)))


def unusable_keys(workspace: Workspace) -> tuple[str, ...]:
    """The same of citekeys.csv."""
    return tuple(read_citekeys(workspace.citekeys)[1])


def unheeded(store: Store, workspace: Workspace) -> list[str]:
    """What holds nothing: decisions on records that the corpus doesn't have, and files that are there twice."""
    found = store.rows("select place, state, records from decision where state like 'needs a look%' order by place")
    twice = store.rows("select path, same_as from source_file where same_as is not null order by path")
    absent = speaks_of_absent(workspace)
    kept = sum(any(map(absent, records)) for _, _, records in found)
    return [
        *changed_since(store),
        *([f"{kept} decision(s) on records that are private and not here: heeded where the files are"] if kept else []),
        *(
            f"{place}: {state}" + (NO_RECORD if "no record" in state else "")
            for place, state, records in found
            if not any(map(absent, records))
        ),
        *(
            f"{path}: the same file as {first}: counted once"
            for path, first in twice
            if not _of_search(workspace, path)
        ),
    ]


def _of_search(workspace: Workspace, path: str) -> bool:
    """Whether a raw file is the answer to a search: two searches may well be answered alike."""
    return any(record.answer == path for record in search_records(workspace))
