"""The rates of the gate: how much could not be read or was lost, against bounds with reasons.

They are measured for each checkpoint (the newly read batch, each year, the whole
dataset); bounds, reasons and queries stand in ``bounds.toml``. No rate counts
what publishers did.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

BOUNDS_FILE = Path(__file__).with_name("bounds.toml")
CHECKPOINTS = ("dataset", "year", "batch")
NO_REPORTS = pa.schema(
    [("sha256", pa.string()), ("year", pa.int16()), ("cells_reported", pa.int32())]
)
_MEASURED = """
WITH counted AS ({query})
SELECT 'dataset' AS checkpoint, NULL::SMALLINT AS year,
    coalesce(sum(bad), 0)::BIGINT, coalesce(sum("of"), 0)::BIGINT FROM counted
UNION ALL
SELECT 'batch', NULL, coalesce(sum(bad), 0)::BIGINT, coalesce(sum("of"), 0)::BIGINT
FROM counted WHERE run_id = $run
UNION ALL
SELECT 'year', year, sum(bad)::BIGINT, sum("of")::BIGINT FROM counted WHERE year IS NOT NULL
GROUP BY year
ORDER BY checkpoint, year
"""


@dataclass(frozen=True, slots=True)
class Bound:
    """What a rate may be at a checkpoint, and why; `severity` is ``critical`` or ``warning``.

    `most` is the largest share; of fewer than `of_at_least` nothing is judged.
    """

    rate: str
    checkpoint: str
    severity: str
    most: float
    of_at_least: int
    zh: str
    en: str
    why_zh: str
    why_en: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A rate as measured: `bad` of `of`, in a year where the checkpoint is one of years."""

    bound: Bound
    year: int | None
    bad: int
    of: int

    @property
    def share(self) -> float:
        """The rate; zero of nothing."""
        return self.bad / self.of if self.of else 0.0

    @property
    def judged(self) -> bool:
        """Whether there is enough to judge by."""
        return self.of >= self.bound.of_at_least

    @property
    def words(self) -> str:
        """The figures in one line: where, what was measured, and the bound."""
        where = self.bound.checkpoint if self.year is None else str(self.year)
        sign = ">" if self.share > self.bound.most else "≤"
        return f"{where}: {self.bad} / {self.of} = {self.share:.4f} {sign} {self.bound.most:g}"


@cache
def bounds() -> tuple[Bound, ...]:
    """Every bound, in the order of the file."""
    return tuple(
        Bound(
            name, bound["checkpoint"], bound["severity"], float(bound["most"]),
            bound["of_at_least"], rate["zh"], rate["en"], bound["zh"], bound["en"],
        )
        for name, rate in _file()["rate"].items()
        for bound in rate["bound"]
    )  # fmt: skip


def shown(what: str) -> int:
    """How much of something the documents of the gate hold at most."""
    return int(_file()["shown"][what]["most"])


def shown_bounds() -> dict[str, dict[str, Any]]:
    """What the documents hold at most: `most`, and the reason in `zh` and `en`."""
    found: dict[str, dict[str, Any]] = _file()["shown"]
    return found


def measure(
    connection: duckdb.DuckDBPyConnection, run_id: str, before: pa.Table | None = None
) -> tuple[Measure, ...]:
    """Every rate at every checkpoint that bounds it.

    `connection` shows `reports`; the batch are those of `run_id`. `before` are the
    accepted reports of the last publication: sha256, year and cells_reported.
    """
    given = NO_REPORTS.empty_table() if before is None else before
    connection.register("before", given)
    try:
        found: dict[tuple[str, str], list[tuple[int | None, int, int]]] = {}
        for name, rate in _file()["rate"].items():
            query = _MEASURED.format(query=rate["query"])
            for where, year, bad, of in connection.execute(query, {"run": run_id}).fetchall():
                found.setdefault((name, where), []).append((year, bad, of))
    finally:
        connection.unregister("before")
    return tuple(
        Measure(bound, *row)
        for bound in bounds()
        for row in found.get((bound.rate, bound.checkpoint), [])
    )


@cache
def _file() -> dict[str, Any]:
    return tomllib.loads(BOUNDS_FILE.read_text(encoding="utf-8"))
