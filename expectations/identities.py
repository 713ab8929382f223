"""Judges every report at once by the identities of its form, in DuckDB.

An identity instance is judged over the cells the report's structure has. The
rows of a form that may stand for one another (one row for 其他处理, or three)
fill the same slots of an instance: it can be assessed when every slot is filled.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache, reduce
from operator import or_
from pathlib import Path

import duckdb
import pyarrow as pa

from transform.codebook import Instance, Term, codebook
from transform.schema import schema

DIAGNOSES_FILE = Path(__file__).with_name("diagnoses.csv")
_CELLS, _TERMS, _INSTANCES, _DIAGNOSES = (
    "gouji_judged_cells",
    "gouji_terms",
    "gouji_instances",
    "gouji_diagnoses",
)

_TERMS_SCHEMA = pa.schema(
    [
        ("number", pa.int16()),
        ("identity_id", pa.string()),
        ("form", pa.string()),
        ("section", pa.string()),
        ("row", pa.string()),
        ("applicant_type", pa.string()),
        ("is_left", pa.bool_()),
        ("in_left_row", pa.bool_()),
        ("weight", pa.decimal128(4, 0)),
        ("slots", pa.uint64()),
    ]
)
_INSTANCES_SCHEMA = pa.schema(
    [
        ("number", pa.int16()),
        ("identity_id", pa.string()),
        ("instance", pa.string()),
        ("severity", pa.string()),
        ("slots", pa.uint64()),
    ]
)

# The sums have 38 digits; a side that does not fit its column cannot be assessed.
_JUDGE = f"""
WITH summed AS (
    SELECT c.report_id, t.number,
        min(c.agency_id) AS agency_id,
        min(c.year) AS year,
        coalesce(sum(t.weight * c.value) FILTER (t.is_left), 0) AS left_sum,
        coalesce(sum(t.weight * c.value) FILTER (NOT t.is_left), 0) AS right_sum,
        bit_or(t.slots) AS slots,
        bool_and(c.status = 'reported' AND c.value IS NOT NULL) AS all_printed,
        bool_and(c.status IN ('blank', 'dash') OR (c.status = 'reported' AND c.value IS NOT NULL))
            AS all_countable,
        coalesce(bool_or(list_contains(string_split(c.forced_by, ' '), t.identity_id))
            FILTER (c.forced_by IS NOT NULL), false) AS its_own_witness,
        bool_and(c.second_reading = 'agree') AS all_agree,
        bool_or(c.second_reading = 'disagree') AS some_disagree
    FROM {_CELLS} c
    JOIN {_TERMS} t
        ON c.form = t.form AND c.section = t.section AND c."row" = t."row"
        AND coalesce(c.applicant_type, '') = t.applicant_type
    GROUP BY c.report_id, t.number
    HAVING bool_or(t.in_left_row)
),
sided AS (
    SELECT s.*, i.identity_id, i.instance, i.severity,
        TRY_CAST(left_sum AS DECIMAL(20, 6)) AS lhs,
        TRY_CAST(right_sum AS DECIMAL(20, 6)) AS rhs,
        TRY_CAST(left_sum - right_sum AS DECIMAL(20, 6)) AS residual,
        s.slots = i.slots AND NOT its_own_witness
            AND lhs IS NOT NULL AND rhs IS NOT NULL AND residual IS NOT NULL AS whole
    FROM summed s JOIN {_INSTANCES} i USING (number)
),
judged AS (
    SELECT *,
        CASE WHEN NOT (whole AND all_printed) THEN 'not_assessable'
            WHEN residual = 0 THEN 'pass' ELSE 'fail' END AS verdict_strict,
        CASE WHEN NOT (whole AND all_countable) THEN 'not_assessable'
            WHEN residual = 0 THEN 'pass' ELSE 'fail' END AS verdict_blank_as_zero,
        verdict_blank_as_zero = 'fail' AS fails
    FROM sided
),
named AS (
    SELECT d.diagnosis, s.report_id, unnest([s.number, a.number]) AS number
    FROM judged s
    JOIN {_DIAGNOSES} d ON d.identity_id = s.identity_id
    JOIN judged a
        ON a.report_id = s.report_id AND a.identity_id = d.against AND a.instance = s.instance
    WHERE s.fails AND a.fails AND s.residual = a.lhs AND s.rhs <> 0 AND a.lhs <> 0
)
SELECT j.report_id, agency_id, year, identity_id, instance,
    CASE WHEN verdict_blank_as_zero <> 'not_assessable' THEN lhs END AS lhs,
    CASE WHEN verdict_blank_as_zero <> 'not_assessable' THEN rhs END AS rhs,
    CASE WHEN verdict_blank_as_zero <> 'not_assessable' THEN residual END AS residual,
    verdict_strict, verdict_blank_as_zero, severity,
    CASE WHEN NOT fails THEN NULL WHEN some_disagree THEN 'parse'
        WHEN all_agree THEN 'as_published' ELSE 'unresolved' END AS cause,
    CASE WHEN NOT fails THEN NULL
        WHEN diagnosis IS NOT NULL THEN diagnosis
        WHEN residual > 0 THEN 'missing_by=' || rtrim(rtrim(residual::VARCHAR, '0'), '.')
        END AS diagnosis
