"""The tags and texts of an HTML page as browsers parse it, whatever its source leaves out.

The parser is lexbor (HTML Standard, 13.2). What it writes again of its tree (13.3) names every
element and its end, and has one notation for attributes and texts, so that a pattern tells them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from html import unescape
from itertools import accumulate
from types import MappingProxyType

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from extract.document import Issue
from extract.limits import Limits
from extract.readers.html_elements import INLINE, VOID
from extract.readers.html_page import Page
from extract.readers.html_printed import SPACES, Attributes, printed
from extract.readers.html_tables import Line, RawCell, spans

_RAW = "script|style|xmp|iframe|noembed|noframes|plaintext"
# What the parser writes of attributes holds no other > than the tag's.
_ATTRIBUTES = "(?: [^>]*+)?+"
_BREAKING = ("p", "div", "br")
_INLINE, _BREAK, _WITHIN = (
    f"</?+(?:{'|'.join(tags)}){_ATTRIBUTES}>" for tags in (INLINE, _BREAKING, INLINE + _BREAKING)
)
# Rows and paragraphs are most of a page, and most hold no more than text: they are taken whole.
# White space beside cells and rows is not printed.
_CELL_CONTENT = rf"[^<]*+(?:{_WITHIN}[^<]*+)*+"
_SIMPLE_CELL = rf"<t[dh]{_ATTRIBUTES}>{_CELL_CONTENT}</t[dh]>"
_TOKEN = re.compile(
    rf"((?:<tr{_ATTRIBUTES}>[{SPACES}]*+(?:{_SIMPLE_CELL}[{SPACES}]*+)++</tr>[{SPACES}]*+)++)"
    rf"|<p({_ATTRIBUTES})>([^<]*+(?:{_INLINE}[^<]*+)*+)</p>"
    rf"|<({_RAW})({_ATTRIBUTES})>(.*?)</\4>"
    rf"|<([a-zA-Z][^\s/>]*+)({_ATTRIBUTES})>"
    r"|</([^>]++)>"
    r"|([^<]++)"
    r"|<!--.*?-->|<![^>]*>",
    re.S,
)
# The group of each of these that closes last.
_ROWS, _PARAGRAPH, _RAW_TEXT, _START, _END = 1, 3, 6, 8, 9
_ATTRIBUTE = re.compile(r' (=?[^\s=/>]*+)="([^"]*+)"')
_NONE: Attributes = MappingProxyType({})
_BREAKS, _INLINES = re.compile(_BREAK), re.compile(_INLINE)
# It stands in no text, where it is written as an entity.
_LINE_END = "<"
_EDGES = SPACES + _LINE_END
# In characters. Cells are kept from page to page, and hostile ones must not fill the memory.
_SHORT_CELL = 500
# The parser's time grows with the square of the depth, and of the attributes of a tag; what
# browsers open again in every block (HTML Standard, 13.2.4.3) takes room in each of them.
_LONG_SOURCE = 100_000
_TAG = re.compile(r"<(/?)(?=[a-z])(?!(?:br|hr|img|input|link|meta)\b)", re.I)
_DEEP = 50
"""So many times the allowed depth the parser is spared."""
_FORMATTING = re.compile(
    r"<(/?)((?:a|b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)(?=[\s/>])[^>]*)", re.I
)
_MOST_ALIKE = 3
_REOPENED = 13
"""So many times the allowed parts may be opened again."""


def refusal(source: str, limits: Limits) -> Issue | None:
    """Why a page is not given to the parser, which would take too long; None where it would not."""
    tags, most = source.count("<"), _REOPENED * limits.parts
    if tags * tags > most:
        ends = source.count("</")
        starts = tags - ends
        if (starts - ends) * starts > most and _left_open(source) * starts > most:
            return Issue("too_deep", detail="formatting without an end")
    if len(source) < _LONG_SOURCE:
        return None
    depths = accumulate(-1 if end else 1 for end in _TAG.findall(source))
    if max(depths, default=0) > _DEEP * limits.nesting:
        return Issue("too_deep", detail=f"nesting > {limits.nesting}")
    pieces = (
        piece.rpartition("<") for piece in source.split(">") if len(piece) > limits.attributes
    )
    if any(opened and len(tag.split()) > limits.attributes for _, opened, tag in pieces):
        return Issue("too_large", detail=f"attributes > {limits.attributes}")
    return None


def _left_open(source: str) -> int:
    """How much formatting browsers may carry from block to block, three alike at most."""
    tags = _FORMATTING.findall(source)
    kinds = {tag for end, tag in tags if not end}
    return min(sum(-1 if end else 1 for end, _ in tags), _MOST_ALIKE * len(kinds))


def send(source: str, page: Page) -> None:
    """Give the tokens of a page to `page`, each start with an end, until it refuses.

    Raises:
        MemoryError: the parser got no more memory.
    """
    try:
        html = LexborHTMLParser(source).html or ""
    except SelectolaxError as error:
        raise MemoryError from error
    _send(html, page)


def _send(html: str, page: Page) -> None:
    for token in _TOKEN.finditer(html):
        kind = token.lastindex
        if kind == _ROWS:
            _send_rows(token[1], page)
        elif kind == _PARAGRAPH:
            attributes, content = token.group(2, 3)
            if _hides(token[0]):
                page.start("p", _parsed(attributes))
                _send(content, page)
                page.end("p")
            else:
                page.line(_plain(_INLINES.sub("", content)))
        elif kind == _START:
            tag, attributes = token.group(7, 8)
            page.start(tag, _parsed(attributes) if attributes else _NONE)
            if page.refusal:
                return
            if tag in VOID:
                page.end(tag)
        elif kind == _END:
            page.end(token[9])
        elif kind == _RAW_TEXT:
            tag, attributes, text = token.group(4, 5, 6)
            page.start(tag, _parsed(attributes))
            page.data(text)
            page.end(tag)
        elif kind:
            page.data(_plain(token[10]))


def _send_rows(source: str, page: Page) -> None:
    """Give rows of simple cells to `page`, whole unless they may hide something."""
    # What follows the last end is white space.
    sources = [row.partition(">") for row in source.split("</tr>")[:-1]]
    rows = [_row(tag, content) for tag, _, content in sources]
    if all(rows) and page.take(rows):
        return
    for (tag, _, content), cells in zip(sources, rows, strict=True):
        if not cells or not page.take([cells]):
            page.start("tr", _parsed(tag))
            _send(content, page)
            page.end("tr")


def _row(tag: str, content: str) -> list[RawCell]:
    """The plain cells of a row; empty where one is not."""
    if " " in tag and _hides(tag):
        return []
    cells = []
    for source in content.replace("</th>", "</td>").split("</td>")[:-1]:
        if len(source) > _SHORT_CELL:
            return []
        cell = _cell(source)
        if cell is None:
            return []
        cells.append(cell)
    return cells


# Pages of one site write most of their cells alike, and forms hold the same labels and zeros.
@lru_cache(maxsize=4096)
def _cell(source: str) -> RawCell | None:
    """A simple cell, plain; None where it may hide something."""
    if _hides(source):
        return None
    tag, _, content = source.partition(">")
    if "<" in content:
        content = _BREAKS.sub(_LINE_END, _INLINES.sub("", content))
    content = content.strip(_EDGES)
    lines: Iterable[str] = content.split(_LINE_END) if _LINE_END in content else (content,)
    if "&" in content:
        lines = map(unescape, lines)
    rowspan, colspan = _spans(tag) if "span" in tag else (1, 1)
    cell = RawCell([Line(line, 0) for line in map(printed, lines) if line], rowspan, colspan)
    cell.complete()
    return cell


@lru_cache(maxsize=256)
def _spans(tag: str) -> tuple[int, int]:
    return spans(_parsed(tag))


def _hides(source: str) -> bool:
    """Whether source may keep something from being printed."""
    # Letters in bytes are made small much faster than in text.
    small = source.encode().lower()
    return b"display" in small or b"hidden" in small


def _parsed(attributes: str) -> Attributes:
    return {name: _plain(value) for name, value in _ATTRIBUTE.findall(attributes)}


def _plain(text: str) -> str:
    return unescape(text) if "&" in text else text
