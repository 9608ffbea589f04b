"""Each command once, as a person types it: what it says, where it says it, and how it ends."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from pipeline.cli import cli
from tests.small_review import RIS, Told, bibcorpus

INSPECT_KEYS = [
    "file", "format", "database", "encoding", "records", "rejects", "doi", "pmid", "abstract", "first_title",
    "last_title", "min_year", "max_year", "warnings",
    "set_aside", "unread",
]  # fmt: skip


@pytest.fixture
def review(small_once: Path, tmp_path: Path) -> Path:
    """A built workspace of one's own."""
    return Path(shutil.copytree(small_once, tmp_path / "review"))


def done(told: Told) -> str:
    """What a command that succeeded said on stdout; it said nothing else."""
    assert (told.code, told.err) == (0, "")
    return told.out


def failed(told: Told, code: int = 1) -> str:
    """What a command that failed said, in the form of all our errors; stdout stays clean for the next program."""
    assert told.code == code
    assert told.out == ""
    assert "Traceback" not in told.err
    if code == 1:
        assert re.fullmatch(r"Error: [^\n]+\nTry: [^\n]+\n", told.err), told.err
    return told.err


def keys_in(bibtex: str) -> list[str]:
    """The citekeys of a .bib file, in its order."""
    return re.findall(r"^@\w+\{([^,]+),$", bibtex, re.M)


