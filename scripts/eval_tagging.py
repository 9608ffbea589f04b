"""How good are the tags? Tags labelled sets and prints precision, recall, F1, MCC and the share answered.

    make eval-tagging DATA=FOLDER        (needs scikit-learn: pip install 'bibcorpus[ml]')

FOLDER has any of

    tagging/pubmed_pubtypes/records.csv.gz   label: empirical, theoretical; others are left out
    tagging/wmotte_rcts/records.csv.gz       labels: systematic_review, meta_analysis, protocol, trial, randomized_trial
    tagging/mesh_roots/records.csv.gz        headings, for topics
    balint/records.csv                       class, topics, confidence; rows marked low are left out
    balint/not_balint.csv                    titles that are not about Balint groups

Columns of the first three: id, title, abstract, keywords, mesh, label, labels. The field that holds the answer is
hidden: publication types always, headings where topics are read from them. Of the Balint records only titles and
journal are shown. The whole tagger answers: rules, and the table of weights for what they leave. For the rows that the
table was trained on, it is trained anew on four fifths of them and answers for the last fifth, five times.

One row of the output is a question with two answers: a work that is left undecided counts as 'no' in all figures, and
lowers `answered`, the share of works with any value of the facet; 'of the answered' looks at the others only. These
labels are one person's or a database's: no gold standard.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

import train_class
from figures import HEADS, Answer, figures

from pipeline.tagging import RuleSet, load_rules, tag_work
from pipeline.tagging.model import as_model

RULES = Path(__file__).resolve().parent.parent / "queries" / "tags"
KINDS = {
    "systematic-review": "systematic_review",
    "meta-analysis": "meta_analysis",
    "protocol": "protocol",
    "randomised-trial": "randomized_trial",
    "trial": "trial",
}
TOPICS = ("leadership", "students", "burnout")
HEADINGS = {
    "students": ("Students, Medical", "Students, Nursing", "Students, Dental", "Students, Pharmacy",
                 "Students, Health Occupations", "Clinical Clerkship", "Education, Medical, Undergraduate"),
    "burnout": ("Burnout, Professional", "Burnout, Psychological", "Compassion Fatigue"),
}  # fmt: skip
"""Headings that say what our topic says. 'Leadership' is another thing: who leads a hospital, not who leads a group."""

Row = Mapping[str, str]
Texts = Mapping[str, Sequence[str]]
RulesFor = Callable[[Row], RuleSet]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One line of the table: what is asked of which rows, what the tagger sees of a row, and its label.

    `answered_only`: rows that the tagger leaves undecided are left out.
    """

    name: str
    rows: Sequence[Row]
    facet: str
    value: str
    texts: Callable[[Row], Texts]
    label: Callable[[Row], bool]
    answered_only: bool = False

    def answers(self, rules_for: RulesFor) -> list[Answer]:
        """Each row tagged."""
        answers = [self._answer(rules_for(row), row) for row in self.rows]
        return [answer for answer in answers if answer[2]] if self.answered_only else answers

    def _answer(self, rules: RuleSet, row: Row) -> Answer:
        tags = tag_work(rules, row.get("id", ""), self.texts(row))
        values = {tag.value for tag in tags if tag.facet == self.facet} - {"unsure"}
        return self.label(row), self.value in values, bool(values)


def questions(folder: Path) -> Iterator[Question]:
    """All that the sets in `folder` can answer."""
    yield from _publication_types(train_class.labelled_rows(folder))
    yield from _kinds(_rows(folder / "tagging" / "wmotte_rcts" / "records.csv.gz"))
    headed = [
        row for name in ("mesh_roots", "pubmed_pubtypes") for row in _rows(folder / "tagging" / name / "records.csv.gz")
    ]
    yield from _topics([row for row in headed if row["mesh"]])
    balint = [row for row in _rows(folder / "balint" / "records.csv") if row["confidence"] != "low"]
    yield from _balint(balint, _rows(folder / "balint" / "not_balint.csv"))


