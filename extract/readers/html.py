"""HTML pages as Documents: printed lines and data tables in reading order."""

from __future__ import annotations

from types import MappingProxyType

from extract.document import Block, Document, Issue, Paragraph, Place
from extract.limits import DEFAULT_LIMITS, Limits
from extract.readers.html_page import Page
from extract.readers.html_tables import Grid, Line, TooManySlotsError
from extract.readers.html_tokens import refusal, send

READER = "html"
MEDIA_TYPE = "text/html"

_MOST_ISSUES = 100


def read_html(text: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """An HTML page or fragment as paragraphs and tables.

    Paragraphs are printed lines, and their place counts them from 1. Places of
    cells count data tables, rows and grid columns; a table that only lays out
    the page is not counted. Not used: scripts, comments, hidden inline text, and
    what is hidden in a data table, which is the issue ``hidden_text`` when it
    holds text. A hidden block is kept, since pages hide what a click shows.
    """
    page = _parse(text, limits)
    if page.refusal:
        return _refused(page.refusal)
    try:
        blocks, issues = _blocks(page, Grid(limits.table_slots))
    except TooManySlotsError:
        return _refused(Issue("too_large", detail=f"table_slots > {limits.table_slots}"))
    if not blocks:
        issues.append(Issue("no_text"))
    metadata = MappingProxyType(page.said.metadata)
    return Document(READER, MEDIA_TYPE, tuple(blocks), metadata, tuple(issues))


def _refused(issue: Issue) -> Document:
    return Document("", MEDIA_TYPE, (), issues=(issue,))


def _parse(text: str, limits: Limits) -> Page:
    """The page as far as it was read: whole, or to the tag that passed a limit."""
    page = Page(limits)
    page.refusal = refusal(text, limits)
    if page.refusal is None:
        send(text, page)
        page.close()
    return page


def _blocks(page: Page, grid: Grid) -> tuple[list[Block], list[Issue]]:
    blocks: list[Block] = []
    issues: list[Issue] = []
    lines = tables = 0
    for item in page.content:
        if isinstance(item, Line):
            if not item.text.isspace():
                lines += 1
                blocks.append(Paragraph(item.text, Place(line=lines), item.level))
            continue
        table = grid.table(item, tables + 1)
        if table.rows:
            tables += 1
            blocks.append(table)
        issues.extend(Issue("hidden_text", text, table.place) for text in item.hidden_texts())
    return blocks, issues[:_MOST_ISSUES]
