"""Lines printed beside each other a little higher or lower: one row of a table without rulings.

Where nothing is ruled, figures that a cell sets higher than its label stand on a
line of their own. Lines of running text are never so close: each has its full height.
"""

from __future__ import annotations

from collections.abc import Sequence

from extract.page.lines import PrintedLine, Word

# How unlike the distances of two lines of one cell from the line between may be.
_AS_FAR = 0.3
_NEAR = 4
# Shares of the font size: how far apart the baselines of one row are at most, and
# how far apart words stand at least that belong to different columns.
_OVERLAP = 0.95
_COLUMN_GAP = 0.8


def side_by_side(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """The lines of a page, from the top, with those of one row put together."""
    rows: list[PrintedLine] = []
    first: PrintedLine | None = None
    ordered = sorted(lines, key=lambda line: (line.box[3], line.box[0]))
    for n, line in enumerate(ordered):
        near = ordered[max(0, n - _NEAR) : n + _NEAR]
        if first and _beside(rows[-1], line, first.box[3]) and not _is_amid(first, line, near):
            rows[-1] = _joined(rows[-1], line)
        else:
            rows.append(line)
            first = line
    return rows


def _is_amid(upper: PrintedLine, lower: PrintedLine, near: Sequence[PrintedLine]) -> bool:
    """Whether one of two lines stands amid two lines of the same cells, the other among them."""
    apart = lower.box[3] - upper.box[3]
    return any(
        abs(far - apart) < _AS_FAR * apart and _is_over(line, other)
        for line in near
        for far, other in (
            (line.box[3] - lower.box[3], upper),
            (upper.box[3] - line.box[3], lower),
        )
    )


def _is_over(a: PrintedLine, b: PrintedLine) -> bool:
    """Whether words of the two stand above each other."""
    return any(x.left < y.right and y.left < x.right for x in a.words for y in b.words)


def _beside(above: PrintedLine, line: PrintedLine, base: float) -> bool:
    """Whether `line` overlaps the row in height, and stands in other columns."""
    size = min(above.size, line.size)
    if line.box[3] - base >= _OVERLAP * size or max(above.size, line.size) > 1.5 * size:
        return False
    gap = _COLUMN_GAP * size
    return not any(
        a.left < b.right + gap and b.left < a.right + gap for a in above.words for b in line.words
    )


def _joined(a: PrintedLine, b: PrintedLine) -> PrintedLine:
    words: list[Word] = sorted((*a.words, *b.words), key=lambda word: word.left)
    box = (
        min(a.box[0], b.box[0]),
        min(a.box[1], b.box[1]),
        max(a.box[2], b.box[2]),
        max(a.box[3], b.box[3]),
    )
    return PrintedLine(" ".join(word.text for word in words), words, box, max(a.size, b.size))
