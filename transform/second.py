"""The second reading: what is accepted was read in two ways that do not share their weak points.

The first reading trusts rows, columns and line ends. The second trusts only
that a label is followed by its figures: in the document's text alone, or, where
blanks keep the text from telling, in its cells, either in their order. Where the
reader itself could read the file in another way, that is held against the first
too. Where two readings hold a cell they must agree, or nobody
knows it. A row named by its place between others has no label before its
figures, so no reading can be held against another there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from extract.document import Document, Issue, Place, Table
from transform.codebook import CellKey
from transform.doubt import without_doubtful
from transform.in_order import cells_in_order, text_in_order
from transform.recognise import recognise
from transform.report import CellReading, Tables
from transform.text import squash

BY_LABEL = ("printed", "rejoined")
_RUN_ON_ROWS = 3

Values = dict[CellKey, Decimal | None]


def read_again(document: Document, tables: Tables) -> Tables:
    """`tables` with what other readings say of each cell; where one contradicts, unreadable."""
    if not any(cell.value is not None for cell in tables.cells):
        return tables
    text = _values(_tables(text_in_order(document), tables.form).cells)
    in_cells = _cells_in_order(document, tables, text)
    again = replace(document, blocks=document.again)
    read = _tables(again, tables.form)
    otherwise = _values(read.cells)
    sure = without_doubtful(again, read).cells
    unsure = {cell.key for cell in sure if cell.status == "unreadable"}
    untold = _run_on_places(tables) | _torn_places(document, tables)
    aligned = aligned_places(document)
    cells, issues = [], list(tables.issues)
    for cell in tables.cells:
        if cell.decided not in BY_LABEL:
            cells.append(cell)
            continue
        key, value = cell.key, cell.value
        ordered = () if cell.place in untold else (text, in_cells)
        readings = [reading for reading in (*ordered, otherwise) if key in reading]
        against = [reading[key] for reading in readings if reading[key] != value]
        # What the reader's own second reading cannot tell is not confirmed by the text alone.
        witnesses = [] if key in unsure else readings
        if cell.place in aligned:
            witnesses = [reading for reading in witnesses if reading is not in_cells]
        if against:
            contradicted, issue = disagree(cell, against[0])
            cells.append(contradicted)
            issues.append(issue)
        else:
            cells.append(_agree(cell) if witnesses else cell)
    return replace(tables, cells=tuple(cells), issues=tuple(issues))


def _cells_in_order(document: Document, tables: Tables, text: Values) -> Values:
    """What cells tell by their order of what the `text` does not tell."""
    untold = any(c.value is not None and c.key not in text for c in tables.cells)
    if not untold or not any(isinstance(block, Table) for block in document.blocks):
        return {}
    found = _values(_tables(cells_in_order(document), tables.form).cells)
    return {key: value for key, value in found.items() if key not in text}


def aligned_places(document: Document) -> set[Place | None]:
    """The cells of tables whose columns nothing but alignment tells.

    There the order of the cells is no other reading than the columns.
    """
    blocks = (b for b in document.blocks if isinstance(b, Table) and not b.columns_known)
    return {cell.place for table in blocks for row in table.rows for cell in row}


def _tables(document: Document, form: str | None) -> Tables:
    return recognise(document, form) if document.blocks else Tables(None, None, ())


def _values(found: Iterable[CellReading]) -> Values:
    """The cells that are named by label, blank ones as None."""
    return {cell.key: cell.value for cell in found if cell.decided in BY_LABEL}


def _agree(cell: CellReading) -> CellReading:
    return cell._replace(second_reading="agree")


def disagree(cell: CellReading, other: Decimal | str | None) -> tuple[CellReading, Issue]:
    """The cell as nobody knows it, and the issue that says what the `other` reading found."""
    detail = f"{cell.key.row}: {cell.value} / {other}"
    issue = Issue("readings_disagree", cell.raw, cell.place, detail)
    return cell.unreadable()._replace(second_reading="disagree"), issue


def _run_on_places(tables: Tables) -> set[Place | None]:
    """The lines in which several rows of the form stand: there both readings are one."""
    rows: dict[Place | None, set[tuple[str, str]]] = defaultdict(set)
    for cell in tables.cells:
        if cell.value is not None:
            rows[cell.place].add((cell.key.section, cell.key.row.partition(".")[0]))
    return {place for place, keys in rows.items() if len(keys) >= _RUN_ON_ROWS}


def _torn_places(document: Document, tables: Tables) -> set[Place | None]:
    """The cells of rows of which one goes on over the page: more was read than stands there."""
    blocks = (block for block in document.blocks if isinstance(block, Table))
    texts: dict[Place | None, str] = {
        c.place: squash(c.text) for table in blocks for row in table.rows for c in row
    }
    torn = {
        _row(c.place)
        for c in tables.cells
        if c.place in texts and len(texts[c.place]) < len(squash(c.raw))
    }
    return {place for place in texts if _row(place) in torn}


def _row(place: Place | None) -> tuple[int | None, ...]:
    return (place.page, place.table, place.row) if place else ()
