"""What a person should look at in a reference that was cut into fields: what is missing, and what may be cut wrongly.

In: the text of one reference without its addresses, its style and fields. Out: sentences, none where nothing speaks
against the cut. The signs stand in tables with an example a row. A sign is kept where a cut with it is wrong several
times as often as one without; how often, for each of them, is what `make eval-references` prints.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ._reference_names import GIVEN_NAMES
from ._reference_parts import UPPER, YEAR, Fields, word_set
from ._reference_title import COMMA, STOP
from ._reference_towns import PLACES, REGION
from ._reference_words import ABBREVIATED, JOURNAL_WORD, MEETING, PUBLISHER_WORD, either, ends_abbreviation

MARKED = frozenset(  # fields that no text has without a mark of a reference
    ("authors", "editors", "container", "year", "volume", "issue", "pages", "place", "publisher", "doi", "url")
)
LONGEST_PERSON = 40  # letters
LONGEST_STRANGE_JOURNAL = 7  # words, where none of them is a word of journals' names
MOST_LEFT = 3  # words of three letters and more that no field has
PUBLISHER_CUT = "the publisher may be a journal"
TITLE_CUT = "the title may be cut in the wrong place"
JOURNAL_CUT = "the journal may be cut in the wrong place"
COMMA_CUT = "title and journal were parted at a comma, and there are others"
CUT_BY_COMMAS = ("hal", "crossref_short")  # styles in which nothing else parts them


def doubts(text: str, style: str, fields: Fields, extra: Fields) -> tuple[str, ...]:
    """What a person should look at, one sentence each.

    'Doe, M., Groups in Durban, South Africa, Bauwelt, 12 (1999), 4-5.' -> (COMMA_CUT,)
    """
    told = [*_missing(fields, extra), *_cut_wrongly(text, style, fields)]
    if not style.startswith("gost") and len(left := _words_left(text, fields, extra)) > MOST_LEFT:
        told.append(f"no field has the words '{' '.join(left[:MOST_LEFT])} …'")
    return tuple(told)


def _missing(fields: Fields, extra: Fields) -> Iterator[str]:
    if len(fields.keys() & MARKED) + len(extra.keys() & MARKED) < 2:
        yield "only one mark of a reference was found: please check"
    for name in ("title", "year"):
        if name not in fields and not (name == "year" and "date" in extra):
            yield f"no {name} was found"
    if "authors_as_before" in extra:
        yield "a dash stands for the authors of the reference before"
    elif not fields.keys() & {"authors", "editors", "group_authors"}:
        yield "no authors were found"
    if "names_left" in extra:
        yield "some of the authors were not read"
    if "editors_left" in extra:
        yield "the editors were not read"
    if unsure := extra.get("genitive"):
        yield f"a name may be in the genitive, {', '.join(unsure)}: give the nominative"
    if any(len(name) > LONGEST_PERSON for name in fields.get("authors", ())):
        yield "a name is very long"
    numbered = bool(fields.keys() & {"volume", "issue"})
    if numbered and not (fields.keys() & {"container", "series"} or "report" in extra):
        yield "numbers of a journal were found, but no journal"
    elif "pages" in fields and not (fields.keys() & {"container", "series", "publisher"} or "report" in extra):
        yield "pages were found, but no journal or book that has them"


def _cut_wrongly(text: str, style: str, fields: Fields) -> Iterator[str]:
    """Where the cut of title, journal or publisher shows a sign of a wrong one."""
    title, journal, publisher = (fields.get(name, [""])[0] for name in ("title", "container", "publisher"))
    western = not style.startswith("gost")
    quoted = any(f"{mark}{title}" in text for mark in OPENING)
    if any(sign(title, text, fields) for sign in (QUOTED_SIGNS if quoted else TITLE_SIGNS if western else GOST_SIGNS)):
        yield TITLE_CUT
    name = TOWN_BEHIND.sub("", journal)
    if JOURNAL_SIGN.search(name) or (western and name and any(sign(name, fields) for sign in JOURNAL_SIGNS)):
        yield JOURNAL_CUT
    by_comma = title and journal and style not in CUT_BY_COMMAS and f"{title}, {journal}" in text
    if by_comma and not JOURNAL_WORD.search(journal) and (COMMA.search(title) or COMMA.search(journal)):
        yield COMMA_CUT
    if publisher and western and "place" not in fields and not PUBLISHER_WORD.search(publisher):
        yield PUBLISHER_CUT


# A title that begins in small letters or with a sign, or holds what begins a journal, numbers or another part
TITLE_SIGN = re.compile(
    r"^[a-zа-яё]+\s|^[^\w«“\"'‘¿¡(\[„…]|\(\d{4}\)|\b(?:[Vv]ol|[Pp]p?|[Nn]o|Т|№)\.?\s?\d|\b(?:[Ee]ds?|Hrsg)\.|//"
    r"|\bet al\b|\b[^\W\d_]\.,\s|(?<![\s.][A-ZА-Я])\.\s(?![IVX]+$)[A-ZÀ-ÞА-ЯЁ](?:[a-z]{1,5})?$|(?:Press|Verlag),"
    r"|[;,]\s[“«]"  # 'RICHARD; « Military Ethics »'
)
JOURNAL_SIGN = re.compile(
    r"^[^\w«“\"'‘¿¡(\[„…]|^.$|\(\d{4}\)|\d{4}\. |\b[Pp]p?\.\s?\d|\b(?:[Ee]ds?|Hrsg)\.|“|”"
    r"|\((?:[Ee]ds?|Hrsg|[Tt]rans|[Üü]bers)\b"
    rf"|^(?:[{UPPER}]\.\s?)+[{UPPER}][\w'’-]+(?:,|\s&|\sand)\s"  # 'K. Brown and S. Ogilvie, Encyclopedia of Language'
)
TOWN_BEHIND = re.compile(r"\s\([^()]*\)$")  # NLM: 'Lung cancer (Amsterdam, Netherlands)', 'BMJ (Clinical research ed.)'
# 'Molendi S.', 'Hensen, and A', 'Kolb, D.': a name is no title
PERSON_ALONE = re.compile(rf"[{UPPER}][\w'’-]+(?:,?\s[{UPPER}]\.?){{1,3}}|.*,?\s(?:and|&)\s[{UPPER}]\.?")
NAMED = re.compile(rf"[{UPPER}]\w+(?:\s[{UPPER}]\.)?\s[{UPPER}]\w+")  # 'Peter Washington'; 'Peter Pan' too, alas
HOUSE_AT_END = re.compile(  # 'Digital system design Prentice Hall'
    r"\s(?:Press|Verlag|Prentice[- ]Hall|Springer|Elsevier|Wiley|Routledge|Blackwell|McGraw[- ]Hill|Erlbaum"
    r"|Publications)$"
)
ADDRESS = re.compile(r"\w/\w+/\w|\bwww\.|https?:|\w\.(?:pdf|html?|php)\b")  # of an address that a blank broke
NUMBER_AT_END = re.compile(r",\s\d{1,2}$")  # 'Solution of the phase problem, 1'
QUOTE_ENDS = re.compile(r"[.,?!][”\"]\s\S")  # 'Tristan Auvray, “Is there a European capital?” CES Conference'
YEAR_WITHIN = re.compile(rf"\b({YEAR})[a-z]?\s[“{UPPER}]")
KIND_OF_TEXT = re.compile(
    r"[a-z]\s(?:PhD|Ph\.D\.)\s[Tt]hesis\b|[a-z]\s(?:Technical|Tech\.)\s[Rr]ep(?:ort|\.)$"
)  # no stop before
INITIAL_ENDS = re.compile(rf"(?:^|[\s.])[{UPPER}]\.$|\bvs\.$")  # 'W. R. Bion'
PART_BEHIND = re.compile(r"(?:\d{1,2}|[IVX]{1,4})(?:\.?$|[.:]\s)")
PART_BEFORE = re.compile(r"(?:^|[.,]\s?|(?:Chapter|Part|Section|Teil|Kapitel)\s)[\d.]{1,6}\.?$")  # '. 1. Oxidation'
SHORTEST_TITLE = 6  # letters, where no publisher shows that it is a book's: 'Earth. New York: Bantam, 1991'


def _holds_sentence(title: str, text: str, fields: Fields) -> bool:
    """Whether a sentence ends within a title; the number of a part, 'Oxide surfaces. 1. Oxidation', is none.

    A shortened word may end one too, 'State of the Art. SIAM Publications': titles have few such words.
    """
    return any(
        not (INITIAL_ENDS.search(title, 0, stop.start()) or PART_BEFORE.search(title[: stop.start()].rstrip(".")))
        and not PART_BEHIND.match(title, stop.end())
        for stop in STOP.finditer(title)
        if title[stop.start() - 1] == "."
    )


def _is_open(name: str) -> bool:
    """Whether a bracket or a quotation mark stands alone: 'Handbook of aging (Seventh Edition'."""
    german = name.count("„")  # whose marks end as English ones begin: '„als Mensch“'
    if name.count('"') % 2 == 1 or (german and name.count("“") + name.count("”") != german):
        return True
    return any(name.count(pair[0]) != name.count(pair[1]) for pair in PAIRS[: 3 if german else 4])


PAIRS = ("()", "[]", "«»", "“”")
Sign = Callable[[str, str, Fields], bool]  # title, text of the reference, fields
OPENING = ("“", '"', "«", "« ", "„", "``", "‘")
QUOTED_SIGNS: tuple[Sign, ...] = (  # quotation marks hold a title together, unless they hold a word of it
    lambda title, text, fields: _is_open(title),
    lambda title, text, fields: 0 < len(title) < SHORTEST_TITLE and "publisher" not in fields,
    lambda title, text, fields: QUOTE_ENDS.search(title) is not None,
)
GOST_SIGNS: tuple[Sign, ...] = (lambda title, text, fields: TITLE_SIGN.search(title) is not None,)
TITLE_SIGNS: tuple[Sign, ...] = (
    *QUOTED_SIGNS,
    *GOST_SIGNS,
    _holds_sentence,
    lambda title, text, fields: PERSON_ALONE.fullmatch(title) is not None,
    lambda title, text, fields: NAMED.fullmatch(title) is not None and title.split()[0] in GIVEN_NAMES,
    lambda title, text, fields: "publisher" not in fields and HOUSE_AT_END.search(title) is not None,
    lambda title, text, fields: ADDRESS.search(title) is not None,
    lambda title, text, fields: NUMBER_AT_END.search(title) is not None,
    lambda title, text, fields: KIND_OF_TEXT.search(title) is not None,
    # 'Fukuda & Yata 1991 A new species of Coladenia'
    lambda title, text, fields: any([year[1]] == fields.get("year") for year in YEAR_WITHIN.finditer(title)),
)


def _names_no_journal(journal: str, fields: Fields) -> bool:
    """Whether an article's journal has no word that journals' and meetings' names have, whole or shortened."""
    if fields.get("type") != ["article"] or JOURNAL_WORD.search(journal) or MEETING.search(journal):
        return False
    return not any(word in ABBREVIATED or word in OF_JOURNALS for word in re.findall(r"\w+", journal))


