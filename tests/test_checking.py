"""Check: every file that people write, one line for each problem."""

from __future__ import annotations

import json

import pytest

from pipeline.checking import check_workspace
from pipeline.citekey import HEADER
from pipeline.run import build
from pipeline.tagging import load_rules
from pipeline.tagging.use import RuleUse, rule_use
from pipeline.workspace import Workspace

from . import workspaces as ws
from .small_review import bibcorpus
from .workspaces import event


def test_a_sound_workspace_is_told_to_be_sound(built: Workspace):
    """And what was looked at, so that nobody trusts a check of nothing."""
    found = check_workspace(built)
    assert found.problems == ()
    assert found.summary == (
        "1 query, 4 tag rules (whether each is of use shows from 300 works on), 0 decisions, 6 keys, 3 raw files: "
        "all sound, 1 doubt"
    )


def test_a_doubt_is_told_and_fails_nothing(built: Workspace):
    """A search without field tags may be meant so; a person looks at it and goes on."""
    (doubt,) = check_workspace(built).doubts
    assert doubt.startswith("doubt: queries/balint.toml: [source.pubmed] search: no field at 'balint group*'")


def test_an_unsound_search_is_to_be_put_right(review: Workspace):
    """A search with an open bracket finds something else, and nobody sees it."""
    text = ws.QUERY.replace('balint group*"\n', '(balint group*[tiab]"\n')
    assert text != ws.QUERY
    ws.write(review.queries / "balint.toml", text)
    (problem,) = check_workspace(review).problems
    assert problem.startswith("queries/balint.toml: [source.pubmed] search: '(' is opened, never closed")


def test_a_string_made_of_blocks_is_looked_at_like_any_other(review: Workspace):
    """A source without a string of its own gets one of the combination; it is as sound as the others."""
    text = ws.QUERY.replace('search = "balint group*"\n', "")
    text = text.replace("[source.pubmed]", "[source.scopus]").replace(
        'where = "PubMed"', 'where = "x"\ncombination = "alone"'
    )
    ws.write(review.queries / "balint.toml", text)
    assert check_workspace(review).problems == ()


@pytest.mark.parametrize(
    ("path", "text", "says"),
    [
        ("queries/balint.toml", "[review]\n", "balint.toml: "),
        (
            "queries/tags/burnout.toml",
            ws.RULES["burnout"].replace('words = ["burnout"', 'words = ["(burnout"'),
            "burnout.toml",
        ),
        ("queries/tags/burnout.toml", ws.RULES["burnout"].replace("Iron and coal", "Iron and burnout"), "Iron"),
        ("corpus/decisions/anna.jsonl", "{}\n", "corpus/decisions/anna.jsonl line 1: "),
        (
            "corpus/citekeys.csv",
            "key,record_id,given_at,who\n<<<<<<< HEAD\n",
            "corpus/citekeys.csv line 2: a conflict mark of git",
        ),
        ("corpus/raw/hand/list.ris.toml", 'sha256 = "0"\n', "corpus/raw/hand/list.ris: is not the file"),
        (
            "corpus/raw/hand/lost.ris.toml",
            'source = "hand"\n',
            "corpus/raw/hand/lost.ris.toml: a note without its file",
        ),
        ("corpus/raw/stray.ris", ws.OLD, "corpus/raw/stray.ris: lies in no source's folder"),
    ],
)
def test_each_unsound_file_is_named_with_its_problem(review: Workspace, path: str, text: str, says: str):
    """One check before a push saves the others from it."""
    ws.write(review.root / path, text)
    found = check_workspace(review)
    assert any(says in problem for problem in found.problems)
    assert len(found.problems) == 1
    assert ": 1 to put right" in found.summary


def test_a_decision_on_an_unknown_record_is_shown_with_its_place(built: Workspace):
    """It may be a slip, or its file is still to come."""
    ws.decide(built, event("include", "hand:nowhere", id="1"))
    (problem,) = check_workspace(built).problems
    assert problem.startswith("corpus/decisions/anna.jsonl line 1: no record 'hand:nowhere'")


