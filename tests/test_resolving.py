"""Pasted references get the DOI and PMID of the work that they mean, and of no other."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.formats import crossref_json
from pipeline.formats._reference_list import segment_of
from pipeline.model import Found
from pipeline.raw_files import answers_beside
from pipeline.references import COLUMNS
from pipeline.resolving.answers import Answer, Answers, reference_key
from pipeline.resolving.asking import citation
from pipeline.resolving.judging import judge
from pipeline.resolving.outcome import lacks_numbers, outcome
from pipeline.sources._citation_matching import LONGEST, likest_works, matched_citations, said_of_citations
from pipeline.store import reading
from tests.servers import Faults
from tests.servers.false_crossref import make_work
from tests.servers.false_eutils import FalseEutils, xml_of
from tests.servers.false_matching import FalseMatching
from tests.small_review import Told, bibcorpus, write_review
from tests.sources.test_pubmed import false_pubmed

NOWHERE = "http://127.0.0.1:9/"
KELM = "Kelm Z, Feudtner C. Empathy in rural practice: a review. Lancet. 2014;14(2):404-8."
IVANOV = "Иванов И. И., Петров П. П. Балинтовские группы в подготовке врачей // Архив. 2019. Т. 91, № 5. С. 12–18."
OTTEN = "Otten H. Professionelle Beziehungen. Berlin: Springer; 2012"
WITH_DOI = "Brandt O. Leading a seminar. Lancet. 2011;19:7-15. doi:10.1000/own"


def work(number: int = 1, **more: Any) -> dict[str, Any]:
    """What Crossref says of the paper by Kelm; `more` differs."""
    told = {
        "title": ["Empathy in rural practice: a review"],
        "author": [{"family": "Kelm", "given": "Zak"}, {"family": "Feudtner", "given": "Chris"}],
        "issued": {"date-parts": [[2014, 3]]},
        "container-title": ["The Lancet"],
        "volume": "14",
        "page": "404-408",
    }
    return make_work(number, **(told | {name.replace("_", "-"): value for name, value in more.items()}))


RUSSIAN = work(
    7, title=["Балинтовские группы в подготовке врачей"], author=[{"family": "Иванов", "given": "И. И."}],
    issued={"date-parts": [[2019]]}, container_title=["Архив"], volume="91", page="12-18",
)  # fmt: skip


def record_of(said: dict[str, Any]) -> Found:
    """A work as the reader of Crossref's answers has it."""
    text = json.dumps({"status": "ok", "message-type": "work-list", "message": {"items": [said]}})
    return next(found for found in crossref_json.read(io.StringIO(text)) if isinstance(found, Found))


def reference(text: str) -> Found:
    found = segment_of(text)
    assert isinstance(found, Found)
    return found


