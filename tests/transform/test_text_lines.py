"""Lines of a text that keeps a page's columns: what stands on one line is not always of one row."""

from __future__ import annotations

import pytest

from extract.document import Document, Paragraph, Place
from tests.transform.test_page_lines import rows
from transform.recognise import recognise
from transform.recognise.strips import strips_of


def text_lines(text: str) -> Document:
    lines = enumerate(text.split("\n"), 1)
    blocks = tuple(Paragraph(x, Place(line=n)) for n, x in lines if x.strip())
    return Document("text", "text/plain", blocks)


HEADS = (
    "                                申请人情况",
    "                               法人或其他组织",
    "              自然人               {}                总计",
    "                    法律服务 科研",
    "                                   公益  商业企业  其他",
    "                      机构   机构",
    "                                   {}",
    "一、本年新收政府信息公开申请数量  1     2      3     4      5      6    21",
)


def test_heads_of_a_text_that_keeps_its_columns_stand_in_their_columns() -> None:
    def read(*ends: str, note: str = "") -> dict[str | None, int]:
        text = "\n".join(HEADS).format(*ends).replace("   自", f"{note:<2} 自").split("\n")
        blocks = (
            Paragraph("三、收到和处理政府信息公开申请情况", Place(line=0)),
            *(Paragraph(x, Place(line=n)) for n, x in enumerate(text, 1)),
        )
        cells = recognise(Document("text", "text/plain", blocks)).cells
        return {c.key.applicant_type: int(c.value) for c in cells if c.value is not None}

    order = ["natural_person", "legal_service", "research", "public_interest_org", "business"]
    assert list(read("社会", "组织").values()) == [1, 5, 3, 4, 2, 6, 21]
    assert {code: n for n, code in enumerate(order, 1)}.items() <= read("社会", "组织").items()
    assert read("社会", "组织", note="和）") == read("社会", "组织")
    assert not read("会", "织")


def test_a_group_beside_figures_whose_own_label_stands_below_is_not_their_label() -> None:
    text = (
        "三、收到和处理政府信息公开申请情况",
        "一、本年新收政府信息公开申请数量   5   0   0   0   0   0   5",
        "三、本年度办理结果          4   0   0   0   0   0   4",
        "{}",
        "（二）部分公开                  1   0   0   0   0   0   1",
    )
    printed = "printed_subtotal.results"
    assert printed in rows(*[x.format("") for x in text], page=None)
    assert printed not in rows(*[x.format("（一）予以公开") for x in text], page=None)


def test_figures_below_each_other_are_of_a_block_only_where_they_add_up() -> None:
    def read(*figures: str) -> set[str]:
        lines = (
            "四、政府信息公开行政复议、行政诉讼情况",
            "行政诉讼",
            "未经复议直接起诉",
            *figures,
            "五、",
        )
        blocks = tuple(Paragraph(x, Place(line=n)) for n, x in enumerate(lines))
        cells = recognise(Document("text", "text/plain", blocks), "f2021").cells
        return {c.status for c in cells if c.key.row.startswith("litigation_direct")}

    assert read("1", "0", "0", "2", "3") == {"reported"}
    assert read("50", "0", "0", "0", "0") == {"unreadable"}


def test_numbers_of_columns_are_no_row() -> None:
    text = (
        "三、收到和处理政府信息公开申请情况",
        "（一）予以公开   4   0   0   0   0   0   4",
        "（二）部分公开",
        "{}",
        "1.属于国家秘密   1   0   0   0   0   0   1",
    )
    assert "partially_granted" in rows(*[x.format("1  2  3  0  0  1  7") for x in text], page=1)
    assert "partially_granted" not in rows(*[x.format("1 2 3 4 5 6 7") for x in text], page=1)


def test_a_figure_of_a_text_that_keeps_its_columns_is_not_of_the_label_farther_above() -> None:
    def read(indent: str) -> dict[str, int]:
        text = f"""政府信息公开情况统计表
（一）主动公开政府信息数

{indent}107
其中：主动公开规范性文件数

{indent}5
制发规范性文件总数

{indent}8
（二）政府信息公开专项经费"""
        cells = recognise(text_lines(text)).cells
        return {c.key.row: int(c.value) for c in cells if c.value is not None}

    assert read("")["proactive_items"] == 107
    assert not read(" " * 50)


