"""Tables without any ruling: figures in columns, and labels at their height."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from math import inf
from statistics import median

from extract.page.bands import SAME_PLACE, Band, Span, figure_columns, middle
from extract.page.cut import parts_of
from extract.page.grid import Grid
from extract.page.heads import head_borders, letters_of
from extract.page.ink import Glyph, Ruling
from extract.page.lines import PrintedLine, Word, is_page_mark, lines_of
from extract.page.moved import columns_of, levelled
from extract.page.near import with_near_joined
from extract.page.outer import with_last_row
from extract.page.pieces import (
    Piece,
    Row,
    figure_at_end,
    is_pointed,
    is_value,
    leaf,
    rests_of,
    single_units,
    with_numbers,
)
from extract.page.rows import rows_of
from extract.page.sides import grid_of_bands

# A group's number may stand beside a line of a label, and not before it.
_NUMBER = re.compile(r"\d{1,2}[.．、]")
_NUMBER_WITHIN = re.compile(r"(?<=[\u4e00-\u9fff])\d{1,2}[.．、](?=[\u4e00-\u9fff])")
# Shares of the font size.
_COLUMN_GAP = 0.8
_CORRIDOR = 0.1
_FARTHEST = 5.0
_SAME_BASE = 0.1
_MOST_ABOVE = 40
# The fewest rows and columns of figures together.
_FEWEST = 3
# Points: how far a label reaches at most over where figures begin.
_OVER = 3.5


@dataclass(slots=True)
class Run:
    """Lines of which those with figures stand in the same columns; `above` stand before them.

    `rests` are the pieces of the page with which remarks on figures go on below; see `rests_of`.
    """

    above: list[PrintedLine]
    rests: Mapping[Piece, Piece]
    lines: list[PrintedLine] = field(default_factory=list)
    first: float = inf
    areas: list[Span] = field(default_factory=list)


def unruled_grids(
    glyphs: Sequence[Glyph],
    drawn: Sequence[Ruling] = (),
    before: Sequence[float] = (),
    *,
    single: bool = False,
) -> list[Grid]:
    """The grids of the tables of a page in which nothing is ruled.

    The level rulings `drawn` on the page go through no row of them. `before` are the sides of
    the table in which the page before ends: one that begins the page goes on in its columns.
    A `single` figure with its label and heads is a table too, if that is asked for.
    """
    upright = [g for g in glyphs if g.turn == 0]
    lines = _level_lines(upright)
    found: list[Grid] = []
    for run in _runs(lines):
        grid = _grid_of(run, upright, drawn, before, single)
        before = ()
        if grid is not None:
            found.append(grid)
    return found


def _level_lines(glyphs: Sequence[Glyph]) -> list[PrintedLine]:
    """Lines of characters on just the same height: cells side by side may differ by little."""
    levels: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: g.bottom):
        if levels and glyph.bottom - levels[-1][0].bottom < _SAME_BASE * glyph.size:
            levels[-1].append(glyph)
        else:
            levels.append([glyph])
    lines = [_parted(line, level) for level in levels for line in lines_of(level)]
    return sorted(lines, key=lambda line: (middle(line), line.box[0]))


def _parted(line: PrintedLine, glyphs: Sequence[Glyph]) -> PrintedLine:
    """The line with numbers beside their labels, and words parted that touch.

    So do units below figures, and a group's name and the label with a number beside it.
    """
    words = [
        part
        for word in with_numbers(line, _NUMBER)
        for piece in single_units(word, line.size)
        for name in _before_number(piece, line, glyphs)
        for part in _counts(name, line, glyphs)
    ]
    return line._replace(words=words)


def _before_number(word: Word, line: PrintedLine, glyphs: Sequence[Glyph]) -> list[Word]:
    """A group's name, and the label with a number that touches it; else the word."""
    found = _NUMBER_WITHIN.search(word.text)
    own = letters_of(word, line, glyphs) if found else []
    if not found or not own:
        return [word]
    left, at = word.text[: found.start()], own[found.start()].left
    return [Word(left, word.left, at), Word(word.text[found.start() :], at, word.right)]


def _counts(word: Word, line: PrintedLine, glyphs: Sequence[Glyph]) -> list[Word]:
    """The figures of a word told apart by their units or marks of thousands; else the word."""
    texts = [] if is_value(word) and "," not in word.text else parts_of(word.text)
    own = letters_of(word, line, glyphs) if len(texts) > 1 else []
    if not own:
        return [word]
    ends = [*accumulate(map(len, texts), initial=0)]
    parts = [own[a:b] for a, b in pairwise(ends)]
    return [Word(t, x[0].left, x[-1].right) for t, x in zip(texts, parts, strict=True)]


def _runs(lines: Sequence[PrintedLine]) -> Iterator[Run]:
    run: Run | None = None
    above: list[PrintedLine] = []
    rests = rests_of(lines)
    for line in lines:
        values = _values(line, rests)
        if run is not None and not _fits(run, line, values):
            yield run
            run, above = None, []
        if run is None:
            if not values:
                above.append(line)
                continue
            run = Run(above, rests)
        run.lines.append(line)
        values = values or _wider(run, line)
        if values:
            run.first = min(run.first, *(w.left for w in values))
            run.areas = figure_columns([*run.areas, *((w.left, w.right) for w in values)])
    if run is not None:
        yield run


def _piece(word: Word, line: PrintedLine) -> Piece:
    return Piece(word, middle(line), line.size)


