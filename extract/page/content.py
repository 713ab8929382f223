"""What is printed on one page, from the top: its tables, however ruled, and its lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from math import inf
from typing import NamedTuple

from extract.page.beside import side_by_side
from extract.page.continued import are_same
from extract.page.grid import Grid, grids
from extract.page.ink import Box, Glyph, Ink
from extract.page.levels import level_grids
from extract.page.lines import PrintedLine, is_page_mark, lines_of
from extract.page.rulings import whole_rulings
from extract.page.shades import shaded_grids
from extract.page.tables import PageTable, page_table
from extract.page.unruled import unruled_grids

# The share of a page's height at its ends in which its number stands.
MARGIN = 0.12
_FIGURE_IN_LABEL = re.compile(r"(?:[\u4e00-\u9fff)）、；;：:”]|(?<!\d)[，,]) ?[\d,.]*\d(?:\n|$)")
_FIRST_REMARK = re.compile(r"\d[\d.,]*\s?[（(]")
_SECTION = re.compile(r"\s*[一二三四五六七八九十]{1,3}、")
_MOST_LABELS, _MOST_REMARKED = 4, 4


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


@dataclass(slots=True)
class _Rest:
    """The glyphs of a page that stand in no table yet."""

    number: int
    ink: Ink
    glyphs: list[Glyph]

    def take(
        self,
        found: Iterable[Grid],
        *,
        ruled: bool = False,
        columns_known: bool = False,
        before: Sequence[float] = (),
    ) -> list[Located]:
        """The tables that these grids make; the glyphs in them are taken out.

        `before` are the sides of the table that ends the page before: it may go on in a grid
        above which nothing stands.
        """
        items = []
        top = min((g.top for g in self.glyphs), default=inf)
        for grid in found:
            table, outside = page_table(
                grid,
                self.glyphs,
                self.ink,
                self.number,
                ruled=ruled,
                columns_known=columns_known,
                goes_on=bool(before) and grid.ys[0] < top and are_same(before, grid.xs),
            )
            if table is not None and (ruled or not _has_glued_label(table)):
                items.append(Located(grid.ys[0], table))
                self.glyphs = outside
        return items


def page_content(
    number: int,
    ink: Ink,
    before: PageContent | None = None,
    *,
    seen: Sequence[Grid] | None = None,
    painted: bool = False,
) -> PageContent:
    """The tables of a page and the lines outside them, without marked page numbers.

    A table that has no sides drawn goes on in the columns that it has on the page `before`.
    The grids that are not ruled on all sides are those `seen` on the picture of a page, if it
    is one; where rows are `painted` there, the borders of their cells are among the rulings.
    """
    whole = whole_rulings(ink.drawing)
    drawn = grids(ink.drawing, whole)
    rest = _Rest(number, ink, _without_marks(ink))
    shaded = shaded_grids(ink.drawing, drawn, rest.glyphs)
    sides = last_sides(before)
    ending = sides if _ends_in_table(before) else ()
    items = rest.take(drawn, ruled=True, columns_known=not painted, before=ending)
    items += rest.take(shaded, ruled=True)
    if seen is not None:
        items += rest.take(seen)
    else:
        items += rest.take(level_grids(ink.drawing, rest.glyphs, ink.height, sides, whole))
        items += rest.take(unruled_grids(rest.glyphs, ink.drawing.across, ending))
    lines = side_by_side(lines_of(rest.glyphs))
    items.extend(Located(line.box[1], line) for line in lines)
    items.sort(key=lambda located: located.top)
    content = PageContent(number, ink, items)
    content.edge = min((line.box[0] for line in lines), default=0.0)
    content.unit = min((line.size for line in lines if line.wide), default=10.0) / 2
    return content


def _has_glued_label(table: PageTable) -> bool:
    """Whether a figure stands in the cell of its label: there columns were not told apart.

    Where one stands behind a remark on another, no row but its own is lost, if others tell the
    columns.
    """
    glued = [c.text for row in table.rows for c in row if _FIGURE_IN_LABEL.search(c.text)]
    remarked = sum(bool(_FIRST_REMARK.match(text)) for text in glued)
    return len(glued) > remarked or 0 < len(table.rows) <= remarked * _MOST_REMARKED


def _ends_in_table(page: PageContent | None) -> bool:
    """Whether nothing stands below the last table of a page but its foot or labels of blank rows.

    These stand on the left, and a heading is none.
    """
    if page is None or not page.items:
        return False
    foot = page.ink.height * (1 - MARGIN)
    below = takewhile(lambda x: not isinstance(x.item, PageTable), reversed(page.items))
    lines = [x.item for x in below if x.top <= foot and isinstance(x.item, PrintedLine)]
    sides = last_sides(page)
    half = (sides[0] + sides[-1]) / 2 if sides else 0.0
    return len(lines) <= _MOST_LABELS and all(
        x.box[2] < half and not _SECTION.match(x.text) for x in lines
    )


def last_sides(page: PageContent | None) -> tuple[float, ...]:
    """The sides of the last table of a page, from left to right."""
    tables = [x.item for x in page.items if isinstance(x.item, PageTable)] if page else []
    return tables[-1].grid.xs if tables else ()


def _without_marks(ink: Ink) -> list[Glyph]:
    """The glyphs of a page but for lines at its ends that can only be its number."""
    top, bottom = ink.height * MARGIN, ink.height * (1 - MARGIN)
    edge = [g for g in ink.glyphs if not top < (g.top + g.bottom) / 2 < bottom]
    marks = [line.box for line in lines_of(edge) if is_page_mark(line)]
    if not marks:
        return ink.glyphs
    return [g for g in ink.glyphs if not any(_inside(g, box) for box in marks)]


def _inside(glyph: Glyph, box: Box) -> bool:
    left, top, right, bottom = box
    return left <= glyph.centre <= right and top <= glyph.middle <= bottom
