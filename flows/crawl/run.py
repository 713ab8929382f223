"""A crawl from beginning to end: its child process, its journal, its manifest, its result."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from flows.crawl.adopt import adopted
from flows.crawl.child import run_child
from flows.crawl.job import Job, Parts, Told
from flows.crawl.manifest import compact
from flows.crawl.model import Site
from flows.crawl.result import CrawlResult, ListResult, SiteResult, save_result
from flows.crawl.settings import CrawlSettings
from flows.crawl.vault import Vault

KILLED = "killed"


def crawl(
    settings: CrawlSettings,
    sites: Sequence[Site],
    parts: Parts | None = None,
    told: Told = lambda known, done: None,
    now: datetime | None = None,
) -> CrawlResult:
    """Fetch what is new or changed at the sites into the vault, and bring the manifest up to date.

    Scrapy runs in a child process: its reactor can be started once in a process and would
    not share one with Prefect; a page that makes a parser swell, hang or crash ends the
    child alone; and its memory is given back. What the child had seen when it ended, however
    it ended, is in its journal, and the result says that it was ``killed``.

    `told` is called as the crawl goes on. `now` is taken for the time of the crawl, instead
    of the clock's. `parts` are the patterns and the
    recogniser; the project's own unless given.

    Raises:
        Failure: the disk is full. What was fetched before is kept.
    """
    vault = Vault(settings.raw)
    started = now or datetime.now(UTC)
    run = f"{started:%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"
    outcome = CrawlResult(run, started.isoformat(), sites=tuple(map(_not_begun, sites)))
    save_result(result_path(settings.raw, run), outcome)
    vault.tidy()
    compact(vault)
    outcome = replace(outcome, problem=KILLED)
    try:
        outcome = run_child(Job(settings, tuple(sites), parts, outcome, now), told)
        compact(vault, adopted(vault, run, now or datetime.now(UTC)))
    finally:
        save_result(result_path(settings.raw, run), outcome)
    return outcome


def result_path(raw: Path, run: str) -> Path:
    """Where the result of a crawl is kept."""
    return Vault(raw).records / "runs" / f"{run}.json"


def _not_begun(site: Site) -> SiteResult:
    return SiteResult(site.id, tuple(ListResult(page.url, page.agency) for page in site.lists))
