"""One report ready to be shown: its head, its cells and what its identities say.

It comes from the dataset, or from a file read on the spot; both give the same.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import Any

import duckdb

from extract.document import Document
from extract.limits import Limits
from flows.catalogue import open_catalogue
from flows.failure import Failure
from flows.named import open_named
from flows.printing import table, visible
from flows.settings import Settings
from flows.verify import must_be_possible
from transform.codebook import codebook

Row = dict[str, Any]
_COUNTS = {
    "identities_passed": "pass",
    "identities_failed": "fail",
    "identities_not_assessable": "not_assessable",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """The rows of each table that belong to one document."""

    report: Row
    cells: tuple[Row, ...]
    checks: tuple[Row, ...]
    claims: tuple[Row, ...]
    issues: tuple[Row, ...]

    @property
    def broken(self) -> tuple[Row, ...]:
        """The identities that do not hold, a blank counted as unknown."""
        sums = {identity.identity_id for identity in codebook().identities}
        return tuple(
            check
            for check in self.checks
            if check["verdict_strict"] == "fail" and check["identity_id"] in sums
        )


def from_file(settings: Settings, what: str) -> tuple[Shown, Document, bytes]:
    """A file read now, as a build would read it; what is printed in it, and its bytes.

    Raises:
        Failure: there is no such file, or it cannot be opened.
    """
    name, data = open_named(settings, what)
    return *read_bytes(data, name, settings.limits, settings.deep), data


def read_bytes(
    data: bytes, name: str, limits: Limits, deep: bool = False
) -> tuple[Shown, Document]:
    """What the bytes of a file say, and what is printed in them.

    Raises:
        Failure: a second look is asked for and cannot be taken.
    """
    must_be_possible(deep)
    from expectations.identities import judge
    from extract.reading import read
    from transform.interpret import interpret
    from transform.tables import report_tables, to_arrow

    sha256 = hashlib.sha256(data).hexdigest()
    document = read(data, name, limits, deep=deep)
    rows = report_tables(
        interpret(document),
        source_name=name,
        sha256=sha256,
        size=len(data),
        media_type=document.media_type,
        reader=document.reader,
        report_id=sha256[:16],
        run_id="",
    )
    with duckdb.connect(":memory:") as connection:
        checks = judge(connection, to_arrow("cells", rows["cells"])).to_pylist()
    [report] = rows["reports"]
    counts = Counter(check["verdict_strict"] for check in checks)
    for column, verdict in _COUNTS.items():
        report[column] = counts[verdict]
    others = (tuple(rows[table]) for table in ("claims", "issues"))
    return Shown(report, tuple(rows["cells"]), tuple(checks), *others), document


def from_dataset(settings: Settings, agency: str, year: int) -> Shown:
    """The report of an agency, named in full or in part, about a year.

    Raises:
        Failure: there is no such report, or more than one; then they are listed.
    """
    with open_catalogue(settings.curated) as connection:
        found = _matches(connection, agency, year)
        if not found:
            raise Failure(
                f"no report of an agency named {agency!r} about {year}{_years(connection, agency)}",
                f"没有“{agency}”{year} 年度的报告",
            )
        if len(found) > 1:
            names = [(r["agency"], r["year"], r["state"], r["source_name"]) for r in found]
            listed = table(("agency", "year", "state", "file"), names)
            raise Failure(
                f"{len(found)} reports match {agency!r}: name one in full, or give its file",
                "有多份报告相符，请写机构全称，或给出文件",
                detail=listed,
            )
        report = found[0]
        cells, checks, claims, issues = (
            tuple(
                _rows(
                    connection,
                    f"SELECT * FROM {table} WHERE report_id = ? ORDER BY rowid",
                    [report["report_id"]],
                )
            )
            for table in ("cells", "checks", "claims", "issues")
        )
        return Shown(report, cells, checks, claims, issues)


def _matches(connection: duckdb.DuckDBPyConnection, agency: str, year: int) -> list[Row]:
    found = _rows(
        connection,
        "SELECT * FROM reports WHERE year = ? AND contains(agency, ?)"
        " AND state IN ('accepted', 'quarantined') ORDER BY agency, source_name",
        [year, agency],
    )
    exact = [report for report in found if report["agency"] == agency]
    accepted = [report for report in exact or found if report["state"] == "accepted"]
    return accepted or exact or found


def _years(connection: duckdb.DuckDBPyConnection, agency: str) -> str:
    rows = connection.execute(
        "SELECT DISTINCT year FROM reports WHERE contains(agency, ?) AND state = 'accepted'"
        " ORDER BY year LIMIT 20",
        [agency],
    ).fetchall()
    years = ", ".join(str(year) for (year,) in rows)
    return f" (there is {visible(years)})" if years else ""


def _rows(connection: duckdb.DuckDBPyConnection, query: str, values: list[Any]) -> list[Row]:
    result = connection.execute(query, values)
    names = [column[0] for column in result.description or ()]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
