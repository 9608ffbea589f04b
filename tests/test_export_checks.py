"""Checks before an export leaves the house: what is found, what is left alone, what fails."""

from __future__ import annotations

import json
import shlex
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest

from pipeline.export_checks.table import CHECKS, REQUIRED
from pipeline.export_checks.works import doubts_of
from pipeline.model import RECORD_TYPES
from pipeline.store import in_memory

from .small_review import bibcorpus, write_review

WORK: Mapping[str, Any] = {
    "work_id": "x:1", "records": 1, "last_seen": "2020-05-01", "type": "article", "title": "Balint groups in a ward",
    "authors": [{"family": "Winter", "given": "A. B."}], "authors_original": [], "authors_complete": True,
    "editors": [], "translators": [], "year": 2004, "container": "Journal of Invented Medicine", "volume": "12",
    "pages": "101-109", "issn": [], "isbn": [], "languages": [], "keywords": [], "headings": [],
    "publication_types": [],
}  # fmt: skip


def found(folder: Path, works: Iterable[Mapping[str, Any]], decisions: Iterable[Mapping[str, Any]] = ()) -> list[str]:
    """'check: what it says' for each finding of works that are as WORK but for what is given."""
    rows = [{**WORK, "work_id": f"x:{number}", **work} for number, work in enumerate(works)]
    with in_memory(folder) as store:
        store.load("work", rows)
        store.load("work_record", ({"work_id": row["work_id"], "record_id": row["work_id"]} for row in rows))
        store.load(
            "citekey", ({"work_id": row["work_id"], "key": f"k{row['work_id'][2:]}", "leads": True} for row in rows)
        )
        store.load("decision", decisions)
        return [f"{each.check}: {each.says}" for each in doubts_of(store, [row["work_id"] for row in rows])]


def test_a_sound_article_is_left_alone(tmp_path: Path):
    """A list of doubts about nothing is not read."""
    assert found(tmp_path, [{}]) == []


def test_every_type_says_what_it_requires():
    """A type without a row would never be asked anything."""
    assert set(REQUIRED) == set(RECORD_TYPES)


@pytest.mark.parametrize(
    ("work", "says"),
    [
        ({"title": None}, "no title (article: BibTeX and BibLaTeX require it)"),
        ({"authors": []}, "no author (article: BibTeX and BibLaTeX require it)"),
        ({"year": None}, "no year (article: BibTeX and BibLaTeX require it)"),
        ({"container": None}, "no journal (article: BibTeX and BibLaTeX require it)"),
        ({"type": "thesis"}, "no school (thesis: BibTeX and BibLaTeX require it)"),
        ({"type": "book"}, "no publisher (book: BibTeX requires it)"),
        ({"type": "webpage"}, "no address (webpage: BibLaTeX requires it)"),
        ({"type": "conference-paper", "container": None},
         "no name of the conference or proceedings (conference-paper: BibTeX and BibLaTeX require it)"),
        ({"volume": None, "pages": None},
         "nothing tells where in the journal it stands: no volume, issue, pages, article number or DOI"),
    ],
)  # fmt: skip
def test_a_required_field_that_is_missing_is_told(tmp_path: Path, work: Mapping[str, Any], says: str):
    """btxdoc and the biblatex manual say what an entry can't be printed without."""
    assert [line.partition(": ")[2] for line in found(tmp_path, [work])] == [says]


@pytest.mark.parametrize(
    "work",
    [
        {"title": None, "title_original": "Балинтовские группы"},
        {"year": None, "date": "2004-11"},
        {"type": "book", "authors": [], "editors": [{"family": "Roe"}], "publisher": "Tavistock"},
        {"type": "conference-paper", "container": None, "event": "A congress"},
        {"type": "webpage", "url": "https://example.org"},
        {"volume": None, "pages": None, "doi": "10.1000/182"},
        {"authors": [{"literal": "World Health Organization"}]},
    ],
)
def test_what_stands_in_for_a_required_field_is_enough(tmp_path: Path, work: Mapping[str, Any]):
    """An edited book has no author, an article online first no pages."""
    assert found(tmp_path, [work]) == []


