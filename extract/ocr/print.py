"""Recognised lines as printed characters: the glyphs that a page's text would have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from extract.document import LOST
from extract.ocr.engine import Characters
from extract.ocr.lines import Blob, Line, gaps, pieces
from extract.ocr.measured import alike_zero_word, least_sure
from extract.page.bands import UNIT_WORDS
from extract.page.ink import Glyph

# Shares of the height of a character: a gap that parts words, one that parts figures.
_WORDS_APART = 1.0
_FIGURES_APART = 0.45
# Marks of full width have so much white before or after them.
_OPENS, _CLOSES = frozenset("(（《“"), frozenset(")）》、，。；：,:;")
_WHITE = 0.5
_FULL_WIDTH = {"(": "（"}
_POINTS = frozenset(".,")
# A font is this much larger than its characters are high.
_FONT = 1.08
_SAME_SIZE = (0.75, 1.3)
_WHOLE = 0.7
# White on either side of a digit, how wide the room of a letter is, and how much higher than
# its digits one is.
_BESIDE, _FULL = 0.05, 1.04
_LETTERS = (1.0, 1.6)
_BEFORE_UNIT = frozenset("万亿位:： (（0123456789")


def glyphs(
    line: Line, read: Characters, usual: float, scale: float, pad: int, *, exact: bool = False
) -> list[Glyph]:
    """The characters of a line outside a table where they stand, in points.

    `usual` is the height of a character and `pad` what was added at either end
    of the line when it was read, in pixels. What is not sure is U+FFFD. Characters
    side by side end where their ink does if `exact`, else they touch, as Latin ones do.
    """
    box = line.box
    if not read.text.strip():
        return [_glyph(LOST, box.left, box.right, line, usual, scale)]
    width = box.width + 2 * pad
    centres = [box.left - pad + at * width for at in read.at]
    placed = [
        (_sure_or_lost(text, sure), centre)
        for text, sure, centre in zip(read.text, read.sure, centres, strict=True)
        if text != " "
    ]
    spaces = [c for text, c in zip(read.text, centres, strict=True) if text == " "]
    holes = gaps(line)
    found: list[Glyph] = []
    white = _WHITE * usual if exact else 0.0
    high = median(b.height for b in _whole(line)) if exact else 0.0
    borders = [_border(a, b, holes) for (_, a), (_, b) in pairwise(placed)]
    ends = [*(end for end, _ in borders), float(box.right)]
    left = float(box.left)
    if exact and placed[0][0] in _OPENS:
        left -= white
        placed[0] = _FULL_WIDTH.get(placed[0][0], placed[0][0]), placed[0][1]
    for n, (text, centre) in enumerate(placed):
        if n + 1 == len(placed):
            right = box.right + white * (text in _CLOSES)
            found.append(_glyph(text, left, right, line, usual, scale))
            break
        following, next_centre = placed[n + 1]
        end, begin = borders[n]
        digits = text.isdigit() + following.isdigit()
        figures = digits == 2 or (exact and digits)
        farthest = _FIGURES_APART if figures else _WORDS_APART
        farthest += _WHITE * ((following in _OPENS) + (text in _CLOSES))
        apart = begin - end > farthest * usual
        # Recognition tells spaces; where ends of characters are exact, these do.
        spaced = not exact and any(centre < space < next_centre for space in spaces)
        if not apart and exact and following.isdigit() and not _is_ascii(text):
            # A letter has its room; the white that is left before a digit may part columns.
            begin = max(end, begin - _BESIDE * usual)
            end = min(begin, max(end, (left + end + _FULL * high) / 2))
        elif not apart and (not exact or _is_ascii(text, following)):
            end = begin = (centre + next_centre) / 2
        elif not apart:
            end, begin = _with_white(text, following, left, end, begin, ends[n + 1], high)
        found.append(_glyph(text, left, end, line, usual, scale))
        if apart or spaced:
            found.append(_glyph(" ", end, begin, line, usual, scale))
        left = begin
    return found


def _with_white(
    text: str, following: str, left: float, end: float, begin: float, last: float, high: float
) -> tuple[float, float]:
    """Where one character of full width ends, and the `following` one begins.

    They have white beside their ink, which goes from `left` to `end` and from `begin` to `last`.
    """
    room = left + high if text in _CLOSES else (left + end + _FULL * high) / 2
    end = max(end, room)
    if following in _OPENS:
        begin = min(begin, last - high)
    elif following not in _CLOSES:
        begin = min(begin, (begin + last - _FULL * high) / 2)
    return (end, begin) if end <= begin else ((end + begin) / 2, (end + begin) / 2)


def _border(left: float, right: float, holes: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The widest gap of ink between the middles of two characters."""
    between = [(max(a, left), min(b, right)) for a, b in holes if a < right and b > left]
    middle = (left + right) / 2
    return max(between, key=lambda hole: hole[1] - hole[0], default=(middle, middle))


