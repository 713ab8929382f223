"""Tables of an HTML page: what is data and what is page layout, and where each cell stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from extract.document import Cell, Place, Table

MAX_COLSPAN = 1_000
MAX_ROWSPAN = 65_534
_WHOLE = re.compile(r"[ \t\n\r\f]*\+?0*([0-9]{1,6})")

_HEAD, _BODY, _FOOT = 0, 1, 2
_RANKS = {"thead": _HEAD, "tfoot": _FOOT}

# Cells of forms are short. A cell of running text outweighs a few dozen of them in a
# page shell; in a form with one long explanation it does not.
_PROSE_CHARACTERS = 200
_CHARACTERS_PER_CELL = 60


class TooManySlotsError(Exception):
    """A table needs more grid places than the limits allow."""


class Line(NamedTuple):
    """A printed line; `level` is 1 to 6 inside a heading, else 0."""

    text: str
    level: int


@dataclass(slots=True)
class Flow:
    """Content in reading order."""

    items: list[Line | RawTable] = field(default_factory=list)


# More columns than the forms have.
_FIRST = 16
# Named tuples made without their own constructors, which take twice as long.
_made = tuple.__new__


@dataclass(slots=True)
class RawCell(Flow):
    """A cell as its tag says: `rowspan` 0 reaches to the end of its row group.

    What it tells is known when it is complete. `text` is its lines; a
    blank cell keeps the kind of blank that stands in it. `characters` counts all of its text,
    that of its `inner_tables` included. `running` says that it holds what stands on pages and
    not in tables.
    """

    rowspan: int = 1
    colspan: int = 1
    hidden: bool = False
    text: str = ""
    characters: int = 0
    running: bool = False
    inner_tables: Sequence[RawTable] = ()

    def complete(self) -> None:
        """Finds what the cell tells once all of its items are there."""
        if len(self.items) == 1 and isinstance(line := self.items[0], Line):
            self.text, level = line
            self.characters = len(self.text)
            self.running = level > 0 or self.characters >= _PROSE_CHARACTERS
            return
        lines = [item for item in self.items if isinstance(item, Line)]
        self.inner_tables = [item for item in self.items if isinstance(item, RawTable)]
        self.characters = sum(len(line.text) for line in lines)
        self.characters += sum(table.characters for table in self.inner_tables)
        marked = bool(self.inner_tables) or any(line.level for line in lines)
        self.running = marked or self.characters >= _PROSE_CHARACTERS
        printed = [line.text for line in lines if not line.text.isspace()]
        self.text = "\n".join(printed or [line.text for line in lines])


@dataclass(slots=True)
class RawRow:
    """The cells between two row tags."""

    hidden: bool = False
    cells: list[RawCell] = field(default_factory=list)


@dataclass(slots=True)
class RowGroup:
    """thead, tbody or tfoot; a rowspan does not reach out of it."""

    rank: int
    rows: list[RawRow] = field(default_factory=list)


@dataclass(slots=True)
class RawTable:
    """A table while its page is read; `characters` counts its text, inner tables included."""

    groups: list[RowGroup] = field(default_factory=list)
    characters: int = 0

    def open_group(self, tag: str) -> RowGroup:
        """Begins a row group; only the first thead and the first tfoot are moved."""
        rank = _RANKS.get(tag, _BODY)
        if any(group.rank == rank for group in self.groups):
            rank = _BODY
        group = RowGroup(rank)
        self.groups.append(group)
        return group

    def printed_groups(self) -> Iterator[list[RawRow]]:
        """The rows of each group as browsers print them, without the hidden ones."""
        for group in sorted(self.groups, key=lambda group: group.rank):
            yield [row for row in group.rows if not row.hidden]

    def hidden_texts(self) -> Iterator[str]:
        """What stands in hidden rows and cells."""
        for group in self.groups:
            for row in group.rows:
                hidden = row.cells if row.hidden else [cell for cell in row.cells if cell.hidden]
                for cell in hidden:
                    if text := cell.text.strip():
                        yield text


@dataclass(slots=True)
class OpenTable:
    """A table whose end has not come yet; `outer` is the content it stands in."""

    outer: Flow
    raw: RawTable = field(default_factory=RawTable)
    group: RowGroup | None = None
    row: RawRow | None = None
    cell: RawCell | None = None

    def add(self, row: RawRow) -> None:
        """A row in the open group; where none is open, a body begins."""
        if self.group is None:
            self.group = self.raw.open_group("tbody")
        self.group.rows.append(row)


def settle(table: RawTable) -> list[Line | RawTable]:
    """What a complete table adds to the content around it.

    A data table adds itself, followed by the tables inside its cells. A page
    shell or a table of one column adds the content of its cells.
    """
    cells = [cell for group in table.groups for row in group.rows for cell in row.cells]
    if _has_one_column(table) or _is_shell(table, cells):
        return [item for cell in cells for item in cell.items]
    return [table, *[inner for cell in cells for inner in cell.inner_tables]]


def _has_one_column(table: RawTable) -> bool:
    rows = (row for group in table.groups for row in group.rows if len(row.cells) > 1)
    return all(sum(not cell.hidden for cell in row.cells) < 2 for row in rows)


def _is_shell(table: RawTable, cells: list[RawCell]) -> bool:
    """Whether running text outweighs the short cells; counts the table's characters."""
    table.characters += sum([cell.characters for cell in cells])
    running = [max(cell.characters, _PROSE_CHARACTERS) for cell in cells if cell.running]
    if not running:
        return False
    plain = sum(cell.characters > 0 and not cell.running for cell in cells)
    return sum(running) > _CHARACTERS_PER_CELL * plain


