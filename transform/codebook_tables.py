"""The forms and their identities as tables of the dataset."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from transform.codebook import Instance, Term, codebook
from transform.schema import Row, to_arrow


def codebook_table() -> pa.Table:
    """Every cell of every form, also those a report may print beyond its form."""
    book = codebook()
    rows: list[Row] = []
    for form in book.forms:
        printed = [r for r in book.rows if form.form in (*r.forms, *r.may_also)]
        cells = [(row, cell) for row in printed for cell in book.row_cells(row)]
        for position, (row, cell) in enumerate(cells, start=1):
            zh, en = book.row_names(row, form.form)
            if cell.applicant_type:
                column = book.label(row.section, "column", cell.applicant_type, form.form)
                zh, en = f"{zh}·{column.zh}", f"{en}: {column.en}"
            rows.append(
                {
                    "form": form.form,
                    "section": cell.section,
                    "row": cell.row,
                    "applicant_type": cell.applicant_type,
                    "position": position,
                    "zh": zh,
                    "en": en,
                    "unit": row.unit,
                    "kind": row.kind,
                    "expected": form.form in row.forms,
                    "reference": book.reference(row, form.form) or None,
                }
            )
    return to_arrow("codebook", rows)


def identities_table() -> pa.Table:
    """Every identity instance of every form with its weighted terms in words."""
    book = codebook()
    return to_arrow(
        "identities",
        [
            {
                "identity_id": instance.identity.identity_id,
                "form": form.form,
                "instance": instance.instance,
                "severity": instance.identity.severity,
                "zh": instance.identity.zh,
                "en": instance.identity.en,
                "source": instance.identity.source,
                "terms": _equation(instance),
            }
            for form in book.forms
            for instance in book.instances(form.form)
        ],
    )


def _equation(instance: Instance) -> str:
    sides = ("lhs", "rhs")
    return " = ".join(_sum(t for t in instance.terms if t.side == side) for side in sides)


def _sum(terms: Iterable[Term]) -> str:
    text = ""
    for term in terms:
        sign = "-" if term.weight < 0 else "+"
        text += f" {sign} " if text else ("-" if sign == "-" else "")
        text += "" if abs(term.weight) == 1 else f"{abs(term.weight)} × "
        text += term.cell.row
        text += f"[{term.cell.applicant_type}]" if term.cell.applicant_type else ""
    return text
