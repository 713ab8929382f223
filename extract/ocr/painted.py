"""A page picture without its rulings, and the print that touches them kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from extract.ocr.pixels import Mask, Page, Pixels, filled, stroke
from extract.page.ink import Ruling

# In points: the pixels beside a line that are grey; over what length a line is as dark as
# elsewhere, and no print is; the lowest character.
_HALO = 0.8
_ALONG, _LOWEST_PRINT = 11.0, 4.0
# Shares of the way from paper to ink, and of the thickness of a line.
_PRINT, _DARK = 0.35, 0.6
_CORE = 0.5


class Traced(NamedTuple):
    """A line as a ruling in points, and its outline on the shortened picture."""

    ruling: Ruling
    outline: Pixels

    @property
    def thickness(self) -> float:
        """Pixels."""
        length = cv2.boundingRect(self.outline)[2]
        return cv2.moments(self.outline)["m00"] / max(1, length) + 1


class Covered(NamedTuple):
    """The dark middle of lines, all that belongs to them, and how thick that is, in pixels."""

    core: Mask
    whole: Mask
    thick: float


def step_of(scale: float) -> int:
    """How many columns of a page are one on a shortened picture."""
    return max(1, round(scale))


def covered(
    lines: Sequence[Traced], rulings: Sequence[Ruling], shape: tuple[int, ...], scale: float
) -> Covered:
    """The pixels of level lines on the whole page."""
    height, width = shape
    step = step_of(scale)
    mask = filled([x.outline for x in lines], (height, len(range(step // 2, width, step))))
    whole = np.zeros(shape, dtype=bool)
    spread = np.repeat(mask, step, axis=1)[:, :width]
    whole[:, : spread.shape[1]] = spread
    thick = float(np.median([x.thickness for x in lines])) if lines else 1.0
    core = np.zeros(shape, dtype=bool)
    for at, start, end in rulings:
        first, last = (round(v * scale) for v in (start, end))
        for drawn, high in ((whole, thick), (core, max(1.0, _CORE * thick))):
            top = round(at * scale - high / 2)
            drawn[max(0, top) : top + max(1, round(high)), first:last] = True
    return Covered(core, whole, thick)


def painted_over(page: Page, lying: Covered, standing: Covered, gap: float) -> Page:
    """The page without the pixels of lines and the grey ones beside them.

    A line, with gaps of so many points, is as dark a little further along: what is darker
    there is print that touches it.
    """
    halo = max(1, round(_HALO * page.scale))
    wide = stroke(2 * halo + 1).T
    level = cv2.dilate(lying.whole.astype(np.uint8), wide) > 0
    upright = cv2.dilate(standing.whole.astype(np.uint8), wide).T > 0
    dark = 255 - page.grey
    gap_and_length = stroke(gap * page.scale), stroke(_ALONG * page.scale)
    own = cv2.add(
        np.where(level, _lines_in(dark, *gap_and_length), np.uint8(0)),
        np.where(upright, _lines_in(dark, *(x.T for x in gap_and_length)), np.uint8(0)),
    )
    rest = cv2.subtract(dark, own)
    core = lying.core | standing.core.T
    beside = (level | upright) & ~core
    touching = (rest > 255 * _PRINT) & beside
    touching = _of_print(touching, page.ink(_PRINT) & ~level & ~upright, page.scale)
    edges = cv2.dilate(touching.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    grey = page.grey.copy()
    grey[core | beside] = 255
    grey[edges & beside] = 255 - rest[edges & beside]
    return Page(grey, page.scale)


def _lines_in(dark: Pixels, gap: Pixels, length: Pixels) -> Pixels:
    """How dark the lines in one direction are, without what is shorter."""
    return cv2.morphologyEx(cv2.morphologyEx(dark, cv2.MORPH_CLOSE, gap), cv2.MORPH_OPEN, length)


def _of_print(found: Mask, print_: Mask, scale: float) -> Mask:
    """The pixels that go on into print, and those of pieces as high as a character."""
    both = (found | print_).astype(np.uint8)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(both, connectivity=8)
    kept = stats[:, cv2.CC_STAT_HEIGHT] >= _LOWEST_PRINT * scale
    kept[np.unique(labels[print_])] = True
    kept[0] = False
    return np.asarray(found & kept[labels])


def cut_off(painted: Page, core: Mask) -> Mask:
    """The print that reaches the dark middle of a line: dark beside it, and one pixel on."""
    near = cv2.dilate(core.astype(np.uint8), np.ones((3, 3), np.uint8))
    dark = painted.ink(_DARK) & ~core
    beyond = cv2.dilate((dark & (near == 0)).astype(np.uint8), np.ones((3, 3), np.uint8))
    return np.asarray(dark & (near > 0) & (beyond > 0))
