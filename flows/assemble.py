"""From the readings to the tables of a version: who is current, what is a fact.

Everything runs in DuckDB over the store's Parquet files, with bounded memory;
rows leave it sorted and are written as they come.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from flows.parquet import Writer, write_table
from flows.provenance import provenance_table
from flows.raw import Listing
from flows.settings import Settings
from flows.store import Store
from flows.worker import unreadable
from transform.agencies import (
    agency_id,
    agency_links,
    agency_type,
    describe,
    division_code,
    may_be_several,
    placed_in,
)
from transform.tables import codebook_table, identities_table, schema, to_arrow

RULES_FILE = Path(__file__).with_name("assemble.sql")
ROWS_AT_A_TIME = 20_000
_OFFICE = re.compile("办公[室厅]$")

_CELLS = """
SELECT c.* EXCLUDE (agency_id, year), d.agency_id, d.year,
    d.state = 'accepted' AS current, a.name AS agency
FROM store_cells c
    JOIN documents d ON d.report_id = c.report_id
    LEFT JOIN named_agencies a ON a.agency_id = d.agency_id
    LEFT JOIN codebook k ON k.form = c.form AND k.section = c.section AND k."row" = c."row"
        AND k.applicant_type IS NOT DISTINCT FROM c.applicant_type
ORDER BY d.year NULLS LAST, d.agency_id NULLS LAST, d.source_name, k.position NULLS LAST,
    c.section, c."row", c.applicant_type
"""
_NARRATIVES = """
SELECT n.*, d.year FROM store_narratives n JOIN documents d ON d.report_id = n.report_id
ORDER BY d.year NULLS LAST, d.agency_id NULLS LAST, d.source_name, n.position
"""
_CLAIMS = """
SELECT c.* FROM store_claims c JOIN documents d ON d.report_id = c.report_id
ORDER BY d.year NULLS LAST, d.agency_id NULLS LAST, d.source_name, c.position
"""
_ISSUES = """
SELECT i.* REPLACE (d.source_name AS source_name)
FROM store_issues i JOIN documents d ON d.report_id = i.report_id
ORDER BY d.source_name, i.file_row_number
"""


@contextmanager
def database(settings: Settings, file: str = "") -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB of the build's own, in memory or in a file that lasts as long as the build."""
    spill = settings.work / "spill"
    spill.mkdir(parents=True, exist_ok=True)
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": settings.memory_limit,
        "threads": settings.workers,
        "temp_directory": str(spill),
        "autoinstall_known_extensions": False,
    }
    with duckdb.connect(str(spill / file) if file else ":memory:", config=config) as connection:
        # A name that is not a table must be an error, never a Python variable.
        connection.execute("SET python_enable_replacements = false")
        connection.execute("SET enable_progress_bar = false")
        yield connection


def decide_documents(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    listing: Listing,
    run_id: str,
    published: pa.Table | None,
) -> None:
    """Make `documents`: every file with its state and reason, and `named_agencies`.

    `published` holds sha256 and run_id of the documents that an earlier run
    read with the same code: they keep its run_id.
    """
    refused = unreadable(source for source in listing.sources if not source.sha256)
    _load(connection, "listing", _listing_table(listing))
    _load(connection, "refused", to_arrow("reports", refused["reports"]))
    _load(connection, "refused_issues", to_arrow("issues", refused["issues"]))
    _load(connection, "this_run", pa.table({"run_id": [run_id]}))
    nothing = pa.table({"sha256": pa.array([], pa.string()), "run_id": pa.array([], pa.string())})
    _load(connection, "published", nothing if published is None else published)
    _load(connection, "codebook", codebook_table())
    for table in ("cells", "narratives", "claims"):
        _view(connection, f"store_{table}", _from_store(store, table, schema(table)))
    _view(connection, "readings", _from_store(store, "reports", schema("reports")))
    _load(connection, "several", _several(connection))
    _load(connection, "origin", provenance_table(listing.origin))
    _load(connection, "placed", _placed(connection))
    _load(connection, "governments", _governments(connection))
    issues = _from_store(store, "issues", schema("issues"), "file_row_number")
    _view(
        connection,
        "store_issues",
        f"{issues} UNION ALL BY NAME SELECT *, 0 AS file_row_number FROM refused_issues",
    )
    connection.execute(RULES_FILE.read_text(encoding="utf-8"))


