"""Oddities of labels and heads: other wordings, typing errors, numbers, cuts and breaks."""

from __future__ import annotations

import re
from dataclasses import replace
from random import Random

from tests.printing.changes import change_grid, change_labels
from tests.printing.sheet import Grid, Sheet, Slot
from transform.codebook import codebook

SHORT = {
    "partially_granted": "（二）部分公开",
    "other": "（六）其他",
    "other.unsplit": "（六）其他",
    "other.no_correction": "1.逾期不补正",
    "other.fee_unpaid": "2.逾期不缴费",
}
TYPOS = {
    "refused.other_law": "2.其他法律行政止公开",
    "refused.internal_affairs": "5.属于三类内容事务信息",
    "partially_granted": "（二）部分公开（区分处理的，只计这一情况，不计其他情形）",
}
CUT = {
    "in_force": "现行有效件",
    "issued": "本年发件",
    "made": "本年新",
    "newly_disclosed": "本年新",
}
WORDY = {
    "issued": "本年({year})制发件数",
    "in_force": "现行有效件数 (历史累计)",
    "items_prev_year": "上一年项目数量 (指{last}年事项数)",
    "items_change": "本年增/减 (指{year}年增加或减少的事项数，减用负值表示，如 -8)",
    "rules": "规章（设区的市、自治州人民政府填写）",
    "other_services": "其他对外管理服务事项（含行政处罚、行政强制、行政检查等以外的公共服务）",
}


def label_variants(sheet: Sheet, rng: Random) -> Sheet:
    """Labels in other wordings of the codebook."""
    book, form = codebook(), sheet.report.form
    found: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {}
    for label in book.labels:
        if form in label.forms and label.variants:
            found[label.section, label.code] = (label.outline, label.variants)

    def grid(g: Grid) -> tuple[Grid, ...]:
        return (replace(g, rows=tuple(tuple(slot(g, s) for s in row) for row in g.rows)),)

    def slot(g: Grid, s: Slot) -> Slot:
        if s.role not in ("label", "head") or rng.random() < 0.4:
            return s
        sections = [g.name] if g.name != "f2014" else [x.section for x in book.sections]
        for section in sections:
            if (section, s.code) in found:
                outline, variants = found[section, s.code]
                outline = outline if s.role == "label" else ""
                tail = "（单位：万元）" if "万元" in s.text else ""
                return replace(s, text=outline + rng.choice(variants) + tail)
        return s

    for name in ("proactive", "requests", "remedies", "f2014"):
        sheet = change_grid(sheet, name, grid)
    return sheet


def short_labels(sheet: Sheet, rng: Random) -> Sheet:
    """The long labels cut short."""
    return change_labels(sheet, SHORT)


def typos(sheet: Sheet, rng: Random) -> Sheet:
    """Typing errors met in published reports."""
    return change_labels(sheet, TYPOS)


def numbering(sheet: Sheet, rng: Random) -> Sheet:
    """The numbers before labels in another style, or left out."""
    style = rng.choice(("、", "．", ". ", "none", "mixed"))

    def slot(s: Slot) -> Slot:
        if s.role != "label":
            return s
        mark = rng.choice(("、", "．", ".")) if style == "mixed" else style
        if mark == "none":
            safe = s.code not in ("other", "other.other", "other.unsplit", "handled_total")
            return replace(s, text=re.sub(r"^\d\.", "", s.text)) if safe else s
        return replace(s, text=re.sub(r"^(\d)\.", rf"\g<1>{mark}", s.text))

    return sheet.map_slots(slot)


def cut_heads(sheet: Sheet, rng: Random) -> Sheet:
    """Column heads that lost their ends."""
    return change_labels(sheet, CUT, ("head",))


def broken_heads(sheet: Sheet, rng: Random) -> Sheet:
    """Narrow heads on two lines in their cell."""

    def slot(s: Slot) -> Slot:
        if s.role != "head" or not 4 <= len(s.text) <= 7 or not s.code:
            return s
        return replace(s, text=f"{s.text[:-2]}\n{s.text[-2:]}" if len(s.text) == 4 else
                       f"{s.text[:3]}\n{s.text[3:]}")  # fmt: skip

    return sheet.map_slots(slot)


def wordy_heads(sheet: Sheet, rng: Random) -> Sheet:
    """Heads and labels with explanations that hold numbers and other rows' names."""
    year = sheet.report.year
    words = {code: text.format(year=year, last=year - 1) for code, text in WORDY.items()}
    return change_labels(sheet, words)


def one_character_a_line(sheet: Sheet, rng: Random) -> Sheet:
    """三、本年度办理结果 broken into one character a line."""
    return change_labels(sheet, {"results": "\n".join("三、本年度办理结果")})


def stray_digit(sheet: Sheet, rng: Random) -> Sheet:
    """A digit that slipped before a label."""
    return change_labels(sheet, {"carried_over_in": "0二、上年结转政府信息公开申请数量"})
