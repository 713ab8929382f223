from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from expectations.rules import judge_by_rules, rules, rules_table
from tests.expectations.changes import (
    CARRIED,
    CARRIED_OUT,
    CARRIED_STOCK,
    CHANNELS,
    IN,
    LATE,
    NO_REVIEW,
    REVIEWS,
    SUITS,
    TOLD,
    TOTAL,
    UNPAID,
    WHOLE,
    Change,
    Verdicts,
    cells,
    claim,
    five_more,
    issue,
    report,
    stock,
    text,
    told,
    verdicts,
    with_all,
    without,
    zero,
)
from tests.expectations.forms import dataset, reading, without_value
from transform.codebook import CellKey, codebook
from transform.report import Report

ALONE: list[tuple[str, str, list[Change], str]] = [
    ("COMPLETE", "requests", [], "pass"),
    ("COMPLETE", "requests", [cells({"requests/granted/business": None})], "fail"),
    ("NONNEG", "report", [], "pass"),
    ("NONNEG", "report", [issue("negative_count")], "fail"),
    ("INT", "report", [], "pass"),
    ("INT", "report", [issue("not_whole")], "fail"),
    ("T2_STOCK", "normative_documents.stock", [stock()], "pass"),
    ("T2_STOCK", "normative_documents.stock", [stock(issued=30)], "fail"),
    ("T2_STOCK", CARRIED_STOCK, [stock()], "not_applicable"),
    ("T2_PRIOR", "normative_documents", [stock()], "not_applicable"),
    ("T2_PRIOR", "normative_documents", [stock(issued=400, in_force=405)], "fail"),
    ("T2_PRIOR", "normative_documents", [stock(issued=400, in_force=900)], "pass"),
    ("T2_RULES_AUTH", "rules.issued", [cells({"proactive/rules.issued": 0})], "pass"),
    ("T2_RULES_AUTH", "rules.issued", [cells({"proactive/rules.issued": 2})], "fail"),
    ("T2_FEE_UNIT", "whole_yuan", [cells({"proactive/fees.amount": "1505.5301"})], "pass"),
    ("T2_FEE_UNIT", "whole_yuan", [cells({"proactive/fees.amount": "0.12345"})], "fail"),
    ("T2_FEE_UNIT", "whole_yuan", [cells({"proactive/fees.amount": 0})], "not_applicable"),
    ("XY_CARRY", "total", [], "not_applicable"),
    ("XS_FEE", "notice", [cells({UNPAID: 0})], "not_applicable"),
    ("XS_FEE", "notice", [cells({UNPAID: 2})], "fail"),
    (
        "XS_FEE",
        "notice",
        [
            cells({UNPAID: 2}),
            text("s6_other", "发出收费通知3件，总金额300元，收取信息处理费200元。"),
        ],
        "pass",
    ),
    ("XS_FEE", "tens", [text("s6_other", "收取信息处理费 3940 元。")], "pass"),
    ("XS_FEE", "tens", [text("s6_other", "收取信息处理费3945元。")], "fail"),
    ("XS_CASES", "cases", [], "pass"),
    ("XS_CASES", "cases", [cells({"remedies/reconsideration.total": 5000})], "not_assessable"),
    ("XS_CASES", "cases", [zero], "not_applicable"),
    ("X4_STAGE", "suits", [zero], "not_applicable"),
    (
        "X4_STAGE",
        "suits",
        [zero, cells({
            SUITS: 2, "remedies/reconsideration.other": 2
        })],
        "pass",
    ),
    ("NT_RECEIVED", "claim.1", [claim("new_received", TOLD)], "pass"),
    ("NT_RECEIVED", "claim.1", [claim("new_received", TOLD + CARRIED)], "pass"),
    ("NT_RECEIVED", "claim.1", [claim("new_received", TOLD + 1)], "fail"),
    ("NT_OUTCOME", "claim.1", [claim("carried_over_out", CARRIED_OUT)], "pass"),
    ("NT_OUTCOME", "claim.1", [claim("carried_over_out", CARRIED_OUT + 1)], "fail"),
    ("NT_CASES", "claim.1", [claim("reconsideration.total", REVIEWS, section="remedies")], "pass"),
    ("NT_CASES", "claim.1", [claim("reconsideration.total", 99999, section="remedies")], "fail"),
    ("NT_CASES", "none.reconsideration", [text("s1_overview", NO_REVIEW)], "fail"),
    ("NT_CASES", "none.reconsideration", [zero, text("s1_overview", NO_REVIEW)], "pass"),
    ("NT_CHANNEL", "claim.1", [claim("new_received", 16, CHANNELS)], "pass"),
    ("NT_CHANNEL", "claim.1", [claim("new_received", 15, CHANNELS)], "fail"),
    ("NT_CHANNEL", "claim.1", [claim("new_received", 16, "收到申请16件。")], "not_applicable"),
    ("NT_LIST", "section.6", [text("s5_problems", "存在以下两方面问题：一是甲；二是乙。")], "pass"),
    ("NT_LIST", "section.6", [text("s5_problems", "存在以下三个问题：一是甲；二是乙。")], "fail"),
    ("NT_LIST", "section.6", [text("s5_problems", "存在以下三个方面问题。")], "not_applicable"),
    ("DT_SIGN", "signed", [], "pass"),
    ("DT_SIGN", "signed", [told(signed_on=date(2023, 1, 29))], "fail"),
    ("DT_SIGN", "signed", [told(signed_on=None)], "not_applicable"),
    ("DT_DEADLINE", "published", [], "pass"),
    ("DT_DEADLINE", "published", [told(published_on=LATE)], "fail"),
    ("DT_DEADLINE", "published", [told(published_on=LATE, scope="unknown")], "not_assessable"),
    ("DT_DEADLINE", "published", [told(published_on=LATE, scope=WHOLE)], "pass"),
    ("DT_DEADLINE", "published", [told(published_on=None)], "not_applicable"),
    ("DT_YEAR", "named", [], "pass"),
    ("DT_YEAR", "named", [issue("year_conflict")], "fail"),
    ("DT_YEAR", "published", [told(published_on=date(2023, 5, 1))], "fail"),
    ("DT_YEAR", "published", [told(published_on=None)], "not_applicable"),
    ("ST_SECTIONS", "s5_problems", [], "pass"),
    ("ST_SECTIONS", "s5_problems", [without("s5_problems")], "fail"),
    ("ST_SECTIONS", "problems", [], "pass"),
    ("ST_SECTIONS", "problems", [text("s5_problems", "无。")], "fail"),
    ("ST_SECTIONS", "problems", [without("s5_problems")], "not_applicable"),
    ("ST_SECTIONS", "topics", [], "pass"),
    ("ST_SECTIONS", "topics", [text("s1_overview", "主动公开。依申请公开。政策解读。")], "fail"),
    ("ST_SECTIONS", "fee_statement", [], "pass"),
    ("ST_SECTIONS", "fee_statement", [text("s6_other", "无其他报告事项。")], "fail"),
    ("ST_SECTIONS", "order", [], "pass"),
    ("ST_SIGN", "issuer", [], "pass"),
    ("ST_SIGN", "issuer", [told(issuer=None)], "fail"),
    ("ST_SIGN", "intro", [without("preamble")], "fail"),
    ("ZERO_ALL", "requests", [], "pass"),
    ("ZERO_ALL", "requests", [zero], "fail"),
    ("DUP_SELF", "figures", [], "not_applicable"),
    ("T3_TOTAL_COL", "results", [], "not_applicable"),
    ("T3_TOTAL_COL", "results", [cells({"requests/granted/total": 999})], "fail"),
    ("T3_TOTAL_COL", "flow", [cells({"requests/granted/total": 999})], "not_applicable"),
    ("T3_TOTAL_COL", "flow", [five_more], "pass"),
    ("T3_TOTAL_COL", "results", [five_more], "pass"),
]  # fmt: skip

