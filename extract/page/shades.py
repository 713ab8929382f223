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
from extract.page.parting import SAME, of_others, parting, shared

_MIDDLE = attrgetter("middle")
_LEAST = 5.0
_MOST = 1_500
# A row between two painted ones is at most so many times as high as they are, and one
# higher than this only where most of their columns are the same.
_HIGHEST_GAP, _WIDE_GAP = 4.0, 2.0
_SEVERAL, _MANY = 4, 7
# Points: how far from the middle of a letter its ends are at most.
_REACH = 40.0
# A row is at least so high, as a share of the lowest painted cell.
_LOWEST_ROW = 0.9
# How far lines of one row are at most from each other, as a share of the font size.
_ROWS_APART = 1.2


def shaded_grids(drawing: Drawing, ruled: Sequence[Grid], glyphs: Sequence[Glyph]) -> list[Grid]:
    """The grids of painted cells on a page, outside those that rulings make."""
    boxes = [box for box in drawing.fills if _is_cell(box) and not _inside_any(box, ruled)]
    if not 1 < len(boxes) <= _MOST:
        return []
    found: list[Grid] = []
    in_order = sorted(glyphs, key=_MIDDLE)
    for painted in filter(_is_table, _parts(boxes, in_order)):
        part = _reaching_borders(painted, in_order)
        rulings = Drawing()
        for left, top, right, bottom in part:
            rulings.across += [Ruling(top, left, right), Ruling(bottom, left, right)]
            rulings.down += [Ruling(left, top, bottom), Ruling(right, top, bottom)]
        rulings.down += _between(part, in_order)
        rulings.across += [*_below_blanks(part, in_order), *_whole(part, in_order)]
        # A drawing of many painted pieces is no form, and no reason to refuse the page.
        with suppress(TooManyRulingsError):
            found += grids(rulings)
    return found


def _is_cell(box: Box) -> bool:
    return min(box[2] - box[0], box[3] - box[1]) >= _LEAST


def _inside_any(box: Box, ruled: Iterable[Grid]) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return any(g.xs[0] <= x <= g.xs[-1] and g.ys[0] <= y <= g.ys[-1] for g in ruled)


