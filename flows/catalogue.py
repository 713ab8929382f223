"""``gouji.duckdb``: every table with its comments, and the views that answer first questions.

DuckDB resolves a relative path in a view against the reader's current
directory, and takes no subquery for a file name, so that nothing in a database
can name files beside it. The rows are therefore kept inside: the file works
from wherever it is opened, read-only, and after it has been moved.
"""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pyarrow as pa

from flows.failure import USAGE, Failure
from flows.parquet import select
from flows.publish import CURRENT
from transform.codebook import codebook
from transform.tables import schema, table_names

ABOUT_FILE = Path(__file__).with_name("catalogue.csv")
VIEWS_FILE = Path(__file__).with_name("catalogue.sql")
NAME = "gouji.duckdb"


def write_catalogue(stage: Path, memory_limit: str, threads: int, spill: Path) -> None:
    """Write the catalogue of the Parquet files in `stage` beside them."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory_limit,
        "threads": threads,
        "temp_directory": str(spill),
        "autoinstall_known_extensions": False,
    }
    with duckdb.connect(str(stage / NAME), config=config) as connection:
        for table in table_names():
            connection.execute(f'CREATE TABLE "{table}" ({_columns(table)})')
            connection.execute(f'INSERT INTO "{table}" {select(stage, table)}')
        connection.execute(VIEWS_FILE.read_text(encoding="utf-8"))
        _comment(connection)
        connection.execute("CHECKPOINT")


def open_catalogue(curated: Path) -> duckdb.DuckDBPyConnection:
    """The current version's catalogue, read-only.

    Raises:
        Failure: nothing has been published.
    """
    path = curated / CURRENT / NAME
    if not path.is_file():
        raise Failure(
            f"no dataset in {curated}: run `gouji build` first",
            f"{curated} 中还没有数据集；请先运行 gouji build",
            USAGE,
        )
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False
    }
    # The file behind the link: a build that publishes meanwhile leaves it alone.
    connection = duckdb.connect(str(path.resolve()), read_only=True, config=config)
    # A name that is not a table must be an error, never a Python variable.
    connection.execute("SET python_enable_replacements = false")
    return connection


def about() -> dict[str, tuple[str, str, str]]:
    """What each table, view and macro is: kind, Chinese, English."""
    tables = {c: ("table", zh, en) for field, c, zh, en in codebook().codes if field == "table"}
    with ABOUT_FILE.open(encoding="utf-8", newline="") as lines:
        rest = {r["name"]: (r["kind"], r["zh"], r["en"]) for r in csv.DictReader(lines)}
    return {**tables, **rest}


def _columns(table: str) -> str:
    return ", ".join(
        f'"{field.name}" {_type(field.type)}{"" if field.nullable else " NOT NULL"}'
        for field in schema(table)
    )


def _type(kind: pa.DataType) -> str:
    if pa.types.is_list(kind):
        return f"{_type(kind.value_type)}[]"
    if pa.types.is_decimal(kind):
        return f"DECIMAL({kind.precision}, {kind.scale})"
    return {
        "string": "VARCHAR",
        "int16": "SMALLINT",
        "int32": "INTEGER",
        "int64": "BIGINT",
        "double": "DOUBLE",
        "bool": "BOOLEAN",
        "date32[day]": "DATE",
        # Without a zone, so that reading it needs no extension; the comment says UTC.
        "timestamp[us, tz=UTC]": "TIMESTAMP",
    }[str(kind)]


def _comment(connection: duckdb.DuckDBPyConnection) -> None:
    for name, (kind, zh, en) in about().items():
        what = "MACRO TABLE" if kind == "macro" else kind.upper()
        connection.execute(f'COMMENT ON {what} "{name}" IS {_quoted(zh, en)}')
    comments = {(c.table, c.column): (c.zh, c.en) for c in codebook().columns}
    for (table, column), (zh, en) in comments.items():
        connection.execute(f'COMMENT ON COLUMN "{table}"."{column}" IS {_quoted(zh, en)}')
    by_name = {column: text for (_, column), text in comments.items()}
    for view, (kind, _, _) in about().items():
        if kind == "view":
            for column, *_rest in connection.execute(f'DESCRIBE "{view}"').fetchall():
                if column in by_name:
                    text = _quoted(*by_name[column])
                    connection.execute(f'COMMENT ON COLUMN "{view}"."{column}" IS {text}')


def _quoted(zh: str, en: str) -> str:
    return "'" + f"{zh} / {en}".replace("'", "''") + "'"
