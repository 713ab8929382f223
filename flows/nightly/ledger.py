"""The ledger: of every agency and year of which a report is expected, whether it is there.

Expected are: the people's government of each division that a site is there for, the
agencies that site files name, and every agency that ever reported, from its first
report on. The ledger is no table of the dataset: it speaks of days and sites, and
changes when they do; the dataset does not. ``ledger.parquet`` lies with the nightly
pages, one row an agency and year:

- `agency_id`, `agency`, `division_code`, `year`
- `due`: the last day for publishing it: 31 January, for aggregates 31 March
  (政府信息公开条例第四十九条、第五十条; for 2018 and before 31 March for all)
- `state`, `reason`: codes of ``codes.csv``; `detail` adds to them what was said of a document
- `published_on`: as the list has it, else the document
- `site`, `url`: where it was found, or would be; `first_seen`; `last_seen` if it has vanished
- `report_id`: the report in the dataset
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from flows.crawl.files import write_whole
from flows.crawl.model import Site
from flows.crawl.result import CrawlResult
from flows.parquet import create_views
from flows.settings import Settings
from transform.agencies import agency_id, describe, divisions, full_name
from transform.agencies.names import canonical_name
from transform.tables import schema

HERE = Path(__file__).parent
RULES_FILE = HERE / "ledger.sql"
NAME = "ledger.parquet"
PICTURES = ("image_only", "scanned_page", "unsure_text")
_GOVERNMENT = "人民政府"
_UNKNOWN_PROBLEM = "list_changed"


@dataclass(frozen=True, slots=True)
class Missing:
    """A report that is not there, or no longer at its address."""

    agency: str
    year: int
    state: str
    reason: str
    detail: str
    site: str
    url: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """How many of the expected reports are in each state, for each year and in all.

    `years` has the counts by year and state, `reasons` how many are missing why;
    `missing` the first of those that have vanished or are missing, the latest years first;
    `newly` those that have vanished and had not in the ledger before.
    """

    states: dict[str, int]
    years: dict[int, dict[str, int]]
    reasons: dict[str, int]
    missing: tuple[Missing, ...]
    newly: tuple[Missing, ...] = ()


def write_ledger(
    settings: Settings,
    folder: Path,
    version: Path | None,
    sites: Sequence[Site],
    crawled: CrawlResult | None,
    manifest: pa.Table,
    today: date,
    most: int = 500,
) -> Ledger:
    """Write the ledger of the day into `folder`, where it differs from what is there.

    `version` is the folder of the current version, if there is one. At most `most`
    missing reports are told one by one.
    """
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": settings.memory_limit,
        "threads": settings.workers,
        "autoinstall_known_extensions": False,
        "temp_directory": str(settings.work / "ledger"),
    }
    with duckdb.connect(config=config) as connection:
        connection.execute("SET python_enable_replacements = false")
        connection.execute("SET TimeZone = 'UTC'")
        _given(connection, version, sites, crawled, manifest, today)
        connection.execute(RULES_FILE.read_text(encoding="utf-8"))
        rows = connection.sql("FROM ledger").to_arrow_table()
        found = _counted(connection, folder / NAME, most)
    sink = io.BytesIO()
    pq.write_table(rows, sink, compression="zstd")
    path = folder / NAME
    if not path.is_file() or path.read_bytes() != sink.getvalue():
        write_whole(path, sink.getvalue())
    return found


@cache
def problem_reasons() -> dict[str, str]:
    """Why a report is missing where a list has this problem; no problem has no reason."""
    with (HERE / "problems.csv").open(encoding="utf-8", newline="") as lines:
        return {row["problem"]: row["reason"] for row in csv.DictReader(lines)}


def reason_of(problem: str) -> str:
    """The reason for a list's problem; what a pattern says of a page is a changed list."""
    return problem_reasons().get(problem, _UNKNOWN_PROBLEM)


def _given(
    connection: duckdb.DuckDBPyConnection,
    version: Path | None,
    sites: Sequence[Site],
    crawled: CrawlResult | None,
    manifest: pa.Table,
    today: date,
) -> None:
    """Make the tables that the rules start from."""
    tables = ("reports", "issues", "agency_links")
    if version:
        create_views(connection, version, tables)
    else:
        for table in tables:
            _load(connection, table, _empty(table))
    _load(connection, "manifest", manifest)
    _load(connection, "lists", _lists(sites, crawled))
    _load(connection, "known", _known(sites))
    _load(connection, "picture_kinds", pa.table({"kind": pa.array(PICTURES)}))
    run = crawled.run if crawled else ""
    _load(connection, "night", pa.table({"today": pa.array([today]), "run": pa.array([run])}))


