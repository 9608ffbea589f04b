"""Two corpora of one bibliography compared: what became of works, keys, tags, exports and decisions."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from pipeline.decisions import seen_hash
from pipeline.diff.corpora import compare, export_changes, field_changes
from pipeline.diff.last_run import last_run, last_run_lines
from pipeline.diff.update import LISTS, KeyChange, Look, Merged, Split, Update, from_json, shortened
from pipeline.diff.update_lines import update_lines
from pipeline.errors import StoreError
from pipeline.explaining.keys import alias_head
from pipeline.kept_exports import export_texts
from pipeline.keying import renamed
from pipeline.store import reading
from pipeline.workspace import Workspace, find_workspace

from . import updates as up
from . import workspaces as ws
from .small_review import bibcorpus, write_review
from .workspaces import event, ris

LEEDS = ris(TI="Balint groups in Leeds", AU="Able, Ann", PY="2001", T2="Journal of Examples", VL="1", SP="1", EP="9")
LYON = ris(TI="Balint groups in Lyon", AU="Baker, Bo", PY="2002", T2="Journal of Examples", VL="2", SP="3", EP="8")
TURIN = ris(TI="Balint groups in Turin", AU="Cook, Cy", PY="2003", T2="Journal of Examples", VL="3", SP="5", EP="7")
LIST = "corpus/raw/hand/list.ris"


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review of two works after its first run; only to be read, and to be copied."""
    workspace = ws.make(tmp_path_factory.mktemp("first") / "review", raw={LIST: LEEDS + LYON}, notes={})
    ws.run(workspace)
    return workspace.root


@pytest.fixture
def review(first_run: Path, tmp_path: Path) -> Workspace:
    """A copy of it: one more run does nothing until something is changed."""
    return find_workspace(shutil.copytree(first_run, tmp_path / "review"))


@pytest.fixture(scope="module")
def grown(first_run: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Update]:
    """It, and what changed, after a run with one work more; only to be read, and to be copied."""
    workspace = find_workspace(shutil.copytree(first_run, tmp_path_factory.mktemp("grown") / "review"))
    return workspace, became(workspace, lambda: raw(workspace, other=TURIN))


def became(review: Workspace, *changes: Callable[[], object]) -> Update:
    """What a run makes of the last of `changes` in a review that was run; of the others, if any, one before it does."""
    *before, change = changes
    for each in before:
        each()
    if before:
        ws.run(review)
    old, exports = review.corpus / "old.duckdb", export_texts(review)
    shutil.copyfile(review.database, old)
    change()
    ws.run(review)
    return compare(old, review.database, tuple(export_changes(exports, export_texts(review))))


def raw(review: Workspace, **texts: str) -> None:
    """Write the raw files anew: `hand` is the list, any other name a source of its own."""
    for source, text in texts.items():
        ws.write(review.root / f"corpus/raw/{source}/list.ris", text)


def ids(review: Workspace, *titles: str) -> list[str]:
    return [ws.record_id(review, title) for title in titles]


def decided(review: Workspace, *titles: str, kind: str = "same", **more: object) -> Callable[[], None]:
    """A decision on the records with these titles, which are looked up when it is made."""
    return lambda: ws.decide(review, event(kind, *ids(review, *titles), **{"id": "d1", **more}))


def shown(update: Update, everything: bool = False) -> str:
    return " ".join("\n".join(update_lines(update, everything)).split())


# ------------------------------------------------------------------- much at once, each thing to works of its own

# of these one list has all, with a volume that tells them apart; what befalls each is in `much`
TOWNS = ("Aarau", "Bonn", "Cork", "Essen", "Genoa", "Jena", "Leeds", "Lyon", "Metz", "Nice", "Paris", "Sens", "Turku",
         "Ulm", "Wien", "Zug")  # fmt: skip
