"""The rules beyond the form's sums: each a file that says when it applies, and how it is judged.

A rule's query gives a row for each instance: whether it applies, both sides,
whether it holds (null where a figure is lacking, blanks counting as zero),
whether every figure is printed, and what it was held against. What does not
apply is a verdict of its own and never a pass.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa

from transform.codebook import codebook
from transform.schema import schema, to_arrow

FOLDER = Path(__file__).parent
_GIVEN = Path(__file__).with_name("given.sql")
_JUDGED = """
WITH instances AS ({query}),
judged AS (
    SELECT i.*, r.agency_id, r.year,
        CASE WHEN applies IS NOT TRUE THEN 'not_applicable' WHEN holds IS NULL THEN 'not_assessable'
            WHEN holds THEN 'pass' ELSE 'fail' END AS verdict_blank_as_zero,
        verdict_blank_as_zero IN ('pass', 'fail') AS compared
    FROM instances i JOIN accepted r ON r.report_id = i.report_id
    WHERE list_contains($forms, r.form)
)
SELECT report_id, agency_id, year, $rule AS identity_id, instance,
    CASE WHEN compared THEN lhs::DECIMAL(20, 6) END AS lhs,
    CASE WHEN compared THEN rhs::DECIMAL(20, 6) END AS rhs,
    CASE WHEN compared THEN TRY_CAST(lhs::DECIMAL(38, 6) - rhs AS DECIMAL(20, 6)) END AS residual,
    CASE WHEN compared AND printed IS NOT TRUE THEN 'not_assessable'
        ELSE verdict_blank_as_zero END AS verdict_strict,
    verdict_blank_as_zero, $severity AS severity, NULL AS cause, NULL AS diagnosis,
    NULL AS suspect, NULL::DECIMAL(20, 6) AS suspect_value, NULL AS narrative_agrees, evidence
FROM judged
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its statement, where it applies, how severe it is, and its query.

    `scope` says what it looks at: one report, its narrative, its dates, the
    series of an agency, a government and its members, or copies.
    """

    rule_id: str
    zh: str
    en: str
    forms: tuple[str, ...]
    scope: str
    severity: str
    applies_zh: str
    applies_en: str
    source: str
    version: int
    query: str


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of their names."""
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        entry = tomllib.loads(path.read_text(encoding="utf-8"))
        found.append(Rule(rule_id=path.stem, **{**entry, "forms": tuple(entry["forms"])}))
    return tuple(found)


def rules_table() -> pa.Table:
    """The identities of the codebook and the rules beyond them, as the table `rules`."""
    rows: list[dict[str, object]] = [
        {
            "rule_id": identity.identity_id,
            "version": 1,
            "scope": "report",
            "forms": " ".join(identity.forms),
            "severity": identity.severity,
            "zh": identity.zh,
            "en": identity.en,
            "applies_zh": "每份报告的每个实例",
            "applies_en": "every instance of every report",
            "source": identity.source,
        }
        for identity in codebook().identities
    ]
    names = [name for name in schema("rules").names if name != "forms"]
    for rule in rules():
        rows.append({**{n: getattr(rule, n) for n in names}, "forms": " ".join(rule.forms)})
    return to_arrow("rules", rows)


def judge_by_rules(connection: duckdb.DuckDBPyConnection, into: str) -> None:
    """Make the table `into`: every rule's verdicts on accepted reports, as rows of `checks`.

    `connection` shows `facts`, `cells`, `reports`, `agencies`, `agency_links`,
    `narratives`, `claims` and `issues`. The rows go from query to table, whatever
    their number. What the queries are given beside these is in given.sql.
    """
    connection.execute(_GIVEN.read_text(encoding="utf-8"))
    try:
        connection.register("none_yet", schema("checks").empty_table())
        connection.execute(f"CREATE OR REPLACE TABLE {into} AS FROM none_yet")
        connection.unregister("none_yet")
        for rule in rules():
            given = {"rule": rule.rule_id, "severity": rule.severity, "forms": list(rule.forms)}
            query = _JUDGED.format(query=rule.query)
            connection.execute(f"INSERT INTO {into} {query}", given)
    finally:
        connection.execute("DROP VIEW IF EXISTS figures; DROP VIEW IF EXISTS accepted")
        connection.execute("DROP TABLE IF EXISTS followed")
