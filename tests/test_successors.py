"""A record that is gone and the one that took its place: keys and decisions go on where that means one thing."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.deciding import write_decisions
from pipeline.judging_successors import Gone, judge
from pipeline.store import reading, tables
from pipeline.successors import HEADER, PROGRAM, Successor, append_successors, read_successors, resolved
from pipeline.workspace import find_workspace

from .small_review import RIS, Told, bibcorpus, built

LIST = "corpus/raw/hand-list/society.ris"
KEY, TITLE = "cerny2011leading", "Leading a first seminar for young doctors"
SLIP = "Leeding a first seminar for young doctors"
LINES = "corpus/successors.csv"


@pytest.fixture
def review(decided: Path, tmp_path: Path) -> Path:
    """A review with three decisions on one record of a list that was made by hand."""
    return Path(shutil.copytree(decided, tmp_path / "review"))


@pytest.fixture(scope="module")
def decided(small_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, made once."""
    root = Path(shutil.copytree(small_once, tmp_path_factory.mktemp("decided") / "review"))
    for said in (["include", KEY], ["tag", KEY, "topic", "burnout"], ["set", KEY, "volume", "21"]):
        assert bibcorpus(root, "decide", *said, "--as", "anna").code == 0
    assert bibcorpus(root, "run").code == 0
    return root


@pytest.fixture(scope="module")
def slipped_once(decided: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Told]:
    """The review after a run with another letter in the title, and what that run said; only to be read and copied."""
    root = Path(shutil.copytree(decided, tmp_path_factory.mktemp("slipped") / "review"))
    mend(root, TITLE, SLIP)
    return root, run(root)


@pytest.fixture
def slipped(slipped_once: tuple[Path, Told], tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(slipped_once[0], tmp_path / "slipped"))


@pytest.fixture(scope="module")
def other_once(decided: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Told]:
    """The review after a run with another year and another volume, and what that run said; to be read and copied."""
    root = Path(shutil.copytree(decided, tmp_path_factory.mktemp("other") / "review"))
    mend(root, *OTHER)
    return root, run(root)


@pytest.fixture
def other(other_once: tuple[Path, Told], tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(other_once[0], tmp_path / "other"))


def mend(root: Path, old: str, new: str, also: str = "") -> None:
    """Put a mended list in the place of the old one."""
    assert old in RIS
    (root / LIST).write_text(RIS.replace(old, new) + also, encoding="utf-8", newline="\n")


def work(root: Path, title: str) -> tuple[object, ...]:
    """Key, status, volume and topics of the work with this title."""
    return rows(
        root, "select citekey, status, volume, topics from bibliography where title = ? order by citekey", title
    )[0]


def rows(root: Path, statement: str, *values: str) -> list[tuple[object, ...]]:
    """What the corpus answers."""
    with reading(find_workspace(root).database) as store:
        return store.rows(statement, list(values))


def lines(root: Path) -> list[Successor]:
    """What stands in successors.csv."""
    return read_successors(root / LINES)[0]


def run(root: Path, *options: str) -> Told:
    """A run that ends well."""
    told = bibcorpus(root, "run", *options)
    assert told.code == 0, told.err
    return told


HELD = (KEY, "included", "21", ["burnout"])


def test_a_mended_title_keeps_the_key_and_what_people_said(slipped_once: tuple[Path, Told]):
    """The article is the same; a slip put right in a list must cost nobody's work."""
    review, told = slipped_once
    assert work(review, SLIP) == HELD
    assert f"(key {KEY}) is gone: its key and what was decided on it go on with" in told.err
    assert rows(review, "select distinct state from decision") == [("in force",)]
    assert bibcorpus(review, "check").code == 0


# the title of an article, what is mended in its record, and whether its title or abstract is another then
SLIPS = (
    ("Leading a first seminar for young doctors", "TITLE", "TITLE: an essay", True),
    ("Silence between nurse and patient", "PY  - 2011", "PY  - 2012", False),
    ("Что слышит врач в сельской больнице", "PY  - 2011", "PY  - 2001", False),
    ("Twelve winters of case discussion", "SP  - 7", "SP  - 70", False),
    ("Der schwierige Patient im Nachtdienst", "AU  - AUTHOR\n", "AU  - AUTHOR\nAU  - Dahl, Per\n", False),
)
AUTHORS = ("Cerny, Iva", "Eklund, Siv", "Орлова, Нина", "Brandt, Otto", "Führer, Fritz")


