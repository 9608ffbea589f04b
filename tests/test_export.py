"""An export is the same bytes however it was made, and a book stands behind the chapters that refer to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import export, exports
from pipeline.errors import CountsDontAddUp
from pipeline.export import entries_by_key, export_pieces, exported_works, shown
from pipeline.exports import Options
from pipeline.parallel import Workers
from pipeline.store import Store, in_memory, sql
from tests.small_review import bibcorpus, write_review

WORKS = [f"w{number:02}" for number in range(25)]
KEYS = {work: f"k{99 - int(work[1:])}" for work in WORKS}  # keys run the other way than ids
RELATIONS = [
    ("w03", "w20", "part-of"),
    ("w22", "w20", "part-of"),
    ("w20", "w21", "part-of"),
    ("w09", "w08", "retraction-of"),
]
LISTS = (
    "authors", "authors_original", "editors", "translators", "issn", "isbn", "languages", "keywords", "headings",
    "publication_types",
)  # fmt: skip
BLANK: dict[str, list[str]] = {name: [] for name in LISTS}


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Store]:
    """Invented works; two chapters of a volume, which is part of a set, and one that was retracted."""
    fields = [
        {**BLANK, "work_id": work, "records": 1, "type": "chapter" if work in ("w03", "w22") else "book",
         "title": f"On groups, {work}", "abstract": f"Of {work}. " * 9, "authors_complete": True}
        for work in WORKS
    ]  # fmt: skip
    with in_memory(tmp_path) as store:
        store.load("work", fields)
        store.load("record", ({**each, "record_id": each["work_id"], "source": "list", "entry_id": "e", "entries": 1,
                               "extra": {}} for each in fields))  # fmt: skip
        store.load("work_record", ({"work_id": work, "record_id": work} for work in WORKS))
        store.load(
            "screening", ({"work_id": work, "status": "included", "status_reason": "", "by": "rule"} for work in WORKS)
        )
        store.load("citekey", ({"key": KEYS[work], "work_id": work, "leads": True} for work in WORKS))
        store.load("citekey", [{"key": "older", "work_id": "w07", "leads": False}])
        store.load("relation", ({"left_id": left, "right_id": right, "kind": kind, "rule": "r", "evidence": "e"}
                                for left, right, kind in RELATIONS))  # fmt: skip
        tag = {"work_id": "w05", "facet": "topic", "layer": "rule", "rule": "r", "field": "title", "words": "w"}
        for value in ("students", "burnout", "unsure", "doubtful"):
            store.load("tag", [{**tag, "value": value, "confidence": 1.0, "suggested": value == "doubtful"}])
        store.run(sql("bibliography"))
        yield store


def text(store: Store, options: Options | None = None, workers: Workers | None = None, batch: int = 1000) -> str:
    """All works as BibTeX."""
    return "".join(export_pieces(store, "bibtex", WORKS, options or Options(), workers, batch=batch))


def test_the_bytes_do_not_depend_on_how_the_work_was_shared_out(corpus: Store, monkeypatch: pytest.MonkeyPatch):
    """Files are kept in git: another computer must not change them."""
    whole = text(corpus)
    monkeypatch.setattr(export, "READ_AT_ONCE", 7)
    for processes, batch in ((1, 1), (1, 4), (2, 3)):
        with Workers(processes) as workers:
            assert text(corpus, workers=workers, batch=batch) == whole


def test_works_stand_in_the_order_of_their_keys(corpus: Store):
    """Whoever looks for one finds it, and a new one changes one place of the file."""
    assert [key for key, _ in entries_by_key(text(corpus))] == sorted(KEYS.values())
    assert [work.key for work in exported_works(corpus, WORKS, Options())] == sorted(KEYS.values())


def test_a_book_stands_behind_what_refers_to_it(corpus: Store):
    """BibTeX doesn't look back; of books within books the outermost comes last. All others stay in order."""
    keys = [key for key, _ in entries_by_key(text(corpus, Options(crossref=True)))]
    assert keys[-2:] == [KEYS["w20"], KEYS["w21"]]
    assert keys[:-2] == sorted(keys[:-2])
    assert sorted(keys) == sorted(KEYS.values())
    assert f"crossref = {{{KEYS['w20']}}}" in text(corpus, Options(crossref=True))


def test_works_that_hold_each_other_end_the_search_for_the_outermost(corpus: Store):
    """Nobody should say so; a typing error must not hang an export."""
    more = {"left_id": "w21", "right_id": "w20", "kind": "part-of", "rule": "r", "evidence": "e"}
    corpus.load("relation", [more])
    assert len(list(entries_by_key(text(corpus, Options(crossref=True))))) == len(WORKS)


