"""The statistics of 2014: one value to an indicator, known by its label and its parent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from extract.document import Issue
from transform.codebook import CellKey, Label, codebook
from transform.labels import Match, core, name
from transform.recognise.cells import Reading, read_cells, unreadable
from transform.recognise.lines import BLANK, VALUE, Item, Line
from transform.recognise.rows import Columns, FigureRow, figure_rows
from transform.text import squash

FORM = "f2014"
_TELLING = 6
_SECOND_COLUMN = re.compile(r"历年累计|本年累计|累计数|本期实际|上年")


@dataclass(slots=True)
class StatisticsTable:
    """The indicators as read, by section and row, and what was left over."""

    rows: dict[tuple[str, str], Reading] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)


def read_statistics(lines: Sequence[Line]) -> StatisticsTable:
    """The indicators in `lines`; a table with more than one value column is not read."""
    table = StatisticsTable()
    words = "".join(squash(item.raw) for line in lines for item in line.texts)
    columns = 2 if _SECOND_COLUMN.search(words) else 1
    rows = figure_rows(_without_units(lines), least=1)
    layout = Columns.learn(rows, 1)
    at = -1
    for row in rows:
        labels = _labels(row)
        label = _pick(labels, at)
        if label is None:
            if row.figures and not _only_dashes(row):
                text = " ".join(i.raw for i in (*row.words, *row.cells) if i.kind != BLANK)
                table.issues.append(Issue("unknown_row", text, row.place))
            continue
        at = _order().index(label)
        keys = [CellKey(label.section, label.code, None)]
        placed = layout.place(row)
        key = (label.section, label.code)
        if columns != 1 or placed is None:
            if row.figures:
                table.rows[key] = unreadable(keys, row.figures, FORM, "wrong_count", label.code)
        elif key in table.rows:
            table.rows[key] = unreadable(keys, row.cells, FORM, "row_repeated", label.code)
        else:
            table.rows[key] = read_cells(keys, placed, FORM)
    return table


def is_indicator(raw: str) -> bool:
    """Whether a text is the label of an indicator, and of nothing on the later forms."""
    if len(core(raw)) < _TELLING or any(name(raw, s, "row") for s in ("proactive", "requests")):
        return False
    return any(m.how == "exact" for s in _sections() for m in name(raw, s, "row"))


def _only_dashes(row: FigureRow) -> bool:
    """Whether a row prints no number, as the headings between the indicators do."""
    return not any(c.isdigit() for item in row.figures for c in item.raw)


@cache
def _order() -> list[Label]:
    return [x for x in codebook().labels if FORM in x.forms and x.axis == "row"]


@cache
def _sections() -> list[str]:
    return list(dict.fromkeys(x.section for x in _order()))


def _labels(row: FigureRow) -> list[Label]:
    for printed in row.label_texts:
        text = _without_unit(printed)
        matches: list[Match] = [m for s in _sections() for m in name(text, s, "row")]
        matches = [m for m in matches if m.how != "torn"]
        if any(m.how == "exact" for m in matches):
            matches = [m for m in matches if m.how == "exact"]
        if matches:
            return [m.label for m in matches]
    return []


def _pick(labels: Sequence[Label], at: int) -> Label | None:
    """Of labels with one wording, the first after the last row read."""
    if len(labels) == 1:
        return labels[0]
    later = [x for x in labels if _order().index(x) > at]
    if not later:
        return None
    first = min(later, key=_order().index)
    siblings = [x for x in _order()[at + 1 : _order().index(first)] if x.section != first.section]
    return None if siblings and at >= 0 else first


def _without_units(lines: Sequence[Line]) -> list[Line]:
    """The lines without the words of the unit column, so that the label is next to its value."""
    kept = []
    for line in lines:
        items = tuple(
            i for i in line.items if i.kind == VALUE or i.kind == BLANK or not _is_unit(i)
        )
        kept.append(Line(items, line.place, line.table, line.spaced))
    return [line for line in kept if line.items]


def _without_unit(text: str) -> str:
    """A label that its unit is glued to, without the unit."""
    if any(name(text, s, "row") for s in _sections()):
        return text
    for word in sorted(_unit_words(), key=lambda w: (-len(w), w)):
        if text.endswith(word) and len(text) > len(word) + 3:
            return text[: -len(word)]
    return text


@cache
def _unit_words() -> frozenset[str]:
    return frozenset(word for unit in codebook().units for word in unit.printed)


def _is_unit(item: Item) -> bool:
    return squash(item.raw) in _unit_words() or squash(item.raw).strip("—-") == ""