def _rows(path: Path) -> list[Row]:
    if not path.is_file():
        print(f"not there, left out: {path}", file=sys.stderr)
        return []
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as stream:
        return list(csv.DictReader(io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")))


def _publication_types(rows: Sequence[Row]) -> Iterator[Question]:
    views: Mapping[str, Callable[[Row], Texts]] = {
        "class": train_class.texts_of,
        "class, without MeSH": lambda row: train_class.without_headings(train_class.texts_of(row)),
        "class, title only": lambda row: train_class.title_only(train_class.texts_of(row)),
    }
    for name, texts in views.items() if rows else ():
        for answered_only in (False, True):
            for value in ("theoretical", "empirical"):
                yield Question(
                    name=f"{name}, of the answered" if answered_only else name, rows=rows, facet="class", value=value,
                    texts=texts, label=_label_is("label", value), answered_only=answered_only,
                )  # fmt: skip


def _kinds(rows: Sequence[Row]) -> Iterator[Question]:
    whole = [row for row in rows if row["id"].removeprefix("PMID").isdigit()]  # others are broken lines of the set
    for value, label in KINDS.items() if whole else ():
        yield Question(
            name="kind", rows=whole, facet="kind", value=value, texts=_text, label=_label_is("labels", label)
        )


def _topics(rows: Sequence[Row]) -> Iterator[Question]:
    for value, headings in HEADINGS.items() if rows else ():
        yield Question(
            name="topic, MeSH hidden", rows=rows, facet="topic", value=value, texts=_text, label=_has_heading(headings)
        )


def _balint(balint: Sequence[Row], others: Sequence[Row]) -> Iterator[Question]:
    """`others` are told by their column `kind` (false friend, near miss), which the Balint records lack."""
    asked = [("class", value) for value in ("empirical", "theoretical")] + [("topic", value) for value in TOPICS]
    columns = {"class": "class", "topic": "topics"}
    for facet, value in asked if balint else ():
        yield Question(
            name=f"Balint: {facet}", rows=balint, facet=facet, value=value, texts=_titles,
            label=_label_is(columns[facet], value),
        )  # fmt: skip
    false_friends = [row for row in others if row["kind"] == "false_friend"]
    labels: Mapping[str, Callable[[Row], bool]] = {
        "relevant": lambda row: "kind" not in row,
        "not-relevant": lambda row: "kind" in row,
    }
    for value, label in labels.items() if balint else ():
        yield Question(
            name="Balint: relevance", rows=[*balint, *false_friends], facet="relevance", value=value, texts=_titles,
            label=label,
        )  # fmt: skip
    if balint and others:
        yield Question(
            name="Balint: with near misses", rows=[*balint, *others], facet="relevance", value="relevant",
            texts=_titles, label=labels["relevant"],
        )  # fmt: skip


def _label_is(column: str, value: str) -> Callable[[Row], bool]:
    return lambda row: value in {part.strip() for part in row[column].split(";")}


def _has_heading(headings: Sequence[str]) -> Callable[[Row], bool]:
    wanted = set(headings)
    return lambda row: not wanted.isdisjoint(h.partition("/")[0].strip(" *") for h in row["mesh"].split(";"))


def _text(row: Row) -> Texts:
    return train_class.without_headings(train_class.texts_of(row))


def _titles(row: Row) -> Texts:
    fields = {"title": row["title"], "title_original": row.get("title_original", ""), "container": row["journal"]}
    return train_class.cleaned({name: [text] for name, text in fields.items()})


# --- a table of weights that has not seen the row ------------------------------------------------------------------


def by_fold(rules: RuleSet, rows: Sequence[Row]) -> RulesFor:
    """For a training row the rules with a table that was trained without it; for any other those that we ship."""
    if not rows or "class" not in rules.judges:
        return lambda row: rules
    examples = train_class.examples(rules, rows)
    blind: dict[int, RuleSet] = {}
    for held in train_class.folds([example.yes for example in examples]):
        out = set(held)
        seen = [example for number, example in enumerate(examples) if number not in out]
        trained = replace(rules, judges={**rules.judges, "class": as_model(*train_class.train(seen))})
        blind |= {id(rows[number]): trained for number in held}
    return lambda row: blind.get(id(row), rules)


def main() -> None:
    """Answer every question and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--rules", type=Path, default=RULES, help="a folder of tag rules (default: queries/tags)")
    arguments = parser.parse_args()
    asked = list(questions(arguments.data))
    if not asked:
        sys.exit(f"eval-tagging: {arguments.data} has none of the labelled sets. It needs:\n{__doc__}")
    trained_on = asked[0].rows if asked[0].facet == "class" and asked[0].name == "class" else []
    if trained_on and not find_spec("sklearn"):
        print("eval-tagging: 'class' is left out, since scikit-learn is not there: pip install 'bibcorpus[ml]'",
              file=sys.stderr)  # fmt: skip
        asked, trained_on = [question for question in asked if question.rows is not trained_on], []
    rules_for = by_fold(load_rules(arguments.rules), trained_on)
    print(f"{'question':<40}{'value':<19}" + "".join(f"{head:>10}" for head in HEADS))
    for question in asked:
        print(f"{question.name:<40}{question.value:<19}{figures(question.answers(rules_for))}", flush=True)


if __name__ == "__main__":
    main()
