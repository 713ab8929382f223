"""The characters of a PDF page with their places, sizes and fonts, through pypdfium2."""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Sequence
from functools import lru_cache
from itertools import repeat
from math import inf
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.document import LOST
from extract.page.ink import Box, Drawing, Glyph
from extract.readers import pdf_calls as calls
from extract.readers.pdf_calls import Pointer

# Share of the font size above and below the baseline that a line of print takes.
_ASCENT, _DESCENT = 0.86, 0.14
_SMALLEST, _LARGEST = 1.0, 400.0
# Fonts for vertical writing may tell a height of twenty lines as the width of a character.
_WIDEST = 2.5
_HYPHENS = {0x02: "-", 0xAD: "-", 0xFFFE: "-"}
_WHITE = 250
_LINE_BREAKS = (10, 13)
_SPACE = 32
# A glyph from its values: what its class does, in half the time.
_made = tuple.__new__
_BOX, _POINT, _START = struct.Struct("4f"), struct.Struct("2d"), struct.Struct("2f")
_LOOK = struct.Struct("4I4f")
_UNSEEN = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)


class _Style(NamedTuple):
    """What the characters of one text object have in common; `turn` is None when they lie askew.

    `level` says that not even a little turn is in their matrix: if the object is written from
    left to right, from where its matrix puts it, one baseline is that of all its characters.
    Characters are `upright` only if they are also seen wherever they stand.
    """

    size: float
    turn: int | None
    level: bool
    font: int
    invisible: bool
    white: bool
    upright: bool


