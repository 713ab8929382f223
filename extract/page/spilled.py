"""Figures that reach over a border of their cell, or meet others there: whose digits are they."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from statistics import median

from extract.page.cells import FIGURE, FilledCell
from extract.page.digits import DIGITS, is_number, is_zero
from extract.page.grid import Slot
from extract.page.ink import Glyph, Point
from extract.page.lines import DIGIT_GAP

# Shares of a digit's width, and points.
_SPILL = 0.25
_TOUCH = 0.4
_SAME_HEIGHT = 3.0
_EXACT, _ALIKE = 0.15, 0.3
_FEWEST_ALIKE = 3
_SHARES = (0.5, 0.0, 1.0)

Cells = Mapping[tuple[int, int], FilledCell]
"""Cells by each row and column that they take."""


def mark_spilled(
    cells: Sequence[FilledCell], by_slot: Cells, outside: Sequence[Glyph], told: Sequence[Point]
) -> None:
    """Mark cells where figures cross a border, or meet at it: nobody can tell whose they are.

    At the points `told` they have been told apart. So they are by white, by a zero with which
    no number begins, and where both stand in their cells just as the other figures of their
    columns do.
    """
    close = _TOUCH + _digit_gap(cells)
    # Few tables have figures that meet.
    places = cache(lambda: _places(cells))
    for cell in cells:
        left, _, right, _ = cell.box
        for glyph in cell.glyphs:
            if glyph.text not in DIGITS or glyph.turn:
                continue
            if left - glyph.left < -_TOUCH and glyph.right - right < -_TOUCH:
                continue
            for side, over in ((-1, left - glyph.left), (1, glyph.right - right)):
                if over < -_TOUCH:
                    continue
                beside = _beside(cell.slot, side, glyph, by_slot)
                others = outside if beside is None else beside.glyphs
                crosses = over > _SPILL * (glyph.right - glyph.left)
                meets = _meets(glyph, side, others, close)
                at = left if side < 0 else right, glyph.middle
                crosses = crosses and not _has_figure_apart(beside, glyph)
                if meets and beside is not None:
                    a, b = (beside, cell) if side < 0 else (cell, beside)
                    zero = _is_lone_zero(a, glyph, by_slot, close) and is_number(_level(b, glyph))
                    meets = not zero and not _are_placed(a, b, places())
                if crosses or (meets and not any(_near(at, point) for point in told)):
                    cell.spilled = True
                    if beside is not None:
                        beside.spilled = True


_Place = tuple[float, ...]
"""How far right of a cell's left, middle and right its figure's left, middle and right stand."""
_Usual = tuple[float | None, ...]
"""Where the figures of a column stand, for each share; None where they do not stand alike."""


def _places(cells: Sequence[FilledCell]) -> dict[tuple[int, int], _Usual]:
    """Where the figures of each column with enough of them stand in their cells."""
    places: dict[tuple[int, int], list[_Place]] = defaultdict(list)
    for cell in cells:
        if (place := _place(cell)) is not None:
            places[_column(cell)].append(place)
    return {
        column: tuple(map(_usual, zip(*found, strict=True)))
        for column, found in places.items()
        if len(found) > _FEWEST_ALIKE
    }


def _column(cell: FilledCell) -> tuple[int, int]:
    return cell.slot.column, cell.slot.right


def _usual(at: Sequence[float]) -> float | None:
    return median(at) if max(at) - min(at) <= _ALIKE else None


def _place(cell: FilledCell) -> _Place | None:
    if len(cell.lines) != 1 or not FIGURE.fullmatch(cell.lines[0].text):
        return None
    (start, _, end, _), (left, _, right, _) = cell.lines[0].box, cell.box
    return tuple(start - left + share * (end - start - right + left) for share in _SHARES)


def _are_placed(a: FilledCell, b: FilledCell, usual: Mapping[tuple[int, int], _Usual]) -> bool:
    """Whether the figures of two cells both stand in them as others of their columns do.

    One number that reaches over its border would do so by chance only.
    """
    known = [(_place(cell), usual.get(_column(cell))) for cell in (a, b)]
    own = [(place, others) for place, others in known if place is not None and others is not None]
    return len(own) == len(known) and any(
        all(
            (at := others[share]) is not None and abs(place[share] - at) < _EXACT
            for place, others in own
        )
        for share in range(len(_SHARES))
    )


def _is_lone_zero(cell: FilledCell, beside: Glyph, by_slot: Cells, close: float) -> bool:
    """Whether a zero, level with a glyph, is all of a cell, and goes on no digits before it."""
    own = _level(cell, beside)
    while is_zero(own):
        left = _beside(cell.slot, -1, own[0], by_slot)
        if left is None or not _meets(own[0], -1, left.glyphs, close):
            return True
        own = _level(left, beside)
        cell = left
    return False


def _has_figure_apart(cell: FilledCell | None, glyph: Glyph) -> bool:
    """Whether a cell has a figure level with a glyph of the cell beside, and as far as words."""
    own = _level(cell, glyph) if cell is not None else []
    apart = DIGIT_GAP * glyph.size
    return any(g.text in DIGITS for g in own) and all(
        g.left - glyph.right > apart or glyph.left - g.right > apart for g in own
    )


def _level(cell: FilledCell, beside: Glyph) -> list[Glyph]:
    """The glyphs of a cell that are level with one, from the left."""
    own = [g for g in cell.glyphs if abs(g.bottom - beside.bottom) < 0.4 * beside.size]
    return sorted((g for g in own if not g.text.isspace()), key=lambda g: g.left)


def _near(a: Point, b: Point) -> bool:
    return abs(a[0] - b[0]) < _SAME_HEIGHT and abs(a[1] - b[1]) < _SAME_HEIGHT


def _beside(slot: Slot, side: int, glyph: Glyph, by_slot: Cells) -> FilledCell | None:
    """The cell on one side of a cell, at a glyph's height."""
    column = slot.column - 1 if side < 0 else slot.right
    for row in range(slot.row, slot.bottom):
        cell = by_slot.get((row, column))
        if cell is not None and cell.box[1] <= glyph.middle < cell.box[3]:
            return cell
    return None


def _digit_gap(cells: Sequence[FilledCell]) -> float:
    """How far the digits of one number stand apart in this table at most."""
    gaps = [
        b.left - a.right
        for cell in cells
        for a, b in pairwise(cell.glyphs)
        if a.text in DIGITS and b.text in DIGITS
    ]
    return max((gap for gap in gaps if 0 < gap < 2 * _TOUCH), default=0.0)


def _meets(glyph: Glyph, side: int, others: Sequence[Glyph], close: float) -> bool:
    """Whether a digit of the cell beside stands as close to a glyph as those of one number."""
    for other in others:
        gap = glyph.left - other.right if side < 0 else other.left - glyph.right
        level = abs(other.bottom - glyph.bottom) < 0.4 * glyph.size
        if level and -glyph.size < gap < close and other.text in DIGITS:
            return True
    return False
