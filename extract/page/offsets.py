"""How much lower or higher than the figures of its row a label stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from extract.page.pieces import LEVEL, PITCH, Piece

_MOST, _MOST_OF_TWO = 4, 2


def offsets(values: Sequence[Piece], labels: Sequence[Piece], size: float) -> list[float]:
    """How much lower than figures labels may stand, the most usual first.

    Those are labels of one line, or the middles of those of two.
    """
    middles = [*_middles(sorted(labels, key=lambda p: p.at), size)]
    found: dict[int, None] = {}
    for heights, most in (([p.at for p in labels], _MOST), (middles, _MOST_OF_TWO)):
        steps: Counter[int] = Counter()
        for value in {v.at for v in values}:
            steps.update(
                {round((y - value) / (LEVEL * size)) for y in heights if abs(y - value) < size}
            )
        found |= dict.fromkeys(n for n, _ in steps.most_common(most))
    return [n * LEVEL * size for n in found]


def _middles(labels: Sequence[Piece], size: float) -> Iterator[float]:
    """The middle between each line of a label and the next one right below it."""
    for n, above in enumerate(labels):
        left, right = above.word.left, above.word.right
        under = (p for p in labels[n + 1 :] if p.word.left < right and left < p.word.right)
        below = next(under, above)
        if 0.0 < below.at - above.at < PITCH * size:
            yield (above.at + below.at) / 2
