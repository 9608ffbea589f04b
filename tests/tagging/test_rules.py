"""Rule files: what is read, what is refused, and that the rules of this repository keep their promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import RuleError
from pipeline.tagging import RuleSet, check_examples, load_rules, tag_work

FACETS = """
[method]
title = "Method"
values = ["survey", "interview", "both", "unsure"]
single = true
tie = "unsure"

[class]
title = "Class"
values = ["empirical", "theoretical", "unsure"]
single = true
default = "unsure"
"""
GOOD = """
facet = "method"
value = "survey"
title = "Survey"
why = "People were asked."
implies = { class = "empirical" }
[[rule]]
name = "en"
language = "en"
words = ["survey*"]
[examples]
match = ["A survey", "Surveys of nurses", "Survey"]
no_match = ["Balint", "Interviews", "Essay"]
"""


def load(folder: Path, text: str = GOOD, facets: str = FACETS, **others: str) -> RuleSet:
    (folder / "facets.toml").write_text(facets, encoding="utf-8")
    for name, content in {"survey": text, **others}.items():
        (folder / f"{name}.toml").write_text(content, encoding="utf-8")
    return load_rules(folder)


def test_a_good_file_is_read(tmp_path: Path):
    """The smallest useful folder: facets and one value."""
    ruleset = load(tmp_path)
    assert [rule.id for rule in ruleset.rules] == ["survey.toml:en"]
    assert check_examples(ruleset) == []


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ('words = ["survey*"]', 'words = ["survey*"', ["survey.toml", "line"]),
        ('language = "en"', 'colour = "red"', ["survey.toml", "colour"]),
        ('language = "en"', 'fields = ["titel"]', ["survey.toml", "'en'", "titel"]),
        ('language = "en"', 'language = "English"', ["survey.toml", "English"]),
        ('language = "en"', "confidence = 7", ["survey.toml", "7"]),
        ('language = "en"', 'confidence = "sure"', ["survey.toml", "sure"]),
        ('language = "en"', 'fields = ["title"]\nconfidence = { title = "weak" }', ["survey.toml", "fields"]),
        ('language = "en"', "needs = []", ["survey.toml", "needs"]),
        ('"survey*"', '"sur*vey"', ["survey.toml", "'en'", "sur*vey", "end of a word"]),
        ('"survey*"', '"s"', ["survey.toml", "'en'", "one letter"]),
        ('"survey*"', '"survey*", "survey*"', ["survey.toml", "twice"]),
        ('"survey*"', "3", ["survey.toml", "words"]),
        ('facet = "method"', 'facet = "methods"', ["survey.toml", "methods"]),
        ('value = "survey"', 'value = "surveys"', ["survey.toml", "surveys"]),
        ('class = "empirical"', 'class = "empiric"', ["survey.toml", "empiric"]),
        ('class = "empirical"', 'method = "interview"', ["survey.toml", "method"]),
        ('why = "People were asked."', "", ["survey.toml", "why"]),
        ("[examples]", '[[rule]]\nname = "en"\nwords = ["poll"]\n[examples]', ["survey.toml", "two rules", "en"]),
        ("[examples]", '[[rule]]\nname = "x"\n[examples]', ["survey.toml", "'x'", "words"]),
        ("[examples]", '[[rule]]\nname = "x"\nall_of = ["method:survey"]\n[examples]', ["survey.toml", "all_of"]),
        ('match = ["A survey"', 'match = [{ titel = "x" }', ["survey.toml", "titel"]),
        ("[[rule]]", "[rule]", ["survey.toml", "rule"]),
    ],
)
def test_a_broken_file_is_refused_by_name_with_what_to_try(tmp_path: Path, before: str, after: str, named: list[str]):
    """Librarians write these files: a complaint must lead to the line to mend."""
    assert before in GOOD
    with pytest.raises(RuleError) as caught:
        load(tmp_path, GOOD.replace(before, after, 1))
    assert all(part in caught.value.message for part in named), caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("single = true", 'single = "yes"'),
        ('default = "unsure"', 'default = "open"'),
        ('tie = "unsure"', 'threshold = "very"'),
        ('"survey", "interview"', '"survey", "survey"'),
        ('"survey", "interview"', '"Survey of all", "interview"'),
        ('title = "Class"', 'titles = "Class"'),
    ],
)
def test_a_broken_facet_is_refused(tmp_path: Path, before: str, after: str):
    """The values of a facet are what people filter by; a slip there changes every count."""
    with pytest.raises(RuleError, match=r"facets\.toml"):
        load(tmp_path, facets=FACETS.replace(before, after, 1))


def test_a_default_needs_a_facet_with_one_value(tmp_path: Path):
    """Several values and 'unsure' beside them would contradict each other."""
    with pytest.raises(RuleError, match="one value"):
        load(tmp_path, facets=FACETS.replace("single = true", "single = false"))


def test_one_value_has_one_file(tmp_path: Path):
    """Two files for one value would hide each other's rules from their readers."""
    with pytest.raises(RuleError, match=r"survey.* already|already"):
        load(tmp_path, zweite=GOOD)


