"""Heads of applicants that nobody can put together: their letters must not say another order."""

from __future__ import annotations

import pytest

from tests.transform.documents import of_lines
from transform.codebook import CellKey
from transform.recognise import recognise

ROWS = ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量")


def read(heads: str) -> dict[str, int | None]:
    lines = ["三、收到和处理政府信息公开申请情况", *heads.split()]
    for label in ROWS:
        lines += [label, "12", "1", "2", "0", "4", "3", "22"]
    cells = {cell.key: cell.value for cell in recognise(of_lines("\n".join(lines))).cells}
    found = (cells.get(CellKey("requests", "new_received", a)) for a in ("business", "other_org"))
    return {
        name: None if x is None else int(x)
        for name, x in zip(("first", "last"), found, strict=True)
    }


@pytest.mark.parametrize(
    "heads",
    [
        "自然人 法人或其他组织 商业企 科研机 社会公 法律服 其 业 构 益组织 务机构 他 总计",
        "自然人 法人或其他组织 总计",
    ],
)
def test_heads_torn_in_the_forms_order_leave_it(heads: str) -> None:
    assert read(heads) == {"first": 1, "last": 3}


def test_heads_torn_in_another_order_name_no_column() -> None:
    heads = "自然人 商业企业 法人或其他组织 科研其法律服社 机构他务机构益 会公组织 总计"
    assert read(heads) == {"first": None, "last": None}
