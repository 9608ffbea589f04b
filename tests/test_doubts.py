"""What a reader was not sure of: a person hears of it until they have looked, and not again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.doubts import FILES, RECORDS, REFERENCES, Doubt, doubt_lines
from pipeline.written_by import other_writer

from .small_review import MEDLINE, RIS, bibcorpus, write_review

SOUND = "Winter A, Roe R. Balint groups in mountain villages. Invented Med. 2012;6(2):138-45.\n"
VAGUE = "Cerny I. Leading a group of young doctors. Invented Med. 6(2):138-45.\n"  # without its year
LIST, NOTE = "corpus/raw/references/list.txt", 'source = "references"\nformat = "references"\n'
DAMAGED = "corpus/raw/hand-list/damaged.ris"


def review(folder: Path, references: str = SOUND + VAGUE) -> Path:
    """A review with a list of references, run."""
    write_review(folder)
    write(folder / LIST, references.encode())
    write(folder / f"{LIST}.toml", NOTE.encode())
    assert bibcorpus(folder, "run").code == 0
    return folder


def write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def waiting(folder: Path, kind: str) -> int:
    """How many of this kind `status` says wait for a person."""
    rows = [line.rsplit(maxsplit=1) for line in bibcorpus(folder, "status").out.splitlines() if kind in line]
    return int(rows[0][1]) if rows else 0


def to_check(folder: Path) -> list[dict[str, object]]:
    """What the report lists."""
    return json.loads(bibcorpus(folder, "report", "--json").out)["to_check"]  # type: ignore[no-any-return]


def decided(folder: Path, *words: str) -> None:
    """A decision of Anna's, and the run that takes it in."""
    assert bibcorpus(folder, "decide", *words, "--as", "anna").code == 0
    assert bibcorpus(folder, "run").code == 0


def test_a_reference_that_needs_a_look_is_told_of_everywhere_until_somebody_looked(tmp_path: Path):
    """Who adds a list of 200 references and goes home finds the next day which of them to check."""
    folder = review(tmp_path)
    assert waiting(folder, REFERENCES) == 1
    listed = bibcorpus(folder, "status", "--list").out
    assert "no year was found" in " ".join(listed.split())
    assert f"{LIST}, line 2" in bibcorpus(folder, "report").out
    (found,) = to_check(folder)
    assert (found["kind"], found["path"], found["line"], found["fields"]) == (REFERENCES, LIST, 2, ["year"])
    assert "no year was found" in found["says"]


def test_a_doubt_in_check_fails_nothing_and_says_what_to_run(tmp_path: Path):
    """It may all be right: a check that fails over it would be switched off."""
    folder = review(tmp_path)
    told = bibcorpus(folder, "check")
    (line,) = [line for line in told.out.splitlines() if LIST in line]
    assert line.startswith(f"doubt: {LIST} line 2: ")
    assert "bibcorpus decide set " in line
    assert told.code == 0
    assert "1 doubt" in told.out.splitlines()[-1]


def test_a_check_before_a_commit_hears_of_the_doubts_of_its_files_alone(tmp_path: Path):
    """A hook on one file must not repeat what is open elsewhere."""
    folder = review(tmp_path)
    assert LIST in bibcorpus(folder, "check", "--files", folder / LIST).out
    assert LIST not in bibcorpus(folder, "check", "--files", folder / "queries/small.toml").out


def test_what_a_person_has_set_is_not_asked_again(tmp_path: Path):
    """Also where they found that there is no year: they have looked. Taken back, the doubt is open again."""
    folder = review(tmp_path)
    (found,) = to_check(folder)
    decided(folder, "set", str(found["name"]), "year", "--clear")
    assert to_check(folder) == []
    assert waiting(folder, REFERENCES) == 0
    (line,) = (folder / "corpus/decisions/anna.jsonl").read_text(encoding="utf-8").splitlines()
    decided(folder, "undo", json.loads(line)["id"])
    assert to_check(folder) == [found]


def test_setting_another_field_settles_nothing(tmp_path: Path):
    """Who has corrected the title has not looked for the year."""
    folder = review(tmp_path)
    decided(folder, "set", str(to_check(folder)[0]["name"]), "container", "Invented Medicine")
    (found,) = to_check(folder)
    assert "no year was found" in found["says"]


