"""The statistics of 2014: one column of figures, unless a head names another."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.transform.documents import of_lines
from transform.codebook import CellKey
from transform.recognise import recognise

ROWS = """主动公开政府信息数 条 12
其中：主动公开规范性文件数 条 3
制发规范性文件总数 件 4"""


@pytest.mark.parametrize(
    ("head", "after", "value"),
    [
        ("统计指标 单位 统计数", "", Decimal(12)),
        ("统计指标 单位 统计数", "注：1.本年收到的申请含上年7件；2.其他处理2件。", Decimal(12)),
        ("统计指标 单位 本年 历年累计", "", None),
    ],
)
def test_a_head_names_a_second_column_and_a_remark_does_not(
    head: str, after: str, value: Decimal | None
) -> None:
    found = recognise(of_lines(f"政府信息公开情况统计表\n{head}\n{ROWS}\n{after}"))
    cells = {cell.key: cell.value for cell in found.cells}
    assert cells[CellKey("disclosure", "proactive_items", None)] == value
