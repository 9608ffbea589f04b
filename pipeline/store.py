"""The corpus in DuckDB. The only module that opens a database.

A build writes a new file under corpus/.build/ and `os.replace`s it over corpus/corpus.duckdb when every count adds
up: a reader sees the old corpus or the new one, never half of one. Sets go in by `read_json` (20,000 rows: 0.02 s;
row by row: 10 s and more). Nothing is ever installed or loaded from a network.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from .errors import SelectionError, StoreError
from .locking import take_lock
from .stamp import MARKED, THERE, kept, stamp

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray

ROWS_A_LOAD = 50_000  # rows of JSON written before they are loaded: bounds memory and disk, costs nothing
_encode = json.JSONEncoder(ensure_ascii=False).encode  # one encoder: json.dumps makes one for each row
LOCK, WRITTEN = "lock", "written"  # in the folder of a build: what stays from one to the next
MADE_AGAIN = "`bibcorpus run` makes it again"
CONFIG = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}


def sql(name: str) -> str:
    """The text of sql/<name>.sql."""
    return (files("pipeline") / "sql" / f"{name}.sql").read_text(encoding="utf-8")


@cache
def tables() -> dict[str, dict[str, str]]:
    """Every table of schema.sql with its columns and their types.

    `tables()["reject"]["line"]` -> 'bigint'
    """
    found = {}
    for name, body in re.findall(r"^create table (\w+) \((.*?)^\);", sql("schema"), re.S | re.M):
        columns = re.findall(r'^ {2}"?(\w+)"? (.+?)(?: not null)?,? --', body, re.M)
        found[name] = dict(columns)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """An open corpus. `folder` is where rows on their way in are written."""

    connection: DuckDBPyConnection
    folder: Path

    def run(self, statement: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> None:
        """Run a statement for what it does."""
        self.connection.execute(statement, parameters)

    def has(self, table: str) -> bool:
        """Whether there is such a table, temporary ones among them."""
        return bool(self.value("select count(*) from duckdb_tables() where table_name = ?", [table]))

    def rows(self, statement: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.connection.execute(statement, parameters).fetchall()

    def value(self, statement: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Any:
        """The first value of the first row; None where there is no row."""
        row = self.connection.execute(statement, parameters).fetchone()
        return row[0] if row else None

    def columns(self, statement: str) -> dict[str, NDArray[Any]]:
        """The columns as arrays, by name: for millions of numbers."""
        found: dict[str, NDArray[Any]] = self.connection.execute(statement).fetchnumpy()
        return found

    def records(
        self, statement: str, parameters: Sequence[Any] | Mapping[str, Any] = (), size: int = 5_000
    ) -> Iterator[dict[str, Any]]:
        """Rows as dictionaries, a batch at a time; other statements may run on the store meanwhile."""
        result = self.connection.cursor().execute(statement, parameters)
        names = [column[0] for column in result.description]
        yield from (dict(zip(names, row, strict=True)) for row in _fetched(result, size))

    def tuples(
        self, statement: str, parameters: Sequence[Any] | Mapping[str, Any] = (), size: int = 5_000
    ) -> Iterator[tuple[Any, ...]]:
        """As `records`, without names."""
        return _fetched(self.connection.cursor().execute(statement, parameters), size)

    def load(self, table: str, rows: Iterable[Mapping[str, Any]]) -> int:
        """Add `rows` to `table` by sets; the number of rows. A column that a row lacks is null."""
        return sum(self._load_batch(table, batch) for batch in _batches(rows, ROWS_A_LOAD))

    def _load_batch(self, table: str, batch: list[Mapping[str, Any]]) -> int:
        path = self.folder / f"{table}.ndjson"
        longest = write_rows(path, batch)
        self.load_file(table, path, longest)
        return len(batch)

    def load_file(self, table: str, path: Path, longest: int) -> None:
        """Add the rows of a file that `write_rows` wrote, and delete it."""
        columns = {row[0]: row[1] for row in self.rows(f"describe {table}")}
        spec = ", ".join(f"'{name}': '{kind}'" for name, kind in columns.items())
        names = ", ".join(f'"{name}"' for name in columns)
        self.run(
            f"insert into {table} ({names}) select {names} from read_json(?, format='newline_delimited', "
            f"columns={{{spec}}}, hive_partitioning=false, maximum_object_size={max(16 * 2**20, longest * 4 + 1024)})",
            [str(path)],
        )
        path.unlink()


def write_rows(path: Path, rows: Iterable[Mapping[str, Any]]) -> int:
    """Write rows as lines of JSON for `Store.load_file`; the length of the longest line, in characters."""
    longest = 0
    # a half of a surrogate pair ("\ud83d", from a cut emoji in JSON) has no UTF-8 form: it becomes '?'
    try:
        with path.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
            for row in rows:
                line = _encode(row)
                longest = max(longest, len(line))
                out.write(line + "\n")
    except OSError as error:
        error.filename = error.filename or str(path)  # a full disk is told by `write`, which knows no name
        raise
    return longest


def _fetched(result: DuckDBPyConnection, size: int) -> Iterator[tuple[Any, ...]]:
    while batch := result.fetchmany(size):
        yield from batch


def _batches(rows: Iterable[Mapping[str, Any]], size: int) -> Iterator[list[Mapping[str, Any]]]:
    batch: list[Mapping[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Hold the workspace's lock; the system lets go of it however the program ends."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = (folder / LOCK).open("a+b")
    except OSError as error:
        raise StoreError(
            f"{folder}: can't be written ({error.strerror})",
            hint="check the folder's permissions and the free space on the disk",
        ) from error
    with handle:
        if not take_lock(handle.fileno()):
            raise StoreError(
                "another bibcorpus is at work in this workspace",
                hint="wait until it has ended, then run again",
            )
        yield


@contextmanager
def building(target: Path, folder: Path, keep: Sequence[str] = ()) -> Iterator[Store]:
    """A new corpus in `folder`, with the tables of `keep` as they are in `target`; put in its place if no error comes.

    All other tables are empty; tables that schema.sql doesn't have are dropped at the end. A corpus with anything to
    keep is copied as a file: 100,000 records in 0.4 s, table by table in 18 s. The caller
    holds `only_one(folder)`. Whatever a killed build left behind is removed first.
    """
    for stale in folder.glob("*"):
        if stale.name in (LOCK, WRITTEN):
            continue
        shutil.rmtree(stale) if stale.is_dir() else stale.unlink()
    path = folder / "corpus.duckdb"
    if keep:
        _copy(target, path)
    with _opened(path) as connection:
        connection.execute(f"set temp_directory = '{_quoted(folder)}'")
        if keep:
            _empty(connection, [table for table in tables() if table not in keep])
        else:
            connection.execute(sql("schema"))
        store = Store(connection=connection, folder=folder)
        yield store
        for (table,) in store.rows("select table_name from duckdb_tables()"):
            if table not in tables():  # scratch tables of the steps
                store.run(f"drop table {table}")
        store.run(sql("bibliography"))
        store.run(f"comment on view {MARKED} is '{_stamp(store.rows(THERE))}'")
        connection.execute("checkpoint")
    _sync(path)
    path.replace(target)


def _copy(source: Path, path: Path) -> None:
    """Copy a corpus. It is open meanwhile, so that no other program writes to it."""
    try:
        with _opened(source, read_only=True):
            shutil.copyfile(source, path)
    except OSError as error:
        raise StoreError(
            f"{path.name}: can't be copied ({error.strerror})",
            hint="check the free space on the disk and the folder's permissions, and run again; nothing was changed",
        ) from error


def _empty(connection: DuckDBPyConnection, others: Sequence[str]) -> None:
    for table in others:
        connection.execute(f"truncate {table}")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _opened(path: Path, read_only: bool = False) -> Iterator[DuckDBPyConnection]:
    """A connection; what DuckDB says on opening becomes a StoreError."""
    import duckdb

    try:
        connection = duckdb.connect(str(path), read_only=read_only, config=dict(CONFIG))
    except duckdb.Error as error:
        if not read_only:
            raise _cannot_write(path, error) from error
        raise StoreError(
            f"{path.name}: can't be opened ({str(error).splitlines()[0]})",
            hint=f"close other programs that have it open; if it is damaged, delete it: {MADE_AGAIN}",
        ) from error
    try:
        yield connection
    except duckdb.OutOfMemoryException as error:
        raise StoreError(f"not enough memory or disk: {error}", hint="free some space and run again") from error
    except duckdb.Error as error:
        if not _is_of_the_file(error):
            raise
        raise StoreError(
            f"{path.name}: can't be read or written ({str(error).splitlines()[0]})",
            hint="close other programs that have the corpus open, check the free space on the disk and the folder's "
            "permissions, and run again" + (f"; if it is damaged, delete it: {MADE_AGAIN}" if read_only else ""),
        ) from error
    finally:
        connection.close()


def _is_of_the_file(error: Exception) -> bool:
    """Whether the file is at fault: damaged, not readable, the disk full. A damaged block has no class of its own."""
    import duckdb

    of_the_file = (duckdb.IOException, duckdb.FatalException, duckdb.TransactionException)
    return isinstance(error, of_the_file) or "Corrupt database file" in str(error)


def _cannot_write(path: Path, error: Exception) -> StoreError:
    return StoreError(
        f"{path.name}: can't be written ({str(error).splitlines()[0]})",
        hint="check the free space on the disk and the folder's permissions, and run again; the old corpus is there",
    )


@contextmanager
def reading(path: Path) -> Iterator[Store]:
    """The finished corpus, read-only, for as short a time as possible: one with the tables and views of this program.

    Raises StoreError where it has others: no command has to ask what an older version lacks.
    """
    with _reading(path) as store:
        there = store.rows(THERE)
        if kept(there) != _stamp(there):
            raise _of_another_version(path)
        yield store


@contextmanager
def reading_earlier(path: Path) -> Iterator[Store]:
    """The same for a corpus that is about to be replaced: what an older version wrote serves as far as it goes."""
    with _reading(path) as store, asking_earlier(path):
        yield store


def attach_earlier(store: Store, path: Path, name: str) -> None:
    """The same beside an open corpus, under a name of its own. It is told by its own name what is wrong with it."""
    import duckdb

    try:
        store.run(f"attach '{_quoted(path)}' as {name} (read_only)")
    except duckdb.Error:
        with reading_earlier(path):
            raise


@contextmanager
def asking_earlier(path: Path | None) -> Iterator[None]:
    """Raises StoreError, as `reading` does, only where a table or column is asked for that the corpus `path` lacks."""
    import duckdb

    try:
        yield
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        if path is None:
            raise
        raise _of_another_version(path) from error


@contextmanager
def _reading(path: Path) -> Iterator[Store]:
    if not path.is_file():
        raise StoreError(f"{path.name} is not there yet", hint="run `bibcorpus run` first")
    with _opened(path, read_only=True) as connection:
        yield Store(connection=connection, folder=path.parent)


def _stamp(there: Sequence[tuple[Any, ...]]) -> str:
    return stamp(sql("schema") + sql("bibliography"), there)


def _of_another_version(path: Path) -> StoreError:
    return StoreError(
        f"{path.name}: was built by another version of bibcorpus",
        hint="`bibcorpus run` builds it anew from the raw files; keys and decisions stay",
    )


@contextmanager
def in_memory(folder: Path) -> Iterator[Store]:
    """An empty corpus in memory, for steps on loose files and for tests; `folder` takes rows on their way in."""
    import duckdb

    connection = duckdb.connect(":memory:", config=dict(CONFIG))
    try:
        connection.execute(sql("schema"))
        yield Store(connection=connection, folder=folder)
    finally:
        connection.close()


def selected(store: Store, where: str | None, everything: bool = False) -> list[str]:
    """Ids of the works that a person's condition over `bibliography` names, in the order of ids.

    Only works that are not excluded, unless `everything`; without a condition all of these. The condition can't reach
    files: external access is switched off for good. It must be one expression: neither a second statement nor the end
    of this one.
    """
    import duckdb

    if where is not None and not where.strip():
        raise SelectionError("--where is empty", hint="give a condition, or leave --where out")
    base = "true" if everything else "status <> 'excluded'"
    if where is None:  # for 100,000 works a tenth of the memory that the view takes
        return [row[0] for row in store.rows(f"select work_id from screening where {base} order by work_id")]
    if not store.value("select current_setting('lock_configuration')"):
        store.run("set enable_external_access = false")
        store.run("set lock_configuration = true")
    try:
        # alone, it must be a condition by itself: 'year = 2000) or (true' ends the brackets that it stands in below
        full = f"select work_id from bibliography where {base} and ({where}\n)"
        for text in (f"select 1 where {where}\n", full):
            parsed = duckdb.extract_statements(text)
            if len(parsed) != 1 or _kind_of_query(store, text) != "SELECT_NODE":
                raise SelectionError(
                    f"--where {where!r}: more than a condition", hint="give one condition, without ';'"
                )
        return [row[0] for row in store.rows(full + " order by work_id")]
    except duckdb.Error as error:
        if _is_of_the_file(error):
            raise
        raise SelectionError(
            f"--where {where!r}: {str(error).splitlines()[0]}",
            hint="a condition over the columns of `bibliography`, e.g. \"class = 'empirical' and year >= 2010\", "
            "for lists \"list_contains(topics, 'burnout')\"; docs/schema.md has all columns",
        ) from error


def _kind_of_query(store: Store, statement: str) -> str | None:
    """'SELECT_NODE' for a plain query; a union is another kind."""
    return cast(
        "str | None",
        store.value("select json_serialize_sql(?::varchar)::json ->> '$.statements[0].node.type'", [statement]),
    )
