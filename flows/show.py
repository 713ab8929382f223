"""``gouji show``: one report as its statutory tables, flagged cells marked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from extract.place import Place
from flows.failure import USAGE, Failure
from flows.printing import cut, pad, plain, visible, width
from flows.settings import Settings
from flows.shown import Shown, from_dataset, from_file
from transform.codebook import ANY, Codebook, Label, Row, codebook

MARKS = {"blank": "·", "dash": "—", "unreadable": "?", "missing": "∅"}
FORCED = "*"
LEGEND = (
    "· blank 空白   — dash 横线   ? unreadable 不可判读   ∅ missing 缺失"
    "   * forced by sums or count, not printed in its place 推定"
)
NAMES_WIDTH = 44
INDENT = "  "

Cells = dict[tuple[str, str, str | None], dict[str, Any]]


def show(settings: Settings, what: str, year: int | None, places: bool) -> str:
    """The report of an agency about a year, or a file when no year is given.

    Raises:
        Failure: there is no such report or file, or more than one matches.
    """
    if year is None:
        path = Path(what)
        if not path.is_file():
            path = settings.raw / what
        if not path.is_file():
            raise Failure(
                f"no file {what}: give a file, or an agency and a year",
                f"没有文件 {what}；请给出文件，或机构与年度",
                USAGE,
            )
        return render(from_file(path), places)
    return render(from_dataset(settings, what, year), places)


def render(shown: Shown, places: bool = False) -> str:
    """The report as text for a terminal; `places` adds where each value stands."""
    book = codebook()
    blocks = ["\n".join(_head(shown.report))]
    form = shown.report["form"]
    if form:
        cells = {(c["section"], c["row"], c["applicant_type"]): c for c in shown.cells}
        blocks += ["\n".join(lines) for lines in _sections(book, form, cells)]
        blocks.append(LEGEND)
    if shown.broken:
        blocks.append("\n".join(_broken(book, shown)))
    if shown.issues:
        blocks.append("\n".join(_issues(shown)))
    if places:
        blocks.append("\n".join(_places(shown)))
    return "\n\n".join(blocks)


def _head(report: dict[str, Any]) -> Iterator[str]:
    agency = report["agency"] or "机构不明 / agency not named"
    year = report["year"] or "年度不明 / year not named"
    yield visible(f"{agency}  {year}  {report['form'] or ''}".rstrip())
    if report["title"]:
        yield visible(report["title"])
    state = f"{report['state']}: {report['reason']}" if report["reason"] else report["state"]
    yield visible(f"{report['source_name']}  [{report['report_id']}]  {state}")


def _sections(book: Codebook, form: str, cells: Cells) -> Iterator[list[str]]:
    present = {(section, row) for section, row, _ in cells}
    rows = [r for r in book.rows if (r.section, r.row) in present]
    for section in book.sections:
        of_section = [row for row in rows if row.section == section.section]
        if form in section.forms and of_section:
            lines = [f"{section.ordinal}、{section.zh}  {section.en}"]
            if any(row.column_label == ANY for row in of_section):
                lines += _applicant_grid(book, form, of_section, cells)
            else:
                lines += _blocks(book, form, of_section, cells)
            yield lines


def _applicant_grid(book: Codebook, form: str, rows: list[Row], cells: Cells) -> list[str]:
    heads = [book.label("requests", "column", a, form).zh for a in book.applicants]
    body: list[tuple[str, list[str]]] = []
    titled: list[str] = []
    for row in rows:
        groups = _groups(book, row, form)
        for depth, group in enumerate(groups):
            if group.code not in titled:
                titled.append(group.code)
                body.append((INDENT * depth + group.outline + group.zh, [""] * len(heads)))
        name = book.row_names(row, form)[0]
        if row.kind != "subtotal":
            name = book.label(row.section, "row", row.row_label, form).outline + name
        marks = [_mark(cells.get(key)) for key in book.row_cells(row)]
        body.append((INDENT * len(groups) + name, marks))
    return _grid(heads, body)


def _groups(book: Codebook, row: Row, form: str) -> list[Label]:
    """The groups a row stands in, the outermost first."""
    axis = "group" if row.kind == "subtotal" else "row"
    found: list[Label] = []
    parent = book.label(row.section, axis, row.row_label, form).parent
    while parent:
        found.insert(0, book.label(row.section, "group", parent, form))
        parent = found[0].parent
    return found


def _blocks(book: Codebook, form: str, rows: list[Row], cells: Cells) -> Iterator[str]:
    """Rows with the same columns as one grid, as the form prints them."""
    lines: list[tuple[str, list[str], list[str]]] = []
    for _, group in groupby(rows, key=lambda row: row.row_label):
        of_label = list(group)
        axis = "block" if of_label[0].section == "remedies" else "row"
        first = of_label[0]
        name = book.label(first.section, axis, first.row_label, _form_of(first, form)).zh
        heads = [
            book.label(row.section, "column", row.column_label, _form_of(row, form)).zh
            if row.column_label
            else ""
            for row in of_label
        ]
        marks = [_mark(cells.get((row.section, row.row, None))) for row in of_label]
        lines.append((name, heads, marks))
    for heads, block in groupby(lines, key=lambda line: line[1]):
        yield from _grid(heads, [(name, marks) for name, _, marks in block])


def _form_of(row: Row, form: str) -> str:
    """The form that names a row: the report's, or its own where a report mixes two forms."""
    return form if form in (*row.forms, *row.may_also) else row.forms[0]


