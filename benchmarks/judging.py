"""What judging costs: every identity, rule and suite over a given number of facts.

``python -m benchmarks.judging --facts 1000000`` makes a dataset of that many facts from
made-up reports of several agencies and years, judges it in a process of its own, and
prints seconds, processor time, peak memory and what a fact costs, for a tenth, three
tenths and all of it. Making the dataset is not judging, and is not counted; writing the
verdicts, the counts of the reports and the gate's pages is.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb

from flows.judging import write_checks
from flows.parquet import YEARLY, Writer, create_views, write_table
from tests.expectations.forms import added, rows_of, sound_report
from transform.agencies import agency_level, agency_type
from transform.codebook import CellKey
from transform.report import Claim, Narrative, Report
from transform.tables import codebook_table, identities_table, schema, table_names, to_arrow

AGENCY = "河曲县教育局"
YEARS = range(2018, 2026)
NEW = CellKey("requests", "new_received", "total")
BROKEN = CellKey("requests", "granted", "natural_person")
MEMORY, THREADS = "1GB", 2
_OTHER = {
    "report_id": "report_id || '-' || n",
    "agency_id": "agency_id || '-' || n",
    "agency": "agency || n || '分局'",
    "sha256": "sha256 || n",
    "source_name": "source_name || n",
}


_YEAR = "(SELECT any_value(year) FROM base_reports b WHERE b.report_id = t.report_id) AS year"


def told(report: Report) -> Report:
    """The report with a text of usual length: a page for each of six sections."""
    words = "".join(f"第{n}项工作按照要求有序推进，全年收到申请{n}件。" for n in range(60))
    sections = ("preamble", "s1_overview", "s5_problems", "s6_other")
    claim = Claim("s1_overview", words[:60], Decimal(7), NEW)
    texts = tuple(Narrative(section, section, words) for section in sections)
    return replace(report, narratives=texts, claims=(claim,))


def make(folder: Path, facts: int) -> int:
    """Write a dataset of about so many facts, without verdicts; how many there are."""
    reports = []
    for year in YEARS:
        report = told(sound_report("f2021" if year > 2020 else "f2019", AGENCY, year))
        # In one year of eight the sums do not hold, so that diagnoses cost what they cost.
        reports.append(added(report, BROKEN, 3) if year == YEARS.start else report)
    base = rows_of(reports)
    copies = max(1, round(facts / base["cells"].num_rows))
    with duckdb.connect() as connection:
        for name, table in base.items():
            connection.register(f"base_{name}", table)
        made_facts = 0
        for table in ("reports", "cells", "facts", "narratives", "claims", "issues"):
            source = "cells" if table == "facts" else table
            columns = [
                f"{_OTHER[c]} AS {c}" if c in _OTHER and c in base[source].column_names
                else (f"'{AGENCY}' || n || '分局' AS agency" if c == "agency" else f'"{c}"')
                for c in schema(table).names
            ]  # fmt: skip
            if table == "narratives":
                columns.append(_YEAR)
            query = f"SELECT {', '.join(columns)} FROM base_{source} t, range({copies}) r(n)"
            query += " ORDER BY year, report_id" if table in YEARLY else ""
            with Writer(folder, table) as writer:
                for batch in connection.sql(query).to_arrow_reader(20_000):
                    writer.write(batch)
                made_facts = writer.rows if table == "facts" else made_facts
    names = [f"{AGENCY}{n}分局" for n in range(copies)]
    ids = base["reports"].column("agency_id").to_pylist()[0]
    empty: dict[str, object] = dict.fromkeys(schema("agencies").names)
    rows = [
        {
            **empty,
            "agency_id": f"{ids}-{n}",
            "name": name,
            "aliases": [],
            "type": agency_type(name),
            "level": agency_level(name),
        }
        for n, name in enumerate(names)
    ]
    write_table(folder, "agencies", to_arrow("agencies", rows))
    write_table(folder, "codebook", codebook_table())
    write_table(folder, "identities", identities_table())
    for table in ("agency_links", "corrections"):
        write_table(folder, table, to_arrow(table, []))
    return made_facts


def judge(folder: Path) -> dict[str, float]:
    """Judge a dataset as a build does; seconds of each part and peak memory in MB."""
    from expectations.gate import run_gate
    from expectations.rates import shown
    from flows.evidence.published import write_published

    spill = folder / "spill"
    spill.mkdir()
    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY, "threads": THREADS, "temp_directory": str(spill),
    }  # fmt: skip
    started = time.perf_counter()
    with duckdb.connect(str(spill / "assembly.duckdb"), config=config) as connection:
        connection.execute(
            "CREATE TABLE documents AS SELECT *, report_id AS reading"
            f" FROM read_parquet('{folder}/reports.parquet')"
        )
        write_checks(connection, folder)
    judged = time.perf_counter()
    with duckdb.connect(config=config) as connection:
        create_views(connection, folder, [t for t in table_names() if t != "runs"])
        (folder / "docs").mkdir()
        evidence = write_published(connection, folder / "docs", shown("evidence"))
        run_gate(connection, folder / "docs", "run", evidence=evidence)
    done = time.perf_counter()
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "rules": judged - started,
        "gate": done - judged,
        "processor": used.ru_utime + used.ru_stime,
        "peak": used.ru_maxrss / 1024,
    }


def main() -> None:
    """Make, judge and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=1_000_000)
    parser.add_argument("--judge", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.judge:
        print(json.dumps(judge(arguments.judge)))
        return
    print(f"DuckDB: {MEMORY}, {THREADS} threads")
    print("| facts | rules s | gate s | all s | processor s | peak MB | µs a fact |")
    print("|--:|--:|--:|--:|--:|--:|--:|")
    for share in (0.1, 0.3, 1.0):
        with tempfile.TemporaryDirectory() as name:
            facts = make(Path(name), round(arguments.facts * share))
            command = [sys.executable, "-m", "benchmarks.judging", "--judge", name]
            ran = subprocess.run(command, stdout=subprocess.PIPE, check=True)
            found = json.loads(ran.stdout)
        whole = found["rules"] + found["gate"]
        print(
            f"| {facts:,} | {found['rules']:.1f} | {found['gate']:.1f} | {whole:.1f}"
            f" | {found['processor']:.1f} | {found['peak']:.0f}"
            f" | {found['processor'] / facts * 1e6:.1f} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
