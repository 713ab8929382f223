"""A text with several reports: section three stands in it more than once, with other figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby, pairwise

from extract.document import Issue
from transform.recognise.gaps import printed_codes
from transform.recognise.openings import Placed
from transform.recognise.strips import Strip

_ROWS_AGAIN = 10
"""So many of its rows no report prints once more with other figures."""


def differing_copies(placed: Iterable[Placed]) -> Issue | None:
    """The issue of a text in whose lines section three stands again, with other figures.

    Pages that print the same report once more, as for small screens, are one. Of tables the rows
    themselves tell that they are printed again.
    """
    lines = (x for x in placed if x.strip.table is None)
    runs = [
        [x.strip for x in run]
        for section, run in groupby(lines, lambda x: x.section)
        if section == "requests"
    ]
    differ = len(runs) > 1 and any(_differ(a, b) for a, b in pairwise(runs))
    return Issue("several_reports") if differ else None


def _differ(one: list[Strip], other: list[Strip]) -> bool:
    rows, again = (set(printed_codes([i for x in run for i in x.texts])) for run in (one, other))
    figures, others = (
        Counter(i.raw.strip() for x in run for i in x.values) for run in (one, other)
    )
    return len(rows & again) >= _ROWS_AGAIN and figures != others