def test_a_decision_that_was_taken_back_may_name_a_record_that_is_gone(built: Workspace):
    """Nothing hangs on it any more: whoever undid it has put it right."""
    ws.decide(built, event("include", "hand:nowhere", id="1"), event("undo", id="2", value={"id": "1"}))
    assert check_workspace(built).problems == ()


def test_a_corpus_older_than_its_raw_files_is_one_doubt_and_no_decision_is_called_wrong(built: Workspace):
    """git pull brings a raw file and the decisions on it; nothing is wrong, `run` was not made yet."""
    ws.write(built.raw / "pubmed" / "more.nbib", "PMID- 30000001\nTI  - A group for midwives\nDP  - 2015\n")
    ws.write(built.raw / "pubmed" / "more.nbib.toml", 'source = "pubmed"\n')
    ws.decide(built, event("include", "pubmed:30000001", id="1"))
    found = check_workspace(built)
    assert found.problems == ()
    (doubt,) = [line for line in found.doubts if "older than" in line]
    assert "`bibcorpus run`" in doubt
    ws.run(built)
    assert [line for line in check_workspace(built).doubts if "older than" in line] == []


def test_two_logs_whose_names_differ_only_in_case_are_told(built: Workspace):
    """On macOS and Windows they are one file, so one of the two is lost there."""
    ws.write(built.decisions / "Anna.jsonl", "")
    ws.write(built.decisions / "anna.jsonl", "")
    if len(list(built.decisions.iterdir())) < 2:
        pytest.skip("this file system knows no case")
    (problem,) = check_workspace(built).problems
    assert problem.startswith("corpus/decisions/Anna.jsonl and corpus/decisions/anna.jsonl: ")


def test_one_broken_part_does_not_hide_the_others(review: Workspace):
    """People want to mend all of it in one go."""
    ws.write(review.queries / "balint.toml", "[review\n")
    ws.write(review.root / "corpus/decisions/anna.jsonl", "x\ny\n")
    assert len(check_workspace(review).problems) == 3


# ------------------------------------------------------------------------------------------ what merges leave


def torn(ours: str, theirs: str) -> str:
    """A text as git leaves it where two people changed the same lines."""
    return f"<<<<<<< HEAD\n{ours}=======\n{theirs}>>>>>>> boris\n"


MERGED = [
    ("bibcorpus.toml", torn("[workspace]\n", "[export]\n"), 1),
    ("queries/balint.toml", ws.QUERY + torn('title = "A"\n', 'title = "B"\n'), ws.QUERY.count("\n") + 1),
    ("queries/tags/burnout.toml", torn("a = 1\n", "a = 2\n"), 1),
    ("corpus/decisions/anna.jsonl", torn("{}\n", "{}\n"), 1),
    (
        "corpus/citekeys.csv",
        HEADER + "\n" + torn("a2000b,hand:1,2022-01-01,anna\n", "a2000c,hand:2,2022-01-01,boris\n"),
        2,
    ),
    (
        "corpus/raw/hand/list.ris.toml",
        'source = "hand"\r\n' + torn("hits = 1\n", "hits = 2\n").replace("\n", "\r\n"),
        2,
    ),
]


@pytest.mark.parametrize(("path", "text", "line"), MERGED)
def test_a_conflict_mark_is_told_before_all_else_of_any_file_that_people_share(
    review: Workspace, path: str, text: str, line: int
):
    """Whatever else such a file says is nobody's word; also where the settings themselves are torn."""
    ws.write(review.root / path, text)
    told = bibcorpus(review.root, "check")
    first, *others = told.out.splitlines()
    assert told.code == 1
    assert first.startswith(f"{path} line {line}: a conflict mark of git (and lines {line + 2}, {line + 4})")
    assert not [other for other in others if "conflict" in other or "TOML" in other]


def test_a_line_of_equals_signs_under_a_heading_is_no_conflict_mark(review: Workspace):
    """People underline headings so, also in a query's own text."""
    ws.write(
        review.root / "queries" / "balint.toml", ws.QUERY.replace('why = "a test"', "why = '''\nA test\n=======\n'''")
    )
    assert check_workspace(review).problems == ()


