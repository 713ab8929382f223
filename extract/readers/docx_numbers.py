"""Numbers that Word prints before the paragraphs of a list, where their form is plain."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from extract.markup import Element
from extract.readers.docx_names import VALUE, W, number, value
from extract.readers.docx_styles import ListLevel

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_CLOSED = ("、", "）", ")", "．", "，")
_DIGITS = "零一二三四五六七八九"


def _decimal(n: int) -> str:
    return str(n)


def _chinese(n: int) -> str | None:
    """1 to 99 as counted in Chinese: 十, 十一, 二十."""
    if not 0 < n < 100:
        return None
    tens, ones = divmod(n, 10)
    head = "" if not tens else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def _circled(n: int) -> str | None:
    return chr(0x245F + n) if 0 < n <= 20 else None


def _full_width(n: int) -> str:
    return "".join(chr(0xFEE0 + ord(digit)) for digit in str(n))


# Number formats of 17.18.59 that such reports use; a list in another one goes without numbers.
_FORMATS: dict[str, Callable[[int], str | None]] = {
    "decimal": _decimal,
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
}


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int
    style: str


class Numbering:
    """The lists of ``numbering.xml`` (17.9), counting as the document is read in order."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._list: dict[str, str] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, list[int | None]] = {}
        if root is None:
            return
        for abstract in root.iterchildren(W + "abstractNum"):
            levels = {
                number(level.get(W + "ilvl"), 0): _level(level)
                for level in abstract.iterchildren(W + "lvl")
            }
            self._levels[abstract.get(W + "abstractNumId", "")] = levels
        for item in root.iterchildren(W + "num"):
            list_id = item.get(W + "numId", "")
            self._list[list_id] = value(item.find(W + "abstractNumId"))
            self._starts[list_id] = {
                number(change.get(W + "ilvl"), 0): number(start.get(VALUE), 1, 10**6)
                for change in item.iterchildren(W + "lvlOverride")
                if (start := change.find(W + "startOverride")) is not None
            }

    @property
    def known(self) -> bool:
        """Whether there is any list."""
        return bool(self._list)

    def label(self, listed: ListLevel, style: str) -> str:
        """The number of the next paragraph in a list; empty where it is not known for sure."""
        abstract = self._list.get(listed.list_id, "")
        levels = self._levels.get(abstract, {})
        at = listed.level
        if at is None:
            at = next((n for n, level in levels.items() if style and level.style == style), 0)
        if at not in levels or at >= _LEVELS:
            return ""
        counts = self._counts.setdefault(abstract, [None] * _LEVELS)
        restart = self._starts.get(listed.list_id, {}).pop(at, None)
        before = counts[at]
        if restart is not None:
            counts[at] = restart
        else:
            counts[at] = levels[at].start if before is None else before + 1
        counts[at + 1 :] = [None] * (_LEVELS - at - 1)
        return _printed(levels, levels[at].text, counts)


def _level(element: Element) -> _Level:
    return _Level(
        value(element.find(W + "numFmt")),
        value(element.find(W + "lvlText")),
        number(_attribute(element, "start"), 1, 10**6),
        value(element.find(W + "pStyle")),
    )


def _attribute(element: Element, name: str) -> str | None:
    found = element.find(W + name)
    return None if found is None else found.get(VALUE)


def _printed(levels: dict[int, _Level], text: str, counts: list[int | None]) -> str:
    """``第%1章`` with its numbers in; empty where one of them has a form that is not known."""
    if not _PLACE.search(text):
        return ""
    for place in set(_PLACE.findall(text)):
        level = levels.get(int(place) - 1)
        write = _FORMATS.get(level.form) if level else None
        if level is None or write is None:
            return ""
        count = counts[int(place) - 1]
        written = write(level.start if count is None else count)
        if written is None:
            return ""
        text = text.replace(f"%{place}", written)
    return text if text.endswith(_CLOSED) else f"{text} "
