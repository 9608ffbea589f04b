r"""How words of a title look, where that belongs to what they say: LaTeX <-> the mark-up of CSL.

    CO$_2$, CO\textsubscript{2}              CO<sub>2</sub>
    \emph{E. coli}, {\it E. coli}            <i>E. coli</i>
    \textbf{…}, \textsc{…}                   <b>…</b>, <span style="font-variant:small-caps;">…</span>
    growth {in vitro}                        growth <span class="nocase">in vitro</span>

Braces in LaTeX keep words from being set in lower case, `nocase` in CSL from being set in Title Case. So braces are
`nocase` where they hold a word in small letters, and say nothing to CSL around 'DNA', whose capitals it never takes.
What is no mark (\mbox, \texttt) is not kept, and marks never change the words: without them the text is the same.

Sources: CSL-JSON schema, "Rich text formatting within fields" in the manual of citeproc-js; LaTeX2e "usrguide", font
commands; CSL 1.0.2, "Text-case" (title case, with the words that stay small); biblatex manual, \mkbib….
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ._latex import ENSURED, IN_BRACKETS, MATHS, decode

_KINDS = ("i", "b", "sc", "sup", "sub", "nocase")
# signs of no text stand for the marks while it is decoded or escaped; those of `_latex` end before
_OPEN = {kind: chr(0x10F710 + 2 * place) for place, kind in enumerate(_KINDS)}
_CLOSE = {kind: chr(0x10F711 + 2 * place) for place, kind in enumerate(_KINDS)}
_SIGN = re.compile(f"[{_OPEN['i']}-{_CLOSE['nocase']}]")

_COMMANDS = {
    "emph": "i", "textit": "i", "textsl": "i", "mkbibemph": "i", "mkbibitalic": "i", "mathit": "i",
    "textbf": "b", "mkbibbold": "b", "mathbf": "b", "textsc": "sc",
    "textsuperscript": "sup", "textsubscript": "sub", "mkbibsuperscript": "sup", "mkbibsubscript": "sub",
}  # fmt: skip
_SWITCHES = {
    "em": "i", "it": "i", "sl": "i", "itshape": "i", "slshape": "i", "bf": "b", "bfseries": "b", "sc": "sc",
    "scshape": "sc",
}  # fmt: skip
_TAGS = {
    "i": ("<i>", "</i>"),
    "b": ("<b>", "</b>"),
    "sc": ('<span style="font-variant:small-caps;">', "</span>"),
    "sup": ("<sup>", "</sup>"),
    "sub": ("<sub>", "</sub>"),
    "nocase": ('<span class="nocase">', "</span>"),
}
_LATEX = {
    "i": r"\emph{", "b": r"\textbf{", "sc": r"\textsc{", "sup": r"\textsuperscript{", "sub": r"\textsubscript{",
    "nocase": "{",
}  # fmt: skip


# ---------------------------------------------------------------- LaTeX -> CSL

_MARK = re.compile(rf"\\(?:{'|'.join(_COMMANDS)})\s*\{{|\\(?:{'|'.join(_SWITCHES)})(?![A-Za-z])|(?<!\\)[_^]")
_GROUP = re.compile(r"\{([^{}]*)")


def may_have_marks(latex: str) -> bool:
    """A quick look: whether there may be marks for `tags_of` to find. Most braces hold capitals, which are none."""
    return bool(_MARK.search(latex)) or any(map(_would_be_raised, _GROUP.findall(latex)))


def tags_of(latex: str, *, whole_stays: bool = False) -> str:
    r"""The text of `latex` with CSL's marks: r'\emph{E.~coli} in CO$_2$' -> '<i>E. coli</i> in CO<sub>2</sub>'.

    Some exports put braces around every title as a whole; they are `nocase` only where it stays as it is
    (`whole_stays`): in another language than English, which CSL would take for English as nothing else is said.
    """
    plain = _on_one_line(decode(latex))
    inner, is_whole = _without_braces(latex.strip())
    as_whole = is_whole and whole_stays and _would_be_raised(plain)
    signed = _signed(_FORMULA.sub(_scripts_of_formula, inner), finds_words=not as_whole)
    if _SIGN.search(plain) or signed is None:
        return plain
    marked = _tidy(_on_one_line(decode(signed)))
    if _SIGN.sub("", marked) != plain:  # no mark is worth a changed word
        return plain
    return _SIGN.sub(_tag, _OPEN["nocase"] + marked + _CLOSE["nocase"] if as_whole else marked)


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _without_braces(latex: str) -> tuple[str, bool]:
    """The LaTeX without the braces that stand around the whole of it, and whether there were any."""
    whole = False
    for _ in range(4):  # more than anybody has
        if latex[:1] != "{" or latex[1:2] == "\\" or _closing(latex) != len(latex) - 1:
            break
        latex, whole = latex[1:-1].strip(), True
    return latex, whole


_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)


def _closing(latex: str) -> int:
    """Where the first brace is closed; -1 where it isn't."""
    depth = 0
    for found in _BRACE.finditer(latex):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth == 0:
            return found.start()
    return -1


