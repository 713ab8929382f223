"""Rows of a page picture told by their ground: where the paper is painted, and the page without.

Every other row of a table may be painted pale, and nothing be ruled. Where the ground
changes rows part, as they do at a level ruling.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from extract.ocr.edges import edges
from extract.ocr.level import of_tables
from extract.ocr.pixels import Mask, Page, Pixels, paper_near, whitened
from extract.ocr.upright import turned
from extract.page.ink import Ruling

# In points: what is grey around print, over what areas ground is averaged between print, the
# largest painted area, and how much smaller the picture is on which that is looked for.
_HALO = 0.7
_AREAS = (
    (8.0, 0.4), (20.0, 0.4), (8.0, 3.0), (30.0, 0.4), (8.0, 8.0), (120.0, 0.4), (200.0, 60.0),
)  # fmt: skip
_LARGEST = 200.0
_SMALLER = 8
# Shares of the way from paper to ink: print, what is painted at least and at most.
_PRINT = 0.2
_PALEST, _DARKEST = 0.04, 0.4
# How much of a page is painted at least, and how much more half as dark is: paint is even.
_LEAST, _EVEN = 0.005, 1.2
# How much of the area around a place is free of print where ground is told there, and where an
# edge of it is.
_FREE, _CLEAR = 0.15, 0.5
# The narrowest and the lowest painted area, in points.
_WIDTH, _HEIGHT = 12.0, 7.0
# Two painted rows, each with two edges.
_FEWEST = 4


@dataclass(frozen=True, slots=True)
class Painted:
    """An upright page as if nothing were painted, and where painted rows begin and end."""

    page: Page
    rulings: Sequence[Ruling]


def painted_rows(grey: Pixels, scale: float, degrees: float) -> Painted | None:
    """The painted rows of a page that is to be turned by some degrees; None where there are none.

    `scale` is pixels to a point.
    """
    free = _free(grey, scale)
    ground = _ground(grey, free, scale)
    paper = _paper(ground, scale)
    share = ground / paper
    pale = (share < 1 - _PALEST) & (share > 1 - _DARKEST)
    if pale.mean() < _LEAST:
        return None
    depth = 1 - float(np.median(share[pale]))
    areas = (share < 1 - depth / 2) & (share > 1 - _DARKEST)
    if areas.sum() > _EVEN * pale.sum():
        return None
    mask = np.where(areas, np.uint8(0), np.uint8(255))
    painted = _whole_areas(turned(mask, degrees) < 128, scale)
    seen = turned(_share(free, _AREAS[0], scale), degrees) > _CLEAR
    rulings = of_tables(edges(painted, seen, scale))
    if len(rulings) < _FEWEST:
        return None
    below = turned(paper, degrees) * np.where(painted, np.float32(1 - depth), np.float32(1))
    return Painted(whitened(turned(grey, degrees), scale, below), rulings)


def _free(grey: Pixels, scale: float) -> Pixels:
    """1 where no print is near, else 0."""
    wide = 2 * round(_HALO * scale) + 1
    print_ = (grey < (1 - _PRINT) * paper_near(grey, scale)).astype(np.uint8)
    near = cv2.dilate(print_, np.ones((wide, wide), np.uint8))
    return np.where(near == 0, np.float32(1), np.float32(0))


def _ground(grey: Pixels, free: Pixels, scale: float) -> Pixels:
    """How bright the ground is everywhere, seen beside print."""
    bright = grey.astype(np.float32) * free
    ground = np.zeros_like(bright)
    for area in _AREAS:
        share = _share(free, area, scale)
        missing = (ground == 0) & (share > _FREE)
        ground[missing] = _share(bright, area, scale)[missing] / share[missing]
    ground[ground == 0] = 255
    return ground


def _share(of: Pixels, area: tuple[float, float], scale: float) -> Pixels:
    """The mean of what is around each place; `area` is its width and height in points."""
    return cv2.blur(of, (max(1, round(area[0] * scale)), max(1, round(area[1] * scale))))


def _paper(ground: Pixels, scale: float) -> Pixels:
    """How bright the paper is where nothing is painted: the light changes slowly."""
    height, width = ground.shape
    size = max(1, width // _SMALLER), max(1, height // _SMALLER)
    small = cv2.resize(ground, size, interpolation=cv2.INTER_AREA)
    largest = round(_LARGEST * scale / _SMALLER) | 1
    light = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((largest, largest), np.uint8))
    light = cv2.blur(light, (largest // 4 | 1, largest // 4 | 1))
    return cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR)


def _whole_areas(painted: Mask, scale: float) -> Mask:
    """Painted areas without what is smaller than a cell, inside or outside them."""
    size = np.ones((round(_HEIGHT * scale), round(_WIDTH * scale)), np.uint8)
    even = cv2.morphologyEx(painted.astype(np.uint8), cv2.MORPH_CLOSE, size)
    return cv2.morphologyEx(even, cv2.MORPH_OPEN, size) > 0
