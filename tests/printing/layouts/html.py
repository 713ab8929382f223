"""A web page: tables with row and column spans, in the shells that real sites build.

`word` wraps every text in paragraphs and spans as Word leaves them, and cuts
labels between them; `shell` puts menus, a metadata table and layout tables around.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from random import Random

from tests.printing.ink import Ink, Printed
from tests.printing.sheet import Grid, Row, Sheet, Slot, Text, places

SPAN = '<span style="font-family: 仿宋_GB2312; font-size: 16pt">'


@dataclass(frozen=True, slots=True)
class Style:
    """How a page is built."""

    word: bool
    shell: bool
    split: bool
    empty: str
    rowspans: bool
    cell: str
    paragraph: bool


def print_sheet(sheet: Sheet, rng: Random) -> Printed:
    """The sheet as a page."""
    style = Style(
        word=rng.random() < 0.4,
        shell=rng.random() < 0.5,
        split=rng.random() < 0.3,
        empty=rng.choice(("", "&nbsp;", "<p>&nbsp;</p>", "<p><o:p> </o:p></p>", "\u3000")),
        rowspans=rng.random() < 0.85,
        cell=rng.choice(("", ' nowrap="nowrap" style="width:47px;"', ' valign="center"')),
        paragraph=rng.random() < 0.5,
    )
    ink = Ink()
    ink.write('<!DOCTYPE html>\n<html><head><meta charset="utf-8">')
    ink.write(f"<title>{escape(sheet.report.title)}</title></head><body>\n")
    if style.shell:
        _open_shell(ink, sheet)
    for block in sheet.blocks:
        if isinstance(block, Text):
            _paragraph(ink, block, style)
        else:
            _table(ink, block, style, rng)
    if style.shell:
        ink.write("</td></tr></table></div>\n<div class='foot'>网站标识码：0000000000 ")
        ink.write("版权所有 主办单位见页面</div>\n")
    ink.write("</body></html>\n")
    return ink.printed(sheet, media="html")


def _open_shell(ink: Ink, sheet: Sheet) -> None:
    agency = escape(sheet.report.agency)
    ink.write("<div class='nav'><ul><li><a href='/'>首页</a></li><li>政务公开</li></ul></div>\n")
    ink.write("<script>var total = 7; document.write('<td>3</td>');</script>\n")
    ink.write("<table class='info'><tr><td>索引号</td><td>000000000/2000-00000</td>")
    ink.write(f"<td>发布机构</td><td>{agency}</td></tr>")
    ink.write("<tr><td>分类</td><td>政府信息公开年报</td><td>文号</td><td></td></tr></table>\n")
    ink.write("<div class='main'><div class='box'><table width='100%'><tr><td>\n")


def _paragraph(ink: Ink, block: Text, style: Style) -> None:
    if block.kind == "title":
        ink.write(f"<h1>{escape(block.text)}</h1>\n")
    elif style.word:
        half = len(block.text) // 2
        ink.write(f'<p class="MsoNormal">{SPAN}{escape(block.text[:half])}</span>')
        ink.write(f"{SPAN}{escape(block.text[half:])}<o:p></o:p></span></p>\n")
    else:
        ink.write(f"<p>{escape(block.text)}</p>\n")


def _table(ink: Ink, grid: Grid, style: Style, rng: Random) -> None:
    """`split`: 二 is one table for each statutory item, as many sites print it."""
    pieces = [list(grid.rows)]
    if style.split and grid.name == "proactive":
        pieces = []
        for row in grid.rows:
            if row[0].role == "clause" or not pieces:
                pieces.append([])
            pieces[-1].append(row)
    for rows in pieces:
        ink.write('<table border="1" cellspacing="0">\n<tbody>\n')
        if style.rowspans:
            for row in rows:
                _row(ink, row, style, rng)
        else:
            _flat(ink, rows, grid, style, rng)
        ink.write("</tbody></table>\n")


def _flat(ink: Ink, rows: list[Row], grid: Grid, style: Style, rng: Random) -> None:
    """Without rowspan: an empty cell stands below each cell that should span rows."""
    for line in places(Grid(grid.name, grid.width, tuple(rows))):
        row = [slot if starts else Slot("", slot.role, slot.colspan) for _, slot, starts in line]
        _row(ink, tuple(row), style, rng, spans=False)


def _row(ink: Ink, row: Row, style: Style, rng: Random, spans: bool = True) -> None:
    ink.write("<tr>")
    for slot in row:
        ink.write("<td")
        if slot.colspan > 1:
            ink.write(f' colspan="{slot.colspan}"')
        if spans and slot.rowspan > 1:
            ink.write(f' rowspan="{slot.rowspan}"')
        ink.write(style.cell + ">")
        _content(ink, slot, style, rng)
        ink.write("</td>\n" if style.word else "</td>")
    ink.write("</tr>\n")


def _content(ink: Ink, slot: Slot, style: Style, rng: Random) -> None:
    if not slot.text:
        ink.write(style.empty, slot.key)
        return
    lines = slot.text.split("\n")
    if slot.role == "value":
        before, after = ("<p>", "</p>") if style.paragraph else ("", "")
        if style.word:
            before, after = f"\n <p>{SPAN}", "</span><span><o:p></o:p></span></p>\n"
        ink.write(before)
        ink.write(escape(slot.text), slot.key)
        ink.write(after)
    elif style.word:
        for line in lines:
            at = rng.randrange(len(line) + 1)
            ink.write(f"\n <p>{SPAN}{escape(line[:at])}</span>{SPAN}{escape(line[at:])}</span></p>")
        ink.write("\n")
    else:
        ink.write("<br />".join(escape(line) for line in lines))