def test_digits_that_go_on_below_in_a_text_are_no_row_of_their_own() -> None:
    def read(first: str, second: str) -> set[str]:
        text = f"""三、收到和处理政府信息公开申请情况
（二）部分公开                   0     0      2     1     3      0      6
1.属于国家秘密                   0     0      0     0     0      0      0
{first}
2.其他法律法规禁止公开{second}
3.危及“三安全一稳定”             0     0      0     0     0      0      0"""
        cells = recognise(text_lines(text)).cells
        return {c.key.row for c in cells if c.value is not None} - {"partially_granted"}

    around = {"refused.state_secret", "refused.security_stability"}
    whole = "           0     4      2     1     3      0     10"
    assert read("", whole) == around | {"refused.other_law"}
    torn = "                             942    143    13    19     4      3   1126"
    assert read(torn, "           1     8      3     7     5      5      9") == around
    assert read(torn, "                                                       9") == around


def test_heads_of_a_text_below_figures_tell_that_these_are_not_in_order() -> None:
    def read(*lines: str) -> set[str]:
        head = ("二、主动公开政府信息情况", "第二十条第（一）项", "信息内容")
        cells = recognise(text_lines("\n".join((*head, *lines)))).cells
        return {c.status for c in cells if c.key.row.startswith("rules.")}

    made, ended, kept = "本年制发件数", "本年废止件数", "现行有效件数"
    figures = ("规章", "1", "2", "3", "行政规范性文件", "4")
    end = ("第二十条第（五）项", "信息内容")
    assert read(made, ended, kept, *figures, "5", "6", *end) == {"reported"}
    assert read(made, ended, *figures, kept, "5", "6", *end) == {"unreadable"}


def test_the_last_head_of_items_is_theirs_where_a_caption_is_lost() -> None:
    text = """二、主动公开政府信息情况
第二十条第（六）项
信息内容
上一年项目数量
行政处罚
0
本年增/减
信息内容
上一年项目数量
本年增/减
行政事业性收费
527
1
第二十条第（九）项"""
    cells = recognise(text_lines(text), "f2019").cells
    assert {c.key.row: c.value for c in cells if c.value} == {
        "fees.items_prev_year": 527,
        "fees.items_change": 1,
    }


def test_a_label_of_a_text_pushes_figures_out_of_the_column_that_it_reaches_into() -> None:
    def read(label: str) -> set[str]:
        gaps = " " * 16, " " * 21, " " * (41 - len(label) - len(label.strip()))
        text = f"""二、主动公开政府信息情况
第二十条第（一）项
信息内容        本年制发件数          本年废止件数           现行有效件数
规章{gaps[0]}3{gaps[1]}1{gaps[1]}1
{label}{gaps[2]}9705
第二十条第（五）项"""
        cells = recognise(text_lines(text)).cells
        return {c.status for c in cells if c.key.row.startswith("normative_documents.")}

    assert read("规范性文件") == {"reported", "blank"}
    assert read("行政规范性文件（含以前的）") == {"unreadable"}


def test_lines_of_a_text_may_count_a_chinese_character_as_one_column() -> None:
    rows = ("属于国家秘密", "其他法律法规禁止公开", "重复申请", "总计")

    def read(narrow: bool) -> list[int]:
        text = ["三、收到和处理政府信息公开申请情况"]
        for label, figures in zip(rows, ("2020004", "44 0008", "5000106", "1000001"), strict=True):
            taken = len(label) if narrow else 2 * len(label)
            text.append(label + " " * (22 - taken) + "    ".join(figures))
        cells = recognise(text_lines("\n".join(text))).cells
        other = [c for c in cells if c.key.row == "refused.other_law"]
        return [n for n, c in enumerate(other) if c.status == "blank"]

    assert read(True) == read(False) == [2]


