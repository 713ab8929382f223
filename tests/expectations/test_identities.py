from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expectations.identities import judge
from tests.expectations.forms import (
    INSTANCES,
    STRUCTURES,
    added,
    holders,
    instances,
    printed_cells,
    reading,
    rows_of,
    sound_report,
    with_cells,
    without_value,
)
from transform.codebook import CellKey, codebook
from transform.report import Claim, Report
from transform.schema import schema

NEW = CellKey("requests", "new_received", "natural_person")
HANDLED = CellKey("requests", "handled_total", "natural_person")
Checks = dict[tuple[str, str], dict[str, Any]]


def checks(*reports: Report) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = judge(connection(), rows_of(reports)["cells"]).to_pylist()
    return rows


@cache
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def by_instance(report: Report) -> Checks:
    return {(row["identity_id"], row["instance"]): row for row in checks(report)}


def those(found: Checks, column: str, value: str) -> set[tuple[str, str]]:
    return {instance for instance, row in found.items() if row[column] == value}


@st.composite
def cells(draw: st.DrawFn) -> tuple[str, CellKey]:
    structure = draw(st.sampled_from(sorted(STRUCTURES)))
    return structure, draw(st.sampled_from(printed_cells(structure)))


@pytest.mark.parametrize("structure", STRUCTURES)
def test_every_instance_of_a_sound_report_passes(structure: str) -> None:
    found = by_instance(sound_report(structure))
    assert len(found) == INSTANCES[structure]
    assert those(found, "verdict_strict", "pass") == set(found)
    assert those(found, "verdict_blank_as_zero", "pass") == set(found)
    assert all(row["residual"] == 0 and row["cause"] is None for row in found.values())


@settings(max_examples=60, deadline=None)
@given(cells(), st.integers(-9, 9).filter(bool))
def test_another_figure_breaks_the_instances_that_hold_it(
    where: tuple[str, CellKey], delta: int
) -> None:
    structure, cell = where
    found = by_instance(added(sound_report(structure), cell, delta))
    broken = holders(structure, cell)
    assert those(found, "verdict_strict", "fail") == broken
    assert those(found, "verdict_blank_as_zero", "fail") == broken
    assert {abs(found[i]["residual"]) for i in broken} <= {Decimal(abs(delta))}


@settings(max_examples=40, deadline=None)
@given(cells(), st.sampled_from(["blank", "dash", "unreadable", "missing"]))
def test_a_cell_without_a_figure(where: tuple[str, CellKey], status: str) -> None:
    structure, cell = where
    report = sound_report(structure)
    value = reading(report, cell).value
    found = by_instance(without_value(report, status, cell))
    touched = holders(structure, cell)
    assert those(found, "verdict_strict", "not_assessable") == touched
    as_zero = those(found, "verdict_blank_as_zero", "fail")
    unknown = those(found, "verdict_blank_as_zero", "not_assessable")
    if status in ("blank", "dash"):
        assert unknown == set()
        assert as_zero == (touched if value else set())
    else:
        assert unknown == touched
        assert as_zero == set()
        assert all(found[i]["lhs"] is None and found[i]["residual"] is None for i in unknown)


def test_a_report_of_blanks_closes_as_zero_and_cannot_be_assessed_strictly() -> None:
    found = by_instance(without_value(sound_report("f2021"), "blank"))
    assert len(found) == 42
    assert those(found, "verdict_strict", "not_assessable") == set(found)
    assert those(found, "verdict_blank_as_zero", "pass") == set(found)


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_an_outcome_the_report_lacks_leaves_the_sum_open(rows: int) -> None:
    report = sound_report("f2021")
    children = ["other.no_correction", "other.fee_unpaid", "other.other"][:rows]
    kept = tuple(c for c in report.tables.cells if c.key.row not in children)
    found = by_instance(replace(report, tables=replace(report.tables, cells=kept)))
    assert len(found) == 42 - rows
    assert those(found, "verdict_blank_as_zero", "not_assessable") == {
        i for i in found if i[0] == "T3_RESULTS"
    }


