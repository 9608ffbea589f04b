"""Taking back: what people filled in or edited outside the program becomes decisions, and nothing else does."""

from __future__ import annotations

import io
import json
import re
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from pipeline.taking_sheets import change
from pipeline.workbook import MARK
from pipeline.worksheet import parse_row_id

from .small_review import bibcorpus
from .worksheet_review import (
    BURNOUT,
    LEADING,
    NURSES,
    REPORT,
    RUSSIAN,
    Sheets,
    fill,
    make,
    resaved,
    row_of,
    taken_back,
)
from .worksheet_review import exported as new_worksheet


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The review, run, and the worksheet and the .bib of it that all the tests fill in and edit; never changed."""
    folder = make(tmp_path_factory.mktemp("once") / "review")
    new_worksheet(folder)
    bib(folder)
    return folder


@pytest.fixture
def review(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "review")


def exported(folder: Path) -> Path:
    """The worksheet that lies in the review since its run."""
    return folder / "w.xlsx"


def filled(folder: Path, sheet: str, work: str, /, **cells: Any) -> Path:
    """That worksheet with one row filled in (more)."""
    return resaved(exported(folder), lambda sheets: fill(sheets, sheet, work, **cells))


def log(folder: Path, who: str = "anna") -> list[dict[str, Any]]:
    """The lines that a person's file has."""
    path = folder / f"corpus/decisions/{who}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def decided(folder: Path) -> list[tuple[str, Any]]:
    """Events with their values, as they stand in the log."""
    return [(line["event"], line["value"]) for line in log(folder)]


def field_of(text: str, key: str, field: str) -> str:
    """What a .bib says of a field."""
    entry = re.search(rf"@\w+{{{key},\n(.*?)\n}}\n", text, re.S)
    assert entry, key
    found = re.search(rf"^  {field} = {{(.*)}},$", entry[1], re.M)
    return found[1] if found else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """A worksheet with several answers, taken back by Boris: first, again before the next run, and after it."""

    folder: Path
    told: tuple[str, str, str]
    logs: tuple[list[dict[str, Any]], ...]
    records: dict[str, list[str]]
    text: str

    def said(self, event: str, key: str) -> list[dict[str, Any]]:
        """The decisions of one kind on the record of a row."""
        return [line for line in self.logs[0] if (line["event"], line["records"]) == (event, self.records[key])]

    def values(self, event: str, key: str) -> list[Any]:
        return [line["value"] for line in self.said(event, key)]

    def field(self, key: str, field: str) -> str:
        """What the export says after the next run."""
        return field_of(self.text, key, field)


@pytest.fixture(scope="module")
def corrected(made: Path, tmp_path_factory: pytest.TempPathFactory) -> TakenBack:
    """Each row another claim; `edited.bib` in it is older than all of them. Only to be read, and to be copied."""
    folder = shutil.copytree(made, tmp_path_factory.mktemp("corrected") / "review")
    records: dict[str, list[str]] = {}

    def answer(sheets: Sheets) -> None:
        for key in (BURNOUT, LEADING, RUSSIAN, NURSES, REPORT):
            row = parse_row_id(str(row_of(sheets, "fields", key)[0]))
            assert row
            records[key] = list(row.records)
        fill(sheets, "fields", LEADING, volume="20", reason="the journal's page")
        fill(sheets, "fields", RUSSIAN, year="2016")
        fill(sheets, "fields", NURSES, date="2012-05")
        fill(sheets, "fields", BURNOUT, pmid="", key="ahlgren2004")
        fill(sheets, "fields", REPORT, authors="Engel, Ute; Brandt, Olga; Coe, C.")
        fill(sheets, "screening", LEADING, decision="include")

    path = resaved(exported(folder), answer)
    told, logs = [taken_back_as(folder, path, "boris")], [log(folder, "boris")]
    told.append(taken_back_as(folder, path, "boris"))
    logs.append(log(folder, "boris"))
    assert bibcorpus(folder, "run").code == 0
    told.append(taken_back_as(folder, path, "boris"))
    logs.append(log(folder, "boris"))
    text = bibcorpus(folder, "export", "bibtex", "--all").out
    first, second, third = told
    return TakenBack(folder=folder, told=(first, second, third), logs=tuple(logs), records=records, text=text)


# ------------------------------------------------------------------------------------------ worksheets


def test_a_worksheet_that_nobody_filled_in_decides_nothing(review: Path):
    """However often a spreadsheet program saves it."""
    path = resaved(exported(review), lambda sheets: None)
    assert taken_back(review, path, "--yes") == "nothing to decide\n"
    assert not log(review)


def test_what_would_be_decided_is_shown_before_it_is(review: Path, monkeypatch: pytest.MonkeyPatch):
    """Old and new side by side; without a yes nothing is written."""
    path = filled(review, "fields", LEADING, volume="20", reason="the journal's page")
    shown = taken_back(review, path, "--dry-run")
    assert "corrections: 1\n  cerny2011leading: volume: 19 -> 20\n" in shown
    for answer, code, says in (("", 1, "--yes writes without asking"), ("n\n", 0, "nothing was written")):
        monkeypatch.setattr("sys.stdin", io.StringIO(answer))
        told = bibcorpus(review, "decide", "--from", path, "--as", "anna")
        assert (told.code, says in told.out + told.err) == (code, True)
        assert not log(review)
    monkeypatch.setattr("sys.stdin", io.StringIO("y\n"))
    assert "1 decision in corpus/decisions/anna.jsonl" in taken_back(review, path)
    assert len(log(review)) == 1


