"""The manifest: every address that was ever asked for, and every content it ever gave.

``manifest.parquet`` holds one `Row` for each address and content; what was seen since it
was last written is in journals, one for each crawl, a line an observation. A row and an
observation are the same thing, so that joining them twice changes nothing.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from typing import Any, get_type_hints

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from flows.crawl.files import disk_full_is_named, make_folder, write_whole
from flows.crawl.journal import abandoned, journals, read_lines
from flows.crawl.row import Row
from flows.crawl.vault import Vault

NAME = "manifest.parquet"
_KEY = ("url", "sha256")
_TYPES = {
    str: pa.string(),
    int: pa.int64(),
    date | None: pa.date32(),
    datetime: pa.timestamp("us", tz="UTC"),
    datetime | None: pa.timestamp("us", tz="UTC"),
}


def manifest_schema() -> pa.Schema:
    """The columns of the manifest: the fields of `Row`."""
    hints = get_type_hints(Row)
    return pa.schema([pa.field(f.name, _TYPES[hints[f.name]]) for f in fields(Row)])


def to_table(rows: Iterable[Row]) -> pa.Table:
    """Rows as a table of the manifest."""
    columns: dict[str, list[Any]] = {field.name: [] for field in fields(Row)}
    for row in rows:
        for name, values in columns.items():
            values.append(getattr(row, name))
    return pa.table(columns, manifest_schema())


def read_manifest(vault: Vault) -> pa.Table:
    """All that is known, what the journals hold included, in order of address and content."""
    # In this order: a journal that is compacted meanwhile is then in the manifest.
    seen = [_journal_table(path) for path in journals(vault)]
    written = _written(vault)
    return _joined([*seen, written]) if seen else written


def rows_of(table: pa.Table) -> Iterator[Row]:
    """The rows of a table of the manifest."""
    for batch in table.to_batches(max_chunksize=10_000):
        for held in batch.to_pylist():
            yield Row(**held)


def compact(vault: Vault, found: Iterable[Row] = ()) -> None:
    """Put what journals of crawls that are over hold into the manifest, and `found` with it.

    Killed at any point it loses nothing: a journal is removed only when the new
    manifest is in place, and joining it once more changes nothing.

    Raises:
        Failure: the disk is full.
    """
    with _lock(vault), abandoned(vault) as over:
        before = _written(vault)
        table = _joined([before, to_table(found), *map(_journal_table, over)])
        if not table.equals(before):
            sink = pa.BufferOutputStream()
            pq.write_table(table, sink, compression="zstd", row_group_size=65_536)
            write_whole(vault.records / NAME, sink.getvalue().to_pybytes(), vault.unfinished)
        for path in over:
            path.unlink(missing_ok=True)


def _written(vault: Vault) -> pa.Table:
    path = vault.records / NAME
    if not path.is_file():
        return manifest_schema().empty_table()
    held = pq.ParquetFile(path).read()
    # What an older version did not know is empty.
    columns = [_column(held, field) for field in manifest_schema()]
    return pa.table(columns, manifest_schema())


def _column(held: pa.Table, field: pa.Field) -> pa.ChunkedArray | pa.Array:
    if field.name in held.column_names:
        return held[field.name].cast(field.type)
    empty = {pa.string(): "", pa.int64(): 0}.get(field.type)
    return pa.array([empty] * held.num_rows, field.type)


def _journal_table(path: Path) -> pa.Table:
    hints = get_type_hints(Row)
    rows = []
    # A journal that is gone by now has been compacted.
    with suppress(FileNotFoundError):
        for held in read_lines(path):
            with suppress(TypeError, ValueError):
                rows.append(Row(**{k: _value(hints.get(k), v) for k, v in held.items()}))
    return to_table(rows)


def _value(kind: Any, held: Any) -> Any:
    if held is not None and kind in (datetime, datetime | None):
        return datetime.fromisoformat(held)
    return date.fromisoformat(held) if held is not None and kind == date | None else held


def _joined(tables: list[pa.Table]) -> pa.Table:
    """One row for each key: the latest, with the earliest `first_seen` of all."""
    table = pa.concat_tables(tables).combine_chunks()
    order = [(name, "ascending") for name in (*_KEY, "last_seen", "checked_at", "run")]
    table = table.sort_by(order)
    if not table.num_rows:
        return table
    keys = table.select([*_KEY, "first_seen"]).group_by(list(_KEY), use_threads=False)
    first = keys.aggregate([("first_seen", "min")])["first_seen_min"]
    same = [
        pc.equal(table[name].slice(1), table[name].slice(0, table.num_rows - 1)) for name in _KEY
    ]
    ends = pc.invert(pc.and_(*same)).combine_chunks()
    last = table.filter(pa.concat_arrays([*_chunks(ends), pa.array([True])]))
    at = table.schema.get_field_index("first_seen")
    return last.set_column(at, table.schema.field(at), first).combine_chunks()


def _chunks(values: Any) -> list[pa.Array]:
    return values.chunks if isinstance(values, pa.ChunkedArray) else [values]


@contextmanager
def _lock(vault: Vault) -> Iterator[None]:
    path = vault.records / "lock"
    with disk_full_is_named(path):
        make_folder(path.parent)
        handle = path.open("a")
    with handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
