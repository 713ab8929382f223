"""The gate: decides whether a dataset may be published, and documents why.

A broken rule of the structure, or a rate beyond its bound, is our own fault and
stops the run. A broken identity is the publisher's: it is listed, and stops nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import duckdb
import pyarrow as pa

from expectations.broken import count_by_year, count_rules, list_broken
from expectations.outcome import Failure, GateResult, Outcome, SuiteOutcome
from expectations.pages import write_pages
from expectations.rates import measure, shown
from expectations.results import write_results
from expectations.structure import structure_findings

_READ_BY_BROKEN = {"checks.columns", "reports.columns"}


def run_gate(
    connection: duckdb.DuckDBPyConnection,
    docs_folder: Path,
    run_id: str,
    before: pa.Table | None = None,
    evidence: Collection[str] = (),
) -> GateResult:
    """Judges the dataset that `connection` shows, and writes its documents.

    The connection has a table or view for each table of the dataset; the batch
    are the reports that `run_id` has read. `before` are the accepted reports of the
    last publication, with the columns of `expectations.rates.NO_REPORTS`. The
    documents are HTML pages and results below `docs_folder`, which is made when
    absent; `evidence` are the reports that have a page below ``evidence/`` there.

    Raises:
        GateError: an expectation could not be evaluated.
    """
    # Great Expectations takes seconds to import, and only the gate needs it.
    from expectations.checkpoints import Checkpoints

    findings = structure_findings(connection)
    # Tables are read only where they have the columns that are asked for.
    unfit = {row["rule_id"] for row in findings.to_pylist() if row["violations"]}
    readable = not unfit & _READ_BY_BROKEN
    measures = () if "reports.columns" in unfit else measure(connection, run_id, before)
    counts = count_rules(connection) if readable else ()
    broken = list_broken(connection, shown("broken")) if readable else None
    by_year = count_by_year(connection) if readable else None
    in_batch = count_by_year(connection, run_id) if readable else None
    checkpoints = Checkpoints()
    suites = [
        *checkpoints.structure(findings),
        *checkpoints.dataset(measures, broken),
        *checkpoints.counted("year", measures, by_year),
        *checkpoints.counted("batch", measures, in_batch),
    ]
    index = write_pages(docs_folder, run_id, suites, counts, measures, evidence)
    write_results(docs_folder, run_id, suites, measures, counts)
    failures = tuple(
        _failure(suite, outcome)
        for suite in suites
        for outcome in suite.outcomes
        if outcome.stops and not outcome.passed
    )
    return GateResult(not failures, failures, counts, index)


def _failure(suite: SuiteOutcome, outcome: Outcome) -> Failure:
    if suite.checkpoint == "structure":
        [row] = outcome.rows
        violations, example = int(str(row["violations"])), str(row["example"])
        return Failure(outcome.name, violations, example, outcome.zh, outcome.en)
    places = "; ".join(str(row["words"]) for row in outcome.rows)
    return Failure(outcome.name, len(outcome.rows), places, outcome.zh, outcome.en)
