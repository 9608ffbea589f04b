"""What goes wrong outside the program ends in the old state or the new one, with one clear line.

A kill -9 or a full disk at every single write of the commands that write something new; folders that may not be
written; a corpus from another version of DuckDB, or damaged; two programs at once; a log that was cut off. How `run`
itself and the commands before it stand a kill is in test_kill.py, wrong clocks are in test_deciding.py.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.decisions import append_all, event_id, parse_decision, read_decisions
from pipeline.workspace import find_workspace
from tests.small_review import RIS, bibcorpus
from tests.worksheet_review import filled

POSIX = pytest.mark.skipif(os.name != "posix", reason="kill -9 and permissions are POSIX's")

# Runs a command again and again, in copies of a folder named 1, 2 …: in the nth it is killed at its nth write, or finds
# the disk full there, until it has no such write. A write is a file opened for it, or put in its place, as Python's own
# audit events tell; the folder of a build is left out: see test_kill.py. It prints the exit code of each. What the
# command imports is imported once, before: by far the most of its time.
DISTURBED = """
import errno, itertools, os, shutil, signal, sys
folder, how, tried = os.path.realpath(sys.argv[1]), sys.argv[2], eval(sys.argv[3])
imports, words = sys.argv[4], sys.argv[5:]
typed, here, nth, done = sys.stdin.read(), None, 0, 0

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

def run():
    global here
    for number, path in enumerate((f"{nth}.in", f"{nth}.out", f"{nth}.err")):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT), number)
    os.chdir(str(nth))
    here = os.getcwd()
    code = 0
    try:
        main(words)
    except SystemExit as ended:
        code = int(ended.code or 0)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if done >= nth else 99)

sys.addaudithook(disturb)
from pipeline.cli import main
exec(imports)
def copied(source, target):  # the corpus is only ever replaced
    (os.link if source.endswith(".duckdb") else shutil.copy2)(source, target)

for nth in tried or itertools.count(1):
    shutil.copytree(folder, str(nth), copy_function=copied)
    with open(f"{nth}.in", "w", encoding="utf-8") as lines:
        lines.write(typed)
    child = os.fork()
    if child == 0:
        run()
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code == 99:
        break
    print(nth, code)
"""

LIMITED = """
import resource, sys
sys.dont_write_bytecode = True  # Python would keep half of a compiled module
from pipeline.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
main(sys.argv[2:])
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """A command, and what is typed. `needs`: makes the file that it is handed. `tried`: some writes of very many.

    `imports`: what it imports, as Python says it.
    """

    words: tuple[str, ...]
    typed: str = ""
    tried: tuple[int, ...] = ()
    imports: str = ""
    needs: Callable[[Path], object] = lambda folder: None


def _fill_form(folder: Path) -> None:
    path = folder / "form.txt"
    assert bibcorpus(folder, "add", "--new", "book", "--out", path).code == 0
    path.write_text(re.sub("(?m)^title:.*", "title: A book on groups", path.read_text("utf-8")), "utf-8")


def _fill_sheet(folder: Path) -> None:
    filled(folder, "tags", "cerny2011leading", **{"class": "empirical"})


DECIDE = "import duckdb, pipeline.deciding"
TAKE_BACK = f"{DECIDE}, pipeline.cli.worksheets, pipeline.taking_files, pipeline.taking_sheets"
REVIEW = f"{DECIDE}, pipeline.reviewing.session, pipeline.reviewing.shown"
WORKSHEET = f"{DECIDE}, xlsxwriter, pipeline.worksheet, pipeline.selection"
ADD = (
    "import duckdb, pipeline.adding, pipeline.by_hand.forms; from pipeline.formats import all_formats; all_formats(); "
    "from pipeline.sources import all_sources; all_sources()"
)

