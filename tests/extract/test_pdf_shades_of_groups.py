"""Painted cells of several rows: where groups, heads and pages end among the others."""

from __future__ import annotations

from itertools import pairwise

from extract.document import Table
from tests.extract.pdf_writer import Page
from tests.extract.test_pdf_shades import GREY, HEIGHT, XS, striped, tables

ROWS = (("规章", "1", "2", "3"), ("许可", "4", "5", "6"), ("罚款", "7", "8", "9"))


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


def test_ground_that_the_page_cuts_off_is_not_there() -> None:
    page = Page()
    page.drawn.append(f"q 0 0 612 {page.height - 100:g} re W n")
    page.fill(40, 80, 72, 100.5, GREY).fill(10, 80, 40, 160, GREY)
    page.drawn.append("Q")
    page.drawn += striped((("规章", "1", "2", ""), *ROWS[1:]), (1, 2)).drawn
    (table,) = tables(page)
    assert texts(table)[0][-4:] == ["规章", "1", "2", ""]


def test_groups_beside_the_first_row_on_white_ground_are_of_its_table() -> None:
    rows = (("规章", "1", "2", ""), *ROWS[1:])
    page = striped(rows, (1, 2)).fill(40, 100, 72, 121, GREY).fill(10, 100, 40, 160, GREY)
    (table,) = tables(page)
    assert texts(table)[0][-4:] == ["规章", "1", "2", ""]


def test_two_rows_on_white_ground_are_of_two_tables() -> None:
    rows = (ROWS[0], ("许可", "4", "5", ""), ("", "申请", "人情", "况"), ROWS[2])
    page = striped(rows, (0, 3)).fill(40, 100, 72, 141, GREY)
    for left, right in pairwise(XS):
        page.fill(left, 80, right, 100, GREY)
    first, _ = tables(page)
    assert texts(first)[-1][-4:] == ["许可", "4", "5", ""]


def test_a_cell_of_several_rows_beside_a_row_hides_no_blank_of_it() -> None:
    rows = (("规章", "1", "", "3"), ("许可", "", "", "6"), ("罚款", "", "8", "9"), ROWS[1])
    page = Page().fill(40, 140, 72, 180, GREY).text(45, 158, "处理")
    page.drawn += striped(rows, (0, 2)).drawn
    (table,) = tables(page)
    assert texts(table)[1][-4:] == ["许可", "", "", "6"]


def test_ground_of_a_group_that_ends_a_little_above_a_row_parts_none() -> None:
    page = striped(ROWS, (1, 2)).fill(40, 100, 72, 115, GREY).fill(10, 100, 40, 160, GREY)
    (table,) = tables(page)
    assert [row[-4:] for row in texts(table)] == [list(row) for row in ROWS]


def test_a_row_on_white_ground_is_not_of_the_heads_above_it() -> None:
    rows = (("", "", "企业", "机构"), ROWS[0], ROWS[1])
    page = striped(rows, (2,)).fill(72, 80, 200, 120, GREY).text(80, 104, "事项")
    page.fill(240, 100, 280, 120, GREY).fill(280, 100, 320, 120, GREY).text(205, 104, "合计")
    (table,) = tables(page)
    assert texts(table)[-2:] == [list(ROWS[0]), list(ROWS[1])]


def test_zeros_that_touch_at_borders_are_one_to_a_column() -> None:
    xs = (72, 200, 206, 212, 218)
    page = Page()
    for n in (0, 2):
        for left, right in pairwise(xs):
            page.fill(left, 100 + HEIGHT * n, right, 100 + HEIGHT * (n + 1), GREY)
    for n, figures in enumerate(("000", "000", "010")):
        page.text(80, 114 + HEIGHT * n, "规章", size=12)
        for x, figure in zip(xs[1:], figures, strict=False):
            page.text(x, 114 + HEIGHT * n, figure, size=12)
    (table,) = tables(page)
    assert texts(table)[:2] == [["规章", *"000"], ["规章", *"000"]]
    assert texts(table)[2][1] == "0"
    assert set(texts(table)[2][2:]) == {"\ufffd"}


def tight(second: tuple[str, str], middle: float) -> list[str]:
    """The second row of a table of two columns, whose last figure stands around a place."""
    xs = (72, 200, 230, 272)
    page = Page()
    for n, (a, b) in enumerate((("4", "15"), second, ("88", "9"), ("0", "0"))):
        for left, right in pairwise(xs):
            page.fill(left, 100 + HEIGHT * n, right, 100 + HEIGHT * (n + 1), GREY)
        page.text(80, 114 + HEIGHT * n, "规章", size=12)
        for text, at in ((a, 215), (b, middle if n == 1 else 251)):
            page.text(at - 3 * len(text), 114 + HEIGHT * n, text, size=12)
    (table,) = tables(page)
    return texts(table)[1]


def test_numbers_that_touch_stand_in_their_cells_as_those_above_and_below() -> None:
    assert tight(("12345", "1234567"), 251) == ["规章", "12345", "1234567"]


def test_a_number_that_reaches_over_its_border_is_of_no_cell() -> None:
    assert tight(("", "123456789012"), 240)[1:] == ["\ufffd", "\ufffd"]


def test_a_closing_bracket_has_no_ink_where_it_reaches_over_a_border() -> None:
    page = striped((ROWS[0], ("", "4", "5", "6"), ROWS[2]), (0, 2))
    page.text(143, 134, "（只计一项）")
    (table,) = tables(page)
    assert texts(table)[1] == ["（只计一项）", "4", "5", "6"]


def test_one_row_of_many_painted_cells_is_a_table() -> None:
    page = Page()
    for n, text in enumerate(("1", "", "2", "0", "", "3", "4")):
        page.fill(72 + 40 * n, 100, 112 + 40 * n, 120, GREY).text(80 + 40 * n, 114, text)
    (table,) = tables(page)
    assert texts(table) == [["1", "", "2", "0", "", "3", "4"]]


def test_no_blank_stands_between_a_label_and_its_figures() -> None:
    page = Page()
    for n in (0, 2):
        for left, right in pairwise((40.0, *XS)):
            page.fill(left, 100 + HEIGHT * n, right, 100 + HEIGHT * (n + 1), GREY)
    for n, row in enumerate((("甲组", *ROWS[0]), ("总计", "", *"456"), ("乙组", *ROWS[2]))):
        for left, text in zip((40.0, *XS), row, strict=False):
            if text:
                page.text(left + 5, 114 + HEIGHT * n, text)
    (table,) = tables(page)
    assert texts(table)[1] == ["总计", *"456"]


def test_the_rest_of_blank_ground_at_the_top_of_a_page_parts_no_heads() -> None:
    page = Page().fill(200, 100, 240, 107, GREY).fill(280, 100, 320, 107, GREY)
    page.text(245, 112, "科研").text(245, 124, "机构")
    for n in (0, 2):
        for left, right in pairwise(XS):
            page.fill(left, 130 + HEIGHT * n, right, 130 + HEIGHT * (n + 1), GREY)
    for n, row in enumerate(ROWS):
        for left, text in zip(XS, row, strict=False):
            page.text(left + 5, 144 + HEIGHT * n, text)
    (table,) = tables(page)
    assert texts(table) == [["", "", "科研\n机构", ""], *map(list, ROWS)]
