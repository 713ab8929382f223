"""Bands of a page between two heights, and what the words in them cover from side to side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import inf

from extract.page.ink import Glyph, Ruling
from extract.page.lines import PrintedLine, Word

COUNTED = "个人件份名场宗批期条次篇类起部项"
"""The units of one letter in which things are counted."""
UNIT_WORDS = rf"人次|万元|[{COUNTED}元万]"
FIGURE = re.compile(
    rf"[+\-−]?[\d.．,，]*\d(?:[^\d\s.．、]{{0,2}}|[（(].*)|[零〇○](?:{UNIT_WORDS})?"
)
SAME_PLACE = 4.0
CROSSES = 0.8

Span = tuple[float, float]


@dataclass(frozen=True)
class Band:
    """What stands between two heights; `rulings` close it below."""

    top: float
    bottom: float
    rulings: Sequence[Ruling]
    glyphs: Sequence[Glyph]
    lines: Sequence[PrintedLine]

    @cached_property
    def words(self) -> Sequence[Word]:
        """The words of all its lines."""
        return [word for line in self.lines for word in line.words]

    @cached_property
    def figures(self) -> Sequence[Word]:
        """Its words that are figures."""
        return [word for word in self.words if is_figure(word)]

    @cached_property
    def has_figures(self) -> bool:
        """Whether a figure stands in it beside something else."""
        left = min((word.left for word in self.words), default=0.0)
        return any(word.left > left for word in self.figures)

    def ruled_below(self, left: float, right: float) -> bool:
        """Whether a ruling closes it below all the way between two places."""
        return any(
            r.start <= left + SAME_PLACE and right - SAME_PLACE <= r.end for r in self.rulings
        )

    def crossed(self, x: float) -> bool:
        """Whether a character stands across a place."""
        return any(
            g.ink_start + CROSSES < x < g.ink_end - CROSSES and not g.text.isspace()
            for g in self.glyphs
        )

    def bridged(self, x: float) -> bool:
        """Whether a word goes over a place."""
        return any(w.left + CROSSES < x < w.right - CROSSES for w in self.words)


def is_figure(word: Word) -> bool:
    """Whether a word is a figure, with its unit or a remark in brackets."""
    return bool(FIGURE.fullmatch(word.text))


def middle(line: PrintedLine) -> float:
    """The height of a line's middle."""
    return (line.box[1] + line.box[3]) / 2


def first_figure(bands: Sequence[Band]) -> float:
    """Where the figures of a table begin from the left."""
    return min((w.left for b in bands if b.has_figures for w in b.figures), default=inf)


def figure_columns(spans: Sequence[Span], narrowest: float = 0.0) -> list[Span]:
    """What figures cover from side to side; one that reaches into two columns makes none."""
    columns: list[Span] = []
    for a, b in sorted(spans, key=lambda span: span[1] - span[0]):
        over = [c for c in columns if a < c[1] + narrowest and c[0] < b + narrowest]
        if len(over) > 1:
            continue
        for c in over:
            columns.remove(c)
        columns.append((min(a, *(c[0] for c in over), a), max(b, *(c[1] for c in over), b)))
    return sorted(columns)


def covered(words: Sequence[Word], narrowest: float = 0.0) -> list[Span]:
    """What the words cover from side to side, parts that are not so far apart as one."""
    areas: list[Span] = []
    for word in sorted(words, key=lambda word: word.left):
        if areas and word.left < areas[-1][1] + narrowest:
            areas[-1] = areas[-1][0], max(areas[-1][1], word.right)
        else:
            areas.append((word.left, word.right))
    return areas
