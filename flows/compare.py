"""What differs between two versions of the dataset: reports, cells, findings. It only reads.

Files that are the same in both versions are not read. Of the others each report's
figures are first compared by one number; cell by cell only where that differs.
"""

from __future__ import annotations

import filecmp
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from flows.failure import USAGE, Failure
from flows.parquet import YEARLY, location
from flows.publish import current, record, versions
from flows.settings import Settings

RULES_FILE = Path(__file__).with_name("compare.sql")
# No others: a version may come from a time that had fewer.
COLUMNS = {
    "reports": (
        "report_id", "source_name", "source_url", "sha256", "agency_id", "agency", "year", "state",
        "reason",
    ),
    "facts": (
        "agency_id", "agency", "year", "section", "row", "applicant_type", "value", "status",
        "form",
    ),
    "checks": (
        "report_id", "agency_id", "year", "identity_id", "instance", "severity", "lhs", "rhs",
        "verdict_blank_as_zero",
    ),
    "rules": ("rule_id", "zh", "en"),
}  # fmt: skip
SIDES = ("before", "after")


@dataclass(frozen=True, slots=True)
class Versions:
    """Two published versions, by number and folder; no folder is a version without anything."""

    before: tuple[int, Path | None]
    after: tuple[int, Path]


class Diff:
    """The differences between two versions: tables of a DuckDB that lasts as long as this.

    `differing_reports`: what became of the report of an agency and year (`came`, `went`,
    `changed`: at least one cell differs, `replaced`: another document with the same
    figures) and of documents that gave none (`set_aside`), with the number of cells
    that differ. `differing_cells`: every cell of the reports that changed whose value
    or status differs; a side on which the cell is not there has neither.
    `differing_findings`: what the checks newly find, or find no more, for reports that
    are in both versions or came or went.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, pair: Versions) -> None:
        self.before, self.after = pair.before[0], pair.after[0]
        self._connection = connection

    def rows(self, table: str, most: int = -1) -> tuple[list[str], Iterator[tuple[object, ...]]]:
        """The columns of a table of differences, and its rows in order, at most so many."""
        limit = f" LIMIT {most}" if most >= 0 else ""
        cursor = self._connection.cursor()
        result = cursor.execute(f"FROM {table}{limit}")
        names = [column[0] for column in result.description or ()]
        return names, _fetched(cursor)

    def counts(self) -> dict[str, int]:
        """How many differences there are of each kind; kinds that do not occur are left out."""
        found = self._connection.execute(
            "SELECT change || '_report', count(*) FROM differing_reports GROUP BY change"
            " UNION ALL SELECT 'changed_cell', count(*) FROM differing_cells"
            " UNION ALL"
            " SELECT change || '_finding', count(*) FROM differing_findings GROUP BY change"
            " ORDER BY 1"
        ).fetchall()
        return {kind: number for kind, number in found if number}

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.counts())


def choose(settings: Settings, before: int | None = None, after: int | None = None) -> Versions:
    """The versions of these numbers; the current one and the one before it unless given.

    Raises:
        Failure: one of them is not there.
    """
    there = versions(settings.curated)
    made = record(current(settings.curated))
    if made is None:
        raise Failure(
            f"no dataset in {settings.curated}: run `gouji build` first",
            f"{settings.curated} 中还没有数据集；请先运行 gouji build",
            USAGE,
        )
    second = made.number if after is None else after
    earlier = [number for number in there if number < second]
    if before is None and not earlier and second in there:
        raise Failure(
            f"there is no version before {second}: nothing to compare with",
            f"版本 {second} 之前没有保留的版本，无从比较",
            USAGE,
        )
    first = earlier[-1] if before is None and earlier else before
    for number in (first, second):
        if number not in there:
            kept = ", ".join(map(str, there))
            raise Failure(
                f"no version {number}: there are {kept}", f"没有版本 {number}，现有 {kept}", USAGE
            )
    assert first is not None
    return Versions((first, there[first]), (second, there[second]))


@contextmanager
def compare(settings: Settings, pair: Versions) -> Iterator[Diff]:
    """The differences between two versions."""
    with tempfile.TemporaryDirectory(prefix="gouji-diff-") as spill:
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": settings.memory_limit,
            "threads": settings.workers,
            "temp_directory": spill,
            "autoinstall_known_extensions": False,
        }
        # In a file, so that differences without number do not have to fit into memory.
        with duckdb.connect(str(Path(spill) / "diff.duckdb"), config=config) as connection:
            connection.execute("SET python_enable_replacements = false")
            connection.execute("SET enable_progress_bar = false")
            for table in COLUMNS:
                for side, query in zip(SIDES, _sides(table, pair), strict=True):
                    connection.execute(f"CREATE VIEW {table}_{side} AS {query}")
            connection.execute(RULES_FILE.read_text(encoding="utf-8"))
            yield Diff(connection, pair)


def _sides(table: str, pair: Versions) -> list[str]:
    """The queries for a table's rows in each version, without those files that are the same."""
    folders = (pair.before[1], pair.after[1])
    found = [{str(p.relative_to(f)): p for p in _files(f, table)} if f else {} for f in folders]
    shared = found[0].keys() & found[1].keys()
    same = {name for name in shared if _same(found[0][name], found[1][name])}
    # Who is current is needed of all reports, and there are few.
    left_out = same if table in YEARLY else set()
    there = sorted(found[1].values())
    return [_select(table, there, [of[n] for n in sorted(of) if n not in left_out]) for of in found]


def _files(folder: Path, table: str) -> Iterator[Path]:
    return folder.glob(location(Path(), table).removeprefix("./"))


def _same(one: Path, other: Path) -> bool:
    return one.samefile(other) or filecmp.cmp(one, other, shallow=False)


def _select(table: str, there: list[Path], wanted: list[Path]) -> str:
    """The query for some of a table's files; for none of them the table without rows."""
    columns = ", ".join(
        'year::SMALLINT AS "year"' if name == "year" else f'"{name}"' for name in COLUMNS[table]
    )
    paths = ", ".join("'" + str(path).replace("'", "''") + "'" for path in wanted or there)
    hive = "true, hive_types={'year': SMALLINT}" if table in YEARLY else "false"
    nothing = "" if wanted else "WHERE false"
    return f"SELECT {columns} FROM read_parquet([{paths}], hive_partitioning={hive}) {nothing}"


def _fetched(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[object, ...]]:
    with cursor:
        while rows := cursor.fetchmany(10_000):
            yield from rows
