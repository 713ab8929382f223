"""Rows of a recognised table that have other cells than its other rows: what stands in place.

A stroke that was taken for a ruling divides a cell, and a ruling that was lost joins two. The
cells of the row that lie where other rows have theirs are known all the same; what lies in the
others is not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from extract.document import LOST
from transform.recognise.rows import FigureRow
from transform.recognise.strips import VALUE, Item

_Cells = tuple[tuple[int, int], ...]

# Rows that show where a table's cells are; which part of a row must stand there.
_FEWEST, _MOST = 3, 0.5


class UsualCells:
    """Where the rows of each recognised table have their cells."""

    def __init__(self, rows: Iterable[FigureRow], count: int) -> None:
        """Learn it from rows in which all of `count` columns are filled."""
        self._count = count
        found: dict[int | None, Counter[_Cells]] = defaultdict(Counter)
        for row in rows:
            if len(row.figures) == len(row.cells) == count and _is_seen(row):
                found[row.table][_cells(row)] += 1
        self._usual = {table: each.most_common(1)[0] for table, each in found.items()}

    def place(self, row: FigureRow) -> tuple[Item, ...] | None:
        """The row's items for the columns, lost where its cells are others; None if unclear."""
        usual, rows = self._usual.get(row.table, ((), 0))
        if rows < _FEWEST or not row.figures or not _is_seen(row):
            return None
        own = dict(zip(_cells(row), row.cells, strict=True))
        ends = {(min(own)[0], max(map(sum, own))), (usual[0][0], sum(usual[-1]))}
        known = [own.get(cell) for cell in usual]
        if len(ends) > 1 or sum(item is not None for item in known) <= _MOST * self._count:
            return None
        return tuple(
            item or _lost(row, column, span)
            for item, (column, span) in zip(known, usual, strict=True)
        )


def _is_seen(row: FigureRow) -> bool:
    return row.table is not None and all(i.seen and i.place.column is not None for i in row.cells)


def _cells(row: FigureRow) -> _Cells:
    """From which column on, and over how many, each cell of a row reaches."""
    return tuple((item.place.column or 0, item.span) for item in row.cells)


def _lost(row: FigureRow, column: int, span: int) -> Item:
    """What is not known of a column, at the first cell that lies in it."""
    at = next(i for i in row.cells if (i.place.column or 0) + i.span > column)
    return at._replace(kind=VALUE, raw=LOST, span=span)
