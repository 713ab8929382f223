"""The second reading: the document's text alone, in its order, without its rows and columns.

The first reading trusts rows, columns and line ends; this one trusts only that
a label is followed by its figures. Where both read a cell they must agree, or
nobody knows it. A row named by its place between others has no label before
its figures, so neither reading can be held against the other there.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from extract.document import Document, Issue, Paragraph, Place, Table
from transform.codebook import CellKey
from transform.recognise import recognise
from transform.report import CellReading, Tables

BY_LABEL = ("printed", "rejoined")
_RUN_ON_ROWS = 3


def read_again(document: Document, tables: Tables) -> Tables:
    """`tables` with what the second reading says of each cell; where it contradicts, unreadable."""
    if not any(cell.value is not None for cell in tables.cells):
        return tables
    second = recognise(_text_only(document), tables.form)
    other = {cell.key: cell for cell in second.cells if cell.decided in BY_LABEL}
    run_on = _run_on_places(tables)
    cells, issues = [], list(tables.issues)
    for cell in tables.cells:
        again = other.get(cell.key)
        if again is None or cell.decided not in BY_LABEL or cell.place in run_on:
            cells.append(cell)
        elif again.value == cell.value:
            cells.append(replace(cell, second_reading="agree"))
        else:
            cells.append(_disagree(cell))
            detail = f"{cell.key.row}: {cell.value} / {again.value}"
            issues.append(Issue("readings_disagree", cell.raw, cell.place, detail))
    return replace(tables, cells=tuple(cells), issues=tuple(issues))


def _disagree(cell: CellReading) -> CellReading:
    return replace(cell, value=None, status="unreadable", decided=None, second_reading="disagree")


def _text_only(document: Document) -> Document:
    """The document as one run of text, its cells in reading order."""
    texts: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            texts.extend(cell.text for row in block.rows for cell in row)
        else:
            texts.append(block.text)
    text = " ".join(" ".join(part.split()) for part in texts if part.strip())
    paragraph = Paragraph(text, Place(line=1))
    return Document(document.reader, document.media_type, (paragraph,))


def _run_on_places(tables: Tables) -> set[Place | None]:
    """The lines in which several rows of the form stand: there both readings are one."""
    rows: dict[Place | None, set[CellKey]] = defaultdict(set)
    for cell in tables.cells:
        if cell.value is not None:
            rows[cell.place].add(CellKey(cell.key.section, cell.key.row.split(".")[0], None))
    return {place for place, keys in rows.items() if len(keys) >= _RUN_ON_ROWS}
