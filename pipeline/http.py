"""The one HTTP client: polite, patient, and silent about keys.

In: a `Request` to a service whose `Manners` are known. Out: the body of a whole, sound answer. What passes by itself
(too many requests, a server's fault, a body cut off, a page of HTML where data should be, an error that a service
reports inside an answer) is asked again, ever more slowly; what doesn't is an error that names the service.

Keys go into what is sent and nowhere else: no address with its parameters is ever shown or logged, and what a service
says in an error is shown without them (NCBI repeats a rejected key in its answer).
"""

from __future__ import annotations

import logging
import random
import re
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus, urlsplit

from .errors import NoNetwork, Refused, SourceError, Unreachable

if TYPE_CHECKING:
    import requests

log = logging.getLogger(__name__)

SLOWER = 1.15  # than allowed: what was sent evenly doesn't come in evenly
LONG_SECRET = 12  # characters
LONGEST_WAIT = 300.0  # seconds that a service may ask us to wait
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_SHOWN = 300  # characters of a service's own words in an error


class Unsound(Exception):
    """An answer that is no answer, though its status says 200: ask again. The text says what is wrong."""


def anything(body: bytes) -> None:
    """The check of a request whose answer may be whatever it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How a service wants to be asked: starts of requests a second, requests at once; `timeout` in seconds."""

    per_second: float
    at_once: int = 1
    timeout: float = 60.0
    tries: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One question. `path` is added to the service's base address; `what` names it for people ('the list of PMIDs').

    `check` looks at the body: raises Unsound where it is worth asking again, Refused where it isn't.
    """

    path: str
    what: str
    params: Mapping[str, str] = field(default_factory=dict)
    check: Callable[[bytes], None] = anything
    post: bool = False


class Pace:
    """When the next request to a service may start; shared by all clients that ask it."""

    def __init__(self) -> None:
        self._lock, self._next, self._rest = threading.Lock(), 0.0, 0.0

    def turn(self, now: float, interval: float) -> float:
        """The time of the next free turn, which is taken by this."""
        with self._lock:
            turn = max(now, self._next)
            self._next = turn + interval
        return turn

    def rest_until(self, time: float) -> None:
        """Nobody asks before: a service that is overloaded is so for all threads."""
        with self._lock:
            self._next, self._rest = max(self._next, time), max(self._rest, time)

    def rests(self, turn: float) -> bool:
        """Whether a turn given out before is none any more: the service asked for rest meanwhile."""
        with self._lock:
            return turn < self._rest


class Client:
    """Asks one service. Safe for threads: rate and number at once hold over all of them.

    `base` is the address to which paths are added; `always` goes with each request; `secrets` too, and
    `secret_headers`, but they are never shown. Clients of one service share a `pace`. `sleep` and `clock` are handed in
    by tests.
    """

    def __init__(
        self,
        title: str,
        base: str,
        manners: Manners,
        *,
        always: Mapping[str, str] | None = None,
        secrets: Mapping[str, str] | None = None,
        secret_headers: Mapping[str, str] | None = None,
        user_agent: str = "bibcorpus",
        pace: Pace | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.title, self.base, self.manners = title, base if base.endswith("/") else base + "/", manners
        self.requests = 0  # that were sent, those asked again among them
        # no key is no parameter: NCBI refuses an empty one
        self._always, self._secrets = dict(always or {}), _given(secrets)
        self._secret_headers, self._user_agent = _given(secret_headers), user_agent
        self._hidden = _as_repeated([*self._secrets.values(), *self._secret_headers.values()])
        self._sleep, self._clock = sleep, clock
        self._pace, self._slots = pace or Pace(), threading.Semaphore(manners.at_once)
        self._answered, self._counting = False, threading.Lock()
        self._local = threading.local()
        # its lines for --debug show whole addresses
        logging.getLogger("urllib3").setLevel(logging.ERROR)

    @property
    def host(self) -> str:
        """Whom we ask, for people; without the password that an address may hold."""
        return urlsplit(self.base).netloc.rpartition("@")[2] or self.base

    @property
    def shown(self) -> str:
        """The base address without the password that it may hold."""
        before, slashes, rest = self.base.partition("//")
        return before + slashes + rest.rpartition("@")[2]

    def ask(self, request: Request) -> bytes:
        """The body of a sound answer. Raises Unreachable or Refused."""
        last = _Again("")
        for attempt in range(self.manners.tries):
            if attempt:
                pause = max(last.wait, min(60.0, 0.5 * 2 ** (attempt - 1)) * random.uniform(0.8, 1.2))
                log.info("%s: %s: %s; asked again in %.1f s", self.title, request.what, last, pause)
                self._pace.rest_until(self._clock() + pause)
            with self._slots:
                self._wait_for_turn()
                try:
                    return self._answer(request)
                except _Again as again:
                    last = again
            if last.no_line and not self._answered and attempt:
                break  # there is no network: don't let people wait
        raise self._gave_up(request, last)

    def _gave_up(self, request: Request, last: _Again) -> SourceError:
        if last.no_line and not self._answered:
            return NoNetwork(
                f"{self.title} ({self.host}) can't be reached: {last}",
                hint="is there a network? `bibcorpus run` works without one, from what is there",
            )
        error = Unreachable(
            f"{self.title}: {request.what}: asked {self.manners.tries} times, the last answer was: {last}",
            hint="try again later: what was received so far is kept, and is not asked for again",
        )
        error.status = last.status
        return error

    def _answer(self, request: Request) -> bytes:
        with self._counting:
            self.requests += 1
        answer = self._send(request)
        self._answered = True
        if answer.status_code != 200:
            raise self._trouble(request, answer)
        try:
            body = self._without_secrets(answer.content)
            request.check(body)
            return body
        except Unsound as unsound:
            trouble: Exception = _Again(self._clean(str(unsound))[:_SHOWN], wait=_retry_after(answer))
        except SourceError as error:
            trouble = type(error)(self._clean(error.message), hint=self._clean(error.hint or "") or None)
        raise self._or_too_long(request, answer, trouble)  # not within `except`: no error drags the key behind it

    def _send(self, request: Request) -> requests.Response:
        """Whatever comes back, whole. Raises _Again, or Refused for an endpoint that is no address."""
        from requests import exceptions

        params = {**self._always, **request.params, **self._secrets}
        try:
            if urlsplit(self.base).scheme not in ("http", "https") or not urlsplit(self.base).hostname:
                raise exceptions.InvalidURL
            return self._session().request(
                "POST" if request.post else "GET",
                self.base + request.path,
                params=None if request.post else params,
                data=params if request.post else None,
                timeout=self.manners.timeout,
                # elsewhere a POST arrives as a GET without its parameters, and a key in a header goes to strangers
                allow_redirects=not request.post and not self._secret_headers,
            )
        except (exceptions.InvalidHeader, UnicodeEncodeError):
            said = "the key holds characters that can't be sent"
            trouble: Exception = Refused(f"{self.title}: {said}", hint="copy it again, without what stands around it")
        except (exceptions.InvalidURL, ValueError):
            trouble = Refused(f"{self.title}: {self.shown!r} is no web address", hint="see `endpoint`")
        except exceptions.RequestException as error:
            trouble = _Again(_in_words(error), no_line=_nobody_there(error))
        raise trouble  # not within `except`: the library's own words hold the address, and that the key

    def _trouble(self, request: Request, answer: requests.Response) -> Exception:
        """What a status other than 200 means."""
        status = answer.status_code
        words = _words_of(self._clean(answer.content[:10_000].decode("utf-8", "replace")))
        if status in (408, 425, 429) or status >= 500:
            again = _Again(f"status {status} {words}".rstrip(), wait=_retry_after(answer), status=status)
            return self._or_too_long(request, answer, again)
        refused = Refused(
            f"{self.title}: {request.what}: it refuses with status {status}{': ' + words if words else ''}",
            hint=_HINTS.get(status, "see `bibcorpus search --show`: is the search string right?"),
        )
        refused.status = status
        return refused

    def _or_too_long(self, request: Request, answer: requests.Response, trouble: Exception) -> Exception:
        """`trouble`, unless it is one that passes so late that nobody should wait for it."""
        if not isinstance(trouble, _Again) or trouble.wait <= LONGEST_WAIT:
            return trouble
        minutes = f"{trouble.wait / 60:.0f} minutes ({answer.status_code})"
        refused = Refused(
            f"{self.title}: {request.what}: it wants to be left alone for {minutes}",
            hint="its quota is used up: run the same command later; what was received so far is kept",
        )
        refused.status = answer.status_code
        return refused

    def _without_secrets(self, body: bytes) -> bytes:
        """What is kept never holds a key, though a service may repeat it; a short one may stand there by chance."""
        for secret in self._hidden:
            if len(secret) >= LONG_SECRET:
                body = body.replace(secret.encode(), "…".encode())
        return body

    def _clean(self, words: str) -> str:
        for secret in self._hidden:
            words = words.replace(secret, "…")
        return words

    def _wait_for_turn(self) -> None:
        while (turn := self._pace.turn(now := self._clock(), SLOWER / self.manners.per_second)) > now:
            self._sleep(turn - now)
            if not self._pace.rests(turn):
                return

    def _session(self) -> requests.Session:
        """One for each thread: they are not made for sharing."""
        import requests

        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = requests.Session()
            session.headers.update({"User-Agent": self._user_agent, **self._secret_headers})
            session.trust_env = urlsplit(self.base).hostname not in _LOOPBACK  # no proxy for this machine
            self._local.session = session
        return session


class _Again(Exception):
    """Worth asking again, after `wait` seconds at least; `no_line`: nobody answered at all."""

    def __init__(self, said: str, wait: float = 0.0, no_line: bool = False, status: int | None = None) -> None:
        super().__init__(said)
        self.wait, self.no_line, self.status = wait, no_line, status


_HINTS = {
    **dict.fromkeys((301, 302, 303, 307, 308), "it sends us elsewhere: is the `endpoint` right?"),
    401: "is the key right, and does it hold for this service?",
    403: "is the key right, and does it hold for this service? some need the network of your institution",
    404: "is the `endpoint` right?",
}


def _given(secrets: Mapping[str, str] | None) -> dict[str, str]:
    """Those that are there, without the line break that a file ends with."""
    return {name: value.strip() for name, value in (secrets or {}).items() if value.strip()}


def _as_repeated(secrets: Iterable[str]) -> list[str]:
    """The secrets as an answer may repeat them: as they are, as in an address, as in JSON; the longest first."""
    ways = {
        way
        for secret in secrets
        for way in (secret, quote(secret), quote(secret, safe=""), quote_plus(secret), secret.replace("/", "\\/"))
    }
    return sorted(ways, key=len, reverse=True)


def _retry_after(answer: requests.Response) -> float:
    """Seconds that the service asks us to wait; 0 where it doesn't. It may be a number or a date (RFC 9110, 10.2.3);
    a date is read by the service's own clock, where it tells: ours may be wrong."""
    text, now = answer.headers.get("Retry-After", "").strip(), answer.headers.get("Date")
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    try:
        then = parsedate_to_datetime(text)
        return max(0.0, (then - (parsedate_to_datetime(now) if now else datetime.now(UTC))).total_seconds())
    except (ValueError, TypeError):  # TypeError: one of them is without a zone
        return 0.0


