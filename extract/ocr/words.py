"""Words of print outside the cells of grids, where lines side by side may stand at any heights."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import inf
from statistics import median, quantiles

from extract.ocr.lines import Blob, Line
from extract.page.ink import Ruling

# Shares of the usual height of a character: what may be one, and what is dust, or a point of
# print that is so near.
_LEAST, _MOST = 0.5, 1.6
_DUST, _POINT_APART = 0.25, 0.3
# The points of a colon stand so far apart, and so little beside each other.
_COLON_GAP, _COLON_OFF = 0.15, 0.1
_BETWEEN = 0.6
# Shares of the height of the highest letters: how high whole characters are at least, what is
# as high as several that touch each other, how high one line is at most, how far characters of
# one word stand above or below each other, and apart.
_WHOLE, _TOUCHING, _PITCH, _LEAST_CUT = 0.65, 1.4, 1.1, 0.3
_ONE_LETTER = 1.1
_OFF, _APART = 0.22, 0.85
# A low mark, as a comma is, has its white behind it, and so has a bracket: as high as letters,
# and narrow. A flat letter is so high as others that are not.
_MARK, _MARK_APART = 0.45, 1.3
# How far a comma hangs below its line.
_HANGS = 0.25
_BRACKET, _NARROW = 0.95, 0.35
_HIGHER = 0.9
_FLAT, _LETTER = 0.3, 0.9
_LARGE, _MANY = 1.25, 4
_FEWEST = 10


@dataclass(slots=True)
class _Word:
    """Print of one word, and the box around its characters."""

    print_: list[Blob]
    box: Blob

    def add(self, other: _Word) -> None:
        self.print_ += other.print_
        self.box = _around(self.box, other.box)

    def lettered(self, high: float) -> bool:
        """Whether it has letters, which are higher than digits."""
        return any(b.height >= _HIGHER * high for b in self.print_)

    def reach(self, high: float) -> float:
        """How far from its end a word may go on: a mark or bracket there has white behind it."""
        last = max(self.print_, key=lambda b: b.right)
        mark = _is_low(last, self.box, high)
        bracket = last.height >= _BRACKET * high and last.width <= _NARROW * high
        return (_MARK_APART if mark or bracket else _APART) * high


def words_between(
    found: Sequence[Blob], rulings: Sequence[Ruling], usual: float, scale: float
) -> Iterator[Line]:
    """The words of what stands above, between and below rulings, in no certain order.

    Words side by side may be parts of cells whose lines stand at different heights.
    """
    cells: dict[tuple[float, float], list[Blob]] = defaultdict(list)
    for blob in found:
        at, x = blob.middle / scale, blob.centre / scale
        over = [r.at for r in rulings if r.start <= x <= r.end]
        above = max((y for y in over if y <= at), default=0.0)
        cells[above, min((y for y in over if y > at), default=inf)].append(blob)
    for _, own in sorted(cells.items()):
        points = [b for b in own if is_dust(b, usual)]
        print_ = [b for b in own if not is_dust(b, usual)]
        for strip in _strips((*print_, *_colons(points, usual)), usual):
            yield from _words(strip, points, usual)


def is_dust(blob: Blob, usual: float) -> bool:
    """Whether ink is dust, or a point that belongs to print beside it."""
    return max(blob.width, blob.height) < _DUST * usual


def _colons(points: Iterable[Blob], usual: float) -> list[Blob]:
    """Points above each other, between which a character is no higher, as one mark."""
    found: list[Blob] = []
    waiting: list[Blob] = []
    for low in sorted(points, key=lambda b: b.top):
        waiting = [high for high in waiting if low.bottom - high.top <= usual]
        over = [
            high
            for high in waiting
            if abs(high.centre - low.centre) <= _COLON_OFF * usual
            and low.top - high.bottom >= _COLON_GAP * usual
        ]
        found += [_around(high, low) for high in over[:1]]
        waiting.append(low)
    return found


def _strips(found: Iterable[Blob], usual: float) -> Iterator[list[Blob]]:
    """Print that white from side to side parts, higher than any in a letter."""
    strip: list[Blob] = []
    reached = 0
    for blob in sorted(found, key=lambda b: b.top):
        if strip and blob.top - reached > _BETWEEN * usual:
            yield strip
            strip, reached = [], 0
        strip.append(blob)
        reached = max(reached, blob.bottom)
    if strip:
        yield strip


def _letter_height(strip: Sequence[Blob], usual: float) -> float:
    """How high the highest letters of a strip are: digits are lower, and pieces of letters.

    Nothing but pieces, together as high as a letter, are those of letters.
    """
    pieces = all(b.height < _WHOLE * usual for b in strip)
    own = [*accumulate(strip, _around)][-1:] if pieces else strip
    heights = [b.height for b in own if _LEAST * usual <= b.height <= _MOST * usual]
    few = len(heights) < _FEWEST
    return max(usual, max(heights, default=0.0) if few else quantiles(heights, n=10)[-1])


def _words(strip: Sequence[Blob], points: Iterable[Blob], usual: float) -> Iterator[Line]:
    """The words of a strip, of one line or of several that no white parts from side to side."""
    high = _letter_height(strip, usual)
    # Pieces of large letters may be as high as usual ones, and nearly as high as these are.
    least = min(_LARGE * high, _MOST * usual)
    large = [b.height for b in strip if b.height >= least]
    if len(large) * _MANY > sum(b.height >= _WHOLE * high for b in strip):
        high = median(large)
    touching = [b for b in strip if b.height >= _TOUCHING * high]
    words = _joined(_whole((b for b in strip if b.height < _TOUCHING * high), high), high)
    cut = [piece for blob in touching for piece in _untouched(blob, words, high)]
    words = _joined((*words, *_whole(cut, high)), high)
    small = [b for b in (*strip, *cut) if b.height < _WHOLE * high]
    # What belongs to no word may be of letters that are all pieces; other pieces may be of these.
    words += _letters(_with(words, small, high), high)
    _add_points(words, points, high, usual)
    for word in _joined(words, high):
        yield Line(tuple(sorted(word.print_)))


def _add_points(words: Sequence[_Word], points: Iterable[Blob], high: float, usual: float) -> None:
    """Put points to the words that they stand in, or right behind letters, or between letters.

    Beside digits they may be dust.
    """
    known = _Near(high)
    for word in words:
        known.add(word)
    for point in points:
        level = [w for w in known.around(point) if _is_level(w.box, point, high)]
        before = max((w for w in level if w.box.left <= point.left), key=_right, default=None)
        after = min((w for w in level if w.box.left > point.left), key=_left, default=None)
        if before is None:
            continue
        lettered = before.lettered(high)
        near = point.right <= before.box.right + lettered * _POINT_APART * usual
        if near or (lettered and after is not None and after.lettered(high)):
            before.add(_Word([point], point))


def _left(word: _Word) -> int:
    return word.box.left


def _right(word: _Word) -> int:
    return word.box.right


def _whole(found: Iterable[Blob], high: float) -> Iterator[_Word]:
    """The whole characters of print."""
    return (_Word([b], b) for b in found if b.height >= _WHOLE * high)


def _untouched(blob: Blob, words: Sequence[_Word], high: float) -> list[Blob]:
    """Ink that goes over several lines cut between them, where words beside it end and begin."""
    reach, least = _APART * high, max(1.0, _LEAST_CUT * high)
    beside = [
        w.box
        for w in words
        if w.box.left <= blob.right + reach and blob.left <= w.box.right + reach
    ]
    ends = [y for box in beside for y in (box.top, box.bottom)]
    found: list[Blob] = []
    while blob.height >= _TOUCHING * high:
        inside = [y for y in ends if blob.top + least <= y <= blob.bottom - least]
        count = max(2, round(blob.height / (_PITCH * high)))
        usual = blob.top + blob.height / count
        cut = round(min(inside, key=lambda y: abs(y - usual), default=usual))
        found.append(blob._replace(bottom=cut))
        blob = blob._replace(top=cut)
    return [*found, blob]


class _Near:
    """Words by their heights, so that those near a height are found at once."""

    def __init__(self, high: float) -> None:
        self._high = high
        self._at: dict[int, list[_Word]] = defaultdict(list)

    def add(self, word: _Word) -> None:
        self._at[int(word.box.middle / self._high)].append(word)

    def around(self, box: Blob) -> Iterator[_Word]:
        """The words not much higher or lower, and no farther apart than characters of a word."""
        row, high = int(box.middle / self._high), self._high
        for n in range(row - 1, row + 2):
            for word in self._at[n]:
                after, before = box.left - word.box.right, word.box.left - box.right
                if max(after, before) > _MARK_APART * high:
                    continue
                if before <= _APART * high and (after <= 0 or after <= word.reach(high)):
                    yield word


def _joined(parts: Iterable[_Word], high: float) -> list[_Word]:
    """Parts side by side at one height as words."""
    words: list[_Word] = []
    known = _Near(high)
    for part in sorted(parts, key=lambda p: p.box.left):
        near = [w for w in known.around(part.box) if _is_level(w.box, part.box, high)]
        if near:
            min(near, key=lambda w: abs(part.box.middle - w.box.middle)).add(part)
        else:
            words.append(part)
            known.add(part)
    return words


def _is_level(a: Blob, b: Blob, high: float) -> bool:
    """Whether two may stand on one line: pieces of letters stand anywhere in its height."""
    if _around(a, b).height > _ONE_LETTER * high:
        return False
    return min(a.height, b.height) < _WHOLE * high or abs(a.middle - b.middle) <= _OFF * high


def _with(words: Sequence[_Word], small: Iterable[Blob], high: float) -> list[Blob]:
    """Pieces of characters put to the words that they are of; those of none come back."""
    known = _Near(high)
    for word in words:
        known.add(word)
    loose = []
    for blob in sorted(small, key=lambda b: -b.height):
        fits = []
        for word in known.around(blob):
            box = _without_tail(blob, word.box, high)
            both = _around(word.box, box)
            if both.height <= _ONE_LETTER * high:
                over = both.height - word.box.height
                fits.append((over + max(0, both.width - word.box.width), word, box))
        if fits:
            _, word, box = min(fits, key=_first)
            word.add(_Word([blob], box))
        else:
            loose.append(blob)
    return loose


def _first(fit: tuple[int, _Word, Blob]) -> int:
    return fit[0]


def _is_low(blob: Blob, word: Blob, high: float) -> bool:
    """Whether print is a low mark of a word, as a comma is."""
    return blob.height <= _MARK * high and blob.top > word.middle


def _without_tail(blob: Blob, word: Blob, high: float) -> Blob:
    """The box of print that may be of a word, without what of a comma hangs below its line."""
    hangs = _is_low(blob, word, high) and 0 < blob.bottom - word.bottom <= _HANGS * high
    return blob._replace(bottom=word.bottom) if hangs and blob.top < word.bottom else blob


def _letters(loose: Iterable[Blob], high: float) -> list[_Word]:
    """Pieces above each other as letters."""
    letters: list[_Word] = []
    for blob in sorted(loose, key=lambda b: b.top):
        above = [
            x
            for x in letters
            if min(x.box.right, blob.right) > max(x.box.left, blob.left)
            and blob.bottom - x.box.top <= _ONE_LETTER * high
        ]
        if above:
            above[-1].add(_Word([blob], blob))
        else:
            letters.append(_Word([blob], blob))
    for letter in letters:
        if letter.box.height <= _FLAT * high <= letter.box.width:
            top, bottom = (round(letter.box.middle + x * _LETTER * high) for x in (-0.5, 0.5))
            letter.box = letter.box._replace(top=top, bottom=bottom)
    return letters


def _around(a: Blob, b: Blob) -> Blob:
    return Blob(
        min(a.left, b.left), min(a.top, b.top), max(a.right, b.right), max(a.bottom, b.bottom)
    )