def _lists(sites: Iterable[Site], crawled: CrawlResult | None) -> pa.Table:
    """Every list of the sites, with why it was not read whole in the last crawl."""
    of_site = {site.id: site for site in crawled.sites} if crawled else {}
    rows = []
    for site in sites:
        results = {one.url: one for one in of_site[site.id].lists} if site.id in of_site else {}
        for page in site.lists:
            result = results.get(page.url)
            problem = "not_begun" if result is None else result.problem
            name = _name(page.agency)
            rows.append(
                {
                    "site": site.id,
                    "url": page.url,
                    "division_code": site.division,
                    "agency_id": agency_id(name) if name else "",
                    "reason": reason_of(problem),
                }
            )
    names = ("site", "url", "division_code", "agency_id", "reason")
    return pa.Table.from_pylist(rows, pa.schema([(name, pa.string()) for name in names]))


def _known(sites: Iterable[Site]) -> pa.Table:
    """The agencies that sites are there for: governments of their divisions, and those named."""
    found: dict[str, dict[str, object]] = {}
    for site in sites:
        names = [page.agency for page in site.lists if page.agency]
        division = divisions().get(site.division)
        if division and division.level != "zone":
            names.insert(0, _government(site.division))
        for name in map(_name, names):
            agency = describe(name)
            found[agency.agency_id] = {
                "agency_id": agency.agency_id,
                "agency": name,
                "division_code": agency.division_code or site.division,
                "government": agency.type == "government",
            }
    texts = [(name, pa.string()) for name in ("agency_id", "agency", "division_code")]
    shape = pa.schema([*texts, ("government", pa.bool_())])
    return pa.Table.from_pylist([found[key] for key in sorted(found)], shape)


def _government(code: str) -> str:
    """The name of a division's government: with the places above it only where it is shared."""
    name, at = "", divisions().get(code)
    while at:
        name, at = at.name + name, divisions().get(at.parent)
    return canonical_name(name + _GOVERNMENT)


def _name(agency: str) -> str:
    return full_name(agency) or agency if agency else ""


def _empty(table: str) -> pa.Table:
    return schema(table).empty_table()


def _load(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    connection.register("loading", rows)
    connection.execute(f"CREATE TABLE {name} AS FROM loading")
    connection.unregister("loading")


def _counted(connection: duckdb.DuckDBPyConnection, before: Path, most: int) -> Ledger:
    years: dict[int, dict[str, int]] = {}
    states: dict[str, int] = {}
    counts = connection.execute(
        "SELECT year, state, count(*) FROM ledger GROUP BY ALL ORDER BY year DESC, state"
    ).fetchall()
    for year, state, number in counts:
        years.setdefault(year, {})[state] = number
        states[state] = states.get(state, 0) + number
    reasons = connection.execute(
        "SELECT reason, count(*) FROM ledger WHERE state = 'missing'"
        " GROUP BY reason ORDER BY count(*) DESC, reason"
    ).fetchall()
    missing = _some(connection, "state IN ('missing', 'vanished')", most)
    newly: tuple[Missing, ...] = ()
    if before.is_file():
        _load(connection, "former", pq.read_table(before, columns=["agency_id", "year", "state"]))
        gone = "state = 'vanished' AND (agency_id, year) NOT IN"
        were = "(SELECT (agency_id, year) FROM former WHERE state = 'vanished')"
        newly = _some(connection, f"{gone} {were}", most)
    return Ledger(states, years, dict(reasons), missing, newly)


def _some(connection: duckdb.DuckDBPyConnection, where: str, most: int) -> tuple[Missing, ...]:
    rows = connection.execute(
        f"SELECT agency, year, state, reason, detail, site, url FROM ledger WHERE {where}"
        " ORDER BY state DESC, year DESC, agency LIMIT ?",
        [most],
    ).fetchall()
    return tuple(Missing(*row) for row in rows)
