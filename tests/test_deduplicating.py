"""Duplicates in loose files: nothing goes but copies, and the tables tell what became of each record."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
from pathlib import Path

import pytest

from pipeline.deduplicating import Deduplicated, deduplicate
from pipeline.errors import InputError, Truncated
from pipeline.formats._text import load
from pipeline.model import Found
from tests.small_review import bibcorpus, write_review

HEAD = "id,source,title,authors,year,journal,volume,issue,pages,doi,abstract\n"
A = 'a1,PubMed,Balint groups and burnout in rural practice,"Ahlgren, Mia; Brandt, Otto",2004,J Inv Med,12,2,101-109,,\n'
A_AGAIN = (
    'a2,Scopus,Balint Groups and Burnout in Rural Practice.,"Ahlgren, M.; Brandt, O.",2004,'
    "Journal of Invented Medicine,12,2,101-9,10.1000/jim.2004.12,An abstract that the other one lacks\n"
)
B = 'b1,Scopus,Leading a first seminar for young doctors,"Cerny, Iva",2011,Journal of Invented Medicine,19,1,7-15,,\n'
CYRILLIC = 'c1,eLibrary,Балинтовские группы в обучении врачей,"Винтер, А. Б.",2015,Вымышленный журнал,3,1,20-28,,\n'
ERRATUM = (
    'e1,PubMed,Erratum: Balint groups and burnout in rural practice,"Ahlgren, Mia; Brandt, Otto",2005,'
    "J Inv Med,13,1,55,,\n"
)
RIS = """\
TY  - JOUR
AU  - Ahlgren, Mia
AU  - Brandt, Otto
TI  - Balint groups and burnout in rural practice
JO  - Journal of Invented Medicine
PY  - 2004
VL  - 12
SP  - 101
EP  - 109
ER  -

