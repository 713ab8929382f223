"""Which year a report is about: evidence of different weight, and the vote."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from transform.headline.patterns import pattern, patterns
from transform.lines import Line

_DIGITS = str.maketrans("〇○零OoΟО一二三四五六七八九", "0000000123456789")
_QUOTED = re.compile(r"《[^《》]{0,120}》")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A year and the words that speak for it; `kind` is a key of the weights."""

    kind: str
    year: int
    text: str


@dataclass(frozen=True, slots=True)
class Period:
    """The calendar year that the figures are counted for, as printed."""

    start: date
    end: date
    text: str


@dataclass(frozen=True, slots=True)
class Vote:
    """The year that the evidence forces, if any; `rivals` speak for another."""

    year: int | None
    evidence: str | None
    rivals: tuple[Evidence, ...]


def to_year(token: str) -> int | None:
    """A year in digits or Chinese numerals, within the years reports exist for."""
    plain = token.translate(_DIGITS)
    year = int(plain) if plain.isdigit() and len(plain) == 4 else 0
    return year if patterns()["year"]["first"] <= year <= patterns()["year"]["last"] else None


def years_in(text: str) -> tuple[int, ...]:
    """The calendar years named in a squashed title, each once; none for school years."""
    if pattern("year", "school_year").search(text) or pattern("year", "part_year").search(text):
        return ()
    found = (to_year(match["year"]) for match in pattern("year", "title_year").finditer(text))
    return tuple(dict.fromkeys(year for year in found if year is not None))


def periods(lines: Iterable[Line]) -> tuple[Period, ...]:
    """Whole calendar years, both ends printed, that the text calls its own period."""
    text = _QUOTED.sub("", "".join(line.squashed for line in lines))
    found: dict[int, Period] = {}
    for key in ("period", "dotted_period"):
        for match in pattern("year", key).finditer(text):
            year = to_year(match["year"])
            end = to_year(match["y2"]) if match["y2"] else year
            before = text[
                max(0, match.start() - patterns()["year"]["period_reach"]) : match.start()
            ]
            if year is None or year != end or not pattern("year", "period_cue").search(before):
                continue
            found.setdefault(year, Period(date(year, 1, 1), date(year, 12, 31), match.group()))
    return tuple(found.values())


def openings(head: Iterable[Line], firsts: Iterable[Line]) -> Iterator[Evidence]:
    """Years that the text declares to report on, and that open the text of a section."""
    for line in dict.fromkeys((*head, *firsts)):
        text = _QUOTED.sub("", line.squashed)
        match = pattern("year", "declares").search(text)
        if match is not None and not pattern("year", "part_year").search(match.group()):
            yield from _evidence("opening", match)
    for line in firsts:
        text = _QUOTED.sub("", line.squashed)
        sentence = re.split(r"[。;]", text)[0]
        match = pattern("year", "opening").match(text)
        if match is not None and not pattern("year", "not_opening").search(sentence[:40]):
            yield from _evidence("opening", match)


def year_before(kind: str, day: date | None) -> Iterator[Evidence]:
    """A date in the first months of a year speaks for the year before it."""
    if day is not None and day.month <= patterns()["year"]["after_year_until_month"]:
        yield Evidence(kind, day.year - 1, day.isoformat())


def decide(evidence: Iterable[Evidence]) -> Vote:
    """The year with the most weight, each kind counted once for a year; None on a tie."""
    weights: dict[str, int] = patterns()["year"]["weights"]
    by_year: dict[int, dict[str, Evidence]] = defaultdict(dict)
    for item in evidence:
        by_year[item.year].setdefault(item.kind, item)
    ranked = sorted(by_year, key=lambda y: (-sum(weights[k] for k in by_year[y]), y))
    if not ranked:
        return Vote(None, None, ())

    def weight(year: int) -> int:
        return sum(weights[kind] for kind in by_year[year])

    rivals = tuple(_strongest(by_year[year]) for year in ranked[1:])
    if len(ranked) > 1 and weight(ranked[0]) == weight(ranked[1]):
        return Vote(None, None, tuple(_strongest(by_year[year]) for year in ranked))
    best = _strongest(by_year[ranked[0]])
    return Vote(best.year, f"{best.kind}: {best.text}", rivals)


def _strongest(kinds: dict[str, Evidence]) -> Evidence:
    weights: dict[str, int] = patterns()["year"]["weights"]
    return max(kinds.values(), key=lambda item: weights[item.kind])


def _evidence(kind: str, match: re.Match[str]) -> Iterator[Evidence]:
    token = next((v for k, v in match.groupdict().items() if k.startswith("year") and v), "")
    year = to_year(token)
    if year is not None:
        yield Evidence(kind, year, match.group())
