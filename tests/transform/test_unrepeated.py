"""Texts from which something dropped every line that stood there before."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.transform.documents import of_lines
from transform.recognise import recognise

HEAD = (
    "二、主动公开政府信息情况",
    "第二十条第（一）项",
    "信息内容",
    "本年制发件数",
    "本年废止件数",
)
ROWS = ("现行有效件数", "规章", "0", "5", "10", "第二十条第（五）项", "本年处理决定数量")
PROSE = tuple(f"第{n}段说明。" for n in range(40))


def test_a_figure_on_a_line_of_its_own_is_not_sure_where_no_line_stands_twice() -> None:
    found = recognise(of_lines("\n".join((*HEAD, *ROWS, *PROSE))))
    assert {cell.value for cell in found.cells} == {None}
    assert found.issues[0].kind == "unrepeated_lines"


def test_where_a_line_stands_twice_none_was_dropped() -> None:
    found = recognise(of_lines("\n".join((*HEAD, *ROWS, *PROSE, PROSE[0]))))
    rules = [cell.value for cell in found.cells if cell.key.row.startswith("rules")]
    assert [Decimal(n) for n in (0, 5, 10)] == [value for value in rules if value is not None]


@pytest.mark.parametrize(("above", "value"), [("行政规范性文件", None), ("规范化建设", 6)])
def test_figures_may_be_of_the_next_row_whose_label_stands_far_above(
    above: str, value: int | None
) -> None:
    text = f"政策文件\n{above}\n云溪县民政局2022年政府信息公开工作年度报告\n"
    text += "二、主动公开政府信息情况\n第二十条第（一）项\n信息内容\n本年制发件数\n本年废止件数\n"
    text += "现行有效件数\n规章\n0\n6\n4\n第二十条第（五）项\n本"
    found = {c.key.row: c.value for c in recognise(of_lines(text)).cells}
    assert found["rules.repealed"] == value
