"""What the ink of a line says of a figure: how sure it is, and whether it is a dash or several."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from extract.ocr.engine import Characters
from extract.ocr.lines import Blob, Line, pieces
from extract.ocr.measured import as_figure

# Shares of the height of a character.
_SOLID = 0.2
_APART = 0.8
_WIDEST = 0.95
# A circle that stands for 0 is as wide as high.
_RING = 1.1
_DOT = 0.45
_LOW = 0.6
_FLAT = 0.28
_FLAT_SHAPE = 1.7
# The sides of a digit: how high they are at least, how far apart, and how wide together.
_SIDE, _SPLIT, _DIGIT = 0.4, 0.12, 0.75
# Digits of one figure are about as high as each other.
_SAME_HEIGHT = 0.65
# How far the middles of digits as wide as Chinese letters stand apart, how many show that pages
# have such, which part of them, and how little they differ: a digit stands not quite amid its room.
_WIDE, _ENOUGH, _NEARLY_ALL, DIFFER = (1.15, 1.7), 6, 0.8, 0.12
# Which part of the room of a cell a line and one more digit fill where that had no room left.
_NEARLY_FULL = 0.9
_SEVERAL = re.compile(r"0\d.*")


def steps_of(figures: Iterable[Line]) -> list[float]:
    """From digit to digit of each figure, as shares of their height.

    A stroke among them is higher than they are.
    """
    rows = (pieces(line.blobs) for line in figures)
    return [
        (b.centre - a.centre) / median(piece.height for piece in row)
        for row in rows
        for a, b in pairwise(row)
    ]


def wide_step(steps: Sequence[float]) -> float:
    """How far digits stand apart where they are as wide as letters; else 0.

    Each stands in the room of a Chinese letter, and so all of them at one distance. Given are
    the `steps_of` many figures.
    """
    if len(steps) < _ENOUGH:
        return 0.0
    usual = median(steps)
    alike = sum(abs(step - usual) <= DIFFER * usual for step in steps)
    are_wide = _WIDE[0] <= usual <= _WIDE[1] and alike >= _NEARLY_ALL * len(steps)
    return usual if are_wide else 0.0


def stretched_step(line: Line, wide: float, room: float) -> float:
    """How far digits of a line stand apart at most, in a cell with so much `room`, in pixels.

    `wide` is how far they do where nothing stretches them. A line that is full is stretched to
    both sides of its cell, as justified text is but for its last line.
    """
    digits = solid_pieces(line)
    step = wide * median(b.height for b in digits)
    is_full = len(digits) > 1 and (len(digits) + 1) * step > _NEARLY_FULL * room
    return wide * max(1.0, (room / step - 1) / (len(digits) - 1)) if is_full else wide


def sureness(
    line: Line,
    read: Characters,
    figure: str,
    usual: float,
    *,
    begins: bool = True,
    wide: float = 0.0,
) -> float:
    """How sure a figure is: as its least sure character, and not at all where its ink tells more.

    `begins` says that it is no rest of a figure that begins on a line above, and `wide` how far
    digits of the page stand apart where they are wide ones.

    Every character must have its own ink and all ink its character; digits that
    touch each other are one piece, and as high as others. Digits far apart are two figures,
    and so are those after a zero, or one of them is a ruling.
    """
    if is_dash(line, usual):
        return 1.0
    if begins and _SEVERAL.fullmatch(figure):
        return 0.0
    found = pieces(line.blobs)
    height = max(b.height for b in found)
    solid = solid_pieces(line)
    dots = [b for b in found if _is_dot(b, height)]
    wanted = sum(c not in ".," for c in figure)
    if not solid:
        solid, dots = dots, []
    if len(solid) > wanted:
        solid = _with_sides_joined(solid, height)
    if any(b.height < _SAME_HEIGHT * height and not _is_flat(b, usual) for b in solid):
        return 0.0
    widest = _RING if figure == "0" and len(line.blobs) == 1 else _WIDEST
    if len(solid) > wanted or sum(b.width for b in solid) > wanted * widest * height:
        return 0.0
    low = marks_between(solid, dots)
    if len(low) != len(figure) - wanted:
        return 0.0
    if _are_apart(solid, low, usual, wide):
        return 0.0
    # How wide the gaps are is told by the ink alone.
    told = zip(read.text, read.sure, strict=True)
    return min((sure for c, sure in told if not c.isspace()), default=0.0)


def _with_sides_joined(solid: Sequence[Blob], height: int) -> list[Blob]:
    """The pieces of digits, the sides of one whose thin top and bottom are lost as one.

    They are nearer to each other than digits are, and together no wider than one.
    """
    joined = [solid[0]]
    for right in solid[1:]:
        left = joined[-1]
        whole = Blob(
            left.left, min(left.top, right.top), right.right, max(left.bottom, right.bottom)
        )
        high = min(left.height, right.height) >= _SIDE * height
        if high and right.left - left.right <= _SPLIT * height and whole.width <= _DIGIT * height:
            joined[-1] = whole
        else:
            joined.append(right)
    return joined


def is_several(line: Line, usual: float, wide: float = 0.0) -> bool:
    """Whether digits of a line stand so far apart that they are two figures.

    `wide` is how far digits of the page stand apart where they are wide ones.
    """
    solid = solid_pieces(line)
    dots = [b for b in pieces(line.blobs) if b not in solid]
    return bool(solid) and _are_apart(solid, marks_between(solid, dots), usual, wide)


def _are_apart(solid: Sequence[Blob], low: Sequence[Blob], usual: float, wide: float) -> bool:
    marks = sorted([*solid, *low], key=lambda b: b.left)
    # What is left of a ruling beside a digit makes it higher.
    lowest = min((b.height for b in solid if not _is_flat(b, usual)), default=usual)
    farthest = (1 + DIFFER) * wide * lowest
    return any(
        b.left - a.right > _APART * lowest and b.centre - a.centre > farthest
        for a, b in pairwise(marks)
    )


def solid_pieces(line: Line) -> list[Blob]:
    """The pieces of a line that are no points."""
    found = pieces(line.blobs)
    height = max(b.height for b in found)
    return [b for b in found if not _is_dot(b, height)]


def marks_between(solid: Sequence[Blob], dots: Iterable[Blob]) -> list[Blob]:
    """The dots that are points and commas: low between digits."""
    top, bottom = min(b.top for b in solid), max(b.bottom for b in solid)
    left, right, low = solid[0].left, solid[-1].right, top + _LOW * (bottom - top)
    return [b for b in dots if left < b.centre < right and b.middle > low]


def is_print(blob: Blob, usual: float) -> bool:
    """Whether a blob or the box of a line is large enough to be print."""
    return max(blob.width, blob.height) >= _SOLID * usual


def _is_dot(blob: Blob, height: float) -> bool:
    return max(blob.width, blob.height) <= _DOT * height


def is_dash(line: Line, usual: float) -> bool:
    """Whether a line is nothing but level strokes: its ink tells that, whatever is recognised.

    Strokes above each other are a letter, as 三 is.
    """
    return all(_is_flat(b, usual) for b in pieces(line.blobs))


def _is_flat(blob: Blob, usual: float) -> bool:
    wide = blob.width >= _FLAT_SHAPE * blob.height
    return blob.height <= _FLAT * usual and wide and blob.width >= _SOLID * usual


def figure_of(line: Line, read: Characters, usual: float) -> str | None:
    """The figure or dash that a line is; None for words."""
    return "-" if is_dash(line, usual) else as_figure(read.text)
