"""The statistics of 2014: one value to an indicator, known by its label and its parent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from extract.document import LOST, Issue
from transform.codebook import CellKey, Label, codebook
from transform.labels import Match, core, name
from transform.recognise.cells import Reading, read_cells, unreadable
from transform.recognise.columns import Columns
from transform.recognise.leading import figures_lead
from transform.recognise.rows import FigureRow, figure_rows
from transform.recognise.strays import Strays
from transform.recognise.strips import BLANK, VALUE, Item, Strip
from transform.recognise.torn import TORN
from transform.text import squash
from transform.words import may_be

FORM = "f2014"
_TELLING = 6
_LINES = 2
"""How far the lines of one cell stand apart at most: lines of a text, or their height on a page."""
_FEWEST_CODES, _MOST_OF = 10, 0.9
_CODE = re.compile(r"\d{1,3}(?=\Z| ?[^\W\d])")
_MOST_LABELS = 2
_SENTENCE = re.compile(r"[。;]|.{25}")
_REMARK = re.compile(r"(?<=\d)[(（][^()（）]*[)）]")
# A narrow head goes on below.
_SECOND_COLUMN = re.compile(r"历年累|本年累|累计数|本期实际|上年")
_IN_WORDS = frozenset("无零〇")


@dataclass(slots=True)
class StatisticsTable:
    """The indicators as read, by section and row, and what was left over."""

    rows: dict[tuple[str, str], Reading] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)


def read_statistics(strips: Sequence[Strip]) -> StatisticsTable:
    """The indicators in `strips`; a table with more than one value column is not read."""
    table = StatisticsTable()
    columns = 2 if _has_second_column(strips) else 1
    rows = _without_codes(figure_rows(_without_units(strips), least=1))
    layout = Columns.learn(rows, 1)
    lead = figures_lead(rows, tuple(sections()))
    at = -1
    for n, row in enumerate(rows):
        at = _passed(row.above, at)
        labels = _labels(row)
        label = _pick(labels, at)
        if label is None:
            if row.figures and not _only_dashes(row):
                text = " ".join(i.raw for i in (*row.words, *row.cells) if i.kind != BLANK)
                table.issues.append(Issue("unknown_row", text, row.place))
            continue
        at = _position(label)
        keys = [CellKey(label.section, label.code, None)]
        placed = layout.place(row)
        key = (label.section, label.code)
        if columns != 1 or placed is None or (lead and row.stacked):
            if row.figures:
                table.rows[key] = unreadable(keys, row.figures, FORM, "wrong_count", label.code)
        elif any(
            _goes_on(row, other) for other in (*rows[max(0, n - 1) : n], *rows[n + 1 : n + 2])
        ):
            table.rows[key] = unreadable(keys, row.cells, FORM, "stray_number", label.code)
        elif key in table.rows:
            table.rows[key] = unreadable(keys, row.cells, FORM, "row_repeated", label.code)
        else:
            table.rows[key] = read_cells(keys, placed, FORM)
    return table


def _goes_on(row: FigureRow, stray: FigureRow) -> bool:
    """Whether a figure without a label stands so near that it may be of one cell.

    What stands in another column of the table is of another cell. A blank may be its place.
    """
    if not stray.figures or _only_dashes(stray) or _labels(stray):
        return False
    if not row.figures or Strays.of([stray]).may_go_on(row):
        return True
    one, other = row.figures[0].place, stray.figures[0].place
    if one.line is not None and other.line is not None:
        return abs(one.line - other.line) <= _LINES
    if one.box is None or other.box is None or one.page != other.page:
        return False
    if one.table is not None and one.table == other.table and one.column != other.column:
        return False
    height = max(box[3] - box[1] for box in (one.box, other.box))
    return abs(one.box[1] - other.box[1]) <= _LINES * height


def _has_second_column(strips: Sequence[Strip]) -> bool:
    """Whether a head names a second column of figures.

    Remarks below the table are sentences, those on a figure stand in brackets behind it.
    """
    texts = (_REMARK.sub("", squash(item.raw)) for strip in strips for item in strip.texts)
    return any(_SECOND_COLUMN.search(text) and not _SENTENCE.search(text) for text in texts)


def _without_codes(rows: Sequence[FigureRow]) -> tuple[FigureRow, ...]:
    """The rows without the codes before their figures, where these count up from 1.

    A row may have lost its own.
    """
    expected, lost, found, without = 1, 0, 0, []
    for row in rows:
        labelled = row.cells and _labels(row)
        first = row.cells[0].raw.strip() if labelled else ""
        if code := _CODE.match(first):
            if expected <= int(code[0]) <= expected + lost:
                expected, lost = int(code[0]), 0
                found += 1
                row = _without_first(row, alone=code[0] == first)
            expected += 1
        elif labelled and not _only_dashes(row):
            lost += 1
        without.append(row)
    counted = found >= _FEWEST_CODES and found >= _MOST_OF * (expected - 1)
    return tuple(without if counted else rows)


def _without_first(row: FigureRow, *, alone: bool) -> FigureRow:
    """A row without the code that is its first cell, `alone` or with the unit behind it.

    Where no other figure stands in the row, what a unit stands behind may look like it: the
    figure is printed a little higher or lower, and nothing is read.
    """
    if alone or len(row.figures) > 1:
        return row._replace(cells=row.cells[1:], figures=row.figures[1:], lead=row.lead + 1)
    torn = row.cells[0]._replace(raw=row.cells[0].raw + TORN)
    return row._replace(cells=(torn, *row.cells[1:]), figures=(torn, *row.figures[1:]))


def is_indicator(raw: str) -> bool:
    """Whether a text is the label of an indicator, and of nothing on the later forms."""
    if len(core(raw)) < _TELLING or any(name(raw, s, "row") for s in ("proactive", "requests")):
        return False
    return any(m.how == "exact" for m in _matches(raw))


def _only_dashes(row: FigureRow) -> bool:
    """Whether a row prints no number, as the headings between the indicators do."""
    return not any(c.isdigit() or c in _IN_WORDS for item in row.figures for c in item.raw)


@cache
def _order() -> list[Label]:
    return [x for x in codebook().labels if FORM in x.forms and x.axis == "row"]


def _position(label: Label) -> int:
    """Where a label stands in the form."""
    return _positions()[label.section, label.code]


@cache
def _positions() -> dict[tuple[str, str], int]:
    return {(label.section, label.code): n for n, label in enumerate(_order())}


@cache
def sections() -> list[str]:
    """The sections of the statistics, as the form has them."""
    return list(dict.fromkeys(x.section for x in _order()))


def _labels(row: FigureRow) -> list[Label]:
    whole = [m for item in row.words for m in _matches(item.raw) if m.how == "exact"]
    if len({m.label.code for m in whole}) > _MOST_LABELS:
        # A table that came apart: its figures are elsewhere.
        return []
    for printed in row.label_texts:
        matches = [m for m in _matches(_without_unit(printed)) if m.how != "torn"]
        exact = [m for m in matches if m.how == "exact"]
        if matches:
            return [m.label for m in exact or matches]
    return []


def _passed(above: Sequence[Item], at: int) -> int:
    """Where the form stands after labels whose figures could not be told from them."""
    for item in above:
        printed, figures = _without_figure().subn("", item.raw)
        matches = _matches(printed) if figures else ()
        label = _pick([m.label for m in matches if m.how == "exact"], at)
        at = at if label is None else max(at, _position(label))
    return at


@cache
def _without_figure() -> re.Pattern[str]:
    """The unit and the figure behind a label."""
    units = "|".join(codebook().unit_words)
    return re.compile(rf"\s+(?:(?:{units})\s*)?\d[\d.,]*\s*(?:{units})?\s*$")


def _matches(text: str) -> Iterator[Match]:
    return (match for section in sections() for match in name(text, section, "row"))


def _pick(labels: Sequence[Label], at: int) -> Label | None:
    """Of labels with one wording, the first after the last row read."""
    if len(labels) == 1:
        return labels[0]
    later = [x for x in labels if _position(x) > at]
    if not later:
        return None
    first = min(later, key=_position)
    siblings = [x for x in _order()[at + 1 : _position(first)] if x.section != first.section]
    return None if siblings and at >= 0 else first


def _without_units(strips: Sequence[Strip]) -> list[Strip]:
    """The strips without the words of the unit column, so that the label is next to its value."""
    kept = []
    for strip in strips:
        items = tuple(
            i for i in strip.items if i.kind == VALUE or i.kind == BLANK or not _is_unit(i)
        )
        kept.append(Strip(items, strip.place, strip.table, strip.spaced))
    return [strip for strip in kept if strip.items]


def _without_unit(text: str) -> str:
    """A label that its unit is glued to, without the unit."""
    if any(_matches(text)):
        return text
    for word in codebook().unit_words:
        if text.endswith(word) and len(text) > len(word) + 3:
            return text[: -len(word)]
    return text


def _is_unit(item: Item) -> bool:
    text = squash(item.raw)
    if LOST in text and text.strip(LOST):
        return bool(may_be(text, codebook().unit_words))
    return text in codebook().unit_words or text.strip("—-") == ""
