"""OpenAlex: every work of a search, once; updates by comparing lists; citations chased."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.errors import Incomplete, Refused, SourceError
from pipeline.formats import openalex_json
from pipeline.sources import Chase, Wanted, chasing, openalex, searchable
from pipeline.sources._openalex import params_of

from ..formats.reading import Reading
from ..servers import Faults
from ..servers.asking import PlainAsking, client_of
from ..servers.false_openalex import FalseOpenAlex, work, works

TODAY = date(2026, 11, 22)
READ = Reading(openalex_json)


def wanted(string: str = "balint", **more: Any) -> Wanted:
    return Wanted(string=string, today=TODAY, **more)


def chase(*of: str, known: frozenset[str] = frozenset(), directions: Any = ("references", "citers")) -> Chase:
    return Chase(of=of, directions=directions, today=TODAY, known=known)


def asking_of(service: FalseOpenAlex, kept: dict[str, bytes] | None = None) -> PlainAsking:
    return PlainAsking(client_of(service.endpoint, "OpenAlex"), kept)


def ids_in(asking: PlainAsking, answers: tuple[str, ...]) -> list[str]:
    return [record.fields["accession"][0] for record in READ.records(asking.raw(answers))]


def test_a_search_brings_every_work_once():
    """Three pages by cursor: the ids are those of the records in the answers."""
    with FalseOpenAlex(works(250)) as service:
        asking = asking_of(service)
        answered = openalex.search(asking, wanted())
        assert service.complaints == []
        assert service.asked_twice() == []
    assert answered.hits == 250
    assert answered.wanted == 250
    assert list(answered.ids) == [f"W{number}" for number in range(1, 251)]
    assert ids_in(asking, answered.answers) == list(answered.ids)
    assert asking.told[-1] == ("listed", 250, 250)


def test_a_search_that_finds_nothing_is_no_failure():
    """None found is an answer; nothing is kept of it but the record of the search."""
    with FalseOpenAlex([]) as service:
        answered = openalex.search(asking_of(service), wanted())
    assert (answered.hits, answered.ids, answered.answers) == (0, (), ())


def test_a_count_fetches_no_record():
    """--plan costs one request."""
    with FalseOpenAlex(works(250)) as service:
        assert openalex.count(asking_of(service), wanted()).hits == 250
        assert [asked.question.params["per_page"] for asked in service.log] == ["1"]


def test_what_fails_by_the_way_is_asked_again():
    """Too many requests, faults of the server, pages cut off, a web page, an error inside an answer."""
    chances = {"429": 0.1, "500": 0.1, "cut-off": 0.1, "cut-inside": 0.1, "html": 0.1, "error": 0.1}
    with FalseOpenAlex(works(1500), faults=Faults(chances=chances, at_most=2)) as service:
        asking = asking_of(service)
        answered = openalex.search(asking, wanted())
        assert {asked.fault for asked in service.log} > {None, "429", "cut-inside"}
        assert service.asked_twice() == []
    assert sorted(ids_in(asking, answered.answers)) == sorted(f"W{number}" for number in range(1, 1501))


def test_an_interrupted_search_goes_on_where_it_stopped():
    """The pages that came are kept; the cursor leads on from the last of them."""
    with FalseOpenAlex(works(250)) as service:
        kept: dict[str, bytes] = {}
        service.refused = (3, 403)
        with pytest.raises(Refused):
            openalex.search(asking_of(service, kept), wanted())
        service.refused = None
        answered = openalex.search(asking_of(service, kept), wanted())
        assert service.asked_twice() == []
    assert len(answered.ids) == 250


def test_a_cursor_that_is_no_longer_good_means_to_begin_again():
    """Nothing is lost, no id is there twice."""
    with FalseOpenAlex(works(250)) as service:
        service.bad_cursor = 3
        asking = asking_of(service)
        answered = openalex.search(asking, wanted())
    assert len(answered.ids) == len(set(answered.ids)) == 250
    assert set(ids_in(asking, answered.answers)) == set(answered.ids)


def test_a_list_that_is_too_short_is_asked_for_again_and_then_refused():
    """Never fewer than OpenAlex claims, without a word."""
    with FalseOpenAlex(works(150)) as service:
        service.claims = 2
        with pytest.raises(Incomplete, match="150 listed of 152; 150 listed of 152"):
            openalex.search(asking_of(service), wanted())


def test_a_total_that_grows_midway_is_believed():
    """A work that comes in while the pages are read is found by the second list."""

    def comes_in(service: Any) -> None:
        service.works = {"W0": work(0), **service.works}

    with FalseOpenAlex(works(150), changes={2: comes_in}) as service:
        answered = openalex.search(asking_of(service), wanted())
    assert answered.hits == 151
    assert set(answered.ids) == {f"W{number}" for number in range(151)}


@pytest.mark.parametrize("status", [401, 403, 429])
def test_a_refusal_names_the_variable_of_the_key(status: int):
    """Without a key a cursor is refused, or the allowance of the day is used up after a few pages."""
    with FalseOpenAlex(works(150)) as service:
        service.refused = (2, status)
        with pytest.raises(SourceError) as caught:
            openalex.search(asking_of(service), wanted())
    assert "OPENALEX_API_KEY" in str(caught.value.hint)


def test_an_update_brings_what_is_new_and_retracted_and_says_what_is_gone():
    """The list is cheap; of the known works only the retracted ones are asked for anew."""
    known = frozenset(f"W{number}" for number in range(1, 121))
    found = [one for one in works(123) if not one["id"].endswith("/W7")]
    for one in found:
        one["is_retracted"] = one["id"].endswith("/W20")
    with FalseOpenAlex(found) as service:
        service.hidden = {"W5"}
        asking = asking_of(service)
        answered = openalex.search(asking, wanted(known=known, since=date(2026, 1, 1)))
        lists = [asked.question.params for asked in service.log if "cursor" in asked.question.params]
        assert {params["select"] for params in lists} == {"id,is_retracted"}
    assert answered.left == ("W5",)
    assert answered.gone == ("W7",)
    assert answered.modified == ("W20",)
    assert answered.wanted == 5
    assert sorted(ids_in(asking, answered.answers)) == ["W121", "W122", "W123", "W20", "W5"]


def test_a_work_that_is_listed_but_not_given_is_missing_by_name():
    """It is asked for a second time before it is called missing."""

    def withheld(service: Any) -> None:
        del service.works["W2"]

    with FalseOpenAlex(works(3), changes={2: withheld}) as service:
        answered = openalex.search(asking_of(service), wanted(known=frozenset({"W1"})))
    assert answered.missing == ("W2",)
    assert answered.wanted == 2


def test_a_work_that_is_left_out_the_first_time_is_not_missing():
    """A service that is busy leaves out works now and then, without a word."""

    def held_back(service: Any) -> None:
        service.held = service.works.pop("W2")

    def given(service: Any) -> None:
        service.works["W2"] = service.held

    with FalseOpenAlex(works(3), changes={2: held_back, 3: given}) as service:
        asking = asking_of(service)
        answered = openalex.search(asking, wanted(known=frozenset({"W1"})))
    assert answered.missing == ()
    assert ids_in(asking, answered.answers) == ["W3", "W2"]


def test_the_same_page_again_and_again_ends_the_list():
    """A mirror that knows no cursors: the list is too short, and that is said, instead of asking for ever."""
    with FalseOpenAlex(works(250)) as service:
        service.deaf = True
        with pytest.raises(Incomplete, match="100 listed of 250"):
            openalex.search(asking_of(service), wanted())


def test_works_entered_since_a_day_need_a_paid_plan():
    """The refusal says so; with a plan, what is known and not listed is not called gone."""
    since = wanted(known=frozenset({"W9"}), entered_since=date(2026, 11, 1))
    with FalseOpenAlex(works(3)) as service:
        with pytest.raises(Refused) as caught:
            openalex.search(asking_of(service), since)
        service.plan = True
        answered = openalex.search(asking_of(service), since)
        assert service.log[-1].question.params["filter"] == "openalex:W1|W2|W3"
    assert "paid plans" in str(caught.value.hint)
    assert answered.gone == ()


@pytest.mark.parametrize(
    ("string", "params"),
    [
        ('("balint group" OR x) AND y', {"search": '("balint group" OR x) AND y'}),
        ("title.search:balint,type:article", {"filter": "title.search:balint,type:article"}),
        ("filter=title.search:(a OR b)", {"filter": "title.search:(a OR b)"}),
        ("search.exact=R&D&filter=type:book", {"search.exact": "R&D", "filter": "type:book"}),
        ("a\n OR b", {"search": "a OR b"}),
    ],
)
def test_a_string_is_words_or_parameters(string: str, params: dict[str, str]):
    """Source: developers.openalex.org, "Search" and "Filter"."""
    assert params_of(wanted(string)) == params


def test_a_string_that_no_address_can_hold_is_refused():
    """4,094 bytes are all of an address; Cyrillic letters take six each."""
    with pytest.raises(Refused, match="4203 bytes") as caught:
        params_of(wanted("балинт" * 116 + "aaaaaaaaaaaaaaaaaaaa"))
    assert "runs" in str(caught.value.hint)


def test_a_search_by_likeness_is_refused():
    """It ranks all works there are, without end."""
    with pytest.raises(Refused, match=r"search\.semantic"):
        params_of(wanted("search.semantic=balint groups"))


def test_references_and_citers_come_once_each():
    """W3 cites W2 and W1; W4 and W5 cite it; W5 cites both given works."""
    found = [work(1), work(2), work(3, [2, 1]), work(4, [3]), work(5, [3, 6]), work(6, [1])]
    with FalseOpenAlex(found) as service:
        asking = asking_of(service)
        answered = openalex.chase(asking, chase("doi:10.1000/W3", "pmid:6"))
        assert service.complaints == []
    assert answered.ids == ("W2", "W1", "W4", "W5")
    assert sorted(ids_in(asking, answered.answers)) == ["W1", "W2", "W4", "W5"]
    assert answered.translation == "doi:10.1000/W3 is W3; pmid:6 is W6"
    assert answered.warnings == ()


@pytest.mark.parametrize(("direction", "ids"), [("references", ("W1",)), ("citers", ("W3",))])
def test_one_direction_may_be_enough(direction: str, ids: tuple[str, ...]):
    """Reference lists are looked through more often than citers."""
    with FalseOpenAlex(works(3)) as service:
        answered = openalex.chase(asking_of(service), chase("openalex:W2", directions=(direction,)))
    assert answered.ids == ids


def test_a_given_work_that_openalex_doesnt_have_is_named():
    """In a warning: it was never listed, so nothing is missing. So is one without references: it may have some."""
    with FalseOpenAlex(works(3)) as service:
        answered = openalex.chase(asking_of(service), chase("doi:10.1000/none", "W1"))
    assert answered.missing == ()
    assert answered.wanted == len(answered.ids)
    assert answered.warnings == (
        "OpenAlex doesn't have doi:10.1000/none: nothing was found by it",
        "OpenAlex lists no references of W1: that doesn't say that it has none",
    )


def test_a_doi_with_a_comma_is_looked_up_by_itself():
    """A comma ends the value of a filter: the work would be called unknown."""
    odd = work(8, [1], doi="https://doi.org/10.1000/a,b")
    with FalseOpenAlex([work(1), odd]) as service:
        answered = openalex.chase(asking_of(service), chase("doi:10.1000/a,b", "doi:10.1000/c,d"))
    assert answered.ids == ("W1",)
    assert answered.warnings[0] == "OpenAlex doesn't have doi:10.1000/c,d: nothing was found by it"


def test_a_chase_made_again_asks_for_what_is_new():
    """A paper that is cited by more and more: only the new citers are fetched."""
    with FalseOpenAlex([work(1), work(2, [1]), work(3, [1])]) as service:
        asking = asking_of(service)
        answered = openalex.chase(asking, chase("W1", known=frozenset({"W2", "W9"}), directions=("citers",)))
    assert ids_in(asking, answered.answers) == ["W3"]
    assert answered.gone == ("W9",)


def test_more_given_works_than_one_filter_holds_are_asked_in_parts():
    """OpenAlex takes 50 values in a filter."""
    with FalseOpenAlex(works(120)) as service:
        answered = openalex.chase(asking_of(service), chase(*(f"W{number}" for number in range(1, 121))))
        assert service.complaints == []
    assert set(answered.ids) == {f"W{number}" for number in range(1, 121)}


def test_what_names_no_work_is_refused():
    """The query file is checked too; this is the last line."""
    with FalseOpenAlex([]) as service, pytest.raises(Refused, match="'isbn:1' names no work"):
        openalex.chase(asking_of(service), chase("isbn:1"))


def test_openalex_is_a_source_that_can_be_asked_and_knows_citations():
    """The registry finds it by what it has."""
    assert searchable(openalex) is not None
    assert chasing(openalex) is not None
