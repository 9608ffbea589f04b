"""Taking back what was screened in Rayyan, ASReview and Covidence: decisions, and nothing that nobody decided."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import rispy
import xlsxwriter

from .small_review import bibcorpus

BURNOUT, LEADING, RUSSIAN = "ahlgren2004balint", "cerny2011leading", "vinter2015balintovskie"


@pytest.fixture
def review(small_once: Path, tmp_path: Path) -> Path:
    return shutil.copytree(small_once, tmp_path / "review")


def taken(folder: Path, file: Path, *options: str) -> str:
    """What `decide --from` says, having written without asking."""
    told = bibcorpus(folder, "decide", "--from", file, "--as", "anna", "--yes", *options)
    assert told.code == 0, told.err
    return told.out


def decided(folder: Path, who: str = "anna") -> list[tuple[str, str, str | None]]:
    """Event, stage and reason of each line in a person's file."""
    path = folder / f"corpus/decisions/{who}.jsonl"
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []
    return [(line["event"], line["value"]["stage"], line["reason"]) for line in lines]


def table(path: Path, header: str, *rows: str) -> Path:
    """A table as text."""
    path.write_text("\n".join((header, *rows, "")), encoding="utf-8")
    return path


def rayyan(folder: Path, *notes: str, titles: Sequence[str] = ("Leading a first seminar for young doctors",)) -> Path:
    """Rayyan's own CSV: its ids for keys, everything decided in the notes."""
    quoted = ['"' + note.replace('"', '""') + '"' for note in notes]
    rows = [
        f'rayyan-{place},"{title}",2011,1,1,Journal of Invented Medicine,,19,,7-15,Iva Cerny,{note}'
        for place, (title, note) in enumerate(zip(titles, quoted, strict=True))
    ]
    header = "key,title,year,month,day,journal,issn,volume,issue,pages,authors,notes"
    return table(folder / "articles.csv", header, *rows)


def test_rayyan_decisions_come_back_with_their_reasons(review: Path):
    """Its export has no key of ours: the work is known by title and year."""
    note = 'RAYYAN-INCLUSION: {"Anna"=>"Excluded"} | RAYYAN-EXCLUSION-REASONS: wrong population,no study'
    out = taken(review, rayyan(review, note))
    assert f"{LEADING}: exclude at title-abstract: wrong population; no study" in out
    assert decided(review) == [("exclude", "title-abstract", "wrong population; no study")]


def test_nothing_is_written_before_the_yes(review: Path):
    """The diff comes first, as for a worksheet."""
    file = rayyan(review, 'RAYYAN-INCLUSION: {"Anna"=>"Included"}')
    told = bibcorpus(review, "decide", "--from", file, "--as", "anna", "--dry-run")
    assert "include: 1" in told.out
    assert decided(review) == []


def test_a_file_taken_back_twice_adds_nothing(review: Path):
    """Whoever isn't sure may do it again."""
    file = rayyan(review, 'RAYYAN-INCLUSION: {"Anna"=>"Maybe"}')
    taken(review, file)
    assert "nothing to decide" in taken(review, file)
    assert [event for event, _, _ in decided(review)] == ["unsure"]


def test_of_several_reviewers_one_is_taken_at_a_time(review: Path):
    """Two people may see a work differently, and each has a file of decisions."""
    file = rayyan(review, 'RAYYAN-INCLUSION: {"Anna"=>"Included", "Ben"=>"Excluded"}')
    out = taken(review, file)
    assert "take them with --as: Ben (1)" in out
    assert [event for event, _, _ in decided(review)] == ["include"]
    told = bibcorpus(review, "decide", "--from", file, "--as", "ben", "--yes")
    assert "exclude: 1" in told.out


def test_a_person_who_is_none_of_several_reviewers_is_asked_who_they_are(review: Path):
    """Nobody's word is taken for another's by chance."""
    file = rayyan(review, 'RAYYAN-INCLUSION: {"Ama"=>"Included", "Ben"=>"Excluded"}')
    told = bibcorpus(review, "decide", "--from", file, "--as", "anna", "--yes")
    assert told.code == 1
    assert "none of them is anna: Ama (1), Ben (1)" in told.err
    assert decided(review) == []


def test_a_lone_reviewer_with_another_name_is_the_person_who_takes_it_back(review: Path):
    """Rayyan has 'Dr A. Novak' where we have 'anna'; it is told."""
    out = taken(review, rayyan(review, 'RAYYAN-INCLUSION: {"Dr A. Novak"=>"Included"}'))
    assert "Dr A. Novak, as they are called there, is anna here" in out
    assert [event for event, _, _ in decided(review)] == ["include"]