def crossref_answer(*works: dict[str, Any], of: str = KELM) -> dict[str, Answer]:
    text = json.dumps({"status": "ok", "message-type": "work-list", "message": {"items": works}})
    return {"crossref": Answer(reference=of, service="crossref", asked="", question=of, records=text)}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nobody answers for any service, and there is somebody to write to."""
    for name in ("CROSSREF", "PUBMED"):
        monkeypatch.setenv(f"BIBCORPUS_{name}_ENDPOINT", NOWHERE)
    monkeypatch.setenv("BIBCORPUS_EMAIL", "review@example.org")
    monkeypatch.delenv("NCBI_API_KEY", raising=False)
    return tmp_path


Serve = Callable[..., FalseMatching]


@pytest.fixture
def crossref(monkeypatch: pytest.MonkeyPatch, pubmed: FalseEutils) -> Iterator[Serve]:
    """Starts a false Crossref that finds these works for these words; a false PubMed is there, too."""
    servers: list[FalseMatching] = []

    def serve(likest: dict[str, list[dict[str, Any]]], faults: Faults | None = None) -> FalseMatching:
        server = FalseMatching(likest, faults)
        server.start()
        servers.append(server)
        monkeypatch.setenv("BIBCORPUS_CROSSREF_ENDPOINT", server.endpoint)
        return server

    yield serve
    for server in servers:
        server.stop()
        assert server.complaints == []


@pytest.fixture
def pubmed(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[FalseEutils]:
    with false_pubmed(records=5) as server:
        monkeypatch.setenv("BIBCORPUS_PUBMED_ENDPOINT", server.endpoint)
        yield server
        assert server.complaints == []


def as_printed(server: FalseEutils, pmid: int, title: str | None = None) -> str:
    """A record of the false PubMed as a list of references has it."""
    record = server.records[pmid]
    _, year, volume, page, _ = record.citation
    shown = re.sub("<[^>]+>", "", title or record.title)
    return f"{record.author}. {shown} {record.journal}. {year};{volume}:{page}."


def resolved(folder: Path, *lines: str) -> tuple[Told, list[dict[str, str]]]:
    """What the command says, and the table that it writes."""
    path, out = folder / "list.txt", folder / "parsed.csv"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    said = bibcorpus(folder, "references", path, "--out", out, "--resolve")
    with out.open(encoding="utf-8", newline="") as stream:
        return said, list(csv.DictReader(stream))


# ---------------------------------------------------------------- which work is meant


def test_a_work_with_the_same_title_year_and_author_is_the_one_that_is_meant():
    known = judge(reference(KELM), record_of(work()))
    assert (known.against, known.otherwise) == ((), ())
    assert known.agrees == ("first author", "journal", "volume", "first page")


@pytest.mark.parametrize(
    ("more", "against"),
    [
        ({"title": ["Burnout of nurses"]}, "another title"),
        ({"title": ["Empathy in rural practice"], "volume": "", "page": ""}, "another title"),
        ({"title": ["Empathy in urban practice: a review"]}, "another title"),
        ({"title": ["Correction to: Empathy in rural practice: a review"]}, "no plain work"),
        ({"issued": {"date-parts": [[2016]]}}, "2 years apart"),
        ({"author": [{"family": "Zimmer", "given": "A"}], "page": "9"}, "neither first author nor page"),
        ({"volume": "15", "page": "1"}, "volume and first page differ"),
        ({"type": "posted-content"}, "preprint"),
        ({"type": "monograph", "volume": "", "page": ""}, "another type"),
    ],
)
def test_a_work_that_differs_in_what_counts_is_another(more: dict[str, Any], against: str):
    """An erratum has the title, a preprint the people, the neighbour the place: none of them was cited."""
    assert against in "; ".join(judge(reference(KELM), record_of(work(**more))).against)


@pytest.mark.parametrize(
    ("more", "otherwise"),
    [
        ({"issued": {"date-parts": [[2013]]}}, ("year 2013",)),
        ({"volume": "15"}, ("volume 15",)),
        ({"author": [{"family": "Zimmer", "given": "A"}]}, ("first author Zimmer, A.",)),
        ({"title": ["Empathy in rural practise: a review"]}, ()),
        ({"title": ["Empathy in rural practice: a review of forty studies"]}, ()),
    ],
)
def test_one_slip_of_a_reference_is_told_and_does_no_harm(more: dict[str, Any], otherwise: tuple[str, ...]):
    """People mistype a volume, cite the year online, leave out half of a subtitle."""
    known = judge(reference(KELM), record_of(work(**more)))
    assert (known.against, known.otherwise) == ((), otherwise)


@pytest.mark.parametrize("page", ["7-9", ""])
def test_an_editorial_is_known_by_its_page_alone(page: str):
    """Every issue has one of that title by the same editor."""
    cited = reference("Kelm Z. Editorial. Lancet. 2014;14(2):404-408.")
    assert judge(cited, record_of(work(title=["Editorial"], page=page))).against
    assert not judge(cited, record_of(work(title=["Editorial"]))).against


@pytest.mark.parametrize(
    ("title", "family"),
    [("Балинтовские группы в подготовке врачей", "Иванов"), ("Balintovskie gruppy v podgotovke vrachei", "Ivanov")],
)
def test_a_russian_reference_is_known_in_either_script(title: str, family: str):
    """Crossref has the title as the publisher deposited it: in Cyrillic, or transliterated."""
    said = RUSSIAN | {"title": [title], "author": [{"family": family, "given": "I. I."}]}
    assert judge(reference(IVANOV), record_of(said)).against == ()


# ---------------------------------------------------------------- what comes of the answers


def test_two_works_that_both_fit_are_left_to_a_person():
    """One paper with two DOIs, or its translation: either may be meant."""
    came = outcome(reference(KELM), crossref_answer(work(1), work(2)))
    assert (came.by, came.number("doi")) == ((), "")
    assert "Crossref has 2 works that fit: doi:10.1000/work.1, doi:10.1000/work.2" in came.check[0]


def test_a_work_that_is_only_like_it_is_proposed_with_the_reason():
    came = outcome(reference(KELM), crossref_answer(work(3, issued={"date-parts": [[2001]]}), work(4)))
    assert came.number("doi") == "10.1000/work.4"
    came = outcome(reference(KELM), crossref_answer(work(3, issued={"date-parts": [[2001]]})))
    assert (came.number("doi"), came.check) == (
        "",
        ("may be doi:10.1000/work.3 (Crossref: 'Empathy in rural practice: a review'), not taken: 13 years apart",),
    )


def test_a_work_that_is_nothing_like_it_is_not_shown():
    """Crossref always gives something."""
    other = work(title=["Soil of the moon"], author=[{"family": "Zimmer", "given": "A"}], page="1", volume="2")
    assert outcome(reference(KELM), crossref_answer(other)).check == ()


@pytest.mark.parametrize(("text", "expected"), [(KELM, True), (WITH_DOI, False), (f"{KELM} PMID: 123456", False)])
def test_what_has_a_number_is_not_asked_for(text: str, expected: bool):
    assert lacks_numbers(reference(text)) is expected


# ---------------------------------------------------------------- what is sent


def test_the_citation_matcher_is_given_journal_year_volume_page_and_author():
    cited = reference("Mann BJ, Wilson A. Structure of a gene. Proc Natl Acad Sci U S A. 1991;88:3248-52.")
    assert citation(cited) == "Proc Natl Acad Sci U S A|1991|88|3248|mann bj|"


@pytest.mark.parametrize("text", [OTTEN, IVANOV, "Kelm Z. Empathy. Lancet. 2014."])
def test_a_reference_without_a_whole_place_or_in_cyrillic_is_not_given_to_it(text: str):
    """It looks at nothing else; and PubMed knows Russian journals by transliterated names."""
    assert citation(reference(text)) is None


def test_its_reply_has_the_pmid_behind_the_key():
    """As in the manual of the service."""
    reply = b"proc natl acad sci u s a|1991|88|3248|mann bj|Art1|2014248\nscience|1987|235|182|x y|Art2|NOT_FOUND\n"
    assert said_of_citations(reply) == {"Art1": "2014248", "Art2": "NOT_FOUND"}
    assert matched_citations(["a|1|2|3|b|Art1|", "c|1|2|3|d|Art2|"]).params["bdata"].count("\r") == 1


def test_a_very_long_reference_is_sent_short_enough_for_an_address():
    """In Cyrillic a letter takes six signs of it."""
    sent = likest_works("Иванов И. И. " * 300).params["query.bibliographic"]
    assert LONGEST - 20 < len(sent) <= LONGEST


def test_a_reference_is_known_again_under_another_number():
    assert reference_key(f"12. {KELM}\n") == reference_key(f"[3]  {KELM}") == KELM


# ---------------------------------------------------------------- the table


def test_pubmed_is_asked_first_and_crossref_for_the_rest(folder: Path, pubmed: FalseEutils, crossref: Serve):
    """One request for all that have a place, one for their records; then one each for what has no DOI yet."""
    server = crossref({"empathy": [work()], "балинтовские": [RUSSIAN]})
    one, two = pubmed.pmids[2:4]
    lines = (as_printed(pubmed, one), IVANOV, as_printed(pubmed, two), WITH_DOI)
    said, rows = resolved(folder, *(f"{number}. {line}" for number, line in enumerate(lines, 1)))
    assert said.code == 0
    assert [(row["pmid"], row["doi"], row["resolved"]) for row in rows] == [
        (str(one), "", "pubmed"),
        ("", "10.1000/work.7", "crossref"),
        (str(two), "", "pubmed"),
        ("", "10.1000/own", ""),
    ]
    assert [asked.question.path for asked in pubmed.log] == ["ecitmatch.cgi", "efetch.fcgi"]
    assert [asked.question.params["query.bibliographic"] for asked in server.log] == list(lines[:3])
    assert "3 references without DOI or PMID: 3 found (PubMed 2, Crossref 1), 0 to look at" in said.err


def test_crossref_is_not_asked_for_what_pubmed_has_with_a_doi(folder: Path, pubmed: FalseEutils):
    """Nobody answers at Crossref's address: that would be told."""
    pmid = pubmed.pmids[3]
    number = '<ArticleIdList><ArticleId IdType="doi">10.1000/pm</ArticleId>'
    record = xml_of(pubmed.records[pmid]).replace("<ArticleIdList>", number)
    key = reference_key(as_printed(pubmed, pmid))
    answers = Answers(answers_beside(folder / "list.txt"))
    answers.add([Answer(reference=key, service="pubmed", asked="", question="", said=str(pmid), records=record)])
    said, (row,) = resolved(folder, key)
    assert "can't be reached" not in said.err
    assert (row["doi"], row["pmid"], row["resolved"]) == ("10.1000/pm", str(pmid), "pubmed")


