"""Rows of figures with the words that stand beside and above them, and their columns.

A row is built from a table's row, from a line of text, or from words followed
by values on lines of their own. Which of its cells are the form's columns is
told by counting: cells beyond the form's number are padding, and padding is
blank. Where blanks leave more than one place for the columns, rows of the same
table whose columns are all filled tell it; else nobody does.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extract.document import Place
from transform.labels import continued
from transform.recognise.strips import TEXT, VALUE, Item, Strip
from transform.recognise.wrapped import are_numbers

_TOUCHING = re.compile(r"[0０]\d+")
_NOTED = re.compile(r"\d[\d,.]*\s*[（(](?!\d)")
_LONGEST = 8
_FEWEST = 3
_NEARER = 0.7
_FEW_LETTERS = 2
"""No label of a row with so many columns has so few letters, as 序号 or 栏次."""
_INDENTED = 8
"""So many columns of a text are no blanks that a cell is padded with."""
_WIDE = 5
"""From this number of columns on, no form pads between them: each has a head of its own."""


class FigureRow(NamedTuple):
    """Cells after the last words of a line; `words` are its own, `above` those before it,
    `figures` the cells that are not blank.

    `lead` is the number of items before the first cell and `width` the number
    of all; with `table` they identify rows printed alike. `stacked` marks
    values that stood one on a line; `spaced` those set apart by wide gaps.
    """

    words: tuple[Item, ...]
    above: tuple[Item, ...]
    cells: tuple[Item, ...]
    figures: tuple[Item, ...]
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
    def has_touching(self) -> bool:
        """Whether digits of a page's table begin with 0, as no number does: they are several."""
        return self.table is not None and any(
            i.place.box is not None and _TOUCHING.fullmatch(i.raw.strip()) for i in self.figures
        )

    def may_touch(self, columns: int, *, spanning: bool = True) -> bool:
        """Whether figures of a page's table may reach over several of its columns, none blank.

        `spanning` asks that its cells take just so many columns of the table.
        """
        places = [cell.place for cell in self.cells]
        if self.table is None or not places or places[0].box is None:
            return False
        first, last = places[0].column or 0, places[-1].column or 0
        whole = last + self.cells[-1].span - first == columns or not spanning
        return whole and len(self.figures) == len(self.cells) < columns

    @property
    def follows_noted(self) -> bool:
        """Whether a figure with the beginning of a note stands above, of this row or the last."""
        return any(_NOTED.match(item.raw.strip()) for item in self.above)

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
    def columns(self) -> tuple[int | None, ...]:
        """In which columns of its table the cells begin."""
        return tuple(cell.place.column for cell in self.cells)

    @property
    def filled(self) -> tuple[int, ...]:
        """Which of the cells are not blank."""
        return tuple(n for n, cell in enumerate(self.cells) if cell.kind == VALUE)


_Alike = tuple[int | None, int, int] | tuple[int | None, tuple[int | None, ...]]


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
        above, count = tuple(self.words), len(cells)
        row = FigureRow((), above, cells, cells, first, None, 0, count, stacked=True)
        self.words, self.values = [], []
        return row


def figure_rows(strips: Iterable[Strip], least: int = 1) -> tuple[FigureRow, ...]:
    """The rows of figures in `strips`, in order.

    `least` is the smallest number of blank cells that make a row of a table
    without figures a row all the same (an all-blank row of the form).
    """
    rows: list[FigureRow] = []
    stack = _Stack()
    for strip in strips:
        alone = strip.table is None or len(strip.items) == 1
        if alone and len(strip.items) == 1 and strip.items[0].kind == VALUE:
            stack.values.append(strip.items[0])
            continue
        if stack.values and stack.words and _may_be_of(strip, stack):
            # The figures stand a little higher than their label, or may do so.
            stack.words = []
        if (row := stack.row()) is not None:
            rows.append(row)
        if (row := _strip_row(strip, stack.words, least)) is not None:
            rows.append(row)
            stack.words = []
        else:
            stack.words.extend(strip.texts)
    if (row := stack.row()) is not None:
        rows.append(row)
    return tuple(rows)


def _may_be_of(below: Strip, stack: _Stack) -> bool:
    """Whether the figures of a stack may be those of the line below it.

    On a page that line stands much nearer to them than their words do. In a text that keeps a
    page's columns they do not stand below the labels, and no farther from the line below.
    """
    places = (stack.words[-1].place, stack.values[-1].place, below.place)
    boxes = [place.box for place in places if place.box is not None]
    if len(boxes) == len(places):
        above, figures, line = ((box[1] + box[3]) / 2 for box in boxes)
        words_at, figures_at, line_at = (place.page for place in places)
        if words_at != figures_at:
            # The words end the page before: what overlaps a line in height is of that line.
            height = boxes[1][3] - boxes[1][1]
            return figures_at == line_at and abs(line - figures) < height
        return figures_at == line_at and abs(line - figures) < _NEARER * abs(figures - above)
    lines = [place.line for place in places if place.line is not None]
    if len(lines) < len(places):
        return False
    to_above = (stack.values[0].place.line or 0) - lines[0]
    to_below = lines[2] - lines[1]
    figure = stack.values[-1]
    labels = [next(i for i in x if i.place == x[-1].place) for x in (below.items, stack.words)]
    indented = any(label.start + _INDENTED <= figure.start for label in labels)
    return to_below <= to_above and indented


def _strip_row(strip: Strip, above: Iterable[Item], least: int) -> FigureRow | None:
    items, table = strip.items, strip.table
    lead = len(items)
    while lead and items[lead - 1].kind != TEXT:
        lead -= 1
    cells = items[lead:]
    words = tuple(item for item in items[:lead] if item.kind == TEXT)
    figures = tuple(cell for cell in cells if cell.kind == VALUE)
    if are_numbers(figures) and all(len(word.raw.strip()) <= _FEW_LETTERS for word in words):
        return None
    if not figures:
        # Nothing is nothing in every column, however few were told apart.
        few = words and len(cells) >= _FEWEST and not cells[-1].columns_known
        blank_row = table is not None and (few or len(cells) >= least) and (words or least > 1)
        if not blank_row:
            return None
    before, width = tuple(above), len(items)
    return FigureRow(
        words, before, cells, figures, strip.place, table, lead, width, spaced=strip.spaced
    )


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