def test_a_record_that_is_no_work_is_told_and_stops_nothing(review: Path):
    """Somebody added it there, or the work has gone."""
    notes = ['RAYYAN-INCLUSION: {"Anna"=>"Included"}'] * 2
    titles = ["Somebody else's article", "Leading a first seminar for young doctors"]
    out = taken(review, rayyan(review, *notes, titles=titles))
    assert "articles.csv line 2: no work of the bibliography has its key" in out
    assert [event for event, _, _ in decided(review)] == ["include"]


def test_labels_are_named_and_not_taken(review: Path):
    """A label of Rayyan's is no value of a facet."""
    out = taken(review, rayyan(review, 'RAYYAN-INCLUSION: {"Anna"=>"Included"} | RAYYAN-LABELS: Russian'))
    assert "labels are not taken (tags are given here, or in a worksheet): Russian (1)" in out


def test_two_records_of_one_work_that_contradict_each_other_are_told(review: Path):
    """The first is taken, as in a worksheet."""
    notes = ['RAYYAN-INCLUSION: {"Anna"=>"Included"}', 'RAYYAN-INCLUSION: {"Anna"=>"Excluded"}']
    out = taken(review, rayyan(review, *notes, titles=["Leading a first seminar for young doctors"] * 2))
    assert f"articles.csv line 3: another record of {LEADING}, which is in the file" in out
    assert [event for event, _, _ in decided(review)] == ["include"]


# ---------------------------------------------------------------------------------- ASReview, by the RIS of ours


def screened_in_asreview(folder: Path, words: dict[str, str], *options: str) -> Path:
    """Our export, and what ASReview makes of it: rispy reads and writes it, a label comes first among the notes."""
    path = folder / "asreview.ris"
    assert bibcorpus(folder, "export", "ris", *options, "--out", path).code == 0
    records = rispy.loads(path.read_bytes().decode("utf-8"))
    for record in records:
        notes = [note for note in record.get("notes", []) if not note.startswith("ASReview_")]
        record["notes"] = [words.get(record["id"], "ASReview_not_seen"), *notes]
    path.write_text(rispy.dumps(records), encoding="utf-8")
    return path


def test_asreview_labels_come_back_by_the_key(review: Path):
    """ASReview keeps all tags of the RIS that it was given, ID among them."""
    words = {LEADING: "ASReview_relevant", RUSSIAN: "ASReview_irrelevant"}
    out = taken(review, screened_in_asreview(review, words))
    assert f"{RUSSIAN}: exclude at title-abstract" in out
    assert sorted(decided(review)) == [("exclude", "title-abstract", None), ("include", "title-abstract", None)]
    assert "asreview.ris: on 1 of 3 records nothing is decided there" in out


def test_what_the_export_said_itself_is_no_decision(review: Path):
    """A label that nobody touched comes back as it went out."""
    file = review / "labelled.ris"
    assert bibcorpus(review, "export", "ris", "--labels", "asreview", "--out", file).code == 0
    assert "ASReview_relevant" in file.read_text("utf-8")
    out = taken(review, file)
    assert "labelled.ris: nothing was decided since we exported it" in out
    assert decided(review) == []


def test_a_label_that_somebody_changed_is_a_decision(review: Path):
    """The export said relevant, the person irrelevant."""
    file = screened_in_asreview(review, {BURNOUT: "ASReview_irrelevant"}, "--labels", "asreview")
    assert f"{BURNOUT}: exclude at title-abstract" in taken(review, file)
    assert decided(review) == [("exclude", "title-abstract", None)]


ASREVIEW_HEADER = "record_id,title,year,id,included,asreview_label,asreview_time,asreview_note,asreview_user_name"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (f"0,Leading,2011,{LEADING},,1,2025-01-01,good,anna", [("include", "title-abstract", "good")]),
        (f"0,Leading,2011,{LEADING},1,0.0,2025-01-01,,", [("exclude", "title-abstract", None)]),
    ],
)
def test_asreview_tables_name_person_and_reason(review: Path, row: str, expected: list[Any]):
    """`asreview_label` is what was decided; `included` what the file said before."""
    taken(review, table(review / "asreview.csv", ASREVIEW_HEADER, row))
    assert decided(review) == expected


def test_knowledge_that_asreview_was_given_is_no_decision(review: Path):
    """`included` and `asreview_label` say the same: it learned from it."""
    rows = (f"0,Leading,2011,{LEADING},1,1,,,", f"1,Groups,2015,{RUSSIAN},,0,2025-01-01,,")
    taken(review, table(review / "asreview.csv", ASREVIEW_HEADER, *rows))
    assert [event for event, _, _ in decided(review)] == ["exclude"]


