"""PubMed is asked for all that it has: past its cap, through its faults, while records come and go."""

from __future__ import annotations

import re
from datetime import date

import pytest

from pipeline.errors import Incomplete, Refused, Unreachable
from pipeline.formats import pubmed_xml
from pipeline.sources import Answered, Wanted, pubmed
from tests.formats.reading import Reading
from tests.servers import Faults
from tests.servers.asking import PlainAsking, client_of
from tests.servers.false_eutils import EUTILS_SPOILERS, FalseEutils, make_records

TODAY = date(2026, 11, 22)
_PMID = re.compile(r'<PMID Version="1">(\d+)</PMID>')
ALL_FAULTS = Faults(chances=dict.fromkeys(EUTILS_SPOILERS, 0.03))


def asking_of(server: FalseEutils, kept: dict[str, bytes] | None = None) -> PlainAsking:
    """Somebody who asks this server."""
    return PlainAsking(client_of(server.endpoint, "PubMed", tool="bibcorpus", email="review@example.org"), kept)


def false_pubmed(**more: object) -> FalseEutils:
    """A server that doesn't mind how quickly it is asked: how the rate is kept is the client's, and tested there."""
    server = FalseEutils(limited=False, **more)  # type: ignore[arg-type]
    server.too_fast = lambda question, per_second: 0  # type: ignore[method-assign]
    return server


def searched(server: FalseEutils, string: str = "all", **more: object) -> tuple[Answered, PlainAsking]:
    """One search."""
    asking = asking_of(server)
    return pubmed.search(asking, Wanted(string=string, today=TODAY, **more)), asking  # type: ignore[arg-type]


def pmids_in(asking: PlainAsking, answered: Answered) -> list[int]:
    """The PMIDs of the records that came, as our reader finds them."""
    found = Reading(pubmed_xml).records(asking.raw(answered.answers))
    return [int(record.fields["pmid"][0]) for record in found]


def test_a_small_search_brings_every_record_once() -> None:
    with false_pubmed(records=950) as server:
        answered, asking = searched(server)
        assert answered.hits == answered.wanted == len(answered.ids) == 950
        assert pmids_in(asking, answered) == server.pmids == [int(pmid) for pmid in answered.ids]
        assert server.complaints == server.asked_twice() == []


def test_a_search_past_the_cap_is_cut_into_slices_that_are_told() -> None:
    """PubMed lists 9,999 at most; records with a day in print and another online stand in two slices."""
    with false_pubmed(records=25_000) as server:
        answered, _ = searched(server)
        assert [int(pmid) for pmid in answered.ids] == server.pmids
        assert len(answered.slices) > 2
        assert all(re.fullmatch(r"published \d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d: \d+", one) for one in answered.slices)
        assert answered.missing == ()
        assert server.complaints == server.asked_twice() == []


def test_faults_of_all_kinds_lose_nothing_and_double_nothing() -> None:
    """429, 500, pages of HTML, cut-off bodies, errors inside of HTTP 200, a total that changes, PMIDs left out …"""
    with false_pubmed(records=50_000, faults=ALL_FAULTS, changes={9: lambda server: server.add(7)}) as server:
        pmids = server.pmids
        server.withheld, server.withheld_once = {pmids[3], pmids[40_000]}, {pmids[5], pmids[30_000]}
        answered, asking = searched(server)
        assert sorted(_PMID.findall(asking.raw(answered.answers))) == [
            str(pmid) for pmid in server.pmids if pmid not in server.withheld
        ]
        assert answered.missing == (str(pmids[3]), str(pmids[40_000]))
        assert {asked.fault for asked in server.log} - {None}, "nothing was spoiled: the test shows nothing"
        again = [same for same in server.asked_twice() if "efetch" in same]
        assert again == [], "only lists are asked for again, when the total changed"


def test_records_that_pubmed_leaves_out_in_silence_are_named() -> None:
    """efetch answers with fewer records and no word; what comes when asked once more isn't missing."""
    with false_pubmed(records=900) as server:
        pmids = server.pmids
        server.withheld, server.withheld_once = {pmids[3], pmids[800]}, {pmids[5], pmids[500]}
        answered, asking = searched(server)
        assert answered.missing == (str(pmids[3]), str(pmids[800]))
        assert len(pmids_in(asking, answered)) == 898
        assert answered.wanted == 900


def test_a_total_that_changes_midway_is_listed_anew() -> None:
    with false_pubmed(records=12_000, changes={4: lambda server: server.add(3)}) as server:
        answered, _ = searched(server)
        assert answered.hits == len(answered.ids) == 12_003


