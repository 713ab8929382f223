"""From pages to blocks: page marks left out, wrapped lines joined, tables carried over pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf
from statistics import median_high
from typing import NamedTuple

from extract.document import Block, Paragraph, Place
from extract.readers.pdf_beside import side_by_side
from extract.readers.pdf_continued import append, continues
from extract.readers.pdf_glyphs import Glyph
from extract.readers.pdf_grid import Grid, grids
from extract.readers.pdf_levels import level_grids
from extract.readers.pdf_lines import PrintedLine, lines_of
from extract.readers.pdf_page import Ink
from extract.readers.pdf_paths import Box
from extract.readers.pdf_shades import shaded_grids
from extract.readers.pdf_tables import PageTable, page_table
from extract.readers.pdf_unruled import unruled_grids

_MARGIN = 0.12
_PAGE_MARK = re.compile(
    r"[-—–－―_~·•]+\s*\d{1,4}\s*[-—–－―_~·•]+|第?\s*\d{1,4}\s*页\s*[,，/]?\s*(?:共\s*\d{1,4}\s*页)?"
)
_PAGE_OF_PAGES = re.compile(r"(?:page\s*)?\d{1,4}\s*(?:/|of)\s*\d{1,4}", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,4}")
_DIGITS = re.compile(r"\d+")
_GLUED = re.compile(r"[\u4e00-\u9fff)）] ?[\d,.]*\d(?:\n|$)")
_SAME_HEIGHT = 4.0
_HEADING = re.compile(r"\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])")
_SENTENCE_END = ("。", "；", "！", "？", "：", ":", ";")
# Shares of the page's width.
_FULL_WIDTH = 0.65
_LONG = 0.35
# Shares of the font size.
_FULL = 1.7
_FLUSH = 0.6
_INDENT = (1.4, 2.8)
_FARTHEST_START = 4.0
_FARTHEST_BELOW = 2.7


class Located(NamedTuple):
    """A line or table of a page with the height at which it begins."""

    top: float
    item: PrintedLine | PageTable


@dataclass(slots=True)
class PageContent:
    """What is printed on one page, from the top.

    Wrapped lines stand between `left` and `right`, and `indents` says whether
    paragraphs begin further in. Lines in columns are laid out from `edge` in
    steps of `unit`.
    """

    number: int
    ink: Ink
    items: list[Located]
    left: float = 0.0
    right: float = inf
    indents: bool = False
    edge: float = 0.0
    unit: float = 5.0

    def copy(self, confidence: float | None = None) -> PageContent:
        """The same page, of which items can be taken out and tables be continued."""
        items = [
            x._replace(item=x.item.copy(confidence)) if isinstance(x.item, PageTable) else x
            for x in self.items
        ]
        return replace(self, items=items)

    @property
    def parts(self) -> int:
        """Lines, tables, rows and cells."""
        tables = (x.item for x in self.items if isinstance(x.item, PageTable))
        return len(self.items) + sum(1 + len(row) for table in tables for row in table.rows)

    @property
    def characters(self) -> int:
        """Characters outside page marks."""
        lines = (x.item for x in self.items if isinstance(x.item, PrintedLine))
        tables = (x.item for x in self.items if isinstance(x.item, PageTable))
        return sum(len(line.text) for line in lines) + sum(
            len(cell.text) for table in tables for row in table.rows for cell in row
        )


def page_content(
    number: int,
    ink: Ink,
    before: PageContent | None = None,
    *,
    seen: Sequence[Grid] | None = None,
) -> PageContent:
    """The tables of a page and the lines outside them, without marked page numbers.

    A table that has no sides drawn goes on in the columns that it has on the page `before`.
    The grids that are not ruled on all sides are those `seen` on the picture of a page, if it
    is one.
    """
    glyphs = _without_marks(ink)
    items: list[Located] = []
    known = [lambda *_: seen] if seen is not None else [_level, _unruled]
    for find in (_ruled, *known):
        for grid in find(ink, glyphs, before):
            table, rest = page_table(grid, glyphs, ink, number)
            if table is not None and (find is _ruled or not _has_glued_label(table)):
                items.append(Located(grid.ys[0], table))
                glyphs = rest
    lines = side_by_side(lines_of(glyphs))
    items.extend(Located(line.box[1], line) for line in lines)
    items.sort(key=lambda located: located.top)
    content = PageContent(number, ink, items)
    content.edge = min((line.box[0] for line in lines), default=0.0)
    content.unit = min((line.size for line in lines if line.wide), default=10.0) / 2
    return content


def _has_glued_label(table: PageTable) -> bool:
    """Whether a figure stands in the cell of its label: there columns were not told apart."""
    return any(_GLUED.search(cell.text) for row in table.rows for cell in row)


def _ruled(ink: Ink, glyphs: list[Glyph], before: PageContent | None) -> list[Grid]:
    ruled = grids(ink.drawing)
    return [*ruled, *shaded_grids(ink.drawing, ruled, glyphs)]


def _level(ink: Ink, glyphs: list[Glyph], before: PageContent | None) -> list[Grid]:
    return level_grids(ink.drawing, glyphs, ink.height, last_sides(before))


def _unruled(ink: Ink, glyphs: list[Glyph], before: PageContent | None) -> list[Grid]:
    return unruled_grids(glyphs)


def last_sides(page: PageContent | None) -> tuple[float, ...]:
    """The sides of the last table of a page, from left to right."""
    tables = [x.item for x in page.items if isinstance(x.item, PageTable)] if page else []
    return tables[-1].grid.xs if tables else ()


def _without_marks(ink: Ink) -> list[Glyph]:
    """The glyphs of a page but for lines at its ends that can only be its number."""
    top, bottom = ink.height * _MARGIN, ink.height * (1 - _MARGIN)
    edge = [g for g in ink.glyphs if not top < (g.top + g.bottom) / 2 < bottom]
    marks = [line.box for line in lines_of(edge) if _is_mark(line.text)]
    if not marks:
        return ink.glyphs
    return [g for g in ink.glyphs if not any(_inside(g, box) for box in marks)]


def _is_mark(text: str) -> bool:
    return bool(_PAGE_MARK.fullmatch(text.strip()))


def _inside(glyph: Glyph, box: Box) -> bool:
    left, top, right, bottom = box
    return left <= glyph.centre <= right and top <= glyph.middle <= bottom


def _measure(content: PageContent) -> None:
    """Find the margins between which lines are wrapped."""
    found = (located.item for located in content.items)
    lines = [item for item in found if isinstance(item, PrintedLine) and not item.wide]
    if not lines:
        return
    size = median_high(line.size for line in lines)
    body = [line for line in lines if abs(line.size - size) < 0.1 * size]
    right = max(line.box[2] for line in body)
    long = [x for x in body if x.box[2] - x.box[0] > _LONG * content.ink.width]
    full = [line for line in long if line.box[2] > right - _FULL * size]
    # One line alone does not show where lines are wrapped, unless it fills the page.
    if not full or (len(full) < 2 and right - full[0].box[0] < _FULL_WIDTH * content.ink.width):
        return
    content.right = right
    content.left = min(line.box[0] for line in full)
    low, high = (content.left + share * size for share in _INDENT)
    content.indents = any(low <= line.box[0] <= high for line in body)


def drop_repeated(pages: Sequence[PageContent]) -> None:
    """Take out page numbers without marks, and heads and feet that pages repeat."""
    edges: Counter[tuple[str, int]] = Counter()
    offsets: Counter[int] = Counter()
    for page in pages:
        for _, line in _edge_lines(page):
            edges.update({_edge_key(line, page)})
            if _NUMBER.fullmatch(line.text):
                offsets[int(line.text) - page.number] += 1
    for page in pages:
        dropped = {
            n
            for n, line in _edge_lines(page)
            if _PAGE_OF_PAGES.fullmatch(line.text.strip())
            or _is_number_of(line.text, page.number, offsets)
            or (edges[_edge_key(line, page)] > max(1, len(pages) // 2) and not _has_figures(line))
        }
        if dropped:
            page.items = [x for n, x in enumerate(page.items) if n not in dropped]


def _edge_lines(page: PageContent) -> Iterator[tuple[int, PrintedLine]]:
    top, bottom = page.ink.height * _MARGIN, page.ink.height * (1 - _MARGIN)
    for n, (_, item) in enumerate(page.items):
        if isinstance(item, PrintedLine) and not top < (item.box[1] + item.box[3]) / 2 < bottom:
            yield n, item


def _edge_key(line: PrintedLine, page: PageContent) -> tuple[str, int]:
    return _DIGITS.sub("0", line.text), round(line.box[3] / _SAME_HEIGHT)


def _is_number_of(text: str, page: int, offsets: Counter[int]) -> bool:
    if not _NUMBER.fullmatch(text):
        return False
    offset = int(text) - page
    return offset == 0 or offsets[offset] > 1


def _has_figures(line: PrintedLine) -> bool:
    """Whether a line may be the row of a table without rulings."""
    return sum(bool(_NUMBER.fullmatch(word.text)) for word in line.words) > 1


def blocks(pages: Iterable[PageContent]) -> list[Block]:
    """The blocks of a document in reading order."""
    flow = _Flow()
    for page in pages:
        flow.page(page)
    return flow.finish()


class _Flow:
    """Puts items together: lines to paragraphs, tables to their continuation."""

    def __init__(self) -> None:
        self._done: list[Paragraph | PageTable] = []
        self._text = ""
        self._place = Place()
        self._last: tuple[PrintedLine, PageContent] | None = None

    def page(self, page: PageContent) -> None:
        """Take in the items of the next page."""
        _measure(page)
        if page.right == inf and self._last is not None:
            # Too little stands on the page to show margins of its own.
            before = self._last[1]
            page.left, page.right, page.indents = before.left, before.right, before.indents
        for n, (_, item) in enumerate(page.items):
            if isinstance(item, PrintedLine):
                self._line(item, page)
                continue
            self._close()
            last = self._done[-1] if self._done else None
            if n == 0 and isinstance(last, PageTable) and continues(last, item):
                append(last, item)
            else:
                self._done.append(item)

    def finish(self) -> list[Block]:
        """All blocks, tables numbered from 1."""
        self._close()
        found: list[Block] = []
        tables = 0
        for item in self._done:
            if isinstance(item, Paragraph):
                found.append(item)
            else:
                tables += 1
                found.append(item.numbered(tables))
        return found

    def _line(self, line: PrintedLine, page: PageContent) -> None:
        if self._last is not None and _wraps(*self._last, line, page):
            self._text = _joined(self._text, line.text)
        else:
            self._close()
            self._text = line.laid_out(page.edge, page.unit) if line.wide else line.text
            self._place = Place(page=page.number, box=page.ink.printed_box(line.box))
        self._last = (line, page)

    def _close(self) -> None:
        if self._last is not None:
            self._done.append(Paragraph(self._text, self._place))
            self._last = None


def _wraps(a: PrintedLine, above: PageContent, b: PrintedLine, below: PageContent) -> bool:
    """Whether line `b` goes on with the paragraph of line `a`."""
    size = a.size
    if a.wide or b.wide or abs(a.size - b.size) > 0.1 * size:
        return False
    if a.box[2] < above.right - _FULL * size or a.box[0] > above.left + _FARTHEST_START * size:
        return False
    if b.box[0] > below.left + _FLUSH * size or _HEADING.match(b.text):
        return False
    if above is below and b.box[3] - a.box[3] > _FARTHEST_BELOW * size:
        return False
    if a.text[-1:].isdigit() and b.text[:1].isdigit():
        return False
    return below.indents or not a.text.endswith(_SENTENCE_END)


def _joined(a: str, b: str) -> str:
    spaced = a[-1:].isascii() and b[:1].isascii() and a[-1:].isalnum() and b[:1].isalnum()
    return f"{a} {b}" if spaced else a + b
