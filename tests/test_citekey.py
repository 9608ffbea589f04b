"""Citekeys stand in printed papers: once given they never move, and no two are alike."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from pipeline.citekey import HEADER, Assigned, Given, append_citekeys, assign, read_citekeys, usable_key
from pipeline.errors import WorkspaceError
from pipeline.key_pattern import PARTS, parse_pattern
from pipeline.model import Bibliographic, Name
from pipeline.readable_key import propose
from pipeline.workspace import Workspace, find_workspace

from . import workspaces as ws
from .small_review import bibcorpus, write_review
from .workspaces import event

NOW = "2026-01-02T03:04:05Z"
LATER = "2026-05-06T07:08:09Z"


def work(family: str | None = "Smith", year: int | None = 2010, title: str | None = "Balint groups") -> Bibliographic:
    authors = (Name(family=family, given="J."),) if family else ()
    return Bibliographic(authors=authors, year=year, title=title)


Works = list[tuple[str, list[str], Bibliographic]]


def giving(works: Works, rows: list[Given], personal: dict[str, str] | None = None, *, now: str, who: str) -> Assigned:
    """`assign` for works (id, records, fields)."""
    fields = {work_id: one for work_id, _, one in works}
    members = {work_id: records for work_id, records, _ in works}
    return assign(members, rows, personal, lambda ids: {one: fields[one] for one in ids}, now=now, who=who)


def give(works: Works, rows: list[Given] | None = None, personal: dict[str, str] | None = None) -> Assigned:
    return giving(works, rows or [], personal, now=NOW, who="anna")


# ------------------------------------------------------------------------------------------ readable keys


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (work(), "smith2010balint"),
        (work("Винокур", 2012, "Балинтовские группы"), "vinokur2012balintovskie"),
        (work("Müller", 2001, "Die Arbeit mit dem Patienten"), "muller2001arbeit"),
        (work("Żółkiewski", 1999, "W trosce o lekarza"), "zolkiewski1999trosce"),
        (work("O'Neill", 2016, "The 20 years of an RCT"), "oneill2016years"),
        (work("Gourrin", 2014, "L’expérience d'un groupe"), "gourrin2014experience"),
        (work("van der Berg", 2010, "О влиянии групп"), "vanderberg2010vliyanii"),
        (work("Smith", None, None), "smith"),
        (work(None, None, None), "anon"),
        (work(None, 1964, "1984"), "anon19641984"),
        (work("北京", 2010, None), "beijing2010"),
    ],
)
def test_a_key_is_family_year_and_first_telling_word(fields: Bibliographic, expected: str):
    """Authors recognise their references by it; articles and prepositions of any language tell nothing."""
    assert propose(fields) == expected


def test_the_title_in_the_language_of_the_work_gives_the_word():
    """It is the title that the entry prints; the English one is the database's."""
    fields = Bibliographic(
        authors=(Name(family="Винокур"),),
        year=2012,
        title="Balint groups",
        title_original="Балинтовские группы",
    )
    assert propose(fields) == "vinokur2012balintovskie"


def test_a_retracted_work_has_the_key_that_it_had_before():
    """A newer export brings 'RETRACTED: …': who cites it must find it, and half of such works would share a word."""
    assert propose(work(title="RETRACTED: Balint groups")) == propose(work(title="Balint groups"))
    assert propose(work(title="Retracted papers in psychiatry")) == "smith2010retracted"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (Bibliographic(editors=(Name(family="Otten", given="H."),), date="2012-05"), "otten2012"),
        (Bibliographic(authors=(Name(literal="The Balint Society"),), year=1972), "balint1972"),
        (Bibliographic(container="The Journal of the Balint Society", date_online="1999"), "anon1999"),
        (Bibliographic(authors=(Name(given="Plato"),), title="?!"), "plato"),
    ],
)
def test_without_an_author_the_next_best_name_stands(fields: Bibliographic, expected: str):
    """Editor, then group, then container: the order in which reference lists sort such works."""
    assert propose(fields) == expected


@examples(st.text(), st.text(), st.none() | st.integers(-10, 10000))
def test_a_key_is_short_plain_ascii_whatever_the_record_holds(family: str, title: str, year: int | None):
    """It must be safe in TeX, in file names and in web addresses."""
    key = propose(Bibliographic(authors=(Name(family=family),), year=year, title=title))
    assert key.isascii()
    assert key.isalnum()
    assert key == key.lower()
    assert len(key) <= 40