_FORMULA = re.compile(rf"(?<!\\){MATHS.pattern}|{IN_BRACKETS.pattern}|{ENSURED.pattern}")
_NESTED = r"\{((?:[^{}\\]|\\.|\{(?:[^{}\\]|\\.|\{[^{}]*\})*\})*)\}"
_SCRIPT = re.compile(rf"(?<!\\)([_^]) *(?:{_NESTED}|(\\[A-Za-z]+|[^\s{{}}\\]))")
_RAISED_ALREADY = re.compile(r"[{} ]*\\(?:circ|prime)(?![A-Za-z])")  # '^\circ' is the sign of degrees


def _scripts_of_formula(formula: re.Match[str]) -> str:
    return _scripts(formula[0])


def _scripts(formula: str) -> str:
    return _SCRIPT.sub(_script, formula)


def _script(found: re.Match[str]) -> str:
    inner = found[2] if found[2] is not None else found[3]
    if found[1] == "^" and _RAISED_ALREADY.match(inner):
        return found[0]
    kind = "sup" if found[1] == "^" else "sub"
    return _OPEN[kind] + _scripts(inner) + _CLOSE[kind]


_TOKEN = re.compile(
    r"\\[{}\\$&%#_ ,;!/-]|"
    rf"\\(?P<command>{'|'.join(_COMMANDS)})\s*\{{|"
    rf"\{{\s*\\(?P<switch>{'|'.join(_SWITCHES)})(?![A-Za-z])\s*|"
    r"(?P<argument>\\(?:[A-Za-z]+|.)\s*\{)|\\[A-Za-z]+|(?P<group>\{)|(?P<end>\})",
    re.DOTALL,
)


def _signed(latex: str, finds_words: bool) -> str | None:
    """The LaTeX with signs for the marks; None where its braces are out of balance."""
    pieces: list[str] = []
    opened: list[str] = []  # kinds of marks, '' for braces that are none
    places: list[int] = []  # the pieces that open them
    done = 0
    for found in _TOKEN.finditer(latex):
        pieces.append(latex[done : found.start()])
        done = found.end()
        if found["end"]:
            if not opened:
                return None
            kind, place = opened.pop(), places.pop()
            if kind == "nocase" and not _is_word_group(latex, found.end(), pieces, place):
                kind, pieces[place] = "", "{"
            pieces.append(_CLOSE.get(kind, "") + "}")
            continue
        opens = _kind(found, finds_words and "nocase" not in opened)
        if opens is not None:
            opened.append(opens)
            places.append(len(pieces))
        pieces.append(found[0] if opens is None or found["argument"] else "{" + _OPEN.get(opens, ""))
    return None if opened else "".join([*pieces, latex[done:]])


def _kind(found: re.Match[str], finds_words: bool) -> str | None:
    """The kind of mark that a token opens; '' for braces that are none, None for what opens nothing."""
    if found["command"] or found["switch"]:
        return _COMMANDS.get(found["command"] or "") or _SWITCHES[found["switch"]]
    if found["group"]:
        special = found.string[found.end() : found.end() + 1] == "\\"  # '{\"u}' is a letter to BibTeX
        return "nocase" if finds_words and not special and not _is_in_word(found.string, found.start() - 1) else ""
    return "" if found["argument"] else None


def _is_in_word(latex: str, place: int) -> bool:
    return 0 <= place < len(latex) and (latex[place].isalnum() or latex[place] == "}")


def _is_word_group(latex: str, end: int, pieces: list[str], place: int) -> bool:
    """Whether braces hold whole words, one of which a style would set with a capital."""
    return not _is_in_word(latex, end) and _would_be_raised(_SIGN.sub("", decode("".join(pieces[place + 1 :]))))


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SMALL_WORDS = """
    a an and as at but by down for from in into nor of on onto or over so the till to up via with without
"""
_STAYS_SMALL = frozenset(_SMALL_WORDS.split())


