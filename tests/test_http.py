"""The one HTTP client: polite, patient, silent about keys; and the false services that other tests lean on.

Nothing here waits for long: the client's clock and sleep are handed in, and move only when it sleeps.
"""

from __future__ import annotations

import json
import logging
import socket
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import Refused, SourceError, Unreachable
from pipeline.http import SLOWER, Client, Manners, Pace, Request, Unsound

from .servers import FalseService, Faults, Question, Reply
from .servers.false_eutils import FalseEutils, day, make_records, read_term

KEY = "s3cret/Key+0123456789"  # with what addresses write in another way
QUESTION = Request(path="list", what="the list", params={"term": "balint"})


class Time:
    """Moves only when somebody sleeps."""

    def __init__(self) -> None:
        self.now, self.slept = 0.0, list[float]()

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


class Scripted(FalseService):
    """Gives these replies, one after the other, and then 'ok' for ever."""

    def __init__(self, *replies: Reply, **more: Any) -> None:
        super().__init__(**more)
        self.replies = list(replies)

    def answer(self, question: Question) -> Reply:
        return self.replies.pop(0) if self.replies else super().answer(question)


def client_of(service: FalseService | str, clock: Time | None = None, **more: Any) -> Client:
    clock = clock or Time()
    base = service if isinstance(service, str) else service.endpoint
    manners = more.pop("manners", Manners(per_second=1000, timeout=5))
    return Client("The service", base, manners, sleep=clock.sleep, clock=clock, **more)


def want_json(body: bytes) -> None:
    try:
        json.loads(body)
    except ValueError:
        raise Unsound("that is no JSON") from None


JSON = Request(path="list", what="the list", check=want_json)
GOOD = Reply(body=b'{"count":"3","idlist":["1","2","3"]}')


# what is sent


@pytest.mark.parametrize("post", [False, True])
def test_a_question_is_sent_with_what_goes_with_each_and_with_the_key(post: bool):
    """tool and email are asked for with every request; long lists of ids don't fit into an address."""
    with FalseService() as service:
        client = client_of(service, always={"tool": "bibcorpus"}, secrets={"api_key": KEY})
        request = Request(path="list", what="the list", params={"term": "Bálint & co"}, post=post)
        assert client.ask(request) == b"ok"
    asked = service.log[0].question
    assert (asked.method, asked.path) == ("POST" if post else "GET", "list")
    assert asked.params == {"tool": "bibcorpus", "term": "Bálint & co", "api_key": KEY}
    assert client.requests == 1


def test_no_key_is_no_parameter():
    """NCBI refuses an empty api_key with status 400."""
    with FalseService() as service:
        client_of(service, secrets={"api_key": ""}, secret_headers={"X-Key": ""}).ask(QUESTION)
    assert service.log[0].question.params == {"term": "balint"}
    assert "X-Key" not in service.log[0].question.headers


def test_a_key_may_be_sent_in_a_header():
    """Scopus and Web of Science want it there."""
    with FalseService() as service:
        client_of(service, secret_headers={"X-ApiKey": KEY}, user_agent="bibcorpus (mailto:a@b.org)").ask(QUESTION)
    headers = service.log[0].question.headers
    assert headers["X-ApiKey"] == KEY
    assert headers["User-Agent"] == "bibcorpus (mailto:a@b.org)"
    assert KEY not in str(service.log[0].question.params)


def test_a_key_in_a_header_is_not_carried_to_another_address():
    """Who sends us elsewhere, e.g. the log-in page of a hotel, must not be handed the key."""
    with FalseService() as other, Scripted() as service:
        service.replies = [Reply(body=b"", status=302, headers=(("Location", other.endpoint),))] * 9
        with pytest.raises(SourceError, match="302"):
            client_of(service, secret_headers={"X-ApiKey": KEY}).ask(QUESTION)
    assert other.log == []


