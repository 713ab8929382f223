from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pyarrow as pa
import pytest

from expectations.structure import checked_tables, rules, structure_findings
from tests.expectations.forms import added, dataset, sound_report
from transform.codebook import CellKey, codebook
from transform.schema import schema

NEW = CellKey("requests", "new_received", "total")
FIRST = "report_id = 'r000000' AND section = 'remedies' AND \"row\" = 'litigation_direct.total'"


@pytest.fixture(scope="module")
def sound() -> dict[str, pa.Table]:
    """Two reports, one of which the publisher summed wrongly."""
    reports = [
        sound_report("f2021"),
        added(sound_report("f2019", "某市财政局", 2020), NEW, 5),
    ]
    with dataset(reports) as connection:
        return {t: connection.sql(f'FROM "{t}"').to_arrow_table() for t in checked_tables()}


@pytest.fixture
def connection(sound: dict[str, pa.Table]) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        for name, table in sound.items():
            opened.register("given", table)
            opened.execute(f'CREATE TABLE "{name}" AS FROM given')
        opened.unregister("given")
        yield opened


def broken(connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
    rows = structure_findings(connection).to_pylist()
    return {row["rule_id"]: row["violations"] for row in rows if row["violations"]}


def test_a_publishers_error_breaks_no_rule(connection: duckdb.DuckDBPyConnection) -> None:
    failed = connection.execute("SELECT count(*) FROM checks WHERE verdict_strict = 'fail'")
    assert failed.fetchall() == [(2,)]
    found = structure_findings(connection)
    assert found.column("rule_id").to_pylist() == [rule.rule_id for rule in rules()]
    assert broken(connection) == {}


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (f"UPDATE cells SET value = -1 WHERE {FIRST}", "cells.count_not_negative"),
        (f"UPDATE facts SET value = -1 WHERE {FIRST}", "facts.count_not_negative"),
        (f"UPDATE facts SET value = 0.5 WHERE {FIRST}", "facts.count_whole"),
        (f"UPDATE facts SET status = 'guessed' WHERE {FIRST}", "facts.known_codes"),
        (f"UPDATE facts SET \"row\" = 'sued' WHERE {FIRST}", "facts.known_cell"),
        (f"UPDATE facts SET section = 'requests' WHERE {FIRST}", "facts.known_cell"),
        (f"UPDATE facts SET applicant_type = 'total' WHERE {FIRST}", "facts.known_cell"),
        (f"UPDATE facts SET form = 'f2014' WHERE {FIRST}", "facts.known_cell"),
        (f"UPDATE facts SET unit = 'cny' WHERE {FIRST}", "facts.unit_of_row"),
        (f"UPDATE facts SET value = NULL WHERE {FIRST}", "facts.value_by_status"),
        (f"INSERT INTO facts FROM facts WHERE {FIRST}", "facts.unique_key"),
        (f"INSERT INTO cells FROM cells WHERE {FIRST}", "cells.unique_key"),
        (f"DELETE FROM facts WHERE {FIRST}", "facts.all_cells_of_current"),
        ("UPDATE facts SET agency_id = 'a0'", "facts.of_an_accepted_report"),
        ("UPDATE facts SET agency = '某县'", "facts.name_of_agency"),
        ("ALTER TABLE facts ALTER year TYPE INTEGER", "facts.columns"),
        ("ALTER TABLE facts DROP unit", "facts.columns"),
        ("DROP TABLE facts", "facts.columns"),
        ("DELETE FROM facts", "facts.not_empty"),
        ("DELETE FROM agencies", "agencies.not_empty"),
        ("DELETE FROM agencies", "reports.known_agency"),
        ("UPDATE reports SET agency_id = NULL", "reports.complete_when_accepted"),
        ("UPDATE reports SET year = NULL", "reports.complete_when_accepted"),
        ("UPDATE reports SET state = 'fine'", "reports.known_codes"),
        ("UPDATE reports SET sha256 = NULL", "reports.not_null"),
        ("INSERT INTO reports FROM reports LIMIT 1", "reports.unique_key"),
        (
            "INSERT INTO reports SELECT * REPLACE ('r9' AS report_id) FROM reports",
            "reports.one_current",
        ),
        ("UPDATE reports SET cells_blank = 3", "reports.cells_counted"),
        ("UPDATE reports SET identities_failed = 3", "reports.identities_counted"),
        ("INSERT INTO checks FROM checks LIMIT 1", "checks.unique_key"),
        ("DELETE FROM checks WHERE report_id = 'r000000'", "checks.judged"),
        ("UPDATE checks SET verdict_strict = 'pass'", "checks.verdict_by_residual"),
        ("UPDATE checks SET residual = 1", "checks.verdict_by_residual"),
        ("UPDATE checks SET instance = 'none'", "checks.known_instance"),
        ("UPDATE checks SET diagnosis = 'bad=3'", "checks.known_diagnosis"),
        ("UPDATE cells SET report_id = 'r9'", "cells.of_a_report"),
        ("UPDATE cells SET forced_by = 'T3_ROW T9'", "cells.known_witness"),
    ],
)
def test_a_planted_fault_is_found(
    connection: duckdb.DuckDBPyConnection, fault: str, expected: str
) -> None:
    connection.execute(fault)
    assert expected in broken(connection)


@pytest.mark.parametrize(
    "harmless",
    [
        "UPDATE facts SET unit = 'cny' WHERE unit = '10k_cny'",
        "UPDATE cells SET raw = '三', page = 3, forced_by = 'T3_ROW T3_FLOW'",
        "UPDATE reports SET title = '<b>'",
    ],
)
def test_what_documents_may_do_breaks_no_rule(
    connection: duckdb.DuckDBPyConnection, harmless: str
) -> None:
    connection.execute(harmless)
    assert broken(connection) == {}


def test_a_change_below_zero_is_no_fault(connection: duckdb.DuckDBPyConnection) -> None:
    for table in ("facts", "cells"):
        connection.execute(f"UPDATE {table} SET value = -2 WHERE \"row\" = 'licences.items_change'")
    assert broken(connection) == {}


def test_a_fault_has_an_example(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute(f"UPDATE facts SET value = -7 WHERE {FIRST}")
    rows = {row["rule_id"]: row for row in structure_findings(connection).to_pylist()}
    example = rows["facts.count_not_negative"]["example"]
    assert example.startswith("r000000 · remedies · litigation_direct.total · -7")


def test_rules_over_a_table_with_other_columns_do_not_pass(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    connection.execute("ALTER TABLE reports RENAME COLUMN state TO status")
    found = broken(connection)
    readers = {rule.rule_id for rule in rules() if "reports" in rule.tables}
    assert readers <= set(found)


def test_every_column_of_codes_is_looked_at() -> None:
    fields = {code.field for code in codebook().codes} | {"form"}
    for table in checked_tables():
        queries = [rule.query or "" for rule in rules() if rule.tables[0] == table]
        for field in schema(table):
            if field.name in fields and field.type == pa.string():
                looked_at = any(
                    f'"{field.name}"' in query for query in queries if "gouji_codes" in query
                )
                assert looked_at, (table, field.name)
