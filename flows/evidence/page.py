"""The evidence page: one HTML file with all that it needs, and nothing that leads elsewhere.

Everything that comes from a document is escaped. The page may run its own few
lines of script and use its own style, by their hashes, and load nothing.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Iterator
from pathlib import Path

from flows.evidence import findings
from flows.evidence.form import form_tables, key_of, legend, value_cells, value_flags
from flows.evidence.found import found
from flows.evidence.sheets import sheets
from flows.evidence.value import Evidence, Exhibit, spots
from flows.evidence.words import both, code, safe
from flows.shown import Shown

STYLE_FILE = Path(__file__).with_name("page.css")
SCRIPT_FILE = Path(__file__).with_name("page.js")
GENERATOR = '<meta name="generator" content="gouji evidence">'


def evidence_page(evidence: Evidence) -> str:
    """The whole page as HTML."""
    shown = evidence.shown
    exhibit = _exhibit(evidence)
    positions = {key_of(cell): position for position, cell in enumerate(shown.cells)}
    broken = findings.broken_sums(shown)
    flags = value_flags(shown, broken)
    values = value_cells(shown, flags, exhibit.targets, broken)
    parts = [
        _head(shown),
        *(f'<p class="warn">{both(zh, en)}</p>' for zh, en in evidence.notes),
        legend({flag for of_value in flags for flag in of_value}),
        form_tables(shown, values),
        _part("勾稽不成立", "identities that do not hold", findings.identities(shown, positions)),
        _part("文中数字与表格", "numbers in the text", findings.claims(shown, positions)),
        _part("未采用的内容", "what was not used", findings.issues(shown, exhibit.places)),
    ]
    report = shown.report
    title = " ".join(str(report[name]) for name in ("agency", "year") if report[name])
    source = (
        exhibit.html
        or f'<p class="note">{both("没有可显示的原文", "nothing of the file to show")}</p>'
    )
    alone = "" if exhibit.html else ' class="alone"'
    body = (
        f'<main{alone}><div id="report">{"".join(parts)}</div>\n'
        f'<div id="source">{source}</div></main>\n<p id="about" aria-hidden="true"></p>'
    )
    return _document(title or report["source_name"], body, exhibit.styles)


def _exhibit(evidence: Evidence) -> Exhibit:
    """The pages as pictures, and as found what is on none of them."""
    cells, places = evidence.shown.cells, spots(evidence.shown.cells)
    drawn = sheets(evidence.pictures, places)
    if evidence.document is None:
        return drawn
    rest = found(evidence.document, places, cells, drawn.targets)
    targets = {**drawn.targets, **rest.targets}
    return Exhibit(drawn.html + rest.html, targets, drawn.places | rest.places, drawn.styles)


def _head(shown: Shown) -> str:
    report = shown.report
    unknown = {"agency": ("机构不明", "agency not named"), "year": ("年度不明", "year not named")}
    title = " ".join(
        safe(report[name]) if report[name] else both(*words) for name, words in unknown.items()
    )
    facts = "".join(f"<dt>{name}</dt><dd>{fact}</dd>" for name, fact in _facts(shown))
    return f'<h1>{title}</h1><dl class="head">{facts}</dl>\n'


def _facts(shown: Shown) -> Iterator[tuple[str, str]]:
    report = shown.report
    if report["title"]:
        yield both("标题", "title"), safe(report["title"])
    if report["form"]:
        yield both("表式", "form"), safe(report["form"])
    state = both(*code("state", report["state"]))
    reason = report["reason"]
    yield both("状态", "state"), f"{state}: {safe(reason)}" if reason else state
    statuses = (name.removeprefix("cells_") for name in report if name.startswith("cells_"))
    counts = [(name, "status", report[f"cells_{name}"]) for name in statuses]
    if any(number for _, _, number in counts):
        yield both("单元格", "cells"), _counted(counts)
        verdicts = (("pass", "passed"), ("fail", "failed"), ("not_assessable",) * 2)
        yield (
            both("勾稽", "identities"),
            _counted(
                (name, "verdict", report[f"identities_{column}"]) for name, column in verdicts
            ),
        )
    yield both("文件", "file"), f"{safe(report['source_name'])} · {safe(report['media_type'])}"
    yield "sha256", f"<code>{safe(report['sha256'])}</code>"


def _counted(counts: Iterable[tuple[str, str, int]]) -> str:
    """Codes that occur, with their numbers."""
    words = [(code(field, name)[0], name.replace("_", " "), n) for name, field, n in counts if n]
    return " · ".join(f"{both(zh, en)} {n}" for zh, en, n in words)


def _part(zh: str, en: str, html: str) -> str:
    return f"<h2>{both(zh, en)}</h2>\n{html}" if html else ""


def _document(title: str, body: str, places: str) -> str:
    style = STYLE_FILE.read_text(encoding="utf-8") + places
    script = SCRIPT_FILE.read_text(encoding="utf-8")
    policy = (
        f"default-src 'none'; img-src data:; style-src {_hash(style)}; script-src {_hash(script)};"
        " base-uri 'none'; form-action 'none'"
    )
    return (
        '<!doctype html>\n<html lang="zh"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">{GENERATOR}'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{safe(title)} · 勾稽 gouji</title><style>{style}</style></head>\n"
        f"<body>{body}<script>{script}</script></body></html>\n"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{b64encode(digest).decode('ascii')}'"
