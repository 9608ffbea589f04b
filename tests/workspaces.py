"""A tiny bibliography for the tests of the steps: three exports, one of them in Russian, one query, two tag rules."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline.run import Outcome, build
from pipeline.store import reading
from pipeline.workspace import Workspace, find_workspace

SETTINGS = """\
[workspace]
name = "A small review"
editors = ["edith"]

[inclusion]
relevance = ["relevant"]
"""

QUERY = """\
[review]
id = "balint"
title = "Balint groups"
question = "What do Balint groups do for doctors?"
asked_by = "the authors of a test"
why = "a test"
window = { from = 1990, to = 2020, date = "publication year" }

[block.balint]
title = "Balint groups"

[block.balint.words]
en = ["balint group*"]
ru = ["балинтовск* групп*"]

[combination.alone]
title = "Balint groups"
question = "all of it"
blocks = ["balint"]

[source.pubmed]
title = "PubMed"
status = "draft"
where = "PubMed"
search = "balint group*"
"""

FACETS = """\
[relevance]
title = "Is it about Balint groups?"
values = ["relevant", "not-relevant", "unsure"]
single = true
default = "unsure"
threshold = "weak"

[class]
title = "Empirical or theoretical"
values = ["empirical", "theoretical", "unsure"]
single = true
default = "unsure"
threshold = "weak"

[topic]
title = "Topic"
values = ["burnout", "leadership"]
threshold = "strong"
"""


def rule(facet: str, value: str, words: Iterable[str], match: Iterable[str]) -> str:
    """A tag rule of one row, with its examples."""
    no_match = ["Iron and coal", "Über das Wandern", "Сады и парки"]
    return (
        f'facet = "{facet}"\nvalue = "{value}"\ntitle = "{value}"\nwhy = "a test"\n\n[[rule]]\nname = "words"\n'
        f'language = "*"\nconfidence = "certain"\nwords = {json.dumps(list(words), ensure_ascii=False)}\n\n'
        f"[examples]\nmatch = {json.dumps(list(match), ensure_ascii=False)}\n"
        f"no_match = {json.dumps(no_match, ensure_ascii=False)}\n"
    )


RULES = {
    "relevant": rule(
        "relevance", "relevant", ["balint group*", "балинтовск* групп*"],
        ["Balint groups", "A Balint group", "Балинтовские группы"],
    ),
    "not-relevant": rule(
        "relevance", "not-relevant", ["balint syndrome"],
        ["Balint syndrome", "A case of Balint syndrome", "Bálint syndrome"],
    ),
    "burnout": rule(
        "topic", "burnout", ["burnout", "выгорани*"], ["Burnout in doctors", "Выгорание врачей", "After burnout"],
    ),
    "empirical": rule("class", "empirical", ["questionnaire*"], ["A questionnaire", "Questionnaire", "Questionnaires"]),
}  # fmt: skip


def ris(**tags: str | list[str]) -> str:
    """One record of RIS: `ris(TI="Balint groups", AU=["Doe, J"])`. TY is a journal article unless named."""
    rows = {"TY": "JOUR", **tags}
    lines = [
        f"{tag}  - {text}" for tag, texts in rows.items() for text in ([texts] if isinstance(texts, str) else texts)
    ]
    return "\r\n".join([*lines, "ER  - ", "", ""])


BURNOUT = ris(
    TI="Balint groups against burnout: a questionnaire study", AU=["Doe, Jane", "Roe, Richard"], PY="2011",
    T2="Journal of Examples", VL="5", IS="2", SP="10", EP="19", DO="10.1000/burnout.1",
)  # fmt: skip
OLD = ris(TI="Early Balint groups", AU="Old, Ann", PY="1970", T2="Journal of Examples", VL="1", SP="1", EP="9")
SYNDROME = ris(TI="Balint syndrome after a stroke", AU="Eye, Ida", PY="2001", T2="Vision", VL="3", SP="7", EP="8")
UNDATED = ris(TI="Balint group work in small towns", AU="Nix, Una", T2="Journal of Examples")
RUSSIAN = ris(
    TI="Балинтовские группы и профилактика выгорания врачей", AU=["Иванов, И. И.", "Петрова, А. Б."], PY="2015",
    T2="Вестник примеров", VL="7", IS="1", SP="33", EP="40",
)  # fmt: skip
MEDLINE = """\
PMID- 11111111
OWN - NLM
STAT- MEDLINE
TI  - Balint groups against burnout: a questionnaire study.
FAU - Doe, Jane
AU  - Doe J
FAU - Roe, Richard
AU  - Roe R
DP  - 2011
TA  - J Ex
JT  - Journal of examples
VI  - 5
IP  - 2
PG  - 10-9
LID - 10.1000/burnout.1 [doi]
SO  - J Ex. 2011;5(2):10-9.

