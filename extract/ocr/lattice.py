"""Rulings that hold one another: a stretch between two crossings is drawn all along, or is none.

The strokes of characters are as dark and as thin as rulings, but end short of the
rulings above and below them. So a line is kept from crossing to crossing, and only
where its ink goes through.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from extract.ocr.pieces import LONG, Letters, Line
from extract.ocr.pixels import Pixels
from extract.ocr.stretches import HIGHEST_STROKE, Tested
from extract.ocr.uprights import uprights_between
from extract.page.ink import Ruling

# In points: how near a line must come to cross another, and what is one place.
_TOUCH = 3.0
_SAME = 1.2
# Lines that stick out of a grid do so together, this far and to about the same end.
_OPEN = 6.0
_TOGETHER = 4.0
_AGREE = 0.5


class Held(NamedTuple):
    """The level and the upright rulings of a page; dashes follow each other `step` points apart.

    Where rulings are solid that is 0.
    """

    level: list[Ruling]
    upright: list[Ruling]
    step: float


def held(
    across: Sequence[Ruling],
    down: Sequence[Ruling],
    grey: Pixels,
    scale: float,
    letters: Letters | None = None,
) -> Held:
    """The rulings among lines found on an upright page with letters of these heights."""
    level = Tested(across, np.ascontiguousarray(grey.T), scale)
    down = [*down, *uprights_between(level, down, grey)]
    upright = Tested(down, grey, scale, letters)
    # Underlines, and strokes in a row, are dashes in one direction only.
    step = min(level.step, upright.step)
    crossing = crossing_of(level, step)
    upright.match(level)
    columns = _held(upright, crossing, step)
    level.take_in(columns)
    rows = _held(level, columns, step)
    columns = _without_strays(_held(upright, rows, step), rows, upright)
    return Held(_held(level, columns, step), columns, step)


def crossing_of(level: Tested, step: float) -> list[Ruling]:
    """The long pieces of level lines; of dashes the first gap, or a torn dash, is found in none."""
    return [
        Ruling(line.at, start - step, end + step)
        for line in level.lines
        if line.length >= LONG
        for start, end in line.pieces
    ]


def _without_strays(
    columns: Sequence[Ruling], rows: Sequence[Ruling], upright: Tested
) -> list[Ruling]:
    """The upright rulings but for those beside print that part few rows, where others go on.

    They are strokes of characters as high as their row, also of several below each other.
    """
    alone = {
        n
        for n, c in enumerate(columns)
        if not any(_inside(r, c) for r in rows)
        and (c.end - c.start > HIGHEST_STROKE or upright.is_low(c.end - c.start))
    }
    few = alone | {n for n, c in enumerate(columns) if _may_be_strokes(c, rows, upright)}
    certain = [c for n, c in enumerate(columns) if n not in few]
    strays = set()
    for n in few:
        own = columns[n]
        middle = (own.start + own.end) / 2
        others = [c for c in columns if c != own and c.start < middle < c.end]
        going_on = [c for c in others if c.start < own.start - _TOUCH or c.end > own.end + _TOUCH]
        elsewhere = any(
            abs(c.at - own.at) <= _SAME and _in_one_table(own, c, columns) for c in certain
        )
        if elsewhere or 2 * len(going_on) <= len(others):
            continue
        if n in alone:
            peers = [columns[k] for k in alone if _are_of_one_row(own, columns[k])]
            # Strokes that would go through several letters do not stand side by side, as heads do.
            beside = bool(peers) and all(upright.is_clear(c, both=False) for c in (own, *peers))
            clear = beside or upright.is_clear(own) or upright.outgrows_print(own)
        else:
            free = _free_sides(own, rows, upright)
            clear = 2 * sum(free) >= len(free)
        longer = _goes_on(own, rows, upright) or any(_is_double(own, c) for c in columns)
        if not clear and not longer:
            strays.add(n)
    return [c for n, c in enumerate(columns) if n not in strays]


def _may_be_strokes(ruling: Ruling, rows: Sequence[Ruling], upright: Tested) -> bool:
    """Whether a ruling may be the strokes of characters in rows below each other."""
    low = all(upright.is_low(b - a) for a, b in _stretches(ruling, rows))
    return low and ruling.end - ruling.start < LONG


def _free_sides(ruling: Ruling, rows: Sequence[Ruling], upright: Tested) -> list[bool]:
    """Whether a side of a ruling is free of print, row by row."""
    stretches = (Ruling(ruling.at, a, b) for a, b in _stretches(ruling, rows))
    return [upright.is_clear(stretch, both=False) for stretch in stretches]


def _stretches(ruling: Ruling, rows: Sequence[Ruling]) -> list[tuple[float, float]]:
    """From where to where a ruling goes in each row."""
    crossed = (r.at for r in rows if _inside(r, ruling))
    places = sorted({ruling.start, *crossed, ruling.end})
    return [(a, b) for a, b in pairwise(places) if b - a > _TOUCH]


def _is_double(ruling: Ruling, other: Ruling) -> bool:
    """Whether another ruling of the same length lies beside one."""
    ends = abs(ruling.start - other.start) <= _TOUCH and abs(ruling.end - other.end) <= _TOUCH
    return ends and _SAME < abs(ruling.at - other.at) <= _TOUCH


def _are_of_one_row(ruling: Ruling, other: Ruling) -> bool:
    """Whether two rulings part one row, which is higher than a stroke."""
    ends = abs(ruling.start - other.start) <= _TOUCH and abs(ruling.end - other.end) <= _TOUCH
    high = min(ruling.end - ruling.start, other.end - other.start) > HIGHEST_STROKE
    return ends and high and abs(ruling.at - other.at) > _TOUCH


def _in_one_table(ruling: Ruling, other: Ruling, columns: Sequence[Ruling]) -> bool:
    """Whether a side, or another ruling, goes along both."""
    top, bottom = min(ruling.start, other.start), max(ruling.end, other.end)
    return any(c.start <= top + _TOUCH and c.end >= bottom - _TOUCH for c in columns)


def _goes_on(ruling: Ruling, rows: Sequence[Ruling], upright: Tested) -> bool:
    """Whether a line goes on beyond a ruling, in a row that is higher than strokes are.

    In a row of its own, strokes of several lines of letters are as high.
    """
    pieces = [Ruling(ruling.at, *ends) for ends in upright.pieces_about(ruling)]
    own = _stretches(ruling, rows)
    several = 2 * HIGHEST_STROKE if len(own) == 1 else HIGHEST_STROKE
    found = [stretch for piece in pieces for stretch in _stretches(piece, rows)]
    return any(
        b - a > (several if abs(a - own[0][0]) <= _TOUCH else HIGHEST_STROKE) for a, b in found
    )


def _inside(row: Ruling, column: Ruling) -> bool:
    """Whether a level ruling crosses an upright one between its ends."""
    reaches = row.start - _TOUCH <= column.at <= row.end + _TOUCH
    return reaches and column.start + _TOUCH < row.at < column.end - _TOUCH


def _held(tested: Tested, crossing: Sequence[Ruling], dash: float) -> list[Ruling]:
    """The stretches of lines that are drawn from crossing to crossing, `dash` by dash."""
    found: list[Ruling] = []
    ends: list[tuple[float, int]] = []
    meeting: list[tuple[float, int]] = []
    sticking: list[tuple[float, float, int]] = []
    for number, line in enumerate(tested.lines):
        if not tested.there[number]:
            continue
        places = _places(line, crossing)
        drawn = _known([tested.drawn(number, a, b) for a, b in pairwise(places)])
        for joined in _joined(line.at, places, drawn):
            ruling = joined._replace(at=tested.place(number, joined.start, joined.end))
            found.append(ruling)
            ends += [(ruling.start, number), (ruling.end, number)]
        for n, place in enumerate(places):
            before, after = n > 0 and drawn[n - 1], n < len(drawn) and drawn[n]
            if before or after:
                meeting.append((place, number))
            for step, there in ((-1, before), (1, after)):
                if there or not _piece_goes_on(line, place, step, dash):
                    continue
                end = place + step * tested.reached(number, place, step)
                beyond = places[n + step] if 0 <= n + step < len(places) else None
                near = beyond is not None and step * (beyond - end) <= _TOGETHER
                solid = tested.is_solid(number, *sorted((place, end)))
                if abs(end - place) >= _OPEN and not near and not solid:
                    sticking.append((place, end, number))
                    ends.append((end, number))
                    meeting.append((place, number))
    for place, end, number in sticking:
        alike = {n for at, n in ends if abs(at - end) <= _TOGETHER}
        peers = {n for at, n in meeting if abs(at - place) <= _TOUCH}
        if len(alike) >= 2 and (
            len(alike & peers) >= _AGREE * len(peers) or _sides(peers, tested) <= alike
        ):
            found.append(Ruling(tested.lines[number].at, min(place, end), max(place, end)))
    return found


def _known(drawn: Sequence[bool | None]) -> list[bool]:
    """Stretches that a mark hides are there where the line is drawn on both sides of them."""
    known = [there for there in drawn if there is not None]
    if len(known) == len(drawn):
        return known
    found = []
    for n, there in enumerate(drawn):
        before = next((d for d in reversed(drawn[:n]) if d is not None), None)
        after = next((d for d in drawn[n + 1 :] if d is not None), None)
        # Nothing is known beyond the first and the last: the other side decides.
        sides = [d for d in (before, after) if d is not None]
        found.append(bool(sides) and all(sides) if there is None else there)
    return found


def _sides(numbers: set[int], tested: Tested) -> set[int]:
    """The first and the last of some lines."""
    order = sorted(numbers, key=lambda n: tested.lines[n].at)
    return {order[0], order[-1]}


def _piece_goes_on(line: Line, place: float, step: int, gap: float) -> bool:
    """Whether a piece of a line, or the dash after its last `gap`, lies beyond a crossing."""
    at = place + step * _OPEN / 2
    return any(start - gap < at < end + gap for start, end in line.pieces)


def _places(line: Line, crossing: Sequence[Ruling]) -> list[float]:
    """Where others cross a line, in order; those side by side are one crossing."""
    places: list[float] = []
    for at in sorted(c.at for c in crossing if c.start - _TOUCH <= line.at <= c.end + _TOUCH):
        if not places or at - places[-1] > _TOUCH:
            places.append(at)
    return places


def _joined(at: float, places: Sequence[float], drawn: Sequence[bool]) -> Iterator[Ruling]:
    """Stretches that follow each other as one ruling."""
    start: float | None = None
    for (begin, _), there in zip(pairwise(places), drawn, strict=True):
        if there and start is None:
            start = begin
        if not there and start is not None:
            yield Ruling(at, start, begin)
            start = None
    if start is not None:
        yield Ruling(at, start, places[-1])
