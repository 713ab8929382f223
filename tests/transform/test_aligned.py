"""Rows of tables whose columns nothing but alignment tells: a number of cells is no proof."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.document import Document, Paragraph, Place
from tests.transform.documents import page_table
from transform.recognise import recognise

LABELS = ("（一）予以公开", "2.重复申请", "3.其他")


def figures(section: str, *rows: tuple[str, ...], known: bool) -> dict[str, list[int | None]]:
    """The figures that are read of a table on a page, by their rows."""
    blocks = (
        Paragraph(section, Place(1)),
        replace(page_table(*rows), columns_known=known),
        Paragraph("五、存在的主要问题及改进情况", Place(1)),
    )
    cells = recognise(Document("pdf", "application/pdf", blocks), "f2021").cells
    read: dict[str, list[int | None]] = {}
    for cell in cells:
        number = None if cell.value is None else int(cell.value)
        read.setdefault(cell.key.row.partition(".")[0], []).append(number)
    return read


@pytest.mark.parametrize(("beside", "known", "read"), [("- -", False, False), ("-", False, True)])
def test_dashes_in_one_cell_show_that_its_row_stands_in_other_columns(
    beside: str, known: bool, read: bool
) -> None:
    row = ("-", "", "-", "0", "0", beside, "0", "-", "2", "2", "0", "-", "0", "-", "-")
    heads = ("结果维持结果纠正其他结", "果尚", *["结果"] * 13)
    found = figures("四、政府信息公开行政复议、行政诉讼情况", heads, row, known=known)
    assert any(x is not None for x in found.get("reconsideration", ())) == read


@pytest.mark.parametrize(
    ("rows", "known", "read"),
    [(2, False, False), (2, True, True), (3, False, True)],
)
def test_a_few_rows_with_blanks_do_not_tell_their_columns(
    rows: int, known: bool, read: bool
) -> None:
    table = [(label, "0", "3", "0", "0", "", "", "3") for label in LABELS[:rows]]
    found = figures("三、收到和处理政府信息公开申请情况", *table, known=known)
    expected = [0, 3, 0, 0, None, None, 3] if read else [None] * 7
    assert found["granted"] == expected
