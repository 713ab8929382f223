"""Small tables on PDF pages, and what is read of them."""

from __future__ import annotations

from collections.abc import Sequence

from extract.document import Document, Table
from extract.reading import read
from tests.extract.pdf_writer import Page, pdf

XS = (72.0, 200.0, 300.0, 400.0)
YS = (100.0, 130.0, 160.0)
ROWS = (("规章", "12", "0"), ("许可", "550", "7"))


def table_rows(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def tables(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def the_table(*pages: Page) -> Table:
    (table,) = tables(read(pdf(*pages), "a"))
    return table


def filled(page: Page, rows: Sequence[Sequence[str]] = ROWS, ys: Sequence[float] = YS) -> Page:
    for top, row in zip(ys, rows, strict=False):
        page.row(XS, top + 18, row)
    return page
