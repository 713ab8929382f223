"""Rows torn by a page end, and figures that their cells are too narrow for."""

from __future__ import annotations

import pytest

from tests.extract.pdf_tables import the_table
from tests.extract.pdf_writer import SONG, Page

XS = (72.0, 200.0, 236.0, 272.0, 308.0)


def first_row(page: Page) -> list[str]:
    return [cell.text for cell in the_table(page).rows[0]]


def narrow() -> Page:
    """A row of narrow cells whose label and last figure stand half way down."""
    page = Page().grid(XS, (100, 160)).text(75, 130, "总计")
    return page.text(285, 130, "7")


def test_a_figure_drawn_out_to_fill_its_cell_goes_on_below() -> None:
    page = narrow().text(203, 123, "４", font=SONG).text(223, 123, "５", font=SONG)
    assert first_row(page.text(203, 136, "６０", font=SONG))[1] == "４５６０"


def test_a_unit_below_ends_the_figure_that_was_too_long() -> None:
    page = narrow().text(205, 123, "24252").text(205, 136, "3").text(210, 136, "件", font=SONG)
    assert first_row(page)[1] == "242523件"


@pytest.mark.parametrize(("base", "read_as"), [(124, "12"), (118, "1\n2")])
def test_all_figures_of_a_row_go_on_below_where_words_stand_half_way_down(
    base: float, read_as: str
) -> None:
    page = Page().grid((72, 200, 216, 232), (100, 140)).text(75, base, "总计", font=SONG)
    for left in (206, 222):
        page.text(left, 118, "1").text(left, 130, "2")
    assert first_row(page)[1:] == [read_as, read_as]


@pytest.mark.parametrize(
    ("figure", "base", "read_as"),
    [("0", 118, "12"), ("0件", 118, "12"), ("7", 118, "1\n2"), ("0", 130, "1\n2")],
)
def test_beside_a_printed_zero_no_digits_below_it_are_a_row_of_their_own(
    figure: str, base: float, read_as: str
) -> None:
    page = Page().grid((72, 200, 216, 260), (100, 140)).text(75, 118, "总计")
    page.text(225, base, figure, font=SONG).text(206, 118, "1").text(206, 130, "2")
    assert first_row(page)[1] == read_as


@pytest.mark.parametrize(("base", "read_as"), [(130, "160"), (118, "1\n6\n0")])
def test_digits_one_below_the_other_are_one_number_beside_the_middle_of_them(
    base: float, read_as: str
) -> None:
    page = Page().grid((72, 200, 216, 260), (100, 160)).text(75, base, "总计").text(230, base, "7")
    for n, digit in enumerate("160"):
        page.text(206, 118 + 12 * n, digit)
    assert first_row(page)[1] == read_as


def test_a_number_that_ends_with_its_point_goes_on_below() -> None:
    page = Page().grid(XS, (100, 160))
    for left, text in zip(XS, ("0.", "561.", "30", "7."), strict=False):
        page.text(left + 3, 123, text).text(left + 3, 136, "0")
    assert first_row(page) == ["0.0", "561.0", "30\n0", "7.0"]


def test_the_only_number_of_a_row_of_one_line_goes_on_below() -> None:
    page = Page().grid((72, 200, 216, 252), (100, 160)).text(75, 123, "收费", font=SONG)
    page.text(203, 123, "万", font=SONG).text(203, 136, "元", font=SONG)
    page.text(222, 123, "33.61").text(222, 136, "48")
    assert first_row(page)[2] == "33.6148"


@pytest.mark.parametrize(
    ("labels", "read_as"),
    [
        (((130, "收费"),), "33.6148"),
        (((123, "收费"), (136, "经费")), "33.61\n48"),
    ],
)
def test_the_only_number_of_a_row_goes_on_below_where_the_label_stands_half_way_down(
    labels: tuple[tuple[float, str], ...], read_as: str
) -> None:
    page = Page().grid((72, 200, 236, 272), (100, 160)).text(215, 130, "元", font=SONG)
    for base, label in labels:
        page.text(75, base, label, font=SONG)
    page.text(242, 123, "33.61").text(242, 136, "48")
    assert first_row(page)[2] == read_as


