"""A page picture made upright: how far it was turned, and the page turned back."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from extract.ocr.pixels import Mask, Pixels
from extract.page.ink import Box, Ink

_MOST_DEGREES = 8.0
# Width in pixels of the picture that is measured, its search range and step in degrees.
_SEARCHES = ((700, _MOST_DEGREES, 0.2), (1600, 0.25, 0.05), (2000, 0.05, 0.01))
_MOST_POINTS = 40_000


@dataclass(slots=True)
class Skewed(Ink):
    """The ink of a page that was turned by some degrees to stand upright."""

    degrees: float = 0.0

    def printed_box(self, box: Box) -> Box:
        """A box of the upright frame as it lies on the page: what holds it when turned back."""
        angle = math.radians(self.degrees)
        cos, sin = math.cos(angle), math.sin(angle)
        x0, y0 = self.width / 2, self.height / 2
        corners = [
            (x0 + (x - x0) * cos + (y - y0) * sin, y0 - (x - x0) * sin + (y - y0) * cos)
            for x in (box[0], box[2])
            for y in (box[1], box[3])
        ]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        # The holding box of a long thin one is far too high: half of what it grew is enough.
        return Ink.printed_box(self, (min(xs), min(ys), max(xs), max(ys)))


def skew(ink: Mask) -> float:
    """How many degrees, against the clock, the lines of a page rise to the right.

    Lines of text and rulings that lie level fall into few rows, upright rulings
    into few columns; the angle at which they are most uneven is the page's.
    """
    best = 0.0
    for width, reach, step in _SEARCHES:
        ys, xs = _points(ink, width)
        if not len(xs):
            return 0.0
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(angles[np.argmax([_unevenness(xs, ys, angle) for angle in angles])])
    return best if abs(best) < _MOST_DEGREES - 0.5 else 0.0


def _points(ink: Mask, width: int) -> tuple[Pixels, Pixels]:
    scale = min(1.0, width / ink.shape[1])
    if scale < 1.0:
        size = (max(1, round(ink.shape[1] * scale)), max(1, round(ink.shape[0] * scale)))
        grey = cv2.resize(ink * np.uint8(255), size, interpolation=cv2.INTER_AREA)
        ink = grey > 60
    ys, xs = np.nonzero(ink)
    step = len(xs) // _MOST_POINTS + 1
    return ys[::step].astype(np.float32), xs[::step].astype(np.float32)


def _unevenness(xs: Pixels, ys: Pixels, degrees: float) -> float:
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    total = 0.0
    for turned_to in (ys * cos + xs * sin, xs * cos - ys * sin):
        lines = np.bincount((turned_to - turned_to.min()).astype(np.int32))
        total += float(np.square(np.diff(lines)).sum())
    return total


def turned(grey: Pixels, degrees: float) -> Pixels:
    """The page turned with the clock about its centre, white where nothing was."""
    if abs(degrees) < 0.02:
        return grey
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    return cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,))