def letter_height(words: Iterable[Line], figures: Iterable[Line], usual: float) -> float:
    """The height of the letters of `words` that go with the digits of `figures`.

    Digits are lower than letters, and half of the print of a page may be digits.
    """
    digits = median([line.box.height for line in figures] or [usual])
    highest = (max(b.height for b in pieces(line.blobs)) for line in words)
    low, high = (share * digits for share in _LETTERS)
    return median([h for h in highest if low <= h <= high] or [usual])


def whole(line: Line, text: str, usual: float, scale: float, wide: float = 0.0) -> list[Glyph]:
    """The characters of a line in a cell, spread evenly over it.

    Those that are `wide`, by that share of their height, have white to both sides of their ink.
    """
    box = line.box
    room = max(box.width, wide * box.height * len(text))
    left, step = box.centre - room / 2, room / len(text)
    return [
        _glyph(c, left + n * step, left + (n + 1) * step, line, usual, scale)
        for n, c in enumerate(text)
    ]


def sure_unit(found: list[Glyph]) -> list[Glyph]:
    """The characters of a cell, the unit 元 lost where what stands before it is not known.

    A 万 that is not recognised, or taken for another letter, makes a figure 10 000 times less.
    """
    return [
        g._replace(text=LOST)
        if g.text == "元" and (n == 0 or found[n - 1].text not in _BEFORE_UNIT)
        else g
        for n, g in enumerate(found)
    ]


def zero_word(found: list[Glyph]) -> list[Glyph]:
    """The characters of a cell, the word for zero where one that looks like it stands alone.

    It may stand before a unit.
    """
    text = "".join(g.text for g in found)
    if re.fullmatch(rf"[{alike_zero_word()}](?:{UNIT_WORDS})?", text):
        return [found[0]._replace(text=alike_zero_word()[0]), *found[1:]]
    return found


def spread(line: Line, text: str, usual: float, scale: float, farthest: float) -> list[Glyph]:
    """The digits of a figure where their ink stands, apart where they are two figures.

    `farthest` is how far the middles of digits stand apart in one figure, in pixels.
    """
    own = _digits(line, text)
    if len(own) != len(text):
        return whole(line, text, usual, scale)
    found: list[Glyph] = []
    beside = _BESIDE * usual
    left = own[0].left - beside
    for n, (c, piece) in enumerate(zip(text, own, strict=True)):
        after = own[n + 1] if n + 1 < len(own) else None
        apart = after is not None and after.centre - piece.centre > farthest
        touching = after is not None and not apart
        right = (piece.right + after.left) / 2 if after and touching else piece.right + beside
        found.append(_glyph(c, left, right, line, usual, scale))
        left = right
        if after is not None and apart:
            left = after.left - beside
            found.append(_glyph(" ", right, left, line, usual, scale))
    return found


def _digits(line: Line, text: str) -> list[Blob]:
    """The ink of each character of a figure, its points where digits leave room for them."""
    own = pieces(line.blobs)
    if len(own) == len(text) or len(own) != sum(c not in _POINTS for c in text):
        return own
    digits = iter(own)
    found: list[Blob] = []
    for n, c in enumerate(text):
        if c not in _POINTS:
            found.append(next(digits))
        elif 0 < n < len(text) - 1:
            before, after = found[-1], own[sum(c not in _POINTS for c in text[:n])]
            middle = min((before.right + after.left) // 2, before.right + before.width)
            found.append(Blob(middle, before.bottom - 1, middle + 1, before.bottom))
    return found


def _is_ascii(*texts: str) -> bool:
    """Whether one of two characters has more white beside it than a Chinese one."""
    return any(text.isascii() for text in texts)


def _sure_or_lost(text: str, sure: float) -> str:
    return text if sure >= least_sure(text) else LOST


def _glyph(text: str, left: float, right: float, line: Line, usual: float, scale: float) -> Glyph:
    box = line.box
    height = float(box.height)
    if height < _SAME_SIZE[1] * usual:
        height = usual
    size = height * _FONT / scale
    base = (_middle(line) + height / 2) / scale
    return Glyph(text, left / scale, base - size, right / scale, base, size, 0, 0)


def _whole(line: Line) -> list[Blob]:
    """The whole characters of a line, about as high as its highest one."""
    found = pieces(line.blobs)
    least = _WHOLE * max(b.height for b in found)
    return [b for b in found if b.height >= least]


def _middle(line: Line) -> float:
    """The height of the middle of a line's characters: a piece of one may reach further."""
    return median(b.middle for b in _whole(line))
