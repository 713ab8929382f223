"""Tables of PDF pages without rulings: which lines are one row, and what goes on overleaf."""

from __future__ import annotations

import pytest

from extract.reading import read
from tests.extract.pdf_writer import Page, pdf
from tests.extract.test_pdf_unruled import level, lines_of, rows_of

XS = (72.0, 200.0, 232.0, 300.0)


def test_rows_of_one_line_near_each_other_are_two() -> None:
    page = Page().text(75, 124, "1.各机关得到的").text(75, 144, "各类数量").row(XS[1:], 134, "123")
    page.text(75, 168, "2.各机关得到的").text(75, 188, "其他数量").row(XS[1:], 178, "456")
    page.row(XS, 210, ("（三）总数", *"579")).row(XS, 227, ("1.其中", *"011"))
    page.text(75, 250, "2.各机关得到的").text(75, 270, "其他数量").row(XS[1:], 260, "123")
    assert [row[1:] for row in rows_of(read(pdf(page), "a"))] == [
        [*row] for row in ("123", "456", "579", "011", "123")
    ]


def test_units_below_figures_that_touch_are_of_two_columns() -> None:
    page = Page()
    for y, (a, b) in ((124, "12"), (160, "34"), (196, "57")):
        page.row((72, 200), y + 6, ("各机关的数量", "3件"))
        for x, text in ((260, a), (271, b)):
            page.text(x + 2.5, y, text).text(x, y + 12, "件")
    assert [row[1:] for row in rows_of(read(pdf(page), "a"))] == [
        ["3件", "1\n件", "2件"],
        ["3件", "3\n件", "4件"],
        ["3件", "5\n件", "7件"],
    ]


def test_a_unit_below_the_first_figures_is_no_label() -> None:
    page = Page()
    for y, row in ((124, "1557"), (160, "34"), (196, "1559")):
        page.text(75, y + 6, "各机关得到的各类数量").row((172, 232), y, (row, "2"))
        page.text(175, y + 12, "件")
    assert [row[1:] for row in rows_of(read(pdf(page), "a"))] == [
        ["1557件", "2"],
        ["34\n件", "2"],
        ["1559件", "2"],
    ]


def test_a_group_and_the_numbered_label_that_touches_it_are_two() -> None:
    page = Page()
    for y, row in ((124, "123"), (160, "456"), (196, "579")):
        page.row(XS[1:], y, row)
    page.text(75, 124, "（一）各").text(115, 124, "1.各类数量").text(75, 136, "机关")
    page.text(115, 154, "2.各类其他").text(115, 166, "的数量").text(115, 196, "3.总数量")
    found = rows_of(read(pdf(page), "a"))
    assert [row[-4:] for row in found] == [
        ["1.各类数量", *"123"],
        ["2.各类其他\n的数量", *"456"],
        ["3.总数量", *"579"],
    ]


def test_a_number_apart_from_its_label_is_of_it() -> None:
    page = Page().row(XS, 94, ("各机关的数量", *"011"))
    for y, row in ((124, "123"), (160, "456"), (196, "579")):
        page.row(XS[1:], y + 6, row)
        page.text(75, y, "1.").text(88, y, "各机关得到的").text(75, y + 12, "数")
    found = [row[-3:] for row in rows_of(read(pdf(page), "a"))]
    assert found == [[*"011"], [*"123"], [*"456"], [*"579"]]


def test_a_figure_left_out_beside_a_row_tears_it() -> None:
    page = Page().row(XS, 124, ("各机关的数量", *"12")).text(305, 119, "1").text(303, 129, "77")
    for y, row in ((141, "456"), (158, "579")):
        page.row(XS, y, ("各机关的数量", *row))
    assert not {"1", "77", "177"} & {row[-1] for row in rows_of(read(pdf(page), "a"))}


def test_figures_without_a_point_follow_some_with_one() -> None:
    page = Page()
    for n in range(24):
        last = "91" if n % 8 == 3 else "0.00"
        page.row((72, 160, 220), 60 + 24 * n, ("各机关的数量", "0.00", "0.00"))
        page.text(283, 60 + 24 * n, "0.00").text(302, 60 + 24 * n, last)
    found = rows_of(read(pdf(page), "a"))
    assert [row[-1] for row in found] == ["91" if n % 8 == 3 else "0.00" for n in range(24)]


