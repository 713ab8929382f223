"""What a browser prints of an HTML page, put together while the parser reads it."""

from __future__ import annotations

from collections.abc import Sequence

from extract.document import Issue
from extract.limits import Limits
from extract.readers.html_elements import (
    BLOCKS,
    CELLS,
    DROPPED,
    HEADINGS,
    LINKS,
    MARKS,
    ROW_GROUPS,
    TYPED,
)
from extract.readers.html_printed import SPACES, Attributes, is_hidden, printed
from extract.readers.html_said import Said
from extract.readers.html_tables import (
    Flow,
    Line,
    OpenTable,
    RawCell,
    RawRow,
    RawTable,
    settle,
    spans,
)


class Page:
    """A page while its tokens come: `start`, `end`, `data` and `take` take them one by one.

    `content`, `said` and `refusal` are complete after `close`. A refusal
    is set as soon as a limit is passed; the rest need not be read then.
    """

    def __init__(self, limits: Limits) -> None:
        self.refusal: Issue | None = None
        self.said = Said(limits)
        self._most_depth, self._most_parts = limits.nesting, limits.parts
        self._depth = 0
        self._dropped = 0
        self._parts = 0
        self._level = 0
        self._preformatted = 0
        self._root = Flow()
        self._flow = self._root
        self._tables: list[OpenTable] = []
        self._pieces: list[str] = []
        self._kept_pieces = 0

    @property
    def content(self) -> list[Line | RawTable]:
        """Printed lines and data tables in reading order."""
        return self._root.items

    def refuse(self, kind: str, detail: str) -> None:
        """Sets the refusal, where there is none yet."""
        self.refusal = self.refusal or Issue(kind, detail=detail)

    def start(self, tag: str, attributes: Attributes) -> None:
        """A start tag, printed or implied."""
        self._depth += 1
        if self._depth > self._most_depth:
            self.refuse("too_deep", f"nesting > {self._most_depth}")
        if self._dropped:
            self._dropped += 1
            return
        action = _STARTS.get(tag)
        if action is not None:
            action(self, tag, attributes)
        elif attributes and is_hidden(attributes):
            self._drop(tag, attributes)

    def end(self, tag: str) -> None:
        """An end tag, printed or implied: every start has one."""
        self._depth -= 1
        if self._dropped:
            self._dropped -= 1
            if not self._dropped:
                del self._pieces[self._kept_pieces :]
            return
        action = _ENDS.get(tag)
        if action is not None:
            action(self, tag)

    def data(self, text: str) -> None:
        """Text between two tags; a line begins with what is more than white space."""
        if self._pieces or text.strip(SPACES):
            self._pieces.append(text)

    def line(self, text: str) -> None:
        """A paragraph of nothing but text."""
        if not self._dropped:
            self._break_line()
            self.data(text)
            self._break_line()

    def take(self, rows: Sequence[list[RawCell]]) -> bool:
        """Whether whole rows can be a part of the innermost table, as they then are."""
        if not self._tables or self._dropped or self._preformatted or self._pieces:
            return False
        table = self._tables[-1]
        if table.cell is not None:
            self._close_cell(table)
        self._count(sum([1 + len(row) + sum([len(cell.items) for cell in row]) for row in rows]))
        for row in rows:
            table.add(RawRow(False, row))
        table.row = None
        return True

    def close(self) -> None:
        """The end of the page."""
        if self._dropped:
            del self._pieces[self._kept_pieces :]
        while self._tables:
            self._end_table("table")
        self._break_line()

    def _count(self, parts: int = 1) -> None:
        self._parts += parts
        if self._parts > self._most_parts:
            self.refuse("too_large", f"parts > {self._most_parts}")

    def _break_line(self, tag: str = "", attributes: Attributes | None = None) -> None:
        """Ends the line: what every block does where it begins and where it ends."""
        if not self._pieces:
            return
        text = "".join(self._pieces).strip(SPACES)
        self._pieces.clear()
        if not text:
            return
        for source in text.split("\n") if self._preformatted else (text,):
            if line := printed(source):
                self._count()
                self._flow.items.append(Line(line, self._level))

    def _drop(self, tag: str, attributes: Attributes) -> None:
        """Begins what is not printed: its text is taken back where it ends."""
        self._dropped = 1
        self._kept_pieces = len(self._pieces)

    def _start_heading(self, tag: str, attributes: Attributes) -> None:
        self._break_line()
        self._level = HEADINGS[tag]

    def _end_heading(self, tag: str) -> None:
        self._break_line()
        self._level = 0

    def _start_pre(self, tag: str, attributes: Attributes) -> None:
        self._break_line()
        self._preformatted += 1

    def _end_pre(self, tag: str) -> None:
        self._break_line()
        self._preformatted -= 1

    def _start_mark(self, tag: str, attributes: Attributes) -> None:
        self._pieces.append(MARKS[tag][0])

    def _end_mark(self, tag: str) -> None:
        opening, closing = MARKS[tag]
        pieces = self._pieces
        if pieces and pieces[-1] == opening:
            pieces.pop()
        elif closing:
            pieces.append(closing)

    def _start_input(self, tag: str, attributes: Attributes) -> None:
        """A form published with its entry fields: what is typed in is what is printed."""
        if self._tables and self._tables[-1].cell:
            kind = attributes.get("type", "").strip().lower()
            if kind in TYPED and not is_hidden(attributes):
                self._pieces.append(attributes.get("value", ""))

    def _start_title(self, tag: str, attributes: Attributes) -> None:
        self._kept_pieces = len(self._pieces)

    def _end_title(self, tag: str) -> None:
        self.said.keep("title", "".join(self._pieces[self._kept_pieces :]))
        del self._pieces[self._kept_pieces :]

    def _start_meta(self, tag: str, attributes: Attributes) -> None:
        self.said.meta(attributes)

    def _start_link(self, tag: str, attributes: Attributes) -> None:
        self.said.link(attributes.get(LINKS[tag], ""))
        if tag in DROPPED or is_hidden(attributes):
            self._drop(tag, attributes)

    def _start_image(self, tag: str, attributes: Attributes) -> None:
        self.said.image(attributes)

    def _start_table(self, tag: str, attributes: Attributes) -> None:
        self._break_line()
        self._level = 0
        self._count()
        if self._tables and self._tables[-1].cell is None:
            self._settle(self._tables[-1])
        self._tables.append(OpenTable(self._flow))

    def _end_table(self, tag: str) -> None:
        if not self._tables:
            return
        table = self._tables.pop()
        self._close_cell(table)
        self._settle(table)

    def _settle(self, table: OpenTable) -> None:
        """Puts what was read of a table into the content around it."""
        self._break_line()
        table.outer.items.extend(settle(table.raw))
        table.raw = RawTable()
        table.group = table.row = None

    def _close_cell(self, table: OpenTable) -> None:
        """Ends the open cell, or the stray text between two cells: a line before the table."""
        if self._pieces:
            self._break_line()
        if table.cell is not None:
            table.cell.complete()
            table.cell = None
            self._flow = table.outer
            self._level = 0

    def _start_group(self, tag: str, attributes: Attributes) -> None:
        self._end_row(tag)
        if self._tables:
            self._count()
            table = self._tables[-1]
            table.group = table.raw.open_group(tag)

    def _end_group(self, tag: str) -> None:
        self._end_row(tag)
        if self._tables:
            self._tables[-1].group = None

    def _start_row(self, tag: str, attributes: Attributes) -> None:
        self._end_row(tag)
        if self._tables:
            self._open_row(self._tables[-1], is_hidden(attributes))

    def _open_row(self, table: OpenTable, hidden: bool) -> RawRow:
        self._count()
        table.row = RawRow(hidden)
        table.add(table.row)
        return table.row

    def _end_row(self, tag: str) -> None:
        if self._tables:
            self._close_cell(self._tables[-1])
            self._tables[-1].row = None
        else:
            self._break_line()

    def _start_cell(self, tag: str, attributes: Attributes) -> None:
        """A cell; one that was not ended before is ended by it, as in browsers."""
        if not self._tables:
            self._break_line()
            return
        self._count()
        table = self._tables[-1]
        self._close_cell(table)
        row = table.row or self._open_row(table, hidden=False)
        cell = RawCell([], *spans(attributes), is_hidden(attributes))
        row.cells.append(cell)
        self._flow = table.cell = cell

    def _end_cell(self, tag: str) -> None:
        if self._tables:
            self._close_cell(self._tables[-1])
        else:
            self._break_line()

    def _start_caption(self, tag: str, attributes: Attributes) -> None:
        self._end_row(tag)


_ACTIONS = (
    (DROPPED, Page._drop, None),
    (BLOCKS, Page._break_line, Page._break_line),
    (HEADINGS, Page._start_heading, Page._end_heading),
    (MARKS, Page._start_mark, Page._end_mark),
    (("pre",), Page._start_pre, Page._end_pre),
    (LINKS, Page._start_link, None),
    (("img",), Page._start_image, None),
    (("title",), Page._start_title, Page._end_title),
    (("meta",), Page._start_meta, None),
    (("input",), Page._start_input, None),
    (("table",), Page._start_table, Page._end_table),
    (("caption",), Page._start_caption, Page._break_line),
    (ROW_GROUPS, Page._start_group, Page._end_group),
    (("tr",), Page._start_row, Page._end_row),
    (CELLS, Page._start_cell, Page._end_cell),
)
_STARTS = {tag: start for tags, start, _ in _ACTIONS for tag in tags}
_ENDS = {tag: end for tags, _, end in _ACTIONS for tag in tags if end}
