"""Workers: all cores, the same results in the same order, and errors that arrive whole."""

from __future__ import annotations

import os
import pickle
from collections.abc import Iterator

import pytest

from pipeline.errors import PipelineError, Truncated
from pipeline.parallel import HERE, Workers, batches


def twice(batch: list[int]) -> list[int]:
    return [2 * number for number in batch]


def process_of(batch: list[int]) -> int:
    return os.getpid()


def break_off(batch: list[int]) -> list[int]:
    if 7 in batch:
        raise Truncated("a.ris, line 7: the file ends inside this record", hint="export it again")
    return batch


def die(batch: list[int]) -> list[int]:
    if 7 in batch:
        os._exit(9)
    return batch


@pytest.mark.parametrize("processes", [1, 2])
def test_results_come_in_the_order_of_the_batches(processes: int):
    """Whoever is done first: the corpus must not depend on it."""
    with Workers(processes) as workers:
        found = list(workers.map(twice, batches(range(20), size=2)))
    assert found == [[2 * n, 2 * n + 2] for n in range(0, 20, 2)]


def test_a_few_records_start_no_other_process():
    """Starting one costs more than cleaning a thousand records."""
    with Workers(2) as workers:
        assert set(workers.map(process_of, batches(range(2 * HERE), size=2))) == {os.getpid()}


def test_processes_can_be_started_before_there_is_work_for_them():
    """They take half a second to start, in which the caller finds out what there is to do; one process needs none."""
    with Workers(2) as workers:
        workers.start()
        assert os.getpid() not in set(workers.map(process_of, batches(range(2), size=2)))
    with Workers(1) as workers:
        workers.start()
        assert set(workers.map(process_of, batches(range(2), size=2))) == {os.getpid()}


def test_an_error_in_a_worker_arrives_with_its_hint():
    """The person must read the same two lines, whichever process found the fault. Workers go on after it."""
    with Workers(2) as workers:
        with pytest.raises(Truncated) as caught:
            list(workers.map(break_off, batches(range(20), size=2)))
        assert (caught.value.message, caught.value.hint) == (
            "a.ris, line 7: the file ends inside this record",
            "export it again",
        )
        assert os.getpid() not in set(workers.map(process_of, batches(range(6), size=2)))


def test_every_error_of_ours_survives_the_way_between_processes():
    """A pickled exception loses what its constructor is not given again."""

    def all_of(kind: type[PipelineError]) -> Iterator[type[PipelineError]]:
        yield kind
        for each in kind.__subclasses__():
            yield from all_of(each)

    for kind in all_of(PipelineError):
        back = pickle.loads(pickle.dumps(kind("what", hint="try")))
        assert (type(back), back.message, back.hint, str(back)) == (kind, "what", "try", "what")


def test_a_worker_that_the_system_ends_is_an_error_with_a_hint():
    """On a small laptop the system takes the memory back; nobody should read a traceback for it."""
    with Workers(2) as workers, pytest.raises(PipelineError, match="was ended from outside") as caught:
        list(workers.map(die, batches(range(20), size=2)))
    assert "run again" in (caught.value.hint or "")


def test_batches_hold_every_row_once():
    """The last one may be shorter."""
    assert list(batches(range(5), size=2)) == [[0, 1], [2, 3], [4]]
    assert list(batches([])) == []
