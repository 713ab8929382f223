"""Figures of columns that touch: a zero and what stands right beside it are two figures.

No number begins with 0, so that digits that do, and that reach over as many columns as can be
cut off so, are one figure to a column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.readers.pdf_bands import CROSSES, Band, Span, figure_columns, is_figure
from extract.readers.pdf_lines import PrintedLine, Word

_TOUCHING = re.compile(r"0+[1-9]?\d*")
# Share of the font size.
_CORRIDOR = 0.1


def is_zero_beside(left: str, right: str) -> bool:
    """Whether digits right beside each other are two figures, as no number is written so."""
    return left == "0" and right.isdecimal() and (right == "0" or right[0] != "0")


def with_cut_figures(bands: Sequence[Band]) -> list[Band]:
    """The bands, with zeros cut off figures that reach over several columns of the others."""
    words = [w for band in bands if band.has_figures for w in band.words if is_figure(w)]
    if not any(_touches(w) for w in words):
        return list(bands)
    size = min(line.size for band in bands for line in band.lines)
    columns = figure_columns(
        [(w.left, w.right) for w in words if not _touches(w)], _CORRIDOR * size
    )
    return [
        replace(band, lines=[_cut_line(line, band, columns) for line in band.lines])
        if band.has_figures
        else band
        for band in bands
    ]


def widened(columns: Sequence[Span], words: Sequence[Word]) -> list[Span]:
    """The columns with the figures that touch their neighbours, where each is in one only."""
    wide = list(columns)
    for word in words:
        over = [
            n
            for n, (a, b) in enumerate(columns)
            if word.left < b - CROSSES and a + CROSSES < word.right
        ]
        if len(over) == 1:
            a, b = wide[over[0]]
            wide[over[0]] = min(a, word.left), max(b, word.right)
    apart = all(a[1] <= b[0] + CROSSES for a, b in pairwise(wide))
    return wide if apart else list(columns)


def _touches(word: Word) -> bool:
    return len(word.text) > 1 and _TOUCHING.fullmatch(word.text) is not None


def _cut_line(line: PrintedLine, band: Band, columns: Sequence[Span]) -> PrintedLine:
    words = [part for word in line.words for part in _cut(word, line, band, columns)]
    return line if len(words) == len(line.words) else line._replace(words=words)


def _cut(word: Word, line: PrintedLine, band: Band, columns: Sequence[Span]) -> Iterator[Word]:
    """The figures of a word, one for each column it reaches over; else the word."""
    over = [c for c in columns if word.left < c[1] and c[0] < word.right]
    parts = _parts(word.text)
    own = sorted(
        (g.left, g.right, g.text)
        for g in band.glyphs
        if line.box[1] <= g.middle <= line.box[3] and word.left <= g.centre <= word.right
    )
    whole = len(own) == len(word.text) and len(parts) == len(over) > 1
    at, cut = 0, []
    for text in parts if whole else ():
        cut.append(Word(text, own[at][0], own[at + len(text) - 1][1]))
        at += len(text)
    fits = all(w.left < b and a < w.right for w, (a, b) in zip(cut, over, strict=False))
    yield from cut if cut and fits else (word,)


def _parts(text: str) -> list[str]:
    """A zero each, and the figure that is left."""
    rest = text.lstrip("0") if _TOUCHING.fullmatch(text) else text
    return ["0"] * (len(text) - len(rest)) + ([rest] if rest else [])
