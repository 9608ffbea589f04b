"""What kind of thing a record is, by its title and its place: an article, or something that speaks of one.

In: titles, publication types, containers, pages. Out: marks such as 'erratum', the title without them, and whether a
record is a preprint, a congress abstract, an update, a section of a journal.
"""

from __future__ import annotations

import re
from functools import cache

from ..values.fold import fold

# A title that is only such words names a section, not a work: it joins nothing by itself.
SECTION_TITLES = """editorial|editorials|preface|foreword|introduction|letter|letters|letter to the editor
    |letters to the editor|reply|response
    |authors reply|author reply|comment|comments|commentary|book review|book reviews|reviews|news|obituary
    |erratum|corrigendum|correction|abstracts|discussion|conclusion|conclusions|references|index|contents|summary
    |editors comments|editors note|from the editor|in this issue|announcements|vorwort|einleitung|editorial board
    |предисловие|введение|от редакции|рецензия|письмо в редакцию|przedmowa|wstep|preface to the issue|prologue|epilogue
    |untitled|no title|title not available"""

TELLING_LENGTH = 8  # letters; a shorter title recurs as a section's name does

# Words that make a record another kind of thing than the work it speaks of.
KIND_MARKS = {
    "erratum": r"errat(?:um|a)|corrigend(?:um|a)|correction(?: to| of|$)|author correction|publisher correction|"
    r"berichtigung|исправление|sprostowanie|vol [0-9]+ pg [a-z]?[0-9]+ [0-9]{4}$",  # the last: Web of Science
    "retraction": r"retract(?:ed|ion)|withdrawn|withdrawal of",
    "comment": r"comments? on|commentary (?:on|to)|comment$|kommentar zu|комментарий к",
    "reply": r"repl(?:y|ies)(?: to|$)|authors? (?:reply|response)|responses? to|in reply|response$|erwiderung|ответ на",
    "editorial": r"editorial",
    "review of a book": r"book review|rezension|buchbesprechung|рецензия на",
    "protocol": r"(?:study|trial|review) protocol|protocol (?:for|of) an?|rationale and design|protocol$",
}
_KIND = {kind: re.compile(rf"(?:^|(?<= ))(?:{pattern})(?= |$)") for kind, pattern in KIND_MARKS.items()}
_ANY_KIND = re.compile("|".join(pattern.replace("$", "") for pattern in KIND_MARKS.values()))


# Notes that databases write into a title: they name the correction or comment of this work, and are no part of it.
DATABASE_NOTE = re.compile(
    r"\s*\[(?:erratum|corrected|correction|comment|see comment|retraction|republished|summary|reprint|update)\b[^\]]*"
    r"(?:\]|$)",
    re.IGNORECASE,
)
# Embase writes the conference behind the journal's name: 'Pediatric Nephrology.Conference: 44th Annual Meeting …'
CONFERENCE_NOTE = re.compile(r"\.\s*Conference(?:\s+Publication)?:.*$", re.IGNORECASE | re.DOTALL)

# A correction or letter names what it speaks of behind its title: '… (vol 360, pg 542, 2009)' in Web of Science,
# '… (New England Journal of Medicine (2009) 360 (542-544))' in Embase: a mark of its kind, and no part of a title.
CITED_BEHIND = re.compile(
    r"\s*\((?:vol\.? [^()]*, pg?\.? [^()]*|[^()]+\((?:1[89]|20)\d\d\)[^()]*\([^()]*\)[^()]*)\)\s*\.?$", re.IGNORECASE
)

# The same where an export cut the title short: 'Erratum: Burnout in nurses (Journal of Nursing (Janua'
_CUT_CITATION = re.compile(r"\s\((?:[^()]|\([^()]*\))*(?:\([^()]*)?$")
_CORRECTION = re.compile(r"\s*(?:erratum|errata|corrigendum|correction|retraction)\b", re.IGNORECASE)

# A label before the title: 'Re: …', 'Commentary: …'. Without the colon these are words like any other.
LABELS = {"re": "comment", "comment": "comment", "commentary": "comment", "reply": "reply", "response": "reply"}
_LABEL = re.compile(rf"\s*({'|'.join(LABELS)})\s*:\s", re.IGNORECASE)

