"""One page picture as what is printed on it: tables, lines, and figures read twice."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from extract.document import LOST
from extract.ocr import cells as cell_print
from extract.ocr.cells import CellPrint
from extract.ocr.engine import Characters, read_lines
from extract.ocr.ground import painted_rows
from extract.ocr.level import (
    farthest_step,
    has_columns,
    in_columns,
    is_apart,
    lines_or_words,
    unread_between,
    without_figures,
)
from extract.ocr.lines import Blob, Line, blobs, lines, may_be_print, print_height
from extract.ocr.pixels import Page, Pixels, whitened
from extract.ocr.print import glyphs, letter_height, spread, sure_unit, whole
from extract.ocr.rulings import Ruled, ruled, with_fitted
from extract.ocr.strokes import as_marked, told
from extract.ocr.touching import Touching
from extract.ocr.unlabelled import without_unlabelled
from extract.ocr.upright import Skewed, skew, turned
from extract.ocr.words import words_between
from extract.page.content import PageContent, last_sides, page_content
from extract.page.grid import Grid, Slot, grids
from extract.page.ink import Box, Glyph
from extract.page.levels import level_grids
from extract.page.tables import PageTable
from extract.page.unruled import unruled_grids

_INK, _FAINT = 0.35, 0.28
# Share of the height of a character: what is smaller is no word of a table.
_LEAST_WORD, _LEAST_DASH = 0.5, 0.3
_FLAT, _SMALLEST = 0.1, 0.25


@dataclass(slots=True)
class _Text:
    """A line to be read, in a cell or not; figures `farthest` apart, in pixels, are two."""

    line: Line
    cell: CellPrint | None
    picture: Pixels
    pad: int
    farthest: float = math.inf
    read: Characters = field(default_factory=lambda: Characters("", (), ()))


@dataclass(slots=True)
class ScannedPage:
    """A page as read, and the same page with every figure read once more."""

    content: PageContent
    again: PageContent


def read_page_picture(
    grey: Pixels, scale: float, number: int, before: PageContent | None = None
) -> ScannedPage:
    """What is printed on page `number`; `scale` is pixels to a point.

    A table that has no sides drawn goes on in the columns that it has on the page `before`.
    """
    page = whitened(grey, scale)
    degrees = skew(page.ink(_FAINT))
    painted = painted_rows(grey, scale, degrees)
    page = painted.page if painted else Page(turned(page.grey, degrees), scale)
    found = ruled(page, painted.rulings if painted else ())
    every = [b for b in blobs(found.page, _INK) if may_be_print(b, scale)]
    usual = print_height(every, scale)
    printed, outside = _cells(grids(found.drawing), every, found.page, usual)
    texts = _cell_texts(printed, found.page, usual)
    _read(texts, found.page, {})
    known: dict[tuple[Blob, ...], Characters] = {}
    level: list[Grid] = []
    cells: list[CellPrint] = []
    ruled_level = True
    torn: set[Blob] = set()
    words = _word_texts(outside, found, usual)
    if len(found.loose) > 1 or has_columns((t.line for t in words), usual):
        _read(words, found.page, known)
        known = {t.line.blobs: t.read for t in words}
        found = with_fitted(found, _word_boxes(words, usual, scale))
        step = farthest_step(t.line for t in words if t.read.text.isdigit())
        level = _level_grids(words, found, usual, step, before)
        ruled_level = bool(level)
        level = level or unruled_grids(_printed(words, found, usual, step), single=True)
        cells, outside = _cells(level, outside, found.page, usual, [t.line for t in words])
        printed += cells
        texts += _cell_texts(cells, found.page, usual, step)
        figures = {b for t in words if _figure(t, usual) for b in t.line.blobs}
        torn.update(in_columns(lines(_solid(outside, usual), usual), figures, usual))
    rest = _line_texts(outside, found, usual)
    texts += rest
    _read([t for t in texts if not t.read.at], found.page, known)
    for text in rest:
        at = text.line.box.middle / scale
        unread = any(top <= at <= bottom for top, bottom in unread_between(found.loose, level))
        if unread or not torn.isdisjoint(text.line.blobs):
            text.read = without_figures(text.read)
    for grid in () if ruled_level else level:
        figured = [t.cell for t in texts if t.cell and _figure(t, usual)]
        cell_print.doubt_blanks(grid, cells, figured)
    again = _again(texts, found.page, usual)
    figures_read = [(t.line, f) for t in texts if t.cell and (f := _figure(t, usual))]
    touching = Touching(page, found, figures_read, usual)
    inks, sure = _assembled(found, touching, texts, printed, again, usual, degrees)
    content, other = (page_content(number, ink, seen=level) for ink in inks)
    _mark_sure(content, sure, level)
    _mark_sure(other, sure, level)
    return ScannedPage(content, other)


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
        outside = [b for b in outside if not cell_print.lies_in(grid, b, page.scale)]
        printed += cell_print.cells(grid, inside, page, usual, words)
    return printed, outside


def _cell_texts(
    printed: Iterable[CellPrint], page: Page, usual: float, step: float = math.inf
) -> list[_Text]:
    """The lines of cells; digits further apart than `step` of their height are two figures."""
    return [
        _Text(line, cell, *cell_print.line_picture(page, line, usual), step * line.box.height)
        for cell in printed
        for line in cell.lines
    ]


def _word_texts(outside: Sequence[Blob], found: Ruled, usual: float) -> list[_Text]:
    """The words outside the cells of grids, where tables ruled level may be."""
    parts = words_between(_solid(outside, usual), found.loose, usual, found.page.scale)
    return _outside_texts(parts, found.page, usual)


def _line_texts(outside: Sequence[Blob], found: Ruled, usual: float) -> list[_Text]:
    """The lines outside the cells of grids."""
    parts = lines_or_words(_solid(outside, usual), usual, found.page.scale)
    return _outside_texts(parts, found.page, usual)


def _solid(outside: Sequence[Blob], usual: float) -> list[Blob]:
    return [b for b in outside if b.height >= _FLAT * usual]


def _outside_texts(parts: Iterable[Line], page: Page, usual: float) -> list[_Text]:
    return [
        _Text(part, None, *cell_print.line_picture(page, part, usual))
        for part in parts
        if max(part.box.width, part.box.height) >= _SMALLEST * usual
    ]


def _read(texts: Sequence[_Text], page: Page, known: Mapping[tuple[Blob, ...], Characters]) -> None:
    """Recognise texts, but for those whose print is `known`."""
    new = [t for t in texts if t.line.blobs not in known]
    for text, read in zip(new, read_lines([t.picture for t in new]), strict=True):
        text.read = told(page, text.line, read)
    for text in texts:
        text.read = known.get(text.line.blobs, text.read)


def _word_boxes(texts: Sequence[_Text], usual: float, scale: float) -> list[tuple[Box, bool]]:
    """Where words stand, in points, and whether each is a figure."""
    boxes = [(t.line.box, _figure(t, usual) is not None) for t in texts]
    return [
        ((b.left / scale, b.top / scale, b.right / scale, b.bottom / scale), figure)
        for b, figure in boxes
    ]


def _level_grids(
    texts: Sequence[_Text], found: Ruled, usual: float, step: float, before: PageContent | None
) -> list[Grid]:
    """The grids of tables ruled level only, told by the words outside other grids."""
    if len(found.loose) < 2:
        return []
    printed = _printed(texts, found, usual, step)
    height = found.page.grey.shape[0] / found.page.scale
    return level_grids(found.drawing, printed, height, last_sides(before))


def _printed(texts: Sequence[_Text], found: Ruled, usual: float, step: float) -> list[Glyph]:
    """The words outside other grids as glyphs."""
    scale = found.page.scale
    figures = [t.line for t in texts if t.read.text.isdigit()]
    letters = letter_height((t.line for t in texts if t.read.text.isalpha()), figures, usual)
    printed: list[Glyph] = []
    for text in texts:
        box = text.line.box
        figure = _figure(text, usual)
        least = _LEAST_DASH if figure == "-" else _LEAST_WORD
        if text.cell is not None or max(box.width, box.height) < least * usual:
            continue
        if figure:
            printed += spread(text.line, figure, letters, scale, step * box.height)
            continue
        printed += glyphs(text.line, text.read, letters, scale, text.pad, exact=True)
    return printed


def _figure(text: _Text, usual: float) -> str | None:
    return cell_print.figure_of(text.line, text.read, usual)


def _again(texts: Sequence[_Text], page: Page, usual: float) -> dict[int, Characters]:
    """The lines in cells that are figures, read once more, by their number."""
    numbers = [n for n, t in enumerate(texts) if t.cell and _figure(t, usual)]
    pictures = [cell_print.crop_again(page, texts[n].line, usual) for n in numbers]
    reads = zip(numbers, read_lines(pictures), strict=True)
    return {n: told(page, texts[n].line, read) for n, read in reads}


def _assembled(
    found: Ruled,
    touching: Touching,
    texts: Sequence[_Text],
    printed: Sequence[CellPrint],
    again: dict[int, Characters],
    usual: float,
    degrees: float,
) -> tuple[tuple[Skewed, Skewed], dict[Box, float]]:
    scale = found.page.scale
    height, width = found.page.grey.shape
    first: list[Glyph] = []
    second: list[Glyph] = []
    sure: dict[Box, float] = {}
    ink = Skewed(width / scale, height / scale, 0, first, found.drawing, 0, 0, degrees)
    ink_again = Skewed(width / scale, height / scale, 0, second, found.drawing, 0, 0, degrees)
    for cell in printed:
        if cell.doubtful:
            x0, y0, x1, y1 = cell.slot.box
            glyph = Glyph(
                LOST,
                (x0 + x1) / 2 - 1,
                (y0 + y1) / 2 - 5,
                (x0 + x1) / 2 + 1,
                (y0 + y1) / 2 + 5,
                10.0,
                0,
                0,
            )
            first.append(glyph)
            second.append(glyph)
            sure[ink.printed_box(cell.slot.box)] = 0.0
    for n, text in enumerate(texts):
        figure = _figure(text, usual) if text.cell else None
        if text.cell is None or figure is None:
            own = glyphs(text.line, text.read, usual, scale, text.pad)
            own = sure_unit(own) if text.cell else own
            first += own
            second += own
            if text.cell is not None:
                box = ink.printed_box(text.cell.slot.box)
                sure[box] = min(sure.get(box, 1.0), min(text.read.sure, default=0.0))
            continue
        other = cell_print.figure_of(text.line, again[n], usual)
        if (marked := as_marked(text.line, figure, other)) is not None:
            figure = other = marked
        first += whole(text.line, figure, usual, scale)
        second += whole(text.line, other or LOST, usual, scale)
        box = ink.printed_box(text.cell.slot.box)
        whole_print = (
            figure == other
            and not touching.hides(text.line, figure)
            and not is_apart(text.line, text.farthest)
        )
        begins = text.line == text.cell.lines[0]
        how_sure = cell_print.sureness(text.line, text.read, figure, usual, begins=begins)
        sure[box] = min(sure.get(box, 1.0), how_sure if whole_print else 0.0)
    # A ruling was lost there: nobody knows of which columns the other figures of the row are.
    for slot in (t.cell.slot for t in texts if t.cell and _is_several(t, usual)):
        row = (c.slot for c in printed if are_beside(slot, c.slot))
        sure.update((ink.printed_box(other.box), 0.0) for other in row)
    return (ink, ink_again), sure


def _is_several(text: _Text, usual: float) -> bool:
    """Whether a line is digits of two figures."""
    return bool(_figure(text, usual)) and cell_print.is_several(text.line, usual)


def are_beside(one: Slot, other: Slot) -> bool:
    """Whether two cells are of one row, and neither of several."""
    (top, bottom), (above, below) = one.box[1::2], other.box[1::2]
    lower, higher = sorted((bottom - top, below - above))
    return (
        above < (top + bottom) / 2 < below
        and top < (above + below) / 2 < bottom
        and higher < 2 * lower
    )


def _mark_sure(page: PageContent, sure: dict[Box, float], level: Sequence[Grid]) -> None:
    for _, item in page.items:
        if isinstance(item, PageTable):
            item.rows[:] = [
                [c._replace(confidence=sure.get(c.place.box) if c.place.box else None) for c in row]
                for row in item.rows
            ]
            if any(item.grid is grid for grid in level):
                item.rows[:] = without_unlabelled(item.rows)
