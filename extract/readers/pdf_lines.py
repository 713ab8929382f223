"""Lines of print from glyphs: what stands beside each other, and where words part."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from extract.readers.pdf_glyphs import LOST, Glyph, turn_box
from extract.readers.pdf_paths import Box

# Shares of the font size. Digits of one number stand closer than any typed space; the
# letters of a justified line may stand further apart than words of a loose one.
_SAME_BASE = 0.4
_DIGIT_GAP = 0.22
_MIXED_GAP = 0.3
_LETTER_GAP = 0.5
_WIDE_GAP = 1.6
_FIGURE = frozenset("0123456789.,+-−０１２３４５６７８９．，")


class Word(NamedTuple):
    """Characters without a gap between them."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """Words that stand on one line; `size` is its largest font size."""

    words: tuple[Word, ...]
    box: Box
    size: float

    @property
    def text(self) -> str:
        """The words with one space between them."""
        return " ".join(word.text for word in self.words)

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


def lines_of(glyphs: Iterable[Glyph]) -> list[PrintedLine]:
    """The lines of upright glyphs, from the top; what lies on its side comes after them."""
    by_turn: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        by_turn.setdefault(glyph.turn, []).append(glyph)
    found = []
    for turn in sorted(by_turn):
        upright = by_turn[turn] if turn == 0 else [_upright(g) for g in by_turn[turn]]
        for line in _rows(upright):
            if words := tuple(_words(line)):
                found.append(_line(words, line, turn))
    return found


def _upright(glyph: Glyph) -> Glyph:
    """A glyph on its side, in the frame in which it stands upright."""
    box = turn_box((glyph.left, glyph.top, glyph.right, glyph.bottom), glyph.turn, 0, 0)
    return Glyph(glyph.text, *box, glyph.size, 0, glyph.font)


def _line(words: tuple[Word, ...], glyphs: Sequence[Glyph], turn: int) -> PrintedLine:
    printed = [g for g in glyphs if not g.text.isspace()]
    box = (
        min(g.left for g in printed),
        min(g.top for g in printed),
        max(g.right for g in printed),
        max(g.bottom for g in printed),
    )
    if turn:
        box = turn_box(box, -turn % 4, 0, 0)
    return PrintedLine(words, box, max(g.size for g in printed))


def _rows(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs on one baseline, each row from the left."""
    row: list[Glyph] = []
    base = size = 0.0
    for glyph in sorted(glyphs, key=lambda g: (g.bottom, g.left)):
        if row and glyph.bottom - base > _SAME_BASE * min(size, glyph.size):
            yield sorted(row, key=lambda g: g.left)
            row = []
        if not row:
            base, size = glyph.bottom, glyph.size
        row.append(glyph)
        size = max(size, glyph.size)
    if row:
        yield sorted(row, key=lambda g: g.left)


def _words(row: Sequence[Glyph]) -> Iterator[Word]:
    """The words of a row; two different digits printed on each other become U+FFFD."""
    pieces: list[str] = []
    left = right = 0.0
    last: Glyph | None = None
    spaced = False
    for glyph in row:
        if glyph.text.isspace():
            spaced = True
            continue
        if last is not None and _overprinted(last, glyph):
            if glyph.text != last.text and {glyph.text, last.text} & _FIGURE:
                pieces.append(LOST)
            elif glyph.text != last.text:
                pieces.append(glyph.text)
            continue
        if pieces and last is not None and (spaced or _apart(last, glyph)):
            yield Word("".join(pieces), left, right)
            pieces = []
        if not pieces:
            left = glyph.left
        pieces.append(glyph.text)
        right = max(glyph.right, left)
        last, spaced = glyph, False
    if pieces:
        yield Word("".join(pieces), left, right)


def _overprinted(a: Glyph, b: Glyph) -> bool:
    width = min(a.right - a.left, b.right - b.left)
    return width > 0 and b.left < a.left + 0.5 * width


def _apart(a: Glyph, b: Glyph) -> bool:
    """Whether a gap between two glyphs parts words."""
    figures = (a.text[-1] in _FIGURE) + (b.text[0] in _FIGURE)
    share = (_LETTER_GAP, _MIXED_GAP, _DIGIT_GAP)[figures]
    return b.left - a.right > share * max(a.size, b.size)
