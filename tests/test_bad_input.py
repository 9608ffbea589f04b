"""What people hand in by mistake, and files that were damaged on their way.

Each gets one line that names the file, the place and what is wrong, and one that says what to try; the exit code is 1,
there is no traceback, and what was built before is there as it was.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.store import only_one
from tests.small_review import BURNOUT, MEDLINE, QUERY, RIS, SETTINGS, Told, bibcorpus, built, write_review

NOT_AS_ROOT = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="this user may read and write everything"
)

WOS = """\
FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Ahlgren, M
TI Balint groups in an invented country
SO JOURNAL OF INVENTED MEDICINE
PY 2004
UT WOS:000000000000001
ER

EF
"""
XML = """\
<?xml version="1.0"?>
<PubmedArticleSet>
<PubmedArticle><MedlineCitation><PMID>90000003</PMID>
<Article><ArticleTitle>Balint groups</ArticleTitle></Article></MedlineCitation></PubmedArticle>
<PubmedArticle><MedlineCitation><PMID>90000004</PMID>
<Article><ArticleTitle>Burnout</ArticleTitle></Article></MedlineCitation></PubmedArticle>
</PubmedArticleSet>
"""
BIBTEX = """\
@article{a2004,
  author = {Ahlgren, Mia},
  title = {Balint groups},
  year = {2004},
}

@article{b2005,
  author = {Brandt, Otto},
  title = {Burnout in nurses},
  year = {2005},
}
"""
CSV = """\
"Authors","Title","Year","Source title","DOI"
"Ahlgren M.","Balint groups","2004","Journal of Invented Medicine","10.1000/a"
"Brandt O.","Burnout in nurses","2005","Journal of Invented Medicine","10.1000/b"
"""
TAB = """\
PT\tAU\tTI\tSO\tPY\tUT
J\tAhlgren, M\tBalint groups\tJOURNAL\t2004\tWOS:1
J\tBrandt, O\tBurnout\tJOURNAL\t2005\tWOS:2
"""


def cut(text: str, inside: str) -> bytes:
    """`text` as a download leaves it that breaks off within `inside`."""
    return text[: text.rindex(inside) + len(inside) // 2].encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """A file that can't be taken: its name, its bytes, and what must be said of it."""

    name: str
    data: bytes
    says: str
    line: int | None = None


