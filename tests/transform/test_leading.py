"""Figures one on a line belong to the label before them, unless they begin below the heads."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.transform.documents import of_lines
from transform.codebook import CellKey
from transform.recognise import recognise

HEADS = (
    "三、收到和处理政府信息公开申请情况", "申请人情况", "自然人", "法人或其他组织", "总计",
    "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他",
)  # fmt: skip
ROWS = (
    "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量",
    "三、本年度办理结果\n（一）予以公开", "（二）部分公开", "（三）不予公开", "1.属于国家秘密",
    "（四）无法提供", "1.本机关不掌握相关政府信息", "（五）不予处理", "1.信访举报投诉类申请",
    "（六）其他处理", "3.其他", "（七）总计", "四、结转下年度继续办理",
)  # fmt: skip


def printed(figures_first: bool, zero: str = "0") -> str:
    lines = list(HEADS)
    for n, label in enumerate(ROWS, 1):
        figures = [str(n), *[zero] * 5, str(n)]
        lines += [*figures, *label.split("\n")] if figures_first else [*label.split("\n"), *figures]
    return "\n".join(lines)


def received(text: str) -> list[Decimal | None]:
    rows = ("new_received", "granted", "refused.state_secret", "carried_over_out")
    cells = {cell.key: cell.value for cell in recognise(of_lines(text)).cells}
    return [cells[CellKey("requests", row, "total")] for row in rows]


@pytest.mark.parametrize("zero", ["0", "○"])
def test_sums_below_the_names_of_groups_are_no_figures_that_come_first(zero: str) -> None:
    assert received(printed(False, zero)) == [Decimal(n) for n in (1, 3, 6, 14)]


def test_figures_before_their_labels_are_not_those_of_the_labels_before_them() -> None:
    assert set(received(printed(True))) == {None}


def test_a_dash_right_below_the_head_of_a_column_is_no_less_a_figure() -> None:
    lines = ["二、主动公开政府信息情况", "第二十条第（五）项", "信息内容", "本年处理决定数量"]
    lines += ["/", "行政许可", "第二十条第（六）项", "信息内容", "本年处理决定数量"]
    lines += ["/", "行政处罚", "0", "行政强制"]
    cells = {c.key.row: c.value for c in recognise(of_lines("\n".join(lines))).cells}
    assert cells["penalties.decisions"] is None
