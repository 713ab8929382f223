"""Which borders stand between the print of a row on white ground, and which are none of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import attrgetter

from extract.page.digits import DIGITS, is_number, is_zero
from extract.page.ink import Glyph

SAME = 1.5
"""How far apart, in points, two sides may be that are one."""
_LEFT, _RIGHT = attrgetter("left"), attrgetter("right")
_SURE, _SEVERAL = 2, 4
# Shares of the font size.
_LEVEL, _APART, _NUMBERS_APART, _WIDER, _FAR_APART = 0.4, 0.5, 0.25, 0.05, 1.5


def parting(line: Sequence[Glyph], edges: Sequence[float], common: Sequence[float]) -> set[float]:
    """The borders that stand between print and print, one for each two that are printed.

    The digits of one number are never parted; at a border of both neighbours two numbers are
    told by standing farther apart than digits do in that row, or by a zero that comes first.
    One place at which letters touch may be the middle of a word; several, without a letter
    across any of them, are not, nor is one that is a border of both neighbours, or stands
    right of several that are certain, or left of them with a figure right behind it.
    """
    cells = [[g for g in line if a <= g.centre < b] for a, b in pairwise(edges)]
    printed = [n for n, cell in enumerate(cells) if cell]
    pitch = _closest_digits(line)
    clear: set[float] = set()
    touched: set[float] = set()
    figures: set[float] = set()
    for before, n in pairwise(printed):
        x = edges[n]
        if any(g.left < x - SAME and g.ink_end > x + SAME for g in line):
            continue
        touching = _touching(cells[before], cells[n], pitch if x in common else None)
        if any(a.text in DIGITS and b.text in DIGITS for a, b in touching):
            begins = edges[before] in clear and x in common
            if begins and is_zero(cells[before]) and is_number(cells[n]):
                clear.add(x)
            continue
        doubtful = touching and x not in common and len(clear) < _SURE
        (touched if doubtful else clear).add(x)
        if all(g.text in DIGITS for g in cells[n]):
            figures.add(x)
    if len(clear) >= _SURE:
        clear |= touched & figures
    return clear | touched if len(touched) > 1 else clear


def _closest_digits(line: Sequence[Glyph]) -> float | None:
    """The least room between two digits of a row, as a share of their size, if there are any."""
    in_order = sorted(line, key=_LEFT)
    return min(
        (
            max(0.0, b.left - a.right) / a.size
            for a, b in pairwise(in_order)
            if a.text in DIGITS and b.text in DIGITS and abs(a.bottom - b.bottom) < _LEVEL * a.size
        ),
        default=None,
    )


def _touching(
    left: Sequence[Glyph], right: Sequence[Glyph], pitch: float | None
) -> list[tuple[Glyph, Glyph]]:
    """The last letter on the left and the first on the right of each line, where they are close.

    `pitch` is the room between the digits of a number, where that is to tell two numbers.
    """
    numbers_apart = _NUMBERS_APART if pitch is None else min(_NUMBERS_APART, pitch + _WIDER)
    found = []
    for level in {round(g.bottom / (_LEVEL * g.size)) for g in left}:
        ends = [g for g in left if abs(g.bottom / (_LEVEL * g.size) - level) <= 1]
        begins = [g for g in right if abs(g.bottom / (_LEVEL * g.size) - level) <= 1]
        if ends and begins:
            last, first = max(ends, key=_RIGHT), min(begins, key=_LEFT)
            numbers = last.text in DIGITS and first.text in DIGITS
            if first.left - last.ink_end < (numbers_apart if numbers else _APART) * last.size:
                found.append((last, first))
    return found


def shared(line: Sequence[Glyph], xs: Sequence[float], blanks: bool) -> set[float]:
    """The borders beside blanks of a row that is in the columns of both its neighbours.

    Print in most of these shows that it is, as it stands in the middle of none but one cell;
    and so do `blanks` of both neighbours, where print of the row is across no border.
    """
    cells = [[g for g in line if a <= g.centre < b] for a, b in pairwise(xs)]
    if any(map(_has_gap, cells)):
        return set()
    across = any(g.left < x - SAME and g.right > x + SAME for g in line for x in xs[1:-1])
    if sum(map(bool, cells)) * 2 <= len(cells) and (across or not blanks):
        return set()
    return {
        x
        for x, before, after in zip(xs[1:-1], cells, cells[1:], strict=False)
        if not before or not after
    }


def of_others(
    edges: Sequence[float], line: Sequence[Glyph], borders: Sequence[float]
) -> Iterator[float]:
    """The `borders` of other rows in a cell of one whose print stands in all columns between.

    So it is between painted rows of which each has one cell for all columns.
    """
    for left, right in pairwise(edges):
        own = [g for g in line if left <= g.centre < right]
        inner = [x for x in borders if left + SAME < x < right - SAME]
        cells = [[g for g in own if a <= g.centre < b] for a, b in pairwise([left, *inner, right])]
        across = any(g.left < x - SAME and x + SAME < g.right for g in own for x in inner)
        if len(inner) >= _SEVERAL and all(cells) and not across and not any(map(_has_gap, cells)):
            yield from inner


def _has_gap(cell: Sequence[Glyph]) -> bool:
    """Whether what stands in a cell stands so far apart that it is of two."""
    pairs = pairwise(sorted(cell, key=_LEFT))
    return any(b.left - a.right > _FAR_APART * a.size for a, b in pairs)
