"""Digital object identifiers out of the forms that databases and reference lists give them.

In: a DOI field, an address, a label with a DOI, or running text. Out: the bare DOI in lower case. Sources:
DOI Handbook ("Case sensitivity", "Visual presentation"); the SICI standard Z39.56 for DOIs with <, > and ;.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

# A registrant code has four digits or more; what follows the slash is anything but a blank.
_DOI = re.compile(r"(?<![\d.])10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\"“”]+")
_TYPOGRAPHIC = str.maketrans({"\u2010": "-", "\u2011": "-", "\u200b": None, "\u00ad": None, "\ufeff": None})
_NEXT_IDENTIFIER = re.compile(
    r"(?<=.)(?:[;,|]|\[doi\]|(?=https?://|doi:))(?=$|\s|10\.|https?:|doi:|\[|pmid|pmcid)", re.I
)
_SIGN = re.compile(r"[;,|\[:]")  # none of those begins without one: a quick look, before each letter is tried
_TAG = re.compile(
    r"['’]>.*|</?[a-z]+[^<>:]*/?>.*|</.*", re.I | re.S
)  # '<693::AID-ASI4>' of a SICI has a colon or digit
_TAIL_OF_ADDRESS = re.compile(r"(?:[?#]|;jsessionid).*", re.I | re.S)
_VIEW_OF_PUBLISHER = re.compile(r"/(?:full|fulltext|abstract|summary|e?pdf|pdf/?.*|html|meta|references)$|\.pdf$", re.I)
_CLOSERS = {")": "(", "]": "[", "}": "{", ">": "<"}
_PUNCTUATION = ".,;:|'’‘»*\\/"


def normalise_doi(text: str) -> str | None:
    """The DOI in `text`, lower-cased, without resolver or label; None where there is none.

    'https://doi.org/10.1000/J.1.23' -> '10.1000/j.1.23'   (dots and hyphens count: j.12.3 is another paper)
    '10.1000/abc. [doi]' -> '10.1000/abc'. Of several DOIs in one text, the first. Nothing is asked of a
    resolver.
    """
    return next(iter(find_dois(text)), None)


def find_dois(text: str) -> list[str]:
    """The DOIs in running text, in the order of the text, each once.

    'See doi:10.1000/ab.1, and https://doi.org/10.1000/CD2.' -> ['10.1000/ab.1', '10.1000/cd2']
    """
    if "10." not in text:
        return []
    decoded = _decoded(text)
    address = "://" in decoded
    found: dict[str, None] = {}
    position = 0
    while match := _DOI.search(decoded, position):
        doi, length = _trimmed(match.group(), _before(decoded, match.start()) if address else "")
        position = match.start() + max(length, 1)
        if doi:
            found[doi] = None
    return list(found)


def _decoded(text: str) -> str:
    if "&" in text:
        text = unescape(text)
    if "%" in text:
        plain = unquote(text)
        text = text if "\ufffd" in plain else plain
    return text if text.isascii() else text.translate(_TYPOGRAPHIC)


def _before(text: str, end: int) -> str:
    """The text since the last blank: the address that leads to the DOI, if any."""
    return text[:end].rpartition(" ")[2]


def _trimmed(written: str, lead: str) -> tuple[str | None, int]:
    """The DOI at the beginning of `written`, None where nothing remains after the slash; and how far it
    reaches."""
    if _SIGN.search(written) and (other := _NEXT_IDENTIFIER.search(written)):
        written = written[: other.start()]
    length = len(written)
    doi = _TAG.sub("", written) if "<" in written else written
    if "://" in lead:
        doi = _TAIL_OF_ADDRESS.sub("", doi)
        if "doi.org/" not in lead.lower():
            doi = _VIEW_OF_PUBLISHER.sub("", doi)
    doi = _without_closing(doi)
    registrant, _, suffix = doi.partition("/")
    return (f"{registrant}/{suffix}".lower() if suffix else None), length


def _without_closing(doi: str) -> str:
    """Without the punctuation of the sentence, and without a bracket that was opened before the DOI."""
    while doi[-1] in _PUNCTUATION or _is_unopened(doi):
        doi = doi[:-1]
    return doi


def _is_unopened(doi: str) -> bool:
    last = doi[-1]
    return last in _CLOSERS and doi.count(last) > doi.count(_CLOSERS[last])
