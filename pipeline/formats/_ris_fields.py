"""What the tags of one RIS record mean, which depends on who wrote it.

In: the tags of a record. Out: fields as in model.SOURCE_FIELDS, what is left (for `extra`), and warnings. Each rule
takes out the tags that it understands; what no rule takes stays, under its own tag.

Rules from: the RIS specification (Research Information Systems, 2011), EndNote's and Zotero's use of it, exports of
the databases named in `_ris_dialects`.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ._ris_dialects import TYPES, dialect_of
from ._tagged import Tags, unique

_DOI = re.compile(r"10\.\d{4,9}/\S")
_DOI_ADDRESS = re.compile(r"(?:dx\.)?doi\.org/10\.", re.IGNORECASE)
_DOI_NOTE = re.compile(r"doi\s*:\s*10\.\d{4,9}/\S+\Z", re.IGNORECASE)
_PMID_NOTE = re.compile(r"(?:PMID|PubMed ID)\s*:?\s*(\d{1,8})\s*[.;]?\Z", re.IGNORECASE)
_PMID_LABEL = re.compile(r"(\d{1,8})\s*\[PMID\]", re.IGNORECASE)
_PMCID_LABEL = re.compile(r"(PMC\d+)\s*\[PMCID\]", re.IGNORECASE)
_PMID_ADDRESS = re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed|article/MED)/(\d{1,8})\b")
_PMCID_ADDRESS = re.compile(r"/(?:articles/)?(PMC\d{3,})\b")
_BARE_PMID = re.compile(r"\d{4,8}\Z")
_EID = re.compile(r"[?&]eid=(2-s2\.0-\d+)")
_EMBASE_ID = re.compile(r"L\d+\Z")
_EBSCO_ID = re.compile(r"Accession Number:\s*([^;\s]+)")
_OVID_MEDLINE = re.compile(r"[?&]D=(?:med|ppe|mes|prem)", re.IGNORECASE)
_ARTICLE_NUMBER = re.compile(r"(?:article|art\.?)\s*(?:no\.?|number)?\s*:?\s*([\w.-]*\d[\w.-]*)\Z", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")
_DATE = re.compile(r"\d{4}/")
_STANDARD_NUMBER = re.compile(r"[;,\r\n]\s*|(?<=[\dXx])\s+(?=[\dXx-]{8,})")
_KEYWORD_BREAK = re.compile(r";(?:\s+|\Z)")
_INITIALS_FIRST = re.compile(r"(?:[^\W\d_]\.\s?-?\s?)+\S")
# "Copyright of X is the property of Y and its content may not be copied …" stands in EBSCO's AB
_COPYRIGHT = re.compile(r"Copyright of .{1,300} is the property of", re.DOTALL)
_NO_ABSTRACT = re.compile(
    r"n/?a\Z|none\Z|\[?no abstract(?: available)?\.?\]?\Z|abstract available from the publisher\.?\Z", re.IGNORECASE
)
# N1 that begins so is the database speaking, not a note on the work; References are other works altogether
_SERVICE_NOTE = re.compile(
    r"(?:References:|Cited By|Export Date|Correspondence Address|Funding|CODEN|Chemicals/CAS|Tradenames"
    r"|Manufacturers:|Molecular Sequence|Times Cited|Accession Number:|Copyright -|Date (?:revised|created) -"
    r"|Last updated -|Zuletzt aktualisiert -)",
    re.IGNORECASE,
)


def fields_of(tags: Tags) -> tuple[Tags, Tags, list[str]]:
    """Fields, extra, warnings. `tags` is used up."""
    record = _Record(tags)
    for rule in _RULES:
        rule(record)
    record.tags.pop("ER", None)
    return record.fields, {**record.kept, **_with(record.tags, record.kept)}, record.warnings


def _with(tags: Tags, kept: Tags) -> Tags:
    return {tag: kept.get(tag, []) + values for tag, values in tags.items()}


class _Record:
    """The tags not yet taken, and what the rules have made of the others."""

    __slots__ = ("dialect", "fields", "kept", "kind", "tags", "warnings")

    def __init__(self, tags: Tags) -> None:
        self.tags, self.fields, self.kept, self.warnings = tags, Tags(), Tags(), list[str]()
        self.kept["TY"] = words = tags.pop("TY", [])
        if not words:
            del self.kept["TY"]
        self.kind = TYPES.get("".join(words[0].upper().split()), "other") if words else "other"
        self.dialect = dialect_of(tags)

    def take(self, *names: str) -> list[str]:
        """The values of these tags, in this order; what several of the tags say is taken once.

        Within one tag nothing is the same twice: two authors 'Wang, Y.' are two people.
        """
        taken: list[str] = []
        for name in names:
            if values := self.tags.pop(name, None):
                seen = len(taken)
                taken = taken + unique([*taken, *values])[len(unique(taken)) :] if seen else values
        return taken

    def take_if(self, name: str, test: Callable[[str], object]) -> list[str]:
        """Those values of a tag that pass the test; the others stay."""
        values = self.tags.get(name)
        if not values:
            return []
        taken = [value for value in values if test(value)]
        if taken:
            self.tags[name] = [value for value in values if value not in taken]
            if not self.tags[name]:
                del self.tags[name]
        return taken

    def give(self, name: str, values: list[str]) -> None:
        """Add values to a field; nothing for none."""
        if values:
            self.fields[name] = unique([*self.fields[name], *values]) if name in self.fields else values

    def keep(self, tag: str, values: list[str]) -> None:
        """Into `extra`, as written, under the source's tag."""
        if values:
            self.kept[tag] = self.kept.get(tag, []) + values