def test_a_corrected_field_is_a_decision_with_its_reason(corrected: TakenBack):
    """And holds after the next run."""
    (line,) = corrected.said("set-field", LEADING)
    assert (line["who"], line["value"]) == ("boris", {"field": "volume", "to": "20"})
    assert line["reason"] == "the journal's page"
    assert f"bibcorpus decide undo {corrected.logs[0][0]['id']}" in corrected.told[0]
    assert corrected.field(LEADING, "volume") == "20"


def test_a_date_that_is_but_the_year_goes_with_the_year(corrected: TakenBack):
    """'2016' with the date '2015' would be two years in one citation."""
    assert corrected.values("set-field", RUSSIAN) == [{"field": "year", "to": 2016}]
    assert corrected.field(RUSSIAN, "year") == "2016"


def test_a_date_of_another_year_takes_the_year_along(corrected: TakenBack):
    """As `decide set` does: '2008' with the date '2012-05' would be two years in one citation."""
    assert "date: 2008 -> 2012-05; year: 2008 -> 2012" in " ".join(corrected.told[0].split())
    assert corrected.values("set-field", NURSES) == [{"field": "date", "to": "2012-05"}]
    assert corrected.field(NURSES, "year") == "2012"


def test_an_emptied_title_is_not_taken(review: Path):
    """A slip of the delete key: every work goes by its title."""
    assert "title can't be empty" in taken_back(review, filled(review, "fields", LEADING, title=""), "--yes")
    assert not log(review)


@pytest.mark.parametrize("stage", ["full text", "Full-Text", "fulltext"])
def test_a_stage_is_understood_as_people_type_it(review: Path, stage: str):
    """The list of choices has 'full-text'; who types has no list."""
    taken_back(review, filled(review, "screening", LEADING, decision="include", stage=stage), "--yes")
    assert decided(review) == [("include", {"stage": "full-text"})]


def test_a_date_within_its_year_and_a_date_with_its_year_stand_for_themselves(review: Path):
    """Nothing is added where the two agree, nor where the person wrote both."""
    filled(review, "fields", LEADING, date="2011-05")
    taken_back(review, filled(review, "fields", BURNOUT, date="1999-05", year="1999"), "--yes")
    said = [line["value"] for line in log(review)]
    assert sorted(said, key=str) == [
        {"field": "date", "to": "1999-05"},
        {"field": "date", "to": "2011-05"},
        {"field": "year", "to": 1999},
    ]


def test_who_takes_a_worksheet_back_is_told_that_a_clock_was_ahead(review: Path):
    """As by `decide`: else nobody knows why the lines are dated in another year."""
    assert bibcorpus(review, "decide", "note", LEADING, "seen", "--as", "anna").code == 0
    path = review / "corpus/decisions/anna.jsonl"
    path.write_text(json.dumps({**log(review)[0], "time": "2050-01-01T00:00:00Z"}) + "\n", "utf-8")
    sheet = filled(review, "fields", LEADING, volume="20")
    told = bibcorpus(review, "decide", "--from", sheet, "--yes", "--as", "anna")
    assert "dated later than this computer's clock" in told.err
    assert log(review)[1]["time"] == "2050-01-01T00:00:00.000001Z"
    assert bibcorpus(review, "decide", "--from", sheet, "--yes", "--as", "boris").err == ""


def test_an_emptied_cell_says_that_there_is_no_value(corrected: TakenBack):
    """A wrong PMID is worse than none."""
    assert corrected.values("set-field", BURNOUT) == [{"field": "pmid", "to": None}]
    assert corrected.field("ahlgren2004", "pmid") == ""


def test_who_stays_in_a_list_of_authors_keeps_the_parts_of_the_name(corrected: TakenBack):
    """Only what was written anew is parsed."""
    names = [("Engel", "Ute"), ("Brandt", "Olga"), ("Coe", "C.")]
    to = [{"family": family, "given": given} for family, given in names]
    assert corrected.values("set-field", REPORT) == [{"field": "authors", "to": to}]
    assert corrected.field(REPORT, "author") == "Engel, Ute and Brandt, Olga and Coe, C."


def test_a_key_may_be_chosen_and_the_old_one_still_leads_to_the_work(corrected: TakenBack):
    """Manuscripts cite it."""
    assert corrected.values("key", BURNOUT) == [{"key": "ahlgren2004"}]
    assert "ahlgren2004" in re.findall(r"[a-z0-9]+", bibcorpus(corrected.folder, "why", BURNOUT).out)


@pytest.mark.parametrize("decision", ["same", "different"])
def test_a_pair_is_joined_or_kept_apart(review: Path, decision: str):
    """By the record ids, which no later import redraws."""
    out = taken_back(review, filled(review, "pairs", NURSES, decision=decision.title() + " "), "--yes")
    (line,) = log(review)
    assert (line["event"], len(line["records"])) == (decision, 2)
    assert line["seen"]
    assert NURSES in out
    assert REPORT in out


