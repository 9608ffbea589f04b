"""What a reader was not sure of: a person hears of it until they have looked, and not again."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pipeline.doubts import FILES, RECORDS, REFERENCES, Doubt, doubt_lines
from pipeline.written_by import other_writer

from .small_review import MEDLINE, RIS, bibcorpus, write_review

SOUND = "Winter A, Roe R. Balint groups in mountain villages. Invented Med. 2012;6(2):138-45.\n"
VAGUE = "Cerny I. Leading a group of young doctors. Invented Med. 6(2):138-45.\n"  # without its year
LIST, NOTE = "corpus/raw/references/list.txt", 'source = "references"\nformat = "references"\n'
REFERENCES_BY_WHAT = {
    "sound": SOUND,
    "no year": VAGUE,
    "title corrected": "Novak P. Supervision of midwives in the mountains. Invented Med. 7(1):11-19.\n",
    "excluded": "Marsh T. Letters from a hospice by the sea. Invented Med. 8(3):21-29.\n",
    "title": "Roe R. (2011). leading a group of doctors. Invented Medicine, 6(2), 1-9.\n",
    "authors": "Listening to the families of patients. Invented Medicine 2013;9(2):138-45.\n",
    "joined": "Ahlgren M, Brandt O. Balint groups and burnout in rural general practice. "
              "Journal of Invented Medicine. 12: 101-109. PMID: 90000001\n",  # another record has the year
}  # fmt: skip
HAND = "corpus/raw/hand-list"
DAMAGED, UNENDED, TABLE = (f"{HAND}/{name}" for name in ("damaged.ris", "society.ris", "a.csv"))
BY_HAND, ACCEPTED = 'source = "hand-list"\nkind = "hand-collected"\n', "accept_warnings = true\n"
KEPT, MISTAKEN = "corpus/raw/scopus/kept.nbib", "corpus/raw/scopus/mistaken.nbib"


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review with a list of two references, of which the second needs a look, run; only to be read."""
    return with_references(write_review(tmp_path_factory.mktemp("listed")), SOUND + VAGUE)


@dataclass(frozen=True, kw_only=True)
class Doubted:
    """A review after a run, what its report lists, and what was said of a file when it was taken in."""

    folder: Path
    to_check: list[dict[str, Any]]
    said: str = ""

    def of(self, path: str, what: str | None = None) -> list[dict[str, Any]]:
        """The doubts on a file; `what`: on this one of the references."""
        line = [*REFERENCES_BY_WHAT].index(what) + 1 if what else None
        return [each for each in self.to_check if each["path"] == path and (not what or each["line"] == line)]


@pytest.fixture(scope="module")
def doubted(tmp_path_factory: pytest.TempPathFactory) -> Doubted:
    """A review with each kind of thing that a reader is not sure of, before anybody looked; only to be read."""
    folder = write_review(tmp_path_factory.mktemp("doubted"))
    others = {"burnout in rural general": "fatigue on islands without a", "Leading a first seminar": "Talking at night",
              "в обучении": "в больнице для"}  # fmt: skip
    latin = RIS.replace("Ahlgren, Mia", "Ahlgrén, Mia")
    for title, other in others.items():
        latin = latin.replace(title, other)
    write(folder / DAMAGED, (latin * 3).encode().replace(b"\xc3\xa9", b"\xe9"))
    write(folder / f"{DAMAGED}.toml", BY_HAND.encode())
    write(folder / UNENDED, "TY".join(RIS.rsplit("ER  -\n\nTY", 1)).encode())
    write(folder / TABLE, b'Title,Authors,Year,Shelf\nOf teams on a ward,"Toe, T.",2011,B4\n')
    said = ""
    for n, path in enumerate((KEPT, MISTAKEN)):
        said = taken_in(folder, "scopus", name=Path(path).name, text=MEDLINE.replace("PMID- 9", f"PMID- {n + 1}")
                        .replace("Balint groups", f"Parties of ward {n}").replace("2004", f"201{n}"))  # fmt: skip
    with_references(folder, "".join(REFERENCES_BY_WHAT.values()))
    return Doubted(folder=folder, to_check=to_check(folder), said=said)


