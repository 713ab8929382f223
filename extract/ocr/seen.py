"""The figures of a page's text as the picture of the page shows them, each at its own place.

The places are shared with the text layer, the characters are not: a font whose
character map names other digits than it draws is found out here.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pypdfium2 as pdfium

from extract.document import LOST, Cell
from extract.limits import Limits
from extract.ocr.cells import (
    CellPrint,
    cell_print,
    crop_again,
    line_picture,
)
from extract.ocr.engine import Characters, read_lines
from extract.ocr.figures import figure_of, sureness
from extract.ocr.lines import Blob, blobs, print_height
from extract.ocr.measured import as_figure, least_sure_figure
from extract.ocr.pixels import Page, Pixels, whitened
from extract.ocr.reader import drawn
from extract.page.content import PageContent
from extract.page.grid import Slot
from extract.page.ink import Box, Drawing
from extract.page.lines import PrintedLine
from extract.page.tables import PageTable

_INK = 0.35
# Points: half the thickness of a ruling, what a thicker one leaves and how near, the
# highest print.
_RULING, _RESIDUE_THICK, _RESIDUE, _HIGHEST = 0.9, 1.1, 2.0, 45.0
# Shares of the font size: how far the print of a word may reach over its box, and how
# near to it no other print may stand.
_OVER, _NEAR = 0.05, 0.2
# A figure with its unit or its sign in words; what is longer is a label or a sentence.
_LONGEST = 12
# The number of an item, a section, a year or an article is no figure.
_RUN = re.compile(r"(?<![\d.,(第])\d[\d,]*(?:\.\d+)?(?![\d年条、.)])")
# What stands for no figure, and what looks like one of these.
_STROKES = frozenset("-/")
_ALIKE = {"1", "/"}

_Key = tuple[int, int, int]
"""The item of the page, the row of a table, and the cell or word in that."""


@dataclass(slots=True)
class SeenPage:
    """A page with each figure as its picture shows it, and how many are shown otherwise.

    A figure that recognition is not sure of stays as the text has it; a cell with
    such a figure has the confidence 0.
    """

    content: PageContent
    otherwise: int


@dataclass(slots=True)
class _Figure:
    """A text with a figure in it, or a blank, and the print that stands in its place."""

    text: str
    printed: CellPrint
    reads: list[Characters] = field(default_factory=list)
    again: list[Characters] = field(default_factory=list)


def seen_page(page: pdfium.PdfPage, content: PageContent, limits: Limits) -> SeenPage:
    """`content` with its figures as they are recognised on the picture of the page.

    Raises:
        RefusedError: the page, or a picture on it, is too large to be drawn.
    """
    picture, scale = drawn(page, limits)
    # The picture lies as the page does; places are those of the page as its text reads.
    upright = np.ascontiguousarray(np.rot90(picture, -content.ink.turned))
    paper = whitened(upright, scale)
    _paint_over(content.ink.drawing, paper)
    ink = [b for b in blobs(paper, _INK) if b.height <= _HIGHEST * scale]
    ink.sort(key=lambda blob: blob.middle)
    usual = print_height(ink, scale)
    figures = dict(_figures(content, ink, paper, usual))
    _recognise(list(figures.values()), paper, usual)
    seen = {key: _seen(figure, usual) for key, figure in figures.items()}
    otherwise = sum(seen[key] not in (None, f.text) for key, f in figures.items())
    items = [
        located._replace(item=_with(n, located.item, seen))
        for n, located in enumerate(content.items)
    ]
    return SeenPage(replace(content, items=items), otherwise)


def _paint_over(drawing: Drawing, page: Page) -> None:
    """Leave nothing of the rulings, whose places are known."""

    def pixels(start: float, end: float) -> slice:
        return slice(max(0, round(start * page.scale)), max(0, round(end * page.scale)))

    for at, start, end in drawing.across:
        page.grey[pixels(at - _RULING, at + _RULING), pixels(start, end)] = 255
    for at, start, end in drawing.down:
        page.grey[pixels(start, end), pixels(at - _RULING, at + _RULING)] = 255


def _figures(
    content: PageContent, ink: Sequence[Blob], page: Page, usual: float
) -> Iterator[tuple[_Key, _Figure]]:
    for n, (_, item) in enumerate(content.items):
        if isinstance(item, PageTable):
            slots = {(slot.row, slot.column + 1): slot for slot in item.grid.slots}
            for r, row in enumerate(item.rows):
                for c, cell in enumerate(row):
                    slot = slots.get((r, cell.place.column or 0))
                    if slot is not None and (not cell.text.strip() or _has_figure(cell.text)):
                        inside = _inside(slot.box, ink, page.scale)
                        own = [b for b in inside if not _is_residue(b, slot.box, page.scale)]
                        yield (n, r, c), _Figure(cell.text, cell_print(slot, own, page, usual))
        else:
            for w, word in enumerate(item.words):
                if _has_figure(word.text):
                    printed = _word_print(item, w, ink, page, usual)
                    yield (n, 0, w), _Figure(word.text, printed)


def _has_figure(text: str) -> bool:
    plain = text.strip()
    if not plain or len(plain) > _LONGEST:
        return False
    return as_figure(plain) is not None or _RUN.search(_plain(plain)) is not None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _inside(box: Box, ink: Sequence[Blob], scale: float) -> list[Blob]:
    """The blobs whose middle lies in a box; `ink` is sorted by height."""
    left, top, right, bottom = (v * scale for v in box)
    first = bisect_left(ink, top, key=lambda blob: blob.middle)
    last = bisect_left(ink, bottom, key=lambda blob: blob.middle)
    return [blob for blob in ink[first:last] if left <= blob.centre < right]


def _is_residue(blob: Blob, box: Box, scale: float) -> bool:
    """Whether a blob is what a thick ruling leaves along a side of its cell."""
    left, top, right, bottom = (v * scale for v in box)
    near = _RESIDUE * scale
    return min(blob.width, blob.height) <= _RESIDUE_THICK * scale and (
        blob.right <= left + near
        or blob.left >= right - near
        or blob.bottom <= top + near
        or blob.top >= bottom - near
    )


def _word_print(
    line: PrintedLine, number: int, ink: Sequence[Blob], page: Page, usual: float
) -> CellPrint:
    """The print of a word outside a table; doubtful where other print stands too near."""
    word = line.words[number]
    _, top, _, bottom = line.box
    box = (word.left - _OVER * line.size, top, word.right + _OVER * line.size, bottom)
    slot = Slot(0, 0, 1, 1, drawn=False, box=box)
    around = (word.left - _NEAR * line.size, top, word.right + _NEAR * line.size, bottom)
    own = _inside(box, ink, page.scale)
    if len(_inside(around, ink, page.scale)) > len(own):
        return CellPrint(slot, doubtful=True)
    return cell_print(slot, own, page, usual)


def _recognise(figures: Sequence[_Figure], page: Page, usual: float) -> None:
    """Read the print of each figure; once more where it is not what the text says."""
    _read([(f.reads, line_picture(page, x, usual)[0]) for f in figures for x in f.printed.lines])
    _read(
        [
            (f.again, crop_again(page, line, usual))
            for f in figures
            if _shown(f, f.reads, usual) not in (None, f.text)
            for line in f.printed.lines
        ]
    )


def _read(wanted: Sequence[tuple[list[Characters], Pixels]]) -> None:
    for (kept, _), read in zip(wanted, read_lines([p for _, p in wanted]), strict=True):
        kept.append(read)


def _seen(figure: _Figure, usual: float) -> str | None:
    """The text as the picture shows it; None where that is not sure."""
    first = _shown(figure, figure.reads, usual)
    sure = first == figure.text or first == _shown(figure, figure.again, usual)
    return first if sure else None


def _shown(figure: _Figure, reads: Sequence[Characters], usual: float) -> str | None:
    """The text as one reading of its print has it; None where that is not sure."""
    lines = figure.printed.lines
    if figure.printed.doubtful or len(reads) != len(lines):
        return None
    if not lines:
        return "" if figure.text.strip() else figure.text
    text = as_figure(figure.text)
    if text is None and figure.text.strip():
        return _mixed(figure.text, reads)
    found = [figure_of(line, read, usual) for line, read in zip(lines, reads, strict=True)]
    figures = [f for f in found if f is not None]
    if len(figures) < len(found) or not all(
        sureness(line, read, f, usual) >= least_sure_figure()
        for line, read, f in zip(lines, reads, figures, strict=True)
    ):
        return None
    shown = "".join(figures)
    if text is not None and (shown == text or set(shown) == set(text) <= _STROKES):
        return figure.text
    if _digits(shown) == _digits(text or "") or {shown, text} == _ALIKE:
        # A point, a comma or a stroke more or less is too little to contradict.
        return None
    return "\n".join(figures) if "\n" in figure.text else shown


def _mixed(text: str, reads: Sequence[Characters]) -> str | None:
    """A figure among words, with the digits that were recognised."""
    sure = [s for read in reads for c, s in zip(read.text, read.sure, strict=True) if c.isdigit()]
    if min(sure, default=0.0) < least_sure_figure():
        return None
    plain = _plain(text)
    found = _RUN.findall(_plain("\n".join(read.text for read in reads)))
    wanted = _RUN.findall(plain)
    if len(found) != len(wanted):
        return None
    if found == wanted:
        return text
    shown = iter(found)
    return _RUN.sub(lambda _: next(shown), plain)


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _with(
    number: int, item: PrintedLine | PageTable, seen: Mapping[_Key, str | None]
) -> PrintedLine | PageTable:
    """An item of a page with its figures as they are seen."""
    if isinstance(item, PageTable):
        rows = [
            [_cell(cell, seen.get((number, r, c), cell.text)) for c, cell in enumerate(row)]
            for r, row in enumerate(item.rows)
        ]
        return replace(item, rows=rows)
    words = [
        word._replace(
            text=word.text if (text := seen.get((number, 0, w))) is None else text or LOST
        )
        for w, word in enumerate(item.words)
    ]
    return item._replace(words=words, text=" ".join(word.text for word in words))


def _cell(cell: Cell, seen: str | None) -> Cell:
    return cell._replace(confidence=0.0) if seen is None else cell._replace(text=seen)
