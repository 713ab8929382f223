"""Rulings put together from their pieces, and what lies side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from extract.page.ink import Drawing, Ruling

_COLLINEAR = 0.8
_GAP = 3.6
_SHORTEST = 5.0
_START = attrgetter("start")


class WholeRulings(NamedTuple):
    """The rulings of a page with the pieces of each put together."""

    across: list[Ruling]
    down: list[Ruling]


def whole_rulings(drawing: Drawing) -> WholeRulings:
    """The pieces of each line put together, dashes and dots too; what stays short is no ruling."""
    return WholeRulings(_merged(drawing.across), _merged(drawing.down))


def _merged(rulings: Iterable[Ruling]) -> list[Ruling]:
    whole: list[Ruling] = []
    for group in bundles(sorted(rulings), _COLLINEAR, _COLLINEAR * 2):
        group.sort(key=_START)
        at = sum(r.at for r in group) / len(group)
        _, start, end = group[0]
        for _, begin, stop in group[1:]:
            if begin > end + _GAP:
                whole.append(Ruling(at, start, end))
                start, end = begin, stop
            elif stop > end:
                end = stop
        whole.append(Ruling(at, start, end))
    return [r for r in whole if r.end - r.start >= _SHORTEST]


def bundles(rulings: Sequence[Ruling], step: float, widest: float) -> Iterator[list[Ruling]]:
    """Sorted rulings that lie side by side."""
    bundle: list[Ruling] = []
    for ruling in rulings:
        if bundle and (ruling.at - bundle[-1].at > step or ruling.at - bundle[0].at > widest):
            yield bundle
            bundle = []
        bundle.append(ruling)
    if bundle:
        yield bundle
