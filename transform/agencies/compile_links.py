"""Compile ``division_links.csv`` and ``townships.csv`` from the two public division tables.

Run by hand when a new vintage is wanted, as `compile_divisions`::

    python -m transform.agencies.compile_links CHINA_DIVISION_DIST GB2260_FOLDER
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from transform.agencies.compile_divisions import (
    AUTONOMOUS,
    FIRST_REPORT_YEAR,
    HERE,
    current,
    revisions,
)

VINTAGE_YEAR = 2023
_ENDS = re.compile(r"(?:自治区|地区|省|市|区|县|旗|盟|州|林区|特区)$")
Names = dict[str, str]


@dataclass(frozen=True, slots=True)
class Link:
    """A division that another took the place of, some time between two revisions.

    `kind` is ``renamed`` (the code stayed), ``recoded`` (the name stayed),
    ``restyled`` (a county became a city or a district) or ``merged``.
    """

    code: str
    name: str
    to_code: str
    to_name: str
    kind: str
    after: int
    by: int


def links(dist: Path, gb2260: Path) -> list[Link]:
    """Every division of an earlier revision whose place another took, by its code."""
    now = {code: name for code, name, level, _ in current(dist) if level != "zone"}
    years = [*revisions(gb2260), now]
    merged = {row["from_code"]: row for row in _rows(HERE / "known_links.csv")}
    found: dict[tuple[str, str], Link] = {}
    for position, (before, after) in enumerate(pairwise(years)):
        span = FIRST_REPORT_YEAR + position
        by = VINTAGE_YEAR if after is now else span + 1
        for code, name in before.items():
            if after.get(code) == name:
                continue
            row = merged.get(code)
            if row and row["from_name"] == name and row["to_code"] in now:
                year, to = int(row["year"]), row["to_code"]
                kind = "merged" if to in before else "restyled"
                found[code, name] = Link(code, name, to, now[to], kind, year, year)
            elif follower := _follower(code, name, before, after):
                to, kind = follower
                found[code, name] = Link(code, name, to, after[to], kind, span, by)
    # Of what became one division, those named by hand were merged into it.
    came = Counter(link.to_code for link in found.values())
    for key, link in found.items():
        if came[link.to_code] > 1 and link.code in merged:
            found[key] = replace(link, kind="merged")
    return sorted(found.values(), key=lambda link: (link.code, link.name))


def _follower(code: str, name: str, before: Names, after: Names) -> tuple[str, str] | None:
    """The division that took the place of one that is gone, where only one can have done so."""
    if code in after:
        return code, "renamed"
    new = [c for c in after if c not in before and c.endswith("00") == code.endswith("00")]
    same_name = [c for c in new if c[:2] == code[:2] and after[c] == name]
    if len(same_name) == 1:
        return same_name[0], "recoded"
    for near in (4, 2):
        same_place = [
            c
            for c in new
            if c[:near] == code[:near] and (_stem(after[c]) == _stem(name) or after[c][:-1] == name)
        ]
        if len(same_place) == 1:
            return same_place[0], "restyled"
    return None


def _stem(name: str) -> str:
    autonomous = AUTONOMOUS.fullmatch(name)
    return autonomous["own"] if autonomous else _ENDS.sub("", name)


def townships(dist: Path) -> Iterator[tuple[str, str]]:
    """Each county's code, and its towns and subdistricts as ``001name|002name``."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in _rows(dist / "streets.csv"):
        found[row["areaCode"]].append(row["code"][6:] + row["name"])
    for county in sorted(found):
        yield county, "|".join(sorted(found[county]))


def main(dist: Path, gb2260: Path) -> None:
    """Write both tables beside this file."""
    heads = ("from_code", "from_name", "to_code", "to_name", "type", "after", "by")
    rows = [
        (x.code, x.name, x.to_code, x.to_name, x.kind, x.after, x.by) for x in links(dist, gb2260)
    ]
    for name, head, some in (
        ("division_links", heads, rows),
        ("townships", ("county", "townships"), list(townships(dist))),
    ):
        with (HERE / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(head)
            writer.writerows(some)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
