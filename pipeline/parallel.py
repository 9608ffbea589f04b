"""Work on batches of records on all cores.

In: a function of one batch, and batches. Out: its results in the order of the batches, whatever order they were done
in. A few records are worked on here; only more are worth starting other processes for (0.4 s). Workers end when this
process does, however it ends.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

from .errors import PipelineError

Batch = TypeVar("Batch")
Result = TypeVar("Result")

BATCH = 1_000  # records a batch: large enough that sending them costs little
HERE = 2  # batches that are worked on in this process before others are started
WAITING = 2  # batches a worker that wait for it: bounds memory


class Workers:
    """Processes that are started when they are first worth it; use as a context manager."""

    def __init__(self, processes: int | None = None) -> None:
        self._processes = processes or os.cpu_count() or 1
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *error: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def start(self) -> None:
        """Start the processes, where a caller knows that he will need them: meanwhile he may do something else."""
        if self._processes > 1:
            self._started().submit(os.getpid)

    def map(
        self, function: Callable[[Batch], Result], batches: Iterable[Batch], ahead: int = WAITING
    ) -> Iterator[Result]:
        """`function` of each batch, in order. Function, batches and results must be picklable.

        `ahead`: batches a worker that wait for it.
        """
        remaining = iter(batches)
        if self._processes < 2:
            yield from map(function, remaining)
            return
        if self._pool is None:
            first = list(islice(remaining, HERE + 1))
            if len(first) <= HERE:
                yield from map(function, first)
                return
            remaining = _chained(first, remaining)
        try:
            yield from self._map(function, remaining, ahead)
        except BrokenProcessPool as error:
            raise PipelineError(
                "a process that worked for this one was ended from outside, most likely for want of memory",
                hint="close other programs and run again: nothing half-done is left",
            ) from error

    def _map(self, function: Callable[[Batch], Result], batches: Iterator[Batch], ahead: int) -> Iterator[Result]:
        pool = self._started()
        running: deque[Future[Result]] = deque()
        for batch in batches:
            running.append(pool.submit(function, batch))
            if len(running) >= self._processes * ahead:
                yield running.popleft().result()
        while running:
            yield running.popleft().result()

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._processes, mp_context=multiprocessing.get_context("spawn"), initializer=_begin
            )
        return self._pool


def _chained(first: list[Batch], rest: Iterator[Batch]) -> Iterator[Batch]:
    yield from first
    yield from rest


def _begin() -> None:
    """A worker's beginning: no garbage collection (batches have no cycles), and an end with its parent.

    A worker whose parent was killed would wait for ever.
    """
    gc.disable()

    def watch() -> None:
        parent = multiprocessing.parent_process()
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def batches(rows: Iterable[Batch], size: int = BATCH) -> Iterator[list[Batch]]:
    """Rows, `size` at a time."""
    remaining = iter(rows)
    while batch := list(islice(remaining, size)):
        yield batch


@contextmanager
def without_collector() -> Iterator[None]:
    """No garbage collection meanwhile: our rows have no cycles, and looking for them costs a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
