"""What goes wrong outside the program ends in the old state or the new one, with one clear line.

A kill -9 or a full disk at every single write of the commands that write something new; folders that may not be
written; a corpus from another version of DuckDB, or damaged; two programs at once; a log that was cut off. How `run`
itself and the commands before it stand a kill is in test_kill.py, wrong clocks are in test_deciding.py.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.decisions import append_all, event_id, parse_decision, read_decisions
from pipeline.workspace import find_workspace
from tests.small_review import RIS, bibcorpus
from tests.worksheet_review import filled

POSIX = pytest.mark.skipif(os.name != "posix", reason="kill -9 and permissions are POSIX's")

# Runs commands, each as often as is asked for: killed at its nth write, or finding the disk full there, in copies of a
# folder named COMMAND.1, COMMAND.2 … until it has no such write ("killed", "full"); in one copy, on a disk that has
# place for 200 bytes a file ("large"); or in the folder itself ("there"). A write is a file opened for it, or put in
# its place, as Python's own audit events tell; the folder of a build is left out: see test_kill.py. It prints how each
# ended and what it said on stderr. What commands import is imported once, before: by far the most of their time.
DISTURBED = """
import errno, itertools, json, os, shutil, signal, sys
folder, how, commands = os.path.realpath(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3])
here, nth, done = None, 0, 0

def written(event, arguments):
    if event == "open":
        path, mode, _ = arguments
        return path if isinstance(mode, str) and mode[0] in "wax" else None
    return arguments[1] if event in ("os.rename", "os.link") else None

def disturb(event, arguments):
    global done
    path = written(event, arguments) if here and event in ("open", "os.rename", "os.link") else None
    if path is None or isinstance(path, int):
        return
    path = os.path.realpath(os.fsdecode(path))
    if not path.startswith(here) or f"{os.sep}.build{os.sep}" in path:
        return
    done += 1
    if done == nth:
        if how == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), path)

def run(place, typed, said, words):
    global here
    for number, file in enumerate((typed, os.open(os.devnull, os.O_WRONLY), said)):
        os.dup2(file, number)
    os.chdir(place)
    if how in ("killed", "full"):
        here = os.getcwd()
    if how == "large":
        resource.setrlimit(resource.RLIMIT_FSIZE, (200, 200))
    code = 0
    try:
        main(words)
    except SystemExit as ended:
        code = int(ended.code or 0)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if done >= nth or not here else 99)

sys.dont_write_bytecode = True  # Python would keep half of a compiled module
sys.addaudithook(disturb)
import resource
import duckdb, python_calamine, rich.console, xlsxwriter
import pipeline.adding, pipeline.by_hand.forms, pipeline.cli.worksheets, pipeline.deciding, pipeline.export
import pipeline.reviewing.session, pipeline.reviewing.shown, pipeline.said_already, pipeline.selection
import pipeline.starting, pipeline.taking_files, pipeline.taking_sheets, pipeline.worksheet
from pipeline.cli import main
from pipeline.formats import all_formats
from pipeline.sources import all_sources
all_formats(), all_sources()
def copied(source, target):  # the corpus is only ever replaced
    (os.link if source.endswith(".duckdb") else shutil.copy2)(source, target)

ended = []
for command, (words, input, tried) in enumerate(commands):
    for nth in tried or itertools.count(1):
        place = folder if how == "there" else f"{command}.{nth}"
        if how != "there":
            shutil.copytree(folder, place, copy_function=copied)
        typed, typing = os.pipe()
        os.write(typing, input.encode())
        os.close(typing)
        said, saying = os.pipe()
        child = os.fork()
        if child == 0:
            run(place, typed, saying, words)
        os.close(typed)
        os.close(saying)
        with open(said, encoding="utf-8") as lines:
            told = lines.read()
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        if code == 99:
            break
        ended.append((command, place, code, told))
