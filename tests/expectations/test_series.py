"""Faults planted in reports that agree with one another: each is found, and no other is raised."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from expectations.rules import judge_by_rules, rules
from extract.issues import Issue
from tests.expectations.forms import dataset
from tests.expectations.series import APPLICANTS, Made, Series, carry_on, made_series

Found = tuple[int, int, str, str]
DOCUMENTS = "proactive/normative_documents"
FEES = "proactive/fees.amount"
RECEIVED, OUT = "requests/new_received/total", "requests/carried_over_out/total"
REVIEWS = "remedies/reconsideration.total"


def shifted(name: str, by: int) -> Callable[[Made], None]:
    """Another figure in one cell, and sums that hold with it."""

    def change(one: Made) -> None:
        one.values[name] += by
        one.settle()

    return change


def slipped(name: str, by: int) -> Callable[[Made], None]:
    """Another figure in one cell alone."""

    def change(one: Made) -> None:
        one.values[name] += by

    return change


def claiming(name: str, by: int) -> Callable[[Made], None]:
    def change(one: Made) -> None:
        one.claimed[name] += by

    return change


def saying(section: str, words: str | None) -> Callable[[Made], None]:
    def change(one: Made) -> None:
        del one.sections[section]
        if words is not None:
            rest = {**one.sections}
            order = ("preamble", "s1_overview", "proactive", "requests", "remedies",
                     "s5_problems", "s6_other")  # fmt: skip
            one.sections = {s: words if s == section else rest[s] for s in order}

    return change


def dated(**dates: date) -> Callable[[Made], None]:
    def change(one: Made) -> None:
        one.signed_on = dates.get("signed_on", one.signed_on)
        one.published_on = dates.get("published_on", one.published_on)

    return change


def with_issue(kind: str) -> Callable[[Made], None]:
    def change(one: Made) -> None:
        one.issues = (Issue(kind),)

    return change


def yuan_for_ten_thousand(one: Made) -> None:
    one.values[FEES] *= 10_000


def parts_of_yuan(one: Made) -> None:
    one.values[FEES] = Decimal("12.34567")


def rules_of_a_county(one: Made) -> None:
    one.values["proactive/rules.issued"] = one.values["proactive/rules.repealed"] = Decimal(1)


def swapped_digits(one: Made) -> None:
    one.values["requests/granted/business"] = Decimal(14)
    one.settle()
    one.values["requests/granted/business"] = Decimal(41)


def blank_total(one: Made) -> None:
    one.blanks.add("requests/granted/total")


def says_there_were_none(one: Made) -> None:
    one.values["remedies/reconsideration.upheld"] = Decimal(2)
    one.settle()
    one.sections["s1_overview"] += "全年未发生行政复议案件。"


def channels_short(one: Made) -> None:
    one.sentences[RECEIVED] = "收到申请若干件,其中网络申请7件、信函申请1件。"


def fewer_through_channels(one: Made) -> None:
    one.values["disclosure/via_website"] = Decimal(0)


COLUMNS_OF_BUSINESS = (("T3_RESULTS", "business"), ("T3_ROW", "granted"))
# Line, year, the fault, and the rules and instances that it breaks in that report.
SLIPS: list[tuple[int, int, Callable[[Made], None], tuple[tuple[str, str], ...]]] = [
    (1, 2024, with_issue("negative_count"), (("NONNEG", "report"),)),
    (2, 2024, channels_short, (("NT_CHANNEL", "claim.1"),)),
    (3, 2018, fewer_through_channels, (("F14_CHANNELS", "channels"),)),
    (3, 2023, shifted("remedies/litigation_after_reconsideration.upheld", 500),
     (("X4_STAGE", "suits"),)),
    (4, 2018, slipped("disclosure/proactive_normative", 4),
     (("F14_AT_MOST", "proactive_normative.normative_issued"),)),
    (6, 2025, with_issue("not_whole"), (("INT", "report"),)),
    (7, 2023, with_issue("year_conflict"), (("DT_YEAR", "named"),)),
    (8, 2023, yuan_for_ten_thousand, (("T2_FEE_UNIT", "beside"),)),
    (8, 2025, saying("preamble", "各位。"), (("ST_SIGN", "intro"),)),
    (9, 2024, parts_of_yuan, (("T2_FEE_UNIT", "whole_yuan"),)),
    (11, 2023, rules_of_a_county,
     (("T2_RULES_AUTH", "rules.issued"), ("T2_RULES_AUTH", "rules.repealed"))),
    (12, 2023, dated(published_on=date(2024, 2, 15)), (("DT_DEADLINE", "published"),)),
    (13, 2022, dated(signed_on=date(2022, 12, 20)), (("DT_SIGN", "signed"),)),
    (14, 2021, dated(published_on=date(2021, 12, 30)), (("DT_YEAR", "published"),)),
    (16, 2022, claiming(RECEIVED, 1000), (("NT_RECEIVED", "claim.1"),)),
    (17, 2023, claiming(OUT, 7), (("NT_OUTCOME", "claim.2"),)),
    (18, 2024, claiming(REVIEWS, 7), (("NT_CASES", "claim.3"),)),
    (19, 2022, says_there_were_none, (("NT_CASES", "none.reconsideration"),)),
    (21, 2023, slipped("requests/granted/natural_person", 9),
     (("T3_RESULTS", "natural_person"), ("T3_ROW", "granted"))),
    (22, 2022, swapped_digits, COLUMNS_OF_BUSINESS),
    (23, 2023, blank_total,
     (("T3_ROW", "granted"), ("T3_RESULTS", "total"), ("COMPLETE", "requests"),
      ("T3_TOTAL_COL", "results"))),
    (39, 2024, shifted("remedies/reconsideration.upheld", 5000), (("XS_CASES", "cases"),)),
    (41, 2022, saying("s5_problems", "无。"), (("ST_SECTIONS", "problems"),)),
    (42, 2023, saying("s6_other", None), (("ST_SECTIONS", "s6_other"),)),
    (43, 2023, saying("s5_problems", "存在以下三个问题：一是甲；二是乙。"),
     (("NT_LIST", "section.6"),)),
    (46, 2022, shifted("requests/other.fee_unpaid/research", 2), (("XS_FEE", "notice"),)),
    (47, 2023, saying("s6_other", "收取信息处理费3945元。"), (("XS_FEE", "tens"),)),
    (48, 2018, slipped("on_request/closed_on_time", 3), (("F14_CLOSED", "f2014"),)),
    (49, 2018, shifted("on_request/closed_on_time", 3), (("F14_ANSWERED", "answered"),)),
]  # fmt: skip


def broken_carry(series: Series) -> set[Found]:
    """Of an agency that keeps its name, and of one renamed in that very year."""
    found: set[Found] = set()
    for line, year, applicant in ((1, 2022, "research"), (2, 2020, "business")):
        shifted(f"requests/carried_over_in/{applicant}", 2)(series[line, year])
        found |= {(line, year, "XY_CARRY", applicant), (line, year, "XY_CARRY", "total")}
    return found


def broken_stock(series: Series) -> set[Found]:
    """Of a county that became a district in that year, and of one that did not."""
    for line, year in ((6, 2023), (36, 2022)):
        series[line, year].values[f"{DOCUMENTS}.in_force"] += 5
        carry_on(series, line, year)
    carried = "normative_documents.carried"
    return {(6, 2023, "T2_STOCK", carried), (36, 2022, "T2_STOCK", carried)}


def broken_items(series: Series) -> set[Found]:
    series[7, 2020].values["proactive/licences.items_prev_year"] += 1
    return {(7, 2020, "XY_ITEMS", "licences")}


def implied_stock(series: Series) -> set[Found]:
    series[4, 2023].values[f"{DOCUMENTS}.issued"] = Decimal(9000)
    series[4, 2023].values[f"{DOCUMENTS}.in_force"] += 9000
    carry_on(series, 4, 2023)
    return {(4, 2023, "T2_PRIOR", "normative_documents")}


def missing_year(series: Series) -> set[Found]:
    del series[24, 2022]
    return set()


def own_table_again(series: Series) -> set[Found]:
    """Last year's table, whose figures happen to carry on; once under another name."""
    for line, year in ((26, 2024), (37, 2022)):
        before, now = series[line, year - 1], series[line, year]
        for applicant in APPLICANTS:
            came = before.values[f"requests/carried_over_in/{applicant}"]
            before.values[f"requests/carried_over_out/{applicant}"] = came
        before.values[f"{DOCUMENTS}.in_force"] += (
            before.values[f"{DOCUMENTS}.repealed"] - before.values[f"{DOCUMENTS}.issued"]
        )
        before.values[f"{DOCUMENTS}.issued"] = before.values[f"{DOCUMENTS}.repealed"] = Decimal(1)
        before.settle()
        now.values = dict(before.values)
        now.settle()
        carry_on(series, line, year)
    return {(26, 2024, "DUP_SELF", "figures"), (37, 2022, "DUP_SELF", "figures")}