def test_a_long_question_is_not_cut_short_by_being_sent_elsewhere():
    """A POST that is sent elsewhere arrives as a GET without its list of ids: another question, soundly answered."""
    elsewhere = Reply(body=b"", status=302, headers=(("Location", "/other"),))
    with Scripted(elsewhere) as service, pytest.raises(Refused, match="302"):
        client_of(service).ask(Request(path="list", what="the list", params={"id": "1,2"}, post=True))
    assert [asked.question.path for asked in service.log] == ["list"]


def test_proxies_of_the_environment_are_not_used_for_this_machine(monkeypatch: pytest.MonkeyPatch):
    """A mirror or a test on this machine can't be reached by way of a proxy elsewhere."""
    with FalseService() as proxy, FalseService() as service:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.endpoint)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        assert client_of(service).ask(QUESTION) == b"ok"
    assert (len(service.log), len(proxy.log)) == (1, 0)


# how fast


def test_requests_of_all_threads_start_at_the_rate_that_is_allowed():
    """NCBI counts what comes from one address, not from one thread. The clock stands still: the waits are the turns."""
    with FalseService() as service:
        clock = Time()
        waits: list[float] = []
        client = Client("S", service.endpoint, Manners(per_second=3, at_once=5), sleep=waits.append, clock=clock)
        with ThreadPoolExecutor(8) as threads:
            assert list(threads.map(client.ask, [QUESTION] * 20)) == [b"ok"] * 20
    turns = sorted([0.0, *waits])
    assert len(turns) == 20
    assert min(later - earlier for earlier, later in pairwise(turns)) >= 1 / 3
    assert client.requests == 20


def test_the_rate_holds_by_a_real_clock_as_the_service_sees_it():
    """What counts is what comes in there."""
    service = FalseService()
    # two more than the client is told: on a busy machine some come in late, and then all at once
    service.look_at = lambda question: service.too_fast(question, 22) and None  # type: ignore[method-assign]
    with service:
        client = Client("S", service.endpoint, Manners(per_second=20, at_once=6))
        with ThreadPoolExecutor(6) as threads:
            list(threads.map(client.ask, [QUESTION] * 24))
    assert service.complaints == []
    assert len(service.log) == 24


class Crowded(FalseService):
    """Knows how many were in it at once."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = self.most = 0

    def take(self, method: str, target: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
        time.sleep(0.01)
        with self.lock:
            self.inside -= 1
        return super().take(method, target, body, headers)


@pytest.mark.parametrize("at_once", [1, 3])
def test_never_more_requests_at_once_than_allowed(at_once: int):
    """Crossref allows one, three who say who they are."""
    with Crowded() as service:
        client = client_of(service, manners=Manners(per_second=10_000, at_once=at_once))
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(client.ask, [QUESTION] * 24))
    assert service.most == at_once


def test_while_a_service_wants_a_rest_no_thread_asks():
    """Too many requests is said to one thread, and meant for all: here a second one comes while the first one waits."""
    waits: list[float] = []

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 1:
            with ThreadPoolExecutor(1) as second:
                second.submit(client.ask, QUESTION).result()

    with Scripted(Reply(body=b"", status=429, headers=(("Retry-After", "30"),))) as service:
        client = Client("S", service.endpoint, Manners(per_second=9, at_once=2), sleep=sleep, clock=Time())
        client.ask(QUESTION)
    assert len(waits) == 2
    assert min(waits) >= 30


def test_two_clients_of_one_service_share_its_rate():
    """Two searches of PubMed at once are one asker for NCBI."""
    waits: list[float] = []
    pace = Pace()
    with FalseService() as service:
        for _ in range(3):
            client = Client("S", service.endpoint, Manners(per_second=3), pace=pace, sleep=waits.append, clock=Time())
            client.ask(QUESTION)
    assert waits == [pytest.approx(SLOWER / 3), pytest.approx(2 * SLOWER / 3)]


# what passes by itself


@pytest.mark.parametrize("fault", ["500", "502", "503", "html", "empty", "cut-off", "cut-inside", "reset"])
def test_a_spoiled_answer_is_asked_for_again(fault: str):
    """Services have bad minutes; the status alone doesn't tell."""
    with Scripted(GOOD, GOOD, GOOD, faults=Faults(at={1: fault, 2: fault})) as service:
        assert client_of(service).ask(JSON) == GOOD.body
    assert [asked.fault for asked in service.log] == [fault, fault, None]


