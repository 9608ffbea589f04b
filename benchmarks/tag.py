"""How fast are export files tagged, and how much memory does it take?

    python benchmarks/tag.py [--records N] [--rules FOLDER] [--keep FILE]

Makes a table of N records (100,000) with titles, abstracts of about 200 words in five languages, keywords, headings and
publication types, the same each time, and runs `bibcorpus tag` on it: reading, cleaning, tagging and writing are
included. Every abstract is invented: words of its language in a chance order, and in each some dozen of the words and
phrases that tag rules look for. Printed: wall and CPU seconds, records a second, memory of the largest process and of
all together (see whole_run.py), and how many tags were found.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
import tempfile
from pathlib import Path

from whole_run import MIB, timed_command

COMMAND = (sys.executable, "-c", "from pipeline.cli import main; main()")
COLUMNS = ("id", "title", "authors", "year", "journal", "abstract", "keywords", "mesh", "pubtypes", "language")
SEED = 6
WORDS = 200  # of an abstract, on average

# by language: its share, syllables of its common words, small words, and phrases that rules look at
LANGUAGES = {
    "eng": (
        60, "tion ment care pro con ter ing ed al work pa re ti on hea lth ser vi ces sta ff ou t come",
        "the of and in to a with for was were is that by on as at from this which be are not",
        ["patients", "this study", "results", "a questionnaire", "semi-structured interviews", "randomised",
         "systematic review", "medical students", "burnout", "balint group", "the literature", "n = 42", "p < 0.05",
         "group leaders", "we report", "in this article", "a case", "follow-up", "significantly",
         "emotional exhaustion", "the authors' view", "data were analysed", "history of", "control group",
         "the doctor's role"],
    ),
    "rus": (
        15, "ова ние про раз при ком пет ент нос ть вра чей груп па пос ле сис тем ный обу че",
        "и в на с по для не что при от из как к о у же",
        ["исследование", "анкетирование", "студентов-медиков", "выгорания", "балинтовская группа", "обзор литературы",
         "достоверно", "в статье рассматриваются", "ведущий группы", "контрольная группа", "история", "n = 120"],
    ),
    "ger": (
        10, "ung lich keit ver be ge arbeit schaft praxis arzt haus för gen ten der ein aus sicht",
        "der die das und in zu mit von für auf ist im den des als auch",
        ["Studie", "Fragebogen", "signifikant", "Medizinstudierende", "Burnout", "Balintgruppe", "Übersicht",
         "Interviews", "Leitung der Gruppe", "Stichprobe", "Geschichte", "Erfahrungen aus"],
    ),
    "fre": (
        10, "tion ment eur soi gne sant pra ti que mé de cin grou pe ré fle xion ana ly se",
        "le la les de des et à en du un une dans pour par sur que qui",
        ["l'étude", "un questionnaire", "entretiens", "étudiants en médecine", "l'épuisement professionnel",
         "groupe Balint", "revue de la littérature", "d'une enquête", "l'histoire", "qu'il", "l'animateur"],
    ),
    "pol": (
        5, "owa nie pra ca le karz psy cho ter apia gru pa szko le nie wy pal enie zaw odo we",
        "i w na z do że się nie po dla oraz od jest",
        ["badanie", "ankieta", "studentów medycyny", "wypalenie zawodowe", "grupa Balinta", "przegląd piśmiennictwa",
         "istotnie", "prowadzący grupę", "historia"],
    ),
}  # fmt: skip
HEADINGS = ("Humans", "Male", "Female", "Surveys and Questionnaires", "Students, Medical", "Burnout, Professional",
            "Adult", "Attitude of Health Personnel", "Physician-Patient Relations", "Follow-Up Studies")  # fmt: skip
TYPES = ("Journal Article", "Journal Article", "Journal Article", "Review", "Randomized Controlled Trial", "Editorial")


def write_table(path: Path, records: int) -> None:
    """The invented records, the same for the same number."""
    chance = random.Random(SEED)
    vocabularies = {name: _vocabulary(chance, syllables.split()) for name, (_, syllables, _, _) in LANGUAGES.items()}
    names, shares = list(LANGUAGES), [share for share, *_ in LANGUAGES.values()]
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(COLUMNS)
        for number, language in enumerate(chance.choices(names, shares, k=records), 1):
            table.writerow(_record(chance, number, language, vocabularies[language]))


def _vocabulary(chance: random.Random, syllables: list[str]) -> list[str]:
    """As many words as a field of research uses, the common ones first."""
    return ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(20_000)]


def _record(chance: random.Random, number: int, language: str, vocabulary: list[str]) -> tuple[str, ...]:
    title = _text(chance, language, vocabulary, 12, 2).rstrip(".")
    abstract = _text(chance, language, vocabulary, max(60, round(chance.gauss(WORDS, 50))), 12)
    keywords = "; ".join(_text(chance, language, vocabulary, 2, 0).rstrip(".") for _ in range(4))
    headings = "; ".join(chance.sample(HEADINGS, chance.randint(0, 6)))
    author, journal = (_text(chance, language, vocabulary, n, 0).rstrip(".") for n in (2, 3))
    return (
        f"r{number}", title, f"{author}, A", str(chance.randint(1970, 2024)), journal, abstract, keywords, headings,
        chance.choice(TYPES), language,
    )  # fmt: skip


def _text(chance: random.Random, language: str, vocabulary: list[str], length: int, telling: int) -> str:
    """Sentences of about `length` words: common words are frequent, a third are small ones, some are telling."""
    _, _, small, phrases = LANGUAGES[language]
    small_words = small.split()
    words = [
        chance.choice(small_words)
        if chance.random() < 0.35
        else vocabulary[int(len(vocabulary) * chance.random() ** 3)]
        for _ in range(length)
    ]
    for phrase in chance.choices(phrases, k=telling):
        words.insert(chance.randrange(len(words)), phrase)
    for stop in range(12, len(words), 14):
        words[stop] += "."
    text = " ".join(words)
    return text[:1].upper() + text[1:] + "."


def main() -> None:
    """Make the table, tag it, and print a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--rules", type=Path, help="a folder of tag rules (default: those that `bibcorpus tag` takes)")
    parser.add_argument("--keep", type=Path, help="copy the table of tags here")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        table, tags = Path(folder) / "records.csv", Path(folder) / "tags.csv"
        write_table(table, arguments.records)
        rules = ["--rules", str(arguments.rules)] if arguments.rules else []
        run = timed_command([*COMMAND, "tag", str(table), "--out", str(tags), *rules])
        if arguments.keep:
            arguments.keep.write_bytes(tags.read_bytes())
        found = sum(1 for _ in tags.open(encoding="utf-8")) - 1
    together = f", {run.together / MIB:.0f} MiB all together" if run.together is not None else ""
    print(f"{arguments.records} records, {found} tags: {run.wall_s:.1f} s wall, {run.cpu_s:.1f} s CPU,", end=" ")
    print(f"{arguments.records / run.wall_s:.0f} records/s, {run.largest / MIB:.0f} MiB the largest process{together}")


if __name__ == "__main__":
    main()
