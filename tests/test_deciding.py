"""Deciding: from the names that people use to record ids, checked before a line is written."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
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


FORMS = [
    ("authors", "Ahlgren, Mia; The Balint Society; Roe, R.", ["Ahlgren", None, "Roe"]),
    ("keywords", "burnout; rural health", ["burnout", "rural health"]),
    ("doi", "https://doi.org/10.1000/ABC.1", "10.1000/abc.1"),
    ("issn", "1234-5679", ["1234-5679"]),
    ("languages", "German; en", ["de", "en"]),
    ("pages", "115-9", "115-119"),
]


@dataclass(frozen=True, kw_only=True)
class Heeded:
    """The review; what Anna was told, and the lines that were written, by what she decided."""

    folder: Path
    told: dict[str, Told]
    lines: dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def heeded(small_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Heeded:
    """A review that was run after Anna had decided on this and that; only to be read."""
    folder = Path(shutil.copytree(small_once, tmp_path_factory.mktemp("heeded") / "review"))
    words = {
        "year": ("set", "ahlgren2004balint", "year", "2005", "--source", "the title page"),
        "cleared": ("set", "ahlgren2004balint", "volume", "--clear"),
        "no year": ("set", "cerny2011leading", "year", "--clear"),
        "relation": ("relate", "vinter2015balintovskie", "cerny2011leading", "translation-of"),
        "unsure": ("unsure", "ahlgren2004balint", "--stage", "full-text"),
        "read": ("include", "dahl1975balint", "--stage", "full-text"),
        **{field: ("set", "vinter2015balintovskie", field, text) for field, text, _ in FORMS},
    }
    told, lines = {}, {}
    for name, line in words.items():
        told[name] = bibcorpus(folder, "decide", *line, "--as", "anna")
        lines[name] = written(told[name], folder)
    assert bibcorpus(folder, "run").code == 0
    return Heeded(folder=folder, told=told, lines=lines)


def log(folder: Path, who: str = "anna") -> list[dict[str, Any]]:
    """The lines of a person."""
    path = folder / "corpus" / "decisions" / f"{who}.jsonl"
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []


def select(folder: Path, statement: str) -> list[tuple[Any, ...]]:
    return ws.rows(find_workspace(folder), statement)


def test_a_correction_shows_the_old_value_and_keeps_its_source(heeded: Heeded):
    """Who looks in ten years finds where it is from."""
    line, told = heeded.lines["year"], heeded.told["year"].out
    assert told.splitlines()[0] == "set-field ahlgren2004balint year: 2004 -> 2005; date: 2004 -> 2005"
    assert line["value"] == {"field": "year", "to": 2005, "source": "the title page"}
    assert f"take it back: bibcorpus decide undo {line['id']}" in told
    assert select(heeded.folder, "select year from work where title like '%rural%'") == [(2005,)]


@pytest.mark.parametrize(("field", "text", "to"), FORMS)
def test_a_value_is_brought_into_the_form_that_sources_have(heeded: Heeded, field: str, text: str, to: Any):
    """'https://doi.org/' in front is no part of a DOI; people are 'Family, Given', lists are parted by ';'."""
    line = heeded.lines[field]
    value = line["value"]["to"]
    assert ([name.get("family") for name in value] if field == "authors" else value) == to
    assert select(heeded.folder, f"select state from decision where decision_id = '{line['id']}'") == [("in force",)]


def test_a_value_may_be_none(heeded: Heeded, small: Path):
    """What the sources say is wrong, and nobody knows better; an empty text alone may be a slip."""
    assert bibcorpus(small, "decide", "set", "ahlgren2004balint", "volume", "").code == 2
    assert heeded.told["cleared"].code == 0
    assert select(heeded.folder, "select volume from work where title like '%rural%'") == [(None,)]


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


def test_a_chosen_key_says_what_becomes_of_manuscripts_and_an_alias_may_lead_again(small: Path):
    """The older key stays an alias, and a LaTeX file that cites it must be changed; or one goes back to it."""
    told = bibcorpus(small, "decide", "key", "ahlgren2004balint", "rural").out
    assert "ahlgren2004balint stays an alias of rural" in told
    assert "bibcorpus export keys" in told
    bibcorpus(small, "run")
    assert bibcorpus(small, "decide", "key", "rural", "ahlgren2004balint").code == 0
    bibcorpus(small, "run")
    assert select(small, "select key from citekey where leads and key in ('rural', 'ahlgren2004balint')") == [
        ("ahlgren2004balint",)
    ]


def test_a_relation_says_which_is_what_of_which(heeded: Heeded):
    """The first is a version of the second, and they stay two works."""
    said = "related vinter2015balintovskie is translation-of cerny2011leading\n"
    assert heeded.told["relation"].out.startswith(said)
    ((left, right, kind),) = select(heeded.folder, "select left_id, right_id, kind from relation")
    assert ([left, right], kind) == (heeded.lines["relation"]["records"], "translation-of")


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


def test_unsure_is_a_word_of_its_own(heeded: Heeded):
    """Somebody has looked, and leaves it to others."""
    status = "select status, stage from screening join work using (work_id) where title like '%rural%'"
    assert select(heeded.folder, status) == [("undecided", "full-text")]


YEAR_AND_DATE = "select year, date from work where title like '{}'"


def test_a_year_and_its_date_are_corrected_together_and_the_later_word_counts(small: Path):
    """Some forms of a list show the year, others the date: they must not say two things. Whoever corrects the date in
    the end has seen the year, and the other way round; taken back, both are what the source says.
    """
    titles = {"cerny2011leading": "Leading%", "vinter2015balintovskie": "Балинт%", "ahlgren2004balint": "%rural%",
              "dahl1975balint": "%before the window%"}  # fmt: skip

    def corrected(key: str, field: str, text: str, other: str | None) -> str:
        told = bibcorpus(small, "decide", "set", key, field, text, "--source", "title page")
        assert told.out.count(f"set-field {key}") == 1, key
        assert [name for name in ("date", "year") if f"; {name}: " in told.out] == ([other] if other else []), key
        return str(written(told, small)["id"])

    def after_a_run() -> list[tuple[Any, ...]]:
        bibcorpus(small, "run")
        return [row for title in titles.values() for row in select(small, YEAR_AND_DATE.format(title))]

    corrected("cerny2011leading", "year", "2006", "date")
    corrected("vinter2015balintovskie", "date", "2005-01", "year")
    corrected("vinter2015balintovskie", "date", "2006-03", "year")
    month = corrected("ahlgren2004balint", "date", "2004-03", None)
    year = corrected("dahl1975balint", "year", "1976", "date")
    assert after_a_run() == [(2006, "2006"), (2006, "2006-03"), (2004, "2004-03"), (1976, "1976")]
    corrected("cerny2011leading", "date", "2008-03", "year")
    corrected("vinter2015balintovskie", "year", "2009", "date")
    for correction in (month, year):
        assert bibcorpus(small, "decide", "undo", correction).code == 0
    assert after_a_run() == [(2008, "2008-03"), (2009, "2009"), (2004, "2004"), (1975, "1975")]


def test_who_says_that_no_year_is_known_takes_the_date_away_too(heeded: Heeded):
    """Else a list prints the wrong year from the date."""
    assert select(heeded.folder, YEAR_AND_DATE.format("Leading%")) == [(None, None)]
    listed = bibcorpus(heeded.folder, "export", "bibtex", "--where", "year is null").out
    assert "cerny2011" in listed
    assert "2011" not in listed.replace("cerny2011", "")


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


STATUS = "select status, stage from screening join work using (work_id) where year = {}"


def test_a_word_without_a_stage_is_one_on_title_and_abstract(small: Path):
    """The review names the stage, a line by hand or of long ago may not: the later word counts, and two people who
    differ are seen to, whichever way each of them spoke.
    """
    alone, contradicted = "cerny2011leading", "vinter2015balintovskie"
    lines = [written(bibcorpus(small, "decide", "exclude", work), small) for work in (alone, contradicted)]
    assert [line["value"] for line in lines] == [{"stage": "title-abstract"}] * 2
    with (small / "corpus" / "decisions" / "anna.jsonl").open("a", encoding="utf-8") as out:
        for n, line in enumerate(lines):
            by_hand = {"id": f"by-hand-{n}", "event": "include", "value": {}, "time": f"205{n}-01-01T00:00:00Z"}
            out.write(json.dumps(line | by_hand) + "\n")
    bibcorpus(small, "decide", "exclude", contradicted, "--as", "boris")
    bibcorpus(small, "run")
    assert select(small, STATUS.format(2011)) == [("included", "title-abstract")]
    assert select(small, STATUS.format(2015)) == [("undecided", "title-abstract")]


def test_who_speaks_against_a_full_text_that_was_read_is_told_that_it_counts_less(heeded: Heeded, tmp_path: Path):
    """Else the decision is written, and nothing happens."""
    folder = Path(shutil.copytree(heeded.folder, tmp_path / "review"))
    told = bibcorpus(folder, "decide", "exclude", "dahl1975balint", "--as", "boris").out
    assert "somebody has read the full text of this work, and their word counts more" in told
    assert "bibcorpus decide exclude --stage full-text" in told
    assert "full text" not in bibcorpus(folder, "decide", "exclude", "vinter2015balintovskie", "--as", "boris").out


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
    assert select(small, STATUS.format(2011)) == [("excluded", "title-abstract")]
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
