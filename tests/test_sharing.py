"""Sharing through git: two people's work merges, private files stay with those who may have them, keys stay secret."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.adding import Said, add
from pipeline.checking import check_workspace
from pipeline.citekey import HEADER, Given, append_citekeys, read_citekeys
from pipeline.decisions import append, read_decisions
from pipeline.raw_files import files_not_here
from pipeline.sharing.leaks import leaks, looks_random
from pipeline.sources import all_sources, searchable
from pipeline.workspace import SETTINGS_FILE, Workspace, find_workspace

from . import workspaces as ws
from .repositories import clone, commit, git, needs_git, shared, tracked
from .small_review import bibcorpus
from .workspaces import event

KEY_OF_NCBI = "0f4a9c1e7b3d5a8860f2c4e6b7d9013a5c8e"  # of their form; invented
PRIVATE = '\n[private]\nsources = ["hand"]\n'


def settings(workspace: Workspace, more: str) -> Workspace:
    """The workspace with more lines in bibcorpus.toml."""
    path = workspace.root / SETTINGS_FILE
    ws.write(path, path.read_text("utf-8") + more)
    return find_workspace(workspace.root)


# ------------------------------------------------------------------------------------------ two people


@needs_git
def test_two_people_who_decide_and_give_keys_on_two_branches_merge_without_a_conflict(built: Workspace):
    """Each keeps every line of both; nobody has to know what a conflict mark is."""
    decided = ws.record_id(built, "small towns")
    append(built, event("include", decided, id="0"))
    shared(built)
    for branch, day in (("anna", 2), ("boris", 3)):
        git(built.root, "switch", "--quiet", "--create", branch, "main")
        append(built, event("include", decided, id=f"anna-{branch}", day=day))
        append(built, event("exclude", decided, id=branch, who=branch, day=day))
        append_citekeys(built.citekeys, [Given(f"key{branch}", decided, f"2022-01-0{day}T00:00:00Z", branch)])
        commit(built, branch)
    before = len(read_citekeys(built.citekeys)[0])
    git(built.root, "merge", "--quiet", "--no-edit", "anna")
    logged, problems = read_decisions(built)
    assert {item.decision.id for item in logged} == {"0", "anna-anna", "anna-boris", "anna", "boris"}
    given, more = read_citekeys(built.citekeys)
    assert {"keyanna", "keyboris"} <= {row.key for row in given}
    assert (problems, more, len(given)) == ([], [], before + 1)


@needs_git
def test_the_first_keys_and_decisions_of_two_branches_merge_too(review: Workspace):
    """The file is new on both sides: its header stands there once."""
    shared(review)
    for branch in ("one", "two"):
        git(review.root, "switch", "--quiet", "--create", branch, "main")
        append(review, event("note", id=branch))
        append_citekeys(review.citekeys, [Given(f"key{branch}", f"hand:{branch}", "2022-01-01T00:00:00Z", "anna")])
        commit(review, branch)
    git(review.root, "merge", "--quiet", "--no-edit", "one")
    assert len(read_decisions(review)[0]) == 2
    assert read_citekeys(review.citekeys)[1] == []
    assert review.citekeys.read_text().count(HEADER) == 1


@needs_git
def test_no_byte_of_a_raw_file_changes_on_a_computer_that_changes_line_ends(review: Workspace, tmp_path: Path):
    """Windows' git is set up to do so, and then no file would be the one that its note describes."""
    mixed = review.raw / "hand" / "mixed.ris"
    mixed.write_bytes(ws.OLD.encode() + ws.BURNOUT.replace("\r\n", "\n").encode())
    shared(review)
    other = tmp_path / "windows"
    git(review.root, "-c", "core.autocrlf=true", "clone", "--quiet", str(review.root), str(other))
    for path in sorted(review.raw.rglob("*.*")):
        assert (other / review.relative(path)).read_bytes() == path.read_bytes()
    assert b"\r" not in (other / SETTINGS_FILE).read_bytes()


@needs_git
def test_nothing_that_a_run_makes_is_shared(built: Workspace):
    """A built corpus in git would clash at every merge; keys are given, so they are shared."""
    for name in ("corpus/.pending/pubmed/answer.gz", "corpus/learned/topic.txt", "corpus/.build/x", ".env"):
        ws.write(built.root / name, "x")
    names = tracked(shared(built))
    assert "corpus/citekeys.csv" in names
    derived = ("corpus/corpus.duckdb", "corpus/ledger", "corpus/exports", "corpus/.", "corpus/learned", ".env")
    assert not [name for name in names if name.startswith(derived)]
    assert check_workspace(built).problems == ()


