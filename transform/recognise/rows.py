"""Rows of figures with the words that stand beside and above them.

A row is built from a table's row, from a line of text, or from words followed
by values on lines of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from extract.document import Place
from transform.labels import continued
from transform.recognise.strips import TEXT, VALUE, Item, Strip
from transform.recognise.wrapped import are_numbers

_TOUCHING = re.compile(r"[0０]\d+")
_BESIDE = re.compile(r"(?:[-—–－/0０]+ )+(?:[-—–－/]+|[\d０-９]+)|[\d０-９]+(?: [-—–－/]+)+")
_NOTED = re.compile(r"\d[\d,.]*\s*[（(](?!\d)")
_LONGEST = 8
_FEWEST = 3
_NEARER = 0.7
_FEW_LETTERS = 2
"""No label of a row with so many columns has so few letters, as 序号 or 栏次."""
_INDENTED = 8
"""So many columns of a text are no blanks that a cell is padded with."""


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
        """Whether a cell of a page's table holds several figures.

        So it is where digits begin with 0, as no number does, or dashes and zeros stand side by
        side in columns that no rulings show.
        """
        return self.table is not None and any(
            i.place.box is not None
            and (
                _TOUCHING.fullmatch(i.raw.strip())
                or (not i.columns_known and _BESIDE.fullmatch(i.raw.strip()))
            )
            for i in self.figures
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
