"""The statistics of 2014: one column of figures, unless a head names another."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extract.reading import read
from tests.transform.documents import of_lines
from transform.codebook import CellKey, codebook
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


@pytest.mark.parametrize("head", ["统计指标 代码 单位 统计数", "统计指标 统计数"])
def test_codes_that_count_the_rows_are_no_figures_whether_or_not_a_head_says_so(head: str) -> None:
    labels = [x for x in codebook().labels if x.axis == "row" and x.section == "disclosure"]
    labels += [x for x in codebook().labels if x.axis == "row" and x.section == "responses"]
    rows = [f"{x.outline}{x.zh}\t{n:02d}\t{n + 7}" for n, x in enumerate(labels, 1)]
    text = "\n".join(["政府信息公开情况统计表", head.replace(" ", "\t"), *rows, "本表完"])
    found = {c.key.row: c.value for c in recognise(read(text.encode(), "a.txt")).cells}
    assert [found[x.code] for x in labels] == [Decimal(n + 7) for n in range(1, len(labels) + 1)]
