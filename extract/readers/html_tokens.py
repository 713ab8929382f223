"""The tags and texts of an HTML page as browsers parse it, whatever its source leaves out.

The parser is lexbor (HTML Standard, 13.2). What it writes again of its tree (13.3) names every
element and its end, and has one notation for attributes and texts, so that a pattern tells them.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import accumulate
from types import MappingProxyType

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from extract.document import Issue
from extract.limits import Limits
from extract.readers.html_elements import INLINE, VOID
from extract.readers.html_page import Page
from extract.readers.html_printed import SPACES, Attributes, raw_cell
from extract.readers.html_tables import RawCell

_RAW = "script|style|xmp|iframe|noembed|noframes|plaintext"
_ATTRIBUTES = r'(?: =?[^\s=/>]*+="[^"]*+")*+'
_INLINE = f"</?(?:{'|'.join(INLINE)}){_ATTRIBUTES}>"
_BREAK = f"</?(?:p|div|br){_ATTRIBUTES}>"
# Cells are most of a page, and most hold no more than text: they are taken whole. White space
# beside cells and rows is not printed.
_TOKEN = re.compile(
    rf"(<t[dh]({_ATTRIBUTES})>([^<]*+(?:(?:{_INLINE}|{_BREAK})[^<]*+)*+)</t[dh]>)[{SPACES}]*+"
    rf"|<({_RAW})({_ATTRIBUTES})>(.*?)</\4>"
    rf"|<([a-zA-Z][^\s/>]*+)({_ATTRIBUTES})>"
    r"|</([^>]++)>"
    r"|([^<]++)"
    r"|<!--.*?-->|<![^>]*>",
    re.S,
)
# The group of each of these that closes last.
_CELL, _RAW_TEXT, _START, _END = 1, 6, 8, 9
_ATTRIBUTE = re.compile(r' (=?[^\s=/>]*+)="([^"]*+)"')
_NONE: Attributes = MappingProxyType({})
_BREAKS, _INLINES = re.compile(_BREAK), re.compile(_INLINE)
_ONE_TEXT = re.compile(rf"(?:[{SPACES}]|<[^>]*+>)*+([^<]*+)(?:[{SPACES}]|<[^>]*+>)*+")
_LONG_CELL = 5_000
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
    ends = source.count("</")
    starts = source.count("<") - ends
    most = _REOPENED * limits.parts
    if (starts - ends) * starts > most and _left_open(source) * starts > most:
        return Issue("too_deep", detail="formatting without an end")
    if len(source) < _LONG_SOURCE:
        return None
    depths = accumulate(-1 if end else 1 for end in _TAG.findall(source))
    if max(depths, default=0) > _DEEP * limits.nesting:
        return Issue("too_deep", detail=f"nesting > {limits.nesting}")
    tags = (piece.rpartition("<") for piece in source.split(">") if len(piece) > limits.attributes)
    if any(opened and len(tag.split()) > limits.attributes for _, opened, tag in tags):
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
    cells: dict[str, RawCell | None] = {}
    for token in _TOKEN.finditer(html):
        kind = token.lastindex
        if kind == _CELL:
            source = token[1]
            cell = cells.get(source)
            if cell is None and source not in cells:
                cell = cells[source] = _cell(token[2], token[3])
            if cell is None or not page.take(cell):
                page.start("td", _parsed(token[2]))
                _send(token[3], page)
                page.end("td")
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


def _cell(attributes: str, content: str) -> RawCell | None:
    """A cell of text, and of tags that at most end its lines; None where one may hide something."""
    lines = [content]
    if "<" in content:
        if len(content) > _LONG_CELL or "display" in content or "hidden" in content:
            return None
        text = _ONE_TEXT.fullmatch(content)
        lines = [text[1]] if text else _BREAKS.split(_INLINES.sub("", content))
    # Most attributes of cells tell only how they look.
    tells = "span" in attributes or "display" in attributes or "hidden" in attributes
    return raw_cell(_parsed(attributes) if tells else _NONE, map(_plain, lines))


def _parsed(attributes: str) -> Attributes:
    return {name: _plain(value) for name, value in _ATTRIBUTE.findall(attributes)}


def _plain(text: str) -> str:
    return unescape(text) if "&" in text else text
