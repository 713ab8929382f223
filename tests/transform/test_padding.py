"""Rows that a converter filled up with blanks: others of the table tell where columns are."""

from __future__ import annotations

from decimal import Decimal

from extract.reading import read
from transform.codebook import CellKey
from transform.recognise import recognise
from transform.report import CellReading

HEAD = """三、收到和处理政府信息公开申请情况
| 申请人情况 |||||||||
| 自然人 | 法人或其他组织 | 总计 |||||||
| 商业企业 | 科研机构 | 社会公益组织 | 法律服务机构 | 其他 | |||||
"""
FULL = """| 一、本年新收政府信息公开申请数量 | 7 | 0 | 0 | 0 | 0 | 0 | 7 | | |
| 二、上年结转政府信息公开申请数量 | 1 | 0 | 0 | 0 | 0 | 0 | 1 | | |
"""
SHORT = "| 三、本年度办理结果 | （一）予以公开 | 5 | 0 | 0 | 0 | 0 | 2 | | |\n"


def requests(text: str) -> dict[str, CellReading]:
    text += "五、存在的主要问题及改进情况\n"
    cells = recognise(read(text.encode(), "a.txt")).cells
    return {f"{c.key.row}/{c.key.applicant_type}": c for c in cells if c.key.section == "requests"}


def test_a_blank_at_the_end_of_a_row_is_told_from_padding_by_rows_that_are_full() -> None:
    found = requests(HEAD + FULL + SHORT)
    assert found["granted/other_org"].value == 2
    assert (found["granted/total"].value, found["granted/total"].status) == (None, "blank")
    assert requests(HEAD + SHORT)["granted/other_org"].value is None


def test_rows_that_are_filled_up_elsewhere_tell_nothing() -> None:
    other = FULL.replace("| 1 | 0", "|  | 1 | 0").replace("| 1 | | |", "| 1 | |")
    assert requests(HEAD + other + SHORT)["granted/other_org"].value is None


def test_a_column_without_figures_is_told_by_full_rows_with_fewer_labels() -> None:
    rows = ["<td colspan=2>一、本年新收政府信息公开申请数量", *"70000", "", "0", "7"]
    short = ["<td>三、本年度办理结果", "（一）予以公开", *"50000", "", "2", ""]
    table = "".join(f"<tr>{'<td>'.join(row)}" for row in (rows, short))
    html = f"<h2>三、收到和处理政府信息公开申请情况</h2><table>{table}</table>"
    cells = recognise(read(html.encode(), "a.html")).cells
    found = {c.key: c for c in cells}
    assert found[CellKey("requests", "granted", "other_org")].value == 2
    assert found[CellKey("requests", "granted", "total")].status == "blank"


def test_a_row_without_any_figure_is_blank_however_many_cells_it_has() -> None:
    table = "<tr><td>信息内容<td>本年制发件数<td>本年废止件数<td>现行有效件数"
    table += "<tr><td>规章<td><tr><td>行政规范性文件<td>1<td>0<td>2"
    html = f"<h2>二、主动公开政府信息情况</h2><p>第二十条第（一）项<table>{table}</table>"
    cells = {c.key.row: c.status for c in recognise(read(html.encode(), "a.html")).cells}
    assert {cells[f"rules.{x}"] for x in ("issued", "repealed", "in_force")} == {"blank"}


def test_empty_boxes_about_the_heads_are_no_row_of_figures() -> None:
    heads = "| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 " * 3
    text = "四、政府信息公开行政复议、行政诉讼情况\n" + "|  " * 15 + "|\n"
    text += "| 行政复议 | 未经复议直接起诉 | 复议后起诉 |" + "|" * 12 + "\n" + heads + "|\n"
    text += "| 1 | 0 | 0 | 2 | 3 " + "| 0 " * 10 + "|\n"
    cells = {c.key: c for c in recognise(read(text.encode(), "a.txt")).cells}
    assert cells[CellKey("remedies", "reconsideration.total", None)].value == Decimal(3)


def test_empty_boxes_are_not_read_instead_of_figures_whose_columns_nobody_knows() -> None:
    text = "四、政府信息公开行政复议、行政诉讼情况\n" + "|  " * 17 + "|\n"
    text += "| 1 | 0 | 0 | 2 | 3 " + "| 0 " * 6 + "| 件 " + "| 0 " * 5 + "|\n"
    cells = {c.key: c for c in recognise(read(text.encode(), "a.txt")).cells}
    assert cells[CellKey("remedies", "reconsideration.total", None)].status == "unreadable"
