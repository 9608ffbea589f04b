r"""LaTeX as bibliographies hold it -> plain Unicode text.

In: the text of a BibTeX value without its outer delimiters. Out: the same text as a reader of the printed
list sees it. Commands that are not in the tables stay as they are: a value that holds '\foo' is to be seen,
not guessed.

Sources of the tables: LaTeX2e "fntguide" (text accents and symbols), T2A "cyrillic bundle" (\cyr names).
"""

from __future__ import annotations

import re
import unicodedata


def decode(text: str) -> str:
    r"""`text` without LaTeX's mark-up.

    r'M{\"u}ller' -> 'Müller'     r'{DNA} of \textit{E.~coli}' -> 'DNA of E. coli'     '283--98' -> '283–98'
    "``so''" -> '“so”'     '~50 %' stays: a tie stands between two words. '$5 to $10' stays: that is money, no formula.
    """
    command, braced, dollar = "\\" in text, "{" in text or "}" in text, "$" in text
    if not (command or braced or dollar or "~" in text or "--" in text or "''" in text):
        return text
    if not text.isascii() and _HELD.search(text):  # a text that has one of these signs itself
        return "".join(piece if _HELD.match(piece) else decode(piece) for piece in _HELD.split(text))
    if command:
        text = _commands(ENSURED.sub(_ensured, text) if "ensuremath" in text else text)
    if "\\(" in text:
        text = IN_BRACKETS.sub(_maths, text)
    if dollar:
        text = MATHS.sub(_maths, text)
    if "~" in text:
        text = _TIE.sub(" ", text)
    text = text.replace("---", "—").replace("--", "–")
    if "''" in text:
        text = _QUOTED.sub("“\\1”", text)
    return _restore(text.replace("{", "").replace("}", ""))


def decode_verbatim(text: str) -> str:
    r"""An address or a DOI: only escaped signs are freed ('10.1000/a{\_}b' -> '10.1000/a_b'); '~' and '--'
    are its own.
    """
    if "\\" not in text and "{" not in text:
        return text
    text = _ESCAPED_VERBATIM.sub(_verbatim_sign, text)
    return _restore(text.replace("{", "").replace("}", ""))


_ESCAPED_VERBATIM = re.compile(
    r"\\(?:(textasciitilde|textbackslash|textbraceleft|textbraceright|string)|([&%$#_{}~^-])(?:\{\})?)"
)


def _verbatim_sign(found: re.Match[str]) -> str:
    if found[1] == "string":
        return ""
    if found[1]:
        return _SYMBOLS[found[1]]
    return _HOLD.get(found[2], found[2])


# escaped signs wait at the far end of the private use area, so that \{ is no brace and \$ opens no formula
_HOLD = {sign: chr(0x10F700 + place) for place, sign in enumerate("{}$&%_#~\\^")}
_HELD = re.compile(f"([{''.join(_HOLD.values())}]+)")
_FREE = str.maketrans({held: sign for sign, held in _HOLD.items()})


def _restore(text: str) -> str:
    return text if text.isascii() else text.translate(_FREE)


_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331", "textcommabelow": "\u0326", "U": "\u030e", "G": "\u030f", "f": "\u0311", "t": "\u0361",
    "C": "\u030f",
}  # fmt: skip

