"""Small marks told by their ink: a slash from a one, which recognition mixes up, and a comma."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from extract.ocr.engine import Characters
from extract.ocr.figures import marks_between, solid_pieces
from extract.ocr.lines import Blob, Line, pieces
from extract.ocr.measured import as_figure, slash
from extract.ocr.pixels import Page

_INK = 0.45
_FEWEST_ROWS = 6
# How far below the digits a point reaches at most, and a comma at least, as shares of their height.
_POINT, _COMMA = 0.06, 0.1


def told(page: Page, line: Line, read: Characters) -> Characters:
    """What a line was read as; where that is one stroke, what its ink says, or not sure at all."""
    figure = as_figure(read.text)
    if figure not in ("1", "/") and (figure is not None or len(read.text) != 1):
        return read
    lean, straight = _lean(page, line)
    bounds = slash()
    if lean >= bounds.least_lean and straight >= bounds.least_straight:
        return replace(read, text="/", sure=(1.0,), at=read.at[:1])
    if figure == "/" or (figure == "1" and lean > bounds.most_lean_of_one):
        return replace(read, sure=(0.0,) * len(read.text))
    return read


def as_marked(line: Line, first: str, second: str | None) -> str | None:
    """What two readings agree on, with points and commas as the ink tells, as one of them does."""
    if first == second or second is None:
        return second
    if first.replace(",", ".") != second.replace(",", "."):
        return None
    solid = solid_pieces(line)
    dots = (piece for piece in pieces(line.blobs) if piece not in solid)
    marks = [_mark(mark, solid) for mark in marks_between(solid, dots)]
    if len(marks) != sum(c in ".," for c in first):
        return None
    told = "".join(marks.pop(0) if c in ".," else c for c in first)
    return told if told in (first, second) else None


def _mark(mark: Blob, solid: Sequence[Blob]) -> str:
    before = max((b for b in solid if b.left < mark.left), key=lambda b: b.left)
    below = (mark.bottom - before.bottom) / max(b.height for b in solid)
    return "." if below <= _POINT else "," if below >= _COMMA else "?"


def _lean(page: Page, line: Line) -> tuple[float, float]:
    """How far the middles of the rows of ink move sideways for each row, and how evenly."""
    left, top, right, bottom = line.box
    ink = page.grey[top:bottom, left:right] < 255 * (1 - _INK)
    widths = ink.sum(axis=1)
    rows = np.nonzero(widths)[0]
    if len(rows) < _FEWEST_ROWS:
        return 0.0, 0.0
    middles = (ink[rows] * np.arange(ink.shape[1])).sum(axis=1) / widths[rows]
    # The ends of a stroke are cut level or round: they do not lean with it.
    ends = max(1, len(rows) // 10)
    rows, middles = rows[ends:-ends], middles[ends:-ends]
    if float(np.std(middles)) == 0:
        return 0.0, 0.0
    return (
        abs(float(np.polyfit(rows, middles, 1)[0])),
        abs(float(np.corrcoef(rows, middles)[0, 1])),
    )
