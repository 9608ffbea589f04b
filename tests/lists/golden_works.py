"""The golden lists: sixty-one works in GOST R 7.0.5, Vancouver and APA, as files that people can read.

golden/works.json has bibliographic facts of the literature on Balint groups and around it: all types, seven languages,
two scripts, works without authors, with one and with nine, editors, a translator, groups, article numbers, addresses
and when somebody looked at them. Its fields are those of model.SOURCE_FIELDS; several people stand in one text, parted
by ';'. They are cleaned as a source's are.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.clean import clean
from pipeline.exports import ExportedWork
from pipeline.lists import Choices
from pipeline.lists.inlines import text_of
from pipeline.lists.listing import formatted_list, list_locale, rendered
from pipeline.lists.style import find_style
from pipeline.store import in_memory

FOLDER = Path(__file__).parent / "golden"
PEOPLE = frozenset({"authors", "authors_original", "editors", "translators"})

# each file, its style and what is chosen
LISTS: Mapping[str, tuple[str, Choices]] = {
    "gost.txt": ("gost", Choices()),
    "gost-twins.txt": ("gost", Choices(twins=True, sort="key")),
    "vancouver.txt": ("vancouver", Choices(sort="author")),
    "vancouver-russian.txt": ("vancouver", Choices(locale="ru", sort="author")),
    "apa.txt": ("apa", Choices()),
}


@cache
def works() -> tuple[ExportedWork, ...]:
    """All of them, in the order of the file."""
    rows = json.loads((FOLDER / "works.json").read_text(encoding="utf-8"))
    return tuple(_work(row.pop("key"), row) for row in rows)


@cache
def entries(style: str) -> Mapping[str, str]:
    """The text of each entry, by key, in the language that the style asks for."""
    found = find_style(style)
    made = rendered(works(), found, list_locale(found, None), twins=False)
    return {entry.key: text_of(entry.paragraphs[0]) for entry in made}


def list_of(name: str) -> bytes:
    """The list of this file, as `export list --to txt` writes it. With twins: of the works in Cyrillic alone."""
    style, choices = LISTS[name]
    chosen = [work for work in works() if not choices.twins or work.work.languages == ("ru",)]
    with TemporaryDirectory() as folder, in_memory(Path(folder)) as store:
        return formatted_list(chosen, store, find_style(style), choices).data


def _work(key: str, row: Mapping[str, str]) -> ExportedWork:
    fields = {name: text.split("; ") if name in PEOPLE else [text] for name, text in row.items()}
    return ExportedWork(key=key, work_id=key, work=clean({**fields, "name_form": ["family-comma-given"]})[0])
