"""Preview: what changed rules would change, before they do."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pipeline.tag_preview import Preview, preview
from pipeline.workspace import Workspace, find_workspace
from tests.small_review import BURNOUT, FACETS, bibcorpus, built, write_review

from .workspaces import write


@pytest.fixture
def review(small_once: Path, tmp_path: Path) -> Workspace:
    """The small review, run: four works, one on burnout, three of them relevant."""
    return find_workspace(shutil.copytree(small_once, tmp_path, dirs_exist_ok=True))


def differences(found: Preview) -> dict[str, tuple[int, int]]:
    """How many works gain and lose each value."""
    return {f"{one.facet}={one.value}": (one.gained, one.lost) for one in found.differences}


def test_the_rules_of_the_last_build_change_nothing(review: Workspace):
    found = preview(review)
    assert (found.works, found.changed, found.differences) == (4, 0, ())
    assert "Nothing would change" in bibcorpus(review.root, "tag", "--preview").out


def test_a_value_that_works_gain_is_shown_with_its_words(review: Workspace):
    """'students' has no rule yet: the first one finds the seminar for young doctors."""
    rule = BURNOUT.replace('"burnout"', '"students"').replace('words = ["students"]', 'words = ["young doctors"]')
    write(review.rules / "students.toml", rule)
    found = preview(review)
    assert differences(found) == {"topic=students": (1, 0)}
    (example,) = found.differences[0].gains
    assert example.title == "Leading a first seminar for young doctors"
    assert example.before == ()
    assert example.after[0].startswith("students ('young doctors' in title; students.toml:words line ")


def test_a_value_that_works_lose_is_shown_with_what_they_had(review: Workspace):
    write(review.rules / "burnout.toml", BURNOUT.replace('words = ["burnout"]', 'words = ["burnout in nurses"]'))
    found = preview(review)
    assert differences(found) == {"topic=burnout": (0, 1)}
    (example,) = found.differences[0].losses
    assert example.before[0].startswith("burnout ('burnout' in title; ")


def test_in_a_facet_with_one_value_one_is_gained_where_another_is_lost(review: Workspace):
    """The work is counted once, its two values each for itself, in the order of facets.toml."""
    rule = BURNOUT.replace('"topic"', '"class"').replace('value = "burnout"', 'value = "empirical"')
    write(review.rules / "empirical.toml", rule)
    found = preview(review)
    assert found.changed == 1
    assert list(differences(found).items()) == [("class=empirical", (1, 0)), ("class=unsure", (0, 1))]


def test_what_becomes_a_mere_suggestion_is_a_change(review: Workspace):
    """A suggested topic is no longer counted: that must be seen."""
    write(review.rules / "facets.toml", FACETS + 'suggested = ["burnout"]\n')
    found = preview(review)
    assert [(one.value, one.suggested, one.gained, one.lost) for one in found.differences] == [
        ("burnout", False, 0, 1),
        ("burnout", True, 1, 0),
    ]


def test_what_a_person_said_stands_above_changed_rules(review: Workspace):
    """Her tag is there whatever the rules find, so nothing changes."""
    key = json.loads(bibcorpus(review.root, "tag", "--preview", "--json").out)
    assert key["changed"] == 0
    told = bibcorpus(review.root, "decide", "tag", "pubmed:90000001", "topic", "burnout", "--as", "anna")
    assert told.code == 0, told.err
    assert bibcorpus(review.root, "run").code == 0
    write(review.rules / "burnout.toml", BURNOUT.replace('words = ["burnout"]', 'words = ["burnout in nurses"]'))
    assert preview(review).changed == 0


def test_only_some_works_are_shown_of_each_change(review: Workspace):
    relevant = (review.rules / "relevant.toml").read_text(encoding="utf-8")
    write(
        review.rules / "relevant.toml", relevant.replace('words = ["balint group*", "балинтовск*"]', 'words = ["zz"]')
    )
    found = preview(review, examples=2)
    lost = next(one for one in found.differences if one.value == "relevant")
    assert (lost.lost, len(lost.losses)) == (3, 2)
    shown = bibcorpus(review.root, "tag", "--preview", "--examples", "1").out
    assert "relevance = relevant" in shown
    assert shown.count("\n  - ") == 1
    assert max(map(len, shown.splitlines())) <= 80


def test_a_preview_writes_nothing(review: Workspace):
    """It is asked again and again while a rule is written."""
    write(review.rules / "burnout.toml", BURNOUT.replace('words = ["burnout"]', 'words = ["burnout in nurses"]'))
    before = built(review.root)
    assert bibcorpus(review.root, "tag", "--preview").code == 0
    assert built(review.root) == before


def test_without_a_corpus_there_is_nothing_to_compare_with(tmp_path: Path):
    write_review(tmp_path)
    told = bibcorpus(tmp_path, "tag", "--preview")
    assert told.code == 1
    assert "not built yet" in told.err


def test_works_that_are_still_to_come_are_no_part_of_a_preview(review: Workspace):
    """Then the figures are those of the last build, and it says so."""
    write(review.raw / "hand-list" / "more.ris", "TY  - JOUR\nTI  - Burnout again\nPY  - 2001\nER  -\n")
    told = bibcorpus(review.root, "tag", "--preview")
    assert told.code == 0
    assert "the works are those of its last build" in told.err