def test_every_command_says_that_the_settings_are_torn(review: Workspace):
    """And not only that they are no TOML."""
    ws.write(review.root / "bibcorpus.toml", torn("[workspace]\n", "[inclusion]\n"))
    assert "Error: bibcorpus.toml line 1: a conflict mark of git" in bibcorpus(review.root, "status").err


def test_two_lines_on_one_are_told_with_the_remedy(review: Workspace):
    """A file that ended without a line break, and another put behind it by hand."""
    line = json.dumps(event("note", id="1")) + json.dumps(event("note", id="2"))
    ws.write(review.decisions / "anna.jsonl", line)
    (problem,) = check_workspace(review).problems
    assert problem == "corpus/decisions/anna.jsonl line 1: two lines stand on one: put a line break between them"


def test_a_header_that_a_merge_doubled_is_told(review: Workspace):
    """It would else be a key called 'key'."""
    ws.write(review.citekeys, f"{HEADER}\na2000b,hand:1,2022-01-01T00:00:00Z,anna\n{HEADER}\n")
    (problem,) = check_workspace(review).problems
    assert problem == "citekeys.csv line 3: the header once more; delete this line"


def test_a_line_that_stands_there_twice_is_doubted_and_harms_nobody(review: Workspace):
    """A merge may bring a decision along two ways; it is one decision."""
    twice = event("note", id="1")
    ws.decide(review, twice, event("note", id="2"), twice, twice)
    found = check_workspace(review)
    assert found.problems == ()
    (doubt,) = [line for line in found.doubts if "stands on" in line]
    assert "anna.jsonl line 3: stands on corpus/decisions/anna.jsonl line 1 too (and 1 more lines)" in doubt


def test_a_key_that_two_branches_gave_to_two_works_is_told_with_who_keeps_it(built: Workspace):
    """Nobody can take it back: both may have been cited. The older keeps it."""
    early, late = ws.record_id(built, "Early"), ws.record_id(built, "stroke")
    with built.citekeys.open("a", encoding="utf-8") as keys:
        keys.write(f"same2000key,{late},2023-02-02T00:00:00Z,boris\nSame2000key,{early},2023-01-01T00:00:00Z,anna\n")
    (doubt,) = [line for line in check_workspace(built).doubts if "2000key" in line]
    assert f"key Same2000key was given to {early} (2023-01-01) and to {late} (2023-02-02): the older keeps it" in doubt


def test_a_key_that_two_branches_gave_to_two_records_of_one_work_misleads_nobody(built: Workspace):
    """It leads where it led."""
    records = [ws.record_id(built, "burnout", source) for source in ("hand", "pubmed")]
    with built.citekeys.open("a", encoding="utf-8") as keys:
        keys.writelines(
            f"same2000key,{record},2023-01-01T00:00:00Z,{who}\n" for record, who in zip(records, "ab", strict=True)
        )
    assert not [line for line in check_workspace(built).doubts if "2000key" in line]


# ------------------------------------------------------------------------------------------ a part of it


def test_before_a_commit_only_its_files_are_looked_at(review: Workspace):
    """What somebody else left unsound doesn't stop a commit of something else."""
    ws.write(review.queries / "balint.toml", "[review]\n")
    ws.write(review.decisions / "anna.jsonl", "{}\n")
    log = review.decisions / "anna.jsonl"
    told = bibcorpus(review.root, "check", "--files", log)
    assert told.code == 1
    problem, summary = told.out.splitlines()
    assert problem.startswith('corpus/decisions/anna.jsonl line 1: "id" is missing')
    assert summary == "1 file: 1 to put right"
    rule = review.rules / "burnout.toml"
    assert bibcorpus(review.root, "check", "--files", rule).out == "1 file: all sound\n"
    assert bibcorpus(review.root, "check", "--files").out == "0 files: all sound\n"


@pytest.mark.parametrize("path", ["queries/balint.toml", "corpus/citekeys.csv", "corpus/raw/hand/list.ris"])
def test_what_is_wrong_with_one_file_is_told_when_it_is_asked_about(review: Workspace, path: str):
    """By whatever name its reader calls it."""
    ws.write(review.raw / "hand" / "list.ris.toml", 'sha256 = "0"\n')
    ws.write(review.citekeys, "x")
    ws.write(review.queries / "balint.toml", "[review]\n")
    told = bibcorpus(review.root, "check", review.root / path)
    assert (told.code, told.out.count("\n")) == (1, 2)