def _is_of_two_sentences(journal: str) -> bool:
    """Whether a sentence ends within a journal's name; NLM writes 'Nature reviews. Neuroscience', 'AJR. American …'."""
    return any(
        not (ends_abbreviation(journal, stop.start()) or JOURNALS_PART.search(journal[: stop.start()]))
        for stop in STOP.finditer(journal)
    )


JOURNALS_PART = re.compile(rf"^[{UPPER}]{{2,6}}\.?$|{JOURNAL_WORD.pattern}", re.IGNORECASE)
OF_JOURNALS = word_set("Research Papers Recherche Recherches Forschung Essays Nouvelles Notizie Abhandlungen Beiträge")
LISTED = re.compile(r",\s[^,]+\s(?:and|&|und|et|y|e)\s")  # 'Infection, Genetics and Evolution'
JOURNALS_NUMBER = re.compile(r"[a-z]\s\d{1,3}$|\.\s\d{4}$")
JOURNAL_SIGNS: tuple[Callable[[str, Fields], bool], ...] = (
    lambda journal, fields: _is_open(journal),
    # 'Thinking Skills and Creativity, 19, 88 96'
    lambda journal, fields: re.search(r",\s\(?\d", journal) is not None,
    # 'Notions de base et conseils. De la Meuse à l’Ardenne'
    lambda journal, fields: _is_of_two_sentences(journal),
    # 'Federal Reserve Bank of St. Louis. development/assets/pdf/Colleges.pdf'
    lambda journal, fields: ADDRESS.search(journal) is not None,
    # 'USA Today 9', 'Kew Bull. 1951', without a volume; a meeting has its year in its name
    lambda journal, fields: "volume" not in fields and JOURNALS_NUMBER.search(journal) is not None,
    # 'Rheumatoid Arthritis Patients Who Were Naive to Biologic Agents or Had an Inadequate Response'
    lambda journal, fields: _names_no_journal(journal, fields) and len(journal.split()) > LONGEST_STRANGE_JOURNAL,
    # 'The Centrosymmetric Crystal, ACA Monograph'
    lambda journal, fields: _names_no_journal(journal, fields) and ", " in journal and not LISTED.search(journal),
)


