"""Figures in lines of text that go on below: a narrow cell held only their first digits.

A program that lays a page out in lines prints the rest of such a figure under it.
The line above looks whole, and every figure in it that goes on would be too small.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from extract.document import Place
from transform.labels import name
from transform.recognise.strips import VALUE, Item, Strip
from transform.recognise.torn import TORN

# A number, or its end; the number before a label is none.
_BEGINS = re.compile(r"(?!\d{1,2}\s*[.、]\s*[^\d\s])[\d.,]")
_OF_NUMBERS = frozenset("0123456789.,")
_NEAR = 5.0
"""How many columns the middle of a rest stands beside the middle of its figure at most."""
_FEWEST_NUMBERS = 5
_MOST_FIGURES = 40
"""No row of a form has more."""
# Shares of the height of a line: how far apart the tops of lines of one row are at most.
_OVERLAP, _NEXT = 1.0, 1.5
_AS_NEAR = 1.4
"""What stands that much farther away than the nearest may be the figure as well."""


def mark_wrapped(strips: Iterable[Strip]) -> Iterator[Strip]:
    """The strips, with a figure that may go on below marked so that it is not read."""
    above: Strip | None = None
    last = Place()
    for strip in strips:
        follows = above is not None and _next_line(last, strip.place)
        if above is not None and follows and _one_row(above, last, strip):
            above, strip = _torn(above), _torn(strip)
        rests = _rests(above, strip) if above is not None and follows else {}
        if above is not None and _is_overleaf(last, strip.place):
            rests = _rests_overleaf(above, strip)
        last = strip.place
        if above is None or not rests:
            if above is not None:
                yield above
            above = strip
            continue
        odd = any(not _BEGINS.match(x.raw.strip()) for x in strip.values)
        if not strip.texts and (odd or strip.place.box is None):
            # What stands for no figure is the end of none: those may be figures of their own row.
            # Of a text nobody knows how wide its program took a Chinese character to be.
            above = _torn(above)
        marked = (_marked(item, rests.get(n)) for n, item in enumerate(above.items))
        above = above._replace(items=tuple(marked))
        if strip.texts:
            # The label of the row goes on there too.
            yield above
            above = strip._replace(items=strip.texts)
    if above is not None:
        yield above


def _rests(above: Strip, below: Strip) -> dict[int, Item]:
    """What stands under the figures of a line and may be their rest, by their places in it."""
    more = [item for item in below.items if _BEGINS.match(item.raw.strip())]
    if are_numbers(above.values):
        return {}
    if above.table is not None or below.table is not None or not more:
        return {}
    if len(more) > len(above.values) or not _in_columns(above):
        return {}
    if below.texts and (len(more) == len(above.values) or _has_label(below)):
        return {}
    found: dict[int, Item] = {}
    for item in more:
        found |= dict.fromkeys(_above(above, item), item)
    return found


def are_numbers(values: Sequence[Item]) -> bool:
    """Whether figures are the numbers of columns, which count up from 1 below the heads."""
    numbers = [item.raw.strip("() （）") for item in values]
    return len(numbers) >= _FEWEST_NUMBERS and numbers == [*map(str, range(1, len(numbers) + 1))]


def _rests_overleaf(above: Strip, below: Strip) -> dict[int, Item]:
    """What a page begins with, fewer figures than the line before it has and no label.

    Pages are not laid out alike: any figure may go on with any of these.
    """
    figures = [n for n, item in enumerate(above.items) if item.kind == VALUE]
    if above.table is not None or below.table is not None or not above.texts:
        return {}
    if len(below.values) < len(below.items) or len(below.values) >= len(figures) > 0:
        return {}
    more = below.items[0]
    return {n: more for n in figures if _goes_on(above.items[n].raw.strip(), more.raw.strip())}


def _is_overleaf(last: Place, place: Place) -> bool:
    return last.page is not None and last.line is None and place.page == last.page + 1


def _next_line(last: Place, place: Place) -> bool:
    if last.line is not None and place.line is not None:
        return place.line - last.line == 1
    return last.page == place.page


def _one_row(above: Strip, place: Place, below: Strip) -> bool:
    """Whether two lines of a page are one row, with figures a little higher and lower.

    They overlap in height, or the lower one has no label and stands in other columns.
    """
    if place.box is None or below.place.box is None or not (above.values and below.values):
        return False
    if above.table is not None or below.table is not None:
        return False
    (_, top, _, bottom), (_, lower, _, _) = place.box, below.place.box
    height = bottom - top
    if lower - top < _OVERLAP * height:
        return True
    beside = not any(
        a.start < b.end and b.start < a.end for a in above.values for b in below.values
    )
    return not below.texts and beside and lower - top < _NEXT * height


def _torn(strip: Strip) -> Strip:
    items = (i._replace(raw=i.raw + TORN) if i.kind == VALUE else i for i in strip.items)
    return strip._replace(items=tuple(items))


def _in_columns(strip: Strip) -> bool:
    """Whether a line has several figures, each apart from the others."""
    values = strip.values
    apart = all(b.start - a.end > 1 for a, b in pairwise(values))
    return 1 < len(values) <= _MOST_FIGURES and apart


def _has_label(strip: Strip) -> bool:
    return any(
        match.how != "torn"
        for item in strip.texts
        for section in ("requests", "proactive")
        for match in name(item.raw, section, "row")
    )


def _above(line: Strip, rest: Item) -> list[int]:
    """The figures of a line that stand over `rest` and may go on with it; a zero does not."""
    middle = (rest.start + rest.end) / 2
    apart = {
        n: abs((item.start + item.end) / 2 - middle)
        for n, item in enumerate(line.items)
        if item.kind == VALUE
    }
    reach = max(1.0, min(apart.values())) * _AS_NEAR
    near = [n for n, distance in apart.items() if distance <= min(reach, _NEAR)]
    return [n for n in near if _goes_on(line.items[n].raw.strip(), rest.raw.strip())]


def _goes_on(first: str, more: str) -> bool:
    return first[-1:] in _OF_NUMBERS and more[:1] in _OF_NUMBERS and first != "0"


def _marked(item: Item, rest: Item | None) -> Item:
    return item if rest is None else item._replace(raw=item.raw + TORN + rest.raw)
