"""The tables of the dataset: what a report adds to them, and where their schemas are found.

A number that no column can hold is a finding about the document, and ends in `issues`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from extract.document import Issue, Place
from transform.agencies import agency_id
from transform.codebook import CellKey, codebook
from transform.codebook_tables import codebook_table, identities_table
from transform.report import CellReading, Claim, Narrative, Report
from transform.schema import Row, TableError, schema, table_names, to_arrow

__all__ = [
    "Row",
    "TableError",
    "codebook_table",
    "identities_table",
    "report_tables",
    "schema",
    "table_names",
    "to_arrow",
]

_LIMIT = Decimal(10) ** 14
_STEP = Decimal("0.000001")
_MOST_ROWS = 32_767
_MOST_ISSUES = 1_000
"""What a document adds of each; figures and headings are never that long."""
_LONGEST, _LONGEST_TEXT = 4_000, 100_000
"""Characters kept of a text, and of the text under one heading, which has a few thousand."""


def report_tables(
    report: Report,
    *,
    source_name: str,
    sha256: str,
    size: int,
    media_type: str,
    reader: str,
    report_id: str,
    run_id: str,
) -> dict[str, list[Row]]:
    """The rows one report adds to `reports`, `cells`, `narratives`, `claims` and `issues`.

    The counts of identities are 0: they are known once the cells are judged.
    `size` is in bytes. A number that the dataset cannot hold exactly is not
    taken over: its cell becomes unreadable, its claim is dropped, each with an issue.
    Of what is far longer than any report's the beginning is kept.
    """
    cells, unfit = _storable_cells(report.tables.cells)
    claims, unfit_claims = _storable_claims(report.claims)
    narratives, too_many = report.narratives[:_MOST_ROWS], report.narratives[_MOST_ROWS:]
    issues = [
        *report.issues,
        *report.headline.issues,
        *report.tables.issues,
        *unfit,
        *unfit_claims,
        *(Issue("too_many", text.heading) for text in too_many[:1]),
        *(Issue("too_many", n.heading, None, _too_long(n)) for n in narratives if _too_long(n)),
    ]
    issues = _first(dict.fromkeys(issues))
    rows: dict[str, list[Row]] = {
        "reports": [_report_row(report, cells)],
        "cells": [_cell_row(cell) for cell in cells],
        "narratives": [
            {"position": position, "section": n.section, "heading": n.heading, "text": _text(n)}
            for position, n in enumerate(narratives, start=1)
        ],
        "claims": _claim_rows(claims, cells),
        "issues": [_issue_row(issue) for issue in issues],
    }
    agency = agency_id(report.headline.agency) if report.headline.agency else None
    about = {"agency_id": agency, "year": report.headline.year}
    file = {"source_name": source_name, "sha256": sha256, "bytes": size}
    file |= {"media_type": media_type or None, "reader": reader or None, "run_id": run_id}
    every: dict[str, Row] = {
        "reports": about | file,
        "cells": about | {"reader": reader},
        "issues": {"source_name": source_name},
    }
    for table, added in rows.items():
        for row in added:
            row.update(every.get(table, {}), report_id=report_id)
            if table != "cells":  # Of a cell, only `raw` comes from outside.
                row.update({k: _printable(v) for k, v in row.items() if isinstance(v, str)})
    return rows


def _text(narrative: Narrative) -> str:
    return _beginning(narrative.text, _LONGEST_TEXT)


def _too_long(narrative: Narrative) -> str:
    """What is not kept of a text that is longer than any report's; mostly nothing."""
    length = len(narrative.text)
    return f"{length} > {_LONGEST_TEXT} characters" if length > _LONGEST_TEXT else ""


def _first(issues: Iterable[Issue]) -> list[Issue]:
    """The issues that are kept, and how many there were."""
    found = list(issues)
    if len(found) > _MOST_ISSUES:
        found[_MOST_ISSUES:] = [Issue("too_many", detail=f"{len(found)} > {_MOST_ISSUES} issues")]
    return found


