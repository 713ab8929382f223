"""Sentences of made-up reports, with the figures a report's text repeats from its tables.

All of them were written for this project; the agencies do not exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from random import Random

from tests.printing.sheet import plain
from transform.codebook import CellKey

AGENCIES = (
    "示例省云溪县人民政府",
    "云溪县人民政府办公室",
    "云溪县教育局",
    "云溪县农业农村局",
    "云溪县柳河镇人民政府",
    "云溪县东关街道办事处",
)

INTRO = (
    "根据《中华人民共和国政府信息公开条例》，{agency}编制本报告。"
    "所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
)
OVERVIEW = (
    "{year}年，本机关在门户网站发布各类信息{posts}条，其中行政许可类信息{a}条、"
    "行政处罚{b}条，政策解读{c}篇。",
    "（一）主动公开。新增公开目录{a}项，调整栏目{b}个，公众号发布消息{posts}条。",
    "（三）政府信息管理。逐份核对现行有效的规范性文件，补录{c}件。",
    "（四）平台建设。网站改版后页面打开更快，访问量{posts}次。",
    "（五）监督保障。举办业务培训{c}次，参加{a}人次。",
)
RECEIVED = (
    "（二）依申请公开。全年新收政府信息公开申请{new}件，上年结转{carried}件，均在期限内答复。"
)
PROBLEMS = (
    "一是个别栏目更新间隔偏长；二是解读形式还不够多样。",
    "下一步，将按月检查栏目，并在{next}年增加图解{c}期。",
)
OTHER = "{year}年没有发出收费通知，收取信息处理费0元。"


def narrative(
    rng: Random,
    agency: str,
    year: int,
    cells: Mapping[CellKey, Decimal | None],
) -> dict[str, tuple[str, ...]]:
    """Paragraphs by section code; what they say of requests agrees with the tables."""

    def figure(row: str) -> str:
        value = cells.get(CellKey("requests", row, "total"))
        return plain(value) if value is not None else "0"

    words = {
        "agency": agency,
        "year": year,
        "next": year + 1,
        "posts": rng.randint(20, 4000),
        "a": rng.randint(1, 90),
        "b": rng.randint(1, 40),
        "c": rng.randint(1, 20),
        "new": figure("new_received"),
        "carried": figure("carried_over_in"),
    }
    overview = [text.format(**words) for text in OVERVIEW if rng.random() < 0.7]
    if any(key.section == "requests" for key in cells):
        overview.insert(1, RECEIVED.format(**words))
    return {
        "intro": (INTRO.format(**words),),
        "s1_overview": tuple(overview),
        "s5_problems": tuple(text.format(**words) for text in PROBLEMS),
        "s6_other": (OTHER.format(**words),),
    }
