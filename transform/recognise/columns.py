"""Which cells of a row of figures are the form's columns.

It is told by counting: cells beyond the form's number are padding, and padding is blank. Where
blanks leave more than one place for the columns, rows of the same table whose columns are all
filled tell it; else nobody does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from transform.recognise.rows import FigureRow
from transform.recognise.strips import Item

_FEWEST = 3
_WIDE = 5
"""From this number of columns on, no form pads between them: each has a head of its own."""

_Alike = tuple[int | None, int, int] | tuple[int | None, tuple[int | None, ...]]


def padded_tables(rows: Iterable[tuple[FigureRow, int]]) -> frozenset[int | None]:
    """The tables whose full rows, several of them, have all their blanks after their columns.

    Each row comes with the number of its columns; where these are few, a blank may be
    the rest of a cell.
    """
    ends: dict[int | None, list[bool]] = defaultdict(list)
    for row, count in rows:
        if row.table is not None and _FEWEST <= count == len(row.figures) < len(row.cells):
            ends[row.table].append(row.filled[-1] == count - 1)
    return frozenset(table for table, at in ends.items() if len(at) > 1 and all(at))


@dataclass(frozen=True, slots=True)
class Columns:
    """How rows printed alike place the form's columns, learnt from full rows.

    Rows are printed alike that have as many cells and words, or the same columns of a table.
    The figures of a row in one of the `wider` tables reach over more than the form's columns.
    `apart` are the columns in which full rows have figures, where no rulings show the columns.
    """

    count: int
    sets: dict[_Alike, tuple[int, ...]]
    padded: frozenset[int | None] = frozenset()
    wider: frozenset[int | None] = frozenset()
    apart: frozenset[tuple[int | None, int]] = frozenset()

    @classmethod
    def learn(
        cls, rows: Sequence[FigureRow], count: int, padded: frozenset[int | None] | None = None
    ) -> Columns:
        """Learn where rows stand of which just `count` cells are filled.

        `padded` are the tables known to fill their rows up at the end.
        """
        found: dict[_Alike, set[tuple[int, ...]]] = defaultdict(set)
        for row in rows:
            if len(row.figures) == count:
                found[row.table, row.width, row.lead].add(row.filled)
                found[row.table, row.columns].add(row.filled)
        known = {key: next(iter(at)) for key, at in found.items() if len(at) == 1}
        if padded is None:
            padded = padded_tables((row, count) for row in rows)
        wider = frozenset(
            row.table for row in rows if len(row.cells) > count and _reach(row) > count
        )
        apart = frozenset(
            (row.table, item.place.column or 0)
            for row in rows
            if row.table is not None and len(row.figures) == count
            for item in row.figures
            if not item.columns_known
        )
        return cls(count, known, padded, wider, apart)

    def place(self, row: FigureRow) -> tuple[Item, ...] | None:
        """The cells of `row` that are the form's columns, or None when it cannot be told.

        A row of a table without any figure is blank in every column, also where its cells
        could not be told apart.
        """
        cells, count = row.cells, self.count
        if row.has_touching or (len(row.figures) < count and self._reaches_over_several(row)):
            return None
        if row.table is not None and cells and not row.figures:
            return (cells + cells[-1:] * count)[:count]
        if len(cells) < count or (row.table is None and len(cells) != count):
            return None
        if len(cells) == count:
            return cells
        if len(row.figures) == count:
            return row.figures
        filled = row.filled
        known = self.sets.get((row.table, row.width, row.lead))
        if known is None:
            known = self.sets.get((row.table, row.columns))
        if known is None and row.table in self.padded:
            known = tuple(range(count))
        whole = count >= _WIDE and _reach(row) == count and row.table not in self.wider
        if known is None and whole:
            known = tuple(range(filled[0], filled[-1] + 1))
        if known is None or not set(filled) <= set(known):
            return None
        return tuple(cells[n] for n in known)

    def _reaches_over_several(self, row: FigureRow) -> bool:
        """Whether what looks like one figure stands over columns in which others have their own."""
        places = ((item.place.column or 0, item.span) for item in row.figures if item.span > 1)
        return any(
            sum((row.table, at + n) in self.apart for n in range(span)) > 1 for at, span in places
        )


def _reach(row: FigureRow) -> int:
    """Over how many cells the figures of a row reach."""
    return row.filled[-1] - row.filled[0] + 1 if row.filled else 0
