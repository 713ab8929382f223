"""Two looks at the same pictures: a cell is known where both show it alike, or where only one can.

Recognition errs with confidence, and what leads it astray is often a matter of a few pixels: the
other look is its witness. Where a row or a table is lost to one look, the other may show it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from extract.document import LOST, Issue
from transform.codebook import CellKey
from transform.confirmed import confirmed_by_sums, is_count
from transform.contradicted import without_failing
from transform.glued import LONGEST_NUMBER
from transform.report import CellReading, Report, Tables
from transform.second import disagree
from transform.text import squash

_UNKNOWN = ("unreadable", "missing")
_NOTHING = ("blank", "dash")
_FIGURE = re.compile(rf"[+\-−]?[{LOST}.]*\d[\d.{LOST}]*")


def with_both(first: Report, closer: Report) -> Report:
    """The report of the look that tells more, its cells held against those of the other.

    Cells that it lacks are the other's. What the looks show otherwise is unreadable; where they
    name another year or agency the report is quarantined.
    """
    base, other = (closer, first) if _told(closer) > _told(first) else (first, closer)
    return replace(_with_head(base, other), tables=_held_against(base.tables, other.tables))


def _told(report: Report) -> tuple[bool, bool, int]:
    """How much a report tells: first that it is of no whole year, which only words can say."""
    is_not_annual = any(issue.kind == "not_annual" for issue in report.headline.issues)
    known = sum(cell.status not in _UNKNOWN for cell in report.tables.cells)
    return is_not_annual, report.state == "accepted", known


def _with_head(base: Report, other: Report) -> Report:
    """The report with the year and the agency that both looks show, quarantined without."""
    one, two = base.headline, other.headline
    if one.year != two.year and None not in (one.year, two.year):
        issue = Issue("year_unresolved", detail=f"{one.year} / {two.year}")
        head = replace(one, year=None, year_evidence=None)
    elif one.agency != two.agency and None not in (one.agency, two.agency):
        issue = Issue("agency_unresolved", detail=f"{one.agency} / {two.agency}")
        head = replace(one, agency=None, agency_evidence=None, division_code=None)
    else:
        return base
    if base.state == "accepted":
        base = replace(base, state="quarantined", reason=issue.reason)
    return replace(base, headline=head, issues=(*base.issues, issue))


def _held_against(base: Tables, other: Tables) -> Tables:
    """The tables of one look with what the other knows, and without what it shows otherwise."""
    others = {cell.key: cell for cell in other.cells} if base.form == other.form else {}
    pairs = [_known_first(cell, others.get(cell.key, cell)) for cell in base.cells]
    against = {known.key: (known, seen) for known, seen in pairs if _contradicts(known, seen)}
    refused = {key: disagree(known, seen.raw) for key, (known, seen) in against.items()}
    cells = tuple(refused[k.key][0] if k.key in refused else k for k, _ in pairs)
    settled = _settled(against, replace(base, cells=cells))
    filled = {cell.place for cell, (k, _) in zip(base.cells, pairs, strict=True) if k is not cell}
    kept = (issue for issue in base.issues if issue.place is None or issue.place not in filled)
    new = (issue for key, (_, issue) in refused.items() if key not in settled)
    both = replace(base, cells=tuple(settled.get(c.key, c) for c in cells), issues=(*kept, *new))
    # What one look alone could tell may be a digit that looks like another.
    alone = {known.key for known, seen in pairs if seen.status in _UNKNOWN}
    return without_failing(both, alone - against.keys())


def _settled(
    against: Mapping[CellKey, tuple[CellReading, CellReading]], sure: Tables
) -> dict[CellKey, CellReading]:
    """Of figures that the looks show otherwise those that a sum of sure cells tells."""
    counts = {
        key: tuple(c._replace(second_reading="disagree") for c in (known, _as_seen(seen)))
        for key, (known, seen) in against.items()
    }
    return confirmed_by_sums(
        {k: both for k, both in counts.items() if all(map(is_count, both))}, sure
    )


def _known_first(cell: CellReading, seen: CellReading) -> tuple[CellReading, CellReading]:
    return (seen, cell) if cell.status in _UNKNOWN and seen.status not in _UNKNOWN else (cell, seen)


def _as_seen(cell: CellReading) -> CellReading:
    """The cell with the figure that it shows, however unsure."""
    figure = cell.raw.strip()
    if cell.status not in _UNKNOWN or not figure.isdecimal():
        return cell
    return cell._replace(value=Decimal(figure), status="reported")


def _contradicts(known: CellReading, other: CellReading) -> bool:
    """Whether a look shows something else; one that could not tell may still show a figure."""
    if known.status in _UNKNOWN:
        return False
    if other.status not in _UNKNOWN:
        return (known.value, known.status) != (other.value, other.status)
    seen, said = (cell.raw.strip().replace(",", "") for cell in (other, known))
    if known.status in _NOTHING:
        return seen not in ("", said)
    # Several figures are those of a torn row, and no other reading of this one.
    if len(seen) > LONGEST_NUMBER or not _FIGURE.fullmatch(seen):
        return False
    may_be = ".*".join(map(re.escape, seen.split(LOST)))
    return not re.fullmatch(may_be, squash(said))
