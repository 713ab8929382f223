"""Recognised figures that are not sure, confirmed by the form's own sums.

A ruling hides the edge of a digit, or recognition hesitates: what was read is then no figure. A
sum whose other cells are all known leaves one figure for such a cell. Where that is what was
read, print and sum say the same, and neither alone was believed; but the sum has forced the
figure, and cannot be its witness.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from transform.codebook import CellKey
from transform.recognise.sums import choose
from transform.report import CellReading, Tables

_CELL = "unsure"
_NOTHING = ("blank", "dash")


def with_confirmed(read: Tables, sure: Tables) -> Tables:
    """The tables as far as they are `sure`, with figures `read` that sums confirm."""
    unsure = {
        new.key: (old,)
        for old, new in zip(read.cells, sure.cells, strict=True)
        if new.status == "unreadable" and is_count(old)
    }
    confirmed = confirmed_by_sums(unsure, sure)
    if not confirmed:
        return sure
    cells = tuple(
        confirmed[c.key]._replace(confidence=c.confidence) if c.key in confirmed else c
        for c in sure.cells
    )
    told = {cell.place for cell in confirmed.values()}
    issues = tuple(i for i in sure.issues if i.kind != "unsure_text" or i.place not in told)
    return replace(sure, cells=cells, issues=issues)


def is_count(cell: CellReading) -> bool:
    """Whether a cell has a figure that sums may confirm."""
    return cell.value is not None and cell.value == cell.value.to_integral_value()


def confirmed_by_sums(
    unsure: Mapping[CellKey, Sequence[CellReading]], sure: Tables
) -> dict[CellKey, CellReading]:
    """Of the readings of each unsure cell the one that a sum of sure cells leaves, if there is.

    A figure so confirmed may confirm others in turn.
    """
    if sure.form is None or not unsure:
        return {}
    left = dict(unsure)
    known = {c.key: Decimal(0) if c.status in _NOTHING else c.value for c in sure.cells}
    confirmed: dict[CellKey, CellReading] = {}
    while found := _confirmed(left, known, sure.form):
        confirmed.update(found)
        known.update((key, cell.value) for key, cell in found.items())
        left = {key: readings for key, readings in left.items() if key not in found}
    return confirmed


def _confirmed(
    unsure: Mapping[CellKey, Sequence[CellReading]],
    known: Mapping[CellKey, Decimal | None],
    form: str,
) -> dict[CellKey, CellReading]:
    """Those of the unsure cells that sums with no other unsure cell confirm."""
    found = {}
    for key, readings in unsure.items():
        by_number = {int(cell.value or 0): cell for cell in readings}
        choice = choose({_CELL: [(n,) for n in by_number]}, known, {_CELL: (key,)}, form)
        if choice is not None:
            cell = by_number[choice.numbers[_CELL][0]]
            found[key] = cell._replace(decided="forced_by_sums", forced_by=choice.identities)
    return found