@pytest.mark.parametrize("identities", ["T3_ROW", "T3_RESULTS", "T3_FLOW", "T3_ROW T3_RESULTS"])
def test_an_identity_is_no_witness_of_what_it_forced(identities: str) -> None:
    report = sound_report("f2021")
    forced = reading(report, HANDLED)._replace(decided="forced_by_sums", forced_by=identities)
    found = by_instance(with_cells(report, {HANDLED: forced}))
    own = {i for i in holders("f2021", HANDLED) if i[0] in identities.split()}
    assert len(own) == len(identities.split())
    assert those(found, "verdict_strict", "not_assessable") == own
    assert those(found, "verdict_blank_as_zero", "not_assessable") == own


@pytest.mark.parametrize(
    ("readings", "cause"),
    [("agree", "as_published"), ("single", "unresolved"), ("disagree", "parse")],
)
def test_the_cause_of_a_broken_identity(readings: str, cause: str) -> None:
    report = added(sound_report("f2021"), NEW, 1)
    agreeing = {c.key: c._replace(second_reading="agree") for c in report.tables.cells}
    agreeing[NEW] = agreeing[NEW]._replace(second_reading=readings)
    found = by_instance(with_cells(report, agreeing))
    broken = holders("f2021", NEW)
    assert {found[i]["cause"] for i in broken} == {cause}
    assert all(row["cause"] is None for i, row in found.items() if i not in broken)


def test_a_total_that_sums_everything_above_it_is_diagnosed() -> None:
    report = sound_report("f2021")
    above = [reading(report, HANDLED._replace(row=r)) for r in ("new_received", "carried_over_in")]
    extra = int(sum(cell.value or 0 for cell in above))
    found = by_instance(added(report, HANDLED, extra))
    for identity in ("T3_FLOW", "T3_RESULTS"):
        assert found[identity, "natural_person"]["diagnosis"] == "sum_above"
    assert found["T3_ROW", "handled_total"]["diagnosis"] == "one_cell"


@settings(max_examples=60, deadline=None)
@given(cells(), st.integers(1, 9))
def test_the_one_cell_that_would_mend_every_broken_sum_is_named(
    where: tuple[str, CellKey], delta: int
) -> None:
    structure, cell = where
    report = sound_report(structure)
    found = by_instance(added(report, cell, delta))
    broken = holders(structure, cell)
    suspects = {(found[i]["suspect"], found[i]["suspect_value"]) for i in broken}
    if len(broken) > 1:
        assert suspects == {("/".join(filter(None, cell)), reading(report, cell).value)}
    else:
        assert suspects <= {(None, None)}
    assert all(row["suspect"] is None for i, row in found.items() if i not in broken)


def test_digits_in_another_order_are_seen() -> None:
    report = sound_report("f2021")
    total = CellKey("requests", "refused.other_law", "total")
    right = int(reading(report, total).value or 0)
    swapped = int(str(right)[::-1])
    assert len(str(swapped)) == len(str(right)) > 1
    assert swapped != right
    found = by_instance(added(report, total, swapped - right))
    assert {found[i]["diagnosis"] for i in holders("f2021", total)} == {"digit_swap"}


def test_two_wrong_cells_leave_no_single_suspect() -> None:
    report = added(added(sound_report("f2021"), NEW, 2), NEW._replace(applicant_type="total"), 5)
    found = by_instance(report)
    assert found["T3_ROW", "new_received"]["suspect"] is None


def test_what_is_missing_is_named() -> None:
    report = added(sound_report("f2021"), NEW, 3)
    found = by_instance(added(report, NEW._replace(applicant_type="business"), 4))
    assert found["T3_ROW", "new_received"]["diagnosis"] is None
    total = CellKey("requests", "new_received", "total")
    found = by_instance(added(added(sound_report("f2021"), NEW, 3), total, 3))
    assert found["T3_FLOW", "natural_person"]["diagnosis"] == "missing_by=3"