@pytest.mark.parametrize("fault", ["slow", "stall"])
def test_an_answer_that_doesn_t_come_in_time_is_asked_for_again(fault: str):
    """Before the first byte or after: a line that went dead says nothing."""
    with Scripted(GOOD, GOOD, GOOD, faults=Faults(at={1: fault, 2: fault}, slow=5)) as service:
        assert client_of(service, manners=Manners(per_second=1000, timeout=0.1)).ask(JSON) == GOOD.body
    assert len(service.log) == 3


def test_an_answer_that_was_damaged_on_its_way_is_asked_for_again():
    """What is said to be compressed, and isn't."""
    damaged = Reply(body=b"no gzip", headers=(("Content-Encoding", "gzip"),))
    with Scripted(damaged, damaged, GOOD) as service:
        assert client_of(service).ask(JSON) == GOOD.body


@pytest.mark.parametrize("status", [429, 503])
def test_it_waits_as_long_as_it_is_told(status: int):
    """Retry-After, in seconds."""
    clock = Time()
    with Scripted(Reply(body=b"", status=status, headers=(("Retry-After", "7"),))) as service:
        assert client_of(service, clock).ask(QUESTION) == b"ok"
    assert 7 <= clock.now < 8


def test_it_waits_until_the_date_it_is_told_by_the_clock_of_the_service():
    """Retry-After may be a date (RFC 9110, 10.2.3), and the clock of this machine may be wrong by years."""
    clock = Time()
    dates = (("Date", "Sat, 01 Feb 2003 10:00:00 GMT"), ("Retry-After", "Sat, 01 Feb 2003 10:00:42 GMT"))
    with Scripted(Reply(body=b"", status=429, headers=dates)) as service:
        assert client_of(service, clock).ask(QUESTION) == b"ok"
    assert 42 <= clock.now < 43


@pytest.mark.parametrize("told", ["soon", "-5", "Sat, 99 Feb 2003", ""])
def test_a_wait_that_can_t_be_read_is_none(told: str):
    """It is asked again all the same, a little later."""
    clock = Time()
    with Scripted(Reply(body=b"", status=429, headers=(("Retry-After", told),))) as service:
        assert client_of(service, clock).ask(QUESTION) == b"ok"
    assert clock.now < 1


@pytest.mark.parametrize("status", [429, 200])
def test_a_service_that_wants_hours_of_rest_is_not_waited_for(status: int):
    """A quota that is used up comes back tomorrow; the terminal must not hang until then."""
    clock = Time()
    busy = Reply(body=b"<html>", status=status, headers=(("Retry-After", "7200"),))
    with Scripted(busy) as service, pytest.raises(Refused, match="120 minutes") as told:
        client_of(service, clock).ask(JSON)
    assert "kept" in str(told.value.hint)
    assert (len(service.log), clock.slept) == (1, [])


def test_it_asks_ever_more_slowly_and_gives_up_at_last():
    """The error says what was last answered, and that nothing is lost."""
    clock = Time()
    said = r"The service: the list: asked 7 times, .* status 502$"
    bad = Reply(body=b"<html>Oops</html>", status=502)
    with Scripted(*[bad] * 7) as service, pytest.raises(Unreachable, match=said) as told:
        client_of(service, clock).ask(QUESTION)
    assert "kept" in str(told.value.hint)
    assert len(service.log) == 7
    assert len(clock.slept) == 6
    assert all(later > earlier * 1.3 for earlier, later in pairwise(clock.slept))
    assert 20 < sum(clock.slept) < 45


# what doesn't


