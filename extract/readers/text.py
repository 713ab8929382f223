"""Plain text as dumped from pages and documents: rows are put together from evidence.

No tool is assumed to have written the file. A line holds cells when it has tabs
or bars; which lines make a row is told by blank lines, by padding bars and by
the width that they add up to. Everything else is a paragraph, a line each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extract.document import Block, Cell, Document, Paragraph, Place, Table
from extract.limits import DEFAULT_LIMITS, Limits
from extract.readers.bars import bar_rows
from extract.refusal import RefusedError

READER = "text"
MEDIA_TYPE = "text/plain"

_HEADING = re.compile(r"^\s{0,3}(#{1,6})\s+(?=\S)")
_NUMBERED = re.compile(r"^\s*[一二三四五六七八九十]{1,3}、")
_BAR = re.compile(r"[|｜]")
_RULE = re.compile(r"[\s|｜:+-]*")


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    page: int | None
    text: str

    @property
    def empty(self) -> bool:
        return not self.text.strip()

    @property
    def rule(self) -> bool:
        """Whether the line is drawn between two rows."""
        return "---" in self.text and _RULE.fullmatch(self.text) is not None


def read_text(text: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """A text file as paragraphs (a line each) and tables; places count lines from 1.

    Raises:
        RefusedError: more lines and cells than the limits allow.
    """
    # Every line costs, and each of these marks another cell.
    ends = max(text.count("\n"), text.count("\r"))
    parts = ends + text.count("\t") + text.count("|") + text.count("｜")
    if parts > limits.parts:
        raise RefusedError("too_large", f"parts: {parts} > {limits.parts}")
    blocks: list[Block] = []
    tables = 0
    for kind, lines in _groups(_lines(text)):
        if kind == "plain":
            blocks.extend(_paragraphs(lines))
            continue
        tables += 1
        rows = _tab_rows(lines) if kind == "tab" else _bar_table(lines)
        table = tuple(
            tuple(
                Cell(
                    cell,
                    Place(page=page, table=tables, row=n, column=column, line=line),
                )
                for column, (line, page, cell) in enumerate(row, 1)
            )
            for n, row in enumerate(rows, 1)
        )
        blocks.append(Table(table, Place(page=lines[0].page, table=tables, line=lines[0].number)))
    return Document(READER, MEDIA_TYPE, tuple(blocks))


def _lines(text: str) -> Iterator[_Line]:
    paged = "\f" in text
    page = 1
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        page += raw.count("\f")
        line = raw.replace("\f", "").rstrip(" ")
        yield _Line(number, page if paged else None, line)


def _groups(lines: Iterable[_Line]) -> Iterator[tuple[str, list[_Line]]]:
    """Runs of lines of one kind; blank lines go with the run they stand in."""
    kind, run, waiting = "plain", list[_Line](), list[_Line]()
    for line in lines:
        if line.empty and "\t" not in line.text:
            waiting.append(line)
            continue
        new = _kind(line.text)
        if new == "plain" and kind == "tab" and not waiting and _continues(line, run[-1]):
            new = "tab"
        if new != kind and run:
            yield kind, run
            run = []
        elif run:
            run.extend(waiting)
        waiting = []
        kind = new
        run.append(line)
    if run:
        yield kind, run


def _continues(line: _Line, previous: _Line) -> bool:
    """Whether a line without tabs may go on in the cell before it."""
    return line.page == previous.page and not _NUMBERED.match(line.text)


def _kind(text: str) -> str:
    if "\t" in text:
        return "tab"
    if _BAR.search(text):
        stripped = text.strip()
        if stripped[0] in "|｜" or stripped[-1] in "|｜" or len(_BAR.split(stripped)) > 2:
            return "bar"
        return "bar" if all(len(part.strip()) <= 24 for part in _BAR.split(stripped)) else "plain"
    return "plain"


def _paragraphs(lines: Sequence[_Line]) -> Iterator[Paragraph]:
    for line in lines:
        if line.empty or line.rule:
            continue
        heading = _HEADING.match(line.text)
        level = len(heading[1]) if heading else 0
        text = line.text[heading.end() :] if heading else line.text
        yield Paragraph(text, Place(page=line.page, line=line.number), level)


_RowCells = list[tuple[int, int | None, str]]
_Pieces = tuple[int, int | None, list[str]]


def _tab_rows(lines: Sequence[_Line]) -> list[_RowCells]:
    """Rows of tabbed lines: a line a row, or a cell a line where no line holds two."""
    tabbed = [line.text for line in lines if "\t" in line.text]
    if all(text.startswith("\t") and text.count("\t") == 1 for text in tabbed):
        return _cell_lines(lines)
    rows: list[_RowCells] = []
    for line in lines:
        if "\t" in line.text:
            rows.append([(line.number, line.page, cell) for cell in line.text.split("\t")])
        elif not line.empty:
            rows.append([(line.number, line.page, line.text)])
    return rows


def _cell_lines(lines: Sequence[_Line]) -> list[_RowCells]:
    rows: list[list[_Pieces]] = []
    row: list[_Pieces] = []
    for line in lines:
        if "\t" in line.text:
            row.append((line.number, line.page, [line.text[1:]]))
        elif line.empty:
            rows.append(row)
            row = []
        elif row:
            row[-1][2].append(line.text)
        else:
            row.append((line.number, line.page, [line.text]))
    return [[_joined(cell) for cell in row] for row in (*rows, row) if row]


def _joined(cell: _Pieces) -> tuple[int, int | None, str]:
    """A cell and the lines without a tab that go on in it."""
    number, page, (first, *rest) = cell
    return number, page, "\n".join([first, *rest] if first else rest)


def _bar_table(lines: Sequence[_Line]) -> list[_RowCells]:
    kept = [line for line in lines if not line.empty and not line.rule]
    rows = bar_rows([_BAR.sub("|", line.text.strip()) for line in kept])
    return [[(kept[at].number, kept[at].page, cell) for at, cell in row] for row in rows]
