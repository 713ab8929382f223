"""Upright lines from one level line to the next, which touching print hides from other ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import cv2
import numpy as np

from extract.ocr.pieces import LONG, Line
from extract.ocr.pixels import Pixels
from extract.ocr.stretches import Tested
from extract.page.ink import Ruling

# In points: what the level lines cover of a band, and how far lines go on beyond its sides; the
# lowest row, the thickest line.
_MARGIN, _TOUCH = 0.8, 3.0
_LOWEST, _THICKEST = 6.0, 5.0
# How near to each other lines end that the side of a page cuts off.
_TOGETHER = 4.0
# The share of a line that wear may tear.
_TORN = 0.04


class _Band(NamedTuple):
    """Between two level lines, or between one and the end of a page, in points."""

    top: float
    bottom: float
    left: float
    right: float


def uprights_between(level: Tested, down: Sequence[Ruling], grey: Pixels) -> list[Ruling]:
    """Lines across level ones, from one long one to the next or to where others `down` end."""
    dark = 255 - cv2.blur(grey, (3, 1)).astype(np.float32)
    longest = [line for line in level.lines if line.longest >= LONG]
    bands = [_between(above, below) for above, below in pairwise(longest)]
    bands += _cut_off(longest, down)
    return [
        ruling
        for band in bands
        if _LOWEST <= band.bottom - band.top <= LONG
        for ruling in _across(band, level, dark)
    ]


def _between(above: Line, below: Line) -> _Band:
    left, right = zip(_ends(above), _ends(below), strict=True)
    return _Band(above.at + _MARGIN, below.at - _MARGIN, max(left), min(right))


def _ends(line: Line) -> tuple[float, float]:
    return min(start for start, _ in line.pieces), max(end for _, end in line.pieces)


def _cut_off(longest: Sequence[Line], down: Sequence[Ruling]) -> Iterator[_Band]:
    """The rows that the end of a page cuts off: upright lines end there together."""
    for line in longest:
        left, right = _ends(line)
        own = [r for r in down if left - _TOUCH <= r.at <= right + _TOUCH]
        others = [x.at for x in longest if x is not line]
        tops = [r.start for r in own if r.start < line.at - _LOWEST and r.end > line.at - _TOUCH]
        ends = [r.end for r in own if r.end > line.at + _LOWEST and r.start < line.at + _TOUCH]
        for step, found in ((-1, tops), (1, ends)):
            at = _shared(found, step)
            if at is None or any(
                min(at, line.at) - _TOUCH <= x <= max(at, line.at) for x in others
            ):
                continue
            if step < 0:
                yield _Band(at + _TOGETHER, line.at - _MARGIN, left, right)
            else:
                yield _Band(line.at + _MARGIN, at - _TOGETHER, left, right)


def _shared(ends: Sequence[float], step: int) -> float | None:
    """The end farthest up (`step` -1) or down (1) that most of the ends are near to."""
    for end in sorted(ends, reverse=step > 0):
        near = [x for x in ends if abs(x - end) <= _TOGETHER]
        if len(near) > 1 and 2 * len(near) > len(ends):
            return end
    return None


def _across(band: _Band, level: Tested, dark: Pixels) -> Iterator[Ruling]:
    """The thin upright lines that are dark all through a band."""
    across = level.rows(band.left - _TOUCH, band.right + _TOUCH)
    ink = np.sort(dark[level.rows(band.top, band.bottom), across], axis=0)
    if not ink.size:
        return
    there = ink[min(len(ink) - 1, max(1, int(_TORN * len(ink))))] >= level.usual
    edges = np.flatnonzero(np.diff(np.concatenate(([0], there, [0])).astype(np.int8)))
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        if right - left <= _THICKEST * level.scale:
            at = (across.start + (left + right) / 2) / level.scale
            yield Ruling(float(at), band.top - _MARGIN, band.bottom + _MARGIN)
