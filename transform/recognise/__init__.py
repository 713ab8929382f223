"""Finding the statutory tables in a document and naming every cell in form codes.

Sections are found by their own labels and heads, wherever they stand; each is
read by its module. What no label names is left over with its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extract.document import Document, Issue
from transform.codebook import CellKey, codebook
from transform.recognise.captions import part_captions
from transform.recognise.cells import Reading
from transform.recognise.copies import differing_copies
from transform.recognise.ending import doubt_last, last_place
from transform.recognise.nothing import with_blanks
from transform.recognise.openings import STATISTICS, is_titled, parts_of, placed
from transform.recognise.proactive import ProactiveTable, read_proactive
from transform.recognise.remedies import RemediesTable, read_remedies
from transform.recognise.requests import RequestsTable, read_requests
from transform.recognise.statistics import FORM, StatisticsTable, read_statistics
from transform.recognise.strips import strips_of
from transform.recognise.torn import mend
from transform.recognise.unread import mark_unread
from transform.recognise.unrepeated import doubt_alone, unrepeated
from transform.recognise.wrapped import mark_wrapped
from transform.report import CellReading, Tables

__all__ = ["recognise"]

_RECENT = "f2021"
_FEWEST_INDICATORS = 10
"""So many show that a table is the one of 2014 where neither its title nor its heads do."""


def recognise(document: Document, form_in_force: str | None = None) -> Tables:
    """The statutory tables of a document.

    Every cell that the form asks for is there, ``missing`` where the document
    has none; the form is told by the tables' own structure, and only where
    that does not tell is it `form_in_force`.
    """
    strips = mark_unread(mark_wrapped(strips_of(document)))
    sections = tuple(with_blanks(placed(mend(part_captions(strips)))))
    parts = parts_of(sections)
    several = differing_copies(sections)
    if (indicators := parts[STATISTICS]) and not (parts["requests"] or parts["remedies"]):
        table = read_statistics(indicators)
        if table.rows or is_titled(indicators):
            return _with_issues(_statistics(table, document), several, unrepeated(document))
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
        cells = {key: _on_form(cell, form) for key, cell in cells.items()}
    found = doubt_alone(doubt_last(cells, last), document)
    if not found:
        table = read_statistics([strip for _, strip in sections])
        if len(table.rows) >= _FEWEST_INDICATORS:
            return _with_issues(_statistics(table, document), several, unrepeated(document))
        issues = (*proactive.issues, *requests.issues, *remedies.issues)
        return Tables(None, None, (), (Issue("no_statutory_table"), *issues))
    tables = _tables(form, evidence, found, (proactive, requests, remedies))
    return _with_issues(tables, several, unrepeated(document))


def _with_issues(tables: Tables, *issues: Issue | None) -> Tables:
    found = (issue for issue in issues if issue is not None)
    return replace(tables, issues=(*found, *tables.issues))


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


def _on_form(cell: CellReading, form: str) -> CellReading:
    """A cell outside section two, whose heads show a form of their own, on the form found."""
    own = cell.form == form or cell.key.section == "proactive"
    return cell if own else cell._replace(form=form)


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


def _statistics(table: StatisticsTable, document: Document) -> Tables:
    cells = {c.key: c for reading in table.rows.values() for c in reading.cells}
    found = doubt_alone(doubt_last(cells, last_place(document)), document)
    issues = [*table.issues, *(i for r in table.rows.values() for i in r.issues)]
    evidence = "统计表版式 / a table of indicators"
    return Tables(FORM, evidence, _complete(FORM, found), tuple(issues))


def _complete(form: str | None, found: dict[CellKey, CellReading]) -> tuple[CellReading, ...]:
    """The cells found and those that the form asks for, in the codebook's order."""
    book = codebook()
    printed = {key.row for key in found if key.section == "requests"}
    cells = []
    for row in book.rows:
        expected = form in row.forms and printed.isdisjoint(row.instead_of)
        for key in book.row_cells(row):
            if key in found:
                cells.append(found[key])
            elif expected and form is not None:
                cells.append(CellReading(key, None, "missing", row.unit, form))
    return tuple(cells)