def test_the_columns_are_those_without_services_and_two_more(folder: Path, crossref: Serve):
    crossref({})
    _, rows = resolved(folder, OTTEN)
    assert tuple(rows[0]) == (*COLUMNS, "pmid", "resolved")
    said = bibcorpus(folder, "references", folder / "list.txt")
    assert said.out.splitlines()[0] == ",".join(COLUMNS)


def test_what_a_reference_says_is_never_overwritten(folder: Path, crossref: Serve):
    """The service's volume is told; whose slip it is, a person decides."""
    crossref({"empathy": [work(volume="15")]})
    plain = bibcorpus(folder, "references", _list(folder, OTTEN.replace("Otten", "Kelm"), KELM)).out
    _, rows = resolved(folder, OTTEN.replace("Otten", "Kelm"), KELM)
    before = list(csv.DictReader(io.StringIO(plain)))
    changed = {name for name in COLUMNS if rows[1][name] != before[1][name]}
    assert changed == {"doi", "check"}
    assert rows[1]["check"] == "Crossref says otherwise: volume 15"


def _list(folder: Path, *lines: str) -> Path:
    path = folder / "plain.txt"
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_the_neighbour_in_a_journal_is_not_taken_but_told(folder: Path, pubmed: FalseEutils, crossref: Serve):
    """Journal, year, volume, page and author lead to a paper of another title: one of the two is wrong."""
    crossref({})
    cited = as_printed(pubmed, pubmed.pmids[3], "A made-up history of the seminar in Budapest.")
    said, (row,) = resolved(folder, cited)
    assert (row["pmid"], row["resolved"]) == ("", "")
    assert f"may be PMID {pubmed.pmids[3]} (PubMed: '" in row["check"]
    assert "not taken: another title" in row["check"]
    assert "0 found, 1 to look at" in said.err


