"""Tags of loose files: every record is in the table, with what it was tagged by."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from pipeline.errors import InputError, Truncated
from pipeline.model import Tag
from pipeline.tagging_files import COLUMNS, evidence, program_rules, tag_files
from tests.small_review import BURNOUT, FACETS, MEDLINE, RELEVANT, RIS, bibcorpus, write_review

HEAD = "id,title,title_original,authors,year,journal,abstract,keywords,mesh,pubtypes,language,label\n"
A = 'a1,Balint groups for nurses,,"Ahlgren, M",2004,J Inv Med,It lessens burnout.,,,,eng,x\n'
B = (
    'b1,Leading a seminar,,"Cerny, I",2011,J Inv Med,,groups; burnout,"Humans; Burnout, Professional",'
    "Journal Article; Review,eng,\n"
)
C = 'c1,On doctors,Балинтовские группы,"Винтер, А",2015,Журнал,,,,,rus,\n'
HEADING = """
[[rule]]
name = "heading"
confidence = "certain"
fields = ["headings"]
words = ["^ burnout professional $"]
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """Two values that need a word, and a class that nothing says."""
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "facets.toml").write_text(FACETS, encoding="utf-8")
    (folder / "relevant.toml").write_text(RELEVANT, encoding="utf-8")
    (folder / "burnout.toml").write_text(BURNOUT.replace("\n[examples]", HEADING + "\n[examples]"), encoding="utf-8")
    return folder


def write(path: Path, text: str) -> Path:
    """A file with this text."""
    path.write_text(text, encoding="utf-8", newline="")
    return path


def rows(path: Path) -> list[dict[str, str]]:
    """A table."""
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))


def values(path: Path) -> dict[str, list[str]]:
    """'facet=value' by record."""
    found: dict[str, list[str]] = {}
    for row in rows(path):
        found.setdefault(row["id"], []).append(f"{row['facet']}={row['value']}")
    return found


def test_each_record_has_its_tags_in_the_order_of_the_records_and_of_facets_toml(tmp_path: Path, rules: Path):
    """Nobody has to sort the table to find a record, or its class."""
    done = tag_files([write(tmp_path / "r.csv", HEAD + A + B + C)], tmp_path / "tags.csv", rules)
    assert values(tmp_path / "tags.csv") == {
        "a1": ["relevance=relevant", "class=unsure", "topic=burnout"],
        "b1": ["relevance=unsure", "class=unsure", "topic=burnout"],
        "c1": ["relevance=relevant", "class=unsure"],
    }
    assert list(values(tmp_path / "tags.csv")) == ["a1", "b1", "c1"]
    assert (done.records, done.rejects, done.tags) == (3, 0, 8)


def test_the_table_says_how_surely_who_and_by_what(tmp_path: Path, rules: Path):
    """A tag without its words is to be believed or not; with them it can be checked."""
    tag_files([write(tmp_path / "r.csv", HEAD + A + B)], tmp_path / "tags.csv", rules)
    found = {(row["id"], row["facet"]): row for row in rows(tmp_path / "tags.csv")}
    assert tuple(found["a1", "topic"]) == COLUMNS
    assert found["a1", "topic"]["confidence"] == "0.8"
    assert found["a1", "topic"]["layer"] == "rule"
    assert found["a1", "topic"]["evidence"] == "'burnout' in abstract; burnout.toml:words line 6"
    assert found["a1", "class"]["evidence"] == "nothing found; facets.toml:default"
    assert found["a1", "class"]["confidence"] == "0"


def test_headings_and_keywords_of_a_table_are_read_one_by_one(tmp_path: Path, rules: Path):
    """The comma of 'Burnout, Professional' parts nothing; what a database says is its own layer."""
    tag_files([write(tmp_path / "r.csv", HEAD + B)], tmp_path / "tags.csv", rules)
    (topic,) = [row for row in rows(tmp_path / "tags.csv") if row["facet"] == "topic"]
    assert topic["layer"] == "source"
    assert topic["evidence"].startswith("'Burnout, Professional' in headings; burnout.toml:heading")


