"""Deciding: from the names that people use to record ids, checked before a line is written."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline.deciding import who_decides, write_decision
from pipeline.decision_time import after
from pipeline.decisions import EVENTS, parse_decision, read_decisions, seen_hash
from pipeline.dedup.works import SETTABLE
from pipeline.errors import DecisionError, NotFound, PipelineError, StoreError
from pipeline.workspace import Workspace, find_workspace

from . import workspaces as ws
from .small_review import Told, bibcorpus

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


# ------------------------------------------------------------------------------------------ from the shell


@pytest.fixture
def small(small_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small review that was run; Anna is at the keyboard."""
    monkeypatch.setenv("BIBCORPUS_WHO", "anna")
    return Path(shutil.copytree(small_once, tmp_path, dirs_exist_ok=True))


def log(folder: Path, who: str = "anna") -> list[dict[str, Any]]:
    """The lines of a person."""
    path = folder / "corpus" / "decisions" / f"{who}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def select(folder: Path, statement: str) -> list[tuple[Any, ...]]:
    return ws.rows(find_workspace(folder), statement)


def test_a_correction_shows_the_old_value_and_keeps_its_source(small: Path):
    """Who looks in ten years finds where it is from."""
    told = bibcorpus(small, "decide", "set", "ahlgren2004balint", "year", "2005", "--source", "the title page")
    assert told.out.splitlines()[0] == "set-field ahlgren2004balint year: 2004 -> 2005; date: 2004 -> 2005"
    assert log(small)[0]["value"] == {"field": "year", "to": 2005, "source": "the title page"}
    assert f"take it back: bibcorpus decide undo {log(small)[0]['id']}" in told.out
    bibcorpus(small, "run")
    assert select(small, "select year from work where title like '%rural%'") == [(2005,)]


@pytest.mark.parametrize(
    ("field", "text", "to"),
    [
        ("authors", "Ahlgren, Mia; The Balint Society; Roe, R.", ["Ahlgren", None, "Roe"]),
        ("keywords", "burnout; rural health", ["burnout", "rural health"]),
        ("doi", "https://doi.org/10.1000/ABC.1", "10.1000/abc.1"),
        ("issn", "1234-5679", ["1234-5679"]),
        ("languages", "German; en", ["de", "en"]),
        ("pages", "115-9", "115-119"),
    ],
)
def test_a_value_is_brought_into_the_form_that_sources_have(small: Path, field: str, text: str, to: Any):
    """'https://doi.org/' in front is no part of a DOI; people are 'Family, Given', lists are parted by ';'."""
    assert bibcorpus(small, "decide", "set", "ahlgren2004balint", field, text).code == 0
    value = log(small)[0]["value"]["to"]
    assert ([name.get("family") for name in value] if field == "authors" else value) == to
    bibcorpus(small, "run")
    ((state,),) = select(small, "select state from decision")
    assert state == "in force"


def test_a_value_may_be_none(small: Path):
    """What the sources say is wrong, and nobody knows better; an empty text alone may be a slip."""
    assert bibcorpus(small, "decide", "set", "ahlgren2004balint", "volume", "").code == 2
    assert bibcorpus(small, "decide", "set", "ahlgren2004balint", "volume", "--clear").code == 0
    bibcorpus(small, "run")
    assert select(small, "select volume from work where title like '%rural%'") == [(None,)]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["set", "ahlgren2004balint", "colour", "red"], "no field 'colour'"),
        (["set", "ahlgren2004balint", "year", "around 2004"], "'around 2004' is no year of four digits"),
        (["set", "ahlgren2004balint", "doi", "none"], "'none' is no DOI"),
        (["set", "nobody1999", "year", "2004"], "no work 'nobody1999'"),
        (["key", "ahlgren2004balint", "two words"], "can't be a key"),
        (["key", "ahlgren2004balint", "CERNY2011leading"], "is the key of another work: Leading a first seminar"),
        (["key", "ahlgren2004balint", "Ahlgren2004Balint"], "was given before as ahlgren2004balint"),
        (["relate", "ahlgren2004balint", "ahlgren2004balint", "version-of"], "these names mean one"),
        (["relate", "ahlgren2004balint", "nobody1999", "version-of"], "no work 'nobody1999'"),
        (["include", "ahlgren2004balint", "nobody1999"], "no work 'nobody1999'"),
        (["note", "nobody1999", "a letter"], "no work 'nobody1999'"),
        (["settle", "nothing"], "no decision 'nothing'"),
    ],
)
def test_a_slip_on_the_command_line_writes_nothing(small: Path, words: list[str], says: str):
    """All or nothing: of two works one of which is unknown, neither is decided on."""
    told = bibcorpus(small, "decide", *words)
    assert (told.code, log(small)) == (1, [])
    assert says in told.err