@pytest.mark.parametrize("status", [400, 401, 403, 404, 414, 204])
def test_what_is_refused_is_not_asked_again(status: int):
    """A wrong key stays wrong."""
    words = "" if status == 204 else '{"error":"not like that"}'
    refusal = Reply(body=words.encode(), status=status)
    with Scripted(refusal, refusal) as service, pytest.raises(Refused, match=f"status {status}") as told:
        client_of(service).ask(QUESTION)
    assert told.value.message.endswith(": not like that" if words else "204")
    assert len(service.log) == 1


def test_what_the_check_refuses_is_not_asked_again():
    """An error inside HTTP 200 may be one that stays: a string that can't be read."""

    def check(body: bytes) -> None:
        raise Refused("it can't read that", hint="look at the brackets")

    with FalseService() as service, pytest.raises(Refused, match="can't read") as told:
        client_of(service).ask(Request(path="list", what="the list", check=check))
    assert told.value.hint == "look at the brackets"
    assert len(service.log) == 1


@pytest.mark.parametrize("key", ["ключ", "s3cret\nkey"])
def test_a_key_that_can_t_be_sent_is_said_to_be_wrong(key: str):
    """It was copied from a page with something beside it; the endpoint is not to blame."""
    with FalseService() as service, pytest.raises(Refused, match="the key holds characters") as told:
        client_of(service, secret_headers={"X-ApiKey": key}).ask(QUESTION)
    assert key not in whole_story(told.value)


def test_blanks_around_a_key_are_not_sent():
    """A key that was read from a file ends with a line break."""
    with FalseService() as service:
        client_of(service, secrets={"api_key": " abc \n"}).ask(QUESTION)
    assert service.log[0].question.params["api_key"] == "abc"


@pytest.mark.parametrize("base", ["nonsense", "ftp://127.0.0.1/", "http://", ""])
def test_an_endpoint_that_is_no_address_is_said_to_be_none(base: str):
    """It is a line in somebody's query file."""
    with pytest.raises(Refused, match="no web address") as told:
        client_of(base).ask(QUESTION)
    assert "endpoint" in str(told.value.hint)


# no network


def nobody() -> str:
    """An address where nobody listens."""
    with FalseService() as service:
        return service.endpoint


def test_without_a_network_it_says_so_soon():
    """Nobody should wait half a minute to learn that the cable is out."""
    clock = Time()
    with pytest.raises(Unreachable, match=r"The service \(127.0.0.1:\d+\) can't be reached: no connection") as told:
        client_of(nobody(), clock).ask(QUESTION)
    assert "network" in str(told.value.hint)
    assert clock.now < 2


def test_a_name_that_nobody_knows_is_no_network():
    """.invalid is never given to anybody (RFC 2606)."""
    clock = Time()
    with pytest.raises(Unreachable, match="can't be reached"):
        client_of("http://eutils.invalid/", clock, manners=Manners(per_second=9, timeout=1)).ask(QUESTION)
    assert clock.now < 2


@pytest.mark.skipif(sys.platform != "linux", reason="another system may refuse, where Linux keeps silent")
def test_a_network_that_swallows_everything_is_no_network():
    """Some firewalls answer nothing at all: twice the time-out is long enough to find out."""
    clock = Time()
    with ExitStack() as lines:
        full = lines.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(4):
            waiting = lines.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        base = f"http://127.0.0.1:{full.getsockname()[1]}/"
        with pytest.raises(Unreachable, match="can't be reached: no answer in time"):
            client_of(base, clock, manners=Manners(per_second=9, timeout=0.1)).ask(QUESTION)
    assert len(clock.slept) == 1


@pytest.mark.parametrize("after", [0, 1])
def test_a_service_that_comes_back_is_used(after: int):
    """Before the first answer it is tried twice, later as often as for any other fault."""
    with FalseService() as service:
        clock = Time()
        client = client_of(service, clock)
        for _ in range(after):
            client.ask(QUESTION)
        service.stop()
        tried = []

        def sleep(seconds: float) -> None:
            clock.sleep(seconds)
            tried.append(seconds)
            if len(tried) == (4 if after else 1):
                service.start()

        client._sleep = sleep
        assert client.ask(QUESTION) == b"ok"


