"""Figures of PDF text held against the picture of the page: others shown, none believed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from extract.document import Block, Document, Paragraph, Table
from extract.limits import Limits
from extract.ocr import installed
from extract.reading import read
from tests.extract.pdf_writer import SWAPPED, Page, pdf
from transform.interpret import interpret
from transform.report import CellReading

pytestmark = pytest.mark.skipif(not installed(), reason="the extra ocr is not installed")

XS = (72.0, 240.0, 320.0, 400.0, 480.0)
HEADS = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
FIGURES = (("规章", "12", "0", "215"), ("行政规范性文件", "21", "2", "306"))


def form(font: str = "", rotate: int = 0, over: str = "") -> Page:
    """A page with a table of section two; its figures in a font of their own."""
    page = Page(rotate=rotate).text(72, 60, "二、主动公开政府信息情况")
    page.text(72, 90, "第二十条第（一）项").grid(XS, (100, 130, 160, 190))
    page.row(XS, 118, HEADS)
    for base, (label, *figures) in zip((148, 178), FIGURES, strict=True):
        page.row(XS, base, (label,))
        for x, figure in zip(XS[1:], figures, strict=False):
            page.text(x + 20, base, figure, font=font)
    if over:
        page.fill(XS[1] + 2, 132, XS[2] - 2, 158, (1, 1, 1))
    return page


def texts(blocks: Sequence[Block]) -> list[list[str]]:
    return [
        [cell.text for cell in row]
        for block in blocks
        if isinstance(block, Table)
        for row in block.rows
    ]


def values(document: Document) -> dict[str, CellReading]:
    found = interpret(document).tables.cells
    return {cell.key.row: cell for cell in found if cell.status != "missing"}


def kinds(document: Document) -> list[str]:
    return [issue.kind for issue in document.issues]


@pytest.mark.parametrize("rotate", [0, 90, 180])
def test_an_honest_page_is_shown_as_it_is_written(rotate: int) -> None:
    document = read(pdf(form(rotate=rotate)), "a.pdf", deep=True)
    assert texts(document.again) == texts(document.blocks) == [list(HEADS), *map(list, FIGURES)]
    assert kinds(document) == []
    assert document.reader == "pdf"


def test_nothing_is_recognised_unless_asked_for() -> None:
    assert read(pdf(form(SWAPPED)), "a.pdf").again == ()


def test_a_font_that_names_other_digits_than_it_draws_is_found_out() -> None:
    document = read(pdf(form(SWAPPED)), "a.pdf", deep=True)
    assert texts(document.blocks)[1:] == [
        ["规章", "21", "0", "125"],
        ["行政规范性文件", "12", "1", "306"],
    ]
    assert texts(document.again)[1:] == [list(row) for row in FIGURES]
    [issue] = document.issues
    assert (issue.kind, issue.detail) == ("seen_otherwise", "4 figures")
    assert issue.place is not None
    assert issue.place.page == 1


def test_values_that_are_shown_otherwise_are_unreadable_and_the_others_stay() -> None:
    document = read(pdf(form(SWAPPED)), "a.pdf", deep=True)
    deep, usual = values(document), values(replace(document, again=()))
    kept = {row: cell for row, cell in usual.items() if cell.value in (0, 306)}
    assert len(usual) == 6
    assert len(kept) == 2
    for row, cell in deep.items():
        expected = (kept[row].value, "agree") if row in kept else (None, "disagree")
        assert (cell.value, cell.second_reading) == expected
    named = [issue.kind for issue in interpret(document).tables.issues]
    assert named.count("readings_disagree") == 4


def test_a_figure_that_is_painted_over_is_shown_to_nobody() -> None:
    document = read(pdf(form(over="12")), "a.pdf", deep=True)
    assert texts(document.blocks)[1][1] == "12"
    assert texts(document.again)[1][1] == ""
    assert kinds(document) == ["seen_otherwise"]


def test_what_recognition_is_not_sure_of_stays_a_single_reading() -> None:
    page = form()
    page.line(XS[1] + 16, 145, XS[1] + 40, 145).line(XS[1] + 16, 149, XS[1] + 40, 138)
    document = read(pdf(page), "a.pdf", deep=True)
    assert kinds(document) == []
    found = values(document)
    assert found["rules.issued"].value == 12
    readings = {row: cell.second_reading for row, cell in found.items()}
    assert readings.pop("rules.issued") == "single"
    assert set(readings.values()) == {"agree"}


def test_figures_in_columns_without_rulings_are_looked_at_too() -> None:
    page = Page().row(XS, 100, ("甲", "", "34", "7"))
    for x, figure in zip(XS[1:], ("12", "20"), strict=False):
        page.text(x + 3, 120, figure, font=SWAPPED)
    document = read(pdf(page), "a.pdf", deep=True)
    first, again = (
        [b.text.split() for b in blocks if isinstance(b, Paragraph)]
        for blocks in (document.blocks, document.again)
    )
    assert first == [["甲", "34", "7"], ["21", "10"]]
    assert again == [["甲", "34", "7"], ["12", "20"]]


def test_pages_beyond_the_limit_are_named_and_read_once() -> None:
    document = read(pdf(form(SWAPPED), form(SWAPPED)), "a", Limits(scanned_pages=1), deep=True)
    assert [(i.kind, i.place and i.place.page) for i in document.issues] == [
        ("seen_otherwise", 1),
        ("too_large", 2),
    ]
    assert texts(document.again)[1][1] == "12"
    [table] = [block for block in document.again if isinstance(block, Table)]
    assert [cell.confidence for cell in table.rows[-1]] == [0.0] * 4
