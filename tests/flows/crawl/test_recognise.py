"""Recognising reports: titles that are worth asking for, and contents that are accepted."""

from __future__ import annotations

import csv

import pytest

from extract.reading import read
from flows.crawl.recognise import contradicts, is_column, judge, title_verdict, worth_asking
from flows.crawl.words import HERE, in_words, reasons, setting
from tests.web import papers
from tests.web.crowds import ALIKE
from tests.web.papers import Paper

SURE = """
云溪县教育局2023年政府信息公开工作年度报告
2023年云溪县政府信息公开工作年度报告
云溪县教育局2023年度政府信息公开年度报告
云溪县2023 年政府信息公开工作年度报告
二〇二三年云溪县政府信息公开工作年度报告
云溪县人民政府办公室2019年信息公开年报
云溪县教育局政府信息公开工作年度报告（2023年）
云溪县教育局信息公开工作年报
高岭镇_2017年_政府信息公开工作年度报告
云溪县2012年政府信息公开工作报告
国家税务总局云溪县税务局2024年政府信息公开工作年度报告
云溪县柳河镇人民政府 2023 年度政府信息公开工作 年度报告
关于公布云溪县2023年政府信息公开工作年度报告的公告
关于印发《云溪县财政局2023年政府信息公开工作年度报告》的通知
云溪縣2023年政府資訊公開工作年度報告
云溪县教育局2023年政府信息公开年度报告.pdf
云溪县中医院2023年政府信息公开工作年度报告
云溪县公安局2023年政务公开年报
云溪县2015年政府信息公开情况年度报告
云溪县卫生和计划生育局2016年政府信息公开工作年度报告（公示）
大学路街道办事处2023年信息公开年报
云溪县教育局2023年政府信息公开工作年度报告_云溪县人民政府
""".strip().splitlines()
OPEN = """
2023年度报告
2023年年报
云溪县教育局2023年度
2023年
云溪县财政局年度报告
2023年信息公开年度工作情况的报告
云溪县教育局2023年政...
云溪县政府信息公开…
2023年政府信息公开工作年度报告编制工作情况
""".strip().splitlines()
NOT = {
    "云溪县2023年政务公开工作总结": "other_document",
    "云溪县2023年政务公开工作要点": "other_document",
    "云溪大学2022-2023学年信息公开年度报告": "school",
    "云溪县第一中学2023年信息公开年报": "school",
    "云溪县人民医院2023年信息公开年度报告": "hospital",
    "云溪县2023年党务公开工作年度报告": "party",
    "云溪县2023年法治政府建设年度报告": "rule_of_law",
    "云溪县2023年依法行政工作报告": "rule_of_law",
    "云溪县人民政府网站工作年度报表（2023年度）": "website",
    "云溪县政务新媒体2023年年度报告": "website",
    "云溪县2023年政府信息公开工作年度报告解读": "explanation",
    "一图读懂云溪县2023年政府信息公开工作年度报告": "explanation",
    "【图解】2023年政府信息公开工作年度报告": "explanation",
    "关于做好2023年政府信息公开工作年度报告编制工作的通知": "request",
    "关于报送2023年度政府信息公开年度报告的通知": "request",
    "政府信息公开工作年度报告格式": "template",
    "云溪县2023年上半年政府信息公开工作报告": "not_annual",
    "云溪县2023年第三季度政务公开报告": "not_annual",
    "云溪县政府信息公开指南": "institution",
    "政府信息公开制度": "institution",
    "云溪县2023年预算公开情况报告": "other_disclosure",
    "云溪县燃气公司2023年信息公开年度报告": "enterprise",
    "云溪县召开政府信息公开工作年度报告编制会": "other_document",
    "云溪县召开年度工作会议": "other_document",
    "云溪县关于道路施工的公告": "no_cue",
    "云溪县2023年国民经济和社会发展统计公报": "no_cue",
    "云溪县2022年环境质量状况公报": "no_cue",
    "": "no_title",
}


@pytest.mark.parametrize("title", SURE)
def test_titles_of_reports_are_sure(title: str) -> None:
    assert title_verdict(title).sure, title_verdict(title)


@pytest.mark.parametrize("title", OPEN)
def test_titles_that_leave_it_open_are_worth_asking(title: str) -> None:
    assert worth_asking(title)
    assert not title_verdict(title).sure
    assert not contradicts(title)


@pytest.mark.parametrize(("title", "code"), NOT.items())
def test_what_only_looks_like_a_report_is_named(title: str, code: str) -> None:
    assert title_verdict(title).code == code
    assert not worth_asking(title)


@pytest.mark.parametrize(
    "title",
    ["政府信息公开年报", "信息公开工作年报", "部门年报", "历年年报", "政府信息公开工作年度报告"],
)
def test_columns_are_known_by_their_names(title: str) -> None:
    assert is_column(title)
    assert worth_asking(title)


def test_the_look_alikes_of_the_test_web_are_not_worth_asking() -> None:
    asked = [title for title in ALIKE if worth_asking(title.format(p="星沙县"))]
    assert asked == []


def test_reasons_are_complete_and_in_both_languages() -> None:
    used = {rule["code"] for rule in setting("title", "not")}
    assert used <= set(reasons())
    assert all(zh and en for zh, en in reasons().values())
    with (HERE / "reasons.csv").open(encoding="utf-8", newline="") as lines:
        codes = [row["code"] for row in csv.DictReader(lines)]
    assert len(codes) == len(set(codes))
    assert in_words("template") == "格式或模板 / a template"


def page(paper: Paper) -> bytes:
    return f"<html><body>{papers.body(paper)}</body></html>".encode()


@pytest.mark.parametrize("year", [2015, 2019, 2023])
def test_statutory_tables_make_a_report_whatever_it_is_called(year: int) -> None:
    verdict, _ = judge(read(page(Paper("云溪县教育局", year)), ""), ("2023年",))
    assert (verdict.code, verdict.promising) == ("statutory_tables", True)


def test_an_explanation_that_prints_the_tables_is_no_report() -> None:
    document = read(page(Paper("云溪县教育局", 2023)), "")
    verdict, _ = judge(document, ("图解：云溪县教育局2023年政府信息公开工作年度报告",))
    assert (verdict.code, verdict.promising) == ("explanation", False)


NARRATIVE = (
    "<html><body><h1>云溪县教育局{year}年政府信息公开工作年度报告</h1>"
    + "<p>一、主动公开政府信息的情况。全年主动公开信息{n}条。</p>"
    + "<p>二、依申请公开政府信息办理情况。全年收到申请3件，均已答复。</p>"
    + "<p>三、收费及减免情况。没有收取费用。</p>"
    + "<p>四、行政复议、诉讼和申诉情况。没有发生。</p>"
    + "<p>五、存在的主要问题。更新还不够及时，下一步将改进。</p>"
    + "<p>本机关按照要求整理目录，补充信息，培训人员。</p>" * 12
    + "</body></html>"
)


@pytest.mark.parametrize(("year", "accepted"), [(2009, True), (2018, True), (2022, False)])
def test_a_report_in_words_counts_only_before_the_tables_were_prescribed(
    year: int, accepted: bool
) -> None:
    document = read(NARRATIVE.format(year=year, n=35).encode(), "")
    verdict, _ = judge(document, (f"云溪县教育局{year}年政府信息公开工作年度报告",))
    assert verdict.promising is accepted
