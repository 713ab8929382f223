"""Reports of fifty agencies on 2018 to 2025 that agree with one another, to plant faults in."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cache

from extract.issues import Issue
from tests.expectations.forms import instances, printed_cells, sound_report
from transform.agencies import describe
from transform.codebook import CellKey
from transform.report import Claim, Narrative, Report

YEARS = range(2018, 2026)
APPLICANTS = (
    "natural_person", "business", "research", "public_interest_org", "legal_service", "other_org",
)  # fmt: skip
WHOLE = "government_aggregate"
Values = dict[str, Decimal]

# The name of a place until a year, and from then on.
PLACES: tuple[tuple[str, str, int], ...] = (
    ("河曲县", "河曲县", 9999),
    ("保德县", "保德县", 9999),
    ("偏关县", "偏关县", 9999),
    ("滦县", "滦州市", 2018),
    ("任县", "任泽区", 2020),
    ("上饶县", "广信区", 2019),
    ("横县", "横州市", 2021),
    ("富阳市", "富阳区", 2022),
    ("崇礼县", "崇礼区", 2021),
    ("芜湖县", "湾沚区", 2020),
)
# An office until a year, and from then on; each place has all of them.
OFFICES: tuple[tuple[str, str, int], ...] = (
    ("人民政府", "人民政府", 9999),
    ("教育局", "教育局", 9999),
    ("环境保护局", "生态环境局", 2020),
    ("农业局", "农业农村局", 2022),
    ("旅游局", "文化和旅游局", 2023),
)


def form_of(year: int) -> str:
    return "f2014" if year <= 2018 else "f2019" if year <= 2020 else "f2021"


@dataclass(slots=True)
class Made:
    """A report in the making: its figures by ``section/row/applicant``, its dates and its text."""

    agency: str
    year: int
    scope: str
    values: Values
    signed_on: date
    published_on: date
    sections: dict[str, str]
    claimed: dict[str, Decimal] = field(default_factory=dict)
    sentences: dict[str, str] = field(default_factory=dict)
    blanks: set[str] = field(default_factory=set)
    issues: tuple[Issue, ...] = ()
    state: str = "accepted"

    def report(self) -> Report:
        """The report as reading it would give it."""
        form = form_of(self.year)
        sound = sound_report(form, self.agency, self.year)
        cells = []
        for cell in sound.tables.cells:
            name = name_of(cell.key)
            known = name not in self.blanks
            cells.append(
                cell._replace(
                    value=self.values[name] if known else None,
                    status="reported" if known else "blank",
                )
            )
        headline = replace(
            sound.headline,
            scope=self.scope,
            issuer=self.agency,
            division_code=describe(self.agency).division_code,
            signed_on=self.signed_on,
            published_on=self.published_on,
            period_end=date(self.year, 12, 31),
        )
        claims = tuple(
            Claim("s1_overview", self.sentences.get(name, name), number, key_of(name))
            for name, number in self.claimed.items()
        )
        return replace(
            sound,
            tables=replace(sound.tables, cells=tuple(cells)),
            headline=headline,
            narratives=tuple(Narrative(s, "", text) for s, text in self.sections.items()),
            claims=claims,
            state=self.state,
            issues=self.issues,
        )

    def settle(self) -> None:
        """Make every sum hold, and every claim."""
        settle(self.values, form_of(self.year))
        self.claimed = {name: self.values[name] for name in CLAIMED if name in self.values}


Series = dict[tuple[int, int], Made]


def key_of(name: str) -> CellKey:
    section, row, *applicant = name.split("/")
    return CellKey(section, row, applicant[0] if applicant else None)


def name_of(key: CellKey) -> str:
    return "/".join(part for part in (key.section, key.row, key.applicant_type) if part)


def settle(values: Values, form: str) -> None:
    """Make every sum of the form hold, by its totals and by the requests received."""
    for _ in range(3):
        for left, others in _sums(form):
            values[left] = sum((values[name] * sign for name, sign in others), Decimal(0))


@cache
def _sums(form: str) -> tuple[tuple[str, tuple[tuple[str, int], ...]], ...]:
    found = []
    for instance in instances(form):
        left = next(name_of(t.cell) for t in instance.terms if t.side == "lhs")
        terms = [(name_of(t.cell), 1 if t.side == "rhs" else -1) for t in instance.terms]
        found.append((left, tuple(term for term in terms if term[0] != left)))
    return tuple(found)


def name_in(line: int, year: int) -> str:
    """What the agency of a line is called in a year."""
    both = PLACES[line // len(OFFICES)], OFFICES[line % len(OFFICES)]
    return "".join(former if year < since else later for former, later, since in both)


def merged(line: int, year: int) -> bool:
    """Whether the agency took the place of last year's by a merger, so that no figure carries."""
    _, _, since = OFFICES[line % len(OFFICES)]
    return line % len(OFFICES) == len(OFFICES) - 1 and year == since


