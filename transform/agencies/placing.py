"""Which of several agencies of one name is meant, where it is known from which place it comes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from transform.agencies.divisions import Division, divisions, divisions_named
from transform.agencies.names import STATE, division_code, may_be_several, place_of
from transform.agencies.townships import township_code


@lru_cache(maxsize=4096)
def placed_in(name: str, code: str) -> str | None:
    """The name with its place written out, given that the agency lies in a division.

    `code` is the division's: its own or that of one above it. None unless exactly one place
    in that division fits, and the longer name then stands for it alone: nothing is chosen.
    """
    if code not in divisions() or not may_be_several(name):
        return None
    within = [one for one in divisions().values() if code in _above(one)]
    place = place_of(name)
    if place is None:
        found = [one for one in within if one.level == "county" and township_code(one.code, name)]
    else:
        named = {one.code for one in divisions_named(place.text)}
        found = [one for one in within if one.code in named]
    if len(found) != 1:
        return None
    above = divisions().get(found[0].parent)
    added = found[0].name if place is None else ""
    state = STATE.match(name)
    begin = state.end() if state else 0
    for prefix in (added, (above.name if above else "") + added):
        longer = name[:begin] + prefix + name[begin:]
        if prefix and division_code(longer) == found[0].code:
            return longer
    return None


def _above(one: Division) -> Iterator[str]:
    """The codes of a division and of those above it."""
    code = one.code
    while code:
        yield code
        code = divisions()[code].parent if code in divisions() else ""
