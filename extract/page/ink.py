"""What a page draws: glyphs, rulings and painted areas, in a frame whose text reads upright.

The frame is measured in points from the top left of the page as its text reads:
a page whose content lies on its side is turned. `Ink.printed_box` turns back.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

Box = tuple[float, float, float, float]
Point = tuple[float, float]
_OPENING = frozenset("（〔【《〈「『")
_CLOSING = frozenset("）〕】》〉」』，。、；：！？")


class Glyph(NamedTuple):
    """A printed character; `turn` counts quarter turns against the clock from upright.

    `font` tells fonts of one document apart. A glyph that the font gives no
    character for has the text U+FFFD.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    turn: int
    font: int

    @property
    def middle(self) -> float:
        """The height of the glyph's middle."""
        return (self.top + self.bottom) / 2

    @property
    def centre(self) -> float:
        """Half way between left and right."""
        return (self.left + self.right) / 2

    @property
    def ink_start(self) -> float:
        """Where the ink begins: opening marks of full width have half their room before them."""
        return self.centre if self.text in _OPENING else self.left

    @property
    def ink_end(self) -> float:
        """Where the ink ends: closing marks of full width have half their room behind them."""
        return self.centre if self.text in _CLOSING else self.right


def turn_box(box: Box, quarters: int, width: float, height: float) -> Box:
    """A box of a page of this size after `quarters` turns of the page with the clock."""
    left, top, right, bottom = box
    if quarters == 1:
        return height - bottom, left, height - top, right
    if quarters == 2:
        return width - right, height - bottom, width - left, height - top
    if quarters == 3:
        return top, width - right, bottom, width - left
    return box


class Ruling(NamedTuple):
    """A straight line: its height (or distance from the left), and from where to where."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Drawing:
    """Rulings of a page, the size of its pictures, and how many curves it draws.

    `fills` are its painted areas; `shades` are those on which white letters are seen,
    in the page's own frame. A page that is turned keeps neither.
    """

    across: list[Ruling] = field(default_factory=list)
    down: list[Ruling] = field(default_factory=list)
    picture_area: float = 0.0
    curves: int = 0
    shades: list[Box] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)

    def shaded(self, x: float, y: float) -> bool:
        """Whether a point of the page's own frame lies on a picture or a dark ground."""
        return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in self.shades)

    def turned(self, quarters: int, width: float, height: float) -> Drawing:
        """The rulings after `quarters` turns of the page with the clock."""
        across, down = self.across, self.down
        if quarters == 1:
            across, down = (
                [Ruling(x, height - end, height - start) for x, start, end in down],
                [Ruling(height - y, start, end) for y, start, end in across],
            )
        elif quarters == 2:
            across = [Ruling(height - y, width - end, width - start) for y, start, end in across]
            down = [Ruling(width - x, height - end, height - start) for x, start, end in down]
        elif quarters == 3:
            across, down = (
                [Ruling(width - x, start, end) for x, start, end in down],
                [Ruling(y, width - end, width - start) for y, start, end in across],
            )
        return Drawing(across, down, self.picture_area, self.curves)

    def cut_off(self, height: float) -> Drawing:
        """Without the level rulings above and below the page: rows there are not printed."""
        return replace(self, across=[x for x in self.across if 0 <= x.at <= height])


@dataclass(slots=True)
class Ink:
    """A page's content in its upright frame.

    `hidden` counts characters drawn so that nobody sees them, `slanted` those
    that lie askew (watermarks).
    """

    width: float
    height: float
    turned: int = 0
    glyphs: list[Glyph] = field(default_factory=list)
    drawing: Drawing = field(default_factory=Drawing)
    hidden: int = 0
    slanted: int = 0

    def printed_box(self, box: Box) -> Box:
        """A box of the upright frame as it lies on the page."""
        left, top, right, bottom = box
        if self.turned:
            left, top, right, bottom = turn_box(box, -self.turned % 4, self.width, self.height)
        return _tenth(left), _tenth(top), _tenth(right), _tenth(bottom)


@lru_cache(maxsize=8_192)
def _tenth(x: float) -> float:
    """A place rounded to a tenth of a point; the cells of a table share their sides."""
    return round(x, 1)