def articles(mended: bool) -> str:
    """The five articles of five authors as one list, before and after somebody mended each of their records."""
    text = ""
    for number, ((title, old, new, _), author) in enumerate(zip(SLIPS, AUTHORS, strict=True)):
        record = (
            f"TY  - JOUR\nTI  - TITLE\nAU  - AUTHOR\nJO  - Journal of Invented Medicine\nPY  - 2011\n"
            f"VL  - {number + 1}\nSP  - 7\nEP  - 95\nER  -\n\n"
        )
        assert old in record
        text += (record.replace(old, new) if mended else record).replace("TITLE", title).replace("AUTHOR", author)
    return text


def test_records_mended_in_any_place_keep_their_keys_and_what_people_said(small_once: Path, tmp_path: Path):
    """Year, page, people, a longer title: the article is the same. Who read what is still there need not look again."""
    root = Path(shutil.copytree(small_once, tmp_path / "review"))
    (root / LIST).write_text(articles(mended=False), encoding="utf-8", newline="\n")
    run(root)
    key_of = {title: str(work(root, title)[0]) for title, *_ in SLIPS}
    works, corpus = [[key] for key in key_of.values()], find_workspace(root)
    for event, value in (
        ("include", {"stage": "title-abstract"}),
        ("tag", {"facet": "topic", "value": "burnout"}),
        ("set-field", {"field": "volume", "to": "21"}),
    ):
        write_decisions(corpus, event, works, "anna", None, value, "2026-11-22T10:00:00Z")
    (root / LIST).write_text(articles(mended=True), encoding="utf-8", newline="\n")
    told = run(root)
    to_look_at = []
    for title, old, new, other_title in SLIPS:
        key = key_of[title]
        now = new.replace("TITLE", title) if old == "TITLE" else title
        assert work(root, now) == (key, "included", "21", ["burnout"]), title
        assert f"(key {key}) is gone: its key and what was decided on it go on with" in told.err, title
        to_look_at += [key] if other_title else []
    assert rows(root, "select distinct state from decision") == [("in force",)]
    assert rows(root, LOOK_AGAIN) == [(key, "its title or abstract was another then") for key in to_look_at]
    assert bibcorpus(root, "check").code == 0


LOOK_AGAIN = "select distinct key, changed from look_again join citekey using (work_id) where leads order by all"


def test_who_read_another_title_is_asked_to_look_again(slipped_once: tuple[Path, Told]):
    """The decision holds, and its person sees that the work reads otherwise now."""
    assert rows(slipped_once[0], "select distinct changed from look_again") == [
        ("its title or abstract was another then",)
    ]


def test_the_program_and_people_can_tell_what_was_carried_over(slipped: Path):
    """Nothing moves in silence: the run says it, `diff` and `why` repeat it, with the reason."""
    ((gone, record),) = rows(slipped, "select gone_id, record_id from successor")
    told = " ".join(bibcorpus(slipped, "diff").out.split())
    assert f"{gone} -> {record} bibcorpus: same_title_same_place: title 0.98" in told
    assert ("works gone" in told, "new works" in told) == (False, False)  # it is the same work
    for name in (KEY, str(record), str(gone)):
        answer = " ".join(bibcorpus(slipped, "why", name, "--all").out.split())
        assert f"{gone} -> {record}, " in answer
        assert f"bibcorpus decide successor {gone} --none" in answer
    ((decision,),) = rows(slipped, "select decision_id from decision where event = 'include'")
    assert f"its line names {gone}, which is gone" in bibcorpus(slipped, "why", str(decision)).out
    assert f"{KEY} given" in " ".join(bibcorpus(slipped, "why", KEY).out.split())


