"""Rows of tables without rulings that stand so near each other that they are lines of one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import mean, median

from extract.page.bands import Span, is_figure
from extract.page.pieces import NUMBERING, Row, common_heights, leaf

_NEAREST = 0.6
"""Share of the usual distance of rows from which on they are rows of their own."""
_FEW = 2


def with_near_joined(rows: Sequence[Row], columns: Sequence[Span], size: float) -> list[Row]:
    """The rows, those that stand too near each other put together.

    A group's name beside a row may stand level with one line of its figures, and the lines of
    its own label with others. None come back where the figures of such a row do not stand at
    one height.
    """
    if len(rows) < 2:
        return list(rows)
    at = [mean(p.at for p in row.values or row.labels) for row in rows]
    usual = median(b - a for a, b in pairwise(at))
    joined = [rows[0]]
    for n, row in enumerate(rows[1:], 1):
        if at[n] - at[n - 1] < _NEAREST * usual and not _are_two(rows[n - 1], row, columns):
            above = joined.pop()
            row = Row((*above.values, *row.values), (*above.labels, *row.labels))
        joined.append(row)
    if len(joined) == len(rows):
        return joined
    heights = [common_heights(row.values, columns, size) for row in joined if row.values]
    level = all(any(height is not None for height in known) for known in heights)
    return joined if level else []


def _are_two(above: Row, below: Row, columns: Sequence[Span]) -> bool:
    """Whether the lower of two rows begins with a number, and both have figures in all columns."""
    if not below.labels:
        return False
    label = min(leaf(below.labels), key=lambda p: (p.at, p.word.left))
    return (
        len(columns) > _FEW
        and NUMBERING.match(label.word.text) is not None
        and all(_has_figure(row, column) for row in (above, below) for column in columns)
    )


def _has_figure(row: Row, column: Span) -> bool:
    a, b = column
    own = [p.word for p in row.values if p.word.left < b and a < p.word.right]
    return any(is_figure(word) for word in own)
