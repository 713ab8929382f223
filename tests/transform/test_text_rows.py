"""Rows of a text that keeps a page's columns, whose labels stand a line above or below them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.transform.test_text_lines import text_lines
from transform.codebook import codebook
from transform.interpret import interpret
from transform.recognise import recognise

_REQUESTS = "三、收到和处理政府信息公开申请情况\n"


def values(text: str, applicant: str | None = None) -> dict[str, Decimal]:
    """The values of a text by row, of all cells or of one applicant's."""
    return {
        cell.key.row: cell.value
        for cell in recognise(text_lines(text), "f2021").cells
        if cell.value is not None and cell.key.applicant_type == applicant
    }


def test_rows_without_labels_beside_them_are_named_in_the_order_in_which_labels_are_printed() -> (
    None
):
    publication, excessive = "3.要求提供公开出版物", "4.无正当理由大量反复申请"

    def read(*labels: str) -> dict[str, Decimal]:
        text = f"""{_REQUESTS}  2.重复申请                 7   0   0   0   0   0   7

                             8   0   0   0   0   0   8
        {labels[0]}

                             9   0   0   0   0   0   9
        {labels[1]}

  5.要求行政机关确认或重新出具已获取信息   1   0   0   0   0   0   1"""
        found = values(text, "total")
        return {row: n for row, n in found.items() if row.endswith(("publication", "excessive"))}

    first, second = Decimal(8), Decimal(9)
    rows = "unprocessed.publication", "unprocessed.excessive"
    assert read(publication, excessive) == dict(zip(rows, (first, second), strict=True))
    assert read(excessive, publication) == dict(zip(rows, (second, first), strict=True))


def test_a_group_beside_figures_whose_own_label_is_in_pieces_is_not_their_label() -> None:
    def read(above: str, below: str) -> bool:
        text = f"""{_REQUESTS}一、本年新收政府信息公开申请数量   5   0   0   0   0   0   5
{above}
三、本年度办理结果                 4   0   0   0   0   0   4
{below}
（二）部分公开（区分处理的，只计这一情形，不计其他情形）  1   0   0   0   0   0   1"""
        return "printed_subtotal.results" in values(text, "total")

    assert read("", "")
    assert not read("        （一）予", "         以公开")
    assert not read("        （一）予", "")
    assert not read("", "         以公开")


def test_remedies_whose_labels_stand_below_them_are_not_of_the_labels_above() -> None:
    heads = """四、政府信息公开行政复议、行政诉讼情况

                 结果维持        结果纠正            其他结果           尚未审结          总计

"""
    labels = ("行政复议", "未经复议直接起诉", "复议后起诉")
    numbers = ("14件", "0件", "0件", "0件", "14件"), ("2", "0件", "0件", "1", "3件"), "00909"
    figures = ["          ".join(("", *row)) for row in numbers]

    def read(*pairs: tuple[str, str]) -> set[str]:
        found = values(heads + "\n".join(line for pair in pairs for line in pair))
        return {row for row in found if row.startswith(("reconsideration", "litigation"))}

    assert len(read(*zip(labels, figures, strict=True))) == 15
    assert not read(*zip(figures, labels, strict=True))


def test_the_first_line_of_a_label_is_not_another_label() -> None:
    def read(end: str) -> bool:
        text = f"""二、主动公开政府信息情况
第二十条第（六）项
信息内容       本年处理决定数量
其他对外管理服务事项（含行政处罚、行政强制{end}     5
行政检查等以外的公共服务）"""
        return "coercion.decisions" in values(text)

    assert not read("、")


def test_a_row_is_not_known_where_another_line_has_its_label_and_a_part_of_its_figures() -> None:
    row = "四、结转下年度继续办理"
    whole = (
        f"{_REQUESTS}（七）总计   5   0   0   0   0   0   5\n{row}   2   0   0   0   0   0   2\n"
    )
    assert values(whole, "total")["carried_over_out"] == 2
    again = f"{whole}（七）总计   5   0   0   0   0   0   5\n{row}   0.0   0.0\n"
    assert "carried_over_out" not in values(again, "total")