def test_a_build_from_nothing_says_the_same_of_what_was_found_taken_back_and_said_again(review: Path, tmp_path: Path):
    """The old list is nowhere any more; what was found is written down once, and a clone knows it.

    The last word of a person counts, and it counts before what the program found.
    """
    mend(review, TITLE, SLIP)
    path = review / LIST
    path.write_text(path.read_text("utf-8").replace("обучении", "обученни"), encoding="utf-8", newline="\n")
    run(review)
    found, went_on = lines(review), dict(rows(review, "select gone_id, record_id from successor"))
    assert len(found) == len(went_on) == 2
    assert "is gone" not in run(review).err
    assert_a_clone_is_the_same(review, tmp_path / "found")
    assert lines(review) == found
    ((cerny,),) = rows(review, "select gone_id from successor join record using (record_id) where title = ?", SLIP)
    for gone_id in went_on:
        assert bibcorpus(review, "decide", "successor", gone_id, "--none", "--as", "anna").code == 0
    run(review)
    assert rows(review, "from successor") == []
    assert work(review, SLIP)[0] != KEY
    assert_a_clone_is_the_same(review, tmp_path / "taken back")
    assert bibcorpus(review, "decide", "successor", KEY, went_on[str(cerny)], "--as", "boris").code == 0
    run(review)
    assert work(review, SLIP) == HELD


def assert_a_clone_is_the_same(review: Path, clone: Path) -> None:
    """A build from nothing makes the same tables and files of it, and has nothing to say of what is gone."""
    shutil.copytree(review, clone)
    for name in ("corpus.duckdb", "ledger.json"):
        (clone / "corpus" / name).unlink()
    shutil.rmtree(clone / "corpus" / "exports")
    assert "is gone" not in run(clone).err
    with reading(find_workspace(clone).database) as its, reading(find_workspace(review).database) as ours:
        for table in tables():
            assert its.rows(f"from {table} order by all") == ours.rows(f"from {table} order by all"), table
    here, there = built(review), built(clone)
    assert [name for name in here if here[name] != there.get(name)] == ["corpus/corpus.duckdb"]


def test_a_list_that_is_mended_twice_is_followed_to_its_end(slipped: Path):
    """The first slip, then the second: the key is still the first one."""
    mend(slipped, TITLE, "Leading a first seminar for young doctors: an essay")
    run(slipped)
    assert len(lines(slipped)) == 2
    assert work(slipped, "Leading a first seminar for young doctors: an essay") == HELD


def test_a_record_that_comes_back_stands_for_itself(slipped: Path):
    """The old list was put back: its line rests, and counts again when the record is gone once more."""
    mend(slipped, TITLE, TITLE)
    run(slipped)
    assert (work(slipped, TITLE), rows(slipped, "from successor")) == (HELD, [])
    mend(slipped, TITLE, SLIP)
    run(slipped)
    assert work(slipped, SLIP) == HELD
    assert len(lines(slipped)) == 1


def test_none_is_taken_where_two_may_be_meant_or_it_may_be_the_next_of_a_column(review: Path):
    """An entry without its place became two, in two volumes: only a person knows which one was decided on.

    And one number that differs is no slip where others bear the title: of a column of which each issue has one, the one
    that came is the next, not the old one with its page put right.
    """
    mend(review, PLACE, "", COLUMN)
    run(review)
    assert work(review, TITLE) == HELD
    (carried,), of_column = lines(review), str(work(review, "Letters from the seminar room today")[0])
    mend(review, PLACE, PLACE.replace("SP  - 7", "SP  - 5"), SECOND + COLUMN.replace("SP  - 3", "SP  - 50"))
    told = run(review)
    assert [line for line in lines(review) if line.record_id] == [carried]
    ((state,),) = rows(review, "select state from decision where event = 'include'")
    assert str(state).startswith("needs a look: no record")
    assert f"(key {KEY}) is gone, and may be hand-list:" in told.err
    checked = bibcorpus(review, "check")
    told_all = checked.out + checked.err
    assert (checked.code, f"(it had the key {KEY}) in the corpus; may be hand-list:" in told_all) == (1, True)
    assert f"{of_column},," in bibcorpus(review, "export", "keys").out


PLACE = "VL  - 19\nSP  - 7\nEP  - 15\n"
SECOND = f"""
TY  - JOUR
AU  - Cerny, Iva
TI  - {TITLE}
JO  - Journal of Invented Medicine
PY  - 2011
VL  - 20
SP  - 88
EP  - 96
ER  -
"""


