"""A PDF turned to markdown: rows with a short label keep it, long labels are torn off.

A row of seven figures without a label stands between two named rows; its label
lies in pieces in the loose text before or after, in the form's order.
"""

from __future__ import annotations

from random import Random

from tests.printing.ink import Ink, Printed
from tests.printing.layouts.aligned import wrap
from tests.printing.sheet import Grid, Row, Sheet, Slot

LABEL_WIDTH = 22


def print_sheet(sheet: Sheet, rng: Random) -> Printed:
    """The sheet as torn markdown."""
    ink = Ink()
    for block in sheet.blocks:
        if not isinstance(block, Grid):
            for line in wrap(block.text, 60):
                ink.write(line + "\n")
        elif block.name == "proactive":
            _proactive(ink, block)
        elif block.name == "requests":
            _requests(ink, block, rng)
        elif block.name == "remedies":
            _remedies(ink, block)
    return ink.printed(sheet)


def _markdown(ink: Ink, slots: list[Slot], rule: bool) -> None:
    ink.write("|")
    for slot in slots:
        ink.write(" ")
        ink.write(slot.text.replace("\n", ""), slot.key)
        ink.write(" |")
    ink.write("\n")
    if rule:
        ink.write("|" + "---|" * len(slots) + "\n")


def _proactive(ink: Ink, grid: Grid) -> None:
    """Rows of one figure as loose lines; tables of several figures at the end, as markdown."""
    tables: list[list[Row]] = []
    wide = False
    for number, row in enumerate(grid.rows):
        if row[0].role == "clause":
            ink.write(row[0].text + "\n")
            wide = len(grid.rows[number + 1]) > 2
            if wide:
                tables.append([])
        elif wide:
            tables[-1].append(row)
        elif len(row) == 1:
            ink.write(row[0].text + "\n")
        else:
            loose = " " if row[0].role == "label" else ""
            ink.write(row[0].text + loose)
            ink.write(row[1].text, row[1].key)
            ink.write("\n")
    for rows in tables:
        ink.write("## 表二：主动公开政府信息情况\n")
        for number, row in enumerate(rows):
            _markdown(ink, list(row), rule=number == 0)
    ink.write("\n")


def _requests(ink: Ink, grid: Grid, rng: Random) -> None:
    ink.write("申请人情况\n（本列数据的勾稽关系为：第一项加第二项法人或其他组织\n")
    ink.write("之和，等于第三项加第四项之和）\n自然人总计\n商业企科研机社会公法律服\n其他\n")
    ink.write("## 表三：收到和处理政府信息公开申请情况\n")
    ink.write("| 业 | 构 | 益组织 | 务机构 |  |  |  |  |\n|---|---|---|---|---|---|---|---|\n")
    waiting: list[str] = []
    for row in grid.rows[3:]:
        labels = [slot for slot in row if slot.role == "label"]
        values = [slot for slot in row if slot.role == "value"]
        groups = [s.text for s in labels[:-1] if s.code != "results"]
        if groups:
            _loose(ink, waiting)
            waiting = []
        lines = wrap(labels[-1].text, LABEL_WIDTH)
        if groups:
            half = len(groups[0]) // 2 + 1
            lines[0] = groups[0][:half] + (lines[0] if len(lines) > 1 else "")
            lines.insert(1, groups[0][half:])
        torn = labels[-1].colspan < 3 and len(wrap(labels[-1].text, LABEL_WIDTH)) > 1
        if torn or groups:
            waiting = [*waiting, *lines]
            if rng.random() < 0.5:
                _loose(ink, waiting)
                waiting = []
        _markdown(ink, values if torn else [labels[-1], *values], rule=torn or rng.random() < 0.5)
        if waiting and rng.random() < 0.4:
            _loose(ink, waiting)
            waiting = []
    _loose(ink, waiting)
    ink.write("\n")


def _loose(ink: Ink, lines: list[str]) -> None:
    if lines:
        ink.write("\n" + "\n".join(lines) + "\n")


def _remedies(ink: Ink, grid: Grid) -> None:
    first, second, third, values = grid.rows
    ink.write("".join(slot.text for slot in first) + "\n")
    ink.write(second[5].text + second[6].text + "\n")
    heads = [*second[:5], *third]
    ink.write(
        "".join(slot.text[:2] for slot in heads if slot.code != "total") + "\n总计\n总计总计\n"
    )
    _markdown(ink, [s for s in heads if s.code != "total"], rule=True)
    _markdown(ink, list(values), rule=True)
