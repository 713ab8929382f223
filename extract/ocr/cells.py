"""The text of each cell of a grid: what stands in it, how sure that is, and read once more.

A cell is blank when no ink is in it, whatever recognition says; where there is
ink that is not recognised, nobody knows what the cell holds.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import cv2

from extract.ocr.dust import MOST_DUST, is_shaded, is_speck, without_dust
from extract.ocr.figures import is_print
from extract.ocr.lines import Blob, Line, lines
from extract.ocr.pixels import Page, Pixels
from extract.page.grid import Grid, Slot

# Shares of the height of a character.
_FIGURE_HEIGHT = 0.6
_PADS = (0.5, 0.4)
_PADS_AGAIN = (0.4, 0.3)
_FINER = 3
_STRETCH = 1.2
_SQUEEZED = 0.7
# A ruling in a cell: how near it comes to the sides, in points, and how high it is, as a share
# of the height of a character and of its width.
_NEAR, _HIGHEST, _UPRIGHT = 2.5, 1.3, 3.0
# The second line of a border: how near it is, in points, and how wide, as a share of its height.
_BESIDE, _THIN = 3.0, 0.1


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
    found = [b for b in found if not _is_of_double_border(b, slot, page.scale, usual)]
    solid = [b for b in found if not is_speck(b, usual)]
    if not solid:
        seen = ground or page
        shaded = is_shaded(_inside(slot, page), found, seen, usual)
        return CellPrint(slot, doubtful=len(found) > MOST_DUST or shaded)
    if any(_is_ruling(b, slot, page.scale, usual) for b in solid):
        return CellPrint(slot, doubtful=True)
    found = without_dust(found, solid, page, usual)
    return CellPrint(slot, [x for x in lines(found, usual, page) if is_print(x.box, usual)])


def _inside(slot: Slot, page: Page) -> Blob:
    return Blob(*(round(v * page.scale) for v in slot.box))


def _is_ruling(blob: Blob, slot: Slot, scale: float, usual: float) -> bool:
    """Whether a stroke goes from side to side of a cell as no character does."""
    _, top, _, bottom = (v * scale for v in slot.box)
    reaches = blob.top - top <= _NEAR * scale and bottom - blob.bottom <= _NEAR * scale
    return reaches and blob.height >= max(_HIGHEST * usual, _UPRIGHT * blob.width)


def _is_of_double_border(blob: Blob, slot: Slot, scale: float, usual: float) -> bool:
    """Whether a blob is the second line of a border at the left or the right of a cell."""
    left, _, right, _ = (v * scale for v in slot.box)
    beside = blob.left - left <= _BESIDE * scale or right - blob.right <= _BESIDE * scale
    return beside and blob.width <= _THIN * blob.height and _is_ruling(blob, slot, scale, usual)


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
