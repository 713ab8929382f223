"""Lines of a page picture in one direction, each with the pieces of it that were found.

How high letters are tells which pieces may be strokes of these.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extract.page.ink import Ruling

# Points: a line this long is no stroke of a character.
LONG = 60.0
# In points: lines that are one, and what is beyond a table.
_SAME, _WIDEST = 1.2, 2.4
_TOUCH = 3.0
# How much higher than a letter is none, and how high two lines of them are at least.
_HIGHER, _TWO_LINES = 1.25, 1.9
# What of a letter's height a ruling goes on beyond print.
_BEYOND = 0.5


class Letters(NamedTuple):
    """How high letters of a page are, in points: most of them, and all but the largest."""

    usual: float
    large: float

    def are_fewer_than_two(self, height: float) -> bool:
        """Whether what is so high is no letter, and has no room for one below another."""
        return _HIGHER * self.large < height < _TWO_LINES * self.usual

    def is_far_higher(self, height: float, print_: float) -> bool:
        """Whether what is so high is higher than a letter, and than one line of `print_`."""
        of_one_line = print_ <= _HIGHER * self.large < height
        return of_one_line and height - print_ >= _BEYOND * self.usual


@dataclass(slots=True)
class Line:
    """A line and from where to where pieces of it were found, in points."""

    at: float
    pieces: list[tuple[float, float]]

    @property
    def longest(self) -> float:
        """How long the longest piece is."""
        return max(end - start for start, end in self.pieces)

    @property
    def length(self) -> float:
        """How long the pieces are together."""
        return sum(end - start for start, end in self.pieces)


def goes_beyond(piece: tuple[float, float], start: float, end: float) -> bool:
    """Whether a piece of a line covers a stretch and goes on, as no stroke of a character does."""
    a, b = piece
    return a <= start + _TOUCH and b >= end - _TOUCH and b - a >= end - start + 2 * _TOUCH


def bundled(found: Sequence[Ruling]) -> Iterator[Line]:
    """Pieces on one line together."""
    order = sorted(range(len(found)), key=lambda n: found[n])
    bundle: list[int] = []
    for n in [*order, -1]:
        ends = n < 0 or (
            bundle
            and (
                found[n].at - found[bundle[-1]].at > _SAME
                or found[n].at - found[bundle[0]].at > _WIDEST
            )
        )
        if ends and bundle:
            pieces = [(found[b].start, found[b].end) for b in bundle]
            weight = sum(end - start for start, end in pieces)
            at = sum(found[b].at * (found[b].end - found[b].start) for b in bundle) / weight
            yield Line(at, pieces)
            bundle = []
        if n >= 0:
            bundle.append(n)