def test_a_file_elsewhere_is_nobody_s_concern(review: Workspace):
    """A hook is given all files of a commit, also those of another folder."""
    ws.write(review.root.parent / "other.toml", torn("", ""))
    assert bibcorpus(review.root, "check", "--files", review.root.parent / "other.toml").out == "0 files: all sound\n"


def test_as_json_each_finding_has_its_file_and_line(review: Workspace):
    """For an editor that jumps there, or a program that counts."""
    ws.write(review.decisions / "anna.jsonl", "\n{}\n")
    told = bibcorpus(review.root, "check", "--json")
    found = json.loads(told.out)
    assert told.code == 1
    (problem,) = found["problems"]
    assert (problem["file"], problem["line"]) == ("corpus/decisions/anna.jsonl", 2)
    assert problem["says"].startswith('"id" is missing')
    assert [doubt["file"] for doubt in found["doubts"]] == ["queries/balint.toml"]
    assert found["summary"].endswith("1 to put right, 1 doubt")


# ------------------------------------------------------------------------------------------ tag rules


def _use(review: Workspace, fewest: int = 3) -> RuleUse:
    """What is said of the rules as they stand now, by the corpus as it was built."""
    return rule_use(review, load_rules(review.rules), fewest)


def test_a_rule_that_never_fires_is_doubted(review: Workspace):
    """It may be misspelt; but it fails nothing, since the next search may find such a work."""
    ws.write(
        review.rules / "leadership.toml", ws.rule("topic", "leadership", ["leeder"], ["Leeder", "A leeder", "leeder"])
    )
    build(review)
    assert _use(review).doubts == ("leadership.toml: none of 6 works made these rules fire: words",)


def test_a_rule_that_fires_in_most_works_tells_nothing_and_is_doubted(review: Workspace):
    """What most works have can't tell one from another."""
    words = ["balint", "балинтовск*"]
    ws.write(review.rules / "leadership.toml", ws.rule("topic", "leadership", words, ["Balint", "A Balint", "balint"]))
    build(review)
    assert _use(review).doubts == ("leadership.toml: more than half of 6 works made these rules fire: words",)


def test_that_most_works_are_relevant_is_no_doubt(built: Workspace):
    """A good search finds what the review is about."""
    assert not any(doubt.startswith("relevant.toml") for doubt in _use(built).doubts)


def test_a_rule_that_was_changed_since_the_build_is_not_judged_by_it(built: Workspace):
    """How often the old rule fired says nothing of the new one."""
    text = ws.RULES["empirical"].replace('words = ["', 'words = ["enquiry", "')
    ws.write(built.rules / "empirical.toml", text)
    assert _use(built).not_judged == "1 changed since the last run"


def test_a_rule_for_a_language_is_not_doubted_where_hardly_a_work_is_in_it(review: Workspace):
    """Polish words don't fire in English works: that is no fault of theirs."""
    polish = ws.rule("topic", "leadership", ["prowadzący"], ["Prowadzący", "prowadzący grupę", "Dla prowadzący"])
    ws.write(review.rules / "leadership.toml", polish.replace('language = "*"', 'language = "pl"'))
    build(review)
    assert _use(review).doubts == ()


def test_in_a_small_corpus_no_rule_is_doubted(built: Workspace):
    """Where six works are, most rules haven't fired yet."""
    assert _use(built, fewest=7) == RuleUse(not_judged="whether each is of use shows from 7 works on")


def test_many_rules_in_doubt_take_a_few_lines(review: Workspace):
    """A hundred lines would hide the one that matters."""
    rows = "".join(f'[[rule]]\nname = "r{n}"\nlanguage = "*"\nwords = ["nowhere{n}"]\n\n' for n in range(20))
    text = ws.rule("topic", "leadership", ["leader*"], ["Leader", "A leader", "Leaders"])
    ws.write(review.rules / "leadership.toml", text.replace("[examples]", rows + "[examples]"))
    build(review)
    (line,) = _use(review).doubts
    assert line.endswith("words, r0, r1, r2, r3, r4 and 15 more")
