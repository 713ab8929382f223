"""Every shared document, cell by cell, against what is known of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.reading import read
from tests.shared import SHARED, known_cells
from tests.transform.documents import needs_shared
from transform.interpret import interpret

pytestmark = needs_shared
NAMES = sorted(
    path.name
    for folder in ("reports", "layouts")
    for path in (SHARED / folder).glob("*")
    if path.suffix in (".txt", ".html", ".pdf")
)


def source(name: str) -> Path:
    return next(p for f in ("reports", "layouts") if (p := SHARED / f / name).exists())


@pytest.mark.parametrize("name", NAMES)
def test_every_decidable_cell_is_right_and_no_other_has_a_value(name: str) -> None:
    truth = known_cells(Path(name))
    report = interpret(read(source(name).read_bytes(), name))
    found = {cell.key: (cell.value, cell.status) for cell in report.tables.cells}
    assert {key: found.get(key) for key in truth} == truth
    assert {
        key for key, (value, _) in found.items() if value is not None and key not in truth
    } == set()


@pytest.mark.parametrize("name", [n for n in NAMES if n.startswith("n_")])
def test_what_is_no_report_gives_no_cell_and_a_reason(name: str) -> None:
    report = interpret(read(source(name).read_bytes(), name))
    assert report.state == "not_a_report"
    assert report.reason
    assert report.tables.cells == ()


def test_glued_digits_that_only_sums_cut_are_marked() -> None:
    report = interpret(read(source("pingtan_2021.txt").read_bytes(), "pingtan_2021.txt"))
    by_row = {c.key.row: c for c in report.tables.cells if c.key.applicant_type == "total"}
    assert by_row["new_received"].decided == "forced_by_sums"
    assert by_row["new_received"].forced_by == "T3_ROW"
    assert "T3_RESULTS" in (by_row["granted"].forced_by or "")
    assert by_row["refused.state_secret"].decided == "forced_by_count"


def test_rows_without_a_label_are_named_by_their_place_only_between_named_rows() -> None:
    report = interpret(read(source("kewei_2024.txt").read_bytes(), "kewei_2024.txt"))
    placed = {c.key.row for c in report.tables.cells if c.decided == "forced_by_place"}
    assert {"partially_granted", "unable.not_held", "other.no_correction"} <= placed
    last = [c for c in report.tables.cells if c.key.row == "carried_over_out"][-1]
    assert (last.value, last.status) == (None, "unreadable")
