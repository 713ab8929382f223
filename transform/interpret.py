"""From a document to a report: its tables, its headline, its text, and its state."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from extract.document import Document, Issue
from extract.garbage import seldom_collected
from extract.issues import issue_kinds
from transform.codebook import codebook
from transform.confirmed import with_confirmed
from transform.contradicted import without_contradicted
from transform.doubt import without_doubtful
from transform.headline import headline
from transform.joined import with_joined
from transform.looks import with_both
from transform.marks import without_marks
from transform.narrative import claims, narratives, running_text
from transform.recognise import recognise
from transform.report import Headline, Report, Tables
from transform.second import read_again

# So many rows with other figures elsewhere are no slip of a page: they are another report's.
_SEVERAL = 5


def interpret(document: Document) -> Report:
    """What a document says; its state and reason tell whether that may become facts."""
    with seldom_collected():
        report = _interpret(document)
        if document.closer is not None:
            return with_both(report, _interpret(document.closer))
        return replace(report, tables=without_contradicted(document, report.tables))


def _interpret(document: Document) -> Report:
    document = without_marks(document)
    tables = recognise(document)
    running = running_text(document)
    head = headline(document, tables, running)
    if tables.form is None and tables.cells and head.year is not None:
        tables = recognise(document, form_in_force(head.year))
    state, reason = _state(document, tables, head)
    if state == "not_a_report":
        tables = Tables(None, None, (), tables.issues)
    read = with_joined(read_again(document, tables))
    tables = with_confirmed(read, without_doubtful(document, read))
    if reason == "several_reports":
        tables, head = _of_nobody(tables), _headline_of_nobody(head)
    texts = narratives(document, running)
    if not document.blocks:
        # Why nothing was read is said already; that nothing was found says no more.
        tables, head = replace(tables, issues=()), replace(head, issues=())
    issues = list(document.issues)
    named = {i.kind for i in (*issues, *tables.issues, *head.issues)}
    if reason is not None and reason not in named:
        issues.append(Issue(reason, document.metadata.get("attachments", "")))
    return Report(head, tables, texts, claims(texts), state, _words(reason, issues), tuple(issues))


def form_in_force(year: int) -> str:
    """The form whose regime holds `year`; a last resort where the structure does not tell."""
    forms = codebook().forms
    return next((f.form for f in forms if f.first_year <= year <= f.last_year), forms[0].form)


def _state(document: Document, tables: Tables, head: Headline) -> tuple[str, str | None]:
    """The state of a report and the kind of issue that is its reason."""
    if not document.blocks:
        return "quarantined", document.issues[0].kind if document.issues else "no_text"
    if any(issue.kind == "not_annual" for issue in head.issues):
        return "not_a_report", "not_annual"
    if not tables.cells:
        elsewhere = _elsewhere(document, head)
        return ("quarantined", elsewhere) if elsewhere else ("not_a_report", "no_statutory_table")
    statuses = {cell.status for cell in tables.cells}
    if statuses <= {"missing", "blank", "dash"}:
        return "not_a_report", "blank_form"
    kinds = Counter(issue.kind for issue in tables.issues)
    if kinds["row_repeated"] >= _SEVERAL or kinds["several_reports"]:
        return "quarantined", "several_reports"
    if head.agency is None:
        return "quarantined", "agency_unresolved"
    if head.year is None:
        return "quarantined", "year_unresolved"
    if statuses <= {"missing", "unreadable"}:
        return "quarantined", "no_readable_cell"
    return "accepted", None


def _of_nobody(tables: Tables) -> Tables:
    """The tables without values: where a file holds several reports, no row tells whose it is."""
    cells = (c.unreadable() if c.status != "missing" else c for c in tables.cells)
    return replace(tables, cells=tuple(cells))


def _headline_of_nobody(head: Headline) -> Headline:
    """The headline without agency and year: those of several reports are several."""
    return replace(head, agency=None, agency_evidence=None, year=None, year_evidence=None)


def _elsewhere(document: Document, head: Headline) -> str | None:
    """Where a page that bears a report's title has the report, when not in its text."""
    if head.title is None:
        return None
    if any(issue.kind == "scanned_page" for issue in document.issues):
        return "scanned_page"
    if document.metadata.get("attachments"):
        return "attachment_only"
    return "image_only" if document.metadata.get("images") else None


def _words(kind: str | None, issues: list[Issue]) -> str | None:
    """The reason in words, with the detail of the issue that gave it."""
    if kind is None:
        return None
    found = (issue.reason for issue in issues if issue.kind == kind)
    return next(found, " / ".join(issue_kinds()[kind]))