_SYMBOLS = {
    "ss": "ß", "SS": "ẞ", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "dj": "đ", "DJ": "Đ", "th": "þ",
    "TH": "Þ",
    "ng": "ŋ", "NG": "Ŋ", "dag": "†", "ddag": "‡", "S": "§", "P": "¶", "copyright": "©", "pounds": "£",
    "dots": "…", "ldots": "…", "textellipsis": "…", "textendash": "–", "textemdash": "—",
    "textquoteright": "’",
    "textquoteleft": "‘", "textquotedblleft": "“", "textquotedblright": "”", "quotedblbase": "„",
    "textquotesingle": "'", "textquotedbl": '"', "quotesinglbase": "‚", "guillemotleft": "«",
    "guillemotright": "»",
    "guilsinglleft": "‹", "guilsinglright": "›", "glqq": "„", "grqq": "“", "flqq": "«", "frqq": "»",
    "lq": "‘", "rq": "’",
    "textexclamdown": "¡", "textquestiondown": "¿", "textdegree": "°", "textpm": "±", "texttimes": "×",
    "textdiv": "÷", "textmu": "µ", "textregistered": "®", "texttrademark": "™", "textcopyright": "©",
    "textbullet": "•", "textperiodcentered": "·", "textordfeminine": "ª", "textordmasculine": "º",
    "euro": "€",
    "texteuro": "€", "EUR": "€", "textsterling": "£", "textyen": "¥", "textcent": "¢", "textsection": "§",
    "textparagraph": "¶", "textdagger": "†", "textnumero": "№", "textasciicircum": "^", "textless": "<",
    "textgreater": ">", "textbar": "|", "textonehalf": "½", "textonequarter": "¼", "textthreequarters": "¾",
    "textonesuperior": "¹", "texttwosuperior": "²", "textthreesuperior": "³", "textminus": "−",
    "textlangle": "⟨",
    "textrangle": "⟩", "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX", "slash": "/",
    "textvisiblespace": "␣",
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν",
    "xi": "ξ",
    "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ",
    "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π",
    "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "times": "×", "pm": "±", "leq": "≤", "le": "≤",
    "geq": "≥", "ge": "≥", "neq": "≠", "approx": "≈", "sim": "∼", "cdot": "·", "infty": "∞", "circ": "∘",
    "degree": "°", "rightarrow": "→", "leftarrow": "←", "leftrightarrow": "↔", "to": "→", "equiv": "≡",
    "prime": "′", "ast": "∗", "textdaggerdbl": "‡", "textperthousand": "‰", "Upsilon": "Υ",
    "textalpha": "α", "textbeta": "β", "textgamma": "γ", "textdelta": "δ", "textkappa": "κ",
    "textlambda": "λ",
    "textomega": "ω", "textDelta": "Δ", "gt": ">", "lt": "<", "gg": "≫", "ll": "≪",
    "ne": "≠", "simeq": "≃", "cong": "≅", "propto": "∝", "mp": "∓", "div": "÷", "bullet": "•", "dagger": "†",
    "ddagger": "‡", "longrightarrow": "→", "Rightarrow": "⇒", "Leftrightarrow": "⇔", "uparrow": "↑", "downarrow": "↓",
    "rightleftharpoons": "⇌", "mapsto": "↦", "in": "∈", "notin": "∉", "subset": "⊂", "subseteq": "⊆", "cup": "∪",
    "cap": "∩", "setminus": "∖", "emptyset": "∅", "forall": "∀", "exists": "∃", "neg": "¬", "wedge": "∧", "vee": "∨",
    "otimes": "⊗", "oplus": "⊕", "perp": "⊥", "parallel": "∥", "mid": "|", "vert": "|", "partial": "∂", "nabla": "∇",
    "sum": "∑", "prod": "∏", "int": "∫", "sqrt": "√", "ell": "ℓ", "hbar": "ℏ", "star": "⋆", "langle": "⟨",
    "rangle": "⟩", "cdots": "⋯", "vartheta": "ϑ", "varsigma": "ς", "varrho": "ϱ", "textcelsius": "°C", "textohm": "Ω",
    # spaces and hints for the typesetter
    "quad": " ", "qquad": " ", "space": " ", "nobreakspace": " ", "newline": " ", "par": " ",
    "protect": "", "relax": "", "newblock": "", "ignorespaces": "", "unskip": "",
}  # fmt: skip
_SYMBOLS |= {
    "textasciitilde": _HOLD["~"], "textbackslash": _HOLD["\\"], "textunderscore": _HOLD["_"],
    "textdollar": _HOLD["$"], "textbraceleft": _HOLD["{"], "textbraceright": _HOLD["}"], "lbrace": _HOLD["{"],
    "rbrace": _HOLD["}"], "backslash": _HOLD["\\"],
}  # fmt: skip

