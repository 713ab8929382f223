"""A document as strips of items: words, values and blanks, row by row, in reading order.

A row of a table gives an item for each cell. A line of running text is cut
where the form's own labels stand in it, so that a report that lost its tables,
or all its lines, still falls into rows: a label and what follows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from extract.document import LOST, Cell, Document, Paragraph, Place, Table
from transform.codebook import codebook
from transform.remember import remembered
from transform.text import SPACES, in_columns, spread, width
from transform.values import looks_like_value
from transform.words import first_letters, longest_of

TEXT, VALUE, BLANK = "text", "value", "blank"

_PROSE_LENGTH = 60
_PAGE_MARK = re.compile(r"^\s*(?:[-—–－]\s*\d{1,4}\s*[-—–－]|第\s*\d{1,4}\s*页.{0,12})\s*$")
_TOKEN = re.compile(r"\S+")
_FIGURE = re.compile(r"[+\-−增减]?\d[\d.,\-]*(?:元|万元?)?")
# The number of an item, a section, a year or an article is no figure.
_SOLE_FIGURE = re.compile(r"(?<![\d.,(（第])\d[\d,.]*(?![\d年条、.)）])")
_DASH = re.compile(r"[-—–－/]{1,2}")
_FIGURE_LETTERS = f"0123456789.,+-−–—－/元万增减{SPACES}"
_LONGEST_GAP = 200
_GAP = re.compile(rf"\s{{{_LONGEST_GAP},}}")
_WIDE_GAP = re.compile(r"(\s{2,})")
_WORDS_ONLY = re.compile(r"[\s\-–—－/]*[^\s\d\-–—－/][^\d]*")
_FEW = re.compile(r"[。;;！]|(?<!\d),|,(?!\d)")
_ORDINAL = (
    r"(?:其中\s*[::]?\s*)?"
    r"(?:[一二三四五六七八九]\s*、|\(\s*[一二三四五六七八九]\s*\)|\d\s*[.、])?\s*"
)
_ORDINAL_LETTER = r"[其一二三四五六七八九(\d\s]"
_BETWEEN_LETTERS = r"\s*"
_STRUCTURE = (
    "（本列数据的勾稽关系",
    "信息内容",
    "申请人情况",
    "法人或其他组织",
    "指标名称",
    "计量单位",
)


class Item(NamedTuple):
    """One cell, or one piece of a line; `start` and `end` are its columns in a text line.

    `full` and `span` are those of a cell: its text may go on elsewhere, and how many columns it
    takes; `columns_known` says that this is certain. `seen` says that its text was recognised on a
    picture, so that letters may be others that look like them.
    """

    kind: str
    raw: str
    place: Place
    start: int = 0
    end: int = 0
    full: bool = False
    seen: bool = False
    span: int = 1
    columns_known: bool = True


class Strip(NamedTuple):
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


def strips_of(document: Document) -> Iterator[Strip]:
    """The document's strips; page marks and prose are left out of them."""
    for block in document.blocks:
        if isinstance(block, Table):
            yield from _table_strips(block)
        else:
            yield from _text_strips(block)


def _table_strips(table: Table) -> Iterator[Strip]:
    for row in table.rows:
        if not row:
            continue
        if len(row) == 1 and row[0].text.strip():
            yield from _text_strips(Paragraph(_sure_text(row[0]), row[0].place))
            continue
        items = tuple(_cell_item(cell, table.columns_known) for cell in row)
        yield Strip(items, row[0].place, table.place.table)


def _sure_text(cell: Cell) -> str:
    """The text of a row of one cell; what divides it may have been recognised as a digit."""
    return cell.text if cell.confidence is None else _SOLE_FIGURE.sub(LOST, cell.text)


def _cell_item(cell: Cell, columns_known: bool) -> Item:
    seen, kind = cell.confidence is not None, cell_kind(cell.text)
    return Item(kind, cell.text, cell.place, 0, 0, cell.full, seen, cell.colspan, columns_known)


@remembered
def cell_kind(text: str) -> str:
    """Whether what stands in a cell is words, a value or nothing."""
    if not text.strip(" \t\r\n\xa0\u3000\u200b\ufeff"):
        return BLANK
    return VALUE if looks_like_value(text) else TEXT


