"""Rows of figures with the words that stand beside and above them, and their columns.

A row is built from a table's row, from a line of text, or from words followed
by values on lines of their own. Which of its cells are the form's columns is
told by counting: cells beyond the form's number are padding, and padding is
blank. Where that leaves more than one place for the columns, the rows of the
same table whose columns are all filled tell it; else nobody does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extract.document import Place
from transform.recognise.lines import BLANK, TEXT, VALUE, Item, Line


@dataclass(frozen=True, slots=True)
class FigureRow:
    """Cells after the last words of a line; `words` are its own, `above` those before it.

    `lead` is the number of items before the first cell and `width` the number
    of all; with `table` they identify rows printed alike. `stacked` marks
    values that stood one on a line; `spaced` those set apart by wide gaps.
    """

    words: tuple[Item, ...]
    above: tuple[Item, ...]
    cells: tuple[Item, ...]
    place: Place
    table: int | None
    lead: int
    width: int
    stacked: bool = False
    spaced: bool = False

    @property
    def figures(self) -> tuple[Item, ...]:
        """The cells that are not blank."""
        return tuple(cell for cell in self.cells if cell.kind == VALUE)


@dataclass(slots=True)
class _Stack:
    """Words without values, and values that stand alone below them."""

    words: list[Item] = field(default_factory=list)
    values: list[Item] = field(default_factory=list)

    def row(self) -> FigureRow | None:
        if not self.values:
            return None
        cells = tuple(self.values)
        first = self.words[0].place if self.words else cells[0].place
        row = FigureRow((), tuple(self.words), cells, first, None, 0, len(cells), stacked=True)
        self.words, self.values = [], []
        return row


def figure_rows(lines: Iterable[Line], least: int = 1) -> tuple[FigureRow, ...]:
    """The rows of figures in `lines`, in order.

    `least` is the smallest number of blank cells that make a row of a table
    without figures a row all the same (an all-blank row of the form).
    """
    rows: list[FigureRow] = []
    stack = _Stack()
    for line in lines:
        alone = line.table is None or len(line.items) == 1
        if alone and len(line.items) == 1 and line.items[0].kind == VALUE:
            stack.values.append(line.items[0])
            continue
        if (row := stack.row()) is not None:
            rows.append(row)
        if (row := _line_row(line, tuple(stack.words), least)) is not None:
            rows.append(row)
            stack.words = []
        else:
            stack.words.extend(line.texts)
    if (row := stack.row()) is not None:
        rows.append(row)
    return tuple(rows)


def _line_row(line: Line, above: tuple[Item, ...], least: int) -> FigureRow | None:
    last = max((n for n, item in enumerate(line.items) if item.kind == TEXT), default=-1)
    cells = line.items[last + 1 :]
    figures = sum(cell.kind == VALUE for cell in cells)
    words = tuple(item for item in line.items[: last + 1] if item.kind == TEXT)
    if not figures and (not words or len(cells) < least or line.table is None):
        return None
    return FigureRow(
        words, above, cells, line.place, line.table, last + 1, len(line.items), spaced=line.spaced
    )


@dataclass(frozen=True, slots=True)
class Columns:
    """How rows printed alike place the form's columns, learnt from full rows."""

    starts: dict[tuple[int | None, int, int], int]

    @classmethod
    def learn(cls, rows: Sequence[FigureRow], columns: int) -> Columns:
        """Learn from the rows of which just `columns` neighbouring cells are filled."""
        found: dict[tuple[int | None, int, int], set[int]] = defaultdict(set)
        for row in rows:
            filled = [n for n, cell in enumerate(row.cells) if cell.kind == VALUE]
            if len(filled) == columns and filled[-1] - filled[0] + 1 == columns:
                found[row.table, row.width, row.lead].add(filled[0])
        return cls({key: min(at) for key, at in found.items() if len(at) == 1})

    def place(self, row: FigureRow, columns: int) -> tuple[Item, ...] | None:
        """The cells of `row` that are the form's columns, or None when it cannot be told."""
        cells = row.cells
        if row.table is None and len(cells) != columns:
            return None
        filled = [n for n, cell in enumerate(cells) if cell.kind != BLANK]
        if len(cells) < columns:
            return None
        if not filled:
            return cells[:columns]
        first = max(0, filled[-1] - columns + 1)
        last = min(filled[0], len(cells) - columns)
        if first > last:
            return None
        if first == last:
            return cells[first : first + columns]
        at = self.starts.get((row.table, row.width, row.lead))
        if at is None or not first <= at <= last:
            return None
        return cells[at : at + columns]
