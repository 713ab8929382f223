"""Letters among the figures of a recognised table: a figure stands there that was not told.

A ruling may hide the edge of a digit. Such a cell is no label, and costs no other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from extract.document import LOST
from transform.codebook import codebook
from transform.recognise.strips import TEXT, VALUE, Item, Strip

_LETTERS = re.compile(r"[A-Za-z0-9.,'’`|()\[\]{}<>\s]{1,4}|[\u4e00-\u9fff]")
# In how many rows, and in what part of those that say something there, a column has figures.
_FEWEST, _MOST = 3, 0.7

_Column = tuple[int | None, int | None]


def mark_unread(strips: Iterable[Strip]) -> Iterator[Strip]:
    """The strips, with letters in a column of figures, or between two of a row, as figures lost."""
    every = list(strips)
    figured = _figured(every)
    for strip in every:
        if strip.table is None or not any(map(_is_unread, strip.items)):
            yield strip
            continue
        between = _between(strip.items)
        items = (
            item._replace(kind=VALUE, raw=LOST)
            if _is_unread(item) and (n in between or _column(strip, item) in figured)
            else item
            for n, item in enumerate(strip.items)
        )
        yield strip._replace(items=tuple(items))


def _between(items: Sequence[Item]) -> range:
    """The places between the first figure of a row and its last."""
    figures = [n for n, item in enumerate(items) if item.kind == VALUE]
    return range(figures[0], figures[-1]) if figures else range(0)


def _is_unread(item: Item) -> bool:
    text = item.raw.strip()
    letters = _LETTERS.fullmatch(text) and text not in codebook().unit_words
    return item.seen and item.kind == TEXT and bool(letters)


def _figured(strips: Iterable[Strip]) -> set[_Column]:
    """The columns of tables in which figures stand."""
    figures: Counter[_Column] = Counter()
    words: Counter[_Column] = Counter()
    for strip in strips:
        for item in strip.items if strip.table is not None else ():
            if item.seen:
                figures[_column(strip, item)] += item.kind == VALUE
                words[_column(strip, item)] += item.kind == TEXT and not _is_unread(item)
    return {
        column
        for column, count in figures.items()
        if count >= max(_FEWEST, _MOST * (count + words[column]))
    }


def _column(strip: Strip, item: Item) -> _Column:
    return strip.table, item.place.column