class Grid:
    """Lays tables out as browsers do (HTML Standard, 4.9.12), within a bound for all of them."""

    def __init__(self, slots: int) -> None:
        self._slots = slots

    def table(self, raw: RawTable, number: int) -> Table:
        """The table with its cells' places: rows and grid columns count from 1.

        Rows without cells are counted but not kept.

        Raises:
            TooManySlotsError: the bound was reached.
        """
        rows: list[tuple[Cell, ...]] = []
        above = 0
        for group in raw.printed_groups():
            ends: dict[int, int] = {}
            for n, row in enumerate(group):
                if cells := self._row(row.cells, n, len(group), ends, above, number):
                    rows.append(tuple(cells))
            above += len(group)
        return Table(tuple(rows), Place(table=number))

    def _row(
        self, row: list[RawCell], n: int, height: int, ends: dict[int, int], above: int, table: int
    ) -> list[Cell]:
        """Cells of row `n` of a group; `ends` says below which row a column is free again."""
        cells = []
        column = 0
        number = above + n + 1
        places = _first_places(table, number)
        for cell in row:
            if cell.hidden:
                continue
            while ends and ends.get(column, n) > n:
                column += 1
            rowspan, colspan = cell.rowspan, cell.colspan
            near = column < _FIRST
            place = places[column] if near else _place(table, number, column + 1)
            if rowspan != 1:
                rowspan = min(rowspan or height, height - n)
                ends.update(dict.fromkeys(range(column, column + colspan), n + rowspan))
            cells.append(_made(Cell, (cell.text, place, rowspan, colspan, None, False)))
            column += colspan
            if column > self._slots:
                raise TooManySlotsError
        self._slots -= column
        return cells


def _place(table: int, row: int, column: int) -> Place:
    return _made(Place, (None, table, row, column, None, None))


# The same on every page, and half of what a page's cells are made of.
@lru_cache(maxsize=2048)
def _first_places(table: int, row: int) -> Sequence[Place]:
    return [_place(table, row, column) for column in range(1, _FIRST + 1)]


def spans(attributes: Mapping[str, str]) -> tuple[int, int]:
    """Rowspan and colspan as the HTML Standard reads them (4.9.11): bounded, 1 where senseless."""
    down = _whole(attributes.get("rowspan"))
    return (
        1 if down is None else min(down, MAX_ROWSPAN),
        min(_whole(attributes.get("colspan")) or 1, MAX_COLSPAN),
    )


def _whole(attribute: str | None) -> int | None:
    if attribute is None:
        return None
    found = _WHOLE.match(attribute)
    return int(found[1]) if found else None
