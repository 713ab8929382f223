"""Grids from rows whose columns nobody ruled: sides are put between the columns.

A cell whose text crosses such a side is merged there. Where that is not certain, no grid
is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf

from extract.page.bands import CROSSES, SAME_PLACE, Band, covered, first_figure, is_figure
from extract.page.columns import figures_of, label_sides, sides_of
from extract.page.cut import with_cut_figures
from extract.page.grid import Grid, grid_of
from extract.page.ink import Ruling
from extract.page.pieces import NUMBERING

_MOST_SIDES = 60


def grid_of_bands(
    bands: Sequence[Band],
    pieces: Sequence[Ruling],
    before: Sequence[float],
) -> Grid | None:
    """The grid of a table whose rows are `bands`; None when its columns are not certain.

    `pieces` are the rulings as they are drawn, `before` the sides of the table with which the
    page before ends.
    """
    left = min(r.start for band in bands for r in band.rulings)
    right = max(r.end for band in bands for r in band.rulings)
    bottom = bands[-1].bottom
    own = [p for p in pieces if bands[0].top < p.at < bottom + SAME_PLACE]
    bands, told = with_cut_figures(bands, [ends_below(band, own) for band in bands])
    ends = _ends(own, left, right)
    across = [r for band in bands for r in band.rulings]
    if _goes_on(before, left, right, ends, bands):
        drawn_before_figures = [x for x in ends if not _is_near(x, before)]
        sides = sorted([*before[1:-1], *drawn_before_figures])
        sides = sides if ends else _inherited(before[1:-1], bands)
    else:
        sides = sides_of(bands, ends)
        first = first_figure(bands)
        if not any(x < first - SAME_PLACE for x in ends):
            sides = sorted({*sides, *label_sides(bands)})
        # A column without figures has its rulings all the same.
        drawn_in_rows = _drawn_in_rows(bands, own, [x for x in ends if x > first])
        sides = sorted({*sides, *(x for x in drawn_in_rows if not _is_near(x, sides))})
        bands = [_without_heading(bands[0], sides), *bands[1:]]
        across.append(Ruling(bands[0].top, left, right))
    if not 0 < len(sides) <= _MOST_SIDES or any(_crowded(band, sides) for band in bands):
        return None
    top = bands[0].top
    down = [Ruling(left, top, bottom), Ruling(right, top, bottom)]
    figures = _end_of_labels(bands, sides)
    drawn = [ends_below(band, own) if band.rulings else ends for band in bands]
    for x in sides:
        down += [
            Ruling(x, band.top, band.bottom)
            for n, band in enumerate(bands)
            if _is_side(bands, n, x, figures, drawn=any(abs(x - e) < CROSSES for e in drawn[n]))
        ]
    grid = grid_of(across, down)
    return replace(grid, told=tuple(told)) if grid is not None and told else grid


def _inherited(before: Sequence[float], bands: Sequence[Band]) -> list[float]:
    """The sides of the page before from where figures begin; labels part as they do here."""
    first = first_figure(bands)
    end = max((w.right for b in bands for w in b.words if w.right <= first + CROSSES), default=-inf)
    labels = {x for x in (*sides_of(bands, ()), *label_sides(bands)) if x < end - CROSSES}
    figures = [x for x in before if x >= end - CROSSES]
    if end > -inf and not any(x <= first + CROSSES for x in figures):
        figures.append((end + first) / 2)
    return sorted({*labels, *figures})


def _end_of_labels(bands: Sequence[Band], sides: Sequence[float]) -> float:
    """The side from which on figures stand: the first behind all labels of their rows."""
    first = first_figure(bands)
    labels = [
        w.right
        for band in bands
        if band.has_figures
        for w in band.words
        if w.right <= first + SAME_PLACE and not is_figure(w)
    ]
    behind = max(labels, default=-inf) - SAME_PLACE
    before = [x for x in sides if x <= first + CROSSES]
    return next((x for x in before if x >= behind), max(before, default=sides[0]))


def _is_side(bands: Sequence[Band], n: int, x: float, figures: float, *, drawn: bool) -> bool:
    """Whether cells of a row part at a place; `drawn` says that the row's rulings end there.

    `figures` is the side from which on figures stand.
    """
    band = bands[n]
    if not drawn and any(w.left + CROSSES < x < w.right - CROSSES for w in band.figures):
        # Nobody can tell whether a figure that goes over a place is two.
        return False
    if band.has_figures and x < figures and not _has_label(band, x, figures):
        # No blank cell stands between a label and its figures.
        return False
    parted = _parts_letters(bands, n, x, figures) and not _parts_number(band, x)
    return not (band.crossed(x) if parted else band.bridged(x))


def _parts_letters(bands: Sequence[Band], n: int, x: float, figures: float) -> bool:
    """Whether letters right beside each other at a side belong to two cells.

    So it is between figures, in the heads right above them, and beside a cell that
    goes on above or below. Elsewhere they are one text in merged cells.
    """
    band = bands[n]
    if band.has_figures:
        before = x - 2 * SAME_PLACE
        closed = band.ruled_below(before, x)
        open_above = n > 0 and not bands[n - 1].ruled_below(before, x)
        return x >= figures or open_above or not closed or _parted_at(band, x, figures)
    if x < figures:
        return False
    for band, below in zip(bands[n:], bands[n + 1 :], strict=False):
        if band.ruled_below(x, x):
            return below.has_figures
    return True


def _parts_number(band: Band, x: float) -> bool:
    """Whether nothing but the number of a label stands before a place in a word, or part of it."""
    for line in band.lines:
        for word in line.words:
            number = NUMBERING.match(word.text)
            within = word.left + CROSSES < x < word.right - CROSSES
            if number is None or not within or is_figure(word):
                continue
            _, top, _, bottom = line.box
            letters = sorted(
                (g.left, g.text)
                for g in band.glyphs
                if top <= g.middle <= bottom and word.left - CROSSES < g.left < x - CROSSES
            )
            if number[0].startswith("".join(text for _, text in letters).strip()):
                return True
    return False


def _parted_at(band: Band, x: float, figures: float) -> bool:
    """Whether two words of a line, no figures, stand on either side of a place."""
    return any(
        a.right <= x + CROSSES and x - CROSSES <= b.left < figures
        for line in band.lines
        for a, b in pairwise(line.words)
    )


def _has_label(band: Band, x: float, figures: float) -> bool:
    """Whether letters stand between a place and the figures of a row."""
    return any(x < g.centre < figures and not g.text.isspace() for g in band.glyphs)


def _without_heading(band: Band, sides: Sequence[float]) -> Band:
    """The first row of a table without a line above it that goes over columns with own heads."""
    lines = sorted(band.lines, key=lambda line: line.box[1])
    while len(lines) > 1 and len(lines[0].words) == 1:
        word, rest = lines[0].words[0], [w for line in lines[1:] for w in line.words]
        over = [x for x in sides if word.left + CROSSES < x < word.right - CROSSES]
        cut = [
            x
            for x in over
            if not any(w.left + CROSSES < x < w.right - CROSSES for w in rest)
            and any(w.right < x + CROSSES and word.left < w.right for w in rest)
            and any(w.left > x - CROSSES for w in rest)
        ]
        if not cut or lines[1].box[1] < lines[0].box[3] - 0.3 * lines[0].size:
            break
        lines = lines[1:]
    if len(lines) == len(band.lines):
        return band
    top = lines[0].box[1] - 0.5
    glyphs = [g for g in band.glyphs if g.middle > top]
    return Band(top, band.bottom, band.rulings, glyphs, lines)


def _goes_on(
    before: Sequence[float], left: float, right: float, ends: Sequence[float], bands: Sequence[Band]
) -> bool:
    """Whether these are further rows of the table of the page before."""
    if len(before) < 3 or abs(before[0] - left) + abs(before[-1] - right) > SAME_PLACE:
        return False
    # Where the page before ends with heads, it does not show how labels part.
    first = first_figure(bands)
    if not all(end < first - SAME_PLACE or _is_near(end, before) for end in ends):
        return False
    if any(_crowded(band, before[1:-1]) for band in bands):
        return False
    rows = [band for band in bands if band.has_figures]
    if not rows:
        return False
    figures = covered([w for band in rows for w in figures_of(band)])
    heads = bands[: bands.index(rows[0])]
    over = [x for x in before if x > figures[0][0]]
    if any(head.crossed(x) for head in heads for x in over):
        return False
    return not any(a + CROSSES < x < b - CROSSES for x in before for a, b in figures)


def _crowded(band: Band, sides: Sequence[float]) -> bool:
    """Whether two figures stand beside each other where no side parts them."""
    return any(
        is_figure(a)
        and is_figure(b)
        and not any(a.right - CROSSES <= x <= b.left + CROSSES for x in sides)
        for line in band.lines
        for a, b in pairwise(line.words)
    )


def _drawn_in_rows(
    bands: Sequence[Band], pieces: Sequence[Ruling], ends: Sequence[float]
) -> list[float]:
    """The ends of rulings that most rows of figures have."""
    rows = [ends_below(band, pieces) for band in bands if band.has_figures and band.rulings]
    return [x for x in ends if 2 * sum(_is_near(x, row) for row in rows) > len(rows) > 1]


def _is_near(x: float, places: Sequence[float]) -> bool:
    return any(abs(x - place) < SAME_PLACE for place in places)


def ends_below(band: Band, pieces: Sequence[Ruling]) -> list[float]:
    """Where pieces of the rulings below a row end."""
    own = [p for p in pieces if abs(p.at - band.bottom) < SAME_PLACE]
    return sorted({x for p in own for x in (p.start, p.end)})


def _ends(pieces: Sequence[Ruling], left: float, right: float) -> list[float]:
    """Where pieces of rulings end: rulings are often drawn cell by cell."""
    inner = sorted(x for p in pieces for x in (p.start, p.end))
    inner = [x for x in inner if left + SAME_PLACE < x < right - SAME_PLACE]
    found: list[float] = []
    for x in inner:
        if not found or x - found[-1] > SAME_PLACE:
            found.append(x)
    return found
