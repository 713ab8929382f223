"""Tables ruled level only: their rows lie between the rulings, their columns between the figures.

The sides that nobody drew are put where a reader sees them: where pieces of rulings end,
and in the corridors that no figure of any row enters. A cell whose text crosses such a
side is merged there. Where that is not certain, no grid is made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from statistics import median

from extract.readers.pdf_glyphs import Glyph
from extract.readers.pdf_grid import Grid, bundles, grid_of, loose_rulings
from extract.readers.pdf_lines import PrintedLine, Word, lines_of
from extract.readers.pdf_paths import Drawing, Ruling

FIGURE = re.compile(r"[+\-−]?[\d.．,，]*\d(?:[^\d\s.．、]{0,2}|[（(].*)")
_SIDE_BY_SIDE, _WIDEST_BUNDLE = 3.6, 7.0
_SAME_PLACE = 4.0
_CROSSES = 0.8
_SHORTEST_PIECE = 8.0
_MOST_SIDES = 60
_MOST_LINES = 8
# Share of the height of the page.
_FOOT = 0.88
# Shares of the font size.
_CORRIDOR, _LONG_CORRIDOR = 0.25, 0.1
_PITCH, _LOOSE = 2.6, 1.7
_UNEVEN = 0.6
_FARTHEST_IN_HEAD = 0.8
_ONE_COLUMN = 2.0
_REACH = 0.35
_ROOM_ABOVE = 0.8
_SAME_SIZE = 0.15
_LITTLE = 0.01

Span = tuple[float, float]
Letters = list[Span]


@dataclass(slots=True)
class Band:
    """What stands between two heights; `rulings` close it below."""

    top: float
    bottom: float
    rulings: list[Ruling] = field(default_factory=list)
    glyphs: list[Glyph] = field(default_factory=list)
    lines: list[PrintedLine] = field(default_factory=list)

    @property
    def words(self) -> list[Word]:
        """The words of all its lines."""
        return [word for line in self.lines for word in line.words]

    @property
    def has_figures(self) -> bool:
        """Whether a figure stands in it beside something else."""
        words = self.words
        left = min((word.left for word in words), default=0.0)
        return any(FIGURE.fullmatch(word.text) and word.left > left for word in words)

    def ruled_below(self, left: float, right: float) -> bool:
        """Whether a ruling closes it below all the way between two places."""
        return any(
            r.start <= left + _SAME_PLACE and right - _SAME_PLACE <= r.end for r in self.rulings
        )

    def crossed(self, x: float) -> bool:
        """Whether a character stands across a place."""
        return any(g.left + _CROSSES < x < g.right - _CROSSES for g in self.glyphs)

    def bridged(self, x: float) -> bool:
        """Whether a word goes over a place."""
        return any(w.left + _CROSSES < x < w.right - _CROSSES for w in self.words)


def level_grids(
    drawing: Drawing, glyphs: Sequence[Glyph], height: float, before: Sequence[float] = ()
) -> list[Grid]:
    """The grids of the tables of a page that only level rulings part into rows.

    `height` is the page's. `before` are the sides of the table with which the page before ends.
    """
    rulings = sorted(loose_rulings(drawing))
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
        for part in _parts([*bands, *(_cut_off(bands, glyphs, height) if is_last else ())]):
            grid = _grid(part, pieces, before)
            before = ()
            if grid is not None:
                found.append(grid)
    return found


def _bands(rulings: Sequence[Ruling], glyphs: Sequence[Glyph]) -> list[Band]:
    """The bands that end at each height with rulings, the first from the top of the page."""
    bands: list[Band] = []
    top = 0.0
    for bundle in bundles(sorted(rulings), _SIDE_BY_SIDE, _WIDEST_BUNDLE):
        at = sum(ruling.at for ruling in bundle) / len(bundle)
        bands.append(Band(top, at, [Ruling(at, r.start, r.end) for r in bundle]))
        top = at
    left = min(ruling.start for ruling in rulings)
    right = max(ruling.end for ruling in rulings)
    for glyph in glyphs:
        if left - glyph.size <= glyph.centre <= right + glyph.size:
            band = next((b for b in bands if glyph.middle < b.bottom), None)
            if band is not None:
                band.glyphs.append(glyph)
    for band in bands:
        band.lines = lines_of(band.glyphs)
    return bands


def _tables(bands: Sequence[Band]) -> Iterator[list[Band]]:
    """Bands that follow each other without other text between: the rows of one table."""
    rows: list[Band] = []
    pitch = _pitch(bands)
    for band in bands:
        if rows and (_text_before(rows[-1], band, pitch) or not _overlap(rows, band)):
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
        lines = [line for line in rows[0].lines if _middle(line) >= top]
        reaches = any(
            r.start < left + _SAME_PLACE or r.end > right - _SAME_PLACE for r in rows[0].rulings
        )
        if lines and reaches:
            break
        rows = rows[1:]
    if len(rows) > 1:
        glyphs = [g for g in rows[0].glyphs if g.middle >= top]
        yield [Band(top, rows[0].bottom, rows[0].rulings, glyphs, lines), *rows[1:]]


def _cut_off(bands: Sequence[Band], glyphs: Sequence[Glyph], height: float) -> list[Band]:
    """The row that the end of the page leaves without a ruling below, if there is one."""
    left = min(r.start for band in bands for r in band.rulings) - _SAME_PLACE
    right = max(r.end for band in bands for r in band.rulings) + _SAME_PLACE
    top = bands[-1].bottom
    rest = [g for g in glyphs if g.middle > top]
    lines = [
        line
        for line in lines_of(rest)
        if _middle(line) < height * _FOOT or len(line.words) > 1 or not _is_figure(line.words[0])
    ]
    if not 0 < len(lines) <= _MOST_LINES or not all(
        left <= line.box[0] and line.box[2] <= right for line in lines
    ):
        return []
    bottom = max(line.box[3] for line in lines)
    row = Band(top, bottom + 1.0, [], [g for g in rest if g.middle < bottom], lines)
    first = min((w.left for b in bands for w in b.words if _is_figure(w)), default=inf)
    return [row] if row.has_figures and max(w.left for w in row.words) >= first else []


def _text_before(above: Band, band: Band, pitch: float) -> bool:
    """Whether text stands between a row and the one above it, in no cell of either."""
    top = _row_top(band, pitch)
    size = max((line.size for line in band.lines), default=10.0)
    return top - band.top > _ROOM_ABOVE * size and any(
        _middle(x) < top and above.ruled_below(x.box[0], x.box[2]) for x in band.lines
    )


def _overlap(rows: Sequence[Band], band: Band) -> bool:
    left = min(r.start for row in rows for r in row.rulings)
    right = max(r.end for row in rows for r in row.rulings)
    own_left = min(r.start for r in band.rulings)
    own_right = max(r.end for r in band.rulings)
    return own_left < right - _SAME_PLACE and left + _SAME_PLACE < own_right


def _middle(line: PrintedLine) -> float:
    return (line.box[1] + line.box[3]) / 2


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
    spans = [(r.start - _SAME_PLACE, r.end + _SAME_PLACE) for r in band.rulings]
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


def _parts(bands: Sequence[Band]) -> Iterator[list[Band]]:
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
    first = _first_figure(part)
    if first == inf or band.has_figures or len(band.words) < 2:
        return False
    labels = [w.right for row in part if row.has_figures for w in row.words if w.left < first]
    return any(word.left > max(labels, default=first) - _SAME_PLACE for word in band.words)


def _grid(
    bands: Sequence[Band],
    pieces: Sequence[Ruling],
    before: Sequence[float],
    in_labels: Sequence[float] = (),
) -> Grid | None:
    left = min(r.start for band in bands for r in band.rulings)
    right = max(r.end for band in bands for r in band.rulings)
    top, bottom = bands[0].top, bands[-1].bottom
    ends = _ends([p for p in pieces if top < p.at < bottom + _SIDE_BY_SIDE], left, right)
    sides = _sides(bands, ends)
    sides = sorted({*sides, *in_labels})
    going_on = _goes_on(before, left, right, ends, bands)
    if going_on:
        sides = list(before[1:-1])
    if not going_on:
        bands = [_without_heading(bands[0], sides), *bands[1:]]
        top = bands[0].top
    if not sides or len(sides) > _MOST_SIDES or any(_crowded(band, sides) for band in bands):
        return None
    across = [r for band in bands for r in band.rulings]
    if not going_on:
        across.append(Ruling(top, left, right))
    down = [Ruling(left, top, bottom), Ruling(right, top, bottom)]
    figures = max((x for x in sides if x <= _first_figure(bands) + _CROSSES), default=left)
    for x in sides:
        known = any(abs(x - end) < _CROSSES for end in ends)
        for n, band in enumerate(bands):
            close = _parts_letters(bands, n, x, figures)
            whole = not known and any(_reaches_over(w, x) for w in band.words)
            # No blank cell stands between a label and its figures.
            whole |= band.has_figures and x < figures and not _has_label(band, x, figures)
            if not whole and not (band.crossed(x) if close else band.bridged(x)):
                down.append(Ruling(x, band.top, band.bottom))
    return grid_of(across, down)


def _has_label(band: Band, x: float, figures: float) -> bool:
    """Whether letters stand between a place and the figures of a row."""
    return any(x < g.centre < figures and not g.text.isspace() for g in band.glyphs)


def _reaches_over(word: Word, x: float) -> bool:
    """Whether a figure goes over a place: nobody can tell whether it is two."""
    return _is_figure(word) and word.left + _CROSSES < x < word.right - _CROSSES


def _parted_at(band: Band, x: float) -> bool:
    """Whether two words of a line stand on either side of a place."""
    return any(
        a.right <= x + _CROSSES and x - _CROSSES <= b.left
        for line in band.lines
        for a, b in pairwise(line.words)
    )


def _without_heading(band: Band, sides: Sequence[float]) -> Band:
    """The first row of a table without a line above it that goes over columns with own heads."""
    lines = sorted(band.lines, key=lambda line: line.box[1])
    while len(lines) > 1 and len(lines[0].words) == 1:
        word, rest = lines[0].words[0], [w for line in lines[1:] for w in line.words]
        over = [x for x in sides if word.left + _CROSSES < x < word.right - _CROSSES]
        cut = [
            x
            for x in over
            if not any(w.left + _CROSSES < x < w.right - _CROSSES for w in rest)
            and any(w.right < x + _CROSSES and word.left < w.right for w in rest)
            and any(w.left > x - _CROSSES for w in rest)
        ]
        if not cut or lines[1].box[1] < lines[0].box[3] - 0.3 * lines[0].size:
            break
        lines = lines[1:]
    if len(lines) == len(band.lines):
        return band
    top = lines[0].box[1] - 0.5
    glyphs = [g for g in band.glyphs if g.middle > top]
    return Band(top, band.bottom, band.rulings, glyphs, lines)


def _parts_letters(bands: Sequence[Band], n: int, x: float, figures: float) -> bool:
    """Whether letters right beside each other at a side belong to two cells.

    So it is between figures, in the heads right above them, and beside a cell that
    goes on above or below. Elsewhere they are one text in merged cells. `figures` is the
    side from which on figures stand.
    """
    band = bands[n]
    if band.has_figures:
        closed = band.ruled_below(x - _SAME_PLACE, x)
        open_above = n > 0 and not bands[n - 1].ruled_below(x - _SAME_PLACE, x)
        return x >= figures or open_above or not closed or _parted_at(band, x)
    if x < figures:
        return False
    for band, below in zip(bands[n:], bands[n + 1 :], strict=False):
        if band.ruled_below(x, x):
            return below.has_figures
    return True


def _goes_on(
    before: Sequence[float], left: float, right: float, ends: Sequence[float], bands: Sequence[Band]
) -> bool:
    """Whether these are further rows of the table of the page before."""
    if len(before) < 3 or abs(before[0] - left) + abs(before[-1] - right) > _SAME_PLACE:
        return False
    if not all(any(abs(x - end) < _SAME_PLACE for x in before) for end in ends):
        return False
    rows = [band for band in bands if band.has_figures]
    first = _areas([w for band in rows for w in band.words if FIGURE.fullmatch(w.text)])
    return bool(rows) and not any(a + _CROSSES < x < b - _CROSSES for x in before for a, b in first)


def _crowded(band: Band, sides: Sequence[float]) -> bool:
    """Whether two figures stand beside each other where no side parts them."""
    return any(
        FIGURE.fullmatch(a.text)
        and FIGURE.fullmatch(b.text)
        and not any(a.right - _CROSSES <= x <= b.left + _CROSSES for x in sides)
        for line in band.lines
        for a, b in pairwise(line.words)
    )


def _ends(pieces: Sequence[Ruling], left: float, right: float) -> list[float]:
    """Where pieces of rulings end: rulings are often drawn cell by cell."""
    inner = sorted(x for p in pieces for x in (p.start, p.end))
    inner = [x for x in inner if left + _SAME_PLACE < x < right - _SAME_PLACE]
    found: list[float] = []
    for x in inner:
        if not found or x - found[-1] > _SAME_PLACE:
            found.append(x)
    return found


def _sides(bands: Sequence[Band], ends: Sequence[float]) -> list[float]:
    """Where columns part: at ends of rulings, else in the corridors without ink."""
    columns, heads = _columns(bands, ends)
    if len(columns) < 2:
        return list(ends)
    choices = []
    for (_, a), (b, _) in pairwise(columns):
        known = [x for x in ends if a - _SAME_PLACE <= x <= b + _SAME_PLACE]
        choices.append(known or _places(heads, a, b))
    first = _first_figure(bands)
    inside = {x for x in ends if x < first - _SAME_PLACE}
    inside |= {x for x in ends for a, b in columns if a + _SAME_PLACE < x < b - _SAME_PLACE}
    return sorted({*inside, *_best(columns, heads, choices)})


def _first_figure(bands: Sequence[Band]) -> float:
    """Where the figures of a table begin from the left."""
    return min((w.left for b in bands if b.has_figures for w in b.words if _is_figure(w)), default=inf)


def _places(heads: Sequence[Letters], a: float, b: float) -> list[float]:
    """Where in a corridor a side may stand: where it goes through the fewest letters of heads."""
    letters = [letter for line in heads for letter in line]
    edges = sorted({a, b, *(x for letter in letters for x in letter if a < x < b)})
    places = [(a + b) / 2, *((x + y) / 2 for x, y in pairwise(edges)), *edges[1:-1]]
    through = {x: sum(l + _CROSSES < x < r - _CROSSES for l, r in letters) for x in places}
    fewest = min(through.values())
    return [x for x in dict.fromkeys(places) if through[x] == fewest]


def _best(
    columns: Sequence[Span], heads: Sequence[Letters], choices: Sequence[Sequence[float]]
) -> list[float]:
    """One of the choices for each side, so that heads stand over their figures.

    Heads and figures of a table are all flush left, all centred or all flush right.
    """
    found: list[tuple[float, list[float]]] = []
    for share in (0.5, 0.0, 1.0):
        ways: dict[float, tuple[float, list[float]]] = {-inf: (0.0, [])}
        for n, places in enumerate(choices):
            middle = (columns[n][1] + columns[n + 1][0]) / 2
            ways = {
                x: min(
                    (
                        cost
                        + _off(columns[n], heads, before, x, share)
                        + _LITTLE * abs(x - middle),
                        [*way, x],
                    )
                    for before, (cost, way) in ways.items()
                )
                for x in places
            }
        ends = [
            (cost + _off(columns[-1], heads, before, inf, share), way)
            for before, (cost, way) in ways.items()
        ]
        found.append(min(ends))
    return min(found, key=lambda way: way[0])[1]


def _off(column: Span, heads: Sequence[Letters], left: float, right: float, share: float) -> float:
    """How far the heads between two sides stand beside the figures of a column."""
    at = column[0] + share * (column[1] - column[0])
    total = 0.0
    for line in heads:
        own = [(a, b) for a, b in line if left < (a + b) / 2 < right]
        if own:
            a, b = own[0][0], own[-1][1]
            total += abs(a + share * (b - a) - at)
    return total


def _columns(
    bands: Sequence[Band], ends: Sequence[float]
) -> tuple[list[Span], list[Letters]]:
    """What the figures of each column cover, and the letters of the lines of heads above."""
    rows = [band for band in bands if band.has_figures]
    heads: Sequence[Band] = ()
    if rows:
        first = bands.index(rows[0])
        heads = bands[max(0, first - 1) : first]
    else:
        rows = [next((b for b in reversed(bands) if len(b.words) > 1), bands[-1])]
    size = min((line.size for row in rows for line in row.lines), default=10.0)
    narrowest = (_LONG_CORRIDOR if len(rows) > 2 else _CORRIDOR) * size
    words = [w for row in rows for w in row.words if _is_figure(w)]
    figures = figure_columns([(w.left, w.right) for w in words], narrowest)
    others = [_before(w, figures, row) for row in rows for w in row.words if not _is_figure(w)]
    first = figures[0][0] if figures else inf
    labels = _areas([_up_to(w, first, size) for w in others], narrowest)
    figures = _joined(figures, rows, heads, size)
    # Between labels and figures that they never reach no room is needed.
    columns = _areas([Word("", a, b) for a, b in (*figures, *labels)], -_CROSSES)
    for head in heads:
        for word in head.words:
            if _is_column_of_its_own(word, head, columns, ends):
                columns = sorted([*columns, (word.left, word.right)])
    return columns, [_letters(head.glyphs, line) for head in heads for line in head.lines]


def _is_figure(word: Word) -> bool:
    return bool(FIGURE.fullmatch(word.text))


def _up_to(word: Word, first: float, size: float) -> Word:
    """A label without the little that it reaches over where figures begin."""
    over = word.left < first < word.right < first + _REACH * size
    return word._replace(right=first) if over else word


def _before(word: Word, figures: Sequence[Span], row: Band) -> Word:
    """A word without a figure that stands so close behind it that they look like one."""
    for a, b in figures:
        if word.left < a < word.right <= b + _CROSSES:
            end = [g for g in row.glyphs if a - _CROSSES < g.left and g.right <= word.right]
            level = [g for g in end if g.text.strip() in word.text]
            if level and all(g.text.isdigit() for g in level):
                return word._replace(right=a)
    return word


def _is_column_of_its_own(
    word: Word, head: Band, columns: Sequence[Span], ends: Sequence[float]
) -> bool:
    """Whether a head stands over a column in which there are no figures."""
    if any(word.left < b and a < word.right for a, b in columns):
        return False
    before = max((b for _, b in columns if b <= word.left), default=-inf)
    after = min((a for a, _ in columns if a >= word.right), default=inf)
    if ends:
        parted = any(before <= x <= word.left + _SAME_PLACE for x in ends)
        return parted and (
            after == inf or any(word.right - _SAME_PLACE <= x <= after for x in ends)
        )
    return not any(
        -_FARTHEST_IN_HEAD * line.size < other.left - word.right < _FARTHEST_IN_HEAD * line.size
        or -_FARTHEST_IN_HEAD * line.size < word.left - other.right < _FARTHEST_IN_HEAD * line.size
        for line in head.lines
        if word in line.words
        for other in line.words
        if other is not word
    )


def _joined(
    areas: Sequence[Span], rows: Sequence[Band], heads: Sequence[Band], size: float
) -> list[Span]:
    """Figures that stand at several places of one column: never two in a row, below one head."""
    joined = list(areas[:1])
    for area in areas[1:]:
        both = joined[-1][0], area[1]
        near = area[0] - joined[-1][1] < _ONE_COLUMN * size
        over = [w for head in heads for w in head.words if w.left < both[1] and both[0] < w.right]
        parted = any(w.right <= area[0] for w in over) and any(w.left >= joined[-1][1] for w in over)
        if near and not parted and not any(_fills(row, joined[-1], area) for row in rows):
            joined[-1] = both
        else:
            joined.append(area)
    return joined


def _fills(row: Band, a: Span, b: Span) -> bool:
    """Whether figures stand at both places in a row."""
    figures = [w for w in row.words if _is_figure(w)]
    return all(any(w.left < right and left < w.right for w in figures) for left, right in (a, b))


def _letters(glyphs: Sequence[Glyph], line: PrintedLine) -> Letters:
    left, top, right, bottom = line.box
    return sorted(
        (g.left, g.right)
        for g in glyphs
        if top <= g.middle <= bottom and left <= g.centre <= right and not g.text.isspace()
    )


def figure_columns(spans: Sequence[Span], narrowest: float = 0.0) -> list[Span]:
    """What figures cover from side to side; one that reaches into two columns makes none."""
    columns: list[Span] = []
    for a, b in sorted(spans, key=lambda span: span[1] - span[0]):
        over = [c for c in columns if a < c[1] + narrowest and c[0] < b + narrowest]
        if len(over) > 1:
            continue
        for c in over:
            columns.remove(c)
        columns.append((min(a, *(c[0] for c in over), a), max(b, *(c[1] for c in over), b)))
    return sorted(columns)


def _areas(words: Sequence[Word], narrowest: float = 0.0) -> list[Span]:
    """What the words cover from side to side, parts that are not so far apart as one."""
    areas: list[Span] = []
    for word in sorted(words, key=lambda word: word.left):
        if areas and word.left < areas[-1][1] + narrowest:
            areas[-1] = areas[-1][0], max(areas[-1][1], word.right)
        else:
            areas.append((word.left, word.right))
    return areas
