"""A citation key that no record before has."""

from __future__ import annotations

from collections.abc import Container
from itertools import count, product
from string import ascii_lowercase


def free_key(key: str, taken: Container[str]) -> str:
    """'smith2019', and 'smith2019a' for the next; `taken` are in lower case, as keys that differ in case are one."""
    endings = ("".join(letters) for size in count(0) for letters in product(ascii_lowercase, repeat=size))
    return next(key + ending for ending in endings if (key + ending).lower() not in taken)
