"""Cutting digits that lost their cells, where there is one way only.

No number starts with a zero unless it is zero; that notation and the number
of cells often leave one cut, and then it was printed. Where they leave more,
the form's own sums may leave one: then the sums have forced the reading, and
cannot be its witness. Otherwise nothing is read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from transform.remember import remembered
from transform.text import half_width

MOST_STEPS = 60_000
MOST_WAYS = 64
LONGEST_NUMBER = 9
_WHOLE = ".00"
"""What some print behind whole numbers: another number begins after it."""
_LONGEST_SUM = 10


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

    A space between runs is always a border, and so is the end of a whole
    decimal. `blocks` are the sizes of the blocks that the row's own sums make
    of it, each ending with the sum of its other cells; without blocks only a
    certain cut counts.
    """
    runs = [piece for run in runs for piece in half_width(run).split(_WHOLE) if piece]
    if not runs or any(not run.isascii() or not run.isdigit() for run in runs):
        return NO_WAY
    fewest = [number for run in runs for number in _fewest(run)]
    if len(fewest) == cells:
        return Ways((tuple(map(int, fewest)),), certain=True)
    digits = "".join(runs)
    if sum(blocks) != cells or len(fewest) > cells or len(digits) > cells * _LONGEST_SUM:
        return NO_WAY
    return _sums(digits, tuple(accumulate(map(len, runs))), tuple(blocks))


@remembered
def _sums(digits: str, borders: tuple[int, ...], blocks: tuple[int, ...]) -> Ways:
    """The ways to cut `digits` into blocks that add up; no number crosses a border."""
    try:
        return Ways(tuple(_Search(digits, borders).cut(blocks)))
    except _TooManyWaysError:
        return NO_WAY


def _fewest(run: str) -> list[str]:
    """The fewest numbers that a run can be: its leading zeros each stand alone."""
    rest = run.lstrip("0")
    return ["0"] * (len(run) - len(rest)) + ([rest] if rest else [])


class _Search:
    """All cuts of `digits` into blocks that add up; a number crosses no border."""

    def __init__(self, digits: str, borders: Sequence[int]) -> None:
        self._digits = digits
        self._borders = borders
        self._sizes: dict[tuple[int, int, int], int] = {}
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
        self._steps += self._size(at, size - 1, sum(later))
        if self._steps > MOST_STEPS:
            raise _TooManyWaysError
        for numbers, end in self._block(at, size - 1, 0, ()):
            for rest in self.cut(later, end):
                yield numbers + rest

    def _size(self, at: int, addends: int, later: int) -> int:
        """How many beginnings a block has from `at` on; `later` cells must find room after it.

        Each is a step of a search that tries all; this counts them without one.
        """
        if not addends:
            return 1
        known = (at, addends, later)
        if known not in self._sizes:
            room = len(self._digits) - at - later - addends
            ends = range(at + 1, at + min(self._longest(at), room) + 1)
            self._sizes[known] = 1 + sum(self._size(end, addends - 1, later) for end in ends)
        return self._sizes[known]

    def _block(
        self, at: int, addends: int, total: int, taken: tuple[int, ...]
    ) -> Iterator[tuple[tuple[int, ...], int]]:
        """The blocks from `at` on whose addends before it are `taken`, each with its end."""
        if not addends:
            end = at + len(str(total))
            if self._digits.startswith(str(total), at) and end <= self._border(at):
                yield (*taken, total), end
            return
        for end in range(at + 1, at + self._longest(at) + 1):
            number = int(self._digits[at:end])
            # After this addend, the others and the sum must find room.
            if len(self._digits) - end < addends - 1 + len(str(total + number)):
                return
            yield from self._block(end, addends - 1, total + number, (*taken, number))

    def _longest(self, at: int) -> int:
        """How long a number can be that begins at `at`."""
        if at == len(self._digits):
            return 0
        return 1 if self._digits[at] == "0" else min(LONGEST_NUMBER, self._border(at) - at)

    def _border(self, at: int) -> int:
        return self._borders[bisect_right(self._borders, at)]
