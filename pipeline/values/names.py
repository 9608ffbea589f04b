"""Names of persons and groups.

In: the text of one person, and how its source writes persons (model.NAME_FORMS). Out: a `Name`, or None for
'et al.' and empty text. `family` holds the particles ('van der Berg'), `given` writes initials as 'J. A.'
and 'J.-P.'. Sources: the author fields AU and FAU of MEDLINE, BibTeX's name parts, RIS (Reference Manager),
GOST R 7.0.5. Degrees (MD, PhD) that stand where a suffix may stand are dropped; the raw record keeps them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ..model import Name
from ._groups import is_group
from ._name_dress import DOTTED, LONGEST_INITIALS, PARTICLES, cased, dressed_suffix, is_east_asian, spaced_given
from ._words import word_list
from .fold import fold, latin_key

_DROPPED_IN_KEYS = frozenset(
    word_list("""
    van von vom zu zum zur der den de del della dello dei degli di da do dos das du des d ter ten te
    tot af av op fon vander vanden vonder vande dela
""")
)
_ONLY_AFTER_ANOTHER = frozenset(word_list("la le las los les lo t"))
_GLUED_IN_KEYS = frozenset(word_list("la le mac mc o al el st"))  # Le Roux and Leroux
_JOINED_PARTICLES = re.compile(r"^(?:vander|vanden|vonder)(?=\w{4})", re.I)
_HIDDEN_PARTICLES = re.compile(r"^((?:[vV]an|[vV]on|[dD]e|[dD]er|[dD]en|[lL]a|[dD]u|[dD]i)+)(?=[A-ZÄÖÜ])")
_BETWEEN_WORDS = re.compile(r"[\s\u2010-\u2015-]+")

_SUFFIX = re.compile(r"(?:jr|sr|junior|senior|[2-9](?:nd|rd|th|d)|мл|ст)\.?", re.I)
_ROMAN_SUFFIX = re.compile(r"(?:II|III|IV)\.?")
_ANY_SUFFIX = re.compile(rf"(?i:{_SUFFIX.pattern})|{_ROMAN_SUFFIX.pattern}")
_DEGREE = re.compile(
    r"(?:m\.?d|ph\.?d|m\.?sc|b\.?sc|m\.?a|b\.?a|m\.?p\.?h|d\.?phil|dr|prof|frcgp|frcp(?:sych)?|rn|esq)\.?",
    re.I,
)
_TITLE_BEFORE = re.compile(r"(?:(?:prof|dr|med|priv\.?-doz|pd|dipl\.?-psych)\.\s*)+(?=\S{2})", re.I)
_ABBREVIATED = re.compile(r"\.(?<=[^\W\d_]{2}\.)")  # a quick look, before the titles are tried at each letter

_ET_AL = re.compile(
    r"[\[(]?\s*(?:(?:and|&|и|und|et)\s+)?(?:et\.?\s*al(?:ii|iae|\.)?|al\.|\.{2,}|…|others|other authors|"
    r"colleagues|др(?:угие|\.)?|(?:с\s+)?соавт(?:оры|орами|\.)?|u\.\s*a\.?|i\s+in\.?|i\s+wsp\.?|"
    r"y\s+cols?\.?|等)\s*[\])]?[.,;]?",
    re.I,
)
_TRAILING_ET_AL = re.compile(r" (?:et\.? al\.?|и др\.|and others|…|\.\.\.)$", re.I)
_EDITOR_WORD = r"(?:eds?|editors?|hrsg|hgg?|hg|ред|отв\.\s*ред|под\s+ред|red|coords?|dir|a cura di|comp|сост)"
_IN_BRACKETS = rf"(?i:\s*{_EDITOR_WORD}\.?\s*[\)\]])"
_EDITOR_MARK = re.compile(  # behind a comma only in small letters: 'Tom, Ed' is a man
    rf"(?:\({_IN_BRACKETS}|\[{_IN_BRACKETS}|,\s*{_EDITOR_WORD}\.?)\s*[.,:]?$"  # a sign first: searched for quickly
)
_BARE_EDITOR_MARK = re.compile(rf"\s*[\(\[]?\s*{_EDITOR_WORD}\.?\s*[\)\]]?\s*[.,:]?\s*", re.I)

_ARMENIAN_STOP = "\u2024"  # behind initials, 'Վ․Ա․'; Unicode calls it 'one dot leader'
_INITIAL = re.compile(r"-?[^\W\d_]\.?(?:-[^\W\d_]\.?)?")
_GLUED_INITIAL = re.compile(r"\.(?<=(?<![^\W\d_])[^\W\d_]\.)(?=[^\W\d_]{2})")  # the stop behind 'J' in 'J.Smith'
_INITIAL_BEFORE_HYPHEN = re.compile(r"\. +-(?=\w\.)")
_PATRONYMIC = re.compile(r"(?:ович|евич|ич|овна|евна|ична|инична|ovich|evich|ovna|evna)$", re.I)


@lru_cache(maxsize=100_000)
def parse_name(text: str, form: str) -> Name | None:
    """The person or group in `text`, written in `form` (one of NAME_FORMS); None for 'et al.' and empty text.

    ("van der Berg, Jan, Jr", 'family-comma-given') -> family 'van der Berg', given 'Jan', suffix 'Jr'
    ('Müller JA', 'family-initials') -> family 'Müller', given 'J. A.'; ('Balint Society', any) -> literal
    A comma overrules the form: what stands before it is the family name. 'free' decides from the text itself.
    Chinese, Japanese and Korean letters overrule it too: '熊 玮' -> family '熊', given '玮'.
    """
    plain = _plain(text)
    if not plain or _ET_AL.fullmatch(plain):
        return None
    if is_group(plain):
        return Name(literal=plain)
    if "," in plain:
        return _from_comma(plain)
    words = plain.split()
    if len(words) == 1:
        return _single(words[0])
    if not plain.isascii() and is_east_asian(plain):
        return _name(words[:1], words[1:], None)
    if form == "family-initials" or _family_stands_first(words, promised=form == "given-family"):
        return _from_family_first(words)
    return _from_given_first(words)


def _plain(text: str) -> str:
    plain = " ".join(text.replace("\u00ad", "").replace("~", " ").replace(_ARMENIAN_STOP, ".").split())
    plain = _TRAILING_ET_AL.sub("", _EDITOR_MARK.sub("", plain).rstrip())
    plain = plain.strip(" ;,*")
    plain = _TITLE_BEFORE.sub("", plain) if _ABBREVIATED.search(plain) else plain
    plain = _GLUED_INITIAL.sub(". ", plain)
    return _INITIAL_BEFORE_HYPHEN.sub(".-", plain) if any(map(str.isalpha, plain)) or is_et_al(plain) else ""


def is_et_al(text: str) -> bool:
    """Whether the whole text says that more people follow: 'et al.', '...', 'and others', 'и др.', 'u.
    a.'."""
    return _ET_AL.fullmatch(text.strip()) is not None


