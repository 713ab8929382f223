"""Evidence pages that are published with a dataset: of the reports with broken hard rules.

They are made from the dataset alone, so that a build does not read its files
twice; the page names the command that shows the file itself beside the cells.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path

import duckdb

from flows.evidence.page import evidence_page
from flows.evidence.value import Evidence
from flows.shown import Row, Shown

FOLDER = "evidence"
_CHOSEN = """
CREATE OR REPLACE TEMP TABLE shown_reports AS
SELECT * FROM reports
WHERE state = 'accepted' AND report_id IN (
    SELECT report_id FROM checks WHERE severity = 'hard' AND verdict_blank_as_zero = 'fail')
ORDER BY year DESC, agency, report_id LIMIT $most
"""
_OF_REPORTS = {
    "cells": 'LEFT JOIN (SELECT form, section, "row", applicant_type, position FROM codebook) k'
    ' ON k.form = t.form AND k.section = t.section AND k."row" = t."row"'
    " AND k.applicant_type IS NOT DISTINCT FROM t.applicant_type"
    ' ORDER BY k.position, t.section, t."row", t.applicant_type',
    "checks": "ORDER BY t.identity_id, t.instance",
    "claims": "ORDER BY t.position",
    "issues": "ORDER BY t.place, t.kind, t.text",
}


def write_published(connection: duckdb.DuckDBPyConnection, docs: Path, most: int) -> set[str]:
    """Write ``evidence/<report_id>.html`` below `docs` for `most` reports; which ones.

    `connection` shows the tables of the dataset. The latest years come first.
    """
    (docs / FOLDER).mkdir(parents=True, exist_ok=True)
    written = set()
    for shown in _reports(connection, most):
        page = evidence_page(Evidence(shown, notes=(_how(shown.report),)))
        report_id = str(shown.report["report_id"])
        (docs / FOLDER / f"{report_id}.html").write_text(page, encoding="utf-8")
        written.add(report_id)
    return written


def _reports(connection: duckdb.DuckDBPyConnection, most: int) -> Iterator[Shown]:
    connection.execute(_CHOSEN, {"most": most})
    of: dict[str, dict[str, list[Row]]] = {}
    for table, order in _OF_REPORTS.items():
        chosen = "t.report_id IN (SELECT report_id FROM shown_reports)"
        query = f"SELECT t.* FROM (FROM {table} t WHERE {chosen}) t {order}"
        for row in _rows(connection, query):
            of.setdefault(row["report_id"], {}).setdefault(table, []).append(row)
    for report in _rows(connection, "FROM shown_reports ORDER BY year DESC, agency, report_id"):
        tables = of.get(report["report_id"], {})
        yield Shown(report, *(tuple(tables.get(name, ())) for name in _OF_REPORTS))


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    rows: list[Row] = connection.sql(query).to_arrow_table().to_pylist()
    return rows


def _how(report: Row) -> tuple[str, str]:
    command = f"gouji show {shlex.quote(str(report['agency']))} {report['year']} --html"
    return f"原文与单元格并列，请运行：{command}", f"the file beside its cells: {command}"
