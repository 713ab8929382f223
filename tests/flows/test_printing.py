"""Tables on a terminal: Chinese lines up, and strangers' text stays text."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from flows.printing import as_csv, as_json, cut, pad, table, visible, width


def test_columns_line_up_with_chinese_in_them() -> None:
    lines = table(("机构", "n"), [("高平市", Decimal("12.500000")), ("ab", None)]).splitlines()
    assert lines == ["机构    n", "──────  ────", "高平市  12.5", "ab"]


@given(st.text(max_size=40), st.integers(min_value=1, max_value=30))
def test_a_cell_is_never_wider_than_asked(text: str, columns: int) -> None:
    assert width(pad(cut(visible(text), columns), columns)) == columns


@given(st.text())
def test_nothing_that_moves_the_cursor_is_printed(text: str) -> None:
    assert all(char.isprintable() or char == "\u3000" for char in visible(text))


def test_csv_keeps_exact_numbers_and_empty_nulls() -> None:
    rows = [("a,b", Decimal("1.250000"), None), ("c", Decimal("10"), 3)]
    assert as_csv(rows) == '"a,b",1.25,\nc,10,3'


def test_json_numbers_are_numbers() -> None:
    assert (
        as_json(["n", "m"], [(Decimal("2.000000"), None)]) == '[\n {\n  "n": 2,\n  "m": null\n }\n]'
    )