BY_TOWN = {
    town: ris(TI=f"Balint groups in {town}", AU=f"{town}er, A", PY=str(1991 + n), T2="Journal of Examples",
              VL=str(n + 1), SP=f"{n}1", EP=f"{n}9")
    for n, town in enumerate(TOWNS)
}  # fmt: skip
OSLO = ris(TI="Balint groups in Oslo", AU="Dahl, Di", PY="2004", T2="Journal of Examples", VL="4", SP="1", EP="9")
OSLO_TOLD = ris(TI="Balint work in Norway", AU="Dahl, Di", PY="2004", T2="J Ex", DO="10.1000/oslo")
OSLO_BOTH = OSLO.replace("ER  - ", "DO  - 10.1000/oslo\r\nER  - ")
PARTS = "".join(ris(TI=f"Balint groups, part {n}", AU=f"Author{n}, A", PY="2005", VL=str(n)) for n in range(14))
BURNT = ris(TI="Balint groups against burnout", AU="Cook, Cy", PY="2003", T2="Journal of Examples")
RUSSIAN = ris(
    TI="Балинтовские группы и профилактика эмоционального выгорания врачей " * 3, AU="Иванов, И. И.", PY="2015"
)


@pytest.fixture(scope="module")
def much(tmp_path_factory: pytest.TempPathFactory) -> Update:
    """What one run made of all that can befall works, keys, tags and decisions."""
    review = ws.make(tmp_path_factory.mktemp("much") / "review", raw={}, notes={})
    raw(review, hand="".join(BY_TOWN.values()) + OSLO + OSLO_TOLD, other=BY_TOWN["Cork"])
    graz, linz = "Balint groups in Graz", "Balint groups in Linz"
    first = up.searched(review, up.FIRST, up.medline(2, graz) + up.medline(3, linz))
    ws.run(review)

    def on(kind: str, *towns: str, id: str, **more: Any) -> dict[str, Any]:
        return event(kind, *ids(review, *towns), id=id, **more)

    cork = [ws.record_id(review, "Cork", source) for source in ("hand", "other")]
    burnout = {"facet": "topic", "value": "burnout"}
    before = [
        on("same", "Bonn", "Jena", id="joined"),
        on("exclude", "Ulm", id="lost"),
        on("include", "Metz", id="yes"),
        on("tag", "Nice", id="of-one", value=burnout),
        event("tag", cork[0], id="of-both", value=burnout),
        event("include", "pubmed:2", id="trial", reason="a good trial"),
        event("exclude", "pubmed:3", id="bare", seen=seen_hash("pubmed:3", linz, None)),
    ]
    after = [
        event("undo", id="undone", day=2, value={"id": "joined"}),
        on("same", "Leeds", "Lyon", id="d1", reason="one talk"),
        on("same", "Nice", "Sens", id="d2"),
        event("different", *cork, id="d3", reason="two volumes"),
        on("exclude", "Metz", id="no", who="boris", day=2),
        on("exclude", "Paris", id="talk", reason="a talk"),
        on("set-field", "Turku", id="volume", value={"field": "volume", "to": "99"}),
        on("tag", "Genoa", id="burnt", value=burnout),
        *(event("note", id=f"n{n}", who="nora", value={"text": "seen"}) for n in range(12)),
    ]

    def change() -> None:
        ws.decide(review, *before, *after)
        swap_keys(review, "Wien", "Zug")
        hand = "".join(text for town, text in BY_TOWN.items() if town not in ("Aarau", "Ulm"))
        raw(review, hand=hand + OSLO + OSLO_TOLD, other=BY_TOWN["Cork"], both=OSLO_BOTH, more=PARTS + BURNT + RUSSIAN)
        now = up.medline(2, graz, PT=["Journal Article", "Retracted Publication"])
        now += up.medline(3, linz, AB="A trial of 30 doctors.")
        up.searched(review, up.SECOND, now, update_of=first.note)

    return became(review, lambda: ws.decide(review, *before), change)


def swap_keys(review: Workspace, *towns: str) -> None:
    """Give the key of each of the two works to the other, in the file of keys."""
    one, two = ids(review, *towns)
    given = review.citekeys.read_text(encoding="utf-8")
    ws.write(review.citekeys, given.replace(one, "-").replace(two, one).replace(",-,", f",{two},"))


def of_town(*towns: str) -> list[str]:
    return [f"Balint groups in {town}" for town in towns]


def keys_of(update: Update, change: str) -> list[KeyChange]:
    return [key for key in update.keys if key.change == change]


