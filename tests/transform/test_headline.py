"""Which agency reports: hand-made reports for every rule."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.document import Cell, Document, Paragraph, Place, Table
from tests.transform.documents import (
    BODY,
    NO_TABLES,
    kinds,
    read_lines,
    shared_cases,
    shared_document,
)
from transform.headline import headline


@pytest.mark.parametrize(("row", "by_line"), shared_cases())
def test_shared_documents(row: dict[str, str], by_line: bool) -> None:
    found = headline(shared_document(row, by_line), NO_TABLES)
    right = {row["agency"], *row.get("agency_also_right", "").split("|")} - {""}
    assert found.agency is None or found.agency in right
    assert str(found.year or "") == row["year"]
    assert found.scope == row["scope"]
    assert found.scope == "unknown" or found.scope_evidence
    assert (found.agency is None) == ("agency_unresolved" in kinds(found))
    assert (found.year is None) == ("year_unresolved" in kinds(found))
    if row.get("division_code"):
        assert found.division_code == row["division_code"]
    if "issuer_printed" in row:
        assert (found.issuer or "") == row["issuer_printed"]
    # Only the document whose district an advert has replaced may stay without its agency.
    if row["agency"] and row["file"] != "p_beijingjie2020_pipe.txt":
        assert found.agency is not None


@pytest.mark.parametrize(
    ("title", "agency", "year"),
    [
        (
            "国家税务总局沭阳县税务局2023年政府信息公开工作年度报告",
            "国家税务总局沭阳县税务局",
            2023,
        ),
        ("深圳海关2022年政府信息公开工作年度报告", "深圳海关", 2022),
        ("中华人民共和国青岛海关2021年政府信息公开年度报告", "中华人民共和国青岛海关", 2021),
        ("国家统计局宿迁调查队2023年政府信息公开工作年度报告", "国家统计局宿迁调查队", 2023),
        ("南通海事局2023年政府信息公开工作年度报告", "南通海事局", 2023),
        ("宿迁市消防救援支队2023年政府信息公开工作年度报告", "宿迁市消防救援支队", 2023),
        ("关于公布宿迁市人民政府2023年度政府信息公开工作年度报告的通知", "宿迁市人民政府", 2023),
        ("宿迁市人民政府信息公开工作年度报告（2023年）", "宿迁市人民政府", 2023),
        ("2023年度泗洪县梅花镇政府信息公开工作年报", "泗洪县梅花镇人民政府", 2023),
        ("二〇二三年泗洪县人民政府办公室政府信息公开工作年度报告", "泗洪县人民政府办公室", 2023),
        ("二○二三年度沭阳县教育局信息公开年度报告", "沭阳县教育局", 2023),
        ("２０２３年沭阳县民政局政务公开年报", "沭阳县民政局", 2023),
        ("2O23年沭阳县民政局政府信息公开工作年度报告", "沭阳县民政局", 2023),
        ("沭阳县水利局 2023 年度政府信息公开工作 年度报告", "沭阳县水利局", 2023),
        ("宿迁市宿豫区2023年2023年度政府信息公开工作年度报告", "宿迁市宿豫区人民政府", 2023),
        ("沭阳县审计局2023年政府信息公开工作年度报告_沭阳县人民政府", "沭阳县审计局", 2023),
        ("高岭镇_2017年_政府信息公开工作年度报告", "高岭镇人民政府", 2017),
        ("沭阳县公安局关于2020年政府信息公开工作情况的报告", "沭阳县公安局", 2020),
        ("苏州工业园区管委会2023年政府信息公开工作年度报告", "苏州工业园区管理委员会", 2023),
        ("杭州市西湖区北山街道2023年政府信息公开工作年度报告", "杭州市西湖区北山街道办事处", 2023),
        ("阿拉善盟行政公署2023年政府信息公开工作年度报告", "阿拉善盟行政公署", 2023),
        ("教育部2023年政府信息公开工作年度报告", "教育部", 2023),
        ("沭阳县政府办公室2023年政府信息公开工作年度报告", "沭阳县人民政府办公室", 2023),
        ("莱芜市财政局2016年政府信息公开工作年度报告", "莱芜市财政局", 2016),
    ],
)
def test_titles(title: str, agency: str, year: int) -> None:
    found = read_lines(f"{title}\n{BODY}")
    assert (found.agency, found.year) == (agency, year)
    assert found.title
    assert kinds(found) == []


@pytest.mark.parametrize(
    "title",
    [
        "区教育局2023年政府信息公开工作年度报告",
        "2023年政府信息公开工作年度报告",
        "某某广告区人民政府北京街道办事处2023年政府信息公开工作年度报告",
        "足球比分直播2023年政府信息公开工作年度报告",
        "高新区管委会2023年政府信息公开工作年度报告",
    ],
)
def test_a_name_that_is_no_agency_of_its_own_is_left_out(title: str) -> None:
    found = read_lines(f"{title}\n{BODY}")
    assert found.agency is None
    assert found.year == 2023
    assert "agency_unresolved" in kinds(found)


@pytest.mark.parametrize(
    "text",
    [
        "江苏省司法厅\n2023年政府信息公开工作年度报告",
        "江苏省司法厅2023年\n政府信息公开工作年度报告",
        "江苏省司法厅\n2023年政府信息公开\n工作年度报告",
        "2023年政府信息公开工作年度报告\n江苏省司法厅\n2023年政府信息公开工作年度报告",
        "首页 公开年报 江苏省司法厅2023年政府信息公开工作年度报告 来源：江苏省人民政府 打印",
        "标题: 江苏省司法厅2023年政府信息公开工作年度报告\n正文",
    ],
)
def test_titles_over_lines_and_in_running_text(text: str) -> None:
    found = read_lines(f"{text}\n{BODY}")
    assert (found.agency, found.year) == ("江苏省司法厅", 2023)


def test_the_title_of_the_page() -> None:
    found = read_lines(BODY, title="沭阳县水利局2022年政府信息公开工作年度报告-沭阳县人民政府")
    assert (found.agency, found.year) == ("沭阳县水利局", 2022)


def test_a_title_in_a_run_on_dump_ends_with_no_line() -> None:
    text = (
        "泗阳县2021年政府信息公开工作年度报告 本报告的统计期限自2021年1月1日起至2021年12月31日止。"
        "一、总体情况2021年，我县公开了信息。二、主动公开政府信息情况规章000"
    )
    found = read_lines(text)
    assert (found.agency, found.year) == ("泗阳县人民政府", 2021)
    assert (found.period_start, found.period_end) == (date(2021, 1, 1), date(2021, 12, 31))


def test_a_list_of_many_agencies_names_none() -> None:
    names = ("沭阳县水利局", "沭阳县民政局", "沭阳县教育局")
    menu = "\n".join(f"{name}2023年政府信息公开工作年度报告" for name in names)
    assert read_lines(f"{menu}\n{BODY}").agency is None


def test_a_list_of_years_is_no_evidence_for_one() -> None:
    menu = "\n".join(f"沭阳县水利局{year}年政府信息公开工作年度报告" for year in (2020, 2021))
    found = read_lines(f"{menu}\n{BODY}")
    assert (found.agency, found.year) == ("沭阳县水利局", None)


def test_the_marked_heading_is_the_title() -> None:
    menu = [f"沭阳县水利局{year}年政府信息公开工作年度报告" for year in (2020, 2022)]
    own = "沭阳县水利局2021年政府信息公开工作年度报告"
    lines = [(menu[0], 0), (own, 1), (menu[1], 0), ("一、总体情况", 0)]
    blocks = tuple(Paragraph(t, Place(line=n), level) for n, (t, level) in enumerate(lines, 1))
    found = headline(Document("html", "text/html", blocks), NO_TABLES)
    assert found.year == 2021


def test_a_bare_place_with_its_office_below_is_the_government() -> None:
    found = read_lines(
        f"泗阳县2023年政府信息公开工作年度报告\n{BODY}泗阳县人民政府办公室\n2024年1月9日"
    )
    assert found.agency == "泗阳县人民政府"
    assert found.issuer == "泗阳县人民政府办公室"
    assert found.scope == "government_aggregate"
    assert found.signed_on == date(2024, 1, 9)


def test_a_sites_name_above_the_title_is_no_agency_of_a_department() -> None:
    title = "沭阳县人民政府\n2023年政府信息公开工作年度报告\n一、总体情况\n"
    assert read_lines(f"{title}2023年，我局公开了信息。").agency is None
    assert read_lines(f"{title}2023年，我县公开了信息。").agency == "沭阳县人民政府"
    signed = read_lines(f"{title}2023年，我局公开了信息。\n沭阳县水利局\n2024年1月9日")
    assert signed.agency == "沭阳县水利局"


def test_a_name_is_completed_by_what_the_document_prints() -> None:
    town = read_lines(
        f"梅花镇2023年政府信息公开工作年度报告\n{BODY}泗洪县梅花镇人民政府\n2024年1月9日"
    )
    assert (town.agency, town.division_code) == ("泗洪县梅花镇人民政府", "321324")
    intro = "本报告由淮安市洪泽区人民政府办公室根据条例编制。"
    district = read_lines(f"洪泽区人民政府2023年政府信息公开工作年度报告\n{intro}\n{BODY}")
    assert district.agency == "淮安市洪泽区人民政府"
    bureau = read_lines(
        f"区教育局2023年政府信息公开工作年度报告\n{BODY}宿迁市宿豫区教育局\n2024年1月9日"
    )
    assert bureau.agency == "宿迁市宿豫区教育局"


def test_another_towns_signature_completes_nothing() -> None:
    found = read_lines(
        f"梅花镇2023年政府信息公开工作年度报告\n{BODY}泗洪县青阳镇人民政府\n2024年1月9日"
    )
    assert found.agency == "梅花镇人民政府"


def test_title_and_signature_of_different_places_name_none() -> None:
    found = read_lines(
        f"沭阳县水利局2023年政府信息公开工作年度报告\n{BODY}泗阳县水利局\n2024年1月9日"
    )
    assert found.agency is None


def test_the_source_of_a_page_never_contradicts_the_title() -> None:
    found = read_lines(
        f"来源：平潭县人民政府\n平潭综合实验区2021年政府信息公开工作年度报告\n{BODY}"
    )
    assert found.agency == "平潭综合实验区"


def test_a_zone_gets_its_administration_only_from_the_text() -> None:
    title = "平潭综合实验区2021年政府信息公开工作年度报告"
    found = read_lines(f"{title}\n本报告由区管委会办公室编制。\n{BODY}")
    assert found.agency == "平潭综合实验区管理委员会"
    assert found.scope == "government_aggregate"


def test_a_site_is_not_an_agency_but_a_publisher_is() -> None:
    assert read_lines(f"来源：沭阳县人民政府\n{BODY}").agency is None
    assert read_lines(f"发布机构：沭阳县水利局\n{BODY}").agency == "沭阳县水利局"
    assert read_lines(f"发布机构：沭阳县水利局\n信息来源：泗阳县水利局\n{BODY}").agency is None


def test_fields_stand_in_tables_too() -> None:
    cells = ("发布机构", "沭阳县水利局", "公开日期", "2024-01-17")
    row = tuple(Cell(text, Place(table=1, row=1, column=n)) for n, text in enumerate(cells, 1))
    blocks = (Table((row,), Place(table=1)), Paragraph("一、总体情况", Place(line=1)))
    found = headline(Document("html", "text/html", blocks), NO_TABLES)
    assert (found.agency, found.published_on) == ("沭阳县水利局", date(2024, 1, 17))


@pytest.mark.parametrize(
    ("sentence", "agency"),
    [
        ("2020年,宣城市气象局坚持公开为常态。", "宣城市气象局"),
        ("2022年，国家新闻出版署围绕中心工作做好公开。", "国家新闻出版署"),
        ("2022年，上海市人民政府办公厅按照市委办公厅的要求推进公开。", "上海市人民政府办公厅"),
        ("2020年，某某广告区人民政府北京街道办事处按要求公开。", None),
        ("2020年，区教育局把公开列入任务。", None),
        ("2020年，沭阳县的公开工作有进步。", None),
        ("2020年，沭阳县水利局和民政局共同公开。", None),
    ],
)
def test_the_opening_names_an_agency_only_with_its_place(sentence: str, agency: str | None) -> None:
    assert read_lines(f"一、总体情况\n{sentence}\n二、主动公开政府信息情况").agency == agency


def test_traditional_characters_with_pinyin() -> None:
    text = "宿遷市水利局2021年政府信息公開工作年度報告\n一、總體情況\n2021年，我局公開了信息(xìn)。"
    found = read_lines(text)
    assert (found.agency, found.year) == ("宿迁市水利局", 2021)


def test_radicals_in_place_of_characters() -> None:
    found = read_lines("云溪县⼈⺠政府2023年政府信息公开⼯作年度报告")
    assert found.agency == "云溪县人民政府"


def test_a_document_without_text() -> None:
    found = headline(Document("", "application/pdf", ()), NO_TABLES)
    assert (found.agency, found.year, found.scope) == (None, None, "unknown")
    assert kinds(found) == ["agency_unresolved", "year_unresolved"]


PLACES = (
    "沭阳县",
    "宿迁市",
    "宿迁市泗洪县",
    "江苏省宿迁市宿豫区",
    "偏关县",
    "内蒙古自治区锡林郭勒盟",
)
ENDS = ("人民政府", "人民政府办公室", "教育局", "水泉镇人民政府", "卫生健康委员会", "发展和改革局")
YEARS = ("{}年", "{}年度", " {} 年", "{}年{}年度", "（{}年）")
TAILS = (
    "政府信息公开工作年度报告",
    "政府信息公开工作 年度报告",
    "信息公开年报",
    "政府信息公开年度工作报告",
)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(PLACES), st.sampled_from(ENDS), st.sampled_from(YEARS),
    st.sampled_from(TAILS), st.integers(2008, 2030), st.booleans(), st.booleans(),
)  # fmt: skip
def test_any_title_in_the_known_patterns(
    place: str, end: str, form: str, tail: str, year: int, first: bool, two_lines: bool
) -> None:
    agency, printed = place + end, form.format(year, year)
    gap = "\n" if two_lines else ""
    title = f"{printed}{gap}{agency}{tail}" if first else f"{agency}{gap}{printed}{tail}"
    found = read_lines(f"{title}\n{BODY}")
    assert found.agency in (agency, None)
    assert found.year in (year, None)
    if not (first and two_lines):
        assert (found.agency, found.year) == (agency, year)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_text_is_read_and_nothing_is_invented(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = read_lines(text)
    assert found.year is None or found.year_evidence
    assert (found.agency is None) == (found.agency_evidence is None)
