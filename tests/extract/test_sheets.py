"""Spreadsheets: the cells that a person sees, and where they stand."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.document import Document, Paragraph
from extract.limits import Limits
from extract.readers.sheet_numbers import shown, shown_value
from extract.readers.xlsx import read_xlsx
from extract.reading import read
from tests.extract.parts import biff, compound, workbook

DAY = date(1899, 12, 30)
STYLES = (
    '<numFmts><numFmt numFmtId="200" formatCode="0.00"/></numFmts>'
    '<borders><border/><border><left style="thin"/></border></borders>'
    '<cellXfs><xf/><xf borderId="1"/><xf numFmtId="200"/><xf numFmtId="14"/></cellXfs>'
)


def row(number: int, *cells: str, more: str = "") -> str:
    return f'<row r="{number}"{more}>{"".join(cells)}</row>'


def c(place: str, text: str = "", style: int = 0) -> str:
    if not text:
        return f'<c r="{place}" s="{style}"/>'
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t>{text}</t></is></c>'


def n(place: str, number: str, style: int = 0) -> str:
    return f'<c r="{place}" s="{style}"><v>{number}</v></c>'


def data(*rows: str, merged: str = "") -> str:
    areas = "".join(f'<mergeCell ref="{area}"/>' for area in merged.split())
    return f"<sheetData>{''.join(rows)}</sheetData><mergeCells>{areas}</mergeCells>"


def outline(document: Document) -> list[str | list[list[str]]]:
    return [
        block.text
        if isinstance(block, Paragraph)
        else [[cell.text for cell in line] for line in block.rows]
        for block in document.blocks
    ]


def sheet(*rows: str, merged: str = "", strings: str = "") -> Document:
    return read_xlsx(workbook(data(*rows, merged=merged), styles=STYLES, strings=strings))


def test_cells_stand_at_their_places_on_the_sheet_with_their_spans() -> None:
    found = sheet(
        row(3, c("B3", "甲"), c("D3", "乙")),
        row(4, c("B4"), n("C4", "1"), n("D4", "2")),
        merged="B3:B4 D3:E3 Z9:A1 bad",
    )
    ((first, gap, second), (one, two, _)) = found.blocks[0].rows  # type: ignore[union-attr]
    assert (first.text, first.rowspan, first.colspan) == ("甲", 2, 1)
    assert (gap.text, gap.place.row, gap.place.column) == ("", 3, 3)
    assert (second.text, second.rowspan, second.colspan) == ("乙", 1, 2)
    assert [(x.text, x.place.row, x.place.column) for x in (one, two)] == [("1", 4, 3), ("2", 4, 4)]


def test_titles_and_blank_rows_part_tables() -> None:
    found = sheet(
        row(1, c("A1", "年度报告")),
        row(2, c("A2", "甲"), n("B2", "1")),
        row(3, c("A3", "乙")),
        row(5, c("A5", "丙"), n("B5", "3")),
    )
    assert outline(found) == ["年度报告", [["甲", "1"], ["乙", ""]], [["丙", "3"]]]


def test_a_blank_cell_is_there_where_it_is_drawn() -> None:
    found = sheet(
        row(1, c("A1", "甲", 1), c("B1", "乙", 1), c("C1", "", 1)),
        row(2, c("A2", "", 1), c("B2", "", 1), c("D2", "")),
    )
    assert outline(found) == [[["甲", "乙", ""], ["", ""]]]


def test_strings_are_read_without_their_reading_aids() -> None:
    strings = "<si><t>甲</t></si><si><r><t>乙</t></r><r><t>丙</t></r><rPh><t>yi</t></rPh></si>"
    cells = [f'<c r="{x}1" t="s"><v>{at}</v></c>' for x, at in zip("ABC", (0, 1, 7), strict=True)]
    assert outline(sheet(row(1, *cells), strings=strings)) == [[["甲", "乙丙", "\ufffd"]]]


def test_cells_without_places_follow_each_other() -> None:
    found = sheet("<row><c><v>1</v></c><c><v>2</v></c></row><row><c/><c><v>3</v></c></row>")
    assert outline(found) == [[["1", "2"], ["", "3"]]]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c r="B1"><f>SUM(A1:A2)</f><v>5</v></c>', "5"),
        ('<c r="B1"><f>SUM(A1:A2)</f></c>', "=SUM(A1:A2)"),
        ('<c r="B1" t="str"><f>A1</f><v>文</v></c>', "文"),
        ('<c r="B1" t="e"><v>#REF!</v></c>', "#REF!"),
        ('<c r="B1" t="b"><v>1</v></c>', "TRUE"),
        ('<c r="B1" t="d"><v>2023-01-05</v></c>', "2023-01-05"),
        (n("B1", "45000", 3), "2023-03-15"),
        (n("B1", "1505.5301", 2), "1505.53"),
        (n("B1", "1505.5301"), "1505.5301"),
        (n("B1", "12", 99), "12"),
    ],
)
def test_what_a_person_sees_in_a_cell(cell: str, text: str) -> None:
    assert outline(sheet(row(1, c("A1", "甲"), cell))) == [[["甲", text]]]


def test_what_is_hidden_is_not_read_and_is_told() -> None:
    columns = '<cols><col min="2" max="2" hidden="1"/></cols>'
    first = columns + data(
        row(1, c("A1", "甲"), c("B1", "藏列"), n("C1", "1")),
        row(2, c("A2", "藏行"), more=' hidden="1"'),
        row(3, c("A3", "乙"), n("C3", "2")),
    )
    second = data(row(1, c("A1", "藏"), n("B1", "9")))
    found = read_xlsx(workbook(first, second, states=("visible", "hidden")))
    assert outline(found) == [[["甲", "", "1"]], [["乙", "", "2"]]]
    assert [(i.kind, i.text) for i in found.issues] == [
        *(("hidden_text", "藏列"), ("hidden_text", "藏行"), ("hidden_text", "表1")),
    ]


@pytest.mark.parametrize(
    ("number", "form", "text"),
    [
        ("1.0", "", "1"),
        ("0.30000000000000004", "General", "0.3"),
        ("1505.5301", "G/通用格式", "1505.5301"),
        ("1E-3", "", "0.001"),
        ("12345678", "#,##0", "12,345,678"),
        ("11.7", "0", "12"),
        ("2.5", "0_ ", "3"),
        ("-2.5", "0", "-3"),
        ("-0.2", "0", "0"),
        ("5", "0.00", "5.00"),
        ("5.5", "0.##", "5.5"),
        ("5", "0.##", "5"),
        ("7", "000", "007"),
        ("0.256", "0.0%", "25.6%"),
        ("-5", "0.00_);(0.00)", "(5.00)"),
        ("0", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"??_ ;_ @_ ', "-"),
        ("3", '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"??_ ;_ @_ ', "3"),
        ("0", "0;-0;;@", ""),
        ("12", '0"件"', "12件"),
        ("12", '"共"0\\件', "共12件"),
        ("12", "[Red]0.0", "12.0"),
        ("12", "[>10]0;0.0", "12"),
        ("12", "[DBNum1]General", "12"),
        ("1234567", "0.00,", "1234.57"),
        ("12", "0.00E+00", "12"),
        ("45000", 'yyyy"年"m"月"d"日"', "2023-03-15"),
        ("45000.5", "yyyy/m/d h:mm", "2023-03-15 12:00:00"),
        ("0.5", "h:mm", "12:00:00"),
        ("9e99", "0", "9e99"),
        ("NaN", "0", "NaN"),
        ("文", "0", "文"),
    ],
)
def test_numbers_are_written_as_their_format_shows_them(number: str, form: str, text: str) -> None:
    assert shown(number, form, DAY) == text


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9), max_value=10**9
    )
)
def test_a_number_survives_its_way_through_a_binary_fraction(number: Decimal) -> None:
    assert Decimal(shown(repr(float(number)), "", DAY)) == number


@given(st.text(alphabet='0#?,.%;_* "\\[]-()ymdhs@E+件', max_size=12), st.floats())
def test_no_format_breaks_the_reader(form: str, number: float) -> None:
    assert isinstance(shown(repr(number), form, DAY), str)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (0.1 + 0.2, "0.3"),
        (True, "TRUE"),
        (date(2023, 1, 5), "2023-01-05"),
        (datetime(2023, 1, 5), "2023-01-05"),
        (datetime(2023, 1, 5, 8), "2023-01-05 08:00:00"),
        (time(8), "08:00:00"),
        (timedelta(hours=8), "8:00:00"),
        ("文", "文"),
    ],
)
def test_values_without_a_format(value: object, text: str) -> None:
    assert shown_value(value) == text


@pytest.mark.parametrize(
    ("sheets", "limits"),
    [
        (data(row(1, n("A1", "1"), n("XFD1", "1")), row(2, n("A2", "1"))), Limits(table_slots=99)),
        (data(row(1, c("A1", "甲")), merged="A1:XFD1048576"), Limits()),
        (data(row(1, n("A1", "1"), n("B1", "1"))), Limits(parts=1)),
    ],
)
def test_a_sheet_over_a_limit_is_refused_whole(sheets: str, limits: Limits) -> None:
    found = read(workbook(sheets), "a.xlsx", limits)
    assert (found.reader, [i.kind for i in found.issues]) == ("", ["too_large"])


def test_cells_far_apart_cost_nothing() -> None:
    found = sheet(row(1, n("A1", "1"), n("B1", "1")), row(1_048_576, n("XFC1048576", "2")))
    assert outline(found) == [[["1", "1"]], "2"]


def test_an_empty_workbook_has_no_text() -> None:
    assert [i.kind for i in read(workbook(data()), "a.xlsx").issues] == ["no_text"]


SHEET = data(row(1, c("A1", "甲"), n("B1", "1")), merged="A1:A2")


@given(st.text(max_size=20), st.integers(0, len(SHEET)), st.integers(0, 40))
def test_a_damaged_sheet_is_read_or_refused(junk: str, at: int, cut: int) -> None:
    damaged = SHEET[:at] + junk.encode("utf-8", "replace").decode() + SHEET[at + cut :]
    assert "reader_failed" not in [i.kind for i in read(workbook(damaged), "a").issues]


def old(cells: dict[tuple[int, int], float]) -> bytes:
    return compound({"Workbook": biff(cells)})


def test_an_old_workbook_is_read() -> None:
    found = read(old({(0, 0): 3, (0, 1): 0.1 + 0.2, (1, 0): 7, (3, 2): 1}), "a.xls")
    assert (found.reader, found.media_type) == ("xls", "application/vnd.ms-excel")
    assert outline(found) == [[["3", "0.3"], ["7", ""]], "1"]


def test_an_old_workbook_whose_cells_lie_far_apart_is_refused() -> None:
    found = read(old({(0, 0): 1, (65_535, 60_000): 2}), "a.xls")
    assert [i.kind for i in found.issues] == ["too_large"]


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_in_an_old_workbook_is_shown_as_none(number: float) -> None:
    assert outline(read(old({(0, 0): 3, (0, 1): number}), "a.xls")) == [[["3", "#NUM!"]]]


@pytest.mark.parametrize(("sector", "following"), [(1, 1), (9, 2)])
def test_an_old_workbook_whose_sectors_go_round_in_a_circle_is_refused(
    sector: int, following: int
) -> None:
    """The first sector is the directory's, the last one the workbook's."""
    content = bytearray(old({(0, 0): 3}))
    content[512 + 4 * sector : 516 + 4 * sector] = following.to_bytes(4, "little")
    (issue,) = read(bytes(content), "a.xls").issues
    assert (issue.kind, issue.detail) == ("unreadable_file", "XLS: sectors in a circle")


@settings(deadline=None)  # where the library gives up, it first prints why
@given(st.binary(min_size=1, max_size=8), st.integers(0, 300))
def test_a_damaged_old_workbook_is_read_or_refused(junk: bytes, at: int) -> None:
    content = old({(0, 0): 3, (1, 1): 7})
    start = 1536 + at
    found = read(content[:start] + junk + content[start + len(junk) :], "a.xls")
    assert found.reader or found.issues


def test_hidden_columns_are_those_of_all_areas_together() -> None:
    areas = ((2, 3), (3, 3), (5, 4), (6, 7))
    columns = "".join(f'<col min="{a}" max="{b}" hidden="1"/>' for a, b in areas)
    cells = "".join(c(f"{letter}1", letter) for letter in "ABCDEFGH")
    found = read_xlsx(workbook(f"<cols>{columns}</cols>{data(row(1, cells))}"))
    assert outline(found) == [[["A", "", "", "D", "E", "", "", "H"]]]
    assert [issue.text for issue in found.issues] == ["B", "C", "F", "G"]
