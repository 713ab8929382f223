from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transform.glued import ways

ROW = (7,)
REMEDIES = (5, 5, 5)


def brute(runs: list[str], blocks: tuple[int, ...]) -> set[tuple[int, ...]]:
    """Every cut by trying each border, the plainest way there is."""
    text = "".join(runs)
    fixed = {len("".join(runs[: n + 1])) for n in range(len(runs) - 1)}
    found = set()
    for marks in product((False, True), repeat=len(text) - 1):
        borders = {n + 1 for n, mark in enumerate(marks) if mark}
        if not fixed <= borders:
            continue
        ends = [0, *sorted(borders), len(text)]
        parts = [text[a:b] for a, b in pairwise(ends)]
        if len(parts) != sum(blocks) or any(len(p) > 1 and p[0] == "0" for p in parts):
            continue
        numbers, at, good = [int(p) for p in parts], 0, True
        for size in blocks:
            block = numbers[at : at + size]
            good = good and sum(block[:-1]) == block[-1]
            at += size
        if good:
            found.add(tuple(numbers))
    return found


@pytest.mark.parametrize("digits", ["0000000", "000", "007", "0002973"])
def test_leading_zeros_leave_one_cut_without_any_sum(digits: str) -> None:
    cells = len(digits) - len(digits.lstrip("0")) + bool(digits.strip("0"))
    cut = ways([digits], cells, ())
    assert cut.certain
    assert len(cut.numbers) == 1


@pytest.mark.parametrize("digits", ["123", "250", "60", "107105", "8855698"])
def test_without_a_sum_nothing_that_a_blank_could_change_is_cut(digits: str) -> None:
    assert ways([digits], 3 if len(digits) > 2 else 2, ()).numbers == ()


def test_a_row_sum_leaves_one_way() -> None:
    cut = ways(["640020470"], 7, ROW)
    assert cut.numbers == ((64, 0, 0, 2, 0, 4, 70),)
    assert not cut.certain


def test_spaces_are_borders() -> None:
    assert ways(["200", "000121"], 7, ROW).numbers == ((20, 0, 0, 0, 0, 1, 21),)


def test_two_ways_are_both_kept() -> None:
    assert set(ways(["270020130"], 7, ROW).numbers) == {
        (27, 0, 0, 2, 0, 1, 30),
        (2, 7, 0, 0, 20, 1, 30),
    }


@pytest.mark.parametrize("digits", ["5845546", "77132470", "1234567"])
def test_digits_that_do_not_add_up_are_not_cut(digits: str) -> None:
    assert ways([digits], 7, ROW).numbers == ()


def test_three_blocks_of_five() -> None:
    assert ways(["10203120001200000"], 15, REMEDIES).numbers == (
        (1, 0, 2, 0, 3, 12, 0, 0, 0, 12, 0, 0, 0, 0, 0),
    )


def test_what_is_not_only_digits_is_not_cut() -> None:
    assert ways(["12", "-3"], 2, (2,)).numbers == ()
    assert ways([], 7, ROW).numbers == ()


@given(st.lists(st.integers(0, 40), min_size=3, max_size=3), st.data())
def test_the_search_finds_what_trying_everything_finds(
    numbers: list[int], data: st.DataObject
) -> None:
    printed = [str(n) for n in [*numbers, sum(numbers)]]
    runs = [printed[0]]
    for text in printed[1:]:
        if data.draw(st.booleans()):
            runs[-1] += text
        else:
            runs.append(text)
    cut = ways(runs, 4, (4,))
    if cut.certain:
        assert cut.numbers == (tuple(int(t) for t in printed),)
    else:
        assert set(cut.numbers) == brute(runs, (4,))


def test_a_run_too_long_to_search_is_given_up() -> None:
    assert ways(["1" * 400], 15, REMEDIES).numbers == ()