def test_what_is_known_beside_the_fields_goes_with_each_work(corpus: Store):
    """Older keys, tags that somebody or some rule is sure of, sources, the book that holds it, retraction."""
    works = {work.work_id: work for work in exported_works(corpus, WORKS, Options())}
    assert works["w07"].aliases == ("older",)
    assert works["w05"].tags == ("topic:burnout", "topic:students")
    assert works["w01"].sources == ("list",)
    assert works["w03"].part_of == KEYS["w20"]
    assert [work for work, found in works.items() if found.retracted] == ["w08"]
    assert works["w00"].work.abstract == ("Of w00. " * 9)
    assert next(exported_works(corpus, ["w00"], Options(abstracts=False))).work.abstract is None


def test_a_book_that_is_not_exported_is_not_referred_to(corpus: Store):
    """BibTeX stops at a crossref to nothing."""
    (work,) = exported_works(corpus, ["w03"], Options())
    assert work.part_of is None


def test_a_work_that_the_corpus_lacks_stops_the_export(corpus: Store):
    """A file with fewer works than were asked for would be taken for the whole."""
    with pytest.raises(CountsDontAddUp):
        list(export_pieces(corpus, "bibtex", [*WORKS, "gone"], Options()))


def test_a_part_is_hidden_only_beside_its_whole(corpus: Store):
    """--hide part-of keeps a chapter whose book is not there."""
    assert set(WORKS) - set(shown(corpus, WORKS, ["part-of"])) == {"w03", "w20", "w22"}
    assert shown(corpus, ["w03", "w00"], ["part-of"]) == ["w03", "w00"]
    assert shown(corpus, WORKS, []) == WORKS


@pytest.mark.parametrize("name", [name for name in exports.names() if hasattr(exports.form(name), "KEYS_ONLY")])
def test_a_form_of_keys_alone_writes_nothing_else_that_stands_beside_the_fields(corpus: Store, name: str):
    """The corpus isn't asked for it then: of the tags, only where a person wants them."""
    form = exports.as_text_form(exports.form(name))
    assert form is not None
    whole = {work.key: work for work in exported_works(corpus, WORKS, Options())}
    alone = [
        replace(work, tags=(), sources=(), status="undecided", status_reason=None) for work in whole.values()
    ]  # fmt: skip
    assert [form.text(work, Options()) for work in alone] == [form.text(work, Options()) for work in whole.values()]
    tagged = "".join(export_pieces(corpus, name, WORKS, Options(tags=True)))
    assert re.findall(r"keywords = .*", tagged) == ["keywords = {topic:burnout, topic:students},"]


def test_older_keys_cite_an_entry_too(corpus: Store):
    """biber finds an entry by each of its ids."""
    assert re.findall(r"ids = .*", "".join(export_pieces(corpus, "biblatex", WORKS, Options()))) == ["ids = {older},"]


def test_a_work_is_retracted_for_an_export_where_it_is_for_people(corpus: Store):
    """The view says it of every work, which takes long; whom a notice or a database calls retracted, both must know."""
    corpus.run("update work set publication_types = ['Retracted Publication'] where work_id = 'w02'")
    seen = corpus.rows("select work_id from bibliography where retracted order by all")
    assert sorted(corpus.rows(sql("retracted_work"))) == seen == [("w02",), ("w08",)]


def test_a_corpus_that_an_older_version_built_can_be_exported(corpus: Store):
    """A field that it knows nothing of is missing; `run` would build it anew, which takes longer than an export."""
    whole = text(corpus)
    corpus.run("alter table work drop column accessed")
    assert text(corpus) == whole


def test_an_export_after_a_condition_of_a_person_is_the_same(corpus: Store):
    """A condition locks what the database may do; and an export leaves that as it was."""
    threads = "select current_setting('threads')"
    before, whole = corpus.value(threads), text(corpus)
    assert corpus.value(threads) == before
    corpus.run("set lock_configuration = true")
    assert text(corpus) == whole


def test_older_keys_are_told_beside_the_file(tmp_path: Path):
    """Who cites a key that is another now must know; without any, there is no such file."""
    folder = write_review(tmp_path)
    bibcorpus(folder, "run")
    out = tmp_path / "refs.bib"
    assert bibcorpus(folder, "export", "bibtex", "--out", out).code == 0
    assert not (tmp_path / "refs.keys.csv").exists()
    (old, _), *_ = entries_by_key(out.read_text(encoding="utf-8"))
    assert bibcorpus(folder, "decide", "key", old, "newer2004", "--as", "anna").code == 0
    bibcorpus(folder, "run")
    told = bibcorpus(folder, "export", "bibtex", "--out", out).err
    assert "refs.keys.csv: 1 older keys" in told
    assert (tmp_path / "refs.keys.csv").read_text(encoding="utf-8").splitlines()[1].startswith(f"{old},newer2004,")
