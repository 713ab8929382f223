"""An Excel workbook: the whole report on one sheet, or a sheet for each table."""

from __future__ import annotations

import re
from html import escape
from random import Random

from tests.printing.docx import OFFICE, RELATIONSHIPS, content_types, zipped
from tests.printing.ink import Ink, Printed
from tests.printing.sheet import Grid, Sheet, Slot, Text, places

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BREAK = "\f"
BORDERED, PLAIN = 1, 0
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts>'
    '<fills count="1"><fill/></fills><borders count="2"><border/><border><left style="thin"/>'
    '<right style="thin"/><top style="thin"/><bottom style="thin"/></border></borders>'
    '<cellXfs count="2"><xf numFmtId="0" borderId="0"/><xf numFmtId="0" borderId="1"/></cellXfs>'
    "</styleSheet>"
)
NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,9})(?:\.\d*[1-9])?")


def print_sheet(sheet: Sheet, rng: Random) -> Printed:
    """The sheet as worksheets, one after the other; `package` cuts them apart."""
    apart, gap = rng.random() < 0.4, rng.random() < 0.5
    ink = Ink()
    merged: list[str] = []
    row = _open(ink)
    for block in sheet.blocks:
        if isinstance(block, Text):
            ink.write(f'<row r="{row}">')
            _cell(ink, row, 0, Slot(block.text, "text"), PLAIN)
            ink.write("</row>")
            row += 1
            continue
        if apart:
            row = _close(ink, merged)
        row = _grid(ink, block, row, merged)
        if apart:
            row = _close(ink, merged)
        row += gap
    _close(ink, merged, last=True)
    return ink.printed(sheet, media="xlsx")


def package(printed: Printed) -> bytes:
    """The workbook with these sheets."""
    sheets = printed.text.split(BREAK)
    listed = "".join(
        f'<sheet name="表{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, len(sheets) + 1)
    )
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    kinds = {
        "xl/workbook.xml": "spreadsheetml.sheet.main",
        "xl/styles.xml": "spreadsheetml.styles",
        **{
            f"xl/worksheets/sheet{n}.xml": "spreadsheetml.worksheet"
            for n in range(1, len(sheets) + 1)
        },
    }
    parts = {
        "[Content_Types].xml": content_types(kinds),
        "_rels/.rels": f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONSHIPS}">{related}'
        f'<Relationship Id="s" Type="{OFFICE}/styles" Target="/xl/styles.xml"/></Relationships>',
        "xl/styles.xml": STYLES,
    }
    parts |= {f"xl/worksheets/sheet{n}.xml": text for n, text in enumerate(sheets, 1)}
    return zipped(parts)


def _open(ink: Ink) -> int:
    ink.write(f'<worksheet xmlns="{MAIN}"><sheetData>')
    return 1


def _close(ink: Ink, merged: list[str], last: bool = False) -> int:
    cells = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
    merged.clear()
    areas = f"<mergeCells>{cells}</mergeCells>" if cells else ""
    ink.write(f"</sheetData>{areas}</worksheet>")
    if last:
        return 0
    ink.write(BREAK)
    return _open(ink)


def _grid(ink: Ink, grid: Grid, row: int, merged: list[str]) -> int:
    for line in places(grid):
        ink.row()
        ink.write(f'<row r="{row}">')
        for column, slot, starts in line:
            if starts and (slot.colspan > 1 or slot.rowspan > 1):
                last = f"{_letters(column + slot.colspan - 1)}{row + slot.rowspan - 1}"
                merged.append(f"{_letters(column)}{row}:{last}")
            for n in range(slot.colspan):
                shown = slot if starts and n == 0 else Slot("", slot.role)
                _cell(ink, row, column + n, shown, BORDERED)
        ink.write("</row>")
        row += 1
    return row


def _cell(ink: Ink, row: int, column: int, slot: Slot, style: int) -> None:
    place = f'<c r="{_letters(column)}{row}" s="{style}"'
    if not slot.text:
        ink.write(place)
        ink.write("", slot.key)
        ink.write("/>")
    elif slot.key and NUMBER.fullmatch(slot.text):
        # As Excel stores it: with the noise of binary fractions.
        ink.write(f"{place}><v>{float(slot.text):.17g}")
        ink.write("", slot.key)
        ink.write("</v></c>")
    else:
        ink.write(f'{place} t="inlineStr"><is><t>')
        ink.write(escape(slot.text), slot.key)
        ink.write("</t></is></c>")


def _letters(column: int) -> str:
    return chr(65 + column) if column < 26 else f"A{chr(65 + column - 26)}"
