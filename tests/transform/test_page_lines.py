"""Lines of a page: what stands at one height is not always of one row."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extract.document import Cell, Document, Paragraph, Place, Table
from tests.transform.documents import page_table
from transform.recognise import recognise


def line(text: str, top: float, page: int | None = 1) -> Paragraph:
    return Paragraph(text, Place(page, box=(0.0, top, 500.0, top + 10.0) if page else None))


def rows(*texts: str, page: int | None) -> set[str]:
    """The rows of section three that have a value."""
    lines = [line(text, 20.0 * n, page) for n, text in enumerate(texts)]
    cells = recognise(Document("pdf", "application/pdf", tuple(lines))).cells
    return {cell.key.row for cell in cells if cell.value is not None}


def test_a_group_beside_figures_on_a_page_is_not_their_label() -> None:
    text = (
        "三、收到和处理政府信息公开申请情况",
        "一、本年新收政府信息公开申请数量   5   0   0   0   0   0   5",
        "（三）不予公开   0   0   0   0   0   0   0",
    )
    assert rows(*text, page=1) == {"new_received"}
    assert "printed_subtotal.refused" in rows(*text, page=None)


def test_a_figure_alone_amid_a_line_of_a_page_may_be_one_cell_for_all_columns() -> None:
    text = (
        "三、收到和处理政府信息公开申请情况",
        "一、本年新收政府信息公开申请数量   5   0   0   0   0   0   5",
        "二、上年结转政府信息公开申请数量               0",
        "（一）予以公开                     5   0   0   0   0   0   5",
        "（二）部分公开                                 0",
        "（七）总计                         5   0   0   0   0   0   5",
    )
    assert rows(*text, page=1) == {"new_received", "granted", "handled_total"}


def proactive(heads: Sequence[Sequence[str]]) -> set[str]:
    """The statuses of a row of section two below heads in rows of a page's table."""
    blocks = (
        line("二、主动公开政府信息情况", 0),
        line("第二十条第（一）项", 10),
        page_table(*heads, ("规章", "1", "2", "3")),
    )
    cells = recognise(Document("pdf", "application/pdf", blocks)).cells
    return {cell.status for cell in cells if cell.key.row.startswith("rules.")}


def test_heads_on_several_rows_of_a_page_do_not_tell_the_order_of_columns() -> None:
    made, new, total = "本年新制作数量", "本年新公开数量", "对外公开总数量"
    assert proactive((("信息内容", made, new, total),)) == {"reported"}
    assert proactive((("信息内容", new, total, made),)) == {"reported"}
    assert proactive((("", "", new, total), ("信息内容", made, "", ""))) == {"unreadable"}


def test_a_figure_right_above_a_line_is_not_of_the_line_farther_above() -> None:
    def read(step: float) -> set[str]:
        lines = [
            line("政府信息公开情况统计表", 0.0),
            line("（三）从事政府信息公开工作人员数   人   2", 30.0),
            line("1.专职人员数（不包括政府公报及政府网站工作人员数）   人", 60.0),
            line("2", 60.0 + step),
            line("2.兼职人员数   人", 90.0),
        ]
        cells = recognise(Document("pdf", "application/pdf", tuple(lines))).cells
        return {cell.key.row for cell in cells if cell.value is not None}

    assert "staff_full" in read(12.0)
    assert "staff_full" not in read(22.0)


@pytest.mark.parametrize(("below", "row"), [(28.0, None), (60.0, "staff_full")])
def test_a_figure_that_begins_a_page_is_of_the_line_beside_it(
    below: float, row: str | None
) -> None:
    lines = (
        line("政府信息公开情况统计表", 0.0),
        line("（三）从事政府信息公开工作人员数   人   2", 30.0),
        line("1.专职人员数（不包括政府公报及政府网站工作人员数）   人", 780.0),
        line("2", 20.0, page=2),
        line("2.兼职人员数   人", below, page=2),
    )
    cells = recognise(Document("pdf", "application/pdf", lines)).cells
    rows = ("staff_full", "staff_part")
    read = [c.key.row for c in cells if c.key.row in rows and c.value is not None]
    assert read == ([row] if row else [])


def test_a_gap_is_no_blank_where_a_figure_with_a_note_stands_a_little_higher() -> None:
    def read(note: str) -> set[str]:
        lines = [
            line("三、收到和处理政府信息公开申请情况", 0.0),
            line("1.信访举报投诉类申请   0   0   43   0   7   0   50", 30.0),
            line("2.重复申请             1   4    0   0   4   0    9", 60.0),
            line(note, 84.0),
            line("3.要求提供公开出版物   0  66        0   4   0  125", 90.0),
            line("上年）", 96.0),
            line("（七）总计             1  70   78   0  15   0  184", 120.0),
        ]
        cells = recognise(Document("pdf", "application/pdf", tuple(lines))).cells
        return {c.status for c in cells if c.key.row == "unprocessed.publication"}

    assert read("下面是") == {"reported", "blank"}
    assert read("35（含") == {"reported", "unreadable"}


