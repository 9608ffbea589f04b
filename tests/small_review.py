"""A small review for the tests of the command line: five records of four works, in two formats and two scripts.

`write_review(folder)` makes the workspace; `bibcorpus(folder, …)` runs a command in it, as a person would, and hands
back what was said. Everything is invented but for the names of the formats.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from pipeline.cli import main

SETTINGS = """\
[workspace]
name = "A small review"

[inclusion]
window = true
relevance = ["relevant"]
"""

QUERY = """\
[review]
id = "small"
title = "A small review"
question = "What is written on Balint groups?"
asked_by = "the tests"
why = "to have something to run"
window = { from = 1990, to = 2020, date = "publication year" }

[block.balint]
title = "Balint groups"
words = { en = ["balint group*"], ru = ["балинтовск*"] }

[combination.all]
title = "Balint groups"
question = "the whole bibliography"
blocks = ["balint"]

[source.pubmed]
title = "PubMed"
status = "draft"
where = "https://pubmed.ncbi.nlm.nih.gov"
search = "balint group*[tiab]"
"""

FACETS = """\
[relevance]
title = "Is it about Balint groups?"
values = ["relevant", "not-relevant", "unsure"]
single = true
default = "unsure"

[class]
title = "Empirical or theoretical"
values = ["empirical", "theoretical", "unsure"]
single = true
default = "unsure"

[topic]
title = "Topic"
values = ["burnout", "students"]
"""

RELEVANT = """\
facet = "relevance"
value = "relevant"
title = "About Balint groups"
why = "the subject of the review"

[[rule]]
name = "words"
words = ["balint group*", "балинтовск*"]

[examples]
match = ["Balint groups in general practice", "A Balint group", "Балинтовские группы"]
no_match = ["Optic ataxia", "Group therapy", "Supervision of nurses"]
"""

BURNOUT = """\
facet = "topic"
value = "burnout"
title = "Burnout"
why = "one of the topics of the review"

[[rule]]
name = "words"
words = ["burnout"]

[examples]
match = ["Burnout in nurses", "Burnout", "Against burnout"]
no_match = ["Students in training", "Fire", "Leading a group"]
"""

RIS = """\
TY  - JOUR
AU  - Ahlgren, Mia
AU  - Brandt, Otto
TI  - Balint groups and burnout in rural general practice
JO  - Journal of Invented Medicine
PY  - 2004
VL  - 12
SP  - 101
EP  - 109
ER  -

TY  - JOUR
AU  - Cerny, Iva
TI  - Leading a first seminar for young doctors
JO  - Journal of Invented Medicine
PY  - 2011
VL  - 19
SP  - 7
EP  - 15
ER  -

TY  - JOUR
AU  - Винтер, А. Б.
TI  - Балинтовские группы в обучении врачей
JO  - Вымышленный журнал
PY  - 2015
VL  - 3
SP  - 20
EP  - 28
ER  -
"""

MEDLINE = """\
PMID- 90000001
TI  - Balint groups and burnout in rural general practice.
AU  - Ahlgren M
AU  - Brandt O
TA  - J Invented Med
JT  - Journal of Invented Medicine
DP  - 2004
VI  - 12
PG  - 101-9

PMID- 90000002
TI  - Balint groups before the window.
AU  - Dahl P
TA  - J Invented Med
JT  - Journal of Invented Medicine
DP  - 1975
VI  - 2
PG  - 1-9

"""

FILES: Mapping[str, str] = {
    "bibcorpus.toml": SETTINGS,
    "queries/small.toml": QUERY,
    "queries/tags/facets.toml": FACETS,
    "queries/tags/relevant.toml": RELEVANT,
    "queries/tags/burnout.toml": BURNOUT,
    "corpus/raw/hand-list/society.ris": RIS,
    "corpus/raw/hand-list/society.ris.toml": 'source = "hand-list"\nkind = "hand-collected"\n',
    "corpus/raw/pubmed/search.nbib": MEDLINE,
}


def write_review(folder: Path) -> Path:
    """The workspace, not yet run; `folder` itself."""
    for name, text in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a command said: its exit code, and its words on stdout and stderr."""

    code: int
    out: str
    err: str


def bibcorpus(folder: Path, *arguments: str | Path) -> Told:
    """Run a command in the workspace `folder`."""
    out, err = _stream(), _stream()
    code = 0
    with redirect_stdout(out), redirect_stderr(err):
        try:
            main(["-C", str(folder), *map(str, arguments)])
        except SystemExit as ended:
            code = int(ended.code or 0)
    return Told(code=code, out=_text(out), err=_text(err))


def _stream() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n")


def _text(stream: io.TextIOWrapper) -> str:
    stream.flush()
    return stream.buffer.getvalue().decode("utf-8")  # type: ignore[attr-defined]


def built(folder: Path) -> dict[str, bytes]:
    """The bytes of everything that a run has made or a person decided, by name: what a failure must leave alone."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted((folder / "corpus").rglob("*"))
        if path.is_file() and ".build" not in path.parts and path.name != "ledger.json"
    }
