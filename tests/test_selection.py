"""Which works an export has: by query, tag, key, and by what a manuscript cites."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from .small_review import bibcorpus

AHLGREN, CERNY, VINTER, DAHL = (
    "ahlgren2004balint",
    "cerny2011leading",
    "vinter2015balintovskie",
    "dahl1975balint",
)

CURE = "TY  - JOUR\nTI  - Study of an invented cure\nAU  - Poe, E\nPY  - 2012\nM3  - Retracted Publication\nER  -\n"


@pytest.fixture
def review(small_once: Path, tmp_path: Path) -> Path:
    return shutil.copytree(small_once, tmp_path / "review")


@pytest.fixture(scope="module")
def settled_once(small_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The review later: a key was chosen, one paper more is there, and is retracted; a second query, which the files of
    the hand-list answer; and a facet more. Only to be read, and to be copied.
    """
    folder = shutil.copytree(small_once, tmp_path_factory.mktemp("settled") / "review")
    facets = folder / "queries" / "tags" / "facets.toml"
    more = '\n[kind]\ntitle = "Kind"\nvalues = ["burnout"]\n'
    facets.write_text(facets.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert bibcorpus(folder, "decide", "tag", CERNY, "kind", "burnout", "--as", "mia").code == 0
    assert bibcorpus(folder, "decide", "key", CERNY, "cerny2011", "--as", "mia").code == 0
    text = (folder / "queries" / "small.toml").read_text(encoding="utf-8")
    (folder / "queries" / "other.toml").write_text(text.replace('id = "small"', 'id = "other"'), encoding="utf-8")
    note = folder / "corpus" / "raw" / "hand-list" / "society.ris.toml"
    note.write_text(note.read_text(encoding="utf-8") + 'query = "other"\n', encoding="utf-8")
    (folder / "corpus" / "raw" / "late" / "cure.ris").parent.mkdir()
    (folder / "corpus" / "raw" / "late" / "cure.ris").write_text(CURE, encoding="utf-8")
    assert bibcorpus(folder, "run").code == 0
    return folder


@pytest.fixture
def settled(settled_once: Path, tmp_path: Path) -> Path:
    return shutil.copytree(settled_once, tmp_path / "settled")


def keys(told: str) -> list[str]:
    """The keys of a BibTeX file."""
    return re.findall(r"^@\w+\{([^,]+),", told, re.M)


def exported(review: Path, *options: str | Path, form: str = "bibtex") -> tuple[list[str], str]:
    """The keys of the export, and what was said of it."""
    told = bibcorpus(review, "export", form, *options)
    assert told.code == 0, told.err
    return keys(told.out), told.err


def manuscript(review: Path, text: str, name: str = "paper.tex") -> Path:
    path = review / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_tag_selects_the_works_that_have_it(small_once: Path):
    """By facet and value, or by the value alone where it can't mean two things."""
    assert exported(small_once, "--tag", "topic:burnout")[0] == [AHLGREN]
    assert exported(small_once, "--tag", "burnout")[0] == [AHLGREN]
    assert exported(small_once, "--tag", "relevant")[0] == [AHLGREN, VINTER]


def test_all_that_is_asked_for_holds_at_once(small_once: Path):
    """Two tags, a condition and a query: each makes the list shorter."""
    asked = ("--tag", "relevant", "--query", "small", "--where", "year < 2010")
    assert exported(small_once, *asked, "--tag", "burnout")[0] == [AHLGREN]
    assert exported(small_once, *asked, "--keys", CERNY)[0] == []


def test_an_unknown_tag_is_told_with_those_that_there_are(small_once: Path):
    """A misspelt tag would give an empty list, which looks like a finding."""
    told = bibcorpus(small_once, "export", "bibtex", "--tag", "topic:bornout")
    assert told.code == 1
    assert "there is no such tag" in told.err
    assert "topic:burnout" in told.err


def test_a_tag_that_no_work_has_yet_gives_no_works(small_once: Path):
    """It stands in facets.toml: a list for it is empty today, and not wrong."""
    assert exported(small_once, "--tag", "topic:students")[0] == []


def test_a_tag_that_two_facets_have_must_be_named_with_its_facet(settled_once: Path):
    """'burnout' may be a topic, and what somebody calls a class."""
    told = bibcorpus(settled_once, "export", "bibtex", "--tag", "burnout")
    assert told.code == 1
    assert "kind:burnout or topic:burnout" in told.err
    assert exported(settled_once, "--tag", "kind:burnout")[0] == ["cerny2011"]


def test_works_are_selected_by_the_query_that_found_them(settled_once: Path):
    """A file that is noted under a query answers it; the review has two queries from here on."""
    assert exported(settled_once, "--query", "other")[0] == [AHLGREN, "cerny2011", VINTER]
    found, said = exported(settled_once, "--query", "small")
    assert found == []
    assert "no file answers small" in said


def test_an_unknown_query_is_told_with_those_that_there_are(small_once: Path):
    """A file's name is easily misspelt."""
    told = bibcorpus(small_once, "export", "bibtex", "--query", "smal")
    assert (told.code, "queries: small" in told.err) == (1, True)


def test_a_manuscript_gets_just_what_it_cites(review: Path):
    """Its list of references, and nothing else."""
    paper = manuscript(review, rf"\cite{{{CERNY}}} and \citep{{{AHLGREN}}}")
    assert exported(review, "--keys-from", paper)[0] == [AHLGREN, CERNY]


def test_several_manuscripts_and_keys_are_taken_together(review: Path):
    """A thesis of several papers has one bibliography."""
    one = manuscript(review, rf"\cite{{{CERNY}}}")
    other = manuscript(review, f"[@{VINTER}]", "other.md")
    found, _ = exported(review, "--keys-from", one, "--keys-from", other, "--keys", AHLGREN)
    assert found == [AHLGREN, CERNY, VINTER]


def test_nocite_star_means_the_whole_bibliography(review: Path):
    """What is excluded isn't in it, unless it is cited."""
    assert exported(review, "--keys-from", manuscript(review, r"\nocite{*}"))[0] == [AHLGREN, CERNY, VINTER]
    paper = manuscript(review, rf"\nocite{{*}} \cite{{{DAHL}}}")
    assert exported(review, "--keys-from", paper)[0] == [AHLGREN, CERNY, DAHL, VINTER]


def test_a_key_that_no_work_has_is_told_with_its_line_and_the_nearest(review: Path):
    """Mostly a slip of the finger; the others are exported all the same."""
    found, said = exported(review, "--keys-from", manuscript(review, "\n\\cite{ahlgren2004balnt, nobody1900}"))
    assert found == []
    assert "paper.tex line 2: no work has the key 'ahlgren2004balnt': did you mean ahlgren2004balint" in said
    assert "no work has the key 'nobody1900'\n" in said


def test_a_citation_by_number_is_told_the_key(review: Path):
    """Manubot and others cite @pmid:…; our exports have keys."""
    _, said = exported(review, "--keys-from", manuscript(review, "[@pmid:90000001]", "paper.md"))
    assert f"did you mean {AHLGREN}" in said


def test_an_excluded_work_that_is_cited_is_exported_and_told(review: Path):
    """An author cites the paper of 1975 on purpose; that it lies outside the review's window is worth a word."""
    found, said = exported(review, "--keys-from", manuscript(review, rf"\cite{{{DAHL}}}"))
    assert found == [DAHL]
    assert f"{DAHL} is excluded" in said


def test_a_work_that_another_condition_leaves_out_is_told(review: Path):
    """All that is asked for holds at once: who cites a work should know why it isn't there."""
    paper = manuscript(review, rf"\cite{{{AHLGREN},{CERNY}}}")
    found, said = exported(review, "--keys-from", paper, "--where", "year < 2010")
    assert found == [AHLGREN]
    assert f"left out by what else was asked for: {CERNY}" in said


def test_a_manuscript_that_cites_an_older_key_finds_its_work(settled: Path):
    """Two works became one, or somebody chose a key: the text has the old key in print, and must compile."""
    paper = manuscript(settled, rf"\cite{{{CERNY}}}")
    found, said = exported(settled, "--keys-from", paper)
    assert found == [CERNY]
    assert f"{CERNY} goes by cerny2011 now (mia chose it on" in said
    told = bibcorpus(settled, "export", "biblatex", "--keys-from", paper).out
    assert keys(told) == [CERNY]
    assert "ids = {cerny2011}" in told
    assert exported(settled)[0][:2] == [AHLGREN, "cerny2011"]


def test_one_work_that_is_cited_by_two_keys_has_one_entry(settled: Path):
    """Twice in the list of references would be wrong; the notice says which key to write."""
    found, said = exported(settled, "--keys-from", manuscript(settled, rf"\cite{{{CERNY}}} \cite{{cerny2011}}"))
    assert found == ["cerny2011"]
    assert f"{CERNY} is the same work as cerny2011, cited too" in said


def test_the_case_of_a_key_is_that_of_the_manuscript(review: Path):
    """BibTeX takes Winter2004 for winter2004 and complains; biber doesn't find it."""
    found, said = exported(review, "--keys-from", manuscript(review, rf"\cite{{{CERNY.title()}}}"))
    assert found == [CERNY.title()]
    assert f"is spelled {CERNY} in the corpus" in said


def test_a_retracted_work_that_is_cited_is_told(settled: Path):
    """Its author may not know."""
    (key,) = (key for key in exported(settled)[0] if key.startswith("poe"))
    assert f"{key} is retracted" in exported(settled, "--keys-from", manuscript(settled, rf"\cite{{{key}}}"))[1]


def test_works_that_word_cites_are_found_by_their_numbers(review: Path):
    """Zotero's keys are its own; PMID and DOI are everybody's."""
    import json

    from .manuscripts.test_docx import document, field, paragraph

    item = {"id": 7, "title": "Balint groups and burnout", "PMID": "90000001"}
    other = {"id": 8, "title": "Leading a first seminar for young doctors"}
    code = json.dumps({"citationItems": [{"itemData": item}, {"itemData": other}]})
    path = document(review, paragraph(field(f"ADDIN ZOTERO_ITEM CSL_CITATION {code}")))
    found, said = exported(review, "--keys-from", path)
    assert found == [AHLGREN]
    assert f"no work for 'Leading a first seminar for young doctors' (no DOI or PMID): {CERNY} has that title" in said


def test_words_in_braces_are_told_only_where_they_are_keys(review: Path):
    """{name} in a letter is no citation."""
    from .manuscripts.test_docx import document, paragraph, text

    path = document(review, paragraph(text(f"Dear {{name}}, see {{{CERNY}}}.")))
    found, said = exported(review, "--keys-from", path)
    assert (found, "name" in said) == ([CERNY], False)


def test_cited_works_are_not_hidden_by_the_settings(review: Path):
    """Who cites a preprint and its paper needs both; --hide that is asked for still holds."""
    settings = review / "bibcorpus.toml"
    hide = '\n[export]\nhide = ["version-of"]\n'
    settings.write_text(settings.read_text(encoding="utf-8") + hide, encoding="utf-8")
    bibcorpus(review, "decide", "relate", CERNY, AHLGREN, "version-of", "--as", "mia")
    bibcorpus(review, "run")
    assert exported(review)[0] == [AHLGREN, VINTER]
    paper = manuscript(review, rf"\cite{{{AHLGREN},{CERNY}}}")
    assert exported(review, "--keys-from", paper)[0] == [AHLGREN, CERNY]
    assert exported(review, "--keys-from", paper, "--hide", "version-of")[0] == [AHLGREN]


def test_a_manuscript_without_citations_gives_no_works(review: Path):
    """And not all of them, as a selection does that says nothing."""
    found, said = exported(review, "--keys-from", manuscript(review, "Nothing is cited."))
    assert found == []
    assert "paper.tex: no citation was found in it" in said


def test_keys_that_name_nothing_are_wrong_usage(small_once: Path):
    """An empty variable of a script would export everything."""
    assert bibcorpus(small_once, "export", "bibtex", "--keys", " , ").code == 2


def test_a_worksheet_takes_the_same_selection(review: Path):
    """To have just the works of a chapter looked at."""
    told = bibcorpus(review, "export", "worksheet", "--keys", CERNY, "--sheets", "tags", "--out", review / "a.xlsx")
    assert (told.code, "tags 1 rows" in told.err) == (0, True)
