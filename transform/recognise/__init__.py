"""Finding the statutory tables in a document and naming every cell in form codes.

Sections are found by their own labels and heads, wherever they stand; each is
read by its module. What no label names is left over with its place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache

from extract.document import Document, Issue, Place
from transform.codebook import CellKey, codebook
from transform.labels import core, labels_of, name
from transform.recognise.cells import Reading
from transform.recognise.ending import doubt_last, last_place
from transform.recognise.lines import Line, lines_of
from transform.recognise.proactive import ProactiveTable, read_proactive
from transform.recognise.remedies import RemediesTable, read_remedies
from transform.recognise.requests import RequestsTable, read_requests
from transform.recognise.statistics import FORM as STATISTICS
from transform.recognise.statistics import StatisticsTable, is_indicator, read_statistics
from transform.recognise.torn import mend
from transform.report import CellReading, Tables
from transform.text import squash

__all__ = ["recognise"]

_STATISTICS_TITLE = re.compile(r"政府信息公开情况统计(?:报)?表")
_CORNER = re.compile(r"勾稽关系|申请人情况")
_RECENT = "f2021"
_LONGEST_HEADING = 40


def recognise(document: Document, form_in_force: str | None = None) -> Tables:
    """The statutory tables of a document.

    Every cell that the form asks for is there, ``missing`` where the document
    has none; the form is told by the tables' own structure, and only where
    that does not tell is it `form_in_force`.
    """
    parts = _parts(mend(lines_of(document)))
    if parts["statistics"] and not (parts["requests"] or parts["remedies"]):
        table = read_statistics(parts["statistics"])
        if table.rows or _is_statistics(parts["statistics"]):
            return _statistics(table, last_place(document))
    proactive = read_proactive(parts["proactive"])
    form, evidence = _form(proactive)
    last = last_place(document)
    # Sections three and four are the same in both forms but for group six.
    requests = read_requests(parts["requests"], form or _RECENT, last)
    remedies = read_remedies(parts["remedies"], form or _RECENT)
    if form is None:
        form, evidence = _form_of_rows(requests)
    if form is None and form_in_force is not None:
        form, evidence = form_in_force, "年度所用表式 / the form in force"
    cells = _cells(proactive, requests, remedies)
    if form is not None:
        cells = {
            k: replace(c, form=form) if k.section != "proactive" else c for k, c in cells.items()
        }
    found = doubt_last(cells, last)
    if not found:
        issues = (*proactive.issues, *requests.issues, *remedies.issues)
        return Tables(None, None, (), (Issue("no_statutory_table"), *issues))
    return _tables(form, evidence, found, (proactive, requests, remedies))


def _parts(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """The lines of each section, by the headings, heads and labels that open them."""
    parts: dict[str, list[Line]] = defaultdict(list)
    at: str | None = None
    for line in lines:
        at = _opens(line, at)
        if at is not None:
            parts[at].append(line)
    return parts


def _opens(line: Line, at: str | None) -> str | None:
    """The section that a line stands in, given the one before it."""
    for item in line.texts:
        text = squash(item.raw)
        if _STATISTICS_TITLE.search(text) or text.startswith(("指标名称", "统计指标")):
            return "statistics"
        if at is None and is_indicator(item.raw):
            return "statistics"
        if at == "statistics" and not text.startswith("第二十条第"):
            continue
        if (heading := _heading(text)) is not None:
            return heading
        if name(item.raw, "proactive", "block") or text == "信息内容":
            return "proactive"
        if _CORNER.search(text) or _is_request_row(item.raw, line):
            return "requests"
        if _is_block_head(item.raw):
            return "remedies"
    return at


@lru_cache(maxsize=65536)
def _heading(text: str) -> str | None:
    """The section whose heading a text is; an empty string for a section without tables."""
    wording = core(text)
    return _headings().get(wording) if len(wording) <= _LONGEST_HEADING else None


@cache
def _headings() -> dict[str, str]:
    found: dict[str, str] = {}
    for section in codebook().sections:
        if STATISTICS not in section.forms and section.ordinal:
            code = section.section if section.kind == "table" else ""
            for wording in (section.zh, *section.variants):
                found.setdefault(core(wording), code)
    return found


def _is_request_row(raw: str, line: Line) -> bool:
    """Whether a line opens section three by a row label of its own: the first, or with figures."""
    matches = [m for m in name(raw, "requests", "row") if m.how == "exact"]
    if len(matches) != 1:
        return False
    if matches[0].label is labels_of("requests", "row")[0]:
        return True
    return len(core(raw)) > 5 and len(line.values) > 1


def _is_block_head(raw: str) -> bool:
    blocks = [m.label.code for m in name(raw, "remedies", "block") if m.how == "exact"]
    return any(code != "reconsideration" for code in blocks)


def _is_statistics(lines: Iterable[Line]) -> bool:
    return any(_STATISTICS_TITLE.search(squash(i.raw)) for line in lines for i in line.texts)


def _form(proactive: ProactiveTable) -> tuple[str | None, str | None]:
    """The form that the heads of section two show."""
    ranked = proactive.forms.most_common(2)
    if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
        return ranked[0][0], "第二部分表头 / heads of section two"
    return None, None


def _form_of_rows(requests: RequestsTable) -> tuple[str | None, str | None]:
    """The form that the rows of group six show."""
    single = codebook().row("requests", "other.unsplit")
    evidence = "第三部分（六）行 / rows of group six"
    if any(code in requests.rows for code in single.instead_of):
        return single.may_also[0], evidence
    if single.row in requests.rows:
        return single.forms[0], evidence
    return None, None


def _cells(
    proactive: ProactiveTable, requests: RequestsTable, remedies: RemediesTable
) -> dict[CellKey, CellReading]:
    readings: Iterator[Reading] = (
        reading
        for part in (proactive.items, requests.rows, remedies.blocks)
        for reading in part.values()
    )
    return {cell.key: cell for reading in readings for cell in reading.cells}


def _tables(
    form: str | None,
    evidence: str | None,
    found: dict[CellKey, CellReading],
    parts: tuple[ProactiveTable, RequestsTable, RemediesTable],
) -> Tables:
    proactive, requests, remedies = parts
    issues = [*proactive.issues, *requests.issues, *remedies.issues]
    for readings in (proactive.items, requests.rows):
        for reading in readings.values():
            issues.extend(reading.issues)
    return Tables(form, evidence, _complete(form, found), tuple(issues))


def _statistics(table: StatisticsTable, last: Place | None) -> Tables:
    cells = {c.key: c for reading in table.rows.values() for c in reading.cells}
    found = doubt_last(cells, last)
    issues = [*table.issues, *(i for r in table.rows.values() for i in r.issues)]
    evidence = "统计表版式 / a table of indicators"
    return Tables(STATISTICS, evidence, _complete(STATISTICS, found), tuple(issues))


def _complete(form: str | None, found: dict[CellKey, CellReading]) -> tuple[CellReading, ...]:
    """The cells found and those that the form asks for, in the codebook's order."""
    book = codebook()
    printed = {key.row for key in found if key.section == "requests"}
    cells = []
    for row in book.rows:
        expected = form in row.forms and not (set(row.instead_of) & printed)
        for key in book.row_cells(row):
            if key in found:
                cells.append(found[key])
            elif expected and form is not None:
                cells.append(CellReading(key, None, "missing", row.unit, form))
    return tuple(cells)