def test_a_work_of_which_no_record_is_left_is_gone_and_its_key_leads_nowhere(much: Update):
    """A manuscript may cite it."""
    gone, excluded = sorted(much.gone, key=lambda work: work.title or "")
    assert [gone.title, excluded.title] == of_town("Aarau", "Ulm")
    assert {(key.key, key.work, key.before) for key in keys_of(much, "nowhere")} == {
        (work.key, None, work) for work in much.gone
    }
    assert gone.key in much.exports[0].removed
    assert f"{gone.key} led to {gone.key}: Balint groups in Aarau (1991)" in shown(much)


def test_a_work_that_nothing_befell_is_on_no_list(much: Update):
    """A list that has all works tells nothing; new ones in front of it don't change it."""
    assert "essen" not in shown(much, everything=True).lower()


def merged_of(update: Update, *titles: str) -> Merged:
    """The one of the merged works that these became."""
    (found,) = [each for each in update.merged if sorted(work.title or "" for work in each.of) == sorted(titles)]
    return found


def test_works_that_became_one_are_merged_by_a_person_who_is_named(much: Update):
    """Whoever doubts it must know whom to ask; the older of their keys goes on to lead, the other is its alias."""
    merged = merged_of(much, *of_town("Leeds", "Lyon"))
    assert merged.by == ("decision:d1: anna on 2022-01-01: one talk",)
    (key,) = [key for key in much.keys if key.work == merged.work]
    assert key.change == "alias"
    assert not {*of_town("Leeds", "Lyon")} & {work.title for work in (*(new.work for new in much.new), *much.gone)}
    assert f"{key.key} -> {merged.work.key}" in shown(much, everything=True)


def test_works_that_a_new_record_joins_are_merged_by_the_rules_that_are_named(much: Update):
    """An export with both identifiers shows that two were one all along."""
    merged = merged_of(much, "Balint groups in Oslo", "Balint work in Norway")
    assert any("DOI" in text or "doi" in text for text in merged.by)


def split_of(update: Update, *towns: str) -> Split:
    """The one of the split works of which these came."""
    (found,) = [each for each in update.split if {work.title for work in each.into} == {*of_town(*towns)}]
    return found


def test_a_work_that_became_several_is_split_and_says_who_parted_it(much: Update):
    """Its key stays with one of them, and a text that cites it may mean the other."""
    split = split_of(much, "Cork")
    assert len(split.into) == 2
    assert split.apart == ("decision:d3: anna on 2022-01-01: two volumes",)
    assert split.joined
    assert split.into[0] not in [new.work for new in much.new]
    assert [key.change for key in much.keys if key.work in split.into] == ["given"]


def test_a_join_that_was_undone_is_split_and_says_that_it_was_undone(much: Update):
    """The log has the join and its undoing; the diff tells both."""
    split = split_of(much, "Bonn", "Jena")
    assert split.joined == ("decision:joined: anna on 2022-01-01 [undone]",)
    assert [key.change for key in much.keys if key.work in split.into] == ["leads"]


def test_fields_that_changed_are_shown_as_they_were_and_are(much: Update):
    """A correction of a volume is one line, not a new work."""
    (changed,) = [each for each in much.changed if each.work.title in of_town("Turku")]
    assert [(change.field, change.before, change.after) for change in changed.fields] == [("volume", ("13",), ("99",))]
    assert "volume: 13 -> 99" in shown(much)
    assert changed.work.key in much.exports[0].changed


def test_a_work_that_is_excluded_now_says_by_whom_and_why(much: Update):
    """It falls out of exports and counts: somebody must be able to object."""
    (screened,) = [each for each in much.screened if each.work.title in of_town("Paris")]
    assert (screened.before, screened.work.status, screened.reason) == (
        "included", "excluded", "anna on 2022-01-01: a talk"
    )  # fmt: skip
    assert {each.status: (each.before, each.after) for each in much.statuses} == {
        "included": (16, 29), "excluded": (2, 2), "undecided": (1, 1)
    }  # fmt: skip
    assert screened.work.key in much.exports[0].removed


def test_tags_are_told_by_work_and_counted_by_value(much: Update):
    """A society wants to know that burnout grew, and by which paper.

    Its table grows by new works too, which is no change of judgement: they are counted, but didn't gain the tag.
    """
    (tag,) = [each for each in much.tags if (each.facet, each.value) == ("topic", "burnout")]
    assert (tag.before, tag.after, tag.gained, tag.lost) == (2, 5, 1, 0)
    (work,) = [each for each in much.tagged if each.work.title in of_town("Genoa")]
    assert (work.gained, work.lost) == (("topic:burnout",), ())
    assert "topic:burnout 2 -> 5 (1 gained)" in shown(much)
    assert not {new.work for new in much.new} & {each.work for each in much.tagged}


