"""Figures of columns that touch: a zero, or a figure with its unit, and what stands beside it.

No number begins with 0, and none goes on behind its unit. Where just as many figures can be cut
off so as a word reaches over columns, it is one figure to a column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.readers.pdf_bands import CROSSES, Band, Span, figure_columns, is_figure
from extract.readers.pdf_lines import PrintedLine, Word

_ZEROS = re.compile(r"(0+)([1-9]\d*)?")
_COUNT = re.compile(r"\d[\d.,]*[件条个次篇]")
_COUNTS = re.compile(rf"(?:{_COUNT.pattern}){{2,}}")
# Share of the font size.
_CORRIDOR = 0.1


def is_zero_beside(left: str, right: str) -> bool:
    """Whether digits right beside each other are two figures, as no number is written so."""
    return left == "0" and right.isdecimal() and (right == "0" or right[0] != "0")


def with_cut_figures(bands: Sequence[Band]) -> list[Band]:
    """The bands, with zeros cut off figures that reach over several columns of the others."""
    words = [w for band in bands if band.has_figures for w in band.words]
    if not any(_touches(w) for w in words):
        return list(bands)
    size = min(line.size for band in bands for line in band.lines)
    columns = figure_columns(
        [(w.left, w.right) for w in words if is_figure(w) and not _touches(w)], _CORRIDOR * size
    )
    return [
        replace(band, lines=[_cut_line(line, band, columns) for line in band.lines])
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
    return len(_parts(word.text)) > 1


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
    """A zero each, and the figure that is left; or figures with a unit each."""
    if _COUNTS.fullmatch(text):
        return _COUNT.findall(text)
    zeros = _ZEROS.fullmatch(text)
    return [*zeros[1], *([zeros[2]] if zeros[2] else [])] if zeros else [text]