def _grid(heads: list[str], body: list[tuple[str, list[str]]]) -> list[str]:
    names = NAMES_WIDTH
    sizes = [
        max(width(head), 6, *(width(marks[i]) for _, marks in body)) for i, head in enumerate(heads)
    ]
    lines = [
        " " * names + "".join("  " + pad(h, s, True) for h, s in zip(heads, sizes, strict=True))
    ]
    for name, marks in body:
        cells = "".join("  " + pad(m, s, True) for m, s in zip(marks, sizes, strict=True))
        lines.append(pad(cut(name, names), names) + cells)
    return [line.rstrip() for line in lines if line.strip()]


def _mark(cell: dict[str, Any] | None) -> str:
    if cell is None:
        return MARKS["missing"]
    if cell["value"] is None:
        return MARKS.get(cell["status"], "?")
    forced = (cell["decided"] or "").startswith("forced")
    return plain(cell["value"]) + (FORCED if forced else "")


def _broken(book: Codebook, shown: Shown) -> Iterator[str]:
    yield f"broken identities / 不成立的勾稽: {len(shown.broken)}"
    statements = {identity.identity_id: identity.zh for identity in book.identities}
    for check in shown.broken:
        sides = f"{plain(check['lhs'])} ≠ {plain(check['rhs'])}"
        notes = [check["cause"], check["diagnosis"]]
        note = f"  ({', '.join(n for n in notes if n)})" if any(notes) else ""
        name = f"{check['identity_id']}[{check['instance']}]"
        yield f"  {name}  {sides}  {statements[check['identity_id']]}{note}"


def _issues(shown: Shown) -> Iterator[str]:
    yield f"issues / 未采用的内容: {len(shown.issues)}"
    for issue in shown.issues:
        parts = [issue["kind"], issue["place"], issue["text"], issue["reason"]]
        yield visible("  " + "  ".join(part for part in parts if part))


def _places(shown: Shown) -> Iterator[str]:
    yield "places / 位置:"
    for cell in shown.cells:
        box = tuple(cell["box"]) if cell["box"] else None
        place = Place(
            cell["page"], cell["table"], cell["table_row"], cell["table_column"], cell["line"]
        ).describe()
        if box:
            place += f" ({', '.join(f'{edge:g}' for edge in box)} pt)"
        key = "/".join(filter(None, (cell["section"], cell["row"], cell["applicant_type"])))
        raw = f" “{cell['raw']}”" if cell["raw"] else ""
        yield visible(f"  {key}  {_mark(cell)}{raw}  {place}".rstrip())
