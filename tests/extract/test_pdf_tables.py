"""Tables of PDF pages: cells from rulings, however these are drawn and wherever a page ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest

from extract.document import Paragraph
from extract.reading import read
from tests.extract.pdf_tables import ROWS, XS, YS, filled, table_rows, tables, the_table
from tests.extract.pdf_writer import Page, pdf


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


def test_letters_drawn_bold_by_their_outlines_are_no_tables() -> None:
    page = filled(Page().grid(XS, YS))
    for n in range(2):
        page.outline(XS[0] + 3 + 12 * n, YS[0] + 8, 12)
    assert table_rows(the_table(page)) == [list(row) for row in ROWS]


@pytest.mark.parametrize(("draw", "known"), [(Page.grid, True), (painted, False)])
def test_only_rulings_show_over_which_columns_a_cell_reaches(
    draw: Callable[[Page, Sequence[float], Sequence[float]], object], known: bool
) -> None:
    page = Page()
    draw(page, XS, (100.0, 130.0, 160.0, 190.0))
    rows = (*ROWS, ("其他", "3", "4"))
    table = the_table(filled(page, rows, (100.0, 130.0, 160.0)))
    assert table_rows(table) == [list(row) for row in rows]
    assert table.columns_known == known
