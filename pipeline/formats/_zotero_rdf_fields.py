"""What the properties of a Zotero item mean: fields of ours, or `extra` under the property's own name.

In: a node of the graph, and the graph for what it refers to. Out: fields and extra. Properties of the journal or book
that an item is part of stand in `extra` as 'bib:Journal dc:rights'. No property is skipped.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from ._author_cell import name_form
from ._xml import Fields
from ._zotero import ITEM_TYPES

# name spaces, and the prefixes that Zotero gives them
SPACES = {
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.zotero.org/namespaces/export#": "z",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/net/biblio#": "bib",
    "http://xmlns.com/foaf/0.1/": "foaf",
    "http://nwalsh.com/rdf/vCard#": "vcard",
    "http://prismstandard.org/namespaces/1.2/basic/": "prism",
    "http://purl.org/rss/1.0/modules/link/": "link",
}

# classes of items that lost their z:itemType
_CLASSES = {
    "bib:Article": "article",
    "bib:Book": "book",
    "bib:BookSection": "chapter",
    "bib:Thesis": "thesis",
    "bib:Report": "report",
    "bib:Document": "webpage",
    "bib:ConferenceProceedings": "conference-paper",
    "bib:Manuscript": "other",
    "bib:Patent": "other",
    "bib:Legislation": "other",
}
_WITH_ISSUES = ("article", "conference-paper", "chapter")  # elsewhere prism:number is that of a report or patent

_FIELDS = {
    "dc:title": "title",
    "bib:pages": "pages",
    "dcterms:abstract": "abstract",
    "z:language": "language",
    "dc:language": "language",
    "prism:edition": "edition",
    "prism:volume": "volume",
    "z:type": "publication_types",
    "z:meetingName": "event",
    "z:repository": "publisher",
    "z:proceedingsTitle": "container",
    "z:PMID": "pmid",
    "z:PMCID": "pmcid",
    "dcterms:dateSubmitted": "accessed",  # Zotero's place for its field "Accessed"
}
_OF_CONTAINER = {
    "dc:title": "container",
    "dcterms:alternative": "container_short",
    "prism:volume": "volume",
    "prism:edition": "edition",
}
_OF_PUBLISHER = {"foaf:name": "publisher", "vcard:adr": "place"}
_CREATORS = re.compile(r"(?:bib|z):[a-z]\w*s\Z")
# who stands for the author of what has none of that name
_FIRST_CREATORS = (
    "bib:authors",
    "z:presenters",
    "z:inventors",
    "z:programmers",
    "z:directors",
    "z:artists",
    "z:cartographers",
    "z:interviewees",
    "z:podcasters",
    "z:performers",
    "z:composers",
    "z:sponsors",
)
_OTHERS = {"bib:editors": "editors", "z:translators": "translators"}
_FAMILY = ("foaf:surname", "foaf:familyName", "foaf:family_name", "foaf:lastName", "foaf:name")
_GIVEN = ("foaf:givenName", "foaf:givenname", "foaf:firstName")

_NUMBER = re.compile(r"(DOI|ISBN|ISSN)[:\s]\s*(.+)", re.DOTALL)
_STANDARD_NUMBERS = re.compile(r"[\dXx-]{8,17}(?:[\s,;]+[\dXx-]{8,17})+")
# lines of the field Extra by which people keep what Zotero had no field for
_EXTRA_LINE = re.compile(r"^\s*(DOI|PMID|PMCID)\s*:\s*(\S+)\s*$", re.MULTILINE | re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1[4-9]|20)\d\d\b")


class Node:
    """A node with its properties by Zotero's names ('dc:title'), whatever prefixes its file uses."""

    def __init__(self, element: ET.Element, names: dict[str, str], warnings: tuple[str, ...] = ()) -> None:
        """`names`: the file's prefixes -> Zotero's. `warnings` are those of parsing it."""
        self._names = names
        self.warnings = warnings
        self.name = self._named(element.tag)
        attributes = {self._named(key): value for key, value in element.attrib.items()}
        self.about = attributes.pop("rdf:about", "") or attributes.pop("rdf:nodeID", "")
        self.properties = [(self._named(child.tag), child) for child in element]
        self.attributes = attributes

    def _named(self, tag: str) -> str:
        space, closed, local = tag.removeprefix("{").rpartition("}")
        return f"{self._names.get(space) or SPACES.get(space, space)}:{local}" if closed else tag

    def inside(self, child: ET.Element) -> Node | None:
        """The node that stands in a property; None where that holds text."""
        return Node(child[0], self._names) if len(child) else None

    def address(self, child: ET.Element) -> str:
        """What a property refers to; '' where it holds its value itself."""
        refers = {self._named(key): value for key, value in child.attrib.items()}
        return refers.get("rdf:resource") or refers.get("rdf:nodeID") or ""

    def texts(self, *names: str) -> list[str]:
        """The texts of these properties, none empty."""
        found = (_text(child) for name, child in self.properties if name in names)
        return [text for text in found if text]

    @property
    def item_type(self) -> str:
        """Zotero's own word, 'journalArticle'; '' where the node is no item."""
        return next(iter(self.texts("z:itemType")), "")

    @property
    def is_item(self) -> bool:
        """Whether it is a record: it has Zotero's word, or is of a class of works."""
        return bool(self.item_type) or self.name in _CLASSES

    @property
    def type(self) -> str:
        """One of RECORD_TYPES."""
        return ITEM_TYPES.get(self.item_type, "other") if self.item_type else _CLASSES.get(self.name, "other")