def test_blanks_of_the_remedies_are_not_sure_beside_a_line_of_other_figures() -> None:
    def read(below: str) -> set[str]:
        rows = (("行政复议", *[""] * 14), (*[""] * 7, "456", "", "456", "78", *[""] * 4))
        table = tuple(
            tuple(Cell(text, Place(1, 1, n, m)) for m, text in enumerate(row, 1))
            for n, row in enumerate(rows, 1)
        )
        blocks = (
            line("四、政府信息公开行政复议、行政诉讼情况", 0),
            Table(table, Place(1, 1)),
            line(below, 60),
            line("五、存在的主要问题及改进情况", 90),
        )
        cells = recognise(Document("pdf", "application/pdf", blocks), "f2021").cells
        return {c.status for c in cells if c.key.section == "remedies"}

    assert read("没有其他") == {"reported", "blank"}
    assert read("146    56    0    88   290   0     0    （见说    94  172") == {
        "reported",
        "unreadable",
    }


def test_a_figure_right_below_another_without_a_label_may_be_its_end() -> None:
    def read(top: float) -> bool:
        lines = [
            line("政府信息公开情况统计表", 0.0),
            line("2.兼职人员数   人   167", 30.0),
            line("91.1900", top),
            line("（四）政府信息公开专项经费   万元   53", 75.0),
            line("九、政府信息公开会议和培训情况   ——   ——", 100.0),
        ]
        cells = recognise(Document("pdf", "application/pdf", tuple(lines))).cells
        return any(c.key.row == "budget_wan_yuan" and c.value is not None for c in cells)

    assert read(50.0)
    assert not read(62.0)


@pytest.mark.parametrize(("column", "known"), [(1, True), (3, False)])
def test_a_figure_in_another_column_of_a_table_is_of_another_cell(column: int, known: bool) -> None:
    def cell(text: str, row: int, column: int) -> Cell:
        box = (100.0 * column, 20.0 * row, 100.0 * column + 90, 20.0 * row + 15)
        return Cell(text, Place(1, 1, row, column, None, box))

    labels = ("主动公开政府信息数", "制发规范性文件总数")
    rows = [[cell(label, 2 * n, 1), cell("件", 2 * n, 2)] for n, label in enumerate(labels)]
    rows = [[*row, cell("12", 2 * n, 3)] for n, row in enumerate(rows)]
    rows.insert(1, [cell("7", 1, column)])
    table = Table(tuple(map(tuple, rows)), Place(1, 1))
    blocks = (line("政府信息公开情况统计表", 0.0), table)
    cells = recognise(Document("pdf", "application/pdf", blocks)).cells
    assert any(c.key.row == "proactive_items" and c.value == 12 for c in cells) == known


def test_a_blank_beside_figures_that_are_not_told_may_be_their_place() -> None:
    def read(*between: str) -> set[str]:
        found = ["政府信息公开情况统计表", "2.兼职人员数   人   1", *between]
        lines = [line(text, 20.0 * n) for n, text in enumerate(found)]
        row = ("（四）政府信息公开专项经费", "万元", "")
        cells = (Cell(text, Place(1, 1, 1, m)) for m, text in enumerate(row, 1))
        end = line("九、会议和培训情况   —", 200)
        blocks: tuple[Paragraph | Table, ...] = (*lines, Table((tuple(cells),), Place(1, 1)), end)
        found_cells = recognise(Document("pdf", "application/pdf", blocks)).cells
        return {c.status for c in found_cells if c.key.row == "budget_wan_yuan"}

    assert read() == {"blank"}
    assert read("0") == {"unreadable"}


def test_a_blank_above_two_figures_in_one_cell_may_be_the_place_of_one() -> None:
    def read(last: str) -> set[str]:
        rows = (("（七）总计", *"540000", ""), ("四、结转下年度继续办理", *"000000", last))
        table = tuple(
            tuple(Cell(text, Place(1, 1, n, m)) for m, text in enumerate(row, 1))
            for n, row in enumerate(rows, 1)
        )
        blocks = (line("三、收到和处理政府信息公开申请情况", 0), Table(table, Place(1, 1)))
        found = recognise(Document("pdf", "application/pdf", blocks)).cells
        return {
            c.status
            for c in found
            if c.key.row == "handled_total" and c.key.applicant_type == "total"
        }

    assert read("0") == {"blank"}
    assert read("54\n0") == {"unreadable"}


@pytest.mark.parametrize("mark", ["/", "—"])
def test_what_stands_for_no_figure_and_touches_the_label_is_no_blank(mark: str) -> None:
    text = (
        "三、收到和处理政府信息公开申请情况",
        "一、本年新收政府信息公开申请数量   5   0   0   0   0   0   5",
        f"{' ' * 22}（一）予以公开{mark:5}0   0   0   0   0   0",
        f"{' ' * 24}（七）总计   0   0   0   0   0   0   0",
    )
    lines = [line(each, 20.0 * n) for n, each in enumerate(text)]
    cells = recognise(Document("pdf", "application/pdf", tuple(lines))).cells
    first = next(c for c in cells if c.key.row == "granted")
    assert (first.key.applicant_type, first.status) == ("natural_person", "unreadable")
