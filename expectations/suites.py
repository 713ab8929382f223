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

from expectations.rules import Rule, rules
from expectations.structure import checked_tables
from expectations.structure import rules as structure_rules
from transform.codebook import Identity, codebook

T = TypeVar("T")
IDENTITIES = "identities"
RULES = "rules"
_SEVERITIES = {
    "hard": FailureSeverity.CRITICAL,
    "soft": FailureSeverity.WARNING,
    "info": FailureSeverity.INFO,
}


class ExpectNoViolations(ExpectColumnMaxToBeBetween):
    """No row of the dataset breaks a rule; `column` holds how many do."""

    min_value: int = 0
    max_value: int = 0


class ExpectIdentityToHold(ExpectColumnValuesToBeBetween):
    """Left and right side of an accounting identity are equal wherever it can be assessed."""

    column: str = "residual"
    min_value: int = 0
    max_value: int = 0


class ExpectRuleToHold(ExpectColumnValuesToBeBetween):
    """A rule beyond the sums holds wherever it applies; `broken` is 1 where it does not."""

    column: str = "broken"
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


def identity_suite() -> gx.ExpectationSuite:
    """An expectation for each identity: what they find is published with the data."""
    expectations = [
        identity_expectation(identity)(
            row_condition=Column("identity_id") == identity.identity_id,
            severity=FailureSeverity.WARNING,
            meta={"name": identity.identity_id, "zh": identity.zh, "en": identity.en},
        )
        for identity in codebook().identities
    ]
    return gx.ExpectationSuite(name=IDENTITIES, expectations=expectations)


def rule_suite() -> gx.ExpectationSuite:
    """An expectation for each rule beyond the sums: what they find is published with the data."""
    expectations = [
        rule_expectation(rule)(
            row_condition=Column("identity_id") == rule.rule_id,
            severity=_SEVERITIES[rule.severity],
            meta={"name": rule.rule_id, "zh": rule.zh, "en": rule.en},
        )
        for rule in rules()
    ]
    return gx.ExpectationSuite(name=RULES, expectations=expectations)


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