def test_nothing_is_asked_twice(folder: Path, pubmed: FalseEutils, crossref: Serve):
    """What was not found is known, too; a list that grows is asked for what is new in it."""
    server = crossref({"empathy": [work()]})
    lines = (as_printed(pubmed, pubmed.pmids[3]), KELM, OTTEN)
    _, first = resolved(folder, *lines)
    asked = len(pubmed.log), len(server.log)
    _, second = resolved(folder, *lines)
    assert (len(pubmed.log), len(server.log)) == asked
    assert first == second
    resolved(folder, OTTEN, f"7. {KELM}", lines[0], IVANOV)
    assert [one.question.params["query.bibliographic"] for one in server.log][asked[1] :] == [IVANOV]


def test_without_a_network_the_table_is_written_all_the_same(folder: Path):
    """One line says so; the next time, with a network, nothing is lost."""
    said, rows = resolved(folder, KELM, OTTEN)
    assert said.code == 0
    assert said.err.count("can't be reached") == 1
    assert "2 references could not be asked for" in said.err
    assert [(row["doi"], row["resolved"]) for row in rows] == [("", ""), ("", "")]
    assert not answers_beside(folder / "list.txt").exists()


def test_a_service_that_wants_rest_is_left_alone_as_long_as_it_says(folder: Path, pubmed: FalseEutils, crossref: Serve):
    server = crossref({"empathy": [work()]}, Faults(at={1: "429"}, retry_after="1"))
    _, (row,) = resolved(folder, KELM)
    assert row["doi"] == "10.1000/work.1"
    first, second = (asked.question.time for asked in server.log)
    assert second - first >= 1


