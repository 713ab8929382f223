"""Where objects of a PDF page stand, and the box outside which a clip hides them."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from math import inf
from typing import NamedTuple

from extract.page.ink import Box, Point
from extract.readers import pdf_calls as calls
from extract.readers.pdf_calls import Pointer

# Real clips are rectangles, one in another; what is more is taken for no clip.
_MOST_CLIPS, _POINTS_A_CLIP = 8, 32


class Matrix(NamedTuple):
    """Takes a point of an object to its place on the page (ISO 32000-1, 8.3.4)."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def apply(self, x: float, y: float) -> Point:
        """Where a point stands."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, inner: Matrix) -> Matrix:
        """The matrix that applies `inner` first."""
        a, b, c, d, e, f = inner
        return Matrix(
            self.a * a + self.c * b,
            self.b * a + self.d * b,
            self.a * c + self.c * d,
            self.b * c + self.d * d,
            *self.apply(e, f),
        )


def clip_of(item: Pointer, outer: Matrix | None) -> Box:
    """The box outside which nothing of an object is seen, as far as its own clips say.

    `outer` is the matrix of the form that it is in, if any.
    """
    left, bottom, right, top = -inf, -inf, inf, inf
    clip = calls.object_clip(item)
    room = calls.Room(ctypes.c_float, 2)
    for path in range(min(calls.clip_path_count(clip), _MOST_CLIPS) if clip else 0):
        points = []
        count = calls.clip_segment_count(clip, path)
        for n in range(count if count <= _POINTS_A_CLIP else 0):
            calls.segment_point(calls.clip_segment(clip, path, n), *room.at)
            x, y = room.values[:]
            points.append(outer.apply(x, y) if outer else (x, y))
        if points:
            a, b, c, d = hull(points)
            left, bottom = max(left, a), max(bottom, b)
            right, top = min(right, c), min(top, d)
    return left, bottom, right, top


def hull(points: Sequence[Point]) -> Box:
    """The box around some points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)
