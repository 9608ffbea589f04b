"""A record that is gone and the one that took its place: keys and decisions go on where that means one thing."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from pipeline.judging_successors import Gone, judge
from pipeline.store import reading, tables
from pipeline.successors import HEADER, PROGRAM, Successor, append_successors, read_successors, resolved
from pipeline.workspace import find_workspace

from .small_review import RIS, Told, bibcorpus, built, write_review

LIST = "corpus/raw/hand-list/society.ris"
KEY, TITLE = "cerny2011leading", "Leading a first seminar for young doctors"
LINES = "corpus/successors.csv"


@pytest.fixture
def review(decided: Path, tmp_path: Path) -> Path:
    """A review with three decisions on one record of a list that was made by hand."""
    return Path(shutil.copytree(decided, tmp_path / "review"))


@pytest.fixture(scope="module")
def decided(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, made once."""
    root = write_review(tmp_path_factory.mktemp("decided"))
    assert bibcorpus(root, "run").code == 0
    for said in (["include", KEY], ["tag", KEY, "topic", "burnout"], ["set", KEY, "volume", "21"]):
        assert bibcorpus(root, "decide", *said, "--as", "anna").code == 0
    assert bibcorpus(root, "run").code == 0
    return root


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


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (TITLE, "Leading a first seminar for young doctors: an essay"),
        (TITLE, "Leeding a first seminar for young doctors"),
        ("PY  - 2011", "PY  - 2012"),
        ("PY  - 2011", "PY  - 2001"),
        ("SP  - 7", "SP  - 70"),
        ("AU  - Cerny, Iva\n", "AU  - Cerny, Iva\nAU  - Dahl, Per\n"),
    ],
)
def test_a_mended_record_keeps_its_key_and_what_people_said(review: Path, old: str, new: str):
    """The article is the same; a slip put right in a list must cost nobody's work."""
    mend(review, old, new)
    told = run(review)
    assert work(review, new if old == TITLE else TITLE) == HELD
    assert f"(key {KEY}) is gone: its key and what was decided on it go on with" in told.err
    assert rows(review, "select distinct state from decision") == [("in force",)]
    assert bibcorpus(review, "check").code == 0


def test_who_read_what_is_still_there_is_not_asked_to_look_again(review: Path):
    """Only the year was mended: title and abstract are what the person saw."""
    mend(review, "PY  - 2011", "PY  - 2012")
    run(review)
    assert rows(review, "select count(*) from look_again") == [(0,)]


def test_who_read_another_title_is_asked_to_look_again(review: Path):
    """The decision holds, and its person sees that the work reads otherwise now."""
    mend(review, TITLE, "Leeding a first seminar for young doctors")
    run(review)
    assert rows(review, "select distinct changed from look_again") == [("its title or abstract was another then",)]


def test_the_program_and_people_can_tell_what_was_carried_over(review: Path):
    """Nothing moves in silence: the run says it, `diff` and `why` repeat it, with the reason."""
    mend(review, TITLE, "Leeding a first seminar for young doctors")
    run(review)
    ((gone, record),) = rows(review, "select gone_id, record_id from successor")
    told = " ".join(bibcorpus(review, "diff").out.split())
    assert f"{gone} -> {record} bibcorpus: same_title_same_place: title 0.98" in told
    assert ("works gone" in told, "new works" in told) == (False, False)  # it is the same work
    for name in (KEY, str(record), str(gone)):
        answer = " ".join(bibcorpus(review, "why", name, "--all").out.split())
        assert f"{gone} -> {record}, " in answer
        assert f"bibcorpus decide successor {gone} --none" in answer
    ((decision,),) = rows(review, "select decision_id from decision where event = 'include'")
    assert f"its line names {gone}, which is gone" in bibcorpus(review, "why", str(decision)).out
    assert f"{KEY} given" in " ".join(bibcorpus(review, "why", KEY).out.split())


