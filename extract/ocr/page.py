"""One page picture as what is printed on it: tables, lines, and figures read twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.ocr import cells as cell_print
from extract.ocr.assembled import mark_sure, readings
from extract.ocr.cells import CellPrint
from extract.ocr.engine import Characters
from extract.ocr.ground import painted_rows
from extract.ocr.level import (
    farthest_step,
    has_columns,
    in_columns,
    unread_between,
    without_figures,
)
from extract.ocr.lines import Blob, Line, blobs, lines, may_be_print, print_height
from extract.ocr.pixels import Page, Pixels, whitened
from extract.ocr.print import glyphs, letter_height, spread
from extract.ocr.rulings import Ruled, ruled, with_fitted
from extract.ocr.texts import (
    Text,
    cell_texts,
    figure_of,
    line_texts,
    measure_digits,
    read_again,
    recognise,
    solid,
    word_texts,
)
from extract.ocr.touching import Touching
from extract.ocr.upright import skew, turned
from extract.page.content import PageContent, last_sides, page_content
from extract.page.grid import Grid, grids
from extract.page.ink import Box, Glyph
from extract.page.levels import level_grids
from extract.page.unruled import unruled_grids

_INK, _FAINT = 0.35, 0.28
# Share of the height of a character: what is smaller is no word of a table.
_LEAST_WORD, _LEAST_DASH = 0.5, 0.3


@dataclass(slots=True)
class ScannedPage:
    """A page as read, and the same page with every figure read once more.

    `steps` are from digit to digit of its figures, and of those of the pages before.
    """

    content: PageContent
    again: PageContent
    steps: Sequence[float] = ()


def read_page_picture(
    grey: Pixels, scale: float, number: int, before: ScannedPage | None = None
) -> ScannedPage:
    """What is printed on page `number`; `scale` is pixels to a point.

    A table that has no sides drawn goes on in the columns that it has on the page `before`, and
    digits are as wide as there.
    """
    page = whitened(grey, scale)
    degrees = skew(page.ink(_FAINT))
    painted = painted_rows(grey, scale, degrees)
    page = painted.page if painted else Page(turned(page.grey, degrees), scale)
    found = ruled(page, painted.rulings if painted else ())
    every = [b for b in blobs(found.page, _INK) if may_be_print(b, scale)]
    usual = print_height(every, scale)
    printed, outside = _cells(grids(found.drawing), every, found.page, usual)
    texts = cell_texts(printed, found.page, usual)
    recognise(texts, found.page, {})
    known: dict[tuple[Blob, ...], Characters] = {}
    level: list[Grid] = []
    cells: list[CellPrint] = []
    ruled_level = True
    torn: set[Blob] = set()
    steps = before.steps if before else ()
    words = word_texts(outside, found, usual)
    if len(found.loose) > 1 or has_columns((t.line for t in words), usual):
        recognise(words, found.page, known)
        known = {t.line.blobs: t.read for t in words}
        found = with_fitted(found, _word_boxes(words, usual, scale))
        digits = [t.line for t in words if t.read.text.isdigit()]
        letters = letter_height((t.line for t in words if t.read.text.isalpha()), digits, usual)
        step = farthest_step(digits, letters, steps)
        inked = _printed(words, scale, usual, letters, step)
        level = _level_grids(inked, found, before)
        ruled_level = bool(level)
        level = level or unruled_grids(inked, single=True)
        cells, outside = _cells(level, outside, found.page, usual, [t.line for t in words])
        printed += cells
        texts += cell_texts(cells, found.page, usual, step)
        figures = {b for t in words if figure_of(t, usual) for b in t.line.blobs}
        torn.update(in_columns(lines(solid(outside, usual), usual), figures, usual))
    rest = line_texts(outside, found, usual)
    texts += rest
    recognise([t for t in texts if not t.read.at], found.page, known)
    for text in rest:
        at = text.line.box.middle / scale
        unread = any(top <= at <= bottom for top, bottom in unread_between(found.loose, level))
        if unread or not torn.isdisjoint(text.line.blobs):
            text.read = without_figures(text.read)
    for grid in () if ruled_level else level:
        figured = [t.cell for t in texts if t.cell and figure_of(t, usual)]
        cell_print.doubt_blanks(grid, cells, figured)
    steps = measure_digits(texts, steps, scale)
    again = read_again(texts, found.page, usual)
    figures_read = [(t.line, f) for t in texts if t.cell and (f := figure_of(t, usual))]
    touching = Touching(page, found, figures_read, usual)
    both = readings(found, touching, texts, printed, again, usual, degrees)
    content, other = (
        page_content(number, ink, seen=level, painted=painted is not None)
        for ink in (both.first, both.again)
    )
    mark_sure(content, both.sure, level)
    mark_sure(other, both.sure, level)
    return ScannedPage(content, other, steps)


def _cells(
    found: Iterable[Grid],
    print_: Sequence[Blob],
    page: Page,
    usual: float,
    words: Sequence[Line] = (),
) -> tuple[list[CellPrint], list[Blob]]:
    """The cells of grids with their print, and the print outside them."""
    printed: list[CellPrint] = []
    outside = list(print_)
    for grid in found:
        inside = [b for b in outside if cell_print.lies_in(grid, b, page.scale)]
        rest = (b for b in outside if not cell_print.lies_in(grid, b, page.scale))
        outside = [b for b in rest if not cell_print.is_of_border(grid, b, page.scale)]
        printed += cell_print.cells(grid, inside, page, usual, words)
    return printed, outside


def _word_boxes(texts: Sequence[Text], usual: float, scale: float) -> list[tuple[Box, bool]]:
    """Where words stand, in points, and whether each is a figure."""
    boxes = [(t.line.box, figure_of(t, usual) is not None) for t in texts]
    return [
        ((b.left / scale, b.top / scale, b.right / scale, b.bottom / scale), figure)
        for b, figure in boxes
    ]


def _level_grids(printed: Sequence[Glyph], found: Ruled, before: ScannedPage | None) -> list[Grid]:
    """The grids of tables ruled level only, told by what is printed outside other grids."""
    if len(found.loose) < 2:
        return []
    height = found.page.grey.shape[0] / found.page.scale
    return level_grids(
        found.drawing, printed, height, last_sides(before.content if before else None)
    )


def _printed(
    texts: Sequence[Text], scale: float, usual: float, letters: float, step: float
) -> list[Glyph]:
    """The words outside other grids as glyphs.

    Letters are so high, in pixels, and digits further apart than `step` of their height are two
    figures.
    """
    printed: list[Glyph] = []
    for text in texts:
        box = text.line.box
        figure = figure_of(text, usual)
        least = _LEAST_DASH if figure == "-" else _LEAST_WORD
        if text.cell is not None or max(box.width, box.height) < least * usual:
            continue
        if figure:
            printed += spread(text.line, figure, letters, scale, step * box.height)
            continue
        printed += glyphs(text.line, text.read, letters, scale, text.pad, exact=True)
    return printed
