"""Figures that recognition of characters is not sure of: they are unreadable, never a guess."""

from __future__ import annotations

from dataclasses import replace

from extract.document import Document, Issue, Place, Table
from extract.ocr.measured import least_sure_figure
from transform.report import Tables


def without_doubtful(document: Document, tables: Tables) -> Tables:
    """`tables` with the confidence of each cell; what is below the measured bound has no value."""
    sure = _confidences(document)
    if not sure:
        return tables
    cells, issues = [], list(tables.issues)
    for cell in tables.cells:
        confidence = sure.get(cell.place) if cell.place else None
        if confidence is None:
            cells.append(cell)
            continue
        known = cell._replace(confidence=confidence)
        if confidence >= least_sure_figure() or cell.status in ("unreadable", "missing"):
            cells.append(known)
            continue
        cells.append(known._replace(value=None, status="unreadable", decided=None))
        issues.append(Issue("unsure_text", cell.raw, cell.place, f"{confidence:.2f}"))
    return replace(tables, cells=tuple(cells), issues=tuple(issues))


def _confidences(document: Document) -> dict[Place, float]:
    return {
        cell.place: cell.confidence
        for block in document.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
        if cell.confidence is not None
    }
