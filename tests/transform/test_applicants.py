"""The applicant columns by their heads, where a page's end tears them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.transform.documents import of_lines
from tests.transform.test_torn import document
from transform.codebook import CellKey
from transform.recognise import recognise
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


@pytest.mark.parametrize("common", ["法人或其他组织", "法人或其他\ufffd织", "法\ufffd或其他组织"])
def test_the_common_head_that_lost_letters_is_the_head_of_no_column(common: str) -> None:
    upper = ("", "自然人", common, "总计")
    lower = ("", "", "科研机构", "商业企业", "社会公益组织", "法律服务机构", "其他", "")
    found = columns((1, upper), (1, lower), (1, FIGURES[:-1]))
    assert found is not None
    assert found[1:3] == ("research", "business")


def cut(
    *heads: str, figures: tuple[str, ...] = ("1", "2", "3", "4", "5")
) -> dict[str | None, Decimal | None]:
    """What is read of a table of which a page's side cuts the last columns off."""
    rows = ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量")
    table = [(1, ("（本列数据的勾稽关系为：第一项加第二项之和）", *heads))]
    table += [(1, (label, *figures)) for label in rows]
    cells = recognise(document(*table)).cells
    return {c.key.applicant_type: c.value for c in cells if c.key.row == "carried_over_in"}


def test_columns_that_the_side_of_a_page_leaves_are_read_by_their_heads() -> None:
    heads = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律\ufffd务机\ufffd")
    read = cut(*heads)
    assert [read.get(a) for a in statutory()] == [1, 2, 3, 4, 5, None, None]


def test_a_column_that_the_side_of_a_page_cuts_through_is_not_read() -> None:
    heads = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "\ufffd")
    for unread in ("\ufffd", "\ufffd\ufffd"):
        read = cut(*heads, figures=(*"12345", unread))
        assert [read.get(a) for a in statutory()] == [1, 2, 3, 4, 5, None, None]
    assert not {1, 2, 3, 4, 5} & set(cut(*heads, figures=(*"12345", "6")).values())


def test_columns_left_in_another_order_or_without_their_head_are_not_read() -> None:
    for heads in (
        ("自然人", "科研机构", "商业企业", "社会公益组织", "法律服务机构"),
        ("自然人", "商业企业", "科研机构", "社会公益组织", "\ufffd\ufffd"),
        ("自然人", "商业企业", "科研机构", "社会公益组织"),
    ):
        assert not {1, 2, 3, 4, 5} & set(cut(*heads).values())


ROWS = ("一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量")


def read_lines(heads: str) -> dict[str, int | None]:
    lines = ["三、收到和处理政府信息公开申请情况", *heads.split()]
    for label in ROWS:
        lines += [label, "12", "1", "2", "0", "4", "3", "22"]
    cells = {cell.key: cell.value for cell in recognise(of_lines("\n".join(lines))).cells}
    found = (cells.get(CellKey("requests", "new_received", a)) for a in ("business", "other_org"))
    return {
        name: None if x is None else int(x)
        for name, x in zip(("first", "last"), found, strict=True)
    }


@pytest.mark.parametrize(
    "heads",
    [
        "自然人 法人或其他组织 商业企 科研机 社会公 法律服 其 业 构 益组织 务机构 他 总计",
        "自然人 法人或其他组织 总计",
    ],
)
def test_heads_torn_in_the_forms_order_leave_it(heads: str) -> None:
    assert read_lines(heads) == {"first": 1, "last": 3}


def test_heads_torn_in_another_order_name_no_column() -> None:
    heads = "自然人 商业企业 法人或其他组织 科研其法律服社 机构他务机构益 会公组织 总计"
    assert read_lines(heads) == {"first": None, "last": None}


def test_pieces_of_one_head_do_not_tell_the_order_of_those_that_are_lost() -> None:
    heads = "法人或其他组织 商业企业 其他 益组织 构 构"
    assert read_lines(heads) == {"first": None, "last": None}


def test_heads_that_are_printed_again_in_the_same_order_are_one_each() -> None:
    heads = ("", "", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "")
    figures = (*FIGURES[:7], "6")
    upper = ("", "自然人", "商业企业", "科研机构", "", "", "", "总计")
    assert columns((1, upper), (1, heads), (1, figures)) == statutory()
    other = ("", "自然人", "科研机构", "商业企业", "", "", "", "总计")
    assert columns((1, other), (1, heads), (1, figures)) is None


