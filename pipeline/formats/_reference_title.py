"""Where the title of a Western reference ends.

In: the text behind the people. Out: the title, and the text behind it, which names what holds the work. A title ends at
its closing quotation mark, at '[J].', at a full stop that ends no abbreviation, or at a comma before a journal.
"""

from __future__ import annotations

import re

from ._reference_holder import last_imprint, put_imprint
from ._reference_numbers import YEAR_AT_END
from ._reference_parts import UPPER, YEAR, Fields
from ._reference_people import People
from ._reference_towns import TOWN, is_house
from ._reference_words import (
    ABBREVIATED,
    JOURNAL_WORD,
    MEETING,
    PUBLISHER_WORD,
    REPORT_NAME,
    either,
    ends_abbreviation,
    names_a_journal,
)

QUOTES = {"“": '”“"', '"': '"”', "«": "»", "‘": "’", "„": '“”"', "`": "'", "'": "'", "”": '”"'}
SHORTEST_QUOTED = 3  # letters
STOP = re.compile(rf"(?:(?<=[.?!])[.]?|\.[”\"’])\s+(?=[“\"‘«„(]?[{UPPER}\d“‘])")
COMMA = re.compile(rf",\s(?=[{UPPER}])")
GBT = re.compile(r"\s?\[(?:[JMCDANPRSZ]|EB|J/OL|EB/OL)\]\s?[.,:]?\s?")  # GB/T 7714: '[J].' ends a title
NOTES = re.compile(  # what follows a title in a sentence of its own
    r"(?<=.{4})[.,]\s"
    + either(r"""
    Trans(?:\.|lated\sby) Tr\.\s Trad\. Trad\sfr Dir\.\s Perf\. Reprint Übers Aus\sdem Пер\.\sс
    Tech(?:nical|\.)?\s[Rr]e?p trans\.(?=\s|$) translated\sby transl\.\s [Ww]orking\s[Pp]aper Compiled\sby Collected\sby
    \d+\svols? Two\svol With\san?\s(?:introduction|foreword|preface)\sby (?:Foreword|Introduction|Preface|Afterword)\sby
    Illustrated\sby Number\s\d+\sin\s
    (?:US|U\.S\.|EP|WO|GB|DE|European)\s?[Pp]atent
    [A-Z][A-Z/]+(?:-[A-Z]{1,3})?[-\s]\d[\d.:/-]*(?:[A-Z]\d*)?$
    """)
)
# 'Philosophical Investigations. G.E.M. Anscombe (trans.)'
TRANSLATOR_BEHIND = re.compile(
    rf"[.,]\s(?:[{UPPER}][\w.'’-]*\s){{1,4}}\((?:[Tt]rans(?:lator)?|[Tt]r|[Üü]bers)\b\.?\)\.?$"
)
SPECIAL_ISSUE_AT_END = re.compile(r",\s[Ss]pecial [Ii]ssue (?:on|of)\s[^.]*$")
ON_BEHALF = re.compile(r"\s?[;,.]\s(?:im Auftrag (?:der|des|von)|on behalf of|по поручению)\s.*$")
QUOTED_JOURNAL = re.compile(r",\s[“\"«]\s?(?P<name>[^”\"»]+?)\s?[”\"»],?$")  # 'A title, “Journal of Psychology”'
JOURNAL_ALONE = re.compile(  # 'Opt. Lett.', 'Phys. Rev. B': no title at all
    rf"[{UPPER}][a-z]{{0,8}}\.(?:\s?(?:[{UPPER}][a-z]{{0,8}}\.?|[A-E]))*"
)
LONGEST_JOURNAL_ALONE = 60


def quoted_title(rest: str) -> tuple[str, str]:
    """A title in quotation marks, which may hold further ones, and the text behind; '' where none stands first."""
    closing = QUOTES.get(rest[:1])
    if closing is None:
        return "", rest
    begin = 2 if rest.startswith(("``", "''")) else 1
    marks = ("''", "”", '"') if rest.startswith("``") else tuple(closing)
    for end in range(begin + SHORTEST_QUOTED, len(rest)):
        mark = next((m for m in marks if rest.startswith(m, end)), None)
        if mark and _closes(rest, end):
            behind = rest[end + len(mark) :]
            if _goes_on(rest[end - 1], behind):
                return "", rest
            return rest[begin:end].strip(" .,;"), behind.lstrip(" .,;")
    return "", rest


