"""Train the table of weights that tells empirical from theoretical works, and write it to pipeline/tagging/weights.

    python scripts/train_class.py DATA [--out FOLDER]        (needs scikit-learn: pip install 'bibcorpus[ml]')

DATA/tagging/pubmed_pubtypes/records.csv.gz has the labelled rows, by the publication types that the National Library of
Medicine gave; these types are not shown to the model. Each row is learnt from three times: as it is, without its
headings, and by its title alone, so that one table serves whatever a source gives. The same rows and rules give the
same table, to the byte. The table holds single words and pairs of words that stand in at least five records.

What `confidence` means and below what there is no answer is settled by cross-validation: see `settle`.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from figures import figures

from pipeline.clean import clean
from pipeline.tagging import RuleSet, load_rules
from pipeline.tagging.engine import shown_to_models
from pipeline.tagging.features import Features, features
from pipeline.tagging.model import UNSURE, as_model
from pipeline.tagging_files import texts_of as texts_of_record

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "pipeline" / "tagging" / "weights"
YES, NO = "theoretical", "empirical"

MIN_RECORDS = 5
"""A word that stands in fewer records says nothing that holds for others, and might tell which records they were."""

STRENGTH = 20.0
"""C of the regression: 5, 10, 20 and 30 differ by less than a hundredth in F1."""

SIGN_SCALE = 0.5
"""Signs are made this much smaller before the regression sees them, so that they don't outweigh the words."""

MEASURES = ("precision", "recall", "f1", "mcc", "answered")
VIEWS = ("as-it-is", "without-headings", "title-only")

FOLDS, SEED = 5, 0
DIGITS = 3
"""Of a weight. The regression is run until its fifth digit stands, so that each machine writes the same three."""

YES_FROM = 0.55
"""The probability from which a work is theoretical: in cross-validation F1 and MCC differ little from 0.5 to 0.6."""

UNSURE_SHARE = 0.075
"""As many works are left to a person: the next below. So nine of ten are answered, with some to spare."""

KNOWN_SHARE = 0.2
"""Nearly all English titles of medicine have so many of their words in the table, hardly a German or French one."""

Row = Mapping[str, str]
Texts = Mapping[str, Sequence[str]]
View = tuple[Features, ...]


class Example(NamedTuple):
    """A labelled row as the model sees it: in full, without headings, by its title alone."""

    views: View
    yes: bool


