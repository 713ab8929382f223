"""Judging the cells of a version, and the reports with what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

from expectations.identities import judge
from expectations.rules import judge_by_rules, rules_table
from flows.parquet import Writer, create_views, select, write_table
from transform.tables import schema

# Judging takes memory for each cell: about a hundred and sixty of them a report.
REPORTS_AT_A_TIME = 5_000
BESIDE_REPORTS = (
    "facts", "cells", "agencies", "agency_links", "narratives", "claims", "issues", "identities",
)  # fmt: skip

_REPORTS = """
SELECT d.* REPLACE (
        coalesce(j.passed, 0) AS identities_passed,
        coalesce(j.failed, 0) AS identities_failed,
        coalesce(j.open, 0) AS identities_not_assessable
    )
FROM documents d
    LEFT JOIN (
        SELECT report_id,
            count(*) FILTER (verdict_strict = 'pass') AS passed,
            count(*) FILTER (verdict_strict = 'fail') AS failed,
            count(*) FILTER (verdict_strict = 'not_assessable') AS open
        FROM checks SEMI JOIN identities USING (identity_id) GROUP BY report_id
    ) j ON j.report_id = d.report_id
ORDER BY d.source_name
"""


def write_checks(connection: duckdb.DuckDBPyConnection, stage: Path) -> None:
    """Judge every report read and write `checks` and `rules`, then `reports` with its counts.

    `connection` holds `documents`; the other tables are those of the stage.
    """
    write_table(stage, "rules", rules_table())
    create_views(connection, stage, BESIDE_REPORTS)
    connection.execute("CREATE OR REPLACE VIEW reports AS FROM documents")
    judge_by_rules(connection, "ruled")
    with Writer(stage, "checks") as writer:
        for where in _turns(connection):
            connection.execute(
                f"CREATE OR REPLACE TEMP VIEW cells_of_turn AS {select(stage, 'cells', where)}"
            )
            ruled = connection.sql(f"FROM ruled {where} ORDER BY report_id, identity_id, instance")
            beyond = ruled.to_arrow_table().cast(schema("checks"))
            found = pa.concat_tables([judge(connection, "cells_of_turn", "claims"), beyond])
            # Sorting keeps the order of equals: identities as in the codebook, then the rules.
            order = [("agency_id", "ascending"), ("report_id", "ascending")]
            for batch in found.sort_by(order).to_batches():
                writer.write(batch)
    connection.execute("DROP TABLE ruled; DROP VIEW reports")
    connection.execute("DROP VIEW IF EXISTS cells_of_turn")
    create_views(connection, stage, ["checks"])
    with Writer(stage, "reports") as writer, connection.cursor() as cursor:
        columns = ", ".join(f'"{name}"' for name in schema("reports").names)
        rows = cursor.sql(f"SELECT {columns} FROM ({_REPORTS})")
        for batch in rows.to_arrow_reader(5_000):
            writer.write(batch)


def _turns(connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """Conditions that each select the cells of one year's next few thousand reports."""
    counts = connection.execute(
        "SELECT year, count(*) FROM documents WHERE reading = report_id"
        " GROUP BY year ORDER BY year NULLS LAST"
    ).fetchall()
    for year, reports in counts:
        of_year = f"year IS NOT DISTINCT FROM {'NULL' if year is None else int(year)}"
        for start in range(0, reports, REPORTS_AT_A_TIME):
            yield (
                f"WHERE {of_year} AND report_id IN (SELECT report_id FROM documents"
                f" WHERE reading = report_id AND {of_year} ORDER BY agency_id NULLS LAST, report_id"
                f" LIMIT {REPORTS_AT_A_TIME} OFFSET {start})"
            )