def test_a_service_that_refuses_takes_nothing_from_what_the_other_said(
    folder: Path, pubmed: FalseEutils, crossref: Serve
):
    """Its quota is used up for the day: that is told, and the table has what PubMed knew."""
    crossref({}, Faults(at={1: "429"}, retry_after="3600"))
    said, rows = resolved(folder, as_printed(pubmed, pubmed.pmids[3]), OTTEN)
    assert said.code == 0
    assert "wants to be left alone for 60 minutes" in said.err
    assert "2 references could not be asked for" in said.err
    assert [row["resolved"] for row in rows] == ["pubmed", ""]


def test_half_an_answer_of_a_program_that_was_killed_is_passed_over(tmp_path: Path):
    path = tmp_path / "list.txt.answers.jsonl"
    one, two = (Answer(reference=name, service="crossref", asked="", question="") for name in "ab")
    Answers(path).add([one])
    path.write_text(path.read_text(encoding="utf-8") + '{"reference": "c", "serv', encoding="utf-8")
    Answers(path).add([two])
    again = Answers(path)
    assert [dict(again.of(name)) for name in "abc"] == [{"crossref": one}, {"crossref": two}, {}]


# ---------------------------------------------------------------- numbers that are there


def verified(folder: Path, *lines: str) -> tuple[Told, list[str]]:
    """What the command says, and what is to be checked of each reference."""
    path, out = _list(folder, *lines), folder / "verified.csv"
    said = bibcorpus(folder, "references", path, "--out", out, "--verify")
    with out.open(encoding="utf-8", newline="") as stream:
        return said, [row["check"] for row in csv.DictReader(stream)]


def test_a_doi_of_another_work_is_told(folder: Path, crossref: Serve):
    """A digit too few, or a line of the table too far down: the words and the number don't fit."""
    crossref({"any": [work(1), work(2, title=["Burnout of nurses"]), work(3, volume="15")]})
    said, checks = verified(folder, *(f"{KELM} doi:10.1000/{name}" for name in ("work.1", "work.2", "work.3", "lost")))
    assert checks == [
        "",
        "the DOI 10.1000/work.2 is of another work? Crossref: 'Burnout of nurses': another title",
        "Crossref says otherwise: volume 15",
        "Crossref doesn't know the DOI 10.1000/lost: is it typed right, or of another agency?",
    ]
    assert "4 references with DOI or PMID: 4 looked up, 3 to look at" in said.err