def commands(group: click.Group, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every command and subcommand by its words."""
    found: list[tuple[str, ...]] = []
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        found += commands(command, (*before, name)) if isinstance(command, click.Group) else [(*before, name)]
    return found


@pytest.mark.parametrize("words", commands(cli), ids=" ".join)
def test_every_command_explains_itself(words: tuple[str, ...], tmp_path: Path):
    """Help is given outside a workspace too, and says what the command is for."""
    said = done(bibcorpus(tmp_path, *words, "--help"))
    assert said.startswith(f"Usage: bibcorpus {' '.join(words)} ")
    assert said.splitlines()[2].strip().endswith((".", ":")) or len(said.splitlines()[2]) > 60


def test_a_new_workspace_holds_rules_to_start_from_and_is_sound(tmp_path: Path):
    """The first minute must not end in an error."""
    said = done(bibcorpus(tmp_path, "init", tmp_path / "mine"))
    assert "bibcorpus add" in said
    assert (tmp_path / "mine" / "queries" / "tags" / "facets.toml").is_file()
    assert "all sound" in done(bibcorpus(tmp_path / "mine", "check"))
    assert re.search(r"^works +0$", done(bibcorpus(tmp_path / "mine", "run")), re.M)


def test_a_workspace_is_not_made_over_another(review: Path):
    """Who types the wrong folder loses nothing."""
    assert "is a workspace already" in failed(bibcorpus(review, "init", review))


def test_an_export_is_taken_in_byte_for_byte_with_a_note(review: Path, tmp_path: Path):
    """What a database answered can't be asked again: it is kept as it came, with when and how many."""
    export = tmp_path / "my export.ris"
    export.write_bytes(RIS.replace("2011", "2012").encode().replace(b"\n", b"\r\n"))
    said = done(bibcorpus(review, "add", export, "--source", "scopus", "--searched", "2020-05-01", "--hits", "3"))
    assert said == "corpus/raw/scopus/my export.ris: ris, 3 records, 0 set aside\n"
    taken = review / "corpus" / "raw" / "scopus" / "my export.ris"
    assert taken.read_bytes() == export.read_bytes()
    note = (taken.parent / "my export.ris.toml").read_text(encoding="utf-8")
    assert 'source = "scopus"' in note
    assert 'searched = "2020-05-01"' in note
    assert "hits = 3\n" in note
    assert re.search(r'^sha256 = "[0-9a-f]{64}"$', note, re.M)


def test_the_same_file_again_is_said_to_be_there(review: Path, tmp_path: Path):
    """A list that is sent round twice is one list."""
    again = tmp_path / "renamed.txt"
    again.write_bytes((review / "corpus" / "raw" / "hand-list" / "society.ris").read_bytes())
    assert "was taken in before, as corpus/raw/hand-list/society.ris" in done(bibcorpus(review, "add", again))


def test_a_file_with_fewer_records_than_hits_is_taken_in_with_a_warning(review: Path, tmp_path: Path):
    """An export that stops at 500 of 800 looks whole."""
    export = tmp_path / "export.ris"
    export.write_text(RIS + "\n", encoding="utf-8")
    told = bibcorpus(review, "add", export, "--source", "scopus", "--hits", "800")
    assert told.code == 0
    assert "the database found 800, the files have 3" in told.err


def test_a_run_tells_what_became_of_every_record(review: Path):
    """Five entries in two files are four works, of which one lies outside the window."""
    (review / "corpus" / "corpus.duckdb").unlink()
    said = done(bibcorpus(review, "run"))
    for row in (
        r"collected by hand, in the format of RIS +3",
        r"PubMed +2",
        r"all entries +5",
        r"duplicates joined +1",
        r"works +4",
        r"included +2",
        r"undecided +1",
        r"excluded +1",
        r"outside the window 1990–2020 +1",
        r"written +corpus/exports/bibliography\.bib",
    ):
        assert re.search(rf"^ *{row}$", said, re.M), row


def test_a_second_run_finds_nothing_to_do(review: Path):
    """Nothing changed, so nothing is written: not the corpus, not the list."""
    before = [(path, path.stat().st_mtime_ns) for path in sorted((review / "corpus").rglob("*"))]
    said = done(bibcorpus(review, "run"))
    assert said.startswith("Nothing is stale")
    assert "written" not in said
    assert [(path, path.stat().st_mtime_ns) for path in sorted((review / "corpus").rglob("*"))] == before


def test_run_and_report_give_the_same_numbers_to_programs(review: Path):
    """One query a number, wherever it is shown."""
    numbers = json.loads(done(bibcorpus(review, "run", "--json")))
    assert numbers == json.loads(done(bibcorpus(review, "report", "--json")))
    assert (numbers["entries"], numbers["records"], numbers["works"]) == (5, 5, 4)
    assert numbers["status"] == {"excluded": 1, "included": 2, "undecided": 1}


def test_status_says_which_step_is_stale_and_because_of_which_file(review: Path):
    """A changed rule tags anew, but reads and compares nothing anew."""
    assert "stale" not in done(bibcorpus(review, "status"))
    rule = review / "queries" / "tags" / "burnout.toml"
    rule.write_text(rule.read_text(encoding="utf-8").replace('"burnout"]', '"burnout", "burned out"]'))
    said = done(bibcorpus(review, "status"))
    assert re.search(r"^tag +stale: queries/tags/burnout\.toml changed$", said, re.M)
    assert re.search(r"^work +fresh$", said, re.M)


@pytest.mark.parametrize("name", ["ahlgren2004balint", "90000001", "AHLGREN2004BALINT"])
def test_why_tells_the_story_of_a_work_by_any_of_its_names(small_once: Path, name: str):
    """A key or a PMID: whatever a person has at hand. What it tells of a record id: test_why.py."""
    said = done(bibcorpus(small_once, "why", name))
    assert said.startswith("ahlgren2004balint: Balint groups and burnout in rural general practice\n")
    for told in ("corpus/raw/pubmed/search.nbib", "corpus/raw/hand-list/society.ris", "topic = burnout", "'101-9'"):
        assert told in said
    assert json.loads(done(bibcorpus(small_once, "why", name, "--json")))["key"] == "ahlgren2004balint"


def test_why_of_an_unknown_work_names_near_keys(review: Path):
    """A slip of the pen is found faster by the eye than by a search."""
    assert "did you mean ahlgren2004balint" in failed(bibcorpus(review, "why", "ahlgren2005balint"))


def test_inspect_tells_what_a_file_is_and_changes_nothing(review: Path):
    """It is asked before a file is trusted, so it needs no workspace."""
    path = review / "corpus" / "raw" / "pubmed" / "search.nbib"
    said = done(bibcorpus(review.parent, "inspect", path))
    assert "2 taken in + 0 set aside = 2 found" in said
    assert "1975–2004" in said
    assert list(review.parent.iterdir()) == [review]


def test_inspect_gives_programs_one_line_a_file(review: Path, tmp_path: Path):
    """The keys are a contract; a number is an integer, and what is missing is null, never an empty text."""
    bare = tmp_path / "bare.ris"
    bare.write_text("TY  - JOUR\nAU  - Nobody, N\nER  -\n", encoding="utf-8")
    paths = [review / "corpus" / "raw" / "hand-list" / "society.ris", bare]
    first, second = done(bibcorpus(review, "inspect", "--json", *paths)).splitlines()
    seen, poor = json.loads(first), json.loads(second)
    assert list(seen) == list(poor) == INSPECT_KEYS
    assert [seen["file"], poor["file"]] == [str(path) for path in paths]
    numbers = {name: value for name, value in seen.items() if type(value) is int}
    assert numbers == {
        "records": 3, "rejects": 0, "doi": 0, "pmid": 0, "abstract": 0, "min_year": 2004, "max_year": 2015,
    }  # fmt: skip
    assert seen["last_title"] == "Балинтовские группы в обучении врачей"
    assert (seen["format"], seen["database"], seen["warnings"]) == ("ris", None, [])
    assert [poor[name] for name in ("first_title", "last_title", "min_year", "max_year")] == [None] * 4


def test_inspect_of_several_files_goes_on_after_one_that_cannot_be_read(review: Path, tmp_path: Path):
    """Of a folder of forty exports, one bad file must not hide the others."""
    good = review / "corpus" / "raw" / "pubmed" / "search.nbib"
    told = bibcorpus(review, "inspect", "--json", tmp_path / "none.ris", good)
    lost, seen = map(json.loads, told.out.splitlines())
    assert told.code == 1
    assert list(lost) == INSPECT_KEYS
    assert (lost["records"], lost["format"]) == (0, None)
    assert lost["warnings"] == [f"{tmp_path / 'none.ris'}: no such file"]
    assert seen["records"] == 2


def test_an_export_holds_what_is_not_excluded_unless_asked_otherwise(review: Path):
    """What lies outside the window is excluded by rule; --all brings it, --where takes what one names."""
    usual = done(bibcorpus(review, "export", "bibtex"))
    assert keys_in(usual) == ["ahlgren2004balint", "cerny2011leading", "vinter2015balintovskie"]
    assert usual.encode() == (review / "corpus" / "exports" / "bibliography.bib").read_bytes()
    assert "dahl1975balint" in keys_in(done(bibcorpus(review, "export", "bibtex", "--all")))
    some = done(bibcorpus(review, "export", "bibtex", "--where", "list_contains(topics, 'burnout') and year > 2000"))
    assert keys_in(some) == ["ahlgren2004balint"]


def test_an_export_to_a_file_holds_the_same_bytes_as_the_one_to_the_screen(review: Path, tmp_path: Path):
    """Otherwise a pipe and --out would give two lists."""
    told = bibcorpus(review, "export", "bibtex", "--out", tmp_path / "lists" / "mine.bib")
    assert (told.code, told.out) == (0, "")
    assert (tmp_path / "lists" / "mine.bib").read_bytes() == bibcorpus(review, "export", "bibtex").out.encode()


def test_a_list_shows_versions_of_a_work_or_hides_them(review: Path, tmp_path: Path):
    """A preprint and its article are two works: whether a list has both, whoever makes it decides."""
    article = (
        "TY  - JOUR\nAU  - Ahlgren, Mia\nAU  - Brandt, Otto\nTI  - Balint groups for tired rural doctors, retold\n"
        "JO  - Journal of Invented Medicine\nPY  - 2012\nVL  - 20\nSP  - 1\nEP  - 9\nDO  - 10.1000/jim.2012.20\n"
        "ER  -\n\n"
    )
    preprint = article.replace("Journal of Invented Medicine", "medRxiv").replace("jim.2012.20", "2012.01.01")
    preprint = "".join(line for line in preprint.splitlines(True) if line[:2] not in ("VL", "SP", "EP"))
    path = tmp_path / "both.ris"
    path.write_text(article + preprint, encoding="utf-8")
    bibcorpus(review, "add", str(path), "--source", "hand-collected")
    bibcorpus(review, "run")
    both = bibcorpus(review, "export", "bibtex").out
    article_alone = bibcorpus(review, "export", "bibtex", "--hide", "version-of").out
    assert both.count("tired rural doctors") == 2
    assert article_alone.count("tired rural doctors") == 1
    assert "medRxiv" not in article_alone
    settings = review / "bibcorpus.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + '\n[export]\nhide = ["version-of"]\n', encoding="utf-8")
    bibcorpus(review, "run")
    assert (review / "corpus" / "exports" / "bibliography.bib").read_text(encoding="utf-8") == article_alone


def test_an_export_in_latex_is_plain_ascii(review: Path):
    """Old journals' LaTeX takes no other letter; UTF-8 keeps Cyrillic as it is."""
    assert "Винтер" in done(bibcorpus(review, "export", "bibtex"))
    latex = done(bibcorpus(review, "export", "bibtex", "--encoding", "latex"))
    assert latex.isascii()
    assert "vinter2015balintovskie" in keys_in(latex)


def test_check_finds_sound_what_is_sound_and_names_what_is_not(review: Path):
    """A rule's own examples are tried: one that isn't tagged is a fault of the rule."""
    assert "all sound" in done(bibcorpus(review, "check"))
    rule = review / "queries" / "tags" / "burnout.toml"
    rule.write_text(rule.read_text(encoding="utf-8").replace('"Against burnout"', '"Against fatigue"'))
    told = bibcorpus(review, "check")
    assert told.code == 1
    assert 'burnout.toml: match example 3 is not tagged topic burnout: "Against fatigue"' in told.out


def test_search_shows_what_to_paste_into_a_database(review: Path):
    """The string as the query has it, that it is a draft, and how to get the records out."""
    said = done(bibcorpus(review, "search", "--show", "pubmed"))
    assert "balint group*[tiab]\n" in said
    assert "draft" in said
    assert "bibcorpus add" in said


# --- decisions ---------------------------------------------------------------------------------------------------


def decide(review: Path, *words: str) -> str:
    """Write a decision as Anna; the id of the decision."""
    said = done(bibcorpus(review, "decide", *words, "--as", "anna", "--reason", "I read it"))
    assert "corpus/decisions/anna.jsonl" in said
    return re.findall(r"bibcorpus decide undo (\w+)", said)[-1]


def works(review: Path, where: str = "true") -> list[str]:
    """The keys of the works that `where` names."""
    told = bibcorpus(review, "export", "bibtex", "--all", "--where", where)
    assert told.code == 0
    return keys_in(told.out)


@pytest.fixture(scope="module")
def decided(small_once: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """A review that was run after Anna had decided; the last id of what she included, and that of what she excluded.

    Only to be read, and to be copied.
    """
    folder = Path(shutil.copytree(small_once, tmp_path_factory.mktemp("decided") / "review"))
    included = decide(folder, "include", "dahl1975balint", "cerny2011leading", "--stage", "full-text")
    excluded = decide(folder, "exclude", "ahlgren2004balint")
    decide(folder, "tag", "cerny2011leading", "topic", "students")
    decide(folder, "untag", "ahlgren2004balint", "topic", "burnout")
    done(bibcorpus(folder, "run"))
    return folder, included, excluded


def test_a_person_includes_and_excludes_and_takes_it_back(
    small_once: Path, decided: tuple[Path, str, str], tmp_path: Path
):
    """A person's word beats the window; undone, the rule holds again. No run touches what was said."""
    assert works(small_once, "status = 'undecided'") == ["cerny2011leading"]
    assert "ahlgren2004balint" in works(small_once, "status = 'included'")
    folder, included, excluded = decided
    assert works(folder, "status = 'included'") == ["cerny2011leading", "dahl1975balint", "vinter2015balintovskie"]
    assert works(folder, "status = 'excluded'") == ["ahlgren2004balint"]
    review = Path(shutil.copytree(folder, tmp_path / "review"))
    decide(review, "undo", included)  # the last of the two that it wrote
    decide(review, "undo", excluded)
    log = (review / "corpus" / "decisions" / "anna.jsonl").read_bytes()
    done(bibcorpus(review, "run"))
    assert works(review, "status = 'undecided'") == ["cerny2011leading"]
    assert "ahlgren2004balint" in works(review, "status = 'included'")
    assert "dahl1975balint" in works(review, "status = 'included'")
    assert (review / "corpus" / "decisions" / "anna.jsonl").read_bytes() == log


def test_a_person_parts_what_a_rule_joined_and_joins_what_it_kept_apart(review: Path):
    """Both keep their keys: the new work gets one of its own, the joined one answers to both."""
    records = json.loads(done(bibcorpus(review, "why", "90000001", "--json")))["records"]
    ids = sorted({record for record, *_ in records})
    assert len(ids) == 2
    parted = decide(review, "different", *ids)
    done(bibcorpus(review, "run"))
    assert len(works(review)) == 5
    decide(review, "undo", parted)
    decide(review, "same", "cerny2011leading", "vinter2015balintovskie")
    done(bibcorpus(review, "run"))
    story = [
        json.loads(done(bibcorpus(review, "why", key, "--json")))
        for key in ("ahlgren2004balint", "cerny2011leading", "vinter2015balintovskie")
    ]
    assert sorted({record for record, *_ in story[0]["records"]}) == ids
    assert story[1] == story[2]
    assert len(works(review)) == 3


def test_a_person_tags_and_untags(small_once: Path, decided: tuple[Path, str, str]):
    """On top of the rules: what a person says of a topic holds."""
    folder, *_ = decided
    assert works(small_once, "list_contains(topics, 'burnout')") == ["ahlgren2004balint"]
    assert works(folder, "list_contains(topics, 'students')") == ["cerny2011leading"]
    assert works(folder, "list_contains(topics, 'burnout')") == []


def test_decisions_are_lines_that_are_only_ever_added(review: Path):
    """Two people's files merge in git because no line is ever changed."""
    path = review / "corpus" / "decisions" / "anna.jsonl"
    first = decide(review, "exclude", "cerny2011leading")
    before = path.read_bytes()
    decide(review, "undo", first)
    assert path.read_bytes().startswith(before)
    exclude, undo = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    assert (exclude["event"], exclude["who"], exclude["reason"]) == ("exclude", "anna", "I read it")
    assert (undo["event"], undo["value"]) == ("undo", {"id": exclude["id"]})


# --- how a command ends ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ["frobnicate"],
        ["run", "--sideways"],
        ["add"],
        ["export", "parchment"],
        ["add", "x.ris", "--hits", "many"],
        ["why"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(small_once: Path, words: list[str]):
    """A script can tell a typing error from a failed run."""
    assert "Usage: bibcorpus" in failed(bibcorpus(small_once, *words), code=2)


def test_outside_a_workspace_one_is_told_how_to_make_one(tmp_path: Path):
    """The most frequent first error."""
    said = failed(bibcorpus(tmp_path, "run"))
    assert "no workspace here" in said
    assert "bibcorpus init" in said


def test_a_workspace_is_found_from_any_folder_inside_it(review: Path):
    """People are in queries/ when they edit a query."""
    assert "fresh" in done(bibcorpus(review / "queries" / "tags", "status"))


def shell(*words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", "from pipeline.cli import main; main()", *words],
        cwd=cwd,
        capture_output=True,
        env={**os.environ, **environment},
        check=False,
    )


def test_a_traceback_is_shown_only_when_asked_for(tmp_path: Path):
    """It helps who mends the program, and nobody else."""
    plain, debug = shell("run", cwd=tmp_path), shell("--debug", "run", cwd=tmp_path)
    assert (plain.returncode, debug.returncode) == (1, 1)
    assert b"Traceback" not in plain.stderr
    assert b"Traceback" in debug.stderr


def test_cyrillic_comes_out_as_utf_8_whatever_the_terminal_says(review: Path):
    """A .bib written by `>` on a machine set to ASCII must still be the same file."""
    said = shell("export", "bibtex", cwd=review, PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert said.stderr == b""
    assert said.stdout == (review / "corpus" / "exports" / "bibliography.bib").read_bytes()
    assert "Винтер" in shell("why", "vinter2015balintovskie", cwd=review, PYTHONIOENCODING="ascii").stdout.decode()