def test_one_person_has_one_spelling(small: Path):
    """Anna.jsonl and anna.jsonl are one file on macOS and Windows, and two people to the rules."""
    assert bibcorpus(small, "decide", "include", "ahlgren2004balint", "--as", "Anna K.").code == 0
    for words in (["decide", "note", "cerny2011leading", "hi"], ["review"]):
        told = bibcorpus(small, *words, "--as", "anna k.")
        assert (told.code, "is written Anna K. in" in told.err, "--as 'Anna K.'" in told.err) == (1, True, True)
    assert bibcorpus(small, "decide", "note", "cerny2011leading", "hi", "--as", "Anna K.").code == 0
    assert bibcorpus(small, "decide", "note", "cerny2011leading", "hi", "--as", "anna").code == 0


def test_a_key_that_was_ever_given_is_not_free(small: Path):
    """Its work is gone, or chose it a minute ago: somebody may cite it."""
    with (small / "corpus" / "citekeys.csv").open("a", encoding="utf-8") as out:
        out.write("gone1999,hand-list:gone,2020-01-01T00:00:00Z,boris\n")
    assert "was given before" in bibcorpus(small, "decide", "key", "ahlgren2004balint", "Gone1999").err
    assert bibcorpus(small, "decide", "key", "ahlgren2004balint", "rural").code == 0
    assert "is the key of another work" in bibcorpus(small, "decide", "key", "cerny2011leading", "RURAL").err


def test_a_chosen_key_says_what_becomes_of_manuscripts(small: Path):
    """The older key stays an alias; a LaTeX file that cites it must be changed."""
    told = bibcorpus(small, "decide", "key", "ahlgren2004balint", "rural").out
    assert "ahlgren2004balint stays an alias of rural" in told
    assert "bibcorpus export keys" in told


def test_an_alias_may_lead_again(small: Path):
    """Who chose another key may go back to the first."""
    bibcorpus(small, "decide", "key", "ahlgren2004balint", "rural")
    bibcorpus(small, "run")
    assert bibcorpus(small, "decide", "key", "rural", "ahlgren2004balint").code == 0
    bibcorpus(small, "run")
    assert select(small, "select key from citekey where leads and key in ('rural', 'ahlgren2004balint')") == [
        ("ahlgren2004balint",)
    ]


def test_a_relation_says_which_is_what_of_which(small: Path):
    """The first is a version of the second, and they stay two works."""
    told = bibcorpus(small, "decide", "relate", "vinter2015balintovskie", "cerny2011leading", "translation-of")
    assert told.out.startswith("related vinter2015balintovskie is translation-of cerny2011leading\n")
    bibcorpus(small, "run")
    ((left, right, kind),) = select(small, "select left_id, right_id, kind from relation")
    assert ([left, right], kind) == (log(small)[0]["records"], "translation-of")


def test_a_note_changes_nothing_and_is_kept(small: Path):
    """On works, or on the bibliography as a whole."""
    assert bibcorpus(small, "decide", "note", "cerny2011leading", "seen in Riga").out.startswith(
        "note cerny2011leading"
    )
    assert bibcorpus(small, "decide", "note", "we met in Riga").code == 0
    assert [(len(line["records"]), line["value"]) for line in log(small)] == [
        (1, {"text": "seen in Riga"}),
        (0, {"text": "we met in Riga"}),
    ]


def test_unsure_is_a_word_of_its_own(small: Path):
    """Somebody has looked, and leaves it to others."""
    bibcorpus(small, "decide", "unsure", "ahlgren2004balint", "--stage", "full-text")
    bibcorpus(small, "run")
    assert select(small, "select status, stage from screening where stage is not null") == [("undecided", "full-text")]


