r"""The LaTeX of the texts of a record that is to be written as BibTeX: braces that keep capitals, formulae, accents.

In: a record. Out: for a text of a field of ours, the LaTeX that says it. Where the record was a BibTeX entry, that is
what stood there, as long as it still says the text: '{Balint} groups: $10^{-6}$' is more than our own field holds;
'M{\"u}ller' is no more, and becomes UTF-8 but in titles. A title from elsewhere gets the braces that the export of
the corpus gives it (`_latex_capitals`), and commands for the marks of HTML and CSL: '<i>E. coli</i>'.

What stands in an entry by a name can't be seen in the entry alone: there the text itself knows its LaTeX (`Named`).
The other way round, the marks of LaTeX are CSL's in a record that is to be written as CSL-JSON (`with_tags`).
"""

from __future__ import annotations

import io
import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace

from ..model import Found
from ..values.language import normalise_language
from ..values.title_language import is_in, told_by
from ._bibtex_fields import ONE
from ._bibtex_mend import Block
from ._bibtex_split import blocks
from ._bibtex_values import names_in, rebalanced, value
from ._latex import decode
from ._latex_capitals import braced, is_english, protect
from ._latex_escape import escape_exactly
from ._latex_marks import latex_of, may_have_marks, tags_of, without_marks

Latex = Mapping[tuple[str, str], str]  # (field, text) -> LaTeX; the others are to be escaped

_KEPT = {"container", "series", "event", "publisher", "place", "abstract"}
_FIELDS = {name: ours for name, ours in ONE.items() if ours in _KEPT}
_FIELDS |= {"title": "title", "origtitle": "title_original", "titleaddon": "title_translated"}
_JOINED = (("title", "subtitle"), ("booktitle", "booksubtitle"), ("journaltitle", "journalsubtitle"))
_NAMES = frozenset({*_FIELDS, *(second for _, second in _JOINED)})
_WITH_TAGS = ("title", "title_original")  # ours that have marks in CSL-JSON
_NAMES_WITH_TAGS = frozenset(name for name in _NAMES if _FIELDS.get(name, "title") in _WITH_TAGS)

_MARK = re.compile(r"[{\\$]")  # without any of these it is the text
# LaTeX's names of letters, and its signs, which are no more than the same in UTF-8
_LETTER = r"\\(?:[`'^~=.\"]|[uvHrcdbkt](?![A-Za-z])) *(?:\{\\?[A-Za-z]\}|\\?[A-Za-z](?![A-Za-z])|[A-Za-z])"
_ONLY_LETTERS = re.compile(rf"\{{{_LETTER}\}}|{_LETTER}|\\[%&#_$]|\{{\\[A-Za-z]{{1,2}}\}}")
_FORMULA = re.compile(r"((?<!\\)\$[^$]+(?<!\\)\$)")
_BARE_SIGN = re.compile(r"(?<!\\)[%&#]")
_BARE_OUTSIDE_FORMULAE = re.compile(r"(?<!\\)_")


class Named(str):
    """The text of a value that stands in its entry by an @string's name, with the LaTeX of it."""

    latex: str


def with_names(found: Found, block: Block, strings: Mapping[str, str]) -> Found:
    """The record, with the LaTeX of texts that have it from `strings`: '@string{jt = "On {DNA}"} … title = jt'."""
    values = (raw for name, raw in block.fields if name.lower() in _NAMES)
    has_names = any(said.lower() in strings for raw in values for said in names_in(raw))
    latex = dict(_told(_written(block, strings))) if has_names else {}
    if not latex:
        return found
    fields = {
        name: [_named(text, latex[name, text]) if (name, text) in latex else text for text in texts]
        for name, texts in found.fields.items()
    }
    return replace(found, fields=fields)


def _named(text: str, latex: str) -> Named:
    named = Named(text)
    named.latex = latex
    return named


def was_bibtex(found: Found) -> bool:
    """By the text of the record: one that comes back from CSL-JSON may have fields of BibTeX, but no LaTeX."""
    return found.raw.startswith("@")