def own_text_again(series: Series) -> set[Found]:
    series[27, 2023].sections = dict(series[27, 2022].sections)
    return {(27, 2023, "DUP_SELF", "text")}


def text_of_another(series: Series) -> set[Found]:
    words = series[28, 2023].sections["s1_overview"] * 3
    series[28, 2023].sections["s1_overview"] = series[29, 2024].sections["s1_overview"] = words
    return {(28, 2023, "DUP_OTHER", "text"), (29, 2024, "DUP_OTHER", "text")}


def table_of_another(series: Series) -> set[Found]:
    for year in (2021, 2022, 2023):
        series[31, year].values = dict(series[32, year].values)
        if year < 2023:
            shifted("requests/granted/research", year - 2000)(series[31, year])
    for name in [n for n in series[31, 2021].values if "carried_over_in" in n]:
        kept = series[31, 2020].values[name.replace("_in/", "_out/")]
        series[31, 2021].values[name] = kept
    series[31, 2021].settle()
    series[31, 2023].settle()
    carry_on(series, 31, 2023)
    return {(31, 2023, "DUP_OTHER", "figures"), (32, 2023, "DUP_OTHER", "figures")}


def no_requests_at_all(series: Series) -> set[Found]:
    before, now = series[44, 2024], series[44, 2025]
    for name in before.values:
        if name.startswith("requests/carried_over_out"):
            before.values[name] = Decimal(0)
    before.settle()
    now.values = {
        name: Decimal(0) if name.startswith(("requests", "remedies")) else value
        for name, value in now.values.items()
    }
    now.settle()
    return {(44, 2025, "ZERO_ALL", "requests")}


