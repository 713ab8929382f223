from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from extract.document import Issue, Place
from transform.agencies import agency_id
from transform.codebook import CellKey, codebook
from transform.report import CellReading, Claim, Headline, Narrative, Report, Tables
from transform.tables import (
    TableError,
    codebook_table,
    identities_table,
    report_tables,
    schema,
    table_names,
    to_arrow,
)

KEY = CellKey("remedies", "reconsideration.total", None)
CELL = CellReading(
    KEY, Decimal(3), "reported", "cases", "f2021", "3", Place(page=2, table=1, row=4, column=5)
)
HEADLINE = Headline(agency="某县人民政府", year=2023, signed_on=date(2024, 1, 9))


def report(*cells: CellReading, **changes: Any) -> Report:
    made = Report(HEADLINE, Tables("f2021", "layout", cells), (), (), "accepted")
    return replace(made, **changes)


def tables(given: Report, reader: str = "text") -> dict[str, pa.Table]:
    rows = report_tables(
        given,
        source_name="a.txt",
        sha256="0" * 64,
        size=7,
        media_type="text/plain",
        reader=reader,
        report_id="r1",
        run_id="run",
    )
    return {table: to_arrow(table, some) for table, some in rows.items()}


def issue_row(kind: str) -> dict[str, Any]:
    row = {"source_name": "a.txt", "report_id": None, "kind": kind}
    return {**row, "place": None, "text": None, "reason": "x"}


@pytest.mark.parametrize("table", table_names())
def test_a_schema_is_the_codebook_with_comments(table: str) -> None:
    columns = [c for c in codebook().columns if c.table == table]
    fields = list(schema(table))
    assert [f.name for f in fields] == [c.column for c in columns]
    assert [f.nullable for f in fields] == [c.nullable for c in columns]
    assert [f.metadata[b"zh"].decode() for f in fields] == [c.zh for c in columns]
    assert [f.metadata[b"en"].decode() for f in fields] == [c.en for c in columns]


def test_values_are_exact_decimals() -> None:
    assert schema("facts").field("value").type == pa.decimal128(20, 6)
    found = tables(report(CELL._replace(value=Decimal("1515.259201"))))
    assert found["cells"].column("value").to_pylist() == [Decimal("1515.259201")]


@pytest.mark.parametrize(
    "row",
    [
        {**issue_row("no_text"), "more": 1},
        {k: v for k, v in issue_row("no_text").items() if k != "text"},
        {**issue_row("no_text"), "reason": None},
        {**issue_row("no_text"), "text": 5},
    ],
)
def test_a_row_that_does_not_fit_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(TableError, match="issues"):
        to_arrow("issues", [issue_row("no_text"), row])


def test_a_report_becomes_rows() -> None:
    found = tables(report(CELL, CELL._replace(value=None, status="blank", raw="")))
    [row] = found["reports"].to_pylist()
    assert (row["agency_id"], row["year"]) == (agency_id("某县人民政府"), 2023)
    assert (row["cells_reported"], row["cells_blank"], row["cells_missing"]) == (1, 1, 0)
    assert (row["form"], row["bytes"], row["signed_on"]) == ("f2021", 7, date(2024, 1, 9))
    assert row["identities_passed"] == 0
    first, second = found["cells"].to_pylist()
    assert (first["report_id"], first["agency_id"]) == ("r1", row["agency_id"])
    assert (first["page"], first["table"], first["table_row"]) == (2, 1, 4)
    assert (first["table_column"], first["line"], first["box"]) == (5, None, None)
    assert (first["raw"], second["raw"], second["value"]) == ("3", None, None)


def test_a_refused_file_becomes_a_report_without_cells() -> None:
    refused = Report(
        Headline(), Tables(None, None, ()), (), (), "not_a_report", "empty", (Issue("empty_file"),)
    )
    found = tables(refused, reader="")
    [row] = found["reports"].to_pylist()
    assert (row["reader"], row["agency_id"], row["year"], row["form"]) == (None,) * 4
    assert found["cells"].num_rows == 0
    assert found["issues"].column("kind").to_pylist() == ["empty_file"]