NO_CHANGE: list[Change] = []
GRANTED = "requests/granted/total"
GRANTED_CELL = CellKey("requests", "granted", TOTAL)
REPLACED = replace(report(), state="superseded")
# Rule, instance, the report before, its changes, changes to the report, verdict.
AFTER: list[tuple[str, str, Report, list[Change], str]] = [
    ("XY_CARRY", "total", report(2022), [cells({IN: CARRIED_OUT})], "pass"),
    ("XY_CARRY", "total", report(2022), [cells({IN: CARRIED_OUT + 1})], "fail"),
    ("XY_CARRY", "total", report(2022, scope=WHOLE), NO_CHANGE, "not_applicable"),
    ("XY_CARRY", "total", report(2021), NO_CHANGE, "not_applicable"),
    ("T2_STOCK", CARRIED_STOCK, stock(in_force=18)(report(2022)), [stock()], "pass"),
    ("T2_STOCK", CARRIED_STOCK, stock(in_force=17)(report(2022)), [stock()], "fail"),
    (
        "T2_FEE_UNIT", "beside", cells({"proactive/fees.amount": "0.741"})(report(2022)),
        [cells({"proactive/fees.amount": 7410})], "fail",
    ),
    (
        "T2_FEE_UNIT", "beside", cells({"proactive/fees.amount": "0.741"})(report(2022)),
        [cells({"proactive/fees.amount": "7.41"})], "pass",
    ),
    ("XS_CASES", "cases", report(2022), [cells({"remedies/reconsideration.total": 5000})], "fail"),
    ("X4_STAGE", "suits", zero(report(2022)), [zero, cells({SUITS: 2})], "fail"),
    ("DUP_SELF", "figures", report(2022), NO_CHANGE, "fail"),
    ("DUP_SELF", "figures", report(2022), [cells({"requests/granted/total": 77})], "pass"),
    ("DUP_SELF", "figures", zero(report(2022)), [zero], "not_applicable"),
    ("REVISED", "version.1", report(2022), NO_CHANGE, "not_applicable"),
    ("REVISED", "version.1", REPLACED, NO_CHANGE, "pass"),
    ("REVISED", "version.1", REPLACED, [cells({GRANTED: 77})], "fail"),
    ("REVISED", "version.1", without_value(REPLACED, "unreadable", GRANTED_CELL), NO_CHANGE,
     "not_assessable"),
    ("REVISED", "version.1", replace(REPLACED, headline=replace(
        REPLACED.headline, scope=WHOLE)), [cells({GRANTED: 77})], "not_applicable"),
]  # fmt: skip
ANOTHER = report(2023, agency="河曲县财政局")
WORDS = text("s1_overview", "主动公开依申请公开" * 40)
# Instance, the report of another agency, changes to the report, verdict.
COPIES: list[tuple[str, Report, list[Change], str]] = [
    ("figures", ANOTHER, NO_CHANGE, "fail"),
    ("figures", ANOTHER, [cells({"requests/granted/total": 77})], "pass"),
    ("figures", zero(ANOTHER), [zero], "not_applicable"),
    ("text", WORDS(ANOTHER), [WORDS], "fail"),
    ("text", WORDS(ANOTHER), NO_CHANGE, "not_applicable"),
]


