"""Cutting digits that lost their cells, where there is one way only.

No number starts with a zero unless it is zero; that notation and the number
of cells often leave one cut, and then it was printed. Where they leave more,
the form's own sums may leave one: then the sums have forced the reading, and
cannot be its witness. Otherwise nothing is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

MOST_STEPS = 60_000
MOST_WAYS = 64
LONGEST_NUMBER = 9


class _TooManyWaysError(Exception):
    """There are more ways than are worth trying."""


@dataclass(frozen=True, slots=True)
class Ways:
    """The cuts that remain; `certain` when notation and number alone leave one."""

    numbers: tuple[tuple[int, ...], ...]
    certain: bool = False


NO_WAY = Ways(())


def ways(runs: Sequence[str], cells: int, blocks: Sequence[int]) -> Ways:
    """The ways to cut `runs` of digits into `cells` numbers.

    A space between runs is always a border. `blocks` are the sizes of the
    blocks that the row's own sums make of it, each ending with the sum of its
    other cells; without blocks only a certain cut counts.
    """
    if not runs or any(not run.isascii() or not run.isdigit() for run in runs):
        return NO_WAY
    fewest = [number for run in runs for number in _fewest(run)]
    if len(fewest) == cells:
        return Ways((tuple(map(int, fewest)),), certain=True)
    if sum(blocks) != cells or len(fewest) > cells:
        return NO_WAY
    try:
        found = list(_Search("".join(runs), set(accumulate(map(len, runs)))).cut(blocks))
    except _TooManyWaysError:
        return NO_WAY
    return Ways(tuple(found))


def _fewest(run: str) -> list[str]:
    """The fewest numbers that a run can be: its leading zeros each stand alone."""
    rest = run.lstrip("0")
    return ["0"] * (len(run) - len(rest)) + ([rest] if rest else [])


class _Search:
    """All cuts of `digits` into blocks that add up; a number crosses no border."""

    def __init__(self, digits: str, borders: set[int]) -> None:
        self._digits = digits
        self._borders = borders
        self._steps = 0
        self._found = 0

    def cut(self, blocks: Sequence[int], at: int = 0) -> Iterator[tuple[int, ...]]:
        if not blocks:
            if at == len(self._digits):
                self._found += 1
                if self._found > MOST_WAYS:
                    raise _TooManyWaysError
                yield ()
            return
        size, *later = blocks
        for numbers, end in self._block(at, size - 1, (), sum(later)):
            for rest in self.cut(later, end):
                yield numbers + rest

    def _block(
        self, at: int, addends: int, taken: tuple[int, ...], later: int
    ) -> Iterator[tuple[tuple[int, ...], int]]:
        """The blocks from `at` on, each with its end; `later` cells must find room after."""
        self._steps += 1
        if self._steps > MOST_STEPS:
            raise _TooManyWaysError
        if addends == 0:
            total = str(sum(taken))
            end = at + len(total)
            if self._digits.startswith(total, at) and self._whole(at, end):
                yield (*taken, sum(taken)), end
            return
        room = len(self._digits) - at - later - addends
        for length in range(1, min(LONGEST_NUMBER, room) + 1):
            end = at + length
            if not self._whole(at, end) or (length > 1 and self._digits[at] == "0"):
                return
            yield from self._block(end, addends - 1, (*taken, int(self._digits[at:end])), later)

    def _whole(self, start: int, end: int) -> bool:
        return not any(start < border < end for border in self._borders)
