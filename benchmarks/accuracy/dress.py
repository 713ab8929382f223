"""How a web page is set before a program prints it: rulings, paper, letters, repeated heads.

The same seed sets a page in the same way. A dress changes nothing that is printed
in a cell; it decides where pages end, where labels wrap and what parts the cells.
"""

from __future__ import annotations

import re
from random import Random

RULINGS = {
    "as_it_is": "",
    "thin": "0.5pt solid #000000",
    "hair": "0.05pt solid #999999",
    "double": "3px double #000000",
    "dotted": "1px dotted #000000",
    "dashed": "1px dashed #333333",
    "level_lines": "none; border-bottom:0.5pt solid #000000",
    "no_lines": "none",
    "shaded": "none",
}
RULED = "1px solid #000000"
PAPER = {
    "landscape": "@page{size:297mm 210mm}",
    "small_paper": "@page{size:176mm 250mm}",
    "tall_rows": "",
    "whole_rows": "tr{break-inside:avoid}",
    "repeated_head": "",
    "heavy_frame": "table[border]{border:2.25pt solid #000}",
    "watermark": ".mark{position:fixed;top:40%;left:10%;font-size:60pt;color:#ccc;"
    "z-index:-1;transform:rotate(-35deg)}",
    "spaced": "table[border] td{letter-spacing:0.06em}",
    "small_letters": "table[border] td *,table[border] td{font-size:7.5pt !important}",
    "shaded": "table[border] tr:nth-child(even){background:#ddddee}",
}
DRESSES = tuple(dict.fromkeys((*RULINGS, *PAPER)))
# LibreOffice neither turns letters nor shades rows of a page, nor draws a frame of its own.
NOT_IN_OFFICE = ("watermark", "spaced", "shaded", "heavy_frame")
FAMILIES = ("Noto Serif CJK SC", "Noto Sans CJK SC", "serif", "sans-serif")
_TABLE = re.compile(r'<table border="1".*?</table>', re.DOTALL)
_CELL = re.compile(r"<td(?=[ >])")
_BODY = re.compile(r"<tbody>\s*((?:<tr>.*?</tr>\s*){3})", re.DOTALL)
_HEADED = "法人或其他组织"


def dressed(text: str, dress: str, rng: Random) -> str:
    """A page as a browser or word processor gets it to print."""
    if dress == "as_it_is":
        return text
    rules = (
        f"@page{{margin:{rng.choice((1, 1.5, 2.5))}cm}}"
        f"body,td{{font-family:'{rng.choice(FAMILIES)}';line-height:{rng.choice((1, 1.3, 1.6))}}}"
        f"td,td p,td span{{font-size:{rng.choice((9, 10, 10.5, 12))}pt !important}}"
        f"table[border] td p{{margin:{rng.choice((0, 0, 4))}px 0}}"
        "table[border]{border-collapse:collapse;width:100%;border:none}"
    )
    cell = (
        f"border:{RULINGS.get(dress, RULED)};padding:{rng.choice((0, 1, 3, 6))}px;"
        f"text-align:{rng.choice(('center', 'center', 'right', 'left', 'justify'))}"
    )
    height = ' height="50"' if dress == "tall_rows" else ""
    text = _TABLE.sub(lambda table: _set(table[0], f' style="{cell}"{height}', dress), text)
    if dress == "watermark":
        text = text.replace("<body>", "<body><div class='mark'>内部资料 2022</div>")
    return text.replace("</head>", f"<style>{rules}{PAPER.get(dress, '')}</style></head>")


def _set(table: str, cell: str, dress: str) -> str:
    """A table with the style of its cells; a head that pages repeat is marked as such."""
    head = _BODY.search(table)
    if dress == "repeated_head" and head and _HEADED in head[1]:
        table = table.replace(head[0], f"<thead>{head[1]}</thead><tbody>", 1)
    if RULINGS.get(dress) and RULINGS[dress].startswith("none"):
        table = table.replace('border="1"', 'border="0"', 1)
    return _CELL.sub(f"<td{cell}", table)
