"""Number formats and borders of a workbook's cells (ECMA-376-1, 18.8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from extract.markup import Element
from extract.readers.sheet_numbers import shown

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DATE, _TIME = "yyyy-m-d", "h:mm:ss"
# Formats that are known by number alone (18.8.30); 27 to 58 are dates in Chinese Excel.
_BUILT_IN = {
    "1": "0",
    "2": "0.00",
    "3": "#,##0",
    "4": "#,##0.00",
    "9": "0%",
    "10": "0.00%",
    **{str(n): _DATE for n in (*range(14, 18), 22, *range(27, 32), 36, *range(50, 59))},
    **{str(n): _TIME for n in (*range(18, 22), *range(32, 36), *range(45, 48))},
    "37": "#,##0;-#,##0",
    "38": "#,##0;-#,##0",
    "39": "#,##0.00;-#,##0.00",
    "40": "#,##0.00;-#,##0.00",
    "41": '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    "42": '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ',
    "43": '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    "44": '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ',
}
_EDGES = tuple(_S + edge for edge in ("left", "right", "top", "bottom"))


@dataclass(frozen=True, slots=True)
class CellStyles:
    """The number format of each cell style, and whether it draws an edge."""

    formats: tuple[str, ...] = ()
    bordered: tuple[bool, ...] = ()

    def shown(self, text: str, style: str | None, first_day: date) -> str:
        """A stored number as its style shows it."""
        at = _index(style)
        return shown(text, self.formats[at] if at < len(self.formats) else "", first_day)

    def has_border(self, style: str | None) -> bool:
        """Whether a cell is drawn even where it is blank."""
        at = _index(style)
        return at < len(self.bordered) and self.bordered[at]


def read_cell_styles(root: Element) -> CellStyles:
    """The cell styles of ``styles.xml``."""
    own = {f.get("numFmtId", ""): f.get("formatCode", "") for f in root.iter(_S + "numFmt")}
    known = {**_BUILT_IN, **own}
    edges = [_has_edge(border) for border in root.iterfind(f"{_S}borders/{_S}border")]
    formats, bordered = [], []
    for style in root.iterfind(f"{_S}cellXfs/{_S}xf"):
        formats.append(known.get(style.get("numFmtId", ""), ""))
        at = _index(style.get("borderId"))
        bordered.append(at < len(edges) and edges[at])
    return CellStyles(tuple(formats), tuple(bordered))


def _has_edge(border: Element) -> bool:
    return any(edge.tag in _EDGES and edge.get("style", "none") != "none" for edge in border)


def _index(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 8 else 0