def test_a_line_that_breaks_at_the_first_question_is_no_missing_network():
    """Somebody was there: that is asked again as often as any other fault."""
    with FalseService(faults=Faults(at={1: "reset", 2: "cut-off", 3: "reset", 4: "reset"})) as service:
        assert client_of(service).ask(QUESTION) == b"ok"
    assert len(service.log) == 5


# silent about keys


def whole_story(error: BaseException) -> str:
    """All that an error, and those behind it, may tell somebody."""
    told = "".join(traceback.format_exception(error))
    seen: BaseException | None = error
    while seen:
        told += f"{seen!r} {seen} {getattr(seen, 'hint', '')} {seen.args}"
        seen = seen.__cause__ or seen.__context__
    return told


def refuse(body: bytes) -> None:
    raise Refused(body.decode(), hint=f"is {KEY} right?")


def doubt(body: bytes) -> None:
    raise Unsound(body.decode())


CIRCLE = (("Location", "/list?api_key=" + KEY),)
ECHO = json.dumps({"error": f"API key invalid: {KEY}", "api-key": KEY}).encode()
TELLTALE: dict[str, tuple[list[Reply], Callable[[bytes], None]]] = {
    "refused, and the key repeated": ([Reply(body=ECHO, status=400)], want_json),
    "refused in plain words": ([Reply(body=b"no: " + KEY.encode(), status=403)], want_json),
    "the key where the words are cut": ([Reply(body=b"x" * 290 + KEY.encode(), status=403)], want_json),
    "the key as in an address": ([Reply(body=b"?api_key=s3cret%2FKey%2B0123456789", status=403)], want_json),
    "the key as in JSON": ([Reply(body=rb'{"error":"s3cret\/Key+0123456789"}', status=403)], want_json),
    "a fault that stays": ([Reply(body=ECHO, status=500)] * 3, want_json),
    "too many requests": ([Reply(body=ECHO, status=429)] * 3, want_json),
    "sent in circles": ([Reply(body=ECHO, status=302, headers=CIRCLE)] * 99, want_json),
    "an error inside that the check refuses": ([Reply(body=ECHO)], refuse),
    "an error inside that the check doubts": ([Reply(body=ECHO)] * 3, doubt),
    "cut off": ([Reply(body=ECHO, sent=3)] * 3, want_json),
    "reset": ([Reply(body=ECHO, reset=True)] * 3, want_json),
}


@pytest.mark.parametrize("case", TELLTALE)
@pytest.mark.parametrize("where", ["secrets", "secret_headers"])
@pytest.mark.parametrize("post", [False, True])
def test_the_key_is_in_no_error_and_no_log(case: str, where: str, post: bool, caplog: pytest.LogCaptureFixture):
    """Logs are sent to colleagues, and errors pasted into issues; NCBI repeats a rejected key in its answer."""
    replies, check = TELLTALE[case]
    manners = Manners(per_second=1000, timeout=5, tries=3)
    with caplog.at_level(logging.DEBUG), Scripted(*replies) as service:
        client = client_of(service, manners=manners, **{where: {"api_key": KEY}})
        with pytest.raises(SourceError) as told:
            client.ask(Request(path="list", what="the list", params={"term": "x"}, check=check, post=post))
    said = whole_story(told.value) + caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    assert said != ""
    for secret in (KEY, "s3cret", "0123456789"):
        assert secret not in said


@pytest.mark.parametrize("base", ["nonsense", "http://", "http://127.0.0.1:1/"])
def test_the_key_is_not_told_where_nobody_is_asked(base: str, caplog: pytest.LogCaptureFixture):
    """The words of the library hold the whole address."""
    with caplog.at_level(logging.DEBUG), pytest.raises(SourceError) as told:
        client_of(base, secrets={"api_key": KEY}).ask(QUESTION)
    assert "s3cret" not in whole_story(told.value) + caplog.text


