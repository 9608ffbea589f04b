"""The words of programs for screening: what they wrote is understood, and what we write they would have written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.exports._labels import COLUMNS, PROGRAMS, Said, label_of, said_by, stage_of_file

from .tagged import exported

RAYYAN = (
    'RAYYAN-INCLUSION: {"Kofi"=>"Excluded", "Ama"=>"Maybe"} | RAYYAN-LABELS: ML,Hospital | '
    'RAYYAN-EXCLUSION-REASONS: wrong population,foreign language | USER-NOTES: {"Kofi"=>["check later"]}'
)


def test_rayyan_names_each_reviewer_and_keeps_reasons_and_labels_apart():
    """Reasons stand with whoever excluded; labels are the record's."""
    labels = ("ML", "Hospital")
    assert said_by("rayyan", RAYYAN) == (
        Said(verdict="exclude", who="Kofi", reasons=("wrong population", "foreign language"), labels=labels),
        Said(verdict="unsure", who="Ama", labels=labels),
    )


def test_what_we_exported_is_nobodys_decision_in_rayyan():
    """It comes back beside what people decided."""
    text = 'RAYYAN-INCLUSION: {"bibcorpus"=>"Included"} RAYYAN-INCLUSION: {"Ama"=>"Excluded"}'
    assert [(said.who, said.verdict) for said in said_by("rayyan", text)] == [("Ama", "exclude")]


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("ASReview_relevant", ["include"]),
        ("<p>ASReview_irrelevant</p>", ["exclude"]),
        ("ASReview_not_seen", []),
        ("1", ["include"]),
        ("0.0", ["exclude"]),
        ("", []),
        ("10", []),
        ("ASReview_relevant ASReview_irrelevant", []),
        ("the software ASReview", []),
    ],
)
def test_asreview_has_one_word_in_notes_and_a_number_in_tables(text: str, verdicts: list[str]):
    """Two that contradict each other say nothing: ASReview itself refuses them."""
    assert [said.verdict for said in said_by("asreview", text)] == verdicts


def test_covidence_says_why_a_work_was_excluded():
    """In its notes; the decision itself is told by which file it is."""
    (said,) = said_by("covidence", "Exclusion reason: Wrong study design; ")
    assert (said.verdict, said.reasons) == ("exclude", ("Wrong study design",))
    assert said_by("covidence", "a note") == ()


@pytest.mark.parametrize(
    ("name", "stage"),
    [
        ("review_12345_irrelevant_csv_20240303130126.csv", ("exclude", "title-abstract")),
        ("review_12345_select_csv_20240303130126.csv", ("include", "title-abstract")),
        ("review_12345_excluded_ris_20240303130126.txt", ("exclude", "full-text")),
        ("review_12345_included_csv_20240303130126.csv", ("include", "full-text")),
        ("review_12345_screen_csv_20240303130126.csv", None),
        ("excluded.csv", None),
    ],
)
def test_the_name_of_a_file_of_covidences_tells_the_stage(name: str, stage: tuple[str, str] | None):
    """Its exports are one file a stage."""
    assert stage_of_file(name) == stage


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize(("status", "verdict"), [("included", "include"), ("excluded", "exclude"), ("undecided", None)])
def test_what_we_write_is_understood_by_the_same_rules(program: str, status: str, verdict: str | None):
    """But in Rayyan for the reviewer, who would be we; and Covidence takes nothing but reasons."""
    label = label_of(replace(exported(), status=status, status_reason="not a study"), program) or ""
    said = said_by(program, label.replace('"bibcorpus"', '"Ama"'))
    expected = [] if verdict is None or (program == "covidence" and verdict == "include") else [verdict]
    assert [each.verdict for each in said] == expected


def test_the_column_of_asreview_says_the_same_as_its_note():
    """1, 0 or nothing."""
    name, cells = COLUMNS["asreview"]
    assert name == "included"
    assert {status: [said.verdict for said in said_by("asreview", cell)] for status, cell in cells.items()} == {
        "included": ["include"],
        "excluded": ["exclude"],
        "undecided": [],
    }
