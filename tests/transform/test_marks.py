"""Page numbers that a converter left as rows of tables cost no cell beside them."""

from __future__ import annotations

import pytest

from extract.document import Cell, Document, Place, Table
from extract.reading import read
from transform.interpret import interpret
from transform.marks import without_marks
from transform.recognise import recognise

HEADS = (
    "<tr><td rowspan=2>（本列数据的勾稽关系为）</td><td rowspan=2>自然人</td>"
    "<td colspan=5>法人或其他组织</td><td rowspan=2>总计</td></tr>"
    "<tr><td>商业企业</td><td>科研机构</td><td>社会公益组织</td>"
    "<td>法律服务机构</td><td>其他</td></tr>"
)
ROWS = (
    ("一、本年新收政府信息公开申请数量", "21", "5", "", "", "", "", "26"),
    ("二、上年结转政府信息公开申请数量", "", "", "", "", "", "", ""),
    ("四、结转下年度继续办理", "", "2", "", "", "", "", "2"),
)
MARK = '<tr><td colspan="8">12</td></tr>'


def report(*marks: str) -> Document:
    rows = ["<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in ROWS]
    body = "".join(row + mark for row, mark in zip(rows, (*marks, "", "", ""), strict=False))
    page = f"<h1>云溪县2023年政府信息公开工作年度报告</h1><table>{HEADS}{body}</table>"
    return read(page.encode(), "a.html")


def table(*rows: tuple[Cell, ...], columns_known: bool = True) -> Document:
    return Document("pdf", "", (Table(rows, Place(), columns_known),))


def test_a_page_number_across_a_table_is_no_figure_of_its_blanks() -> None:
    found = [(c.key, c.value, c.status) for c in interpret(report("", MARK)).tables.cells]
    assert found == [(c.key, c.value, c.status) for c in interpret(report()).tables.cells]
    assert any(status == "blank" for _, _, status in found)
    doubted = [c.status for c in recognise(report("", MARK)).cells]
    assert "unreadable" in doubted


WIDE, FIGURES = Cell("12", Place(), 1, 4), (Cell("规章", Place()), *(Cell("3", Place()),) * 3)


@pytest.mark.parametrize(
    ("document", "rows"),
    [
        (table(FIGURES, (WIDE,), FIGURES), 2),
        (table((WIDE,), FIGURES, FIGURES, (WIDE,)), 4),
        (table(FIGURES, (WIDE._replace(colspan=3),), FIGURES), 3),
        (table(FIGURES, (WIDE._replace(text="1204"),), FIGURES), 3),
        (table(FIGURES, (WIDE._replace(confidence=0.99),), FIGURES), 3),
        (table(FIGURES, (WIDE,), FIGURES, columns_known=False), 3),
        (table(FIGURES[:3], (WIDE._replace(colspan=3),), FIGURES[:3]), 3),
    ],
)
def test_what_may_be_a_figure_stays(document: Document, rows: int) -> None:
    (block,) = without_marks(document).blocks
    assert isinstance(block, Table)
    assert len(block.rows) == rows