SUSPICIOUS = [
    ({"year": 2022}, "year"),
    ({"year": 1204}, "year"),
    ({"pages": "109-101"}, "pages"),
    ({"volume": "2004"}, "volume"),
    ({"title": "BALINT GROUPS IN A WARD"}, "capitals"),
    ({"title": "БАЛИНТОВСКИЕ ГРУППЫ В ОТДЕЛЕНИИ"}, "capitals"),
    ({"title": "Balint groups in a ward: what we lea..."}, "cut-off"),
    ({"title": "Balint groups (in a ward"}, "brackets"),
    ({"title": "Balint groups] in a ward"}, "brackets"),
    ({"title": "Balint <i>groups</i>"}, "html"),
    ({"title": "Doctors &amp; nurses"}, "html"),
    ({"container": "Doctors &amp; nurses"}, "html"),
    ({"title": "MÃ¼ller und die Ã„rzte"}, "mojibake"),
    ({"title": "Ð‘Ð°Ð»Ð¸Ð½Ñ‚Ð¾Ð²ÑÐºÐ¸Ðµ Ð³Ñ€ÑƒÐ¿Ð¿Ñ‹"}, "mojibake"),
    ({"title": "Р‘Р°Р»РёРЅС‚РѕРІСЃРєРёРµ РіСЂСѓРїРїС‹"}, "mojibake"),
    ({"title": "Die \ufffdrzte"}, "mojibake"),
    ({"title": "???????? ?????? in a ward"}, "mojibake"),
    ({"authors": [{"family": "Winter"}, {"literal": "et al."}]}, "author"),
    ({"authors": [{"family": "Винокур"}, {"literal": "и др."}]}, "author"),
    ({"authors": [{"literal": "Anonymous"}]}, "author"),
    ({"authors": [{"family": "Winter <a@example.org>"}]}, "author"),
    ({"publication_types": ["Retracted Publication"]}, "retracted"),
]


@pytest.mark.parametrize(("work", "check"), SUSPICIOUS, ids=[f"{check}-{n}" for n, (_, check) in enumerate(SUSPICIOUS)])
def test_a_value_that_looks_wrong_is_a_doubt(tmp_path: Path, work: Mapping[str, Any], check: str):
    """Each was seen in exports of databases."""
    assert [line.partition(":")[0] for line in found(tmp_path, [work])] == [check]


@pytest.mark.parametrize(
    "work",
    [
        {"year": 2021},  # in press: the volume of next year is out in autumn
        {"pages": "e12-e19"},
        {"pages": "xii-xix"},
        {"volume": "2004", "year": 2010},
        {"title": "PTSD"},
        {"title": "Two aims: a) to teach, b) to heal"},
        {"title": "If p < 0.05 and q > 0.1; AT&T"},
        {"title": "Meditação, Ã and Â: letters of Portuguese"},
        {"title": "СССР и РСФСР: врачи"},
        {"title": "What now?? A question"},
        {"authors": [{"family": "Müller", "given": "U. A."}, {"family": "Na"}, {"family": "Alpert", "given": "E."}]},
        {"title": "巴林特小组"},
    ],
)
def test_unusual_values_that_are_right_are_left_alone(tmp_path: Path, work: Mapping[str, Any]):
    """A doubt that is wrong nine times of ten hides the tenth."""
    assert found(tmp_path, [work]) == []


def test_a_journal_that_counts_its_volumes_by_years_is_believed(tmp_path: Path):
    """2012;2012:1-9 is how several publishers cite themselves; one such volume among others is a slip."""
    habit = [{"volume": "2012", "year": 2012}, {"volume": "2014", "year": 2014}]
    assert found(tmp_path, habit) == []
    assert len(found(tmp_path, [habit[0], {"volume": "13", "year": 2013}])) == 1


def test_what_a_person_has_set_is_not_asked_again(tmp_path: Path):
    """Somebody has looked at the title page, or found that there is no year."""
    said = {"time": "2020", "who": "mia", "event": "set-field", "place": "mia.jsonl line 1", "state": "in force"}
    decisions = [
        {**said, "decision_id": "1", "records": ["x:0"], "value": json.dumps({"field": "year", "value": None})},
        {**said, "decision_id": "2", "records": ["x:1"], "value": json.dumps({"field": "year"}), "state": "undone"},
    ]
    assert len(found(tmp_path, [{"year": None}, {"year": None}], decisions)) == 1


