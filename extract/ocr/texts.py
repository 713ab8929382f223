"""The lines of a page picture that are recognised, in cells or not, and figures once more."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from extract.ocr import cells as cell_print
from extract.ocr import figures
from extract.ocr.cells import CellPrint
from extract.ocr.engine import Characters, read_lines
from extract.ocr.level import lines_or_words
from extract.ocr.lines import Blob, Line
from extract.ocr.pixels import Page, Pixels
from extract.ocr.rulings import Ruled
from extract.ocr.strokes import told
from extract.ocr.words import words_between

# Shares of the height of a character: what is smaller is no print.
_FLAT, _SMALLEST = 0.1, 0.25


@dataclass(slots=True)
class Text:
    """A line to be read, in a cell or not; figures `farthest` apart, in pixels, are two.

    `wide` is how far digits of the page stand apart where they are wide ones, and `reach` how
    far those of this line may, as shares of their height.
    """

    line: Line
    cell: CellPrint | None
    picture: Pixels
    pad: int
    farthest: float = math.inf
    wide: float = 0.0
    reach: float = 0.0
    read: Characters = field(default_factory=lambda: Characters("", (), ()))


def cell_texts(
    printed: Iterable[CellPrint], page: Page, usual: float, step: float = math.inf
) -> list[Text]:
    """The lines of cells; digits further apart than `step` of their height are two figures."""
    return [
        Text(line, cell, *cell_print.line_picture(page, line, usual), step * line.box.height)
        for cell in printed
        for line in cell.lines
    ]


def word_texts(outside: Sequence[Blob], found: Ruled, usual: float) -> list[Text]:
    """The words outside the cells of grids, where tables ruled level may be."""
    parts = words_between(solid(outside, usual), found.loose, usual, found.page.scale)
    return _outside_texts(parts, found.page, usual)


def line_texts(outside: Sequence[Blob], found: Ruled, usual: float) -> list[Text]:
    """The lines outside the cells of grids."""
    parts = lines_or_words(solid(outside, usual), usual, found.page.scale)
    return _outside_texts(parts, found.page, usual)


def solid(outside: Sequence[Blob], usual: float) -> list[Blob]:
    """Print without what is too low to be any."""
    return [b for b in outside if b.height >= _FLAT * usual]


def _outside_texts(parts: Iterable[Line], page: Page, usual: float) -> list[Text]:
    """The lines as texts, but for those of specks alone, however far apart these are."""
    return [
        Text(part, None, *cell_print.line_picture(page, part, usual))
        for part in parts
        if any(max(b.width, b.height) >= _SMALLEST * usual for b in part.blobs)
    ]


def recognise(
    texts: Sequence[Text], page: Page, known: Mapping[tuple[Blob, ...], Characters]
) -> None:
    """Recognise texts, but for those whose print is `known`."""
    new = [t for t in texts if t.line.blobs not in known]
    for text, read in zip(new, read_lines([t.picture for t in new]), strict=True):
        text.read = told(page, text.line, read)
    for text in texts:
        text.read = known.get(text.line.blobs, text.read)


def measure_digits(texts: Sequence[Text], before: Sequence[float], scale: float) -> list[float]:
    """Find out whether the digits in the cells of a page are wide ones.

    Given, and given back for the next page, is how far digits of pages stand apart. A line that
    another follows may be stretched, and shows nothing of that.
    """
    digits = [
        t.line
        for t in texts
        if t.cell and t.line == t.cell.lines[-1] and "".join(t.read.text.split()).isdigit()
    ]
    steps = [*before, *figures.steps_of(digits)]
    wide = figures.wide_step(steps)
    for text in texts:
        text.wide = text.reach = wide
        if wide and text.cell and text.line in text.cell.lines[:-1]:
            left, _, right, _ = text.cell.slot.box
            text.reach = figures.stretched_step(text.line, wide, (right - left) * scale)
    return steps


def figure_of(text: Text, usual: float) -> str | None:
    """The figure or dash that a text is; None for words."""
    return figures.figure_of(text.line, text.read, usual)


def read_again(texts: Sequence[Text], page: Page, usual: float) -> dict[int, Characters]:
    """The lines in cells that are figures, read once more, by their number."""
    numbers = [n for n, t in enumerate(texts) if t.cell and figure_of(t, usual)]
    pictures = [cell_print.crop_again(page, texts[n].line, usual) for n in numbers]
    reads = zip(numbers, read_lines(pictures), strict=True)
    return {n: told(page, texts[n].line, read) for n, read in reads}
