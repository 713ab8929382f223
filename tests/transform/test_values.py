from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform.codebook import codebook
from transform.values import looks_like_value, read_value

COUNT = codebook().unit("requests")
ITEMS = codebook().unit("items")
YUAN = codebook().unit("cny")
WAN = codebook().unit("10k_cny")
MONEY = (YUAN, WAN)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0), ("\u3000\xa012\xa0", 12), ("１２", 12), ("1,505", 1505), ("1，505", 1505),
        ("1 505", 1505), ("11398889", 11398889), ("12件", 12), ("12 件", 12), ("零", 0),
        ("零件", 0), ("零\n件", 0), ("〇 件", 0), ("○件", 0), ("O 件", 0),
        ("Ｏ", 0), ("0.00", 0), ("3.0", 3), ("? 0", 0), ("8（含上年2件）", 8), ("+0", 0),
        ("8（含上\n年2件）", 8), ("8（含上年）件", 8), ("1,208 (见说明) 件", 1208),
        ("0.0\n0", 0), ("12\n.00", 12), ("5.\n00", 5),
    ],
)  # fmt: skip
def test_a_count_as_printed(text: str, value: int) -> None:
    read = read_value(text, "count", COUNT)
    assert (read.value, read.status) == (Decimal(value), "reported")


@pytest.mark.parametrize("text", ["1\n2.00", "5.1\n0", "1.0\n5", "1\n0", "7\n.05"])
def test_a_figure_in_lines_that_may_be_several_is_none(text: str) -> None:
    assert read_value(text, "count", COUNT).value is None


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\xa0 \n", "\t"])
def test_nothing_printed_is_blank(text: str) -> None:
    assert read_value(text, "count", COUNT).status == "blank"


@pytest.mark.parametrize("text", ["/", "／", "-", "—", "——", "－", "无", "\\", "–", "N/A"])
def test_a_dash_is_no_zero(text: str) -> None:
    read = read_value(text, "count", COUNT)
    assert (read.value, read.status) == (None, "dash")


@pytest.mark.parametrize(
    ("text", "issue"),
    [
        ("007", "bad_value"), ("12a", "bad_value"), ("1,50", "bad_value"), ("5(3)", "bad_value"),
        ("-5", "negative_count"), ("1\n234", "bad_value"),
        ("12.5", "not_whole"), ("1 2", "bad_value"), ("约5", "bad_value"),
        ("零件3", "bad_value"), ("零星", "bad_value"),
        ("12元", "bad_value"), ("增10", "bad_value"), ("①", None), ("9" * 20, "bad_value"),
    ],
)  # fmt: skip
def test_what_is_not_wholly_a_count_is_never_read_in_part(text: str, issue: str | None) -> None:
    read = read_value(text, "count", COUNT)
    if issue is not None:
        assert (read.value, read.status, read.issue) == (None, "unreadable", issue)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("-11", -11),
        ("+19", 19),
        ("增1423", 1423),
        ("减3", -3),
        ("减 38", -38),
        ("－2", -2),
        ("4", 4),
    ],
)
def test_a_change_has_a_sign(text: str, value: int) -> None:
    read = read_value(text, "signed", ITEMS)
    assert (read.value, read.status) == (Decimal(value), "reported")


def test_two_changes_in_one_cell_are_not_added_up() -> None:
    assert read_value("增2减1", "signed", ITEMS).status == "unreadable"


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("251000元", YUAN, "251000"), ("27万\n元", WAN, "27"), ("1276.5534万元", YUAN, "12765534"),
        ("2601.953875万", YUAN, "26019538.75"), ("0.37万元", YUAN, "3700"), ("8040", YUAN, "8040"),
        ("1505.5301", WAN, "1505.5301"),
        ("4305元", WAN, "0.4305"), ("1,515.2592", WAN, "1515.2592"),
        ("24252.311082", WAN, "24252.311082"),
    ],
)  # fmt: skip
def test_money_in_the_unit_that_the_cell_names(text: str, unit: object, value: str) -> None:
    read = read_value(text, "money", unit, MONEY)  # type: ignore[arg-type]
    assert read.value == Decimal(value)


def test_more_than_six_decimals_cannot_be_kept() -> None:
    assert read_value("0.1234567", "money", WAN, MONEY).issue == "too_precise"


@given(st.integers(min_value=0, max_value=10**13))
def test_every_count_printed_plainly_reads_back(number: int) -> None:
    for text in (str(number), f"{number:,}", f" {number} ", f"{number}件"):
        assert read_value(text, "count", COUNT).value == number


@given(st.text(max_size=12))
def test_whatever_stands_in_a_cell_has_a_status(text: str) -> None:
    read = read_value(text, "count", COUNT)
    assert (read.value is not None) == (read.status == "reported")
    assert (read.issue is not None) == (read.status == "unreadable")


@pytest.mark.parametrize("text", ["3.其他", "1.属于国家秘密", "规章", "2023年", "（七）总计", "件"])
def test_labels_are_no_values(text: str) -> None:
    assert not looks_like_value(text)
