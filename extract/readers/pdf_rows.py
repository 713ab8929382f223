"""Rows of tables without rulings, told by labels that stand level with their figures.

Figures stand in columns, and each label of one or more lines at the height of its figures:
its middle, its first or its last line, the same in all rows. Only one way to part the lines
into such rows may be left; where there are several, or none, there are no rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from statistics import median
from types import MappingProxyType
from typing import NamedTuple

from extract.readers.pdf_bands import CROSSES, Span
from extract.readers.pdf_pieces import PITCH, UNIT, Piece, goes_on

# Shares of the font size.
_LEVEL = 0.12
_OFF = 0.2
_DEAR, _MOST_LEFT_OUT = 3, 4
_MOST_LEVELS, _LONGEST_ROW = 400, 24
_FEWEST, _FEWEST_ALONE = 3, 4


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
    values: Sequence[Piece],
    labels: Sequence[Piece],
    columns: Sequence[Span],
    size: float,
    rests: Mapping[Piece, Piece] = MappingProxyType({}),
) -> list[Row]:
    """The only way to part figures and labels into rows; none when there is not just one.

    `rests` are pieces below figures and the pieces that they belong to; see `rests_of`.
    """
    if not labels or all(p.at > max(v.at for v in values) + size for p in labels):
        row = Row(tuple(values), ())
        if len(columns) < _FEWEST_ALONE:
            return []
        return [row] if _height(row.values, columns, 0.5, size) is not None else []
    for share in (0.5, 0.0, 1.0):
        for offset in _offsets(values, labels, size):
            rows = _Levels(values, labels, columns, size, share, offset, rests).rows()
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
            if apart < _LEVEL * size or goes_on(upper.word.text, lower.word.text):
                continue
            digit = (lower.word.right - lower.word.left) / len(lower.word.text)
            if apart > PITCH * size or upper.word.right - upper.word.left + digit <= b - a:
                return None
    if not single or max(heights) - min(heights) > 2 * _LEVEL * size:
        return None
    return median(heights)


def _leaf(labels: Sequence[Piece]) -> list[Piece]:
    """The pieces of the label next to the figures: those above and below its last one."""
    last = max(labels, key=lambda p: p.word.right)
    left, own = last.word.left, [last]
    for piece in sorted(labels, key=lambda p: -p.word.right):
        if piece is not last and piece.word.right > left + CROSSES:
            own.append(piece)
            left = min(left, piece.word.left)
    return own


class _Way(NamedTuple):
    """How well levels are parted into rows: what it costs, below 0, and the rows with figures."""

    cost: int
    rows: int

    def then(self, other: _Way) -> _Way:
        """This way, and another for the levels below."""
        return _Way(self.cost + other.cost, self.rows + other.rows)


class _Levels:
    """Figures and labels by their heights, and the ways to part them into rows.

    A label of a row stands at `share` of its height, and `offset` points lower than the
    figures do.
    """

    def __init__(
        self,
        values: Sequence[Piece],
        labels: Sequence[Piece],
        columns: Sequence[Span],
        size: float,
        share: float,
        offset: float,
        rests: Mapping[Piece, Piece],
    ) -> None:
        self._rests = [*rests.items()]
        self._columns, self._size, self._share, self._offset = columns, size, share, offset
        self._values = set(map(id, values))
        self._levels: list[list[Piece]] = []
        for piece in sorted((*values, *labels), key=lambda p: p.at):
            if self._levels and piece.at - self._levels[-1][0].at < _LEVEL * size:
                self._levels[-1].append(piece)
            else:
                self._levels.append([piece])

    def rows(self) -> list[Row]:
        """The rows of the best way to part the levels; none when there are several."""
        count = len(self._levels)
        if count > _MOST_LEVELS:
            return []
        ways = self._bands()
        above, below = self._best_above(ways), self._best_below(ways)
        best = max((a.then(b) for a, b in zip(above, below, strict=True) if a and b), default=None)
        if best is None or best.rows < 1:
            return []
        rows: list[Row] = []
        known: dict[Piece, Row] = {}
        for (start, end), way in sorted(ways.items()):
            a, b = above[start], below[end]
            if a is None or b is None or a.then(way).then(b) != best:
                continue
            row = self._row(start, end)
            own = (*row.values, *_leaf(row.labels))
            others = [known[piece] for piece in own if piece in known]
            if not others:
                rows.append(row)
                known.update(dict.fromkeys(own, row))
            elif not all(_same(other, row) for other in others):
                return []
        # A few rows alone do not show that what is left out is cut off.
        whole = sum(len(row.values) for row in rows) == len(self._values)
        return rows if whole or len(rows) >= _FEWEST else []

    def _row(self, start: int, end: int) -> Row:
        inside = [piece for level in self._levels[start:end] for piece in level]
        values = tuple(p for p in inside if id(p) in self._values)
        return Row(values, tuple(p for p in inside if id(p) not in self._values))

    def _bands(self) -> dict[tuple[int, int], _Way]:
        """Every stretch of levels, by its ends, that may be one row."""
        count = len(self._levels)
        ends = ((i, j) for i in range(count) for j in range(i + 1, i + _LONGEST_ROW + 1))
        found = ((i, j, self._band(self._row(i, j))) for i, j in ends if j <= count)
        return {(i, j): way for i, j, way in found if way is not None}

    def _band(self, row: Row) -> _Way | None:
        """What it costs to take pieces for a row; None when they are none."""
        if not row.labels:
            return None
        heights = sorted(p.at for p in _leaf(row.labels))
        if not _even(heights, self._size):
            return None
        if not row.values:
            return _Way(-1, 0)
        if all(UNIT.fullmatch(p.word.text) for p in row.values):
            return None
        if self._rests and self._tears(row):
            return None
        at = _height(row.values, self._columns, self._share, self._size)
        label = heights[0] + self._share * (heights[-1] - heights[0])
        if at is None or abs(label - at - self._offset) > _OFF * self._size:
            return None
        return _Way(0, 1)

    def _tears(self, row: Row) -> bool:
        """Whether a figure is in a row and the rest of its cell is not."""
        own = row.values
        return any((rest in own) != (figure in own) for rest, figure in self._rests)

    def _best_above(self, ways: dict[tuple[int, int], _Way]) -> list[_Way | None]:
        """The best way to part all levels above each one."""
        best = _left_out(self._has_figures())
        for (start, end), way in sorted(ways.items(), key=lambda item: item[0][::-1]):
            best[end] = _better(best[end], best[start], way)
        return best

    def _best_below(self, ways: dict[tuple[int, int], _Way]) -> list[_Way | None]:
        """The best way to part each level and all below it."""
        best = _left_out(self._has_figures()[::-1])[::-1]
        for (start, end), way in sorted(ways.items(), reverse=True):
            best[start] = _better(best[start], best[end], way)
        return best

    def _has_figures(self) -> list[bool]:
        return [any(id(p) in self._values for p in level) for level in self._levels]


def _left_out(has_figures: Sequence[bool]) -> list[_Way | None]:
    """What it costs to leave out the first levels, as an end of a page cuts them off."""
    lost = accumulate(has_figures, initial=0)
    return [_Way(-_DEAR * n, 0) if n <= _MOST_LEFT_OUT else None for n in lost]


def _better(known: _Way | None, before: _Way | None, way: _Way) -> _Way | None:
    if before is None:
        return known
    both = before.then(way)
    return both if known is None or both > known else known


def _same(a: Row, b: Row) -> bool:
    """Whether two rows have the same figures and the same label next to them."""
    return set(a.values) == set(b.values) and set(_leaf(a.labels)) == set(_leaf(b.labels))


def _even(heights: Sequence[float], size: float) -> bool:
    """Whether lines follow each other as those of one cell do."""
    steps = [b - a for a, b in pairwise(heights) if b - a > _LEVEL * size]
    return not steps or (max(steps) < PITCH * size and max(steps) < 1.2 * min(steps))
