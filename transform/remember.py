"""Results kept in memory for short texts: labels and figures recur in every report."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, TypeVarTuple, Unpack, cast

A = TypeVarTuple("A")
T = TypeVar("T")

_LONGEST = 120
"""A longer text is prose, which no other report repeats."""
_MOST = 16_384


def remembered(function: Callable[[str, Unpack[A]], T]) -> Callable[[str, Unpack[A]], T]:
    """`function` of a text, its results for short texts kept until there are too many of them."""
    known: dict[tuple[Any, ...], T] = {}

    @wraps(function)
    def remembering(*args: Any) -> T:
        try:
            return known[args]
        except KeyError:
            found = function(*args)
        if len(args[0]) <= _LONGEST:
            if len(known) >= _MOST:
                known.clear()
            known[args] = found
        return found

    return cast("Callable[[str, Unpack[A]], T]", remembering)