def quoted_behind_names(rest: str, fields: Fields, extra: Fields) -> tuple[str, str]:
    """A title in quotation marks behind names that no manner of writing names explains; they are kept in `extra`.

    'Feldman Stanley et Steenberger Marco R., « The humanitarian foundation », …', 'Byron, Lord, “Beppo,” in …'
    """
    opening = NAMES_THEN_QUOTE.match(rest)
    title, behind = quoted_title(rest[opening.end() :]) if opening else ("", rest)
    if opening is None or len(title.split()) < SHORTEST_BEHIND_NAMES or not behind:
        return "", rest
    extra["names_left"] = [opening["names"].strip(" .,")]
    if year := YEAR_AT_END.search(opening["names"].rstrip(" .,")):
        fields.setdefault("year", [year["year"]])
    return title, behind


NAMES_THEN_QUOTE = re.compile(  # words with capitals, initials and what joins them: no title has none but these
    rf"(?P<names>(?:(?:[{UPPER}][\w.'’‑-]*(?:-\s[a-z]+)?|et|and|und|y|e|&|d[aeiu]|de[lrsn]|v[ao]n|l[ae]|{YEAR}),?\s){{2,40}})(?=[“«\"„])(?<=[,.\d]\s)"
)
SHORTEST_BEHIND_NAMES = 2  # words


def _closes(rest: str, end: int) -> bool:
    return not rest[end + 1 : end + 2].isalnum() and (rest[end] == "»" or not rest[end - 1].isspace())


def _goes_on(last: str, behind: str) -> bool:
    """Whether only the first words of a title were in quotation marks: '“Who?” asked the patient'."""
    if behind[:1] == ":" or SUBTITLE.match(behind):
        return True
    return last not in ",.?!" and re.match(r"\s(?!(?:in|dans|no|vol|pp?)\b)[a-zà-ÿ]", behind) is not None


SUBTITLE = re.compile(
    r"\s[–—-]\s(?:[^\s,.]+\s){4}"
)  # never '“Title” – The New York Times'; '"Je voudrais que vous parliez" - Carnet de route en psychiatrie'


def first_stop(rest: str) -> int:
    """Where the first sentence ends; 0 where there is only one."""
    stop = next((m for m in STOP.finditer(rest) if not ends_abbreviation(rest, m.start())), None)
    return stop.start() if stop else 0


def split_title(head: str, numbered: bool, people: People, fields: Fields) -> str:
    """Put the title into `fields`; what stands behind it is handed back. `numbered`: volume or pages follow."""
    if "title" in fields:
        return head
    head = SPECIAL_ISSUE_AT_END.sub("", head)
    title, behind = _with_part(*_parted(head, numbered, people, fields))
    if title := _without_notes(title, fields):
        fields["title"] = [title]
    return behind


def _parted(head: str, numbered: bool, people: People, fields: Fields) -> tuple[str, str]:
    if mark := GBT.search(head):
        return head[: mark.start()], head[mark.end() :]
    if numbered and (quoted := QUOTED_JOURNAL.search(head)):
        return head[: quoted.start()], quoted["name"]
    if numbered and (people.names or JOURNAL_FIRST.match(head)) and _is_journal_alone(head):
        return "", head
    if not numbered and (imprint := last_imprint(head)):
        put_imprint(imprint, fields)
        return _before_imprint(head[: imprint.start()], fields)
    if "publisher" in fields and not numbered:
        return _before_imprint(head, fields)
    if at := _title_end(head, numbered, fields, people.by_commas):
        return head[: at[0]], head[at[1] :]
    title, colon, journal = head.rpartition(": ")
    return (title, journal) if numbered and colon and is_house(journal) and not title.istitle() else (head, "")


