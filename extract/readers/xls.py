"""Excel workbooks of the old binary format (BIFF) as Documents."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from extract.document import Document, Issue
from extract.limits import DEFAULT_LIMITS, Limits
from extract.ole import Ole
from extract.readers.sheet import Sheet, Sheets
from extract.readers.sheet_numbers import shown_value
from extract.refusal import RefusedError

READER = "xls"
MEDIA_TYPE = "application/vnd.ms-excel"

_STREAMS = ("Workbook", "Book")
_MOST_ISSUES = 100
# Records (MS-XLS, 2.3) that hold a cell at the row and column they begin with.
_CELLS = frozenset(
    (0x0001, 0x0002, 0x0003, 0x0004, 0x0005, 0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD)
) | frozenset((0x0201, 0x0203, 0x0204, 0x0205, 0x027E, 0x007E, 0x0206, 0x0406))
_RUNS = frozenset((0x00BD, 0x00BE))
_NOTHING = (1 << 32, 1 << 16, -1, -1)
_EXTENTS = frozenset((0x0000, 0x0200))
_BEGIN = frozenset((0x0009, 0x0209, 0x0409, 0x0809))


def read_xls(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Every visible sheet in order: its titles as paragraphs, its cells as tables.

    Numbers are written whole or with what fifteen digits hold: the format a
    cell shows them in is not read. Hidden sheets are the issue ``hidden_text``.

    Raises:
        RefusedError: the file is protected, damaged, hostile or too large.
    """
    _check(data, limits)
    sheets, hidden = Sheets(limits), list[str]()
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for number, about in enumerate(book.sheets_metadata):
            if about.typ != SheetTypeEnum.WorkSheet:
                continue
            sheet = _read(book.get_sheet_by_index(number))
            if about.visible == SheetVisibleEnum.Visible:
                sheets.add(sheet)
            elif sheet.cells:
                hidden.append(about.name)
    except PasswordError as error:
        raise RefusedError("encrypted") from error
    except CalamineError as error:
        raise RefusedError("unreadable_file", f"XLS: {type(error).__name__}") from error
    except RefusedError:
        raise
    except BaseException as error:
        if not _is_panic(error):
            raise
        raise RefusedError("unreadable_file", "XLS: the library gave up") from error
    issues = [Issue("hidden_text", name) for name in hidden[:_MOST_ISSUES]]
    if not sheets.blocks:
        issues.append(Issue("no_text"))
    return Document(READER, MEDIA_TYPE, tuple(sheets.blocks), issues=tuple(issues))


def _is_panic(error: BaseException) -> bool:
    """Whether a library written in Rust panicked: such an error is no ordinary Exception."""
    return type(error).__name__ == "PanicException"


def _read(source: CalamineSheet) -> Sheet:
    sheet = Sheet()
    top, left = source.start or (0, 0)
    for row, values in enumerate(source.to_python(skip_empty_area=True), top + 1):
        for column, value in enumerate(values, left + 1):
            text = shown_value(value)
            if text:
                sheet.cells[row, column] = text
    for (top, left), (bottom, right) in source.merged_cell_ranges or ():
        sheet.merged.append(((top + 1, left + 1), (bottom + 1, right + 1)))
    return sheet


def _check(data: bytes, limits: Limits) -> None:
    """Refuses what makes the library take all memory: sectors in a circle, far-off cells."""
    ole = Ole(data)
    if any(map(ole.is_endless, _STREAMS)):
        raise RefusedError("unreadable_file", "XLS: sectors in a circle")
    stream = next((s for s in (ole.stream(name) for name in _STREAMS) if s), b"")
    if not stream:
        raise RefusedError("unreadable_file", "XLS: no workbook")
    slots, extent = 0, _NOTHING
    for kind, row, first, last in _records(stream):
        if kind in _BEGIN:
            slots, extent = slots + _area(extent), _NOTHING
        else:
            top, left, bottom, right = extent
            extent = min(top, row), min(left, first), max(bottom, row), max(right, last)
        if slots + _area(extent) > limits.table_slots:
            raise RefusedError("too_large", f"table_slots > {limits.table_slots}")


def _area(extent: tuple[int, int, int, int]) -> int:
    top, left, bottom, right = extent
    return max(0, bottom - top + 1) * max(0, right - left + 1)


def _records(stream: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Beginnings of sheets; cells and claimed corners with their row, first and last column."""
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        following = at + 4 + size
        if kind in _BEGIN:
            yield kind, 0, 0, 0
        elif kind in _EXTENTS and size >= 12 and following <= len(stream):
            # The library reserves what the sheet claims to be, whatever stands in it.
            top, below, left, beyond = struct.unpack_from("<IIHH", stream, at + 4)
            yield kind, top, left, left
            yield kind, max(top, below - 1), max(left, beyond - 1), max(left, beyond - 1)
        elif kind in _CELLS and size >= 6 and following <= len(stream):
            row, first = struct.unpack_from("<HH", stream, at + 4)
            last = struct.unpack_from("<H", stream, following - 2)[0] if kind in _RUNS else first
            yield kind, row, first, last
        at = following