def test_a_table_goes_on_overleaf_in_its_columns() -> None:
    first = Page()
    for n, row in enumerate(("123", "456", "579") * 8):
        first.row(XS, 100 + 28 * n, ("各机关的数量", *row))
    second = Page().row(XS, 60, ("另外的数量", "1", "", "3")).row(XS, 84, ("总计", "2", "", "4"))
    assert rows_of(read(pdf(first, second), "a"))[-2:] == [
        ["另外的数量", "1", "", "3"],
        ["总计", "2", "", "4"],
    ]


def test_heads_of_several_rows_stand_over_blank_columns() -> None:
    page = level(Page(), (100, 160, 190), 72, 420).line(250, 130, 420, 130)
    page.text(75, 130, "维持").text(125, 130, "纠正").text(175, 130, "总计").text(300, 118, "诉讼")
    page.text(253, 148, "维持").text(313, 148, "纠正").text(373, 148, "总计")
    page.row((72, 172, 250, 370), 178, ("1", "1", "2", "2"))
    assert rows_of(read(pdf(page), "a"))[-1] == ["1", "", "1", "2", "", "2"]


def test_a_blank_column_begins_where_the_table_does() -> None:
    page = Page()
    for y in (100, 130, 160):
        for a, b in ((72, 110), (110, 150), (150, 190), (190, 230)):
            page.line(a, y, b, y)
    for x, upper in ((74, "结果维"), (112, "结果纠"), (152, "其他结"), (192, "尚未审")):
        page.text(x, 112, upper).text(x, 124, "持")
    page.row((110, 150, 190), 148, "123")
    assert rows_of(read(pdf(page), "a"))[-1] == ["", "1", "2", "3"]


def test_what_follows_a_unit_is_another_figure() -> None:
    page = level(Page(), (130, 160, 190, 220))
    for y, row in ((118, ("12", "7", "3")), (148, ("4件", "5件", "6件")), (178, ("7", "8件", "9"))):
        page.row(XS, y, ("各机关的数量", *row))
    page.row(XS, 208, ("各机关的数量", "88件")).text(233.5, 208, "5").text(303, 208, "0")
    assert rows_of(read(pdf(page), "a"))[-1] == ["各机关的数量", "88件", "5", "0"]


def test_rows_without_figures_are_more_likely_than_figures_of_no_row() -> None:
    page = Page().row(XS, 124, ("一、各机关的数量", *"123"))
    for n in range(6):
        page.text(75, 148 + 24 * n, f"{n + 1}.各机关的数量")
    page.row(XS, 292, ("（七）总计", *"456"))
    found = rows_of(read(pdf(page), "a"))
    assert [row[1:] for row in found] == [[*"123"], *[["", "", ""]] * 6, [*"456"]]


def test_people_are_counted_in_a_unit_too() -> None:
    page = Page()
    for y, (unit, figure) in ((124, ("人", "2")), (148, ("人次", "")), (172, ("个", "7"))):
        page.row((72, 200, 260), y, ("各机关的数量", unit, figure))
    assert rows_of(read(pdf(page), "a"))[1] == ["各机关的数量", "人次", ""]


def test_a_figure_below_a_dash_is_of_another_row() -> None:
    page = Page()
    for y, (unit, figure) in ((124, ("——", "——")), (148, ("个", "2")), (172, ("件", "7"))):
        page.text(75, y, "各机关的数量").text(203, y, unit).text(
            263, y - 7 * (unit == "个"), figure
        )
    assert "——\n2" not in {cell for row in rows_of(read(pdf(page), "a")) for cell in row}


def test_no_side_goes_between_a_number_and_its_label() -> None:
    page = Page()
    rows = (("（一）不", "1.各机关得到的", "123"), ("", "2.数", "456"), ("", "3.各机关", "579"))
    for n, (group, label, row) in enumerate(rows):
        page.row((72, 112.0 if n == 0 else 122.0), 124 + 36 * n, (group, label))
        page.row(XS[1:], 124 + 36 * n, row)
    page.text(85, 160, "予公开").text(125, 172, "的数量")
    labels = [row[:-3] for row in rows_of(read(pdf(page), "a"))]
    assert labels[0][-1] == "1.各机关得到的"