def test_a_total_that_counts_the_subtotals_twice() -> None:
    report = sound_report("f2021")
    grouped = [c for c in report.tables.cells if "." in c.key.row and c.key.section == "requests"]
    extra = sum(int(c.value or 0) for c in grouped if c.key.applicant_type == "business")
    business = HANDLED._replace(applicant_type="business")
    found = by_instance(added(report, business, extra))
    assert found["T3_RESULTS", "business"]["diagnosis"] == "subtotals_double"
    assert found["T3_FLOW", "business"]["diagnosis"] == "one_cell"


def test_a_total_one_column_early() -> None:
    report = sound_report("f2021")
    row = [CellKey("requests", "granted", a) for a in codebook().applicants]
    values = [3, 0, 0, 0, 0, 3, 0]
    cells = {
        key: reading(report, key)._replace(value=Decimal(value))
        for key, value in zip(row, values, strict=True)
    }
    found = by_instance(with_cells(report, cells))
    assert found["T3_ROW", "granted"]["diagnosis"] == "column_shift"
    cells[row[-1]] = reading(report, row[-1])._replace(value=None, status="blank")
    cells[row[-2]] = reading(report, row[-2])._replace(value=Decimal(1))
    found = by_instance(with_cells(report, cells))
    assert found["T3_ROW", "granted"]["diagnosis"] == "blank_total"


@pytest.mark.parametrize(("claimed", "side"), [(0, "lhs"), (-3, "rhs"), (1, None)])
def test_the_side_that_the_text_agrees_with(claimed: int, side: str | None) -> None:
    total = NEW._replace(applicant_type="total")
    report = added(added(sound_report("f2021"), NEW, 3), total, 3)
    printed = reading(report, total).value or Decimal(0)
    claim = Claim("s1_overview", "全年收到申请。", printed + claimed, total)
    rows = rows_of([replace(report, claims=(claim,))])
    found = judge(connection(), rows["cells"], rows["claims"]).to_pylist()
    sides = {(r["identity_id"], r["instance"]): r["narrative_agrees"] for r in found}
    assert sides.pop(("T3_FLOW", "total")) == side
    assert set(sides.values()) == {None}


def test_figures_near_the_limit_do_not_overflow() -> None:
    report = sound_report("f2021")
    huge = {c.key: c._replace(value=Decimal("99999999999999.999999")) for c in report.tables.cells}
    found = by_instance(with_cells(report, huge))
    assert len(found) == 42
    assert found["T3_FLOW", "total"]["verdict_strict"] == "not_assessable"
    assert found["T3_FLOW", "total"]["lhs"] is None


def test_reports_are_judged_apart_and_in_order() -> None:
    reports = [
        sound_report("f2021"),
        added(sound_report("f2019"), NEW, 1),
        sound_report("f2014"),
    ]
    found = checks(*reports)
    assert [row["report_id"] for row in found] == sorted(row["report_id"] for row in found)
    assert len(found) == 42 + 40 + 7
    assert {row["report_id"] for row in found if row["verdict_strict"] == "fail"} == {"r000001"}
    order = [(row["identity_id"], row["instance"]) for row in found[:42]]
    assert order == [(i.identity.identity_id, i.instance) for i in instances("f2021")]
    shuffled = rows_of(reports)["cells"].to_pandas().sample(frac=1, random_state=1)
    with duckdb.connect() as opened:
        opened.register("mixed", shuffled)
        again = judge(opened, opened.sql("FROM mixed"))
    assert again.to_pylist() == found
    assert again.schema == schema("checks")


def test_cells_may_be_named() -> None:
    with duckdb.connect() as opened:
        opened.execute("SET python_enable_replacements = false")
        opened.register("given", rows_of([sound_report("f2014")])["cells"])
        opened.execute("CREATE VIEW cells AS FROM given")
        assert judge(opened).num_rows == 7