def test_what_the_rules_would_ask_about_a_person_says(other_once: tuple[Path, Told], other: Path):
    """Another year and another volume: two slips, or another article; one line carries key and decisions over."""
    ((gone_id,),) = rows(other, "select records[1] from decision limit 1")
    assert f"bibcorpus decide successor {gone_id} WORK" in other_once[1].err
    new = str(work(other, TITLE)[0])
    assert new != KEY
    assert bibcorpus(other, "decide", "successor", KEY, new, "--as", "anna", "--reason", "misprint").code == 0
    run(other)
    assert work(other, TITLE) == HELD
    assert bibcorpus(other, "check").code == 0
    assert f"{new},{KEY}," in bibcorpus(other, "export", "keys").out


OTHER = ("PY  - 2011\nVL  - 19\n", "PY  - 2001\nVL  - 9\n")


COLUMN = "".join(
    f"""
TY  - JOUR
AU  - Cerny, Iva
TI  - Letters from the seminar room today
JO  - Journal of Invented Medicine
PY  - 2012
VL  - 20
SP  - {page}
EP  - {page + 1}
ER  -
"""
    for page in (3, 90)
)


def test_a_successor_that_would_mean_nothing_is_refused(other: Path):
    """Nothing is written then."""
    before = lines(other)
    for said, why in (
        (["ahlgren2004balint", "vinter2015balintovskie"], "is in the corpus, and stands for itself"),
        (["hand-list:nobody", "vinter2015balintovskie"], "no key and no decision names a record"),
        ([KEY, "nobody2000"], "no work 'nobody2000' in the corpus"),
        ([KEY], "give a WORK, or --none"),
        ([KEY, "vinter2015balintovskie", "--as", "bibcorpus"], "the program's own name"),
    ):
        told = bibcorpus(other, "decide", "successor", "--as", "anna", *said)
        assert (told.code != 0, why in told.err, lines(other)) == (True, True, before), why


def test_a_successor_is_not_named_while_files_wait_to_be_read(other: Path):
    """The record may be in one that was just pulled."""
    mend(other, "PY  - 2011", "PY  - 2011")
    told = bibcorpus(other, "decide", "successor", KEY, "vinter2015balintovskie", "--as", "anna")
    assert (told.code, "older than its raw files" in told.err) == (1, True)


def test_the_old_list_taken_away_from_beside_the_mended_one_costs_nothing(review: Path):
    """Where both were one work, the mended record goes on for both.

    Two that people called different never succeed each other: somebody had both lists side by side, and looked.
    """
    mended = review / "corpus/raw/hand-list/mended.ris"
    mended.write_text(RIS.replace(TITLE, SLIP).replace("обучении", "обученни"), encoding="utf-8")
    (review / "corpus/raw/hand-list/mended.ris.toml").write_text((review / f"{LIST}.toml").read_text("utf-8"), "utf-8")
    run(review)
    both = [str(one) for (one,) in rows(review, "select record_id from record where title like '%обуче%' order by 1")]
    assert len(both) == 2
    assert bibcorpus(review, "decide", "different", *both, "--as", "anna").code == 0
    mended.replace(review / LIST)
    (review / "corpus/raw/hand-list/mended.ris.toml").unlink()
    told = run(review)
    assert "it was one work with hand-list:" in told.err
    assert work(review, SLIP) == HELD
    assert not [line for line in lines(review) if line.record_id in both]
    russian = "Балинтовские группы в обученни врачей"
    assert bibcorpus(review, "decide", "successor", "vinter2015balintovskie", russian, "--as", "anna").code == 1


def test_what_people_decide_together_on_old_and_new_meets(slipped: Path):
    """Anna spoke of the old record, Boris speaks of the mended one: a dispute like any other."""
    assert bibcorpus(slipped, "decide", "exclude", KEY, "--as", "boris").code == 0
    run(slipped)
    assert rows(slipped, "select who, state from decision where event in ('include', 'exclude') order by 1") == [
        ("anna", "disputed"),
        ("boris", "disputed"),
    ]


