"""Names of the elements of a Word document that matter to what is printed (ECMA-376-1, 17)."""

from __future__ import annotations

from typing import TypeAlias

from extract.markup import Element

Properties: TypeAlias = dict[str, Element]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARKUP = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

BODY = W + "body"
PARAGRAPH = W + "p"
PARAGRAPH_PROPERTIES = W + "pPr"
RUN = W + "r"
RUN_PROPERTIES = W + "rPr"
TABLE = W + "tbl"
ROW = W + "tr"
ROW_PROPERTIES = W + "trPr"
CELL = W + "tc"
CELL_PROPERTIES = W + "tcPr"
TEXT_BOX = W + "txbxContent"
ALTERNATIVES = _MARKUP + "AlternateContent"
CHOICE = _MARKUP + "Choice"

DELETED = W + "del"
MOVED_AWAY = W + "moveFrom"
CELL_DELETED = W + "cellDel"
VANISH = W + "vanish"
ROW_HIDDEN = W + "hidden"
RUBY = W + "rt"
OBJECT = W + "object"
ALIEN = W + "altChunk"
PICTURES = (
    "{http://schemas.openxmlformats.org/drawingml/2006/main}blip",
    "{urn:schemas-microsoft-com:vml}imagedata",
)

TEXT = W + "t"
MATH_TEXT = _MATH + "t"
TAB = W + "tab"
TAB_TO_MARGIN = W + "ptab"
BREAK = W + "br"
RETURN = W + "cr"
SYMBOL = W + "sym"
HYPHEN = W + "noBreakHyphen"
PRINTED = (TEXT, MATH_TEXT, TAB, TAB_TO_MARGIN, BREAK, RETURN, SYMBOL, HYPHEN)

STYLE = W + "pStyle"
LIST, LIST_ID, LIST_LEVEL = W + "numPr", W + "numId", W + "ilvl"
OUTLINE_LEVEL = W + "outlineLvl"
GRID_BEFORE, GRID_SPAN = W + "gridBefore", W + "gridSpan"
MERGED_UP, MERGED_BEFORE = W + "vMerge", W + "hMerge"

VALUE = W + "val"
_FALSE = frozenset(("0", "false", "off"))


def parts(element: Element | None) -> Properties:
    """The elements in an element by name, the first of each; none in none."""
    return {} if element is None else {part.tag: part for part in reversed(element)}


def value(element: Element | None) -> str:
    """The ``w:val`` of an element; empty where there is none."""
    return "" if element is None else element.get(VALUE, "")


def is_on(element: Element | None) -> bool:
    """Whether an on/off property is set (17.17.4)."""
    return element is not None and value(element).lower() not in _FALSE


def number(text: str | None, default: int, most: int = 1_000) -> int:
    """A whole number written in an attribute, from 0 to `most`; else `default`."""
    if text is None or not text.isascii() or not text.isdecimal() or len(text) > 9:
        return default
    return min(int(text), most)
