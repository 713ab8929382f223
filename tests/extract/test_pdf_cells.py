"""Cells of tables on PDF pages: which glyphs are theirs, and which of these are one number."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from extract.reading import read
from tests.extract.pdf_tables import XS, table_rows, tables, the_table
from tests.extract.pdf_writer import NO_MAP, SERIF, SONG, Page, pdf


def one_cell(text: Callable[[Page], Page], width: float = 100.0) -> str:
    """The text of the second cell of a row whose first is a label."""
    page = Page().grid((72, 200, 200 + width, 400), (100, 160)).text(75, 120, "总计")
    return the_table(text(page)).rows[0][1].text


def test_digits_of_one_number_in_several_runs_are_joined() -> None:
    def print_number(page: Page) -> Page:
        page.text(210, 120, "77", font=SERIF).text(220, 120, "３", font=SONG)
        return page.text(231, 120, "0", font=SERIF).text(236.2, 120.5, ".28", 9.5, font=SERIF)

    assert one_cell(print_number) == "77３0.28"


@pytest.mark.parametrize("gap", [3.0, 6.0, 30.0])
def test_two_numbers_in_a_cell_stay_two(gap: float) -> None:
    def print_numbers(page: Page) -> Page:
        return page.text(210, 120, "12").text(220 + gap, 120, "345")

    assert one_cell(print_numbers) == "12 345"


def test_a_space_that_is_printed_parts_numbers() -> None:
    assert one_cell(lambda page: page.text(210, 120, "12 5")) == "12 5"


def test_text_printed_twice_for_boldness_is_read_once() -> None:
    assert one_cell(lambda page: page.text(210, 120, "105").text(210.3, 120, "105")) == "105"


def test_figures_printed_on_each_other_are_not_read() -> None:
    assert "\ufffd" in one_cell(lambda page: page.text(210, 120, "105").text(210.8, 120, "7"))


def test_a_number_too_wide_for_its_cell_is_put_together_only_if_a_neighbour_shows_one() -> None:
    page = Page().grid((72, 200, 236, 272, 300), (100, 160)).text(75, 120, "总计")
    page.text(206, 115, "24252").text(206, 127, "311").text(242, 120, "7")
    assert table_rows(the_table(page))[0][1:3] == ["24252311", "7"]
    page = Page().grid((72, 200, 236, 272, 300), (100, 160)).text(75, 115, "总").text(75, 127, "计")
    page.text(206, 115, "24252").text(206, 127, "311")
    assert table_rows(the_table(page))[0][1] == "24252\n311"


def test_numbers_below_each_other_with_room_beside_them_are_not_one() -> None:
    def print_numbers(page: Page) -> Page:
        return page.text(210, 115, "12").text(210, 127, "34").text(310, 120, "5")

    assert one_cell(print_numbers) == "12\n34"


@pytest.mark.parametrize("left", [288.0, 280.0, 296.0])
def test_a_number_over_a_border_is_nobodys(left: float) -> None:
    page = Page().grid(XS, (100, 130)).text(75, 118, "总计").text(left, 118, "98765")
    assert table_rows(the_table(page))[0] == ["总计", "\ufffd", "\ufffd"]


@pytest.mark.parametrize(
    ("bases", "figures"),
    [((118, 118, 118), ["0", "0", "0"]), ((118, 106, 118), ["\ufffd", "\ufffd", "\ufffd"])],
)
def test_a_digit_wider_than_its_column_is_the_columns_that_has_no_other(
    bases: tuple[int, ...], figures: list[str]
) -> None:
    page = Page().grid((72, 200, 207.5, 215, 240), (100, 130)).text(75, 118, "总计")
    for left, base in zip((204, 211.6, 221), bases, strict=True):
        page.text(left, base, "0")
    assert table_rows(the_table(page))[0][1:] == figures


def test_two_numbers_that_meet_at_a_border_are_nobodys() -> None:
    page = (
        Page().grid(XS, (100, 130)).text(75, 118, "总计").text(290, 118, "12").text(300, 118, "3")
    )
    assert table_rows(the_table(page))[0][1:] == ["\ufffd", "\ufffd"]


def test_a_number_cut_by_the_side_of_the_page_is_not_read() -> None:
    page = Page(width=400).grid((72, 200, 500), (100, 130)).row((72, 384), 118, ("总计", "25826"))
    assert "\ufffd" in table_rows(the_table(page))[0][1]


def test_labels_one_character_a_line() -> None:
    page = Page().grid((72, 100, 200), (100, 200))
    for n, character in enumerate("办理结果"):
        page.text(80, 120 + 14 * n, character)
    assert the_table(page.text(110, 150, "1")).rows[0][0].text == "办\n理\n结\n果"


@pytest.mark.parametrize("matrix", [(0, 1, -1, 0), (0, -1, 1, 0)])
def test_a_label_on_its_side(matrix: tuple[float, float, float, float]) -> None:
    up = matrix[1] > 0
    page = Page().grid((72, 100, 200), (100, 200))
    page.text(90 if up else 82, 180 if up else 120, "Result", matrix=matrix)
    assert table_rows(the_table(page.text(110, 150, "1234567"))) == [["Result", "1234567"]]


def test_digits_below_each_other_beside_a_figure_half_way_down_are_of_one_row() -> None:
    page = Page().grid((*XS, 500), (100, 150)).text(75, 127, "总计").text(310, 127, "0")
    for left in (210, 410):
        page.text(left, 120, "7").text(left, 134, "3")
    assert table_rows(the_table(page)) == [["总计", "7\n3", "0", "7\n3"]]


def test_a_lost_glyph_in_a_cell_is_no_blank() -> None:
    page = Page().grid(XS, (100, 130)).text(75, 118, "总计")
    page.text(203, 118, "１２", font=NO_MAP)
    document = read(pdf(page), "a")
    assert table_rows(tables(document)[0])[0][1] == "\ufffd\ufffd"
    assert [issue.kind for issue in document.issues] == ["unreadable_font"]


def test_a_cell_that_the_side_of_the_page_cuts_off_is_not_blank() -> None:
    xs = (72.0, 200.0, 560.0, 640.0)
    page = Page().grid(xs, (100, 120, 140)).text(80, 114, "1").text(210, 114, "2")
    page.text(80, 134, "3").text(210, 134, "4").text(565, 134, "5").text(625, 114, "6")
    assert [[c.text for c in row] for row in the_table(page).rows] == [
        ["1", "2", "\ufffd"],
        ["3", "4", "5"],
    ]


@pytest.mark.parametrize(
    ("above", "below", "left", "first"),
    [
        (12, 12, 95, "（七）总计"),
        (12, 17, 95, "他\n（七）总计"),
        (27, 27, 85, "他（七）总计"),
    ],
)
def test_the_end_of_an_upright_label_hangs_into_the_cell_below(
    above: int, below: int, left: int, first: str
) -> None:
    page = Page().line(72, 100, 300, 100).line(72, 140, 300, 140).line(72, 170, 300, 170)
    for x in (72, 200, 300):
        page.line(x, 100, x, 170)
    page.line(90, 100, 90, 140).text(75, 135 - above, "（", font=SONG)
    page.text(75, 135, "其", font=SONG).text(75, 135 + below, "他", font=SONG)
    page.text(95, 120, "1.其他", font=SONG).text(left, 162, "（七）总计", font=SONG)
    page.text(203, 120, "4").text(203, 160, "5")
    rows = table_rows(the_table(page))
    assert rows[1] == [first, "5"]