def main() -> None:
    """Train on all rows, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    arguments = parser.parse_args()
    rows = labelled_rows(arguments.data)
    if not rows:
        sys.exit(f"train-class: {arguments.data} has no tagging/pubmed_pubtypes/records.csv.gz\n{__doc__}")
    write(arguments.out, *train(examples(load_rules(ROOT / "queries" / "tags", models=False), rows)))


# --- rows -> examples --------------------------------------------------------------------------------------------


def labelled_rows(data: Path) -> list[Row]:
    """The rows labelled empirical or theoretical; none where the set is not there."""
    path = data / "tagging" / "pubmed_pubtypes" / "records.csv.gz"
    if not path.is_file():
        return []
    with gzip.open(path, "rb") as stream:
        rows = list(csv.DictReader(io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")))
    return [row for row in rows if row["label"] in (YES, NO)]


def texts_of(row: Row) -> Texts:
    """What a tagger may see of a row, cleaned: all but publication types, from which the label was made."""
    fields = {"title": [row["title"]], "abstract": [row["abstract"]]}
    fields |= {name: row[column].split(";") for name, column in (("keywords", "keywords"), ("headings", "mesh"))}
    return cleaned(fields)


def cleaned(fields: Texts) -> Texts:
    """Fields of a source as rules and table see them: a title without the brackets of a translation, say."""
    given = {name: [text.strip() for text in its if text.strip() not in ("", "NA")] for name, its in fields.items()}
    texts = texts_of_record(clean({name: its for name, its in given.items() if its})[0])
    return {name: its for name, its in texts.items() if name in fields and its}


def without_headings(texts: Texts) -> Texts:
    """As most databases export."""
    return {name: its for name, its in texts.items() if name != "headings"}


def title_only(texts: Texts) -> Texts:
    """As a list of references has it."""
    return {name: its for name, its in texts.items() if name == "title"}


def examples(rules: RuleSet, rows: Sequence[Row]) -> list[Example]:
    """Every row, read."""
    return [Example(_views(rules, texts_of(row)), row["label"] == YES) for row in rows]


def _views(rules: RuleSet, texts: Texts) -> View:
    views = (texts, without_headings(texts), title_only(texts))
    return tuple(features(*shown_to_models(rules, view)) for view in views)


# --- examples -> table -------------------------------------------------------------------------------------------


def train(rows: Sequence[Example]) -> tuple[dict[str, Any], str]:
    """The description and the table, as `tagging.model.as_model` reads them."""
    probabilities = _cross_validated(rows)
    table, bias = fit(rows)
    described = settle(probabilities, bias)
    counts = {"rows": len(rows), YES: sum(row.yes for row in rows), "folds": FOLDS, "features": table.count("\n") - 1}
    return {"training": counts, "measured": _measured(rows, probabilities, described), **described}, table


def fit(rows: Sequence[Example]) -> tuple[str, float]:
    """The table of weights, sorted, and the bias."""
    from sklearn.linear_model import LogisticRegression

    counted = Counter(key for row in rows for key in set().union(*map(_keys, row.views)))
    chosen = sorted(key for key, records in counted.items() if records >= MIN_RECORDS)
    place = {key: number for number, key in enumerate(chosen)}
    seen = [view for row in rows for view in row.views]
    labels = [row.yes for row in rows for _ in row.views]
    regression = LogisticRegression(
        C=STRENGTH / len(rows[0].views), class_weight="balanced", tol=1e-6, max_iter=10_000
    )  # each row counts once, however many views it has
    regression.fit(_matrix(seen, place), labels)
    lines = ["part\twords\trecords\tweight\n"]
    for (part, word), weight in zip(chosen, regression.coef_[0], strict=True):
        scaled = float(weight) * (SIGN_SCALE if _is_sign(part) else 1.0)
        lines.append(f"{part}\t{word}\t{counted[part, word]}\t{round(scaled, DIGITS) + 0.0:.{DIGITS}f}\n")
    return "".join(lines), round(float(regression.intercept_[0]), DIGITS)


def _keys(seen: Features) -> set[tuple[str, str]]:
    return {(part, word) for found in (seen.words, seen.signs) for part, words in found.items() for word in words}


def _is_sign(part: str) -> bool:
    return part.rpartition(" ")[2] in ("qualifier", "rule", "shape")


def _matrix(seen: Sequence[Features], place: Mapping[tuple[str, str], int]) -> Any:
    """One row for each; words as shares of the known ones, as `Model.score` has them."""
    from scipy.sparse import csr_matrix

    ends, columns, numbers = [0], [], []
    for work in seen:
        words = list(_known(work.words, place))
        norm = sum(number * number for _, number in words) ** 0.5 or 1.0
        signs = [(column, number * SIGN_SCALE) for column, number in _known(work.signs, place)]
        row = sorted([(column, number / norm) for column, number in words] + signs)
        columns += [column for column, _ in row]
        numbers += [number for _, number in row]
        ends.append(len(columns))
    return csr_matrix((numbers, columns, ends), shape=(len(seen), len(place)))


def _known(
    found: Mapping[str, Mapping[str, float]], place: Mapping[tuple[str, str], int]
) -> Iterator[tuple[int, float]]:
    for part, words in found.items():
        for word, number in words.items():
            if (part, word) in place:
                yield place[part, word], number


# --- from when on it answers -------------------------------------------------------------------------------------


def _cross_validated(rows: Sequence[Example]) -> list[list[float]]:
    """For each row its probabilities, one a view, by a table that did not see the row."""
    found: list[list[float]] = [[] for _ in rows]
    for part in folds([row.yes for row in rows]):
        held = set(part)
        table, bias = fit([row for number, row in enumerate(rows) if number not in held])
        model = as_model(_description(bias, YES_FROM), table)
        for number in part:
            found[number] = [model.probability(view) for view in rows[number].views]
    return found


def folds(labels: Sequence[bool]) -> list[list[int]]:
    """Five parts of the rows, with as many of each label; always the same."""
    from sklearn.model_selection import StratifiedKFold

    cut = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    return [[int(number) for number in test] for _, test in cut.split([[0]] * len(labels), labels)]


def settle(probabilities: Sequence[Sequence[float]], bias: float) -> dict[str, Any]:
    """From what probability it answers.

    Those next below what is called theoretical are left to a person: calling a review a study is the costlier slip,
    since it would be counted among the findings.
    """
    below = sorted(first for first, *_ in probabilities if first < YES_FROM)
    left = round(UNSURE_SHARE * len(probabilities))
    return _description(bias, round(below[-left - 1], 2) if left < len(below) else YES_FROM)


def _description(bias: float, no_up_to: float) -> dict[str, Any]:
    answer = {"yes": YES, "no": NO, "yes_from": YES_FROM, "no_up_to": no_up_to, "known_share": KNOWN_SHARE}
    return {"answer": answer | {"bias": bias}}


def _measured(
    rows: Sequence[Example], probabilities: Sequence[Sequence[float]], described: Mapping[str, Any]
) -> dict[str, dict[str, float]]:
    """Of the table by itself, on rows that it did not see; the figures with the rules are eval_tagging's."""
    model = as_model(described, "part\twords\trecords\tweight\n")
    measured = {}
    for number, view in enumerate(VIEWS):
        said = [model.value_at(found[number]) for found in probabilities]
        found = figures([(row.yes, value == YES, value != UNSURE) for row, value in zip(rows, said, strict=True)])
        measured[view] = {name: round(getattr(found, name), DIGITS) for name in MEASURES}
    return measured


# --- writing -----------------------------------------------------------------------------------------------------

ABOUT = """\
# The table of weights class.tsv: what it was made from, how good it is, and from where it answers.
# Written by scripts/train_class.py: don't edit. Records of PubMed that their users published, labelled by the
# publication types of the National Library of Medicine: theoretical are reviews, editorials, comments, letters,
# historical articles, news; empirical are trials, observational, comparative and evaluation studies, case reports.
# Neither the records nor any sentence of theirs are in the table: single words and pairs of words in five records
# or more. [measured] is five-fold cross-validation of the table by itself: of 'theoretical', unsure counts as not.
"""


def write(folder: Path, described: Mapping[str, Any], table: str) -> None:
    """class.tsv and class.toml."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "class.tsv").write_text(table, encoding="utf-8", newline="\n")
    (folder / "class.toml").write_text(ABOUT + "".join(_toml(described)), encoding="utf-8", newline="\n")


def _toml(tables: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """Tables of numbers and short names; no other kind of value is met here."""
    for name, table in tables.items():
        plain = {key: value for key, value in table.items() if not isinstance(value, dict)}
        if plain:
            yield f"\n[{above}{name}]\n"
        for key, value in plain.items():
            yield f"{key} = {value!r}\n" if not isinstance(value, str) else f'{key} = "{value}"\n'
        yield from _toml({key: value for key, value in table.items() if isinstance(value, dict)}, f"{above}{name}.")


if __name__ == "__main__":
    main()