def test_pmids_are_looked_up_at_once(folder: Path, pubmed: FalseEutils, crossref: Serve):
    server = crossref({})
    right, wrong = pubmed.pmids[3:5]
    cited = as_printed(pubmed, right)
    _, checks = verified(folder, f"{cited} PMID: {right}", f"{cited} PMID: {wrong}", OTTEN)
    assert checks[0] == checks[2] == ""
    assert f"the PMID {wrong} is of another work? PubMed:" in checks[1]
    assert ([asked.question.path for asked in pubmed.log], server.log) == (["efetch.fcgi"], [])


def test_what_was_looked_up_is_not_looked_up_again(folder: Path, crossref: Serve):
    server = crossref({"any": [work()]})
    lines = (f"{KELM} doi:10.1000/work.1", f"{KELM} doi:10.1000/lost")
    first = verified(folder, *lines)[1]
    asked = len(server.log)
    assert verified(folder, *lines)[1] == first
    assert len(server.log) == asked == 2


def test_without_a_network_no_number_is_called_wrong(folder: Path):
    said, checks = verified(folder, f"{KELM} doi:10.1000/work.1")
    assert (said.code, checks) == (0, [""])
    assert "1 reference could not be asked for" in said.err


# ---------------------------------------------------------------- a list that is taken in


@pytest.fixture
def review(folder: Path) -> Path:
    return write_review(folder / "review")


def added(review: Path, *lines: str) -> Told:
    path = _list(review.parent, *lines)
    return bibcorpus(review, "add", path, "--source", "references", "--format", "references", "--resolve")


def record_dois(review: Path) -> dict[str, str | None]:
    with reading(review / "corpus" / "corpus.duckdb") as store:
        return dict(store.rows("select title, doi from record where source = 'references'"))


