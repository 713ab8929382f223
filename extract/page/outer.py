"""The last row of a page without rulings, of whose label the page shows the beginning only."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.page.bands import CROSSES, UNIT_WORDS, Span
from extract.page.pieces import LEVEL, NUMBERING, PITCH, Piece, Row, leaf

_FEWEST_ROWS, _FEWEST_FIGURES = 3, 5
# Shares of the font size.
_BESIDE, _LEVEL_OF_FONTS = 0.5, 0.3
_WITH_UNIT = re.compile(rf"[\d.,]*\d(?:{UNIT_WORDS})")
_ZEROS = ("0", "０")


def with_last_row(
    rows: Sequence[Row],
    values: Sequence[Piece],
    labels: Sequence[Piece],
    columns: Sequence[Span],
    size: float,
) -> list[Row]:
    """The rows, and the line of figures below them with what stands right beside it.

    There the page ends within a row, which its label and figures share otherwise than other
    rows do. It has a line of its own, and no figure of it may go on below.
    """
    if len(rows) < _FEWEST_ROWS:
        return list(rows)
    end = max(row.bottom for row in rows) + LEVEL * size
    last = tuple(p for p in values if p.at > end)
    used = {p for row in rows for p in row.values}
    if len(last) < 2 or any(p not in used and p.at <= end for p in values):
        return list(rows)
    top, bottom = min(p.at for p in last), max(p.at for p in last)
    own = tuple(p for p in labels if top - _BESIDE * size <= p.at <= bottom + _BESIDE * size)
    if not own or bottom - top > _LEVEL_OF_FONTS * size:
        return list(rows)
    left = min(p.word.left for p in leaf(own))
    own += _going_on(own, labels, size)
    between = [p for p in labels if end < p.at < top - _BESIDE * size and p.word.right > left]
    whole = all(_is_whole(p, values, columns) for p in last)
    return [*rows, Row(last, own)] if whole and not between else list(rows)


def _going_on(own: Sequence[Piece], labels: Sequence[Piece], size: float) -> tuple[Piece, ...]:
    """The lines right below the label next to the figures that begin where it does."""
    last = max(own, key=lambda p: p.word.right)
    found: list[Piece] = []
    for piece in sorted(labels, key=lambda p: p.at):
        above = found[-1] if found else last
        if not LEVEL * size < piece.at - above.at < PITCH * size:
            continue
        if abs(piece.word.left - last.word.left) > CROSSES or NUMBERING.match(piece.word.text):
            break
        found.append(piece)
    return tuple(found)


def _is_whole(piece: Piece, values: Sequence[Piece], columns: Sequence[Span]) -> bool:
    """Whether no digit of a figure may stand below: others of its column have more on one line.

    Nor is there one below a unit. Digits of half the width of letters are parted nowhere, if
    their column has room for them.
    """
    word = piece.word
    if word.text in _ZEROS or not any(c.isdigit() for c in word.text):
        return True
    if _WITH_UNIT.fullmatch(word.text):
        return True
    own = next(((a, b) for a, b in columns if word.left < b and a < word.right), None)
    if own is None:
        return False
    others = [
        p.word for p in values if p is not piece and p.word.left < own[1] and own[0] < p.word.right
    ]
    widest = max((w.right - w.left for w in others), default=0.0)
    width = word.right - word.left
    if width + width / len(word.text) <= widest:
        return True
    return word.text.isascii() and width <= widest and len(others) >= _FEWEST_FIGURES
