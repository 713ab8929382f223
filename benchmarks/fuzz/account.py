"""What became of every file of a build: its state and reason, and values that were changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import duckdb

from benchmarks.fuzz.damage import WHOLE
from flows.archives import INSIDE
from flows.raw import scan

# Kinds that are faults of ours, whatever the bytes.
FAULTS = ("reader_failed", "reader_died")
_READ = "state IN ('accepted', 'superseded', 'duplicate')"
_CHANGED = f"""
WITH files AS (
    SELECT *, regexp_extract(source_name, '([0-9]+)\\.[a-z]+$', 1) AS seed
    FROM reports WHERE NOT contains(source_name, '{INSIDE}')
), own AS (
    SELECT report_id, seed, split_part(source_name, '/', 1) AS format
    FROM files WHERE {_READ} AND NOT starts_with(source_name, '{WHOLE}/')
), whole AS (
    SELECT report_id, seed, split_part(source_name, '/', 2) AS format
    FROM files WHERE starts_with(source_name, '{WHOLE}/')
), values_of AS (
    SELECT report_id, section, "row", coalesce(applicant_type, '') AS kind, value FROM cells
)
SELECT own.format, count(DISTINCT own.report_id), count(v.value),
    count(*) FILTER (v.value <> w.value), count(*) FILTER (v.value IS NOT NULL AND w.value IS NULL)
FROM own JOIN whole USING (format, seed) JOIN values_of v ON v.report_id = own.report_id
    LEFT JOIN values_of w ON w.report_id = whole.report_id
        AND (w.section, w."row", w.kind) = (v.section, v."row", v.kind)
GROUP BY own.format ORDER BY own.format
"""


@dataclass(frozen=True, slots=True)
class Account:
    """Files by format, state and reason; `lost` are in no table, `failed` are faults of ours.

    `changed` has for each format the accepted files, their values, those that
    differ from the whole file's, and those that the whole file does not have.
    """

    files: int
    accounted: int
    lost: list[str]
    states: list[str]
    formats: dict[str, Counter[str]]
    reasons: list[tuple[str, int]]
    failed: list[tuple[str, str]]
    changed: dict[str, tuple[int, int, int, int]]


def account(raw: Path, curated: Path) -> Account:
    """Every file of `raw` in the dataset of it."""
    passed_over = [name.partition(INSIDE)[0] for name, _ in scan(raw).ignored]
    with duckdb.connect(str(curated / "gouji.duckdb"), read_only=True) as dataset:
        reports = dataset.execute("SELECT source_name, state, reason FROM reports").fetchall()
        issues = dataset.execute("SELECT DISTINCT source_name FROM issues").fetchall()
        faults = dataset.execute(
            f"SELECT source_name, reason FROM issues WHERE kind IN {FAULTS} ORDER BY 1"
        ).fetchall()
        kinds = dataset.execute(
            "SELECT kind, count(DISTINCT source_name) FROM issues GROUP BY 1 ORDER BY 2 DESC, 1"
        ).fetchall()
        changed = dataset.execute(_CHANGED).fetchall()
    told = {name for (name,) in issues}
    known = {name.partition(INSIDE)[0] for name, _, _ in reports} | set(passed_over)
    files = [str(path.relative_to(raw)) for path in sorted(raw.rglob("*")) if path.is_file()]
    # What gave no facts must have a reason.
    silent = [
        n for n, state, reason in reports if state != "accepted" and not (reason or n in told)
    ]
    formats: dict[str, Counter[str]] = {}
    for name, state, _ in reports:
        formats.setdefault(name.partition("/")[0], Counter())[state] += 1
    return Account(
        files=len(files),
        accounted=sum(name in known for name in files),
        lost=[name for name in files if name not in known] + silent,
        states=sorted({state for _, state, _ in reports}),
        formats=dict(sorted(formats.items())),
        reasons=kinds,
        failed=faults,
        changed={name: (a, b, c, d) for name, a, b, c, d in changed},
    )
