"""Tables of a page in which no figure stands: what is named there is blank."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from extract.document import LOST, Block, Document, Paragraph, Place
from tests.transform.documents import APPLICANTS, page_table
from transform.recognise import recognise

HEADS = """三、收到和处理政府信息公开申请情况
申请人情况
自然人   法人或其他组织   总计
商业企业科 研社会公益组织法律服务其他"""
ROWS = """一、本年新收政府信息公开申请数量
二、上年结转政府信息公开申请数量
三、本年度（一）予以公开
（三）不1.属于国家秘密
2.其他法律行政法规禁
止公开
3.其他
（七）总计
四、结转下年度继续办理"""
REMEDIES = """四、政府信息公开行政复议、行政诉讼情况
行政复议   行政诉讼
结果维结果纠   未经复议直接起诉   复议后起诉
持 正"""
CLAUSE = """二、主动公开政府信息情况
第二十条第（一）项
信息内容   本年制发件数   本年废止件数   现行有效件数
规章
行政规范性文件"""
NAMED = {
    "new_received",
    "carried_over_in",
    "granted",
    "refused.state_secret",
    "refused.other_law",
    "other.other",
    "handled_total",
    "carried_over_out",
}


def page(text: str) -> list[Block]:
    """The lines of a page, each with its box."""
    return [
        Paragraph(line, Place(1, line=n, box=(50.0, 20.0 * n, 500.0, 20.0 * n + 10)))
        for n, line in enumerate(text.split("\n"), 1)
    ]


def statuses(*texts: str) -> dict[str, Counter[str]]:
    """How often a section has each status, of a page with these texts."""
    blocks = page("\n".join((*texts, "五、存在的主要问题及改进情况", "没有问题。")))
    found = recognise(Document("pdf", "application/pdf", tuple(blocks)), "f2021")
    counts: dict[str, Counter[str]] = {}
    for cell in found.cells:
        counts.setdefault(cell.key.section, Counter())[cell.status] += 1
    return counts


def test_rows_of_a_table_without_figures_are_blank_as_far_as_they_are_named() -> None:
    found = statuses(CLAUSE, HEADS, ROWS, REMEDIES)
    assert found["requests"]["blank"] == 7 * len(NAMED)
    assert set(found["requests"]) == {"blank", "missing"}
    assert found["remedies"] == {"blank": 15}
    assert found["proactive"]["blank"] == 6


@pytest.mark.parametrize("stray", ["3", f"3.其{LOST}", "2.其他 5"])
def test_where_a_figure_may_stand_nothing_is_blank(stray: str) -> None:
    found = statuses(CLAUSE, HEADS, f"{ROWS}\n{stray}", f"{REMEDIES}\n0")
    assert "blank" not in {*found.get("requests", ()), *found.get("remedies", ())}


def test_figures_of_section_four_may_stand_before_its_heading() -> None:
    found = statuses(CLAUSE, HEADS, f"{ROWS}\n{' '.join('0' * 15)}", REMEDIES)
    assert "blank" not in found["remedies"]


def test_half_a_table_may_go_on_with_figures() -> None:
    assert "blank" not in statuses(CLAUSE, HEADS, ROWS.partition("\n（七）")[0])["requests"]


def test_a_text_without_places_may_have_lost_its_figures() -> None:
    text = "\n".join((CLAUSE, HEADS, ROWS, REMEDIES))
    lines = (Paragraph(line, Place(line=n)) for n, line in enumerate(text.split("\n"), 1))
    assert not recognise(Document("text", "text/plain", tuple(lines)), "f2021").cells


def in_table(*rows: tuple[str, ...], known: bool) -> Document:
    """Section three on a page, the columns of its table `known` or not."""
    blocks = (
        Paragraph("三、收到和处理政府信息公开申请情况", Place(1)),
        replace(page_table(*rows), columns_known=known),
    )
    return Document("pdf", "application/pdf", blocks)


@pytest.mark.parametrize(("known", "status"), [(False, "blank"), (True, "missing")])
def test_a_blank_row_is_blank_in_columns_that_were_not_told_apart(known: bool, status: str) -> None:
    document = in_table(
        ("", "自然人", "商业企业", "科研机构社会公益组织", "总计"),
        ("一、本年新收政府信息公开申请数量", *"1234"),
        ("（一）予以公开", *[""] * 4),
        known=known,
    )
    found = recognise(document, "f2021").cells
    assert {c.status for c in found if c.key.row == "granted"} == {status}


def test_blank_rows_that_no_figures_told_apart_are_blank_each() -> None:
    document = in_table(
        ("", *APPLICANTS),
        ("一、本年新收政府信息公开申请数量", *"1234567"),
        ("8.属于行政查询事项\n1.本机关不掌握相关政府信\n息", *[""] * 7),
        known=False,
    )
    found = recognise(document, "f2021").cells
    blank = {c.key.row for c in found if c.status == "blank"}
    assert blank == {"refused.admin_query", "unable.not_held"}
