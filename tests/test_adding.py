"""Add: an export is copied byte for byte, with a note of where it came from."""

from __future__ import annotations

import gzip
import re
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest

from pipeline.adding import Said, add, add_all
from pipeline.checking import check_workspace
from pipeline.errors import InputError, Truncated, UnknownFormat, WorkspaceError
from pipeline.ledger import file_sha256
from pipeline.starting import init, starter_files
from pipeline.workspace import Workspace, find_workspace

from . import workspaces as ws
from .small_review import bibcorpus

NOW = "2022-01-01T10:00:00Z"


def note_of(workspace: Workspace, path: str) -> dict[str, Any]:
    return tomllib.loads((workspace.root / f"{path}.toml").read_text("utf-8"))


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "My export (1).ris"
    ws.write(path, ws.ris(TI="Balint groups in Iran", AU="Doe, Jane", PY="2012"))
    return path


def test_the_copy_is_the_file_byte_for_byte_and_the_file_stays(review: Workspace, export: Path):
    """What a source answered is evidence."""
    before = export.read_bytes()
    added = add(review, export, Said(source="hand-anna"), NOW)
    assert added.path == "corpus/raw/hand-anna/My export (1).ris"
    assert (review.root / added.path).read_bytes() == before == export.read_bytes()
    assert (added.inspection.records, added.already_there) == (1, False)


def test_the_note_says_what_the_person_said_and_no_more(review: Workspace, export: Path):
    """What nobody said is not there: PRISMA-S asks for facts."""
    said = Said(source="scopus", query="balint", searched="2021-11-20", hits=1, added_by="Анна", encoding="utf-8")
    note = note_of(review, add(review, export, said, NOW).path)
    assert note == {
        "source": "scopus", "kind": "database", "query": "balint", "searched": "2021-11-20", "hits": 1,
        "records": 1, "encoding": "utf-8", "added": NOW, "added_by": "Анна", "original_name": "My export (1).ris",
        "tool": note["tool"], "sha256": file_sha256(export),
    }  # fmt: skip
    plain = note_of(review, add(review, other(export), Said(source="anna"), NOW).path)
    assert set(plain) == {"source", "kind", "records", "added", "original_name", "tool", "sha256"}
    assert plain["kind"] == "hand-collected"


def test_each_file_of_an_archive_is_taken_in_for_itself(review: Workspace, tmp_path: Path):
    """PRISMA counts files; and the archive's own folders and paths mean nothing here."""
    path = tmp_path / "all.zip"
    texts = {"../../up/one.ris": ws.ris(TI="One"), "deep/two.ris": ws.ris(TI="Two")}
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    first, second = add_all(review, path, Said(source="hand-anna", hits=2), NOW)
    assert (first.path, second.path) == ("corpus/raw/hand-anna/one.ris", "corpus/raw/hand-anna/two.ris")
    assert (review.root / second.path).read_bytes() == texts["deep/two.ris"].encode()
    note = note_of(review, first.path)
    assert (note["original_name"], note["archive"], note["sha256"]) == (
        "one.ris", "all.zip", file_sha256(review.root / first.path),
    )  # fmt: skip
    again = add_all(review, path, Said(source="hand-anna"), NOW)
    assert [added.already_there for added in again] == [True, True]


def test_an_archive_with_something_else_in_it_is_not_taken_in_by_half(review: Workspace, tmp_path: Path):
    """Which half was it? Nobody would know a year later."""
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.ris", ws.ris(TI="One"))
        archive.writestr("readme.pdf", "%PDF-1.7")
    with pytest.raises(UnknownFormat, match=r"readme\.pdf is a PDF") as caught:
        add_all(review, path, Said(source="hand-anna"), NOW)
    assert "nothing of" in str(caught.value.hint)
    assert not (review.raw / "hand-anna").exists()


def test_a_packed_export_stays_packed(review: Workspace, tmp_path: Path):
    """As received; and it is read all the same."""
    path = tmp_path / "search.ris.gz"
    path.write_bytes(gzip.compress(ws.ris(TI="One").encode()))
    added = add(review, path, Said(source="hand-anna"), NOW)
    assert (review.root / added.path).read_bytes() == path.read_bytes()
    assert added.inspection.first_title == "One"


def other(path: Path, title: str = "Another") -> Path:
    """Another file of the same name."""
    new = path.parent / title / path.name
    ws.write(new, ws.ris(TI=title, AU="Roe, Richard", PY="2013"))
    return new


def test_what_was_added_is_in_the_bibliography_after_a_run(built: Workspace, export: Path):
    """The way in has no gap."""
    add(built, export, Said(source="scopus", searched="2021-11-20", hits=5), NOW)
    ws.run(built)
    assert ws.rows(built, "select kind, hits, entries from source_file where source = 'scopus'") == [("database", 5, 1)]
    assert check_workspace(built).problems == ()


