"""Section two: items of Article 20, each with the measures that its own head names.

The head decides the form of each item: reports mix the forms of 2019 and 2021.
Where a head was lost, the heads of the other items decide.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import takewhile

from extract.document import Issue
from transform.codebook import CellKey, Label, codebook
from transform.glued import ways
from transform.labels import core, labels_of, name
from transform.recognise.cells import (
    Reading,
    doubt_beside,
    read_cells,
    read_cut,
    unreadable,
)
from transform.recognise.columns import padded_tables
from transform.recognise.layout import Layout
from transform.recognise.leading import figures_lead
from transform.recognise.proactive_heads import (
    FIRST_HEAD,
    SECTION,
    Head,
    columns_of,
    measure_pattern,
    read_head,
)
from transform.recognise.rows import FigureRow, figure_rows
from transform.recognise.strays import Strays
from transform.recognise.strips import BLANK, VALUE, Item, Strip
from transform.text import squash

_SIGN = re.compile(r"(?<=\d)(?=[+\-])")
_GO_ON = ("、", "，", ",", "（", "(")
"""What the first line of a label on several ends with, which itself may be another's."""


@dataclass(frozen=True, slots=True)
class _Item:
    code: str
    row: FigureRow
    head: Head


class _Layouts:
    """Each clause has columns of its own, wherever the others have theirs.

    How a table fills its rows up is the same in all of them.
    """

    def __init__(self, items: Sequence[_Item]) -> None:
        self._rows: dict[str, list[FigureRow]] = defaultdict(list)
        for item in items:
            self._rows[_clause(item.code).code].append(item.row)
        self._padded = padded_tables((x.row, len(x.head.columns)) for x in items if x.head.form)
        self._known: dict[tuple[str, int], Layout] = {}

    def of(self, clause: str, count: int) -> Layout:
        """Where the rows of a clause have `count` columns."""
        if (clause, count) not in self._known:
            self._known[clause, count] = Layout.learn(self._rows[clause], count, self._padded)
        return self._known[clause, count]


@dataclass(slots=True)
class ProactiveTable:
    """Section two as read: readings by item, the form its heads show, what was left over.

    `printed` are the items in printed order, None for figures that no label names.
    """

    items: dict[str, Reading] = field(default_factory=dict)
    printed: list[str | None] = field(default_factory=list)
    forms: Counter[str] = field(default_factory=Counter)
    issues: list[Issue] = field(default_factory=list)


def read_proactive(strips: Sequence[Strip]) -> ProactiveTable:
    """The items of section two in `strips`."""
    table = ProactiveTable()
    rows = figure_rows(strips)
    found, unnamed = _items(rows, table)
    for item in found:
        if item.head.form:
            table.forms[item.head.form] += 1
    usual = table.forms.most_common(1)[0][0] if len(table.forms) == 1 else None
    layouts = _Layouts(found)
    lead = figures_lead(rows, (SECTION,))
    strays = Strays.of(unnamed)
    seen: dict[str, Reading] = {}
    for item in found:
        form = item.head.form or usual
        if form is None:
            table.issues.append(Issue("unknown_head", _raw(item.row), item.row.place, item.code))
            continue
        reading = _read_item(item, form, layouts)
        if lead and item.row.stacked:
            keys = [c.key for c in reading.cells]
            reading = unreadable(keys, item.row.cells, form, "ambiguous_row")
        if strays.may_go_on(item.row):
            keys = [c.key for c in reading.cells]
            reading = unreadable(keys, item.row.cells, form, "ambiguous_digits", item.code)
        if item.code in seen and _numbers(seen[item.code]) != _numbers(reading):
            keys = [c.key for c in seen[item.code].cells]
            seen[item.code] = unreadable(keys, item.row.cells, form, "row_repeated")
        else:
            seen.setdefault(item.code, reading)
    table.items = doubt_beside(seen, table.printed)
    return table


def _items(rows: Sequence[FigureRow], table: ProactiveTable) -> tuple[list[_Item], list[FigureRow]]:
    """The rows that an item names, and the rows of figures that none does."""
    found: list[_Item] = []
    unnamed: list[FigureRow] = []
    heads: dict[str, Head] = {}
    words: list[Item] = []
    for row in rows:
        if found and _has_late_head(row, found[-1]):
            clause = _clause(found[-1].code)
            for n, item in enumerate(found):
                if _clause(item.code) == clause:
                    found[n] = replace(item, head=replace(item.head, ordered=False))
        if row.follows_noted:
            table.printed.append(None)
        label_words = row.words or (row.above[-1:] if row.stacked else ())
        before = row.above if row.words else row.above[: len(row.above) - len(label_words)]
        _collect(words, before)
        code, head_words = _item_code(row, label_words)
        _collect(words, head_words)
        if code is None:
            if row.figures:
                kind = "unknown_row" if label_words else "unlabelled_row"
                table.issues.append(Issue(kind, _raw(row), row.place))
                table.printed.append(None)
                unnamed.append(row)
            continue
        table.printed.append(code)
        clause = _clause(code)
        head = read_head(words, clause) if words else Head(None, ())
        if head.form is None and clause.code in heads:
            head = heads[clause.code]
        if head.form is not None:
            heads[clause.code] = head
        found.append(_Item(code, row, head))
        words = []
    return found, unnamed