def test_pieces_of_labels_beside_figures_tell_which_rows_they_are_not() -> None:
    def read(piece: str) -> set[str]:
        text = f"""三、收到和处理政府信息公开申请情况
2.重复申请                 3     0     0     0     0     0     3
（五 3.要求提供公开出
                           0     0     7     0     0     0     7
版物
{piece}                    7     0     0     0     0     0     7
取信息
4.无正当理由大量反复申请
1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请   0  0  51  0  0  0  51"""
        cells = recognise(text_lines(text)).cells
        return {c.key.row for c in cells if c.value == 7 and c.key.applicant_type == "total"}

    assert read("   ") == {"unprocessed.publication", "unprocessed.excessive"}
    assert read("认或重新出具已获") == set()


def test_digits_right_below_a_figure_may_be_its_end() -> None:
    def statistics(between: str) -> bool:
        text = f"""政府信息公开情况统计表
2.兼职人员数                    人       167
{between}                                   9
（四）政府信息公开专项经费      万元     53
九、政府信息公开会议和培训情况  ——     ——"""
        cells = recognise(text_lines(text)).cells
        return any(c.value == 167 for c in cells)

    def proactive(between: str) -> bool:
        text = f"""二、主动公开政府信息情况
第二十条第（五）项
信息内容                  本年处理决定数量
行政许可                        4957
{between}                          8
第二十条第（六）项"""
        return any(c.value == 4957 for c in recognise(text_lines(text)).cells)

    def remedies(last: int) -> bool:
        text = f"""四、政府信息公开行政复议、行政诉讼情况
1    0    0    2    {last}    0    0    0    0    0    0    0    0    0    0
                            2
五、存在的主要问题及改进情况"""
        return any(c.value == last for c in recognise(text_lines(text), "f2021").cells)

    assert statistics("\n\n")
    assert not statistics("")
    assert proactive("\n\n")
    assert not proactive("")
    assert remedies(3)
    assert not remedies(4)


def test_numbers_of_columns_with_their_own_name_are_no_row() -> None:
    text = """三、收到和处理政府信息公开申请情况
{}
一、本年新收政府信息公开申请数量   5                              5
二、上年结转政府信息公开申请数量   5   0   0   0   0   0   5"""
    plain, numbered = (
        recognise(text_lines(text.format(x))).cells for x in ("", "序号  1 2 3 4 5 6 7")
    )
    assert plain == tuple(c._replace(place=n.place) for n, c in zip(plain, numbered, strict=True))


def test_a_line_of_heads_set_far_apart_is_no_prose() -> None:
    heads = f"和,等于第三项加第四项之和）{' ' * 18}自然人{' ' * 9}科研 社会公 法律服务{' ' * 8}总计"
    (strip,) = strips_of(text_lines(heads))
    assert [item.raw for item in strip.items][1:] == ["自然人", "科研 社会公 法律服务", "总计"]
    prose = (
        "本机关全年共受理政府信息公开申请,均在法定期限内答复,没有发生因政府信息公开被申"
        "请行政复议或者提起行政诉讼的情况,也没有收取任何费用"
    )
    assert list(strips_of(text_lines(f"{prose} 12"))) == []


@pytest.mark.parametrize("touching", ["这0", "这 11", "这 -"])
def test_figures_of_which_the_first_touches_an_open_bracket_are_of_no_row(touching: str) -> None:
    line = f"（二）部分公开（区分处理的，只计{touching}{'       0' * 5}      11"
    assert list(strips_of(text_lines(line))) == []
    assert list(strips_of(text_lines(line.replace(touching, "这     0")))) != []


def test_no_row_is_named_by_its_place_beside_one_with_some_of_its_figures() -> None:
    some = "0.0   0.0    0.0     0.0"
    lines = (
        "三、收到和处理政府信息公开申请情况",
        f"{' ' * 27}（一）予以公开{' ' * 38}0",
        f"{' ' * 9}（二）部分公开（区分处理的，只计这一情形，不计其他    61     {some}        61",
        f"{' ' * 9}（三）不{' ' * 25}0.0    0.0   0.0    0.0      44   1    45",
        f"{' ' * 27}1.属于国家秘密",
        f"{' ' * 72}0.   0.",
        f"{' ' * 24}6.属于四类过程性信息{' ' * 37}0    0",
        f"{' ' * 25}7.属于行政执法案卷   0.0    {some}   0.   0.",
    )
    found = recognise(text_lines("\n".join(lines))).cells
    assert "partially_granted" not in {c.key.row for c in found if c.value == 45}
