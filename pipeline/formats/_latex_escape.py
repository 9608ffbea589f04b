r"""Plain text -> text that TeX prints as it stands, for the values of a BibTeX entry.

In: any text. Out: one line in which nothing is a command of the text's own, with braces that always balance
(BibTeX counts every brace, '\{' too, so that none is ever written bare). Two encodings:

    utf-8   letters stay; only what TeX takes for syntax is written as a command
    latex   pure ASCII: accents by LaTeX's commands, Cyrillic by the names of its font encodings (\cyra),
            signs by the kernel's text symbols. The document needs \usepackage[T2A,T1]{fontenc}.

Every command stands in braces of its own ({\"{o}}, {\c{c}}, {\cyra}): BibTeX then counts it as one letter,
and no blank that ends a command's name can split a name of a person.

Sources: "LaTeX2e font selection" (text symbols), the Cyrillic bundle's T2A encoding (\cyr… names), the babel
manual ('"' before a brace group is safe where '"' is a shorthand).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

ENCODINGS = ("utf-8", "latex")

# '"' is a shorthand in German, Russian, Polish … documents, '<' and '>' are other signs in TeX's old fonts
_SYNTAX = {
    "%": r"\%", "#": r"\#", "&": r"\&", "_": r"\_", "$": r"\$", '"': '"{}',
    "\\": r"{\textbackslash}", "~": r"{\textasciitilde}", "^": r"{\textasciicircum}",
    "{": r"{\ensuremath{\lbrace}}", "}": r"{\ensuremath{\rbrace}}",
    "<": r"{\ensuremath{<}}", ">": r"{\ensuremath{>}}", "|": r"{\ensuremath{|}}",
}  # fmt: skip

_VERBATIM_TABLE = str.maketrans({"\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}"})
_BREAKS_VERBATIM = re.compile(r"[\\{}]")

_SIGNS = {
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l",
    "Ł": "L", "å": "aa", "Å": "AA", "ð": "dh", "Ð": "DH", "đ": "dj", "Đ": "DJ", "þ": "th", "Þ": "TH",
    "ŋ": "ng", "Ŋ": "NG", "ı": "i", "ȷ": "j", "–": "textendash", "—": "textemdash", "…": "textellipsis",
    "‘": "textquoteleft", "’": "textquoteright", "“": "textquotedblleft", "”": "textquotedblright",
    "‚": "quotesinglbase", "„": "quotedblbase", "«": "guillemotleft", "»": "guillemotright",
    "‹": "guilsinglleft", "›": "guilsinglright", "¡": "textexclamdown", "¿": "textquestiondown",
    "§": "textsection", "¶": "textparagraph", "©": "textcopyright", "®": "textregistered",
    "™": "texttrademark", "°": "textdegree", "±": "textpm", "×": "texttimes", "÷": "textdiv", "µ": "textmu",
    "·": "textperiodcentered", "•": "textbullet", "†": "textdagger", "‡": "textdaggerdbl",
    "‰": "textperthousand", "№": "textnumero", "€": "texteuro", "£": "textsterling", "¥": "textyen",
    "¢": "textcent", "ª": "textordfeminine", "º": "textordmasculine", "¹": "textonesuperior",
    "²": "texttwosuperior", "³": "textthreesuperior", "½": "textonehalf", "¼": "textonequarter",
    "¾": "textthreequarters", "−": "textminus",
}  # fmt: skip

_GREEK = "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΥΦΨΩ"
_GREEK_NAMES = """
    alpha beta gamma delta varepsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon
    varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
"""
_MATHS = {
    "≤": r"\leq", "≥": r"\geq", "≠": r"\neq", "≈": r"\approx", "∞": r"\infty", "→": r"\rightarrow",
    "←": r"\leftarrow", "↔": r"\leftrightarrow", "′": r"\prime",
}  # fmt: skip
_MATHS |= {letter: "\\" + name for letter, name in zip(_GREEK, _GREEK_NAMES.split(), strict=True)}

# the T2A names, without 'cyr'; a capital has the same name in capitals
_CYRILLIC_LETTERS = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяєіїґўјљњђћџѕәғқңөүұһҗҙҝҡҥҫҳҷҹӕ"
_CYRILLIC_NAMES = """
    a b v g d e yo zh z i ishrt k l m n o p r s t u f h c ch sh shch hrdsn ery sftsn erev yu ya ie ii yi
    gup ushrt je lje nje dje tshe dzhe dze schwa ghcrs kdsc ndsc otld y yhcrs shha zhdsc zdsc kvcrs
    kbeak ng sdsc hdsc chrdsc chvcrs ae