YEAR_AND_DATE = "select year, date from work where title like 'Leading%'"


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [("year", "2006", (2006, "2006")), ("date", "2006-03", (2006, "2006-03")), ("date", "2011-03", (2011, "2011-03"))],
)
def test_a_year_and_its_date_are_corrected_together(small: Path, field: str, text: str, expected: tuple[int, str]):
    """Some forms of a list show the year, others the date: they must not say two things."""
    told = bibcorpus(small, "decide", "set", "cerny2011leading", field, text, "--source", "title page")
    assert told.out.count("set-field cerny2011leading") == 1
    assert ("; date: " in told.out or "; year: " in told.out) == (expected[0] != 2011)
    bibcorpus(small, "run")
    assert select(small, YEAR_AND_DATE) == [expected]
    bibcorpus(small, "decide", "undo", written(told, small)["id"])
    bibcorpus(small, "run")
    assert select(small, YEAR_AND_DATE) == [(2011, "2011")]


def test_of_a_year_and_a_date_that_differ_the_later_word_counts(small: Path):
    """Whoever corrects the date in the end has seen the year, and the other way round."""
    for field, text in (("year", "2006"), ("date", "2007-03"), ("date", "2008-03"), ("year", "2009")):
        bibcorpus(small, "decide", "set", "cerny2011leading", field, text)
        bibcorpus(small, "run")
        shown = text if field == "year" else text[:4]
        assert select(small, YEAR_AND_DATE) == [(int(shown), text)]


def test_who_says_that_no_year_is_known_takes_the_date_away_too(small: Path):
    """Else a list prints the wrong year from the date."""
    bibcorpus(small, "decide", "set", "cerny2011leading", "year", "--clear")
    bibcorpus(small, "run")
    assert select(small, YEAR_AND_DATE) == [(None, None)]
    assert "2011" not in bibcorpus(small, "export", "bibtex", "--where", "year is null").out.replace("cerny2011", "")


def test_an_id_may_be_shortened_as_long_as_one_decision_alone_begins_so(small: Path):
    """As `why` takes it: ids are long, and people copy them by hand."""
    line = written(bibcorpus(small, "decide", "include", "cerny2011leading", "--as", "anna"), small)
    assert bibcorpus(small, "decide", "undo", line["id"][:5]).code == 1
    told = bibcorpus(small, "decide", "undo", line["id"][:6])
    assert told.code == 0, told.err
    assert written(told, small)["value"] == {"id": line["id"]}


def test_a_title_is_never_taken_away(small: Path):
    """Every work goes by its title, in lists and to those who screen it."""
    told = bibcorpus(small, "decide", "set", "cerny2011leading", "title", "--clear")
    assert told.code == 1
    assert "title can't be empty" in told.err
    assert "in brackets: [Letter]" in " ".join(told.err.split())


STATUS_OF_2011 = "select status, stage from screening join work using (work_id) where year = 2011"


def test_a_word_without_a_stage_is_one_on_title_and_abstract(small: Path):
    """The review names the stage, a line by hand or of long ago may not: the later word counts, and two people who
    differ are seen to, whichever way each of them spoke.
    """
    work = "cerny2011leading"
    line = written(bibcorpus(small, "decide", "exclude", work, "--as", "anna"), small)
    assert line["value"] == {"stage": "title-abstract"}
    by_hand = {**line, "id": "by-hand", "event": "include", "value": {}, "time": "2050-01-01T00:00:00Z"}
    log_file = small / "corpus" / "decisions" / "anna.jsonl"
    log_file.write_text(log_file.read_text("utf-8") + json.dumps(by_hand) + "\n", "utf-8")
    bibcorpus(small, "run")
    assert select(small, STATUS_OF_2011) == [("included", "title-abstract")]
    bibcorpus(small, "decide", "exclude", work, "--as", "boris")
    bibcorpus(small, "run")
    assert select(small, STATUS_OF_2011) == [("undecided", "title-abstract")]


def test_who_speaks_against_a_full_text_that_was_read_is_told_that_it_counts_less(small: Path):
    """Else the decision is written, and nothing happens."""
    bibcorpus(small, "decide", "include", "cerny2011leading", "--stage", "full-text", "--as", "anna")
    bibcorpus(small, "run")
    told = bibcorpus(small, "decide", "exclude", "cerny2011leading", "--as", "boris").out
    assert "somebody has read the full text of this work, and their word counts more" in told
    assert "bibcorpus decide exclude --stage full-text" in told
    assert "full text" not in bibcorpus(small, "decide", "exclude", "ahlgren2004balint", "--as", "boris").out


