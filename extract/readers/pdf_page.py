"""What a PDF page draws, through pypdfium2: glyphs, rulings and pictures in one upright frame.

The frame is measured in points from the top left of the page as its text reads:
a page whose content lies on its side is turned. `Ink.printed_box` turns back.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.limits import Limits
from extract.readers.pdf_paths import Drawing, read_drawing

LOST = "\ufffd"
Box = tuple[float, float, float, float]

# Share of the font size above and below the baseline that a line of print takes.
_ASCENT, _DESCENT = 0.86, 0.14
_SMALLEST, _LARGEST = 1.0, 400.0
# Fonts for vertical writing may tell a height of twenty lines as the width of a character.
_WIDEST = 2.5
_HYPHENS = {0x02: "-", 0xAD: "-", 0xFFFE: "-"}
_WHITE = 250
_FORM_FIELDS = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT)
_MOST_ANNOTATIONS = 2_000


class TooMuchOnPageError(Exception):
    """A page holds more characters or drawn objects than the limits allow."""


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
        left, top, right, bottom = turn_box(box, -self.turned % 4, self.width, self.height)
        return round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)


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


def read_page(document: pdfium.PdfDocument, index: int, limits: Limits) -> Ink:
    """The ink of page `index`.

    Raises:
        TooMuchOnPageError: a limit for one page is passed.
        pypdfium2.PdfiumError: the page is broken.
    """
    page = _with_form_fields(document, index)
    try:
        textpage = page.get_textpage()
        try:
            return _read(page, textpage, limits)
        finally:
            textpage.close()
    finally:
        page.close()


def _with_form_fields(document: pdfium.PdfDocument, index: int) -> pdfium.PdfPage:
    """The page, what is typed into its form fields made part of it."""
    page = document[index]
    count = raw.FPDFPage_GetAnnotCount(page)
    if count > 0 and any(
        _subtype(page, n) in _FORM_FIELDS for n in range(min(count, _MOST_ANNOTATIONS))
    ):
        flattened = raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY)
        if flattened == raw.FLATTEN_SUCCESS:
            page.close()
            page = document[index]
    return page


def _subtype(page: pdfium.PdfPage, n: int) -> int:
    annotation = raw.FPDFPage_GetAnnot(page, n)
    if not annotation:
        return 0
    subtype = raw.FPDFAnnot_GetSubtype(annotation)
    raw.FPDFPage_CloseAnnot(annotation)
    return int(subtype)


def _read(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, limits: Limits) -> Ink:
    count = textpage.count_chars()
    if count > limits.page_characters:
        raise TooMuchOnPageError(f"page_characters > {limits.page_characters}")
    x0, y0, x1, y1 = page.get_bbox()
    width, height = x1 - x0, y1 - y0
    drawing = read_drawing(page, (x0, y0, x1, y1), limits.page_objects)
    if drawing is None:
        raise TooMuchOnPageError(f"page_objects > {limits.page_objects}")
    rotation = page.get_rotation() // 90
    ink = Ink(width, height)
    glyphs = [
        g for g in _glyphs(textpage, count, x0, y1, ink, drawing) if _on_page(g, width, height)
    ]
    turns = Counter(g.turn for g in glyphs if g.text != " ")
    upright = turns.most_common(1)[0][0] if turns else rotation % 4
    ink.turned = (upright - rotation) % 4
    if upright:
        glyphs = [_turn_glyph(g, upright, width, height) for g in glyphs]
        drawing = drawing.turned(upright, width, height)
        if upright % 2:
            ink.width, ink.height = height, width
    ink.glyphs, ink.drawing = glyphs, drawing
    return ink


def _on_page(glyph: Glyph, width: float, height: float) -> bool:
    return 0 <= glyph.centre <= width and 0 <= glyph.middle <= height


def _turn_glyph(glyph: Glyph, quarters: int, width: float, height: float) -> Glyph:
    box = turn_box((glyph.left, glyph.top, glyph.right, glyph.bottom), quarters, width, height)
    return Glyph(glyph.text, *box, glyph.size, (glyph.turn - quarters) % 4, glyph.font)


class _Style(NamedTuple):
    """What the characters of one text object have in common."""

    size: float
    turn: int | None
    font: int
    invisible: bool
    white: bool


def _glyphs(
    textpage: pdfium.PdfTextPage, count: int, x0: float, y1: float, ink: Ink, drawing: Drawing
) -> Iterator[Glyph]:
    """The glyphs in the order they are drawn; invisible and slanted ones are counted in `ink`."""
    handle = textpage.raw
    rect = raw.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    at_rect, at_x, at_y = ctypes.byref(rect), ctypes.byref(x), ctypes.byref(y)
    reader = _StyleReader(handle)
    unicode_of, map_error = raw.FPDFText_GetUnicode, raw.FPDFText_HasUnicodeMapError
    loose_box, origin, generated = (
        raw.FPDFText_GetLooseCharBox,
        raw.FPDFText_GetCharOrigin,
        raw.FPDFText_IsGenerated,
    )
    waiting: Glyph | None = None
    waiting_at: tuple[float, ...] = ()
    for n in range(count):
        code = unicode_of(handle, n)
        if code in (10, 13) or (code == 32 and generated(handle, n)):
            continue
        style = reader.style(n)
        if style is None:
            continue
        text = LOST if map_error(handle, n) else _character(code)
        if style.invisible or style.turn is None:
            if text != " ":
                ink.hidden += style.invisible
                ink.slanted += not style.invisible
            continue
        loose_box(handle, n, at_rect)
        origin(handle, n, at_x, at_y)
        left, right = rect.left - x0, rect.right - x0
        if style.turn in (0, 2):
            base = y1 - y.value
            above, below = style.size * _ASCENT, style.size * _DESCENT
            up = style.turn == 0
            top, bottom = (base - above, base + below) if up else (base - below, base + above)
        else:
            left, top, right, bottom = _lying(handle, n, x.value - x0, y1, style)
        if left > right:
            left, right = right, left
        if right - left > _WIDEST * style.size:
            right = left + style.size * (0.5 if text.isascii() else 1.0)
        if style.white and not drawing.shaded((left + right) / 2 + x0, y1 - (top + bottom) / 2):
            ink.hidden += text != " "
            continue
        here = (reader.last, left, right, x.value, y.value)
        if waiting is not None:
            if here == waiting_at:
                # Several characters for one glyph (ligatures, ActualText).
                waiting = waiting._replace(text=waiting.text + text)
                continue
            yield waiting
        waiting = Glyph(text, left, top, right, bottom, style.size, style.turn, style.font)
        waiting_at = here
    if waiting is not None:
        yield waiting


def _character(code: int) -> str:
    if code in _HYPHENS:
        return _HYPHENS[code]
    if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return LOST
    return chr(code)


def _lying(handle: Any, n: int, base: float, y1: float, style: _Style) -> Box:
    """The box of a character on its side, whose loose box pdfium does not tell."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(handle, n, left, right, bottom, top)
    above, below = style.size * _ASCENT, style.size * _DESCENT
    sides = (base - above, base + below) if style.turn == 1 else (base - below, base + above)
    return sides[0], y1 - top.value, sides[1], y1 - bottom.value


class _StyleReader:
    """Styles of text objects, each asked for once while its characters follow each other."""

    def __init__(self, handle: Any) -> None:
        self.last = 0
        self._handle = handle
        self._style: _Style | None = None
        self._matrix = raw.FS_MATRIX()
        self._colour = tuple(ctypes.c_uint() for _ in range(4))

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
        if not raw.FPDFText_GetMatrix(self._handle, n, matrix):
            return None
        a, b, c, d = matrix.a, matrix.b, matrix.c, matrix.d
        size = raw.FPDFText_GetFontSize(self._handle, n) * (c * c + d * d) ** 0.5
        if not _SMALLEST <= size <= _LARGEST:
            return None
        font = raw.FPDFTextObj_GetFont(pointer)
        mode = raw.FPDFTextObj_GetTextRenderMode(pointer)
        red, green, blue, alpha = self._colour
        white = invisible = False
        if raw.FPDFPageObj_GetFillColor(pointer, red, green, blue, alpha):
            invisible = alpha.value == 0
            white = min(red.value, green.value, blue.value) >= _WHITE
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
