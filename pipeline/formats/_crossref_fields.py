"""One work of Crossref's web service: its members -> fields and extra.

In: a work as `_json` gives it. Out: fields of ours; all else in `extra` under the service's own names, verbatim, what
is nested as JSON. Print comes before online: volume and pages are those of the printed issue.
Sources: see `crossref_json`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ._api_json import Fields, Read, Rule, add, at, fill, members, one_text, skip, texts_of
from ._json import to_text

# Crossref's type -> ours; what is none of these (journal, component, peer-review, standard, grant …) is 'other'
TYPES: Mapping[str, str] = {
    "book": "book",
    "book-chapter": "chapter",
    "book-part": "chapter",
    "book-section": "chapter",
    "book-set": "book",
    "book-track": "chapter",
    "dataset": "dataset",
    "dissertation": "thesis",
    "edited-book": "book",
    "journal-article": "article",
    "monograph": "book",
    "posted-content": "preprint",  # unless its subtype says otherwise
    "proceedings": "proceedings",
    "proceedings-article": "conference-paper",
    "reference-book": "book",
    "reference-entry": "chapter",
    "report": "report",
    "report-component": "chapter",
}
# What the update in `update-to` is of the work that it names, and the work in `updated-by` of this one. A withdrawal or
# removal takes the whole text back, as a retraction does; of a partial retraction the rest stands.
UPDATES: Mapping[str, tuple[str, str]] = {
    "addendum": ("comment-on", "has-comment"),
    "clarification": ("erratum-of", "has-erratum"),
    "correction": ("erratum-of", "has-erratum"),
    "corrigendum": ("erratum-of", "has-erratum"),
    "erratum": ("erratum-of", "has-erratum"),
    "expression_of_concern": ("comment-on", "has-comment"),
    "new_edition": ("edition-of", "has-edition"),
    "new_version": ("version-of", "has-version"),
    "partial_retraction": ("erratum-of", "has-erratum"),
    "removal": ("retraction-of", "has-retraction"),
    "retraction": ("retraction-of", "has-retraction"),
    "withdrawal": ("retraction-of", "has-retraction"),
}
_PLAIN_UPDATES = ("correction", "corrigendum", "erratum", "new_edition", "new_version", "retraction")
# Names in `relation`, seen from this work. Not here, so in `extra`: reviews of manuscripts, replies and the parts that
# say nothing of a whole publication (data, software, supplements), references, continuations.
RELATIONS: Mapping[str, str] = {
    "has-comment": "has-comment",
    "has-part": "has-part",
    "has-preprint": "version-of",
    "has-translation": "has-translation",
    "has-version": "has-version",
    "is-comment-on": "comment-on",
    "is-part-of": "part-of",
    "is-preprint-of": "has-version",
    "is-translation-of": "translation-of",
    "is-version-of": "version-of",
    "is-reply-to": "comment-on",
    "has-reply": "has-comment",
}
_NUMBERS = ("doi", "pmid")
_LABEL = re.compile(
    r"(<(?:jats:)?sec\b[^<>]*>\s*)<(?:jats:)?title\b[^<>]*>\s*(.*?)[\s:]*</(?:jats:)?title\s*>\s*", re.S
)
_ENDS = (":", "?", "!", ".")


def accession(value: Mapping[str, Any]) -> str | None:
    """The DOI in small letters, which is how DOIs are compared; None where there is none."""
    return one_text(value.get("DOI")).lower() or None


def read_record(value: Mapping[str, Any]) -> Read:
    """Fields, extra and warnings of one work."""
    fields: Fields = {}
    extra: Fields = {}
    add(fields, "accession", filter(None, [accession(value)]))
    _titles(value, fields)
    _people(value, fields, extra)
    _dates(value, fields, extra)
    fill(value, RULES, fields, extra)
    fields["type"] = [_type(value)]
    warnings = () if "accession" in fields else ("Crossref gives no DOI for this record",)
    return fields, extra, warnings if "title" in fields else (*warnings, "no title")


def _type(value: Mapping[str, Any]) -> str:
    """A posted work is a preprint, unless its subtype is another word (letter, dissertation, peer_review, other)."""
    kind, subtype = one_text(value.get("type")), one_text(value.get("subtype"))
    if kind == "posted-content" and subtype not in ("", "preprint"):
        return TYPES.get(subtype, "other")
    return TYPES.get(kind, "other")


def _titles(value: Mapping[str, Any], fields: Fields) -> None:
    """'Title: subtitle', unless the title has its subtitle already; further titles as they stand."""
    titles = texts_of(value.get("title"))
    for subtitle in texts_of(value.get("subtitle")):
        if not titles:
            titles = [subtitle]
        elif subtitle.strip().casefold() not in titles[0].casefold():
            titles[0] += f" {subtitle}" if titles[0].rstrip().endswith(_ENDS) else f": {subtitle}"
    add(fields, "title", titles)


# ---------------------------------------------------------------- people


def _people(value: Mapping[str, Any], fields: Fields, extra: Fields) -> None:
    """Authors in Crossref's order; editors, translators; groups apart. Chairs and others stay in `extra`."""
    for member, field in (("author", "authors"), ("editor", "editors"), ("translator", "translators")):
        people = [one for one in members(value.get(member)) if isinstance(one, dict)]
        names = [name for one in people if (name := _name(one))]
        if names:
            fields[field], fields["name_form"] = names, ["family-comma-given"]
        groups = [one_text(one.get("name")) for one in people if texts_of(one.get("name")) and not _name(one)]
        if groups and field == "authors":
            fields["group_authors"] = groups
        elif groups:
            add(extra, f"{member}/name", groups)
        for one in people:
            _about(one, member, extra)


