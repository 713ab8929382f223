"""Columns without figures: heads that stand apart tell them, in one line or in several."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import pairwise
from math import inf

from extract.page.bands import CROSSES, SAME_PLACE, Band, Span, covered
from extract.page.ink import Glyph
from extract.page.lines import PrintedLine, Word

Letters = list[Span]

# Shares of the font size.
_FARTHEST_IN_HEAD, _APART_IN_LINES, _FARTHER = 0.8, 0.35, 0.06
_ALIGNED = 0.15
_SHARES = (0.5, 0.0, 1.0)
_LONGEST_LINE, _ONE_LETTER = 40, 1.5


def letters_on(glyphs: Sequence[Glyph], line: PrintedLine) -> Letters:
    """What each letter of a line covers from side to side, from the left."""
    left, top, right, bottom = line.box
    return sorted(
        (g.left, g.right)
        for g in glyphs
        if top <= g.middle <= bottom and left <= g.centre <= right and not g.text.isspace()
    )


def blank_columns(head: Band, columns: Sequence[Span], ends: Sequence[float]) -> list[Span]:
    """What heads cover that stand over columns without figures.

    `columns` are those with figures, the labels before them; rulings end at `ends`, which
    tells columns where they are drawn cell by cell.
    """
    cuts = _sides(head, ends)
    blocks = _blocks(head, cuts)
    apart = [True, *(_are_apart(head, a, b, cuts) for a, b in pairwise(blocks)), True]
    first = min((a for a, _ in columns[1:]), default=inf)
    # Above figures rulings may end at outer heads alone.
    most = max(len(columns), sum(right > first for _, right in blocks)) - 1
    by_cell = 2 * sum(x > first for x in ends) >= most
    found = []
    for n, (left, right) in enumerate(blocks):
        if any(left < b and a < right for a, b in columns):
            continue
        before = max((b for _, b in columns if b <= left), default=-inf)
        after = min((a for a, _ in columns if a >= right), default=inf)
        # The outer sides of a table are no ends of rulings within it.
        begins = before == -inf or any(before - CROSSES <= x <= left + SAME_PLACE for x in ends)
        closes = after == inf or any(right - SAME_PLACE <= x <= after + CROSSES for x in ends)
        drawn = len(ends) > 0 and begins and closes
        if drawn or (apart[n] and apart[n + 1] and not by_cell):
            found.append((left, right))
    return found


def head_parts(head: Band, ends: Sequence[float]) -> list[Span]:
    """What the heads of a row cover, those parted that look like one."""
    return _blocks(head, _sides(head, ends)) if head.lines else []


def _blocks(head: Band, cuts: Sequence[float]) -> list[Span]:
    return [part for block in covered(head.words, -CROSSES) for part in _parts(block, cuts)]


def _sides(head: Band, ends: Sequence[float]) -> list[float]:
    """Where heads certainly part: in every line, or where rulings end and no letter stands."""
    lines = [letters_on(head.glyphs, line) for line in head.lines]
    size = max(line.size for line in head.lines)
    near = covered(head.words, _FARTHEST_IN_HEAD * size)
    cuts = [x for block in near for x in _cuts(block, lines, size)]
    cuts = cuts or [x for block in near for x in _cuts_in_line(block, lines, size)]
    letters = [x for line in lines for x in line]
    clear = [x for x in ends if not any(_covers(letter, x) for letter in letters)]
    others = [x for x in clear if not any(abs(x - cut) < SAME_PLACE for cut in cuts)]
    return sorted((*cuts, *others))


def _parts(block: Span, cuts: Sequence[float]) -> list[Span]:
    left, right = block
    inside = (x for x in cuts if left + SAME_PLACE < x < right - SAME_PLACE)
    return list(pairwise([left, *inside, right]))


def _are_apart(head: Band, left: Span, right: Span, cuts: Sequence[float]) -> bool:
    """Whether heads beside each other are two: far apart in each line, or apart in several."""
    if any(left[1] <= x <= right[0] for x in cuts):
        return True
    words = [[w for w in x.words if left[0] <= w.left and w.right <= right[1]] for x in head.lines]
    beside = [(a, b) for line in words for a, b in pairwise(line) if a.right <= left[1] < b.left]
    sides = [
        [[w for w in line if a < (w.left + w.right) / 2 < b] for line in words]
        for a, b in (left, right)
    ]
    lengths = [[sum(len(w.text) for w in own) for own in side if own] for side in sides]
    if _is_spread(*lengths):
        return False
    size = max(line.size for line in head.lines)
    gap = min((b.left - a.right for a, b in beside), default=inf)
    letters = [max(len(word.text) for word in side) for side in zip(*beside, strict=True)]
    several = len(beside) > 1 and min(letters) > 1 and gap > _APART_IN_LINES * size
    return gap > _FARTHEST_IN_HEAD * size or several


def _is_spread(left: Sequence[int], right: Sequence[int]) -> bool:
    """Whether two heads are one, of which all lines but the last are spread over its column.

    So many letters their lines have: one on either side, and more in the last.
    """
    return len(left) > len(right) > 1 and max((*left[:-1], *right)) == 1


def _cuts(block: Span, lines: Sequence[Letters], size: float) -> Iterator[float]:
    """Where heads part that stand so close that they may look like one.

    Letters are a little farther apart between them, at the same place in several lines, and
    the lines of each are all centred, or all flush. Single letters may be those of a word
    that is spread.
    """
    own = [[x for x in line if block[0] <= sum(x) / 2 <= block[1]] for line in lines]
    gaps = [b[0] - a[1] for line in own for a, b in pairwise(line)]
    apart = max(0.0, min(gaps, default=0.0)) + _FARTHER * size
    parts = covered([Word("", a, b) for line in own for a, b in line], apart)
    heads = [[[x for x in line if a <= x[0] < b] for line in own] for a, b in parts]
    heads = [[line for line in head if line] for head in heads]
    share = max(_SHARES, key=lambda share: sum(_are_aligned(head, share, size) for head in heads))
    for (left, right), (a, b) in zip(pairwise(heads), pairwise(parts), strict=True):
        several = all(len(head) > 1 and _are_aligned(head, share, size) for head in (left, right))
        spread = _is_spread([*map(len, left)], [*map(len, right)])
        if several and not spread and max(map(len, (*left, *right))) > 1:
            yield (a[1] + b[0]) / 2


def _cuts_in_line(block: Span, lines: Sequence[Letters], size: float) -> Iterator[float]:
    """Where the letters of a line without gaps part into heads that go on in words of another.

    Each is aligned with its word, all in one way, and only one way to part them may be left.
    """
    own = [[x for x in line if block[0] <= sum(x) / 2 <= block[1]] for line in lines]
    letters = [letter for line in own for letter in line]
    for line in own:
        for left, right in covered([Word("", *x) for x in line], _APART_IN_LINES * size):
            run = [x for x in line if left <= x[0] < right]
            if len(run) > _LONGEST_LINE:
                continue
            found = {way for other in own if other is not line for way in _ways(run, other, size)}
            if len(found) == 1:
                # What stands beside them at other heights are other heads.
                yield from (x for x in (left, right) if not any(_covers(y, x) for y in letters))
                yield from ((run[n - 1][1] + run[n][0]) / 2 for n in found.pop())


def _ways(run: Letters, other: Letters, size: float) -> Iterator[tuple[int, ...]]:
    """The ways to part letters into pieces of several, each aligned with a word of a line."""
    near = [
        Word("", *x) for x in other if run[0][0] - CROSSES < x[0] and x[1] < run[-1][1] + CROSSES
    ]
    words = covered(near, _APART_IN_LINES * size)
    # Single letters may be those of a word that is spread below another.
    least = 2 if any(b - a > _ONE_LETTER * size for a, b in words) else 3
    if 1 < len(words) <= len(run) / least:
        for share in _SHARES:
            yield from ways_to_part(
                run, words, least, partial(_are_aligned, share=share, size=size)
            )


def ways_to_part(
    run: Letters, words: Sequence[Span], least: int, aligned: Callable[[Sequence[Letters]], bool]
) -> Sequence[tuple[int, ...]]:
    """Where pieces behind the first one begin, in one way or in two: no more are asked for."""

    @cache
    def behind(start: int, n: int) -> Sequence[tuple[int, ...]]:
        """The ways to part what begins with the letter `start` over the words from `n` on."""
        ways: list[tuple[int, ...]] = []
        for end in range(start + least, len(run) + 1):
            if not aligned([run[start:end], [words[n]]]):
                continue
            if n + 1 < len(words):
                ways += [(end, *way) for way in behind(end, n + 1)]
            elif end == len(run):
                ways.append(())
            if len(ways) > 1:
                break
        return ways[:2]

    return behind(0, 0)


def _covers(letter: Span, x: float) -> bool:
    return letter[0] + CROSSES < x < letter[1] - CROSSES


def _are_aligned(head: Sequence[Letters], share: float, size: float) -> bool:
    at = [line[0][0] + share * (line[-1][1] - line[0][0]) for line in head]
    return max(at) - min(at) <= _ALIGNED * size
