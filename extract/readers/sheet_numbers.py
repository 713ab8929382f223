"""Numbers of a spreadsheet as a person sees them: by their format, without binary noise."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext
from math import isfinite

_DIGITS = 15
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_UNSEEN = re.compile(r"_.|\*.|\[[^\]]*\]")
_PLACES = re.compile(
    r"(?P<whole>[#0?](?:[#0?,]*[#0?])?)(?:\.(?P<decimals>[#0?]+))?(?P<scale>,*)(?P<percent>%)?"
)
_GENERAL = frozenset(("", "general", "g/通用格式", "@"))
_TIME_PARTS = re.compile(r"[ymdhs]", re.I)
_CONDITION = re.compile(r"\[[<>=]")
_LAST_DAY = 2_958_465
_LITERAL = "\x00"
_NO_NUMBER = "#NUM!"
"""What a spreadsheet shows where a cell holds what is no number."""


def plain(number: float) -> str:
    """A number without exponent, needless zeros, or digits beyond the fifteen that are kept."""
    if isinstance(number, int) or number == int(number):
        return str(int(number))
    return _written(Decimal(f"{number:.{_DIGITS}g}"))


def shown(text: str, form: str, first_day: date) -> str:
    """The stored number `text` in the number format `form` (ECMA-376-1, 18.8.31).

    Dates are written as in ISO 8601; `first_day` is the day with number 0. A
    format that is not understood shows the number as it is.
    """
    try:
        number = Decimal(text)
        if not number.is_finite() or abs(number) > Decimal(10) ** 15:
            return text
        number = Decimal(f"{float(number):.{_DIGITS}g}")
    except (InvalidOperation, ValueError):
        return text
    if form.strip().lower() in _GENERAL or _CONDITION.search(form):
        return _written(number)
    literals: list[str] = []
    bare = _UNSEEN.sub("", _QUOTED.sub(lambda found: _keep(found, literals), form))
    sections = bare.split(";")
    at = _section(sections, number)
    words = literals[sum(s.count(_LITERAL) for s in sections[:at]) :]
    if _TIME_PARTS.search(sections[at]) and not _PLACES.search(sections[at]):
        return _moment(number, first_day)
    # What has a section of its own loses its sign.
    return _filled(sections[at], abs(number) if at else number, words)


def shown_value(value: object) -> str:
    """A value that comes without a format."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return plain(value) if isfinite(value) else _NO_NUMBER
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value)


def _keep(found: re.Match[str], literals: list[str]) -> str:
    literals.append(found[1] if found[1] is not None else found[2])
    return _LITERAL


def _section(sections: list[str], number: Decimal) -> int:
    """Which section is for the number's sign."""
    if number < 0 and len(sections) > 1:
        return 1
    return 2 if number == 0 and len(sections) > 2 else 0


def _filled(section: str, number: Decimal, literals: list[str]) -> str:
    places = list(_PLACES.finditer(section))
    around = _PLACES.sub("", section)
    if len(places) > 1 or not _is_plain(around):
        return _written(number)
    words = iter(literals)
    if not places:
        return "".join(next(words) if c == _LITERAL else c for c in section).strip()
    place = places[0]
    head, tail = section[: place.start()], section[place.end() :]
    before = "".join(next(words) if c == _LITERAL else c for c in head)
    after = "".join(next(words) if c == _LITERAL else c for c in tail)
    return f"{before}{_rounded(place, number)}{after}".strip()


def _is_plain(around: str) -> bool:
    return not around.replace(_LITERAL, "").strip(" ()+-$￥¥/—")


def _rounded(place: re.Match[str], number: Decimal) -> str:
    if place["percent"]:
        number *= 100
    decimals = place["decimals"] or ""
    whole = place["whole"]
    # Each comma at the end stands for a thousand that is not printed.
    number /= 1000 ** len(place["scale"])
    with localcontext() as context:
        context.prec = 40
        number = number.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    grouped = "," if "," in whole else ""
    text = format(number, f"{grouped}f")
    spare = len(decimals) - len(decimals.rstrip("#?"))
    while spare and "." in text and text.endswith("0"):
        text, spare = text[:-1], spare - 1
    least = sum(digit == "0" for digit in whole)
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    ones = digits.partition(".")[0]
    if not least and ones == "0":
        digits = digits[1:]
    elif not grouped:
        digits = "0" * (least - len(ones)) + digits
    if not digits.strip("0.,"):
        sign = ""
    return sign + digits.rstrip(".") + (place["percent"] or "")


def _moment(number: Decimal, first_day: date) -> str:
    days, part = divmod(number, 1)
    if not 0 <= days <= _LAST_DAY:
        return _written(number)
    clock = timedelta(seconds=round(float(part) * 86_400))
    if not days:
        return str(clock)
    day = (first_day + timedelta(days=int(days))).isoformat()
    return f"{day} {clock}" if clock else day


def _written(number: Decimal) -> str:
    return format(number.normalize(), "f") if number else "0"
