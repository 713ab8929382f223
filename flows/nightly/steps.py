"""A night, step by step: crawl → build → judge → publish → compare → ledger → pages.

`run_night` is a plain function; the Prefect flow gives it a `step` that runs each step as
a task with retries, and nothing else differs. What fails costs what depends on it, and
no more: without a crawl the files that are there are built, without a new version the
ledger is written all the same, and the page is written in any case.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from flows.compare import Versions, compare
from flows.crawl.addresses import networks
from flows.crawl.command import chosen_sites
from flows.crawl.manifest import read_manifest
from flows.crawl.model import Site
from flows.crawl.result import CrawlResult
from flows.crawl.run import KILLED, crawl
from flows.crawl.settings import crawl_settings
from flows.crawl.vault import Vault
from flows.failure import Failure
from flows.nightly.alarms import crawls, find_alarms
from flows.nightly.ledger import Ledger, reason_of, write_ledger
from flows.nightly.night import BEIJING, Alarm, Changes, Compared, Night, Step, names
from flows.nightly.options import Plan
from flows.pipeline import plainly, run_build
from flows.plan import up_to_date
from flows.printing import visible
from flows.progress import Progress
from flows.publish import current, record, versions
from flows.settings import Settings

REPORTS_SHOWN, CELLS_SHOWN, FINDINGS_SHOWN = 300, 1_000, 300
_LONGEST = 500
_BUILD_STEPS = ("read", "assemble", "judge", "gate", "publish")


class NothingReachedError(Exception):
    """No site at all could be reached: it is rather our line that is down, for a while."""


class Steps:
    """Runs steps and takes down what became of each."""

    def __init__(self, run: Callable[..., Any], progress: Progress) -> None:
        self._run, self._progress = run, progress
        self.done: list[Step] = []

    def __call__(self, name: str, function: Callable[..., Any], *arguments: Any) -> Any:
        """Run a step; what it raises after its last try is taken down, and raised."""
        tries, clock = 0, time.monotonic()

        def counted(*given: Any) -> Any:
            nonlocal tries
            tries += 1
            try:
                return function(*given)
            except Exception as error:
                zh, _ = names("step").get(name, (name, name))
                self._progress.begin(f"{name} failed ({visible(explain(error))})", f"{zh}失败")
                raise

        try:
            result = self._run(name, counted, *arguments)
        except Exception as error:
            self._add(name, "failed", clock, tries, explain(error))
            raise
        self._add(name, "done", clock, tries)
        return result

    def _add(self, name: str, outcome: str, clock: float, tries: int, detail: str = "") -> None:
        self.done.append(Step(name, outcome, round(time.monotonic() - clock, 3), tries, detail))

    def skip(self, *names: str) -> None:
        """Take down steps that were not needed."""
        self.done += [Step(name, "skipped") for name in names]

    def attempt(self, name: str, function: Callable[..., Any], *arguments: Any) -> Any:
        """Run a step without which the night goes on; None when it failed."""
        with suppress(Exception):
            return self(name, function, *arguments)
        return None


def explain(error: Exception) -> str:
    """An error in a line; whose it is where that is not told by a failure."""
    text = " ".join(str(error).split())[:_LONGEST]
    return text if isinstance(error, Failure) else f"{type(error).__name__}: {text}"


def run_night(plan: Plan, progress: Progress, step: Callable[..., Any] = plainly) -> Night:
    """Do all that a night does; what came of it. Raises for no step that fails."""
    started, clock = datetime.now(BEIJING), time.monotonic()
    steps = Steps(step, progress)
    settings = plan.settings
    sites: tuple[Site, ...] = ()
    crawled: CrawlResult | None = None
    earlier = crawls(settings.raw)
    try:
        sites = chosen_sites(plan.sites, None, 0.0 if plan.networks else None)
    except Failure as failure:
        steps.done.append(Step("crawl", "failed", detail=explain(failure)))
    else:
        steps.attempt("crawl", fetch, plan, sites, progress)
        known = {result.run for result in earlier}
        crawled = next((r for r in crawls(settings.raw) if r.run not in known), None)
    before = _number(settings)
    _build(settings, progress, steps)
    after = _number(settings)
    changes = Changes(before, after)
    if after is not None and after != before:
        changes = steps.attempt("compare", changed, settings, before, after) or changes
    today = started.date()
    ledger: Ledger | None = steps.attempt("ledger", keep_ledger, plan, sites, crawled, today)
    alarms = find_alarms(crawled, earlier) if crawled else ()
    alarms += tuple(
        Alarm("step_failed", detail=f"{done.name}: {done.detail}")
        for done in steps.done
        if done.outcome == "failed"
    )
    seconds = round(time.monotonic() - clock, 3)
    return Night(started, seconds, tuple(steps.done), after, crawled, changes, ledger, alarms)


def fetch(plan: Plan, sites: tuple[Site, ...], progress: Progress) -> CrawlResult:
    """Crawl the sites.

    Raises:
        Failure: an option is wrong, or the disk is full.
        NothingReachedError, RuntimeError: nothing could be reached, or the crawl was killed;
            another try may do better, and begins where this one ended.
    """
    given: dict[str, Any] = {"allowed": networks(plan.networks)}
    if plan.hours:
        given["window"] = plan.hours * 3600.0
    bounds = crawl_settings(plan.settings.raw, plan.file, given)
    progress.begin("crawling", "抓取")
    result = crawl(bounds, sites, told=progress.told)
    progress.end()
    if result.problem == KILLED:
        raise RuntimeError("the crawl was killed")
    problems = [one.problem for site in result.sites for one in site.lists]
    if problems and all(reason_of(problem) == "site_down" for problem in problems):
        raise NothingReachedError(f"none of {len(result.sites)} sites could be reached")
    return result


def changed(settings: Settings, before: int | None, after: int) -> Changes:
    """What differs between the publication before the night and that after it."""
    there = versions(settings.curated)
    first = (before or 0, there.get(before) if before else None)
    with compare(settings, Versions(first, (after, there[after]))) as found:
        rows = [
            _rows(*found.rows(table, most))
            for table, most in (
                ("differing_reports", REPORTS_SHOWN),
                ("differing_cells", CELLS_SHOWN),
                ("differing_findings", FINDINGS_SHOWN),
            )
        ]
        return Changes(before, after, found.counts(), *rows)


def keep_ledger(
    plan: Plan, sites: tuple[Site, ...], crawled: CrawlResult | None, today: Any
) -> Ledger:
    """Write the ledger of the day."""
    settings = plan.settings
    manifest = read_manifest(Vault(settings.raw))
    version = current(settings.curated)
    return write_ledger(settings, plan.folder, version, sites, crawled, manifest, today)


def _build(settings: Settings, progress: Progress, steps: Steps) -> None:
    """Build and publish, where anything is new."""
    try:
        if up_to_date(settings) is not None:
            steps.skip(*_BUILD_STEPS)
            return
        run_build(settings, progress, steps)
    except Exception as error:
        if not any(step.outcome == "failed" for step in steps.done if step.name != "crawl"):
            steps.done.append(Step("read", "failed", detail=explain(error)))


def _number(settings: Settings) -> int | None:
    made = record(current(settings.curated))
    return made.number if made else None


def _rows(names: list[str], rows: Any) -> tuple[Compared, ...]:
    return tuple(dict(zip(names, row, strict=True)) for row in rows)