def test_people_who_differ_on_whether_two_are_one_meet_there_too(review: Path):
    """The one named the old record, the other the mended one."""
    assert bibcorpus(review, "decide", "same", KEY, "vinter2015balintovskie", "--as", "anna").code == 0
    mend(review, TITLE, SLIP)
    run(review)
    both = [str(one) for (one,) in rows(review, "select unnest(records) from decision where event = 'same'")]
    assert bibcorpus(review, "decide", "different", *both, "--as", "boris").code == 0
    run(review)
    said = "select event, state from decision where event in ('same', 'different') order by 1"
    assert rows(review, said) == [("different", "disputed"), ("same", "disputed")]


def test_a_dry_run_shows_it_and_writes_nothing(review: Path):
    """It is a rehearsal."""
    before = built(review)
    mend(review, TITLE, SLIP)
    told = run(review, "--dry-run")
    assert "gone records whose keys and decisions go on with others" in told.out
    now = {name: data for name, data in built(review).items() if not name.startswith("corpus/raw/")}
    assert now == {name: data for name, data in before.items() if not name.startswith("corpus/raw/")}


def test_no_successor_is_written_down_of_a_record_that_needs_none(review: Path):
    """One with a number of its source is the same record, whatever its title becomes.

    And of a gone record that has no key of its own, in a work that has one by another record, nobody spoke.
    """
    path = review / "corpus/raw/pubmed/search.nbib"
    _, second = path.read_text("utf-8").split("PMID- 90000002")
    path.write_text("PMID- 90000002" + second.replace("before the window", "long before"), "utf-8", newline="\n")
    run(review)
    named = (review / "corpus/citekeys.csv").read_text("utf-8")
    assert ("pubmed:90000001" in named, "pubmed:90000002" in named) == (False, True)
    assert rows(review, "select record_id from record where source = 'pubmed'") == [("pubmed:90000002",)]
    assert not (review / LINES).exists()


def test_two_branches_that_found_the_same_are_merged(slipped: Path):
    """Git keeps the lines of both, and both say one thing."""
    (one,) = lines(slipped)
    append_successors(slipped / LINES, [replace(one, found_at="2031-01-01T00:00:00Z")])
    run(slipped)
    assert len(lines(slipped)) == 2
    assert rows(slipped, "select gone_id, record_id from successor") == [(one.gone_id, one.record_id)]
    assert work(slipped, SLIP) == HELD


def test_git_joins_the_lines_of_two_branches(tmp_path: Path):
    """The file only grows, as that of the keys does."""
    assert bibcorpus(tmp_path, "init", tmp_path / "review").code == 0
    told = subprocess.run(
        ["git", "check-attr", "merge", "corpus/successors.csv"], cwd=_git(tmp_path / "review"), capture_output=True,
        encoding="utf-8", check=True,
    )  # fmt: skip
    assert told.stdout.strip().endswith(": merge: union")


def _git(folder: Path) -> Path:
    subprocess.run(["git", "init", "-q", "."], cwd=folder, check=True)
    return folder


# --- what the lines mean -----------------------------------------------------------------------------------------


def line(gone: str, record: str, who: str = PROGRAM, day: int = 1) -> Successor:
    """A line of successors.csv."""
    return Successor(gone, record, f"2031-01-{day:02}T00:00:00Z", who, "")


@pytest.mark.parametrize(
    ("said", "here", "expected"),
    [
        ([line("a", "b")], "b", {"a": "b"}),
        ([line("a", "b")], "ab", {}),
        ([line("a", "b")], "c", {}),
        ([line("a", "b"), line("b", "c")], "c", {"a": "c", "b": "c"}),
        ([line("a", "b"), line("a", "b", day=2)], "b", {"a": "b"}),
        ([line("a", "b"), line("a", "c", day=2)], "bc", {}),
        ([line("a", "b"), line("a", "c", day=2)], "c", {"a": "c"}),
        ([line("a", "b"), line("a", "", "anna", day=2)], "b", {}),
        ([line("a", "", "anna"), line("a", "b", day=2)], "b", {}),
        ([line("a", "c", "anna"), line("a", "b", day=2)], "bc", {"a": "c"}),
        ([line("a", "", "anna"), line("a", "b", "boris", day=2)], "b", {"a": "b"}),
        ([line("a", "b"), line("b", "a")], "c", {}),
        ([line("a", ""), line("a", "b", day=2)], "b", {"a": "b"}),
    ],
)
def test_a_gone_record_has_one_successor_or_none(said: list[Successor], here: str, expected: dict[str, str]):
    """A record that is there stands for itself; a person's last word counts before what the program found."""
    for lines in (said, said[::-1]):
        assert {gone: one.record_id for gone, one in resolved(lines, set(here)).items()} == expected


