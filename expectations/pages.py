"""Data Docs: the validation results as HTML pages that need no network.

Everything that comes from a document is escaped; the pages hold no script, no
link to elsewhere, and their style is inside them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path

from expectations.outcome import Outcome, RuleCount, SuiteOutcome
from expectations.rules import rules
from expectations.structure import bounds
from transform.codebook import codebook

_STYLE_FILE = Path(__file__).with_name("pages.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_RULES = (
    ("reports", "agency"),
    ("checks", "year"),
    ("checks", "instance"),
    ("checks", "lhs"),
    ("checks", "rhs"),
    ("checks", "evidence"),
    ("checks", "verdict_strict"),
    ("reports", "source_name"),
)
_BROKEN = (
    ("reports", "agency"),
    ("checks", "year"),
    ("checks", "instance"),
    ("checks", "lhs"),
    ("checks", "rhs"),
    ("checks", "residual"),
    ("checks", "verdict_strict"),
    ("checks", "verdict_blank_as_zero"),
    ("checks", "cause"),
    ("checks", "diagnosis"),
    ("checks", "suspect"),
    ("reports", "source_name"),
)
_FIGURES = {"lhs", "rhs", "residual"}
_VERDICTS = {True: ("pass", "通过 / passed"), False: ("fail", "未通过 / failed")}
_NOT_ASSESSED = '<p class="note">没有可核对的实例 / no instance could be assessed</p>'
Rows = Iterable[Sequence[str]]
Columns = Sequence[tuple[str, str]]


def write_pages(
    folder: Path, run_name: str, suites: Sequence[SuiteOutcome], counts: Sequence[RuleCount]
) -> Path:
    """Writes ``index.html`` and a page for each suite below `folder`; returns the index."""
    folder.mkdir(parents=True, exist_ok=True)
    index = folder / "index.html"
    index.write_text(_index(run_name, suites, counts), encoding="utf-8")
    for suite in suites:
        page = _page(run_name, suite.suite, _suite(suite, counts))
        (folder / f"{suite.suite}.html").write_text(page, encoding="utf-8")
    return index


def _index(run_name: str, suites: Sequence[SuiteOutcome], counts: Sequence[RuleCount]) -> str:
    stops = [
        (suite.suite, outcome)
        for suite in suites
        for outcome in suite.outcomes
        if outcome.stops and not outcome.passed
    ]
    verdict = (
        '<p class="fail"><strong>不予发布：数据集结构有误 / '
        "Not to be published: the dataset's structure is broken</strong></p>"
        if stops
        else '<p class="pass"><strong>可以发布 / May be published</strong></p>'
    )
    body = [verdict]
    if stops:
        body.append(_table(("规则 / rule", "次数 / times", "例 / example"), map(_stop_row, stops)))
    body.append(_heading("检查 / Suites"))
    body.append(
        _table(("检查 / suite", "通过 / met", "共 / of"), (_suite_row(suite) for suite in suites))
    )
    body.append(_heading("勾稽与其他规则 / Identities and other rules"))
    body.append(
        "<p>不符之处是公布者的，随数据公布，不阻止发布。 / What does not hold is the "
        "publishers': it is published with the data and stops nothing.</p>"
    )
    body.append(_counts_table(counts))
    body.append(_heading("界限 / Bounds"))
    rows = ((_text(n), _number(b["most"]), _both(b["zh"], b["en"])) for n, b in bounds().items())
    body.append(_table(("名称 / name", "上限 / most", "理由 / reason"), rows))
    return _page(run_name, "", "".join(body))


def _suite(suite: SuiteOutcome, counts: Sequence[RuleCount]) -> str:
    rules = [outcome for outcome in suite.outcomes if outcome.stops]
    judged = [outcome for outcome in suite.outcomes if not outcome.stops]
    parts = ['<p><a href="index.html">← 返回 / back</a></p>']
    if rules:
        heads = ("规则 / rule", "结果 / result", "次数 / times", "例 / example")
        parts.append(_table(heads, map(_rule_row, rules)))
    if judged:
        of = {count.rule_id: count for count in counts}
        parts.append(_counts_table([of[outcome.name] for outcome in judged]))
        sums = any(outcome.name in _identities() for outcome in judged)
        columns = _BROKEN if sums else _RULES
        parts += [_judged(outcome, of[outcome.name], columns) for outcome in judged]
        if sums:
            codes = (code for code in codebook().codes if code.field == "diagnosis")
            terms = ((_text(code.code), _both(code.zh, code.en)) for code in codes)
            parts.append(_heading("诊断 / Diagnoses"))
            parts.append(_table(("诊断 / diagnosis", "含义 / meaning"), terms))
    return "".join(parts)


def _identities() -> set[str]:
    return {identity.identity_id for identity in codebook().identities}


def _judged(outcome: Outcome, count: RuleCount, columns: Columns) -> str:
    head = _heading(f"{outcome.name}: {outcome.zh} / {outcome.en}")
    if rule := next((rule for rule in rules() if rule.rule_id == outcome.name), None):
        head += f'<p class="note">{escape(rule.applies_zh)} / {escape(rule.applies_en)}<br>'
        head += f"{escape(rule.source)}</p>"
    if not count.passed + count.failed + count.broken:
        return head + _NOT_ASSESSED
    head += f"<p>{_verdict(outcome.passed)}</p>"
    if not outcome.rows:
        return head
    table = _table(map(_column_name, columns), (_broken_row(row, columns) for row in outcome.rows))
    more = count.broken - len(outcome.rows)
    if more > 0:
        table += f'<p class="note">另有 {more} 条未列出，见 checks 表 / {more} more in checks</p>'
    return head + table


def _counts_table(counts: Sequence[RuleCount]) -> str:
    words = {code.code: f"{code.zh} / {code.en}" for code in codebook().codes}
    heads = (
        "规则 / rule", words["pass"], words["fail"], words["not_assessable"],
        words["not_applicable"],
        "不符（空白作零） / broken (a blank counted as zero)",
    )  # fmt: skip
    rows = (
        (
            _text(count.rule_id),
            _number(count.passed),
            _number(count.failed),
            _number(count.not_assessable),
            _number(count.not_applicable),
            _number(count.broken),
        )
        for count in counts
    )
    return _table(heads, rows)


def _stop_row(stop: tuple[str, Outcome]) -> Sequence[str]:
    suite, outcome = stop
    [row] = outcome.rows
    rule = f'<a href="{escape(suite)}.html">{escape(outcome.name)}</a><br>'
    words = f"{escape(outcome.zh)}<br>{escape(outcome.en)}"
    return f"<td>{rule}{words}</td>", _number(row["violations"]), _text(row["example"])


def _suite_row(suite: SuiteOutcome) -> Sequence[str]:
    name = escape(suite.suite)
    link = f'<td><a href="{name}.html">{name}</a></td>'
    return link, _number(suite.passed), _number(len(suite.outcomes))


def _rule_row(outcome: Outcome) -> Sequence[str]:
    row: Mapping[str, object] = outcome.rows[0] if outcome.rows else {}
    return (
        _both(outcome.zh, outcome.en),
        f"<td>{_verdict(outcome.passed)}</td>",
        _number(row.get("violations", 0)),
        _text(row.get("example", "")),
    )


def _broken_row(row: Mapping[str, object], columns: Columns) -> Sequence[str]:
    shown = {**row, "residual": row["difference"]}
    return [_number(shown[name]) if name in _FIGURES else _text(shown[name]) for _, name in columns]


def _column_name(column: tuple[str, str]) -> str:
    found = next(c for c in codebook().columns if (c.table, c.column) == column)
    return f"{found.zh} / {found.en}"


def _verdict(passed: bool) -> str:
    name, words = _VERDICTS[passed]
    return f'<span class="{name}">{words}</span>'


def _heading(words: str) -> str:
    return f"<h2>{escape(words)}</h2>"


def _both(zh: str, en: str) -> str:
    return f"<td>{escape(zh)}<br>{escape(en)}</td>"


def _text(value: object) -> str:
    return f"<td>{'' if value is None else escape(_visible(str(value)))}</td>"


def _visible(text: str) -> str:
    """The text with what nobody sees as its escape: it may turn the direction of writing."""
    return "".join(c if c.isprintable() or c in "\n\u3000" else ascii(c)[1:-1] for c in text)


def _number(value: object) -> str:
    text = "" if value is None else str(value)
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f'<td class="number">{escape(text)}</td>'


def _table(heads: Iterable[str], rows: Rows) -> str:
    head = "".join(f"<th>{escape(words)}</th>" for words in heads)
    body = "".join(f"<tr>{''.join(cells)}</tr>\n" for cells in rows)
    return f'<div class="wide"><table><tr>{head}</tr>\n{body}</table></div>\n'


def _page(run_name: str, suite: str, body: str) -> str:
    title = " · ".join(part for part in ("勾稽 gouji", suite, run_name) if part)
    return (
        '<!doctype html>\n<html lang="zh"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE_FILE.read_text(encoding='utf-8')}</style>"
        f"</head><body><h1>{escape(title)}</h1>\n{body}</body></html>\n"
    )
