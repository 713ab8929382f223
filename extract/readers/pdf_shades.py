"""Tables whose rows are told apart by their ground: cells painted side by side, and rows between.

A painted cell shows its own borders. A row on white ground between two painted ones goes
from one to the other; its columns are theirs wherever its own print stands on both sides.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from operator import attrgetter

from extract.readers.pdf_glyphs import Glyph
from extract.readers.pdf_grid import Grid, TooManyRulingsError, grids
from extract.readers.pdf_paths import Box, Drawing, Ruling

_MIDDLE, _LEFT, _RIGHT = attrgetter("middle"), attrgetter("left"), attrgetter("right")
_LEAST = 5.0
_SAME = 1.5
_MOST = 1_500
# A row between two painted ones is at most so many times as high as they are.
_HIGHEST_GAP = 4.0
_SURE = 2
_DIGITS = frozenset("0123456789.,０１２３４５６７８９")
# Shares of the font size.
_LEVEL, _APART, _NUMBERS_APART = 0.4, 0.5, 0.25


def shaded_grids(drawing: Drawing, ruled: Sequence[Grid], glyphs: Sequence[Glyph]) -> list[Grid]:
    """The grids of painted cells on a page, outside those that rulings make."""
    boxes = [box for box in drawing.fills if _is_cell(box) and not _inside_any(box, ruled)]
    if not 1 < len(boxes) <= _MOST:
        return []
    found: list[Grid] = []
    in_order = sorted(glyphs, key=_MIDDLE)
    for part in filter(_is_table, _parts(boxes)):
        rulings = Drawing()
        for left, top, right, bottom in part:
            rulings.across += [Ruling(top, left, right), Ruling(bottom, left, right)]
            rulings.down += [Ruling(left, top, bottom), Ruling(right, top, bottom)]
        rulings.down += _between(part, in_order)
        # A drawing of many painted pieces is no form, and no reason to refuse the page.
        with suppress(TooManyRulingsError):
            found += grids(rulings)
    return found


def _is_cell(box: Box) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) >= _LEAST


def _inside_any(box: Box, ruled: Iterable[Grid]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(g.xs[0] <= x <= g.xs[-1] and g.ys[0] <= y <= g.ys[-1] for g in ruled)


def _parts(boxes: Sequence[Box]) -> Iterator[list[Box]]:
    """Painted cells from the top that are one table: one above the other, in columns they share."""
    heights = sorted(box[3] - box[1] for box in boxes)
    widest = _HIGHEST_GAP * heights[len(heights) // 2]
    part: list[Box] = []
    last: list[Box] = []
    for top in _levels(box[1] for box in boxes):
        row = [box for box in boxes if 0 <= box[1] - top <= _SAME]
        far = bool(last) and top - min(box[3] for box in last) > widest
        if far or not _share_columns(last, row):
            yield part
            part = []
        part += row
        last = row
    if part:
        yield part


def _is_table(part: Sequence[Box]) -> bool:
    """Whether painted cells stand side by side in more rows than one."""
    rows: dict[int, list[Box]] = defaultdict(list)
    for box in part:
        rows[round(box[1] / _SAME)].append(box)
    several = [row for row in rows.values() if len(_levels(_sides(row))) > 2]
    return any(_share_columns(a, b) for a, b in pairwise(several))


def _share_columns(a: Sequence[Box], b: Sequence[Box]) -> bool:
    """Whether two rows have a border in common; one of a single cell goes with any."""
    first, second = (_levels(_sides(row))[1:-1] for row in (a, b))
    return not first or not second or any(abs(x - y) <= _SAME for x in first for y in second)


def _sides(boxes: Iterable[Box]) -> Iterator[float]:
    return (x for box in boxes for x in (box[0], box[2]))


def _between(part: Sequence[Box], glyphs: Sequence[Glyph]) -> Iterator[Ruling]:
    """The borders of cells on white ground, and the sides of the whole.

    `glyphs` are those of the page, from the top.
    """
    left, right = min(box[0] for box in part), max(box[2] for box in part)
    ys = _levels(y for box in part for y in (box[1], box[3]))
    for side in (left, right):
        yield Ruling(side, ys[0], ys[-1])
    for top, bottom in pairwise(ys):
        painted = [b for b in part if b[1] < bottom - _SAME and b[3] > top + _SAME]
        above = [b for b in part if abs(b[3] - top) <= _SAME]
        below = [b for b in part if abs(b[1] - bottom) <= _SAME]
        xs = _levels(_sides((*above, *below)))
        free = [x for x in xs if not any(b[0] + _SAME < x < b[2] - _SAME for b in painted)]
        start, end = (bisect_left(glyphs, y, key=_MIDDLE) for y in (top, bottom))
        line = [g for g in glyphs[start:end] if not g.text.isspace()]
        edges = [left, *(x for x in free if left + _SAME < x < right - _SAME), right]
        common = [x for x in edges if _in_both(x, above, below)]
        shared, parting = _shared(line, common), _parting(line, edges, common)
        for x in edges[1:-1]:
            if x in shared or x in parting or _starts(x, above, below):
                yield Ruling(x, top, bottom)


def _levels(values: Iterable[float]) -> list[float]:
    """The values in order, those next to each other as one."""
    levels: list[float] = []
    for value in sorted(values):
        if not levels or value - levels[-1] > _SAME:
            levels.append(value)
    return levels


def _in_both(x: float, above: Sequence[Box], below: Sequence[Box]) -> bool:
    return all(any(abs(side - x) <= _SAME for side in _sides(row)) for row in (above, below))


def _shared(line: Sequence[Glyph], xs: Sequence[float]) -> set[float]:
    """The borders beside blanks of a row that is in the columns of both its neighbours.

    Print in most of these shows that it is; it stands in the middle of none but one cell.
    """
    cells = [[g for g in line if a <= g.centre < b] for a, b in pairwise(xs)]
    if sum(map(bool, cells)) * 2 <= len(cells):
        return set()
    return {
        x
        for x, before, after in zip(xs[1:-1], cells, cells[1:], strict=False)
        if not before or not after
    }


def _starts(x: float, above: Sequence[Box], below: Sequence[Box]) -> bool:
    """Whether the painted cells both above and below begin there: beside a cell that spans them."""
    return all(row and abs(min(b[0] for b in row) - x) <= _SAME for row in (above, below))


def _parting(line: Sequence[Glyph], edges: Sequence[float], common: Sequence[float]) -> set[float]:
    """The borders that stand between print and print, one for each two that are printed.

    The digits of one number are never parted. One place at which letters touch may be the
    middle of a word; several, without a letter across any of them, are not, nor is one
    that is a border of both neighbours, or stands right of several that are certain.
    """
    cells = [[g for g in line if a <= g.centre < b] for a, b in pairwise(edges)]
    printed = [n for n, cell in enumerate(cells) if cell]
    clear: set[float] = set()
    touched: set[float] = set()
    for before, n in pairwise(printed):
        x = edges[n]
        if any(g.left < x - _SAME and g.right > x + _SAME for g in line):
            continue
        touching = _touching(cells[before], cells[n])
        if any(a.text in _DIGITS and b.text in _DIGITS for a, b in touching):
            continue
        doubtful = touching and x not in common and len(clear) < _SURE
        (touched if doubtful else clear).add(x)
    return clear | touched if len(touched) > 1 else clear


def _touching(left: Sequence[Glyph], right: Sequence[Glyph]) -> list[tuple[Glyph, Glyph]]:
    """The last letter on the left and the first on the right of each line, where they are close."""
    found = []
    for level in {round(g.bottom / (_LEVEL * g.size)) for g in left}:
        ends = [g for g in left if abs(g.bottom / (_LEVEL * g.size) - level) <= 1]
        begins = [g for g in right if abs(g.bottom / (_LEVEL * g.size) - level) <= 1]
        if ends and begins:
            last, first = max(ends, key=_RIGHT), min(begins, key=_LEFT)
            numbers = last.text in _DIGITS and first.text in _DIGITS
            if first.left - last.right < (_NUMBERS_APART if numbers else _APART) * last.size:
                found.append((last, first))
    return found