def line_reports(line: int) -> Iterator[Made]:
    """The reports of one agency, each carrying on from the last."""
    chance = random.Random(line)
    whole = line % len(OFFICES) == 0
    before: Values = {}
    for year in YEARS:
        values = figures(chance, year, 60 if whole else 1)
        if before and not merged(line, year):
            carry(values, before)
        settle(values, form_of(year))
        before = values
        yield made(line, year, values, WHOLE if whole else "own")


def figures(chance: random.Random, year: int, scale: int) -> Values:
    """Figures drawn for one report, but for its sums; a county makes no rules."""
    form = form_of(year)
    values = {name_of(cell): Decimal(chance.randint(0, 3) * scale) for cell in printed_cells(form)}
    for name in values:
        if "/rules." in name or "fee_unpaid" in name:
            values[name] = Decimal(0)
    if form == "f2014":
        values |= {
            "disclosure/proactive_items": Decimal(400 * scale + chance.randint(0, 99)),
            "disclosure/via_website": Decimal(600 * scale),
            "disclosure/proactive_normative": Decimal(2),
            "disclosure/normative_issued": Decimal(5),
            "on_request/closed_extended": Decimal(chance.randint(0, 3)),
            "responses/press_conferences_by_head": Decimal(0),
            "responses/online_interviews_by_head": Decimal(0),
        }
        answered = sum(
            v for n, v in values.items()
            if n.startswith(("on_request/rep_", "on_request/ref_")) and not n.endswith("refused")
        )  # fmt: skip
        values["on_request/closed_on_time"] = answered - values["on_request/closed_extended"]
        return values
    for applicant in APPLICANTS:
        values[f"requests/granted/{applicant}"] = Decimal(chance.randint(5, 19) * scale)
    values["remedies/litigation_after_reconsideration.upheld"] = Decimal(0)
    values["remedies/litigation_after_reconsideration.corrected"] = Decimal(0)
    values["remedies/litigation_after_reconsideration.other"] = Decimal(0)
    values["remedies/litigation_after_reconsideration.pending"] = Decimal(0)
    if form == "f2021":
        stock = "proactive/normative_documents"
        values[f"{stock}.issued"] = Decimal(chance.randint(2, 6))
        values[f"{stock}.repealed"] = Decimal(chance.randint(0, 2))
        values[f"{stock}.in_force"] = Decimal(chance.randint(20, 60))
        values["proactive/fees.amount"] = Decimal(chance.randint(10_000, 90_000)) / 1000
    return values


def carry(values: Values, before: Mapping[str, Decimal]) -> None:
    """Take over what last year's report passes on."""
    for applicant in APPLICANTS:
        if (out := before.get(f"requests/carried_over_out/{applicant}")) is not None:
            values[f"requests/carried_over_in/{applicant}"] = out
    stock = "proactive/normative_documents"
    if f"{stock}.in_force" in before:
        values[f"{stock}.in_force"] = (
            before[f"{stock}.in_force"] + values[f"{stock}.issued"] - values[f"{stock}.repealed"]
        )
    for name in before:
        if name.endswith(".items_prev_year") and name in values:
            change = name.replace("items_prev_year", "items_change")
            values[name] = before[name] + before[change]


CLAIMED = (
    "requests/new_received/total",
    "requests/carried_over_out/total",
    "remedies/reconsideration.total",
)


def made(line: int, year: int, values: Values, scope: str) -> Made:
    """A report on these figures whose text and dates say nothing against them."""
    agency = name_in(line, year)
    claimed = {name: values[name] for name in CLAIMED if name in values}
    topics = ("主动公开", "依申请公开", "政府信息管理", "平台建设", "监督保障")
    overview = "".join(
        f"{topic}方面，{agency}{year}年办理第{n}类事项{line * 31 + year * 7 + n}件。"
        for n, topic in enumerate(topics)
    )
    sections = {
        "preamble": "根据条例编制。",
        "s1_overview": overview,
        "proactive": "",
        "requests": "",
        "remedies": "",
        "s5_problems": f"{agency}{year}年栏目更新不够及时；存在以下两个问题：一是甲；二是乙。",
        "s6_other": "本年未收取信息处理费。",
    }
    return Made(
        agency, year, scope, values, date(year + 1, 1, 10), date(year + 1, 1, 12 + line % 9),
        sections, claimed,
    )  # fmt: skip


def made_series() -> Series:
    """Every report by line and year, without any fault."""
    lines = len(PLACES) * len(OFFICES)
    return {(line, one.year): one for line in range(lines) for one in line_reports(line)}


def carry_on(series: Series, line: int, year: int) -> None:
    """Make the reports of a line after a year carry on from it again."""
    for later in range(year + 1, YEARS.stop):
        if not merged(line, later):
            carry(series[line, later].values, series[line, later - 1].values)
        series[line, later].settle()
