"""Rows that the end of a page tears in two: the rest of their cells stands on the next page.

Word processors let rows break across pages. What is left of a row there looks
like a row of its own: its label is the end of a label, its blanks are no blanks
of the form, and a digit may be the end of the figure above it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from functools import cache

from transform.codebook import codebook
from transform.labels import core, outline_of
from transform.recognise.strips import BLANK, TEXT, VALUE, Item, Strip
from transform.text import squash
from transform.values import looks_like_value

# No number is read from a text with this mark: nobody knows whether it was one figure.
TORN = " ⋯ "
_LONGEST_UNIT, _LONGEST_PIECE = 2, 6
# Share of the height of a line.
_NEXT_LINE = 1.5
# In points.
_SAME_PLACE = 4.0


def mend(strips: Iterable[Strip]) -> Iterator[Strip]:
    """The strips, with each row that a page tore put together again, before a repeated head.

    Where figures stand in both halves of a cell they are kept, and read only where all of
    them had to go on below, because their cells had no room.
    """
    above: Strip | None = None
    heads: list[Strip] = []
    seen: set[tuple[str, ...]] = set()
    for strip in _below_lines(strips):
        if above is not None and (_repeats_head(above, strip, seen) or _is_between(above, strip)):
            heads.append(strip)
            continue
        if not strip.values:
            seen.add(_words(strip))
        whole = _whole(above, strip) if above is not None else None
        if whole is not None and strip.table is None:
            above = whole
            continue
        if above is not None:
            yield whole or above
        yield from heads
        heads.clear()
        # A row is torn once: what comes after its rest is another row.
        above = strip if whole is None else None
    if above is not None:
        yield above
    yield from heads


def _below_lines(strips: Iterable[Strip]) -> Iterator[Strip]:
    """The strips, in rows right below a line of figures those marked that may end these.

    Where no ruling shows the cells, the digits of a row's highest cell may stand above it.
    """
    line: Strip | None = None
    for strip in strips:
        yield strip if line is None else _with_ends(line, strip)
        alone = strip.table is None and strip.values and len(strip.values) == len(strip.items)
        line = strip if alone and strip.place.box else None


def _with_ends(line: Strip, below: Strip) -> Strip:
    box, page = line.place.box, line.place.page
    if box is None or below.table is None or below.place.page != page:
        return below
    left, top, right, bottom = box
    items = [
        item._replace(raw=TORN + item.raw)
        if item.kind == VALUE
        and not item.columns_known
        and item.place.box is not None
        and item.place.box[0] < right
        and left < item.place.box[2]
        and item.place.box[1] - bottom < bottom - top
        else item
        for item in below.items
    ]
    return below._replace(items=tuple(items))


def _repeats_head(above: Strip, strip: Strip, seen: Container[tuple[str, ...]]) -> bool:
    """Whether a row is a head that pages repeat, so that the rest of a torn row may follow it."""
    page, following = above.place.page, strip.place.page
    if page is None or following != page + 1 or strip.table is None or strip.values:
        return False
    words = _words(strip)
    return bool(words) and words in seen


def _is_between(above: Strip, strip: Strip) -> bool:
    """Whether a line of letters ends a page below a row that no ruling closes.

    It may be of a label that goes on overleaf, as the rest of the row may.
    """
    letters = "".join(_words(strip))
    return (
        strip.table is None
        and strip.place.box is not None
        and strip.place.page == above.place.page
        and above.table is not None
        and not any(item.columns_known for item in above.items)
        and not strip.values
        and len(letters) <= _LONGEST_PIECE
    )


def _words(strip: Strip) -> tuple[str, ...]:
    return tuple(squash(item.raw) for item in strip.texts)


def _whole(above: Strip, below: Strip) -> Strip | None:
    """One row of the two, when the second says nothing but what cells of the first go on with."""
    page, following = above.place.page, below.place.page
    if page is None or following is None or above.table is None or not above.values:
        return None
    if below.table is None and following - page in (0, 1):
        return _with_line(above, below)
    if below.table is None or following != page + 1:
        return None
    rests = {n: rest for n, rest in _peers(above, below).items() if rest.kind != BLANK}
    # A label whose numbering stays above has none itself; all others are of another row.
    numbered = [
        rest
        for n, rest in rests.items()
        if _is_numbering(above.items[n].raw) and not outline_of(squash(rest.raw))
    ]
    if any(core(x.raw) in _wordings() and x not in numbered for x in below.texts):
        return None
    pairs = [(above.items[n], rest) for n, rest in rests.items()]
    named = any(_label_goes_on(*pair, "row") for pair in pairs)
    fitting = bool(pairs) and all(_goes_on(*pair) for pair in pairs)
    if not fitting and not _may_go_on(pairs):
        return _with_rests(above, rests) if _may_be_rest(pairs) else None
    figures = [n for n, item in enumerate(above.items) if item.kind == VALUE]
    # Where every figure has one below it, those may be figures of another row; a unit in two
    # pieces is of one, and a single figure without words beside it of none else.
    one_row = any(_unit_goes_on(*pair) for pair in pairs) or not all(
        _has_digit(rests.get(n)) for n in figures
    )
    one_row |= len(figures) == 1 and bool(above.texts) and not below.texts
    wrapped = fitting and one_row and all(_is_wrapped(*pair, named) for pair in pairs)
    items = [
        _item(item, rests[n], named, wrapped) if n in rests else item
        for n, item in enumerate(above.items)
    ]
    return above._replace(items=tuple(items))


def _with_line(above: Strip, below: Strip) -> Strip | None:
    """The row with the figures marked that may go on with a line of nothing but figures.

    Such a line begins and ends below cells that had no room, right below the row or overleaf.
    """
    box = below.place.box
    if box is None or len(below.values) < len(below.items):
        return None
    if below.place.page == above.place.page and _is_far(above, box):
        return None
    may_go_on = (item for item in above.values if item.full or not item.columns_known)
    full = [item for item in may_go_on if squash(item.raw) != "0"]
    spans = [(item.place.box[0], item.place.box[2]) for item in full if item.place.box]
    if not all(any(a <= x <= b for a, b in spans) for x in (box[0], box[2])):
        return None
    items = [item._replace(raw=item.raw + TORN) if item in full else item for item in above.items]
    return above._replace(items=tuple(items))


def _is_far(above: Strip, box: tuple[float, float, float, float]) -> bool:
    """Whether a line stands lower than another line of the same cells would."""
    bottom = max((item.place.box[3] for item in above.items if item.place.box), default=0.0)
    return box[1] - bottom > _NEXT_LINE * (box[3] - box[1])


def _is_numbering(raw: str) -> bool:
    return bool(raw.strip()) and not core(raw) and bool(outline_of(squash(raw)))


def _goes_on(item: Item, rest: Item) -> bool:
    """Whether a cell may go on with what stands below it over the page."""
    if _label_goes_on(item, rest) or looks_like_value(item.raw + rest.raw):
        return True
    if _unit_goes_on(item, rest):
        return True
    return item.kind != TEXT and _has_digit(rest)


def _may_go_on(pairs: Sequence[tuple[Item, Item]]) -> bool:
    """Whether a figure without room has one below it that no label tells to be another's."""
    unnamed = all(len(squash(rest.raw)) <= _LONGEST_UNIT for _, rest in pairs if rest.kind == TEXT)
    full = any(item.kind == VALUE and item.full and _has_digit(rest) for item, rest in pairs)
    return unnamed and full