def _type(r: _Record) -> None:
    r.fields["type"] = [r.kind]


def _titles(r: _Record) -> None:
    titles = r.take("TI", "T1", "CT")
    if r.kind == "book" and not titles:
        titles = r.take("BT")
    if r.dialect == "ebsco" and ("JF" in r.tags or "JO" in r.tags):  # its T2 is the title in another language
        journal = {name.casefold() for tag in ("JF", "JO", "JA") for name in r.tags.get(tag, ())}
        titles += r.take_if("T2", lambda text: text.casefold() not in journal)
    translated = r.take("TT")
    if not titles:
        titles, translated = translated, []
    r.give("title_translated", unique(translated))
    if not titles and (titles := r.take("ST")):
        r.warnings.append("no title; its short title stands in")
    r.give("title", unique(titles))


def _people(r: _Record) -> None:
    names = r.take("AU", "A1")
    # editors: in a book A2 are the editors of its series (unless nobody else is named), in an article often
    # nobody knows who (Ovid puts the authors of reviewed works there)
    editors = r.take("ED")
    if r.kind == "book":
        editors = editors or r.take("A3") or ([] if names else r.take("A2"))
    elif r.kind not in ("article", "thesis", "report"):
        editors += r.take("A2")
    if not editors and "EDBOOK" in r.kept.get("TY", ()):
        names, editors = [], names
    r.give("authors", names)
    r.give("editors", editors)
    if people := names or editors:
        r.fields["name_form"] = [_name_form(people)]


def _name_form(people: list[str]) -> str:
    """How most of them are written; 'Wang, Y.', 'Liu R.' (older Embase), 'A. Author-One' (IEEE)."""
    commas = sum("," in name for name in people)
    if commas * 2 >= len(people):
        return "family-comma-given"
    if all(_INITIALS_FIRST.match(name) for name in people):
        return "given-family"
    return "family-initials" if sum(map(_ends_in_initials, people)) * 2 > len(people) else "free"


def _ends_in_initials(name: str) -> bool:
    """'Liu R.', 'Иванов И.И.', 'van Raaij MJ'; not 'Chaitanya Jain'."""
    family, _, last = name.rpartition(" ")
    letters = last.replace(".", "").replace("-", "")
    return bool(family) and len(letters) <= 3 and letters.isalpha() and letters.isupper()


