"""Figures that spaces push aside in their cells: the columns that they share, and their rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extract.page.bands import Span, figure_columns
from extract.page.pieces import LEVEL, NUMBERING, Piece

# How many figures of a column are off, and how far at most, as a share of the pitch of rows.
_FEWEST_OFF, _FARTHEST_OFF = 3, 0.35
# Shares of the font size: half of a line at most, and two lines.
_HALF_LINE, _TWO_LINES = 1.0, 2.0
# How many times as far other figures are.
_OTHERS = 1.8
_FEWEST_COLUMNS, _FEWEST_ROWS = 4, 5
# Which part of the lines of figures has one in every column.
_MOST = 0.5


def columns_of(values: Sequence[Piece], narrowest: float, size: float) -> list[Span]:
    """What the figures of each column cover from side to side; `narrowest` parts two of them.

    Where spaces push figures aside, those of one column may stand beside each other. Most lines
    have as many figures, these never change sides, and others have no more than one in each.
    """
    columns = figure_columns([(p.word.left, p.word.right) for p in values], narrowest)
    rows = _levels(values, size)
    count = max(map(len, rows), default=0)
    full = [sorted((p.word.left, p.word.right) for p in row) for row in rows if len(row) == count]
    few = len(full) < max(_FEWEST_ROWS, _MOST * len(rows)) or count < _FEWEST_COLUMNS
    if few or count >= len(columns):
        return columns
    shared = [_span(own) for own in zip(*full, strict=True)]
    own = [[(_column(p, shared), p.word) for p in row] for row in rows]
    for row in own:
        if len({at for at, _ in row if at is not None}) < len(row):
            return columns
    words = [one for row in own for one in row]
    found = [_span([(w.left, w.right) for at, w in words if at == n]) for n in range(count)]
    return found if all(a[1] + narrowest < b[0] for a, b in pairwise(found)) else columns


def _span(spans: Sequence[Span]) -> Span:
    return min(a for a, _ in spans), max(b for _, b in spans)


def levelled(
    values: Sequence[Piece], labels: Sequence[Piece], columns: Sequence[Span], size: float
) -> dict[Piece, Piece]:
    """Figures that stand lower or higher than others of their row, at the height of these.

    Each comes with itself as it stands.
    """
    moved = _of_columns(values, columns, size)
    off = {*moved.values()}
    level = [*moved, *(p for p in values if p not in off)]
    for piece, stood in _of_full_rows(level, labels, columns, size):
        moved[piece] = moved.pop(stood, stood)
    return moved


def _of_columns(
    values: Sequence[Piece], columns: Sequence[Span], size: float
) -> dict[Piece, Piece]:
    """Those of columns that are off the fullest one, where they are, by the same little."""
    own = [[p for p in values if p.word.left < b and a < p.word.right] for a, b in columns]
    usual = sorted(p.at for p in max(own, key=len, default=[]))
    pitch = min((b - a for a, b in pairwise(usual) if b - a > LEVEL * size), default=0.0)
    moved: dict[Piece, Piece] = {}
    for column in own:
        off = {p: p.at - min(usual, key=lambda at: abs(p.at - at)) for p in column}
        off = {p: d for p, d in off.items() if abs(d) > LEVEL * size}
        steps = [*off.values()]
        if len(steps) < _FEWEST_OFF or max(map(abs, steps)) > _FARTHEST_OFF * pitch:
            continue
        if max(steps) - min(steps) < LEVEL * size:
            moved |= {p._replace(at=p.at - d): p for p, d in off.items()}
    return moved


def _of_full_rows(
    values: Sequence[Piece], labels: Sequence[Piece], columns: Sequence[Span], size: float
) -> Iterator[tuple[Piece, Piece]]:
    """Those half a line beside a row that has the figures of all other columns, and just these.

    Spaces before a figure, or behind it, take a line of its cell. Figures as near on the other
    side of the row would be their rest.
    """
    levels = _levels(values, size)
    heights = [level[0].at for level in levels]
    for n, few in enumerate(levels):
        beside = [m for m in (n - 1, n + 1) if 0 <= m < len(levels)]
        if not beside or len(columns) < _FEWEST_COLUMNS:
            continue
        m = min(beside, key=lambda k: abs(heights[k] - heights[n]))
        off, row = abs(heights[m] - heights[n]), levels[m]
        others = [at for k, at in enumerate(heights) if k not in (n, m)]
        if off > _HALF_LINE * size or any(
            abs(at - known) < _OTHERS * off for at in others for known in (heights[n], heights[m])
        ):
            continue
        both = [_column(p, columns) for p in (*few, *row)]
        full = len(both) == len(columns) and set(both) == set(range(len(columns)))
        step = 1 if n > m else -1
        outermost = not 0 <= m - step < len(levels)
        whole = not outermost or _begins(row, labels, step, size)
        if full and whole and len(few) < len(row):
            yield from ((p._replace(at=row[0].at), p) for p in few)


def _begins(row: Sequence[Piece], labels: Sequence[Piece], step: int, size: float) -> bool:
    """Whether its label shows that no end of a page is between the lines of a row.

    That of the first row of a page begins above its figures, that of the last (`step` -1) ends
    below them.
    """
    found = [p for p in labels if 0 < step * (row[0].at - p.at) < _TWO_LINES * size]
    numbered = any(NUMBERING.match(p.word.text) for p in found)
    return numbered if step > 0 else bool(found) and not numbered


def _levels(values: Sequence[Piece], size: float) -> list[list[Piece]]:
    """The figures that stand at one height."""
    levels: list[list[Piece]] = []
    for piece in sorted(values, key=lambda p: p.at):
        if levels and piece.at - levels[-1][0].at < LEVEL * size:
            levels[-1].append(piece)
        else:
            levels.append([piece])
    return levels


def _column(piece: Piece, columns: Sequence[Span]) -> int | None:
    """The only column in which a figure stands."""
    own = [n for n, (a, b) in enumerate(columns) if piece.word.left < b and a < piece.word.right]
    return own[0] if len(own) == 1 else None