# ------------------------------------------------------------------------------------------ giving


def test_twins_get_a_b_and_so_on_in_the_order_of_their_ids():
    """The first taker keeps the bare key; 28 twins go past 'z'."""
    works = [(f"x:{n:02}", [f"x:{n:02}"], work()) for n in range(28)]
    lead = give(works).lead
    assert [lead[f"x:{n:02}"] for n in (0, 1, 26, 27)] == [
        "smith2010balint",
        "smith2010balinta",
        "smith2010balintz",
        "smith2010balintaa",
    ]


def test_a_corrected_title_moves_no_key():
    """The key is looked up, never computed again."""
    rows = list(give([("x:1", ["x:1"], work(title="Balnit groups"))]).new)
    again = give([("x:1", ["x:1"], work(title="Balint groups"))], rows)
    assert again.lead == {"x:1": "smith2010balnit"}
    assert again.new == ()


def test_a_merged_work_is_led_by_the_oldest_key_and_keeps_the_others_as_aliases():
    """A paper that cites the younger key must still find the work."""
    rows = [Given("young", "x:1", LATER, "b"), Given("old", "x:2", NOW, "a"), Given("zwin", "x:3", NOW, "a")]
    got = give([("x:1", ["x:1", "x:2", "x:3"], work())], rows)
    assert got.lead == {"x:1": "old"}
    assert got.aliases == {"x:1": ("zwin", "young")}
    assert got.new == ()


def test_a_split_leaves_the_key_with_the_record_it_was_given_for():
    """The other part is a new work and gets a new key."""
    rows = list(give([("x:1", ["x:1", "x:2"], work())]).new)
    got = give([("x:1", ["x:1"], work()), ("x:2", ["x:2"], work())], rows)
    assert got.lead == {"x:1": "smith2010balint", "x:2": "smith2010balinta"}


def test_a_key_is_never_given_twice_even_when_its_record_is_gone():
    """A withdrawn record's key may stand in a paper; another work under it would be a false citation."""
    rows = [Given("Smith2010Balint", "gone:1", NOW, "a")]
    assert give([("x:1", ["x:1"], work())], rows).lead == {"x:1": "smith2010balinta"}


def test_one_key_given_on_two_branches_stays_with_the_older_claim():
    """After a git merge the file holds the key twice; the younger claim gets a suffix and is told."""
    rows = [Given("smith2010balint", "x:2", LATER, "b"), Given("smith2010balint", "x:1", NOW, "a")]
    works = [("x:1", ["x:1"], work()), ("x:2", ["x:2"], work(title="Corrected since"))]
    got = give(works, rows)
    assert got.lead == {"x:1": "smith2010balint", "x:2": "smith2010balinta"}
    assert got.moved == (("smith2010balint", "smith2010balinta", "x:2"),)
    again = give(works, rows + list(got.new))
    assert (again.lead, again.new, again.moved) == (got.lead, (), got.moved)


def test_one_key_given_on_two_branches_for_one_work_is_no_clash():
    """The two records have been merged since."""
    rows = [Given("k1", "x:1", NOW, "a"), Given("k1", "x:2", LATER, "b")]
    got = give([("x:1", ["x:1", "x:2"], work())], rows)
    assert (got.lead, got.aliases, got.moved) == ({"x:1": "k1"}, {"x:1": ()}, ())


def test_a_persons_key_leads_and_the_earlier_one_becomes_an_alias():
    """And it stays when the decision is undone, as an alias."""
    rows = list(give([("x:1", ["x:1"], work())]).new)
    works = [("x:1", ["x:1", "x:2"], work())]
    got = giving(works, rows, {"x:2": "MyKey"}, now=LATER, who="anna")
    assert got.lead == {"x:1": "MyKey"}
    assert got.aliases == {"x:1": ("smith2010balint",)}
    assert got.new == (Given("MyKey", "x:2", LATER, "anna"),)
    undone = give(works, rows + list(got.new))
    assert undone.lead == {"x:1": "smith2010balint"}
    assert undone.aliases == {"x:1": ("MyKey",)}


