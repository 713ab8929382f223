"""Tables ruled level only: their rows lie between the rulings, their columns between the figures.

The sides that nobody drew are put where a reader sees them: where pieces of rulings end,
and in the corridors that no figure of any row enters.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf
from statistics import median

from extract.page.bands import CROSSES, SAME_PLACE, Band, is_figure, middle
from extract.page.grid import Grid
from extract.page.ink import Drawing, Glyph, Ruling
from extract.page.lines import PrintedLine, Word, lines_of
from extract.page.rulings import WholeRulings, bundles, whole_rulings
from extract.page.sides import grid_of_bands
from extract.page.stacked import stacked

_TOUCH = 3.0
_SIDE_BY_SIDE, _WIDEST_BUNDLE = 3.6, 7.0
_SHORTEST_PIECE = 5.0
_MOST_LINES = 8
# Share of the height of the page.
_FOOT = 0.88
# Shares of the font size.
_PITCH, _LOOSE = 2.6, 1.7
_UNEVEN = 0.6
_ROOM_ABOVE = 0.8
_SAME_SIZE = 0.15
_LARGER = 1.2


def level_grids(
    drawing: Drawing,
    glyphs: Sequence[Glyph],
    height: float,
    before: Sequence[float] = (),
    whole: WholeRulings | None = None,
) -> list[Grid]:
    """The grids of the tables of a page that only level rulings part into rows.

    `height` is the page's. `before` are the sides of the table with which the page before ends,
    `whole` the rulings put together, if they are known.
    """
    rulings = sorted(_loose_rulings(whole or whole_rulings(drawing)))
    if len(rulings) < 2:
        return []
    pieces = [
        piece
        for piece in drawing.across
        if piece.end - piece.start >= _SHORTEST_PIECE
        and any(abs(piece.at - r.at) < _SIDE_BY_SIDE for r in rulings)
    ]
    found = []
    for bands in _tables(_bands(rulings, glyphs)):
        if any(g.middle < bands[0].top and not g.text.isspace() for g in glyphs):
            before = ()
        is_last = bands[-1].bottom > rulings[-1].at - _SIDE_BY_SIDE
        rows = [*bands, *(_cut_off(bands, glyphs, height) if is_last else ())]
        for part in stacked(rows, pieces):
            grid = grid_of_bands(part, pieces, before)
            before = ()
            if grid is not None:
                found.append(grid)
    return found


def _loose_rulings(whole: WholeRulings) -> list[Ruling]:
    """The level rulings that no other ruling crosses or touches."""
    across, down = whole
    return [
        a
        for a in across
        if not any(
            d.start - _TOUCH <= a.at <= d.end + _TOUCH
            and a.start - _TOUCH <= d.at <= a.end + _TOUCH
            for d in down
        )
    ]


def _bands(rulings: Sequence[Ruling], glyphs: Sequence[Glyph]) -> list[Band]:
    """The bands that end at each height with rulings, the first from the top of the page."""
    closing = list(bundles(sorted(rulings), _SIDE_BY_SIDE, _WIDEST_BUNDLE))
    ends = [sum(ruling.at for ruling in bundle) / len(bundle) for bundle in closing]
    left = min(ruling.start for ruling in rulings)
    right = max(ruling.end for ruling in rulings)
    inside: list[list[Glyph]] = [[] for _ in (*ends, inf)]
    for glyph in glyphs:
        if left - glyph.size <= glyph.centre <= right + glyph.size:
            inside[bisect_right(ends, glyph.middle)].append(glyph)
    return [
        Band(top, end, [Ruling(end, r.start, r.end) for r in bundle], own, lines_of(own))
        for top, end, bundle, own in zip((0.0, *ends), ends, closing, inside, strict=False)
    ]


def _tables(bands: Sequence[Band]) -> Iterator[list[Band]]:
    """Bands that follow each other without other text between: the rows of one table."""
    rows: list[Band] = []
    pitch = _pitch(bands)
    for band in bands:
        ends = rows and _goes_through(rows) and _text_before(rows[-1], band, pitch)
        if rows and (ends or not _overlap(rows, band)):
            yield from _whole(rows, pitch)
            rows = []
        rows.append(band)
    yield from _whole(rows, pitch)


def _whole(rows: Sequence[Band], pitch: float) -> Iterator[list[Band]]:
    """The rows of a table without text above them, underlined or not."""
    left = min((r.start for row in rows for r in row.rulings), default=0.0)
    right = max((r.end for row in rows for r in row.rulings), default=0.0)
    while rows:
        top = _row_top(rows[0], pitch, first=True)
        lines = [line for line in rows[0].lines if middle(line) >= top]
        reaches = any(
            r.start < left + SAME_PLACE or r.end > right - SAME_PLACE for r in rows[0].rulings
        )
        if lines and reaches:
            break
        rows = rows[1:]
    if len(rows) > 1:
        glyphs = [g for g in rows[0].glyphs if g.middle >= top]
        yield [Band(top, rows[0].bottom, rows[0].rulings, glyphs, lines), *rows[1:]]


def _cut_off(bands: Sequence[Band], glyphs: Sequence[Glyph], height: float) -> list[Band]:
    """The row that the end of the page leaves without a ruling below, if there is one."""
    left = min(r.start for band in bands for r in band.rulings) - SAME_PLACE
    right = max(r.end for band in bands for r in band.rulings) + SAME_PLACE
    top = bands[-1].bottom
    rest = [g for g in glyphs if g.middle > top]
    lines = [
        line
        for line in lines_of(rest)
        if middle(line) < height * _FOOT or len(line.words) > 1 or not is_figure(line.words[0])
    ]
    largest = _LARGER * max((line.size for band in bands for line in band.lines), default=inf)
    if not 0 < len(lines) <= _MOST_LINES or not all(
        left <= line.box[0] and line.box[2] <= right and line.size <= largest for line in lines
    ):
        return []
    bottom = max(line.box[3] for line in lines)
    row = Band(top, bottom + 1.0, [], [g for g in rest if g.middle < bottom], lines)
    first = min((w.left for b in bands for w in b.figures), default=inf)
    return [row] if row.has_figures and max(w.left for w in row.words) >= first else []


def _text_before(above: Band, band: Band, pitch: float) -> bool:
    """Whether text stands between a row and the one above it, in no cell of either."""
    top = _row_top(band, pitch)
    size = max((line.size for line in band.lines), default=10.0)
    if top - band.top <= _ROOM_ABOVE * size:
        return False
    higher = [x for x in band.lines if middle(x) < top]
    return any(
        above.ruled_below(x.box[0], x.box[2]) and not _is_in_columns(x, higher, band)
        for x in higher
    )


def _is_in_columns(line: PrintedLine, higher: Sequence[PrintedLine], band: Band) -> bool:
    """Whether a line of a row is of cells that go on below it, or stands beside such lines."""
    return _goes_on_below(line, band) or any(
        middle(x) < middle(line) and x.box[0] < line.box[0] and _goes_on_below(x, band)
        for x in higher
    )


def _goes_on_below(line: PrintedLine, band: Band) -> bool:
    """Whether several words are each above another one of the row, all aligned in one way."""
    below = [w for x in band.lines if middle(x) > middle(line) for w in x.words]
    if len(line.words) < 2 or any(map(is_figure, line.words)):
        return False
    return any(
        all(any(abs(_at(a, share) - _at(b, share)) < CROSSES for b in below) for a in line.words)
        for share in (0.0, 0.5, 1.0)
    )


def _at(word: Word, share: float) -> float:
    return word.left + share * (word.right - word.left)


def _goes_through(rows: Sequence[Band]) -> bool:
    """Whether the rulings below the last row go from side to side: no cell goes on below it."""
    left = min(r.start for row in rows for r in row.rulings)
    right = max(r.end for row in rows for r in row.rulings)
    last = rows[-1].rulings
    return (
        min(r.start for r in last) <= left + SAME_PLACE
        and max(r.end for r in last) >= right - SAME_PLACE
    )


def _overlap(rows: Sequence[Band], band: Band) -> bool:
    left = min(r.start for row in rows for r in row.rulings)
    right = max(r.end for row in rows for r in row.rulings)
    own_left = min(r.start for r in band.rulings)
    own_right = max(r.end for r in band.rulings)
    return own_left < right - SAME_PLACE and left + SAME_PLACE < own_right


def _row_top(band: Band, pitch: float, *, first: bool = False) -> float:
    """Where the row above a ruling begins: as far above its highest cell as it ends below.

    Only cells that the ruling closes tell: others go on below it. `pitch` is how far apart
    the lines of one cell are in other rows, if known. Above a `first` row there may be text.
    """
    chain = _lowest_cell(band)
    if not chain:
        return band.top
    size = chain[0][2]
    room = band.bottom - chain[0][0]
    if not first and any(top - band.top < room + _UNEVEN * size for _, top, _ in chain):
        return band.top
    farthest = 1.2 * pitch if pitch else _LOOSE * size
    top = chain[0][1]
    for (below, _, _), (base, higher, _) in pairwise(chain):
        if below - base > farthest:
            break
        top = higher
    return max(band.top, top - room - 0.3 * size)


def _lowest_cell(band: Band) -> list[tuple[float, float, float]]:
    """Bottom, top and size of the lines of the cell that reaches lowest, from below.

    Lines of other text above it may be among them.
    """
    spans = [(r.start - SAME_PLACE, r.end + SAME_PLACE) for r in band.rulings]
    words = [
        (line.box[3], line.box[1], line.size, word)
        for line in band.lines
        for word in line.words
        if any(a <= word.left and word.right <= b for a, b in spans)
    ]
    words.sort(key=lambda item: -item[0])
    chain: list[tuple[float, float, float]] = []
    left = right = 0.0
    for bottom, top, size, word in words:
        if chain:
            base, _, usual = chain[-1]
            beside = word.left >= right or left >= word.right
            if beside or abs(size - usual) > _SAME_SIZE * usual or bottom > base - 0.3 * usual:
                continue
            if base - bottom > _PITCH * usual:
                break
        chain.append((bottom, top, size))
        left = min(left, word.left) if right else word.left
        right = max(right, word.right)
    return chain


def _pitch(bands: Sequence[Band]) -> float:
    """How far apart the lines of a cell are in rows that no other text stands above."""
    found = []
    for band in bands:
        chain = _lowest_cell(band)
        if len(chain) > 1 and chain[-1][1] - band.top < 1.2 * chain[0][2]:
            found += [a[0] - b[0] for a, b in pairwise(chain)]
    return median(found) if found else 0.0