@pytest.mark.parametrize("taken_back", [False, True])
def test_a_build_from_nothing_says_the_same(review: Path, tmp_path: Path, taken_back: bool):
    """The old list is nowhere any more; what was found is written down, and a clone knows it."""
    mend(review, TITLE, "Leeding a first seminar for young doctors")
    path = review / LIST
    path.write_text(path.read_text("utf-8").replace("обучении", "обученни"), encoding="utf-8", newline="\n")
    run(review)
    assert len(lines(review)) == 2
    if taken_back:
        for one in lines(review):
            assert bibcorpus(review, "decide", "successor", one.gone_id, "--none", "--as", "anna").code == 0
        run(review)
        assert rows(review, "from successor") == []
    clone = tmp_path / "clone"
    shutil.copytree(review, clone)
    for name in ("corpus.duckdb", "ledger.json"):
        (clone / "corpus" / name).unlink()
    shutil.rmtree(clone / "corpus" / "exports")
    run(clone)
    for table in tables():
        assert rows(clone, f"from {table} order by all") == rows(review, f"from {table} order by all"), table
    ours, theirs = built(review), built(clone)
    assert [name for name in ours if ours[name] != theirs.get(name)] == ["corpus/corpus.duckdb"]


def test_what_was_found_is_written_once(review: Path):
    """A second run has nothing to say, and leaves the file alone."""
    mend(review, TITLE, "Leeding a first seminar for young doctors")
    run(review)
    (line,) = lines(review)
    run(review)
    (review / "corpus" / "corpus.duckdb").unlink()
    assert "is gone" not in run(review).err
    assert lines(review) == [line]


def test_a_list_that_is_mended_twice_is_followed_to_its_end(review: Path):
    """The first slip, then the second: the key is still the first one."""
    mend(review, TITLE, "Leeding a first seminar for young doctors")
    run(review)
    mend(review, TITLE, "Leading a first seminar for young doctors: an essay")
    run(review)
    assert len(lines(review)) == 2
    assert work(review, "Leading a first seminar for young doctors: an essay") == HELD


def test_a_record_that_comes_back_stands_for_itself(review: Path):
    """The old list was put back: its line rests, and counts again when the record is gone once more."""
    mend(review, TITLE, "Leeding a first seminar for young doctors")
    run(review)
    mend(review, TITLE, TITLE)
    run(review)
    assert (work(review, TITLE), rows(review, "from successor")) == (HELD, [])
    mend(review, TITLE, "Leeding a first seminar for young doctors")
    run(review)
    assert work(review, "Leeding a first seminar for young doctors") == HELD
    assert len(lines(review)) == 1


def test_of_two_that_may_be_meant_none_is_taken(review: Path):
    """An entry without its place became two, in two volumes: only a person knows which one was decided on."""
    mend(review, PLACE, "")
    run(review)
    assert work(review, TITLE) == HELD
    mend(review, PLACE, PLACE, SECOND)
    (review / LIST).write_text((review / LIST).read_text("utf-8").replace("SP  - 7", "SP  - 5"), encoding="utf-8")
    told = run(review)
    ((state,),) = rows(review, "select state from decision where event = 'include'")
    assert str(state).startswith("needs a look: no record")
    assert f"(key {KEY}) is gone, and may be hand-list:" in told.err
    checked = bibcorpus(review, "check")
    told_all = checked.out + checked.err
    assert (checked.code, f"(it had the key {KEY}) in the corpus; may be hand-list:" in told_all) == (1, True)


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


def test_what_the_rules_would_ask_about_a_person_says(review: Path):
    """Another year and another volume: two slips, or another article; one line carries key and decisions over."""
    mend(review, *OTHER)
    assert f"bibcorpus decide successor {rows(review, 'select records[1] from decision limit 1')[0][0]} WORK" in (
        run(review).err
    )
    assert work(review, TITLE)[0] != KEY
    new = str(work(review, TITLE)[0])
    assert bibcorpus(review, "decide", "successor", KEY, new, "--as", "anna", "--reason", "misprint").code == 0
    run(review)
    assert work(review, TITLE) == HELD
    assert bibcorpus(review, "check").code == 0
    assert f"{new},{KEY}," in bibcorpus(review, "export", "keys").out


