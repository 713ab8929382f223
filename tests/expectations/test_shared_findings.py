"""The findings on the real reports, all of them and no others."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path
from typing import Any

import pytest

from expectations.identities import judge
from expectations.rules import judge_by_rules
from extract.reading import read
from tests.expectations.forms import dataset_of
from tests.shared import SHARED
from tests.transform.documents import needs_shared
from transform.interpret import interpret
from transform.tables import report_tables, to_arrow

EXPECTED = Path(__file__).with_name("shared_findings.csv")

pytestmark = [needs_shared, pytest.mark.slow]


def test_every_finding_and_no_other() -> None:
    with EXPECTED.open(encoding="utf-8", newline="") as lines:
        expected = {(r["report"], r["rule"], r["instance"]) for r in csv.DictReader(lines)}
    rows: dict[str, list[dict[str, Any]]] = {}
    for path in sorted((SHARED / "reports").iterdir()):
        data = path.read_bytes()
        document = read(data, path.name)
        found = report_tables(
            interpret(document),
            source_name=path.name,
            sha256=hashlib.sha256(data).hexdigest(),
            size=len(data),
            media_type=document.media_type,
            reader=document.reader,
            report_id=path.name.split("_")[0].split(".")[0],
            run_id="run",
        )
        for table, some in found.items():
            rows.setdefault(table, []).extend(some)
    with dataset_of({table: to_arrow(table, some) for table, some in rows.items()}) as connection:
        judge_by_rules(connection, "ruled")
        ruled = connection.sql(
            "SELECT report_id, identity_id, instance FROM ruled"
            " WHERE verdict_blank_as_zero = 'fail'"
        ).fetchall()
        sums = judge(connection, "cells").to_pylist()
    broken = {
        (row["report_id"], row["identity_id"], row["instance"])
        for row in sums
        if row["verdict_blank_as_zero"] == "fail"
    }
    assert broken | set(ruled) == expected