def test_a_password_in_the_endpoint_is_not_told():
    """A mirror behind a password: http://name:password@host/."""
    base = nobody().replace("http://", "http://reader:s3cret@")
    with pytest.raises(Unreachable) as told:
        client_of(base).ask(QUESTION)
    assert "s3cret" not in whole_story(told.value)
    assert "127.0.0.1" in told.value.message


@given(before=st.text(max_size=400), after=st.text(max_size=20), status=st.sampled_from([400, 403, 404]))
@settings(max_examples=40, deadline=None)
def test_wherever_a_service_repeats_the_key_it_is_not_told(before: str, after: str, status: int):
    """Words are cut to a length for people: half a key is too much too."""
    body = (before + KEY + after).encode("utf-8", "replace")
    with Scripted(Reply(body=body, status=status)) as service, pytest.raises(Refused) as told:
        client_of(service, secrets={"api_key": KEY}).ask(QUESTION)
    assert "s3cret" not in whole_story(told.value)


def test_it_says_what_it_waits_for(caplog: pytest.LogCaptureFixture):
    """Who watches the log sees why nothing happens."""
    with caplog.at_level(logging.INFO), Scripted(Reply(body=b'{"error":"too many"}', status=429)) as service:
        client_of(service).ask(QUESTION)
    assert "The service: the list: status 429 too many; asked again in " in caplog.text


# the false PubMed, which other tests lean on


POLITE = {"db": "pubmed", "tool": "bibcorpus", "email": "reader@example.org"}


def eutils_of(pubmed: FalseEutils, **more: Any) -> Client:
    return client_of(pubmed, always=POLITE, **more)


def search(client: Client, term: str = "balint", **params: str) -> dict[str, Any]:
    request = Request(path="esearch.fcgi", what="ids", params={"term": term, "retmode": "json", **params})
    result: dict[str, Any] = json.loads(client.ask(request), strict=False)["esearchresult"]
    return result


def fetch(client: Client, **params: str) -> str:
    request = Request(path="efetch.fcgi", what="records", params={"retmode": "xml", **params}, post=True)
    return client.ask(request).decode()


def test_false_pubmed_gives_the_first_9_999_ids_and_no_more():
    """A larger retmax is cut with a warning (biopython issue 4189), a later start is an error inside HTTP 200."""
    with FalseEutils(records=10_001, limited=False) as pubmed:
        client = eutils_of(pubmed)
        found = search(client, retmax="10000")
        assert (found["count"], len(found["idlist"])) == ("10001", 9_999)
        assert found["warninglist"]["outputmessages"] == ["Restrictions achieved. start and count adjusted to 0, 9999"]
        assert "'retstart' cannot be larger than 9998" in search(client, retstart="9999")["ERROR"]


def test_false_pubmed_finds_an_article_by_each_of_its_dates():
    """Printed in one year and online in the year before: found in both, so slices overlap."""
    both = replace(make_records(1)[0], published="2020", electronic="2019/12/30")
    with FalseEutils(records=[both], limited=False) as pubmed:
        client = eutils_of(pubmed)
        for year, count in (("2018", "0"), ("2019", "1"), ("2020", "1"), ("2021", "0")):
            assert search(client, datetype="pdat", mindate=year, maxdate=year)["count"] == count
            assert search(client, f'balint AND ("{year}/01/01"[dp] : "{year}/12/31"[dp])')["count"] == count
        assert search(client, datetype="pdat", mindate="2020/01/02", maxdate="2020/12/31")["count"] == "0"


@pytest.mark.parametrize(
    ("term", "words", "limits"),
    [
        ("balint", "balint", []),
        ('(a OR b) AND ("2020/1/5"[pdat] : "2020"[pdat])', "(a OR b)", ["2020/01/05:2020/12/31[Date - Publication]"]),
        ("2019[dp] AND a", "a", ["2019/01/01:2019/12/31[Date - Publication]"]),
        ("a AND 2020/01/01:3000[crdt]", "a", ["2020/01/01:3000/12/31[Date - Create]"]),
        ("1984[ti]", "1984[ti]", []),
    ],
)
def test_false_pubmed_takes_date_limits_out_of_a_term(term: str, words: str, limits: list[str]):
    """PubMed reads them both ways, as parameters and in the string."""
    found, read = read_term(term)
    assert (found, [str(limit) for limit in read]) == (words, limits)


