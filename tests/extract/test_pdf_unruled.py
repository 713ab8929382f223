"""Tables of PDF pages whose columns, or rows too, are not ruled."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extract.document import Document, Paragraph, Table
from extract.reading import read
from tests.extract.pdf_writer import SONG, Page, pdf

XS = (72.0, 200.0, 300.0, 400.0)


def rows_of(document: Document) -> list[list[str]]:
    return [
        [cell.text for cell in row]
        for block in document.blocks
        if isinstance(block, Table)
        for row in block.rows
    ]


def lines_of(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def level(page: Page, tops: Sequence[float], left: float = 72, right: float = 460) -> Page:
    for y in tops:
        page.line(left, y, right, y)
    return page


def test_rows_between_level_rulings_have_their_columns() -> None:
    page = level(Page(), (130, 160, 190, 220))
    page.row(XS, 118, ("内容", "制发件数", "废止件数", "有效件数"))
    page.row(XS, 148, ("规章", "1", "", "22"))
    page.row(XS, 178, ("文件", "33", "0", ""))
    page.row(XS, 208, ("总计", "34", "0", "22"))
    assert rows_of(read(pdf(page), "a")) == [
        ["内容", "制发件数", "废止件数", "有效件数"],
        ["规章", "1", "", "22"],
        ["文件", "33", "0", ""],
        ["总计", "34", "0", "22"],
    ]


def test_a_ruling_that_ends_before_the_others_parts_labels() -> None:
    page = Page().line(72, 130, 460, 130).line(120, 160, 460, 160).line(72, 190, 460, 190)
    page.row((72, 200, 300), 118, ("数量", "1", "2"))
    page.text(75, 160, "结果").row((120, 200, 300), 148, ("公开", "3", "4"))
    page.row((120, 200, 300), 178, ("不予公开", "5", "6"))
    assert rows_of(read(pdf(page), "a"))[1:] == [["结果", "公开", "3", "4"], ["不予公开", "5", "6"]]


def test_a_table_in_which_figures_stand_in_their_labels_cells_is_none() -> None:
    page = level(Page(), (130, 160, 190, 220))
    page.row(XS, 118, ("内容", "制发件数", "废止件数", "有效件数"))
    page.row(XS, 148, ("规章和其他文件10", "", "1", "22"))
    page.row(XS, 178, ("各机关的文件33", "", "0", "2"))
    page.row(XS, 208, ("总计", "34", "0", "22"))
    document = read(pdf(page), "a")
    assert rows_of(document) == []
    assert any("33" in line for line in lines_of(document))


def test_a_figure_behind_a_remark_is_another_ones_and_costs_its_row_at_most() -> None:
    xs = (72.0, 200.0, 241.0, 300.0)
    rows = [("各机关的数量", *figures) for figures in ("123", "456", "579", "024", "316")]
    for remark, last in (("7（注）", ["7（注）", "0", "8"]), ("7（含上", ["7（含上0", "8"])):
        page = level(Page(), range(100, 281, 30))
        for n, row in enumerate((*rows, ("各机关的总数", remark, "0", "8"))):
            page.row(xs, 118 + 30 * n, row)
        found = rows_of(read(pdf(page), "a"))
        assert found == [[*map(str, row)] for row in (*rows, ("各机关的总数", *last))]


def test_a_table_right_below_another_has_the_columns_its_own_rulings_show() -> None:
    page = Page()
    upper = (72, 140, 180, 220, 260, 300, 340, 380, 420)
    lower = (72, 330, 338.5, 347, 355.5, 364, 372.5, 381, 389.5)
    for y, xs in ((130, upper), (160, upper), (190, lower), (220, lower)):
        for a, b in pairwise(xs):
            page.line(a, y, b, y)
    for y, figures in ((118, "7654321"), (148, "1000000")):
        page.row(upper, y, ("规章", *figures))
    for y, figures in ((178, "4000004"), (208, "0300003")):
        page.row([x - 2 for x in lower], y, ("文件", *figures))
    found = rows_of(read(pdf(page), "a"))
    assert [row for row in found if row[0] == "文件"] == [
        ["文件", *"4000004"],
        ["文件", *"0300003"],
    ]


def test_a_column_without_figures_is_shown_by_the_ends_of_its_rulings() -> None:
    page = Page()
    for y in (130, 160, 190):
        for a, b in pairwise((72, 200, 250, 300, 350)):
            page.line(a, y, b, y)
    page.row((72, 200, 300), 118, ("规章", "1", "2")).row((72, 200, 300), 148, ("文件", "3", "4"))
    page.row((72, 200, 300), 178, ("总计", "4", "6"))
    assert rows_of(read(pdf(page), "a"))[1] == ["文件", "3", "", "4"]


def test_text_between_level_rulings_is_no_row() -> None:
    page = level(Page(), (130, 160)).row(XS, 118, ("内容", "件数", "元"))
    page.row(XS, 148, ("规章", "1", "2")).text(72, 200, "三、收到和处理申请情况")
    level(page, (260, 290)).row(XS, 248, ("内容", "件数", "元")).row(XS, 278, ("文件", "3", "4"))
    document = read(pdf(page), "a")
    assert "三、收到和处理申请情况" in lines_of(document)
    assert [row[0] for row in rows_of(document)] == ["内容", "规章", "内容", "文件"]


def test_a_row_cut_off_by_the_page_end_goes_on_in_the_same_columns() -> None:
    first = level(Page(), (720, 750)).row(XS, 708, ("内容", "件数", "元", "人"))
    first.row(XS, 738, ("规章", "1", "2", "3")).row(XS, 770, ("许可", "", "5", ""))
    second = level(Page(), (80, 110)).row(XS, 68, ("决定", "", "", ""))
    second.row(XS, 98, ("总计", "", "7", ""))
    assert rows_of(read(pdf(first, second), "a"))[1:] == [
        ["规章", "1", "2", "3"],
        ["许可\n决定", "", "5", ""],
        ["总计", "", "7", ""],
    ]


def test_labels_of_several_lines_belong_to_the_figures_at_their_middle() -> None:
    page = Page().row(XS, 106, ("一数量", "1", "2", "3"))
    page.text(75, 118, "属于国家秘密").text(75, 130, "的情形").row((200, 300, 400), 124, "456")
    page.row(XS, 142, ("总计", "5", "7", "9"))
    assert rows_of(read(pdf(page), "a")) == [
        ["一数量", "1", "2", "3"],
        ["属于国家秘密\n的情形", "4", "5", "6"],
        ["总计", "5", "7", "9"],
    ]


def test_no_half_of_a_figure_that_may_go_on_below_is_read() -> None:
    page = Page().row((72, 200, 300), 106, ("一数量", "1", "0"))
    page.text(75, 124, "属于秘密").text(203, 124, "3").text(303, 118, "１", font=SONG)
    page.text(303, 130, "５", font=SONG).row((72, 200), 142, ("总计", "4"))
    page.text(303, 142, "９", font=SONG)
    assert rows_of(read(pdf(page), "a"))[1] == ["属于秘密", "3", "１\n５"]


def test_rows_that_fit_labels_in_more_than_one_way_are_lines() -> None:
    page = Page().row((72, 200, 300), 106, ("数量", "1", "2"))
    page.text(75, 118, "甲").text(75, 130, "乙").row((200, 300), 136, "34")
    assert rows_of(read(pdf(page), "a")) == []


def test_running_text_with_numbers_makes_no_table() -> None:
    page = Page()
    for n in range(6):
        page.text(72, 100 + 18 * n, "2023 年 收到 103 件，办结 98 件，结转 5 件。")
    assert rows_of(read(pdf(page), "a")) == []


def test_a_remark_goes_on_below_its_figure() -> None:
    page = Page().row(XS, 106, ("一数量", "1", "2", "3")).row((72, 200), 124, ("规章", "4（见"))
    page.row((300, 400), 130, ("0", "5")).text(75, 136, "和文件").text(203, 136, "说明）")
    page.row(XS, 154, ("总计", "5", "2", "8"))
    assert rows_of(read(pdf(page), "a")) == [
        ["一数量", "1", "2", "3"],
        ["规章\n和文件", "4（见\n说明）", "0", "5"],
        ["总计", "5", "2", "8"],
    ]


def test_a_new_table_on_top_of_a_page_has_columns_of_its_own() -> None:
    first = level(Page(), (720, 750)).row((72, 300), 708, ("内容", "件数"))
    first.row((72, 300), 738, ("规章", "1"))
    second = level(Page(), (80, 110, 140)).row(XS, 68, ("内容", "件数", "元", "人"))
    second.row(XS[:3], 98, ("许可", "1", "5")).text(403, 90, "0")
    second.row(XS[:3], 128, ("总计", "2", "7")).text(403, 120, "3")
    found = rows_of(read(pdf(first, second), "a"))
    assert found[-2:] == [["许可", "1", "5", "0"], ["总计", "2", "7", "3"]]


def test_a_zero_right_beside_a_figure_is_a_figure_of_its_own() -> None:
    xs = (72.0, 200.0, 210.0)
    page = Page().row(xs, 106, ("一数量", "3", "40")).row(xs, 124, ("规章", "5", "21"))
    page.row((72, 200), 142, ("文件", "0232")).row(xs, 160, ("总计", "8", "61"))
    assert rows_of(read(pdf(page), "a"))[2] == ["文件", "0", "232"]
    page = Page().row(xs, 106, ("一数量", "3", "40")).row(xs, 124, ("规章", "5", "21"))
    page.row((72, 200), 142, ("文件", "1232")).row(xs, 160, ("总计", "8", "61"))
    assert ["文件", "1", "232"] not in rows_of(read(pdf(page), "a"))


def test_a_figure_with_its_unit_right_beside_another_is_a_figure_of_its_own() -> None:
    xs = (72.0, 200.0, 240.0)
    page = Page().row(xs, 106, ("一数量", "3件", "4件")).row(xs, 124, ("规章", "5件", "2件"))
    page.row((72, 200), 142, ("文件", "124件3件")).row(xs, 160, ("总计", "8件", "6件"))
    assert rows_of(read(pdf(page), "a"))[2] == ["文件", "124件", "3件"]


def test_figures_that_stand_a_little_apart_below_others_are_of_two_columns() -> None:
    xs = (72.0, 200.0, 215.0)
    page = Page().row(xs, 106, ("一数量", "3", "40")).row(xs, 124, ("规章", "5", "2"))
    page.row(xs, 142, ("文件", "57", "232")).row((72, 200, 213.5), 160, ("总计", "65", "274"))
    assert rows_of(read(pdf(page), "a"))[2] == ["文件", "57", "232"]
    page = Page().row(xs, 106, ("一数量", "3", "40")).row(xs, 124, ("规章", "5", "2"))
    page.row((72, 200, 210), 142, ("文件", "57", "232")).row(xs, 160, ("总计", "65", "42"))
    assert ["文件", "57", "232"] not in rows_of(read(pdf(page), "a"))


def test_figures_that_touch_are_parted_where_the_ruling_below_them_ends() -> None:
    xs = (72.0, 200.0, 210.0)
    page = Page()
    for y in (130, 160, 190, 220):
        for a, b in pairwise((72, 200, 213, 300)):
            page.line(a, y, b, y)
    page.row(xs, 118, ("一数量", "3", "40")).row(xs, 148, ("规章", "57", "232"))
    page.row(xs, 178, ("文件", "2", "7")).row(xs, 208, ("总计", "62", "279"))
    found = rows_of(read(pdf(page), "a"))
    assert [row[1:] for row in found] == [["3", "40"], ["57", "232"], ["2", "7"], ["62", "279"]]


def test_a_row_with_its_unit_and_no_figure_is_a_row() -> None:
    page = Page().row((72, 200, 300), 106, ("一数量", "件", "3"))
    page.row((72, 200), 124, ("规章", "条")).row((72, 200, 300), 142, ("总计", "件", "9"))
    page.row((72, 200, 300), 160, ("文件", "件", "6"))
    assert rows_of(read(pdf(page), "a"))[:3] == [
        ["一数量", "件", "3"],
        ["规章", "条", ""],
        ["总计", "件", "9"],
    ]


def test_columns_as_narrow_as_a_digit_are_told_by_zeros_and_by_the_ends_of_rulings() -> None:
    page = Page()
    for y in (130, 160, 190, 220):
        for a, b in pairwise((72, 203, 208, 213, 218, 223, 228, 233, 238)):
            page.line(a, y, b, y)
    page.row((72, 200), 118, ("一数量", "0000000")).row((72, 200), 148, ("规章", "4000004"))
    page.row((72, 200), 178, ("文件", "0000000")).row((72, 200), 208, ("总计", "4000004"))
    found = rows_of(read(pdf(page), "a"))
    assert [row[1:] for row in found] == [[*"0000000"], [*"4000004"]] * 2


def test_numbers_before_labels_are_no_column() -> None:
    xs = (72.0, 84.0, 200.0, 300.0)
    page = level(Page(), (130, 160, 190, 220)).row((72, 200, 300), 118, ("内容", "件数", "人"))
    for n, y in enumerate((148, 178, 208), 1):
        page.row(xs, y, (f"{n}.", "其他规章", "1", "2"))
    assert rows_of(read(pdf(page), "a"))[1] == ["1. 其他规章", "1", "2"]


def test_a_page_number_is_no_figure_of_the_last_row() -> None:
    page = Page().row(XS, 700, ("规章", "1", "2", "3")).row(XS, 720, ("文件", "4", "5", "6"))
    page.text(303, 815, "7")
    document = read(pdf(page), "a")
    assert rows_of(document) == [["规章", "1", "2", "3"], ["文件", "4", "5", "6"]]


def test_lines_of_one_row_at_whose_heights_other_labels_stand_are_no_rows() -> None:
    xs = (130.0, 250.0, 300.0)
    page = Page()
    for y in (124, 160, 196):
        page.row(xs, y, ("各机关的数量", "1", "2"))
    page.text(133, 226, "没有现成信息需要").text(133, 246, "另行制作").text(75, 236, "无法提供")
    page.text(253, 236, "3").text(303, 226, "4").text(303, 246, "2")
    for y in (276, 312):
        page.row(xs, y, ("各机关的数量", "1", "2"))
    assert ["没有现成信息需要\n另行制作", "3", "4\n2"] in [
        row[-3:] for row in rows_of(read(pdf(page), "a"))
    ]


def test_lines_of_figures_above_and_below_a_label_are_not_of_its_line() -> None:
    page = Page().text(75, 124, "各机关的数量").text(303, 124, "163")
    page.text(203, 115, "751").text(203, 133, "3").text(403, 115, "76").text(403, 133, "82")
    assert {line.split()[-1] for line in lines_of(read(pdf(page), "a"))} == {"76", "163", "82"}


def test_a_remark_takes_as_many_lines_as_its_cell_is_narrow() -> None:
    page = (
        Page().row(XS, 90, ("一数量", "1", "2", "3")).text(203, 118, "4").text(198, 130, "（含上")
    )
    page.row((72, 300, 400), 130, ("规章", "0", "5")).text(203, 142, "年）")
    page.text(403, 160, "6（见").row(XS[:3], 172, ("总计", "5", "2")).text(403, 172, "说")
    page.text(403, 184, "明）")
    assert rows_of(read(pdf(page), "a")) == [
        ["一数量", "1", "2", "3"],
        ["规章", "4\n（含上\n年）", "0", "5"],
        ["总计", "5", "2", "6（见\n说\n明）"],
    ]


def test_a_remark_below_a_figure_is_of_its_column_overleaf_too() -> None:
    first, second = level(Page(), (720, 750)), level(Page(), (80, 110, 150))
    for page, top, texts in ((first, 738, "123"), (second, 68, "456"), (second, 98, "579")):
        page.row((72, 214, 300, 400), top, ("各类机关得到的各类数量", *texts))
    second.row((72, 214, 300, 400), 128, ("总计", *"789")).text(186, 142, "（见注）")
    assert rows_of(read(pdf(first, second), "a"))[-1] == ["总计", "7\n（见注）", "8", "9"]
