"""Heads whose letters stand on several lines side by side, put together again.

商业 科研 其 above 企业 机构 他 is 商业企业, 科研机构, 其他. Each head begins on one line and
goes on below, and the pieces of a line follow each other as the columns do. An order counts
only where every letter is used and no other order uses them all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import groupby
from math import inf
from typing import NamedTuple

_MOST_LINES, _MOST_LETTERS, _MOST_STEPS = 40, 120, 20_000

_At = tuple[int, ...]
"""How far each line is used."""


class Letter(NamedTuple):
    """A letter of a head, and where it stands from left to right, if that is known.

    Cells of one row follow each other from the left: `cell` is the row and the column.
    """

    text: str
    at: float | None = None
    cell: tuple[int, int] | None = None


class _Taken(NamedTuple):
    """A head taken from the lines: where they are used up to, and where its pieces stand."""

    after: _At
    left: float
    right: float
    cells: frozenset[tuple[int, int]] = frozenset()


class _TooManyStepsError(Exception):
    pass


def order_of(
    lines: Sequence[Sequence[Letter]], words: Mapping[str, str], first: str, last: str
) -> tuple[str, ...] | None:
    """The codes of the heads in the order of their columns; None where no order or several fit.

    `lines` come from the top, with nothing but letters of heads; `words` are the heads with
    their codes, of which `first` and `last` stand at the sides.
    """
    if not lines or len(lines) > _MOST_LINES or sum(map(len, lines)) > _MOST_LETTERS:
        return None
    try:
        found = set(_Search(lines, words, last).orders(first))
    except _TooManyStepsError:
        return None
    return found.pop() if len(found) == 1 else None


class _Search:
    def __init__(
        self, lines: Sequence[Sequence[Letter]], words: Mapping[str, str], last: str
    ) -> None:
        self._lines = lines
        self._words = words
        self._last = last
        self._steps = 0

    def orders(self, first: str) -> Iterator[tuple[str, ...]]:
        """The orders of all letters that begin with a code."""
        for head in self._heads(first, (0,) * len(self._lines)):
            yield from ((first, *rest) for rest in self._rest(head, frozenset({first})))

    def _rest(self, before: _Taken, used: frozenset[str]) -> Iterator[tuple[str, ...]]:
        """The codes that use all letters behind a head, the last column's at the end."""
        for code in sorted(set(self._words.values()) - used):
            for head in self._heads(code, before.after):
                if head.left <= before.right or _is_left_of(head.cells, before.cells):
                    continue
                if code != self._last:
                    # A head without a place stands no farther left than those before it.
                    right, cells = max(head.right, before.right), head.cells | before.cells
                    placed = head._replace(right=right, cells=cells)
                    yield from ((code, *rest) for rest in self._rest(placed, used | {code}))
                elif all(n == len(x) for n, x in zip(head.after, self._lines, strict=True)):
                    yield (code,)

    def _heads(self, code: str, at: _At) -> set[_Taken]:
        words = [word for word, own in self._words.items() if own == code]
        return {
            self._placed(after, letters)
            for word in words
            for after, letters in self._taken(word, at, 0, ())
        }

    def _taken(
        self, word: str, at: _At, line: int, letters: tuple[tuple[int, Letter], ...]
    ) -> Iterator[tuple[_At, tuple[tuple[int, Letter], ...]]]:
        """The ways to take a word's letters, from the lines `line` and below."""
        self._steps += 1
        if self._steps > _MOST_STEPS:
            raise _TooManyStepsError
        if not word:
            yield at, letters
            return
        for n in range(line, len(self._lines)):
            following = self._lines[n][at[n] : at[n] + 1]
            if following and following[0].text == word[0]:
                after = (*at[:n], at[n] + 1, *at[n + 1 :])
                yield from self._taken(word[1:], after, n, (*letters, (n, following[0])))

    @staticmethod
    def _placed(after: _At, letters: Sequence[tuple[int, Letter]]) -> _Taken:
        middles = []
        for _, piece in groupby(letters, lambda found: found[0]):
            known = [letter.at for _, letter in piece if letter.at is not None]
            if known:
                middles.append(sum(known) / len(known))
        cells = frozenset(letter.cell for _, letter in letters if letter.cell is not None)
        return _Taken(after, min(middles, default=inf), max(middles, default=-inf), cells)


def _is_left_of(head: Set[tuple[int, int]], before: Set[tuple[int, int]]) -> bool:
    """Whether a cell of a head stands left of one of the same row that heads before it are in."""
    return any(row == other and a < b for row, a in head for other, b in before)