def torn(above: str, below: str) -> tuple[Page, Page]:
    """A row without rulings at the tear, with a label and a figure in two pieces."""
    first = Page().line(72, 740, 308, 740).line(72, 710, 308, 710)
    second = Page().line(72, 90, 308, 90).line(72, 120, 308, 120)
    for x in XS:
        first.line(x, 710, x, 800)
        second.line(x, 50, x, 120)
    first.row(XS, 728, ("规章", "1", "2", "3")).row(XS, 760, ("其他法律", above, "0", "0"))
    second.row(XS, 66, ("禁止公开", below, "", "")).row(XS, 108, ("总计", "4", "5", "6"))
    return first, second


def test_a_figure_goes_on_over_the_page_only_where_it_had_no_room() -> None:
    rows = [[cell.text for cell in row] for row in the_table(*torn("24252", "311")).rows]
    assert rows[1] == ["其他法律\n禁止公开", "24252311", "0", "0"]
    rows = [[cell.text for cell in row] for row in the_table(*torn("24", "3")).rows]
    assert [row[1] for row in rows] == ["1", "24", "3", "4"]


def test_heads_that_a_page_end_tears_are_one_row_whatever_columns_the_pages_show() -> None:
    first = Page().line(72, 700, 308, 700).line(72, 700, 72, 800).line(308, 700, 308, 800)
    for x in (236, 272):
        first.line(x, 700, x, 800)
    first.row((72, 236, 272), 760, ("申请人情况", "商业", "科研"))
    second = Page().line(72, 90, 308, 90).line(72, 120, 308, 120)
    for x in (72, 236, 272, 308):
        second.line(x, 50, x, 120)
    second.line(150, 90, 150, 120).row((236, 272), 66, ("企业", "机构"))
    second.row((72, 150, 236, 272), 108, ("公开", "予以", "1", "2"))
    rows = the_table(first, second).rows
    assert [[cell.text for cell in row] for row in rows] == [
        ["申请人情况", "商业\n企业", "科研\n机构"],
        ["公开", "予以", "1", "2"],
    ]
    assert [[cell.place.column for cell in row] for row in rows] == [[1, 3, 4], [1, 2, 3, 4]]


def test_a_figure_at_the_side_of_the_page_that_cuts_its_cell_may_go_on_there() -> None:
    page = Page(width=400).grid((72, 200, 384, 500), (100, 120, 140))
    page.text(80, 114, "1").text(210, 114, "2").text(385, 114, "3")
    page.text(80, 134, "4").text(210, 134, "5").text(393, 134, "6")
    rows = [[cell.text for cell in row] for row in the_table(page).rows]
    assert rows == [["1", "2", "3"], ["4", "5", "\ufffd"]]


def test_what_the_end_of_a_page_cuts_off_is_no_table() -> None:
    page = Page()
    for top in (700, 730, 760, 900, 960, 1000):
        page.line(72, top, 308, top)
    page.row(XS, 720, ("规章", "1", "2", "3")).row(XS, 750, ("许可", "4", "5", "6"))
    page.row(XS, 790, ("处罚", "7", "8", "9"))
    assert [row[1].text for row in the_table(page).rows] == ["1", "4", "7"]


def test_figures_of_two_rows_are_no_number_where_the_ruling_between_them_is_lost() -> None:
    xs, right = (72.0, 200.0, 240.0), 252.0
    page = Page()
    for y, end in ((100.0, right), (112.0, xs[-1]), (124.0, right)):
        page.line(xs[0], y, end, y)
    for x in (*xs, right):
        page.line(x, 100, x, 124)
    page.row(xs, 110, ("A", "0", "1")).row(xs, 122, ("B", "0", "0"))
    assert [row[-1].text for row in the_table(page).rows] == ["1\n0", "0"]


@pytest.mark.parametrize(
    ("sides", "rows"),
    [((72.0, 164.0, 236.0, 308.0), 3), ((72.0, 164.0, 200.0, 308.0), 2)],
)
def test_a_row_without_figures_that_begins_a_page_is_of_the_table_before(
    sides: tuple[float, ...], rows: int
) -> None:
    first = Page().grid((72, 164, 236, 308), (700, 730, 760))
    first.row(XS, 720, ("维持", "纠正", "总计")).row(XS, 750, ("1", "2", "3"))
    second = Page().grid(sides, (60, 90)).text(72, 120, "五、存在的主要问题", font=SONG)
    table = the_table(first, second)
    assert len(table.rows) == rows
    assert all(cell.text == "" for row in table.rows[2:] for cell in row)
