from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from expectations.rates import CHECKPOINTS, NO_REPORTS, Measure, bounds, measure
from transform.schema import schema, to_arrow

RUN = "000002-new"


def report(number: int, **changes: Any) -> dict[str, object]:
    row: dict[str, object] = dict.fromkeys(schema("reports").names, 0)
    row |= dict.fromkeys(n for n in row if schema("reports").field(n).type == pa.string())
    row |= dict.fromkeys(n for n in row if "_on" in n or n.startswith("period_"))
    row |= {
        "report_id": f"r{number}", "source_name": f"{number}.html", "sha256": f"{number:064x}",
        "agency_id": "a1", "agency": "某县教育局", "form": "f2021", "year": 2023, "scope": "own",
        "state": "accepted", "cells_reported": 200, "run_id": "000001-old",
    }  # fmt: skip
    return row | changes


def measured(reports: Iterable[dict[str, object]], before: Iterable[int] = ()) -> list[Measure]:
    earlier = [{"sha256": f"{n:064x}", "year": 2023, "cells_reported": 200} for n in before]
    with duckdb.connect() as connection:
        connection.register("reports", to_arrow("reports", list(reports)))
        return list(measure(connection, RUN, pa.Table.from_pylist(earlier, schema=NO_REPORTS)))


def of(found: Iterable[Measure], rate: str, checkpoint: str, year: int | None = None) -> Measure:
    [one] = [
        m for m in found
        if (m.bound.rate, m.bound.checkpoint, m.year) == (rate, checkpoint, year)
    ]  # fmt: skip
    return one


def test_every_bound_has_its_reason_in_both_languages() -> None:
    for bound in bounds():
        assert bound.checkpoint in CHECKPOINTS
        assert bound.severity in ("critical", "warning")
        assert 0 < bound.most < 1
        assert bound.of_at_least > 1
        assert len(bound.why_zh) > 10
        assert len(bound.why_en) > 20
    assert len({(b.rate, b.checkpoint) for b in bounds()}) == len(bounds())
    assert {b.checkpoint for b in bounds()} == set(CHECKPOINTS)


@pytest.mark.parametrize("over", [0, 1])
def test_unreadable_cells(over: int) -> None:
    reports = [report(n, cells_reported=180, cells_unreadable=20) for n in range(9)]
    reports.append(report(9, cells_reported=180 - over, cells_unreadable=20 + over, run_id=RUN))
    unread = report(10, state="quarantined", cells_unreadable=200, form=None)
    found = measured([*reports, unread])
    whole = of(found, "unreadable_cells", "dataset")
    assert (whole.bad, whole.of) == (200 + over, 2000)
    assert whole.judged
    assert (whole.share > whole.bound.most) == bool(over)
    assert whole.words == f"dataset: {200 + over} / 2000 = {0.1 + over / 2000:.4f} " + (
        "> 0.1" if over else "≤ 0.1"
    )
    batch = of(found, "unreadable_cells", "batch")
    assert (batch.bad, batch.of, batch.judged) == (20 + over, 200, False)
    year = of(found, "unreadable_cells", "year", 2023)
    assert (year.bad, year.of, year.judged) == (200 + over, 2000, False)


def test_a_few_reports_are_no_rate() -> None:
    found = measured([report(0, cells_unreadable=200), report(1, state="quarantined", year=None)])
    assert not any(m.judged for m in found)


def test_reports_without_agency_or_year() -> None:
    nameless = [report(n, state="quarantined", agency_id=None) for n in range(150)]
    unread = [report(n, state="quarantined", form=None, year=None) for n in range(150, 160)]
    whole = of(measured([*nameless, *unread, report(160)]), "nameless_reports", "dataset")
    assert (whole.bad, whole.of) == (150, 151)
    few = of(measured([*nameless, *unread, report(160)]), "unread_files", "dataset")
    assert (few.bad, few.of, few.bound.severity) == (10, 161, "warning")


def test_what_was_read_before_and_no_longer_is() -> None:
    now = [report(n) for n in range(80)]
    now += [report(n, state="quarantined", cells_reported=150) for n in range(80, 110)]
    now += [report(300, sha256=f"{5:064x}", state="duplicate", cells_reported=0)]
    found = measured(now, range(120))
    lost = of(found, "lost_reports", "dataset")
    assert (lost.bad, lost.of, lost.judged) == (30, 110, True)
    assert lost.share > lost.bound.most
    values = of(found, "lost_values", "dataset")
    assert (values.bad, values.of) == (30 * 50, 110 * 200)
    gone = of(found, "gone_reports", "dataset")
    assert (gone.bad, gone.of, gone.judged) == (10, 120, False)
    assert of(found, "gone_reports", "year", 2023).judged


def test_nothing_is_lost_at_the_first_publication() -> None:
    found = measured([report(0)])
    assert {m.of for m in found if m.bound.rate.startswith(("lost", "gone"))} == {0}
    assert all(m.share == 0 for m in found)
