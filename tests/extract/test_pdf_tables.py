"""Tables of PDF pages: cells from rulings, however these are drawn and wherever a page ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest

from extract.document import Document, Paragraph, Table
from extract.reading import read
from tests.extract.pdf_writer import NO_MAP, SERIF, SONG, Page, pdf

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


def one_cell(text: Callable[[Page], Page], width: float = 100.0) -> str:
    """The text of the second cell of a row whose first is a label."""
    page = Page().grid((72, 200, 200 + width, 400), (100, 160)).text(75, 120, "总计")
    return the_table(text(page)).rows[0][1].text


def strokes(page: Page) -> None:
    page.grid(XS, YS)


def painted(page: Page, xs: Sequence[float], ys: Sequence[float]) -> None:
    """Every second row painted, cell by cell."""
    for top, bottom in [*pairwise(ys)][::2]:
        for left, right in pairwise(xs):
            page.fill(left, top, right, bottom, (0.9, 0.9, 0.8))


def thin_rectangles(page: Page) -> None:
    for y in YS:
        page.fill(XS[0], y, XS[-1], y + 0.7)
    for x in XS:
        page.fill(x, YS[0], x + 0.7, YS[-1])


def cells_one_by_one(page: Page) -> None:
    for left, right in pairwise(XS):
        for top, bottom in pairwise(YS):
            page.box(left + 0.4, top + 0.4, right - 0.4, bottom - 0.4)


def painted_frames(page: Page) -> None:
    for left, right in pairwise(XS):
        for top, bottom in pairwise(YS):
            page.frame(left, top, right, bottom)


def dashes(page: Page) -> None:
    for y in YS:
        for n in range(int(XS[0]), int(XS[-1]), 5):
            page.line(n, y, n + 3, y)
    for x in XS:
        for n in range(int(YS[0]), int(YS[-1]), 5):
            page.line(x, n, x, n + 3)


def double_lines(page: Page) -> None:
    page.grid(XS, YS)
    page.grid([x + 1.5 for x in XS], [y + 1.5 for y in YS])


def open_sides(page: Page) -> None:
    for y in YS:
        page.line(XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        page.line(x, YS[0], x, YS[-1])


def dots(page: Page) -> None:
    for y in YS:
        for n in range(int(XS[0]), int(XS[-1]), 2):
            page.fill(n, y, n + 1, y + 1)
    for x in XS:
        for n in range(int(YS[0]), int(YS[-1]), 2):
            page.fill(x, n, x + 1, n + 1)


@pytest.mark.parametrize(
    "draw",
    [
        strokes,
        thin_rectangles,
        cells_one_by_one,
        painted_frames,
        dashes,
        double_lines,
        open_sides,
        dots,
    ],
)
def test_cells_whatever_draws_the_rulings(draw: Callable[[Page], None]) -> None:
    page = Page()
    draw(page)
    assert table_rows(the_table(filled(page))) == [list(row) for row in ROWS]


def test_every_cell_has_its_place() -> None:
    table = the_table(Page().text(72, 60, "标题"), filled(Page().grid(XS, YS)))
    places = [[(c.place.row, c.place.column) for c in row] for row in table.rows]
    assert places == [[(1, 1), (1, 2), (1, 3)], [(2, 1), (2, 2), (2, 3)]]
    assert {(c.place.page, c.place.table) for row in table.rows for c in row} == {(2, 1)}
    assert table.rows[1][2].place.box == pytest.approx((300, 130, 400, 160), abs=0.2)


def test_a_missing_ruling_merges_cells() -> None:
    page = Page().box(72, 100, 400, 190)
    page.line(200, 100, 200, 190).line(300, 130, 300, 190)
    page.line(200, 130, 400, 130).line(200, 160, 400, 160)
    page.text(75, 145, "结果").text(203, 120, "申请人").row((200, 300), 150, ("1", "2"))
    table = the_table(page.row((200, 300), 180, ("3", "4")))
    assert table_rows(table) == [["结果", "申请人"], ["1", "2"], ["3", "4"]]
    assert [(c.rowspan, c.colspan) for c in table.rows[0]] == [(3, 1), (1, 2)]


def test_shaded_rows_and_underlines_are_no_rulings() -> None:
    page = Page().fill(72, 100, 400, 130, (0.9, 0.9, 0.9)).grid(XS, YS)
    page.line(210, 122, 240, 122)
    assert table_rows(the_table(filled(page))) == [list(row) for row in ROWS]


def test_a_text_box_is_running_text() -> None:
    document = read(pdf(Page().box(72, 100, 400, 160).text(80, 120, "扫码下载")), "a")
    assert [b.text for b in document.blocks if isinstance(b, Paragraph)] == ["扫码下载"]


def test_a_table_that_goes_on_over_a_page_is_one() -> None:
    first = filled(Page().grid(XS, (720, 750, 780)), ys=(720, 750)).text(290, 812, "- 1 -")
    second = filled(Page().grid(XS, YS), [("罚款", "3", "4"), ("总计", "5", "6")])
    table = the_table(first, second)
    assert [row[0] for row in table_rows(table)] == ["规章", "许可", "罚款", "总计"]
    assert [row[0].place.row for row in table.rows] == [1, 2, 3, 4]
    assert [row[0].place.page for row in table.rows] == [1, 1, 2, 2]


def test_tables_with_other_columns_or_text_between_are_two() -> None:
    first = filled(Page().grid(XS, (720, 750, 780)), ys=(720, 750))
    other = Page().grid((72, 250, 400), YS).row((72, 250), 118, ("一", "1"))
    assert len(tables(read(pdf(first, other), "a"))) == 2
    titled = filled(Page().text(72, 80, "三、申请情况").grid(XS, YS))
    assert len(tables(read(pdf(first, titled), "a"))) == 2


def ruled_to_the_page_end(label: str, value: str) -> Page:
    page = Page().line(72, 720, 400, 720).line(72, 750, 400, 750)
    for x in XS:
        page.line(x, 720, x, 800)
    return page.row(XS, 738, ROWS[0]).row(XS, 770, (label, value, "0"))


def from_the_page_top(label: str, value: str) -> Page:
    page = Page().line(72, 80, 400, 80).line(72, 110, 400, 110)
    for x in XS:
        page.line(x, 50, x, 110)
    return page.row(XS, 66, (label, value, "")).row(XS, 98, ROWS[1])


def test_a_page_end_closes_a_table() -> None:
    table = the_table(ruled_to_the_page_end("许可", "5"))
    assert table_rows(table) == [list(ROWS[0]), ["许可", "5", "0"]]


def test_a_row_torn_by_the_page_end_is_put_together() -> None:
    table = the_table(ruled_to_the_page_end("其他法律", "41"), from_the_page_top("禁止公开", ""))
    assert table_rows(table) == [list(ROWS[0]), ["其他法律\n禁止公开", "41", "0"], list(ROWS[1])]


def test_figures_on_both_sides_of_a_page_end_are_never_joined() -> None:
    table = the_table(ruled_to_the_page_end("其他法律", "4"), from_the_page_top("禁止公开", "1"))
    assert [row[1] for row in table_rows(table)] == ["12", "4", "1", "550"]


def test_a_row_whose_text_is_all_before_the_page_end_leaves_no_blank_row() -> None:
    first = filled(Page().grid(XS, (720, 750, 780)), ys=(720, 750))
    second = Page().grid(XS, (50, 80, 110)).row(XS, 98, ("总计", "1", "2"))
    assert [row[0] for row in table_rows(the_table(first, second))] == ["规章", "许可", "总计"]


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


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
def test_content_that_lies_on_its_side_is_read_upright(rotate: int) -> None:
    page = Page(width=842, height=595, rotate=rotate)
    turned = (0, 1, -1, 0)
    page.grid((100, 130, 160), (72, 200, 300, 400))
    for x, row in ((118, ("Rules", "12", "0")), (148, ("Other", "550", "7"))):
        for base, text in zip((397, 297, 197), row, strict=True):
            page.text(x, base, text, matrix=turned)
    table = the_table(page)
    assert table_rows(table) == [["Rules", "12", "0"], ["Other", "550", "7"]]
    left, top, right, bottom = table.rows[0][0].place.box or (0, 0, 0, 0)
    wide = rotate % 180 == 0
    assert (right - left, bottom - top) == pytest.approx((30, 100) if wide else (100, 30), abs=1)


def test_rows_that_no_ruling_parts_are_rows() -> None:
    page = Page().grid(XS, (100, 190))
    rows = [["规章", "1", "2"], ["文件", "3", "4"], ["总计", "5", "6"]]
    for n, row in enumerate(rows):
        page.row(XS, 120 + 25 * n, row)
    assert table_rows(the_table(page)) == rows


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


def test_letters_drawn_bold_by_their_outlines_are_no_tables() -> None:
    page = filled(Page().grid(XS, YS))
    for n in range(2):
        page.outline(XS[0] + 3 + 12 * n, YS[0] + 8, 12)
    assert table_rows(the_table(page)) == [list(row) for row in ROWS]


@pytest.mark.parametrize(("draw", "sides"), [(Page.grid, True), (painted, False)])
def test_only_rulings_show_over_which_columns_a_cell_reaches(
    draw: Callable[[Page, Sequence[float], Sequence[float]], object], sides: bool
) -> None:
    page = Page()
    draw(page, XS, (100.0, 130.0, 160.0, 190.0))
    rows = (*ROWS, ("其他", "3", "4"))
    table = the_table(filled(page, rows, (100.0, 130.0, 160.0)))
    assert table_rows(table) == [list(row) for row in rows]
    assert table.sides == sides
