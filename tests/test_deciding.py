"""Deciding: from the names that people use to record ids, checked before a line is written."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pipeline.deciding import who_decides, write_decision
from pipeline.decisions import read_decisions, seen_hash
from pipeline.errors import DecisionError, NotFound, PipelineError, StoreError
from pipeline.workspace import Workspace

from . import workspaces as ws

NOW = "2022-01-01T10:00:00.000001Z"


def write(
    workspace: Workspace, event: str, *works: str, value: dict[str, Any] | None = None, now: str = NOW
) -> dict[str, Any]:
    return write_decision(workspace, event, works, "anna", "because", value or {}, now)[1]


def test_a_work_may_be_named_by_key_doi_or_pmid(built: Workspace):
    """The line that is written names the record, which no later import can redraw."""
    wanted = ws.record_id(built, "against burnout", "hand")
    for name in ("doe2011balint", "DOE2011BALINT", "https://doi.org/10.1000/BURNOUT.1", "11111111", wanted):
        assert write(built, "include", name)["records"] == [wanted]


def test_the_line_says_who_when_why_and_what_was_seen(built: Workspace):
    """Years later the society can ask."""
    line = write(built, "exclude", "eye2001balint", value={"stage": "full-text"})
    assert json.loads((built.decisions / "anna.jsonl").read_text("utf-8")) == line
    assert (line["who"], line["time"], line["reason"]) == ("anna", NOW, "because")
    assert line["value"] == {"stage": "full-text"}
    assert line["seen"] == seen_hash(line["records"][0], "Balint syndrome after a stroke", None)


def test_a_record_of_a_larger_work_may_be_named_itself(built: Workspace):
    """To part a work, one names its records."""
    ids = ["pubmed:11111111", ws.record_id(built, "against burnout", "hand")]
    assert write(built, "different", *ids)["records"] == ids


def test_two_names_of_one_work_are_not_two_records(built: Workspace):
    """'These are different' about a work and itself would mean nothing."""
    with pytest.raises(DecisionError, match="these names mean one") as caught:
        write(built, "different", "doe2011balint", "10.1000/burnout.1")
    assert "lists the record ids" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("event", "works", "value", "error", "says"),
    [
        ("include", ["doe2011"], {}, NotFound, "nothing was decided"),
        ("tag", ["doe2011balint"], {"facet": "colour", "value": "red"}, DecisionError, "no facet 'colour'"),
        ("tag", ["doe2011balint"], {"facet": "topic", "value": "red"}, DecisionError, "topic has no value 'red'"),
        ("undo", [], {"id": "nothing"}, DecisionError, "no decision 'nothing'"),
    ],
)
def test_a_slip_is_told_and_nothing_is_written(
    built: Workspace, event: str, works: list[str], value: dict[str, Any], error: type[PipelineError], says: str
):
    """With the nearest that would do."""
    with pytest.raises(error, match=says) as caught:
        write(built, event, *works, value=value)
    assert caught.value.hint
    assert not built.decisions.exists()


def test_before_the_first_run_there_is_nothing_to_decide_on(review: Workspace):
    """And the message says what to do first."""
    with pytest.raises(StoreError, match="not there yet"):
        write(review, "include", "doe2011balint")


def test_the_same_word_again_later_is_another_event(built: Workspace):
    """Include, take it back, include again: the third is no copy of the first."""
    first = write(built, "include", "eye2001balint", now="2022-01-01T10:00:00.000001Z")
    write(built, "undo", value={"id": first["id"]}, now="2022-01-01T10:00:00.000002Z")
    write(built, "include", "eye2001balint", now="2022-01-01T10:00:00.000003Z")
    logged, _ = read_decisions(built)
    assert [item.state for item in logged] == ["undone", "in force", "in force"]


def test_a_person_is_named_or_asked_for_and_never_guessed(monkeypatch: pytest.MonkeyPatch):
    """A decision without its author can't be discussed."""
    monkeypatch.setenv("BIBCORPUS_WHO", " boris ")
    assert who_decides("anna") == "anna"
    assert who_decides(None) == who_decides("  ") == "boris"
    monkeypatch.delenv("BIBCORPUS_WHO")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(DecisionError, match="who decides") as caught:
        who_decides(None)
    assert "--as NAME" in (caught.value.hint or "")