def _with_part(title: str, behind: str) -> tuple[str, str]:
    """'Fourier integral operators. I. Acta mathematica': the number of a part belongs to the title before it."""
    part = PART.match(behind)
    return (f"{title.rstrip('.')}. {part['part']}", behind[part.end() :]) if part and title else (title, behind)


PART = re.compile(rf"(?P<part>(?:Part\s)?[IVX]{{1,4}})[.:]\s(?=[{UPPER}][a-z]+\s)")


def _before_imprint(head: str, fields: Fields) -> tuple[str, str]:
    """A title before its place and publisher; further publishers may stand between."""
    stop = _title_end(head, False, fields, False)
    behind = head[stop[1] :] if stop else ""
    told = any(words.search(behind) for words in (PUBLISHER_WORD, MEETING, SERIES)) or REPORT_NAME.match(behind)
    return (head[: stop[0]], behind) if stop and told else (head, "")


SERIES = re.compile(r"\s\d{1,4}$")  # 'Studies in Logic 103'


def _without_notes(title: str, fields: Fields) -> str:
    """A title without what follows it in its own sentence: translator, director, reprint, report number, its year."""
    title = TRANSLATOR_BEHIND.sub("", title)
    if note := NOTES.search(title):
        title = title[: note.start()]
    title = title.strip(" .,:;(")
    year = fields.get("year", [""])[0]
    if year and (dated := title.rstrip(")").removesuffix(year)) != title.rstrip(")") and DATE_BEGINS.search(dated):
        return DATE_BEGINS.sub("", dated)
    return title


DATE_BEGINS = re.compile(r"[.,]\s\(?$")  # 'Title, (1998)'


JOURNAL_FIRST = re.compile(
    r"(?:[A-Z]\w+\s)?(?:Journal|Annals|Archives|Proceedings|Transactions|Bulletin)\s(?:of|on|for)\s"
)


def _is_journal_alone(head: str) -> bool:
    """Whether a head is a journal without a title: 'Bruggen M., 2003, ApJ, 592, 839'."""
    if JOURNAL_ALONE.fullmatch(head):
        return all(word in ABBREVIATED or len(word) == 1 for word in re.findall(r"(\w+)\.", head))
    words = re.findall(r"[\w&]+", head)
    whole = len(words) <= 6 and all(word[:1].isupper() or len(word) <= 3 for word in words)
    return whole and len(head) < LONGEST_JOURNAL_ALONE and not STOP.search(head) and not COMMA.search(head)


def _title_end(head: str, numbered: bool, fields: Fields, by_commas: bool) -> tuple[int, int] | None:
    """Where the title ends and the rest begins: the last full stop of `head` that ends no abbreviation, or a comma."""
    stops = [match for match in STOP.finditer(head) if not ends_abbreviation(head, match.start())]
    if not stops and numbered and not by_commas:
        stops = [stop for stop in STOP.finditer(head) if _ends_with_person(head, stop)]
    if stops and numbered and by_commas and (comma := _comma_near(head, stops[-1])):
        return comma.span()
    if (
        len(stops) > 1
        and numbered
        and _is_acronym_of(head[stops[-2].end() : stops[-1].start()], head[stops[-1].end() :])
    ):
        return stops[-2].span()
    if stops:
        return (stops[-1] if numbered else _best_stop(head, stops)).span()
    commas = [match for match in COMMA.finditer(head) if not _in_brackets(head, match.start())]
    if not numbered and "publisher" in fields:
        commas = [comma for comma in commas if MEETING.match(head, comma.end())]
    if not commas:
        return None
    comma = _last_comma(head, commas) if numbered else _best_comma(head, commas)
    return comma.span() if comma else None


def _is_acronym_of(short: str, name: str) -> bool:
    """Whether NLM put a journal's acronym before its name: 'AJR. American journal of roentgenology'."""
    first_letters = {word[0].upper() for word in re.findall(r"\w+", name)}
    return re.fullmatch(rf"[{UPPER}]{{3,6}}\.", short) is not None and first_letters >= set(short[:-1])


