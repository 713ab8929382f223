"""Pixels: the paper made white, and the ink on it told from the paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[Any]
Mask = NDArray[np.bool_]

# The paper is measured on a picture this much smaller, in windows wider than a stroke.
_SMALLER = 4
_WINDOW_POINTS = 20.0
_DARKEST_SHARE = 0.004
_LEAST_CONTRAST = 40
# Ink is so many times as far from paper as the paper's own greys are from each other.
_ABOVE_NOISE = 25
# Marks over print: even greys, and wider, in points, than any stroke of it.
_GREYS = (25, 150)
_WIDE = 3.0


@dataclass(frozen=True, slots=True)
class Page:
    """A page picture: 255 is paper, 0 the darkest ink; `scale` is pixels to a point."""

    grey: Pixels
    scale: float

    def ink(self, share: float = 0.45) -> Mask:
        """The pixels darker than this share of the way from paper to ink."""
        return np.asarray(self.grey < 255 * (1 - share))


def whitened(grey: Pixels, scale: float, ground: Pixels | None = None) -> Page:
    """The page with its paper at 255 and its darkest ink at 0, whatever the light.

    `ground` is how bright the paper is everywhere, if that is known.
    """
    paper = paper_near(grey, scale) if ground is None else ground
    flat = 255.0 - np.clip(paper - grey.astype(np.float32), 0, None) * (
        255.0 / np.maximum(paper, 1)
    )
    sample = flat[::3, ::3]
    darkest = float(np.quantile(sample, _DARKEST_SHARE))
    # On a page with little print the darkest may be noise.
    usual = float(np.median(sample))
    noise = float(np.median(np.abs(sample - usual)))
    darkest = min(darkest, 255.0 - _LEAST_CONTRAST, usual - _ABOVE_NOISE * noise)
    stretched = (flat - darkest) * (255.0 / (255.0 - darkest))
    return Page(np.clip(stretched, 0, 255).astype(np.uint8), scale)


def paper_near(grey: Pixels, scale: float) -> Pixels:
    """How bright the paper is everywhere: the brightest nearby, smoothed."""
    height, width = grey.shape
    small = cv2.resize(
        grey,
        (max(1, width // _SMALLER), max(1, height // _SMALLER)),
        interpolation=cv2.INTER_AREA,
    )
    window = max(3, round(_WINDOW_POINTS * scale / _SMALLER) | 1)
    light = cv2.morphologyEx(
        small, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, (window, window))
    )
    light = cv2.blur(light, (window, window))
    return cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.float32)


def outlines(ink: Pixels) -> list[Pixels]:
    """The outline of each connected piece of ink, also of one inside another."""
    found, levels = cv2.findContours(ink, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if levels is None:
        return []
    return [outline for outline, level in zip(found, levels[0], strict=True) if level[3] < 0]


def filled(shapes: Sequence[Pixels], shape: tuple[int, ...]) -> Pixels:
    """The pixels inside outlines."""
    mask = np.zeros(shape, np.uint8)
    cv2.drawContours(mask, shapes, -1, (1,), cv2.FILLED)
    return mask


def stroke(length: float) -> Pixels:
    """A level stroke of so many pixels, as morphology takes it."""
    return np.ones((1, max(1, round(length))), np.uint8)


def broad_marks(grey: Pixels, scale: float) -> Pixels:
    """Where a mark of pale broad strokes lies over what is printed."""
    low, high = _GREYS
    pale = ((grey < 255 - low) & (grey > 255 - high)).astype(np.uint8)
    size = max(3, round(_WIDE * scale))
    broad = cv2.morphologyEx(pale, cv2.MORPH_OPEN, np.ones((size, size), np.uint8))
    return cv2.dilate(broad, np.ones((3, 3), np.uint8))
