"""Administrative divisions: which place a name begins with, by exact full names only."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

HERE = Path(__file__).parent
VINTAGE = "2023-06-30"
# A subdistrict or town may bear a district's name (城区街道): what follows decides.
_TOWN_ENDS = ("街道", "镇", "乡", "苏木", "地区办事处")
_SHORT_ENDS = ("维吾尔自治区", "回族自治区", "壮族自治区", "自治区", "省", "市", "地区", "盟")


@dataclass(frozen=True, slots=True)
class Division:
    """A division of the vintage: 6-digit code, full name, level and parent's code.

    `shared` says that another division bore the same name in some year since 2008;
    `short` is an autonomous division's common short name (阿坝州), else empty.
    """

    code: str
    name: str
    level: str
    parent: str
    shared: bool
    short: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """The place a name begins with: its text, and the division where only one is meant."""

    text: str
    division: Division | None


@lru_cache(maxsize=4096)
def place_prefix(name: str) -> Prefix | None:
    """The longest chain of full place names at the start of `name`; None without one.

    A chain descends (省市县, 市县 or 县alone). Names no longer in use end a chain
    and give no division; a name that several divisions bear gives none either.
    """
    chains = list(_chains(name))
    if not chains:
        former = _former_at(name)
        return Prefix(former, None) if former else None
    length = max(len(text) for text, _, _ in chains)
    longest = [chain for chain in chains if len(chain[0]) == length]
    rest = name[length:]
    former = _former_at(rest)
    if former:
        return Prefix(name[: length + len(former)], None)
    divisions = {division.code: division for _, division, _ in longest}
    found = next(iter(divisions.values())) if len(divisions) == 1 else None
    if found is not None and max(links for _, _, links in longest) == 1:
        vague = found.level != "province" and (found.shared or is_generic(found.name))
        found = None if vague else found
    return Prefix(name[:length], found)


@cache
def divisions() -> dict[str, Division]:
    """Every division by its code."""
    with (HERE / "divisions.csv").open(encoding="utf-8", newline="") as lines:
        return {
            row["code"]: Division(
                row["code"],
                row["name"],
                row["level"],
                row["parent"],
                row["shared"] == "yes",
                row["short"],
            )
            for row in csv.DictReader(lines)
        }


def divisions_named(name: str) -> tuple[Division, ...]:
    """The divisions that bear `name`, in full or in their common short form."""
    return tuple(_by_name().get(name, ()))


@lru_cache(maxsize=4096)
def short_prefix(name: str) -> str | None:
    """The short name of a province or prefecture at the start of `name` (沧州, 内蒙古)."""
    lengths = range(min(4, len(name)), 1, -1)
    return next((name[:n] for n in lengths if name[:n] in _short_names()), None)


@cache
def _short_names() -> frozenset[str]:
    found = set()
    for division in divisions().values():
        if division.level in ("province", "prefecture"):
            end = next((e for e in _SHORT_ENDS if division.name.endswith(e)), "")
            if end and len(division.name) - len(end) >= 2:
                found.add(division.name.removesuffix(end))
    return frozenset(found)


def _chains(name: str) -> Iterator[tuple[str, Division, int]]:
    for text, first in _divisions_at(name):
        if first.level == "province" or not name[len(text) :].startswith(_TOWN_ENDS):
            yield text, first, 1
        yield from _descend(name, text, first, 1)


def _descend(
    name: str, text: str, above: Division, links: int
) -> Iterator[tuple[str, Division, int]]:
    for added, below in _divisions_at(name[len(text) :]):
        if _within(below, above):
            longer = text + added
            yield longer, below, links + 1
            yield from _descend(name, longer, below, links + 1)


def _divisions_at(text: str) -> Iterator[tuple[str, Division]]:
    for length in range(2, min(len(text), _longest_name()) + 1):
        for division in _by_name().get(text[:length], ()):
            yield text[:length], division


def _within(below: Division, above: Division) -> bool:
    code = below.parent
    while code and code != above.code:
        code = divisions()[code].parent
    return bool(code)


def is_generic(name: str) -> bool:
    """Whether a name says what kind of place it is and no more (城区, 郊区)."""
    return len(name) == 2 and name.endswith("区")


def _former_at(text: str) -> str:
    names = _former_names()
    return next((text[:n] for n in range(min(len(text), 15), 1, -1) if text[:n] in names), "")


@cache
def _former_names() -> frozenset[str]:
    with (HERE / "former_names.csv").open(encoding="utf-8", newline="") as lines:
        return frozenset(row["name"] for row in csv.DictReader(lines))


@cache
def _by_name() -> dict[str, list[Division]]:
    found: dict[str, list[Division]] = defaultdict(list)
    for division in divisions().values():
        found[division.name].append(division)
        if division.short:
            found[division.short].append(division)
    return dict(found)


@cache
def _longest_name() -> int:
    return max(len(name) for name in _by_name())
