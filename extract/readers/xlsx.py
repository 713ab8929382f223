"""Excel workbooks (Office Open XML) as Documents: what is printed of each sheet."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from types import MappingProxyType

from extract.document import LOST, Document, Issue
from extract.limits import DEFAULT_LIMITS, Limits
from extract.markup import Element
from extract.packages import Package
from extract.readers.office_properties import properties_of
from extract.readers.sheet import Position, Sheet, Sheets
from extract.readers.sheet_styles import CellStyles, read_cell_styles

READER = "xlsx"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_TEXT, _PHONETIC = _S + "t", _S + "rPh"
_VALUE, _FORMULA, _INLINE = _S + "v", _S + "f", _S + "is"
_TRUE = frozenset(("1", "true"))
_MOST_ISSUES = 100
_MAC_DAYS, _DAYS = date(1904, 1, 1), date(1899, 12, 30)


def read_xlsx(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Every visible sheet in order: its titles as paragraphs, its cells as tables.

    Places of cells are their rows and columns on the sheet. Numbers are written
    as their formats show them. Hidden sheets, rows and columns are not used;
    where they hold text they are the issue ``hidden_text``.

    Raises:
        RefusedError: the file is protected, damaged, hostile or too large.
    """
    package = Package(data, limits)
    book = _Workbook(package)
    sheets, hidden = Sheets(limits), list[str]()
    for name, shown, root in book.sheets():
        sheet = book.read(root, hidden if shown else [])
        if shown:
            sheets.add(sheet)
        elif sheet.cells:
            hidden.append(name)
    issues = [Issue("hidden_text", text) for text in hidden[:_MOST_ISSUES]]
    if not sheets.blocks:
        issues.append(Issue("no_text"))
    metadata = MappingProxyType(properties_of(package, limits))
    return Document(READER, MEDIA_TYPE, tuple(sheets.blocks), metadata, tuple(issues))


class _Workbook:
    """A workbook with what its sheets share."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._main = next(
            (name for kind, name in package.related().values() if kind == "officeDocument"),
            "xl/workbook.xml",
        )
        self._related = package.related(self._main)
        self._root = package.xml(self._main)
        properties = self._root.find(_S + "workbookPr")
        mac = properties is not None and properties.get("date1904", "") in _TRUE
        self._first_day = _MAC_DAYS if mac else _DAYS
        strings = self._part("sharedStrings")
        self._strings = [] if strings is None else [_text(i) for i in strings.iter(_S + "si")]
        styles = self._part("styles")
        self._styles = CellStyles() if styles is None else read_cell_styles(styles)

    def _part(self, kind: str) -> Element | None:
        name = next((name for k, name in self._related.values() if k == kind), "")
        return self._package.xml(name) if name in self._package else None

    def sheets(self) -> Iterator[tuple[str, bool, Element]]:
        """Each sheet's name, whether it is shown, and its root; sheets of charts are left out."""
        for item in self._root.iter(_S + "sheet"):
            kind, name = self._related.get(item.get(_RELATED, ""), ("", ""))
            if kind == "worksheet":
                shown = item.get("state", "visible") == "visible"
                yield item.get("name", ""), shown, self._package.xml(name)

    def read(self, root: Element, hidden: list[str]) -> Sheet:
        """The printed cells of a sheet; what its hidden rows and columns hold goes to `hidden`."""
        sheet = Sheet()
        unseen = _hidden_columns(root)
        row_number = 0
        for row in root.iter(_S + "row"):
            row_number = _number(row.get("r")) or row_number + 1
            row_is_hidden = row.get("hidden", "") in _TRUE
            column = 0
            for cell in row.iterchildren(_S + "c"):
                place = _place(cell.get("r", ""))
                column = place[1] if place else column + 1
                text = self._printed(cell)
                if row_is_hidden or _is_in(column, unseen):
                    if text.strip():
                        hidden.append(text)
                    continue
                drawn = self._styles.has_border(cell.get("s"))
                sheet.drawn = sheet.drawn or drawn
                if text or drawn:
                    sheet.cells[row_number, column] = text
        for area in root.iter(_S + "mergeCell"):
            first, _, last = area.get("ref", "").partition(":")
            ends = _place(first), _place(last)
            if ends[0] and ends[1] and ends[0][0] <= ends[1][0] and ends[0][1] <= ends[1][1]:
                sheet.merged.append((ends[0], ends[1]))
        return sheet

    def _printed(self, cell: Element) -> str:
        """What a person sees in a cell; a formula that was never computed is shown itself."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inline = cell.find(_INLINE)
            return "" if inline is None else _text(inline)
        stored = cell.find(_VALUE)
        text = "" if stored is None else stored.text or ""
        if not text:
            formula = cell.find(_FORMULA)
            return "" if formula is None or kind == "str" else f"={formula.text or ''}"
        if kind == "s":
            at = _number(text)
            return self._strings[at] if at is not None and at < len(self._strings) else LOST
        if kind == "b":
            return "TRUE" if text in _TRUE else "FALSE"
        if kind == "n":
            return self._styles.shown(text, cell.get("s"), self._first_day)
        return text


def _text(item: Element) -> str:
    """The text of a string and its runs, without the reading aids above them."""
    pieces = []
    for element in item.iter(_TEXT):
        parent = element.getparent()
        if parent is None or parent.tag != _PHONETIC:
            pieces.append(element.text or "")
    return "".join(pieces)


def _hidden_columns(root: Element) -> list[tuple[int, int]]:
    """The first and last of each run of hidden columns, in order; runs do not overlap."""
    hidden = sorted(
        (_number(c.get("min")) or 1, _number(c.get("max")) or 1)
        for c in root.iter(_S + "col")
        if c.get("hidden", "") in _TRUE
    )
    runs: list[tuple[int, int]] = []
    for first, last in hidden:
        if runs and first <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], max(last, runs[-1][1]))
        elif first <= last:
            runs.append((first, last))
    return runs


def _is_in(column: int, runs: list[tuple[int, int]]) -> bool:
    at = bisect_left(runs, (column + 1,)) - 1
    return at >= 0 and column <= runs[at][1]


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 8 else None


def _place(reference: str) -> Position | None:
    """Row and column of a reference such as ``AB12``."""
    found = _PLACE.fullmatch(reference.replace("$", ""))
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column
