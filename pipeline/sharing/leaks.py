"""What should not be published: keys, tokens, passwords, and addresses of people.

In: a text that is about to be shared. Out: `Leak`, its line and what it looks like; never the secret itself.

A key of a service stands beside its name (api_key=…), in an address, a header or a setting. The names of the sources
that we ask are taken from the sources; those that we don't send, but that stand in what people copy from a browser or
a manual, are listed here. Beside any other word such as 'key' or 'token', only what looks random counts: a citekey
stands beside the word 'key' too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from string import ascii_letters, digits
from urllib.parse import unquote

from ..sources import all_sources, searchable

# Parameters and headers of services that we know, but never send ourselves.
# Elsevier: dev.elsevier.com, "API Authentication"; others: the usual names of HTTP (RFC 6750) and of settings.
OTHER_NAMES = (
    "apiKey",
    "insttoken",
    "X-ELS-Insttoken",
    "X-ELS-Authtoken",
    "access_token",
    "client_secret",
    "refresh_token",
)
PASSWORDS = ("password", "passwd", "passphrase")
WORDS = ("key", "token", "secret", "authorization", "bearer", *PASSWORDS)
RESERVED = (".example", ".test", ".invalid", ".localhost", "example.com", "example.net", "example.org")  # RFC 2606

_BESIDE = re.compile(
    rf"(?:{'|'.join(WORDS)})[\"']?\s{{0,3}}(?:=>|[:=\s])\s{{0,3}}[\"']?(?:bearer\s|basic\s)?([\w+/.~-]{{6,}}=*)",
    re.I | re.A,
)
_OF_A_NAME = ascii_letters + digits + "_-"
_ADDRESS = re.compile(r"[\w.+%-]{1,64}(?:@|%40)(?:[a-z0-9-]+\.)+[a-z]{2,}", re.I | re.A)
_LOGIN = re.compile(r"://[^\s/:@\"']{1,64}:[^\s/@\"']{1,64}@", re.A)
_TURN = re.compile(r"(?=\d[A-Za-z]|[A-Za-z]\d|[a-z][A-Z])")  # not 'Ab': that is how names begin
_PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")
SHORTEST_KEY = 8  # of what stands beside the name of a service's key
SHORTEST_RANDOM = 20  # of what may be a key by its looks alone; the ids of our own log have 16 characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Leak:
    """`what`: in words, 'what looks like a key or token (api_key, 36 characters)'. `secret`: nobody else may see it."""

    line: int
    what: str
    secret: bool


def leaks(text: str, public: Collection[str] = ()) -> list[Leak]:
    """Everything in `text` that should not be published, in the order of lines.

    `public`: addresses that are meant to be seen, such as the contact of the workspace.
    """
    found = sorted([*_secrets(text), *_addresses(text, {address.lower() for address in public})])
    ends = [end.start() for end in re.finditer("\n", text)] if found else []
    return [Leak(line=bisect_left(ends, at) + 1, what=what, secret=secret) for at, what, secret in found]


Place = tuple[int, str, bool]


def _secrets(text: str) -> Iterator[Place]:
    for found in _BESIDE.finditer(text):
        before = text[max(0, found.start() - 40) : found.start()]
        name = before[len(before.rstrip(_OF_A_NAME)) :] + _word(found[0])
        value = found[1]
        if _is_secret(name, value):
            yield found.start(1), f"what looks like a key or token ({name}, {len(value)} characters)", True
    for found in _LOGIN.finditer(text):
        yield found.start(), "a name with its password in an address", True
    for found in _PRIVATE_KEY.finditer(text):
        yield found.start(), "a private key", True


def _word(text: str) -> str:
    """The name at the beginning: 'key' of 'key = "…"'."""
    found = re.match(r"[a-z]+", text, re.I)
    return found[0] if found else ""


def _is_secret(name: str, value: str) -> bool:
    known = _plain(name) in _known_names() or name.lower().endswith(PASSWORDS)
    return (known and _is_filled_in(value)) or looks_random(value)


def _is_filled_in(value: str) -> bool:
    """Whether a value is more than a stand-in such as 'your-key-here' or 'xxxxxxxx'."""
    mixed = any(map(str.isalpha, value)) and any(map(str.isdigit, value))
    return len(value) >= SHORTEST_KEY and mixed and len(set(value)) > len(value) // 5


def looks_random(value: str) -> bool:
    """Whether letters and digits take turns as they do in a key that a machine made.

    'abrandtdahlgren2000physiotherapists' has as many different characters as a key of 36 hex digits (its entropy is as
    high), but its letters and digits change places twice; in such a key they do so about every second time.
    """
    if len(value) < SHORTEST_RANDOM:
        return False
    return any(map(str.isdigit, value)) and len(_TURN.findall(value)) >= len(value) / 5


@cache
def _known_names() -> frozenset[str]:
    """The parameters, headers and variables that hold a key of a source, without hyphens and case."""
    apis = [asked.API for source in all_sources().values() if (asked := searchable(source))]
    ours = (name for api in apis for name in (api.key, api.key_param, api.key_header) if name)
    return frozenset(_plain(name) for name in (*ours, *OTHER_NAMES))


def _plain(name: str) -> str:
    return re.sub(r"[-_]", "", name).lower()


def _addresses(text: str, public: Collection[str]) -> Iterator[Place]:
    if "@" not in text and "%40" not in text:  # most files: ten times as fast
        return
    for found in _ADDRESS.finditer(_LOGIN.sub(lambda login: " " * len(login[0]), text)):
        address = unquote(found[0]).lower()
        person, _, host = address.partition("@")
        if address not in public and not host.endswith(RESERVED) and person != "git":
            yield found.start(), f"an e-mail address ({person[:1]}…@{host})", False
