"""Oddities of writing: punctuation, spaces, script, headings and what stands before them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from random import Random

import opencc

from tests.printing.sheet import Grid, Sheet, Slot, Text
from transform.codebook import codebook

HALF = str.maketrans("（）：，；", "():,;")
READINGS = {
    "國": "guó", "項": "xiàng", "內": "nèi", "數": "shù", "規": "guī", "業": "yè", "務": "wù",
    "構": "gòu", "強": "qiáng", "請": "qǐng", "計": "jì", "結": "jié", "轉": "zhuǎn",
    "處": "chǔ", "關": "guān", "開": "kāi", "當": "dāng", "屬": "shǔ", "經": "jīng",
    "複": "fù", "復": "fù", "訴": "sù", "訟": "sòng", "審": "shěn", "機": "jī", "費": "fèi",
    "發": "fā", "現": "xiàn", "類": "lèi",
}  # fmt: skip
MENU = ("首页", "政务公开", "政策文件", "规章", "行政规范性文件", "扫码转发")
META = (
    "索 引 号：000000000/2000-00001",
    "发布时间：{year}-01-15 09:30  来源：{agency}  字体：[大 中 小]  阅读次数：-",
    "【打印】 【关闭】",
)


def _everywhere(sheet: Sheet, change: Callable[[str], str], values: bool = False) -> Sheet:
    def slot(s: Slot) -> Slot:
        return s if s.role == "value" and not values else replace(s, text=change(s.text))

    return sheet.map_slots(slot).map_texts(lambda t: replace(t, text=change(t.text)))


def half_width(sheet: Sheet, rng: Random) -> Sheet:
    """Brackets, colons and commas of Latin width."""
    return _everywhere(sheet, lambda text: text.translate(HALF))


def inner_spaces(sheet: Sheet, rng: Random) -> Sheet:
    """Spaces after numbering and, here and there, inside labels."""
    space = rng.choice((" ", "\u00a0", "\u3000"))

    def change(text: str) -> str:
        text = re.sub(r"^([（(].[）)]|\d[.、])", lambda m: m.group() + space, text)
        if text in ("总计", "其他", "自然人"):
            return space.join(text)
        if len(text) > 6 and rng.random() < 0.3:
            at = rng.randrange(4, len(text) - 1)
            if text[at - 1 : at + 1].isalpha():
                return text[:at] + space + text[at:]
        return text

    def slot(s: Slot) -> Slot:
        return s if s.role == "value" else replace(s, text=change(s.text))

    return sheet.map_slots(slot)


def nbsp_padding(sheet: Sheet, rng: Random) -> Sheet:
    """Figures padded with no-break and ideographic spaces."""
    pads = ("", "\u00a0", "\u3000", "\u00a0\u3000", " ")

    def slot(s: Slot) -> Slot:
        if s.role != "value" or not s.text:
            return s
        return replace(s, text=rng.choice(pads) + s.text + rng.choice(pads))

    return sheet.map_slots(slot)


@cache
def _converter(config: str) -> opencc.OpenCC:
    return opencc.OpenCC(config)


def traditional(sheet: Sheet, rng: Random) -> Sheet:
    """The whole document in traditional characters, sometimes in Taiwan's words."""
    convert = _converter(rng.choice(("s2t", "s2t", "s2twp"))).convert
    return _everywhere(sheet, convert)


def pinyin(sheet: Sheet, rng: Random) -> Sheet:
    """Traditional characters with their readings in brackets."""
    convert = _converter("s2t").convert

    def change(text: str) -> str:
        return "".join(c + (f"({READINGS[c]})" if c in READINGS else "") for c in convert(text))

    return _everywhere(sheet, change)


def heading_variants(sheet: Sheet, rng: Random) -> Sheet:
    """Section headings in the other wordings that agencies use."""
    by_code = {s.section: s for s in codebook().sections}

    def text(t: Text) -> Text:
        section = by_code.get(t.section)
        if t.kind != "heading" or section is None or not section.variants:
            return t
        return replace(t, text=f"{section.ordinal}、{rng.choice(section.variants)}")

    return sheet.map_texts(text)


def bookmark(sheet: Sheet, rng: Random) -> Sheet:
    """What Word leaves before the heading where the cursor last stood."""

    def text(t: Text) -> Text:
        here = t.kind == "heading" and t.section in ("proactive", "f2014")
        return replace(t, text="[bookmark: _GoBack]" + t.text) if here else t

    return sheet.map_texts(text)


def metadata(sheet: Sheet, rng: Random) -> Sheet:
    """Menu and metadata lines before the title."""
    report = sheet.report
    lines = [*rng.sample(MENU, 4), *META]
    filled = [line.format(year=report.year + 1, agency=report.agency) for line in lines]
    return replace(sheet, blocks=(*(Text(line, "meta") for line in filled), *sheet.blocks))


def no_headings(sheet: Sheet, rng: Random) -> Sheet:
    """The section headings are lost."""
    kept = [b for b in sheet.blocks if not (isinstance(b, Text) and b.kind == "heading")]
    return replace(sheet, blocks=tuple(kept))


TALK = (
    "其中行政许可类信息{a}条、行政处罚{b}条、行政强制{c}条、政府集中采购项目类信息{a}条。",
    "行政处罚{b}件",
    "答复的申请中，予以公开{a}件，部分公开{b}件，不予公开{c}件，占5.57%；无法提供{b}件。",
    "（二）部分公开。共{b}件，其中本机关不掌握相关政府信息{a}件、重复申请{c}件。",
    "收取信息处理费{b}40元，本年收费金额{a}.5万元。",
    "全年行政复议{a}件，结果维持{b}件；行政诉讼{c}件，未经复议直接起诉{b}件。",
    "注：1.本年新收政府信息公开申请数量含上年{a}件；2.其他处理{b}件。",
)


def talkative(sheet: Sheet, rng: Random) -> Sheet:
    """Running text about the tables that repeats their labels, with figures that are not theirs."""
    blocks: list[Text | Grid] = []
    for block in sheet.blocks:
        blocks.append(block)
        heading = isinstance(block, Text) and block.kind == "heading"
        if (heading or isinstance(block, Grid)) and rng.random() < 0.7:
            numbers = {name: rng.randint(1, 99) for name in "abc"}
            for line in rng.sample(TALK, rng.choice((1, 1, 2))):
                blocks.append(Text(line.format(**numbers), "body"))
    return replace(sheet, blocks=tuple(blocks))
