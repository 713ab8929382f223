"""Heads above figures that nothing rules: which of them are of one column, and their rows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extract.page.bands import SAME_PLACE, Span, covered, is_figure, middle
from extract.page.ink import Glyph
from extract.page.lines import PrintedLine, Word

_MOST_HEADS = 30
# Share of the font size.
_FARTHER = 0.08


def head_borders(
    above: Sequence[PrintedLine],
    top: float,
    columns: Sequence[Span],
    labels: float,
    glyphs: Sequence[Glyph],
) -> list[float]:
    """Where the rows of heads above the first row of figures begin.

    `above` are the lines above it. No head of figures begins where there are labels, which
    end at `labels`.
    """
    heads: list[PrintedLine] = []
    below = top
    for line in reversed(above):
        at = middle(line)
        if at > top:
            continue
        line = _with_parted_heads(line, columns, glyphs)
        across = any(
            w.left < labels - 0.5 * line.size and w.right > columns[0][0] for w in line.words
        )
        # Columns may be numbered; one figure alone is that of another table.
        other = sum(map(is_figure, line.words)) == 1 or len(heads) == _MOST_HEADS
        if across or other or below - at > 3.0 * line.size:
            break
        heads.append(line)
        below = at
    while heads and not any(w.right > columns[0][0] for w in heads[-1].words):
        heads.pop()
    borders: list[float] = []
    leaf = True
    for n, line in enumerate(heads):
        bridging = any(_is_over_several(w, columns, heads[:n]) for w in line.words)
        if n and bridging and leaf:
            borders.append((middle(line) + middle(heads[n - 1])) / 2)
            leaf = False
        elif not leaf and middle(heads[n - 1]) - middle(line) > 0.5 * line.size:
            borders.append((middle(line) + middle(heads[n - 1])) / 2)
    if heads:
        borders.append(heads[-1].box[1] - 0.5)
    return borders[::-1]


def _with_parted_heads(
    line: PrintedLine, columns: Sequence[Span], glyphs: Sequence[Glyph]
) -> PrintedLine:
    """The line with its words parted where, between columns, letters stand farther apart."""
    words = [part for word in line.words for part in _parts(word, line, columns, glyphs)]
    return line._replace(words=words)


def _parts(
    word: Word, line: PrintedLine, columns: Sequence[Span], glyphs: Sequence[Glyph]
) -> list[Word]:
    """The heads of several columns that look like one word; else the word."""
    if not any(a < word.right and word.left < b for (_, a), (b, _) in pairwise(columns)):
        return [word]
    own = letters_of(word, line, glyphs)
    gaps = [(n, b.left - a.right) for n, (a, b) in enumerate(pairwise(own), 1)]
    farther = _FARTHER * line.size
    least = min((gap for _, gap in gaps), default=0.0) + farther
    cuts = [n for n, gap in gaps if gap > least and _is_between(own[n - 1], own[n], columns)]
    usual = max((gap for n, gap in gaps if n not in cuts), default=0.0) + farther
    if not cuts or any(gap <= usual for n, gap in gaps if n in cuts):
        return [word]
    parts = [own[a:b] for a, b in pairwise((0, *cuts, len(own)))]
    return [Word("".join(g.text for g in x), x[0].left, x[-1].right) for x in parts]


def _is_between(left: Glyph, right: Glyph, columns: Sequence[Span]) -> bool:
    """Whether figures of different columns stand left and right of the gap between two letters."""
    return any(
        a - SAME_PLACE <= left.right and right.left <= b + SAME_PLACE
        for (_, a), (b, _) in pairwise(columns)
    )


def letters_of(word: Word, line: PrintedLine, glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The characters of a word from the left, none where others stand among them."""
    at, near = middle(line), 0.5 * line.size
    _, left, right = word
    own = [
        g
        for g in glyphs
        if g.right >= left and g.left <= right
        if left <= g.centre <= right and abs(g.middle - at) < near
    ]
    own.sort(key=lambda g: g.left)
    return own if "".join(g.text for g in own) == word.text else []


def _is_over_several(word: Word, columns: Sequence[Span], below: Sequence[PrintedLine]) -> bool:
    """Whether a head stands over several columns, or over several other heads."""
    if sum(word.left < b and a < word.right for a, b in columns) > 1:
        return True
    under = [w for line in below for w in line.words if word.left < w.right and w.left < word.right]
    return len(covered(under)) > 1
