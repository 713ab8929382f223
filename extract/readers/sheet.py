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


@dataclass(slots=True)
class Sheet:
    """Printed cells by row and column, from 1, and the areas merged: first and last cell.

    A cell is printed when it holds text or, where that is known, has a border.
    Of a merged area only its first cell is printed.
    """

    cells: dict[Position, str] = field(default_factory=dict)
    merged: list[tuple[Position, Position]] = field(default_factory=list)


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

        Raises:
            RefusedError: more cells than the limits allow.
        """
        if len(sheet.cells) > self._limits.parts:
            raise RefusedError("too_large", f"parts > {self._limits.parts}")
        spans, covered = self._merged(sheet)
        rows: dict[int, dict[int, str]] = {}
        for (row, column), text in sheet.cells.items():
            if (row, column) not in covered:
                rows.setdefault(row, {})[column] = text.strip(_BLANK) or text
        held = {row + down for (row, _), (tall, _) in spans.items() for down in range(tall)}
        for run in _runs(rows, held):
            self._add_run(run, rows, spans, covered)

    def _merged(self, sheet: Sheet) -> tuple[dict[Position, tuple[int, int]], set[Position]]:
        """The spans of merged cells, and the places they cover."""
        spans: dict[Position, tuple[int, int]] = {}
        covered: set[Position] = set()
        for (top, left), (bottom, right) in sheet.merged:
            if (top, left) not in sheet.cells or (top, left) in covered:
                continue
            self._spend((bottom - top + 1) * (right - left + 1))
            spans[top, left] = (bottom - top + 1, right - left + 1)
            covered.update(
                (row, column)
                for row in range(top, bottom + 1)
                for column in range(left, right + 1)
                if (row, column) != (top, left)
            )
        return spans, covered

    def _add_run(
        self,
        run: list[int],
        rows: dict[int, dict[int, str]],
        spans: dict[Position, tuple[int, int]],
        covered: set[Position],
    ) -> None:
        """A run of rows; titles before its table and long texts in it become paragraphs.

        A row of a table that only continues merged cells holds no cell of its own.
        """
        table: list[int] = []
        for number in run:
            texts = [text for text in rows.get(number, {}).values() if text.strip()]
            alone = len(texts) == 1 and len(rows[number]) == 1
            tall = any(spans.get((number, c), (1, 1))[0] > 1 for c in rows.get(number, {}))
            if alone and not tall and (not table or len(texts[0]) > _PROSE):
                self._add_table(table, rows, spans, covered)
                table = []
                for line in texts[0].split("\n"):
                    if line.strip():
                        self._lines += 1
                        self.blocks.append(Paragraph(line, Place(line=self._lines)))
            else:
                table.append(number)
        self._add_table(table, rows, spans, covered)

    def _add_table(
        self,
        numbers: list[int],
        rows: dict[int, dict[int, str]],
        spans: dict[Position, tuple[int, int]],
        covered: set[Position],
    ) -> None:
        """The rows as a table of the columns that are filled; blank cells between them included."""
        filled = [
            column + spans.get((number, column), (1, 1))[1] * last - last
            for number in numbers
            for column in rows.get(number, {})
            for last in (0, 1)
        ]
        if not any(text.strip() for n in numbers for text in rows.get(n, {}).values()):
            return
        left, right = min(filled), max(filled)
        self._spend(len(numbers) * (right - left + 1))
        self._tables += 1
        found = []
        for number in numbers:
            cells = tuple(
                Cell(
                    rows.get(number, {}).get(column, ""),
                    Place(table=self._tables, row=number, column=column),
                    *spans.get((number, column), (1, 1)),
                )
                for column in range(left, right + 1)
                if (number, column) not in covered
            )
            if cells:
                found.append(cells)
        self.blocks.append(Table(tuple(found), Place(table=self._tables)))

    def _spend(self, slots: int) -> None:
        self._slots += slots
        if self._slots > self._limits.table_slots:
            raise RefusedError("too_large", f"table_slots > {self._limits.table_slots}")


def _runs(rows: dict[int, dict[int, str]], held: set[int]) -> Iterator[list[int]]:
    """Rows that follow each other without a blank one; a row inside a merged cell is not blank."""
    run: list[int] = []
    for row in sorted(rows.keys() | held):
        if run and row != run[-1] + 1:
            yield run
            run = []
        run.append(row)
    if run:
        yield run
