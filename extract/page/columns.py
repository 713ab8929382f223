"""Where the columns of a table part whose sides nobody drew: in corridors between its figures."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise, takewhile
from math import inf

from extract.page.bands import (
    CROSSES,
    FIGURE,
    SAME_PLACE,
    Band,
    Span,
    covered,
    figure_columns,
    first_figure,
    is_figure,
)
from extract.page.blank_columns import Letters, blank_columns, head_parts, letters_on
from extract.page.cut import widened
from extract.page.lines import Word
from extract.page.one_column import one_column
from extract.page.pieces import UNIT, is_none, rests_of, with_numbers

# Shares of the font size.
_CORRIDOR, _LONG_CORRIDOR = 0.25, 0.1
_REACH = 0.35
_LITTLE = 0.01
_MOST_HEADS = 8
# Which share of their width cells have left of where they stand: centred, flush left, flush right.
_SHARES = (0.5, 0.0, 1.0)
_MOST_KEPT = 10_000


def sides_of(bands: Sequence[Band], ends: Sequence[float]) -> list[float]:
    """Where columns part: at ends of rulings, else in the corridors without ink."""
    columns, heads = _columns(bands, ends)
    if len(columns) < 2:
        return list(ends)
    choices = []
    for (_, a), (b, _) in pairwise(columns):
        # A ruling may be seen to end a little off; no side goes through figures for that.
        known = [min(max(x, a), b) for x in ends if a - SAME_PLACE <= x <= b + SAME_PLACE]
        choices.append(known or _places(heads, a, b))
    first = first_figure(bands)
    inside = {x for x in ends if x < first - SAME_PLACE}
    inside |= {x for x in ends for a, b in columns if a + SAME_PLACE < x < b - SAME_PLACE}
    return sorted({*inside, *_best(columns, heads, choices)})


def _places(heads: Sequence[Letters], a: float, b: float) -> list[float]:
    """Where in a corridor a side may stand: where it goes through the fewest letters of heads."""
    letters = [letter for line in heads for letter in line]
    edges = sorted({a, b, *(x for letter in letters for x in letter if a < x < b)})
    places = [(a + b) / 2, *((x + y) / 2 for x, y in pairwise(edges)), *edges]
    through = {x: sum(p + CROSSES < x < q - CROSSES for p, q in letters) for x in places}
    fewest = min(through.values())
    return [x for x in dict.fromkeys(places) if through[x] == fewest]


def _best(
    columns: Sequence[Span], heads: Sequence[Letters], choices: Sequence[Sequence[float]]
) -> list[float]:
    """One of the choices for each side, so that heads stand over their figures.

    Heads and figures of a table are all flush left, all centred or all flush right. What stands
    above labels may stand otherwise.
    """
    found: list[tuple[float, list[float]]] = []
    lines = [_Line(line) for line in heads]

    @lru_cache(maxsize=_MOST_KEPT)
    def heads_between(left: float, right: float) -> list[Span]:
        return [head for line in lines if (head := line.between(left, right)) is not None]

    for share in _SHARES:
        shares = _SHARES, (share,)
        ways: dict[float, tuple[float, list[float]]] = {-inf: (0.0, [])}
        for n, places in enumerate(choices):
            middle = (columns[n][1] + columns[n + 1][0]) / 2
            further = {}
            for x in places:
                aside = _LITTLE * abs(x - middle)
                least, way = min(
                    (cost + _off(columns[n], heads_between(before, x), shares[n > 0]) + aside, way)
                    for before, (cost, way) in ways.items()
                )
                further[x] = least, [*way, x]
            ways = further
        ends = [
            (cost + _off(columns[-1], heads_between(before, inf), (share,)), way)
            for before, (cost, way) in ways.items()
        ]
        found.append(min(ends))
    return min(found, key=lambda way: way[0])[1]


class _Line:
    """The letters of a line of heads by their middles."""

    def __init__(self, letters: Letters) -> None:
        self.letters = sorted(letters, key=lambda letter: letter[0] + letter[1])
        self.middles = [(a + b) / 2 for a, b in self.letters]

    def between(self, left: float, right: float) -> Span | None:
        """What its letters between two sides cover, if there are any."""
        first, end = bisect_right(self.middles, left), bisect_left(self.middles, right)
        return (self.letters[first][0], self.letters[end - 1][1]) if first < end else None


def _off(column: Span, heads: Sequence[Span], shares: Sequence[float]) -> float:
    """How far heads stand beside what is in a column, by the share that fits best."""
    left, right = column
    return min(
        sum(abs(a + share * (b - a) - left - share * (right - left)) for a, b in heads)
        for share in shares
    )


def _columns(bands: Sequence[Band], ends: Sequence[float]) -> tuple[list[Span], list[Letters]]:
    """What the figures of each column cover, and the letters of the lines of heads above."""
    rows = [band for band in bands if band.has_figures]
    heads: Sequence[Band] = ()
    if rows:
        heads = _heads_above(bands, bands.index(rows[0]))
    else:
        rows = [max(reversed(bands), key=lambda band: len(head_parts(band, ends)))]
    size = min((line.size for row in rows for line in row.lines), default=10.0)
    narrowest = min((_LONG_CORRIDOR if len(rows) > 2 else _CORRIDOR) * size, _told_apart(rows))
    if not any(row.has_figures for row in rows):
        # Of a page that ends with heads only these are known; lines of one are never beside others.
        narrowest = -CROSSES
    left = first_figure(rows) - CROSSES
    words = [w for row in rows for w in figures_of(row, left)]
    figures = widened(figure_columns([(w.left, w.right) for w in words], narrowest), words)
    blank = [band for band in bands if band.top > rows[0].top and not band.has_figures]
    beside = (
        [row for row in blank if all(w.right <= figures[0][0] for w in row.words)]
        if figures
        else []
    )
    labels = [
        (w, row) for row in (*rows, *beside) for line in row.lines for w in with_numbers(line)
    ]
    others = [
        _before(w, figures, row)
        for w, row in labels
        if w not in words and not _is_unit_below(w, figures)
    ]
    first = figures[0][0] if figures else inf
    labelled = covered([_up_to(w, first, size) for w in others], narrowest)
    figures = one_column(figures, rows, heads, size)
    # Between labels and figures that they never reach no room is needed.
    columns = covered([Word("", a, b) for a, b in (*figures, *labelled)], -CROSSES)
    if not figures:
        columns = head_parts(rows[0], ends)
    for head in heads:
        columns = sorted([*columns, *blank_columns(head, columns, ends)])
    return columns, [letters_on(head.glyphs, line) for head in heads for line in head.lines]


def _told_apart(rows: Sequence[Band]) -> float:
    """How near a figure stands at most behind one that its unit or its thousands part from it."""
    gaps = [
        b.left - a.right
        for row in rows
        for line in row.lines
        for a, b in pairwise(line.words)
        if is_figure(a) and is_figure(b) and ("," in a.text or not a.text[-1].isdigit())
    ]
    return min(gaps, default=inf) - _LITTLE


def figures_of(row: Band, left: float = inf) -> list[Word]:
    """The figures of a row, what stands for none from a place on, and the rests below figures."""
    rests = {piece.word for piece in rests_of(row.lines)}
    return [w for w in row.words if is_figure(w) or (is_none(w) and w.left >= left) or w in rests]


def _heads_above(bands: Sequence[Band], start: int) -> list[Band]:
    """The band with the heads right above the first row of figures, whose index is `start`.

    Blank rows, in which nothing stands behind the labels, may be between.
    """
    first = first_figure(bands)
    rows = [band for band in bands if band.has_figures]
    labels = [w.right for row in rows for w in row.words if w.right <= first + CROSSES]
    end = max(labels, default=-inf) + SAME_PLACE
    above = [band for band in reversed(bands[:start]) if any(w.right > end for w in band.words)]
    return [_with_tall_heads(above[0], above[1:], end)] if above else []


def _with_tall_heads(head: Band, above: Sequence[Band], labels: float) -> Band:
    """The lowest heads, with those right of the labels that stand above, and over none of them.

    One that stands alone in its row and is ruled below is the heading of the whole.
    """
    lines, glyphs = list(head.lines), list(head.glyphs)
    for band in takewhile(lambda band: not band.has_figures, above[:_MOST_HEADS]):
        below = [word for line in lines for word in line.words]
        alone = len(covered(band.words, -CROSSES)) == 1
        for line in band.lines:
            own = [
                w
                for w in line.words
                if w.left >= labels
                and not (alone and band.ruled_below(w.left, w.right))
                and not any(w.left < x.right and x.left < w.right for x in below)
            ]
            if own:
                lines.append(line._replace(words=own))
                glyphs += [
                    g for g in band.glyphs if any(w.left <= g.centre <= w.right for w in own)
                ]
    return replace(head, lines=lines, glyphs=list(dict.fromkeys(glyphs)))


def _up_to(word: Word, first: float, size: float) -> Word:
    """A label without the little that it reaches over where figures begin."""
    over = word.left < first < word.right < first + _REACH * size
    return word._replace(right=first) if over else word


def _is_unit_below(word: Word, figures: Sequence[Span]) -> bool:
    """Whether a word is a unit in a column of figures: the figure that it belongs to is above."""
    over = any(a < word.right and word.left < b for a, b in figures)
    return over and bool(UNIT.fullmatch(word.text))


def _before(word: Word, figures: Sequence[Span], row: Band) -> Word:
    """A word without a figure that stands so close behind it that they look like one."""
    for a, b in figures:
        if word.left < a < word.right <= b + CROSSES:
            end = [g for g in row.glyphs if a - CROSSES < g.left and g.right <= word.right]
            level = [g for g in end if g.text.strip() in word.text]
            if FIGURE.fullmatch("".join(g.text for g in sorted(level, key=lambda g: g.left))):
                return word._replace(right=a)
    return word


def label_sides(bands: Sequence[Band]) -> list[float]:
    """Where columns of labels part: in the gaps that labels side by side leave in all rows."""
    first = first_figure(bands)
    gaps: list[list[float]] = []
    top = min((band.top for band in bands if band.has_figures), default=inf)
    for band in bands:
        if band.top < top:
            continue
        labels = [w for line in band.lines for w in with_numbers(line)]
        parts = covered([w for w in labels if w.right <= first + CROSSES])
        for (_, a), (b, _) in pairwise(parts):
            gap = next((gap for gap in gaps if a < gap[1] and gap[0] < b), None)
            if gap is None:
                gaps.append([a, b])
            else:
                gap[0], gap[1] = max(a, gap[0]), min(b, gap[1])
    return sorted((a + b) / 2 for a, b in gaps)
