"""Another figure in one cell breaks the sums and the rules that hold the cell, and no other."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from itertools import count

import pytest

from expectations.rules import judge_by_rules
from tests.expectations.forms import dataset, holders, printed_cells
from tests.expectations.series import CLAIMED, Made, key_of, line_reports, name_of
from transform.codebook import codebook

ARITHMETIC = {
    "XY_CARRY", "XY_ITEMS", "T2_STOCK", "T2_PRIOR", "T2_RULES_AUTH", "T2_FEE_UNIT", "XS_CASES",
    "XS_FEE", "X4_STAGE", "T3_TOTAL_COL", "NT_RECEIVED", "NT_OUTCOME", "NT_CASES", "NT_CHANNEL",
    "ZERO_ALL",
    *(identity.identity_id for identity in codebook().identities),
}  # fmt: skip
# The columns of applicants are alike: two of them and the total stand for all.
APPLICANTS = (None, "natural_person", "other_org", "total")
CLAIMS = dict(zip(CLAIMED, ("NT_RECEIVED", "NT_OUTCOME", "NT_CASES"), strict=True))
Broken = set[tuple[str, str]]


def holding(form: str, name: str) -> Broken:
    """The sums and rules that hold a cell of a county office, whose rules are none."""
    section, row, applicant = (*name.split("/"), "")[:3]
    item, _, what = row.partition(".")
    found = holders(form, key_of(name))
    if row == "carried_over_in":
        found.add(("XY_CARRY", applicant))
    if what == "items_prev_year":
        found.add(("XY_ITEMS", item))
    if form == "f2021" and item in ("rules", "normative_documents"):
        found.add(("T2_STOCK", f"{item}.carried"))
    if section == "proactive" and item == "rules":
        found.add(("T2_RULES_AUTH", row))
    if name == "proactive/rules.issued" and form == "f2021":
        found.add(("T2_STOCK", "rules.stock"))
    if name in CLAIMS:
        found.add((CLAIMS[name], f"claim.{list(CLAIMS).index(name) + 1}"))
    if applicant == "total":
        flow = {"new_received", "carried_over_in", "handled_total", "carried_over_out"}
        found |= {("T3_TOTAL_COL", "flow")} if row in flow else set()
        results = row == "handled_total" or row not in flow
        found |= {("T3_TOTAL_COL", "results")} if results else set()
    if name == "requests/other.fee_unpaid/total":
        found.add(("XS_FEE", "notice"))
    return found


def pair(year: int) -> list[Made]:
    """An office's report on a year, and the one before; both with a review that was closed."""
    before, now = (one for one in line_reports(1) if one.year in (year - 1, year))
    for one in (before, now):
        one.values["remedies/reconsideration.upheld"] = Decimal(2)
        one.settle()
    return [before, now]


@pytest.mark.slow
@pytest.mark.parametrize("year", [2020, 2023])
def test_one_cell(year: int) -> None:
    sound = pair(year)
    form = sound[1].report().tables.form or ""
    names = [name_of(c) for c in printed_cells(form) if c.applicant_type in APPLICANTS]
    made: list[Made] = []
    for number, name in zip(count(), names):
        mutant = deepcopy(sound)
        for one in mutant:
            one.agency = f"{one.agency}第{number}分局"
        mutant[1].values[name] += 1 + number % 3
        made += mutant
    with dataset([one.report() for one in made]) as connection:
        judge_by_rules(connection, "ruled")
        rows = connection.execute(
            "SELECT report_id, identity_id, instance"
            " FROM (FROM checks UNION ALL BY NAME FROM ruled) WHERE verdict_strict = 'fail'"
        ).fetchall()
    found: dict[str, Broken] = {name: set() for name in names}
    for report_id, rule, instance in rows:
        if rule in ARITHMETIC:
            found[names[int(report_id[1:]) // 2]].add((rule, instance))
    assert found == {name: holding(form, name) for name in names}