def aggregate_too_small(series: Series) -> set[Found]:
    shifted("requests/granted/research", 100_000)(series[38, 2023])
    return {(35, 2023, "XL_SUM", "new_received"), (35, 2023, "XL_SUM", "handled_total")}


PLANTS: list[Callable[[Series], set[Found]]] = [
    broken_carry, broken_stock, broken_items, implied_stock, missing_year, own_table_again,
    own_text_again, text_of_another, table_of_another, no_requests_at_all, aggregate_too_small,
]  # fmt: skip


def republished(series: Series) -> tuple[list[Made], set[Found]]:
    """Earlier versions: one with another figure, one with the same."""
    changed, same = deepcopy(series[33, 2022]), deepcopy(series[34, 2022])
    shifted("requests/granted/business", 3)(changed)
    changed.state = same.state = "superseded"
    return [changed, same], {(33, 2022, "REVISED", "version.1")}


def judged(made: list[Made], keys: list[tuple[int, int]]) -> list[dict[str, Any]]:
    """Every verdict on every report, with the line and year of the report."""
    with dataset([one.report() for one in made]) as connection:
        judge_by_rules(connection, "ruled")
        rows = connection.sql(
            "SELECT k.* FROM (FROM checks UNION ALL BY NAME FROM ruled) k"
            " SEMI JOIN reports r ON r.report_id = k.report_id AND r.state = 'accepted'"
        ).to_arrow_table()
    return [{**row, "key": keys[int(row["report_id"][1:])]} for row in rows.to_pylist()]


@pytest.fixture(scope="module")
def planted() -> tuple[list[dict[str, Any]], set[Found]]:
    series = made_series()
    expected: set[Found] = set()
    for plant in PLANTS:
        expected |= plant(series)
    for line, year, slip, broken in SLIPS:
        slip(series[line, year])
        expected |= {(line, year, rule, instance) for rule, instance in broken}
    versions, of_versions = republished(series)
    keys = [*series, (33, 2022), (34, 2022)]
    return judged([*series.values(), *versions], keys), expected | of_versions


@pytest.mark.slow
def test_nothing_is_raised_where_nothing_was_planted() -> None:
    series = made_series()
    verdicts = judged(list(series.values()), list(series))
    assert [v for v in verdicts if v["verdict_strict"] in ("fail", "not_assessable")] == []
    assert len({line for line, _ in series}) == 50


@pytest.mark.slow
def test_every_planted_fault_is_found_and_no_other(
    planted: tuple[list[dict[str, Any]], set[Found]],
) -> None:
    verdicts, expected = planted
    found = {
        (*row["key"], row["identity_id"], row["instance"])
        for row in verdicts
        if row["verdict_blank_as_zero"] == "fail"
    }
    assert found - expected == set()
    assert expected - found == set()


@pytest.mark.slow
def test_what_cannot_be_compared_is_not_applicable(
    planted: tuple[list[dict[str, Any]], set[Found]],
) -> None:
    verdicts, _ = planted
    of = {(*v["key"], v["identity_id"], v["instance"]): v["verdict_strict"] for v in verdicts}
    assert of[24, 2023, "XY_CARRY", "total"] == "not_applicable"
    assert of[24, 2024, "XY_CARRY", "total"] == "pass"
    assert of[34, 2022, "REVISED", "version.1"] == "pass"
    assert of[34, 2023, "REVISED", "version.1"] == "not_applicable"
    assert of[4, 2023, "XY_CARRY", "total"] == "not_applicable"
    assert {of[line, 2021, "XY_CARRY", "total"] for line in range(40, 44)} == {"pass"}


@pytest.mark.slow
def test_planted_slips_are_diagnosed(
    planted: tuple[list[dict[str, Any]], set[Found]],
) -> None:
    verdicts, _ = planted
    of = {(*v["key"], v["identity_id"], v["instance"]): v["diagnosis"] for v in verdicts}
    assert of[21, 2023, "T3_ROW", "granted"] == "one_cell"
    assert of[22, 2022, "T3_ROW", "granted"] == "digit_swap"
    assert of[23, 2023, "T3_ROW", "granted"] == "blank_total"


@pytest.mark.slow
def test_a_fault_is_planted_for_every_rule(
    planted: tuple[list[dict[str, Any]], set[Found]],
) -> None:
    _, expected = planted
    assert {rule.rule_id for rule in rules()} <= {rule for _, _, rule, _ in expected}
