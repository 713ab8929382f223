"""The page of a night: one HTML file and the same as Markdown, with all that they need.

Everything that comes from a site or a document is escaped. The page runs no script and
loads nothing; addresses that were crawled are links, if they are of the web.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from pathlib import Path
from urllib.parse import urlsplit

from flows.crawl.files import write_whole
from flows.evidence.words import both, safe
from flows.nightly.night import Night
from flows.nightly.sections import Section, Table, Text, at_a_glance, headline, sections
from flows.printing import cut, visible

STYLE_FILE = Path(__file__).with_name("page.css")
LONGEST = 400
_MARKS = re.compile(r"([\\`*_{}\[\]<>()#|!~&])")
_NUMBER = re.compile(r"-?[\d,.]+")


def write_pages(folder: Path, night: Night) -> Path:
    """Write both files of a night below `folder`; the HTML file.

    They bear its day, and from the second night of a day on a number.
    """
    day, number = f"{night.started:%Y-%m-%d}", 1
    path = folder / f"{day}.html"
    while path.exists():
        number += 1
        path = folder / f"{day}-{number}.html"
    write_whole(path.with_suffix(".md"), markdown(night).encode())
    write_whole(path, html(night).encode())
    return path


def html(night: Night) -> str:
    """The page as HTML."""
    style = STYLE_FILE.read_text(encoding="utf-8")
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    counts = "".join(
        f"<li><b>{number}</b> {both(*words)}</li>" for words, number in at_a_glance(night)
    )
    parts = "".join(_section(part) for part in sections(night))
    return (
        '<!doctype html>\n<html lang="zh"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{night.started:%Y-%m-%d} · 勾稽 gouji</title><style>{style}</style></head>\n"
        f"<body><h1>勾稽 gouji · {night.started:%Y-%m-%d %H:%M}</h1>\n"
        f'<p class="verdict {night.verdict}">{both(*headline(night))}</p>\n'
        f"<p>{both(*_versions(night))}</p>\n"
        f'<ul class="counts">{counts}</ul>\n{parts}</body></html>\n'
    )


def markdown(night: Night) -> str:
    """The page as Markdown."""
    lines = [
        f"# 勾稽 gouji · {night.started:%Y-%m-%d %H:%M}",
        f"**{' / '.join(headline(night))}**",
        " / ".join(_versions(night)),
        "\n".join(f"- {' / '.join(words)}: {number}" for words, number in at_a_glance(night)),
    ]
    for part in sections(night):
        lines.append(f"## {' / '.join(part.title)}")
        lines += [_plain(part.nothing)] if part.empty else _tables(part)
    return "\n\n".join(lines) + "\n"


def _versions(night: Night) -> tuple[str, str]:
    changes, took = night.changes, f"{night.seconds:,.1f}"
    if night.version is None:
        return f"尚未发布数据集；用时 {took} 秒", f"no dataset was published yet; {took} s"
    if changes.after == changes.before:
        return (
            f"数据集未变，仍为版本 {night.version}；用时 {took} 秒",
            f"the dataset did not change: version {night.version}; {took} s",
        )
    before = changes.before or "—"
    return (
        f"版本 {before} → {changes.after}；用时 {took} 秒",
        f"version {before} → {changes.after}; {took} s",
    )


def _section(part: Section) -> str:
    title = f"<h2>{both(*part.title)}</h2>\n"
    if part.empty:
        return f'{title}<p class="nothing">{both(*part.nothing)}</p>\n'
    return title + "".join(_table(table) for table in part.tables if table.rows)


def _table(table: Table) -> str:
    title = f"<h3>{_words(table.title)}</h3>\n" if table.title else ""
    head = "".join(f"<th>{both(*words)}</th>" for words in table.heads)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>\n" for row in table.rows)
    more = f'<p class="nothing">{both(*_more(table))}</p>\n' if table.more else ""
    return (
        f'{title}<div class="wide"><table><thead><tr>{head}</tr></thead>\n'
        f"<tbody>{body}</tbody></table></div>\n{more}"
    )


def _cell(text: Text) -> str:
    number = isinstance(text, str) and _NUMBER.fullmatch(text)
    kind = ' class="number"' if number else ""
    return f"<td{kind}>{_words(text)}</td>"


def _words(text: Text) -> str:
    if isinstance(text, tuple):
        return both(*text)
    shown = safe(text, LONGEST)
    if _is_address(text):
        # `safe` escapes quotes; a shortened address would lead elsewhere.
        return f'<a href="{safe(text)}" rel="noreferrer noopener">{shown}</a>'
    return shown


def _is_address(text: str) -> bool:
    if len(text) > LONGEST or not text.isprintable():
        return False
    try:
        return urlsplit(text).scheme in ("http", "https") and " " not in text
    except ValueError:
        return False


def _more(table: Table) -> tuple[str, str]:
    return f"另有 {table.more:,} 条未显示", f"{table.more:,} more are not shown"


def _tables(part: Section) -> list[str]:
    found = []
    for table in part.tables:
        if table.rows:
            found += [f"### {_plain(table.title)}"] if table.title else []
            lines = [tuple(map(_plain, table.heads)), ("---",) * len(table.heads)]
            lines += [tuple(map(_plain, row)) for row in table.rows]
            found.append("\n".join(f"| {' | '.join(line)} |" for line in lines))
            found += [_plain(_more(table))] if table.more else []
    return found


def _plain(text: Text) -> str:
    """A text in which nothing is a mark of Markdown or HTML."""
    if isinstance(text, tuple):
        return " / ".join(_plain(one) for one in text if one)
    return _MARKS.sub(r"\\\1", cut(visible(text), LONGEST))
