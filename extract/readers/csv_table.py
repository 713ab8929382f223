"""Tables as text with commas between the cells."""

from __future__ import annotations

import csv

from extract.document import Cell, Document, Issue, Place, Table
from extract.limits import DEFAULT_LIMITS, Limits
from extract.refusal import RefusedError

READER = "csv"
MEDIA_TYPE = "text/csv"


def read_csv(text: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The file as one table (RFC 4180); blank lines are counted but not kept.

    Raises:
        RefusedError: more cells than the limits allow, or quotes that never end.
    """
    rows: list[tuple[Cell, ...]] = []
    parts = 0
    try:
        # A line end inside quotes belongs to its cell.
        for number, row in enumerate(csv.reader(text.splitlines(keepends=True), strict=True), 1):
            parts += len(row) + 1
            if parts > limits.parts:
                raise RefusedError("too_large", f"parts > {limits.parts}")
            cells = tuple(
                Cell(cell.strip(" \r\n"), Place(table=1, row=number, column=column))
                for column, cell in enumerate(row, 1)
            )
            if cells:
                rows.append(cells)
    except csv.Error as error:
        raise RefusedError("unreadable_file", f"CSV: {error}") from error
    if not any(cell.text for row in rows for cell in row):
        return Document(READER, MEDIA_TYPE, (), issues=(Issue("no_text"),))
    return Document(READER, MEDIA_TYPE, (Table(tuple(rows), Place(table=1)),))
