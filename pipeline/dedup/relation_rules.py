"""Rules that relate two works which look alike: correction, comment, preprint, congress abstract, update, edition …

They are asked first, in this order, and each is a veto. A relation that is none is a lie in the bibliography: where the
conditions of a rule don't hold, the pair is kept apart or asked about. What is the correction and what is corrected,
`relations.related` says.
"""

from __future__ import annotations

from .rule import (
    CLOSE_TITLE,
    LIKE_TITLE,
    OTHER_TITLE,
    Rule,
    is_later_book,
    lag_within,
    names_the_other,
    one_place,
    one_work_by_number_or_place,
    other_place,
    same_people,
    same_telling_title,
    same_work_number,
    title_agrees,
)

CORRECTIONS = frozenset({"erratum", "retraction"})
COMMENTS = frozenset({"comment", "reply", "review of a book"})
MADE_LATER = 10  # years; retractions come late

RELATIONS: tuple[Rule, ...] = (
    Rule(
        "erratum_of", "related", "a correction bears the title of what it corrects, and stands in the same container",
        lambda e: bool(e.either_kind & CORRECTIONS) and not (e.pmid == "same" or one_place(e)) and names_the_other(e)
        and e.container != "differs" and (e.authors != "differs" or (e.container == "same" and e.title_words >= 5))
        and lag_within(e, -1, MADE_LATER), veto=True,
    ),
    Rule(
        "erratum_of_another", "different", "a correction is not the work it is compared with, whatever it corrects",
        lambda e: bool(e.either_kind & CORRECTIONS) and not (e.pmid == "same" or one_place(e)), veto=True,
    ),
    Rule(
        "protocol_of", "related",
        "a protocol and a work of that title by the same people, in another year or place, tell of one study",
        lambda e: e.either_kind == {"protocol"} and not one_work_by_number_or_place(e) and names_the_other(e)
        and same_people(e) and e.numbers != "differs" and not e.opposite and lag_within(e, -MADE_LATER, 1)
        and (e.year_gap not in (None, 0) or other_place(e)), veto=True,
    ),
    Rule(
        "comment_on", "related", "a comment, a reply, a review of a book names the work it speaks of in its title",
        lambda e: bool(e.either_kind & COMMENTS) and not one_work_by_number_or_place(e) and names_the_other(e)
        and (e.container != "differs" or "review of a book" in e.either_kind) and lag_within(e, -1, 5), veto=True,
    ),
    Rule(
        "comment_on_another", "different", "a comment, a reply, a protocol is not the work it is compared with",
        lambda e: bool(e.either_kind & (COMMENTS | {"protocol"})) and not one_work_by_number_or_place(e), veto=True,
    ),
    Rule(
        "preprint_of", "related", "a preprint is a version of the article, not the article",
        lambda e: e.one_is_preprint and e.title >= LIKE_TITLE and same_people(e) and e.container == "differs"
        and not same_work_number(e) and e.numbers != "differs" and not e.opposite and lag_within(e, -5, 1), veto=True,
    ),
    Rule(
        "preprint_of_another", "different", "a preprint is not the article it is compared with, in another container",
        lambda e: e.one_is_preprint and e.title >= LIKE_TITLE and e.authors == "same" and e.container == "differs"
        and not same_work_number(e), veto=True,
    ),
    Rule(
        "version_of_review", "related", "Cochrane numbers the versions of a review: each is cited by itself",
        lambda e: e.review_version == "differs" and e.title >= OTHER_TITLE, veto=True,
    ),
    Rule(
        "later_review_in_series", "related", "Cochrane updates a review under its title, not before two years",
        lambda e: e.in_review_series and same_telling_title(e) and e.authors != "differs" and e.year_gap is not None
        and e.year_gap >= 2 and not same_work_number(e) and e.volume != "same", veto=True,
    ),
    Rule(
        "update_of", "related", "a later work of that title by the same people that calls itself an update",
        lambda e: e.updates == 1 and e.lag is not None and 1 <= e.lag <= MADE_LATER and names_the_other(e)
        and same_people(e) and not e.place_agrees and not e.opposite and e.doi != "same" and e.pmid != "same"
        and not e.either_kind, veto=True,
    ),
    Rule(
        "congress_abstract_of", "related",
        "one is a congress abstract, the other an article of that title by the same people, of the same or next years",
        lambda e: e.abstract_and_article and same_telling_title(e) and same_people(e) and other_place(e)
        and e.lag is not None and -2 <= e.lag <= 0 and not same_work_number(e) and not e.one_is_preprint, veto=True,
    ),
    Rule(
        "abstract_at_two_congresses", "related",
        "one title by the same people at two congresses: two abstracts of one study",
        lambda e: e.both_abstracts and same_telling_title(e) and e.authors == "same" and e.author_share == 1
        and e.container == "differs" and e.place_contradicts and e.year_gap in (0, 1) and e.doi != "same", veto=True,
    ),
    Rule(
        "edition_of", "related", "another edition of a book is another work",
        lambda e: e.types == {"book"} and e.edition == "differs" and title_agrees(e) and e.authors == "same"
        and e.year_gap not in (None, 0), veto=True,
    ),
    Rule(
        "translation_of", "related", "printed in another language, in another place and later: a translation",
        lambda e: e.languages == "differs" and e.title >= CLOSE_TITLE and not e.word_replaced and e.title_words >= 3
        and e.numbers != "differs" and same_people(e) and not same_work_number(e)
        and (is_later_book(e) or ((e.tongues_differ or e.one_is_translated) and e.year_gap in range(1, 6)
                                   and other_place(e))), veto=True,
    ),
    Rule(
        "part_of_book", "related", "a chapter may bear the title of its book",
        lambda e: e.types == {"book", "chapter"} and title_agrees(e) and e.authors != "differs"
        and e.year_gap in (None, 0) and not (same_work_number(e) and e.title >= CLOSE_TITLE), veto=True,
    ),
    Rule(
        "thesis_of", "related", "a thesis and an article of that title by its author tell of one study",
        lambda e: e.types == {"thesis", "article"} and same_telling_title(e) and e.authors == "same"
        and not (same_work_number(e) and e.title >= CLOSE_TITLE), veto=True,
    ),
)  # fmt: skip
