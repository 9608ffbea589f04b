"""Europe PMC is asked for all that it has, through its faults, and never gives fewer without a word."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.errors import Incomplete, Refused
from pipeline.formats import europepmc_json
from pipeline.sources import Answered, Wanted, europepmc
from tests.formats.reading import Reading
from tests.servers import SPOILERS, Faults
from tests.servers.asking import PlainAsking, client_of
from tests.servers.false_europepmc import FalseEuropePmc

TODAY = date(2026, 11, 22)
LAST = date(2026, 10, 1)
SEVERAL_PAGES = 2 * europepmc.PAGE + 7


def asking_of(server: FalseEuropePmc, kept: dict[str, bytes] | None = None) -> PlainAsking:
    """Somebody who asks this server."""
    return PlainAsking(client_of(server.endpoint, "Europe PMC", **dict(europepmc.API.always)), kept)


def searched(server: FalseEuropePmc, string: str = "balint", **more: Any) -> tuple[Answered, PlainAsking]:
    """One search."""
    asking = asking_of(server)
    return europepmc.search(asking, Wanted(string=string, today=TODAY, **more)), asking


def ids_in(asking: PlainAsking, answered: Answered) -> list[str]:
    """The records that came, as our reader finds them; every character of the file is accounted for."""
    found = Reading(europepmc_json).records(asking.raw(answered.answers))
    return [record.fields["accession"][0] for record in found]


def test_a_search_of_several_pages_brings_every_record_once():
    """The pages are followed by their cursors to the end, and make one file that our reader reads."""
    with FalseEuropePmc(records=SEVERAL_PAGES) as server:
        answered, asking = searched(server)
        assert answered.hits == answered.wanted == SEVERAL_PAGES
        assert list(answered.ids) == ids_in(asking, answered) == server.ids
        assert server.complaints == server.asked_twice() == []
        assert len(server.log) == 3


def test_no_hits_are_no_error():
    """A search that finds nothing has been made, and nothing is kept of it."""
    with FalseEuropePmc(records=0) as server:
        answered, _ = searched(server)
        assert (answered.hits, answered.ids, answered.answers) == (0, (), ())


def test_a_plan_asks_for_the_number_alone():
    """And says which query was received."""
    with FalseEuropePmc(records=50) as server:
        hits = europepmc.count(asking_of(server), Wanted(string="balint", today=TODAY))
        assert (hits.hits, hits.translation) == (50, "balint")
        assert len(server.log) == 1


@pytest.mark.parametrize("fault", sorted(set(SPOILERS) - {"stall", "slow"}))
def test_a_spoiled_answer_is_asked_for_again(fault: str):
    """A page of HTML, half an answer, a server's fault: they pass by themselves."""
    with FalseEuropePmc(records=SEVERAL_PAGES, faults=Faults(at={2: fault})) as server:
        answered, asking = searched(server)
        assert ids_in(asking, answered) == server.ids
        assert len(server.log) == 4


@pytest.mark.parametrize("forgets", [[2], [3], [2, 4]])
def test_a_list_is_begun_again_where_its_cursor_is_lost(forgets: list[int]):
    """Europe PMC then gives its version alone, with status 200: that is neither an end nor an empty page."""
    with FalseEuropePmc(records=SEVERAL_PAGES, forgets=forgets) as server:
        answered, asking = searched(server)
        assert ids_in(asking, answered) == list(answered.ids) == server.ids


def test_a_list_whose_cursors_are_always_lost_is_an_error():
    """Rather than a part of it, or asking for ever."""
    with FalseEuropePmc(records=SEVERAL_PAGES, forgets=range(100)) as server:
        with pytest.raises(Incomplete, match="Europe PMC: the list broke off"):
            searched(server)
        assert len(server.log) < 30


def test_fewer_records_than_claimed_are_an_error_with_both_numbers():
    """After a second look: a record may have come in or gone meanwhile."""
    with FalseEuropePmc(records=60, hidden=["MED:10000007"]) as server:
        with pytest.raises(Incomplete, match="59 listed of 60"):
            searched(server)
        # once more, from the start; each time to the end
        assert len([asked for asked in server.log if asked.question.params["cursorMark"] == "*"]) == 2


