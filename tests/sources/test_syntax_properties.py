"""Claims about generated strings that hold for any blocks whatever, in every search language."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.expression import All, Any, Named, Tree, Without, names_in
from pipeline.query import load_query
from pipeline.sources._syntax import FIELDS, Asked, Concept, Syntax, Written
from pipeline.sources._terms import BadTerm, parse_term
from pipeline.sources._writing import write

from ..test_query import OURS
from .test_syntax import ALL

WORDS = st.text(st.sampled_from("abnt éбл组'"), min_size=1, max_size=7)
PHRASES = st.builds(
    lambda words, starred, mark: f" {mark} ".join(
        word + "*" * star for word, star in zip(words, starred, strict=False)
    ),
    st.lists(WORDS, min_size=1, max_size=3),
    st.lists(st.booleans(), min_size=3, max_size=3),
    st.sampled_from([" ", " ", "~2", "..3", "-"]),
)
CONCEPTS = st.fixed_dictionaries(
    {
        name: st.builds(
            lambda phrases, headings, name=name: Concept(name=name, phrases=tuple(phrases), headings=headings),
            st.lists(PHRASES, min_size=1, max_size=4),
            st.sampled_from([{}, {"mesh": ("Burnout, Professional",)}, {"emtree": ("burnout",), "mesh": ("Empathy",)}]),
        )
        for name in "abc"
    }
)
TREES = st.recursive(
    st.sampled_from("abc").map(Named),
    lambda trees: st.one_of(
        st.lists(trees, min_size=2, max_size=3).map(lambda parts: All(tuple(parts))),
        st.lists(trees, min_size=2, max_size=3).map(lambda parts: Any(tuple(parts))),
        st.builds(Without, trees, trees),
    ),
    max_leaves=5,
)
ASKED = st.builds(
    Asked,
    within=st.sampled_from(FIELDS),
    start=st.sampled_from([None, 1990]),
    end=st.sampled_from([None, 2020]),
    date=st.sampled_from(["publication year", "electronic publication", "either"]),
)


def written(syntax: Syntax, tree: Tree, concepts: dict[str, Concept], asked: Asked) -> Written:
    """Nothing where the program says that it can't be asked: an error, never a wrong string."""
    try:
        return write(syntax, tree, concepts, asked)
    except BadTerm:
        return Written(strings=(), remarks=())


@pytest.mark.parametrize("syntax", ALL, ids=lambda syntax: syntax.title)
@settings(max_examples=60)
@given(TREES, CONCEPTS, ASKED)
def test_brackets_and_quotes_are_balanced(syntax: Syntax, tree: Tree, concepts: dict[str, Concept], asked: Asked):
    """A database takes a bracket too few for something else than was meant, often without a word."""
    for string in written(syntax, tree, concepts, asked).strings:
        bare = re.sub(r'"[^"]*"', "Q", string)
        assert '"' not in bare
        for opening, closing in ("()", "[]"):
            depth = 0
            for char in bare:
                depth += (char == opening) - (char == closing)
                assert depth >= 0
            assert depth == 0
        assert "()" not in bare
        assert not re.search(r"(?i)\b(and|or|not) (and|or|\))|\( ?(and|or) |(and|or|not)$", bare)


@pytest.mark.parametrize("syntax", ALL, ids=lambda syntax: syntax.title)
@settings(max_examples=60)
@given(TREES, CONCEPTS, ASKED)
def test_each_word_is_in_the_string_or_in_a_remark(
    syntax: Syntax, tree: Tree, concepts: dict[str, Concept], asked: Asked
):
    """What a search left out without a word is missed by nobody, and missing for good."""
    found = written(syntax, tree, concepts, asked)
    if not found.strings:
        return
    said = "\n".join((*found.strings, *found.remarks))
    left_out = {name for remark in found.remarks if "only the words of one block" in remark for name in "abc"}
    for name in names_in(tree):
        if name in left_out:
            continue
        for phrase in concepts[name].phrases:
            for word in parse_term(phrase)[0].all_words:
                assert word.removesuffix("*") in said or repr(phrase)[1:-1] in said
        for headings in concepts[name].headings.values():
            assert all(heading in said for heading in headings)


@pytest.mark.parametrize("syntax", ALL, ids=lambda syntax: syntax.title)
def test_each_phrase_of_our_own_query_is_asked_or_told(syntax: Syntax):
    """The blocks of queries/balint-1990-2020.toml, in every language that we write."""
    for block in load_query(OURS).blocks:
        phrases = tuple(phrase for words in block.words.values() for phrase in words)
        found = write(syntax, Named("x"), {"x": Concept(name="x", phrases=phrases)}, Asked(start=1990, end=2020))
        text = "\n".join(found.strings)
        for phrase in phrases:
            words = parse_term(phrase)[0].words
            joined = "(?: | NEXT/1 | NEXT )".join(map(re.escape, words))
            assert re.search(joined, text) or any(repr(phrase) in remark for remark in found.remarks), phrase
