"""The content of a Word document in reading order: lines, and tables laid out on their grid."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field

from extract.document import LOST
from extract.limits import Limits
from extract.markup import Element
from extract.readers import docx_names as names
from extract.readers.docx_numbers import Numbering
from extract.readers.docx_styles import Style, list_level, outline_level
from extract.readers.docx_visible import LONGEST_HIDDEN, Trimmed
from extract.readers.html_tables import Line
from extract.refusal import RefusedError

_MOST_COLUMNS = 1_000
_TAB = "    "
_HAN = ("一", "鿿")
_BLANK = " \t\r\n"
_PLAIN = Style()
_PRINTED_AS = {names.TAB_TO_MARGIN: _TAB, names.HYPHEN: "-", names.BREAK: "\n", names.RETURN: "\n"}
_BLOCKS = (names.PARAGRAPH, names.TABLE)
_ROWS = (names.ROW,)
_CELLS = (names.CELL, names.ROW_PROPERTIES)
_OPAQUE = frozenset((names.PARAGRAPH_PROPERTIES, names.CELL_PROPERTIES, names.W + "sectPr"))


@dataclass(slots=True)
class GridCell:
    """A cell on its table's grid; `row` and `column` count from 1."""

    row: int
    column: int
    colspan: int = 1
    rowspan: int = 1
    items: list[Line | GridTable] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The cell's lines; a blank cell keeps the kind of blank that stands in it."""
        lines = [item.text for item in self.items if isinstance(item, Line)]
        if len(lines) == 1:
            return lines[0]
        return "\n".join([line for line in lines if not line.isspace()] or lines[:1])


@dataclass(slots=True)
class GridTable:
    """Rows of cells; a row without cells is counted but empty."""

    rows: list[list[GridCell]] = field(default_factory=list)


class Content:
    """Reads a trimmed tree; `hidden` gathers what merged cells hide."""

    def __init__(
        self, trimmed: Trimmed, styles: dict[str, Style], lists: Numbering, limits: Limits
    ) -> None:
        self.hidden: list[str] = []
        self._trimmed = trimmed
        self._texts: dict[Element, list[str]] = {}
        self._styles = styles
        self._lists = lists
        self._limits = limits
        self._has_levels = bool(styles) or lists.known
        self._parts = 0
        self._slots = 0
        self._depth = 0

    def read(self, container: Element, in_cell: bool = False) -> list[Line | GridTable]:
        """What stands in a body, a cell or a text box, in order.

        Raises:
            RefusedError: more than the limits allow.
        """
        if not in_cell:
            self._texts.update(texts_of(container))
            self._has_levels |= next(container.iter(names.OUTLINE_LEVEL), None) is not None
        self._depth += 1
        if self._depth > self._limits.nesting:
            raise RefusedError("too_deep", f"nesting > {self._limits.nesting}")
        items: list[Line | GridTable] = []
        joined, boxes = self._trimmed.joined, self._trimmed.boxes
        begun = ""
        for block in _inside(container, _BLOCKS):
            if block.tag == names.TABLE:
                items.extend(self._table(block))
                continue
            level, text = self._paragraph(block, in_cell)
            if block in joined:
                begun += text
            else:
                self._add_lines(items, begun + text, level, in_cell)
                begun = ""
            for box in boxes.get(block, ()):
                self._texts.update(texts_of(box))
                items.extend(self.read(box, in_cell))
        if begun:
            self._add_lines(items, begun, 0, in_cell)
        self._depth -= 1
        return items

    def _paragraph(self, paragraph: Element, in_cell: bool) -> tuple[int, str]:
        """The heading level and the text of a paragraph, its list number in front."""
        text = "".join(self._texts.get(paragraph, ()))
        properties = paragraph[0] if text and self._has_levels and len(paragraph) else None
        if properties is None or properties.tag != names.PARAGRAPH_PROPERTIES:
            return 0, text
        parts = names.parts(properties)
        style_id = names.value(parts.get(names.STYLE))
        style = self._styles.get(style_id, _PLAIN)
        listed = list_level(parts) or style.numbered
        if listed is not None and listed.level is None and style.numbered is not None:
            listed = listed._replace(level=style.numbered.level)
        if listed is not None and text.strip():
            label = self._lists.label(listed, style_id)
            # A figure in a cell is the figure alone: its row was numbered, not written so.
            if not in_cell or any(_HAN[0] <= letter <= _HAN[1] for letter in text):
                text = label + text
        level = outline_level(parts)
        return (style.level if level is None else level), text

    def _add_lines(
        self, items: list[Line | GridTable], text: str, level: int, in_cell: bool
    ) -> None:
        for line in text.split("\n") if "\n" in text else (text,):
            bare = line.strip(_BLANK)
            if bare or (line and in_cell):
                self._count()
                items.append(Line(bare or line, level))

    def _table(self, table: Element) -> list[Line | GridTable]:
        """A table and the tables in its cells; of a table of one column, what its cells hold."""
        self._count()
        grid = GridTable()
        merged: dict[int, GridCell] = {}
        for row in _inside(table, _ROWS):
            self._count()
            cells, merged = self._row(row, len(grid.rows) + 1, merged)
            grid.rows.append(cells)
        if all(len(row) < 2 for row in grid.rows):
            return [item for row in grid.rows for cell in row for item in cell.items]
        inner = (item for row in grid.rows for cell in row for item in cell.items)
        return [grid, *(item for item in inner if isinstance(item, GridTable))]

    def _row(
        self, row: Element, number: int, merged: dict[int, GridCell]
    ) -> tuple[list[GridCell], dict[int, GridCell]]:
        """The cells that begin in a row; and those, by column, that the next row may go on with."""
        cells: list[GridCell] = []
        open_cells: dict[int, GridCell] = {}
        column = 1
        last: GridCell | None = None
        for element in _inside(row, _CELLS):
            if element.tag == names.ROW_PROPERTIES:
                before = names.parts(element).get(names.GRID_BEFORE)
                column += names.number(names.value(before), 0, _MOST_COLUMNS)
                continue
            self._count()
            span, across, down = _spans(element)
            self._slots += span
            above = merged.get(column) if down == "continue" else None
            if across == "continue" and last is not None:
                last.colspan += span
                self._hide(element)
            elif above is not None:
                above.rowspan += 1
                open_cells[column] = above
                self._hide(element)
                last = None
            else:
                last = GridCell(number, column, span, 1, self.read(element, in_cell=True))
                cells.append(last)
                if down:
                    open_cells[column] = last
            column += span
        if self._slots > self._limits.table_slots:
            raise RefusedError("too_large", f"table_slots > {self._limits.table_slots}")
        return cells, open_cells

    def _hide(self, cell: Element) -> None:
        text = "".join(cell.itertext(names.TEXT)).strip()
        if text:
            self.hidden.append(text[:LONGEST_HIDDEN])

    def _count(self) -> None:
        self._parts += 1
        if self._parts > self._limits.parts:
            raise RefusedError("too_large", f"parts > {self._limits.parts}")


