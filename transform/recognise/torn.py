"""Rows that the end of a page tears in two: the rest of their cells stands on the next page.

Word processors let rows break across pages. What is left of a row there looks
like a row of its own: its label is the end of a label, its blanks are no blanks
of the form, and a digit may be the end of the figure above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from transform.codebook import codebook
from transform.labels import core
from transform.recognise.strips import BLANK, TEXT, VALUE, Item, Strip

# No number is read from a text with this mark: nobody knows whether it was one figure.
TORN = " ⋯ "


def mend(strips: Iterable[Strip]) -> Iterator[Strip]:
    """The strips, with each row that a page tore put together again.

    Where figures stand in both halves of a cell, they are kept but not read.
    """
    above: Strip | None = None
    for strip in strips:
        whole = _whole(above, strip) if above is not None else None
        if above is not None:
            yield whole or above
        # A row is torn once: what comes after its rest is another row.
        above = strip if whole is None else None
    if above is not None:
        yield above


def _whole(above: Strip, below: Strip) -> Strip | None:
    """One row of the two, when the second is the rest of the first."""
    if above.table is None or below.table is None or not above.values:
        return None
    page, following = above.place.page, below.place.page
    if page is None or following != page + 1:
        return None
    if any(core(item.raw) in _wordings() for item in below.texts):
        return None
    whole = _joined(above, below)
    if not below.texts:
        # Without a figure it is a row that is blank, or the lower edge of one.
        return whole if any(c.isdigit() for i in below.values for c in i.raw) else None
    changed = set(whole.texts) - set(above.texts)
    return whole if any(core(item.raw) in _wordings("row") for item in changed) else None


def _joined(above: Strip, below: Strip) -> Strip:
    peers = _peers(above, below)
    named = bool(below.texts)
    items = [_item(item, peers.get(n), named) for n, item in enumerate(above.items)]
    return above._replace(items=tuple(items))


def _peers(above: Strip, below: Strip) -> dict[int, Item]:
    """The cell below each cell: by their columns, or counted from the right in another table."""
    if above.table == below.table:
        columns = {item.place.column: item for item in below.items}
        found = {n: columns.get(item.place.column) for n, item in enumerate(above.items)}
        return {n: item for n, item in found.items() if item is not None}
    last = len(above.items) - 1
    return {last - n: item for n, item in enumerate(reversed(below.items)) if n <= last}


def _item(item: Item, rest: Item | None, named: bool) -> Item:
    """Both halves of a cell; a figure below a blank is the row's where its label goes on too."""
    if rest is None or rest.kind == BLANK:
        return item
    if item.kind == BLANK and named:
        return item._replace(kind=rest.kind, raw=rest.raw)
    if TEXT in (item.kind, rest.kind) and VALUE not in (item.kind, rest.kind):
        return item._replace(raw=item.raw + rest.raw)
    return item._replace(kind=VALUE, raw=item.raw + TORN + rest.raw)


@cache
def _wordings(axis: str = "") -> frozenset[str]:
    """The wordings of all labels, or of those on one axis: nothing less is a whole label."""
    labels = [label for label in codebook().labels if axis in ("", label.axis)]
    return frozenset(core(wording) for label in labels for wording in label.wordings)