def test_a_newly_retracted_work_stands_first_and_its_decisions_need_a_look(much: Update):
    """Who included a trial that was retracted since must hear of it."""
    assert [work.title for work in much.retracted] == of_town("Graz")
    assert [(look.who, look.why) for look in looks(much, "trial")] == [("anna", "its work is retracted now")]
    text = shown(much)
    assert text.index("NEWLY RETRACTED") < text.index("works with changed fields:")


def looks(update: Update, *decisions: str) -> list[Look]:
    return [look for look in update.look if look.decision_id in decisions]


def test_a_decision_whose_record_is_gone_needs_a_look(much: Update):
    """The record may have come under another id; nobody but its person can tell."""
    (look,) = looks(much, "lost")
    assert look.why.startswith("needs a look: no record")
    assert look.work is None


@pytest.mark.parametrize(
    ("decision", "who", "why"),
    [
        # until the two agree, the work is undecided: both must know
        ("yes", "anna", "disputed"),
        ("no", "boris", "disputed"),
        # it was said of one of two works
        ("of-one", "anna", "its work was joined with another"),
        # it was said of both parts; now it holds for the one whose record it names
        ("of-both", "anna", "its work became several"),
        # who excluded a title without an abstract may think better of it once there is one
        ("bare", "anna", "it had no abstract then"),
    ],
)
def test_a_decision_that_was_made_on_something_else_needs_a_look(much: Update, decision: str, who: str, why: str):
    """What its person saw is not what stands there now, or another person says otherwise."""
    assert [(look.who, look.why) for look in looks(much, decision)] == [(who, why)]


def test_no_other_decision_needs_a_look(much: Update):
    """Who is asked to look at all of them looks at none."""
    assert sorted(look.decision_id for look in much.look) == ["bare", "lost", "no", "of-both", "of-one", "trial", "yes"]


def test_a_key_that_leads_to_another_publication_is_told_as_moved(much: Update):
    """Of all that can befall a key this is the worst: a text cites what it never meant."""
    wien, zug = of_town("Wien", "Zug")
    moved = [(key.before and key.before.title, key.work and key.work.title) for key in keys_of(much, "moved")]
    assert len(moved) == 2
    assert {*moved} == {(wien, zug), (zug, wien)}


def test_the_counts_of_works_add_up(much: Update):
    """A work that is neither new nor was there before would be lost between the two."""
    into_one = much.before - len(much.gone) - len(much.split)
    of_one = much.after - len(much.new) - len(much.merged)
    assert into_one == of_one + sum(len(each.of) for each in much.merged) - sum(len(each.into) for each in much.split)
    assert (much.before, much.after) == (19, 32)
    assert (len(much.gone), len(much.merged), len(much.split), len(much.new)) == (2, 3, 2, 16)


def test_every_list_has_its_count(much: Update):
    """A list that is cut still says how long it is."""
    cut = shortened(much, 1)
    assert (len(much.new), len(cut.new), cut.counts["new"]) == (16, 1, 16)
    for name in set(LISTS) - {"decided"}:
        assert much.counts[name] == len(getattr(much, name))
        assert len(getattr(cut, name)) <= 1


def test_an_update_is_the_same_after_it_was_written_as_json(much: Update):
    """The ledger keeps it so."""
    assert from_json(Update, json.loads(json.dumps(asdict(much)))) == much


def test_the_lines_fit_eighty_columns_in_any_script(much: Update):
    """Long Russian titles are the rule in a Russian bibliography."""
    lines = list(update_lines(much, everything=True))
    assert any("Балинтовские" in line for line in lines)
    assert max(map(len, lines)) <= 80


def test_a_long_list_is_cut_and_says_how_to_see_the_rest(much: Update):
    """Counts first; who wants all of it asks for it."""
    assert "and 6 more: all of them with --all" in shown(much)
    assert "more: all" not in shown(much, everything=True)
    assert "only the first are kept of the last run" in shown(shortened(much, 12), everything=True)


