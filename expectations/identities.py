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

JUDGE_FILE = Path(__file__).with_name("identities.sql")
DIAGNOSES_FILE = Path(__file__).with_name("diagnoses.csv")
_CELLS, _CLAIMS, _TERMS, _INSTANCES, _DIAGNOSES = (
    "gouji_judged_cells",
    "gouji_claims",
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
        ("grouped", pa.bool_()),
        ("place", pa.int16()),
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


def judge(
    connection: duckdb.DuckDBPyConnection,
    cells: str | pa.Table | duckdb.DuckDBPyRelation = "cells",
    claims: str | pa.Table | None = None,
) -> pa.Table:
    """The verdicts on every identity instance of every report, as the table `checks`.

    `cells` is the name of a table or view, or a table, with the columns of
    `cells`; memory is linear in it. `claims`, where given, are the numbers that
    the text claims: they say which side of a broken identity it agrees with.
    Rows are ordered by report, then as in the codebook. lhs, rhs and residual count a
    blank as zero; they are null when the instance cannot be assessed even so.
    """
    terms, instances = _rules()
    relation = connection.table(cells) if isinstance(cells, str) else cells
    told = schema("claims").empty_table() if claims is None else claims
    told = connection.table(told) if isinstance(told, str) else told
    given = {
        _CELLS: relation,
        _CLAIMS: told,
        _TERMS: terms,
        _INSTANCES: instances,
        _DIAGNOSES: _diagnoses(),
    }
    try:
        for name, table in given.items():
            connection.register(name, table)
        found = connection.sql(JUDGE_FILE.read_text(encoding="utf-8")).to_arrow_table()
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
                "grouped": term.side == "rhs" and _is_grouped(term, instance),
                "place": place,
                "weight": term.weight,
                "slots": slots[term],
            }
            for place, term in enumerate(instance.terms)
        ]
    return (
        pa.Table.from_pylist(terms, schema=_TERMS_SCHEMA),
        pa.Table.from_pylist(instances, schema=_INSTANCES_SCHEMA),
    )


def _is_grouped(term: Term, instance: Instance) -> bool:
    """Whether the form prints the row under a heading that others print subtotals for."""
    if instance.identity.over != "applicant_type":
        return False
    row = codebook().row(term.cell.section, term.cell.row)
    form = instance.form if instance.form in row.forms else row.forms[0]
    group = codebook().label(row.section, "row", row.row_label, form).parent
    return bool(group and codebook().label(row.section, "group", group, form).parent)


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