NO_EXPORTS = [
    Bad(name="empty.ris", data=b"", says="is empty"),
    Bad(name="blank.ris", data=b"\r\n \r\n\t\r\n", says="blank lines only"),
    Bad(name="marked.ris", data=b"\xef\xbb\xbf", says="is empty"),
    Bad(name="scan.ris", data=b"\x89PNG\r\n\x1a\n" + bytes(range(256)), says="a picture (PNG)"),
    Bad(name="photo.txt", data=b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(64), says="a picture (JPEG)"),
    Bad(name="article.nbib", data=b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", says="a PDF"),
    Bad(name="exports.csv", data=b"PK\x03\x04\x14\0\0\0" + bytes(64), says="a damaged archive"),
    Bad(name="program.ris", data=bytes(i * 7919 % 256 for i in range(2000)), says="no text"),
    Bad(name="zeros.ris", data=bytes(200) + RIS.encode(), says="no text"),
    Bad(name="letter.txt", data=b"Dear colleague, here is the list. Yours, Mia\n", says="no export that we know"),
    Bad(
        name="login.ris",
        data=b"<!DOCTYPE html>\n<html><body>Please sign in</body></html>",
        says="no export that we know",
    ),
]
TRUNCATED = [
    Bad(name="cut.ris", data=cut(RIS, "Вымышленный журнал"), says="the file ends inside this record", line=22),
    Bad(name="cut-before-the-end-mark.ris", data=cut(RIS, "ER  -\n").rstrip(b"ER "), says="no ER", line=22),
    Bad(name="cut-wos.txt", data=cut(WOS, "Balint groups in an"), says="the file ends inside this record", line=3),
    Bad(name="cut.xml", data=cut(XML, "Burnout"), says="breaks off", line=5),
    Bad(name="cut.bib", data=cut(BIBTEX, "Burnout in nurses"), says="ends within this entry", line=7),
    Bad(name="cut.csv", data=cut(CSV, "Burnout in nurses"), says="the file ends inside this record", line=3),
    Bad(name="cut-tab.txt", data=cut(TAB, "Burnout"), says="3 cells", line=3),
]


@pytest.fixture
def review(small_once: Path, tmp_path: Path) -> Path:
    """A built workspace of one's own."""
    return Path(shutil.copytree(small_once, tmp_path / "review"))


def refused(told: Told, *parts: str) -> None:
    """One line that says what is wrong, with all of `parts`, and one that says what to try; exit 1, no traceback."""
    assert told.code == 1, told
    assert re.fullmatch(r"Error: [^\n]+\nTry: [^\n]{10,}\n", told.err), told.err
    assert "Traceback" not in told.out
    for part in parts:
        assert part in told.err


# --- files that are handed in ------------------------------------------------------------------------------------


@pytest.mark.parametrize("bad", [*NO_EXPORTS, *TRUNCATED], ids=lambda bad: bad.name)
def test_a_file_that_is_no_whole_export_is_refused_by_name_and_line(review: Path, tmp_path: Path, bad: Bad):
    """The name's ending lies, a download breaks off: the text decides. Nothing of it is kept."""
    path = tmp_path / bad.name
    path.write_bytes(bad.data)
    before = built(review)
    place = f"{path}, line {bad.line}: " if bad.line else str(path)
    refused(bibcorpus(review, "inspect", path), place, bad.says)
    refused(bibcorpus(review, "add", path, "--source", "scopus"), place, bad.says)
    assert built(review) == before


def test_such_a_file_in_corpus_raw_stops_the_run_and_the_old_corpus_stays(review: Path):
    """Someone may copy it there by hand. A run that left it out would report too few records as all."""
    folder = review / "corpus" / "raw" / "scopus"
    folder.mkdir()
    before = built(review)
    for bad in (NO_EXPORTS[0], NO_EXPORTS[3], NO_EXPORTS[9], *TRUNCATED):
        path = folder / bad.name
        path.write_bytes(bad.data)
        where = f"line {bad.line}: " if bad.line else ""
        refused(bibcorpus(review, "run"), f"corpus/raw/scopus/{bad.name}", bad.says, where)
        path.unlink()
        assert built(review) == before, bad.name


def test_a_web_of_science_file_without_its_last_line_is_taken_in_with_a_warning(tmp_path: Path):
    """Without EF nobody can tell whether the download stopped between two records; with it all is well."""
    whole, open_end = tmp_path / "whole.txt", tmp_path / "open.txt"
    whole.write_text(WOS, encoding="utf-8")
    open_end.write_text(WOS.removesuffix("\nEF\n"), encoding="utf-8")
    assert "EF" not in bibcorpus(tmp_path, "inspect", whole).out
    told = bibcorpus(tmp_path, "inspect", open_end)
    assert (told.code, told.err) == (0, "")
    assert "no last line EF" in told.out
    assert "1 taken in + 0 set aside" in told.out


@pytest.mark.parametrize("command", [["inspect"], ["add", "--source", "scopus"]], ids=["inspect", "add"])
def test_a_folder_and_a_missing_file_are_named(review: Path, tmp_path: Path, command: list[str]):
    """Both are slips in typing a path."""
    before = built(review)
    refused(bibcorpus(review, *command, tmp_path), str(tmp_path), "is a folder")
    refused(bibcorpus(review, *command, tmp_path / "none.ris"), f"{tmp_path / 'none.ris'}: no such file")
    assert built(review) == before


@NOT_AS_ROOT
def test_a_file_that_one_may_not_read_is_named(review: Path, tmp_path: Path):
    """Shared folders have files of other people."""
    path = tmp_path / "locked.ris"
    path.write_text(RIS, encoding="utf-8")
    path.chmod(0)
    refused(bibcorpus(review, "inspect", path), str(path))
    refused(bibcorpus(review, "add", path, "--source", "scopus"), str(path))
    raw = review / "corpus" / "raw" / "pubmed" / "search.nbib"
    raw.write_text(MEDLINE + "\n", encoding="utf-8")
    raw.chmod(0)
    before = (review / "corpus" / "corpus.duckdb").read_bytes()
    refused(bibcorpus(review, "run"), "corpus/raw/pubmed/search.nbib")
    assert (review / "corpus" / "corpus.duckdb").read_bytes() == before


@pytest.mark.parametrize(
    "data",
    [RIS.encode("utf-16"), RIS.encode("utf-8-sig"), RIS.encode("cp1251"), RIS.replace("\n", "\r").encode()],
    ids=["utf-16", "byte-order mark", "cp1251", "old Mac line ends"],
)
def test_other_encodings_are_no_bad_input(tmp_path: Path, data: bytes):
    """What Windows, Excel and old programs write is read as what it is."""
    path = tmp_path / "export.ris"
    path.write_bytes(data)
    told = bibcorpus(tmp_path, "inspect", path)
    assert (told.code, told.err) == (0, "")
    assert "3 taken in + 0 set aside" in told.out
    assert "Балинтовские группы в обучении врачей" in told.out


def test_what_is_whole_of_a_damaged_file_is_taken_in(review: Path, tmp_path: Path):
    """A NUL in a title is one damaged character, not three records. And when the database can't be asked again, two
    records of a truncated file are better than none, on request; the third is listed.
    """
    nul, truncated = tmp_path / "nul.ris", tmp_path / "cut.ris"
    nul.write_bytes(RIS.replace("general", "gen\0eral").replace("2004", "2006").encode())
    truncated.write_bytes(TRUNCATED[0].data)
    assert "3 records, 0 set aside" in bibcorpus(review, "add", nul, "--source", "scopus").out
    told = bibcorpus(review, "add", truncated, "--source", "scopus", "--accept-truncated")
    assert (told.code, told.out) == (0, "corpus/raw/scopus/cut.ris: ris, 2 records, 1 set aside\n")
    assert "line 22: set aside" in told.err
    out = bibcorpus(review, "run").out
    assert re.search(r"^all entries +10$", out, re.M)
    assert re.search(r"^set aside \(not readable\) +1$", out, re.M)


def test_one_bad_file_of_several_does_not_keep_the_others_out(review: Path, tmp_path: Path):
    """Forty exports in one command: the thirty-nine good ones are in, the bad one is named."""
    good, bad = tmp_path / "good.nbib", tmp_path / "bad.png"
    good.write_text(MEDLINE.replace("9000000", "9100000"), encoding="utf-8")
    bad.write_bytes(NO_EXPORTS[3].data)
    told = bibcorpus(review, "add", bad, good, "--source", "pubmed")
    assert told.code == 1
    assert str(bad) in told.err
    assert told.out == "corpus/raw/pubmed/good.nbib: medline, 2 records, 0 set aside\n"


@pytest.mark.parametrize(
    ("option", "value", "says"),
    [
        ("--source", "My List", "--source 'My List'"),
        ("--kind", "databse", "--kind 'databse'"),
        ("--query", "tiny", "--query 'tiny': there is no such query"),
        ("--searched", "last week", "--searched 'last week' is no date"),
        ("--format", "endnote", "'endnote' is not one of our formats"),
        ("--encoding", "klingon", "'klingon' is no encoding"),
        ("--encoding", "ascii", "is not ascii: byte 0xd0 at line 23"),
    ],
)
def test_what_is_said_of_a_file_must_make_sense(review: Path, tmp_path: Path, option: str, value: str, says: str):
    """A note with a wrong date or source would be believed for years."""
    path = tmp_path / "list.ris"
    path.write_text(RIS + "\n", encoding="utf-8")
    before = built(review)
    words = [option, value] if option == "--source" else ["--source", "scopus", option, value]
    refused(bibcorpus(review, "add", path, *words), says)
    assert built(review) == before


# --- files of the workspace --------------------------------------------------------------------------------------

SMALL, RULE, NOTE = "queries/small.toml", "queries/tags/burnout.toml", "corpus/raw/hand-list/society.ris.toml"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        (SMALL, QUERY.replace("asked_by", "askd_by"), ["[review] askd_by: unknown key", "did you mean asked_by?"]),
        (SMALL, QUERY.replace('"small"', '"small', 1), ["not valid TOML", "line 2"]),
        (SMALL, QUERY.replace("source.pubmed", "source.pubmd"), ["[source.pubmd]", "did you mean pubmed?"]),
        (SMALL, QUERY.replace("from = 1990", 'from = "1990"'), ["[review.window] from", "not a year"]),
        (SMALL, QUERY.encode("utf-16"), ["not UTF-8"]),
        (RULE, BURNOUT.replace('["burnout"]', '["burn*out"]'), ["rule 'words'", "'burn*out'", "only at the end"]),
        (RULE, BURNOUT.replace('["burnout"]', '["(burnout|stress"]'), ["rule 'words'", "'(burnout|stress'"]),
        (RULE, BURNOUT.replace("words = [", "word = ["), ["rule 1", "key 'word' is not known", "words"]),
        (RULE, BURNOUT.replace('"topic"', "topic"), ["not readable as TOML", "line 1"]),
        (RULE, BURNOUT.replace('"topic"', '"topics"'), ["facet 'topics' is not known", "topic"]),
        ("queries/tags/facets.toml", None, ["facets.toml is not there"]),
        ("bibcorpus.toml", SETTINGS + "windw = true\n", ["[inclusion] windw is unknown", "window"]),
        ("bibcorpus.toml", SETTINGS + "[exprt]\n", ["[exprt] is unknown", "export"]),
        ("bibcorpus.toml", "workspace = 3\n", ["workspace = 3", "[workspace]"]),
        ("bibcorpus.toml", '[inclusion]\nrelevance = "relevant"\n', ["relevance = 'relevant'", "list of texts"]),
        ("bibcorpus.toml", '[inclusion]\nwindow = "no"\n', ["window = 'no'", "true or false"]),
        ("bibcorpus.toml", "[workspace\n", ["not valid TOML", "line 1"]),
        (NOTE, "source = \n", ["not valid TOML", "line 1"]),
        (NOTE, 'kind = "hand-colected"\n', ["kind = 'hand-colected'", "hand-collected"]),
        (NOTE, 'hits = "many"\n', ["hits = 'many'", "whole number"]),
        (NOTE, 'format = "endnote"\n', ["'endnote' is not one of our formats", "ris"]),
        (NOTE, 'encoding = "klingon"\n', ["'klingon' is no encoding"]),
    ],
)  # fmt: skip
def test_a_slip_in_a_file_that_people_write_is_shown_where_it_is(
    review: Path, name: str, text: str | bytes | None, says: list[str]
):
    """The line leads to the file and the key; `run` stops before it touches what was built."""
    path = review / name
    before = {file: data for file, data in built(review).items() if file != name}
    if text is None:
        path.unlink()
    else:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    refused(bibcorpus(review, "run"), name.removesuffix(".toml") if name == NOTE else name, *says)
    assert {file: data for file, data in built(review).items() if file != name} == before


