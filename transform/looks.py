"""Two looks at the same pictures: a cell is known where both show it alike, or where only one can.

Recognition errs with confidence, and what leads it astray is often a matter of a few pixels: the
other look is its witness. Where a row or a table is lost to one look, the other may show it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extract.document import LOST, Issue
from transform.report import CellReading, Report, Tables
from transform.second import disagree
from transform.text import squash

_UNKNOWN = ("unreadable", "missing")
_NOTHING = ("blank", "dash")
_FIGURE = re.compile(rf"{LOST}*\d[\d{LOST}]*")


def with_both(first: Report, closer: Report) -> Report:
    """The report of the look that tells more, its cells held against those of the other.

    Cells that it lacks are the other's. What the looks show otherwise is unreadable; where they
    name another year or agency the report is quarantined.
    """
    base, other = (closer, first) if _told(closer) > _told(first) else (first, closer)
    return replace(_with_head(base, other), tables=_held_against(base.tables, other.tables))


def _told(report: Report) -> tuple[bool, int]:
    """How much a report tells; that it is of no whole year counts most, as it is said in words."""
    known = sum(cell.status not in _UNKNOWN for cell in report.tables.cells)
    is_told = report.state == "accepted" or any(
        issue.kind == "not_annual" for issue in report.headline.issues
    )
    return is_told, known


def _with_head(base: Report, other: Report) -> Report:
    one, two = base.headline, other.headline
    for kind, said, seen in (
        ("year_unresolved", one.year, two.year),
        ("agency_unresolved", one.agency, two.agency),
    ):
        if said is not None and seen is not None and said != seen and base.state == "accepted":
            issue = Issue(kind, detail=f"{said} / {seen}")
            issues = (*base.issues, issue)
            return replace(base, state="quarantined", reason=issue.reason, issues=issues)
    return base


def _held_against(base: Tables, other: Tables) -> Tables:
    others = {cell.key: cell for cell in other.cells} if base.form == other.form else {}
    cells: list[CellReading] = []
    found: list[Issue] = []
    told = set()
    for cell in base.cells:
        seen = others.get(cell.key, cell)
        known, unsure = (seen, cell) if cell.status in _UNKNOWN else (cell, seen)
        if _contradicts(known, unsure):
            contradicted, issue = disagree(known, unsure.raw)
            cells.append(contradicted)
            found.append(issue)
        else:
            cells.append(known)
            told |= {cell.place} if known is not cell else set()
    kept = (issue for issue in base.issues if issue.place is None or issue.place not in told)
    return replace(base, cells=tuple(cells), issues=(*kept, *found))


def _contradicts(known: CellReading, other: CellReading) -> bool:
    """Whether a look shows something else; one that could not tell may still show a figure."""
    if known.status in _UNKNOWN:
        return False
    if other.status not in _UNKNOWN:
        return (known.value, known.status) != (other.value, other.status)
    seen, said = other.raw.strip(), known.raw.strip()
    if known.status in _NOTHING:
        return seen not in ("", said)
    # Several figures are those of a torn row, and no other reading of this one.
    may_be = ".*".join(map(re.escape, seen.split(LOST)))
    return bool(_FIGURE.fullmatch(seen)) and not re.fullmatch(may_be, squash(said))