COMMANDS = {
    "decide": Writing(words=("decide", "exclude", "cerny2011leading", "--as", "anna"), imports=DECIDE),
    "review": Writing(words=("review", "tags", "--as", "anna"), typed="?\n1\n\nq\n", imports=REVIEW),
    "worksheet": Writing(words=("export", "worksheet", "--out", "new.xlsx"), imports=WORKSHEET),
    "worksheet back": Writing(
        words=("decide", "--from", "w.xlsx", "--yes", "--as", "anna"), needs=_fill_sheet, imports=TAKE_BACK
    ),
    "add": Writing(words=("add", "brought.ris", "--source", "scopus"), imports=ADD, tried=(2, 3, 4)),
    "form": Writing(words=("add", "--new", "book", "--out", "new.txt"), imports="import pipeline.by_hand.forms"),
    "form back": Writing(
        words=("add", "form.txt", "--yes", "--as", "anna"), needs=_fill_form, imports=ADD, tried=(2, 4, 5, 6)
    ),
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
    """The folder in which a command was disturbed at a write, how it ended, and what it said on stderr."""

    folder: Path
    code: int
    said: str


def disturbed(folder: Path, here: Path, how: str, command: Writing) -> list[Disturbed]:
    """The command, killed or without space at its first write, its second … in copies of `folder` below `here`."""
    program = [sys.executable, "-c", DISTURBED, str(folder), how, str(command.tried), command.imports, *command.words]
    told = subprocess.run(
        program, cwd=here, input=command.typed, capture_output=True, encoding="utf-8", check=False, timeout=100
    )
    assert told.returncode == 0, told.stderr
    codes = [line.split() for line in told.stdout.splitlines()]
    assert codes, "nothing was written"
    return [
        Disturbed(folder=here / nth, code=int(code), said=(here / f"{nth}.err").read_text("utf-8"))
        for nth, code in codes
    ]


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
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_killed_at_any_write_can_be_said_again(
    prepared: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
):
    """A plug is pulled: each file is the old one or the new one. Who says it again has what they wanted, once."""
    before, command = human(contents(prepared)), COMMANDS[name]
    for each in disturbed(prepared, tmp_path, "killed", command):
        assert each.code == -signal.SIGKILL
        assert_whole(each.folder)
        assert before.items() <= contents(each.folder).items()
        monkeypatch.chdir(each.folder)
        monkeypatch.setattr(sys, "stdin", io.StringIO(command.typed))
        again = bibcorpus(Path(), *command.words)
        assert again.code == 0, again.err
        assert bibcorpus(each.folder, "check").code == 0
        assert not [path for path in contents(each.folder) if "-2." in path], "what was begun was taken for another"


@POSIX
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_that_finds_the_disk_full_at_any_write_leaves_all_as_it_was(
    prepared: Path, tmp_path: Path, name: str
):
    """One line says what could not be written, one what to do; nothing half-written is left, hidden or not."""
    before = human(contents(prepared))
    *first, last = disturbed(prepared, tmp_path, "full", COMMANDS[name])
    for each in [*first, last]:
        assert_whole(each.folder)
        assert before.items() <= contents(each.folder).items()
        assert not list(each.folder.rglob(".*.new"))
        if name == "review" and each is not last:
            assert each.code == 0, "what was passed over is remembered for the order alone: the review goes on"
            continue
        assert (each.code, "fault of the program" in each.said) == (1, False)
        assert re.search(r"^Error: \S[^\n]+: No space left on device|\(No space left", each.said, re.M), each.said
        assert re.search(r"^Try: [^\n]+\n\Z", each.said, re.M), each.said


def human(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Without the files that a command adds to."""
    return {name: data for name, data in files.items() if not name.startswith(("corpus/decisions/", ".git"))}


@POSIX
@pytest.mark.parametrize(
    "words",
    [
        ("export", "worksheet", "--out", "new.xlsx"),
        ("decide", "--from", "w.xlsx", "--yes", "--as", "anna"),
        ("add", "brought.ris", "--source", "scopus"),
        ("add", "--new", "book", "--out", "new.txt"),
        ("init", "other"),
        ("convert", "brought.ris", "--to", "bibtex", "--out", "new.bib"),
        ("dedup", "brought.ris", "--out", "new"),
        ("tag", "brought.ris", "--out", "new.csv"),
    ],
    ids=" ".join,
)
def test_a_file_that_grows_too_large_for_the_disk_is_named_as_it_was_asked_for(review: Path, words: tuple[str, ...]):
    """The system names a file on opening it, not on writing: then we must; and not by the name it has on its way."""
    before = contents(review)
    limited = [sys.executable, "-c", LIMITED, "200", *words]
    told = subprocess.run(limited, cwd=review, capture_output=True, encoding="utf-8", check=False, timeout=60)
    assert told.returncode == 1
    assert re.fullmatch(r"Error: \S[^\n]*[:(][^\n]+\nTry: [^\n]+\n", told.stderr), told.stderr
    assert "fault of the program" not in told.stderr
    assert ".new" not in told.stderr
    assert human(before).items() <= contents(review).items()
    assert not list(review.rglob(".*.new")) + list(review.rglob(".new*"))


# --- folders that may not be written ------------------------------------------------------------------------------

READ_ONLY = """
import ctypes, os, sys
if os.geteuid() == 0:  # root may write anywhere, until it gives that up (capabilities(7): DAC_OVERRIDE and the next)
    assert not any(ctypes.CDLL(None).prctl(24, capability, 0, 0, 0) for capability in (1, 2))
program = "import sys; from pipeline.cli import main; main(sys.argv[1:])"
os.execv(sys.executable, [sys.executable, "-c", program, *sys.argv[1:]])
"""


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
@pytest.mark.parametrize(
    "words",
    [
        ("run",),
        ("decide", "exclude", "cerny2011leading", "--as", "anna"),
        ("add", "brought.ris", "--source", "scopus"),
        ("add", "--new", "book", "--out", "new.txt"),
        ("export", "bibtex", "--out", "new.bib"),
        ("export", "worksheet", "--out", "new.xlsx"),
        ("init", "--git"),
    ],
    ids=" ".join,
)
def test_where_nothing_may_be_written_one_line_says_so(sealed: Path, words: tuple[str, ...]):
    """A share that is mounted read-only, a colleague's folder: what is there is there."""
    before = contents(sealed)
    told = _read_only(sealed, *words)
    assert told.returncode == 1
    assert re.fullmatch(r"Error: [^\n]*Permission denied[^\n]*\nTry: [^\n]+\n", told.stderr), told.stderr
    assert ".new" not in told.stderr
    assert contents(sealed) == before


@LINUX
def test_what_may_not_be_written_can_be_read(sealed: Path):
    """Whoever only looks something up in a colleague's folder needs no rights in it."""
    assert "Leading a first seminar" in _read_only(sealed, "why", "cerny2011leading").stdout


def _read_only(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-c", READ_ONLY, *words]
    return subprocess.run(program, cwd=folder, capture_output=True, encoding="utf-8", check=False, timeout=60)


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
        if told.code:
            assert re.fullmatch(r"Error: corpus.duckdb: [^\n]+\nTry: [^\n]+`bibcorpus run`[^\n]+\n", told.err), told.err
    assert bibcorpus(review, "report").code == 1
    told = bibcorpus(review, "run")
    assert told.code == 0, told.err
    assert (listed.read_bytes(), (review / "corpus" / "citekeys.csv").read_bytes()) == (wanted, keys)


# --- two at once, and a log that was cut off ----------------------------------------------------------------------


def _note(text: str) -> dict[str, object]:
    line: dict[str, object] = {
        "time": "2026-11-22T10:00:00Z", "who": "anna", "event": "note", "records": [], "value": {"text": text},
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


@pytest.mark.parametrize("cut", [1, 20, 150])
def test_a_log_cut_in_the_middle_of_a_line_costs_that_line_alone_and_the_next_stands_by_itself(review: Path, cut: int):
    """A disk was full under another program, a copy broke off: the whole lines hold, the rest is reported and kept."""
    for word in ("include", "exclude"):
        assert bibcorpus(review, "decide", word, "cerny2011leading", "--as", "anna").code == 0
    log = review / "corpus" / "decisions" / "anna.jsonl"
    log.write_bytes(log.read_bytes()[:-cut])
    left = log.read_bytes()
    assert bibcorpus(review, "decide", "note", "cerny2011leading", "seen", "--as", "anna").code == 0
    assert log.read_bytes().startswith(left + b"\n")
    logged, problems = read_decisions(find_workspace(review))
    if cut == 1:  # the line break alone is gone: nothing was lost
        assert ([item.decision.event for item in logged], problems) == (["include", "exclude", "note"], [])
        return
    assert [item.decision.event for item in logged] == ["include", "note"]
    told = bibcorpus(review, "run")
    assert (told.code, told.err.count("\n")) == (0, 1)
    assert told.err.startswith("Warning: corpus/decisions/anna.jsonl line 2: not a whole line of JSON")
    assert bibcorpus(review, "check").code == 1