def own(found: Report, number: int) -> Report:
    """The report as that of an agency of its own, so that many can be judged at once."""
    name = f"{found.headline.agency}第{number}分局"
    return replace(found, headline=replace(found.headline, agency=name))


@cache
def judged_together() -> Verdicts:
    """The verdicts on every case, by rule and by number and instance."""
    alone = [own(with_all(report(), changes), n) for n, (*_, changes, _) in enumerate(ALONE)]
    after = [
        own(found, len(ALONE) + n)
        for n, (*_, before, changes, _) in enumerate(AFTER)
        for found in (before, with_all(report(), changes))
    ]
    with dataset([*alone, *after]) as connection:
        judge_by_rules(connection, "ruled")
        rows = connection.sql(
            "SELECT r.*, regexp_extract(d.agency, '第(\\d+)分局', 1) AS number FROM ruled r"
            " JOIN reports d USING (report_id) ORDER BY r.year"
        ).to_arrow_table()
    return {(r["identity_id"], f"{r['number']}.{r['instance']}"): r for r in rows.to_pylist()}


@pytest.mark.parametrize("number", range(len(ALONE)), ids=lambda n: "-".join(ALONE[n][:2]))
def test_a_report_alone(number: int) -> None:
    rule, instance, _, verdict = ALONE[number]
    assert judged_together()[rule, f"{number}.{instance}"]["verdict_blank_as_zero"] == verdict


@pytest.mark.parametrize("number", range(len(AFTER)), ids=lambda n: "-".join(AFTER[n][:2]))
def test_a_report_after_another(number: int) -> None:
    rule, instance, _, _, verdict = AFTER[number]
    found = judged_together()[rule, f"{len(ALONE) + number}.{instance}"]
    assert found["verdict_blank_as_zero"] == verdict


@pytest.mark.parametrize(("instance", "before", "changes", "verdict"), COPIES)
def test_copies(instance: str, before: Report, changes: list[Change], verdict: str) -> None:
    found = verdicts(before, with_all(report(), changes))
    assert found["DUP_OTHER", instance]["verdict_blank_as_zero"] == verdict


def test_an_aggregate_below_one_of_its_members() -> None:
    place = {"division_code": "330106"}
    member = report(2023, agency="某区教育局", **place)
    whole = report(2023, agency="某区人民政府", scope=WHOLE, **place)
    assert verdicts(member, whole)["XL_SUM", "new_received"]["verdict_strict"] == "pass"
    small = cells({"requests/new_received/total": TOLD - 1})(whole)
    found = verdicts(member, small)["XL_SUM", "new_received"]
    assert (found["verdict_strict"], found["residual"]) == ("fail", Decimal(-1))
    elsewhere = report(2023, agency="他区教育局", division_code="330108")
    alone = verdicts(elsewhere, whole)["XL_SUM", "new_received"]
    assert alone["verdict_strict"] == "not_applicable"


