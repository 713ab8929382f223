"""Parts of the gate's pages: escaped texts, tables, and the page around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from transform.codebook import codebook

_STYLE_FILE = Path(__file__).with_name("pages.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_MARKS = {True: ("pass", "✓", "通过", "passed"), False: ("fail", "✗", "未通过", "failed")}
_SEVERITIES = {
    "critical": ("超出则不发布", "stops when beyond"),
    "warning": ("警告", "warning"),
    "info": ("提示", "info"),
}
Rows = Iterable[Sequence[str]]


def both(zh: str, en: str) -> str:
    """Chinese, and English in small print beside it."""
    return f'{safe(zh)} <span class="en" lang="en">{safe(en)}</span>' if en else safe(zh)


def safe(value: object) -> str:
    """Escaped, with what nobody sees as its escape: it may turn the direction of writing."""
    text = "" if value is None else str(value)
    seen = "".join(c if c.isprintable() or c in "\n\u3000" else ascii(c)[1:-1] for c in text)
    return escape(seen)


def text(value: object) -> str:
    """A cell of a table with a text."""
    return f"<td>{safe(value)}</td>"


def words(zh: str, en: str) -> str:
    """A cell of a table in both languages, one below the other."""
    return f'<td>{safe(zh)}<br><span class="en" lang="en">{safe(en)}</span></td>'


def number(value: object, kind: str = "") -> str:
    """A cell with a figure, without zeros behind its point."""
    shown = "" if value is None else str(value)
    shown = shown.rstrip("0").rstrip(".") if "." in shown else shown
    return f'<td class="number{kind}">{escape(shown)}</td>'


def verdict(passed: bool) -> str:
    """Whether something was met."""
    kind, sign, zh, en = _MARKS[passed]
    return f'<span class="{kind}">{sign} {both(zh, en)}</span>'


def severity(name: str) -> str:
    """A severity as a label."""
    return f'<span class="tag {escape(name)}">{both(*_SEVERITIES[name])}</span>'


def code(field: str, name: object) -> tuple[str, str]:
    """A code of the codebook in words; as it is where there are none."""
    base, _, amount = str(name or "").partition("=")
    for entry in codebook().codes:
        if (entry.field, entry.code) == (field, base):
            return (f"{entry.zh} {amount}".strip(), f"{entry.en} {amount}".strip())
    return base, amount


def column(table: str, name: str) -> str:
    """What a column of the dataset holds."""
    found = next(c for c in codebook().columns if (c.table, c.column) == (table, name))
    return both(found.zh, found.en)


def heading(zh: str, en: str, anchor: str = "") -> str:
    """A heading; `anchor` is the name that links use."""
    named = f' id="{escape(anchor)}"' if anchor else ""
    return f"<h2{named}>{both(zh, en)}</h2>\n"


def table(heads: Iterable[str], rows: Rows, kind: str = "") -> str:
    """A table; the heads are HTML, the rows cells."""
    head = "".join(f"<th>{head}</th>" for head in heads)
    body = "".join(f"<tr>{''.join(cells)}</tr>\n" for cells in rows)
    named = f' class="{kind}"' if kind else ""
    return f'<div class="wide"><table{named}><tr>{head}</tr>\n{body}</table></div>\n'


def page(title: str, body: str) -> str:
    """A whole page that needs nothing but itself."""
    style = _STYLE_FILE.read_text(encoding="utf-8")
    return (
        '<!doctype html>\n<html lang="zh"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{style}</style></head>"
        f"<body><h1>{escape(title)}</h1>\n{body}</body></html>\n"
    )