def texts_of(container: Element) -> dict[Element, list[str]]:
    """The text of each paragraph; a tab is a wide gap, a break a new line."""
    texts: dict[Element, list[str]] = {}
    pieces: list[str] = []
    for element in container.iter(names.PARAGRAPH, *names.PRINTED):
        tag = element.tag
        if tag == names.TEXT or tag == names.MATH_TEXT:
            text = element.text or ""
            pieces.append(text.replace("\n", " ") if "\n" in text else text)
        elif tag == names.PARAGRAPH:
            pieces = texts[element] = []
        elif tag == names.TAB:
            parent = element.getparent()
            # A tab stop has the same name.
            if parent is not None and parent.tag == names.RUN:
                pieces.append(_TAB)
        elif tag == names.SYMBOL:
            pieces.append(_symbol(element))
        else:
            pieces.append(_PRINTED_AS[tag])
    return texts


def _symbol(element: Element) -> str:
    """A character named by its code; in a font of symbols (F000 to F0FF) nobody knows which."""
    try:
        code = int(element.get(names.W + "char", ""), 16)
    except ValueError:
        return LOST
    return chr(code) if 0x20 <= code < 0xD800 else LOST


def _spans(cell: Element) -> tuple[int, str, str]:
    """The columns a cell takes, and whether it is merged with the one before and the one above."""
    span, across, down = 1, "", ""
    properties = cell[0] if len(cell) else None
    if properties is None or properties.tag != names.CELL_PROPERTIES:
        return span, across, down
    for element in properties:
        tag = element.tag
        if tag == names.GRID_SPAN:
            span = names.number(names.value(element), 1, _MOST_COLUMNS) or 1
        elif tag == names.MERGED_UP:
            down = names.value(element) or "continue"
        elif tag == names.MERGED_BEFORE:
            across = names.value(element) or "continue"
    return span, across, down


def _inside(container: Element, wanted: Container[str]) -> list[Element]:
    """The wanted elements in a container, through content controls and the like around them."""
    found = []
    for element in container:
        tag = element.tag
        if tag in wanted:
            found.append(element)
        elif tag not in _OPAQUE and len(element):
            found += _inside(element, wanted)
    return found