OTHER = ("PY  - 2011\nVL  - 19\n", "PY  - 2001\nVL  - 9\n")


def test_one_number_that_differs_is_no_slip_where_others_bear_the_title(review: Path):
    """A column of which each issue has one: the one that came is the next, not the old one with its page put right."""
    mend(review, "TI  - Leading a first seminar", "TI  - Leading a first seminar", COLUMN)
    run(review)
    gone_key = str(work(review, "Letters from the seminar room today")[0])
    mend(
        review, "TI  - Leading a first seminar", "TI  - Leading a first seminar", COLUMN.replace("SP  - 3", "SP  - 50")
    )
    run(review)
    assert not [line for line in lines(review) if line.record_id]
    assert f"{gone_key},," in bibcorpus(review, "export", "keys").out


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


def test_what_was_carried_over_can_be_taken_back_and_said_again(review: Path):
    """The last word of a person counts, and it counts before what the program found."""
    mend(review, TITLE, "Leeding a first seminar for young doctors")
    run(review)
    ((gone, record),) = rows(review, "select gone_id, record_id from successor")
    assert bibcorpus(review, "decide", "successor", str(gone), "--none", "--as", "anna").code == 0
    run(review)
    assert work(review, "Leeding a first seminar for young doctors")[0] != KEY
    assert bibcorpus(review, "decide", "successor", KEY, str(record), "--as", "boris").code == 0
    run(review)
    assert work(review, "Leeding a first seminar for young doctors") == HELD


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (["ahlgren2004balint", "vinter2015balintovskie"], "is in the corpus, and stands for itself"),
        (["hand-list:nobody", "vinter2015balintovskie"], "no key and no decision names a record"),
        ([KEY, "nobody2000"], "no work 'nobody2000' in the corpus"),
        ([KEY], "give a WORK, or --none"),
        ([KEY, "vinter2015balintovskie", "--as", "bibcorpus"], "the program's own name"),
    ],
)
def test_a_successor_that_would_mean_nothing_is_refused(review: Path, said: list[str], why: str):
    """Nothing is written then."""
    mend(review, *OTHER)
    run(review)
    before = lines(review)
    told = bibcorpus(review, "decide", "successor", "--as", "anna", *said)
    assert (told.code != 0, why in told.err, lines(review)) == (True, True, before)


def test_a_successor_is_not_named_while_files_wait_to_be_read(review: Path):
    """The record may be in one that was just pulled."""
    mend(review, *OTHER)
    run(review)
    mend(review, "PY  - 2011", "PY  - 2011")
    told = bibcorpus(review, "decide", "successor", KEY, "vinter2015balintovskie", "--as", "anna")
    assert (told.code, "older than its raw files" in told.err) == (1, True)


def test_two_that_people_called_different_never_succeed_each_other(review: Path):
    """Somebody had both lists side by side, and looked."""
    mended = review / "corpus/raw/hand-list/mended.ris"
    mended.write_text(RIS.replace(TITLE, "Leeding a first seminar for young doctors"), encoding="utf-8")
    (review / "corpus/raw/hand-list/mended.ris.toml").write_text((review / f"{LIST}.toml").read_text("utf-8"), "utf-8")
    run(review)
    both = [str(one) for (one,) in rows(review, "select record_id from record where title like 'Le%ding%' order by 1")]
    assert bibcorpus(review, "decide", "different", *both, "--as", "anna").code == 0
    run(review)
    mended.replace(review / LIST)
    (review / "corpus/raw/hand-list/mended.ris.toml").unlink()
    run(review)
    assert [line for line in lines(review) if line.record_id] == []
    told = bibcorpus(review, "decide", "successor", KEY, "Leeding a first seminar for young doctors", "--as", "anna")
    assert told.code == 1


