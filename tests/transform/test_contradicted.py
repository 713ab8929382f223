"""Where alignment alone tells the columns, a row whose sum fails is not sure."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extract.document import Document, Paragraph, Place
from tests.transform.documents import APPLICANTS, page_table
from transform.interpret import interpret
from transform.report import CellReading

ROWS = (
    ("一、本年新收政府信息公开申请数量", *"9000009"),
    ("二、上年结转政府信息公开申请数量", *"0000000"),
    ("（一）予以公开", *"4000004"),
    ("2.重复申请", *"3000003"),
    ("（七）总计", *"7000007"),
    ("四、结转下年度继续办理", *"2000002"),
)


def read(*figures: str, known: bool = False) -> tuple[list[CellReading], list[str]]:
    """The row of repeated requests with these figures, and the kinds of issues."""
    rows = [(row[0], *figures) if row[0].startswith("2.") else row for row in ROWS]
    blocks = (
        Paragraph("云溪县民政局2021年政府信息公开工作年度报告", Place(1)),
        Paragraph("三、收到和处理政府信息公开申请情况", Place(1)),
        replace(page_table(("", *APPLICANTS), *rows), columns_known=known),
        Paragraph("五、存在的主要问题及改进情况", Place(1)),
    )
    report = interpret(Document("pdf", "application/pdf", blocks))
    cells = [c for c in report.tables.cells if c.key.row == "unprocessed.repeat"]
    return cells, [issue.kind for issue in report.tables.issues]


BROKEN = ("3", "", "5", "0", "0", "0", "3")


def test_figures_beside_blanks_whose_sum_fails_are_not_sure() -> None:
    cells, kinds = read(*BROKEN)
    assert {(cell.value, cell.status) for cell in cells} == {(None, "unreadable")}
    assert kinds.count("sum_contradicts") == 7


@pytest.mark.parametrize(
    "figures",
    [
        ("3", "", "0", "0", "0", "0", "3"),
        ("3", "5", "0", "0", "0", "0", "3"),
        ("3", "", "5", "0", "0", "0", ""),
    ],
    ids=["the sum holds", "the text tells the same", "no total is printed"],
)
def test_other_figures_are_believed(figures: tuple[str, ...]) -> None:
    cells, kinds = read(*figures)
    assert [cell.value for cell in cells] == [Decimal(x) if x else None for x in figures]
    assert "sum_contradicts" not in kinds


def test_where_rulings_show_the_columns_a_sum_that_fails_is_the_publishers() -> None:
    cells, kinds = read(*BROKEN, known=True)
    assert [cell.value for cell in cells] == [3, None, 5, 0, 0, 0, 3]
    assert {c.second_reading for c in cells if c.value is not None} == {"agree"}
    assert "sum_contradicts" not in kinds
