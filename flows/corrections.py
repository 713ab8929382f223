"""Corrections proposed by reviewers: read from a file, guarded, and kept beside the facts.

A correction names one cell of one report, the figure published there, and the
figure that should stand there. It applies only where the published figure is
still the one the reviewer saw; what no longer fits is listed, and changes nothing.
"""

from __future__ import annotations

import csv
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from flows.failure import USAGE, Failure
from transform.codebook import CellKey, codebook
from transform.schema import schema, to_arrow

COLUMNS = (
    "agency", "year", "section", "row", "applicant_type",
    "published", "proposed", "reason", "evidence", "status",
)  # fmt: skip
BLANK = "blank"

_OUTCOMES = """
SELECT c.number, c.agency, c.year, c.section, c."row", c.applicant_type, f.agency_id, f.report_id,
    c.published, f.value AS found, c.proposed, c.reason, c.evidence, c.status,
    CASE WHEN f.report_id IS NULL THEN 'matches_nothing'
        WHEN f.value IS DISTINCT FROM c.published THEN 'source_changed'
        WHEN c.status = 'accepted' THEN 'applies' ELSE 'not_accepted' END AS outcome
FROM reviewed c
    LEFT JOIN facts f ON f.agency = c.agency AND f.year = c.year AND f.section = c.section
        AND f."row" = c."row" AND f.applicant_type IS NOT DISTINCT FROM c.applicant_type
ORDER BY c.number
"""


def read_corrections(path: Path) -> tuple[dict[str, Any], ...]:
    """The corrections of a reviewed file, in its order; none where there is no file.

    Raises:
        Failure: a line is not a correction; it is named with what is wrong.
    """
    if not path.is_file():
        return ()
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        if tuple(rows.fieldnames or ()) != COLUMNS:
            raise _wrong(path, 1, f"the columns are not {', '.join(COLUMNS)}", "列名不符")
        found = [_correction(path, rows.line_num, row) for row in rows]
    cells = [(c["agency"], c["year"], c["section"], c["row"], c["applicant_type"]) for c in found]
    twice = next((cell for n, cell in enumerate(cells) if cell in cells[:n]), None)
    if twice:
        raise _wrong(path, cells.index(twice) + 2, f"two corrections of one cell: {twice}", "重复")
    return tuple({"number": number, **row} for number, row in enumerate(found, start=1))


def corrections_table(
    connection: duckdb.DuckDBPyConnection, reviewed: tuple[dict[str, Any], ...]
) -> pa.Table:
    """The table `corrections`: each correction with what became of it; `facts` are shown."""
    shape = schema("corrections")
    given = [{"agency_id": None, "report_id": None, "found": None, "outcome": "", **row}
             for row in reviewed]  # fmt: skip
    connection.register("reviewed", to_arrow("corrections", given))
    try:
        return connection.sql(_OUTCOMES).to_arrow_table().select(shape.names).cast(shape)
    finally:
        connection.unregister("reviewed")


def _correction(path: Path, line: int, row: dict[str, Any]) -> dict[str, Any]:
    if None in row or None in row.values():
        raise _wrong(path, line, "too many or too few fields", "字段数不符")
    applicant = row["applicant_type"] or None
    key = CellKey(row["section"], row["row"], applicant)
    cells = {cell for known in codebook().rows for cell in codebook().row_cells(known)}
    if key not in cells:
        raise _wrong(path, line, f"no such cell: {'/'.join(filter(None, key))}", "没有这一格")
    statuses = [code.code for code in codebook().codes if code.field == "correction_status"]
    if row["status"] not in statuses:
        raise _wrong(path, line, f"status is none of {', '.join(statuses)}", "状态不符")
    lacking = [n for n in ("agency", "reason", "evidence") if not row[n].strip()]
    if lacking:
        raise _wrong(path, line, f"nothing in {', '.join(lacking)}", "缺少内容")
    try:
        year = int(row["year"])
        published = None if row["published"] == BLANK else Decimal(row["published"])
        proposed = Decimal(row["proposed"])
    except (ValueError, InvalidOperation):
        raise _wrong(path, line, "year or a figure is no number", "年度或数值不是数字") from None
    return {
        "agency": row["agency"],
        "year": year,
        "section": key.section,
        "row": key.row,
        "applicant_type": applicant,
        "published": published,
        "proposed": proposed,
        "reason": row["reason"],
        "evidence": row["evidence"],
        "status": row["status"],
    }


def _wrong(path: Path, line: int, en: str, zh: str) -> Failure:
    return Failure(f"{path}:{line}: {en}", f"{path} 第 {line} 行：{zh}", USAGE)
