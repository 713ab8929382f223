"""The results of the gate, kept as JSON beside its pages: a file for each checkpoint of a run.

Their size is bounded by the number of rules and years, never by that of findings.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from pathlib import Path
from typing import Any

from expectations.outcome import Outcome, RuleCount, SuiteOutcome
from expectations.rates import Measure, shown

FOLDER = "results"
_RUN = re.compile(r"[\w.-]+")


def write_results(
    docs: Path,
    run_id: str,
    suites: Sequence[SuiteOutcome],
    measures: Sequence[Measure],
    counts: Sequence[RuleCount],
) -> None:
    """Write ``results/<run>/<checkpoint>.json`` below the folder of the pages."""
    folder = docs / FOLDER / "_".join(_RUN.findall(run_id))
    folder.mkdir(parents=True, exist_ok=True)
    for checkpoint, of_it in groupby(suites, key=lambda suite: suite.checkpoint):
        found: dict[str, Any] = {"run_id": run_id, "checkpoint": checkpoint}
        found["suites"] = [_suite(suite) for suite in of_it]
        found["rates"] = [_rate(m) for m in measures if m.bound.checkpoint == checkpoint]
        if checkpoint == "dataset":
            found["rules"] = [
                {name: getattr(count, name) for name in RuleCount.__slots__} for count in counts
            ]
        text = json.dumps(found, ensure_ascii=False, indent=1, default=_plain)
        (folder / f"{checkpoint}.json").write_text(text + "\n", encoding="utf-8")


def keep_results(published: Path, docs: Path) -> None:
    """Take over the results of the last runs from the documents published before."""
    before = published / FOLDER
    runs = sorted(path for path in before.iterdir() if path.is_dir()) if before.is_dir() else []
    for run in runs[-(shown("runs") - 1) :]:
        if not run.is_symlink():
            shutil.copytree(run, docs / FOLDER / run.name, dirs_exist_ok=True, symlinks=True)


def _suite(suite: SuiteOutcome) -> dict[str, Any]:
    return {
        "suite": suite.suite,
        "met": suite.passed,
        "of": len(suite.outcomes),
        "expectations": [_expectation(outcome) for outcome in suite.outcomes],
    }


def _expectation(outcome: Outcome) -> dict[str, Any]:
    return {
        "name": outcome.name,
        "severity": outcome.severity,
        "passed": outcome.passed,
        "found": len(outcome.rows),
        "examples": [dict(_filled(row)) for row in outcome.rows[: shown("places")]],
    }


def _filled(row: Any) -> Iterator[tuple[str, object]]:
    for name, value in row.items():
        if value is not None:
            yield name, value


def _rate(measure: Measure) -> dict[str, Any]:
    bound = measure.bound
    return {
        "rate": bound.rate,
        "year": measure.year,
        "bad": measure.bad,
        "of": measure.of,
        "share": round(measure.share, 6),
        "most": bound.most,
        "of_at_least": bound.of_at_least,
        "severity": bound.severity,
        "judged": measure.judged,
    }


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)
    item = getattr(value, "item", None)
    return item() if item else str(value)
