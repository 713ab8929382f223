"""What a cell's text says as a number: value, status, or a named reason for neither.

The text is read strictly: whatever is not wholly understood as one number of
the expected kind is ``unreadable``, never the part that could be understood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from transform.codebook import Unit, codebook
from transform.remember import remembered
from transform.text import half_width

_LIMIT = Decimal(10) ** 14
_LONGEST = 80
"""No cell with a value is longer."""
_PADDING = re.compile(r"[\s\u200b\u200c\u200d\ufeff\u00ad]+")
# A line's end between letters parts no numbers.
_BROKEN_WORD = re.compile(r"(?<=[\u4e00-\u9fff])\n(?=[\u4e00-\u9fff])")
# Nor does one between the places of a whole number: with or without the rest it is the same.
_BROKEN_PLACES = re.compile(r"(?<=\d)(\.0*)\n(?=0+$)|(?<=\d)\n(?=\.0+$)")
_MANGLED_SPACE = re.compile(r"^[?�]+\s+(?=\S)|\s+[?�]+$")
_DASH = re.compile(r"[/\\|—–―‐‑‒−ー一_-]+|无|无数据|不适用|暂无|[Nn]/?[Aa]")
_ZERO_SIGNS = "零〇○OoОоΟο"
_ZERO = re.compile(rf"[{_ZERO_SIGNS}]")
_NUMBER = (
    r"(?P<sign>[+\-−﹣﹢]|增加?|新增|减少?|增长|下降)?\s?"
    r"(?P<digits>\d{1,3}(?:,\d{3})+|\d{1,3}(?:[ ]\d{3})+|\d+)(?P<decimals>\.\d+)?"
)
_SIGNS = {"-": -1, "−": -1, "﹣": -1, "减": -1, "减少": -1, "下降": -1}
# With what no reader could tell in a figure: that one stands there is seen all the same.
_FIGURES = re.compile(r"[\d\s.,+\-−�]+(?:\d\s*\([^()\d]*\))?")
_HAS_TEXT = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Value:
    """A cell's text understood: `value` only when `status` is ``reported``.

    `issue` names the kind of issue that made it ``unreadable``; `unit_printed`
    says whether the cell itself names a unit.
    """

    value: Decimal | None
    status: str
    issue: str | None = None
    unit_printed: bool = False


BLANK = Value(None, "blank")


def read_value(text: str, kind: str, unit: Unit, units: tuple[Unit, ...] = ()) -> Value:
    """The number that `text` prints, in `unit`.

    `kind` is ``count`` (whole, not negative), ``signed`` (whole) or ``money``
    (up to six decimals). `units` are the units of the same base that the cell
    may name instead of `unit`; the value is then converted.
    """
    plain = _plain(text)
    if not plain:
        return BLANK
    if _DASH.fullmatch(plain):
        return Value(None, "dash")
    if _ZERO.fullmatch(plain):
        return Value(Decimal(0), "reported")
    match = _value_pattern().fullmatch(plain)
    if match is None or not (_is_words(match["early"]) and _is_words(match["note"])):
        return _unreadable("bad_value")
    digits = re.sub(r"[ ,]", "", match["digits"])
    if _leading_zero(digits):
        return _unreadable("bad_value")
    value = Decimal(digits + (match["decimals"] or ""))
    if (sign := match["sign"]) is not None:
        if kind != "signed" and value != 0 and sign not in "+﹢":
            return _unreadable("negative_count" if sign in "-−﹣" else "bad_value")
        value *= _SIGNS.get(sign, 1)
    factor = _factor(match["unit"], unit, units)
    if factor is None:
        return _unreadable("bad_value")
    return _checked(value * factor, kind, unit_printed=match["unit"] is not None)


@remembered
def looks_like_value(text: str) -> bool:
    """Whether a cell's text is a number, a zero sign or a dash rather than words."""
    if len(text) > _LONGEST:
        return False
    plain = _plain(text)
    return bool(
        _DASH.fullmatch(plain) or _ZERO.fullmatch(plain) or _value_pattern().fullmatch(plain)
    ) or bool(plain and _FIGURES.fullmatch(plain))


def is_dash(text: str) -> bool:
    """Whether a cell prints a dash, a slash or a word for nothing, and so no number."""
    return _DASH.fullmatch(_plain(text)) is not None


@cache
def _value_pattern() -> re.Pattern[str]:
    units = "|".join(codebook().unit_words)
    # A note may stand before the unit or after it.
    return re.compile(
        rf"{_NUMBER}\s?(?:(?P<early>\([^()]*\))\s?)?(?P<unit>{units})?(?P<note>\([^()]*\))?"
    )


def _plain(text: str) -> str:
    plain = half_width(text)
    plain = _MANGLED_SPACE.sub("", plain.strip())
    plain = _BROKEN_WORD.sub("", _PADDING.sub(_one_space, plain).strip())
    plain = _BROKEN_PLACES.sub(r"\1", plain)
    return _zero_pattern().sub("0", plain) if _ZERO.match(plain) else plain


@cache
def _zero_pattern() -> re.Pattern[str]:
    """A sign for zero before a unit: without one it may be part of any word."""
    return re.compile(rf"^[{_ZERO_SIGNS}](?=\s?(?:{'|'.join(codebook().unit_words)})$)")


def _one_space(padding: re.Match[str]) -> str:
    """A space for spaces, but a line's end for any run that has one: it parts numbers."""
    return "\n" if "\n" in padding.group() else " "


def _is_words(note: str | None) -> bool:
    return note is None or bool(_HAS_TEXT.search(note))


def _leading_zero(digits: str) -> bool:
    return len(digits) > 1 and digits.startswith("0")


def _factor(printed: str | None, unit: Unit, units: tuple[Unit, ...]) -> Decimal | None:
    if printed is None or printed in unit.printed:
        return Decimal(1)
    for other in units:
        if other.base and other.base == unit.base and printed in other.printed:
            return other.factor / unit.factor
    return None


def _checked(value: Decimal, kind: str, *, unit_printed: bool) -> Value:
    if abs(value) >= _LIMIT:
        return _unreadable("bad_value")
    if kind == "money":
        if value != value.quantize(Decimal("0.000001")):
            return _unreadable("too_precise")
    elif value != value.to_integral_value():
        return _unreadable("not_whole")
    else:
        value = value.to_integral_value()
    return Value(value, "reported", unit_printed=unit_printed)


def _unreadable(issue: str) -> Value:
    return Value(None, "unreadable", issue)
