"""What each paragraph of a PubMed record in text form is, and what it says.

In: the paragraphs, as lines. Out: fields, and `extra` under PubMed's own labels ('Author information', 'Copyright',
'Conflict of interest statement'; 'Citation' for the first paragraph). Commented works keep their numbers to themselves.
"""

from __future__ import annotations

import re

from ._blocks import give, give_date
from ._source_line import LINK, read_pubmed, relation, says_all
from ._tagged import Tags

IDENTIFIER = re.compile(r"(DOI|PMCID|PMID|PMC|PII|Bookshelf ID|NIHMSID)\s?: ?(\S+)\s*(.*)")
_NUMBER = re.compile(r"\ufeff*\d{1,6}[.:]\s+")
_LABELLED = re.compile(
    r"(Author information|Collaborators|Conflict of interest statement|Publication Types?|MeSH Terms|Substances|"
    r"Supplementary concepts|Grant support|Secondary source ID|Keywords)\s*:\s*",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)\s?\d{4}|Copyright\b|Published (?:by|\d{4} by)\b.{0,160}\Z|\d{4} .{3,150}All rights reserved|"
    r".{0,80}©\s?\d{4})",
    re.IGNORECASE | re.DOTALL,
)
_LANGUAGE = re.compile(r"\[(?:Article|Book) in ([^\];]+)(?:;[^\]]*)?\]\Z")
NOBODY = re.compile(r"\[No authors? listed\]\.?\Z", re.IGNORECASE)
_NO_ABSTRACT = re.compile(r"(?:Publisher: )?(?:\[?No abstract available|Abstract available from the publisher)\W*\Z")
BOOK = re.compile(
    r"(?:In: (?:(?P<editors>.+?),? editors?\. )?)?(?P<container>.+?\[Internet\])\.\s(?P<place>[^:]+): "
    r"(?P<publisher>[^;]+); (?P<date>.+)"
)
IMPRINT = re.compile(r"(?P<place>[A-Z][^:;]{2,60}): (?P<publisher>[^;]{2,120}); (?P<date>(?:1[5-9]|20)\d\d\b.*)")
_MARKS = re.compile(r"(?:\s?\([^()\s]{1,3}\))+\Z")
_SUFFIX = re.compile(r"(?:Jr|Sr|[IVX]+|\d(?:st|nd|rd|th))\.?")
_GROUP = re.compile(
    r"\b(?:group|committee|consorti|societ|associat|collaborat|network|investigator|team|trial|organi[sz]ation|institut|"
    r"academ|college|cent(?:er|re)|task force|initiative|panel|council|ministry|department|agency|project|program|"
    r"foundation|federation|board|commission|registry|alliance|union)",
    re.IGNORECASE,
)
_GROUP_LENGTH = 250  # a paragraph of a group's names; abstracts are longer, or have several sentences


def paragraphs(lines: list[str]) -> list[list[str]]:
    """The lines of each paragraph, without line ends; a record begins with one."""
    found: list[list[str]] = [[]]
    for line in lines:
        if line.isspace():
            if found[-1]:
                found.append([])
        else:
            found[-1].append(line.rstrip())
    return found if found[-1] else found[:-1]


def fields_of(parts: list[list[str]]) -> tuple[Tags, Tags]:
    """Fields and `extra` of a record of at least two paragraphs."""
    fields, extra = Tags(), Tags()
    citation = _NUMBER.sub("", _joined(parts[0]), count=1)
    told = read_pubmed(citation)
    rest = parts[1:]
    if set(told) - {"doi"}:
        extra["Citation"] = [citation]
        rest = _journal(citation, told, rest, fields)
    else:
        rest = _title_first(citation, rest, fields, extra)
    rest = _heading(rest, fields, extra)
    _others(rest, fields, extra)
    _finish(fields, told)
    return fields, extra


def _joined(lines: list[str]) -> str:
    return " ".join(line.strip() for line in lines)


def _journal(citation: str, told: Tags, rest: list[list[str]], fields: Tags) -> list[list[str]]:
    """Journal, date and the rest from the citation; the next paragraph is the title, unless it is something else."""
    fields["type"] = ["preprint" if citation.endswith("Preprint.") else "article"]
    for name, values in told.items():
        if name == "date":
            give_date(fields, values[0])
        elif name != "doi":
            give(fields, name, values)
    if rest and not IDENTIFIER.match(rest[0][0]) and not _LABELLED.match(rest[0][0]) and not LINK.fullmatch(rest[0][0]):
        fields["title"] = [_joined(rest[0])]
        return rest[1:]
    return rest


def _title_first(title: str, rest: list[list[str]], fields: Tags, extra: Tags) -> list[list[str]]:
    """A book or a chapter: its title stands first, and the imprint is one of the next paragraphs.

    A citation that is worded in no way we know is told by what follows it: no imprint, so the title is the next one.
    """
    for at, part in enumerate(rest[:3]):
        text = _joined(part)[:1500]  # an imprint is shorter
        if found := BOOK.match(text) or IMPRINT.match(text):
            said = found.groupdict()
            inside = text.startswith("In: ")
            fields["type"] = ["chapter" if inside else "book"]
            fields["title"] = [title]
            if said.get("editors"):
                give(fields, "editors", said["editors"].split(", "))
            if inside:
                give(fields, "container", [said["container"]])
            for name in ("place", "publisher"):
                give(fields, name, [said[name]])
            give_date(fields, said["date"].strip(" ."))
            extra["Citation"] = [text]
            return rest[:at] + rest[at + 1 :]
    fields["type"] = ["other"]
    if len(rest) > 1 and not IDENTIFIER.match(rest[0][0]):
        extra["Citation"] = [title]
        fields["title"] = [_joined(rest[0])]
        return rest[1:]
    fields["title"] = [title]
    return rest