@pytest.fixture(scope="module")
def looked(doubted: Doubted, tmp_path_factory: pytest.TempPathFactory) -> Doubted:
    """The same after somebody has looked, and a run; only to be read, and to be copied."""
    folder = Path(shutil.copytree(doubted.folder, tmp_path_factory.mktemp("looked") / "review"))
    for path in (DAMAGED, UNENDED, KEPT):
        note = folder / f"{path}.toml"
        write(note, note.read_bytes() + ACCEPTED.encode())
    note = folder / f"{MISTAKEN}.toml"
    write(note, note.read_bytes().replace(b'"scopus"', b'"pubmed"'))

    def decided(what: str, *words: str) -> None:
        words = tuple(str(doubted.of(LIST, what)[0]["name"]) if word == "it" else word for word in words)
        assert bibcorpus(folder, "decide", *words, "--as", "anna").code == 0

    decided("no year", "set", "it", "year", "--clear")
    decided("title corrected", "set", "it", "container", "Invented Medicine")
    decided("excluded", "exclude", "it", "--reason", "a letter")
    if doubted.of(LIST, "joined"):  # apart from the others: then it is asked about, and a person joins the two
        decided("joined", "same", "it", "pubmed:90000001")
    assert bibcorpus(folder, "run").code == 0
    return Doubted(folder=folder, to_check=to_check(folder))


def with_references(folder: Path, references: str) -> Path:
    """The review with this list of references, run."""
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


def to_check(folder: Path) -> list[dict[str, Any]]:
    """What the report lists."""
    return json.loads(bibcorpus(folder, "report", "--json").out)["to_check"]  # type: ignore[no-any-return]


def test_a_reference_that_needs_a_look_is_told_of_everywhere_until_somebody_looked(listed: Path):
    """Who adds a list of 200 references and goes home finds the next day which of them to check."""
    assert waiting(listed, REFERENCES) == 1
    status = bibcorpus(listed, "status", "--list").out
    assert "no year was found" in " ".join(status.split())
    assert f"{LIST}, line 2" in bibcorpus(listed, "report").out
    (found,) = to_check(listed)
    assert (found["kind"], found["path"], found["line"], found["fields"]) == (REFERENCES, LIST, 2, ["year"])
    assert "no year was found" in found["says"]


def test_a_doubt_in_check_fails_nothing_and_says_what_to_run(listed: Path):
    """It may all be right: a check that fails over it would be switched off."""
    told = bibcorpus(listed, "check")
    (line,) = [line for line in told.out.splitlines() if LIST in line]
    assert line.startswith(f"doubt: {LIST} line 2: ")
    assert "bibcorpus decide set " in line
    assert told.code == 0
    assert "1 doubt" in told.out.splitlines()[-1]


def test_a_check_before_a_commit_hears_of_the_doubts_of_its_files_alone(listed: Path):
    """A hook on one file must not repeat what is open elsewhere."""
    assert LIST in bibcorpus(listed, "check", "--files", listed / LIST).out
    assert LIST not in bibcorpus(listed, "check", "--files", listed / "queries/small.toml").out


def test_what_a_person_has_set_is_not_asked_again(doubted: Doubted, looked: Doubted, tmp_path: Path):
    """Also where they found that there is no year: they have looked. Taken back, the doubt is open again."""
    assert [each["fields"] for each in doubted.of(LIST, "no year")] == [["year"]]
    assert looked.of(LIST, "no year") == []
    assert waiting(looked.folder, REFERENCES) == len(looked.of(LIST)) == 3
    folder = Path(shutil.copytree(looked.folder, tmp_path / "review"))
    line, *_ = (folder / "corpus/decisions/anna.jsonl").read_text(encoding="utf-8").splitlines()
    assert bibcorpus(folder, "decide", "undo", json.loads(line)["id"], "--as", "anna").code == 0
    assert bibcorpus(folder, "run").code == 0
    assert to_check(folder) == sorted([*looked.to_check, *doubted.of(LIST, "no year")], key=doubted.to_check.index)