def _name(person: Mapping[str, Any]) -> str:
    """'Balint, Enid, Jr.'; '' for a group."""
    parts = (one_text(person.get(part)) for part in ("family", "given", "suffix"))
    return ", ".join(filter(None, parts))


def _about(person: Mapping[str, Any], member: str, extra: Fields) -> None:
    """ORCID, address and what else is said of a person, each with whose it is."""
    name = _name(person) or one_text(person.get("name"))
    for part, said in person.items():
        # sequence: 'first' or 'additional', as the order says; authenticated-orcid: of use to Crossref alone
        if part in ("family", "given", "suffix", "name", "sequence", "authenticated-orcid"):
            continue
        texts = [text for one in members(said) for text in texts_of(_name_only(one))]
        add(extra, f"{member}/{part}", [f"{name}: {text}" for text in texts])


def _name_only(value: Any) -> Any:
    """[{'name': 'University of X'}] says no more than its name."""
    return value["name"] if isinstance(value, dict) and value.keys() == {"name"} else value


# ---------------------------------------------------------------- dates


def _dates(value: Mapping[str, Any], fields: Fields, extra: Fields) -> None:
    """Print before online; `issued`, the earliest that Crossref knows, where it is alone or another."""
    printed = _date(value.get("published-print")) or _date(at(value, "journal-issue", "published-print"))
    earliest = _date(value.get("issued"))
    date = printed or earliest
    add(fields, "date_online", filter(None, [_date(value.get("published-online"))]))
    if date:
        fields["date"], fields["year"] = [date], [date[:4]]
    if earliest and earliest != date:
        extra["issued"] = [earliest]


def _date(value: Any) -> str:
    """{'date-parts': [[2014, 11, 3]]} -> '2014-11-03'; [[null]] -> ''."""
    first = next(iter(members(at(value, "date-parts"))), None)
    parts = [text for part in members(first) for text in texts_of(part)]
    return "-".join(part.zfill(2) for part in parts) if parts and len(parts[0]) == 4 else ""


# ---------------------------------------------------------------- relations


def _updates(seen: int) -> Rule:
    """The rule of `update-to` (0: this work is the update) and `updated-by` (1: this work is updated).

    In `extra`, too: what says more than our kind, and what not the publisher says, but Retraction Watch.
    """

    def rule(said: Any, fields: Fields, extra: Fields) -> None:
        for one in members(said):
            kind, doi = one_text(at(one, "type")).lower().replace("-", "_"), one_text(at(one, "DOI"))
            if kind in UPDATES:
                add(fields, "relations", [" ".join(filter(None, (UPDATES[kind][seen], doi and f"doi:{doi}")))])
            if kind not in _PLAIN_UPDATES or one_text(at(one, "source")) not in ("", "publisher"):
                add(extra, ("update-to", "updated-by")[seen], [to_text(one)])

    return rule


def _relation(said: Any, fields: Fields, extra: Fields) -> None:
    """{'has-preprint': [{'id-type': 'doi', 'id': '10.1/p'}]} -> 'version-of doi:10.1/p'."""
    for name, others in said.items() if isinstance(said, dict) else ():
        for other in members(others):
            kind, number = one_text(at(other, "id-type")).lower(), one_text(at(other, "id"))
            if name in RELATIONS and kind in _NUMBERS and number:
                add(fields, "relations", [f"{RELATIONS[name]} {kind}:{number}"])
            else:
                add(extra, f"relation/{name}", texts_of(other))


def _event(said: Any, fields: Fields, extra: Fields) -> None:
    """The name of the conference; place and time in `extra`."""
    add(fields, "event", texts_of(at(said, "name") if isinstance(said, dict) else said))
    if isinstance(said, dict) and len(said) > 1:
        add(extra, "event", [to_text(said)])


def _abstract(said: Any, fields: Fields, extra: Fields) -> None:
    """The label of a part becomes 'Label: '; other tags (JATS) are left to cleaning."""
    add(fields, "abstract", [_LABEL.sub(r"\1\2: ", text) for text in texts_of(said)])


def _resource(said: Any, fields: Fields, extra: Fields) -> None:
    """The publisher's page, to which the DOI leads."""
    add(fields, "url", texts_of(at(said, "primary", "URL")))
    if isinstance(said, dict):
        add(extra, "resource", [to_text({name: one}) for name, one in said.items() if name != "primary"])


def _kind(said: Any, fields: Fields, extra: Fields) -> None:
    add(fields, "publication_types", texts_of(said))


RULES: Mapping[str, Rule] = {
    "DOI": "doi",
    "type": _kind,
    "subtype": _kind,
    "title": skip,  # see _titles
    "subtitle": skip,
    "original-title": "title_original",
    "author": skip,  # see _people
    "editor": skip,
    "translator": skip,
    "container-title": "container",
    "short-container-title": "container_short",
    "issued": skip,  # see _dates
    "published": skip,  # `issued` once more
    "published-print": skip,
    "published-online": skip,
    "volume": "volume",
    "issue": "issue",
    "page": "pages",
    "article-number": "article_number",
    "ISSN": "issn",
    "ISBN": "isbn",
    "publisher": "publisher",
    "publisher-location": "place",
    "edition-number": "edition",
    "event": _event,
    "abstract": _abstract,
    "language": "language",
    "URL": "url",
    "resource": _resource,
    "update-to": _updates(0),
    "updated-by": _updates(1),
    "relation": _relation,
    "reference": skip,  # the works cited: they are other works, and the raw text keeps them
    "reference-count": skip,  # `references-count` once more
    "score": skip,  # how well the work fits the query, not what it is
    "indexed": skip,  # when Crossref last touched its index, which it does to all works
}
