"""Tables without any ruling: rows whose labels stand level with their figures.

Figures stand in columns, and each label of one or more lines at the height of its figures:
its middle, its first or its last line, the same in all rows. Only one way to part the lines
into such rows may be left; where there are several, or none, no table is made of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from statistics import median
from typing import NamedTuple

from extract.readers.pdf_glyphs import Glyph
from extract.readers.pdf_grid import Grid
from extract.readers.pdf_levels import FIGURE, Band, Span, _areas, _grid, figure_columns
from extract.readers.pdf_lines import PrintedLine, Word, lines_of
from extract.readers.pdf_paths import Ruling

_NO_FIGURE = re.compile(r"[-—–－/]{1,4}|无|零|○|〇")
_UNIT = re.compile(r"件|条|个|次|篇|元|万|万元")
# Shares of the font size.
_COLUMN_GAP = 0.8
_CORRIDOR = 0.1
_FARTHEST = 5.0
_LEVEL = 0.12
_SAME_BASE = 0.1
# Points: how far a label reaches at most over where figures begin.
_OVER = 3.5
_DEAR, _MOST_LEFT_OUT = 3, 4
_OFF = 0.2
_PITCH = 2.6
_MOST_LEVELS, _LONGEST_ROW, _MOST_HEADS = 400, 24, 10


def _is_value(word: Word) -> bool:
    known = (FIGURE, _NO_FIGURE, _UNIT)
    return any(pattern.fullmatch(word.text) for pattern in known)


class Piece(NamedTuple):
    """A word with the height of its middle and its font size."""

    word: Word
    at: float
    size: float

    @property
    def is_value(self) -> bool:
        """Whether it is a figure, or what stands for none."""
        return _is_value(self.word)


@dataclass(slots=True)
class Run:
    """Lines of which those with figures stand in the same columns; `above` stand before them."""

    above: list[PrintedLine]
    lines: list[PrintedLine] = field(default_factory=list)
    first: float = inf
    areas: list[Span] = field(default_factory=list)


def unruled_grids(glyphs: Sequence[Glyph], before: Sequence[float] = ()) -> list[Grid]:
    """The grids of the tables of a page in which nothing is ruled."""
    upright = [g for g in glyphs if g.turn == 0]
    lines = _level_lines(upright)
    found = []
    for run in _runs(lines):
        grid = _grid_of(run, upright, before)
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
    lines = [line for level in levels for line in lines_of(level)]
    return sorted(lines, key=lambda line: (_middle(line), line.box[0]))


def _middle(line: PrintedLine) -> float:
    return (line.box[1] + line.box[3]) / 2


def _runs(lines: Sequence[PrintedLine]) -> Iterator[Run]:
    run: Run | None = None
    above: list[PrintedLine] = []
    for line in lines:
        values = _values(line)
        if run is not None and not _fits(run, line, values):
            yield run
            run, above = None, []
        if run is None:
            if not values:
                above.append(line)
                continue
            run = Run(above)
        run.lines.append(line)
        if values:
            run.first = min(run.first, *(w.left for w in values))
            run.areas = figure_columns([*run.areas, *((w.left, w.right) for w in values)])
    if run is not None:
        yield run


def _values(line: PrintedLine) -> list[Word]:
    """The figures of a line that stand apart from what is left of them."""
    found = []
    for n, word in enumerate(line.words):
        apart = n == 0 or word.left - line.words[n - 1].right > _COLUMN_GAP * line.size
        value = _is_value(word)
        if value and (apart or found):
            found.append(word)
        elif found and not value:
            return []
    return found if len(line.words) > 1 else []


def _fits(run: Run, line: PrintedLine, values: Sequence[Word]) -> bool:
    """Whether a line may belong to the rows of a run: its words are labels or in its columns."""
    last = run.lines[-1]
    if _middle(line) - _middle(last) > _FARTHEST * line.size:
        return False
    if values:
        others = [w for w in line.words if w not in values]
        return not any(w.right > run.first + _OVER and not w.text[-1].isdigit() for w in others)
    return all(
        w.right <= run.first + _OVER or w.text[-1].isdigit() or (_is_value(w) and len(line.words) == 1)
        for w in line.words
    )


def _grid_of(run: Run, glyphs: Sequence[Glyph], before: Sequence[float]) -> Grid | None:
    pieces = [
        Piece(part, _middle(line), line.size)
        for line in (*run.above[-_MOST_HEADS:], *run.lines)
        for word in line.words
        for part in _split(word, line, run.first, glyphs)
    ]
    first_value = _middle(run.lines[0])
    values = [p for p in pieces if p.is_value and p.word.left >= run.first - 1.0]
    values = [p for p in values if p.at >= first_value - 2 * p.size]
    labels = [p for p in pieces if p.word.right <= run.first + _OVER and p not in values]
    size = median(p.size for p in values)
    columns = figure_columns([(p.word.left, p.word.right) for p in values], _CORRIDOR * size)
    rows = _rows(values, labels, columns, size)
    if not rows or len(columns) + len(rows) < 3:
        return None
    return _assembled(run, rows, columns, glyphs, size, before)


def _split(word: Word, line: PrintedLine, first: float, glyphs: Sequence[Glyph]) -> list[Word]:
    """A label and the figure that stands right behind it in the first column of figures."""
    if _is_value(word) or word.right <= first + _OVER or not word.text[-1].isdigit():
        return [word]
    own = sorted(
        (g.left, g.text)
        for g in glyphs
        if abs(g.middle - _middle(line)) < 0.5 * line.size and word.left <= g.centre <= word.right
    )
    digits = len(word.text) - len(word.text.rstrip("0123456789０１２３４５６７８９.,"))
    if len(own) != len(word.text) or own[-digits][0] < first - 1.0:
        return [word]
    at = own[-digits][0]
    return [Word(word.text[:-digits], word.left, at), Word(word.text[-digits:], at, word.right)]


class Row(NamedTuple):
    """The pieces of one row: the figures, and all labels at its height."""

    values: tuple[Piece, ...]
    labels: tuple[Piece, ...]

    @property
    def top(self) -> float:
        return min(p.at for p in (*self.values, *self.labels))

    @property
    def bottom(self) -> float:
        return max(p.at for p in (*self.values, *self.labels))


def _rows(
    values: Sequence[Piece], labels: Sequence[Piece], columns: Sequence[Span], size: float
) -> list[Row]:
    """The only way to part figures and labels into rows; none when there is not just one."""
    if not labels or all(p.at > max(v.at for v in values) + size for p in labels):
        row = Row(tuple(values), ())
        return [row] if _height(row.values, columns, 0.5, size) is not None else []
    for share in (0.5, 0.0, 1.0):
        for offset in _offsets(values, labels, size):
            rows = _parted(values, labels, columns, size, share, offset)
            if rows:
                return rows
    return []


def _offsets(values: Sequence[Piece], labels: Sequence[Piece], size: float) -> list[float]:
    """How much lower than figures labels may stand, the most usual first."""
    steps: Counter[int] = Counter()
    for value in {v.at for v in values}:
        near = {round((p.at - value) / (_LEVEL * size)) for p in labels if abs(p.at - value) < size}
        steps.update(near)
    return [n * _LEVEL * size for n, _ in steps.most_common(4)]


def _height(
    values: Sequence[Piece], columns: Sequence[Span], share: float, size: float
) -> float | None:
    """The height that the figures of all columns have in common, None when there is none.

    A figure may go on below where its column is too narrow for one more digit.
    """
    heights, single = [], 0
    for a, b in columns:
        own = sorted(
            (p for p in values if p.word.left < b and a < p.word.right), key=lambda p: p.at
        )
        if not own:
            continue
        heights.append(own[0].at + share * (own[-1].at - own[0].at))
        single += own[-1].at - own[0].at < _LEVEL * size
        for upper, lower in pairwise(own):
            apart = lower.at - upper.at
            if apart < _LEVEL * size:
                continue
            digit = (lower.word.right - lower.word.left) / len(lower.word.text)
            if apart > _PITCH * size or upper.word.right - upper.word.left + digit <= b - a:
                return None
    if not single or max(heights) - min(heights) > 2 * _LEVEL * size:
        return None
    return median(heights)


def _leaf(labels: Sequence[Piece]) -> list[Piece]:
    """The pieces of the label next to the figures: those that overlap the last one from side to side."""
    last = max(labels, key=lambda p: p.word.right)
    left, own = last.word.left, [last]
    for piece in sorted(labels, key=lambda p: -p.word.right):
        if piece is not last and piece.word.right > left:
            own.append(piece)
            left = min(left, piece.word.left)
    return own


def _parted(
    values: Sequence[Piece],
    labels: Sequence[Piece],
    columns: Sequence[Span],
    size: float,
    share: float,
    offset: float,
) -> list[Row]:
    everything = sorted((*values, *labels), key=lambda p: p.at)
    levels: list[list[Piece]] = []
    for piece in everything:
        if levels and piece.at - levels[-1][0].at < _LEVEL * size:
            levels[-1].append(piece)
        else:
            levels.append([piece])
    if len(levels) > _MOST_LEVELS:
        return []
    is_value = set(map(id, values))
    count = len(levels)
    has_value = [any(id(p) in is_value for p in level) for level in levels]
    def band(i: int, j: int) -> bool | None:
        """Whether the levels from i to j are a row with figures; None when they are no row."""
        inside = [p for level in levels[i:j] for p in level]
        own = [p for p in inside if id(p) in is_value]
        words = [p for p in inside if id(p) not in is_value]
        if not words:
            return None
        heights = sorted(p.at for p in _leaf(words))
        if not _even(heights, size):
            return None
        if not own:
            return False
        at = _height(own, columns, share, size)
        label = heights[0] + share * (heights[-1] - heights[0])
        if at is None or abs(label - at - offset) > _OFF * size:
            return None
        return True

    cost: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(count):
        for j in range(i + 1, min(i + _LONGEST_ROW, count) + 1):
            found = band(i, j)
            if found is not None:
                cost[i, j] = (0, 1) if found else (-1, 0)
    # What the ends of a page cut off is left out.
    forward: list[tuple[int, int] | None] = [
        _left_out(sum(has_value[:i])) for i in range(count + 1)
    ]
    backward: list[tuple[int, int] | None] = [
        _left_out(sum(has_value[j:])) for j in range(count + 1)
    ]
    for j in range(count + 1):
        for i in range(max(0, j - _LONGEST_ROW), j):
            forward[j] = _better(forward[j], forward[i], cost.get((i, j)))
    for i in range(count - 1, -1, -1):
        for j in range(i + 1, min(i + _LONGEST_ROW, count) + 1):
            backward[i] = _better(backward[i], backward[j], cost.get((i, j)))
    best = max((f[0] + b[0], f[1] + b[1]) for f, b in zip(forward, backward, strict=True) if f and b) if any(f and b for f, b in zip(forward, backward, strict=True)) else (0, 0)
    if best[1] < 1:
        return []
    rows: list[Row] = []
    known: dict[Piece, Row] = {}
    for (i, j), (blank, figures) in sorted(cost.items()):
        f, b = forward[i], backward[j]
        if f is None or b is None or (f[0] + blank + b[0], f[1] + figures + b[1]) != best:
            continue
        inside = [p for level in levels[i:j] for p in level]
        row = Row(
            tuple(p for p in inside if id(p) in is_value),
            tuple(p for p in inside if id(p) not in is_value),
        )
        own = (*row.values, *_leaf(row.labels))
        others = [known[piece] for piece in own if piece in known]
        if not others:
            rows.append(row)
            known.update(dict.fromkeys(own, row))
        elif not all(_same(other, row) for other in others):
            return []
    return rows


def _left_out(levels: int) -> tuple[int, int] | None:
    """What it costs to leave out levels with figures at an end of a table."""
    return (-_DEAR * levels, 0) if levels <= _MOST_LEFT_OUT else None


def _better(
    known: tuple[int, int] | None, before: tuple[int, int] | None, cost: tuple[int, int] | None
) -> tuple[int, int] | None:
    if before is None or cost is None:
        return known
    way = before[0] + cost[0], before[1] + cost[1]
    return way if known is None or way > known else known


def _same(a: Row, b: Row) -> bool:
    """Whether two rows have the same figures and the same label next to them."""
    return set(a.values) == set(b.values) and set(_leaf(a.labels)) == set(_leaf(b.labels))


def _even(heights: Sequence[float], size: float) -> bool:
    """Whether lines follow each other as those of one cell do."""
    steps = [b - a for a, b in pairwise(heights) if b - a > _LEVEL * size]
    return not steps or (max(steps) < _PITCH * size and max(steps) < 1.2 * min(steps))


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
    heads = _head_borders(run, borders[0], columns, labels)
    for line in run.above:
        if heads and _middle(line) > heads[0]:
            left, right = min(left, line.box[0] - 1.0), max(right, line.box[2] + 1.0)
    tops = [*heads, *borders]
    bands = []
    for top, bottom in pairwise(tops):
        own = [g for g in glyphs if top <= g.middle < bottom and left <= g.centre <= right]
        ruling = Ruling(bottom, left, right)
        bands.append(Band(top, bottom, [ruling], own, _level_lines(own)))
    return _grid(bands, (), before, _label_sides(rows))


def _head_borders(
    run: Run, top: float, columns: Sequence[Span], labels: float
) -> list[float]:
    """Where the rows of heads above the first row of figures begin.

    No head of figures begins where there are labels, which end at `labels`.
    """
    heads: list[PrintedLine] = []
    below = top
    for line in reversed(run.above):
        at = _middle(line)
        if at > top:
            continue
        across = any(
            w.left < labels - 0.5 * line.size and w.right > columns[0][0] for w in line.words
        )
        if across or below - at > 3.0 * line.size or len(heads) == _MOST_HEADS:
            break
        heads.append(line)
        below = at
    while heads and not any(w.right > columns[0][0] for w in heads[-1].words):
        heads.pop()
    borders: list[float] = []
    leaf = True
    for n, line in enumerate(heads):
        bridging = any(_is_over_several(w, columns, heads[:n]) for w in line.words)
        if n and bridging and leaf:
            borders.append((_middle(line) + _middle(heads[n - 1])) / 2)
            leaf = False
        elif not leaf and _middle(heads[n - 1]) - _middle(line) > 0.5 * line.size:
            borders.append((_middle(line) + _middle(heads[n - 1])) / 2)
    if heads:
        borders.append(heads[-1].box[1] - 0.5)
    return borders[::-1]


def _is_over_several(
    word: Word, columns: Sequence[Span], below: Sequence[PrintedLine]
) -> bool:
    """Whether a head stands over several columns, or over several other heads."""
    if sum(word.left < b and a < word.right for a, b in columns) > 1:
        return True
    if any(
        sum(word.left < x.right and x.left < word.right for x in line.words) > 1 for line in below
    ):
        return True
    middles = [(b + a) / 2 for (_, b), (a, _) in pairwise(columns)]
    return sum(word.left < x < word.right for x in middles) > 1


def _label_sides(rows: Sequence[Row]) -> list[float]:
    """Where the columns of labels part: in the gaps that the labels of rows side by side leave."""
    gaps: list[list[float]] = []
    for row in rows:
        areas = _areas([p.word for p in row.labels])
        for (_, a), (b, _) in pairwise(areas):
            for gap in gaps:
                if a < gap[1] and gap[0] < b:
                    gap[0], gap[1] = max(a, gap[0]), min(b, gap[1])
                    break
            else:
                gaps.append([a, b])
    return sorted((a + b) / 2 for a, b in gaps)
