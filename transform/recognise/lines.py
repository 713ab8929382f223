"""A document as lines of items: words, values and blanks, row by row, in reading order.

A row of a table gives an item for each cell. A line of running text is cut
where the form's own labels stand in it, so that a report that lost its tables,
or all its lines, still falls into rows: a label and what follows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extract.document import Document, Paragraph, Place, Table
from transform.codebook import codebook
from transform.text import spread, width
from transform.values import looks_like_value

TEXT, VALUE, BLANK = "text", "value", "blank"

_PROSE_LENGTH = 60
_PAGE_MARK = re.compile(r"^\s*(?:[-—–－]\s*\d{1,4}\s*[-—–－]|第\s*\d{1,4}\s*页.{0,12})\s*$")
_TOKEN = re.compile(r"\S+")
_FIGURE = re.compile(r"[+\-−增减]?\d[\d.,\-]*(?:元|万元?)?")
_DASH = re.compile(r"[-—–－/]{1,2}")
_FIGURE_LETTERS = frozenset("0123456789.,+-−–—－/元万增减")
_LONGEST_GAP = 200
_GAP = re.compile(rf"\s{{{_LONGEST_GAP},}}")
_WORDS_ONLY = re.compile(r"[\s\-–—－/]*[^\s\d\-–—－/][^\d]*")
_FEW = re.compile(r"[。;;！]|(?<!\d),|,(?!\d)")
_ORDINAL = (
    r"(?:其中\s*[::]?\s*)?"
    r"(?:[一二三四五六七八九]\s*、|\(\s*[一二三四五六七八九]\s*\)|\d\s*[.、])?\s*"
)
_STRUCTURE = (
    "（本列数据的勾稽关系",
    "信息内容",
    "申请人情况",
    "法人或其他组织",
    "指标名称",
    "计量单位",
)


@dataclass(frozen=True, slots=True)
class Item:
    """One cell, or one piece of a line; `start` and `end` are its columns in a text line."""

    kind: str
    raw: str
    place: Place
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """Items that stand beside each other: a row of table `table`, or a line of text.

    `spaced` marks a line of text whose values are set apart by wide gaps.
    """

    items: tuple[Item, ...]
    place: Place
    table: int | None = None
    spaced: bool = False

    @property
    def texts(self) -> tuple[Item, ...]:
        """The items that are words."""
        return tuple(item for item in self.items if item.kind == TEXT)

    @property
    def values(self) -> tuple[Item, ...]:
        """The items that are values."""
        return tuple(item for item in self.items if item.kind == VALUE)


def lines_of(document: Document) -> Iterator[Line]:
    """The document's lines; page marks and prose are left out of them."""
    for block in document.blocks:
        if isinstance(block, Table):
            yield from _table_lines(block)
        else:
            yield from _text_lines(block)


def _table_lines(table: Table) -> Iterator[Line]:
    for row in table.rows:
        if not row:
            continue
        filled = [cell for cell in row if cell.text.strip()]
        if len(filled) == 1 and len(row) == 1:
            yield from _text_lines(Paragraph(filled[0].text, filled[0].place))
            continue
        items = tuple(Item(_cell_kind(cell.text), cell.text, cell.place) for cell in row)
        yield Line(items, row[0].place, table.place.table)


def _cell_kind(text: str) -> str:
    if not text.strip(" \t\r\n\xa0\u3000\u200b\ufeff"):
        return BLANK
    return VALUE if looks_like_value(text) else TEXT


def _text_lines(paragraph: Paragraph) -> Iterator[Line]:
    if _PAGE_MARK.match(paragraph.text):
        return
    text = _GAP.sub(" " * _LONGEST_GAP, spread(paragraph.text))
    for piece in _pieces(text):
        line = _text_line(piece, paragraph.place)
        if line is not None:
            yield line


def _pieces(text: str) -> Iterator[str]:
    """The text cut about every label of the form, where it holds more than one.

    Words that follow a label are another piece; what holds a figure stays with it, so
    that a figure with a unit of a sentence (行政处罚27条) never stands alone.
    """
    labels = [match.span() for match in _label_pattern().finditer(text)]
    if len(labels) < 2:
        yield text
        return
    borders = {0, len(text)}
    for (start, end), (following, _) in pairwise([*labels, (len(text), len(text))]):
        borders.add(start)
        if _WORDS_ONLY.fullmatch(text, end, following):
            borders.add(end)
    for start, end in pairwise(sorted(borders)):
        if text[start:end].strip():
            yield text[start:end]


