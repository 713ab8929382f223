"""Parquet files of the dataset: sorted rows in, the same bytes out for the same rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from transform.tables import schema

# What DuckDB, Arrow and Spark read back as a null from the path of a partition.
NO_YEAR = "__HIVE_DEFAULT_PARTITION__"
YEARLY = ("facts", "cells", "checks", "narratives")
ROWS_PER_GROUP = {"narratives": 4_096}
DEFAULT_ROWS_PER_GROUP = 65_536


def file_schema(table: str) -> pa.Schema:
    """The schema of a table's files: by Hive's convention the path alone holds the year."""
    full = schema(table)
    if table in YEARLY and "year" in full.names:
        return full.remove(full.get_field_index("year"))
    return full


def location(folder: Path, table: str) -> str:
    """The pattern of a table's files below a version's folder."""
    below = f"{table}/*/*.parquet" if table in YEARLY else f"{table}.parquet"
    return f"{folder}/{below}"


def create_views(
    connection: duckdb.DuckDBPyConnection, folder: Path, tables: Iterable[str]
) -> None:
    """Name each table of a version in DuckDB, its columns as in the codebook."""
    for table in tables:
        connection.execute(f'CREATE OR REPLACE VIEW "{table}" AS {select(folder, table)}')


def select(folder: Path, table: str, where: str = "") -> str:
    """The query that reads a table of a version, in its order and with its columns."""
    columns = ", ".join(
        "year::SMALLINT AS year" if field.name == "year" else f'"{field.name}"'
        for field in schema(table)
    )
    path = location(folder, table).replace("'", "''")
    hive = "true, hive_types={'year': SMALLINT}" if table in YEARLY else "false"
    return f"SELECT {columns} FROM read_parquet('{path}', hive_partitioning={hive}) {where}"


def write_table(folder: Path, table: str, rows: pa.Table) -> None:
    """Write a table that is one file."""
    with Writer(folder, table) as writer:
        for batch in rows.to_batches():
            writer.write(batch)


def read_table(folder: Path, table: str) -> pa.Table:
    """A table that is one file."""
    return pq.ParquetFile(folder / f"{table}.parquet").read()


class Writer:
    """Writes sorted rows to the file, or to the yearly files, of a table.

    Row groups have a fixed number of rows, however the rows arrive, so that the
    bytes depend on the rows alone. Used as a context, it always leaves a file,
    for a yearly table of no rows one without a year.
    """

    def __init__(self, folder: Path, table: str) -> None:
        self.folder, self.table = folder, table
        self.schema = file_schema(table)
        self.rows = 0
        self._group = ROWS_PER_GROUP.get(table, DEFAULT_ROWS_PER_GROUP)
        self._file: pq.ParquetWriter | None = None
        self._year: int | None = None
        self._waiting: list[pa.RecordBatch] = []
        self._waiting_rows = 0

    def write(self, batch: pa.RecordBatch) -> None:
        """Add rows; those of a yearly table have a column `year` and come year by year."""
        if self.table not in YEARLY:
            self._add(None, batch)
            return
        for year, rows in _by_year(batch):
            self._add(year, rows)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None and self._file is None and self._waiting_rows == 0:
            self._open(None)
        self._close(flush=kind is None)

    def _add(self, year: int | None, batch: pa.RecordBatch) -> None:
        if self._file is None or year != self._year:
            self._close(flush=True)
            self._open(year)
        self.rows += batch.num_rows
        self._waiting.append(_fit(batch, self.schema))
        self._waiting_rows += batch.num_rows
        if self._waiting_rows >= self._group:
            self._flush(all_of_it=False)

    def _open(self, year: int | None) -> None:
        path = self.folder / f"{self.table}.parquet"
        if self.table in YEARLY:
            name = NO_YEAR if year is None else str(year)
            path = self.folder / self.table / f"year={name}" / "part-0.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        self._year = year
        self._file = pq.ParquetWriter(path, self.schema, compression="zstd")

    def _flush(self, all_of_it: bool) -> None:
        if self._file is None or not self._waiting:
            return
        rows = pa.Table.from_batches(self._waiting, self.schema)
        size = rows.num_rows if all_of_it else rows.num_rows // self._group * self._group
        self._file.write_table(rows.slice(0, size), row_group_size=self._group)
        self._waiting = rows.slice(size).to_batches()
        self._waiting_rows = rows.num_rows - size

    def _close(self, flush: bool) -> None:
        if self._file is not None:
            if flush:
                self._flush(all_of_it=True)
            self._file.close()
        self._file, self._waiting, self._waiting_rows = None, [], 0


def _by_year(batch: pa.RecordBatch) -> Iterator[tuple[int | None, pa.RecordBatch]]:
    years = batch.column("year")
    start = 0
    for run in pc.run_end_encode(years).run_ends.to_pylist() if len(years) else ():
        yield years[start].as_py(), batch.slice(start, run - start)
        start = run


def _fit(batch: pa.RecordBatch, shape: pa.Schema) -> pa.RecordBatch:
    """The batch with the columns of the schema; a null where none may be is our fault."""
    arrays = []
    for field in shape:
        array = batch.column(field.name)
        if array.null_count and not field.nullable:
            raise ValueError(f"a null in {field.name}, which may not hold one")
        arrays.append(array.cast(field.type))
    return pa.RecordBatch.from_arrays(arrays, schema=shape)