def test_new_decisions_are_counted_and_none_of_their_people_is_missing_from_the_list(much: Update):
    """The heading counts decisions, the rows are people: nothing more is to be seen with --all."""
    _, _, told = shown(much).partition("decisions that are new: ")
    assert told == (
        "20 anna: different 1 anna: exclude 1 anna: same 2 anna: set-field 1 anna: tag 1 anna: undo 1 "
        "boris: exclude 1 nora: note 12"
    )


# ------------------------------------------------------------------------------------------ one thing at a time


def test_nothing_done_is_nothing_changed(review: Workspace):
    """A second run over the same files is no news."""
    update = became(review, lambda: None)
    assert update.nothing
    assert (update.before, update.after) == (2, 2)
    assert "Nothing differs" in shown(update)


def test_a_work_of_which_no_record_was_there_is_new(grown: tuple[Workspace, Update]):
    """It has to be screened, and brings a key and an entry."""
    _, update = grown
    (new,) = update.new
    assert (new.work.title, new.sources, new.retracted) == ("Balint groups in Turin", ("other",), False)
    assert [(key.change, key.key, key.before) for key in update.keys] == [("given", new.work.key, None)]
    assert [(each.name, each.before, each.after, each.added) for each in update.exports] == [
        ("bibliography.bib", 2, 3, (new.work.key,))
    ]
    assert (update.gone, update.merged, update.split, update.changed) == ((), (), (), ())


def test_a_record_more_of_a_work_that_was_there_is_no_new_work(review: Workspace):
    """It is the same paper, found in another database; its id may even change the work's."""
    update = became(review, lambda: raw(review, aaa=LEEDS))
    assert update.nothing
    assert [row[0] for row in ws.rows(review, "select records from work order by records")] == [1, 2]


def test_names_are_shown_as_a_list_of_references_shows_them():
    """A reader compares names, not data structures."""
    before = {"authors": [{"family": "Doe", "given": "Jane", "suffix": None, "literal": None}], "work_id": "a"}
    after = {"authors": [{"family": None, "given": None, "suffix": None, "literal": "Balint Society"}], "work_id": "b"}
    (change,) = field_changes(before, after)
    assert (change.field, change.before, change.after) == ("authors", ("Doe, Jane",), ("Balint Society",))


def test_keywords_in_another_order_are_no_change_of_the_work():
    """They are a set."""
    assert list(field_changes({"keywords": ["a", "b"]}, {"keywords": ["b", "a"]})) == []


def test_a_key_that_two_branches_gave_in_different_case_leads_to_the_work_that_had_it_first(review: Workspace):
    """File systems and BibTeX don't tell AHL from ahl: who cites ahl gets the other publication, and must be told."""
    before = "2020-01-01T00:00:00Z"
    merged = became(
        review,
        decided(review, "Lyon", kind="key", value={"key": "ahl"}),
        lambda: ws.write(
            review.citekeys, f"{review.citekeys.read_text('utf-8')}AHL,{ids(review, 'Leeds')[0]},{before},boris\n"
        ),
    )
    told = {key.key: (key.change, key.before and key.before.title, key.work and key.work.title) for key in merged.keys}
    assert told["ahl"] == ("moved", "Balint groups in Lyon", "Balint groups in Leeds")
    assert told["ahla"][0] == "given"
    with reading(review.database) as store:
        found = {old: (new, why) for old, new, why in renamed(store)}
        own = store.value("select key from citekey where key like 'baker%'")
        head = alias_head(store, own, store.value("select work_id from citekey where key = 'ahla'"), [])
    day = event("key", id="d1")["time"][:10]
    assert found[own] == ("ahla", f"anna chose ahl on {day}, which another work has")
    assert found["ahl"] == ("ahla", "given to two works: the older giving holds, for Balint groups in Leeds")
    assert head == [
        f"{own} leads to this work, which goes by ahla today: anna chose ahl, which another work has, on {day} "
        "(decision d1); texts that cite it are still right"
    ]


def test_without_an_earlier_corpus_every_work_is_new(review: Workspace):
    """A clone has none; what a first run would make is worth knowing too. Keys that stand in the file aren't new."""
    update = compare(None, review.database)
    assert (update.before, update.after, len(update.new), len(update.keys)) == (0, 2, 2, 2)
    given = [key.key for key in update.keys]
    assert compare(None, review.database, (), given).keys == ()


