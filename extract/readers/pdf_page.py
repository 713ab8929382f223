"""What a PDF page draws, through pypdfium2: glyphs, rulings and pictures in one upright frame."""

from __future__ import annotations

from collections import Counter

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.document import LOST
from extract.limits import Limits
from extract.page.ink import Glyph, Ink, turn_box
from extract.readers.pdf_glyphs import GlyphReader
from extract.readers.pdf_paths import read_drawing

_SLIVER = 0.1
_FORM_FIELDS = (raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT)
_MOST_ANNOTATIONS = 2_000


class TooMuchOnPageError(Exception):
    """A page holds more characters or drawn objects than the limits allow."""


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
    box = page.get_bbox()
    width, height = box[2] - box[0], box[3] - box[1]
    drawing = read_drawing(page, box, limits.page_objects)
    if drawing is None:
        raise TooMuchOnPageError(f"page_objects > {limits.page_objects}")
    reader = GlyphReader(textpage, box, drawing)
    glyphs = _on_page(reader.glyphs(count), width, height)
    rotation = page.get_rotation() // 90
    turns = Counter([g.turn for g in glyphs if g.text != " "])
    upright = turns.most_common(1)[0][0] if turns else rotation % 4
    if upright:
        glyphs = [_turn_glyph(g, upright, width, height) for g in glyphs]
        drawing = drawing.turned(upright, width, height)
        if upright % 2:
            width, height = height, width
    turned = (upright - rotation) % 4
    drawing = drawing.cut_off(height)
    return Ink(width, height, turned, glyphs, drawing, reader.hidden, reader.slanted)


def _on_page(glyphs: list[Glyph], width: float, height: float) -> list[Glyph]:
    """The glyphs on the page; what a side of the page cuts off is lost, not left out."""
    if not glyphs:
        return []
    _, lefts, tops, rights, bottoms, _, _, _ = zip(*glyphs, strict=True)
    inside = min(lefts) >= 0 and min(tops) >= 0
    if inside and max(rights) <= width and max(bottoms) <= height:
        return glyphs
    kept = []
    for glyph in glyphs:
        _, left, top, right, bottom, size, _, _ = glyph
        x = (left + right) / 2
        if not 0 <= (top + bottom) / 2 <= height:
            continue
        if 0 <= x <= width:
            kept.append(glyph)
        elif -size < x < width + size and not glyph.text.isspace():
            edge = 0.0 if x < 0 else width - _SLIVER
            kept.append(glyph._replace(text=LOST, left=edge, right=edge + _SLIVER))
    return kept


def _turn_glyph(glyph: Glyph, quarters: int, width: float, height: float) -> Glyph:
    box = turn_box((glyph.left, glyph.top, glyph.right, glyph.bottom), quarters, width, height)
    return Glyph(glyph.text, *box, glyph.size, (glyph.turn - quarters) % 4, glyph.font)
