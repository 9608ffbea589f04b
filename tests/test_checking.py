"""Check: every file that people write, one line for each problem."""

from __future__ import annotations

import pytest

from pipeline.checking import check_workspace
from pipeline.workspace import Workspace

from . import workspaces as ws
from .workspaces import event


def test_a_sound_workspace_is_told_to_be_sound(built: Workspace):
    """And what was looked at, so that nobody trusts a check of nothing."""
    found = check_workspace(built)
    assert found.problems == ()
    assert found.summary == "1 query, 4 tag rules, 0 decisions, 6 keys, 3 raw files: all sound, 1 doubt"


def test_a_doubt_is_told_and_fails_nothing(built: Workspace):
    """A search without field tags may be meant so; a person looks at it and goes on."""
    (doubt,) = check_workspace(built).doubts
    assert doubt.startswith("doubt: queries/balint.toml: [source.pubmed] search: no field at 'balint group*'")


def test_an_unsound_search_is_to_be_put_right(review: Workspace):
    """A search with an open bracket finds something else, and nobody sees it."""
    text = ws.QUERY.replace('balint group*"\n', '(balint group*[tiab]"\n')
    assert text != ws.QUERY
    ws.write(review.queries / "balint.toml", text)
    (problem,) = check_workspace(review).problems
    assert problem.startswith("queries/balint.toml: [source.pubmed] search: '(' is opened, never closed")


def test_a_string_made_of_blocks_is_looked_at_like_any_other(review: Workspace):
    """A source without a string of its own gets one of the combination; it is as sound as the others."""
    text = ws.QUERY.replace('search = "balint group*"\n', "")
    text = text.replace("[source.pubmed]", "[source.scopus]").replace(
        'where = "PubMed"', 'where = "x"\ncombination = "alone"'
    )
    ws.write(review.queries / "balint.toml", text)
    assert check_workspace(review).problems == ()


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        ("queries/balint.toml", "[review]\n", "balint.toml: "),
        (
            "queries/tags/burnout.toml",
            ws.RULES["burnout"].replace('words = ["burnout"', 'words = ["(burnout"'),
            "burnout.toml",
        ),
        ("queries/tags/burnout.toml", ws.RULES["burnout"].replace("Iron and coal", "Iron and burnout"), "Iron"),
        ("corpus/decisions/anna.jsonl", "{}\n", "corpus/decisions/anna.jsonl line 1: "),
        (
            "corpus/citekeys.csv",
            "key,record_id,given_at,who\n<<<<<<< HEAD\n",
            "citekeys.csv line 2: a git conflict mark",
        ),
        ("corpus/raw/hand/list.ris.toml", 'sha256 = "0"\n', "corpus/raw/hand/list.ris: is not the file"),
        (
            "corpus/raw/hand/lost.ris.toml",
            'source = "hand"\n',
            "corpus/raw/hand/lost.ris.toml: a note without its file",
        ),
        ("corpus/raw/stray.ris", ws.OLD, "corpus/raw/stray.ris: lies in no source's folder"),
    ],
)
def test_each_unsound_file_is_named_with_its_problem(review: Workspace, path: str, text: str, says: str):
    """One check before a push saves the others from it."""
    ws.write(review.root / path, text)
    found = check_workspace(review)
    assert any(says in problem for problem in found.problems)
    assert len(found.problems) == 1
    assert ": 1 to put right" in found.summary


def test_a_decision_on_an_unknown_record_is_shown_with_its_place(built: Workspace):
    """It may be a slip, or its file is still to come."""
    ws.decide(built, event("include", "hand:nowhere", id="1"))
    (problem,) = check_workspace(built).problems
    assert problem.startswith("corpus/decisions/anna.jsonl line 1: no record 'hand:nowhere'")


def test_one_broken_part_does_not_hide_the_others(review: Workspace):
    """People want to mend all of it in one go."""
    ws.write(review.queries / "balint.toml", "[review\n")
    ws.write(review.root / "corpus/decisions/anna.jsonl", "x\ny\n")
    assert len(check_workspace(review).problems) == 3
