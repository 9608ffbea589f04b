"""OpenAlex works as JSON, as its API (api.openalex.org/works) gives them: pages of a list, or one work alone.

In: one or more answers, one after the other. Out: one Found a work. Members without a field of ours are kept in
`extra` under OpenAlex's names, `primary_location`, `authorships` and `referenced_works` among them, as they stand.

    "id": "https://openalex.org/W2741809807"                 the accession is 'W2741809807'
    "abstract_inverted_index": {"We": [0, 2], "ask": [1]}    'We ask We': the words by their places
    "is_retracted": true                                     publication type 'Retracted Publication', NLM's words

Left in `extra` on purpose: `keywords`, `concepts` and `topics`, which a program gives to each work and no author wrote;
`referenced_works`, whose ids are not the record's own; counts, which change every day.

Source: developers.openalex.org, "Works" and "Work types"; docs.openalex.org, "Work object", "Authorship object".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, TextIO

from ..model import Found, Reject, Unread
from ._api_json import Fields, Layout, Read, Rule, add, at, fill, members, one_text, read_records, skip
from ._json import Pairs, texts_of

NAME = "openalex-json"
TITLE = "OpenAlex JSON"
# what is read and not kept, and why: docs/formats.md shows it
SKIPPED = {
    "relevance_score": "of the search, not of the work",
    "ids/openalex": "the id once more",
}

WORK = "https://openalex.org/W"
RETRACTED = "Retracted Publication"
# OpenAlex's type -> ours. What is none of these is 'other': paratext, peer-review, supplementary-materials …
TYPES: Mapping[str, str] = {
    "article": "article",
    "book": "book",
    "book-chapter": "chapter",
    "book-review": "article",
    "conference-abstract": "conference-paper",
    "conference-paper": "conference-paper",
    "data-paper": "article",
    "dataset": "dataset",
    "dissertation": "thesis",
    "editorial": "article",
    "erratum": "article",
    "letter": "article",
    "libguides": "webpage",
    "preprint": "preprint",
    "reference-entry": "chapter",
    "report": "report",
    "retraction": "article",
    "review": "article",
}
# Places that hold copies of works, or lists of them, and didn't publish them: 'PubMed', 'Elsevier eBooks'
NO_CONTAINERS = frozenset({"repository", "metadata", "ebook platform"})
MOST_AUTHORS = 100  # in a list of works; a single work has them all
_PLACE = re.compile(r"[0-9]{1,6}")


def sniff(head: str) -> int:
    """3 where JSON has a work's id, 2 for a page that lists nothing."""
    if not re.match(r"[\s\ufeff]*\{", head):
        return 0
    if re.search(r'"id"\s*:\s*"https://openalex\.org/W[0-9]', head):
        return 3
    return 2 if re.match(r'[\s\ufeff]*\{\s*"meta"\s*:\s*\{\s*"count"', head) and '"db_response_time_ms"' in head else 0


def database(head: str) -> str | None:
    """Always OpenAlex: nothing else writes this."""
    return "OpenAlex"


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """One Found a work; see the docstring of this folder."""
    return read_records(stream, LAYOUT, _read)


def _is_work(value: Mapping[str, Any]) -> bool:
    return isinstance(value.get("id"), str) and str(value["id"]).startswith(WORK)


LAYOUT = Layout(lists=[("results",)], singles=[()], is_record=_is_work)


def _read(value: Mapping[str, Any]) -> Read | str:
    fields: Fields = {}
    extra: Fields = {}
    fill(value, RULES, fields, extra)
    if "title" not in fields and (shown := extra.pop("display_name", [])):
        fields["title"] = shown
    elif extra.get("display_name") == fields.get("title"):
        extra.pop("display_name", None)
    _type(value, fields)
    warnings = _people(value, fields)
    _container(value.get("primary_location"), fields)
    return fields, extra, warnings if "title" in fields else (*warnings, "no title")


def _id(said: Any, fields: Fields, extra: Fields) -> None:
    """'https://openalex.org/W123' -> 'W123'; another address stands as it is."""
    text = one_text(said)
    add(fields, "accession", [text.removeprefix("https://openalex.org/")] if text else [])


def _type(value: Mapping[str, Any], fields: Fields) -> None:
    """By OpenAlex's word; a conference paper was an 'article' there until 2025, and said so only to Crossref."""
    said = one_text(value.get("type"))
    crossref = one_text(value.get("type_crossref")) or one_text(at(value.get("primary_location"), "raw_type"))
    kind = TYPES.get(said, "other")
    fields["type"] = ["conference-paper" if kind == "article" and crossref == "proceedings-article" else kind]
    if one_text(value.get("is_retracted")) == "true":
        add(fields, "publication_types", [RETRACTED])


