"""A file with several reports: a table of the form stands in it again, filled otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile

from extract.document import Issue
from transform.labels import name
from transform.recognise.openings import STATISTICS, Placed
from transform.recognise.statistics import sections
from transform.recognise.strips import Item, Strip

_Row = tuple[str, str]
_ROWS_AGAIN, _OTHERWISE = 10, 2
"""So many of its rows no report prints once more, with so many figures that the first has not."""


def differing_copies(placed: Iterable[Placed]) -> Issue | None:
    """The issue of a file in which section three, or the statistics, stand again, filled otherwise.

    One of them may be blank. Pages that print the same report once more, as for small screens,
    are one, however they lay it out.
    """
    strips: dict[str, list[Strip]] = {"requests": [], STATISTICS: []}
    for section, strip in placed:
        if section in strips:
            strips[section].append(strip)
    differ = any(
        _differ(one, other)
        for section, own in strips.items()
        for one, other in pairwise(_copies(own, _sections(section)))
    )
    return Issue("several_reports") if differ else None


def _sections(section: str) -> Sequence[str]:
    if section != STATISTICS:
        return (section,)
    return sections()


@dataclass(slots=True)
class _Copy:
    """The rows that a run of strips names, and the strips up to the last of these and behind it."""

    rows: dict[_Row, None] = field(default_factory=dict)
    within: list[Strip] = field(default_factory=list)
    behind: list[Strip] = field(default_factory=list)

    def take(self, strip: Strip, rows: Iterable[_Row]) -> None:
        """Add a strip that names these rows."""
        self.behind.append(strip)
        if rows:
            self.rows |= dict.fromkeys(rows)
            self.within += self.behind
            self.behind = []

    def figures(self) -> Counter[str]:
        """What is printed in it, wherever: of the strips behind, those before further words."""
        last = takewhile(lambda strip: not strip.texts, self.behind)
        return Counter(item.raw.strip() for x in (*self.within, *last) for item in x.values)


def _copies(strips: Iterable[Strip], sections: Sequence[str]) -> Iterator[_Copy]:
    """The strips, parted where the first row that they name is named again."""
    copy = _Copy()
    for strip in strips:
        rows = [row for item in strip.texts if (row := _row_of(item, sections)) is not None]
        first = next(iter(copy.rows), None)
        if first in rows and len(copy.rows) >= _ROWS_AGAIN:
            yield copy
            copy = _Copy()
        copy.take(strip, rows)
    yield copy


def _row_of(item: Item, sections: Sequence[str]) -> _Row | None:
    """The only row whose label a text is."""
    found = {
        (section, m.label.code)
        for section in sections
        for m in name(item.raw, section, "row")
        if m.how == "exact"
    }
    return found.pop() if len(found) == 1 else None


def _differ(one: _Copy, other: _Copy) -> bool:
    if len(one.rows.keys() & other.rows.keys()) < _ROWS_AGAIN:
        return False
    figures, others = one.figures(), other.figures()
    return ((figures - others) + (others - figures)).total() >= _OTHERWISE
