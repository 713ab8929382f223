"""Figures that one reading alone has, and that the form's sums contradict: they are not sure.

Where no rulings show the columns of a table, a figure may have been taken for another column's;
where one of two looks at a picture could not tell a figure, the other may have taken a digit for
one that looks like it. Another reading that tells the same is a witness, and so is a sum that
holds. Where the sum fails, the report or the reading is wrong: nobody knows which.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
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

    Blanks of these sums are as little sure: one may be the column of a figure. The sum of a
    column fails where any of its rows does, and tells nothing of the others.
    """
    aligned = aligned_places(document)
    alone = {c.key for c in tables.cells if c.second_reading == "single" and c.place in aligned}
    return without_failing(tables, alone, of_rows=True)


def without_failing(tables: Tables, alone: Set[CellKey], *, of_rows: bool = False) -> Tables:
    """`tables` without those cells that stand `alone` and in sums that fail, or sums of rows."""
    cells = {cell.key: cell for cell in tables.cells}
    known = {key for key in alone if _is_known(cells[key])}
    if tables.form is None or not any(cells[key].value is not None for key in known):
        return tables
    against: dict[CellKey, str] = {}
    for instance in _failing(cells, tables.form):
        terms = [term.cell for term in instance.terms]
        if not of_rows or len({_row(cells[key]) for key in terms if key in cells}) == 1:
            for key in known.intersection(terms):
                against.setdefault(key, instance.identity.identity_id)
    issues = (
        Issue("sum_contradicts", cell.raw, cell.place, f"{cell.key.row}: {against[cell.key]}")
        for cell in tables.cells
        if cell.key in against
    )
    return replace(
        tables,
        cells=tuple(cell.unreadable() if cell.key in against else cell for cell in tables.cells),
        issues=(*tables.issues, *issues),
    )


def _failing(cells: Mapping[CellKey, CellReading], form: str) -> Iterator[Instance]:
    """The sums over known cells that do not hold.

    A side without a figure says nothing: some print no totals.
    """
    for instance in instances(form):
        terms = [cells[t.cell] for t in instance.terms if t.cell in cells]
        if all(map(_is_known, terms)):
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