def _would_be_raised(text: str) -> bool:
    """Whether a word of the text would begin with a capital in Title Case: 'in vitro', 'p53'; not 'DNA of'."""
    return any(word.islower() and word not in _STAYS_SMALL for word in _WORD.findall(text))


_BLANK_INSIDE = re.compile(f"([{''.join(_OPEN.values())}]) | ([{''.join(_CLOSE.values())}])")
_NOTHING_IN_IT = re.compile(
    "|".join(f"{_OPEN[kind]}{_CLOSE[kind]}|{_CLOSE[kind]}(?: ?){_OPEN[kind]}" for kind in _KINDS)
)


def _tidy(text: str) -> str:
    """Blanks stand outside of marks, one alone; none without text; one for what stands in two side by side."""
    before = ""
    while text != before:
        before = text
        text = _BLANK_INSIDE.sub(lambda found: " " + found[1] if found[1] else found[2] + " ", text)
        text = _NOTHING_IN_IT.sub(lambda found: " " * (" " in found[0]), text)
        text = _on_one_line(text)
    return text


def _tag(found: re.Match[str]) -> str:
    place = ord(found[0]) - 0x10F710
    return _TAGS[_KINDS[place // 2]][place % 2]


# ---------------------------------------------------------------- CSL -> LaTeX

_SMALL_CAPS = r"span\s+style\s*=\s*[\"']\s*font-variant\s*:\s*small-caps\s*;?\s*[\"']"
_NO_CASE = r"span\s+class\s*=\s*[\"']nocase[\"']"
# of HTML and JATS, too: databases write their titles so
_HTML_TAG = re.compile(
    rf"<(?:(?P<end>/)(?:jats:)?(?P<ended>i|em|italic|b|strong|bold|sup|sub|inf|sc|scp|span)|{_SMALL_CAPS}|{_NO_CASE}|"
    r"(?:jats:)?(?P<name>i|em|italic|b|strong|bold|sup|sub|inf|sc|scp))\s*>",
    re.IGNORECASE,
)
_KIND_OF = {
    "i": "i", "em": "i", "italic": "i", "b": "b", "strong": "b", "bold": "b", "sup": "sup", "sub": "sub", "inf": "sub",
    "sc": "sc", "scp": "sc",
}  # fmt: skip


def latex_of(text: str, write: Callable[[str], str]) -> str | None:
    r"""A text with CSL's marks as LaTeX; `write` escapes a text. None where it has none, or one without its partner.

    latex_of('CO<sub>2</sub> & <i>E. coli</i>', escape) -> r'CO\textsubscript{2} \& \emph{E. coli}'
    """
    signed = _with_signs(text)
    if signed is None:
        return None
    return "".join(_commands(write(_tidy(_on_one_line(signed)))))


def without_marks(text: str) -> str:
    """The text as `latex_of` takes it, without its marks; as it stands, where it takes none."""
    signed = _with_signs(text)
    return text if signed is None else _SIGN.sub("", _tidy(_on_one_line(signed)))


def _with_signs(text: str) -> str | None:
    if "</" not in text or _SIGN.search(text):
        return None
    opened: list[tuple[str, str]] = []
    pieces: list[str] = []
    done = 0
    for tag in _HTML_TAG.finditer(text):
        pieces.append(text[done : tag.start()])
        done = tag.end()
        if not tag["end"]:
            name = (tag["name"] or "span").lower()
            kind = _KIND_OF.get(name) or ("nocase" if "nocase" in tag[0].lower() else "sc")
            opened.append((name, kind))
            pieces.append(_OPEN[kind])
        elif not opened or opened[-1][0] != tag["ended"].lower():
            return None
        else:
            pieces.append(_CLOSE[opened.pop()[1]])
    return "".join([*pieces, text[done:]]) if pieces and not opened else None


def _commands(signed: str) -> Iterator[str]:
    r"""The pieces, signs as commands; '{}' before one that would begin braces: '{\emph…' has no capitals to keep."""
    done = 0
    for found in _SIGN.finditer(signed):
        yield signed[done : found.start()]
        done = found.end()
        kind, closes = divmod(ord(found[0]) - 0x10F710, 2)
        before = signed[found.start() - 1 : found.start()]
        apart = "{}" if not closes and before == "{" and _KINDS[kind] != "nocase" else ""
        yield "}" if closes else apart + _LATEX[_KINDS[kind]]
    yield signed[done:]
