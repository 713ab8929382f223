"""The end of a report: who signed it, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import islice

from transform.agencies import agency_type, looks_like_agency
from transform.lines import Line

_DATE = re.compile(
    r"(?P<y>(?:19|20)\d{2})\s*[年\-/.]\s*(?P<m>\d{1,2})\s*[月\-/.]\s*(?P<d>\d{1,2})(?!\d)\s*日?"
)
_CHINESE_DATE = re.compile(
    r"(?P<y>二[〇○零0OoΟО][〇○零0OoΟО一二三四五六七八九]{2})年"
    r"(?P<m>[一二三四五六七八九十]{1,2})月(?P<d>[一二三四五六七八九十]{1,3})日"
)
_NUMERALS = dict(zip("〇○零OoΟО0一二三四五六七八九", [0] * 8 + list(range(1, 10)), strict=True))
_NAME = r"[一-龥]{4,30}"
_ENDING = re.compile(r"\s{0,9}(?:附件|(?:\(.{0,10}章\))?\s*$)")
_NAME_AT_END = re.compile(rf"(?<![^\s。])({_NAME})\s*$")
_REACH = 80
_MOST_DATES = 20


@dataclass(frozen=True, slots=True)
class Signature:
    """The issuer as printed and the date; `line` and `at` say where it begins."""

    issuer: str | None
    day: date | None
    line: int
    at: int = 0


def parse_date(text: str) -> date | None:
    """The first date in `text` (digits or Chinese numerals), None when it is no day."""
    match = _DATE.search(text)
    if match is not None:
        return _day(int(match["y"]), int(match["m"]), int(match["d"]))
    match = _CHINESE_DATE.search("".join(text.split()))
    if match is None:
        return None
    year = int("".join(str(_NUMERALS[c]) for c in match["y"]))
    return _day(year, _small(match["m"]), _small(match["d"]))


def find_signature(lines: tuple[Line, ...]) -> Signature | None:
    """The signature in the lines of a report's last section; None without a date or organ."""
    found: Signature | None = None
    for index, line in enumerate(lines):
        day = parse_date(line.text) if _is_date(line.squashed) else None
        if day is None:
            continue
        above = _issuer(lines[index - 1]) if index else None
        below = _issuer(lines[index + 1]) if index + 1 < len(lines) else None
        if above or below:
            found = Signature(above or below, day, index - 1 if above else index)
        elif found is None or found.issuer is None:
            found = Signature(None, day, index)
    if found is not None:
        return found
    return _run_on(lines) or _without_date(lines)


def _run_on(lines: tuple[Line, ...]) -> Signature | None:
    """An organ and a date at the end of a line that holds other text before them."""
    for index in range(len(lines) - 1, -1, -1):
        text = lines[index].aligned
        for pattern in (_DATE, _CHINESE_DATE):
            endings = (m for m in pattern.finditer(text) if _ENDING.match(text, m.end()))
            for match in islice(endings, _MOST_DATES):
                before = text[max(0, match.start() - _REACH) : match.start()]
                name = _NAME_AT_END.search(before)
                if name is not None and looks_like_agency(name[1]):
                    start = match.start() - len(name[0])
                    return Signature(name[1], parse_date(match.group()), index, start)
                if before.endswith((" ", "\u3000", "。", "\t", "\xa0")):
                    return Signature(None, parse_date(match.group()), index, match.start())
    return None


def _without_date(lines: tuple[Line, ...]) -> Signature | None:
    """A last line that is an organ's full name."""
    if len(lines) > 1 and (issuer := _issuer(lines[-1])) is not None:
        return Signature(issuer, None, len(lines) - 1)
    return None


def _issuer(line: Line) -> str | None:
    name = re.sub(r"\(.{0,10}章\)$", "", line.squashed)
    if not re.fullmatch(_NAME, name) or not looks_like_agency(name):
        return None
    bare_zone = agency_type(name) == "zone" and not name.endswith(("管理委员会", "管委会"))
    return None if bare_zone else name


def _is_date(squashed: str) -> bool:
    return bool(_DATE.fullmatch(squashed) or _CHINESE_DATE.fullmatch(squashed))


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _small(text: str) -> int:
    """A Chinese numeral below one hundred."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return _NUMERALS.get(text, 0)
    return (_NUMERALS.get(tens, 1) if tens else 1) * 10 + _NUMERALS.get(ones, 0)