def test_a_work_that_a_person_excluded_is_not_asked_about(tmp_path: Path):
    """Nobody looks up the year of what is not in the bibliography."""
    folder = review(tmp_path)
    decided(folder, "exclude", str(to_check(folder)[0]["name"]), "--reason", "a letter")
    assert to_check(folder) == []


def test_what_other_records_say_of_the_work_needs_no_look(tmp_path: Path):
    """A reference without a year that joined a work which has one: the doubtful place is shown nowhere."""
    folder = review(tmp_path, SOUND + "Ahlgren M, Brandt O. Balint groups and burnout in rural general practice. "
                    "Journal of Invented Medicine. 12: 101-109. PMID: 90000001\n")  # fmt: skip
    if found := to_check(folder):  # apart from it: then it is asked about, and a person joins the two
        decided(folder, "same", str(found[0]["name"]), "pubmed:90000001")
    assert to_check(folder) == []


def test_a_file_with_damaged_characters_is_told_of_until_its_note_accepts_it(tmp_path: Path):
    """Nobody can mend what the sender has lost; that it was looked at stands beside the file, for everybody."""
    folder = write_review(tmp_path)
    write(folder / DAMAGED, (RIS * 3).replace("Ahlgren, Mia", "Ahlgrén, Mia").encode().replace(b"\xc3\xa9", b"\xe9"))
    write(folder / f"{DAMAGED}.toml", b'source = "hand-list"\nkind = "hand-collected"\n')
    assert bibcorpus(folder, "run").code == 0
    assert waiting(folder, FILES) == 1
    (found,) = to_check(folder)
    assert (found["kind"], found["path"], found["line"]) == (FILES, DAMAGED, None)
    assert f"{DAMAGED}.toml" in next(line for line in bibcorpus(folder, "check").out.splitlines() if DAMAGED in line)
    write(folder / f"{DAMAGED}.toml", b'source = "hand-list"\nkind = "hand-collected"\naccept_warnings = true\n')
    assert bibcorpus(folder, "run").code == 0
    assert (to_check(folder), waiting(folder, FILES)) == ([], 0)
    assert "damaged" not in bibcorpus(folder, "check").out


def test_the_note_of_a_file_accepts_what_its_reader_noticed_of_records_too(tmp_path: Path):
    """A hundred records without end mark are one habit of one program, and one look; `why` still tells it."""
    folder = write_review(tmp_path)
    path = "corpus/raw/hand-list/society.ris"
    write(folder / path, "TY".join(RIS.rsplit("ER  -\n\nTY", 1)).encode())
    assert bibcorpus(folder, "run").code == 0
    (found,) = to_check(folder)
    assert (found["kind"], found["line"], waiting(folder, RECORDS)) == (RECORDS, 12, 1)
    note = (folder / f"{path}.toml").read_bytes()
    write(folder / f"{path}.toml", note + b"accept_warnings = true\n")
    assert bibcorpus(folder, "run").code == 0
    assert to_check(folder) == []
    record = bibcorpus(folder, "why", str(found["name"])).out.splitlines()[1].split()[-1]
    assert "accepted: no end mark" in " ".join(bibcorpus(folder, "why", record).out.split())


def test_columns_that_were_kept_are_no_doubt(tmp_path: Path):
    """A column of the table that has no field here is kept under its name: nothing is lost, nobody is asked."""
    folder = write_review(tmp_path)
    write(folder / "corpus/raw/hand-list/a.csv", b'Title,Authors,Year,Shelf\nLeading a group,"Roe, R.",2011,B4\n')
    assert bibcorpus(folder, "run").code == 0
    assert to_check(folder) == []


def taken_in(folder: Path, source: str, *said: str) -> str:
    """What `add` warned of: PubMed's own export, handed in as one of `source`."""
    write(folder / "pm.nbib", MEDLINE.encode())
    told = bibcorpus(folder, "add", folder / "pm.nbib", "--source", source, *said)
    assert (told.code, "pm.nbib" in told.out) == (0, True)
    return told.err


