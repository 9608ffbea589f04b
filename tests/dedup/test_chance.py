"""How likely two look-alikes are one work: which of two doubts a person should see first, and why."""

from __future__ import annotations

import pytest

from pipeline.dedup.chance import CLUES, FIELDS, TITLES, WORTH_A_LOOK, chance, clues
from pipeline.dedup.evidence import Evidence

from .corpus import evidence_of

ARTICLE = {
    "title": "Balint groups and the burnout of general practitioners in rural Sweden",
    "authors": "Kjeldmand, D.; Holmström, I.",
    "year": "2008",
    "container": "Annals of Family Medicine",
    "volume": "6",
    "issue": "2",
    "pages": "138-145",
}
SPARSE = {name: ARTICLE[name] for name in ("title", "authors", "year")}
CONGRESS = {**ARTICLE, "container": "European Congress of General Practice", "volume": "", "issue": "", "pages": "77"}

# a likelier pair, a less likely one, why
ROWS = [
    ((ARTICLE, SPARSE), (ARTICLE, {**SPARSE, "volume": "9"}), "what is missing says less than what differs"),
    ((ARTICLE, {**ARTICLE, "volume": "7"}), (ARTICLE, {**ARTICLE, "volume": "7", "pages": "21-29"}),
     "one slip is likelier than two"),
    ((ARTICLE, {**SPARSE, "pages": "138-145"}), (ARTICLE, {**SPARSE, "pages": "138"}),
     "a range of pages holds one work, a page may hold many abstracts"),
    ((ARTICLE, {**SPARSE, "year": "2009"}), (ARTICLE, {**SPARSE, "year": "2010"}),
     "online in one year, in print the next"),
    ((ARTICLE, {**SPARSE, "year": "2010"}), (ARTICLE, {**SPARSE, "year": "2014"}),
     "an update, or a lecture held again"),
    ((ARTICLE, {**SPARSE, "title": "Balint groups and the burnout of general practitioners"}),
     (ARTICLE, {**SPARSE, "title": "Balint groups and the burnout of district nurses in rural Sweden"}),
     "a subtitle is cut more often than words are replaced"),
    ((ARTICLE, SPARSE), (ARTICLE, CONGRESS), "an abstract stands at the congress, the article in the journal"),
    ((ARTICLE, SPARSE), (ARTICLE, {**SPARSE, "authors": "Berg, O."}), "a like title by other people"),
    ((ARTICLE, {**ARTICLE, "pages": "22-29"}), (ARTICLE, {**ARTICLE, "issue": "4", "pages": "22-29"}),
     "what comes again, comes in another issue of the volume"),
    ((ARTICLE, {**SPARSE, "title": "Реферат: выгорание врачей общей практики в шведской деревне"}),
     (ARTICLE, {**SPARSE, "title": "A country doctor's memories of forty years"}),
     "a title in another language may be a translation"),
    (({**ARTICLE, "doi": "10.1000/afm.8.1"}, {**SPARSE, "doi": "10.1000/afm.8.1"}),
     ({**ARTICLE, "doi": "10.1000/afm.8.1"}, {**SPARSE, "doi": "10.1000/afm.9.2"}), "two DOIs are mostly two works"),
]  # fmt: skip


@pytest.mark.parametrize(("likelier", "less_likely", "why"), ROWS, ids=[row[2] for row in ROWS])
def test_the_likelier_pair_is_shown_first(likelier, less_likely, why):
    assert chance(evidence_of(*likelier)) > chance(evidence_of(*less_likely)), why


def test_a_doi_over_a_whole_supplement_says_nothing_of_its_parts():
    with_doi = {**SPARSE, "doi": "10.1000/supplement"}
    assert chance(evidence_of(with_doi, with_doi, shared_dois=["10.1000/supplement"])) == chance(
        evidence_of(SPARSE, SPARSE)
    )


PART_I = {**ARTICLE, "title": "Balint groups in rural practice. Part I"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ARTICLE, {**SPARSE, "title": "Sleep of shift workers in a steel plant"}),
        (ARTICLE, {**SPARSE, "type": "preprint", "container": "medRxiv"}),
        (PART_I, {**PART_I, "title": "Balint groups in rural practice. Part II", "issue": "3", "pages": "210-215"}),
    ],
    ids=["another title", "a preprint, kept apart on purpose", "another part in the next issue"],
)
def test_what_is_hardly_ever_a_copy_is_not_asked_about(one, other):
    assert chance(evidence_of(one, other)) < WORTH_A_LOOK


def test_every_chance_can_be_told_in_clues_the_heaviest_first():
    """'Balint groups' on page 22 of the next issue: each clue once, with what it says about bibliographies."""
    told = clues(evidence_of(ARTICLE, {**ARTICLE, "title": "Balint groups", "issue": "3", "pages": "22"}))
    assert [(name, bits) for name, bits, _ in told] == [
        ("first page differs", -3.0),
        ("short title", -2.0),
        ("other issue of the volume", -2.0),
        ("volume same", 1.5),
        ("title in the other", 1.0),
        ("all authors", 1.0),
        ("year gap 0", 1.0),
        ("container same", 1.0),
        ("issue differs", -1.0),
        ("last page differs", -1.0),
    ]
    assert all(says for _, _, says in told)


def test_what_the_clues_say_adds_up_to_the_chance():
    """The odds double with each bit: two more bits for a volume that agrees, fourfold odds."""

    def bits(one, other):
        return sum(weight for _, weight, _ in clues(evidence_of(one, other)))

    def odds(one, other):
        likely = chance(evidence_of(one, other))
        return likely / (1 - likely)

    more, fewer = (ARTICLE, {**SPARSE, "volume": "6"}), (ARTICLE, SPARSE)
    assert odds(*more) / odds(*fewer) == pytest.approx(2 ** (bits(*more) - bits(*fewer)))


def test_each_clue_is_of_something_that_is_compared_and_says_why():
    known = {*Evidence._fields} | {n for n in dir(Evidence) if isinstance(getattr(Evidence, n), property)}
    assert set(FIELDS) <= known
    assert all(row.says for row in (*FIELDS.values(), *TITLES, *CLUES))
