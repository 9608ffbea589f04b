"""How well are free-text references read? Compares the command's rows with references labelled field by field.

    make eval-references DATA=FOLDER            scores
    python scripts/eval_references.py FOLDER --all    and every field that is wrong

FOLDER has references.csv with the columns id, raw, authors, title, year, journal, volume, issue, pages, doi, style and
language; perhaps anystyle.csv.gz with the same columns, printed as a block of its own, and as another every second of
its references, which no rule was written with in view. Printed for each field: how many of the labelled ones are right,
letters and digits compared without case, and how many are given where the label is empty ('extra'). Then, of
anystyle.csv.gz, what `check` is worth: how many of the references with a wrong title or journal have a mark there, and
how many with right ones. The labels of anystyle.csv.gz are pieces of the text as it was
cut, not values ('61 (3' is a volume, 'ages 282–289' are pages, names are one text): there a volume is compared by its
first number, pages by their numbers, authors by their families and initials.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import re
import sys
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from pipeline.references import parse_file
from pipeline.values.pages import normalise_pages

FIELDS = ("year", "volume", "issue", "pages", "journal", "title", "authors", "doi")
Row = Mapping[str, str]


def folded(text: str) -> str:
    """Letters and digits alone, in small letters: 'Fam. Med.' and 'Fam Med' are the same."""
    plain = unicodedata.normalize("NFKC", text.replace("↵", "ff")).casefold()  # a ligature that a PDF gave away
    return " ".join(re.findall(r"[^\W_]+", plain))


def same(field: str, true: str, given: str) -> bool:
    """Whether a value typed out by a person is given."""
    return folded(true).replace(" ", "") == folded(given).replace(" ", "")


def without_quirks(row: Row) -> Row:
    """A row of anystyle.csv.gz in our terms: its volume may hold issue, pages and year too ('2011;17(1', '33:183–201').

    'n° 126' as volume is an issue, '351 p' and '2 vols' are extents, and the slanted type of a name is not the name.
    """
    known = {name: re.sub(r"</?\w+>", "", value) for name, value in row.items()}
    if re.match(r"(?:n[°o]|No\.|Issue)", row["volume"], re.IGNORECASE):
        known |= {"volume": "", "issue": re.sub(r"^\D+", "", row["volume"])}
    if re.search(r"\d+\s?vols", row["volume"]):
        known["volume"] = ""
    if re.search(r"\d\s?pp?$", row["pages"]):
        known["pages"] = ""
    if cell := VOLUME_AND_MORE.fullmatch(known["volume"]):
        found = {name: value for name, value in cell.groupdict().items() if value}
        known |= {"volume": found.get("volume", "")} | {name: value for name, value in found.items() if not known[name]}
    return known


VOLUME_AND_MORE = re.compile(  # '61 (3', '10(4):439–463', '33:183–201', '27, no. 5', '2011;17(1', '2000;(3):218-226'
    r"(?:(?P<year>\d{4});)?\s?(?:v\.\s?)?(?P<volume>\d{1,4}|[IVXLC]+)?"
    r"(?:(?:\s?,?\s?\(|,\s(?:[Nn]os?\.?\s?|n°\s?)?|\s[Nn]o\.\s?)(?P<issue>\d[\w/–-]*)\)?)?"
    r"(?::\s?(?P<pages>e?\d+(?:[–-]\d+)?))?"
)


def same_as_cut(field: str, true: str, given: str) -> bool:
    """Whether a piece of text, as a labeller cut it, holds the value that is given."""
    if field == "volume":
        true = re.sub(r"^\d{4};", "", true)
        return bool(numbers(true)) and numbers(true)[0] == folded(given)
    if field == "pages":
        return numbers(normalise_pages(re.sub(r"^ages\s", "", true)) or true) == numbers(given)
    if field == "authors":
        return sorted(pieces_of_names(true)) == sorted(pieces_of_names(given))
    if field == "journal":
        return same(field, NO_NAME.sub("", true), given)
    return same(field, true, given)


NO_NAME = re.compile(
    r"^(?:in:?|(?:(?:paper|poster) )?presented at(?: the)?|of)\s", re.IGNORECASE
)  # before the name that is cut


def numbers(text: str) -> list[str]:
    """'61 (3' -> ['61', '3'], 'v. 16' -> ['16'], 'XV' -> ['xv']."""
    words = folded(text).split()
    return [
        word for word in words if any(c.isdigit() for c in word) or (re.fullmatch("[ivxlc]+", word) and word != "v")
    ]


def pieces_of_names(text: str) -> list[str]:
    """First letters of the names, which stay whatever the order and however much of a given name is written."""
    plain = re.sub(r"\b(?:and|et al|others|jr|sr|eds?|editors?)\b|&", " ", text, flags=re.IGNORECASE)
    plain = re.sub(r"(?<=[\s,;])(?:et|und|e|y|a)\s", " ", plain)  # 'and' in other languages, in small letters
    plain = re.sub(r"\b[^\W\d_]{2,3}\b", lambda m: " ".join(m[0]) if m[0].isupper() else m[0], plain)
    return [word[0] for word in folded(plain).split()]


def parsed(rows: Sequence[Row]) -> list[Row]:
    """The command's rows of these raw texts, which it gets as a file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(("id", "raw"))
    writer.writerows((row["id"], row["raw"]) for row in rows)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "references.csv"
        path.write_text(text.getvalue(), encoding="utf-8")
        return list(parse_file(path))