def test_in_tables_of_old_asreview_what_is_so_already_is_no_decision(review: Path):
    """Up to version 1 one column held what it was given and what was decided."""
    rows = (f"Balint groups,2004,{BURNOUT},1,1", f"Groups,2015,{RUSSIAN},0,2", f"Leading,2011,{LEADING},,3")
    out = taken(review, table(review / "old.csv", "title,year,id,included,asreview_ranking", *rows))
    assert f"{RUSSIAN}: exclude at title-abstract" in out
    assert "1 decided already, or as it is in the corpus" in out
    assert [event for event, _, _ in decided(review)] == ["exclude"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("zotero.ris", "TY  - JOUR\nTI  - x\nM2  - Citation Key: {key}\nN1  - <p>ASReview_relevant</p>\nER  - \n"),
        (
            "endnote.xml",
            "<xml><records><record><ref-type name='Generic'>13</ref-type><titles><title>x</title></titles>"
            "<label>{key}</label><notes>ASReview_relevant</notes></record></records></xml>",
        ),
    ],
)
def test_the_key_is_found_where_reference_managers_keep_it(review: Path, name: str, text: str):
    """On its way back a file may pass through Zotero or EndNote."""
    file = review / name
    file.write_text(text.format(key=LEADING), encoding="utf-8")
    assert f"{LEADING}: include" in taken(review, file)


def test_a_workbook_of_asreviews_is_taken_too(review: Path):
    """It exports xlsx as well; a workbook is a worksheet only where it is ours."""
    with xlsxwriter.Workbook(str(review / "asreview.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ASREVIEW_HEADER.split(","))
        sheet.write_row(1, 0, [0, "Leading", 2011, LEADING, None, 1])
    taken(review, review / "asreview.xlsx")
    assert decided(review) == [("include", "title-abstract", None)]


# -------------------------------------------------------------------------------------------------- Covidence

COVIDENCE_HEADER = "Title,Authors,Published Year,Journal,Accession Number,DOI,Ref,Covidence #,Study,Notes,Tags"


@pytest.mark.parametrize(
    ("name", "notes", "expected"),
    [
        ("review_1_irrelevant_csv_2024.csv", "", ("exclude", "title-abstract", None)),
        (
            "review_1_excluded_csv_2024.csv",
            "Exclusion reason: Wrong setting; ",
            ("exclude", "full-text", "Wrong setting"),
        ),
        ("review_1_included_csv_2024.csv", "", ("include", "full-text", None)),
    ],
)
def test_a_file_of_covidences_tells_by_its_name_what_was_decided(review: Path, name: str, notes: str, expected: Any):
    """It exports one file a stage; the accession number is the PMID that we gave it."""
    row = f"Balint groups,Ahlgren,,J,90000001,,12,6535,Ahlgren 2004,{notes},"
    assert BURNOUT in taken(review, table(review / name, COVIDENCE_HEADER, row))
    assert decided(review) == [expected]


def test_what_was_read_may_be_said(review: Path):
    """Rayyan and ASReview don't tell whether it was the abstract or the full text."""
    file = rayyan(review, 'RAYYAN-INCLUSION: {"Anna"=>"Included"}')
    taken(review, file, "--stage", "full-text")
    assert decided(review) == [("include", "full-text", None)]


# ----------------------------------------------------------------------------------------------- other files


def test_a_file_without_decisions_is_refused(review: Path):
    """It is to be taken in, perhaps, but decides nothing."""
    file = table(review / "search.csv", "title,year,notes", "Leading a first seminar for young doctors,2011,mine")
    told = bibcorpus(review, "decide", "--from", file, "--as", "anna")
    assert told.code == 1
    assert "no decision of Rayyan, ASReview or Covidence stands in it" in told.err
    assert "bibcorpus add" in told.err


def test_options_for_a_bib_are_none_for_a_screened_file(review: Path):
    """`--deletions` would mean nothing there."""
    file = rayyan(review, 'RAYYAN-INCLUSION: {"Anna"=>"Included"}')
    told = bibcorpus(review, "decide", "--from", file, "--as", "anna", "--deletions")
    assert told.code == 1
    assert "--deletions, --keys and --new-to are for a .bib" in told.err


@pytest.mark.parametrize("label", ["rayyan", "asreview", "covidence"])
@pytest.mark.parametrize("form", ["csv", "ris"])
def test_an_export_of_ours_that_nobody_screened_is_known_as_ours(review: Path, form: str, label: str):
    """Who takes the wrong file back, the one they handed in, is told so; it is no file of an unknown program."""
    file = review / f"handed-in.{form}"
    assert bibcorpus(review, "export", form, "--all", "--labels", label, "--out", file).code == 0
    told = bibcorpus(review, "decide", "--from", file, "--as", "anna", "--yes")
    assert told.code == 0, told.err
    assert "nothing was decided since we exported it" in told.out
    assert decided(review) == []
