"""Places, agency names, their types, levels and ids."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import transform.agencies
from tests.transform.documents import truth
from transform.agencies import (
    agency_id,
    agency_level,
    agency_type,
    division_code,
    divisions,
    full_name,
    may_be_several,
    named_in_text,
    place_prefix,
)

FOLDER = Path(transform.agencies.__file__).parent


def test_the_table_is_whole_and_small() -> None:
    levels = [division.level for division in divisions().values()]
    assert levels.count("province") == 31
    assert 300 < levels.count("prefecture") < 345
    assert levels.count("county") > 2800
    assert (FOLDER / "divisions.csv").stat().st_size < 150_000
    for division in divisions().values():
        assert (division.parent == "") == (division.level == "province")
        assert not division.parent or division.parent in divisions()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("隰县人民政府办公室", "141031"),
        ("高平市", "140581"),
        ("偏关县水泉镇人民政府", "140932"),
        ("山西省忻州市偏关县水泉镇人民政府", "140932"),
        ("福州市鼓楼区人民政府", "350102"),
        ("鼓楼区人民政府", None),
        ("桥东区人民政府", None),
        ("城区人民政府", None),
        ("东区街道办事处", None),
        ("国家税务总局沭阳县税务局", "321322"),
        ("深圳海关", None),
        ("沧州海关", None),
        ("海南藏族自治州人民政府", "632500"),
        ("海南省教育厅", "460000"),
        ("吉林省吉林市教育局", "220200"),
        ("乾县人民政府", "610424"),
        ("文登市审计局", None),
        ("江苏省泗阳经济开发区管理委员会", None),
        ("教育部", None),
    ],
)
def test_codes_only_by_exact_names_that_name_one_place(name: str, code: str | None) -> None:
    assert division_code(name) == code


@pytest.mark.parametrize("row", truth(), ids=lambda row: row["file"])
def test_shared_truth(row: dict[str, str]) -> None:
    for name in (row["agency"], *row.get("agency_also_right", "").split("|")):
        if name and name not in ("区政府办公室", "审计局"):
            assert full_name(name) is not None
    if row.get("division_code"):
        assert division_code(row["agency"]) == row["division_code"]


def test_every_full_chain_gives_its_own_code() -> None:
    for division in divisions().values():
        parent = divisions().get(division.parent)
        above = divisions().get(parent.parent) if parent else None
        chain = "".join(d.name for d in (above, parent, division) if d is not None)
        prefix = place_prefix(chain)
        assert prefix is not None
        assert prefix.division == division


@pytest.mark.parametrize(
    ("name", "kind", "level"),
    [
        ("泗阳县人民政府", "government", "county"),
        ("宿迁市人民政府", "government", "prefecture"),
        ("阿拉善盟行政公署", "government", "prefecture"),
        ("上海市人民政府办公厅", "office", "province"),
        ("偏关县水泉镇人民政府", "township_government", "township"),
        ("广州市荔湾区人民政府南源街道办事处", "street_office", "township"),
        ("国家税务总局沭阳县税务局", "vertical", "county"),
        ("深圳海关", "vertical", "unknown"),
        ("苏州工业园区管理委员会", "zone", "zone"),
        ("沭阳县国有资产监督管理委员会", "department", "county"),
        ("沭阳县水利局", "department", "county"),
        ("宿迁市卫生健康委员会(宿迁市中医药管理局)", "department", "prefecture"),
        ("国家新闻出版署", "department", "central"),
        ("教育部", "department", "central"),
        ("盘锦市公共采购交易中心", "institution", "prefecture"),
        ("一段文字", "unknown", "unknown"),
    ],
)
def test_types_and_levels(name: str, kind: str, level: str) -> None:
    assert (agency_type(name), agency_level(name)) == (kind, level)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("宿迁市", "宿迁市人民政府"),
        ("海城市西四镇", "海城市西四镇人民政府"),
        ("建新镇", "建新镇人民政府"),
        ("北京街道", "北京街道办事处"),
        ("沭阳县政府办", "沭阳县人民政府办公室"),
        ("上海市科委", "上海市科委"),
        ("教育局", None),
        ("县气象局", None),
        ("某某广告网站", None),
        ("首页公开年报平潭综合实验区", None),
        ("工业区城东镇", None),
        ("", None),
    ],
)
def test_full_names(text: str, name: str | None) -> None:
    assert full_name(text) == name


def test_running_text_names_no_bare_place_and_no_town_alone() -> None:
    assert named_in_text("宣城市气象局") == "宣城市气象局"
    assert named_in_text("宿迁市") is None
    assert named_in_text("太平镇人民政府") is None
    assert named_in_text("深圳海关") is None


def test_types_are_the_documented_ones() -> None:
    with (FOLDER / "types.csv").open(encoding="utf-8", newline="") as lines:
        kinds = {row["type"] for row in csv.DictReader(lines)}
    assert kinds == {
        "government", "office", "department", "street_office", "township_government",
        "vertical", "zone", "institution",
    }  # fmt: skip


def test_ids_are_stable_and_do_not_depend_on_width_or_spaces() -> None:
    assert agency_id("隰县人民政府办公室") == "aca75ba78423b"
    assert agency_id("卫生局（中医局）") == agency_id("卫生局 (中医局)")
    assert agency_id("隰县人民政府") != agency_id("隰县人民政府办公室")


@given(st.text(max_size=40))
def test_any_text_has_a_type_or_none(text: str) -> None:
    name = full_name(text)
    assert name is None or agency_type(name) != "unknown"
    division_code(text)
    agency_level(text)


def test_every_pattern_of_the_types_compiles_and_is_whole() -> None:
    with (FOLDER / "types.csv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            assert set(row) == {"type", "pattern", "note"}
            assert "{" not in row["pattern"] or "}" in row["pattern"]


@pytest.mark.parametrize(
    ("name", "code"),
    [("阿坝州教育局", "513200"), ("大理州洱源县人民政府", "532930"), ("湘西州", "433100")],
)
def test_autonomous_divisions_by_their_short_names(name: str, code: str) -> None:
    assert division_code(name) == code


@pytest.mark.parametrize(
    ("name", "several"),
    [
        ("太平镇人民政府", True),
        ("鼓楼区教育局", True),
        ("隰县人民政府办公室", False),
        ("南京市鼓楼区教育局", False),
        ("国家新闻出版署", False),
        ("偏关县水泉镇人民政府", False),
    ],
)
def test_a_name_that_several_agencies_bear(name: str, several: bool) -> None:
    assert may_be_several(name) is several
