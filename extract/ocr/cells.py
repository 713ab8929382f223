"""The text of each cell of a grid: what stands in it, how sure that is, and read once more.

A cell is blank when no ink is in it, whatever recognition says; where there is
ink that is not recognised, nobody knows what the cell holds.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import cv2

from extract.ocr.dust import MOST_DUST, is_shaded, is_speck, without_dust
from extract.ocr.engine import Characters
from extract.ocr.lines import Blob, Line, lines, pieces
from extract.ocr.measured import as_figure
from extract.ocr.pixels import Page, Pixels
from extract.page.grid import Grid, Slot

# Shares of the height of a character.
_SOLID = 0.2
_FIGURE_HEIGHT = 0.6
_PADS = (0.5, 0.4)
_PADS_AGAIN = (0.4, 0.3)
_APART = 0.8
_WIDEST = 0.95
# A circle that stands for 0 is as wide as high.
_RING = 1.1
_DOT = 0.45
_LOW = 0.6
_FLAT = 0.28
_FLAT_SHAPE = 1.7
_FINER = 3
_STRETCH = 1.2
_SQUEEZED = 0.7
# Digits of one figure are about as high as each other.
_SAME_HEIGHT = 0.65
# A ruling in a cell: how near it comes to the sides, in points, and how high it is, as a share
# of the height of a character and of its width.
_NEAR, _HIGHEST, _UPRIGHT = 2.5, 1.3, 3.0
# The second line of a border: how near it is, in points, and how wide, as a share of its height.
_BESIDE, _THIN = 3.0, 0.1
_SEVERAL = re.compile(r"0\d.*")


@dataclass(slots=True)
class CellPrint:
    """A cell of a grid with its lines; `doubtful` when ink is left that no line explains."""

    slot: Slot
    lines: list[Line] = field(default_factory=list)
    doubtful: bool = False


def cells(
    grid: Grid, found: Iterable[Blob], page: Page, usual: float, words: Sequence[Line] = ()
) -> list[CellPrint]:
    """The cells of a grid with their lines of print; no row parts one of the given words."""
    scale = page.scale
    heights = {blob: word.box.middle for word in words for blob in word.blobs}
    ground = _without(page, heights) if words else page
    at = {
        (r, c): n
        for n, slot in enumerate(grid.slots)
        for r in range(slot.row, slot.bottom)
        for c in range(slot.column, slot.right)
    }
    held: dict[int, list[Blob]] = defaultdict(list)
    for blob in found:
        row = bisect_right(grid.ys, heights.get(blob, blob.middle) / scale) - 1
        column = bisect_right(grid.xs, blob.centre / scale) - 1
        if (row, column) in at:
            held[at[row, column]].append(blob)
    return [
        cell_print(slot, held.get(n, []), page, usual, ground) for n, slot in enumerate(grid.slots)
    ]


def lies_in(grid: Grid, blob: Blob, scale: float) -> bool:
    """Whether the middle of a blob lies in a grid."""
    left, top, right, bottom = (v * scale for v in grid.box)
    return left <= blob.centre < right and top <= blob.middle < bottom


def is_of_border(grid: Grid, blob: Blob, scale: float) -> bool:
    """Whether a blob beside a grid is a piece of the second line of its border, and no digit."""
    left, top, right, bottom = (v * scale for v in grid.box)
    beside = min(abs(blob.centre - left), abs(blob.centre - right)) <= _BESIDE * scale
    return beside and top <= blob.middle < bottom and blob.width <= _THIN * blob.height


def doubt_blanks(grid: Grid, found: Iterable[CellPrint], figures: Sequence[CellPrint]) -> None:
    """Doubt the blanks of a table without rulings: what stands there may be in a row of its own.

    They are the blank cells in the columns of cells that are `figures`, beside print in these,
    below heads.
    """
    slots = set(grid.slots)
    cells = [cell for cell in found if cell.slot in slots]
    boxes = [cell.slot.box for cell in figures if cell.slot in slots]
    heads = min((box[1] for box in boxes), default=0.0)
    printed = [
        (a, b)
        for left, a, right, b in (cell.slot.box for cell in cells if cell.lines)
        if a >= heads and any(x[0] < right and left < x[2] for x in boxes)
    ]
    for cell in cells:
        left, top, right, bottom = cell.slot.box
        beside = any(a < bottom and top < b for a, b in printed)
        below = any(b[0] < right and left < b[2] for b in boxes)
        if not cell.lines and beside and below:
            cell.doubtful = True


def _without(page: Page, print_: Iterable[Blob]) -> Page:
    """The page without print that is known."""
    grey = page.grey.copy()
    for blob in print_:
        around = slice(max(0, blob.top - 2), blob.bottom + 2)
        grey[around, max(0, blob.left - 2) : blob.right + 2] = 255
    return Page(grey, page.scale)


def cell_print(
    slot: Slot, found: Sequence[Blob], page: Page, usual: float, ground: Page | None = None
) -> CellPrint:
    """The lines of print that the ink found in one cell makes.

    Whether a cell without print is blank is seen on its `ground`, if other print may reach into it.
    """
    solid = [b for b in found if not is_speck(b, usual)]
    if not solid:
        seen = ground or page
        shaded = is_shaded(_inside(slot, page), found, seen, usual)
        return CellPrint(slot, doubtful=len(found) > MOST_DUST or shaded)
    if any(_is_ruling(b, slot, page.scale, usual) for b in solid):
        return CellPrint(slot, doubtful=True)
    found = without_dust(found, solid, page, usual)
    return CellPrint(slot, [x for x in lines(found, usual, page) if _is_print(x, usual)])


def _inside(slot: Slot, page: Page) -> Blob:
    return Blob(*(round(v * page.scale) for v in slot.box))


def _is_ruling(blob: Blob, slot: Slot, scale: float, usual: float) -> bool:
    """Whether a stroke goes from side to side of a cell as no character does."""
    _, top, _, bottom = (v * scale for v in slot.box)
    reaches = blob.top - top <= _NEAR * scale and bottom - blob.bottom <= _NEAR * scale
    return reaches and blob.height >= max(_HIGHEST * usual, _UPRIGHT * blob.width)


def _is_print(line: Line, usual: float) -> bool:
    return max(line.box.width, line.box.height) >= _SOLID * usual


def crop(page: Page, line: Line, usual: float) -> tuple[Pixels, int]:
    """The picture of a line with white around it, and how wide that is at either end."""
    return _padded(page, line, max(line.box.height, _FIGURE_HEIGHT * usual), _PADS)


def line_picture(page: Page, line: Line, usual: float) -> tuple[Pixels, int]:
    """The picture of a line as it is read first, and how wide the white at either end is."""
    picture, pad = crop(page, line, usual)
    return _squeezed(picture) if line.box.width > 2 * usual else picture, pad


def _squeezed(picture: Pixels) -> Pixels:
    """A line of several characters made narrower: it is read as well, and faster."""
    height, width = picture.shape
    return cv2.resize(
        picture, (max(1, round(width * _SQUEEZED)), height), interpolation=cv2.INTER_AREA
    )


def crop_again(page: Page, line: Line, usual: float) -> Pixels:
    """The same line otherwise: black and white, wider, and larger in its frame."""
    padded, _ = _padded(page, line, max(line.box.height, _FIGURE_HEIGHT * usual), _PADS_AGAIN)
    finer = cv2.resize(padded, None, fx=_FINER * _STRETCH, fy=_FINER, interpolation=cv2.INTER_CUBIC)
    _, sharp = cv2.threshold(finer, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return cv2.blur(sharp, (_FINER, _FINER))


def _padded(page: Page, line: Line, height: float, pads: tuple[float, float]) -> tuple[Pixels, int]:
    left, top, right, bottom = line.box
    across = round(pads[0] * height)
    down = round(pads[1] * height + (height - (bottom - top)) / 2)
    ink = page.grey[top:bottom, left:right]
    return cv2.copyMakeBorder(
        ink, down, down, across, across, cv2.BORDER_CONSTANT, value=(255,)
    ), across


def sureness(
    line: Line, read: Characters, figure: str, usual: float, *, begins: bool = True
) -> float:
    """How sure a figure is: as its least sure character, and not at all where its ink tells more.

    `begins` says that it is no rest of a figure that begins on a line above.

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
    if any(b.height < _SAME_HEIGHT * height and not _is_flat(b, usual) for b in solid):
        return 0.0
    widest = _RING if figure == "0" and len(line.blobs) == 1 else _WIDEST
    if len(solid) > wanted or sum(b.width for b in solid) > wanted * widest * height:
        return 0.0
    low = marks_between(solid, dots)
    if len(low) != len(figure) - wanted:
        return 0.0
    if _are_apart(solid, low, usual):
        return 0.0
    # How wide the gaps are is told by the ink alone.
    told = zip(read.text, read.sure, strict=True)
    return min((sure for c, sure in told if not c.isspace()), default=0.0)