def _may_be_rest(pairs: Sequence[tuple[Item, Item]]) -> bool:
    """Whether figures beside letters of no label stand below others whose cells nobody knows."""
    figures = [item for item, rest in pairs if _has_digit(rest)]
    short = all(len(squash(rest.raw)) <= _LONGEST_UNIT for _, rest in pairs if rest.kind == TEXT)
    return bool(figures) and short and all(x.kind == VALUE and not x.columns_known for x in figures)


def _with_rests(above: Strip, rests: Mapping[int, Item]) -> Strip:
    """The row with the figures marked that may go on below."""
    items = [
        item._replace(raw=item.raw + TORN + rests[n].raw) if _has_digit(rests.get(n)) else item
        for n, item in enumerate(above.items)
    ]
    return above._replace(items=tuple(items))


def _unit_goes_on(item: Item, rest: Item) -> bool:
    """Whether the two are the name of a unit, which a narrow cell parts."""
    if item.kind != TEXT or rest.kind != TEXT:
        return False
    return squash(item.raw + rest.raw) in codebook().unit_words


def _label_goes_on(item: Item, rest: Item, axis: str = "") -> bool:
    """Whether the two are a label, of which the first had not said all."""
    if item.kind != TEXT or rest.kind != TEXT:
        return False
    whole, plain = core(item.raw + rest.raw), squash(item.raw)
    opens = plain.count("(") > plain.count(")")
    return whole in _wordings(axis) and (opens or whole != core(item.raw))


