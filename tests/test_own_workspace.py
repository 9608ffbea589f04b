"""Claims about the bibliography that this repository itself makes of queries/ and corpus/.

Its lists are written from one file of facts, so it is known which records are one work: no record may be lost, no
fact split over two works, no two facts joined into one.
"""

from __future__ import annotations

import importlib.util
import random
import shutil
from collections import defaultdict
from pathlib import Path

import bibtexparser
import duckdb
import pytest

from pipeline.run import build
from pipeline.workspace import find_workspace

ROOT = Path(__file__).parent.parent

spec = importlib.util.spec_from_file_location("make_raw", ROOT / "scripts" / "make_raw.py")
make_raw = importlib.util.module_from_spec(spec)
spec.loader.exec_module(make_raw)

WORKS = make_raw.facts()
FACT_OF = {
    (f"hand-{name}", position): work["id"]
    for name in make_raw.LISTS
    for position, work in enumerate((work for work in WORKS if name in make_raw.lists_of(work)), 1)
}


def copy_people_s_files(folder: Path) -> Path:
    """What people wrote and sent in, without anything that a run makes."""
    shutil.copytree(ROOT / "queries", folder / "queries")
    shutil.copytree(ROOT / "corpus" / "decisions", folder / "corpus" / "decisions")
    shutil.copy(ROOT / "bibcorpus.toml", folder)
    return folder


def run(folder: Path) -> Path:
    build(find_workspace(folder))
    return folder


def ask(folder: Path, question: str) -> list[tuple]:
    with duckdb.connect(str(folder / "corpus" / "corpus.duckdb"), read_only=True) as corpus:
        return corpus.sql(question).fetchall()


def works_of(folder: Path) -> dict[str, frozenset[str]]:
    """Work id -> the ids of its records."""
    records = defaultdict(set)
    for work_id, record_id in ask(folder, "select work_id, record_id from work_record"):
        records[work_id].add(record_id)
    return {work_id: frozenset(its) for work_id, its in records.items()}


def bibliography(folder: Path) -> bytes:
    return (folder / "corpus" / "exports" / "bibliography.bib").read_bytes()


def titles_of(folder: Path) -> list[tuple[str, str | None]]:
    """Title and added title of each entry of the .bib, as bibtexparser reads them, braces taken off."""
    library = bibtexparser.parse_string(bibliography(folder).decode("utf-8"))
    assert not library.failed_blocks
    fields = [{field.key: field.value.translate({123: None, 125: None}) for field in e.fields} for e in library.entries]
    return sorted((entry["title"], entry.get("titleaddon")) for entry in fields)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = copy_people_s_files(tmp_path_factory.mktemp("own"))
    for name in make_raw.LISTS:
        shutil.copytree(ROOT / "corpus" / "raw" / f"hand-{name}", folder / "corpus" / "raw" / f"hand-{name}")
    return run(folder)


@pytest.fixture(scope="module")
def facts_of_works(built):
    """Work id -> the facts that its records tell."""
    facts = defaultdict(set)
    places = "select work_id, source, position from entry join work_record using (record_id)"
    for work_id, source, position in ask(built, places):
        facts[work_id].add(FACT_OF[source, position])
    return facts


def test_no_work_joins_two_facts(facts_of_works):
    """Two publications under one key: one of them can't be cited any more."""
    title = {work["id"]: work["title"] for work in WORKS}
    mixed = {work: [title[fact] for fact in facts] for work, facts in facts_of_works.items() if len(facts) > 1}
    assert mixed == {}


def test_no_fact_is_split_over_two_works(facts_of_works):
    """One publication twice in a reference list."""
    works = defaultdict(set)
    for work_id, facts in facts_of_works.items():
        for fact in facts:
            works[fact].add(work_id)
    assert {fact: its for fact, its in works.items() if len(its) > 1} == {}
    assert works.keys() == {work["id"] for work in WORKS}


def test_every_record_that_was_sent_in_is_an_entry_of_its_list(built):
    """What is counted for a source is what stands in its list; nothing is set aside."""
    expected = defaultdict(int)
    for source, _ in FACT_OF:
        expected[source] += 1
    found = ask(built, "select source, found, entries, rejects, unread from source_file")
    assert {(source, n, n, 0, 0) for source, n in expected.items()} == set(found)