class Graph:
    """The nodes of a file by address, and which of them others are part of."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        """Of two nodes with one address the first counts, as both are what the file says of it."""
        self._by_address: dict[str, Node] = {}
        self._parts: Counter[str] = Counter()
        for node in nodes:
            if node.about:
                self._by_address.setdefault(node.about, node)
            self._parts.update(node.address(child) for name, child in node.properties if name == "dcterms:isPartOf")

    def is_part(self, node: Node) -> bool:
        """Whether something is part of it: a journal of articles, a book of chapters."""
        return bool(node.about) and self._parts[node.about] > 0

    def target(self, node: Node, child: ET.Element) -> Node | None:
        """The node that a property holds or names; None where it is text, or names what is not in the file."""
        return node.inside(child) or self._by_address.get(node.address(child))

    def containers(self, node: Node) -> Iterator[tuple[Node, bool]]:
        """What the node is part of, and what that is part of; True where nothing else in the file is part of it."""
        waiting, seen = [(node, True)], {node.about}
        while waiting:
            part, alone = waiting.pop(0)
            for name, child in part.properties:
                whole = self.target(part, child) if name == "dcterms:isPartOf" else None
                if whole is None or (whole.about and whole.about in seen):
                    continue
                seen.add(whole.about)
                waiting.append((whole, alone and (not whole.about or self._parts[whole.about] == 1)))
                yield waiting[-1]


def fields_of(node: Node, graph: Graph) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Fields and extra of an item."""
    fields, extra = Fields(), Fields()
    fields.add("type", node.type)
    extra.add("rdf:about", node.about)
    for name, value in node.attributes.items():
        extra.add(name, value)
    creators = dict[str, list[tuple[str, bool]]]()
    for name, child in node.properties:
        if name in _FIELDS:
            fields.add(_FIELDS[name], _text(child))
        elif name in _RULES:
            _RULES[name](node, child, graph, fields, extra)
        elif _CREATORS.match(name) and len(child):
            creators.setdefault(name, []).extend(_people(node, child, graph))
        elif name != "dcterms:isPartOf" or graph.target(node, child) is None:
            extra.add(name, *_plain(node, child))
    _creators(creators, fields, extra)
    for whole, alone in graph.containers(node):
        _container(whole, alone, fields, extra)
    return fields.filled, extra.filled


def _text(child: ET.Element) -> str:
    return "".join(child.itertext()).strip()


def _plain(node: Node, child: ET.Element) -> list[str]:
    """A property without a rule: its texts, or what it refers to."""
    texts = [text.strip() for text in child.itertext() if text.strip()]
    return texts or [node.address(child)]


def _date(node: Node, child: ET.Element, graph: Graph, fields: Fields, extra: Fields) -> None:
    written = _text(child)
    fields.add("date", written)
    if year := _YEAR.search(written):
        fields.add("year", year[0])


def _number(node: Node, child: ET.Element, graph: Graph, fields: Fields, extra: Fields) -> None:
    if node.type in _WITH_ISSUES:
        fields.add("issue", _text(child))
    else:
        extra.add("prism:number", _text(child))


def _identifier(node: Node, child: ET.Element, graph: Graph, fields: Fields, extra: Fields) -> None:
    """'DOI 10.1000/1', 'ISBN 978…', an address as a node of its own, or some other number."""
    written = _text(child)
    if len(child):
        fields.add("url", written)
    elif number := _NUMBER.match(written):
        fields.add(number[1].lower(), *_numbers(number[2].strip()))
    else:
        extra.add("dc:identifier", written)