def test_a_total_that_never_settles_is_an_error_with_the_numbers() -> None:
    """Whoever gets a short list must know it."""

    def restless(server: FalseEutils) -> None:
        server.add(1)

    with (
        false_pubmed(records=12_000, changes=dict.fromkeys(range(2, 200), restless)) as server,
        pytest.raises(Incomplete, match=r"don't agree, 4 times: 120\d\d listed of 120\d\d"),
    ):
        searched(server)


def test_a_day_over_the_cap_is_cut_by_the_day_of_entry() -> None:
    """What is dated with a year only is all of the first of January."""
    records = make_records(11_000, published="2015")
    with false_pubmed(records=records) as server:
        answered, _ = searched(server)
        assert len(answered.ids) == 11_000
        assert any(one.startswith("entered ") for one in answered.slices)


def test_what_is_over_the_cap_in_every_way_fails_with_its_count() -> None:
    records = make_records(10_500, published="2015", entered="2016/05/01")
    with (
        false_pubmed(records=records) as server,
        pytest.raises(Incomplete, match="10500 records entered it on"),
    ):
        searched(server)


def test_an_interrupted_search_asks_for_nothing_twice() -> None:
    with false_pubmed(records=2_000) as server:
        whole = asking_of(server)
        pubmed.search(whole, Wanted(string="all", today=TODAY))
        for answers in range(len(whole.kept)):
            asked = len(server.log)
            kept = dict(list(whole.kept.items())[:answers])
            answered = pubmed.search(asking_of(server, kept), Wanted(string="all", today=TODAY))
            assert len(server.log) - asked == len(whole.kept) - answers
            assert len(answered.ids) == 2_000


def test_an_update_fetches_what_is_new_or_modified_and_looks_up_what_vanished() -> None:
    with false_pubmed(records=1_000) as server:
        pmids = server.pmids
        first, _ = searched(server)
        new = server.add(3, entered="2026/11/20")
        server.modify(pmids[10], "2026/11/19", title="A title put right.")
        server.withdraw(pmids[20])
        server.merge(pmids[30], into=pmids[31])
        server.unlist(pmids[40])
        known = frozenset(first.ids)
        second, asking = searched(server, known=known, since=date(2026, 11, 1))
        assert sorted(pmids_in(asking, second)) == sorted([pmids[10], pmids[40], *new])
        assert second.wanted == 5
        assert second.modified == (str(pmids[10]),)
        assert second.left == (str(pmids[40]),)
        assert second.gone == (str(pmids[20]), str(pmids[30]))
        assert len(second.ids) == second.hits == 1_000


def test_an_update_of_a_search_where_nothing_happened_fetches_nothing() -> None:
    with false_pubmed(records=500) as server:
        first, _ = searched(server)
        second, _ = searched(server, known=frozenset(first.ids), since=date(2026, 11, 1))
        assert (second.wanted, second.answers, second.ids) == (0, (), first.ids)


def test_a_search_by_the_day_of_entry_brings_only_what_came_in_since() -> None:
    """What it doesn't list is neither left nor gone: it wasn't asked for."""
    with false_pubmed(records=500) as server:
        first, _ = searched(server)
        new = server.add(2, entered="2026/11/20")
        known = frozenset(first.ids)
        lately, asking = searched(server, known=known, since=date(2026, 11, 1), entered_since=date(2026, 11, 10))
        assert pmids_in(asking, lately) == sorted(new)
        assert lately.left == lately.gone == ()


def test_the_count_is_told_without_fetching() -> None:
    with false_pubmed(records=20_000, unknown=["balnit"]) as server:
        hits = pubmed.count(asking_of(server), Wanted(string="balnit", today=TODAY))
        assert hits.hits == 0
        assert any("balnit" in warning for warning in hits.warnings)
        assert len(server.log) == 1


def test_an_empty_search_is_refused_at_once() -> None:
    """Asking again would not help."""
    with false_pubmed(records=10) as server, pytest.raises(Refused, match="Empty term"):
        searched(server, string="")


def test_a_long_search_string_goes_by_post() -> None:
    """Some hundred characters are too long for an address: NLM asks for POST."""
    with false_pubmed(records=10) as server:
        searched(server, string=" OR ".join(["balint"] * 200))
        assert server.log[0].question.method == "POST"


def test_a_server_that_never_gives_anything_sound_is_an_error() -> None:
    with (
        false_pubmed(records=10, faults=Faults(chances={"html": 1.0}, at_most=99)) as server,
        pytest.raises(Unreachable, match="a web page instead of data"),
    ):
        searched(server)
