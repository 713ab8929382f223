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

from extract.page.grid import Grid, TooManyRulingsError, grids
from extract.page.ink import Box, Drawing, Glyph, Ruling

_MIDDLE, _LEFT, _RIGHT = attrgetter("middle"), attrgetter("left"), attrgetter("right")
_LEAST = 5.0
_SAME = 1.5
_MOST = 1_500
# A row between two painted ones is at most so many times as high as they are, and one
# higher than this only where most of their columns are the same.
_HIGHEST_GAP, _WIDE_GAP = 4.0, 2.0
_SURE, _SEVERAL = 2, 4
_DIGITS = frozenset("0123456789.,０１２３４５６７８９")
# Shares of the font size.
_LEVEL, _APART, _NUMBERS_APART = 0.4, 0.5, 0.25
_WIDER, _FAR_APART = 0.05, 1.5
# A row is at least so high, as a share of the lowest painted cell.
_LOWEST_ROW = 0.9


def shaded_grids(drawing: Drawing, ruled: Sequence[Grid], glyphs: Sequence[Glyph]) -> list[Grid]:
    """The grids of painted cells on a page, outside those that rulings make."""
    boxes = [box for box in drawing.fills if _is_cell(box) and not _inside_any(box, ruled)]
    if not 1 < len(boxes) <= _MOST:
        return []
    found: list[Grid] = []
    in_order = sorted(glyphs, key=_MIDDLE)
    for painted in filter(_is_table, _parts(boxes)):
        part = _reaching_borders(painted, in_order)
        rulings = Drawing()
        for left, top, right, bottom in part:
            rulings.across += [Ruling(top, left, right), Ruling(bottom, left, right)]
            rulings.down += [Ruling(left, top, bottom), Ruling(right, top, bottom)]
        rulings.down += _between(part, in_order)
        rulings.across += _below_blanks(part, in_order)
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
    height = heights[len(heights) // 2]
    part: list[Box] = []
    last: list[Box] = []
    for top in _levels(box[1] for box in boxes):
        row = [box for box in boxes if 0 <= box[1] - top <= _SAME]
        gap = top - min(box[3] for box in last) if last else 0.0
        common, fewer = _common(last, row)
        other = common < fewer / 2 if gap > _WIDE_GAP * height else fewer > common == 0
        if gap > _HIGHEST_GAP * height or other:
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
    return any(_common(a, b)[0] for a, b in pairwise(several))


def _reaching_borders(part: Sequence[Box], glyphs: Sequence[Glyph]) -> list[Box]:
    """The painted cells, those that end within a row as cells that end with it.

    A page's end may cut the ground of a cell of several rows too high. Where only such a
    cell ends, and print of the row goes on at that height or has no room beside it, no
    row does.
    """
    left, right = min(box[0] for box in part), max(box[2] for box in part)
    print_ = [g for g in glyphs if left <= g.centre <= right and not g.text.isspace()]
    lowest = _LOWEST_ROW * min(box[3] - box[1] for box in part)
    ys = _levels(y for box in part for y in (box[1], box[3]))
    rows = [ys[0], ys[-1]]
    for above, y, below in zip(ys, ys[1:], ys[2:], strict=False):
        ends = [box for box in part if any(abs(side - y) <= _SAME for side in (box[1], box[3]))]
        several = any(ends[0][1] + _SAME < other < ends[0][3] - _SAME for other in ys)
        beside = [g for g in print_ if not ends[0][0] <= g.centre <= ends[0][2]]
        rest = [(a, b) for a, b in ((above, y), (y, below)) if b - a < lowest]
        blank = any(not any(a < g.middle < b for g in beside) for a, b in rest)
        across = any(g.top + _SAME < y < g.bottom - _SAME for g in beside)
        if len(ends) > 1 or not several or not (blank or across):
            rows.append(y)
    return [
        (
            box[0],
            max((y for y in rows if y <= box[1] + _SAME), default=box[1]),
            box[2],
            min((y for y in rows if y >= box[3] - _SAME), default=box[3]),
        )
        for box in part
    ]


def _common(a: Sequence[Box], b: Sequence[Box]) -> tuple[int, int]:
    """How many inner borders two rows have in common, and how many the one with fewer has."""
    first, second = (_levels(_sides(row))[1:-1] for row in (a, b))
    common = sum(any(abs(x - y) <= _SAME for y in second) for x in first)
    return common, min(len(first), len(second))


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
        blanks = all(_has_blanks(row, glyphs) for row in (above, below))
        shared = _shared(line, common, blanks)
        parting = _parting(line, edges, common if above and below else ())
        for x in edges[1:-1]:
            if x in shared or x in parting or _starts(x, above, below):
                yield Ruling(x, top, bottom)


def _below_blanks(part: Sequence[Box], glyphs: Sequence[Glyph]) -> Iterator[Ruling]:
    """The borders below what is blank left of a painted row: no cell of the next row has it.

    `glyphs` are those of the page, from the top.
    """
    left = min(box[0] for box in part)
    for bottom in _levels(box[3] for box in part):
        row = [box for box in part if abs(box[3] - bottom) <= _SAME]
        start, top = min(box[0] for box in row), max(box[1] for box in row)
        begin, end = (bisect_left(glyphs, y, key=_MIDDLE) for y in (top, bottom))
        if start > left + _SAME and not any(
            left <= g.centre < start and not g.text.isspace() for g in glyphs[begin:end]
        ):
            yield Ruling(bottom, left, start)


def _levels(values: Iterable[float]) -> list[float]:
    """The values in order, those next to each other as one."""
    levels: list[float] = []
    for value in sorted(values):
        if not levels or value - levels[-1] > _SAME:
            levels.append(value)
    return levels


def _in_both(x: float, above: Sequence[Box], below: Sequence[Box]) -> bool:
    rows = [row for row in (above, below) if row]
    return all(any(abs(side - x) <= _SAME for side in _sides(row)) for row in rows)


def _has_blanks(row: Sequence[Box], glyphs: Sequence[Glyph]) -> bool:
    """Whether a painted row of several cells has one without print, so that none stand for more."""
    if len(row) < _SEVERAL:
        return False
    start, end = (bisect_left(glyphs, row[0][n], key=_MIDDLE) for n in (1, 3))
    printed = [g.centre for g in glyphs[start:end] if not g.text.isspace()]
    return not all(any(box[0] <= x <= box[2] for x in printed) for box in row)


def _shared(line: Sequence[Glyph], xs: Sequence[float], blanks: bool) -> set[float]:
    """The borders beside blanks of a row that is in the columns of both its neighbours.

    Print in most of these shows that it is, as it stands in the middle of none but one cell;
    and so do `blanks` of both neighbours, where print of the row is across no border.
    """
    cells = [[g for g in line if a <= g.centre < b] for a, b in pairwise(xs)]
    if any(map(_has_gap, cells)):
        return set()
    across = any(g.left < x - _SAME and g.right > x + _SAME for g in line for x in xs[1:-1])
    if sum(map(bool, cells)) * 2 <= len(cells) and (across or not blanks):
        return set()
    return {
        x
        for x, before, after in zip(xs[1:-1], cells, cells[1:], strict=False)
        if not before or not after
    }


def _has_gap(cell: Sequence[Glyph]) -> bool:
    """Whether what stands in a cell stands so far apart that it is of two."""
    pairs = pairwise(sorted(cell, key=_LEFT))
    return any(b.left - a.right > _FAR_APART * a.size for a, b in pairs)


def _starts(x: float, above: Sequence[Box], below: Sequence[Box]) -> bool:
    """Whether the painted cells both above and below begin there: beside a cell that spans them."""
    return all(row and abs(min(b[0] for b in row) - x) <= _SAME for row in (above, below))


def _parting(line: Sequence[Glyph], edges: Sequence[float], common: Sequence[float]) -> set[float]:
    """The borders that stand between print and print, one for each two that are printed.

    The digits of one number are never parted; at a border of both neighbours two numbers are
    told by standing farther apart than digits do in that row. One place at which letters
    touch may be the middle of a word; several, without a letter across any of them, are
    not, nor is one that is a border of both neighbours, or stands right of several that
    are certain.
    """
    cells = [[g for g in line if a <= g.centre < b] for a, b in pairwise(edges)]
    printed = [n for n, cell in enumerate(cells) if cell]
    pitch = _closest_digits(line)
    clear: set[float] = set()
    touched: set[float] = set()
    for before, n in pairwise(printed):
        x = edges[n]
        if any(g.left < x - _SAME and g.right > x + _SAME for g in line):
            continue
        touching = _touching(cells[before], cells[n], pitch if x in common else None)
        if any(a.text in _DIGITS and b.text in _DIGITS for a, b in touching):
            continue
        doubtful = touching and x not in common and len(clear) < _SURE
        (touched if doubtful else clear).add(x)
    return clear | touched if len(touched) > 1 else clear


def _closest_digits(line: Sequence[Glyph]) -> float | None:
    """The least room between two digits of a row, as a share of their size, if there are any."""
    in_order = sorted(line, key=_LEFT)
    return min(
        (
            max(0.0, b.left - a.right) / a.size
            for a, b in pairwise(in_order)
            if a.text in _DIGITS
            and b.text in _DIGITS
            and abs(a.bottom - b.bottom) < _LEVEL * a.size
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
            numbers = last.text in _DIGITS and first.text in _DIGITS
            if first.left - last.right < (numbers_apart if numbers else _APART) * last.size:
                found.append((last, first))
    return found
