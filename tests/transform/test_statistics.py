"""The statistics of 2014: one column of figures, unless a head names another."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extract.document import LOST, Cell, Document, Paragraph, Place, Table
from extract.reading import read
from tests.transform.documents import of_lines, seen_table
from transform.codebook import CellKey, codebook
from transform.interpret import interpret
from transform.recognise import recognise

ROWS = """主动公开政府信息数 条 12
其中：主动公开规范性文件数 条 3
制发规范性文件总数 件 4"""

LABELS = [
    x
    for section in ("disclosure", "responses")
    for x in codebook().labels
    if x.axis == "row" and x.section == section
]


@pytest.mark.parametrize(
    ("head", "after", "value"),
    [
        ("统计指标 单位 统计数", "", Decimal(12)),
        ("统计指标 单位 统计数", "注：1.本年收到的申请含上年7件；2.其他处理2件。", Decimal(12)),
        ("统计指标 单位 统计数", "七、依申请公开信息收取的费用 万元89.17（含上年）", Decimal(12)),
        ("统计指标 单位 本年 历年累计", "", None),
        ("统计指标 单位 本年 历年累\n计", "", None),
    ],
)
def test_a_head_names_a_second_column_and_a_remark_does_not(
    head: str, after: str, value: Decimal | None
) -> None:
    found = recognise(of_lines(f"政府信息公开情况统计表\n{head}\n{ROWS}\n{after}"))
    cells = {cell.key: cell.value for cell in found.cells}
    assert cells[CellKey("disclosure", "proactive_items", None)] == value


def _coded(head: str, apart: str) -> Document:
    rows = [f"{x.outline}{x.zh}\t{n:02d}{apart}{n + 7}" for n, x in enumerate(LABELS, 1)]
    text = "\n".join(["政府信息公开情况统计表", head.replace(" ", "\t"), *rows, "本表完"])
    return read(text.encode(), "a.txt")


@pytest.mark.parametrize("head", ["统计指标 代码 单位 统计数", "统计指标 统计数"])
def test_codes_that_count_the_rows_are_no_figures_whether_or_not_a_head_says_so(head: str) -> None:
    found = {c.key.row: c.value for c in recognise(_coded(head, "\t")).cells}
    assert [found[x.code] for x in LABELS] == [Decimal(n + 7) for n in range(1, len(LABELS) + 1)]


@pytest.mark.parametrize("unit", ["万元", f"万{LOST}", "元"])
def test_a_code_that_a_row_lost_or_has_before_its_unit_makes_others_no_figures(unit: str) -> None:
    rows = [(f"{n}", "条", f"{n + 7}") for n in range(1, len(LABELS) + 1)]
    rows[1] = ("2", unit, "9.25")
    rows[3] = ("", "件", "5,000")
    cells = [("统计指标", "代码", "单位", "统计数")]
    cells += [(x.zh, *row) for x, row in zip(LABELS, rows, strict=True)]
    head = Paragraph("政府信息公开情况统计表", Place(1))
    found = {
        c.key.row: c
        for c in recognise(Document("ocr", "image/tiff", (head, seen_table(1, *cells)))).cells
    }
    assert found[LABELS[-1].code].value == len(LABELS) + 7
    assert found[LABELS[1].code].raw == "9.25"
    assert found[LABELS[3].code].value == 5000


def test_a_figure_of_thousands_of_digits_is_no_code_and_stops_nothing() -> None:
    figures = ["1" * 5000 if n == 3 else f"{n + 7}" for n in range(len(LABELS))]
    rows = (f"<tr><td>{x.zh}<td>{f}" for x, f in zip(LABELS, figures, strict=True))
    page = f"<p>政府信息公开情况统计表<table><tr><td>统计指标<td>统计数{''.join(rows)}</table>"
    found = {c.key.row: c.value for c in recognise(read(page.encode(), "a.html")).cells}
    assert (found[LABELS[3].code], found[LABELS[4].code]) == (None, Decimal(11))


def test_a_second_reading_with_each_figure_on_a_line_of_its_own_does_not_take_codes_for_them() -> (
    None
):
    once = _coded("统计指标 代 单位 统计\n码 数", "\t")
    again = _coded("统计指标 代 单位 统计\n码 数", "\n").blocks
    tables = interpret(replace(once, again=again)).tables
    assert [c.value for c in tables.cells if c.second_reading == "disagree"] == []
    found = {c.key.row: c.value for c in tables.cells}
    assert [found[x.code] for x in LABELS] == [Decimal(n + 7) for n in range(1, len(LABELS) + 1)]


def test_a_row_of_many_labels_is_none_of_their_rows() -> None:
    def read(*labels: str) -> bool:
        plain = ("一、主动公开情况", "——"), ("（一）收到申请数", "1"), ("（二）申请办结数", "2")
        rows = tuple(
            tuple(Cell(text, Place(1, 1, n, m)) for m, text in enumerate(row, 1))
            for n, row in enumerate((*plain, (*labels, "25")), 1)
        )
        caption = Paragraph("政府信息公开情况统计表", Place(line=1))
        found = recognise(Document("html", "text/html", (caption, Table(rows, Place(1, 1)))))
        return any(c.value == 25 for c in found.cells)

    last = "（三）申请答复数"
    assert read(last)
    assert not read("1.当面申请数", "2.传真申请数", "3.网络申请数", last)


@pytest.mark.parametrize("above", ["", "（五）监督保障。举办业务培训14次。\n"])
def test_a_line_above_the_table_may_stand_in_the_cell_of_its_first_head(above: str) -> None:
    printed = (
        (f"{above}统计指标", "单位", "统计数"),
        ("一、主动公开情况", "——", "——"),
        ("（一）主动公开政府信息数", "条", "12"),
        ("其中：主动公开规范性文件数", "条", "3"),
    )
    table = tuple(
        tuple(Cell(text, Place(1, 1, n, m)) for m, text in enumerate(row, 1))
        for n, row in enumerate(printed, 1)
    )
    blocks = (Table(table, Place(1, 1)), Paragraph("云溪县教育局", Place(2)))
    found = recognise(Document("pdf", "application/pdf", blocks))
    cells = {cell.key: cell.value for cell in found.cells}
    assert cells[CellKey("disclosure", "proactive_items", None)] == 12


def test_digits_above_a_figure_of_a_text_may_be_its_beginning() -> None:
    torn = (
        f"{' ' * 43}5",
        f"六、举报投诉数量{' ' * 30}件\n",
        f"{' ' * 42}2858.507",
        f"{' ' * 38}万",
        f"七、依申请公开信息收取的费用{' ' * 28}52",
        f"{' ' * 38}元",
    )
    head = f"政府信息公开情况统计表\n统计指标 单位 统计数\n{ROWS}"
    cells = {c.key.row: c.value for c in recognise(of_lines("\n".join((head, *torn)))).cells}
    assert cells["fee_wan_yuan"] is None


def test_a_code_before_its_unit_is_no_figure_where_others_are_codes() -> None:
    rows = [f"{x.zh}\t{n}\t条\t{n + 7}" for n, x in enumerate(LABELS, 1)]
    rows[5] = f"{LABELS[5].zh}\t6 条"
    rows[7] = f"{LABELS[7].zh}\t8 条\t15"
    text = "\n".join(["政府信息公开情况统计表", "统计指标\t代码\t单位\t统计数", *rows, "本表完"])
    found = {c.key.row: c for c in recognise(read(text.encode(), "a.txt")).cells}
    assert found[LABELS[5].code].value is None
    assert [found[LABELS[n].code].value for n in (6, 7, 8)] == [14, 15, 16]


@pytest.mark.parametrize("first", ["无", "3"])
def test_a_figure_that_stands_above_a_row_may_be_of_its_first_column(first: str) -> None:
    row = f"主动公开政府信息数{' ' * 10}条{' ' * 12}46"
    text = f"政府信息公开情况统计表\n\n{' ' * 32}{first}\n{row}\n\n\n{ROWS.split(chr(10), 1)[1]}"
    cells = {cell.key.row: cell.value for cell in recognise(of_lines(text)).cells}
    assert cells["proactive_items"] is None


@pytest.mark.parametrize(("more", "several"), [("", True), ("3", False)])
def test_statistics_that_stand_again_with_other_figures_are_of_several_reports(
    more: str, several: bool
) -> None:
    head = ["政府信息公开情况统计表", "统计指标\t统计数"]
    one = [f"{x.outline}{x.zh}\t{more}" for x in LABELS]
    other = [f"{x.outline}{x.zh}\t3" for x in LABELS]
    text = "\n".join((*head, *one, "本表完", *head, *other, "本表完"))
    found = recognise(read(text.encode(), "a.txt"))
    assert ("several_reports" in {issue.kind for issue in found.issues}) == several


def test_indicators_without_their_title_and_heads_are_the_table_all_the_same() -> None:
    rows = [f"{x.outline}{x.zh}\t{n + 7}" for n, x in enumerate(LABELS, 1)]
    lost = "\n".join(["二、主动公开政府信息情况", *rows, "本表完"])
    found = recognise(read(lost.encode(), "a.txt"))
    assert found.form == "f2014"
    values = {cell.key.row: cell.value for cell in found.cells}
    assert [values[x.code] for x in LABELS] == [Decimal(n + 7) for n in range(1, len(LABELS) + 1)]
    few = recognise(read("\n".join(lost.split("\n")[:8]).encode(), "a.txt"))
    assert (few.form, few.cells) == (None, ())


def test_a_figure_is_not_of_a_label_passed_before_whose_own_could_not_be_told() -> None:
    text = (
        "政府信息公开情况统计表 统计指标 单位 统计数 四、行政复议数量 件 101件 "
        "（一）维持具体行政行为数 件 0 （二）被依法纠错数 件 50件 （三）其他情形数 件 51件 "
        "五、行政诉讼数量 件 36件 （一）维持具体行政行为或者驳回原告诉讼请求数 件 0件 "
        "（二）被依法纠错数 件 22 （三）其他情形数 件 14 六、举报投诉数量 件 6 本表完"
    )
    found = {c.key.row: c.value for c in recognise(of_lines(text)).cells}
    assert found["recon_upheld"] == 0
    assert found["recon_corrected"] is None
    assert found["lit_corrected"] == 22