def test_a_persons_key_that_another_work_holds_gets_a_suffix_once():
    """Each further run finds the suffixed key again and gives no other."""
    works = [("x:1", ["x:1"], work()), ("x:2", ["x:2"], work("Brown"))]
    rows = list(give(works).new)
    got = give(works, rows, personal={"x:2": "Smith2010balint"})
    assert got.lead["x:2"] == "Smith2010balinta"
    assert got.moved == (("Smith2010balint", "Smith2010balinta", "x:2"),)
    again = give(works, rows + list(got.new), personal={"x:2": "Smith2010balint"})
    assert (again.lead, again.new) == (got.lead, ())


def test_a_persons_key_comes_before_a_new_one_of_the_same_wording():
    """Otherwise a new import could take the name that a person wanted."""
    works = [("x:1", ["x:1"], work()), ("x:2", ["x:2"], work())]
    assert give(works, personal={"x:2": "smith2010balint"}).lead["x:2"] == "smith2010balint"


def test_a_persons_key_that_tex_could_not_cite_is_reported():
    """The work has a readable key meanwhile."""
    got = give([("x:1", ["x:1"], work())], personal={"x:1": "two words"})
    assert got.lead == {"x:1": "smith2010balint"}
    assert "'two words' can't be a key" in got.problems[0]


def test_the_same_key_in_capitals_is_the_same_key():
    """BibTeX takes 'Smith' and 'smith' for one; the spelling that was given stays."""
    got = give([("x:1", ["x:1"], work())], [Given("smith", "x:1", NOW, "a")], personal={"x:1": "Smith"})
    assert (got.lead, got.new) == ({"x:1": "smith"}, ())
    assert "given before as smith" in got.problems[0]


# ------------------------------------------------------------------------------------------ properties

RECORDS = [f"x:{n}" for n in range(6)]
FIELDS = [work(), work(), work("SMITH"), work("Brown"), work(None, None, None), work(None, None, None)]
Partition = list[list[str]]


@st.composite
def partitions(draw: st.DrawFn) -> Partition:
    """The six records, or some of them, as works: what merging, splitting and new imports lead to."""
    present = draw(st.lists(st.sampled_from(RECORDS), unique=True))
    into = [draw(st.integers(0, 3)) for _ in present]
    groups = {n: [r for r, m in zip(present, into, strict=True) if m == n] for n in into}
    return list(groups.values())


def works_of(partition: Partition) -> list[tuple[str, list[str], Bibliographic]]:
    return [(min(group), group, FIELDS[RECORDS.index(min(group))]) for group in partition]


Day = tuple[Partition, dict[str, str]]

PERSONAL = st.dictionaries(st.sampled_from(RECORDS), st.sampled_from(["smith2010balint", "Brown", "k"]), max_size=2)


@settings(max_examples=200)
@examples(st.lists(st.tuples(partitions(), PERSONAL), min_size=1, max_size=6))
def test_keys_never_move_when_works_are_added_merged_or_split(history: list[Day]):
    """A key leads for ever to the work that holds the record it was given for; no two are alike."""
    rows: list[Given] = []
    for day, (partition, personal) in enumerate(history):
        works = works_of(partition)
        got = giving(works, rows, personal, now=f"2026-01-{day + 1:02}T00:00:00Z", who="a")
        rows += got.new
        folded = [row.key.casefold() for row in rows]
        assert len(set(folded)) == len(folded)
        for work_id, records, _ in works:
            expected = {row.key for row in rows if row.record_id in records}
            assert {got.lead[work_id], *got.aliases[work_id]} == expected
        again = giving(works, rows, personal, now="2027-01-01T00:00:00Z", who="b")
        assert (again.lead, again.aliases, again.new) == (got.lead, got.aliases, ())


@examples(partitions(), PERSONAL, st.randoms(use_true_random=False))
def test_shuffling_the_input_changes_nothing(partition: Partition, personal: dict[str, str], rng: random.Random):
    """Works, their records and the lines of the file have no order of their own."""
    rows = [Given("k", "x:5", NOW, "a"), Given("k", "x:1", NOW, "a"), Given("l", "x:2", "?", "a")]
    straight = give(works_of(partition), rows, personal=personal)
    shuffled = [rng.sample(group, len(group)) for group in rng.sample(partition, len(partition))]
    backwards = dict(reversed(personal.items()))
    assert give(works_of(shuffled), rng.sample(rows, 3), personal=backwards) == straight