FROM judged j LEFT JOIN named n ON n.report_id = j.report_id AND n.number = j.number
ORDER BY j.report_id, j.number
"""


def judge(
    connection: duckdb.DuckDBPyConnection,
    cells: str | pa.Table | duckdb.DuckDBPyRelation = "cells",
) -> pa.Table:
    """The verdicts on every identity instance of every report, as the table `checks`.

    `cells` is the name of a table or view, or a table, with the columns of
    `cells`; memory is linear in it. Rows are ordered by report, then as in the
    codebook. lhs, rhs and residual count a blank as zero; they are null when
    the instance cannot be assessed even so.
    """
    terms, instances = _rules()
    relation = connection.table(cells) if isinstance(cells, str) else cells
    given = {_CELLS: relation, _TERMS: terms, _INSTANCES: instances, _DIAGNOSES: _diagnoses()}
    try:
        for name, table in given.items():
            connection.register(name, table)
        found = connection.sql(_JUDGE).to_arrow_table()
    finally:
        for name in given:
            connection.unregister(name)
    return found.cast(schema("checks"))


@cache
def _rules() -> tuple[pa.Table, pa.Table]:
    terms, instances = [], []
    all_instances = [i for form in codebook().forms for i in codebook().instances(form.form)]
    for number, instance in enumerate(all_instances):
        identity, slots = instance.identity, _slots(instance)
        instances.append(
            {
                "number": number,
                "identity_id": identity.identity_id,
                "instance": instance.instance,
                "severity": identity.severity,
                "slots": _union(slots.values()),
            }
        )
        left_rows = {term.cell.row for term in instance.terms if term.side == "lhs"}
        terms += [
            {
                "number": number,
                "identity_id": identity.identity_id,
                "form": instance.form,
                "section": term.cell.section,
                "row": term.cell.row,
                "applicant_type": term.cell.applicant_type or "",
                "is_left": term.side == "lhs",
                "in_left_row": term.cell.row in left_rows,
                "weight": term.weight,
                "slots": slots[term],
            }
            for term in instance.terms
        ]
    return (
        pa.Table.from_pylist(terms, schema=_TERMS_SCHEMA),
        pa.Table.from_pylist(instances, schema=_INSTANCES_SCHEMA),
    )


def _slots(instance: Instance) -> dict[Term, int]:
    """The slots each term fills, as bits: its own, or those of the terms it stands instead of."""
    own = {term: 1 << position for position, term in enumerate(instance.terms)}
    return {term: _union(own[t] for t in _stands_for(term, instance)) for term in own}


def _stands_for(term: Term, instance: Instance) -> list[Term]:
    row = codebook().row(term.cell.section, term.cell.row)
    if instance.form in row.forms:
        return [term]
    others = [
        other
        for other in instance.terms
        if other.side == term.side
        and other.cell.row in row.instead_of
        and other.cell.applicant_type == term.cell.applicant_type
    ]
    return others or [term]


def _union(bits: Iterable[int]) -> int:
    return reduce(or_, bits, 0)


@cache
def _diagnoses() -> pa.Table:
    """What a residual says when it equals the left side of another identity, if both fail."""
    with DIAGNOSES_FILE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    columns = ("diagnosis", "identity_id", "against")
    return pa.Table.from_pylist(rows, schema=pa.schema([(c, pa.string()) for c in columns]))
