"""Upright labels longer than their cells: their last letters hang into the cell below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from extract.page.cells import FilledCell
from extract.page.ink import Glyph
from extract.page.lines import PrintedLine, lines_of
from extract.page.spilled import Cells

_LETTER = re.compile(r"[\u4e00-\u9fff（）()、]")
# Shares of the font size, and of the pitch of the lines.
_SAME_CENTRE, _SAME_PITCH, _NEAR = 0.35, 0.15, 2.0
# No label has more letters.
_MOST = 40


def take_back_hanging(cells: Sequence[FilledCell], by_slot: Cells) -> None:
    """Give each upright label the letters that hang from it into a wider cell below."""
    for cell in cells:
        below = by_slot.get((cell.slot.bottom, cell.slot.column))
        if below is None or not below.glyphs or not _is_wider(below, cell):
            continue
        if hanging := _hanging(cell.lines, below.glyphs):
            cell.glyphs.extend(hanging)
            below.glyphs[:] = [glyph for glyph in below.glyphs if glyph not in hanging]
            cell.lines, below.lines = lines_of(cell.glyphs), lines_of(below.glyphs)


def _is_wider(below: FilledCell, cell: FilledCell) -> bool:
    return below.slot.right - below.slot.column > cell.slot.right - cell.slot.column


def _hanging(lines: Sequence[PrintedLine], glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The letters that stand below an upright label where its next letters would."""
    if len(lines) < 2 or not all(_LETTER.fullmatch(line.text) for line in lines):
        return []
    last = lines[-1]
    pitch, centre = last.box[3] - lines[-2].box[3], (last.box[0] + last.box[2]) / 2
    below = [g for g in glyphs if abs(g.centre - centre) <= _SAME_CENTRE * last.size]
    below.sort(key=lambda glyph: glyph.bottom)
    column = [glyph for glyph in below[:_MOST] if _is_alone(glyph, glyphs)]
    late = ((g, g.bottom - last.box[3] - n * pitch) for n, g in enumerate(column, 1))
    in_step = takewhile(
        lambda x: abs(x[1]) <= _SAME_PITCH * pitch and _LETTER.fullmatch(x[0].text), late
    )
    return [glyph for glyph, _ in in_step]


def _is_alone(glyph: Glyph, glyphs: Sequence[Glyph]) -> bool:
    """Whether no other letter stands as near as those of a word do."""
    reach = _NEAR * glyph.size
    return not any(
        other is not glyph
        and abs(other.centre - glyph.centre) < reach
        and glyph.top < other.middle < glyph.bottom
        for other in glyphs
    )
