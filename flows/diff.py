"""``gouji diff``: what differs between two versions, as text, CSV or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from flows.compare import Diff, choose, compare
from flows.printing import as_csv, plain, table
from flows.settings import Settings

LINES_SHOWN = 40
TABLES = ("differing_reports", "differing_cells", "differing_findings")
# One line for each difference, whatever it is: what is not said of it is empty.
COLUMNS = (
    "kind", "change", "agency_id", "agency", "year", "section", "row", "applicant_type", "before",
    "after", "status_before", "status_after", "form", "identity_id", "instance", "severity", "lhs",
    "rhs", "zh", "en", "cells", "source_before", "source_after", "source_url", "reason",
)  # fmt: skip

NAMES = {
    "came_report": "reports that came / 新增报告",
    "went_report": "reports that went / 不再有的报告",
    "changed_report": "reports whose figures changed / 数字有变的报告",
    "replaced_report": "other documents with the same figures / 文件更换而数字相同",
    "set_aside_report": "new documents not used / 新文件未采用",
    "changed_cell": "cells that changed / 有变的单元格",
    "came_finding": "new findings / 新的核对发现",
    "went_finding": "findings that are gone / 不再有的核对发现",
}
TITLES = {
    "differing_reports": "reports / 报告",
    "differing_cells": "cells / 单元格",
    "differing_findings": "findings / 核对发现",
}
SHOWN = {
    "differing_reports": ("change", "agency", "year", "cells", "source_after", "reason"),
    "differing_cells": ("agency", "year", "section", "row", "applicant_type", "before", "after"),
    "differing_findings": (
        "change", "agency", "year", "severity", "identity_id", "instance", "lhs", "rhs",
    ),
}  # fmt: skip


def diff(settings: Settings, before: int | None, after: int | None, form: str) -> Iterator[str]:
    """The differences as ``table``, ``csv`` or ``json``, in pieces to be printed.

    The table shows the first of each kind; the others have all.

    Raises:
        Failure: a version is not there.
    """
    with compare(settings, choose(settings, before, after)) as found:
        if form == "csv":
            yield as_csv([COLUMNS])
            for kind, names, row in _rows(found):
                said = {**dict(zip(names, row, strict=True)), "kind": kind}
                yield as_csv([[said.get(name) for name in COLUMNS]])
        elif form == "json":
            yield from _json(found)
        else:
            yield "\n\n".join(_text(found))


def _rows(found: Diff) -> Iterator[tuple[str, list[str], tuple[object, ...]]]:
    for name in TABLES:
        names, rows = found.rows(name)
        kind = name.removeprefix("differing_").removesuffix("s")
        for row in rows:
            yield kind, names, row


def _json(found: Diff) -> Iterator[str]:
    """One object; each difference is a line, so that any number of them can be printed."""
    yield f'{{"before": {found.before}, "after": {found.after},'
    for name in TABLES:
        names, rows = found.rows(name)
        yield f'"{name.removeprefix("differing_")}": ['
        waiting = ""
        for row in rows:
            if waiting:
                yield waiting + ","
            said = dict(zip(names, row, strict=True))
            waiting = json.dumps(said, ensure_ascii=False, default=plain)
        yield waiting + ("]" if name == TABLES[-1] else "],")
    yield "}"


def _text(found: Diff) -> Iterator[str]:
    head = f"version {found.before} → {found.after} / 版本 {found.before} → {found.after}"
    counts = found.counts()
    if not counts:
        yield f"{head}: nothing differs / 没有差异"
        return
    yield head + "".join(f"\n{number:>9,}  {NAMES[kind]}" for kind, number in counts.items())
    for name, columns in SHOWN.items():
        names, rows = found.rows(name, LINES_SHOWN)
        shown = [_picked(names, row, columns) for row in rows]
        if shown:
            yield f"{TITLES[name]}:\n" + table(columns, shown)
    if any(number > LINES_SHOWN for number in counts.values()):
        again = f"gouji diff {found.before} {found.after} --format csv"
        yield f"the first {LINES_SHOWN} of each are shown; all / 各显示前若干条，全部: {again}"


def _picked(
    names: Sequence[str], row: Sequence[object], columns: Sequence[str]
) -> Sequence[object]:
    said = dict(zip(names, row, strict=True))
    for side in ("before", "after"):
        # A cell without a number says why; one that is not there says nothing.
        if said.get(side) is None and said.get(f"status_{side}"):
            said[side] = f"({said[f'status_{side}']})"
    return [said[column] for column in columns]