def is_editor_mark(text: str) -> bool:
    """Whether the whole text is, or its end carries, the mark of an editor: '(eds.)', 'Balint M (Hrsg.)'."""
    return bool(_EDITOR_MARK.search(text) or _BARE_EDITOR_MARK.fullmatch(text))


def _single(word: str) -> Name:
    return Name(family=cased(word.strip(".") or word))


def _from_comma(text: str) -> Name:
    """'Family, Given', 'Family, Given, Jr', 'Family, Jr, Given' (BibTeX), 'Family, particle, Given'."""
    family, _, rest = text.partition(",")
    family_words, suffix_of_family = _without_suffix(family.split(), 1)
    given_words, particles, suffix = _behind_comma(rest)
    return _name([*particles, *family_words], given_words, suffix or suffix_of_family)


@lru_cache(maxsize=50_000)  # of few names that many have, and of initials
def _behind_comma(text: str) -> tuple[tuple[str, ...], tuple[str, ...], str | None]:
    """Given names, particles and suffix: ' Jan van der, Jr' -> (('Jan',), ('van', 'der'), 'Jr')."""
    rest = [part for part in map(str.strip, text.split(",")) if part]
    suffix = next(filter(_ANY_SUFFIX.fullmatch, rest), None)
    if suffix and len(rest) == 1 and suffix.isupper():
        suffix = None  # 'Ivanov, II' and 'Platt, SR' are initials
    given = [part for place, part in enumerate(rest) if part is not suffix and not (place and _DEGREE.fullmatch(part))]
    given_words, suffix_of_given = _without_suffix(" ".join(given).split(), 1)
    given_words, particles = _without_particles(given_words)
    return tuple(given_words), tuple(particles), suffix or suffix_of_given


def _without_suffix(words: list[str], keep: int) -> tuple[list[str], str | None]:
    """The words before a final 'Jr', '3rd' or 'III'; at least `keep` words stay."""
    if len(words) > keep and (_is_plain_suffix(words) or _is_roman_suffix(words)):
        return words[:-1], words[-1]
    return words, None


def _is_plain_suffix(words: list[str]) -> bool:
    """'de Ruiter JR' ends in initials, 'de Ruiter JA JR' and 'SELDEN JOHN JR' in a suffix."""
    in_capitals = words[-1] in ("JR", "SR") and not words[-2].isupper()
    return _SUFFIX.fullmatch(words[-1]) is not None and not in_capitals


def _is_roman_suffix(words: list[str]) -> bool:
    """'J. A. III' and 'John II' end in a suffix; 'II' after a family name in capitals or alone is
    initials."""
    return (_ROMAN_SUFFIX.fullmatch(words[-1]) is not None and not words[-2].isupper()) or (
        words[-1] in ("III", "IV") and len(words) > 2 and _is_initials(words[-2], strict=True)
    )


def _without_particles(given: list[str]) -> tuple[list[str], list[str]]:
    """'Jan van der' -> 'Jan' and 'van der': particles around the given name belong to the
    family."""
    begin, end = 0, len(given)
    while end and _is_small_particle(given[end - 1]):
        end -= 1
    while begin < end and _is_small_particle(given[begin]):
        begin += 1
    return given[begin:end], given[:begin] + given[end:]


