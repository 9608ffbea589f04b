"""The table of weights for class: what is in it, when it speaks and when not, and that it can be made again."""

from __future__ import annotations

import csv
import importlib
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from pipeline.tagging import RuleSet, load_rules, tag_work
from pipeline.tagging.features import features
from pipeline.tagging.model import Model, as_model, shipped
from pipeline.tagging.text import cut

ROOT = Path(__file__).parents[2]
WEIGHTS = ROOT / "pipeline" / "tagging" / "weights"
ANSWER = {"yes": "theoretical", "no": "empirical", "yes_from": 0.7, "no_up_to": 0.3, "known_share": 0.5, "bias": 0.0}
TABLE = """part\twords\trecords\tweight
title\tan\t9\t0.100
title\tessay\t9\t4.000
title\tcohort\t9\t-4.000
title\tan essay\t9\t1.000
shape\tno abstract\t9\t0.500
"""


def small_model() -> Model:
    return as_model({"answer": ANSWER}, TABLE)


def seen(**texts: str) -> Mapping[str, Sequence[Any]]:
    return {field: [cut(text)] for field, text in texts.items()}


def class_of(rules: RuleSet, **texts: Sequence[str]) -> Any:
    return next(tag for tag in tag_work(rules, "w1", texts) if tag.facet == "class")


def test_words_for_a_value_make_it_and_are_shown():
    """A tag is a claim with reasons: the weightiest words stand beside it, and the field where the first stands."""
    judgement = small_model().judge(seen(title="An essay"), ())
    assert judgement is not None
    assert (judgement.value, judgement.field) == ("theoretical", "title")
    assert judgement.words.split("; ")[0] == "essay"


def test_words_that_pull_both_ways_leave_it_to_a_person():
    """Below the stated confidence the answer is 'unsure', not the likelier value."""
    judgement = small_model().judge(seen(title="Essay, cohort"), ())
    assert judgement is not None
    assert judgement.value == "unsure"


def test_where_few_words_are_known_it_says_nothing():
    """A table of English words has no opinion on a German title that shares one word with it."""
    assert small_model().judge(seen(title="Der Essay als Form der ärztlichen Erkenntnis"), ()) is None
    assert small_model().judge({}, ()) is None


@pytest.mark.parametrize(
    "title",
    [
        "Балинтовские группы: опыт ведения",
        "Die Bedeutung der Arzt-Patient-Beziehung in der Allgemeinmedizin",
        "Grupa Balinta w relacji lekarz–pacjent",
        "La relation médecin-malade et la formation psychologique",
        "巴林特小组",
    ],
)
def test_the_shipped_table_leaves_other_languages_to_the_rules(title: str):
    """It was trained on English records."""
    assert shipped("class").judge(seen(title=title), ()) is None


def test_a_document_type_outranks_the_table(ruleset: RuleSet):
    """What a database says of the kind of a work is stronger than any count of words."""
    texts = {
        "title": ["Blood pressure in pregnancy"],
        "abstract": ["We measured 40 women. There were 12 events (30%)."],
    }
    assert class_of(ruleset, **texts, publication_types=["Review"]).layer == "source"


def test_a_title_alone_is_for_the_rules_first(ruleset: RuleSet):
    """A phrase such as 'the history of' says more than single words of a title can."""
    assert class_of(ruleset, title=["The history of Balint groups"]).layer == "rule"


def test_the_table_answers_what_no_phrase_has_settled(ruleset: RuleSet):
    """A study is known by figures and the past tense, though no phrase says 'study'; the evidence says so."""
    tag = class_of(
        ruleset,
        title=["Serum zinc after gastric bypass"],
        abstract=[
            "Zinc was lower in 12 of 40 patients (30%, p = 0.02) and fell after surgery. Levels were 9.1 and 7.4."
        ],
    )
    assert (tag.value, tag.layer, tag.rule) == ("empirical", "model", "weights/class.tsv")
    assert tag.words
    assert tag.confidence >= 0.5


def test_without_tables_the_rules_decide_alone():
    """So that the rules can be judged, and the table trained, by themselves."""
    rules = load_rules(ROOT / "queries" / "tags", models=False)
    assert class_of(rules, title=["Serum zinc after gastric bypass"]).layer == "default"


def test_a_letter_without_abstract_is_told_from_a_bare_title():
    """Where a database gave headings, the missing abstract is a sign; in a list of titles it is none."""
    letter = features({**seen(title="Zinc"), "headings": [cut("Humans")]}, ())
    bare = features(seen(title="Zinc"), ())
    assert "bare shape" in letter.signs
    assert "alone shape" in bare.signs
    assert "alone" not in letter.words


def test_rules_of_any_language_weigh_alike():
    """'Review' by a Russian phrase is the same sign as by an English one; what a work is about is no sign."""
    russian = features({}, ["review.toml:ru@title", "burnout.toml:ru@title"])
    assert russian.signs["rule"] == features({}, ["review.toml:en@title"]).signs["rule"] == {"review title": 1.0}


def rows_of_the_table() -> list[dict[str, str]]:
    with (WEIGHTS / "class.tsv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_the_shipped_table_has_single_words_and_pairs_only():
    """No sentence of a record that it was trained on can be put together from it."""
    rows = rows_of_the_table()
    assert all(1 <= len(row["words"].split()) <= 2 for row in rows)
    assert all(int(row["records"]) >= 5 for row in rows)


def test_the_shipped_table_is_sorted_and_has_nothing_twice():
    """So that a difference between two versions can be read."""
    keys = [(row["part"], row["words"]) for row in rows_of_the_table()]
    assert keys == sorted(set(keys))


@pytest.fixture
def train_class(monkeypatch: pytest.MonkeyPatch) -> Any:
    pytest.importorskip("sklearn", reason="training needs the ml extra")
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    yield importlib.import_module("train_class")
    for name in ("train_class", "figures"):
        sys.modules.pop(name, None)


def test_the_same_records_give_the_same_table(train_class: Any, tmp_path: Path):
    """To the byte, whatever the order in which files are written; a rare word isn't in it."""
    rules = load_rules(ROOT / "queries" / "tags", models=False)
    rows = [
        {"title": title, "abstract": abstract, "keywords": "", "mesh": "Humans/genetics", "label": label}
        for number in range(6)
        for title, abstract, label in (
            ("Reflections on care", "Care is a relation.", "theoretical"),
            (f"Zinc in cohort word{number}", "Zinc was 7 in 12.", "empirical"),
        )
    ]
    for name in ("one", "two"):
        train_class.write(tmp_path / name, *train_class.train(train_class.examples(rules, rows)))
    for file in ("class.tsv", "class.toml"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()
    table = (tmp_path / "one" / "class.tsv").read_text(encoding="utf-8")
    assert "cohort" in table
    assert "word3" not in table