# ------------------------------------------------------------------------------------------ the command


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_review(tmp_path_factory.mktemp("once") / "review")
    ris = folder / "corpus" / "raw" / "hand-list" / "society.ris"
    more = [
        ("TRAINING IN <B>CAPITALS</B> FOR DOCTORS", "Poe, E", "VL  - 4"),
        ("One abstract of a supplement", "Doe, Jane", "PY  - 2012\nDO  - 10.1000/s.1\nSP  - 4"),
        ("Quite another abstract of it", "Roe, Richard", "PY  - 2012\nDO  - 10.1000/s.1\nSP  - 9"),
    ]
    entries = [
        f"TY  - JOUR\nTI  - {title}\nAU  - {author}\nJO  - Journal of Invented Medicine\n{rest}\nER  -\n\n"
        for title, author, rest in more
    ]
    ris.write_text(ris.read_text(encoding="utf-8") + "\n" + "".join(entries), encoding="utf-8")
    assert bibcorpus(folder, "run").code == 0
    return folder


@pytest.fixture
def review(built: Path, tmp_path: Path) -> Path:
    return shutil.copytree(built, tmp_path / "review")


def test_each_finding_has_the_command_that_puts_it_right(review: Path):
    """The line that is shown can be run as it stands, but for what only a person knows, in capitals."""
    lines = bibcorpus(review, "check", "--exports").out.splitlines()
    (line,) = (line for line in lines if "no year" in line)
    command = line.partition("(try: ")[2].removesuffix(")").replace("YEAR", "2001")
    assert bibcorpus(review, *shlex.split(command)[1:], "--as", "mia").code == 0
    bibcorpus(review, "run")
    assert "no year" not in bibcorpus(review, "check", "--exports").out


def test_one_doi_on_two_works_is_a_doubt_until_somebody_has_said_that_they_are_two(review: Path):
    """A supplement has one DOI and many abstracts; but mostly it is a work that is there twice."""
    told = bibcorpus(review, "check", "--exports")
    assert told.code == 0
    (line,) = (line for line in told.out.splitlines() if "10.1000/s.1" in line)
    assert "roe2012quite: its DOI 10.1000/s.1 is that of doe2012one too" in line
    assert "bibcorpus decide same doe2012one roe2012quite" in line
    bibcorpus(review, "decide", "different", "doe2012one", "roe2012quite", "--as", "mia")
    bibcorpus(review, "run")
    assert "10.1000/s.1" not in bibcorpus(review, "check", "--exports").out


def test_one_pmid_on_two_works_fails(review: Path):
    """A PMID names one publication: one of the two entries is wrong, or both are one work."""
    bibcorpus(review, "decide", "set", "cerny2011leading", "pmid", "90000001", "--as", "mia")
    bibcorpus(review, "run")
    told = bibcorpus(review, "check", "--exports")
    assert told.code == 1
    assert "cerny2011leading: its PMID 90000001 is that of ahlgren2004balint too" in told.out
    assert told.out.splitlines()[-1].startswith("1 to put right, ")


def test_a_key_whose_record_is_gone_is_a_doubt(review: Path):
    """Whoever cites it finds nothing, though no error comes."""
    keys = review / "corpus" / "citekeys.csv"
    keys.write_text(keys.read_text() + "gone1999,pubmed:1,2020-01-01T00:00:00Z,mia\n")
    bibcorpus(review, "run")
    told = bibcorpus(review, "check", "--exports")
    assert (told.code, "gone1999: leads nowhere: its record pubmed:1 is gone" in told.out) == (0, True)


def test_findings_are_told_to_programs_too(review: Path):
    """With the key and the command apart."""
    told = json.loads(bibcorpus(review, "check", "--exports", "--json").out)
    assert told["problems"] == []
    assert {"check": "no-year", "key": "poe"} in [
        {"check": each["check"], "key": each["key"][:3]} for each in told["doubts"]
    ]


def test_an_export_says_how_many_of_its_works_are_doubtful(review: Path):
    """One line on stderr: the file itself is what it would be without."""
    told = bibcorpus(review, "export", "bibtex", "--where", "year is null")
    assert "2 doubts: " in told.err
    assert "doubt" not in bibcorpus(review, "export", "bibtex", "--keys", "ahlgren2004balint").err


def test_files_and_exports_are_not_checked_at_once(review: Path):
    """The one is about files that people write, the other about works."""
    assert bibcorpus(review, "check", "--exports", "bibcorpus.toml").code == 2


def test_no_check_is_asked_twice_of_one_value():
    """Two lines on one thing look like two things."""
    assert len({(each.name, each.finds) for each in CHECKS}) == len(CHECKS)