"""
_CYRILLIC = dict(zip(_CYRILLIC_LETTERS, _CYRILLIC_NAMES.split(), strict=True))

_SAME_IN_PRINT = {"\u2010": "-", "\u2011": "-", "\u02bc": "\u2019"}

_ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0304": "=", "\u0306": "u", "\u0307": ".",
    "\u0308": '"', "\u030a": "r", "\u030b": "H", "\u030c": "v", "\u0323": "d", "\u0326": "textcommabelow",
    "\u0327": "c", "\u0328": "k", "\u0331": "b",
}  # fmt: skip
_DOTLESS_AFTER = frozenset("=~uvrH")  # the other accents take a plain i in every encoding

# typewriter habits that TeX's fonts join into one sign: '--', '``', '?`' …
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=[`!?])(?=`)|(?<=')(?=')|(?<=,)(?=,)")
_PAIRS = ("--", "``", "''", ",,", "?`", "!`")
_SIGN = re.compile(r"[%#&_$\"\\~^{}<>|]")
_SOUND = re.compile(r"[A-Za-z0-9 .,;:()/'!?*+=@\[\]-]*+")  # stands as it is, but for pairs
# invisible, or an error in print: control characters, lone surrogates (no characters at all), soft hyphen,
# zero-width space, word joiner, byte-order mark, marks of direction
_INVISIBLE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_SHAPING = re.compile(r"[\u200c\u200d\ufe00-\ufe0f]")  # how letters join: nothing of the text itself
_URL_UNSAFE = re.compile(r"[^\x21-\x7e]|[\\{}]")
# a letter with the accents that follow it is one character
_NOT_ASCII = re.compile(r"[^\W_][\u0300-\u036f]+|[^\x00-\x7f]")


def plain(text: str) -> str:
    """What `escape` writes: `text` on one line, in NFC, without control characters and invisible marks.

    'Bálint\\n  groups\\x07' -> 'Bálint groups'
    """
    if text.isprintable() and (text.isascii() or unicodedata.is_normalized("NFC", text)):  # most are so
        return text if "  " not in text and text[:1] != " " and text[-1:] != " " else " ".join(text.split())
    text = _INVISIBLE.sub("", " ".join(text.split()))
    return " ".join(unicodedata.normalize("NFC", text).split())


def writable(text: str, encoding: str = "utf-8") -> str:
    """`plain`, and in 'latex' Latin letters for what has no LaTeX name: what a reader of the file will have.

    latex: '北京 β' -> 'BeiJing β'
    """
    text = plain(text)
    if encoding == "utf-8" or text.isascii():
        return text
    return plain(_NOT_ASCII.sub(lambda found: _nameable(found[0]), text))


def escape(text: str, encoding: str = "utf-8") -> str:
    r"""`text` for TeX's text mode, squeezed to one line; it prints as it stands and runs nothing.

    'R&D: 50 % of \input' -> 'R\&D: 50 \% of {\textbackslash}input'
    latex: 'Müller, Иванов' -> 'M{\"{u}}ller, {\CYRI}{\cyrv}{\cyra}{\cyrn}{\cyro}{\cyrv}'
    What has no LaTeX name is transliterated in 'latex' (see `untranslatable`).
    """
    if encoding not in ENCODINGS:
        raise ValueError(f"encoding = {encoding!r} is not one of {', '.join(ENCODINGS)}")
    if _SOUND.fullmatch(text) and not _is_odd(text):  # most texts are so
        return text
    text = writable(text, encoding)
    runs = _LIGATURE.split(text) if _has_pair(text) else [text]
    return "{}".join([_escape_run(run, encoding) for run in runs])


def _is_odd(text: str) -> bool:
    """Whether a text of sound signs has any that TeX joins, or blanks to squeeze."""
    return "  " in text or "--" in text or "''" in text or ",," in text or text[:1] == " " or text[-1:] == " "


def _has_pair(text: str) -> bool:
    """Whether two signs stand together that TeX's fonts join."""
    return any(pair in text for pair in _PAIRS)


