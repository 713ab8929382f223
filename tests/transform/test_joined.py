"""A figure in pieces is put together only where a sum of known figures leaves no other reading."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extract.document import Cell, Document, Place, Table
from transform.joined import with_joined
from transform.recognise import recognise
from transform.recognise.torn import TORN
from transform.report import CellReading

OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
HEADS = (
    ("行政复议", "行政诉讼"),
    (*OUTCOMES, "未经复议直接起诉", "复议后起诉"),
    (*OUTCOMES, *OUTCOMES),
)


def table(number: int, *rows: tuple[str, ...]) -> Table:
    cells = tuple(
        tuple(Cell(text, Place(table=number, row=n, column=c)) for c, text in enumerate(row, 1))
        for n, row in enumerate(rows, 1)
    )
    return Table(cells, Place(table=number))


def readings(*block: str) -> list[CellReading]:
    """The first remedy's outcomes and their sum as read; \\v: the rest may be another's."""
    heads = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
    rules = table(1, ("第二十条第（一）项",), heads, ("规章", "1", "0", "2"))
    remedies = table(2, *HEADS, (*block, *["0"] * 10))
    read = recognise(Document("html", "text/html", (rules, remedies)))
    marked = (c._replace(raw=c.raw.replace("\v", TORN)) for c in read.cells)
    known = {c.key.row: c for c in with_joined(replace(read, cells=tuple(marked))).cells}
    codes = ("upheld", "corrected", "other", "pending", "total")
    return [known[f"reconsideration.{code}"] for code in codes]


def test_the_sum_tells_that_two_lines_are_one_figure() -> None:
    *_, total = readings("104", "286", "0", "0", "39\n0")
    assert total.value == Decimal(390)
    assert (total.decided, total.forced_by) == ("forced_by_sums", "T4_SUM")
    first = readings("１０\n４", "286", "0", "0", "390")[0]
    assert first.value == 104


def test_a_remark_below_a_figure_in_pieces_is_no_part_of_it() -> None:
    first, *_ = readings("10\n4\n（\n注\n）", "286", "0", "0", "390")
    assert first.value == Decimal(104)
    assert first.decided == "forced_by_sums"


@pytest.mark.parametrize(
    "block",
    [
        ("104", "286", "0", "0", "39\n1"),
        ("104", "28\n6", "0", "0", "39\n0"),
        ("104", "286", "", "0", "39\n0"),
        ("104", "286", "0", "0", "390\n约"),
        ("1", "0", "0", "0", "0\n1"),
    ],
)
def test_without_a_sum_that_holds_nothing_is_put_together(block: tuple[str, ...]) -> None:
    assert all(cell.value is None for cell in readings(*block) if "\n" in cell.raw)


@pytest.mark.parametrize(
    ("figures", "value"),
    [(("3", "6", "0", "0", "9\v5"), 9), (("39", "56", "0", "0", "9\v5"), 95)],
)
def test_of_what_may_be_anothers_the_sum_takes_as_much_as_it_needs(
    figures: tuple[str, ...], value: int
) -> None:
    assert readings(*figures)[-1].value == value
