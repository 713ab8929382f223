"""Data Docs: the validation results as HTML pages that need no network.

Everything that comes from a document is escaped; the pages hold no script, no
link to elsewhere, and their style is inside them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from expectations.findings import counts_table, judged, matrix
from expectations.outcome import Outcome, RuleCount, SuiteOutcome
from expectations.parts import (
    both,
    heading,
    number,
    page,
    safe,
    severity,
    table,
    text,
    verdict,
    words,
)
from expectations.rates import Measure, shown_bounds
from transform.codebook import codebook

_CHECKPOINTS = {
    "structure": ("数据集的结构", "structure of the dataset"),
    "dataset": ("整个数据集", "the whole dataset"),
    "year": ("各年度", "each year"),
    "batch": ("本次新读入的报告", "the reports read in this run"),
}
_SUITES = {
    "structure": ("结构", "structure"),
    "rates": ("比率", "rates"),
    "identities": ("勾稽", "identities"),
    "rules": ("其他规则", "other rules"),
    "findings": ("不符之处", "findings"),
}


def write_pages(
    folder: Path,
    run_id: str,
    suites: Sequence[SuiteOutcome],
    counts: Sequence[RuleCount],
    measures: Sequence[Measure] = (),
    evidence: Collection[str] = (),
) -> Path:
    """Writes ``index.html`` and a page for each suite below `folder`; returns the index.

    `evidence` are the reports that have a page below ``evidence/`` there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    index = folder / "index.html"
    index.write_text(_index(run_id, suites, counts, measures), encoding="utf-8")
    for suite in suites:
        body = f'<p><a href="index.html">← {both("返回", "back")}</a></p>'
        body += _suite(suite, counts, measures, evidence)
        title = f"勾稽 gouji · {suite.suite} · {run_id}"
        (folder / f"{suite.suite}.html").write_text(page(title, body), encoding="utf-8")
    return index


def _index(
    run_id: str,
    suites: Sequence[SuiteOutcome],
    counts: Sequence[RuleCount],
    measures: Sequence[Measure],
) -> str:
    stops = [(s, o) for s in suites for o in s.outcomes if o.stops and not o.passed]
    body = [
        _box("fail", "不予发布：下列各项阻止发布", "Not to be published: what follows stops it")
        if stops
        else _box("pass", "可以发布", "May be published")
    ]
    if stops:
        heads = (
            both("规则", "rule"),
            both("次数", "times"),
            both("何处、多少", "where and how many"),
        )
        body.append(table(heads, (_stop_row(*stop) for stop in stops)))
    body += [heading("检验", "Checkpoints"), _suites_table(suites)]
    body += [heading("不符之处", "What does not hold"), _note(
        "不符之处是公布者的，随数据公布，不阻止发布。点规则名看各份报告。",
        "What does not hold is the publishers': it is published with the data and stops"
        " nothing. A rule's name leads to the reports.",
    )]  # fmt: skip
    body.append(counts_table(counts, linked=True))
    body += [heading("比率与界限", "Rates and their bounds"), _measures_table(measures)]
    body += [heading("网页的限度", "What the pages hold at most")]
    rows = (
        (text(name), number(most["most"]), words(most["zh"], most["en"]))
        for name, most in shown_bounds().items()
    )
    body.append(table((both("名称", "name"), both("上限", "most"), both("说明", "meaning")), rows))
    return page(f"勾稽 gouji · {run_id}", "".join(body))


def _suite(
    suite: SuiteOutcome,
    counts: Sequence[RuleCount],
    measures: Sequence[Measure],
    evidence: Collection[str],
) -> str:
    kind, about = _kind(suite), suite.checkpoint
    intro = _note(*_CHECKPOINTS[suite.checkpoint])
    if kind == "structure":
        heads = (
            both("规则", "rule"), both("结果", "result"), both("次数", "times"),
            both("例", "example"),
        )  # fmt: skip
        return intro + table(heads, map(_structure_row, suite.outcomes))
    if kind == "rates":
        return intro + _measures_table([m for m in measures if m.bound.checkpoint == about])
    if kind == "findings":
        return intro + matrix(suite.outcomes)
    return intro + judged(suite.outcomes, counts, evidence) + _diagnoses(kind)


