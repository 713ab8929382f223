"""Counts the rows that break the dataset's structure, rule by rule, in DuckDB.

The rules come from the codebook's columns and from ``structure.toml``. What they
find is small, whatever the size of the dataset: one row for each rule.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from expectations.rules import rules as beyond_sums
from extract.issues import issue_kinds
from transform.codebook import Column, codebook
from transform.codebook_tables import codebook_table, identities_table
from transform.schema import schema

RULES_FILE = Path(__file__).with_name("structure.toml")
_EXAMPLE_LENGTH = 200
_PLACES = {
    "gouji_cell_places": ("section", "row", "applicant_type"),
    "gouji_check_places": ("identity_id", "instance"),
}
FINDINGS = pa.schema(
    [
        ("rule_id", pa.string()),
        ("table", pa.string()),
        ("zh", pa.string()),
        ("en", pa.string()),
        ("violations", pa.int64()),
        ("example", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the structure; `query` gives one `example` for each violation.

    `tables` are those it reads, the first being the one it is about. A rule
    without a query compares the columns of its table with the schema.
    """

    rule_id: str
    tables: tuple[str, ...]
    zh: str
    en: str
    query: str | None


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of the structure, table by table."""
    written = [rule for entry in _file(RULES_FILE)["rule"] for rule in _written_rules(entry)]
    found: list[Rule] = []
    for table in checked_tables():
        found.extend(_made_rules(table))
        found.extend(rule for rule in written if rule.tables[0] == table)
    return tuple(found)


def checked_tables() -> tuple[str, ...]:
    """The tables the gate looks at."""
    return tuple(_file(RULES_FILE)["tables"])


def structure_findings(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """How many times each rule is broken, with an example: one row for each rule.

    A rule that cannot be evaluated, because a table it reads has other columns
    than the schema, counts as broken once. Rows are in the order of `rules`.
    """
    with _references(connection):
        faults = {table: _column_faults(connection, table) for table in checked_tables()}
        rows = []
        for rule in rules():
            violations, example = _evaluate(connection, rule, faults)
            rows.append(
                {
                    "rule_id": rule.rule_id,
                    "table": rule.tables[0],
                    "zh": rule.zh,
                    "en": rule.en,
                    "violations": violations,
                    "example": example,
                }
            )
    return pa.Table.from_pylist(rows, schema=FINDINGS)


def _evaluate(
    connection: duckdb.DuckDBPyConnection, rule: Rule, faults: dict[str, list[str]]
) -> tuple[int, str]:
    if rule.query is None:
        found = faults[rule.tables[0]]
        return len(found), "; ".join(found)[:_EXAMPLE_LENGTH]
    unfit = [table for table in rule.tables if faults[table]]
    if unfit:
        return 1, f"无法核对 / cannot be evaluated: {', '.join(unfit)}"
    counted = f"SELECT count(*), min(example) FROM ({rule.query})"
    [(violations, example)] = connection.execute(counted).fetchall()
    return int(violations), str(example or "")[:_EXAMPLE_LENGTH]


def _column_faults(connection: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    try:
        found = connection.sql(f"FROM {_quote(table)} LIMIT 0")
    except duckdb.CatalogException:
        return ["没有此表 / no such table"]
    asked = connection.from_arrow(schema(table).empty_table())
    have = [f"{n} {t}" for n, t in zip(found.columns, found.types, strict=True)]
    want = [f"{n} {t}" for n, t in zip(asked.columns, asked.types, strict=True)]
    faults = [f"缺 / lacks {column}" for column in want if column not in have]
    faults += [f"多 / has {column}" for column in have if column not in want]
    if not faults and have != want:
        faults.append(f"次序不同 / in another order: {', '.join(found.columns)}")
    return faults


def _written_rules(entry: dict[str, Any]) -> Iterator[Rule]:
    for table in entry["tables"]:
        yield Rule(
            f"{table}.{entry['name']}",
            (table, *entry.get("needs", ())),
            entry["zh"].format(table=table),
            entry["en"].format(table=table),
            entry["query"].replace("{table}", table),
        )


def _made_rules(table: str) -> Iterator[Rule]:
    columns = [column for column in codebook().columns if column.table == table]
    yield _made("columns", table, [], None)
    if table not in _file(RULES_FILE)["may_be_empty"]:
        empty = f"SELECT '' AS example WHERE NOT EXISTS (FROM {_quote(table)})"
        yield _made("not_empty", table, [], empty)
    filled = [column.column for column in columns if not column.nullable]
    nulls = " OR ".join(f"{_quote(name)} IS NULL" for name in filled)
    some = _example(columns)
    yield _made(
        "not_null",
        table,
        filled,
        f"SELECT {some} AS example FROM {_quote(table)} WHERE {nulls}",
    )
    key = [column.column for column in columns if column.key]
    if key:
        yield _made("unique_key", table, key, _twice(table, key, some))
    coded = _coded_columns(table)
    if coded:
        unknown = [
            f"SELECT '{name} = ' || {_quote(name)} AS example FROM {_quote(table)} "
            f"WHERE {_quote(name)} NOT IN (SELECT code FROM gouji_codes WHERE list = '{codes}')"
            for name, codes in coded.items()
        ]
        yield _made("known_codes", table, list(coded), " UNION ALL ".join(unknown))


def _twice(table: str, key: list[str], example: str) -> str:
    """Finds keys that stand twice.

    Most tables end their key with one of a few names that the codebook numbers.
    Their rows are counted against a bit for each number: that needs a few bytes
    a report, where grouping by the whole key needs them for each row.
    """
    for places, names in _PLACES.items():
        if key[-len(names) :] == list(names):
            same = " AND ".join(f"t.{_quote(n)} IS NOT DISTINCT FROM p.{_quote(n)}" for n in names)
            groups = ", ".join(f"t.{_quote(name)}" for name in key[: -len(names)])
            most = _reference_tables()[places].num_rows
            return (
                f"SELECT concat_ws(' · ', {groups}) AS example "
                f"FROM {_quote(table)} t JOIN {places} p ON {same} GROUP BY {groups} "
                f"HAVING count(*) > bit_count(bitstring_agg(p.place, 0, {most}))"
            )
    groups = ", ".join(_quote(name) for name in key)
    return f"SELECT {example} AS example FROM {_quote(table)} GROUP BY {groups} HAVING count(*) > 1"


def _made(name: str, table: str, columns: list[str], query: str | None) -> Rule:
    text = _file(RULES_FILE)["made"][name]
    names = {"table": table, "columns": ", ".join(columns)}
    zh, en = text["zh"].format(**names), text["en"].format(**names)
    return Rule(f"{table}.{name}", (table,), zh, en, query)


def _example(columns: list[Column]) -> str:
    """What tells a row: its key, or its first column where it has none."""
    shown = [column.column for column in columns if column.key] or [columns[0].column]
    return f"concat_ws(' · ', {', '.join(_quote(name) for name in shown)})"


def _coded_columns(table: str) -> dict[str, str]:
    found = {}
    for codes, columns in _file(RULES_FILE)["codes"].items():
        for name in columns:
            owner, _, column = name.partition(".")
            if owner == table:
                found[column] = codes
    return found


@contextmanager
def _references(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """The codebook as small tables beside the dataset, for the rules to compare with."""
    tables = _reference_tables()
    try:
        for name, table in tables.items():
            connection.register(name, table)
        yield
    finally:
        for name in tables:
            connection.unregister(name)


@cache
def _reference_tables() -> dict[str, pa.Table]:
    book = codebook()
    codes = [(code.field, code.code) for code in book.codes]
    codes += [("form", form.form) for form in book.forms]
    codes += [("section", section.section) for section in book.sections]
    codes += [("unit", unit.unit) for unit in book.units]
    codes += [("identity", identity.identity_id) for identity in book.identities]
    codes += [(field, rule.rule_id) for rule in beyond_sums() for field in ("identity", "rule")]
    codes += [("issue_kind", kind) for kind in issue_kinds()]
    cells, identities = codebook_table(), identities_table()
    return {
        "gouji_codes": pa.table(
            {"list": [field for field, _ in codes], "code": [code for _, code in codes]}
        ),
        "gouji_cells": cells,
        "gouji_identities": identities,
        "gouji_cell_places": _numbered(cells, "gouji_cell_places"),
        "gouji_check_places": _numbered(identities, "gouji_check_places"),
        "gouji_units": pa.table(
            {"unit": [u.unit for u in book.units], "base": [u.base for u in book.units]}
        ),
    }


def _numbered(table: pa.Table, places: str) -> pa.Table:
    distinct = table.select(_PLACES[places]).group_by(list(_PLACES[places])).aggregate([])
    return distinct.append_column("place", pa.array(range(distinct.num_rows), pa.int32()))


@cache
def _file(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
