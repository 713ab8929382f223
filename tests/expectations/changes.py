"""Sound reports with one thing changed, and what the rules say of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from expectations.rules import judge_by_rules
from extract.issues import Issue
from tests.expectations.forms import dataset, reading, sound_report, with_cells
from transform.codebook import CellKey
from transform.report import Claim, Narrative, Report

AGENCY = "河曲县教育局"
TOTAL = "total"
Verdicts = dict[tuple[str, str], dict[str, Any]]
Change = Callable[[Report], Report]
SECTIONS = ("s1_overview", "proactive", "requests", "remedies", "s5_problems", "s6_other")
TEXTS = {
    "preamble": "根据条例编制。",
    "s1_overview": "主动公开若干。依申请公开若干。政府信息管理。平台建设。监督保障。",
    "s5_problems": "栏目更新不及时，今后改进。",
    "s6_other": "本年未收取信息处理费。",
}


def report(year: int = 2023, form: str = "f2021", agency: str = AGENCY, **headline: Any) -> Report:
    """A report to which nothing can be said, but for the figures of other years."""
    sound = sound_report(form, agency, year)
    told = {
        "scope": "own",
        "issuer": agency,
        "signed_on": date(year + 1, 1, 10),
        "published_on": date(year + 1, 1, 12),
        "period_end": date(year, 12, 31),
        **headline,
    }
    narratives = tuple(Narrative(s, "", TEXTS.get(s, "")) for s in ("preamble", *SECTIONS))
    return replace(sound, headline=replace(sound.headline, **told), narratives=narratives)


def cells(values: Mapping[str, int | str | None]) -> Change:
    """Figures for cells named ``section/row`` or ``section/row/applicant``; None for a blank."""

    def change(found: Report) -> Report:
        changes = {}
        for name, value in values.items():
            parts = name.split("/")
            key = CellKey(parts[0], parts[1], parts[2] if len(parts) > 2 else None)
            old = reading(found, key)
            status = "blank" if value is None else "reported"
            number = None if value is None else Decimal(value)
            changes[key] = old._replace(value=number, status=status)
        return with_cells(found, changes)

    return change


def zero(found: Report) -> Report:
    return with_cells(found, {c.key: c._replace(value=Decimal(0)) for c in found.tables.cells})


def text(section: str, words: str) -> Change:
    def change(found: Report) -> Report:
        kept = [n for n in found.narratives if n.section != section]
        place = SECTIONS.index(section) + 1 if section in SECTIONS else 0
        kept.insert(place, Narrative(section, "", words))
        return replace(found, narratives=tuple(kept))

    return change


def without(section: str) -> Change:
    def change(found: Report) -> Report:
        rest = tuple(n for n in found.narratives if n.section != section)
        return replace(found, narratives=rest)

    return change


def claim(row: str, number: int, sentence: str = "某句。", section: str = "requests") -> Change:
    def change(found: Report) -> Report:
        key = CellKey(section, row, TOTAL if section == "requests" else None)
        return replace(found, claims=(Claim("s1_overview", sentence, Decimal(number), key),))

    return change


def told(**headline: Any) -> Change:
    return lambda found: replace(found, headline=replace(found.headline, **headline))


def issue(kind: str) -> Change:
    return lambda found: replace(found, issues=(*found.issues, Issue(kind)))


def verdicts(*reports: Report) -> Verdicts:
    """The verdicts on the last of these reports."""
    with dataset(reports) as connection:
        judge_by_rules(connection, "ruled")
        rows = connection.sql(
            "FROM ruled WHERE report_id = (SELECT max(report_id) FROM reports)"
        ).to_arrow_table()
    return {(row["identity_id"], row["instance"]): row for row in rows.to_pylist()}


def with_all(found: Report, changes: Iterable[Change]) -> Report:
    for change in changes:
        found = change(found)
    return found


TOLD = int(reading(report(), CellKey("requests", "new_received", TOTAL)).value or 0)
CARRIED = int(reading(report(), CellKey("requests", "carried_over_in", TOTAL)).value or 0)
CARRIED_OUT = int(reading(report(), CellKey("requests", "carried_over_out", TOTAL)).value or 0)
HANDLED = int(reading(report(), CellKey("requests", "handled_total", TOTAL)).value or 0)
REVIEWS = int(reading(report(), CellKey("remedies", "reconsideration.total", None)).value or 0)
STOCK = {"issued": 3, "repealed": 1, "in_force": 20}
DOCUMENTS = "proactive/normative_documents"


def stock(**values: int) -> Change:
    return cells({f"{DOCUMENTS}.{name}": value for name, value in {**STOCK, **values}.items()})


IN = "requests/carried_over_in/total"
UNPAID = "requests/other.fee_unpaid/total"
SUITS = "remedies/litigation_after_reconsideration.total"
NO_REVIEW = "全年未发生行政复议案件。"
CHANNELS = "收到申请16件,其中网络申请7件、信函申请9件。"
LATE = date(2024, 2, 20)
WHOLE = "government_aggregate"
CARRIED_STOCK = "normative_documents.carried"


# Rule, instance, changes to the report, verdict. Reports alone, without other years.
def five_more(found: Report) -> Report:
    changes = {}
    for applicant in ("natural_person", TOTAL):
        key = CellKey("requests", "handled_total", applicant)
        old = reading(found, key)
        changes[key] = old._replace(value=(old.value or Decimal(0)) + 5)
    return with_cells(found, changes)