def test_ten_thousand_twins_are_quick():
    """Records without author, year and title are many in a raw harvest."""
    works = [(f"x:{n}", [f"x:{n}"], work(None, None, None)) for n in range(10_000)]
    assert len(set(give(works).lead.values())) == 10_000


# ------------------------------------------------------------------------------------------ the file


def test_what_is_appended_is_read_back(tmp_path: Path):
    """Commas and quotes in a person's name included."""
    path = tmp_path / "corpus" / "citekeys.csv"
    rows = [Given("a1", "x:1", NOW, 'Anna "A", Ltd'), Given("b2", "scopus:2-s2.0-1", NOW, "Борис")]
    append_citekeys(path, rows[:1])
    append_citekeys(path, rows[1:])
    assert read_citekeys(path) == (rows, [])
    assert path.read_text("utf-8").splitlines()[0] == HEADER
    assert b"\r" not in path.read_bytes()
    assert list(path.parent.iterdir()) == [path]


def test_appending_nothing_touches_nothing(tmp_path: Path):
    """A run without new works leaves no trace in git."""
    append_citekeys(tmp_path / "citekeys.csv", [])
    assert not (tmp_path / "citekeys.csv").exists()


def test_old_bytes_stay_even_when_they_are_damaged(tmp_path: Path):
    """The file is the only copy of what was given; only a missing line end is added."""
    path = tmp_path / "citekeys.csv"
    old = f"{HEADER}\r\na1,x:1,{NOW},a\r\n<<<<<<< HEAD\nb2,x:2,{NOW},\xff".encode("latin-1")
    path.write_bytes(old)
    append_citekeys(path, [Given("c3", "x:3", NOW, "a")])
    assert path.read_bytes() == old + f"\nc3,x:3,{NOW},a\n".encode()


def test_a_failed_write_leaves_the_old_file_and_no_rubbish(tmp_path: Path):
    """A lone surrogate can't be written as UTF-8: the error comes before the swap."""
    path = tmp_path / "citekeys.csv"
    append_citekeys(path, [Given("a1", "x:1", NOW, "a")])
    before = path.read_bytes()
    with pytest.raises(UnicodeEncodeError):
        append_citekeys(path, [Given("b2", "x:2", NOW, "\ud800")])
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("line", "row", "problem"),
    [
        ("<<<<<<< HEAD", None, "line 2: a git conflict mark"),
        ("=======", None, "line 2: a git conflict mark"),
        (">>>>>>> theirs", None, "line 2: a git conflict mark"),
        (HEADER, None, "line 2: the header once more"),
        ("two words,x:1,2026-01-02,a", None, "line 2: 'two words' is no citekey"),
        ("k1", Given("k1", "", "", ""), "line 2: 1 columns"),
        ("k1,,2026-01-02,a", Given("k1", "", "2026-01-02", "a"), "line 2: no record id"),
        ("k1,x:1,yesterday,a", Given("k1", "x:1", "yesterday", "a"), "line 2: given_at = 'yesterday'"),
        ("k1,x:1,2026-01-02,a,b", Given("k1", "x:1", "2026-01-02", "a"), "line 2: 5 columns"),
        (
            'k1,x:1,2026-01-02,"a',
            Given("k1", "x:1", "2026-01-02", '"a'),
            "line 2: a quote that is not closed",
        ),
        ("", None, None),
    ],
)
def test_a_damaged_line_is_named_and_counts_as_far_as_it_can_be_read(
    tmp_path: Path, line: str, row: Given | None, problem: str | None
):
    """Dropping it would free its key for another work."""
    path = tmp_path / "citekeys.csv"
    path.write_text(f"{HEADER}\n{line}\nz9,x:9,{NOW},a\n", encoding="utf-8", newline="")
    rows, problems = read_citekeys(path)
    assert rows == [*([row] if row else []), Given("z9", "x:9", NOW, "a")]
    assert [text.partition(";")[0][: len(f"citekeys.csv {problem}")] for text in problems] == (
        [f"citekeys.csv {problem}"] if problem else []
    )


