"""A recognised figure that is not sure is taken where a sum of sure figures says the same."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extract.document import Document
from tests.transform.documents import seen_table
from tests.transform.test_joined import HEADS
from transform.interpret import interpret
from transform.report import CellReading

CODES = ("upheld", "corrected", "other", "pending", "total")


def readings(*block: str) -> list[CellReading]:
    """The first remedy's outcomes and their sum as read."""
    heads = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
    rules = seen_table(1, ("第二十条第（一）项",), heads, ("规章", "1", "0", "2"))
    remedies = seen_table(2, *HEADS, (*block, *["0"] * 10))
    report = interpret(Document("ocr", "image/tiff", (rules, remedies)))
    known = {c.key.row: c for c in report.tables.cells}
    return [known[f"reconsideration.{code}"] for code in CODES]


def test_a_sum_of_sure_figures_confirms_one_that_is_not_sure() -> None:
    first, *_, total = readings("10?", "28", "0", "0", "38")
    assert (first.value, first.status, first.confidence) == (Decimal(10), "reported", 0.0)
    assert (first.decided, first.forced_by) == ("forced_by_sums", "T4_SUM")
    assert (total.value, total.forced_by) == (Decimal(38), None)
    assert readings("10?", "28", "", "0", "38")[0].value == Decimal(10)


@pytest.mark.parametrize(
    "block",
    [
        ("10?", "28", "0", "0", "40"),
        ("10?", "28", "0", "0", "38?"),
        ("10?", "28", "\ufffd", "0", "38"),
    ],
)
def test_a_sum_that_does_not_hold_or_has_other_doubts_confirms_nothing(
    block: tuple[str, ...],
) -> None:
    first = readings(*block)[0]
    assert (first.value, first.status) == (None, "unreadable")
