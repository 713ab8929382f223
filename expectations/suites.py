"""The suites of Great Expectations, made from the rules and the codebook.

The arithmetic is done in DuckDB; the suites expect its findings to be none.
Importing this module imports Great Expectations, which takes seconds: the gate
does so when it runs.
"""

from __future__ import annotations

from functools import cache
from typing import TypeVar

import great_expectations as gx
from great_expectations.expectations.core.expect_column_max_to_be_between import (
    ExpectColumnMaxToBeBetween,
)
from great_expectations.expectations.core.expect_column_values_to_be_between import (
    ExpectColumnValuesToBeBetween,
)
from great_expectations.expectations.metadata_types import FailureSeverity
from great_expectations.expectations.row_conditions import Column

from expectations.rates import bounds
from expectations.rules import Rule, rules
from expectations.structure import checked_tables
from expectations.structure import rules as structure_rules
from transform.codebook import Identity, codebook

T = TypeVar("T")
IDENTITIES = "identities"
RULES = "rules"
RATES, FINDINGS = "rates", "findings"
# The columns of the frames: which rule a row is about, and whether or how often it is broken.
NAME, BROKEN, SEVERITY = "name", "broken", "severity"
# Critical is what stops a publication; what publishers did never does.
_SEVERITIES = {
    "hard": FailureSeverity.WARNING,
    "soft": FailureSeverity.WARNING,
    "info": FailureSeverity.INFO,
}


class ExpectNoViolations(ExpectColumnMaxToBeBetween):
    """No row of the dataset breaks a rule; `column` holds how many do."""

    min_value: int = 0
    max_value: int = 0


class ExpectRateWithinBound(ExpectColumnValuesToBeBetween):
    """How much could not be read, or was lost, is within its bound wherever it is measured."""

    column: str = "rate"
    min_value: float = 0


class ExpectIdentityToHold(ExpectColumnValuesToBeBetween):
    """Left and right side of an accounting identity are equal wherever it can be assessed."""

    column: str = "residual"
    min_value: int = 0
    max_value: int = 0


class ExpectNothingBroken(ExpectColumnValuesToBeBetween):
    """No rule of a severity is broken; `broken` says how often one is."""

    column: str = BROKEN
    min_value: int = 0
    max_value: int = 0


class ExpectRuleToHold(ExpectColumnValuesToBeBetween):
    """A rule beyond the sums holds wherever it applies; `broken` says where it does not."""

    column: str = BROKEN
    min_value: int = 0
    max_value: int = 0


def structure_suites() -> tuple[gx.ExpectationSuite, ...]:
    """A suite for each table, an expectation for each rule: what they find stops a run."""
    suites = []
    for table in checked_tables():
        expectations = [
            ExpectNoViolations(
                column=rule.rule_id,
                severity=FailureSeverity.CRITICAL,
                description=f"{rule.zh} / {rule.en}",
                meta={"name": rule.rule_id, "zh": rule.zh, "en": rule.en},
            )
            for rule in structure_rules()
            if rule.tables[0] == table
        ]
        suites.append(gx.ExpectationSuite(name=f"structure.{table}", expectations=expectations))
    return tuple(suites)


def rate_suite(checkpoint: str) -> gx.ExpectationSuite:
    """An expectation for each rate that has a bound at this checkpoint."""
    expectations = [
        ExpectRateWithinBound(
            max_value=bound.most,
            row_condition=Column(NAME) == bound.rate,
            severity=FailureSeverity(bound.severity),
            description=f"{bound.zh} ≤ {bound.most:g} / {bound.en} ≤ {bound.most:g}",
            meta={"name": bound.rate, "zh": bound.zh, "en": bound.en},
        )
        for bound in bounds()
        if bound.checkpoint == checkpoint
    ]
    return gx.ExpectationSuite(name=f"{RATES}.{checkpoint}", expectations=expectations)


def identity_suite() -> gx.ExpectationSuite:
    """An expectation for each identity over its residuals: findings are published."""
    expectations = [
        identity_expectation(identity)(
            row_condition=Column(NAME) == identity.identity_id,
            severity=_SEVERITIES[identity.severity],
            meta={"name": identity.identity_id, "zh": identity.zh, "en": identity.en},
        )
        for identity in codebook().identities
    ]
    return gx.ExpectationSuite(name=IDENTITIES, expectations=expectations)


def rule_suite() -> gx.ExpectationSuite:
    """An expectation for each rule beyond the sums: findings are published with the data."""
    expectations = [
        rule_expectation(rule)(
            row_condition=Column(NAME) == rule.rule_id,
            severity=_SEVERITIES[rule.severity],
            meta={"name": rule.rule_id, "zh": rule.zh, "en": rule.en},
        )
        for rule in rules()
    ]
    return gx.ExpectationSuite(name=RULES, expectations=expectations)


def findings_suite(checkpoint: str) -> gx.ExpectationSuite:
    """An expectation for each severity, over how often each rule is broken in a batch or year.

    One for each rule is in the suites of the whole dataset; here they would cost
    seconds and say no more.
    """
    expectations = [
        ExpectNothingBroken(
            row_condition=Column(SEVERITY) == code.code,
            severity=_SEVERITIES[code.code],
            description=f"{code.zh} / {code.en}",
            meta={"name": code.code, "zh": code.zh, "en": code.en},
        )
        for code in codebook().codes
        if code.field == SEVERITY
    ]
    return gx.ExpectationSuite(name=f"{FINDINGS}.{checkpoint}", expectations=expectations)


@cache
def rule_expectation(rule: Rule) -> type[ExpectRuleToHold]:
    """The expectation that stands for a rule, named after it (``ExpectXyCarryToHold``)."""
    return _named(ExpectRuleToHold, rule.rule_id, f"{rule.en}: {rule.source}", rule.zh, rule.en)


@cache
def identity_expectation(identity: Identity) -> type[ExpectIdentityToHold]:
    """The expectation that stands for an identity, named after it (``ExpectT3FlowToHold``)."""
    about = f"{identity.en}: {identity.source}"
    return _named(ExpectIdentityToHold, identity.identity_id, about, identity.zh, identity.en)


def _named(base: type[T], rule_id: str, about: str, zh: str, en: str) -> type[T]:
    """A class of expectations of its own: its name, its documentation, and what it describes."""
    name = "".join(part.capitalize() for part in rule_id.split("_"))
    return type(
        f"Expect{name}ToHold",
        (base,),
        {
            "__module__": __name__,
            "__doc__": about,
            "__annotations__": {"description": str},
            "description": f"{zh} / {en}",
        },
    )