def test_the_same_file_again_is_not_taken_in_twice(review: Workspace, export: Path):
    """Whatever it is called by now."""
    first = add(review, export, Said(source="anna", hits=1), NOW)
    again = add(review, export.rename(export.with_name("renamed.txt")), Said(source="anna"), NOW)
    assert (again.already_there, again.path) == (True, first.path)
    assert len([*(review.raw / "anna").iterdir()]) == 2


@pytest.mark.parametrize(
    ("said", "told", "hint"),
    [
        (Said(source="boris"), 'source = "anna", you say "boris"', r"delete .*My export \(1\)\.ris\.toml"),
        (Said(source="anna", hits=89), "hits = 100, you say 89", "write what is right into"),
        (Said(searched="2026-01-02"), 'names no searched, you say "2026-01-02"', "write what is right into"),
    ],
)
def test_what_a_person_now_says_otherwise_is_not_passed_over(
    review: Workspace, export: Path, said: Said, told: str, hint: str
):
    """'nothing to do' would leave the wrong source in the PRISMA figure."""
    add(review, export, Said(source="anna", hits=100), NOW)
    with pytest.raises(InputError, match=told) as caught:
        add(review, export, said, NOW)
    assert re.search(hint, caught.value.hint or "")


def test_a_file_without_any_record_is_not_taken_in(review: Workspace, tmp_path: Path):
    """A wrong --format would hide its records for good: the file 'was taken in before'."""
    path = tmp_path / "wos.txt"
    ws.write(path, "FN x\r\nPT J\r\nTI Balint groups\r\nER\r\nEF\r\n")
    with pytest.raises(InputError, match="no record was found in it, read as ris"):
        add(review, path, Said(source="wos", format="ris"), NOW)
    assert add(review, path, Said(source="wos"), NOW).inspection.records == 1


def test_what_a_source_of_ones_own_is_counted_as_is_told(review: Workspace, export: Path):
    """PRISMA counts databases and hand searches apart."""
    assert add(review, export, Said(source="my-society"), NOW).assumed_kind == "hand-collected"
    assert add(review, other(export), Said(source="my-society", kind="database"), NOW).assumed_kind is None


def test_another_file_of_the_same_name_gets_a_name_of_its_own(review: Workspace, export: Path):
    """Databases call every export the same; nothing is overwritten."""
    paths = [
        add(review, file, Said(source="anna"), NOW).path for file in (export, other(export), other(export, "Third"))
    ]
    assert [Path(path).name for path in paths] == ["My export (1).ris", "My export (1)-2.ris", "My export (1)-3.ris"]


NAMES = {
    "список литературы.ris": "список литературы.ris",
    'a:b*c?"d".ris': "a_b_c_d_.ris",
    ".hidden.ris": "hidden.ris",
    "export.toml": "export.toml.txt",
}


def test_every_name_becomes_one_that_counts_as_an_export_on_every_system(built: Workspace, tmp_path: Path):
    """A hidden file, or one that looks like a note, would never be read: its records would vanish."""
    for year, (name, kept) in enumerate(NAMES.items(), start=2001):
        path = tmp_path / "in" / name
        ws.write(path, ws.ris(TI="Balint groups in Iran", AU="Doe, Jane", PY=str(year)))
        assert add(built, path, Said(source="anna"), NOW).path == f"corpus/raw/anna/{kept}"
    ws.run(built)
    assert ws.rows(built, "select path, entries from source_file where source = 'anna' order by path") == [
        (f"corpus/raw/anna/{kept}", 1) for kept in sorted(NAMES.values())
    ]


def test_a_name_in_a_broken_encoding_is_taken(built: Workspace, tmp_path: Path):
    """Old archives hold Russian names that no system of today can read."""
    path = tmp_path / b"\xf1\xef.ris".decode("utf-8", "surrogateescape")
    try:
        path.write_bytes(ws.ris(TI="Balint groups in Iran", AU="Doe, Jane", PY="2012").encode())
    except (OSError, UnicodeError):
        pytest.skip("this system has no such names")
    assert add(built, path, Said(source="anna"), NOW).path == "corpus/raw/anna/_.ris"
    ws.run(built)