print(json.dumps(ended))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """A command, and what is typed. `needs`: makes the file that it is handed. `tried`: some writes of very many."""

    words: tuple[str, ...]
    typed: str = ""
    tried: tuple[int, ...] = ()
    needs: Callable[[Path], object] = lambda folder: None


def _fill_form(folder: Path) -> None:
    path = folder / "form.txt"
    assert bibcorpus(folder, "add", "--new", "book", "--out", path).code == 0
    path.write_text(re.sub("(?m)^title:.*", "title: A book on groups", path.read_text("utf-8")), "utf-8")


def _fill_sheet(folder: Path) -> None:
    filled(folder, "tags", "cerny2011leading", **{"class": "empirical"})


COMMANDS = {
    "decide": Writing(words=("decide", "exclude", "cerny2011leading", "--as", "anna")),
    "review": Writing(words=("review", "tags", "--as", "anna"), typed="?\n1\n\nq\n"),
    "worksheet": Writing(words=("export", "worksheet", "--out", "new.xlsx")),
    "worksheet back": Writing(words=("decide", "--from", "w.xlsx", "--yes", "--as", "anna"), needs=_fill_sheet),
    "add": Writing(words=("add", "brought.ris", "--source", "scopus"), tried=(2, 3, 4)),
    "form": Writing(words=("add", "--new", "book", "--out", "new.txt")),
    "form back": Writing(words=("add", "form.txt", "--yes", "--as", "anna"), needs=_fill_form, tried=(2, 4, 5, 6)),
    "git": Writing(words=("init", "--git"), tried=(1, 4, 8)),
    "a new workspace": Writing(words=("init", "other"), tried=(1, 2, 93, 94)),
}


