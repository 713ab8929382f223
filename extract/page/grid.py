"""Grids of cells from rulings: merged cells are where a ruling is missing.

A grid is what hangs together by crossing rulings. Rulings side by side (double
lines, borders drawn by each cell) are one; a side that only the ends of the
crossing rulings show, as where a page ends, is closed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from extract.page.areas import Areas
from extract.page.ink import Box, Drawing, Point, Ruling
from extract.page.rulings import WholeRulings, bundles, whole_rulings

_TOUCH = 3.0
_SIDE_BY_SIDE = 3.6
_WIDEST_BUNDLE = 7.0
_OPEN_END = 6.0
_COVERED = 0.75
_START = attrgetter("start")
_MOST_RULINGS = 4_000
_MOST_SLOTS = 250_000
_TAKEN = -1


class Slot(NamedTuple):
    """A cell of a grid: rows and columns count from 0, `bottom` and `right` excluded.

    `drawn` says that rulings enclose it on a side and above or below; `box` lies
    between its own rulings, which may stand beside those of other rows.
    """

    row: int
    column: int
    bottom: int
    right: int
    drawn: bool
    box: Box


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells between the grid lines `xs` and `ys`, in reading order.

    `open_top` and `open_bottom` say that no ruling is drawn there: the grid
    goes on over the page. `told` are points at which figures of two cells meet, and are
    told apart all the same.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    slots: tuple[Slot, ...]
    open_top: bool
    open_bottom: bool
    told: tuple[Point, ...] = ()

    @property
    def box(self) -> Box:
        """Left, top, right and bottom."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


class TooManyRulingsError(Exception):
    """A page draws more lines than any form has."""


def grids(drawing: Drawing, whole: WholeRulings | None = None) -> list[Grid]:
    """Every grid of more than one cell on a page, the smallest first.

    `whole` are the rulings put together, if they are known.

    Raises:
        TooManyRulingsError: the page is a drawing, not a form.
    """
    across, down = whole or whole_rulings(drawing)
    if len(across) + len(down) > _MOST_RULINGS:
        raise TooManyRulingsError
    found = [grid for a, d in _components(across, down) if (grid := grid_of(a, d)) is not None]
    return sorted(found, key=lambda g: (g.xs[-1] - g.xs[0]) * (g.ys[-1] - g.ys[0]))


def _components(
    across: Sequence[Ruling], down: Sequence[Ruling]
) -> Iterator[tuple[list[Ruling], list[Ruling]]]:
    """Rulings that hang together by crossing or touching."""
    areas = Areas(len(across) + len(down))
    down = sorted(down)
    lefts = [r.at for r in down]
    for i, a in enumerate(across):
        for j in range(bisect_left(lefts, a.start - _TOUCH), len(down)):
            d = down[j]
            if d.at > a.end + _TOUCH:
                break
            if d.start - _TOUCH <= a.at <= d.end + _TOUCH:
                areas.join(i, len(across) + j)
    parts: dict[int, tuple[list[Ruling], list[Ruling]]] = defaultdict(lambda: ([], []))
    for i, a in enumerate(across):
        parts[areas.of(i)][0].append(a)
    for j, d in enumerate(down):
        parts[areas.of(len(across) + j)][1].append(d)
    yield from (part for part in parts.values() if part[0] and part[1])


def grid_of(across: list[Ruling], down: list[Ruling]) -> Grid | None:
    """The grid that rulings make which hang together; None when they make no two cells."""
    xs, downs = _lines(down)
    ys, acrosses = _lines(across)
    _close(xs, downs, across)
    open_top, open_bottom = _close(ys, acrosses, down)
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns < 1 or rows < 1 or columns * rows < 2 or columns * rows > _MOST_SLOTS:
        return None
    ruled_below = [_coverage(line, xs) for line in acrosses]
    ruled_right = [_coverage(line, ys) for line in downs]
    labels = _label(rows, columns, ruled_below, ruled_right)
    straight = all(not line or line[0].at == line[-1].at for line in (*downs, *acrosses))
    slots = [
        Slot(
            r, c, b, e,
            _drawn(r, c, b, e, ruled_below, ruled_right),
            (xs[c], ys[r], xs[e], ys[b]) if straight else (
                _border(downs[c], xs[c], ys[r], ys[b], max),
                _border(acrosses[r], ys[r], xs[c], xs[e], max),
                _border(downs[e], xs[e], ys[r], ys[b], min),
                _border(acrosses[b], ys[b], xs[c], xs[e], min),
            ),
        )
        for r, c, b, e in _rectangles(labels)
    ]  # fmt: skip
    open_top |= not any(ruled_below[0])
    open_bottom |= not any(ruled_below[-1])
    return _compact(xs, ys, slots, open_top, open_bottom)