def test_a_folder_without_facets_and_a_file_in_another_encoding_are_refused(tmp_path: Path):
    """Both happen with files that came by e-mail."""
    with pytest.raises(RuleError, match=r"facets\.toml"):
        load_rules(tmp_path)
    (tmp_path / "facets.toml").write_bytes(FACETS.replace("Method", "Méthode").encode("latin-1"))
    with pytest.raises(RuleError, match="UTF-8"):
        load_rules(tmp_path)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path):
    """Windows' Notepad writes one."""
    load(tmp_path)
    (tmp_path / "survey.toml").write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert load_rules(tmp_path).rules


def test_examples_that_lie_are_told(tmp_path: Path):
    """A match that is not tagged, a no_match that is, and too few of them."""
    text = GOOD.replace('"A survey", "Surveys of nurses", "Survey"', '"An essay"').replace('"Balint"', '"My survey"')
    problems = check_examples(load(tmp_path, text))
    assert len(problems) == 3
    assert any("match example 1 is not tagged" in problem and "An essay" in problem for problem in problems)
    assert any("no_match example 1 is tagged" in problem for problem in problems)
    assert any("1 match examples" in problem for problem in problems)


# --- the rules of this repository ----------------------------------------------------------------------------------


def test_the_examples_of_our_rules_do_what_they_say(ruleset: RuleSet):
    """Each file shows what it finds and what it leaves, in several languages."""
    assert check_examples(ruleset) == []


def test_every_value_but_unsure_has_rules(ruleset: RuleSet):
    """A value without rules would be offered and never given."""
    written = {(file.facet, file.value) for file in ruleset.files}
    named = {(f.name, value) for f in ruleset.facets.values() for value in f.values if value != "unsure"}
    assert written == named


@pytest.mark.parametrize(
    ("title", "facet", "value"),
    [
        ("Balint group and burnout of head nurses", "topic", "leadership"),
        ("Leitlinie Balintarbeit", "topic", "leadership"),
        ("Leitertagung der Deutschen Balint-Gesellschaft", "topic", "leadership"),
        ("Ведущие причины выгорания: балинтовские группы", "topic", "leadership"),
        ("Лидеры мнений и балинтовская группа", "topic", "leadership"),
        ("Balint groups for residents and interns", "topic", "students"),
        ("Burn-out des internes en médecine générale", "topic", "students"),
        ("Балинтовские группы для ординаторов и интернов", "topic", "students"),
        ("Syndrome de Balint après un accident vasculaire", "relevance", "relevant"),
        ("Group self-reflection to address burnout", "relevance", "relevant"),
        ("Group self-reflection to address burnout", "relevance", "not-relevant"),
        ("A systematic review of randomized controlled trials of Balint groups", "kind", "randomised-trial"),
        ("A systematic review of randomized controlled trials of Balint groups", "class", "empirical"),
        ("Balint groups: protocol for a randomised trial", "kind", "randomised-trial"),
        ("Retrospective chart review of 210 patients", "class", "theoretical"),
        ("Balint groups: a trial run", "kind", "trial"),
    ],
)
def test_words_that_only_look_so_give_no_tag(ruleset: RuleSet, title: str, facet: str, value: str):
    """Each of these stood in real searches; a stem alone would be taken in."""
    assert (facet, value) not in {(tag.facet, tag.value) for tag in tag_work(ruleset, "w", {"title": [title]})}
