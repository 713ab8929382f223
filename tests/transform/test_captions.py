"""A caption of the next item that stands in a cell of the row above it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extract.document import Document
from tests.transform.test_torn import document
from transform.recognise import recognise

CAPTION = "第二十条第（六）项"
HEADS = ("信息内容", "本年处理决定数量")


def value(found: Document, row: str) -> Decimal | None:
    return next(c.value for c in recognise(found).cells if c.key.row == row)


@pytest.mark.parametrize(
    "row",
    [
        ("行政许可", f"11400\n{CAPTION}"),
        (f"行政许可\n{CAPTION}", "11400"),
        (f"行政许可\n{CAPTION}", f"11400\n{CAPTION}"),
    ],
)
def test_a_caption_below_the_words_or_the_figure_of_a_row_is_not_theirs(
    row: tuple[str, str],
) -> None:
    first = ("第二十条第（五）项", "")
    below = ("行政处罚", "7")
    found = document((1, first), (1, HEADS), (1, row), (1, HEADS), (1, below))
    assert value(found, "licences.decisions") == Decimal(11400)
    assert value(found, "penalties.decisions") == Decimal(7)


def test_what_else_stands_below_a_figure_leaves_it_unread() -> None:
    row = ("行政许可", "11400\n12")
    found = document((1, ("第二十条第（五）项", "")), (1, HEADS), (1, row))
    assert value(found, "licences.decisions") is None
