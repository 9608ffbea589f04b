"""What a RIS record says of the work: titles, the container and the place in it, abstract, keywords.

Plans and steps as in `_ris_fields`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ._own_note import OURS
from ._ris_record import RisRecord, Shape, Step
from ._tagged import Tags, each_once, unique

ARTICLE_NUMBER = re.compile(r"(?:article|art\.?)\s*(?:no\.?|number)?\s*:?\s*([\w.-]*\d[\w.-]*)\Z", re.IGNORECASE)
_KEYWORD_BREAK = re.compile(r";(?:\s+|\Z)")
_PAGE_BREAK = re.compile(r"[-,;\s]+")
OTHER_C3 = ("wos", "embase", "cochrane")  # the authors' universities, notes, numbers elsewhere
_NO_PAGES = ("no specified", "no pagination specified")  # Ovid, in two halves
# "Copyright of X is the property of Y and its content may not be copied …" stands in EBSCO's AB
_COPYRIGHT = re.compile(r"Copyright of .{1,300} is the property of", re.DOTALL)
_NO_ABSTRACT = re.compile(
    r"n/?a\Z|none\Z|\[?no abstract(?: available)?\.?\]?\Z|abstract available from the publisher\.?\Z", re.IGNORECASE
)
_LONGEST_NO_ABSTRACT = 40

# field <- tags that mean the same, whoever writes them
_PLAIN = {
    "language": ("LA",),
    "publisher": ("PB", "PU"),
    "place": ("CY", "PP", "PI"),
    "volume": ("VL", "VO"),
    "issue": ("IS",),
    "url": ("UR",),
}


def titles(s: Shape) -> Iterator[Step]:
    titles = s.present("TI", "T1", "CT") or (s.present("BT") if s.kind == "book" else [])
    second = s.dialect == "ebsco" and "T2" in s.names and bool(s.present("JF", "JO"))
    if second or not titles:
        yield _doubtful_titles, titles
    else:
        yield (take_once, ("title", titles[0])) if len(titles) == 1 else (_each_tag_once, ("title", titles))
        yield from ((take_once, ("title_translated", tag)) for tag in s.present("TT"))


def take_once(r: RisRecord, about: tuple[str, str]) -> None:
    """The values of this tag, each once."""
    field, tag = about
    values = r.tags.pop(tag)
    r.fields[field] = values if len(values) == 1 else unique(values)


def _each_tag_once(r: RisRecord, about: tuple[str, list[str]]) -> None:
    """The values of all these tags, each once."""
    field, tags = about
    r.fields[field] = unique([text for tag in tags for text in r.tags.pop(tag)])


def _doubtful_titles(r: RisRecord, tags: list[str]) -> None:
    """EBSCO's T2 may be the title in another language; else TT or ST may be all there is."""
    titles = r.take(*tags)
    if r.dialect == "ebsco" and ("JF" in r.tags or "JO" in r.tags):
        journal = {name.casefold() for tag in ("JF", "JO", "JA") for name in r.tags.get(tag, ())}
        titles = titles + r.take_if("T2", lambda text: text.casefold() not in journal)
    translated = r.take("TT")
    if titles:
        r.give("title_translated", unique(translated))
    else:
        titles = translated
    if not titles and (titles := r.take("ST")):
        r.warnings.append("no title; its short title stands in")
    r.give("title", unique(titles))


def container(s: Shape) -> Iterator[Step]:
    """C3 is the title of the proceedings in EndNote and Zotero, and T2 then the conference."""
    proceedings = s.present("C3") if s.kind == "conference-paper" and s.dialect not in OTHER_C3 else []
    if s.kind in ("book", "report"):
        full, series = s.present("JF", "JO"), s.present("T2", "T3")
    else:
        full, series = s.present("JF", "T2", *(["BT"] if s.kind == "chapter" else [])), s.present("T3")
    if proceedings and "T2" in full:
        full.remove("T2")
        yield take_as_it_is, ("event", ["T2"])
    if series:
        yield take_as_it_is, ("series", series)
    short = s.present("JO", "JA", "J2", "J1", "JI", "J9")
    if len(full) == 1 and not short and not proceedings and s.dialect != "ebsco":
        yield take_once, ("container", full[0])
    elif full or short or proceedings:
        yield take_journal, (full, [tag for tag in short if tag != "JO"], proceedings)


def take_journal(r: RisRecord, about: tuple[list[str], list[str], list[str]]) -> None:
    """JO is full in LILACS and Dimensions, where it is all there is; short in Embase."""
    full_tags, short_tags, proceedings = about
    full, journal, short = _all_in(r.tags, full_tags), r.tags.pop("JO", []), _all_in(r.tags, short_tags)
    if full:
        short = journal + short if journal else short
    else:
        full = journal
    if proceedings:
        r.give("container", r.take(*proceedings))
    _give_names(r, full, short)


def _give_names(r: RisRecord, full: list[str], short: list[str]) -> None:
    if full:
        full = each_once(full)
        r.give("container", full)
    if short and (others := names_beside((*full,), (*short,))):
        r.fields["container_short"] = [*others]


