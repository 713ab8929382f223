"""A row whose blanks leave its columns open: which cells are the form's, by letters of heads.

A table may have a column more, in which nothing stands. Where no rulings part the columns, heads
side by side may look like one, and a column in which no figure stands is not told. What heads a
cell holds is told by their letters, in whatever order their lines are read: they come in the
order of the form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product

from transform.codebook import Label
from transform.labels import core
from transform.recognise.rows import FigureRow
from transform.recognise.strips import BLANK, VALUE, Item, Strip
from transform.recognise.torn import TORN

_MOST_TOGETHER = 5
_FEWEST_ALONE = 0.5
"""Which part of the heads must stand over cells of their own."""


def below_heads(
    row: FigureRow, strips: Sequence[Strip], heads: Sequence[Label]
) -> tuple[Item, ...] | None:
    """The row's items below `heads`, torn where figures stand below several; None if unclear."""
    if row.words or row.table is None:
        return None
    above = _heads_above(row, strips)
    placed: list[Item] = []
    alone = 0
    for count, cells in _groups(above, row.cells, heads):
        alone += count == len(cells) == 1
        item = cells[0]
        if max(count, len(cells)) > 1 and any(cell.kind != BLANK for cell in cells):
            item = item._replace(kind=VALUE, raw=TORN.join([*(cell.raw for cell in cells), ""]))
        placed += [item] * count
    whole = len(placed) == len(heads) and alone > _FEWEST_ALONE * len(heads)
    return tuple(placed) if whole else None


def _heads_above(row: FigureRow, strips: Sequence[Strip]) -> list[str]:
    """What stands as the nearest words in the same columns of the table, above each cell."""
    at = next((n for n, strip in enumerate(strips) if strip.place == row.place), 0)
    above: dict[tuple[int | None, int], str] = {}
    for strip in strips[:at]:
        if strip.table == row.table:
            above |= {(item.place.column, item.span): item.raw for item in strip.texts}
    return [above.get((cell.place.column, cell.span), "") for cell in row.cells]


def _groups(
    above: Sequence[str], cells: Sequence[Item], heads: Sequence[Label]
) -> Iterator[tuple[int, Sequence[Item]]]:
    """How many heads stand over which cells, as few of both as can be told apart."""
    first = done = 0
    letters: Counter[str] = Counter()
    for n, text in enumerate(above):
        letters.update(core(text))
        if n == first and not letters and cells[n].kind == BLANK:
            first = n + 1
            continue
        count = _count(letters, heads[done : done + _MOST_TOGETHER])
        if count:
            yield count, cells[first : n + 1]
            first, done = n + 1, done + count
            letters.clear()


def _count(letters: Counter[str], heads: Sequence[Label]) -> int:
    """Of how many heads, from the first on, these are the letters; 0 where they are of none."""
    for count in range(1, len(heads) + 1):
        wordings = [{core(x) for x in label.wordings} for label in heads[:count]]
        if any(Counter("".join(whole)) == letters for whole in product(*wordings)):
            return count
    return 0