def test_false_pubmed_says_which_words_it_doesn_t_know():
    """Nothing found, and nothing understood, must not look alike."""
    with FalseEutils(records=4, limited=False, unknown={"balintt"}) as pubmed:
        client = eutils_of(pubmed)
        assert search(client, "balintt AND group")["errorlist"]["phrasesnotfound"] == ["balintt"]
        nothing = search(client, "balintt")
        assert (nothing["count"], nothing["warninglist"]["outputmessages"]) == ("0", ["No items found."])
        assert "ERROR" in search(client, "")


def test_false_pubmed_finds_what_it_is_told_matches():
    """The yield of a term, or a NOT that drops a seed paper, needs a search that tells records apart."""
    with FalseEutils(records=50, limited=False, matches=lambda words, record: words in record.title) as pubmed:
        client = eutils_of(pubmed)
        found = {int(pmid) for pmid in search(client, "Empathy", retmax="50")["idlist"]}
        assert found == {pmid for pmid, record in pubmed.records.items() if record.title.startswith("Empathy")}
        assert 0 < len(found) < 50
        one = pubmed.pmids[7]
        assert search(client, f"{one}[uid]")["idlist"] == [str(one)]


def test_false_pubmed_leaves_out_what_it_doesn_t_have():
    """Without a word: asked and given PMIDs are to be compared."""
    with FalseEutils(records=3, limited=False) as pubmed:
        _, second, third = pubmed.pmids
        pubmed.withheld, pubmed.withheld_once = {second}, {third}
        client = eutils_of(pubmed)
        ids = ",".join(map(str, [*pubmed.pmids, 99_999_999]))
        assert fetch(client, id=ids).count("<PubmedArticle>") == 1
        assert fetch(client, id=ids).count("<PubmedArticle>") == 2
        with pytest.raises(Refused, match="ID list is empty"):
            fetch(client, id="0")


def test_false_pubmed_forgets_a_history():
    """WebEnv lasts for hours, and a laptop sleeps for longer."""
    with FalseEutils(records=5, history_lasts=1, expiries=1, limited=False) as pubmed:
        client = eutils_of(pubmed)
        for expired in (True, False):
            kept = search(client, usehistory="y", retmax="0")
            history = {"WebEnv": kept["webenv"], "query_key": kept["querykey"]}
            assert fetch(client, **history, retstart="3").count("<PubmedArticle>") == 2
            assert ("Unable to obtain query #1" in fetch(client, **history, retstart="0")) is expired
    assert [line[:8] for line in pubmed.asked_twice()] == ["2 times:"]  # of the records; that search had to be


@pytest.mark.parametrize(
    ("params", "complaint"),
    [
        ({"email": ""}, "no email"),
        ({"tool": "bib corpus"}, "a blank in tool"),
        ({"db": "pmc"}, "db='pmc'"),
        ({"id": ",".join(map(str, range(1, 202)))}, "201 ids by GET: more than 200 belong into a POST"),
        ({"mindate": "2020"}, "mindate and maxdate are needed both"),
    ],
)
def test_false_pubmed_minds_bad_manners(params: dict[str, str], complaint: str):
    """A test that asserts that there were no complaints must be able to fail."""
    with FalseEutils(limited=False) as pubmed:
        search(eutils_of(pubmed), **params)
    assert pubmed.complaints == [f"request 1 (esearch.fcgi): {complaint}"]


