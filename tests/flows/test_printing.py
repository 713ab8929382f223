"""Tables on a terminal: Chinese lines up, and strangers' text stays text."""

from __future__ import annotations

import time
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from flows.printing import (
    MARKS_A_COLUMN,
    as_csv,
    as_json,
    cut,
    pad,
    table,
    visible,
    visible_lines,
    width,
)


def test_columns_line_up_with_chinese_in_them() -> None:
    lines = table(("机构", "n"), [("高平市", Decimal("12.500000")), ("ab", None)]).splitlines()
    assert lines == ["机构    n", "──────  ────", "高平市  12.5", "ab"]


@given(st.text(max_size=40), st.integers(min_value=1, max_value=30))
def test_a_cell_is_never_wider_than_asked(text: str, columns: int) -> None:
    assert width(pad(cut(visible(text), columns), columns)) == columns


@given(st.text())
def test_nothing_that_moves_the_cursor_is_printed(text: str) -> None:
    assert all(char.isprintable() or char == "\u3000" for char in visible(text))


@given(st.text(alphabet=st.sampled_from("a年\u0301\u200b"), max_size=60), st.integers(2, 12))
def test_what_is_cut_off_is_the_end(text: str, columns: int) -> None:
    found = cut(text, columns)
    assert text.startswith(found.removesuffix("…"))
    assert found == text or (found.endswith("…") and len(found) <= MARKS_A_COLUMN * columns + 1)


def test_a_text_of_any_length_is_cut_at_once() -> None:
    started = time.process_time()
    assert cut("年" * 300_000, 9) == "年年年年…"
    assert len(cut("a" + "\u0301" * 300_000, 9)) <= MARKS_A_COLUMN * 9 + 1
    assert time.process_time() - started < 1


def test_lines_stay_lines_and_nothing_else_moves_the_cursor() -> None:
    assert visible_lines("a\x1b[2J\n\tb\u202e") == "a\\x1b[2J\n\\tb\\u202e"


def test_a_formula_in_csv_stays_the_text_that_was_printed() -> None:
    assert as_csv([("=cmd|' /C calc'!A0", "-1", "@a")]) == "=cmd|' /C calc'!A0,-1,@a"


def test_csv_keeps_exact_numbers_and_empty_nulls() -> None:
    rows = [("a,b", Decimal("1.250000"), None), ("c", Decimal("10"), 3)]
    assert as_csv(rows) == '"a,b",1.25,\nc,10,3'


def test_json_numbers_are_numbers() -> None:
    assert (
        as_json(["n", "m"], [(Decimal("2.000000"), None)]) == '[\n {\n  "n": 2,\n  "m": null\n }\n]'
    )
