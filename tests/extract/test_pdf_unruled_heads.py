"""Tables of PDF pages without any ruling: heads above figures, and figures a little off."""

from __future__ import annotations

from extract.reading import read
from tests.extract.pdf_writer import Page, pdf
from tests.extract.test_pdf_unruled import rows_of

XS = (72.0, 200.0, 232.0, 300.0)


def three_rows(page: Page) -> Page:
    for y, row in ((124, "123"), (148, "456"), (172, "579")):
        page.row(XS, y, ("各机关的数量", *row))
    return page


def test_heads_a_little_apart_are_of_two_columns() -> None:
    page = three_rows(Page()).text(75, 100, "内容").text(203, 94, "新收件").text(203, 106, "数")
    page.text(235, 94, "结转件").text(235, 106, "数").text(303, 100, "总计")
    assert rows_of(read(pdf(page), "a"))[0] == ["内容", "新收件\n数", "结转件\n数", "总计"]


def test_a_figure_above_heads_is_of_another_table() -> None:
    page = three_rows(Page()).text(203, 80, "7").text(75, 86, "行政收费")
    page.row(XS, 106, ("内容", "新收", "结转", "总计"))
    assert rows_of(read(pdf(page), "a"))[0] == ["内容", "新收", "结转", "总计"]


def test_a_column_whose_figures_stand_a_little_lower_has_its_rows() -> None:
    page = Page()
    for y, row in ((124, "123"), (148, "456"), (172, "579")):
        page.row(XS[:3], y, ("各机关的数量", *row)).text(303, y + 5, row[2])
    assert rows_of(read(pdf(page), "a")) == [
        ["各机关的数量", *"123"],
        ["各机关的数量", *"456"],
        ["各机关的数量", *"579"],
    ]
