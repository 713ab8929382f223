"""From pages to blocks: heads that repeat left out, lines joined, tables over several pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from math import inf
from statistics import median_high

from extract.document import Block, Paragraph, Place
from extract.page.content import MARGIN, PageContent
from extract.page.continued import append, continues
from extract.page.lines import PrintedLine
from extract.page.tables import PageTable

_PAGE_OF_PAGES = re.compile(r"(?:page\s*)?\d{1,4}\s*(?:/|of)\s*\d{1,4}", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,4}")
_DIGITS = re.compile(r"\d+")
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


def _drop_repeated(pages: Sequence[PageContent]) -> None:
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
            or _is_number_of(line, page, offsets)
            or (
                edges[_edge_key(line, page)] > max(1, len(pages) // 2) and not _may_be_figures(line)
            )
        }
        if dropped:
            page.items = [x for n, x in enumerate(page.items) if n not in dropped]


def _edge_lines(page: PageContent) -> Iterator[tuple[int, PrintedLine]]:
    top, bottom = page.ink.height * MARGIN, page.ink.height * (1 - MARGIN)
    for n, (_, item) in enumerate(page.items):
        if isinstance(item, PrintedLine) and not top < (item.box[1] + item.box[3]) / 2 < bottom:
            yield n, item


def _edge_key(line: PrintedLine, page: PageContent) -> tuple[str, int]:
    return _DIGITS.sub("0", line.text), round(line.box[3] / _SAME_HEIGHT)


def _is_number_of(line: PrintedLine, page: PageContent, offsets: Counter[int]) -> bool:
    """Whether a line is its page's number.

    One that stands on top of a single page may be the rest of a figure that the page before tore.
    """
    if not _NUMBER.fullmatch(line.text):
        return False
    offset = int(line.text) - page.number
    at_top = line.box[3] < page.ink.height / 2
    return offsets[offset] > 1 or (offset == 0 and (page.number == 1 or not at_top))


def _may_be_figures(line: PrintedLine) -> bool:
    """Whether a line may be the row of a table without rulings, or the rest of a figure."""
    figures = sum(bool(_NUMBER.fullmatch(word.text)) for word in line.words)
    return figures > 1 or figures == len(line.words)


def blocks(pages: Sequence[PageContent]) -> tuple[Block, ...]:
    """The blocks of pages in reading order, tables that go on over a page as one.

    Page numbers without marks, and heads and feet that pages repeat, are taken out of the pages.
    """
    _drop_repeated(pages)
    flow = _Flow()
    for page in pages:
        flow.page(page)
    return tuple(flow.finish())


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
