"""A row that a page end tears in two is one row again, and no figure is made of its halves."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from extract.document import Block, Cell, Document, Paragraph, Place, Table
from tests.transform.documents import APPLICANTS, page_table
from transform.codebook import CellKey
from transform.interpret import interpret
from transform.recognise import recognise
from transform.report import CellReading

HEADS = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
OTHERS = ("other.no_correction", "other.fee_unpaid", "other.other")
TITLE = ("第二十条第（一）项", "", "", "")


def table(number: int, *rows: tuple[int, tuple[str, ...]]) -> Table:
    """A table whose rows have the page they stand on."""
    cells = tuple(
        tuple(
            Cell(text, Place(page=page, table=number, row=n, column=c), 1, 1)
            for c, text in enumerate(texts, 1)
        )
        for n, (page, texts) in enumerate(rows, 1)
    )
    return Table(cells, Place(page=rows[0][0], table=number))


def document(*rows: tuple[int, tuple[str, ...]], apart: bool = False) -> Document:
    """The rows as one table, or as one for each page."""
    if not apart:
        return Document("pdf", "application/pdf", (table(1, *rows),))
    pages = sorted({page for page, _ in rows})
    tables = (table(page, *(row for row in rows if row[0] == page)) for page in pages)
    return Document("pdf", "application/pdf", tuple(tables))


def cells(found: Document) -> dict[str, CellReading]:
    readings = {cell.key: cell for cell in recognise(found).cells}
    codes = ("issued", "repealed", "in_force")
    return {c: readings[CellKey("proactive", f"normative_documents.{c}", None)] for c in codes}


@pytest.mark.parametrize("apart", [False, True])
def test_a_label_that_goes_on_over_the_page_names_its_row(apart: bool) -> None:
    found = cells(
        document(
            (1, TITLE), (1, HEADS), (1, ("行政规范", "3", "0", "12")), (2, ("性文件", "", "", "")),
            apart=apart,
        )
    )  # fmt: skip
    assert [cell.value for cell in found.values()] == [Decimal(3), Decimal(0), Decimal(12)]


@pytest.mark.parametrize("apart", [False, True])
def test_a_figure_whose_last_digit_stands_on_the_next_page_is_not_read(apart: bool) -> None:
    torn = document(
        (1, TITLE), (1, HEADS), (1, ("行政规范性文件", "3", "0", "1234")), (2, ("", "", "", "5")),
        apart=apart,
    )  # fmt: skip
    found = cells(torn)
    assert found["in_force"].value is None
    assert found["in_force"].status == "unreadable"
    assert (found["issued"].value, found["repealed"].value) == (Decimal(3), Decimal(0))
    assert all(
        cell.value in (None, Decimal(3), Decimal(0)) for cell in interpret(torn).tables.cells
    )


@pytest.mark.parametrize("apart", [False, True])
@pytest.mark.parametrize(
    ("group", "rest", "label", "code"),
    [
        ("三、本年度", "办理结果", "（一）予以公开", "granted"),
        ("（五）", "不予处理", "1.信访举报投诉类申请", "unprocessed.petition"),
    ],
)
def test_a_figure_is_torn_where_the_label_of_its_group_is(
    group: str, rest: str, label: str, code: str, apart: bool
) -> None:
    torn = document(
        (1, ("", "", *APPLICANTS)),
        (1, ("一、本年新收政府信息公开申请数量", "", "69", "39", "0", "0", "0", "0", "108")),
        (1, (group, label, "69", "39", "0", "0", "0", "0", "10")),
        (2, (rest, "", "", "", "", "", "", "", "8")),
        (2, ("", "（二）部分公开", "0", "0", "0", "0", "0", "0", "0")),
        apart=apart,
    )
    row = {c.key.applicant_type: c for c in recognise(torn).cells if c.key.row == code}
    assert row["total"].status == "unreadable"
    assert row["natural_person"].value == 69


def test_a_figure_that_had_no_room_goes_on_over_the_page() -> None:
    def read(figure: str, rest: str, full: bool) -> tuple[Decimal | None, str]:
        torn = document(
            (1, TITLE), (1, HEADS), (1, ("行政规范性文件", "3", "0", figure)),
            (2, ("", "", "", rest)),
        )  # fmt: skip
        (block,) = torn.blocks
        assert isinstance(block, Table)
        rows = [tuple(c._replace(full=full and c.text == figure) for c in r) for r in block.rows]
        again = replace(torn, blocks=(replace(block, rows=tuple(rows)),))
        found = {cell.key.row: cell for cell in interpret(again).tables.cells}
        cell = found["normative_documents.in_force"]
        assert found["normative_documents.issued"].value == 3
        return cell.value, cell.status

    assert read("1234", "5", full=True) == (Decimal(12345), "reported")
    assert read("1234", "5", full=False) == (None, "unreadable")
    assert read("1234", "件", full=False) == (Decimal(1234), "reported")
    assert read("1234（含", "上年）", full=False) == (Decimal(1234), "reported")


def test_a_page_repeats_the_head_between_a_figure_and_its_last_digit() -> None:
    row, rest = ("行政规范性文件", "3", "0", "1"), ("", "", "", "5")
    found = cells(document((1, TITLE), (1, HEADS), (1, row), (2, TITLE), (2, HEADS), (2, rest)))
    assert [cell.value for cell in found.values()] == [Decimal(3), Decimal(0), None]


def test_a_table_of_its_own_on_the_next_page_is_not_the_rest_of_a_row() -> None:
    found = cells(
        document(
            (1, TITLE), (1, HEADS), (1, ("行政规范性文件", "3", "0", "12")),
            (2, ("（本列数据的勾稽关系为：第一项）", "申请人情况", "自然人", "总计")),
        )
    )  # fmt: skip
    assert [cell.value for cell in found.values()] == [Decimal(3), Decimal(0), Decimal(12)]


def test_a_figure_that_the_side_of_the_page_cuts_off_costs_no_other() -> None:
    found = cells(document((1, TITLE), (1, HEADS), (1, ("行政规范性文件", "3", "0", "1\ufffd"))))
    assert [cell.value for cell in found.values()] == [Decimal(3), Decimal(0), None]


def test_a_figure_without_label_below_a_blank_is_nobodys() -> None:
    found = cells(
        document(
            (1, TITLE), (1, HEADS), (1, ("行政规范性文件", "3", "0", "")), (2, ("", "", "", "5"))
        )
    )  # fmt: skip
    assert (found["in_force"].value, found["in_force"].status) == (None, "unreadable")


def test_rows_of_their_own_are_left_apart() -> None:
    found = recognise(
        document(
            (1, TITLE), (1, HEADS), (1, ("规章", "3", "0", "12")),
            (2, ("行政规范性文件", "", "", "")), (2, ("", "", "", "")),
        )
    )  # fmt: skip
    readings = {cell.key.row: cell for cell in found.cells if cell.key.section == "proactive"}
    assert readings["rules.in_force"].value == 12
    assert readings["normative_documents.in_force"].status == "blank"


def test_what_stands_on_the_same_page_is_not_torn() -> None:
    found = cells(
        document(
            (1, TITLE), (1, HEADS), (1, ("行政规范性文件", "3", "0", "1234")),
            (1, ("", "", "", "5")),
        )
    )  # fmt: skip
    assert found["in_force"].value == 1234


def test_both_halves_of_a_torn_head_are_not_two_heads() -> None:
    five = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    upper = ("结果", "结果", "其他结", "尚未审", "总计", "未经复议直接起诉", "复议后起诉")
    lower = ("维持", "纠正", "果", "结", "", *five, *five)
    figures = tuple(map(str, range(15)))
    blocks = ("行政复议", "行政诉讼")
    found = recognise(document((1, blocks), (1, upper), (2, lower), (2, figures), apart=True))
    values = [c.value for c in found.cells if c.key.section == "remedies"]
    assert values == [Decimal(n) for n in range(15)]


@pytest.mark.parametrize(
    ("units", "full", "value"),
    [
        (("万", "元"), True, Decimal("4.567653")),
        (("万", "元"), False, None),
        (("万元", "元"), True, None),
        (("万元", ""), True, Decimal("4.567653")),
        (("万元", ""), False, None),
    ],
)
def test_a_unit_in_two_pieces_tells_that_the_figure_beside_it_goes_on(
    units: tuple[str, str], full: bool, value: Decimal | None
) -> None:
    label = "七、依申请公开信息收取的费用"
    torn = document(
        (1, ("统计指标", "单位", "统计数")), (1, ("一、主动公开情况", "——", "——")),
        (1, ("（一）主动公开政府信息数", "条", "12")), (1, (label, units[0], "4.56765")),
        (2, ("", units[1], "3")), (2, ("八、机构建设和保障经费情况", "——", "——")),
        (2, ("（一）政府信息公开工作专门机构数", "个", "1")),
    )  # fmt: skip
    (block,) = torn.blocks
    assert isinstance(block, Table)
    rows = [tuple(c._replace(full=full and c.text == "4.56765") for c in r) for r in block.rows]
    again = replace(torn, blocks=(replace(block, rows=tuple(rows)),))
    found = {cell.key.row: cell.value for cell in interpret(again).tables.cells}
    assert found["proactive_items"] == 12
    assert found["fee_wan_yuan"] == value


@pytest.mark.parametrize(
    ("page", "top", "text", "values"),
    [
        (2, 72, "9        5", [None, Decimal(0), None]),
        (1, 712, "9        5", [None, Decimal(0), None]),
        (1, 760, "9        5", [Decimal(11), Decimal(0), Decimal(12)]),
        (2, 72, "二、收到申请情况 9", [Decimal(11), Decimal(0), Decimal(12)]),
    ],
)
def test_a_line_of_figures_below_the_last_row_may_be_the_rest_of_its_full_cells(
    page: int, top: float, text: str, values: list[Decimal | None]
) -> None:
    torn = document((1, TITLE), (1, HEADS), (1, ("行政规范性文件", "11", "0", "12")))
    block = torn.blocks[0]
    assert isinstance(block, Table)
    edges = (72, 200, 214, 228, 242)
    boxes = [(a, 700.0, b, 710.0) for a, b in pairwise(edges)]
    last = tuple(
        c._replace(full=True, place=c.place._replace(box=box))
        for c, box in zip(block.rows[-1], boxes, strict=True)
    )
    line = Paragraph(text, Place(page=page, box=(202, top, 238, top + 10)))
    found = cells(replace(torn, blocks=(replace(block, rows=(*block.rows[:-1], last)), line)))
    assert [cell.value for cell in found.values()] == values


def test_figures_beside_the_middle_of_a_label_may_end_those_above() -> None:
    heads = ("", *APPLICANTS)
    rows = (
        heads,
        ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", *"2000002"),
        ("2.申请人逾期未按收费通知要求缴", *"1000001"),
        ("纳费用、行政机关不再处理其政府", "0", "", "", "", "", "", "0"),
    )
    blocks = (
        Paragraph("三、收到和处理政府信息公开申请情况", Place(2)),
        table(1, *((2, row) for row in rows)),
        Paragraph("信息公开申请", Place(2)),
        table(2, (3, ("3.其他", *"0000000"))),
    )
    readings = recognise(Document("pdf", "application/pdf", blocks)).cells
    found = {row: {c.value for c in readings if c.key.row == row} for row in OTHERS}
    assert found == {OTHERS[0]: {Decimal(2), Decimal(0)}, OTHERS[1]: {None}, OTHERS[2]: {0}}


def test_the_rest_of_a_figure_stands_below_it_though_the_page_has_a_column_more() -> None:
    def row(number: int, page: int, texts: tuple[str, ...], lefts: tuple[float, ...]) -> Table:
        cells = tuple(
            Cell(text, Place(page, number, 1, n, None, (left, 700.0, right, 720.0)))
            for n, (text, (left, right)) in enumerate(zip(texts, pairwise(lefts), strict=True), 1)
        )
        return Table((cells,), Place(page, number))

    heads = ("", *APPLICANTS)
    lefts = (50.0, 150.0, 200.0, 250.0, 300.0, 350.0, 400.0, 450.0, 500.0)
    blocks = (
        Paragraph("三、收到和处理政府信息公开申请情况", Place(1)),
        row(1, 1, heads, lefts),
        row(1, 1, ("（七）总计", "194", "4", "0", "0", "0", "0", "19"), lefts),
        row(2, 2, ("", "", "", "", "", "", "", "8", ""), (*lefts, 520.0)),
    )
    cells = recognise(Document("pdf", "application/pdf", blocks)).cells
    found = {c.key.applicant_type: c.value for c in cells if c.key.row == "handled_total"}
    assert found["other_org"] == 0
    assert found["total"] in (None, 198)


def test_a_numbered_label_overleaf_is_no_rest_of_one_whose_number_stands_apart() -> None:
    heads = ("", "", *APPLICANTS)
    total = (1, ("（七）", "总计", "15", *"00000", "15"))
    left = (2, ("四、结转下年度继续办理", "", "2", *"00000", "2"))
    corner = (1, ("（本列数据的勾稽关系为）", *[""] * 8))
    found = {c.key: c.value for c in recognise(document(corner, (1, heads), total, left)).cells}
    assert found[CellKey("requests", "handled_total", "total")] == 15
    assert found[CellKey("requests", "carried_over_out", "total")] == 2


def aligned(page: int, number: int, *rows: tuple[str, ...]) -> Table:
    """A table of a page whose columns no ruling shows."""
    found = page_table(*rows)
    cells = tuple(
        tuple(c._replace(place=c.place._replace(page=page, table=number)) for c in row)
        for row in found.rows
    )
    return Table(cells, Place(page, number), columns_known=False)


def totals(*blocks: Block) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    """The first applicant's figure and the total of each row of section three."""
    heading = Paragraph("三、收到和处理政府信息公开申请情况", Place(1))
    readings = recognise(Document("pdf", "application/pdf", (heading, *blocks))).cells
    found = {(c.key.row, c.key.applicant_type): c.value for c in readings}
    rows = {row for row, _ in found}
    return {
        r: (found[r, "natural_person"], found[r, "total"]) for r in rows if (r, "total") in found
    }


