"""Import: every record of every file is taken in or set aside, and keeps its name for ever."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import CountsDontAddUp, Truncated, UnknownFormat, WorkspaceError
from pipeline.formats._text import Part, load
from pipeline.importing import RawFile, ReadFile, _take_in, import_files, normal_form, raw_file, raw_paths
from pipeline.model import Found, Reject, Unread
from pipeline.parallel import Workers
from pipeline.store import Store, in_memory
from pipeline.workspace import Workspace

from . import workspaces as ws
from .workspaces import ris


def raw(path: Path, text: str, **note: object) -> RawFile:
    """A file of the source 'set', as `raw_file` hands it on."""
    ws.write(path, text)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return RawFile(path=path, shown=path.name, source="set", sha256=sha256, note=note)


def taken_in(folder: Path, files: Mapping[str, str | tuple[str, Mapping[str, object]]], statement: str) -> list[tuple]:
    """The rows of `statement` after the import of files: name -> text, or text and note."""
    with in_memory(folder) as store:
        read(store, folder, files)
        return store.rows(statement)


def read(store: Store, folder: Path, files: Mapping[str, str | tuple[str, Mapping[str, object]]]) -> None:
    made = [
        raw(
            folder / name,
            *([given] if isinstance(given, str) else [given[0]]),
            **({} if isinstance(given, str) else given[1]),
        )
        for name, given in files.items()
    ]
    import_files(store, made, Workers(1))


A = ris(TI="Leaders of Balint groups", AU="Doe, Jane", PY="2011", T2="Journal of Examples", SP="10")
B = ris(TI="Students in Balint groups", AU="Roe, Richard", PY="2012", T2="Journal of Examples", SP="20")
HEADLESS = "TI  - No first line\r\nPY  - 2001\r\nER  - \r\n\r\n"


def test_what_is_found_in_a_file_is_taken_in_or_set_aside(tmp_path: Path):
    """A review must say what became of every record of every search."""
    rows = taken_in(tmp_path, {"a.ris": A + HEADLESS + B}, "select found, entries, rejects from source_file")
    assert rows == [(3, 2, 1)]
    ((position, reason),) = taken_in(tmp_path, {"a.ris": A + HEADLESS + B}, "select position, reason from reject")
    assert position == 2
    assert "TY" in reason


def test_a_russian_export_in_the_old_windows_encoding_keeps_its_letters(tmp_path: Path):
    """Half of the exports from Russia are still in cp1251."""
    path = tmp_path / "list.ris"
    path.write_bytes((ws.RUSSIAN * 3).encode("cp1251"))
    with in_memory(tmp_path) as store:
        import_files(store, [RawFile(path=path, shown="list.ris", source="set", sha256="0" * 64)], Workers(1))
        assert (
            store.value("select fields['title'][1] from entry") == "Балинтовские группы и профилактика выгорания врачей"
        )
        ((encoding, warnings),) = store.rows("select encoding, warnings from source_file")
    assert encoding == "cp1251"
    assert "--encoding" in warnings[0]


@pytest.mark.parametrize("text", [ws.MEDLINE, A + "\r\nsome words\r\n\r\n" + HEADLESS + B, "heading\n" + ws.RUSSIAN])
def test_the_texts_kept_are_the_whole_file(tmp_path: Path, text: str):
    """Whoever doubts a record can read what the source really said, and nothing was left out between."""
    kept = taken_in(tmp_path, {"a.txt": text}, "select line, raw from entry union all select line, raw from reject "
                    "union all select line, raw from unread order by line")  # fmt: skip
    blank = str.maketrans("", "", " \t\r\n")
    assert "".join(raw for _, raw in kept).translate(blank) == text.translate(blank)


class LosesTheLast:
    """A reader with a fault: it never hands back the last line."""

    NAME = "lossy"
    TITLE = "Lossy"

    def sniff(self, head: str) -> int:
        return 0

    def read(self, stream: TextIO) -> Iterator[Found | Reject | Unread]:
        for number, line in enumerate(stream.readlines()[:-1], start=1):
            yield Found(line=number, raw=line, fields={"title": [line]})


def test_a_reader_that_skips_a_record_stops_the_build(tmp_path: Path):
    """A lost record is worse than no bibliography: nobody would notice."""
    path = tmp_path / "a.txt"
    path.write_bytes(b"one\ntwo\nthree\n")
    loaded = replace(load(path, "ris"), parts=(Part(LosesTheLast()),))
    with pytest.raises(CountsDontAddUp, match="8 of 14 characters"):
        list(loaded.segments())


def test_a_record_that_gets_lost_on_the_way_to_the_corpus_stops_the_build(tmp_path: Path):
    """What was counted while reading must arrive in the tables."""
    rows = tmp_path / "rows.ndjson"
    rows.write_text("")
    done = ReadFile(
        raw=raw(tmp_path / "a.ris", A), format="ris", database=None, encoding="utf-8", warnings=(), path=rows,
        longest=0, found=1, rejects=[], unread=[],
    )  # fmt: skip
    with in_memory(tmp_path) as store, pytest.raises(CountsDontAddUp, match=r"a\.ris: 1 found, but 0 taken in"):
        _take_in(store, done)


def test_a_file_that_was_changed_after_it_was_taken_in_is_refused(review: Workspace):
    """What a source answered is evidence: its note holds the checksum."""
    path = review.root / ws.HAND
    ws.write(path.with_name("list.ris.toml"), 'source = "hand"\nsha256 = "' + "0" * 64 + '"\n')
    with pytest.raises(WorkspaceError, match="changed after it was taken in") as caught:
        ws.run(review)
    assert "git checkout" in (caught.value.hint or "")
    assert not review.database.exists()


def test_a_file_outside_of_any_source_folder_is_refused(review: Workspace):
    """PRISMA counts records by source: nobody could say where these came from."""
    ws.write(review.raw / "stray.ris", A)
    with pytest.raises(WorkspaceError, match=r"corpus/raw/stray\.ris: lies in no source's folder"):
        ws.run(review)


@pytest.mark.parametrize(
    ("note", "says"),
    [
        ('kind = "shelf"', "kind = 'shelf' is unknown"),
        ('hits = "many"', "hits = 'many'"),
        ("query = 7", "query = 7"),
        ("source = ", "not valid TOML"),
    ],
)
def test_a_note_that_says_nonsense_is_named(review: Workspace, note: str, says: str):
    """Notes are edited by hand: the message leads to the file and the key."""
    path = review.root / ws.HAND
    ws.write(path.with_name("list.ris.toml"), note)
    with pytest.raises(WorkspaceError, match=r"corpus/raw/hand/list\.ris\.toml") as caught:
        raw_file(review, path, "0" * 64)
    assert says in caught.value.message


def test_the_same_file_twice_is_counted_once(tmp_path: Path):
    """Two members of a society send the same export; PRISMA counts what a database gave, not how often it was sent."""
    rows = taken_in(
        tmp_path,
        {"a.ris": A + B, "again.ris": A + B},
        "select path, found, entries, same_as, len(warnings) from source_file order by path",
    )
    assert rows == [("a.ris", 2, 2, None, 0), ("again.ris", 0, 0, "a.ris", 1)]


CUT = A + "TY  - JOUR\r\nTI  - Balint groups and the lo"


def test_a_broken_download_is_refused_and_says_where_it_breaks_off(tmp_path: Path):
    """Its lost records can't be counted, so the search must be exported again."""
    with pytest.raises(Truncated, match=r"cut\.ris, line 9: ") as caught:
        taken_in(tmp_path, {"cut.ris": CUT}, "select 1")
    assert "export it again" in (caught.value.hint or "")


