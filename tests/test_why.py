"""Why: anything that has a name can be asked for, and the answer leads back to files, rules, people and times."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from pipeline.explaining import explained
from pipeline.explaining.figures import Figure, by_name
from pipeline.explaining.lines import answer_lines, columns_of, cut
from pipeline.explaining.report_figures import figures
from pipeline.query import load_queries
from pipeline.store import reading
from pipeline.workspace import Workspace, find_workspace

from . import workspaces as ws
from .small_review import Told, bibcorpus
from .workspaces import event

SEARCH = 'source = "pubmed"\nkind = "database"\nquery = "balint"\nsearched = "2021-03-01"\nhits = {hits}\n'
ASKED = SEARCH + (
    'asked = "2021-03-01T08:00:00Z"\nfinished = "2021-03-01T08:00:02Z"\nasked_by = "anna"\n'
    'sent = "balint group*[tiab]"\nendpoint = "https://example.org"\nwanted = 2\nfetched = 2\n'
)
BROKEN = "TI  - No first line\r\nPY  - 2001\r\nER  - \r\n\r\n"
TWINS = [
    ws.ris(TI="Balint groups in the far north", AU="Berg, Bo", PY=year, T2="Northern Notes")
    for year in ("2004", "2008")
]


@pytest.fixture(scope="module")
def asked_only(built_once: Path) -> Workspace:
    """The review as a run left it; only to be read."""
    return find_workspace(built_once)


def why(workspace: Workspace, *names: str) -> str:
    """What `why` says, each row on one line; it must have found something."""
    told = bibcorpus(workspace.root, "why", *names)
    assert (told.code, told.err) == (0, "")
    return told.out


def flat(text: str) -> str:
    return " ".join(text.split())


def data(workspace: Workspace, *names: str) -> dict[str, Any]:
    """The same as a table."""
    found: dict[str, Any] = json.loads(why(workspace, *names, "--json"))
    return found


def refused(workspace: Workspace, *names: str) -> str:
    told: Told = bibcorpus(workspace.root, "why", *names)
    assert (told.code, told.out) == (1, "")
    return told.err


# ------------------------------------------------------------------------------------------ figures of the report


@pytest.fixture(scope="module")
def busy(built_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Only to be read: a file sent again, a broken record, a doubtful pair, a hint, people, a claim of a database."""
    built = find_workspace(shutil.copytree(built_once, tmp_path_factory.mktemp("busy") / "review"))
    ws.write(built.raw / "hand" / "more.ris", ws.OLD + BROKEN + "".join(TWINS))
    ws.write(built.raw / "hand" / "more.ris.toml", 'source = "hand"\nkind = "hand-collected"\n')
    ws.write(built.root / f"{ws.PUBMED}.toml", ASKED.format(hits=9))
    facets = ws.FACETS[: ws.FACETS.index("[topic]")]
    ws.write(built.rules / "facets.toml", facets + '[topic]\ntitle = "Topic"\nvalues = ["burnout", "leadership"]\n'
             'suggested = ["leadership"]\nthreshold = "strong"\n')  # fmt: skip
    towns = ws.rule("topic", "leadership", ["small town*"], ["Small towns", "A small town", "In small towns"])
    ws.write(built.rules / "leadership.toml", towns)
    ws.write(built.root / f"{ws.RUSSIAN_LIST}.toml", 'source = "elibrary"\nsearched = "2021-05-01"\nhits = 9\n')
    ws.decide(
        built,
        event("exclude", "pubmed:22222222", id="out", reason="not ours", value={"stage": "title-abstract"}),
        event("include", "hand:nowhere", id="lost", who="boris"),
    )
    ws.run(built)
    return built


