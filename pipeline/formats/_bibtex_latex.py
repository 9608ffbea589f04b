r"""The LaTeX of the texts of a record that is to be written as BibTeX: braces that keep capitals, formulae, accents.

In: a record. Out: for a text of a field of ours, the LaTeX that says it. Where the record was a BibTeX entry, that is
what stood there, as long as it still says the text: '{Balint} groups: $10^{-6}$' is more than our own field holds;
'M{\"u}ller' is no more, and becomes UTF-8 but in titles. A title from elsewhere gets the braces that the export of
the corpus gives it (`_latex_capitals`).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping

from ..model import Found
from ..values.language import normalise_language
from ..values.title_language import is_in, told_by
from ._bibtex_fields import ONE
from ._bibtex_split import blocks
from ._bibtex_values import rebalanced, value
from ._latex import decode
from ._latex_capitals import braced, protect
from ._latex_escape import escape_exactly

Latex = Mapping[tuple[str, str], str]  # (field, text) -> LaTeX; the others are to be escaped

_KEPT = {"container", "series", "event", "publisher", "place", "abstract"}
_FIELDS = {name: ours for name, ours in ONE.items() if ours in _KEPT}
_FIELDS |= {"title": "title", "origtitle": "title_original", "titleaddon": "title_translated"}
_JOINED = (("title", "subtitle"), ("booktitle", "booksubtitle"), ("journaltitle", "journalsubtitle"))

_MARK = re.compile(r"[{\\$]")  # without any of these it is the text
# LaTeX's names of letters, and its signs, which are no more than the same in UTF-8
_LETTER = r"\\(?:[`'^~=.\"]|[uvHrcdbkt](?![A-Za-z])) *(?:\{\\?[A-Za-z]\}|\\?[A-Za-z](?![A-Za-z])|[A-Za-z])"
_ONLY_LETTERS = re.compile(rf"\{{{_LETTER}\}}|{_LETTER}|\\[%&#_$]|\{{\\[A-Za-z]{{1,2}}\}}")
_FORMULA = re.compile(r"((?<!\\)\$[^$]+(?<!\\)\$)")
_BARE_SIGN = re.compile(r"(?<!\\)[%&#]")
_BARE_OUTSIDE_FORMULAE = re.compile(r"(?<!\\)_")


def was_bibtex(found: Found) -> bool:
    """By the text of the record: one that comes back from CSL-JSON may have fields of BibTeX, but no LaTeX."""
    return found.raw.startswith("@")


def as_it_stood(found: Found) -> Latex:
    r"""The LaTeX of the entry that the record was, where it says more than the text.

    '@book{a, title = {On {DNA} \& M{\"u}ller}}' -> {('title', 'On DNA & Müller'): r'On {DNA} \& M{\"u}ller'}
    """
    block = next(blocks(io.StringIO(found.raw)), None)
    if block is None or block.kind != "entry":
        return {}
    written: dict[str, list[str]] = {}
    for name, raw in block.fields:
        if name.lower() in _FIELDS or name.lower().endswith("subtitle"):
            written.setdefault(name.lower(), []).append(value(raw, {}).strip())
    return dict(_told(written))


def _told(written: Mapping[str, list[str]]) -> Iterator[tuple[tuple[str, str], str]]:
    """Each text with its LaTeX, and a title with its subtitle in both ways in which the reader joins them."""
    pairs = [(_FIELDS[name], text) for name, texts in written.items() if name in _FIELDS for text in texts]
    for name, second in _JOINED:
        first = written.get(name, [])[:1]
        pairs += [
            (_FIELDS[name], joint.join([*first, *written[second]]))
            for joint in (": ", " ")
            if first and second in written
        ]
    for ours, latex in pairs:
        said = latex if "title" in ours else _ONLY_LETTERS.sub("", latex)
        if not _MARK.search(said) or not (text := _plain(latex)) or (sound := _sound(latex)) is None:
            continue
        if sound == latex or _plain(sound) == text:
            yield (ours, text[1:-1] if ours == "title_translated" else text), sound


def _plain(latex: str) -> str:
    return " ".join(decode(latex).split())


def _sound(latex: str) -> str | None:
    r"""The LaTeX without signs that would break it off ('50% of' -> r'50\% of'); None for braces out of balance."""
    pieces = _FORMULA.split(_BARE_SIGN.sub(r"\\\g<0>", " ".join(latex.split())))
    pieces[::2] = [_BARE_OUTSIDE_FORMULAE.sub(r"\_", piece) for piece in pieces[::2]]
    sound = "".join(pieces)
    return sound if rebalanced(sound) == sound else None


def with_capitals(found: Found) -> Latex:
    """The title of a record of another format, with braces around what a style must not set in lower case."""
    said = [code for text in found.fields.get("language", ()) if (code := normalise_language(text))]
    return {("title", text): _protected(text, said[0] if said else None) for text in found.fields.get("title", ())}


def _protected(title: str, said: str | None) -> str:
    """By the language of the title itself, where its words tell it: a Russian article may have an English one."""
    language = told_by(title)[0] or (said if said and is_in(title, said) is not False else None)
    latex = protect(title, language)
    return latex if decode(latex) == title else braced(escape_exactly(title))
