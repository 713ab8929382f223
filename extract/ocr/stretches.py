"""Stretches of lines on a page picture: whether the ink of a line goes through, and how evenly."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

import cv2
import numpy as np

from extract.ocr.dashes import period_of, share_of_dashes, usual_period
from extract.ocr.pieces import LONG, Letters, Line, bundled, goes_beyond
from extract.ocr.pixels import Mask, Pixels, broad_marks
from extract.page.ink import Ruling

# In points: how far a line sways from its place, what the crossing line
# covers of a stretch, over what length ink is averaged at least, what is beyond a table.
_SWAY = 1.3
_MARGIN = 0.8
_LEAST_WINDOW = 1.0
_TOUCH = 3.0
# What of its usual darkness a line keeps, and in how small a part of a stretch it may lose it.
_DARK = 0.45
_TORN, _TORN_THROUGH = 0.04, 0.08
# Long lines show how evenly dark lines of the page are: all but few of their parts, and a little
# less; never taken for more even than this.
_FEW, _WORN, _EVEN = 0.1, 0.9, 0.8
# A line this much paler than the others of the page, or than ink, is none.
_PALE, _FAINT = 0.4, 40.0
# The highest character of a table.
HIGHEST_STROKE = 20.0
# How long a piece is that shows dashes, from what period on they are, and how marked they are.
_CHUNK = 14.0
_DOTS = 2.5
_DASHED = 0.5
_SOLID = 1.4
# What must be seen of a stretch.
_SEEN = 0.4
# Where beside a line print is looked for, how dark it is for the line, and how much is too much.
_BESIDE = (1.6, 2.4)
_INKED, _CLEAN = 0.5, 0.12


class Tested:
    """Lines of one direction, each with its darkness along the whole page."""

    def __init__(
        self, found: Sequence[Ruling], grey: Pixels, scale: float, letters: Letters | None = None
    ) -> None:
        self._letters = letters
        self.lines = list(bundled(found))
        self.scale = scale
        # Lines run down the columns of this.
        self._raw = 255 - cv2.blur(grey, (3, 1)).astype(np.float32)
        self._under = broad_marks(grey, scale)
        strips = [self._strip(self._raw, line) for line in self.lines]
        self._period = usual_period(
            [
                (period_of(strip[self.rows(start, end)], scale), end - start)
                for line, strip in zip(self.lines, strips, strict=True)
                for start, end in line.pieces
                if end - start >= LONG
            ]
        )
        window = max(_LEAST_WINDOW, self._period)
        smooth = cv2.blur(self._raw, (1, max(1, round(window * scale))))
        self._raws = strips
        self._strips = [self._strip(smooth, line) for line in self.lines]
        self._hidden = [self._strip(self._under, line).max(axis=1) > 0 for line in self.lines]
        strengths = [self._strength(n) for n in range(len(self.lines))]
        long = [s for s, line in zip(strengths, self.lines, strict=True) if line.length >= LONG]
        self._palest = _PALE * median(long) if long else _FAINT
        self.dashed = self._period > _DOTS
        self._own = strengths
        self._strengths = [max(s, self._palest) for s in strengths]
        self.even = self._usual_evenness()
        self.there = [s >= self._palest for s in strengths]
        self._dashed = self._usual_dashes() if self.dashed else 0.0
        self._with_dashes: dict[int, bool] = {}

    def _strip(self, dark: Pixels, line: Line) -> Pixels:
        reach = max(1, round(_SWAY * self.scale))
        middle = int(line.at * self.scale)
        return dark[:, max(0, middle - reach) : middle + reach + 1]

    def rows(self, start: float, end: float) -> slice:
        """The rows of the picture along a stretch in points."""
        return slice(max(0, round(start * self.scale)), max(0, round(end * self.scale)))

    def _strength(self, number: int) -> float:
        return self._strength_of(number, self.lines[number].pieces)

    def _strength_of(self, number: int, pieces: Sequence[tuple[float, float]]) -> float:
        strip = self._strips[number]
        found = []
        for start, end in pieces:
            ink = strip[self.rows(start, end)]
            if len(ink):
                # Letters that touch a line are darker beside it, but not all along.
                inked = ink[ink.max(axis=1) > _FAINT / 2]
                column = np.quantile(inked if len(inked) else ink, _FEW, axis=0).argmax()
                found.append(ink[:, column])
        return float(np.median(np.concatenate(found))) if found else 0.0

    def _strength_at(self, number: int, start: float, end: float) -> float:
        """How dark a line is there: another table may have a darker one in its place."""
        across = [p for p in self.lines[number].pieces if goes_beyond(p, start, end)]
        own = self._strength_of(number, across) if across else self._own[number]
        return max(own, min(self._palest, self._strengths[number]))

    @property
    def step(self) -> float:
        """How far apart dashes follow each other, in points; 0 where lines are solid."""
        return self._period if self.dashed else 0.0

    def match(self, level: Tested) -> None:
        """Take these for as even as level lines of the page, which no print imitates.

        They need be no darker than those: all long ones may be a heavy frame.
        """
        self.even = _DARK if level.dashed else level.even
        self._palest = min(self._palest, level._palest)
        self._strengths = [max(s, self._palest) for s in self._own]
        self.there = [s >= self._palest for s in self._own]

    def take_in(self, crossing: Sequence[Ruling]) -> None:
        """Count lines that end at rulings of the other direction on both sides, however pale."""
        for number, line in enumerate(self.lines):
            met = [c.at for c in crossing if c.start - _TOUCH <= line.at <= c.end + _TOUCH]
            if not self.there[number] and any(
                end - start >= LONG and _is_near(start, met) and _is_near(end, met)
                for start, end in line.pieces
            ):
                self.there[number] = True
                self._strengths[number] = self._own[number]

    @property
    def usual(self) -> float:
        """How dark long lines are all along."""
        return self.even * self._palest / _PALE

    def _usual_evenness(self) -> float:
        """What part of its usual darkness a long line keeps all along, but for wear."""
        found = []
        for number, line in enumerate(self.lines):
            strip, hidden = self._strips[number], self._hidden[number]
            for start, end in line.pieces:
                if end - start >= LONG:
                    for at in np.arange(start, end - _CHUNK, _CHUNK):
                        rows = self.rows(float(at), float(at) + _CHUNK)
                        if hidden[rows].any():
                            continue
                        ink = strip[rows]
                        along = ink[:, ink.mean(axis=0).argmax()]
                        found.append(float(np.quantile(along, _TORN)) / self._strengths[number])
        if not found:
            return _DARK
        return min(_EVEN, max(_DARK, _WORN * float(np.quantile(found, _FEW))))

    def drawn(self, number: int, start: float, end: float) -> bool | None:
        """Whether a line goes through from one crossing to the next; None where a mark hides it."""
        rows = self.rows(start + _MARGIN, end - _MARGIN)
        seen = ~self._hidden[number][rows]
        ink = self._strips[number][rows][seen]
        if len(ink) <= _SEEN * len(seen):
            return None if len(seen) else True
        long = self._is_long(number, start, end)
        strength = self._strength_at(number, start, end)
        torn = (ink < (_DARK if long else self.even) * strength).sum(axis=0)
        best = int(torn.argmin())
        through = self._goes_through(number, start, end)
        high = end - start > HIGHEST_STROKE
        # What noise tears of a long line on a page is more in one stretch than in all.
        most = _TORN_THROUGH if long and through and high else _TORN
        if torn[best] > max(1, most * len(ink)):
            # A ruling higher than any stroke, or that goes on beyond both crossings, may be worn
            # where no print is beside it.
            dark = (ink < _DARK * strength).sum(axis=0)
            if dark[best] or not (high or through):
                return False
            return self._stands_free(number, rows, best, both=True)
        may_be_stroke = self.is_low(end - start) and not through
        if not long and may_be_stroke and not self._stands_free(number, rows, best):
            return False
        if not self._dashed or end - start >= LONG:
            return True
        if self.is_solid(number, start, end):
            return False
        if number not in self._with_dashes:
            self._with_dashes[number] = self._has_dashes(number)
        if self._with_dashes[number]:
            return True
        return self._dashed_along(number, start, end, best) >= self._dashed

    def is_solid(self, number: int, start: float, end: float) -> bool:
        """Whether a stretch among dashes has no gaps, as strokes have none: it is much darker."""
        ink = self._strips[number][self.rows(start + _MARGIN, end - _MARGIN)]
        if not self.dashed or end - start >= LONG or not len(ink):
            return False
        return float(np.median(ink, axis=0).max()) > _SOLID * self._palest / _PALE

    def is_low(self, height: float) -> bool:
        """Whether what is so high may be a stroke of a letter, or of two below each other.

        Beyond the end of a stroke there may be the gap of a dash.
        """
        solid = self._letters if not self.dashed else None
        between = solid is not None and solid.are_fewer_than_two(height)
        return height <= HIGHEST_STROKE and not between

    def _goes_through(self, number: int, start: float, end: float) -> bool:
        """Whether a piece that was found goes on beyond a stretch, as no stroke does."""
        return any(goes_beyond(piece, start, end) for piece in self.lines[number].pieces)

    def _is_long(self, number: int, start: float, end: float) -> bool:
        """Whether a stretch is a part of what was found as one long piece."""
        return any(
            b - a >= LONG and min(b, end) - max(a, start) > (end - start) / 2
            for a, b in self.lines[number].pieces
        )

    def _stands_free(self, number: int, rows: slice, column: int, both: bool = False) -> bool:
        """Whether a side of a stretch is free of print; a character's stroke has others on both."""
        clean = [not s.size or s.mean() <= _CLEAN for s in self._beside(number, rows, column)]
        return all(clean) if both else any(clean)

    def _beside(self, number: int, rows: slice, column: int) -> list[Mask]:
        """Where print is to the left of a stretch, and where to the right, row by row."""
        middle = self._first(number) + column
        near, far = (round(v * self.scale) for v in _BESIDE)
        bound = _INKED * self._strengths[number]
        sides = (
            self._raw[rows, max(0, middle - far) : max(0, middle - near + 1)],
            self._raw[rows, middle + near : middle + far + 1],
        )
        return [np.asarray(s.max(axis=1, initial=0.0) > bound) for s in sides]

    def place(self, number: int, start: float, end: float) -> float:
        """Where a line that may be found beside its place lies between two crossings."""
        ink = self._strips[number][self.rows(start + _MARGIN, end - _MARGIN)]
        if not len(ink):
            return self.lines[number].at
        column = int(np.quantile(ink, _FEW, axis=0).argmax())
        return (self._first(number) + column + 0.5) / self.scale

    def _first(self, number: int) -> int:
        reach = max(1, round(_SWAY * self.scale))
        return max(0, int(self.lines[number].at * self.scale) - reach)

    def pieces_about(self, ruling: Ruling) -> list[tuple[float, float]]:
        """The pieces that were found of the line of a ruling, and that cover it."""
        pieces = self.lines[self._nearest(ruling)].pieces
        return [p for p in pieces if p[0] <= ruling.start + _TOUCH and p[1] >= ruling.end - _TOUCH]

    def _nearest(self, ruling: Ruling) -> int:
        return min(range(len(self.lines)), key=lambda n: abs(self.lines[n].at - ruling.at))

    def is_clear(self, ruling: Ruling, *, both: bool = True) -> bool:
        """Whether the sides of a ruling, or one of them, are free of print."""
        return self._stands_free(*self._stretch(ruling), both=both)

    def outgrows_print(self, ruling: Ruling) -> bool:
        """Whether a ruling stands beside one line of letters, and is far higher than these."""
        if self._letters is None or self.dashed:
            return False
        inked = np.flatnonzero(np.any(self._beside(*self._stretch(ruling)), axis=0))
        print_ = float(inked[-1] - inked[0] + 1) / self.scale if len(inked) else 0.0
        return self._letters.is_far_higher(ruling.end - ruling.start, print_)

    def _stretch(self, ruling: Ruling) -> tuple[int, slice, int]:
        """The line that a ruling is on, its rows, and where it is darkest."""
        number = self._nearest(ruling)
        rows = self.rows(ruling.start + _MARGIN, ruling.end - _MARGIN)
        return number, rows, int(self._strips[number][rows].mean(axis=0).argmax())

    def _dashed_along(self, number: int, start: float, end: float, column: int) -> float:
        """How much of a stretch comes and goes with the period of dashes."""
        count = max(1, round((end - start) / _CHUNK))
        places = [start + (end - start) * n / count for n in range(count + 1)]
        chunks = [self.rows(a + _MARGIN, b - _MARGIN) for a, b in pairwise(places)]
        along = self._raws[number][:, column]
        return float(median(share_of_dashes(along[x], self._period * self.scale) for x in chunks))

    def _has_dashes(self, number: int) -> bool:
        """Whether pieces of a line longer than a character are dashed, whatever touches others."""
        found = []
        for start, end in self.lines[number].pieces:
            if end - start >= 2 * _CHUNK:
                ink = self._strips[number][self.rows(start, end)]
                found.append(self._dashed_along(number, start, end, int(ink.mean(axis=0).argmax())))
        return bool(found) and max(found) >= self._dashed

    def _usual_dashes(self) -> float:
        """What part of it the stretches of long lines have."""
        found = []
        for number, line in enumerate(self.lines):
            for start, end in line.pieces:
                if end - start >= LONG:
                    column = int(self._strips[number][self.rows(start, end)].mean(axis=0).argmax())
                    found.append(self._dashed_along(number, start, end, column))
        return _DASHED * float(np.median(found)) if found else 0.0

    def reached(self, number: int, start: float, step: int) -> float:
        """How far a line goes on from a crossing, up (`step` -1) or down (1), in points."""
        first = round((start + step * _MARGIN) * self.scale)
        strip = self._strips[number]
        ink = strip[first:] if step > 0 else strip[max(0, first) :: -1]
        if not len(ink):
            return 0.0
        light = ink < _DARK * self._strengths[number]
        ends = np.where(light.any(axis=0), light.argmax(axis=0), len(ink))
        return _MARGIN + float(ends.max()) / self.scale


def _is_near(at: float, places: Sequence[float]) -> bool:
    return any(abs(at - place) <= _TOUCH for place in places)
