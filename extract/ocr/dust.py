"""Specks in a cell: told from points and accents, and from what is left of a pale figure."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from extract.ocr.lines import Blob
from extract.ocr.pixels import Page

MOST_DUST = 3
# Shares of the height of a character: what is smaller is a speck, also what is a little larger
# and about round.
_SMALL, _LARGE, _ROUND = 0.2, 0.3, 1.4
# How far from print a speck is none of its points, also below the line that it stands on.
_FAR, _BESIDE = 0.5, 0.15
_HALO = 2  # Pixels around print that are grey.
# A pale figure darkens a window of half its height by more than this, in greys.
_PALE = 9.0
_PALE_WINDOW = 0.5


def without_dust(
    found: Sequence[Blob], solid: Sequence[Blob], page: Page, usual: float
) -> list[Blob]:
    """The print of a cell without a few specks on clean paper; points and accents belong to it."""
    specks = [
        b
        for b in found
        if is_speck(b, usual)
        and all(_is_beside(b, s, usual) for s in solid)
        and not is_shaded(_around(b, usual), found, page, usual)
    ]
    return [b for b in found if b not in specks] if len(specks) <= MOST_DUST else list(found)


def _is_beside(speck: Blob, print_: Blob, usual: float) -> bool:
    """Whether a speck is farther from print than a point is, or beside it and lower."""
    across = max(print_.left - speck.right, speck.left - print_.right)
    down = max(print_.top - speck.bottom, speck.top - print_.bottom)
    lower = speck.top >= print_.bottom and across > _BESIDE * usual
    return max(across, down) > _FAR * usual or lower


def is_speck(blob: Blob, usual: float) -> bool:
    """Whether ink is as small as a point, and no character."""
    large, small = max(blob.width, blob.height), min(blob.width, blob.height)
    return large < _SMALL * usual or (large < _LARGE * usual and large <= _ROUND * small)


def _around(blob: Blob, usual: float) -> Blob:
    reach = round(_FAR * usual)
    left, top, right, bottom = blob
    return Blob(left - reach, top - reach, right + reach, bottom + reach)


def is_shaded(box: Blob, print_: Sequence[Blob], page: Page, usual: float) -> bool:
    """Whether more than print and specks stand in a box: something paler than print."""
    left, top = max(0, box.left), max(0, box.top)
    inside = page.grey[top : max(top, box.bottom), left : max(left, box.right)].copy()
    known = np.zeros(inside.shape, dtype=bool)
    for b in print_:
        down = slice(max(0, b.top - top - _HALO), max(0, b.bottom - top + _HALO))
        known[down, max(0, b.left - left - _HALO) : max(0, b.right - left + _HALO)] = True
    if min(inside.shape) < 3:
        return False
    if known.all():
        return True
    inside[known] = np.median(inside[~known])
    window = max(3, round(_PALE_WINDOW * usual))
    shade = cv2.blur(inside, (window, window), borderType=cv2.BORDER_REPLICATE)
    return float(np.median(shade)) - float(shade.min()) > _PALE
