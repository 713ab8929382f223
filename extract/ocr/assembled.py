"""The two readings of a page picture as glyphs, and how sure each cell is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extract.document import LOST
from extract.ocr import figures
from extract.ocr.cells import CellPrint
from extract.ocr.engine import Characters
from extract.ocr.level import is_apart
from extract.ocr.print import glyphs, sure_unit, whole, zero_word
from extract.ocr.rulings import Ruled
from extract.ocr.strokes import as_marked
from extract.ocr.texts import Text, figure_of
from extract.ocr.touching import Touching
from extract.ocr.unlabelled import without_unlabelled
from extract.ocr.upright import Skewed
from extract.page.content import PageContent
from extract.page.grid import Grid, Slot
from extract.page.ink import Box, Glyph
from extract.page.tables import PageTable

# Points: half the width and half the height of what stands in a cell that is not read.
_LOST_WIDTH, _LOST_HEIGHT = 1.0, 5.0


@dataclass(slots=True)
class Readings:
    """A page as read first and once more, and how sure each cell is by where it is printed."""

    first: Skewed
    again: Skewed
    sure: dict[Box, float] = field(default_factory=dict)

    def add(self, first: Sequence[Glyph], again: Sequence[Glyph]) -> None:
        """Add what is printed at one place, as read first and once more."""
        self.first.glyphs += first
        self.again.glyphs += again

    def doubt(self, slot: Slot, sure: float) -> None:
        """A cell is no surer than that."""
        box = self.first.printed_box(slot.box)
        self.sure[box] = min(self.sure.get(box, 1.0), sure)


def readings(
    found: Ruled,
    touching: Touching,
    texts: Sequence[Text],
    printed: Sequence[CellPrint],
    again: Mapping[int, Characters],
    usual: float,
    degrees: float,
) -> Readings:
    """The readings of `texts` and of the cells that are `printed`.

    `again` are the figures in cells as read once more, by their number.
    """
    scale = found.page.scale
    height, width = (side / scale for side in found.page.grey.shape)
    first, second = (Skewed(width, height, 0, [], found.drawing, 0, 0, degrees) for _ in range(2))
    both = Readings(first, second)
    for cell in printed:
        if cell.doubtful:
            both.add([_lost(cell.slot)], [_lost(cell.slot)])
            both.doubt(cell.slot, 0.0)
    for n, text in enumerate(texts):
        if n in again:
            _add_figure(both, text, again[n], touching, usual, scale)
        else:
            _add_words(both, text, usual, scale)
    # A ruling was lost there: nobody knows of which columns the other figures of the row are,
    # unless rows above or below show it.
    several = (t.cell.slot for t in texts if t.cell and _is_several(t, usual))
    for slot in (x for x in several if x.right - x.column == 1):
        for other in (c.slot for c in printed if are_beside(slot, c.slot)):
            both.doubt(other, 0.0)
    return both


def _lost(slot: Slot) -> Glyph:
    """A lost character in the middle of a cell."""
    left, top, right, bottom = slot.box
    x, y = (left + right) / 2, (top + bottom) / 2
    box = x - _LOST_WIDTH, y - _LOST_HEIGHT, x + _LOST_WIDTH, y + _LOST_HEIGHT
    return Glyph(LOST, *box, 2 * _LOST_HEIGHT, 0, 0)


def _add_words(both: Readings, text: Text, usual: float, scale: float) -> None:
    own = glyphs(text.line, text.read, usual, scale, text.pad)
    if text.cell is not None:
        own = sure_unit(zero_word(own))
        both.doubt(text.cell.slot, min(text.read.sure, default=0.0))
    both.add(own, own)


def _add_figure(
    both: Readings, text: Text, again: Characters, touching: Touching, usual: float, scale: float
) -> None:
    figure = figure_of(text, usual)
    if text.cell is None or figure is None:
        return
    other = figures.figure_of(text.line, again, usual)
    if (marked := as_marked(text.line, figure, other)) is not None:
        figure = other = marked
    both.add(
        *(whole(text.line, x, usual, scale, text.wide) for x in (figure, other or LOST)),
    )
    begins = text.line == text.cell.lines[0]
    sure = figures.sureness(text.line, text.read, figure, usual, begins=begins, wide=text.reach)
    whole_print = (
        figure == other
        and not touching.hides(text.line, figure)
        and not is_apart(text.line, text.farthest)
    )
    both.doubt(text.cell.slot, sure if whole_print else 0.0)


def _is_several(text: Text, usual: float) -> bool:
    """Whether a line is digits of two figures."""
    return bool(figure_of(text, usual)) and figures.is_several(text.line, usual, text.reach)


def are_beside(one: Slot, other: Slot) -> bool:
    """Whether two cells are of one row, and neither of several."""
    (top, bottom), (above, below) = one.box[1::2], other.box[1::2]
    lower, higher = sorted((bottom - top, below - above))
    return (
        above < (top + bottom) / 2 < below
        and top < (above + below) / 2 < bottom
        and higher < 2 * lower
    )


def mark_sure(page: PageContent, sure: Mapping[Box, float], level: Sequence[Grid]) -> None:
    """Mark how sure each cell is; figures of `level` tables whose label is lost are lost."""
    for _, item in page.items:
        if isinstance(item, PageTable):
            item.rows[:] = [
                [c._replace(confidence=sure.get(c.place.box) if c.place.box else None) for c in row]
                for row in item.rows
            ]
            if any(item.grid is grid for grid in level):
                item.rows[:] = without_unlabelled(item.rows)