def test_figures_that_touch_are_told_by_their_units() -> None:
    page = Page()
    rows = [("1件", "2件", "3件"), ("4", "5件", "9件"), ("0件", "0", "0件"), ("7件", "0", "7")]
    rows.append(("8件", "—", "8件"))
    for n, row in enumerate(rows):
        page.text(75, 124 + 24 * n, "各机关的数量")
        for x, text in zip((203, 223.5, 244), row, strict=True):
            page.text(x, 124 + 24 * n, text)
    assert [row[1:] for row in rows_of(read(pdf(page), "a"))] == [[*row] for row in rows]


@pytest.mark.parametrize(
    ("figures", "second"),
    [
        (("1件", "2件", "3件", "0件"), 224.5),
        (("1,929", "0", "1,929", "7"), 227),
    ],
)
def test_figures_of_one_row_are_parted_by_units_and_by_marks_of_thousands(
    figures: tuple[str, ...], second: float
) -> None:
    page = Page().text(203, 100, "维持").text(226, 100, "纠正").text(303, 100, "总计")
    page.text(403, 100, "维持")
    for x, figure in zip((203, second, 303, 403), figures, strict=True):
        page.text(x, 124, figure)
    assert rows_of(read(pdf(page), "a"))[-1] == [*figures]


def test_labels_wider_overleaf_are_parted_from_figures_all_the_same() -> None:
    first, second = Page(), Page()
    for y, row in ((700, "123"), (724, "456"), (748, "579")):
        first.row((72, 300, 312, 324), y, ("各机关的数量", *row))
    for y, row in ((60, "024"), (92, "135"), (124, "179")):
        second.row((300, 312, 324), y, row).text(75, y + 8, "各机关的数量以及各机关的其他数量在此")
    found = rows_of(read(pdf(first, second), "a"))
    assert [row[-3:] for row in found[3:]] == [[*"024"], [*"135"], [*"179"]]
    assert all(len(row) == 4 for row in found)


@pytest.mark.parametrize(
    ("last", "cells"), [("各机关的重复数量", ["3", "", "4"]), ("四、各机关的数量", ["3", "4"])]
)
def test_a_table_goes_on_overleaf_behind_labels_of_blank_rows(last: str, cells: list[str]) -> None:
    first, second = Page(), Page()
    first.row((200, 300, 400), 490, ("新收", "结转", "总计"))
    for y in (514, 538, 562):
        first.row((72, 200, 400), y, ("各机关的数量", *"12"))
    first.text(75, 620, last)
    for y in (60, 84, 108):
        second.row((72, 200, 400), y, ("各机关的数量", *"34"))
    assert [row[1:] for row in rows_of(read(pdf(first, second), "a"))][-3:] == [cells] * 3


def test_labels_of_two_lines_show_how_far_beside_figures_labels_stand() -> None:
    page = Page()
    for n, row in enumerate(("123", "456", "579", "024", "213")):
        page.text(75, 124 + 46 * n, "1.各机关的数量").text(75, 147 + 46 * n, "以及其他")
        page.row(XS[1:], 129 + 46 * n, row)
        for x, beside in ((10, 2), (30, -2), (50, 4)):
            page.text(x, 129 + beside + 46 * n, "组")
    page.text(75, 354, "2.各机关").row(XS[1:], 347.5, "000")
    page.row((72, *XS[1:]), 377, ("3.各机关另外得到的", *"123")).text(75, 400, "各类数量")
    page.text(75, 423, "以及其他")
    found = [row[-3:] for row in rows_of(read(pdf(page), "a"))]
    assert found == [[*"123"], [*"456"], [*"579"], [*"024"], [*"213"], [*"000"], [*"123"]]


def test_rows_near_each_other_whose_labels_are_numbered_are_two_whatever_is_blank() -> None:
    page = Page()
    for n, row in enumerate(("123", "456", "579")):
        page.text(75, 124 + 40 * n, "1.各机关得到的").text(75, 144 + 40 * n, "各类数量")
        page.row(XS[1:], 134 + 40 * n, row)
    page.row(XS, 248, ("2.其他数量", "7", "", "8")).row(XS, 264, ("3.另外数量", "", "0", "9"))
    page.text(75, 288, "4.各机关得到的").text(75, 308, "其他数量").row(XS[1:], 298, "123")
    found = [row[-3:] for row in rows_of(read(pdf(page), "a"))]
    assert found == [[*"123"], [*"456"], [*"579"], ["7", "", "8"], ["", "0", "9"], [*"123"]]