def _ends_with_person(head: str, stop: re.Match[str]) -> bool:
    """Whether a title ends with a person and a journal follows: 'The work of W. R. Bion. Balint Journal'."""
    person = PERSON_AT_END.search(head, 0, stop.start())
    return person is not None and person[1] not in ABBREVIATED and JOURNAL_WORD.search(head, stop.end()) is not None


PERSON_AT_END = re.compile(rf"\s(?:[{UPPER}]\.\s?){{1,3}}([{UPPER}][a-zà-ÿ]{{2,}})\.$")


def _comma_near(head: str, stop: re.Match[str]) -> re.Match[str] | None:
    """The comma that ends a title where commas part everything, though a sentence ends before or behind it.

    Before it: 'Titre. Notions de base et conseils, Revue, 29', 'A phase III trial. CAP Study Group, Journal of …'.
    Behind it: 'Parenteral support, JPEN. Journal of parenteral …'. None where no such journal's name shows.
    """
    commas = [comma for comma in COMMA.finditer(head) if not _in_brackets(head, comma.start())]
    behind = [comma for comma in commas if comma.start() > stop.start()]
    if not behind:
        first = next((comma for comma in reversed(commas)), None)
        named = first and JOURNAL_THEN_STOP.fullmatch(head, first.end(), stop.start())
        return first if named else None
    last = _last_comma(head, behind)
    between = head[stop.end() : last.start()]
    if JOURNAL_WORD.search(between) or MEETING.search(between):
        return None
    sentence = len(re.findall(r"\s[a-zà-ÿ]+", between)) > len(re.findall(rf"\b[{UPPER}]", between))
    return last if sentence or JOURNAL_WORD.search(head, last.end()) else None


JOURNAL_THEN_STOP = re.compile(rf"(?:(?-i:[{UPPER}]{{2,6}})|[^,]*{JOURNAL_WORD.pattern}[^,]*)\.", re.IGNORECASE)


def _last_comma(head: str, commas: list[re.Match[str]]) -> re.Match[str]:
    """The last comma, unless what is behind it belongs to the journal before: 'Trans. on Systems, Man, and Control'."""
    while len(commas) > 1 and (
        BELONGS_BEFORE.match(head, commas[-1].end())
        or JOURNAL_BEGINS.match(head[commas[-2].end() : commas[-1].start()])
    ):
        commas = commas[:-1]
    return commas[-1]


BELONGS_BEFORE = re.compile(rf"(?:Ser(?:ies|\.)|Part|Suppl|{TOWN}$)")
JOURNAL_BEGINS = re.compile(  # 'IEEE Transactions on Systems', 'Journal of Speech', never 'A review of …'
    r"(?:(?:[A-Z][\w.]*|of|the)\s){0,3}"
    + either(r"Journal Transactions Trans\. Annals Archives Proceedings Proc\. Bulletin Zeitschrift Revue Annales J\.")
    + r"(?:\s|$)"
)


def _in_brackets(head: str, at: int) -> bool:
    return head.count("(", 0, at) != head.count(")", 0, at)


def _best_stop(head: str, stops: list[re.Match[str]]) -> re.Match[str]:
    """Without numbers: the first full stop behind which a publisher or a journal stands, else the last."""
    for stop in stops:
        piece = head[stop.end() :].split(". ", 1)[0]
        if PUBLISHER_WORD.search(piece) or JOURNAL_WORD.search(piece):
            return stop
    return stops[-1]


def _best_comma(head: str, commas: list[re.Match[str]]) -> re.Match[str] | None:
    """The comma before a publisher or a journal; else the last, unless an 'and' shows that it parts a list."""
    for comma in commas:
        piece = head[comma.end() :].split(",", 1)[0]
        if PUBLISHER_WORD.search(piece) or JOURNAL_WORD.search(piece):
            return comma
    last = commas[-1]
    if not is_house(head[last.end() :]) and not names_a_journal(head[last.end() :]):
        return None
    return None if re.search(r",\s(?:and|und|et|&)\s[^,]*$", head) or len(head[last.end() :].split()) > 5 else last