def _text_strips(paragraph: Paragraph) -> Iterator[Strip]:
    if _PAGE_MARK.match(paragraph.text):
        return
    text = _GAP.sub(" " * _LONGEST_GAP, in_columns(paragraph.text))
    at = columns = 0
    for start, piece in _pieces(text):
        columns += width(text[at:start])
        at = start
        strip = _text_strip(piece, paragraph.place, columns)
        if strip is not None:
            yield strip


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The text cut about every label of the form, where it holds more than one, and where.

    Words that follow a label are another piece; what holds a figure stays with it, so
    that a figure with a unit of a sentence (行政处罚27条) never stands alone.
    """
    labels = [match.span() for match in _label_pattern().finditer(text)]
    if len(labels) < 2:
        yield 0, text
        return
    borders = {0, len(text)}
    for (start, end), (following, _) in pairwise([*labels, (len(text), len(text))]):
        borders.add(start)
        if _WORDS_ONLY.fullmatch(text, end, following):
            borders.add(end)
    for start, end in pairwise(sorted(borders)):
        if text[start:end].strip():
            yield start, text[start:end]


class _Piece(NamedTuple):
    """An item of a line of text, without the line's place."""

    kind: str
    raw: str
    start: int
    end: int


def _text_strip(text: str, place: Place, column: int) -> Strip | None:
    pieces, spaced = _read_line(text)
    if not pieces:
        return None
    items = tuple(
        Item(kind, raw, place, column + start, column + end) for kind, raw, start, end in pieces
    )
    return Strip(items, place, None, spaced)


@remembered
def _read_line(text: str) -> tuple[tuple[_Piece, ...], bool]:
    """The pieces of a line, none when it is prose, and whether wide gaps part its figures."""
    if looks_like_value(text) and len(text.split()) == 1:
        start = width(text) - width(text.lstrip())
        return (_Piece(VALUE, text.strip(), start, width(text.rstrip())),), False
    head, tail = _split_tail(text)
    if tail and _inside_brackets(head, tail):
        if _WIDE_GAP.search(tail.strip()):
            # The first of a row's figures touches a label that goes on below.
            return (), False
        head, tail = text, ""
    if len(" ".join(head.split())) > _PROSE_LENGTH and _FEW.search(head):
        return (), False
    words, base = tuple(_head_pieces(head)), width(head)
    figures = tuple(_tail_pieces(tail, base))
    ends = (base, *(figure.end for figure in figures))
    gaps = [f.start - end for f, end in zip(figures, ends, strict=False) if f.start > base]
    # What parts the first figure from its label says nothing of the others.
    between = gaps[1:] if words and words[0].kind == TEXT else gaps
    values = [piece for piece in words + figures if piece.kind == VALUE]
    between += [b.start - a.end for a, b in pairwise(values)]
    return words + figures, any(gap > 1 for gap in between)


def _tail_pieces(tail: str, column: int) -> Iterator[_Piece]:
    """The figures of a line's end, which begins at `column`."""
    at = 0
    for token in _TOKEN.finditer(tail):
        start = column + width(tail[at : token.start()])
        at, column = token.end(), start + width(token[0])
        yield _Piece(VALUE, token[0], start, column)


def _head_pieces(head: str) -> Iterator[_Piece]:
    """Words set apart by wide gaps are pieces of their own."""
    column = 0
    for piece in _WIDE_GAP.split(head):
        end = column + width(piece)
        if _counts().fullmatch(piece):
            at = column
            for token in _count().finditer(piece):
                start, at = at, at + width(token[0])
                yield _Piece(VALUE, token[0].strip(), start, at)
        elif piece.strip():
            kind = VALUE if looks_like_value(piece) else TEXT
            yield _Piece(kind, piece.strip(), column, end)
        column = end


@cache
def _count() -> re.Pattern[str]:
    """A figure with its unit, behind which no figure goes on, or without one."""
    units = "|".join(sorted(codebook().unit_words, key=len, reverse=True))
    return re.compile(rf"\d[\d,.]*\s?(?:{units})\s?|\d[\d,.]*$")


@cache
def _counts() -> re.Pattern[str]:
    """Several figures, of which only the last may have no unit."""
    return re.compile(rf"(?:{_count().pattern}){{2,}}")


def _split_tail(text: str) -> tuple[str, str]:
    """The words of a line and the figures at its end, which may be glued to them.

    A dash is a figure only when it stands apart.
    """
    start, at = len(text.rstrip(_FIGURE_LETTERS)), len(text.rstrip())
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
    plain = {spread(word) for word in words}
    long = [word for word in plain if len(word) >= 4]
    short = [word for word in plain if 1 < len(word) < 4]
    follows = (
        r"(?=\s*(?:[\d+\-/|]|$|[一二三四五六]\s*、|\(|第二十条|信息内容|行政|规范性|未经|复议后))"
    )
    first = first_letters((*long, *short))
    # Most letters of a text begin neither a label nor a numbering: they are passed at once.
    return re.compile(
        rf"(?={first}|{_ORDINAL_LETTER}){_ORDINAL}(?={first})"
        rf"(?:{longest_of(long, _BETWEEN_LETTERS)}(?:\s*\([^()\d]{{0,200}}\))?"
        rf"|{longest_of(short, _BETWEEN_LETTERS)}{follows})"
    )