def is_several(line: Line, usual: float) -> bool:
    """Whether digits of a line stand so far apart that they are two figures."""
    solid = solid_pieces(line)
    dots = [b for b in pieces(line.blobs) if b not in solid]
    return bool(solid) and _are_apart(solid, marks_between(solid, dots), usual)


def _are_apart(solid: Sequence[Blob], low: Sequence[Blob], usual: float) -> bool:
    marks = sorted([*solid, *low], key=lambda b: b.left)
    # What is left of a ruling beside a digit makes it higher.
    lowest = min((b.height for b in solid if not _is_flat(b, usual)), default=usual)
    return any(b.left - a.right > _APART * lowest for a, b in pairwise(marks))


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


def _is_dot(blob: Blob, height: float) -> bool:
    return max(blob.width, blob.height) <= _DOT * height


def is_dash(line: Line, usual: float) -> bool:
    """Whether a line is nothing but level strokes: its ink tells that, whatever is recognised.

    Strokes above each other are a letter, as 三 is.
    """
    return all(_is_flat(b, usual) for b in pieces(line.blobs))


def _is_flat(blob: Blob, usual: float) -> bool:
    wide = blob.width >= max(_SOLID * usual, _FLAT_SHAPE * blob.height)
    return blob.height <= _FLAT * usual and wide


def figure_of(line: Line, read: Characters, usual: float) -> str | None:
    """The figure or dash that a line is; None for words."""
    return "-" if is_dash(line, usual) else as_figure(read.text)