def gone(record: str, work: str = "", **found: str) -> Gone:
    """A gone record; `found`: its candidates by kind, each a letter."""
    lists = {kind: dict.fromkeys(letters, kind) for kind, letters in found.items()}
    return Gone(record_id=record, work=work or record, **lists)


@pytest.mark.parametrize(
    ("lost", "links", "apart", "expected"),
    [
        ([gone("a", same="x")], "", "", {"a": "x"}),
        ([gone("a", mates="p")], "", "", {"a": "p"}),
        ([gone("a", mates="p", same="x")], "px", "", {"a": "x"}),
        ([gone("a", mates="p", same="x")], "", "", {"a": ""}),
        ([gone("a", same="xy")], "", "", {"a": ""}),
        ([gone("a", same="xy")], "xy", "", {"a": "x"}),
        ([gone("a", asked="x")], "", "", {"a": ""}),
        ([gone("a", same="x", asked="y")], "", "", {"a": "x"}),
        ([gone("a")], "", "", {}),
        ([gone("a", same="x"), gone("b", same="x")], "", "", {"a": "", "b": ""}),
        ([gone("a", "w", same="x"), gone("b", "w", same="x")], "", "", {"a": "x", "b": "x"}),
        ([gone("a", same="x")], "", "ax", {"a": ""}),
        ([gone("a", same="x", mates="p")], "px", "ap", {"a": ""}),
    ],
)
def test_a_successor_is_found_where_it_means_one_thing(
    lost: list[Gone], links: str, apart: str, expected: dict[str, str]
):
    """x, y are new records; p was one work with the gone one. Else nothing is carried over, and people are told."""
    pairs = [(links[0], links[1])] if links else []
    found = judge(lost, pairs, [frozenset(apart)] if apart else [])
    assert {one: heir for one, heir, _ in found} == expected


def test_a_damaged_line_is_told_and_costs_no_other(tmp_path: Path):
    """The file may be edited by hand, and torn by a merge."""
    path = tmp_path / "successors.csv"
    path.write_text(
        f'{HEADER}\n<<<<<<< ours\na,b,2031-01-01T00:00:00Z,anna,"one, two"\n=======\nc,d\n'
        "e,f,soon,anna,\n,g,2031-01-01T00:00:00Z,anna,\n",
        "utf-8",
    )
    found, problems = read_successors(path)
    assert [(one.gone_id, one.why) for one in found] == [("a", "one, two"), ("e", "")]
    assert [problem.split(":")[0] for problem in problems] == [f"successors.csv line {n}" for n in (2, 4, 5, 6, 7)]


def test_lines_are_added_behind_what_is_there(tmp_path: Path):
    """As people left it, without a line break at its end."""
    path = tmp_path / "corpus" / "successors.csv"
    append_successors(path, [line("a", "b")])
    path.write_text(path.read_text("utf-8").rstrip("\n"), "utf-8")
    append_successors(path, [line("c", "d")])
    assert read_successors(path) == ([line("a", "b"), line("c", "d")], [])


@pytest.mark.parametrize(("lacks", "found"), [("publisher", 1), ("title", 0)])
def test_a_corpus_of_an_older_version_serves_where_it_has_what_is_compared(review: Path, lacks: str, found: int):
    """The run after an update of the program is a run like others; where it can't look, the decisions wait."""
    import duckdb

    with duckdb.connect(str(review / "corpus" / "corpus.duckdb")) as connection:
        for (view,) in connection.execute("select view_name from duckdb_views() where not internal").fetchall():
            connection.execute(f'drop view "{view}"')
        connection.execute(f"alter table record drop column {lacks}")
    mend(review, TITLE, SLIP)
    run(review)
    assert len(lines(review)) == found
