"""``gouji show``: one report as its statutory tables, flagged cells marked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from extract.place import Place
from flows.layout import Grid, Line, lay_out
from flows.printing import cut, pad, plain, visible, width
from flows.settings import Settings
from flows.shown import Shown, from_dataset, from_file
from transform.codebook import Codebook, codebook

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
        return render(from_file(settings, what)[0], places)
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
    for part in lay_out(book, form, present):
        section = part.section
        lines = [f"{section.ordinal}、{section.zh}  {section.en}"]
        for grid in part.grids:
            lines += _grid(
                [zh for zh, _ in grid.heads],
                [(INDENT * line.depth + line.zh, _marks(line, grid, cells)) for line in grid.lines],
            )
        yield lines


def _marks(line: Line, grid: Grid, cells: Cells) -> list[str]:
    if not line.cells:
        return [""] * len(grid.heads)
    return [_mark(cells.get(key)) for key in line.cells]


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
        if check["suspect"]:
            notes.append(f"{check['suspect']} → {plain(check['suspect_value'])} ?")
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
