"""Captions of the next item that stand in a cell of the row above, as no border parts the rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from transform.labels import name
from transform.recognise.strips import TEXT, Item, Strip, cell_kind
from transform.remember import remembered


def part_captions(strips: Iterable[Strip]) -> Iterator[Strip]:
    """The strips; a caption that ends a cell stands below its row, as no figure is a caption's."""
    for strip in strips:
        items = tuple(map(_without_caption, strip.items))
        if items == strip.items:
            yield strip
            continue
        yield strip._replace(items=items)
        for before, after in zip(strip.items, items, strict=True):
            if before != after:
                caption = Item(TEXT, _parted(before.raw)[1], before.place)
                yield Strip((caption,), before.place, strip.table)


def _without_caption(item: Item) -> Item:
    rest, caption = _parted(item.raw)
    return item._replace(kind=cell_kind(rest), raw=rest) if caption else item


@remembered
def _parted(raw: str) -> tuple[str, str]:
    """The lines of a cell, and the last of them where it is a caption below others."""
    rest, _, last = raw.rpartition("\n")
    is_caption = rest.strip() and {m.how for m in name(last, "proactive", "block")} == {"exact"}
    return (rest, last) if is_caption else (raw, "")
