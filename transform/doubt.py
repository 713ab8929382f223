"""Figures that recognition of characters is not sure of: they are unreadable, never a guess."""

from __future__ import annotations

from dataclasses import replace

from extract.document import Document, Issue, Place, Table
from extract.ocr.measured import least_sure_value
from transform.report import Tables
from transform.values import looks_like_value

_Row = tuple[int | None, int | None, int | None]
# How digits were told that stood in too few cells.
_CUT = ("forced_by_count", "forced_by_sums")


def without_doubtful(document: Document, tables: Tables) -> Tables:
    """`tables` with the confidence of each cell; what is below the measured bound has no value.

    Digits of a row that are cut anew are as sure as the least sure figure of the row.
    """
    sure, rows = _confidences(document)
    if not sure:
        return tables
    cells, issues = [], list(tables.issues)
    for cell in tables.cells:
        confidence = sure.get(cell.place) if cell.place else None
        if confidence is None or cell.place is None:
            cells.append(cell)
            continue
        if cell.decided in _CUT:
            confidence = min(confidence, rows.get(_row(cell.place), confidence))
        known = cell._replace(confidence=confidence)
        if confidence >= least_sure_value(cell.raw) or cell.status in ("unreadable", "missing"):
            cells.append(known)
            continue
        cells.append(known.unreadable())
        issues.append(Issue("unsure_text", cell.raw, cell.place, f"{confidence:.2f}"))
    return replace(tables, cells=tuple(cells), issues=tuple(issues))


def _row(place: Place) -> _Row:
    return place.page, place.table, place.row


def _confidences(document: Document) -> tuple[dict[Place, float], dict[_Row, float]]:
    """How sure each cell is, and the least sure figure of each row."""
    sure: dict[Place, float] = {}
    rows: dict[_Row, float] = {}
    tables = (block for block in document.blocks if isinstance(block, Table))
    for cell in (cell for table in tables for row in table.rows for cell in row):
        if cell.confidence is not None:
            sure[cell.place] = cell.confidence
            if looks_like_value(cell.text):
                row = _row(cell.place)
                rows[row] = min(rows.get(row, 1.0), cell.confidence)
    return sure, rows
