"""The reports of the test web, in the formats of real sites: made up, whole, and readable."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from random import Random

from tests.extract.pdf_writer import Page, pdf
from tests.printing import docx, xlsx
from tests.printing.lay_out import sheet_of
from tests.printing.layouts import LAYOUTS
from tests.printing.narrative import narrative
from tests.printing.report import PrintedReport
from tests.printing.sheet import Grid, Sheet
from tests.printing.values import random_cells
from transform.codebook import CellKey

LINE = 34


@dataclass(frozen=True, slots=True)
class Paper:
    """A report that somebody publishes; `edition` is 0, and 1 after a figure was changed."""

    agency: str
    year: int
    edition: int = 0

    @property
    def title(self) -> str:
        """Its title."""
        return f"{self.agency}{self.year}年政府信息公开工作年度报告"

    @property
    def published(self) -> date:
        """The day on which it was published."""
        return date(self.year + 1, 1, 10 + self.year % 15)

    @property
    def listed(self) -> date:
        """The day that lists and pages give: that of the edition."""
        return self.published + timedelta(days=45 * self.edition)


CHANGED = CellKey("proactive", "licences.decisions", None)
"""The cell in which the second edition of a report differs: no sum holds it."""


@cache
def printed(paper: Paper) -> PrintedReport:
    """The report with its figures: the same ones each time."""
    seed = int(hashlib.sha256(f"{paper.agency}{paper.year}".encode()).hexdigest()[:8], 16)
    rng = Random(seed)
    form = "f2021" if paper.year >= 2021 else "f2019" if paper.year >= 2019 else "f2014"
    cells = random_cells(rng, form, None)
    text = narrative(rng, paper.agency, paper.year, cells)
    if paper.edition and CHANGED in cells:
        cells = {**cells, CHANGED: (cells[CHANGED] or Decimal()) + 7 * paper.edition}
    day = paper.published
    return PrintedReport(
        paper.agency, paper.year, form, cells, text, paper.agency, day, paper.listed, (), seed
    )


@cache
def body(paper: Paper) -> str:
    """The report as the markup inside a page's body."""
    made = printed(paper)
    text = LAYOUTS["html"](sheet_of(made), Random(made.seed)).text
    start = text.index("<body>") + len("<body>")
    return text[start : text.rindex("</body>")]


@cache
def word(paper: Paper) -> bytes:
    """The report as a Word file."""
    made = printed(paper)
    return docx.package(docx.print_sheet(sheet_of(made), Random(made.seed)))


@cache
def workbook(paper: Paper) -> bytes:
    """The report as an Excel workbook."""
    made = printed(paper)
    return xlsx.package(xlsx.print_sheet(sheet_of(made), Random(made.seed)))


@cache
def portable(paper: Paper) -> bytes:
    """The report as a PDF file: text, and its tables ruled."""
    pages = [Page()]
    line = 0
    for block in _short(sheet_of(printed(paper))).blocks:
        if isinstance(block, Grid):
            pages.append(_ruled(block))
            pages.append(Page())
            line = 0
            continue
        for start in range(0, len(block.text), LINE):
            pages[-1].text(60, 60 + 16 * line, block.text[start : start + LINE])
            line += 1
            if line == 44:
                pages.append(Page())
                line = 0
    return pdf(*(page for page in pages if page.drawn))


@cache
def packed(*papers: Paper) -> bytes:
    """Reports as Word files in one archive, the same bytes each time."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for paper in papers:
            info = zipfile.ZipInfo(f"{paper.title}.docx", (2024, 1, 2, 3, 4, 6))
            file.writestr(info, word(paper))
    return out.getvalue()


def _short(sheet: Sheet) -> Sheet:
    """The sheet without its running text: the writer of PDF files has 255 characters."""
    kept = tuple(b for b in sheet.blocks if isinstance(b, Grid) or b.kind != "body")
    return replace(sheet, blocks=kept)


def _ruled(grid: Grid) -> Page:
    """A table on a page of its own, each cell in its box."""
    width = 1100.0
    rows = len(grid.rows)
    high = 40.0
    page = Page(width=width + 100, height=high * (rows + 3) + 100)
    step = width / grid.width
    held: dict[int, int] = {}
    for r, row in enumerate(grid.rows):
        column, slots = 0, iter(row)
        while column < grid.width:
            if held.get(column, 0) > r:
                column += 1
                continue
            slot = next(slots, None)
            if slot is None:
                break
            x0, y0 = 50 + column * step, 50 + r * high
            x1, y1 = x0 + slot.colspan * step, y0 + slot.rowspan * high
            page.box(x0, y0, x1, y1)
            _fill(page, slot.text, x0, y0, x1 - x0)
            for c in range(column, column + slot.colspan):
                held[c] = r + slot.rowspan
            column += slot.colspan
    return page


def _fill(page: Page, text: str, x: float, y: float, width: float) -> None:
    each = max(1, int((width - 6) // 10))
    for n, start in enumerate(range(0, len(text), each)):
        page.text(x + 3, y + 12 + 10 * n, text[start : start + each], size=9)
