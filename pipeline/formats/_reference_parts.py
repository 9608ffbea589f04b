"""What all styles of free-text references share: numbers, addresses, languages, name pieces.

In: the text of one reference in one line. Out: its DOI, addresses and codes taken out (their slashes and numbers mean
nothing else), and the language of its title. Nothing here knows of a citation style.
"""

from __future__ import annotations

import re

from ..model import SOURCE_FIELDS

Fields = dict[str, list[str]]

DASH = "–—‒−‐‑-"
UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĴĶĹĻĽĿŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚА-ЯЁЄІЇЎҐӘҒҚҢӨҰҮҺЂЈЉЊЋЏЃЅЌ"
YEAR = r"(?:1[5-9]|20)\d\d"
EDGES = " .,:;–—-"


def word_set(text: str) -> frozenset[str]:
    """The words of `text`, for tables that are read as running text."""
    return frozenset(text.split())


DOI = re.compile(
    r"(?:(?:https?://)?(?:dx\.)?doi\.org/|\bdoi\s?:?\s*(?:https?://(?:dx\.)?doi\.org/)?)?(10\.\d{4,9}/[^\s\"<>]+)",
    re.IGNORECASE,
)
URL = re.compile(
    r"(?:\b(?:URL|Retrieved from|Available(?: at| from)?|Disponible sur|Режим доступа)\s?:?\s*)?<?\b(https?://[^\s<>]+|www\.[^\s<>]+\.[^\s<>]+)>?",
    re.IGNORECASE,
)
ACCESSED = re.compile(
    r"[\[(]?(?:дата обращения|дата доступа|accessed(?: on)?|last accessed|date of access|retrieved(?: on)?"
    r"|(?<=[.\d] )Web\.|abgerufen(?: am)?|Zugriff(?: am)?|cited|consulté le)\s?:?\s*"
    r"(\d[\d./ -]{5,}\d|[A-Z][a-z]+\.? \d{1,2},? \d{4}|\d{1,2} [A-Z][a-z]+\.?,? \d{4}|\d{4} [A-Z][a-z]+ \d{1,2})[\])]?",
    re.IGNORECASE,
)
EDN = re.compile(r"\bEDN:?\s([A-Z]{6})\b")
ISBN = re.compile(r"\bISBN(?:-1[03])?:?\s([\dXxХх-]{10,17})")
ISSN = re.compile(r"\bISSN:?\s(\d{4}-\d{3}[\dXxХх])")
PMID = re.compile(r"[\[(]?\b(?:PMID|PubMed(?: PMID)?):?\s?(\d{5,8})\b(?:\s?/)?\]?")
PMCID = re.compile(r"[\[(]?\bPMCID:?\s?((?:PMC)?\d{5,8})\b[\])]?")
ARXIV = re.compile(
    r"[\[(]?\barXiv(?: preprint)?(?: arXiv)?:?\s?(?:abs/)?(\d{4}\.\d{4,5}(?:v\d)?|[a-z-]+/\d{7})[\])]?", re.IGNORECASE
)
_EDITION = (
    r"(?:\d+-е изд\.|Изд\. \d+-е)(?:,?\s(?!под\b)[а-яё][^.–—]*\.)*"  # '2-е изд., испр., перераб. и доп.'
    r"|[Rr]ev(?:ised|\.) (?:and|&) (?:exp(?:anded|\.)|enl(?:arged|\.)|updated|augmented)(?: [Ee]d(?:n|ition)?\b)?\.?"
    r"|(?:\d+(?:st|nd|rd|th)|[Rr]evised|[Rr]ev\.|[Ss]econd|[Tt]hird|[Ff]ourth|[Ff]ifth|[Ss]ixth|[Ss]eventh|[Ee]ighth"
    r"|[Nn]inth|[Tt]enth)(?: American| English| [Rr]evised| [Rr]ev\.| [Ii]nternational)? [Ee]d(?:n|ition)?\b\.?"
    r"(?:,\s(?:(?:completely|fully)\s)?(?:rev|enl|exp|corr|augm|updated)[a-z]*\.?(?:\s(?:and|&)\s[a-z]{3,}\.?)?)*"
    r"|\d+\.?[ªº°] ed\.?|\d+\. (?:Aufl(?:age\b|\.)|ed\.)|\d+e éd(?:ition|\.)|\d+ ed\."
)
EDITION = re.compile(rf"(?:\s?\((?=[^)]*\))|[,;]?\s)(?P<edition>{_EDITION}|(?<=\()[2-9]e)\)?")
# Words that 7.0.100, the catalogues and MLA put between areas and that say only how the text is carried.
CARRIER = re.compile(
    r"\s?\[(?:Текст|Электронный ресурс|Electronic resource|Text|Internet|online|en ligne|en línea|em linha"
    r"|Elektronische Ressource|Preprint|DVD"
    r"|Film|Motion picture|Video(?: file)?|Data set|Computer software|Podcast|Press release|Abstract|Brochure|Editorial"
    r"|Letter(?: to the editor)?|Commentary|Review of [^\]]+)\]"
    r"|(?<=[.\d])\s(?-i:Web|Print|DVD|Film|PDF)\.(?=\s|$)|,\s(?:motion picture|television program(?:me)?|dvd)(?=,)"
    r"|(?:Текст|Text)\s?:\s?(?:непосредственный|электронный|[а-яa-z]+)(?=\s?(?://|[.–—]|$))",
    re.IGNORECASE,
)
RESOURCE = re.compile(
    r"\b(?:Advance online publication\.?|(?:Epub )?Ahead of print\.?|Режим доступа|Заглавие с экрана|Загл\. с экрана"
    r"|Electronic resource|Retrieved from|Available(?: from| at)?:|Disponible(?: sur)?\s?:)[:.]?\s?",
    re.IGNORECASE,
)
# Field, texts of which every such address holds one ('' where nothing is sure), and the address. The texts are looked
# for first: most references have none of these, and a pattern is slow at saying so.
ADDRESSES: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = (
    ("doi", ("10.",), DOI),
    (
        "accessed",
        ("обращ", "доступ", "ccessed", "CCESSED", "access", "etrieved", "bgerufen", "ugriff", "ited", "onsult", "Web."),
        ACCESSED,
    ),
    ("url", ("://", "www."), URL),
    ("EDN", ("EDN",), EDN),
    ("isbn", ("ISBN",), ISBN),
    ("issn", ("ISSN",), ISSN),
    ("pmid", ("PM",), PMID),
    ("pmid", ("PubMed",), PMID),
    ("pmcid", ("PMC",), PMCID),
    ("arXiv", ("Xiv",), ARXIV),
    ("edition", (" ed", " Ed", "Rev", "rev", "изд", "Изд.", "Aufl", " éd", "e)"), EDITION),
)
CARRIED = ("[", "Текст", "Text", "Web.", "Print.", "DVD.", "Film.", "PDF.", "motion pic", "television pro", "dvd")
RESOURCES = (
    *("dvance on", "head of", "Режим", "Загл", "загл", "lectronic res", "lectronic Res", "etrieved", "vailable"),
    *("isponible", "режим"),
)


