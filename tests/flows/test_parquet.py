"""Files of the dataset: years in their paths, nulls in their place, the same bytes again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from flows.parquet import Writer, location, select
from transform.tables import schema

CHECK: dict[str, Any] = {
    "report_id": "r", "agency_id": "a", "year": 2023, "identity_id": "T3_ROW", "instance": "i",
    "verdict_strict": "pass", "verdict_blank_as_zero": "pass", "severity": "hard",
}  # fmt: skip


def batch(*years: int | None) -> pa.RecordBatch:
    nothing = dict.fromkeys(schema("checks").names)
    rows = [{**nothing, **CHECK, "year": year, "instance": str(n)} for n, year in enumerate(years)]
    return pa.RecordBatch.from_pylist(rows, schema("checks"))


def test_each_year_has_its_folder_and_no_year_reads_back_as_null(tmp_path: Path) -> None:
    with Writer(tmp_path, "checks") as writer:
        writer.write(batch(2022, 2022, 2023))
        writer.write(batch(2023, None))
    assert sorted(path.name for path in (tmp_path / "checks").iterdir()) == [
        "year=2022",
        "year=2023",
        "year=__HIVE_DEFAULT_PARTITION__",
    ]
    counts = f"SELECT year, count(*) FROM '{location(tmp_path, 'checks')}' GROUP BY 1 ORDER BY 1"
    assert duckdb.execute(counts).fetchall() == [(2022, 2), (2023, 2), (None, 1)]


def test_columns_are_those_of_the_codebook_in_their_order(tmp_path: Path) -> None:
    with Writer(tmp_path, "checks") as writer:
        writer.write(batch(2022))
    found = duckdb.execute(select(tmp_path, "checks"))
    assert [column[0] for column in found.description or ()] == schema("checks").names
    assert found.fetchall() == [tuple(batch(2022).to_pylist()[0].values())]


def test_pandas_reads_the_folder_of_a_table(tmp_path: Path) -> None:
    with Writer(tmp_path, "checks") as writer:
        writer.write(batch(2022, 2023))
    assert pd.read_parquet(tmp_path / "checks")["year"].tolist() == [2022, 2023]


def test_the_bytes_do_not_depend_on_how_the_rows_arrive(tmp_path: Path) -> None:
    whole = batch(*[2022] * 200_000)
    with Writer(tmp_path / "one", "checks") as writer:
        writer.write(whole)
    with Writer(tmp_path / "many", "checks") as writer:
        for start in range(0, 200_000, 7_777):
            writer.write(whole.slice(start, 7_777))
    one, many = (
        (tmp_path / name / "checks/year=2022/part-0.parquet").read_bytes()
        for name in ("one", "many")
    )
    assert one == many


def test_every_field_carries_its_meaning_in_both_languages(tmp_path: Path) -> None:
    with Writer(tmp_path, "checks") as writer:
        writer.write(batch(2022))
    found = pq.read_schema(tmp_path / "checks/year=2022/part-0.parquet")
    for field in found:
        assert field.metadata[b"zh"]
        assert field.metadata[b"en"]


def test_a_table_without_rows_still_has_a_file(tmp_path: Path) -> None:
    with Writer(tmp_path, "claims"), Writer(tmp_path, "checks"):
        pass
    for table in ("claims", "checks"):
        assert duckdb.execute(select(tmp_path, table)).fetchall() == []


def test_a_null_where_none_may_be_is_refused(tmp_path: Path) -> None:
    row = batch(2022).to_pylist()[0] | {"severity": None}
    loose = pa.schema([field.with_nullable(True) for field in schema("checks")])
    with pytest.raises(ValueError, match="severity"), Writer(tmp_path, "checks") as writer:
        writer.write(pa.RecordBatch.from_pylist([row], loose))
