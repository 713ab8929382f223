"""The text around the tables and what it claims."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.document import Cell, Document, Paragraph, Place, Table
from tests.transform.documents import of_lines, shared_cases, shared_document
from transform.codebook import codebook
from transform.narrative import claims, narratives
from transform.report import Narrative

SIX = ("s1_overview", "proactive", "requests", "remedies", "s5_problems", "s6_other")
HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)


def by_section(text: str) -> dict[str, str]:
    return {part.section: part.text for part in narratives(of_lines(text))}


def claimed(text: str, section: str = "s1_overview") -> dict[str, Decimal]:
    found = claims((Narrative(section, "（二）依申请公开情况", text),))
    return {claim.cell.row: claim.number for claim in found}


@pytest.mark.parametrize(("row", "by_line"), shared_cases())
def test_shared_documents_have_their_sections(row: dict[str, str], by_line: bool) -> None:
    found = {part.section: part for part in narratives(shared_document(row, by_line))}
    if row["folder"] == "reports" or row["file"].startswith(("suqian", "shanghai", "shuyang")):
        assert [section for section in found if section in SIX] == list(SIX)
        assert all(found[s].text for s in ("s1_overview", "s5_problems", "s6_other"))
        assert all(not found[s].text for s in ("proactive", "remedies"))
    for part in found.values():
        assert "|" not in part.text
        assert "本年废止件数" not in part.text
        assert part.section in {section.section for section in codebook().sections}


@pytest.mark.parametrize("prefix", ["", "### ", "\u3000\u3000", "[bookmark: _GoBack]", " \xa0"])
def test_headings_with_what_stands_before_them(prefix: str) -> None:
    text = "\n".join(f"{prefix}{heading}\n第{n}段。" for n, heading in enumerate(HEADINGS, 1))
    assert by_section(text) == {section: f"第{n}段。" for n, section in enumerate(SIX, 1)}


def test_headings_inside_a_run_on_dump() -> None:
    text = "某县报告 自2021年起。" + "".join(
        f"{h}第{n}段，有话。" for n, h in enumerate(HEADINGS, 1)
    )
    found = by_section(text)
    assert [found[section] for section in SIX] == [f"第{n}段，有话。" for n in range(1, 7)]
    assert found["preamble"] == "某县报告 自2021年起。"


def test_numbering_that_starts_again_and_headings_in_other_words() -> None:
    text = (
        "一、工作基本情况\n做了工作。\n二、队伍建设情况\n有三个人。\n一、主动公开政府信息情况\n"
        "二、收到和处理政府信息公开申请情况\n三、因政府信息公开工作被申请行政复议、提起行政诉讼情况\n"
        "四、存在的主要问题及整改措施\n问题不少。\n五、其他需要报告事项\n没有。"
    )
    found = by_section(text)
    assert found["s1_overview"] == "做了工作。"
    assert found["unnamed"] == "有三个人。"
    assert (found["s5_problems"], found["s6_other"]) == ("问题不少。", "没有。")
    assert found["remedies"] == ""


def test_headings_in_traditional_characters_with_pinyin() -> None:
    text = (
        "一、總體情況\n做了工作(zuò)。\n三、收到和處理政府信息公開申請(qǐng)情況\n"
        "六、其他需要報(bào)告的事項(xiàng)\n無。"
    )
    found = narratives(of_lines(text))
    assert [part.section for part in found] == ["s1_overview", "requests", "s6_other"]
    assert found[0].text == "做了工作(zuò)。"


def test_rows_of_a_table_are_no_headings_and_no_text() -> None:
    table = (
        "第二十条第（一）项\n信息内容\n本年制发件数\n规章\n0\n行政许可 97\n"
        "三、收到和处理政府信息公开申请情况\n我局收到申请2件，都已答复。\n申请人情况\n商业\n企业\n"
        "一、本年新收政府信息公开申请数量\n2\n三、本年度办理结果\n（一）予以公开\n2\n（七）总计\n"
        "四、结转下年度继续办理 0 0 0 0 0 0 0\n| 1.属于国家秘密 | 0 | 0 |\n止公开\n结 果 维 持"
    )
    found = by_section(f"二、主动公开政府信息情况\n{table}\n五、存在的主要问题及改进情况\n有问题。")
    assert found == {
        "proactive": "",
        "requests": "我局收到申请2件，都已答复。",
        "s5_problems": "有问题。",
    }


def test_cells_are_not_text() -> None:
    cell = Cell("我局收到申请2件。", Place(table=1, row=1, column=1))
    blocks = (
        Paragraph("三、收到和处理政府信息公开申请情况", Place(line=1)),
        Table(((cell,),), Place(table=1)),
        Paragraph("六、其他需要报告的事项", Place(line=2)),
        Paragraph("没有收费。", Place(line=3)),
    )
    found = narratives(Document("html", "text/html", blocks))
    assert [(part.section, part.text) for part in found] == [
        ("requests", ""),
        ("s6_other", "没有收费。"),
    ]


@pytest.mark.parametrize(
    "ending",
    [
        "\n沭阳县水利局\n2024年1月9日",
        "\n2024年1月9日",
        "\n沭阳县水利局 2024年1月9日",
        "\n二○二四年一月九日\n打印\n版权所有 沭阳县人民政府",
        " 附件",
        "\n上一篇：没有\n沭阳县人民政府主办",
    ],
)
def test_signature_and_page_end_are_not_of_the_last_section(ending: str) -> None:
    found = by_section(f"六、其他需要报告的事项\n没有收费。{ending}")
    assert found == {"s6_other": "没有收费。"}


def test_the_preamble_is_its_sentences() -> None:
    text = (
        "首页 年报\n沭阳县水利局2023年政府信息公开工作年度报告\n发布日期：2024-01-17 来源：水利局\n"
        "本报告由沭阳县水利局按照条例的要求编写\n数据统计期限为全年，有疑问\n请来电话。\n一、总体情况\n有。"
    )
    assert by_section(text)["preamble"].splitlines() == [
        "本报告由沭阳县水利局按照条例的要求编写",
        "数据统计期限为全年，有疑问",
        "请来电话。",
    ]


def test_sub_headings_stay_in_the_text() -> None:
    text = (
        "一、总体情况\n（一）主动公开政府信息情况\n公开了信息。\n（二）依申请公开情况\n没有申请。"
    )
    assert by_section(text)["s1_overview"].splitlines()[0] == "（一）主动公开政府信息情况"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年共收到政府信息公开申请12件。", {"new_received": 12}),
        ("全年受理信息公开申请3件，均为自然人。", {"new_received": 3}),
        (
            "本年度收到70件申请，办结69件，1件转到下一年。公开。",
            {"new_received": 70, "carried_over_out": 1},
        ),
        ("上年结转申请2件，结转下年度3件。", {"carried_over_in": 2, "carried_over_out": 3}),
        ("办结的申请中，予以公开5件，部分公开4件。", {"granted": 5, "partially_granted": 4}),
        ("因信息不存在的5件，重复申请2件。", {"unable.not_held": 5, "unprocessed.repeat": 2}),
        ("因公开引起的行政复议2件，行政诉讼1件。", {"reconsideration.total": 2}),
        ("予以公开及部分公开258件，不予公开35件。", {}),
        ("其中网络申请7件、信函申请9件。", {}),
        ("其中，县政府收到申请15件。", {}),
        ("通过网络收到申请7件。", {}),
        ("2022年上半年，受理信息公开申请267件。", {}),
        ("去年收到申请5件，今年没有。", {}),
        ("自条例实施以来共收到申请500件。", {}),
        ("收到行政许可申请1200件。", {}),
        ("收到申请3件，又收到申请4件。", {}),
        ("不予公开81件，占5.57%。", {}),
        ("主动公开规范性文件13件，行政处罚27条。", {}),
    ],
)
def test_claims(text: str, expected: dict[str, int]) -> None:
    assert claimed(text) == {row: Decimal(number) for row, number in expected.items()}


def test_a_claim_holds_its_whole_sentence_across_lines() -> None:
    text = "做了工作。全年收到信息公\n开申请 34 件，上年结\n转申请 2 件。公开了。"
    found = claims((Narrative("s1_overview", "", text),))
    assert {claim.sentence for claim in found} == {"全年收到信息公开申请34件,上年结转申请2件。"}
    assert {claim.number for claim in found} == {Decimal(34), Decimal(2)}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=40), max_size=12))
def test_any_text_is_split_without_repeating_a_section(lines: list[str]) -> None:
    found = narratives(of_lines("\n".join(lines)))
    sections = [part.section for part in found]
    assert len(sections) == len(set(sections))
    claims(found)
