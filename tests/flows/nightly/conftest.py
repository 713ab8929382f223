"""Nights without a web: what a crawl would have fetched is put where it would put it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import flows.nightly.steps
from flows.crawl.manifest import compact
from flows.crawl.model import ListPage, Site
from flows.crawl.result import CrawlResult, ListResult, SiteResult, save_result
from flows.crawl.row import Row
from flows.crawl.run import result_path
from flows.crawl.vault import Vault
from flows.nightly.night import Night
from flows.nightly.options import Plan
from flows.nightly.steps import run_night
from flows.progress import Progress
from flows.settings import Settings
from tests.flows.conftest import AGENCIES, _without_gate, write_report

LIST = "https://www.example.gov.cn/gknb/"
SITE = Site("gaoping", "高平市", ("www.example.gov.cn",), (ListPage(LIST, "plain"),), "140581")


@dataclass
class Nights:
    """A place and what its site lists; `night` is one more night there."""

    folder: Path
    documents: dict[str, tuple[str, int, int, int]] = field(default_factory=dict)
    problem: str = ""
    fails: list[Exception] = field(default_factory=list)
    nights: int = 0
    plan: Plan = field(init=False)

    def __post_init__(self) -> None:
        raw, curated = self.folder / "raw", self.folder / "curated"
        self.plan = Plan(Settings(raw, curated, workers=1), retries=0)

    def night(self, step: Callable[..., Any] = _without_gate) -> Night:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(flows.nightly.steps, "crawl", self._crawl)
            patch.setattr(flows.nightly.steps, "chosen_sites", lambda *_: (SITE,))
            return run_night(self.plan, Progress(quiet=True), step)

    def _crawl(self, settings: Any, sites: Any, **_: Any) -> CrawlResult:
        self.nights += 1
        when = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(days=self.nights)
        run = f"{when:%Y%m%dT%H%M%SZ}-{self.nights}"
        vault = Vault(settings.raw)
        if self.fails:
            raise self.fails.pop(0)
        rows = []
        for name, report in self.documents.items() if not self.problem else ():
            sha256, path = self._put(vault, *report)
            rows.append(
                Row(url=f"{LIST}{name}", sha256=sha256, path=path, site=SITE.id, list_url=LIST,
                    role="article", state="report", first_seen=when, last_seen=when,
                    checked_at=when, fetched_at=when, run=run)
            )  # fmt: skip
        compact(vault, rows)
        entries = 0 if self.problem else len(self.documents)
        one = ListResult(
            LIST, complete=not self.problem, problem=self.problem, entries=entries, reports=entries
        )
        result = CrawlResult(
            run, when.isoformat(), problem="", sites=(SiteResult(SITE.id, (one,)),)
        )
        save_result(result_path(settings.raw, run), result)
        return result

    def _put(self, vault: Vault, agency: str, year: int, seed: int, off_by: int) -> tuple[str, str]:
        path = self.folder / "one.html"
        write_report(path, agency, year, seed, off_by)
        return vault.put(path.read_bytes())


@pytest.fixture
def nights(tmp_path: Path) -> Nights:
    found = Nights(tmp_path)
    for number, agency in enumerate(AGENCIES):
        found.documents[f"{number}.html"] = (agency, 2023, number, 0)
    return found