PMID- 22222222
OWN - NLM
STAT- MEDLINE
TI  - [Leading a Balint group].
FAU - Führer, Fritz
AU  - Fuhrer F
LA  - ger
DP  - 2004 Nov
TA  - Z Bsp
JT  - Zeitschrift fur Beispiele
VI  - 12
PG  - 100-4
SO  - Z Bsp. 2004 Nov;12:100-4.
"""

HAND = "corpus/raw/hand/list.ris"
RUSSIAN_LIST = "corpus/raw/elibrary/list.ris"
PUBMED = "corpus/raw/pubmed/set.nbib"
RAW = {HAND: BURNOUT + OLD + SYNDROME + UNDATED, RUSSIAN_LIST: RUSSIAN, PUBMED: MEDLINE}
NOTES = {
    HAND: 'source = "hand"\nkind = "hand-collected"\n',
    PUBMED: 'source = "pubmed"\nkind = "database"\nquery = "balint"\nsearched = "2021-03-01"\nhits = 2\n',
}


def make(folder: Path, raw: Mapping[str, str] = RAW, notes: Mapping[str, str] = NOTES) -> Workspace:
    """A workspace in `folder` that nothing was built in yet."""
    texts = {"bibcorpus.toml": SETTINGS, "queries/balint.toml": QUERY, "queries/tags/facets.toml": FACETS}
    texts |= {f"queries/tags/{name}.toml": text for name, text in RULES.items()}
    texts |= dict(raw) | {f"{path}.toml": note for path, note in notes.items() if path in raw}
    for name, text in texts.items():
        write(folder / name, text)
    return find_workspace(folder)


def write(path: Path, text: str) -> None:
    """The text, byte for byte, in a folder that may be new."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def event(kind: str, *records: str, id: str, who: str = "anna", day: int = 1, **more: Any) -> dict[str, Any]:
    """A decision as a line of the log, of the `day` of January 2022."""
    return {
        "id": id,
        "time": f"2022-01-{day:02}T10:00:00Z",
        "who": who,
        "event": kind,
        "records": list(records),
        **more,
    }


def decide(workspace: Workspace, *events: Mapping[str, Any]) -> None:
    """Write the log of each person anew."""
    by_person: dict[str, list[str]] = {}
    for each in events:
        by_person.setdefault(str(each["who"]), []).append(json.dumps(each, ensure_ascii=False) + "\n")
    for who, lines in by_person.items():
        write(workspace.decisions / f"{who}.jsonl", "".join(lines))


def rows(workspace: Workspace, statement: str) -> list[tuple[Any, ...]]:
    """The rows of a query over the built corpus."""
    with reading(workspace.database) as store:
        return store.rows(statement)


def run(workspace: Workspace) -> Outcome:
    """Build what is stale, with the settings as they stand now."""
    return build(find_workspace(workspace.root))


def record_id(workspace: Workspace, title: str, source: str = "%") -> str:
    """The id of the one record whose title holds `title`."""
    ((found,),) = rows(
        workspace, f"select record_id from record where title like '%{title}%' and source like '{source}'"
    )
    return str(found)


def exported(workspace: Workspace) -> bytes:
    """The bytes of the export that `run` keeps."""
    return (workspace.exports / "bibliography.bib").read_bytes()
