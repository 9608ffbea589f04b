"""A false service on the loopback address: what false PubMed, or any other, is built on.

It answers over HTTP/1.1 in threads, keeps a log of all that it was asked, complains of clients with bad manners, and
spoils answers on purpose (`Faults`). A service says what it answers (`answer`), what it minds (`look_at`), and which
requests ask for the same (`same`).

    with FalseService(faults=Faults(chances={"500": 0.2})) as service:
        ...ask service.endpoint...
        assert service.complaints == []
"""

from __future__ import annotations

import random
import socket
import socketserver
import struct
import sys
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

# Packets that were sent evenly don't come in evenly: what a service allows in a second is counted over a little less,
# and over five seconds exactly, so that a client that is always a little too fast is found too.
JITTER = 0.15
LONG_WINDOW = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One request. `params` are those of the address and of the body; a name given twice has its values joined by ','.

    `time` is that of time.monotonic when it came in; `path` has no slash before it.
    """

    number: int
    method: str
    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    time: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A line of the log. `same`: equal for requests that ask for the same; `sound`: it was answered, and nothing was
    spoiled on the way out (whether it came in whole, nobody knows here)."""

    question: Question
    same: str
    status: int
    fault: str | None
    sound: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What goes back. `sent`: so many bytes of the body, then the line is cut; `wait`: seconds before the
    first byte, `stall`: before that cut."""

    body: bytes
    status: int = 200
    kind: str = "text/plain; charset=UTF-8"
    headers: tuple[tuple[str, str], ...] = ()
    sound: bool = True
    sent: int | None = None
    reset: bool = False
    wait: float = 0.0
    stall: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """What goes wrong: `at` the request of that number (from 1), and by chance; both by names in `spoilers`.

    No question is spoiled by chance more than `at_most` times: who is patient gets everything. Which ones are is set by
    `seed` and the question alone, not by the order in which threads come.
    """

    chances: Mapping[str, float] = field(default_factory=dict)
    at: Mapping[int, str] = field(default_factory=dict)
    at_most: int = 2
    seed: int = 1
    retry_after: str = "0"
    slow: float = 0.05


Spoiler = Callable[[Reply, Question, Faults], Reply]

PAGE = b"""\
<!DOCTYPE html>
<html><head><title>NCBI - WWW Error Diagnostic</title></head>
<body><h1>Server Error</h1><p>Your request could not be processed due to a problem on our web server.</p></body></html>
"""


def page(status: int) -> Spoiler:
    """A page of HTML in the place of data."""
    return lambda reply, question, faults: Reply(body=PAGE, status=status, kind="text/html", sound=False)


def _slow(reply: Reply, question: Question, faults: Faults) -> Reply:
    return replace(reply, wait=faults.slow)  # late, but sound


def _stall(reply: Reply, question: Question, faults: Faults) -> Reply:
    return replace(reply, sent=len(reply.body) // 2, stall=faults.slow, sound=False)


SPOILERS: dict[str, Spoiler] = {
    "500": page(500),
    "502": page(502),
    "503": page(503),
    "html": page(200),
    "empty": lambda reply, question, faults: replace(reply, body=b"", sound=False),
    # the length that was promised is not kept, and the line is cut
    "cut-off": lambda reply, question, faults: replace(reply, sent=len(reply.body) // 2, sound=False),
    # a proxy did that before us: what came is framed well, but is half of it
    "cut-inside": lambda reply, question, faults: replace(reply, body=reply.body[: len(reply.body) // 2], sound=False),
    "reset": lambda reply, question, faults: replace(reply, reset=True, sound=False),
    "slow": _slow,
    "stall": _stall,
}


class FalseService:
    """Answers 'ok' to everything; a real one overrides `answer`, `look_at` and `same`.

    `changes`: what happens to the service just before the request of that number. `log` and `complaints` are for
    tests to look at.
    """

    spoilers: Mapping[str, Spoiler] = SPOILERS

    def __init__(
        self, *, faults: Faults | None = None, changes: Mapping[int, Callable[[Any], None]] | None = None, port: int = 0
    ) -> None:
        self.faults, self.changes = faults or Faults(), dict(changes or {})
        unknown = {*self.faults.chances, *self.faults.at.values()} - {*self.spoilers}
        if unknown:
            raise ValueError(f"no such faults: {sorted(unknown)}; there are {sorted(self.spoilers)}")
        self.log: list[Asked] = []
        self.complaints: list[str] = []
        self.lock = threading.RLock()
        self._spoiled: Counter[str] = Counter()
        self._asked: Counter[str] = Counter()
        self._times: deque[float] = deque()
        self._number, self._port = 0, port
        self._server: _Server | None = None

    # what a service overrides

    def answer(self, question: Question) -> Reply:
        """The sound answer."""
        return Reply(body=b"ok")

    def look_at(self, question: Question) -> Reply | None:
        """Complain of bad manners; a Reply where the service refuses to answer."""
        return None

    def same(self, question: Question) -> str:
        """The same text for requests that ask for the same."""
        return f"{question.path} {sorted(question.params.items())}"

    # for tests

    @property
    def endpoint(self) -> str:
        """The base address."""
        return f"http://127.0.0.1:{self._port}/"

    def asked_twice(self) -> list[str]:
        """What was asked for again although it had been answered soundly."""
        counts = Counter(asked.same for asked in self.log if asked.sound)
        return [f"{count} times: {same}" for same, count in counts.items() if count > 1]

    def complain(self, question: Question, what: str) -> None:
        """Note bad manners."""
        self.complaints.append(f"request {question.number} ({question.path}): {what}")

    def too_fast(self, question: Question, per_second: float) -> int:
        """How many requests came in the second before this one, where that is too many; 0 where it isn't."""
        times = self._times
        times.append(question.time)
        while times[0] <= question.time - LONG_WINDOW:
            times.popleft()
        last = sum(1 for time_ in times if time_ > question.time - (1 - JITTER))
        if last <= per_second and len(times) <= LONG_WINDOW * per_second + 1:
            return 0
        self.complain(question, f"too fast: {last} in a second, {len(times)} in five; {per_second:g} a second allowed")
        return max(last, int(per_second) + 1)

    # how it runs

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *why: object) -> None:
        self.stop()

    def start(self) -> None:
        """Listen, from now on; on the same port as before."""
        self._server = _Server(self, self._port)
        self._port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def stop(self) -> None:
        """Listen no more, and cut all lines."""
        if self._server:
            self._server.shutdown()
            self._server.cut_lines()
            self._server.server_close()
            self._server = None

    @contextmanager
    def away(self) -> Iterator[None]:
        """Nobody answers meanwhile: connections are refused."""
        self.stop()
        yield
        self.start()

    def take(self, method: str, target: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        """Answer one request, and keep it in the log."""
        now, split = time.monotonic(), urlsplit(target)
        params: dict[str, str] = {}
        for name, value in parse_qsl(split.query + "&" + body.decode("utf-8", "replace"), keep_blank_values=True):
            params[name] = f"{params[name]},{value}" if name in params else value
        with self.lock:
            self._number += 1
            question = Question(
                number=self._number,
                method=method,
                path=split.path.lstrip("/"),
                params=params,
                headers=headers,
                time=now,
            )
            if question.number in self.changes:
                self.changes[question.number](self)
            same = self.same(question)  # first: an answer may change what the question means
            reply = self.look_at(question) or self.answer(question)
            fault = self._fault(question, same)
            if fault:
                reply = self.spoilers[fault](reply, question, self.faults)
            sound = reply.sound and reply.status == 200
            self.log.append(Asked(question=question, same=same, status=reply.status, fault=fault, sound=sound))
        return reply

    def _fault(self, question: Question, same: str) -> str | None:
        if question.number in self.faults.at:
            return self.faults.at[question.number]
        self._asked[same] += 1
        if not self.faults.chances or self._spoiled[same] >= self.faults.at_most:
            return None
        drawn = random.Random(f"{self.faults.seed} {same} {self._asked[same]}").random()
        for name, chance in self.faults.chances.items():
            drawn -= chance
            if drawn < 0:
                self._spoiled[same] += 1
                return name
        return None


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # so that all of them are waited for
    request_queue_size = 64

    def __init__(self, service: FalseService, port: int) -> None:
        self.service, self.lines, self.stopping = service, set[socket.socket](), threading.Event()
        super().__init__(("127.0.0.1", port), _Handler)

    def server_bind(self) -> None:
        # not HTTPServer's, which looks up the name of this machine
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        self.lines.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self.lines.discard(request)
        super().shutdown_request(request)

    def cut_lines(self) -> None:
        self.stopping.set()
        for line in list(self.lines):
            with suppress(OSError):  # the client was quicker
                line.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        error = sys.exc_info()[1]
        if not isinstance(error, ConnectionError):  # clients come and go, some by kill -9
            self.service.complaints.append(f"the false service itself failed: {error!r}")


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body in one packet: two, with delayed acknowledgement, take 40 ms

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        reply = self.server.service.take(self.command, self.path, body, dict(self.headers.items()))
        if reply.wait:
            self.server.stopping.wait(reply.wait)
        if reply.reset:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            return
        self.send_response_only(reply.status)
        own = {"Date": self.date_time_string(), "Content-Type": reply.kind, "Content-Length": str(len(reply.body))}
        for name, value in {**own, **dict(reply.headers)}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(reply.body[: reply.sent])
        if reply.sent is not None:
            self.wfile.flush()
            self.server.stopping.wait(reply.stall)
            self.close_connection = True

    do_POST = do_GET

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: the log is the service's."""