def _numbers(written: str) -> list[str]:
    """Zotero keeps several ISBNs in one field, parted by blanks."""
    return re.split(r"[\s,;]+", written) if _STANDARD_NUMBERS.fullmatch(written) else [written]


def _subject(node: Node, child: ET.Element, graph: Graph, fields: Fields, extra: Fields) -> None:
    """A tag, by hand or (as a node) from the source; a call number is no tag."""
    inside = node.inside(child)
    if inside is None or inside.name == "z:AutomaticTag":
        fields.add("keywords", _text(child))
    else:
        extra.add(inside.name, _text(child))


def _publisher(node: Node, child: ET.Element, graph: Graph, fields: Fields, extra: Fields) -> None:
    organisation = graph.target(node, child)
    if organisation is None:
        fields.add("publisher", _text(child))
        return
    for name, part in organisation.properties:
        if name in _OF_PUBLISHER:
            fields.add(_OF_PUBLISHER[name], _text(part))
        else:
            extra.add(f"dc:publisher {name}", _text(part))


def _event(node: Node, child: ET.Element, graph: Graph, fields: Fields, extra: Fields) -> None:
    conference = graph.target(node, child)
    fields.add("event", *(conference.texts("dc:title") if conference else [_text(child)]))


def _extra_field(node: Node, child: ET.Element, graph: Graph, fields: Fields, extra: Fields) -> None:
    """Zotero's field Extra: a note, in which 'PMID: 123' on a line is the item's own number."""
    written = _text(child)
    fields.add("note", written)
    for name, value in _EXTRA_LINE.findall(written):
        fields.add(name.lower(), value)


def _note(node: Node, child: ET.Element, graph: Graph, fields: Fields, extra: Fields) -> None:
    memo = graph.target(node, child)
    if memo is None:
        extra.add("dcterms:isReferencedBy", node.address(child))
    else:
        fields.add("note", *memo.texts("rdf:value"))


_RULES: dict[str, Callable[[Node, ET.Element, Graph, Fields, Fields], None]] = {
    "dc:date": _date,
    "dcterms:issued": _date,
    "prism:number": _number,
    "dc:identifier": _identifier,
    "dc:subject": _subject,
    "dc:publisher": _publisher,
    "bib:presentedAt": _event,
    "dc:description": _extra_field,
    "dcterms:isReferencedBy": _note,
}


def _people(node: Node, child: ET.Element, graph: Graph) -> Iterator[tuple[str, bool]]:
    """Each person of a list, and whether it is a body: Zotero has one field for the name of a body."""
    sequence = graph.target(node, child)
    for _, member in sequence.properties if sequence else ():
        person = graph.target(sequence, member) if sequence else None
        if person is None:
            continue
        family, given = " ".join(person.texts(*_FAMILY)), " ".join(person.texts(*_GIVEN))
        if family and given:
            yield f"{family}, {given}", False
        elif family or given:  # 'Plato' is a person, and so is 'Doe J' that some importer left in one field
            yield family or given, " " in family and name_form([family]) is None


def _creators(creators: dict[str, list[tuple[str, bool]]], fields: Fields, extra: Fields) -> None:
    first = next((name for name in _FIRST_CREATORS if creators.get(name)), None)
    for name, people in creators.items():
        if name == first:
            fields.add_all("authors", *(person for person, body in people if not body))
            fields.add_all("group_authors", *(person for person, body in people if body))
        elif name in _OTHERS:
            fields.add_all(_OTHERS[name], *(person for person, _ in people))
        else:
            extra.add_all(name, *(person for person, _ in people))
    if fields.filled.keys() & {"authors", *_OTHERS.values()}:
        fields.add("name_form", "family-comma-given")


def _container(whole: Node, alone: bool, fields: Fields, extra: Fields) -> None:
    """What the journal, book or series says. Its DOI is the item's: Zotero writes it there, for each item anew."""
    for name, child in whole.properties:
        written = _text(child)
        number = _NUMBER.match(written) if name == "dc:identifier" else None
        if name == "dcterms:isPartOf":
            continue
        if whole.name == "bib:Series" and name == "dc:title":
            fields.add("series", written)
        elif whole.name in ("bib:Series", "bib:Part"):  # a part is the section of a newspaper
            extra.add(f"{whole.name} {name}", written)
        elif number and (alone or number[1] != "DOI"):
            fields.add(number[1].lower(), *_numbers(number[2].strip()))
        elif name == "prism:number":
            fields.add("issue", written)
        elif name in _OF_CONTAINER:
            fields.add(_OF_CONTAINER[name], written)
        else:
            extra.add(f"{whole.name} {name}", written)