@lru_cache(4096)  # a journal's come again and again
def names_beside(full: tuple[str, ...], short: tuple[str, ...]) -> tuple[str, ...]:
    """The short names of a journal that are not among its full ones, each once: EBSCO has the full name in all."""
    return tuple(name for name in unique([*short]) if name not in full)


def _all_in(tags: Tags, names: list[str]) -> list[str]:
    """The values of these tags, which are taken out."""
    if len(names) == 1:
        return tags.pop(names[0], [])
    return [value for name in names for value in tags.pop(name, ())]


def place_in_container(s: Shape) -> Iterator[Step]:
    if "CP" in s.names and "IS" in s.names:
        yield take_repeated_issue, None
    if s.kind in ("article", "conference-paper", "preprint"):
        yield from ((take_as_it_is, ("article_number", tags)) for tags in [s.present("C7", "AR")] if tags)
        if not s.present("C7", "AR") and "M1" in s.names:
            yield take_article_number, None
    there = s.present("SP", "EP")
    # SP of a book is how many pages there are, not which
    if there and (s.kind not in ("book", "thesis") or "EP" in there or s.dialect == OURS):
        yield take_pages, there


def take_repeated_issue(r: RisRecord, _: None) -> None:
    """EBSCO repeats the issue as CP."""
    if r.tags["CP"] == r.tags["IS"]:
        del r.tags["CP"]


def take_article_number(r: RisRecord, _: None) -> None:
    found = r.take_if("M1", ARTICLE_NUMBER.match)
    r.give("article_number", [m[1] for text in found if (m := ARTICLE_NUMBER.match(text))])


def take_pages(r: RisRecord, there: list[str]) -> None:
    """Of which of SP and EP are `there`."""
    tags = r.tags
    if tags[there[0]][0][0] in "nN" and " ".join([text for tag in there for text in tags[tag]]).lower() in _NO_PAGES:
        return
    if len(there) == 1:
        r.fields["pages"] = tags.pop(there[0])
        return
    first, last = tags.pop("SP"), tags.pop("EP")
    if len(first) == 1 == len(last) and "-" not in first[0]:
        r.fields["pages"] = first if first == last else [f"{first[0]}-{last[0]}"]
    elif len(first) == len(last) and not any("-" in page.strip("-") for page in first):
        pairs = zip(first, last, strict=True)
        r.fields["pages"] = unique([page if page == end else f"{page}-{end}" for page, end in pairs])
    else:
        _uneven_pages(r, first, last)


def _uneven_pages(r: RisRecord, first: list[str], last: list[str]) -> None:
    """SP as it stands, '271-278' or only the first page; EP too, unless it repeats SP or the end of it."""
    r.fields["pages"] = first
    if not {*first, *(_PAGE_BREAK.split(page)[-1] for page in first)}.issuperset(last):
        r.keep("EP", last)  # which range they end, nobody says


def texts(s: Shape) -> Iterator[Step]:
    yield from ((take_abstract, tags) for tags in [s.present("AB", "N2")] if tags)
    if "KW" in s.names:
        yield take_keywords, None
    if "M3" in s.names and s.dialect != "ovid":  # Ovid's M3 is a class of its own classification
        yield take_as_it_is, ("publication_types", ["M3"])
    if "ET" in s.names:
        yield take_as_it_is, ("edition", ["ET"])


def take_abstract(r: RisRecord, tags: list[str]) -> None:
    texts = list[str]()
    for tag in tags:
        for text in r.tags.pop(tag):
            if says_no_abstract(text):
                r.keep(tag, [text])
            else:
                texts.append(text)
    if texts:
        r.fields["abstract"] = texts if len(texts) == 1 else unique(texts)


def says_no_abstract(text: str) -> bool:
    if len(text) <= _LONGEST_NO_ABSTRACT and _NO_ABSTRACT.match(text):
        return True
    return text.startswith("Copyright of") and bool(_COPYRIGHT.match(text))


def take_keywords(r: RisRecord, _: None) -> None:
    r.give("keywords", each_keyword(r.tags.pop("KW")))


def each_keyword(words: list[str]) -> list[str]:
    """Those of one tag, joined by semicolons, each for itself; '&amp;' is no place to cut."""
    if ";" not in "".join(words):
        return words
    return [
        bare
        for word in words
        for part in ([word] if "&" in word else _KEYWORD_BREAK.split(word))
        if (bare := part.strip())
    ]


def the_rest(s: Shape) -> Iterator[Step]:
    yield from ((take_as_it_is, (field, tags)) for field, names in _PLAIN.items() if (tags := s.present(*names)))


def take_as_it_is(r: RisRecord, about: tuple[str, list[str]]) -> None:
    """As it stands, if it still stands there."""
    field, tags = about
    if len(tags) == 1 and field not in r.fields:
        if tags[0] in r.tags:
            r.fields[field] = r.tags.pop(tags[0])
    else:
        r.give(field, r.take(*tags))
