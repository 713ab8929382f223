"""Rows of cells from lines with bars, by the bars' own arithmetic.

Two habits are met: a whole row on a line (``a | b | c |``), and a cell on a
line with bars padding short rows to the table's width. In the second, the
bars of every row add up to one width; a width that fits all lines from a row's
start to the ends that padding marks is taken, and no other. A bar beyond the one
that closes a line's own cell is padding, not a blank cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
    rows: list[BarRow] = []
    at = 0
    while at < len(lines):
        width, end = _best_width(lines, at)
        if width == 0:
            rows.append([(at, cell) for cell in _split(lines[at], opened=False)])
            at += 1
            continue
        spans = list(_row_spans(lines, at, end, width))
        opened = all(lines[first] == "|" and last - first > 1 for first, last in spans)
        closed = all(not lines[last - 1].strip("| ") for _, last in spans)
        rows.extend(_row(lines, first + opened, last - closed) for first, last in spans)
        at = end
    return [row for row in rows if row]


def _best_width(lines: Sequence[str], start: int) -> tuple[int, int]:
    """The row width that fits most lines from `start`, and where it ends to fit.

    Width 0 means that no padding tells where a row ends.
    """
    sums = [0]
    marks = []
    for at in range(start, len(lines)):
        sums.append(sums[-1] + lines[at].count("|"))
        if _padded(lines[at]):
            marks.append(sums[-1])
            if len(marks) == 2:
                break
    if not marks and (width := _opened_width(lines, start)):
        return width, len(lines)
    candidates = {total // n for total in marks[:1] for n in range(1, total + 1) if total % n == 0}
    best = (0, start)
    for width in sorted(candidates, reverse=True):
        end = _fits(lines, start, width)
        if width > 1 and end > best[1]:
            best = (width, end)
    return best


def _padded(line: str) -> bool:
    """Whether a line ends with more bars than close its own cell."""
    return line.replace(" ", "").endswith("||")


def _fits(lines: Sequence[str], start: int, width: int) -> int:
    """The end of the last row of `width` bars, with every padded line ending a row."""
    total, end = 0, start
    for at in range(start, len(lines)):
        total += lines[at].count("|")
        if total > width or (_padded(lines[at]) and total != width):
            return end
        if total == width:
            total, end = 0, at + 1
    return len(lines)


def _row_spans(lines: Sequence[str], at: int, end: int, width: int) -> Iterator[tuple[int, int]]:
    """The lines of each row of `width` bars; the last may be short."""
    first, bars = at, 0
    for n in range(at, end):
        bars += lines[n].count("|")
        if bars == width or n == end - 1:
            yield first, n + 1
            first, bars = n + 1, 0


def _row(lines: Sequence[str], first: int, end: int) -> BarRow:
    """A cell for each line."""
    return [(n, lines[n].replace("|", "").strip()) for n in range(first, end)]


def _opened_width(lines: Sequence[str], start: int) -> int:
    """The width of rows that a lone bar opens, where no row is padded; 0 if there is none."""
    block = lines[start:]
    if block[0] != "|" or any(line.count("|") != 1 for line in block):
        return 0
    openers = [n for n, line in enumerate(block) if line == "|"]
    for width in sorted({n for n in openers if n > 1}):
        if len(block) > width and all(line == "|" for line in block[::width]):
            return width
    return 0