def _values(line: PrintedLine, rests: Mapping[Piece, Piece]) -> list[Word]:
    """The figures of a line that stand apart from what is left of them."""
    if is_page_mark(line):
        return []
    found: list[Word] = []
    for n, word in enumerate(line.words):
        apart = n == 0 or word.left - line.words[n - 1].right > _COLUMN_GAP * line.size
        value = is_value(word) or _piece(word, line) in rests
        if value and (apart or found):
            found.append(word)
        elif found and not value:
            return []
    return found if len(line.words) > 1 and not all(_piece(w, line) in rests for w in found) else []


def _wider(run: Run, line: PrintedLine) -> list[Word]:
    """A figure that stands alone on its line, over the first figures and wider than these."""
    return [w for w in line.words if is_value(w) and w.left < run.first < w.right]


def _fits(run: Run, line: PrintedLine, values: Sequence[Word]) -> bool:
    """Whether a line may belong to the rows of a run: its words are labels or in its columns."""
    last = run.lines[-1]
    if middle(line) - middle(last) > _FARTHEST * line.size:
        return False
    if values:
        others = [w for w in line.words if w not in values]
        return all(w.right <= run.first + _OVER or is_value(w) or figure_at_end(w) for w in others)
    return all(
        w.right <= run.first + _OVER
        or figure_at_end(w)
        or (is_value(w) and len(line.words) == 1)
        or _piece(w, line) in run.rests
        for w in line.words
    )


def _grid_of(
    run: Run,
    glyphs: Sequence[Glyph],
    drawn: Sequence[Ruling],
    before: Sequence[float],
    single: bool,
) -> Grid | None:
    above = _rows_above(run)
    before = before if len(above) == len(run.above) else ()
    run.first = min(run.first, *(w.left for line in above for w in _wider(run, line)), inf)
    pieces = [
        _piece(part, line)
        for line in (*above, *run.lines)
        for word in line.words
        for part in _split(word, line, run.first, glyphs)
    ]
    values = [
        p
        for p in pieces
        if ((p.is_value or is_pointed(p.word)) and p.word.left >= run.first - 1.0) or p in run.rests
    ]
    labels = [p for p in pieces if p.word.right <= run.first + _OVER and p not in values]
    size = median(p.size for p in values)
    columns = columns_of(values, _CORRIDOR * size, size)
    moved = levelled(values, labels, columns, size)
    off = {*moved.values()}
    level = [*moved, *(p for p in values if p not in off)]
    rows = [
        row._replace(values=tuple(moved.get(p, p) for p in row.values))
        for row in rows_of(level, labels, columns, size, run.rests)
    ]
    rows = with_near_joined(rows, columns, size)
    rows = with_last_row(rows, values, labels, columns, size)
    fewest = _FEWEST - single
    if not rows or len(columns) + len(rows) < fewest or any(_is_cut(row, drawn) for row in rows):
        return None
    return _assembled(run, rows, columns, glyphs, size, before)


def _is_cut(row: Row, drawn: Sequence[Ruling]) -> bool:
    """Whether a ruling goes between lines of the figures of a row or of their label."""
    heights = [p.at for p in (*row.values, *(leaf(row.labels) if row.labels else ()))]
    return any(min(heights) < ruling.at < max(heights) for ruling in drawn)


def _rows_above(run: Run) -> list[PrintedLine]:
    """The lines right above a run that may belong to its rows: labels, and figures alone."""
    found: list[PrintedLine] = []
    below = run.lines[0]
    for line in reversed(run.above[-_MOST_ABOVE:]):
        if middle(below) - middle(line) > _FARTHEST * line.size or not _fits(run, line, []):
            break
        found.append(line)
        below = line
    return found[::-1]


def _split(word: Word, line: PrintedLine, first: float, glyphs: Sequence[Glyph]) -> list[Word]:
    """A label and the figure that stands right behind it in the first column of figures."""
    digits = figure_at_end(word)
    if is_value(word) or is_pointed(word) or word.right <= first + _OVER or not digits:
        return [word]
    own = letters_of(word, line, glyphs)
    if not own or own[-digits].left < first - 1.0:
        return [word]
    at = own[-digits].left
    return [Word(word.text[:-digits], word.left, at), Word(word.text[-digits:], at, word.right)]


def _assembled(
    run: Run,
    rows: Sequence[Row],
    columns: Sequence[Span],
    glyphs: Sequence[Glyph],
    size: float,
    before: Sequence[float],
) -> Grid | None:
    left = min(p.word.left for row in rows for p in (*row.values, *row.labels)) - 1.0
    right = max(p.word.right for row in rows for p in row.values) + 1.0
    borders = [rows[0].top - 0.7 * size]
    for a, b in pairwise(rows):
        borders.append((a.bottom + b.top) / 2)
    borders.append(rows[-1].bottom + 0.7 * size)
    labels = max((p.word.right for row in rows for p in row.labels), default=-inf)
    figures = [[p.word for p in row.values if p.is_value] for row in rows]
    heads = head_borders(run.above, borders[0], columns, figures, labels, glyphs)
    if len(columns) + len(rows) < _FEWEST and not heads:
        return None
    for line in run.above:
        if heads and middle(line) > heads[0]:
            left, right = min(left, line.box[0] - 1.0), max(right, line.box[2] + 1.0)
    if before and before[0] < left + SAME_PLACE and right < before[-1] + SAME_PLACE:
        left, right = min(left, before[0]), max(right, before[-1])
    tops = [*heads, *borders]
    bands = []
    for top, bottom in pairwise(tops):
        own = [g for g in glyphs if top <= g.middle < bottom and left <= g.centre <= right]
        ruling = Ruling(bottom, left, right)
        bands.append(Band(top, bottom, [ruling], own, _level_lines(own)))
    return grid_of_bands(bands, (), before)