# What a correction, a comment, a protocol or an update adds to the title of the work it speaks of (folded titles).
_BEFORE = re.compile(
    r"^(?:(?:author |publisher )?(?:erratum|errata|corrigendum|correction)(?: to| for)?|"
    r"retract(?:ed|ion)(?: notice| note| article)?(?: to| of| for)?|withdrawn|withdrawal of|"
    r"re|comments? on|comment|commentary(?: on| to)?|in reply to|replies to|reply(?: to)?|"
    r"(?:the )?authors? (?:reply|response)(?: to)?|responses?(?: to)?|kommentar zu|erwiderung auf|"
    r"(?:study |trial |review )?protocol (?:for|of)(?: an?)?|an update of|(?:an )?updated) (?=.)"
)
_BEHIND = re.compile(
    r" (?:(?:an? )?(?:erratum|corrigendum|correction|(?:editorial )?comment(?:ary)?|protocol|"
    r"(?:study|trial|review) protocol(?: .*)?|(?:authors? )?(?:reply|response)(?: to .*)?|editorial comment)|"
    r"rationale and design|(?:an )?update(?: (?:19|20)\d\d)?|(?:19|20)\d\d update|an updated .*)$"
)
_UPDATE = re.compile(
    r"^(?:an )?updated |^an update of |(?: an)? update(?: (?:19|20)\d\d)?$| (?:19|20)\d\d update$| an updated .*$"
)


@cache
def section_titles() -> frozenset[str]:
    """SECTION_TITLES, folded as titles are."""
    return frozenset(fold(title) for title in SECTION_TITLES.split("|"))


def kind_marks(title: str, publication_types: list[str]) -> frozenset[str]:
    """Marks of a comment, erratum, editorial … in a folded title or in the publication types.

    kind_marks('correction to burnout in nurses', []) -> {'erratum'}
    """
    marks = set()
    if _ANY_KIND.search(title):
        marks = {kind for kind, pattern in _KIND.items() if pattern.search(title)}
    for text in publication_types:
        if mark := PUBLICATION_TYPE_MARKS.get(text.casefold()):
            marks.add(mark)
    return frozenset(marks)


# Places where a work stands before it is published: what is there is a version of the article, not the article.
PREPRINT_SERVERS = re.compile(
    r"\b(?:bio|med|psy|soc|ed|chem|eco|engr|a)[ar]?r?xiv\b|\bpsyarxiv|research square|\bssrn\b|preprints?\b"
)

PUBLICATION_TYPE_MARKS = {
    "published erratum": "erratum",
    "erratum": "erratum",
    "correction": "erratum",
    "retraction of publication": "retraction",
    "retraction notice": "retraction",
}


def without_citation(title: str) -> str:
    """A correction's title, as it is written, without the citation of what it corrects, whole or cut off."""
    shown = CITED_BEHIND.sub("", title)
    return _CUT_CITATION.sub("", shown) if _CORRECTION.match(shown) else shown


def label_mark(title: str) -> frozenset[str]:
    """The mark of a label before a title as it is written: 'Re: Balint groups' -> {'comment'}."""
    found = _LABEL.match(title)
    return frozenset({LABELS[found[1].casefold()]}) if found else frozenset()


def without_marks(title: str) -> str:
    """A folded title without what makes it a correction, a comment, a protocol, an update.

    'response to comment on burnout in nurses' -> 'burnout in nurses'; 'reply' stays: it names nothing.
    """
    while (shorter := _BEHIND.sub("", _BEFORE.sub("", title))) != title:
        title = shorter
    return title


def says_update(title: str) -> bool:
    """Whether a folded title calls its work an update: '… an updated meta-analysis', '… 2019 update'."""
    return "updat" in title and bool(_UPDATE.search(title))


# Cochrane's DOIs number the versions of a review: 10.1002/14651858.CD001234.pub3; the first has no number.
_COCHRANE = re.compile(r"10\.1002/14651858\.(cd\d+)(?:\.pub(\d+))?\.?")


REVIEW_SERIES = "cochrane database"  # reviews here are updated under one title; the beginning of its folded name


