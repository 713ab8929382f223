"""Reports that add up, made from the codebook's identities, and datasets of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from decimal import Decimal
from functools import cache

import duckdb
import pyarrow as pa

from expectations.identities import judge
from expectations.rules import rules_table
from transform.agencies import agency_id, agency_level, agency_links, agency_type
from transform.codebook import CellKey, Instance, codebook
from transform.report import CellReading, Headline, Report, Tables
from transform.tables import codebook_table, identities_table, report_tables, schema, to_arrow

UNSPLIT = "other.unsplit"
STRUCTURES = {
    "f2014": ("f2014", False),
    "f2019": ("f2019", True),
    "f2021": ("f2021", False),
    "f2021 with one row for other handling": ("f2021", True),
}
INSTANCES = {
    "f2014": 7,
    "f2019": 40,
    "f2021": 42,
    "f2021 with one row for other handling": 40,
}


@cache
def printed_cells(structure: str) -> tuple[CellKey, ...]:
    """The cells that a report of this structure prints."""
    form, unsplit = STRUCTURES[structure]
    book = codebook()
    split = set(book.row("requests", UNSPLIT).instead_of)
    left_out = split if unsplit else {UNSPLIT}
    rows = [r for r in book.rows if form in (*r.forms, *r.may_also) and r.kind != "subtotal"]
    return tuple(c for r in rows if r.row not in left_out for c in book.row_cells(r))


@cache
def instances(structure: str) -> tuple[Instance, ...]:
    """The identity instances of a structure, each with the terms that it prints."""
    printed = set(printed_cells(structure))
    found = [
        replace(instance, terms=tuple(t for t in instance.terms if t.cell in printed))
        for instance in codebook().instances(STRUCTURES[structure][0])
    ]
    return tuple(i for i in found if any(t.side == "lhs" for t in i.terms))


def holders(structure: str, cell: CellKey) -> set[tuple[str, str]]:
    """The identity instances that hold a cell."""
    return {
        (i.identity.identity_id, i.instance)
        for i in instances(structure)
        if any(term.cell == cell for term in i.terms)
    }


@cache
def sound_report(structure: str, agency: str = "某县人民政府", year: int = 2023) -> Report:
    """A report whose every identity holds, with figures above zero."""
    values = {cell: Decimal(number % 7 + 1) for number, cell in enumerate(printed_cells(structure))}
    for _ in range(4):
        for instance in instances(structure):
            first = next(t.cell for t in instance.terms if t.side == "lhs")
            values[first] = sum(
                (values[t.cell] * (1 if t.side == "rhs" else -1))
                for t in instance.terms
                if t.cell != first
            ) + Decimal(0)
    form = STRUCTURES[structure][0]
    cells = tuple(
        CellReading(
            key=cell,
            value=value,
            status="reported",
            unit=codebook().row(cell.section, cell.row).unit,
            form=form,
            raw=str(value),
            decided="printed",
        )
        for cell, value in values.items()
    )
    headline = Headline(agency=agency, scope="own", year=year)
    return Report(headline, Tables(form, "layout", cells), (), (), "accepted")


def with_cells(report: Report, changes: Mapping[CellKey, CellReading]) -> Report:
    """The report with some cells read otherwise."""
    cells = tuple(changes.get(cell.key, cell) for cell in report.tables.cells)
    return replace(report, tables=replace(report.tables, cells=cells))


def reading(report: Report, cell: CellKey) -> CellReading:
    """A cell of the report."""
    return next(c for c in report.tables.cells if c.key == cell)


def added(report: Report, cell: CellKey, delta: int) -> Report:
    """The report with another figure in one cell."""
    old = reading(report, cell)
    assert old.value is not None
    return with_cells(report, {cell: old._replace(value=old.value + delta)})


def without_value(report: Report, status: str, *cells: CellKey) -> Report:
    """The report with cells that hold no figure; all its cells where none is named."""
    chosen = cells or tuple(c.key for c in report.tables.cells)
    return with_cells(
        report,
        {c: reading(report, c)._replace(value=None, status=status, raw="") for c in chosen},
    )


def rows_of(reports: Iterable[Report]) -> dict[str, pa.Table]:
    """The tables that reports add to a dataset."""
    rows: dict[str, list[dict[str, object]]] = {}
    for number, report in enumerate(reports):
        added_rows = report_tables(
            report,
            source_name=f"{number}.txt",
            sha256=f"{number:064x}",
            size=1,
            media_type="text/plain",
            reader="text",
            report_id=f"r{number:06d}",
            run_id="run",
        )
        for table, some in added_rows.items():
            rows.setdefault(table, []).extend(some)
    return {table: to_arrow(table, some) for table, some in rows.items()}


def dataset(reports: Iterable[Report]) -> duckdb.DuckDBPyConnection:
    """A connection that shows the dataset of these reports."""
    return dataset_of(rows_of(list(reports)))


def dataset_of(tables: dict[str, pa.Table]) -> duckdb.DuckDBPyConnection:
    """A connection that shows the dataset of the tables that documents gave."""
    connection = duckdb.connect()
    tables = dict(tables)
    tables["checks"] = judge(connection, tables["cells"])
    tables["codebook"], tables["identities"] = codebook_table(), identities_table()
    tables["rules"] = rules_table()
    names = [name for name in tables["reports"].column("agency").to_pylist() if name]
    links = [asdict(link) for link in agency_links(dict.fromkeys(names))]
    tables["agency_links"] = to_arrow("agency_links", links)
    tables["corrections"] = to_arrow("corrections", [])
    tables["agencies"] = _agencies(names)
    for name, table in tables.items():
        connection.register("given", table)
        connection.execute(f'CREATE TABLE "{name}" AS FROM given')
        connection.unregister("given")
    for column, verdict in (("passed", "pass"), ("failed", "fail"), ("not_assessable",) * 2):
        connection.execute(
            f"UPDATE reports SET identities_{column} = (SELECT count(*) FROM checks k "
            f"WHERE k.report_id = reports.report_id AND verdict_strict = '{verdict}')"
        )
    columns = ", ".join(f'"{name}"' for name in schema("facts").names)
    connection.execute(
        f"CREATE TABLE facts AS SELECT {columns} FROM (SELECT c.*, r.agency FROM cells c "
        "JOIN reports r ON r.report_id = c.report_id AND r.state = 'accepted')"
    )
    return connection


def _agencies(agencies: Iterable[str]) -> pa.Table:
    names = dict.fromkeys(agencies)
    empty: dict[str, object] = dict.fromkeys(schema("agencies").names)
    return to_arrow(
        "agencies",
        [
            {
                **empty,
                "agency_id": agency_id(n),
                "name": n,
                "aliases": [],
                "type": agency_type(n),
                "level": agency_level(n),
            }
            for n in names
        ],
    )