def test_figures_below_several_labels_are_of_none_where_blanks_are_not_printed() -> None:
    labels = ("3.危及“三安全一稳定”", "4.保护第三方合法权益", "5.属于三类内部事务信息")

    def read(*before: str) -> bool:
        rows = (("二、上年结转政府信息公开申请数量", *before), (*labels, *"0000000"))
        text = _REQUESTS + "\n".join(line for row in rows for line in row)
        return "refused.internal_affairs" in values(f"{text}\n四、政府信息公开行政复议", "total")

    assert read(*"1234567")
    assert not read("3", "3")


def test_heads_on_several_lines_of_a_text_do_not_tell_the_order_of_columns() -> None:
    def read(*heads: str) -> bool:
        lines = ("二、主动公开政府信息情况", "第二十条第（一）项", *heads)
        text = "\n".join((*lines, "规章               1               2            3"))
        return "rules.issued" in values(text)

    assert read("信息内容      本年制发件数        本年废止件数      现行有效件数")
    assert read("信息内容", "本年废止件数", "本年制发件数", "现行有效件数")
    high = "                               本年废止件数"
    assert not read(high, "信息内容      本年制发件数                      现行有效件数")


@pytest.mark.parametrize(("other", "several"), [("6", True), ("5", False)])
def test_two_reports_in_a_text_are_told_by_rows_that_come_again(other: str, several: bool) -> None:
    labels = [x for x in codebook().labels if x.section == "requests" and x.axis == "row"][:14]
    figures = "   {}   0   0   0   0   0   {}"
    first = [f"{figures.format(5, 5)}\n{x.outline}{x.zh}\n" for x in labels]
    second = [f"{x.outline}{x.zh}{figures.format(other, other)}" for x in labels]
    end = "四、政府信息公开行政复议、行政诉讼情况"
    report = interpret(text_lines("\n".join((_REQUESTS, *first, end, _REQUESTS, *second, end))))
    assert ("不止一份报告" in (report.reason or "")) == several


def test_two_heads_on_a_line_tell_that_columns_are_not_in_the_order_of_the_form() -> None:
    def read(left: str, right: str) -> bool:
        text = f"""{_REQUESTS}                                                 申请人情况
（本列数据的勾稽关系为：第一项                            法人或其他组织
加第二项之和，等于第三项加第四                            社会
                      自然人           {left}        {right}        总计
              项之和）           商业企业          公益        其他
                                      机构        机构
                                           组织
一、本年新收政府信息公开申请数量        393      5      2    5    1    0    406"""
        return "new_received" in values(text, "research")

    assert read("科研", "法律服务")
    assert not read("法律服务", "科研")


@pytest.mark.parametrize(
    ("rest", "known"), [("面的经费）        元   27", False), ("面的经费）", True)]
)
def test_digits_beside_the_rest_of_a_label_may_be_the_end_of_its_figure(
    rest: str, known: bool
) -> None:
    text = f"""政府信息公开情况统计表
1.兼职人员数                           人   6

（四）政府信息公开专项经费（不包括建设维护等方   万   37.9

      {rest}

九、政府信息公开会议和培训情况       ——   ——"""
    assert ("budget_wan_yuan" in values(text)) == known


@pytest.mark.parametrize("figures", ["3件   2件0件 0件   0   0件   5件", "3件2 件0 件0件0件0件 5"])
def test_figures_that_touch_are_told_by_their_units(figures: str) -> None:
    found = recognise(text_lines(f"{_REQUESTS}2.重复申请   {figures}"), "f2021").cells
    read = [c.value for c in found if c.key.row == "unprocessed.repeat"]
    assert read == [3, 2, 0, 0, 0, 0, 5]


def test_figures_without_units_that_touch_are_not_told() -> None:
    found = recognise(text_lines(f"{_REQUESTS}2.重复申请   3件 20 0   0   0   5件"), "f2021").cells
    assert not any(c.value is not None for c in found)


@pytest.mark.parametrize("unit", ["", "件"])
def test_a_group_beside_figures_a_line_above_their_label_is_not_their_row(unit: str) -> None:
    figures = "   ".join(f"{n}{unit}" for n in (5, 0, 0, 0, 0, 0, 5))
    lines = f"三、本年度办理结果   {figures}\n            （一）予以公开\n"
    found = recognise(text_lines(f"{_REQUESTS}{lines}{lines}"), "f2021").cells
    assert not any(c.value is not None and "subtotal" in c.key.row for c in found)
