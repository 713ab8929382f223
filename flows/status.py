"""``gouji status``: what is there, what failed and why, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

import duckdb

from extract.issues import issue_kinds
from flows.catalogue import open_catalogue
from flows.failure import Failure
from flows.fingerprint import build_fingerprint
from flows.plan import load_listing
from flows.printing import table, visible
from flows.publish import current, record
from flows.raw import ignore_rules
from flows.settings import Settings
from transform.codebook import codebook

FAILED_SHOWN = 50
NAMES_SHOWN = 10


def status(settings: Settings) -> str:
    """The state of the dataset and of the raw folder beside it.

    Raises:
        Failure: nothing has been published.
    """
    with open_catalogue(settings.curated) as connection:
        blocks = [
            _dataset(settings, connection),
            _reports(connection),
            _failed(connection),
            _issues(connection),
            "\n".join(_changes(settings, connection)),
        ]
    return "\n\n".join(block for block in blocks if block)


def _dataset(settings: Settings, connection: duckdb.DuckDBPyConnection) -> str:
    run = connection.execute(
        "SELECT run_id, started, files, facts, violations FROM runs ORDER BY run_id DESC LIMIT 1"
    ).fetchone()
    assert run is not None
    run_id, started, files, facts, violations = run
    return (
        f"dataset / 数据集: {settings.curated}\n"
        f"run / 构建: {run_id}, {started:%Y-%m-%d %H:%M:%S} UTC\n"
        f"files / 文件: {files:,}   facts / 事实: {facts:,}"
        f"   broken identities / 不成立的勾稽: {violations:,}"
    )


def _reports(connection: duckdb.DuckDBPyConnection) -> str:
    rows = connection.execute(
        "SELECT year, form, state, count(*) AS reports FROM reports GROUP BY ALL"
        " ORDER BY year NULLS LAST, form NULLS LAST, state"
    ).fetchall()
    return "reports / 报告:\n" + table(("year", "form", "state", "reports"), rows)


def _failed(connection: duckdb.DuckDBPyConnection) -> str:
    """The documents that gave no facts, each with its reason."""
    rows = connection.execute(
        "SELECT source_name, state, reason FROM reports WHERE state <> 'accepted'"
        " ORDER BY state, source_name"
    ).fetchall()
    if not rows:
        return ""
    zh = {code: zh for field, code, zh, _ in codebook().codes if field == "state"}
    lines = [f"not in facts / 未采用: {len(rows):,}"]
    for name, state, reason in rows[:FAILED_SHOWN]:
        lines.append(visible(f"  {name}: {state} {zh[state]}: {reason or ''}".rstrip(": ")))
    if len(rows) > FAILED_SHOWN:
        query = "SELECT source_name, state, reason FROM reports WHERE state <> 'accepted'"
        lines.append(f'  … all of them / 全部: gouji sql "{query}"')
    return "\n".join(lines)


def _issues(connection: duckdb.DuckDBPyConnection) -> str:
    rows = connection.execute(
        "SELECT kind, count(*) AS number, count(DISTINCT source_name) AS files,"
        " min(source_name) AS example FROM issues GROUP BY kind ORDER BY number DESC, kind"
    ).fetchall()
    if not rows:
        return ""
    names = ("kind", "number", "files", "example", "meaning")
    explained = [(*row, _meaning(row[0])) for row in rows]
    return "issues / 未采用的内容:\n" + table(names, explained)


def _meaning(kind: str) -> str:
    """What a kind of issue is, without what to do about it."""
    zh, en = issue_kinds()[kind]
    return f"{zh.partition('：')[0]} / {en.partition(':')[0]}"


def _changes(settings: Settings, connection: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """How the raw folder differs from what the dataset was built from."""
    try:
        listing = load_listing(settings, keep=False)
    except Failure as failure:
        yield f"raw files / 原始文件: {failure}"
        return
    rows = connection.execute("SELECT source_name, sha256 FROM reports").fetchall()
    built: dict[str, str] = dict(rows)
    now = {source.name: source.sha256 for source in listing.sources}
    differences = {
        "new / 新增": sorted(now.keys() - built.keys()),
        "changed / 有变": sorted(n for n in now.keys() & built.keys() if now[n] != built[n]),
        "gone / 已删": sorted(built.keys() - now.keys()),
    }
    yield f"raw files / 原始文件: {settings.raw}"
    if not any(differences.values()):
        yield "  unchanged since the last build / 与上次构建相同"
    for what, names in differences.items():
        if names:
            yield visible(f"  {what}: {len(names):,}  {_some(names)}")
    made = record(current(settings.curated))
    if made and made.fingerprint != build_fingerprint(settings.limits, settings.deep):
        yield "  the program, the codebook or a setting has changed / 程序、编码表或设置有变"
    if listing.archives:
        inside = sum(1 for source in listing.sources if source.inner)
        yield f"  archives / 压缩包: {listing.archives:,}   files in them / 其中文件: {inside:,}"
    yield from _ignored(listing.ignored)


def _ignored(ignored: tuple[tuple[str, str], ...]) -> Iterator[str]:
    reasons = {rule: f"{zh} / {en}" for rule, _, zh, en in ignore_rules()}
    for rule, group in groupby(sorted(ignored, key=itemgetter(1)), key=itemgetter(1)):
        names = [name for name, _ in group]
        yield visible(f"  passed over / 略过: {len(names):,}  {reasons[rule]}: {_some(names)}")


def _some(names: list[str]) -> str:
    """The first of the names, and how many more there are."""
    more = f" … (+{len(names) - NAMES_SHOWN:,})" if len(names) > NAMES_SHOWN else ""
    return ", ".join(names[:NAMES_SHOWN]) + more