@pytest.fixture(scope="module")
def taken_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review with a list of four references, resolved, and an export that has one of them, run; only to be read."""
    folder = tmp_path_factory.mktemp("taken")
    review = write_review(folder / "review")
    (folder / "export.ris").write_text(
        "TY  - JOUR\nAU  - Ivanov, I. I.\nTI  - Balint groups in the training of physicians\nJO  - Archives\n"
        "PY  - 2019\nVL  - 91\nSP  - 12\nEP  - 18\nDO  - 10.1000/work.7\nER  -\n",
        encoding="utf-8",
    )
    server = FalseMatching({"empathy": [work()], "балинтовские": [RUSSIAN]}, None)
    server.start()
    with pytest.MonkeyPatch.context() as patched, false_pubmed(records=5) as pubmed:
        patched.setenv("BIBCORPUS_CROSSREF_ENDPOINT", server.endpoint)
        patched.setenv("BIBCORPUS_PUBMED_ENDPOINT", pubmed.endpoint)
        patched.setenv("BIBCORPUS_EMAIL", "review@example.org")
        patched.delenv("NCBI_API_KEY", raising=False)
        said = added(review, f"1. {KELM}", f"2. {OTTEN}", f"3. {WITH_DOI}", f"4. {IVANOV}")
        assert (said.code, "3 references without DOI or PMID: 2 found (Crossref 2)" in said.out) == (0, True)
        assert bibcorpus(review, "add", folder / "export.ris", "--source", "scopus").code == 0
        assert bibcorpus(review, "run").code == 0
    server.stop()
    assert server.complaints == pubmed.complaints == []
    return review


def test_the_found_doi_enters_the_record_and_why_says_who_found_it(taken_once: Path):
    """Though its own fields, and its text, are as they were."""
    assert record_dois(taken_once)["Empathy in rural practice: a review"] == "10.1000/work.1"
    told = " ".join(bibcorpus(taken_once, "why", "10.1000/work.1", "--raw").out.split())
    assert "found-by-crossref" in told
    assert "first author, journal, volume, first page agree with Crossref's" in told
    assert KELM in told


def test_a_duplicate_is_found_by_the_number_that_was_found(taken_once: Path):
    """The record of a database has the DOI; the reference, in another language and without pages, only now."""
    with reading(taken_once / "corpus" / "corpus.duckdb") as store:
        rows = store.rows(
            "select count(*), count(distinct work_id) from record join work_record using (record_id) where doi = ?",
            ["10.1000/work.7"],
        )
    assert rows == [(2, 1)]


def test_the_id_of_a_record_stays_when_its_number_is_found_later(
    review: Path, crossref: Serve, pubmed: FalseEutils, monkeypatch: pytest.MonkeyPatch
):
    """Decisions and keys hang on it; so a list can be taken in offline, and resolved when there is a network."""
    monkeypatch.setenv("BIBCORPUS_PUBMED_ENDPOINT", NOWHERE)
    said = added(review, KELM, OTTEN)
    assert said.code == 0
    assert "2 references could not be asked for: run the same command again" in said.err
    assert bibcorpus(review, "run").code == 0
    assert record_dois(review)["Empathy in rural practice: a review"] is None
    before = record_ids(review)
    monkeypatch.setenv("BIBCORPUS_PUBMED_ENDPOINT", pubmed.endpoint)
    crossref({"empathy": [work()]})
    said = added(review, KELM, OTTEN)
    assert "was taken in before" in said.out
    assert "1 found" in said.out
    bibcorpus(review, "run")
    assert record_ids(review) == before
    assert record_dois(review)["Empathy in rural practice: a review"] == "10.1000/work.1"


def record_ids(review: Path) -> list[Any]:
    with reading(review / "corpus" / "corpus.duckdb") as store:
        return [row for (row,) in store.rows("select record_id from record where source = 'references' order by all")]


def test_a_rebuild_asks_nobody_and_gives_the_same(taken_once: Path, folder: Path, crossref: Serve, pubmed: FalseEutils):
    review, server = shutil.copytree(taken_once, folder / "copy"), crossref({})
    found, answers = record_dois(review), [path.read_bytes() for path in _answers(review)]
    (review / "corpus" / "corpus.duckdb").unlink()
    assert bibcorpus(review, "run").code == 0
    assert (record_dois(review), server.log, pubmed.log) == (found, [], [])
    assert [path.read_bytes() for path in _answers(review)] == answers


def test_the_answers_are_no_export(taken_once: Path):
    """They lie among the raw files, and are counted nowhere."""
    assert _answers(taken_once)
    with reading(taken_once / "corpus" / "corpus.duckdb") as store:
        assert store.value("select count(*) from source_file where path like '%answers%'") == 0
    assert bibcorpus(taken_once, "check").code == 0
    assert "fresh" in bibcorpus(taken_once, "status").out.splitlines()[0]


def test_what_was_asked_for_the_table_is_not_asked_again_for_the_corpus(review: Path, crossref: Serve):
    """First one looks at the table, then one takes the list in."""
    server = crossref({"empathy": [work()]})
    path = _list(review.parent, KELM, OTTEN)
    bibcorpus(review, "references", path, "--resolve")
    asked = len(server.log)
    assert asked == 2
    assert "1 found" in added(review, KELM, OTTEN).out
    assert len(server.log) == asked


def test_a_reference_of_two_lists_is_asked_for_once_and_keeps_its_number(review: Path, crossref: Serve):
    """Whichever of the lists was added last, and though only the first was asked for."""
    server = crossref({"empathy": [work()]})
    added(review, KELM, OTTEN)
    asked = len(server.log)
    other = review.parent / "other.txt"
    other.write_text(f"{IVANOV}\n7. {KELM}\n", encoding="utf-8")
    bibcorpus(review, "add", other, "--source", "references", "--format", "references")
    assert bibcorpus(review, "run").code == 0
    assert record_dois(review)["Empathy in rural practice: a review"] == "10.1000/work.1"
    bibcorpus(review, "add", other, "--source", "references", "--resolve")
    assert [one.question.params["query.bibliographic"] for one in server.log][asked:] == [IVANOV]


def test_an_export_has_its_numbers_already(review: Path):
    """RIS of a database: what it hasn't, a look at its records will not bring."""
    path = review.parent / "export.ris"
    path.write_text("TY  - JOUR\nTI  - Balint groups\nAU  - Otten, H\nPY  - 2012\nER  -\n", encoding="utf-8")
    said = bibcorpus(review, "add", path, "--source", "scopus", "--resolve")
    assert (said.code, "--resolve is for lists of references" in said.err) == (0, True)


