"""What is asked of works together, and of keys. See the docstring of this folder.

In: the finished corpus, the works of an export, citekeys.csv, the named lists. Out: findings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from ..errors import PipelineError
from ..keying import keys_to_nowhere
from ..named_lists import load_lists
from ..selection import Selection, choose_in
from ..store import Store, reading
from ..workspace import Workspace
from . import Finding
from .works import doubts_of

# number -> whether the command fails where two works have it: see the docstring of this folder
NUMBERS: Mapping[str, bool] = {"doi": False, "pmid": True}

# few numbers are there twice: keys are looked up, and put in order, for these alone
_TWICE = """
    with chosen as (select unnest(?::varchar[]) as work_id),
    numbered as (select work_id, {number} from work semi join chosen using (work_id) where {number} is not null),
    twice as (select {number} from numbered group by {number} having count(*) > 1)
    select {number}, list(work_id order by lower(key), key), list(key order by lower(key), key)
    from numbered semi join twice using ({number}) join citekey using (work_id)
    where leads group by {number} order by 1"""

# pairs of works of which a person has said that they are two, or how they are related
_SAID = """
    with said as (
      select decision_id, unnest(records) as record_id from decision
      where event in ('different', 'related') and state = 'in force'
    ),
    of_works as (select distinct decision_id, work_id from said join work_record using (record_id))
    select distinct l.work_id, r.work_id from of_works l join of_works r using (decision_id)
    where l.work_id <> r.work_id"""


def duplicates(store: Store, works: Sequence[str]) -> Iterator[Finding]:
    """Two works with one DOI or PMID, of which nobody has said that they are two."""
    said = {(left, right) for left, right in store.rows(_SAID)}
    for number, fails in NUMBERS.items():
        for value, ids, keys in store.rows(_TWICE.format(number=number), [list(works)]):
            for (left, key), (right, other) in pairwise(zip(ids, keys, strict=True)):
                if (left, right) not in said:
                    yield Finding(
                        check=f"same-{number}",
                        key=other,
                        says=f"its {number.upper()} {value} is that of {key} too",
                        fix=f"bibcorpus decide same {key} {other}; two works: bibcorpus decide different {key} {other}",
                        fails=fails,
                    )


def dead_keys(workspace: Workspace, store: Store) -> Iterator[Finding]:
    """Keys that lead nowhere: the record that each was given for is gone, and a text that cites it finds nothing.

    No failure: a key is never taken out of citekeys.csv, and a file may have been taken away on purpose. Keys of
    private records that are not here lead to them where they are.
    """
    for given in keys_to_nowhere(store, workspace):
        yield Finding(
            check="dead-key",
            key=given.key,
            says=f"leads nowhere: its record {given.record_id} is gone",
            fix="bring the record's file back into corpus/raw; or, where a work of today is the one that was meant, "
            f"bibcorpus decide key WORK {given.key}; or cite another work in its place",
        )


def cited_keys(workspace: Workspace, store: Store) -> Iterator[Finding]:
    """Citations of no work in the manuscripts of named lists; a list that can't be used is told by `check`."""
    for each in load_lists(workspace)[0] if workspace.queries.is_dir() else ():
        if not each.selection.by_key:
            continue
        try:
            missing = choose_in(workspace, store, each.selection).missing
        except PipelineError:
            continue
        for line in missing:
            yield Finding(
                check="cited-and-missing",
                key=each.file,
                says=line,
                fix="put the key right where it is cited, or take the work in with `bibcorpus add`",
                fails=True,
            )


def exported(workspace: Workspace, store: Store) -> list[str]:
    """The works that leave the house: those of the kept export and of all named lists, in the order of ids."""
    found = set(choose_in(workspace, store, Selection(hide=workspace.settings.hide)).works)
    for each in load_lists(workspace)[0]:
        try:
            found.update(choose_in(workspace, store, each.selection).works)
        except PipelineError:
            continue
    return sorted(found)


def findings(workspace: Workspace) -> list[Finding]:
    """All that is found in the works that leave the house, the failures first."""
    with reading(workspace.database) as store:
        works = exported(workspace, store)
        found = [
            *cited_keys(workspace, store),
            *duplicates(store, works),
            *doubts_of(store, works),
            *dead_keys(workspace, store),
        ]
    return sorted(found, key=lambda each: not each.fails)
