"""What a title holds is printed, never run: R&D, 50 %, and a title that spells \\input."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.formats._latex import decode
from pipeline.formats._latex_capitals import protect
from pipeline.formats._latex_escape import (
    _ACCENTS,
    _CYRILLIC,
    _GREEK,
    _MATHS,
    _SIGNS,
    escape,
    escape_url,
    plain,
    untranslatable,
    writable,
)


def style_lowers(value: str) -> str:
    """What a classic style makes of a title: BibTeX's change.case$ with "t".

    Letters in braces stay, unless the brace opens with a backslash at the outermost level (a 'special
    character').
    """
    out, depth, special, place = [], 0, False, 0
    while place < len(value):
        char = value[place]
        command = re.compile(r"\\([A-Za-z]+|.)").match(value, place)
        if char == "{":
            depth += 1
            special = special or (depth == 1 and value[place + 1 : place + 2] == "\\" and place > 0)
        elif char == "}":
            depth -= 1
            special = special and depth > 0
        elif command and special:
            out.append(command[0])
            place = command.end()
            continue
        after_colon = re.search(r":\s+$", value[:place])
        free = special or (depth == 0 and place > 0 and not after_colon)
        out.append(char.lower() if free else char)
        place += 1
    return "".join(out)


@pytest.mark.parametrize(
    ("text", "utf8", "latex"),
    [
        ("R&D: 50 % of $5_#1", r"R\&D: 50 \% of \$5\_\#1", r"R\&D: 50 \% of \$5\_\#1"),
        (r"\input{x}", r"{\textbackslash}input{\ensuremath{\lbrace}}x{\ensuremath{\rbrace}}", None),
        ("~ ^", r"{\textasciitilde} {\textasciicircum}", r"{\textasciitilde} {\textasciicircum}"),
        ("p < .05 | >", r"p {\ensuremath{<}} .05 {\ensuremath{|}} {\ensuremath{>}}", None),
        ("Müller, Łódź", "Müller, Łódź", r'M{\"{u}}ller, {\L}{\'{o}}d{\'{z}}'),
        ("Ångström", "Ångström", r'{\AA}ngstr{\"{o}}m'),
        ("façade, naïve, īs", None, r'fa{\c{c}}ade, na{\"{i}}ve, {\={\i}}s'),
        ("Ceauşescu, ș", None, r"Ceau{\c{s}}escu, {\textcommabelow{s}}"),
        ("Nguyễn", "Nguyễn", r"Nguy{\~{\^{e}}}n"),
        ("Щука ёж Ґ", "Щука ёж Ґ", r"{\CYRSHCH}{\cyru}{\cyrk}{\cyra} {\cyryo}{\cyrzh} {\CYRGUP}"),
        ("TGF-β ≤ 5", "TGF-β ≤ 5", r"TGF-{\ensuremath{\beta}} {\ensuremath{\leq}} 5"),
        ("a’s – „so“", None, r"a{\textquoteright}s {\textendash} {\quotedblbase}so{\textquotedblleft}"),
        ('a "B" c', 'a "{}B"{} c', 'a "{}B"{} c'),
        ("a--b ``c'' ?`", "a-{}-b `{}`c'{}' ?{}`", "a-{}-b `{}`c'{}' ?{}`"),
        ("Psycho\u2010\nsoma\x00tik\u00ad", "Psycho\u2010 somatik", "Psycho- somatik"),
        ("", "", ""),
    ],
)  # fmt: skip
def test_text_is_written_so_that_it_prints_as_it_stands(text: str, utf8: str | None, latex: str | None):
    """None: the two encodings write it alike, or only one of them is of interest."""
    if utf8 is not None:
        assert escape(text) == utf8
    if latex is not None:
        assert escape(text, "latex") == latex


def test_a_letter_and_its_loose_accent_are_one_letter():
    """Files from macOS hold decomposed text (NFD)."""
    for encoding in ("utf-8", "latex"):
        assert escape(unicodedata.normalize("NFD", "Bálint Čech й"), encoding) == escape("Bálint Čech й", encoding)


@given(st.text())
def test_no_text_runs_a_command_or_unbalances_the_file(text: str):
    """Only commands from our own tables are left, no comment sign is bare, and every brace is closed."""
    for encoding in ("utf-8", "latex"):
        written = escape(text, encoding)
        depths = [written[: n + 1].count("{") - written[: n + 1].count("}") for n in range(len(written))]
        assert min(depths, default=0) >= 0
        assert written.count("{") == written.count("}")
        assert not re.search(r"(?<!\\)[%#&$_]", written)
        assert not re.search(r"[~^](?!\{)", written)
        assert "\n" not in written


@given(st.text())
def test_what_is_written_reads_back_as_the_same_text(text: str):
    """Our own reader of LaTeX undoes what our writer did."""
    assert decode(escape(text)) == plain(text)


@given(st.text())
def test_latex_is_pure_ascii(text: str):
    """Classic BibTeX and old editors choke on anything else."""
    assert escape(text, "latex").isascii()
    assert protect(text, "de", "latex").isascii()
    assert protect(text, "en", "latex").isascii()


LETTERS = "".join(_SIGNS) + "".join(_CYRILLIC) + "".join(_CYRILLIC).upper() + "àéîõūăżüůőčçąäöñśşěêŃŻĘÁČŘ"


@given(st.text(alphabet=sorted({*LETTERS, *map(chr, range(32, 127))})))
def test_accents_cyrillic_and_signs_read_back_from_latex(text: str):
    """'latex' loses nothing that its tables know."""
    unknown_to_the_reader = set("ӕӔ‡‰ѕЅғҒқҚңҢұҰһҺҗҖҙҘҝҜҡҠҥҤҫҪҳҲҷҶҹҸ")
    assume(not unknown_to_the_reader & set(text))
    assert decode(escape(text, "latex")) == plain(text)


@given(st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=0x24F)))
def test_another_reader_of_latex_sees_the_same_text(text: str):
    """bibtexparser's decoder, which has its own way with '^' and the middle dot, and knows no comma below."""
    from pylatexenc.latex2text import LatexNodes2Text

    own_way = str.maketrans({"^": "ˆ", "·": "˙", "ș": "s", "ț": "t", "Ș": "S", "Ț": "T"})
    unknown = {c for c in text if _comma_or_double_accent(c)}
    assume(not unknown and not untranslatable(text))
    seen = LatexNodes2Text().latex_to_text(escape(text, "latex"))
    assert unicodedata.normalize("NFC", seen.translate(own_way)) == plain(text).translate(own_way)


def _comma_or_double_accent(char: str) -> bool:
    return "\u0326" in unicodedata.normalize("NFD", char)


def test_every_accent_of_the_table_makes_a_command():
    """A typo in the table would send a letter to transliteration."""
    assert untranslatable("".join(f"x{accent}" for accent in _ACCENTS) + _GREEK) == set()


def test_what_has_no_latex_name_is_transliterated_and_named():
    """The caller can tell people which letters 'latex' could not keep."""
    assert escape("北京 \ue000", "latex") == "BeiJing [U+E000]"
    assert untranslatable("β-Studie 北京, Ł") == {"北", "京"}


def test_an_unknown_encoding_is_an_error():
    """'utf8' is a likely slip."""
    with pytest.raises(ValueError, match="'utf8' is not one of utf-8, latex"):
        escape("x", "utf8")


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://ex.org/a_b?q=50%25&c=~x#y", "https://ex.org/a_b?q=50%25&c=~x#y"),
        ("10.1002/(SICI)1097<1::AID>3.0.CO;2-#", "10.1002/(SICI)1097<1::AID>3.0.CO;2-#"),
        (r" https://ex.org/{a}\b c ", "https://ex.org/%7Ba%7D%5Cb%20c"),
        ("https://ex.org/ж", "https://ex.org/%D0%B6"),
    ],
)
def test_addresses_are_not_escaped_like_text(url: str, written: str):
    r"""\url prints '\_' as it stands: the link would be dead."""
    assert escape_url(url) == written


