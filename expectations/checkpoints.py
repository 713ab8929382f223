"""Great Expectations at work: checkpoints for structure, dataset, each year and a batch.

DuckDB has done the arithmetic; what is validated here are frames of findings,
small whatever the size of the dataset. Importing this module takes seconds: the
gate does so when it runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import great_expectations as gx
import pandas as pd
import pyarrow as pa
from great_expectations import Checkpoint, ExpectationSuite, ValidationDefinition
from great_expectations.core import ExpectationValidationResult
from great_expectations.data_context.data_context.ephemeral_data_context import (
    EphemeralDataContext,
)
from great_expectations.data_context.types.base import ProgressBarsConfig
from great_expectations.expectations.metadata_types import FailureSeverity

from expectations.outcome import Outcome, SuiteOutcome
from expectations.rates import Measure
from expectations.suites import (
    findings_suite,
    identity_suite,
    rate_suite,
    rule_suite,
    structure_suites,
)

_LISTED = [
    "report_id", "agency", "year", "instance", "lhs", "rhs", "difference", "verdict_strict",
    "verdict_blank_as_zero", "cause", "diagnosis", "suspect", "evidence", "source_name",
]  # fmt: skip
_COUNTED = ["name", "year", "broken", "judged", "words"]
_RATE = pa.schema(
    [
        ("name", pa.string()),
        ("year", pa.int16()),
        ("rate", pa.float64()),
        ("judged", pa.int64()),
        ("words", pa.string()),
    ]
)
Row = Mapping[str, Any]


class GateError(RuntimeError):
    """An expectation could not be evaluated: a fault of the gate, not of the data."""


class Checkpoints:
    """Runs the checkpoints in a context that lasts as long as the gate, and writes no file."""

    def __init__(self) -> None:
        self._context: EphemeralDataContext = gx.get_context(mode="ephemeral")
        self._context.variables.analytics_enabled = False
        self._context.variables.progress_bars = ProgressBarsConfig(globally=False)

    def structure(self, findings: pa.Table) -> list[SuiteOutcome]:
        """A suite for each table, over how often each rule of the structure is broken."""
        found = {row["rule_id"]: row for row in findings.to_pylist()}
        frame = pd.DataFrame({name: [row["violations"]] for name, row in found.items()})

        def outcome(validated: ExpectationValidationResult) -> Outcome:
            meta, passed = _meta(validated), bool(validated.success)
            violations = validated.result.get("observed_value")
            if violations is None or passed != (violations == 0):
                raise _not_evaluated(validated)
            rows = () if passed else (found[meta["name"]],)
            return _outcome(validated, rows)

        return self._run("structure", frame, structure_suites(), [], outcome)

    def dataset(self, measures: Sequence[Measure], broken: pa.Table | None) -> list[SuiteOutcome]:
        """The rates of the whole dataset, and the broken instances of each rule."""
        suites = [rate_suite("dataset")]
        frames = [_rates(measures, "dataset")]
        if broken is not None:
            suites += [identity_suite(), rule_suite()]
            frames.append(broken)
        return self._run("dataset", _frame(frames), suites, ["words", *_LISTED], _with_rows)

    def counted(
        self, checkpoint: str, measures: Sequence[Measure], counts: pa.Table | None
    ) -> list[SuiteOutcome]:
        """The rates of a batch or of each year, and how often each rule is broken there."""
        suites, frames = [rate_suite(checkpoint)], [_rates(measures, checkpoint)]
        if counts is not None:
            suites.append(findings_suite(checkpoint))
            frames.append(counts)
        return self._run(checkpoint, _frame(frames), suites, _COUNTED, _with_rows)

    def _run(
        self,
        name: str,
        frame: pd.DataFrame,
        suites: Sequence[ExpectationSuite],
        index: list[str],
        outcome: Callable[[ExpectationValidationResult], Outcome],
    ) -> list[SuiteOutcome]:
        """The results of each suite over the frame, in the order of its expectations."""
        context, results = self._context, {"result_format": "COMPLETE"}
        frame = frame.reindex(columns=list(dict.fromkeys([*frame.columns, *index])))
        asset = context.data_sources.add_pandas(name).add_dataframe_asset(name)
        batch = asset.add_batch_definition_whole_dataframe(name)
        definitions = [
            context.validation_definitions.add(
                ValidationDefinition(name=suite.name, data=batch, suite=context.suites.add(suite))
            )
            for suite in suites
        ]
        checkpoint = context.checkpoints.add(
            Checkpoint(
                name=name,
                validation_definitions=definitions,
                result_format={**results, "unexpected_index_column_names": index}
                if index
                else results,
            )
        )
        run = checkpoint.run(batch_parameters={"dataframe": frame})
        validated = {result.suite_name: result.results for result in run.run_results.values()}
        return [
            SuiteOutcome(name, s.name, tuple(map(outcome, _in_order(s, validated[s.name]))))
            for s in suites
        ]


def _rates(measures: Sequence[Measure], checkpoint: str) -> pa.Table:
    """What is enough to be judged, as rows of a frame."""
    rows = [
        {"name": m.bound.rate, "year": m.year, "rate": m.share, "judged": m.of, "words": m.words}
        for m in measures
        if m.bound.checkpoint == checkpoint and m.judged
    ]
    return pa.Table.from_pylist(rows, schema=_RATE)


def _frame(tables: Sequence[pa.Table]) -> pd.DataFrame:
    """The tables below one another; what a table lacks is null in its rows."""
    whole = pa.concat_tables(tables, promote_options="permissive")
    return whole.to_pandas(types_mapper={pa.int16(): pd.Int16Dtype()}.get)


def _in_order(
    suite: ExpectationSuite, results: Sequence[ExpectationValidationResult]
) -> list[ExpectationValidationResult]:
    found = {_meta(result)["name"]: result for result in results}
    asked = [(expectation.meta or {})["name"] for expectation in suite.expectations]
    if set(asked) != set(found) or len(results) != len(asked):
        raise GateError(f"{suite.name} has {len(results)} results for {len(asked)} expectations")
    return [found[name] for name in asked]


def _with_rows(validated: ExpectationValidationResult) -> Outcome:
    rows = validated.result.get("unexpected_index_list")
    if rows is None or bool(validated.success) == bool(rows):
        raise _not_evaluated(validated)
    # What a table of the frame lacks is a NaN here, and nothing in what is shown of it.
    clean = ({name: None if pd.isna(v) else v for name, v in row.items()} for row in rows)
    return _outcome(validated, tuple(clean))


def _outcome(validated: ExpectationValidationResult, rows: tuple[Row, ...]) -> Outcome:
    meta, config = _meta(validated), validated.expectation_config
    severity = FailureSeverity(getattr(config, "severity", None)).value
    return Outcome(meta["name"], meta["zh"], meta["en"], severity, bool(validated.success), rows)


def _not_evaluated(validated: ExpectationValidationResult) -> GateError:
    name = _meta(validated)["name"]
    return GateError(f"{name} could not be evaluated: {validated.exception_info}")


def _meta(validated: ExpectationValidationResult) -> Mapping[str, str]:
    config: Any = validated.expectation_config
    meta: Mapping[str, str] = config.meta
    return meta
