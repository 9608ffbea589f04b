r"""LaTeX in bibliographies is a way of writing letters; the reader of a list must see the letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.formats._latex import decode, decode_verbatim


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"M\"{u}ller", "Müller"),
        (r"M{\"u}ller", "Müller"),
        (r"M\"uller", "Müller"),
        (r"M{\"{u}}ller", "Müller"),
        (r"Mar{\'{\i}}a", "María"),
        (r"Mar\'{\i}a", "María"),
        (r"Mar\'\i a", "María"),
        (r"\v{S}koda", "Škoda"),
        (r"Dvo\v r\'ak", "Dvořák"),
        (r"Fran\c cois, Fran\c{c}ois", "François, François"),
        (r"Erd{\H o}s", "Erdős"),
        (r"Ume{\r a}", "Umeå"),
        (r"\k{a}", "ą"),
        (r"\.Izmir", "İzmir"),
        (r"\u{\i}", "ĭ"),
    ],
)
def test_an_accent_is_read_in_all_its_spellings(written: str, meant: str):
    """Databases, reference managers and people each brace accents in their own way."""
    assert decode(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"Stra{\ss}e", "Straße"),
        (r"S{\o}ren \AA ngstr{\"o}m", "Søren Ångström"),
        (r"{\L}ukasiewicz", "Łukasiewicz"),
        (r"\cyrM\cyro\cyrs\cyrk\cyrv\cyra".replace("\\cyrM", "\\CYRM"), "Москва"),
        (r"{\cyr \CYRYA\cyrz\cyrery\cyrk}", "Язык"),
        (r"\'{\cyrk}", "ќ"),
        (r"Smith \& Sons, 5\,\% of \$10 \#1 a\_b", "Smith & Sons, 5 % of $10 #1 a_b"),
        (r"\{a, b\}", "{a, b}"),
        (r"\textbf{Bold} and \emph{\textit{E.~coli}}", "Bold and E. coli"),
        (r"{\it in vivo} study", "in vivo study"),
        (r"pre\-{C}olumbian {DNA}", "preColumbian DNA"),
        (r"\foreignlanguage{russian}{Тема}", "Тема"),
        (r"p {\textless} 0.05", "p < 0.05"),
        ("283--98", "283–98"),
        ("a --- b", "a — b"),
        ("J.~A.~Smith", "J. A. Smith"),
        (r'{"}Quoted{"}', '"Quoted"'),
        ("The ``so-called'' end", "The “so-called” end"),
        ("such as `'failures'' in it", "such as “failures” in it"),
        ("Москва~: Наука~; Тула~/ ред. А.~Б.~--- 2010.~-- 5~с.", "Москва : Наука ; Тула / ред. А. Б. — 2010. – 5 с."),
    ],
)
def test_markup_gives_way_to_the_text(written: str, meant: str):
    """What a printed list shows is the text; braces and commands are for the typesetter."""
    assert decode(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"$\beta$-blockers", "β-blockers"),
        (r"CO$_2$ and $^{14}$C", "CO2 and 14C"),
        (r"$\sim$10 h", "∼10 h"),
        ("from $5 to $10", "from $5 to $10"),
        ("US$5-$10", "US$5-$10"),
        ("cost $100", "cost $100"),
        (r"type with \(q=5\) and {{\(p\)}}-adic", "type with q=5 and p-adic"),
        (r"at z $\gt$ 5", "at z > 5"),
        (r"at 37\,{$^\circ$}C or 20$^{\circ}$", "at 37 °C or 20°"),
        (r"CO$_{\mathrm{2}}$ of $a^{b_{c}}$", "CO2 of abc"),
        (r"H\ensuremath{_{2}}O, CO\ensuremath{_{\mathrm{2}}}, p {\ensuremath{<}} 1", "H2O, CO2, p < 1"),
        (r"in $O(n \log n / \! \log\log n)$ steps", "in O(n log n /  log log n) steps"),
        (r"$a \rightleftharpoons b$, $p \leq 0.05$, $\sim 10$", "a ⇌ b, p ≤ 0.05, ∼10"),
    ],
)
def test_a_formula_loses_its_dollars_and_money_keeps_them(written: str, meant: str):
    """Abstracts of databases are full of prices, and they're no LaTeX."""
    assert decode(written) == meant


@pytest.mark.parametrize("text", ["about ~50 %", "(~3 years)", "10~20 mg", "r~-0.5", "p~= 0.1"])
def test_a_tilde_that_means_about_stays(text: str):
    """A tie stands between two words; the other tildes are the author's."""
    assert decode(text) == text


@pytest.mark.parametrize("text", [r"\foo", r"\foo bar", r"\unknown-thing"])
def test_an_unknown_command_is_left_to_be_seen(text: str):
    """Dropping it would change the title without a word."""
    assert decode(text) == text


@given(st.text().filter(lambda text: not set(text) & set("\\{}~$") and "--" not in text and "''" not in text))
def test_text_without_markup_is_unchanged(text: str):
    """Most values hold none, whatever the alphabet."""
    assert decode(text) == text


@given(st.text(alphabet="ab1 \\{}~$-_^'\"`.ciuvo%&"))
def test_any_string_of_marks_is_decoded_without_an_error(text: str):
    """Truncated and garbled values occur in every large file."""
    assert isinstance(decode(text), str)


@given(st.sampled_from("aeiouAEIOU"), st.sampled_from("`'^\"~="))
def test_braced_and_bare_accents_mean_the_same(letter: str, accent: str):
    """Three spellings, one letter."""
    spellings = {
        f"\\{accent}{letter}",
        f"\\{accent}{{{letter}}}",
        f"{{\\{accent}{letter}}}",
        f"{{\\{accent}{{{letter}}}}}",
    }
    assert len({decode(spelling) for spelling in spellings}) == 1


def test_an_address_keeps_its_tilde_and_hyphens():
    """Within a URL '~' and '--' are characters, only escapes are LaTeX."""
    assert decode_verbatim(r"http://x.org/~a--b{\_}c\&d") == "http://x.org/~a--b_c&d"


def test_an_escaped_brace_of_a_doi_is_a_sign_of_it():
    """Braces that only group are none: old DOIs hold every sign there is."""
    assert decode_verbatim(r"10.1000/a\{b\}{\_}c{\textbackslash}d") == r"10.1000/a{b}_c\d"


@pytest.mark.parametrize("written", [r"\&gt; 15", r"\\&gt; 15", "&gt; 15"])
def test_an_entity_stays_one_however_its_first_sign_is_escaped(written: str):
    r"""Oxford's journals escape the '&' of an entity twice: '\\&gt;'."""
    assert decode(written) == "&gt; 15"
