"""What is broken in accepted reports: counts for each rule, and the first ones to read."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from expectations.outcome import RuleCount
from expectations.rules import rules
from transform.codebook import codebook

_COUNT = """
SELECT k.identity_id,
    count(*) FILTER (verdict_strict = 'pass'),
    count(*) FILTER (verdict_strict = 'fail'),
    count(*) FILTER (verdict_strict = 'not_assessable'),
    count(*) FILTER (verdict_strict = 'not_applicable'),
    count(*) FILTER (verdict_blank_as_zero = 'fail')
FROM checks k SEMI JOIN reports r ON r.report_id = k.report_id AND r.state = 'accepted'
GROUP BY k.identity_id
"""

_BY_YEAR = """
SELECT k.identity_id AS name, k.year, min(k.severity) AS severity,
    count(*) FILTER (verdict_blank_as_zero = 'fail') AS broken,
    count(*) FILTER (verdict_blank_as_zero IN ('pass', 'fail')) AS judged
FROM checks k JOIN reports r ON r.report_id = k.report_id AND r.state = 'accepted'
WHERE $run IS NULL OR r.run_id = $run
GROUP BY k.identity_id, k.year ORDER BY k.identity_id, k.year
"""

# The residual is a double, and `broken` a number, for the expectations alone; the
# figures people read are exact.
_LIST = """
SELECT k.identity_id AS name, r.report_id, r.agency, k.year, k.instance,
    k.residual::DOUBLE AS residual,
    k.lhs::VARCHAR AS lhs, k.rhs::VARCHAR AS rhs, k.residual::VARCHAR AS difference,
    k.verdict_strict, k.verdict_blank_as_zero, k.cause, k.diagnosis, k.suspect,
    k.evidence, r.source_name, 1 AS broken
FROM checks k JOIN reports r ON r.report_id = k.report_id AND r.state = 'accepted'
WHERE k.verdict_blank_as_zero = 'fail'
QUALIFY row_number() OVER (
    PARTITION BY k.identity_id ORDER BY k.year DESC, r.agency, k.report_id, k.instance
) <= $most
ORDER BY k.identity_id, k.year DESC, r.agency, k.report_id, k.instance
"""


def count_rules(connection: duckdb.DuckDBPyConnection) -> tuple[RuleCount, ...]:
    """The verdicts on every identity of the codebook and on every other rule, in their order."""
    counts = {row[0]: row[1:] for row in connection.execute(_COUNT).fetchall()}
    names = [identity.identity_id for identity in codebook().identities]
    names += [rule.rule_id for rule in rules()]
    return tuple(RuleCount(name, *counts.get(name, (0,) * 5)) for name in names)


def count_by_year(connection: duckdb.DuckDBPyConnection, run_id: str | None = None) -> pa.Table:
    """How often each rule is broken, and how often it was judged, in each year.

    Of all accepted reports, or of those that one run has read.
    """
    return connection.sql(_BY_YEAR, params={"run": run_id}).to_arrow_table()


def list_broken(connection: duckdb.DuckDBPyConnection, most: int) -> pa.Table:
    """The broken instances, `most` for each identity, the latest years first."""
    return connection.sql(_LIST, params={"most": most}).to_arrow_table()