def test_what_another_version_said() -> None:
    was = reading(REPLACED, GRANTED_CELL).value
    found = verdicts(REPLACED, cells({GRANTED: 77})(report()))["REVISED", "version.1"]
    assert found["lhs"] == 1
    assert found["evidence"] == f"r000000; {GRANTED}: {was} → 77"


def test_a_series_is_followed_through_a_rename_and_not_through_a_merger() -> None:
    out = {"requests/carried_over_out/total": CARRIED + 5}
    for former, later, verdict in (
        ("河曲县环境保护局", "河曲县生态环境局", "fail"),
        ("任县教育局", "任泽区教育局", "fail"),
        ("河曲县旅游局", "河曲县文化和旅游局", "not_applicable"),
    ):
        before = cells(out)(report(2022, agency=former))
        found = verdicts(before, report(agency=later))["XY_CARRY", "total"]
        assert found["verdict_strict"] == verdict, later
    beside = report(2022, agency="河曲县生态环境局")
    alone = verdicts(cells(out)(report(2022, agency="河曲县环境保护局")), beside,
                     cells({IN: CARRIED_OUT})(report(agency="河曲县生态环境局")))  # fmt: skip
    assert alone["XY_CARRY", "total"]["verdict_strict"] == "pass"


def test_sentences_of_last_year() -> None:
    words = "。".join(f"第{n}项工作按照要求有序推进并取得实效" for n in range(12))
    before, now = text("s1_overview", words)(report(2022)), text("s1_overview", words)(report())
    assert verdicts(before, now)["DUP_SELF", "text"]["verdict_strict"] == "fail"
    other = text("s1_overview", words.replace("推进", "开展"))(report())
    assert verdicts(before, other)["DUP_SELF", "text"]["verdict_strict"] == "pass"


def test_the_forms_of_other_years() -> None:
    items = {f"proactive/licences.{name}": value for name, value in
             (("items_prev_year", 10), ("items_change", 2))}  # fmt: skip
    before = cells(items)(report(2019, "f2019"))
    after = cells({**items, "proactive/licences.items_prev_year": 12})(report(2020, "f2019"))
    assert verdicts(before, after)["XY_ITEMS", "licences"]["verdict_strict"] == "pass"
    found = verdicts(before, cells(items)(report(2020, "f2019")))
    assert found["XY_ITEMS", "licences"]["residual"] == Decimal(-2)
    assert not {rule for rule, _ in found} & {"T2_STOCK", "T2_FEE_UNIT", "F14_CHANNELS"}
    old = cells({
        "disclosure/proactive_items": 100, "disclosure/proactive_normative": 9,
        "disclosure/normative_issued": 8,
    })(report(2017, "f2014"))  # fmt: skip
    verdict = {key: row["verdict_strict"] for key, row in verdicts(old).items()}
    assert verdict["F14_AT_MOST", "proactive_normative.proactive_items"] == "pass"
    assert verdict["F14_AT_MOST", "proactive_normative.normative_issued"] == "fail"
    assert verdict["F14_CHANNELS", "channels"] == "fail"
    assert verdict["F14_ANSWERED", "answered"] in ("pass", "fail")


def test_every_rule_has_been_seen_to_pass_and_to_fail() -> None:
    seen = {(rule, verdict) for rule, _, _, verdict in ALONE}
    seen |= {(rule, verdict) for rule, _, _, _, verdict in AFTER}
    seen |= {("DUP_OTHER", verdict) for *_, verdict in COPIES}
    elsewhere = {"XL_SUM", "XY_ITEMS", "F14_AT_MOST", "F14_CHANNELS", "F14_ANSWERED"}
    for rule in rules():
        if rule.rule_id not in elsewhere:
            assert {(rule.rule_id, "pass"), (rule.rule_id, "fail")} <= seen, rule.rule_id


def test_a_blank_is_not_assessable_strictly() -> None:
    blank = cells({IN: None})(report())
    before = cells({"requests/carried_over_out/total": 0})(report(2022))
    found = verdicts(before, blank)["XY_CARRY", "total"]
    assert (found["verdict_strict"], found["verdict_blank_as_zero"]) == ("not_assessable", "pass")


def test_the_table_of_rules_says_where_each_applies() -> None:
    table = rules_table().to_pylist()
    assert [row["rule_id"] for row in table[: len(codebook().identities)]] == [
        identity.identity_id for identity in codebook().identities
    ]
    assert all(row["applies_zh"] and row["applies_en"] and row["source"] for row in table)
