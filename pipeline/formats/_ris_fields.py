"""What the tags of one RIS record mean, which depends on who wrote it.

In: the tags of a record. Out: fields as in model.SOURCE_FIELDS, what is left (for `extra`), and warnings.

Most of what there is to decide follows from which tags are there, not from what they say: where JF stands, T2 is
something else. So the rules come in pairs: a plan (`_titles`) says from the shape of a record what to do, once for all
records of the same shape, and yields steps (`_once`), which are done to each record. Numbers stand in `_ris_ids`,
dates in `_ris_dates`, people in `_ris_people`.

Rules from: the RIS specification (Research Information Systems, 2011), EndNote's and Zotero's use of it, exports of
the databases named in `_ris_dialects`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ._own_note import OURS, take_own_notes
from ._ris_dates import dates
from ._ris_dialects import dialect_of, says_more, type_of
from ._ris_ids import identifiers
from ._ris_people import people
from ._ris_record import NO_NUMBER, NUMBERS, RisRecord, Shape, Step
from ._tagged import Tags, each_once, unique

_ARTICLE_NUMBER = re.compile(r"(?:article|art\.?)\s*(?:no\.?|number)?\s*:?\s*([\w.-]*\d[\w.-]*)\Z", re.IGNORECASE)
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
_NOT_SAID = [""]
_all_numbers = NO_NUMBER.isdisjoint

# the type, what to do, which tags are fields as they stand, and which have numbers
_Plan = tuple[str, list[Step], list[tuple[str, str]], list[str]]

# field <- tags that mean the same, whoever writes them
_PLAIN = {
    "language": ("LA",),
    "publisher": ("PB", "PU"),
    "place": ("CY", "PP", "PI"),
    "volume": ("VL", "VO"),
    "issue": ("IS",),
    "url": ("UR",),
}


def fields_of(tags: Tags, warnings: list[str]) -> tuple[Tags, Tags]:
    """Fields and extra; `tags` is used up, `warnings` gets more."""
    words = tags.pop("TY", _NOT_SAID)
    dialect = dialect_of(tags)
    edited = "EDBOOK" in words
    genres = tuple(tags["M3"]) if "M3" in tags and says_more(words[0], dialect) else ()
    kind, steps, plain, numbers = _plan(tuple(tags), words[0], edited, genres, dialect)
    fields: Tags = {"type": [kind]}
    kept: Tags = {"TY": words} if words[0] else {}
    record = RisRecord(tags, fields, kept, dialect, warnings)
    for tag in numbers:
        values = tags[tag]
        if values[0] in NO_NUMBER or (len(values) > 1 and not _all_numbers(values)):
            record.keep_no_numbers()
            _, steps, plain, _ = _plan(tuple(tags), words[0], edited, genres, dialect)
            break
    for step, about in steps:
        step(record, about)
    for field, tag in plain:
        if tag in tags:
            fields[field] = tags.pop(tag)
    if "note" in fields and (ours := take_own_notes(fields)):
        record.keep("N1", ours)
    if len(kept) == 1 and words[0]:  # and nothing that still stands in tags as well
        kept.update(tags)
    else:
        for tag, values in tags.items():
            record.keep(tag, values)
    return fields, kept


@lru_cache(4096)
def _plan(names: tuple[str, ...], word: str, edited: bool, genres: tuple[str, ...], dialect: str | None) -> _Plan:
    """By the tags in their order, no set to make of them; `word` is that of TY."""
    kind = type_of(word, genres, dialect) if word else "other"
    shape = Shape(names, kind, dialect, edited and kind == "book")
    plain = [(field, tags[0]) for field, same in _PLAIN.items() if len(tags := shape.present(*same)) == 1]
    return kind, [step for plan in _PLANS for step in plan(shape)], plain, shape.present(*NUMBERS)


def _titles(s: Shape) -> Iterator[Step]:
    titles = s.present("TI", "T1", "CT") or (s.present("BT") if s.kind == "book" else [])
    second = s.dialect == "ebsco" and "T2" in s.names and bool(s.present("JF", "JO"))
    if second or not titles:
        yield _doubtful_titles, titles
    else:
        yield (_once, ("title", titles[0])) if len(titles) == 1 else (_each_tag_once, ("title", titles))
        yield from ((_once, ("title_translated", tag)) for tag in s.present("TT"))


def _once(r: RisRecord, about: tuple[str, str]) -> None:
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


def _container(s: Shape) -> Iterator[Step]:
    """C3 is the title of the proceedings in EndNote and Zotero, and T2 then the conference."""
    proceedings = s.present("C3") if s.kind == "conference-paper" and s.dialect not in OTHER_C3 else []
    if s.kind in ("book", "report"):
        full, series = s.present("JF", "JO"), s.present("T2", "T3")
    else:
        full, series = s.present("JF", "T2", *(["BT"] if s.kind == "chapter" else [])), s.present("T3")
    if proceedings and "T2" in full:
        full.remove("T2")
        yield _plain, ("event", ["T2"])
    if series:
        yield _plain, ("series", series)
    short = s.present("JO", "JA", "J2", "J1", "JI", "J9")
    if len(full) == 1 and not short and not proceedings and s.dialect != "ebsco":
        yield _once, ("container", full[0])
    elif len(full) == 1 == len(short) and not proceedings and not {"JO", *full} & {*short}:
        yield _two_names, (full[0], short[0])
    elif full or short or proceedings:
        yield _journal, (full, [tag for tag in short if tag != "JO"], proceedings)


def _two_names(r: RisRecord, about: tuple[str, str]) -> None:
    """`_journal` where there is one tag for the full name and one for the short one, as in nearly all records."""
    if about[0] not in r.tags:  # the title of a record of EBSCO
        _journal(r, ([], [about[1]], []))
        return
    full, short = r.tags.pop(about[0]), r.tags.pop(about[1])
    if len(full) == 1 == len(short):
        r.fields["container"] = full
        if full != short:
            r.fields["container_short"] = short
    else:
        _give_names(r, full, short)


def _journal(r: RisRecord, about: tuple[list[str], list[str], list[str]]) -> None:
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
    if len(full) == 1 and short.count(full[0]) == len(short):  # EBSCO has the full name in all of them
        r.give("container", full)
        return
    if full:
        full = each_once(full)
        r.give("container", full)
    if short and (short := [name for name in each_once(short) if name not in full]):
        r.fields["container_short"] = short


def _all_in(tags: Tags, names: list[str]) -> list[str]:
    """The values of these tags, which are taken out."""
    if len(names) == 1:
        return tags.pop(names[0], [])
    return [value for name in names for value in tags.pop(name, ())]


def _place_in_container(s: Shape) -> Iterator[Step]:
    if "CP" in s.names and "IS" in s.names:
        yield _issue_again, None
    if s.kind in ("article", "conference-paper", "preprint"):
        yield from ((_plain, ("article_number", tags)) for tags in [s.present("C7", "AR")] if tags)
        if not s.present("C7", "AR") and "M1" in s.names:
            yield _article_number, None
    there = s.present("SP", "EP")
    # SP of a book is how many pages there are, not which
    if there and (s.kind not in ("book", "thesis") or "EP" in there or s.dialect == OURS):
        yield (_first_and_last if len(there) == 2 else _pages), there


def _issue_again(r: RisRecord, _: None) -> None:
    """EBSCO repeats the issue as CP."""
    if r.tags["CP"] == r.tags["IS"]:
        del r.tags["CP"]


def _article_number(r: RisRecord, _: None) -> None:
    found = r.take_if("M1", _ARTICLE_NUMBER.match)
    r.give("article_number", [m[1] for text in found if (m := _ARTICLE_NUMBER.match(text))])


def _first_and_last(r: RisRecord, there: list[str]) -> None:
    """A first page that is a number, and a last one, as nearly all records have them."""
    tags = r.tags
    first, last = tags["SP"], tags["EP"]
    if len(first) == 1 == len(last) and first[0].isdecimal():
        r.fields["pages"] = first if first == last else [f"{first[0]}-{last[0]}"]
        del tags["SP"], tags["EP"]
    else:
        _pages(r, there)


def _pages(r: RisRecord, there: list[str]) -> None:
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


def _texts(s: Shape) -> Iterator[Step]:
    yield from ((_abstract, tags) for tags in [s.present("AB", "N2")] if tags)
    if "KW" in s.names:
        yield _keywords, None
    if "M3" in s.names and s.dialect != "ovid":  # Ovid's M3 is a class of its own classification
        yield _plain, ("publication_types", ["M3"])
    if "ET" in s.names:
        yield _plain, ("edition", ["ET"])


def _abstract(r: RisRecord, tags: list[str]) -> None:
    texts = r.tags[tags[0]]
    if len(tags) == 1 == len(texts) and not _says_no_abstract(texts[0]):
        r.fields["abstract"] = r.tags.pop(tags[0])
        return
    texts = []
    for tag in tags:
        for text in r.tags.pop(tag):
            if _says_no_abstract(text):
                r.keep(tag, [text])
            else:
                texts.append(text)
    if texts:
        r.fields["abstract"] = texts if len(texts) == 1 else unique(texts)


def _says_no_abstract(text: str) -> bool:
    if len(text) <= _LONGEST_NO_ABSTRACT and _NO_ABSTRACT.match(text):
        return True
    return text.startswith("Copyright of") and bool(_COPYRIGHT.match(text))


def _keywords(r: RisRecord, _: None) -> None:
    words = r.tags.pop("KW")
    if ";" in "".join(words):  # joined into one tag; '&amp;' is no place to cut
        words = [
            bare
            for word in words
            for part in ([word] if "&" in word else _KEYWORD_BREAK.split(word))
            if (bare := part.strip())
        ]
    if words:
        r.fields["keywords"] = words


def _the_rest(s: Shape) -> Iterator[Step]:
    yield from ((_plain, (field, tags)) for field, names in _PLAIN.items() if len(tags := s.present(*names)) > 1)


def _plain(r: RisRecord, about: tuple[str, list[str]]) -> None:
    """As it stands, if it still stands there."""
    field, tags = about
    if len(tags) == 1 and field not in r.fields:
        if tags[0] in r.tags:
            r.fields[field] = r.tags.pop(tags[0])
    else:
        r.give(field, r.take(*tags))


# in this order: a step may look at what another, later one takes away
_PLANS = (_titles, people, identifiers, _container, dates, _place_in_container, _texts, _the_rest)