def test_claims_are_compared_with_the_reports_own_cells() -> None:
    claims = tuple(
        Claim("s1_overview", "句", Decimal(number), cell)
        for number, cell in ((3, KEY), (4, KEY), (1, CellKey("remedies", "x", None)))
    )
    found = tables(report(CELL, claims=claims))["claims"]
    assert found.column("compared_value").to_pylist() == [Decimal(3), Decimal(3), None]
    assert found.column("agrees").to_pylist() == [True, False, None]
    assert found.column("position").to_pylist() == [1, 2, 3]


@pytest.mark.parametrize("value", ["100000000000000", "-100000000000000", "0.0000001", "1e400"])
def test_a_figure_that_cannot_be_stored_is_not_rounded(value: str) -> None:
    claim = Claim("s1_overview", "句", Decimal(value), KEY)
    found = tables(report(CELL._replace(value=Decimal(value), raw=value), claims=(claim,)))
    [cell] = found["cells"].to_pylist()
    assert (cell["value"], cell["status"], cell["raw"]) == (None, "unreadable", value)
    assert found["reports"].column("cells_unreadable").to_pylist() == [1]
    assert found["claims"].num_rows == 0
    assert found["issues"].column("kind").to_pylist() == ["out_of_range", "out_of_range"]


def test_issues_stand_once_with_their_place() -> None:
    issue = Issue("bad_value", "x", Place(page=1))
    given = report(CELL, issues=(issue,))
    given = replace(given, tables=replace(given.tables, issues=(issue,)))
    [row] = tables(given)["issues"].to_pylist()
    assert (row["kind"], row["place"], row["source_name"]) == (
        "bad_value",
        "第1页 / page 1",
        "a.txt",
    )


def test_text_that_utf8_cannot_hold_is_stored_all_the_same() -> None:
    text = Narrative("s1_overview", "一、", "坏\ud800字")
    assert tables(report(CELL, narratives=(text,)))["narratives"].num_rows == 1


def test_the_codebook_table_has_every_expected_cell() -> None:
    rows = codebook_table().to_pylist()
    for form in codebook().forms:
        expected = [
            CellKey(r["section"], r["row"], r["applicant_type"])
            for r in rows
            if r["form"] == form.form and r["expected"]
        ]
        assert tuple(expected) == codebook().expected_cells(form.form)
    granted = next(r for r in rows if r["row"] == "granted" and r["applicant_type"] == "total")
    assert (granted["zh"], granted["en"]) == ("予以公开·总计", "Granted in full: Total")


def test_the_identities_table_shows_the_sums() -> None:
    rows = {(r["form"], r["identity_id"], r["instance"]): r for r in identities_table().to_pylist()}
    assert rows["f2021", "T3_FLOW", "total"]["terms"] == (
        "new_received[total] + carried_over_in[total]"
        " = handled_total[total] + carried_over_out[total]"
    )
    assert rows["f2014", "F14_STAFF", "f2014"]["terms"] == "staff = staff_full + staff_part"


def test_what_is_far_longer_than_in_any_report_is_kept_in_part_and_named() -> None:
    cell = CELL._replace(value=None, status="unreadable", raw="9" * 50_000)
    text = Narrative("s1_overview", "一、总体情况", "汉" * 300_000)
    issues = tuple(Issue("unknown_row", "字" * 50_000, detail=str(n)) for n in range(1_500))
    made = tables(report(cell, narratives=(text,), issues=issues))
    assert made["cells"]["raw"].to_pylist() == ["9" * 4_000 + "…"]
    assert made["narratives"]["text"].to_pylist() == ["汉" * 100_000 + "…"]
    told = made["issues"].to_pylist()
    assert len(told) == 1_001
    assert {len(row["text"]) for row in told[:-1]} == {4_001}
    assert told[-1]["kind"] == "too_many"
    assert "1501 > 1000" in told[-1]["reason"]


def test_a_text_as_long_as_reports_have_is_kept_whole() -> None:
    text = Narrative("s1_overview", "一、总体情况", "汉" * 100_000)
    made = tables(report(CELL, narratives=(text,)))
    assert made["narratives"]["text"].to_pylist() == [text.text]
    assert made["issues"].num_rows == 0
