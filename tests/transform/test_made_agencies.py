"""Names made from the division table: the right place, or none; never another."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from transform.agencies import (
    agency_id,
    agency_links,
    describe,
    division_code,
    divisions,
    full_name,
)
from transform.agencies.divisions import Division, is_generic
from transform.agencies.townships import townships_of

FUNCTIONS = (
    "教育局", "市场监督管理局", "自然资源和规划局", "卫生健康局", "人民政府", "人民政府办公室",
    "发展和改革委员会", "农业农村局", "财政局", "医疗保障局",
)  # fmt: skip
NAMES = 2_400


def chain(division: Division) -> str:
    above = divisions().get(division.parent)
    return (chain(above) if above else "") + division.name


def made_names() -> list[tuple[str, str, bool]]:
    """A name, the code of the place it was made for, and whether it names that place alone."""
    chosen = random.Random(7)
    places = [d for d in divisions().values() if d.level in ("prefecture", "county")]
    counts = Counter(d.name for d in divisions().values())
    found = []
    for number in range(NAMES):
        place = chosen.choice(places)
        function = chosen.choice(FUNCTIONS)
        above = divisions()[place.parent]
        alone = counts[place.name] == 1 and not place.shared and not is_generic(place.name)
        style = number % 3
        before = ("", above.name, chain(above))[style]
        found.append((f"{before}{place.name}{function}", place.code, style > 0 or alone))
    return found


def test_made_names_are_resolved_rightly_or_not_at_all() -> None:
    wrong, unresolved = [], []
    for name, code, alone in made_names():
        assert full_name(name) == name
        given = division_code(name)
        if given is None:
            unresolved.append(name)
            assert not alone, name
        elif given != code:
            wrong.append((name, code, given))
    assert wrong == []
    assert 0 < len(unresolved) < NAMES / 4


@pytest.mark.parametrize(
    "name",
    ["鼓楼区教育局", "朝阳区人民政府", "城关镇人民政府", "市中区财政局", "桥东区人民政府"],
)
def test_names_of_several_places_are_not_resolved(name: str) -> None:
    assert describe(name).division_code is None


def test_towns_get_the_code_of_their_county_and_their_own() -> None:
    chosen = random.Random(11)
    counties = [c for c, d in divisions().items() if d.level == "county" and townships_of(c)]
    checked = 0
    for county in chosen.sample(counties, 400):
        code, town = chosen.choice(townships_of(county))
        if not town.endswith(("镇", "乡", "街道")):
            continue
        end = "办事处" if town.endswith("街道") else "人民政府"
        found = describe(f"{chain(divisions()[county])}{town}{end}")
        assert found.level == "township", found
        assert found.division_code in (code, county), found
        checked += found.division_code == code
    assert checked > 300


def test_one_agency_however_its_place_is_written_out() -> None:
    checked = 0
    for division in divisions().values():
        short, long = f"{division.name}教育局", f"{chain(division)}教育局"
        if division_code(short) == division_code(long) == division.code:
            assert agency_id(short) == agency_id(long)
            checked += 1
    assert checked > 2_500


def test_the_names_above_are_those_of_the_table() -> None:
    found = describe("忻州市偏关县水泉镇人民政府")
    assert (found.province, found.prefecture, found.county) == ("山西省", "忻州市", "偏关县")
    assert (found.type, found.level) == ("township_government", "township")
    assert (found.parent, found.division_code) == ("偏关县人民政府", "140932104")
    former = describe("富阳市教育局")
    assert (former.division_code, former.prefecture) == ("330183", "杭州市")
    assert former.division_vintage != found.division_vintage


def test_links_follow_renames_of_places_and_of_functions() -> None:
    names = [
        "富阳市教育局", "富阳区教育局", "富阳市国土资源局", "杭州市富阳区自然资源局",
        "河曲县工商行政管理局", "河曲县市场监督管理局", "汉沽区人民政府", "天津市滨海新区人民政府",
        "偏关县工商行政管理局",
    ]  # fmt: skip
    found = {(link.from_id, link.to_id): link.type for link in agency_links(names)}
    ids = [agency_id(name) for name in names]
    assert found == {
        (ids[0], ids[1]): "rename",
        (ids[2], ids[3]): "merge",
        (ids[4], ids[5]): "merge",
        (ids[6], ids[7]): "merge",
    }
