"""A build, step by step: raw files → readings → tables → verdicts → gate → publication.

`run_build` is a plain function; the Prefect flow gives it a `step` that runs
each step as a task, and nothing else differs.
"""

from __future__ import annotations

import hashlib
import logging
import resource
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from extract.office import identity
from flows import publish
from flows.assemble import database, decide_documents, write_rows
from flows.catalogue import NAME, write_catalogue
from flows.corrections import corrections_table, read_corrections
from flows.failure import Failure, is_disk_full
from flows.fingerprint import build_fingerprint, reading_fingerprint
from flows.judging import write_checks
from flows.parquet import create_views, read_table, write_table
from flows.plan import inputs, load_listing
from flows.printing import visible
from flows.progress import Progress
from flows.raw import Listing
from flows.reading import read_new
from flows.settings import Settings
from flows.store import Store
from transform.tables import schema, table_names, to_arrow

Step = Callable[..., Any]
REASONS_SHOWN = 20
ASSEMBLY = "assembly.duckdb"


@dataclass(frozen=True, slots=True)
class Build:
    """A build under way: what it reads, and where its version is being made."""

    settings: Settings
    listing: Listing
    stage: Path
    number: int
    run_id: str
    started: datetime
    clock: float
    read: int = 0
    facts: int = 0


def plainly(name: str, function: Callable[..., Any], *arguments: Any) -> Any:
    """Run a step as what it is: a function."""
    return function(*arguments)


def run_build(settings: Settings, progress: Progress, step: Step = plainly) -> publish.Record:
    """Build and publish the dataset; what the new version was made from.

    Raises:
        Failure: there is nothing to build from, another build is at work, the
            gate refuses the dataset, or the disk is full. The dataset that was
            there is untouched.
    """
    try:
        with publish.lock(settings.curated):
            try:
                progress.begin("listing files", "清点文件")
                build = begin(settings)
                build = step("read", read, build, progress)
                build = step("assemble", assemble, build, progress)
                step("judge", judge, build, progress)
                step("gate", gate, build, progress)
                made: publish.Record = step("publish", publish_version, build, progress)
                return made
            finally:
                shutil.rmtree(settings.curated / ".versions" / "unfinished", ignore_errors=True)
                shutil.rmtree(settings.work / "spill", ignore_errors=True)
    except (OSError, pa.ArrowException, duckdb.Error) as error:
        if is_disk_full(error):
            raise Failure(
                f"no space left for {settings.curated}; the dataset there is unchanged",
                f"{settings.curated} 所在磁盘已满；原有数据集未变",
            ) from error
        raise


def begin(settings: Settings) -> Build:
    """See what is there, and name the run.

    The run's name follows from what it is built from and on, so that a build
    that was killed and is run again has the same.
    """
    started, clock = datetime.now(UTC), time.monotonic()
    publish.check(settings.curated, (*table_names(), NAME, "docs"))
    publish.tidy(settings.curated, settings.versions)
    shutil.rmtree(settings.work / "spill", ignore_errors=True)
    listing = load_listing(settings)
    before = publish.record(publish.current(settings.curated))
    number = publish.next_number(settings.curated)
    basis = (
        build_fingerprint(settings.limits, settings.deep),
        inputs(settings, listing),
        before.run_id if before else "",
    )
    run_id = f"{number:06d}-{hashlib.sha256(' '.join(basis).encode()).hexdigest()[:10]}"
    stage = publish.new_stage(settings.curated)
    return Build(settings, listing, stage, number, run_id, started, clock)


def read(build: Build, progress: Progress) -> Build:
    """Read every document that the store does not hold yet."""
    store = _store(build.settings)
    store.open()
    store.renew(identity())
    before = store.known()
    listing = read_new(build.settings, store, build.listing, progress)
    count = len({s.sha256 for s in listing.sources if s.sha256} - before)
    return replace(build, listing=listing, read=count)


def assemble(build: Build, progress: Progress) -> Build:
    """Write every table but those that hold verdicts."""
    progress.begin("assembling", "汇编")
    # Each step may be run again after it failed: it begins without what it left.
    (build.settings.work / "spill" / ASSEMBLY).unlink(missing_ok=True)
    with database(build.settings, ASSEMBLY) as connection:
        _decide(connection, build)
        facts = write_rows(connection, build.stage)
        create_views(connection, build.stage, ["facts"])
        reviewed = read_corrections(build.settings.corrections)
        write_table(build.stage, "corrections", corrections_table(connection, reviewed))
        if not facts:
            raise Failure(
                "no report could be accepted, so there is nothing to publish",
                "没有一份报告可以采用，未发布任何数据",
                detail=_reasons(connection),
            )
    return replace(build, facts=facts)