# ------------------------------------------------------------------------------------------ capitals


@pytest.mark.parametrize(
    "title",
    [
        "COVID-19 and mRNA: pH in H2O and vitamin D",
        "Michael Balint's work and the response of the patient? A view from Oxford",
        "“Being there”: Balint-type groups with O'Neill",
        "The Freud–Jung letters",
        "Treatment of hepatitis B in Iran: an RCT",
        "[Groups for physicians in Łódź]",
        "&Co in Graz: R&D as a way of life",
    ],
)
def test_a_title_in_sentence_case_keeps_every_capital(title: str):
    """In sentence case a capital is a name; styles spare the first and the one after a colon."""
    for encoding in ("utf-8", "latex"):
        written = protect(title, "en", encoding)
        assert style_lowers(written) == written


def test_a_title_in_capitals_and_small_letters_keeps_names_only():
    """In title case a style may lower the other words: that is what it is for."""
    written = protect("The Balint Group Experience for Medical Students in China: A Pilot RCT", "en")
    assert written == "The {Balint} Group Experience for Medical Students in {China}: A Pilot {RCT}"


def test_a_title_all_in_capitals_gets_no_braces():
    """Its capitals tell nothing, and braces would print a shouted title for ever."""
    assert protect("BALINT GROUPS IN IRAN", "en") == "BALINT GROUPS IN IRAN"


@pytest.mark.parametrize("language", ["de", "ru", "und"])
def test_a_title_in_another_language_is_protected_whole(language: str):
    """German nouns keep their capitals, and so does whatever a style made for English knows nothing about."""
    title = "$-Zeichen und Ärzte: Die Arbeit mit dem Patienten"
    for encoding in ("utf-8", "latex"):
        written = protect(title, language, encoding)
        assert style_lowers("x" + written) == "x" + written
        assert decode(written) == title


def test_a_title_of_unknown_language_is_english_when_it_is_ascii():
    """A record without a language is most often English; letters beyond ASCII say otherwise."""
    assert protect("Balint Groups and Work", None) == "{Balint} Groups and Work"
    assert protect("Übertragung und Arzt", None) == "{Übertragung und Arzt}"
    assert protect("Balint’s “groups”", None) == "{Balint’s} “groups”"


@given(st.text())
def test_protecting_adds_braces_only(title: str):
    """The words of the title stay what they were."""
    assert decode(protect(title, "en")) == plain(title)
    assert decode(protect(title, "fr")) == plain(title)


def test_every_letter_that_is_written_as_a_command_is_read_as_that_letter():
    """Romanian 'ș' and the letters of Kazakh and Tatar too: else a name comes back as 'Pope\\textcommabelowscu'."""
    marks = [unicodedata.normalize("NFC", letter + mark) for mark in _ACCENTS for letter in "aeiouAEIOUcsztnrgжкгиу"]
    capitals = [letter.upper() for letter in _CYRILLIC]
    for letter in [*_SIGNS, *_MATHS, *_CYRILLIC, *capitals, *marks]:
        assert decode(escape(letter, "latex")) == letter


def test_what_has_no_latex_name_is_the_same_text_for_whoever_parts_or_protects_it():
    """A Chinese comma becomes one of ours, which parts keywords: it must be seen before braces are set."""
    assert writable("北京，β", "latex") == "BeiJing,β"
    assert writable("北京，β") == "北京，β"
    assert protect("Ողջույն", None, "latex") == protect("Oghjowyn", None) == "Oghjowyn"
