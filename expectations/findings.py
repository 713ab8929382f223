"""The findings in the gate's pages: how often each rule is broken, and by which reports."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from urllib.parse import quote

from expectations.outcome import Outcome, RuleCount
from expectations.parts import (
    both,
    code,
    column,
    heading,
    number,
    safe,
    severity,
    table,
    text,
    verdict,
)
from expectations.rules import rules
from transform.codebook import Instance, codebook

_FIGURES = ("lhs", "rhs", "difference")
_HEADS = (
    both("机构", "agency"), both("年度", "year"), both("实例", "instance"),
    both("左边", "left side"), both("右边", "right side"),
)  # fmt: skip
_FILE = both("文件", "file")
Row = Mapping[str, object]


def counts_table(counts: Sequence[RuleCount], linked: bool = False) -> str:
    """How the instances of each rule came out; `linked` names lead to its page."""
    zero = both("空白作零时不符", "broken, a blank as zero")
    heads = (
        both("规则", "rule"), both("相符", "hold"), both("不符", "broken"), zero,
        both("不符所占", "share broken"), both("无法核对", "not assessable"),
        both("不适用", "not applicable"),
    )  # fmt: skip
    used = [count for count in counts if _assessed(count)]
    shown = table(heads, (_count_row(count, linked) for count in used), "counts")
    rest = [count for count in counts if count not in used]
    if not rest:
        return shown
    words = both(f"另有 {len(rest)} 条规则没有可核对的实例", f"{len(rest)} rules judged nothing")
    folded = table(heads, (_count_row(count, linked) for count in rest), "counts")
    return f"{shown}<details><summary>{words}</summary>{folded}</details>"


def judged(
    outcomes: Sequence[Outcome], counts: Sequence[RuleCount], evidence: Collection[str]
) -> str:
    """Each rule with what it says and the instances that break it, the broken ones first."""
    of = {count.rule_id: count for count in counts}
    parts = [counts_table([of[outcome.name] for outcome in outcomes])]
    ordered = sorted(outcomes, key=lambda outcome: outcome.passed)
    judged_ones = [o for o in ordered if _assessed(of[o.name])]
    parts += [_judged(outcome, of[outcome.name], evidence) for outcome in judged_ones]
    rest = [
        _judged(outcome, of[outcome.name], evidence)
        for outcome in ordered
        if not _assessed(of[outcome.name])
    ]
    if rest:
        words = both("没有可核对实例的规则", "rules that judged nothing")
        parts.append(f"<details><summary>{words}</summary>{''.join(rest)}</details>")
    return "".join(parts)


def matrix(outcomes: Sequence[Outcome]) -> str:
    """How often each rule is broken in each year: those that are broken at all."""
    found: dict[tuple[str, str], dict[int, Row]] = {}
    for outcome in outcomes:
        for row in outcome.rows:
            if _known(row["year"]):
                of_rule = found.setdefault((outcome.name, str(row["name"])), {})
                of_rule[int(float(str(row["year"])))] = row
    if not found:
        return f'<p class="box pass">{both("没有不符之处", "nothing is broken")}</p>'
    years = sorted({year for of_rule in found.values() for year in of_rule})
    heads = [both("规则", "rule"), both("级别", "severity"), *(str(year) for year in years)]
    rows = [
        [
            f"<td>{_name(rule_id, True)} {both(*_statement(rule_id))}</td>",
            f"<td>{both(*code('severity', name))}</td>",
            *(_times(of_rule.get(year)) for year in years),
        ]
        for (name, rule_id), of_rule in found.items()
    ]
    note = both("每格：不符 / 可核对", "each cell: broken / judged")
    return f'<p class="note">{note}</p>' + table(heads, rows, "years")


def _times(row: Row | None) -> str:
    if row is None:
        return '<td class="number note">–</td>'
    broken, of = (int(float(str(row[name]))) for name in ("broken", "judged"))
    return f'<td class="number"><b>{broken}</b> / {of}</td>'


def _judged(outcome: Outcome, count: RuleCount, evidence: Collection[str]) -> str:
    head = heading(outcome.zh, outcome.en, outcome.name)
    head += f'<p class="note"><code>{safe(outcome.name)}</code> {severity(outcome.severity)}'
    if rule := next((rule for rule in rules() if rule.rule_id == outcome.name), None):
        head += f"<br>{both('适用：' + rule.applies_zh, 'applies to: ' + rule.applies_en)}"
        head += f"<br>{both('依据：' + rule.source, '')}"
    head += "</p>"
    if not _assessed(count):
        nothing = both("没有可核对的实例", "no instance could be assessed")
        return head + f'<p class="note">{nothing}</p>'
    if not outcome.rows:
        return head + f"<p>{verdict(outcome.passed)}</p>"
    sums = outcome.name in {identity.identity_id for identity in codebook().identities}
    table_of = _sums_table if sums else _rules_table
    found = head + table_of(outcome, evidence)
    more = count.broken - len(outcome.rows)
    if more > 0:
        rest = both(f"另有 {more} 条未列出，见 checks 表", f"{more} more are in the table checks")
        found += f'<p class="note">{rest}</p>'
    without = sorted({str(row["report_id"]) for row in outcome.rows} - set(evidence))
    if without:
        how = both("没有链接的报告，用此命令生成证据页：", "a page of evidence for the others:")
        found += f'<p class="note">{how} <code>gouji show AGENCY YEAR --html</code></p>'
    return found


def _sums_table(outcome: Outcome, evidence: Collection[str]) -> str:
    heads = (
        *_HEADS, column("checks", "residual"), both("原因", "cause"), both("诊断", "diagnosis"),
        _FILE,
    )  # fmt: skip
    return table(heads, (_sum_row(row, outcome.name, evidence) for row in outcome.rows))


def _sum_row(row: Row, name: str, evidence: Collection[str]) -> Sequence[str]:
    diagnosis = both(*code("diagnosis", row["diagnosis"])) if row["diagnosis"] else ""
    if row["suspect"]:
        diagnosis += f"<br><code>{safe(row['suspect'])}</code>"
    if row["verdict_strict"] != "fail":
        diagnosis += f"<br>{both('空白作零', 'a blank as zero')}"
    return (
        _agency(row, evidence),
        number(row["year"]),
        f"<td>{_instance(name, str(row['instance']))}</td>",
        *(number(row[figure], " bad" if figure == "difference" else "") for figure in _FIGURES),
        f"<td>{both(*code('cause', row['cause'])) if row['cause'] else ''}</td>",
        f"<td>{diagnosis}</td>",
        text(row["source_name"]),
    )


def _rules_table(outcome: Outcome, evidence: Collection[str]) -> str:
    heads = (
        *_HEADS, column("checks", "evidence"), _FILE,
    )  # fmt: skip
    rows = (
        (
            _agency(row, evidence),
            number(row["year"]),
            text(row["instance"]),
            number(row["lhs"]),
            number(row["rhs"]),
            text(row["evidence"]),
            text(row["source_name"]),
        )
        for row in outcome.rows
    )
    return table(heads, rows)


def _agency(row: Row, evidence: Collection[str]) -> str:
    report = str(row["report_id"])
    if report not in evidence:
        return text(row["agency"])
    return f'<td><a href="evidence/{quote(report)}.html">{safe(row["agency"])}</a></td>'


def _instance(identity_id: str, instance: str) -> str:
    """The instance in the words of the form, and its code."""
    found = next((i for i in _instances(identity_id) if i.instance == instance), None)
    if found is None or found.instance == identity_id:
        return safe(instance)
    book, over = codebook(), found.identity.over
    section = found.identity.section
    if over == "applicant_type":
        label = book.label(section, "column", instance, found.form)
        named = both(label.zh, label.en)
    elif over == "row":
        named = both(*book.row_names(book.row(section, instance), found.form))
    elif over == "block":
        label = book.label(section, "block", instance, found.form)
        named = both(label.zh, label.en)
    else:
        return safe(instance)
    return f"{named}<br><code>{safe(instance)}</code>"


def _instances(identity_id: str) -> Iterable[Instance]:
    book = codebook()
    return (
        instance
        for form in reversed(book.forms)
        for instance in book.instances(form.form)
        if instance.identity.identity_id == identity_id
    )


def _count_row(count: RuleCount, linked: bool) -> Sequence[str]:
    judged_ones = count.passed + count.failed
    share = f"{count.failed / judged_ones:.1%}" if judged_ones else "–"
    broken = " bad" if count.broken else ""
    return (
        f"<td>{_name(count.rule_id, linked)} {both(*_statement(count.rule_id))}</td>",
        number(count.passed),
        number(count.failed, " bad" if count.failed else ""),
        number(count.broken, broken),
        f'<td class="number">{share}</td>',
        number(count.not_assessable),
        number(count.not_applicable),
    )


def _name(rule_id: str, linked: bool) -> str:
    sums = rule_id in {identity.identity_id for identity in codebook().identities}
    page = ("identities" if sums else "rules") + ".html" if linked else ""
    return f'<a href="{page}#{quote(rule_id)}"><code>{safe(rule_id)}</code></a>'


def _statement(rule_id: str) -> tuple[str, str]:
    for identity in codebook().identities:
        if identity.identity_id == rule_id:
            return identity.zh, identity.en
    return next(((rule.zh, rule.en) for rule in rules() if rule.rule_id == rule_id), ("", ""))


def _assessed(count: RuleCount) -> bool:
    return bool(count.passed + count.failed + count.broken)


def _known(value: object) -> bool:
    return value is not None