@needs_git
def test_a_workspace_made_before_gets_what_it_lacks_and_loses_no_line(review: Workspace):
    """People have lines of their own in .gitignore."""
    ws.write(review.root / ".gitignore", "mine.txt\ncorpus/corpus.duckdb")
    git(review.root, "init", "--quiet")
    (doubt,) = [line for line in check_workspace(review).doubts if ".gitignore" in line]
    assert "add corpus/ledger.json, corpus/.build/" in doubt
    told = bibcorpus(review.root, "init", "--git")
    assert (told.code, "written    .gitignore" in told.out) == (0, True)
    lines = (review.root / ".gitignore").read_text().splitlines()
    assert lines[:2] == ["mine.txt", "corpus/corpus.duckdb"]
    assert lines.count("corpus/corpus.duckdb") == 1
    assert not [line for line in check_workspace(review).doubts if ".git" in line]
    assert "Nothing lacks" in bibcorpus(review.root, "init", "--git").out


@needs_git
def test_a_repository_that_would_spoil_a_merge_is_doubted(review: Workspace):
    """Without .gitattributes the second person gets conflict marks in a log."""
    shared(review)
    (review.root / ".gitattributes").unlink()
    commit(review, "without")
    said = " ".join(check_workspace(review).doubts)
    growing = "corpus/citekeys.csv and corpus/successors.csv and corpus/decisions/anybody.jsonl"
    assert f"git doesn't merge {growing} by 'union'" in said
    assert "git may change the line ends of raw files" in said


# ------------------------------------------------------------------------------------------ private files


@needs_git
def test_a_private_raw_file_stays_out_of_git_and_its_note_goes_in(review: Workspace):
    """The licence forbids to share the answer; that the search was made, and what came, is everybody's."""
    names = tracked(shared(settings(review, PRIVATE)))
    assert ws.HAND not in names
    assert {f"{ws.HAND}.toml", ws.PUBMED} <= names


@pytest.fixture
def private(built: Workspace) -> Workspace:
    """A built workspace, one source of which is private, with a decision on one of its records, and one it shares."""
    note = add(built, hand_written(built), Said(source="hand", kind="hand-collected", hits=1), "2022-01-01T00:00:00Z")
    assert note.path.startswith("corpus/raw/hand/")
    lone = built.raw / "hand" / "list.ris.toml"
    ws.write(lone, lone.read_text() + "hits = 9\nrecords = 4\n")
    made = settings(built, PRIVATE)
    append(made, event("include", ws.record_id(made, "small towns"), id="1"))
    append(made, event("include", ws.record_id(made, "burnout", "pubmed"), id="2"))
    ws.run(made)
    return made


def hand_written(workspace: Workspace) -> Path:
    path = workspace.root.parent / "more.ris"
    ws.write(path, ws.ris(TI="Balint groups for nurses in Ruritania", AU="Doe, Jane", PY="2013", SP="3"))
    return path


def state(workspace: Workspace) -> tuple[bytes, list[tuple[object, ...]], dict[str, str]]:
    """What must be as it was: the export, the counts, what became of each decision."""
    counts = ws.rows(workspace, "select (select count(*) from entry), (select count(*) from record)")
    return ws.exported(workspace), counts, dict(ws.rows(workspace, "select decision_id, state from decision"))


@needs_git
def test_a_clone_without_a_private_file_says_so_and_builds_from_what_it_has(private: Workspace, tmp_path: Path):
    """A co-author without a licence works on; no key is lost, and no decision either."""
    keys = private.citekeys.read_bytes()
    other = clone(shared(private), tmp_path / "clone")
    assert [file.path for file in files_not_here(other)] == [ws.HAND, "corpus/raw/hand/more.ris"]
    told = bibcorpus(other.root, "run")
    assert told.code == 0
    assert "Warning: hand: 2 private raw files are not here (5 records, by their notes): built without" in told.err
    assert "Warning: 1 decision(s) on records that are private and not here: heeded where the files are" in told.err
    assert "put the id right" not in told.err
    assert "not here: 2 private raw file(s) of hand (5 records, by their notes)" in told.out
    assert state(other)[1] == [(3, 3)]
    assert state(other)[2] == {"1": f"needs a look: no record {ws.record_id(private, 'small towns')}", "2": "in force"}
    assert other.citekeys.read_bytes() == keys
    found = check_workspace(other)
    assert found.problems == ()
    assert any("speaks of a record that is private and not here" in line for line in found.doubts)