def test_a_record_that_shows_up_in_the_second_look_is_taken():
    """Both lists together are whole."""

    def found(server: FalseEuropePmc) -> None:
        server.hidden.clear()

    with FalseEuropePmc(records=60, hidden=["MED:10000007"], changes={3: found}) as server:
        answered, asking = searched(server)
        assert set(answered.ids) == set(ids_in(asking, answered)) == set(server.ids)
        assert len(answered.ids) == 60


def test_a_number_that_grows_meanwhile_is_no_error():
    """hitCount may differ from page to page."""

    def grown(server: FalseEuropePmc) -> None:
        server.add(5_000)

    with FalseEuropePmc(records=SEVERAL_PAGES, changes={2: grown}) as server:
        answered, _ = searched(server)
        assert list(answered.ids) == server.ids
        assert answered.hits == SEVERAL_PAGES + 1


def test_an_interrupted_search_goes_on_where_it_stopped():
    """What was received is not asked for again."""
    kept: dict[str, bytes] = {}
    with FalseEuropePmc(records=SEVERAL_PAGES) as server:
        asking = asking_of(server, kept)
        europepmc.search(asking, Wanted(string="balint", today=TODAY))
        del kept["list-0003"]
        again = asking_of(server, kept)
        answered = europepmc.search(again, Wanted(string="balint", today=TODAY))
        assert ids_in(again, answered) == server.ids
        assert len(server.log) == 4


def test_an_update_fetches_what_is_new_or_changed_and_looks_up_what_is_gone():
    """The list is asked for by ids alone; a known record that is not in it may still be there."""
    with FalseEuropePmc(records=300) as server:
        known = frozenset(server.ids)
        new = server.add(400)
        server.records["MED:10000003"]["dateOfRevision"] = "2026-09-30"  # its days are not ours
        del server.records["MED:10000005"]
        server.unlisted = {"PPR:PPR9"}
        answered, asking = searched(server, known=known, since=LAST)
        assert answered.wanted == 3
        assert set(ids_in(asking, answered)) == {new, "MED:10000003", "PPR:PPR9"}
        assert answered.modified == ("MED:10000003",)
        assert answered.gone == ("MED:10000005",)
        assert answered.left == ("PPR:PPR9",)
        assert answered.missing == ()
        assert server.complaints == []


def test_what_is_listed_but_not_given_is_named():
    """Never fewer, without a word; after it was asked for once more."""
    with FalseEuropePmc(records=20, withheld=["MED:10000001"]) as server:
        answered, asking = searched(server, known=frozenset(server.ids[5:]))
        assert answered.missing == ("MED:10000001",)
        assert ids_in(asking, answered) == server.ids[1:5]


def test_many_ids_are_asked_for_by_post():
    """An address has its limits."""
    with FalseEuropePmc(records=250) as server:
        answered, asking = searched(server, known=frozenset(["MED:1"]))
        assert ids_in(asking, answered) == server.ids
        assert {asked.question.method for asked in server.log} == {"GET", "POST"}
        assert server.complaints == []


def test_an_update_by_day_of_entry_asks_for_that_alone():
    """What was entered before is no longer listed then, but has not vanished."""
    with FalseEuropePmc(records=20) as server:
        known = frozenset(server.ids)
        new = server.add(400, firstIndexDate="2026-11-01")
        answered, asking = searched(server, known=known, since=LAST, entered_since=date(2026, 10, 1))
        assert server.log[0].question.params["query"] == "(balint) AND (FIRST_IDATE:[2026-10-01 TO 2026-11-22])"
        assert list(answered.ids) == ids_in(asking, answered) == [new]
        assert answered.left == answered.gone == ()


def test_a_query_that_it_cannot_read_is_refused_in_its_own_words():
    """With status 200: an error must not look like an empty result, and asking again doesn't help."""
    with FalseEuropePmc(records=20) as server:
        with pytest.raises(Refused, match="Invalid query"):
            searched(server, string=" ")
        assert len(server.log) == 1