def _holds(number: Decimal) -> bool:
    """Whether a decimal(20,6) holds the number exactly."""
    return number.is_finite() and abs(number) < _LIMIT and number == number.quantize(_STEP)


def _storable_cells(cells: Sequence[CellReading]) -> tuple[list[CellReading], list[Issue]]:
    kept, issues = [], []
    for cell in cells:
        if cell.value is None or _holds(cell.value):
            kept.append(cell)
            continue
        issues.append(Issue("out_of_range", cell.raw, cell.place, str(cell.value)))
        kept.append(
            CellReading(
                cell.key, None, "unreadable", cell.unit, cell.form, cell.raw, cell.place,
                second_reading=cell.second_reading,
            )
        )  # fmt: skip
    return kept, issues


def _storable_claims(claims: Sequence[Claim]) -> tuple[list[Claim], list[Issue]]:
    kept = [claim for claim in claims if _holds(claim.number)]
    issues = [
        Issue("out_of_range", claim.sentence, None, str(claim.number))
        for claim in claims
        if not _holds(claim.number)
    ]
    issues += [Issue("too_many", claim.sentence) for claim in kept[_MOST_ROWS:][:1]]
    return kept[:_MOST_ROWS], issues


def _report_row(report: Report, cells: Sequence[CellReading]) -> Row:
    head, by_status = report.headline, Counter(cell.status for cell in cells)
    row: Row = {
        "source_url": head.source_url,
        "agency": head.agency,
        "agency_evidence": head.agency_evidence,
        "issuer": head.issuer,
        "scope": head.scope,
        "scope_evidence": head.scope_evidence,
        "division_code": head.division_code,
        "year_evidence": head.year_evidence,
        "form": report.tables.form,
        "form_evidence": report.tables.form_evidence,
        "title": head.title and _beginning(head.title),
        "period_start": head.period_start,
        "period_end": head.period_end,
        "signed_on": head.signed_on,
        "published_on": head.published_on,
        "state": report.state,
        "reason": report.reason,
    }
    for status in (code for field, code, _, _ in codebook().codes if field == "status"):
        row[f"cells_{status}"] = by_status[status]
    for verdict in ("passed", "failed", "not_assessable"):
        row[f"identities_{verdict}"] = 0
    return row


def _cell_row(cell: CellReading) -> Row:
    place = cell.place or Place()
    return {
        "section": cell.key.section,
        "row": cell.key.row,
        "applicant_type": cell.key.applicant_type,
        "value": cell.value,
        "status": cell.status,
        "unit": cell.unit,
        "form": cell.form,
        "raw": _printable(_beginning(cell.raw)) or None,
        "page": place.page,
        "box": None if place.box is None else list(place.box),
        "table": place.table,
        "table_row": place.row,
        "table_column": place.column,
        "line": place.line,
        "decided": cell.decided,
        "forced_by": cell.forced_by,
        "second_reading": cell.second_reading,
        "confidence": cell.confidence,
    }


def _claim_rows(claims: Sequence[Claim], cells: Sequence[CellReading]) -> list[Row]:
    values: dict[CellKey, Decimal | None] = {cell.key: cell.value for cell in cells}
    rows = []
    for position, claim in enumerate(claims, start=1):
        value = values.get(claim.cell)
        rows.append(
            {
                "position": position,
                "section": claim.section,
                "sentence": claim.sentence,
                "number": claim.number,
                "compared_section": claim.cell.section,
                "compared_row": claim.cell.row,
                "compared_applicant_type": claim.cell.applicant_type,
                "compared_value": value,
                "agrees": None if value is None else value == claim.number,
            }
        )
    return rows


def _issue_row(issue: Issue) -> Row:
    return {
        "kind": issue.kind,
        "place": issue.place.describe() if issue.place else None,
        "text": _beginning(issue.text) or None,
        "reason": _beginning(issue.reason),
    }


def _beginning(text: str, most: int = _LONGEST) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def _printable(text: str) -> str:
    """The text without lone surrogates, which no table can hold."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