@pytest.mark.parametrize(
    ("latest", "expected"),
    [
        ("2021-12-31T10:00:00Z", NOW),
        (NOW, NOW),
        ("2030-01-01T10:00:00.000000Z", "2030-01-01T10:00:00.000001Z"),
        ("2030-01-01T10:00:00Z", "2030-01-01T10:00:00.000001Z"),
        ("2030-01-01", "2030-01-01T00:00:00.000001Z"),
        ("2030-01-01 13:00+03:00", "2030-01-01T10:00:00.000001Z"),
        ("next year", NOW),
        ("9999-12-31T23:59:59.999999Z", NOW),
    ],
)
def test_a_word_is_dated_after_what_its_person_said_before(latest: str, expected: str):
    """In whatever form the time stands in the lines; what is no time, or the end of all time, is passed over."""
    assert after([latest, "2020-01-01T00:00:00Z"], NOW) == expected


def test_who_decided_while_a_clock_was_ahead_can_still_change_their_mind(small: Path):
    """The line of a clock that is years ahead would beat all that its person says until then."""
    work = "cerny2011leading"
    line = written(bibcorpus(small, "decide", "include", work, "--as", "anna"), small)
    ahead = {**line, "id": "ahead", "time": "2050-01-01T00:00:00.000000Z"}
    ws.write(small / "corpus" / "decisions" / "anna.jsonl", json.dumps(ahead) + "\n")
    told = bibcorpus(small, "decide", "exclude", work, "--as", "anna")
    assert "dated later than this computer's clock" in told.err
    assert written(told, small)["time"] == "2050-01-01T00:00:00.000001Z"
    bibcorpus(small, "run")
    assert select(small, STATUS_OF_2011) == [("excluded", "title-abstract")]
    assert bibcorpus(small, "decide", "exclude", work, "--as", "boris").err == ""


def written(told: Told, folder: Path) -> dict[str, Any]:
    """The line that a command has just written."""
    assert told.code == 0, told.err
    place = told.out.splitlines()[1].split(";")[0].removeprefix("  in ")
    line: dict[str, Any] = json.loads((folder / place).read_text("utf-8").splitlines()[-1])
    return line


def decided(folder: Path, *words: str) -> str:
    """The id of what was just decided."""
    return bibcorpus(folder, "decide", *words).out.split()[-1]


def test_an_editor_settles_a_dispute(small: Path):
    """Only then has the work a status again; the two words stay, and can be read."""
    settings = small / "bibcorpus.toml"
    ws.write(settings, settings.read_text("utf-8").replace("[workspace]\n", '[workspace]\neditors = ["edith"]\n'))
    include = decided(small, "include", "cerny2011leading", "--as", "anna")
    assert "is not disputed: in force" in bibcorpus(small, "decide", "settle", include, "--as", "edith").err
    decided(small, "exclude", "cerny2011leading", "--as", "boris", "--reason", "no group")
    assert "anna can't settle" in bibcorpus(small, "decide", "settle", include).err
    bibcorpus(small, "run")
    assert f"{include}  anna, include" in bibcorpus(small, "status", "--list").out
    assert bibcorpus(small, "decide", "settle", include, "--as", "edith").code == 0
    bibcorpus(small, "run")
    assert select(small, "select status from screening join work using (work_id) where year = 2011") == [("included",)]
    assert select(small, "select who, state from decision where event = 'exclude'") == [
        ("boris", "settled otherwise by edith")
    ]


def test_the_page_on_decisions_has_a_line_of_each_event_that_can_be_read():
    """Who writes a line by hand copies one from there."""
    page = (Path(__file__).parent.parent / "docs" / "deciding.md").read_text("utf-8")
    lines = [parse_decision(line) for line in page.splitlines() if line.startswith('{"id"')]
    assert {decision.event for decision in lines} == set(EVENTS)
    fields = [decision.value for decision in lines if decision.event == "set-field"]
    assert all(SETTABLE[each["field"]](each["to"]) for each in fields)
