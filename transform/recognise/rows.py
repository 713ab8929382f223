"""Rows of figures with the words that stand beside and above them, and their columns.

A row is built from a table's row, from a line of text, or from words followed
by values on lines of their own. Which of its cells are the form's columns is
told by counting: cells beyond the form's number are padding, and padding is
blank. Where blanks leave more than one place for the columns, rows of the same
table whose columns are all filled tell it; else nobody does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extract.document import Place
from transform.labels import continued
from transform.recognise.lines import BLANK, TEXT, VALUE, Item, Line

_LONGEST = 8
_WIDE = 5
"""From this number of columns on, no form pads between them: each has a head of its own."""


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
    def may_be_glued(self) -> bool:
        """Whether its digits may have lost their cells: close together on one line."""
        on_one_line = not self.stacked or len(self.cells) == 1
        return self.table is None and on_one_line and not self.spaced

    @property
    def label_texts(self) -> Iterator[str]:
        """What may be the row's label: its last words, then more of them put together.

        Words above belong to values that stand alone below them, or to a label
        whose brackets close beside the values.
        """
        words = self.words or (self.above if self.stacked else ())
        for count in range(1, min(len(words), _LONGEST) + 1):
            yield "".join(item.raw for item in words[-count:])
        if self.words and self.above:
            whole = continued(self.above[-1].raw, self.words[-1].raw)
            if whole is not None:
                yield whole

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
    if not figures and (len(cells) < least or line.table is None or not (words or least > 1)):
        return None
    return FigureRow(
        words, above, cells, line.place, line.table, last + 1, len(line.items), spaced=line.spaced
    )


@dataclass(frozen=True, slots=True)
class Columns:
    """How rows printed alike place the form's columns, learnt from full rows."""

    count: int
    sets: dict[tuple[int | None, int, int], tuple[int, ...]]

    @classmethod
    def learn(cls, rows: Sequence[FigureRow], count: int) -> Columns:
        """Learn where rows stand of which just `count` cells are filled."""
        found: dict[tuple[int | None, int, int], set[tuple[int, ...]]] = defaultdict(set)
        for row in rows:
            if len(filled := _filled(row)) == count:
                found[row.table, row.width, row.lead].add(filled)
        return cls(count, {key: next(iter(at)) for key, at in found.items() if len(at) == 1})

    def place(self, row: FigureRow) -> tuple[Item, ...] | None:
        """The cells of `row` that are the form's columns, or None when it cannot be told."""
        cells, filled = row.cells, _filled(row)
        if len(cells) < self.count or (row.table is None and len(cells) != self.count):
            return None
        if len(cells) == self.count or not filled:
            return cells[: self.count]
        if len(filled) == self.count:
            return tuple(cells[n] for n in filled)
        known = self.sets.get((row.table, row.width, row.lead))
        if known is None and self.count >= _WIDE and filled[-1] - filled[0] + 1 == self.count:
            known = tuple(range(filled[0], filled[-1] + 1))
        if known is None or not set(filled) <= set(known):
            return None
        return tuple(cells[n] for n in known)


def _filled(row: FigureRow) -> tuple[int, ...]:
    return tuple(n for n, cell in enumerate(row.cells) if cell.kind != BLANK)
