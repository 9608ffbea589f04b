"""Crossref is asked for the likeliest works, says how many it left, and begins again where a cursor has expired."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.errors import Incomplete, Refused
from pipeline.formats import crossref_json
from pipeline.sources import Answered, Wanted, crossref
from tests.formats.reading import Reading
from tests.servers import SPOILERS, Faults
from tests.servers.asking import PlainAsking, client_of
from tests.servers.false_crossref import FalseCrossref

TODAY = date(2026, 11, 22)
LAST = date(2026, 10, 1)
SEVERAL_PAGES = 2 * crossref.PAGE + 7


def asking_of(server: FalseCrossref, kept: dict[str, bytes] | None = None) -> PlainAsking:
    """Somebody who asks this server."""
    return PlainAsking(client_of(server.endpoint, "Crossref", mailto="review@example.org"), kept)


def searched(server: FalseCrossref, string: str = "balint group", **more: Any) -> tuple[Answered, PlainAsking]:
    """One search."""
    asking = asking_of(server)
    return crossref.search(asking, Wanted(string=string, today=TODAY, **more)), asking


def dois_in(asking: PlainAsking, answered: Answered) -> list[str]:
    """The works that came, as our reader finds them; every character of the file is accounted for."""
    found = Reading(crossref_json).records(asking.raw(answered.answers))
    return [record.fields["accession"][0] for record in found]


def test_a_search_of_several_pages_brings_every_work_once():
    """The pages are followed by their cursors, and make one file that our reader reads."""
    with FalseCrossref(works=SEVERAL_PAGES) as server:
        answered, asking = searched(server)
        assert answered.hits == answered.wanted == SEVERAL_PAGES
        assert list(answered.ids) == dois_in(asking, answered) == server.ids
        assert server.complaints == server.asked_twice() == []
        assert answered.warnings == ()


def test_the_likeliest_are_taken_and_it_is_said_how_many_there_are():
    """Any word is enough for a hit: the list has no sensible end."""
    with FalseCrossref(works=crossref.MOST + 50) as server:
        answered, asking = searched(server)
        assert answered.hits == crossref.MOST + 50
        assert list(answered.ids) == dois_in(asking, answered) == server.ids[: crossref.MOST]
        assert "1 050 works" in answered.warnings[0]
        hits = crossref.count(asking_of(server), Wanted(string="balint", today=TODAY))
        assert (hits.hits, hits.warnings) == (crossref.MOST + 50, answered.warnings)


@pytest.mark.parametrize(
    ("string", "since", "params"),
    [
        ("balint  group", None, {"query.bibliographic": "balint group"}),
        (
            "query.title=balint group&filter=from-pub-date:1990,until-pub-date:2020",
            None,
            {"query.title": "balint group", "filter": "from-pub-date:1990,until-pub-date:2020"},
        ),
        ("Q&A=1", None, {"query.bibliographic": "Q&A=1"}),
        ("balint", LAST, {"query.bibliographic": "balint", "filter": "from-created-date:2026-10-01"}),
        (
            "query=a&filter=type:book",
            LAST,
            {"query": "a", "filter": "type:book,from-created-date:2026-10-01"},
        ),
    ],
)
def test_a_string_is_words_or_crossrefs_own_parameters(string: str, since: date | None, params: dict[str, str]):
    """Years can be limited only by a filter."""
    assert crossref.params_of(Wanted(string=string, today=TODAY, entered_since=since)) == params


@pytest.mark.parametrize("fault", sorted(set(SPOILERS) - {"stall", "slow"}))
def test_a_spoiled_answer_is_asked_for_again(fault: str):
    """A page of HTML, half an answer, a server's fault: they pass by themselves."""
    with FalseCrossref(works=SEVERAL_PAGES, faults=Faults(at={2: fault})) as server:
        answered, asking = searched(server)
        assert dois_in(asking, answered) == server.ids
        assert len(server.log) == 4


@pytest.mark.parametrize("forgets", [[2], [3], [2, 4]])
def test_a_list_is_begun_again_where_its_cursor_has_expired(forgets: list[int]):
    """Cursors are good for minutes; after an interruption the answer is 404."""
    with FalseCrossref(works=SEVERAL_PAGES, forgets=forgets) as server:
        answered, asking = searched(server)
        assert dois_in(asking, answered) == list(answered.ids) == server.ids


