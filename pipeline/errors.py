"""Every error that this program raises on purpose.

    PipelineError                 message + hint; the command line shows both and exits with 1
    ├── WorkspaceError            there is no workspace here, or its files are out of order
    │   ├── QueryError            queries/<review>.toml: file, key, allowed values
    │   ├── RuleError             queries/tags/<tag>.toml: file, line, what is wrong with the rule
    │   └── DecisionError         a decision that names nothing known, or can't be read
    ├── InputError                a file that was handed in
    │   ├── NoFile                missing, a directory, or not readable
    │   ├── UnknownFormat         empty, a picture, or text that is no export that we know
    │   └── Truncated             the last record is cut off: the download broke
    ├── SourceError               a source that was asked over the network
    │   ├── Unreachable           nobody answers there, or nothing sound, however often it is asked
    │   │   └── NoNetwork         nobody was ever reached: this computer has no network, or the address is wrong
    │   ├── Refused               it answers, but won't do it: a wrong key, a query that it can't read, a limit
    │   └── Incomplete            it gave less than it said it has: nothing is taken in
    ├── StoreError                corpus.duckdb is damaged, locked, or can't be written
    ├── SelectionError            a --where condition that DuckDB refuses
    ├── NotFound                  a work, key or record that the corpus doesn't have, or a style that nobody has
    └── CountsDontAddUp           a record would be lost: the build stops and the old corpus stays

A bad record is no error: it is a `Reject` (see model.py), counted and listed, and the step goes on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class PipelineError(Exception):
    """Base of all. `message` says what and where; `hint` says what to try."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[type[PipelineError], tuple[str, str | None]]:
        """Whole when it comes from another process."""
        return type(self), (self.message, self.hint)


class WorkspaceError(PipelineError):
    """There is no workspace here, or its files are out of order."""


class QueryError(WorkspaceError):
    """A query file that can't be used; the message names file, key and allowed values."""


class RuleError(WorkspaceError):
    """A tag rule that can't be used; the message names file and rule."""


class DecisionError(WorkspaceError):
    """A decision that can't be written or read; the message names file and line, or the record."""


class InputError(PipelineError):
    """A file that was handed in can't be taken."""


class NoFile(InputError):
    """The file is missing, a directory, or not readable."""


class UnknownFormat(InputError):
    """The file is empty, binary, or no export that we know."""


class Truncated(InputError):
    """The last record of the file is cut off."""


class SourceError(PipelineError):
    """A source could not be asked over the network. `status`: the HTTP status that it answered with, if it did."""

    status: int | None = None


class Unreachable(SourceError):
    """Nobody answers there, or nothing sound, however often it is asked."""


class NoNetwork(Unreachable):
    """Nobody was ever reached."""


class Refused(SourceError):
    """The source answers, but won't do it."""


class Incomplete(SourceError):
    """The source gave less than it said it has."""


class StoreError(PipelineError):
    """corpus.duckdb can't be read or written."""


class SelectionError(PipelineError):
    """A condition over `bibliography` that DuckDB refuses."""


class NotFound(PipelineError):
    """The corpus has no such work, key or record."""


class CountsDontAddUp(PipelineError):
    """A step would lose or invent a record. Nothing is written."""


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Give a full disk's error the name of the file that was written: the system tells it only on opening."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or str(path)
        raise
