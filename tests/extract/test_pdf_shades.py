"""Tables without rulings whose rows are told apart by painted cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest

from extract.document import Paragraph, Table
from extract.reading import read
from tests.extract.pdf_writer import SONG, Page, pdf

XS = (72.0, 200.0, 240.0, 280.0, 320.0)
GREY = (0.87, 0.87, 0.93)
HEIGHT = 20.0


def tables(page: Page) -> list[Table]:
    return [b for b in read(pdf(page), "a").blocks if isinstance(b, Table)]


def striped(rows: Sequence[Sequence[str]], painted: Sequence[int]) -> Page:
    """Rows from the top, some of them on grey ground, cell by cell."""
    page = Page()
    for n in painted:
        for left, right in pairwise(XS):
            page.fill(left, 100 + HEIGHT * n, right, 100 + HEIGHT * (n + 1), GREY)
    for n, row in enumerate(rows):
        for left, text in zip(XS, row, strict=False):
            if text:
                page.text(left + 15, 114 + HEIGHT * n, text)
    return page


def test_a_row_between_painted_ones_has_their_columns_where_print_stands_in_them() -> None:
    rows = (("规章", "1", "2", "3"), ("许可", "4", "5", "6"), ("罚款", "7", "8", "9"))
    (table,) = tables(striped(rows, (0, 2)))
    assert [[cell.text for cell in row] for row in table.rows] == [list(row) for row in rows]
    assert len({cell.place.box for row in table.rows for cell in row}) == 12


def test_a_blank_of_a_row_between_is_one_only_if_most_columns_are_filled() -> None:
    rows = [("规章", "1", "2", "3"), ("许可", "4", "5", ""), ("罚款", "7", "8", "9")]
    (table,) = tables(striped(rows, (0, 2)))
    assert [cell.text for cell in table.rows[1]] == ["许可", "4", "5", ""]
    rows[1] = ("许可", "", "5", "")
    (table,) = tables(striped(rows, (0, 2)))
    assert len(table.rows[1]) < 4


def test_digits_that_nothing_parts_stay_one_number() -> None:
    rows = (("规章", "1", "2", "3"), ("许可", "", "", "6"), ("罚款", "7", "8", "9"))
    page = striped(rows, (0, 2)).text(230, 134, "1234")
    (table,) = tables(page)
    assert "1234" in [cell.text for cell in table.rows[1]]


def test_two_rows_between_painted_ones_are_never_one() -> None:
    rows = (("规章", "1", "2", "3"), ("许可", "12", "", "6"), ("", "", "", ""))
    page = striped(rows, (0, 3)).text(215, 146, "45").text(255, 146, "7")
    texts = [cell.text for table in tables(page) for row in table.rows for cell in row]
    assert not {"1245", "12", "45"} & set(texts)


def test_rows_and_a_heading_between_painted_rows_are_of_two_tables() -> None:
    page = striped((("规章", "1", "2", "3"), ("许可", "4", "5", "6")), (0, 1))
    page.fill(72, 140, 320, 160, GREY).text(150, 154, "年度报告")
    page.row(XS, 174, ("结转", *"012")).text(72, 198, "四、行政复议情况")
    for y, row in ((210, "3456"), (230, "7890")):
        for left, right, text in zip(XS, XS[1:], row, strict=False):
            page.fill(left, y, right, y + 20, GREY).text(left + 15, y + 14, text)
    first, *_, second = tables(page)
    assert [cell.text for row in first.rows for cell in row][-1] == "年度报告"
    assert [[cell.text for cell in row] for row in second.rows] == [[*"3456"], [*"7890"]]


def test_painted_words_in_running_text_are_no_table() -> None:
    page = Page().fill(100, 100, 140, 114, GREY).fill(140, 100, 190, 114, GREY)
    assert not tables(page.text(102, 111, "重点", font=SONG).text(142, 111, "公开", font=SONG))


def test_tables_whose_columns_differ_are_two() -> None:
    rows = (("规章", "1", "2", "3"), ("许可", "4", "5", "6"), ("罚款", "7", "8", "9"))
    page = striped(rows, (0, 2)).text(80, 175, "三、申请情况")
    for n in (4, 6):
        for left, right in pairwise((72.0, 150.0, 175.0, 320.0)):
            page.fill(left, 100 + HEIGHT * n, right, 100 + HEIGHT * (n + 1), GREY)
            page.text(left + 5, 114 + HEIGHT * n, "0")
            page.text(left + 5, 114 + HEIGHT * (n + 1), "1")
    assert [len(table.rows) for table in tables(page)] == [3, 3]


def test_a_drawing_of_painted_pieces_is_read_as_if_it_were_not_there() -> None:
    page = Page().text(80, 60, "三、申请情况")
    for n in range(1400):
        left, top = 72 + 11.3 * (n % 40) + 0.01 * n, 80 + 19 * (n // 40)
        page.fill(left, top + 0.27 * (n % 40), left + 7, top + 0.27 * (n % 40) + 7, GREY)
    document = read(pdf(page), "a")
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert not document.issues


def test_numbers_that_nearly_touch_are_two_where_a_border_stands_between() -> None:
    rows = [("规章", "1", "2", "3"), ("许可", "4", "", ""), ("罚款", "7", "8", "9")]
    page = striped(rows, (0, 2)).text(269, 134, "12").text(280.9, 134, "345")
    (table,) = tables(page)
    assert [cell.text for cell in table.rows[1]] == ["许可", "4", "12", "345"]
    (table,) = tables(striped(rows, (0, 2)).text(270, 134, "12345"))
    assert "12345" in [cell.text for cell in table.rows[1]]


def test_blanks_of_both_neighbours_show_that_blanks_between_are_cells() -> None:
    rows = (("规章", "1", "", "3"), ("许可", "", "5", ""), ("罚款", "", "8", "9"))
    (table,) = tables(striped(rows, (0, 2)))
    assert [cell.text for cell in table.rows[1]] == ["许可", "", "5", ""]


def test_the_ground_of_a_group_that_ends_within_a_row_does_not_part_it() -> None:
    rows = (("规章", "1", "2", "3"), ("许可", "4", "5", "6"), ("罚款", "7", "8", "9"))
    (table,) = tables(striped(rows, (0, 2)).fill(50, 100, 72, 132, GREY))
    assert [cell.text for cell in table.rows[1]][-4:] == ["许可", "4", "5", "6"]
    assert len(table.rows) == 3


def test_the_first_row_of_a_page_has_the_columns_of_the_painted_one_below() -> None:
    rows = (("规章", "1", "2", "3"), ("许可", "4", "5", "6"), ("罚款", "7", "8", "9"))
    (table,) = tables(striped(rows, (1, 2)).fill(50, 100, 72, 160, GREY))
    assert [cell.text for cell in table.rows[0]][-4:] == ["规章", "1", "2", "3"]


def test_a_painted_head_of_one_row_ends_it_though_other_heads_go_on() -> None:
    page = striped((("", "", "", ""), ("规章", "1", "2", "3"), ("许可", "4", "5", "6")), (2,))
    page.fill(200, 80, 240, 120, GREY).fill(240, 80, 320, 100, GREY)
    page.text(80, 104, "事项").text(205, 104, "合计").text(262, 94, "单位")
    page.text(245, 114, "企业").text(285, 114, "机构")
    for left, right in pairwise(XS):
        page.fill(left, 120, right, 140, GREY)
    (table,) = tables(page)
    heads = [cell.text for row in table.rows[:2] for cell in row]
    assert {text for text in heads if text} == {"事项", "合计", "单位", "企业", "机构"}


def test_what_is_blank_beside_a_painted_row_is_not_of_the_row_below() -> None:
    page = Page()
    for n in (0, 2):
        for left, right in pairwise(XS if n == 0 else (40.0, *XS[1:])):
            page.fill(left, 100 + HEIGHT * n, right, 100 + HEIGHT * (n + 1), GREY)
    page.fill(40, 80, 320, 100, GREY).text(60, 94, "办理结果")
    for n, row in enumerate((("规章", "1", "2", "3"), ("总计", "4", "5", "6"), ("许可", "7"))):
        for left, text in zip((80, *XS[1:]), row, strict=False):
            page.text(left + 3, 114 + HEIGHT * n, text)
    (table,) = tables(page)
    assert [cell.text for cell in table.rows[2]] == ["总计", "4", "5", "6"]


def test_print_far_apart_in_one_cell_shows_no_blank_beside_it() -> None:
    rows = (("规章", "1", "2", "3"), ("许可", "", "5", "6"), ("罚款", "7", "8", "9"))
    (table,) = tables(striped(rows, (0, 2)).text(180, 134, "4"))
    assert [cell.text for cell in table.rows[1]][:2] != ["许可 4", ""]


def test_a_label_that_ends_where_its_first_figure_begins_is_not_its_cell() -> None:
    rows = (("规章", "1", "2", "3"), ("许可", "4", "5", "6"))
    page = striped(rows, (0, 1)).fill(40, 100, 72, 160, GREY)
    page.text(140, 154, "信息公开申请").text(200, 154, "7").text(255, 154, "8").text(295, 154, "9")
    found = [[cell.text for cell in row] for table in tables(page) for row in table.rows]
    assert found[-1][-4:] == ["信息公开申请", "7", "8", "9"]


def test_the_last_row_ends_where_the_ground_of_only_a_group_goes_on() -> None:
    rows = (("规章", "1", "2", "3"), ("许可", "4", "5", "6"), ("罚款", "7", "8", "9"))
    page = striped((*rows, ("处罚", "1", "0", "2")), (0, 2))
    page.fill(40, 100, 72, 180, GREY).fill(10, 100, 40, 204, GREY)
    found = [[cell.text for cell in row] for table in tables(page) for row in table.rows]
    assert [row[-4:] for row in found if "处罚" in row] == [["处罚", "1", "0", "2"]]


@pytest.mark.parametrize(
    ("figures", "cells"), [("10203", [*"10203"]), ("1020 ", None), ("1 2 3", None)]
)
def test_print_in_all_columns_between_rows_of_one_cell_shows_them(
    figures: str, cells: list[str] | None
) -> None:
    page, xs = Page(), (72.0, 200.0, 240.0, 280.0, 320.0, 360.0, 400.0)
    rows = (("规章", *"45678"), ("许可", *figures), ("罚款", "", "", "/"), ("处罚", *figures))
    for n, row in enumerate((*rows, rows[2])):
        for left, right in pairwise(xs if n == 0 else (72.0, 200.0, 400.0)):
            if n % 2 == 0:
                page.fill(left, 100 + HEIGHT * n, right, 100 + HEIGHT * (n + 1), GREY)
        for left, text in zip(xs, row, strict=False):
            if text.strip():
                page.text(left + 15, 114 + HEIGHT * n, text)
    (table,) = tables(page)
    found = [[cell.text for cell in row] for row in table.rows]
    assert (found[3][1:] == cells) is (cells is not None)