def test_a_file_from_windows_is_read(tmp_path: Path):
    """Excel adds a byte-order mark and CRLF."""
    path = tmp_path / "citekeys.csv"
    path.write_bytes(b"\xef\xbb\xbf" + f"{HEADER}\r\na1,x:1,{NOW},a\r\n".encode())
    assert read_citekeys(path) == ([Given("a1", "x:1", NOW, "a")], [])


CELLS = (
    st.text("aZ9_:.+/- é\ufffd<=", max_size=5),
    st.text("a:1 é-\ufffd", max_size=5),
    st.sampled_from([NOW, "2026-01-02", "2026-01-02 03:04", "2026-01-02T03:04:05.678+02:00", "yesterday", ""]),
    st.text("ab é\t", max_size=4),
)


@examples(st.tuples(*CELLS))
def test_quotes_around_cells_change_nothing(tmp_path_factory: pytest.TempPathFactory, cells: tuple[str, ...]):
    """A spreadsheet that saved the list puts them there; lines as we write them are read by a shorter way."""
    path = tmp_path_factory.mktemp("list") / "citekeys.csv"
    found = []
    for line in (",".join(cells), ",".join(f'"{cell}"' for cell in cells)):
        path.write_text(f"{HEADER}\n{line}\n", encoding="utf-8")
        found.append(read_citekeys(path))
    assert found[0] == found[1]


def test_a_missing_header_is_reported_and_its_line_counts(tmp_path: Path):
    """The first key is a key like the others."""
    path = tmp_path / "citekeys.csv"
    path.write_text(f"a1,x:1,{NOW},a\n", encoding="utf-8")
    rows, problems = read_citekeys(path)
    assert rows == [Given("a1", "x:1", NOW, "a")]
    assert problems == ["citekeys.csv line 1: the header is missing above it"]


def test_another_header_is_no_key(tmp_path: Path):
    """A column was renamed by hand."""
    path = tmp_path / "citekeys.csv"
    path.write_text("key,record,when\n", encoding="utf-8")
    assert read_citekeys(path) == ([], [f"citekeys.csv line 1: the header should be {HEADER!r}"])


def test_a_missing_file_has_no_keys_and_no_problems(tmp_path: Path):
    """A new workspace begins without one."""
    assert read_citekeys(tmp_path / "citekeys.csv") == ([], [])


def test_a_damaged_time_makes_a_key_the_youngest():
    """Otherwise a typo could take a key from the work that is cited under it."""
    rows = [Given("k1", "x:1", "0", "a"), Given("k1", "x:2", NOW, "a")]
    works = [(record, [record], work()) for record in ("x:1", "x:2")]
    for order in itertools.permutations(rows):
        assert give(works, list(order)).lead["x:2"] == "k1"


# ------------------------------------------------------------------------------------------ a pattern of one's own

PAPER = Bibliographic(
    authors=tuple(Name(family=family) for family in ("Винтер", "Roe", "Li", "Ahlgren")), year=2004, type="chapter",
    title="The burnout of doctors", container="Journal of the Invented", container_short="J Invent",
)  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("{author}{year}{title}", "vinter2004burnout"),
        ("{author:capital}{year}{title:capital}", "Vinter2004Burnout"),
        ("{author:3:upper}-{year:2}", "VIN-04"),
        ("{authors:capital}:{year}", "VinterEtal:2004"),
        ("{journal}_{year}_{author}", "jinvent_2004_vinter"),
        ("bal.{type}.{author}", "bal.chapter.vinter"),
    ],
)
def test_a_society_says_what_its_keys_look_like(pattern: str, expected: str):
    """Each part with a case and a length of its own; what stands between the parts stays."""
    assert propose(PAPER, pattern) == expected


def test_a_part_that_a_work_lacks_leaves_no_mark_in_front():
    """A key begins with a letter or digit, or TeX takes it for something else."""
    assert propose(Bibliographic(title="Burnout"), "{journal}_{year}{title}") == "burnout"
    assert propose(Bibliographic(), "{title}_{year}") == "anon"


def test_up_to_three_authors_are_all_named():
    """Of more the first stands for all."""
    three = Bibliographic(authors=PAPER.authors[:3], year=2004)
    assert propose(three, "{authors}{year}") == "vinterroeli2004"