def test_the_old_list_taken_away_from_beside_the_mended_one_costs_nothing(review: Path):
    """Both were one work; the mended record goes on for both."""
    mended = review / "corpus/raw/hand-list/mended.ris"
    mended.write_text(RIS.replace(TITLE, "Leeding a first seminar for young doctors"), encoding="utf-8")
    (review / "corpus/raw/hand-list/mended.ris.toml").write_text((review / f"{LIST}.toml").read_text("utf-8"), "utf-8")
    run(review)
    mended.replace(review / LIST)
    (review / "corpus/raw/hand-list/mended.ris.toml").unlink()
    assert "it was one work with hand-list:" in run(review).err
    assert work(review, "Leeding a first seminar for young doctors") == HELD


def test_what_people_decide_together_on_old_and_new_meets(review: Path):
    """Anna spoke of the old record, Boris speaks of the mended one: a dispute like any other."""
    mend(review, TITLE, "Leeding a first seminar for young doctors")
    run(review)
    assert bibcorpus(review, "decide", "exclude", KEY, "--as", "boris").code == 0
    run(review)
    assert rows(review, "select who, state from decision where event in ('include', 'exclude') order by 1") == [
        ("anna", "disputed"),
        ("boris", "disputed"),
    ]


def test_people_who_differ_on_whether_two_are_one_meet_there_too(review: Path):
    """The one named the old record, the other the mended one."""
    assert bibcorpus(review, "decide", "same", KEY, "vinter2015balintovskie", "--as", "anna").code == 0
    mend(review, TITLE, "Leeding a first seminar for young doctors")
    run(review)
    both = [str(one) for (one,) in rows(review, "select unnest(records) from decision where event = 'same'")]
    assert bibcorpus(review, "decide", "different", *both, "--as", "boris").code == 0
    run(review)
    said = "select event, state from decision where event in ('same', 'different') order by 1"
    assert rows(review, said) == [("different", "disputed"), ("same", "disputed")]


def test_a_dry_run_shows_it_and_writes_nothing(review: Path):
    """It is a rehearsal."""
    before = built(review)
    mend(review, TITLE, "Leeding a first seminar for young doctors")
    told = run(review, "--dry-run")
    assert "gone records whose keys and decisions go on with others" in told.out
    now = {name: data for name, data in built(review).items() if not name.startswith("corpus/raw/")}
    assert now == {name: data for name, data in before.items() if not name.startswith("corpus/raw/")}


def test_a_record_with_a_number_of_its_source_needs_no_successor(review: Path):
    """It is the same record, whatever its title becomes."""
    path = review / "corpus/raw/pubmed/search.nbib"
    path.write_text(path.read_text("utf-8").replace("before the window", "long before"), "utf-8", newline="\n")
    run(review)
    assert not (review / LINES).exists()


def test_a_record_of_which_nobody_spoke_is_written_down_by_nobody(review: Path):
    """The record that has no key of its own, in a work that has one by another record: nothing hangs on it."""
    ((key,),) = rows(review, "select count(*) from record where source = 'hand-list' and title like '%burnout%'")
    assert key == 1
    mend(review, "Balint groups and burnout in rural general practice", "Balint groups and burnout in general practice")
    run(review)
    named = (review / "corpus/citekeys.csv").read_text("utf-8")
    assert all(line.gone_id in named for line in lines(review))


def test_two_branches_that_found_the_same_are_merged(review: Path, tmp_path: Path):
    """Git keeps the lines of both, and both say one thing."""
    other = tmp_path / "other"
    shutil.copytree(review, other)
    for root in (review, other):
        mend(root, TITLE, "Leeding a first seminar for young doctors")
        run(root)
    (one,), (two,) = lines(review), lines(other)
    merged = [one, Successor(two.gone_id, two.record_id, "2031-01-01T00:00:00Z", two.who, two.why)]
    (review / LINES).unlink()
    append_successors(review / LINES, merged)
    run(review)
    assert rows(review, "select gone_id, record_id from successor") == [(one.gone_id, one.record_id)]
    assert work(review, "Leeding a first seminar for young doctors") == HELD


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
    mend(review, TITLE, "Leeding a first seminar for young doctors")
    run(review)
    assert len(lines(review)) == found