def test_related_works_need_to_say_how(review: Path):
    """'Related' alone tells the next reader nothing."""
    path = filled(review, "pairs", NURSES, decision="related")
    assert "pairs row 2: related, but how?" in taken_back(review, path, "--yes")
    path = filled(review, "pairs", NURSES, decision="related", relation="version-of")
    taken_back(review, path, "--yes")
    assert decided(review) == [("related", {"kind": "version-of"})]


def test_who_is_unsure_of_a_pair_leaves_the_question_open(review: Path):
    """What they know is kept as a note."""
    assert "1 left open" in taken_back(review, filled(review, "pairs", NURSES, decision="unsure"), "--yes")
    assert not log(review)
    taken_back(review, filled(review, "pairs", NURSES, decision="unsure", reason="ask Ute Engel"), "--yes")
    assert decided(review) == [("note", {"text": "ask Ute Engel"})]


def test_tags_are_given_and_taken_away(review: Path):
    """Several values of one question in one cell; 'not' takes one away."""
    path = filled(review, "tags", BURNOUT, **{"class": "empirical", "topic": "students; not burnout"})
    taken_back(review, path, "--yes")
    assert decided(review) == [
        ("tag", {"facet": "class", "value": "empirical"}),
        ("tag", {"facet": "topic", "value": "students"}),
        ("untag", {"facet": "topic", "value": "burnout"}),
    ]


def test_screening_has_decision_stage_and_reason(review: Path):
    """As PRISMA asks for."""
    path = filled(review, "screening", LEADING, decision="exclude", stage="full-text", reason="no Balint group")
    taken_back(review, path, "--yes")
    (line,) = log(review)
    assert (line["event"], line["value"], line["reason"]) == ("exclude", {"stage": "full-text"}, "no Balint group")


# those of the keys last: they are what the rows are found by
SLIPS = [
    ("tags", BURNOUT, {"class": "theoretica"}, "tags row 2: class: 'theoretica' is no value; values: empirical"),
    ("tags", RUSSIAN, {"class": "empirical; theoretical"}, "class: a work has one value of it, and here are 2"),
    ("screening", LEADING, {"decision": "maybe"}, "screening row 3: decision: 'maybe' is none of include"),
    ("screening", BURNOUT, {"reason": "not ours"}, "a stage or a reason, but no decision"),
    ("pairs", NURSES, {"decision": "yes"}, "decision: 'yes' is none of same, different, related, unsure"),
    ("fields", LEADING, {"year": "20l1"}, "fields row 3: year: '20l1' is no year of four digits"),
    ("fields", LEADING, {"doi": "no DOI"}, "doi: 'no DOI' is no DOI"),
    ("fields", LEADING, {"type": "paper"}, "'paper' is no type of work (one of article, book"),
    ("fields", NURSES, {"type": ""}, "type can't be empty"),
    ("fields", LEADING, {"pages": date(2015, 7, 15)}, "the spreadsheet program made a date of it (2015-07-15)"),
    ("fields", REPORT, {"key": BURNOUT.upper()}, "is the key of another work"),
    ("fields", NURSES, {"key": "two words"}, "'two words' can't be a key"),
    ("fields", LEADING, {"key": LEADING.title()}, "was given before as cerny2011leading, which stays"),
]


def test_a_slip_is_told_by_sheet_row_and_reason_and_stops_nothing_else(review: Path):
    """One cell of a thousand must not cost the others, of its row or of another."""

    def slip(sheets: Sheets) -> None:
        fill(sheets, "fields", LEADING, issue="3")
        fill(sheets, "fields", RUSSIAN, issue="2")
        for sheet, key, cells, _ in SLIPS:
            fill(sheets, sheet, key, **cells)

    out = taken_back(review, resaved(exported(review), slip), "--yes")
    for sheet, key, cells, says in SLIPS:
        assert sum(says in line for line in out.splitlines()) == 1, (sheet, key, cells, out)
    assert f"can't be used: {len(SLIPS)}" in out
    assert decided(review) == [("set-field", {"field": "issue", "to": number}) for number in ("3", "2")]


def test_rows_sorted_deleted_and_copied_columns_moved_and_added_sheets_renamed(review: Path):
    """All of it is what people do with a table; a row knows by its id what it is about."""

    def shuffle(sheets: Sheets) -> None:
        fill(sheets, "fields", RUSSIAN, issue="2", reason="seen")
        header, *rows = sheets.pop("fields")
        kept = [row for row in rows if row[header.index("key")] != BURNOUT][::-1]
        order = sorted(range(len(header)), key=lambda place: header[place])
        sheets["мои поправки"] = [["checked", *(row[place] for place in order)] for row in (header, *kept, kept[0])]
        for row in sheets["мои поправки"][1:]:
            row[0] = "yes"
        sheets["мои поправки"].insert(0, ["my table"])
        del sheets["read me"]

    out = taken_back(review, resaved(exported(review), shuffle), "--yes")
    assert decided(review) == [("set-field", {"field": "issue", "to": "2"})]
    assert "columns that are none of ours are passed over: checked" in out