@pytest.fixture(scope="module")
def prepared(small_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that was run, with a file to take in, a filled form and a filled worksheet."""
    folder = Path(shutil.copytree(small_once, tmp_path_factory.mktemp("faults") / "prepared"))
    (folder / "brought.ris").write_text(RIS.replace("Ahlgren", "Eklund").replace("rural", "urban"), "utf-8")
    for command in COMMANDS.values():
        command.needs(folder)
    return folder


@pytest.fixture
def review(prepared: Path, tmp_path: Path) -> Path:
    """A copy, to be disturbed."""
    return Path(shutil.copytree(prepared, tmp_path / "review"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Disturbed:
    """A command that was disturbed at a write, in its folder, how it ended, and what it said on stderr."""

    command: Writing
    folder: Path
    code: int
    said: str


def disturbed(folder: Path, here: Path, how: str, commands: Sequence[Writing], before: str = "") -> list[Disturbed]:
    """The commands, each killed or without space at its first write, its second … in copies of `folder` in `here`.

    `before`: a program that starts the one that does so.
    """
    asked = json.dumps([[command.words, command.typed, command.tried] for command in commands])
    program = [sys.executable, "-c", *([before] if before else []), DISTURBED, str(folder), how, asked]
    told = subprocess.run(program, cwd=here, capture_output=True, encoding="utf-8", check=False, timeout=200)
    assert told.returncode == 0, told.stderr
    found = [
        Disturbed(command=commands[number], folder=here / place, code=code, said=said)
        for number, place, code, said in json.loads(told.stdout)
    ]
    assert {each.command.words for each in found} == {command.words for command in commands}, "nothing was written"
    return found


def once(*commands: tuple[str, ...]) -> list[Writing]:
    """Commands to which nothing is typed, each to be run once."""
    return [Writing(words=words, tried=(1,)) for words in commands]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file that people see, by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(".new") and path.parent.name != ".build"
    }


def assert_whole(folder: Path) -> None:
    """No file is half of one: notes, logs, keys and workbooks can be read to their end."""
    for path in folder.rglob("*"):
        if path.suffix == ".toml" and path.is_file():
            tomllib.loads(path.read_text("utf-8"))
        assert path.suffix != ".xlsx" or zipfile.is_zipfile(path), path
    assert read_decisions(find_workspace(folder))[1] == []


@POSIX
def test_a_command_killed_at_any_write_can_be_said_again(
    prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A plug is pulled: each file is the old one or the new one. Who says it again has what they wanted, once."""
    before = human(contents(prepared))
    checked: list[dict[str, bytes]] = []
    for each in disturbed(prepared, tmp_path, "killed", [*COMMANDS.values()]):
        assert each.code == -signal.SIGKILL, each
        assert_whole(each.folder)
        assert before.items() <= contents(each.folder).items(), each
        monkeypatch.chdir(each.folder)
        monkeypatch.setattr(sys, "stdin", io.StringIO(each.command.typed))
        again = bibcorpus(Path(), *each.command.words)
        assert again.code == 0, (each, again.err)
        now = contents(each.folder)
        assert not [path for path in now if "-2." in path], ("what was begun was taken for another", each)
        if now not in checked:  # many end in the same folder
            assert bibcorpus(each.folder, "check").code == 0, each
            checked.append(now)


@POSIX
def test_a_command_that_finds_the_disk_full_at_any_write_leaves_all_as_it_was(prepared: Path, tmp_path: Path):
    """One line says what could not be written, one what to do; nothing half-written is left, hidden or not."""
    before = human(contents(prepared))
    found = disturbed(prepared, tmp_path, "full", [*COMMANDS.values()])
    last = {each.command.words: each for each in found}
    for each in found:
        assert_whole(each.folder)
        assert before.items() <= contents(each.folder).items(), each
        assert not list(each.folder.rglob(".*.new")), each
        if each.command is COMMANDS["review"] and each is not last[each.command.words]:
            assert each.code == 0, ("what was passed over is remembered for the order alone: it goes on", each)
            continue
        assert (each.code, "fault of the program" in each.said) == (1, False), each
        assert re.search(r"^Error: \S[^\n]+: No space left on device|\(No space left", each.said, re.M), each
        assert re.search(r"^Try: [^\n]+\n\Z", each.said, re.M), each


def human(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Without the files that a command adds to."""
    return {name: data for name, data in files.items() if not name.startswith(("corpus/decisions/", ".git"))}


@POSIX
def test_a_file_that_grows_too_large_for_the_disk_is_named_as_it_was_asked_for(prepared: Path, tmp_path: Path):
    """The system names a file on opening it, not on writing: then we must; and not by the name it has on its way."""
    before = human(contents(prepared))
    commands = once(
        ("export", "worksheet", "--out", "new.xlsx"),
        ("decide", "--from", "w.xlsx", "--yes", "--as", "anna"),
        ("add", "brought.ris", "--source", "scopus"),
        ("add", "--new", "book", "--out", "new.txt"),
        ("init", "other"),
        ("convert", "brought.ris", "--to", "bibtex", "--out", "new.bib"),
        ("dedup", "brought.ris", "--out", "new"),
        ("tag", "brought.ris", "--out", "new.csv"),
    )
    for each in disturbed(prepared, tmp_path, "large", commands):
        assert each.code == 1, each
        assert re.fullmatch(r"Error: \S[^\n]*[:(][^\n]+\nTry: [^\n]+\n", each.said), each
        assert "fault of the program" not in each.said, each
        assert ".new" not in each.said, each
        assert before.items() <= contents(each.folder).items(), each
        assert not list(each.folder.rglob(".*.new")) + list(each.folder.rglob(".new*")), each


# --- folders that may not be written ------------------------------------------------------------------------------

READ_ONLY = """
import ctypes, os, sys
if os.geteuid() == 0:  # root may write anywhere, until it gives that up (capabilities(7): DAC_OVERRIDE and the next)
    assert not any(ctypes.CDLL(None).prctl(24, capability, 0, 0, 0) for capability in (1, 2))
os.execv(sys.executable, [sys.executable, "-c", *sys.argv[1:]])
"""
READ = "import sys; from pipeline.cli import main; main(sys.argv[1:])"

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="how root gives up a right is Linux's")


@pytest.fixture
def sealed(review: Path) -> Iterator[Path]:
    """A review of which all is stale, and no folder may be written."""
    (review / "corpus" / "ledger.json").unlink()
    folders = [path for path in (review, *review.rglob("*")) if path.is_dir()]
    for folder in folders:
        folder.chmod(0o555)
    yield review
    for folder in folders:
        folder.chmod(0o755)


@LINUX
def test_where_nothing_may_be_written_one_line_says_so(sealed: Path, tmp_path: Path):
    """A share that is mounted read-only, a colleague's folder: what is there is there, and can be read."""
    before = contents(sealed)
    commands = once(
        ("run",),
        ("decide", "exclude", "cerny2011leading", "--as", "anna"),
        ("add", "brought.ris", "--source", "scopus"),
        ("add", "--new", "book", "--out", "new.txt"),
        ("export", "bibtex", "--out", "new.bib"),
        ("export", "worksheet", "--out", "new.xlsx"),
        ("init", "--git"),
    )
    for each in disturbed(sealed, tmp_path, "there", commands, READ_ONLY):
        assert each.code == 1, each
        assert re.fullmatch(r"Error: [^\n]*Permission denied[^\n]*\nTry: [^\n]+\n", each.said), each
        assert ".new" not in each.said, each
    program = [sys.executable, "-c", READ_ONLY, READ, "why", "cerny2011leading"]
    told = subprocess.run(program, cwd=sealed, capture_output=True, encoding="utf-8", check=False, timeout=60)
    assert "Leading a first seminar" in told.stdout
    assert contents(sealed) == before


# --- a corpus that this program can't read ------------------------------------------------------------------------


def _sound(data: bytearray) -> bytes:
    """With the checksum of its first block made right again, as DuckDB computes it."""
    checksum = 5381
    for (number,) in struct.iter_unpack("<Q", data[8:4096]):
        checksum ^= number * 0xBF58476D1CE4E5B9 % 2**64
    data[:8] = struct.pack("<Q", checksum)
    return bytes(data)


def _of_version(number: int) -> Callable[[bytes], bytes]:
    """The same file as another version of DuckDB would write it: the version stands behind 'DUCK'."""

    def change(data: bytes) -> bytes:
        assert data[8:12] == b"DUCK"
        assert _sound(bytearray(data)) == data
        return _sound(bytearray(data[:12] + struct.pack("<Q", number) + data[20:]))

    return change


def _scratched(data: bytes) -> bytes:
    """Blocks in the middle are others than were written."""
    start, end = len(data) // 8, len(data) - len(data) // 8
    return data[:start] + bytes(byte ^ 0x5A for byte in data[start:end]) + data[end:]


@pytest.mark.parametrize(
    "change",
    [_of_version(9_999), _of_version(1), _scratched, lambda data: data[: len(data) // 2], lambda data: b"",
     lambda data: b"moved, see the other disk\n"],
    ids=["newer DuckDB", "very old DuckDB", "damaged", "cut off", "empty", "no database"],
)  # fmt: skip
def test_a_corpus_that_can_not_be_read_says_so_and_is_made_again(review: Path, change: Callable[[bytes], bytes]):
    """It is derived: no command takes it for our fault, no decision is written in the dark, and `run` heals it."""
    database, listed = review / "corpus" / "corpus.duckdb", review / "corpus" / "exports" / "bibliography.bib"
    wanted, keys = listed.read_bytes(), (review / "corpus" / "citekeys.csv").read_bytes()
    database.write_bytes(change(database.read_bytes()))
    for words in (("report",), ("why", "ahlgren2004balint"), ("export", "bibtex", "--out", review / "x.bib"),
                  ("review", "pairs", "--as", "anna"), ("run", "--dry-run")):  # fmt: skip
        told = bibcorpus(review, *words)
        assert told.code == 1 or words != ("report",)
        if told.code:
            assert re.fullmatch(r"Error: corpus.duckdb: [^\n]+\nTry: [^\n]+`bibcorpus run`[^\n]+\n", told.err), told.err
    told = bibcorpus(review, "run")
    assert told.code == 0, told.err
    assert (listed.read_bytes(), (review / "corpus" / "citekeys.csv").read_bytes()) == (wanted, keys)


# --- two at once, and a log that was cut off ----------------------------------------------------------------------


def _note(text: str, who: str = "anna") -> dict[str, object]:
    line: dict[str, object] = {
        "time": "2026-11-22T10:00:00Z", "who": who, "event": "note", "records": [], "value": {"text": text},
        "reason": None, "seen": None,
    }  # fmt: skip
    return {"id": event_id(line), **line}


def test_programs_that_decide_at_once_lose_no_line_and_mix_none(review: Path):
    """A review in one window, commands in another, both of one person: one file."""
    workspace = find_workspace(review)
    with ThreadPoolExecutor(8) as programs:
        list(programs.map(lambda n: append_all(workspace, [_note(f"{n} {part}") for part in "ab"]), range(40)))
    lines = (review / "corpus" / "decisions" / "anna.jsonl").read_text("utf-8").splitlines()
    told = [str(parse_decision(line).value["text"]) for line in lines]
    assert sorted(told) == sorted(f"{n} {part}" for n in range(40) for part in "ab")
    assert all(one[:-1] == other[:-1] for one, other in zip(told[::2], told[1::2], strict=True))


@POSIX
def test_two_runs_at_once_are_one_run_and_a_word_to_the_other(review: Path):
    """The second neither waits in silence nor builds beside the first."""
    (review / "corpus" / "ledger.json").unlink()
    program = "import sys; from pipeline.cli import main; main(sys.argv[1:])"
    words = [sys.executable, "-c", program, "-C", str(review), "run"]
    both = [subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [one.communicate(timeout=60)[1] for one in both]
    for one, err in zip(both, said, strict=True):
        assert one.returncode == 0 or err == (
            "Error: another bibcorpus is at work in this workspace\nTry: wait until it has ended, then run again\n"
        )
    assert 0 in {one.returncode for one in both}
    assert bibcorpus(review, "report").code == 0


def test_a_log_cut_in_the_middle_of_a_line_costs_that_line_alone_and_the_next_stands_by_itself(review: Path):
    """A disk was full under another program, a copy broke off: the whole lines hold, the rest is reported and kept."""
    workspace = find_workspace(review)
    for who, cut in (("anna", 1), ("boris", 20), ("celia", 150)):
        append_all(workspace, [_note("first", who), _note("second", who)])
        log = review / "corpus" / "decisions" / f"{who}.jsonl"
        log.write_bytes(log.read_bytes()[:-cut])
        left = log.read_bytes()
        assert bibcorpus(review, "decide", "note", "cerny2011leading", "seen", "--as", who).code == 0
        assert log.read_bytes().startswith(left + b"\n"), cut
    logged, problems = read_decisions(workspace)
    # of anna's the line break alone is gone: nothing was lost
    assert sorted((item.decision.who, item.decision.value["text"]) for item in logged) == [
        *(("anna", text) for text in ("first", "second", "seen")),
        *((who, text) for who in ("boris", "celia") for text in ("first", "seen")),
    ]
    assert len(problems) == 2
    told = bibcorpus(review, "run")
    assert (told.code, told.err.count("\n")) == (0, 2)
    for warning, who in zip(told.err.splitlines(), ("boris", "celia"), strict=True):
        assert warning.startswith(f"Warning: corpus/decisions/{who}.jsonl line 2: not a whole line of JSON")
    assert bibcorpus(review, "check").code == 1
