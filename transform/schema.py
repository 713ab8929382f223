"""The Arrow schemas of the dataset's tables, and rows cast strictly to them.

The columns are those of ``forms/tables.csv``. A row that does not fit them is a
fault of ours and raises.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import pyarrow as pa

from transform.codebook import Column, codebook

Row = dict[str, Any]

_TYPES: dict[str, pa.DataType] = {
    "string": pa.string(),
    "int16": pa.int16(),
    "int32": pa.int32(),
    "int64": pa.int64(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us", "UTC"),
    "decimal(20,6)": pa.decimal128(20, 6),
    "list<string>": pa.list_(pa.string()),
    "list<float>": pa.list_(pa.float64()),
}


class TableError(ValueError):
    """Rows do not fit their table; the message names the table, column and row."""


@cache
def schema(table: str) -> pa.Schema:
    """The Arrow schema of a table, each field with its meaning in both languages.

    Raises:
        KeyError: the codebook has no such table.
    """
    columns = [column for column in codebook().columns if column.table == table]
    if not columns:
        raise KeyError(f"the codebook has no table {table!r}")
    return pa.schema([_field(column) for column in columns], metadata={"table": table})


def table_names() -> tuple[str, ...]:
    """The tables of the dataset, in the order of the codebook."""
    return tuple(dict.fromkeys(column.table for column in codebook().columns))


def to_arrow(table: str, rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    """The rows as Arrow, cast without any loss.

    Raises:
        TableError: a row lacks a column, has one too many, holds a null where
            none may be, or a value that its column cannot hold exactly.
    """
    shape = schema(table)
    names = set(shape.names)
    for number, row in enumerate(rows):
        if row.keys() != names:
            odd = ", ".join(sorted(row.keys() ^ names))
            raise TableError(f"{table}: row {number} has too many or too few columns: {odd}")
    columns = ([row[name] for row in rows] for name in shape.names)
    arrays = [_array(table, *found) for found in zip(shape, columns, strict=True)]
    return pa.Table.from_arrays(arrays, schema=shape)


def _field(column: Column) -> pa.Field:
    comment = {"zh": column.zh, "en": column.en, "key": "yes" if column.key else "no"}
    return pa.field(column.column, _TYPES[column.type], column.nullable, comment)


def _array(table: str, field: pa.Field, values: list[Any]) -> pa.Array:
    if not field.nullable and None in values:
        row = values.index(None)
        raise TableError(f"{table}: row {row} has no {field.name}")
    try:
        return pa.array(values, field.type)
    except (pa.ArrowException, ValueError, TypeError, OverflowError) as error:
        raise TableError(f"{table}: column {field.name}: {error}") from error
