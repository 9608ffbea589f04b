"""Elements of PubMed XML as text: a name, a date, and whatever has no field of ours, under its path.

In: an element. Out: its text in one line; for what is left over, an entry of `extra` for each element.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Container, Iterator

from ._xml import Fields, text

_NAME_PARTS = ("LastName", "ForeName", "FirstName", "Initials", "Suffix", "CollectiveName")
_LOOK = ("b", "i", "u", "sub", "sup", "DispFormula")  # and formulas, which have a name space of their own
_DEEPEST = 5  # lists within lists: PubMed has two or three


def leftovers(extra: Fields, parent: ET.Element, taken: set[str], path: str = "") -> None:
    """Each element of `parent` that is not taken, as text under its path; lists are gone through."""
    for child in parent:
        if child.tag in taken:
            continue
        place = path + child.tag
        if child.tag == "MedlineJournalInfo":
            leftovers(extra, child, {"MedlineTA", "ISSNLinking"}, place + "/")
        elif (child.tag.endswith("List") or child.tag in ("History", "Sections")) and place.count("/") < _DEEPEST:
            leftovers(extra, child, set(), place + "/")
        else:
            extra.add(place + _told_apart(child), flat(child))


def _told_apart(element: ET.Element) -> str:
    """'@RetractionIn': the attribute that says which kind of its element this is."""
    for name in ("RefType", "PubStatus", "IdType", "EIdType", "Source", "Type"):
        if value := element.get(name):
            return f"@{value}"
    return ""


def flat(element: ET.Element) -> str:
    """The leaves of an element, joined by '; ', a person's name as one; ids say what they are ('PMID: 123').

    An investigator of Leeds -> 'Day, Lea; University of Leeds'.
    """
    if element.find("LastName") is not None or element.find("CollectiveName") is not None:
        return "; ".join(filter(None, (name_of(element), *(_leaf(leaf) for leaf in _leaves(element, _NAME_PARTS)))))
    if element.find("Year") is not None:
        return date_of(element, "-")
    if not len(element):
        return text(element)
    return "; ".join(filter(None, map(_leaf, _leaves(element))))


def _leaves(element: ET.Element, taken: Container[str] = ()) -> Iterator[ET.Element]:
    """The elements that hold text, without those of the `taken` names, in their order."""
    waiting = [element]
    while waiting:
        found = waiting.pop()
        if found.tag in taken:
            continue
        if _is_text(found):
            yield found
        else:
            waiting += reversed(found)


def _is_text(element: ET.Element) -> bool:
    """Whether there is text between its elements, or these only say how it looks: '<i>GeneReview</i> Scope'."""
    if not len(element) or (element.text or "").strip():
        return True
    return any((child.tail or "").strip() for child in element) or all(
        child.tag in _LOOK or child.tag.startswith("{") for child in element
    )


def _leaf(leaf: ET.Element) -> str:
    label = {"PMID": "PMID", "Identifier": leaf.get("Source")}.get(leaf.tag, leaf.get("IdType"))
    said = text(leaf)
    return f"{label}: {said}" if label and said else said


def name_of(author: ET.Element) -> str:
    """'Family, Given, Suffix', or the name of the group."""
    group = author.find("CollectiveName")
    if group is not None:
        return text(group)
    given = text(author.find("ForeName")) or text(author.find("FirstName")) or text(author.find("Initials"))
    parts = (text(author.find("LastName")), given, text(author.find("Suffix")))
    return ", ".join(part for part in parts if part)


def date_of(date: ET.Element, between: str = " ") -> str:
    """'2014 Nov 3', '1998 Dec-1999 Jan', '1999 Winter': year, month, day, season in their order, without the
    clock.
    """
    return between.join(text(part) for part in date if part.tag not in ("Hour", "Minute", "Second") and text(part))