class GlyphReader:
    """Reads the glyphs of one page, measured from the top left of its box.

    `hidden` counts characters drawn so that nobody sees them, `slanted` those
    that lie askew (watermarks); neither are among the glyphs.
    """

    def __init__(self, textpage: pdfium.PdfTextPage, box: Box, drawing: Drawing) -> None:
        self.hidden = 0
        self.slanted = 0
        self._text = calls.pointer(textpage.raw)
        self._x0, self._y1 = box[0], box[3]
        self._drawing = drawing
        # A colour of four numbers, and a matrix of six.
        self._look = calls.Room(ctypes.c_uint, 10)
        self._colour_and_matrix = memoryview(self._look.values).cast("B")[: _LOOK.size]
        self._box = calls.Room(ctypes.c_float, 4)
        self._point = calls.Room(ctypes.c_double, 2)

    def glyphs(self, count: int) -> list[Glyph]:
        """The first `count` characters as glyphs, in the order they are drawn."""
        text, numbers = self._text, range(count)
        box_room, (box_at, *_) = self._box.values, self._box.at
        found: list[Glyph] = []
        x0, y1 = self._x0, self._y1
        last_item, style = 0, None
        last_left = last_right = last_low = inf
        upright, size, above, below, widest, font = False, 0.0, 0.0, 0.0, 0.0, 0
        last, one_baseline, begins = 0, False, False
        for n, code, item, unknown in zip(
            numbers,
            map(calls.char_code, repeat(text), numbers),
            map(calls.char_object, repeat(text), numbers),
            map(calls.char_has_no_unicode, repeat(text), numbers),
            strict=True,
        ):
            if code <= _SPACE and (
                code in _LINE_BREAKS or (code == _SPACE and calls.char_is_generated(text, n))
            ):
                continue
            if item != last_item and item is not None:
                last_item, style = item, self._style_at(n, Pointer(item))
                last_left, begins = inf, True
                if style is not None:
                    size, font, upright = style.size, style.font, style.upright
                    above, below, widest = size * _ASCENT, size * _DESCENT, size * _WIDEST
            if item is None or style is None:
                continue
            if begins or not one_baseline:
                # Once in a text object, where that is certain to do.
                origin = self._origin(n)
                base = y1 - origin[1]
                top, bottom = base - above, base + below
                one_baseline = begins and style.level and origin == self._start()
                begins = False
            printed = LOST if unknown else _character(code)
            glyph: Glyph | None
            calls.char_box(text, n, box_at)
            box = _BOX.unpack(box_room)
            left, right = box[0] - x0, box[2] - x0
            low = bottom
            if upright and 0 <= right - left <= widest:
                # What nearly every character is, without the calls that the others take.
                glyph = _made(Glyph, (printed, left, top, right, bottom, size, 0, font))
            else:
                glyph = self._glyph(printed, box, origin, style)
                if glyph is None:
                    continue
                left, right, low = glyph.left, glyph.right, glyph.bottom
            same = left == last_left and right == last_right and low == last_low
            if same and self._origin(n)[0] == self._origin(last)[0]:
                # Several characters for one glyph (ligatures, ActualText).
                found[-1] = found[-1]._replace(text=found[-1].text + printed)
            else:
                found.append(glyph)
                last_left, last_right, last_low, last = left, right, low, n
        return found

    def _origin(self, n: int) -> tuple[float, ...]:
        """The point on the baseline from which character `n` is drawn."""
        calls.char_origin(self._text, n, *self._point.at)
        return _POINT.unpack(self._point.values)

    def _start(self) -> tuple[float, ...]:
        """Where the matrix asked for last puts the beginning of its text object."""
        return _START.unpack_from(self._look.values, _LOOK.size)

    def _glyph(
        self, text: str, box: Sequence[float], origin: Sequence[float], style: _Style
    ) -> Glyph | None:
        """A character where it stands; None, and counted, when nobody reads it there."""
        size, turn, _, font, invisible, white, _ = style
        if invisible or turn is None:
            self.hidden += invisible and text != " "
            self.slanted += not invisible and text != " "
            return None
        # A line's height on the baseline; as wide as the character moves the pen.
        if turn == 0:
            left, right, base = box[0] - self._x0, box[2] - self._x0, self._y1 - origin[1]
            top, bottom = base - size * _ASCENT, base + size * _DESCENT
        else:
            left, top, right, bottom = self._turned_box(box, origin, size, turn)
        if right < left:
            left, right = right, left
        if turn == 0 and right - left > _WIDEST * size:
            right = left + size * (0.5 if text.isascii() else 1.0)
        if white:
            x, y = (left + right) / 2 + self._x0, self._y1 - (top + bottom) / 2
            if not self._drawing.shaded(x, y):
                self.hidden += text != " "
                return None
        return Glyph(text, left, top, right, bottom, size, turn, font)

    def _turned_box(
        self, box: Sequence[float], origin: Sequence[float], size: float, turn: int
    ) -> Box:
        """The box of a character that stands on its head or lies on its side."""
        above, below = size * _ASCENT, size * _DESCENT
        if turn in (1, 2):
            above, below = -above, -below
        if turn == 2:
            base = self._y1 - origin[1]
            left, right = box[0] - self._x0, box[2] - self._x0
            top, bottom = base - above, base + below
        else:
            base = origin[0] - self._x0
            left, right = base - below, base + above
            top, bottom = self._y1 - box[1], self._y1 - box[3]
        return min(left, right), min(top, bottom), max(left, right), max(top, bottom)

    def _style_at(self, n: int, item: Pointer) -> _Style | None:
        """The style of the text object that character `n` is of; None where it is not printable."""
        if not calls.char_matrix(self._text, n, self._look.at[4]):
            return None
        coloured = calls.fill_colour(item, *self._look.at[:4])
        look = self._colour_and_matrix.tobytes()
        size = calls.char_font_size(self._text, n)
        return _style(look, coloured, size, calls.text_font(item), calls.text_mode(item))


@lru_cache(maxsize=4_096)
def _style(look: bytes, coloured: bool, size: float, font: int | None, mode: int) -> _Style | None:
    """A style from colour, matrix, font size, font and mode; a file has few, asked for often."""
    red, green, blue, alpha, a, b, c, d = _LOOK.unpack(look)
    size *= (c * c + d * d) ** 0.5
    if not _SMALLEST <= size <= _LARGEST:
        return None
    white = coloured and red >= _WHITE and green >= _WHITE and blue >= _WHITE
    invisible = mode in _UNSEEN or (coloured and alpha == 0)
    turn = _quarter(a, b)
    upright = turn == 0 and not invisible and not white
    return _Style(size, turn, b == 0.0, font or 0, invisible, white, upright)


@lru_cache(maxsize=65_536)
def _character(code: int) -> str:
    if code in _HYPHENS:
        return _HYPHENS[code]
    if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return LOST
    return chr(code)


def _quarter(a: float, b: float) -> int | None:
    """The quarter turns against the clock of a text matrix, None when it is askew."""
    if abs(b) <= 0.1 * abs(a):
        return 0 if a > 0 else 2
    if abs(a) <= 0.1 * abs(b):
        return 1 if b > 0 else 3
    return None
