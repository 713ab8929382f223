"""Figures of a text that no label names: which rows they may be a part of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from transform.recognise.rows import FigureRow


@dataclass(frozen=True, slots=True)
class Strays:
    """On which lines of a text figures stand that no label names.

    `worded` are those with words beside them; `below` pairs a line with one that has words of
    the same figures. Rows of tables have no lines: their rulings tell.
    """

    lines: frozenset[int]
    worded: frozenset[int]
    below: frozenset[tuple[int, int]]

    @classmethod
    def of(cls, rows: Iterable[FigureRow]) -> Strays:
        """The lines of rows that have no name."""
        found = [(row, _figure_lines(row)) for row in rows]
        return cls(
            frozenset(line for _, lines in found for line in lines),
            frozenset(line for row, lines in found for line in lines if row.words),
            frozenset(
                (x, word) for row, lines in found for x in lines for word in _word_lines(row)
            ),
        )

    def may_go_on(self, row: FigureRow) -> bool:
        """Whether such a figure stands on the line right above or below one of a row.

        In narrow cells the digits of one number stand so, or above and below their label, or a
        line apart where the label goes on beside them. Their columns do not tell: programs count
        a Chinese character as one column or as two.
        """
        words = _word_lines(row)
        return any(
            line + step in self.lines
            or line + 2 * step in self.worded
            or (line + 2 * step, line + step) in self.below
            or (line + step in words and line + 2 * step in self.lines)
            for line in _figure_lines(row)
            for step in (-1, 1)
        )


def _figure_lines(row: FigureRow) -> frozenset[int]:
    """The lines on which a row of a text has digits."""
    if row.table is not None:
        return frozenset()
    figures = (x for x in row.figures if any(map(str.isdigit, x.raw)))
    return frozenset(x.place.line or 0 for x in figures)


def _word_lines(row: FigureRow) -> frozenset[int]:
    """The lines on which a row of a text has words beside or above its figures."""
    return frozenset(x.place.line or 0 for x in (*row.above, *row.words))
