"""Web of Science by the Starter API: every page, updates by what was changed, and what it can't do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pipeline.errors import Refused, SourceError
from pipeline.formats import wos_json
from pipeline.http import Client
from pipeline.sources import Wanted, _wos_api

from ..formats.reading import Reading
from ..servers import Faults
from ..servers.asking import QUICK, PlainAsking
from ..servers.false_wos import FalseWos, document

TODAY = date(2026, 11, 22)
READ = Reading(wos_json)


def wanted(string: str = "TS=(balint)", **more: Any) -> Wanted:
    return Wanted(string=string, today=TODAY, **more)


def asking_of(service: FalseWos, key: str = "key", kept: dict[str, bytes] | None = None) -> PlainAsking:
    client = Client("Web of Science", service.endpoint, QUICK, secret_headers={"X-ApiKey": key}, sleep=lambda s: None)
    return PlainAsking(client, kept)


def documents(how_many: int) -> list[dict[str, Any]]:
    return [document(number) for number in range(1, how_many + 1)]


def uid(number: int) -> str:
    return f"WOS:{number:015}"


def ids_in(asking: PlainAsking, answers: tuple[str, ...]) -> list[str]:
    return [record.fields["accession"][0] for record in READ.records(asking.raw(answers))]


def test_a_search_brings_every_record_and_says_that_abstracts_are_missing():
    """50 a page; the Starter API has no abstracts."""
    with FalseWos(documents(120)) as service:
        asking = asking_of(service)
        answered = _wos_api.search(asking, wanted())
        assert service.complaints == []
        assert len(service.log) == 3
    assert ids_in(asking, answered.answers) == list(answered.ids) == [uid(number) for number in range(1, 121)]
    assert "no abstracts" in answered.warnings[0]


def test_a_count_takes_one_request():
    """A free trial has 50 a day."""
    with FalseWos(documents(120)) as service:
        assert _wos_api.count(asking_of(service), wanted()).hits == 120
        assert len(service.log) == 1


def test_what_fails_by_the_way_is_asked_again():
    """Too many requests, pages cut off, a web page in place of data."""
    chances = {"429": 0.15, "500": 0.15, "cut-off": 0.15, "html": 0.15}
    with FalseWos(documents(700), faults=Faults(chances=chances, at_most=2)) as service:
        answered = _wos_api.search(asking_of(service), wanted())
        assert {asked.fault for asked in service.log} - {None}
        assert service.asked_twice() == []
    assert len(answered.ids) == 700


def test_a_search_longer_than_the_days_allowance_goes_on_tomorrow():
    """What was received is kept; the error says why it stopped."""
    kept: dict[str, bytes] = {}
    with FalseWos(documents(200), allowed=2) as service:
        with pytest.raises(SourceError) as caught:
            _wos_api.search(asking_of(service, kept=kept), wanted())
        service.allowed = 10_000
        answered = _wos_api.search(asking_of(service, kept=kept), wanted())
        assert service.asked_twice() == []
    assert "requests of this day" in str(caught.value.hint)
    assert len(answered.ids) == 200


def test_a_wrong_key_is_one_error_that_names_the_variable():
    """And the way by hand."""
    with FalseWos([]) as service, pytest.raises(Refused) as caught:
        _wos_api.search(asking_of(service, "wrong-key-123"), wanted())
    assert "WOS_API_KEY" in str(caught.value.hint)
    assert "wrong-key-123" not in caught.value.message


def test_an_update_fetches_what_is_new_or_was_changed_since():
    """From the day before the last search: Clarivate's days are not ours."""
    with FalseWos(documents(60)) as service:
        service.hidden, service.changed = {uid(3)}, {uid(7), uid(60)}
        known = frozenset(map(uid, range(1, 59))) | {uid(99)}
        asking = asking_of(service)
        answered = _wos_api.search(asking, wanted(known=known, since=date(2026, 11, 1)))
        spans = {asked.question.params.get("modifiedTimeSpan") for asked in service.log}
    assert spans == {None, "2026-10-31 2026-11-22"}
    assert answered.modified == (uid(7),)
    assert (answered.left, answered.gone) == ((uid(3),), (uid(99),))
    assert sorted(ids_in(asking, answered.answers)) == [uid(3), uid(7), uid(59), uid(60)]


def test_records_that_came_in_since_a_day_cant_be_asked_for():
    """Its API knows the day of a change only; that is said, nothing is searched."""
    with pytest.raises(Refused, match="can't search by the day on which a record came in"):
        _wos_api.search(asking_of(FalseWos([])), wanted(entered_since=date(2026, 11, 1)))


@pytest.mark.parametrize("string", ["AB=(balint)", "TI=(x) OR ALL=(balint)", "(TI=(a) OR AB=(a))"])
def test_a_field_that_only_the_web_search_has_is_refused_by_name(string: str):
    """Source: Web of Science Starter API, the table of field tags."""
    with pytest.raises(Refused, match="the Starter API doesn't know the field A"):
        _wos_api.count(asking_of(FalseWos([])), wanted(string))


def test_fields_that_the_api_has_pass():
    """What stands in quotes is no field."""
    string = 'TS=("balint AB=x" OR group*) AND PY=(1990-2020) AND DT=(Article)'
    with FalseWos(documents(2)) as service:
        assert _wos_api.count(asking_of(service), wanted(string)).hits == 2


def test_without_a_key_web_of_science_is_not_asked():
    """The step that fetches reads this, and prints the way by hand."""
    assert _wos_api.API.key_needed
    assert _wos_api.API.key == "WOS_API_KEY"