@pytest.mark.parametrize(
    ("pattern", "says", "hint"),
    [
        ("{autor}{year}", "no part {autor}", "{author}: family name"),
        ("{author}{year", "a bracket", "{author}{year}{title}"),
        ("{author} {year}", "' ' can't stand in a key", "letters of ASCII"),
        ("{author:loud}", "'loud' is none of lower, upper, capital", "{author:capital}"),
        ("{author:99}", "no length up to 20", "{author:8}"),
        ("{year}", "neither an author nor a title", "a letter only"),
        ("", "neither an author nor a title", "a letter only"),
    ],
)
def test_a_pattern_that_can_not_be_used_is_refused_with_what_can(pattern: str, says: str, hint: str):
    """When bibcorpus.toml is read, and not when the first key is given."""
    with pytest.raises(WorkspaceError) as caught:
        parse_pattern(pattern)
    assert says in caught.value.message
    assert hint in (caught.value.hint or "")


@examples(
    st.builds(
        lambda family, year, title: Bibliographic(authors=(Name(family=family),), year=year, title=title),
        st.text(max_size=8), st.none() | st.integers(1, 2030), st.none() | st.text(max_size=20),
    ),
    st.lists(st.sampled_from([f"{{{part}}}" for part in PARTS] + ["-", "x", ":"]), max_size=5).map(
        lambda parts: "".join([*parts, "{author}"])
    ),
)  # fmt: skip
def test_whatever_the_pattern_a_key_can_be_cited(fields: Bibliographic, pattern: str):
    """By TeX, as a file name, in a web address."""
    assert usable_key(propose(fields, pattern))


def test_a_new_pattern_moves_no_key(built: Workspace):
    """It is for works that come in from now on."""
    before = built.citekeys.read_bytes()
    settings = built.root / "bibcorpus.toml"
    ws.write(settings, settings.read_text("utf-8") + '\n[keys]\npattern = "{author:upper}-{year}"\n')
    new = ws.ris(TI="A Balint group in a harbour", AU="Sjö, Eva", PY="2009", T2="Ports")
    ws.write(built.raw / "hand" / "new.ris", new)
    ws.write(built.raw / "hand" / "new.ris.toml", 'source = "hand"\nkind = "hand-collected"\n')
    ws.run(find_workspace(built.root))
    after = built.citekeys.read_bytes()
    assert after.startswith(before)
    assert after[len(before) :].decode().split(",")[0] == "SJO-2009"


def test_who_cites_an_older_key_finds_the_new_one(tmp_path: Path):
    """A key that was chosen leads, and the list says who chose it; nothing that was printed goes nowhere."""
    folder = write_review(tmp_path)
    bibcorpus(folder, "run")
    assert bibcorpus(folder, "export", "keys").out == "old,new,why\n"
    bibcorpus(folder, "decide", "key", "ahlgren2004balint", "rural-burnout", "--as", "anna")
    bibcorpus(folder, "run")
    header, line = bibcorpus(folder, "export", "keys").out.splitlines()
    assert header == "old,new,why"
    assert line.startswith("ahlgren2004balint,rural-burnout,anna chose it on ")


def test_a_key_that_two_branches_gave_is_told_in_the_run_the_report_and_the_list(built: Workspace):
    """The older giving holds; who cites the other work must hear of it, in every run."""
    rows = built.citekeys.read_text("utf-8").splitlines()
    lost = ws.record_id(built, "Early")
    rows = [row for row in rows if lost not in row]
    ws.write(built.citekeys, "\n".join([*rows, f"doe2011balint,{lost},2199-01-01T00:00:00Z,boris", ""]))
    outcome = ws.run(built)
    assert any("doe2011balint belongs to another work" in line for line in outcome.problems)
    told = bibcorpus(built.root, "export", "keys").out
    assert 'doe2011balint,doe2011balinta,"given to two works: the older giving holds, for Balint groups aga' in told
    assert "keys that another work keeps" in bibcorpus(built.root, "report").out


def test_a_chosen_key_follows_its_work(built: Workspace):
    """Anna named one record of it, the sources have two: the key is the work's."""
    ws.decide(built, event("key", "pubmed:11111111", id="1", value={"key": "doe:burnout"}))
    ws.run(built)
    hand = ws.record_id(built, "against burnout", "hand")
    assert ws.rows(built, f"select key, leads from citekey where work_id = '{hand}' order by leads") == [
        ("doe2011balint", False),
        ("doe:burnout", True),
    ]
