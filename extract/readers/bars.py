"""Rows of cells from lines with bars, by the bars' own arithmetic.

Two habits are met: a whole row on a line (``a | b | c |``), and a cell on a
line with bars padding short rows to the table's width. In the second, the
bars of every row add up to one width; a width that fits all lines from a row's
start to the ends that padding marks is taken, and no other. A bar beyond the one
that closes a line's own cell is padding, not a blank cell.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import isqrt

_MOST_CELLS = 40
"""No row of a form has more cells."""

BarRow = list[tuple[int, str]]
"""A row's cells, each with the index of its line."""


def bar_rows(lines: Sequence[str]) -> list[BarRow]:
    """The rows of stripped lines that hold bars; cells keep their order and their blanks."""
    if any(sum(bool(cell.strip()) for cell in line.split("|")) > 1 for line in lines):
        return _row_lines(lines)
    return _cell_lines(lines)


def _row_lines(lines: Sequence[str]) -> list[BarRow]:
    opened = all(line.startswith("|") for line in lines)
    closed = sum(line.endswith("|") for line in lines) * 2 > len(lines)
    rows: list[BarRow] = []
    torn = False
    for at, line in enumerate(lines):
        cells = _split(line, opened=opened or line.startswith("|"))
        if torn and not line.startswith("|"):
            last_at, last = rows[-1][-1]
            rows[-1][-1] = (last_at, f"{last}\n{cells[0]}")
            rows[-1].extend((at, cell) for cell in cells[1:])
        else:
            rows.append([(at, cell) for cell in cells])
        torn = opened is False and closed and line.startswith("|") and not line.endswith("|")
    return rows


def _split(line: str, *, opened: bool) -> list[str]:
    cells = [cell.strip(" ") for cell in line.split("|")]
    if opened and cells[0] == "":
        cells = cells[1:]
    if line.endswith("|") and cells:
        cells = cells[:-1]
    return cells


def _cell_lines(lines: Sequence[str]) -> list[BarRow]:
    run = _Run(lines)
    rows: list[BarRow] = []
    at = 0
    while at < len(lines):
        width, end = run.best_width(at)
        if width == 0:
            rows.append([(at, cell) for cell in _split(lines[at], opened=False)])
            at += 1
            continue
        spans = list(run.row_spans(at, end, width))
        opened = all(lines[first] == "|" and last - first > 1 for first, last in spans)
        closed = all(not lines[last - 1].strip("| ") for _, last in spans)
        rows.extend(_row(lines, first + opened, last - closed) for first, last in spans)
        at = end
    return [row for row in rows if row]


def _row(lines: Sequence[str], first: int, end: int) -> BarRow:
    """A cell for each line."""
    return [(n, lines[n].replace("|", "").strip()) for n in range(first, end)]


class _Run:
    """Lines with bars, counted once: any line of a hostile file may be asked for again."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._bars = [line.count("|") for line in lines]
        self._sums = [0, *accumulate(self._bars)]
        self._padded = [_padded(line) for line in lines]
        self._ends = [at for at, padded in enumerate(self._padded) if padded]
        self._opened: list[int] | None = None

    def best_width(self, start: int) -> tuple[int, int]:
        """The row width that fits most lines from `start`, and where it ends to fit.

        Width 0 means that no padding tells where a row ends.
        """
        mark = bisect_left(self._ends, start)
        if mark == len(self._ends):
            if width := self._opened_width(start):
                return width, len(self._lines)
            return 0, start
        best = (0, start)
        for width in _divisors(self._sums[self._ends[mark] + 1] - self._sums[start]):
            end = self._fits(start, width)
            if width > 1 and end > best[1]:
                best = (width, end)
        return best

    def row_spans(self, at: int, end: int, width: int) -> Iterator[tuple[int, int]]:
        """The lines of each row of `width` bars; the last may be short."""
        first, bars = at, 0
        for n in range(at, end):
            bars += self._bars[n]
            if bars == width or n == end - 1:
                yield first, n + 1
                first, bars = n + 1, 0

    def _fits(self, start: int, width: int) -> int:
        """The end of the last row of `width` bars, with every padded line ending a row."""
        total, end = 0, start
        for at in range(start, len(self._lines)):
            total += self._bars[at]
            if total > width or (self._padded[at] and total != width):
                return end
            if total == width:
                total, end = 0, at + 1
        return len(self._lines)

    def _opened_width(self, start: int) -> int:
        """The width of rows that a lone bar opens, where no row is padded; 0 if there is none."""
        if self._lines[start] != "|":
            return 0
        if self._opened is None:
            self._opened = self._opened_widths()
        return self._opened[start]

    def _opened_widths(self) -> list[int]:
        """For each line the least width with which lone bars open all rows from there on."""
        count = len(self._lines)
        first = max((at + 1 for at in range(count) if self._bars[at] != 1), default=0)
        found = [0] * count
        for width in range(_MOST_CELLS, 1, -1):
            # The places in a row, counted from the end, at which another line than a bar stands.
            taken: set[int] = set()
            for at in range(count - 1, first - 1, -1):
                if self._lines[at] != "|":
                    taken.add(at % width)
                elif at + width < count and at % width not in taken:
                    found[at] = width
        return found


def _padded(line: str) -> bool:
    """Whether a line ends with more bars than close its own cell."""
    return line.replace(" ", "").endswith("||")


def _divisors(total: int) -> list[int]:
    """All divisors, the largest first."""
    small = [n for n in range(1, isqrt(total) + 1) if total % n == 0]
    return sorted({*small, *(total // n for n in small)}, reverse=True)