def write_rows(connection: duckdb.DuckDBPyConnection, stage: Path) -> int:
    """Write all tables but `checks`, `reports` and `runs`; the number of facts."""
    with Writer(stage, "cells") as cells, Writer(stage, "facts") as facts:
        for batch in _stream(connection, _CELLS):
            cells.write(batch)
            current = batch.filter(pc.fill_null(batch.column("current"), False))
            facts.write(current)
    for table, query in (("narratives", _NARRATIVES), ("claims", _CLAIMS), ("issues", _ISSUES)):
        with Writer(stage, table) as writer:
            for batch in _stream(connection, query):
                writer.write(batch)
    agencies, links = _agencies(connection)
    write_table(stage, "agencies", agencies)
    write_table(stage, "agency_links", links)
    write_table(stage, "codebook", codebook_table())
    write_table(stage, "identities", identities_table())
    return facts.rows


def _stream(connection: duckdb.DuckDBPyConnection, query: str) -> Iterator[pa.RecordBatch]:
    # A cursor of its own: an undrained result would block its connection.
    with connection.cursor() as cursor:
        yield from cursor.sql(query).to_arrow_reader(ROWS_AT_A_TIME)


def _agencies(connection: duckdb.DuckDBPyConnection) -> tuple[pa.Table, pa.Table]:
    """The tables `agencies` and `agency_links` of those that report."""
    found = connection.sql("SELECT * FROM named_agencies").to_arrow_table().to_pylist()
    links = agency_links(row["name"] for row in found)
    before = {link.to_id: link.from_id for link in reversed(links)}
    after = {link.from_id: link.to_id for link in reversed(links)}
    rows = [
        {
            **dict.fromkeys(schema("agencies").names),
            **asdict(described),
            "agency_id": row["agency_id"],
            "aliases": [name for name in row["names"] if name != row["name"]],
            "parent": agency_id(described.parent) if described.parent else None,
            "predecessor": before.get(row["agency_id"]),
            "successor": after.get(row["agency_id"]),
        }
        for row in found
        for described in [describe(row["name"])]
    ]
    return to_arrow("agencies", rows), to_arrow("agency_links", [asdict(link) for link in links])


def _several(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """The agencies under whose names more than one agency may report."""
    found = connection.execute(
        "SELECT DISTINCT agency_id, agency FROM readings WHERE division_code IS NULL "
        "AND agency IS NOT NULL ORDER BY agency_id"
    ).fetchall()
    return pa.table(
        {"agency_id": pa.array([i for i, name in found if may_be_several(name)], pa.string())}
    )


def _placed(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """The agencies of a name that several bear, told apart by the division of their site."""
    found = connection.execute(
        "SELECT DISTINCT r.agency_id, r.agency, o.division FROM readings r"
        " JOIN several USING (agency_id) JOIN listing USING (sha256)"
        " JOIN origin o ON o.source_name = listing.source_name WHERE o.division <> ''"
        " ORDER BY ALL"
    ).fetchall()
    names = [(old, place, placed_in(name, place)) for old, name, place in found]
    rows = [
        {"agency_id": old, "division": place, "agency": name, "placed_id": agency_id(name),
         "division_code": division_code(name)}
        for old, place, name in names
        if name is not None
    ]  # fmt: skip
    columns = ("agency_id", "division", "agency", "placed_id", "division_code")
    return pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in columns]))


def _governments(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """The governments whose offices report aggregates: the id of the office, then theirs."""
    found = connection.execute(
        "SELECT agency FROM readings WHERE scope = 'government_aggregate' AND agency IS NOT NULL"
        " UNION SELECT agency FROM placed ORDER BY agency"
    ).fetchall()
    offices = [name for (name,) in found if agency_type(name) == "office"]
    rows = {
        agency_id(office): {"government_id": agency_id(government), "government": government}
        for office in offices
        for government in [_OFFICE.sub("", office)]
        if agency_type(government) == "government"
    }
    columns = ("agency_id", "government_id", "government")
    shape = pa.schema([(name, pa.string()) for name in columns])
    return pa.Table.from_pylist([{"agency_id": i, **row} for i, row in rows.items()], shape)


def _listing_table(listing: Listing) -> pa.Table:
    return pa.table(
        {
            "source_name": pa.array([s.name for s in listing.sources], pa.string()),
            "sha256": pa.array([s.sha256 for s in listing.sources], pa.string()),
        }
    )


def _from_store(store: Store, table: str, shape: pa.Schema, *more: str) -> str:
    columns = ", ".join(f'"{name}"' for name in (*shape.names, *more))
    path = store.glob(table).replace("'", "''")
    return f"SELECT {columns} FROM read_parquet('{path}', hive_partitioning=false)"


def _load(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    connection.register("loading", rows)
    connection.execute(f"CREATE TABLE {name} AS SELECT * FROM loading")
    connection.unregister("loading")


def _view(connection: duckdb.DuckDBPyConnection, name: str, query: str) -> None:
    connection.execute(f"CREATE VIEW {name} AS {query}")
