"""Zotero RDF: a library as Zotero's "Zotero RDF" export writes it.

In: RDF in XML. Out: each item as one record; attachments, notes, collections, and the journals and books that items
refer to, are Unread, and what they say reaches the items that name them.

Items refer to nodes anywhere in the file, also behind them (rdf:resource), so the whole file is held in memory. Each
node is cut out of the text and parsed alone all the same: one bad node is one Reject, and no DTD is ever read. In
Zotero's files a node with rdf:about stands at the top, and one without it inside the node that it belongs to.

Source: the export itself, and the name spaces it declares (Bibliontology's predecessor 'biblio', Dublin Core, PRISM).
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from ..model import Found, Reject, Unread
from . import _xml
from ._text import line_ends
from ._zotero_rdf_fields import SPACES, Graph, Node, fields_of

NAME = "zotero-rdf"
TITLE = "Zotero RDF"

_ATTRIBUTES = r"""(?:[^<>"']|"[^"<]*"|'[^'<]*')*+"""
_ROOT = re.compile(rf"<(?:[A-Za-z_][\w.-]*:)?RDF(?=[\s>]){_ATTRIBUTES}>")
_ROOT_CLOSED = re.compile(r"</(?:[A-Za-z_][\w.-]*:)?RDF\s*>")
_BEGIN = re.compile(
    r"(?:<\?xml.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>|[\s\ufeff])*+<(?:[\w.-]+:)?RDF\b", re.DOTALL
)
_SPACE = re.compile(r"""\sxmlns:([A-Za-z_][\w.-]*)\s*=\s*["']([^"']*)["']""")
# a node's start tag: classes begin with a capital, properties do not
_NODE = rf"<([A-Za-z_][\w.-]*:[A-Z][\w.-]*)(?=\s)({_ATTRIBUTES})>"
_NODES = re.compile(rf"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|{_NODE}", re.DOTALL)
_ADDRESS = re.compile(r"\s[\w.-]+:(?:about|ID|nodeID)\s*=")
_WRAPPERS = "RDF"
_FRAME = _xml.frame(rf"(?:[A-Za-z_][\w.-]*:)?{_WRAPPERS}")
_LONGEST_ITEM = 1 << 14  # how far a node is followed over nodes with rdf:about inside it, which Zotero never writes

# what stands at the top beside the items, and why it is no record of its own
_BESIDE = {
    "z:Attachment": "a file or link that is attached to an item",
    "bib:Memo": "a note",
    "z:Collection": "a collection of items",
    "rdf:Seq": "a list that an item names",
    "foaf:Person": "a person that an item names",
    "foaf:Organization": "a publisher that an item names",
}
_NO_RECORDS = {"attachment": "z:Attachment", "note": "bib:Memo", "annotation": "bib:Memo"}


def sniff(head: str) -> int:
    """3 for an RDF file that declares Zotero's own name space, 0 else."""
    return 3 if _BEGIN.match(head) and "http://www.zotero.org/namespaces/export#" in head else 0


def read(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    """One Found or Reject an item, in the order of the file; all else is Unread."""
    return _xml.to_its_end(_segments(stream), _WRAPPERS)


def _segments(stream: TextIO) -> Iterator[Found | Reject | Unread]:
    text = stream.read()
    names = _prefixes(text)
    pieces = [(piece, _parsed(piece, names)) for piece in _pieces(text)]
    graph = Graph([node for _, node in pieces if isinstance(node, Node)])
    for piece, node in pieces:
        yield _segment(piece, node, graph)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of the file. `name` is that of a node, '' between nodes, CUT or END for one without its end tag."""

    name: str
    raw: str
    line: int


def _pieces(text: str) -> Iterator[_Piece]:
    line = at = 0
    for name, end in _ends(text):
        if end > at:
            yield _Piece(name, text[at:end], line + 1)
            line += line_ends(text[at:end])
            at = end


def _ends(text: str) -> Iterator[tuple[str, int]]:
    """Name and end of each piece of the text."""
    root = _ROOT.search(text)
    at = root.end() if root else 0
    yield "", at
    starts = _starts(text, at)
    for place, start in enumerate(starts):
        if start.start() < at:
            continue  # inside the node before
        last = place + 1 == len(starts)
        following = len(text) if last else starts[place + 1].start()
        yield "", start.start()
        end = _end(text, start, following)
        at = end or following
        yield start[1] if end else _xml.END if last else _xml.CUT, at
    yield "", len(text)


def _starts(text: str, at: int) -> list[re.Match[str]]:
    """The start tags of the nodes that have an address; those in comments are text."""
    return [found for found in _NODES.finditer(text, at) if found[1] and _ADDRESS.search(found[2])]


def _end(text: str, start: re.Match[str], following: int) -> int | None:
    """Where the node ends: before the next node with an address, or else where it closes around that one."""
    if start[0].endswith("/>"):
        return start.end()
    end = _balanced(text, start, following)
    if end is None and following < len(text):
        end = _balanced(text, start, min(len(text), start.start() + _LONGEST_ITEM))
        if end is not None and not _well_formed(text[start.start() : end]):
            return None  # a broken node in front of a whole one
    return end


def _balanced(text: str, start: re.Match[str], stop: int) -> int | None:
    """The end of the end tag that closes `start`; a node may hold others of its name (a book in a book)."""
    name, depth = re.escape(start[1]), 1
    for tag in re.compile(rf"<(/?){name}(?=[\s/>]){_ATTRIBUTES}>").finditer(text, start.end(), stop):
        if tag[1]:
            depth -= 1
        elif not tag[0].endswith("/>"):
            depth += 1
        if depth == 0:
            return tag.end()
    return None


def _well_formed(raw: str) -> bool:
    try:
        _xml.parse(raw)
    except ET.ParseError:
        return False
    return True


def _prefixes(text: str) -> dict[str, str]:
    """What this file calls the name spaces -> what Zotero calls them; a file may write n0: for bib:."""
    root = _ROOT.search(text)
    return {prefix: SPACES.get(space, prefix) for prefix, space in _SPACE.findall(root[0])} if root else {}


def _parsed(piece: _Piece, names: dict[str, str]) -> Node | Reject | None:
    """The node, or why it can't be read; None for text between nodes."""
    if not piece.name:
        return None
    read = _xml.element(piece.name, piece.raw, piece.line, _ROOT_CLOSED)
    return read if isinstance(read, Reject) else Node(read[0], names, read[1])


def _segment(piece: _Piece, node: Node | Reject | None, graph: Graph) -> Found | Reject | Unread:
    raw, line = piece.raw, piece.line
    if node is None:
        return _xml.between(raw, line, _FRAME)
    if isinstance(node, Reject):
        return node
    if beside := _beside(node, graph):
        return Unread(line=line, raw=raw, reason=beside)
    if not node.is_item:
        return Unread(line=line, raw=raw, reason="a node that is no item of Zotero's", expected=False)
    fields, extra = fields_of(node, graph)
    warnings = node.warnings if "title" in fields else (*node.warnings, "no title")
    return Found(line=line, raw=raw, fields=fields, extra=extra, warnings=warnings)


def _beside(node: Node, graph: Graph) -> str | None:
    """Why the node is no record, where that is as it should be."""
    kind = _NO_RECORDS.get(node.item_type, "" if node.item_type else node.name)
    if kind in _BESIDE:
        return _BESIDE[kind]
    return "a journal, book or series that an item names" if graph.is_part(node) and not node.item_type else None
