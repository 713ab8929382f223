"""The second reading: what is accepted was read in two ways that do not share their weak points.

The first reading trusts rows, columns and line ends. The second trusts only
that a label is followed by its figures, in the document's text alone, in its
order. Where the reader itself could read the file in another way, that is held
against the first too. Where two readings hold a cell they must agree, or nobody
knows it. A row named by its place between others has no label before its
figures, so no reading can be held against another there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from extract.document import Document, Issue, Paragraph, Place, Table
from transform.codebook import CellKey
from transform.doubt import without_doubtful
from transform.recognise import recognise
from transform.report import CellReading, Tables

BY_LABEL = ("printed", "rejoined")
_RUN_ON_ROWS = 3

Values = dict[CellKey, Decimal | None]


def read_again(document: Document, tables: Tables) -> Tables:
    """`tables` with what other readings say of each cell; where one contradicts, unreadable."""
    if not any(cell.value is not None for cell in tables.cells):
        return tables
    in_order = _values(_tables(_text_only(document), tables.form).cells)
    again = replace(document, blocks=document.again)
    read = _tables(again, tables.form)
    otherwise = _values(read.cells)
    sure = without_doubtful(again, read).cells
    unsure = {cell.key for cell in sure if cell.status == "unreadable"}
    run_on = _run_on_places(tables)
    cells, issues = [], list(tables.issues)
    for cell in tables.cells:
        if cell.decided not in BY_LABEL:
            cells.append(cell)
            continue
        key, value = cell.key, cell.value
        readings = (otherwise,) if cell.place in run_on else (in_order, otherwise)
        values = [reading[key] for reading in readings if key in reading]
        against = [other for other in values if other != value]
        if against:
            cells.append(_disagree(cell))
            detail = f"{key.row}: {value} / {against[0]}"
            issues.append(Issue("readings_disagree", cell.raw, cell.place, detail))
        else:
            # What the reader's own second reading cannot tell is not confirmed by the text alone.
            cells.append(_agree(cell) if values and key not in unsure else cell)
    return replace(tables, cells=tuple(cells), issues=tuple(issues))


def _tables(document: Document, form: str | None) -> Tables:
    return recognise(document, form) if document.blocks else Tables(None, None, ())


def _values(found: Iterable[CellReading]) -> Values:
    """The cells that are named by label, blank ones as None."""
    return {cell.key: cell.value for cell in found if cell.decided in BY_LABEL}


def _agree(cell: CellReading) -> CellReading:
    return cell._replace(second_reading="agree")


def _disagree(cell: CellReading) -> CellReading:
    return cell._replace(value=None, status="unreadable", decided=None, second_reading="disagree")


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
    rows: dict[Place | None, set[tuple[str, str]]] = defaultdict(set)
    for cell in tables.cells:
        if cell.value is not None:
            rows[cell.place].add((cell.key.section, cell.key.row.partition(".")[0]))
    return {place for place, keys in rows.items() if len(keys) >= _RUN_ON_ROWS}
