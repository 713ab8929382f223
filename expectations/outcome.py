"""What the gate found: the values that pass between its steps and to its caller."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

CRITICAL = "critical"


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How the instances of an identity or another rule came out in the accepted reports.

    `broken` counts those that fail with a blank counted as zero; the others
    are the strict verdicts. What does not apply is counted apart.
    """

    rule_id: str
    passed: int
    failed: int
    not_assessable: int
    not_applicable: int
    broken: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """One expectation as validated; `rows` are the rows of the findings that broke it.

    `severity` is ``critical``, ``warning`` or ``info``: what is critical keeps the
    dataset from being published when it is broken.
    """

    name: str
    zh: str
    en: str
    severity: str
    passed: bool
    rows: tuple[Mapping[str, object], ...]

    @property
    def stops(self) -> bool:
        """Whether a broken one keeps the dataset from being published."""
        return self.severity == CRITICAL


@dataclass(frozen=True, slots=True)
class SuiteOutcome:
    """One suite as validated at a checkpoint: structure, dataset, year or batch."""

    checkpoint: str
    suite: str
    outcomes: tuple[Outcome, ...]

    @property
    def passed(self) -> int:
        """How many expectations were met."""
        return sum(outcome.passed for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule of the structure or a rate that stops the publication, how often, and an example.

    Of a rate the example is where it was measured, the figures and the bound.
    """

    rule: str
    violations: int
    example: str
    zh: str
    en: str

    @property
    def message(self) -> str:
        """The failure in one line, in Chinese and English."""
        example = f" ({self.example})" if self.example else ""
        return f"{self.rule}: {self.zh} / {self.en} – {self.violations}{example}"


@dataclass(frozen=True, slots=True)
class GateResult:
    """Whether a dataset may be published, and what it was judged by.

    `counts` never stop a dataset: what they count are publishers' errors, recorded
    with the data. `index` is the first page of the documents.
    """

    passed: bool
    failures: tuple[Failure, ...]
    counts: tuple[RuleCount, ...]
    index: Path