def _text_line(text: str, place: Place) -> Line | None:
    if looks_like_value(text) and len(text.split()) == 1:
        item = Item(VALUE, text.strip(), place, 0, width(text))
        return Line((item,), place)
    head, tail = _split_tail(text)
    if tail and _inside_brackets(head, tail):
        head, tail = text, ""
    if len(head.strip()) > _PROSE_LENGTH and _FEW.search(head):
        return None
    items = list(_head_items(head, place)) if head.strip() else []
    spaced = False
    if tail:
        base = width(head)
        gaps = []
        previous = 0
        for token in _TOKEN.finditer(tail):
            if token.start() > 0:
                gaps.append(token.start() - previous)
            previous = token.end()
            start = base + width(tail[: token.start()])
            items.append(Item(VALUE, token[0], place, start, start + width(token[0])))
        spaced = any(gap > 1 for gap in gaps[1 if items and items[0].kind == TEXT else 0 :])
    return Line(tuple(items), place, None, spaced) if items else None


def _split_tail(text: str) -> tuple[str, str]:
    """The words of a line and the figures at its end, which may be glued to them.

    A dash is a figure only when it stands apart.
    """
    start = len(text)
    while start and (text[start - 1] in _FIGURE_LETTERS or text[start - 1].isspace()):
        start -= 1
    at = len(text.rstrip())
    for token in reversed(list(_TOKEN.finditer(text, start))):
        apart = token.start() == 0 or text[token.start() - 1].isspace()
        figure = _glued_figure(token[0], apart)
        if not figure and not (apart and _DASH.fullmatch(token[0])):
            break
        at = token.end() - len(figure or token[0])
        if figure != token[0] and figure:
            break
    head = text[:at].rstrip()
    return text[: len(head)], text[len(head) :].rstrip()


def _glued_figure(token: str, apart: bool) -> str:
    """The figure a token is, or ends in where words stand right before it; else nothing."""
    if _FIGURE.fullmatch(token) and (apart or token[0] not in "增减"):
        return token
    rest = token.lstrip(".,/–—－元万增减") if not apart else ""
    return rest if rest and _FIGURE.fullmatch(rest) else ""


def _inside_brackets(head: str, tail: str) -> bool:
    """Whether the figures at a line's end belong to a remark that goes on below."""
    return head.count("(") > head.count(")") and not tail.startswith("  ")


def _head_items(head: str, place: Place) -> Iterator[Item]:
    """Words set apart by wide gaps are items of their own."""
    at = 0
    for piece in re.split(r"(\s{2,})", head):
        if piece.strip():
            start = width(head[:at])
            kind = VALUE if looks_like_value(piece) else TEXT
            yield Item(kind, piece.strip(), place, start, start + width(piece))
        at += len(piece)


@cache
def _label_pattern() -> re.Pattern[str]:
    """Any label of the form, with the numbering before it and the brackets after it.

    A short label counts only where a value, another label or the end follows:
    its letters occur in other words too.
    """
    book = codebook()
    words = {w for label in book.labels for w in label.wordings}
    words |= {w for s in book.sections for w in (s.zh, *s.variants) if len(w) > 5}
    words |= set(_STRUCTURE)
    plain = sorted({spread(w) for w in words}, key=lambda w: (-len(w), w))
    long = [_loose(w) for w in plain if len(w) >= 4]
    short = [_loose(w) for w in plain if 1 < len(w) < 4]
    follows = (
        r"(?=\s*(?:[\d+\-/|]|$|[一二三四五六]\s*、|\(|第二十条|信息内容|行政|规范性|未经|复议后))"
    )
    return re.compile(
        rf"{_ORDINAL}(?:(?:{'|'.join(long)})(?:\s*\([^()\d]{{0,200}}\))?|(?:{'|'.join(short)}){follows})"
    )


def _loose(word: str) -> str:
    return r"\s*".join(re.escape(char) for char in word)