def test_check_lists_the_same_slips_all_at_once(review: Path):
    """`run` stops at the first; who mends a workspace wants to see all."""
    (review / SMALL).write_text(QUERY.replace("asked_by", "askd_by"), encoding="utf-8")
    (review / RULE).write_text(BURNOUT.replace('["burnout"]', '["burn*out"]'), encoding="utf-8")
    (review / NOTE).write_text('kind = "list"\n', encoding="utf-8")
    decisions = review / "corpus" / "decisions"
    decisions.mkdir()
    (decisions / "anna.jsonl").write_text('{"id": "1", "time"\n', encoding="utf-8")
    told = bibcorpus(review, "check")
    assert (told.code, told.err) == (1, "")
    *lines, summary = told.out.splitlines()
    problems = [line for line in lines if not line.startswith("doubt:")]
    assert len(problems) == 4
    for name in (SMALL, RULE, NOTE, "corpus/decisions/anna.jsonl line 1"):
        assert sum(line.startswith(name) for line in problems) == 1, name
    assert ": 4 to put right" in summary


def test_a_raw_file_that_was_edited_is_refused(review: Path, tmp_path: Path):
    """What a database answered is evidence: a corrected title belongs into a decision."""
    path = tmp_path / "list.ris"
    path.write_text(RIS + "\n", encoding="utf-8")
    assert bibcorpus(review, "add", path, "--source", "scopus").code == 0
    taken = review / "corpus" / "raw" / "scopus" / "list.ris"
    taken.write_text(RIS.replace("burnout", "Burnout"), encoding="utf-8")
    refused(bibcorpus(review, "run"), "corpus/raw/scopus/list.ris", "changed after it was taken in")