def _nobody_there(error: Exception) -> bool:
    """No line came about at all: no network, a wrong name, nobody listening, a proxy or certificate in the way."""
    from requests import exceptions
    from urllib3.exceptions import MaxRetryError

    inner = error.args[0] if error.args else None
    return isinstance(error, exceptions.ConnectionError) and isinstance(inner, MaxRetryError)


def _in_words(error: Exception) -> str:
    """What went wrong, without the address that the error's own words hold."""
    from requests import exceptions
    from urllib3.exceptions import ProtocolError, ReadTimeoutError

    inner = error.args[0] if error.args else None
    for kind, words in (
        (exceptions.ProxyError, "the proxy doesn't let us through"),
        (exceptions.SSLError, "its certificate can't be verified"),
        (exceptions.ConnectTimeout, "no answer in time"),
        (exceptions.Timeout, "no answer in time"),
        (exceptions.ChunkedEncodingError, "the answer broke off"),
        (exceptions.ContentDecodingError, "the answer was damaged on its way"),
        (exceptions.TooManyRedirects, "it sends us in circles"),
        (ReadTimeoutError, "no answer in time"),
        (ProtocolError, "the line broke"),
    ):
        if isinstance(error, kind) or isinstance(inner, kind):
            return words
    return "no connection"


_MESSAGE = re.compile(r'"(?:error|message|title|detail|statusText)"\s*:\s*"([^"]{1,300})"', re.IGNORECASE)
_ELEMENT = re.compile(r"<(?:ERROR|statusText|message)>([^<]{1,300})</", re.IGNORECASE)


def _words_of(text: str) -> str:
    """What an answer says is wrong: the message in JSON or XML, else nothing (a page of HTML tells nobody anything)."""
    if found := _MESSAGE.search(text) or _ELEMENT.search(text):
        return found[1].strip()
    text = text.strip()[:_SHOWN]
    return "" if text.startswith(("<", "{")) else text
