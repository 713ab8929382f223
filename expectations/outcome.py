"""What the gate found: the values that pass between its steps and to its caller."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


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

    `stops` says whether a broken one keeps the dataset from being published.
    """

    name: str
    zh: str
    en: str
    stops: bool
    passed: bool
    rows: tuple[Mapping[str, object], ...]


@dataclass(frozen=True, slots=True)
class SuiteOutcome:
    """One suite as validated."""

    suite: str
    outcomes: tuple[Outcome, ...]

    @property
    def passed(self) -> int:
        """How many expectations were met."""
        return sum(outcome.passed for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule of the structure that is broken, how often, and an example."""

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