def escape_exactly(text: str) -> str:
    r"""`escape` in UTF-8 that changes no character: `_latex.decode` gives `text` again, blanks and all."""
    runs = _LIGATURE.split(text) if _has_pair(text) else [text]
    return "{}".join(_SIGN.sub(_command_of_sign, run) for run in runs)


def escape_verbatim(text: str) -> str:
    r"""An address or a code that `_latex.decode_verbatim` reads as `text` again: only braces and '\' change."""
    return text.translate(_VERBATIM_TABLE) if _BREAKS_VERBATIM.search(text) else text


def escape_url(text: str) -> str:
    r"""An address or a DOI as `\url` wants it: only white space, braces, '\' and what is not ASCII change.

    'https://ex.org/a_b?q=50%25&c={x}' -> 'https://ex.org/a_b?q=50%25&c=%7Bx%7D'
    """
    return _URL_UNSAFE.sub(lambda found: _percent(found[0]), text.strip())


def untranslatable(text: str) -> set[str]:
    """The characters of `text` for which 'latex' has no command, so that they are transliterated.

    'β-Studie 北京' -> {'北', '京'}
    """
    clusters = {found[0] for found in _NOT_ASCII.finditer(plain(text))}
    return {one for one in clusters if _latex_name(one) is None and not _SHAPING.match(one)}


def _percent(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "replace"))


# ------------------------------------------------------------------------------------------ characters


def _escape_run(text: str, encoding: str) -> str:
    text = _SIGN.sub(_command_of_sign, text)
    if encoding == "utf-8" or text.isascii():
        return text
    return _NOT_ASCII.sub(lambda found: _latex_name(found[0]) or found[0], text)


def _command_of_sign(found: re.Match[str]) -> str:
    return _SYNTAX[found[0]]


@lru_cache(maxsize=4096)
def _nameable(cluster: str) -> str:
    return _SAME_IN_PRINT.get(cluster, cluster) if _latex_name(cluster) is not None else _last_resort(cluster)


@lru_cache(maxsize=4096)
def _latex_name(cluster: str) -> str | None:
    r"""The LaTeX form of one character with its accents: 'é' -> "{\'{e}}", 'ж' -> '{\cyrzh}'; None: none."""
    if cluster in _SYNTAX or cluster.isascii():
        return _SYNTAX.get(cluster, cluster)
    if cluster in _SAME_IN_PRINT:
        return _latex_name(_SAME_IN_PRINT[cluster])
    command = _command(cluster)
    if command is not None:
        return "{" + command + "}"
    base, accents = (decomposed := unicodedata.normalize("NFD", cluster))[0], decomposed[1:]
    inner = base if base.isascii() and base.isalpha() else None if base in _MATHS else _command(base)
    if inner is None or not accents or any(accent not in _ACCENTS for accent in accents):
        return None
    return "{" + _accented(inner, accents) + "}"


def _command(char: str) -> str | None:
    if char in _SIGNS:
        return "\\" + _SIGNS[char]
    if char in _MATHS:
        return rf"\ensuremath{{{_MATHS[char]}}}"
    if char.lower() in _CYRILLIC:
        name = "cyr" + _CYRILLIC[char.lower()]
        return "\\" + (name if char.islower() else name.upper())
    return None


def _accented(inner: str, accents: str) -> str:
    for accent in accents:
        command = _ACCENTS[accent]
        if inner in ("i", "j") and command in _DOTLESS_AFTER:
            inner = "\\" + inner
        inner = rf"\{command}{{{inner}}}"
    return inner


def _last_resort(cluster: str) -> str:
    """Latin letters for what LaTeX has no name for, else its number: nothing goes silently."""
    from anyascii import anyascii

    if _SHAPING.fullmatch(cluster):
        return ""
    latin = anyascii(cluster)
    if latin.strip():
        return latin
    return "".join(f"[U+{ord(char):04X}]" for char in cluster)
