"""Oddities of the printed page: marks between rows, and a text that ends anywhere."""

from __future__ import annotations

from random import Random

from tests.printing.ink import Printed

MARKS = ("- 3 -", "-3-", "— 4 —", "第 3 页", "－5－")


def page_marks(printed: Printed, rng: Random) -> Printed:
    """A page number between two rows of a table, once or twice."""
    for at in sorted(rng.sample(printed.breaks, k=min(2, len(printed.breaks))), reverse=True):
        printed = printed.insert(at, f"{rng.choice(MARKS)}\n{rng.choice(('', chr(10)))}")
    return printed


def truncated(printed: Printed, rng: Random) -> Printed:
    """The text ends somewhere in the part with the tables."""
    first = min((start for start, _ in printed.spans.values()), default=0)
    last = max((end for _, end in printed.spans.values()), default=len(printed.text))
    return printed.cut(rng.randrange(max(0, first - 200), last))
