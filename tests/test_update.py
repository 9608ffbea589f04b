"""Two corpora of one bibliography compared: what became of works, keys, tags, exports and decisions."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from pipeline.decisions import seen_hash
from pipeline.diff.corpora import compare, export_changes, field_changes
from pipeline.diff.last_run import last_run, last_run_lines
from pipeline.diff.update import LISTS, Update, from_json, shortened
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
    """A review of two works after its first run; only to be copied."""
    workspace = ws.make(tmp_path_factory.mktemp("first") / "review", raw={LIST: LEEDS + LYON}, notes={})
    ws.run(workspace)
    return workspace.root


@pytest.fixture
def review(first_run: Path, tmp_path: Path) -> Workspace:
    """A copy of it: one more run does nothing until something is changed."""
    return find_workspace(shutil.copytree(first_run, tmp_path / "review"))


def became(review: Workspace, *changes: Callable[[], object]) -> Update:
    """What a run makes of `changes`, each of which is done after the corpus stands; the first ones before it does."""
    *before, change = changes
    for each in before:
        each()
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


def test_nothing_done_is_nothing_changed(review: Workspace):
    """A second run over the same files is no news."""
    update = became(review, lambda: None)
    assert update.nothing
    assert (update.before, update.after) == (2, 2)
    assert "Nothing differs" in shown(update)


def test_a_work_of_which_no_record_was_there_is_new(review: Workspace):
    """It has to be screened, and brings a key and an entry."""
    update = became(review, lambda: raw(review, other=TURIN))
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


def test_a_work_of_which_no_record_is_left_is_gone_and_its_key_leads_nowhere(review: Workspace):
    """A manuscript may cite it."""
    update = became(review, lambda: raw(review, hand=LEEDS))
    (gone,) = update.gone
    assert gone.title == "Balint groups in Lyon"
    (key,) = update.keys
    assert (key.change, key.key, key.work, key.before) == ("nowhere", gone.key, None, gone)
    assert update.exports[0].removed == (gone.key,)
    assert f"{gone.key} led to {gone.key}: Balint groups in Lyon (2002)" in shown(update)


def test_works_that_became_one_are_merged_by_a_person_who_is_named(review: Workspace):
    """Whoever doubts it must know whom to ask."""
    update = became(review, decided(review, "Leeds", "Lyon", reason="one talk"))
    (merged,) = update.merged
    assert [work.title for work in merged.of] == ["Balint groups in Leeds", "Balint groups in Lyon"]
    assert merged.by == ("decision:d1: anna on 2022-01-01: one talk",)
    (key,) = update.keys
    assert (key.change, key.work) == ("alias", merged.work)
    assert (update.before, update.after, update.new, update.gone) == (2, 1, (), ())
    assert [(each.who, each.event, each.decisions) for each in update.decided] == [("anna", "same", 1)]
    assert f"{key.key} -> {merged.work.key}" in shown(update)


def test_works_that_a_new_record_joins_are_merged_by_the_rules_that_are_named(review: Workspace):
    """An export with both identifiers shows that two were one all along."""
    one = ris(TI="Balint groups in Oslo", AU="Dahl, Di", PY="2004", T2="Journal of Examples", VL="4", SP="1", EP="9")
    told = ris(TI="Balint work in Norway", AU="Dahl, Di", PY="2004", T2="J Ex", DO="10.1000/oslo")
    both = ris(TI="Balint groups in Oslo", AU="Dahl, Di", PY="2004", T2="Journal of Examples", VL="4", SP="1", EP="9",
               DO="10.1000/oslo")  # fmt: skip
    update = became(review, lambda: raw(review, hand=one + told), lambda: raw(review, other=both))
    (merged,) = update.merged
    assert sorted(work.title or "" for work in merged.of) == ["Balint groups in Oslo", "Balint work in Norway"]
    assert any("DOI" in text or "doi" in text for text in merged.by)


def test_a_work_that_became_several_is_split_and_says_who_parted_it(review: Workspace):
    """Its key stays with one of them, and a text that cites it may mean the other."""
    raw(review, other=LEEDS)
    ws.run(review)
    records = [ws.record_id(review, "Leeds", source) for source in ("hand", "other")]
    update = became(review, lambda: ws.decide(review, event("different", *records, id="d1", reason="two volumes")))
    (split,) = update.split
    assert len(split.into) == 2
    assert split.apart == ("decision:d1: anna on 2022-01-01: two volumes",)
    assert split.joined
    assert (update.before, update.after, update.new) == (2, 3, ())
    assert [key.change for key in update.keys] == ["given"]


def test_a_join_that_was_undone_is_split_and_says_that_it_was_undone(review: Workspace):
    """The log has the join and its undoing; the diff tells both."""
    undone = decided(review, "Leeds", "Lyon")
    ws.run(review)

    def undo() -> None:
        ws.decide(review, event("same", *ids(review, "Leeds", "Lyon"), id="d1"),
                  event("undo", id="d2", day=2, value={"id": "d1"}))  # fmt: skip

    update = became(review, undone, undo)
    (split,) = update.split
    assert split.joined == ("decision:d1: anna on 2022-01-01 [undone]",)
    assert [key.change for key in update.keys] == ["leads"]


def test_fields_that_changed_are_shown_as_they_were_and_are(review: Workspace):
    """A correction of a volume is one line, not a new work."""
    value = {"field": "volume", "to": "12"}
    update = became(review, decided(review, "Leeds", kind="set-field", value=value))
    ((changed),) = update.changed
    assert [(change.field, change.before, change.after) for change in changed.fields] == [("volume", ("1",), ("12",))]
    assert "volume: 1 -> 12" in shown(update)
    assert update.exports[0].changed == (changed.work.key,)


def test_names_are_shown_as_a_list_of_references_shows_them():
    """A reader compares names, not data structures."""
    before = {"authors": [{"family": "Doe", "given": "Jane", "suffix": None, "literal": None}], "work_id": "a"}
    after = {"authors": [{"family": None, "given": None, "suffix": None, "literal": "Balint Society"}], "work_id": "b"}
    (change,) = field_changes(before, after)
    assert (change.field, change.before, change.after) == ("authors", ("Doe, Jane",), ("Balint Society",))


def test_keywords_in_another_order_are_no_change_of_the_work():
    """They are a set."""
    assert list(field_changes({"keywords": ["a", "b"]}, {"keywords": ["b", "a"]})) == []


def test_a_work_that_is_excluded_now_says_by_whom_and_why(review: Workspace):
    """It falls out of exports and counts: somebody must be able to object."""
    update = became(review, decided(review, "Leeds", kind="exclude", reason="a talk"))
    (screened,) = update.screened
    assert (screened.before, screened.work.status, screened.reason) == (
        "included", "excluded", "anna on 2022-01-01: a talk"
    )  # fmt: skip
    assert {each.status: (each.before, each.after) for each in update.statuses} == {
        "included": (2, 1), "excluded": (0, 1), "undecided": (0, 0)
    }  # fmt: skip
    assert update.exports[0].removed == (screened.work.key,)


def test_tags_are_told_by_work_and_counted_by_value(review: Workspace):
    """A society wants to know that burnout grew from none to one, and which paper it is."""
    value = {"facet": "topic", "value": "burnout"}
    update = became(review, decided(review, "Leeds", kind="tag", value=value))
    (tag,) = update.tags
    assert (tag.facet, tag.value, tag.before, tag.after, tag.gained, tag.lost) == ("topic", "burnout", 0, 1, 1, 0)
    (work,) = update.tagged
    assert (work.gained, work.lost) == (("topic:burnout",), ())
    assert "topic:burnout 0 -> 1 (1 gained)" in shown(update)


def test_tags_of_new_works_are_counted_but_no_work_gained_them(review: Workspace):
    """The table of a review grows by new works; that is no change of judgement."""
    burnt = ris(TI="Balint groups against burnout", AU="Cook, Cy", PY="2003", T2="Journal of Examples")
    update = became(review, lambda: raw(review, other=burnt))
    assert update.tagged == ()
    counts = {f"{tag.facet}:{tag.value}": (tag.before, tag.after, tag.gained) for tag in update.tags}
    assert counts["topic:burnout"] == (0, 1, 0)


def test_a_newly_retracted_work_stands_first_and_its_decisions_need_a_look(tmp_path: Path):
    """Who included a trial that was retracted since must hear of it."""
    review = ws.make(tmp_path / "review", raw={}, notes={})
    first = up.searched(review, up.FIRST, up.medline(2, "Balint groups in Graz"))
    ws.decide(review, event("include", "pubmed:2", id="in2", reason="a good trial"))
    after = up.medline(2, "Balint groups in Graz", PT=["Journal Article", "Retracted Publication"])
    update = became(review, lambda: up.searched(review, up.SECOND, after, update_of=first.note))
    assert [work.title for work in update.retracted] == ["Balint groups in Graz"]
    (look,) = update.look
    assert (look.decision_id, look.who, look.why) == ("in2", "anna", "its work is retracted now")
    text = shown(update)
    assert text.index("NEWLY RETRACTED") < text.index("works with changed fields:")


def test_a_decision_whose_record_is_gone_needs_a_look(review: Workspace):
    """The record may have come under another id; nobody but its person can tell."""
    ws.run(review)
    update = became(review, decided(review, "Lyon", kind="exclude"), lambda: raw(review, hand=LEEDS))
    ((look),) = update.look
    assert look.why.startswith("needs a look: no record")
    assert look.work is None


def test_two_people_who_disagree_since_are_told(review: Workspace):
    """Until they agree, the work is undecided: both must know."""
    ws.run(review)
    (record,) = ids(review, "Leeds")
    both = (event("include", record, id="a"), event("exclude", record, id="b", who="boris", day=2))
    update = became(review, lambda: ws.decide(review, both[0]), lambda: ws.decide(review, *both))
    assert {(look.who, look.why) for look in update.look} == {("anna", "disputed"), ("boris", "disputed")}


def test_a_decision_on_a_work_that_was_joined_with_another_needs_a_look(review: Workspace):
    """'Excluded: a talk' was said of one of the two."""
    ws.run(review)
    leeds, lyon = ids(review, "Leeds", "Lyon")
    noted = event("tag", leeds, id="t", value={"facet": "topic", "value": "burnout"})
    update = became(
        review, lambda: ws.decide(review, noted), lambda: ws.decide(review, noted, event("same", leeds, lyon, id="s"))
    )
    assert [(look.decision_id, look.why) for look in update.look] == [("t", "its work was joined with another")]


def test_a_decision_on_a_work_that_became_several_needs_a_look(review: Workspace):
    """It was said of both parts; now it holds for the one whose record it names."""
    raw(review, other=LEEDS)
    ws.run(review)
    records = [ws.record_id(review, "Leeds", source) for source in ("hand", "other")]
    noted = event("tag", records[0], id="t", value={"facet": "topic", "value": "burnout"})
    update = became(
        review, lambda: ws.decide(review, noted), lambda: ws.decide(review, noted, event("different", *records, id="d"))
    )
    assert [(look.decision_id, look.why) for look in update.look] == [("t", "its work became several")]


def test_a_decision_on_a_text_that_reads_otherwise_now_needs_a_look(tmp_path: Path):
    """Who excluded a title without an abstract may think better of it once there is one."""
    review = ws.make(tmp_path / "review", raw={}, notes={})
    first = up.searched(review, up.FIRST, up.medline(2, "Balint groups in Graz"))
    seen = seen_hash("pubmed:2", "Balint groups in Graz", None)
    ws.decide(review, event("exclude", "pubmed:2", id="out", seen=seen))
    after = up.medline(2, "Balint groups in Graz", AB="A trial of 30 doctors.")
    update = became(review, lambda: up.searched(review, up.SECOND, after, update_of=first.note))
    assert [(look.decision_id, look.why) for look in update.look] == [("out", "it had no abstract then")]


def test_a_key_that_leads_to_another_publication_is_told_as_moved(review: Workspace):
    """Of all that can befall a key this is the worst: a text cites what it never meant."""

    def swap() -> None:
        lines = review.citekeys.read_text(encoding="utf-8").splitlines()
        cells = [line.split(",") for line in lines[1:]]
        cells[0][0], cells[1][0] = cells[1][0], cells[0][0]
        ws.write(review.citekeys, "\n".join([lines[0], *(",".join(row) for row in cells), ""]))

    update = became(review, swap)
    assert [key.change for key in update.keys] == ["moved", "moved"]
    assert all(key.before and key.work and key.before.title != key.work.title for key in update.keys)


def test_a_key_that_two_branches_gave_in_different_case_leads_to_the_work_that_had_it_first(review: Workspace):
    """File systems and BibTeX don't tell AHL from ahl: who cites ahl gets the other publication, and must be told."""
    before = "2020-01-01T00:00:00Z"
    merged = became(
        review,
        lambda: ws.run(review),
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
    ws.run(review)
    update = compare(None, review.database)
    assert (update.before, update.after, len(update.new), len(update.keys)) == (0, 2, 2, 2)
    given = [key.key for key in update.keys]
    assert compare(None, review.database, (), given).keys == ()


def test_the_counts_of_works_add_up(review: Workspace):
    """A work that is neither new nor was there before would be lost between the two."""
    ws.run(review)

    def much() -> None:
        raw(review, hand=LEEDS + TURIN, other=ris(TI="Balint groups in Ulm", AU="Emm, Eve", PY="2007"))
        ws.decide(review, event("same", *ids(review, "Leeds", "Lyon"), id="s"))

    update = became(review, much)
    into_one = update.before - len(update.gone) - len(update.split)
    of_one = update.after - len(update.new) - len(update.merged)
    assert into_one == of_one + sum(len(each.of) for each in update.merged)
    assert (update.before, update.after) == (2, 3)
    assert len(update.new) == 2


def test_every_list_has_its_count(review: Workspace):
    """A list that is cut still says how long it is."""
    update = became(review, lambda: raw(review, other=TURIN, more=ris(TI="Balint groups in Ulm", PY="2007")))
    cut = shortened(update, 1)
    assert (len(update.new), len(cut.new), cut.counts["new"]) == (2, 1, 2)
    for name in set(LISTS) - {"decided"}:
        assert update.counts[name] == len(getattr(update, name))
        assert len(getattr(cut, name)) <= 1


def test_an_update_is_the_same_after_it_was_written_as_json(review: Workspace):
    """The ledger keeps it so."""
    update = became(review, lambda: raw(review, hand=LEEDS, other=TURIN))
    assert from_json(Update, json.loads(json.dumps(asdict(update)))) == update


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

    ws.run(review)
    old = review.corpus / "old.duckdb"
    with duckdb.connect(str(old)) as connection:
        connection.execute("create table work (work_id varchar)")
    with pytest.raises(StoreError, match="another version") as told:
        compare(old, review.database)
    assert "bibcorpus run" in str(told.value.hint)


def test_a_damaged_corpus_is_named(review: Workspace):
    """One line with its name, as everywhere."""
    ws.run(review)
    old = review.corpus / "old.duckdb"
    old.write_bytes(b"no database" * 1000)
    with pytest.raises(StoreError, match=r"old\.duckdb"):
        compare(old, review.database)


def test_comparing_writes_nothing(review: Workspace):
    """Both corpora are opened to read."""
    ws.run(review)
    old = review.corpus / "old.duckdb"
    shutil.copyfile(review.database, old)
    before = {path: path.read_bytes() for path in (old, review.database)}
    compare(old, review.database)
    assert {path: path.read_bytes() for path in before} == before


def test_the_lines_fit_eighty_columns_in_any_script(review: Workspace):
    """Long Russian titles are the rule in a Russian bibliography."""
    long = ris(
        TI="Балинтовские группы и профилактика эмоционального выгорания врачей " * 3, AU="Иванов, И. И.", PY="2015"
    )
    update = became(review, lambda: raw(review, hand=LEEDS, other=long))
    lines = list(update_lines(update))
    assert any("Балинтовские" in line for line in lines)
    assert max(map(len, lines)) <= 80


def test_a_long_list_is_cut_and_says_how_to_see_the_rest(review: Workspace):
    """Counts first; who wants all of it asks for it."""
    many = "".join(ris(TI=f"Balint groups, part {n}", AU=f"Author{n}, A", PY="2005", VL=str(n)) for n in range(14))
    update = became(review, lambda: raw(review, other=many))
    assert "and 4 more: all of them with --all" in shown(update)
    assert "more: all" not in shown(update, everything=True)
    assert "only the first are kept of the last run" in shown(shortened(update, 12), everything=True)


def test_new_decisions_are_counted_and_none_of_their_people_is_missing_from_the_list(review: Workspace):
    """The heading counts decisions, the rows are people: nothing more is to be seen with --all."""
    events = [event("note", id=str(n), who="anna", value={"text": "seen"}) for n in range(12)]
    told = shown(became(review, lambda: ws.decide(review, *events)))
    assert "decisions that are new: 12 anna: note 12" in told
    assert "more:" not in told


def test_the_last_run_is_remembered_with_its_reasons(review: Workspace):
    """On Monday nobody knows any more what Friday's run did."""
    became(review, lambda: raw(review, other=TURIN))
    last = last_run(review)
    assert last is not None
    assert last.update is not None
    assert "corpus/raw/other/list.ris is new" in last.because
    assert [new.work.title for new in last.update.new] == ["Balint groups in Turin"]
    assert "because corpus/raw/other/list.ris is new" in " ".join(" ".join(last_run_lines(last)).split())


def test_a_run_that_has_nothing_to_do_leaves_the_last_one_remembered(review: Workspace):
    """Asking twice must not wipe the answer."""
    became(review, lambda: raw(review, other=TURIN))
    before = last_run(review)
    ws.run(review)
    assert last_run(review) == before


def test_of_a_first_run_nothing_is_remembered(review: Workspace):
    """All of it is new."""
    ws.run(review)
    assert last_run(review) is None


def test_what_a_run_replaced_is_not_kept(review: Workspace):
    """Two corpora of a hundred thousand records are a lot of disk."""
    became(review, lambda: raw(review, other=TURIN))
    assert not list(review.build.rglob("*.duckdb"))


def test_a_corpus_that_cannot_be_compared_stops_no_run(review: Workspace):
    """The run makes a sound one; what was before is told as unknown."""
    ws.run(review)
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
