"""Figures that alignment alone placed, and that the form's sums contradict: they are not sure.

Where no rulings show the columns of a table, a figure may have been taken for another column's.
Text that tells the same is a second witness, and so is a sum that holds. Where the sum of a row
fails and no other reading has its cells, the report or the reading is wrong: nobody knows which.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from extract.document import Document, Issue
from transform.codebook import CellKey, Instance
from transform.recognise.sums import instances
from transform.report import CellReading, Tables
from transform.second import aligned_places

_NOTHING = ("blank", "dash")
_SIDES = ("lhs", "rhs")


def without_contradicted(document: Document, tables: Tables) -> Tables:
    """`tables` without what only alignment tells of rows whose sums fail.

    Blanks of these sums are as little sure: one may be the column of a figure.
    """
    aligned = aligned_places(document)
    cells = {cell.key: cell for cell in tables.cells}
    alone = {
        key: cell
        for key, cell in cells.items()
        if cell.second_reading == "single" and cell.place in aligned and _is_known(cell)
    }
    if tables.form is None or not any(cell.value is not None for cell in alone.values()):
        return tables
    against: dict[CellKey, str] = {}
    for instance in _failing(cells, tables.form):
        for term in instance.terms:
            if term.cell in alone:
                against.setdefault(term.cell, instance.identity.identity_id)
    issues = (
        Issue("sum_contradicts", cells[key].raw, cells[key].place, f"{key.row}: {identity}")
        for key, identity in against.items()
    )
    return replace(
        tables,
        cells=tuple(cell.unreadable() if cell.key in against else cell for cell in tables.cells),
        issues=(*tables.issues, *issues),
    )


def _failing(cells: Mapping[CellKey, CellReading], form: str) -> Iterator[Instance]:
    """The sums over known cells of one row that do not hold.

    A side without a figure says nothing: some print no totals.
    """
    for instance in instances(form):
        terms = [cells[t.cell] for t in instance.terms if t.cell in cells]
        if all(map(_is_known, terms)) and len({_row(cell) for cell in terms}) == 1:
            left, right = (_sum(instance, cells, side) for side in _SIDES)
            if None not in (left, right) and left != right:
                yield instance


def _is_known(cell: CellReading) -> bool:
    return cell.value is not None or cell.status in _NOTHING


def _row(cell: CellReading) -> tuple[int | None, ...]:
    return (cell.place.table, cell.place.row) if cell.place else ()


def _sum(instance: Instance, cells: Mapping[CellKey, CellReading], side: str) -> Decimal | None:
    """What one side of a sum comes to; None where none of its cells has a figure."""
    terms = [(cells.get(t.cell), t.weight) for t in instance.terms if t.side == side]
    values = [(cell.value, weight) for cell, weight in terms if cell is not None]
    figures = [value * weight for value, weight in values if value is not None]
    return sum(figures, Decimal(0)) if figures else None