def _heading(rest: list[list[str]], fields: Tags, extra: Tags) -> list[list[str]]:
    """Language and people, which follow the title."""
    if rest and (language := _LANGUAGE.match(_joined(rest[0]))):
        give(fields, "language", language[1].split(", "))
        rest = rest[1:]
    if not rest:
        return rest
    text = _joined(rest[0])
    if NOBODY.match(text):
        return rest[1:]
    follows = len(rest) > 1 and bool(re.match("Author information|Collaborators", rest[1][0]))
    persons, groups = people_of(text, follows)
    if not persons and not groups:
        return rest
    give(fields, "authors", persons)
    give(fields, "group_authors", groups)
    if "(" in text:  # the marks that point to the addresses
        extra["Authors"] = [text]
    return rest[1:]


def people_of(text: str, sure: bool) -> tuple[list[str], list[str]]:
    """Persons and groups; nobody where the text is no list of people. `sure`: their addresses follow."""
    persons, groups = list[str](), list[str]()
    for number, part in enumerate(text.removesuffix(".").split("; ")):
        names = [name for raw in part.split(", ") if (name := _MARKS.sub("", raw.strip()))]
        if sum(_is_person(name) for name in names) * 2 > len(names):
            persons += names
        elif number or sure or _is_group(part):
            groups.append(_MARKS.sub("", part.strip()))
        else:
            return [], []
    return persons, [group for group in groups if group]


def _is_person(name: str) -> bool:
    """'Zhang SX', 'Lima de Carvalho JR Jr': capitals behind a blank; at most five of them."""
    words = name.split()
    if len(words) > 2 and _SUFFIX.fullmatch(words[-1]):
        words = words[:-1]
    last = words[-1].replace("-", "") if words else ""
    return 1 < len(words) < 7 and last.isalpha() and last.isupper() and len(last) <= 5


def _is_group(text: str) -> bool:
    return len(text) <= _GROUP_LENGTH and ". " not in text and bool(_GROUP.search(text))


def _others(rest: list[list[str]], fields: Tags, extra: Tags) -> None:
    """What follows the people: each paragraph by its first words; what has none of ours is the abstract."""
    abstract: list[str] = []
    for part in rest:
        text = _joined(part)
        if label := _LABELLED.match(text):
            _labelled(label[1], part, text[label.end() :], fields, extra)
        elif LINK.fullmatch(part[0]):
            _links(part, fields, extra)
        elif IDENTIFIER.match(part[0]):
            _identifiers(part, fields, extra)
        elif _COPYRIGHT.match(text) and len(text) < 600:
            give(extra, "Copyright", [text])
        elif _NO_ABSTRACT.match(text):
            give(extra, "Abstract", [text])
        elif text.startswith("Publisher: "):  # the abstract in another language
            give(fields, "abstract", [" ".join(abstract), text.removeprefix("Publisher: ")])
            abstract = []
        else:
            abstract.append(text)
    if abstract:
        fields["abstract"] = [" ".join(abstract), *fields.get("abstract", [])]


def _labelled(label: str, part: list[str], text: str, fields: Tags, extra: Tags) -> None:
    """Old PubMed lists types and headings below a label, one a line, indented."""
    names = {"publication type": "publication_types", "mesh term": "headings", "keyword": "keywords"}
    name = names.get(label.lower().rstrip("s"))
    if name == "keywords":
        give(fields, name, text.removesuffix(".").split("; "))
    elif name and len(part) > 1:
        give(fields, name, part[1:])
    else:
        give(extra, label, [text])


def _links(part: list[str], fields: Tags, extra: Tags) -> None:
    """'Comment in' on a line of its own, the citations below it, indented; a citation may take two lines."""
    link, cited = "", list[str]()
    for line in [*part, ""]:
        found = None if line[:1] in (" ", "\t") else LINK.fullmatch(line)
        if found or not line:
            for citation in cited:
                told = relation(link, citation)
                give(fields, "relations", [told] if told else [])
                if not told or not says_all(link):
                    give(extra, link, [citation])
            link, cited = (found[1] if found else ""), []
        elif cited and not re.search(r"[.:;]\Z", cited[-1]):
            cited[-1] += " " + line.strip()
        else:
            cited.append(line.strip())


def _identifiers(part: list[str], fields: Tags, extra: Tags) -> None:
    """The record's own numbers; PubMed's remarks behind them ('[Indexed for MEDLINE]') stay in `extra`."""
    names = {"DOI": "doi", "PMCID": "pmcid", "PMC": "pmcid", "PMID": "pmid"}
    for line in part:
        found = IDENTIFIER.match(line)
        if found is None:
            give(extra, "Remarks", [line])
            continue
        name = names.get(found[1])
        give(fields if name else extra, name or found[1], [found[2]])
        give(extra, f"{found[1]} remark", [found[3]])


def _finish(fields: Tags, told: Tags) -> None:
    """PubMed's number is the accession; the DOI of the citation serves where no line has it."""
    if "doi" not in fields and "doi" in told:
        fields["doi"] = told["doi"]
    if "pmid" in fields:
        fields["accession"] = fields["pmid"][:1]
    if "authors" in fields or "editors" in fields:
        fields["name_form"] = ["family-initials"]
