"""One report ready to be shown: its head, its cells and what its identities say.

It comes from the dataset, or from a file read on the spot; both give the same.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from flows.catalogue import open_catalogue
from flows.failure import USAGE, Failure
from flows.printing import table, visible
from flows.settings import Settings

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """The rows of `reports`, `cells`, `checks` and `issues` that belong to one document."""

    report: Row
    cells: tuple[Row, ...]
    broken: tuple[Row, ...]
    issues: tuple[Row, ...]


def from_file(path: Path) -> Shown:
    """A file read now, as a build would read it.

    Raises:
        Failure: the file cannot be opened.
    """
    from expectations.identities import judge
    from extract.limits import DEFAULT_LIMITS
    from extract.reading import read
    from transform.interpret import interpret
    from transform.tables import report_tables, to_arrow

    try:
        with path.open("rb") as file:
            data = file.read(DEFAULT_LIMITS.file_bytes + 1)
    except OSError as error:
        raise Failure(f"{path}: {error.strerror}", "无法打开文件", USAGE) from error
    sha256 = hashlib.sha256(data).hexdigest()
    document = read(data, path.name)
    rows = report_tables(
        interpret(document),
        source_name=str(path),
        sha256=sha256,
        size=len(data),
        media_type=document.media_type,
        reader=document.reader,
        report_id=sha256[:16],
        run_id="",
    )
    with duckdb.connect(":memory:") as connection:
        checks = judge(connection, to_arrow("cells", rows["cells"])).to_pylist()
    broken = tuple(check for check in checks if check["verdict_strict"] == "fail")
    return Shown(rows["reports"][0], tuple(rows["cells"]), broken, tuple(rows["issues"]))


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
        key = [report["report_id"]]
        return Shown(
            report,
            tuple(_rows(connection, "SELECT * FROM cells WHERE report_id = ? ORDER BY rowid", key)),
            tuple(
                _rows(
                    connection,
                    "SELECT * FROM checks WHERE report_id = ? AND verdict_strict = 'fail'"
                    " AND severity = 'hard'"
                    " ORDER BY rowid",
                    key,
                )
            ),
            tuple(
                _rows(connection, "SELECT * FROM issues WHERE report_id = ? ORDER BY rowid", key)
            ),
        )


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
