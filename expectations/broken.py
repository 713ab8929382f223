"""The broken identities of accepted reports: counts, and the first ones for people to read."""

from __future__ import annotations

import duckdb
import pyarrow as pa

from expectations.outcome import IdentityCount
from transform.codebook import codebook

_COUNT = """
SELECT k.identity_id,
    count(*) FILTER (verdict_strict = 'pass'),
    count(*) FILTER (verdict_strict = 'fail'),
    count(*) FILTER (verdict_strict = 'not_assessable'),
    count(*) FILTER (verdict_blank_as_zero = 'fail')
FROM checks k SEMI JOIN reports r ON r.report_id = k.report_id AND r.state = 'accepted'
GROUP BY k.identity_id
"""

# The residual is a double for the expectation alone; the figures people read are exact.
_LIST = """
SELECT k.identity_id, r.agency, k.year, k.instance, k.residual::DOUBLE AS residual,
    k.lhs::VARCHAR AS lhs, k.rhs::VARCHAR AS rhs, k.residual::VARCHAR AS difference,
    k.verdict_strict, k.verdict_blank_as_zero, k.cause, k.diagnosis,
    k.suspect, r.source_name
FROM checks k JOIN reports r ON r.report_id = k.report_id AND r.state = 'accepted'
WHERE k.verdict_blank_as_zero = 'fail'
QUALIFY row_number() OVER (
    PARTITION BY k.identity_id ORDER BY k.year DESC, r.agency, k.report_id, k.instance
) <= $most
ORDER BY k.identity_id, k.year DESC, r.agency, k.report_id, k.instance
"""


def count_identities(connection: duckdb.DuckDBPyConnection) -> tuple[IdentityCount, ...]:
    """The verdicts on every identity of the codebook, in its order."""
    counts = {row[0]: row[1:] for row in connection.execute(_COUNT).fetchall()}
    return tuple(
        IdentityCount(i.identity_id, *counts.get(i.identity_id, (0, 0, 0, 0)))
        for i in codebook().identities
    )


def list_broken(connection: duckdb.DuckDBPyConnection, most: int) -> pa.Table:
    """The broken instances, `most` for each identity, the latest years first."""
    return connection.sql(_LIST, params={"most": most}).to_arrow_table()