# commands and switches that only change the look: the text stays
_LOOK_NAMES = """
textit textbf emph textsc textrm textsf texttt textup textsl textmd textnormal underline mbox hbox text enquote
mkbibemph mkbibquote mkbibbold mkbibitalic ensuremath mathrm mathit mathbf mathsf mathcal uppercase lowercase
MakeUppercase MakeLowercase url path nolinkurl textsuperscript textsubscript textcyrillic textlatin bf it em rm sc
sf tt sl bfseries itshape scshape upshape slshape rmfamily sffamily ttfamily normalfont small footnotesize large
cyr lat cyrillictext selectfont mathbb mathfrak mathscr mathnormal boldsymbol bm operatorname left right displaystyle ce
"""
_LOOK = frozenset(_LOOK_NAMES.split())
# functions, which print as their names, apart from what follows
_FUNCTION_NAMES = "log ln lg exp sin cos tan max min sup inf lim det dim ker gcd arg"
_FUNCTIONS = frozenset(_FUNCTION_NAMES.split())
# signs that stand between two others, with blanks on both sides in print
_BETWEEN_NAMES = """
leq le geq ge neq ne approx sim simeq cong equiv propto gt lt gg ll times pm mp cdot div to rightarrow leftarrow
leftrightarrow longrightarrow Rightarrow Leftrightarrow rightleftharpoons mapsto in notin subset subseteq cup cap
setminus wedge vee otimes oplus perp parallel mid
"""
_BETWEEN = frozenset(_BETWEEN_NAMES.split())

# \CYRA … \cyrya: the Russian letters and those of its neighbours
_CYRILLIC = {
    "a": "а", "b": "б", "v": "в", "g": "г", "d": "д", "e": "е", "yo": "ё", "zh": "ж", "z": "з", "i": "и",
    "ishrt": "й",
    "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "r": "р", "s": "с", "t": "т", "u": "у",
    "f": "ф",
    "h": "х", "c": "ц", "ch": "ч", "sh": "ш", "shch": "щ", "hrdsn": "ъ", "ery": "ы", "sftsn": "ь",
    "erev": "э",
    "yu": "ю", "ya": "я", "ie": "є", "ii": "і", "yi": "ї", "gup": "ґ", "ushrt": "ў", "je": "ј", "lje": "љ",
    "nje": "њ", "dje": "ђ", "tshe": "ћ", "dzhe": "џ", "schwa": "ә", "otld": "ө", "y": "ү", "hh": "һ",
    "shha": "һ", "dze": "ѕ", "ghcrs": "ғ", "kdsc": "қ", "ndsc": "ң", "yhcrs": "ұ", "zhdsc": "җ", "zdsc": "ҙ",
    "kvcrs": "ҝ", "kbeak": "ҡ", "ng": "ҥ", "sdsc": "ҫ", "hdsc": "ҳ", "chrdsc": "ҷ", "chvcrs": "ҹ", "ae": "ӕ",
}  # fmt: skip
_SYMBOLS |= {f"cyr{name}": letter for name, letter in _CYRILLIC.items()}
_SYMBOLS |= {f"CYR{name.upper()}": letter.upper() for name, letter in _CYRILLIC.items()}

_DOTLESS = {
    "ı": "i",
    "ȷ": "j",
}  # an accent takes the dot's place, and Unicode composes it with the dotted letter
_LETTER_ACCENTS = "|".join(mark for mark in _ACCENTS if mark.isalpha())