def test_a_file_in_no_source_s_folder_is_refused(review: Path):
    """Its records would have no name."""
    shutil.copyfile(review / "corpus" / "raw" / "pubmed" / "search.nbib", review / "corpus" / "raw" / "search.nbib")
    refused(bibcorpus(review, "run"), "corpus/raw/search.nbib", "no source's folder")


# --- decisions and keys ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [["exclude"], ["tag"], ["same"]], ids=" ".join)
def test_a_decision_on_an_unknown_record_is_not_written(review: Path, words: list[str]):
    """A slip in an id would be a decision on nothing, found by nobody."""
    more = {"tag": ["topic", "burnout"], "same": ["pubmed:90000002"]}.get(words[0], [])
    before = built(review)
    refused(
        bibcorpus(review, "decide", *words, "pubmed:90000009", *more, "--as", "anna"),
        "'pubmed:90000009'",
        "nothing was decided",
    )
    assert built(review) == before


def line(**keys: object) -> str:
    """A decision as it stands in a file."""
    usual = {
        "id": "1",
        "time": "2020-01-01T00:00:00Z",
        "who": "anna",
        "event": "exclude",
        "records": ["pubmed:90000001"],
    }
    return json.dumps({**usual, **keys}) + "\n"


USELESS = [
    (line(records=["pubmed:90000009"]), "no record pubmed:90000009"),
    (line(id="3")[:40] + "\n", "not a whole line of JSON"),
    ("<<<<<<< HEAD\n", "conflict mark"),
    ("[1, 2]\n", "not a JSON object"),
    (line(id="4", event="delete"), 'event "delete" is unknown'),
    (line(id="5", records=[]), "needs 1 record"),
    (line(id="6", who=""), '"who" is missing'),
]