def test_an_interrupted_search_goes_on_even_when_its_cursor_has_expired():
    """The pages that came before are asked for again, under other names, and no work is there twice."""
    kept: dict[str, bytes] = {}
    with FalseCrossref(works=SEVERAL_PAGES) as server:
        crossref.search(asking_of(server, kept), Wanted(string="a", today=TODAY))
        del kept["list-0003"]
        server.forgets = {len(server.log) + 1}
        asking = asking_of(server, kept)
        answered = crossref.search(asking, Wanted(string="a", today=TODAY))
        assert dois_in(asking, answered) == server.ids
        assert len(server.log) == 3 + 1 + 3


def test_a_wrong_address_is_no_expired_cursor():
    """404 at the first page: asking again doesn't help."""
    with FalseCrossref() as server:
        asking = PlainAsking(client_of(server.endpoint + "v9/", "Crossref", mailto="review@example.org"))
        with pytest.raises(Refused, match="404"):
            crossref.search(asking, Wanted(string="a", today=TODAY))
        assert len(server.log) == 1


def test_a_filter_that_it_does_not_know_is_refused_in_its_own_words():
    """A wrong search must not be taken for one without hits."""
    with FalseCrossref() as server, pytest.raises(Refused, match="no such filter"):
        searched(server, string="query=a&filter=no-such-thing:1")


def test_fewer_works_than_claimed_are_an_error_with_both_numbers():
    """After a second look."""
    with FalseCrossref(works=60, hidden=["10.1000/work.7"]) as server, pytest.raises(Incomplete, match=r"59 .* of 60"):
        searched(server)


def test_an_update_fetches_what_is_new_or_changed_and_looks_up_what_is_gone():
    """The list is asked for by DOI alone. What is no longer among the likeliest is looked up: it is still there."""
    with FalseCrossref(works=crossref.MOST + 10) as server:
        known = frozenset([*server.ids[: crossref.MOST - 1], server.ids[-1], "10.1000/withdrawn"])
        server.works["10.1000/work.3"]["indexed"] = {"date-time": "2026-10-01T10:00:00Z"}
        answered, asking = searched(server, known=known, since=LAST)
        assert answered.wanted == 3
        assert set(dois_in(asking, answered)) == {"10.1000/work.1000", "10.1000/work.3", server.ids[-1]}
        assert answered.modified == ("10.1000/work.3",)
        assert answered.left == (server.ids[-1],)
        assert answered.gone == ("10.1000/withdrawn",)
        assert answered.missing == ()
        assert server.complaints == []


ODD = "10.1002/(SICI)1097(199808)17:15<1661::AID-S>3.0.CO;2-2"


def test_a_doi_that_would_end_a_filter_is_asked_for_alone():
    """Commas and colons part the filters; old DOIs have them."""
    with FalseCrossref(works=2) as server:
        odd, comma = server.add(9, doi=ODD), server.add(10, doi="10.1000/a,b")
        known = frozenset([server.ids[0], "10.1000/gone,too"])
        answered, asking = searched(server, known=known)
        assert set(dois_in(asking, answered)) == {server.ids[1], odd, comma}
        assert answered.gone == ("10.1000/gone,too",)


def test_what_is_listed_but_not_given_is_named():
    """Never fewer, without a word."""
    with FalseCrossref(works=5, withheld=["10.1000/work.2"]) as server:
        answered, _ = searched(server, known=frozenset(["10.1000/work.1"]))
        assert answered.missing == ("10.1000/work.2",)


def test_an_update_by_day_of_entry_asks_for_that_alone():
    """What was entered before is no longer listed then, but has not vanished."""
    with FalseCrossref(works=20) as server:
        known = frozenset(server.ids)
        new = server.add(400, created="2026-11-01")
        answered, asking = searched(server, known=known, since=LAST, entered_since=LAST)
        assert list(answered.ids) == dois_in(asking, answered) == [new]
        assert answered.left == answered.gone == ()