def test_setting_another_field_settles_nothing(looked: Doubted):
    """Who has corrected the title of the journal has not looked for the year."""
    (found,) = looked.of(LIST, "title corrected")
    assert "no year was found" in found["says"]


def test_a_work_that_a_person_excluded_is_not_asked_about(doubted: Doubted, looked: Doubted):
    """Nobody looks up the year of what is not in the bibliography."""
    assert (len(doubted.of(LIST, "excluded")), looked.of(LIST, "excluded")) == (1, [])


def test_what_other_records_say_of_the_work_needs_no_look(looked: Doubted):
    """A reference without a year that joined a work which has one: the doubtful place is shown nowhere."""
    assert looked.of(LIST, "joined") == []


def test_a_file_with_damaged_characters_is_told_of_until_its_note_accepts_it(doubted: Doubted, looked: Doubted):
    """Nobody can mend what the sender has lost; that it was looked at stands beside the file, for everybody."""
    (found,) = doubted.of(DAMAGED)
    assert (found["kind"], found["line"]) == (FILES, None)
    assert waiting(doubted.folder, FILES) == 3
    (line,) = [line for line in bibcorpus(doubted.folder, "check").out.splitlines() if DAMAGED in line]
    assert f"{DAMAGED}.toml" in line
    assert (looked.of(DAMAGED), waiting(looked.folder, FILES)) == ([], 0)
    assert "damaged" not in bibcorpus(looked.folder, "check").out


def test_the_note_of_a_file_accepts_what_its_reader_noticed_of_records_too(doubted: Doubted, looked: Doubted):
    """A hundred records without end mark are one habit of one program, and one look; `why` still tells it."""
    (found,) = doubted.of(UNENDED)
    assert (found["kind"], found["line"], waiting(doubted.folder, RECORDS)) == (RECORDS, 12, 1)
    assert (looked.of(UNENDED), waiting(looked.folder, RECORDS)) == ([], 0)
    record = bibcorpus(looked.folder, "why", str(found["name"])).out.splitlines()[1].split()[-1]
    assert "accepted: no end mark" in " ".join(bibcorpus(looked.folder, "why", record).out.split())


def test_columns_that_were_kept_are_no_doubt(doubted: Doubted):
    """A column of the table that has no field here is kept under its name: nothing is lost, nobody is asked."""
    assert "Of teams on a ward" in bibcorpus(doubted.folder, "export", "bibtex", "--all").out
    assert doubted.of(TABLE) == []


def taken_in(folder: Path, source: str, *said: str, name: str = "pm.nbib", text: str = MEDLINE) -> str:
    """What `add` warned of: PubMed's own export, handed in as one of `source`."""
    write(folder / name, text.encode())
    told = bibcorpus(folder, "add", folder / name, "--source", source, *said)
    assert (told.code, name in told.out) == (0, True)
    return told.err


def test_a_file_that_another_database_wrote_is_told_of_until_somebody_has_looked(doubted: Doubted, looked: Doubted):
    """133 records of PubMed that PRISMA's box counts as Scopus' are found by no reader of the review.

    Who looked accepts the source as it is, or corrects it.
    """
    assert "written by PubMed, but counted as Scopus" in doubted.said
    assert "--source pubmed" in doubted.said
    lines = [line for line in bibcorpus(doubted.folder, "check").out.splitlines() if "written by" in line]
    for path in (KEPT, MISTAKEN):
        assert [each["kind"] for each in doubted.of(path)] == [FILES]
        (line,) = [line for line in lines if path in line]
        assert f"the right source into {path}.toml" in line
        assert looked.of(path) == []
    assert waiting(looked.folder, FILES) == 0


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


@pytest.mark.parametrize("field", ["title", "authors"])
def test_a_doubt_names_the_field_to_look_at(doubted: Doubted, field: str):
    """Who is told 'the title may be cut' sets the title."""
    (found,) = doubted.of(LIST, field)
    assert field in found["fields"]


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