def _parts(boxes: Sequence[Box], glyphs: Sequence[Glyph]) -> Iterator[list[Box]]:
    """Painted cells from the top that are one table: one above the other, in columns they share.

    `glyphs` are those of the page, from the top. Cells that go on beside the row below are of
    several rows, as the names of groups are.
    """
    heights = sorted(box[3] - box[1] for box in boxes)
    height = heights[len(heights) // 2]
    part: list[Box] = []
    last: list[Box] = []
    for top in _levels(box[1] for box in boxes):
        row = [box for box in boxes if 0 <= box[1] - top <= SAME]
        gap = top - min(box[3] for box in last) if last else 0.0
        common, fewer = _common(last, row)
        beside = any(box[3] > top + SAME for box in last)
        far = gap > _WIDE_GAP * height
        other = common < fewer / 2 if far else fewer > common == 0 and not beside
        # Two rows on white ground, one below the other, are of two tables.
        low, high = top - gap + _LOWEST_ROW * heights[0], top - _LOWEST_ROW * heights[0]
        other |= any(low < box[3] < high for box in part)
        other |= gap > 0 and _has_rows(glyphs, top - gap, top)
        if gap > _HIGHEST_GAP * height or other:
            yield part
            part = []
        part += row
        last = row
    if part:
        yield part


def _has_rows(glyphs: Sequence[Glyph], top: float, bottom: float) -> bool:
    """Whether what stands between two heights is of several rows: lines of one stand close."""
    start, end = (bisect_left(glyphs, y, key=_MIDDLE) for y in (top, bottom))
    lines = sorted((g for g in glyphs[start:end] if not g.text.isspace()), key=_MIDDLE)
    return any(b.top - a.bottom > _ROWS_APART * max(a.size, b.size) for a, b in pairwise(lines))


def _is_table(part: Sequence[Box]) -> bool:
    """Whether painted cells stand side by side in more rows than one, or many in one."""
    rows: dict[int, list[Box]] = defaultdict(list)
    for box in part:
        rows[round(box[1] / SAME)].append(box)
    several = [row for row in rows.values() if len(_levels(_sides(row))) > 2]
    many = any(len(row) >= _MANY and len(_levels(_sides(row))) == len(row) + 1 for row in several)
    return many or any(_common(a, b)[0] for a, b in pairwise(several))


def _reaching_borders(part: Sequence[Box], glyphs: Sequence[Glyph]) -> list[Box]:
    """The painted cells, those that end within a row as cells that end with it.

    A page's end may cut the ground of a cell of several rows too high. Where only such a
    cell ends, and print of the row goes on at that height or has no room beside it, no
    row does; nor where the rest of blank cells ends that began above, amid print.
    """
    left, right = min(box[0] for box in part), max(box[2] for box in part)
    print_ = [g for g in glyphs if left <= g.centre <= right and not g.text.isspace()]
    lowest = _LOWEST_ROW * min(box[3] - box[1] for box in part)
    ys = _levels(y for box in part for y in (box[1], box[3]))
    rows = [ys[0], ys[-1]]
    for above, y, below in zip(ys, ys[1:], ys[2:], strict=False):
        ends = [box for box in part if any(abs(side - y) <= SAME for side in (box[1], box[3]))]
        several = any(ends[0][1] + SAME < other < ends[0][3] - SAME for other in ys)
        several |= below - y < lowest
        beside = [g for g in print_ if not ends[0][0] <= g.centre <= ends[0][2]]
        rest = [(a, b) for a, b in ((above, y), (y, below)) if b - a < lowest]
        blank = any(not any(a < g.middle < b for g in beside) for a, b in rest)
        across = any(g.top + SAME < y < g.bottom - SAME for g in beside)
        begun = across and above == ys[0] and not any(g for b in ends for g in _inside(b, print_))
        if not begun and (len(ends) > 1 or not several or not (blank or across)):
            rows.append(y)
    return [
        (
            box[0],
            max((y for y in rows if y <= box[1] + SAME), default=box[1]),
            box[2],
            min((y for y in rows if y >= box[3] - SAME), default=box[3]),
        )
        for box in part
    ]


def _common(a: Sequence[Box], b: Sequence[Box]) -> tuple[int, int]:
    """How many inner borders two rows have in common, and how many the one with fewer has."""
    first, second = (_levels(_sides(row))[1:-1] for row in (a, b))
    common = sum(any(abs(x - y) <= SAME for y in second) for x in first)
    return common, min(len(first), len(second))


def _sides(boxes: Iterable[Box]) -> Iterator[float]:
    return (x for box in boxes for x in (box[0], box[2]))


def _between(part: Sequence[Box], glyphs: Sequence[Glyph]) -> Iterator[Ruling]:
    """The borders of cells on white ground, and the sides of the whole.

    `glyphs` are those of the page, from the top.
    """
    left, right = min(box[0] for box in part), max(box[2] for box in part)
    ys = _levels(y for box in part for y in (box[1], box[3]))
    borders = _levels(_sides(part))
    for side in (left, right):
        yield Ruling(side, ys[0], ys[-1])
    for top, bottom in pairwise(ys):
        painted = [b for b in part if b[1] < bottom - SAME and b[3] > top + SAME]
        above = [b for b in part if abs(b[3] - top) <= SAME]
        below = [b for b in part if abs(b[1] - bottom) <= SAME]
        xs = _levels(_sides((*above, *below)))
        free = [x for x in xs if not any(b[0] + SAME < x < b[2] - SAME for b in painted)]
        start, end = (bisect_left(glyphs, y, key=_MIDDLE) for y in (top, bottom))
        line = [g for g in glyphs[start:end] if not g.text.isspace()]
        edges = [left, *(x for x in free if left + SAME < x < right - SAME), right]
        common = [x for x in edges if _in_both(x, above, below)]
        blanks = all(_has_blanks(row, glyphs) for row in (above, below))
        beside = shared(line, common, blanks)
        beside -= _within_labels(line, common, (*above, *below), glyphs)
        between = parting(line, edges, common if above and below else ())
        told = [x for x in edges[1:-1] if x in beside | between or _starts(x, above, below)]
        for x in (*told, *of_others([left, *told, right], line, borders)):
            yield Ruling(x, top, bottom)


def _below_blanks(part: Sequence[Box], glyphs: Sequence[Glyph]) -> Iterator[Ruling]:
    """The borders below what is blank left of a painted row: no cell of the next row has it.

    So it is above a last strip without print, where a page's end cuts the ground of groups.
    `glyphs` are those of the page, from the top.
    """
    left, right = min(box[0] for box in part), max(box[2] for box in part)
    bottoms = _levels(box[3] for box in part)
    for last, end in [*pairwise(bottoms)][-1:]:
        begin, after = (bisect_left(glyphs, y, key=_MIDDLE) for y in (last, end))
        if not any(left <= g.centre <= right for g in glyphs[begin:after] if g.text.strip()):
            yield Ruling(last, left, right)
    for bottom in bottoms:
        row = [box for box in part if abs(box[3] - bottom) <= SAME]
        start, top = min(box[0] for box in row), max(box[1] for box in row)
        begin, end = (bisect_left(glyphs, y, key=_MIDDLE) for y in (top, bottom))
        if start > left + SAME and not any(
            left <= g.centre < start and not g.text.isspace() for g in glyphs[begin:end]
        ):
            yield Ruling(bottom, left, start)


def _whole(part: Sequence[Box], glyphs: Sequence[Glyph]) -> Iterator[Ruling]:
    """The borders below painted cells that begin where the table does, whatever is beside them.

    Cells of several rows stand in those of others, from the left, so that a row ends there.
    `glyphs` are those of the page, from the top.
    """
    left, right = min(box[0] for box in part), max(box[2] for box in part)
    for y in _levels(box[3] for box in part if box[0] <= left + SAME):
        begin, end = (bisect_left(glyphs, at, key=_MIDDLE) for at in (y - _REACH, y + _REACH))
        near = (g for g in glyphs[begin:end] if left <= g.centre <= right and not g.text.isspace())
        if not any(g.top + SAME < y < g.bottom - SAME for g in near):
            yield Ruling(y, left, right)


def _levels(values: Iterable[float]) -> list[float]:
    """The values in order, those next to each other as one."""
    levels: list[float] = []
    for value in sorted(values):
        if not levels or value - levels[-1] > SAME:
            levels.append(value)
    return levels


def _in_both(x: float, above: Sequence[Box], below: Sequence[Box]) -> bool:
    rows = [row for row in (above, below) if row]
    return all(any(abs(side - x) <= SAME for side in _sides(row)) for row in rows)


def _has_blanks(row: Sequence[Box], glyphs: Sequence[Glyph]) -> bool:
    """Whether a painted row of several cells has one without print, so that none stand for more.

    Cells of several rows, which begin above or end below, say nothing of it.
    """
    if len(row) < _SEVERAL:
        return False
    top, bottom = max(box[1] for box in row), min(box[3] for box in row)
    cells = [box for box in row if box[1] > top - SAME and box[3] < bottom + SAME]
    start, end = (bisect_left(glyphs, y, key=_MIDDLE) for y in (top, bottom))
    printed = [g.centre for g in glyphs[start:end] if not g.text.isspace()]
    return len(cells) >= _SEVERAL and not all(
        any(box[0] <= x <= box[2] for x in printed) for box in cells
    )


def _within_labels(
    line: Sequence[Glyph], xs: Sequence[float], painted: Sequence[Box], glyphs: Sequence[Glyph]
) -> set[float]:
    """The borders between a label and a blank where rows above or below have labels, too.

    No blank is between a label and its figures.
    """
    cells = [[g for g in line if a <= g.centre < b] for a, b in pairwise(xs)]
    found: set[float] = set()
    for n, (left, right) in enumerate(pairwise(xs)):
        if not cells[n] and _has_words(next((c for c in reversed(cells[:n]) if c), ())):
            boxes = (b for b in painted if b[0] < right - SAME and b[2] > left + SAME)
            if any(_has_words(_inside(box, glyphs)) for box in boxes):
                found.add(left)
    return found


def _has_words(cell: Iterable[Glyph]) -> bool:
    """Whether letters stand in a cell, more than those of a unit."""
    return sum(g.text.isalpha() for g in cell) > 1


def _inside(box: Box, glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    start, end = (bisect_left(glyphs, y, key=_MIDDLE) for y in (box[1], box[3]))
    return (g for g in glyphs[start:end] if box[0] <= g.centre <= box[2])


def _starts(x: float, above: Sequence[Box], below: Sequence[Box]) -> bool:
    """Whether the painted cells both above and below begin there: beside a cell that spans them."""
    return all(row and abs(min(b[0] for b in row) - x) <= SAME for row in (above, below))