"""


def write(path: Path, text: str) -> Path:
    """A file with this text."""
    path.write_text(text, encoding="utf-8", newline="")
    return path


def rows(path: Path) -> list[dict[str, str]]:
    """A table."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def works(out: Path) -> set[frozenset[str]]:
    """Which records are one work."""
    groups: dict[str, set[str]] = {}
    for row in rows(out / "clusters.csv"):
        groups.setdefault(row["cluster_id"], set()).add(row["id"])
    return {frozenset(group) for group in groups.values()}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Five records of four works."""
    return write(tmp_path / "records.csv", HEAD + A + B + CYRILLIC + A_AGAIN + ERRATUM)


def test_each_record_is_in_one_work_and_each_work_keeps_its_fullest_record(table: Path, tmp_path: Path):
    done = deduplicate([table], tmp_path / "out")
    assert (done.records, done.works, done.duplicates) == (5, 4, 1)
    assert works(tmp_path / "out") == {frozenset({"a1", "a2"}), frozenset({"b1"}), frozenset({"c1"}), frozenset({"e1"})}
    assert [row["id"] for row in rows(tmp_path / "out" / "clusters.csv") if row["keep"] == "1"] == [
        "b1",
        "c1",
        "a2",
        "e1",
    ]


def test_the_file_without_copies_is_the_file_but_for_the_copies(table: Path, tmp_path: Path):
    """Letter by letter, with the header row."""
    deduplicate([table], tmp_path / "out")
    text = (tmp_path / "out" / "records.deduplicated.csv").read_text(encoding="utf-8")
    assert text == HEAD + B + CYRILLIC + A_AGAIN + ERRATUM
    assert table.read_text(encoding="utf-8") == HEAD + A + B + CYRILLIC + A_AGAIN + ERRATUM


def test_an_erratum_is_a_relation_and_no_copy(table: Path, tmp_path: Path):
    deduplicate([table], tmp_path / "out")
    told = rows(tmp_path / "out" / "relations.csv")
    assert {(row["id_1"], row["kind"]) for row in told} == {("e1", "erratum-of")}
    assert {row["id_2"] for row in told} <= {"a1", "a2"}


def test_files_of_several_formats_are_compared_with_each_other(table: Path, tmp_path: Path):
    """Ids then bear the name of the file; each file is written again in its own format."""
    ris = write(
        tmp_path / "export.ris", RIS + RIS.replace("101", "201").replace("109", "209").replace("burnout", "rest")
    )
    done = deduplicate([table, ris], tmp_path / "out")
    assert (done.records, done.works) == (7, 5)
    assert frozenset({"records:a1", "records:a2", "export:1"}) in works(tmp_path / "out")
    kept = (tmp_path / "out" / "export.deduplicated.ris").read_text(encoding="utf-8")
    assert kept.count("TY  -") == 1
    assert "rest" in kept


def test_the_order_of_files_and_records_does_not_matter(table: Path, tmp_path: Path):
    shuffled = [A, B, CYRILLIC, A_AGAIN, ERRATUM]
    expected = None
    for seed in range(4):
        random.Random(seed).shuffle(shuffled)
        path = write(tmp_path / f"{seed}.csv", HEAD + "".join(shuffled))
        deduplicate([path], tmp_path / str(seed))
        expected = expected or works(tmp_path / str(seed))
        assert works(tmp_path / str(seed)) == expected


def test_a_second_time_there_is_nothing_to_find(table: Path, tmp_path: Path):
    deduplicate([table], tmp_path / "one")
    again = deduplicate([tmp_path / "one" / "records.deduplicated.csv"], tmp_path / "two")
    assert (again.records, again.works) == (4, 4)


def test_the_same_file_twice_leaves_one_of_each(table: Path, tmp_path: Path):
    """Also of records that say little."""
    other = write(tmp_path / "other.csv", table.read_text(encoding="utf-8"))
    done = deduplicate([table, other], tmp_path / "out")
    assert (done.records, done.works) == (10, 4)


def test_a_title_and_a_year_twice_are_one_work(tmp_path: Path):
    """The same list loaded twice must not give more works; a bare short title may be anybody's.

    Of two such nobody can tell more than that: nobody is asked, as in a workspace.
    """
    sparse = "1,,Balint (letter),,2001,,,,,,\n2,,A title that says enough alone,,,,,,,,\n3,,Balint,,,,,,,,\n"
    files = [write(tmp_path / f"{name}.csv", HEAD + sparse) for name in "ab"]
    deduplicate(files, tmp_path / "out")
    assert works(tmp_path / "out") == {
        frozenset({"a:1", "b:1"}), frozenset({"a:2", "b:2"}), frozenset({"a:3"}), frozenset({"b:3"})
    }  # fmt: skip
    assert rows(tmp_path / "out" / "review.csv") == []


def test_a_list_of_json_stays_one(tmp_path: Path):
    """The comma goes with the copy."""
    item = {"type": "article-journal", "title": "Balint groups and burnout in rural practice", "volume": "12"}
    item |= {"author": [{"family": "Ahlgren", "given": "Mia"}], "issued": {"date-parts": [[2004]]}, "page": "101-109"}
    other = {**item, "title": "Leading a first seminar for young doctors", "page": "7-15"}
    for n, items in enumerate(([item, item, other], [item, other, item], [item, item], [other])):
        listed = [{"id": str(place), **one} for place, one in enumerate(items)]
        path = write(tmp_path / f"{n}.json", json.dumps(listed, indent=1))
        done = deduplicate([path], tmp_path / str(n))
        kept = json.loads((tmp_path / str(n) / f"{n}.deduplicated.json").read_text(encoding="utf-8"))
        assert len(kept) == done.works == len({one["title"] for one in kept})


def test_a_packed_file_is_written_packed(table: Path, tmp_path: Path):
    packed = tmp_path / "records.csv.gz"
    packed.write_bytes(gzip.compress(table.read_bytes()))
    deduplicate([packed], tmp_path / "out")
    text = gzip.decompress((tmp_path / "out" / "records.deduplicated.csv.gz").read_bytes()).decode()
    assert text.count("\n") == 5


def test_what_cannot_be_read_stays_in_the_file(tmp_path: Path):
    """It may be a record: nobody but a person may throw it away."""
    lost = "AU  - Lost, Ann\nTI  - A record without a first line\nER  -\n\n"
    path = write(tmp_path / "export.ris", "Provider: somebody\n\n" + RIS + lost + RIS)
    done = deduplicate([path], tmp_path / "out")
    assert (done.records, done.works, done.inputs[0].rejects) == (2, 1, 1)
    text = (tmp_path / "out" / "export.deduplicated.ris").read_text(encoding="utf-8")
    assert "Provider: somebody" in text
    assert "A record without a first line" in text


def test_a_download_that_breaks_off_is_refused_and_nothing_is_written(tmp_path: Path):
    path = write(tmp_path / "export.ris", RIS + RIS[:80])
    with pytest.raises(Truncated):
        deduplicate([path], tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []
    done = deduplicate([path], tmp_path / "out", accept_truncated=True)
    assert (done.records, done.works) == (1, 1)


def test_a_file_never_overwrites_itself(table: Path, tmp_path: Path):
    path = write(tmp_path / "records.deduplicated.csv", table.read_text(encoding="utf-8"))
    path.rename(tmp_path / "x.csv")
    (tmp_path / "x.deduplicated.csv").hardlink_to(tmp_path / "x.csv")
    with pytest.raises(InputError, match="is one of the inputs"):
        deduplicate([tmp_path / "x.csv"], tmp_path)


def test_kept_records_read_as_before(table: Path, tmp_path: Path):
    """In = kept + copies, for each file."""
    done: Deduplicated = deduplicate([table], tmp_path / "out")
    again = [one for one in load(Path(done.inputs[0].written)).segments() if isinstance(one, Found)]
    assert len(again) == done.inputs[0].kept == done.works


def test_an_update_is_compared_with_what_was_there(table: Path, tmp_path: Path):
    """Only what is new stays in the new file, though the copy of a known record may be the fuller one."""
    known = write(tmp_path / "known.csv", HEAD + A + B)
    new = write(tmp_path / "new.csv", HEAD + A_AGAIN + CYRILLIC + CYRILLIC.replace("c1", "c2"))
    done = deduplicate([new], tmp_path / "out", known=[known])
    assert (done.records, done.works) == (5, 3)
    assert [(one.records, one.kept) for one in done.inputs] == [(3, 1)]
    assert (tmp_path / "out" / "new.deduplicated.csv").read_text(encoding="utf-8").count("\n") == 2
    assert not (tmp_path / "out" / "known.deduplicated.csv").exists()
    assert {row["id"] for row in rows(tmp_path / "out" / "clusters.csv") if row["keep"] == "1"} >= {"a1", "b1"}


def test_nothing_is_asked_of_two_known_records(tmp_path: Path):
    """They were asked about when they came."""
    doubtful = A.replace("a1", "a3").replace("J Inv Med,12,2,101-109", "Another Journal,,,")
    both = write(tmp_path / "known.csv", HEAD + A + doubtful)
    new = write(tmp_path / "new.csv", HEAD + B)
    deduplicate([both], tmp_path / "one")
    assert len(rows(tmp_path / "one" / "review.csv")) == 1
    deduplicate([new], tmp_path / "two", known=[both])
    assert rows(tmp_path / "two" / "review.csv") == []


def test_the_command_says_what_it_found(table: Path, tmp_path: Path):
    said = bibcorpus(tmp_path, "dedup", str(table), "--out", str(tmp_path / "out"))
    assert said.code == 0
    assert "5 records = 4 works + 1 duplicates" in said.out


PARTS = (
    'p1,PubMed,Balint groups in small towns: part I,"Roe, Ida",2004,J Inv Med,12,2,101-109,,\n'
    'p2,PubMed,Balint groups in small towns: part II,"Roe, Ida",2004,J Inv Med,12,2,110-119,,\n'
)
TWO_DOIS = (
    'd1,PubMed,Supervision of village nurses,"Dahl, Per",2009,J Inv Med,17,1,1-9,10.1000/jim.1,\n'
    'd2,PubMed,Supervision of village nurses,"Dahl, Per",2009,J Inv Med,17,1,30-38,10.1000/jim.2,\n'
)


def test_the_same_files_raise_the_same_questions_with_and_without_a_workspace(tmp_path: Path):
    """Who tries `dedup` first and makes a workspace then must not wonder where the doubtful pairs have gone.

    That part I is not part II a rule knows; two DOIs of one text on other pages a person should look at.
    """
    path = write(tmp_path / "records.csv", HEAD + PARTS + TWO_DOIS)
    done = deduplicate([path], tmp_path / "out")
    assert [(row["id_1"], row["id_2"]) for row in rows(tmp_path / "out" / "review.csv")] == [("d1", "d2")]
    review = write_review(tmp_path / "review")
    for raw in (review / "corpus/raw").rglob("*.*"):
        raw.unlink()
    assert bibcorpus(review, "add", path, "--source", "society").code == 0
    numbers = json.loads(bibcorpus(review, "run", "--json").out)
    assert numbers["waiting"]["doubtful pairs"] == done.questions == 1
