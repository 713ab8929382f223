"""Page numbers that a converter left as rows of a table: they are no figures of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.document import Block, Cell, Document, Table

_NUMBER = re.compile(r"\s*\d{1,3}\s*")
_FEWEST_COLUMNS = 4


def without_marks(document: Document) -> Document:
    """The document without rows that are one cell across a table and hold no more than a number.

    A figure has a label before it or a column of its own. Outer rows stay: a page's end may
    have torn them.
    """
    blocks = tuple(map(_without_marks, document.blocks))
    return replace(document, blocks=blocks, again=tuple(map(_without_marks, document.again)))


def _without_marks(block: Block) -> Block:
    if not isinstance(block, Table) or not block.columns_known or len(block.rows) < 3:
        return block
    columns = max(_columns(row) for row in block.rows)
    inner = tuple(_inner(block.rows[1:-1], columns))
    if columns < _FEWEST_COLUMNS or len(inner) == len(block.rows) - 2:
        return block
    return replace(block, rows=(block.rows[0], *inner, block.rows[-1]))


def _columns(row: Sequence[Cell]) -> int:
    return sum(cell.colspan for cell in row)


def _inner(rows: Sequence[tuple[Cell, ...]], columns: int) -> Iterator[tuple[Cell, ...]]:
    for row in rows:
        across = len(row) == 1 and (row[0].rowspan, row[0].colspan) == (1, columns)
        if not (across and row[0].confidence is None and _NUMBER.fullmatch(row[0].text)):
            yield row