def test_a_dash_that_touches_its_label_is_in_its_column() -> None:
    page = Page()
    for y, row in ((124, "123"), (148, "406"), (172, "529")):
        page.row(XS, y, ("各机关的数量", *row))
    page.text(73, 196, "各机关另外得到的所有各类数").text(203, 196, "—").row(XS[2:], 196, "11")
    assert rows_of(read(pdf(page), "a"))[-1][-3:] == ["—", "1", "1"]


def test_which_lines_are_whose_of_blank_rows_costs_no_row_with_figures() -> None:
    page = Page()
    for y, row in ((100, "123"), (118, "406"), (136, "529")):
        page.row(XS, y, ("各机关的数量", *row))
    page.text(75, 155, "（二）各机关得到的（其他").text(75, 168.5, "数量）")
    page.text(110, 186.5, "1.各类数量").text(110, 204.5, "2.其他数量")
    page.row(XS[1:], 222.5, "718").text(110, 222.5, "3.总数量")
    found = rows_of(read(pdf(page), "a"))
    assert [row[-3:] for row in found if any(x.isdigit() for x in row)] == [
        [*"123"],
        [*"406"],
        [*"529"],
        [*"718"],
    ]
    assert {row[-4] for row in found} >= {"1.各类数量", "2.其他数量", "3.总数量"}


def test_digits_at_the_same_place_on_pages_that_they_do_not_count_are_no_page_numbers() -> None:
    pages = [Page().row(XS, 700, ("各机关的数量", "1", "2", "15"))]
    for _ in range(2):
        page = Page().text(303, 60, "6").row(XS, 124, ("各机关的数量", *"123"))
        pages.append(page.row(XS, 700, ("总计", "1", "2", "15")))
    counted = [Page().text(300, 60, str(n)).text(75, 100, "正文。") for n in (1, 2, 3)]
    assert sum(line.strip() == "6" for line in lines_of(read(pdf(*pages), "a"))) == 2
    assert not any(line.strip().isdigit() for line in lines_of(read(pdf(*counted), "a")))


WIDE = (200.0, 240.0, 280.0, 320.0)


@pytest.mark.parametrize("aside", [0, 15])
def test_a_figure_that_spaces_push_into_half_a_line_is_of_its_full_row(aside: int) -> None:
    page = Page()
    rows = ("1234", "4561", "5795", "1111", "2222", "3333", "4444", "5555", "6666")
    for n, row in enumerate(rows):
        y = 124 + 36 * n
        page.text(75, y, "各机关得到的").text(75, y + 12, "各类数量")
        for x, text in zip(WIDE, row, strict=True):
            lower = 6 if n == 1 and x == WIDE[3] else 0
            page.text(x + 3 + aside * (n % 2), y + 6 + lower, text)
    assert [row[1:] for row in rows_of(read(pdf(page), "a"))] == [[*row] for row in rows]


def test_a_figure_half_a_line_beside_a_row_with_blanks_may_be_another_rows() -> None:
    page = Page()
    for y, row in ((124, "1234"), (160, "45"), (196, "5795"), (232, "1111")):
        page.text(75, y, "各机关得到的").text(75, y + 12, "各类数量").row(WIDE, y + 6, row)
    page.text(WIDE[3] + 3, 172, "1")
    assert [*"45", "", "1"] not in [row[1:] for row in rows_of(read(pdf(page), "a"))]


def test_rows_of_one_line_with_numbers_are_two_however_far_apart_others_are() -> None:
    page = Page()
    heights, rows = (
        (124, 160, 196, 232, 256, 268, 280),
        ("1 3", "45 ", " 79", "11 ", "22 ", " 33", "4 4"),
    )
    for n, (y, row) in enumerate(zip(heights, rows, strict=True), 1):
        several = y < 256
        page.text(75 + (n % 2) * 6, y - several * 6, f"{n}.各机关得到的")
        if several:
            page.text(81, y + 6, "各类数量")
        page.row(XS[1:], y, row)
    found = [row[-3:] for row in rows_of(read(pdf(page), "a"))]
    assert found == [[x.strip() for x in row] for row in rows]
