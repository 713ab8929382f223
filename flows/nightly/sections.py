"""What the page of a night says, in sections of tables: the same for HTML and for Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from flows.evidence.words import cell_name, code
from flows.nightly.ledger import Missing
from flows.nightly.night import Changes, Compared, Night, names
from flows.printing import plain

LISTS_SHOWN, SITES_SHOWN, YEARS_SHOWN = 200, 300, 30
Words = tuple[str, str]
"""A text in Chinese and in English."""
Text = str | Words


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below heads. `more` rows were left out; `title` says of what it is, if anything."""

    heads: tuple[Words, ...]
    rows: tuple[tuple[Text, ...], ...]
    title: Text = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page; one of nothing says so in `nothing`."""

    title: Words
    tables: tuple[Table, ...] = ()
    nothing: Words = ("无", "none")

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it."""
        return not any(table.rows for table in self.tables)


AGENCY, YEAR = ("机关", "agency"), ("年度", "year")
_REPORT_HEADS = (AGENCY, YEAR, ("网址或文件", "address or file"))
_CELL_HEADS = (("单元格", "cell"), ("原", "before"), ("现", "after"))


def headline(night: Night) -> Words:
    """The verdict of the night."""
    return names("verdict")[night.verdict]


def at_a_glance(night: Night) -> list[tuple[Words, str]]:
    """The numbers of the night: each with what it counts."""
    counts, ledger = night.changes.counts, night.ledger
    found = [
        (("新增报告", "new reports"), counts.get("came_report", 0)),
        (("数字有变的报告", "reports changed"), counts.get("changed_report", 0)),
        (("有变的单元格", "cells changed"), counts.get("changed_cell", 0)),
        (("不再有的报告", "reports gone"), counts.get("went_report", 0)),
        (("新文件未采用", "new files not used"), counts.get("set_aside_report", 0)),
        (("新的核对发现", "new findings"), counts.get("came_finding", 0)),
        (("警示", "alarms"), len(night.alarms)),
    ]
    if ledger:
        found += [(names("state")[state], number) for state, number in ledger.states.items()]
    return [(words, f"{number:,}") for words, number in found]


def sections(night: Night) -> Iterator[Section]:
    """All parts of the page, in its order."""
    alarm = names("alarm")
    heads = (("警示", "alarm"), ("站点", "site"), ("列表", "list"), ("详情", "detail"))
    rows = [(alarm[a.kind], a.site, a.url, a.detail) for a in night.alarms]
    yield Section(("警示", "alarms"), (_table(heads, rows, LISTS_SHOWN),))
    yield from _changes(night.changes)
    yield from _ledger(night)
    yield _crawl(night)
    yield _timings(night)


def _timings(night: Night) -> Section:
    known, outcomes = names("step"), names("outcome")
    heads = (
        ("步骤", "step"), ("结果", "outcome"), ("秒", "seconds"), ("次数", "tries"),
        ("详情", "detail"),
    )  # fmt: skip
    rows = [
        (
            known.get(s.name, s.name),
            outcomes[s.outcome],
            f"{s.seconds:,.1f}",
            str(s.tries),
            s.detail,
        )
        for s in night.steps
    ]
    return Section(("用时", "timings"), (_table(heads, rows),))


def _changes(changes: Changes) -> Iterator[Section]:
    of = {kind: [r for r in changes.reports if r["change"] == kind] for kind in _KINDS}
    for kind, (title, side) in _KINDS.items():
        total = changes.counts.get(f"{kind}_report", 0)
        if kind == "changed":
            yield _changed(changes, title, total)
        elif kind == "set_aside":
            heads = (("网址或文件", "address or file"), ("原因", "reason"))
            aside = [(_where(r, side), _text(r["reason"])) for r in of[kind]]
            yield Section(title, (_table(heads, aside, total=total),))
        elif total or kind == "came":
            rows = [_report(row, side) for row in of[kind]]
            yield Section(title, (_table(_REPORT_HEADS, rows, total=total),))
    for kind, title in (("came", _NEW_FINDINGS), ("went", _GONE_FINDINGS)):
        total = changes.counts.get(f"{kind}_finding", 0)
        if total or kind == "came":
            found = [_finding(row) for row in changes.findings if row["change"] == kind]
            yield Section(title, (_table(_FINDING_HEADS, found, total=total),))


def _changed(changes: Changes, title: Words, total: int) -> Section:
    """Each changed report with its cells."""
    tables = []
    shown = groupby(changes.cells, key=lambda row: (row["agency"], row["year"]))
    for (agency, year), cells in shown:
        rows = [(cell_name(c), _side(c, "before"), _side(c, "after")) for c in cells]
        tables.append(_table(_CELL_HEADS, rows, title=f"{agency} {year}"))
    left = changes.counts.get("changed_cell", 0) - len(changes.cells)
    if tables and left > 0:
        last = tables[-1]
        tables[-1] = Table(last.heads, last.rows, last.title, left)
    return Section(title, tuple(tables))


