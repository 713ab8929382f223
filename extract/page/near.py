"""Rows of tables without rulings that stand so near each other that they are lines of one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import mean, median

from extract.page.bands import CROSSES, Span, is_figure
from extract.page.pieces import LEVEL, NUMBERING, Piece, Row, common_heights, leaf

_NEAREST = 0.6
"""Share of the usual distance of rows from which on they are rows of their own."""
_LINE = 0.9
"""Share of the distance of lines from which on rows with numbered labels are two."""
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
    line = _LINE * _pitch(rows, size)
    joined = [rows[0]]
    for n, row in enumerate(rows[1:], 1):
        apart, before = at[n] - at[n - 1], rows[n - 1]
        two = _are_two(before, row, columns) or (apart > line and _are_numbered(before, row))
        if apart < _NEAREST * usual and not two:
            above = joined.pop()
            row = Row((*above.values, *row.values), (*above.labels, *row.labels))
        joined.append(row)
    if len(joined) == len(rows):
        return joined
    heights = [common_heights(row.values, columns, size) for row in joined if row.values]
    level = all(any(height is not None for height in known) for known in heights)
    return joined if level else []


def _pitch(rows: Sequence[Row], size: float) -> float:
    """How far apart the lines of one label stand at least; the font size where all have one."""
    lines = [sorted({p.at for p in leaf(row.labels)}) for row in rows if row.labels]
    steps = [b - a for own in lines for a, b in pairwise(own) if b - a > LEVEL * size]
    return min(steps, default=size)


def _are_numbered(above: Row, below: Row) -> bool:
    """Whether both rows have figures, and labels that begin with a number.

    Those of one row stand no line apart, unless digits go on below: beside no number.
    """
    labels = [_first_of_label(row) for row in (above, below) if row.values]
    return len(labels) == 2 and all(x and NUMBERING.match(x.word.text) for x in labels)


def _are_two(above: Row, below: Row, columns: Sequence[Span]) -> bool:
    """Whether the lower of two rows begins with a number, and both have figures in all columns.

    Where the upper one's label begins with a number, too, and at the same place, it is so
    whatever is blank.
    """
    first, label = _first_of_label(above), _first_of_label(below)
    if label is None or len(columns) <= _FEW or not NUMBERING.match(label.word.text):
        return False
    shared = [_has_figure(above, column) and _has_figure(below, column) for column in columns]
    numbered = first is not None and NUMBERING.match(first.word.text) is not None
    aligned = first is not None and abs(first.word.left - label.word.left) < CROSSES
    return all(shared) or (numbered and aligned and any(shared))


def _first_of_label(row: Row) -> Piece | None:
    """The first word of the label next to the figures, if there is one."""
    return min(leaf(row.labels), key=lambda p: (p.at, p.word.left)) if row.labels else None


def _has_figure(row: Row, column: Span) -> bool:
    a, b = column
    own = [p.word for p in row.values if p.word.left < b and a < p.word.right]
    return any(is_figure(word) for word in own)
