"""Tables from grids and glyphs: the text of each cell."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from extract.document import LOST, Cell, Place, Table
from extract.page.cells import (
    FIGURE,
    FilledCell,
    ends_with_point,
    has_room,
    is_full,
    stands_half_way,
    text_of,
)
from extract.page.grid import Grid
from extract.page.hanging import take_back_hanging
from extract.page.ink import Box, Glyph, Ink
from extract.page.lines import lines_of
from extract.page.spilled import Cells, mark_spilled

_SAME_HEIGHT = 3.0
_SIDE = 0.5


@dataclass(slots=True)
class PageTable:
    """A table on one page; `rows` are its cells by grid row, numbered when it is placed.

    `columns_known` says that rulings show over which columns each cell reaches.
    """

    rows: list[list[Cell]]
    grid: Grid
    box: Box
    columns_known: bool = False

    def copy(self, confidence: float | None = None) -> PageTable:
        """The same table, which can be continued, with this confidence for each cell."""
        rows = [[cell._replace(confidence=confidence) for cell in row] for row in self.rows]
        return PageTable(rows, self.grid, self.box, self.columns_known)

    def numbered(self, number: int) -> Table:
        """The table with its number in the document and its rows counted from 1."""
        rows = tuple(
            tuple([_placed(cell, number, n) for cell in row])
            for n, row in enumerate(self.rows, 1)
            if row
        )
        first = rows[0][0].place
        return Table(rows, Place(page=first.page, table=number, box=self.box), self.columns_known)


def _placed(cell: Cell, table: int, row: int) -> Cell:
    text, (page, _, _, column, line, box), rowspan, colspan, confidence, full = cell
    place = Place(page, table, row, column, line, box)
    return Cell(text, place, rowspan, colspan, confidence, full)


def page_table(
    grid: Grid,
    glyphs: Sequence[Glyph],
    ink: Ink,
    page: int,
    *,
    ruled: bool,
    columns_known: bool = False,
    goes_on: bool = False,
) -> tuple[PageTable | None, list[Glyph]]:
    """The table that a grid and the glyphs in it make, and the glyphs that are not in it.

    `ruled` says that the grid is closed on all sides, `columns_known` that rulings show over
    which columns each cell reaches.
    No table is made of one column of boxes, of boxes without text unless a table `goes_on` in
    them, nor of columns whose rows no ruling parts: their lines tell more than such cells.
    """
    cells = [FilledCell(slot, slot.box) for slot in grid.slots]
    by_slot = {
        (r, c): cell
        for cell, (row, column, bottom, right, _, _) in zip(cells, grid.slots, strict=True)
        for r in range(row, bottom)
        for c in range(column, right)
    }
    outside = _fill(by_slot, grid, glyphs)
    for cell in cells:
        cell.lines = lines_of(cell.glyphs)
    take_back_hanging(cells, by_slot)
    kept = [c for c in cells if c.lines or c.slot.drawn]
    if (
        not (goes_on or any(c.lines for c in kept))
        or not _has_columns(kept)
        or _has_stacks(kept, ruled)
    ):
        return None, list(glyphs)
    mark_spilled(cells, by_slot, outside, grid.told)
    rows: list[list[Cell]] = [[] for _ in range(len(grid.ys) - 1)]
    peers: dict[int, list[FilledCell]] = defaultdict(list)
    for cell in kept:
        peers[cell.slot.row].append(cell)
    for cell in kept:
        slot = cell.slot
        place = Place(page, None, None, slot.column + 1, None, ink.printed_box(cell.box))
        beside = [peer for row in range(slot.row, slot.bottom) for peer in peers[row]]
        text = LOST if _is_cut_off(cell, ink) else text_of(cell, beside)
        height, width = slot.bottom - slot.row, slot.right - slot.column
        rows[slot.row].append(Cell(text, place, height, width, None, is_full(cell)))
    return PageTable(rows, grid, ink.printed_box(grid.box), columns_known), outside


def _is_cut_off(cell: FilledCell, ink: Ink) -> bool:
    """Whether the side of the page cuts a cell off, and with it what may stand there.

    A figure is whole where one more digit would still be seen beside it.
    """
    if cell.box[2] < ink.width - _SIDE:
        return False
    figures = [line for line in cell.lines if FIGURE.fullmatch(line.text)]
    return not cell.lines or any(
        line.box[2] + (line.box[2] - line.box[0]) / len(line.text) > ink.width for line in figures
    )


def _fill(by_slot: Cells, grid: Grid, glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Puts each glyph into the cell in which its middle lies; the rest comes back."""
    outside = []
    xs, ys = grid.xs, grid.ys
    left, top, right, bottom = grid.box
    into: list[Glyph] = []
    x0 = y0 = x1 = y1 = -inf
    for glyph in glyphs:
        _, start, high, end, low, _, _, _ = glyph
        x, y = (start + end) / 2, (high + low) / 2
        # Most characters stand where the one before them does.
        if not (x0 <= x < x1 and y0 <= y < y1):
            if not (left <= x < right and top <= y < bottom):
                outside.append(glyph)
                continue
            row, column = bisect_right(ys, y) - 1, bisect_right(xs, x) - 1
            cell = by_slot[row, column]
            if not cell.box[0] <= x <= cell.box[2]:
                # The row's own ruling stands a little beside the grid line.
                beside = cell.slot.column - 1 if x < cell.box[0] else cell.slot.right
                other = by_slot.get((row, beside), cell)
                cell = other if other.box[0] <= x <= other.box[2] else cell
            into, slot = cell.glyphs, cell.slot
            x0, x1 = max(xs[slot.column], cell.box[0]), min(xs[slot.right], cell.box[2])
            y0, y1 = ys[slot.row], ys[slot.bottom]
        into.append(glyph)
    return outside


def _has_columns(cells: Sequence[FilledCell]) -> bool:
    """Whether two cells stand side by side in a row."""
    rows = [row for cell in cells for row in range(cell.slot.row, cell.slot.bottom)]
    return len(set(rows)) < len(rows)


def _has_stacks(cells: Sequence[FilledCell], ruled: bool) -> bool:
    """Whether figures of several rows stand below each other in cells side by side.

    Where rulings part rows, a figure alone half way down them shows that they are of one.
    """
    seen: set[tuple[int, int]] = set()
    peers: dict[int, list[FilledCell]] = defaultdict(list)
    for cell in cells:
        peers[cell.slot.row].append(cell)
    for cell in cells:
        if len(cell.lines) < 2 or not all(FIGURE.fullmatch(line.text) for line in cell.lines):
            continue
        if ends_with_point(cell.lines) or not all(has_room(x, cell.box) for x in cell.lines):
            continue
        if ruled and any(stands_half_way(peer, cell.lines) for peer in peers[cell.slot.row]):
            continue
        heights = {(cell.slot.row, round(line.box[3] / _SAME_HEIGHT)) for line in cell.lines}
        if len(heights & seen) > 1:
            return True
        seen |= heights
    return False
