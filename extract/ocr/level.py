"""Tables ruled level only on a page picture: their rulings, and what is read between these.

No ruling crosses such a ruling, so what shows that it is none of a row of characters is
that its ink goes through all along.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

import numpy as np

from extract.document import LOST
from extract.ocr.engine import Characters
from extract.ocr.figures import DIFFER, steps_of, wide_step
from extract.ocr.lines import Blob, Line, lines, parted, pieces
from extract.ocr.measured import as_figure
from extract.ocr.pixels import Pixels
from extract.ocr.stretches import Tested
from extract.ocr.words import is_dust, words_between
from extract.page.bands import Span
from extract.page.grid import Grid
from extract.page.ink import Box, Ruling

# Points: the shortest ruling, what tears it, in which pieces it is looked at, how many of them
# follow each other, what is no gap, and where it is one of a grid.
_SHORTEST = 60.0
_TORN = 12.0
_PIECE = 8.0
_LEAST_RUN = 24.0
_SAME = 0.01
_TURN = 4.0
_SAME_END, _LETTER = 2.5, 12.0
_BESIDE_GRID = 3.0
# How much of its height a side of a table has, and how high several rows are.
_MOST, _ROWS = 0.75, 40.0
# How far above and below its rulings a row that the end of a page cuts off may reach.
_ROW = 60.0
_LEAST_WIDTH, _LEAST_HEIGHT = 80.0, 11.0
# Shares of the height of a character: what parts words.
_WORDS_APART = 1.0
# How high one line is, and how many times as wide as high several letters are at least.
_ONE_LINE, _FEW_LETTERS, _LARGE = 1.65, 4.0, 1.6
# Lines with so many words apart are those of a table; words at about one height are on one.
_SEVERAL, _MANY, _SAME_LINE = 3, 8, 0.5
# How far the middles of digits side by side stand apart: usually, at least and at most, as a
# share of their height, and how much further those of two figures do.
_STEP, _LEAST_STEP, _MOST_STEP = 0.85, 0.6, 0.95
_FURTHER = 1.3
# How wide the room of a letter is, as a share of its height.
_ROOM = (1.0, 1.2)


def is_table(box: Box, upright: Sequence[Ruling]) -> bool:
    """Whether upright rulings make what is in a box a table, not strokes between level ones.

    It has both its sides; of several rows one side is enough, or two rulings from top to bottom.
    """
    left, top, right, bottom = box
    if right - left < _LEAST_WIDTH or bottom - top < _LEAST_HEIGHT:
        return False
    high = _MOST * (bottom - top)
    inside = [r for r in upright if left - _BESIDE_GRID <= r.at <= right + _BESIDE_GRID]
    inside = [Ruling(r.at, max(top, r.start), min(bottom, r.end)) for r in inside]
    sides = [
        sum(max(0.0, r.end - r.start) for r in inside if abs(r.at - side) <= _BESIDE_GRID)
        for side in (left, right)
    ]
    through = {round(r.at / _BESIDE_GRID) for r in inside if r.end - r.start >= high}
    several = bottom - top >= _ROWS
    return min(sides) >= high or (several and (max(sides) >= high or len(through) > 1))


def loose_rulings(
    across: Sequence[Ruling], boxes: Sequence[Box], grey: Pixels, scale: float
) -> list[Ruling]:
    """The rulings among level lines that lie in no grid, of which `boxes` are given, in points."""
    if sum(not any(_lies_in(r.at, box) for box in boxes) for r in across) < 2:
        return []
    # All lines of a page show how dark and how even its rulings are.
    tested = Tested(across, np.ascontiguousarray(grey.T), scale)
    if tested.dashed:
        return []
    solid = [
        Ruling(line.at, start, end)
        for number, line in enumerate(tested.lines)
        if tested.there[number] and not any(_lies_in(line.at, box) for box in boxes)
        for piece in _joined(line.pieces, _TORN)
        for start, end in _solid(tested, number, *piece)
        if end - start >= _SHORTEST
    ]
    solid.sort()
    starts, ends = [r.start for r in solid], [-r.end for r in solid]
    return of_tables([Ruling(r.at, _end(r.start, starts), -_end(-r.end, ends)) for r in solid])


def of_tables(found: Sequence[Ruling]) -> list[Ruling]:
    """The rulings that end at one side, and those between them: no others are of a table."""
    sides = [r for r in found if sum(abs(r.end - x.end) <= _BESIDE_GRID for x in found) > 1]
    if not sides:
        return []
    top, bottom = sides[0].at, sides[-1].at
    left, right = min(r.start for r in sides), max(r.end for r in sides)
    return [
        r
        for r in found
        if top <= r.at <= bottom
        and left - _BESIDE_GRID <= r.start
        and r.end <= right + _BESIDE_GRID
    ]


def _end(at: float, others: Sequence[float]) -> float:
    """Where a ruling begins: where others do, not at a stroke of the letter before it."""
    if sum(abs(at - x) <= _SAME_END for x in others) > 1:
        return at
    inside = [x for x in others if _SAME_END < x - at <= _LETTER]
    shared = [x for x in inside if sum(abs(x - y) <= _SAME_END for y in others) > 1]
    return min(shared, default=at)


def _lies_in(at: float, box: Box) -> bool:
    return box[1] - _BESIDE_GRID <= at <= box[3] + _BESIDE_GRID


def _joined(pieces: Iterable[Span], torn: float) -> list[Span]:
    """Pieces of a line as one where no more than `torn` lies between them."""
    found: list[Span] = []
    for start, end in sorted(pieces):
        if found and start - found[-1][1] <= torn:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def _solid(tested: Tested, number: int, start: float, end: float) -> list[Span]:
    """Where the ink of a line goes through; strokes of characters beside it do not."""
    count = max(1, round((end - start) / _PIECE))
    places = [start + (end - start) * n / count for n in range(count + 1)]
    drawn = [(a, b) for a, b in pairwise(places) if tested.drawn(number, a, b) is not False]
    runs = [(a, b) for a, b in _joined(drawn, _SAME) if b - a >= _LEAST_RUN]
    return _joined(
        (
            (
                a + _TURN - tested.reached(number, a + _TURN, -1),
                b - _TURN + tested.reached(number, b - _TURN, 1),
            )
            for a, b in runs
        ),
        _TORN,
    )


def lines_or_words(found: Sequence[Blob], usual: float, scale: float) -> Iterator[Line]:
    """The lines of print outside tables; the words of those that stand at several heights."""
    for line in lines(found, usual):
        words: list[Line] = []
        # Large letters, or a few, are no lines of several cells.
        several = _ONE_LINE * usual < line.box.height < line.box.width / _FEW_LETTERS
        if several and median(b.height for b in line.blobs) <= _LARGE * usual:
            words = sorted(words_between(line.blobs, (), usual, scale), key=_left)
        stacked = any(b.box.left < a.box.right for a, b in pairwise(words))
        yield from words if stacked else parted(line, usual)


def _left(line: Line) -> int:
    return line.box.left


def has_columns(words: Iterable[Line], usual: float) -> bool:
    """Whether many words stand beside others, far apart: a line of text has no such gaps."""
    heights: dict[int, int] = defaultdict(int)
    for word in words:
        heights[round(word.box.bottom / (_SAME_LINE * usual))] += 1
    several = [count for count in heights.values() if count >= _SEVERAL]
    return len(several) > 1 or max(several, default=0) >= _MANY


def in_columns(found: Iterable[Line], figures: Container[Blob], usual: float) -> Iterator[Blob]:
    """The print of lines on which one of the `figures` stands apart from other words."""
    for line in found:
        words = parted(line, usual, _WORDS_APART)
        solid = [[b for b in w.blobs if not is_dust(b, usual)] for w in words]
        if len(words) > 1 and any(own and all(b in figures for b in own) for own in solid):
            yield from line.blobs


def farthest_step(figures: Sequence[Line], letters: float, before: Sequence[float]) -> float:
    """How far the middles of the digits of one figure stand apart, as a share of their height.

    Digits as wide as letters stand as far apart as these, which are `letters` pixels high.
    `before` are the steps from digit to digit on the pages before.
    """
    steps = steps_of(figures)
    wide = wide_step([*before, *steps])
    if wide and figures and _is_room(wide * median(line.box.height for line in figures), letters):
        return (1 + DIFFER) * wide
    usual = median(steps) if steps else _STEP
    return _FURTHER * min(_MOST_STEP, max(_LEAST_STEP, usual))


def _is_room(wide: float, letters: float) -> bool:
    """Whether a width is that of a letter with its white: columns are hardly so narrow."""
    return _ROOM[0] * letters <= wide <= _ROOM[1] * letters


def is_apart(line: Line, farthest: float) -> bool:
    """Whether the digits of a line are those of two figures; `farthest` is in pixels."""
    return any(
        b.left + _half_a_digit(b) - (a.right - _half_a_digit(a)) > farthest
        for a, b in pairwise(pieces(line.blobs))
    )


def _half_a_digit(piece: Blob) -> float:
    """How far the middle of a digit is at most from the end of ink: digits may touch.

    No digit is wider than it is high.
    """
    return piece.width / (2 * math.ceil(piece.width / piece.height))


def unread_between(rulings: Sequence[Ruling], grids: Sequence[Grid]) -> list[Span]:
    """From where to where, in points, rulings show rows that are in no grid."""
    unread = [r.at for r in rulings if not any(_lies_in(r.at, g.box) for g in grids)]
    return [(min(unread) - _ROW, max(unread) + _ROW)] if len(unread) > 1 else []


def without_figures(read: Characters) -> Characters:
    """A line with its digits lost: nobody knows in which row of a table they stand."""
    text = "".join(LOST if (as_figure(c) or "").isdigit() else c for c in read.text)
    return Characters(text, read.sure, read.at)