def test_outer_heads_that_are_printed_again_beside_the_rest_of_others_are_one_each() -> None:
    upper = ("", "自然人", "商业企业", "科研", "社会公", "法律服务", "其他", "总计")
    lower = ("", "自然人", "", "机构", "益组织", "机构", "", "总计")
    assert columns((1, upper), (2, lower), (2, (*FIGURES[:7], "6"))) == statutory()
    moved = ("", "自然人", "科研", "商业企业", "社会公", "法律服务", "其他", "总计")
    rest = ("", "自然人", "机构", "", "益组织", "机构", "", "总计")
    order = ("natural_person", "research", "business", *statutory()[3:])
    assert columns((1, moved), (2, rest), (2, (*FIGURES[:7], "6"))) == order


def test_heads_on_different_lines_of_one_cell_have_no_order() -> None:
    figures = (*FIGURES[:7], "6")
    lower = ("", "", "业", "机构", "益组织务", "机构", "", "")
    upper = ("", "自然人", "商业企科研社会公法律服\n其他", "", "", "", "", "总计")
    assert columns((1, upper), (1, lower), (1, figures)) is None


def of_text(*heads: str) -> tuple[str, ...] | None:
    lines = ("三、收到和处理政府信息公开申请情况", "申请人情况", *heads)
    return applicant_columns(tuple(strips_of(of_lines("\n".join(lines)))))


def test_an_order_that_hangs_on_how_wide_a_text_counts_letters_is_none() -> None:
    upper = f"{' ' * 40}商业   科研 社会公 法律服"
    lower = f"{' ' * 40}企业   机构 益组织 务机构"
    outer = f"{' ' * 34}自然人             法人或其他组织"
    assert of_text(f"{outer} 总计", upper, f"{' ' * 58}其他", lower) is None
    apart = f"{' ' * 75}其他", f"{outer}{' ' * 30}总计"
    assert of_text(apart[1], upper, apart[0], lower) == statutory()


def test_heads_in_another_order_by_one_way_to_count_letters_are_not_in_the_forms() -> None:
    heads = (
        f"{' ' * 14}项加第四项之和）           自然人 科研           社会公 法律服务         总计",
        f"{' ' * 43}商业企业               其他",
        f"{' ' * 38}机构          益组织   机构",
    )
    assert of_text(*heads) is None


def test_text_that_ran_into_the_cell_of_the_first_head_is_no_head() -> None:
    above = "注：其他处理81件。\n（本列数据的勾稽关系为：第一项\n申请人情况\n加第二项之和）"
    upper = (above, "自", "法人或其他组织", "", "", "", "", "总")
    rest = ("", "然", "", "", "", "", "", "计")
    lower = ("", "人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "")
    assert columns((1, upper), (1, rest), (2, lower), (2, FIGURES[:-1])) == statutory()


def test_the_common_head_may_stand_in_pieces_above_the_heads_of_columns() -> None:
    heads = ("", "自然\n人", "法人或\n科研机\n构", "其他组\n商业企\n业", "织\n社会公益\n组织")
    found = columns((1, (*heads, "法律服务机\n构", "其\n他", "总\n计")), (1, FIGURES[:-1]))
    assert found is not None
    assert found[1:3] == ("research", "business")


def test_a_remark_above_the_table_in_the_cell_of_its_first_head_names_no_column() -> None:
    note = "（本列数据的勾稽关系为：第一项\n申请\n加第四项之和）"
    upper = (f"注：1.本年新收含上年62件；2.其他处理81件。\n{note}", "人情况", "", "")
    middle = ("", "自然", "法人或其他组织", "总计")
    lower = ("", "人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "")
    moved = ("", "人", "科研机构", "商业企业", "社会公益组织", "法律服务机构", "其他", "")
    figures = FIGURES[:-1]
    assert columns((1, upper), (1, middle), (2, lower), (2, figures)) == statutory()
    assert columns((1, upper), (1, middle), (2, moved), (2, figures)) != statutory()
