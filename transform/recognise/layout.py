"""Where rows printed alike have the form's columns: by their cells, else by alignment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from transform.recognise.alignment import Alignment
from transform.recognise.columns import Columns
from transform.recognise.rows import FigureRow
from transform.recognise.strips import Item


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of rows that are printed alike."""

    columns: Columns
    alignment: Alignment

    @classmethod
    def learn(
        cls, rows: Sequence[FigureRow], count: int, padded: frozenset[int | None] | None = None
    ) -> Layout:
        """Learn from rows in which all of `count` columns are filled; see `Columns.learn`."""
        return cls(Columns.learn(rows, count, padded), Alignment.learn(rows, count))

    def place(self, row: FigureRow) -> tuple[Item, ...] | None:
        """The row's cells in their columns; None when unclear."""
        return self.columns.place(row) or self.alignment.place(row)