def test_a_decision_that_cannot_be_used_is_named_and_the_others_hold(review: Path):
    """Damaged lines of a shared file must neither stop everyone's work nor be passed over in silence."""
    path = review / "corpus" / "decisions" / "anna.jsonl"
    path.parent.mkdir()
    path.write_text(line(id="2") + "".join(bad for bad, _ in USELESS), encoding="utf-8")
    before = path.read_bytes()
    for told in (bibcorpus(review, "run"), bibcorpus(review, "run")):  # said again until it is put right
        assert told.code == 0
        warnings = told.err.splitlines()
        assert len(warnings) == len(USELESS), told.err
        for number, (_, says) in enumerate(USELESS, 2):
            (warning,) = (each for each in warnings if f"corpus/decisions/anna.jsonl line {number}: " in each)
            assert warning.startswith("Warning: "), warning
            assert says in warning
    assert path.read_bytes() == before
    assert "a person said so" in told.out
    checked = bibcorpus(review, "check")
    assert checked.code == 1
    for number in range(2, 2 + len(USELESS)):
        assert f"corpus/decisions/anna.jsonl line {number}: " in checked.out


def test_conflict_marks_of_git_in_the_keys_are_named_and_no_key_is_lost(review: Path):
    """A key that is cited somewhere must survive a clumsy merge."""
    path = review / "corpus" / "citekeys.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join([*lines[:2], "<<<<<<< HEAD\n", *lines[2:3], "=======\n", *lines[3:], ">>>>>>> theirs\n"]))
    before = path.read_bytes()
    export = (review / "corpus" / "exports" / "bibliography.bib").read_bytes()
    told = bibcorpus(review, "run")
    assert told.code == 0
    assert re.findall(r"citekeys\.csv line (\d+): a git conflict mark", told.err) == ["3", "5", str(len(lines) + 3)]
    assert (review / "corpus" / "exports" / "bibliography.bib").read_bytes() == export
    assert path.read_bytes() == before


# --- the corpus itself -------------------------------------------------------------------------------------------


def test_a_damaged_corpus_is_named_by_who_reads_it_and_made_again_by_a_run(review: Path):
    """It is derived: nothing is lost with it. A decision, which can't be made again, is not taken on such ground."""
    path = review / "corpus" / "corpus.duckdb"
    export, whole = (review / "corpus" / "exports" / "bibliography.bib").read_bytes(), path.read_bytes()
    for damage, data in (("no database", b"no database\n" * 100), ("emptied", b""), ("cut off", whole[:200_000])):
        path.write_bytes(data)
        for words in (
            ["why", "90000001"],
            ["report"],
            ["export", "bibtex"],
            ["decide", "exclude", "90000001", "--as", "anna"],
        ):
            refused(bibcorpus(review, *words), "corpus.duckdb", "can't be opened", "bibcorpus run")
        assert not (review / "corpus" / "decisions").exists(), damage
        assert "stale: corpus.duckdb is not the one that the last run wrote" in bibcorpus(review, "status").out, damage
    for damage, data in (("emptied", b""), ("cut off", whole[:200_000])):
        path.write_bytes(data)
        told = bibcorpus(review, "run")
        assert (told.code, told.err) == (0, ""), damage
        assert (review / "corpus" / "exports" / "bibliography.bib").read_bytes() == export, damage


