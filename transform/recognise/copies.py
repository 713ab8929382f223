"""A text with several reports: section three stands in it more than once, with other figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby, pairwise

from transform.recognise.gaps import printed_codes
from transform.recognise.openings import sections_of
from transform.recognise.strips import Strip

_MOST_ROWS = 10
"""So many of the form's rows no report prints twice."""


def copies_differ(strips: Iterable[Strip]) -> bool:
    """Whether lines of a text hold the rows of section three twice, with other figures.

    Pages that print the same report again, as for small screens, are one. Of a table the rows
    tell that themselves.
    """
    lines = ((section, x) for section, x in sections_of(strips) if x.table is None)
    runs = [
        [strip for _, strip in run]
        for section, run in groupby(lines, lambda found: found[0])
        if section == "requests"
    ]
    if len(runs) < 2:
        return False
    rows = [set(printed_codes([i for strip in run for i in strip.texts])) for run in runs]
    figures = [Counter(i.raw.strip() for strip in run for i in strip.values) for run in runs]
    return any(
        len(rows[n] & rows[m]) >= _MOST_ROWS and figures[n] != figures[m]
        for n, m in pairwise(range(len(runs)))
    )