def test_the_counts_add_up_from_entries_to_the_exported_works(built):
    """Entries = sum over records; records = sizes of works; exported = works that are not excluded."""
    ((entries, of_records),) = ask(built, "select (select count(*) from entry), (select sum(entries) from record)")
    ((records, of_works),) = ask(built, "select (select count(*) from record), (select sum(records) from work)")
    ((wanted,),) = ask(built, "select count(*) from bibliography where status <> 'excluded'")
    assert (entries, records) == (of_records, of_works)
    assert entries == len(FACT_OF)
    assert len(titles_of(built)) == wanted
    assert 0 < wanted < len(WORKS)


def test_the_example_decisions_are_all_heeded(built):
    """A decision on a record that no longer exists would be kept and do nothing."""
    assert {state for (state,) in ask(built, "select distinct state from decision")} == {"in force"}


def test_a_second_build_from_scratch_writes_the_same_bytes(built, tmp_path):
    """All that a run makes can be deleted: keys, order and text come from the same inputs again."""
    for part in ("queries", "corpus/raw", "corpus/decisions", "bibcorpus.toml"):
        (shutil.copytree if (built / part).is_dir() else shutil.copy)(built / part, tmp_path / part)
    assert bibliography(run(tmp_path)) == bibliography(built)


@pytest.mark.parametrize("seed", [1, 2])
def test_shuffled_files_and_records_give_the_same_works(built, tmp_path, seed):
    """Who sent their list first, and in which order they typed it, says nothing about what is one work."""
    folder = copy_people_s_files(tmp_path)
    order = random.Random(seed)
    names = order.sample(list(make_raw.LISTS), len(make_raw.LISTS))
    for number, name in enumerate(names):
        file, _, _, writer = make_raw.LISTS[name]
        works = [work for work in WORKS if name in make_raw.lists_of(work)]
        text = writer(order.sample(works, len(works))).encode()
        assert text != (ROOT / "corpus" / "raw" / f"hand-{name}" / file).read_bytes()
        path = folder / "corpus" / "raw" / f"{number}" / file
        path.parent.mkdir(parents=True)
        path.write_bytes(text)
        path.with_name(f"{file}.toml").write_bytes(make_raw.note(name, text).encode())
    run(folder)
    assert works_of(folder) == works_of(built)
    assert bibliography(folder) == bibliography(built)


def test_works_in_four_languages_come_out_with_their_own_title_first(built):
    """A Russian work is cited in Cyrillic, a German one with its umlauts; the English title stands beside it."""
    titles = dict(titles_of(built))
    assert titles["Балинтовские группы и Балинтовский метод"] == "[Balint groups and the Balint method]"
    assert "Parasitäre Beziehungen und aktives Leiterverhalten in der Balintgruppe" in " ".join(titles)
    assert "Grupa Balinta w relacji lekarz–pacjent – założenia, cele i znaczenie" in titles
    assert "Актуальные вопросы теории и практики супервизии врачей-психотерапевтов" in " ".join(titles)


MEDLINE = """\
PMID- 90000003
TI  - [The Balint group in the training of nurses].
TT  - Die Balintgruppe in der Ausbildung von Pflegenden.
AU  - Brandt O
LA  - ger
TA  - Erfundene Z
DP  - 2004
VI  - 12
PG  - 101-9

PMID- 90000004
TI  - [The Balint group in a village].
AU  - Nowak E
LA  - pol
TA  - Zmysl Lek
DP  - 2006
VI  - 3
PG  - 11-19
"""
RIS = """\
TY  - JOUR
AU  - Винтер, А. Б.
TI  - Балинтовские группы в обучении врачей
TT  - Balint groups in the training of doctors
JO  - Вымышленный журнал
PY  - 2015
VL  - 3
SP  - 20
EP  - 28
LA  - ru
ER  -
"""


def test_translated_titles_of_medline_and_ris_stand_beside_the_original(tmp_path):
    """MEDLINE brackets a translated TI and may give the original in TT; RIS gives the translation in TT.

    Where the original is unknown, the brackets stay: they say that the printed title is not the work's own.
    """
    folder = copy_people_s_files(tmp_path)
    for name, text in (("pubmed/found.nbib", MEDLINE), ("hand-ris/found.ris", RIS)):
        path = folder / "corpus" / "raw" / name
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    assert titles_of(run(folder)) == [
        ("Die Balintgruppe in der Ausbildung von Pflegenden", "[The Balint group in the training of nurses]"),
        ("[The Balint group in a village]", None),
        ("Балинтовские группы в обучении врачей", "[Balint groups in the training of doctors]"),
    ]