def test_an_export_is_compared_entry_by_entry_wherever_they_stand():
    """A new entry in the middle moves all that follow, and changes none of them."""
    one, two, six = ("@article{k" + n + ",\n  title = {T" + n + "},\n}\n" for n in "126")
    (change,) = export_changes({"a.bib": f"{one}\n{six}"}, {"a.bib": f"{one}\n{two}\n{six.replace('T6', 'U')}"})
    assert (change.before, change.after, change.added, change.changed, change.removed) == (2, 3, ("k2",), ("k6",), ())
    assert list(export_changes({"a.bib": f"{six}\n{one}"}, {"a.bib": f"{one}\n{six}"})) == []
    (change,) = export_changes({"a.bib": one}, {})
    assert change.removed == ("k1",)


def test_a_corpus_of_another_version_is_refused_in_words(review: Workspace):
    """Its tables lack what would be compared; a guess would be believed."""
    import duckdb

    old = review.corpus / "old.duckdb"
    with duckdb.connect(str(old)) as connection:
        connection.execute("create table work (work_id varchar)")
    with pytest.raises(StoreError, match="another version") as told:
        compare(old, review.database)
    assert "bibcorpus run" in str(told.value.hint)


def test_a_damaged_corpus_is_named(review: Workspace):
    """One line with its name, as everywhere."""
    old = review.corpus / "old.duckdb"
    old.write_bytes(b"no database" * 1000)
    with pytest.raises(StoreError, match=r"old\.duckdb"):
        compare(old, review.database)


def test_comparing_writes_nothing(review: Workspace):
    """Both corpora are opened to read."""
    old = review.corpus / "old.duckdb"
    shutil.copyfile(review.database, old)
    before = {path: path.read_bytes() for path in (old, review.database)}
    compare(old, review.database)
    assert {path: path.read_bytes() for path in before} == before


def test_the_last_run_is_remembered_with_its_reasons(grown: tuple[Workspace, Update]):
    """On Monday nobody knows any more what Friday's run did."""
    last = last_run(grown[0])
    assert last is not None
    assert last.update is not None
    assert "corpus/raw/other/list.ris is new" in last.because
    assert [new.work.title for new in last.update.new] == ["Balint groups in Turin"]
    assert "because corpus/raw/other/list.ris is new" in " ".join(" ".join(last_run_lines(last)).split())


def test_a_run_that_has_nothing_to_do_leaves_the_last_one_remembered(grown: tuple[Workspace, Update], tmp_path: Path):
    """Asking twice must not wipe the answer."""
    review = find_workspace(shutil.copytree(grown[0].root, tmp_path / "review"))
    before = last_run(review)
    assert ws.run(review).ran == ()
    assert last_run(review) == before is not None


def test_of_a_first_run_nothing_is_remembered(review: Workspace):
    """All of it is new."""
    assert last_run(review) is None


def test_what_a_run_replaced_is_not_kept(grown: tuple[Workspace, Update]):
    """Two corpora of a hundred thousand records are a lot of disk."""
    assert not list(grown[0].build.rglob("*.duckdb"))


def test_a_corpus_that_cannot_be_compared_stops_no_run(review: Workspace):
    """The run makes a sound one; what was before is told as unknown."""
    review.database.write_bytes(b"no database" * 1000)
    raw(review, other=TURIN)
    ws.run(review)
    last = last_run(review)
    assert last is not None
    assert last.update is None
    assert "can't be compared" in " ".join(last_run_lines(last))
    with reading(review.database) as store:
        assert store.value("select count(*) from work") == 3


def test_a_run_says_where_to_see_what_it_changed(tmp_path: Path):
    """Not after the first one, in which all is new, nor where nothing is other than before."""
    folder, line = write_review(tmp_path), "what changed: bibcorpus diff\n"
    assert not bibcorpus(folder, "run").out.endswith(line)
    bibcorpus(folder, "decide", "exclude", "cerny2011leading", "--as", "anna")
    assert bibcorpus(folder, "run").out.endswith(line)
    assert line not in bibcorpus(folder, "run").out