ENDS_TITLE = re.compile(rf"\s[{UPPER}]")  # 'Resource allocation, rev. ed. New York: Holt': its full stop ends the title

DASH_AT_END, DASH_NEXT = (
    re.compile(rf"\s[{DASH}]$"),
    re.compile(rf"\.?\s[{DASH}]\s"),
)  # '. – 4th ed. – New York': an area


def holds(text: str, signs: tuple[str, ...]) -> bool:
    """Whether one of these texts stands in `text`: a quick look before a pattern is tried at each letter."""
    return any(sign in text for sign in signs)


def take_addresses(text: str, fields: Fields, extra: Fields) -> str:
    """`text` without DOI, address and codes, which are put into fields (or `extra`, where we have no field)."""
    for name, signs, pattern in ADDRESSES:
        if holds(text, signs) and (match := pattern.search(text)):
            value = match[1].strip()
            value = without_open_end(value) if name in ("doi", "url") else value
            (fields if name in SOURCE_FIELDS else extra)[name] = [value]
            before, after = text[: match.start()].rstrip(), text[match.end() :]
            before = DASH_AT_END.sub("", before) if DASH_NEXT.match(after) else before
            stop = "." if name == "edition" and ENDS_TITLE.match(after) and before[-1:].isalnum() else ""
            text = f"{before}{stop}{'' if after[:1] in tuple(' .,;:)') else ' '}{after}"
    text = CARRIER.sub("", text) if holds(text, CARRIED) else text  # first: '[Electronic resource]' is one whole
    return (RESOURCE.sub("", text) if holds(text, RESOURCES) else text).strip()


