"""Which borders stand between the print of a row on white ground, and which are none of its own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter

from extract.page.digits import DIGITS, is_number, is_zero
from extract.page.ink import Glyph

SAME = 1.5
"""How far apart, in points, two sides may be that are one."""
LEFT, _RIGHT = attrgetter("left"), attrgetter("right")
_SURE = 2
# Shares of the font size.
_LEVEL, _APART, _NUMBERS_APART, _WIDER = 0.4, 0.5, 0.25, 0.05


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
    in_order = sorted(line, key=LEFT)
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
            last, first = max(ends, key=_RIGHT), min(begins, key=LEFT)
            numbers = last.text in DIGITS and first.text in DIGITS
            if first.left - last.ink_end < (numbers_apart if numbers else _APART) * last.size:
                found.append((last, first))
    return found
