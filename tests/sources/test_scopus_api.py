"""Scopus by API: in the fullest view that a key may see, past the cap by years, never short."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.errors import Incomplete, Refused
from pipeline.formats import scopus_json
from pipeline.http import Client
from pipeline.sources import Wanted, _scopus_api

from ..formats.reading import Reading
from ..servers import Faults
from ..servers.asking import QUICK, PlainAsking
from ..servers.false_scopus import FalseScopus, entry

TODAY = date(2026, 11, 22)
READ = Reading(scopus_json)


def wanted(**more: Any) -> Wanted:
    return Wanted(string="TITLE-ABS-KEY(balint)", today=TODAY, **more)


def asking_of(service: FalseScopus, key: str = "key") -> PlainAsking:
    headers = {"X-ELS-APIKey": key}
    client = Client("Scopus", service.endpoint, QUICK, secret_headers=headers, sleep=lambda seconds: None)
    return PlainAsking(client)


def entries(how_many: int) -> list[dict[str, Any]]:
    """Records 1 to `how_many`, from 1980 to 2019."""
    return [entry(number, 1980 + number % 40) for number in range(1, how_many + 1)]


def ids_in(asking: PlainAsking, answers: tuple[str, ...]) -> list[str]:
    return [record.fields["accession"][0] for record in READ.records(asking.raw(answers))]


def test_a_search_brings_every_record_with_its_abstract():
    """View COMPLETE, 25 a page."""
    with FalseScopus(entries(60)) as service:
        asking = asking_of(service)
        answered = _scopus_api.search(asking, wanted())
        assert service.complaints == []
    found = READ.records(asking.raw(answered.answers))
    assert [record.fields["accession"][0] for record in found] == list(answered.ids)
    assert all("abstract" in record.fields for record in found)
    assert (answered.hits, answered.wanted, answered.warnings, answered.slices) == (60, 60, (), ())


def test_a_key_that_may_not_see_abstracts_gets_the_records_and_a_warning():
    """Elsevier answers 401 to the view COMPLETE; the view STANDARD has 200 a page."""
    with FalseScopus(entries(250), complete=False) as service:
        answered = _scopus_api.search(asking_of(service), wanted())
        assert len(service.log) == 3
    assert len(answered.ids) == 250
    assert "no abstracts" in answered.warnings[0]


def test_a_wrong_key_is_one_error_that_names_the_variable():
    """It fails in both views; the key itself is not shown."""
    with FalseScopus([]) as service, pytest.raises(Refused) as caught:
        _scopus_api.search(asking_of(service, "wrong-key-123"), wanted())
    assert "SCOPUS_API_KEY" in str(caught.value.hint)
    assert "search --show scopus" in str(caught.value.hint)
    assert "wrong-key-123" not in caught.value.message


def test_a_search_over_the_cap_is_cut_by_years(monkeypatch: pytest.MonkeyPatch):
    """Every slice is under the cap, and together they are all: from the open beginning to the open end."""
    monkeypatch.setattr(_scopus_api, "CAP", 50)
    found = [entry(1000, 1650), *entries(130), entry(1001, 2030)]
    with FalseScopus(found, cap=50) as service:
        asking = asking_of(service)
        answered = _scopus_api.search(asking, wanted())
        assert service.complaints == []
    assert answered.hits == 132
    assert sorted(ids_in(asking, answered.answers)) == sorted(one["eid"] for one in found)
    assert sum(int(one.rpartition(" ")[2]) for one in answered.slices) == 132
    assert all(one.startswith("published ") for one in answered.slices)


def test_more_records_of_one_year_than_the_cap_is_an_error_with_their_number(monkeypatch: pytest.MonkeyPatch):
    """There is nothing finer than a year to cut by: it is said, not left out."""
    monkeypatch.setattr(_scopus_api, "CAP", 50)
    found = [entry(number, 2001) for number in range(60)]
    with FalseScopus(found, cap=50) as service, pytest.raises(Refused, match="60 records of one year, 2001"):
        _scopus_api.search(asking_of(service), wanted())


def test_a_list_that_stays_short_is_an_error_with_both_numbers():
    """An entry that stands on two pages is one record: another one is not there."""
    found = entries(30)
    with FalseScopus(found) as service:
        service.entries = {str(number): found[0] if number == 29 else one for number, one in enumerate(found)}
        with pytest.raises(Incomplete, match="29 listed of 30"):
            _scopus_api.search(asking_of(service), wanted())


def test_what_fails_by_the_way_is_asked_again():
    """Too many requests, cut-off pages, and Elsevier's errors inside an answer."""
    chances = {"429": 0.1, "502": 0.1, "cut-inside": 0.1, "html": 0.1, "error": 0.1}
    with FalseScopus(entries(500), faults=Faults(chances=chances, at_most=2)) as service:
        answered = _scopus_api.search(asking_of(service), wanted())
        assert {asked.fault for asked in service.log} - {None}
    assert len(answered.ids) == 500


def test_an_update_lists_cheaply_and_fetches_what_is_new_or_retracted():
    """The list in the view STANDARD, 200 a page; the records in COMPLETE."""
    found = entries(210)
    found[19]["subtype"] = "tb"
    known = frozenset(one["eid"] for one in found[:208]) | {"2-s2.0-9999"}
    with FalseScopus(found) as service:
        service.hidden = {"2-s2.0-5"}
        asking = asking_of(service)
        answered = _scopus_api.search(asking, wanted(known=known, since=date(2026, 1, 1)))
        assert service.complaints == []
        asked = [asked.question.params for asked in service.log]
    lists = [params for params in asked if "EID" not in params["query"] and params["count"] != "1"]
    assert [params["view"] for params in lists] == ["STANDARD", "STANDARD"]
    assert answered.modified == ("2-s2.0-20",)
    assert answered.left == ("2-s2.0-5",)
    assert answered.gone == ("2-s2.0-9999",)
    assert set(ids_in(asking, answered.answers)) == {"2-s2.0-209", "2-s2.0-210", "2-s2.0-20", "2-s2.0-5"}
    assert all("abstract" in record.fields for record in READ.records(asking.raw(answered.answers)))


def test_what_was_loaded_since_a_day_is_asked_for_from_the_day_before():
    """AFT leaves out the day itself. Source: Scopus search guide, ORIG-LOAD-DATE."""
    with FalseScopus(entries(1)) as service:
        _scopus_api.count(asking_of(service), wanted(entered_since=date(2026, 11, 1)))
        query = service.log[0].question.params["query"]
    assert query == "(TITLE-ABS-KEY(balint)) AND ORIG-LOAD-DATE AFT 20261031"


def test_without_a_key_scopus_is_not_asked():
    """The step that fetches reads this, and prints the way by hand."""
    assert _scopus_api.API.key_needed
    assert _scopus_api.API.key == "SCOPUS_API_KEY"
