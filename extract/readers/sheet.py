"""The cells of a spreadsheet as blocks: titles as paragraphs, the rest as tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.document import Block, Cell, Paragraph, Place, Table
from extract.limits import Limits
from extract.refusal import RefusedError

Position = tuple[int, int]
_PROSE = 80
_BLANK = " \t\r\n"
_ALONE = (1, 1)


@dataclass(slots=True)
class Sheet:
    """Printed cells by row and column, from 1, and the areas merged: first and last cell.

    A cell is printed when it holds text or has a border; `drawn` says that
    some have, so that what has neither is no cell. Of a merged area only its
    first cell is printed.
    """

    cells: dict[Position, str] = field(default_factory=dict)
    merged: list[tuple[Position, Position]] = field(default_factory=list)
    drawn: bool = False


@dataclass(slots=True)
class _Rows:
    """The printed cells of a sheet row by row, and the rows and columns that merged ones span."""

    texts: dict[int, dict[int, str]]
    spans: dict[Position, tuple[int, int]]
    covered: set[Position]
    drawn: bool

    def runs(self) -> Iterator[list[int]]:
        """Rows that follow each other without a blank one; inside a merged cell none is blank."""
        held = {row + n for (row, _), (tall, _) in self.spans.items() for n in range(tall)}
        run: list[int] = []
        for row in sorted(self.texts.keys() | held):
            if run and row != run[-1] + 1:
                yield run
                run = []
            run.append(row)
        if run:
            yield run

    def line(self, row: int) -> str | None:
        """The text of a row that is one cell of one row, if it is."""
        cells = self.texts.get(row, {})
        if len(cells) != 1:
            return None
        column, text = next(iter(cells.items()))
        return text if text.strip() and self.spans.get((row, column), _ALONE)[0] == 1 else None

    def right(self, row: int) -> int:
        """The last column in which a cell of a row stands."""
        ends = (c + self.spans.get((row, c), _ALONE)[1] - 1 for c in self.texts.get(row, {}))
        return max(ends, default=0)


class Sheets:
    """Puts the blocks of all sheets of a workbook together, within the limits."""

    def __init__(self, limits: Limits) -> None:
        self.blocks: list[Block] = []
        self._limits = limits
        self._slots = 0
        self._tables = 0
        self._lines = 0

    def add(self, sheet: Sheet) -> None:
        """The blocks of a sheet: a table for each run of rows between blank ones.

        Titles before a table and long texts in it are paragraphs.

        Raises:
            RefusedError: more cells than the limits allow.
        """
        if len(sheet.cells) > self._limits.parts:
            raise RefusedError("too_large", f"parts > {self._limits.parts}")
        rows = self._rows(sheet)
        for run in rows.runs():
            table: list[int] = []
            for number in run:
                line = rows.line(number)
                if line is None or (table and len(line) <= _PROSE):
                    table.append(number)
                else:
                    self._add_table(table, rows)
                    table = []
                    self._add_lines(line)
            self._add_table(table, rows)

    def _rows(self, sheet: Sheet) -> _Rows:
        spans: dict[Position, tuple[int, int]] = {}
        covered: set[Position] = set()
        for (top, left), (bottom, right) in sheet.merged:
            if (top, left) not in sheet.cells or (top, left) in covered:
                continue
            self._spend((bottom - top + 1) * (right - left + 1))
            spans[top, left] = (bottom - top + 1, right - left + 1)
            covered |= {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
            covered.discard((top, left))
        texts: dict[int, dict[int, str]] = {}
        for (row, column), text in sheet.cells.items():
            if (row, column) not in covered:
                texts.setdefault(row, {})[column] = text.strip(_BLANK) or text
        return _Rows(texts, spans, covered, sheet.drawn)

    def _add_lines(self, text: str) -> None:
        for line in text.split("\n"):
            if line.strip():
                self._lines += 1
                self.blocks.append(Paragraph(line, Place(line=self._lines)))

    def _add_table(self, numbers: list[int], rows: _Rows) -> None:
        """The rows from the first column that one of them fills; blank cells between included."""
        columns = [column for number in numbers for column in rows.texts.get(number, {})]
        if not any(t.strip() for n in numbers for t in rows.texts.get(n, {}).values()):
            return
        left, right = min(columns), max(rows.right(number) for number in numbers)
        self._spend(len(numbers) * (right - left + 1))
        self._tables += 1
        found = []
        for number in numbers:
            last = rows.right(number) if rows.drawn else right
            cells = tuple(
                Cell(
                    rows.texts.get(number, {}).get(column, ""),
                    Place(table=self._tables, row=number, column=column),
                    *rows.spans.get((number, column), _ALONE),
                )
                for column in range(left, last + 1)
                if (number, column) not in rows.covered
            )
            if cells:
                found.append(cells)
        self.blocks.append(Table(tuple(found), Place(table=self._tables)))

    def _spend(self, slots: int) -> None:
        self._slots += slots
        if self._slots > self._limits.table_slots:
            raise RefusedError("too_large", f"table_slots > {self._limits.table_slots}")