# '\\&gt;', with two strokes, is how Oxford's journals write '>'
_ESCAPED = re.compile(r"\\(?:\\(?=&))?([&%$#_{}])|\\([~^])\{\}")
_FIRST_ARGUMENT = re.compile(r"\\(?:foreignlanguage|textlanguage|href|textcolor|noopsort|hspace|vspace)\{[^{}]*\}")
_COMMAND = re.compile(r"\\([A-Za-z]+)(?:\{\}|[ \t\r\n]+(?=\S)|(?![A-Za-z]))")
_ACCENT = re.compile(rf"\\(?:([`'^~=.\"])|({_LETTER_ACCENTS})(?![A-Za-z]))\s*(?:\{{\s*([^\W\d_])\s*\}}|([^\W\d_]))")
_SPACING = re.compile(r"\\(?:\\(?:\[[^\]]*\])?|[ ,;:!\n/@-])")
_TIE = re.compile(
    r"(?!(?<=\d)~\d)(?<=[\w.,;:)\]}'\"»”\U0010F700-\U0010F71F])~+"
    r"(?=[\w(\[{}$\\'\"\U0010F700-\U0010F71F«„“;:/–—]|-(?!\d)|$)"
)
# what begins with a figure and ends before one is money ('$5-$10'), not a formula
MATHS = re.compile(r"\$(?:(\d[^$]{0,200}?)(?<=\S)\$(?!\d)|([^\s\d$][^$]{0,200}?)(?<=\S)\$)")
IN_BRACKETS = re.compile(r"\\\((.{1,200}?)\\\)")  # the other way to write a formula, as zbMATH does
ENSURED = re.compile(r"\\ensuremath\{((?:[^{}]++|\{(?:[^{}]++|\{[^{}]*+\})*+\})*+)\}")
_SCRIPT = re.compile(r"[_^] *(?:\{((?:[^{}]++|\{[^{}]*+\})*+)\}|([^\s{}]))")
_DEGREES = re.compile(r"\^ *(?:∘|\{ *∘ *\}?)")
_QUOTED = re.compile(r"`[`']([^`]*?)''")  # how TeX's users type “…”; Web of Science makes `'…'' of ''…''


def _commands(text: str) -> str:
    r"""Symbols before accents, so that an accent finds its letter: r"\'{\cyrk}" -> r"\'{к}" -> 'ќ'."""
    text = _ESCAPED.sub(lambda sign: _HOLD[sign[1] or sign[2]], text)
    text = _FIRST_ARGUMENT.sub("", text)
    text = _COMMAND.sub(_command, text)
    text = _ACCENT.sub(_accented, text)
    return _SPACING.sub(_spacing, text)


def _ensured(found: re.Match[str]) -> str:
    r"""As a formula, where there are scripts in it: r'CO\ensuremath{_2}' -> r'CO\(_2\)'; else as it stands."""
    return rf"\({found[1]}\)" if ("_" in found[1] or "^" in found[1]) and len(found[1]) <= 200 else found[0]


def _command(found: re.Match[str]) -> str:
    """A symbol for its name; nothing for a command that only changes the look; anything else as it stands."""
    name = found[1]
    if name in _LOOK:
        return ""
    if name in _FUNCTIONS:
        return name + " " * (found[0][-1].isspace() or found.string[found.end() : found.end() + 1] == "\\")
    sign = _SYMBOLS.get(name, found[0])
    is_between = name in _BETWEEN and found[0][-1].isspace() and found.string[max(found.start() - 1, 0)].isspace()
    return sign + " " * is_between


def _accented(found: re.Match[str]) -> str:
    letter = found[3] or found[4]
    return unicodedata.normalize("NFC", _DOTLESS.get(letter, letter) + _ACCENTS[found[1] or found[2]])


def _spacing(found: re.Match[str]) -> str:
    r"""'\ ' and '\,' are blanks, '\\' ends a line; '\-' and '\/' are hints where a word may break."""
    return " " if found[0][1] in "\\ ,;:\n" else ""


def _maths(found: re.Match[str]) -> str:
    """A formula without its dollars; scripts lose their marks: '$CO_2$' -> 'CO2', '$^{∘}$C' -> '°C'."""
    text, before = _DEGREES.sub("°", found[1] or found[2]), ""
    while text != before:  # scripts of scripts
        before, text = text, _SCRIPT.sub(lambda script: script[1] or script[2] or "", text)
    return text