# ---------------------------------------------------------------- what is said is so


def _answers(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.answers.jsonl"))


def test_where_nobody_answered_nothing_is_said_to_be_kept(review: Path):
    """Offline there is no file with answers, the second time as little as the first."""
    for time in ("first", "second"):
        said = added(review, KELM, OTTEN)
        assert _answers(review.parent) == [], time
        assert "kept" not in said.out + said.err, time
        assert "2 references could not be asked for: run the same command again later\n" in said.err, time
        assert "2 references without DOI or PMID: 0 found, 0 to look at\n" in said.out, time
    table = bibcorpus(review, "references", _list(review.parent, KELM, OTTEN), "--resolve", "--verify")
    assert _answers(review.parent) == []
    assert "kept" not in table.err


def test_the_file_that_is_said_to_have_the_answers_has_them(review: Path, crossref: Serve):
    """Half of what was asked was answered: the rest is told apart, and asked alone the next time."""
    server = crossref({"empathy": [work()]}, Faults(at={2: "429"}, retry_after="3600"))
    said = added(review, KELM, OTTEN)
    (file,) = _answers(review)
    kept = f"  the answers are kept: {file.relative_to(review).as_posix()}\n"
    assert said.out.endswith(f"1 found (Crossref 1), 0 to look at\n{kept}")
    assert "1 reference could not be asked for: run the same command again later; what was answered is kept" in said.err
    before = len(server.log)
    assert added(review, KELM, OTTEN).out.endswith(kept)
    assert [one.question.params["query.bibliographic"] for one in server.log][before:] == [OTTEN]


def test_a_list_that_was_taken_in_before_still_has_its_numbers_to_be_asked_for(review: Path):
    """'Nothing to do' is said where nothing is done."""
    added(review, KELM)
    assert "nothing to do" not in added(review, KELM).out
    path = _list(review.parent, KELM)
    again = bibcorpus(review, "add", path, "--source", "references", "--format", "references")
    assert "nothing to do" in again.out


def test_who_is_not_asked_for_is_counted_apart(review: Path):
    """A reference with its number needs nothing; one without a title can be neither asked for nor compared."""
    said = added(review, WITH_DOI)
    assert said.out.endswith("0 references without DOI or PMID\n")
    assert said.err == ""
    untitled = "Smith J, Roe A. BMJ. 2001;5(2):3-8."
    assert not reference(untitled).fields.get("title")
    said = added(review, KELM, untitled)
    assert "2 references without DOI or PMID: 0 found, 0 to look at, 1 without a title to ask for" in said.out


def test_a_number_that_could_not_be_looked_up_is_not_counted_as_looked_up(review: Path):
    """'0 to look at' alone would read as if all were well."""
    path = _list(review.parent, WITH_DOI, KELM)
    said = bibcorpus(review, "references", path, "--verify")
    assert "1 reference with DOI or PMID: 0 looked up, 0 to look at" in said.err


def test_no_address_is_missed_where_nobody_is_asked(review: Path, monkeypatch: pytest.MonkeyPatch):
    """The warning is for services; a list whose references all have their numbers asks none."""
    monkeypatch.delenv("BIBCORPUS_EMAIL")
    assert added(review, WITH_DOI).err == ""
    assert "no e-mail address" in added(review, KELM).err