ROW = ("1.本机关不掌握相关政府信息", "313", "0", "0", "0", "6", "0", "31")
NEXT = ("2.没有现成信息需要另行制作", *"1000001")


@pytest.mark.parametrize("rest", [("供", "7", "", "", "", "", "", "43"), ("供", *[""] * 7)])
def test_a_row_without_rulings_may_go_on_overleaf_below_a_piece_of_its_group(
    rest: tuple[str, ...],
) -> None:
    found = totals(
        aligned(1, 1, ("", *APPLICANTS), ("一、本年新收政府信息公开申请数量", *"9000009"), ROW),
        Paragraph("无法提", Place(1, box=(60.0, 90.0, 99.0, 99.0))),
        aligned(2, 2, rest, NEXT),
    )
    assert found["unable.not_held"] == ((None, None) if rest[1] else (Decimal(313), Decimal(31)))
    assert found["unable.must_create"] == (Decimal(1), Decimal(1))


@pytest.mark.parametrize(("left", "known"), [(118.0, False), (20.0, True)])
def test_a_figure_right_below_another_in_its_column_may_be_its_end(
    left: float, known: bool
) -> None:
    found = totals(
        aligned(1, 1, ("", *APPLICANTS), ("一、本年新收政府信息公开申请数量", *"9000009")),
        Paragraph("6492", Place(2, box=(left, 8.0, left + 12, 18.0))),
        aligned(2, 2, ("3.其他", "2", *"01100", "64924"), ("（七）总计", *"8000008")),
    )
    assert found["other.other"] == (Decimal(2) if known else None, Decimal(64924))
