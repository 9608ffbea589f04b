r"""LaTeX as text: what is commented out or verbatim is blanked, arguments are found. Line breaks stay where they were.

Source: The LaTeX Companion; source2e (ltfiles.dtx) for how names of files are completed.
"""

from __future__ import annotations

import re
from collections.abc import Callable

# what an author shows and doesn't say: code, and text that is put into other files
_SHOWN = ("verbatim", "Verbatim", "BVerbatim", "LVerbatim", "alltt", "lstlisting", "minted", "comment", "filecontents")
_VERBATIM = re.compile(
    r"\\begin\{(" + "|".join(_SHOWN) + r")(\*?)\}.*?(?:\\end\{\1\2\}|\Z)"
    r"|\\(?:verb\*?|lstinline(?:\[[^\]\n]*\])?)(?![A-Za-z])([^\sA-Za-z*{]).*?(?:\3|$)"
    r"|\\iffalse(?![A-Za-z]).*?(?:\\fi(?![A-Za-z])|\Z)"
    r"|(?<!\\)(?:\\\\)*%[^\n]*"
    r"|\\end\{document\}.*",
    re.S | re.M,
)
_BLANKS = re.compile(r"[ \t]*\n?[ \t]*")
LONGEST = 5_000  # characters of an argument; without a bound, brackets that are never closed take minutes
_CLOSING = {"{": "}", "[": "]", "(": ")", "<": ">"}


def said_text(text: str) -> str:
    r"""The text without comments, verbatim text, \iffalse … \fi, and what stands behind \end{document}.

    'a % \cite{b}\nc' -> 'a \nc'
    """
    return _VERBATIM.sub(_blank, text)


def _blank(found: re.Match[str]) -> str:
    if found[0].lstrip("\\").startswith("%"):  # an even number of backslashes before it: line breaks, and a comment
        return found[0][: found[0].index("%")]
    return re.sub(r"[^\n]+", " ", found[0])


def skip_blanks(text: str, at: int) -> int:
    """The place of the next character that is no blank; one line break counts as one, an empty line ends a command."""
    found = _BLANKS.match(text, at)
    assert found is not None
    return found.end()


def argument(text: str, at: int, opening: str) -> tuple[str, int] | None:
    """The argument that begins at `at` with `opening` ('{', '[', …), and where it ends; None where none is there.

    A bracket within braces doesn't end it: '[see {[sic]} p. 3]' is one argument. An empty line does, as in LaTeX.
    """
    at = skip_blanks(text, at)
    if text[at : at + 1] != opening:
        return None
    closing, depth = _CLOSING[opening], 0
    for found in _MARK.finditer(text, at + 1, at + LONGEST):
        mark = found[0]
        if mark == closing and not depth:
            return text[at + 1 : found.start()], found.end()
        depth += _DEPTH.get(mark, 0)
        if depth < 0 or mark.startswith("\n"):
            return None
    return None


_DEPTH = {"{": 1, "}": -1}
_MARK = re.compile(r"\\.|[{}\])>]|\n[ \t]*\n", re.S)


def line_of(text: str) -> Callable[[int], int]:
    """Gives the line of a place in the text; asked in the order of places, it reads the text once."""
    done, line = 0, 1

    def line_at(place: int) -> int:
        nonlocal done, line
        if place < done:
            done, line = 0, 1
        line += text.count("\n", done, place)
        done = place
        return line

    return line_at