def block(title: str, pairs: Iterable[tuple[Row, Row]], equal: Callable[[str, str, str], bool]) -> list[str]:
    """Print the scores of these pairs of label and row; hand back what is wrong, in words."""
    right, labelled, extra, wrong = Counter[str](), Counter[str](), Counter[str](), list[str]()
    pairs = list(pairs)
    for true, given in pairs:
        for field in FIELDS:
            if not true[field]:
                extra[field] += bool(given[field])
                if given[field]:
                    wrong.append(f"{true['id']} {field}: {given[field]!r}, but none is labelled\n    {true['raw']}")
                continue
            labelled[field] += 1
            if equal(field, true[field], given[field]):
                right[field] += 1
            else:
                wrong.append(f"{true['id']} {field}: {given[field]!r} for {true[field]!r}\n    {true['raw']}")
    print(f"\n{title}: {len(pairs)} references")
    for field in FIELDS:
        of = share(right[field], labelled[field])
        print(f"  {field:<9}{right[field]:>6} of {labelled[field]:>5}  {of}  extra {extra[field]}")
    return wrong


def marks(pairs: Iterable[tuple[Row, Row]], equal: Callable[[str, str, str], bool]) -> None:
    """Print how well `check` tells references with a wrong title or journal from those with both right.

    'caught': of the wrong ones, those with any mark. 'in vain': of the right ones, those with one. 'true': of the
    marked ones, those that are wrong. Then the same for each style, and for each mark how many of the references that
    have it are wrong in title or journal; a mark may speak of something else, as of a missing year.
    """
    judged = [
        (given, {field for field in JUDGED if not right_cell(field, true, given, equal)}) for true, given in pairs
    ]
    print("\n  marks in `check`     wrong  caught          right  in vain         true")
    print(marked("title", judged, {"title"}))
    print(marked("journal", judged, {"journal"}), marked("title or journal", judged, set(JUDGED)), sep="\n")
    for style in sorted({given["style"] for given, _ in judged if given["style"]}):
        print(marked(f"  {style}", [pair for pair in judged if pair[0]["style"] == style], set(JUDGED)))
    seen, wrong = Counter[str](), Counter[str]()
    for given, fields in judged:
        for mark in filter(None, given["check"].split("; ")):
            seen[mark.partition(" '")[0]] += 1
            wrong[mark.partition(" '")[0]] += bool(fields)
    print("\n  references with a mark, and those of them whose title or journal is wrong")
    print(
        *(f"  {count:>5} {wrong[mark]:>5}  {wrong[mark] / count:.2f}  {mark}" for mark, count in seen.most_common()),
        sep="\n",
    )


JUDGED = ("title", "journal")
UNSEEN = slice(1, None, 2)  # of anystyle.csv.gz: the other half was in view when rules were written


def right_cell(field: str, true: Row, given: Row, equal: Callable[[str, str, str], bool]) -> bool:
    """Whether a field is as labelled; empty where none is labelled."""
    return equal(field, true[field], given[field]) if true[field] else not given[field]


def marked(name: str, judged: Sequence[tuple[Row, set[str]]], fields: set[str]) -> str:
    """One line: references whose `fields` are wrong and how many of these are marked, and the same for the rest."""
    wrong = [bool(given["check"]) for given, bad in judged if bad & fields]
    right = [bool(given["check"]) for given, bad in judged if not bad & fields]
    return (
        f"  {name:<19}{len(wrong):>6} {sum(wrong):>7}  {share(sum(wrong), len(wrong))} {len(right):>9} {sum(right):>8}"
        f"  {share(sum(right), len(right))}   {share(sum(wrong), sum(wrong) + sum(right))}"
    )


def share(part: int, whole: int) -> str:
    """'0.731', or '-' of nothing."""
    return f"{part / whole:.3f}" if whole else "    -"


def told(name: str, pairs: Sequence[tuple[Row, Row]]) -> str:
    """How often a label that has no text of its own is right."""
    labelled = [(true[name], given[name]) for true, given in pairs if true[name]]
    right = sum(true == given for true, given in labelled)
    return f"{name}: {right} of {len(labelled)}"


def labels(path: Path) -> list[Row]:
    """The labelled references of a CSV, packed or not."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def main() -> None:
    """Score both sets, and name what is wrong where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--all", action="store_true", help="print every field that is wrong")
    parser.add_argument("--only", type=Path, help="a file of ids: score only these of the large set")
    asked = parser.parse_args()
    small = asked.data / "references.csv"
    if not small.is_file():
        sys.exit(f"eval-references: {asked.data} has no references.csv. It needs id, raw, {', '.join(FIELDS)}, style.")
    rows = labels(small)
    pairs = list(zip(rows, parsed(rows), strict=True))
    wrong = block("references.csv", pairs, same)
    gost = [pair for pair in pairs if pair[0]["style"].startswith("gost")]
    block("  GOST", gost, same)
    block("  the rest", [pair for pair in pairs if not pair[0]["style"].startswith("gost")], same)
    print(f"\n  {told('style', pairs)}; {told('language', pairs)}")
    wrong += [
        f"{t['id']} {name}: {g[name]!r} for {t[name]!r}\n    {t['raw']}"
        for t, g in pairs
        for name in ("style", "language")
        if t[name] and t[name] != g[name]
    ]
    large = asked.data / "anystyle.csv.gz"
    if large.is_file():
        rows = labels(large)
        if asked.only:
            chosen = set(asked.only.read_text().split())
            rows = [row for row in rows if row["id"] in chosen]
        rows = [without_quirks(row) for row in rows]
        pairs = list(zip(rows, parsed(rows), strict=True))
        wrong += block("anystyle.csv.gz", pairs, same_as_cut)
        block("  every other one, which no rule was written with in view", pairs[UNSEEN], same_as_cut)
        marks(pairs, same_as_cut)
    if asked.all:
        print("", *wrong, sep="\n")


if __name__ == "__main__":
    main()
