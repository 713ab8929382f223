"""Cutting digits that lost their cells, where there is one way only.

No number starts with a zero unless it is zero; that notation and the number
of cells often leave one cut, and then it was printed. Where they leave more,
the form's own sums may leave one: then the sums have forced the reading, and
cannot be its witness. Otherwise nothing is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

MOST_CUTS = 200_000
MOST_WAYS = 64


@dataclass(frozen=True, slots=True)
class Ways:
    """The cuts that remain; `certain` when notation and number alone leave one."""

    numbers: tuple[tuple[int, ...], ...]
    certain: bool = False


NO_WAY = Ways(())


def ways(runs: Sequence[str], cells: int, adds_up: Callable[[Sequence[int]], bool] | None) -> Ways:
    """The ways to cut `runs` of digits into `cells` numbers.

    A space between runs is always a border. `adds_up` tells whether numbers
    fulfil the row's own sums; None where the form gives the row no sum, and
    then only a certain cut counts.
    """
    if not runs or any(not run.isascii() or not run.isdigit() for run in runs):
        return NO_WAY
    fewest = [number for run in runs for number in _fewest(run)]
    if len(fewest) == cells and all(len(number) == 1 for number in fewest):
        return Ways((tuple(int(number) for number in fewest),), certain=True)
    if adds_up is None:
        return NO_WAY
    found: list[tuple[int, ...]] = []
    for tried, numbers in enumerate(_cuts(runs, cells)):
        if tried > MOST_CUTS or len(found) > MOST_WAYS:
            return NO_WAY
        if adds_up(numbers):
            found.append(tuple(numbers))
    return Ways(tuple(found))


def _fewest(run: str) -> list[str]:
    """The fewest numbers that a run can be: its leading zeros each stand alone."""
    rest = run.lstrip("0")
    zeros = len(run) - len(rest)
    return ["0"] * zeros + ([rest] if rest else [])


def _cuts(runs: Sequence[str], cells: int) -> Iterator[list[int]]:
    if not runs:
        if cells == 0:
            yield []
        return
    first, rest = runs[0], runs[1:]
    for count in range(1, min(len(first), cells - len(rest)) + 1):
        for head in _cuts_of_run(first, count):
            for tail in _cuts(rest, cells - count):
                yield head + tail


def _cuts_of_run(run: str, count: int) -> Iterator[list[int]]:
    if count == 1:
        if run == "0" or (run and not run.startswith("0")):
            yield [int(run)]
        return
    longest = 1 if run.startswith("0") else len(run) - count + 1
    for length in range(1, longest + 1):
        for tail in _cuts_of_run(run[length:], count - 1):
            yield [int(run[:length]), *tail]
