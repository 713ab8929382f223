"""The characters of a PDF page with their places, sizes and fonts, through pypdfium2."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.readers.pdf_paths import Box, Drawing

LOST = "\ufffd"

# Share of the font size above and below the baseline that a line of print takes.
_ASCENT, _DESCENT = 0.86, 0.14
_SMALLEST, _LARGEST = 1.0, 400.0
# Fonts for vertical writing may tell a height of twenty lines as the width of a character.
_WIDEST = 2.5
_HYPHENS = {0x02: "-", 0xAD: "-", 0xFFFE: "-"}
_WHITE = 250
_LINE_BREAKS = (10, 13)
_SPACE = 32


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


class _Style(NamedTuple):
    """What the characters of one text object have in common."""

    size: float
    turn: int | None
    font: int
    invisible: bool
    white: bool


class GlyphReader:
    """Reads the glyphs of one page, measured from the top left of its box.

    `hidden` counts characters drawn so that nobody sees them, `slanted` those
    that lie askew (watermarks); neither are among the glyphs.
    """

    def __init__(self, textpage: pdfium.PdfTextPage, box: Box, drawing: Drawing) -> None:
        self.hidden = 0
        self.slanted = 0
        self._handle = textpage.raw
        self._x0, self._y1 = box[0], box[3]
        self._drawing = drawing
        self._styles = _StyleReader(self._handle)
        self._rect = raw.FS_RECTF()
        self._origin = (ctypes.c_double(), ctypes.c_double())
        # Made once: pdfium is asked for these of every character.
        self._to_rect = ctypes.byref(self._rect)
        self._to_origin = tuple(map(ctypes.byref, self._origin))

    def glyphs(self, count: int) -> Iterator[Glyph]:
        """The first `count` characters as glyphs, in the order they are drawn."""
        handle, styles = self._handle, self._styles
        unicode_of, map_error = raw.FPDFText_GetUnicode, raw.FPDFText_HasUnicodeMapError
        generated = raw.FPDFText_IsGenerated
        waiting: Glyph | None = None
        waiting_at: tuple[float, ...] = ()
        for n in range(count):
            code = unicode_of(handle, n)
            if code in _LINE_BREAKS or (code == _SPACE and generated(handle, n)):
                continue
            style = styles.style(n)
            if style is None:
                continue
            text = LOST if map_error(handle, n) else _character(code)
            glyph = self._glyph(n, text, style)
            if glyph is None:
                continue
            here = (styles.last, glyph.left, glyph.right, self._origin[0].value, glyph.bottom)
            if waiting is not None and here == waiting_at:
                # Several characters for one glyph (ligatures, ActualText).
                waiting = waiting._replace(text=waiting.text + text)
                continue
            if waiting is not None:
                yield waiting
            waiting, waiting_at = glyph, here
        if waiting is not None:
            yield waiting

    def _glyph(self, n: int, text: str, style: _Style) -> Glyph | None:
        """Character `n` where it stands; None, and counted, when nobody reads it there."""
        if style.invisible or style.turn is None:
            self.hidden += style.invisible and text != " "
            self.slanted += not style.invisible and text != " "
            return None
        left, top, right, bottom = self._box(n, style)
        if style.turn == 0 and right - left > _WIDEST * style.size:
            right = left + style.size * (0.5 if text.isascii() else 1.0)
        if style.white:
            x, y = (left + right) / 2 + self._x0, self._y1 - (top + bottom) / 2
            if not self._drawing.shaded(x, y):
                self.hidden += text != " "
                return None
        return Glyph(text, left, top, right, bottom, style.size, style.turn, style.font)

    def _box(self, n: int, style: _Style) -> Box:
        """A line's height on the baseline; as wide as the character moves the pen."""
        rect, (x, y) = self._rect, self._origin
        raw.FPDFText_GetCharOrigin(self._handle, n, *self._to_origin)
        raw.FPDFText_GetLooseCharBox(self._handle, n, self._to_rect)
        above, below = style.size * _ASCENT, style.size * _DESCENT
        if style.turn in (1, 2):
            above, below = -above, -below
        if style.turn in (0, 2):
            base = self._y1 - y.value
            left, right = rect.left - self._x0, rect.right - self._x0
            top, bottom = base - above, base + below
        else:
            base = x.value - self._x0
            left, right = base - below, base + above
            top, bottom = self._y1 - rect.top, self._y1 - rect.bottom
        return min(left, right), min(top, bottom), max(left, right), max(top, bottom)


def _character(code: int) -> str:
    if code in _HYPHENS:
        return _HYPHENS[code]
    if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return LOST
    return chr(code)


class _StyleReader:
    """Styles of text objects, each asked for once while its characters follow each other."""

    def __init__(self, handle: Any) -> None:
        self.last = 0
        self._handle = handle
        self._style: _Style | None = None
        self._matrix = raw.FS_MATRIX()
        self._to_matrix = ctypes.byref(self._matrix)
        self._colour = tuple(ctypes.c_uint() for _ in range(4))
        self._to_colour = tuple(map(ctypes.byref, self._colour))

    def style(self, n: int) -> _Style | None:
        """The style of character `n`; None where it is not printable."""
        pointer = raw.FPDFText_GetTextObject(self._handle, n)
        if not pointer:
            return None
        address = ctypes.addressof(pointer.contents)
        if address != self.last:
            self.last = address
            self._style = self._read(n, pointer)
        return self._style

    def _read(self, n: int, pointer: Any) -> _Style | None:
        matrix = self._matrix
        if not raw.FPDFText_GetMatrix(self._handle, n, self._to_matrix):
            return None
        a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
        size = raw.FPDFText_GetFontSize(self._handle, n) * (c * c + d * d) ** 0.5
        if not _SMALLEST <= size <= _LARGEST:
            return None
        font = raw.FPDFTextObj_GetFont(pointer)
        mode = raw.FPDFTextObj_GetTextRenderMode(pointer)
        white = invisible = False
        if raw.FPDFPageObj_GetFillColor(pointer, *self._to_colour):
            *colours, alpha = (part.value for part in self._colour)
            invisible = alpha == 0
            white = min(colours) >= _WHITE
        invisible |= mode in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
        address = ctypes.addressof(font.contents) if font else 0
        return _Style(size, _quarter(a, b), address, invisible, white)


def _quarter(a: float, b: float) -> int | None:
    """The quarter turns against the clock of a text matrix, None when it is askew."""
    if abs(b) <= 0.1 * abs(a):
        return 0 if a > 0 else 2
    if abs(a) <= 0.1 * abs(b):
        return 1 if b > 0 else 3
    return None