def _is_wrapped(item: Item, rest: Item, named: bool) -> bool:
    """Whether a figure may only stand where it does because the cell above had no room for it."""
    if not _has_digit(rest):
        return True
    if item.kind != VALUE:
        return named and item.kind == BLANK
    return item.full and squash(item.raw) != "0"


def _has_digit(item: Item | None) -> bool:
    return item is not None and any(c.isdigit() for c in item.raw)


def _peers(above: Strip, below: Strip) -> dict[int, Item]:
    """The cell below each cell: by their columns, or in another table by their places.

    Where the places do not tell, they are counted from the right.
    """
    if above.table == below.table:
        columns = {item.place.column: item for item in below.items}
        found = {n: columns.get(item.place.column) for n, item in enumerate(above.items)}
        return {n: item for n, item in found.items() if item is not None}
    spans, rests = _spans(above), _spans(below)
    alike = sum(any(abs(a - x) < _SAME_PLACE for x, _ in rests) for a, _ in spans)
    if 2 * alike > len(spans):
        # The table stands in the same place on both pages; it may have more columns on one.
        return {
            n: item
            for item, (left, right) in zip(below.items, rests, strict=True)
            for n, (a, b) in enumerate(spans)
            if a < (left + right) / 2 < b
        }
    last = len(above.items) - 1
    return {last - n: item for n, item in enumerate(reversed(below.items)) if n <= last}


def _spans(strip: Strip) -> list[tuple[float, float]]:
    """From where to where each cell of a row stands on its page; empty where that is not known."""
    boxes = [item.place.box for item in strip.items]
    return [(box[0], box[2]) for box in boxes if box] if all(boxes) else []


def _item(item: Item, rest: Item, named: bool, wrapped: bool) -> Item:
    """Both halves of a cell; a figure below a blank is the row's where its label goes on too."""
    if item.kind == BLANK and named:
        return item._replace(kind=rest.kind, raw=rest.raw, full=rest.full)
    whole = item.raw + rest.raw
    if wrapped and looks_like_value(whole):
        return item._replace(kind=VALUE, raw=whole, full=rest.full)
    if TEXT in (item.kind, rest.kind) and VALUE not in (item.kind, rest.kind):
        return item._replace(raw=whole)
    return item._replace(kind=VALUE, raw=item.raw + TORN + rest.raw)


@cache
def _wordings(axis: str = "") -> frozenset[str]:
    """The wordings of all labels, or of those on one axis: nothing less is a whole label."""
    labels = [label for label in codebook().labels if axis in ("", label.axis)]
    return frozenset(core(wording) for label in labels for wording in label.wordings)
