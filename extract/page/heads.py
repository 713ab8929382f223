"""Heads above figures that nothing rules: which of them are of one column, and their rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from extract.page.bands import CROSSES, SAME_PLACE, Span, covered, is_figure, middle
from extract.page.ink import Glyph
from extract.page.lines import PrintedLine, Word
from extract.page.pieces import PITCH

_SHARES = (0.0, 0.5, 1.0)
_MOST_HEADS = 30
# Share of the font size, and points: how exactly heads and figures stand below each other.
_FARTHER = 0.08
_EXACT, _NEARLY = 0.5, 2.0
# Points: how much farther apart letters of two heads stand than those of one.
_WIDER = 0.3
# Letters on one line of the first head.
_LONGEST = 3


def head_borders(
    above: Sequence[PrintedLine],
    top: float,
    columns: Sequence[Span],
    figures: Sequence[Sequence[Word]],
    labels: float,
    glyphs: Sequence[Glyph],
) -> list[float]:
    """Where the rows of heads above the first row of figures begin.

    `above` are the lines above it, `figures` what stands in each row. No head of figures begins
    where there are labels, which end at `labels`.
    """
    placed = _Columns(columns, figures)
    heads: list[PrintedLine] = []
    below = top
    for line in reversed(above):
        at = middle(line)
        if at > top:
            continue
        line = _without_run_in(line, columns[0], heads, glyphs)
        over = [w.right - columns[0][0] for w in line.words if w.left < labels - 0.5 * line.size]
        # Beside heads a label may just reach their columns.
        across = max(over, default=0.0) > (CROSSES if len(over) < len(line.words) else 0.0)
        # Columns may be numbered; one figure alone is that of another table.
        other = sum(map(is_figure, line.words)) == 1 or len(heads) == _MOST_HEADS
        if across or other or below - at > 3.0 * line.size:
            break
        heads.append(_with_parted_heads(line, placed, heads, glyphs))
        below = at
    while heads and not any(w.right > columns[0][0] for w in heads[-1].words):
        heads.pop()
    borders: list[float] = []
    leaf = True
    for n, line in enumerate(heads):
        bridging = any(_is_over_several(w, placed, heads[:n]) for w in line.words)
        if n and bridging and leaf:
            borders.append((middle(line) + middle(heads[n - 1])) / 2)
            leaf = False
        elif not leaf and middle(heads[n - 1]) - middle(line) > 0.5 * line.size:
            borders.append((middle(line) + middle(heads[n - 1])) / 2)
    if heads:
        borders.append(heads[-1].box[1] - 0.5)
    return borders[::-1]


def _without_run_in(
    line: PrintedLine, first: Span, below: Sequence[PrintedLine], glyphs: Sequence[Glyph]
) -> PrintedLine:
    """The line with a label parted from the first head, right behind it, that goes on below."""
    if not any(_overlap(w, Word("", *first)) for x in below for w in x.words):
        return line
    words: list[Word] = []
    for word in line.words:
        over = word.left < first[0] - line.size and word.right > first[0] + CROSSES
        own = letters_of(word, line, glyphs) if over else []
        cuts = [n for n, g in enumerate(own) if abs(g.left - first[0]) < _NEARLY]
        near = len(cuts) == 1 and len(own) - cuts[0] <= _LONGEST
        words += _cut(own, cuts) if near else [word]
    return line._replace(words=words)


class _Columns:
    """The columns of figures, and what stands in them in each row."""

    def __init__(self, columns: Sequence[Span], rows: Sequence[Sequence[Word]]) -> None:
        self.spans = columns
        self._rows = rows
        self._figures = [(w.left, w.right) for row in rows for w in row]

    def are_several(self, word: Word) -> bool:
        """Whether a word stands over several figures of one row.

        Figures of one column may stand beside each other in different rows.
        """
        rows = ([w for w in row if _overlap(word, w)] for row in self._rows)
        return any(len(covered(row)) > 1 for row in rows if row)

    def over(self, word: Word) -> list[int]:
        """The columns that a word reaches over."""
        left, right = word.left + CROSSES, word.right - CROSSES
        return [n for n, (a, b) in enumerate(self.spans) if left < b and a < right]

    def cuts(
        self, word: Word, letters: Sequence[Glyph], below: Sequence[PrintedLine]
    ) -> Sequence[int]:
        """The only cuts that leave a part to each column, which stands there as others do.

        These are the figures, or the heads on one line `below`.
        """
        over = [self.spans[n] for n in self.over(word)]
        lines = [[(w.left, w.right) for w in line.words if _overlap(word, w)] for line in below]
        figures = [[f for f in self._figures if f[0] < b and a < f[1]] for a, b in over]
        for others in (figures, *([[span] for span in spans] for spans in lines)):
            found = {
                cuts
                for share in _SHARES
                for cuts in _ways(letters, [_place(own, share) for own in others], share)
            }
            if len(others) > 1 and len(found) == 1:
                return found.pop()
        return ()


def _ways(
    letters: Sequence[Glyph], places: Sequence[float | None], share: float
) -> Iterator[tuple[int, ...]]:
    """The ways to cut letters into parts of which each stands at one of the places."""
    ways: dict[int, tuple[int, ...]] = {0: ()}
    for n, place in enumerate(places, 1):
        ends = range(1, len(letters) + 1) if n < len(places) else (len(letters),)
        ways = {
            end: (*way, end)
            for start, way in ways.items()
            for end in ends
            if end > start and place is not None
            if abs(_at(letters[start].left, letters[end - 1].right, share) - place) < _EXACT
        }
    return (way[:-1] for way in ways.values())


def _at(left: float, right: float, share: float) -> float:
    return left + share * (right - left)


def _place(spans: Sequence[Span], share: float) -> float | None:
    """Where that share of the width of all figures of a column stands, if it is one place."""
    at = [_at(a, b, share) for a, b in spans]
    return median(at) if at and max(at) - min(at) < _EXACT else None


def _with_parted_heads(
    line: PrintedLine,
    columns: _Columns,
    below: Sequence[PrintedLine],
    glyphs: Sequence[Glyph],
) -> PrintedLine:
    """The line with its words parted where heads of several columns touch.

    Each stands over its column just as the figures do, or the heads on a line `below`, or letters
    stand farther apart between.
    """
    words: list[Word] = []
    for word in line.words:
        parts = _parted(word, line, columns, below, glyphs)
        if not parts and words:
            # Letters of a line that is drawn out may stand as far apart as words.
            before = words[-1]
            whole = Word(before.text + word.text, before.left, word.right)
            if parts := _parted(whole, line, columns, below, glyphs):
                words.pop()
        words += parts or _apart(word, line, columns, glyphs)
    return line._replace(words=words)


def _parted(
    word: Word,
    line: PrintedLine,
    columns: _Columns,
    below: Sequence[PrintedLine],
    glyphs: Sequence[Glyph],
) -> list[Word]:
    """The heads of several columns that a word is; none if it is one.

    They stand there as others do, and some are drawn out, or have one letter a line, or each
    goes on below. A head over several columns has one line, and its letters may begin by
    chance where the next figures do.
    """
    over = len(columns.over(word))
    if over < 2 and not _are_over(word, below):
        return []
    own = letters_of(word, line, glyphs)
    gaps = [b.left - a.right for a, b in pairwise(own)]
    drawn_out = max(gaps, default=0.0) - min(gaps, default=0.0) > _FARTHER * line.size
    if over > 1 and (drawn_out or len(own) == over):
        return _cut(own, columns.cuts(word, own, below))
    # Below a head over several columns stand heads of one line, or of several.
    under = [x for x in below if any(_overlap(word, w) for w in x.words)]
    near = len(under) == 1 and middle(under[0]) - middle(line) < PITCH * line.size
    return _cut(own, _where_lines_go_on(word, own, under[0])) if near else []


def _are_over(word: Word, below: Sequence[PrintedLine]) -> bool:
    """Whether a word reaches over two of a line below it."""
    return any(sum(_overlap(word, w) for w in line.words) > 1 for line in below)


def _where_lines_go_on(word: Word, letters: Sequence[Glyph], below: PrintedLine) -> Sequence[int]:
    """The only cuts that leave to each word of the line below the line that goes on with it.

    No such line is shorter than its rest, and none is one letter. Of several ways that is left
    in which letters of two heads stand a little farther apart than others.
    """
    spans = [(w.left, w.right) for w in below.words if _overlap(word, w)]
    if len(spans) < 2 or not letters:
        return ()
    found: set[tuple[int, ...]] = set()
    for share in _SHARES:
        for cuts in _ways(letters, [_at(a, b, share) for a, b in spans], share):
            parts = [letters[a:b] for a, b in pairwise((0, *cuts, len(letters)))]
            if all(
                len(own) > 1 and own[-1].right - own[0].left > b - a - _EXACT
                for own, (a, b) in zip(parts, spans, strict=True)
            ):
                found.add(cuts)
    apart = [cuts for cuts in found if _stand_apart(letters, cuts)] if len(found) > 1 else [*found]
    return apart[0] if len(apart) == 1 else ()


def _stand_apart(letters: Sequence[Glyph], cuts: Sequence[int]) -> bool:
    """Whether letters stand farther apart where they are cut than anywhere else."""
    gaps = [(n, b.left - a.right) for n, (a, b) in enumerate(pairwise(letters), 1)]
    others = max((gap for n, gap in gaps if n not in cuts), default=0.0)
    return all(gap > others + _WIDER for n, gap in gaps if n in cuts)


def _apart(word: Word, line: PrintedLine, columns: _Columns, glyphs: Sequence[Glyph]) -> list[Word]:
    """The heads of several columns between which letters stand farther apart; else the word."""
    if not any(a < word.right and word.left < b for (_, a), (b, _) in pairwise(columns.spans)):
        return [word]
    own = letters_of(word, line, glyphs)
    gaps = [(n, b.left - a.right) for n, (a, b) in enumerate(pairwise(own), 1)]
    farther = _FARTHER * line.size
    least = min((gap for _, gap in gaps), default=0.0) + farther
    cuts = [n for n, gap in gaps if gap > least and _is_between(own[n - 1], own[n], columns.spans)]
    usual = max((gap for n, gap in gaps if n not in cuts), default=0.0) + farther
    if any(gap <= usual for n, gap in gaps if n in cuts):
        return [word]
    return _cut(own, cuts) or [word]


def _cut(letters: Sequence[Glyph], cuts: Sequence[int]) -> list[Word]:
    """The words that letters make when they are cut; none without cuts."""
    parts = [letters[a:b] for a, b in pairwise((0, *cuts, len(letters)))] if cuts else []
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


def _is_over_several(word: Word, columns: _Columns, below: Sequence[PrintedLine]) -> bool:
    """Whether a head stands over several columns, or over several other heads."""
    if columns.are_several(word):
        return True
    return len(covered([w for line in below for w in line.words if _overlap(word, w)])) > 1


def _overlap(a: Word, b: Word) -> bool:
    return a.left + CROSSES < b.right and b.left < a.right - CROSSES
