"""Towns and subdistricts of each county, by exact names only."""

from __future__ import annotations

import csv
import re
from functools import cache, lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("townships.csv")
_CODE_LENGTH = 3
_TOWN = re.compile(r"[㐀-鿿]{1,20}?(?:镇|乡|苏木|街道)")
_ENDS = ("人民政府", "办事处")


@lru_cache(maxsize=4096)
def township_code(county: str, rest: str) -> str | None:
    """The 9-digit code of the town that `rest`, a name without its place, begins with.

    `county` is a 6-digit code. None where the county of the vintage has no such
    town: its name is never guessed from a likeness.
    """
    town = _TOWN.match(rest)
    names = (town.group() if town else "", *(rest.removesuffix(end) for end in _ENDS))
    return next((code for code, name in townships_of(county) if name in names), None)


@lru_cache(maxsize=1024)
def townships_of(county: str) -> tuple[tuple[str, str], ...]:
    """Code and name of each town and subdistrict of a county of the vintage."""
    pieces = filter(None, _by_county().get(county, "").split("|"))
    return tuple((county + piece[:_CODE_LENGTH], piece[_CODE_LENGTH:]) for piece in pieces)


@cache
def _by_county() -> dict[str, str]:
    with FILE.open(encoding="utf-8", newline="") as lines:
        return {row["county"]: row["townships"] for row in csv.DictReader(lines)}
