"""The agency dimension: where an agency stands, and which agencies came before and after it."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from transform.agencies.divisions import VINTAGE, Division, divisions
from transform.agencies.names import (
    STATE,
    agency_id,
    agency_level,
    agency_type,
    canonical_name,
    place_of,
)
from transform.agencies.townships import township_code

HERE = Path(__file__).parent
FORMER_VINTAGE = "GB/T 2260, 2008-2014"
_GOVERNMENT, _PREFECTURAL, _ZONE = "人民政府", "行政公署", "管理委员会"
_TOWNS = ("township_government", "street_office")
_MERGED, _MERGE = "merged", "merge"


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency by its name alone; what the name does not tell is None.

    `division_code` has 6 digits, or 9 where the vintage knows the town;
    `parent` is the name of the agency above it.
    """

    agency_id: str
    name: str
    type: str
    level: str
    division_code: str | None
    division_vintage: str | None
    province: str | None
    prefecture: str | None
    county: str | None
    parent: str | None


@dataclass(frozen=True, slots=True)
class AgencyLink:
    """That one agency took the place of another; `year` is the last in which it may have."""

    from_id: str
    to_id: str
    type: str
    year: int | None
    evidence: str


def describe(name: str) -> Agency:
    """What an agency's name tells of it."""
    kind = agency_type(name)
    place = place_of(name)
    division = place.division if place else None
    state = STATE.match(name)
    rest = name[(state.end() if state else 0) + len(place.text) :] if place else name
    code, vintage = (division.code, VINTAGE) if division else (None, None)
    if place and division is None:
        code = _former_codes().get(place.text)
        vintage = FORMER_VINTAGE if code else None
    elif division and kind in _TOWNS:
        code = township_code(division.code, rest) or code
    chain = {d.level: d.name for d in _chain(division or _above_former(code))}
    return Agency(
        agency_id(name),
        name,
        kind,
        agency_level(name),
        code,
        vintage,
        chain.get("province"),
        chain.get("prefecture"),
        chain.get("county") or chain.get("zone"),
        _parent(kind, division),
    )


def agency_links(names: Iterable[str]) -> tuple[AgencyLink, ...]:
    """Which of these agencies took the place of which: by their division, their function, or both.

    Only what the tables beside this file say links two agencies, and only
    where both are among `names`.
    """
    known = {canonical_name(name): agency_id(name) for name in names}
    found = {
        (link.from_id, link.to_id): link
        for name, own in known.items()
        for link in _after(name, own, known)
    }
    return tuple(found[key] for key in sorted(found))


def _after(name: str, own: str, known: dict[str, str]) -> Iterator[AgencyLink]:
    places = list(_place_after(name))
    for changed, kind, year, evidence in [*places, *_function_after(name)]:
        if (to := known.get(canonical_name(changed))) and to != own:
            yield AgencyLink(own, to, kind, year, evidence)
    for changed, kind, by, place in places:
        for both, also, year, function in _function_after(changed):
            if (to := known.get(canonical_name(both))) and to != own:
                weaker = kind if kind == _MERGE else also
                last = max((y for y in (by, year) if y), default=None)
                yield AgencyLink(own, to, weaker, last, f"{place}; {function}")


def _place_after(name: str) -> Iterator[tuple[str, str, int | None, str]]:
    for start, end, row in _former_places(name):
        evidence = f"{row['from_name']} {row['from_code']} → {row['to_name']} {row['to_code']}"
        changed = name[:start] + row["to_name"] + name[end:]
        kind = _MERGE if row["type"] == _MERGED else "rename"
        yield changed, kind, int(row["by"]), evidence


def _former_places(name: str) -> Iterator[tuple[int, int, dict[str, str]]]:
    """Former divisions whose name alone stands where a place does, and only once in the table."""
    state = STATE.match(name)
    begin = state.end() if state else 0
    for end in range(begin + 2, min(len(name), begin + 15) + 1):
        rows = _links_by_name().get(name[begin:end], ())
        if len(rows) == 1 and rows[0]["to_name"] != rows[0]["from_name"]:
            yield begin, end, rows[0]


def _function_after(name: str) -> Iterator[tuple[str, str, int | None, str]]:
    place = place_of(name)
    rest = name[len(place.text) :] if place else re.sub(r"^.*[省市县区旗州盟]", "", name)
    for row in _links_by_function().get(rest, ()):
        changed = name.removesuffix(rest) + row["to"]
        year = int(row["year"]) if row["year"] else None
        yield changed, row["type"], year, f"{row['from']} → {row['to']}"


def _parent(kind: str, division: Division | None) -> str | None:
    if division is None or kind in ("vertical", "unknown"):
        return None
    if kind == "government":
        above = divisions().get(division.parent)
        return _government(above) if above else None
    return _government(division)


def _government(division: Division) -> str:
    end = _PREFECTURAL if division.name.endswith(("地区", "盟")) else _GOVERNMENT
    end = _ZONE if division.level == "zone" else end
    above = divisions().get(division.parent)
    shared = division.shared and above is not None and above.level != "province"
    return f"{above.name if shared and above else ''}{division.name}{end}"


def _chain(division: Division | None) -> Iterator[Division]:
    while division is not None:
        yield division
        division = divisions().get(division.parent)


def _above_former(code: str | None) -> Division | None:
    """The division of the vintage above a former one, by its code."""
    if code is None:
        return None
    prefecture = divisions().get(f"{code[:4]}00") if not code.endswith("00") else None
    return prefecture or divisions().get(f"{code[:2]}0000")


@cache
def _former_codes() -> dict[str, str]:
    with (HERE / "former_names.csv").open(encoding="utf-8", newline="") as lines:
        rows = [(row["name"], row["codes"].split()) for row in csv.DictReader(lines)]
    return {name: codes[0] for name, codes in rows if len(codes) == 1}


@cache
def _links_by_name() -> dict[str, list[dict[str, str]]]:
    return _grouped("division_links.csv", "from_name")


@cache
def _links_by_function() -> dict[str, list[dict[str, str]]]:
    return _grouped("function_links.csv", "from")


def _grouped(file: str, column: str) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    with (HERE / file).open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            found[row[column]].append(row)
    return dict(found)