def version_of_review(doi: str | None) -> tuple[str, int] | None:
    """'10.1002/14651858.cd001234.pub3' -> ('cd001234', 3); None for any other DOI."""
    found = _COCHRANE.fullmatch(doi) if doi and doi.startswith("10.1002/14651858.") else None
    return (found[1], int(found[2] or 1)) if found else None


# Titles that come back each year or issue: here the year counts as much as the title.
RECURRING = re.compile(
    r"\b(?:annual|yearly|report|guidelines?|proceedings|abstracts|index|registry|yearbook|congress|meeting|statistics|"
    r"jahresbericht|tagung|bericht|sprawozdanie|otchet|trudy|materialy|sbornik)\b"
)


def conference(container: str | None) -> str:
    """The name of a congress, where the container is one or names one: the beginning of it, folded."""
    if not container:
        return ""
    noted = CONFERENCE_NOTE.search(container)
    text = noted[0].partition(":")[2] if noted else container
    return fold(text)[:CONFERENCE_LENGTH] if noted or _A_CONGRESS.search(text) else ""


CONFERENCE_LENGTH = 60
_A_CONGRESS = re.compile(r"\b(?:congress|meeting|conference|symposium|kongress|tagung|конгресс|конференци)", re.I)


def without_conference(container: str | None) -> str | None:
    return CONFERENCE_NOTE.sub("", container) if container else None


_SUPPLEMENT = re.compile(r"\bsup+l|^s\d|прил")  # 'suppl 1', 'suplemento', 's2', 'приложение'
ABSTRACT_TYPES = frozenset({"meeting abstract", "conference abstract", "congress abstract"})


def is_in_supplement(volume: str | None, issue: str | None, page: str | None) -> bool:
    """Whether a place, given as keys, is in a supplement: '16 suppl 1', 's2', page 's359'."""
    return (page or "").startswith("s") or any(
        not part.isdecimal() and _SUPPLEMENT.search(part) for part in (volume, issue) if part
    )


def is_congress_abstract(type_: str, publication_types: list[str], congress: str, pages_of_supplement: int) -> bool:
    """Whether a record is the abstract of a talk: by its type, its congress, or a page or two of a supplement.

    `pages_of_supplement` is 0 where the record is in none, or its pages are not known.
    """
    by_type = type_ in ("conference-paper", "proceedings")
    named = any(text.casefold() in ABSTRACT_TYPES for text in publication_types)
    return by_type or named or bool(congress) or pages_of_supplement in (1, 2)


def page_count(first: str | None, last: str | None) -> int:
    """The pages of a range: ('s239', 's240') -> 2; 0 where that can't be said."""
    digits = [re.sub(r"\D", "", page or "") for page in (first, last)]
    return int(digits[1]) - int(digits[0]) + 1 if all(0 < len(page) < 9 for page in digits) else 0


# Who or what is studied: one title with the one word and one with the other are two studies.
_EXCLUDE_EACH_OTHER = (
    ("men", "women"), ("man", "woman"), ("male", "female"), ("males", "females"), ("boys", "girls"),
    ("fathers", "mothers"), ("sons", "daughters"), ("rats", "mice"), ("rat", "mouse"), ("vivo", "vitro"),
    ("adults", "children"), ("adults", "adolescents"), ("children", "adolescents"), ("manner", "frauen"),
    ("jungen", "madchen"), ("muzhchin", "zhenshchin"), ("krys", "myshey"), ("vzroslykh", "detey"),
)  # fmt: skip
OPPOSITES = {
    word: frozenset(other for pair in _EXCLUDE_EACH_OTHER if word in pair for other in pair if other != word)
    for pair in _EXCLUDE_EACH_OTHER
    for word in pair
}
_NONE: frozenset[str] = frozenset()


def opposite(shorter: str, longer: str) -> bool:
    """Whether one folded title says men, rats, in vivo where the other says women, mice, in vitro."""
    ours, theirs = set(shorter.split()), set(longer.split())
    only_ours, only_theirs = ours - theirs, theirs - ours
    return any(not OPPOSITES.get(word, _NONE).isdisjoint(only_theirs) for word in only_ours)
