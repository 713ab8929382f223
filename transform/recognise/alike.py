"""Rows of a recognised table whose labels were misread, told by what is left and by the order.

Recognition takes letters for others that look like them, and a mark over a label hides some.
Such a row is the one that its label resembles far more than any other label, where that one
stands in the form between the rows before and after it, or the only one that stands there.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from extract.document import LOST
from transform.labels import core, labels_of, outline_of
from transform.recognise.rows import FigureRow
from transform.text import squash

# What part of the letters of both is common at least, how much less that is with any other
# label, and the fewest letters that tell.
_LIKE, _FARTHER, _FEWEST = 0.5, 0.2, 2
_LONGEST = 120


def code_alike(row: FigureRow, section: str, between: Sequence[str]) -> str | None:
    """The one code of those `between` its neighbours that a recognised row's label resembles."""
    words = row.words
    if not between or not words or not all(item.seen for item in words):
        return None
    if len(between) == 1 and {letter for item in words for letter in core(item.raw)} == {LOST}:
        # Of the label nothing is left but that it was there.
        return between[0]
    texts = [text for x in row.label_texts if len(text := _numbered(x)) <= _LONGEST]
    likeness = {
        code: max((_likeness(text, wording) for text in texts for wording in wordings), default=0)
        for code, wordings in _wordings(section).items()
    }
    first, second, *_ = sorted(likeness, key=lambda code: -likeness[code])
    far = likeness[first] - likeness[second] >= _FARTHER
    return first if likeness[first] >= _LIKE and far and first in between else None


@cache
def _wordings(section: str) -> dict[str, tuple[str, ...]]:
    """The wordings of the rows and groups of a section, by their codes."""
    labels = [x for axis in ("row", "group") for x in labels_of(section, axis)]
    return {
        x.code: tuple({_numbered(mark + w) for w in x.wordings for mark in ("", x.outline)})
        for x in labels
    }


def _numbered(text: str) -> str:
    """The wording of a label after its number, of which no letter is read for another's."""
    return outline_of(squash(text)) + core(text)


def _likeness(text: str, wording: str) -> float:
    """What part of the letters of two texts is common to both, in the same order."""
    common = _common(text, wording)
    return 2 * common / (len(text) + len(wording)) if common >= _FEWEST else 0.0


def _common(text: str, wording: str) -> int:
    """How many letters the longest series has that stands in both, in order."""
    best = [0] * (len(wording) + 1)
    for letter in text:
        above = list(best)
        for n, other in enumerate(wording):
            best[n + 1] = above[n] + 1 if letter == other else max(above[n + 1], best[n])
    return best[-1]
