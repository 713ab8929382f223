"""Figures of a page's table that touch: notation, number and sums tell what they are."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest

from extract.document import Cell, Document, Paragraph, Place, Table
from tests.transform.documents import APPLICANTS
from transform.codebook import CellKey
from transform.doubt import without_doubtful
from transform.recognise import recognise
from transform.report import CellReading


def row(number: int, cells: Sequence[tuple[str, int]]) -> tuple[Cell, ...]:
    """Cells with the columns they take, on a page."""
    found, column = [], 1
    for text, width in cells:
        place = Place(1, 1, number, column, None, (0.0, 0.0, 9.0, 9.0))
        found.append(Cell(text, place, 1, width))
        column += width
    return tuple(found)


def read(title: str, *rows: Sequence[tuple[str, int]]) -> dict[CellKey, CellReading]:
    table = Table(tuple(row(n, cells) for n, cells in enumerate(rows, 1)), Place(1, 1))
    blocks = (
        Paragraph(title, Place(1)),
        table,
        Paragraph("五、存在的主要问题及改进情况", Place(1)),
    )
    return {cell.key: cell for cell in recognise(Document("pdf", "application/pdf", blocks)).cells}


def requests(*figures: tuple[str, int]) -> list[CellReading]:
    heads = [("", 1), *((head, 1) for head in APPLICANTS)]
    label = ("一、本年新收政府信息公开申请数量", 1)
    found = read("三、收到和处理政府信息公开申请情况", heads, (label, *figures))
    return [cell for key, cell in found.items() if key.row == "new_received"]


def test_a_zero_for_each_column_needs_no_columns() -> None:
    found = requests(("0000000", 1))
    assert [cell.value for cell in found] == [0] * 7
    assert {cell.value for cell in requests(("000000", 1))} == {None}


def test_a_figure_over_two_columns_is_cut_where_the_sum_leaves_one_way() -> None:
    found = requests(("181761464", 2), *((x, 1) for x in ("27", "40", "97", "90", "19894")))
    assert [cell.value for cell in found] == [18176, 1464, 27, 40, 97, 90, 19894]
    assert {cell.decided for cell in found} == {"forced_by_sums"}
    wrong = requests(("181761464", 2), *((x, 1) for x in ("27", "40", "97", "90", "19895")))
    assert {cell.value for cell in wrong} == {None}


def test_figures_that_take_too_few_columns_are_not_cut() -> None:
    found = requests(("181761464", 1), *((x, 1) for x in ("27", "40", "97", "90", "19894")))
    assert {cell.value for cell in found} == {None}


def test_the_sums_of_three_blocks_cut_figures_whose_columns_are_not_known() -> None:
    text = "110 1766 0 0 18761482 0 0 27 15090 0 906 798 1704"
    found = read("四、政府信息公开行政复议、行政诉讼情况", [(x, 1) for x in text.split()])
    values = [cell.value for key, cell in found.items() if key.section == "remedies"]
    assert values == [110, 1766, 0, 0, 1876, 1482, 0, 0, 27, 1509, 0, 0, 906, 798, 1704]


def test_figures_cut_out_of_an_unsure_one_have_no_value() -> None:
    text = ["0"] * 13 + ["010"]
    for sure, expected in ((0.99, {0, 10}), (0.0, {None})):
        cells = [c._replace(confidence=0.99) for c in row(1, [(x, 1) for x in text])]
        cells[-1] = cells[-1]._replace(confidence=sure)
        blocks = (
            Paragraph("四、政府信息公开行政复议、行政诉讼情况", Place(1)),
            Table((tuple(cells),), Place(1, 1)),
            Paragraph("五、存在的主要问题及改进情况", Place(1)),
        )
        document = Document("ocr", "image/png", blocks)
        found = without_doubtful(document, recognise(document)).cells
        assert {c.value for c in found if c.key.section == "remedies"} == expected


def test_blanks_beside_figures_that_touch_are_not_certain() -> None:
    found = requests(*((x, 1) for x in ("", "", "", "", "4", "0000", "4")))
    assert {cell.status for cell in found} == {"unreadable"}


def test_a_cell_over_the_last_columns_holds_the_figures_of_both() -> None:
    found = requests(*((x, 1) for x in ("5", "0", "0", "0", "1")), ("612", 2))
    assert [cell.value for cell in found] == [5, 0, 0, 0, 1, 6, 12]


def test_figures_of_more_columns_than_the_form_has_tell_none_of_them() -> None:
    heads = [
        ("", 1),
        *((head, 1) for head in (*APPLICANTS[:2], "", *APPLICANTS[2:6], "", APPLICANTS[6])),
    ]
    rows = (
        ("一、本年新收政府信息公开申请数量", "8", "", "", "0", "", "0", "", "0", "8"),
        ("二、上年结转政府信息公开申请数量", "", "0", "", "", "0", "", "", "0", ""),
    )
    cells = [[(text, 1) for text in row] for row in rows]
    found = read("三、收到和处理政府信息公开申请情况", heads, *cells)
    assert {c.value for key, c in found.items() if key.section == "requests"} == {None}


def test_digits_of_full_width_touch_as_others_do() -> None:
    found = requests(("４０００", 2), *((x, 1) for x in "００００"), ("４００", 1))
    assert [cell.value for cell in found] == [400, 0, 0, 0, 0, 0, 400]
    assert [c.value for c in requests(("０００００００", 1))] == [0] * 7
    found = requests(*((x, 1) for x in ("０１", "", "０", "０", "０", "０", "１")))
    assert {cell.value for cell in found} == {None}


def test_whole_decimals_that_touch_end_with_their_zeros() -> None:
    found = requests(("714", 1), ("510", 1), ("0.00", 1), ("0.00", 1), ("0.000.001224", 3))
    assert [cell.value for cell in found] == [714, 510, 0, 0, 0, 0, 1224]
    found = requests(*((x, 1) for x in ("858", "0.00", "6", "0.00")), ("370.00", 2), ("901", 1))
    assert [cell.value for cell in found] == [858, 0, 6, 0, 37, 0, 901]


@pytest.mark.parametrize(("known", "value"), [(False, None), (True, Decimal(100001))])
def test_digits_over_two_columns_that_nobody_ruled_are_no_figure(
    known: bool, value: Decimal | None
) -> None:
    full = [("3", 1)] * 5 + [("", 1), ("3", 1), ("18", 1)]
    rows = (
        [("（本列数据的勾稽关系为）", 9)],
        [("一、本年新收政府信息公开申请数量", 1), *full],
        [("二、上年结转政府信息公开申请数量", 1), *full],
        [("（一）予以公开", 1), *[("", 1)] * 5, ("0", 1), ("100001", 2)],
    )
    table = Table(tuple(row(n, cells) for n, cells in enumerate(rows, 1)), Place(1, 1), known)
    found = {c.key: c.value for c in recognise(Document("pdf", "", (table,))).cells}
    assert found[CellKey("requests", "granted", "total")] == value