def _is_small_particle(word: str) -> bool:
    return word in PARTICLES and word.islower()


def _family_stands_first(words: list[str], promised: bool) -> bool:
    """Whether initials, or a Russian patronymic, stand at the end of a text without a comma; or it is 'ZHANG Wei'.

    `promised`: the source says that given names come first; then only a last 'J' or 'J.' tells against it,
    since that is nobody's family name.
    """
    if _is_in_capitals(words[0]) and not any(map(_is_in_capitals, words[1:])):
        return True  # who writes one word of a name in capitals, means the family: the French, the Chinese, the UN
    strict = promised or all(word.isupper() for word in words)
    if _is_initials(words[0], strict):
        return False
    last = _without_suffix(words, 2)[0][-1]
    if promised:
        return len(last.strip(".")) == 1
    return _is_initials(last, strict) or (len(words) == 3 and _PATRONYMIC.search(last) is not None)


def _is_in_capitals(word: str) -> bool:
    """'ZHANG', 'SAINT-EXUPÉRY'; what is shorter than five letters may be initials."""
    return len(word) > LONGEST_INITIALS and word.isupper() and word.replace("-", "").replace("'", "").isalpha()


def _is_initials(word: str, strict: bool) -> bool:
    """'J', 'J.', 'JA', 'S-B', 'И.И.', 'Yu.A.'; in capitals throughout (`strict`) only one letter, two, or
    with dots."""
    if _INITIAL.fullmatch(word) or (DOTTED.fullmatch(word) and word[:1].isupper()):
        return word != word.lower() or word == word.upper()
    letters = word.replace("-", "").replace("'", "")
    return letters.isalpha() and letters.isupper() and len(letters) <= (2 if strict else LONGEST_INITIALS)


def _from_family_first(words: list[str]) -> Name:
    """'van den Bussche H', 'Smith JA 3rd', 'ИВАНОВ И. И.', and 'Иванов Иван Иванович' where no initials
    follow."""
    words, suffix = _without_suffix(words, 2)
    shouted = all(word.isupper() for word in words)
    end = len(words)
    while end > 1 and _is_initials(words[end - 1], strict=shouted and end < len(words)):
        end -= 1
    if end == len(words):
        end = _end_of_family(words)
    return _name(words[:end], words[end:], suffix)


def _end_of_family(words: list[str]) -> int:
    """Where given names are written out: the family name is its particles and one word."""
    particles = next((place for place, word in enumerate(words) if word.lower() not in PARTICLES), len(words) - 1)
    return particles + 1


def _from_given_first(words: list[str]) -> Name:
    words, suffix = _without_suffix(words, 2)
    begin = next((place for place, word in enumerate(words[:-1]) if _is_small_particle(word)), None)
    if begin is None:
        begin = len(words) - 1
        while begin > 1 and words[begin - 1].lower() in PARTICLES:
            begin -= 1
    return _name(words[begin:], words[:begin], suffix)


def _name(family: Sequence[str], given: Sequence[str], suffix: str | None) -> Name:
    if not family:
        family, given = given, ()
    shouted = all(map(str.isupper, (*family, *given)))
    return Name(
        family=" ".join(map(cased, family)) or None,
        given=spaced_given(given, shouted),
        suffix=dressed_suffix(suffix),
    )


def initials(given: str | None) -> str:
    """The initials alone, in their own script: 'Jean-Paul A.' -> 'JPA', 'Иван И.' -> 'ИИ', None -> ''."""
    words = re.split(r"[\s.\-\u2010-\u2015]+", given or "")
    return "".join(word[0].upper() for word in words if word and word[0].isalpha())


def family_key(name: Name) -> str:
    """`latin_key` of the family name without particles, for comparing: 'van der Berg', 'Berg, van der',
    'vanderBerg' -> 'berg'. Of a group, the key of its whole name. '' where there is no name.
    """
    return _family_key(name.family or name.literal or "") if name.literal is None else latin_key(name.literal)


@lru_cache(maxsize=200_000)
def _family_key(family: str) -> str:
    words = [word for word in _BETWEEN_WORDS.split(_HIDDEN_PARTICLES.sub(r"\1 ", family)) if fold(word)]
    kept: list[str] = []
    dropped_before = False
    for word in words:
        plain = fold(word)
        dropped_before = plain in _DROPPED_IN_KEYS or (dropped_before and plain in _ONLY_AFTER_ANOTHER)
        if not dropped_before:
            kept.append(word)
    kept = kept or words
    if len(kept) > 1 and fold(kept[0]) in _GLUED_IN_KEYS:
        kept = [kept[0] + kept[1].lower(), *kept[2:]]
    if len(kept) == len(words) > 0:
        kept = [_JOINED_PARTICLES.sub("", kept[0]) or kept[0], *kept[1:]]
    return latin_key(" ".join(kept)).replace(" ", "")


def display_name(name: Name) -> str:
    """As a list of references shows it: 'Müller, J. A.', 'King, Martin Luther, Jr', 'Balint Society'."""
    if name.literal is not None:
        return name.literal
    return ", ".join(filter(None, (name.family, name.given, name.suffix)))
