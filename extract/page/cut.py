"""Figures of columns that touch, told apart where nobody can take them for one figure.

No number begins with 0, and none goes on behind its unit. Digits of other columns stand a
little apart, and where those of other rows stand. Where just one way is left to cut a word
into as many figures as it reaches over columns, it is one figure to a column.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise
from math import inf

from extract.page.bands import COUNTED, CROSSES, Band, Span, figure_columns, is_figure
from extract.page.ink import Glyph, Point
from extract.page.lines import PrintedLine, Word
from extract.page.pieces import figure_at_end, is_pointed

_ZEROS = re.compile(r"(0+)([1-9]\d*)?")
_COUNT = re.compile(rf"0(?=\d)|\d[\d.,]*[{COUNTED}]")
_NONE = rf"(?<=[{COUNTED}])[-—–－/无]"
_COUNTS = re.compile(rf"(?=.*[{COUNTED}])(?:{_COUNT.pattern})+(?:\d[\d.,]*[{COUNTED}]?|{_NONE})")
_COUNT_OR_LAST = re.compile(rf"{_COUNT.pattern}|\d[\d.,]*$|{_NONE}$")
# Of digits behind the mark of thousands just three go on with the figure.
_THOUSANDS = re.compile(r"(\d{1,3}(?:,\d{3})+)(0|[1-9]\d{0,2}(?:,\d{3})*)")
# Nor does a figure go on behind the remark on it.
_REMARKED = re.compile(r"(\d[\d.,]*[（(][^（()）\d]+[）)])(\d[\d.,]*(?:[（(][^（()）\d]+[）)]?)?)")
_DIGITS = re.compile(r"\d{2,24}")
_NUMBER = re.compile(r"0|[1-9]\d*")
_MOST_COLUMNS, _MOST_DIGITS = 4, 12
_FEWEST_DECIMALS, _FEWEST_AMONG_OTHERS = 4, 20
_MOST_OF = 0.8
# Share of the font size.
_CORRIDOR = 0.1
# Points: how exactly figures of a column stand below each other, and how much further apart
# digits of two figures stand than those of one.
_EXACT = 0.5
_APART = 0.3


def with_cut_figures(
    bands: Sequence[Band], drawn: Sequence[Sequence[float]]
) -> tuple[list[Band], list[Point]]:
    """The bands, with the words cut that are figures of several columns, and where they are.

    `drawn` are the ends of the pieces of rulings below each band: they tell digits apart, too.
    """
    words = [w for band in bands for w in band.words]
    size = min((line.size for band in bands for line in band.lines), default=0.0)
    decimal = _decimal([w.text for w in words if is_figure(w) or is_pointed(w)])
    figures = [
        (w.left, w.right) for w in words if is_figure(w) and len(parts_of(w.text, decimal)) == 1
    ]
    told = [z for band, ends in zip(bands, drawn, strict=True) for z in _drawn_zeros(band, ends)]
    told += [d for band in bands for d in _decimals(band, decimal)]
    figures += told
    columns = figure_columns(figures, -CROSSES if told else _CORRIDOR * size)
    bands = _with_parted_labels(bands, columns, figures)
    if not any(len(_over(w, columns)) > 1 and w.text[:1].isdigit() for w in words):
        return list(bands), []
    cutter = _Cutter(columns, figures, decimal)
    found = [
        replace(band, lines=[cutter.line(line, band, ends) for line in band.lines])
        for band, ends in zip(bands, drawn, strict=True)
    ]
    return found, cutter.points


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


class _Cutter:
    """Cuts words, and keeps the points between the figures that it found."""

    def __init__(
        self, columns: Sequence[Span], figures: Sequence[Span], decimal: re.Pattern[str] | None
    ) -> None:
        self.points: list[Point] = []
        self._decimal = decimal
        self._columns = columns
        self._places = _places(columns, figures)

    def line(self, line: PrintedLine, band: Band, ends: Sequence[float]) -> PrintedLine:
        """The line with its words cut."""
        words = [part for word in line.words for part in self._cut(word, line, band, ends)]
        return line if len(words) == len(line.words) else line._replace(words=words)

    def _cut(
        self, word: Word, line: PrintedLine, band: Band, ends: Sequence[float]
    ) -> Iterator[Word]:
        """The figures of a word, one for each column that it reaches over; else the word."""
        over = _over(word, self._columns)
        own = _glyphs(word, line, band) if len(over) > 1 else []
        texts = parts_of(word.text, self._decimal) if own else []
        if len(texts) != len(over) or (_is_mixed(texts) and not self._stand(texts, own, over)):
            texts = self._aligned(word, own, over, ends) if own else []
        at, cut = 0, []
        for text in texts:
            cut.append(Word(text, own[at].left, own[at + len(text) - 1].right))
            at += len(text)
        columns = [self._columns[n] for n in over]
        if not cut or not all(
            w.left < b and a < w.right for w, (a, b) in zip(cut, columns, strict=True)
        ):
            yield word
            return
        yield from cut
        self.points += [((a.right + b.left) / 2, own[0].middle) for a, b in pairwise(cut)]

    def _stand(self, texts: Sequence[str], own: Sequence[Glyph], over: Sequence[int]) -> bool:
        """Whether the parts of a word stand exactly where the figures of their columns do."""
        at = 0
        for text, n in zip(texts, over, strict=True):
            part, place = own[at : at + len(text)], self._places.get(n)
            if not place or abs(_at(part[0].left, part[-1].right, place[0]) - place[1]) >= _EXACT:
                return False
            at += len(text)
        return True

    def _aligned(
        self, word: Word, own: Sequence[Glyph], over: Sequence[int], ends: Sequence[float]
    ) -> list[str]:
        """The only figures that stand apart, and exactly where those of other rows stand."""
        places = [self._places.get(n) for n in over]
        if not _DIGITS.fullmatch(word.text) or None in places:
            return []
        if len(over) > _MOST_COLUMNS and len(own) > _MOST_DIGITS:
            return []
        gaps = [b.left - a.right for a, b in pairwise(own)]
        found = []
        for cuts in combinations(range(1, len(own)), len(over) - 1):
            within = [gap for n, gap in enumerate(gaps, 1) if n not in cuts]
            close = min(gaps[n - 1] for n in cuts) < max(within, default=-1.0) + _APART
            if close and not all(_is_between(own[n - 1], own[n], ends) for n in cuts):
                continue
            ends_of = pairwise((0, *cuts, len(own)))
            texts = ["".join(g.text for g in own[a:b]) for a, b in ends_of]
            if all(map(_NUMBER.fullmatch, texts)) and self._stand(texts, own, over):
                found.append(texts)
        return found[0] if len(found) == 1 else []


def _with_parted_labels(
    bands: Sequence[Band], columns: Sequence[Span], figures: Sequence[Span]
) -> list[Band]:
    """The bands, with labels parted from the figure right behind them.

    It begins where no label reaches, and stands exactly where others of the first column do.
    """
    place = _places(columns, figures).get(0)
    first = columns[0][0] if columns else -inf
    ends = [
        word.right
        for band in bands
        if band.has_figures
        for word in band.words
        if not figure_at_end(word) and word.right < first + CROSSES
    ]
    if place is None or not ends:
        return list(bands)

    def parts(word: Word, line: PrintedLine, band: Band) -> list[Word]:
        count = figure_at_end(word)
        own = _glyphs(word, line, band) if count else []
        if len(own) <= count or is_figure(word):
            return [word]
        left, right = own[-count].left, own[-1].right
        if left < max(ends) - CROSSES or abs(_at(left, right, place[0]) - place[1]) >= _EXACT:
            return [word]
        label = Word(word.text[:-count], word.left, own[-count - 1].right)
        return [label, Word(word.text[-count:], left, right)]

    found = []
    for band in bands:
        lines = [
            line._replace(words=[part for word in line.words for part in parts(word, line, band)])
            for line in band.lines
        ]
        found.append(replace(band, lines=lines))
    return found


def _drawn_zeros(band: Band, ends: Sequence[float]) -> Iterator[Span]:
    """The zeros of words of nothing else, where the ruling below them ends between any two."""
    for line in band.lines:
        for word in line.words:
            if len(word.text) > 1 and set(word.text) == {"0"}:
                own = _glyphs(word, line, band)
                if own and all(_is_between(a, b, ends) for a, b in pairwise(own)):
                    yield from ((g.left, g.right) for g in own)


def _is_between(left: Glyph, right: Glyph, ends: Sequence[float]) -> bool:
    return any(left.right - CROSSES <= x <= right.left + CROSSES for x in ends)


def _places(columns: Sequence[Span], figures: Sequence[Span]) -> dict[int, tuple[float, float]]:
    """Which share of their width figures of a column have left of one place, and the place.

    All columns are flush left, all centred or all flush right.
    """
    inside: dict[int, list[Span]] = {}
    for figure in figures:
        over = [n for n, (a, b) in enumerate(columns) if figure[0] < b and a < figure[1]]
        if len(over) == 1:
            inside.setdefault(over[0], []).append(figure)
    for share in (0.0, 0.5, 1.0):
        at = {n: [_at(a, b, share) for a, b in spans] for n, spans in inside.items()}
        if all(max(xs) - min(xs) < _EXACT for xs in at.values()):
            return {n: (share, xs[0]) for n, xs in at.items() if len(xs) > 1}
    return {}


def _at(left: float, right: float, share: float) -> float:
    return left + share * (right - left)


def _over(word: Word, columns: Sequence[Span]) -> list[int]:
    return [n for n, (a, b) in enumerate(columns) if word.left < b and a < word.right]


def _glyphs(word: Word, line: PrintedLine, band: Band) -> list[Glyph]:
    """The characters of a word from the left, none where others stand among them."""
    own = [
        g
        for g in band.glyphs
        if line.box[1] <= g.middle <= line.box[3] and word.left <= g.centre <= word.right
    ]
    own.sort(key=lambda g: g.left)
    return own if "".join(g.text for g in own) == word.text else []


def _decimal(texts: Sequence[str]) -> re.Pattern[str] | None:
    """A figure with as many places after its point as all of a table with one point have.

    A few may have more, where the figure of the next column follows theirs.
    """
    whole = [text for text in texts if text.count(".") == 1 and text[-1] != "."]
    places = Counter(len(text.partition(".")[2]) for text in whole)
    if len(whole) < _FEWEST_DECIMALS:
        return None
    fewest = min(places)
    # What stands below a figure that ends with its point has no point of its own.
    others = sum("." not in text for text in texts) > sum(text[-1] == "." for text in texts)
    enough = max(_MOST_OF * len(whole), _FEWEST_AMONG_OTHERS)
    if (others or len(places) > 1) and places[fewest] < enough:
        return None
    return re.compile(rf"\d+\.\d{{{fewest}}}")


def _decimals(band: Band, decimal: re.Pattern[str] | None) -> Iterator[Span]:
    """Where the figures of words stand that are several, by their places after the point."""
    for line in band.lines if decimal else ():
        for word in line.words:
            texts = parts_of(word.text, decimal) if word.text.count(".") > 1 else []
            own = _glyphs(word, line, band) if len(texts) > 1 else []
            at = 0
            for text in texts if own else ():
                yield own[at].left, own[at + len(text) - 1].right
                at += len(text)


def parts_of(text: str, decimal: re.Pattern[str] | None = None) -> list[str]:
    """A zero each, and the figure that is left; or figures with a unit or as many places each.

    What stands for none may follow a unit. A figure without a point may follow one with as many
    places, and any one with thousands or a remark.
    """
    if _COUNTS.fullmatch(text):
        return _COUNT_OR_LAST.findall(text)
    if decimal and re.fullmatch(rf"(?:{decimal.pattern}){{2,}}", text):
        return decimal.findall(text)
    if decimal and (found := re.fullmatch(rf"({decimal.pattern})({_NUMBER.pattern})", text)):
        return [found[1], found[2]]
    if found := _THOUSANDS.fullmatch(text) or _REMARKED.fullmatch(text):
        return [found[1], found[2]]
    zeros = _ZEROS.fullmatch(text)
    return [*zeros[1], *([zeros[2]] if zeros[2] else [])] if zeros else [text]


def _is_mixed(texts: Sequence[str]) -> bool:
    return len({"." in text for text in texts}) > 1