@needs_git
def test_when_a_private_file_comes_back_everything_is_as_it_was(private: Workspace, tmp_path: Path):
    """Also where it is brought back by `add`: its note is known, and is not written anew."""
    before = state(private)
    other = clone(shared(private), tmp_path / "clone")
    ws.run(other)
    shutil.copy(private.root / ws.HAND, other.root / ws.HAND)
    note = (other.raw / "hand" / "more.ris.toml").read_bytes()
    back = add(other, private.raw / "hand" / "more.ris", Said(), "2030-01-01T00:00:00Z")
    assert back.path == "corpus/raw/hand/more.ris"
    assert (other.raw / "hand" / "more.ris.toml").read_bytes() == note
    ws.run(other)
    assert state(other) == before
    assert files_not_here(other) == []


@needs_git
def test_a_work_goes_by_one_key_with_and_without_the_private_file(private: Workspace, tmp_path: Path):
    """The key was given for the private record; a co-author without it cites the same work by the same key."""
    of_work = "select key from citekey join work_record using (work_id) where leads and record_id = 'pubmed:11111111'"
    other = clone(shared(private), tmp_path / "clone")
    ws.run(other)
    assert ws.rows(private, of_work) == ws.rows(other, of_work) == [("doe2011balint",)]
    assert not [line for line in check_workspace(private).doubts if "doe2011balint" in line]


def test_another_file_that_comes_in_its_place_is_not_taken_for_it(private: Workspace):
    """The note has the sha256 of the one that was searched."""
    ws.write(private.root / ws.HAND, ws.OLD)
    (problem,) = check_workspace(settings_of(private, ws.HAND)).problems
    assert f"{ws.HAND}: is not the file that its note describes" in problem


def test_a_new_file_does_not_take_the_place_of_one_that_is_not_here(private: Workspace, tmp_path: Path):
    """Databases call every export the same; the note that waits for its file stays as it is."""
    (private.root / ws.HAND).unlink()
    note = (private.root / f"{ws.HAND}.toml").read_bytes()
    new = tmp_path / "in" / "list.ris"
    ws.write(new, ws.ris(TI="Another list", AU="Roe, R", PY="2014"))
    assert add(private, new, Said(source="hand"), "2030-01-01T00:00:00Z").path == "corpus/raw/hand/list-2.ris"
    assert (private.root / f"{ws.HAND}.toml").read_bytes() == note


def settings_of(workspace: Workspace, path: str) -> Workspace:
    """The workspace, with a note that has the sha256 of other bytes."""
    ws.write(workspace.root / f"{path}.toml", 'source = "hand"\nkind = "hand-collected"\nsha256 = "0"\n')
    return workspace


def test_a_file_that_is_lost_and_not_private_is_still_to_be_put_right(built: Workspace):
    """Only what a licence keeps away may be missing without harm."""
    (built.root / ws.HAND).unlink()
    assert any("a note without its file" in problem for problem in check_workspace(built).problems)


@needs_git
def test_a_private_file_that_git_tracks_is_told(review: Workspace):
    """It was added before the licence was read; the remedy is told with it."""
    shared(review)
    made = settings(review, PRIVATE)
    problems = check_workspace(made).problems
    assert any(f"{ws.HAND}: git tracks what is private" in line and "git rm --cached" in line for line in problems)
    assert any("the next `git add` takes raw files of private sources" in line for line in problems)
    assert any(f"{ws.HAND}: git tracks" in line and "keep a copy of it elsewhere" in line for line in problems)
    git(made.root, "rm", "--quiet", "--cached", ws.HAND)
    assert bibcorpus(made.root, "init", "--git").code == 0
    assert check_workspace(made).problems == ()


@needs_git
def test_a_private_source_is_known_by_its_note_too(review: Workspace):
    """An old folder may be called otherwise."""
    made = settings(review, '\n[private]\nsources = ["scopus"]\n')
    ws.write(made.root / f"{ws.RUSSIAN_LIST}.toml", 'source = "scopus"\n')
    assert ws.RUSSIAN_LIST not in tracked(shared(made))


@needs_git
def test_what_a_run_makes_and_git_tracks_is_told(built: Workspace):
    """It changes with every run on every computer."""
    shared(built)
    git(built.root, "add", "--force", "corpus/corpus.duckdb", "corpus/ledger.json")
    (problem,) = check_workspace(built).problems
    assert problem.startswith("corpus/corpus.duckdb, corpus/ledger.json: git tracks what `run` makes anew")


