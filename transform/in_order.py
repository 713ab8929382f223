"""A document by the order of its parts alone: without its rows, and without its cells."""

from __future__ import annotations

from collections.abc import Iterator

from extract.document import Block, Cell, Document, Paragraph, Place, Table
from transform.values import looks_like_value


def text_in_order(document: Document) -> Document:
    """The document as one run of text, its cells in reading order."""
    texts: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            texts.extend(cell.text for row in block.rows for cell in row)
        else:
            texts.append(block.text)
    text = " ".join(" ".join(part.split()) for part in texts if part.strip())
    return _of(document, [Paragraph(text, Place(line=1))])


def cells_in_order(document: Document) -> Document:
    """The document with its cells in reading order, of which each text begins a row.

    Text alone does not tell which figures of a row are left blank: blank cells do.
    Columns and merged cells are forgotten.
    """
    blocks: list[Block] = []
    for number, block in enumerate(document.blocks, 1):
        if isinstance(block, Table):
            rows = tuple(_placed(row, number, n) for n, row in enumerate(_rows(block), 1))
            blocks.append(Table(rows, Place(table=number)))
        else:
            blocks.append(block)
    return _of(document, blocks)


def _rows(table: Table) -> Iterator[list[Cell]]:
    """Each text with the figures and blanks up to the next."""
    row: list[Cell] = []
    for cell in (cell for cells in table.rows for cell in cells):
        if row and cell.text.strip() and not looks_like_value(cell.text):
            yield row
            row = []
        row.append(cell)
    if row:
        yield row


def _placed(row: list[Cell], table: int, number: int) -> tuple[Cell, ...]:
    return tuple(
        Cell(cell.text, Place(table=table, row=number, column=column))
        for column, cell in enumerate(row, 1)
    )


def _of(document: Document, blocks: list[Block]) -> Document:
    return Document(document.reader, document.media_type, tuple(blocks))