def test_false_pubmed_refuses_who_is_too_fast_or_has_a_wrong_key():
    """Three a second, ten with a key; a rejected key is repeated in the answer."""
    with FalseEutils(keys={"right"}) as pubmed:
        client = eutils_of(pubmed, manners=Manners(per_second=10_000, tries=1))
        for _ in range(3):
            search(client)
        with pytest.raises(Unreachable, match="429 API rate limit exceeded"):
            search(client)
        assert len(pubmed.complaints) == 1
        with pytest.raises(Refused, match="400: API key invalid"):
            search(eutils_of(pubmed, secrets={"api_key": "wrong"}))


def test_who_is_patient_gets_everything_from_a_false_pubmed_with_every_fault():
    """No question is spoiled more often than twice, so what a test loses, the program lost."""

    def sound(body: bytes) -> None:
        if not body.startswith(b"<?xml") or not body.endswith(b"</PubmedArticleSet>"):
            raise Unsound("these are no records")

    chances = dict.fromkeys([name for name in FalseEutils.spoilers if name not in ("slow", "stall")], 0.05)
    with FalseEutils(records=200, limited=False, faults=Faults(chances=chances)) as pubmed:
        client = eutils_of(pubmed)
        got = ""
        for pmid in pubmed.pmids[::2]:
            got += client.ask(
                Request(path="efetch.fcgi", what="records", params={"id": str(pmid), "retmode": "xml"}, check=sound)
            ).decode()
    assert got.count("<PubmedArticle>") == 100
    assert {asked.fault for asked in pubmed.log} >= {"429", "429-in-200", "html", "backend", "cut-off", "reset"}
    assert (pubmed.complaints, pubmed.asked_twice()) == ([], [])


def test_false_pubmed_changes_between_two_searches():
    """New, modified, withdrawn, merged, and no longer found: what an update has to tell apart."""
    with FalseEutils(records=10, limited=False) as pubmed:
        client = eutils_of(pubmed)
        before = set(search(client)["idlist"])
        changed, gone, merged, into, left = pubmed.pmids[:5]
        assert search(client, datetype="mdat", mindate="2026/02/04", maxdate="3000")["count"] == "0"
        new = pubmed.add(2, entered="2026/02/03")
        pubmed.modify(changed, on="2026/02/04", retracted=True)
        pubmed.withdraw(gone)
        pubmed.merge(merged, into)
        pubmed.unlist(left)
        after = set(search(client)["idlist"])
        assert after - before == {str(pmid) for pmid in new}
        assert before - after == {str(gone), str(merged), str(left)}
        assert search(client, datetype="mdat", mindate="2026/02/04", maxdate="3000")["idlist"] == [str(changed)]
        assert fetch(client, id=f"{gone},{merged},{left}").count("<PubmedArticle>") == 1
        assert "RetractionIn" in fetch(client, id=str(changed))


def test_the_total_of_a_false_pubmed_may_change_midway():
    """Records come in while we ask."""
    with FalseEutils(records=5, limited=False, changes={2: lambda pubmed: pubmed.add(3)}) as pubmed:
        client = eutils_of(pubmed)
        assert [search(client)["count"] for _ in range(3)] == ["5", "8", "8"]


def test_many_records_on_one_day_can_be_made():
    """A year alone is its first of January: there PubMed has more than it lists."""
    crowd = make_records(20, first=40_000_000, published="2019", entered="2019/03/04")
    assert {record.dates("pdat") for record in crowd} == {("2019/01/01",)}
    assert {record.dates("edat") for record in crowd} == {("2019/03/04",)}
    assert len({record.pmid for record in crowd}) == 20
    assert day("2020/2", "12/31") == "2020/02/31"


def test_a_false_service_knows_its_faults():
    """A fault whose name is wrong would never happen, and the test would prove nothing."""
    with pytest.raises(ValueError, match="no such faults: \\['html '\\]"):
        FalseService(faults=Faults(chances={"html ": 1.0}))


def test_a_false_service_leaves_no_thread_behind():
    """Many tests start many."""
    before = threading.active_count()
    with FalseService() as service:
        client_of(service).ask(QUESTION)
    deadline = time.monotonic() + 2
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.005)
    assert threading.active_count() <= before