def test_a_wrong_name_of_a_private_source_is_told(review: Workspace):
    """A misspelt setting would publish what must not be published."""
    told = bibcorpus(settings_text(review, '\n[private]\nsources = ["Scopus export"]\n'), "check")
    assert told.code == 1
    assert "bibcorpus.toml: [private] sources: 'Scopus export' can't name a source" in told.out


def test_a_private_source_that_nothing_is_from_is_doubted(review: Workspace):
    """The raw files of the one that was meant would be published; a source that we know may still be searched."""
    (doubt,) = [
        line for line in check_workspace(settings(review, PRIVATE.replace("hand", "scopsu"))).doubts if "mis" in line
    ]
    assert "nothing is from 'scopsu': is it misspelt?" in doubt
    assert not [line for line in check_workspace(settings_in(review, "scopsu", "scopus")).doubts if "misspelt" in line]


def settings_in(workspace: Workspace, old: str, new: str) -> Workspace:
    """The workspace with another text in bibcorpus.toml."""
    path = workspace.root / SETTINGS_FILE
    ws.write(path, path.read_text("utf-8").replace(old, new))
    return find_workspace(workspace.root)


def settings_text(workspace: Workspace, more: str) -> Path:
    path = workspace.root / SETTINGS_FILE
    ws.write(path, path.read_text("utf-8") + more)
    return workspace.root


# ------------------------------------------------------------------------------------------ abstracts


@pytest.fixture
def with_abstract(review: Workspace) -> Workspace:
    """A workspace with one abstract."""
    ws.write(
        review.raw / "hand" / "more.ris", ws.ris(TI="Balint groups at sea", AU="Sea, A", PY="2010", AB="It was so.")
    )
    ws.run(review)
    return review


def test_an_export_can_leave_abstracts_out(with_abstract: Workspace):
    """A source may allow to list its records, and forbid to publish their abstracts."""
    assert "It was so." in bibcorpus(with_abstract.root, "export", "bibtex").out
    assert "It was so." not in bibcorpus(with_abstract.root, "export", "bibtex", "--no-abstracts").out
    assert b"It was so." in ws.exported(with_abstract)


def test_the_export_that_is_kept_leaves_them_out_where_the_settings_say_so(with_abstract: Workspace):
    """So that nobody has to think of it at every run."""
    made = settings(with_abstract, "\n[export]\nabstracts = false\n")
    ws.run(made)
    assert b"It was so." not in ws.exported(made)
    assert b"groups at sea" in ws.exported(made)
    assert "It was so." in bibcorpus(made.root, "export", "bibtex", "--abstracts").out


@needs_git
def test_abstracts_of_a_tracked_export_are_doubted_where_a_source_is_private(with_abstract: Workspace):
    """Whose they are isn't told by the file; a person knows what the licence allows."""
    made = shared(settings(with_abstract, PRIVATE))
    git(made.root, "add", "--force", "corpus/exports")
    (doubt,) = [line for line in check_workspace(made).doubts if "abstracts" in line]
    assert "corpus/exports/bibliography.bib: git tracks it, and it has 1 abstracts" in doubt
    ws.run(settings(made, "\n[export]\nabstracts = false\n"))
    assert not [line for line in check_workspace(find_workspace(made.root)).doubts if "abstracts" in line]


# ------------------------------------------------------------------------------------------ keys and addresses

LEAKS = [
    (f"https://eutils.example.org/esearch.fcgi?api_key={KEY_OF_NCBI}&term=balint", "(api_key, 36 characters)"),
    ('email = "x"\nNCBI_API_KEY=abc123def456', "(NCBI_API_KEY, 12 characters)"),
    ('{"X-ELS-APIKey": "7f59af901d2d86f7"}', "(X-ELS-APIKey, 16 characters)"),
    ("X-ELS-Insttoken: 4f5c9d2b8a", "(X-ELS-Insttoken, 10 characters)"),
    ("&insttoken=4f5c9d2b8a", "(insttoken, 10 characters)"),
    ("Authorization: Bearer kT9xQ2mZ7pL4vB8nR3wY6c", "(Authorization, 22 characters)"),
    ('token = "kT9xQ2mZ7pL4vB8nR3wY6c"', "(token, 22 characters)"),
    ('note = "the key is kT9xQ2mZ7pL4vB8nR3wY6c"', None),  # words between: a person's sentence, not a setting
    ('password = "rhubarb42"', "(password, 9 characters)"),
    ("https://anna:rhubarb@proxy.university.ac/", "a name with its password"),
    ("-----BEGIN OPENSSH PRIVATE KEY-----", "a private key"),
    ("write to jane.doe@university.ac", "an e-mail address (j…@university.ac)"),
    ("?mailto=jane.doe%40university.ac", "an e-mail address (j…@university.ac)"),
    ("somebody@example.org", None),  # reserved for examples, RFC 2606
    ("git@host.ac:society/bibliography.git", None),
    ('"event": "key", "value": {"key": "abrandtdahlgren2000physiotherapists"}', None),
    ('{"key": "bar-even2012SurveyCarbonBioFoods"}', None),
    ('{"event": "key", "id": "0f4a9c1e7b3d5a88"}', None),  # the log's own ids
    ('sha256 = "0f4a9c1e7b3d5a8860f2c4e6b7d9013a5c8e0f4a9c1e7b3d5a8860f2c4e6b7d9"', None),
    ('api_key = "your-key-here"', None),
    ("NCBI_API_KEY: ${{ secrets.NCBI_API_KEY }}", None),
    ('words = ["key worker*", "keyword", "token economy 1990"]', None),
]


