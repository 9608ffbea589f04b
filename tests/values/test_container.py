"""Journals and their abbreviations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.container import clean_container, container_key, same_container


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("LANCET (LONDON, ENGLAND)", "Lancet"),
        ("Lancet (Online)", "Lancet"),
        ("Journal of applied physiology (Bethesda, Md. : 1985)", "Journal of applied physiology"),
        ("Schizophrenia bulletin (Bp)", "Schizophrenia bulletin (Bp)"),
        ("(London, England)", "(London, England)"),
        ("BMJ OPEN", "BMJ Open"),
        ("JAMA", "JAMA"),
        ("JOURNAL OF THE BALINT SOCIETY: THE OFFICIAL ORGAN", "Journal of the Balint Society: The Official Organ"),
        ("ZEITSCHRIFT FÜR PSYCHOSOMATISCHE MEDIZIN", "Zeitschrift für Psychosomatische Medizin"),
        ("ВОПРОСЫ ПСИХОЛОГИИ", "Вопросы психологии"),
        ("ОБОЗРЕНИЕ ПСИХИАТРИИ ИМ. В.М. БЕХТЕРЕВА", "Обозрение психиатрии им. В.М. Бехтерева"),
        ("ВЕСТНИК РАМН", "Вестник РАМН"),
        ("Fam. Med.", "Fam. Med."),
        ("Lancet.", "Lancet"),
        ("Patient Educ &amp; Couns", "Patient Educ & Couns"),
        ("  ", None),
    ],
)
def test_a_container_is_cleaned_for_people(text, expected):
    """The library's additions go; shouting is lowered, acronyms stay."""
    assert clean_container(text) == expected


@pytest.mark.parametrize(
    ("left", "right"), [("The Health & Illness", "health and illness"), ("Sex &amp; Law", "SEX + LAW"), ("The", "the")]
)
def test_a_container_key_ignores_the_article_and_the_ampersand(left, right):
    """Sources disagree on both."""
    assert container_key(left) == container_key(right) != ""


SAME = [
    ("Fam Med", "Family Medicine"),
    ("Int J Psychiatry Med", "The International Journal of Psychiatry in Medicine"),
    ("Patient Educ Couns", "Patient Education and Counseling"),
    ("J. Balint Soc.", "Journal of the Balint Society"),
    ("BMJ", "British Medical Journal"),
    ("J.A.M.A.", "Journal of the American Medical Association"),
    ("Dtsch Med Wochenschr", "Deutsche Medizinische Wochenschrift"),
    ("Z Psychosom Med Psychother", "Zeitschrift für Psychosomatische Medizin und Psychotherapie"),
    ("Psychother Psychosom Med Psychol", "Psychotherapie, Psychosomatik, medizinische Psychologie"),
    ("Proc Natl Acad Sci U S A", "Proceedings of the National Academy of Sciences of the United States of America"),
    ("N Engl J Med", "The New England Journal of Medicine"),
    ("Praxis", "Praxis = Revue suisse de médecine"),
    ("Zhonghua yi xue za zhi [Chinese medical journal]", "Chinese Medical Journal"),
    ("Lancet", "Lancet (London, England)"),
    ("Balint", "Balint: Zeitschrift der Gesellschaft"),
    ("Psycho-Oncology", "Psychooncology"),
    ("Вопросы психологии", "Voprosy Psikhologii"),
    ("The In", "the in"),
    ("Nervenarzt", "Der Nervenarzt"),
    ("Encephale", "L'Encéphale"),
    ("Pediatr Transplant", "Pediatric Transplantation.Conference: 6th Congress of the Association"),
    ("Ther Umsch", "Therapeutische Umschau. Revue thérapeutique"),
    ("Eur Phys J C Part Fields", "The European physical journal. C, Particles and fields"),
    ("Ann N Y Acad Sci", "Annals of the New York Academy of Sciences"),
    ("Am J Med Genet A", "American journal of medical genetics. Part A"),
    ("Acta Otolaryngol", "Acta oto-laryngologica"),
    ("Int J Cancer", "International journal of cancer. Journal international du cancer"),
    ("Jpn J Infect Dis", "Japanese journal of infectious diseases"),
    ("Rev Dent", "Revista de Dentistica"),
]
APART = [
    ("Balint Journal", "Journal of the Balint Society"),
    ("BMC Med", "BMC Medical Education"),
    ("JAMA", "JAMA Psychiatry"),
    ("Med", "Medicine"),
    ("Nature Reviews", "Nature reviews. Drug discovery"),
    ("Am J Med Genet B", "American journal of medical genetics. Part A"),
    ("Am J Med Genet", "American journal of medical genetics. Part A"),
    ("J of Med", "J Office Med"),
    ("Journal of Health", "Journal of Health Care"),
    ("Health Care", "Health Care in"),
    ("Brain", "Brain Research"),
    ("Z Psychosom Med Psychoanal", "Zeitschrift für Psychosomatische Medizin und Psychotherapie"),
    ("Bmj", "British Medical Journal"),
    ("", "Lancet"),
    ("", ""),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_a_journal_and_its_abbreviation_are_one(a, b):
    """PubMed abbreviates, Scopus doesn't; ISO 4 cuts each word at its end."""
    assert same_container(a, b)
    assert same_container(b, a)


@pytest.mark.parametrize(("a", "b"), APART)
def test_like_journals_stay_two(a, b):
    """Joining journals by a shared word joins papers."""
    assert not same_container(a, b)
    assert not same_container(b, a)


@given(st.text(), st.text(max_size=8))
def test_a_clean_container_is_its_own_clean_form_and_comparing_is_symmetric(a, b):
    """And no text makes any of these raise."""
    cleaned = clean_container(a)
    assert cleaned is None or clean_container(cleaned) == cleaned
    assert same_container(a, b) == same_container(b, a)
