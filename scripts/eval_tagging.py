"""How good are the tag rules? Tags labelled sets and prints precision, recall, F1, MCC and the share answered.

    make eval-tagging DATA=FOLDER

FOLDER has any of

    tagging/pubmed_pubtypes/records.csv.gz   label: empirical, theoretical; others are left out
    tagging/wmotte_rcts/records.csv.gz       labels: systematic_review, meta_analysis, protocol, trial, randomized_trial
    balint/records.csv                       class, topics, confidence; rows marked low are left out
    balint/not_balint.csv                    titles that are not about Balint groups

Columns of the first two: id, title, abstract, keywords, mesh, label, labels. Publication types are never shown to the
rules: the labels come from them. Of the Balint records only titles and journal are shown. One row of the table is a
question with two answers: a work that the rules leave undecided counts as 'no' in all figures, and lowers `answered`,
the share of works with any value of the facet. These labels are one person's or a database's: no gold standard.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.tagging import RuleSet, load_rules, tag_work

RULES = Path(__file__).resolve().parent.parent / "queries" / "tags"
KINDS = {
    "systematic-review": "systematic_review",
    "meta-analysis": "meta_analysis",
    "protocol": "protocol",
    "randomised-trial": "randomized_trial",
    "trial": "trial",
}
TOPICS = ("leadership", "students", "burnout")
Row = Mapping[str, str]
Texts = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Of one question: rows, rows whose label is yes, and how the answers compare with the labels."""

    rows: int
    positive: int
    precision: float
    recall: float
    f1: float
    mcc: float
    answered: float


Example = tuple[bool, bool, bool]  # labelled yes, tagged yes, has any value of the facet but 'unsure'


def figures(examples: Sequence[Example]) -> Figures:
    """A share of nothing is nan; MCC is 0 where one side is empty."""
    tp = sum(label and tag for label, tag, _ in examples)
    fp = sum(tag and not label for label, tag, _ in examples)
    fn = sum(label and not tag for label, tag, _ in examples)
    tn = len(examples) - tp - fp - fn
    product = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)
    return Figures(
        rows=len(examples),
        positive=tp + fn,
        precision=_share(tp, tp + fp),
        recall=_share(tp, tp + fn),
        f1=_share(2 * tp, 2 * tp + fp + fn),
        mcc=(tp * tn - fp * fn) / math.sqrt(product) if product else 0.0,
        answered=_share(sum(answered for _, _, answered in examples), len(examples)),
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else math.nan


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One line of the table: what is asked of which rows, what the rules see of a row, and its label."""

    name: str
    rows: Sequence[Row]
    facet: str
    value: str
    texts: Callable[[Row], Texts]
    label: Callable[[Row], bool]

    def examples(self, rules: RuleSet) -> list[Example]:
        """Each row tagged."""
        return [self._example(rules, row) for row in self.rows]

    def _example(self, rules: RuleSet, row: Row) -> Example:
        tags = tag_work(rules, row.get("id", ""), self.texts(row))
        values = {tag.value for tag in tags if tag.facet == self.facet} - {"unsure"}
        return self.label(row), self.value in values, bool(values)


def questions(folder: Path) -> Iterator[Question]:
    """All that the sets in `folder` can answer."""
    yield from _publication_types(_rows(folder / "tagging" / "pubmed_pubtypes" / "records.csv.gz"))
    yield from _kinds(_rows(folder / "tagging" / "wmotte_rcts" / "records.csv.gz"))
    balint = [row for row in _rows(folder / "balint" / "records.csv") if row["confidence"] != "low"]
    yield from _balint(balint, _rows(folder / "balint" / "not_balint.csv"))


def _rows(path: Path) -> list[Row]:
    if not path.is_file():
        print(f"not there, left out: {path}", file=sys.stderr)
        return []
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as stream:
        return list(csv.DictReader(io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")))


def _publication_types(rows: Sequence[Row]) -> Iterator[Question]:
    labelled = [row for row in rows if row["label"] in ("empirical", "theoretical")]
    for name, texts in (("class by title, abstract", _text), ("class by MeSH too", _text_and_headings)):
        for value in ("empirical", "theoretical") if labelled else ():
            yield Question(
                name=name, rows=labelled, facet="class", value=value, texts=texts, label=_label_is("label", value)
            )


def _kinds(rows: Sequence[Row]) -> Iterator[Question]:
    whole = [row for row in rows if row["id"].removeprefix("PMID").isdigit()]  # others are broken lines of the set
    for value, label in KINDS.items() if whole else ():
        yield Question(
            name="kind", rows=whole, facet="kind", value=value, texts=_text, label=_label_is("labels", label)
        )


def _balint(balint: Sequence[Row], others: Sequence[Row]) -> Iterator[Question]:
    """`others` are told by their column `kind` (false friend, near miss), which the Balint records lack."""
    if not balint:
        return
    for value in ("empirical", "theoretical"):
        yield Question(
            name="Balint: class",
            rows=balint,
            facet="class",
            value=value,
            texts=_titles,
            label=_label_is("class", value),
        )
    for value in TOPICS:
        yield Question(
            name="Balint: topic", rows=balint, facet="topic", value=value, texts=_titles,
            label=_label_is("topics", value),
        )  # fmt: skip
    yield Question(
        name="Balint: relevance", rows=[*balint, *others], facet="relevance", value="relevant", texts=_titles,
        label=lambda row: "kind" not in row,
    )  # fmt: skip
    yield Question(
        name="Balint: relevance", rows=[*balint, *others], facet="relevance", value="not-relevant", texts=_titles,
        label=lambda row: "kind" in row,
    )  # fmt: skip


def _label_is(column: str, value: str) -> Callable[[Row], bool]:
    return lambda row: value in {part.strip() for part in row[column].split(";")}


def _text(row: Row) -> Texts:
    keywords = [word.strip() for word in row["keywords"].split(";") if word.strip()]
    return _filled({"title": [row["title"]], "abstract": [row["abstract"]], "keywords": keywords})


def _text_and_headings(row: Row) -> Texts:
    return {**_text(row), "headings": [word.strip() for word in row["mesh"].split(";") if word.strip()]}


def _titles(row: Row) -> Texts:
    fields = {"title": row["title"], "title_original": row.get("title_original", ""), "container": row["journal"]}
    return _filled({name: [text] for name, text in fields.items()})


def _filled(texts: Mapping[str, Sequence[str]]) -> Texts:
    return {name: [text for text in its if text and text != "NA"] for name, its in texts.items()}


def main() -> None:
    """Answer every question and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--rules", type=Path, default=RULES, help="a folder of tag rules (default: queries/tags)")
    arguments = parser.parse_args()
    asked = list(questions(arguments.data))
    if not asked:
        sys.exit(f"eval-tagging: {arguments.data} has none of the labelled sets. It needs:\n{__doc__}")
    rules = load_rules(arguments.rules)
    heads = ("rows", "yes", "precision", "recall", "F1", "MCC", "answered")
    print(f"{'question':<26}{'value':<19}" + "".join(f"{head:>10}" for head in heads))
    for question in asked:
        found = figures(question.examples(rules))
        shares = (found.precision, found.recall, found.f1, found.mcc, found.answered)
        counts = f"{found.rows:>10}{found.positive:>10}" + "".join(f"{share:>10.3f}" for share in shares)
        print(f"{question.name:<26}{question.value:<19}{counts}", flush=True)


if __name__ == "__main__":
    main()