def test_numbers_dates_and_blanks_as_a_spreadsheet_program_makes_them_are_no_changes(review: Path):
    """2004 becomes 2004.0, '2008-05' the first of May, and a cell gains a blank at its end."""

    def as_saved(sheets: Sheets) -> None:
        fill(sheets, "fields", BURNOUT, year=2004.0, volume=12, title=row_title(sheets) + "  ")
        fill(sheets, "fields", REPORT, date=date(2008, 5, 1), abstract=abstract(sheets).replace(" is ", " \n is "))

    def row_title(sheets: Sheets) -> str:
        return str(row_of(sheets, "fields", BURNOUT)[sheets["fields"][0].index("title")])

    def abstract(sheets: Sheets) -> str:
        return str(row_of(sheets, "fields", REPORT)[sheets["fields"][0].index("abstract")])

    assert taken_back(review, resaved(exported(review), as_saved), "--yes") == "nothing to decide\n"


@pytest.fixture(scope="module")
def later(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The review after its files changed: one is gone, and in the other are a long abstract, a language and a DOI."""
    folder = shutil.copytree(made, tmp_path_factory.mktemp("later") / "review")
    for name in ("more.ris", "more.ris.toml"):
        (folder / "corpus/raw/hand-list" / name).unlink()
    raw, facets = folder / "corpus/raw/hand-list/society.ris", folder / "queries/tags/facets.toml"
    text = raw.read_text("utf-8").replace("PY  - 2015", f"PY  - 2015\nLA  - ru\nAB  - {'Очень длинно. ' * 3_000}")
    raw.write_text(text.replace("PY  - 2011", "PY  - 2011\nDO  - 10.1000/first"), "utf-8")
    facets.write_text(facets.read_text("utf-8") + '\n[language]\ntitle = "Language"\nread_from = "language"\n', "utf-8")
    assert bibcorpus(folder, "run").code == 0
    return folder


@pytest.fixture
def changed(later: Path, tmp_path: Path) -> Path:
    return shutil.copytree(later, tmp_path / "changed")


def test_an_abstract_longer_than_a_cell_is_no_change_and_is_not_corrected_here(changed: Path):
    """What stands in the cell is not all of it."""
    path = new_worksheet(changed)
    assert taken_back(changed, path, "--yes") == "nothing to decide\n"

    out = taken_back(changed, filled(changed, "fields", RUSSIAN, abstract="Коротко."), "--yes")
    assert "abstract is longer than a cell can be: correct it with `bibcorpus decide set`" in out
    assert not log(changed)


def test_a_row_that_somebody_added_is_told(review: Path):
    """Nobody knows which record it is about."""

    def add_row(sheets: Sheets) -> None:
        sheets["fields"].append(["", "new2020work", *[""] * (len(sheets["fields"][0]) - 2)])
        sheets["tags"][1][0] = sheets["tags"][1][0][:20]

    out = taken_back(review, resaved(exported(review), add_row))
    assert "fields row 7: a row that was added" in out
    assert "tags row 2: its id is damaged" in out


@pytest.mark.parametrize(
    "text",
    ["", "5", "null", "[]", "{}", '{"kind":"tags","records":["a"]}', "{'kind': 'tags'}",
     '{"kind":"pairs","records":["a"],"seen":"","export":""}',
     '{"kind":"fields","records":["a"],"seen":"","export":"","was":[]}',
     '{"kind":"fields","records":[1],"seen":"","export":""}'],
)  # fmt: skip
def test_an_id_that_was_written_over_is_none(text: str):
    """It is told as a row that can't be used, and guessed at by nobody."""
    assert parse_row_id(text) is None


def test_a_column_that_is_gone_or_renamed_is_told(review: Path):
    """What stands in it can't be taken back, and silence would look like success."""

    def rename(sheets: Sheets) -> None:
        fill(sheets, "tags", BURNOUT, topic="students")
        sheets["tags"][0][sheets["tags"][0].index("topic")] = "Thema"

    out = taken_back(review, resaved(exported(review), rename))
    assert "tags: no column 'topic'" in out
    assert "passed over: Thema" in out


def test_a_workbook_without_the_hidden_column_is_refused(review: Path):
    """With what to hand in instead."""

    def without(sheets: Sheets) -> None:
        for rows in sheets.values():
            for row in rows:
                row[0] = "" if row[0] == MARK else row[0]

    told = bibcorpus(review, "decide", "--from", resaved(exported(review), without), "--as", "anna")
    assert (told.code, "no worksheet of ours" in told.err) == (1, True)


def test_a_worksheet_taken_back_twice_adds_nothing(corrected: TakenBack):
    """Before the next run, and after it."""
    first, *later = corrected.logs
    assert len(first) == 7
    assert "7 decided already" in corrected.told[1]
    assert "nothing to decide" in corrected.told[2]
    assert later == [first, first]


def test_what_was_undone_is_not_decided_again_by_the_same_worksheet(review: Path):
    """The undo is the later word; a new worksheet may say it again."""
    path = filled(review, "screening", LEADING, decision="include")
    taken_back(review, path, "--yes")
    assert bibcorpus(review, "decide", "undo", log(review)[0]["id"], "--as", "anna").code == 0
    assert "undone or overruled since: not decided again" in taken_back(review, path, "--yes")
    assert bibcorpus(review, "run").code == 0
    new_worksheet(review)
    taken_back(review, filled(review, "screening", LEADING, decision="include"), "--yes")
    assert [line["event"] for line in log(review)] == ["include", "undo", "include"]


def test_a_field_that_somebody_else_changed_meanwhile_is_left_out_and_shown(review: Path):
    """Their word came later than the worksheet; who insists says so."""
    taken_back_as(review, filled_by_boris(review), "boris")
    path = filled(review, "fields", LEADING, volume="20")  # the corpus is as it was: nobody ran it
    out = taken_back(review, path, "--yes")
    assert "changed meanwhile (left out; --yes-stale writes them): 1" in out
    assert "cerny2011leading: volume: 21 -> 20\n    changed meanwhile: boris on" in out
    assert not log(review)
    taken_back(review, path, "--yes", "--yes-stale")
    assert decided(review) == [("set-field", {"field": "volume", "to": "20"})]


def filled_by_boris(review: Path) -> Path:
    """Another worksheet of the same day."""
    path = review / "boris.xlsx"
    shutil.copy(exported(review), path)
    return resaved(path, lambda sheets: fill(sheets, "fields", LEADING, volume="21"))


def taken_back_as(review: Path, path: Path, who: str) -> str:
    told = bibcorpus(review, "decide", "--from", path, "--as", who, "--yes")
    assert told.code == 0, told.err
    return told.out


def test_two_people_may_code_the_same_work_differently(review: Path):
    """That is a disagreement to be seen, and no slip: both words are kept."""
    path = filled(review, "screening", LEADING, decision="include")
    taken_back_as(review, path, "boris")
    taken_back_as(review, resaved(path, lambda sheets: fill(sheets, "screening", LEADING, decision="exclude")), "anna")
    assert [line["event"] for who in ("anna", "boris") for line in log(review, who)] == ["exclude", "include"]


def test_a_copied_row_that_contradicts_the_first_is_told(review: Path):
    """The first one is taken."""

    def copy(sheets: Sheets) -> None:
        fill(sheets, "screening", LEADING, decision="include")
        sheets["screening"].append(list(row_of(sheets, "screening", LEADING)))
        sheets["screening"][-1][sheets["screening"][0].index("decision")] = "exclude"

    out = taken_back(review, resaved(exported(review), copy), "--yes")
    assert "screening row 7: cerny2011leading: exclude: screening row 3 says otherwise, and comes first" in out
    assert [event for event, _ in decided(review)] == ["include"]


def test_a_record_that_the_corpus_has_no_more_is_told(changed: Path):
    """Its file may come back; until then nothing can be said of it."""
    out = taken_back(changed, filled(changed, "screening", NURSES, decision="include"), "--yes")
    assert "the corpus has no record hand-list:" in out
    assert out.count("no record") == 1  # rows that nobody filled in are passed over
    assert not log(changed)


# ------------------------------------------------------------------------------------------ .bib files


def bib(folder: Path, *options: str) -> Path:
    """Our export."""
    path = folder / "edited.bib"
    assert bibcorpus(folder, "export", "bibtex", "--all", "--out", path, *options).code == 0
    return path


def edited(folder: Path, *replaced: tuple[str, str]) -> Path:
    """The .bib that lies in the review since its run, with some texts replaced; each of them stands in it."""
    path = folder / "edited.bib"
    text = path.read_text("utf-8")
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def test_an_exported_bib_decides_nothing(review: Path):
    """In UTF-8, with LaTeX escapes, or with tags among the keywords."""
    for options in ([], ["--encoding", "latex"], ["--tags"]):
        assert taken_back(review, bib(review, *options), "--yes") == "nothing to decide\n"


JABREF = """\
% Encoding: UTF-8

@Article{vinter2015balintovskie,
  title        = {Балинтовские группы в обучении врачей},
  author       = {Винтер, А. Б.},
  journaltitle = {Вымышленный журнал},
  date         = {2015},
  pages        = {20-28},
  volume       = {3},
  comment      = {read it again},
  file         = {:papers/vinter.pdf:PDF},
  groups       = {Russian},
  timestamp    = {2026-11-01},
  owner        = {anna},
}

@ARTICLE{engel2008balinta,
author={Ute Engel},title="{B}alint group work with nurses: {A} first report",
journal={Journal of Invented Medicine},month=5,year=2008,volume={16},pages={30--38},
abstract={=SUM(A1) is how this abstract begins, and it is text.},keywords={nurses;first reports}}

@Comment{jabref-meta: databaseType:biblatex;}
"""


def test_what_another_program_writes_otherwise_is_no_change(review: Path):
    """Braces, quotes, order, month names, page dashes, biblatex's names of fields, its own fields and comments."""
    path = review / "jabref.bib"
    path.write_text(JABREF.replace(": {A} first", ": a first"), encoding="utf-8")
    out = taken_back(review, path, "--yes")
    assert "nothing to decide" in out
    assert not log(review)


def test_a_field_that_was_edited_becomes_a_correction(review: Path):
    """Only that field, in our form. Taken back twice the file adds nothing, neither before nor after the next run."""
    volume, pages = ("volume = {19}", "volume = {20}"), ("pages = {7--15}", "pages = {7-19}, doi = {10.1000/X.1}")
    path = edited(review, volume, pages)
    out = taken_back(review, path, "--yes")
    assert "cerny2011leading: volume: 19 -> 20" in out
    assert decided(review) == [
        ("set-field", {"field": "volume", "to": "20"}),
        ("set-field", {"field": "pages", "to": "7-19"}),
        ("set-field", {"field": "doi", "to": "10.1000/x.1"}),
    ]
    assert "nothing to decide" in taken_back(review, path, "--yes")
    assert len(log(review)) == 3
    assert bibcorpus(review, "run").code == 0
    assert field_of(bibcorpus(review, "export", "bibtex", "--all").out, LEADING, "doi") == "10.1000/x.1"
    assert "nothing to decide" in taken_back(review, path, "--yes")
    assert len(log(review)) == 3


def test_of_a_long_text_the_place_that_differs_is_shown(review: Path):
    """A whole abstract, twice, hides the one word that was corrected."""
    old, new = "word " * 100 + "end", "word " * 50 + "ward " + "word " * 49 + "end"
    shown = change("doe2011", "abstract", old, new)
    assert "ward" in shown
    assert len(shown) < 400
    assert change("doe2011", "year", "", "2012") == "doe2011: year: (none) -> 2012"


def test_a_name_that_was_edited_becomes_a_correction(review: Path):
    """Stops and the order of family and given name are no change, another letter is."""
    path = edited(
        review, ("{Ahlgren, Mia and Brandt, Otto}", "{Mia Ahlgren and Otto Brand}"), ("Engel, U.", "Engel, U")
    )
    assert "authors: Ahlgren, Mia; Brandt, Otto -> Ahlgren, Mia; Brand, Otto" in taken_back(review, path, "--yes")
    (decision,) = decided(review)
    assert decision[1]["to"][1] == {"family": "Brand", "given": "Otto"}


def test_latex_typed_into_a_title_is_read(review: Path):
    """A title is corrected as the reader of a list sees it."""
    taken_back(review, edited(review, ("seminar for young doctors", r"seminar for {D}r. M{\"u}ller")), "--yes")
    assert decided(review) == [("set-field", {"field": "title", "to": "Leading a first seminar for Dr. Müller"})]


def test_a_year_that_was_edited_takes_its_date_along(review: Path):
    """The month stays."""
    taken_back(review, edited(review, ("year = {2008},\n  month = may", "year = {2009},\n  month = may")), "--yes")
    assert sorted(value["to"] for _, value in decided(review) if value["field"] == "date") == ["2009-05"]
    assert [value["to"] for _, value in decided(review) if value["field"] == "year"] == [2009]


def test_a_changed_key_is_a_decision_on_the_key(review: Path):
    """The entry is known by its DOI, PMID, or title and year; the old key stays an alias."""
    out = taken_back(review, edited(review, ("{ahlgren2004balint,", "{Ahlgren2004,")), "--yes")
    assert "ahlgren2004balint: key: ahlgren2004balint -> Ahlgren2004" in out
    assert decided(review) == [("key", {"key": "Ahlgren2004"})]


def test_keys_that_a_program_made_anew_are_not_taken(review: Path):
    """A reference manager may key every entry by its own pattern; manuscripts cite ours."""
    path = edited(review, *((f"{{{key},", f"{{{key}_x,") for key in (BURNOUT, LEADING, RUSSIAN, NURSES, REPORT)))
    out = taken_back(review, path, "--yes")
    assert "our keys stay (--keys takes those of the file)" in out
    assert not log(review)
    taken_back(review, path, "--yes", "--keys")
    assert {event for event, _ in decided(review)} == {"key"}


def test_an_alias_still_names_its_work(corrected: TakenBack, tmp_path: Path):
    """The file may be older than the new key."""
    review = shutil.copytree(corrected.folder, tmp_path / "review")
    out = taken_back(review, edited(review, ("volume = {12}", "volume = {13}")), "--yes")
    assert "ahlgren2004: volume: 12 -> 13" in out
    values = [line["value"] for line in log(review) if line["records"] == corrected.records[BURNOUT]]
    assert values == [{"field": "volume", "to": "13"}]


def test_an_entry_that_is_gone_is_told_and_decides_nothing(review: Path):
    """Whoever takes a selection along has not excluded the rest."""
    path = edited(review)
    text = path.read_text("utf-8")
    path.write_text(text[: text.index("@article{cerny")] + text[text.index("@article{dahl") :], encoding="utf-8")
    out = taken_back(review, path, "--yes")
    assert "1 work of the bibliography is not in the file (nothing is decided): cerny2011leading" in out
    assert not log(review)


def test_a_field_that_is_gone_is_cleared_only_on_demand(review: Path):
    """Programs drop what they have no place for."""
    path = edited(review, ("  volume = {19},\n", ""))
    out = taken_back(review, path, "--yes")
    assert "fields that the entries lack now (nothing is decided; --deletions clears them): volume 1" in out
    taken_back(review, path, "--yes", "--deletions")
    assert decided(review) == [("set-field", {"field": "volume", "to": None})]


def test_what_no_entry_of_the_file_has_is_never_cleared(review: Path):
    """Nobody deletes every volume: a program left them out, or the export had none."""
    path = edited(review, *((f"  volume = {{{number}}},\n", "") for number in (12, 19, 2, 16, 3)))
    out = taken_back(review, path, "--yes", "--deletions")
    assert "some program or export left them out): volume 5" in out
    assert not log(review)


def test_another_work_with_the_same_title_and_year_is_new(later: Path, tmp_path: Path):
    """Its DOI is another: a preprint, say."""
    path = tmp_path / "other.bib"
    entry = "@misc{other, title = {Leading a first seminar for young doctors}, year = 2011"
    path.write_text(f"{entry}, doi = {{10.1000/second}}}}\n", encoding="utf-8")
    assert "new: other (Leading a first seminar" in taken_back(later, path, "--dry-run")
    path.write_text(f"{entry}}}\n", encoding="utf-8")
    assert "new: other" not in taken_back(later, path, "--dry-run"), "without a DOI it is the one that we have"


def test_a_month_that_was_dropped_is_no_correction(review: Path):
    """'2008' is less than '2008-05', not other."""
    out = taken_back(review, edited(review, ("  month = may,\n", "")), "--yes")
    assert "date 1" in out
    assert not log(review)


def test_a_new_entry_is_told_with_the_line_that_takes_it_in(review: Path):
    """A record has a source and a file of its own; a decision can't make one."""
    path = edited(review)
    new = "@book{x2020, title = {A new book}, author = {Xu, Li}, year = 2020, doi = {10.1000/new}}\n"
    path.write_text(path.read_text("utf-8") + "\n" + new, encoding="utf-8")
    out = taken_back(review, path, "--yes")
    assert "new: x2020 (A new book): bibcorpus add --doi 10.1000/new" in out
    taken_back(review, path, "--yes", "--new-to", str(review / "new.bib"))
    assert (review / "new.bib").read_text("utf-8").strip() == new.strip()
    assert not log(review)


def test_the_same_work_twice_in_the_file_is_told(review: Path):
    """A copy under another key, as reference managers make them."""
    path = edited(review)
    text = path.read_text("utf-8")
    copy = text[: text.index("\n}\n") + 3].replace("ahlgren2004balint", "copy")
    path.write_text(text + "\n" + copy, encoding="utf-8")
    assert "another entry of ahlgren2004balint, which is in the file: not compared" in taken_back(review, path)


def test_an_entry_that_can_t_be_read_is_told_and_stops_nothing_else(review: Path):
    """A brace that was lost in an editor."""
    path = edited(review, ("volume = {19}", "volume = {20}"))
    path.write_text(path.read_text("utf-8") + "\n@article{broken, title = {Open\n", encoding="utf-8")
    out = taken_back(review, path, "--yes")
    assert "can't be used: 1" in out
    assert decided(review) == [("set-field", {"field": "volume", "to": "20"})]


def test_a_value_that_was_corrected_since_the_export_is_not_put_back(corrected: TakenBack, tmp_path: Path):
    """The file is older than the correction; it says what the source said."""
    review = shutil.copytree(corrected.folder, tmp_path / "review")
    out = taken_back(review, edited(review, ("pages = {7--15}", "pages = {7-19}")), "--yes")
    assert "changed meanwhile (left out; --yes-stale writes them): " in out
    assert "volume: 20 -> 19\n    the file has it as it was before it was corrected by boris on" in out
    assert "year: 2012 -> 2008\n" in out, "who corrects a date, corrects the year"
    assert "date: 2016 -> 2015" in out, "and who corrects a year, the date"
    assert [line["value"] for line in log(review)] == [{"field": "pages", "to": "7-19"}]


def test_another_programs_export_is_no_edited_bib(review: Path):
    """RIS, say: with what to do instead."""
    told = bibcorpus(review, "decide", "--from", review / "corpus/raw/hand-list/more.ris", "--as", "anna")
    assert told.code == 1
    assert "neither a worksheet nor a .bib" in told.err
    assert "bibcorpus add" in told.err


def test_what_is_for_a_bib_is_refused_for_a_worksheet(review: Path):
    """--deletions would mean nothing there: an emptied cell clears a field."""
    told = bibcorpus(review, "decide", "--from", exported(review), "--as", "anna", "--deletions")
    assert (told.code, "are for a .bib" in told.err) == (1, True)


def test_decide_alone_shows_what_it_can_do(review: Path):
    """And a file beside a decision of one's own is one too many."""
    told = bibcorpus(review, "decide")
    assert (told.code, "--from FILE" in told.out) == (2, True)
    assert bibcorpus(review, "decide", "--from", "w.xlsx", "include", LEADING).code == 2
    assert bibcorpus(review, "decide", "--as", "anna", "include", LEADING).code == 2
    assert bibcorpus(review, "decide", "--from", "nowhere.xlsx", "--as", "anna").code == 1


# ------------------------------------------------------------------------------------------ as people meet it


def test_tags_read_from_a_field_are_tags_too(changed: Path):
    """An export with --tags has 'language:ru' among the keywords; taken back unedited it proposed one for each work."""
    path = bib(changed, "--tags")
    text = path.read_text("utf-8")
    assert "language:ru" in text
    assert taken_back(changed, path, "--yes") == "nothing to decide\n"
    path.write_text(text.replace("language:ru", "language:ru, language: a problem"), encoding="utf-8")
    assert "keywords: (none) -> language: a problem" in taken_back(changed, path, "--dry-run")


@pytest.mark.parametrize("form", ["bibtex", "biblatex"])
@pytest.mark.parametrize(
    "options", ["--encoding latex --tags", "--crossref --no-abstracts", "--hide version-of --tags"]
)
def test_no_option_of_an_export_is_an_edit(review: Path, form: str, options: str):
    """Whoever hands in what they were given has decided nothing."""
    path = review / "unedited.bib"
    assert bibcorpus(review, "export", form, "--all", "--out", path, *options.split()).code == 0
    told = bibcorpus(review, "decide", "--from", path, "--as", "anna", "--yes", "--deletions")
    assert told.out.splitlines()[-1:] == ["nothing to decide"]
    assert not log(review)


def test_a_key_that_stands_twice_is_told_and_neither_entry_is_taken(review: Path):
    """One of them was edited and the other forgotten, or both: nobody knows which was meant."""
    path = edited(review)
    text = path.read_text("utf-8")
    first = text[text.index("@article{cerny") :]
    copy = first[: first.index("\n}\n") + 3].replace("volume = {19}", "volume = {20}")
    path.write_text(text + "\n" + copy, encoding="utf-8")
    out = taken_back(review, path, "--yes")
    places = [number for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if "{cerny2011" in line]
    assert f"edited.bib lines {places[0]} and {places[1]}: cerny2011leading stands there twice, and not the same" in out
    assert "not in the file" not in out
    assert not log(review)


def test_an_entry_that_was_pasted_twice_is_compared_once(review: Path):
    """Two files put together: where both say the same there is nothing to ask."""
    path = edited(review, ("volume = {19}", "volume = {20}"))
    text = path.read_text("utf-8")
    path.write_text(text + "\n" + text, encoding="utf-8")
    assert "stands there twice" not in taken_back(review, path, "--yes")
    assert decided(review) == [("set-field", {"field": "volume", "to": "20"})]


def test_a_hint_names_the_file_as_it_was_typed(review: Path):
    """A command that was copied must work: with its folder, and in quotes where there is a blank."""
    folder = review / "for anna"
    folder.mkdir()
    told = bibcorpus(review, "export", "worksheet", "--out", folder / "для_анны.xlsx")
    assert f'bibcorpus decide --from "{folder / "для_анны.xlsx"}" --as NAME' in told.err
    path = edited(review)
    path.write_text(path.read_text("utf-8") + "\n@book{x2020, title = {A new book}, year = 2020}\n", encoding="utf-8")
    assert f"bibcorpus decide --from {path} --new-to new.bib\n" in taken_back(review, path)
    out = taken_back(review, path, "--new-to", str(folder / "new.bib"))
    assert f'bibcorpus add "{folder / "new.bib"}" --source NAME\n' in out


def test_a_new_entry_may_keep_the_key_of_the_colleague_who_wrote_it(review: Path):
    """Their manuscript cites it. It goes in as every record does, and its key comes back from the same file."""
    path, new = edited(review), review / "new.bib"
    entry = "\n@book{Xu-2020, title = {A new book}, author = {Xu, Li}, year = 2020}\n"
    path.write_text(path.read_text("utf-8") + entry, encoding="utf-8")
    assert f"keys that they have there (Xu-2020), `bibcorpus run` and then: bibcorpus decide --from {new} --keys" in (
        taken_back(review, path, "--new-to", str(new))
    )
    assert bibcorpus(review, "add", new, "--source", "colleague").code == 0
    assert bibcorpus(review, "run").code == 0
    taken_back(review, new, "--keys", "--yes")
    assert decided(review) == [("key", {"key": "Xu-2020"})]


def test_one_worksheet_under_two_names_is_warned_of(review: Path):
    """It would make two people who agree perfectly: a kappa of 1.00 that nobody coded for."""
    path = filled(review, "tags", BURNOUT, **{"class": "empirical"})
    resaved(path, lambda sheets: fill(sheets, "screening", LEADING, decision="include", reason="a seminar"))
    first = bibcorpus(review, "decide", "--from", path, "--as", "вера", "--yes")
    assert (first.code, first.err) == (0, "")
    told = bibcorpus(review, "decide", "--from", path, "--as", "ирина", "--dry-run")
    assert "Warning: all 2 answers in it, reasons too, were taken in before as вера on " in told.err
    assert "is it the same file?" in told.err
    resaved(path, lambda sheets: fill(sheets, "screening", LEADING, decision="exclude"))
    assert bibcorpus(review, "decide", "--from", path, "--as", "ирина", "--dry-run").err == ""