def judge(build: Build, progress: Progress) -> None:
    """Write the verdicts, the reports with their counts, and the history of runs."""
    progress.begin("checking identities", "核对勾稽")
    with database(build.settings, ASSEMBLY) as connection:
        write_checks(connection, build.stage)
    _write_runs(build)


def gate(build: Build, progress: Progress) -> None:
    """Let the dataset pass or refuse it.

    Raises:
        Failure: a structural expectation is not met, or a rate is beyond its
            bound; the pages of the gate are kept in the work folder.
    """
    # Great Expectations takes seconds and 250 MB: only here, and only now.
    from expectations.gate import run_gate
    from expectations.rates import shown
    from expectations.results import keep_results
    from flows.evidence.published import write_published

    progress.begin("gate", "检验")
    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    docs = build.stage / "docs"
    shutil.rmtree(docs, ignore_errors=True)
    docs.mkdir()
    version = publish.current(build.settings.curated)
    with database(build.settings) as connection:
        create_views(connection, build.stage, table_names())
        evidence = write_published(connection, docs, shown("evidence"))
        result = run_gate(connection, docs, build.run_id, _accepted_before(version), evidence)
    if version:
        keep_results(version / "docs", docs)
    if not result.passed:
        kept = build.settings.work / "refused"
        shutil.rmtree(kept, ignore_errors=True)
        docs.rename(kept)
        reasons = "; ".join(failure.message for failure in result.failures)
        raise Failure(
            f"the gate refuses the dataset: {reasons} (see {kept})", f"检验未通过，详见 {kept}"
        )


def publish_version(build: Build, progress: Progress) -> publish.Record:
    """Complete the version and make it the current one."""
    progress.begin("publishing", "发布")
    settings = build.settings
    if build.stage.is_dir():  # not where only its last links are still to be made
        _write_runs(build)
        (build.stage / NAME).unlink(missing_ok=True)
        spill = settings.work / "spill"
        write_catalogue(build.stage, settings.memory_limit, settings.workers, spill)
    made = publish.Record(
        number=build.number,
        run_id=build.run_id,
        fingerprint=build_fingerprint(settings.limits, settings.deep),
        reading_fingerprint=reading_fingerprint(settings.limits, settings.deep),
        inputs=inputs(settings, build.listing),
    )
    publish.publish(settings.curated, build.stage, made)
    publish.tidy(settings.curated, settings.versions)
    _store(settings).forget_others()
    progress.end()
    return made


def _accepted_before(version: Path | None) -> pa.Table | None:
    """The accepted reports of the last publication, as the gate compares with them."""
    if version is None:
        return None
    reports = read_table(version, "reports").select(["sha256", "year", "cells_reported", "state"])
    return reports.filter(pc.equal(reports["state"], "accepted")).drop_columns("state")


def _store(settings: Settings) -> Store:
    return Store(settings.work / "store", reading_fingerprint(settings.limits, settings.deep))


def _decide(connection: duckdb.DuckDBPyConnection, build: Build) -> None:
    version = publish.current(build.settings.curated)
    before = publish.record(version)
    published = None
    now = reading_fingerprint(build.settings.limits, build.settings.deep)
    if version and before and before.reading_fingerprint == now:
        reports = read_table(version, "reports").select(["sha256", "run_id"])
        read_before = reports.filter(pc.not_equal(reports["sha256"], ""))
        published = read_before.group_by("sha256").aggregate([("run_id", "min")])
        published = published.rename_columns({"run_id_min": "run_id"})
    decide_documents(connection, _store(build.settings), build.listing, build.run_id, published)


def _reasons(connection: duckdb.DuckDBPyConnection) -> str:
    rows = connection.execute(
        "SELECT source_name, state, reason FROM documents ORDER BY source_name"
    ).fetchmany(REASONS_SHOWN)
    return "\n".join(visible(f"  {name}: {state}: {reason}") for name, state, reason in rows)


def _write_runs(build: Build) -> None:
    version = publish.current(build.settings.curated)
    earlier = [read_table(version, "runs").cast(schema("runs"))] if version else []
    with database(build.settings) as connection:
        create_views(connection, build.stage, ["reports"])
        reports, violations = connection.execute(
            "SELECT count(*), sum(identities_failed)::BIGINT FROM reports WHERE state = 'accepted'"
        ).fetchone() or (0, 0)
    peaks = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    row = {
        "run_id": build.run_id,
        "fingerprint": build_fingerprint(build.settings.limits, build.settings.deep),
        "started": build.started,
        "seconds": round(time.monotonic() - build.clock, 3),
        "peak_memory": max(resource.getrusage(who).ru_maxrss for who in peaks) * 1024,
        "files": len(build.listing.sources),
        "files_read": build.read,
        "reports": reports,
        "facts": build.facts,
        "violations": violations or 0,
    }
    write_table(build.stage, "runs", pa.concat_tables([*earlier, to_arrow("runs", [row])]))
