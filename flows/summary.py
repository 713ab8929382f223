"""What a version holds, in a few numbers: for the command line and for Prefect's artifacts."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

import duckdb

from flows.catalogue import open_catalogue
from flows.printing import plain, table
from flows.settings import Settings
from flows.settings import settings as default_settings
from transform.codebook import codebook

BROKEN_SHOWN = 500
LINES_SHOWN = 20
QUERIES = (
    "SELECT year, reason, reason_zh, sum(value) AS refused FROM refusals"
    " WHERE applicant_type = 'total' GROUP BY ALL ORDER BY year, refused DESC",
    "SELECT year, applicant_type, sum(value) AS refused FROM refusals"
    " WHERE applicant_type <> 'total' GROUP BY ALL ORDER BY year, refused DESC",
)


@dataclass(frozen=True, slots=True)
class Broken:
    """A broken identity of a current report."""

    agency: str
    year: int
    identity_id: str
    instance: str
    lhs: str
    rhs: str
    source_name: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts of the current version; `broken` holds the first broken identities."""

    run_id: str
    seconds: float
    files: int
    files_read: int
    facts: int
    violations: int
    states: dict[str, int]
    broken: tuple[Broken, ...]


def summarise(settings: Settings) -> Summary:
    """The counts of the current version.

    Raises:
        Failure: nothing has been published.
    """
    with open_catalogue(settings.curated) as connection:
        run = connection.execute(
            "SELECT run_id, seconds, files, files_read, facts, violations FROM runs"
            " ORDER BY run_id DESC LIMIT 1"
        ).fetchall()
        states = connection.execute(
            "SELECT state, count(*) FROM reports GROUP BY state ORDER BY state"
        ).fetchall()
        [(run_id, seconds, files, files_read, facts, violations)] = run
        return Summary(
            run_id, seconds, files, files_read, facts, violations, dict(states), _broken(connection)
        )


def describe(settings: Settings, found: Summary) -> str:
    """The summary that stands at the end of a build."""
    titles = {code: (zh, en) for field, code, zh, en in codebook().codes if field == "state"}
    lines = [f"files / 文件: {found.files:,} ({found.files_read:,} newly read / 新读)"]
    for state, number in found.states.items():
        zh, en = titles[state]
        lines.append(f"  {number:>7,}  {state} {zh} – {en}")
    lines.append(f"facts / 事实: {found.facts:,}")
    lines.append(f"broken identities / 不成立的勾稽: {found.violations:,}")
    if found.broken:
        shown = found.broken[:LINES_SHOWN]
        rows = [(b.agency, b.year, f"{b.identity_id}[{b.instance}]", b.lhs, b.rhs) for b in shown]
        lines += [table(("agency", "year", "identity", "lhs", "rhs"), rows)]
    if found.violations > LINES_SHOWN:
        lines.append('all of them / 全部: gouji sql "FROM violations"')
    lines.append(f"dataset / 数据集: {settings.curated} ({found.seconds:.1f} s)")
    lines.append("try / 试试:")
    lines += [f'  gouji sql "{query}"{_option(settings)}' for query in QUERIES]
    return "\n".join(lines)


def _option(settings: Settings) -> str:
    usual = default_settings().curated == settings.curated
    return "" if usual else f" --curated {shlex.quote(str(settings.curated))}"


def _broken(connection: duckdb.DuckDBPyConnection) -> tuple[Broken, ...]:
    rows = connection.execute(
        "SELECT agency, year, identity_id, instance, lhs, rhs, source_name FROM violations"
        f" LIMIT {BROKEN_SHOWN}"
    ).fetchall()
    return tuple(
        Broken(agency, year, identity_id, instance, plain(lhs), plain(rhs), source_name)
        for agency, year, identity_id, instance, lhs, rhs, source_name in rows
    )
