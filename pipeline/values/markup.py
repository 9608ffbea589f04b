"""Texts without the mark-up in which databases carry them: tags of HTML, JATS and MathML, entities.

In: a title, an abstract, a keyword as a source writes it. Out: the same text as people should read it. A '<' that
begins no tag that is known stays ('p < 0.05'), and so does a '&' that begins no entity. Sources: NISO Z39.96 (JATS),
NLM's AbstractText, W3C's MathML.
"""

from __future__ import annotations

import re
from html import unescape

# what stands behind the name: attributes, as in '<sec id="s1">'; 'a <b and c> d' is no tag
_REST = r"""(?:\s+[\w:.-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s<>"']+))*\s*/?>"""
_ANNOTATION = re.compile(r"<((?:mml:)?annotation(?:-xml)?)\b[^<>]*>.*?</\1\s*>", re.I | re.S)
_LABEL = re.compile(r"<AbstractText\b[^<>]*?\sLabel\s*=\s*(?:\"([^\"<>]+)\"|'([^'<>]+)')[^<>]*>", re.I)
_BREAK = re.compile(
    r"</?(?:p|br|hr|div|title|li|ul|ol|h[1-6]|sec|section|blockquote|abstract|abstracttext|copyrightinformation|"
    rf"jats:(?:p|title|sec|break|list|list-item|label|abstract)){_REST}",
    re.I,
)
_TAG = re.compile(
    r"</?(?:i|b|u|s|a|em|strong|sub|sup|sc|scp|small|span|font|tt|inf|it|italic|italics|bold|underline|roman|"
    r"inline-formula|tex-math|xref|named-content|styled-content|ext-link|fn|math|semantics|none|"
    r"m(?:i|n|o|s|row|text|sup|sub|subsup|frac|sqrt|root|space|style|over|under|underover|table|tr|td|padded|"
    rf"fenced|phantom|multiscripts|prescripts|error|enclose)|jats:[\w-]+|mml:[\w-]+|m:[\w-]+|xhtml:[\w-]+){_REST}",
    re.I,
)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")

_OFTEN = 5  # times that a text may have been encoded; three were seen


def without_tags(text: str) -> str:
    """'H<sub>2</sub>O' -> 'H2O'; '<p>One</p><p>two</p>' -> ' One  two ', for what breaks a line parts words.

    '<AbstractText Label="AIM">To see.' -> ' AIM: To see.'
    """
    if "<" not in text:
        return text
    labelled = _LABEL.sub(_labelled, _ANNOTATION.sub("", text))
    return _TAG.sub("", _BREAK.sub(" ", labelled))


def _labelled(tag: re.Match[str]) -> str:
    """The label as text; not again where it stands before the tag already."""
    label = (tag[1] or tag[2]) + ":"
    return " " if tag.string[: tag.start()].rstrip().lower().endswith(label.lower()) else f" {label} "


def plain_text(text: str) -> str | None:
    """The text alone, on one line; None where nothing is left. Entities may be encoded twice.

    '&amp;lt;i&amp;gt;E. coli&amp;lt;/i&amp;gt; &amp;amp; p &amp;lt; 0.05' -> 'E. coli & p < 0.05'
    'AT&T' and '?a=1&copy=2' stay: an entity ends in a semicolon.
    """
    for _ in range(_OFTEN):  # each round may lay bare the next: an entity, a tag
        if (cleaned := without_tags(_decoded(text))) == text:
            break
        text = cleaned
    return " ".join(text.split()) or None


def _decoded(text: str) -> str:
    return _ENTITY.sub(lambda entity: unescape(entity[0]) or entity[0], text) if "&" in text else text
