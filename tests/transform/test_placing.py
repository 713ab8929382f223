"""Agencies of a name that several bear, told apart by where they are."""

from __future__ import annotations

import pytest

from transform.agencies import agency_id, division_code, placed_in


@pytest.mark.parametrize(
    ("name", "code", "longer"),
    [
        ("鼓楼区财政局", "320106", "南京市鼓楼区财政局"),
        ("鼓楼区财政局", "320100", "南京市鼓楼区财政局"),
        ("鼓楼区财政局", "320000", None),  # two in Jiangsu
        ("鼓楼区财政局", "110000", None),  # none in Beijing
        ("朝阳区人民政府", "110000", "北京市朝阳区人民政府"),
        ("国家税务总局鼓楼区税务局", "350100", "国家税务总局福州市鼓楼区税务局"),
        ("楼子营镇人民政府", "140930", "河曲县楼子营镇人民政府"),
        ("楼子营镇人民政府", "140900", "河曲县楼子营镇人民政府"),
        ("楼子营镇人民政府", "110000", None),
        ("城关镇人民政府", "410000", None),  # many in Henan
        ("南京市鼓楼区财政局", "320106", None),  # nothing to be told apart
        ("河曲县财政局", "140930", None),
        ("鼓楼区财政局", "", None),
        ("鼓楼区财政局", "999999", None),
    ],
)
def test_a_place_is_added_only_where_one_fits(name: str, code: str, longer: str | None) -> None:
    assert placed_in(name, code) == longer


def test_the_longer_name_is_that_of_one_agency() -> None:
    longer = placed_in("鼓楼区财政局", "320100")
    assert longer is not None
    assert division_code(longer) == "320106"
    assert agency_id(longer) == agency_id("江苏省南京市鼓楼区财政局")