def test_a_work_in_its_own_language_is_tagged_by_its_own_title(tmp_path: Path, rules: Path):
    """The translated title may say less."""
    tag_files([write(tmp_path / "r.csv", HEAD + C)], tmp_path / "tags.csv", rules)
    assert "'Балинтовские' in original title" in rows(tmp_path / "tags.csv")[0]["evidence"]


def test_a_running_number_names_the_row(tmp_path: Path, rules: Path):
    """Who numbers the rows of a table wants to find row 2 again."""
    text = HEAD + A.replace("a1", "1") + B.replace("b1", "2") + C.replace("c1", "3")
    tag_files([write(tmp_path / "r.csv", text)], tmp_path / "tags.csv", rules)
    assert list(values(tmp_path / "tags.csv")) == ["1", "2", "3"]


def test_records_without_ids_and_files_with_the_same_ids_are_told_apart(tmp_path: Path, rules: Path):
    """As in the tables of `bibcorpus dedup`."""
    (tmp_path / "two").mkdir()
    paths = [
        write(tmp_path / "society.ris", RIS),
        write(tmp_path / "r.csv", HEAD + A),
        write(tmp_path / "two" / "r.csv", HEAD + A),
    ]
    tag_files(paths, tmp_path / "tags.csv", rules)
    assert list(values(tmp_path / "tags.csv")) == ["society:1", "society:2", "society:3", "r:a1", "r-2:a1"]


def test_a_record_that_no_rule_says_anything_of_is_in_the_table(tmp_path: Path, rules: Path):
    """Rules without defaults leave most works untagged; a record that is missing would look lost."""
    facets = (rules / "facets.toml").read_text(encoding="utf-8").replace('default = "unsure"\n', "")
    write(rules / "facets.toml", facets)
    done = tag_files([write(tmp_path / "r.csv", HEAD + A + B.replace("burnout", "x"))], tmp_path / "tags.csv", rules)
    assert set(values(tmp_path / "tags.csv")) == {"a1", "b1"}
    assert done.tags == len(rows(tmp_path / "tags.csv")) - sum(not row["facet"] for row in rows(tmp_path / "tags.csv"))


def test_many_records_are_tagged_like_few(tmp_path: Path, rules: Path):
    """More than a batch is shared out to other processes; the order and the tags stay."""
    table = HEAD + "".join(
        f"r{n},{'Balint groups' if n % 3 else 'Burnout'} of ward {n},,A,2004,J,,,,,eng,\n" for n in range(1_010)
    )
    tag_files([write(tmp_path / "r.csv", table)], tmp_path / "tags.csv", rules)
    found = values(tmp_path / "tags.csv")
    assert list(found) == [f"r{n}" for n in range(1_010)]
    assert found["r1008"] == ["relevance=unsure", "class=unsure", "topic=burnout"]
    assert found["r1009"] == ["relevance=relevant", "class=unsure"]


def test_each_file_of_an_archive_is_tagged(tmp_path: Path, rules: Path):
    """Databases hand out archives."""
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("one.ris", RIS)
        archive.writestr("two.nbib", MEDLINE)
    done = tag_files([tmp_path / "all.zip"], tmp_path / "tags.csv", rules)
    assert [each.records for each in done.inputs] == [3, 2]
    assert "two:90000001" in values(tmp_path / "tags.csv")


def test_a_cell_that_a_spreadsheet_would_run_is_made_safe(tmp_path: Path, rules: Path):
    """'=1+1' as an id is a formula to a spreadsheet."""
    tag_files([write(tmp_path / "r.csv", HEAD + A.replace("a1", "=1+1") + B)], tmp_path / "tags.csv", rules)
    assert rows(tmp_path / "tags.csv")[0]["id"] == "'=1+1"


def test_a_file_that_breaks_off_is_an_error_unless_it_is_accepted(tmp_path: Path, rules: Path):
    """Half an export looks like a whole one; and a table from before stays."""
    cut = write(tmp_path / "cut.ris", RIS[:-10])
    write(tmp_path / "tags.csv", "of before\n")
    with pytest.raises(Truncated):
        tag_files([cut], tmp_path / "tags.csv", rules)
    assert (tmp_path / "tags.csv").read_text(encoding="utf-8") == "of before\n"
    done = tag_files([cut], tmp_path / "tags.csv", rules, accept_truncated=True)
    assert (done.records, done.rejects) == (2, 1)
    assert not list(tmp_path.glob(".new*"))


