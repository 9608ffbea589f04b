"""The pattern language: what a phrase finds, what it doesn't, and that evidence is what is printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.tagging.phrases import BadPhrase, Matcher, Text, parse_phrase, parse_phrases


def found(phrase: str, text: str) -> list[str]:
    cut = Text(text)
    return [cut.printed(start, end) for _, start, end in Matcher(parse_phrases(phrase)).find(cut)]


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("burnout", "Burnout among nurses", ["Burnout"]),
        ("burn out", "Burn-Out bei Ärzten", ["Burn-Out"]),
        ("burnout", "Burnouts", []),
        ("student*", "Medical students", ["students"]),
        ("выгорани*", "Эмоциональное ВЫГОРАНИЕ", ["ВЫГОРАНИЕ"]),
        ("erschopfung", "emotionale Erschöpfung", ["Erschöpfung"]),
        ("étudiant*", "Les etudiants", ["etudiants"]),
        ("épuisement professionnel", "Syndrome d’épuisement professionnel", ["épuisement professionnel"]),
        ("balint* syndrome", "Bálint's syndrome", ["Bálint's syndrome"]),
        ("balint (group*|seminar*)", "A Balint seminar", ["Balint seminar"]),
        ("(survey|chart review) of", "Chart review of cases; survey of doctors", ["Chart review of", "survey of"]),
        ("leader* ~2 balint", "Balint group leaders", ["Balint group leaders"]),
        ("leader* ~2 balint", "leaders of the Balint society", ["leaders of the Balint"]),
        ("leader* ~1 balint", "leaders of the Balint society", []),
        ("leader* ..2 balint", "Balint group leaders", []),
        ("# ..2 students", "42 medical students", ["42 medical students"]),
        ("# ..2 students", "In 2019 medical students met", []),
        ("n #", "(n=42)", ["n=42"]),
        ("^ review $", "Review", ["Review"]),
        ("^ review $", "Review Literature as Topic", []),
        ("perspective $", "An Australian perspective", ["perspective"]),
        ("^ proceedings ..6 congress", "Proceedings of the 20th Congress", ["Proceedings of the 20th Congress"]),
        ("巴林特小组", "护士参加巴林特小组的体验", ["巴林特小组"]),
    ],
)
def test_a_phrase_finds_what_the_docs_say(phrase: str, text: str, expected: list[str]):
    """Case, accents, hyphens and elisions don't count; order and distance do."""
    assert found(phrase, text) == expected


@pytest.mark.parametrize(
    ("phrase", "text"),
    [("leader*", "cheerleaders"), ("интерн*", "Госпитальный ветеринтерн"), ("balint", "Subalintern"), ("PJ", "APJ")],
)
def test_the_inside_of_a_word_is_never_found(phrase: str, text: str):
    """'leader' inside 'cheerleaders' says nothing about leaders."""
    assert found(phrase, text) == []


def test_a_word_in_capitals_is_found_in_capitals_only():
    """СЭВ and MBI are abbreviations; the same letters in small are words of other languages or slips."""
    assert found("СЭВ", "Оценка СЭВ у врачей") == ["СЭВ"]
    assert found("СЭВ", "сэв") == []
    assert found("(MBI|maslach)", "Mbi and Maslach") == ["Maslach"]


@pytest.mark.parametrize(
    "phrase",
    ["stud*ent", "*student", "a", "st*", "# #", "#", "(a|", "leader* ~x balint", "~3 balint", "leader ~2", "", "^ $",
     "a ~2 b ~2 c", "wom?n", "leader ~99 balint", "(balint|)", "—"],
)  # fmt: skip
def test_a_broken_phrase_is_refused_with_a_reason(phrase: str):
    """A phrase that can't match, or matches everything, must not sit silently in a rule."""
    with pytest.raises(BadPhrase, match=r".+"):
        parse_phrases(phrase)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_evidence_is_always_a_part_of_the_text(text: str):
    """Whatever stands in a title, what is shown to a person can be found in it."""
    cut = Text(text)
    for place in range(len(cut.words)):
        printed = cut.printed(place, place + 1)
        assert printed
        assert printed in text


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_word_is_found_wherever_it_stands(before: str, after: str):
    """Surroundings don't hide a word."""
    assert "Burnout" in found("burnout", f"{before} Burnout {after}")


def test_many_phrases_are_found_as_each_one_alone():
    """One table for all rules: no phrase may hide another."""
    phrases = ["balint group*", "group*", "group* ~3 nurses", "balint*", "for nurses $"]
    text = Text("Balint groups for nurses")
    together = Matcher([one for phrase in phrases for one in parse_phrases(phrase)]).find(text)
    assert {phrases[which] for which, _, _ in together} == set(phrases)


def test_one_phrase_is_one_phrase():
    """Where each phrase is numbered (the blocks of a query), alternatives of several words are refused, not lost."""
    assert parse_phrase("balint (group*|seminar*)").source == "balint (group*|seminar*)"
    with pytest.raises(BadPhrase, match="write a phrase for each"):
        parse_phrase("(balint group|seminar) leader")
