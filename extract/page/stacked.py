"""Tables that stand right below each other, told apart by their columns and heads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf

from extract.page.bands import (
    CROSSES,
    SAME_PLACE,
    Band,
    figure_columns,
    first_figure,
    is_figure,
)
from extract.page.ink import Ruling
from extract.page.sides import ends_below

_FEWEST_ENDS = 6


def stacked(bands: Sequence[Band], pieces: Sequence[Ruling]) -> Iterator[list[Band]]:
    """The tables of which rows between level rulings are, that no text parts.

    `pieces` are the rulings as they are drawn.
    """
    for rows in _by_ends(bands, pieces):
        for part in _by_heads(rows):
            yield from _by_columns(part)


def _by_ends(bands: Sequence[Band], pieces: Sequence[Ruling]) -> Iterator[list[Band]]:
    """A table cut where the rulings of a row end in other places than those of all rows above."""
    part: list[Band] = []
    known: list[float] = []
    for band in bands:
        ends = ends_below(band, pieces)[1:-1]
        shared = sum(any(abs(x - y) < SAME_PLACE for y in known) for x in ends)
        if min(len(known), len(ends)) >= _FEWEST_ENDS and shared * 2 < len(ends):
            yield part
            part, known = [], []
        part.append(band)
        known += ends
    yield part


def _by_heads(bands: Sequence[Band]) -> Iterator[list[Band]]:
    """A table cut where heads of other columns follow its figures, with a caption above them."""
    part: list[Band] = []
    for n, band in enumerate(bands):
        below = bands[n + 1] if n + 1 < len(bands) else None
        caption = len(band.words) == 1 and below is not None and _are_heads(part, below)
        if caption or _are_heads(part, band):
            yield part
            part = []
        part.append(band)
    yield part


def _are_heads(part: Sequence[Band], band: Band) -> bool:
    """Whether words stand over the columns of figures, and no figure beside them."""
    first = first_figure(part)
    if first == inf or band.has_figures or len(band.words) < 2:
        return False
    labels = [w.right for row in part if row.has_figures for w in row.words if w.left < first]
    return any(word.left > max(labels, default=first) - SAME_PLACE for word in band.words)


def _by_columns(bands: Sequence[Band]) -> Iterator[list[Band]]:
    """A table cut where its figures begin to stand in other columns, at the only place for it.

    There a ruling goes all the way, and no two figures of one line stand in one column
    above or below.
    """
    cuts = [] if _has_columns(bands) else _cuts(bands)
    if len(cuts) == 1:
        yield list(bands[: cuts[0]])
        bands = bands[cuts[0] :]
    yield list(bands)


def _cuts(bands: Sequence[Band]) -> list[int]:
    """Before which bands a table may be cut so that both parts have columns."""
    left = min((r.start for band in bands for r in band.rulings), default=0.0)
    right = max((r.end for band in bands for r in band.rulings), default=0.0)
    above = next(n for n in range(1, len(bands) + 1) if not _has_columns(bands[:n]))
    cuts = [n for n in range(1, above) if bands[n - 1].ruled_below(left, right)]
    return [n for n in cuts if _has_columns(bands[n:])]


def _has_columns(bands: Sequence[Band]) -> bool:
    """Whether figures on one line always stand in different columns."""
    lines = [
        [(w.left, w.right) for w in line.words if is_figure(w)]
        for band in bands
        if band.has_figures
        for line in band.lines
    ]
    columns = figure_columns([span for spans in lines for span in spans], -CROSSES)
    return not any(
        sum(a < right - CROSSES and left + CROSSES < b for left, right in spans) > 1
        for spans in lines
        for a, b in columns
    )
