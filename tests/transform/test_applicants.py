"""The applicant columns by their heads, where a page's end tears them."""

from __future__ import annotations

from tests.transform.test_torn import document
from transform.recognise.applicants import SUBTOTAL, applicant_columns, statutory
from transform.recognise.strips import strips_of

FIGURES = ("一、本年新收政府信息公开申请数量", "1", "2", "0", "0", "0", "3", "5", "6")
ORDER = (*statutory()[:-1], SUBTOTAL, statutory()[-1])


def columns(*rows: tuple[int, tuple[str, ...]], apart: bool = True) -> tuple[str, ...] | None:
    return applicant_columns(tuple(strips_of(document(*rows, apart=apart))))


def test_heads_whose_letters_go_on_over_the_page_are_read_column_by_column() -> None:
    upper = ("", "自然人", "商业企", "科研", "社会", "法律服务", "其", "小", "总计")
    lower = ("", "", "业", "机构", "公益组织", "机构", "他", "计", "")
    assert columns((1, upper), (2, lower), (2, FIGURES)) == ORDER
    assert columns((1, upper), (2, lower), (2, FIGURES), apart=False) == ORDER


def test_the_rest_of_the_note_in_the_corner_is_no_head() -> None:
    upper = ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四", "自然", "总计")
    rest = ("项之和）", "人", "")
    lower = ("", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "小计", "")
    assert columns((1, upper), (1, rest), (2, lower), (2, FIGURES)) == ORDER


def test_heads_torn_in_another_order_are_not_those_of_the_form() -> None:
    upper = ("", "自然人", "科研", "商业企", "社会", "法律服务", "其", "小", "总计")
    lower = ("", "", "机构", "业", "公益组织", "机构", "他", "计", "")
    found = columns((1, upper), (2, lower), (2, FIGURES))
    assert found is not None
    assert found[1:3] == ("research", "business")