def test_a_broken_download_is_taken_in_where_its_note_accepts_that(tmp_path: Path):
    """Sometimes the half of a dead database is all there will ever be; the cut record is set aside, and counted."""
    note = {"accept_truncated": True}
    rows = taken_in(tmp_path, {"cut.ris": (CUT, note)}, "select found, entries, rejects from source_file")
    assert rows == [(2, 1, 1)]


def test_an_error_names_the_file_from_the_root_of_the_workspace(review: Workspace):
    """The message is the same on everybody's machine."""
    (review.raw / "hand" / "scan.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    with pytest.raises(UnknownFormat) as caught:
        ws.run(review)
    assert caught.value.message.startswith("corpus/raw/hand/scan.png is a picture")


def medline(pmid: str, title: str) -> str:
    return f"PMID- {pmid}\nOWN - NLM\nSTAT- MEDLINE\nTI  - {title}\nSO  - J Ex. 2011.\n\n"


def test_one_accession_over_two_titles_is_two_records_and_a_warning(tmp_path: Path):
    """A source that gives a number twice would otherwise swallow a publication."""
    files = {"a.nbib": medline("7", "Balint groups in Iran.") + medline("7", "Optic ataxia after a stroke.")}
    rows = taken_in(tmp_path, files, "select fields['title'][1], record_id, warnings from entry order by position")
    (first, one, quiet), (second, other, warned) = rows
    assert {first, second} == {"Balint groups in Iran.", "Optic ataxia after a stroke."}
    assert one != other
    assert "set:7" not in (one, other), "a decision on the plain id must not come to mean either of them"
    assert quiet == warned == ["set:7 names more than one publication: kept apart by their titles"]


def test_a_corrected_title_is_the_same_record(tmp_path: Path):
    """Databases mend their misprints; the number says that it is the same publication."""
    files = {
        "a.nbib": medline("7", "Balint groups in general practise."),
        "b.nbib": medline("7", "Balint groups in general practice."),
    }
    assert taken_in(tmp_path, files, "select distinct record_id from entry") == [("set:7",)]


def test_an_entry_without_a_title_does_not_join_two_publications(tmp_path: Path):
    """Nothing is like everything: the empty title must not stand between two others as if it were both."""
    untitled = "PMID- 7\nOWN - NLM\nSTAT- MEDLINE\nSO  - J Ex. 2011.\n\n"
    files = {"a.nbib": untitled + medline("7", "Balint groups in Iran.") + medline("7", "Optic ataxia after a stroke.")}
    ids = taken_in(tmp_path, files, "select record_id from entry order by position")
    assert ids[0] == ("set:7",)
    assert len(set(ids)) == 3


def test_the_same_record_in_two_exports_is_one_record_with_two_entries(tmp_path: Path):
    """The search was repeated a year later; citation counts and blanks changed, the publication did not."""
    later = A.replace("ER  -", "N1  - Cited by 12\r\nER  -")
    files = {"a.ris": (A, {"searched": "2020-01-01"}), "b.ris": (later + B, {"searched": "2021-01-01"})}
    rows = taken_in(tmp_path, files, "select record_id, count(*) from entry group by 1 order by 2")
    assert [n for _, n in rows] == [1, 2]


def test_the_newest_search_gives_the_fields_of_a_record(review: Workspace):
    """What a database says today is better than what it said years ago, whichever file comes first in the folder."""
    old, new = medline("9", "Balint groups in Iran."), medline("9", "Balint groups in Iran: a report.")
    for name, text, searched in (("a", new, "2021-05-01"), ("b", old, "2019-05-01"), ("c", old + "\n", "2018-05-01")):
        ws.write(review.raw / "pubmed" / f"{name}.nbib", text)
        ws.write(review.raw / "pubmed" / f"{name}.nbib.toml", f'searched = "{searched}"\n')
    ws.run(review)
    (row,) = ws.rows(review, "select title, entries, first_seen, last_seen from record where record_id = 'pubmed:9'")
    assert row == ("Balint groups in Iran: a report", 3, "2018-05-01", "2021-05-01")


def ids(folder: Path, files: Mapping[str, str]) -> list[str]:
    return sorted(row[0] for row in taken_in(folder, files, "select record_id from entry"))


def test_record_ids_do_not_move_when_files_are_renamed_or_cut_in_two(tmp_path: Path):
    """People's decisions name records: a file's name or size must not orphan them."""
    together = ids(tmp_path, {"a.ris": A + B + ws.RUSSIAN})
    assert together == ids(tmp_path, {"z.ris": B, "other name.ris": ws.RUSSIAN + A})
    assert len(set(together)) == 3


@settings(max_examples=10, deadline=None)
@given(st.permutations([A, B, ws.RUSSIAN, ws.BURNOUT, ws.OLD]))
def test_record_ids_do_not_depend_on_the_order_of_records(tmp_path_factory: pytest.TempPathFactory, order: list[str]):
    """Databases sort by relevance today and by date tomorrow."""
    folder = tmp_path_factory.mktemp("shuffled")
    assert ids(folder, {"a.ris": "".join(order)}) == ids(folder, {"a.ris": A + B + ws.RUSSIAN + ws.BURNOUT + ws.OLD})


@pytest.mark.parametrize(
    ("fields", "same"),
    [
        ({"title": ["balint groups "]}, True),
        ({"title": ["Balint group"]}, False),
        ({"pages": ["10-19"]}, True),
        ({"pages": ["11-19"]}, False),
        ({"year": ["2011/03//"]}, True),
        ({"year": ["2012"]}, False),
        ({"note": ["Cited by 12"]}, True),
        ({"doi": ["10.1000/1"]}, True),
        ({"container": ["J EX"]}, False),
        ({"authors": ["Roe, R", "Doe, J"]}, False),
    ],
)
def test_a_record_without_a_number_is_known_by_what_it_is(fields: dict[str, list[str]], same: bool):
    """Title, authors, year, container and first page name it; counts, notes and identifiers come and go."""
    plain = {"title": ["Balint groups."], "authors": ["Doe, J", "Roe, R"], "year": ["2011"], "pages": ["10"],
             "container": ["Journal of Examples"]}  # fmt: skip
    assert (normal_form(plain | fields) == normal_form(plain)) is same


def test_notes_and_hidden_files_are_no_exports(review: Workspace):
    """Editors and systems leave files of their own in every folder."""
    ws.write(review.raw / "hand" / ".DS_Store", "x")
    names = [review.relative(path) for path in raw_paths(review)]
    assert names == sorted(ws.RAW)


def test_many_files_at_once_give_what_one_after_the_other_gives(tmp_path: Path):
    """Import must not depend on the order in which a folder lists its files."""
    files = {f"{n}.ris": A.replace("2011", str(1990 + n)) for n in range(8)}
    names = list(files)
    random.Random(7).shuffle(names)
    assert ids(tmp_path, files) == ids(tmp_path, {name: files[name] for name in names})