def _ledger(night: Night) -> Iterator[Section]:
    ledger = night.ledger
    if ledger is None:
        return
    states, reasons = names("state"), names("reason")
    years = [
        (str(year), *(f"{ledger.years[year].get(state, 0):,}" for state in states))
        for year in list(ledger.years)[:YEARS_SHOWN]
    ]
    why = [(reasons.get(code, code), f"{number:,}") for code, number in ledger.reasons.items()]
    total = sum(ledger.states.get(state, 0) for state in ("missing", "vanished"))
    heads = (
        AGENCY, YEAR, ("状态", "state"), ("原因", "reason"), ("详情", "detail"),
        ("网址", "address"),
    )  # fmt: skip
    yield Section(
        ("报告台账", "ledger"),
        (
            _table((YEAR, *states.values()), years, total=len(ledger.years)),
            _table(heads, _absent(ledger.newly), title=("新近撤下", "vanished since last time")),
            _table((("缺失原因", "missing because"), ("份数", "reports")), why),
            _table(
                heads,
                _absent(ledger.missing),
                total=total,
                title=("缺失与撤下", "missing and vanished"),
            ),
        ),
        ("没有应有的报告", "nothing is expected"),
    )


def _absent(reports: Iterable[Missing]) -> list[tuple[Text, ...]]:
    states, reasons = names("state"), names("reason")
    return [
        (one.agency, str(one.year), states[one.state], reasons[one.reason], one.detail, one.url)
        for one in reports
    ]


def _crawl(night: Night) -> Section:
    result = night.crawled
    if result is None:
        return Section(("抓取", "crawl"), nothing=("没有抓取", "there was none"))
    heads = (
        ("站点", "site"), ("列表", "lists"), ("条目", "entries"), ("报告", "reports"),
        ("新增", "new"), ("有变", "changed"), ("请求", "requests"), ("秒", "seconds"),
        ("未读全", "not complete"),
    )  # fmt: skip
    rows = []
    for site in result.sites:
        sums = [
            sum(getattr(one, n) for one in site.lists)
            for n in ("entries", "reports", "new", "changed")
        ]
        numbers = (f"{n:,}" for n in (len(site.lists), *sums, site.requests))
        open_lists = [f"{one.problem} {one.detail}".strip() for one in site.lists if one.problem]
        rows.append((site.id, *numbers, f"{site.seconds:,.1f}", "; ".join(open_lists[:5])))
    troubled = (("站点", "site"), ("状态", "state"), ("原因", "reason"), ("网址", "address"))
    problems = [(p.site, p.state, p.reason, p.url) for p in result.problems]
    title = ("未取得的网址", "addresses that gave nothing")
    return Section(
        ("抓取", "crawl"),
        (
            _table(heads, rows, SITES_SHOWN),
            _table(troubled, problems, LISTS_SHOWN, title=title),
        ),
    )


def _table(
    heads: Sequence[Words],
    rows: Iterable[Sequence[Text]],
    most: int | None = None,
    total: int | None = None,
    title: Text = "",
) -> Table:
    """A table of at most so many rows, of `total` that there are."""
    there = [tuple(row) for row in rows]
    shown = there[:most]
    return Table(tuple(heads), tuple(shown), title, max(len(there), total or 0) - len(shown))


def _report(row: Compared, side: str) -> tuple[Text, ...]:
    return _text(row["agency"]), _text(row["year"]), _where(row, side)


def _where(row: Compared, side: str) -> str:
    """The address that a report was fetched from, or its file."""
    return _text(row["source_url"] or row[side])


def _finding(row: Compared) -> tuple[Text, ...]:
    rule, words = f"{row['identity_id']}[{row['instance']}]", (str(row["zh"]), str(row["en"]))
    severity = code("severity", str(row["severity"]))
    sides = (_text(row["lhs"]), _text(row["rhs"]))
    return _text(row["agency"]), _text(row["year"]), severity, words, rule, *sides


def _side(cell: Compared, side: str) -> Text:
    """A value, or why there is none."""
    if cell[side] is not None:
        return _text(cell[side])
    status = cell[f"status_{side}"]
    return code("status", str(status)) if status else ("不在", "not there")


def _text(value: object) -> str:
    return plain(value)


_KINDS: dict[str, tuple[Words, str]] = {
    "came": (("新增报告", "new reports"), "source_after"),
    "changed": (("数字有变的报告", "reports whose figures changed"), ""),
    "replaced": (("文件更换而数字相同", "other files with the same figures"), "source_after"),
    "went": (("不再有的报告", "reports gone"), "source_before"),
    "set_aside": (("新文件未采用", "new files not used"), "source_after"),
}
_ABSENT = ("缺失与撤下", "missing and vanished")
_NEW_FINDINGS = ("新的核对发现", "new findings")
_GONE_FINDINGS = ("不再有的核对发现", "findings that are gone")
_FINDING_HEADS = (
    AGENCY, YEAR, ("程度", "severity"), ("规则", "rule"), ("编号", "code"), ("左边", "left"),
    ("右边", "right"),
)  # fmt: skip
