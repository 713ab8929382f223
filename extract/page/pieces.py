"""Words of tables that are not ruled: figures, what stands for none, and remarks below figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from extract.page.bands import COUNTED, CROSSES, FIGURE, UNIT_WORDS, Span, middle
from extract.page.lines import PrintedLine, Word

NUMBERING = re.compile(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）).．、]{1,2}")
"""The number before a label, as outlines have it."""
_NO_FIGURE = re.compile(r"[-—–－/]{1,4}|无|零|○|〇")
UNIT = re.compile(UNIT_WORDS)
_UNITS = re.compile(rf"([{COUNTED}])\1+")
_POINTED, _PLACES = re.compile(r"\d[\d,，]*[.．]"), re.compile(r"\d+")
_AT_END = re.compile(rf"[\d.,零〇○]+(?:{UNIT_WORDS})?$|(?<=[^\W\d])[-—–－]$")
_OPENS, _WITHIN = re.compile(r"[（(][^）)]*"), re.compile(r"[\u4e00-\u9fff]{1,4}")
_CLOSES = re.compile(r"[^（(\d]*[）)]")
_REMARK = re.compile(r"[（(][^\d）)]*[）)]?")
_MOST_TORN = 3
PITCH = 2.6
"""How far apart the lines of one cell are at most, as a share of the font size."""
LEVEL = 0.12
"""Within which share of the font size lines are at one height."""
SHARES = (0.5, 0.0, 1.0)
"""At which share of its height a label or figure of several lines stands level."""


def is_value(word: Word) -> bool:
    """Whether a word is a figure, what stands for none, or a unit by itself."""
    known = (FIGURE, _NO_FIGURE, UNIT)
    return any(pattern.fullmatch(word.text) for pattern in known)


def is_none(word: Word) -> bool:
    """Whether a word stands for no figure, as dashes do."""
    return bool(_NO_FIGURE.fullmatch(word.text))


def is_pointed(word: Word) -> bool:
    """Whether a word is a figure up to its point, or the number of a label."""
    return bool(_POINTED.fullmatch(word.text))


def single_units(word: Word, size: float) -> list[Word]:
    """The units of several cells that look like one word, letters of this size; else the word."""
    if not _UNITS.fullmatch(word.text):
        return [word]
    step = (word.right - word.left - size) / (len(word.text) - 1)
    lefts = [word.left + n * step for n in range(len(word.text))]
    return [Word(unit, x, x + size) for unit, x in zip(word.text, lefts, strict=True)]


def with_numbers(line: PrintedLine, number: re.Pattern[str] = NUMBERING) -> list[Word]:
    """The words of a line, each with the `number` before it, which is no label by itself."""
    words: list[Word] = []
    for word in line.words:
        before = words[-1] if words else None
        near = before and word.left - before.right < line.size and not is_value(word)
        if before and near and number.fullmatch(before.text):
            words[-1] = Word(before.text + word.text, before.left, word.right)
        else:
            words.append(word)
    return words


def figure_at_end(word: Word) -> int:
    """How many characters at the end of a word are a figure, its unit included."""
    found = _AT_END.search(word.text)
    return len(found[0]) if found else 0


class Piece(NamedTuple):
    """A word with the height of its middle and its font size."""

    word: Word
    at: float
    size: float

    @property
    def is_value(self) -> bool:
        """Whether it is a figure, or what stands for none."""
        return is_value(self.word)


class Row(NamedTuple):
    """The pieces of one row: the figures, and all labels at its height."""

    values: tuple[Piece, ...]
    labels: tuple[Piece, ...]

    @property
    def top(self) -> float:
        """The height of its highest line."""
        return min(p.at for p in (*self.values, *self.labels))

    @property
    def bottom(self) -> float:
        """The height of its lowest line."""
        return max(p.at for p in (*self.values, *self.labels))


def rests_of(lines: Sequence[PrintedLine]) -> dict[Piece, Piece]:
    """Pieces with which figures go on behind their point, or remarks go on or stand, below them.

    Each comes with that piece; `lines` come from the top.
    """
    rests: dict[Piece, Piece] = {}
    above: dict[Piece, str] = {}
    for line in lines:
        at = middle(line)
        above = {p: text for p, text in above.items() if at - p.at <= PITCH * line.size}
        for piece in [Piece(word, at, line.size) for word in line.words]:
            text, left, right = piece.word
            over = next(
                (p for p in reversed(above) if p.word.left < right and left < p.word.right), None
            )
            if over is not None and over.at < at and goes_on(above[over], text):
                text = above.pop(over) + text
                rests[piece] = over
            if piece.is_value or piece in rests or is_pointed(piece.word):
                above[piece] = text
    return rests


def goes_on(figure: str, rest: str) -> bool:
    """Whether a text below a figure is the rest of it, its unit, or a line of its remark."""
    if _POINTED.fullmatch(figure):
        return _PLACES.fullmatch(rest) is not None
    if _open_remark(figure):
        return (_CLOSES.fullmatch(rest) or _WITHIN.fullmatch(rest)) is not None
    whole = _REMARK.fullmatch(rest) or UNIT.fullmatch(rest)
    return figure[-1:].isdigit() and whole is not None


def _open_remark(text: str) -> bool:
    """Whether a bracket is open at the end of a text."""
    return _OPENS.fullmatch(text[max(text.rfind("（"), text.rfind("("), 0) :]) is not None


def common_heights(
    values: Sequence[Piece], columns: Sequence[Span], size: float
) -> tuple[float | None, ...]:
    """For each share, the height that the figures of all columns have in common, if any.

    A figure may go on below where its column is too narrow for one more digit, and so may a few
    of a row where spaces take that room. Nothing comes back where figures of two rows stand
    below each other.
    """
    ends: list[Span] = []
    torn = 0
    for a, b in columns:
        own = sorted(
            (p for p in values if p.word.left < b and a < p.word.right), key=lambda p: p.at
        )
        if own:
            ends.append((own[0].at, own[-1].at))
        for upper, lower in pairwise(own):
            apart = lower.at - upper.at
            if apart < LEVEL * size or goes_on(upper.word.text, lower.word.text):
                continue
            if is_none(upper.word):
                return ()
            digit = (lower.word.right - lower.word.left) / len(lower.word.text)
            if apart > PITCH * size:
                return ()
            torn += upper.word.right - upper.word.left + digit <= b - a
    if torn * _MOST_TORN > len(ends):
        return ()
    if not any(bottom - top < LEVEL * size for top, bottom in ends):
        return (None,) * len(SHARES)
    found: list[float | None] = []
    for share in SHARES:
        at = [top + share * (bottom - top) for top, bottom in ends]
        found.append(median(at) if max(at) - min(at) <= 2 * LEVEL * size else None)
    return tuple(found)


def leaf(labels: Sequence[Piece]) -> list[Piece]:
    """The pieces of the label next to the figures: those above and below its last one."""
    last = max(labels, key=lambda p: p.word.right)
    left, own = last.word.left, [last]
    for piece in sorted(labels, key=lambda p: -p.word.right):
        if piece is not last and piece.word.right > left + CROSSES:
            own.append(piece)
            left = min(left, piece.word.left)
    return own


def begins_anew(label: Sequence[Piece]) -> bool:
    """Whether a line of a label below its first begins with a number: it is of another label.

    A place in the law may go on with its number, as 第二十条第（一）项 does.
    """
    at = min(p.at for p in label)
    lines: dict[float, list[Piece]] = {}
    for piece in label:
        lines.setdefault(piece.at, []).append(piece)
    rows = [sorted(lines[y], key=lambda p: p.word.left) for y in sorted(lines)]
    return any(
        NUMBERING.match(row[0].word.text) and row[0].at - at > LEVEL * row[0].size
        for above, row in pairwise(rows)
        if not above[-1].word.text.endswith("第")
    )


def are_even(heights: Sequence[float], size: float) -> bool:
    """Whether lines follow each other as those of one cell do."""
    steps = [b - a for a, b in pairwise(heights) if b - a > LEVEL * size]
    return not steps or (max(steps) < PITCH * size and max(steps) < 1.2 * min(steps))