def without_open_end(address: str) -> str:
    """An address without the full stop or bracket that closes the sentence: 'S0140-6736(13)61929-7).' keeps '(13)'."""
    address = address.rstrip(".,;>]")
    while address.endswith(")") and address.count("(") < address.count(")"):
        address = address[:-1].rstrip(".,;")
    return address


def language_of(title: str, text: str) -> str | None:
    """By letters, then by small words, then by endings and marks; None where these say nothing.

    Of the title, since GOST marks stand in the language of the list: 'Т. 5' is no Russian article.
    """
    letters = next((code for code, found in LETTERS.items() if found.search(title)), None)
    if letters:
        return letters
    words = re.findall(r"[^\W\d_]+", title.lower())
    counts = {code: sum(word in known for word in words) for code, known in SMALL_WORDS.items()}
    best = max(counts, key=lambda code: counts[code])
    if counts[best]:
        return best
    endings = next((code for code, found in ENDINGS.items() if found.search(title)), None)
    return endings or next((code for code, marks in MARKS_OF_LANGUAGE.items() if marks.search(text)), None)


LETTERS = {
    "uk": re.compile("[іїєґ]", re.IGNORECASE),
    "be": re.compile("ў", re.IGNORECASE),
    "kk": re.compile("[әғқңұүһ]", re.IGNORECASE),
    "sr": re.compile("[ђљњћџ]", re.IGNORECASE),
    "ru": re.compile("[а-яё]{2}", re.IGNORECASE),
    "pl": re.compile("[łśźż]", re.IGNORECASE),
}
SMALL_WORDS = {
    "en": word_set("""
    the of and in for a an on with to from between using by is as at or its their through into how what toward towards
    """),
    "de": word_set("""
    der die das und von für mit bei eine ein zur zum im des den als auf über aus dem einer einem eines wie ist nach vom
    zu durch
    """),
    "fr": word_set("le la les des et du une un dans pour sur chez aux au"),
    "pl": word_set("w z i na do dla oraz się u pod przez"),
    "es": word_set("el los las y en una del por para con"),
    "it": word_set("il gli della delle dei nella di e per"),
}
ENDINGS = {  # 'ru' in Latin letters: 'Emotsional'noe vygoranie'
    "ru": re.compile(r"(?:noe|noi|nogo|skii|skij|skiy|skogo|skaya|skoi|ykh|ovanie|anie|eniya|eniye|aniya|osti|ost')\b"),
    "de": re.compile(r"[äöüß]|(?:ung|ungen|keit|heit|schaft|ische[nrs]?|therapie|analyse|lich|gruppen|kunde)\b"),
    "en": re.compile(r"(?:tion|tions|ing|ment|ness|ity|ies|ology|ogy|ance|ence|phy|ical|ous|ive|ship|therapy|apy)\b"),
}
MARKS_OF_LANGUAGE = {  # 'S.' is a page in both: Polish first, by its own
    "pl": re.compile(r"\bT\.\s?\d+,\s(?:nr|z\.)\s?\d|\bi in\."),
    "ru": re.compile("№"),
    "de": re.compile(r"\b(?:Bd|H|Jg)\.\s?\d|\bS\.?\s?\d|[äöüß]|\bHrsg|\bVerlag\b"),
}
