"""Figures that touch a ruling: whether a part of them may lie under it.

A digit is whole where it is as wide and as high as the others of its kind on the page: an 8 that
is left as a 3 is narrower than a 3.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from statistics import median

import cv2
import numpy as np

from extract.ocr.figures import solid_pieces
from extract.ocr.lines import Blob, Line
from extract.ocr.pixels import Mask, Page
from extract.ocr.rulings import Ruled

_FEWEST = 2  # Pixels of print at a ruling that are no chance.
# How many digits of a kind show its size, and how much their heights differ, in pixels.
_ENOUGH, _ALIKE = 3, 2
# How much of a digit may be lost, as a share of its height, and at least in pixels.
_LITTLE, _LEAST = 0.06, 1
# A 1 is as narrow as what may be left of others; no other digit that lost its edge is left as
# one of those that may be narrower.
_FULL_WIDTH = frozenset("023456789")
_MAY_BE_NARROW = frozenset("0247")
# What part of its height the hole of a ring has.
_HOLE = 0.5
_INK = 0.35
# Shares of the height of a character: a ruling that hides none, and where print is beside it.
_THICKEST, _BESIDE = 0.4, 1.0


class Touching:
    """The figures in the cells of a page, of which some touch rulings."""

    def __init__(
        self, page: Page, found: Ruled, figures: Iterable[tuple[Line, str]], usual: float
    ) -> None:
        self._dark = page.ink(_INK)
        self._print = found.page.ink(_INK)
        self._cut = found.cut
        # What is gone with a ruling may have been the side of a digit.
        self._gone = page.ink(_INK) & ~self._print
        self._usual = usual
        self._sizes: dict[str, list[Blob]] = defaultdict(list)
        for line, figure in figures:
            if not self._is_touched(line.box):
                for digit, piece in _digits(line, figure):
                    self._sizes[digit].append(piece)

    def hides(self, line: Line, figure: str) -> bool:
        """Whether a part of a figure may lie under a ruling: an 8 may be left as a 3."""
        if not self._is_touched(line.box):
            return False
        digits = _digits(line, figure)
        touched = [(digit, piece) for digit, piece in digits if self._is_touched(piece, 1)]
        if not touched or not all(self._is_whole(*x) for x in touched):
            return True
        return any(self._goes_on(line.box, step) for step in (-1, 1))

    def _is_touched(self, box: Blob, least: int = _FEWEST) -> bool:
        left, top, right, bottom = box
        around = slice(max(0, top - 1), bottom + 1), slice(max(0, left - 1), right + 1)
        return int(np.count_nonzero(self._cut[around] | self._gone[around])) >= least

    def _is_whole(self, digit: str, piece: Blob) -> bool:
        """Whether a digit is as large as those of its kind that touch nothing."""
        if digit == "0" and _is_ring(self._print, piece):
            return True
        known = self._sizes[digit]
        if digit not in _FULL_WIDTH or len(known) < _ENOUGH:
            return False
        heights = sorted(b.height for b in known)
        alike = heights[(9 * len(heights)) // 10] - heights[len(heights) // 10] <= _ALIKE
        wide, high = median(b.width for b in known), median(heights)
        # No stroke across is as thin as that.
        little = max(_LEAST, round(_LITTLE * high))
        narrow = little if digit in _MAY_BE_NARROW else little - 1
        return alike and piece.width >= wide - narrow and piece.height >= high - little

    def _goes_on(self, box: Blob, step: int) -> bool:
        """Whether a figure may go on under or beyond a ruling on its left (-1) or right (1)."""
        left, top, right, bottom = box
        edge = left if step < 0 else right - 1
        if not self._cut[top:bottom, max(0, edge - 1) : edge + 2].any():
            return False
        beyond = _beside(self._print[top:bottom], edge, step, self._usual * _BESIDE)
        ruling = _beside(self._dark[top:bottom], edge, step, self._usual * _BESIDE)
        thick = np.where(ruling.all(axis=1), ruling.shape[1], ruling.argmin(axis=1))
        return bool(
            np.count_nonzero(beyond[:, 1:]) >= _FEWEST
            or float(np.median(thick)) > _THICKEST * self._usual
        )


def _beside(rows: Mask, edge: int, step: int, reach: float) -> Mask:
    """What lies beside an edge, from there outwards."""
    far = round(reach)
    return (
        rows[:, edge + 1 : edge + 1 + far]
        if step > 0
        else rows[:, max(0, edge - far) : edge][:, ::-1]
    )


def _is_ring(dark: Mask, box: Blob) -> bool:
    """Whether what is printed in a box is a ring about one high hole, as nothing but a 0 is."""
    left, top, right, bottom = box
    ink = np.pad(dark[top:bottom, left:right], 1)
    count, _, stats, _ = cv2.connectedComponentsWithStats((~ink).astype(np.uint8), connectivity=4)
    holes = [n for n in range(1, count) if stats[n, cv2.CC_STAT_LEFT] > 0]
    return len(holes) == 1 and stats[holes[0], cv2.CC_STAT_HEIGHT] >= _HOLE * box.height


def _digits(line: Line, figure: str) -> list[tuple[str, Blob]]:
    """The digits of a figure, each with its own ink; none where they cannot be told."""
    wanted = [c for c in figure if c not in ".,"]
    own = solid_pieces(line)
    return list(zip(wanted, own, strict=True)) if len(own) == len(wanted) else []