@pytest.fixture(scope="module")
def grown(built_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Only to be read: thirty works more, one with the number 2, a facet more, and keys that others gave."""
    built = find_workspace(shutil.copytree(built_once, tmp_path_factory.mktemp("grown") / "review"))
    with built.citekeys.open("a", encoding="utf-8") as out:
        out.write("gone1999balint,scopus:77,2020-01-01T00:00:00Z,boris\n")
        out.write(f"doe2011balint,{ws.record_id(built, 'stroke')},2099-01-01T00:00:00Z,boris\n")
    ws.write(built.root / ws.PUBMED, ws.MEDLINE.replace("22222222", "2"))
    ws.write(built.queries / "tags" / "facets.toml", ws.FACETS + '\n[kind]\ntitle = "Kind"\nvalues = ["burnout"]\n')
    records = "".join(ws.ris(TI=f"Balint groups in village {n}", AU=f"Author{n}, A", PY="2005") for n in range(30))
    ws.write(built.raw / "many" / "list.ris", records)
    ws.run(built)
    return built


@pytest.fixture(scope="module")
def spoken(built_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Only to be read: people have decided on the works of the review, those who disagree on one of its own."""
    built = find_workspace(shutil.copytree(built_once, tmp_path_factory.mktemp("spoken") / "review"))
    hand = ws.record_id(built, "against burnout", "hand")
    stroke, early, small, russian = (
        ws.record_id(built, title) for title in ("stroke", "Early Balint", "small towns", "Балинтовские")
    )
    ws.decide(
        built,
        event("different", "pubmed:11111111", hand, id="apart", reason="two printings"),
        event("tag", stroke, id="tagged", value={"facet": "topic", "value": "leadership"}),
        event("set-field", stroke, id="corrected", value={"field": "volume", "to": "4"}),
        event("key", stroke, id="renamed", value={"key": "Eye2001"}),
        event("include", stroke, id="in-it-goes"),
        event("undo", id="back", who="boris", day=2, value={"id": "in-it-goes"}),
        event("include", small, id="abcdef1234"),
        event("note", id="zzzzzz1", reason="x"),
        event("include", russian, id="yes-it-is"),
        event("exclude", russian, id="no-it-isnt", who="boris"),
        event("same", early, "pubmed:22222222", id="joined"),
    )
    ws.run(built)
    return built


def named_figures(workspace: Workspace) -> list[Figure]:
    with reading(workspace.database) as store:
        return figures(store, load_queries(workspace.queries))


def all_figures(workspace: Workspace) -> list[tuple[str, int, bool, list[tuple[Any, ...]]]]:
    with reading(workspace.database) as store:
        found = figures(store, load_queries(workspace.queries))
        return [(one.name, one.number, one.sums, store.rows(one.statement, one.parameters)) for one in found]


@pytest.mark.parametrize("fixture", ["asked_only", "busy"])
def test_each_figure_of_the_report_has_as_many_lines_behind_it_as_it_says(fixture: str, request: Any):
    """A number that nobody can count again is believed or not; it can't be checked."""
    found = all_figures(request.getfixturevalue(fixture))
    assert len(found) > 40
    for name, number, sums, rows in found:
        assert (sum(row[2] for row in rows) if sums else len(rows)) == number, name
        assert len({row[0] for row in rows}) == len(rows) or "waits" in name or "tags" in name, f"{name}: one twice"


def printed(workspace: Workspace, *command: str) -> list[tuple[str, int]]:
    """(label, number) for each line of the report that ends in a number."""
    lines = bibcorpus(workspace.root, "report", *command).out.splitlines()
    tables = (line.rpartition("  ") for line in lines if line[68:69] == " " and line[-1:].isdigit())
    return [(label.strip(), int(number.replace(" ", ""))) for label, _, number in tables]


def test_each_number_that_the_report_prints_can_be_asked_for_by_its_label(busy: Workspace):
    """People copy what they see."""
    labels = printed(busy)
    assert {"all entries", "set aside (not readable)", "about burnout", "doubtful pairs",
            "perhaps about leadership (suggested)"} <= dict(labels).keys()  # fmt: skip
    known = named_figures(busy)
    for label, number in labels:
        assert number in [figure.number for figure in by_name(known, label)], label


def test_each_number_of_the_tables_of_tags_can_be_asked_for(busy: Workspace):
    """'2 of these 3 are empirical' too."""
    known = {figure.name: figure.number for figure in named_figures(busy)}
    facet, seen = "", 0
    for line in bibcorpus(busy.root, "report", "tags").out.splitlines():
        cells = [line[:37], *line[37:].split()]
        if cells[1:2] == ["works"]:
            facet = cells[0].strip()
        elif facet and line.startswith("  ") and all(cell.isdigit() for cell in cells[1:]):
            name = f"{facet}: {cells[0].strip()}"
            columns = [name, f"{name}, empirical", f"{name}, theoretical", f"{name}, neither"]
            assert [known[column] for column in columns] == [int(cell) for cell in cells[1:]]
            seen += 1
    assert seen > 8


def test_each_box_of_the_screening_can_be_asked_for(busy: Workspace):
    """Excluded on title and abstract, for this reason: the editor asks which."""
    known = {name: each.number for each in named_figures(busy) for name in (each.name, *each.aliases)}
    place: list[str] = []
    seen = 0
    for line in bibcorpus(busy.root, "report", "screening").out.splitlines():
        depth = {0: 0, 2: 1, 6: 2}[len(line) - len(line.lstrip())]
        if line and line[68:].replace(" ", "").isdigit():
            place = [*place[:depth], line[:68].strip()]
            assert known[": ".join(place)] == int(line[68:].replace(" ", ""))
            seen += 1
    assert ("screening: on title and abstract: excluded: not ours" in known, seen > 16) == (True, True)


def test_what_a_source_claimed_is_told_search_by_search(busy: Workspace):
    """Nine were claimed, one came: whoever asks why sees which search said so."""
    report = bibcorpus(busy.root, "report").out
    assert "on 2021-05-01 it said that it found 9, the files of that search have 1" in report
    assert data(busy, "eLibrary.ru: hits")["counted"] == [
        {"name": "(no query), 2021-05-01", "what": ws.RUSSIAN_LIST, "counts": 9}
    ]
    assert len(data(busy, "eLibrary.ru: in the files")["counted"]) == 1


def test_a_number_says_which_figures_it_is(busy: Workspace):
    """'Why 35?' is what an editor asks of a manuscript."""
    numbers = [figure.number for figure in named_figures(busy)]
    often = max(set(numbers), key=numbers.count)
    found = data(busy, str(often))
    assert found["number"] == often
    assert len(found["figures"]) == numbers.count(often) > 1


def test_a_number_that_one_figure_is_shows_at_once_what_is_counted(busy: Workspace):
    """One answer needs no second question."""
    numbers = [figure.number for figure in named_figures(busy)]
    alone = next(number for number in numbers if numbers.count(number) == 1)
    found = data(busy, str(alone))
    assert (found["kind"], found["number"]) == ("figure", alone)


def test_a_number_of_the_report_that_is_a_works_own_number_tells_of_both(grown: Workspace):
    """Some programs number their records 1, 2, 3 …: neither meaning is hidden."""
    assert "It is the number of a work too: bibcorpus why fuhrer2004leading" in why(grown, "2")


def test_a_name_that_several_figures_bear_lists_them(grown: Workspace):
    """'method unsaid' and the like stand in several tables."""
    found = data(grown, "(none)")
    assert (found["kind"], len(found["figures"])) == ("figures", len({row["name"] for row in found["figures"]}))


@pytest.mark.parametrize("name", ["Empirical", "EMPIRICAL", "class:empirical", "class = empirical"])
def test_a_figure_is_found_however_it_is_written(asked_only: Workspace, name: str):
    """In a hurry nobody minds case and signs."""
    assert data(asked_only, name)["counted"] == [
        {"name": "doe2011balint", "what": "Balint groups against burnout: a questionnaire study (2011)"}
    ]


def test_the_lines_of_a_figure_can_be_counted(busy: Workspace):
    """One line each, at 80 columns, also where titles are long; the number is the count of lines."""
    told = why(busy, "all entries", "--all")
    lines = [line for line in told.splitlines() if line.startswith("  ")]
    assert f"all entries: {len(lines)} entries" in told
    assert max(map(len, told.splitlines())) <= 80


def test_a_long_list_is_cut_and_says_by_how_much(grown: Workspace):
    """Twenty lines are read; a thousand push the answer off the screen."""
    whole = data(grown, "works")["counted"]
    short = why(grown, "works").splitlines()
    assert f"  and {len(whole) - 20} more (--all)" in short
    assert len(why(grown, "works", "--all").splitlines()) == len(short) + len(whole) - 20 - 1


# ------------------------------------------------------------------------------------------ works, records, keys


def test_words_of_a_title_name_a_work_where_one_alone_has_them(asked_only: Workspace):
    """In any order, without accents and capitals, with or without quotes around them."""
    assert data(asked_only, "выгорания профилактика")["key"] == "ivanov2015balintovskie"
    assert data(asked_only, "STROKE", "after", "balint")["key"] == "eye2001balint"
    assert "'balint' names 5 works" in refused(asked_only, "balint")
    assert "doe2011balint" in refused(asked_only, "balint")


def test_a_record_tells_where_it_stands_and_which_work_it_fell_into(asked_only: Workspace):
    """The file, the line, what was cleaned, by which rule it was joined to what."""
    hand = ws.record_id(asked_only, "against burnout", "hand")
    found = data(asked_only, "pubmed:11111111")
    assert (found["kind"], found["key"], found["work_id"]) == ("record", "doe2011balint", hand)
    assert [(row["path"], row["line"], row["searched"]) for row in found["entries"]] == [(ws.PUBMED, 1, "2021-03-01")]
    assert ["pubmed:11111111", "pages", "10-9", "10-19", "pages.normalise"] in found["changes"]
    assert [row[:2] for row in found["links"]] == [[hand, "pubmed:11111111"]]
    assert "raw" not in found["entries"][0]
    assert "bibcorpus why doe2011balint" in why(asked_only, "pubmed:11111111")


def test_raw_shows_the_text_as_it_stands_in_the_file(asked_only: Workspace):
    """Blanks, tags and all: to see whether the source or the program is wrong."""
    shown = why(asked_only, "pubmed:11111111", "--raw")
    assert "    PG  - 10-9\n" in shown
    assert "    PG  - 10-9\n" in why(asked_only, "doe2011balint", "--raw")
    assert "PG  - 10-9" not in why(asked_only, "pubmed:11111111")
    assert data(asked_only, "pubmed:11111111", "--raw")["entries"][0]["raw"].startswith("PMID- 11111111")


def test_a_record_that_gives_its_work_the_id_tells_of_the_work(asked_only: Workspace):
    """A work's id is its smallest record id: both are meant."""
    hand = ws.record_id(asked_only, "against burnout", "hand")
    found = data(asked_only, hand)
    assert (found["kind"], found["key"]) == ("work", "doe2011balint")
    assert [row["path"] for row in found["entries"]] == [ws.HAND]


def test_a_work_tells_who_gave_its_keys_when(asked_only: Workspace):
    """The public name has a history too."""
    ((row,),) = [data(asked_only, "doe2011balint")["keys"]]
    assert (row["key"], row["who"]) == ("doe2011balint", "bibcorpus")
    assert row["given_at"][:2] == "20"


def test_a_work_says_which_decisions_on_it_no_run_has_heeded(built: Workspace):
    """Who has just decided and asks sees the corpus of yesterday, and would take it for a fault."""
    record = ws.record_id(built, "stroke")
    assert "not heeded yet" not in why(built, record)
    other = event("include", ws.record_id(built, "Leading"), id="other")
    ws.decide(
        built, event("exclude", record, id="out", reason="another topic"), event("note", record, id="seen", day=2),
        event("undo", id="back", day=3, who="boris", value={"id": "out"}), other,
    )  # fmt: skip
    told = flat(why(built, "eye2001balint"))
    assert "3 decisions on it are newer than the last run, and not heeded yet: `bibcorpus run`" in told
    assert f"2022-01-01 anna: exclude {record}: another topic [out]" in told
    assert [row["decision_id"] for row in data(built, "eye2001balint")["waiting"]] == ["out", "seen", "back"]
    ws.run(built)
    assert "not heeded yet" not in why(built, "eye2001balint")
    assert data(built, "eye2001balint")["waiting"] == []


def test_an_older_key_says_where_it_leads_today_and_why(spoken: Workspace):
    """It stands in print; who cites it should know what became of it."""
    told = flat(why(spoken, "eye2001balint"))
    assert "eye2001balint leads to this work, which goes by Eye2001 today" in told
    assert "anna chose that key on 2022-01-01 (decision renamed)" in told
    assert "leads to this work" not in why(spoken, "Eye2001")


@pytest.mark.parametrize(
    ("day", "said"), [("1999-01-01", "that key is older (1999-01-01, this one 20"), ("", "both were given at once")]
)
def test_of_two_keys_on_one_work_the_older_leads_and_says_so(built: Workspace, day: str, said: str):
    """Two works were found to be one: both keys were cited by then."""
    left, right = ws.record_id(built, "stroke"), ws.record_id(built, "Early Balint")
    if day:
        lines = built.citekeys.read_text(encoding="utf-8").splitlines(keepends=True)
        older = [line.replace(line.split(",")[2][:10], day) if line.startswith("eye2001") else line for line in lines]
        built.citekeys.write_text("".join(older), encoding="utf-8")
    ws.decide(built, event("same", left, right, id="one"))
    ws.run(built)
    told = flat(why(built, "old1970early"))
    assert "old1970early leads to this work, which goes by eye2001balint today" in told
    assert said in told
    assert "texts that cite it are still right" in told


def test_a_key_given_twice_tells_of_both_works(grown: Workspace):
    """Two branches gave it: the older keeps it, and whoever cited the other must know."""
    stroke = ws.record_id(grown, "stroke")
    assert f"doe2011balint was given for {stroke} too" in flat(why(grown, "doe2011balint"))


def test_a_key_whose_record_is_gone_is_not_unknown(grown: Workspace):
    """The raw file is missing, private or deleted: the key stays taken, and says for what."""
    told = flat(why(grown, "gone1999balint"))
    assert "its record scopus:77 is not in the corpus" in told
    assert "given 2020-01-01 by boris" in told


# ------------------------------------------------------------------------------------------ files


@pytest.mark.parametrize("name", [ws.PUBMED, "corpus/raw/pubmed", "corpus/raw/pubmed/", "set.nbib", "set.nbib.toml",
                                  "raw/pubmed/set.nbib"])  # fmt: skip
def test_a_raw_file_says_what_it_brought_and_who_searched(busy: Workspace, name: str):
    """Entries, records, works; the string as it was sent, when, by whom."""
    found = data(busy, name)
    assert (found["kind"], found["entries"], found["records"], found["works"], found["only"]) == ("file", 2, 2, 2, 1)
    assert [row[0] for row in found["only_here"]] == ["fuhrer2004leading"]
    told = flat(why(busy, name))
    for part in ("query: balint", "by: anna", "balint group*[tiab]", "asked: 2021-03-01T08:00:00Z", "it claimed: 9"):
        assert part in told


def test_a_file_is_found_from_the_folder_one_stands_in(built: Workspace, monkeypatch: pytest.MonkeyPatch):
    """As the shell completes it."""
    monkeypatch.chdir(built.raw / "pubmed")
    assert data(built, "./set.nbib")["entries"] == 2


def test_a_file_lists_what_could_not_be_read_with_line_and_reason(busy: Workspace):
    """Nothing is lost without a word."""
    found = data(busy, "corpus/raw/hand/more.ris")
    assert found["set_aside_count"] == len(found["set_aside"]) == 1
    assert found["set_aside"][0][0].startswith("corpus/raw/hand/more.ris line ")


def test_a_folder_sums_its_files(busy: Workspace):
    """Works that stand in two of its files are counted once, and are only from the folder."""
    folder, whole = data(busy, "corpus/raw/hand"), data(busy, "corpus/raw")
    assert folder["entries"] == sum(row["entries"] for row in folder["files"])
    assert whole["works"] == whole["only"] == data(busy, "works")["number"]
    assert folder["only"] < folder["works"]


# ------------------------------------------------------------------------------------------ decisions


def test_a_decision_says_what_it_changed_and_how_to_take_it_back(busy: Workspace):
    """Who, when, why, the file and line, whether it holds."""
    told = flat(why(busy, "out"))
    assert "a decision of anna, 2022-01-01T10:00:00Z" in told
    assert "reason: not ours" in told
    assert "in force (corpus/decisions/anna.jsonl line 1)" in told
    assert "status: fuhrer2004leading: excluded" in told
    assert "bibcorpus decide undo out" in told


@pytest.mark.parametrize(
    ("decision", "did"),
    [
        ("joined", "joined"),
        ("apart", "keeps apart, though something joins"),
        ("tagged", "gave a tag"),
        ("corrected", "gave a field"),
        ("renamed", "key"),
        ("abcdef1234", "status"),
    ],
)
def test_each_kind_of_decision_shows_what_hangs_on_it(spoken: Workspace, decision: str, did: str):
    """What would be otherwise without it."""
    found = data(spoken, decision)
    assert did in {row["did"] for row in found["made"]}
    assert (found["kind"], found["state"]) == ("decision", "in force")


def test_an_undone_decision_says_by_whom(spoken: Workspace):
    """The line stays for ever; who took it back is a decision too."""
    found = data(spoken, "in-it-goes")
    assert (found["state"], [row["who"] for row in found["undone_by"]], found["made"]) == ("undone", ["boris"], [])
    assert "decide undo in-it-goes" not in why(spoken, "in-it-goes")


def test_a_decision_that_no_run_has_seen_is_found_in_the_log(built: Workspace):
    """It was made a minute ago."""
    ws.decide(built, event("include", "pubmed:22222222", id="fresh"))
    assert "the corpus doesn't know it yet" in why(built, "fresh")


def test_a_decision_is_found_by_the_beginning_of_its_id(spoken: Workspace):
    """Ids are long, and the first letters are enough, where no other begins so."""
    assert data(spoken, "abcdef")["name"] == "abcdef1234"
    assert "nothing here is called 'abc'" in refused(spoken, "abc")


def test_people_who_disagree_are_shown_to_each_other(spoken: Workspace):
    """And who may settle it."""
    found = data(spoken, "yes-it-is")
    assert [row["decision_id"] for row in found["others"]] == ["no-it-isnt"]


# ------------------------------------------------------------------------------------------ rules


def test_a_tag_rule_shows_its_text_and_the_works_it_tagged(asked_only: Workspace):
    """To mend a rule one must see what it catches."""
    found = data(asked_only, "burnout.toml:words")
    assert {row["key"] for row in found["works"]} == {"doe2011balint", "ivanov2015balintovskie"}
    assert {row["words"] for row in found["works"]} == {"burnout", "выгорания"}
    assert found["rules"] == [{"rule": "burnout.toml:words", "fired_in": 2, "tagged": 2}]
    assert found["text"][0].startswith("[[rule]]\n")
    assert "[examples]" not in found["text"][0]
    assert data(asked_only, "queries/tags/burnout.toml")["tagged"] == 2


def test_a_rule_of_duplicates_says_what_it_means_and_which_pairs_it_judged(asked_only: Workspace):
    """`why` of a work names the rule; the rule explains itself."""
    rule = data(asked_only, "doe2011balint")["links"][0][2]
    found = data(asked_only, rule)
    assert found["verdict"] == "same"
    assert [row["joined"] for row in found["pairs"]] == [True]


# ------------------------------------------------------------------------------------------ pairs


def test_two_records_of_one_work_tell_what_joined_them(asked_only: Workspace):
    """The rule in words, and the values side by side."""
    hand = ws.record_id(asked_only, "against burnout", "hand")
    found = data(asked_only, hand, "pubmed:11111111")
    assert found["one_work"]
    assert [row[:2] for row in found["links"]] == [[hand, "pubmed:11111111"]]
    signs = {row["field"]: row["sign"] for row in found["compared"]}
    assert (signs["doi"], signs["pmid"]) == ("=", "·")


def test_two_records_that_a_person_parted_tell_who_and_why(spoken: Workspace):
    """The rule would join them: the decision is what stands against it."""
    found = data(spoken, ws.record_id(spoken, "against burnout", "hand"), "pubmed:11111111")
    assert not found["one_work"]
    assert [row["reason"] for row in found["decisions"]] == ["two printings"]
    assert found["conflicts"][0][3] == "decision:apart"


def test_two_works_that_nobody_ever_compared_are_compared_when_asked(asked_only: Workspace):
    """The build keeps what is worth telling of; the answer is made anew by the same rules."""
    found = data(asked_only, "eye2001balint", "fuhrer2004leading")
    assert (found["one_work"], found["judged"][0]["verdict"]) == (False, "different")
    assert {row["field"] for row in found["compared"]} >= {"title", "authors", "year"}


def test_a_chain_of_joins_is_told_link_by_link(built: Workspace):
    """Two records may be one work by way of a third."""
    ids = [ws.record_id(built, "stroke"), ws.record_id(built, "Early Balint"), "pubmed:22222222"]
    first, second, third = sorted(ids)
    ws.decide(built, event("same", first, second, id="a"), event("same", first, third, id="b"))
    ws.run(built)
    found = data(built, second, third)
    assert [row[2] for row in found["links"]] == ["decision:a", "decision:b"]
    assert "by way of 1 other record" in why(built, second, third)


def test_two_names_of_one_work_are_one(asked_only: Workspace):
    """Its key and its DOI."""
    assert "two names of it" in flat(why(asked_only, "doe2011balint", "10.1000/burnout.1"))


def test_a_slip_in_one_of_two_names_is_said_of_that_name(asked_only: Workspace):
    """Else both would be looked at."""
    assert "no work or record 'doe2012balint'" in refused(asked_only, "doe2012balint", "eye2001balint")


# ------------------------------------------------------------------------------------------ all of them


@pytest.mark.parametrize(
    ("name", "near"),
    [("doe2011balimt", "doe2011balint"), ("set asside", "set aside"), ("burnot.toml:words", "burnout.toml:words"),
     ("corpus/raw/pubmed/sett.nbib", ws.PUBMED)],
)  # fmt: skip
def test_a_slip_is_answered_with_the_nearest_name_of_any_kind(asked_only: Workspace, name: str, near: str):
    """Keys, figures, rules and files alike."""
    told = refused(asked_only, name)
    assert f"nothing here is called {name!r}" in told
    assert near in told


def test_every_answer_fits_the_screen_and_says_the_same_as_json(busy: Workspace):
    """80 columns, Cyrillic too; whoever writes a program takes the table."""
    asked = [["ivanov2015balintovskie"], ["pubmed:11111111"], [ws.RUSSIAN_LIST], ["corpus/raw"], ["out"], ["2"],
             ["burnout.toml:words"], ["same_doi"], ["works"], ["excluded"], ["doubtful pairs"],
             ["ivanov2015balintovskie", "doe2011balint"]]  # fmt: skip
    with reading(busy.database) as store:
        for names in asked:
            answer = explained(store, busy, names)
            assert max(map(len, answer_lines(answer))) <= 80, names
            assert json.loads(json.dumps(answer.as_json()))["kind"] == answer.kind


def test_asking_changes_nothing(busy: Workspace):
    """An answer is read, not built."""
    before = {path: path.stat().st_mtime_ns for path in sorted(Path(busy.corpus).rglob("*")) if path.is_file()}
    for name in ("works", "out"):
        why(busy, name)
    assert before == {path: path.stat().st_mtime_ns for path in sorted(Path(busy.corpus).rglob("*")) if path.is_file()}


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("short", 10, "short"),
        ("Балинтовские группы", 12, "Балинтовски…"),
        ("巴林特小组", 10, "巴林特小组"),
        ("巴林特小组研究", 10, "巴林特小…"),
        ("e\u0301tude", 5, "e\u0301tude"),
    ],
)
def test_a_line_is_cut_by_the_columns_it_takes(text: str, columns: int, expected: str):
    """Chinese signs take two, an accent of its own none."""
    assert cut(text, columns) == expected
    assert sum(map(columns_of, cut(text, columns))) <= columns


def test_an_empty_list_is_left_out():
    """A heading over nothing asks what is missing."""
    from pipeline.explaining.answer import Answer, Section

    empty = Section(name="x", title="nothing", rows=[], line=str)
    assert list(answer_lines(Answer(kind="work", name="a", head=["a"], sections=[empty]))) == ["a"]