def test_before_the_first_run_one_is_told_to_run(tmp_path: Path):
    """There is nothing yet to show."""
    review = write_review(tmp_path)
    for words in (
        ["why", "90000001"],
        ["report"],
        ["export", "bibtex"],
        ["decide", "exclude", "90000001", "--as", "anna"],
    ):
        refused(bibcorpus(review, *words), "corpus.duckdb is not there yet", "bibcorpus run")


def test_a_damaged_ledger_means_build_again(review: Path):
    """It only remembers what was read; the files themselves are there."""
    export = (review / "corpus" / "exports" / "bibliography.bib").read_bytes()
    for text in ("", '{"form": 1, "steps": 3}', "{nope"):
        (review / "corpus" / "ledger.json").write_text(text, encoding="utf-8")
        assert re.search(r"^import +stale", bibcorpus(review, "status").out, re.M), text
        if not text:
            continue  # to a run as good as one that is cut off
        told = bibcorpus(review, "run")
        assert (told.code, told.err) == (0, ""), text
        assert (review / "corpus" / "exports" / "bibliography.bib").read_bytes() == export, text
    assert bibcorpus(review, "run").out.startswith("Nothing is stale")


def test_two_runs_at_once_are_one_run_and_one_that_is_told_to_wait(review: Path):
    """Both would give keys; the second is refused and changes nothing."""
    (review / "corpus" / "corpus.duckdb").unlink()
    before = built(review)
    with only_one(review / "corpus" / ".build"):
        refused(bibcorpus(review, "run"), "another bibcorpus is at work in this workspace")
        assert built(review) == before
    assert bibcorpus(review, "run").code == 0


@NOT_AS_ROOT
def test_a_folder_that_one_may_not_write_is_named(review: Path, tmp_path: Path):
    """A workspace on a read-only share can be read by every command, and written by none."""
    (review / SMALL).write_text(QUERY.replace("1990", "1991"), encoding="utf-8")
    export = tmp_path / "list.ris"
    export.write_text(RIS + "\n", encoding="utf-8")
    folders = [folder for folder in (review / "corpus", *(review / "corpus").rglob("*")) if folder.is_dir()]
    before = built(review)
    for folder in folders:
        folder.chmod(0o555)
    try:
        for words in (
            ["run"],
            ["add", export, "--source", "scopus"],
            ["decide", "exclude", "90000001", "--as", "anna"],
        ):
            refused(bibcorpus(review, *words), "corpus", "ermission")
        assert bibcorpus(review, "why", "90000001").code == 0
        assert bibcorpus(review, "export", "bibtex").code == 0
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert built(review) == before


@pytest.mark.parametrize(
    "where",
    [
        "year >",
        "yeer > 2000",
        "title = 'open",
        "true; drop table work",
        "year > 2000)",
        "cast(title as integer) > 3",
        "exists (from read_csv('{secret}'))",
        "exists (from read_text('{secret}'))",
    ],
)
def test_a_condition_that_makes_no_sense_is_shown_back(review: Path, tmp_path: Path, where: str):
    """A condition selects works; it can't change the corpus or read other files of this machine."""
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,2\n", encoding="utf-8")
    where = where.format(secret=secret.as_posix())
    before = built(review)
    told = bibcorpus(review, "export", "bibtex", "--where", where)
    refused(told, "--where", where if "'" not in where else "")
    assert told.out == ""
    assert built(review) == before


def test_a_fault_of_ours_is_two_lines_too(review: Path):
    """Whatever nobody foresaw still ends without a traceback, and asks to be reported."""
    shutil.rmtree(review / "corpus" / ".build")
    (review / "corpus" / ".build").write_text("a file where a folder belongs", encoding="utf-8")
    (review / "corpus" / "corpus.duckdb").unlink()
    before = built(review)
    refused(bibcorpus(review, "run"), ".build", "can't be written")
    assert {name: data for name, data in built(review).items() if name != "corpus/.build"} == before
