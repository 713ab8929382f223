"""Word documents (Office Open XML, strict or transitional) as Documents."""

from __future__ import annotations

from types import MappingProxyType

from extract.document import Block, Cell, Document, Issue, Paragraph, Place, Table
from extract.limits import DEFAULT_LIMITS, Limits
from extract.markup import Element
from extract.packages import Package
from extract.readers import docx_names as names
from extract.readers.docx_content import Content, GridTable
from extract.readers.docx_numbers import Numbering
from extract.readers.docx_styles import Style, read_styles
from extract.readers.docx_visible import trim
from extract.readers.html_tables import Line
from extract.readers.office_properties import properties_of
from extract.refusal import RefusedError

READER = "docx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_MAIN = "word/document.xml"
_MOST_ISSUES = 100


def read_docx(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """The body of a Word document as paragraphs and tables.

    Paragraphs are printed lines, and their place counts them from 1. Places of
    cells count tables, rows and grid columns; a table of one column is read as
    the paragraphs in it. A cell merged into the one above is no cell of its own.
    Not used: headers, footers, notes, comments, deleted and hidden text; what
    tables hide is the issue ``hidden_text``.

    Raises:
        RefusedError: the file is protected, damaged, hostile or too large.
    """
    package = Package(data, limits)
    main = _main_part(package)
    related = dict(package.related(main).values())
    styles = _styles(package, related)
    root = package.xml(main)
    trimmed = trim(root, styles)
    body = root if root.tag == names.BODY else root.find(names.BODY)
    if body is None:
        raise RefusedError("unreadable_file", "DOCX: no body")
    content = Content(trimmed, styles, Numbering(_part(package, related, "numbering")), limits)
    blocks = _blocks(content.read(body))
    hidden = [*trimmed.hidden, *content.hidden][:_MOST_ISSUES]
    issues = [Issue("hidden_text", text) for text in hidden]
    issues += [Issue("embedded_object", detail=kind) for kind in trimmed.objects[:_MOST_ISSUES]]
    if not blocks:
        issues.append(Issue("no_text"))
    metadata = properties_of(package, limits)
    if trimmed.pictures:
        metadata["images"] = str(trimmed.pictures)
    return Document(READER, MEDIA_TYPE, blocks, MappingProxyType(metadata), tuple(issues))


def _main_part(package: Package) -> str:
    for kind, name in package.related().values():
        if kind == "officeDocument" and name in package:
            return name
    return _MAIN


def _part(package: Package, related: dict[str, str], kind: str) -> Element | None:
    name = related.get(kind, "")
    return package.xml(name) if name in package else None


def _styles(package: Package, related: dict[str, str]) -> dict[str, Style]:
    root = _part(package, related, "styles")
    return {} if root is None else read_styles(root)


def _blocks(items: list[Line | GridTable]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    lines = tables = 0
    for item in items:
        if isinstance(item, GridTable):
            rows = _rows(item, tables + 1)
            if rows:
                tables += 1
                blocks.append(Table(rows, Place(table=tables)))
        elif not item.text.isspace():
            lines += 1
            blocks.append(Paragraph(item.text, Place(line=lines), item.level))
    return tuple(blocks)


def _rows(grid: GridTable, number: int) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        tuple(Cell(c.text, Place(None, number, c.row, c.column), c.rowspan, c.colspan) for c in row)
        for row in grid.rows
        if row
    )
