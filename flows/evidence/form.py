"""The statutory tables of a report as HTML, every value marked and linked to its place."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from flows.evidence.value import Row, place_of, value_anchor
from flows.evidence.words import both, cell_name, code, safe
from flows.layout import Grid, Line, lay_out
from flows.printing import plain
from flows.shown import Shown
from transform.codebook import CellKey, codebook

LOW_CONFIDENCE = 0.9
FLAGS_FILE = Path(__file__).with_name("flags.csv")
_NARROW = 5
_NO_FIGURE = ("blank", "dash", "missing", "unreadable")


def key_of(cell: Row) -> CellKey:
    """The cell of the form that a row of `cells` is about."""
    return CellKey(cell["section"], cell["row"], cell["applicant_type"])


@cache
def flags() -> dict[str, tuple[str, str, str]]:
    """What can be said of a value: its mark, and what that means in both languages."""
    with FLAGS_FILE.open(encoding="utf-8", newline="") as lines:
        return {row["flag"]: (row["mark"], row["zh"], row["en"]) for row in csv.DictReader(lines)}


def value_flags(shown: Shown, broken: Mapping[CellKey, str]) -> list[list[str]]:
    """The flags of each value, in the order of ``flags.csv``."""
    suspects = {check["suspect"] for check in shown.checks}
    found = []
    for cell in shown.cells:
        key, confidence = key_of(cell), cell["confidence"]
        true = {
            cell["status"]: True,
            "disagree": cell["second_reading"] == "disagree",
            "single": cell["second_reading"] == "single" and cell["value"] is not None,
            "forced": (cell["decided"] or "").startswith("forced"),
            "low": confidence is not None and confidence < LOW_CONFIDENCE,
            "suspect": "/".join(part for part in key if part) in suspects,
            "broken": key in broken,
        }
        found.append([flag for flag in flags() if true.get(flag)])
    return found


def form_tables(shown: Shown, values: Mapping[CellKey, str]) -> str:
    """The tables of the form; `values` holds the finished cell of each value."""
    book, form = codebook(), shown.report["form"]
    if not form:
        return ""
    present = {(cell["section"], cell["row"]) for cell in shown.cells}
    parts = []
    for part in lay_out(book, form, present):
        section = part.section
        heading = both(f"{section.ordinal}、{section.zh}", section.en)
        parts.append(f'<h2 id="{section.section}">{heading}</h2>\n')
        parts += [_grid(grid, values) for grid in part.grids]
    return "".join(parts)


def value_cells(
    shown: Shown,
    flagged: Sequence[Sequence[str]],
    targets: Mapping[int, str],
    broken: Mapping[CellKey, str],
) -> dict[CellKey, str]:
    """The finished table cell of each value; `broken` names the broken sums a cell stands in."""
    cells = {}
    for position, cell in enumerate(shown.cells):
        key, target = key_of(cell), targets.get(position)
        link = f' href="#{target}"' if target else ' tabindex="0"'
        about = "\n".join(_about(cell, broken.get(key, "")))
        marks = "".join(flags()[f][0] for f in flagged[position] if f not in _NO_FIGURE)
        cells[key] = (
            f'<td class="{" ".join(["value", *flagged[position]])}">'
            f'<a id="{value_anchor(position)}"{link} title="{safe(about)}">{_figure(cell)}</a>'
            f"{f'<sup>{marks}</sup>' if marks else ''}</td>"
        )
    return cells


def legend(shown_flags: Collection[str]) -> str:
    """What the marks mean that stand on the page."""
    items = [
        f'<li class="{flag}"><b>{mark or "<u>0</u>"}</b> {both(zh, en)}</li>'
        for flag, (mark, zh, en) in flags().items()
        if flag in shown_flags
    ]
    return f'<ul class="legend">{"".join(items)}</ul>' if items else ""


def _grid(grid: Grid, values: Mapping[CellKey, str]) -> str:
    head = "".join(f'<th scope="col">{both(zh, en)}</th>' for zh, en in grid.heads)
    first = f"<thead><tr><td></td>{head}</tr></thead>" if any(zh for zh, _ in grid.heads) else ""
    body = "".join(_line(line, len(grid.heads), values) for line in grid.lines)
    wide = " wide" if len(grid.heads) > _NARROW else ""
    return f'<table class="form{wide}">{first}<tbody>{body}</tbody></table>\n'


def _line(line: Line, columns: int, values: Mapping[CellKey, str]) -> str:
    name = f'class="in{line.depth}">{both(line.zh, line.en)}</th>'
    if not line.cells:
        return f'<tr class="group"><th scope="rowgroup" colspan="{columns + 1}" {name}</tr>\n'
    cells = "".join(values.get(key) or _absent() for key in line.cells)
    return f'<tr><th scope="row" {name}{cells}</tr>\n'


def _absent() -> str:
    return f'<td class="value missing">{flags()["missing"][0]}</td>'


def _figure(cell: Row) -> str:
    if cell["value"] is None:
        return flags()[cell["status"]][0]
    unit = codebook().unit(cell["unit"])
    money = f" <small>{safe(unit.zh)}</small>" if unit.base else ""
    return safe(plain(cell["value"])) + money


def _about(cell: Row, broken: str) -> Iterator[str]:
    """All that is known of a value, line by line."""
    zh, en = cell_name(cell)
    yield f"{zh} / {en}"
    unit = codebook().unit(cell["unit"])
    status = code("status", cell["status"])
    figure = plain(cell["value"]) if cell["value"] is not None else " / ".join(status)
    yield f"{figure} {unit.zh} / {unit.en}" if cell["value"] is not None else figure
    if cell["raw"]:
        yield f"原文 / as printed: “{cell['raw'][:200]}”"
    if place := place_of(cell).describe():
        yield place
    if cell["decided"]:
        forced = f" ({cell['forced_by']})" if cell["forced_by"] else ""
        yield "认定 / decided: " + " / ".join(code("decided", cell["decided"])) + forced
    if cell["status"] not in ("missing", "blank"):
        second = " / ".join(code("second_reading", cell["second_reading"]))
        yield f"第二读法 / second reading: {second}"
    if cell["confidence"] is not None:
        yield f"识别把握 / confidence: {cell['confidence']:.0%}"
    if broken:
        yield f"不成立 / does not hold: {broken}"