def _words_left(text: str, fields: Fields, extra: Fields) -> list[str]:
    """Words of `text` that stand in no field and are no label, place, publisher or note."""
    pieces = [piece for piece in PIECE.split(NOTE.sub(" ", text)) if not PUBLISHER_WORD.search(piece)]
    values = (value for values in (*fields.values(), *extra.values()) for value in values)
    known = LABELS.union(word.casefold() for value in values for word in WORD.findall(value))
    left = [word for piece in pieces for word in WORD.findall(piece) if word.casefold() not in known]
    if len(left) <= MOST_LEFT:
        return []
    places = set(WORD.findall(" ".join(place[0] for piece in pieces for place in PLACE.finditer(piece))))
    return [word for word in left if word not in places]


PIECE = re.compile(r"[.,;:]")
WORD = re.compile(r"[^\W\d_]{3,}")
PLACE = re.compile(rf"(?<!\w)(?:{PLACES}|{REGION})(?!\w)")
NOTE = re.compile(  # who translated, spoke, played and introduced; what is said of the issue, the print, the journal
    r"\b"
    + either(r"""
    Trans(?:lated|l?\.)? trans(?:lated|l?\.)? Trad\b Übers\. Dir\. Perf\. Prod\. Introduction\sby Introd\. Foreword\sby
    Preface\sby With\sa Illustrated\sby Collected\sby Compiled\sby [Ee]dited\sby [Ss]pecial\s[Ii]ssue Lecture\sNotes
    Reprint arXiv im\sAuftrag on\sbehalf NIHMSID PubMed Impact Note\sthat Cited Abruf Zugriff
    """)
    + r"[^:;(]*"
)
LABELS = word_set("""
    vol volume volumes pages page und and the for eds editor editors edited von hrsg issue number nos part chapter print
    jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september october
    november december spring summer autumn fall winter press edition with from dans avec sous numéro heft band bis des
""")
