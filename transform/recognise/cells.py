"""Cells of the form from printed items: values, states and the reasons for none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from extract.document import Issue
from transform.codebook import CellKey, Unit, codebook
from transform.recognise.strips import Item
from transform.remember import remembered
from transform.report import CellReading
from transform.values import Value, read_value

_STACKED = re.compile(r"\d\s*\n\s*\d")


@dataclass(frozen=True, slots=True)
class Reading:
    """Cells read from one row, and what could not be read of it."""

    cells: tuple[CellReading, ...]
    issues: tuple[Issue, ...] = ()


def read_cells(
    keys: Sequence[CellKey],
    items: Sequence[Item],
    form: str,
    decided: str = "printed",
    unit_in_head: str = "",
) -> Reading:
    """One cell for each key from the item in its place.

    `unit_in_head` is a unit the column's head names; it holds for a cell that
    names none.
    """
    book = codebook()
    cells, issues = [], []
    for key, item in zip(keys, items, strict=True):
        row = book.row(key.section, key.row)
        value = _value(item.raw, row.kind, row.unit)
        number = value.value
        if value.issue is not None:
            issues.append(Issue(value.issue, item.raw, item.place, key.row))
        if number is not None and row.kind == "money" and not value.unit_printed:
            unit = book.unit(row.unit)
            if unit_in_head:
                number *= book.unit(unit_in_head).factor / unit.factor
            elif number and unit.unit == "cny":
                issues.append(Issue("unit_not_printed", item.raw, item.place, key.row))
        how = decided if value.status == "reported" else None
        cells.append(
            CellReading(key, number, value.status, row.unit, form, item.raw, item.place, how)
        )
    return Reading(tuple(cells), tuple(issues))


def read_cut(
    keys: Sequence[CellKey],
    numbers: Sequence[int],
    items: Sequence[Item],
    form: str,
    forced_by: str | None,
) -> Reading:
    """One cell for each key from digits cut into `numbers`.

    `forced_by` names the identities without which there were more cuts; None
    when notation and number alone left this one.
    """
    raw = " ".join(item.raw for item in items)
    how = "forced_by_sums" if forced_by else "forced_by_count"
    place = items[0].place
    cells = []
    for key, number in zip(keys, numbers, strict=True):
        unit = codebook().row(key.section, key.row).unit
        cells.append(
            CellReading(key, Decimal(number), "reported", unit, form, raw, place, how, forced_by)
        )
    return Reading(tuple(cells))


def unreadable(
    keys: Iterable[CellKey], items: Sequence[Item], form: str, issue: str, detail: str = ""
) -> Reading:
    """Every key unreadable, for one reason."""
    raw = " ".join(item.raw for item in items)
    place = items[0].place if items else None
    keys = tuple(keys)
    cells = tuple(
        CellReading(
            key, None, "unreadable", codebook().row(key.section, key.row).unit, form, raw, place
        )
        for key in keys
    )
    return Reading(cells, (Issue(issue, raw, place, detail or keys[0].row),))


def doubted(reading: Reading) -> Reading:
    """A row whose blank cells may have lost their figures."""
    cells = tuple(
        c._replace(status="unreadable") if c.status == "blank" else c for c in reading.cells
    )
    return Reading(cells, reading.issues)


def doubt_beside(rows: Mapping[str, Reading], codes: Sequence[str | None]) -> dict[str, Reading]:
    """The rows, with blanks doubted where figures that nothing names stand beside them.

    `codes` are the rows with figures or labels as they are printed, None where
    figures have no label: they may be those of the row before or after.
    """
    pairs = [*pairwise(codes), *pairwise(codes[::-1])]
    beside = {code for lost, code in pairs if lost is None and code is not None}
    return {code: doubted(r) if code in beside else r for code, r in rows.items()}


def doubt_beside_stacked(
    rows: Mapping[str, Reading], codes: Sequence[str | None]
) -> dict[str, Reading]:
    """The rows, with blanks doubted above and below cells that hold figures on two lines.

    One of these may be the blank's, a little higher or lower than its row.
    """
    found = dict(rows)
    for one, other in (*pairwise(codes), *pairwise(codes[::-1])):
        if one is None or other is None or one not in rows or other not in rows:
            continue
        stacked = {c.key.applicant_type for c in rows[other].cells if _STACKED.search(c.raw)}
        cells = tuple(
            c._replace(status="unreadable")
            if c.status == "blank" and c.key.applicant_type in stacked
            else c
            for c in found[one].cells
        )
        found[one] = Reading(cells, found[one].issues)
    return found


@remembered
def _value(raw: str, kind: str, unit: str) -> Value:
    """What a cell prints, in `unit`."""
    known = codebook().unit(unit)
    return read_value(raw, kind, known, money_units(known))


def money_units(unit: Unit) -> tuple[Unit, ...]:
    """The units a cell may name instead of `unit`."""
    return tuple(u for u in codebook().units if u.base and u.base == unit.base)