def test_the_source_is_known_from_the_text_where_it_shows(review: Workspace, tmp_path: Path):
    """MEDLINE files are PubMed's; a plain RIS file might be anybody's, and is asked about."""
    path = tmp_path / "set.txt"
    ws.write(path, ws.MEDLINE.replace("11111111", "33333333"))
    assert add(review, path, Said(), NOW).path == "corpus/raw/pubmed/set.txt"
    ws.write(path, ws.OLD)
    with pytest.raises(InputError, match="which source is it from") as caught:
        add(review, path, Said(), NOW)
    assert "--source" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("said", "says"),
    [
        (Said(source="My Source"), "--source 'My Source'"),
        (Said(source="../up"), "--source '../up'"),
        (Said(source="anna", kind="shelf"), "--kind 'shelf'"),
        (Said(source="anna", searched="20.11.2021"), "--searched '20.11.2021'"),
        (Said(source="anna", query="nothing"), "--query 'nothing'"),
        (Said(source="anna", format="word"), "'word' is not one of our formats"),
        (Said(source="anna", encoding="klingon"), "'klingon' is no encoding"),
    ],
)
def test_a_slip_is_told_and_nothing_is_taken_in(review: Workspace, export: Path, said: Said, says: str):
    """With what is allowed."""
    before = sorted(review.raw.rglob("*"))
    with pytest.raises(InputError) as caught:
        add(review, export, said, NOW)
    assert says in caught.value.message
    assert caught.value.hint
    assert sorted(review.raw.rglob("*")) == before


def test_what_is_no_export_is_refused(review: Workspace, tmp_path: Path):
    """People mix up the article and its record."""
    path = tmp_path / "article.pdf"
    path.write_bytes(b"%PDF-1.4")
    with pytest.raises(UnknownFormat, match="is a PDF"):
        add(review, path, Said(source="anna"), NOW)


def test_a_broken_download_is_taken_in_only_where_the_person_accepts_it(review: Workspace, tmp_path: Path):
    """And then the note says so, for whoever reads the counts."""
    path = tmp_path / "cut.ris"
    ws.write(path, ws.OLD + "TY  - JOUR\nTI  - Balint groups and the lo")
    with pytest.raises(Truncated, match="line 11"):
        add(review, path, Said(source="anna"), NOW)
    added = add(review, path, Said(source="anna", accept_truncated=True), NOW)
    assert note_of(review, added.path)["accept_truncated"] is True
    ws.run(review)
    assert ws.rows(review, "select found, rejects from source_file where source = 'anna'") == [(2, 1)]


def test_a_whole_file_does_not_get_the_mark_of_a_broken_one(review: Workspace, export: Path):
    """The person said 'if need be', and there was no need."""
    added = add(review, export, Said(source="anna", accept_truncated=True), NOW)
    assert "accept_truncated" not in note_of(review, added.path)


def test_a_new_workspace_runs_at_once_and_is_sound(tmp_path: Path):
    """The first five minutes decide."""
    written = init(tmp_path / "new")
    assert sorted(written) == sorted(starter_files())
    assert {"bibcorpus.toml", ".gitignore", "queries/review.toml", "queries/tags/facets.toml"} <= set(written)
    made = find_workspace(tmp_path / "new")
    assert check_workspace(made).problems == ()
    assert ws.run(made).problems == ()


def test_a_workspace_is_not_made_over_another(tmp_path: Path):
    """And files that are there stay as they are."""
    ws.write(tmp_path / "queries" / "tags" / "facets.toml", "mine")
    assert "queries/tags/facets.toml" not in init(tmp_path)
    assert (tmp_path / "queries" / "tags" / "facets.toml").read_text() == "mine"
    with pytest.raises(WorkspaceError, match="is a workspace already"):
        init(tmp_path)


def test_a_misspelt_source_is_asked_about(review, tmp_path):
    """'pubmde' would be a new source, collected by hand, and PRISMA would count one database less."""
    path = tmp_path / "a.ris"
    path.write_text("TY  - JOUR\nTI  - Balint groups in Iran\nER  - \n", encoding="utf-8")
    with pytest.raises(InputError, match="did you mean pubmed"):
        add(review, path, Said(source="pubmde"), "2026-01-01T00:00:00Z")
    assert add(review, path, Said(source="pubmde", kind="website"), "2026-01-01T00:00:00Z").inspection.records == 1


@pytest.mark.parametrize(
    ("option", "text", "says"),
    [("--searched", "2999-01-01", "that day is still to come"), ("--hits", "-1", "-1 is not in the range")],
)
def test_a_search_of_the_future_or_with_fewer_than_no_hits_is_a_slip(
    review: Workspace, tmp_path: Path, option: str, text: str, says: str
):
    """Both would stand in the report, and in the flow diagram."""
    path = tmp_path / "one.ris"
    ws.write(path, ws.ris(TI="Balint groups in Ruritania", AU="Doe, Jane", PY="2013"))
    told = bibcorpus(review.root, "add", path, "--source", "pubmed", option, text)
    assert told.code != 0
    assert says in told.err
    assert not list(review.raw.rglob("one.ris*"))
