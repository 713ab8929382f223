"""What a cell of a grid says: its lines, and a number that goes on below where it had no room."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extract.document import LOST
from extract.page.grid import Slot
from extract.page.ink import Box, Glyph
from extract.page.lines import PrintedLine

FIGURE = re.compile(r"[+\-−]?[\d,]+\.?\d*|[\d,]*\.?\d+")
_POINTS = ".．"
_LETTER = "[\u4e00-\u9fff]"
_NUMBER = re.compile(rf"(?:{FIGURE.pattern}){_LETTER}{{0,2}}")
_ZERO = re.compile(rf"[0０]{_LETTER}{{0,2}}")
# Points, and shares of the font size.
_CELL_MARGINS = 11.0
_LINE_PITCH = 2.0
_FAR_PITCH = 3.5
_OFF_LINE = 0.35


@dataclass(slots=True)
class FilledCell:
    """A cell of the grid with what stands in it; `spilled` when figures reach over its border."""

    slot: Slot
    box: Box
    glyphs: list[Glyph] = field(default_factory=list)
    lines: list[PrintedLine] = field(default_factory=list)
    spilled: bool = False


def has_room(line: PrintedLine, box: Box) -> bool:
    """Whether one more digit would have fitted into the cell beside the line."""
    return _fits(line, line, box)


def _fits(letters: PrintedLine, line: PrintedLine, box: Box) -> bool:
    """Whether one more letter as wide as these would have fitted into the cell beside a line."""
    left, right = letters.box[0], letters.box[2]
    length = line.box[2] - line.box[0]
    return box[2] - box[0] - _CELL_MARGINS - length >= (right - left) / len(letters.text)


def is_full(cell: FilledCell) -> bool:
    """Whether the last line of a cell leaves no room: its text may go on elsewhere."""
    return bool(cell.lines) and not has_room(cell.lines[-1], cell.box)


def text_of(cell: FilledCell, peers: Sequence[FilledCell]) -> str:
    """The lines of a cell; a number that its cell was too narrow for is put together."""
    if cell.spilled:
        return LOST
    texts = [line.text for line in cell.lines]
    if len(texts) > 1 and any(_has_columns(line) for line in cell.lines):
        return LOST
    if len(texts) > 1 and _is_wrapped(cell, peers):
        return "".join(_line_texts(cell))
    text = "\n".join(texts)
    # Beside a lost character no space is certain.
    return re.sub(rf"\s*{LOST}\s*", LOST, text) if LOST in text else text


def _has_columns(line: PrintedLine) -> bool:
    """Whether figures of several columns stand on a line: beside others, nobody knows whose."""
    return line.wide and sum(FIGURE.fullmatch(word.text) is not None for word in line.words) > 1


def _line_texts(cell: FilledCell) -> list[str]:
    """The text of each line; where a line was drawn out to fill its cell, its gaps are none."""
    *before, last = cell.lines
    return [
        "".join(w.text for w in line.words)
        if all(len(w.text) == 1 for w in line.words) and not has_room(line, cell.box)
        else line.text
        for line in before
    ] + [last.text]


def _is_wrapped(cell: FilledCell, peers: Sequence[FilledCell]) -> bool:
    """Whether a cell's lines are one number: none of them leaves room for another digit.

    A neighbour with a number on one line shows that the row holds one number a cell; where
    there is none, words do that stand half way down it, or, beside the row's only number,
    words on one line.
    """
    lines, texts = cell.lines, _line_texts(cell)
    if not _NUMBER.fullmatch("".join(texts)):
        return False
    if ends_with_point(lines):
        return True
    single = [p.lines[0] for p in peers if len(p.lines) == 1]
    alone = [line for line in single if _NUMBER.fullmatch(line.text)]
    if not alone:
        alone = _words_of_one_row(lines, [p for p in peers if p is not cell and p.lines])
    # Figures at several heights beside it are those of several rows.
    if not alone or any(_off(alone[0], line) for line in alone):
        return False
    # Beside several rows that no ruling parts, no figure stands half way down them.
    between = any(
        _is_half_way(one, lines) or all(_off(one, line) for line in lines) for one in alone
    )
    # Beside the last of its lines, those above may be of the row above.
    if not between and not any(_off(one, lines[-1]) for one in alone):
        return False
    farthest = _FAR_PITCH if between else _LINE_PITCH
    # Where a zero is printed, blanks are no row of their own below it.
    fewest = 1 if between or any(_ZERO.fullmatch(line.text) for line in alone) else 2
    for (line, text), (following, rest) in pairwise(zip(lines, texts, strict=True)):
        if len(text) < fewest or len(rest) > len(text):
            return False
        letter = following if re.match(_LETTER, rest) else line
        if _fits(letter, line, cell.box) or following.box[3] - line.box[3] > farthest * line.size:
            return False
    return True


def _words_of_one_row(
    lines: Sequence[PrintedLine], others: Sequence[FilledCell]
) -> list[PrintedLine]:
    """The words that tell that lines of digits are of one row, as all beside them is."""
    if any(_is_stacked(p, lines) for p in others):
        return []
    words = [p for p in others if not _has_figure(p)]
    single = [p.lines[0] for p in words if len(p.lines) == 1]
    if len(words) == len(others) and all(_is_one_text(p) for p in words):
        return single
    return [line for line in single if _is_half_way(line, lines)]


def _has_figure(cell: FilledCell) -> bool:
    return any(FIGURE.fullmatch(line.text) for line in cell.lines)


def _is_one_text(cell: FilledCell) -> bool:
    """Whether a cell has one line, or several that had no room beside each other."""
    return not any(has_room(line, cell.box) for line in cell.lines[:-1])


def _is_stacked(cell: FilledCell, lines: Sequence[PrintedLine]) -> bool:
    """Whether a cell's lines stand at the heights of others, and not for want of room."""
    level = any(not _off(a, b) for a in cell.lines for b in lines)
    return level and not _is_one_text(cell)


def ends_with_point(lines: Sequence[PrintedLine]) -> bool:
    """Whether all lines above the last end with a decimal point: no number does."""
    return all(line.text[-1] in _POINTS for line in lines[:-1])


def stands_half_way(cell: FilledCell, lines: Sequence[PrintedLine]) -> bool:
    """Whether a cell holds nothing but a figure in the middle of the height of several lines."""
    one = cell.lines[0] if len(cell.lines) == 1 else None
    return one is not None and bool(FIGURE.fullmatch(one.text)) and _is_half_way(one, lines)


def _is_half_way(one: PrintedLine, lines: Sequence[PrintedLine]) -> bool:
    """Whether a line stands in the middle of the height of several."""
    middle = (lines[0].box[1] + lines[-1].box[3]) / 2
    return abs((one.box[1] + one.box[3]) / 2 - middle) <= _OFF_LINE * one.size / 2


def _off(one: PrintedLine, line: PrintedLine) -> bool:
    """Whether two lines stand at heights that no row has in common."""
    return abs(one.box[3] - line.box[3]) > _OFF_LINE * line.size
