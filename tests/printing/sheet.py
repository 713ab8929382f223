"""A report laid out as titles, paragraphs and tables, before any layout prints it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from tests.printing.report import UNDECIDABLE, PrintedReport, Truth
from transform.codebook import CellKey


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell of a table: `role` is clause, head, corner, label, unit or value.

    A value has the cell it prints, and what it says (`value`, `status`); its
    `code` is empty, ``unsure`` (may be left alone) or ``lost`` (nobody can say
    which cell it is). A label or head has its code in the codebook.
    """

    text: str
    role: str
    colspan: int = 1
    rowspan: int = 1
    key: CellKey | None = None
    value: Decimal | None = None
    status: str = ""
    code: str = ""


Row = tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A line of running text; `kind` is meta, title, intro, heading, body or sign."""

    text: str
    kind: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: `name` is proactive, requests, remedies or f2014; `width` its grid columns."""

    name: str
    width: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is to be printed, in order."""

    report: PrintedReport
    blocks: tuple[Text | Grid, ...]

    @property
    def grids(self) -> tuple[Grid, ...]:
        """The tables alone."""
        return tuple(block for block in self.blocks if isinstance(block, Grid))

    def slots(self) -> Iterator[Slot]:
        """Every cell of every table."""
        for grid in self.grids:
            for row in grid.rows:
                yield from row

    def truth(self) -> Truth:
        """What the tables say, as long as the layout loses nothing."""
        return {
            slot.key: UNDECIDABLE if slot.code == "lost" else (slot.value, slot.status)
            for slot in self.slots()
            if slot.key
        }

    def unsure(self) -> frozenset[CellKey]:
        """The cells that a reader may leave alone though they are printed."""
        return frozenset(slot.key for slot in self.slots() if slot.key and slot.code == "unsure")

    def value_rows(self) -> tuple[tuple[CellKey, ...], ...]:
        """The cells that stand together in one row."""
        rows = [
            tuple(slot.key for slot in row if slot.key) for grid in self.grids for row in grid.rows
        ]
        return tuple(row for row in rows if row)

    def map_slots(self, change: Callable[[Slot], Slot]) -> Sheet:
        """The same sheet with every table cell changed."""

        def block(b: Text | Grid) -> Text | Grid:
            if isinstance(b, Text):
                return b
            return replace(b, rows=tuple(tuple(change(slot) for slot in row) for row in b.rows))

        return replace(self, blocks=tuple(block(b) for b in self.blocks))

    def map_texts(self, change: Callable[[Text], Text]) -> Sheet:
        """The same sheet with every line of running text changed."""
        return replace(
            self,
            blocks=tuple(change(b) if isinstance(b, Text) else b for b in self.blocks),
        )


def plain(value: Decimal) -> str:
    """A number without exponent and without needless zeros."""
    return format(value.normalize(), "f") if value else "0"


def places(grid: Grid) -> tuple[tuple[tuple[int, Slot, bool], ...], ...]:
    """Each row as a word processor holds it: (grid column, cell, whether it starts here).

    A cell that spans rows stands in every one of its rows, and starts in the first.
    """
    held: dict[int, tuple[Slot, int]] = {}
    found = []
    for row in grid.rows:
        line: list[tuple[int, Slot, bool]] = []
        column, slots = 0, iter(row)
        while column < grid.width:
            if column in held:
                slot, left = held[column]
                line.append((column, slot, False))
                if left > 1:
                    held[column] = (slot, left - 1)
                else:
                    del held[column]
            else:
                following = next(slots, None)
                if following is None:
                    break
                slot = following
                line.append((column, slot, True))
                if slot.rowspan > 1:
                    held[column] = (slot, slot.rowspan - 1)
            column += slot.colspan
        found.append(tuple(line))
    return tuple(found)