def _lines(rulings: list[Ruling]) -> tuple[list[float], list[list[Ruling]]]:
    """Grid lines with the rulings on each."""
    found = list(bundles(sorted(rulings), _SIDE_BY_SIDE, _WIDEST_BUNDLE))
    return [(b[0].at + b[-1].at) / 2 for b in found], found


def _close(
    places: list[float], lines: list[list[Ruling]], crossing: Sequence[Ruling]
) -> tuple[bool, bool]:
    """Add a grid line where crossing rulings stick out beyond the first or the last."""
    before = sorted(r.start for r in crossing if r.start < places[0] - _OPEN_END)
    after = sorted(r.end for r in crossing if r.end > places[-1] + _OPEN_END)
    if len(before) > 1:
        places.insert(0, before[0])
        lines.insert(0, [])
    if len(after) > 1:
        places.append(after[-1])
        lines.append([])
    return len(before) > 1, len(after) > 1


def _coverage(rulings: Sequence[Ruling], places: Sequence[float]) -> list[bool]:
    """For each stretch between two grid lines, whether rulings cover it."""
    if any(low <= places[0] and places[-1] <= high for _, low, high in rulings):
        return [True] * (len(places) - 1)
    covered = []
    in_order = sorted(rulings, key=_START)
    for start, end in pairwise(places):
        length, reached = 0.0, start
        for _, low, high in in_order:
            if high <= reached:
                continue
            if low >= end:
                break
            low, high = low if low > reached else reached, high if high < end else end
            if high > low:
                length += high - low
                reached = high
        # The ends of a stretch lie under the crossing rulings.
        covered.append(length >= _COVERED * (end - start) or end - start - length <= 1.0)
    return covered


def _label(
    rows: int, columns: int, ruled_below: list[list[bool]], ruled_right: list[list[bool]]
) -> list[list[int]]:
    """A number for each slot, the same where no ruling lies between."""
    areas = Areas(rows * columns)
    for r in range(rows):
        for c in range(columns):
            n = r * columns + c
            if c + 1 < columns and not ruled_right[c + 1][r]:
                areas.join(n + 1, n)
            if r + 1 < rows and not ruled_below[r + 1][c]:
                areas.join(n + columns, n)
    return [[areas.of(r * columns + c) for c in range(columns)] for r in range(rows)]


def _rectangles(labels: list[list[int]]) -> Iterator[tuple[int, int, int, int]]:
    """Each area as a rectangle, in reading order; one that is none is cut into several.

    The labels are used up.
    """
    columns = len(labels[0])
    for r, row in enumerate(labels):
        for c, label in enumerate(row):
            if label == _TAKEN:
                continue
            end = c + 1
            while end < columns and row[end] == label:
                end += 1
            own = [label] * (end - c)
            bottom = r
            while bottom < len(labels) and labels[bottom][c:end] == own:
                labels[bottom][c:end] = [_TAKEN] * (end - c)
                bottom += 1
            yield r, c, bottom, end


def _drawn(
    row: int,
    column: int,
    bottom: int,
    right: int,
    ruled_below: list[list[bool]],
    ruled_right: list[list[bool]],
) -> bool:
    return (
        True in ruled_below[row][column:right] or True in ruled_below[bottom][column:right]
    ) and (True in ruled_right[column][row:bottom] or True in ruled_right[right][row:bottom])


def _border(
    rulings: Sequence[Ruling],
    usual: float,
    start: float,
    end: float,
    inner: Callable[[list[float]], float],
) -> float:
    """Where a grid line's own rulings stand beside a cell; `usual` where it has none there."""
    # Nearly all grid lines are drawn at one place.
    if end - start <= _TOUCH or not rulings or rulings[0].at == rulings[-1].at:
        return usual
    # As min(high, end) - max(low, start), without the calls.
    here = [
        at
        for at, low, high in rulings
        if high - start > _TOUCH and end - low > _TOUCH and high - low > _TOUCH
    ]
    return inner(here) if here else usual


def _compact(
    xs: list[float], ys: list[float], slots: list[Slot], open_top: bool, open_bottom: bool
) -> Grid | None:
    """The grid without lines that part no cells; None when one cell is left."""
    if len(slots) < 2:
        return None
    columns = sorted({s.column for s in slots} | {s.right for s in slots})
    rows = sorted({s.row for s in slots} | {s.bottom for s in slots})
    if len(columns) < len(xs) or len(rows) < len(ys):
        new_column = {c: n for n, c in enumerate(columns)}
        new_row = {r: n for n, r in enumerate(rows)}
        slots = [
            Slot(new_row[r], new_column[c], new_row[b], new_column[e], drawn, box)
            for r, c, b, e, drawn, box in slots
        ]
        xs, ys = [xs[c] for c in columns], [ys[r] for r in rows]
    return Grid(tuple(xs), tuple(ys), tuple(slots), open_top, open_bottom)
