"""How the cells of a report stand in the statutory tables of its form."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby

from transform.codebook import ANY, CellKey, Codebook, Label, Row, Section


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a grid: its names, how deep it is set in, and its cells from left to right.

    The head of a group of rows has no cells.
    """

    zh: str
    en: str
    depth: int = 0
    cells: tuple[CellKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """Lines below the same column heads, each in Chinese and English."""

    heads: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the form with its grids."""

    section: Section
    grids: tuple[Grid, ...]


def lay_out(book: Codebook, form: str, present: Collection[tuple[str, str]]) -> Iterator[Part]:
    """The sections of a form that hold any of the rows (section, row) in `present`."""
    rows = [row for row in book.rows if (row.section, row.row) in present]
    for section in book.sections:
        of_section = [row for row in rows if row.section == section.section]
        if form in section.forms and of_section:
            by_applicant = any(row.column_label == ANY for row in of_section)
            grids = (_applicant_grid if by_applicant else _grids)(book, form, of_section)
            yield Part(section, tuple(grids))


def form_of(row: Row, form: str) -> str:
    """The form that names a row: the report's, or its own where a report mixes two forms."""
    return form if form in (*row.forms, *row.may_also) else row.forms[0]


def _applicant_grid(book: Codebook, form: str, rows: list[Row]) -> Iterator[Grid]:
    labels = [book.label("requests", "column", a, form) for a in book.applicants]
    lines: list[Line] = []
    titled: set[str] = set()
    for row in rows:
        groups = _groups(book, row, form)
        for depth, group in enumerate(groups):
            if group.code not in titled:
                titled.add(group.code)
                lines.append(Line(group.outline + group.zh, group.en, depth))
        zh, en = book.row_names(row, form)
        if row.kind != "subtotal":
            zh = book.label(row.section, "row", row.row_label, form).outline + zh
        lines.append(Line(zh, en, len(groups), book.row_cells(row)))
    yield Grid(tuple((label.zh, label.en) for label in labels), tuple(lines))


def _groups(book: Codebook, row: Row, form: str) -> list[Label]:
    """The groups a row stands in, the outermost first."""
    axis = "group" if row.kind == "subtotal" else "row"
    found: list[Label] = []
    parent = book.label(row.section, axis, row.row_label, form).parent
    while parent:
        found.insert(0, book.label(row.section, "group", parent, form))
        parent = found[0].parent
    return found


def _grids(book: Codebook, form: str, rows: list[Row]) -> Iterator[Grid]:
    """Rows with the same columns as one grid, as the form prints them."""
    lines: list[tuple[tuple[tuple[str, str], ...], Line]] = []
    for _, group in groupby(rows, key=lambda row: row.row_label):
        of_label = list(group)
        first = of_label[0]
        axis = "block" if first.section == "remedies" else "row"
        name = book.label(first.section, axis, first.row_label, form_of(first, form))
        cells = tuple(CellKey(row.section, row.row, None) for row in of_label)
        heads = tuple(_head(book, row, form) for row in of_label)
        lines.append((heads, Line(name.zh, name.en, 0, cells)))
    for heads, same in groupby(lines, key=lambda line: line[0]):
        yield Grid(heads, tuple(line for _, line in same))


def _head(book: Codebook, row: Row, form: str) -> tuple[str, str]:
    if not row.column_label:
        return "", ""
    label = book.label(row.section, "column", row.column_label, form_of(row, form))
    return label.zh, label.en