def _people(value: Mapping[str, Any], fields: Fields) -> tuple[str, ...]:
    """The names as the publication has them; OpenAlex's own spelling where it tells nothing of that."""
    people = [one for one in members(value.get("authorships")) if isinstance(one, dict)]
    names = [one_text(one.get("raw_author_name")) or one_text(at(one, "author", "display_name")) for one in people]
    if names := [name for name in names if name]:
        fields["authors"] = names
        fields["name_form"] = ["given-family"]
    if one_text(value.get("is_authors_truncated")) != "true":
        return ()
    fields.setdefault("authors", []).append("et al")
    return (f"OpenAlex lists no more than {MOST_AUTHORS} authors of a work: more follow",)


def _container(place: Any, fields: Fields) -> None:
    """Journal, ISSNs and publisher of where it was published; a preprint stands in a repository."""
    kind = one_text(at(place, "source", "type"))
    if kind not in NO_CONTAINERS or (kind == "repository" and fields["type"] == ["preprint"]):
        name = one_text(at(place, "source", "display_name")) or one_text(at(place, "raw_source_name"))
        add(fields, "container", [name] if name else [])
        add(fields, "issn", texts_of(at(place, "source", "issn")))
        add(fields, "publisher", texts_of(at(place, "source", "host_organization_name")))
    address = one_text(at(place, "landing_page_url"))
    if address and address not in fields.get("doi", ()):
        add(fields, "url", [address])


def _date(said: Any, fields: Fields, extra: Fields) -> None:
    """'2021-01-01' is also how OpenAlex writes a year of which it has no day: it tells no more than the year."""
    text = one_text(said)
    add(extra if text.endswith("-01-01") else fields, "publication_date" if text.endswith("-01-01") else "date", [text])


def _number(name: str, said: Any, fields: Fields, extra: Fields) -> None:
    """Addresses of PubMed and PubMed Central: the number is their end."""
    add(fields, name, [text.rstrip("/").rpartition("/")[2] for text in texts_of(said)])


def _ids(said: Any, fields: Fields, extra: Fields) -> None:
    if isinstance(said, dict):
        fill(said, ID_RULES, fields, extra, prefix="ids.")
    else:
        add(extra, "ids", texts_of(said))


def _biblio(said: Any, fields: Fields, extra: Fields) -> None:
    if not isinstance(said, dict):
        add(extra, "biblio", texts_of(said))
        return
    fill(said, {"volume": "volume", "issue": "issue"}, fields, extra, prefix="biblio.")
    first, last = (one_text(said.get(f"{which}_page")) for which in ("first", "last"))
    if first:
        fields["pages"] = [f"{first}-{last}" if last and last != first else first]
        extra.pop("biblio.first_page", None)
        extra.pop("biblio.last_page", None)


def _abstract(said: Any, fields: Fields, extra: Fields) -> None:
    """The words, each at its places; what is no such list of places is kept as it stands."""
    text = abstract_of(said)
    if text is None:
        add(extra, "abstract_inverted_index", texts_of(said))
    else:
        add(fields, "abstract", [text])


def abstract_of(index: Any) -> str | None:
    """{'We': [0, 2], 'ask': [1]} -> 'We ask We'; None for what is no inverted index, or an empty one."""
    if not isinstance(index, dict) or not index:
        return None
    pairs = index.pairs if isinstance(index, Pairs) else index.items()
    placed: list[tuple[int, str]] = []
    for word, places in pairs:
        if not isinstance(places, list) or not all(isinstance(at, str) and _PLACE.fullmatch(at) for at in places):
            return None
        placed += [(int(place), word) for place in places]
    return " ".join(word for _, word in sorted(placed, key=lambda found: found[0])) or None


def _mesh(said: Any, fields: Fields, extra: Fields) -> None:
    """'*Physician-Patient Relations/ethics' as MEDLINE writes it; the star marks a major topic."""
    for one in members(said):
        if not isinstance(one, dict) or not (name := one_text(one.get("descriptor_name"))):
            add(extra, "mesh", texts_of([one]))
            continue
        star = "*" if one_text(one.get("is_major_topic")) == "true" else ""
        qualifier = one_text(one.get("qualifier_name"))
        add(fields, "headings", [f"{name}/{star}{qualifier}" if qualifier else star + name])


RULES: Mapping[str, Rule] = {
    "id": _id,
    "doi": "doi",
    "title": "title",
    "publication_year": "year",
    "publication_date": _date,
    "language": "language",
    "type": "publication_types",
    "ids": _ids,
    "biblio": _biblio,
    "mesh": _mesh,
    "abstract_inverted_index": _abstract,
    "relevance_score": skip,  # of the search, not of the work
}
ID_RULES: Mapping[str, Rule] = {
    "openalex": skip,  # the same as `id`
    "doi": "doi",
    "pmid": partial(_number, "pmid"),
    "pmcid": partial(_number, "pmcid"),
}
