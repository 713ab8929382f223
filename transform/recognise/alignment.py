"""Columns of spaced text, by where the figures stand on the line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from transform.recognise.rows import FigureRow
from transform.recognise.strips import BLANK, Item

_CLEAR = 2.0
_REACH = 1.0
"""How near to the middle of a column a figure of another one may come."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """The middle of each column, learnt from rows in which every column is filled."""

    centres: tuple[float, ...]

    @classmethod
    def learn(cls, rows: Sequence[FigureRow], columns: int) -> Alignment:
        """Learn from full rows of spaced text; no such row, no columns."""
        full = [r for r in rows if r.table is None and r.spaced and len(r.cells) == columns]
        if not full:
            return cls(())
        sums = [sum(_centre(r.cells[n]) for r in full) for n in range(columns)]
        return cls(tuple(s / len(full) for s in sums))

    def place(self, row: FigureRow) -> tuple[Item, ...] | None:
        """The row's figures in their columns, blanks between; None when unclear."""
        if not self.centres or row.table is not None or row.stacked or not row.figures:
            return None
        if len(row.figures) > 1 and not row.spaced:
            return None
        # A figure before the last word may be one that words follow in its cell.
        if row.lead > len(row.words):
            return None
        # Words that reach into a column push its figure aside.
        reach = row.words[-1].end if row.words else 0
        found: dict[int, Item] = {}
        for item in row.figures:
            distances = sorted((abs(_centre(item) - c), n) for n, c in enumerate(self.centres))
            (nearest, at), (second, _) = distances[0], distances[1]
            if at in found or second < _CLEAR * max(nearest, 1.0) or self._covers(item, at):
                return None
            found[at] = item
        if list(found) != sorted(found) or any(self._leans(found, n) for n in found):
            return None
        if any(centre < reach for n, centre in enumerate(self.centres) if n not in found):
            return None
        empty = row.figures[0]._replace(kind=BLANK, raw="")
        return tuple(found.get(n, empty) for n in range(len(self.centres)))

    def _covers(self, item: Item, at: int) -> bool:
        """Whether a figure reaches into another column: it may be two that touch."""
        return any(
            n != at and item.start - _REACH <= centre <= item.end + _REACH
            for n, centre in enumerate(self.centres)
        )

    def _leans(self, found: Mapping[int, Item], at: int) -> bool:
        """Whether a figure reaches more than half way to a column that is blank."""
        item, centre = found[at], self.centres[at]
        for beside in (at - 1, at + 1):
            if 0 <= beside < len(self.centres) and beside not in found:
                half = (centre + self.centres[beside]) / 2
                if item.end > half > centre or item.start < half < centre:
                    return True
        return False


def _centre(item: Item) -> float:
    return (item.start + item.end) / 2
