"""What differs between two versions: exactly what was changed, and nothing when nothing was."""

from __future__ import annotations

import csv
import io
import json
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tries
from hypothesis import strategies as st

import flows.compare
from flows import publish
from flows.cli import main
from flows.compare import choose, compare
from flows.parquet import Writer, read_table, select, write_table
from flows.settings import Settings
from tests.flows.conftest import AGENCIES, build, write_report
from transform.tables import schema

Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def two(built: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A dataset and one after it: a report came, one went, one has one figure more in a total."""
    folder = tmp_path_factory.mktemp("two")
    shutil.copytree(built.raw, folder / "raw")
    shutil.copytree(built.curated, folder / "curated", symlinks=True)
    settings = replace(built, raw=folder / "raw", curated=folder / "curated", workers=1)
    write_report(folder / "raw" / "new.html", AGENCIES[0], 2025)
    (folder / "raw" / "sub2022" / "1.html").unlink()
    write_report(folder / "raw" / "sub2023" / "2.html", AGENCIES[2], 2023, seed=2043, off_by=3)
    (folder / "raw" / "other.html").write_text("<p>" + "no report " * 50, encoding="utf-8")
    build(settings)
    return settings


def diff(capsys: Captured, settings: Settings, *arguments: str) -> tuple[int, str, str]:
    status = main(["diff", "--curated", str(settings.curated), *arguments])
    said = capsys.readouterr()
    return status, said.out, said.err


def test_what_came_went_and_changed_is_told_cell_by_cell(two: Settings, capsys: Captured) -> None:
    status, out, _ = diff(capsys, two, "--format", "json")
    assert status == 0
    found = json.loads(out)
    assert (found["before"], found["after"]) == (1, 2)
    assert {(r["change"], r["agency"], r["year"], r["cells"]) for r in found["reports"]} == {
        ("came", AGENCIES[0], 2025, 0),
        ("went", AGENCIES[1], 2022, 0),
        ("changed", AGENCIES[2], 2023, 1),
        ("set_aside", None, None, 0),
    }
    [cell] = found["cells"]
    assert (cell["agency"], cell["year"], cell["section"]) == (AGENCIES[2], 2023, "requests")
    assert (cell["row"], cell["applicant_type"]) == ("handled_total", "total")
    assert Decimal(cell["after"]) - Decimal(cell["before"]) == 3
    came = [f for f in found["findings"] if f["change"] == "came" and f["year"] == 2023]
    assert {"T3_ROW", "T3_FLOW", "T3_RESULTS"} <= {f["identity_id"] for f in came}
    assert all(f["zh"] and f["en"] for f in came)


def test_the_diff_turned_round_is_the_other_way_round(two: Settings, capsys: Captured) -> None:
    there = json.loads(diff(capsys, two, "1", "2", "--format", "json")[1])
    back = json.loads(diff(capsys, two, "2", "1", "--format", "json")[1])
    [one], [other] = there["cells"], back["cells"]
    assert (one["before"], one["after"]) == (other["after"], other["before"])
    turned = {"came": "went", "went": "came", "changed": "changed"}
    assert {(turned[r["change"]], r["year"]) for r in there["reports"] if r["agency"]} == {
        (r["change"], r["year"]) for r in back["reports"] if r["agency"]
    }


def test_as_text_and_as_csv(two: Settings, capsys: Captured) -> None:
    text = diff(capsys, two)[1]
    for words in ("version 1 → 2", "reports that came / 新增报告", "handled_total", AGENCIES[2]):
        assert words in text
    lines = list(csv.DictReader(io.StringIO(diff(capsys, two, "--format", "csv")[1])))
    [cell] = [line for line in lines if line["kind"] == "cell"]
    assert (cell["agency"], cell["row"], cell["status_after"]) == (
        AGENCIES[2], "handled_total", "reported",
    )  # fmt: skip
    assert {line["kind"] for line in lines} == {"report", "cell", "finding"}


def test_building_the_same_again_gives_an_empty_diff(
    built: Settings, tmp_path: Path, capsys: Captured
) -> None:
    shutil.copytree(built.curated, tmp_path / "curated", symlinks=True)
    settings = replace(built, curated=tmp_path / "curated", workers=1)
    build(settings)
    status, out, _ = diff(capsys, settings)
    assert (status, out) == (0, "version 1 → 2 / 版本 1 → 2: nothing differs / 没有差异\n")
    found = json.loads(diff(capsys, settings, "--format", "json")[1])
    assert found == {"before": 1, "after": 2, "reports": [], "cells": [], "findings": []}


def test_years_that_did_not_change_are_not_read(
    two: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    choose_files = flows.compare._select

    def seen(table: str, there: list[Path], wanted: list[Path]) -> str:
        read.extend(str(path) for path in wanted if table == "facts")
        return choose_files(table, there, wanted)

    monkeypatch.setattr(flows.compare, "_select", seen)
    year = "year=2023"
    pair = choose(two, 1, 2)
    with compare(two, pair) as found:
        assert found
    assert any(year in path for path in read)
    same = replace(pair, before=pair.after)
    read.clear()
    with compare(two, same) as found:
        assert not found
    assert read == []


@pytest.mark.parametrize(
    ("numbers", "words"),
    [(["7"], "no version 7: there are 1, 2"), (["9", "2"], "no version 9"), (["1", "8"], "no ver")],
)
def test_versions_that_are_not_there(
    two: Settings, capsys: Captured, numbers: list[str], words: str
) -> None:
    arguments = ["1", *numbers] if len(numbers) == 1 else numbers
    status, out, err = diff(capsys, two, *arguments)
    assert (status, out) == (2, "")
    assert words in err


def test_a_first_version_and_no_version_at_all(
    built: Settings, tmp_path: Path, capsys: Captured
) -> None:
    assert diff(capsys, built)[0] == 2
    assert "no version before 1" in diff(capsys, built)[2]
    status, _, err = diff(capsys, replace(built, curated=tmp_path))
    assert status == 2
    assert "run `gouji build` first" in err


def _facts(version: Path) -> list[dict[str, Any]]:
    with duckdb.connect() as connection:
        found: list[dict[str, Any]] = (
            connection.sql(select(version, "facts")).to_arrow_table().to_pylist()
        )
    return found


@tries(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_one_cell_changed_is_exactly_that_cell_in_the_diff(
    built: Settings, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Any number of cells, each changed to another value, to a blank, or taken away."""
    folder = tmp_path_factory.mktemp("cells")
    before = publish.versions(built.curated)[1]
    rows = _facts(before)
    chosen = data.draw(st.sets(st.integers(0, len(rows) - 1), max_size=6))
    after, expected = [], set()
    for number, row in enumerate(rows):
        how = data.draw(st.sampled_from(("other", "blank", "gone"))) if number in chosen else ""
        if how == "other":
            row = {**row, "value": (row["value"] or Decimal(0)) + 1, "status": "reported"}
        elif how == "blank":
            other = "dash" if row["status"] == "blank" else "blank"
            row = {**row, "value": None, "status": other}
        if how:
            key = (row["agency_id"], row["year"], row["section"], row["row"], row["applicant_type"])
            expected.add((key, None if how == "gone" else row["value"]))
        if how != "gone":
            after.append(row)
    with Writer(folder, "facts") as writer:
        for batch in pa.Table.from_pylist(after, schema("facts")).to_batches():
            writer.write(batch)
    for table in ("reports", "rules"):
        write_table(folder, table, read_table(before, table))
    shutil.copytree(before / "checks", folder / "checks")
    pair = flows.compare.Versions((1, before), (2, folder))
    with compare(replace(built, workers=1), pair) as found:
        names, cells = found.rows("differing_cells")
        at = [names.index(n) for n in ("agency_id", "year", "section", "row", "applicant_type")]
        assert {
            (tuple(cell[n] for n in at), cell[names.index("after")]) for cell in cells
        } == expected
