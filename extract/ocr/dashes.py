"""Dashes along a line of a page picture: how far apart they follow each other, and how clearly."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from extract.ocr.pixels import Pixels

# In points the longest period of dashes, and which part of them are gaps that are no wear.
_LONGEST_PERIOD = 14.0
_GAPS = 0.12
# A pattern is that of a page when its period is the page's, or about that.
_PERIODS = (0.85, 0.93, 1.0, 1.08, 1.16)


def period_of(ink: Pixels, scale: float) -> float:
    """The period of dashes in points, of a line that runs down a strip; 0 where it is solid."""
    # A thin line that is not quite upright goes from one column to the next.
    middle = int(ink.mean(axis=0).argmax())
    along = ink[:, max(0, middle - 1) : middle + 2].max(axis=1)
    dark = along > 0.5 * np.quantile(along, 0.9)
    changes = int(np.count_nonzero(dark[1:] != dark[:-1]))
    period = 2 * len(along) / max(1, changes) / scale
    return period if dark.mean() < 1 - _GAPS and period <= _LONGEST_PERIOD else 0.0


def usual_period(found: Sequence[tuple[float, float]]) -> float:
    """The period of the middle of all lines laid end to end; each comes with its length.

    Rows of letters may look like dashes, but tables have longer lines.
    """
    half, reached = sum(length for _, length in found) / 2, 0.0
    for period, length in sorted(found):
        reached += length
        if reached >= half:
            return period
    return 0.0


def share_of_dashes(along: Pixels, period: float) -> float:
    """How much of the darkness along a line comes and goes with a period, in pixels."""
    waves = np.abs((along - along.mean()) @ _waves(len(along), period))
    return float(waves.max()) / max(1.0, float(along.sum()))


@lru_cache(maxsize=64)
def _waves(length: int, period: float) -> Pixels:
    """A wave of each of the periods, along so many pixels."""
    phase = 2j * np.pi * np.arange(length) / period
    waves: Pixels = np.exp(np.outer(phase, _PERIODS))
    return waves
