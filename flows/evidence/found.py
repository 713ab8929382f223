"""The tables and lines of a file as they were found, the values that were read in them marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from extract.document import Block, Cell, Document, Paragraph, Place, Table
from flows.evidence.value import Exhibit, Row, Spot, place_name, value_anchor
from flows.evidence.words import both, safe

_CONTEXT = 2
"""Blocks, and rows of a long table, shown before and after one that gave a value."""
_GAP = 8
"""Up to so many others between two that gave values are shown too."""
_LONG_TABLE = 150
_MOST_CELLS = 30_000
_MOST_SPAN = 200
_LONGEST = 400
_LONGEST_MARKED = 20_000
_SET = 240
"""A line up to this length is shown with its spaces as they are."""
_LINE = '<p class="line '
_OMITTED = '<p class="gap">⋯</p>\n'

Key = tuple[object, ...]


def found(
    document: Document, spots: Sequence[Spot], cells: Sequence[Row], drawn: Mapping[int, str]
) -> Exhibit:
    """The blocks that gave values, with what stands near them.

    Left out are the values that are `drawn` elsewhere already.
    """
    rest = {_key(s.place): s for s in spots if not drawn.keys() >= set(s.cells)}
    page = _Page(rest, cells)
    wanted = [n for n, block in enumerate(document.blocks) if page.gave(block)]
    parts: list[str] = []
    last = 0
    for n in _with_context(wanted, len(document.blocks)):
        if parts and n > last + 1:
            parts.append(_OMITTED)
        parts.append(page.block(document.blocks[n]))
        last = n
    return Exhibit("".join(_set(parts)), page.targets, frozenset(page.places))


def _set(parts: Sequence[str]) -> Iterator[str]:
    """Lines that follow each other are set together: their columns then stay in line."""
    for are_lines, group in groupby(parts, key=lambda part: part.startswith(_LINE)):
        html = "".join(group)
        yield f'<div class="lines">{html}</div>\n' if are_lines else html


class _Page:
    """Writes blocks, and keeps which element shows which value."""

    def __init__(self, spots: Mapping[Key, Spot], cells: Sequence[Row]) -> None:
        self.targets: dict[int, str] = {}
        self.places: set[str] = set()
        self._spots, self._cells = spots, cells
        self._not_yet = set(spots)
        self._cells_left = _MOST_CELLS

    def gave(self, block: Block) -> bool:
        """Whether a value was read from the block."""
        if isinstance(block, Table):
            return any(_key(cell.place) in self._spots for row in block.rows for cell in row)
        return _key(block.place) in self._spots

    def block(self, block: Block) -> str:
        return self._table(block) if isinstance(block, Table) else self._paragraph(block)

    def _paragraph(self, paragraph: Paragraph) -> str:
        spot = self._take(paragraph.place)
        text = paragraph.text
        if spot is None:
            inside, kind = safe(text, _LONGEST), "near"
        else:
            inside, kind = self._marked(text, spot), "gave"
        if len(text) > _SET:
            kind += " long"
        number = paragraph.place.line
        counted = f'<span class="no">{number}</span>' if number else ""
        return f'{_LINE}{kind}"{self._id(paragraph.place)}>{counted}<span>{inside}</span></p>\n'

    def _table(self, table: Table) -> str:
        gave = [any(_key(c.place) in self._spots for c in row) for row in table.rows]
        rows: Sequence[int] = range(len(table.rows))
        if len(rows) > _LONG_TABLE and any(gave):
            rows = _with_context([n for n in rows if gave[n]], len(rows))
        parts, last = [], -1
        for n in rows:
            self._cells_left -= len(table.rows[n])
            if n > last + 1 or self._cells_left < 0:
                parts.append('<tr class="gap"><td>⋯</td></tr>\n')
            if self._cells_left < 0:
                break
            parts.append(f"<tr>{''.join(map(self._cell, table.rows[n]))}</tr>\n")
            last = n
        place = Place(table.place.page, table.place.table)
        caption = f"<figcaption>{_caption(place)}</figcaption>" if place.table else ""
        body = f'<table class="found">{"".join(parts)}</table>'
        return f"<figure{self._id(place)}>{caption}{body}</figure>\n"

    def _cell(self, cell: Cell) -> str:
        spot = self._take(cell.place)
        spans = "".join(
            f' {name}="{min(span, _MOST_SPAN)}"'
            for name, span in (("rowspan", cell.rowspan), ("colspan", cell.colspan))
            if span > 1
        )
        if spot is None:
            return f"<td{spans}{self._id(cell.place)}>{safe(cell.text, _LONGEST)}</td>"
        return f'<td class="gave"{spans}{self._id(cell.place)}>{self._marked(cell.text, spot)}</td>'

    def _id(self, place: Place) -> str:
        """The attribute by which an issue finds the place; a value's own link stands inside."""
        name = place_name(place)
        if not name or name in self.places:
            return ""
        self.places.add(name)
        return f' id="{name}"'

    def _take(self, place: Place) -> Spot | None:
        """The values read at a place, once."""
        key = _key(place)
        if key not in self._not_yet:
            return None
        self._not_yet.remove(key)
        return self._spots[key]

    def _marked(self, text: str, spot: Spot) -> str:
        """The text with each of its figures linked; as one link where they cannot be told apart."""
        pieces = _pieces(text, [self._cells[position]["raw"] or "" for position in spot.cells])
        if pieces is None:
            self.targets |= dict.fromkeys(spot.cells, spot.anchor)
            return _link(spot.anchor, spot.cells[0], text or "　")
        parts, end = [], 0
        for (start, stop), position in zip(pieces, spot.cells, strict=True):
            anchor = f"{spot.anchor}_{position}"
            self.targets[position] = anchor
            before = safe(text[end:start], _LONGEST_MARKED)
            parts += [before, _link(anchor, position, text[start:stop])]
            end = stop
        return "".join(parts) + safe(text[end:])


