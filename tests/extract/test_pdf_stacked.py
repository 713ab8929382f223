"""Tables of PDF pages that stand right below each other, and what meets in their rows."""

from __future__ import annotations

from extract.reading import read
from tests.extract.pdf_writer import Page, pdf
from tests.extract.test_pdf_unruled import level, rows_of

WIDE = (72.0, 200.0, 260.0, 330.0)
NARROW = (72.0, 297.0, 326.0, 333.5)


def test_a_table_whose_figures_begin_to_stand_in_other_columns_is_two() -> None:
    page = level(Page(), (106, 130, 160, 190, 220))
    page.row(WIDE, 124, ("规章", "1", "2", "3")).row(WIDE, 148, ("文件", "4", "5", "6"))
    page.row(NARROW, 178, ("许可", "1", "2", "3")).row(NARROW, 208, ("处罚", "4", "5", "6"))
    assert rows_of(read(pdf(page), "a")) == [
        ["规章", "1", "2", "3"],
        ["文件", "4", "5", "6"],
        ["许可", "1", "2", "3"],
        ["处罚", "4", "5", "6"],
    ]


def test_a_ruling_goes_through_no_row_of_a_table_told_by_its_print() -> None:
    page = Page()
    page.text(75, 106, "一数量").row((200, 300), 112, "12")
    page.text(75, 118, "规章").row((72, 200, 300), 136, ("总计", "5", "7"))
    page.row((72, 200, 300), 150, ("文件", "1", "0"))
    assert rows_of(read(pdf(page), "a"))[0] == ["一数量\n规章", "1", "2"]
    page.line(72, 111, 460, 111)
    assert rows_of(read(pdf(page), "a")) == []


def test_zeros_in_words_beside_each_other_are_of_two_columns() -> None:
    xs = (72.0, 200.0, 214.0, 228.0)
    page = level(Page(), (130, 160, 190)).row(xs, 118, ("规章", "零", "零", "3"))
    page.row(xs, 148, ("文件", "零", "零", "零")).row(xs, 178, ("总计", "零", "零", "3"))
    assert rows_of(read(pdf(page), "a")) == [
        ["规章", "零", "零", "3"],
        ["文件", "零", "零", "零"],
        ["总计", "零", "零", "3"],
    ]


def test_a_figure_right_behind_its_label_stands_below_the_others() -> None:
    page = level(Page(), (130, 160, 190)).row((72, 124, 200), 118, ("新收数量", "7", "3"))
    page.row((72, 119, 200), 148, ("结转数量", "14", "2"))
    page.text(75, 178, "处理总计").text(117, 178, "128").text(203, 178, "5")
    assert rows_of(read(pdf(page), "a"))[2] == ["处理总计", "128", "5"]


def test_a_group_that_goes_on_below_is_parted_from_the_label_that_touches_it() -> None:
    page = Page().line(72, 130, 460, 130).line(105, 160, 460, 160).line(72, 190, 460, 190)
    page.row((72, 200, 300), 118, ("数量", "1", "2"))
    page.text(75, 150, "本年度").text(105, 150, "公开").row((200, 300), 150, "34")
    page.text(105, 178, "不予公开").row((200, 300), 178, "56")
    assert rows_of(read(pdf(page), "a"))[1:] == [
        ["本年度", "公开", "3", "4"],
        ["不予公开", "5", "6"],
    ]


def test_a_table_of_nothing_but_zeros_that_touch_is_no_fault() -> None:
    page = level(Page(), (130, 160)).row((72, 200), 118, ("规章", "000"))
    page.row((72, 200), 148, ("文件", "000"))
    assert not read(pdf(page), "a").issues


def test_a_dash_that_stands_for_a_figure_is_not_of_the_label_that_touches_it() -> None:
    page = level(Page(), (130, 160, 190)).text(75, 111, "规章数量").text(75, 125, "合计")
    page.row((112.3, 200), 118, ("－", "3"))
    page.row((72, 112.3, 200), 148, ("文件", "4", "－")).row(
        (72, 112.3, 200), 178, ("许可", "5", "6")
    )
    assert rows_of(read(pdf(page), "a")) == [
        ["规章数量\n合计", "－", "3"],
        ["文件", "4", "－"],
        ["许可", "5", "6"],
    ]


def test_heads_in_several_lines_tell_columns_without_figures() -> None:
    page = level(Page(), (130, 160, 190))
    page.text(75, 118, "内容").text(203, 112, "科研").text(203, 124, "机构")
    page.text(229, 112, "社会公").text(229, 124, "益组织").text(265, 112, "法律").text(
        265, 124, "机构"
    )
    page.row((72, 200, 262), 148, ("规章", "1", "2")).row((72, 200, 262), 178, ("文件", "3", "4"))
    assert rows_of(read(pdf(page), "a"))[1] == ["规章", "1", "", "2"]


def test_the_heads_stand_above_the_blank_rows() -> None:
    page = level(Page(), (130, 160, 190)).row((72, 200, 300, 400), 118, ("内容", "一", "二", "三"))
    page.text(75, 148, "规章").row((72, 300), 178, ("文件", "2"))
    assert rows_of(read(pdf(page), "a"))[2] == ["文件", "", "2", ""]


def test_a_figure_behind_the_comma_of_a_label_is_in_no_column_of_its_own() -> None:
    page = level(Page(), (130, 160, 190)).row((72, 202, 300), 118, ("规章", "15", "2"))
    page.text(75, 142, "含行政处罚、行政强制、").text(185, 142, "25").text(75, 154, "检查等").text(
        303, 148, "0"
    )
    page.row((72, 202, 300), 178, ("文件", "33", "4"))
    assert rows_of(read(pdf(page), "a")) == []


def test_heads_that_touch_part_right_where_their_figures_begin() -> None:
    page = level(Page(), (130, 160, 190)).text(75, 118, "内容")
    page.text(203, 112, "社会公益").text(242.9, 112, "法律服务机").text(292.8, 112, "其他")
    page.text(203, 124, "组织").text(242.9, 124, "构")
    for y, row in ((148, ("规章", "48", "160", "26")), (178, ("文件", "24", "2", "0"))):
        page.row((72, 200, 239.9, 289.8), y, row)
    assert rows_of(read(pdf(page), "a"))[0] == ["内容", "社会公益\n组织", "法律服务机\n构", "其他"]


def test_a_table_with_heads_of_its_own_does_not_go_on_in_the_columns_before() -> None:
    xs = (72.0, 150.0, 200.0, 250.0, 300.0, 350.0)
    first = level(Page(), (740, 770)).row(xs, 728, ("内容", *"甲乙丙丁戊"))
    first.row(xs, 758, ("规章", *"12345"))
    second = level(Page(), (100, 130)).text(145, 88, "结果维持").text(245, 88, "结果纠正")
    second.text(345, 88, "其他结果").row((152, 252, 352), 118, "123")
    found = rows_of(read(pdf(first, second), "a"))
    assert [cell for cell in found[-1] if cell] == ["1", "2", "3"]
    assert len(found[-1]) < len(xs)
