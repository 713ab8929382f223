"""Where the sections of a report's tables begin: by their headings, heads and labels."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from transform.codebook import codebook
from transform.labels import core, labels_of, name
from transform.recognise.statistics import FORM, is_indicator
from transform.recognise.strips import Strip
from transform.remember import remembered
from transform.text import squash

STATISTICS = "statistics"
"""The whole table of indicators, which has sections of its own."""
_STATISTICS_TITLE = re.compile(r"政府信息公开情况统计(?:报)?表")
_INDICATORS = ("指标名称", "统计指标")
_CORNER = re.compile(r"勾稽关系|申请人情况")
_LONGEST_HEADING = 40
_FIGURES = {"requests": 2, "remedies": 5}
"""How many figures beside a label show that it is one of the section's."""
_SHARED_BLOCK = "reconsideration"
"""Whose name stands in sentences, and in other tables, too."""
_LONGEST_SHARED = 5
"""A row label of section three that is no longer than this stands elsewhere too."""


class _Sign(NamedTuple):
    """The section that a text opens (empty: one without tables; None: none).

    `beside_figures` is the one that it opens where figures stand beside it;
    `titled` marks the title of the table of indicators, `article` a text that
    cannot stand in that table.
    """

    opens: str | None
    beside_figures: str | None
    titled: bool
    article: bool


class Placed(NamedTuple):
    """A strip with the section that it stands in: empty in one without tables, None before all."""

    section: str | None
    strip: Strip


def placed(strips: Iterable[Strip]) -> Iterator[Placed]:
    """Each strip with its section."""
    at: str | None = None
    for strip in strips:
        at = _section(strip, at)
        yield Placed(at, strip)


def parts_of(strips: Iterable[Placed]) -> dict[str, list[Strip]]:
    """The strips of each section."""
    parts: dict[str, list[Strip]] = defaultdict(list)
    for section, strip in strips:
        if section is not None:
            parts[section].append(strip)
    return parts


def is_titled(strips: Iterable[Strip]) -> bool:
    """Whether the title of the table of indicators stands in the strips."""
    return any(_sign(item.raw).titled for strip in strips for item in strip.texts)


def _section(strip: Strip, at: str | None) -> str | None:
    """The section that a strip stands in, given the one before it."""
    count: int | None = None
    for item in strip.texts:
        sign = _sign(item.raw)
        if sign.opens == STATISTICS or (at is None and is_indicator(item.raw)):
            return STATISTICS
        if at == STATISTICS and not sign.article:
            continue
        if sign.opens is not None:
            return sign.opens
        if sign.beside_figures is not None:
            count = len(strip.values) if count is None else count
            if count >= _FIGURES[sign.beside_figures]:
                return sign.beside_figures
    return at


@remembered
def _sign(raw: str) -> _Sign:
    text = squash(raw)
    rows = [m.label for m in name(raw, "requests", "row") if m.how == "exact"]
    row = rows[0] if len(rows) == 1 else None
    beside_figures = "requests" if row and len(core(raw)) > _LONGEST_SHARED else None
    blocks = {m.label.code for m in name(raw, "remedies", "block") if m.how == "exact"}
    if blocks:
        beside_figures = "remedies"
    titled = bool(_STATISTICS_TITLE.search(text))
    opens = None
    # A line above a table may stand in the cell of its first head.
    if titled or any(squash(line).startswith(_INDICATORS) for line in raw.split("\n")):
        opens = STATISTICS
    elif (heading := _heading(text)) is not None:
        opens = heading
    elif name(raw, "proactive", "block") or text == "信息内容":
        opens = "proactive"
    elif _CORNER.search(text) or row is labels_of("requests", "row")[0]:
        opens = "requests"
    elif blocks - {_SHARED_BLOCK}:
        opens = "remedies"
    return _Sign(opens, beside_figures, titled, text.startswith("第二十条第"))


def _heading(text: str) -> str | None:
    """The section whose heading a text is; an empty string for a section without tables."""
    wording = core(text)
    return _headings().get(wording) if len(wording) <= _LONGEST_HEADING else None


@cache
def _headings() -> dict[str, str]:
    found: dict[str, str] = {}
    for section in codebook().sections:
        if FORM not in section.forms and section.ordinal:
            code = section.section if section.kind == "table" else ""
            for wording in (section.zh, *section.variants):
                found.setdefault(core(wording), code)
    return found