def as_it_stood(found: Found, names: Container[str] = _NAMES) -> Latex:
    r"""The LaTeX of the entry that the record was, where it says more than the text; `names`: of the fields of BibTeX.

    '@book{a, title = {On {DNA} \& M{\"u}ller}}' -> {('title', 'On DNA & Müller'): r'On {DNA} \& M{\"u}ller'}
    """
    block = next(blocks(io.StringIO(found.raw)), None)
    if block is None or block.kind != "entry":
        return {}
    named = {
        (name, text): text.latex for name, texts in found.fields.items() for text in texts if isinstance(text, Named)
    }
    return dict(_told(_written(block, {}, names))) | named


def _written(block: Block, strings: Mapping[str, str], names: Container[str] = _NAMES) -> dict[str, list[str]]:
    """The values of fields by their names in BibTeX."""
    written: dict[str, list[str]] = {}
    for name, raw in block.fields:
        if name.lower() in names:
            written.setdefault(name.lower(), []).append(value(raw, strings).strip())
    return written


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
    """The title of a record of another format, with braces around what a style must not set in lower case; and those
    other texts of it that have marks.
    """
    said = _language(found)
    titles = {("title", text): _title(text, said) for text in found.fields.get("title", ())}
    marked = ((name, text) for name in _MARKED for text in found.fields.get(name, ()) if "</" in text)
    return titles | {(name, text): latex for name, text in marked if (latex := latex_of(text, escape_exactly))}


_MARKED = ("title_original", "container", "series", "event", "abstract")


def _language(found: Found) -> str | None:
    said = (normalise_language(text) for text in found.fields.get("language", ()))
    return next((code for code in said if code), None)


def _title(title: str, said: str | None) -> str:
    text = without_marks(title)
    if text == title:
        return _protected(title, said)
    language = _language_of(text, said)
    latex = latex_of(title, lambda signed: protect(signed, language))
    return latex if latex and decode(latex) == text else braced(latex_of(title, escape_exactly) or "")


def _language_of(title: str, said: str | None) -> str | None:
    """That of the title itself, where its words tell it: a Russian article may have an English one."""
    return told_by(title)[0] or (said if said and is_in(title, said) is not False else None)


def _protected(title: str, said: str | None) -> str:
    latex = protect(title, _language_of(title, said))
    return latex if decode(latex) == title else braced(escape_exactly(title))


# ---------------------------------------------------------------- for CSL-JSON

# a command for the look of words, a formula, a join or braces in a title: most entries have none of these
_SAYS_MORE = re.compile(
    r"\\(?:emph|text(?!quote|end|em)|mkbib|(?:em|it|sl|bf|sc)(?:shape|series)?\s|ensuremath|\()|\$|#|"
    r"^\s*(?:orig)?title\s*=\s*[{\"][^}\"]*\{",
    re.IGNORECASE | re.MULTILINE,
)


def with_tags(found: Found) -> Found:
    r"""A record that was a BibTeX entry, with the marks of its titles as CSL has them: 'CO$_2$' -> 'CO<sub>2</sub>'."""
    said_more = _SAYS_MORE.search(found.raw) or any(
        isinstance(text, Named) for name in _WITH_TAGS for text in found.fields.get(name, ())
    )
    latex = as_it_stood(found, _NAMES_WITH_TAGS) if said_more else {}
    marked = {key: said for key, said in latex.items() if may_have_marks(said)}
    if not marked:
        return found
    said = _language(found)
    fields = {
        name: [_tagged(text, marked.get((name, text)), said) for text in texts]
        for name in _WITH_TAGS
        if (texts := found.fields.get(name))
    }
    return replace(found, fields={**found.fields, **fields})


def _tagged(text: str, latex: str | None, said: str | None) -> str:
    return tags_of(latex, whole_stays=not said and not is_english(text, _language_of(text, said))) if latex else text
