"""Fields out of an Ovid record, whether its values stand behind tags or below labels.

In: tag or label -> values, and what each is called here. Out: our fields, and what is left, under the source's names.
The people of full-text journals carry degrees and marks, full titles stand in the source line alone, one number is
a PMID in MEDLINE and Embase's own in Embase.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ._author_cell import name_form
from ._blocks import give, give_date, parted
from ._person_marks import people
from ._source_line import LINK, read_source, relation, says_all
from ._tagged import Tags

_TYPES = (
    ("dissertation", "thesis"),
    ("thesis", "thesis"),
    ("chapter", "chapter"),
    ("preprint", "preprint"),
    ("conference", "conference-paper"),
    ("meeting", "conference-paper"),
    ("proceeding", "conference-paper"),
    ("dataset", "dataset"),
    ("book review", "article"),
    ("book", "book"),
    ("technical report", "report"),
    ("patent", "other"),
    ("journal", "article"),
    ("article", "article"),
    ("review", "article"),
    ("letter", "article"),
    ("editorial", "article"),
)
_PLAIN = (
    "title",
    "title_original",
    "title_translated",
    "group_authors",
    "container",
    "container_short",
    "date_online",
    "volume",
    "issue",
    "edition",
    "language",
    "abstract",
    "headings",
    "publication_types",
    "publisher",
    "issn",
    "url",
)
_DOI = re.compile(r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?10\.\d{4,9}/", re.IGNORECASE)
_NUMBER = re.compile(r"(?:[A-Za-z][A-Za-z ]*:\s*)?(\S+?)\.?")
_NO_PAGES = re.compile(r"No Pagination Specified\.?", re.IGNORECASE)


def fields_of(tags: Tags, names: Mapping[str, str]) -> tuple[Tags, Tags]:
    """Our fields, and `extra`. `names` says what each tag is: a field of ours, or a word that this module knows."""
    said, extra = Tags(), Tags()
    for tag, values in tags.items():
        if tag in names:
            said.setdefault(names[tag], []).extend(values)
        else:
            extra[tag] = values
    keep = _Keeper(tags, names, extra)
    fields: Tags = {"type": [_type(said)]}
    for rule in (_people, _identifiers, _dates, _pages, _words, _links):
        rule(said, fields, keep)
    for name in _PLAIN:
        give(fields, name, said.pop(name, []))
    _source(said, fields, keep)
    keep("database")
    return fields, extra


def database_on_ovid(names: set[str]) -> str:
    """{'Embase '} -> 'Embase (Ovid)'; 'Ovid' where there is none, or several in one file."""
    bare = {name.strip() for name in names} - {""}
    if len(bare) != 1:
        return "Ovid"
    name = bare.pop()
    return name if "ovid" in name.lower() else f"{name} (Ovid)"


class _Keeper:
    """Puts the tags behind a word back into `extra`, as they stood."""

    def __init__(self, tags: Tags, names: Mapping[str, str], extra: Tags) -> None:
        self.tags, self.names, self.extra = tags, names, extra

    def __call__(self, name: str, values: list[str] | None = None) -> None:
        """All values of the tags called `name`, or those that are among `values`."""
        for tag, there in self.tags.items():
            if self.names.get(tag) == name:
                kept = there if values is None else [value for value in there if value in values]
                if kept:
                    self.extra[tag] = kept


def _type(said: Tags) -> str:
    words = " | ".join(said.get("publication_types", ())).lower()
    for word, name in _TYPES:
        if word in words:
            return name
    if "book" in said:
        return "chapter"
    return "article" if not words and ("container" in said or "source" in said) else "other"


def _people(said: Tags, fields: Tags, keep: _Keeper) -> None:
    """Full names where there are as many as short ones. Short ones, degrees, roles and marks stay in `extra`."""
    full, short = said.pop("full_authors", []), said.pop("authors", [])
    taken, spare = ("full_authors", "authors") if full and len(full) >= len(short) else ("authors", "full_authors")
    authors, editors, marked = people(full if taken == "full_authors" else short)
    give(fields, "authors", authors)
    give(fields, "editors", editors)
    if marked:
        keep(taken)
    keep(spare)
    named, edited, marked = people(said.pop("editors", []))
    give(fields, "editors", named + edited)
    if marked:
        keep("editors")
    if names := fields.get("authors") or fields.get("editors"):
        fields["name_form"] = [name_form(names) or "free"]


def _identifiers(said: Tags, fields: Tags, keep: _Keeper) -> None:
    """The number is the accession, without the kind of work before it; in MEDLINE it is the PMID."""
    dois = said.pop("doi", [])
    give(fields, "doi", [value.removesuffix(" [doi]") for value in dois if _DOI.match(value)])
    keep("doi", [value for value in dois if not _DOI.match(value)])
    numbers = said.pop("number", [])
    bare = [found[1] if (found := _NUMBER.fullmatch(number)) else number for number in numbers]
    give(fields, "accession", bare)
    keep("number", [number for number, short in zip(numbers, bare, strict=True) if number != short])
    if any("medline" in name.lower() for name in said.get("database", ())):
        give(fields, "pmid", [number for number in bare if re.fullmatch(r"\d{1,9}", number)])
    give(fields, "pmid", [value.split(" ")[0] for value in said.pop("pmid", [])])
    give(fields, "isbn", [part for value in said.pop("isbn", []) for part in re.split(r",\s+(?=\d)", value)])


def _dates(said: Tags, fields: Tags, keep: _Keeper) -> None:
    """The date says more than the year, where it holds it."""
    for name in ("year", "date"):
        spare = [value for value in said.pop(name, []) if not give_date(fields, value)]
        keep(name, spare)


def _pages(said: Tags, fields: Tags, keep: _Keeper) -> None:
    there = said.pop("pages", [])
    give(fields, "pages", [value for value in there if not _NO_PAGES.fullmatch(value)])
    keep("pages", [value for value in there if _NO_PAGES.fullmatch(value)])


def _words(said: Tags, fields: Tags, keep: _Keeper) -> None:
    """Keywords are parted by semicolons, PsycINFO's phrases by commas."""
    give(fields, "keywords", parted(said.pop("keywords", [])))
    give(fields, "keywords", parted(said.pop("phrases", []), ",;"))