def _container(r: _Record) -> None:
    if r.kind == "conference-paper":
        _conference(r)
    if r.kind in ("book", "report"):
        r.give("series", r.take("T2", "T3"))
        full = r.take("JF", "JO")
    else:
        full = r.take("JF") + r.take("T2") + (r.take("BT") if r.kind == "chapter" else [])
        r.give("series", r.take("T3"))
    short = r.take("JA", "J2", "J1", "JI", "J9")
    journal = r.take("JO")  # full in LILACS and Dimensions, where it is all there is; short in Embase
    if full:
        short = journal + short
    else:
        full = journal
    r.give("container", unique(full))
    r.give("container_short", [name for name in unique(short) if name not in full])


def _conference(r: _Record) -> None:
    """C3 is the title of the proceedings in EndNote and Zotero, and T2 then the conference."""
    if r.dialect not in ("wos", "embase") and (proceedings := r.take("C3")):
        r.give("event", r.take("T2"))
        r.give("container", proceedings)


def _dates(r: _Record) -> None:
    issued = r.take("PY", "Y1")
    r.give("year", issued[:1])
    dates = r.take("DA") + [text for text in issued if not text.strip("/").isdigit() or len(text.strip("/")) != 4]
    if (
        dates and issued and _YEAR.search(issued[0]) and not _YEAR.search(dates[0])
    ):  # Web of Science: 'AUG 11', the year apart
        dates[0] = f"{issued[0]} {dates[0]}"
    r.give("date", unique(dates))
    if r.dialect == "wos":
        r.give("date_online", r.take("C6"))
    r.give("date_online", r.take_if("ET", _DATE.match) if r.kind == "article" else [])


def _place_in_container(r: _Record) -> None:
    r.give("volume", r.take("VL", "VO"))
    r.give("issue", r.take("IS"))
    if r.tags.get("CP") == r.fields.get("issue"):  # EBSCO repeats the issue as CP
        r.tags.pop("CP", None)
    if r.kind in ("article", "conference-paper", "preprint"):
        r.give("article_number", r.take("C7", "AR"))
        if "article_number" not in r.fields and (found := r.take_if("M1", _ARTICLE_NUMBER.match)):
            r.give("article_number", [m[1] for text in found if (m := _ARTICLE_NUMBER.match(text))])
    _pages(r)


def _pages(r: _Record) -> None:
    first, last = r.tags.get("SP", []), r.tags.get("EP", [])
    if not first and not last:
        return
    if " ".join(first + last).lower() in ("no specified", "no pagination specified"):  # Ovid, in two halves
        return
    if r.kind in ("book", "thesis") and not last:  # how many pages there are, not which
        return
    r.take("SP", "EP")
    if len(first) == 1 and len(last) == 1:
        whole = first[0] if "-" in first[0].strip("-") or first == last else f"{first[0]}-{last[0]}"
        r.give("pages", [whole])
    else:
        r.give("pages", first or last)


def _identifiers(r: _Record) -> None:
    dois = [doi for tag in ("DO", "DI", "L3", "M3") if tag in r.tags for doi in r.take_if(tag, _DOI.search)]
    noted = r.take_if("N1", _DOI_NOTE.match)
    dois = dois or noted
    if not dois:  # an address stays an address as well
        dois = [text for tag in ("UR", "L2") for text in r.tags.get(tag, ()) if _DOI_ADDRESS.search(text)][:1]
    r.give("doi", unique(dois))
    r.give("pmid", _pmids(r))
    r.give("pmcid", [m[1] for text in r.take_if("U1", _PMCID_LABEL.match) if (m := _PMCID_LABEL.match(text))])
    if "pmcid" not in r.fields:
        r.give("pmcid", r.take_if("C2", re.compile(r"PMC\d+\Z").match) or _one_address(r, _PMCID_ADDRESS))
    _standard_numbers(r)