def test_an_input_is_never_overwritten(tmp_path: Path, rules: Path):
    """A slip of the hand must not cost an export."""
    path = write(tmp_path / "r.csv", HEAD + A)
    with pytest.raises(InputError, match="is one of the inputs"):
        tag_files([path], path, rules)
    assert path.read_text(encoding="utf-8") == HEAD + A


def test_evidence_is_a_line_of_plain_words():
    tag = Tag(work_id="w", facet="kind", value="trial", layer="rule", rule="trial.toml:title", line=12,
              field="publication_types", words="a\n randomised", confidence=0.95)  # fmt: skip
    assert evidence(tag) == "'a randomised' in publication types; trial.toml:title line 12"


def test_the_programs_own_rules_are_there():
    """Whoever has no workspace tags by these; what relevance means is theirs, too."""
    assert {"facets.toml", "relevant.toml", "empirical.toml"} <= {path.name for path in program_rules().iterdir()}


# --- the command -------------------------------------------------------------------------------------------------


def test_the_command_says_what_it_did_and_keeps_stdout_free(tmp_path: Path, rules: Path):
    path, out = write(tmp_path / "r.csv", HEAD + A + B), tmp_path / "tags.csv"
    told = bibcorpus(tmp_path, "tag", path, "--out", out, "--rules", rules)
    assert (told.code, told.out) == (0, "")
    assert told.err.splitlines()[-1] == f"1 file, 2 records, 0 set aside, 6 tags: {out}"


def test_in_a_workspace_its_own_rules_tag_a_file(tmp_path: Path):
    """Who has written rules for a review means these."""
    review = write_review(tmp_path / "review")
    path, out = write(tmp_path / "r.csv", HEAD + A), tmp_path / "tags.csv"
    assert bibcorpus(review, "tag", path, "--out", out).code == 0
    assert values(out) == {"a1": ["relevance=relevant", "class=unsure", "topic=burnout"]}


def test_outside_a_workspace_the_programs_rules_tag_a_file(tmp_path: Path):
    """Nothing has to be set up."""
    path, out = write(tmp_path / "r.csv", HEAD + A), tmp_path / "tags.csv"
    assert bibcorpus(tmp_path, "tag", path, "--out", out).code == 0
    assert {"relevance=relevant", "topic=burnout"} <= set(values(out)["a1"])


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["r.csv"], 2, "--out tags.csv"),
        (["r.csv", "--out", "t.csv", "--preview"], 2, "leave out the FILE"),
        (["--out", "t.csv"], 2, "need a FILE"),
        (["nowhere.ris", "--out", "t.csv"], 1, "no such file"),
        (["text.txt", "--out", "t.csv"], 1, "no export that we know"),
        (["r.csv", "--out", "t.csv", "--rules", "empty"], 1, "facets.toml is not there"),
        (["r.csv", "--out", "t.csv", "--format", "risotto"], 1, "is not one of our formats"),
    ],
)
def test_what_cannot_be_done_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int, says: str
):
    """Each in two lines: what is wrong, what to try."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "r.csv", HEAD + A)
    write(tmp_path / "text.txt", "Dear colleagues, please find the list attached.\n")
    (tmp_path / "empty").mkdir()
    told = bibcorpus(tmp_path, "tag", *arguments)
    assert told.code == code
    assert says in told.err
    assert not (tmp_path / "t.csv").exists()


def test_without_a_file_the_corpus_is_tagged_and_its_tags_are_counted(tmp_path: Path):
    """One command from changed rules to what they make of the corpus."""
    review = write_review(tmp_path)
    told = bibcorpus(review, "tag")
    assert told.code == 0
    assert told.out.startswith("tags of 4 works\n\nrelevance\n  relevant ")
    counts = json.loads(bibcorpus(review, "tag", "--json").out)
    assert counts["works"] == 4
    assert {"facet": "topic", "value": "burnout", "suggested": False, "works": 1} in counts["tags"]
