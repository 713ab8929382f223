"""The gate: decides whether a dataset may be published, and documents why.

A broken rule of the structure is our own fault and stops the run. A broken
identity is the publisher's: it is listed, and stops nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from expectations.broken import count_rules, list_broken
from expectations.outcome import Failure, GateResult, Outcome, RuleCount, SuiteOutcome
from expectations.pages import write_pages
from expectations.structure import bounds, structure_findings

if TYPE_CHECKING:
    import pandas as pd
    from great_expectations import ExpectationSuite
    from great_expectations.core import ExpectationValidationResult
    from great_expectations.data_context.data_context.ephemeral_data_context import (
        EphemeralDataContext,
    )

_RULE_RESULTS = {
    "result_format": "COMPLETE",
    "unexpected_index_column_names": [
        "agency", "year", "instance", "lhs", "rhs", "difference", "verdict_strict",
        "verdict_blank_as_zero", "cause", "diagnosis", "suspect", "evidence", "source_name",
    ],
}  # fmt: skip
_STRUCTURE_RESULTS = {"result_format": "COMPLETE"}
_READ_BY_BROKEN = {"checks.columns", "reports.columns"}


class GateError(RuntimeError):
    """An expectation could not be evaluated: a fault of the gate, not of the data."""


def run_gate(connection: duckdb.DuckDBPyConnection, docs_folder: Path, run_name: str) -> GateResult:
    """Judges the dataset that `connection` shows, and writes its documents.

    The connection has a table or view for each table of the dataset. The
    documents are HTML pages below `docs_folder`, which is made when absent.

    Raises:
        GateError: an expectation could not be evaluated.
    """
    findings = structure_findings(connection)
    counts, broken = _broken(connection, findings)
    suites = _validate(findings, broken)
    index = write_pages(docs_folder, run_name, suites, counts)
    failures = tuple(
        _failure(outcome)
        for suite in suites
        for outcome in suite.outcomes
        if outcome.stops and not outcome.passed
    )
    return GateResult(not failures, failures, counts, index)


def _broken(
    connection: duckdb.DuckDBPyConnection, findings: pa.Table
) -> tuple[tuple[RuleCount, ...], pa.Table | None]:
    """What is broken; nothing when the tables they are read from have other columns."""
    unfit = {row["rule_id"] for row in findings.to_pylist() if row["violations"]}
    if unfit & _READ_BY_BROKEN:
        return (), None
    return count_rules(connection), list_broken(connection, bounds()["broken_shown"]["most"])


def _validate(findings: pa.Table, broken: pa.Table | None) -> tuple[SuiteOutcome, ...]:
    """Great Expectations is imported here: it takes seconds, and only the gate needs it."""
    import great_expectations as gx
    import pandas as pd
    from great_expectations.data_context.types.base import ProgressBarsConfig

    from expectations.suites import identity_suite, rule_suite, structure_suites

    context = gx.get_context(mode="ephemeral")
    context.variables.analytics_enabled = False
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    found = {row["rule_id"]: row for row in findings.to_pylist()}
    counts = pd.DataFrame({name: [row["violations"]] for name, row in found.items()})
    outcomes = [
        SuiteOutcome(name, tuple(_structure_outcome(r, found) for r in results))
        for name, results in _checkpoint(context, counts, structure_suites(), _STRUCTURE_RESULTS)
    ]
    if broken is not None:
        frame, suites = broken.to_pandas(), (identity_suite(), rule_suite())
        outcomes += [
            SuiteOutcome(name, tuple(_rule_outcome(r) for r in results))
            for name, results in _checkpoint(context, frame, suites, _RULE_RESULTS)
        ]
    return tuple(outcomes)


def _checkpoint(
    context: EphemeralDataContext,
    frame: pd.DataFrame,
    suites: Sequence[ExpectationSuite],
    result_format: dict[str, Any],
) -> list[tuple[str, list[ExpectationValidationResult]]]:
    """The results of each suite over the frame, in the order of its expectations."""
    from great_expectations import Checkpoint, ValidationDefinition

    name = suites[0].name
    asset = context.data_sources.add_pandas(name).add_dataframe_asset(name)
    batch = asset.add_batch_definition_whole_dataframe(name)
    definitions = [
        context.validation_definitions.add(
            ValidationDefinition(name=suite.name, data=batch, suite=context.suites.add(suite))
        )
        for suite in suites
    ]
    checkpoint = context.checkpoints.add(
        Checkpoint(name=name, validation_definitions=definitions, result_format=result_format)
    )
    run = checkpoint.run(batch_parameters={"dataframe": frame})
    validated = {result.suite_name: result.results for result in run.run_results.values()}
    return [(suite.name, _in_order(suite, validated[suite.name])) for suite in suites]


def _in_order(
    suite: ExpectationSuite, results: Sequence[ExpectationValidationResult]
) -> list[ExpectationValidationResult]:
    found = {_meta(result)["name"]: result for result in results}
    asked = [(expectation.meta or {})["name"] for expectation in suite.expectations]
    if set(asked) != set(found) or len(results) != len(asked):
        raise GateError(f"{suite.name} has {len(results)} results for {len(asked)} expectations")
    return [found[name] for name in asked]


def _structure_outcome(
    validated: ExpectationValidationResult, findings: Mapping[str, Mapping[str, object]]
) -> Outcome:
    meta, passed = _meta(validated), bool(validated.success)
    violations = validated.result.get("observed_value")
    if violations is None or passed != (violations == 0):
        raise GateError(f"{meta['name']} could not be evaluated: {validated.exception_info}")
    rows = () if passed else (findings[meta["name"]],)
    return Outcome(meta["name"], meta["zh"], meta["en"], True, passed, rows)


def _rule_outcome(validated: ExpectationValidationResult) -> Outcome:
    meta, passed = _meta(validated), bool(validated.success)
    rows = validated.result.get("unexpected_index_list")
    if rows is None or passed == bool(rows):
        raise GateError(f"{meta['name']} could not be evaluated: {validated.exception_info}")
    return Outcome(meta["name"], meta["zh"], meta["en"], False, passed, tuple(rows))


def _meta(validated: ExpectationValidationResult) -> Mapping[str, str]:
    config: Any = validated.expectation_config
    meta: Mapping[str, str] = config.meta
    return meta


def _failure(outcome: Outcome) -> Failure:
    [row] = outcome.rows
    violations, example = int(str(row["violations"])), str(row["example"])
    return Failure(outcome.name, violations, example, outcome.zh, outcome.en)