def _suites_table(suites: Sequence[SuiteOutcome]) -> str:
    heads = (
        both("范围", "checkpoint"), both("检查", "suite"), both("通过", "met"), both("共", "of"),
        both("停止发布的", "of those that stop"),
    )  # fmt: skip
    rows, before = [], ""
    for (checkpoint, kind), of_it in groupby(suites, key=lambda s: (s.checkpoint, _kind(s))):
        some = list(of_it)
        zh, en = _CHECKPOINTS[checkpoint] if checkpoint != before else ("", "")
        links = (
            f'<a href="{safe(s.suite)}.html">{safe(s.suite.partition(".")[2])}</a>' for s in some
        )
        name = both(*_SUITES[kind])
        stopping = [o for s in some for o in s.outcomes if o.stops]
        met = all(outcome.passed for outcome in stopping)
        rows.append(
            (
                f"<td>{both(zh, en)}</td>",
                f"<td>{name}<br>{' · '.join(links)}</td>"
                if len(some) > 1
                else f'<td><a href="{safe(some[0].suite)}.html">{name}</a></td>',
                number(sum(s.passed for s in some)),
                number(sum(len(s.outcomes) for s in some)),
                f"<td>{verdict(met) if stopping else ''}</td>",
            )
        )
        before = checkpoint
    return table(heads, rows)


def _kind(suite: SuiteOutcome) -> str:
    return suite.suite.partition(".")[0]


def _measures_table(measures: Sequence[Measure]) -> str:
    if not measures:
        return _note("没有可计算的比率。", "There is no rate to measure.")
    heads = (
        both("比率", "rate"), both("范围", "where"), both("计", "counted"), both("所占", "share"),
        both("上限", "most"), both("结果", "result"), both("理由", "reason"),
    )  # fmt: skip
    return table(heads, (cells for m in measures for cells in _measure_rows(m)))


def _measure_rows(measure: Measure) -> Iterator[Sequence[str]]:
    bound = measure.bound
    if measure.judged:
        result = verdict(measure.share <= bound.most)
    else:
        few = f"不足 {bound.of_at_least}，不判", f"fewer than {bound.of_at_least}: not judged"
        result = f'<span class="note">{both(*few)}</span>'
    where = str(measure.year) if measure.year is not None else both(*_CHECKPOINTS[bound.checkpoint])
    yield (
        words(bound.zh, bound.en),
        f"<td>{where}</td>",
        f'<td class="number">{measure.bad} / {measure.of}</td>',
        f'<td class="number">{measure.share:.2%}</td>',
        f'<td class="number">{bound.most:.0%}</td>',
        f"<td>{result}<br>{severity(bound.severity)}</td>",
        words(bound.why_zh, bound.why_en),
    )


def _stop_row(suite: SuiteOutcome, outcome: Outcome) -> Sequence[str]:
    name = f'<a href="{safe(suite.suite)}.html">{safe(outcome.name)}</a>'
    rule = f"<td>{name}<br>{both(outcome.zh, outcome.en)}</td>"
    if suite.checkpoint == "structure":
        [row] = outcome.rows
        return rule, number(row["violations"]), text(row["example"])
    places = "<br>".join(safe(row["words"]) for row in outcome.rows)
    return rule, number(len(outcome.rows)), f"<td>{places}</td>"


def _structure_row(outcome: Outcome) -> Sequence[str]:
    row = outcome.rows[0] if outcome.rows else {}
    return (
        words(outcome.zh, outcome.en),
        f"<td>{verdict(outcome.passed)}</td>",
        number(row.get("violations", 0)),
        text(row.get("example", "")),
    )


def _diagnoses(kind: str) -> str:
    if kind != "identities":
        return ""
    codes = (code for code in codebook().codes if code.field == "diagnosis")
    rows = ((text(code.code), words(code.zh, code.en)) for code in codes)
    heads = (both("诊断", "diagnosis"), both("含义", "meaning"))
    return heading("诊断", "Diagnoses") + table(heads, rows)


def _note(zh: str, en: str) -> str:
    return f'<p class="note">{both(zh, en)}</p>'


def _box(kind: str, zh: str, en: str) -> str:
    return f'<p class="box {kind}"><strong>{both(zh, en)}</strong></p>'
