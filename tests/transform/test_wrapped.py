"""Figures of one row that stand a little higher and lower: none is read from a part of the row."""

from __future__ import annotations

from extract.document import Document, Paragraph, Place
from transform.recognise.strips import strips_of
from transform.recognise.torn import TORN
from transform.recognise.wrapped import mark_wrapped

FIRST = "（七）总计                 3     0     7      １"


def values(*lines: tuple[str, float]) -> list[str]:
    """The values of lines, each 10 points high, whose tops are given."""
    blocks = tuple(
        Paragraph(text, Place(page=1, box=(72, top, 500, top + 10))) for text, top in lines
    )
    strips = mark_wrapped(strips_of(Document("pdf", "application/pdf", blocks)))
    return [item.raw for strip in strips for item in strip.values]


def test_lines_that_overlap_in_height_are_one_row() -> None:
    found = values((FIRST, 100), ("  四、结转下年度继续办理     2     0     0     0", 106))
    assert all(TORN in raw for raw in found)


def test_figures_below_a_label_in_other_columns_are_of_its_row() -> None:
    found = values(("（七）总计      １", 100), ("                    3     0     7", 112))
    assert all(TORN in raw for raw in found)


def test_rows_apart_are_read() -> None:
    found = values((FIRST, 100), ("四、结转下年度继续办理     2     0     0     0", 130))
    assert not any(TORN in raw for raw in found)


def test_lines_whose_heights_just_overlap_are_one_row() -> None:
    label = "5.属于三类内部事务信息         163   0"
    found = values(("                       751", 100), (label, 109.5), ("       3", 119))
    assert all(TORN in raw for raw in found)


def test_figures_that_a_page_begins_with_may_be_the_rest_of_those_before() -> None:
    texts = (
        ("6.属于四类过程性信息   118   226   0   0   0   0   14", 1, 700),
        ("9        15", 2, 72),
    )
    blocks = tuple(
        Paragraph(text, Place(page=page, box=(72, top, 500, top + 10))) for text, page, top in texts
    )
    strips = mark_wrapped(strips_of(Document("pdf", "application/pdf", blocks)))
    found = [item.raw for strip in strips for item in strip.values]
    assert [TORN in raw for raw in found] == [True, True, False, False, False, False, True]


def test_no_figure_ends_beside_what_stands_for_none() -> None:
    found = values(("结果维持   2   3   4   5   6", 100), ("           —   0   —   0   1", 121))
    assert all(TORN in raw for raw in found)


def test_numbers_of_columns_do_not_go_on_below() -> None:
    numbers = "   ".join(map(str, range(1, 8)))
    found = values((f"结果   {numbers}", 100), ("       —   0   0   4   0   1   0", 121))
    assert not any(TORN in raw for raw in found)