def test_a_file_that_another_database_wrote_is_told_of_until_somebody_has_looked(tmp_path: Path):
    """133 records of PubMed that PRISMA's box counts as Scopus' are found by no reader of the review."""
    folder = write_review(tmp_path)
    (folder / "corpus/raw/pubmed/search.nbib").unlink()
    told = taken_in(folder, "scopus")
    assert "written by PubMed, but counted as Scopus" in told
    assert "--source pubmed" in told
    assert bibcorpus(folder, "run").code == 0
    assert waiting(folder, FILES) == 1
    (line,) = [line for line in bibcorpus(folder, "check").out.splitlines() if "written by" in line]
    assert "the right source into corpus/raw/scopus/pm.nbib.toml" in line
    note = folder / "corpus/raw/scopus/pm.nbib.toml"
    said = note.read_text(encoding="utf-8")
    note.write_text(said + "accept_warnings = true\n", encoding="utf-8")
    assert bibcorpus(folder, "run").code == 0
    assert waiting(folder, FILES) == 0
    note.write_text(said.replace('"scopus"', '"pubmed"'), encoding="utf-8")
    assert bibcorpus(folder, "run").code == 0
    assert waiting(folder, FILES) == 0


@pytest.mark.parametrize(
    "said", [("pubmed",), ("society",), ("hand-collected",), ("scopus", "--kind", "citation")], ids=" ".join
)
def test_where_a_file_may_well_be_from_nobody_is_warned(tmp_path: Path, said: tuple[str, ...]):
    """A library of one's own, a hand search, what a review cites: all may have been exported from PubMed."""
    folder = write_review(tmp_path)
    (folder / "corpus/raw/pubmed/search.nbib").unlink()
    assert "written by" not in taken_in(folder, *said)


@pytest.mark.parametrize(
    ("database", "source", "doubted"),
    [
        ("PubMed", "scopus", True),
        ("Embase", "pubmed", True),
        ("The Lens", "wos", True),
        ("Scopus", "scopus", False),
        ("Cochrane CENTRAL", "cochrane", False),
        ("Web of Science", "pubmed", False),  # it carries MEDLINE
        ("ERIC", "ebsco", False),
        ("Ovid", "embase", False),
        ("EBSCO", "pubmed", False),
        ("ProQuest", "pubmed", False),
        ("Zotero", "scopus", False),
        ("EndNote", "embase", False),
        (None, "scopus", False),
    ],
)
def test_only_who_writes_one_database_alone_is_held_against_a_source(database: str, source: str, doubted: bool):
    """Platforms carry many databases, and reference managers hold what came from anywhere."""
    assert (other_writer(database, source, "database") is not None) is doubted


def test_many_doubtful_references_of_one_list_are_told_in_a_few_lines(tmp_path: Path):
    """A check with 500 lines hides the one that matters."""
    doubts = [Doubt(kind=REFERENCES, path=LIST, line=n, name=f"anna{n}", says=["no year was found"]) for n in range(9)]
    told = list(doubt_lines(doubts))
    assert len(told) == 6
    assert told[-1] == f"{LIST}: 4 more records to check: `bibcorpus status --list` has them all"


@pytest.mark.parametrize(
    ("reference", "fields"),
    [
        ("Roe R. (2011). leading a group of doctors. Invented Medicine, 6(2), 1-9.", {"title"}),
        ("Leading a group of young doctors. Invented Medicine 2011;6(2):138-45.", {"authors"}),
    ],
)
def test_a_doubt_names_the_field_to_look_at(tmp_path: Path, reference: str, fields: set[str]):
    """Who is told 'the title may be cut' sets the title."""
    folder = review(tmp_path, SOUND + reference + "\n")
    (found,) = to_check(folder)
    assert fields <= {*map(str, found["fields"])}  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("doubt", "advice"),
    [
        (Doubt(kind=REFERENCES, path="a", line=1, name="roe", fields=["year"]), "decide set roe year …"),
        (Doubt(kind=REFERENCES, path="a", line=1, name="roe"), "decide set roe FIELD …"),
        (Doubt(kind=FILES, path="a.ris"), "accept_warnings = true into a.ris.toml"),
    ],
)
def test_the_advice_names_what_to_run_or_to_write(doubt: Doubt, advice: str):
    """A doubt without a way out of it is noise."""
    assert advice in doubt.advice
