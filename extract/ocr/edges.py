"""The edges of painted areas on a page picture, as the level rulings that they stand for.

An edge is seen where no print is near. Print hides corners: an edge goes on to one that others
share, and ends amid no word.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf
from typing import NamedTuple

import cv2
import numpy as np

from extract.ocr.pixels import Mask
from extract.page.bands import Span, covered
from extract.page.ink import Box, Ruling
from extract.page.lines import Word

# In points: how straight an edge is, how far beside it ground is seen, how much of it must be
# seen, the lowest row, and over what length ground is seen to have no edge.
_STRAIGHT, _BESIDE, _SHORTEST = 3.0, 0.7, 12.0
_LOWEST, _NONE = 6.0, 5.0
# In points: how far print may hide an edge, how far its corner is from where that is seen, and
# what is one place.
_HIDDEN, _FARTHEST, _SAME = 80.0, 16.0, 2.5
# An upright edge counts as much as so many ends of level ones; what more edges share is no chance.
_SURE, _SEVERAL = 5, 2
# In points: how exactly the ends of rulings are seen.
_EXACT = 1.5
# In points: how far above or below an edge print hides its corner, the gap between letters, how
# far print may reach over an edge, and where that is then.
_HIGH, _LETTERS, _OVER, _BEYOND = 14.0, 3.0, 2.5, 0.5


class _Piece(NamedTuple):
    """From where to where an edge is seen, and how far it may go at most, in points."""

    first: float
    start: float
    end: float
    last: float


class _Edges:
    """The level edges of painted areas where the ground is seen."""

    def __init__(self, painted: Mask, seen: Mask, scale: float) -> None:
        high = np.ones((2 * round(_BESIDE * scale) + 1, 1), np.uint8)
        self._clear = cv2.erode(seen.astype(np.uint8), high) > 0
        self._painted, self._scale = painted, scale
        self._changes = (painted[1:] != painted[:-1]) & self._clear[1:]

    def heights(self) -> list[float]:
        """Where enough of an edge is seen, in points."""
        scale = self._scale
        straight, lowest = round(_STRAIGHT * scale), round(_LOWEST * scale)
        count = self._changes.sum(axis=1).astype(np.float32)
        near = cv2.blur(count[:, None], (1, straight | 1))[:, 0] * (straight | 1)
        found = []
        while near.size and near[best := int(near.argmax())] >= _SHORTEST * scale:
            first = max(0, best - straight)
            weights = count[first : best + straight + 1]
            if weights.any():
                rows = np.arange(first, first + len(weights))
                found.append(float(np.average(rows, weights=weights) + 1) / scale)
            # Less of an edge so near is print that looks like one.
            around = slice(max(0, best - lowest), best + lowest)
            count[around] = near[around] = 0
        return sorted(found)

    def pieces(self, at: float) -> list[_Piece]:
        """The pieces of the edge at a height."""
        scale = self._scale
        step, middle = round(_STRAIGHT / 2 * scale), round(at * scale)
        above, below = max(0, middle - step), min(middle + step, len(self._painted) - 1)
        changed = self._changes[above:below].any(axis=0)
        none = self._clear[above] & self._clear[below] & ~changed
        none &= self._painted[above] == self._painted[below]
        long = np.ones((1, max(1, round(_NONE * scale))), np.uint8)
        none = cv2.morphologyEx(none[None].astype(np.uint8), cv2.MORPH_OPEN, long)[0] > 0
        before = np.concatenate(([0], np.cumsum(none)))
        runs: list[list[int]] = []
        for x in np.flatnonzero(changed).tolist():
            without = before[x] - before[runs[-1][1] + 1] if runs else 0
            if not runs or without > max(_STRAIGHT * scale, (x - runs[-1][1]) / 2):
                runs.append([x, x, 0])
            runs[-1][1:] = x, runs[-1][2] + 1
        reach = round(_HIDDEN * scale)
        found = []
        for start, end, seen in runs:
            if seen >= _STRAIGHT * scale:
                sides = none[max(0, start - reach) : start][::-1], none[end + 1 : end + 1 + reach]
                left, right = (int(x.argmax()) if x.any() else len(x) for x in sides)
                places = start - left, start, end + 1, end + 1 + right
                found.append(_Piece(*(x / scale for x in places)))
        return found


def edges(painted: Mask, seen: Mask, scale: float) -> list[Ruling]:
    """The upper and lower edges of painted areas, in points, where the ground is `seen`."""
    upright = _Edges(painted.T.copy(), seen.T.copy(), scale).heights()
    level = _Edges(painted, seen, scale)
    rows = [(at, level.pieces(at)) for at in level.heights()]
    starts = [*_SURE * upright, *(x for _, row in rows for p in row for x in {p.first, p.start})]
    ends = [*_SURE * upright, *(x for _, row in rows for p in row for x in {p.last, p.end})]
    found: list[Ruling] = []
    for at, row in rows:
        own: list[Ruling] = []
        for first, start, end, last in row:
            least, most = min(first - _SAME, start - _FARTHEST), max(last + _SAME, end + _FARTHEST)
            left = _shared(start, least, start + _FARTHEST, starts)
            right = _shared(end, end - _FARTHEST, most, ends)
            # Between two pieces a painted cell goes on where both end at corners.
            if own and not (_is_near(own[-1].end, upright) and _is_near(left, upright)):
                left = own.pop().start
            own.append(Ruling(at, left, right))
        found += [r for r in own if r.end - r.start >= _SHORTEST]
    return found


def _is_near(x: float, places: Sequence[float]) -> bool:
    return any(abs(x - y) <= _SAME for y in places)


def _shared(place: float, least: float, most: float, places: Sequence[float]) -> float:
    """The place between two that most of `places` are at."""
    near = {x for x in places if least <= x <= most}
    votes = {x: sum(abs(x - y) <= _SAME for y in places) for x in near}
    return max(near, key=lambda x: (votes[x], -abs(x - place), x), default=place)


def fitted(found: Sequence[Ruling], words: Sequence[tuple[Box, bool]]) -> list[Ruling]:
    """The edges, those moved that end amid a word, and those that nothing shows.

    Of each word its box is given, in points, and whether it is a figure.
    """
    starts, ends = [r.start for r in found], [r.end for r in found]
    moved = []
    for at, start, end in found:
        near = [box for box, _ in words if box[1] - _HIGH < at < box[3] + _HIGH]
        spans = covered([Word("", box[0], box[2]) for box in near], _LETTERS)
        moved.append(Ruling(at, _beside(start, spans, starts), _beside(end, spans, ends)))
    moved = [r for r in moved if r.end - r.start >= _SHORTEST]
    return [*moved, *_hidden(moved, words)]


def clear_of_figures(found: Sequence[Ruling], words: Sequence[tuple[Box, bool]]) -> list[Ruling]:
    """The rulings, those moved that end just within figures: no cell ends there.

    Neither is seen more exactly. Of each word its box is given, in points, and whether it is a
    figure.
    """
    figures = [(box[0], box[2]) for box, figure in words if figure]
    return [Ruling(r.at, *(_clear(x, figures) for x in (r.start, r.end))) for r in found]


def _clear(x: float, figures: Sequence[Span]) -> float:
    """A place, or the end of the figures that it is just within."""
    over = [(a, b) for a, b in figures if a < x < b and min(x - a, b - x) <= _EXACT]
    ends = [b for a, b in over if b - x <= x - a]
    if len(ends) == len(over):
        return max(ends, default=x)
    return x if ends else min(a for a, _ in over)


def _beside(x: float, words: Sequence[Span], others: Sequence[float]) -> float:
    """A place, or if it is amid a word the one beside it that others share, or the nearest."""
    over = next((n for n, (a, b) in enumerate(words) if a < x < b), None)
    if over is None:
        return x
    a, b = words[over]
    if min(x - a, b - x) <= _OVER:
        return a - _BEYOND if x - a < b - x else b + _BEYOND
    if sum(abs(x - y) <= _SAME for y in others) > _SEVERAL:
        return x
    if x - a <= b - x:
        before = words[over - 1][1] if over else -inf
        least, most = max(before, a - _FARTHEST), a
        nearest = max((least + most) / 2, a - _SAME)
    else:
        after = words[over + 1][0] if over + 1 < len(words) else inf
        least, most = b, min(after, b + _FARTHEST)
        nearest = min((least + most) / 2, b + _SAME)
    return _shared(nearest, least - _OVER, most + _OVER, others)


def _hidden(found: Sequence[Ruling], words: Sequence[tuple[Box, bool]]) -> list[Ruling]:
    """Where painted cells of the row above a row of figures end, which is painted too."""
    hidden: list[Ruling] = []
    left = min((r.start for r in found), default=0.0)
    right = max((r.end for r in found), default=0.0)
    for at, after in pairwise([*sorted({r.at for r in found}), inf]):
        row = sorted((r.start, r.end) for r in found if r.at == at)
        figures = [box for box, figure in words if figure and at < _middle(box, 1) < after]
        for (_, start), (end, _) in pairwise([(left, left), *row, (right, right)]):
            own = [box for box in figures if start < _middle(box, 0) < end]
            others = [box for box in figures if box not in own]
            level = any(abs(a[3] - b[3]) <= _STRAIGHT for a in own for b in others)
            crossed = any(
                box[1] + _STRAIGHT < at < box[3] - _STRAIGHT and start < _middle(box, 0) < end
                for box, _ in words
            )
            if level and not crossed:
                hidden.append(Ruling(at, start, end))
    return hidden


def _middle(box: Box, axis: int) -> float:
    """The middle of a box from side to side (`axis` 0) or from top to bottom (1)."""
    return (box[axis] + box[axis + 2]) / 2