@pytest.mark.parametrize(("text", "says"), LEAKS)
def test_what_should_not_be_published_is_seen_and_nothing_else(text: str, says: str | None):
    """Beside its name a key is a key; a citekey, a hash or an example is none. The secret itself is never shown."""
    found = [leak.what for leak in leaks(text)]
    assert len(found) == (says is not None)
    assert says is None or says in found[0]
    assert not any(secret in " ".join(found) for secret in (KEY_OF_NCBI, "kT9x", "rhubarb", "jane.doe", "4f5c"))


def test_the_key_of_every_source_that_we_ask_is_known():
    """A source that is added tomorrow is looked for without a word here."""
    apis = [asked.API for source in all_sources().values() if (asked := searchable(source))]
    names = [name for api in apis for name in (api.key, api.key_param, api.key_header) if name]
    assert len(names) >= 4
    assert [name for name in names if not leaks(f"{name}=a1b2c3d4")] == []


def test_a_made_key_looks_random_and_a_citekey_does_not():
    """Both have as many different characters; how often letters and digits take turns tells them apart."""
    assert looks_random(KEY_OF_NCBI)
    assert not looks_random("abrandtdahlgren2000physiotherapists")


def test_a_leak_is_told_with_file_and_line_once_for_each_kind(review: Workspace):
    """Five thousand lines of one person's log are one finding."""
    for day in (1, 2, 3):
        append(review, event("note", id=str(day), who="jane@university.ac", day=day))
    ws.write(
        review.raw / "hand" / "list.ris.toml", f'source = "hand"\nendpoint = "https://x.ac/?api_key={KEY_OF_NCBI}"\n'
    )
    log, note = [line for line in check_workspace(review).doubts if "jane" in line or "hand/list" in line]
    assert "jane_university.ac.jsonl line 1: an e-mail address (j…@university.ac), and 2 times more" in log
    assert note.startswith("doubt: corpus/raw/hand/list.ris.toml line 2: what looks like a key or token (api_key")


def test_a_key_fails_the_check_where_one_asks_for_it(review: Workspace):
    """What was pushed once can't be taken back: a hook stops it before."""
    path = review.raw / "hand" / "list.ris.toml"
    ws.write(path, f'source = "hand"\nendpoint = "https://x.ac/?api_key={KEY_OF_NCBI}"\n')
    assert bibcorpus(review.root, "check").code == 0
    told = bibcorpus(review.root, "check", "--no-secrets", "--files", path)
    assert told.code == 1
    assert KEY_OF_NCBI not in told.out


def test_the_contact_of_the_workspace_is_meant_to_be_seen(review: Workspace, monkeypatch: pytest.MonkeyPatch):
    """A person wrote it there for the databases; one that only the environment has is not to be published."""
    said = settings_in(review, "[workspace]\n", '[workspace]\nemail = "anna@university.ac"\n')
    assert not [line for line in check_workspace(said).doubts if "address" in line]
    monkeypatch.setenv("BIBCORPUS_EMAIL", "anna@university.ac")
    unsaid = settings_in(review, "email = ", "# email = ")
    assert [line for line in check_workspace(unsaid).doubts if "address" in line]


def test_an_answer_that_holds_the_key_it_was_asked_with_is_told(review: Workspace):
    """Some services repeat the whole question in the links of their answer."""
    link = '{"link": "https://api.example.org/search?apiKey=7f59af901d2d86f78a1fd60c1bf9426a&start=25"}'
    ws.write(review.raw / "hand" / "answer.json", link)
    (doubt,) = [line for line in check_workspace(review).doubts if "answer itself" in line]
    assert "7f59af" not in doubt
