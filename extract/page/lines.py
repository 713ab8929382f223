"""Lines of print from glyphs: what stands beside each other, and where words part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from math import inf
from operator import attrgetter
from typing import NamedTuple

from extract.document import LOST
from extract.page.ink import Box, Glyph, turn_box

# Shares of the font size. Digits of one number stand closer than any typed space; the
# letters of a justified line may stand further apart than words of a loose one.
_SAME_BASE = 0.4
DIGIT_GAP = 0.22
_MIXED_GAP = 0.3
_LETTER_GAP = 0.5
_WIDE_GAP = 1.6
_BASE, _LEFT, _TURN = attrgetter("bottom"), attrgetter("left"), attrgetter("turn")
_BASE_AND_LEFT = attrgetter("bottom", "left")
_FIGURE = frozenset("0123456789.,+-−０１２３４５６７８９．，")
_PAGE_MARK = re.compile(
    r"[-—–－―_~·•]+\s*\d{1,4}\s*[-—–－―_~·•]+|第?\s*\d{1,4}\s*[页⻚]\s*[,，/]?\s*(?:共\s*\d{1,4}\s*[页⻚])?"
)
# In words no such letter stands twice: beside each other they are the zeros of two cells.
_ZERO = "零"


class Word(NamedTuple):
    """Characters without a gap between them."""

    text: str
    left: float
    right: float


class PrintedLine(NamedTuple):
    """Words that stand on one line; `size` is its largest font size.

    `text` is the words with one space between them.
    """

    text: str
    words: Sequence[Word]
    box: Box
    size: float

    @property
    def wide(self) -> bool:
        """Whether gaps set words apart as columns do."""
        return any(b.left - a.right > _WIDE_GAP * self.size for a, b in pairwise(self.words))

    def laid_out(self, left: float, unit: float) -> str:
        """The words where they stand, in columns of `unit` points from `left`."""
        text, width = "", 0
        previous: Word | None = None
        for word in self.words:
            column = round((word.left - left) / unit)
            spaces = column - width
            if previous is not None:
                gap = word.left - previous.right
                spaces = max(spaces, 2 if gap > _WIDE_GAP * self.size else 1)
            text += " " * max(spaces, 0) + word.text
            width += max(spaces, 0) + display_width(word.text)
            previous = word
        return text


def display_width(text: str) -> int:
    """The columns that a text takes: two for a full-width character."""
    return sum(2 if "\u1100" <= c < "\ufff0" and c != LOST else 1 for c in text)


def is_page_mark(line: PrintedLine) -> bool:
    """Whether a line is a page's number between marks, as close as letters."""
    near = line.box[2] - line.box[0] <= len(line.text) * line.size
    return near and bool(_PAGE_MARK.fullmatch(line.text))


def lines_of(glyphs: Sequence[Glyph]) -> list[PrintedLine]:
    """The lines of upright glyphs, from the top; what lies on its side comes after them."""
    if len(glyphs) == 1 and not glyphs[0].turn:
        # Most cells of a form hold one digit.
        text, left, top, right, bottom, size, _, _ = glyphs[0]
        if text.isspace():
            return []
        word = Word(text, left, right if right > left else left)
        return [PrintedLine(text, [word], (left, top, right, bottom), size)]
    if not any(map(_TURN, glyphs)):
        return _lines_of(glyphs, 0)
    by_turn: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        by_turn.setdefault(glyph.turn, []).append(glyph)
    found = []
    for turn in sorted(by_turn):
        upright = by_turn[turn] if turn == 0 else [_upright(g) for g in by_turn[turn]]
        found += _lines_of(upright, turn)
    return found


def _lines_of(upright: Sequence[Glyph], turn: int) -> list[PrintedLine]:
    lines = [_line(row, turn) for row in _rows(upright)]
    return [line for line in lines if line is not None]


def _upright(glyph: Glyph) -> Glyph:
    """A glyph on its side, in the frame in which it stands upright."""
    box = turn_box((glyph.left, glyph.top, glyph.right, glyph.bottom), glyph.turn, 0, 0)
    return Glyph(glyph.text, *box, glyph.size, 0, glyph.font)


def _rows(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs on one baseline, each row from the left."""
    if len(set(map(_BASE, glyphs))) == 1:
        return [sorted(glyphs, key=_LEFT)]
    rows: list[list[Glyph]] = []
    base = size = 0.0
    for glyph in sorted(glyphs, key=_BASE_AND_LEFT):
        if not rows or glyph.bottom - base > _SAME_BASE * min(size, glyph.size):
            rows.append([])
            base, size = glyph.bottom, glyph.size
        rows[-1].append(glyph)
        if glyph.size > size:
            size = glyph.size
    for row in rows:
        row.sort(key=_LEFT)
    return rows


def _line(row: Sequence[Glyph], turn: int) -> PrintedLine | None:
    """The line of a row, if one is printed; two different digits on each other become U+FFFD."""
    words: list[Word] = []
    pieces: list[str] = []
    start = end = 0.0
    top, farthest, lowest, largest = inf, -inf, -inf, 0.0
    last: Glyph | None = None
    last_right = last_size = 0.0
    spaced = False
    for glyph in row:
        text, left, high, right, low, size, _, _ = glyph
        if text.isspace():
            spaced = True
            continue
        # As min and max, without the calls.
        top = high if high < top else top
        farthest = right if right > farthest else farthest
        lowest = low if low > lowest else lowest
        largest = size if size > largest else largest
        if last is not None:
            if left < last_right and _overprinted(last, glyph):
                if text != last.text:
                    pieces.append(LOST if {text, last.text} & _FIGURE else text)
                continue
            if spaced or (left - last_right > DIGIT_GAP * last_size and _apart(last, glyph)):
                words.append(Word("".join(pieces), start, end))
                pieces = []
        if not pieces:
            start = left
        pieces.append(text)
        end = right if right > start else start
        last, last_right, last_size, spaced = glyph, right, size, False
    if not pieces:
        return None
    words.append(Word("".join(pieces), start, end))
    box = words[0].left, top, farthest, lowest
    if turn:
        box = turn_box(box, -turn % 4, 0, 0)
    return PrintedLine(" ".join([word.text for word in words]), words, box, largest)


def _overprinted(a: Glyph, b: Glyph) -> bool:
    width = min(a.right - a.left, b.right - b.left)
    return width > 0 and b.left < a.left + 0.5 * width


def _apart(a: Glyph, b: Glyph) -> bool:
    """Whether a gap between two glyphs parts words."""
    gap = b.left - a.right
    if gap <= DIGIT_GAP * a.size:
        return False
    figures = (a.text[-1] in _FIGURE) + (b.text[0] in _FIGURE)
    if a.text == b.text == _ZERO:
        figures = 2
    share = (_LETTER_GAP, _MIXED_GAP, DIGIT_GAP)[figures]
    return gap > share * max(a.size, b.size)
