"""Lines of print on a page picture: specks of ink put together, each line with its box."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

import cv2
import numpy as np

from extract.ocr.pixels import Page, outlines

# In points: what is smaller is dust, what is larger a picture or a seal, and what is flatter
# and longer a line drawn.
_DUST = 0.9
_LARGEST = 45.0
_FLATTEST, _LONGEST = 3.0, 40.0
_SMALLEST_PRINT, _LARGEST_PRINT = 3.5, 30.0
_USUAL_PRINT = 9.0
# Shares of the height of a line.
_BODY = 0.5
_NEAR = 0.6
_SQUARE = 1.35
_SPLIT = 0.05
_TALL = 1.25
_CRACK = 0.2
_APART = 3.0
_SHRUNK = 0.12
# One line is no higher than this, and each of two no lower; how much ink may go through the cut.
_ONE_LINE, _LEAST_LINE = 1.65, 0.75
_CROSSING = 0.35
_LITTLE_INK = 0.4
_HIGHEST = 1.45
_PITCH = 1.3
# Share of the narrower of two pieces of one digit that lies below the other.
_OVERLAP = 0.5


class Blob(NamedTuple):
    """A piece of connected ink, in pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """Half way between left and right."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Line:
    """The blobs of one line of print, from the left, and the box around them in pixels."""

    blobs: tuple[Blob, ...]

    @property
    def box(self) -> Blob:
        """The box around all blobs."""
        return Blob(
            min(b.left for b in self.blobs),
            min(b.top for b in self.blobs),
            max(b.right for b in self.blobs),
            max(b.bottom for b in self.blobs),
        )


def blobs(page: Page, share: float) -> list[Blob]:
    """Every piece of ink darker than `share`, but for dust."""
    ink = page.ink(share).astype(np.uint8)
    found = []
    for outline in outlines(ink):
        left, top, width, height = cv2.boundingRect(outline)
        if max(width, height) >= _DUST * page.scale:
            found.append(Blob(left, top, left + width, top + height))
    return found


def may_be_print(blob: Blob, scale: float) -> bool:
    """Whether ink is no picture and no line drawn."""
    if blob.height > _LARGEST * scale:
        return False
    return blob.height > _FLATTEST * scale or blob.width <= _LONGEST * scale


def print_height(found: Iterable[Blob], scale: float) -> float:
    """The usual height of a character in pixels."""
    heights = [
        b.height for b in found if _SMALLEST_PRINT * scale <= b.height <= _LARGEST_PRINT * scale
    ]
    return float(median(heights)) if heights else _USUAL_PRINT * scale


def lines(found: Sequence[Blob], usual: float, cell_of: Page | None = None) -> list[Line]:
    """Blobs as lines, from the top; `usual` is the usual height of a character.

    In a cell, of the page `cell_of`, no character is much larger than usual: what is as
    high as two is two lines.
    """
    tall = [b for b in found if b.height >= _BODY * usual]
    rest = [b for b in found if b.height < _BODY * usual]
    bands = list(_merged(list(_bands(tall)), usual, _SPLIT, large=cell_of is None))
    if cell_of is not None:
        bands = [part for band in bands for part in _cut(band, usual, cell_of)]
    loose = _joined_to(bands, rest, _NEAR * usual)
    bands += _merged(list(_bands(loose)), usual, _SQUARE)
    found_lines = [Line(tuple(sorted(band))) for band in bands]
    return sorted(found_lines, key=lambda line: line.box.top)


def _joined_to(bands: list[list[Blob]], rest: Iterable[Blob], reach: float) -> list[Blob]:
    """Each of the rest put to the band nearest to it; those that none is near come back."""
    extents = [(min(b.top for b in band), max(b.bottom for b in band)) for band in bands]
    # A page may have thousands of specks: each looks at the bands at its own height only.
    at: dict[int, set[int]] = defaultdict(set)

    def place(n: int) -> None:
        top, bottom = extents[n]
        for step in range(int((top - reach) // reach), int((bottom + reach) // reach) + 1):
            at[step].add(n)

    for n in range(len(bands)):
        place(n)
    loose = []
    for blob in rest:
        distances = [
            (_distance(blob.middle, *extents[n]), n) for n in at[int(blob.middle // reach)]
        ]
        distance, near = min(distances, default=(reach + 1, 0))
        if distance > reach:
            loose.append(blob)
            continue
        bands[near].append(blob)
        top, bottom = extents[near]
        if blob.top < top or blob.bottom > bottom:
            extents[near] = min(top, blob.top), max(bottom, blob.bottom)
            place(near)
    return loose


def _bands(found: Iterable[Blob]) -> Iterator[list[Blob]]:
    """Blobs that stand beside each other."""
    band: list[Blob] = []
    reached = 0.0
    for blob in sorted(found, key=lambda b: b.top):
        shrunk = _SHRUNK * blob.height
        if band and blob.top + shrunk >= reached:
            yield band
            band = []
        reached = max(reached if band else 0.0, blob.bottom - shrunk)
        band.append(blob)
    if band:
        yield band


def _cut(band: list[Blob], usual: float, page: Page) -> list[list[Blob]]:
    """A band as high as several lines, cut where the least ink goes from one to the next."""
    top, bottom = min(b.top for b in band), max(b.bottom for b in band)
    if bottom - top <= _ONE_LINE * usual:
        return [band]
    end = _LEAST_LINE * usual
    crossing = {
        y: sum(b.width for b in band if b.top < y < b.bottom)
        for y in range(round(top + end), round(bottom - end) + 1)
    }
    if min(crossing.values()) > _CROSSING * sum(b.width for b in band):
        # Letters touch those below them: what little ink there is between tells the lines.
        crossing = _inked(band, page, crossing)
    if not crossing:
        return [band]
    least = min(crossing.values())
    places = [y for y, width in crossing.items() if width == least]
    count = max(2, round((bottom - top) / (_PITCH * usual)))
    cut = min(
        places,
        key=lambda y: min(abs(y - top - n * (bottom - top) / count) for n in range(1, count)),
    )
    upper, lower = [], []
    for blob in band:
        if blob.height > _SQUARE * usual and blob.top < cut < blob.bottom:
            upper.append(blob._replace(bottom=cut))
            lower.append(blob._replace(top=cut))
        else:
            (upper if blob.middle < cut else lower).append(blob)
    if not upper or not lower:
        return [band]
    return [*_cut(upper, usual, page), *_cut(lower, usual, page)]


def _inked(band: Sequence[Blob], page: Page, rows: Iterable[int]) -> dict[int, int]:
    """How much ink is in the given rows of a band; nothing if no row has little."""
    left, right = min(b.left for b in band), max(b.right for b in band)
    top, bottom = min(b.top for b in band), max(b.bottom for b in band)
    ink = 255.0 - page.grey[top:bottom, left:right].astype(np.float32).mean(axis=1)
    found = {y: round(float(ink[y - top])) for y in rows}
    return found if min(found.values()) <= _LITTLE_INK * float(np.median(ink)) else {}


def _merged(
    bands: list[list[Blob]], usual: float, farthest: float, large: bool = True
) -> Iterator[list[Blob]]:
    """Bands no higher together than a character, and close enough, are parts of one.

    Characters may be larger than usual where `large` says so.
    """
    waiting: list[Blob] = []
    for band in bands:
        together = waiting + band
        top, bottom = min(b.top for b in together), max(b.bottom for b in together)
        gap = min(b.top for b in band) - max((b.bottom for b in waiting), default=top)
        fits = bottom - top <= _SQUARE * usual and gap <= farthest * usual
        if waiting and not fits and not _is_one_character(together, gap, usual, large):
            yield waiting
            together = band
        waiting = together
    if waiting:
        yield waiting


def _is_one_character(found: Sequence[Blob], gap: float, usual: float, large: bool) -> bool:
    """Whether pieces above each other make one character: as wide as high, hardly parted."""
    width = max(b.right for b in found) - min(b.left for b in found)
    height = max(b.bottom for b in found) - min(b.top for b in found)
    if gap > _CRACK * height:
        return False
    if not large:
        return height <= _HIGHEST * usual
    return height <= _TALL * width and width <= _TALL * height


def _distance(at: float, top: float, bottom: float) -> float:
    return max(0.0, top - at, at - bottom)


def parted(line: Line, usual: float, apart: float = _APART) -> list[Line]:
    """A line cut where wide gaps set its parts apart as columns do.

    `apart` is how wide they are, as a share of the usual height of a character.
    """
    parts: list[list[Blob]] = []
    reached = 0.0
    for blob in sorted(line.blobs):
        if not parts or blob.left - reached > apart * usual:
            parts.append([])
        parts[-1].append(blob)
        reached = max(reached if len(parts[-1]) > 1 else 0.0, blob.right)
    return [Line(tuple(part)) for part in parts]


def gaps(line: Line) -> list[tuple[float, float]]:
    """Where a line has no ink: from and to, in pixels."""
    found = []
    reached = float(line.blobs[0].right)
    for _, blob in pairwise(sorted(line.blobs)):
        if blob.left > reached:
            found.append((reached, float(blob.left)))
        reached = max(reached, blob.right)
    return found


def pieces(blobs: Sequence[Blob]) -> list[Blob]:
    """Blobs above each other as one: a digit whose stroke is broken."""
    found: list[Blob] = []
    for blob in sorted(blobs):
        if found:
            last = found[-1]
            shared = min(last.right, blob.right) - max(last.left, blob.left)
            if shared > _OVERLAP * min(last.width, blob.width):
                found[-1] = Blob(
                    last.left,
                    min(last.top, blob.top),
                    max(last.right, blob.right),
                    max(last.bottom, blob.bottom),
                )
                continue
        found.append(blob)
    return found
