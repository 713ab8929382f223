"""Rows of tables without rulings, told by labels that stand level with their figures.

Figures stand in columns, and each label of one or more lines at the height of its figures:
its middle, its first or its last line, the same in all rows. Only one way to part the lines
into such rows may be left; where there are several, or none, there are no rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from extract.readers.pdf_bands import FIGURE, Span
from extract.readers.pdf_lines import Word

_NO_FIGURE = re.compile(r"[-—–－/]{1,4}|无|零|○|〇")
_UNIT = re.compile(r"件|条|个|次|篇|元|万|万元")
# Shares of the font size.
_LEVEL = 0.12
_OFF = 0.2
_PITCH = 2.6
_DEAR, _MOST_LEFT_OUT = 3, 4
_MOST_LEVELS, _LONGEST_ROW = 400, 24
_FEWEST, _FEWEST_ALONE = 3, 4


def is_value(word: Word) -> bool:
    """Whether a word is a figure, what stands for none, or a unit by itself."""
    known = (FIGURE, _NO_FIGURE, _UNIT)
    return any(pattern.fullmatch(word.text) for pattern in known)


class Piece(NamedTuple):
    """A word with the height of its middle and its font size."""

    word: Word
    at: float
    size: float

    @property
    def is_value(self) -> bool:
        """Whether it is a figure, or what stands for none."""
        return is_value(self.word)


class Row(NamedTuple):
    """The pieces of one row: the figures, and all labels at its height."""

    values: tuple[Piece, ...]
    labels: tuple[Piece, ...]

    @property
    def top(self) -> float:
        """The height of its highest line."""
        return min(p.at for p in (*self.values, *self.labels))

    @property
    def bottom(self) -> float:
        """The height of its lowest line."""
        return max(p.at for p in (*self.values, *self.labels))


def rows_of(
    values: Sequence[Piece], labels: Sequence[Piece], columns: Sequence[Span], size: float
) -> list[Row]:
    """The only way to part figures and labels into rows; none when there is not just one."""
    if not labels or all(p.at > max(v.at for v in values) + size for p in labels):
        row = Row(tuple(values), ())
        if len(columns) < _FEWEST_ALONE:
            return []
        return [row] if _height(row.values, columns, 0.5, size) is not None else []
    for share in (0.5, 0.0, 1.0):
        for offset in _offsets(values, labels, size):
            rows = _parted(values, labels, columns, size, share, offset)
            if rows:
                return rows
    return []


def _offsets(values: Sequence[Piece], labels: Sequence[Piece], size: float) -> list[float]:
    """How much lower than figures labels may stand, the most usual first."""
    steps: Counter[int] = Counter()
    for value in {v.at for v in values}:
        near = {round((p.at - value) / (_LEVEL * size)) for p in labels if abs(p.at - value) < size}
        steps.update(near)
    return [n * _LEVEL * size for n, _ in steps.most_common(4)]


def _height(
    values: Sequence[Piece], columns: Sequence[Span], share: float, size: float
) -> float | None:
    """The height that the figures of all columns have in common, None when there is none.

    A figure may go on below where its column is too narrow for one more digit.
    """
    heights, single = [], 0
    for a, b in columns:
        own = sorted(
            (p for p in values if p.word.left < b and a < p.word.right), key=lambda p: p.at
        )
        if not own:
            continue
        heights.append(own[0].at + share * (own[-1].at - own[0].at))
        single += own[-1].at - own[0].at < _LEVEL * size
        for upper, lower in pairwise(own):
            apart = lower.at - upper.at
            if apart < _LEVEL * size:
                continue
            digit = (lower.word.right - lower.word.left) / len(lower.word.text)
            if apart > _PITCH * size or upper.word.right - upper.word.left + digit <= b - a:
                return None
    if not single or max(heights) - min(heights) > 2 * _LEVEL * size:
        return None
    return median(heights)


def _leaf(labels: Sequence[Piece]) -> list[Piece]:
    """The pieces of the label next to the figures: those above and below its last one."""
    last = max(labels, key=lambda p: p.word.right)
    left, own = last.word.left, [last]
    for piece in sorted(labels, key=lambda p: -p.word.right):
        if piece is not last and piece.word.right > left:
            own.append(piece)
            left = min(left, piece.word.left)
    return own


def _parted(
    values: Sequence[Piece],
    labels: Sequence[Piece],
    columns: Sequence[Span],
    size: float,
    share: float,
    offset: float,
) -> list[Row]:
    everything = sorted((*values, *labels), key=lambda p: p.at)
    levels: list[list[Piece]] = []
    for piece in everything:
        if levels and piece.at - levels[-1][0].at < _LEVEL * size:
            levels[-1].append(piece)
        else:
            levels.append([piece])
    if len(levels) > _MOST_LEVELS:
        return []
    is_value = set(map(id, values))
    count = len(levels)
    has_value = [any(id(p) in is_value for p in level) for level in levels]

    def band(i: int, j: int) -> bool | None:
        """Whether the levels from i to j are a row with figures; None when they are no row."""
        inside = [p for level in levels[i:j] for p in level]
        own = [p for p in inside if id(p) in is_value]
        words = [p for p in inside if id(p) not in is_value]
        if not words:
            return None
        heights = sorted(p.at for p in _leaf(words))
        if not _even(heights, size):
            return None
        if not own:
            return False
        if all(_UNIT.fullmatch(p.word.text) for p in own):
            return None
        at = _height(own, columns, share, size)
        label = heights[0] + share * (heights[-1] - heights[0])
        if at is None or abs(label - at - offset) > _OFF * size:
            return None
        return True

    cost: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(count):
        for j in range(i + 1, min(i + _LONGEST_ROW, count) + 1):
            found = band(i, j)
            if found is not None:
                cost[i, j] = (0, 1) if found else (-1, 0)
    # What the ends of a page cut off is left out.
    forward: list[tuple[int, int] | None] = [
        _left_out(sum(has_value[:i])) for i in range(count + 1)
    ]
    backward: list[tuple[int, int] | None] = [
        _left_out(sum(has_value[j:])) for j in range(count + 1)
    ]
    for j in range(count + 1):
        for i in range(max(0, j - _LONGEST_ROW), j):
            forward[j] = _better(forward[j], forward[i], cost.get((i, j)))
    for i in range(count - 1, -1, -1):
        for j in range(i + 1, min(i + _LONGEST_ROW, count) + 1):
            backward[i] = _better(backward[i], backward[j], cost.get((i, j)))
    ways = [(f[0] + b[0], f[1] + b[1]) for f, b in zip(forward, backward, strict=True) if f and b]
    best = max(ways, default=(0, 0))
    if best[1] < 1:
        return []
    rows: list[Row] = []
    known: dict[Piece, Row] = {}
    for (i, j), (blank, figures) in sorted(cost.items()):
        f, b = forward[i], backward[j]
        if f is None or b is None or (f[0] + blank + b[0], f[1] + figures + b[1]) != best:
            continue
        inside = [p for level in levels[i:j] for p in level]
        row = Row(
            tuple(p for p in inside if id(p) in is_value),
            tuple(p for p in inside if id(p) not in is_value),
        )
        own = (*row.values, *_leaf(row.labels))
        others = [known[piece] for piece in own if piece in known]
        if not others:
            rows.append(row)
            known.update(dict.fromkeys(own, row))
        elif not all(_same(other, row) for other in others):
            return []
    # A few rows alone do not show that what is left out is cut off.
    whole = sum(len(row.values) for row in rows) == len(values)
    return rows if whole or len(rows) >= _FEWEST else []


def _left_out(levels: int) -> tuple[int, int] | None:
    """What it costs to leave out levels with figures at an end of a table."""
    return (-_DEAR * levels, 0) if levels <= _MOST_LEFT_OUT else None


def _better(
    known: tuple[int, int] | None, before: tuple[int, int] | None, cost: tuple[int, int] | None
) -> tuple[int, int] | None:
    if before is None or cost is None:
        return known
    way = before[0] + cost[0], before[1] + cost[1]
    return way if known is None or way > known else known


def _same(a: Row, b: Row) -> bool:
    """Whether two rows have the same figures and the same label next to them."""
    return set(a.values) == set(b.values) and set(_leaf(a.labels)) == set(_leaf(b.labels))


def _even(heights: Sequence[float], size: float) -> bool:
    """Whether lines follow each other as those of one cell do."""
    steps = [b - a for a, b in pairwise(heights) if b - a > _LEVEL * size]
    return not steps or (max(steps) < _PITCH * size and max(steps) < 1.2 * min(steps))
