"""A set of rules on its way to other processes: packed once, unpacked once in each of them.

What a process learns while it tags (which phrases hang on which word) is kept from one batch to the next.
"""

from __future__ import annotations

import pickle
from functools import lru_cache
from typing import Any


class Packed:
    """Something that many batches need.

    rules = Packed(load_rules(folder));  workers.map(partial(_tag_batch, rules), …);  rules.unpacked() in `_tag_batch`
    """

    __slots__ = ("_data",)

    def __init__(self, thing: Any) -> None:
        self._data = pickle.dumps(thing)

    def unpacked(self) -> Any:
        """What was packed: in one process always the same object."""
        return _unpacked(self._data)


@lru_cache(maxsize=4)
def _unpacked(data: bytes) -> Any:
    return pickle.loads(data)
