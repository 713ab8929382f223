"""Rows of tables without rulings, told by labels that stand level with their figures.

Figures stand in columns, and each label of one or more lines at the height of its figures:
its middle, its first or its last line, the same in all rows. Only one way to part the lines
into such rows may be left; where there are several, or none, there are no rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from types import MappingProxyType
from typing import NamedTuple

from extract.page.bands import Span
from extract.page.offsets import offsets
from extract.page.pieces import (
    LEVEL,
    SHARES,
    UNIT,
    Piece,
    Row,
    are_even,
    begins_anew,
    common_heights,
    leaf,
)

# Shares of the font size.
_OFF, _NEAR = 0.2, 0.9
_DEAR, _MOST_LEFT_OUT = 100, 4
_MOST_LEVELS, _LONGEST_ROW = 400, 24
_FEWEST, _FEWEST_ALONE = 3, 4


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
        level = common_heights(row.values, columns, size)
        return [row] if level and level[0] is not None else []
    levels = _Levels(values, labels, columns, size, rests)
    found = [
        way
        for offset in offsets(values, labels, size)
        for n in range(len(SHARES))
        if (way := levels.best(n, offset)) is not None
    ]
    best = max((way.way for way in found), default=None)
    equal = [(way, rows) for way in found if way.way == best and (rows := levels.rows(way))]
    if not equal:
        return []
    # Labels level with their figures are more usual than labels a line below or above them.
    chosen, rows = min(equal, key=lambda one: abs(one[0].offset))
    mirrored = [
        others
        for way, others in equal
        if way.share == chosen.share and abs(way.offset + chosen.offset) < _OFF * size
    ]
    return rows if all(_agree(rows, others) for others in mirrored) else []


class _Way(NamedTuple):
    """How well levels are parted into rows: what it costs, below 0, and the rows with figures."""

    cost: int
    rows: int

    def then(self, other: _Way) -> _Way:
        """This way, and another for the levels below."""
        return _Way(self.cost + other.cost, self.rows + other.rows)


class _Stretch(NamedTuple):
    """Levels that may be one row: where the label next to the figures begins and ends.

    `heights` are those of the figures, for each share; there are none without figures.
    """

    top: float
    bottom: float
    heights: tuple[float | None, ...]


class _Parted(NamedTuple):
    """The best way to part levels into rows: the stretches, and the best above and below each."""

    share: int
    offset: float
    way: _Way
    ways: dict[tuple[int, int], _Way]
    above: list[_Way | None]
    below: list[_Way | None]


class _Levels:
    """Figures and labels by their heights, and the ways to part them into rows.

    A label of a row stands at a share of its height, and so much lower than the figures do as
    an offset says.
    """

    def __init__(
        self,
        values: Sequence[Piece],
        labels: Sequence[Piece],
        columns: Sequence[Span],
        size: float,
        rests: Mapping[Piece, Piece],
    ) -> None:
        self._rests = [*rests.items()]
        self._columns, self._size = columns, size
        self._values = set(map(id, values))
        self._units = [
            (a, b)
            for a, b in columns
            if not any(
                p.word.left < b and a < p.word.right and any(c.isdigit() for c in p.word.text)
                for p in values
            )
        ]
        self._levels: list[list[Piece]] = []
        for piece in sorted((*values, *labels), key=lambda p: p.at):
            if self._levels and piece.at - self._levels[-1][0].at < LEVEL * size:
                self._levels[-1].append(piece)
            else:
                self._levels.append([piece])
        self._stretches = dict(self._found()) if len(self._levels) <= _MOST_LEVELS else {}

    def best(self, share: int, offset: float) -> _Parted | None:
        """The best way to part the levels, if any; `share` counts those that are tried."""
        ways: dict[tuple[int, int], _Way] = {}
        for ends, (top, bottom, heights) in self._stretches.items():
            if not heights:
                ways[ends] = _Way(-1, 0)
                continue
            at, label = heights[share], top + SHARES[share] * (bottom - top)
            if at is not None and abs(label - at - offset) <= _OFF * self._size:
                ways[ends] = _Way(0, 1)
        above, below = self._best_above(ways), self._best_below(ways)
        best = max((a.then(b) for a, b in zip(above, below, strict=True) if a and b), default=None)
        if best is None or not best.rows:
            return None
        return _Parted(share, offset, best, ways, above, below)

    def rows(self, parted: _Parted) -> list[Row]:
        """The rows of the best way to part the levels; none when there are several."""
        _, _, best, ways, above, below = parted
        rows: list[Row] = []
        known: dict[Piece, Row] = {}
        for (start, end), way in sorted(ways.items()):
            a, b = above[start], below[end]
            if a is None or b is None or a.then(way).then(b) != best:
                continue
            row = self._row(start, end)
            own = (*row.values, *leaf(row.labels))
            others = [known[piece] for piece in own if piece in known]
            if not others:
                rows.append(row)
                known.update(dict.fromkeys(own, row))
            elif not all(_same(other, row) or _are_blank(other, row) for other in others):
                return []
        rows = self._without_torn(rows)
        # A few rows alone do not show that what is left out is cut off.
        whole = sum(len(row.values) for row in rows) == len(self._values)
        return rows if whole or len(rows) >= _FEWEST else []

    def _without_torn(self, rows: list[Row]) -> list[Row]:
        """The rows without an outer one whose figure may be among those left out.

        There are none where a figure left out stands so near others that it is of their row.
        """
        used = {id(p) for row in rows for p in row.values}
        left = [p.at for level in self._levels for p in level if id(p) in self._values - used]
        near = _NEAR * self._size
        if any(abs(p.at - at) < near for at in left for row in rows for p in row.values):
            return []
        if rows and self._has_units_only(rows[0]) and any(at < rows[0].top for at in left):
            rows = rows[1:]
        if rows and self._has_units_only(rows[-1]) and any(at > rows[-1].top for at in left):
            rows = rows[:-1]
        return rows

    def _row(self, start: int, end: int) -> Row:
        inside = [piece for level in self._levels[start:end] for piece in level]
        values = tuple(p for p in inside if id(p) in self._values)
        return Row(values, tuple(p for p in inside if id(p) not in self._values))

    def _found(self) -> Iterator[tuple[tuple[int, int], _Stretch]]:
        """Every stretch of levels, by its ends, that may be one row."""
        count = len(self._levels)
        for start in range(count):
            for end in range(start + 1, min(start + _LONGEST_ROW, count) + 1):
                row = self._row(start, end)
                heights = (
                    common_heights(row.values, self._columns, self._size) if row.values else ()
                )
                if row.values and not heights:
                    # Further levels would not make one row of two.
                    break
                if (found := self._stretch(row, heights)) is not None:
                    yield (start, end), found

    def _stretch(self, row: Row, heights: tuple[float | None, ...]) -> _Stretch | None:
        """The label and the heights of a row; None when the pieces are none."""
        if not row.labels:
            return None
        own = leaf(row.labels)
        label = sorted(p.at for p in own)
        if not are_even(label, self._size) or begins_anew(own):
            return None
        if row.values and self._has_units_only(row) and not self._in_unit_columns(row):
            return None
        if self._rests and self._tears(row):
            return None
        return _Stretch(label[0], label[-1], heights)

    def _has_units_only(self, row: Row) -> bool:
        return all(UNIT.fullmatch(p.word.text) for p in row.values)

    def _in_unit_columns(self, row: Row) -> bool:
        return all(
            any(a < p.word.right and p.word.left < b for a, b in self._units) for p in row.values
        )

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


def _agree(some: Sequence[Row], others: Sequence[Row]) -> bool:
    return len(some) == len(others) and all(map(_same, some, others))


def _are_blank(a: Row, b: Row) -> bool:
    """Whether neither of two rows has a figure: which lines are theirs then matters little."""
    return not a.values and not b.values


def _same(a: Row, b: Row) -> bool:
    """Whether two rows have the same figures and the same label next to them."""
    return set(a.values) == set(b.values) and set(leaf(a.labels)) == set(leaf(b.labels))
