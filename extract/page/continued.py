"""Tables that go on over a page: the same columns, and rows that the page end tears."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.document import Cell
from extract.page.cells import FIGURE
from extract.page.tables import PageTable

_SAME_COLUMN = 3.0
_ZERO = re.compile(r"[0０][0-9０-９]")


def continues(before: PageTable, after: PageTable) -> bool:
    """Whether the table on top of a page has the columns of the one at the end of the last.

    Where the page end tears a row, each page has only the columns that its own rows show.
    """
    a, b = before.grid.xs, after.grid.xs
    if len(a) == len(b):
        return are_same(a, b)
    torn = before.grid.open_bottom and after.grid.open_top
    few, many = (a, b) if len(a) < len(b) else (b, a)
    ends = abs(a[0] - b[0]) <= _SAME_COLUMN and abs(a[-1] - b[-1]) <= _SAME_COLUMN
    return torn and ends and all(min(abs(x - y) for y in many) <= _SAME_COLUMN for x in few)


def are_same(a: Sequence[float], b: Sequence[float]) -> bool:
    """Whether columns have the same sides."""
    return len(a) == len(b) and all(abs(x - y) <= _SAME_COLUMN for x, y in zip(a, b, strict=True))


def append(before: PageTable, after: PageTable) -> None:
    """Put a table's continuation below it.

    A row that the page end tears is one row where no ruling closes it, or where
    all its text stands on one side of the tear.
    """
    _share_columns(before, after)
    rows = after.rows
    torn = before.grid.open_bottom and after.grid.open_top and _join_torn(before, after)
    if torn or (len(rows) > 1 and _is_blank(rows[0])):
        rows = rows[1:]
    elif len(before.rows) > 1 and _is_blank(before.rows[-1]):
        before.rows.pop()
    before.rows.extend(rows)
    before.grid = after.grid
    before.columns_known &= after.columns_known


def _share_columns(before: PageTable, after: PageTable) -> None:
    """Count the columns of both as the one with more of them does."""
    if len(before.grid.xs) != len(after.grid.xs):
        few, many = sorted((before, after), key=lambda table: len(table.grid.xs))
        xs = many.grid.xs
        at = [min(range(len(xs)), key=lambda n: abs(xs[n] - x)) for x in few.grid.xs]
        few.rows = [[_in_columns(cell, at) for cell in row] for row in few.rows]
        few.grid = replace(few.grid, xs=xs)


def _in_columns(cell: Cell, at: Sequence[int]) -> Cell:
    first = (cell.place.column or 1) - 1
    start, end = at[first], at[first + cell.colspan]
    return cell._replace(place=cell.place._replace(column=start + 1), colspan=end - start)


def _is_blank(row: Sequence[Cell]) -> bool:
    return bool(row) and all(cell.rowspan == 1 and not cell.text.strip() for cell in row)


def _join_torn(before: PageTable, after: PageTable) -> bool:
    """Join the two pieces of a torn row; False, and nothing done, where they do not fit."""
    last = len(before.rows)
    upper = {
        cell.place.column: (n, m)
        for n, row in enumerate(before.rows)
        for m, cell in enumerate(row)
        if n + cell.rowspan >= last
    }
    lower = after.rows[0] if after.rows else []
    pairs = []
    for cell in lower:
        found = upper.get(cell.place.column)
        if found is None:
            return False
        above = before.rows[found[0]][found[1]]
        if above.colspan != cell.colspan or not _fit(above, cell):
            return False
        pairs.append((found, above, cell))
    if len(pairs) != len(upper) or not pairs or _each_goes_on([(a, c) for _, a, c in pairs]):
        return False
    for (n, m), above, cell in pairs:
        wrapped = _is_figure(above) and _is_figure(cell)
        text = ("" if wrapped else "\n").join(t for t in (above.text, cell.text) if t.strip())
        rows = above.rowspan + cell.rowspan - 1
        before.rows[n][m] = above._replace(text=text, rowspan=rows, full=cell.full)
    return True


def _fit(above: Cell, cell: Cell) -> bool:
    """Whether two pieces can be one cell; a figure goes on only where its piece had no room."""
    if not above.text.strip() or not _is_figure(cell):
        return True
    return above.full and _is_figure(above) and not _ZERO.match(above.text + cell.text)


def _each_goes_on(pairs: Sequence[tuple[Cell, Cell]]) -> bool:
    """Whether every figure has one below it: then those are figures of another row."""
    below = [_is_figure(cell) for above, cell in pairs if _is_figure(above)]
    return bool(below) and all(below)


def _is_figure(cell: Cell) -> bool:
    return FIGURE.fullmatch(cell.text.strip()) is not None