def _links(said: Tags, fields: Tags, keep: _Keeper) -> None:
    """'Comment in: Lancet. 2010;375:445; PMID: 20137807': what says more or is unknown stays in `extra`."""
    other = []
    for value in said.pop("links", []):
        link = LINK.match(value)
        told = relation(link[1], value[link.end() :]) if link else None
        give(fields, "relations", [told] if told else [])
        if not link or not told or not says_all(link[1]):
            other.append(value)
    keep("links", other)


def _source(said: Tags, fields: Tags, keep: _Keeper) -> None:
    """What no other tag says. SO stays in `extra`, and so does the source line of a book (BT) next to it."""
    for name in ("source", "book"):
        for value in said.pop(name, []):
            told = read_source(value)
            if "date" in told and not give_date(fields, told["date"][0]):
                told.pop("year", None)
            told.pop("date", None)
            for field, values in told.items():
                if field not in fields:
                    give(fields, field, values)
        keep(name)
    if fields["type"] == ["other"] and _in_a_journal(fields):
        fields["type"] = ["article"]
    own = fields.get("container", [""])[0]
    if fields["type"] == ["book"] and own and "title" not in fields:
        fields["title"] = fields.pop("container")


def _in_a_journal(fields: Tags) -> bool:
    """A type in words of the journal's own ('Extraordinary Case Report.') is an article's; a patent's is not."""
    patent = any("patent" in value.lower() for value in fields.get("publication_types", ()))
    return {"container", "issn"} <= fields.keys() and "isbn" not in fields and not patent
