"""Which year, which dates and what scope: hand-made reports for every rule."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.transform.documents import (
    BODY,
    kinds,
    of_lines,
    read_lines,
)
from transform.codebook import CellKey
from transform.headline import headline
from transform.report import CellReading, Tables


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("统计期限自2023年1月1日起，至2023年12月31日止。", 2023),
        ("统计时限为2023年1月1日至2023年12月31日。", 2023),
        ("数据统计期限从2023年1月1日到12月31日止。", 2023),
        ("统计周期：2023年1月—2023年12月。", 2023),
        ("统计期限为2023.1.1-2023.12.31。", 2023),
        ("统计期限自 ２０２３ 年 1 月 1 日起至 ２０２３ 年 12 月 31 日止。", 2023),
        ("统计期限自20231月1日起至202312月31日止。", None),
        ("统计期限自2023年1月1日起至2024年12月31日止。", None),
        ("统计期限自2023年1月1日起至2023年6月30日止。", None),
        ("公布《沭阳县水利局2022年政府信息公开工作年度报告》之后，继续工作。", None),
        ("我局编制了2023年度政府信息公开工作年度报告。", 2023),
        ("2023年度政府信息公开工作情况如下：", 2023),
        ("2023年上半年统计如下。", None),
        ("2022-2023学年信息公开工作年度报告", None),
    ],
)
def test_the_year_in_the_text_before_the_sections(text: str, year: int | None) -> None:
    found = read_lines(f"{text}\n{BODY}")
    assert found.year == year
    assert ("year_unresolved" in kinds(found)) == (year is None)
    assert (found.year_evidence is None) == (year is None)


def test_a_period_that_is_not_the_reports_own_is_no_evidence() -> None:
    text = "一、总体情况\n清理了2019年1月1日至2019年12月31日印发的文件。"
    assert read_lines(text).year is None


@pytest.mark.parametrize(
    ("opening", "year"),
    [
        ("2023年，我局公开了信息。", 2023),
        ("2023 年度，我局公开了信息。", 2023),
        ("2023年上半年，我局公开了信息。", None),
        ("2024年，我局将进一步公开信息。", None),
        ("全年公开了2021年年报1条。", None),
        ("发布2021年政府信息公开年报1份。", None),
    ],
)
def test_the_year_that_opens_a_section(opening: str, year: int | None) -> None:
    assert read_lines(f"一、总体情况\n{opening}").year == year


def test_plans_for_the_next_year_do_not_speak_for_it() -> None:
    text = (
        "一、总体情况\n2023年，我局公开了信息。\n"
        "五、存在的主要问题及改进情况\n2024年，我局要做三件事。"
    )
    found = read_lines(text)
    assert (found.year, kinds(found)) == (2023, ["agency_unresolved"])


def test_half_a_year_and_a_school_year_are_no_report_year() -> None:
    for year in ("2022年上半年", "2022-2023学年"):
        found = read_lines(f"沭阳县{year}政府信息公开工作报告\n发布时间：2023-01-05\n{BODY}")
        assert (found.agency, found.year) == ("沭阳县人民政府", None)
        assert "not_annual" in kinds(found)


def test_strong_sources_that_differ_are_named() -> None:
    title = "沭阳县水利局2023年政府信息公开工作年度报告"
    period = "统计期限自2022年1月1日起至2022年12月31日止。"
    found = read_lines(f"{title}\n{period}\n{BODY}")
    assert found.year == 2022
    assert kinds(found) == ["year_conflict"]
    opened = read_lines(f"{title}\n{period}\n一、总体情况\n2023年，我局公开了信息。")
    assert opened.year == 2023
    assert kinds(opened) == ["year_conflict"]


def test_a_tie_of_evidence_forces_no_year() -> None:
    title = "沭阳县水利局2023年政府信息公开工作年度报告"
    period = "统计期限自2022年1月1日起至2022年12月31日止。"
    found = read_lines(f"{title}\n{period}\n{BODY}沭阳县水利局\n2024年1月9日")
    assert found.year is None
    assert set(kinds(found)) == {"year_unresolved", "year_conflict"}


def test_a_date_speaks_for_the_year_before_only_early_in_the_year() -> None:
    title = "沭阳县水利局政府信息公开工作年度报告"
    assert read_lines(f"{title}\n发布时间：2024-01-12\n{BODY}").year == 2023
    assert read_lines(f"{title}\n发布时间：2023-12-29\n{BODY}").year is None
    assert read_lines(f"发布时间：2024-01-12\n{BODY}").year is None


def test_a_wrong_signature_year_changes_nothing() -> None:
    title = "沭阳县水利局2023年政府信息公开工作年度报告"
    found = read_lines(f"{title}\n{BODY}沭阳县水利局\n2023年1月29日")
    assert (found.year, found.signed_on, kinds(found)) == (2023, date(2023, 1, 29), [])


def test_dates_and_address() -> None:
    text = (
        "标题: 沭阳县水利局2023年政府信息公开工作年度报告\n发布时间: 2024-01-12 16:08\n"
        f"原文链接: https://www.example.gov.cn/a/t20240112_1.htm\n{BODY}沭阳县水利局\n二○二四年一月十九日"
    )
    found = read_lines(text)
    assert found.published_on == date(2024, 1, 12)
    assert found.signed_on == date(2024, 1, 19)
    assert found.source_url == "https://www.example.gov.cn/a/t20240112_1.htm"
    assert found.issuer == "沭阳县水利局"


@pytest.mark.parametrize(
    ("title", "text", "scope"),
    [
        ("泗阳县2023年政府信息公开工作年度报告", "", "government_aggregate"),
        ("泗阳县人民政府2023年政府信息公开工作年度报告", "", "government_aggregate"),
        ("泗阳县人民政府办公室2023年政府信息公开工作年度报告", "全县公开了信息。", "own"),
        ("泗阳县众兴街道2023年政府信息公开工作年度报告", "", "own"),
        ("梅花镇2023年政府信息公开工作年度报告", "", "own"),
        ("国家税务总局沭阳县税务局2023年政府信息公开工作年度报告", "", "own"),
        ("江苏省税务系统2023年政府信息公开工作年度报告", "", "unknown"),
        ("苏州工业园区管委会2023年政府信息公开工作年度报告", "", "unknown"),
        (
            "苏州工业园区管委会2023年政府信息公开工作年度报告",
            "数据由园区内各单位提供。",
            "government_aggregate",
        ),
        ("2023年政府信息公开工作年度报告", "我局公开了信息。", "own"),
        ("2023年政府信息公开工作年度报告", "公开了信息。", "unknown"),
    ],
)
def test_scope(title: str, text: str, scope: str) -> None:
    found = read_lines(f"{title}\n一、总体情况\n{text}\n二、主动公开政府信息情况")
    assert found.scope == scope
    assert (found.scope_evidence is None) == (scope == "unknown")


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("我县公开了信息。", "unknown"),
        ("报告由县政府办公室综合各部门、各乡镇的年度报告编成。", "government_aggregate"),
    ],
)
def test_an_office_with_a_whole_countys_licences_is_not_alone(text: str, scope: str) -> None:
    key = CellKey("proactive", "licences.decisions", None)
    cell = CellReading(key, Decimal(2252), "reported", "decisions", "f2021")
    tables = Tables("f2021", "heads", (cell,))
    title = "泗阳县人民政府办公室2023年政府信息公开工作年度报告"
    found = headline(of_lines(f"{title}\n一、总体情况\n{text}"), tables)
    assert (found.agency, found.scope) == ("泗阳县人民政府办公室", scope)