def _has_late_head(row: FigureRow, before: _Item) -> bool:
    """Whether heads of an item's columns stand below its figures, in a text without columns.

    The figures below those heads stand elsewhere, too, and those above may be of other items.
    """
    if row.table is not None or not before.row.stacked:
        return False
    measures = measure_pattern(_clause(before.code).code)
    own = takewhile(lambda w: not name(w.raw, SECTION, "block"), row.above)
    texts = takewhile(lambda text: text != FIRST_HEAD, (core(squash(w.raw)) for w in own))
    return any(measures.fullmatch(text) for text in texts)


def _collect(words: list[Item], more: Sequence[Item]) -> None:
    """Add to the words of a head, which begins at the last caption."""
    for item in more:
        if name(item.raw, SECTION, "block"):
            words.clear()
        words.append(item)


def _item_code(row: FigureRow, words: Sequence[Item]) -> tuple[str | None, Sequence[Item]]:
    """The item that the row's words name, and the words before it."""
    if words and words[-1].raw.rstrip().endswith(_GO_ON):
        return None, words
    for count in (1, 2, 3):
        if count <= len(words):
            matches = name("".join(w.raw for w in words[-count:]), SECTION, "row")
            if len(matches) == 1 and matches[0].how != "torn":
                return matches[0].label.code, words[:-count]
    return None, words


@cache
def _clause(item: str) -> Label:
    row = next(x for x in labels_of(SECTION, "row") if x.code == item)
    return next(x for x in labels_of(SECTION, "block") if x.code == row.parent)


def item_keys(item: str, form: str, columns: Sequence[str]) -> list[CellKey]:
    """The cells of an item in a form, one for each measure."""
    return [CellKey(SECTION, f"{item}.{column}", None) for column in columns]


def _read_item(item: _Item, form: str, layouts: _Layouts) -> Reading:
    clause = _clause(item.code).code
    columns = item.head.columns if item.head.form == form else columns_of(clause, form)
    keys = item_keys(item.code, form, columns)
    row, count = item.row, len(columns)
    if not keys:
        return Reading((), (Issue("unknown_row", _raw(row), row.place, item.code),))
    placed = layouts.of(clause, count).place(row)
    if not item.head.ordered:
        return unreadable(keys, row.figures or row.cells, form, "head_order", item.code)
    if placed is not None:
        return read_cells(keys, placed, form, unit_in_head=item.head.unit)
    if row.may_be_glued:
        return _read_glued(keys, row, form)
    return unreadable(keys, row.figures or row.cells, form, "wrong_count", item.code)


def _read_glued(keys: Sequence[CellKey], row: FigureRow, form: str) -> Reading:
    """Glued digits: a sign is a border, since only one measure of the form has one."""
    runs = [run for cell in row.cells for run in _SIGN.split(cell.raw)]
    only = ways(runs, len(keys), ())
    if only.numbers:
        return read_cut(keys, only.numbers[0], row.cells, form, None)
    signed = [n for n, k in enumerate(keys) if codebook().row(SECTION, k.row).kind == "signed"]
    marks = [n for n, run in enumerate(runs) if run[:1] in "+-"]
    if len(signed) == 1 and len(marks) == 1 and marks[0] == signed[0]:
        return _read_at_sign(keys, row, form, runs, signed[0])
    return unreadable(keys, row.cells, form, "ambiguous_digits", keys[0].row)


def _read_at_sign(
    keys: Sequence[CellKey], row: FigureRow, form: str, runs: Sequence[str], at: int
) -> Reading:
    """The cells before the sign; those after it only when nothing is glued there."""
    whole = len(runs) == len(keys)
    sure = keys if whole else keys[:at]
    items = [Item(VALUE, run, row.cells[0].place) for run in runs[: len(sure)]]
    read = read_cells(sure, items, form)
    if whole:
        return read
    rest = unreadable(keys[at:], row.cells, form, "ambiguous_digits", keys[at].row)
    return Reading((*read.cells, *rest.cells), (*read.issues, *rest.issues))


def _numbers(reading: Reading) -> list[object]:
    return [(c.key, c.value, c.status) for c in reading.cells]


def _raw(row: FigureRow) -> str:
    return " ".join(i.raw for i in (*row.words, *row.cells) if i.kind != BLANK)
