"""What a recognised table holds where its letters were not told: a figure, or a label.

A ruling may hide the edge of a digit: such a cell is no label, and costs no other. A label of
which nothing was told is no figure. In either case the other cells of the column tell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from extract.document import LOST
from transform.codebook import codebook
from transform.recognise.strips import TEXT, VALUE, Item, Strip

# Dust and rulings beside a digit are letters, points and accents to recognition.
_NO_WORD = re.compile(r"[^\u3400-\u9fff]{1,20}|[\u4e00-\u9fff]")
# In how many rows, and in what part of those that say something there, a column has figures.
_FEWEST, _MOST = 3, 0.7

_Column = tuple[int | None, int | None]


def mark_unread(strips: Iterable[Strip]) -> Iterator[Strip]:
    """The strips, with cells that were not told as lost figures, or as labels, as their columns.

    In a row without figures letters are those of a head that a page's end tears.
    """
    every = list(strips)
    figured, worded = _columns(every)
    for strip in every:
        if strip.table is None or not any(x.seen for x in strip.items):
            yield strip
            continue
        between = _between(strip.items)
        has_figures = any(x.kind == VALUE and not _is_lost(x) for x in strip.items)
        items = []
        for n, item in enumerate(strip.items):
            column = _column(strip, item)
            if has_figures and _is_unread(item) and (n in between or column in figured):
                item = item._replace(kind=VALUE, raw=LOST)
            elif _is_lost(item) and column in worded:
                item = item._replace(kind=TEXT)
            items.append(item)
        yield strip._replace(items=tuple(items))


def _between(items: Sequence[Item]) -> range:
    """The places between the first figure of a row and its last."""
    figures = [n for n, item in enumerate(items) if item.kind == VALUE]
    return range(figures[0], figures[-1]) if figures else range(0)


def _is_unread(item: Item) -> bool:
    text = item.raw.strip()
    letters = _NO_WORD.fullmatch(text) and text not in codebook().unit_words
    return item.seen and item.kind == TEXT and bool(letters)


def _is_lost(item: Item) -> bool:
    return item.seen and item.kind == VALUE and not item.raw.strip().strip(LOST)


def _columns(strips: Iterable[Strip]) -> tuple[set[_Column], set[_Column]]:
    """The columns of tables in which figures stand, and those in which words do.

    However few rows a table has, figures and no words beside other figures are enough.
    """
    figures: Counter[_Column] = Counter()
    words: Counter[_Column] = Counter()
    beside: Counter[_Column] = Counter()
    for strip in strips:
        told = [x for x in strip.items if x.seen and not _is_unread(x) and not _is_lost(x)]
        has_figures = any(x.kind == VALUE for x in told)
        for item in told if strip.table is not None else ():
            figures[_column(strip, item)] += item.kind == VALUE
            words[_column(strip, item)] += item.kind == TEXT
            beside[_column(strip, item)] += item.kind == TEXT and has_figures
    only = {x for x, n in figures.items() if n and not beside[x]}
    return _most(figures, words) | only, _most(words, figures) | _before(figures, beside)


def _most(these: Counter[_Column], others: Counter[_Column]) -> set[_Column]:
    return {x for x, n in these.items() if n >= max(_FEWEST, _MOST * (n + others[x]))}


def _before(figures: Counter[_Column], beside: Counter[_Column]) -> set[_Column]:
    """The columns before the first figures of their table with words beside these: labels."""
    first: dict[int | None, int] = {}
    for table, column in figures.elements():
        first[table] = min(first.get(table, column or 0), column or 0)
    return {x for x in beside.elements() if x[0] in first and (x[1] or 0) < first[x[0]]}


def _column(strip: Strip, item: Item) -> _Column:
    return strip.table, item.place.column