def _pieces(text: str, raws: Sequence[str]) -> list[tuple[int, int]] | None:
    """Where each of several figures stands: the last of a line, nothing but space between them."""
    if not all(raws):
        return None
    pieces: list[tuple[int, int]] = []
    end = len(text)
    for raw in reversed(raws):
        start = text.rfind(raw, 0, end)
        after = text[start + len(raw) : end]
        if start < 0 or _holds_figure(after) or _runs_on(text, start, start + len(raw)):
            return None
        pieces.append((start, start + len(raw)))
        end = start
    return pieces[::-1]


def _holds_figure(text: str) -> bool:
    return re.search(r"[\w—–/-]", text) is not None


def _runs_on(text: str, start: int, stop: int) -> bool:
    """Whether a figure is only a part of a longer one."""
    before, after = text[start - 1 : start] if start else "", text[stop : stop + 1]
    return before.isdigit() or after.isdigit() or before == "." or after == "."


def _link(anchor: str, position: int, text: str) -> str:
    shown = safe(text, _LONGEST_MARKED)
    return f'<a class="at" id="{anchor}" href="#{value_anchor(position)}">{shown}</a>'


def _with_context(wanted: Sequence[int], length: int) -> list[int]:
    shown: set[int] = set()
    for n, following in pairwise((*wanted, length + _GAP + 1)):
        stop = following if following - n <= _GAP else n + _CONTEXT + 1
        shown |= set(range(max(0, n - _CONTEXT), min(stop, length)))
    return sorted(shown)


def _caption(place: Place) -> str:
    zh, _, en = place.describe().partition(" / ")
    return both(zh, en)


def _key(place: Place) -> Key:
    """A place without its box where that is not needed to tell it."""
    told = place.table is not None or place.line is not None
    return place.page, place.table, place.row, place.column, place.line, None if told else place.box
