"""Columns of spaced text, by where the figures stand on the line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.document import LOST
from transform.recognise.rows import FigureRow
from transform.recognise.strips import BLANK, VALUE, Item

_NO_FIGURE = frozenset("/-–—－无零〇○")
_CLEAR = 2.0
_REACH = 1.0
"""How near to the middle of a column a figure of another one may come."""
_SPREAD = 0.5
"""So far, as a part of the columns' distance, may figures of one column stand apart."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """The middle of each column, learnt from rows in which every column is filled.

    A Chinese character takes two columns of a line, or one where the program that wrote it
    counted characters: both are kept where the full rows do not tell, and must then agree.
    """

    wide: tuple[float, ...] = ()
    narrow: tuple[float, ...] = ()

    @classmethod
    def learn(cls, rows: Sequence[FigureRow], columns: int) -> Alignment:
        """Learn from full rows of spaced text; no such row, no columns."""
        full = [r for r in rows if r.table is None and r.spaced and len(r.cells) == columns]
        return cls(_centres(full, narrow=False), _centres(full, narrow=True))

    def place(self, row: FigureRow) -> tuple[Item, ...] | None:
        """The row's figures in their columns, blanks between; None when unclear."""
        if row.table is not None or row.stacked or not row.figures:
            return None
        if len(row.figures) > 1 and not row.spaced:
            return None
        # A figure before the last word may be one that words follow in its cell.
        if row.lead > len(row.words):
            return None
        placed = set(self._ways(row))
        if len(placed) != 1 or (at := placed.pop()) is None:
            return None
        found = dict(zip(at, row.figures, strict=True))
        empty = row.figures[0]._replace(kind=BLANK, raw="")
        if row.words and row.words[-1].raw[-1] in _NO_FIGURE:
            # What stands for no figure in the first column may touch the label.
            found.setdefault(0, empty._replace(kind=VALUE, raw=LOST))
        return tuple(found.get(n, empty) for n in range(len(self.wide or self.narrow)))

    def _ways(self, row: FigureRow) -> Iterator[tuple[int, ...] | None]:
        """The columns in which the figures of a row stand, by each way to count."""
        for narrow, centres in ((False, self.wide), (True, self.narrow)):
            if centres:
                shift = _shift(row) if narrow else 0
                figures = [
                    x._replace(start=x.start - shift, end=x.end - shift) for x in row.figures
                ]
                reach = row.words[-1].end - shift if row.words else 0
                yield _columns(figures, reach, centres)


def _columns(
    figures: Sequence[Item], reach: float, centres: Sequence[float]
) -> tuple[int, ...] | None:
    """The columns in which figures stand behind words that reach so far; None when unclear."""
    found: dict[int, Item] = {}
    for item in figures:
        distances = sorted((abs(_centre(item) - c), n) for n, c in enumerate(centres))
        (nearest, at), (second, _) = distances[0], distances[1]
        if at in found or second < _CLEAR * max(nearest, 1.0) or _covers(item, at, centres):
            return None
        found[at] = item
    if list(found) != sorted(found) or any(_leans(found, n, centres) for n in found):
        return None
    # Words that reach into a column push its figure aside.
    if any(centre < reach for n, centre in enumerate(centres) if n not in found):
        return None
    return tuple(found)


def _centres(full: Sequence[FigureRow], *, narrow: bool) -> tuple[float, ...]:
    """The middles of the columns of full rows; none where the figures of one stand far apart."""
    if not full:
        return ()
    shifts = [_shift(row) if narrow else 0 for row in full]
    columns = [
        [_centre(row.cells[n]) - shift for row, shift in zip(full, shifts, strict=True)]
        for n in range(len(full[0].cells))
    ]
    centres = tuple(sum(column) / len(column) for column in columns)
    apart = max(max(column) - min(column) for column in columns)
    closest = min((b - a for a, b in pairwise(centres)), default=0.0)
    return centres if apart <= _SPREAD * closest else ()


def _shift(row: FigureRow) -> int:
    """How many columns the words of a row take beyond their characters."""
    return sum(word.end - word.start - len(word.raw) for word in row.words)


def _covers(item: Item, at: int, centres: Sequence[float]) -> bool:
    """Whether a figure reaches into another column: it may be two that touch."""
    return any(
        n != at and item.start - _REACH <= centre <= item.end + _REACH
        for n, centre in enumerate(centres)
    )


def _leans(found: Mapping[int, Item], at: int, centres: Sequence[float]) -> bool:
    """Whether a figure reaches more than half way to a column that is blank."""
    item, centre = found[at], centres[at]
    for beside in (at - 1, at + 1):
        if 0 <= beside < len(centres) and beside not in found:
            half = (centre + centres[beside]) / 2
            if item.end > half > centre or item.start < half < centre:
                return True
    return False


def _centre(item: Item) -> float:
    return (item.start + item.end) / 2