def _pmids(r: _Record) -> list[str]:
    for tag, pattern in (("U1", _PMID_LABEL), ("N1", _PMID_NOTE), ("M1", _PMID_NOTE), ("AN", _PMID_NOTE)):
        if found := r.take_if(tag, pattern.match):
            return [m[1] for text in found if (m := pattern.match(text))]
    if found := r.take("PM"):
        return found
    if r.dialect in ("embase", "scopus") and (
        found := r.take_if("C5" if r.dialect == "embase" else "C2", _BARE_PMID.match)
    ):
        return found
    if r.dialect == "pubmed" and (found := [text for text in r.tags.get("AN", ()) if _BARE_PMID.match(text)]):
        return found
    if r.dialect == "bvs" and (found := [text[4:] for text in r.tags.get("ID", ()) if text.startswith("mdl-")]):
        return found
    if r.dialect == "ovid" and any(_OVID_MEDLINE.search(text) for text in r.tags.get("L2", ())):
        return [text for text in r.tags.get("ID", ()) if _BARE_PMID.match(text)]
    return _one_address(r, _PMID_ADDRESS)


def _one_address(r: _Record, pattern: re.Pattern[str]) -> list[str]:
    """The id that the record's addresses name, where they name just one."""
    found = {m[1] for tag in ("UR", "L2") for text in r.tags.get(tag, ()) if (m := pattern.search(text))}
    return list(found) if len(found) == 1 else []


def _standard_numbers(r: _Record) -> None:
    for value in r.take("SN"):
        for number in _STANDARD_NUMBER.split(value):
            digits = sum(char.isdigit() or char in "Xx" for char in number.partition("(")[0])
            if digits == 8:
                r.give("issn", [number])
            elif digits in (10, 13):
                r.give("isbn", [number])
            elif number.strip():
                r.keep("SN", [number])
    r.give("isbn", r.take("BN"))


def _accession(r: _Record) -> None:
    """The database's own id of the record; a number of somebody's library (ID) is none."""
    found: list[str] = []
    if r.dialect in ("wos", "dimensions", "cochrane"):
        found = r.take("AN")
    elif r.dialect == "pubmed":
        found = r.take_if("AN", _BARE_PMID.match)
    elif r.dialect == "proquest":
        found = [value.partition(";")[0] for value in r.take("AN")]
    elif r.dialect == "ebsco":
        found = r.take("AN") or [m[1] for text in r.tags.get("N1", ()) if (m := _EBSCO_ID.match(text))]
    elif r.dialect == "embase":
        found = r.take_if("U2", _EMBASE_ID.match)
    elif r.dialect == "scopus":
        found = [m[1] for text in r.tags.get("UR", ()) if (m := _EID.search(text))]
    elif r.dialect in ("ovid", "lens", "bvs", "dimensions"):
        found = r.take("ID")
    r.give("accession", found[:1])
    r.give("accession", r.take("UT"))


def _abstract(r: _Record) -> None:
    texts = []
    for tag in ("AB", "N2"):
        for text in r.take(tag):
            if _NO_ABSTRACT.match(text) or _COPYRIGHT.match(text):
                r.keep(tag, [text])
            else:
                texts.append(text)
    r.give("abstract", unique(texts))


def _keywords(r: _Record) -> None:
    words = r.take("KW")
    if any(";" in word for word in words):  # joined into one tag; '&amp;' is no place to cut
        words = [
            part for word in words for part in ([word] if "&" in word else _KEYWORD_BREAK.split(word)) if part.strip()
        ]
    r.give("keywords", words)


def _publication(r: _Record) -> None:
    r.give("language", r.take("LA"))
    r.give("publisher", r.take("PB", "PU"))
    r.give("place", r.take("CY", "PP", "PI"))
    r.give("edition", r.take("ET"))
    r.give("url", r.take("UR"))
    if r.dialect != "ovid":  # Ovid's M3 is a class of its own classification
        r.give("publication_types", r.take("M3"))
    r.give("note", r.take_if("N1", lambda text: not _SERVICE_NOTE.match(text)))


# in this order: a rule may look at what another, later one takes away
_RULES = (
    _type,
    _titles,
    _people,
    _identifiers,
    _accession,
    _container,
    _dates,
    _place_in_container,
    _abstract,
    _keywords,
    _publication,
)
