"""Figures that stand at several places of one column, below one head."""

from __future__ import annotations

from collections.abc import Sequence

from extract.page.bands import Band, Span, is_figure, middle
from extract.page.lines import Word
from extract.page.pieces import is_none

# Shares of the font size.
_NEAR, _FLUSH = 2.0, 0.15
# Letters one below the other are those of as many heads as stand beside each other.
_TWO = 2


def one_column(
    areas: Sequence[Span], rows: Sequence[Band], heads: Sequence[Band], size: float
) -> list[Span]:
    """Figures that stand at several places of one column: never two in a row, below one head."""
    joined = list(areas[:1])
    for area in areas[1:]:
        both = joined[-1][0], area[1]
        near = area[0] - joined[-1][1] < _NEAR * size
        lines = sorted((line for head in heads for line in head.lines), key=middle)
        over = [[w for w in x.words if w.left < both[1] and both[0] < w.right] for x in lines]
        over = [words for words in over if words]
        before = any(w.right <= area[0] for words in over for w in words)
        behind = any(w.left >= joined[-1][1] for words in over for w in words)
        parted = before and behind and not _is_drawn_out(over, size)
        if near and not parted and not any(_fills(row, joined[-1], area) for row in rows):
            joined[-1] = both
        else:
            joined.append(area)
    return joined


def _is_drawn_out(lines: Sequence[Sequence[Word]], size: float) -> bool:
    """Whether words are the lines of one head, all but the last drawn out to fill its column."""
    *above, last = lines
    starts = [words[0].left for words in lines]
    letters = all(len(word.text) == 1 for words in above for word in words)
    whole = len(last) == 1 and (len(last[0].text) > 1 or len(lines) == _TWO)
    return bool(above) and letters and whole and max(starts) - min(starts) < _FLUSH * size


def _fills(row: Band, a: Span, b: Span) -> bool:
    """Whether two figures stand at these places in a row; a wide one reaches over both."""
    figures = [w for w in row.words if is_figure(w) or is_none(w)]
    left, right = ({w for w in figures if w.left < x[1] and x[0] < w.right} for x in (a, b))
    return bool(left - right and right - left)
